"""A training loop that fails brings its figure along: the loss after more and more epochs, beside the optimum."""

from __future__ import annotations

import string

import pytest

from grader.checks.code import settles, trains
from grader.checks.code.train import PLOT_SECONDS
from grader.core import Check, Fail, Finding, Pass, RunReport, Undecided
from tests.checks.code.students import LAPLACE, InProcess, found

LOOP = string.Template("""
import numpy as np
def sgd_laplace(X, y, lr, num_epochs, batch_size, seed):
    rng = np.random.default_rng(seed)
    w, b, t = np.zeros(X.shape[1]), 0.0, 0
    for epoch in range(num_epochs):
        order = rng.permutation(len(y))
        for start in range(0, len(y), batch_size):
            t += 1
            k = order[start:start + batch_size]
            s = np.sign(X[k] @ w + b - y[k])
            w = w $sign $rate * X[k].T @ s / len(k)
            b = b $sign $rate * s.mean()
    return w, b
""")
ASCENDS = LOOP.substitute(sign="+", rate="(lr / t ** 0.5)")
CONSTANT = LOOP.substitute(sign="-", rate="lr")
RIGHT = LOOP.substitute(sign="-", rate="(lr / t ** 0.5)")


@pytest.mark.parametrize(
    ("check", "source", "kind", "epochs", "why"),
    [
        (trains(), ASCENDS, Fail, [0, 1, 2, 4, 8, 16, 32, 50], "the wrong sign"),
        (settles(), CONSTANT, Fail, [0, 1, 2, 4, 8, 16, 32, 64, 128, 200], "a constant step"),
        (settles(), ASCENDS, Undecided, [0, 1, 2, 4, 8, 16, 32, 64, 100], "not shown to be constant"),
    ],
)
def test_a_figure_comes_along(check: Check, source: str, kind: type, epochs: list[int], why: str) -> None:
    finding = found(check, source, LAPLACE)
    assert isinstance(finding.verdict, kind), why
    (plot,) = finding.plots
    (line,) = plot.series
    (optimum,) = plot.levels
    assert [x for x, _ in line.points] == epochs, why
    assert all(loss > optimum.y > 0 for _, loss in line.points), "nothing is below the optimum"


def test_a_loop_that_goes_up_is_drawn_going_up() -> None:
    (plot,) = found(trains(), ASCENDS, LAPLACE).plots
    losses = [loss for _, loss in plot.series[0].points]
    assert losses == sorted(losses)


@pytest.mark.parametrize("check", [trains(), settles()])
def test_what_passes_needs_none(check: Check) -> None:
    finding = found(check, RIGHT, LAPLACE)
    assert isinstance(finding.verdict, Pass)
    assert finding.plots == ()


class Slow(InProcess):
    """A run in which every call takes more than a figure is worth."""

    @property
    def report(self) -> RunReport:
        return RunReport("ok", self.calls * (PLOT_SECONDS + 1.0))


def test_a_slow_loop_is_not_asked_again_and_again() -> None:
    quick, slow = InProcess(), Slow()
    figures: list[Finding] = [found(trains(), ASCENDS, LAPLACE, runner) for runner in (quick, slow)]
    assert (len(figures[0].plots), len(figures[1].plots)) == (1, 0)
    assert isinstance(figures[1].verdict, Fail), "the verdict is the same"
    assert quick.calls - slow.calls == 7, "it was asked for one point in place of eight"
