"""What an exercise author writes in a claim: a task, and checks that find out whether the claim is true."""

from grader.checks.assumptions import assumes
from grader.checks.code import (
    Case,
    Cases,
    DataSet,
    computes,
    fails_on_design,
    far_out,
    inputs,
    integrates_to_one,
    loops,
    measures,
    minimises_numerically,
    moves_with_mu,
    repeats,
    settles,
    spreads_with_sigma,
    totals,
    trains,
    vectorised,
)
from grader.checks.derive import derived, follows, gradient, minimises, states
from grader.checks.forms import factors, gives, shows_sign
from grader.checks.shown import definite, inverts, shows
from grader.checks.task import Task
from grader.checks.update import updates
from grader.checks.words import says

__all__ = [
    "Case",
    "Cases",
    "DataSet",
    "Task",
    "assumes",
    "computes",
    "definite",
    "derived",
    "factors",
    "fails_on_design",
    "far_out",
    "follows",
    "gives",
    "gradient",
    "inputs",
    "integrates_to_one",
    "inverts",
    "loops",
    "measures",
    "minimises",
    "minimises_numerically",
    "moves_with_mu",
    "repeats",
    "says",
    "settles",
    "shows",
    "shows_sign",
    "spreads_with_sigma",
    "states",
    "totals",
    "trains",
    "updates",
    "vectorised",
]
