"""Shapes: unification of dimensions, and how shapes are told."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.maths.declare import ONE, SCALAR, Dim, Shape
from grader.maths.shapes import ShapeError, Unifier, clash, describe, dim_term
from grader.maths.terms import Add, Number, Symbol, Term
from grader.maths.typing import typed
from grader.report.words import render
from tests.maths.reading import scope_of, term
from tests.rows import rows

N, D, P, Q = Dim(("n",)), Dim(("d",)), Dim(("?1",)), Dim(("?2",))

dims = st.builds(
    lambda names, constant: Dim(tuple(sorted(names)), constant),
    st.lists(st.sampled_from(["n", "d", "?1", "?2", "?3"]), max_size=2),
    st.integers(0, 2),
)


@pytest.mark.parametrize(
    ("a", "b", "fits"),
    rows(
        (N, N, True, "one name"),
        (N, D, False, "two names are two sizes"),
        (N, ONE, False, "n is not always 1"),
        (P, N, True, "what is open takes a name"),
        (P, ONE, True, "or a number"),
        (P, Q, True, "or another that is open"),
        (P, N.plus(ONE), True, "or a sum"),
        (P, P.plus(ONE), False, "no size is one more than itself"),
        (N.plus(ONE), ONE.plus(N), True, "sums in any order"),
        (N.plus(D), D.plus(N), True, "of names too"),
        (N.plus(ONE), N, False, "one row more"),
        (Dim((), 3), Dim((), 3), True, "numbers"),
        (Dim((), 3), Dim((), 4), False, "other numbers"),
    ),
)
def test_one_equation(a: Dim, b: Dim, fits: bool) -> None:
    assert Unifier().same(a, b) is fits
    assert Unifier().same(b, a) is fits


@given(st.lists(st.tuples(dims, dims), max_size=5))
def test_unification_is_symmetric(equations: list[tuple[Dim, Dim]]) -> None:
    """Which side is which changes no answer, and two sides that were made equal stay equal."""
    forwards, backwards = Unifier(), Unifier()
    held = []
    for a, b in equations:
        fits = forwards.same(a, b)
        assert backwards.same(b, a) is fits
        if fits:
            held.append((a, b))
    for unifier in (forwards, backwards):
        for a, b in held:
            assert unifier.resolve(a) == unifier.resolve(b)
            assert unifier.resolve(unifier.resolve(a)) == unifier.resolve(a)


@given(dims)
def test_a_dimension_is_the_same_as_itself(a: Dim) -> None:
    assert Unifier().same(a, a)


def test_what_is_known_reaches_through_a_chain() -> None:
    unifier = Unifier()
    first, second = unifier.fresh(), unifier.fresh()
    assert first != second
    assert unifier.same(first, second.plus(ONE))
    assert unifier.same(second, N)
    assert unifier.shape(Shape(first, second)) == Shape(N.plus(ONE), N)
    assert not unifier.same(first, D)


def test_shapes_fit_if_rows_and_columns_do() -> None:
    assert Unifier().same_shape(Shape(N, P), Shape(N, D))
    assert not Unifier().same_shape(Shape(N, D), Shape(D, N))
    assert not Unifier().same_shape(Shape(P, P), Shape(N, D)), "a square matrix is not n×d"


@pytest.mark.parametrize(
    ("shape", "key", "fields"),
    rows(
        (SCALAR, "scalar", {}, "1 by 1"),
        (Shape(N, ONE), "vector", {"n": "n"}, "one column"),
        (Shape(ONE, D), "row", {"n": "d"}, "one row"),
        (Shape(N, D), "matrix", {"rows": "n", "cols": "d"}, "both"),
        (Shape(N, D.plus(ONE)), "matrix", {"rows": "n", "cols": "d+1"}, "with a column of ones"),
    ),
)
def test_shapes_in_words(shape: Shape, key: str, fields: dict[str, str]) -> None:
    message = describe(shape)
    assert message.key == f"maths.shape.{key}"
    assert message.fields == fields


def test_a_clash_tells_both_shapes_and_the_place() -> None:
    error = clash("product", Shape(N, D), Shape(N, ONE), (3, 5), (Symbol("X"), Symbol("y")))
    assert isinstance(error, ShapeError)
    assert error.span == (3, 5)
    sizes = {"left": describe(Shape(N, D)), "cols": "d", "right": describe(Shape(N, ONE)), "rows": "n"}
    assert error.problem.fields == {**sizes, "a": "X", "b": "y"}


@pytest.mark.parametrize(
    ("dim", "term"),
    rows(
        (N, Symbol("n"), "a name"),
        (Dim((), 3), Number(Fraction(3)), "a number"),
        (Dim(), Number(Fraction(0)), "nothing"),
        (N.plus(ONE), Add((Symbol("n"), Number(Fraction(1)))), "a sum"),
    ),
)
def test_dimensions_as_terms(dim: Dim, term: Term) -> None:
    assert dim_term(dim) == term


DATA = scope_of("X: n*d rows x, y: n, w: d, A: d*d, b, sigma: >0", "w")


@pytest.mark.parametrize(
    ("text", "english", "chinese"),
    rows(
        ("X y", "“X” would need n columns; “X” is a matrix of size n×d and has d", "“X” 应有 n 列", "a lost transpose"),
        ("X X^T w", "“Xᵀ” times “w” does not fit", "“Xᵀ” 乘 “w”", "the two that do not fit, not all three"),
        ("w X", "“w” is a vector of d entries, a single column", "“w” 是d 维列向量，只有一列", "the wrong order"),
        ("y X^T", "check the order", "请检查次序", "a row would fit"),
        ("(y - Xw) X", "“y - X w” times “X”", "“y - X w” 乘 “X”", "a bracket is named as one"),
        ("X^T y X", "“y” is a vector of n entries", "“y” 是n 维列向量", "of the factor, not of what stands before it"),
        ("(X^T X)^{-1} X y", "“(Xᵀ X)⁻¹” times “X”", "“(Xᵀ X)⁻¹” 乘 “X”", "the normal equation without a transpose"),
        ("(X^T X)^{-1} X^T y^T", "“yᵀ” is a row of n entries, a single row", "只有一行", "a transpose too many"),
        ("X w^T", "check for a transpose too many", "请检查是否多了转置", "again"),
        ("y^T X^T w", "“Xᵀ” is a matrix of size d×n and has d rows", "“Xᵀ” 是d×n 矩阵", "a transpose too many"),
        ("y^T w", "“yᵀ” would need d columns", "“yᵀ” 应有 d 列", "data and parameters"),
        ("w^T X X^T w", "“wᵀ” would need n columns", "“wᵀ” 应有 n 列", "the order of a square"),
        ("x_i w", "both are columns", "两者都是列向量", "an inner product without a transpose"),
        (r"\sum_i x_i x_i", "for an inner product, transpose the first", "请将前者转置", "in a sum"),
        ("Xw - w", "“X w” is a vector of n entries, and “w” is a vector of d entries", "“w” 是d 维列向量", "a sum"),
        (r"\|y - X\|^2", "“X” is a matrix of size n×d", "“X” 是n×d 矩阵", "the w got lost"),
        ("X^T y + b w^T", "“b wᵀ” is a row of d entries", "“b wᵀ” 是d 维行向量", "a column and a row"),
        (r"\frac{X^T y}{X^T X}", "“Xᵀ y” cannot be divided by “Xᵀ X”", "“Xᵀ y” 不能除以 “Xᵀ X”", "as a fraction"),
        ("X^{-1} y", "“X” is a matrix of size n×d", "“X” 是n×d 矩阵", "no inverse"),
        ("X^2", "check for a lost transpose", "请检查是否漏了转置", "no power"),
        (r"y \odot w", "“y” is a vector of n entries, and “w”", "“y” 是n 维列向量，而 “w”", "entry by entry"),
        (r"\langle y, w \rangle", "“w” is a vector of d entries", "“w” 是d 维列向量", "an inner product"),
        (r"\operatorname{tr}(X)", "needs a square matrix, and “X”", "需要方阵，而 “X”", "a trace"),
        (r"e^{y^T w}", "“yᵀ” times “w”", "“yᵀ” 乘 “w”", "inside of a function"),
        ("2^w", "“w” is a vector of d entries", "“w” 是d 维列向量", "an exponent"),
        (r"\sum_i y_i w_i", "The index i runs over n here and over d there", "指标 i", "one letter for two ranges"),
    ),
)
def test_slips_in_words(text: str, english: str, chinese: str) -> None:
    with pytest.raises(ShapeError) as caught:
        typed(term(text, DATA), DATA)
    assert english in render(caught.value.problem, "en")
    assert chinese in render(caught.value.problem, "zh")
