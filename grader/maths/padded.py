"""Values of what does not fit: what is too small is filled up with zeros.

``-2X(y - Xw)`` has no value, but a marker wants to see it beside ``2X(Xw - y)`` and apart from ``-2X(Xw - y)``. What
fits in itself keeps its own value here, so that whatever holds for that (``w^T x_i`` is ``x_i^T w``) still holds.
Only for comparing wrong formulas with each other: these values mean nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import reduce
from typing import Final

from grader.maths.declare import Scope
from grader.maths.domains import Domain
from grader.maths.evaluate import Evaluator
from grader.maths.operators import OPERATORS, identity, inverse
from grader.maths.rewrite import rewrite
from grader.maths.substitute import substitute
from grader.maths.terms import Add, Apply, Call, Div, Fold, Index, Mul, Neg, Number, Pow, Prime, Symbol, Term, walk
from grader.maths.typing import Typed, possible
from grader.maths.values import (
    Matrix,
    Scalar,
    Unsupported,
    Value,
    add,
    each,
    entries,
    matrix,
    multiply,
    size,
    transpose,
)

_ONE: Final = Number(Fraction(1))
_TWO: Final = Number(Fraction(2))
_OF_SQUARES: Final = frozenset(("diag", "tr", "det"))

#: An evaluator for a typed term at the point at hand.
Evaluators = Callable[[Typed], Evaluator]


class Padded:
    """Values of terms that need not fit. ``evaluators`` gives the point; ``domain`` is that of its evaluators."""

    def __init__(self, scope: Scope, domain: Domain, evaluators: Evaluators) -> None:
        self.scope = scope
        self.domain = domain
        self.evaluators = evaluators
        self.indices: dict[str, int] = {}

    def value(self, term: Term) -> Value:
        """The value; raises Unsupported where even this makes no sense of a term, and what evaluation raises."""
        sort = possible(term, self.scope)
        if sort is not None:
            evaluator = self.evaluators(sort)
            open_sizes = (part.name for part in walk(sort.term) if isinstance(part, Symbol) and part.name[:1] == "?")
            most = max(evaluator.sizes.values(), default=2)
            evaluator.indices.update(dict.fromkeys(open_sizes, most))  # a column of ones: as long as there are samples
            evaluator.indices.update(dict.fromkeys(sort.subscripts, 2) | self.indices)
            return evaluator.value(rewrite(sort.term, self.scope))
        defined = self._defined(term)
        if defined is not None:
            return self.value(defined)
        match term:
            case Add(terms):
                return reduce(_sum, map(self.value, terms))
            case Neg(inner):
                return each(lambda entry: -entry, self.value(inner))
            case Mul(factors):
                return reduce(self._product, map(self.value, factors))
            case Call(head, (argument,), ()):
                return self._product(self.value(head), self.value(argument))
            case Div(top, bottom):
                return self._product(self.value(top), self._inverse(self.value(bottom)))
            case Pow(Apply("norm", (inner,)), exponent) if exponent == _TWO:
                column = self.value(inner)
                return self._product(transpose(column), column)
            case Pow(base, Number(power)):
                return self._power(self.value(base), power)
            case Prime(inner, 1):
                return transpose(self.value(inner))
            case Apply(op, args):
                return self._applied(op, [self.value(arg) for arg in args])
            case Fold(op, str(index), low, high, body, None, None):
                combine = _sum if op == "sum" else self._product
                return reduce(combine, self._turns(index, low or _ONE, high or Symbol(self.scope.dims[0]), body))
            case _:
                raise Unsupported(type(term).__name__)

    def _defined(self, term: Term) -> Term | None:
        """What a name, a function's value or ``r_i`` was defined as."""
        match term:
            case Symbol(name):
                args: tuple[Term, ...] = ()
            case Call(Symbol(name), args, _) | Index(Symbol(name), args):
                pass
            case _:
                return None
        function = self.scope.functions.get(self.scope.canonical(name))
        if function is None:
            return None
        return substitute(function.body, dict(zip(function.parameters, args, strict=False)))

    def _product(self, a: Value, b: Value) -> Value:
        if not (isinstance(a, Matrix) and isinstance(b, Matrix)):
            return multiply(a, b)
        inner = max(a.cols, b.rows)
        return multiply(self._filled(a, a.rows, inner), self._filled(b, inner, b.cols))

    def _filled(self, value: Value, rows: int, cols: int) -> Value:
        return _filled(value, rows, cols, self.domain.number(0))

    def _inverse(self, value: Value) -> Value:
        """The inverse, with ones on the diagonal of what is filled up."""
        rows, cols = size(value)
        side = max(rows, cols)
        square = self._filled(value, side, side)
        if rows == cols:
            return inverse(self.domain, square)
        ones = self._filled(identity(self.domain, min(rows, cols)), side, side)
        rest = add(identity(self.domain, side), each(lambda entry: -entry, ones))
        return inverse(self.domain, add(square, rest))

    def _power(self, base: Value, power: Fraction) -> Value:
        if power == -1:
            return self._inverse(base)
        if power == 2:
            rows, cols = size(base)
            return multiply(base, base) if rows == cols else self._product(transpose(base), base)
        raise Unsupported("power")

    def _applied(self, op: str, values: list[Value]) -> Value:
        if op in ("inv", "pinv"):
            return self._inverse(values[0])
        if op == "inner":
            return self._product(transpose(values[0]), values[1])
        if op not in OPERATORS:
            raise Unsupported(op)
        if op in _OF_SQUARES:
            values = [self._squared(value) for value in values]
        return OPERATORS[op].value(self.domain, values)

    def _squared(self, value: Value) -> Value:
        """A matrix filled up to a square; a column, as it may be made the diagonal of one, stays."""
        rows, cols = size(value)
        return value if cols == 1 else self._filled(value, max(rows, cols), max(rows, cols))

    def _turns(self, index: str, low: Term, high: Term, body: Term) -> list[Value]:
        sizes = self._sizes()
        first, last = (_whole(limit, sizes, self.scope) for limit in (low, high))
        if first > last:
            raise Unsupported("empty")
        outer = dict(self.indices)
        try:
            return [self._turn(index, turn, body) for turn in range(first, last + 1)]
        finally:
            self.indices = outer

    def _turn(self, index: str, turn: int, body: Term) -> Value:
        self.indices[index] = turn
        return self.value(body)

    def _sizes(self) -> Mapping[str, int]:
        sort = possible(_ONE, self.scope)
        if sort is None:  # a number fits, so that there is no work left to type it
            raise Unsupported("work")
        return self.evaluators(sort).sizes


def _whole(limit: Term, sizes: Mapping[str, int], scope: Scope) -> int:
    match limit:
        case Number(value) if value.denominator == 1 and abs(value) <= 12:
            return int(value)
        case Symbol(name) if scope.canonical(name) in sizes:
            return sizes[scope.canonical(name)]
        case _:
            raise Unsupported("limit")


def _sum(a: Value, b: Value) -> Value:
    (rows, cols), (more_rows, more_cols) = size(a), size(b)
    if not (isinstance(a, Matrix) and isinstance(b, Matrix)):
        return add(a, b)
    top, wide = max(rows, more_rows), max(cols, more_cols)
    zero = entries(a)[0] * 0
    return add(_filled(a, top, wide, zero), _filled(b, top, wide, zero))


def _filled(value: Value, rows: int, cols: int, zero: Scalar) -> Value:
    """A value with rows and columns of zeros behind its own."""
    if size(value) == (rows, cols):
        return value
    has, wide = size(value)
    data = entries(value)
    return matrix(
        rows, cols, [data[i * wide + j] if i < has and j < wide else zero for i in range(rows) for j in range(cols)]
    )
