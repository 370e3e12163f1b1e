"""How long deciding takes, in this process and warm: pairs of formulas, and whole derivations.

    python benchmarks/deciding.py

Prints milliseconds for the pairs (reading included) and the derivations of tests/tables, for derivations of ten lines,
and beside them the time of a fixed loop of plain Python, so that figures from two machines can be compared.
"""

from __future__ import annotations

import json
import runpy
import time
import tomllib
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from grader.checks.task import Task, studied
from grader.core import Answer, Bench, Origin, Passage, Program, Run
from grader.course import find_course
from grader.maths.compare import compare

ROOT = Path(__file__).parents[1]
TASKS = {
    "optimal_constant/a": "SQUARED",
    "optimal_constant/b": "NORMAL",
    "optimal_constant/c": "ABSOLUTE",
    "normal_equation/a": "PROBLEM",
    "normal_equation/b": "GRADIENT",
    "normal_equation/c": "SOLUTION",
    "laplace_noise/a": "LIKELIHOOD",
    "laplace_noise/c": "LIKELIHOOD",
}


class NoRunner:
    """Derivations run no code."""

    def run(self, program: Program) -> Run:
        """Never called."""
        raise AssertionError(program)


def main() -> None:
    """Print the figures."""
    print(f"{'':28}{'number':>8}{'median':>9}{'p95':>9}{'p99':>9}   ms")
    show("plain Python, 10^5 turns", times(lambda _: sum(range(100_000)), range(50)))
    pairs = [*table("pairs"), *table("pairs_wild")]
    show("all pairs", times(lambda pair: compare(pair["a"], pair["b"], pair["declare"]), pairs))
    for name, wanted in (("equal pairs", True), ("different pairs", False)):
        rows = [pair for pair in pairs if pair["equal"] is wanted]
        show(name, times(lambda pair: compare(pair["a"], pair["b"], pair["declare"]), rows))
    study = studying()
    derivations = [row for name in ("derivations", "derivations_wild") for row in table(name)]
    for name, verdict in (("right derivations", "pass"), ("wrong derivations", "fail")):
        show(name, times(study, [row for row in derivations if row["verdict"] == verdict]))
    ten_lines = tomllib.loads((ROOT / "benchmarks/ten_lines.toml").read_text(encoding="utf-8"))["derivation"]
    show("derivations of ten lines", times(study, ten_lines * 5))


def table(name: str) -> list[dict[str, Any]]:
    """The rows of a table under tests/tables."""
    rows: list[dict[str, Any]] = json.loads((ROOT / f"tests/tables/{name}.json").read_text(encoding="utf-8"))
    return rows


def times(job: Callable[..., object], rows: Iterable[object]) -> list[float]:
    """Milliseconds of each, after one round to warm up."""
    rows = list(rows)
    for row in rows:
        job(row)
    found = []
    for row in rows:
        start = time.perf_counter()
        job(row)
        found.append(1e3 * (time.perf_counter() - start))
    return sorted(found)


def show(name: str, sorted_times: list[float]) -> None:
    """One line of the table."""
    count = len(sorted_times)
    marks = [sorted_times[min(int(count * q), count - 1)] for q in (0.5, 0.95, 0.99)]
    print(f"{name:28}{count:8}" + "".join(f"{mark:9.2f}" for mark in marks))


def studying() -> Callable[[dict[str, str]], object]:
    """What reads and judges a row of the table of derivations; references are read once."""
    course = find_course(ROOT)
    benches: dict[str, Bench] = {}
    tasks: dict[str, Task] = {}
    for exercise in course.exercises:
        module = runpy.run_path(str(course.folder_of(exercise) / "exercise.py"))
        section, _, name = exercise.address.partition("/")
        for part, task in TASKS.items():
            if part.startswith(f"{name}/"):
                tasks[f"{section}/{part}"] = module[task]
                benches[f"{section}/{part}"] = Bench(course.reference(exercise), NoRunner())

    def study(row: dict[str, str]) -> object:
        bench = benches[row["part"]]
        for key in [key for key in bench.memory if isinstance(key, tuple) and key[0] == "study"]:
            del bench.memory[key]
        answer = Answer(row["part"], (Passage("text", row["text"], Origin("answer.md")),))
        return studied(tasks[row["part"]], answer, bench)

    return study


if __name__ == "__main__":
    main()
