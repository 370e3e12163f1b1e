# ruff: noqa: E501
"""What was handed out is no answer; what was filled in is."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from grader.core import Origin, Passage
from grader.reading import Assignment, read_stubs, read_submission
from grader.reading.stubs import asks, is_content, task_of, without_task

TASK = (
    "Derive, step by step, the number that makes the sum of squares as small as possible.\n"
    "A formula without its derivation earns a part of the points only.\n"
)


def _stubs(text: str) -> dict[str, tuple[Passage, ...]]:
    return {"s/e/a": (Passage("text", text, Origin("answer.md")),)}


KEPT = [
    ("the same paragraph", TASK, TASK, ""),
    ("the same line of a longer paragraph", TASK, TASK.split("\n")[0], ""),
    ("broken in another place", TASK, TASK.replace("\n", " ").replace("step,", "step,\n"), ""),
    ("with a label", TASK, "a. " + TASK, ""),
    ("quoted", TASK, "> " + TASK.replace("\n", "\n> ").strip("> \n"), ""),
    ("an answer below", TASK, TASK + "\nThe mean.", "The mean."),
    ("an answer that begins alike", TASK, "Derive: the sum of squares is least at the mean.", None),
    ("an answer in the same paragraph", TASK, TASK + "It is the mean of all numbers.", "It is the mean of all numbers."),
    ("a blank to be filled in", "The minimiser of the sum of all squares is ____.", "The minimiser of the sum of all squares is b.", None),
    ("one word filled in", "The minimiser of the sum of all squares is here", "The minimiser of the sum of all squares is here b", None),
    ("signs of a formula are not the stub's", "$$\n\nx\n\n$$", "$$\nb = 1\n$$", None),
    ("a short line", "Your answer", "Your answer", ""),
    ("nothing handed out", "", "The mean.", None),
]  # fmt: skip


@pytest.mark.parametrize(("why", "stub", "text", "left"), KEPT, ids=[row[0] for row in KEPT])
def test_without_task(why: str, stub: str, text: str, left: str | None) -> None:
    """``left`` None: everything."""
    lines = text.split("\n")
    found = without_task(lines, task_of(_stubs(stub)))
    assert len(found) == len(lines), "lines keep their numbers"
    assert "\n".join(found).strip() == (text if left is None else left).strip(), why


@pytest.mark.parametrize(
    ("line", "content"),
    [("The mean.", True), ("# Heading", False), ("---", False), ("", False), ("$$", False), ("*To do*", False)],
)
def test_is_content(line: str, content: bool) -> None:
    assert is_content([line], task_of(_stubs("*To do*"))) is content


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("Find the optimal $b$.", True),
        ("How does it relate to the normal distribution?", True),
        ("Can you find a closed form?", True),
        ("写出优化问题。", True),
        ("什么时候更好？这种方法何时会失效？", True),
        ("通过将梯度设为0、求解矩阵方程来找到解析解。", True),
        ("请试着写出解析解。", True),
        ("When n is small and the inverse exists.", False),
        ("To find the minimum, set the derivative to zero.", False),
        ("The mean.", False),
        ("通过求导得零，因此是均值。", False),
        ("当特征很多时。", False),
        ("Find b:\n$$\nb = 1\n$$", False),
        ("Find " + "b " * 400, False),
    ],
)
def test_asks(text: str, asked: bool) -> None:
    assert asks(text) is asked


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """A course folder with a stub, a task and a notebook for the first exercise."""
    folder = tmp_path / "exercises" / "linear_regression"
    home = folder / "optimal_constant"
    home.mkdir(parents=True)
    (home / "answer.md").write_text("<!-- part: optimal_constant/a -->\n## a\n\n*Your derivation*\n")
    (home / "answer.py").write_text(
        '"""The best constant."""\n\n\n# <!-- part: optimal_constant/code -->\ndef optimal_constant(x):\n'
        "    raise NotImplementedError\n"
    )
    (home / "README.md").write_text("# The best constant\n\n" + TASK)
    (home / "exercise.py").write_text("EXERCISE = None\n")
    return folder.parent


def test_what_is_handed_out_counts_as_not_handed_in(course: Path, exercises: Any) -> None:
    stubs = read_stubs(course, exercises)
    submission = read_submission(course, Assignment.of(exercises, stubs), student="s01")
    assert [a.part for a in submission.answers.values() if a.passages or a.program] == []
    assert submission.unplaced == ()


def test_what_is_filled_in_counts(course: Path, exercises: Any, texts: Any, answer: Any) -> None:
    stubs = read_stubs(course, exercises)
    home = course / "linear_regression" / "optimal_constant"
    with (home / "answer.md").open("a") as file:
        file.write("The mean.\n\n## b\n\n" + TASK + "\nNormal.\n")
    code = (home / "answer.py").read_text()
    (home / "answer.py").write_text(code.replace("raise NotImplementedError", "return x.mean()"))
    submission = read_submission(course, Assignment.of(exercises, stubs), student="s01")
    assert texts(submission) == {
        "optimal_constant/a": "The mean.",
        "optimal_constant/b": "Normal.",
    }
    assert answer(submission, "optimal_constant/code").program is not None
    assert submission.unplaced == ()


def test_no_course_folder_no_stubs(tmp_path: Path, exercises: Any) -> None:
    assert set(read_stubs(tmp_path / "nowhere", exercises).values()) == {()}
