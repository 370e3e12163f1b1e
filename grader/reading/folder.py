"""The files of a hand-in: one file, or all that a folder holds, in name order.

Links are not followed out of the folder, hidden files and Jupyter's checkpoints are skipped, and what cannot be read
as an answer (pictures, PDFs, archives) is named.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from grader.core import Message, Unplaced
from grader.reading.document import refused

SUFFIXES = (".ipynb", ".md", ".markdown", ".py", ".txt")
#: Files over these sizes (bytes) are refused by name. Notebooks hold pictures in their outputs, which are not read.
MAX_TEXT_BYTES = 4_000_000
MAX_NOTEBOOK_BYTES = 64_000_000
MAX_DEPTH = 16
MAX_FILES = 500
_MAX_ENTRIES = 20_000

_SKIPPED_FOLDERS = frozenset({"__pycache__", "__MACOSX", "node_modules", "site-packages", "venv"})
_SKIPPED_FILES = frozenset(
    {
        "requirements.txt",
        "constraints.txt",
        "license.txt",
        "license.md",
        "conftest.py",
        "__init__.py",
        "timestamp.txt",  # when nbgrader took it in
    }
)
# What a course folder has besides the stubs, if a student hands in a copy of it.
_OF_THE_COURSE = frozenset({"readme.md", "exercise.py"})
# Data and settings are no answers; whatever else cannot be read is named.
_NO_ANSWER = frozenset(
    [
        ".csv",
        ".tsv",
        ".json",
        ".npy",
        ".npz",
        ".pt",
        ".pth",
        ".pkl",
        ".parquet",
        ".h5",
        ".toml",
        ".yaml",
        ".yml",
        ".cfg",
        ".ini",
        ".lock",
        ".pyc",
        ".log",
        ".sh",
        ".bat",
        ".db",
        ".gitignore",
    ]
)


@dataclass(slots=True)
class Listing:
    """The files to read, by name relative to the hand-in, and what was left out for a reason."""

    files: list[tuple[str, Path]] = field(default_factory=list)
    unplaced: list[Unplaced] = field(default_factory=list)


def listing(path: Path, *, of_the_course: bool = False) -> Listing:
    """The files of a hand-in. A single file has its own name. ``of_the_course``: the task's own files too."""
    found = Listing()
    name = shown(path.name or str(path))
    try:
        mode = path.stat().st_mode
    except (OSError, ValueError) as error:
        found.unplaced.append(refused(name, "reading.no_such_file", error=type(error).__name__))
        return found
    if stat.S_ISREG(mode):
        _sort_in(found, name, path, alone=True)
    elif stat.S_ISDIR(mode):
        _walk(found, path, of_the_course)
    else:
        found.unplaced.append(refused(name, "reading.not_a_file"))
    return found


def _walk(found: Listing, root: Path, of_the_course: bool) -> None:
    inside = root.resolve()
    for name, path in sorted(_entries(found, root), key=lambda entry: entry[0]):
        if len(found.files) >= MAX_FILES:
            found.unplaced.append(refused(name, "reading.too_many_files", limit=MAX_FILES))
            return
        if path.is_symlink() and not _is_within(path, inside):
            found.unplaced.append(Unplaced(name, Message("reading.link_outside", {"file": name})))
        elif not path.is_file():
            found.unplaced.append(Unplaced(name, Message("reading.not_a_file", {"file": name})))
        elif of_the_course or not _of_the_course(path):
            _sort_in(found, name, path)


def _entries(found: Listing, root: Path) -> Iterator[tuple[str, Path]]:
    """Name and path of everything in a folder that is no folder itself."""
    waiting = [(root, 0)]
    count = 0
    while waiting:
        folder, depth = waiting.pop()
        here = shown(folder.relative_to(root).as_posix())
        if depth > MAX_DEPTH:
            found.unplaced.append(refused(here, "reading.too_deep", limit=MAX_DEPTH))
            continue
        try:
            entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
        except OSError as error:
            found.unplaced.append(refused(here, "reading.cannot_open", error=type(error).__name__))
            continue
        for entry in entries:
            count += 1
            if count > _MAX_ENTRIES:
                found.unplaced.append(refused(here, "reading.too_many_files", limit=_MAX_ENTRIES))
                return
            if entry.name.startswith(".") or entry.name in _SKIPPED_FOLDERS or entry.name.lower() in _SKIPPED_FILES:
                continue
            if entry.is_dir(follow_symlinks=False):
                waiting.append((Path(entry.path), depth + 1))
            else:
                yield shown(Path(entry.path).relative_to(root).as_posix()), Path(entry.path)


def _sort_in(found: Listing, name: str, path: Path, *, alone: bool = False) -> None:
    suffix = PurePosixPath(name).suffix.lower()
    if suffix in SUFFIXES:
        found.files.append((name, path))
    elif alone or suffix not in _NO_ANSWER:
        found.unplaced.append(refused(name, "reading.not_readable"))


def _of_the_course(path: Path) -> bool:
    """The task and its declaration in a copy of the course's folder, which a student does not write."""
    if path.name.lower() not in _OF_THE_COURSE:
        return False
    return any((path.parent / name).exists() for name in ("answer.md", "answer.py"))


def _is_within(path: Path, root: Path) -> bool:
    try:
        return path.resolve().is_relative_to(root)
    except (OSError, RuntimeError):  # a link to itself
        return False


def load(path: Path, limit: int, name: str) -> bytes | Message:
    """The bytes of a file, or why they are not read."""
    try:
        with path.open("rb") as stream:
            data = stream.read(limit + 1)
    except OSError as error:
        return Message("reading.cannot_open", {"file": name, "error": type(error).__name__})
    if len(data) > limit:
        return Message("reading.too_big", {"file": name, "limit_mb": limit // 1_000_000})
    return data


def shown(name: str) -> str:
    """A file name that can be printed, whatever its bytes were."""
    return os.fsencode(name).decode("utf-8", "replace")
