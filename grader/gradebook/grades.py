"""``grades.csv``: the points of every student in every part."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from grader.core import PartResult

HEADER = ("student", "part", "earned", "pending", "of", "outcome")


def grades_csv(results: Iterable[PartResult]) -> str:
    """One row a student and part; what belongs to no part earns nothing and has no row."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(HEADER)
    for result in results:
        if result.part is not None:
            points = result.points
            writer.writerow([result.student, result.part, points.earned, points.pending, points.of, result.outcome])
    return text.getvalue()
