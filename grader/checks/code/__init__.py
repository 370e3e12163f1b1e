"""Checks of code: a function is judged by what it returns on inputs that its author did not choose.

* :func:`computes`: equal to the reference function, up to rounding;
* :func:`minimises_numerically`: reaches the minimum of an objective, whichever minimiser it finds;
* :func:`fails_on_design`: hands over data on which the normal equations have no unique solution;
* :func:`trains`, :func:`settles`, :func:`repeats`: a training loop against the true optimum;
* :func:`far_out`, :func:`integrates_to_one`, :func:`moves_with_mu`, :func:`spreads_with_sigma`: the curve of a density;
* :func:`loops`, :func:`vectorised`: two arrays are added one pair of numbers at a time, or as a whole;
* :func:`measures`, :func:`totals`: a timer against the grader's own clocks.

:func:`inputs` makes the inputs from a declaration: ``inputs("X: n*d, y: n", solves="X")``.
"""

from __future__ import annotations

from grader.checks.code.cases import Case, Cases
from grader.checks.code.density import far_out, integrates_to_one, moves_with_mu, spreads_with_sigma
from grader.checks.code.design import fails_on_design
from grader.checks.code.function import computes, minimises_numerically
from grader.checks.code.kinds import inputs
from grader.checks.code.loop import DataSet
from grader.checks.code.timer import measures, totals
from grader.checks.code.train import repeats, settles, trains
from grader.checks.code.vectorised import loops, vectorised

__all__ = [
    "Case",
    "Cases",
    "DataSet",
    "computes",
    "fails_on_design",
    "far_out",
    "inputs",
    "integrates_to_one",
    "loops",
    "measures",
    "minimises_numerically",
    "moves_with_mu",
    "repeats",
    "settles",
    "spreads_with_sigma",
    "totals",
    "trains",
    "vectorised",
]
