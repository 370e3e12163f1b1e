"""``pytest exercises/``: one item a part, and a failure that a student understands."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

NOTEBOOK = {"nbformat": 4, "nbformat_minor": 5, "metadata": {}}


def _pytest(folder: Path, *args: str) -> tuple[int, str]:
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-rs", "-v", "exercises", *args]
    environment = {**os.environ, "COLUMNS": "200", "NO_COLOR": "1"}
    for name in ("PYTEST_XDIST_WORKER", "PYTEST_ADDOPTS"):
        environment.pop(name, None)
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, env=environment, check=False)
    return done.returncode, done.stdout + done.stderr


def _answer(course_folder: Path, text: str | None, code: str | None = None) -> Path:
    folder = course_folder / "exercises" / "line" / "mean"
    if text is not None:
        stub = (folder / "answer.md").read_text(encoding="utf-8")
        (folder / "answer.md").write_text(f"{stub}\n{text}\n", encoding="utf-8")
    if code is not None:
        (folder / "answer.py").write_text(f"# <!-- part: code -->\n{code}", encoding="utf-8")
    return folder


def test_stubs_are_not_started(course_folder: Path) -> None:
    status, out = _pytest(course_folder)
    assert "2 skipped" in out
    assert "line/mean/exercise.py:1: line/mean/a: not started" in out.replace("Skipped: ", "")
    assert status == 0


def test_right_answers_pass(course_folder: Path) -> None:
    _answer(course_folder, "right", "def half(x):\n    return x / 2\n")
    status, out = _pytest(course_folder)
    assert "2 passed" in out
    assert status == 0


def test_a_failure_is_told_to_a_student_not_to_a_programmer(course_folder: Path) -> None:
    _answer(course_folder, "wrong", "def half(x):\n    return x\n")
    status, out = _pytest(course_folder)
    assert status == 1
    assert "2 failed" in out
    assert "line/mean/a: partly right · 1 of 3 points" in out
    assert "Put in b = 1: yours gives 2, expected is 1." in out
    assert "answer.md, line 8:" in out
    for word in ("Traceback", "grader/", "PartFailed", "def runtest", "Error"):
        assert word not in out.partition("FAILURES")[2].partition("short test summary")[0]


def test_what_a_marker_decides_is_skipped_with_its_reason(course_folder: Path) -> None:
    _answer(course_folder, "unsure")
    status, out = _pytest(course_folder)
    assert status == 0
    assert "2 skipped" in out
    assert "awaits a marker: the words are unclear" in out


def test_a_fault_of_ours_says_so(course_folder: Path) -> None:
    _answer(course_folder, "boom")
    status, out = _pytest(course_folder)
    assert status == 1
    assert "no points are lost, please tell the course staff: ZeroDivisionError" in out


def test_the_sections_notebook_counts_where_it_is_filled_in(course_folder: Path) -> None:
    cell = {"cell_type": "markdown", "id": "a", "metadata": {"grader": {"part": "line/mean/a"}}, "source": "wrong"}
    notebook = course_folder / "exercises" / "line" / "line.ipynb"
    notebook.write_text(json.dumps({**NOTEBOOK, "cells": [cell]}))
    status, out = _pytest(course_folder)
    assert status == 1
    assert "1 failed, 1 skipped" in out
    assert "line.ipynb, cell 1, line 1:" in out


def test_an_exercise_that_does_not_load_is_an_error_without_a_traceback(course_folder: Path) -> None:
    folder = _answer(course_folder, None)
    (folder / "exercise.py").write_text("EXERCISE = 1 / 0\n")
    status, out = _pytest(course_folder)
    assert status == 2
    assert "does not load: ZeroDivisionError" in out
    assert "Traceback" not in out


@pytest.mark.parametrize("source", ["x = 1\n", "# an EXERCISE in words only\n"])
def test_other_files_named_exercise_are_left_alone(course_folder: Path, source: str) -> None:
    folder = _answer(course_folder, None)
    (folder / "exercise.py").write_text(source)
    assert _pytest(course_folder)[0] == 5, "nothing was collected"


def test_one_part_can_be_asked_for_alone(course_folder: Path) -> None:
    _answer(course_folder, "right", "def half(x):\n    return 0\n")
    status, out = _pytest(course_folder, "-k", "code")
    assert status == 1
    assert "1 failed, 1 deselected" in out
