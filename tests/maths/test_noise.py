"""White noise: its law, and which expectations it settles."""

from __future__ import annotations

from fractions import Fraction

import pytest

from grader.core import Counterexample, Proof
from grader.maths.decide import Different, Equal, Unsure, equal
from grader.maths.noise import atom
from tests.maths.reading import scope_of, term
from tests.rows import rows

NOISE = scope_of("X: n*d rows x, Z: n*d rows z white sigma, u: n white tau, sigma: >0, tau: >0, v: d, w: d, y: n")


@pytest.mark.parametrize("law", [0, 1, 2])
@pytest.mark.parametrize("count", [1, 2, 3, 7, 14])
def test_the_entries_are_uncorrelated_and_of_variance_1(count: int, law: int) -> None:
    atoms = [atom(k, count, law) for k in range(count)]
    moments = [
        [sum((2 * weight * v[i] * v[j] for weight, v in atoms), Fraction(0)) for j in range(count)]
        for i in range(count)
    ]
    assert moments == [[Fraction(i == j) for j in range(count)] for i in range(count)]
    assert all(weight > 0 for weight, _ in atoms)
    assert sum(2 * weight for weight, _ in atoms) < 1


def test_laws_differ_in_their_fourth_moments() -> None:
    for i, j in ((0, 0), (0, 1)):
        atoms = [[atom(k, 3, law) for k in range(3)] for law in range(3)]
        assert len({sum(2 * weight * v[i] ** 2 * v[j] ** 2 for weight, v in pairs) for pairs in atoms}) == 3


@pytest.mark.parametrize(
    ("left", "right"),
    rows(
        ("E[Z]", "0", "of mean 0"),
        ("E[Z^T Z]", r"n\sigma^2 I", "n rows"),
        ("E[Z Z^T]", r"d\sigma^2 I", "d columns"),
        ("E[(X+Z)^T(X+Z)]", r"X^T X + n\sigma^2 I", "the mixed terms vanish"),
        ("E[z_i z_i^T]", r"\sigma^2 I", "of one row"),
        ("E[z_{ij}^2]", r"\sigma^2", "of one entry"),
        (r"E[z_{ij} z_{ik}]", r"\sigma^2 \delta_{jk}", "of two entries of a row"),
        (r"\operatorname{Var}(z_{ij})", r"\sigma^2", "its variance"),
        (r"E[\|Z v\|^2]", r"n\sigma^2 \|v\|^2", "of a norm"),
        ("E[u u^T]", r"\tau^2 I", "another one"),
        ("E[Z^T u]", "0", "uncorrelated with it"),
        (r"E[\|Xw + u - y\|^2]", r"\|Xw - y\|^2 + n\tau^2", "the noise of targets"),
        ("E[z_{ij}^3]", "0", "as likely on either side"),
    ),
)
def test_what_holds(left: str, right: str) -> None:
    decision = equal(term(left, NOISE), term(right, NOISE), NOISE)
    assert isinstance(decision, Equal)
    assert isinstance(decision.evidence, Proof)


@pytest.mark.parametrize(
    ("left", "right"),
    rows(
        ("E[(X+Z)^T(X+Z)]", r"X^T X + \sigma^2 I", "n got lost"),
        ("E[(X+Z)^T(X+Z)]", r"X^T X + d\sigma^2 I", "d in place of n"),
        ("E[(X+Z)^T(X+Z)]", r"X^T X + n\sigma I", "the square got lost"),
        ("E[(X+Z)^T(X+Z)]", r"X^T X + n\sigma^2 \mathbf 1 \mathbf 1^T", "all ones in place of the identity"),
        ("E[(X+Z)^T(X+Z)]", "E[X+Z]^T E[X+Z]", "the mean of a square"),
        (r"E[z_{ij} z_{ik}]", r"\sigma^2", "for j = k alone"),
        (r"E[\|Xw + u - y\|^2]", r"\|Xw - y\|^2", "the variance got lost"),
        ("E[u u^T]", r"\sigma^2 I", "the deviation of the other one"),
    ),
)
def test_what_does_not(left: str, right: str) -> None:
    decision = equal(term(left, NOISE), term(right, NOISE), NOISE)
    assert isinstance(decision, Different)
    assert isinstance(decision.evidence, Counterexample)
    assert not {"Z", "u"} & decision.evidence.at.keys()  # what they are does not matter


@pytest.mark.parametrize(
    ("left", "right"),
    rows(
        ("E[z_{ij}^4]", r"3\sigma^4", "true of normal noise, not of all"),
        ("E[z_{ij}^4]", r"\sigma^4", "false of normal noise, true of a coin's"),
        ("E[|z_{ij}|]", r"\sigma", "no second moment"),
        ("E[e^{z_{ij}}]", "1", "no moment at all"),
    ),
)
def test_what_hangs_on_other_moments_is_left_open(left: str, right: str) -> None:
    assert isinstance(equal(term(left, NOISE), term(right, NOISE), NOISE), Unsure)


COUNTS = scope_of("k: count random, a, b")


def test_a_count_needs_its_probabilities() -> None:
    """Without a meaning of p(k) a random count is like any random number."""
    assert isinstance(equal(term("E[a k + b]", COUNTS), term("a E[k] + b", COUNTS), COUNTS), Equal)
    assert isinstance(equal(term("E[k^2]", COUNTS), term("E[k]^2", COUNTS), COUNTS), Unsure)
