"""Operands: a name, number, bracket or command, with the marks behind it."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from grader.maths.grammar import (
    applications,
    arrays,
    bars,
    brackets,
    calculus,
    calls,
    conditions,
    folds,
    limits,
    scripts,
)
from grader.maths.grammar.layout import ENDERS, OPERANDS, SCRIPTS, failure, misread, named
from grader.maths.terms import Accent, Apply, Derivative, Div, Index, Number, Pow, Symbol, Term
from grader.maths.tokens import NOTHING, Token

if TYPE_CHECKING:
    from grader.maths.grammar.parser import Parser


def factor(p: Parser) -> Term:
    """An operand with its scripts and calls."""
    start = p.token.start
    base = p.primary()
    return p.postfix(base, start)


def primary(p: Parser) -> Term:
    """An operand."""
    token = p.token
    match token.kind:
        case "name":
            return _name(p, token)
        case "number":
            p.advance()
            if token.value == "1" and _is_indicator(p):
                return conditions.indicator(p, token)
            return Number(Fraction(token.value), span=(token.start, token.end))
        case "half":
            p.advance()
            top, _, bottom = token.value.partition("/")
            at = (token.start, token.end)
            return Div(Number(Fraction(top), span=at), Number(Fraction(bottom), span=at), span=at)
        case "fn":
            return applications.function(p)
        case "big":
            return folds.fold(p)
        case "opt" | "arg":
            return applications.optimum(p)
        case "{":
            return p.group()
        case "open":
            return p.bracket()
        case "bar" | "lbar":
            return bars.bars(p)
        case "cmd":
            return _command(p, token)
        case "diff":
            return calculus.differential(p, token)
        case "ones" | "zeros":
            return conditions.ones(p, token)
        case "begin":
            return arrays.cases(p) if token.value == "cases" else arrays.matrix(p)
        case "count":
            p.advance()
            return limits.size_of_set(p, token.start)
        case "*" if token.value == "·" and _is_placeholder(p):
            p.advance()
            return Symbol("·", span=(token.start, token.end))
        case "dots":
            raise misread("reading.math.dots", token.start, token.end)
        case "text" if _stands_for_term(p):
            p.advance()
            return Symbol(token.value.strip(), span=(token.start, token.end))
        case "word" if p.i and p.tokens[p.i - 1].kind == "rel":
            p.advance()
            return Symbol(token.value.strip(), span=(token.start, token.end))
        case _:
            raise p.unexpected()


def postfix(p: Parser, base: Term, start: int) -> Term:
    """Scripts, primes, calls, factorials."""
    steps = 0
    while True:
        token = p.token
        kind = token.kind
        if kind in SCRIPTS:
            base = scripts.scripts(p, base, start)
        elif kind == "!" and token.gap == NOTHING:
            p.advance()
            base = Apply("factorial", (base,), span=p.span(start))
        elif kind == "%":
            p.advance()
            if not isinstance(base, Number):
                raise failure("reading.math.unexpected", token)
            base = Number(base.value / 100, span=p.span(start))
        elif kind == "open" and calls.is_call(p, base):
            base = calls.call(p, base, start)
        elif kind in ("bar", "rbar") and isinstance(base, Derivative) and p.evaluated_here():
            base = calculus.taken_at(p, base, start)
        elif kind in ("*", "star") and token.value in ("*", "star") and _is_star(p, base):
            p.advance()
            base = scripts.marked(p, base, [("star", ())], start)
        else:
            return base
        steps += 1
        if steps > 1:
            p.stack()


def _is_star(p: Parser, base: Term) -> bool:
    """Whether an asterisk is a mark and no product: ``b* = …``."""
    after = p.tokens[p.i + 1].kind
    return named(base) is not None and p.token.gap == NOTHING and (after in ENDERS or after in ("+", "-"))


def _is_placeholder(p: Parser) -> bool:
    """Whether a dot stands for any argument: ``f(\\cdot)``, ``\\|\\cdot\\|``."""
    before, after = p.tokens[p.i - 1].kind if p.i else "", p.tokens[p.i + 1].kind
    return before in ("open", "bar", "lbar", ",") and after in ("close", "bar", "rbar", ",", "mid")


def _is_indicator(p: Parser) -> bool:
    """Whether a plain 1 marks the condition after it: ``1_{x > 0}``, ``1[x > 0]``; ``1 (x > 0)`` is 1 if that holds."""
    token = p.token
    marked = token.kind == "_" or (token.kind == "open" and token.value in ("[", "\\{") and token.gap == NOTHING)
    return marked and conditions.stands_for_indicator(p)


def _stands_for_term(p: Parser) -> bool:
    """Whether prose is a side of a relation: ``b = \\text{the sample median}``."""
    before = p.tokens[p.i - 1].kind if p.i else ""
    after = p.tokens[p.i + 1].kind
    return before in ("rel", "{") and after in ENDERS


def _name(p: Parser, token: Token) -> Term:
    after = p.tokens[p.i + 1]
    if token.value == "e" and after.kind == "^" and not p.e_is_name:
        return _power_of_e(p, token)
    if token.value == "d" and calculus.begins_differential(p, after):
        return calculus.differential(p, token)
    p.advance()
    if token.value in ("I", "chi") and after.kind in ("open", "_") and conditions.stands_for_indicator(p):
        return conditions.indicator(p, token)
    return Symbol(token.value, span=(token.start, token.end))


def _power_of_e(p: Parser, token: Token) -> Term:
    p.advance()
    symbol = Symbol("e", span=(token.start, token.end))
    marks = scripts.superscript(p, symbol)
    if len(marks) == 1 and marks[0][0] == "pow" and not isinstance(marks[0][1], tuple):
        return Apply("exp", (marks[0][1],), span=p.span(token.start))
    return scripts.marked(p, symbol, marks, token.start)


def _command(p: Parser, token: Token) -> Term:
    match token.value:
        case "frac":
            return calculus.fraction(p, token)
        case "sqrt":
            return _root(p, token)
        case "binom":
            p.advance()
            above = p.argument(token)
            return brackets.binomial(above, p.argument(token), p.span(token.start))
        case "nabla":
            return calculus.nabla(p, token)
        case mark:
            p.advance()
            inner = p.argument(token)
            at = p.span(token.start)
            if isinstance(inner, Index) and mark in ("hat", "tilde"):
                return Index(Accent(mark, inner.base, span=inner.base.span), inner.at, span=at)
            return Accent(mark, inner, span=at)


def argument(p: Parser, command: Token) -> Term:
    """The argument of a command: a group or a single operand."""
    p.enter()
    if p.token.kind not in OPERANDS:
        raise failure("reading.math.missing_argument", command)
    result = p.group() if p.token.kind == "{" else p.primary()
    p.depth -= 1
    return result


def _root(p: Parser, token: Token) -> Term:
    p.advance()
    degree: Term | None = None
    if p.token.kind == "open" and p.token.value == "[":
        end = p.partner[p.i]
        p.advance()
        p.inside.append("(")
        degree = p.expression()
        p.inside.pop()
        p.close(end)
    bracketed = p.token.kind == "open" and p.token.value in "(["
    inner = p.bracket() if bracketed else p.argument(token)
    span = p.span(token.start)
    if degree is not None:
        return Pow(inner, Div(Number(Fraction(1)), degree, span=degree.span), span=span)
    return Apply("sqrt", (inner,), span=span)
