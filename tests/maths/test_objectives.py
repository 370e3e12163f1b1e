"""Objectives: the same task up to factors, constants and increasing functions; gradients up to a positive factor."""

from __future__ import annotations

import pytest

from grader.core import Agreement, Counterexample, Proof, ShapeClash
from grader.maths.decide import Different, Equal, Unsure
from grader.maths.objectives import same_direction, same_task
from tests.maths.reading import scope_of, term
from tests.rows import rows

SAMPLE = scope_of("x: n, b, sigma: >0", "b")
MATRICES = scope_of("X: n*d rows x, y: n, w: d, c", "w")
SQUARES, ABSOLUTE, NORM = r"\sum_i (x_i-b)^2", r"\sum_i |x_i-b|", r"\|y-Xw\|^2"


@pytest.mark.parametrize(
    ("stated", "task", "scope"),
    rows(
        (SQUARES, SQUARES, SAMPLE, "itself"),
        (r"\frac1n" + SQUARES, SQUARES, SAMPLE, "the mean of squares"),
        (r"\frac{1}{2\sigma^2}" + SQUARES + r"+\frac n2\log(2\pi\sigma^2)", SQUARES, SAMPLE, "a normal likelihood"),
        (r"\sqrt{" + SQUARES + "}", SQUARES, SAMPLE, "a root is increasing"),
        (r"e^{" + SQUARES + "}", SQUARES, SAMPLE, "so is exp"),
        (r"nb^2-2b\sum_i x_i", SQUARES, SAMPLE, "multiplied out, the constant left out"),
        (r"(b-\bar x)^2", SQUARES, SAMPLE, "the square completed"),
        (r"\frac1n" + ABSOLUTE, ABSOLUTE, SAMPLE, "absolute values, scaled"),
        (r"y^Ty-2w^TX^Ty+w^TX^TXw", NORM, MATRICES, "a norm multiplied out"),
        (r"\frac{1}{2n}\sum_i (w^Tx_i-y_i)^2", NORM, MATRICES, "a sum in place of a norm"),
        (r"\|Xw-y\|_2", NORM, MATRICES, "the norm itself"),
    ),
)
def test_the_same_task(stated: str, task: str, scope: object) -> None:
    decision = same_task(term(stated, scope), term(task, scope), scope)  # type: ignore[arg-type]
    assert isinstance(decision, Equal)


@pytest.mark.parametrize(
    ("stated", "task", "scope"),
    rows(
        ("-" + SQUARES, SQUARES, SAMPLE, "the other direction"),
        (ABSOLUTE, SQUARES, SAMPLE, "another loss with another minimum"),
        (SQUARES, ABSOLUTE, SAMPLE, "and the other way round"),
        (r"\sum_i (x_i-b)", SQUARES, SAMPLE, "the square lost"),
        (r"\sum_i (x_i-b)^4", SQUARES, SAMPLE, "another power"),
        (r"(\sum_i (x_i-b))^4", r"\sum_i (x_i-2b)^2", SAMPLE, "a shifted minimum"),
        (SQUARES + r"+b^2", SQUARES, SAMPLE, "a penalty"),
        (r"\sum_i (x_i+b)^2", SQUARES, SAMPLE, "the sign of b"),
        (r"\sum_{i=2}^n (x_i-b)^2", SQUARES, SAMPLE, "the first sample left out"),
        (r"\|y-Xw\|^2+\|w\|^2", NORM, MATRICES, "ridge"),
        (r"\|y-Xw\|_1", NORM, MATRICES, "absolute errors"),
        (r"\|y+Xw\|^2", NORM, MATRICES, "a sign"),
        (r"(Xw)^T(Xw)-w^TX^Ty", NORM, MATRICES, "2 lost from the cross term"),
    ),
)
def test_another_task(stated: str, task: str, scope: object) -> None:
    decision = same_task(term(stated, scope), term(task, scope), scope)  # type: ignore[arg-type]
    assert isinstance(decision, Different)
    assert isinstance(decision.evidence, Counterexample)
    assert decision.evidence.expected != decision.evidence.got


@pytest.mark.parametrize(
    ("stated", "task"),
    rows(("Xw-y", NORM, "a vector is no objective"), ("X^Tw", NORM, "nor what does not conform")),
)
def test_what_is_no_number(stated: str, task: str) -> None:
    decision = same_task(term(stated, MATRICES), term(task, MATRICES), MATRICES)
    assert isinstance(decision, Different)
    assert isinstance(decision.evidence, ShapeClash)


def test_maximising_is_minimising_the_negative() -> None:
    likelihood = r"-\frac{1}{2\sigma^2}" + SQUARES
    for text, opposite, same in ((likelihood, True, True), (likelihood, False, False), (SQUARES, True, False)):
        decision = same_task(term(text, SAMPLE), term(SQUARES, SAMPLE), SAMPLE, opposite=opposite)
        assert isinstance(decision, Equal) is same


def test_evidence_is_a_proof_where_the_gradients_are_polynomials() -> None:
    proved = same_task(term(r"\frac1n" + SQUARES, SAMPLE), term(SQUARES, SAMPLE), SAMPLE)
    sampled = same_task(term(r"\frac1n" + ABSOLUTE, SAMPLE), term(ABSOLUTE, SAMPLE), SAMPLE)
    assert isinstance(proved, Equal)
    assert isinstance(proved.evidence, Proof)
    assert isinstance(sampled, Equal)
    assert isinstance(sampled.evidence, Proof | Agreement)


@pytest.mark.parametrize(
    ("stated", "gradient", "same"),
    rows(
        ("X^T(Xw-y)", "2X^T(Xw-y)", True, "half of it"),
        (r"\frac1n X^T(Xw-y)", "2X^T(Xw-y)", True, "over n"),
        ("X^T(y-Xw)", "2X^T(Xw-y)", False, "the other direction"),
        ("X^TXw-y^Ty w", "2X^T(Xw-y)", False, "another vector"),
        ("c X^T(Xw-y)", "2X^T(Xw-y)", False, "c may be negative"),
        ("Xw-y", "2X^T(Xw-y)", False, "another shape"),
    ),
)
def test_directions(stated: str, gradient: str, same: bool) -> None:
    decision = same_direction(term(stated, MATRICES), term(gradient, MATRICES), MATRICES)
    assert isinstance(decision, Equal if same else Different)


def test_what_cannot_be_typed_is_left_open() -> None:
    assert isinstance(same_task(term(r"\sum b", SAMPLE), term(SQUARES, SAMPLE), SAMPLE), Unsure)
    assert isinstance(same_direction(term(r"\sum b", SAMPLE), term("b", SAMPLE), SAMPLE), Unsure)


def test_the_witness_is_where_the_gradients_part() -> None:
    """Above 7/2 alone, where no small witness lies; above 5 there is a root of 2."""
    stated = r"(1-2\cdot\mathbf 1[b>7/2])b\sqrt{1+\mathbf 1[b>5]}\sum_i x_i^2"
    decision = same_task(term(stated, SAMPLE), term(r"b\sum_i x_i^2", SAMPLE), SAMPLE)
    assert isinstance(decision, Different)
    evidence = decision.evidence
    assert isinstance(evidence, Counterexample)
    assert evidence.got == evidence.expected.replace("∇ = ", "∇ = -")


def test_a_witness_that_only_balls_can_evaluate_is_shown() -> None:
    """At the first place that is drawn the root of 2 is no rational, though beside it the gradients are."""
    stated = r"(1-2\cdot\mathbf 1[b>7/2])b\sqrt{1+\mathbf 1[b<4]}\sum_i x_i^2"
    decision = same_task(term(stated, SAMPLE), term(r"b\sum_i x_i^2", SAMPLE), SAMPLE)
    assert isinstance(decision, Different)
    assert isinstance(decision.evidence, Counterexample)
    assert "?" not in decision.evidence.got + decision.evidence.expected
