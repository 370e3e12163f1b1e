"""``grader groups``, ``comment``, ``award``: answers that are mathematically the same, marked as one."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from grader.cli.books import book_options, existing_book, marker_options
from grader.cli.common import OK, WrongUsage, output_options, say
from grader.core import Json, Language, Message

if TYPE_CHECKING:
    from grader.gradebook.groups import Group
    from grader.gradebook.standings import Standing


def add_to(commands: Any) -> None:
    """The commands and their options."""
    listed = commands.add_parser(
        "groups", parents=[book_options(), output_options()], help="answers that are mathematically the same"
    )
    listed.add_argument("--part", metavar="ADDRESS", help="of this part only")
    listed.add_argument("--wrong", action="store_true", help="only those that are not right")
    listed.set_defaults(command=_groups)

    options = [book_options(), marker_options(), output_options()]
    comment = commands.add_parser("comment", parents=options, help="say something to a group of answers")
    comment.add_argument("group", metavar="GROUP", help="its id, from `grader groups`")
    comment.add_argument("text", metavar="TEXT", help="what its students are to read")
    comment.set_defaults(command=_comment)

    award = commands.add_parser("award", parents=options, help="give a group of answers points")
    award.add_argument("group", metavar="GROUP", help="its id, from `grader groups`")
    award.add_argument("points", type=float, metavar="POINTS", help="of the part in all")
    award.add_argument("--reason", default="", metavar="TEXT", help="what its students are to read")
    award.add_argument("--lower", action="store_true", help="also for those who have more")
    award.set_defaults(command=_award)


def _groups(args: argparse.Namespace) -> int:
    from grader.gradebook.standings import groups, standings
    from grader.report.files import json_text
    from grader.report.grouped import group_lines, group_to_json
    from grader.report.terminal import console, show_lines

    lang: Language = args.lang or "en"
    with existing_book(args) as book:
        found = [
            group
            for group in groups(standings(book))
            if group.outcome != "missing"
            and (args.part is None or group.part == args.part)
            and not (args.wrong and group.outcome == "pass")
        ]
    if args.json:
        rows: list[Json] = [group_to_json(group) for group in found]
        print(json_text(rows), end="")
    elif not found:
        say(Message("book.no_groups"), lang)
    else:
        for group in found:
            show_lines(group_lines(group, lang), console())
    return OK


def _comment(args: argparse.Namespace) -> int:
    from grader.cli.marking import note
    from grader.gradebook.marks import Mark
    from grader.gradebook.standings import groups, standings

    with existing_book(args) as book:
        group = group_named(args.group, groups(standings(book)))
        mark = Mark.new(args.marker, "comment", group.part, args.text, group=group.id)
        note(book, mark, args)
    return OK


def _award(args: argparse.Namespace) -> int:
    from grader.cli.marking import note, require_points
    from grader.gradebook.marks import Mark
    from grader.gradebook.standings import groups, standings

    with existing_book(args) as book:
        class_ = standings(book)
        group = group_named(args.group, groups(class_))
        require_points(args.points, group.example.points.of, group.part or "")
        if not args.lower:
            _require_no_loss(args.points, group, class_)
        mark = Mark.new(args.marker, "points", group.part, args.reason, group=group.id, points=args.points)
        note(book, mark, args)
    return OK


def group_named(name: str, found: Sequence[Group]) -> Group:
    """The group of an id, or of the beginning of one. Raises :class:`WrongUsage`."""
    fitting = [group for group in found if group.id == name] or [g for g in found if g.id.startswith(name)]
    if len(fitting) != 1 or not name:
        raise WrongUsage(Message("book.no_such_group", {"group": name}))
    return fitting[0]


def _require_no_loss(points: float, group: Group, class_: Sequence[Standing]) -> None:
    """Points once given are not taken away in passing."""
    more = [
        standing.student.key
        for standing in class_
        for graded in standing.graded
        if graded.kept.group == group.id and graded.points.earned > points
    ]
    if more:
        fields: dict[str, str | int] = {"count": len(more), "points": f"{points:g}", "students": ", ".join(more[:10])}
        raise WrongUsage(Message("book.would_lower", fields))
