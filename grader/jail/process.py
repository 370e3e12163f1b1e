"""A student's process as the grader holds it: started, asked one thing at a time, watched, ended.

The line to it speaks :mod:`grader.jail.wire`; what it prints comes by another pipe, is counted and thrown away. While
an answer is awaited, the computing time and memory of all that it started are looked at.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from math import inf
from pathlib import Path

from grader.core import RunOutcome
from grader.jail import scratch, watch, wire
from grader.jail.supervisor import KILLED, MUTE
from grader.jail.wire import Wire

_LOOK_EVERY = 0.05  # seconds between two looks at what a process uses
_PATIENCE = 5.0  # seconds that cleaning up may take
_TAIL = 4096  # bytes of output kept, to tell why a process ended
_BOOT = Path(__file__).with_name("boot.py")


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
    start_wall: float = 120.0  # of importing libraries, on a busy machine
    memory: int = 2**30
    output: int = 8 * 2**20
    file: int = 64 * 2**20
    processes: int = 64
    restarts: int = 4


@dataclass(frozen=True, slots=True)
class Conditions:
    """Under what conditions a process starts."""

    limits: Limits
    seed: int
    namespaces: bool


class Stopped(Exception):
    """A process exceeded a limit or ended."""

    def __init__(self, outcome: RunOutcome) -> None:
        super().__init__(outcome)
        self.outcome: RunOutcome = outcome


class CannotStart(Exception):
    """No process came up, though nothing of a student's had run in it; the last that it said is the message."""


@dataclass(frozen=True, slots=True)
class Allowance:
    """Seconds of computing time and of wall-clock time for one request; memory in bytes."""

    cpu: float
    wall: float
    memory: float


class Process:
    """A student's process with its supervisor, its pipes and its folder. Raises CannotStart."""

    def __init__(self, conditions: Conditions, modules: Sequence[str]) -> None:
        self._conditions, self._limits = conditions, conditions.limits
        self._frames = wire.Frames()
        self._number = 0
        self._output = 0
        self._tail = b""
        self._loaded = set(modules)
        self._mark = secrets.token_hex(16)
        self._folder = tempfile.mkdtemp(prefix="run-")
        self._ends: list[int] = []
        self._popen: subprocess.Popen[bytes] | None = None
        self._base = watch.Usage(0.0, 0, 0)
        self._spent = 0.0
        self.separated = False
        try:
            self._open()
            self._greet(modules)
        except BaseException:
            self.end()
            raise

    def _open(self) -> None:
        inner_requests, self._requests = os.pipe()
        self._replies, inner_replies = os.pipe()
        inner_life, self._life = os.pipe()
        self._prints, inner_prints = os.pipe()
        inner = (inner_requests, inner_replies, inner_life)
        self._ends = [self._requests, self._replies, self._life, self._prints]
        work = Path(self._folder, "work")
        try:
            work.mkdir()
            Path(self._folder, "home").mkdir()
            self._popen = subprocess.Popen(
                [sys.executable, "-I", str(_BOOT), *(str(end) for end in inner), str(int(self._conditions.namespaces))],
                stdin=subprocess.DEVNULL, stdout=inner_prints, stderr=inner_prints, pass_fds=inner,
                cwd=work, env=self._environment(), start_new_session=True,
            )  # fmt: skip
        finally:
            for end in (*inner, inner_prints):
                os.close(end)
        for end in (self._requests, self._replies, self._prints):
            os.set_blocking(end, False)

    def _environment(self) -> dict[str, str]:
        home = f"{self._folder}/home"
        threads = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS")
        return {
            "PATH": "/usr/bin:/bin", "HOME": home, "TMPDIR": home, "LANG": "C.UTF-8", "MPLBACKEND": "Agg",
            "CUDA_VISIBLE_DEVICES": "", "RUN_MARK": self._mark, **dict.fromkeys(threads, "1"),
        }  # fmt: skip

    def _greet(self, modules: Sequence[str]) -> None:
        limits = self._limits
        settings: dict[str, Wire] = {
            "seed": self._conditions.seed, "modules": list(modules), "memory": limits.memory,
            "cpu": int(limits.total_cpu) + 1, "file": limits.file, "processes": limits.processes,
        }  # fmt: skip
        try:
            reply = self.request("start", (settings,), self._ours)
        except Stopped as stop:
            raise CannotStart(f"{stop.outcome}: {self._tail.decode(errors='replace').strip()}") from None
        self.separated = reply[1:] == (True,)
        self._base = self.usage()
        self._spent = 0.0

    @property
    def _ours(self) -> Allowance:
        """For work that is not the student's."""
        return Allowance(inf, self._limits.start_wall, inf)

    def cpu(self) -> float:
        """Seconds of computing time since the program began."""
        now = self.usage().cpu_seconds - self._base.cpu_seconds
        self._spent = max(self._spent, now)  # what has ended cannot be looked at any more
        return self._spent

    def load(self, module: str) -> None:
        """Import a library on our account."""
        if module in self._loaded:
            return
        spent, before = self.cpu(), self.usage()
        self.request("load", (module,), self._ours)
        after = self.usage()
        self._spent = spent
        self._loaded.add(module)
        self._base = watch.Usage(
            self._base.cpu_seconds + after.cpu_seconds - before.cpu_seconds,
            self._base.memory_bytes + after.memory_bytes - before.memory_bytes,
            0,
        )

    # ---------------------------------------------------------------------------------------- the line

    def request(self, verb: str, rest: tuple[Wire, ...], allowance: Allowance) -> Sequence[Wire]:
        """Ask, and wait for the answer. Raises Stopped; the process is then of no more use."""
        self._number += 1
        watcher = _Watcher(self, allowance)
        try:
            question = wire.frame((self._number, verb, *rest))
        except wire.WireError as error:
            raise TypeError(f"the arguments cannot be sent: {error}") from None
        if not self._frames.empty:
            raise Stopped("protocol")
        self._write(memoryview(question), watcher)
        match self._read(watcher):
            case (int(number), str(kind), *answer) if number == self._number:
                return (kind, *answer)
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
            data = os.read(self._replies, 2**20)
        except BlockingIOError:
            return
        if not data:
            raise Stopped(self._why_ended())
        self._frames.feed(data)

    def _why_ended(self) -> RunOutcome:
        """Of a process whose line is cut: how it ended, or that it goes on without."""
        self._drain()
        assert self._popen is not None
        try:
            status = self._popen.wait(timeout=1.0)
        except subprocess.TimeoutExpired:
            return "protocol"
        self._drain()
        if b"bad_alloc" in self._tail or b"MemoryError" in self._tail or b"allocate memory" in self._tail:
            return "memory"
        match status - KILLED:
            case signal.SIGXCPU:
                return "timeout"
            case signal.SIGXFSZ:
                return "output_limit"
            case signal.SIGKILL | signal.SIGTERM | signal.SIGINT | signal.SIGHUP:
                return "killed"
            case _ if status < 0:
                return "killed"
            case _:
                return "protocol" if status == MUTE else "crashed"

    # ------------------------------------------------------------------------------------------ limits

    def check(self, cpu_before: float, allowance: Allowance) -> None:
        """Raise Stopped if the process, or what it started, uses more than it may."""
        if self._popen is not None and self._popen.poll() is not None:  # though somebody still holds the line open
            raise Stopped(self._why_ended())
        used = self.usage()
        self._spent = max(self._spent, used.cpu_seconds - self._base.cpu_seconds)
        if used.processes > self._limits.processes + 2:
            raise Stopped("killed")
        if used.memory_bytes - self._base.memory_bytes > allowance.memory:
            raise Stopped("memory")
        if used.cpu_seconds - cpu_before > allowance.cpu:
            raise Stopped("timeout")

    def usage(self) -> watch.Usage:
        """What the process and all below it use."""
        return watch.usage(self._popen.pid) if self._popen is not None else watch.Usage(0.0, 0, 0)

    def hear(self) -> None:
        """Throw away what was printed. Raises Stopped where it is too much."""
        self._drain()
        if self._output > self._limits.output:
            raise Stopped("output_limit")

    def _drain(self) -> None:
        with contextlib.suppress(BlockingIOError):
            while self._output <= self._limits.output and (data := os.read(self._prints, 2**16)):
                self._output += len(data)
                self._tail = (self._tail + data)[-_TAIL:]

    @property
    def prints(self) -> int:
        """Where its output arrives."""
        return self._prints

    # --------------------------------------------------------------------------------------------- end

    def end(self) -> float:
        """End the process and all that it started, remove its folder; returns the computing time since it began."""
        if self._popen is not None and self._popen.returncode is None:
            self.cpu()
        ends, self._ends = self._ends, []
        for end in ends:
            os.close(end)  # the supervisor sees its line closed
        if self._popen is not None:
            self._wait_for_supervisor(self._popen)
            self._popen = None
            if not self.separated:
                self._sweep()
        if os.path.exists(self._folder):
            scratch.remove(self._folder)
            shutil.rmtree(self._folder, ignore_errors=True)
        return self._spent

    @staticmethod
    def _wait_for_supervisor(supervisor: subprocess.Popen[bytes]) -> None:
        try:
            supervisor.wait(timeout=_PATIENCE)
        except subprocess.TimeoutExpired:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(supervisor.pid, signal.SIGKILL)
            supervisor.wait()

    def _sweep(self) -> None:
        """Kill what outlived the supervisor, which a student may have killed where nothing separates the two."""
        mark = f"RUN_MARK={self._mark}".encode()
        deadline = time.monotonic() + _PATIENCE
        while (left := watch.marked(mark)) and time.monotonic() < deadline:
            for pid in left:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)


class _Watcher:
    """Waits for a pipe while it keeps an eye on limits and output; one for each request."""

    def __init__(self, process: Process, allowance: Allowance) -> None:
        self._process, self._allowance = process, allowance
        self._deadline = time.monotonic() + allowance.wall
        self._next_look = time.monotonic() + _LOOK_EVERY
        self._cpu_before = process.usage().cpu_seconds
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
