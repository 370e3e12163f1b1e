"""Update rules: steps against a subgradient of the loss, of one sample or of all, with any step size."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import sympy as sp

from grader.checks.task import Task
from grader.checks.update import updates
from grader.core import Answer, Bench, Fail, Finding, Missing, Origin, Pass, Passage, Text, Verdict
from grader.jail.sympy_tree import to_tree
from tests.rows import rows

n, d = sp.symbols("n d", integer=True, positive=True)
i, j = sp.symbols("i j", integer=True)
X, Y, w = sp.MatrixSymbol("X", n, d), sp.MatrixSymbol("y", n, 1), sp.MatrixSymbol("w", d, 1)
residual = Y[i - 1, 0] - sp.Sum(X[i - 1, j - 1] * w[j - 1, 0], (j, 1, d))

SOLUTIONS = {
    "sample": sp.Abs(residual),
    "objective": sp.Sum(sp.Abs(residual), (i, 1, n)),
    "squared sample": residual**2,
    "squares": (Y - X * w).T * (Y - X * w),
}
DECLARED = "X: n*d rows x, y: n, w: d"
ABSOLUTE = Task(DECLARED, "w", "objective", same={"theta": "w"})
SQUARED = Task(DECLARED, "w", "squares", same={"theta": "w"})
IN_WORDS = Finding(Missing(Text("an update", "更新")))


class Reference:
    def symbolic(self, name: str) -> object:
        return to_tree(SOLUTIONS[name])

    def numeric(self, name: str) -> Callable[..., object]:
        raise AssertionError(name)


class NoPrograms:
    def run(self, program: object) -> Any:
        raise AssertionError(program)


def found(text: str, task: Task = ABSOLUTE, sample: str = "sample") -> Finding:
    answer = Answer("line/fit/c", (Passage("text", text, Origin("a.md")),))
    return updates(task, sample, lambda _, __: IN_WORDS)(answer, Bench(Reference(), NoPrograms()))


SIGN = r"\operatorname{sgn}(y_i-w^Tx_i)x_i"


@pytest.mark.parametrize(
    ("text", "kind"),
    rows(
        (rf"$w \leftarrow w+\eta {SIGN}$", Pass, "of one sample"),
        (rf"$w \leftarrow w+\eta \sum_i {SIGN}$", Pass, "of all"),
        (rf"$w \leftarrow w+\frac{{\eta}}{{n}} \sum_i {SIGN}$", Pass, "of their mean"),
        (rf"$w \leftarrow w+2\eta {SIGN}$", Pass, "a doubled step size"),
        (rf"$w := w+\eta {SIGN}$", Pass, "as an assignment"),
        (rf"$w = w+\alpha {SIGN}$", Pass, "as an equation, with another letter"),
        (rf"$w_{{t+1}} = w_t+\eta {SIGN}$", Pass, "with time"),
        (r"$\theta \leftarrow \theta-\eta\operatorname{sgn}(x_i^T\theta-y_i)x_i$", Pass, "by another name"),
        (r"$w \leftarrow w+\eta\operatorname{sgn}(y_j-w^Tx_j)x_j$", Pass, "by another index"),
        (rf"$w \leftarrow w-\eta {SIGN}$", Fail, "uphill"),
        (r"$w \leftarrow w+\eta\operatorname{sgn}(y_i+w^Tx_i)x_i$", Fail, "a sign inside"),
        ("Move w a little against the sign of the residual.", Missing, "words are judged as words"),
        (r"$\nabla L=X^T(Xw-y)$", Missing, "a gradient is no update"),
    ),
)
def test_steps_of_the_absolute_loss(text: str, kind: type[Verdict]) -> None:
    finding = found(text)
    assert isinstance(finding.verdict, kind)
    assert (finding is IN_WORDS) is (kind is Missing)


@pytest.mark.parametrize(
    ("text", "kind"),
    rows(
        (r"$w \leftarrow w-2\eta X^T(Xw-y)$", Pass, "of all"),
        (r"$w \leftarrow w-\eta X^T(Xw-y)$", Pass, "the 2 in the step size"),
        (r"$w \leftarrow w-\frac{\eta}{n} X^T(Xw-y)$", Pass, "over n"),
        (r"$w \leftarrow w-\frac{2\eta}{n} X^T(Xw-y)$", Pass, "both"),
        (r"$w \leftarrow w-\eta (w^Tx_i-y_i)x_i$", Pass, "of one sample"),
        (r"$w \leftarrow w+\eta X^T(Xw-y)$", Fail, "uphill"),
        (r"$w \leftarrow w-\eta (w^Tx_i-y_i)$", Fail, "x_i lost"),
        (r"$w \leftarrow w-\eta X(Xw-y)$", Fail, "a transpose lost"),
    ),
)
def test_steps_of_squares(text: str, kind: type[Verdict]) -> None:
    assert isinstance(found(text, SQUARED, "squared sample").verdict, kind)


def test_an_uphill_step_is_called_a_sign() -> None:
    finding = found(rf"Repeat: $w \leftarrow w-\eta {SIGN}$")
    assert isinstance(finding.verdict, Fail)
    assert "sign" in finding.verdict.mistakes
    assert finding.where is not None
    assert finding.where.line == 1


def test_the_first_rule_that_is_decided_counts() -> None:
    good, bad = rf"$w \leftarrow w+\eta {SIGN}$", rf"$w \leftarrow w-\eta {SIGN}$"
    assert isinstance(found(f"{good}\n\n{bad}").verdict, Pass)
    assert isinstance(found(f"{bad}\n\n{good}").verdict, Fail)
