"""Deciding and witnesses: the evidence that each kind of question must come to, and which witness is shown."""

from __future__ import annotations

import pytest

from grader.core import Agreement, Counterexample, Proof, ShapeClash
from grader.maths.decide import Different, Equal, agree, equal
from tests.maths.reading import scope_of, term

MATRICES = "X: n*d rows x, y: n, w: d, A: d*d, sigma: >0, b"


@pytest.mark.parametrize(
    ("a", "b", "evidence", "why"),
    [
        (r"\nabla_w \|y-Xw\|^2", "2X^T(Xw-y)", Proof, "a gradient of polynomials: proved in the field"),
        (r"-\log\prod_i \frac12 e^{-|y_i-b|}", r"n\log 2+\sum_i |y_i-b|", Proof, "logs split, |·| is even and hashed"),
        (r"\log(2\pi\sigma^2)", r"\log 2+\log\pi+2\log\sigma", Proof, "positive factors"),
        (r"e^{2b}", r"(e^b)^2", Proof, "positive: the logs are the same polynomial"),
        (r"e^b(1+e^b)", r"e^b+e^{2b}", Agreement, "a sum of exponentials: agreement of balls"),
        (r"|b|\cdot|b|", "b^2", Agreement, "|b|² = b² is known to the rationals only"),
        (r"\max(b, 0)+\max(-b, 0)", "|b|", Agreement, "a field has no order"),
        (r"\det(A^T)", r"\det(A)", Proof, "elimination works in the field"),
        (r"\nabla_w \frac12 w^T A w", r"\frac12(A+A^T)w", Proof, "no symmetry assumed"),
    ],
)
def test_evidence_of_equality(a: str, b: str, evidence: type, why: str) -> None:
    scope = scope_of(MATRICES)
    decision = equal(term(a, scope), term(b, scope), scope)
    assert isinstance(decision, Equal), why
    assert isinstance(decision.evidence, evidence), why
    assert agree(term(a, scope), term(b, scope), scope)


@pytest.mark.parametrize(
    ("a", "b", "why"),
    [
        (r"X^T y (X^T X)^{-1}", r"(X^T X)^{-1} X^T y", "the order matters even where d = 1 hides it"),
        (r"\sum_{i=1}^n y_i", r"y_1+y_2+y_3+y_4+y_5", "true at n = 5 only"),
        (r"(n-2)(n-3)(n-4) b", "0", "0 at the first sizes"),
        (r"\frac{b}{|b|}", "1", "wrong for negative b"),
        (r"\sqrt{b^2}", "b", "wrong for negative b"),
        (r"e^b+10^{-30}", "e^b", "below the precision of floats"),
        (r"X^T X w", "X X^T w", "square X only"),
        (r"\frac{1}{2006!}", r"\frac{1}{2004!}", "smaller than any tolerance"),
        (r"\|X w\|^2", r"w^T X X^T w", "shapes"),
    ],
)
def test_no_pass_by_luck(a: str, b: str, why: str) -> None:
    scope = scope_of(MATRICES)
    assert not isinstance(equal(term(a, scope), term(b, scope), scope), Equal), why
    assert not agree(term(a, scope), term(b, scope), scope), why


@pytest.mark.parametrize(
    ("declared", "a", "b", "at", "expected", "got", "why"),
    [
        ("b", "|b|", "b", {"b": -1}, "-1", "1", "the simplest negative number"),
        ("x: n", r"\sum_i x_i", r"\frac1n\sum_i x_i", {"x": [0, 1]}, "1/2", "1", "two samples are enough"),
        ("x: n, b", r"\sum_i (x_i-b)", r"\sum_i x_i-b", {"b": 1, "x": [0, 1]}, "0", "-1", "b once or n times"),
        (
            "X: n*d, w: d, y: n", "2X^T(Xw-y)", "X^T(Xw-y)",
            {"X": [[0], [1]], "w": [2], "y": [0, 1]}, "1", "2", "X is not square, nothing is all zero",
        ),
        ("sigma: >0", r"\log\sigma", r"2\log\sigma", {"sigma": 2}, "1.38629", "0.693147", "1 would not tell"),
    ],
)  # fmt: skip
def test_which_witness(
    declared: str, a: str, b: str, at: dict[str, object], expected: str, got: str, why: str
) -> None:
    scope = scope_of(declared)
    decision = equal(term(a, scope), term(b, scope), scope)
    assert isinstance(decision, Different)
    found = decision.evidence
    assert isinstance(found, Counterexample)
    assert (dict(found.at), found.expected, found.got, found.degenerate) == (at, expected, got, False), why


def test_a_shape_that_does_not_fit_is_the_evidence() -> None:
    scope = scope_of(MATRICES)
    decision = equal(term("X y", scope), term("w", scope), scope)
    assert isinstance(decision, Different)
    assert isinstance(decision.evidence, ShapeClash)


def test_another_seed_gives_the_same_verdict() -> None:
    scope = scope_of(MATRICES)
    for seed in range(5):
        assert agree(term(r"\|Xw-y\|^2", scope), term("(y-Xw)^T(y-Xw)", scope), scope, seed)
        assert not agree(term(r"\|Xw-y\|^2", scope), term("(y-Xw)^T(y+Xw)", scope), scope, seed)
