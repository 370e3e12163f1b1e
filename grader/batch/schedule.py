"""A class over the cores of one machine: one submission a worker at a time, and no submission stops the others.

A worker that dies, or that does not answer in time, is replaced. What it was grading is tried once more; a second
death makes it broken, for the staff, at no cost to the student.
"""

from __future__ import annotations

import signal
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess

from grader.batch.folder import HandIn
from grader.batch.worker import Graded, Setting, serve
from grader.core import PartResult
from grader.course import Course
from grader.grading import all_broken

TRIES = 2
SUBMISSION_SECONDS = 900.0  # far above the sum of a submission's own limits: only a fault of ours takes so long
CLOSING_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class ClassRun:
    """What came of a class: results in the order of the students, and who was not reached."""

    results: tuple[PartResult, ...]
    rung: str | None
    not_graded: tuple[str, ...] = ()


@dataclass(slots=True)
class _Worker:
    process: SpawnProcess
    pipe: Connection
    task: HandIn | None = None
    deadline: float = 0.0


@dataclass(slots=True)
class _Schedule:
    setting: Setting
    course: Course
    queue: deque[HandIn]
    on_done: Callable[[], None]
    seconds: float
    workers: list[_Worker] = field(default_factory=list)
    tries: dict[str, int] = field(default_factory=dict)
    done: dict[str, Sequence[PartResult]] = field(default_factory=dict)
    rung: str | None = None

    def run(self, n_workers: int) -> None:
        """Until every submission is done."""
        while self.queue or any(worker.task for worker in self.workers):
            while self.queue and len(self.workers) < n_workers:
                with _no_interrupt():
                    self.workers.append(_start(self.setting))
            for worker in self.workers:
                if worker.task is None and self.queue:
                    self._assign(worker, self.queue.popleft())
            self._wait()

    def _assign(self, worker: _Worker, task: HandIn) -> None:
        self.tries[task.student] = self.tries.get(task.student, 0) + 1
        worker.task, worker.deadline = task, time.monotonic() + self.seconds
        with suppress(BrokenPipeError):  # it died meanwhile, which the next wait sees
            worker.pipe.send(task)

    def _wait(self) -> None:
        """Take in whatever comes first: an answer, a death, a deadline."""
        busy = [worker for worker in self.workers if worker.task]
        patience = max(0.0, min(worker.deadline for worker in busy) - time.monotonic())
        ready = wait([worker.pipe for worker in self.workers], patience)
        for worker in list(self.workers):
            if worker.pipe in ready:
                self._receive(worker)
            elif worker.task and time.monotonic() >= worker.deadline:
                self._lose(worker, f"grading took longer than {self.seconds:g} s and was stopped")

    def _receive(self, worker: _Worker) -> None:
        try:
            graded: Graded = worker.pipe.recv()
        except (EOFError, OSError):
            worker.process.join(CLOSING_SECONDS)
            self._lose(worker, f"the grading process ended by itself (exit status {worker.process.exitcode})")
            return
        self.rung = graded.rung
        if worker.task is not None:
            self._finish(worker.task, graded.results)
        worker.task = None

    def _lose(self, worker: _Worker, why: str) -> None:
        self.workers.remove(worker)
        _stop([worker])
        if worker.task is None:
            return
        if self.tries[worker.task.student] < TRIES:
            self.queue.appendleft(worker.task)
        else:
            error = f"{why}; tried {TRIES} times"
            self._finish(worker.task, all_broken(worker.task.student, self.course, error))

    def _finish(self, task: HandIn, results: Sequence[PartResult]) -> None:
        self.done[task.student] = results
        self.on_done()


def grade_class(
    hand_ins: Sequence[HandIn],
    setting: Setting,
    course: Course,
    *,
    n_workers: int,
    on_done: Callable[[], None] = lambda: None,
    seconds: float = SUBMISSION_SECONDS,
) -> ClassRun:
    """Grade every hand-in. Interrupted by Ctrl-C, it gives what was done until then."""
    schedule = _Schedule(setting, course, deque(hand_ins), on_done, seconds)
    try:
        with suppress(KeyboardInterrupt):  # said by `not_graded`
            schedule.run(min(n_workers, len(hand_ins)))
    finally:
        _stop(schedule.workers)
    return ClassRun(
        results=tuple(result for item in hand_ins for result in schedule.done.get(item.student, ())),
        rung=schedule.rung,
        not_graded=tuple(item.student for item in hand_ins if item.student not in schedule.done),
    )


def _start(setting: Setting) -> _Worker:
    spawn = get_context("spawn")  # a fork would take along whatever threads and locks the command has
    ours, theirs = spawn.Pipe()
    process = spawn.Process(target=serve, args=(setting, theirs))
    process.start()
    theirs.close()
    return _Worker(process, ours)


@contextmanager
def _no_interrupt() -> Iterator[None]:
    """Ctrl-C waits until the block is done; the processes started in it never hear of it, it is ours to handle."""
    waiting: list[int] = []
    handler = signal.signal(signal.SIGINT, lambda number, _: waiting.append(number))
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})  # this is what a new process inherits
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)
        signal.signal(signal.SIGINT, handler)
    if waiting:
        raise KeyboardInterrupt


def _stop(workers: Sequence[_Worker]) -> None:
    """End the processes: an idle one goes as its pipe closes, the others are told to, then made to."""
    for worker in workers:
        worker.pipe.close()
        if worker.task is not None:
            worker.process.terminate()
    for worker in workers:
        worker.process.join(CLOSING_SECONDS)
        if worker.process.is_alive():
            worker.process.kill()
            worker.process.join()
