"""A class over worker processes: none stops the others, and none of our faults costs a point."""

from __future__ import annotations

import os
import signal
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from grader.batch.folder import find_class
from grader.batch.schedule import grade_class
from grader.batch.worker import Graded, Setting, Task
from grader.core import Broken, PartResult
from grader.course import find_course


@dataclass
class _Ran:
    """What came of a class, as it came."""

    complete: bool = True
    stops: int = 0
    graded: list[Graded] = field(default_factory=list)

    def outcomes(self) -> dict[str, str]:
        """The outcome of part a by student."""
        return {one.student: result.outcome for one in self.graded for result in self.results(one.student)
                if result.part == "line/mean/a"}  # fmt: skip

    def results(self, student: str) -> list[PartResult]:
        """A student's results."""
        return [
            kept.result(student)
            for one in self.graded
            if one.student == student
            for grading in one.gradings
            for kept in grading.results
        ]

    def error(self, student: str) -> str:
        """What broke."""
        verdict = self.results(student)[0].claims[0].finding.verdict
        assert isinstance(verdict, Broken)
        return verdict.error


def _grade(
    course_folder: Path,
    texts: dict[str, str],
    *,
    n_workers: int = 2,
    seconds: float = 60.0,
    exercises: tuple[str, ...] = ("line/mean", ""),
) -> _Ran:
    folder = course_folder / "class"
    folder.mkdir()
    for student, text in texts.items():
        (folder / f"{student}.md").write_text(f"<!-- part: line/mean/a -->\n{text}\n")
    course = find_course(course_folder)
    ran = _Ran()

    def stop() -> None:
        ran.stops += 1

    ran.complete = grade_class(
        [Task(item.student, item.paths, exercises) for item in find_class(folder).hand_ins],
        Setting(course.folder, course.solutions),
        course,
        n_workers=n_workers,
        on_done=ran.graded.append,
        on_stop=stop,
        seconds=seconds,
    )
    return ran


def test_everybody_is_graded_once(course_folder: Path) -> None:
    texts = {f"s{k:02}": "wrong" if k % 3 else "right" for k in range(7)}
    ran = _grade(course_folder, texts)
    assert ran.outcomes() == {student: "partial" if text == "wrong" else "pass" for student, text in texts.items()}
    assert sorted(one.student for one in ran.graded) == sorted(texts)
    assert ran.complete
    assert all(one.rung for one in ran.graded)


def test_only_the_exercises_that_are_asked_for_are_graded(course_folder: Path) -> None:
    ran = _grade(course_folder, {"s01": "right"}, exercises=("",))
    (graded,) = ran.graded
    assert [grading.exercise for grading in graded.gradings] == [""]
    assert all(kept.part is None for kept in graded.gradings[0].results)


def test_a_check_that_kills_its_worker_costs_that_student_nothing_and_the_others_not_even_time(
    course_folder: Path,
) -> None:
    ran = _grade(course_folder, {"s01": "crash", "s02": "right", "s03": "right", "s04": "wrong"})
    assert ran.outcomes() == {"s01": "broken", "s02": "pass", "s03": "pass", "s04": "partial"}
    assert "exit status 7" in ran.error("s01")
    lost = ran.results("s01")
    assert sum(result.points.pending for result in lost) == sum(result.points.of for result in lost) == 4.0


def test_a_worker_that_dies_once_costs_a_retry(course_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CRASHED_ONCE", str(course_folder / "flag"))
    ran = _grade(course_folder, {"s01": "once right", "s02": "right"})
    assert ran.outcomes() == {"s01": "pass", "s02": "pass"}
    assert (course_folder / "flag").exists()


def test_a_submission_that_never_ends_is_stopped(course_folder: Path) -> None:
    ran = _grade(course_folder, {"s01": "sleep", "s02": "right"}, seconds=6.0)
    assert ran.outcomes() == {"s01": "broken", "s02": "pass"}
    assert "longer than 6 s" in ran.error("s01")


def test_interrupted_it_finishes_what_is_in_flight(course_folder: Path) -> None:
    timer = threading.Timer(4.0, os.kill, (os.getpid(), signal.SIGINT))
    timer.start()
    ran = _grade(course_folder, {"s01": "sleep", "s02": "right", "s03": "right"}, n_workers=1, seconds=6.0)
    timer.join()
    assert ran.outcomes() == {}  # stopped at its limit, it would have been tried again
    assert not ran.complete
    assert ran.stops == 1


def test_interrupted_twice_it_drops_what_is_in_flight_and_leaves_no_process(course_folder: Path) -> None:
    before = _children()
    for seconds in (4.0, 4.5):
        threading.Timer(seconds, os.kill, (os.getpid(), signal.SIGINT)).start()
    start = time.monotonic()
    ran = _grade(course_folder, {"s01": "right", "s02": "sleep", "s03": "sleep", "s04": "right"})
    assert time.monotonic() - start < 15.0
    assert ran.outcomes() == {"s01": "pass"}
    assert not ran.complete
    assert _children() == before


def _children() -> set[str]:
    """Children of this process that are still running, apart from multiprocessing's own tracker of resources."""
    found = set()
    for path in Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children").read_text().split():
        command = Path(f"/proc/{path}/cmdline").read_bytes().decode().replace("\0", " ")
        if "resource_tracker" not in command:
            found.add(command)
    return found
