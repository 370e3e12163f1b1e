"""What a student handed in, or a course, as bytes that travel to another machine, and as files again there.

A copy is read exactly as the original is: the same files by name and content, the same remarks on what is no answer,
under the same names of the folders around it, which may say whose exercise it is.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from grader.core import Unplaced
from grader.reading.folder import MAX_NOTEBOOK_BYTES, MAX_TEXT_BYTES, Listing, listing

MAX_BYTES = 256_000_000  # of one parcel
_AROUND = 3  # names at the end of a path that reading looks at

Kind = Literal["file", "large", "folder", "pipe", "link inside", "link outside"]


class CannotTravel(Exception):
    """It would not be the same elsewhere."""


@dataclass(frozen=True, slots=True)
class Entry:
    """Something by its name below the path that was packed, empty for the path itself."""

    name: str
    kind: Kind
    data: bytes = b""


@dataclass(frozen=True, slots=True)
class Item:
    """One path: the names at its end, what lies at it, and how reading lists it."""

    names: tuple[str, ...]
    entries: tuple[Entry, ...]
    files: tuple[str, ...]
    unplaced: tuple[Unplaced, ...]


Parcel = tuple[Item, ...]


# --------------------------------------------------------------------------------------------- a submission


def packed(paths: Sequence[Path]) -> Parcel:
    """A student's files and folders. Raises CannotTravel where they are too large."""
    _bound(file for path in paths for _, file in listing(path).files)
    return tuple(_item(path) for path in paths)


def unpacked(parcel: Parcel, folder: Path) -> tuple[Path, ...]:
    """The paths again, in an empty folder. Raises CannotTravel where a copy reads otherwise than the original."""
    return tuple(_copy(item, folder / str(number)) for number, item in enumerate(parcel))


def _item(path: Path) -> Item:
    found = listing(path)
    is_folder = path.is_dir()
    entries = [Entry("", "folder")] if is_folder else []
    entries += [_content(name if is_folder else "", file) for name, file in found.files]
    odd = [item.file if is_folder else "" for item in found.unplaced]
    entries += [entry for name in odd if (entry := _odd(name, path)) is not None]
    names = Path(os.path.abspath(path)).parts[1:][-_AROUND:]
    return Item(names, tuple(entries), *_listed(found))


def _listed(found: Listing) -> tuple[tuple[str, ...], tuple[Unplaced, ...]]:
    return tuple(name for name, _ in found.files), tuple(found.unplaced)


def _content(name: str, file: Path) -> Entry:
    """A file to be read; of one over its limit only that it is."""
    limit = _limit(file.name)
    with file.open("rb") as stream:
        data = stream.read(limit + 1)
    return Entry(name, "file", data) if len(data) <= limit else Entry(name, "large")


def _limit(name: str) -> int:
    return MAX_NOTEBOOK_BYTES if name.lower().endswith(".ipynb") else MAX_TEXT_BYTES


def _odd(name: str, root: Path) -> Entry | None:
    """What is named in the results and not read: its kind is all that matters. None if it is not there."""
    path = root / name
    try:
        mode = path.lstat().st_mode if name else path.stat().st_mode
    except (OSError, ValueError):
        return None
    if stat.S_ISLNK(mode):
        return Entry(name, "link inside" if _is_within(path, root) else "link outside")
    if stat.S_ISDIR(mode):
        return Entry(name, "folder")
    return Entry(name, "file" if stat.S_ISREG(mode) else "pipe")


def _is_within(link: Path, root: Path) -> bool:
    try:
        return link.resolve().is_relative_to(root.resolve())
    except (OSError, RuntimeError):  # a link to itself
        return False


def _copy(item: Item, folder: Path) -> Path:
    path = folder.joinpath(*item.names)
    path.parent.mkdir(parents=True)
    _write(item.entries, path)
    if _listed(listing(path)) != (item.files, item.unplaced):
        raise CannotTravel(f"a copy of {path.name} on another machine reads otherwise; grade it without a cluster")
    return path


# ------------------------------------------------------------------------------------------------- a course


def packed_tree(folder: Path) -> tuple[Entry, ...]:
    """A folder of the course, but for hidden and compiled files. Raises CannotTravel where it is too large."""
    files = sorted(_files(folder))
    _bound(files)
    return tuple(Entry(path.relative_to(folder).as_posix(), "file", path.read_bytes()) for path in files)


def unpacked_tree(entries: Iterable[Entry], folder: Path) -> Path:
    """The folder again, made at a path that is not there yet."""
    folder.mkdir(parents=True)
    _write(entries, folder)
    return folder


def _files(folder: Path) -> Iterator[Path]:
    for path in folder.iterdir():
        if path.name.startswith(".") or path.name == "__pycache__":
            continue
        if path.is_dir() and not path.is_symlink():  # which may lead round in a circle
            yield from _files(path)
        elif path.is_file():
            yield path


# --------------------------------------------------------------------------------------------------- shared


def _bound(files: Iterable[Path]) -> None:
    """Before anything is read."""
    if sum(file.stat().st_size for file in files) > MAX_BYTES:
        raise CannotTravel(f"more than {MAX_BYTES // 1_000_000} MB is not sent to another machine")


def _write(entries: Iterable[Entry], root: Path) -> None:
    """Links come last, so that nothing is written through one."""
    for entry in sorted(entries, key=lambda entry: entry.kind.startswith("link")):
        path = root / entry.name if entry.name else root
        if not path.resolve().is_relative_to(root.resolve()):
            raise CannotTravel(f"{entry.name} leads out of its folder")
        path.parent.mkdir(parents=True, exist_ok=True)
        match entry.kind:
            case "file":
                path.write_bytes(entry.data)
            case "large":
                path.touch()
                os.truncate(path, _limit(path.name) + 1)
            case "folder":
                path.mkdir(parents=True, exist_ok=True)
            case "pipe":
                os.mkfifo(path)
            case "link inside":
                path.symlink_to("nothing.here")
            case "link outside":
                path.symlink_to("/")
