"""What it costs to grade a class: time, computing time, memory, the gradebook's size, and how they grow.

    python benchmarks/class_run.py --counts 100 500

For each count a class is made (:mod:`made_class`) and graded by ``grader grade --workers 2`` into a fresh folder, then
once more into the same folder, where everything is found graded. Both are done with hostile submissions, and without
(``ordinary``). The columns:

- ``wall``, ``students/s``: of the command from its start to its end, pages and files included;
- ``cpu``: computing seconds of all its processes, students' included, as seen ten times a second;
- ``memory``: the most that all processes have at one moment, what they share counted once (PSS), and the most that one
  has; looked at twice a second, in MB;
- ``book``, ``files``: MB of ``gradebook.db``, and of everything that was written.

At the end it says by what factor each grew from the smallest class to the largest. Exits with 1 if a run failed.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.made_class import made_class, the_mix, write_class
from grader.jail import watch

ROOT = Path(__file__).resolve().parents[1]
LOOK_EVERY, MEMORY_EVERY = 0.1, 0.5  # seconds
MEGABYTE = 2**20


@dataclass(slots=True)
class Watched:
    """What a tree of processes has used so far; memory in bytes, ``largest`` by the name of the process."""

    cpu: float = 0.0
    memory: int = 0
    largest: tuple[int, str] = (0, "")
    unseen: set[int] = field(default_factory=set)
    _before: float = 0.0

    def look_at_time(self, pids: Sequence[int]) -> None:
        """Add what was used since the last look.

        The time of a child that is dead counts with its parent, if that waited for it; where it did not, the sum falls
        by what was counted already.
        """
        now = watch.cpu_seconds(pids)
        self.cpu += max(0.0, now - self._before)
        self._before = now

    def look_at_memory(self, pids: Iterable[int]) -> None:
        """Take note of the peaks."""
        shares = {}
        for pid in pids:
            share = _proportional(pid)
            if share is None:
                self.unseen.add(pid)
            else:
                shares[pid] = share
        self.memory = max(self.memory, sum(shares.values()))
        if shares:
            pid = max(shares, key=lambda one: shares[one])
            self.largest = max(self.largest, (shares[pid], _name(pid)))


def _proportional(pid: int) -> int | None:
    """The PSS of a process; None if it may not be read, 0 if the process is gone."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except PermissionError:
        return None
    except OSError:
        return 0
    return next((1024 * int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)


def _name(pid: int) -> str:
    """What a process of the grader does, by its command line."""
    try:
        words = Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return "gone"
    if b"spawn_main" in words:
        return "worker"
    return "jail" if b"boot.py" in words else "command"


@dataclass(frozen=True, slots=True)
class Cost:
    """What one run of the command used."""

    count: int
    wall: float
    watched: Watched
    book: int
    files: int
    status: int

    def row(self, name: str) -> str:
        """One row of the table."""
        used = self.watched
        return (
            f"{name:<20}{self.count:>6}{self.wall:>9.1f}{self.count / self.wall:>11.2f}{used.cpu:>9.1f}"
            f"{used.memory / MEGABYTE:>9.0f}{used.largest[0] / MEGABYTE:>9.0f} {f'({used.largest[1]})':<9}"
            f"{self.book / MEGABYTE:>8.1f}{self.files / MEGABYTE:>8.1f}"
        )


HEADING = (
    f"{'':<20}{'class':>6}{'wall s':>9}{'students/s':>11}{'cpu s':>9}"
    f"{'memory':>9}{'largest':>9}{'':<10}{'book':>8}{'files':>8}"
)


def graded(submissions: Path, out: Path, count: int, workers: int) -> Cost:
    """Grade a class, watching."""
    command = [sys.executable, "-m", "grader", "grade", str(submissions), "--out", str(out), "--workers", str(workers)]
    log = out.with_suffix(".log")
    watched = Watched()
    start = time.perf_counter()
    with log.open("a") as told:
        process = subprocess.Popen(command, cwd=ROOT, stdout=told, stderr=told, stdin=subprocess.DEVNULL)
        memory_at = start
        while process.poll() is None:
            pids = list(watch.tree(process.pid))
            watched.look_at_time(pids)
            if time.perf_counter() >= memory_at:
                watched.look_at_memory(pids)
                memory_at = time.perf_counter() + MEMORY_EVERY
            time.sleep(LOOK_EVERY)
    wall = time.perf_counter() - start
    if process.returncode:
        print(f"exit status {process.returncode}: {log}")
        print(log.read_text()[-2000:])
    return Cost(count, wall, watched, _size([out / "gradebook.db"]), _size(out.rglob("*")), process.returncode)


def _size(paths: Iterable[Path]) -> int:
    return sum(path.stat().st_size for path in paths if path.is_file())


def run(count: int, hostile: float, seed: int, workers: int, folder: Path) -> tuple[Cost, Cost]:
    """A class graded, and found graded."""
    name = f"{'hostile' if hostile else 'ordinary'}-{count}"
    made = made_class(count, hostile, 0.01, seed)
    write_class(folder / name, made)
    print(f"\n{name}\n{the_mix(made)}", flush=True)
    first, again = (graded(folder / name, folder / f"marks-{name}", count, workers) for _ in range(2))
    for title, cost in ((name, first), ("  found graded", again)):
        print(f"{HEADING}\n{cost.row(title)}" if cost is first else cost.row(title), flush=True)
    if first.watched.unseen:
        print(f"the memory of {len(first.watched.unseen)} processes could not be read")
    return first, again


def growth(costs: Sequence[Cost]) -> str:
    """By what factor each quantity grew from the smallest class to the largest."""
    least, most = costs[0], costs[-1]
    pairs = {
        "students": (least.count, most.count),
        "wall": (least.wall, most.wall),
        "cpu": (least.watched.cpu, most.watched.cpu),
        "memory": (least.watched.memory, most.watched.memory),
        "book": (least.book, most.book),
    }
    return ", ".join(f"{name} × {after / before:.2f}" for name, (before, after) in pairs.items() if before)


def main() -> int:
    """Grade classes of each size and print what they cost."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--counts", type=int, nargs="+", default=[100, 500])
    parser.add_argument("--hostile", type=float, default=0.1)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--only", choices=("hostile", "ordinary"), help="one of the two mixes")
    parser.add_argument("--keep", type=Path, help="an empty folder for the classes and the marks, which stay there")
    options = parser.parse_args()
    mixes = {"hostile": options.hostile, "ordinary": 0.0}
    status = 0
    with tempfile.TemporaryDirectory(prefix="class-run-") as room:
        folder = options.keep or Path(room)
        folder.mkdir(parents=True, exist_ok=True)
        for name in [options.only] if options.only else mixes:
            print(f"load before: {', '.join(f'{load:.2f}' for load in os.getloadavg())}", flush=True)
            costs = [run(count, mixes[name], options.seed, options.workers, folder) for count in sorted(options.counts)]
            status |= any(cost.status for pair in costs for cost in pair)
            if len(costs) > 1:
                print(f"\n{name}: {growth([first for first, _ in costs])}", flush=True)
    return int(status)


if __name__ == "__main__":
    sys.exit(main())
