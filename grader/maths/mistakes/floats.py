"""Double precision as a number domain: for looking at candidates, never for deciding."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Final

from grader.maths.values import Scalar, Undefined

_NOTHING: Final = 1e-9  # what rounding may leave of 0, at the sizes that are drawn


class Floats:
    """Double precision."""

    name = "floats"
    ordered = True
    modelled = False
    pi = math.pi

    def number(self, value: Fraction | int) -> Scalar:
        """The nearest double."""
        return float(value)

    def divide(self, a: Scalar, b: Scalar) -> Scalar:
        """a / b."""
        if b == 0:
            raise Undefined("division by zero")
        return a / b

    def is_zero(self, a: Scalar) -> bool:
        """Whether a is 0 up to rounding."""
        return bool(abs(a) < _NOTHING)

    def power(self, a: Scalar, k: int) -> Scalar:
        """a to an integer power."""
        if k < 0 and a == 0:
            raise Undefined("division by zero")
        return a**k

    def function(self, name: str, a: Scalar) -> Scalar:
        """A real function of one variable."""
        match name:
            case "abs":
                return abs(a)
            case "sgn":
                return float((a > 0) - (a < 0))
            case "log" | "sqrt" if a < 0 or (a == 0 and name == "log"):
                raise Undefined(name)
        return getattr(math, name)(a)

    def log_number(self, value: Fraction) -> Scalar:
        """log of a positive rational."""
        return self.function("log", float(value))

    def compare(self, a: Scalar, b: Scalar) -> int:
        """-1, 0 or 1."""
        return int(a > b) - int(a < b)
