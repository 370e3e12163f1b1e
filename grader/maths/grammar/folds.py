"""Sums and products with their body; :mod:`.limits` reads what stands around the sign."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Final, Literal

from grader.core import Message
from grader.maths import show
from grader.maths.grammar import limits
from grader.maths.grammar.layout import failure
from grader.maths.terms import (
    Fold,
    Mul,
    Neg,
    Number,
    Symbol,
    Term,
    free_names,
)
from grader.maths.tokens import Token

if TYPE_CHECKING:
    from grader.maths.grammar.parser import Parser

_ONE: Final = Number(Fraction(1))


def fold(p: Parser) -> Term:
    """``\\sum``, ``\\prod`` with limits and body."""
    p.enter()
    token = p.advance()
    start = token.start
    op: Literal["sum", "prod"] = "sum" if token.value == "sum" else "prod"
    found = _written_limits(p)
    if not found.indices and found.high is None:
        found = limits.in_words(p)
    index = _index_before_body(p) if not found.indices else None
    if found.indices and found.high is not None and not found.low_given:
        found.indices = [(name, _ONE) for name, _ in found.indices]
        meant = f"\\{op}_{{{found.indices[0][0]}=1}}^{{{show.latex(found.high)}}}"
        p.remark("lower", Message("reading.math.lower_limit", {"suggestion": meant}))
    if p.token.kind == "text" and p.token.value == "of":
        p.advance()
    body = _fold_body(p, token)
    if index is not None:
        body, found.indices = _with_index(body, index)
    at = p.span(start)
    p.depth -= 1
    if not found.indices:
        return _opened(p, Fold(op, None, None, found.high, body, span=at))
    given = found.given  # of several indices the last is chosen by the condition
    for name, low in reversed(found.indices):
        body = _opened(p, Fold(op, name, low, found.high, body, found.over, given, span=at))
        given = None
    return body


def _written_limits(p: Parser) -> limits.Limits:
    """What stands below and above the sign."""
    found = limits.Limits()
    high: Term | None = None
    written: set[str] = set()
    while p.token.kind in ("_", "^"):
        if p.token.kind in written:
            raise p.unexpected()  # two lower or two upper limits
        written.add(p.token.kind)
        if p.token.kind == "_":
            found = limits.below(p)
        else:
            high = limits.above(p)
    found.high = high or found.high
    return found


def _opened(p: Parser, fold: Fold) -> Fold:
    p.folds[id(fold)] = fold
    return fold


def _index_before_body(p: Parser) -> str | None:
    """``∑i xi``: a lone index between the sign and its body."""
    token, after = p.token, p.tokens[p.i + 1]
    if token.kind != "name" or token.value not in ("i", "j", "k") or token.value in p.names:
        return None
    if after.kind in ("name", "open", "bar", "lbar", "cmd", "fn", "{", "number", "big"):
        p.advance()
        return token.value
    return None


def _with_index(body: Term, index: str) -> tuple[Term, list[tuple[str, Term | None]]]:
    if index in free_names(body):
        return body, [(index, None)]
    factors = body.factors if isinstance(body, Mul) else (body,)
    return Mul((Symbol(index), *factors), span=body.span), []


def _fold_body(p: Parser, token: Token) -> Term:
    """The product that follows; ``sum(x)**2`` without limits is read as Python does."""
    if not (p.operand_here() or p.token.kind in ("-", "+", "pm")):
        raise failure("reading.math.missing_argument", token)
    if p.token.kind == "open" and p.tokens[p.i - 1] is token:
        after = p.partner[p.i] + 1
        if p.tokens[after].kind == "^" and p.tokens[after].value == "**":
            return p.bracket()
    start = p.token.start
    if p.token.kind in ("-", "+"):
        p.stack()
        sign = p.advance()
        inner = _fold_body(p, token)
        return Neg(inner, span=p.span(start)) if sign.kind == "-" else inner
    return p.product()
