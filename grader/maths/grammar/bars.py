"""Bars: absolute values and norms."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Final

from grader.maths.grammar import limits, scripts
from grader.maths.grammar.layout import (
    bar_value,
    failure,
)
from grader.maths.grammar.scripts import Mark
from grader.maths.terms import (
    Apply,
    Index,
    Number,
    Pow,
    Symbol,
    Term,
)
from grader.maths.tokens import NOTHING, Token

if TYPE_CHECKING:
    from grader.maths.grammar.parser import Parser


def bars(p: Parser) -> Term:
    """Absolute values and norms."""
    p.enter()
    opening = p.token
    start = opening.start
    if bar_value(opening) == "|" and limits.begins_set(p, p.i + 1):
        after = p.tokens[p.partner[p.i + 1] + 1]
        if after.kind in ("bar", "rbar") and bar_value(after) == "|":
            p.advance()
            size = limits.size_of_set(p, start)
            p.advance()
            p.depth -= 1
            return size
    if opening.value == "||" and not _has_double_bar(p):
        _split_bar(p)
    value = bar_value(p.token)
    p.advance()
    p.inside.append(value)
    body = p.expression()
    p.inside.pop()
    closing = p.token
    if closing.value == "||" and value == "|":
        _split_bar(p)
    closing = p.token
    if closing.kind not in ("bar", "rbar") or bar_value(closing) != value:
        if closing.kind == "mid":
            raise failure("reading.math.unexpected", closing)
        other = ("\\right" if opening.kind == "lbar" else "") + ("\\|" if value == "||" else "|")
        raise failure("reading.math.unclosed", opening, suggestion=other)
    p.advance()
    term = _normed(p, value, body, start)
    p.depth -= 1
    return term


def _has_double_bar(p: Parser) -> bool:
    """Whether a double bar that opens here is closed later."""
    level = 0
    for token in p.tokens[p.i + 1 :]:
        if token.kind in ("open", "{", "begin"):
            level += 1
        elif token.kind in ("close", "}", "end"):
            level -= 1
            if level < 0:
                return False
        elif level == 0 and token.kind in ("bar", "rbar") and bar_value(token) == "||":
            return True
    return False


def _split_bar(p: Parser) -> None:
    """Make the double bar here two single ones."""
    token = p.token
    middle = token.start + 1
    first = Token("bar", "|", token.start, middle, token.gap)
    second = Token("bar", "|", middle, token.end, NOTHING)
    i = p.i
    p.tokens = (*p.tokens[:i], first, second, *p.tokens[i + 1 :])
    shifted = [j + 1 if j > i else j for j in p.partner]
    p.partner = (*shifted[: i + 1], 0, *shifted[i + 1 :])
    p.related = frozenset(j + 1 if j > i else j for j in p.related)


def _normed(p: Parser, value: str, body: Term, start: int) -> Term:
    kind = ""
    span = p.span(start)
    marks: list[Mark] = []
    while p.token.kind in ("_", "^"):
        if p.token.kind == "^":
            marks += scripts.superscript(p, body)
        else:
            kind = _norm_kind(p)
            span = p.span(start)
    op = {"": "abs" if value == "|" else "norm", "1": "norm1", "2": "norm", "F": "norm", "infinity": "norminf"}[kind]
    return scripts.marked(p, Apply(op, (body,), span=span), marks, start)


_KINDS: Final[dict[Term, str]] = {
    Number(Fraction(1)): "1", Number(Fraction(2)): "2", Symbol("F"): "F", Symbol("infinity"): "infinity",
}  # fmt: skip


def _order_of(written: Term) -> Term:
    """The order of a norm, also of one written ℓ_2, L_2, L²."""
    match written:
        case Index(Symbol("l" | "ell" | "L"), (order,)) | Pow(Symbol("l" | "ell" | "L"), order):
            return order
        case _:
            return written


def _norm_kind(p: Parser) -> str:
    at = p.token
    if p.i + 1 in p.related:
        raise failure("reading.math.norm", at)
    marks = scripts.subscript(p)
    kind = ""
    if len(marks) == 1:
        mark, what = marks[0]
        if isinstance(what, tuple) and len(what) == 2 and what[0] in (Symbol("L"), Symbol("l"), Symbol("ell")):  # L1
            what = what[1:]
        if isinstance(what, tuple) and len(what) == 1:
            kind = _KINDS.get(_order_of(what[0]), "")
        elif mark in ("accent:F", "accent:fro", "accent:Fro"):
            kind = "F"
    if not kind:
        raise failure("reading.math.norm", at)
    return kind
