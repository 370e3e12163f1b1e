"""A worker: a process of the grader's own that grades whole submissions, one after the other.

It loads the course itself (checks are closures, which do not travel), reads a submission, grades it and sends the
results back. It ends when its pipe does, so it never outlives the command that started it.
"""

from __future__ import annotations

import os
import signal
import sys
from contextlib import closing, suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

from grader.batch.folder import HandIn
from grader.core import PartResult
from grader.course import find_course
from grader.grading import grade_paths


@dataclass(frozen=True, slots=True)
class Setting:
    """What every worker starts from."""

    exercises: Path
    solutions: Path
    seed: int = 0
    unsafe: bool = False  # run student code also where nothing can isolate it


@dataclass(frozen=True, slots=True)
class Graded:
    """A worker's answer: the results of one student, and how student code was isolated."""

    results: tuple[PartResult, ...]
    rung: str


def serve(setting: Setting, pipe: Connection) -> None:
    """Grade what comes down the pipe until it closes."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))  # so that the runner below is closed
    os.environ.setdefault("OMP_NUM_THREADS", "1")  # there are as many workers as cores already
    from grader.jail.ladder import choose
    from grader.jail.runner import ProcessRunner

    course = find_course(setting.exercises, setting.exercises, setting.solutions)
    jail = choose(unsafe=setting.unsafe)  # one for all submissions; each still gets processes of its own
    with closing(jail), suppress(EOFError, BrokenPipeError):
        while True:
            hand_in: HandIn = pipe.recv()
            with ProcessRunner(seed=setting.seed, jail=jail) as runner:
                results = grade_paths(hand_in.paths, course, runner, student=hand_in.student, seed=setting.seed)
            pipe.send(Graded(tuple(results), jail.rung))
