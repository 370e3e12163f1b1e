"""The points of every student in every part, and ``grades.csv``, which lists them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from grader.core import Outcome, Points

HEADER = ("student", "part", "earned", "pending", "of", "outcome")

# What spreadsheets take for the beginning of a formula, also in the wide forms that Chinese keyboards write.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_DIGITS = 6  # decimals; points are sums of what authors write, and more is noise of the sums


class Graded(Protocol):
    """What has points: a :class:`Grade`, or the result that it was made of."""

    @property
    def student(self) -> str: ...

    @property
    def part(self) -> str | None: ...

    @property
    def points(self) -> Points: ...

    @property
    def outcome(self) -> Outcome: ...


@dataclass(frozen=True, slots=True)
class Grade:
    """One student's points in one part, after whatever markers decided."""

    student: str
    part: str
    points: Points
    outcome: Outcome


def grades_csv(grades: Iterable[Graded]) -> str:
    """One row a student and part; what belongs to no part earns nothing and has no row."""
    rows = [
        [harmless(grade.student), grade.part, *map(_plain, _numbers(grade.points)), grade.outcome]
        for grade in grades
        if grade.part is not None
    ]
    return csv_text([HEADER, *rows])


def _numbers(points: Points) -> tuple[float, float, float]:
    return points.earned, points.pending, points.of


def _plain(points: float) -> str:
    return repr(round(float(points), _DIGITS))


def number(points: float) -> str:
    """Points as people write them: ``2``, ``2.5``, ``1.33``, with two decimals at the most."""
    text = f"{points:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def harmless(text: str) -> str:
    """Text that a spreadsheet does not run: a student's name may be a formula."""
    return f"'{text}" if text.lstrip(" ").startswith(_FORMULA) else text


def csv_text(rows: Iterable[Sequence[object]]) -> str:
    """Rows as comma-separated values, quoted where they have to be."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue()
