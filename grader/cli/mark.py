"""``grader mark``, ``override``, ``undo``: what the grader left open, and what a person knows better."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING, Any

from grader.cli.books import book_options, existing_book, marker_options
from grader.cli.common import INTERRUPTED, MARKER, OK, WrongUsage, output_options, say
from grader.core import Message

if TYPE_CHECKING:
    from grader.gradebook.standings import Graded


def add_to(commands: Any) -> None:
    """The commands and their options."""
    options = [book_options(), marker_options(), output_options()]
    mark = commands.add_parser("mark", parents=options, help="step through what awaits a marker")
    mark.add_argument("--part", metavar="ADDRESS", help="of this part only")
    mark.set_defaults(command=_mark)

    override = commands.add_parser("override", parents=options, help="decide about one student's answer")
    override.add_argument("student", metavar="STUDENT")
    override.add_argument("part", metavar="PART", help="its address, or the end of it: normal_equation/b")
    what = override.add_mutually_exclusive_group(required=True)
    what.add_argument("--pass", dest="passes", action="store_true", default=None, help="the claim is true after all")
    what.add_argument("--fail", dest="passes", action="store_false", help="the claim is false after all")
    what.add_argument("--points", type=float, metavar="POINTS", help="of the part in all")
    what.add_argument("--comment", metavar="TEXT", help="only say something")
    override.add_argument("--claim", type=int, metavar="NUMBER", help="which claim, from 1, of several")
    override.add_argument("--reason", default="", metavar="TEXT", help="what the student is to read")
    override.set_defaults(command=_override)

    undo = commands.add_parser("undo", parents=options, help="take a mark back")
    undo.add_argument("number", nargs="?", type=int, metavar="MARK", help="its number (default: your last one)")
    undo.set_defaults(command=_undo)


def _mark(args: argparse.Namespace) -> int:
    from grader.cli.stepping import Stepping

    with existing_book(args) as book:
        stepping = Stepping(book, args.marker, args.part, args.lang or "en")
        try:
            left = stepping.run()
        except (KeyboardInterrupt, EOFError):  # what was decided is in the gradebook already
            print()
            left = len(stepping.open_groups())
            if left:
                say(Message("book.left_open", {"count": left}), args.lang, sys.stdout)
            return INTERRUPTED
        if stepping.decided:
            say(Message("book.pages_old", {"path": str(args.out)}), args.lang, sys.stdout)
    if left:
        say(Message("book.left_open", {"count": left}), args.lang, sys.stdout)
    return MARKER if left else OK


def _override(args: argparse.Namespace) -> int:
    from grader.cli.marking import graded_in, note, require_points, standing_of
    from grader.gradebook.marks import Mark

    with existing_book(args) as book:
        graded = graded_in(args.part, standing_of(args.student, book))
        part, answer = graded.part, graded.kept.answer
        if args.comment is not None:
            mark = Mark.new(args.marker, "comment", part, args.comment, student=args.student, answer=answer)
        elif args.points is not None:
            require_points(args.points, graded.points.of, part or "")
            mark = Mark.new(
                args.marker, "points", part, args.reason, student=args.student, answer=answer, points=args.points
            )
        else:
            mark = Mark.new(
                args.marker,
                "claim",
                part,
                args.reason,
                student=args.student,
                answer=answer,
                claim=_claim(args.claim, graded),
                passes=args.passes,
            )
        note(book, mark, args)
    return OK


def _claim(number: int | None, graded: Graded) -> str:
    """What the claim of a number says; without a number there must be only one."""
    claims = [claim.says.en for claim in graded.result.claims]
    if number is None and len(claims) == 1:
        return claims[0]
    if number is None or not 1 <= number <= len(claims):
        told = ", ".join(f"{place} {claim}" for place, claim in enumerate(claims, start=1))
        fields: dict[str, str | int] = {"part": graded.part or "", "count": len(claims), "claims": told}
        raise WrongUsage(Message("book.no_such_claim", fields))
    return claims[number - 1]


def _undo(args: argparse.Namespace) -> int:
    from grader.gradebook.decisions import undo
    from grader.report.marked import mark_words

    with existing_book(args) as book:
        mark = undo(book, args.marker, args.number)
    say(Message("book.undone", {"number": mark.id, "what": mark_words(mark)}), args.lang, sys.stdout)
    say(Message("book.pages_old", {"path": str(args.out)}), args.lang, sys.stdout)
    return OK
