"""A file for *Import → CSV file* in Moodle's gradebook.

The format is that of "Grade import" (MoodleDocs) and of ``gradeimport_csv_load_data`` in Moodle: a row of headings,
which the person who imports maps to grade items, and a row a student, found by one column that is mapped to the email
address, the ID number or the username. A student whom Moodle does not know stops the whole import, so those without
such an id are left out, and named. A grade above an item's maximum stops it as well.

No grade is written ``-``, as Moodle's own export does: an empty cell of a *new* grade item would be stored as 0.
Where Moodle has a grade already, ``-`` takes it away.
"""

from __future__ import annotations

from grader.gradebook.exports.table import Export, Table, without
from grader.gradebook.grades import csv_text, harmless, number

FILE = "moodle.csv"
NO_GRADE = "-"
# Moodle compares addresses letter by letter, so ids are written as the roster has them.
_IDS = {"email": "Email address", "idnumber": "ID number", "username": "Username"}


def moodle(table: Table) -> Export:
    """``moodle.csv``, its first column the id that most students have."""
    name = max(_IDS, key=lambda name: sum(bool(student.ids.get(name)) for student in table.students))
    known = [student for student in table.students if student.ids.get(name)]
    rows = [[_IDS[name], "Name", *(column.heading for column in table.columns)]]
    remarks = (*table.remarks, *without(table, known, "gradebook.moodle_unknown", column=_IDS[name]))
    for student in known:
        points = table.cells[student.key]
        rows.append([student.ids[name], harmless(student.name or ""), *(_points(some) for some in points)])
    return Export({FILE: csv_text(rows).encode("utf-8", "backslashreplace")}, remarks)


def _points(points: float | None) -> str:
    return NO_GRADE if points is None else number(points)
