"""Does a function add two arrays as a whole, or one pair of numbers at a time? Counted, never timed.

The function is called on n numbers and on ten times as many, and the interpreter's steps are counted, and the additions
that numpy and torch made (:mod:`grader.jail.counting`). Python's own loops, in any form, make steps for each number.
Loops that run in C make additions for each number. A function is vectorised if neither grows, if the library made the
additions at all, and if no number was an object of Python's at that moment. What is left, such as Python's numbers
added in a loop that runs in C, or a loop beside an addition of whole arrays, awaits a marker.

The times that students are shown beside this are for looking at: no verdict depends on them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias, assert_never

import numpy as np

from grader.checks.code.call import defined_at, ended, not_written, numbers, opened
from grader.core import (
    Absent,
    Agreement,
    Answer,
    Arrays,
    Bench,
    CallRaised,
    CallStopped,
    Check,
    Counted,
    Counterexample,
    Fail,
    Finding,
    Message,
    Missing,
    Pass,
    Plot,
    Program,
    Returned,
    Run,
    Series,
    Text,
    Undecided,
    Verdict,
)

FIRST, FEW, MANY = 3, 150, 1500  # numbers; above a thousand, both libraries shorten what is printed
EACH = 0.9  # steps or additions a number, from which on each is handled by itself
NONE = 0.1  # below which they are handled in blocks at least, whatever else the function does once
FORMS: tuple[Arrays, ...] = ("numpy_long", "numpy", "torch")

TIMED = (10, 100, 1000, 10_000)  # numbers
WORTH = 0.02  # seconds that a call may take, as the one before on a tenth of the numbers tells
LONGEST = 60.0  # seconds; what a program says beyond that is no time


def vectorised(name: str, *, beside: str | None = None) -> Check:
    """The function ``name`` of two arrays adds them as a whole.

    ``beside`` is another function of the same arguments, whose times are shown next to this one's.
    """

    def check(answer: Answer, bench: Bench) -> Finding:
        run = opened(name, answer, bench)
        if isinstance(run, Finding):
            return run
        assert answer.program is not None
        found = _decided(name, run, answer.program, _at_once)
        if beside is None or isinstance(found.verdict, Missing):
            return found
        plots = _times(run, (beside, name))
        return Finding(found.verdict, found.where, remarks=found.remarks, plots=plots)

    return check


def loops(name: str) -> Check:
    """The function ``name`` of two arrays adds their numbers one pair at a time."""

    def check(answer: Answer, bench: Bench) -> Finding:
        run = opened(name, answer, bench)
        if isinstance(run, Finding):
            return run
        assert answer.program is not None
        return _decided(name, run, answer.program, _one_by_one)

    return check


# ---------------------------------------------------------------------------------------------- counting


@dataclass(frozen=True, slots=True)
class _Growth:
    """What two calls cost, on few numbers and on many."""

    name: str
    few: Counted
    many: Counted
    once: Counted  # on few numbers, of which only the last pair adds up to nan

    @property
    def steps(self) -> float:
        """Steps for each further number."""
        return (self.many.steps - self.few.steps) / (MANY - FEW)

    @property
    def sums(self) -> float:
        """Additions for each further number."""
        return (self.many.sums - self.few.sums) / (MANY - FEW)

    @property
    def intact(self) -> bool:
        return self.few.intact and self.many.intact and self.once.intact

    @property
    def one_by_one(self) -> bool:
        """Whether the library made an addition for each number, which touched no other number."""
        return self.sums >= EACH and self.once.sums < NONE * FEW

    @property
    def at_once(self) -> bool:
        """Whether the whole result came from additions of whole arrays of numbers."""
        boxed = (self.many.boxed - self.few.boxed) / (MANY - FEW)
        whole = self.few.nans == FEW and self.many.nans == MANY
        return whole and min(self.few.sums, self.many.sums) >= 1 and max(self.sums, boxed) < NONE


_Ended: TypeAlias = Absent | CallStopped


def _growths(name: str, run: Run) -> Iterator[_Growth | _Ended]:
    """What it costs with each kind of array that the function takes; its first call, which may import, is left out."""
    for form in FORMS:
        counted: list[Counted] = []
        for arrays in (_infinite(FIRST), _infinite(FEW), _infinite(MANY), _infinite(FEW, slice(-1, None))):
            reply = run.count(name, arrays, library=form)
            match reply:
                case Counted():
                    counted.append(reply)
                case CallRaised():
                    break
                case Absent() | CallStopped():
                    yield reply
                    return
                case other:
                    assert_never(other)
        else:
            yield _Growth(name, *counted[1:])


def _infinite(size: int, where: slice = slice(None)) -> list[object]:
    """Arrays whose sum is nan, throughout or at some places."""
    a, b = np.full(size, 1.0), np.full(size, 2.0)
    a[where], b[where] = np.inf, -np.inf
    return [a, b]


_Judge: TypeAlias = Callable[[_Growth], Verdict | None]


def _decided(name: str, run: Run, program: Program, judge: _Judge) -> Finding:
    """The first verdict that the counts allow."""
    where = defined_at(name, program)
    intact = True
    for growth in _growths(name, run):
        if isinstance(growth, Absent | CallStopped):
            return ended(name, growth, run, program)
        intact = intact and growth.intact
        verdict = judge(growth) if growth.intact else None
        if verdict is not None:
            return Finding(verdict, where, remarks=(_counted(growth),))
    if not intact:
        return Finding(Undecided(Message("checks.steps.interferes", {"name": name})), where)
    return Finding(_uncounted(name, run), where)


def _at_once(growth: _Growth) -> Verdict | None:
    if growth.steps >= EACH and growth.at_once:  # it may print its numbers, or look at each before it adds
        return Undecided(Message("checks.steps.loops_besides", {"name": growth.name}))
    if growth.steps >= EACH:
        hint = Message("checks.steps.python_loop", _fields(growth))
        return Fail(_witness("steps", growth.few.steps, growth.many.steps), hint, ("not_vectorized",))
    if growth.sums >= EACH:
        hint = Message("checks.steps.hidden_loop", _fields(growth))
        return Fail(_witness("additions", growth.few.sums, growth.many.sums), hint, ("not_vectorized",))
    return Pass(Agreement(2)) if growth.steps < NONE and growth.at_once else None


def _one_by_one(growth: _Growth) -> Verdict | None:
    by_python = growth.few.sums == growth.many.sums == 0 and growth.many.nans == MANY
    if growth.one_by_one or (growth.steps >= EACH and by_python):
        return Pass(Agreement(2))
    if growth.steps < NONE and growth.at_once:
        hint = Message("checks.steps.no_loop", _fields(growth))
        return Fail(_witness("additions", growth.few.sums, growth.many.sums, MANY), hint, ("no_loop",))
    return None


def _witness(what: str, few: int, many: int, expected: int | None = None) -> Counterexample:
    wanted = f"{what}({MANY}) = {what}({FEW})" if expected is None else f"{what}({MANY}) ≥ {expected}"
    return Counterexample({"n": [FEW, MANY]}, wanted, f"{what}({FEW}) = {few}, {what}({MANY}) = {many}")


def _counted(growth: _Growth) -> Message:
    """What was counted, for everybody to see."""
    return Message("checks.steps.counted", _fields(growth))


def _fields(growth: _Growth) -> dict[str, Text | Message | str | int | float]:
    return {
        "name": growth.name,
        "n": FEW,
        "steps": growth.few.steps,
        "sums": growth.few.sums,
        "more": MANY,
        "more_steps": growth.many.steps,
        "more_sums": growth.many.sums,
    }


def _uncounted(name: str, run: Run) -> Verdict:
    """What the counts leave open awaits a marker, if the function adds at all."""
    a, b = np.array([1.0, 2.0, 3.0]), np.array([10.0, 40.0, 20.0])
    for library in ("numpy", "torch"):
        reply = run.call(name, [a, b], library=library)
        if isinstance(reply, CallRaised) and not_written(reply):
            return Missing(Message("checks.code.not_written", {"name": name}))
        value = numbers(reply.value) if isinstance(reply, Returned) else None
        if value is not None and np.array_equal(value, a + b):
            return Undecided(Message("checks.steps.open", {"name": name}))
    return Missing(Message("checks.steps.adds_first", {"name": name}))


# ------------------------------------------------------------------------------------------------- times


def _times(run: Run, names: Sequence[str]) -> tuple[Plot, ...]:
    """How long the functions take, over the number of numbers; nothing if one of them can't be timed."""
    lines = [(name, tuple(_line(run, name))) for name in names]
    if not all(points for _, points in lines):
        return ()
    series = tuple(Series(Text(name, name), points) for name, points in lines)
    title, x, y = (Message(f"checks.steps.{word}") for word in ("times", "numbers", "seconds"))
    return (Plot(title, x, y, series),)


def _line(run: Run, name: str) -> Iterator[tuple[float, float]]:
    rng = np.random.default_rng(0)
    library: Arrays | None = None
    took = 0.0
    for size in TIMED:
        if 10 * took > WORTH:
            return
        arrays = [rng.normal(size=size), rng.normal(size=size)]
        library = library or _taken(run, name, arrays)
        reply = run.time(name, arrays, library=library) if library is not None else None
        value = reply.value if isinstance(reply, Returned) else None
        if not isinstance(value, float) or not 0 < value < LONGEST:
            return
        took = value
        yield float(size), took


def _taken(run: Run, name: str, arrays: Sequence[object]) -> Arrays | None:
    """The library whose arrays the function takes."""
    libraries: tuple[Arrays, ...] = ("numpy", "torch")
    return next((each for each in libraries if isinstance(run.call(name, arrays, library=each), Returned)), None)
