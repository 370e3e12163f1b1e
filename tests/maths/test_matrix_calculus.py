"""Derivatives by vectors and matrices, right and wrong, in the layouts that the judge takes.

A number by a matrix has the shape of the matrix; a vector by a vector has a row for each entry of the first.
"""

from __future__ import annotations

import pytest

from grader.core import Agreement, Message, Proof
from grader.maths.decide import Different, Equal, Unsure, equal
from grader.maths.domains import Rationals
from grader.maths.evaluate import Evaluator
from grader.maths.shapes import Ambiguous
from grader.maths.typing import typed
from grader.maths.values import matrix, size
from tests.maths.reading import scope_of, term
from tests.rows import rows

DATA = scope_of(
    "X: n*d rows x, y: n, w: d, A: d*d, S: d*d symmetric, P: d*d, W: d*k, Y: n*k, B: d*n, z: d, a: d, c: d,"
    "lambda: >0, b"
)


@pytest.mark.parametrize(
    ("left", "right"),
    rows(
        (r"\frac{\partial}{\partial P} \operatorname{tr}(AP)", "A^T", "a trace is linear"),
        (r"\nabla_X \operatorname{tr}(BX)", "B^T", "also of a matrix that is not square"),
        (r"\frac{\partial \operatorname{tr}(P^TAP)}{\partial P}", "(A+A^T)P", "A need not be symmetric"),
        (r"\frac{\partial \operatorname{tr}(P^TSP)}{\partial P}", "2SP", "and this one is"),
        (r"\frac{\partial \operatorname{tr}(P)}{\partial P}", "I", "the identity takes its size from the other side"),
        (r"\frac{\partial \log\det P}{\partial P}", "P^{-T}", "a log-determinant"),
        (r"\frac{\partial \log|P|}{\partial P}", "(P^{-1})^T", "with bars for the determinant"),
        (r"\frac{\partial \det P}{\partial P}", r"\det(P) P^{-T}", "a determinant"),
        (r"\frac{d}{d\lambda} \log\det(P+\lambda I)", r"\operatorname{tr}((P+\lambda I)^{-1})", "by a number"),
        (r"\frac{\partial}{\partial W} \|XW-Y\|_F^2", "2X^T(XW-Y)", "least squares with many outputs"),
        (r"\frac{\partial}{\partial W^T} \|XW-Y\|_F^2", "2(XW-Y)^TX", "by the transpose: the other layout"),
        (r"\frac{\partial a^TAc}{\partial A}", "ac^T", "a bilinear form"),
        (r"\frac{\partial}{\partial A_{ij}} a^TAc", "a_i c_j", "by one entry of a matrix"),
        (r"\frac{\partial}{\partial P} a^T P^{-1} c", "-P^{-T} a c^T P^{-T}", "through an inverse"),
        (r"\frac{\partial}{\partial P} \operatorname{tr}(P^{-1}A)", "-(P^{-1}AP^{-1})^T", "a trace through an inverse"),
        (r"\frac{d}{db} (P+bA)^{-1}", "-(P+bA)^{-1}A(P+bA)^{-1}", "a matrix by a number"),
        (r"\frac{\partial \|P\|_F}{\partial P}", r"\frac{P}{\|P\|_F}", "a norm, not squared"),
        (r"\frac{\partial (Pz)}{\partial z}", "P", "a Jacobian"),
        (r"\frac{\partial}{\partial z}(z\odot z)", r"2\operatorname{diag}(z)", "entry by entry: a diagonal Jacobian"),
        (r"\frac{\partial^2 z^TAz}{\partial z\partial z^T}", "A+A^T", "a Hessian in two steps"),
        (
            r"\frac{\partial \operatorname{softmax}(z)}{\partial z}",
            r"\operatorname{diag}(\operatorname{softmax}(z)) - \operatorname{softmax}(z)\operatorname{softmax}(z)^T",
            "the Jacobian of softmax",
        ),
        (r"\nabla_z \log\sum_j e^{z_j}", r"\operatorname{softmax}(z)", "the gradient of log-sum-exp"),
        (
            r"\nabla_z^2 \operatorname{logsumexp}(z)",
            r"\operatorname{diag}(\operatorname{softmax}(z)) - \operatorname{softmax}(z)\operatorname{softmax}(z)^T",
            "and its Hessian",
        ),
        (
            r"\nabla_w \sum_i (\log(1+e^{w^Tx_i}) - y_i w^T x_i)",
            r"X^T(\operatorname{sigmoid}(Xw)-y)",
            "the gradient of the logistic loss",
        ),
        (
            r"\nabla_w^2 \sum_i \log(1+e^{w^Tx_i})",
            r"X^T \operatorname{diag}(\operatorname{sigmoid}(Xw)\odot(1-\operatorname{sigmoid}(Xw))) X",
            "and its Hessian",
        ),
        (r"\frac{\partial}{\partial x_i} w^Tx_i", "w", "by one sample"),
        (r"\frac{\partial}{\partial x_i} \|Xw-y\|^2", "2(x_i^Tw-y_i)w", "of which one term depends on it"),
        (r"\nabla_z \|z\|_2", r"\frac{z}{\|z\|_2}", "a norm away from 0"),
        (r"\nabla_z \|z\|_1", r"\operatorname{sgn}(z)", "almost everywhere"),
        (r"\frac{d}{db} g(b)^2", "2g(b)g'(b)", "of a function that nobody wrote"),
    ),
)
def test_what_is_right(left: str, right: str) -> None:
    assert isinstance(equal(term(left, DATA), term(right, DATA), DATA), Equal)


@pytest.mark.parametrize(
    ("left", "right"),
    rows(
        (r"\frac{\partial}{\partial P} \operatorname{tr}(AP)", "A", "a transpose is missing"),
        (r"\frac{\partial \operatorname{tr}(P^TAP)}{\partial P}", "2AP", "only if A is symmetric"),
        (r"\frac{\partial \log\det P}{\partial P}", "P^{-1}", "a transpose is missing"),
        (r"\frac{\partial \log\det P}{\partial P}", r"\det(P) P^{-T}", "of the determinant, not of its log"),
        (r"\frac{\partial}{\partial W} \|XW-Y\|_F^2", "X^T(XW-Y)", "the 2 got lost"),
        (r"\frac{\partial}{\partial W} \|XW-Y\|_F^2", "2(XW-Y)^TX", "the shape of W is asked for"),
        (r"\frac{\partial}{\partial P} a^T P^{-1} c", "-P^{-1} a c^T P^{-1}", "transposes are missing"),
        (r"\frac{\partial}{\partial A_{ij}} a^TAc", "a_j c_i", "the subscripts are swapped"),
        (r"\frac{d}{db} (P+bA)^{-1}", "-(P+bA)^{-2}A", "matrices do not commute"),
        (r"\frac{\partial (Pz)}{\partial z}", "P^T", "the other layout of a square Jacobian"),
        (r"\frac{\partial \operatorname{tr}(P)}{\partial P}", "1", "a number where a matrix is asked for"),
        (
            r"\frac{\partial \operatorname{softmax}(z)}{\partial z}",
            r"\operatorname{softmax}(z)\operatorname{softmax}(z)^T - \operatorname{diag}(\operatorname{softmax}(z))",
            "its sign",
        ),
        (
            r"\nabla_w^2 \sum_i \log(1+e^{w^Tx_i})",
            r"X^T \operatorname{diag}(\operatorname{sigmoid}(Xw)) X",
            "the second factor of the weights got lost",
        ),
        (r"\frac{\partial}{\partial x_i} \|Xw-y\|^2", "2(x_i^Tw-y_i)x_i", "by w, not by x_i"),
    ),
)
def test_what_is_wrong(left: str, right: str) -> None:
    assert isinstance(equal(term(left, DATA), term(right, DATA), DATA), Different)


@pytest.mark.parametrize(
    ("left", "right", "key"),
    rows(
        (r"\frac{\partial (PP)}{\partial P}", "2P", "maths.typing.jacobian", "a matrix by a matrix: layouts differ"),
        ("|P|^2", r"\det(P)^2", "maths.typing.bars", "a determinant, or a norm"),
        (r"\log(P^TP)", "P", "maths.typing.matrix_function", "entry by entry, or of the matrix"),
        ("g(b)", "g(2b)", "maths.undecided.domain", "of a function that nobody wrote"),
        ("g(b)", "g(y)", "maths.undecided.domain", "it is no constant"),
        ("h(b, 2)", "h(2, b)", "maths.undecided.domain", "nor symmetric"),
        (r"\sigma(b)", r"\operatorname{sigmoid}(b)", "maths.undecided.domain", "a name that has many meanings"),
    ),
)
def test_what_is_left_to_a_marker(left: str, right: str, key: str) -> None:
    decision = equal(term(left, DATA), term(right, DATA), DATA)
    assert isinstance(decision, Unsure)
    assert isinstance(decision.reason, Message)
    assert decision.reason.key == key


def test_a_function_that_nobody_wrote_is_the_same_at_the_same_arguments() -> None:
    for left, right in (("g(2b)", "g(b+b)"), ("g(y, b)", "g(y, b)+0"), ("g(b) - g(b)", "0")):
        decision = equal(term(left, DATA), term(right, DATA), DATA)
        assert isinstance(decision, Equal)
        assert isinstance(decision.evidence, Proof | Agreement)


@pytest.mark.parametrize("n", [1, 2])
@pytest.mark.parametrize("d", [1, 3])
def test_a_jacobian_has_its_shape_at_every_size(n: int, d: int) -> None:
    """Also where a vector of one entry is a number."""
    domain = Rationals()
    blocks = {
        "X": matrix(n, d, [domain.number(k) for k in range(n * d)]),
        "w": matrix(d, 1, [domain.number(1)] * d),
    }
    jacobian = typed(term(r"\frac{\partial}{\partial w} Xw", DATA), DATA)
    assert size(Evaluator(domain, blocks, {"n": n, "d": d}, {}).value(jacobian.term)) == (n, d)


def test_a_derivative_by_what_is_no_name_has_no_meaning() -> None:
    with pytest.raises(Ambiguous):
        typed(term(r"\frac{\partial}{\partial (2w)} w^Tw", DATA), DATA)
