"""Marks in the gradebook: adding one, taking one back, and those that stand."""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast

from sqlalchemy import select
from sqlalchemy.orm import Session

from grader.core import Message
from grader.gradebook.book import Gradebook, now
from grader.gradebook.marks import Action, Mark
from grader.gradebook.students import row_of
from grader.gradebook.tables import MarkRow, StudentRow


class NoSuchMark(Exception):
    """There is no mark to take back."""

    def __init__(self, message: Message) -> None:
        super().__init__(message.key)
        self.message = message


def decide(book: Gradebook, marks: Iterable[Mark]) -> list[int]:
    """Add marks, all or none; their numbers. The numbers and times of ``marks`` themselves are not looked at."""
    numbers = []
    with book.writing() as session:
        for mark in marks:
            row = MarkRow(
                made=now(),
                author=mark.author,
                action=mark.action,
                part=mark.part,
                answer_group=mark.group,
                student_id=None if mark.student is None else row_of(session, mark.student).id,
                answer=mark.answer,
                claim=mark.claim,
                passes=mark.passes,
                points=mark.points,
                text=mark.text,
            )
            session.add(row)
            session.flush()
            numbers.append(row.id)
    return numbers


def undo(book: Gradebook, author: str, number: int | None = None) -> Mark:
    """Take a mark back, without a number the author's last one that stands; the mark. Raises :class:`NoSuchMark`."""
    with book.writing() as session:
        standing = all_marks(session)
        own = [mark for mark in standing if (mark.author == author if number is None else mark.id == number)]
        if not own:
            key = "book.nothing_to_undo" if number is None else "book.no_such_mark"
            raise NoSuchMark(Message(key, {"author": author, "number": number or 0}))
        session.add(MarkRow(made=now(), author=author, action="undo", text="", undoes=own[-1].id))
        return own[-1]


def all_marks(session: Session) -> list[Mark]:
    """The marks that stand, oldest first."""
    rows = session.execute(
        select(MarkRow, StudentRow.key).outerjoin(StudentRow, StudentRow.id == MarkRow.student_id).order_by(MarkRow.id)
    )
    every = [(row, student) for row, student in rows]
    undone = {row.undoes for row, _ in every if row.action == "undo"}
    return [mark_of(row, student) for row, student in every if row.action != "undo" and row.id not in undone]


def mark_of(row: MarkRow, student: str | None) -> Mark:
    """The mark of a row."""
    return Mark(
        id=row.id,
        made=row.made,
        author=row.author,
        action=cast(Action, row.action),
        part=row.part,
        text=row.text,
        student=student,
        answer=row.answer,
        group=row.answer_group,
        claim=row.claim,
        passes=row.passes,
        points=row.points,
    )
