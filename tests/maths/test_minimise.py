"""Minimisers: solutions of the gradient, medians at every kind of n, and witnesses that anyone can check."""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction

import pytest

from grader.core import Agreement, Counterexample, Proof
from grader.maths.decide import Different, Equal, Unsure
from grader.maths.declare import Scope
from grader.maths.domains import Rationals
from grader.maths.minimise import minimises
from grader.maths.typing import typed
from tests.maths.reading import scope_of, term
from tests.rows import rows

SAMPLE = scope_of("x: n, v: n, b, sigma: >0", "b")
LEAST_SQUARES = scope_of("X: n*d rows x, y: n, w: d, lambda: >0", "w")
SQUARES, ABSOLUTE = r"\sum_i (x_i-b)^2", r"\sum_i |x_i-b|"


def decided(value: str, objective: str, scope: Scope) -> object:
    return minimises(typed(term(value, scope), scope), term(objective, scope), scope)


@pytest.mark.parametrize(
    ("value", "objective", "scope", "evidence"),
    rows(
        (r"\frac1n\sum_i x_i", SQUARES, SAMPLE, Proof, "the mean"),
        (r"\bar x", r"\frac{1}{2\sigma^2}" + SQUARES + r"+n\log\sigma", SAMPLE, Proof, "of a scaled sum"),
        (r"\frac{\sum_i v_i^2 x_i}{\sum_i v_i^2}", r"\sum_i v_i^2 (x_i-b)^2", SAMPLE, Proof, "weighted"),
        (r"(X^TX)^{-1}X^Ty", r"\|Xw-y\|^2", LEAST_SQUARES, Proof, "the normal equation solved"),
        (r"X^{+} y", r"\|Xw-y\|^2", LEAST_SQUARES, Proof, "by the pseudo-inverse"),
        (r"(\sum_i x_i x_i^T)^{-1}\sum_i y_i x_i", r"\|Xw-y\|^2", LEAST_SQUARES, Proof, "by sums"),
        (r"(X^TX+\lambda I)^{-1}X^Ty", r"\|Xw-y\|^2+\lambda\|w\|^2", LEAST_SQUARES, Proof, "ridge"),
        (r"\operatorname{median}(x)", ABSOLUTE, SAMPLE, Agreement, "a median"),
        (r"\operatorname{median}(x_1,\dots,x_n)", r"\frac1n" + ABSOLUTE, SAMPLE, Agreement, "of the list, scaled"),
    ),
)  # fmt: skip
def test_minimisers(value: str, objective: str, scope: Scope, evidence: type) -> None:
    decision = decided(value, objective, scope)
    assert isinstance(decision, Equal)
    assert isinstance(decision.evidence, evidence)


def test_an_objective_that_does_not_conform_says_nothing_of_a_value() -> None:
    assert isinstance(decided("w", r"\|Xw - w\|^2", LEAST_SQUARES), Unsure)


@pytest.mark.parametrize(
    ("value", "objective", "scope"),
    rows(
        (r"\sum_i x_i", SQUARES, SAMPLE, "1/n lost"),
        (r"\frac{1}{n-1}\sum_i x_i", SQUARES, SAMPLE, "n - 1"),
        ("x_1", SQUARES, SAMPLE, "the first sample"),
        ("0", SQUARES, SAMPLE, "a constant"),
        (r"\operatorname{median}(x)", SQUARES, SAMPLE, "the median of squares"),
        (r"\bar x", ABSOLUTE, SAMPLE, "the mean of absolute values"),
        (r"\frac{\max(x)+\min(x)}{2}", ABSOLUTE, SAMPLE, "the middle of the range"),
        (r"\frac{\max(x)+\min(x)}{2}", SQUARES, SAMPLE, "also for squares"),
        (r"\operatorname{median}(x)+\frac{1}{100}", ABSOLUTE, SAMPLE, "a little beside"),
        (r"X^Ty", r"\|Xw-y\|^2", LEAST_SQUARES, "the inverse lost"),
        (r"(X^TX)^{-1}X^Ty", r"\|Xw-y\|^2+\|w\|^2", LEAST_SQUARES, "ridge without its term"),
        (r"2(X^TX)^{-1}X^Ty", r"\|Xw-y\|^2", LEAST_SQUARES, "twice as much"),
    ),
)
def test_what_does_not_minimise(value: str, objective: str, scope: Scope) -> None:
    decision = decided(value, objective, scope)
    assert isinstance(decision, Different)
    assert isinstance(decision.evidence, Counterexample)
    assert decision.evidence.expected != decision.evidence.got


@pytest.mark.parametrize(
    "value", rows((r"\bar x", "the mean"), (r"\max(x)", "the largest"), ("x_1", "the first"), (r"2\bar x", "twice"))
)
def test_the_witness_lies_lower(value: str) -> None:
    """At the point that is shown, the expected b has a smaller sum of absolute values than the stated one."""
    decision = decided(value, ABSOLUTE, SAMPLE)
    assert isinstance(decision, Different)
    assert isinstance(decision.evidence, Counterexample)
    assert decision.point is not None
    assert set(decision.evidence.at) == {"x"}
    heights = []
    for told in (decision.evidence.expected, decision.evidence.got):
        match = re.fullmatch(r"b = (-?\d+(?:/\d+)?)", told)
        assert match is not None
        point = replace(decision.point, blocks={**decision.point.blocks, "b": (1, 1, (Fraction(match[1]),))})
        heights.append(point.evaluator(Rationals()).value(typed(term(ABSOLUTE, SAMPLE), SAMPLE).term))
    assert heights[0] < heights[1]


def test_a_formula_that_is_not_evaluated_is_left_open() -> None:
    assert isinstance(decided(r"\sum_{k=1}^\infty \frac{1}{k^2}", ABSOLUTE, SAMPLE), Unsure)


def test_heights_that_are_not_rational_are_compared_in_balls() -> None:
    assert isinstance(decided(r"\log\sum_i e^{x_i}", ABSOLUTE, SAMPLE), Different)
    rate = scope_of("y: n count, lambda: >0", "lambda")
    loss = r"\sum_i (\lambda - y_i\log\lambda)"
    assert isinstance(decided(r"\frac{1}{n}\sum_i y_i", loss, rate), Equal)
    assert isinstance(decided(r"\frac{n}{\sum_i y_i}", loss, rate), Different)


@pytest.mark.parametrize("seed", range(4))
def test_every_seed_comes_to_the_same(seed: int) -> None:
    for value, right in ((r"\operatorname{median}(x)", True), (r"\bar x", False)):
        decision = minimises(typed(term(value, SAMPLE), SAMPLE), term(ABSOLUTE, SAMPLE), SAMPLE, seed)
        assert isinstance(decision, Equal) is right
