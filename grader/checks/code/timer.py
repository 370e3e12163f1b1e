"""A timer, judged by the grader's own clocks: whatever the student's process says the time is.

Between ``start()`` and ``stop()`` the grader waits, and has the student's process compute. The timer began after
``start`` was asked for and before it had answered, and ended likewise; so the duration that it returns lies between the
time from the answer to the next question and that from the first question to the last answer. Both are read off a clock
of the grader's. A timer of computing time is right too: that of the student's process can be read from outside as well.

Totals are judged from the durations that the timer itself returned, right or wrong, so that one slip costs once; where
these tell nothing, being no numbers or all the same, from the bounds.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import Literal, TypeAlias

import numpy as np

from grader.checks.code.call import absent, defined_at, ended, not_written, numbers, opened, raised_at, shown
from grader.core import (
    Absent,
    Agreement,
    Answer,
    Bench,
    CallRaised,
    CallStopped,
    Check,
    Counterexample,
    Fail,
    Finding,
    Message,
    Missing,
    Pass,
    Program,
    Raised,
    Reply,
    Returned,
    Run,
    Undecided,
    Verdict,
    Where,
    Words,
)

Total: TypeAlias = Literal["sum", "avg", "cumsum"]
Clock: TypeAlias = Literal["wall", "cpu"]

CLOCKS: tuple[Clock, ...] = ("wall", "cpu")  # that on the wall, and that of the process's computing time

ROUNDED = 6e-4  # seconds; a duration may be rounded to milliseconds
SHARP = 1.25  # the larger bound by the smaller; beyond, the machine was too busy to tell
TRIES = 4  # each with pauses twice as long as before
REFUTATIONS = 2
EQUAL = 1e-5  # relative; totals may be computed in single precision


def measures(name: str = "Timer") -> Check:
    """``stop()`` of the class returns the seconds since ``start()``."""

    def check(answer: Answer, bench: Bench) -> Finding:
        exam = _examined(name, answer, bench)
        return exam if isinstance(exam, Finding) else _duration(exam)

    return check


def totals(name: str, method: Total) -> Check:
    """The method of the class, or its attribute, is that total of all durations so far."""

    def check(answer: Answer, bench: Bench) -> Finding:
        exam = _examined(name, answer, bench)
        return exam if isinstance(exam, Finding) else _total(exam, method)

    return check


# -------------------------------------------------------------------------------------------- measuring


@dataclass(frozen=True, slots=True)
class Bounds:
    """Between what a duration lies, in seconds."""

    low: float
    high: float

    def hold(self, value: float, factor: float = 1.0, slack: float = ROUNDED) -> bool:
        """Whether a number lies between them, up to a unit and rounding."""
        return self.low - slack <= value / factor <= self.high + slack

    @property
    def sharp(self) -> bool:
        """Whether they are close; where computing time can't be looked up both are zero, and tell nothing."""
        return self.low > 0 and self.high <= SHARP * self.low


@dataclass(frozen=True, slots=True)
class _Pause:
    """Seconds between start and stop in which nothing is done, and in which the student's process computes."""

    idle: float
    busy: float


_OTHER = _Pause(0.03, 0.0)  # of a timer that was used before; it would show in the sum and in the average
_BEFORE = 0.005  # seconds before each start, which are nobody's
_PAUSES = (_Pause(0.008, 0.003), _Pause(0.002, 0.006), _Pause(0.014, 0.004))  # sums and differences are told apart


@dataclass(frozen=True, slots=True)
class _Measured:
    """What ``stop`` said, and what it can have been: by the clock on the wall, by computing time, and since making."""

    reply: Reply
    wall: Bounds
    cpu: Bounds
    since_made: Bounds

    @property
    def value(self) -> float | None:
        return _number(self.reply)


@dataclass(frozen=True, slots=True)
class _Exam:
    """A class under examination: the durations of one timer, its totals, and the durations of timers before it."""

    name: str
    program: Program
    measured: tuple[_Measured, ...]
    totals: Mapping[str, Reply]
    again: Reply  # the sum, asked for once more after the other totals
    others: tuple[float, ...]
    unstarted: Reply  # what stop did on a timer that was never started

    @property
    def durations(self) -> list[float] | None:
        """The timer's own, where all of them are numbers."""
        values = [each.value for each in self.measured]
        known = [value for value in values if value is not None]
        return known if len(known) == len(values) else None

    def clock(self, factor: float = 1.0) -> Clock | None:
        """The clock by which the timer's durations are right, in a unit; known only if most bounds are close."""
        if self._coarse(factor):
            return None
        for clock in CLOCKS:
            sharp = sum(bounds.sharp for bounds in self.bounds(clock))
            if self.may_go_by(clock, factor) and sharp >= len(self.measured) - 1:
                return clock
        return None

    def may_go_by(self, clock: Clock, factor: float = 1.0) -> bool:
        """Whether all durations lie within a clock's bounds, however wide."""
        values = self.durations
        return values is not None and all(
            bounds.hold(value, factor) for bounds, value in zip(self.bounds(clock), values, strict=True)
        )

    def _coarse(self, factor: float) -> bool:
        """Whether all durations are rounded so far that bounds could hold them by chance."""
        hundredths = [100 * value / factor for value in self.durations or ()]
        return bool(np.allclose(hundredths, np.round(hundredths), rtol=0, atol=1e-9))

    @property
    def sharp(self) -> bool:
        """Whether the bounds by the clock on the wall are close."""
        return all(each.wall.sharp for each in self.measured)

    @property
    def accumulate(self) -> bool:
        """Whether the durations are those from the first on, all together."""
        return self.may_be(list(_accumulated([each.wall for each in self.measured])))

    def may_be(self, bounds: Sequence[Bounds]) -> bool:
        """Whether all durations lie within such bounds."""
        values = self.durations
        return values is not None and all(each.hold(value) for each, value in zip(bounds, values, strict=True))

    @property
    def refuted(self) -> bool:
        """Whether the durations are right by no clock."""
        return not any(map(self.may_go_by, CLOCKS))

    def bounds(self, clock: Clock) -> list[Bounds]:
        """Of each duration, by a clock."""
        return [each.wall if clock == "wall" else each.cpu for each in self.measured]


def _examined(name: str, answer: Answer, bench: Bench) -> _Exam | Finding:
    """The one examination that all claims about a class share."""
    run = opened(name, answer, bench)
    if isinstance(run, Finding):
        return run
    assert answer.program is not None
    program = answer.program
    return bench.once(("timer", name, answer.part), lambda: _repeated(name, run, program))


def _repeated(name: str, run: Run, program: Program) -> _Exam | Finding:
    """Examined again, more slowly, until it is clear: nothing is wrong for once, as a clock may be set in between."""
    refutations = 0
    others: list[float] = []
    for k in range(TRIES):
        exam = _Examination(name, run, program, 2.0**k, others).exam()
        if isinstance(exam, Finding) or exam.clock() is not None:
            break
        refutations += exam.refuted
        if refutations >= REFUTATIONS and exam.sharp:
            break
        others += exam.durations or ()
    return exam


class _Examination:
    """Asks a class's instances; ``slowness`` multiplies the pauses, ``others`` are durations of instances before.

    What it measures itself with a timer before the one that counts is added to these.
    """

    def __init__(self, name: str, run: Run, program: Program, slowness: float, others: list[float]) -> None:
        self._name, self._run, self._program, self._slowness = name, run, program, slowness
        self._others = others
        self._made = Bounds(0.0, 0.0)  # before and after the last instance was made

    def exam(self) -> _Exam | Finding:
        try:
            return self._exam()
        except _Ended as end:
            return end.finding

    def _exam(self) -> _Exam:
        self._make()
        other = self._measure(_OTHER).value
        self._others += [] if other is None else [other]
        self._make()
        measured = tuple(map(self._measure, _PAUSES))
        found = {method: self._ask(method) for method in ("sum", "avg", "cumsum")}
        again = self._ask("sum")
        self._make()
        unstarted = self._run.ask(self._name, "stop")  # may end anyhow
        return _Exam(self._name, self._program, measured, found, again, tuple(self._others), unstarted)

    def _make(self) -> None:
        before = time.perf_counter()
        reply = self._run.make(self._name)
        self._made = Bounds(before, time.perf_counter())
        if isinstance(reply, Absent):
            raise _Ended(absent(self._name, self._run))
        if isinstance(reply, CallRaised):
            raise _Ended(_raised(self._name, self._name, reply, self._program))
        self._stopped(reply)

    def _measure(self, pause: _Pause) -> _Measured:
        time.sleep(_BEFORE * self._slowness)
        cpu_0, wall_0 = self._run.cpu, time.perf_counter()
        started = self._ask("start")
        wall_1, cpu_1 = time.perf_counter(), self._run.cpu
        self._must_work("start", started)
        time.sleep(pause.idle * self._slowness)
        if pause.busy:
            self._stopped(self._run.work(pause.busy * self._slowness))
        cpu_2, wall_2 = self._run.cpu, time.perf_counter()
        reply = self._ask("stop")
        wall_3, cpu_3 = time.perf_counter(), self._run.cpu
        self._must_work("stop", reply)
        return _Measured(
            reply,
            Bounds(wall_2 - wall_1, wall_3 - wall_0),
            Bounds(cpu_2 - cpu_1, cpu_3 - cpu_0),
            Bounds(wall_2 - self._made.high, wall_3 - self._made.low),
        )

    def _ask(self, method: str) -> Reply:
        reply = self._run.ask(self._name, method)
        self._stopped(reply)
        return reply

    def _must_work(self, method: str, reply: Reply) -> None:
        """Without start and stop nothing of a timer can be judged."""
        if isinstance(reply, Absent):
            raise _Ended(_without(self._name, method, self._program))
        if isinstance(reply, CallRaised):
            raise _Ended(_raised(f"{self._name}().{method}", self._name, reply, self._program))

    def _stopped(self, reply: Reply) -> None:
        if isinstance(reply, CallStopped):
            raise _Ended(ended(self._name, reply, self._run, self._program))


class _Ended(Exception):
    """There is nothing more to examine."""

    def __init__(self, finding: Finding) -> None:
        super().__init__()
        self.finding = finding


def _without(name: str, method: str, program: Program) -> Finding:
    what = Message("checks.timer.absent", {"name": name, "method": method})
    return Finding(Missing(what), defined_at(name, program))


def _raised(call: str, name: str, reply: CallRaised, program: Program) -> Finding:
    if not_written(reply):
        return Finding(Missing(Message("checks.code.not_written", {"name": call})))
    hint = Message("checks.timer.raises", {"call": f"{call}()", "error": reply.error})
    return Finding(Fail(Raised(f"{call}()", reply.error), hint, ("raises",)), raised_at(name, reply, program))


def _number(reply: Reply) -> float | None:
    """A reply that is one number."""
    value = numbers(reply.value) if isinstance(reply, Returned) else None
    return float(value.reshape(())) if value is not None and value.size == 1 else None


# ---------------------------------------------------------------------------------------------- durations

UNITS = {"1000": 1e3, "10^6": 1e6, "10^9": 1e9, "-1": -1.0, "1/60": 1 / 60, "1/1000": 1e-3}


def _duration(exam: _Exam) -> Finding:
    where = _place("stop", exam)
    clock = exam.clock()
    if clock is not None:
        remarks: list[Words] = []
        if clock == "cpu":
            remarks.append(Message("checks.timer.computing_time", {"name": exam.name}))
        match exam.unstarted:
            case CallRaised(error):
                remarks.append(Message("checks.timer.unstarted", {"name": exam.name, "error": error}))
            case CallStopped(outcome):
                how = Message(f"checks.code.outcome.{outcome}")
                remarks.append(Message("checks.timer.unstarted_ends", {"name": exam.name, "outcome": how}))
        return Finding(Pass(Agreement(len(exam.measured), 1)), where, remarks=tuple(remarks))
    if not exam.refuted:
        return Finding(Undecided(Message("checks.timer.busy")), where)
    return Finding(_wrong_duration(exam), where)


def _wrong_duration(exam: _Exam) -> Verdict:
    first = next(each for each in exam.measured if each.value is None or not each.wall.hold(each.value))
    reply = first.reply
    value = reply.value if isinstance(reply, Returned) else None
    low, high = first.wall.low, first.wall.high
    witness = Counterexample(
        {"seconds between start() and stop()": round((low + high) / 2, 4)}, f"{low:.4f} … {high:.4f}", shown(value)
    )
    name = exam.name
    if value is None:
        return Fail(witness, Message("checks.timer.returns_nothing", {"name": name}), ("returns_nothing",))
    if first.value is None:
        hint = Message("checks.timer.no_number", {"name": name, "got": shown(value)})
        return Fail(witness, hint, ("wrong_type",))
    unit = next((label for label, factor in UNITS.items() if exam.clock(factor)), None)
    if unit is not None:
        hint = Message("checks.timer.unit", {"name": name, "factor": unit})
        return Fail(witness, hint, ("sign",) if unit == "-1" else ("wrong_constant",))
    if exam.may_be([each.since_made for each in exam.measured]):
        return Fail(witness, Message("checks.timer.since_made", {"name": name}), ("never_restarts",))
    if exam.accumulate:
        return Fail(witness, Message("checks.timer.accumulates", {"name": name}), ("accumulates",))
    hint = Message("checks.timer.differs", {"name": name, "got": shown(value), "expected": f"{low:.4f} … {high:.4f}"})
    return Fail(witness, hint)


def _accumulated(bounds: Sequence[Bounds]) -> Iterator[Bounds]:
    return accumulate(bounds, lambda a, b: Bounds(a.low + b.low, a.high + b.high))


def _place(method: str, exam: _Exam) -> Where | None:
    return defined_at(method, exam.program) or defined_at(exam.name, exam.program)


# ------------------------------------------------------------------------------------------------- totals

_TOTALS: Mapping[str, Callable[[Sequence[float]], list[float]]] = {
    "sum": lambda values: [sum(values)],
    "avg": lambda values: [sum(values) / len(values)],
    "cumsum": lambda values: list(accumulate(values)),
}


def _total(exam: _Exam, method: Total) -> Finding:
    where = _place(method, exam)
    reply = exam.totals[method]
    if isinstance(reply, Absent):
        return _without(exam.name, method, exam.program)
    if isinstance(reply, CallRaised):
        return _raised(f"{exam.name}().{method}", exam.name, reply, exam.program)
    assert isinstance(reply, Returned)
    right = _Right(exam, _TOTALS[method])
    value = numbers(reply.value)
    found = None if value is None else value.astype(float).reshape(-1).tolist()
    if found is not None and right.accepts(found):
        if method == "cumsum" and _number(exam.again) != _number(exam.totals["sum"]):
            return Finding(_changes(exam, method), where)
        return Finding(Pass(Agreement(len(exam.measured), 5)), where)
    if found is not None and right.may_accept(found):
        return Finding(Undecided(Message("checks.timer.busy")), where)
    return Finding(_wrong_total(exam, method, reply, found, right), where)


class _Right:
    """What a total must be: computed from the timer's own durations, or within the bounds of the grader's clock."""

    def __init__(self, exam: _Exam, total: Callable[[Sequence[float]], list[float]]) -> None:
        durations, clock = exam.durations, exam.clock()
        if durations and clock is None and exam.accumulate:
            durations = [later - before for before, later in pairwise([0.0, *durations])]
        self._durations_are_right = clock is not None
        self.own = total(durations) if durations and (clock is not None or _telling(durations)) else None
        bounds = exam.bounds(clock or "wall")
        lows, highs = total([each.low for each in bounds]), total([each.high for each in bounds])
        self.bounds = [Bounds(low, high) for low, high in zip(lows, highs, strict=True)]
        # what stop returns may be rounded, and the durations be kept as they are
        self._slack = ROUNDED * len(bounds) if durations is not None and all(map(_is_rounded, durations)) else 0.0

    def accepts(self, values: Sequence[float]) -> bool:
        if len(values) != len(self.bounds):
            return False
        if self.own is not None:
            pairs = zip(values, self.own, strict=True)
            if all(abs(value - own) <= EQUAL * abs(own) + self._slack for value, own in pairs):
                return True
        return all(each.sharp for each in self.bounds) and self.may_accept(values)

    def may_accept(self, values: Sequence[float]) -> bool:
        """Whether wrong durations alone speak against the values: they lie within the bounds, however wide."""
        if self._durations_are_right or len(values) != len(self.bounds):
            return False
        return all(each.hold(value) for each, value in zip(self.bounds, values, strict=True))

    def __str__(self) -> str:
        if self.own is not None:
            return shown(self.own if len(self.own) > 1 else self.own[0])
        told = [f"{each.low:.4f} … {each.high:.4f}" for each in self.bounds]
        return told[0] if len(told) == 1 else f"[{', '.join(told)}]"


def _telling(durations: Sequence[float]) -> bool:
    """Whether wrong durations are good enough for totals: numbers, none of them zero, and not all the same."""
    sizes = sorted(map(abs, durations))
    return bool(np.all(np.isfinite(durations))) and sizes[0] > 0 and sizes[-1] > 1.001 * sizes[0]


def _is_rounded(value: float) -> bool:
    return value == round(value, 4)


def _changes(exam: _Exam, method: Total) -> Verdict:
    before, after = (_shown(reply) for reply in (exam.totals["sum"], exam.again))
    witness = Counterexample(_at(exam), f"sum() = {before}", f"sum() = {after}")
    return Fail(witness, Message("checks.timer.changes", {"name": exam.name, "method": method}), ("mutates_input",))


def _shown(reply: Reply) -> str:
    return shown(reply.value) if isinstance(reply, Returned) else type(reply).__name__


def _at(exam: _Exam) -> dict[str, list[float]]:
    """The durations that the totals are of: the timer's own where there are any."""
    values = exam.durations
    if values is None:
        values = [(each.wall.low + each.wall.high) / 2 for each in exam.measured]
    return {"durations": [float(f"{value:.4g}") for value in values]}


def _wrong_total(exam: _Exam, method: Total, reply: Returned, found: list[float] | None, right: _Right) -> Verdict:
    fields = {"name": exam.name, "method": method, "got": shown(reply.value), "expected": str(right)}
    witness = Counterexample(_at(exam), f"{method}() = {right}", f"{method}() = {shown(reply.value)}")
    if reply.value is None:
        return Fail(witness, Message("checks.timer.total_nothing", fields), ("returns_nothing",))
    if found is None:
        return Fail(witness, Message("checks.timer.total_no_number", fields), ("wrong_type",))
    own = exam.durations if right.own is not None else None
    if own is not None and exam.others and _near(found, _TOTALS[method]([*exam.others, *own])):
        return Fail(witness, Message("checks.timer.shared", fields), ("shared_state",))
    if len(found) != len(right.bounds):
        return Fail(witness, Message("checks.timer.total_shape", fields), ("wrong_shape",))
    if method == "cumsum" and own is not None and _near(found, own):
        return Fail(witness, Message("checks.timer.not_cumulative", fields), ("not_cumulative",))
    return Fail(witness, Message("checks.timer.total_differs", fields), ())


def _near(values: Sequence[float], others: Sequence[float]) -> bool:
    return len(values) == len(others) and bool(np.allclose(values, others, rtol=EQUAL, atol=0))
