"""Whole derivations, line by line: the grader alone, as nothing else reads them. And the slowest inputs known."""

from __future__ import annotations

import time
import tomllib
from collections.abc import Callable, Iterator
from functools import partial
from typing import Final

from benchmarks.deciding import studying
from benchmarks.peers.machine import ROOT, Data, floor, quantile
from benchmarks.peers.targets import Target, shown, table
from grader.core import Broken, Link, Message
from grader.maths.compare import MOST_WORK, compare

TITLE: Final = "Whole derivations"
ROUNDS: Final = {"full": 40, "quick": 4}  # of the derivations of ten lines
REWRITTEN: Final = {"full": 200, "quick": 20}
SOLUTION: Final = "linear_regression/normal_equation/c"

#: What should take long, of a stranger's making: an attack on a bound each; declarations as for the pairs.
COSTLY_PAIRS: Final = (
    ("a tower of powers", "9^{9^{9^{9^{9}}}}", "1", ""),
    ("a thousand brackets", "(" * 1000 + "a" + ")" * 1000, "a", "a"),
    ("a sum of two thousand terms", "+".join(f"a^{{{k}}}" for k in range(2000)), "a", "a"),
    ("sums nested eight deep", r"\sum_{i=1}^n" * 8 + " x_i", r"n^7\sum_{i=1}^n x_i", "x: n"),
    ("a high power of a sum", r"\left(\sum_{i=1}^n x_i\right)^{500}", r"\sum_{i=1}^n x_i^{500}", "x: n"),
    ("a long product of matrices", "A" * 300, "A^{299}", "A: d*d"),
    ("sixty inverses", "A^{-1}" + "".join(f"(A+{k}I)^{{-1}}" for k in range(1, 60)), "A", "A: d*d"),
    ("exponentials in exponentials", r"e^{e^{e^{e^{e^{a}}}}}", r"e^{e^{e^{e^{e^{b}}}}}", "a, b"),
    ("a derivative of high order", r"\frac{d^{40}}{dt^{40}}e^{-t^2}", "0", "t"),
    ("gradients of gradients", r"\nabla_w\|\nabla_w\|\nabla_w\|y-Xw\|^2\|^2\|^2", "w", "X: n*d, y: n, w: d"),
    ("softmax of softmax", r"\ln\sum_{i=1}^n e^{\ln\sum_{j=1}^n e^{x_ix_j}}", r"\sum_{i=1}^n x_i", "x: n"),
    ("determinants of sums", r"\det(A+B+AB+BA+A^2+B^2)", r"\det(A)\det(B)", "A: d*d, B: d*d"),
    ("a deep fraction", r"\frac{1}{1+" * 150 + "a" + "}" * 150, "a", "a"),
)
COSTLY_TEXTS: Final = (
    ("a chain of three hundred equal steps",
     "$" + " = ".join([rf"\|y-Xw\|^2+{k}-{k}" for k in range(300)]) + "$"),
    ("two hundred lines of the same equation", "$X^\\top X w = X^\\top y$\n\n" * 200),
    ("a thousand formulas in prose", "Hence $w = (X^\\top X)^{-1}X^\\top y$ and " * 1000),
    ("forty inverses in a line", "$w = " + "(X^\\top X)^{-1}X^\\top X" * 40 + "(X^\\top X)^{-1}X^\\top y$"),
    ("fifty definitions, each of the last",
     "Let $v_0 = w$.\n\n" + "".join(f"Let $v_{{{k + 1}}} = 2v_{{{k}}} + w$.\n\n" for k in range(50))),
)  # fmt: skip


def measure(mode: str) -> Data:
    """Times in milliseconds, one after the other in a warm process."""
    before = floor()
    study = studying()
    text = (ROOT / "benchmarks/ten_lines.toml").read_text(encoding="utf-8")
    ten_lines = tomllib.loads(text)["derivation"]
    timed(study, ten_lines)  # warm
    rounds = ten_lines * ROUNDS[mode]
    fresh = list(rewritten(REWRITTEN[mode]))
    costly: list[Data] = []
    for name, a, b, declare in COSTLY_PAIRS:
        costly.append(pushed(name, "pair", partial(decided, a, b, declare)))
    for name, words in COSTLY_TEXTS:
        row = {"part": SOLUTION, "text": words}
        costly.append(pushed(name, "derivation", partial(judged, study, row)))
    return {
        "ten_lines": timed(study, rounds),
        "rewritten": timed(study, fresh),
        "lines": [row["text"].strip().count("\n") + 1 for row in fresh],
        "costly": costly,
        "floor_ms": [before, floor()],
    }


def timed(study: Callable[[dict[str, str]], object], rows: list[dict[str, str]]) -> list[float]:
    """Milliseconds of each."""
    times = []
    for row in rows:
        start = time.perf_counter()
        study(row)
        times.append(1e3 * (time.perf_counter() - start))
    return times


def rewritten(number: int) -> Iterator[dict[str, str]]:
    """Right derivations in notation, order and words of their own, each met for the first time."""
    from tests.generators import rewrites
    from tests.generators.originals import PARTS

    for _, derivation, written in rewrites.cases(list(PARTS), number, 0):
        yield {"part": f"linear_regression/{derivation.part}", "text": written.text}


def pushed(name: str, kind: str, job: Callable[[], str]) -> Data:
    """How long a costly input takes, and how it ends."""
    start = time.perf_counter()
    ends = job()
    return {"name": name, "kind": kind, "ms": 1e3 * (time.perf_counter() - start), "ends": ends}


def decided(a: str, b: str, declare: str) -> str:
    """The verdict on a pair, with the bound that ended it."""
    found = compare(a, b, declare)
    if not isinstance(found.reason, Message):
        return found.verdict
    bound = found.reason.fields.get("bound", found.reason.key.removeprefix("maths."))
    return f"{found.verdict} ({bound})"


def judged(study: Callable[[dict[str, str]], object], row: dict[str, str]) -> str:
    """The verdicts on the steps of a derivation, counted."""
    links: tuple[Link, ...] = getattr(study(row), "links", ())
    names = [type(link.verdict).__name__.lower() for link in links]
    assert Broken.__name__.lower() not in names
    return ", ".join(f"{names.count(name)} {name}" for name in sorted(set(names))) or "no steps"


def targets(data: Data) -> list[Target]:
    """What was wanted."""
    times = data["ten_lines"]
    return [
        Target("ten lines, median", quantile(times, 0.5), 20, "ms"),
        Target("ten lines, 99 in 100", quantile(times, 0.99), 200, "ms"),
    ]


def render(data: Data) -> list[str]:
    """The section in Markdown."""
    lines = data["lines"]
    lines = [
        "Reading, every step and the result, in a warm process. `benchmarks/ten_lines.toml` holds six derivations of "
        f"ten lines, five in English and one in Chinese; the rewritten ones are {len(lines)} right derivations of all "
        f"parts ({min(lines)} to {max(lines)} lines, {sum(lines) / len(lines):.1f} in the mean), each in a notation of "
        "its own and each met once.",
        "",
        "| | number | median ms | p95 | p99 | most |",
        "|---|---|---|---|---|---|",
    ]  # fmt: skip
    for name, key in (("ten lines", "ten_lines"), ("rewritten", "rewritten")):
        times = data[key]
        figures = [shown(quantile(times, q)) for q in (0.5, 0.95, 0.99, 1.0)]
        lines.append(f"| {name} | {len(times)} | " + " | ".join(figures) + " |")
    lines += [
        "",
        "Inputs made to take long, slowest first. Work is counted, not timed: where a bound is met the answer goes to "
        f"a marker. A pair may cost {MOST_WORK:,} units of half a microsecond to one, reading aside; a derivation "
        "800,000, and 100 more by the character up to 2,400,000 in all.",
        "",
        "| | | ms | ends as |",
        "|---|---|---|---|",
    ]
    for row in sorted(data["costly"], key=lambda row: -row["ms"])[:8]:
        lines.append(f"| {row['name']} | {row['kind']} | {shown(row['ms'])} | {row['ends']} |")
    return [*lines, "", *table(targets(data))]
