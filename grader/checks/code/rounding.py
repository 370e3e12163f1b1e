"""Errors that are rounding and not reasoning: a constant written with few digits, arithmetic in single precision.

They are told apart from a mistake by experiment. A rounded constant leaves the same relative error in every result, or
the same absolute one for each datum. Single precision is exact on small whole numbers, where a mistake stays one;
where the program itself speaks of single precision, an error of that size needs no other explanation.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np

from grader.checks.code.compare import ILL, Floats, Right, Trial, Wrong, largest, rounding
from grader.core import Message, Program

Slipped: TypeAlias = Literal["rounded_constant", "single_precision", "half_precision"]

HARMLESS = 1e-6  # of a constant: six digits, as on a calculator, or single precision's seven
NOTICED = 1e-2  # beyond it, it is another constant

_SINGLE = re.compile(
    r"float32|\.float\(|FloatTensor|\bf4\b|np\.single"
    r"|torch\.(tensor|ones|zeros|eye|full|arange|linspace|empty|rand|randn|Tensor)\("
)
_HALF = re.compile(r"float16|\.half\(|\bf2\b|np\.half")


@dataclass(frozen=True, slots=True)
class Slip:
    """What explains all errors, and how large it is, relatively."""

    kind: Slipped
    size: float

    @property
    def harmless(self) -> bool:
        """Whether it costs nothing but a remark."""
        return self.kind == "single_precision" or (self.kind == "rounded_constant" and self.size < HARMLESS)

    def message(self, name: str) -> Message:
        """What it was."""
        return Message(f"checks.code.{self.kind}", {"name": name, "size": f"{self.size:.0e}"})


def slip(trials: Sequence[Trial], program: Program, exact_on_whole_numbers: Callable[[], bool]) -> Slip | None:
    """What explains the errors of these trials, all of which must be right; None where nothing of that kind does."""
    half = _says(program, _HALF)
    errors = [
        _Error.of(trial)
        for trial in trials
        if isinstance(trial.result, Wrong) and not (half and _too_large(trial.result))
    ]
    known = [error for error in errors if error is not None]
    if not known or len(known) < len(errors) or any(not isinstance(trial.result, Wrong | Right) for trial in trials):
        return None
    well = [error.relative for error in known if error.trial.case.condition <= ILL]
    if not well:
        return None  # wrong on ill-conditioned data only: rounding would show elsewhere, too
    size = max(well)
    if size < NOTICED and len(known) > 1 and _of_a_constant(known):
        return Slip("rounded_constant", size)
    if all(error.within(np.float32) for error in known):
        if _says(program, _SINGLE) or exact_on_whole_numbers():
            return Slip("single_precision", size)
    elif half and all(error.within(np.float16) for error in known):
        return Slip("half_precision", size)
    return None


@dataclass(frozen=True, slots=True, eq=False)
class _Error:
    """A wrong result and the right one."""

    trial: Trial
    value: Floats
    right: Floats

    @staticmethod
    def of(trial: Trial) -> _Error | None:
        result = trial.result
        if not isinstance(result, Wrong) or result.how != "value":
            return None
        value, right = result.value, result.expected_value
        if value is None or right is None or not np.all(np.isfinite(value)) or not largest(right):
            return None
        return _Error(trial, value, right)

    @property
    def relative(self) -> float:
        return largest(self.value - self.right) / largest(self.right)

    def within(self, dtype: type[np.floating]) -> bool:
        return self.relative <= rounding(self.trial.case, dtype) * self.trial.case.growth


def _too_large(result: Wrong) -> bool:
    """Beyond what half precision can write."""
    return result.expected_value is not None and largest(result.expected_value) > float(np.finfo(np.float16).max)


def _of_a_constant(errors: Sequence[_Error]) -> bool:
    """The errors are the same multiple of every result, or the same for each datum, to three digits."""
    first = errors[0]
    factor = float(np.sum((first.value - first.right) * first.right) / np.sum(first.right**2))
    if all(_explains(error, factor * error.right) for error in errors):
        return True
    rows = [max(1, next(iter(error.trial.case.sizes.values()), 1)) for error in errors]
    shift = float(np.mean(first.value - first.right)) / rows[0]
    alike = all(_explains(error, np.full_like(error.right, shift * n)) for error, n in zip(errors, rows, strict=True))
    return alike and len(set(rows)) > 1


def _explains(error: _Error, difference: Floats) -> bool:
    found = error.value - error.right
    exact = 1e-14 * largest(error.right)
    return largest(found - difference) <= 1e-3 * largest(found) + exact


def _says(program: Program, pattern: re.Pattern[str]) -> bool:
    return any(pattern.search(cell.source) for cell in program.cells)
