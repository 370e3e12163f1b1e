"""Killed at any moment and started again, a class ends with the grades that it would have had."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TEXTS = ("right", "wrong", "unsure", "right too", "wrong too")


def _class(folder: Path) -> Path:
    """Five students in words, and one in code."""
    folder.mkdir()
    for number, text in enumerate(TEXTS):
        (folder / f"s{number}.md").write_text(f"<!-- part: line/mean/a -->\n{text}\n")
    cell = {
        "cell_type": "code",
        "metadata": {"grader": {"part": "line/mean/code"}},
        "source": "def half(x):\n    return x / 2",
        "outputs": [],
    }
    notebook = {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [cell]}
    (folder / "s5.ipynb").write_text(json.dumps(notebook))
    return folder


def test_three_kills_make_no_difference(course_folder: Path) -> None:
    submissions = _class(course_folder / "class")
    command = [sys.executable, str(ROOT / "benchmarks" / "killed.py"), "--submissions", str(submissions)]
    done = subprocess.run(
        [*command, "--course", str(course_folder), "--kills", "3", "--seed", "4"],
        capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    assert "undisturbed: 6 submissions" in done.stdout
    assert done.stdout.count("killed after") == 3
    assert done.stdout.count("the same") == 3  # grades, results, export
