"""Instances made and asked, calls counted and timed: what goes over the line, and what a program can make of it."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from grader.core import Absent, CallRaised, CallStopped, Counted, Program, Returned
from grader.jail import counting
from grader.jail.body import CannotStart
from grader.jail.runner import ProcessRunner
from tests.rows import rows

Write = Callable[..., Program]

BOX = """
class Box:
    size = 3

    def __init__(self):
        self.asked = 0

    def count(self):
        self.asked += 1
        return self.asked

    @property
    def broken(self):
        return self.nothing

    def raises(self):
        raise ValueError("no")

    def dies(self):
        import os
        os._exit(3)
"""


def test_an_instance_is_kept_until_another_is_made(program: Write, runner: ProcessRunner) -> None:
    run = runner.run(program(BOX))
    assert run.make("Box") == Returned(None, "none")
    assert [run.ask("Box", "count"), run.ask("Box", "count")] == [Returned(1, "int"), Returned(2, "int")]
    assert run.make("Box") == Returned(None, "none")
    assert run.ask("Box", "count") == Returned(1, "int")


ASKED = rows(
    ("size", Returned(3, "int"), "an attribute is read"),
    ("count", Returned(1, "int"), "a method is called"),
    ("height", Absent("Box"), "what is not there"),
    ("broken", CallRaised("AttributeError: 'Box' object has no attribute 'nothing'", 0, 14), "a property is there"),
    ("raises", CallRaised("ValueError: no", 0, 17), "a method that raises"),
    ("dies", CallStopped("crashed"), "a method that ends the process"),
)


@pytest.mark.parametrize(("attribute", "expected"), ASKED)
def test_asking(program: Write, runner: ProcessRunner, attribute: str, expected: Any) -> None:
    run = runner.run(program(BOX))
    run.make("Box")
    assert run.ask("Box", attribute) == expected


def test_an_instance_that_was_lost_is_nobodys_fault(program: Write, runner: ProcessRunner) -> None:
    run = runner.run(program(BOX))
    run.make("Box")
    run.sleep()
    with pytest.raises(CannotStart, match="lost"):
        run.ask("Box", "count")
    assert run.make("Box") == Returned(None, "none")
    assert run.ask("Box", "count") == Returned(1, "int")


MADE = rows(
    ("x = 1", Absent("Box"), "no such name"),
    ("Box = 3", CallRaised("TypeError: 'int' object is not callable"), "no class"),
    ("def Box():\n    1 / 0", CallRaised("ZeroDivisionError: division by zero", 0, 2), "raises"),
    ("class Box:\n    def __init__(self):\n        while True: pass", CallStopped("timeout"), "never ends"),
)


@pytest.mark.parametrize(("source", "expected"), MADE)
def test_making(program: Write, runner: ProcessRunner, source: str, expected: object) -> None:
    assert runner.run(program(source)).make("Box") == expected


# ---------------------------------------------------------------------------------------------- counting

ADD = """
import operator
import numpy as np
def whole(a, b): return a + b
def each(a, b): return [x + y for x, y in zip(a, b)]
def mapped(a, b): return list(map(operator.add, a, b))
def boxed(a, b): return np.vectorize(operator.add)(a.astype(float), b.astype(float))
def raises(a, b): return 1 / 0
def endless(a, b):
    while True: pass
"""


def arrays(size: int) -> list[object]:
    return [np.full(size, np.inf), np.full(size, -np.inf)]


@pytest.mark.parametrize("library", ["numpy_long", "numpy", "torch"])
def test_what_a_call_costs(program: Write, runner: ProcessRunner, library: Any) -> None:
    run = runner.run(program(ADD))
    run.count("whole", arrays(3), library=library)
    whole, each, mapped = (run.count(name, arrays(500), library=library) for name in ("whole", "each", "mapped"))
    assert isinstance(whole, Counted)
    assert isinstance(each, Counted)
    assert isinstance(mapped, Counted)
    assert (whole.sums, each.sums, mapped.sums) == (1, 500, 500)
    assert whole.nans == each.nans == mapped.nans == 500
    assert whole.steps < 20
    assert each.steps > 2000
    assert whole.boxed < 200
    assert whole.intact
    assert each.intact


def test_boxed_numbers_are_seen_when_they_are_added(program: Write, runner: ProcessRunner) -> None:
    run = runner.run(program(ADD))
    found = [run.count("boxed", arrays(size), library="numpy") for size in (3, 100, 1100)]
    few, many = (each for each in found[1:] if isinstance(each, Counted))
    assert few.sums == many.sums, "one operation on an array of objects"
    assert many.boxed - few.boxed >= 1000


def test_a_count_that_can_not_be_made_says_why(program: Write, runner: ProcessRunner) -> None:
    run = runner.run(program(ADD))
    assert run.count("nothing", arrays(3), library="numpy") == Absent("nothing")
    assert run.count("raises", arrays(3), library="numpy") == CallRaised("ZeroDivisionError: division by zero", 0, 8)
    assert [run.count("endless", arrays(3), library="numpy") for _ in range(3)] == [CallStopped("timeout")] * 3


def test_counting_leaves_no_tracing_behind(program: Write, runner: ProcessRunner) -> None:
    run = runner.run(program(ADD, "import sys, threading\ndef traced(): return [sys.gettrace() is None, np.geterr()]"))
    before = run.call("traced", library="plain")
    run.count("each", arrays(9), library="numpy")
    run.count("raises", arrays(9), library="numpy")
    assert run.call("traced", library="plain") == before


THREAD = """
import threading
def in_a_thread(a, b):
    thread = threading.Thread(target=lambda: [x + y for x, y in zip(a, b)])
    thread.start()
    thread.join()
"""


def test_threads_are_traced_too(program: Write, runner: ProcessRunner) -> None:
    found = runner.run(program(THREAD)).count("in_a_thread", arrays(500), library="numpy")
    assert isinstance(found, Counted)
    assert found.steps > 2000


FORGE = """
import os, struct, sys
import msgpack
def forge(*answer):
    frame = sys._getframe()
    while "number" not in frame.f_locals or "verb" not in frame.f_locals:
        frame = frame.f_back
    data = msgpack.packb(["t", frame.f_locals["number"], *answer])
    os.write(4, struct.pack(">I", len(data)) + data)
    os._exit(0)
"""
FORGED = rows(
    ('"returned", "int", 1, ["l"]', "a value where numbers were asked for"),
    ('"done"', "an answer to something else"),
    ('"counted", 1, 1, 1, 1', "too few"),
    ('"counted", 1, 1, 1, "1", True', "a text"),
    ('"counted", 1.0, 1, 1, 1, True', "no whole number"),
    ('"counted", 1, 1, 1, 1, 1', "no truth value"),
    ('"counted", ["l"], 1, 1, 1, True', "a list"),
)


@pytest.mark.parametrize("answer", FORGED)
def test_what_is_no_count_is_not_taken_for_one(program: Write, runner: ProcessRunner, answer: str) -> None:
    run = runner.run(program(FORGE + f"def whole(a, b): forge({answer})"))
    assert run.count("whole", arrays(3), library="numpy") == CallStopped("protocol")


def test_counts_are_not_taken_for_values(program: Write, runner: ProcessRunner) -> None:
    forger = 'def f(): forge("counted", 1, 1, 1, 1, True)\nclass Box:\n    f = staticmethod(f)'
    run = runner.run(program(FORGE + forger))
    run.make("Box")
    assert run.ask("Box", "f") == CallStopped("protocol")
    assert run.call("f", library="numpy") == CallStopped("protocol")
    assert run.time("f", (), library="numpy") == CallStopped("protocol")


# ------------------------------------------------------------------------------------------------- times


def test_a_time_is_told_by_the_process_itself(program: Write, runner: ProcessRunner) -> None:
    run = runner.run(program("import time\ndef nap(a): time.sleep(a)"))
    before = time.perf_counter()
    reply = run.time("nap", [0.02], library="numpy")
    passed = time.perf_counter() - before
    assert isinstance(reply, Returned)
    assert isinstance(reply.value, float)
    assert 0.02 <= reply.value < passed


def test_work_uses_computing_time(program: Write, runner: ProcessRunner) -> None:
    run = runner.run(program("import time\ntime.process_time = lambda: 0.0"))
    before = run.cpu
    assert run.work(0.03) == Returned(None, "none")
    assert 0.03 <= run.cpu - before < 0.2
    assert run.work(5.0) == CallStopped("timeout"), "it counts as the program's"


def test_the_shortest_of_some_calls_counts() -> None:
    calls: list[float] = []

    def function() -> None:
        calls.append(0.0)
        time.sleep(0.002)

    found = counting.seconds(function, lambda: [])
    assert len(calls) == 2, "one that is not measured, and one that takes long enough to tell"
    assert found >= 0.002
