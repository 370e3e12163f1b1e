"""Values: what the evaluator computes with, over any number domain.

A value is a scalar of the domain or a :class:`Matrix`. A 1×1 matrix is always held as its scalar, so that a product
"scales if either side is a scalar, else multiplies matrices" agrees with the static shapes at every size, n = 1 and
d = 1 included. Vectors are n×1.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any, TypeAlias

from grader.maths.light import light

Scalar: TypeAlias = Any  # a number of whatever domain is in use: nmod, fmpq, arb, or a Dual over one of them


class Undefined(Exception):
    """The term has no value at this point: division by zero, a singular inverse, the log of a negative number."""


class Unsupported(Exception):
    """The domain cannot evaluate this operation; another one may."""

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what


class Unclear(Exception):
    """Balls too wide to tell; more precision may help."""


@light
@dataclass(frozen=True, slots=True)
class Matrix:
    """A rows×cols block of scalars, row by row; never 1×1."""

    rows: int
    cols: int
    data: tuple[Scalar, ...]

    def row(self, i: int) -> tuple[Scalar, ...]:
        """Row ``i``, counted from 0."""
        return self.data[i * self.cols : (i + 1) * self.cols]


Value: TypeAlias = Scalar | Matrix


def matrix(rows: int, cols: int, data: Sequence[Scalar]) -> Value:
    """The block as a value: a 1×1 one becomes its scalar."""
    return data[0] if rows == cols == 1 else Matrix(rows, cols, tuple(data))


def size(value: Value) -> tuple[int, int]:
    """Rows and columns; (1, 1) for a scalar."""
    return (value.rows, value.cols) if isinstance(value, Matrix) else (1, 1)


def entries(value: Value) -> tuple[Scalar, ...]:
    """All entries, row by row."""
    return value.data if isinstance(value, Matrix) else (value,)


def each(change: Callable[[Scalar], Scalar], value: Value) -> Value:
    """The value with every entry changed."""
    if isinstance(value, Matrix):
        return Matrix(value.rows, value.cols, tuple(map(change, value.data)))
    return change(value)


def together(combine: Callable[[Scalar, Scalar], Scalar], a: Value, b: Value) -> Value:
    """Entry by entry; a scalar meets every entry of a matrix."""
    if isinstance(a, Matrix):
        if isinstance(b, Matrix):
            if (a.rows, a.cols) != (b.rows, b.cols):
                raise Undefined("sizes differ")
            return Matrix(a.rows, a.cols, tuple(map(combine, a.data, b.data)))
        return Matrix(a.rows, a.cols, tuple([combine(x, b) for x in a.data]))
    if isinstance(b, Matrix):
        return Matrix(b.rows, b.cols, tuple([combine(a, y) for y in b.data]))
    return combine(a, b)


def add(a: Value, b: Value) -> Value:
    """a + b."""
    if not (isinstance(a, Matrix) or isinstance(b, Matrix)):
        return a + b
    return together(operator.add, a, b)


def subtract(a: Value, b: Value) -> Value:
    """a − b."""
    if not (isinstance(a, Matrix) or isinstance(b, Matrix)):
        return a - b
    return together(operator.sub, a, b)


def multiply(a: Value, b: Value) -> Value:
    """a b: scaling if either is a scalar, the matrix product otherwise."""
    if not (isinstance(a, Matrix) or isinstance(b, Matrix)):
        return a * b
    if not (isinstance(a, Matrix) and isinstance(b, Matrix)):
        return together(operator.mul, a, b)
    if a.cols != b.rows:
        raise Undefined("inner sizes differ")
    columns = [b.data[j :: b.cols] for j in range(b.cols)]
    data = []
    for i in range(a.rows):
        row = a.row(i)
        for column in columns:
            total = row[0] * column[0]
            for k in range(1, a.cols):
                total = total + row[k] * column[k]
            data.append(total)
    return matrix(a.rows, b.cols, data)


def transpose(a: Value) -> Value:
    """aᵀ."""
    if not isinstance(a, Matrix):
        return a
    if a.rows == 1 or a.cols == 1:
        return Matrix(a.cols, a.rows, a.data)
    return Matrix(a.cols, a.rows, tuple(chain.from_iterable(a.data[j :: a.cols] for j in range(a.cols))))


def eliminate(
    rows: Sequence[Sequence[Scalar]], columns: int, is_zero: Callable[[Scalar], bool], divide: Callable[..., Scalar]
) -> tuple[list[list[Scalar]], list[int], Scalar]:
    """Gauss–Jordan over the first ``columns`` columns: reduced rows, the pivot columns, the product of the pivots."""
    work = [list(row) for row in rows]
    pivots: list[int] = []
    product: Scalar = 1
    for column in range(columns):
        top = len(pivots)
        found = _pivot([row[column] for row in work[top:]], is_zero)
        if found is None:
            continue
        if found:
            work[top], work[top + found] = work[top + found], work[top]
            product = -product
        pivot = work[top][column]
        product = pivot * product
        work[top] = [divide(entry, pivot) for entry in work[top]]
        for r, row in enumerate(work):
            if r != top:
                factor = row[column]
                work[r] = [entry - factor * above for entry, above in zip(row, work[top], strict=True)]
        pivots.append(column)
    return work, pivots, product


def _pivot(column: Sequence[Scalar], is_zero: Callable[[Scalar], bool]) -> int | None:
    """The first entry that is surely not zero; :class:`Unclear` if none is but some may be."""
    doubtful = False
    for place, entry in enumerate(column):
        try:
            if not is_zero(entry):
                return place
        except Unclear:
            doubtful = True
    if doubtful:
        raise Unclear
    return None
