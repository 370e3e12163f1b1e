"""What a notebook takes in time and memory: the grader with its jail, nbgrader and Otter, on the same notebooks."""

from __future__ import annotations

import tempfile
import time
from contextlib import closing
from pathlib import Path
from typing import Final

from benchmarks.jail import REALISTIC, TRIVIAL
from benchmarks.jail import used as used_by
from benchmarks.peers.classes import PART, POINTS, Cells, Room
from benchmarks.peers.machine import Data, Used, floor, installed, quantile, spread
from benchmarks.peers.targets import Target, shown, table
from grader.course import find_course
from grader.grading import grade_paths
from grader.jail.ladder import try_out
from grader.jail.launch import WARM_AFTER, Zygote
from grader.jail.runner import ProcessRunner

TITLE: Final = "Notebooks"
ROUNDS: Final = {"full": 2, "quick": 1}
CLASSES: Final = {  # a small class and a larger one: what they differ by is the cost of further notebooks
    "grader": {"full": (20, 120), "quick": (5, 25)},
    "nbgrader": {"full": (1, 4), "quick": (1, 2)},
}
ALONE: Final = {"full": 40, "quick": 10}  # notebooks, after as many as the zygote needs to be warm
KINDS: Final = ("trivial", "realistic")
WANTED: Final = {"trivial": 100.0, "realistic": 15.0}  # times as fast as nbgrader
TIME_OUT: Final = 300.0
ANSWER: Final = (
    "def optimal_constant(x):\n    return torch.as_tensor(x).mean().item()\n\n"
    "def optimal_constant_l1(x):\n    return float(np.median(x))  # by student {number}"
)


def cells_of(kind: str, number: int) -> Cells:
    """A notebook that nobody else hands in, right in all that is asked."""
    before = TRIVIAL[:1] if kind == "trivial" else REALISTIC[:-1]
    return (*before, ANSWER.format(number=number))


def measure(mode: str) -> Data:
    """Round by round, one tool after the other, so that all meet the same machine."""
    rows: dict[str, list[Data]] = {}
    before = floor()
    for round_ in range(ROUNDS[mode]):
        for kind in KINDS:
            rows.setdefault(f"{kind}/grader, without pages and gradebook", []).extend(alone(kind, ALONE[mode]))
            small, large = CLASSES["grader"][mode]
            for workers in (1, 2):
                name = f"grader, {workers} worker{'s' * (workers > 1)}"
                for size in (small, large):
                    rows.setdefault(f"{kind}/{name}", []).append(graded(kind, size, round_, workers))
            if installed("nbgrader"):
                for size in CLASSES["nbgrader"][mode]:
                    rows.setdefault(f"{kind}/nbgrader", []).append(autograded(kind, size, round_))
            if installed("otter"):
                rows.setdefault(f"{kind}/otter", []).append(run(kind, round_))
    return {"rows": rows, "floor_ms": [before, floor()]}


def _students(kind: str, size: int, round_: int) -> dict[str, Cells]:
    return {f"s{number:03}": cells_of(kind, 1000 * round_ + number) for number in range(size)}


def alone(kind: str, number: int) -> list[Data]:
    """Notebooks read, run in the jail, called and judged by a process that is warm: one of the workers of a class."""
    with tempfile.TemporaryDirectory(prefix="notebooks-") as folder, closing(Zygote()) as jail:
        room = Room(Path(folder), _students(kind, WARM_AFTER + 2 + number, 0))
        room.prepare(["grader"])
        course = find_course(room.folder)
        try_out(jail)
        runs = []
        for student in room.students:
            before, start = used_by(jail), time.perf_counter()
            with ProcessRunner(jail=jail) as runner:
                paths = [room.folder / "submissions" / student / "homework.ipynb"]
                results = grade_paths(paths, course, runner, student=student)
            wall, cpu = time.perf_counter() - start, used_by(jail) - before
            earned = sum(result.points.earned for result in results if result.part == PART)
            if earned != POINTS:
                raise RuntimeError(f"a right notebook earned {earned}")
            runs.append({"size": 1, "wall": wall, "cpu": cpu, "memory_mb": None})
        return runs[-number:]


def graded(kind: str, size: int, round_: int, workers: int) -> Data:
    """A class through ``grader grade``, all that it writes included."""
    with tempfile.TemporaryDirectory(prefix="notebooks-") as folder:
        room = Room(Path(folder), _students(kind, size, round_))
        room.prepare(["grader"])
        used = room.grade_ours(workers, TIME_OUT)
        return cost(size, used, room.points_ours())


def autograded(kind: str, size: int, round_: int) -> Data:
    """A class through ``nbgrader autograde``."""
    with tempfile.TemporaryDirectory(prefix="notebooks-") as folder:
        room = Room(Path(folder), _students(kind, size, round_))
        room.prepare(["nbgrader"])
        used = room.grade_nbgrader(TIME_OUT, cell_timeout=int(TIME_OUT))
        return cost(size, used, room.points_nbgrader())


def run(kind: str, round_: int) -> Data:
    """One submission through ``otter run``, a process each."""
    with tempfile.TemporaryDirectory(prefix="notebooks-") as folder:
        room = Room(Path(folder), _students(kind, 1, round_))
        room.prepare(["otter"])
        used = room.grade_otter("s000", TIME_OUT)
        return cost(1, used, room.points_otter())


def cost(size: int, used: Used, points: dict[str, float]) -> Data:
    """What a command took for a class; raises if it did not give everybody all points."""
    if used.status or len(points) != size or set(points.values()) != {float(POINTS)}:
        raise RuntimeError(f"not all were graded right: {used.status}, {points}: {used.output[-2000:]}")
    return {"size": size, "wall": used.wall, "cpu": used.cpu, "memory_mb": used.megabytes}


def further(runs: list[Data], key: str) -> list[float]:
    """Seconds of each further notebook, round by round; of a tool that takes one at a time, of one."""
    if all(run["size"] == 1 for run in runs):
        return [run[key] for run in runs]
    pairs = zip(runs[::2], runs[1::2], strict=True)
    return [(large[key] - small[key]) / (large["size"] - small["size"]) for small, large in pairs]


def targets(data: Data) -> list[Target]:
    """How many times as fast as nbgrader, each further notebook by one process."""
    rows = data["rows"]
    found = []
    for kind in KINDS:
        if f"{kind}/nbgrader" in rows:
            theirs, own = (
                quantile(further(rows[f"{kind}/{name}"], "wall"), 0.5) for name in ("nbgrader", "grader, 1 worker")
            )
            found.append(
                Target(f"{kind} notebook, times as fast as nbgrader", theirs / own, WANTED[kind], at_most=False)
            )
    return found


def render(data: Data) -> list[str]:
    """The section in Markdown."""
    lines = [
        "The exercise is `optimal_constant` of this project, four points; for nbgrader and Otter as four hidden tests. "
        "The trivial notebook imports numpy and torch and defines two functions; the realistic one trains a linear "
        "model in torch for 50 steps and draws a figure. Everybody hands in the same but for a comment, is right, and "
        "gets all points from each tool. A further notebook: what a larger class took more than a small one, by the "
        "notebook (Otter starts a process for each). Ours runs every notebook in its jail and writes gradebook and "
        "feedback pages (the first row leaves these out); the others isolate nothing. Memory is that of all processes "
        "at its peak, what they share counted once.",
        "",
    ]  # fmt: skip
    for kind in KINDS:
        lines += [f"**{kind.capitalize()}**", "",
                  "| | classes of | a further notebook, s (least to most) | CPU s | whole command, s a notebook "
                  "| peak MB | × |", "|---|---|---|---|---|---|---|"]  # fmt: skip
        names = [name for name in data["rows"] if name.startswith(f"{kind}/")]
        base = f"{kind}/grader, 1 worker"
        for name in names:
            lines.append(_row(name.partition("/")[2], data["rows"][name], data["rows"][base]))
        lines.append("")
    lines.append(
        "×: how many times the seconds of ours with one worker. The commands: `grader grade submissions --workers 1`, "
        "`nbgrader autograde ps1 --force`, `otter run -a autograder.zip -o results/s homework.ipynb`."
    )
    return [*lines, "", *table(targets(data))]


def _row(name: str, runs: list[Data], ours: list[Data]) -> str:
    wall, cpu = spread(further(runs, "wall")), spread(further(runs, "cpu"))
    sizes = sorted({run["size"] for run in runs})
    largest = [run for run in runs if run["size"] == sizes[-1]]
    whole = quantile([run["wall"] / run["size"] for run in largest], 0.5)
    peaks = [run["memory_mb"] for run in runs if run["memory_mb"] is not None]
    ratio = wall["median"] / quantile(further(ours, "wall"), 0.5)
    return (
        f"| {name} | {', '.join(map(str, sizes))} | {shown(wall['median'])} ({shown(wall['least'])} to "
        f"{shown(wall['most'])}) | {shown(cpu['median'])} | {shown(whole)} "
        f"| {shown(max(peaks, default=None))} | {shown(ratio)} |"
    )
