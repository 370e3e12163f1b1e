"""A class in which every third submission is hostile is graded in full, and the honest have full marks."""

from __future__ import annotations

import json
from pathlib import Path
from textwrap import dedent

import pytest

from grader.batch.folder import find_class
from grader.batch.schedule import grade_class
from grader.batch.worker import Graded, Setting, Task
from grader.course import find_course

HONEST = "def half(x):\n    return x / 2"
HOSTILE = {
    "leaves": "import os\nos._exit(0)",
    "kills": "import os\nos.kill(-1, 9)\nos.kill(0, 9)\nos.kill(os.getppid(), 9)",
    "breaks the line": "import os\nos.closerange(0, 300)",
    "sends garbage": "import os\nfor n in range(3, 30):\n    try: os.write(n, b'\\xff' * 99)\n    except OSError: pass",
    "poisons": "import builtins, numpy\nbuiltins.float = numpy.float64 = None\nnumpy.allclose = lambda *_: True",
    "takes memory": "x = bytearray(10**11)",
    "crashes": "import ctypes\nctypes.string_at(0)",
    "is no notebook": "",
}


def _notebook(*cells: str) -> str:
    made = [
        {"cell_type": "code", "metadata": {"grader": {"part": "line/mean/code"}}, "source": dedent(cell), "outputs": []}
        for cell in cells
    ]
    return json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": made})


@pytest.fixture
def mixed(course_folder: Path) -> Path:
    """Two honest students, then one who is not, and so on; the hostile one's function is wrong as well."""
    folder = course_folder / "class"
    folder.mkdir()
    for number, code in enumerate(HOSTILE.values()):
        for place in (0, 1):
            (folder / f"s{3 * number + place:02}.ipynb").write_text(_notebook(HONEST, f"# {number} {place}"))
        evil = _notebook("def half(x):\n    return x", code) if code else '{"cells": [{"cell_type": "code", "sour'
        (folder / f"s{3 * number + 2:02}.ipynb").write_text(evil)
    return folder


def test_a_class_with_hostile_submissions(course_folder: Path, mixed: Path) -> None:
    course = find_course(course_folder)
    students = find_class(mixed).hand_ins
    graded: list[Graded] = []
    tasks = [Task(item.student, item.paths, ("line/mean", "")) for item in students]
    setting = Setting(course.folder, course.solutions)
    assert grade_class(tasks, setting, course, n_workers=2, on_done=graded.append, seconds=120.0)
    points = {
        one.student: kept.points
        for one in graded
        for grading in one.gradings
        for kept in grading.results
        if kept.part == "line/mean/code"
    }
    assert len(points) == len(students) == 3 * len(HOSTILE)
    for place, student in enumerate(sorted(points)):
        expected = 0.0 if place % 3 == 2 else points[student].of
        assert points[student].earned == expected, student
        assert points[student].pending == 0.0, student
