"""Ways to add two arrays, and whether each is a loop or works on whole arrays: told by counts, whatever the machine."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

import numpy as np
import pytest

from grader.checks.code.vectorised import FEW, MANY, loops, vectorised
from grader.core import Answer, Bench, Counterexample, Fail, Finding, Message, Origin, Passage, Program
from grader.jail.process import Limits
from grader.jail.runner import ProcessRunner
from tests.rows import rows

IMPORTS = "import functools, operator, sys\nimport numpy as np\nimport torch\n"


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


def found(check: str, body: str, runner: ProcessRunner) -> Finding:
    """What is found of ``add(a, b)`` with that body."""
    source = IMPORTS + "def add(a, b):\n" + textwrap.indent(textwrap.dedent(body).strip(), "    ")
    program = Program((Passage("code", source, Origin("answer.py")),))
    checks = {"loops": loops("add"), "vectorised": vectorised("add")}
    return checks[check](Answer("x/code", (), program), Bench(NoReference(), runner))  # type: ignore[arg-type]


def outcome(finding: Finding) -> str:
    """The verdict by name, and the mistake."""
    verdict = finding.verdict
    name = type(verdict).__name__.lower()
    return f"{name} {verdict.mistake}" if isinstance(verdict, Fail) else name


LOOP = "fail not_vectorized"
WHOLE = "fail no_loop"
WAYS = rows(
    ("return a + b", "pass", WHOLE, "the operator"),
    ("return np.add(a, b)", "pass", WHOLE, "numpy's function"),
    ("return torch.add(a, b)", "pass", WHOLE, "torch's function, which refuses arrays"),
    ("return operator.add(a, b)", "pass", WHOLE, "the operator as a function"),
    ("return a.__add__(b)", "pass", WHOLE, "the operator as a method"),
    ("return np.asarray(a) + np.asarray(b)", "pass", WHOLE, "converted first"),
    ("return torch.as_tensor(a) + torch.as_tensor(b)", "pass", WHOLE, "tensors made of what long double is not"),
    ("return torch.tensor(a.tolist()) + torch.tensor(b.tolist())", "pass", WHOLE, "through lists, added as a whole"),
    ("c = np.zeros(len(a)); c[:] = a + b; return c", "pass", WHOLE, "into an array of zeros"),
    ("c = np.empty_like(a); np.add(a, b, out=c); return c", "pass", WHOLE, "into an array that is given"),
    ("return a.clone().add_(b)", "pass", WHOLE, "in place, on a copy"),
    ("return a - (-b)", "pass", WHOLE, "minus the opposite"),
    ("return np.sum([a, b], axis=0)", "pass", WHOLE, "a sum along an axis"),
    ("return torch.stack((a, b)).sum(0)", "pass", WHOLE, "the same in torch"),
    ("return np.ones(2) @ np.stack([a, b])", "pass", WHOLE, "a matrix product"),
    ('return torch.einsum("ij->j", torch.stack([a, b]))', "pass", WHOLE, "torch's einsum"),
    ("return torch.vmap(lambda x, y: x + y)(a, b)", "pass", WHOLE, "vmap writes single numbers and adds whole arrays"),
    ("return functools.reduce(operator.add, (a, b))", "pass", WHOLE, "a loop over two arrays is none over numbers"),
    ("c = a + b; print(a, b, c); return c", "pass", WHOLE, "printing shows fewer numbers of more"),
    ("assert len(a) == len(b); return a + b", "pass", WHOLE, "lengths compared first"),
    ('with np.errstate(all="ignore"): return a + b', "pass", WHOLE, "numpy told to be silent, torch still heard"),
    ("c = []\nfor i in range(len(a)): c.append(a[i] + b[i])\nreturn np.array(c)", LOOP, "pass", "for"),
    ("c = []\nwhile len(c) < len(a): c.append(a[len(c)] + b[len(c)])\nreturn np.array(c)", LOOP, "pass", "while"),
    ("return np.array([x + y for x, y in zip(a, b)])", LOOP, "pass", "a list comprehension"),
    ("return np.array([*(sum(pair) for pair in zip(a, b))])", LOOP, "pass", "a generator"),
    ("return np.vectorize(lambda x, y: x + y)(a, b)", LOOP, "pass", "np.vectorize"),
    ("return np.vectorize(operator.add)(a, b)", LOOP, "pass", "np.vectorize of what is written in C"),
    ("return np.frompyfunc(operator.add, 2, 1)(a, b).astype(float)", LOOP, "pass", "np.frompyfunc"),
    ("return np.array(list(map(operator.add, a, b)))", LOOP, "pass", "map"),
    ("return np.array([*map(sum, zip(a, b))])", LOOP, "pass", "map and sum"),
    ("return np.fromiter(map(operator.add, a, b), float)", LOOP, "pass", "np.fromiter"),
    ("return np.array(list(map(operator.add, a.tolist(), b.tolist())))", LOOP, "pass", "map over lists"),
    ("return (a.astype(object) + b.astype(object)).astype(float)", LOOP, "pass", "arrays of objects"),
    ("return torch.stack(list(map(operator.add, a, b)))", LOOP, "pass", "map over tensors"),
    ("c = torch.zeros(len(a))\nfor i in range(len(a)): c[i] = a[i] + b[i]\nreturn c", LOOP, "pass", "torch, by index"),
    ("""
     n = len(a)
     if n == 1:
         return np.array([a[0] + b[0]])
     return np.concatenate([add(a[:n // 2], b[:n // 2]), add(a[n // 2:], b[n // 2:])])
     """, LOOP, "pass", "recursion"),
    ("""
     def each():
         for i in range(len(a)):
             yield a[i] + b[i]
     return np.array([*each()])
     """, LOOP, "pass", "a helper's loop"),
    ("assert all(x == x for x in a); return a + b", "undecided", "undecided", "looks at each first"),
    ("for x in a: print(x)\nreturn a + b", "undecided", "undecided", "prints each number, and adds at once"),
    ("c = [float(x) for x in a]; d = [float(x) for x in b]; return np.array(c) + np.array(d)", LOOP, "undecided",
     "takes all numbers out one by one and puts them together again"),
    ("for _ in a: c = a + b\nreturn c", LOOP, "undecided", "whole arrays, added again and again"),
    ("""
     c = np.empty(len(a))
     for i in range(0, len(a), 100):
         c[i:i + 100] = a[i:i + 100] + b[i:i + 100]
     return c
     """, "undecided", "undecided", "blocks are neither"),
    ("return np.array(list(map(operator.add, map(float, a), map(float, b))))", "undecided", "undecided",
     "Python's numbers add in silence"),
    ("return torch.tensor(list(map(operator.add, a.tolist(), b.tolist())))", "undecided", "undecided",
     "the same out of tensors"),
    ("return np.vectorize(operator.add)(a.astype(float), b.astype(float))", "undecided", "undecided",
     "one operation on boxed numbers is none on an array"),
    ('return np.einsum("ij->j", np.stack([a, b]))', "undecided", "undecided", "numpy does not watch over einsum"),
    ("return np.nan_to_num(a + b)", "undecided", "undecided", "right, but not where it is counted"),
    ("a += b; return a", "pass", WHOLE, "in place: that it changes its argument is another claim"),
    ("a + b", "missing", "missing", "nothing comes back"),
    ("return a - b", "missing", "missing", "what does not add can't be said to add at once"),
    ("return np.array([x + y for x, y in zip(a, b)])[1:]", LOOP, "pass", "a loop, though its result is too short"),
    ("raise NotImplementedError", "missing", "missing", "not written yet"),
    ("return a.plus(b)", "missing", "missing", "raises"),
    ("raise SystemExit", "missing", "missing", "exits, as Python does"),
)  # fmt: skip


@pytest.mark.parametrize(("body", "whole", "loop"), WAYS)
def test_how_a_function_adds(runner: ProcessRunner, body: str, whole: str, loop: str) -> None:
    assert outcome(found("vectorised", body, runner)) == whole
    assert outcome(found("loops", body, runner)) == loop


LOOPED = "np.array([x + y for x, y in zip(a, b)])"
EVIL = rows(
    (f"sys.settrace(None); return {LOOPED}", ("undecided",), "the tracing taken away"),
    (f"t = sys.gettrace(); sys.settrace(None); c = {LOOPED}; sys.settrace(t); return c", ("undecided",),
     "the tracing taken away and put back"),
    (f"sys.settrace(lambda *_: None); return {LOOPED}", ("undecided",), "another tracing in its place"),
    ("""
     sys._getframe().f_trace = None
     c, i = [0.0] * len(a), 0
     while i < len(a):
         c[i] = a[i] + b[i]
         i += 1
     return np.array(c)
     """, ("undecided",), "the frame's own tracing taken away"),
    ("""
     def zero(frame):
         while frame:
             for value in frame.f_locals.values():
                 if hasattr(value, "steps"):
                     value.steps = 0
             frame = frame.f_back
     c = np.array([x + y for x, y in zip(a, b)])
     zero(sys._getframe())
     return c
     """, ("undecided", LOOP), "the count set back: the additions are counted elsewhere"),
    ("""
     import threading
     c = np.zeros(len(a))
     def fill():
         for i in range(len(a)):
             c[i] = a[i] + b[i]
     t = threading.Thread(target=fill)
     t.start()
     t.join()
     return c
     """, ("undecided", LOOP), "a loop in a thread"),
    ("""
     import _thread, time
     c, done = np.zeros(len(a)), []
     def fill():
         for i in range(len(a)):
             c[i] = a[i] + b[i]
         done.append(True)
     _thread.start_new_thread(fill, ())
     while not done:
         time.sleep(1e-3)
     return c
     """, ("undecided", LOOP), "a loop in a thread that nobody traces"),
    (f'with np.errstate(all="ignore"): return {LOOPED}', (LOOP,), "numpy told to be silent"),
    ("""
     with np.errstate(all="ignore"):
         return np.array(list(map(operator.add, a, b)))
     """, ("undecided", LOOP), "map, and numpy told to be silent"),
    ("from multiprocessing.pool import ThreadPool\n"
     "with ThreadPool(2) as pool: return np.array(pool.starmap(operator.add, zip(a, b)))", ("undecided", LOOP),
     "a pool of threads"),
    ("import os; os._exit(0)", ("fail crashed",), "ends the process"),
    ("while True: pass", ("fail timeout",), "never ends"),
    ("return [0.0] * 10**8", ("fail memory", "fail output_limit", "fail timeout", "missing"), "too much"),
    (f"from grader.jail import counting; counting._tracers.clear(); return {LOOPED}", ("missing",),
     "the counting is not there to be imported"),
    ("import os, struct\n"
     "data = b'\\x96\\xa1t\\x02\\xa7counted\\x01\\x01\\x01\\x01'\n"
     "os.write(4, struct.pack('>I', len(data)) + data)\n"
     "return a", ("fail protocol", "missing"), "an answer forged on the line"),
)  # fmt: skip


@pytest.mark.parametrize(("body", "allowed"), EVIL)
def test_interfering_earns_nothing(runner: ProcessRunner, body: str, allowed: tuple[str, ...]) -> None:
    assert outcome(found("vectorised", body, runner)) in allowed


def test_the_witness_is_the_counts_at_both_sizes(runner: ProcessRunner) -> None:
    body = "c = []\nfor x, y in zip(a, b):\n    c.append(x + y)\nreturn np.array(c)"
    finding = found("vectorised", body, runner)
    verdict = finding.verdict
    assert isinstance(verdict, Fail)
    assert isinstance(verdict.hint, Message)
    steps, more = verdict.hint.fields["steps"], verdict.hint.fields["more_steps"]
    assert isinstance(steps, int)
    assert isinstance(more, int)
    assert more > steps > FEW
    assert (more - steps) % (MANY - FEW) == 0, "the same number of steps for each number"
    assert verdict.witness == Counterexample(
        {"n": [FEW, MANY]}, f"steps({MANY}) = steps({FEW})", f"steps({FEW}) = {steps}, steps({MANY}) = {more}"
    )
    assert finding.where is not None
    assert finding.where.text == "def add(a, b):"


def test_counts_are_the_same_each_time(runner: ProcessRunner) -> None:
    bodies = [f"return {LOOPED}  # {k}" for k in range(3)]
    witnesses = {str(found("vectorised", body, runner).verdict) for body in bodies}
    assert len(witnesses) == 1


def test_times_are_shown_beside_the_verdict(runner: ProcessRunner) -> None:
    source = "import numpy as np\ndef add_loop(a, b): return np.array([x + y for x, y in zip(a, b)])\n"
    source += "def add_vectorized(a, b): return a + b"
    answer = Answer("x/code", (), Program((Passage("code", source, Origin("answer.py")),)))
    check = vectorised("add_vectorized", beside="add_loop")
    (plot,) = check(answer, Bench(NoReference(), runner)).plots  # type: ignore[arg-type]
    for series in plot.series:
        sizes, seconds = np.array(series.points).T
        assert list(sizes[:3]) == [10.0, 100.0, 1000.0]
        assert np.all(seconds > 0)


SLOW = "import time\ndef add_loop(a, b):\n    time.sleep(0.05)\n    return a\ndef add_vectorized(a, b): return a + b"
NOT_TIMED = rows(
    ("def add_vectorized(a, b): return a + b", 0, "nothing to compare with"),
    ("def add_loop(a, b): return 1 / 0\ndef add_vectorized(a, b): return a + b", 0, "the other one raises"),
    (SLOW, 1, "a slow one is timed on few numbers only"),
)


@pytest.mark.parametrize(("source", "points"), NOT_TIMED)
def test_what_can_not_be_timed_is_not_shown(runner: ProcessRunner, source: str, points: int) -> None:
    answer = Answer("x/code", (), Program((Passage("code", source, Origin("answer.py")),)))
    finding = vectorised("add_vectorized", beside="add_loop")(answer, Bench(NoReference(), runner))  # type: ignore[arg-type]
    assert outcome(finding) == "pass"
    assert [len(plot.series[0].points) for plot in finding.plots] == [points] * bool(points)
