"""Conditions inside a term: indicators, written with a 1, an I or brackets alone, and vectors of ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.maths.grammar import scripts
from grader.maths.grammar.layout import failure, relation_of
from grader.maths.terms import Apply, Relation, Term
from grader.maths.tokens import Token

if TYPE_CHECKING:
    from grader.maths.grammar.parser import Parser


def ones(p: Parser, token: Token) -> Term:
    """A bold 1 or 0: an indicator before a condition, else a vector."""
    p.advance()
    if stands_for_indicator(p):
        return indicator(p, token)
    if p.token.kind == "_":
        following = p.token
        marks = scripts.subscript(p)
        if len(marks) != 1 or marks[0][0] != "index" or not isinstance(marks[0][1], tuple):
            raise failure("reading.math.unexpected", following)
        return Apply(token.kind, marks[0][1], span=p.span(token.start))
    return Apply(token.kind, (), span=(token.start, token.end))


def stands_for_indicator(p: Parser) -> bool:
    """Whether a condition comes next, in brackets or as a subscript: ``[x > 0]``, ``_{x > 0}``, ``_{\\{x > 0\\}}``."""
    at = p.i + (p.token.kind == "_")
    if p.tokens[at].kind not in ("open", "{"):
        return False
    inner = at + 1
    wrapped = at > p.i and p.tokens[inner].kind == "open" and p.partner[inner] == p.partner[at] - 1
    return at in p.related or (wrapped and inner in p.related)


def indicator(p: Parser, token: Token) -> Term:
    """What is 1 where the condition holds that comes next, else 0."""
    closings: list[int] = []
    if p.token.kind == "_":
        p.advance()
    while p.token.kind in ("open", "{") and (not closings or p.partner[p.i] == closings[-1] - 1):
        closings.append(p.partner[p.i])
        p.advance()
        p.inside.append("(")
    held = p.condition()
    for closing in reversed(closings):
        p.inside.pop()
        p.close(closing)
    return Apply("indicator", (held,), span=p.span(token.start))


def condition(p: Parser) -> Term:
    """An expression, or a relation between two."""
    start = p.token.start
    left = p.expression()
    if p.token.kind != "rel":
        return left
    op = relation_of(p.advance())
    right = p.expression()
    if p.token.kind == "rel":
        raise failure("reading.math.double_condition", p.token)
    return Relation(op, left, right, span=p.span(start))
