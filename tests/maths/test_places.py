"""Places in a term: where a slip may be, and the term with something else there."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from grader.maths import show
from grader.maths.mistakes.places import apart, at, places, put
from grader.maths.terms import Symbol, Term
from grader.maths.typing import typed
from tests.maths.drawing import formulas
from tests.maths.reading import scope_of, term
from tests.rows import rows

DATA = scope_of("X: n*d rows x, y: n, w: d, z: n, b, c")


@pytest.mark.parametrize(
    ("text", "found"),
    rows(
        ("b", ["b"], "a name is one place"),
        ("b + c", ["b + c", "b", "c"], "a sum and its addends"),
        (r"\sum_{i=1}^{n} z_i", ["∑_{i=1}^{n} z_i", "z_i", "z"], "neither the limits nor the subscript"),
        ("z_2 b", ["z_2 b", "z_2", "z", "b"], "nor the number of an entry"),
        ("b^2", ["b²", "b", "2"], "an exponent is one"),
        (r"\frac{b}{c}", ["b/c", "b", "c"], "both sides of a fraction"),
    ),
)
def test_places_of_typed_terms(text: str, found: list[str]) -> None:
    assert [show.plain(part) for _, part in places(typed(term(text, DATA), DATA).term)] == found


@pytest.mark.parametrize(
    ("a", "b", "result"),
    rows(
        ((0,), (1,), True, "two addends"),
        ((), (0,), False, "the whole holds every place"),
        ((0, 1), (0, 2), True, "two parts of one part"),
        ((0, 1), (0, 1, 0), False, "a place in a place"),
        ((0,), (0,), False, "the same"),
    ),
)
def test_apart(a: tuple[int, ...], b: tuple[int, ...], result: bool) -> None:
    assert apart(a, b) is result


@given(formulas)
@settings(max_examples=60, deadline=None)
def test_what_is_put_is_found_there(formula: Term) -> None:
    new = Symbol("new")
    for place, part in places(formula):
        assert at(formula, place) == part
        assert at(put(formula, place, new), place) == new
        assert put(formula, place, part) == formula
