"""The exercises, by the check that their authors have: every listed answer gets its verdict, nothing is wrong.

What is checked, and how, stands in :mod:`grader.authoring`; its own tests are in ``tests/authoring``.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from grader.authoring.answers import TABLE, Row, misshapen, rows_of
from grader.authoring.checking import check_exercise
from grader.authoring.grading import differences, graded_row
from grader.authoring.loading import exercise_of
from grader.authoring.places import Place, places, staged
from grader.authoring.problems import Checked
from grader.authoring.references import shared_names
from grader.course import Course, module_of
from grader.jail.runner import ProcessRunner
from grader.report.authored import exercise_lines
from grader.report.lines import as_text, result_lines

ROOT = Path(__file__).parents[1]


@cache
def every_place() -> list[Place]:
    return places(ROOT)


def _listed() -> Iterator[Any]:
    for place in every_place():
        for row in rows_of(place.solution / TABLE)[0]:
            name = f"{place.exercise.name}-{row.given.get('part')}-{row.number} {row.given.get('why')}"
            yield pytest.param(place, row, id=name.encode("ascii", "replace").decode())


@pytest.fixture(scope="module")
def runner() -> Iterator[ProcessRunner]:
    with ProcessRunner(seed=0) as found:
        yield found


@pytest.fixture(scope="module")
def courses() -> Iterator[dict[str, Course]]:
    """The course of each exercise alone, by address."""
    with ExitStack() as stack:
        found = {}
        for place in every_place():
            exercise, _ = exercise_of(place)
            if exercise is not None:
                found[place.address] = stack.enter_context(staged(place, exercise))
        yield found


@pytest.mark.parametrize(("place", "row"), list(_listed()))
def test_an_answer_gets_its_verdict(
    place: Place, row: Row, runner: ProcessRunner, courses: dict[str, Course]
) -> None:
    course = courses[place.address]
    assert [problem.said for problem in misshapen(row, course.exercises[0])] == []
    result = graded_row(row, course, runner)
    told = "\n" + as_text(result_lines(result, "en", show_reading=True))
    assert [problem.said for problem in differences(row, result)] == [], told


@pytest.mark.parametrize("place", every_place(), ids=lambda place: place.address)
def test_nothing_else_is_wrong_with_an_exercise(place: Place, runner: ProcessRunner) -> None:
    found = check_exercise(place, runner, parts=())
    told = Checked(place.exercise, tuple(problem for problem in found.problems if problem.level != "note"))
    assert told.problems == (), "\n" + as_text(exercise_lines(told, "en", ROOT, show_reading=True))


def test_every_exercise_with_derivations_has_references_in_both_forms() -> None:
    """So that none is left out of the comparison because its names differ."""
    for place in every_place():
        exercise, _ = exercise_of(place)
        if exercise is not None and len(exercise.parts) > 1:
            symbolic, numeric = (module_of(place.solution / name) for name in ("symbolic.py", "numeric.py"))
            assert shared_names(symbolic, numeric), place.address
