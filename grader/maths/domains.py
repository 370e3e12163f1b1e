"""Number domains: where terms are evaluated.

* :class:`Field`: integers modulo p = 2⁶¹−1. Identities between polynomials and rational functions are decided here by
  random evaluation (Schwartz 1980, Zippel 1979). ``exp``, ``log``, ``|·|`` … become random functions that keep the
  laws stated at each, so that an identity found here holds for the real functions too; a difference proves nothing
  once such a function was used (``modelled`` is then set).
* :class:`Rationals`: exact, ordered; for witnesses, and for ``|·|``, sgn, max, median.
* :class:`Balls`: real numbers with rigorous error bounds (arb), for exp, log and roots.

All functions here take and return scalars of the domain; :mod:`grader.maths.duals` lifts them to dual numbers.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from fractions import Fraction
from math import factorial, isqrt
from typing import Protocol

import flint

from grader.maths.effort import TooMuch
from grader.maths.values import Scalar, Unclear, Undefined, Unsupported

PRIME = 2**61 - 1
MOST_BITS = 2**16  # of the numerator or denominator of a rational
_HALF = PRIME // 2
_ONE = flint.nmod(1, PRIME)


class Field:
    """Integers modulo p. ``modelled`` tells whether a random function stood in for a real one."""

    name = "field"
    ordered = False

    def __init__(self, seed: int) -> None:
        self.seed = seed
        self.pi = self._random("pi", 0)  # π is transcendental: a random residue serves it as well as any
        self.modelled = False

    def number(self, value: Fraction | int) -> Scalar:
        """An exact rational in the field."""
        if isinstance(value, int):
            return _ONE * value
        top, bottom = value.as_integer_ratio()
        return _ONE * top if bottom == 1 else self.divide(_ONE * top, _ONE * bottom)

    def divide(self, a: Scalar, b: Scalar) -> Scalar:
        """a / b."""
        try:
            return a / b
        except ZeroDivisionError:
            raise Undefined("division by zero") from None

    def is_zero(self, a: Scalar) -> bool:
        """Whether a is 0."""
        return bool(a == 0)

    def power(self, a: Scalar, k: int) -> Scalar:
        """a to an integer power."""
        if k < 0 and a == 0:
            raise Undefined("division by zero")
        return a**k

    def _random(self, function: str, at: int) -> Scalar:
        """A fixed random value of ``function`` at a residue (SplitMix64 over both and the seed)."""
        self.modelled = True
        z = (at ^ (self.seed * 0x9E3779B97F4A7C15)) + sum(ord(c) << (7 * i) for i, c in enumerate(function))
        for _ in range(2):
            z = (z + 0x9E3779B97F4A7C15) & 0xFFFFFFFFFFFFFFFF
            z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & 0xFFFFFFFFFFFFFFFF
            z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & 0xFFFFFFFFFFFFFFFF
            z ^= z >> 31
        return _ONE * z

    def function(self, name: str, a: Scalar) -> Scalar:
        """A real function of one variable as a random one that keeps the law it is grouped by."""
        at = int(a)
        match name:
            case "exp":  # exp(0) = 1, exp(-a) = 1/exp(a)
                if at == 0:
                    return self.number(1)
                value = self._random(name, min(at, PRIME - at))
                return value if at <= _HALF else 1 / value
            case "log":  # log(1) = 0, log(1/a) = -log(a)
                if at in (0, PRIME - 1):
                    raise Undefined("log of a number that is not positive")
                if at == 1:
                    return self.number(0)
                inverse = int(1 / a)
                value = self._random(name, min(at, inverse))
                return value if at < inverse else -value
            case "sgn" | "sin" | "tan" | "tanh" | "erf":  # odd
                if at == 0:
                    return self.number(0)
                value = self._random(name, min(at, PRIME - at))
                return value if at <= _HALF else -value
            case "abs":  # |a| = sgn(a) a
                return self.function("sgn", a) * a
            case "cos":  # even, cos(0) = 1
                return self.number(1) if at == 0 else self._random(name, min(at, PRIME - at))
            case "sqrt":
                return a if at in (0, 1) else self._random(name, at)
            case _:
                return self._random(name, at)

    def log_number(self, value: Fraction) -> Scalar:
        """log of a positive rational, additive over its prime factors."""
        if value <= 0:
            raise Undefined("log of a number that is not positive")
        total = self.number(0)
        for number, sign in ((value.numerator, 1), (value.denominator, -1)):
            for prime, exponent in _factors(number):
                total += sign * exponent * self._random("logprime", prime)
        return total

    def compare(self, a: Scalar, b: Scalar) -> int:
        """Fields have no order."""
        if a == b:
            return 0
        raise Unsupported("order")


class Rationals:
    """Exact rational numbers, of no more digits than :data:`MOST_BITS` allow."""

    name = "rationals"
    ordered = True
    modelled = False

    def number(self, value: Fraction | int) -> Scalar:
        """An exact rational."""
        return flint.fmpq(value) if isinstance(value, int) else flint.fmpq(value.numerator, value.denominator)

    @property
    def pi(self) -> Scalar:
        """π is not rational."""
        raise Unsupported("pi")

    def divide(self, a: Scalar, b: Scalar) -> Scalar:
        """a / b."""
        try:
            return a / b
        except ZeroDivisionError:
            raise Undefined("division by zero") from None

    def is_zero(self, a: Scalar) -> bool:
        """Whether a is 0."""
        return bool(a == 0)

    def power(self, a: Scalar, k: int) -> Scalar:
        """a to an integer power."""
        if k < 0 and a == 0:
            raise Undefined("division by zero")
        if bits(a) * abs(k) > MOST_BITS:
            raise TooMuch("bits", MOST_BITS)
        return a**k

    def function(self, name: str, a: Scalar) -> Scalar:
        """|·|, sgn, and what happens to be rational of the others."""
        match name:
            case "abs":
                return abs(a)
            case "sgn":
                return flint.fmpq((a > 0) - (a < 0))
            case "sqrt":
                if a < 0:
                    raise Undefined("root of a negative number")
                top, bottom = isqrt(int(a.p)), isqrt(int(a.q))
                if top * top == a.p and bottom * bottom == a.q:
                    return flint.fmpq(top, bottom)
            case "exp" | "cos" if a == 0:
                return flint.fmpq(1)
            case "sin" | "tan" | "tanh" | "erf" if a == 0:
                return flint.fmpq(0)
            case "log" if a == 1:
                return flint.fmpq(0)
            case "floor":
                return flint.fmpq(a.floor())
            case "factorial" if a.q == 1 and 0 <= a <= 64:
                return flint.fmpq(factorial(int(a)))
        raise Unsupported(name)

    def log_number(self, value: Fraction) -> Scalar:
        """log of a positive rational is rational at 1 only."""
        return self.function("log", self.number(value))

    def compare(self, a: Scalar, b: Scalar) -> int:
        """-1, 0 or 1 as a is less than, equal to or greater than b."""
        return int(a > b) - int(a < b)


def bits(a: Scalar) -> int:
    """How long the numerator or the denominator of a rational is."""
    if isinstance(a, int):  # a slope of 0
        return a.bit_length()
    return int(a.height_bits())


class Balls:
    """Real balls at a working precision in bits."""

    name = "balls"
    ordered = True
    modelled = False

    def __init__(self, bits: int = 128) -> None:
        self.bits = bits

    @contextmanager
    def precision(self) -> Iterator[None]:
        """Work at this domain's precision (python-flint's is global) and put the old one back."""
        before = flint.ctx.prec
        flint.ctx.prec = self.bits
        try:
            yield
        finally:
            flint.ctx.prec = before

    @property
    def pi(self) -> Scalar:
        """π."""
        return flint.arb.pi()

    def number(self, value: Fraction | int) -> Scalar:
        """A rational, rounded outwards."""
        return flint.arb(value) if isinstance(value, int) else flint.arb(value.numerator) / value.denominator

    def divide(self, a: Scalar, b: Scalar) -> Scalar:
        """a / b; undefined where b may be 0."""
        if b == 0:
            raise Undefined("division by zero")
        if flint.arb(b).contains(0):
            raise Unclear
        return a / b

    def is_zero(self, a: Scalar) -> bool:
        """Whether a is exactly 0; raises :class:`Unclear` if it may or may not be."""
        if a == 0:
            return True
        if flint.arb(a).contains(0):
            raise Unclear
        return False

    def power(self, a: Scalar, k: int) -> Scalar:
        """a to an integer power."""
        return self.divide(flint.arb(1), a**-k) if k < 0 else a**k

    def function(self, name: str, a: Scalar) -> Scalar:
        """The real function; undefined outside its domain."""
        match name:
            case "abs":
                return abs(a)
            case "sgn":
                return flint.arb(self.compare(a, flint.arb(0)))
            case "exp":
                return a.exp()
            case "log":
                if self.compare(a, flint.arb(0)) <= 0:
                    raise Undefined("log of a number that is not positive")
                return a.log()
            case "sqrt":
                if a == 0:
                    return a
                if self.compare(a, flint.arb(0)) < 0:
                    raise Undefined("root of a negative number")
                return a.sqrt()
            case "sin" | "cos" | "tan" | "tanh" | "erf" | "gamma":
                return getattr(a, name)()
            case "floor":
                low = a.floor()
                if low.rad() != 0:
                    raise Unclear
                return low
            case "factorial" if a.is_integer() and a >= 0:
                return (a + 1).gamma()
        raise Unsupported(name)

    def within(self, bounds: Sequence[Scalar]) -> Scalar | None:
        """A ball around 0 that holds every number of no more than the sum of some bounds; None if it is a wide one."""
        radius = sum(bounds, flint.arb(0))
        if not radius < flint.arb(2) ** -(self.bits - 8):
            return None
        return flint.arb(0, radius.upper())

    def log_number(self, value: Fraction) -> Scalar:
        """log of a positive rational."""
        return self.function("log", self.number(value))

    def compare(self, a: Scalar, b: Scalar) -> int:
        """-1, 0 or 1; raises :class:`Unclear` where the balls overlap."""
        if a < b:
            return -1
        if a > b:
            return 1
        if a == b:
            return 0
        raise Unclear


class NarrowBalls(Balls):
    """Balls of which a narrow one around 0 counts as 0, so that linear equations can be solved and compared.

    What counts as another number than 0 surely is one.
    """

    def is_zero(self, a: Scalar) -> bool:
        """Whether a is 0 to the working precision; raises :class:`Unclear` for a wide ball around 0."""
        if not flint.arb(a).contains(0):
            return False
        if flint.arb(a).rad() < flint.arb(2) ** -(self.bits // 2):
            return True
        raise Unclear


class Domain(Protocol):
    """What evaluation needs of numbers."""

    @property
    def name(self) -> str:
        """What it is called."""

    @property
    def pi(self) -> Scalar:
        """π, or a stand-in."""

    def number(self, value: Fraction | int) -> Scalar:
        """An exact rational in the domain."""

    def divide(self, a: Scalar, b: Scalar) -> Scalar:
        """a / b."""

    def is_zero(self, a: Scalar) -> bool:
        """Whether a is 0."""

    def power(self, a: Scalar, k: int) -> Scalar:
        """a to an integer power."""

    def function(self, name: str, a: Scalar) -> Scalar:
        """A real function of one variable."""

    def log_number(self, value: Fraction) -> Scalar:
        """log of a positive rational."""

    def compare(self, a: Scalar, b: Scalar) -> int:
        """-1, 0 or 1."""



def _factors(number: int) -> Iterator[tuple[int, int]]:
    """Prime factors with exponents; what is left after trial division to 1000 counts as one prime."""
    candidate = 2
    while candidate <= 1000 and candidate * candidate <= number:
        exponent = 0
        while number % candidate == 0:
            number //= candidate
            exponent += 1
        if exponent:
            yield candidate, exponent
        candidate += 1
    if number > 1:
        yield number, 1
