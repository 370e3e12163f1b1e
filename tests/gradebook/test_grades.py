# ruff: noqa: E501
"""``grades.csv``, and how points and names are written in every table."""

from __future__ import annotations

import csv

import pytest

from grader.core import PartResult, Points
from grader.gradebook.grades import Grade, grades_csv, harmless, number
from tests.rows import rows


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


def test_grades_and_the_results_they_were_made_of_give_the_same_file() -> None:
    result = PartResult("s01", "line/mean/a", "pass", Points(3.0, 0.0, 3.0))
    assert grades_csv([Grade("s01", "line/mean/a", result.points, "pass")]) == grades_csv([result])


def test_sums_leave_no_noise() -> None:
    assert "0.3,0.0,1.0" in grades_csv([Grade("s01", "a", Points(0.1 + 0.2, 0.0, 1.0), "partial")])


@pytest.mark.parametrize(
    ("points", "text"),
    [(2.0, "2"), (2.5, "2.5"), (4 / 3, "1.33"), (0.1 + 0.2, "0.3"), (0.0, "0"), (-0.001, "0"), (10.0, "10"), (100, "100")],
)
def test_numbers(points: float, text: str) -> None:
    assert number(points) == text


@pytest.mark.parametrize(
    ("text", "written"),
    rows(
        ("Li, Mei", "Li, Mei", "an ordinary name"),
        ('=HYPERLINK("x")', '\'=HYPERLINK("x")', "a formula"),
        ("+1", "'+1", "plus"),
        ("-1", "'-1", "minus"),
        ("@sum", "'@sum", "at"),
        ("\t=1", "'\t=1", "a tab"),
        ("  =1", "'  =1", "blanks before it"),
        ("＝1", "'＝1", "the wide sign"),
        ("a=1", "a=1", "not at the beginning"),
        ("O'Neil", "O'Neil", "an apostrophe"),
        ("", "", "nothing"),
    ),
)
def test_names_that_a_spreadsheet_would_run(text: str, written: str) -> None:
    assert harmless(text) == written
    assert list(csv.reader(grades_csv([Grade(text, "a", Points(0, 0, 1), "fail")]).split("\n")))[1][0] == written
