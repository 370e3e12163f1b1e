"""Which mistake explains a wrong value: the same one on every ordinary input, or it isn't named.

A factor is named if every ordinary result is exactly that multiple of the right one, with sizes n and d that differ
from case to case: ``n`` where a sum was returned for a mean, ``n/(n-1)`` where it was divided by n - 1. What an
exercise's author expects students to mistake (the median for the mean) is a function of ``numeric.py`` that makes that
very mistake: it is named if the student's function returns what it does, on every ordinary input.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from grader.checks.code.cases import Case
from grader.checks.code.compare import Trial, Wrong, called, in_double, largest
from grader.core import Message, Text, Words

Floats: TypeAlias = npt.NDArray[np.float64]
Fields: TypeAlias = dict[str, Text | Message | str | int | float]
Explained: TypeAlias = tuple[Words, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Mistake:
    """What students mistake the task for: a function that does so, and what to tell them."""

    name: str
    function: Callable[..., object]
    hint: Text


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
        "n/(n-1)": n / (n - 1) if n != 1 else np.inf,
        "n/(n+1)": n / (n + 1),
        "(n-1)/n": (n - 1) / n,
        "d": d,
        "1/d": 1 / d,
        "1/ln(10)": 1 / np.log(10),
        "1/ln(2)": 1 / np.log(2),
    }


_NAMED = {
    "-1": ("sign",),
    "n": ("wrong_constant", "sum_for_mean"),
    "1/n": ("wrong_constant", "mean_for_sum"),
    "n/(n-1)": ("wrong_constant", "divided_by_n_minus_1"),
    "1/ln(10)": ("other_logarithm",),
    "1/ln(2)": ("other_logarithm",),
}


def explain(
    name: str, trials: Sequence[Trial], shrunk: Case, result: Wrong, mistakes: Sequence[Mistake] = ()
) -> Explained:
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
            return _shape(trials, shrunk, result, fields, mistakes)
        case "value":
            return _value(trials, result, fields, mistakes)


def on(case: Case) -> Message:
    """What is special about the inputs of a case."""
    return Message(f"checks.code.on.{case.kind.name}")


def does_not_conform(error: str) -> bool:
    """Whether an exception says that the shapes of two arrays do not fit."""
    return bool(_CLASH.search(error))


def takes_numbers_only(error: str) -> bool:
    """Whether an exception says that an array stood where one number was expected."""
    return bool(_ONE_NUMBER.search(error))


_ONE_NUMBER = re.compile(
    r"only (length-1|size-1|0-dimensional) arrays can be converted|only one element tensors can be converted"
    r"|elements cannot be converted to Scalar|truth value of an array|Boolean value of Tensor"
)
_CLASH = re.compile(
    r"mismatch|not aligned|could not be broadcast|must match the size|inconsistent tensor size|shapes cannot be mult"
    r"|size of tensor|Incompatible dimensions|incompatible shapes|must be square",
    re.IGNORECASE,
)


# ------------------------------------------------------------------------------------------------- shapes


def _shape(
    trials: Sequence[Trial], case: Case, result: Wrong, fields: Fields, mistakes: Sequence[Mistake]
) -> Explained:
    value, right = result.value, result.expected_value
    found = _found(trials, mistakes)
    if found is not None:
        return found.hint, ("wrong_shape", found.name, "shape")
    if value is not None and right is not None:
        if _transposed(result):
            return Message("checks.code.wrong_shape", fields), ("wrong_shape", "transposed", "shape")
        if value.ndim == right.ndim + 1 and value.size == right.size:
            return Message("checks.code.column", fields), ("wrong_shape", "shape")
        rows = next(iter(case.sizes.values()), 0)
        if rows > 1 and value.ndim > right.ndim and value.ndim == 2 and value.shape[-1] == rows:
            # (n, 1) with (n,) is (n, n); what is multiplied with it from the left keeps the n behind
            return Message("checks.code.broadcasts", fields), ("wrong_shape", "broadcasts", "shape")
    return Message("checks.code.wrong_shape", fields), ("wrong_shape", "shape")


def _transposed(result: Wrong) -> bool:
    value, right = result.value, result.expected_value
    return value is not None and right is not None and value.ndim == 2 == right.ndim and _close(value.T, right)


# ------------------------------------------------------------------------------------------------- values


def _value(trials: Sequence[Trial], result: Wrong, fields: Fields, mistakes: Sequence[Mistake]) -> Explained:
    known = list(_known(trials))
    found = _found(trials, mistakes)
    if found is not None:
        constant = known and (_factor(known) is not None or _shift(known) is not None)
        return found.hint, ("wrong_constant", found.name) if constant else (found.name,)
    if known:
        label = _factor(known)
        if label is not None:
            key = f"checks.code.{_NAMED.get(label, ('factor',))[-1]}"
            return Message(key, {**fields, "factor": label}), _NAMED.get(label, ("wrong_constant",))
        shift = _shift(known)
        if shift is not None:
            return Message("checks.code.shift", {**fields, "shift": f"{shift:.4g}"}), ("wrong_constant",)
        if any(all(_close(value, cut(right)) for _, value, right in known) for cut in (np.trunc, np.floor, np.round)):
            return Message("checks.code.truncates", fields), ("truncates",)
    penalty = _penalty(trials)
    if penalty is not None:
        return Message("checks.code.regularised", {**fields, "penalty": f"{penalty:.1g}"}), ("regularised",)
    if _overflows(trials):
        return Message("checks.code.not_finite", fields), ("not_finite",)
    if _cut_integers(trials):
        return Message("checks.code.truncates", fields), ("truncates",)
    if _transposed(result):
        return Message("checks.code.differs", fields), ("transposed",)
    return Message("checks.code.differs", fields), ()


def _known(trials: Sequence[Trial]) -> Iterator[tuple[Case, Floats, Floats]]:
    """The value and the right one of each ordinary trial; none unless all of them went wrong."""
    ordinary = [trial for trial in trials if trial.case.kind.name == "ordinary"]
    wrong = [trial.result for trial in ordinary if isinstance(trial.result, Wrong) and trial.result.how == "value"]
    if len(wrong) < len(ordinary) or len(wrong) < 2:
        return
    if any(result.value is None or result.expected_value is None for result in wrong):
        return
    for trial, result in zip(ordinary, wrong, strict=True):
        assert result.value is not None and result.expected_value is not None
        yield trial.case, result.value, result.expected_value


def _factor(known: Sequence[tuple[Case, Floats, Floats]]) -> str | None:
    for label in factors(2, 2):
        times = [factors(*_sizes(case))[label] for case, _, _ in known]
        other = all(abs(factor - 1) > 0.01 for factor in times)  # "d" is 1 where there is one axis only
        if other and all(_close(value, f * right) for f, (_, value, right) in zip(times, known, strict=True)):
            return label
    return None


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


def _penalty(trials: Sequence[Trial]) -> float | None:
    """The penalty on w that was added to least squares: X^T (y - X w) is that multiple of w, on all inputs."""
    wrong = [(trial.case, trial.result.value) for trial in trials if isinstance(trial.result, Wrong)]
    found = [None if value is None else _ridge(case, value) for case, value in wrong]
    first = found[0] if any(value is not None and value.size > 1 for _, value in wrong) else None
    if first is None or any(each is None or abs(each - first) > 0.05 * first for each in found):
        return None
    return first


def _ridge(case: Case, w: Floats) -> float | None:
    args, X = in_double(case), case.declared.solves
    if X is None or len(args) != 2 or w.ndim != 1:
        return None
    matrix = np.asarray(args[X])
    (y,) = (np.asarray(value) for name, value in args.items() if name != X)
    if w.shape != (matrix.shape[1],) or y.ndim != 1 or not np.all(np.isfinite(w)):
        return None
    pull = matrix.T @ (y - matrix @ w)
    penalty = float(pull @ w / (w @ w)) if np.any(w) else 0.0
    alike = np.linalg.norm(pull - penalty * w) <= 0.02 * np.linalg.norm(
        pull
    )  # rounding: the pull is a small difference
    return penalty if penalty > 0 and alike else None


def _overflows(trials: Sequence[Trial]) -> bool:
    """Right on ordinary numbers, but inf or nan on many or large ones."""
    wrong = [(trial.case.kind.name, trial.result.value) for trial in trials if isinstance(trial.result, Wrong)]
    return all(kind in ("many", "offset") for kind, _ in wrong) and any(
        value is not None and not np.all(np.isfinite(value)) for _, value in wrong
    )


def _cut_integers(trials: Sequence[Trial]) -> bool:
    """Right everywhere but on whole numbers, where what is behind the point is cut off."""
    wrong = [trial for trial in trials if isinstance(trial.result, Wrong)]
    return bool(wrong) and all(
        trial.case.kind.name == "integers"
        and isinstance(trial.result, Wrong)
        and trial.result.value is not None
        and trial.result.expected_value is not None
        and bool(np.all(trial.result.value == np.floor(trial.result.expected_value)))
        for trial in wrong
    )


def _close(value: Floats, other: Floats) -> bool:
    """Equal as far as single precision can tell, since the student's program may compute in it."""
    return value.shape == other.shape and largest(value - other) <= 1e-5 * largest(other) < np.inf


# ------------------------------------------------------------------------------------- expected mistakes


def _found(trials: Sequence[Trial], mistakes: Sequence[Mistake]) -> Mistake | None:
    """The mistake that makes the very values that came back, on every ordinary input and not by rounding."""
    values = [
        (trial.case, trial.result.value)
        for trial in trials
        if trial.case.kind.name == "ordinary" and isinstance(trial.result, Wrong) and trial.result.value is not None
    ]
    ordinary = sum(trial.case.kind.name == "ordinary" for trial in trials)
    if not values or len(values) < min(2, ordinary):
        return None
    right = [trial.case for trial in trials if trial.case.kind.name == "ordinary"]
    if len(right) > len(values):  # a mistake may be no mistake on some inputs: the middle of sorted data
        return next((mistake for mistake in mistakes if _makes_all(mistake, trials)), None)
    return next((mistake for mistake in mistakes if all(_makes(mistake, *pair) for pair in values)), None)


def _makes_all(mistake: Mistake, trials: Sequence[Trial]) -> bool:
    """The mistake gives each wrong value; on inputs where the student was right, so is it."""
    wrong = [trial for trial in trials if isinstance(trial.result, Wrong)]
    return len(wrong) > 1 and all(
        isinstance(trial.result, Wrong)
        and trial.result.value is not None
        and _makes(mistake, trial.case, trial.result.value)
        for trial in wrong
    )


def _makes(mistake: Mistake, case: Case, value: Floats) -> bool:
    made: Mapping[str, object] = in_double(case)
    try:
        expected = called(mistake.function, made)  # type: ignore[arg-type]  # arrays and numbers
    except (ValueError, np.linalg.LinAlgError):
        return False
    if expected.size == value.size == 1:
        expected, value = expected.reshape(()), value.reshape(())
    return _close(value, expected)
