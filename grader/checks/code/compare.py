"""Is a returned value the expected one? Shapes, numbers up to rounding, and arguments left as they were.

The tolerance is the rounding error that a sensible program may make. Each input carries a relative error of one unit
in the last place, and each of the operations adds one: so the result may be off by ``eps`` times what the result
changes when all inputs change by a relative ``eps`` (its condition, which is measured, by doing just that), times the
root of the number of operations, since their errors have random signs. Methods that are known to lose more and are
right all the same (the normal equations, by the square of X's condition number) say by how much through
:attr:`Case.growth`; what they lose is remarked. ``eps`` is that of the coarser type of what came in and what came out.
"""

from __future__ import annotations

import math
import warnings
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

import numpy as np
import numpy.typing as npt

from grader.checks.code.call import numbers, shown, shown_apart
from grader.checks.code.cases import Case, Value
from grader.core import CallRaised, Message, Returned

Floats: TypeAlias = npt.NDArray[np.float64]

SAFETY = 32.0  # the estimate of rounding errors is an average; the largest of some thousands lies below this
ILL = 500.0  # a condition number from which on X^T X loses six digits and more
NEAR = 1e-6  # a step with which neither rounding (1e-16 of the terms) nor curvature matters to a tolerance


@dataclass(frozen=True, slots=True)
class Right:
    """Equal to so many decimal digits. ``remarks`` are about the form of the result.

    ``kept`` are the digits of it that a method with X^T X kept where X is ill-conditioned and it lost many;
    ``single`` that it is of single precision though the data are not.
    """

    digits: int
    remarks: tuple[Message, ...] = ()
    kept: int | None = None
    single: bool = False


@dataclass(frozen=True, slots=True)
class Wrong:
    """Not equal, and how. ``value`` and ``expected_value`` are there where both are numbers."""

    how: Literal["value", "shape", "nothing", "not_numbers", "mutated"]
    expected: str
    got: str
    value: Floats | None = None
    expected_value: Floats | None = None


Comparison: TypeAlias = Right | Wrong


@dataclass(frozen=True, slots=True)
class Trial:
    """One call and what came of it; what came back of a call that leaves open what must happen is not compared."""

    case: Case
    result: Comparison | CallRaised | Returned


Judge: TypeAlias = Callable[[Case, Returned], Comparison]


def equals(reference: Callable[..., object]) -> Judge:
    """The judge to whom the value of the reference function is right."""

    def judge(case: Case, reply: Returned) -> Comparison:
        expected = evaluate(reference, case)
        value = _of_shape(reply, expected.shape, shown(expected))
        if isinstance(value, Wrong):
            return replace(value, expected_value=expected)
        form = other_shape(reply, expected.shape)
        kept = _kept(reference, case, value, expected)
        if kept is None:
            return Wrong("value", *shown_apart(expected, value), value, expected)
        return replace(kept, remarks=(*kept.remarks, *form))

    return judge


def _kept(reference: Callable[..., object], case: Case, value: Floats, expected: Floats) -> Right | None:
    """How many digits are right; None where more are lost than any method loses on this case."""
    size, unit, double = largest(expected), precision(case, value), rounding(case, np.float64)
    error = largest(value - expected)
    single = unit > double and not case.single
    if error <= (double if case.condition > ILL else unit) * size:  # not so where it is nan
        return Right(_digits(unit * size, size), single=single)
    condition = response(reference, case)
    allowed = unit * (condition + case.growth * size)
    if not error <= allowed:
        return None
    kept = None
    if case.condition > ILL and error > double * condition:
        # within the error that X^T X explains, and beyond that of a method that works on X itself
        kept = max(0, math.floor(-math.log10(error / size)))
    return Right(_digits(allowed if error > unit * condition else unit * condition, size), kept=kept, single=single)


def reaches_minimum(written: str, function: Callable[..., object], minimiser: Callable[..., object]) -> Judge:
    """The judge to whom every value is right at which the objective is as low as at the reference minimiser.

    The objective takes the case's arguments and then the minimiser; ``written`` is it in a formula.
    """

    def at(case: Case, value: object) -> float:
        return float(np.asarray(function(*in_double(case).values(), value)))

    def judge(case: Case, reply: Returned) -> Comparison:
        best = evaluate(minimiser, case)
        lowest = at(case, best)
        value = _of_shape(reply, best.shape, f"{written} = {shown(lowest)}")
        if isinstance(value, Wrong):
            return value
        reached = at(case, value)
        # the objective's own terms are as large as at zero, so that is the scale on which its value is rounded
        allowed = precision(case, value) * (case.growth * lowest + max(lowest, at(case, np.zeros_like(best))))
        if not reached <= lowest + allowed:
            low, high = shown_apart(lowest, reached)
            return Wrong("value", f"{written} = {low}", f"{written} = {high} ({shown(value)})", value)
        return Right(_digits(allowed, lowest), other_shape(reply, best.shape))

    return judge


def evaluate(reference: Callable[..., object], case: Case) -> Floats:
    """The reference's value, in double precision whatever the case's type is."""
    return called(reference, in_double(case))


def called(reference: Callable[..., object], args: Mapping[str, Value]) -> Floats:
    """The value of a function of ours; what it warns of (the mean of no data) is no news."""
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        return np.asarray(reference(*args.values()), dtype=float)


def in_double(case: Case) -> dict[str, Value]:
    """The arguments, arrays in double precision: every integer and single-precision number there is exactly one."""
    return {
        name: np.array(value, dtype=float) if isinstance(value, np.ndarray) else value
        for name, value in case.args.items()
    }


def response(reference: Callable[..., object], case: Case) -> float:
    """The condition of the result: its largest change under relative changes of all inputs, divided by their size.

    The steps are small beside the distance to where the result is not defined any more. Random directions find the
    largest change up to a small factor, which :data:`SAFETY` covers.
    """
    rng = np.random.default_rng(0)
    step = min(NEAR, NEAR / case.condition)
    args = in_double(case)
    middle = called(reference, args)
    found = 0.0
    for _ in range(16):
        moved = {name: value * (1 + step * rng.uniform(-1, 1, np.shape(value))) for name, value in args.items()}
        found = max(found, largest(called(reference, moved) - middle) / step)
    return found


def precision(case: Case, value: Floats) -> float:
    """The relative rounding error of the coarser of what came in and what came out, over all operations.

    A result of single precision is a right answer to data of double precision: torch computes so unless told
    otherwise. It is recognised by being representable, since it may come back as a Python float.
    """
    with np.errstate(over="ignore", invalid="ignore"):
        coarse = case.single or bool(np.all(value == value.astype(np.float32)))
    return rounding(case, np.float32 if coarse else np.float64)


def rounding(case: Case, dtype: type[np.floating]) -> float:
    """The relative error of as many operations as there are numbers, in that type."""
    return SAFETY * math.sqrt(case.operations) * float(np.finfo(dtype).eps)


def largest(values: Floats) -> float:
    """The largest absolute value; 0 of none, nan if any is."""
    with np.errstate(invalid="ignore"):
        return float(np.max(np.abs(values))) if values.size else 0.0


def _digits(allowed: float, size: float) -> int:
    if allowed <= 0 or size <= 0:
        return 15
    return max(1, min(15, math.floor(-math.log10(allowed / size)))) if allowed < size else 1


# ------------------------------------------------------------------------------------------------- shapes


def _of_shape(reply: Returned, shape: tuple[int, ...], expected: str) -> Floats | Wrong:
    """The returned numbers in that shape, or how they fail to have it. A lone number may be wrapped up anyhow."""
    if reply.value is None:
        return Wrong("nothing", expected, "None")
    found = numbers(reply.value)
    if found is None:
        return Wrong("not_numbers", expected, shown(reply.value))
    if found.shape != shape and not (found.size == 1 == math.prod(shape)):
        wanted = f"{expected}, {_shape(shape)}" if shape else expected
        return Wrong("shape", wanted, f"{shown(found)}, {_shape(found.shape)}", found.astype(float))
    return found.astype(float).reshape(shape)


def other_shape(reply: Returned, shape: tuple[int, ...]) -> tuple[Message, ...]:
    """The remark on one number that came back in another shape than asked for."""
    found = np.shape(np.asarray(reply.value))
    if found == shape:
        return ()
    return (Message("checks.code.one_number", {"found": _shape(found), "asked": _shape(shape)}),)


def _shape(shape: Sequence[int]) -> str:
    return f".shape = ({', '.join(map(str, shape))}{',' if len(shape) == 1 else ''})"


def untouched(case: Case, reply: Returned) -> Wrong | None:
    """Whether the call left its arguments as they were; a runner that doesn't tell is believed."""
    for (name, before), after in zip(case.args.items(), reply.args, strict=False):
        if isinstance(before, np.ndarray) and not _same(before, after):
            return Wrong("mutated", f"{name} = {shown(before)}", f"{name} = {shown(after)}")
    return None


def _same(before: Value, after: object) -> bool:
    return isinstance(after, np.ndarray) and np.array_equal(before, after)
