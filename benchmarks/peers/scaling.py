"""What a hundred thousand submissions would take, reckoned from the measured classes, for ``docs/scaling.md``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from benchmarks.peers.machine import Data
from benchmarks.peers.scale import marginal, ordinary
from benchmarks.peers.targets import shown

MANY: Final = 100_000
CORES: Final = (2, 16, 64, 256)
BEGIN, END = "<!-- figures: written by benchmarks/bench.py -->", "<!-- end of the figures -->"


def fill(page: Path, results: Data) -> None:
    """Put the tables between the two marks of the page, if classes were measured; raises ValueError without marks."""
    scale = results.get("scale", {}).get("data", {"failed": "not measured"})
    if "failed" in scale:
        return
    text = page.read_text(encoding="utf-8")
    if BEGIN not in text or END not in text:
        raise ValueError(f"{page.name} has no place for the figures")
    between = "\n".join([BEGIN, "", *lines_of(scale, results["scale"]["machine"]), "", END])
    page.write_text(re.sub(f"{re.escape(BEGIN)}.*{re.escape(END)}", lambda _: between, text, flags=re.DOTALL))


def reckoned(scale: Data) -> Data:
    """The quantities that the plan rests on: what a further student costs, and what the one command does of it.

    ``serial`` is what a further student takes where everything is found graded: reading the folder, entering, writing
    pages and files. No number of workers shortens it. ``worker_mb`` is the peak of the largest class by the worker.
    """
    least, *_, most = ordinary(scale)
    more = most["count"] - least["count"]
    each = marginal(scale)
    return {
        "cpu": each["cpu"],
        "serial": (most["again"]["wall"] - least["again"]["wall"]) / more,
        "book_mb": each["book_mb"],
        "files_mb": each["files_mb"],
        "worker_mb": most["first"]["memory_mb"] / scale["workers"],
        "largest": most["count"],
    }


def hours(figures: Mapping[str, float], cores: int) -> float:
    """Hours for all: the computing shared out, or the part of the one command if that takes longer."""
    return MANY * max(figures["cpu"] / cores, figures["serial"]) / 3600


def lines_of(scale: Data, machine: Mapping[str, object]) -> list[str]:
    """The tables in Markdown."""
    figures = reckoned(scale)
    lines = [
        f"Measured on {machine['processor']}, {machine['cores']} cores, up to a class of {figures['largest']:,}:",
        "",
        "| a further submission | |",
        "|---|---|",
        f"| computing, all processes | {shown(1e3 * figures['cpu'])} ms |",
        f"| of it in the one command, whatever the number of workers (at most) | {shown(1e3 * figures['serial'])} ms |",
        f"| gradebook | {shown(1024 * figures['book_mb'])} kB |",
        f"| pages and other files, the gradebook included | {shown(1024 * figures['files_mb'])} kB |",
        f"| memory by the worker, jail included, at the peak | {shown(figures['worker_mb'])} MB |",
        "",
        f"For {MANY:,} submissions that makes:",
        "",
        "| cores | hours | memory of all workers, GB | what decides |",
        "|---|---|---|---|",
    ]
    for cores in CORES:
        bound = "computing" if figures["cpu"] / cores >= figures["serial"] else "the one command"
        memory = cores * figures["worker_mb"] / 1024
        lines.append(f"| {cores} | {shown(hours(figures, cores))} | {shown(memory)} | {bound} |")
    book, files = (MANY * figures[key] / 1024 for key in ("book_mb", "files_mb"))
    return [*lines, "", f"The gradebook would hold {shown(book)} GB, all files {shown(files)} GB."]
