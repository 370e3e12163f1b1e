"""Runs programs, each in a process of its own, and asks them for values: the grader's side of the jail.

A program's cells run in order when it is first asked for, and the process stays for the calls that follow. Computing
time is judged per cell and per call. Whatever exceeds a limit ends the process; what comes after it is answered by a
new process that runs the program again without the cell that was stopped. So one endless loop costs one question, and
a bounded number of new processes.

Where the processes come from, and what they can reach, is the jail's matter: see :mod:`grader.jail.launch`. A process
that is lost through no fault of its own is replaced and asked again; nothing of that is the student's.
"""

from __future__ import annotations

import importlib.util
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from types import TracebackType
from typing import TypeAlias, TypeVar

from grader.core import (
    Absent,
    Arrays,
    CallRaised,
    CallStopped,
    CellError,
    Counted,
    Passage,
    Program,
    Reply,
    Returned,
    RunOutcome,
    RunReport,
    Where,
)
from grader.jail import ladder, values
from grader.jail.body import CannotStart, Jail, Lost
from grader.jail.cells import MAGIC
from grader.jail.process import Allowance, Conditions, Limits, Process, Stopped
from grader.jail.remarks import remarks
from grader.jail.wire import Wire

__all__ = ["Limits", "ProcessRun", "ProcessRunner", "remarks"]

_MAX_TEXT = 500
_TRIES = 3  # of a question whose process was lost
TIMEOUTS_OF_ONE_FUNCTION = 2
_T = TypeVar("_T")
_Read: TypeAlias = Callable[[str, Sequence[Wire]], _T]

# ------------------------------------------------------------------------------------------------- runner


class ProcessRunner:
    """The runner that runs each program in a jail; a context manager.

    Programs are told apart by their content. ``live`` processes are kept for calls at a time; an older one is ended,
    and started again if it is asked once more. ``seed`` starts the random generators of every process. Without a jail
    it is the one that all runners of this process share; a jail that is given stays the giver's to close. With
    ``unsafe`` programs run even where nothing can isolate them.
    """

    def __init__(
        self, limits: Limits | None = None, seed: int = 0, *, live: int = 4, jail: Jail | None = None,
        unsafe: bool = False,
    ) -> None:  # fmt: skip
        self._limits, self._seed, self._jail, self._unsafe = limits or Limits(), seed, jail, unsafe
        self._live = live
        self._runs: dict[Program, ProcessRun] = {}

    @property
    def rung(self) -> str:
        """The isolation in force, in words."""
        return self._conditions.jail.rung

    @property
    def _conditions(self) -> Conditions:
        return Conditions(self._limits, self._seed, self._jail or ladder.shared(unsafe=self._unsafe))

    def run(self, program: Program) -> ProcessRun:
        """The run of a program; its cells have run when this returns. The same program is run once.

        Raises CannotStart where no process can be started on this machine at all.
        """
        run = self._runs.pop(program, None)
        if run is None:
            run = ProcessRun(program, self._conditions)
        self._runs[program] = run  # the last in the dictionary is the last used
        awake = [other for other in self._runs.values() if other.awake and other is not run]
        for other in awake[: max(0, len(awake) - self._live + 1)]:
            other.sleep()
        run.wake()
        return run

    def close(self) -> None:
        """End all processes and forget all runs."""
        runs, self._runs = self._runs, {}
        for run in runs.values():
            run.sleep()

    def __enter__(self) -> ProcessRunner:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class ProcessRun:
    """A program in its process. Reading a value or calling a function starts the process again where it has ended."""

    def __init__(self, program: Program, conditions: Conditions) -> None:
        self._program, self._conditions, self._limits = program, conditions, conditions.limits
        self._process: Process | None = None
        self._errors: dict[int, CellError] = {}
        self._stopped: set[int] = set()  # cells that are not run again
        self._outcome: RunOutcome = "ok"
        self._last_stop: RunOutcome = "timeout"  # for want of another, the sum of the times was exceeded
        self._cpu = 0.0  # of the processes that have ended
        self._stops = 0
        self._endless: dict[str, int] = {}  # how often a function was stopped for its time
        self._kept: dict[str, Process | None] = {}  # where the instance of a class is

    @property
    def report(self) -> RunReport:
        """How it went so far."""
        errors = tuple(error for _, error in sorted(self._errors.items()))
        return RunReport(self._outcome, round(self._cpu_so_far(), 3), errors)

    @property
    def awake(self) -> bool:
        """Whether a process of it is running."""
        return self._process is not None

    def value(self, name: str) -> Reply:
        """The value of a global name."""
        return self._ask("value", name, ())

    def call(self, name: str, args: Sequence[object] = (), *, library: Arrays) -> Reply:
        """Call a function. The cell of what it raises is counted among the program's, from 0.

        A function that ran out of time twice is not called again: the next call would cost as much and end as before.
        Raises TypeError for arguments that cannot be sent, ModuleNotFoundError if torch is asked for and not there.
        """
        reply = self._called("call", name, args, library, self._reply)
        if isinstance(reply, Returned):
            return replace(reply, args=tuple(map(values.as_sent, args, reply.args)))
        return reply

    def count(
        self, name: str, args: Sequence[object], *, library: Arrays
    ) -> Counted | Absent | CallRaised | CallStopped:
        """Call a function twice and count what it does. Raises as :meth:`call` does."""
        return self._called("count", name, args, library, self._counted)

    def time(self, name: str, args: Sequence[object], *, library: Arrays) -> Reply:
        """The seconds that a call takes, as the student's process says. Raises as :meth:`call` does."""
        return self._called("time", name, args, library, self._reply)

    def make(self, name: str) -> Reply:
        """Make an instance of a class, without arguments, and keep it in the place of the one made before."""
        reply = self._ask("make", name, ())
        self._kept[name] = self._process
        return reply

    def ask(self, name: str, attribute: str) -> Reply:
        """What a method of the instance returns, or what an attribute of it holds; Absent where it has none such.

        Raises CannotStart if the instance was lost with its process, which is not the program's fault: one that was
        stopped for what it did has been reported, and is not asked again.
        """

        def act() -> Reply:
            if self._process is None or self._kept.get(name) is not self._process:
                raise CannotStart("the process that held an instance was lost")
            return self._ask_once("ask", name, (attribute,), self._reply)

        return self._tried(act)

    def work(self, seconds: float) -> Reply:
        """Let the process use so much computing time; it counts as the program's."""
        return self._tried(lambda: self._request("work", (seconds,), self._done))

    @property
    def cpu(self) -> float:
        """Seconds of computing time that the program has used so far, looked up now."""
        return self._cpu_so_far()

    def wake(self) -> None:
        """Run the program if no process holds it. Raises CannotStart."""
        self._tried(self._wake)

    def _wake(self) -> None:
        while self._process is None and self._may_start():
            process = Process(self._conditions, modules_of(self._program))
            if self._run_cells(process):
                self._process = process

    def sleep(self) -> None:
        """End the process, if there is one."""
        if self._process is not None:
            self._end(self._process)

    # ------------------------------------------------------------------------------------------ asking

    def _tried(self, act: Callable[[], _T]) -> _T:
        """Do something with a process, and again with a new one where the jail lost it. Raises CannotStart."""
        for left in reversed(range(_TRIES)):
            try:
                return act()
            except Lost as error:
                self.sleep()
                if not left:
                    raise CannotStart(f"the jail was lost {_TRIES} times: {error}") from None
        raise AssertionError("unreachable")

    def _called(
        self, verb: str, name: str, args: Sequence[object], library: Arrays, read: _Read[_T]
    ) -> _T | CallStopped:
        if library.startswith("torch") and importlib.util.find_spec("torch") is None:
            raise ModuleNotFoundError("torch is not installed, and this check calls with tensors")
        if self._endless.get(name, 0) >= TIMEOUTS_OF_ONE_FUNCTION:
            return CallStopped("timeout")
        rest: tuple[Wire, ...] = (library, [values.outgoing(arg) for arg in args])
        reply = self._tried(lambda: self._ask_once(verb, name, rest, read, library))
        if reply == CallStopped("timeout"):
            self._endless[name] = self._endless.get(name, 0) + 1
        return reply

    def _ask(self, verb: str, name: str, rest: tuple[Wire, ...]) -> Reply:
        return self._tried(lambda: self._ask_once(verb, name, rest, self._reply))

    def _ask_once(
        self, verb: str, name: str, rest: tuple[Wire, ...], read: _Read[_T], library: str = ""
    ) -> _T | CallStopped:
        return self._request(verb, (name, *rest), lambda reply: read(name, reply), library)

    def _request(
        self, verb: str, arguments: tuple[Wire, ...], read: Callable[[Sequence[Wire]], _T], library: str = ""
    ) -> _T | CallStopped:
        self._wake()
        process = self._process
        if process is None:
            self._outcome = _earlier(self._outcome, self._last_stop)
            return CallStopped(self._last_stop)
        try:
            if library.startswith("torch"):
                process.load("torch")
            return read(process.request(verb, arguments, self._allowance(self._limits.call_cpu)))
        except Stopped as stop:
            self._note(process, stop.outcome)
            return CallStopped(stop.outcome)
        except BaseException:
            self._end(process)
            raise

    def _reply(self, name: str, reply: Sequence[Wire]) -> Reply:
        match reply:
            case ("returned", str(kind), value, list(args)) if values.agree(kind, value):
                return Returned(values.incoming(value), kind, tuple(values.incoming(arg) for arg in args))
            case ("absent",):
                return Absent(name)
            case ("raised", _, _, _, True):
                self._outcome = _earlier(self._outcome, "memory")
                return CallStopped("memory")
            case ("raised", str(error), cell, line, False):
                return CallRaised(plain(error), *(self._place(cell, line) or (None, None)))
            case ("too large",):
                self._outcome = _earlier(self._outcome, "output_limit")
                return CallStopped("output_limit")
            case ("done",):
                return Returned(None, "none")
            case _:
                raise Stopped("protocol")

    def _counted(self, name: str, reply: Sequence[Wire]) -> Counted | Absent | CallRaised | CallStopped:
        match reply:
            case ("counted", int(steps), int(sums), int(boxed), int(nans), bool(intact)):
                return Counted(steps, sums, boxed, nans, intact)
            case _:
                other = self._reply(name, reply)
                if isinstance(other, Returned):
                    raise Stopped("protocol")
                return other

    def _done(self, reply: Sequence[Wire]) -> Reply:
        if reply != ("done",):
            raise Stopped("protocol")
        return Returned(None, "none")

    # ------------------------------------------------------------------------------- running the cells

    def _may_start(self) -> bool:
        return self._stops <= self._limits.restarts and self._cpu < self._limits.total_cpu

    def _run_cells(self, process: Process) -> bool:
        """Run the cells that were not stopped before; says whether the process lives."""
        for index, cell in enumerate(self._program.cells):
            if index in self._stopped:
                continue
            try:
                allowance = self._allowance(self._limits.cell_cpu, process)
                self._record(index, process.request("cell", (index, cell.source), allowance))
            except Stopped as stop:
                self._stopped.add(index)
                self._errors[index] = CellError(_line(cell, _first(cell)), stop.outcome)
                self._note(process, stop.outcome)
                return False
            except BaseException:
                self._end(process)
                raise
        return True

    def _record(self, index: int, reply: Sequence[Wire]) -> None:
        self._errors.pop(index, None)
        match reply:
            case ("done",):
                return
            case ("raised", str(error), cell, line, bool(memory)):
                place, number = self._place(cell, line) or (index, _first(self._program.cells[index]))
                self._errors[index] = CellError(_line(self._program.cells[place], number), plain(error))
                if memory:
                    self._outcome = _earlier(self._outcome, "memory")
            case _:
                raise Stopped("protocol")

    def _place(self, cell: Wire, line: Wire) -> tuple[int, int] | None:
        """The cell and line that a reply names, if the program has them."""
        if not isinstance(cell, int) or not isinstance(line, int) or not 0 <= cell < len(self._program.cells):
            return None
        return (cell, line) if 1 <= line <= len(_lines(self._program.cells[cell])) else None

    # -------------------------------------------------------------------------------------- accounting

    def _allowance(self, cpu: float, process: Process | None = None) -> Allowance:
        left = self._limits.total_cpu - self._cpu_so_far(process)
        return Allowance(min(cpu, max(left, 0.0)), self._limits.wall, self._limits.memory)

    def _cpu_so_far(self, process: Process | None = None) -> float:
        process = process or self._process
        return self._cpu + (process.cpu() if process is not None else 0.0)

    def _note(self, process: Process, outcome: RunOutcome) -> None:
        self._end(process)
        self._stops += 1
        self._last_stop = outcome
        self._outcome = _earlier(self._outcome, outcome)

    def _end(self, process: Process) -> None:
        self._process = None
        self._cpu += process.end()


def _earlier(before: RunOutcome, now: RunOutcome) -> RunOutcome:
    return now if before == "ok" else before


def _lines(cell: Passage) -> list[str]:
    return cell.source.split("\n")  # as Python counts them, and Passage.where


def _first(cell: Passage) -> int:
    """The first line with anything in it."""
    return next((number for number, line in enumerate(_lines(cell), 1) if line.strip()), 1)


def _line(cell: Passage, number: int) -> Where:
    """What stands in a line."""
    lines = _lines(cell)
    text = lines[number - 1].strip()
    start = sum(len(line) + 1 for line in lines[: number - 1]) + lines[number - 1].find(text)
    return cell.where(start, start + len(text))


def plain(text: str) -> str:
    """A stranger's words on one line, printable, of bounded length."""
    return "".join(c if c.isprintable() else " " for c in text[:_MAX_TEXT]).strip()


def modules_of(program: Program) -> tuple[str, ...]:
    """The libraries that a program's text imports, of those worth loading before its time begins to count."""
    text = "\n".join(cell.source for cell in program.cells)
    named = re.findall(r"^[ \t]*from[ \t]+(\w+)", text, re.MULTILINE)
    for names in re.findall(r"^[ \t]*import[ \t]+([^\n#]+)", text, re.MULTILINE):
        named += re.findall(r"(?:^|,)\s*(\w+)", names)
    found = {module for module in ("numpy", "sympy", "torch") if module in named}
    if "matplotlib" in named:
        found.add("matplotlib.pyplot")
    if "IPython" in named or "get_ipython" in text or MAGIC.search(text):
        found.add("IPython")
    return tuple(sorted(found))
