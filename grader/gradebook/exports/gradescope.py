"""An autograder for Gradescope that hands out the grades made here.

Gradescope takes in no table of grades. What it does take is an autograder, which writes ``results.json`` for each
submission; the format of both is that of "Autograder Specifications" and "Submission Metadata" (Gradescope Autograder
Documentation). So the export is a zip archive for *Configure Autograder* with the results of all students in it and a
script that puts the right one in place, found by the address of the submitter; it runs nothing of a submission.

A student with anything pending has no results there: Gradescope would add up what is known and show it as the score.
"""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from pathlib import Path
from typing import Literal

from grader.gradebook.exports.table import Export, Table, without
from grader.gradebook.roster import Student

FILE = "gradescope_autograder.zip"
#: When students see the results; Gradescope's own names.
Visibility = Literal["visible", "after_due_date", "after_published", "hidden"]

_SCRIPT = Path(__file__).with_name("gradescope_script.py")
_SETUP = "#!/usr/bin/env bash\ncommand -v python3 || apt-get install -y python3\n"
_LONG_AGO = (1980, 1, 1, 0, 0, 0)  # the same grades make the same archive


def gradescope(table: Table, *, visibility: Visibility = "after_published") -> Export:
    """``gradescope_autograder.zip``, for students with an address and nothing pending; the others are named."""
    files: dict[str, str] = {"setup.sh": _SETUP, "run_autograder": _SCRIPT.read_text(encoding="utf-8")}
    index: dict[str, str] = {}
    known = [student for student in table.students if student.ids.get("email")]
    unsettled = frozenset(table.unsettled)
    for student in known:
        address = student.ids["email"].casefold()
        if student.key not in unsettled and any(points is not None for points in table.cells[student.key]):
            name = f"results/{hashlib.sha256(address.encode()).hexdigest()[:24]}.json"
            index[address] = name
            files[name] = _json(_results(student, table, visibility))
    files["index.json"] = _json(index)
    remarks = (*table.remarks, *without(table, known, "gradebook.gradescope_unknown"))
    return Export({FILE: _archive(files)}, remarks)


def _results(student: Student, table: Table, visibility: Visibility) -> dict[str, object]:
    tests = [
        {
            "name": column.heading,
            "number": str(index),
            "score": round(points, 2),
            "max_score": round(column.of, 2),
            "visibility": visibility,
        }
        for index, (column, points) in enumerate(zip(table.columns, table.cells[student.key], strict=True), start=1)
        if points is not None
    ]
    return {"tests": tests, "stdout_visibility": "hidden"}


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=True, indent=1, sort_keys=True) + "\n"


def _archive(files: dict[str, str]) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in sorted(files.items()):
            info = zipfile.ZipInfo(name, _LONG_AGO)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = (0o755 if name in ("setup.sh", "run_autograder") else 0o644) << 16
            archive.writestr(info, text)
    return data.getvalue()
