"""Which mistake explains a wrong value: the same one on every ordinary input, or it isn't named.

A factor is named if every ordinary result is exactly that multiple of the right one, with sizes n and d that differ
from case to case: ``n`` where a sum was returned for a mean, ``n/(n-1)`` where it was divided by n - 1.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from grader.checks.code.cases import Case
from grader.checks.code.compare import Trial, Wrong
from grader.core import Message, Text

Floats: TypeAlias = npt.NDArray[np.float64]
Fields: TypeAlias = dict[str, Text | Message | str | int | float]


def factors(n: float, d: float) -> dict[str, float]:
    """By which factors students are off, and how such a factor is written."""
    return {
        "-1": -1.0,
        "2": 2.0,
        "1/2": 0.5,
        "-2": -2.0,
        "-1/2": -0.5,
        "n": n,
        "-n": -n,
        "1/n": 1 / n,
        "-1/n": -1 / n,
        "2n": 2 * n,
        "n/2": n / 2,
        "2/n": 2 / n,
        "1/(2n)": 1 / (2 * n),
        "n/(n-1)": n / (n - 1),
        "n/(n+1)": n / (n + 1),
        "(n-1)/n": (n - 1) / n,
        "d": d,
        "1/d": 1 / d,
    }


def explain(name: str, trials: Sequence[Trial], shrunk: Case, result: Wrong) -> tuple[Message, tuple[str, ...]]:
    """The hint on a wrong result, and the names of the mistakes that explain it."""
    fields: Fields = {"name": name, "on": on(shrunk), "got": result.got, "expected": result.expected}
    match result.how:
        case "mutated":
            return Message("checks.code.mutates", fields), ("mutates_input",)
        case "nothing":
            return Message("checks.code.returns_nothing", fields), ("returns_nothing",)
        case "not_numbers":
            return Message("checks.code.not_numbers", fields), ("wrong_type",)
        case "shape":
            transposed = ("transposed",) if _transposed(result) else ()
            return Message("checks.code.wrong_shape", fields), (*transposed, "wrong_shape")
        case "value":
            return _value(trials, result, fields)


def on(case: Case) -> Message:
    """What is special about the inputs of a case."""
    return Message(f"checks.code.on.{case.kind}")


def _value(trials: Sequence[Trial], result: Wrong, fields: Fields) -> tuple[Message, tuple[str, ...]]:
    pairs = [
        (trial.case, trial.result.value, trial.result.expected_value)
        for trial in trials
        if trial.case.kind == "ordinary" and isinstance(trial.result, Wrong) and trial.result.how == "value"
    ]
    ordinary = [trial for trial in trials if trial.case.kind == "ordinary"]
    known = [(case, value, right) for case, value, right in pairs if value is not None and right is not None]
    if len(known) == len(ordinary) >= 2:
        for label in factors(2, 2):
            if all(_close(value, factors(*_sizes(case))[label] * right) for case, value, right in known):
                mistakes = ("sign",) if label == "-1" else ("wrong_constant",)
                key = "checks.code.sign" if label == "-1" else "checks.code.factor"
                return Message(key, {**fields, "factor": label}), mistakes
        shift = _shift(known)
        if shift is not None:
            return Message("checks.code.shift", {**fields, "shift": f"{shift:.4g}"}), ("wrong_constant",)
    if _transposed(result):
        return Message("checks.code.differs", fields), ("transposed",)
    return Message("checks.code.differs", fields), ()


def _sizes(case: Case) -> tuple[float, float]:
    """n and d: the axes in the order in which they are declared."""
    lengths = [float(length) for length in case.sizes.values()]
    return (*lengths, 1.0, 1.0)[0], (*lengths, 1.0, 1.0)[1]


def _shift(known: Sequence[tuple[Case, Floats, Floats]]) -> float | None:
    """What is added to the right value for each datum, the same in all cases."""
    shifts = [(value - right) / _sizes(case)[0] for case, value, right in known]
    first = shifts[0]
    if first.size != 1 or abs(float(first.item())) < 1e-6:
        return None
    return float(first.item()) if all(_close(shift, first) for shift in shifts) else None


def _close(value: Floats, other: Floats) -> bool:
    """Equal as far as single precision can tell, since the student's program may compute in it."""
    return value.shape == other.shape and bool(np.allclose(value, other, rtol=1e-4, atol=1e-6))


def _transposed(result: Wrong) -> bool:
    value, right = result.value, result.expected_value
    return value is not None and right is not None and value.ndim == 2 == right.ndim and _close(value.T, right)
