"""Putting terms in place of names: bound indices stay, and the free names are those of what is put in."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.maths.decide import agree
from grader.maths.domains import Rationals
from grader.maths.substitute import substitute
from grader.maths.terms import Number, Symbol, Term, free_names
from grader.maths.typing import typed
from tests.maths.drawing import SCOPE, points_of, polynomials, value_at
from tests.maths.reading import scope_of, term
from tests.rows import rows

NAMES = scope_of("x: n, y: n, b, c, r: n")


@pytest.mark.parametrize(
    ("text", "by", "becomes"),
    rows(
        ("b^2+b", {"b": "c"}, "c^2+c", "everywhere"),
        ("b+c", {"b": "c", "c": "b"}, "c+b", "all at once, not one after the other"),
        (r"\sum_i (x_i-b)^2", {"b": r"\bar x"}, r"\sum_i (x_i-\bar x)^2", "inside a sum"),
        (r"\sum_i x_i", {"i": "1"}, r"\sum_i x_i", "a bound index stays"),
        (r"x_i + \sum_i x_i", {"i": "2"}, r"x_2 + \sum_i x_i", "the same letter outside of the sum does not"),
        (r"\sum_i (x_i - b_j)", {"j": "3"}, r"\sum_i (x_i - b_3)", "another index in the sum"),
        (r"\sum_i x_i + b", {"i": "1", "b": "c"}, r"\sum_i x_i + c", "the rest is still put in"),
        ("r^T r", {"r": "x"}, "x^T x", "a vector"),
        ("x_b", {"b": "2"}, "x_2", "in a subscript"),
        ("b", {"c": "x"}, "b", "a name that is not there"),
    ),
)
def test_what_becomes_of_it(text: str, by: dict[str, str], becomes: str) -> None:
    put = {name: term(other, NAMES) for name, other in by.items()}
    assert substitute(term(text, NAMES), put) == term(becomes, NAMES)


@pytest.mark.parametrize(
    ("text", "by", "means"),
    rows(
        (r"\sum_i (x_i-b)^2", {"b": "x_i"}, r"\sum_j (x_j-x_i)^2", "an index of the same letter"),
        (r"\sum_i \sum_j (x_i-b) x_j", {"b": "x_j"}, r"\sum_k \sum_l (x_k-x_j) x_l", "of the inner sum"),
        (r"\prod_i (x_i-b)", {"b": r"\sum_i x_i"}, r"\prod_i (x_i-\sum_j x_j)", "an index bound on both sides"),
    ),
)
def test_no_index_is_captured(text: str, by: dict[str, str], means: str) -> None:
    put = {name: term(other, NAMES) for name, other in by.items()}
    assert agree(substitute(term(text, NAMES), put), term(means, NAMES), NAMES)


plain = st.sampled_from([Symbol("b"), Symbol("c"), Number(Fraction(3)), term("b+c", NAMES), term("2b", NAMES)])


@given(polynomials)
def test_nothing_put_in_changes_nothing(formula: Term) -> None:
    assert substitute(formula, {}) == formula
    assert substitute(formula, {"not there": Symbol("b")}) == formula
    assert substitute(formula, {name: Symbol(name) for name in free_names(formula)}) == formula


@given(polynomials, plain)
def test_free_names_are_those_of_what_was_put_in(formula: Term, other: Term) -> None:
    found = free_names(substitute(formula, {"b": other}))
    expected = free_names(formula) - {"b"}
    assert found == (expected | free_names(other) if "b" in free_names(formula) else expected)


@given(polynomials, plain)
@settings(max_examples=60, deadline=None)
def test_the_value_is_that_with_the_name_moved(formula: Term, other: Term) -> None:
    """f[b := e] at a point is f at the point where b has the value of e."""
    changed = substitute(formula, {"b": other})
    sorts = [typed(side, SCOPE) for side in (formula, changed, Symbol("b"), Symbol("c"))]
    for point in points_of(SCOPE, *sorts)[:2]:
        values = point.evaluator(Rationals()).values
        moved = {**values, "b": value_at(other, SCOPE, values, point.sizes)}
        assert value_at(changed, SCOPE, values, point.sizes) == value_at(formula, SCOPE, moved, point.sizes)
