"""``grader export``: the grades as a table, or as a file that a school's system takes in."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from grader.cli.books import book_options, existing_book
from grader.cli.common import OK, WrongUsage, output_options, say
from grader.core import Message

if TYPE_CHECKING:
    from grader.gradebook.book import Gradebook
    from grader.gradebook.exports import Table

FORMATS = ("csv", "json", "canvas", "moodle", "gradescope")


def add_to(commands: Any) -> None:
    """The command and its options."""
    export = commands.add_parser(
        "export", parents=[book_options(), output_options()], help="grades for a school's system"
    )
    export.add_argument("format", choices=FORMATS)
    export.add_argument("--to", type=Path, metavar="DIR", help="where to write it (default: DIR of --out)")
    export.add_argument(
        "--columns", choices=("parts", "exercises", "total"), default="total", help="one column for each, or for all"
    )
    export.add_argument(
        "--missing", choices=("zero", "blank"), default="zero", help="what stands where nothing was handed in"
    )
    export.add_argument(
        "--name",
        action="append",
        default=[],
        metavar="ADDRESS=HEADING",
        help='what a column is called there: total="Homework 3 (12345)"',
    )
    export.set_defaults(command=_export)


def _export(args: argparse.Namespace) -> int:
    from grader.gradebook import exports

    makers = {
        "csv": exports.plain_csv,
        "json": exports.plain_json,
        "canvas": exports.canvas,
        "moodle": exports.moodle,
        "gradescope": exports.gradescope,
    }
    with existing_book(args) as book:
        made = makers[args.format](_table(args, book))
    folder = args.to or args.out
    made.write(folder)
    for remark in made.remarks:
        say(remark, args.lang, sys.stdout)
    say(Message("doors.written", {"path": str(folder), "names": ", ".join(made.files)}), args.lang, sys.stdout)
    return OK


def _table(args: argparse.Namespace, book: Gradebook) -> Table:
    from grader.gradebook.exports import complete, table
    from grader.gradebook.runs import last_run
    from grader.gradebook.standings import grades, standings
    from grader.gradebook.students import roster_of

    parts = {item["part"]: float(item["of"]) for item in last_run(book).settings["parts"]}
    class_ = standings(book)
    roster = roster_of(book)
    known = {standing.student.key for standing in class_}
    doubtful = [student.key for student in roster.students if student.key not in known]
    rows = complete(grades(class_, parts), roster, parts, doubtful=doubtful)
    return table(rows, roster, columns=args.columns, missing=args.missing, names=_headings(args.name))


def _headings(given: list[str]) -> dict[str, str]:
    headings = {}
    for item in given:
        address, sign, heading = item.partition("=")
        if not sign or not heading:
            raise WrongUsage(Message("book.bad_name", {"name": item}))
        headings[address] = heading
    return headings
