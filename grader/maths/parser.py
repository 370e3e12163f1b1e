"""The parser: tokens to terms and chains, by precedence climbing.

From loose to tight: relations, sums, products (written or not, with quotients), signs, scripts and calls. Three things
make it more than a table of precedences. Prefix operators (``\\sum``, ``\\log``, ``d/db``) decide how far their operand
reaches. A bar opens where an operand is expected and closes inside bars. And a formula may hold several chains, with
prose and line breaks between them.

Where notation is ambiguous the reading follows a :class:`Policy`, the same throughout a formula, and the parser notes
in ``met`` which other policies would have made a difference.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise
from typing import Final, Literal

from grader.core import Message
from grader.maths import notation
from grader.maths.terms import (
    Accent,
    Add,
    Apply,
    Call,
    Cases,
    Chain,
    Collection,
    Derivative,
    Differential,
    Div,
    Dots,
    Fold,
    Index,
    Joint,
    Mul,
    Neg,
    Number,
    Optimum,
    Pow,
    Prime,
    Relation,
    RelationOp,
    Span,
    Stack,
    Symbol,
    Term,
    children,
    free_names,
    walk,
)
from grader.maths.tokens import ALIGN, NEWLINE, NOTHING, QUAD, THIN, Names, NotUnderstood, Token, TooLarge

MAX_NESTING: Final = 120
MAX_STACKED: Final = 40  # quotients of quotients, scripts on scripts
MAX_EXPONENT: Final = 1_000

_OPERANDS: Final = frozenset(["name", "number", "half", "fn", "big", "opt", "arg", "diff", "cmd", "ones", "zeros", "begin", "lbar", "{", "open"])
_SEPARATORS: Final = frozenset((",", ";", ":", ".", "text", "arrow", "line", "mid"))
_ENDERS: Final = _SEPARATORS | {"rel", "", "close", "}", "rbar", "bar", "&", "end"}
_SCRIPTS: Final = frozenset(("^", "_", "'", "mark"))
_JOINTS: Final[dict[Joint, int]] = {"start": 0, "comma": 1, "line": 2, "prose": 3, "implies": 4, "iff": 5}
_LOOKAHEAD: Final = 8  # tokens that may be looked at behind the last
_CLOSERS: Final = {"(": ")", "[": "]", "\\{": "\\}", "<": ">", "floor": "floor", "ceil": "ceil", "{": "}"}


@dataclass(frozen=True, slots=True)
class Policy:
    """How ambiguous notation is read.

    ``arguments``: how far the argument of a function without brackets reaches: ``\\log \\sigma b`` is the logarithm of
    the product ("usual"), of σ alone ("short"); "long" also takes brackets and written products. ``slash``: whether the
    usual reading of ``1/2b`` is turned round; ``power``: that of ``\\log(x)^2``.
    """

    arguments: Literal["usual", "short", "long"] = "usual"
    slash: Literal["usual", "other"] = "usual"
    power: Literal["usual", "other"] = "usual"


@dataclass(frozen=True, slots=True)
class Layout:
    """Tokens whose brackets match, with what has to be known before parsing."""

    tokens: tuple[Token, ...]
    partner: tuple[int, ...]
    related: frozenset[int]  # opening brackets directly around a relation
    functions: frozenset[str]  # heads of f(b) = … in this very formula
    e_is_name: bool
    d_is_differential: bool


# ------------------------------------------------------------------------------------------ before parsing


def arrange(tokens: Sequence[Token], names: Names) -> Layout:
    """Match the brackets; raises :class:`NotUnderstood` at one without its partner."""
    tokens = _resolve_sigma(tokens, names)
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
                raise _fail("reading.math.unopened", token)
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
        raise _fail("reading.math.unclosed", tokens[stack[-1]])
    if idle:
        return arrange([token for i, token in enumerate(tokens) if i not in idle], names)
    heads, e_is_name = _heads(tokens, partner, names)
    d_is_differential = _has_differential(tokens, partner)
    ends = [tokens[-1]] * _LOOKAHEAD
    return Layout((*tokens, *ends), (*partner, *[0] * _LOOKAHEAD), frozenset(related), heads, e_is_name, d_is_differential)


def _fail(key: str, token: Token, **fields: str) -> NotUnderstood:
    text = {"": "∎", "line": "\\\\"}.get(token.kind, token.value or token.kind)
    return NotUnderstood(Message(key, {"text": text, **fields}), token.start, max(token.end, token.start))


def _check_pair(opening: Token, closing: Token) -> None:
    if opening.kind == "begin" or closing.kind == "end":
        if opening.kind == "begin" and closing.kind == "end":
            return
    elif _CLOSERS[opening.value] == closing.value or (opening.value in "([" and closing.value in ")]"):
        return
    raise _fail("reading.math.mismatched", closing, opened=opening.value)


def _is_free(tokens: Sequence[Token], i: int, idle: set[int]) -> bool:
    """Whether a brace stands where no argument does, around a whole equation."""
    if i == 0 or i - 1 in idle:
        return True
    return tokens[i - 1].kind in _SEPARATORS | {"rel"}


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
    return written and tokens[i].kind in _OPERANDS and tokens[i].kind != "close"


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
        if i == 0 or tokens[i - 1].kind in _SEPARATORS:
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
            if tokens[j].kind == "rel" and (i == 0 or tokens[i - 1].kind in _SEPARATORS):
                return True
    return False


# ------------------------------------------------------------------------------------------------- parsing


class Parser:
    """One reading of a formula under one policy."""

    def __init__(self, layout: Layout, names: Names, policy: Policy) -> None:
        self.tokens = layout.tokens
        self.partner = layout.partner
        self.related = layout.related
        self.names = names
        self.functions = names.functions | layout.functions
        self.e_is_name = layout.e_is_name
        self.d_is_name = "d" in names and not layout.d_is_differential
        self.policy = policy
        self.i = 0
        self.inside: list[str] = []  # the brackets that are open here
        self.links = 0  # relations in this chain so far
        self.depth = 0
        self.stacked = 0
        self.folds: dict[int, Fold] = {}  # sums of this level whose scope is still open, by identity
        self.grown: dict[int, Fold] = {}  # sums whose scope was extended over later terms
        self.met: set[str] = set()
        self.remarks: dict[str, Message] = {}

    # --------------------------------------------------------------------------------------------- helpers

    @property
    def token(self) -> Token:
        """The next token."""
        return self.tokens[self.i]

    def advance(self) -> Token:
        """Take the next token."""
        token = self.tokens[self.i]
        self.i += 1
        return token

    def span(self, start: int) -> Span:
        """From ``start`` to the end of what was taken."""
        return start, max(self.tokens[self.i - 1].end, start)

    def enter(self) -> None:
        """One level deeper."""
        self.depth += 1
        if self.depth > MAX_NESTING:
            raise TooLarge("nesting", MAX_NESTING)

    def stack(self) -> None:
        """One more of what makes a term deep without brackets."""
        self.stacked += 1
        if self.stacked > MAX_STACKED:
            raise TooLarge("nesting", MAX_STACKED)

    def unexpected(self) -> NotUnderstood:
        """The next token can't stand here."""
        token = self.token
        before = self.tokens[self.i - 1] if self.i else None
        if token.kind in _ENDERS and before is not None and before.kind not in ("close", "}", "name", "number"):
            shown = before.value or before.kind
            problem = Message("reading.math.missing_operand", {"text": shown})
            return NotUnderstood(problem, before.start, max(before.end, before.start))
        if token.kind == "":
            return NotUnderstood(Message("reading.math.ends_early", {}), token.start, token.end)
        if token.kind == "word":
            return _fail("reading.math.word", token)
        return _fail("reading.math.unexpected", token)

    def expect(self, kind: str) -> Token:
        """Take a token of that sort."""
        if self.token.kind != kind:
            raise self.unexpected()
        return self.advance()

    def remark(self, key: str, message: Message) -> None:
        """Tell the student about a charitable reading, once."""
        self.remarks.setdefault(key, message)

    # --------------------------------------------------------------------------------------------- formula

    def formula(self) -> tuple[Chain, ...]:
        """All chains of the formula."""
        chains: list[Chain] = []
        joint: Joint = "start"
        words: list[str] = []
        asides: list[int] = []
        ended = True  # by a separator

        def join(new: Joint) -> None:
            nonlocal joint
            if _JOINTS[new] > _JOINTS[joint]:
                joint = new

        while (token := self.token).kind:
            kind = token.kind
            if kind in _SEPARATORS:
                self.advance()
                ended = True
                if kind == "text":
                    words.append(token.value.strip())
                    join("prose")
                elif kind == "arrow":
                    join("iff" if token.value == "iff" else "implies")
                elif chains:
                    join("line" if kind == "line" else "comma")
            elif kind == "rel" and token.value == "→" and chains and ended is False:
                self.advance()
                ended = True
                join("implies")
            elif kind == "open" and (self._is_prose_bracket() or (ended is False and self.i in self.related)
                                     or (ended and self._wraps_equation())):  # fmt: skip
                if self._is_prose_bracket():
                    words.append(" ".join(t.value for t in self.tokens[self.i + 1 : self.partner[self.i]]))
                    self.i = self.partner[self.i] + 1
                    join("prose")
                else:
                    asides.append(self.partner[self.i])
                    self.advance()
                    if chains:
                        join("comma")
                ended = True
            elif asides and self.i == asides[-1]:
                asides.pop()
                self.advance()
                ended = True
            else:
                if not ended:
                    if token.gap not in (QUAD, NEWLINE):
                        raise self.unexpected()
                    join("comma" if token.gap == QUAD else "line")
                chains.append(self.chain(joint, " ".join(filter(None, words))))
                joint, words, ended = "start", [], False
                if self.token.kind == "" or not chains:
                    continue
        return tuple(chains)

    def _is_prose_bracket(self) -> bool:
        """Whether a bracket holds prose only: ``（可逆）``, ``(\\text{since } …)`` is not."""
        inner = self.tokens[self.i + 1 : self.partner[self.i]]
        return any(t.kind == "text" for t in inner) and all(t.kind in ("text", ".", ",", ":") for t in inner)

    def _wraps_equation(self) -> bool:
        """Whether a whole equation stands in this bracket at the beginning of a chain: ``(i = 1, …, n)``."""
        if self.i not in self.related or self.token.value not in ("(", "["):
            return False
        return self.tokens[self.partner[self.i] + 1].kind in _SEPARATORS | {""}

    def chain(self, joint: Joint, words: str) -> Chain:
        """``e0 op e1 op e2 …``."""
        start = self.token.start
        terms: list[Term | None] = []
        ops: list[RelationOp] = []
        self.links = 0
        self.folds = {}
        terms.append(None if self.token.kind == "rel" else self.listed())
        while self.token.kind == "rel":
            token = self.token
            if token.value == "→" and self._joins_equations(bool(ops)):
                break
            self.advance()
            self.links += 1
            ops.append(_relation(token))
            self._over_the_line(token)
            if self.token.kind in _SEPARATORS | {""} and self.token.kind != "text":
                terms.append(None)
                break
            terms.append(self.listed())
        return Chain(tuple(terms), tuple(ops), joint, words, self.span(start))

    def _over_the_line(self, relation: Token) -> None:
        """A relation at the end of a line: the next may repeat it."""
        broken = False
        while self.token.kind == "line":
            self.advance()
            broken = True
        if broken and self.token.kind == "rel" and self.token.value == relation.value:
            self.advance()

    def _joins_equations(self, linked: bool) -> bool:
        """Whether an arrow stands for "implies": between two equations."""
        if linked:
            return True
        level = 0
        for token in self.tokens[self.i + 1 :]:
            if token.kind in ("open", "{", "begin"):
                level += 1
            elif token.kind in ("close", "}", "end"):
                level -= 1
            elif level == 0 and token.kind == "rel":
                return token.value in ("=", "≤", "≥", "<", ">")
            elif level == 0 and token.kind in _SEPARATORS:
                return False
        return False

    def listed(self) -> Term:
        """A side of a relation: an expression, or a list with dots in it such as ``x_1, …, x_n``."""
        start = self.token.start
        first = self.expression()
        if self.token.kind != "," or not self._dots_in_list():
            return first
        items = [first]
        while self.token.kind == ",":
            self.advance()
            if self.token.kind == "dots":
                items.append(self._dots())
            else:
                items.append(self.expression())
        return Collection(tuple(items), span=self.span(start))

    def _dots_in_list(self) -> bool:
        for i in range(self.i, len(self.tokens) - 2):
            token = self.tokens[i]
            if token.kind == "," and self.tokens[i + 1].kind == "dots":
                return self.tokens[i + 2].kind == ","
            if token.kind in ("rel", "arrow", "text", "line", ";", "."):
                return False
        return False

    def _dots(self) -> Dots:
        token = self.advance()
        return Dots(span=(token.start, token.end))

    # ---------------------------------------------------------------------------------------- sums of terms

    def expression(self) -> Term:
        """A sum of products."""
        self.enter()
        outer, self.folds = self.folds, {}
        start = self.token.start
        terms = [self._signed()]
        while True:
            kind = self.token.kind
            if kind in ("+", "-", "pm"):
                terms.append(self._signed())
            elif kind == "line" and self._goes_on():
                while self.token.kind == "line":
                    self.advance()
            else:
                break
        if len(terms) > 1:
            self._check_dots(terms)
            if "C" not in self.names:
                terms = [Symbol("const", span=t.span) if t == _SOME_CONSTANT else t for t in terms]
            if self.folds:
                terms = self._extend_folds(terms)
        elif isinstance(terms[0], Dots):
            raise NotUnderstood(Message("reading.math.dots"), start, self.span(start)[1])
        self.depth -= 1
        self.folds = outer
        return terms[0] if len(terms) == 1 else Add(tuple(terms), span=self.span(start))

    def _signed(self) -> Term:
        """A product with the signs before it; dots stand for themselves."""
        start = self.token.start
        negative = False
        while self.token.kind in ("+", "-"):
            if self.advance().kind == "-":
                negative = not negative
            self._skip_lines()
        if self.token.kind == "pm":
            self.advance()
            return Apply("pm", (self.product(),), span=self.span(start))
        if self.token.kind == "dots" and self.tokens[self.i + 1].kind in ("+", "-"):
            return self._dots()
        term = self.product()
        return Neg(term, span=self.span(start)) if negative else term

    def _skip_lines(self) -> None:
        while self.token.kind == "line":
            self.advance()

    def _goes_on(self) -> bool:
        """Whether the sum goes on over this line break: the next line begins with a sign."""
        i = self.i
        while self.tokens[i].kind == "line":
            i += 1
        token = self.tokens[i]
        if token.kind not in ("+", "-", "pm") or "env" in self.inside[-1:]:
            return False
        if token.kind == "+" or token.gap == ALIGN:
            return True
        return not self._line_relates(i)

    def _line_relates(self, i: int) -> bool:
        """Whether a relation stands in the line of the source or layout that begins at token i."""
        level = 0
        for token in self.tokens[i:]:
            if token.kind in ("open", "{", "begin"):
                level += 1
            elif token.kind in ("close", "}", "end"):
                level -= 1
            elif level == 0 and token.kind in ("rel", "arrow"):
                return True
            elif level == 0 and token.kind in ("line", ",", ";", "text", "."):
                return False
        return False

    def _check_dots(self, terms: Sequence[Term]) -> None:
        """The signs on both sides of dots must agree, and something must stand on both."""
        for place, term in enumerate(terms):
            if not isinstance(term, Dots):
                continue
            assert term.span is not None
            if place in (0, len(terms) - 1):
                raise NotUnderstood(Message("reading.math.dots"), *term.span)
            # the sign before the dots is theirs: it must be that of the term after them
            if (self._sign_before(term.span[0]) == "-") != isinstance(terms[place + 1], Neg):
                raise NotUnderstood(Message("reading.math.dots_signs"), *term.span)

    def _sign_before(self, start: int) -> str:
        for i, token in enumerate(self.tokens):
            if token.start == start and token.kind == "dots":
                return self.tokens[i - 1].kind
        return "+"

    def _extend_folds(self, terms: Sequence[Term]) -> list[Term]:
        """A sum's scope reaches over later terms that hold its index."""
        found: list[Term] = []
        for term in terms:
            names = _free(term)
            for place in range(len(found) - 1, -1, -1):
                longer = self._absorb(found[place], found[place + 1 :], term, names)
                if longer is not None:
                    found[place:] = [longer]
                    break
            else:
                found.append(term)
        return found

    def _absorb(self, term: Term, between: list[Term], last: Term, names: _Free) -> Term | None:
        """The term with later ones taken into the sum at its end, if the last of them holds the index."""
        match term:
            case Fold() if id(term) in self.folds:
                body = self._absorb(term.body, between, last, names)
                if body is None:
                    if not _holds(names, term, self.names):
                        return None
                    parts = term.body.terms if id(term) in self.grown and isinstance(term.body, Add) else (term.body,)
                    body = Add((*parts, *between, last), span=_joined(term.body.span, last.span))
                    self.remark("scope", Message("reading.math.sum_reaches", {"index": term.index or "i"}))
                longer = replace(term, body=body, span=_joined(term.span, last.span))
                self.folds[id(longer)] = longer
                self.grown[id(longer)] = longer
                return longer
            case Neg(inner):
                longer_inner = self._absorb(inner, between, last, names)
                return None if longer_inner is None else replace(term, term=longer_inner)
            case Mul(factors):
                tail = self._absorb(factors[-1], between, last, names)
                return None if tail is None else replace(term, factors=(*factors[:-1], tail))
            case _:
                return None

    # --------------------------------------------------------------------------------------------- products

    def product(self) -> Term:
        """Factors, written side by side or with a sign between them, and quotients."""
        self.enter()
        start = self.token.start
        factors = [self.factor()]
        while True:
            token = self.token
            kind = token.kind
            if kind == "*":
                self.advance()
                self._skip_lines()
                factors.append(self.signed_factor())
            elif kind == "/":
                self.stack()
                self.advance()
                bottom = self._below(factors)
                top = _times(factors, self.span(start))
                factors = [Div(top, bottom, span=self.span(start))]
            elif kind == "entrywise":
                self.stack()
                self.advance()
                left = _times(factors, self.span(start))
                right = self.signed_factor()
                factors = [Apply(token.value, (left, right), span=self.span(start))]
            elif kind == "dots" and self._dots_in_product(factors):
                factors.append(self._dots())
            elif self.begins_factor():
                factors.append(self.factor())
            else:
                break
        self.depth -= 1
        return _times(factors, self.span(start))

    def signed_factor(self) -> Term:
        """A factor after a written operator, which may have a sign: ``a \\cdot -b``."""
        start = self.token.start
        if self.token.kind in ("-", "+"):
            self.stack()
            sign = self.advance().kind
            inner = self.signed_factor()
            return Neg(inner, span=self.span(start)) if sign == "-" else inner
        return self.factor()

    def _dots_in_product(self, factors: Sequence[Term]) -> bool:
        following = self.tokens[self.i + 1].kind
        return bool(factors) and (following in _OPERANDS or following == "*")

    def begins_factor(self) -> bool:
        """Whether the next token begins a factor that is multiplied without a sign."""
        token = self.token
        kind = token.kind
        if kind == "bar":
            return self._bar_opens(token)
        if kind not in _OPERANDS:
            return False
        if token.gap >= NEWLINE and not self.inside and self._breaks_here(token):
            return False
        if kind == "open" and not self.inside and (self._is_prose_bracket() or self.i in self.related):
            return False
        if kind == "number" and self.tokens[self.i - 1].kind == "number":
            raise _fail("reading.math.two_numbers", token)
        return True

    def _breaks_here(self, token: Token) -> bool:
        """Outside brackets a wide gap ends a chain; a line break does if an equation stands on both sides."""
        if token.gap == QUAD:
            return True
        return token.gap == NEWLINE and self.links > 0 and self._line_relates(self.i)

    def _bar_opens(self, token: Token) -> bool:
        """Whether a bar after an operand opens; inside its like it closes, in P( | ) it parts."""
        innermost = self.inside[-1] if self.inside else ""
        if innermost in ("|", "||"):
            return False
        if innermost in ("call", "set"):
            return False
        return token.gap < QUAD or bool(self.inside)

    def _below(self, factors: Sequence[Term]) -> Term:
        """What a slash divides by; ``1/2b`` may mean 1/(2b)."""
        first = self.token
        start = first.start
        bottom = self.signed_factor()
        token = self.token
        if first.kind in ("open", "{", "bar", "lbar", "fn") or token.kind not in (
            "name", "number", "open", "cmd", "half", "lbar", "bar"
        ) or not self.begins_factor():  # fmt: skip
            return bottom
        spaced = token.gap not in (NOTHING, THIN) and not self._after_command()
        if spaced and token.kind not in ("name", "number"):
            return bottom
        self.met.add("slash")
        tight = (
            token.kind == "name"
            and not spaced
            and isinstance(bottom, Number)
            and not (len(factors) == 1 and isinstance(factors[0], Number))
        )
        if tight == (self.policy.slash == "usual"):
            below = [bottom]
            while self.token.kind in ("name", "number", "open", "cmd", "half") and self.begins_factor():
                below.append(self.factor())
            bottom = _times(below, self.span(start))
        self.remark("slash", Message("reading.math.slash"))
        return bottom

    def _after_command(self) -> bool:
        """Whether the gap before the next token only ends a command's name."""
        before, token = self.tokens[self.i - 1], self.token
        return before.kind == "name" and before.end - before.start > 1 and token.start - before.end == 1

    # ---------------------------------------------------------------------------------------------- factors

    def factor(self) -> Term:
        """An operand with its scripts and calls."""
        start = self.token.start
        base = self.primary()
        return self.postfix(base, start)

    def primary(self) -> Term:
        """An operand."""
        token = self.token
        match token.kind:
            case "name":
                return self._name(token)
            case "number":
                self.advance()
                return Number(Fraction(token.value), span=(token.start, token.end))
            case "half":
                self.advance()
                top, _, bottom = token.value.partition("/")
                at = (token.start, token.end)
                return Div(Number(Fraction(top), span=at), Number(Fraction(bottom), span=at), span=at)
            case "fn":
                return self.function()
            case "big":
                return self.fold()
            case "opt" | "arg":
                return self.optimum()
            case "{":
                return self.group()
            case "open":
                return self.bracket()
            case "bar" | "lbar":
                return self.bars()
            case "cmd":
                return self._command(token)
            case "diff":
                return self._differential(token)
            case "ones" | "zeros":
                return self._ones(token)
            case "begin":
                return self.cases() if token.value == "cases" else self.matrix()
            case "dots":
                raise NotUnderstood(Message("reading.math.dots"), token.start, token.end)
            case "text" if self._stands_for_term():
                self.advance()
                return Symbol(token.value.strip(), span=(token.start, token.end))
            case "word" if self.i and self.tokens[self.i - 1].kind == "rel":
                self.advance()
                return Symbol(token.value.strip(), span=(token.start, token.end))
            case _:
                raise self.unexpected()

    def _stands_for_term(self) -> bool:
        """Whether prose is a side of a relation: ``b = \\text{the sample median}``."""
        before = self.tokens[self.i - 1].kind if self.i else ""
        after = self.tokens[self.i + 1].kind
        return before in ("rel", "{") and after in _ENDERS

    def _name(self, token: Token) -> Term:
        after = self.tokens[self.i + 1]
        if token.value == "e" and after.kind == "^" and not self.e_is_name:
            return self._power_of_e(token)
        if token.value == "d" and self._begins_differential(after):
            return self._differential(token)
        self.advance()
        if token.value == "I" and after.kind == "open" and self.i in self.related:
            return self._indicator(token)
        return Symbol(token.value, span=(token.start, token.end))

    def _power_of_e(self, token: Token) -> Term:
        self.advance()
        symbol = Symbol("e", span=(token.start, token.end))
        marks = self.superscript(symbol)
        if len(marks) == 1 and marks[0][0] == "pow":
            return Apply("exp", (marks[0][1],), span=self.span(token.start))
        return self._marked(symbol, marks, token.start)

    def _ones(self, token: Token) -> Term:
        self.advance()
        following = self.token
        if following.kind == "open" and self.i in self.related:
            return self._indicator(token)
        if following.kind == "_":
            group = self.i + 1
            if group in self.related:
                self.advance()
                return self._indicator(token)
            marks = self.subscript()
            if len(marks) != 1 or marks[0][0] != "index":
                raise _fail("reading.math.unexpected", following)
            return Apply(token.kind, marks[0][1], span=self.span(token.start))
        return Apply(token.kind, (), span=(token.start, token.end))

    def _indicator(self, token: Token) -> Term:
        closing = self.partner[self.i]
        self.advance()
        self.inside.append("(")
        if self.token.kind == "open" and self.partner[self.i] == closing - 1:  # \mathbf 1_{\{x > 0\}}
            closing -= 1
            self.advance()
            condition = self.condition()
            self._close(closing)
            closing += 1
        else:
            condition = self.condition()
        self.inside.pop()
        self._close(closing)
        return Apply("indicator", (condition,), span=self.span(token.start))

    def _close(self, closing: int) -> None:
        """Take the closing bracket, which must be here."""
        if self.i != closing:
            raise self.unexpected()
        self.advance()

    def condition(self) -> Term:
        """An expression, or a relation between two."""
        start = self.token.start
        left = self.expression()
        if self.token.kind != "rel":
            return left
        op = _relation(self.advance())
        right = self.expression()
        if self.token.kind == "rel":
            raise _fail("reading.math.double_condition", self.token)
        return Relation(op, left, right, span=self.span(start))

    # ------------------------------------------------------------------------------------------ postfix marks

    def postfix(self, base: Term, start: int) -> Term:
        """Scripts, primes, calls, factorials."""
        steps = 0
        while True:
            token = self.token
            kind = token.kind
            if kind in _SCRIPTS:
                base = self._scripts(base, start)
            elif kind == "!" and token.gap == NOTHING:
                self.advance()
                base = Apply("factorial", (base,), span=self.span(start))
            elif kind == "%":
                self.advance()
                if not isinstance(base, Number):
                    raise _fail("reading.math.unexpected", token)
                base = Number(base.value / 100, span=self.span(start))
            elif kind == "open" and self._is_call(base):
                base = self._call(base, start)
            elif kind in ("*", "star") and token.value in ("*", "star") and self._is_star(base):
                self.advance()
                base = self._marked(base, [("star", ())], start)
            else:
                return base
            steps += 1
            if steps > 1:
                self.stack()

    def _is_star(self, base: Term) -> bool:
        """Whether an asterisk is a mark and no product: ``b* = …``."""
        after = self.tokens[self.i + 1].kind
        return _named(base) is not None and self.token.gap == NOTHING and (after in _ENDERS or after in ("+", "-"))

    def _scripts(self, base: Term, start: int) -> Term:
        marks: list[tuple[str, tuple[Term, ...]] | tuple[str, Term]] = []
        while self.token.kind in _SCRIPTS:
            match self.token.kind:
                case "_":
                    marks += self.subscript()
                case "^":
                    marks += self.superscript(base)
                case "'":
                    marks.append((f"prime{self.advance().value}", ()))
                case _:
                    marks.append((f"accent:{self.advance().value}", ()))
        return self._marked(base, marks, start)

    def _marked(
        self, base: Term, marks: Sequence[tuple[str, tuple[Term, ...]] | tuple[str, Term]], start: int
    ) -> Term:
        """The base with its marks: accents closest, then subscripts, then the rest in order."""
        at = self.span(start)
        order = sorted(marks, key=lambda mark: _MARK_ORDER.get(mark[0].partition(":")[0], 2))
        if len(marks) > 2:
            self.stack()
        for kind, what in order:
            sort, _, value = kind.partition(":")
            match sort:
                case "accent":
                    base = Accent(value, base, span=at)
                case "star":
                    base = Accent("star", base, span=at)
                case "index" if isinstance(what, tuple):
                    base = self._indexed(base, what, at)
                case "ordered" if isinstance(what, tuple):
                    base = Index(Accent("ordered", base, span=at), what, span=at)
                case "pow" if not isinstance(what, tuple):
                    base = Pow(base, what, span=at)
                case "transpose":
                    literal = isinstance(base, Stack | Collection) and self._is_tuple(base)
                    base = base if literal else Apply("transpose", (base,), span=at)
                case "inverse-transpose":
                    base = Apply("transpose", (Pow(base, Number(Fraction(-1)), span=at),), span=at)
                case "pinv":
                    base = Apply("pinv", (base,), span=at)
                case _:  # prime1, prime2 …
                    order_of = int(sort.removeprefix("prime"))
                    before = base.order if isinstance(base, Prime) else 0
                    inner = base.term if isinstance(base, Prime) else base
                    base = Prime(inner, before + order_of, span=at)
        return base

    def _is_tuple(self, base: Stack | Collection) -> bool:
        """Whether it was written ``(a, b)``; such a tuple is a column, as it is with ᵀ behind it."""
        opening = next((t for t in self.tokens if base.span and t.start == base.span[0] and t.kind == "open"), None)
        if opening is None:
            return False
        return opening.value == "(" or isinstance(base, Collection)

    def _indexed(self, base: Term, at: tuple[Term, ...], span: Span) -> Term:
        match base:
            case Symbol("I") if "I" not in self.names and len(at) == 1 and not _is_counter(at[0]):
                return Apply("identity", (_side(at[0]),), span=span)
            case Number(value) if value in (0, 1) and len(at) == 1 and isinstance(at[0], Symbol):
                return Apply("ones" if value == 1 else "zeros", at, span=span)
            case Number():
                raise NotUnderstood(Message("reading.math.subscript_of_number"), *span)
            case Symbol(name) if name.isupper() and len(at) == 1 and _two_digits(at[0]):  # X_{12}
                first, second = str(at[0].value) if isinstance(at[0], Number) else ""
                cell = (Number(Fraction(first), span=at[0].span), Number(Fraction(second), span=at[0].span))
                return Index(base, cell, span=span)
            case Accent(("hat" | "tilde" | "star") as mark, Index(inner, first)):
                return Index(Index(Accent(mark, inner, span=base.span), first, span=base.span), at, span=span)
            case _:
                return Index(base, at, span=span)

    def superscript(self, base: Term) -> list[tuple[str, tuple[Term, ...]] | tuple[str, Term]]:
        """What ``^`` and its argument mean for this base."""
        self.enter()
        self.advance()
        marks = self._braced_superscript(base) if self.token.kind == "{" else self._bare_superscript(base)
        self.depth -= 1
        return marks

    def _braced_superscript(self, base: Term) -> list[tuple[str, tuple[Term, ...]] | tuple[str, Term]]:
        end = self.partner[self.i]
        self.advance()
        if self.i == end:
            raise self.unexpected()
        marks: list[tuple[str, tuple[Term, ...]] | tuple[str, Term]] = []
        self.inside.append("{")
        while self.i < end:
            if (mark := self._mark(base, end)) is not None:
                marks.append(mark)
            else:
                marks.append(("pow", self._exponent(self.expression())))
                break
        self.inside.pop()
        self._close(end)
        return marks

    def _mark(self, base: Term, end: int) -> tuple[str, tuple[Term, ...]] | None:
        """A superscript that is no exponent: T, *, †, (i), a word."""
        token = self.token
        rest = end - self.i
        if token.kind == "top" or (token.kind == "name" and token.value == "T" and rest == 1 and "T" not in self.names):
            self.advance()
            return "transpose", ()
        if token.kind == "star" or (token.kind == "*" and token.value == "*"):
            self.advance()
            return "star", ()
        if token.kind == "'":
            return f"prime{self.advance().value}", ()
        if token.kind == "dagger" or (token.kind == "+" and rest == 1):
            self.advance()
            return "pinv", ()
        if token.kind == "-" and rest == 2 and (self.tokens[self.i + 1].kind == "top" or self._is_t(self.i + 1)):
            self.i += 2
            return "inverse-transpose", ()
        if token.kind == "word" or (token.kind == "text" and rest == 1):
            self.advance()
            word = token.value.strip()
            return f"accent:{notation.ACCENT_NAMES.get(word, word)}", ()
        if token.kind == "open" and token.value == "(" and self._counts(base) and self._ends_marks(end):
            return self._counter()
        return None

    def _is_t(self, i: int) -> bool:
        token = self.tokens[i]
        return token.kind == "name" and token.value == "T" and "T" not in self.names

    def _counts(self, base: Term) -> bool:
        """Whether a bracket in the superscript of this base is a number of a sample."""
        return _named(base) is not None and not (isinstance(base, Symbol) and base.name == "e" and not self.e_is_name)

    def _ends_marks(self, end: int) -> bool:
        after = self.partner[self.i] + 1
        return after == end or self.tokens[after].kind in ("top", "'", "*", "star", "number") or self._is_t(after)

    def _counter(self) -> tuple[str, tuple[Term, ...]]:
        end = self.partner[self.i]
        self.advance()
        self.inside.append("(")
        items = [self.expression()]
        while self.token.kind == ",":
            self.advance()
            items.append(self.expression())
        self.inside.pop()
        self._close(end)
        return "index", tuple(items)

    def _bare_superscript(self, base: Term) -> list[tuple[str, tuple[Term, ...]] | tuple[str, Term]]:
        token = self.token
        if token.kind == "+" or token.kind in ("top", "star", "dagger", "'", "word") or self._is_t(self.i) or (
            token.kind == "*" and token.value == "*"
        ):  # fmt: skip
            mark = self._mark(base, self.i + 1)
            assert mark is not None
            return [mark]
        if token.kind == "-":
            self.advance()
            if self.token.kind == "top" or self._is_t(self.i):
                self.advance()
                return [("inverse-transpose", ())]
            start = token.start
            inner = self._script_operand(base)
            return [("pow", self._exponent(Neg(inner, span=self.span(start))))]
        if token.kind == "open" and token.value == "(":
            content = self.tokens[self.i + 1 : self.partner[self.i]]
            if len(content) == 1 and self._counts(base):
                if content[0].value == "T" and content[0].kind in ("top", "name"):
                    self.i += 3
                    return [("transpose", ())]
                if content[0].value in notation.INDEX_LETTERS and content[0].value not in self.names:
                    return [self._counter()]
        return [("pow", self._exponent(self._script_operand(base)))]

    def _script_operand(self, base: Term) -> Term:
        """A superscript without braces; another one on top of it belongs to it."""
        start = self.token.start
        operand = self.primary()
        if self.token.kind == "_" and isinstance(base, Symbol) and base.name == "e" and isinstance(operand, Symbol):
            operand = self._marked(operand, self.subscript(), start)
        if self.token.kind == "^" and isinstance(operand, Symbol | Number | Index):
            operand = self._marked(operand, self.superscript(operand), start)
        return operand

    def _exponent(self, term: Term) -> Term:
        """An exponent; a negative literal is one number."""
        if isinstance(term, Neg) and isinstance(term.term, Number):
            term = Number(-term.term.value, span=term.span)
        if isinstance(term, Number) and abs(term.value) > MAX_EXPONENT:
            raise TooLarge("exponent", MAX_EXPONENT)
        return term

    def subscript(self) -> list[tuple[str, tuple[Term, ...]] | tuple[str, Term]]:
        """What ``_`` and its argument mean."""
        self.enter()
        self.advance()
        if self.token.kind == "{":
            marks = self._braced_subscript()
        elif self.token.kind == "open" and self.token.value == "(":
            marks = [self._counter()]
        else:
            marks = [self._subscript_item()]
        self.depth -= 1
        return marks

    def _subscript_item(self) -> tuple[str, tuple[Term, ...]]:
        """One token as a subscript."""
        token = self.token
        match token.kind:
            case "word":
                word = token.value.strip()
                mark = f"accent:{notation.ACCENT_NAMES.get(word, word)}"
            case "opt" | "fn":
                mark = f"accent:{token.value}"
            case "*" | "star":
                mark = "star"
            case "name" | "number" | "cmd":
                return "index", (self.primary(),)
            case _:
                raise self.unexpected()
        self.advance()
        return mark, ()

    def _braced_subscript(self) -> list[tuple[str, tuple[Term, ...]] | tuple[str, Term]]:
        opening = self.i
        end = self.partner[self.i]
        if opening in self.related:
            raise NotUnderstood(
                Message("reading.math.relation_in_subscript"), self.token.start, self.tokens[end].end
            )
        self.advance()
        self.inside.append("{")
        marks: list[tuple[str, tuple[Term, ...]] | tuple[str, Term]] = []
        indices: list[Term] = []
        if self.token.kind == "open" and self.token.value == "(" and self.partner[self.i] == end - 1:
            marks.append(("ordered", self._counter()[1]))
        while self.i < end:
            indices += self._subscript_part(end, marks)
            if self.token.kind == "," and self.i < end - 1:
                self.advance()
        self.inside.pop()
        self._close(end)
        if indices:
            marks.append(("index", tuple(indices)))
        if not marks:
            raise _fail("reading.math.unexpected", self.tokens[end])
        return marks

    def _subscript_part(
        self, end: int, marks: list[tuple[str, tuple[Term, ...]] | tuple[str, Term]]
    ) -> list[Term]:
        """The subscripts up to the next comma; words go to the marks."""
        kinds = []
        for token in self.tokens[self.i : end]:
            if token.kind == ",":
                break
            kinds.append(token.kind)
        stop = self.i + len(kinds)
        if kinds and all(kind in ("word", "opt", "fn", "text", "star", "*") for kind in kinds):
            words = [t.value.strip() for t in self.tokens[self.i : stop]]
            self.i = stop
            if words in (["*"], ["star"]):
                marks.append(("star", ()))
            else:
                word = " ".join(words)
                marks.append((f"accent:{notation.ACCENT_NAMES.get(word, word)}", ()))
            return []
        if kinds == [":"]:
            token = self.advance()
            return [Symbol(":", span=(token.start, token.end))]
        if kinds and all(kind in ("name", "number") for kind in kinds):
            return [self.primary() for _ in kinds]
        return [self.expression()]

    # ------------------------------------------------------------------------------------------------- calls

    def _is_call(self, base: Term) -> bool:
        """Whether the bracket here holds arguments of the name before it."""
        token = self.token
        if token.value != "(" and not (token.value == "[" and isinstance(base, Symbol) and base.name in ("E", "P")):
            return False
        powered = isinstance(base, Pow) and isinstance(base.base, Symbol) and base.base.name in self.functions
        name = _named(base.base if isinstance(base, Pow) and powered else base)
        if name is None:
            return False
        if not self.inside and (self._is_prose_bracket() or (self.i in self.related and name not in ("P", "p"))):
            return False
        if name in self.functions:
            return True
        if name in self.names.declared:
            return name in ("P", "p") and self._is_parted(self.i)
        if name in notation.FUNCTION_LETTERS or (len(name) > 1 and name not in notation.GREEK and name != "infinity"):
            return True
        return isinstance(base, Symbol) and self._holds_comma(self.i)

    def _is_parted(self, opening: int) -> bool:
        return any(t.kind in ("bar", "mid", ";") for t in self.tokens[opening : self.partner[opening]])

    def _holds_comma(self, opening: int) -> bool:
        i = opening + 1
        while i < self.partner[opening]:
            if self.tokens[i].kind == ",":
                return True
            i = self.partner[i] + 1 if self.tokens[i].kind in ("open", "{", "begin") else i + 1
        return False

    def _call(self, head: Term, start: int) -> Term:
        args, given = self.arguments()
        if isinstance(head, Pow):  # f^2(x)
            if head.exponent == Number(Fraction(-1)):
                raise NotUnderstood(Message("reading.math.inverse_function"), *self.span(start))
            return Pow(Call(head.base, args, given, span=self.span(start)), head.exponent, span=self.span(start))
        if head == Symbol("N") and len(args) == 2 and not given and "N" not in self.functions:
            return Apply("normal", args, span=self.span(start))
        if head == Symbol("Gamma") and len(args) == 1 and not given and "Gamma" not in self.functions:
            return Apply("gamma", args, span=self.span(start))
        return Call(head, args, given, span=self.span(start))

    def arguments(self) -> tuple[tuple[Term, ...], tuple[Term, ...]]:
        """The arguments in a bracket, and what is given behind a bar or semicolon."""
        self.enter()
        opening = self.token
        end = self.partner[self.i]
        self.advance()
        self.inside.append("call")
        args: list[Term] = []
        given: list[Term] | None = None
        while self.i < end:
            into = args if given is None else given
            if self.token.kind == "dots":
                into.append(self._dots())
            elif self.token.kind == "text" and given is not None:
                self.advance()
            else:
                into.append(self.condition())
            if self.i == end:
                break
            if self.token.kind in ("mid", "bar", ";") and given is None:
                given = []
            elif self.token.kind not in (",", ";"):
                raise self.unexpected()
            self.advance()
            if self.i == end and self.tokens[end].kind != "}":
                raise self.unexpected()
        self.inside.pop()
        self._close(end)
        if not args:
            raise NotUnderstood(Message("reading.math.empty_bracket"), opening.start, self.tokens[end].end)
        self.depth -= 1
        return tuple(args), tuple(given or ())

    def function(self) -> Term:
        """A known function with its scripts and argument."""
        token = self.advance()
        op = token.value
        self.enter()
        base: Term | None = None
        marks: list[tuple[str, tuple[Term, ...]] | tuple[str, Term]] = []
        while self.token.kind in ("_", "^"):
            if self.token.kind == "^":
                marks += self.superscript(Number(Fraction(0)))
            elif op == "expectation":
                self._skip_script()
            else:
                base = self._function_subscript(op)
        if op == "exp" and len(marks) == 1 and marks[0][0] == "pow" and not self._operand_here():
            self.depth -= 1
            assert not isinstance(marks[0][1], tuple)
            return Apply("exp", (marks[0][1],), span=self.span(token.start))
        result = self._applied(op, token)
        if op == "log" and base is not None:
            result = Div(result, Apply("log", (base,), span=base.span), span=self.span(token.start))
        for kind, what in marks:
            if kind != "pow" or isinstance(what, tuple):
                raise _fail("reading.math.unexpected", token)
            result = Pow(result, what, span=self.span(token.start))
        self.depth -= 1
        return result

    def _skip_script(self) -> None:
        self.advance()
        self.i = self.partner[self.i] + 1 if self.token.kind == "{" else self.i + 1

    def _function_subscript(self, op: str) -> Term | None:
        at = self.token
        marks = self.subscript()
        if len(marks) == 1 and isinstance(marks[0][1], tuple) and len(marks[0][1]) == 1:
            term = marks[0][1][0]
            if op == "log":
                return None if term == Symbol("e") else term
            if op in notation.OF_A_SAMPLE and isinstance(term, Symbol):
                return None
        raise _fail("reading.math.subscript_of_function", at, name=op)

    def _operand_here(self) -> bool:
        token = self.token
        return token.kind in _OPERANDS or (token.kind == "bar" and self.inside[-1:] != [_bar(token)])

    def _applied(self, op: str, token: Token) -> Term:
        """The function on its argument."""
        kind = self.token.kind
        if kind == "open" or (kind == "{" and self.tokens[self.i - 1].kind in ("fn", "opt")):
            as_set = self.token.value in ("\\{", "{")
            opening = self.token
            args, given = self.arguments()
            if given:
                head = {"expectation": "E", "normal": "N"}.get(op, op)
                return Call(Symbol(head, span=(token.start, token.end)), args, given, span=self.span(token.start))
            if op in _LOOSE and self.token.kind == "^" and len(args) == 1 and opening.value in ("(", "["):
                self.met.add("power")
                if (opening.end - opening.start > 1) == (self.policy.power == "usual"):  # with \left
                    powered = self.postfix(args[0], opening.start)
                    return Apply(op, (powered,), span=self.span(token.start))
            return self._apply(op, args, as_set, token)
        if kind in ("+", "-") and op in notation.BARE_FUNCTIONS and self.tokens[self.i + 1].kind not in _ENDERS:
            sign = self.advance()
            inner = self._bare_argument()
            arg = Neg(inner, span=self.span(sign.start)) if sign.kind == "-" else inner
            return Apply(op, (arg,), span=self.span(token.start))
        if not self._operand_here():
            alone = self.i == 1 and not self.token.kind  # the formula only names the function
            if alone or op in ("median", "mean", "laplace", "normal", "var", "rank"):
                return Symbol(op, span=(token.start, token.end))
            raise _fail("reading.math.missing_argument", token)
        return self._apply(op, (self._bare_argument(),), False, token)

    def _apply(self, op: str, args: tuple[Term, ...], as_set: bool, token: Token) -> Term:
        span = self.span(token.start)
        if op in notation.OF_A_SAMPLE:
            dotted = any(isinstance(arg, Dots) for arg in args)
            single = len(args) == 1 and isinstance(args[0], Index)
            if as_set or dotted or single:
                args = (Collection(args, span=span),)
        elif any(isinstance(arg, Dots) for arg in args) and op != "logsumexp":
            raise NotUnderstood(Message("reading.math.dots"), *span)
        wanted = {"inner": 2, "cov": 2, "normal": 2, "laplace": 2, "hadamard": 2}.get(op, 1)
        free = op in notation.OF_A_SAMPLE or op in ("expectation", "logsumexp", "normal", "laplace")
        if len(args) != wanted and not free:
            raise NotUnderstood(Message("reading.math.arity", {"name": op}), *span)
        return Apply(op, args, span=span)

    def _bare_argument(self) -> Term:
        """The argument of a function without brackets: the product that follows, as far as the policy says."""
        start = self.token.start
        if self.token.kind in ("bar", "lbar"):
            return self.factor()
        first = self.factor()
        factors = [first]
        if isinstance(first, Fold):
            return first
        while True:
            token = self.token
            if token.kind == "/" and isinstance(first, Number) and len(factors) == 1:
                if self.tokens[self.i + 1].kind == "number":  # log 1/2
                    self.advance()
                    factors = [Div(first, self.factor(), span=self.span(start))]
                    continue
            reach = self._reach(token)
            if not reach:
                break
            self.met.add("short" if reach == "near" else "long")
            if self.policy.arguments == "short" or (self.policy.arguments == "usual" and reach == "far"):
                break
            if reach == "near":
                self.remark("argument", Message("reading.math.argument"))
            if token.kind == "/":
                self.stack()
                self.advance()
                factors = [Div(_times(factors, self.span(start)), self.signed_factor(), span=self.span(start))]
            elif token.kind == "*":
                self.advance()
                factors.append(self.signed_factor())
            else:
                factors.append(self.factor())
        return _times(factors, self.span(start))

    def _reach(self, token: Token) -> Literal["", "near", "far"]:
        """Whether the next factor may belong to a bare argument: surely not, usually, or at a stretch."""
        if token.kind in ("*", "/"):
            return "far" if self.tokens[self.i + 1].kind in _OPERANDS else ""
        if token.kind in ("big", "opt", "arg", "diff") or (token.kind == "fn" and token.value not in ("exp", "sqrt")):
            return ""
        if token.kind == "cmd" and token.value == "nabla":
            return ""
        if not self.begins_factor():
            return ""
        return "far" if token.kind in ("open", "bar", "lbar") else "near"

    # ---------------------------------------------------------------------------------------------- brackets

    def group(self) -> Term:
        """Braces: nothing but a group, unless commas make it a set."""
        start = self.token.start
        end = self.partner[self.i]
        self.enter()
        self.advance()
        self.inside.append("{")
        items = self._items(end)
        if self.token.kind == "over" and len(items) == 1:  # {a \over b}
            self.advance()
            items = [Div(items[0], self.expression(), span=self.span(start))]
        self.inside.pop()
        self._close(end)
        self.depth -= 1
        return items[0] if len(items) == 1 else Collection(tuple(items), span=self.span(start))

    def _items(self, end: int, breaks: list[int] | None = None) -> list[Term]:
        """Terms between commas, up to the closing bracket; ``breaks`` takes the places of semicolons."""
        items: list[Term] = []
        if self.i == end:
            raise NotUnderstood(Message("reading.math.empty_bracket"), self.tokens[self.i - 1].start, self.token.end)
        while True:
            following = self.tokens[self.i + 1].kind
            if self.token.kind == "dots" and (following in (",", ";") or self.i + 1 == end):
                items.append(self._dots())
            else:
                items.append(self.expression())
            if self.i >= end or self.token.kind == "over":
                break
            if self.token.kind == "rel":
                raise _fail("reading.math.relation_in_bracket", self.token)
            if self.token.kind not in (",", ";"):
                raise self.unexpected()
            if self.advance().kind == ";" and breaks is not None:
                breaks.append(len(items))
        if len(items) == 1 and isinstance(items[0], Dots):
            raise NotUnderstood(Message("reading.math.dots"), self.tokens[end - 1].start, self.tokens[end - 1].end)
        return items

    def bracket(self) -> Term:
        """Round, square and curly brackets, angles, floors."""
        opening = self.token
        start, end = opening.start, self.partner[self.i]
        self.enter()
        if opening.value == "[" and self.i in self.related:
            result = self._indicator(opening)
            self.depth -= 1
            return result
        self.advance()
        self.inside.append("set" if opening.value == "\\{" else "(")
        breaks: list[int] = []
        items = self._items(end, breaks)
        self.inside.pop()
        self._close(end)
        self.depth -= 1
        if _CLOSERS[opening.value] != self.tokens[end].value and len(items) != 2:  # two are a half-open interval
            raise _fail("reading.math.mismatched", self.tokens[end], opened=opening.value)
        return self._bracketed(opening.value, items, breaks, self.span(start))

    def _bracketed(self, opening: str, items: list[Term], breaks: list[int], span: Span) -> Term:
        dotted = any(isinstance(item, Dots) for item in items)
        match opening:
            case "<":
                if len(items) != 2:
                    raise NotUnderstood(Message("reading.math.arity", {"name": "⟨·,·⟩"}), *span)
                return Apply("inner", tuple(items), span=span)
            case "floor" | "ceil":
                if len(items) != 1:
                    raise NotUnderstood(Message("reading.math.arity", {"name": opening}), *span)
                return Apply(opening, tuple(items), span=span)
            case "\\{":
                self._skip_family()
                if len(items) > 1 or isinstance(items[0], Symbol | Index):
                    return Collection(tuple(items), span=span)
                return items[0]
        if len(items) == 1:
            return items[0]
        if dotted:
            return Collection(tuple(items), span=span)
        if opening == "[":
            rows = [tuple(items[a:b]) for a, b in pairwise([0, *breaks, len(items)])]
            if any(len(row) != len(rows[0]) for row in rows):
                raise NotUnderstood(Message("reading.math.ragged"), *span)
            return Stack(tuple(rows), span=span)
        return Stack(tuple((item,) for item in items), span=span)

    def _skip_family(self) -> None:
        """``\\{x_i\\}_{i=1}^n``: the range of the family says nothing new."""
        if self.token.kind == "_" and self.i + 1 in self.related:
            self._skip_script()
            if self.token.kind == "^":
                self._skip_script()

    def bars(self) -> Term:
        """Absolute values and norms."""
        self.enter()
        opening = self.token
        start = opening.start
        if opening.value == "||" and not self._has_double_bar():
            self._split_bar()
        value = _bar(self.token)
        self.advance()
        self.inside.append(value)
        body = self.expression()
        self.inside.pop()
        closing = self.token
        if closing.value == "||" and value == "|":
            self._split_bar()
        closing = self.token
        if closing.kind not in ("bar", "rbar") or _bar(closing) != value:
            if closing.kind == "mid":
                raise _fail("reading.math.unexpected", closing)
            raise _fail("reading.math.unclosed", opening)
        self.advance()
        term = self._normed(value, body, start)
        self.depth -= 1
        return term

    def _has_double_bar(self) -> bool:
        """Whether a double bar that opens here is closed later."""
        level = 0
        for token in self.tokens[self.i + 1 :]:
            if token.kind in ("open", "{", "begin"):
                level += 1
            elif token.kind in ("close", "}", "end"):
                level -= 1
                if level < 0:
                    return False
            elif level == 0 and token.kind in ("bar", "rbar") and _bar(token) == "||":
                return True
        return False

    def _split_bar(self) -> None:
        """Make the double bar here two single ones."""
        token = self.token
        middle = token.start + 1
        first = Token("bar", "|", token.start, middle, token.gap)
        second = Token("bar", "|", middle, token.end, NOTHING)
        i = self.i
        self.tokens = (*self.tokens[:i], first, second, *self.tokens[i + 1 :])
        shifted = [j + 1 if j > i else j for j in self.partner]
        self.partner = (*shifted[: i + 1], 0, *shifted[i + 1 :])
        self.related = frozenset(j + 1 if j > i else j for j in self.related)

    def _normed(self, value: str, body: Term, start: int) -> Term:
        kind = ""
        marks: list[tuple[str, tuple[Term, ...]] | tuple[str, Term]] = []
        while self.token.kind in ("_", "^"):
            if self.token.kind == "^":
                marks += self.superscript(body)
            else:
                kind = self._norm_kind()
        op = {"": "abs" if value == "|" else "norm", "1": "norm1", "2": "norm", "F": "norm", "infinity": "norminf"}[kind]
        return self._marked(Apply(op, (body,), span=self.span(start)), marks, start)

    def _norm_kind(self) -> str:
        at = self.token
        if self.i + 1 in self.related:
            raise _fail("reading.math.norm", at)
        marks = self.subscript()
        kind = ""
        if len(marks) == 1:
            mark, what = marks[0]
            if isinstance(what, tuple) and len(what) == 1:
                kind = {Number(Fraction(1)): "1", Number(Fraction(2)): "2", Symbol("F"): "F"}.get(what[0], "")
                kind = "infinity" if what[0] == Symbol("infinity") else kind
            elif mark in ("accent:F", "accent:fro", "accent:Fro"):
                kind = "F"
        if not kind:
            raise _fail("reading.math.norm", at)
        return kind

    # ------------------------------------------------------------------------------------ sums and products

    def fold(self) -> Term:
        """``\\sum``, ``\\prod`` with limits and body."""
        self.enter()
        token = self.advance()
        start = token.start
        op: Literal["sum", "prod"] = "sum" if token.value == "sum" else "prod"
        indices: list[tuple[str, Term | None]] = []
        high: Term | None = None
        low_given = False
        while self.token.kind in ("_", "^"):
            if self.token.kind == "_":
                indices, high_inside = self._lower_limit(token)
                high = high_inside or high
                low_given = any(low is not None for _, low in indices)
            else:
                high = self._upper_limit()
        if not indices and high is None:
            indices, high = self._limits_in_words()
            low_given = any(low is not None for _, low in indices)
        index = self._index_before_body() if not indices else None
        if indices and high is not None and not low_given:
            one = Number(Fraction(1))
            indices = [(name, one) for name, _ in indices]
            self.remark("lower", Message("reading.math.lower_limit", {"index": indices[0][0]}))
        if self.token.kind == "text" and self.token.value == "of":
            self.advance()
        body = self._fold_body(token)
        if index is not None:
            body, indices = self._with_index(body, index)
        at = self.span(start)
        self.depth -= 1
        if not indices:
            return self._opened(Fold(op, None, None, high, body, span=at))
        for name, low in reversed(indices):
            body = self._opened(Fold(op, name, low, high, body, span=at))
        return body

    def _opened(self, fold: Fold) -> Fold:
        self.folds[id(fold)] = fold
        return fold

    def _lower_limit(self, token: Token) -> tuple[list[tuple[str, Term | None]], Term | None]:
        """The index or indices with their lower limits, and an upper limit that stands with them."""
        self.advance()
        if self.token.kind != "{":
            return self._bare_limit(token), None
        opening, end = self.token, self.partner[self.i]
        bad = NotUnderstood(Message("reading.math.sum_range", {}), opening.start, self.tokens[end].end)
        self.advance()
        inner = [t for t in self.tokens[self.i : end] if t.kind != "text"]
        self.inside.append("{")
        kinds = [t.kind for t in inner]
        result: tuple[list[tuple[str, Term | None]], Term | None]
        if kinds and kinds[0] == "name" and set(kinds) <= {"name", ","}:
            result = [(t.value, None) for t in inner if t.kind == "name"], None
            self.i = end
        elif kinds[:2] == ["name", "rel"] and inner[1].value == "=":
            result = self._assigned_limits(end)
        elif kinds[:2] == ["name", "rel"] and inner[1].value == "∈" and self._whole_range(inner[2:]):
            result = [(inner[0].value, None)], None
            self.i = end
        elif kinds.count("rel") == 2 and all(t.value in ("≤", "<") for t in inner if t.kind == "rel"):
            low = self.expression()
            if self.advance().value != "≤" or self.token.kind != "name":
                raise bad
            name = self.advance().value
            if self.token.kind != "rel" or self.advance().value != "≤":
                raise bad
            result = [(name, low)], self.expression()
        elif "name" in kinds and set(kinds[1:3]) <= {","} | {"name"} and kinds[-2:-1] == ["rel"]:
            result = self._assigned_limits(end)
        else:
            raise bad
        self.inside.pop()
        if self.i != end:
            raise bad
        self.advance()
        return result

    def _assigned_limits(self, end: int) -> tuple[list[tuple[str, Term | None]], Term | None]:
        """``i=1``, ``i=1,\\dots,n``, ``i,j=1``, ``i=1..n``."""
        names = [self.advance().value]
        while self.token.kind == ",":
            self.advance()
            names.append(self.expect("name").value)
        if self.token.kind != "rel" or self.advance().value != "=":
            raise self.unexpected()
        low = self.primary() if self.tokens[self.i + 1].kind == "dots" else self.expression()
        high: Term | None = None
        if self.i < end:
            if self.token.kind == ",":
                self.advance()
            while self.token.kind not in ("dots", "}"):
                self.advance()
            if self.token.kind == "dots":
                self.advance()
            if self.token.kind == ",":
                self.advance()
            high = self.expression()
        return [(name, low) for name in names], high

    def _whole_range(self, inner: Sequence[Token]) -> bool:
        """``[n]``, ``\\{1, \\dots, n\\}``: all of them."""
        shape = [t.kind for t in inner]
        if shape == ["open", "name", "close"] and inner[0].value == "[":
            return True
        return shape == ["open", "number", ",", "dots", ",", "name", "close"] and inner[1].value == "1"

    def _bare_limit(self, token: Token) -> list[tuple[str, Term | None]]:
        if self.token.kind == "open" and self.token.value == "(":  # sum_(i=1)^n
            end = self.partner[self.i]
            self.advance()
            self.inside.append("{")
            names, _ = self._assigned_limits(end) if self.tokens[self.i + 1].kind == "rel" else (
                [(self.expect("name").value, None)], None
            )  # fmt: skip
            self.inside.pop()
            self._close(end)
            return list(names)
        if self.token.kind != "name":
            raise _fail("reading.math.sum_range", self.token)
        name = self.advance().value
        following = self.tokens[self.i : self.i + 3]
        if [t.kind for t in following] == ["rel", "number", "^"] and following[0].value == "=":  # sum_i=1^n
            self.advance()
            low = self.primary()
            return [(name, low)]
        if self.token.kind == "{":  # \sum_i{…}: the braces are the body's
            return [(name, None)]
        del token
        return [(name, None)]

    def _upper_limit(self) -> Term:
        self.advance()
        return self.group() if self.token.kind == "{" else self.primary()

    def _limits_in_words(self) -> tuple[list[tuple[str, Term | None]], Term | None]:
        """``sum i=1 to n of …``, ``sum from i=1 to n``, ``sum(i=1..n)``, ``sum i to n of …``."""
        i = self.i
        if self.tokens[i].kind == "text" and self.tokens[i].value == "from":
            i += 1
        if self.tokens[i].kind == "open" and i in self.related:
            end = self.partner[i]
            inner = self.tokens[i + 1 : end]
            if [t.kind for t in inner[:2]] == ["name", "rel"] and any(t.kind == "dots" for t in inner):
                self.i = i + 1
                self.inside.append("(")
                limits = self._assigned_limits(end)
                self.inside.pop()
                self._close(end)
                return limits
        following = self.tokens[i : i + 5]
        kinds = [t.kind for t in following]
        values = [t.value for t in following]
        if kinds[:4] == ["name", "rel", "number", "text"] and values[3] == "to":
            low: Term | None = Number(Fraction(values[2]), span=(following[2].start, following[2].end))
            self.i = i + 4
        elif kinds[:2] == ["name", "text"] and values[1] == "to":
            low = None
            self.i = i + 2
        else:
            return [], None
        return [(values[0], low)], self.primary()

    def _index_before_body(self) -> str | None:
        """``∑i xi``: a lone index between the sign and its body."""
        token, after = self.token, self.tokens[self.i + 1]
        if token.kind != "name" or token.value not in ("i", "j", "k") or token.value in self.names:
            return None
        if after.kind in ("name", "open", "bar", "lbar", "cmd", "fn", "{", "number", "big"):
            self.advance()
            return token.value
        return None

    def _with_index(self, body: Term, index: str) -> tuple[Term, list[tuple[str, Term | None]]]:
        if index in free_names(body):
            return body, [(index, None)]
        factors = body.factors if isinstance(body, Mul) else (body,)
        return Mul((Symbol(index), *factors), span=body.span), []

    def _fold_body(self, token: Token) -> Term:
        """The product that follows; ``sum(x)**2`` is read as Python does."""
        if not (self._operand_here() or self.token.kind in ("-", "+", "pm")):
            raise _fail("reading.math.missing_argument", token)
        if self.token.kind == "open":
            after = self.partner[self.i] + 1
            if self.tokens[after].kind == "^" and self.tokens[after].value == "**":
                return self.bracket()
        start = self.token.start
        if self.token.kind in ("-", "+"):
            sign = self.advance()
            inner = self.product()
            return Neg(inner, span=self.span(start)) if sign.kind == "-" else inner
        return self.product()

    def optimum(self) -> Term:
        """``\\min``, ``\\arg\\min`` … with what is varied; on a list of numbers their least or greatest."""
        self.enter()
        token = self.advance()
        if token.kind == "arg":
            if self.token.kind != "opt":
                raise _fail("reading.math.missing_argument", token)
            op = f"arg{self.advance().value}"
        else:
            op = token.value
        by: tuple[Term, ...] = ()
        while self.token.kind in ("_", "^"):
            if self.token.kind == "^":
                raise self.unexpected()
            by = self._varied()
        if not by and op in ("min", "max") and self.token.kind in ("open", "{") and self._is_list():
            result = self._applied(op, token)
            self.depth -= 1
            return result
        if not self._operand_here() and self.token.kind not in ("-", "+"):
            raise _fail("reading.math.missing_argument", token)
        body = self.expression()
        self.depth -= 1
        return Optimum(_optimum(op), by, body, span=self.span(token.start))

    def _varied(self) -> tuple[Term, ...]:
        self.advance()
        if self.token.kind != "{":
            return (self.postfix_free(),)
        end = self.partner[self.i]
        self.advance()
        self.inside.append("{")
        found: list[Term] = []
        while self.i < end:
            if self.token.kind == "text":
                self.advance()
                continue
            found.append(self.expression())
            if self.token.kind == "rel":  # w \in \mathbb R^d
                while self.i < end and not (self.token.kind == "," and self._names_follow(end)):
                    self.i = self.partner[self.i] + 1 if self.token.kind in ("open", "{") else self.i + 1
            if self.token.kind in (",", ";"):
                self.advance()
        self.inside.pop()
        self._close(end)
        return tuple(found)

    def _names_follow(self, end: int) -> bool:
        return self.i + 1 < end and self.tokens[self.i + 1].kind == "name"

    def postfix_free(self) -> Term:
        """An operand without scripts, as the argument of a script."""
        if self.token.kind not in ("name", "number", "cmd"):
            raise self.unexpected()
        return self.primary()

    def _is_list(self) -> bool:
        """Whether the bracket holds several numbers, or a sample."""
        inner = self.tokens[self.i + 1 : self.partner[self.i]]
        return self._holds_comma(self.i) or (
            len(inner) <= 4 and all(t.kind in ("name", "_", "{", "}", "number") for t in inner)
        )

    # ------------------------------------------------------------------------------------------- commands

    def _command(self, token: Token) -> Term:
        match token.value:
            case "frac":
                return self._fraction(token)
            case "sqrt":
                return self._root(token)
            case "nabla":
                return self._nabla(token)
            case mark:
                self.advance()
                inner = self.argument(token)
                at = self.span(token.start)
                if isinstance(inner, Index) and mark in ("hat", "tilde"):
                    return Index(Accent(mark, inner.base, span=inner.base.span), inner.at, span=at)
                return Accent(mark, inner, span=at)

    def argument(self, command: Token) -> Term:
        """The argument of a command: a group or a single operand."""
        self.enter()
        if self.token.kind not in _OPERANDS:
            raise _fail("reading.math.missing_argument", command)
        result = self.group() if self.token.kind == "{" else self.primary()
        self.depth -= 1
        return result

    def _argument_end(self, i: int) -> int:
        """The token after the argument that begins at token i."""
        kind = self.tokens[i].kind
        return (self.partner[i] if kind in ("{", "open", "begin") else i) + 1

    def _fraction(self, token: Token) -> Term:
        top = self.i + 1
        bottom = self._argument_end(top) if self.tokens[top].kind else top
        if self._is_d(top + (self.tokens[top].kind == "{")) and self._is_d(bottom + 1) and (
            self.tokens[bottom].kind == "{" and self.partner[bottom] - bottom > 2
        ):  # fmt: skip
            return self._derivative_fraction(token, top, bottom)
        self.advance()
        above = self.argument(token)
        below = self.argument(token)
        return Div(above, below, span=self.span(token.start))

    def _is_d(self, i: int) -> bool:
        token = self.tokens[i]
        return token.kind == "diff" or (token.kind == "name" and token.value == "d")

    def _derivative_fraction(self, token: Token, top: int, bottom: int) -> Term:
        """``\\frac{\\partial L}{\\partial w}``, ``\\frac{d^2}{db^2} f``."""
        self.enter()
        braced = self.tokens[top].kind == "{"
        end = self.partner[top] if braced else top + 1
        self.i = top + (2 if braced else 1)
        self.inside.append("{")
        order = self._order() if self.i < end else 1
        body = self.expression() if self.i < end else None
        self.inside.pop()
        if self.i != end:
            raise self.unexpected()
        self.i = bottom + 1
        variables = self._variables(self.partner[bottom])
        self._close(self.partner[bottom])
        if body is None:
            body = self._differentiated(token)
        result = self._derived(body, variables, order, token)
        self.depth -= 1
        return result

    def _order(self) -> int:
        """``^2`` behind a d."""
        if self.token.kind != "^":
            return 1
        self.advance()
        exponent = self.group() if self.token.kind == "{" else self.primary()
        if not isinstance(exponent, Number) or exponent.value not in (1, 2, 3, 4):
            raise NotUnderstood(Message("reading.math.order"), *(exponent.span or (self.token.start, self.token.end)))
        return int(exponent.value)

    def _variables(self, end: int) -> list[tuple[Term, int]]:
        """``dw``, ``db^2``, ``\\partial w \\partial w^\\top``, ``\\partial w_j`` with how often each."""
        found: list[tuple[Term, int]] = []
        while self.i < end:
            if not self._is_d(self.i):
                raise self.unexpected()
            self.advance()
            self.inside.append("call")  # b(…) is no call here
            start = self.token.start
            by = self._scripts(self.primary(), start) if self.token.kind in _OPERANDS else None
            self.inside.pop()
            if by is None:
                raise self.unexpected()
            if isinstance(by, Pow) and isinstance(by.exponent, Number) and by.exponent.value in (2, 3, 4):
                found.append((by.base, int(by.exponent.value)))
            else:
                found.append((by, 1))
        return found

    def _derived(self, body: Term, variables: list[tuple[Term, int]], order: int, token: Token) -> Term:
        span = self.span(token.start)
        if order == 1 and len(variables) == 1 and variables[0][1] > 1:  # by the square itself: ∂L/∂σ²
            by, times = variables[0]
            return Derivative(body, Pow(by, Number(Fraction(times)), span=by.span), span=span)
        if sum(times for _, times in variables) != order:
            raise NotUnderstood(Message("reading.math.order"), *span)
        plain = [by.args[0] if isinstance(by, Apply) and by.op == "transpose" and order > 1 else by for by, _ in variables]
        if all(by == plain[0] for by in plain):
            return Derivative(body, plain[0], order, span=span)
        for by, times in reversed(variables):
            body = Derivative(body, by, times, span=span)
        return body

    def _differentiated(self, token: Token) -> Term:
        """What stands behind ``d/db``: the product that follows."""
        if not self._operand_here() and self.token.kind != "-":
            raise _fail("reading.math.missing_argument", token)
        return self.signed_product()

    def signed_product(self) -> Term:
        """A product that may have a sign."""
        start = self.token.start
        if self.token.kind == "-":
            self.advance()
            return Neg(self.product(), span=self.span(start))
        return self.product()

    def _root(self, token: Token) -> Term:
        self.advance()
        degree: Term | None = None
        if self.token.kind == "open" and self.token.value == "[":
            end = self.partner[self.i]
            self.advance()
            self.inside.append("(")
            degree = self.expression()
            self.inside.pop()
            self._close(end)
        if self.token.kind == "open" and self.token.value in "([":  # \sqrt(2\pi)
            inner = self.bracket()
        else:
            inner = self.argument(token)
        span = self.span(token.start)
        if degree is not None:
            return Pow(inner, Div(Number(Fraction(1)), degree, span=degree.span), span=span)
        return Apply("sqrt", (inner,), span=span)

    def _nabla(self, token: Token) -> Term:
        self.enter()
        self.advance()
        by: Term | None = None
        order = 1
        while self.token.kind in ("_", "^"):
            if self.token.kind == "_":
                by = self._derivative_subscript()
            else:
                order = self._order()
        if not self._operand_here() and not (self.token.kind == "-" and by is not None):
            if self.token.kind in ("rel", "") and order == 1:  # "∇ = …": a name for the gradient
                self.depth -= 1
                symbol = Symbol("nabla", span=(token.start, token.end))
                return symbol if by is None else Index(symbol, (by,), span=self.span(token.start))
            raise _fail("reading.math.missing_argument", token)
        body = self.factor() if self._is_function_here() else self.signed_product()
        self.depth -= 1
        return Derivative(body, by, order, span=self.span(token.start))

    def _derivative_subscript(self) -> Term:
        """The ``w`` of ``\\nabla_w`` or ``\\partial_w``; several are a collection."""
        self.advance()
        start = self.token.start
        if self.token.kind == "{":
            return self.group()
        return self.postfix_free() if self.token.kind != "bar" else self._bad(start)

    def _bad(self, start: int) -> Term:
        raise NotUnderstood(Message("reading.math.unexpected", {"text": self.token.value}), start, self.token.end)

    def _is_function_here(self) -> bool:
        """Whether a function's name comes next, whose value is all that ``\\nabla`` takes."""
        token = self.token
        if token.kind != "name":
            return False
        if token.value in self.functions:
            return True
        return token.value in notation.FUNCTION_LETTERS and token.value not in self.names

    # --------------------------------------------------------------------------------------- differentials

    def _begins_differential(self, after: Token) -> bool:
        """Whether a plain d is that of calculus: ``dL/db``, ``dw``; a declared d is only in quotients."""
        if self.i and self.tokens[self.i - 1].kind == "name" and self.token.gap == NOTHING:
            before = self.tokens[self.i - 1]
            if before.end == self.token.start and before.end - before.start == 1:
                return self._is_quotient(self.i)
        if self._is_quotient(self.i):
            return True
        if "d" in self.functions or (after.gap != NOTHING and after.kind not in ("name", "cmd")):
            return False
        if self.d_is_name:
            return self.token.gap == THIN and after.kind == "name" and after.gap == NOTHING
        if after.kind == "open":
            return after.value == "(" and self.i not in self.related
        return after.kind in ("name", "cmd") and after.gap == NOTHING

    def _is_quotient(self, i: int) -> bool:
        """Whether ``d…/d…`` stands here."""
        j = i + 1
        if self.tokens[j].kind == "^":
            j = self._argument_end(j + 1)
        if self.tokens[j].kind != "/":
            j = self._skip_operand(j)
        if self.tokens[j].kind != "/" or not self._is_d(j + 1):
            return False
        below = self.tokens[j + 2]
        return below.kind in ("name", "cmd", "{", "open") and (below.gap == NOTHING or self.tokens[j + 1].kind == "diff")

    def _skip_operand(self, j: int) -> int:
        """The token after a simple operand: a name or bracket with its scripts and arguments."""
        if self.tokens[j].kind not in ("name", "open", "{", "cmd"):
            return j
        j = self._argument_end(j + 1) if self.tokens[j].kind == "cmd" else self._argument_end(j)
        while self.tokens[j].kind in ("_", "^", "'", "open"):
            if self.tokens[j].kind in ("_", "^"):
                if not self.tokens[j + 1].kind:
                    return j
                j += 1
            j = self._argument_end(j)
        return j

    def _differential(self, token: Token) -> Term:
        """A d or ∂: of a quotient, with a subscript, or alone."""
        self.enter()
        if self._is_quotient(self.i):
            result = self._quotient(token)
        elif token.kind == "diff" and self.tokens[self.i + 1].kind == "_":
            self.advance()
            by = self._derivative_subscript()
            order = self._order()
            body = self.factor() if self._is_function_here() else self._differentiated(token)
            result = Derivative(body, by, order, span=self.span(token.start))
        elif token.value == "∂":
            raise _fail("reading.math.partial", token)
        else:
            self.advance()
            if self.token.kind not in _OPERANDS:
                raise _fail("reading.math.missing_argument", token)
            result = Differential(self.factor(), span=self.span(token.start))
        self.depth -= 1
        return result

    def _quotient(self, token: Token) -> Term:
        """``dL/db``, ``∂/∂b (…)``, ``d^2L/db^2``."""
        self.advance()
        order = self._order()
        body: Term | None = None
        if self.token.kind != "/":
            end = self._skip_operand(self.i)
            start = self.token.start
            inner = self.primary()
            body = self.postfix(inner, start)
            if self.i != end:
                raise self.unexpected()
        self.expect("/")
        self.advance()
        start = self.token.start
        by = self.primary()
        by = self._scripts(by, start) if self.token.kind in _SCRIPTS else by
        times = 1
        if isinstance(by, Pow) and isinstance(by.exponent, Number):
            by, times = (by.base, int(by.exponent.value)) if by.exponent.value in (2, 3, 4) else (by, 1)
        if body is None:
            body = self._differentiated(token)
        return self._derived(body, [(by, times)], order, token)

    # --------------------------------------------------------------------------------------- environments

    def matrix(self) -> Term:
        """A literal matrix."""
        self.enter()
        opening, end = self.token, self.partner[self.i]
        self.advance()
        self.inside.append("env")
        rows: list[tuple[Term, ...]] = []
        row: list[Term] = []
        while self.i < end:
            if self.token.kind == "line":
                self.advance()
                if row:
                    rows.append(tuple(row))
                    row = []
                continue
            row.append(self._dots() if self.token.kind == "dots" else self.expression())
            if self.token.kind == "&":
                self.advance()
                if self.token.kind in ("line", "&", "end"):
                    raise _fail("reading.math.empty_cell", self.token)
            elif self.token.kind not in ("line", "end"):
                raise self.unexpected()
        if row:
            rows.append(tuple(row))
        self.inside.pop()
        self._close(end)
        self.depth -= 1
        span = self.span(opening.start)
        if not rows or any(len(row) != len(rows[0]) for row in rows):
            raise NotUnderstood(Message("reading.math.ragged"), *span)
        stack = Stack(tuple(rows), span=span)
        match opening.value:
            case "vmatrix":
                return Apply("det", (stack,), span=span)
            case "Vmatrix":
                return Apply("norm", (stack,), span=span)
            case _:
                return stack

    def cases(self) -> Term:
        """Pieces with their conditions."""
        self.enter()
        opening, end = self.token, self.partner[self.i]
        self.advance()
        self.inside.append("env")
        pieces: list[tuple[Term, Relation | None]] = []
        while self.i < end:
            if self.token.kind == "line":
                self.advance()
                continue
            value = self.expression()
            pieces.append((value, self._piece_condition(end)))
        self.inside.pop()
        self._close(end)
        self.depth -= 1
        if not pieces or any(condition is None for _, condition in pieces[:-1]):
            raise NotUnderstood(Message("reading.math.cases"), opening.start, self.tokens[end].end)
        return Cases(tuple(pieces), span=self.span(opening.start))

    def _piece_condition(self, end: int) -> Relation | None:
        """The condition of a piece; None is "otherwise"."""
        words: list[str] = []
        found: Relation | None = None
        while self.i < end and self.token.kind != "line":
            token = self.token
            if token.kind in (",", "&", ".", ";", ":") or (token.kind == "text"):
                words += [token.value.strip()] if token.kind == "text" else []
                self.advance()
                continue
            if found is not None:
                raise _fail("reading.math.double_condition", token)
            condition = self.condition()
            if not isinstance(condition, Relation):
                raise NotUnderstood(Message("reading.math.cases"), token.start, self.tokens[self.i - 1].end)
            found = condition
        if found is None:
            said = [word.strip(" ,.，。()（）").lower() for word in words if word]
            if said and not any(word in notation.OTHERWISE for word in said):
                raise NotUnderstood(Message("reading.math.cases"), self.tokens[self.i - 1].start, self.token.start)
        return found


# ------------------------------------------------------------------------------------------------- helpers

_SOME_CONSTANT: Final = Symbol("C")
_LOOSE: Final = frozenset(("log", "sin", "cos", "tan"))  # log(x)^2 may be meant either way
_MARK_ORDER: Final = {"accent": 0, "star": 0, "index": 1, "ordered": 1}


def _bar(token: Token) -> str:
    """One bar or two; only two that were typed as two characters can be taken apart."""
    return "|" if token.value == "|" else "||"


def _relation(token: Token) -> RelationOp:
    value: RelationOp = token.value  # type: ignore[assignment]  # the tables hold no others
    return value


def _optimum(op: str) -> Literal["min", "max", "argmin", "argmax"]:
    value: Literal["min", "max", "argmin", "argmax"] = op  # type: ignore[assignment]  # the tables hold no others
    return value


def _joined(first: Span | None, last: Span | None) -> Span | None:
    return (first[0], last[1]) if first and last else None


def _times(factors: Sequence[Term], span: Span) -> Term:
    return factors[0] if len(factors) == 1 else Mul(tuple(factors), span=span)


def _named(term: Term) -> str | None:
    """The name at the bottom of a name with marks."""
    while isinstance(term, Index | Accent | Prime):
        term = term.base if isinstance(term, Index) else term.term
    return term.name if isinstance(term, Symbol) else None


def _is_counter(term: Term) -> bool:
    return isinstance(term, Symbol) and term.name in ("i", "j", "k")


def _two_digits(term: Term) -> bool:
    return isinstance(term, Number) and term.value.denominator == 1 and 11 <= term.value <= 99 and term.value % 10 != 0


def _side(term: Term) -> Term:
    """The size of a square matrix: ``I_{n \\times n}`` is I_n."""
    return term.factors[0] if isinstance(term, Mul) and len(set(map(str, term.factors))) == 1 else term


@dataclass(frozen=True, slots=True)
class _Free:
    """The names in a term that nothing in it binds: all of them, and those in subscripts."""

    names: frozenset[str]
    subscripts: frozenset[str]


def _free(term: Term) -> _Free:
    return _Free(free_names(term), frozenset(_subscripts(term)))


def _holds(free: _Free, fold: Fold, names: Names) -> bool:
    """Whether a term after a sum holds the sum's index; of a sum without one, some subscript."""
    if fold.index is not None:
        return fold.index in free.names
    wanted = _subscripts(fold.body) - names.declared
    return bool(wanted & free.subscripts) if wanted else bool(free.subscripts - names.declared)


def _subscripts(term: Term) -> set[str]:
    """Names that stand in subscripts and that no sum in the term binds."""
    found: set[str] = set()

    def look(part: Term, bound: frozenset[str]) -> None:
        if isinstance(part, Fold):
            if part.index is None:
                return  # it binds whatever subscript it finds
            bound |= {part.index}
        elif isinstance(part, Index):
            leaves = {leaf.name for at in part.at for leaf in walk(at) if isinstance(leaf, Symbol)}
            found.update(leaves - bound)
        for child in children(part):
            look(child, bound)

    look(term, frozenset((":",)))
    return found
