"""Expanding products of sums, for finding a term that got lost on the way."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from itertools import product
from math import prod

from grader.maths.declare import Scope
from grader.maths.substitute import substitute
from grader.maths.terms import Add, Apply, Call, Derivative, Fold, Mul, Neg, Number, Pow, Symbol, Term

_TWO = Number(Fraction(2))
_MOST = 12


def addends(term: Term, scope: Scope, depth: int = 0) -> tuple[Term, ...]:
    """The terms that ``term`` is the sum of once squares, products, sums and derivatives of sums are multiplied out.

    Likely ones, not surely equal in sum: each is a candidate that has to be verified.
    """
    if depth > 8:
        return (term,)
    found = tuple(_addends(term, scope, depth + 1))
    return found if len(found) <= _MOST else (term,)


def _addends(term: Term, scope: Scope, depth: int) -> list[Term]:
    match term:
        case Add(terms):
            return [part for t in terms for part in addends(t, scope, depth)]
        case Neg(inner):
            return [negative(part) for part in addends(inner, scope, depth)]
        case Fold("sum", _, _, _, body):
            return [replace(term, body=part) for part in addends(body, scope, depth)]
        case Derivative(body, _, 1):
            return [replace(term, body=part) for part in addends(body, scope, depth)]
        case Apply("transpose", (inner,)):
            return [replace(term, args=(part,)) for part in addends(inner, scope, depth)]
        case Pow(Add() as base, exponent) if exponent == _TWO:
            return _square(addends(base, scope, depth))
        case Pow(Apply("norm", (Add() as inner,)), exponent) if exponent == _TWO:
            return _square(addends(inner, scope, depth), inner=True)
        case Apply("inner", (a, b)) if Add in (type(a), type(b)):
            pairs = product(addends(a, scope, depth), addends(b, scope, depth))
            return [_signed(x, y, lambda p, q: Apply("inner", (p, q))) for x, y in pairs]
        case Mul(factors):
            parts = [addends(factor, scope, depth) for factor in factors]
            if prod(map(len, parts)) > _MOST:
                return [term]
            return [_product(choice) for choice in product(*parts)]
        case Call(Symbol(name), args, ()) if name in scope.functions:
            function = scope.functions[name]
            body = substitute(function.body, dict(zip(function.parameters, args, strict=False)))
            return list(addends(body, scope, depth))
        case Symbol(name) if name in scope.functions and not scope.functions[name].indexed:
            return list(addends(scope.functions[name].body, scope, depth))
        case _:
            return [term]


def _square(terms: tuple[Term, ...], *, inner: bool = False) -> list[Term]:
    """a² + b² + 2ab of a sum; inner products for vectors."""
    found: list[Term] = []
    for i, a in enumerate(terms):
        found.append(Apply("inner", (a, a)) if inner else Pow(a, _TWO))
        for b in terms[i + 1 :]:
            found.append(Mul((_TWO, Apply("inner", (a, b)))) if inner else Mul((_TWO, a, b)))
    return found


def _signed(a: Term, b: Term, join: Callable[[Term, Term], Term]) -> Term:
    """Two terms joined, with their signs before the whole."""
    bare = [part.term if isinstance(part, Neg) else part for part in (a, b)]
    joined = join(bare[0], bare[1])
    return Neg(joined) if isinstance(a, Neg) != isinstance(b, Neg) else joined


def _product(factors: tuple[Term, ...]) -> Term:
    sign = sum(isinstance(factor, Neg) for factor in factors) % 2
    plain = tuple(factor.term if isinstance(factor, Neg) else factor for factor in factors)
    result: Term = Mul(plain) if len(plain) > 1 else plain[0]
    return Neg(result) if sign else result


def negative(term: Term) -> Term:
    """Minus the term, a double minus left out."""
    return term.term if isinstance(term, Neg) else Neg(term)
