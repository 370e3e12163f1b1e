"""Timers, right and wrong, held against the grader's own clocks; and hostile ones."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

import pytest

from grader.checks.code.timer import Bounds, measures, totals
from grader.core import Answer, Bench, Counterexample, Fail, Finding, Origin, Passage, Program
from grader.jail.process import Limits
from grader.jail.runner import ProcessRunner
from tests.rows import rows

IMPORTS = "import datetime, itertools, os, time\nfrom time import time as now\nimport numpy as np\nimport torch\n"


class NoReference:
    """Nothing is compared with a reference here."""

    def symbolic(self, name: str) -> object:
        raise NotImplementedError

    def numeric(self, name: str) -> object:
        raise NotImplementedError

    def rubric(self, name: str) -> object:
        raise NotImplementedError


@pytest.fixture(scope="module")
def runner() -> Iterator[ProcessRunner]:
    with ProcessRunner(Limits(call_cpu=1.0, wall=10.0)) as made:
        yield made


def written(
    clock: str = "time.time()",
    *,
    init: str = "self.times = []",
    start: str = "self.t = CLOCK",
    stop: str = "self.times.append(CLOCK - self.t); return self.times[-1]",
    avg: str = "return sum(self.times) / len(self.times)",
    sum: str = "return sum(self.times)",
    cumsum: str = "return np.cumsum(self.times)",
    more: str = "",
) -> str:
    """A class of these methods."""
    bodies = {"__init__": init, "start": start, "stop": stop, "avg": avg, "sum": sum, "cumsum": cumsum}
    methods = [f"def {name}(self):\n{textwrap.indent(textwrap.dedent(body), '    ')}" for name, body in bodies.items()]
    source = "\n".join([more, *methods]).replace("CLOCK", clock)
    return f"{IMPORTS}class Timer:\n{textwrap.indent(source, '    ')}"


def found(source: str, runner: ProcessRunner) -> list[Finding]:
    """What is found of a timer: its durations, sum, avg and cumsum."""
    answer = Answer("x/code", (), Program((Passage("code", source, Origin("answer.py")),)))
    bench = Bench(NoReference(), runner)  # type: ignore[arg-type]
    checks = (measures("Timer"), totals("Timer", "sum"), totals("Timer", "avg"), totals("Timer", "cumsum"))
    return [check(answer, bench) for check in checks]


def outcome(finding: Finding) -> str:
    """The verdict by name, and the mistake."""
    verdict = finding.verdict
    name = type(verdict).__name__.lower()
    return f"{name} {verdict.mistake}" if isinstance(verdict, Fail) and verdict.mistake else name


RIGHT = rows(
    (written(init="self.times = []; self.start()"), "the textbook's: begins when it is made"),
    (written("now()"), "time imported by name"),
    (written("time.perf_counter()"), "the finest clock"),
    (written("time.monotonic()"), "a clock that never goes back"),
    (written("time.perf_counter_ns() / 1e9"), "nanoseconds made seconds"),
    (written("time.clock_gettime(time.CLOCK_REALTIME)"), "the system's own"),
    (written("time.process_time()"), "computing time"),
    (written("time.thread_time()"), "computing time of a thread"),
    (written("datetime.datetime.now()", stop="""
        self.times.append((CLOCK - self.t).total_seconds())
        return self.times[-1]
     """), "dates"),
    (written(stop="d = CLOCK - self.t; self.times.append(d); return round(d, 3)"), "rounded to milliseconds when told"),
    (written(stop="self.times.append(round(CLOCK - self.t, 3)); return self.times[-1]"), "rounded when kept"),
    (written(avg="return np.mean(self.times)", sum="return torch.tensor(self.times).sum()",
             cumsum="return torch.tensor(self.times).cumsum(0)"), "numpy's scalars, torch's in single precision"),
    (written(cumsum="return list(itertools.accumulate(self.times))"), "a list"),
    (written(cumsum="return tuple(sum(self.times[:k + 1]) for k in range(len(self.times)))"), "a tuple"),
    (written(stop="self.times.append(CLOCK - self.t); return np.float32(self.times[-1])",
             sum="return float(np.float32(sum(self.times)))"), "single precision"),
    (written() + "\nMade = Timer\nTimer = lambda: Made()", "whatever makes one"),
    (written(init="self.times = []; self.t = None",
             stop="self.t or os._exit(1); self.times.append(CLOCK - self.t); return self.times[-1]"),
     "what a stop without a start does is left open, even this"),
    (written(more="def __getattr__(self, name): raise AttributeError(name)"), "asks for attributes its own way"),
    ("import time\ntime.perf_counter = time.process_time = time.sleep = lambda *_: 0\n" + written(),
     "the clocks of the program changed that it does not use: the grader's are its own"),
)  # fmt: skip


@pytest.mark.parametrize("source", RIGHT)
def test_a_right_timer_passes(runner: ProcessRunner, source: str) -> None:
    assert [outcome(each) for each in found(source, runner)] == ["pass"] * 4


PASS = "pass"
WRONG = rows(
    (written(stop="self.times.append((CLOCK - self.t) * 1000); return self.times[-1]"),
     "fail wrong_constant", PASS, PASS, PASS, "milliseconds; the totals follow"),
    (written("time.time_ns()"), "fail wrong_constant", PASS, PASS, PASS, "nanoseconds"),
    (written(stop="self.times.append((CLOCK - self.t) / 60); return self.times[-1]"),
     "fail wrong_constant", PASS, PASS, PASS, "minutes"),
    (written(stop="self.times.append(CLOCK - self.t)"), "fail returns_nothing", PASS, PASS, PASS, "kept, not returned"),
    (written(stop="self.times.append(self.t - CLOCK); return self.times[-1]"), "fail sign", PASS, PASS, PASS, "sign"),
    (written(init="self.times = []; self.t = CLOCK", start="pass"), "fail never_restarts", PASS, PASS, PASS,
     "since it was made"),
    (written(stop="self.times.append(CLOCK - self.t); return sum(self.times)"), "fail accumulates", PASS, PASS, PASS,
     "all together"),
    (written(stop="self.times.append(CLOCK - self.t); return str(self.times[-1])"), "fail wrong_type", PASS, PASS, PASS,
     "a text"),
    (written("datetime.datetime.now()"), "fail wrong_type", "fail raises", "fail raises", "fail wrong_type",
     "timedeltas, which don't add up to a number"),
    (written(stop="self.times.append(round(CLOCK - self.t, 2)); return self.times[-1]"), "fail", PASS, PASS, PASS,
     "rounded too far; the totals are those of what is kept"),
    (written(stop="self.times.append(CLOCK); return self.times[-1]"), "fail", "fail", "fail", "fail", "time of day"),
    (written(stop="self.times.append(0.01); return 0.01", sum="return 0.03"), "fail", "fail", "fail", "fail",
     "always the same: nothing can be told from its totals"),
    (written(stop="self.times.append(0.0); return 0.0"), "fail", "fail", "fail", "fail", "always zero"),
    (written(stop="self.times.append(float('nan')); return self.times[-1]"), "fail", "fail", "fail", "fail", "nan"),
    (written(stop="self.times.append(float('inf')); return self.times[-1]"), "fail", "fail", "fail", "fail", "inf"),
    ("import time\ntime.time = lambda: 0.0\n" + written(), "fail", "fail", "fail", "fail", "a clock that stands still"),
    (written(stop="self.n = getattr(self, 'n', 0) + 1; self.times.append(self.n / 100); return self.n / 100"),
     "fail", PASS, PASS, PASS, "made up; what is added up of it is right"),
    (written(init="pass", more="times = []"), PASS, *["fail shared_state"] * 3, "one list for all timers"),
    (written(sum="return self.times[-1]"), PASS, "fail", PASS, PASS, "the last one in place of the sum"),
    (written(sum="return np.array(self.times)"), PASS, "fail wrong_shape", PASS, PASS, "all in place of the sum"),
    (written(avg="return sum(self.times) / (len(self.times) - 1)"), PASS, PASS, "fail", PASS, "one too few"),
    (written(avg="sum(self.times) / len(self.times)"), PASS, PASS, "fail returns_nothing", PASS, "not returned"),
    (written(avg="return sum(self.times) // len(self.times)"), PASS, PASS, "fail", PASS, "whole seconds"),
    (written(cumsum="return self.times"), PASS, PASS, PASS, "fail not_cumulative", "the durations themselves"),
    (written(cumsum="return sum(self.times)"), PASS, PASS, PASS, "fail wrong_shape", "the total alone"),
    (written(cumsum="return [0.0, *np.cumsum(self.times)]"), PASS, PASS, PASS, "fail wrong_shape", "one too many"),
    (written(cumsum="return itertools.accumulate(self.times)"), PASS, PASS, PASS, "fail wrong_type", "an iterator"),
    (written(cumsum="self.times = list(np.cumsum(self.times)); return self.times"), PASS, PASS, PASS,
     "fail mutates_input", "overwrites what it is of"),
    (written(avg="raise NotImplementedError", cumsum="raise ValueError"), PASS, PASS, "missing", "fail raises",
     "one not written, one raises"),
    (written().replace("def cumsum", "def cum_sum"), PASS, PASS, PASS, "missing", "another name"),
    (written(avg="return self.mean", more="avg = property(lambda self: self.mean)").replace("def avg", "def average"),
     PASS, PASS, "fail raises", PASS, "a property that looks for what is not there"),
)  # fmt: skip


@pytest.mark.parametrize(("source", "durations", "total", "mean", "running"), WRONG)
def test_a_wrong_timer_fails_where_it_is_wrong(
    runner: ProcessRunner, source: str, durations: str, total: str, mean: str, running: str
) -> None:
    assert [outcome(each) for each in found(source, runner)] == [durations, total, mean, running]


NONE = rows(
    ("x = 1", "missing", "no such class"),
    ("class Timer:\n    pass", "missing", "no methods"),
    ("class Timer:\n    def start(self): raise NotImplementedError", "missing", "a stub"),
    ("Timer = 3", "fail raises", "no class"),
    ("class Timer:\n    def __init__(self, name): pass", "fail raises", "made with an argument"),
    (written(stop="return self.tick"), "fail raises", "a misspelt attribute"),
    (written(start="raise SystemExit"), "fail raises", "exits, as Python does"),
    (written(start="os._exit(0)"), "fail crashed", "ends the process"),
    (written(stop="while True: pass"), "fail timeout", "never stops"),
    (written(init="while True: pass"), "fail timeout", "is never made"),
    (written(stop="return [0.0] * 10**7"), "fail output_limit", "returns more than is read"),
    (written(stop="os.write(4, b'x' * 100); return 1"), "fail protocol", "writes on the line itself"),
    (written(stop="os.close(4); return 1"), "fail protocol", "cuts the line"),
    ("class Timer:\n    def __getattribute__(self, name):\n        raise KeyError(name)", "fail raises",
     "has no attribute that could be asked for"),
)  # fmt: skip


@pytest.mark.parametrize(("source", "expected"), NONE)
def test_without_start_and_stop_nothing_is_earned(runner: ProcessRunner, source: str, expected: str) -> None:
    assert [outcome(each) for each in found(source, runner)] == [expected] * 4


def test_the_witness_is_what_had_passed_and_what_was_returned(runner: ProcessRunner) -> None:
    durations, *_ = found(written(stop="self.times.append(CLOCK - self.t); return 5.0"), runner)
    assert isinstance(durations.verdict, Fail)
    witness = durations.verdict.witness
    assert isinstance(witness, Counterexample)
    low, high = map(float, witness.expected.split(" … "))
    (passed,) = witness.at.values()
    assert isinstance(passed, float)
    assert 0.01 < low <= passed <= high < 5.0
    assert witness.got == "5"
    assert durations.where is not None
    assert durations.where.text.strip() == "def stop(self):"


REMARKS = rows(
    (written("time.process_time()"), {"checks.timer.computing_time", "checks.timer.unstarted"}, "computing time"),
    (written(init="self.times = []; self.start()"), set(), "begins when it is made"),
    (written(init="self.times = []; self.t = None", stop="""
        if self.t is None:
            os._exit(1)
        self.times.append(CLOCK - self.t)
        return self.times[-1]
     """), {"checks.timer.unstarted_ends"}, "ends the process when it was not started"),
)  # fmt: skip


@pytest.mark.parametrize(("source", "expected"), REMARKS)
def test_what_is_left_open_is_remarked_upon(runner: ProcessRunner, source: str, expected: set[str]) -> None:
    durations, *_ = found(source, runner)
    assert {getattr(remark, "key", "") for remark in durations.remarks} == expected


def test_a_timer_that_sleeps_in_between_is_no_reason_for_a_false_verdict(runner: ProcessRunner) -> None:
    """The bounds are wide then, and wide bounds tell little."""
    slow = written(stop="time.sleep(0.03); self.times.append(CLOCK - self.t); return self.times[-1]")
    durations, *rest = found(slow, runner)
    assert outcome(durations) in ("pass", "undecided")
    assert [outcome(each) for each in rest] == ["pass"] * 3


def test_a_fake_that_is_right_on_the_average_only_is_never_passed(runner: ProcessRunner) -> None:
    fake = written(stop="self.times.append(0.016); return self.times[-1]")
    for k in range(3):
        assert outcome(found(f"{fake}\n# {k}", runner)[0]) in ("fail", "undecided")


BOUNDS = rows(
    (0.010, 0.011, 0.0105, 1.0, True, "inside"),
    (0.010, 0.011, 0.0094, 1.0, True, "as far off as rounding to milliseconds goes"),
    (0.010, 0.011, 0.0093, 1.0, False, "below"),
    (0.010, 0.011, 0.0117, 1.0, False, "above"),
    (0.010, 0.011, 10.5, 1e3, True, "in milliseconds"),
    (0.010, 0.011, -0.0105, -1.0, True, "negative"),
    (0.010, 0.011, float("nan"), 1.0, False, "no number"),
)


@pytest.mark.parametrize(("low", "high", "value", "factor", "held"), BOUNDS)
def test_bounds(low: float, high: float, value: float, factor: float, held: bool) -> None:
    assert Bounds(low, high).hold(value, factor) == held


def test_close_bounds_are_positive() -> None:
    assert Bounds(0.010, 0.012).sharp
    assert not Bounds(0.010, 0.013).sharp
    assert not Bounds(0.0, 0.0).sharp, "where computing time can't be looked up"
