"""What the marking commands share: entering a mark and telling it, and the answer that a mark is of."""

from __future__ import annotations

import argparse
import difflib
import sys
from typing import TYPE_CHECKING

from grader.cli.common import WrongUsage, say
from grader.core import Message

if TYPE_CHECKING:
    from grader.gradebook.book import Gradebook
    from grader.gradebook.marks import Mark
    from grader.gradebook.standings import Graded, Standing


def note(book: Gradebook, mark: Mark, args: argparse.Namespace) -> None:
    """Enter a mark, and say so."""
    from grader.gradebook.decisions import decide
    from grader.report.marked import mark_words

    (number,) = decide(book, [mark])
    say(Message("book.marked", {"number": number, "what": mark_words(mark)}), args.lang, sys.stdout)
    say(Message("book.pages_old", {"path": str(args.out)}), args.lang, sys.stdout)


def require_points(points: float, of: float, part: str) -> None:
    """Points are from 0 to what the part is worth."""
    if not 0 <= points <= of:
        raise WrongUsage(Message("book.points_range", {"part": part, "of": f"{of:g}"}))


def standing_of(student: str, book: Gradebook) -> Standing:
    """Where a student stands. Raises :class:`WrongUsage` for one who is not in the class."""
    from grader.gradebook.standings import standings

    require_student(student, book)
    found = standings(book, [student])
    if not found:
        raise WrongUsage(Message("book.not_in_class", {"student": student}))
    return found[0]


def require_student(student: str, book: Gradebook) -> None:
    """Raise :class:`WrongUsage` for a student whom the gradebook has never heard of."""
    from grader.gradebook.students import everybody

    known = everybody(book)
    if student not in known:
        close = ", ".join(difflib.get_close_matches(student, known, cutoff=0.3)) or "–"
        raise WrongUsage(Message("book.no_such_student", {"student": student, "close": close}))


def graded_in(part: str, standing: Standing) -> Graded:
    """A student's result in a part, which may be named by the end of its address. Raises :class:`WrongUsage`."""
    parts = [graded for graded in standing.graded if graded.part is not None]
    fitting = [g for g in parts if g.part == part] or [g for g in parts if f"/{g.part}".endswith(f"/{part}")]
    if len(fitting) != 1:
        known = ", ".join(graded.part or "" for graded in parts)
        raise WrongUsage(Message("book.no_such_part", {"student": standing.student.key, "part": part, "known": known}))
    return fitting[0]
