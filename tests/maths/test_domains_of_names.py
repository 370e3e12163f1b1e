"""Names with a domain of their own, and what holds there only: labels that sum to one, vectors that are not zero."""

from __future__ import annotations

from dataclasses import replace

import pytest

from grader.maths.decide import Different, Equal, equal
from grader.maths.declare import SCALAR, Declared, Scope
from grader.maths.equations import Breaks, Follows, equation, follows
from grader.maths.fingerprint import fingerprint
from grader.maths.order import ordered
from grader.maths.substitute import substitute
from grader.maths.terms import RelationOp, Symbol
from tests.maths.reading import scope_of, term
from tests.rows import rows

LABELS = scope_of("o: q, y: q distribution, a: q", "o")
VECTORS = scope_of("X: n*d, v: d nonzero, u: d, lambda: >0", None)
PRICES = scope_of("X: n*d rows x, y: n >0, w: d", "w")


def verdict(left: str, right: str, scope: Scope) -> str:
    decision = equal(term(left, scope), term(right, scope), scope)
    return "=" if isinstance(decision, Equal) else "≠" if isinstance(decision, Different) else "?"


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    rows(
        (r"\sum_k y_k", "1", "=", "the entries of a distribution sum to one"),
        (r"\sum_k a_k", "1", "≠", "those of any vector do not"),
        (r"\sum_j y_j\log\sum_k e^{o_k}", r"\log\sum_k e^{o_k}", "=", "which takes them out of a sum"),
        (r"\sum_j y_j^2", "1", "≠", "their squares do not"),
        (r"\sum_j|y_j|", "1", "=", "they are positive"),
        (r"\log(y_1y_2)", r"\log y_1+\log y_2", "=", "so that logs of products split"),
        (r"\frac{\partial^2}{\partial o_j^2}\sum_k o_k^3", "6o_j", "=", "twice by one entry: on the diagonal"),
        (r"\frac{\partial^2}{\partial o_j^2}\sum_k o_k^3", "3o_j^2", "≠", "and not once"),
        (r"\operatorname{diag}(o_i)", r"\operatorname{diag}(o)", "=", "a number for each i, all on the diagonal"),
        (r"\operatorname{diag}(o_i^2)", r"\operatorname{diag}(o)\operatorname{diag}(o)", "=", "an expression in i"),
        (r"\operatorname{diag}(o_i^2)", r"\operatorname{diag}(o)", "≠", "and not another"),
        (
            r"\begin{cases}o_j&j=k\\0&j\ne k\end{cases}", r"o_j\delta_{jk}", "=",
            "a letter in a condition is the subscript that it is elsewhere",
        ),
    ),
)  # fmt: skip
def test_equality(left: str, right: str, expected: str) -> None:
    assert verdict(left, right, LABELS) == expected


@pytest.mark.parametrize(
    ("left", "op", "right", "expected"),
    rows(
        (r"v^Tv", ">", "0", "holds", "a vector that is not zero has a length"),
        (r"u^Tu", ">", "0", "fails", "any vector may be zero"),
        (r"\|Xv\|^2+\lambda\|v\|^2", ">", "0", "holds", "with a penalty the form is positive"),
        (r"\|Xv\|^2", ">", "0", "fails", "X may take a vector to zero that is none"),
        (r"\|Xv\|^2", "≥", "0", "holds", "which it may"),
        (r"\|Xv\|^2-\lambda\|v\|^2", ">", "0", "fails", "with the other sign it is not"),
    ),
)
def test_order(left: str, op: RelationOp, right: str, expected: str) -> None:
    decision = ordered(term(left, VECTORS), op, term(right, VECTORS), VECTORS)
    assert isinstance(decision, Equal) == (expected == "holds")
    assert isinstance(decision, Different) == (expected == "fails")


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    rows(
        (r"X^T(Xw-\log y)", r"X^TXw-X^T\log y", "same", "multiplied out"),
        (r"X^T(Xw-\log y)", r"X^TXw-X^Ty", "invalid_step", "the logarithm lost on the right"),
        (r"X^T(Xw-\log y)", r"Xw-\log y", "invalid_step", "X^T cannot be cancelled"),
    ),
)
def test_equations_with_logs_of_data(first: str, second: str, expected: str) -> None:
    step = follows(*(equation(term(side, PRICES), term("0", PRICES), PRICES) for side in (first, second)), PRICES)
    match step:
        case Follows(_, weaker):
            assert expected == ("weaker" if weaker else "same")
        case Breaks(_, how):
            assert how in ("other", "invalid_step", "lost_solution")
            assert expected == "invalid_step"
        case _:
            raise AssertionError(step)


def test_the_witness_of_a_wrong_value_with_logs_is_the_solution() -> None:
    ground = equation(term(r"X^T(Xw-\log y)", PRICES), term("0", PRICES), PRICES)
    value = equation(Symbol("w"), term(r"-(X^TX)^{-1}X^T\log y", PRICES), PRICES)
    step = follows(ground, value, PRICES)
    assert isinstance(step, Breaks)
    assert step.evidence.expected == step.evidence.got.replace("-", "")  # type: ignore[union-attr]


# --------------------------------------------------------------------------------------- a letter for an operator


def with_sigmoid(scope: Scope) -> Scope:
    """The scope in which sigma is the sigmoid."""
    scope = replace(scope, operators={"sigma": "sigmoid"})
    if scope.argument in scope.declared:
        return scope
    return replace(scope, declared={**scope.declared, scope.argument: Declared(SCALAR)})


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    rows(
        (r"\sigma(z)", r"\frac{1}{1+e^{-z}}", "=", "what it stands for"),
        (r"\sigma'(z)", r"\sigma(z)(1-\sigma(z))", "=", "its derivative"),
        (r"\sigma'", r"\sigma(1-\sigma)", "=", "without an argument: a product in the brackets"),
        (r"\frac{d\sigma}{dz}", r"\sigma-\sigma^2", "=", "Leibniz' notation"),
        (r"\sigma'", r"\sigma(1+\sigma)", "≠", "a sign"),
        (r"\sigma(\sigma(z))", r"\frac{1}{1+e^{-\sigma(z)}}", "=", "its value at its own value"),
    ),
)
def test_sigma_of_a_number(left: str, right: str, expected: str) -> None:
    assert verdict(left, right, with_sigmoid(scope_of("z", "z"))) == expected


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    rows(
        (r"X^T\sigma(Xw)", r"\sum_i\sigma(x_i^Tw)x_i", "=", "entry by entry of a vector"),
        (r"\nabla_w\sum_i\log\sigma(x_i^Tw)", r"\sum_i(1-\sigma(x_i^Tw))x_i", "=", "under the derivative sign"),
        (r"\sigma'", r"\sigma(1-\sigma)", "=", "the rule itself, of some number"),
        (r"\nabla_w\sum_i\log\sigma(x_i^Tw)", r"\sum_i\sigma(x_i^Tw)x_i", "≠", "the wrong one of the two"),
    ),
)
def test_sigma_beside_a_vector(left: str, right: str, expected: str) -> None:
    assert verdict(left, right, with_sigmoid(scope_of("X: n*d rows x, y: n, w: d", "w"))) == expected


# ------------------------------------------------------------------------------------------------- the rest


def test_what_is_put_in_for_y_does_not_reach_y_hat() -> None:
    scope = scope_of("y: n, y_hat: n, c", "y_hat")
    squares = term(r"\sum_i(y_i-\hat y_i)^2", scope)
    scaled = substitute(squares, {"y": term("cy", scope), "y_hat": term(r"c\hat y", scope)})
    decision = equal(scaled, term(r"\sum_i(cy_i-c\hat y_i)^2", scope), scope)
    assert isinstance(decision, Equal)


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    rows(
        (
            r"\left\|\begin{pmatrix}y\\0\end{pmatrix}-\begin{pmatrix}X\\cI\end{pmatrix}w\right\|^2",
            r"\|y-Xw\|^2+c^2\|w\|^2", "=", "zeros below a vector, as many as fit",
        ),
        (r"\|\begin{pmatrix}w\\0\end{pmatrix}\|^2", r"\|w\|^2", "=", "one zero where any number fits"),
    ),
)  # fmt: skip
def test_zeros_below_a_vector(left: str, right: str, expected: str) -> None:
    assert verdict(left, right, scope_of("X: n*d rows x, y: n, w: d, c", "w")) == expected


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    rows(
        ("E[Z]", "p", "=", "the probability that it is one"),
        ("E[Z^2]", "p", "=", "its square is itself"),
        (r"\operatorname{Var}(Z)", "p(1-p)", "=", "and its variance"),
        (r"\operatorname{Var}(Z)", "p", "≠", "without the square of the mean"),
        ("E[3Z+1]", "3p+1", "=", "linear in it"),
        ("E(Z)", "p", "=", "round brackets"),
        ("P(Z=1)", "p", "=", "the probability itself"),
        ("P(Z=0)", "1-p", "=", "that of the contrary"),
    ),
)
def test_an_indicator(left: str, right: str, expected: str) -> None:
    scope = scope_of("p: >0, Z: random indicator", None)
    scope = replace(scope, meanings={"p(Z)": Symbol("p")})
    assert verdict(left, right, scope) == expected


@pytest.mark.parametrize(
    ("one", "other", "same"),
    rows(
        (r"\sum_j y_j\log\sum_k e^{o_k}", r"\log\sum_k e^{o_k}", True, "labels sum to one there, too"),
        (r"\log\sum_k e^{o_k}-y^To", r"\log\sum_k e^{o_k}+y^To", False, "a sign"),
    ),
)
def test_fingerprints(one: str, other: str, same: bool) -> None:
    assert (fingerprint(term(one, LABELS), LABELS) == fingerprint(term(other, LABELS), LABELS)) is same


def test_the_diagonal_of_what_is_no_square_has_a_fingerprint_or_none_and_is_no_error() -> None:
    scope = scope_of("X: n*d rows x, y: n, w: d", "w")
    assert fingerprint(term(r"X\operatorname{diag}(X)(I-\operatorname{diag}(X^TX))X", scope), scope) is not None
