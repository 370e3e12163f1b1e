"""How long are the steps of a training loop, early and late? Read off from what it returns after more and more epochs.

Where there is one row only, or all rows are one batch, an epoch is one step along a direction that is known: minus the
subgradient of the mean absolute residual, but for where a residual is zero. On a single row every method steps along
the same line, a smoothed loss, averaged weights and single samples as well.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median
from typing import Literal, TypeAlias

import numpy as np

from grader.checks.code.loop import ONE_ROW, DataSet, Floats, Loop, Settings, Weights
from grader.core import Finding

RATE = 0.5
LOW_RATE = 0.01  # at which a loss that is smoothed a hundredth around its kink comes to rest on the single row
EARLY = range(1, 4)
LATE = range(200, 204)  # an epoch by which every schedule has begun to decay
SAME = 1e-3  # relatively: single precision keeps seven digits of weights of size one
SHRUNK = 0.9
AT_REST = 0.05  # of the early steps: a smoothed loss, averaged weights, a rate that was halved again and again
FALLING = (0.8, 0.9995)  # from one late step to the next: 1/sqrt(t) gives 0.998; momentum's steps go up and down


Kind: TypeAlias = Literal["constant", "shrinks", "falling", "unknown"]


@dataclass(frozen=True, slots=True)
class Steps:
    """What is known of the steps on some data: their sizes relative to the subgradient's, early and late."""

    kind: Kind
    data: DataSet
    early: float = 0.0
    late: float = 0.0


def steps(loop: Loop, data: DataSet) -> Steps:
    """The steps on a single row, or where that cannot tell (columns were standardised) on all of ``data``.

    A low rate has a say too: at a large one a loss that is smoothed around its kink jumps as if it were not.
    """
    for each in (ONE_ROW, data):
        found = _steps(loop, each, RATE)
        if found.kind == "falling":
            return replace(found, kind="shrinks")
        if found.kind != "shrinks":
            low = _steps(loop, each, LOW_RATE)
            if low.kind == "shrinks" or found.kind == low.kind == "constant":
                return replace(found, kind=low.kind)
        if found.kind == "shrinks":
            return found
    return replace(found, kind="unknown")


def _steps(loop: Loop, data: DataSet, rate: float) -> Steps:
    early = list(_sizes(loop, data, EARLY, rate))
    late = list(_sizes(loop, data, LATE, rate)) if early else []
    if not early or not late:
        return Steps("unknown", data)
    first, last = median(early), median(late)
    if first > 0 and all(abs(size - first) <= SAME * first for size in (*early, *late)):
        return Steps("constant", data, first, last)
    if max(late) <= AT_REST * first:
        return Steps("shrinks", data, first, last)
    low, high = FALLING
    if max(late) <= SHRUNK * first and all(low <= after / before <= high for before, after in pairwise(late)):
        return Steps("falling", data, first, last)
    return Steps("unknown", data, first, last)


def _sizes(loop: Loop, data: DataSet, epochs: range, rate: float) -> Iterator[float]:
    """The sizes of the steps after these epochs, as far as they can be read off."""
    before = loop.train(data, settings(data, epochs[0], rate))
    for epoch in epochs:
        after = loop.train(data, settings(data, epoch + 1, rate))
        if isinstance(before, Finding) or isinstance(after, Finding):
            return
        size = _size(data, before, after)
        if size is not None:
            yield size
        before = after


def _size(data: DataSet, before: Weights, after: Weights) -> float | None:
    """None where the step does not lie along the direction of descent (or, on one row, against it)."""
    descent = _descent(data, before)
    moved = after.all - before.all
    if descent is None or not np.all(np.isfinite(moved)):
        return None
    size = float(moved @ descent / (descent @ descent))
    straight = np.linalg.norm(moved - size * descent) <= SAME * np.linalg.norm(moved) + 1e-9
    if len(data.y) == 1:
        return abs(size) if straight else None
    return size if straight and size > 0 else None


def _descent(data: DataSet, weights: Weights) -> Floats | None:
    """Minus the subgradient; on a single row without its sign. None where that of a residual is not sure."""
    if len(data.y) == 1:
        return np.append(data.X[0], 1.0)
    residual = data.y - data.X @ weights.w - weights.b
    if not np.min(np.abs(residual)) >= 1e-4:  # in single precision its sign is not sure; or it is nan
        return None
    sign = np.sign(residual) / len(data.y)
    descent = np.append(data.X.T @ sign, np.sum(sign))
    return descent if np.any(descent) else None


def settings(data: DataSet, epochs: int, rate: float = RATE) -> Settings:
    """All data in one batch."""
    return Settings(rate, epochs, len(data.y))
