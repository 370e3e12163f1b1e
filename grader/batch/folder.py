"""Who handed in what: the students of a folder of submissions.

Each student is a folder, ``SUBMISSIONS/<student>/…``, or one file, ``SUBMISSIONS/<student>.ipynb`` (or another
kind that is read).
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from grader.reading.folder import SUFFIXES


@dataclass(frozen=True, slots=True)
class HandIn:
    """One student's folder, or file, or both."""

    student: str
    paths: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class Class:
    """The students in name order, and the names in the folder that are no submission."""

    hand_ins: tuple[HandIn, ...]
    ignored: tuple[str, ...] = ()


def find_class(folder: Path) -> Class:
    """The class in a folder. Hidden names, and a README beside the submissions, are not students."""
    paths: dict[str, list[Path]] = {}
    ignored: list[str] = []
    for path in sorted(folder.iterdir(), key=lambda path: path.name):
        if _hidden(path.name):
            continue
        if path.is_dir():
            paths.setdefault(path.name, []).append(path)
        elif path.suffix.lower() in SUFFIXES and path.stem.upper() != "README":
            paths.setdefault(path.stem, []).append(path)
        else:
            ignored.append(path.name)
    return Class(tuple(HandIn(student, tuple(paths[student])) for student in sorted(paths)), tuple(ignored))


def _hidden(name: str) -> bool:
    return name.startswith((".", "__"))
