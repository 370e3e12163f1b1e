"""A worker: a process of the grader's own that grades whole submissions, one after the other.

It loads the course itself (checks are closures, which do not travel), reads a submission, grades it and sends the
results back. It ends when its pipe does, so it never outlives the command that started it.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING

from grader.batch.identity import NOWHERE
from grader.core import PartResult
from grader.course import Course, find_course
from grader.gradebook.kept import Kept
from grader.gradebook.runs import Grading
from grader.grading import grade_paths

if TYPE_CHECKING:
    from grader.jail.body import Jail


@dataclass(frozen=True, slots=True)
class Setting:
    """What every worker starts from."""

    exercises: Path
    solutions: Path
    seed: int = 0
    unsafe: bool = False  # run student code also where nothing can isolate it


@dataclass(frozen=True, slots=True)
class Task:
    """A submission to grade, and the exercises to grade it in (the empty name: what belongs to none)."""

    student: str
    paths: tuple[Path, ...]
    exercises: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Graded:
    """A worker's answer: what came of a task, and how student code was isolated (None where no worker said).

    ``reasons`` are why it was not isolated better, by rung, where it was not isolated at all.
    """

    student: str
    gradings: tuple[Grading, ...]
    rung: str | None
    reasons: Mapping[str, str] = field(default_factory=dict)


def serve(setting: Setting, pipe: Connection) -> None:
    """Grade what comes down the pipe until it closes."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))  # so that the jail below is closed
    os.environ.setdefault("OMP_NUM_THREADS", "1")  # there are as many workers as cores already
    from grader.jail.ladder import choose

    course = find_course(setting.exercises, setting.exercises, setting.solutions)
    jail = choose(unsafe=setting.unsafe)  # one for all submissions; each still gets processes of its own
    with closing(jail), suppress(EOFError, BrokenPipeError):
        while True:
            task: Task = pipe.recv()
            pipe.send(grade_task(task, course, jail, setting.seed))


def grade_task(task: Task, course: Course, jail: Jail, seed: int) -> Graded:
    """Grade one submission in a jail."""
    from grader.jail.ladder import Refuse
    from grader.jail.runner import ProcessRunner

    with ProcessRunner(seed=seed, jail=jail) as runner:
        results = grade_paths(
            task.paths, course, runner, student=task.student, seed=seed, exercises=set(task.exercises)
        )
    reasons = jail.reasons if isinstance(jail, Refuse) else {}
    return Graded(task.student, gradings_of(results, task.exercises), jail.rung, reasons)


def gradings_of(results: Iterable[PartResult], exercises: Sequence[str]) -> tuple[Grading, ...]:
    """Results by exercise; what was not asked for is left out."""
    kept: dict[str, list[Kept]] = {exercise: [] for exercise in exercises}
    for result in results:
        exercise = NOWHERE if result.part is None else result.part.rpartition("/")[0]
        if exercise in kept:
            kept[exercise].append(Kept.of(result))
    return tuple(Grading(exercise, tuple(items)) for exercise, items in kept.items())
