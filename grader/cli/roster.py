"""``grader roster``: who is in the class, and in which language each reads."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from grader.cli.books import MARKS, book_for
from grader.cli.common import OK, output_options, require_writable, say
from grader.core import Message


def add_to(commands: Any) -> None:
    """The command and its options."""
    roster = commands.add_parser("roster", parents=[output_options()], help="say who is in the class")
    roster.add_argument("file", type=Path, metavar="FILE", help="a CSV: student,name,language,… or a system's export")
    roster.add_argument("--out", type=Path, default=MARKS, metavar="DIR", help="the folder of marks (default: marks)")
    roster.add_argument("--database", metavar="URL", help="the gradebook, if it is not in that folder")
    roster.set_defaults(command=_roster)


def _roster(args: argparse.Namespace) -> int:
    from grader.gradebook.roster import read_roster
    from grader.gradebook.students import enrol, roster_of

    read = read_roster(args.file)
    require_writable(args.out)
    with book_for(args.out, args.database) as book:
        enrol(book, read)
        count = len(roster_of(book).students)
    say(Message("book.enrolled", {"count": count}), args.lang, sys.stdout)
    return OK
