"""Shapes: unification of dimensions, and how shapes are told."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.maths.declare import ONE, SCALAR, Dim, Shape
from grader.maths.shapes import ShapeError, Unifier, clash, describe, dim_term
from grader.maths.terms import Add, Number, Symbol, Term
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
    error = clash("product", Shape(N, D), Shape(N, ONE), (3, 5))
    assert isinstance(error, ShapeError)
    assert error.span == (3, 5)
    assert error.problem.fields == {"left": describe(Shape(N, D)), "right": describe(Shape(N, ONE))}


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
