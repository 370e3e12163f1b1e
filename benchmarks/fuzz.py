"""Inputs that nobody wrote, by the thousand: does an exception escape, does one take over a second, does memory grow?

    python benchmarks/fuzz.py --count 10000 [--corpus FOLDER] [--seed 0]

A third each is grown from a grammar, drawn from bytes and pieces, and mutated from the tables under ``tests/`` (and
from the texts in the folder, if one is given, a piece as long as a part's answer at a time); half goes through the
comparison of two formulas, half through the study of a derivation. Times are CPU time; what was slow is run twice and
the better time counts. Exits with 1 on any exception and on anything over a second. ``--only 17`` shows one input and
runs it alone.
"""

from __future__ import annotations

import argparse
import json
import resource
import signal
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from types import FrameType

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
sys.path.insert(1, str(Path(__file__).resolve().parent))

from deciding import studying

from grader.maths.compare import compare
from tests.fuzz import damaged, grown

TOO_LONG_S = 1.0
GIVEN_UP_S = 30.0
SLOWEST = 10
PARTS = tuple(
    f"linear_regression/{part}"
    for part in ("optimal_constant/a", "normal_equation/a", "normal_equation/b", "normal_equation/c", "laplace_noise/a")
)
KINDS = ("grown", "noise", "mutated")

#: What is run: two formulas with their declaration, or a part's address and a text.
Input = tuple[str, str, str] | tuple[str, str]


class Hung(BaseException):
    """An input was given up; no ``except Exception`` keeps it."""


@dataclass(slots=True)
class Findings:
    """What came out."""

    failures: dict[str, list[int]] = field(default_factory=dict)  # by where the exception was raised
    times: list[tuple[float, int]] = field(default_factory=list)
    outcomes: Counter[str] = field(default_factory=Counter)
    megabytes: list[tuple[str, float, float]] = field(default_factory=list)

    @property
    def slow(self) -> list[tuple[float, int]]:
        """Seconds and number of what took too long."""
        return [(seconds, at) for seconds, at in self.times if seconds > TOO_LONG_S]


def input_of(seed: int, at: int, texts: Sequence[str]) -> tuple[str, Input]:
    """The kind of an input and itself."""
    random = Random(f"{seed}:{at}")
    kind = KINDS[at % len(KINDS)]
    part = random.choice(PARTS)
    if at // len(KINDS) % 2:
        if kind == "grown":
            return kind, (part, grown.derivation(random))
        if kind == "noise":
            return kind, (part, "\n".join(damaged.noise(random) for _ in range(random.choice((1, 3)))))
        return kind, (part, damaged.mutated(random, random.choice(texts), texts))
    if kind == "grown":
        return kind, grown.pair(random)
    formulas = damaged.formulas()
    formula, declared = random.choice(formulas)
    if kind == "noise":
        return kind, (damaged.noise(random), formula, declared)
    return kind, (damaged.mutated(random, formula, [text for text, _ in formulas]), formula, declared)


def run(inputs: Iterator[tuple[int, Input]], total: int, job: Callable[[Input], str]) -> Findings:
    """Run them all."""
    found = Findings()
    marks = {0: "start", total // 2: "middle"}
    for done, (at, given) in enumerate(inputs):
        if done in marks:
            found.megabytes.append((marks[done], *memory()))
        try:
            seconds, outcome = timed(job, given)
            if seconds > TOO_LONG_S:
                seconds = min(seconds, timed(job, given)[0])
            found.outcomes[outcome] += 1
        except Hung:
            seconds = GIVEN_UP_S
        except Exception as error:
            seconds = 0.0
            found.failures.setdefault(place_of(error), []).append(at)
        if seconds > TOO_LONG_S:
            print(f"slow: input {at} took {seconds:.2f} s", flush=True)
        found.times.append((seconds, at))
        if len(found.times) > 50_000:  # all that is reported is kept
            found.times = found.slow + sorted(found.times)[-SLOWEST:]
    found.megabytes.append(("end", *memory()))
    return found


def timed(job: Callable[[Input], str], given: Input) -> tuple[float, str]:
    """CPU seconds and outcome of one run."""
    signal.setitimer(signal.ITIMER_VIRTUAL, GIVEN_UP_S)
    start = time.process_time()
    try:
        outcome = job(given)
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    return time.process_time() - start, outcome


def place_of(error: Exception) -> str:
    """The exception and where in this repository it was raised."""
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if "grader" in Path(frame.filename).parts]
    where = "".join(f"\n    {Path(f.filename).name}:{f.lineno} {f.name}" for f in frames[-3:])
    return f"{type(error).__name__}: {str(error)[:100]}{where}"


def memory() -> tuple[float, float]:
    """Resident now and at its peak, in megabytes; 0 where the system does not tell."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[1])
    except OSError:
        return 0.0, peak
    return pages * resource.getpagesize() / 2**20, peak


def job_of() -> Callable[[Input], str]:
    """What judges an input, of either form."""
    study = studying()

    def job(given: Input) -> str:
        if len(given) == 2:
            study({"part": given[0], "text": given[1]})
            return "studied"
        return compare(*given).verdict

    return job


def report(found: Findings, texts: Sequence[str], seed: int) -> None:
    """Print what was found."""
    for place, numbers in sorted(found.failures.items(), key=lambda item: -len(item[1])):
        print(f"\n{len(numbers)} × {place}\n    inputs {numbers[:5]}")
        print("    " + json.dumps(input_of(seed, numbers[0], texts)[1], ensure_ascii=False)[:600])
    print("\nslowest:")
    for seconds, at in sorted(found.times, reverse=True)[:SLOWEST]:
        kind, given = input_of(seed, at, texts)
        print(f"  {seconds:7.3f} s  {at} ({kind}): {json.dumps(given, ensure_ascii=False)[:160]}")
    print("outcomes:", dict(found.outcomes))
    print("memory, now and peak:", ", ".join(f"{w} {now:.0f}/{peak:.0f} MB" for w, now, peak in found.megabytes))
    print(f"exceptions: {sum(map(len, found.failures.values()))}, over {TOO_LONG_S:g} s: {len(found.slow)}")


def hung(_: int, __: FrameType | None) -> None:
    """The timer ran out."""
    raise Hung


def main() -> int:
    """Run the inputs and report."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=3_000)
    parser.add_argument("--first", type=int, default=0, help="number of the first input, to run in pieces")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--corpus", type=Path, help="a folder of texts to mutate besides the tables")
    parser.add_argument("--only", type=int, help="show the input of this number and run it alone")
    options = parser.parse_args()
    texts = [*damaged.derivations()]
    if options.corpus:
        files = sorted(options.corpus.rglob("*.md"))
        texts += [piece for file in files for piece in damaged.pieces(file.read_text(encoding="utf-8"))]
    job = job_of()
    if options.only is not None:
        given = input_of(options.seed, options.only, texts)[1]
        print("\n".join(given))
        print(timed(job, given))
        return 0
    signal.signal(signal.SIGVTALRM, hung)
    numbers = range(options.first, options.first + options.count)
    warm = job(("b", "b", "b"))
    assert warm == "equal"
    inputs = ((at, input_of(options.seed, at, texts)[1]) for at in numbers)
    start = time.perf_counter()
    found = run(inputs, options.count, job)
    print(f"{options.count} inputs from {options.first}, {time.perf_counter() - start:.0f} s")
    report(found, texts, options.seed)
    return int(bool(found.failures or found.slow))


if __name__ == "__main__":
    sys.exit(main())
