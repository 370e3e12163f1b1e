"""The gradebook that a command works on."""

from __future__ import annotations

import argparse
import getpass
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from grader.cli.common import Parser, WrongUsage
from grader.core import Message

if TYPE_CHECKING:
    from grader.gradebook.book import Gradebook

MARKS = Path("marks")


def book_options() -> Parser:
    """Where the gradebook is."""
    options = Parser(add_help=False)
    help_ = "the folder that the class was graded into (default: marks)"
    options.add_argument("--out", type=Path, default=MARKS, metavar="DIR", help=help_)
    options.add_argument("--database", metavar="URL", help="the gradebook, if it is not in that folder")
    return options


def marker_options() -> Parser:
    """Who decides."""
    options = Parser(add_help=False)
    help_ = "who marks (default: the name of your account)"
    options.add_argument("--marker", default=_user(), metavar="NAME", help=help_)
    return options


def _user() -> str:
    try:
        return os.environ.get("GRADER_MARKER") or getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "marker"


@contextmanager
def existing_book(args: argparse.Namespace) -> Iterator[Gradebook]:
    """The gradebook of an earlier run. Raises :class:`WrongUsage` where there is none."""
    from grader.gradebook.book import Gradebook
    from grader.gradebook.database import FILE, url_of

    if args.database is None and not (args.out / FILE).is_file():
        raise WrongUsage(Message("book.none_here", {"path": str(args.out)}))
    book = Gradebook.open(args.database or url_of(args.out))
    try:
        yield book
    finally:
        book.close()


@contextmanager
def book_for(out: Path | None, database: str | None) -> Iterator[Gradebook]:
    """The gradebook of a run: by URL, in the folder, or only until the command ends."""
    from grader.gradebook.book import Gradebook
    from grader.gradebook.database import IN_MEMORY, url_of

    book = Gradebook.open(database or (IN_MEMORY if out is None else url_of(out)))
    try:
        yield book
    finally:
        book.close()
