"""``pytest exercises/``: a student's own check as test items, one a part of each ``exercise.py``.

What is judged is the student's ``answer.md`` and ``answer.py`` beside it, and the section's notebook where that is
filled in. A part that was not started, and one that awaits a marker, is skipped with its reason; a failure is the same
text that ``grader check`` prints, without a traceback.
"""

from __future__ import annotations

import re
from collections.abc import Generator, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeAlias

import pytest

if TYPE_CHECKING:
    from _pytest._code.code import TerminalRepr

    from grader.core import Exercise, Part, PartResult, Runner, Submission
    from grader.course import Course

_Style: TypeAlias = Literal["long", "short", "line", "no", "native", "value", "auto"]
_EXERCISE = re.compile(r"^EXERCISE\b", re.MULTILINE)
_open_runners = pytest.StashKey[ExitStack]()
_runner = pytest.StashKey["Runner"]()


class PartFailed(Exception):
    """A part that was not right; carries its result."""

    def __init__(self, result: PartResult) -> None:
        super().__init__(result.part)
        self.result = result


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> ExerciseFile | None:
    """An exercise is a file ``<section>/<exercise>/exercise.py`` that defines ``EXERCISE``."""
    if file_path.name != "exercise.py" or len(file_path.parents) < 4:
        return None
    if not _EXERCISE.search(file_path.read_text(encoding="utf-8", errors="replace")):
        return None
    return ExerciseFile.from_parent(parent, path=file_path)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """A skipped part is reported at its exercise, not at the line of this file that skips."""
    report = yield
    if isinstance(item, PartItem) and report.skipped and isinstance(report.longrepr, tuple):
        report.longrepr = (str(item.path), 1, report.longrepr[2])
    return report


def pytest_unconfigure(config: pytest.Config) -> None:
    """End the processes that ran the student's code."""
    if _open_runners in config.stash:
        config.stash[_open_runners].close()


class ExerciseFile(pytest.File):
    """One exercise; its items are its parts."""

    course: Course
    exercise: Exercise
    _submission: Submission | None = None

    def collect(self) -> Iterator[pytest.Item]:
        """One item a part."""
        from grader.course import CourseError, find_course
        from grader.report.words import render

        try:
            course = find_course(self.path.parent, exercises=self.path.parents[2])
        except CourseError as error:
            raise self.CollectError(render(error.message, "en")) from error
        address = f"{self.path.parents[1].name}/{self.path.parent.name}"
        self.course = course.only(address)
        (self.exercise,) = self.course.exercises
        for part in self.exercise.parts:
            yield PartItem.from_parent(self, name=part.name, part=part)

    def submission(self) -> Submission:
        """What the student wrote, read once."""
        from grader.course import read_hand_in

        if self._submission is None:
            self._submission = read_hand_in([self.path.parents[1]], self.course, student="")
        return self._submission

    def runner(self) -> Runner:
        """The runner that all exercises share."""
        from grader.jail.runner import ProcessRunner

        stash = self.config.stash
        if _runner not in stash:
            stash[_open_runners] = ExitStack()
            stash[_runner] = stash[_open_runners].enter_context(ProcessRunner())
        return stash[_runner]


class PartItem(pytest.Item):
    """One part of an exercise."""

    def __init__(self, *, part: Part, parent: ExerciseFile, name: str) -> None:
        super().__init__(name, parent)
        self.part = part
        self.file = parent

    def runtest(self) -> None:
        """Grade the part."""
        from grader.grading import grade_part

        file = self.file
        result = grade_part(
            file.submission(), file.exercise, self.part, course=file.course, runner=file.runner()
        )
        match result.outcome:
            case "pass":
                return
            case "missing":
                pytest.skip(_words("doors.not_started", result))
            case "undecided":
                pytest.skip(_words("outcome.undecided", result))
            case _:
                raise PartFailed(result)

    def repr_failure(
        self, excinfo: pytest.ExceptionInfo[BaseException], style: _Style | None = None
    ) -> str | TerminalRepr:
        """What a student reads of a failure; of a fault of ours, the traceback."""
        if not isinstance(excinfo.value, PartFailed):
            return super().repr_failure(excinfo, style)
        from grader.report.lines import as_text, result_lines, run_lines

        result = excinfo.value.result
        lines = list(result_lines(result, result.language))
        if result.run is not None:
            lines += run_lines(result.run, result.language)
        return as_text(lines)

    def reportinfo(self) -> tuple[Path, None, str]:
        """The heading of a failure: the address of the part."""
        return self.path, None, f"{self.file.exercise.address}/{self.part.name}"


def _words(key: str, result: PartResult) -> str:
    from grader.core import Message, Undecided
    from grader.report.lines import verdict_text
    from grader.report.words import render

    verdicts = [item.finding.verdict for item in result.claims]
    reasons = [verdict_text(verdict, result.language) for verdict in verdicts if isinstance(verdict, Undecided)]
    return ": ".join([str(result.part), render(Message(key), result.language), *dict.fromkeys(reasons)])
