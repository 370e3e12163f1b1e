"""The students of a gradebook: who handed in, and who is enrolled."""

from __future__ import annotations

from typing import cast

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from grader.core import Language
from grader.gradebook.book import Gradebook, now
from grader.gradebook.roster import Roster, Student, System
from grader.gradebook.tables import RosterRow, StudentRow


def enrol(book: Gradebook, roster: Roster) -> None:
    """Take over a roster: who is on it is enrolled, under what it says of them, and who is not is no longer."""
    with book.writing() as session:
        session.add(RosterRow(read=now(), system=roster.system, columns=list(roster.columns)))
        session.execute(update(StudentRow).values(enrolled=False))
        for student in roster.students:
            row = row_of(session, student.key)
            row.name, row.language, row.ids, row.enrolled = student.name, student.language, dict(student.ids), True


def roster_of(book: Gradebook) -> Roster:
    """Who is enrolled, by key, with what was read last; nobody if nothing was."""
    with book.reading() as session:
        last = session.scalar(select(RosterRow).order_by(RosterRow.id.desc()).limit(1))
        rows = session.scalars(select(StudentRow).where(StudentRow.enrolled))
        students = tuple(sorted((student_of(row) for row in rows), key=lambda student: student.key))
        if last is None:
            return Roster(students)
        return Roster(students, cast(System, last.system), tuple(last.columns))


def everybody(book: Gradebook) -> list[str]:
    """All students that were ever entered, by key."""
    with book.reading() as session:
        return sorted(session.scalars(select(StudentRow.key)))


def row_of(session: Session, key: str) -> StudentRow:
    """The student's row, added if there is none."""
    row = session.scalar(select(StudentRow).where(StudentRow.key == key))
    if row is None:
        row = StudentRow(key=key, name=None, language=None, ids={}, enrolled=False)
        session.add(row)
        session.flush()
    return row


def student_of(row: StudentRow) -> Student:
    """What a row says of a student."""
    language: Language | None = "zh" if row.language == "zh" else "en" if row.language == "en" else None
    return Student(row.key, row.name, language, row.ids)
