"""Checks of code: a function is judged by what it returns on inputs that its author did not choose.

* :func:`computes`: equal to the reference function, up to rounding;
* :func:`minimises_numerically`: reaches the minimum of an objective, whichever minimiser it finds;
* :func:`fails_on_design`: hands over data on which the normal equations have no unique solution;
* :func:`trains`, :func:`settles`, :func:`repeats`: a training loop against the true optimum.

:func:`inputs` makes the inputs from a declaration: ``inputs("X: n*d, y: n", solves="X")``.
"""

from __future__ import annotations

from grader.checks.code.cases import Case, Cases, inputs
from grader.checks.code.design import fails_on_design
from grader.checks.code.function import computes, minimises_numerically
from grader.checks.code.train import DataSet, repeats, settles, trains

__all__ = [
    "Case",
    "Cases",
    "DataSet",
    "computes",
    "fails_on_design",
    "inputs",
    "minimises_numerically",
    "repeats",
    "settles",
    "trains",
]
