"""How long somebody waits who uses a command for the first time, and the next time."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final

from benchmarks.peers.machine import ROOT, Data, Used, floor, ours, spread, watched
from benchmarks.peers.targets import Target, shown, table

TITLE: Final = "Start-up"
ROUNDS: Final = {"full": 7, "quick": 2}
TIME_OUT: Final = 120.0
ANSWER: Final = r"""# Exercise 2

b. With $L(w) = \|y - Xw\|^2$ the gradient is

$$\nabla_w L = -2X^\top y + 2X^\top X w$$

c. Setting it to zero gives $X^\top X w = X^\top y$, hence $w = (X^\top X)^{-1} X^\top y$ if $X^\top X$ is invertible.
"""
WANTED: Final = {"`grader --help`": 0.3, "`grader check answer.md`": 1.0, "`pytest exercises/`": 5.0}


def measure(mode: str) -> Data:
    """The commands in turn, round by round, each in a checkout; ``first`` is in a fresh one, without compiled files."""
    before = floor()
    rows: dict[str, list[float]] = {}
    for round_ in range(ROUNDS[mode]):
        with tempfile.TemporaryDirectory(prefix="startup-") as room:
            checkout = fresh_checkout(Path(room) / "grader")
            (checkout / "answer.md").write_text(ANSWER)
            for turn in ("first", "again"):
                for name, command in commands(checkout).items():
                    used = command()
                    if used.status not in (0, 1, 2):  # 1, 2: something failed, or awaits a marker
                        raise RuntimeError(f"{name}: {used.status}: {used.output[-1000:]}")
                    if turn == "again" or round_ < 3:
                        rows.setdefault(f"{name}, {turn}", []).append(used.wall)
    return {"rows": rows, "floor_ms": [before, floor()]}


def commands(checkout: Path) -> dict[str, Callable[[], Used]]:
    """What is timed, by its name."""
    environment = {**os.environ, "PYTHONPATH": str(checkout)}
    pytest = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "exercises/"]
    lines = {
        "`grader --help`": ours("--help"),
        "`grader check answer.md`": ours("check", "answer.md"),
        "`pytest exercises/`": pytest,
    }
    return {name: partial(watched, line, checkout, TIME_OUT, environment, memory=False) for name, line in lines.items()}


def fresh_checkout(folder: Path) -> Path:
    """The files that git knows, as they are now, in a folder of their own; raises without git."""
    listed = subprocess.run(["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], cwd=ROOT,
                            capture_output=True, check=True)  # fmt: skip
    for name in filter(None, listed.stdout.decode().split("\0")):
        source, copy = ROOT / name, folder / name
        if source.is_file() and name.split("/")[0] not in ("tests", "benchmarks"):
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source, copy)
    return folder


def targets(data: Data) -> list[Target]:
    """What was wanted of the second use; the first compiles Python's files once."""
    return [
        Target(name, spread(data["rows"][f"{name}, again"])["median"], bound, "s") for name, bound in WANTED.items()
    ]


def render(data: Data) -> list[str]:
    """The section in Markdown."""
    lines = [
        "Each command in a checkout of its own: at its first use there, when Python's files are not compiled yet, and "
        "again. All exercises of the checkout are stubs when pytest runs.",
        "",
        "| | median s | least | most | runs |",
        "|---|---|---|---|---|",
    ]
    for name, values in data["rows"].items():
        one = spread(values)
        figures = [shown(one[key]) for key in ("median", "least", "most", "number")]
        lines.append(f"| {name} | " + " | ".join(figures) + " |")
    return [*lines, "", *table(targets(data))]
