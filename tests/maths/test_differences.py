"""Differences: the parts in which a formula and the right one are not alike."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from grader.maths import show
from grader.maths.decide import agree
from grader.maths.mistakes.differences import MOST, differences, mended
from grader.maths.terms import Term
from tests.maths.drawing import SCOPE, polynomials
from tests.maths.reading import scope_of, term
from tests.rows import rows

DATA = scope_of("X: n*d rows x, y: n, w: d, A: d*d, B: d*d, z: n, b, c, sigma: >0")


@pytest.mark.parametrize(
    ("wrong", "right", "parts"),
    rows(
        ("b + c", "b + c", [], "the same"),
        ("b + c", "c + b", [], "in another order: the same addends"),
        ("b + 2c", "b + 3c", [("2", "3")], "one factor of one addend"),
        ("b - c", "b + c", [("-c", "c")], "one sign"),
        ("b", "b + c", [("b", "b + c")], "a single name is no sum to compare with"),
        ("b + c", "b + c + z_1", [("0", "z_1")], "an addend that got lost"),
        ("b + c + z_1", "b + c", [("z_1", "0")], "one too many"),
        ("X y", "X^T y", [("X", "Xᵀ")], "one factor"),
        ("X^T y", "2 X^T y", [("1", "2")], "a factor that got lost"),
        ("3 X^T y", "X^T y", [("3", "1")], "one too many"),
        ("A B w", "B A w", [("A B", "B A")], "two factors in another order, the third the same"),
        (r"\sum_i (z_i - b)", r"\sum_i (z_i - 2b)", [("1", "2")], "in a sum"),
        (r"\sum_i z_i", r"\sum_j 2z_j", [("1", "2")], "another name of the index is no difference"),
        (r"\sum_{i=1}^{n-1} z_i", r"\sum_{i=1}^n z_i", [("∑_{i=1}^{n - 1} z_i", "∑_{i=1}^{n} z_i")], "a limit"),
        ("b^2", "b^3", [("b²", "b³")], "an exponent"),
        ("z_1", "z_2", [("z_1", "z_2")], "a subscript"),
        (r"\frac{b}{2c}", r"\frac{b}{c}", [("2", "1")], "below a fraction"),
        (r"e^{-b^2}", r"e^{b^2}", [("-b²", "b²")], "in an exponent of e"),
        ("2b + 3c", "4b + 5c", [("2", "4"), ("3", "5")], "two differences"),
        (r"\log b", "b", [("log(b)", "b")], "nothing in common"),
    ),
)
def test_differences(wrong: str, right: str, parts: list[tuple[str, str]]) -> None:
    found = differences(term(wrong, DATA), term(right, DATA))
    assert [(show.plain(one.part), show.plain(one.goal)) for one in found] == parts


def test_too_many_differences_are_one() -> None:
    wrong, right = term("2b + 3c + 5z_1 + 7z_2", DATA), term("3b + 5c + 7z_1 + 2z_2", DATA)
    found = differences(wrong, right)
    assert len(found) == 1
    assert (found[0].part, found[0].goal) == (wrong, right)
    assert MOST < 4


@given(polynomials, polynomials)
@settings(max_examples=100, deadline=None)
def test_mending_all_differences_gives_the_right_formula(wrong: Term, right: Term) -> None:
    mends = mended(wrong, [(one, one.goal) for one in differences(wrong, right)])
    assert agree(mends, right, SCOPE)
