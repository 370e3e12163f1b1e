"""An author's Python files, run; what they raise is told with its file and line instead of our traceback."""

from __future__ import annotations

import traceback
from pathlib import Path
from types import ModuleType

from grader.authoring.places import DECLARATION, Place
from grader.authoring.problems import Problem
from grader.authoring.shape import misshapen
from grader.authoring.sources import Declaration, raised_in
from grader.core import Exercise, Message
from grader.course import CourseError, module_of


def loaded(file: Path) -> ModuleType | Problem:
    """The module in a file, or why there is none."""
    if not file.is_file():
        return Problem(file, None, Message("author.no_file", {"file": file.name}))
    try:
        return module_of(file)
    except CourseError as error:
        return raised(error.__cause__ or error, file)
    except SystemExit as error:
        return raised(error, file)


def raised(error: BaseException, file: Path) -> Problem:
    """An exception as a problem of the author's file that it came from, else of ``file``."""
    place = raised_in(error, file.parent)
    said = "".join(traceback.format_exception_only(error)).strip().splitlines()[-1]
    if place is None:
        return Problem(file, None, Message("author.raised", {"error": said}))
    return Problem(*place, Message("author.raised", {"error": said}))


def exercise_of(place: Place) -> tuple[Exercise | None, list[Problem]]:
    """The exercise that a folder declares, if it can be used, and what is wrong with its declaration."""
    file = place.exercise / DECLARATION
    module = loaded(file)
    if isinstance(module, Problem):
        return None, [module]
    source = Declaration(file)
    exercise = getattr(module, "EXERCISE", None)
    if exercise is None:
        return None, [Problem(file, None, Message("author.not_declared"))]
    if not isinstance(exercise, Exercise):
        fields = {"what": "EXERCISE", "found": type(exercise).__name__, "expected": "Exercise(…)"}
        return None, [Problem(file, source.exercise(), Message("author.type", fields))]
    problems = list(misshapen(exercise, source))
    if exercise.address != place.address and isinstance(exercise.address, str):
        fields = {"found": exercise.address, "expected": place.address}
        problems.append(Problem(file, source.exercise(), Message("author.address", fields)))
    return (None if problems else exercise), problems
