"""A class over worker processes: none stops the others, and none of our faults costs a point."""

from __future__ import annotations

import os
import signal
import threading
import time
from pathlib import Path

import pytest

from grader.batch.folder import find_class
from grader.batch.schedule import ClassRun, grade_class
from grader.batch.worker import Setting
from grader.core import Broken, PartResult
from grader.course import find_course


def _grade(course_folder: Path, texts: dict[str, str], *, n_workers: int = 2, seconds: float = 60.0) -> ClassRun:
    folder = course_folder / "class"
    folder.mkdir()
    for student, text in texts.items():
        (folder / f"{student}.md").write_text(f"<!-- part: line/mean/a -->\n{text}\n")
    course = find_course(course_folder)
    setting = Setting(course.folder, course.solutions)
    return grade_class(find_class(folder).hand_ins, setting, course, n_workers=n_workers, seconds=seconds)


def _outcomes(run: ClassRun) -> dict[str, str]:
    return {result.student: result.outcome for result in run.results if result.part == "line/mean/a"}


def _first_error(results: tuple[PartResult, ...], student: str) -> str:
    verdict = next(result for result in results if result.student == student).claims[0].finding.verdict
    assert isinstance(verdict, Broken)
    return verdict.error


def test_results_come_in_the_students_order_whoever_is_done_first(course_folder: Path) -> None:
    texts = {f"s{k:02}": "wrong" if k % 3 else "right" for k in range(7)}
    run = _grade(course_folder, texts)
    assert _outcomes(run) == {student: "partial" if text == "wrong" else "pass" for student, text in texts.items()}
    assert [result.student for result in run.results] == sorted(result.student for result in run.results)
    assert run.not_graded == ()
    assert run.rung


def test_a_check_that_kills_its_worker_costs_that_student_nothing_and_the_others_not_even_time(
    course_folder: Path,
) -> None:
    run = _grade(course_folder, {"s01": "crash", "s02": "right", "s03": "right", "s04": "wrong"})
    assert _outcomes(run) == {"s01": "broken", "s02": "pass", "s03": "pass", "s04": "partial"}
    assert "exit status 7" in _first_error(run.results, "s01")
    lost = [result for result in run.results if result.student == "s01"]
    assert sum(result.points.pending for result in lost) == sum(result.points.of for result in lost) == 4.0


def test_a_worker_that_dies_once_costs_a_retry(course_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CRASHED_ONCE", str(course_folder / "flag"))
    run = _grade(course_folder, {"s01": "once right", "s02": "right"})
    assert _outcomes(run) == {"s01": "pass", "s02": "pass"}
    assert (course_folder / "flag").exists()


def test_a_submission_that_never_ends_is_stopped(course_folder: Path) -> None:
    run = _grade(course_folder, {"s01": "sleep", "s02": "right"}, seconds=3.0)
    assert _outcomes(run) == {"s01": "broken", "s02": "pass"}
    assert "longer than 3 s" in _first_error(run.results, "s01")


def test_interrupted_it_keeps_what_was_done_and_leaves_no_process(course_folder: Path) -> None:
    before = _children()
    timer = threading.Timer(4.0, os.kill, (os.getpid(), signal.SIGINT))
    timer.start()
    start = time.monotonic()
    run = _grade(course_folder, {"s01": "right", "s02": "sleep", "s03": "sleep", "s04": "right"})
    timer.join()
    assert time.monotonic() - start < 15.0
    assert _outcomes(run) == {"s01": "pass"}
    assert run.not_graded == ("s02", "s03", "s04")
    assert _children() == before


def _children() -> set[str]:
    """Children of this process that are still running, apart from multiprocessing's own tracker of resources."""
    found = set()
    for path in Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children").read_text().split():
        command = Path(f"/proc/{path}/cmdline").read_bytes().decode().replace("\0", " ")
        if "resource_tracker" not in command:
            found.add(command)
    return found
