"""Operators: their values against their definitions, their shapes against their values."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.maths.declare import ONE, SCALAR, Dim, Shape
from grader.maths.domains import Balls, Rationals
from grader.maths.operators import OPERATORS, identity, inner, inverse, quotient, total
from grader.maths.shapes import ShapeError, Unifier
from grader.maths.values import Matrix, Undefined, Unsupported, Value, add, entries, matrix, multiply, size, transpose
from tests.rows import rows

Q = Rationals()
N = Dim(("n",))
SHAPES = {"number": SCALAR, "column": Shape(N, ONE), "row": Shape(ONE, N), "square": Shape(N, N), "wide": Shape(ONE, N)}
SIZES = {"n": 2}

small = st.integers(-4, 4).map(Fraction)


def block(cols: int, *data: object) -> Value:
    return matrix(len(data) // cols, cols, [Q.number(Fraction(str(k))) for k in data])


def apply(op: str, *args: Value) -> Value:
    return OPERATORS[op].value(Q, args)


def squares(n: int) -> st.SearchStrategy[Value]:
    return st.lists(small, min_size=n * n, max_size=n * n).map(lambda data: matrix(n, n, [Q.number(k) for k in data]))


@pytest.mark.parametrize(
    ("op", "args", "value"),
    rows(
        ("transpose", [block(2, 1, 2, 3, 4, 5, 6)], block(3, 1, 3, 5, 2, 4, 6), "rows become columns"),
        ("det", [block(2, 1, 2, 3, 4)], block(1, -2), "two by two"),
        ("det", [block(3, 0, 1, 0, 1, 0, 0, 0, 0, 2)], block(1, -2), "rows that had to change places"),
        ("det", [block(2, 1, 2, 2, 4)], block(1, 0), "a singular matrix"),
        ("det", [block(1, 5)], block(1, 5), "of a number"),
        ("tr", [block(2, 1, 2, 3, 4)], block(1, 5), "the sum of the diagonal"),
        ("inv", [block(2, 2, 0, 0, 4)], block(2, "1/2", 0, 0, "1/4"), "of a diagonal matrix"),
        ("diag", [block(1, 3, 4)], block(2, 3, 0, 0, 4), "a vector to a matrix"),
        ("diag", [block(2, 1, 2, 3, 4)], block(1, 1, 4), "a matrix to a vector"),
        ("inner", [block(1, 1, 2), block(1, 3, 4)], block(1, 11), "of two vectors"),
        ("inner", [block(2, 1, 2, 3, 4), block(2, 1, 0, 0, 1)], block(1, 5), "of two matrices: Frobenius"),
        ("hadamard", [block(1, 1, 2), block(1, 3, 4)], block(1, 3, 8), "entry by entry"),
        ("kron", [block(1, 1, 2), block(1, 3, 4)], block(1, 3, 4, 6, 8), "every pair"),
        ("norm", [block(1, 3, -4)], block(1, 5), "a rational length"),
        ("norm", [block(2, 1, 1, 1, 1)], block(1, 2), "of a matrix: Frobenius"),
        ("norm", [block(1, -3)], block(1, 3), "of a number: its absolute value"),
        ("relu", [block(1, -1, 2, 0)], block(1, 0, 2, 0), "what is negative becomes 0"),
        ("floor", [block(1, "7/2")], block(1, 3), "rounded down"),
        ("floor", [block(1, "-1/2")], block(1, -1), "also below zero"),
        ("median", [block(1, 5), block(1, 1), block(1, 3)], block(1, 3), "of several arguments"),
        ("max", [block(1, 5, 7), block(1, 6)], block(1, 7), "of a vector and a number"),
        ("softmax", [block(1, 0, 0)], block(1, "1/2", "1/2"), "equal entries share"),
        ("sigmoid", [block(1, 0)], block(1, "1/2"), "the middle"),
        ("logsumexp", [block(1, 0)], block(1, 0), "of one"),
    ),
)
def test_values(op: str, args: list[Value], value: Value) -> None:
    assert entries(apply(op, *args)) == entries(value)
    assert size(apply(op, *args)) == size(value)


@pytest.mark.parametrize(
    ("op", "args"),
    rows(
        ("inv", [block(2, 1, 2, 2, 4)], "a singular matrix"),
        ("inv", [block(2, 1, 2, 3, 4, 5, 6)], "one that is not square"),
        ("inv", [block(1, 0)], "zero"),
        ("pinv", [block(2, 1, 2, 2, 4)], "not of full rank: the formula has no value"),
        ("hadamard", [block(1, 1, 2), block(1, 1, 2, 3)], "sizes that differ"),
    ),
)
def test_no_value(op: str, args: list[Value]) -> None:
    with pytest.raises(Undefined):
        apply(op, *args)


def test_division_by_a_vector_has_no_value() -> None:
    with pytest.raises(Undefined):
        quotient(Q, block(1, 1, 2), block(1, 1, 2))


def test_an_empty_sum_is_zero() -> None:
    assert total(Q, []) == 0


@pytest.mark.parametrize("op", sorted(OPERATORS))
def test_the_shape_is_that_of_the_value(op: str) -> None:
    """For every operator and every kind of argument that its shape rule takes."""
    operator = OPERATORS[op]
    balls = Balls()
    taken = 0
    for kinds in product(SHAPES, repeat=operator.arity or 1):
        shapes = [SHAPES[kind] for kind in kinds]
        try:
            shape = operator.shape(Unifier(), shapes)
        except ShapeError:
            continue
        args = []
        for k, argument in enumerate(shapes):
            rows_, cols = argument.rows.at(SIZES), argument.cols.at(SIZES)
            data = [balls.number(Fraction(3 * i + k + 1 + (i == 0))) for i in range(rows_ * cols)]
            args.append(matrix(rows_, cols, data))
        try:
            with balls.precision():
                value = operator.value(balls, args)
        except Unsupported:
            assert op == "factorial"
            continue
        assert size(value) == (shape.rows.at(SIZES), shape.cols.at(SIZES)), kinds
        taken += 1
    assert taken or op == "factorial"


@pytest.mark.parametrize(
    ("op", "kinds"),
    rows(
        ("det", ["column"], "only square matrices"),
        ("tr", ["row"], "nor of a row"),
        ("inv", ["column"], "nor an inverse"),
        ("inner", ["column", "row"], "a column and a row"),
        ("hadamard", ["column", "square"], "entry by entry of one shape"),
        ("kron", ["square", "square"], "only beside a number"),
        ("diag", ["row"], "the diagonal of a row"),
    ),
)
def test_shapes_that_are_refused(op: str, kinds: list[str]) -> None:
    with pytest.raises(ShapeError):
        OPERATORS[op].shape(Unifier(), [SHAPES[kind] for kind in kinds])


@given(squares(3), squares(3))
@settings(max_examples=50, deadline=None)
def test_laws_of_matrices(a: Value, b: Value) -> None:
    ab = multiply(a, b)
    assert apply("det", ab) == apply("det", a) * apply("det", b)
    assert apply("tr", ab) == apply("tr", multiply(b, a))
    assert apply("det", transpose(a)) == apply("det", a)
    assert apply("inner", a, b) == apply("tr", multiply(transpose(a), b))
    assert apply("tr", apply("hadamard", a, identity(Q, 3))) == apply("tr", a)
    if apply("det", a) != 0:
        assert multiply(a, inverse(Q, a)) == multiply(inverse(Q, a), a) == identity(Q, 3)
        assert apply("pinv", a) == inverse(Q, a)
    else:
        with pytest.raises(Undefined):
            inverse(Q, a)


@given(squares(2), squares(2), squares(2), squares(2))
@settings(max_examples=30, deadline=None)
def test_the_mixed_product_of_kronecker(a: Value, b: Value, c: Value, d: Value) -> None:
    left = multiply(apply("kron", a, b), apply("kron", c, d))
    assert left == apply("kron", multiply(a, c), multiply(b, d))


columns = st.lists(st.integers(-6, 6), min_size=2, max_size=5)


@given(columns)
def test_statistics_of_a_sample(data: list[int]) -> None:
    value = matrix(len(data), 1, [Q.number(k) for k in data])
    mean = Fraction(sum(data), len(data))
    assert apply("mean", value) == Q.number(mean)
    assert apply("var", value) == Q.number(sum((k - mean) ** 2 for k in data) / len(data))
    ordered = sorted(data)
    middle = len(data) // 2
    median = Fraction(ordered[middle] + ordered[middle if len(data) % 2 else middle - 1], 2)
    assert apply("median", value) == Q.number(median)
    assert (apply("max", value), apply("min", value)) == (max(data), min(data))
    assert apply("norm1", value) == sum(map(abs, data))
    assert apply("norminf", value) == max(map(abs, data))
    assert inner(Q, value, value) == sum(k * k for k in data)


@given(columns)
@settings(max_examples=30, deadline=None)
def test_softmax_and_its_relatives(data: list[int]) -> None:
    """softmax is the gradient of logsumexp: here, its entries are exp(z_k - logsumexp(z))."""
    balls = Balls()
    with balls.precision():
        value = matrix(len(data), 1, [balls.number(k) for k in data])
        shares = OPERATORS["softmax"].value(balls, [value])
        height = OPERATORS["logsumexp"].value(balls, [value])
        assert isinstance(shares, Matrix)
        assert (total(balls, shares.data) - 1).contains(0)
        for z, share in zip(data, shares.data, strict=True):
            assert (share - (z - height).exp()).contains(0)
        odds = OPERATORS["sigmoid"].value(balls, [add(value, balls.number(0))])
        for z, chance in zip(data, entries(odds), strict=True):
            assert (chance * (1 + balls.number(-z).exp()) - 1).contains(0)
