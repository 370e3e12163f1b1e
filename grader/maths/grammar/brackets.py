"""Brackets of all kinds: groups, tuples, lists, matrices in a row, angles, floors."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from grader.maths.grammar import conditions, limits
from grader.maths.grammar.layout import CLOSERS, failure, misread, times
from grader.maths.terms import Add, Apply, Collection, Div, Dots, Index, Mul, Neg, Number, Span, Stack, Symbol, Term

if TYPE_CHECKING:
    from grader.maths.grammar.parser import Parser

_MAX_FACTORS: Final = 8  # of a binomial coefficient that is written out
_ALL: Final = (Symbol("n"), Symbol("N"), Symbol("m"))


def group(p: Parser) -> Term:
    """Braces: nothing but a group, unless commas make it a set."""
    start = p.token.start
    end = p.partner[p.i]
    p.enter()
    p.advance()
    p.inside.append("{")
    items = _items(p, end)
    if p.token.kind == "over" and len(items) == 1:  # {a \over b}
        chosen = p.advance().value == "choose"
        below = p.expression()
        span = p.span(start)
        items = [binomial(items[0], below, span) if chosen else Div(items[0], below, span=span)]
    p.inside.pop()
    p.close(end)
    p.depth -= 1
    return items[0] if len(items) == 1 else Collection(tuple(items), span=p.span(start))


def bracket(p: Parser) -> Term:
    """Round, square and curly brackets, angles, floors."""
    opening = p.token
    start, end = opening.start, p.partner[p.i]
    p.enter()
    if opening.value == "[" and p.i in p.related:
        result = conditions.indicator(p, opening)
        p.depth -= 1
        return result
    p.advance()
    p.inside.append("set" if opening.value == "\\{" else "(")
    breaks: list[int] = []
    items = _items(p, end, breaks)
    p.inside.pop()
    p.close(end)
    p.depth -= 1
    if CLOSERS[opening.value] != p.tokens[end].value and len(items) != 2:  # two are a half-open interval
        raise failure("reading.math.mismatched", p.tokens[end], opened=opening.value)
    return _bracketed(p, opening.value, items, breaks, p.span(start))


def _items(p: Parser, end: int, breaks: list[int] | None = None) -> list[Term]:
    """Terms between commas, up to the closing bracket; ``breaks`` takes the places of semicolons."""
    items: list[Term] = []
    if p.i == end:
        raise misread("reading.math.empty_bracket", p.tokens[p.i - 1].start, p.token.end)
    while True:
        following = p.tokens[p.i + 1].kind
        if p.token.kind == "dots" and (following in (",", ";") or p.i + 1 == end):
            items.append(p.dots())
        else:
            items.append(p.expression())
        if p.i >= end or p.token.kind == "over":
            break
        if p.token.kind == "rel":
            raise failure("reading.math.relation_in_bracket", p.token)
        if p.token.kind not in (",", ";"):
            raise p.unexpected()
        if p.advance().kind == ";" and breaks is not None:
            breaks.append(len(items))
    if len(items) == 1 and isinstance(items[0], Dots):
        raise misread("reading.math.dots", p.tokens[end - 1].start, p.tokens[end - 1].end)
    return items


def _bracketed(p: Parser, opening: str, items: list[Term], breaks: list[int], span: Span) -> Term:
    dotted = any(isinstance(item, Dots) for item in items)
    match opening:
        case "<":
            if len(items) != 2:
                raise misread("reading.math.arity", *span, name="⟨·,·⟩")
            return Apply("inner", tuple(items), span=span)
        case "floor" | "ceil":
            if len(items) != 1:
                raise misread("reading.math.arity", *span, name=opening)
            return Apply(opening, tuple(items), span=span)
        case "\\{":
            skip_family(p)
            if len(items) > 1 or isinstance(items[0], Symbol | Index):
                return Collection(tuple(items), span=span)
            return items[0]
    if len(items) == 1 and opening == "[" and (blocks := _beside(p, items[0], span)) is not None:
        return blocks
    if len(items) == 1:
        return _positive_part(p, items[0], span) if p.token.kind == "_" else items[0]
    if dotted:
        return Collection(tuple(items), span=span)
    if opening == "[":
        rows = [tuple(items[a:b]) for a, b in pairwise([0, *breaks, len(items)])]
        if any(len(row) != len(rows[0]) for row in rows):
            raise misread("reading.math.ragged", *span)
        return Stack(tuple(rows), span=span)
    if any(isinstance(item, Apply) and item.op == "transpose" for item in items):  # (wᵀ, 1) is a row
        return Stack((tuple(items),), span=span)
    return Stack(tuple((item,) for item in items), span=span)


def _beside(p: Parser, item: Term, span: Span) -> Stack | None:
    """``[X\\ 1]``: a matrix and a column of ones beside it, since nobody multiplies by a 1 behind."""
    match item:
        case Mul((Symbol(), Number(value)) as blocks) if value == 1:
            pass
        case Mul((Symbol(), Apply("ones", ())) as blocks):
            pass
        case _:
            return None
    written = [token.kind for token in p.tokens if span[0] <= token.start < span[1]]
    return None if "*" in written else Stack((blocks,), span=span)


def _positive_part(p: Parser, inner: Term, span: Span) -> Term:
    """``(z)_+``, ``[z]_+``: z where it is positive, else 0."""
    if p.tokens[p.i + 1].kind == "+":
        p.i += 2
    elif [t.kind for t in p.tokens[p.i + 1 : p.i + 4]] == ["{", "+", "}"]:
        p.i += 4
    else:
        return inner
    return Apply("relu", (inner,), span=p.span(span[0]))


def binomial(above: Term, below: Term, span: Span) -> Term:
    """``\\binom{n}{k}``: by factors if k is a small number, else by factorials."""
    if isinstance(below, Number) and below.value.denominator == 1 and 0 <= below.value <= _MAX_FACTORS:
        count = int(below.value)
        if count == 0:
            return Number(Fraction(1), span=span)
        falling = [above, *(Add((above, Number(Fraction(-k))), span=span) for k in range(1, count))]
        return Div(times(falling, span), Apply("factorial", (below,), span=span), span=span)
    rest = Apply("factorial", (Add((above, Neg(below, span=span)), span=span),), span=span)
    bottom = Mul((Apply("factorial", (below,), span=span), rest), span=span)
    return Div(Apply("factorial", (above,), span=span), bottom, span=span)


def skip_family(p: Parser) -> None:
    """``\\{x_i\\}_{i=1}^n``: the range of a family says nothing new if it is all of them."""
    if p.token.kind != "_" or p.i + 1 not in p.related:
        return
    place = p.token
    found = limits.below(p)
    high = limits.above(p) if p.token.kind == "^" else found.high
    low = found.indices[0][1]
    whole = found.over is None and found.given is None and low in (None, Number(Fraction(1)))
    if not whole or (high is not None and high not in _ALL):
        raise failure("reading.math.sum_range", place)
