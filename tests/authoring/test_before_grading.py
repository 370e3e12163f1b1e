"""What is wrong before any answer is graded: each row breaks a sound exercise in one place, and that must be told."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from grader.authoring.checking import before_grading
from grader.authoring.kinds import is_code
from grader.authoring.loading import exercise_of
from grader.authoring.places import Place
from grader.authoring.problems import Problem
from grader.authoring.watched import Watch
from grader.jail.runner import ProcessRunner

EX, TASK, TEXT, CODE = "exercise.py", "README.md", "answer.md", "answer.py"
SYM, NUM = "symbolic.py", "numeric.py"


def _found(place: Place) -> list[Problem]:
    exercise, problems = exercise_of(place)
    if exercise is None:
        return problems
    with ProcessRunner() as runner:  # nothing is run in it
        return problems + list(before_grading(place, exercise, runner))


def _file(place: Place, name: str) -> Path:
    return (place.solution if name in (SYM, NUM) else place.exercise) / name


def _break(place: Place, name: str, old: str, new: str) -> None:
    file = _file(place, name)
    text = file.read_text(encoding="utf-8")
    assert old in text, f"{name} holds no {old}"
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_a_new_exercise_lacks_nothing_but_what_is_to_be_filled_in(place: Place) -> None:
    assert {problem.said.key for problem in _found(place)} == {"author.todo"}


BREAKS = [
    # what was done, the file, its text, what it becomes, what is said, the line, the file that it is said of
    ("it raises", EX, "EXERCISE = ", "1 / 0\nEXERCISE = ", "raised", 8, EX),
    ("no Python", EX, "TASK = Task(", "TASK = = Task(", "raised", 6, EX),
    ("it leaves Python", EX, "TASK = Task(", "raise SystemExit\nTASK = Task(", "raised", 6, EX),
    ("another name", EX, "EXERCISE = ", "Exercise1 = ", "not_declared", None, EX),
    ("no exercise", EX, "EXERCISE = Exercise(", "EXERCISE = dict(", "type", 8, EX),
    ("not the folders", EX, '"lines/mean"', '"lines/median"', "address", 8, EX),
    ("a title in one language", EX, '"TODO：标题"', '" "', "no_text", 8, EX),
    ("a title as a string", EX, 'Text("TODO: a title", "TODO：标题")', '"Title"', "type", 8, EX),
    ("names without a comma", EX, '("b_star",)', '("b_star")', "type", 12, EX),
    ("a name with a blank", EX, '"a",', '"a 1",', "part_name", 12, EX),
    ("a part named twice", EX, '"code",', '"a",', "part_twice", 12, EX),
    ("worth nothing", EX, "points=1)", "points=0)", "points", 19, EX),
    ("worth a word", EX, "points=1)", 'points="1")', "type", 19, EX),
    ("a check that was not made", EX, "derived(TASK)", "None", "type", 19, EX),
    ("no claim", EX, "    parts=(", '    parts=(Part("z", Text("z", "z"), ()), ', "no_claims", 11, EX),
    ("a cell of no part", EX, "    parts=(", '    grade_ids={"q1": "b"},\n    parts=(', "grade_id", 8, EX),
    ("no declaration", EX, '"x: n, b"', '"x: n: b"', "declaration", 6, EX),
    ("solved for a stranger", EX, 'unknown="b"', 'unknown="c"', "undeclared", 6, EX),
    ("the context of no part", EX, 'unknown="b"', 'unknown="b", context=("z",)', "context", 6, EX),
    ("a formula that is not there", EX, '"objective"', '"goal"', "doors.no_reference", None, SYM),
    ("other names for the same are fine", EX, 'unknown="b"', 'unknown="b", same={"m": "b"}', None, None, ""),
    ("the letter of an operator is fine", EX, 'unknown="b"', 'unknown="b", same={"s": "sigmoid"}', None, None, ""),
    ("a formula that raises", SYM, "b = symbols", "1 / 0\nb = symbols", "raised", 6, SYM),
    ("a function that is not known", SYM, "(x[i] - b) ** 2", "besselj(0, x[i] - b)", "raised", 9, SYM),
    ("another name in it", SYM, "(x[i] - b)", "(x[i] - b - symbols('c'))", "free_names", 9, SYM),
    ("without the unknown", SYM, "(x[i] - b) ** 2", "x[i] ** 2", "without_unknown", 9, SYM),
    ("no formula", SYM, "objective = ", "objective = [1, 2]  # ", "formula", 9, SYM),
    ("a factor lost", SYM, "(i, 1, n)) / n", "(i, 1, n))", "forms_differ", 10, SYM),
    ("a sign lost", NUM, "(x - b)", "(x + b)", "forms_differ", 9, SYM),
    ("a list in place of a number", NUM, "float(np.mean(x))", "x", "forms_of_other_shape", 10, SYM),
    ("an argument that nobody knows", NUM, "b_star(x):", "b_star(x, q=1):", "cannot_compare", 10, SYM),
    ("no number", NUM, "float(np.mean(x))", "np.log(x[0] - 9)", "not_finite", 10, SYM),
    ("a reference that raises", NUM, "float(np.mean(x))", "x[99]", "raised", 13, NUM),
    ("no function", NUM, "def minimiser", "def other", "no_function", None, NUM),
    ("a number in its place", NUM, "def minimiser(x):", "minimiser = 3\ndef f(x):", "not_callable", 16, NUM),
    ("names that only one file has are fine", NUM, "def b_star", "def solution", None, None, ""),
    ("one language only", TASK, "## 中文", "## 汉语", "no_language", None, TASK),
    ("a part that is not asked", TASK, "**a · The", "**The", "task_without_part", 3, TASK),
    ("another signature", TASK, "(x): ...  # the", "(x, y): ...  # the", "task_without_name", 3, TASK),
    ("no place for a part", TEXT, "<!-- part: lines/mean/a -->", "", "not_marked", None, TEXT),
    ("the place of another", TEXT, "lines/mean/a", "lines/median/a", "marks_no_part", 3, TEXT),
    ("a stub without the function", CODE, "def minimiser", "def other", "stub_without", None, CODE),
    ("a stub that says nothing", CODE, '"""TODO: what it returns · 返回什么"""', "1", "stub_says_nothing", 9, CODE),
    ("a stub that is no Python", CODE, "def minimiser(x):", "def minimiser(x:", "raised", 9, CODE),
]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "old", "new", "said", "line", "of"), [row[1:] for row in BREAKS], ids=[row[0] for row in BREAKS]
)
def test_what_is_broken_is_told_at_its_place(
    place: Place, name: str, old: str, new: str, said: str | None, line: int | None, of: str
) -> None:
    _break(place, name, old, new)
    found = [problem for problem in _found(place) if problem.said.key != "author.todo"]
    if said is None:
        assert found == []
        return
    told = [(problem.said.key.removeprefix("author."), problem.line, problem.file.name) for problem in found]
    assert (said, line, of) in told


@pytest.mark.parametrize("name", [EX, TASK, TEXT, CODE, SYM, NUM])
def test_a_missing_file_is_told(place: Place, name: str) -> None:
    file = _file(place, name)
    file.unlink()
    assert (file, "author.no_file") in [(problem.file, problem.said.key) for problem in _found(place)]


def test_a_part_of_functions_may_have_another_name(place: Place) -> None:
    """It is known by its checks."""
    for name in (EX, TASK, CODE):
        file = _file(place, name)
        text = file.read_text(encoding="utf-8")
        text = text.replace('"code"', '"program"').replace("mean/code", "mean/program").replace("**code", "**program")
        file.write_text(text, encoding="utf-8")
    assert {problem.said.key for problem in _found(place)} == {"author.todo"}
    exercise, _ = exercise_of(place)
    assert exercise is not None
    for watched in (exercise, Watch().exercise(exercise)):
        assert [is_code(part) for part in watched.parts] == [False, True]


def test_a_part_without_functions_needs_no_file_for_them(place: Place) -> None:
    """An exercise of derivations alone has neither a stub for code nor functions."""
    text = _file(place, EX).read_text(encoding="utf-8")
    start = text.index("        Part(\n            \"code\"")
    _file(place, EX).write_text(text[:start] + "    ),\n)\n", encoding="utf-8")
    for name in (CODE, NUM):
        _file(place, name).unlink()
    assert {problem.said.key for problem in _found(place)} == {"author.todo"}


# --------------------------------------------------------------------------------------------- notebooks


def _cell(kind: str, part: str, source: str, **more: object) -> dict[str, object]:
    code = {"outputs": [], "execution_count": None} if kind == "code" else {}
    cell = {"cell_type": kind, "id": part.replace("/", "-"), "metadata": {"grader": {"part": part}}, "source": source}
    return {**cell, **code, **more}


PROMPT = "*TODO: what to write here · 在这里写什么*"
FUNCTION = 'def minimiser(x):\n    """TODO: what it returns · 返回什么"""\n    raise NotImplementedError'
A, B = _cell("markdown", "lines/mean/a", PROMPT), _cell("code", "lines/mean/code", FUNCTION)
STREAM = {"output_type": "stream", "name": "stdout", "text": "1"}

NOTEBOOKS = [
    ("as it should be", [A, B], []),
    ("of other exercises", [_cell("markdown", "lines/median/a", "x")], ["author.not_in_notebook"]),
    ("one part is missing", [A], ["author.no_cell"]),
    ("in another order", [B, A], ["author.marked_out_of_order"]),
    ("run before it was handed out", [A, {**B, "outputs": [STREAM]}], ["author.cell_was_run"]),
    ("another prompt", [{**A, "source": "*Something else · 别的*"}, B], ["author.cell_differs"]),
    ("no cells of notebooks", [{"source": 3}], ["author.no_notebook"]),
]


@pytest.mark.parametrize(("cells", "said"), [row[1:] for row in NOTEBOOKS], ids=[row[0] for row in NOTEBOOKS])
def test_notebooks(place: Place, cells: list[object], said: list[str]) -> None:
    notebook = {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": cells}
    (place.exercise.parent / "lines.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
    assert [problem.said.key for problem in _found(place) if problem.said.key != "author.todo"] == said
