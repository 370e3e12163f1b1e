"""What is known of a formula before it is parsed: which brackets match, and what its names must be.

A sum sign is told from the letter Σ, a line break inside brackets is dropped, and heads such as ``f(b) = …`` make f a
function, ``e = …`` makes e a name, ``dL = …`` makes d that of calculus, throughout the formula.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from grader.core import Message
from grader.maths import notation
from grader.maths.terms import (
    Accent,
    Index,
    Mul,
    Prime,
    RelationOp,
    Span,
    Symbol,
    Term,
)
from grader.maths.tokens import NOTHING, Names, NotUnderstood, Token

OPERANDS: Final = frozenset(
    ("name", "number", "half", "fn", "big", "opt", "arg", "diff", "cmd", "ones", "zeros", "begin", "lbar", "{", "open")
) | {"count"}
SEPARATORS: Final = frozenset((",", ";", ":", ".", "text", "arrow", "line", "mid"))
ENDERS: Final = SEPARATORS | {"rel", "", "close", "}", "rbar", "bar", "&", "end"}
_BEFORE_OPERANDS: Final = frozenset(
    ("+", "-", "*", "/", "pm", "rel", "arrow", "open", "{", "begin", "lbar", "fn", "opt", "big", "line", "&", "text")
) | {","}
_AFTER_OPERANDS: Final = ENDERS | {"+", "-", "^", "*", "/"}
SCRIPTS: Final = frozenset(("^", "_", "'", "mark"))
CLOSERS: Final = {"(": ")", "[": "]", "\\{": "\\}", "<": ">", "floor": "floor", "ceil": "ceil", "{": "}"}
OTHERS: Final = {**CLOSERS, **{closing: opening for opening, closing in CLOSERS.items()}}
_LOOKAHEAD: Final = 8  # tokens that may be looked at behind the last


@dataclass(frozen=True, slots=True)
class Layout:
    """Tokens whose brackets match, with what has to be known before parsing."""

    tokens: tuple[Token, ...]
    partner: tuple[int, ...]
    related: frozenset[int]  # opening brackets directly around a relation
    functions: frozenset[str]  # heads of f(b) = … in this very formula
    e_is_name: bool
    d_is_differential: bool


def arrange(tokens: Sequence[Token], names: Names) -> Layout:
    """Match the brackets; raises :class:`NotUnderstood` at one without its partner."""
    tokens = _opened_signs(_resolve_sigma(tokens, names))
    partner = [0] * len(tokens)
    related: set[int] = set()
    stack: list[int] = []
    idle: set[int] = set()
    for i, token in enumerate(tokens):
        kind = token.kind
        if kind in ("open", "{", "begin"):
            stack.append(i)
        elif kind in ("close", "}", "end"):
            if not stack:
                raise failure("reading.math.unopened", token, suggestion=_other_half(token))
            j = stack.pop()
            _check_pair(tokens[j], token)
            partner[i], partner[j] = j, i
            if kind == "}" and j in related and _is_free(tokens, j, idle):
                idle |= {i, j}
        elif kind in ("rel", "arrow") and stack:
            related.add(stack[-1])
        elif kind == "line" and stack and tokens[stack[-1]].kind != "begin":
            idle.add(i)
    if stack:
        opening = tokens[stack[-1]]
        raise failure("reading.math.unclosed", opening, suggestion=_other_half(opening))
    if idle:
        return arrange([token for i, token in enumerate(tokens) if i not in idle], names)
    heads, e_is_name = _heads(tokens, partner, names)
    d_is_differential = _has_differential(tokens, partner)
    ends = [tokens[-1]] * _LOOKAHEAD
    return Layout(
        (*tokens, *ends), (*partner, *[0] * _LOOKAHEAD), frozenset(related), heads, e_is_name, d_is_differential
    )


def _other_half(token: Token) -> str:
    """How the other half of a bracket is written, with ``\\left`` or ``\\right`` if this one has its own."""
    fence = OTHERS.get(token.value, token.value)
    if token.kind in ("begin", "end"):
        return "\\end" if token.kind == "begin" else "\\begin"
    if token.end - token.start <= 2:
        return fence
    return f"\\right{fence}" if token.kind in ("open", "lbar") else f"\\left{fence}"


def failure(key: str, token: Token, **fields: str) -> NotUnderstood:
    """A token that cannot stand where it does."""
    return misread(key, token.start, max(token.end, token.start), **fields)


def misread(key: str, start: int, end: int, **fields: str) -> NotUnderstood:
    """What keeps a formula from being read, and where; the reader puts the source there into the field "text"."""
    return NotUnderstood(Message(key, {"text": "", **fields}), start, end)


def _check_pair(opening: Token, closing: Token) -> None:
    if opening.kind == "begin" or closing.kind == "end":
        if opening.kind == "begin" and closing.kind == "end":
            return
    elif CLOSERS[opening.value] == closing.value or (opening.value in "([" and closing.value in ")]"):
        return
    raise failure("reading.math.mismatched", closing, opened=opening.value)


def _is_free(tokens: Sequence[Token], i: int, idle: set[int]) -> bool:
    """Whether a brace stands where no argument does, around a whole equation."""
    if i == 0 or i - 1 in idle:
        return True
    return tokens[i - 1].kind in SEPARATORS | {"rel"}


def _opened_signs(tokens: Sequence[Token]) -> Sequence[Token]:
    """``\\mid`` around an operand is a bar, ``<`` and ``>`` around a pair are angles, where an operand begins."""
    found: list[Token] | None = None
    for i, token in enumerate(tokens):
        if token.kind == "mid" or (token.kind == "rel" and token.value == "<"):
            now = found or tokens
            if not _begins_operand(now, i):
                continue
            closing = _closing_sign(tokens, i)
            if closing:
                found = found or list(tokens)
                kinds = ("lbar", "rbar") if token.kind == "mid" else ("open", "close")
                found[i] = token._replace(kind=kinds[0])
                found[closing] = tokens[closing]._replace(kind=kinds[1])
    return found or tokens


def _begins_operand(tokens: Sequence[Token], i: int) -> bool:
    """Whether an operand is expected at token i: behind an operator or relation, or the limits of a sum."""
    j = i - 1
    while j >= 0 and tokens[j].kind not in _BEFORE_OPERANDS:
        level = 0
        while j > 0:
            level += (tokens[j].kind == "}") - (tokens[j].kind == "{")
            if level <= 0:
                break
            j -= 1
        if tokens[j - 1].kind not in ("_", "^"):
            return False
        j -= 2
    return True


def _closing_sign(tokens: Sequence[Token], i: int) -> int:
    """Where the sign that opens at i is closed on its own level; 0 if nowhere. Angles hold two things."""
    level = commas = 0
    for j in range(i + 1, len(tokens)):
        token = tokens[j]
        if token.kind in ("open", "{", "begin"):
            level += 1
        elif token.kind in ("close", "}", "end"):
            level -= 1
        elif level == 0 and token.kind == "," and tokens[i].kind == "rel":
            commas += 1
        elif level == 0 and token.kind in ("mid", "rel"):
            if token.kind != tokens[i].kind:
                return 0
            angles = token.value == ">" and commas == 1 and tokens[j + 1].kind in _AFTER_OPERANDS
            return j if token.kind == "mid" or angles else 0
        if level < 0:
            return 0
    return 0


def _resolve_sigma(tokens: Sequence[Token], names: Names) -> Sequence[Token]:
    """Capital Σ and Π: a sum or product sign, or a letter (a covariance)."""
    if not any(token.kind == "Sigma" or token.value in ("Sigma", "Pi") for token in tokens):
        return tokens
    found: list[Token] = []
    for i, token in enumerate(tokens):
        if token.kind == "Sigma" or (token.kind == "name" and token.value in ("Sigma", "Pi")):
            letter = {"sum": "Sigma", "prod": "Pi"}.get(token.value, token.value)
            op = {"Sigma": "sum", "Pi": "prod"}[letter]
            written = token.kind == "Sigma"
            is_sign = letter not in names and _reads_as_sign(tokens, i + 1, written)
            token = token._replace(kind="big", value=op) if is_sign else token._replace(kind="name", value=letter)
        found.append(token)
    return found


def _reads_as_sign(tokens: Sequence[Token], i: int, written: bool) -> bool:
    if tokens[i].kind == "_":
        group = tokens[i + 1 : i + 4]
        if group and group[0].kind == "{":
            return len(group) > 2 and (group[2].kind == "rel" or (written and group[2].kind == "}"))
        return written and bool(group) and group[0].value in notation.INDEX_LETTERS
    return written and tokens[i].kind in OPERANDS and tokens[i].kind != "close"


def _heads(tokens: Sequence[Token], partner: Sequence[int], names: Names) -> tuple[frozenset[str], bool]:
    """Functions that the formula itself defines, and whether e is a name in it."""
    heads: set[str] = set()
    e_is_name = "e" in names
    for i, token in enumerate(tokens):
        if token.kind != "name":
            continue
        after = tokens[i + 1].kind
        if token.value == "e":
            transposed = after == "^" and any(t.kind == "top" or t.value == "T" for t in tokens[i + 2 : i + 4])
            e_is_name = e_is_name or after != "^" or transposed
        if i == 0 or tokens[i - 1].kind in SEPARATORS:
            j = i + 1
            while tokens[j].kind in ("_", "^") and tokens[j + 1].kind != "":
                j = (partner[j + 1] if tokens[j + 1].kind == "{" else j + 1) + 1
            if tokens[j].kind == "open" and tokens[j].value == "(":
                after_bracket = tokens[partner[j] + 1]
                if after_bracket.kind == "rel" and after_bracket.value in ("=", ":=", "≡", "∝"):
                    heads.add(token.value)
    return frozenset(heads - names.declared), e_is_name


def _has_differential(tokens: Sequence[Token], partner: Sequence[int]) -> bool:
    """Whether ``dL = …`` stands in the formula: then a d before a name is that of calculus, declared or not."""
    for i, token in enumerate(tokens[:-2]):
        after = tokens[i + 1]
        if token.kind == "name" and token.value == "d" and after.kind == "name" and after.gap == NOTHING:
            j = i + 2
            while tokens[j].kind in ("_", "^") and tokens[j + 1].kind:
                j = (partner[j + 1] if tokens[j + 1].kind == "{" else j + 1) + 1
            if tokens[j].kind == "rel" and (i == 0 or tokens[i - 1].kind in SEPARATORS):
                return True
    return False


def bar_value(token: Token) -> str:
    """One bar or two; only two that were typed as two characters can be taken apart."""
    return "|" if token.value == "|" else "||"


def relation_of(token: Token) -> RelationOp:
    value: RelationOp = token.value  # type: ignore[assignment]  # the tables hold no others
    return value


def times(factors: Sequence[Term], span: Span, *, dotted: bool = False) -> Term:
    return factors[0] if len(factors) == 1 else Mul(tuple(factors), span=span, dotted=dotted)


def named(term: Term) -> str | None:
    """The name at the bottom of a name with marks."""
    while isinstance(term, Index | Accent | Prime):
        term = term.base if isinstance(term, Index) else term.term
    return term.name if isinstance(term, Symbol) else None
