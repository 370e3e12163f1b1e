"""Infinite sums, in balls: as many terms as are needed, and a bound on all the others.

A summand a_k that is a sum of products of numbers, powers c^k, affine functions of k and their powers, and
factorials, is bounded product by product: if |a_{k+1} / a_k| ≤ q < 1 for every k ≥ K, then what comes from K on is at
most |a_K| / (1 − q). Each factor of the ratio is bounded for all k ≥ K at once, so that nothing is read off from a few
terms. Sums of other summands, and such as were not seen to converge, have no value.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from typing import TypeAlias

import flint

from grader.maths.terms import Add, Apply, Div, Mul, Neg, Number, Pow, Symbol, Term, free_names
from grader.maths.values import Unsupported

Evaluate: TypeAlias = Callable[[Term], flint.arb]  # the value of a number; the index is as it was set last

INFINITY = Symbol("infinity")
_MOST_PRODUCTS = 32
_MOST_REPEATS = 4  # of a sum that is raised to a power
_ZERO, _ONE = Number(Fraction(0)), Number(Fraction(1))


@dataclass(frozen=True, slots=True)
class Power:
    """``base^(slope·k + …)``."""

    base: Term
    slope: int

    def ratio(self, _: int, value: Evaluate) -> flint.arb:
        """The bound on the ratio of neighbours."""
        base = abs(value(self.base))
        return base**self.slope if self.slope >= 0 else 1 / base**-self.slope


@dataclass(frozen=True, slots=True)
class Line:
    """``(slope·k + start)^exponent``: the ratio of neighbours comes down to 1."""

    slope: Term
    start: Term
    exponent: int

    def ratio(self, k: int, value: Evaluate) -> flint.arb:
        """The bound on the ratio of neighbours from k on; infinite where the line may still cross 0."""
        slope = abs(value(self.slope))
        least = slope * k - abs(value(self.start))
        if not least > 0:
            return flint.arb.pos_inf()
        return (1 + slope / least) ** abs(self.exponent)


@dataclass(frozen=True, slots=True)
class Factorial:
    """``1 / (k + start)!``."""

    start: int

    def ratio(self, k: int, _: Evaluate) -> flint.arb:
        """The bound on the ratio of neighbours from k on."""
        return 1 / flint.arb(k + 1 + self.start) if k + self.start >= 0 else flint.arb.pos_inf()


Growth: TypeAlias = Power | Line | Factorial


@dataclass(frozen=True, slots=True)
class Summand:
    """A product, and what makes it grow or fall."""

    factors: tuple[Term, ...] = ()
    growth: tuple[Growth, ...] = ()

    def times(self, other: Summand) -> Summand:
        """The product of two."""
        return Summand(self.factors + other.factors, self.growth + other.growth)

    def rest(self, k: int, value: Evaluate) -> flint.arb | None:
        """A bound on the sum of the absolute values from k on, where the index is k now; None if there is none yet."""
        ratio, size = flint.arb(1), flint.arb(1)
        for growth in self.growth:
            ratio *= growth.ratio(k, value)
        if not ratio < 1:
            return None
        for factor in self.factors:
            size *= abs(value(factor))
        return size / (1 - ratio)


def summands(term: Term, index: str) -> tuple[Summand, ...]:
    """The products that a summand is the sum of; raises Unsupported for other summands."""
    if index not in free_names(term):
        return (Summand((term,)),)
    match term:
        case Neg(inner):
            return summands(inner, index)
        case Mul(factors):
            return _multiplied([summands(factor, index) for factor in factors])
        case Div(top, bottom):
            return _multiplied([summands(top, index), (_inverted(bottom, index),)])
        case Pow(base, exponent):
            return _power(term, base, exponent, index)
        case Apply("exp", (exponent,)):
            slope, _ = _affine(exponent, index)
            return (Summand((term,), (Power(Apply("exp", (slope,)), 1),)),)
    try:
        slope, start = _affine(term, index)
    except Unsupported:
        if isinstance(term, Add):
            return tuple(found for part in term.terms for found in summands(part, index))
        raise
    return (Summand((term,), (Line(slope, start, 1),)),)


def _power(term: Term, base: Term, exponent: Term, index: str) -> tuple[Summand, ...]:
    if index not in free_names(base):
        slope, _ = _affine(exponent, index)
        return (Summand((term,), (Power(base, _whole(slope)),)),)
    times = _whole(exponent)
    if times < 0:
        return (_inverted(Pow(base, Number(Fraction(-times))), index),)
    if isinstance(base, Symbol):
        return (Summand((term,), (Line(_ONE, _ZERO, times),)),)
    if times > _MOST_REPEATS:
        raise Unsupported("a high power in an infinite sum")
    return _multiplied([summands(base, index)] * times)


def _inverted(term: Term, index: str) -> Summand:
    """One over a product of factors."""
    whole = Div(_ONE, term)
    if index not in free_names(term):
        return Summand((whole,))
    match term:
        case Neg(inner):
            return _inverted(inner, index)
        case Mul(factors):
            parts = [_inverted(factor, index) for factor in factors]
            return _multiplied([(part,) for part in parts])[0]
        case Apply("factorial", (argument,)):
            slope, start = _affine(argument, index)
            if _whole(slope) != 1:
                raise Unsupported("a factorial of a multiple in an infinite sum")
            return Summand((whole,), (Factorial(_whole(start)),))
        case Pow(base, exponent) if index not in free_names(base):
            slope, _ = _affine(exponent, index)
            return Summand((whole,), (Power(base, -_whole(slope)),))
        case Pow(base, exponent) if _whole(exponent) > 0:
            slope, start = _affine(base, index)
            return Summand((whole,), (Line(slope, start, -_whole(exponent)),))
        case Apply("exp", (exponent,)):
            slope, _ = _affine(exponent, index)
            return Summand((whole,), (Power(Apply("exp", (slope,)), -1),))
    slope, start = _affine(term, index)
    return Summand((whole,), (Line(slope, start, -1),))


def _multiplied(parts: Sequence[tuple[Summand, ...]]) -> tuple[Summand, ...]:
    count = 1
    for part in parts:
        count *= len(part)
    if count > _MOST_PRODUCTS:
        raise Unsupported("too many products in an infinite sum")
    found = []
    for choice in product(*parts):
        whole = Summand()
        for one in choice:
            whole = whole.times(one)
        found.append(whole)
    return tuple(found)


def _affine(term: Term, index: str) -> tuple[Term, Term]:
    """The slope and the start of an affine function of the index; raises Unsupported for any other."""
    if index not in free_names(term):
        return _ZERO, term
    match term:
        case Symbol():
            return _ONE, _ZERO
        case Neg(inner):
            slope, start = _affine(inner, index)
            return Neg(slope), Neg(start)
        case Add(terms):
            parts = [_affine(part, index) for part in terms]
            return Add(tuple(slope for slope, _ in parts)), Add(tuple(start for _, start in parts))
        case Div(top, bottom) if index not in free_names(bottom):
            slope, start = _affine(top, index)
            return Div(slope, bottom), Div(start, bottom)
        case Mul(factors):
            moving = [factor for factor in factors if index in free_names(factor)]
            if len(moving) == 1:
                slope, start = _affine(moving[0], index)
                fixed = tuple(factor for factor in factors if factor is not moving[0])
                return Mul((*fixed, slope)), Mul((*fixed, start))
    raise Unsupported("not affine in the index of an infinite sum")


def _whole(term: Term) -> int:
    """A whole number that is made of numbers alone."""
    found = _number(term)
    if found is None or found.denominator != 1:
        raise Unsupported("no whole number in an infinite sum")
    return int(found)


def _number(term: Term) -> Fraction | None:
    match term:
        case Number(value):
            return value
        case Neg(inner):
            found = _number(inner)
            return None if found is None else -found
        case Add(parts) | Mul(parts):
            total = Fraction(isinstance(term, Mul))
            for part in parts:
                found = _number(part)
                if found is None:
                    return None
                total = total + found if isinstance(term, Add) else total * found
            return total
        case Div(top, bottom):
            above, below = _number(top), _number(bottom)
            return above / below if above is not None and below else None
        case _:
            return None
