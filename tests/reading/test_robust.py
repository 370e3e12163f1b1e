# ruff: noqa: E501
"""Whatever a file holds: no exception gets out, every passage knows its place, and the time is bounded."""

from __future__ import annotations

import json
import tempfile
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.core import Passage, Submission
from grader.reading import Assignment, read_as_part, read_submission
from grader.reading.document import tidy

FAST = settings(max_examples=60, deadline=None)

ENDINGS = (".ipynb", ".md", ".py", ".txt")

#: What files are made of, so that chance puts together what people do.
SCRAPS = st.sampled_from(
    ["## ", "# ", "### ", "**", "> ", "- ", "* ", "\n", "\n\n", "    ", "Exercise 1", "Exercise 2 (b)", "练习 2", "第3题", "Q1", "1.", "2.", "(1)", "(2)", "a.", "b.", "(a)", "(b)", "c)", "Part c", "The normal equation", "Laplace noise", "<!-- part: a -->", "<!-- part: laplace_noise/c -->", "<!--", "```python\n", "```", "$$", "\\[", "\\]", "\\begin{aligned}", "\\end{aligned}", "$x = 1$", "Find b.", "Why?", "The mean.", "均值。", "总结", "def f(x):\n    return x", "b_star = 1", '"""', "# ", "# %% [markdown]\n", "# In[1]:\n", "\x00", "�", "\r\n", "=====", "---", "![x](y.png)", "1.3", "一、", "code", "import numpy"]
)
TEXT = st.lists(SCRAPS, max_size=40).map("".join)


@pytest.fixture(scope="session")
def reread(exercises: Any) -> Any:
    def of(name: str, data: bytes) -> Submission:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / name
            path.write_bytes(data)
            read_as_part(path, f"{exercises[0].address}/a", student="s01")
            return read_submission(path, Assignment.of(exercises), student="s01")

    return of


@FAST
@given(data=st.binary(max_size=400), ending=st.sampled_from(ENDINGS))
def test_any_bytes(data: bytes, ending: str, reread: Any) -> None:
    reread("s01" + ending, data)


@FAST
@given(text=TEXT, ending=st.sampled_from(ENDINGS[1:]))
def test_any_text(text: str, ending: str, reread: Any) -> None:
    data = text.encode("utf-8", "replace")
    submission = reread("s01" + ending, data)
    lines = tidy(data.decode().replace("\0", "")).split("\n")
    if "\0" not in text:
        _check_places(submission, lambda _: lines)


def _check_places(submission: Submission, lines_of: Any) -> None:
    """Every word of an answer stands where its passage says."""
    for answer in submission.answers.values():
        for passage in answer.passages:
            lines = lines_of(passage)
            for number, line in enumerate(passage.source.split("\n")):
                there = lines[passage.origin.line - 1 + number][passage.origin.column - 1 :]
                assert len(there.rstrip()) >= len(line.rstrip())
                assert all(a in (b, " ") for a, b in zip(line, there, strict=False))


CELL = st.fixed_dictionaries(
    {},
    optional={
        "cell_type": st.sampled_from(["markdown", "code", "raw", "poem", None, 3]),
        "source": TEXT | st.lists(TEXT, max_size=3) | st.none() | st.integers() | st.lists(st.integers(), max_size=2),
        "metadata": st.none()
        | st.dictionaries(
            st.sampled_from(["grader", "nbgrader", "tags"]),
            st.none()
            | st.lists(st.text(max_size=3), max_size=2)
            | st.dictionaries(
                st.sampled_from(["part", "grade_id"]),
                st.sampled_from(["optimal_constant/a", "b", "", "oc-first", "x/y/z/w"]) | st.integers(),
            ),
            max_size=2,
        ),
        "id": st.sampled_from(["x", 7, None]),
        "outputs": st.just([{"data": 1}]),
    },
)
NOTEBOOK = st.fixed_dictionaries(
    {"cells": st.lists(CELL | st.none() | st.text(max_size=3), max_size=6)},
    optional={
        "nbformat": st.sampled_from([3, 4, 5, "4", None]),
        "nbformat_minor": st.sampled_from([0, 5, 99, None]),
        "metadata": st.none() | st.dictionaries(st.text(max_size=3), st.integers(), max_size=2),
        "worksheets": st.just([]),
    },
)


@FAST
@given(notebook=NOTEBOOK)
def test_any_notebook(notebook: dict[str, Any], reread: Any) -> None:
    submission = reread("s01.ipynb", json.dumps(notebook).encode())
    cells = notebook["cells"]

    def lines_of(passage: Passage) -> list[str]:
        source = cells[passage.origin.cell]["source"]
        return tidy("".join(source)).split("\n")

    _check_places(submission, lines_of)


@FAST
@given(notebook=NOTEBOOK, cut=st.integers(0, 400), put=st.binary(max_size=3))
def test_a_damaged_notebook(notebook: dict[str, Any], cut: int, put: bytes, reread: Any) -> None:
    data = json.dumps(notebook).encode()
    reread("s01.ipynb", data[:cut] + put + data[cut + 1 :])


LONG = [
    ("s.md", "## 1. foo\n" * 1_900),
    ("s.md", "".join(f"## {i % 7}. foo\ntext about the gradient $x$\n" for i in range(1_900))),
    ("s.md", "".join(f"{i % 9}. foo bar\n" for i in range(1_900))),
    ("s.md", "## Exercise 1\n" + "".join(f"{'abcd'[i % 4]}. foo bar\n" for i in range(1_900))),
    ("s.md", "".join(f"Exercise {i % 9} (a)\nfoo\n" for i in range(1_900))),
    ("s.md", "### The normal equation\nfoo\n" * 1_900),
    ("s.md", "a\n---\n\n" * 1_900),
    ("s.md", "Exercise 1 " * 90_000),
    ("s.md", "$$" * 400_000),
    ("s.md", "\\[" * 400_000),
    ("s.md", ">" * 900_000),
    ("s.md", " " * 900_000 + "x"),
    ("s.md", "*" * 900_000),
    ("s.md", "```\n" * 200_000),
    ("s.md", "<!-- part: a " * 70_000),
    ("s.md", "x " * 450_000),
    ("s.py", "(" * 200_000),
    ("s.py", "-" * 200_000 + "1"),
    ("s.py", "a" + ".b" * 200_000),
    ("s.py", '"' * 300_000),
    ("s.py", '"""\n' * 200_000),
    ("s.py", '""" x\n"""' + " " * 200_000 + "x\n"),
    ("s.py", "#" * 900_000),
    ("s.ipynb", json.dumps({"cells": [{"cell_type": "code", "source": "%" + " ?" * 200_000 + "x"}]})),
    ("s.ipynb", json.dumps({"cells": [{"cell_type": "code", "source": "x = 1"}] * 5_000})),
]


@pytest.mark.parametrize(("name", "text"), LONG, ids=[f"{name} {text[:12]!r}" for name, text in LONG])
def test_long_files_take_bounded_time(name: str, text: str, tmp_path: Path, exercises: Any) -> None:
    """Anything that grows with the square of the length would take minutes here."""
    (tmp_path / name).write_text(text)
    before = time.process_time()
    read_submission(tmp_path / name, Assignment.of(exercises), student="s01")
    assert time.process_time() - before < 10
