"""The grades as one table a class, for spreadsheets (CSV) and for programs (JSON)."""

from __future__ import annotations

import json

from grader.gradebook.exports.table import Export, Table
from grader.gradebook.grades import csv_text, harmless, number


def plain_csv(table: Table) -> Export:
    """``gradebook.csv``: a row a student, blanks for what is pending, and the points to be had in the second row.

    It begins with a byte-order mark, without which Excel takes UTF-8 for something else.
    """
    rows: list[list[str]] = [
        ["student", "name", *(harmless(column.heading) for column in table.columns)],
        ["", "", *(number(column.of) for column in table.columns)],
    ]
    for student in table.students:
        cells = ["" if points is None else number(points) for points in table.cells[student.key]]
        rows.append([harmless(student.key), harmless(student.name or ""), *cells])
    return Export({"gradebook.csv": csv_text(rows).encode("utf-8-sig", "backslashreplace")}, table.remarks)


def plain_json(table: Table) -> Export:
    """``gradebook.json``: columns, and students with their points by column; null for what is pending."""
    columns = [{"address": column.address, "heading": column.heading, "of": column.of} for column in table.columns]
    addresses = [column.address for column in table.columns]
    students = [
        {
            "student": student.key,
            "name": student.name,
            "ids": dict(student.ids),
            "points": dict(zip(addresses, table.cells[student.key], strict=True)),
        }
        for student in table.students
    ]
    text = json.dumps({"columns": columns, "students": students}, ensure_ascii=False, indent=1) + "\n"
    return Export({"gradebook.json": text.encode("utf-8", "backslashreplace")}, table.remarks)
