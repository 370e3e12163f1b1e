"""``grader feedback``: the pages again, with all marks that were made since."""

from __future__ import annotations

import argparse
import sys
from typing import Any

from grader.cli.books import book_options, existing_book
from grader.cli.common import OK, course_of, course_options, output_options, require_writable, say
from grader.core import Message


def add_to(commands: Any) -> None:
    """The command and its options."""
    feedback = commands.add_parser(
        "feedback",
        parents=[book_options(), course_options(), output_options()],
        help="write results, grades and pages again, with the marks made since",
    )
    feedback.set_defaults(command=_feedback)


def _feedback(args: argparse.Namespace) -> int:
    from grader.cli.outputs import class_of, write_outputs

    course = course_of(args)
    require_writable(args.out)
    with existing_book(args) as book:
        members = class_of(book, course)
        names = write_outputs(args.out, book, course, members, args.lang or "en")
    say(Message("doors.written", {"path": str(args.out), "names": ", ".join(names)}), args.lang, sys.stdout)
    return OK
