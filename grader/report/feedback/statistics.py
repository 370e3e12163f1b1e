"""Numbers about a class: how hard a part was, and whether it tells students apart."""

from __future__ import annotations

import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from grader.core import PartResult, Points

ENOUGH: Final = 10  # students, for a correlation to be told
_ROUNDING: Final = 1e-9

Discrimination: TypeAlias = float | Literal["too_few", "all_alike"]


@dataclass(frozen=True, slots=True)
class PartStatistics:
    """Of one part: mean points earned, the share of decided points that was earned, and its discrimination.

    ``difficulty`` is in [0, 1], None where nothing is decided. Discrimination is Pearson's correlation of the part's
    points with the rest of the total, over students with nothing pending in the part.
    """

    mean: float
    of: float
    pending: float
    difficulty: float | None
    discrimination: Discrimination


def totals(results: Mapping[str, Sequence[PartResult]]) -> dict[str, Points]:
    """The points of each student over all parts."""
    return {student: _total(own) for student, own in results.items()}


def _total(results: Sequence[PartResult]) -> Points:
    points = [result.points for result in results if result.part is not None]
    return Points(sum(p.earned for p in points), sum(p.pending for p in points), sum(p.of for p in points))


def of_part(part: str, results: Mapping[str, Sequence[PartResult]]) -> PartStatistics:
    """The numbers of a part, over the students who have a result in it."""
    mine = {student: result.points for student, own in results.items() for result in own if result.part == part}
    total = {student: _total(results[student]).earned for student in mine}
    earned = sum(points.earned for points in mine.values())
    decided = sum(points.of - points.pending for points in mine.values())
    settled = {student: points.earned for student, points in mine.items() if points.pending == 0}
    return PartStatistics(
        mean=earned / len(mine) if mine else 0.0,
        of=max((points.of for points in mine.values()), default=0.0),
        pending=sum(points.pending for points in mine.values()),
        difficulty=earned / decided if decided > 0 else None,
        discrimination=correlation(
            list(settled.values()), [total[student] - points for student, points in settled.items()]
        ),
    )


def correlation(a: Sequence[float], b: Sequence[float]) -> Discrimination:
    """Pearson's correlation; why there is none where there are too few pairs or one side does not vary."""
    if len(a) < ENOUGH:
        return "too_few"
    if max(a) - min(a) < _ROUNDING or max(b) - min(b) < _ROUNDING:
        return "all_alike"
    return statistics.correlation(a, b)


def in_tenths(totals: Sequence[Points]) -> list[int]:
    """How many totals lie in each tenth of what there was to earn; a full score is in the last."""
    counts = [0] * 10
    for points in totals:
        share = points.earned / points.of if points.of else 0.0
        counts[min(9, int(share * 10 + _ROUNDING))] += 1
    return counts
