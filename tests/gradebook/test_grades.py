"""``grades.csv``."""

from __future__ import annotations

import csv

from grader.core import PartResult, Points
from grader.gradebook.grades import grades_csv


def test_one_row_a_student_and_part() -> None:
    results = [
        PartResult('Li, "Mei"', "line/mean/a", "partial", Points(1.0, 0.5, 3.0)),
        PartResult("s02", "line/mean/a", "missing", Points(0.0, 0.0, 3.0)),
        PartResult("s02", None, "unreadable", Points(0.0, 0.0, 0.0), file="s02.ipynb"),
    ]
    text = grades_csv(results)
    assert text.splitlines()[0] == "student,part,earned,pending,of,outcome"
    assert list(csv.reader(text.splitlines()))[1:] == [
        ['Li, "Mei"', "line/mean/a", "1.0", "0.5", "3.0", "partial"],
        ["s02", "line/mean/a", "0.0", "0.0", "3.0", "missing"],
    ]
