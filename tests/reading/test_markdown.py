# ruff: noqa: E501
"""Markdown as text and Python, with right line numbers."""

from __future__ import annotations

from typing import Any

import pytest

from grader.core import Message
from grader.reading.document import Document
from grader.reading.markdown import fences, read_markdown

OC = "optimal_constant"

RUNS = [
    ("text alone", "The mean.\n", ["text 1"]),
    ("text, code, text", "a\n```python\nb = 1\n```\nc", ["text 1", "code 3", "text 5"]),
    ("py", "```py\nb = 1\n```", ["code 2"]),
    ("R-Markdown's braces", "```{python}\nb = 1\n```", ["code 2"]),
    ("tildes", "~~~python\nb = 1\n~~~", ["code 2"]),
    ("a longer bar holds a shorter one", "````python\n'''\n```\n'''\n````\na", ["code 2", "text 6"]),
    ("math stays text", "```math\nb = 1\n```", ["text 1"]),
    ("output stays text", "```\n[1, 2]\n```", ["text 1"]),
    ("another language stays text", "```r\nb <- 1\n```", ["text 1"]),
    ("an empty fence", "```python\n\n```\na", ["text 4"]),
    ("inside a sentence", "Use ```python``` here.", ["text 1"]),
    ("a header of settings", "---\ntitle: x\n---\na", ["text 4"]),
    ("a rule is no header", "---\nThe mean is best\n---\na", ["text 1"]),
]


@pytest.mark.parametrize(("why", "text", "runs"), RUNS, ids=[row[0] for row in RUNS])
def test_runs(why: str, text: str, runs: list[str]) -> None:
    document = read_markdown(text, "s01.md")
    assert isinstance(document, Document)
    found = [f"{piece.passage.kind} {piece.passage.origin.line}" for piece in document.pieces]
    assert found == runs, why


def test_code_in_a_list_is_cut_by_its_indentation(read: Any, answer: Any) -> None:
    source = "## Exercise 1\n- Code:\n\n  ```python\n  def optimal_constant(x):\n      return 1\n  ```\n"
    submission = read({"s01.md": source})
    (cell,) = answer(submission, f"{OC}/code").program.cells
    assert cell.source == "def optimal_constant(x):\n    return 1"
    where = cell.where(cell.source.index("return"), cell.source.index("return") + 6)
    assert (where.line, where.column) == (6, 7)
    assert source.split("\n")[where.line - 1][where.column - 1 :].startswith("return")


def test_fences_of_a_file_are_one_program(read: Any, answer: Any, texts: Any) -> None:
    submission = read({"s01.md": "## 1a\nMean.\n```python\nb_star = 1\n```\n## 2b\nTwice.\n```python\ngradient = 2\n```\n"})
    assert texts(submission) == {f"{OC}/a": "Mean.", "normal_equation/b": "Twice."}
    program = answer(submission, f"{OC}/a").program
    assert [cell.source for cell in program.cells] == ["b_star = 1", "gradient = 2"]
    assert answer(submission, "normal_equation/b").program is program


def test_a_fence_left_open_is_named(read: Any) -> None:
    submission = read({"s01.md": "## 1a\nMean.\n```python\nb_star = 1\n\nNormal.\n"})
    (item,) = submission.unplaced
    assert isinstance(item.problem, Message)
    assert (item.problem.key, item.problem.fields["line"]) == ("reading.open_fence", 3)


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        (["```", "a", "```"], [(0, 2, "", True)]),
        (["``` math", "a"], [(0, 2, "math", False)]),
        (["```", "~~~", "```"], [(0, 2, "", True)]),
        (["```", "```python", "```"], [(0, 2, "", True)]),
        (["no"], []),
    ],
)
def test_fences(lines: list[str], found: list[tuple[int, int, str, bool]]) -> None:
    assert fences(lines) == found


def test_text_files_are_read_alike(read: Any, texts: Any) -> None:
    assert texts(read({"s01.txt": "Exercise 1\n(a) Mean."})) == {f"{OC}/a": "Mean."}
