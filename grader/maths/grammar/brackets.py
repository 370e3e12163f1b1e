"""Brackets of all kinds: groups, tuples, lists, matrices in a row, angles, floors."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from grader.maths.grammar import conditions
from grader.maths.grammar.layout import CLOSERS, failure, misread
from grader.maths.terms import Apply, Collection, Div, Dots, Index, Span, Stack, Symbol, Term

if TYPE_CHECKING:
    from grader.maths.grammar.parser import Parser


def group(p: Parser) -> Term:
    """Braces: nothing but a group, unless commas make it a set."""
    start = p.token.start
    end = p.partner[p.i]
    p.enter()
    p.advance()
    p.inside.append("{")
    items = _items(p, end)
    if p.token.kind == "over" and len(items) == 1:  # {a \over b}
        p.advance()
        items = [Div(items[0], p.expression(), span=p.span(start))]
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
            _skip_family(p)
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
            raise misread("reading.math.ragged", *span)
        return Stack(tuple(rows), span=span)
    return Stack(tuple((item,) for item in items), span=span)


def _skip_family(p: Parser) -> None:
    """``\\{x_i\\}_{i=1}^n``: the range of the family says nothing new."""
    if p.token.kind == "_" and p.i + 1 in p.related:
        p.skip_script()
        if p.token.kind == "^":
            p.skip_script()
