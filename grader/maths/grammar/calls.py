"""Calls: whether a bracket behind a name holds its arguments, and what they are."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from grader.maths import notation
from grader.maths.grammar.layout import misread, named
from grader.maths.terms import Apply, Call, Number, Pow, Symbol, Term

if TYPE_CHECKING:
    from grader.maths.grammar.parser import Parser


def is_call(p: Parser, base: Term) -> bool:
    """Whether the bracket here holds arguments of the name before it."""
    token = p.token
    if token.value != "(" and not (token.value == "[" and isinstance(base, Symbol) and base.name in ("E", "P")):
        return False
    powered = isinstance(base, Pow) and isinstance(base.base, Symbol) and base.base.name in p.functions
    name = named(base.base if isinstance(base, Pow) and powered else base)
    if name is None:
        return False
    if not p.inside and (p.is_prose_bracket() or (p.i in p.related and name not in ("P", "p"))):
        return False
    if name in p.functions:
        return True
    if name == "N" and p.holds_comma(p.i):  # no number of samples stands before a pair: it is the normal distribution
        return True
    if name in p.names.declared:
        return name in ("P", "p") and _is_parted(p, p.i)
    if name in notation.FUNCTION_LETTERS or (len(name) > 1 and name not in notation.GREEK and name != "infinity"):
        return True
    return isinstance(base, Symbol) and p.holds_comma(p.i)


def _is_parted(p: Parser, opening: int) -> bool:
    return any(t.kind in ("bar", "mid", ";") for t in p.tokens[opening : p.partner[opening]])


def call(p: Parser, head: Term, start: int) -> Term:
    args, given = p.arguments()
    if isinstance(head, Pow):  # f^2(x)
        if head.exponent == Number(Fraction(-1)):
            raise misread("reading.math.inverse_function", *p.span(start))
        return Pow(Call(head.base, args, given, span=p.span(start)), head.exponent, span=p.span(start))
    if head == Symbol("N") and len(args) == 2 and not given and "N" not in p.functions:
        return Apply("normal", args, span=p.span(start))
    if head == Symbol("Gamma") and len(args) == 1 and not given and "Gamma" not in p.functions:
        return Apply("gamma", args, span=p.span(start))
    return Call(head, args, given, span=p.span(start))


def arguments(p: Parser) -> tuple[tuple[Term, ...], tuple[Term, ...]]:
    """The arguments in a bracket, and what is given behind a bar or semicolon."""
    p.enter()
    opening = p.token
    end = p.partner[p.i]
    p.advance()
    p.inside.append("call")
    args: list[Term] = []
    given: list[Term] | None = None
    while p.i < end:
        into = args if given is None else given
        if p.token.kind == "dots":
            into.append(p.dots())
        elif p.token.kind == "text" and given is not None:
            p.advance()
        else:
            into.append(p.condition())
        if p.i == end:
            break
        if p.token.kind in ("mid", "bar", ";") and given is None:
            given = []
        elif p.token.kind not in (",", ";"):
            raise p.unexpected()
        p.advance()
        if p.i == end and p.tokens[end].kind != "}":
            raise p.unexpected()
    p.inside.pop()
    p.close(end)
    if not args:
        raise misread("reading.math.empty_bracket", opening.start, p.tokens[end].end)
    p.depth -= 1
    return tuple(args), tuple(given or ())
