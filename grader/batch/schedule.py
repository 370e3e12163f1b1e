"""A class over the cores of one machine: one submission a worker at a time, and no submission stops the others.

A worker that dies, or that does not answer in time, is replaced. What it was grading is tried once more; a second
death makes it broken, for the staff, at no cost to the student.
"""

from __future__ import annotations

import signal
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess

from grader.batch.worker import Graded, Setting, Task, gradings_of, serve
from grader.course import Course
from grader.grading import all_broken

TRIES = 2
SUBMISSION_SECONDS = 900.0  # far above the sum of a submission's own limits: only a fault of ours takes so long
CLOSING_SECONDS = 5.0


OnDone = Callable[[Graded], None]


@dataclass(slots=True)
class _Worker:
    process: SpawnProcess
    pipe: Connection
    task: Task | None = None
    deadline: float = 0.0


@dataclass(slots=True)
class _Schedule:
    setting: Setting
    course: Course
    queue: deque[Task]
    on_done: OnDone
    seconds: float
    workers: list[_Worker] = field(default_factory=list)
    tries: dict[str, int] = field(default_factory=dict)

    def run(self, n_workers: int, stopping: Callable[[], bool]) -> None:
        """Until every submission is done; once it is ``stopping``, until those in flight are."""
        while (self.queue and not stopping()) or any(worker.task for worker in self.workers):
            if stopping():
                self.queue.clear()
            while self.queue and len(self.workers) < n_workers:
                self.workers.append(_start(self.setting))
            for worker in self.workers:
                if worker.task is None and self.queue:
                    self._assign(worker, self.queue.popleft())
            self._wait()

    def _assign(self, worker: _Worker, task: Task) -> None:
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
        worker.task = None
        self.on_done(graded)

    def _lose(self, worker: _Worker, why: str) -> None:
        self.workers.remove(worker)
        _stop([worker])
        if worker.task is None:
            return
        if self.tries[worker.task.student] < TRIES:
            self.queue.appendleft(worker.task)
        else:
            task, error = worker.task, f"{why}; tried {TRIES} times"
            results = all_broken(task.student, self.course, error)
            self.on_done(Graded(task.student, gradings_of(results, task.exercises), None))


def grade_class(
    tasks: Sequence[Task],
    setting: Setting,
    course: Course,
    *,
    n_workers: int,
    on_done: OnDone,
    on_stop: Callable[[], None] = lambda: None,
    seconds: float = SUBMISSION_SECONDS,
) -> bool:
    """Grade every task, and call ``on_done`` for each as it is; whether all were.

    Ctrl-C finishes what is in flight, after ``on_stop`` has told so; a second one does not.
    """
    done: list[str] = []

    def count(graded: Graded) -> None:
        on_done(graded)
        done.append(graded.student)

    schedule = _Schedule(setting, course, deque(tasks), count, seconds)
    try:
        with stoppable(on_stop) as stopping, suppress(KeyboardInterrupt):
            schedule.run(min(n_workers, len(tasks)), stopping)
    finally:
        _stop(schedule.workers)
    return len(done) == len(tasks)


@contextmanager
def stoppable(on_stop: Callable[[], None]) -> Iterator[Callable[[], bool]]:
    """Whether Ctrl-C was pressed; pressed again, it interrupts. In other threads it is not heard."""
    if threading.current_thread() is not threading.main_thread():
        yield lambda: False
        return
    pressed: list[int] = []

    def stop(number: int, _: object) -> None:
        pressed.append(number)
        if len(pressed) > 1:
            raise KeyboardInterrupt
        on_stop()

    before = signal.signal(signal.SIGINT, stop)
    try:
        yield lambda: bool(pressed)
    finally:
        signal.signal(signal.SIGINT, before)


def _start(setting: Setting) -> _Worker:
    spawn = get_context("spawn")  # a fork would take along whatever threads and locks the command has
    ours, theirs = spawn.Pipe()
    process = spawn.Process(target=serve, args=(setting, theirs))
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})  # inherited: Ctrl-C is ours to handle
    try:
        process.start()
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)
    theirs.close()
    return _Worker(process, ours)


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
