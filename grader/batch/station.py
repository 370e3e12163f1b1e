"""What a worker of Dask holds while a class is graded: the course, and one jail; and the task that it is given.

A submission's program runs in the jail, never in the worker itself. A grading that takes too long ends the worker,
which is then no other than any death of it.
"""

from __future__ import annotations

import os
import tempfile
import threading
import traceback
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from distributed import Worker, WorkerPlugin, get_worker

from grader.batch.parcel import Entry, Parcel, unpacked, unpacked_tree
from grader.batch.worker import Graded, Task, grade_task
from grader.core import Message
from grader.course import EXERCISES, SOLUTIONS, Course, find_course

if TYPE_CHECKING:
    from grader.jail.body import Jail

OVERTIME = 75  # the exit status of a worker that ended itself
IDLE_SECONDS = 300.0  # then the jail is let go, in case nobody comes again; it starts anew when it is needed


@dataclass(frozen=True, slots=True)
class Fittings:
    """What a station is made from: a course's files, and the keys that these must have on every machine."""

    exercises: tuple[Entry, ...]
    solutions: tuple[Entry, ...]
    keys: Mapping[str, str]
    seed: int
    unsafe: bool


class Station(WorkerPlugin):  # type: ignore[misc]  # Dask has no types
    """A worker's place to grade, set up when the worker comes to the class, closed when either leaves.

    ``trouble`` says why the worker cannot grade, if it cannot; nothing is raised, since workers come at any time.
    """

    def __init__(self, fittings: Fittings) -> None:
        self._fittings = fittings
        self._bench: _Bench | None = None
        self.trouble: Message | None = None

    def setup(self, worker: Worker) -> None:
        """Unpack and load the course, start the jail."""
        threads: int = worker.state.nthreads
        if threads != 1:
            self.trouble = Message("cluster.threads", {"worker": worker.address, "threads": threads})
            return
        try:
            self._bench = _Bench.made(self._fittings, worker.local_directory)
        except Exception as error:
            told = "".join(traceback.format_exception_only(error)).strip()
            self.trouble = Message("cluster.no_station", {"worker": worker.address, "error": told})
            return
        if self._bench is None:
            self.trouble = Message("cluster.other_engine", {"worker": worker.address})

    def teardown(self, worker: Worker) -> None:  # noqa: ARG002  # as Dask calls it
        """Close the jail, remove the course."""
        if self._bench is not None:
            self._bench.close()

    @property
    def ready(self) -> bool:
        """Whether it can be given work: not yet, or not at all, otherwise."""
        return self._bench is not None

    def grade(self, student: str, parcel: Parcel, exercises: tuple[str, ...], seconds: float) -> Graded:
        """Grade what is in a parcel; after so many seconds the worker ends."""
        if self._bench is None:
            raise RuntimeError("this worker is not set up")
        with _overtime(seconds):
            return self._bench.grade(student, parcel, exercises, self._fittings.seed)


@dataclass(slots=True)
class _Bench:
    """A course on the disk, and its jail. What is being graded when it is closed closes it at its end."""

    room: tempfile.TemporaryDirectory[str]
    course: Course
    jail: Jail
    busy: threading.Lock = field(default_factory=threading.Lock)
    closed: bool = False
    idle: threading.Timer | None = None

    @classmethod
    def made(cls, fittings: Fittings, folder: str) -> _Bench | None:
        """In a folder of the worker's; None where the course's keys are not those that were asked for."""
        from grader.batch.identity import exercise_keys
        from grader.jail.ladder import choose

        room = tempfile.TemporaryDirectory(dir=folder, ignore_cleanup_errors=True)
        exercises = unpacked_tree(fittings.exercises, Path(room.name, EXERCISES))
        solutions = unpacked_tree(fittings.solutions, Path(room.name, SOLUTIONS))
        course = find_course(exercises, exercises, solutions)
        if exercise_keys(course, fittings.seed) != fittings.keys:
            room.cleanup()
            return None
        os.environ.setdefault("OMP_NUM_THREADS", "1")  # there are as many workers as cores already
        return cls(room, course, choose(unsafe=fittings.unsafe))

    def grade(self, student: str, parcel: Parcel, exercises: tuple[str, ...], seed: int) -> Graded:
        with self.busy:
            self._wake()
            try:
                with tempfile.TemporaryDirectory(dir=self.room.name) as folder:
                    task = Task(student, unpacked(parcel, Path(folder)), exercises)
                    return grade_task(task, self.course, self.jail, seed)
            finally:
                self._rest()

    def close(self) -> None:
        self.closed = True
        self._wake()
        self.jail.close()
        if self.busy.acquire(blocking=False):
            self.room.cleanup()
            self.busy.release()

    def _rest(self) -> None:
        if self.closed:
            self.jail.close()
            self.room.cleanup()
            return
        self.idle = threading.Timer(IDLE_SECONDS, self._let_go)
        self.idle.daemon = True
        self.idle.start()

    def _wake(self) -> None:
        if self.idle is not None:
            self.idle.cancel()
            self.idle = None

    def _let_go(self) -> None:
        if self.busy.acquire(blocking=False):
            self.jail.close()
            self.busy.release()


@contextmanager
def _overtime(seconds: float) -> Iterator[None]:
    """End this process if what is done here takes longer: there is no other way to stop a thread."""
    timer = threading.Timer(seconds, os._exit, (OVERTIME,))
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


# ------------------------------------------------------------------------------------ what workers are asked to run


def grade(
    station: str, student: str, parcel: Parcel, exercises: tuple[str, ...], seconds: float
) -> Graded:
    """The task: grade a submission at this worker's station."""
    found = get_worker().plugins.get(station)
    if not isinstance(found, Station):
        raise RuntimeError("this worker is not set up")
    return found.grade(student, parcel, exercises, seconds)


def state(station: str, dask_worker: Worker) -> Message | bool:
    """Whether this worker's station is ready; what the trouble is, if it never will be."""
    found = dask_worker.plugins.get(station)
    if not isinstance(found, Station):
        return False
    return found.trouble or found.ready
