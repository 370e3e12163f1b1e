"""Expectations: what holds for every distribution, what for none, and what is left to a marker."""

from __future__ import annotations

import pytest

from grader.core import Counterexample, Proof
from grader.maths import show
from grader.maths.decide import Different, Equal, Unsure, equal
from grader.maths.declare import declare
from grader.maths.shapes import Ambiguous
from grader.maths.terms import Apply, Relation, Symbol, Term
from grader.maths.typing import typed
from tests.maths.reading import scope_of, term
from tests.rows import rows

#: U, V are random numbers and u a random vector of any distribution; e is noise of expectation 0.
RANDOM = scope_of(
    "X: n*d rows x, y: n, w: d, A: d*d, u: d random, v: d random, U: random, V: random, e: n random centred,"
    "a, b, c, mu, sigma: >0",
    "w",
)
OPEN = scope_of("X: n*d rows x, y: n, w: d, a, b, c, U, V, mu", "w")


def expected(text: str, *by: Term) -> Term:
    return Apply("expectation", (term(text, OPEN), *by))


@pytest.mark.parametrize(
    ("left", "right"),
    rows(
        ("E[aU + b]", "a E[U] + b", "constants come out"),
        ("E[U + V]", "E[U] + E[V]", "whether independent or not"),
        ("E[2U - 3V]", "2E[U] - 3E[V]", "linear"),
        ("E[b]", "b", "of a constant"),
        ("E[E[U]]", "E[U]", "an expectation is a constant"),
        ("E[U E[V]]", "E[U] E[V]", "and comes out"),
        ("E[Au]", "A E[u]", "a matrix comes out"),
        ("E[w^T u]", "w^T E[u]", "an inner product"),
        ("E[u^T A u]", r"\operatorname{tr}(A E[u u^T])", "the trace trick"),
        ("E[Xw + e]", "Xw", "noise of expectation 0"),
        (r"E[\|Xw + e\|^2]", r"\|Xw\|^2 + E[e^T e]", "the mixed term vanishes"),
        (r"E[(U - a)^2]", "E[U^2] - 2a E[U] + a^2", "expanded"),
        (r"E[(U - a)^2]", r"\operatorname{Var}(U) + (E[U] - a)^2", "bias and variance"),
        (r"\operatorname{Var}(U)", "E[U^2] - E[U]^2", "the variance"),
        (r"\operatorname{Var}(aU + b)", r"a^2 \operatorname{Var}(U)", "of an affine function"),
        (
            r"\operatorname{Var}(U + V)",
            r"\operatorname{Var}(U) + \operatorname{Var}(V) + 2\operatorname{Cov}(U, V)",
            "of a sum",
        ),
        (r"\operatorname{Cov}(U, V)", "E[UV] - E[U]E[V]", "the covariance"),
        (r"\operatorname{Cov}(aU, bV)", r"ab \operatorname{Cov}(U, V)", "is bilinear"),
        (r"\operatorname{Var}(Au)", r"A \operatorname{Var}(u) A^T", "a covariance matrix"),
        (r"\operatorname{Var}(Xw + e)", r"E[e e^T]", "of data with noise"),
        (r"\nabla_w E[(w^T u - U)^2]", "2E[(w^T u - U) u]", "a gradient under the expectation"),
        (r"E[\sum_i e_i^2]", r"\sum_i E[e_i^2]", "of a sum over samples"),
    ),
)
def test_what_holds_for_every_distribution(left: str, right: str) -> None:
    decision = equal(term(left, RANDOM), term(right, RANDOM), RANDOM)
    assert isinstance(decision, Equal)
    assert isinstance(decision.evidence, Proof)


@pytest.mark.parametrize(
    ("left", "right"),
    rows(
        ("E[aU + b]", "a E[U]", "the constant got lost"),
        ("E[aU + b]", "E[aU] + ab", "it is not scaled"),
        ("E[2U]", "E[U]", "the factor got lost"),
        ("E[U - V]", "E[U] + E[V]", "a sign"),
        ("E[Au]", "A^T E[u]", "a transpose too many"),
        ("E[a + w^T u]", "w^T E[u]", "a constant got lost"),
    ),
)
def test_what_holds_for_none(left: str, right: str) -> None:
    decision = equal(term(left, RANDOM), term(right, RANDOM), RANDOM)
    assert isinstance(decision, Different)
    assert isinstance(decision.evidence, Counterexample)


@pytest.mark.parametrize(
    ("left", "right"),
    rows(
        ("E[UV]", "E[U]E[V]", "if they are uncorrelated"),
        ("E[U^2]", "E[U]^2", "if U is constant"),
        ("E[U]", r"\mu", "by definition of mu"),
        ("E[U]", "0", "if it is centred"),
        ("E[e e^T]", r"\sigma^2 I", "if the noise is white"),
        (r"\operatorname{Var}(U + V)", r"\operatorname{Var}(U) + \operatorname{Var}(V)", "if they are uncorrelated"),
        (r"\operatorname{Var}(2U)", r"2\operatorname{Var}(U)", "false, but only for what is not constant"),
        (r"E[\log U]", r"\log E[U]", "if U is constant"),
        ("E[U]", "U", "a random number is not its expectation, unless it is constant"),
        ("E[Xw + e]", "Xw + a", "a may be 0 by definition"),
    ),
)
def test_what_holds_for_some_is_left_to_a_marker(left: str, right: str) -> None:
    assert isinstance(equal(term(left, RANDOM), term(right, RANDOM), RANDOM), Unsure)


@pytest.mark.parametrize(
    ("left", "right"),
    rows(
        ("E[U + V]", "E[U] + E[V]", "linear in whatever is random"),
        ("E[2U - b]", "2E[U] - E[b]", "also if b is"),
        ("E[3]", "3", "a number is not"),
        (r"\operatorname{Var}(2U)", r"4\operatorname{Var}(U)", "a square"),
        (r"\operatorname{Var}(U)", "E[U^2] - E[U]^2", "the variance"),
        (r"E[\|Xw - y\|^2]", r"E[y^Ty - 2w^TX^Ty + w^TX^TXw]", "expanded"),
    ),
)
def test_undeclared_names_may_all_be_random(left: str, right: str) -> None:
    assert isinstance(equal(term(left, OPEN), term(right, OPEN), OPEN), Equal)


@pytest.mark.parametrize(
    ("left", "right"),
    rows(
        ("E[aU + b]", "a E[U] + b", "a may be random too"),
        ("E[aU + b]", "a E[U]", "and so nothing is refuted"),
        ("E[2U]", "E[U]", "U may be centred"),
        ("E[b]", "b", "b may be random"),
        (r"\operatorname{Var}(2U)", r"2\operatorname{Var}(U)", "U may be constant"),
        (r"\operatorname{Cov}(U, V)", "0", "they may be independent"),
    ),
)
def test_undeclared_names_leave_the_rest_to_a_marker(left: str, right: str) -> None:
    assert isinstance(equal(term(left, OPEN), term(right, OPEN), OPEN), Unsure)


def test_a_subscript_says_what_is_random() -> None:
    a, u = Symbol("a"), Symbol("U")
    linear = term("aU + b", OPEN)
    for by in (u, Relation("∼", u, Symbol("p"))):
        right = Apply("expectation", (u, by))
        assert isinstance(equal(expected("aU + b", by), term("b", OPEN), OPEN), Unsure)
        both = typed(Apply("expectation", (linear, by)), OPEN).term
        assert isinstance(both, Apply)
        assert both.args[1:] == (u,)
        assert isinstance(equal(expected("aU", by), Apply("hadamard", (a, right)), OPEN), Equal)
    with pytest.raises(Ambiguous):
        typed(expected("aU", term("a+b", OPEN)), OPEN)


@pytest.mark.parametrize(
    ("left", "right", "same"),
    rows(
        (r"\operatorname{Cov}(y, z)", r"\frac1n \sum_i (y_i - \bar y)(z_i - \bar z)", True, "of two samples"),
        (r"\operatorname{Cov}(y, z)", r"\frac1n y^T z - \bar y \bar z", True, "expanded"),
        (r"\operatorname{Cov}(y, y)", r"\operatorname{Var}(y)", True, "with itself"),
        (r"\operatorname{Cov}(y + z, z)", r"\operatorname{Cov}(y, z) + \operatorname{Var}(z)", True, "linear"),
        (r"\operatorname{Cov}(2y, z)", r"\operatorname{Cov}(y, z)", False, "the factor got lost"),
        (r"\operatorname{Cov}(y, z)", r"\frac1n y^T z", False, "the means got lost"),
        (r"\operatorname{Cov}(y, w)", "0", False, "samples of two sizes"),
    ),
)
def test_covariance_of_data(left: str, right: str, same: bool) -> None:
    scope = scope_of("y: n, z: n, w: d")
    assert isinstance(equal(term(left, scope), term(right, scope), scope), Equal if same else Different)


@pytest.mark.parametrize(
    "text",
    rows(
        (r"\mathbb{E}\left[U + V\right]", "of all that is random"),
        (r"\mathbb{E}_{U}\left[a U\right]", "of one"),
        (r"\mathbb{E}_{U, V}\left[U V\right]", "of two"),
    ),
)
def test_they_are_shown_as_they_are_written(text: str) -> None:
    assert show.latex(term(text, OPEN)) == text


def test_laws_are_declared_in_words() -> None:
    found = declare("u: d random, e: n centred, U: random, b").declared
    assert [found[name].law for name in "ueUb"] == ["any", "centred", "any", None]
