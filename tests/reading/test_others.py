# ruff: noqa: E501
"""Notebooks made for nbgrader and otter are read as they are."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import pytest

from grader.core import Message
from grader.reading.document import Document
from grader.reading.notebook import read_notebook
from grader.reading.others import without_calls
from tests.rows import rows

OC = "optimal_constant"


def _signed(source: str, kind: str = "markdown", *, points: float = 0, **about: Any) -> dict[str, Any]:
    """The metadata that nbgrader gives to a cell that it hands out."""
    about = {"grade": False, "solution": False, "locked": True, "grade_id": "cell-1", "schema_version": 3, **about}
    locked = not about["solution"] and (about["grade"] or about["locked"])
    text = f"{source}{kind}{about['grade']}{about['solution']}{locked}{about['grade_id']}"
    if about["grade"]:
        about["points"] = points
        text += str(float(points))
    return {"nbgrader": {**about, "checksum": hashlib.md5(text.encode()).hexdigest()}}


def _own(source: str, kind: str, **about: Any) -> dict[str, Any]:
    """A cell that was handed out with other words in it."""
    return _signed("# YOUR CODE HERE" if kind == "code" else "YOUR ANSWER HERE", kind, **about) | {"was": len(source)}


SOLUTION = {"solution": True, "locked": False}
ANSWER = {"solution": True, "grade": True, "locked": False, "points": 3}
TEST = {"grade": True, "points": 1}
TASK = "## Exercise 1 (a)\nDerive the number b for which the sum of squares is least."


def test_the_checksum_is_nbgraders() -> None:
    """By a sum that was made apart from both the reader and the tests' own way of signing."""
    # The md5 sum of "Let b be a number.markdownFalseFalseTruetask-a".
    about = {"grade": False, "solution": False, "locked": True, "grade_id": "task-a", "schema_version": 3}
    metadata = {"nbgrader": {**about, "checksum": "367a63017e6b077649a42d18aac07560"}}
    cells = [{"cell_type": "markdown", "metadata": metadata, "source": "Let b be a number."}]
    document = read_notebook(json.dumps({"cells": cells}), "s01.ipynb")
    assert isinstance(document, Document)
    assert document.given == {0}


def test_the_task_in_locked_cells_is_no_answer(read: Any, notebook: Any, texts: Any, answer: Any) -> None:
    submission = read(
        {
            "s01.ipynb": notebook(
                ("md", TASK, _signed(TASK)),
                ("md", "The mean.", _own("The mean.", "markdown", **ANSWER)),
                ("md", "## Exercise 1 (b)\nExplain it in three sentences or more.", _signed("## Exercise 1 (b)\nExplain it in three sentences or more.")),
                ("md", "YOUR ANSWER HERE", _signed("YOUR ANSWER HERE", **ANSWER)),
            )
        }
    )  # fmt: skip
    assert texts(submission) == {f"{OC}/a": "The mean."}, "a heading in a locked cell still tells the part"
    assert submission.unplaced == ()
    assert answer(submission, f"{OC}/a").passages[0].origin.cell == 1


@pytest.mark.parametrize(
    ("source", "metadata", "placed"),
    rows(
        ("## Exercise 1 (a)\nMean.", _signed("## Exercise 1 (a)\nMean."), {}, "as it was handed out"),
        ("## Exercise 1 (a)\nMean.", _signed("## Exercise 1 (a)\n"), {f"{OC}/a": "Mean."}, "written into a locked cell"),
        ("## Exercise 1 (a)\nMean.", {"nbgrader": {"locked": True, "grade_id": "x"}}, {f"{OC}/a": "Mean."}, "not signed"),
        ("## Exercise 1 (a)\nMean.", {"nbgrader": {"checksum": 7, "grade_id": "x"}}, {f"{OC}/a": "Mean."}, "a sum that is none"),
        ("## Exercise 1 (a)\nMean.", {"nbgrader": {"checksum": "", "grade_id": "x", "grade": True, "points": "many"}}, {f"{OC}/a": "Mean."}, "points that are none"),
        ("## Exercise 1 (a)\nMean.", _signed("## Exercise 1 (a)\nMean.", "code"), {f"{OC}/a": "Mean."}, "signed for another kind of cell"),
        ("## Exercise 1 (a)\nMean.", _signed("## Exercise 1 (a)\nMean.", task=True, **TEST), {}, "a task"),
    ),
)  # fmt: skip
def test_locked_cells(
    source: str, metadata: dict[str, Any], placed: dict[str, str], read: Any, notebook: Any, texts: Any
) -> None:
    assert texts(read({"s01.ipynb": notebook(("md", source, metadata))})) == placed


@pytest.mark.parametrize("kind", ["md", "code"])
def test_a_solution_cell_that_was_not_touched_is_not_handed_in(
    kind: str, read: Any, notebook: Any, answer: Any
) -> None:
    source = "def optimal_constant(x):\n    return 0  # to be improved" if kind == "code" else "b = ___"
    stub = (kind, source, _signed(source, "code" if kind == "code" else "markdown", grade_id="oc-first", **SOLUTION))
    found = answer(read({"s01.ipynb": notebook(("md", "## Exercise 1 (a)"), stub)}), f"{OC}/a")
    assert (found.passages, found.program) == ((), None)


def _program(document: object) -> list[int | None]:
    assert isinstance(document, Document)
    assert document.program is not None
    return [cell.origin.cell for cell in document.program.cells]


@pytest.mark.parametrize(
    ("test", "later", "run"),
    rows(
        ("assert f(1) == 1", "g = f(2)", [0, 2], "a test that defines nothing"),
        ("from nose.tools import assert_equal\nassert_equal(f(1), 1)", "g = f(2)", [0, 2], "a module that is not there"),
        ("data = [1, 2]\nassert f(data)", "g = f(data)", [0, 1, 2], "a later cell uses its data"),
        ("import numpy as np\nassert f(1)", "g = np.mean(2)", [0, 1, 2], "a later cell uses its import"),
        ("data = [1, 2]\nassert f(data)", "g = (", [0, 1, 2], "a later cell that cannot be looked into"),
        ("assert f(1) ==", "g = f(2)", [0, 1, 2], "a test that cannot be looked into"),
        ("def check():\n    assert f(1)\ncheck()", "def g():\n    return 1", [0, 2], "names that nobody uses"),
    ),
)
def test_tests_are_not_run(test: str, later: str, run: list[int], notebook: Any) -> None:
    cells = notebook(
        ("code", "def f(x):\n    return x", _own("f", "code", **SOLUTION)),
        ("code", test, _signed(test, "code", **TEST)),
        ("code", later),
    )
    assert _program(read_notebook(json.dumps(cells), "s01.ipynb")) == run


def test_a_test_is_no_answer(read: Any, notebook: Any, answer: Any) -> None:
    test = "assert optimal_constant([1]) == 1"
    cells = notebook(("md", "## Exercise 1 (a)\nThe mean."), ("code", test, _signed(test, "code", **TEST)))
    found = answer(read({"s01.ipynb": cells}), f"{OC}/a")
    assert found.program is None
    assert found.passages


def test_a_changed_test_is_a_cell_like_any_other(notebook: Any) -> None:
    cells = notebook(("code", "b = 1", _signed("assert b == 1", "code", **TEST)))
    assert _program(read_notebook(json.dumps(cells), "s01.ipynb")) == [0]


# -------------------------------------------------------------------------------------------------------- otter

INIT = "# Initialize Otter\nimport otter\ngrader = otter.Notebook('hw.ipynb')"
LOCKED = {"deletable": False, "editable": False}


def _otter(notebook: Any, *cells: tuple[Any, ...]) -> dict[str, Any]:
    made = notebook(
        ("code", INIT, LOCKED),
        ("code", "import numpy as np"),
        *cells,
        ("md", "---\n\nTo double-check your work, the cell below will rerun all of the autograder tests.", LOCKED),
        ("code", "grader.check_all()", LOCKED),
        ("md", "## Submission\n\nMake sure you have run all cells in your notebook in order.", LOCKED),
        ("code", "# Save your notebook first, then run this cell to export your submission.\ngrader.export(pdf=False)", LOCKED),
    )  # fmt: skip
    made["metadata"]["otter"] = {"OK_FORMAT": True, "tests": {"q1a": {"name": "q1a", "points": 1, "suites": []}}}
    return made  # type: ignore[no-any-return]


def test_a_notebook_of_otter(read: Any, notebook: Any, texts: Any, answer: Any) -> None:
    tags = {"tags": ["otter_answer_cell"]}
    submission = read(
        {
            "s01.ipynb": _otter(
                notebook,
                ("md", "<!-- BEGIN QUESTION -->\n\n**Question 1a:**", LOCKED),
                ("md", "The mean.", tags),
                ("md", "<!-- END QUESTION -->\n\n**Question 1b:**", LOCKED),
                ("md", "_Type your answer here, replacing this text._", tags),
                ("code", "def optimal_constant(x):\n    return np.mean(x)", tags),
                ("code", 'grader.check("q1code")', LOCKED),
            )
        }
    )
    assert texts(submission) == {f"{OC}/a": "The mean."}, "nothing was typed below b"
    code = answer(submission, f"{OC}/code")
    assert [cell.source for cell in code.program.cells] == [
        "import numpy as np",
        "def optimal_constant(x):\n    return np.mean(x)",
    ]
    assert [remark.key for remark in code.remarks if isinstance(remark, Message)] == ["reading.other_grader"]


def test_a_check_below_a_heading_is_no_answer(read: Any, notebook: Any, answer: Any) -> None:
    cells = _otter(notebook, ("md", "## Exercise 1 (a)"), ("code", "b_star = ..."), ("code", 'grader.check("q1a")'))
    found = answer(read({"s01.ipynb": cells}), f"{OC}/a")
    assert (found.passages, found.program) == ((), None)


@pytest.mark.parametrize(
    ("asked", "typed", "placed"),
    rows(
        ("Derive it.", "The mean.", {f"{OC}/a": "The mean."}, "the answer stands in its own cell"),
        ("Derive it.\nThe mean.", "_Type your answer here, replacing this text._", {f"{OC}/a": "Derive it. The mean."}, "typed into the locked cell, which some editors allow"),
    ),
)
def test_what_is_asked_is_no_answer(
    asked: str, typed: str, placed: dict[str, str], read: Any, notebook: Any, texts: Any
) -> None:
    cells = _otter(notebook, ("md", f"### Question 1a\n{asked}", LOCKED), ("md", typed))
    assert texts(read({"s01.ipynb": cells})) == placed


@pytest.mark.parametrize(
    ("sources", "left"),
    rows(
        ([INIT], {0: ""}, "only calls"),
        (["import otter\nimport numpy as np\nx = 1", "y = 2"], {0: "pass\nimport numpy as np\nx = 1"}, "beside other statements"),
        (["from otter import Notebook\ng = Notebook()", "g.check('q1'); x = 1"], {0: "", 1: "pass; x = 1"}, "the class alone, and two statements in a line"),
        (["import otter as o\ng = o.Notebook(\n    'a',\n)\nx = 1"], {0: "pass\npass\n\n\nx = 1"}, "over several lines, which keep their numbers"),
        (["import otter", "g = otter.Notebook()\nres = g.check('q1')"], {0: "", 1: ""}, "a result that is kept"),
        (["import otter\ng = otter.Notebook()", "名 = 1; g.check('名'); x = 2"], {0: "", 1: "名 = 1; pass; x = 2"}, "letters of several bytes"),
        (["import otter\ng = otter.Notebook()", "%time g.check('q1')\ng.check('q2')\nx = 1"], {0: "", 1: "%time g.check('q1')\npass\nx = 1"}, "a notebook's command beside"),
        (["from client.api.notebook import Notebook\nok = Notebook('lab.ok')\n_ = ok.auth()", "ok.grade('q1')"], {0: "", 1: ""}, "okpy"),
        (["import numpy as np, otter\nx = 1"], {}, "an import with others, which is left"),
        (["def check(x):\n    return x", "grader = {}\ngrader.check(1)"], {}, "names that only look alike"),
        (["import otters\notters.Notebook()"], {}, "another module"),
        (["x = 'otter'"], {}, "the word alone"),
        (["import otter\nif True:\n    g = otter.Notebook()"], {0: "pass\nif True:\n    g = otter.Notebook()"}, "below the top level nothing is touched"),
        (["import otter (", "x = 1"], {}, "no Python"),
        (["%%capture\nimport otter"], {}, "another language or command for the whole cell"),
    ),
)  # fmt: skip
def test_calls(sources: list[str], left: dict[int, str]) -> None:
    assert without_calls(sources) == left


def test_calls_in_a_script(read: Any, answer: Any) -> None:
    source = "import otter\n\ngrader = otter.Notebook()\n\ndef optimal_constant(x):\n    return sum(x) / len(x)\n"
    found = answer(read({"s01.py": source}), f"{OC}/code")
    (cell,) = found.program.cells
    assert cell.source == source.replace("import otter", "pass").replace("grader = otter.Notebook()", "pass")
    assert [remark.key for remark in found.remarks] == ["reading.other_grader_script"]


@pytest.mark.parametrize(
    "line",
    [
        "YOUR ANSWER HERE",
        "_Type your answer here, replacing this text._",
        "*Write your answer here.*",
        "Type *Markdown* and LaTeX: $\\alpha^2$",
        "Double-click (or enter) to edit",
        "在此处写下你的答案",
        "请在这里填写答案。",
    ],
)
def test_prompts_are_no_answer(line: str, read: Any, notebook: Any, texts: Any) -> None:
    head = "## Exercise 1 (a)"
    assert texts(read({"s01.ipynb": notebook(("md", head), ("md", line))})) == {}
    filled = read({"s01.ipynb": notebook(("md", head), ("md", f"{line}\n\nThe mean."))})
    assert texts(filled) == {f"{OC}/a": "The mean."}


@pytest.mark.parametrize(
    "line",
    ["Your answer here is wrong", "My answer: the mean", "Type your answer here: the mean of all", "YOUR ANSWER HERE 3"],
)
def test_what_only_begins_like_a_prompt_is_an_answer(line: str, read: Any, notebook: Any, texts: Any) -> None:
    assert texts(read({"s01.ipynb": notebook(("md", "## Exercise 1 (a)"), ("md", line))})) == {f"{OC}/a": line}


@pytest.mark.parametrize(
    ("source", "is_handed_in"),
    rows(
        ("# YOUR CODE HERE\nraise NotImplementedError()", False, "nbgrader's stub at the top level"),
        ("def optimal_constant(x):\n    # YOUR CODE HERE\n    raise NotImplementedError()", False, "in a function"),
        ("def optimal_constant(x):\n    ...", False, "otter's stub"),
        ("def optimal_constant(x):\n    return ...", False, "with a return"),
        ("def optimal_constant(x):\n    mean = ...\n    return mean", False, "with a name to be filled in"),
        ("optimal_constant = ...", False, "a name alone"),
        ("def optimal_constant(x):\n    mean = sum(x)\n    return mean", True, "filled in"),
        ("def optimal_constant(x):\n    mean = ...\n    mean = sum(x)\n    return mean", True, "filled in below"),
        ("def optimal_constant(x):\n    return x", True, "an answer, if a bold one"),
    ),
)
def test_stubs_of_code(source: str, is_handed_in: bool, read: Any, notebook: Any, answer: Any) -> None:
    found = answer(read({"s01.ipynb": notebook(("code", source))}), f"{OC}/code")
    assert (found.program is not None) == is_handed_in
