"""A student's process as the grader holds it: started, asked one thing at a time, watched, ended.

The line to it speaks :mod:`grader.jail.wire`; what it prints comes by another pipe, is counted and thrown away. While
an answer is awaited, the computing time and memory of all that it started are looked at.
"""

from __future__ import annotations

import contextlib
import os
import select
import signal
import time
from collections.abc import Sequence
from dataclasses import dataclass
from math import inf

from grader.core import RunOutcome
from grader.jail import watch, wire
from grader.jail.body import START_SECONDS, Body, CannotStart, Jail
from grader.jail.supervisor import MUTE
from grader.jail.wire import Wire

_LOOK_EVERY = 0.05  # seconds between two looks at what a process uses
_TAIL = 4096  # bytes of output kept, to tell why a process ended


@dataclass(frozen=True, slots=True)
class Limits:
    """What a program may use. Times are seconds, sizes bytes.

    ``memory`` counts on top of what the libraries need that it imports. ``restarts`` bounds the new processes after
    one that was stopped.
    """

    cell_cpu: float = 20.0
    call_cpu: float = 10.0
    total_cpu: float = 240.0
    wall: float = 60.0  # of one cell or call, whatever it waits for
    start_wall: float = START_SECONDS
    memory: int = 2**30
    output: int = 8 * 2**20
    file: int = 64 * 2**20
    disk: int = 128 * 2**20  # of all files together, which lie in memory
    processes: int = 64
    restarts: int = 4


@dataclass(frozen=True, slots=True)
class Conditions:
    """Under what conditions a process starts."""

    limits: Limits
    seed: int
    jail: Jail


class Stopped(Exception):
    """A process exceeded a limit or ended."""

    def __init__(self, outcome: RunOutcome) -> None:
        super().__init__(outcome)
        self.outcome: RunOutcome = outcome


@dataclass(frozen=True, slots=True)
class Allowance:
    """Seconds of computing time and of wall-clock time for one request; memory in bytes."""

    cpu: float
    wall: float
    memory: float


class Process:
    """A student's process with its pipes. Raises CannotStart and Lost."""

    def __init__(self, conditions: Conditions, modules: Sequence[str]) -> None:
        self._conditions, self._limits = conditions, conditions.limits
        self._frames = wire.Frames()
        self._number = 0
        self._output = 0
        self._tail = b""
        self._loaded = set(modules)
        self._ends: list[int] = []
        self._body: Body | None = None
        self._base_cpu = self._base_memory = 0.0
        self._spent = 0.0
        self._total: float | None = None
        try:
            self._greet(self._open(modules))
        except BaseException:
            self.end()
            raise

    def _open(self, modules: Sequence[str]) -> Sequence[str]:
        """Start; returns what the process must still import."""
        inner_requests, self._requests = os.pipe()
        self._replies, inner_replies = os.pipe()
        self._prints, inner_prints = os.pipe()
        inner = (inner_requests, inner_replies, inner_prints)
        self._ends = [self._requests, self._replies, self._prints]
        try:
            self._body, still = self._conditions.jail.start(inner, modules)
        finally:
            for end in inner:
                os.close(end)
        for end in self._ends:
            os.set_blocking(end, False)
        return still

    def _greet(self, modules: Sequence[str]) -> None:
        limits = self._limits
        settings: dict[str, Wire] = {
            "seed": self._conditions.seed, "modules": list(modules), "memory": limits.memory, "disk": limits.disk,
            "cpu": int(limits.total_cpu) + 1, "file": limits.file, "processes": limits.processes,
            "tasks": self._conditions.jail.tasks(),
        }  # fmt: skip
        try:
            self.request("start", (settings,), self._ours)
        except Stopped as stop:
            raise CannotStart(f"{stop.outcome}: {self._tail.decode(errors='replace').strip()}") from None
        pids = self.pids()
        self._base_cpu, self._base_memory = watch.cpu_seconds(pids), float(watch.memory_bytes(pids))
        self._spent = 0.0

    @property
    def _ours(self) -> Allowance:
        """For work that is not the student's."""
        return Allowance(inf, self._limits.start_wall, inf)

    def pids(self) -> list[int]:
        """The process and all below it."""
        return self._body.pids() if self._body is not None else []

    def cpu(self) -> float:
        """Seconds of computing time since the program began."""
        self._spent = max(self._spent, self.total_cpu() - self._base_cpu)
        return self._spent  # what has ended cannot be looked at any more

    def total_cpu(self) -> float:
        """Seconds of computing time of all that lives, with what we had it do; looked up once between two requests."""
        if self._total is None:
            self._total = watch.cpu_seconds(self.pids())
        return self._total

    def load(self, module: str) -> None:
        """Import a library on our account."""
        if module in self._loaded:
            return
        spent, memory = self.cpu(), watch.memory_bytes(self.pids())
        self.request("load", (module,), self._ours)
        pids = self.pids()
        self._loaded.add(module)
        self._base_cpu, self._spent = watch.cpu_seconds(pids) - spent, spent
        self._base_memory += watch.memory_bytes(pids) - memory

    # ---------------------------------------------------------------------------------------- the line

    def request(self, verb: str, arguments: tuple[Wire, ...], allowance: Allowance) -> Sequence[Wire]:
        """Ask, and wait for the answer. Raises Stopped; the process is then of no more use."""
        self._number += 1
        watcher = _Watcher(self, allowance)
        try:
            question = wire.frame((self._number, verb, *arguments))
        except wire.WireError as error:
            raise TypeError(f"the arguments cannot be sent: {error}") from None
        if not self._frames.empty:
            raise Stopped("protocol")
        self._write(memoryview(question), watcher)
        answer = self._read(watcher)
        self._total = None
        match answer:
            case (int(number), str(kind), *rest) if number == self._number:
                return (kind, *rest)
            case _:
                raise Stopped("protocol")

    def _write(self, data: memoryview, watcher: _Watcher) -> None:
        while data:
            try:
                data = data[os.write(self._requests, data) :]
            except BlockingIOError:
                watcher.wait(self._requests, select.POLLOUT)
            except BrokenPipeError:
                raise Stopped(self._why_ended()) from None

    def _read(self, watcher: _Watcher) -> Wire:
        try:
            while isinstance(answer := self._frames.next(), wire.Incomplete):
                watcher.wait(self._replies, select.POLLIN)
                self._receive()
        except wire.WireError:
            raise Stopped("protocol") from None
        return answer

    def _receive(self) -> None:
        try:
            data = os.read(self._replies, wire.READ_AT_ONCE)
        except BlockingIOError:
            return
        if not data:
            raise Stopped(self._why_ended())
        self._frames.feed(data)

    def _why_ended(self) -> RunOutcome:
        """Of a process whose line is cut: how it ended, or that it goes on without. Raises Lost."""
        assert self._body is not None
        self._drain()
        status = self._body.status(patience=1.0)
        self._drain()
        if status is None:
            return "protocol"
        if any(sign in self._tail for sign in _OUT_OF_MEMORY):
            return "memory"
        return _ENDINGS.get(status, "crashed")

    # ------------------------------------------------------------------------------------------ limits

    def check(self, cpu_before: float, allowance: Allowance) -> None:
        """Raise Stopped if the process, or what it started, uses more than it may."""
        if self._body is not None and self._body.status(patience=0.0) is not None:
            raise Stopped(self._why_ended())  # though somebody still holds the line open
        pids = self.pids()
        used = watch.cpu_seconds(pids)
        self._spent = max(self._spent, used - self._base_cpu)
        if len(pids) > self._limits.processes + 2:
            raise Stopped("killed")
        if self._uses_too_much_memory(pids, allowance.memory):
            raise Stopped("memory")
        if used - cpu_before > allowance.cpu:
            raise Stopped("timeout")

    def _uses_too_much_memory(self, pids: Sequence[int], allowed: float) -> bool:
        """What was inherited and not changed may be shared: it is counted by parts where the quick sum is too large."""
        ceiling = allowed + self._base_memory
        return watch.memory_bytes(pids) > ceiling and (len(pids) == 1 or watch.shared_memory_bytes(pids) > ceiling)

    def hear(self) -> None:
        """Throw away what was printed. Raises Stopped where it is too much."""
        self._drain()
        if self._output > self._limits.output:
            raise Stopped("output_limit")

    def _drain(self) -> None:
        with contextlib.suppress(BlockingIOError):
            while self._output <= self._limits.output and (data := os.read(self._prints, wire.READ_AT_ONCE)):
                self._output += len(data)
                self._tail = (self._tail + data)[-_TAIL:]

    @property
    def prints(self) -> int:
        """Where its output arrives."""
        return self._prints

    # --------------------------------------------------------------------------------------------- end

    def end(self) -> float:
        """End the process and all that it started; returns the computing time since the program began."""
        ends, self._ends = self._ends, []
        body, self._body = self._body, None
        if body is not None:
            self._spent = max(self._spent, watch.cpu_seconds(body.pids()) - self._base_cpu)
        for end in ends:
            os.close(end)
        if body is not None:
            total = body.end()
            self._spent = max(self._spent, (total or 0.0) - self._base_cpu)
        return self._spent


_OUT_OF_MEMORY = (b"bad_alloc", b"MemoryError", b"allocate memory")
_ENDINGS: dict[int, RunOutcome] = {
    MUTE: "protocol", -signal.SIGXCPU: "timeout", -signal.SIGXFSZ: "output_limit",
    **dict.fromkeys((-signal.SIGKILL, -signal.SIGTERM, -signal.SIGINT, -signal.SIGHUP), "killed"),
}  # fmt: skip


class _Watcher:
    """Waits for a pipe while it keeps an eye on limits and output; one for each request."""

    def __init__(self, process: Process, allowance: Allowance) -> None:
        self._process, self._allowance = process, allowance
        self._deadline = time.monotonic() + allowance.wall
        self._next_look = time.monotonic() + _LOOK_EVERY
        self._cpu_before = process.total_cpu() if allowance.cpu < inf else 0.0
        self._printing = True

    def wait(self, end: int, event: int) -> None:
        """Return when the pipe is ready. Raises Stopped."""
        events = select.poll()
        events.register(end, event)
        if self._printing:
            events.register(self._process.prints, select.POLLIN)
        while True:
            ready = dict(events.poll(1000 * max(0.0, self._next_look - time.monotonic())))
            if ready.get(self._process.prints, 0):
                self._process.hear()
                if ready[self._process.prints] & select.POLLHUP and not ready[self._process.prints] & select.POLLIN:
                    self._printing = False
                    events.unregister(self._process.prints)
            if end in ready:
                return
            self._look()

    def _look(self) -> None:
        now = time.monotonic()
        if now < self._next_look:
            return
        self._process.check(self._cpu_before, self._allowance)
        if now > self._deadline:
            raise Stopped("timeout")
        self._next_look = now + _LOOK_EVERY
