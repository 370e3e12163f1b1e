"""The smallest input with round numbers on which a function still fails: what a student can follow by hand.

First small arrays of whole numbers are tried, from small sizes upwards, none of them degenerate (with n and d at
least 2 and different). Where none of them fails, the failing input itself is cut down: rows and columns are left
out, numbers rounded, as long as it still fails.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

import numpy as np

from grader.checks.code.cases import Case, Value

Fails = Callable[[Case], bool]

CALLS = 60  # at most; each is a round trip to the student's process


def smallest(case: Case, fails: Fails) -> None:
    """Call ``fails`` on ever smaller cases; the last on which it says True is the smallest."""
    for fresh in _fresh(case):
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


def _fresh(case: Case) -> Iterator[Case]:
    """Small cases of whole numbers, of the same types as the given one."""
    if case.kind not in ("ordinary", "integers", "float32", "read_only"):
        return  # what is special about the others would be lost
    rng = np.random.default_rng(7)
    for lengths in ((2, 3), (3, 2), (4, 2), (5, 3)):
        for _ in range(3):
            fresh = _of_whole_numbers(case, dict(zip(case.sizes, lengths, strict=False)), rng)
            if fresh.sound():
                yield fresh


def _of_whole_numbers(case: Case, sizes: Mapping[str, int], rng: np.random.Generator) -> Case:
    args: dict[str, Value] = {}
    for name, value in case.args.items():
        if isinstance(value, np.ndarray):
            shape = [sizes.get(axis, 2) for axis in case.axes[name]]
            array = rng.integers(0, 5, shape).astype(value.dtype)
            array.flags.writeable = value.flags.writeable
            args[name] = array
        else:
            args[name] = int(rng.integers(1, 4)) if isinstance(value, int) else float(rng.integers(1, 4))
    return replace(case, args=args)


def _smaller(case: Case) -> Iterator[Case]:
    for axis, length in case.sizes.items():
        if length > 1:
            for index in (*range(length),)[::-1]:
                yield from _checked(_without(case, axis, index))
    for digits in (0, 1, 2):
        yield from _checked(_rounded(case, digits), unlike=case)


def _checked(case: Case, unlike: Case | None = None) -> Iterator[Case]:
    changed = unlike is None or any(not np.array_equal(case.args[name], unlike.args[name]) for name in case.args)
    if changed and case.sound():
        yield case


def _without(case: Case, axis: str, index: int) -> Case:
    args = dict(case.args)
    for name, axes in case.axes.items():
        for place, own in enumerate(axes):
            if own == axis:
                args[name] = np.delete(np.asarray(args[name]), index, axis=place)
    return replace(case, args=args)


def _rounded(case: Case, digits: int) -> Case:
    args = {
        # a scalar may be a divisor, so that it isn't rounded to zero
        name: np.round(value, digits) if isinstance(value, np.ndarray) else (round(value, digits) or value)
        for name, value in case.args.items()
    }
    return replace(case, args=args)
