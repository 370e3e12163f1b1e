"""Witnesses: a small input on which two things differ, for anyone to put in.

Candidates go from small sizes and simple numbers upwards; what is found is shrunk entry by entry towards 0 and 1 as
long as it still tells the two apart, and is preferably not degenerate: no name all zero, no square design, more than
one row.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise, product

from grader.maths.effort import Effort, TooMuch, granted
from grader.maths.points import Block, Point, Pool, Question

Differs = Callable[[Point], bool]

_SIMPLE = tuple(Fraction(k) for k in (0, 1, 2, -1, 3, -2))
_DRAWN = Pool.of(Fraction(k) for k in (1, 2, 3, -1, -2, 0))
_TRIES = 12
_MOST_WORK = 40_000  # to make it simple


def find(question: Question, differs: Differs, seed: int) -> tuple[Point, bool] | None:
    """The witness and whether it is degenerate; None if none was found among the small points.

    It has work of its own to do, since what is refuted is so without it. Where that runs out the simplest so far is it.
    """
    with granted("work", _MOST_WORK) as effort:

        def tells(point: Point) -> bool:
            try:
                return differs(point)
            except TooMuch:
                return False

        for degenerate in (False, True):
            for sizes in _sizes(question.dims, degenerate):
                rng = random.Random(f"{seed}:{sorted(sizes.items())}")
                for _ in range(_TRIES):
                    if effort.exhausted:
                        return None
                    point = question.draw(rng, sizes, _DRAWN)
                    if (degenerate or not _plain(point)) and tells(point):
                        return _shrunk(point, question, tells, degenerate, effort), degenerate
    return None


def _sizes(dims: tuple[str, ...], degenerate: bool) -> Iterator[Mapping[str, int]]:
    """Sizes from small to large; all different and at least 2 (the later dimensions at least 1) unless degenerate."""
    if not dims:
        yield {}
        return
    candidates = sorted(product(range(1, 5), repeat=len(dims)), key=lambda sizes: (sum(sizes), sizes))
    for sizes in candidates:
        if degenerate or _roomy(sizes):
            yield dict(zip(dims, sizes, strict=True))


def _roomy(sizes: tuple[int, ...]) -> bool:
    return sizes[0] >= 2 and len(set(sizes)) == len(sizes) and all(a > b for a, b in pairwise(sizes))


def _plain(point: Point) -> bool:
    """Whether some name is all zero, which shows little."""
    return any(not any(data) for _, _, data in point.blocks.values())


def _shrunk(point: Point, question: Question, differs: Differs, degenerate: bool, effort: Effort) -> Point:
    """The point with each entry as simple as it can be while the two still differ."""
    changed = True
    rounds = 0
    while changed and rounds < 3:
        changed = False
        rounds += 1
        for name in sorted(point.blocks):
            for place in range(len(point.blocks[name][2])):
                if effort.exhausted:
                    return point
                simpler = _simplest(point, name, place, question, differs, degenerate)
                if simpler is not None:
                    point, changed = simpler, True
    return point


def _simplest(
    point: Point, name: str, place: int, question: Question, differs: Differs, degenerate: bool
) -> Point | None:
    block = point.blocks[name]
    now = block[2][place]
    for number in _SIMPLE:
        if number == now:
            return None
        candidate = _allowed(question, name, block, place, number)
        if candidate is None:
            continue
        smaller = replace(point, blocks={**point.blocks, name: candidate})
        if (degenerate or not _plain(smaller)) and differs(smaller):
            return smaller
    return None


def _allowed(question: Question, name: str, block: Block, place: int, number: Fraction) -> Block | None:
    """The block with one entry changed, if its domain allows that."""
    rows, cols, data = block
    kind = question.names[name].kind
    if (kind == "positive" and number <= 0) or (kind == "count" and (number < 0 or number.denominator > 1)):
        return None
    entries = list(data)
    entries[place] = number
    if kind == "distribution" or (kind == "nonzero" and not any(entries)):
        return None
    if kind == "symmetric":
        entries[place % cols * cols + place // cols] = number
    return rows, cols, tuple(entries)
