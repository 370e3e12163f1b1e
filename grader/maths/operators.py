"""Operators: for each, the shape of its result and its value in any domain.

To add one: its meaning here (a line in :data:`OPERATORS`, and its value rule if no rule of another serves), its
spellings in :mod:`grader.maths.notation`, its written name in :mod:`grader.maths.show` if that is not how it is called
here, its number of arguments in :mod:`grader.maths.grammar.applications` if that is not one, and, if sympy has it, its
head in :mod:`grader.maths.sympy_reader`. Its derivatives are those of its value.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial, reduce

from grader.maths import duals
from grader.maths.declare import ONE, SCALAR, Shape
from grader.maths.domains import Domain
from grader.maths.shapes import Unifier, clash
from grader.maths.values import (
    Matrix,
    Scalar,
    Undefined,
    Unsupported,
    Value,
    add,
    each,
    eliminate,
    entries,
    matrix,
    multiply,
    size,
    together,
    transpose,
)

ShapeRule = Callable[[Unifier, Sequence[Shape]], Shape]
ValueRule = Callable[[Domain, Sequence[Value]], Value]


@dataclass(frozen=True, slots=True)
class Operator:
    """An operator's two rules; ``arity`` None takes any number of arguments."""

    shape: ShapeRule
    value: ValueRule
    arity: int | None = 1


# -------------------------------------------------------------------------------------------- shape rules


def _same(_: Unifier, shapes: Sequence[Shape]) -> Shape:
    return shapes[0]


def _number(_: Unifier, __: Sequence[Shape]) -> Shape:
    return SCALAR


def _transposed(_: Unifier, shapes: Sequence[Shape]) -> Shape:
    return shapes[0].transposed


def _square(unifier: Unifier, shapes: Sequence[Shape]) -> Shape:
    if not unifier.same(shapes[0].rows, shapes[0].cols):
        raise clash("square", shapes[0], shapes[0], None)
    return unifier.shape(shapes[0])


def _square_to_number(unifier: Unifier, shapes: Sequence[Shape]) -> Shape:
    _square(unifier, shapes)
    return SCALAR


def _alike(unifier: Unifier, shapes: Sequence[Shape]) -> Shape:
    if not unifier.same_shape(shapes[0], shapes[1]):
        raise clash("entrywise", shapes[0], shapes[1], None)
    return unifier.shape(shapes[0])


def _alike_to_number(unifier: Unifier, shapes: Sequence[Shape]) -> Shape:
    if not unifier.same_shape(shapes[0], shapes[1]):
        raise clash("inner", shapes[0], shapes[1], None)
    return SCALAR


def _diagonal(unifier: Unifier, shapes: Sequence[Shape]) -> Shape:
    shape = unifier.shape(shapes[0])
    if shape.cols == ONE:
        return Shape(shape.rows, shape.rows)
    return Shape(_square(unifier, shapes).rows, ONE)


# -------------------------------------------------------------------------------------------- value rules


def _function(name: str) -> ValueRule:
    return lambda domain, args: each(partial(duals.function, domain, name), args[0])


def quotient(domain: Domain, a: Value, b: Scalar) -> Value:
    """A value divided by a scalar."""
    if isinstance(b, Matrix):
        raise Undefined("division by a vector or matrix")
    return each(lambda x: duals.divide(domain, x, b), a)


def _rows(a: Value) -> list[tuple[Scalar, ...]]:
    return [a.row(i) for i in range(a.rows)] if isinstance(a, Matrix) else [(a,)]


def _eliminated(
    domain: Domain, a: Value, rows: Sequence[Sequence[Scalar]]
) -> tuple[list[list[Scalar]], list[int], Scalar]:
    """The elimination of a matrix, given its rows and what stands beside them."""
    return eliminate(
        rows, size(a)[1], lambda s: domain.is_zero(duals.plain(s)), lambda x, y: duals.divide(domain, x, y)
    )


def identity(domain: Domain, n: int) -> Value:
    """The n×n identity."""
    return matrix(n, n, [domain.number(int(i == j)) for i in range(n) for j in range(n)])


def inverse(domain: Domain, a: Value) -> Value:
    """a⁻¹; undefined if a is singular."""
    if not isinstance(a, Matrix):
        return duals.divide(domain, domain.number(1), a)
    if a.rows != a.cols:
        raise Undefined("not square")
    beside = _rows(identity(domain, a.rows))
    work, pivots, _ = _eliminated(domain, a, [x + y for x, y in zip(_rows(a), beside, strict=True)])
    if len(pivots) < a.rows:
        raise Undefined("singular")
    return matrix(a.rows, a.rows, [entry for row in work for entry in row[a.rows :]])


def _pseudo_inverse(domain: Domain, a: Value) -> Value:
    rows, cols = size(a)
    t = transpose(a)
    if rows >= cols:
        return multiply(inverse(domain, multiply(t, a)), t)
    return multiply(t, inverse(domain, multiply(a, t)))


def _determinant(domain: Domain, a: Value) -> Value:
    if not isinstance(a, Matrix):
        return a
    _, pivots, product = _eliminated(domain, a, _rows(a))
    return product if len(pivots) == a.rows else domain.number(0)


def _trace(_: Domain, a: Value) -> Value:
    return reduce(operator.add, entries(a)[:: size(a)[1] + 1])


def _diag(domain: Domain, a: Value) -> Value:
    rows, cols = size(a)
    if cols == 1:
        zero = domain.number(0)
        return matrix(rows, rows, [a.data[i] if i == j else zero for i in range(rows) for j in range(rows)]
                      if isinstance(a, Matrix) else [a])  # fmt: skip
    return matrix(rows, 1, entries(a)[:: cols + 1])


def total(domain: Domain, items: Sequence[Value]) -> Value:
    """The sum of values; 0 if there are none."""
    return reduce(add, items) if items else domain.number(0)


def inner(domain: Domain, a: Value, b: Value) -> Value:
    """The sum of the products of matching entries."""
    return total(domain, entries(together(operator.mul, a, b)))


def _norm(domain: Domain, a: Value) -> Value:
    if not isinstance(a, Matrix):
        return duals.function(domain, "abs", a)
    return duals.function(domain, "sqrt", inner(domain, a, a))


def _sorted(domain: Domain, items: Sequence[Scalar]) -> list[Scalar]:
    ordered: list[Scalar] = []
    for item in items:
        place = len(ordered)
        while place and duals.compare(domain, item, ordered[place - 1]) < 0:
            place -= 1
        ordered.insert(place, item)
    return ordered


def _all_entries(args: Sequence[Value]) -> list[Scalar]:
    return [entry for arg in args for entry in entries(arg)]


def _median(domain: Domain, args: Sequence[Value]) -> Value:
    ordered = _sorted(domain, _all_entries(args))
    middle = len(ordered) // 2
    if len(ordered) % 2:
        return ordered[middle]
    return duals.divide(domain, ordered[middle - 1] + ordered[middle], domain.number(2))


def _mean(domain: Domain, args: Sequence[Value]) -> Value:
    items = _all_entries(args)
    return duals.divide(domain, total(domain, items), domain.number(len(items)))


def _variance(domain: Domain, args: Sequence[Value]) -> Value:
    items = _all_entries(args)
    middle = _mean(domain, items)
    return _mean(domain, [(item - middle) * (item - middle) for item in items])


def _covariance(domain: Domain, args: Sequence[Value]) -> Value:
    items = [entries(arg) for arg in args]
    means = [_mean(domain, data) for data in items]
    return _mean(domain, [(x - means[0]) * (y - means[1]) for x, y in zip(*items, strict=True)])


def _exponentials(domain: Domain, a: Value) -> Value:
    return each(partial(duals.function, domain, "exp"), a)


def _softmax(domain: Domain, args: Sequence[Value]) -> Value:
    powers = _exponentials(domain, args[0])
    return quotient(domain, powers, total(domain, entries(powers)))


def _sigmoid(domain: Domain, args: Sequence[Value]) -> Value:
    one = domain.number(1)
    return each(lambda s: duals.divide(domain, one, 1 + duals.function(domain, "exp", -s)), args[0])


def _relu(domain: Domain, args: Sequence[Value]) -> Value:
    zero = domain.number(0)
    return each(lambda s: s if duals.compare(domain, s, zero) > 0 else zero, args[0])


def _log_sum_exp(domain: Domain, args: Sequence[Value]) -> Value:
    return duals.function(domain, "log", total(domain, entries(_exponentials(domain, matrix_of(args)))))


def matrix_of(args: Sequence[Value]) -> Value:
    """All entries of the arguments as one column."""
    items = _all_entries(args)
    return matrix(len(items), 1, items)


def _kron(_: Domain, args: Sequence[Value]) -> Value:
    (ar, ac), (br, bc) = size(args[0]), size(args[1])
    a, b = entries(args[0]), entries(args[1])
    data = [a[i // br * ac + j // bc] * b[i % br * bc + j % bc] for i in range(ar * br) for j in range(ac * bc)]
    return matrix(ar * br, ac * bc, data)


def _kron_shape(_: Unifier, shapes: Sequence[Shape]) -> Shape:
    if shapes[0].scalar:
        return shapes[1]
    if shapes[1].scalar:
        return shapes[0]
    raise clash("kron", shapes[0], shapes[1], None)


def _factorial(_: Domain, __: Sequence[Value]) -> Value:
    raise Unsupported("factorial of what is no whole number")


def _extreme(sign: int) -> ValueRule:
    return lambda domain, args: _sorted(domain, _all_entries(args))[0 if sign < 0 else -1]


_ELEMENTWISE = ("exp", "log", "sgn", "sqrt", "sin", "cos", "tan", "tanh", "erf", "gamma", "floor", "abs")

OPERATORS: dict[str, Operator] = {
    **{name: Operator(_same, _function(name)) for name in _ELEMENTWISE},
    "sigmoid": Operator(_same, _sigmoid),
    "relu": Operator(_same, _relu),
    "factorial": Operator(_same, _factorial),
    "transpose": Operator(_transposed, lambda _, args: transpose(args[0])),
    "inv": Operator(_square, lambda domain, args: inverse(domain, args[0])),
    "pinv": Operator(_transposed, lambda domain, args: _pseudo_inverse(domain, args[0])),
    "det": Operator(_square_to_number, lambda domain, args: _determinant(domain, args[0])),
    "tr": Operator(_square_to_number, lambda domain, args: _trace(domain, args[0])),
    "diag": Operator(_diagonal, lambda domain, args: _diag(domain, args[0])),
    "inner": Operator(_alike_to_number, lambda domain, args: inner(domain, args[0], args[1]), 2),
    "hadamard": Operator(_alike, lambda _, args: together(operator.mul, args[0], args[1]), 2),
    "kron": Operator(_kron_shape, _kron, 2),
    "norm": Operator(_number, lambda domain, args: _norm(domain, args[0])),
    "norm1": Operator(
        _number, lambda domain, args: total(domain, entries(each(partial(duals.function, domain, "abs"), args[0])))
    ),
    "norminf": Operator(
        _number,
        lambda domain, args: _extreme(1)(domain, entries(each(partial(duals.function, domain, "abs"), args[0]))),
    ),
    "median": Operator(_number, _median, None),
    "mean": Operator(_number, _mean, None),
    "var": Operator(_number, _variance, None),
    "cov": Operator(_alike_to_number, _covariance, 2),
    "max": Operator(_number, _extreme(1), None),
    "min": Operator(_number, _extreme(-1), None),
    "softmax": Operator(_same, _softmax),
    "logsumexp": Operator(_number, _log_sum_exp, None),
}
