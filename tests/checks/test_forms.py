"""Claims about the form of a formula: given for what it equals, written as one product, or so that its sign shows."""

from __future__ import annotations

from typing import Any

import pytest
import sympy as sp

from grader.checks.forms import factors, gives, shows_sign
from grader.checks.task import Task
from grader.core import Answer, Bench, Check, Fail, Missing, Origin, Pass, Passage, Undecided, Unreadable
from grader.jail.sympy_tree import to_tree
from tests.rows import rows

n, d, h, q = sp.symbols("n d h q", integer=True, positive=True)
sigma = sp.Symbol("sigma", positive=True)
b = sp.Symbol("b", real=True)
X, w, v = sp.MatrixSymbol("X", n, d), sp.MatrixSymbol("w", d, 1), sp.MatrixSymbol("v", d, 1)
W_1, W_2 = sp.MatrixSymbol("W_1", h, d), sp.MatrixSymbol("W_2", q, h)
b_1, b_2 = sp.MatrixSymbol("b_1", h, 1), sp.MatrixSymbol("b_2", q, 1)

SOLUTIONS: dict[str, Any] = {
    "gram": X.T * X + n * sigma**2 * sp.Identity(d),
    "form": v.T * (X.T * X + n * sigma**2 * sp.Identity(d)) * v,
    "weights": W_2 * W_1,
    "offset": W_2 * b_1 + b_2,
    "predictions": X * w + b * sp.OneMatrix(n, 1),
}
NOISE = Task("X: n*d rows x, Z: n*d rows z white sigma, v: d nonzero, sigma: >0")
LAYERS = Task("x: d, W_1: h*d, b_1: h, W_2: q*h, b_2: q")
AFFINE = Task("X: n*d rows x, w: d, b")
VERDICTS = {Pass: "+", Fail: "-", Undecided: "?", Missing: "0", Unreadable: "!"}


class Reference:
    """The solutions above."""

    def symbolic(self, name: str) -> object:
        return to_tree(SOLUTIONS[name])

    def numeric(self, name: str) -> Any:
        raise AssertionError(f"{name} was run")


class NoPrograms:
    """Nothing is run."""

    def run(self, program: object) -> Any:
        raise AssertionError(f"{program} was run")


def mark(check: Check, text: str) -> str:
    answer = Answer("section/exercise/a", (Passage("text", text, Origin("a.md")),))
    found = check(answer, Bench(Reference(), NoPrograms()))
    return VERDICTS[type(getattr(found, "verdict", found))]


@pytest.mark.parametrize(
    ("text", "expected"),
    rows(
        (r"$E[(X+Z)^T(X+Z)] = X^TX + n\sigma^2 I$", "+", "for an expectation"),
        (r"$A = E[(X+Z)^T(X+Z)]$ and $A = X^TX + n\sigma^2I$", "+", "for a name of one"),
        (r"$E[(X+Z)^T(X+Z)] = X^TX + \sigma^2 I$", "-", "another one"),
        (r"$E[(X+Z)^T(X+Z)] = X^TX + E[Z^TZ]$", "?", "the expectation is still to be taken"),
        (r"$E[Z^TZ] = n\sigma^2 I$", "?", "that of something else"),
        (r"$X^TX + \sigma^2 I$ is what ridge regression inverts.", "?", "a formula of something else"),
        ("", "0", "nothing"),
    ),
)
def test_a_formula_given_for_an_expectation(text: str, expected: str) -> None:
    assert mark(gives(NOISE, "gram"), text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    rows(
        ("$W = W_2W_1$, $b = W_2b_1+b_2$", "++", "by names"),
        ("$A = W_2W_1$, $c = b_2 + W_2b_1$", "++", "by other names"),
        ("$W_2(W_1x+b_1)+b_2 = (W_2W_1)x + (W_2b_1+b_2)$", "++", "in brackets"),
        ("$W_2(W_1x+b_1)+b_2 = W_2W_1x + W_2b_1+b_2$", "??", "what belongs together is not said"),
        ("$W = W_1W_2$, $b = b_1+b_2$", "--", "the shapes don't fit"),
        ("$W = W_2W_1$, $b = W_2b_1-b_2$", "+-", "a sign"),
        ("$W = W_2$ and $b = b_1$", "??", "a letter for a letter"),
    ),
)
def test_formulas_by_names_of_ones_own(text: str, expected: str) -> None:
    checks = (gives(LAYERS, "weights", named=True), gives(LAYERS, "offset", named=True))
    assert "".join(mark(check, text) for check in checks) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    rows(
        (r"$Xw + b\mathbf 1 = [X, \mathbf 1]\begin{bmatrix} w \\ b\end{bmatrix}$", "+", "blocks"),
        (r"$Z = [X, 1]$, $\theta = (w; b)$, $Z\theta = Xw + b\mathbf 1$", "+", "by names"),
        (r"$Xw + b\mathbf 1 = [\mathbf 1, X]\begin{bmatrix} w \\ b\end{bmatrix}$", "-", "out of order"),
        (r"$Xw + b\mathbf 1 = [X, b\mathbf 1]\begin{bmatrix} w \\ 1\end{bmatrix}$", "?", "b beside the features"),
        (r"$\hat y = Xw + b\mathbf 1$", "?", "no product"),
        ("", "0", "nothing"),
    ),
)
def test_one_product_of_two_things(text: str, expected: str) -> None:
    assert mark(factors(AFFINE, "predictions", apart=("w", "b")), text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    rows(
        (r"$v^T(X^TX + n\sigma^2I)v = \|Xv\|^2 + n\sigma^2\|v\|^2$", "+", "norms"),
        (r"$v^T(X^TX + n\sigma^2I)v = (Xv)^T(Xv) + n\sigma^2v^Tv$", "+", "products"),
        (r"$v^T(X^TX + n\sigma^2I)v = v^TX^TXv + n\sigma^2v^Tv$", "+", "the same without brackets"),
        (r"$v^T(X^TX + n\sigma^2I)v = \sum_i (x_i^Tv)^2 + n\sigma^2\sum_j v_j^2$", "+", "sums"),
        (r"$v^T(X^TX + n\sigma^2I)v$", "?", "as it was"),
        (r"$v^T(X^TX + n\sigma^2I)v > 0$", "?", "only said"),
        (r"$v^T(X^TX + n\sigma^2I)v = \|Xv\|^2 - n\sigma^2\|v\|^2$", "-", "a sign"),
        (r"$v^T(X^TX + n\sigma^2I)v = \|Xv\|^2 + \sigma^2\|v\|^2$", "-", "n got lost"),
        ("", "0", "nothing"),
    ),
)
def test_a_sign_that_shows(text: str, expected: str) -> None:
    assert mark(shows_sign(NOISE, "form"), text) == expected
