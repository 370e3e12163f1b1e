"""Sight: what may be right is never thrown out, and most of what is wrong is."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.maths.decide import agree
from grader.maths.mistakes.sight import Sight, close, ratio_of, rational
from grader.maths.points import Question
from grader.maths.rewrite import rewrite
from grader.maths.terms import Apply, Mul, Number, Symbol, Term
from grader.maths.typing import typed_pair
from tests.maths.drawing import SCOPE, formulas
from tests.maths.reading import scope_of, term
from tests.rows import rows

ONE = Number(Fraction(1))
DATA = scope_of("X: n*d rows x, y: n, w: d, A: d*d, z: n, b, c, sigma: >0", "w")


def sight_of(goal: str, other: str) -> tuple[Sight, Term]:
    left, right = typed_pair(term(goal, DATA), term(other, DATA), DATA)
    return Sight(left.term, Question.of(DATA, left, right)), right.term


@pytest.mark.parametrize(
    ("goal", "other", "may"),
    rows(
        ("X^T(Xw-y)", "X^TXw - X^Ty", True, "the same in other words"),
        ("X^T(Xw-y)", "X^T(y-Xw)", False, "another sign"),
        (r"\sum_i |z_i-b|", r"\sum_i |z_i|-b", False, "an odd and an even number of samples tell them apart"),
        (r"\log(\sigma^2)", r"2\log\sigma", True, "a law of logs, of what is positive"),
        (r"\log(b^2)", r"2\log b", False, "no value where b is negative, and the goal has one"),
        (r"\sqrt{b}", "b", False, "another function"),
        (r"\frac{1}{b}", r"\frac{c}{bc}", True, "a fraction"),
    ),
)
def test_what_may_be_equal(goal: str, other: str, may: bool) -> None:
    sight, candidate = sight_of(goal, other)
    assert sight.may_equal(candidate) is may


@pytest.mark.parametrize(
    "candidate",
    rows(
        (Apply("indicator", (Symbol("b"),)), "an indicator of what is no condition"),
        (Apply("jacobian", (Symbol("b"),)), "a Jacobian of what is no derivative"),
        (Apply("family", (Symbol("i"), ONE, Number(Fraction(3)), Symbol("y"))), "a vector of vectors"),
    ),
)
def test_a_candidate_that_makes_no_sense_is_not_seen(candidate: Term) -> None:
    """A repair may put anything anywhere, so that its shape is that of the goal by chance."""
    sight, _ = sight_of("z", "y")
    assert sight.first(candidate) is None


def test_a_goal_without_a_value_cannot_be_seen() -> None:
    sight, _ = sight_of(r"\log(-\sigma)", r"\log\sigma")
    assert sight.blind


@given(formulas)
@settings(max_examples=60, deadline=None)
def test_a_rewritten_formula_is_never_thrown_out(formula: Term) -> None:
    left, right = typed_pair(formula, formula, SCOPE)
    sight = Sight(left.term, Question.of(SCOPE, left, right))
    if not sight.blind:
        other = rewrite(right.term, SCOPE)
        assert sight.may_equal(other) or not agree(other, formula, SCOPE)


@given(formulas, st.fractions(-5, 5, max_denominator=6).filter(bool))
@settings(max_examples=60, deadline=None)
def test_a_factor_is_the_same_at_every_point(formula: Term, factor: Fraction) -> None:
    left, right = typed_pair(Mul((Number(factor), formula)), formula, SCOPE)
    sight = Sight(left.term, Question.of(SCOPE, left, right))
    ratios = None if sight.blind else sight.ratios(right.term)
    assert ratios is None or {rational(ratio) for ratio in ratios} == {factor}


@pytest.mark.parametrize(
    ("numbers", "goal", "ratio"),
    rows(
        ((1.0, 2.0), (3.0, 6.0), 3.0, "all entries by one number"),
        ((1.0, 2.0), (3.0, 5.0), None, "not all"),
        ((0.0, 2.0), (0.0, 5.0), 2.5, "0 stays 0"),
        ((0.0, 2.0), (1.0, 5.0), None, "0 cannot be scaled"),
        ((1.0,), (0.0,), None, "nor can anything be scaled to 0"),
    ),
)
def test_ratios(numbers: tuple[float, ...], goal: tuple[float, ...], ratio: float | None) -> None:
    assert ratio_of(numbers, goal) == ratio


@pytest.mark.parametrize(
    ("number", "found"),
    rows(
        (1 / 3, Fraction(1, 3), "a fraction but for rounding"),
        (0.0, None, "nothing is scaled by 0"),
        (float("inf"), None, "a quotient that left the range of floats"),
        (float("nan"), None, "or one that is no number"),
    ),
)
def test_rational(number: float, found: Fraction | None) -> None:
    assert rational(number) == found


def test_close_leaves_room_for_rounding_alone() -> None:
    assert close((0.1 + 0.2, 1e15), (0.3, 1e15 + 1))
    assert not close((0.3,), (0.300001,))
