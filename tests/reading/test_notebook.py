# ruff: noqa: E501
"""Notebooks of every kind: right ones, odd ones, and files that only look like notebooks."""

from __future__ import annotations

import json
import logging
from typing import Any

import pytest

from grader.core import Message
from grader.reading.document import Document
from grader.reading.notebook import MAX_CELLS, read_notebook

OC, NE = "optimal_constant", "normal_equation"


def _key(words: object) -> str:
    return words.key if isinstance(words, Message) else ""


def test_cells_belong_to_parts(read: Any, notebook: Any, texts: Any, answer: Any) -> None:
    submission = read(
        {
            "s01.ipynb": notebook(
                ("code", "import numpy as np"),
                ("md", "## Exercise 1\n### (a)"),
                ("md", "The mean."),
                ("code", "def optimal_constant(x):\n    return x.mean()"),
                ("md", "## Exercise 2 (b)\nTwice."),
            )
        }
    )
    assert texts(submission) == {f"{OC}/a": "The mean.", f"{NE}/b": "Twice."}
    assert [p.origin.cell for p in answer(submission, f"{OC}/a").passages] == [2]
    program = answer(submission, f"{OC}/code").program
    assert [cell.origin.cell for cell in program.cells] == [0, 3]
    assert answer(submission, f"{OC}/a").program is program, "code under the part's heading"
    assert answer(submission, f"{NE}/b").program is None
    assert submission.unplaced == ()


TAGS: list[tuple[str, dict[str, Any], str, dict[str, str]]] = [
    ("a full address", {"grader": {"part": f"linear_regression/{OC}/b"}}, "Normal.", {f"{OC}/b": "Normal."}),
    ("exercise and part", {"grader": {"part": f"{OC}/b"}}, "Normal.", {f"{OC}/b": "Normal."}),
    ("the tag wins over labels", {"grader": {"part": f"{OC}/b"}}, "## Exercise 2 (a)\nX", {f"{OC}/b": "## Exercise 2 (a) X"}),
    ("its own label is no factor", {"grader": {"part": f"{OC}/b"}}, "\n**1 (b)** x = 1", {f"{OC}/b": "x = 1"}),
    ("an nbgrader id", {"nbgrader": {"grade_id": "oc-second"}}, "Normal.", {f"{OC}/b": "Normal."}),
    ("the tag wins over the id", {"grader": {"part": f"{OC}/c"}, "nbgrader": {"grade_id": "oc-first"}}, "X", {f"{OC}/c": "X"}),
    ("an id that is not mapped", {"nbgrader": {"grade_id": "cell-7"}}, "## Exercise 1 (a)\nX", {f"{OC}/a": "X"}),
    ("a tag that is no text", {"grader": {"part": 3}}, "## Exercise 1 (a)\nX", {f"{OC}/a": "X"}),
    ("metadata of another kind", {"grader": "a", "nbgrader": []}, "## Exercise 1 (a)\nX", {f"{OC}/a": "X"}),
]  # fmt: skip


@pytest.mark.parametrize(("why", "metadata", "source", "placed"), TAGS, ids=[row[0] for row in TAGS])
def test_tags(
    why: str, metadata: dict[str, Any], source: str, placed: dict[str, str], read: Any, notebook: Any, texts: Any
) -> None:
    assert texts(read({"s01.ipynb": notebook(("md", source, metadata))})) == placed, why


def test_an_unknown_tag_is_named(read: Any, notebook: Any) -> None:
    submission = read({"s01.ipynb": notebook(("md", "Work.", {"grader": {"part": "optimal_constant/z"}}))})
    assert [_key(item.problem) for item in submission.unplaced] == ["reading.unknown_address"]


def test_a_cell_put_below_a_tagged_one_belongs_to_it(read: Any, notebook: Any, texts: Any) -> None:
    tag = {"grader": {"part": f"{OC}/a"}}
    submission = read({"s01.ipynb": notebook(("md", "Let", tag), ("md", "the mean."), ("md", "## Laplace noise"))})
    assert texts(submission) == {f"{OC}/a": "Let the mean."}


def test_a_tagged_code_cell_gives_its_part_the_program(read: Any, notebook: Any, answer: Any) -> None:
    tag = {"grader": {"part": f"{OC}/code"}}
    filled = read({"s01.ipynb": notebook(("code", "mean = lambda x: sum(x) / len(x)", tag))})
    assert answer(filled, f"{OC}/code").program is not None
    empty = read({"s01.ipynb": notebook(("code", "# nothing yet", tag))})
    assert answer(empty, f"{OC}/code").program is None


def test_what_is_written_in_the_comments_of_a_code_cell(read: Any, notebook: Any, texts: Any, answer: Any) -> None:
    source = "# Exercise 2 (b)\n# The gradient is 2 X'(Xw - y).\ngradient = 1  # not yet\n"
    submission = read({"s01.ipynb": notebook(("code", source))})
    assert texts(submission) == {f"{NE}/b": "The gradient is 2 X'(Xw - y)."}
    (passage,) = answer(submission, f"{NE}/b").passages
    assert (passage.origin.cell, passage.origin.line, passage.origin.column) == (0, 2, 3)
    assert [cell.source for cell in answer(submission, f"{NE}/b").program.cells] == [source]


def test_one_program_for_all_parts_that_it_defines_names_of(read: Any, notebook: Any, answer: Any) -> None:
    submission = read(
        {"s01.ipynb": notebook(("code", "b_star = 1"), ("code", "def laplace_nll(X, y, w, b):\n    return 0.0"))}
    )
    programs = [one.program for one in submission.answers.values() if one.program is not None]
    assert len(programs) == 2
    assert programs[0] is programs[1]
    assert answer(submission, f"{OC}/a").program is programs[0]
    assert submission.unplaced == (), "code alone is no complaint"


def test_python_in_a_text_cell_is_remarked_on(read: Any, notebook: Any, answer: Any) -> None:
    submission = read({"s01.ipynb": notebook(("md", "## Exercise 1 (a)\n```python\nb = 1\n```"))})
    assert [_key(remark) for remark in answer(submission, f"{OC}/a").remarks] == ["reading.code_in_text"]


def test_a_duplicated_cell_is_read_once(read: Any, notebook: Any, texts: Any, answer: Any) -> None:
    made = notebook(("md", "## Exercise 1 (a)"), ("md", "The mean."), ("md", "The mean."))
    made["cells"][2]["id"] = made["cells"][1]["id"]
    submission = read({"s01.ipynb": made})
    assert texts(submission) == {f"{OC}/a": "The mean."}
    assert [_key(remark) for remark in answer(submission, f"{OC}/a").remarks] == ["reading.duplicate"]


BASE: dict[str, Any] = {
    "nbformat": 4,
    "nbformat_minor": 5,
    "metadata": {},
    "cells": [{"cell_type": "markdown", "id": "x", "metadata": {}, "source": "## Exercise 1 (a)\nMean."}],
}

ODD = [
    ("no ids", {"nbformat_minor": 2}),
    ("a minor that does not exist", {"nbformat_minor": 99}),
    ("a minor that is no number", {"nbformat_minor": "five"}),
    ("no version", {"nbformat": None}),
    ("a major that does not exist yet", {"nbformat": 5}),
    ("no metadata", {"metadata": None}),
    ("metadata of another kind", {"metadata": [1, 2]}),
    ("an unknown field", {"surprise": {"a": 1}}),
]


@pytest.mark.parametrize(("why", "change"), ODD, ids=[row[0] for row in ODD])
def test_odd_notebooks_are_read(why: str, change: dict[str, Any], read: Any, texts: Any) -> None:
    assert texts(read({"s01.ipynb": {**BASE, **change}})) == {f"{OC}/a": "Mean."}, why


CELLS = [
    ("no metadata", {"cell_type": "markdown", "source": "## Exercise 1 (a)\nMean."}, {f"{OC}/a": "Mean."}, []),
    ("lines", {"cell_type": "markdown", "source": ["## Exercise 1 (a)\n", "Mean."]}, {f"{OC}/a": "Mean."}, []),
    ("no lines", {"cell_type": "markdown", "source": []}, {}, []),
    ("no source", {"cell_type": "markdown"}, {}, []),
    ("raw", {"cell_type": "raw", "source": "## Exercise 1 (a)\nMean."}, {f"{OC}/a": "Mean."}, []),
    ("an unknown kind", {"cell_type": "poem", "source": "## Exercise 1 (a)\nMean."}, {f"{OC}/a": "Mean."}, []),
    ("attachments", {"cell_type": "markdown", "source": "## 1a\nMean.", "attachments": {"a.png": 3}}, {f"{OC}/a": "Mean."}, []),
    ("a source of numbers", {"cell_type": "markdown", "source": [1, 2]}, {}, ["reading.corrupt_cell"]),
    ("a source that is an object", {"cell_type": "code", "source": {}}, {}, ["reading.corrupt_cell"]),
    ("no object", "a cell", {}, ["reading.corrupt_cell"]),
    ("nothing", None, {}, ["reading.corrupt_cell"]),
    ("half a character", {"cell_type": "markdown", "source": "## 1a\nMean \ud83d."}, {f"{OC}/a": "Mean \ufffd."}, []),
    ("a null character", {"cell_type": "markdown", "source": "## 1a\nMean\0."}, {f"{OC}/a": "Mean\ufffd."}, []),
    ("line ends of Windows", {"cell_type": "markdown", "source": "## 1a\r\nMean."}, {f"{OC}/a": "Mean."}, []),
]  # fmt: skip


@pytest.mark.parametrize(("why", "cell", "placed", "unplaced"), CELLS, ids=[row[0] for row in CELLS])
def test_odd_cells(why: str, cell: object, placed: dict[str, str], unplaced: list[str], read: Any, texts: Any) -> None:
    submission = read({"s01.ipynb": {**BASE, "cells": [cell]}})
    assert texts(submission) == placed, why
    assert [_key(item.problem) for item in submission.unplaced] == unplaced


BROKEN = [
    ("half a file", '{"cells": [', "reading.notebook_corrupt"),
    ("no JSON", "not a notebook", "reading.notebook_corrupt"),
    ("a list", "[]", "reading.notebook_without_cells"),
    ("a number", "3", "reading.notebook_without_cells"),
    ("no cells", "{}", "reading.notebook_without_cells"),
    ("cells that are no list", '{"cells": {"0": {}}}', "reading.notebook_without_cells"),
    ("an older format in pieces", '{"worksheets": [{"cells": [7]}]}', "reading.notebook_without_cells"),
    ("an older format with no pages", '{"nbformat": 3, "worksheets": 1}', "reading.notebook_without_cells"),
    ("deeply nested lists", "[" * 100_000, "reading.notebook_too_deep"),
    ("deeply nested objects", '{"cells":' * 100_000, "reading.notebook_too_deep"),
    ("too many cells", json.dumps({"cells": [{}] * (MAX_CELLS + 1)}), "reading.too_many_cells"),
    ("too much text", json.dumps({"cells": [{"source": "x" * 1_000_001}]}), "reading.too_long"),
]


@pytest.mark.parametrize(("why", "text", "key"), BROKEN, ids=[row[0] for row in BROKEN])
def test_broken_notebooks_are_named(why: str, text: str, key: str, read: Any) -> None:
    submission = read({"s01.ipynb": text})
    (item,) = submission.unplaced
    assert (_key(item.problem), item.fatal, item.file) == (key, True, "s01.ipynb"), why
    assert submission.files == ("s01.ipynb",)


def test_an_empty_notebook(read: Any, notebook: Any) -> None:
    (item,) = read({"s01.ipynb": notebook()}).unplaced
    assert (_key(item.problem), item.fatal) == ("reading.empty_notebook", False)


def test_format_3_is_read(read: Any, texts: Any, answer: Any) -> None:
    cells = [
        {"cell_type": "heading", "level": 2, "source": ["Exercise 1 (a)"], "metadata": {}},
        {"cell_type": "markdown", "source": ["The mean."], "metadata": {}},
        {"cell_type": "code", "input": ["b_star = 1"], "outputs": [{"output_type": "what"}], "language": "python"},
    ]
    old = {"nbformat": 3, "nbformat_minor": 0, "metadata": {}, "worksheets": [{"cells": cells, "metadata": {}}]}
    submission = read({"s01.ipynb": old})
    assert texts(submission) == {f"{OC}/a": "The mean."}
    assert answer(submission, f"{OC}/a").program.cells[0].source == "b_star = 1"


def test_outputs_and_attachments_take_no_room(read: Any, notebook: Any, texts: Any) -> None:
    made = notebook(("md", "## Exercise 1 (a)\nMean."), ("code", "plot()"))
    made["cells"][0]["attachments"] = {"a.png": {"image/png": "A" * 3_000_000}}
    made["cells"][1]["outputs"] = [{"output_type": "display_data", "data": {"image/png": "A" * 3_000_000}}]
    assert texts(read({"s01.ipynb": made})) == {f"{OC}/a": "Mean."}


def test_a_picture_in_the_text_itself_takes_no_room(read: Any, notebook: Any, texts: Any) -> None:
    picture = "![x](data:image/png;base64," + "A" * 3_000_000 + ")"
    submission = read({"s01.ipynb": notebook(("md", f"## Exercise 1 (a)\n{picture}\nMean."))})
    assert texts(submission) == {f"{OC}/a": "![x](data:image/png;base64,) Mean."}


def test_reading_is_quiet(caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]) -> None:
    text = json.dumps({"nbformat": 3, "worksheets": [{"cells": [{"cell_type": "markdown", "source": 7}]}]})
    with caplog.at_level(logging.DEBUG):
        read_notebook(text, "s01.ipynb")
    assert caplog.records == []
    assert capsys.readouterr() == ("", "")


def test_pieces_are_in_order(notebook: Any) -> None:
    document = read_notebook(json.dumps(notebook(("code", "x = 1"), ("md", "a"), ("code", ""))), "s01.ipynb")
    assert isinstance(document, Document)
    assert [piece.passage.kind for piece in document.pieces] == ["code", "text"]
    assert document.program is not None
    assert [cell.source for cell in document.program.cells] == ["x = 1"], "empty cells do nothing"
