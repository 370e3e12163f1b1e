"""What an exercise author writes in a claim: a task, and checks that find out whether the claim is true."""

from grader.checks.assumptions import assumes
from grader.checks.code import (
    Case,
    Cases,
    DataSet,
    computes,
    fails_on_design,
    inputs,
    minimises_numerically,
    repeats,
    settles,
    trains,
)
from grader.checks.derive import derived, follows, gradient, minimises, states
from grader.checks.task import Task
from grader.checks.update import updates
from grader.checks.words import Idea, says

__all__ = [
    "Case",
    "Cases",
    "DataSet",
    "Idea",
    "Task",
    "assumes",
    "computes",
    "derived",
    "fails_on_design",
    "follows",
    "gradient",
    "inputs",
    "minimises",
    "minimises_numerically",
    "repeats",
    "says",
    "settles",
    "states",
    "trains",
    "updates",
]
