# ruff: noqa: E501
"""What is exported, each file read back as the program that it is for reads it."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from grader.core import Outcome, Points
from grader.gradebook import exports
from grader.gradebook.exports import Export, ExportError, complete, table
from grader.gradebook.grades import Grade
from grader.gradebook.roster import Roster, Student, parse_roster
from grader.report.words import WORDS, render
from tests.rows import rows

A, B, C = "line/mean/a", "line/mean/code", "line/slope/a"
PARTS = {A: 3.0, B: 1.0, C: 2.0}


def _grades(student: str, *points: tuple[float, float] | None, outcome: Outcome = "partial") -> list[Grade]:
    """A student's (earned, pending) in the three parts; None where nothing was handed in."""
    return [
        Grade(student, part, Points(0.0, 0.0, of), "missing")
        if some is None
        else Grade(student, part, Points(*some, of), outcome)
        for (part, of), some in zip(PARTS.items(), points, strict=True)
    ]


GRADES = [
    *_grades("mli", (3, 0), (0.5, 0), (4 / 3, 0)),
    *_grades("ywang", (1, 2), (1, 0), (0, 0)),
    *_grades("zhao", None, (1, 0), None),
    *_grades("tom", None, None, None),
]
ROSTER = Roster(
    (
        Student("zhao", "Zhao, =Min", "zh", {"canvas_id": "103", "email": "Zhao@example.edu", "section": "A"}),
        Student("mli", "Li, Mei", None, {"canvas_id": "101", "sis_user_id": "S1", "sis_login_id": "mli", "email": "mli@example.edu"}),
        Student("ywang", "=Wang", None, {"sis_login_id": "ywang", "email": "ywang@example.edu"}),
        Student("tom", "Tom", None, {"canvas_id": "104", "idnumber": "S4"}),
    ),
    "canvas",
    ("Homework 1 (4711)",),
)  # fmt: skip


def _csv(export: Export, encoding: str = "utf-8") -> list[list[str]]:
    (data,) = export.files.values()
    return list(csv.reader(io.StringIO(data.decode(encoding), newline="")))


def _keys(export: Export) -> list[str]:
    return [remark.key.removeprefix("gradebook.") for remark in export.remarks]


# ----------------------------------------------------------------------------------------------------------- table


@pytest.mark.parametrize(
    ("columns", "missing", "cells"),
    rows(
        ("parts", "zero", {"mli": (3, 0.5, 1.333333), "ywang": (None, 1, 0), "zhao": (0, 1, 0), "tom": (0, 0, 0)}, "only the part that is pending is open"),
        ("exercises", "zero", {"mli": (3.5, 1.333333), "ywang": (None, 0), "zhao": (1, 0), "tom": (0, 0)}, "a sum with anything pending in it is open"),
        ("total", "zero", {"mli": (4.833333,), "ywang": (None,), "zhao": (1,), "tom": (0,)}, "and so is the total"),
        ("parts", "blank", {"mli": (3, 0.5, 1.333333), "ywang": (None, 1, 0), "zhao": (None, 1, None), "tom": (None, None, None)}, "nothing for nothing, by part"),
        ("exercises", "blank", {"mli": (3.5, 1.333333), "ywang": (None, 0), "zhao": (1, None), "tom": (None, None)}, "what was handed in of an exercise counts"),
        ("total", "blank", {"mli": (4.833333,), "ywang": (None,), "zhao": (1,), "tom": (None,)}, "and of all"),
    ),
)  # fmt: skip
def test_cells(columns: Any, missing: Any, cells: dict[str, tuple[float | None, ...]]) -> None:
    made = table(GRADES, columns=columns, missing=missing)
    assert made.cells == cells
    assert made.unsettled == ("ywang",)
    assert sum(column.of for column in made.columns) == 6.0


def test_students_come_in_the_rosters_order_and_then_by_name() -> None:
    made = table([*GRADES, *_grades("b", (0, 0), (0, 0), (0, 0)), *_grades("a", (0, 0), (0, 0), (0, 0))], ROSTER)
    assert [student.key for student in made.students] == ["zhao", "mli", "ywang", "tom", "a", "b"]


def test_who_handed_in_nothing_has_a_row() -> None:
    full = complete(_grades("mli", (3, 0), (1, 0), (2, 0)), ROSTER, PARTS, doubtful=["ywang"])
    assert {(grade.student, grade.outcome) for grade in full if grade.student != "mli"} == {
        ("zhao", "missing"),
        ("tom", "missing"),
    }
    assert len(full) == 9
    made = table(full, ROSTER, columns="parts")
    assert made.cells["tom"] == (0, 0, 0)
    assert made.cells["ywang"] == (None, None, None), "in doubt: a blank is no zero"
    assert made.unsettled == ("ywang",)


def test_a_part_that_is_missing_from_the_grades_is_unknown() -> None:
    made = table([*GRADES, Grade("eve", A, Points(3.0, 0.0, 3.0), "pass")], columns="total")
    assert made.cells["eve"] == (None,)


@pytest.mark.parametrize(
    ("grades", "options", "key"),
    rows(
        ([], {}, "no_grades", "nothing to export"),
        (GRADES, {"names": {"line/mean/b": "B"}}, "no_such_column", "a name for what there is not"),
        (GRADES, {"columns": "parts", "names": {A: "same", B: "same"}}, "heading_twice", "one heading over two columns"),
        (GRADES, {"names": {"total": " "}}, "heading_twice", "no heading"),
    ),
)
def test_what_cannot_be_exported(grades: list[Grade], options: dict[str, Any], key: str) -> None:
    with pytest.raises(ExportError) as raised:
        table(grades, **options)
    assert raised.value.message.key == f"gradebook.{key}"
    assert raised.value.message.key in WORDS


# ---------------------------------------------------------------------------------------------------------- plain


def test_csv() -> None:
    made = exports.plain_csv(table(GRADES, ROSTER, columns="exercises"))
    assert _csv(made, "utf-8-sig") == [
        ["student", "name", "line/mean", "line/slope"],
        ["", "", "4", "2"],
        ["zhao", "Zhao, =Min", "1", "0"],
        ["mli", "Li, Mei", "3.5", "1.33"],
        ["ywang", "'=Wang", "", "0"],
        ["tom", "Tom", "0", "0"],
    ]
    assert _keys(made) == ["left_blank"]
    assert "ywang" in render(made.remarks[0], "en")


def test_json() -> None:
    made = json.loads(exports.plain_json(table(GRADES, ROSTER)).files["gradebook.json"])
    assert made["columns"] == [{"address": "total", "heading": "total", "of": 6.0}]
    assert {row["student"]: row["points"]["total"] for row in made["students"]} == {
        "zhao": 1.0,
        "mli": 4.833333,
        "ywang": None,
        "tom": 0.0,
    }
    assert made["students"][2]["name"] == "=Wang", "a program reads it as it is"


# ---------------------------------------------------------------------------------------------------------- canvas


def _imported_by_canvas(file: Sequence[Sequence[str]]) -> tuple[dict[str, str], dict[str, list[str]]]:
    """Points possible by heading, and grades by what identifies a student, as ``GradebookImporter`` takes them."""
    header, *others = file
    assert "Student" in header[0]
    assert "ID" in header[1]
    assert header[2:5] == ["SIS User ID", "SIS Login ID", "Section"]
    assert not any("Score" in heading or "Grade" in heading for heading in header[5:]), "Canvas passes these over"
    possible = next(row for row in others if "Points Possible" in row[0])
    students = [row for row in others if row is not possible]
    assert all(len(row) == len(header) for row in file)
    return (
        dict(zip(header[5:], possible[5:], strict=True)),
        {next(cell for cell in row[1:4] if cell): row[5:] for row in students},
    )


def test_canvas() -> None:
    made = exports.canvas(table(GRADES, ROSTER, names={"total": "Homework 1 (4711)"}))
    possible, grades = _imported_by_canvas(_csv(made))
    assert possible == {"Homework 1 (4711)": "6"}
    assert grades == {"103": ["1"], "101": ["4.83"], "ywang": [""], "104": ["0"]}, "what is pending is blank, never 0"
    assert [row[0] for row in _csv(made)][2:] == ["Zhao, =Min", "Li, Mei", "'=Wang", "Tom"]
    assert _csv(made)[3][1:5] == ["101", "S1", "mli", ""]
    assert _keys(made) == ["left_blank"]


def test_canvas_is_told_of_new_assignments_and_of_whom_it_cannot_find() -> None:
    made = exports.canvas(table([*GRADES, *_grades("eve", (1, 0), (1, 0), (1, 0))], ROSTER, columns="parts"))
    possible, grades = _imported_by_canvas(_csv(made))
    assert possible == {A: "3", B: "1", C: "2"}
    assert grades["ywang"] == ["", "1", "0"], "only the part that is pending"
    assert "eve" not in grades
    assert _keys(made) == ["left_blank", "canvas_unknown", "canvas_new"]


def test_a_gradebook_of_canvas_comes_back_to_canvas() -> None:
    text = 'Student,ID,SIS User ID,SIS Login ID,Section,HW (7)\n    Points Possible,,,,,6\n"Li, Mei",10230000000012345,007,mli,"A, B",\n'
    roster = parse_roster(text, "grades.csv")
    made = exports.canvas(table(complete([], roster, PARTS), roster, names={"total": "HW (7)"}))
    assert _csv(made) == [
        ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "HW (7)"],
        ["    Points Possible", "", "", "", "", "6"],
        ["Li, Mei", "10230000000012345", "007", "mli", "A, B", "0"],
    ]
    assert _keys(made) == []


# ---------------------------------------------------------------------------------------------------------- moodle


def _imported_by_moodle(file: Sequence[Sequence[str]]) -> dict[str, list[float | None]]:
    """Grades of new items by student, as ``gradeimport_csv_load_data`` takes them: ``-`` is none, "" would be 0."""
    _, *others = file
    return {row[0]: [None if cell.strip() == "-" else float(cell or 0) for cell in row[2:]] for row in others}


def test_moodle() -> None:
    made = exports.moodle(table(GRADES, ROSTER, columns="parts", names={A: "Homework 1"}))
    assert _csv(made)[0] == ["Email address", "Name", "Homework 1", B, C]
    assert _imported_by_moodle(_csv(made)) == {
        "Zhao@example.edu": [0, 1, 0],
        "mli@example.edu": [3, 0.5, 1.33],
        "ywang@example.edu": [None, 1, 0],
    }, "addresses letter by letter; nobody whom Moodle would stop at; what is pending is no grade"
    assert _csv(made)[3][1] == "'=Wang"
    assert _keys(made) == ["left_blank", "moodle_unknown"]
    assert "tom" in render(made.remarks[1], "en")


@pytest.mark.parametrize("name", ["idnumber", "username"])
def test_moodle_by_the_id_that_most_have(name: str) -> None:
    roster = Roster(tuple(Student(key, None, None, {name: f"id-{key}"}) for key in ("mli", "tom")), "moodle")
    file = _csv(exports.moodle(table(GRADES, roster)))
    assert file[0][0] == {"idnumber": "ID number", "username": "Username"}[name]
    assert [row[0] for row in file[1:]] == ["id-mli", "id-tom"]


# ------------------------------------------------------------------------------------------------------ gradescope


def _in_gradescope(export: Export, root: Path, *addresses: str) -> dict[str, Any] | None:
    """What Gradescope has after running the autograder on a submission of these people; None if it failed."""
    with zipfile.ZipFile(io.BytesIO(export.files["gradescope_autograder.zip"])) as archive:
        archive.extractall(root / "source")
        modes = {info.filename: info.external_attr >> 16 for info in archive.infolist()}
    assert modes["run_autograder"] == modes["setup.sh"] == 0o755
    users = [{"email": address, "id": 1, "name": "x"} for address in addresses]
    (root / "submission_metadata.json").write_text(json.dumps({"id": 7, "users": users}))
    command = [sys.executable, "-I", str(root / "source" / "run_autograder"), str(root)]
    run = subprocess.run(command, capture_output=True, timeout=60, check=False)
    results = root / "results" / "results.json"
    assert (run.returncode == 0) == results.exists()
    return json.loads(results.read_text()) if results.exists() else None


def test_gradescope(tmp_path: Path) -> None:
    made = exports.gradescope(table(GRADES, ROSTER, columns="exercises"))
    results = _in_gradescope(made, tmp_path, "MLI@example.edu")
    assert results is not None
    assert "score" not in results, "the sum of the tests"
    assert results["tests"] == [
        {"name": "line/mean", "number": "1", "score": 3.5, "max_score": 4.0, "visibility": "after_published"},
        {"name": "line/slope", "number": "2", "score": 1.33, "max_score": 2.0, "visibility": "after_published"},
    ]
    assert _keys(made) == ["left_blank", "gradescope_unknown"]


@pytest.mark.parametrize(
    ("addresses", "why"),
    [
        (["ywang@example.edu"], "something is pending: what is known would look like the score"),
        (["stranger@example.edu"], "nobody of this class"),
        (["mli@example.edu", "zhao@example.edu"], "a group whose members have different grades"),
        (["mli@example.edu", "stranger@example.edu"], "a group with somebody who is not known"),
        ([], "nobody"),
    ],
)
def test_gradescope_shows_no_score_where_there_is_none(tmp_path: Path, addresses: list[str], why: str) -> None:
    made = exports.gradescope(table(GRADES, ROSTER))
    assert _in_gradescope(made, tmp_path, *addresses) is None, why


def test_the_same_grades_make_the_same_files() -> None:
    first = [make(table(GRADES, ROSTER)) for make in MAKERS]
    again = [make(table(GRADES, ROSTER)) for make in MAKERS]
    assert first == again


MAKERS = (exports.plain_csv, exports.plain_json, exports.canvas, exports.moodle, exports.gradescope)


@pytest.mark.parametrize("make", MAKERS)
def test_what_is_pending_is_nowhere_a_zero(make: Any, tmp_path: Path) -> None:
    """A class in which everything is pending, and one point each was earned."""
    grades = [
        grade for student in ROSTER.students for grade in _grades(student.key, (1, 2), (0, 1), (0, 2), outcome="undecided")
    ]
    made = make(table(grades, ROSTER, columns="parts"))
    made.write(tmp_path / "out")
    assert {path.name for path in (tmp_path / "out").iterdir()} == set(made.files)
    (data,) = made.files.values()
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            assert not any(name.startswith("results/") for name in archive.namelist())
    elif data.startswith(b"{"):
        assert {value for row in json.loads(data)["students"] for value in row["points"].values()} == {None}
    else:
        cells = [cell for row in _csv(made, "utf-8-sig")[1:] for cell in row[-3:]]
        assert set(cells) <= {"", "-", "3", "1", "2"}, "only the points to be had"
        assert cells.count("3") <= 1


def test_every_remark_has_words_for_its_fields() -> None:
    for make in MAKERS:
        for remark in make(table([*GRADES, *_grades("eve", None, None, None)], ROSTER)).remarks:
            for language in ("en", "zh"):
                assert not render(remark, language).startswith("gradebook."), remark.key  # type: ignore[arg-type]


def test_long_lists_of_names_are_cut() -> None:
    grades = [grade for index in range(40) for grade in _grades(f"s{index:02}", (0, 1), (0, 0), (0, 0))]
    (remark,) = exports.plain_csv(table(grades)).remarks
    assert "40 students" in render(remark, "en")
    assert "(+28)" in render(remark, "en")
