"""The exercises themselves: every listed answer gets its verdict, the solutions pass, and the stubs are missing.

Each ``solutions/<section>/<exercise>/answers.toml`` lists plausible answers, right and wrong. Every one is handed in as
a notebook and goes the way of ``grader check``: reading, running, checking.
"""

from __future__ import annotations

import inspect
import json
import runpy
import tomllib
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
import sympy

from grader.core import Fail, PartResult
from grader.course import Course, find_course
from grader.grading import grade_paths
from grader.jail.runner import ProcessRunner
from grader.report.lines import as_text, result_lines

ROOT = Path(__file__).parents[1]
SEED = 0


@cache
def course() -> Course:
    return find_course(ROOT)


def _listed() -> Iterator[Any]:
    for exercise in course().exercises:
        file = course().solutions / exercise.address / "answers.toml"
        for number, answer in enumerate(tomllib.loads(file.read_text(encoding="utf-8"))["answer"], 1):
            name = f"{exercise.address.rpartition('/')[2]}-{answer['part']}-{number} {answer['why']}"
            yield pytest.param(exercise.address, answer, id=name.encode("ascii", "replace").decode())


def _cell(kind: str, part: str, source: str) -> dict[str, Any]:
    code = {"outputs": [], "execution_count": None} if kind == "code" else {}
    return {"cell_type": kind, "metadata": {"grader": {"part": part}}, "source": source, **code}


def _notebook(address: str, answer: dict[str, Any]) -> dict[str, Any]:
    """The answer as a notebook; lines of its text count in the cell."""
    part = f"{address}/{answer['part']}"
    cells = [_cell("markdown", f"{address}/{name}", text) for name, text in answer.get("earlier", {}).items()]
    cells += [_cell("markdown", part, answer["text"])] if "text" in answer else []
    cells += [_cell("code", part, answer["code"])] if "code" in answer else []
    return {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": cells}


def _graded(path: Path, address: str, part: str) -> PartResult:
    with ProcessRunner(seed=SEED) as runner:
        results = grade_paths([path], course(), runner, student="s", seed=SEED)
    (result,) = [result for result in results if result.part == f"{address}/{part}"]
    return result


def _told(result: PartResult) -> str:
    return "\n" + as_text(result_lines(result, "en", show_reading=True))


@pytest.mark.parametrize(("address", "answer"), list(_listed()))
def test_an_answer_gets_its_verdict(tmp_path: Path, address: str, answer: dict[str, Any]) -> None:
    path = tmp_path / "answer.ipynb"
    path.write_text(json.dumps(_notebook(address, answer)), encoding="utf-8")
    result = _graded(path, address, answer["part"])
    told = _told(result)
    verdicts = [claim.finding.verdict for claim in result.claims]
    assert result.outcome == answer["outcome"], told
    if "claims" in answer:
        assert [type(verdict).__name__.lower() for verdict in verdicts] == answer["claims"], told
    if "points" in answer:
        assert result.points.earned == pytest.approx(answer["points"]), told
    if "mistake" in answer:
        failed = [verdict for verdict in verdicts if isinstance(verdict, Fail)]
        failed += [link.verdict for link in result.links if isinstance(link.verdict, Fail)]
        assert answer["mistake"] in [name for verdict in failed for name in verdict.mistakes], told
    if "line" in answer:
        assert answer["line"] in _first_refuted_lines(result), told


def _first_refuted_lines(result: PartResult) -> list[int]:
    """The lines of the first refuted link and of the first refuted claim: a formula may go over several."""
    places = [link.where for link in result.links if isinstance(link.verdict, Fail)][:1]
    failed = [claim.finding for claim in result.claims if isinstance(claim.finding.verdict, Fail)]
    places += [finding.where for finding in failed if finding.where is not None][:1]
    return [place.line + k for place in places for k in range(place.text.count("\n") + 1)]


# ------------------------------------------------------------------------------------------------- solutions

MODELS = [
    pytest.param(exercise, name, id=f"{exercise.address}/{name}")
    for exercise in course().exercises
    for name in ("answer.md", "answer.zh.md")
]


@pytest.mark.parametrize(("exercise", "name"), MODELS)
def test_a_model_answer_passes_in_full(exercise: Any, name: str) -> None:
    with ProcessRunner(seed=SEED) as runner:
        path = course().solutions / exercise.address / name
        results = grade_paths([path], course().only(exercise.address), runner, student="s", seed=SEED)
    for result in results:
        expected = "missing" if result.part == f"{exercise.address}/code" else "pass"
        assert result.outcome == expected, _told(result)


CODE = [
    pytest.param(exercise, part, id=exercise.address)
    for exercise in course().exercises
    for part in exercise.parts
    if part.name == "code"
]


@pytest.mark.parametrize(("exercise", "part"), CODE)
def test_the_reference_functions_pass_as_a_hand_in(tmp_path: Path, exercise: Any, part: Any) -> None:
    path = tmp_path / "answer.py"
    source = (course().solutions / exercise.address / "numeric.py").read_text(encoding="utf-8")
    path.write_text(source, encoding="utf-8")
    with ProcessRunner(seed=SEED) as runner:
        results = grade_paths(
            [path], course(), runner, student="s", seed=SEED, part=f"{exercise.address}/{part.name}"
        )
    assert [result.outcome for result in results] == ["pass"], _told(results[0])


@pytest.mark.parametrize("exercise", course().exercises, ids=lambda exercise: exercise.address)
@pytest.mark.parametrize("place", ["in the course", "handed in"])
def test_stubs_are_missing(tmp_path: Path, exercise: Any, place: str) -> None:
    folder = course().folder_of(exercise)
    if place == "handed in":
        for name in ("answer.md", "answer.py"):
            (tmp_path / name).write_bytes((folder / name).read_bytes())
        folder = tmp_path
    with ProcessRunner(seed=SEED) as runner:
        results = grade_paths([folder], course(), runner, student="s", seed=SEED)
    assert {result.outcome for result in results if result.part} == {"missing"}


@pytest.mark.parametrize("place", ["in the course", "handed in"])
def test_the_sections_notebook_is_missing_until_it_is_filled_in(tmp_path: Path, place: str) -> None:
    (notebook,) = course().folder.glob("*/*.ipynb")
    if place == "handed in":
        (tmp_path / notebook.name).write_bytes(notebook.read_bytes())
        notebook = tmp_path / notebook.name
    with ProcessRunner(seed=SEED) as runner:
        results = grade_paths([notebook], course(), runner, student="s", seed=SEED)
    assert {result.outcome for result in results if result.part} == {"missing"}


@pytest.mark.parametrize(("exercise", "part"), CODE)
def test_every_name_that_is_asked_for_is_in_the_stub(exercise: Any, part: Any) -> None:
    stub = (course().folder_of(exercise) / "answer.py").read_text(encoding="utf-8")
    assert [name for name in part.names if f"def {name}(" not in stub] == []


# ------------------------------------------------------------------------- the two forms of each reference

SIZES = {"n": 4, "d": 2}


def _modules(exercise: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    folder = course().solutions / exercise.address
    return runpy.run_path(str(folder / "symbolic.py")), runpy.run_path(str(folder / "numeric.py"))


def _shared_names() -> list[Any]:
    found = []
    for exercise in course().exercises:
        symbolic, numeric = _modules(exercise)
        for name, value in symbolic.items():
            if hasattr(value, "free_symbols") and callable(numeric.get(name)):
                found.append(pytest.param(exercise, name, id=f"{exercise.address}/{name}"))
    return found


def _inputs(names: Iterable[str], seed: int) -> dict[str, Any]:
    """Random values of the arguments, by what the course calls them: X is n by d, y and x are n, w is d."""
    rng = np.random.default_rng(seed)
    shapes = {"X": (SIZES["n"], SIZES["d"]), "y": (SIZES["n"],), "x": (SIZES["n"],), "w": (SIZES["d"],)}
    values = {name: rng.normal(size=shapes.get(name, ())) for name in names}
    return {name: abs(value) + 0.1 if name == "sigma" else value for name, value in values.items()}


def _in_symbols(expression: Any, values: dict[str, Any]) -> npt.NDArray[np.float64]:
    """The expression's value by sympy alone: sizes first, then sums written out, then the numbers put in."""
    sizes = {symbol: SIZES[symbol.name] for symbol in expression.free_symbols if getattr(symbol, "name", "") in SIZES}
    expression = expression.subs(sizes).doit()
    numbers: dict[Any, Any] = {}
    for atom in expression.atoms(sympy.MatrixSymbol, sympy.Indexed, sympy.Symbol):
        value = values.get(str(getattr(atom, "base", atom)))
        match atom:
            case sympy.MatrixSymbol():
                numbers[atom] = sympy.ImmutableMatrix(value)
            case sympy.Indexed():
                numbers[atom] = float(value[int(atom.indices[0]) - 1])
            case _ if value is not None and np.ndim(value) == 0:  # not the label of what has an index
                numbers[atom] = float(value)
    found = expression.subs(numbers).doit()
    return np.array(found.tolist() if hasattr(found, "tolist") else found, dtype=float).ravel()


@pytest.mark.parametrize(("exercise", "name"), _shared_names())
@pytest.mark.parametrize("seed", [0, 1, 2])
def test_a_reference_says_the_same_in_sympy_and_in_numpy(exercise: Any, name: str, seed: int) -> None:
    symbolic, numeric = _modules(exercise)
    function = numeric[name]
    values = _inputs(inspect.signature(function).parameters, seed)
    expected = np.asarray(function(**values), dtype=float).ravel()
    np.testing.assert_allclose(_in_symbols(symbolic[name], values), expected, rtol=1e-9)


def test_every_exercise_has_references_in_both_forms() -> None:
    exercises = {param.values[0].address for param in _shared_names()}
    assert exercises == {exercise.address for exercise in course().exercises if len(exercise.parts) > 1}
