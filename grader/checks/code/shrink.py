"""The smallest input with round numbers on which a function still fails: what a student can follow by hand.

First small arrays of whole numbers are tried, made special in the same way as the failing input was, from small sizes
upwards, none of them degenerate (with n and d at least 2 and different), and those first whose result is short to
write. Where none of them fails, the failing input itself is cut down: rows and columns are left out, by halves first,
and numbers rounded, as long as it still fails.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np

from grader.checks.code.cases import Args, Case, Value, draw
from grader.checks.code.kinds import made

Fails = Callable[[Case], bool]

CALLS = 60  # at most; each is a round trip to the student's process
DRAWN = 12  # small inputs of a size and sign, of which the tidiest are tried
TRIED = 2


def smallest(case: Case, fails: Fails, tidy: Callable[[Case], float]) -> None:
    """Call ``fails`` on ever smaller cases; the last on which it says True is the smallest.

    ``tidy`` is the smaller the easier a case is to follow.
    """
    for fresh in _fresh(case, tidy):
        if fails(fresh):
            return
    calls = 0
    shrinking = True
    while shrinking:
        shrinking = False
        for smaller in _smaller(case):
            calls += 1
            if calls > CALLS:
                return
            if fails(smaller):
                case, shrinking = smaller, True
                break


def _fresh(case: Case, tidy: Callable[[Case], float]) -> Iterator[Case]:
    """Small cases of whole numbers, of the same kind and types: for each size some without negative numbers first."""
    rng = np.random.default_rng(7)
    axes = len(case.declared.lengths)
    for lengths in dict.fromkeys(each[:axes] for each in case.kind.small):
        drawn = [_of_whole_numbers(case, lengths, rng) for _ in range(2 * DRAWN)]
        sound = sorted((each for each in drawn if each.sound()), key=tidy)
        for negative in (False, True):
            yield from [each for each in sound if _has_negative(each) == negative][:TRIED]


def _of_whole_numbers(case: Case, lengths: tuple[int, ...], rng: np.random.Generator) -> Case:
    fresh = made(case.kind, draw(case.declared, lengths, rng, whole=True), case.declared)
    if any(isinstance(case.args[name], np.ndarray) for name, axes in case.declared.axes.items() if not axes):
        fresh = fresh.with_args(with_scalars_as_arrays(fresh.args))
    if case.single and not fresh.single:
        fresh = fresh.with_args({name: _as_single(value) for name, value in fresh.args.items()})
    return fresh


def with_scalars_as_arrays(args: Args) -> Args:
    """Numbers as arrays without axes, which arrive as tensors in torch."""
    return {name: value if isinstance(value, np.ndarray) else np.array(float(value)) for name, value in args.items()}


def _as_single(value: Value) -> Value:
    return value.astype(np.float32) if isinstance(value, np.ndarray) else value


def _has_negative(case: Case) -> bool:
    return any(bool(np.any(np.asarray(value) < 0)) for value in case.args.values())


def _smaller(case: Case) -> Iterator[Case]:
    for axis, length in case.sizes.items():
        step = length // 2
        while step >= 1:
            for start in range(length - step, -1, -step):
                if length - step >= 2:  # one row alone is a special case, and explains little
                    yield from _checked(_without(case, axis, slice(start, start + step)))
            step //= 2
    for digits in (0, 1, 2):
        yield from _checked(_rounded(case, digits), unlike=case)


def _checked(case: Case, unlike: Case | None = None) -> Iterator[Case]:
    changed = unlike is None or any(not np.array_equal(case.args[name], unlike.args[name]) for name in case.args)
    if changed and case.sound():
        yield case


def _without(case: Case, axis: str, indices: slice) -> Case:
    args = dict(case.args)
    for name, axes in case.declared.axes.items():
        for place, own in enumerate(axes):
            if own == axis:
                args[name] = np.delete(np.asarray(args[name]), indices, axis=place)
    return replace(case, args=args)


def _rounded(case: Case, digits: int) -> Case:
    args = {
        # a scalar may be a divisor, so that it isn't rounded to zero
        name: np.asarray(np.round(value, digits)) if np.ndim(value) else _round_number(value, digits)
        for name, value in case.args.items()
    }
    return replace(case, args=args)


def _round_number(value: Value, digits: int) -> Value:
    rounded = round(float(value), digits) or float(value)
    return np.array(rounded, dtype=value.dtype) if isinstance(value, np.ndarray) else type(value)(rounded)
