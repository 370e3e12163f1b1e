"""Classes of a hundred to thousands, made from ``examples/class``: time, memory, size of the gradebook, and growth."""

from __future__ import annotations

import os
import tempfile
from itertools import pairwise
from pathlib import Path
from typing import Final

from benchmarks.class_run import MEGABYTE, Cost, graded
from benchmarks.made_class import made_class, the_mix, write_class
from benchmarks.peers.machine import Data, floor
from benchmarks.peers.targets import Target, shown, table

TITLE: Final = "Classes"
COUNTS: Final = {"full": (100, 500, 2000), "quick": (20, 60)}
HOSTILE: Final = {"full": (100,), "quick": (20,)}  # the same with a tenth that attacks and some that never end
WORKERS: Final = 2
CLASS, WITHIN = 500, 60.0  # a class of so many in so many seconds
LINEAR: Final = 1.15  # what a further student of the largest class takes, over one of the class before


def measure(mode: str) -> Data:
    """Each class graded into a fresh folder, then the same command again."""
    before = floor()
    rows = []
    with tempfile.TemporaryDirectory(prefix="scale-") as room:
        plan = [(count, 0.0) for count in COUNTS[mode]] + [(count, 0.1) for count in HOSTILE[mode]]
        for count, hostile in plan:
            folder = Path(room) / f"class-{count}-{hostile}"
            made = made_class(count, hostile, 0.01, 0)
            write_class(folder, made)
            marks = folder.with_name(f"marks-{folder.name}")
            first, again = (graded(folder, marks, count, WORKERS) for _ in range(2))
            rows.append({"count": count, "hostile": hostile, "mix": the_mix(made), "first": plain(first),
                         "again": plain(again)})  # fmt: skip
    return {"rows": rows, "workers": WORKERS, "cores": os.cpu_count(), "floor_ms": [before, floor()]}


def plain(cost: Cost) -> Data:
    """A cost in seconds and megabytes."""
    if cost.status:
        raise RuntimeError(f"a class of {cost.count} ended with {cost.status}")
    return {
        "wall": cost.wall,
        "cpu": cost.watched.cpu,
        "memory_mb": cost.watched.memory / MEGABYTE,
        "largest_mb": cost.watched.largest[0] / MEGABYTE,
        "book_mb": cost.book / MEGABYTE,
        "files_mb": cost.files / MEGABYTE,
    }


def ordinary(data: Data) -> list[Data]:
    """The rows without attacks, smallest first."""
    return sorted((row for row in data["rows"] if not row["hostile"]), key=lambda row: row["count"])


def marginal(data: Data) -> Data:
    """What a further student costs: the difference between the smallest and the largest class, by the student."""
    least, *_, most = ordinary(data)
    more = most["count"] - least["count"]
    keys = ("wall", "cpu", "book_mb", "files_mb", "memory_mb")
    return {key: (most["first"][key] - least["first"][key]) / more for key in keys}


def targets(data: Data) -> list[Target]:
    """A class under a minute, and no more for each of a larger one."""
    rows = ordinary(data)
    steps = [
        (after["first"]["wall"] - before["first"]["wall"]) / (after["count"] - before["count"])
        for before, after in pairwise(rows)
    ]
    found = []
    if len(steps) > 1:
        what = f"seconds of a further student, up to {rows[-1]['count']}, over those up to {rows[-2]['count']}"
        found.append(Target(what, steps[-1] / steps[-2], LINEAR, "×"))
    at_hand = [row for row in rows if row["count"] == CLASS]
    if at_hand:
        found.insert(0, Target(f"a class of {CLASS} on {WORKERS} cores", at_hand[0]["first"]["wall"], WITHIN, "s"))
    return found


def render(data: Data) -> list[str]:
    """The section in Markdown."""
    lines = [
        f"`grader grade` with {data['workers']} workers, from its start to its end, pages and files included; and once "
        "more into the same folder, where everything is found graded. The classes are made from the eighteen examples, "
        "nobody like another, with slips and without. With attacks: a tenth attacks and one in a hundred never ends, "
        "which costs what the limits allow.",
        "",
        "| class | wall s | ms a student | CPU s | peak MB | largest process | gradebook MB | all files MB | again s |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for row in data["rows"]:
        first = row["first"]
        name = f"{row['count']}{', with attacks' if row['hostile'] else ''}"
        figures = [first["wall"], 1e3 * first["wall"] / row["count"], first["cpu"], first["memory_mb"],
                   first["largest_mb"], first["book_mb"], first["files_mb"], row["again"]["wall"]]  # fmt: skip
        lines.append(f"| {name} | " + " | ".join(map(shown, figures)) + " |")
    each = marginal(data)
    lines += [
        "",
        f"A further student costs {shown(1e3 * each['wall'])} ms on the wall, {shown(1e3 * each['cpu'])} ms of "
        f"computing, {shown(1024 * each['book_mb'])} kB of gradebook, {shown(1024 * each['files_mb'])} kB of files and "
        f"{shown(1024 * each['memory_mb'])} kB of memory.",
        "",
        "The mix of the largest:",
        "",
        "```text",
        *ordinary(data)[-1]["mix"].splitlines(),
        "```",
        "",
    ]
    return [*lines, *table(targets(data))]
