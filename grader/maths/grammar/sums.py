"""Sums of terms: signs, dots between terms, and how a sum goes on over a line break."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from grader.maths.grammar import scopes
from grader.maths.grammar.layout import ENDERS, misread
from grader.maths.terms import Add, Apply, Dots, Neg, Number, Symbol, Term, walk
from grader.maths.tokens import ALIGN

if TYPE_CHECKING:
    from grader.maths.grammar.parser import Parser

_SOME_CONSTANT: Final = Symbol("C")

def expression(p: Parser) -> Term:
    """A sum of products."""
    p.enter()
    outer, p.folds = p.folds, {}
    start = p.token.start
    terms = [_signed(p)]
    while True:
        kind = p.token.kind
        if kind in ("+", "-", "pm"):
            terms.append(_signed(p))
        elif kind == "line" and _goes_on(p):
            while p.token.kind == "line":
                p.advance()
        else:
            break
    if len(terms) > 1:
        _check_dots(p, terms)
        if "C" not in p.names:
            terms = [Symbol("const", span=t.span) if t == _SOME_CONSTANT else t for t in terms]
        if p.folds:
            terms = scopes.extend_folds(p, terms)
    elif isinstance(terms[0], Dots):
        raise misread("reading.math.dots", start, p.span(start)[1])
    p.depth -= 1
    p.folds = outer
    return terms[0] if len(terms) == 1 else Add(tuple(terms), span=p.span(start))


def _signed(p: Parser) -> Term:
    """A product with the signs before it; dots stand for themselves."""
    start = p.token.start
    negative = False
    while p.token.kind in ("+", "-"):
        if p.advance().kind == "-":
            negative = not negative
        p.skip_lines()
    if p.token.kind == "pm":
        p.advance()
        return Apply("pm", (p.product(),), span=p.span(start))
    if p.token.kind == "dots" and p.tokens[p.i + 1].kind in ("+", "-", *ENDERS):
        return p.dots()
    term = p.product()
    return Neg(term, span=p.span(start)) if negative else term


def _goes_on(p: Parser) -> bool:
    """Whether the sum goes on over this line break: the next line begins with a sign."""
    i = p.i
    while p.tokens[i].kind == "line":
        i += 1
    token = p.tokens[i]
    if token.kind not in ("+", "-", "pm") or "env" in p.inside[-1:]:
        return False
    if token.kind == "+" or token.gap == ALIGN:
        return True
    return not p.line_relates(i)


def _check_dots(p: Parser, terms: Sequence[Term]) -> None:
    """The signs on both sides of dots must agree, and something must stand on both."""
    for place, term in enumerate(terms):
        if not isinstance(term, Dots):
            continue
        assert term.span is not None
        if place == len(terms) - 1 and any(_is_of_series(member) for member in terms[:place]):
            continue
        if place in (0, len(terms) - 1):
            raise misread("reading.math.dots", *term.span)
        # the sign before the dots is theirs: it must be that of the term after them
        if (_sign_before(p, term.span[0]) == "-") != isinstance(terms[place + 1], Neg):
            raise misread("reading.math.dots_signs", *term.span)


def _is_of_series(member: Term) -> bool:
    """Whether a member is one of a series without end: a plain number, or with a factorial in it."""
    factorials = (part for part in walk(member) if isinstance(part, Apply) and part.op == "factorial")
    return isinstance(member, Number) or any(True for _ in factorials)


def _sign_before(p: Parser, start: int) -> str:
    for i, token in enumerate(p.tokens):
        if token.start == start and token.kind == "dots":
            return p.tokens[i - 1].kind
    return "+"
