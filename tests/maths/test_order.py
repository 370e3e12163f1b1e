"""Inequalities: held at every sampled point, or refuted by one."""

from __future__ import annotations

import pytest

from grader.core import Counterexample, ShapeClash
from grader.maths.decide import Different, Equal, Unsure
from grader.maths.order import ordered
from grader.maths.terms import RelationOp
from tests.maths.reading import scope_of, term
from tests.rows import rows

DATA = scope_of("x: n, y: n, X: n*d, w: d, b, c, sigma: >0")


@pytest.mark.parametrize(
    ("left", "op", "right"),
    rows(
        ("b^2", "≥", "0", "a square"),
        ("n", ">", "0", "a size"),
        (r"\sigma", ">", "0", "declared so"),
        (r"|b+c|", "≤", "|b|+|c|", "the triangle"),
        (r"(x^Ty)^2", "≤", r"\|x\|^2\|y\|^2", "Cauchy and Schwarz"),
        (r"\|Xw\|^2", "≥", "0", "a squared norm"),
        (r"\sum_i (x_i-\bar x)^2", "≤", r"\sum_i (x_i-b)^2", "the mean is the best constant"),
        (r"\sum_i |x_i-\operatorname{median}(x)|", "≤", r"\sum_i |x_i-b|", "so is the median"),
        (r"\max(x)", "≥", r"\bar x", "no mean above the largest"),
        ("2", "<", "3", "numbers"),
        (r"\log 2", ">", "0", "a log of a number"),
        ("e^b", ">", "0", "an exponential"),
    ),
)
def test_what_holds(left: str, op: RelationOp, right: str) -> None:
    assert isinstance(ordered(term(left, DATA), op, term(right, DATA), DATA), Equal)


@pytest.mark.parametrize(
    ("left", "op", "right"),
    rows(
        ("b", "≥", "0", "b has any sign"),
        ("b^2", "≥", "b", "between 0 and 1"),
        ("b^2", ">", "0", "at 0"),
        ("|b|", "<", "100", "large numbers"),
        (r"\sum_i x_i^2", ">", r"\sum_i x_i", "small samples"),
        (r"\sigma", "<", "1", "any positive number"),
        (r"x^Ty", "≥", "0", "vectors that point away from each other"),
        (r"\bar x", "≥", r"\operatorname{median}(x)", "either may be the larger"),
        ("|b+c|", "≥", "|b|+|c|", "the triangle turned round"),
        ("0", ">", "0", "not strictly"),
        ("3", "≤", "2", "numbers"),
    ),
)
def test_what_does_not(left: str, op: RelationOp, right: str) -> None:
    decision = ordered(term(left, DATA), op, term(right, DATA), DATA)
    assert isinstance(decision, Different)
    assert isinstance(decision.evidence, Counterexample)
    assert decision.evidence.expected.startswith(op)


def test_the_witness_is_the_simplest() -> None:
    decision = ordered(term("b", DATA), "≥", term("0", DATA), DATA)
    assert isinstance(decision, Different)
    assert isinstance(decision.evidence, Counterexample)
    assert dict(decision.evidence.at) == {"b": -1}
    assert (decision.evidence.got, decision.evidence.expected) == ("-1", "≥ 0")


def test_shapes_that_do_not_fit() -> None:
    decision = ordered(term("x", DATA), "≥", term("w", DATA), DATA)
    assert isinstance(decision, Different)
    assert isinstance(decision.evidence, ShapeClash)


@pytest.mark.parametrize(
    ("left", "right"),
    rows(("X^TX", "0", "an order of matrices"), ("x", "y", "of vectors"), (r"\sum b", "0", "no one meaning")),
)
def test_what_is_left_to_a_marker(left: str, right: str) -> None:
    assert isinstance(ordered(term(left, DATA), "≥", term(right, DATA), DATA), Unsure)
