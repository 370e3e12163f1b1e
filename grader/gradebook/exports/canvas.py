"""A file for *Import* in Canvas's gradebook.

The format is that of "How do I import grades in the Gradebook?" (Canvas Instructor Guide), and of ``GradebookImporter``
in canvas-lms, which the guide describes: the columns ``Student, ID, SIS User ID, SIS Login ID, Section`` in this order,
then one for each assignment, called ``Name (id)`` if it is to be an existing one; a row ``Points Possible``, from which
a new assignment takes its points; then a row a student, found by ``ID``, else by the SIS ids. Totals and other columns
that are ``(read only)`` are not written: Canvas computes them.

A blank cell is no grade. Where Canvas has a score already, it shows the blank as a change that would take the score
away, and asks before it does; a column without any difference is left alone.
"""

from __future__ import annotations

from grader.core import Message
from grader.gradebook.exports.table import Export, Table, listed, without
from grader.gradebook.grades import csv_text, harmless, number
from grader.gradebook.roster import Student

FILE = "canvas.csv"
HEADINGS = ("Student", "ID", "SIS User ID", "SIS Login ID", "Section")
_IDS = ("canvas_id", "sis_user_id", "sis_login_id")


def canvas(table: Table) -> Export:
    """``canvas.csv``. Students whom Canvas could not find are left out, and named."""
    known = [student for student in table.students if any(student.ids.get(name) for name in _IDS)]
    rows = [
        [*HEADINGS, *(column.heading for column in table.columns)],
        ["    Points Possible", "", "", "", "", *(number(column.of) for column in table.columns)],
        *(_row(student, table) for student in known),
    ]
    return Export({FILE: csv_text(rows).encode("utf-8", "backslashreplace")}, _remarks(table, known))


def _row(student: Student, table: Table) -> list[str]:
    """Ids must be as Canvas has them; the name is for people to read, since there is an id."""
    ids = [student.ids.get(name, "") for name in (*_IDS, "section")]
    points = table.cells[student.key]
    return [harmless(student.name or student.key), *ids, *("" if some is None else number(some) for some in points)]


def _remarks(table: Table, known: list[Student]) -> tuple[Message, ...]:
    remarks = [*table.remarks, *without(table, known, "gradebook.canvas_unknown")]
    new = [column.heading for column in table.columns if column.heading not in table.roster.columns]
    if new and table.roster.system == "canvas":
        remarks.append(Message("gradebook.canvas_new", {"names": listed(new)}))
    return tuple(remarks)
