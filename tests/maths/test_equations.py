"""Equations: which follow from which, and what is said of those that do not."""

from __future__ import annotations

import pytest

from grader.maths.decide import Different, Equal
from grader.maths.equations import Breaks, Follows, equation, follows
from grader.maths.minimise import minimises
from grader.maths.objectives import same_task
from grader.maths.typing import typed
from tests.maths.reading import scope_of, term

MEAN = scope_of("x: n, b", "b")
LEAST_SQUARES = scope_of("X: n*d rows x, y: n, w: d", "w")


def sides(text: str) -> tuple[str, str]:
    left, _, right = text.partition("=")
    return left, right


@pytest.mark.parametrize(
    ("first", "second", "expected", "why"),
    [
        (r"-2\sum_i(x_i-b)=0", r"\sum_i x_i = nb", "same", "dividing by −2, moving a term"),
        (r"\sum_i x_i = nb", r"b=\frac1n\sum_i x_i", "same", "dividing by n"),
        (r"\sum_i x_i = nb", r"b=\sum_i x_i", "invalid_step", "n lost"),
        (r"n(n-4)b=0", "b=0", "lost_solution", "at n = 4 every b solves the first"),
        (r"\sum_i x_i = nb", r"b=\frac{\sum_i x_i}{\sqrt n}", "invalid_step", "a root too many"),
        (r"\sum_i x_i = nb", r"b=\frac{\sum_i x_i}{\sqrt{2n}\sqrt{n/2}}", "same", "roots that come out"),
        (r"b=\bar x", r"0=0", "weaker", "true but says nothing"),
    ],
)
def test_in_a_scalar(first: str, second: str, expected: str, why: str) -> None:
    check(first, second, expected, why, MEAN)


@pytest.mark.parametrize(
    ("first", "second", "expected", "why"),
    [
        ("X^T(Xw-y)=0", "X^TXw=X^Ty", "same", "multiplying out"),
        ("X^TXw=X^Ty", "w=(X^TX)^{-1}X^Ty", "same", "the inverse exists on random data"),
        ("X^T(Xw-y)=0", "Xw=y", "lost_solution", "X^T cannot be cancelled: no solution is left"),
        ("X^TXw=X^Ty", "y^TXw=y^Ty", "invalid_step", "multiplied by something else"),
        ("X^TXw=X^Ty", "XX^TXw=XX^Ty", "same", "X has full column rank"),
        ("X^TXw=X^Ty", "w^TX^TX=y^TX", "same", "transposed"),
    ],
)
def test_in_a_vector(first: str, second: str, expected: str, why: str) -> None:
    check(first, second, expected, why, LEAST_SQUARES)


def check(first: str, second: str, expected: str, why: str, scope: object) -> None:
    from grader.maths.declare import Scope

    assert isinstance(scope, Scope)
    made = [equation(*(term(side, scope) for side in sides(text)), scope) for text in (first, second)]
    step = follows(*made, scope)
    match step:
        case Follows(_, weaker):
            found = "weaker" if weaker else "same"
        case Breaks(evidence, how):
            found = how
            assert evidence.expected != evidence.got
        case _:
            found = "unsure"
    assert found == expected, why


@pytest.mark.parametrize(
    ("first", "second", "expected", "why"),
    [
        (r"n-\frac{\sum_i y_i}{\lambda}=0", r"n\lambda=\sum_i y_i", "same", "times the unknown"),
        (r"n-\frac{\sum_i y_i}{\lambda}=0", r"\lambda=\bar y", "same", "and solved"),
        (r"n\lambda=\sum_i y_i", r"\frac1\lambda=\frac{n}{\sum_i y_i}", "same", "turned over"),
        (r"\frac{n}{\lambda}-\frac{\sum_i y_i}{\lambda^2}=0", r"\lambda=\bar y", "same", "times its square"),
        (r"n-\frac{\sum_i y_i}{\lambda}=0", r"\lambda=\sum_i y_i", "invalid_step", "n lost"),
        (r"n-\frac{\sum_i y_i}{\lambda}=0", r"\lambda=\frac{n}{\sum_i y_i}", "invalid_step", "turned over wrongly"),
        (r"n+\frac{\sum_i y_i}{\lambda}=0", r"\lambda=\bar y", "invalid_step", "a sign"),
        (r"\lambda+\frac{1}{\lambda}=2", r"\lambda=1", "unsure", "a square is left"),
    ],
)
def test_in_a_number_that_is_divided_by(first: str, second: str, expected: str, why: str) -> None:
    check(first, second, expected, why, scope_of("y: n, lambda: >0", "lambda"))


@pytest.mark.parametrize(
    ("value", "objective", "right", "why"),
    [
        (r"\bar x", r"\sum_i (x_i-b)^2", True, "the mean"),
        (r"\operatorname{median}(x)", r"\sum_i |x_i-b|", True, "a median, also at even n"),
        (r"\bar x", r"\sum_i |x_i-b|", False, "the mean is no median"),
        (r"\operatorname{median}(x)", r"\sum_i (x_i-b)^2", False, "the median is no mean"),
        ("x_1", r"\sum_i |x_i-b|", False, "the first sample"),
        (r"\max(x)", r"\sum_i |x_i-b|", False, "the largest"),
    ],
)
def test_minimisers(value: str, objective: str, right: bool, why: str) -> None:
    decision = minimises(typed(term(value, MEAN), MEAN), term(objective, MEAN), MEAN)
    assert isinstance(decision, Equal if right else Different), why


@pytest.mark.parametrize(
    ("stated", "right", "why"),
    [
        (r"\frac{1}{2n}\|Xw-y\|^2", True, "scaled"),
        (r"\sum_i (y_i-w^Tx_i)^2 + 7", True, "sums in place of the norm, a constant added"),
        (r"\|Xw-y\|", True, "the root is increasing"),
        (r"-\|Xw-y\|^2", False, "minimising the negative"),
        (r"\|Xw+y\|^2", False, "another sign"),
        (r"\|Xw-y\|_1", False, "absolute errors"),
        (r"\|Xw-y\|^2+\|w\|^2", False, "ridge"),
        (r"(Xw-y)^T(Xw-y)w^Tw", False, "times something of w"),
    ],
)
def test_same_task(stated: str, right: bool, why: str) -> None:
    scope = LEAST_SQUARES
    decision = same_task(term(stated, scope), term(r"\|y-Xw\|^2", scope), scope)
    assert isinstance(decision, Equal if right else Different), why
