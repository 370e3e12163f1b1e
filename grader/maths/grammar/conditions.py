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
    p.advance()
    following = p.token
    if following.kind == "open" and p.i in p.related:
        return indicator(p, token)
    if following.kind == "_":
        group = p.i + 1
        if group in p.related:
            p.advance()
            return indicator(p, token)
        marks = scripts.subscript(p)
        if len(marks) != 1 or marks[0][0] != "index" or not isinstance(marks[0][1], tuple):
            raise failure("reading.math.unexpected", following)
        return Apply(token.kind, marks[0][1], span=p.span(token.start))
    return Apply(token.kind, (), span=(token.start, token.end))


def indicator(p: Parser, token: Token) -> Term:
    closing = p.partner[p.i]
    p.advance()
    p.inside.append("(")
    if p.token.kind == "open" and p.partner[p.i] == closing - 1:  # \mathbf 1_{\{x > 0\}}
        closing -= 1
        p.advance()
        condition = p.condition()
        p.close(closing)
        closing += 1
    else:
        condition = p.condition()
    p.inside.pop()
    p.close(closing)
    return Apply("indicator", (condition,), span=p.span(token.start))


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
