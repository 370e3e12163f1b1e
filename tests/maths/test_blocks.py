"""Blocks: how vectors and numbers in brackets stand together, by what fits."""

from __future__ import annotations

import pytest

from grader.maths.decide import Different, Equal, equal
from tests.maths.reading import scope_of, term
from tests.rows import rows

NAMES = scope_of("X: n*d, y: n, w: d, x: d, b, c")
ONE = "w^T x + b"
ALL = r"Xw + b\mathbf 1"


@pytest.mark.parametrize(
    ("value", "blocks"),
    rows(
        (ONE, r"\begin{bmatrix} w \\ b \end{bmatrix}^T \begin{bmatrix} x \\ 1 \end{bmatrix}", "written out"),
        (ONE, "(w, b)^T (x, 1)", "two columns, one of them with a sign of transposition"),
        (ONE, "(x, 1)(w, b)^T", "behind the other"),
        (ONE, r"(w, b) \cdot (x, 1)", "with a dot"),
        (ONE, r"\langle (w, b), (x, 1) \rangle", "an inner product"),
        (ONE, "(w^T, b)(x; 1)", "a row and a column"),
        (ONE, "[w, b][x; 1]", "square brackets, though w is no row"),
        (ONE, "[w, b]^T [x, 1]", "the same twice: a 1 beside a vector is one more number here"),
        (ALL, "[X, 1](w; b)", "and a column of ones here"),
        (ALL, r"[X\ 1](w; b)", "with a space for the comma"),
        (ALL, "[X, 1][w, b]^T", "the parameters in square brackets"),
        (ALL, r"(X, \mathbf 1)(w, b)", "round brackets: X and a column can't stand one above the other"),
        (ALL, r"[\mathbf 1, X](b; w)", "the ones first"),
        (r"b\mathbf 1 + c y", "[1, y](b; c)", "one feature: a matrix of two columns"),
    ),
)
def test_what_fits(value: str, blocks: str) -> None:
    assert isinstance(equal(term(blocks, NAMES), term(value, NAMES), NAMES), Equal)


@pytest.mark.parametrize(
    ("value", "blocks"),
    rows(
        (ONE, "(w, b)^T (1, x)", "out of order"),
        (ONE, "[w, b]^T [x, 0]", "a zero"),
        (ALL, "[1, X](w; b)", "out of order"),
        (ALL, "[X, 0](w; b)", "a column of zeros"),
        (ALL, "[X, 1] w", "it does not fit"),
        (ONE, "w x + b", "two columns by name are no product"),
    ),
)
def test_what_does_not(value: str, blocks: str) -> None:
    assert isinstance(equal(term(blocks, NAMES), term(value, NAMES), NAMES), Different)
