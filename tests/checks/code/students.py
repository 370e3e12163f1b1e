"""Our own programs in place of students', run in this process: no jail is needed for them."""

from __future__ import annotations

import importlib.util
import textwrap
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np

from grader.core import (
    Absent,
    Answer,
    Arrays,
    Bench,
    CallRaised,
    CallStopped,
    CellError,
    Check,
    Fail,
    Finding,
    Message,
    Origin,
    Passage,
    Program,
    Reply,
    Returned,
    RunOutcome,
    RunReport,
    Where,
)
from grader.course import load_exercise

SOLUTIONS = Path(__file__).parents[3] / "solutions" / "linear_regression"
EXERCISES = Path(__file__).parents[3] / "exercises" / "linear_regression"


def solution(exercise: str) -> ModuleType:
    """The numeric reference of an exercise."""
    path = SOLUTIONS / exercise / "numeric.py"
    spec = importlib.util.spec_from_file_location(f"numeric_{exercise}", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


CONSTANT = solution("optimal_constant")
LINEAR = solution("normal_equation")
LAPLACE = solution("laplace_noise")


def checks(exercise: str) -> list[Check]:
    """The checks of an exercise's part ``code``, in order."""
    part = load_exercise(EXERCISES / exercise / "exercise.py").part("code")
    assert part is not None
    return [claim.check for claim in part.claims]


MEAN, MEDIAN = checks("optimal_constant")
GRADIENT, SOLUTION, DESIGN = checks("normal_equation")
NLL, TRAINS, SETTLES, REPEATS = checks("laplace_noise")

# ------------------------------------------------------------------------------- a runner without a jail


@dataclass
class InProcess:
    """Runs our own test programs in this process; counts the calls."""

    outcome: RunOutcome = "ok"
    stops: RunOutcome | None = None
    namespace: dict[str, Any] = field(default_factory=dict)
    errors: list[CellError] = field(default_factory=list)
    calls: int = 0

    def run(self, program: Program) -> InProcess:
        if not self.namespace:
            self.namespace["__name__"] = "student"
            for cell in program.cells:
                try:
                    exec(cell.source, self.namespace)
                except Exception as error:
                    where = Where(cell.origin.file, cell.origin.cell, 2, 1, "")
                    self.errors.append(CellError(where, f"{type(error).__name__}: {error}"))
        return self

    @property
    def report(self) -> RunReport:
        return RunReport(self.outcome, 0.0, tuple(self.errors))

    def value(self, name: str) -> Reply:
        return Returned(self.namespace[name], "numpy") if name in self.namespace else Absent(name)

    def call(self, name: str, args: Sequence[object] = (), *, library: Arrays) -> Reply:
        self.calls += 1
        if self.stops is not None:
            return CallStopped(self.stops)
        if name not in self.namespace:
            return Absent(name)
        there = [_sent(arg, library) for arg in args]
        try:
            with np.errstate(all="ignore"):
                value = self.namespace[name](*there)
        except Exception as error:
            line = traceback.extract_tb(error.__traceback__)[-1].lineno
            return CallRaised(f"{type(error).__name__}: {error}", 0, line)
        return Returned(_back(value), type(value).__name__, tuple(_back(arg) for arg in there))


def _sent(value: object, library: str) -> object:
    if not isinstance(value, np.ndarray):
        return value
    there = np.array(value)
    if library.endswith("_strided") and there.ndim:
        there = np.repeat(there, 2, axis=-1)[..., ::2]
    if library.startswith("torch"):
        import torch

        tensor = torch.from_numpy(there)
        return tensor.requires_grad_() if library == "torch_tracked" and tensor.is_floating_point() else tensor
    there.flags.writeable = value.flags.writeable
    return there


def _back(value: object) -> object:
    if isinstance(value, tuple | list):
        return type(value)(_back(item) for item in value)
    if hasattr(value, "detach"):
        return value.detach().numpy()
    return value


@dataclass(frozen=True)
class FromModule:
    module: ModuleType

    def symbolic(self, name: str) -> object:
        raise KeyError(name)

    def numeric(self, name: str) -> Callable[..., object]:
        return getattr(self.module, name)  # type: ignore[no-any-return]


def found(check: Check, source: str, module: ModuleType, runner: InProcess | None = None) -> Finding:
    """What the check finds in a program of one cell."""
    cell = Passage("code", textwrap.dedent(source).strip() + "\n", Origin("s.py"))
    answer = Answer("part", program=Program((cell,)))
    return check(answer, Bench(FromModule(module), runner or InProcess()))


def remarked(finding: Finding) -> list[str]:
    """The keys of a finding's remarks."""
    return [remark.key for remark in finding.remarks if isinstance(remark, Message)]


def failed(finding: Finding) -> Fail:
    assert isinstance(finding.verdict, Fail), finding.verdict
    return finding.verdict
