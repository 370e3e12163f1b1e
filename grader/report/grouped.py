"""Answer groups, on the terminal and as JSON."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from grader.core import Json, Language, Message
from grader.report.lines import Line, printable
from grader.report.words import render

if TYPE_CHECKING:
    from grader.gradebook.groups import Group

NAMED = 12  # students on a line; the JSON has them all


def group_lines(group: Group, lang: Language) -> Iterator[Line]:
    """A group in a few lines: how many, its id, what came of it, an example, who."""
    outcome = render(Message(f"outcome.{group.outcome}"), lang)
    mistake = f" · {group.mistake}" if group.mistake else ""
    part = group.part or group.example.file or ""
    yield Line(f"{len(group.students)} × {group.id}  {printable(part)}  {outcome}{mistake}", group.outcome)
    if group.line is not None:
        yield from (Line(printable(line.strip()), "quote", 1) for line in group.line.text.splitlines()[:4])
    if group.read:
        yield Line(render(Message("doors.read_as", {"read": printable(group.read)}), lang), "", 1)
    yield Line(render(Message("book.students", {"students": named(group.students)}), lang), "", 1)


def named(students: tuple[str, ...]) -> str:
    """"s01, s02, …"."""
    more = ["…"] if len(students) > NAMED else []
    return printable(", ".join([*students[:NAMED], *more]))


def group_to_json(group: Group) -> dict[str, Json]:
    """A group in full."""
    return {
        "group": group.id,
        "part": group.part,
        "outcome": group.outcome,
        "mistake": group.mistake,
        "size": len(group.students),
        "students": list(group.students),
        "example": {
            "student": group.example.student,
            "text": None if group.line is None else group.line.text,
            "read": group.read,
        },
    }
