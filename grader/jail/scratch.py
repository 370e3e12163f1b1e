"""Removes a folder that a stranger wrote in."""

from __future__ import annotations

import contextlib
import itertools
import os
from collections.abc import Iterator


def remove(folder: str) -> None:
    """Delete a folder and all in it, following no link.

    Subfolders are moved up and emptied one level at a time, so that no depth of nesting and no permission set by their
    writer stands in the way. What still cannot be removed is left.
    """
    mark = os.urandom(8).hex()
    names = (f"{folder}/{mark}-{number}" for number in itertools.count())
    with contextlib.suppress(OSError):
        while _empty_one_level(folder, names):
            pass
    with contextlib.suppress(OSError):
        os.rmdir(folder)


def _empty_one_level(folder: str, names: Iterator[str]) -> bool:
    """Delete the files of a folder and of its subfolders, move up the rest; says whether anything was moved."""
    moved = False
    os.chmod(folder, 0o700)
    for entry in list(os.scandir(folder)):
        with contextlib.suppress(OSError):
            if not entry.is_dir(follow_symlinks=False):
                os.unlink(entry.path)
                continue
            moved |= _move_up(entry.path, names)
            os.rmdir(entry.path)
    return moved


def _move_up(folder: str, names: Iterator[str]) -> bool:
    moved = False
    os.chmod(folder, 0o700)
    for entry in list(os.scandir(folder)):
        if entry.is_dir(follow_symlinks=False):
            os.chmod(entry.path, 0o700)  # a folder is moved only by who may write it
            os.rename(entry.path, next(names))
            moved = True
        else:
            os.unlink(entry.path)
    return moved
