# ruff: noqa: E501
"""Several files, folders that say what they are for, and a file for one part alone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from grader.core import Message
from grader.reading import Assignment, read_as_part, read_submission

OC, NE, LN = "optimal_constant", "normal_equation", "laplace_noise"
HOME = f"linear_regression/{OC}"

PLACES = [
    ("an exercise's folder", {f"{HOME}/answer.md": "(a) Mean.\n(b) Normal."}, {f"{OC}/a": "Mean.", f"{OC}/b": "Normal."}),
    ("without its section", {f"{NE}/answer.md": "## b\nTwice."}, {f"{NE}/b": "Twice."}),
    ("deep inside", {f"hw/{HOME}/answer.md": "## a\nMean."}, {f"{OC}/a": "Mean."}),
    ("named like the exercise", {"x.csv": "", f"{LN}.md": "(a) Sum."}, {f"{LN}/a": "Sum."}),
    ("a folder for the part", {f"{OC}/a/answer.md": "The mean."}, {f"{OC}/a": "The mean."}),
    ("a file for the part", {f"{OC}/a.md": "The mean.", f"{OC}/part_b.md": "Normal."}, {f"{OC}/a": "The mean.", f"{OC}/b": "Normal."}),
    ("a file named by number", {"x.csv": "", "exercise_2.md": "(b) Twice.", "1a.md": "Mean."}, {f"{NE}/b": "Twice.", f"{OC}/a": "Mean."}),
    ("a homework's number is no exercise's", {"x.csv": "", "hw1.md": "## Exercise 2 (b)\nTwice."}, {f"{NE}/b": "Twice."}),
    ("steps in a file for one part", {f"{OC}/a.md": "## 1. Loss\nSum.\n## 2. Zero\nMean."}, {f"{OC}/a": "## 1. Loss Sum. ## 2. Zero Mean."}),
    ("the exercise's own number", {f"{NE}/answer.md": "## Exercise 2\n(a) Loss."}, {f"{NE}/a": "Loss."}),
    ("numbered headings are parts", {f"{NE}/answer.md": "## 1. Loss\nSquares.\n## 2. Gradient\nTwice."}, {f"{NE}/a": "Squares.", f"{NE}/b": "Twice."}),
    ("a comment in full goes anywhere", {f"{OC}/answer.md": f"<!-- part: {NE}/b -->\nTwice."}, {f"{NE}/b": "Twice."}),
    ("the task's own files are not read", {f"{OC}/README.md": "(a) Task.", f"{OC}/answer.md": "(a) Mean."}, {f"{OC}/a": "Mean."}),
    ("a readme alone is", {"README.md": "## Exercise 1 (a)\nMean.", "x.csv": ""}, {f"{OC}/a": "Mean."}),
]


@pytest.mark.parametrize(("why", "files", "placed"), PLACES, ids=[row[0] for row in PLACES])
def test_where_a_file_stands(why: str, files: dict[str, str], placed: dict[str, str], read: Any, texts: Any) -> None:
    submission = read(files)
    assert texts(submission) == placed, why
    assert submission.unplaced == ()


def test_another_exercise_in_an_exercise_s_folder_is_said(read: Any, texts: Any) -> None:
    submission = read({f"{HOME}/answer.md": "(a) Mean.\n## Exercise 2 (b)\nTwice."})
    assert texts(submission) == {f"{OC}/a": "Mean."}
    assert [item.problem.key for item in submission.unplaced] == ["reading.other_exercise"]


def test_a_file_or_folder_of_an_exercise_named_alone(texts: Any, write: Any, exercises: Any) -> None:
    root = write({f"{HOME}/answer.md": "## a\nMean."})
    for path in (root / HOME, root / HOME / "answer.md"):
        submission = read_submission(path, Assignment.of(exercises), student="s01")
        assert texts(submission) == {f"{OC}/a": "Mean."}
        assert submission.files == ("answer.md",)


def test_text_and_code_of_one_part_in_two_files(read: Any, texts: Any, answer: Any) -> None:
    submission = read({f"{HOME}/answer.md": "## a\nMean.", f"{HOME}/answer.py": "b_star = 1\n\ndef optimal_constant(x):\n    return 1\n"})
    assert texts(submission) == {f"{OC}/a": "Mean."}
    program = answer(submission, f"{OC}/a").program
    assert [cell.origin.file for cell in program.cells] == [f"{HOME}/answer.py"]
    assert answer(submission, f"{OC}/code").program is program
    assert answer(submission, f"{OC}/a").remarks == ()


def test_code_of_another_exercise_s_folder_does_not_count(read: Any, answer: Any) -> None:
    submission = read({f"{LN}/answer.py": "gradient = [1, 2]\nnll = 3\n"})
    assert answer(submission, f"{NE}/b").program is None
    assert answer(submission, f"{LN}/a").program is not None


def test_of_several_files_the_last_in_name_order_counts(read: Any, texts: Any, answer: Any) -> None:
    submission = read({"b.md": "## 1a\nSecond.", "a.md": "## 1a\nFirst.", "c.md": "## 1b\nOther."})
    assert texts(submission) == {f"{OC}/a": "Second.", f"{OC}/b": "Other."}
    assert answer(submission, f"{OC}/a").remarks == (
        Message("reading.other_files", {"used": "b.md", "others": "a.md"}),
    )
    assert answer(submission, f"{OC}/b").remarks == ()


def test_a_filled_answer_beats_an_empty_one_of_a_later_name(read: Any, texts: Any, answer: Any) -> None:
    submission = read({"a.md": "## 1a\nMean.\n```python\nb_star = 1\n```", "b.md": "## 1a\n\n```python\nb_star = None\n```"})
    assert texts(submission) == {f"{OC}/a": "Mean."}
    assert [cell.origin.file for cell in answer(submission, f"{OC}/a").program.cells] == ["a.md"]


def test_the_last_program_counts(read: Any, answer: Any) -> None:
    code = "def optimal_constant(x):\n    return {}\n"
    submission = read({"a.py": code.format(1), "b.py": code.format(2)})
    found = answer(submission, f"{OC}/code")
    assert [cell.origin.file for cell in found.program.cells] == ["b.py"]
    assert [remark.key for remark in found.remarks] == ["reading.other_files"]


def test_without_exercises_everything_is_reported(read: Any) -> None:
    submission = read({"s01.md": "## Exercise 1 (a)\nMean."}, exercises=())
    assert submission.answers == {}
    assert [item.problem.key for item in submission.unplaced] == ["reading.unknown_exercise"]


ADDRESS = f"linear_regression/{NE}/b"

ALONE = [
    ("plain text", "a.md", "The gradient is $2X^T(Xw-y)$.", "The gradient is $2X^T(Xw-y)$."),
    ("other labels are no turns", "a.md", "1. Expand.\n(a) Collect.", "1. Expand. (a) Collect."),
    ("its own label is no factor", "a.md", "(b) g = 2", "g = 2"),
    ("its own heading", "a.md", "## Exercise 2 (b)\ng = 2", "g = 2"),
    ("a comment", "a.md", f"<!-- part: {ADDRESS} -->\ng = 2", "g = 2"),
    ("a comment block", "a.py", "# The gradient is twice.\n\nx = 1\n", "The gradient is twice."),
    ("nothing but code", "a.py", "gradient = 1\n", ""),
]


@pytest.mark.parametrize(("why", "name", "text", "placed"), ALONE, ids=[row[0] for row in ALONE])
def test_a_file_for_one_part(
    why: str, name: str, text: str, placed: str, write: Callable[[Any], Path], texts: Any
) -> None:
    submission = read_as_part(write({name: text}), ADDRESS, student="s01")
    assert texts(submission).get(f"{NE}/b", "") == placed, why
    assert list(submission.answers) == [ADDRESS]
    assert (submission.answers[ADDRESS].program is not None) is name.endswith(".py")
    assert submission.unplaced == ()


def test_a_broken_file_for_one_part(write: Callable[[Any], Path]) -> None:
    submission = read_as_part(write({"a.ipynb": "{"}), ADDRESS, student="s01")
    assert [item.problem.key for item in submission.unplaced if isinstance(item.problem, Message)] == [
        "reading.notebook_corrupt"
    ]
    assert submission.answers[ADDRESS].passages == ()


def test_reading_loads_neither_torch_nor_sympy() -> None:
    import subprocess
    import sys

    code = "import sys, grader.reading; print([m for m in ('torch', 'sympy', 'numpy', 'nbformat') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
