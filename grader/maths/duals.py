"""Dual numbers over any domain: derivatives of whatever a student wrote, with no calculus rules to get wrong.

A :class:`Dual` is ``value + slopes·ε`` with a small ε for each direction, of which the product of any two is 0: one
evaluation gives the slopes along all entries of a vector. Each differentiation has a level of its own, so that
derivatives nest (Hessians); numbers of a lower level, and plain ones, are constants to a higher one.
(Siskind & Pearlmutter, "Perturbation confusion", 2005.)
"""

from __future__ import annotations

from dataclasses import dataclass
from operator import add, neg, sub
from typing import Any

from grader.maths.domains import Domain
from grader.maths.light import light
from grader.maths.values import Scalar, Undefined, Unsupported


class Kink(Undefined):
    """A derivative asked for at a point where |·|, sgn, max or floor has none.

    Such points are drawn anew: a derivative is compared almost everywhere, and any subgradient is right there.
    """


@light
@dataclass(frozen=True, slots=True, eq=False)
class Dual:
    """A value and its slope along each direction, at a level of differentiation."""

    level: int
    value: Scalar
    slopes: tuple[Scalar, ...]

    def __add__(self, other: Any) -> Dual:
        if isinstance(other, Dual):
            if other.level == self.level:
                return Dual(self.level, self.value + other.value, tuple(map(add, self.slopes, other.slopes)))
            if other.level > self.level:
                return Dual(other.level, self + other.value, other.slopes)
        return Dual(self.level, self.value + other, self.slopes)

    __radd__ = __add__

    def __neg__(self) -> Dual:
        return Dual(self.level, -self.value, tuple(map(neg, self.slopes)))

    def __sub__(self, other: Any) -> Dual:
        if isinstance(other, Dual):
            if other.level == self.level:
                return Dual(self.level, self.value - other.value, tuple(map(sub, self.slopes, other.slopes)))
            if other.level > self.level:
                return Dual(other.level, self - other.value, tuple(map(neg, other.slopes)))
        return Dual(self.level, self.value - other, self.slopes)

    def __rsub__(self, other: Any) -> Dual:
        return Dual(self.level, other - self.value, tuple(map(neg, self.slopes)))

    def __mul__(self, other: Any) -> Dual:
        if isinstance(other, Dual):
            if other.level == self.level:
                a, b = self.value, other.value
                slopes = [da * b + a * db for da, db in zip(self.slopes, other.slopes, strict=True)]
                return Dual(self.level, a * b, tuple(slopes))
            if other.level > self.level:
                return other.scaled(other.value * self, self)
        return self.scaled(self.value * other, other)

    def __rmul__(self, other: Any) -> Dual:
        return self.scaled(self.value * other, other)  # scalars commute

    def scaled(self, value: Scalar, factor: Scalar) -> Dual:
        """Another value, and the slopes times a factor: the chain rule."""
        return Dual(self.level, value, tuple([slope * factor for slope in self.slopes]))


def plain(a: Scalar) -> Scalar:
    """The number without its slopes."""
    while isinstance(a, Dual):
        a = a.value
    return a


def divide(domain: Domain, a: Scalar, b: Scalar) -> Scalar:
    """a / b over the domain, duals included."""
    if isinstance(b, Dual):
        inverse = divide(domain, domain.number(1), b.value)
        return a * b.scaled(inverse, -(inverse * inverse))
    if isinstance(a, Dual):
        return Dual(a.level, divide(domain, a.value, b), tuple([divide(domain, slope, b) for slope in a.slopes]))
    if isinstance(a, int):
        a = domain.number(a)
    return domain.divide(a, b)


def power(domain: Domain, a: Scalar, k: int) -> Scalar:
    """a to an integer power."""
    if isinstance(a, Dual):
        if k == 0:
            return domain.number(1)
        return a.scaled(power(domain, a.value, k), k * power(domain, a.value, k - 1))
    return domain.power(a, k)


def compare(domain: Domain, a: Scalar, b: Scalar) -> int:
    """The order of the numbers, slopes left aside; a tie of numbers with slopes is a kink."""
    order = domain.compare(plain(a), plain(b))
    if order == 0 and (isinstance(a, Dual) or isinstance(b, Dual)):
        raise Kink("tie")
    return order


def function(domain: Domain, name: str, a: Scalar) -> Scalar:
    """A real function of one variable by the chain rule."""
    if not isinstance(a, Dual):
        return domain.function(name, a)
    return a.scaled(function(domain, name, a.value), _slope(domain, name, a.value))


def _slope(domain: Domain, name: str, a: Scalar) -> Scalar:
    """The derivative of a function at ``a``."""
    match name:
        case "exp":
            return function(domain, "exp", a)
        case "log":
            return divide(domain, domain.number(1), a)
        case "sqrt":
            return divide(domain, domain.number(1), 2 * function(domain, "sqrt", a))
        case "abs":
            if domain.is_zero(plain(a)):
                raise Kink("abs")
            return function(domain, "sgn", a)
        case "sgn":
            if domain.is_zero(plain(a)):
                raise Kink("sgn")
            return domain.number(0)
        case "floor":
            if domain.is_zero(plain(a) - domain.function("floor", plain(a))):
                raise Kink("floor")
            return domain.number(0)
        case "sin":
            return function(domain, "cos", a)
        case "cos":
            return -function(domain, "sin", a)
        case "tan":
            tangent = function(domain, "tan", a)
            return 1 + tangent * tangent
        case "tanh":
            tangent = function(domain, "tanh", a)
            return 1 - tangent * tangent
        case "erf":
            gauss = function(domain, "exp", -(a * a))
            return divide(domain, 2 * gauss, function(domain, "sqrt", domain.pi))
    if name.startswith("?"):  # a function that nobody defined: its derivative is another
        return function(domain, f"{name}'", a)
    raise Unsupported(f"derivative of {name}")


def slopes_at(level: int, a: Scalar, directions: int) -> tuple[Scalar, ...]:
    """The slopes of a result at a level; 0 if the result does not depend on what was varied."""
    return a.slopes if isinstance(a, Dual) and a.level == level else (0,) * directions
