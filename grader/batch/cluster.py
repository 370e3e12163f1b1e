"""A class over the workers of a Dask cluster, with the same promises as over the processes of one machine.

Each worker has one submission at a time, bound to it, so that it is known whose grading a lost worker takes along: that
one is tried once more on another, and a second loss makes it broken, for the staff, at no cost to the student. Results
are handed on as they come. A submission and the course travel as bytes; workers need the same engine and libraries,
which is checked, and nothing on their disks.

Dask sends Python objects, which can do anything where they arrive: the scheduler, the workers and this command trust
each other as one. Student code takes no part in that; it runs in each worker's jail.
"""

from __future__ import annotations

import logging
import signal
import tempfile
import time
import traceback
import uuid
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING

from grader.batch.identity import exercise_keys
from grader.batch.parcel import CannotTravel, packed, packed_tree
from grader.batch.schedule import SUBMISSION_SECONDS, TRIES, OnDone, stoppable
from grader.batch.worker import Graded, Setting, Task, gradings_of
from grader.core import Message
from grader.course import Course
from grader.grading import all_broken

if TYPE_CHECKING:
    from distributed import Client, Future

LOCAL = "local"  # the address of a cluster that is made on this machine, for this class only
LOOK_SECONDS = 1.0  # between looks at who is there
WAIT_SECONDS = 60.0  # for a worker to come, at first and after all are lost
FETCH_SECONDS = 60.0  # for a result that is there
CONNECT_SECONDS = 15.0
_LARGE = "1 GiB"  # Dask is not to warn of what is bounded by the size of a parcel


class ClusterTrouble(Exception):
    """The cluster cannot be used, or no longer; says why and what to do."""

    def __init__(self, message: Message) -> None:
        super().__init__(message.key)
        self.message = message


def grade_on_cluster(
    tasks: Sequence[Task],
    setting: Setting,
    course: Course,
    *,
    address: str,
    n_workers: int,
    on_done: OnDone,
    on_stop: Callable[[], None] = lambda: None,
    on_useless: Callable[[str, Message], None] = lambda _worker, _reason: None,
    seconds: float = SUBMISSION_SECONDS,
) -> bool:
    """Grade every task on the cluster at ``address``, as :func:`~grader.batch.schedule.grade_class` does here.

    ``n_workers`` are started if it is ``local``; else there are those that there are. One that joins later and cannot
    grade gets no work, which ``on_useless`` tells with its address. Raises :class:`ClusterTrouble`.
    """
    if not tasks:
        return True
    done: list[str] = []

    def count(graded: Graded) -> None:
        on_done(graded)
        done.append(graded.student)

    with (
        stoppable(on_stop) as stopping,
        suppress(KeyboardInterrupt),
        _connected(address, min(n_workers, len(tasks))) as client,
        _stations(client, setting, course) as station,
    ):
        _Class(client, station, course, deque(tasks), count, on_useless, seconds).run(stopping)
    return len(done) == len(tasks)


# ------------------------------------------------------------------------------------------------- the class


@dataclass(frozen=True, slots=True)
class _Flight:
    """A submission that a worker has."""

    task: Task
    worker: str
    future: Future


@dataclass(slots=True)
class _Class:
    client: Client
    station: str
    course: Course
    queue: deque[Task]
    on_done: OnDone
    on_useless: Callable[[str, Message], None]
    seconds: float
    ready: set[str] = field(default_factory=set)  # the addresses of workers that can grade
    useless: dict[str, Message] = field(default_factory=dict)  # and of those that never will, with the reason
    flights: dict[str, _Flight] = field(default_factory=dict)
    tries: dict[str, int] = field(default_factory=dict)
    arrived: SimpleQueue[Future] = field(default_factory=SimpleQueue)
    looked: float = 0.0
    worked: float = field(default_factory=time.monotonic)  # when there was a worker last

    def run(self, stopping: Callable[[], bool]) -> None:
        """Until every submission is done; once it is ``stopping``, until those in flight are."""
        self._look()
        if self.useless:
            raise ClusterTrouble(next(iter(self.useless.values())))
        try:
            while (self.queue and not stopping()) or self.flights:
                if stopping():
                    self.queue.clear()
                self._assign()
                self._receive()
                if time.monotonic() - self.looked >= LOOK_SECONDS:
                    self._look()
        finally:
            for flight in self.flights.values():
                _give_up(flight)

    def _look(self) -> None:
        """Who has come, and who is gone."""
        try:
            there = set(self.client.nthreads())
            new = list(there - self.ready - self.useless.keys())
            states = self._states(new) if new else {}
        except (OSError, RuntimeError, ValueError) as error:
            raise ClusterTrouble(Message("cluster.lost", {"error": str(error) or type(error).__name__})) from error
        self.ready &= there
        self.ready |= {worker for worker, state in states.items() if state is True}
        useless = {worker: state for worker, state in states.items() if isinstance(state, Message)}
        for worker, reason in useless.items() if self.looked else ():  # at the start it is a reason not to begin
            self.on_useless(worker, reason)
        self.useless |= useless
        for flight in list(self.flights.values()):
            if flight.worker not in there:
                self._lose(flight, f"the grading worker ended, by itself or because it took over {self.seconds:g} s")
        self.looked = time.monotonic()
        if self.ready:
            self.worked = self.looked
        elif self.looked - self.worked > WAIT_SECONDS:
            raise ClusterTrouble(next(iter(self.useless.values()), Message("cluster.no_workers")))

    def _states(self, workers: list[str]) -> dict[str, object]:
        from grader.batch.station import state

        answers: dict[str, object] = self.client.run(state, self.station, workers=workers, on_error="return")
        return answers

    def _assign(self) -> None:
        for worker in sorted(self.ready - {flight.worker for flight in self.flights.values()}):
            while self.queue and not self._send(self.queue.popleft(), worker):
                pass

    def _send(self, task: Task, worker: str) -> bool:
        """Bind a submission to a worker; false if it cannot travel, which ends it."""
        from grader.batch.station import grade

        try:
            parcel = packed(task.paths)
        except Exception as error:  # whatever lies there, the others must go on
            self._break(task, "".join(traceback.format_exception_only(error)).strip())
            return False
        self.tries[task.student] = self.tries.get(task.student, 0) + 1
        future = self.client.submit(
            grade, self.station, task.student, parcel, task.exercises, self.seconds,
            key=f"grade-{uuid.uuid4().hex}", workers=[worker], allow_other_workers=False, pure=False,
        )  # fmt: skip
        self.flights[future.key] = _Flight(task, worker, future)
        future.add_done_callback(self.arrived.put)
        return True

    def _receive(self) -> None:
        """Take in what has come, and wait a while for the first."""
        try:
            self._land(self.arrived.get(timeout=LOOK_SECONDS))
            while True:
                self._land(self.arrived.get_nowait())
        except Empty:
            return

    def _land(self, future: Future) -> None:
        flight = self.flights.get(future.key)
        if flight is None:
            return  # it was given up
        try:
            graded: Graded = future.result(timeout=FETCH_SECONDS)
        except Exception as error:  # whatever it is, it is ours, and the others must go on
            self._lose(flight, "".join(traceback.format_exception(error)).rstrip())
            return
        del self.flights[future.key]
        self.on_done(graded)

    def _lose(self, flight: _Flight, why: str) -> None:
        del self.flights[flight.future.key]
        _give_up(flight)
        if self.tries[flight.task.student] < TRIES:
            self.queue.appendleft(flight.task)
        else:
            self._break(flight.task, f"{why}; tried {TRIES} times")

    def _break(self, task: Task, error: str) -> None:
        results = all_broken(task.student, self.course, error)
        self.on_done(Graded(task.student, gradings_of(results, task.exercises), None))


def _give_up(flight: _Flight) -> None:
    with suppress(Exception):  # the cluster may be gone
        flight.future.cancel()


# ----------------------------------------------------------------------------------------------- the cluster


@contextmanager
def _stations(client: Client, setting: Setting, course: Course) -> Iterator[str]:
    """Every worker of the cluster with a station of this name, now or when it comes; at the end they are closed."""
    from grader.batch.station import Fittings, Station

    keys = exercise_keys(course, setting.seed)
    try:
        exercises, solutions = packed_tree(course.folder), packed_tree(course.solutions)
    except CannotTravel as error:
        raise ClusterTrouble(Message("cluster.large_course", {"error": str(error)})) from error
    name = f"grader-{uuid.uuid4().hex}"
    try:
        client.register_plugin(Station(Fittings(exercises, solutions, keys, setting.seed, setting.unsafe)), name)
    except Exception as error:  # what workers raise that cannot even load it, among others
        told = "".join(traceback.format_exception_only(error)).strip()
        raise ClusterTrouble(Message("cluster.no_grader", {"error": told})) from error
    try:
        yield name
    finally:
        with suppress(Exception):  # the cluster may be gone
            client.unregister_worker_plugin(name)


@contextmanager
def _connected(address: str, n_workers: int) -> Iterator[Client]:
    """A client of the cluster at an address. Raises ClusterTrouble."""
    try:
        import dask
        from distributed import Client
    except ImportError as error:
        raise ClusterTrouble(Message("cluster.not_installed", {"error": str(error)})) from error
    with dask.config.set({"distributed.admin.large-graph-warning-threshold": _LARGE}):
        if address == LOCAL:
            with _local(n_workers) as client:
                yield client
            return
        try:
            with _uninterrupted():
                client = Client(address, timeout=CONNECT_SECONDS, set_as_default=False)
        except (OSError, ValueError, TypeError, RuntimeError) as error:
            told = str(error).strip() or type(error).__name__
            raise ClusterTrouble(Message("cluster.no_connection", {"address": address, "error": told})) from error
        with client:
            yield client


@contextmanager
def _local(n_workers: int) -> Iterator[Client]:
    """A cluster on this machine, which nobody else can talk to: also on the loopback, each side shows a certificate."""
    import dask
    from distributed import Client, LocalCluster, Security

    try:
        security = Security.temporary()
    except ImportError as error:
        raise ClusterTrouble(Message("cluster.not_installed", {"error": str(error)})) from error
    routes: dict[str, list[str]] = {f"distributed.{part}.http.routes": [] for part in ("scheduler", "worker")}
    with tempfile.TemporaryDirectory(prefix="grader-", ignore_cleanup_errors=True) as folder, dask.config.set(routes):
        with _uninterrupted():
            cluster = LocalCluster(
                n_workers=n_workers, threads_per_worker=1, processes=True, memory_limit=0, host="127.0.0.1",
                protocol="tls://", security=security, local_directory=folder, silence_logs=logging.CRITICAL,
                scheduler_kwargs={"dashboard": False, "dashboard_address": "127.0.0.1:0"},
            )  # fmt: skip
        with cluster, Client(cluster, set_as_default=False) as client:
            yield client


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Threads and processes that are started here, and those that they start, leave Ctrl-C to the command."""
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)
