"""Students and columns: what every export is made of."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from grader.core import Message, Points
from grader.gradebook.grades import Grade
from grader.gradebook.roster import Roster, Student

#: One column for each part, for each exercise, or one for all.
Columns = Literal["parts", "exercises", "total"]
#: What stands where nothing was handed in: a zero, or nothing.
Missing = Literal["zero", "blank"]

TOTAL = "total"
_MAX_NAMED = 12


class ExportError(Exception):
    """The export cannot be made; the message says why and what to do."""

    def __init__(self, message: Message) -> None:
        super().__init__(message.key)
        self.message = message


@dataclass(frozen=True, slots=True)
class Column:
    """A column: the address of a part or an exercise, or ``total``; its heading, and the points to be had in it."""

    address: str
    heading: str
    of: float


@dataclass(frozen=True, slots=True)
class Table:
    """The points of every student in every column; None where they are not known yet.

    ``unsettled`` are the students with anything pending or unknown, in the order of ``students``.
    """

    columns: tuple[Column, ...]
    students: tuple[Student, ...]
    cells: Mapping[str, tuple[float | None, ...]]
    unsettled: tuple[str, ...] = ()
    roster: Roster = field(default_factory=lambda: Roster(()))

    @property
    def remarks(self) -> tuple[Message, ...]:
        """Who has blanks, if anybody."""
        if not self.unsettled:
            return ()
        return (Message("gradebook.left_blank", _counted(self.unsettled)),)


@dataclass(frozen=True, slots=True)
class Export:
    """Files by name, and what the person who exports them must know."""

    files: Mapping[str, bytes]
    remarks: tuple[Message, ...] = ()

    def write(self, folder: Path) -> None:
        """Write the files into a folder, each in full or not at all. Raises OSError."""
        folder.mkdir(parents=True, exist_ok=True)
        for name, data in self.files.items():
            unfinished = folder / f".{name}.unfinished"
            unfinished.write_bytes(data)
            os.replace(unfinished, folder / name)


def complete(
    grades: Iterable[Grade], roster: Roster, parts: Mapping[str, float], *, doubtful: Collection[str] = ()
) -> list[Grade]:
    """The grades with a row for every student of the roster in every part (by address, with its points).

    Who has no row handed in nothing, except students of whom that is in doubt: they get no row, and so blanks.
    """
    rows = list(grades)
    have = {(grade.student, grade.part) for grade in rows}
    for student in roster.students:
        if student.key not in doubtful:
            rows += [
                Grade(student.key, part, Points(0.0, 0.0, of), "missing")
                for part, of in parts.items()
                if (student.key, part) not in have
            ]
    return rows


def table(
    grades: Iterable[Grade],
    roster: Roster | None = None,
    *,
    columns: Columns = "total",
    missing: Missing = "zero",
    names: Mapping[str, str] | None = None,
) -> Table:
    """The table of a class, its students in the roster's order and then by name.

    A cell with anything pending in it, or with a part of which nothing is known, is None; so is one in which nothing
    was handed in, if ``missing`` is ``blank``. ``names`` gives headings by address (or by ``total``), such as the
    ``Homework 1 (12345)`` by which Canvas knows an assignment. Raises :class:`ExportError`.
    """
    by_student: dict[str, dict[str, Grade]] = {}
    of: dict[str, float] = {}
    for grade in grades:
        by_student.setdefault(grade.student, {})[grade.part] = grade
        of[grade.part] = grade.points.of
    if not of:
        raise ExportError(Message("gradebook.no_grades"))
    parts = _parts(of, columns)
    made = tuple(
        Column(address, (names or {}).get(address, address), sum(of[part] for part in some))
        for address, some in parts.items()
    )
    _check_headings(made, names or {})
    students = _students(by_student, roster)
    cells = {
        student.key: tuple(_cell(by_student.get(student.key, {}), some, missing) for some in parts.values())
        for student in students
    }
    unsettled = tuple(student.key for student in students if not _is_settled(by_student.get(student.key, {}), of))
    return Table(made, students, cells, unsettled, roster or Roster(()))


def _parts(of: Iterable[str], columns: Columns) -> dict[str, list[str]]:
    """The parts in each column."""
    found: dict[str, list[str]] = {}
    for part in of:
        address = part if columns == "parts" else part.rpartition("/")[0] if columns == "exercises" else TOTAL
        found.setdefault(address, []).append(part)
    return found


def _check_headings(columns: Sequence[Column], names: Mapping[str, str]) -> None:
    known = [column.address for column in columns]
    for address in names:
        if address not in known:
            raise ExportError(Message("gradebook.no_such_column", {"name": address, "known": ", ".join(known)}))
    headings = [column.heading for column in columns]
    for heading in headings:
        if headings.count(heading) > 1 or not heading.strip():
            raise ExportError(Message("gradebook.heading_twice", {"heading": heading}))


def _students(by_student: Mapping[str, object], roster: Roster | None) -> tuple[Student, ...]:
    known = () if roster is None else roster.students
    keys = {student.key for student in known}
    return (*known, *(Student(key) for key in sorted(by_student) if key not in keys))


def _cell(grades: Mapping[str, Grade], parts: Sequence[str], missing: Missing) -> float | None:
    some = [grades.get(part) for part in parts]
    known = [grade for grade in some if grade is not None and grade.points.pending <= 0]
    if len(known) < len(some):
        return None
    if missing == "blank" and all(grade.outcome == "missing" for grade in known):
        return None
    return round(sum(grade.points.earned for grade in known), 6)


def _is_settled(grades: Mapping[str, Grade], parts: Iterable[str]) -> bool:
    return all(part in grades and grades[part].points.pending <= 0 for part in parts)


def without(table: Table, known: Collection[Student], key: str, **fields: str) -> tuple[Message, ...]:
    """The remark that students are left out of a file, if any are."""
    keys = {student.key for student in known}
    left_out = [student.key for student in table.students if student.key not in keys]
    return (Message(key, {**_counted(left_out), **fields}),) if left_out else ()


def _counted(names: Sequence[str]) -> dict[str, str | int]:
    return {"students": len(names), "names": listed(names)}


def listed(names: Sequence[str]) -> str:
    """Some names, and how many more there are."""
    shown = ", ".join(names[:_MAX_NAMED])
    return shown if len(names) <= _MAX_NAMED else f"{shown}, … (+{len(names) - _MAX_NAMED})"
