"""Values: matrix arithmetic against numpy, over exact rationals."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.maths.domains import Rationals
from grader.maths.operators import OPERATORS, inverse
from grader.maths.values import Matrix, Undefined, Value, add, entries, matrix, multiply, size, transpose

Q = Rationals()


def blocks(rows: int, cols: int) -> st.SearchStrategy[list[int]]:
    return st.lists(st.integers(-4, 4), min_size=rows * cols, max_size=rows * cols)


def block(rows: int, cols: int, data: list[int]) -> Value:
    return matrix(rows, cols, [Q.number(Fraction(k)) for k in data])


def numpy_of(value: Value) -> np.ndarray:
    return np.array([float(Fraction(int(e.p), int(e.q))) for e in entries(value)]).reshape(size(value))


@given(st.tuples(*[st.integers(1, 3)] * 3).flatmap(lambda s: st.tuples(st.just(s), blocks(*s[:2]), blocks(*s[1:]))))
def test_product_and_transpose(case: tuple[tuple[int, int, int], list[int], list[int]]) -> None:
    (n, m, k), left, right = case
    a, b = block(n, m, left), block(m, k, right)
    expected = np.array(left).reshape(n, m) @ np.array(right).reshape(m, k)
    if (n, m) != (1, 1) and (m, k) != (1, 1):
        assert np.array_equal(numpy_of(multiply(a, b)), expected)
        assert np.array_equal(numpy_of(multiply(transpose(b), transpose(a))), expected.T)


@given(blocks(3, 3))
def test_inverse_and_determinant(data: list[int]) -> None:
    a = block(3, 3, data)
    expected = np.linalg.det(np.array(data, dtype=float).reshape(3, 3))
    (det,) = entries(OPERATORS["det"].value(Q, [a]))
    assert abs(float(Fraction(int(det.p), int(det.q))) - expected) < 1e-9
    if det == 0:
        with pytest.raises(Undefined):
            inverse(Q, a)
    else:
        assert np.allclose(numpy_of(multiply(a, inverse(Q, a))), np.eye(3))


def test_one_by_one_is_its_scalar() -> None:
    assert not isinstance(block(1, 1, [5]), Matrix)
    column = block(2, 1, [1, 2])
    assert multiply(transpose(column), column) == 5


def test_a_scalar_meets_every_entry() -> None:
    assert entries(add(block(2, 1, [1, 2]), Q.number(3))) == (4, 5)


@pytest.mark.parametrize(
    ("op", "data", "expected", "why"),
    [
        ("median", [3, 1, 2], 2, "odd: the middle one"),
        ("median", [4, 1, 2, 3], Fraction(5, 2), "even: the middle of the two"),
        ("mean", [1, 2, 6], 3, "the average"),
        ("var", [1, 3], 1, "over n, not n - 1"),
        ("max", [1, 7, 3], 7, "the largest"),
        ("min", [1, 7, -3], -3, "the smallest"),
        ("norm1", [1, -2, 3], 6, "the sum of absolute values"),
        ("norminf", [1, -7, 3], 7, "the largest absolute value"),
    ],
)
def test_operators_of_a_column(op: str, data: list[int], expected: int, why: str) -> None:
    result = OPERATORS[op].value(Q, [block(len(data), 1, data)])
    assert result == Q.number(Fraction(expected)), why


def test_pseudo_inverse_of_full_rank() -> None:
    a = block(3, 2, [1, 2, 3, 4, 5, 7])
    left = OPERATORS["pinv"].value(Q, [a])
    assert np.allclose(numpy_of(multiply(left, a)), np.eye(2))
    right = OPERATORS["pinv"].value(Q, [transpose(a)])
    assert np.allclose(numpy_of(multiply(transpose(a), right)), np.eye(2))
