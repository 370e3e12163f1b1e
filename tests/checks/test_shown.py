"""What must be shown besides a result: an identity, a definite matrix, the size of an inverse; second derivatives."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import sympy as sp

from grader.checks.derive import derived, follows, gradient, states
from grader.checks.shown import definite, inverts, shows
from grader.checks.task import Task
from grader.core import Answer, Bench, Check, Fail, Finding, Origin, Passage
from grader.jail.sympy_tree import to_tree
from tests.rows import rows

n, d, q = sp.symbols("n d q", integer=True, positive=True)
i, j, k = sp.symbols("i j k", integer=True)
z = sp.Symbol("z", real=True)
c, lam = sp.symbols("c lambda", positive=True)
y, t, o = sp.IndexedBase("y", positive=True), sp.IndexedBase("t", positive=True), sp.IndexedBase("o", real=True)
X, Y, w = sp.MatrixSymbol("X", n, d), sp.MatrixSymbol("y", n, 1), sp.MatrixSymbol("w", d, 1)
p = sp.exp(o[j]) / sp.Sum(sp.exp(o[k]), (k, 1, q))

SOLUTIONS: dict[str, Any] = {
    "loss": sp.Sum((sp.log(y[i]) - sp.log(t[i])) ** 2, (i, 1, n)),
    "scaled": sp.Sum((sp.log(c * y[i], evaluate=False) - sp.log(c * t[i], evaluate=False)) ** 2, (i, 1, n)),
    "ridge": (Y - X * w).T * (Y - X * w) + lam * w.T * w,
    "system": X.T * X + lam * sp.Identity(d),
    "logits": sp.log(sp.Sum(sp.exp(o[k]), (k, 1, q))),
    "slope": p,
    "curvature": p * (1 - p),
    "cube": z**3,
    "cube_slope": 3 * z**2,
}
SCALE = Task("y: n >0, t: n >0, c: >0", "t", "loss")
RIDGE = Task("X: n*d rows x, y: n, w: d, lambda: >0, v: d nonzero", "w", "ridge", same={"u": "v"}, solved=False)
DUAL = Task("X: n*d rows x, y: n, w: d, lambda: >0", "w", "ridge")
LOGITS = Task("o: q", "o", "logits", given=True, solved=False)
CUBE = Task("z", "z", "cube", same={"s": "sigmoid"}, given=True, solved=False)


class Reference:
    """The solutions above."""

    def symbolic(self, name: str) -> object:
        return to_tree(SOLUTIONS[name])

    def numeric(self, name: str) -> Callable[..., object]:
        raise AssertionError(name)


class NoPrograms:
    """Nothing is run."""

    def run(self, program: object) -> Any:
        raise AssertionError(f"{program} was run")


def found(check: Check, text: str) -> Finding:
    bench = Bench(Reference(), NoPrograms())
    return check(Answer("section/exercise/a", (Passage("text", text, Origin("answer.md")),)), bench)


def outcome(check: Check, text: str) -> str:
    return type(found(check, text).verdict).__name__.lower()


@pytest.mark.parametrize(
    ("text", "expected"),
    rows(
        (
            r"$\sum_i(\log(cy_i)-\log(ct_i))^2=\sum_i(\log c+\log y_i-\log c-\log t_i)^2=\sum_i(\log y_i-\log t_i)^2$",
            "pass", "from the one to the other",
        ),
        (
            r"$\sum_i(\log y_i-\log t_i)^2=\sum_i(\log y_i+\log c-\log t_i-\log c)^2=\sum_i(\log cy_i-\log ct_i)^2$",
            "pass", "and back",
        ),
        (r"$\sum_i(\log(cy_i)-\log(ct_i))^2=\sum_i(\log y_i-\log t_i)^2$", "missing", "stated, not shown"),
        (r"$\sum_i(\log(cy_i)-\log(ct_i))^2=c^2\sum_i(\log y_i-\log t_i)^2$", "missing", "another result"),
        ("$L=\\sum_i(\\log y_i-\\log t_i)^2$", "missing", "the loss alone"),
    ),
)  # fmt: skip
def test_shows(text: str, expected: str) -> None:
    assert outcome(shows(SCALE, ("scaled", "loss")), text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    rows(
        (r"$v^T(X^TX+\lambda I)v=\|Xv\|^2+\lambda\|v\|^2>0$ for $v\ne0$", "pass", "the form, in a step"),
        (r"$u^T(X^TX+\lambda I)u=\|Xu\|^2+\lambda\|u\|^2\ge\lambda\|u\|^2>0$", "pass", "another letter, a bound"),
        (r"$X^TX\succeq0$ and $\lambda I\succ0$, so $X^TX+\lambda I\succ0$", "pass", "a sum of matrices"),
        (
            r"Let $(X^TX+\lambda I)v=0$. Then $0=v^T(X^TX+\lambda I)v=\|Xv\|^2+\lambda\|v\|^2$, so $v=0$.",
            "pass", "nothing else is taken to 0",
        ),
        (r"$X^TX+\lambda I\succ0$", "undecided", "the claim alone"),
        (r"$v^T(X^TX+\lambda I)v>0$", "undecided", "the claim alone, as a form"),
        (r"$v^TX^TXv=\|Xv\|^2>0$", "undecided", "of another matrix"),
        (r"$v^T(X^TX+\lambda I)v=\|Xv\|^2-\lambda\|v\|^2>0$", "undecided", "through a line that is refuted"),
        ("Its eigenvalues are all positive.", "undecided", "in words"),
        ("", "missing", "nothing"),
    ),
)  # fmt: skip
def test_definite(text: str, expected: str) -> None:
    assert outcome(definite(RIDGE, "system"), text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    rows(
        (r"$w=X^T(XX^T+\lambda I)^{-1}y$", "pass", "n by n"),
        (r"Let $K=XX^T$. $w=X^T(K+\lambda I)^{-1}y$", "pass", "under a name"),
        (r"$w=(X^TX+\lambda I)^{-1}X^Ty$", "fail", "d by d"),
        (r"$w=(X^TX+\lambda I)^{-1}X^Ty=X^T(XX^T+\lambda I)^{-1}y$", "pass", "the last one counts"),
        (r"$(X^TX+\lambda I)w=X^Ty$", "missing", "no value"),
    ),
)
def test_inverts(text: str, expected: str) -> None:
    assert outcome(inverts(DUAL, "n*n"), text) == expected


def test_another_inverse_is_told_with_its_size() -> None:
    verdict = found(inverts(DUAL, "n*n"), r"$w=(X^TX+\lambda I)^{-1}X^Ty$").verdict
    assert isinstance(verdict, Fail)
    assert verdict.hint.fields == {"size": "n×n", "sizes": "d×d"}  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("text", "expected"),
    rows(
        (r"With $p=\operatorname{softmax}(o)$, $\nabla^2l=\operatorname{diag}(p)-pp^T$.", "pass", "the matrix"),
        (r"$H=\operatorname{diag}(p)-pp^T$ with $p=\operatorname{softmax}(o)$", "pass", "under the name H"),
        (
            r"$\frac{\partial^2l}{\partial o_i\partial o_j}=p_i(\delta_{ij}-p_j)$, $p=\operatorname{softmax}(o)$",
            "pass", "entry by entry",
        ),
        (r"$H_{ij}=p_i\delta_{ij}-p_ip_j$, $p=\operatorname{softmax}(o)$", "pass", "entries of H"),
        (r"With $p=\operatorname{softmax}(o)$, $\nabla^2l=\operatorname{diag}(p)+pp^T$.", "fail", "a sign"),
        (
            r"$\frac{\partial^2l}{\partial o_i\partial o_j}=p_i(p_j-\delta_{ij})$, $p=\operatorname{softmax}(o)$",
            "fail", "a sign in the entries",
        ),
        (
            r"Let $e=\exp(o)$, $s=\mathbf 1^Te$. $\nabla^2l=\frac{\operatorname{diag}(e)}{s}-\frac{ee^T}{s^2}$",
            "pass", "a number that depends on the unknown is not a loss of one's own",
        ),
    ),
)  # fmt: skip
def test_hessian(text: str, expected: str) -> None:
    assert outcome(gradient(LOGITS, order=2), text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    rows(
        (r"$\frac{\partial l}{\partial o_j}=\frac{e^{o_j}}{\sum_k e^{o_k}}$", "pass", "the index of the solution"),
        (r"$\frac{\partial l}{\partial o_i}=\frac{e^{o_i}}{\sum_k e^{o_k}}$", "pass", "another index"),
        (r"$\nabla l=\operatorname{softmax}(o)$", "pass", "the vector of all"),
        (r"$\frac{\partial l}{\partial o_j}=\frac{e^{o_j}}{2\sum_k e^{o_k}}$", "fail", "a factor"),
        (r"$\nabla l=-\operatorname{softmax}(o)$", "fail", "the vector with a sign"),
        (r"$\operatorname{softmax}(o)_j=\frac{\partial l}{\partial o_j}$", "pass", "the other way round"),
    ),
)
def test_a_formula_for_each_index(text: str, expected: str) -> None:
    assert outcome(states(LOGITS, "slope"), text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    rows(
        (r"$g'(z)=2z^2+z^2=3z^2$", "pass", "a formula on the way"),
        (r"$g'(z)=3z^2$", "missing", "the bare result"),
        (r"$\log g(z)=3\log z$, so $g'(z)=3z^2$", "pass", "a step before"),
        ("It is three times the square.", "missing", "no formula"),
    ),
)
def test_derived(text: str, expected: str) -> None:
    assert outcome(derived(CUBE, "cube_slope"), text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    rows(
        (r"$g'(z)=2z^2+z^2=3z^2$", "pass", "of the task's function, whatever its letter"),
        (r"$g'(z)=6z^2$", "fail", "where the derivative is asked for a factor is wrong"),
        (r"$s'=s(1-s)$, $g'(z)=3z^2$", "pass", "a letter for an operator"),
        (r"$s'=s(1+s)$, $g'(z)=3z^2$", "fail", "and its rule with a sign"),
        (r"$s'(z)(1+e^{-z})-s(z)e^{-z}=0$, $g'(z)=3z^2$", "pass", "what vanishes everywhere is an identity"),
        (r"$s'(z)(1+e^{-z})+s(z)e^{-z}=0$, $g'(z)=3z^2$", "undecided", "what does not may be a condition"),
        (r"$t=z^2$, $\frac{dg}{dt}=\frac32z$, $g'(z)=3z^2$", "undecided", "a derivative by a letter of one's own"),
        (r"$t=z^2$, $q=t^3+t$, $\frac{dq}{dt}=3t^2+1$, $g'(z)=3z^2$", "pass", "of what the text gives by that letter"),
        (r"$t=z^2$, $q=t^3+t$, $\frac{dq}{dt}=3t^2-1$, $g'(z)=3z^2$", "undecided", "and wrongly"),
    ),
)
def test_follows(text: str, expected: str) -> None:
    assert outcome(follows(CUBE), text) == expected
