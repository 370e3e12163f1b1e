"""``grader history``: what became of a student's work, run by run and mark by mark."""

from __future__ import annotations

import argparse
from typing import Any

from grader.cli.books import book_options, existing_book
from grader.cli.common import OK, output_options


def add_to(commands: Any) -> None:
    """The command and its options."""
    history = commands.add_parser(
        "history", parents=[book_options(), output_options()], help="what changed for a student, and why"
    )
    history.add_argument("student", metavar="STUDENT")
    history.set_defaults(command=_history)


def _history(args: argparse.Namespace) -> int:
    from grader.cli.marking import require_student
    from grader.gradebook.history import history
    from grader.report.files import json_text
    from grader.report.marked import history_lines, history_to_json
    from grader.report.terminal import console, show_lines

    with existing_book(args) as book:
        require_student(args.student, book)
        past = history(book, args.student)
    if args.json:
        print(json_text(history_to_json(past, args.lang or "en")), end="")
    else:
        show_lines(history_lines(past, args.lang or "en"), console())
    return OK
