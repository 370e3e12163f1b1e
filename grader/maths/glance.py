"""A glance: may two terms be the same? One point in floating point, to throw out most candidates cheaply.

Nothing is decided here: what passes a glance is decided exactly, what does not is only not looked at further.
"""

from __future__ import annotations

import math
import random
from fractions import Fraction

from grader.maths.declare import Scope
from grader.maths.evaluate import Evaluator, TooMuch
from grader.maths.rewrite import rewrite
from grader.maths.shapes import Ambiguous, ShapeError
from grader.maths.terms import Term
from grader.maths.typing import typed_pair
from grader.maths.values import Scalar, Unclear, Undefined, Unsupported, Value, entries, matrix, size

_CLOSE = 1e-9  # relative; double precision leaves some 1e-15 for each of the few operations at this size


class Floats:
    """Double precision, for glances only."""

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
        return bool(abs(a) < _CLOSE)

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


class Glance:
    """A goal at one point, to be compared with candidates there."""

    def __init__(self, goal: Term, scope: Scope, seed: int = 0) -> None:
        self.goal = goal
        self.scope = scope
        rng = random.Random(seed)
        self.sizes = {dim: 3 - min(k, 1) + max(k - 1, 0) for k, dim in enumerate(scope.dims)}
        self.values: dict[str, Value] = {}
        for name, declared in scope.declared.items():
            rows, cols = declared.shape.rows.at(self.sizes), declared.shape.cols.at(self.sizes)
            low = 0.3 if declared.kind == "positive" else -2.0
            data = [rng.uniform(low, 2.0) for _ in range(rows * cols)]
            if declared.kind == "symmetric":
                data = [data[min(i, j) * cols + max(i, j)] for i in range(rows) for j in range(cols)]
            self.values[name] = matrix(rows, cols, data)

    def may_equal(self, term: Term) -> bool:
        """False only if the term does not fit the goal, or differs from it at the point."""
        try:
            sides = typed_pair(term, self.goal, self.scope)
        except (ShapeError, Ambiguous):
            return False
        if any(side.unknown for side in sides):
            return True
        try:
            indices = {name: 1 for side in sides for name in side.subscripts}
            mine, right = (self._evaluator(indices).value(rewrite(side.term, self.scope)) for side in sides)
        except (Undefined, Unsupported, Unclear, TooMuch, OverflowError, AttributeError, ValueError):
            return True
        pairs = zip(entries(mine), entries(right), strict=False)
        return size(mine) == size(right) and all(math.isclose(x, y, rel_tol=_CLOSE, abs_tol=_CLOSE) for x, y in pairs)

    def _evaluator(self, indices: dict[str, int]) -> Evaluator:
        return Evaluator(Floats(), self.values, self.sizes, indices)
