"""The example class: for every hand-in the outcome that a careful teaching assistant would give, claim by claim.

``expected_class.toml`` was written before the grader was tried on the class; where it lists several verdicts, prose is
judged or a slip can be booked in two ways.
"""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from grader.batch.folder import find_class
from grader.core import Fail, PartResult
from grader.course import find_course
from grader.grading import grade_paths
from grader.jail.process import Limits
from grader.jail.runner import ProcessRunner
from grader.report.lines import as_text, result_lines

ROOT = Path(__file__).parents[1]
EXPECTED = tomllib.loads((ROOT / "tests" / "expected_class.toml").read_text(encoding="utf-8"))
STUDENTS = sorted({row["student"] for row in EXPECTED["part"]})


@cache
def results_of(student: str) -> dict[str | None, PartResult]:
    (hand_in,) = [item for item in find_class(ROOT / "examples" / "class").hand_ins if item.student == student]
    with ProcessRunner(Limits(cell_cpu=5.0)) as runner:  # one of them never ends
        results = grade_paths(hand_in.paths, find_course(ROOT), runner, student=student)
    return {result.part: result for result in results}


@pytest.mark.parametrize("student", STUDENTS)
def test_a_student_gets_what_a_teaching_assistant_would_say(student: str) -> None:
    results = results_of(student)
    problems = []
    for row in (row for row in EXPECTED["part"] if row["student"] == student):
        result = results[row["part"]]
        found = [problem for claim, want in zip(result.claims, row["claims"], strict=False) for problem in _differs(
            claim.finding.verdict, claim.finding.where, want)]  # fmt: skip
        if result.outcome not in row["outcome"]:
            found.append(f"outcome {result.outcome}, expected {row['outcome']}")
        if found:
            told = as_text(result_lines(result, "en", show_reading=True))
            problems.append("\n".join((row["part"], *found, told)))
    assert not problems, "\n\n".join(problems)


def _differs(verdict: Any, where: Any, want: dict[str, Any]) -> list[str]:
    found = []
    name = type(verdict).__name__.lower()
    if name not in want["verdict"]:
        found.append(f"{want['says']}: {name}, expected {want['verdict']}")
    if isinstance(verdict, Fail):
        if "mistake" in want and not set(want["mistake"]) & set(verdict.mistakes):
            found.append(f"{want['says']}: mistakes {verdict.mistakes}, expected {want['mistake']}")
        if "line" in want and where is not None and want["line"] != where.line:
            found.append(f"{want['says']}: line {where.line}, expected {want['line']}")
        if "cell" in want and where is not None and want["cell"] != where.cell:
            found.append(f"{want['says']}: cell {where.cell}, expected {want['cell']}")
    return found


def test_parts_that_are_not_listed_were_not_handed_in() -> None:
    for student in STUDENTS:
        listed = {row["part"] for row in EXPECTED["part"] if row["student"] == student}
        for part, result in results_of(student).items():
            if part is not None and part not in listed:
                assert result.outcome == "missing", (student, part)


@pytest.mark.parametrize("file", EXPECTED["files"]["unreadable"])
def test_an_unreadable_file_is_named(file: str) -> None:
    result = results_of(Path(file).stem)[None]
    assert (result.file, result.outcome) == (file, "unreadable")


@pytest.mark.parametrize("file", EXPECTED["files"]["empty"])
def test_an_empty_notebook_is_missing_everywhere(file: str) -> None:
    results = results_of(Path(file).stem)
    assert {result.outcome for part, result in results.items() if part is not None} == {"missing"}
    assert results[None].file == file  # and that it is empty is said
