"""What only this course promises of its exercises, beyond what ``grader author check`` looks at in any."""

from __future__ import annotations

import ast
import re
import runpy
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import nbformat
import numpy as np
import pytest

from grader.authoring.answers import TABLE, Row, rows_of
from grader.authoring.mistakes import IN_FORMULAS
from grader.authoring.places import Place, places
from grader.authoring.references import in_symbols

ROOT = Path(__file__).resolve().parents[1]
SECTION = "linear_regression"
NOTEBOOK = ROOT / "exercises" / SECTION / f"{SECTION}.ipynb"


@cache
def every_row() -> list[tuple[Place, Row]]:
    return [(place, row) for place in places(ROOT) for row in rows_of(place.solution / TABLE)[0]]


def _reference(exercise: str, name: str) -> Any:
    return runpy.run_path(str(ROOT / "solutions" / SECTION / exercise / "symbolic.py"))[name]


# -------------------------------------------------------------------------------------------- the notebook


def test_the_notebook_is_of_this_format_and_was_not_run() -> None:
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    assert (notebook.nbformat, notebook.nbformat_minor) == (4, 5)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            ast.parse(cell.source)
            assert (cell.outputs, cell.execution_count) == ([], None)


@pytest.mark.parametrize("exercise", ["optimal_constant", "normal_equation", "laplace_noise"])
def test_the_notebook_holds_the_books_exercises(exercise: str) -> None:
    """An exercise that is not in it at all is only noted by the check of authors."""
    cells = nbformat.read(NOTEBOOK, as_version=4).cells
    tagged = [cell.metadata["grader"]["part"] for cell in cells if "grader" in cell.metadata]
    assert any(address.startswith(f"{SECTION}/{exercise}/") for address in tagged)


# ---------------------------------------------------------------------------------- the tables of answers


def test_every_mistake_in_a_formula_occurs() -> None:
    named = {row.given.get("mistake") for _, row in every_row() if row.given["part"] != "code"}
    assert named >= set(IN_FORMULAS)


# ------------------------------------------------------------------------------------------- the references

SIZES = {"n": 5, "d": 3}


def _data(seed: int) -> dict[str, Any]:
    """Numbers by what the course calls them: X is n by d, y and x are n, w is d."""
    rng = np.random.default_rng(seed)
    n, d = SIZES["n"], SIZES["d"]
    return {
        "x": rng.normal(1.0, 2.0, n),
        "X": rng.normal(0.0, 1.0, (n, d)),
        "y": rng.normal(0.0, 2.0, n),
        "w": rng.normal(0.0, 1.0, d),
        "b": float(rng.normal()),
        "sigma": float(rng.uniform(0.5, 2.0)),
    }


def _value(expression: Any, data: Mapping[str, Any]) -> Any:
    return in_symbols(expression, data, SIZES)


@pytest.mark.parametrize(("exercise", "logarithm"), [("optimal_constant", "normal_nll"), ("laplace_noise", "nll")])
def test_the_likelihood_is_the_product_of_densities_and_the_last_reference_its_negative_logarithm(
    exercise: str, logarithm: str
) -> None:
    data, density = _data(1), _reference(exercise, "density")
    (index,) = [symbol for symbol in density.free_symbols if str(symbol) == "i"]
    densities = [_value(density.subs(index, row), data) for row in range(1, SIZES["n"] + 1)]
    likelihood = _value(_reference(exercise, "likelihood"), data)
    np.testing.assert_allclose(np.prod(densities), likelihood.item(), rtol=1e-12)
    np.testing.assert_allclose(-np.log(likelihood), _value(_reference(exercise, logarithm), data), rtol=1e-12)


SYMPY_ANSWERS = [
    pytest.param(place.exercise.name, row, name, id=f"{place.exercise.name}/{row.part}: {row.given['why']}")
    for place, row in every_row()
    if place.exercise.name in ("optimal_constant", "normal_equation", "laplace_noise")
    for name in ("b_star", "normal_nll", "objective", "gradient", "w_star", "nll")
    if row.part != "code" and re.search(rf"^{name} =", row.given.get("code", ""), re.MULTILINE)
]


@pytest.mark.parametrize(("exercise", "row", "name"), SYMPY_ANSWERS)
def test_a_sympy_answer_is_called_right_exactly_if_it_is(exercise: str, row: Row, name: str, tmp_path: Path) -> None:
    """By numbers: an objective may be scaled, so that it is compared after division by its value elsewhere."""
    (tmp_path / "answer.py").write_text(row.given["code"])
    got = runpy.run_path(str(tmp_path / "answer.py"))[name]
    right = _reference(exercise, name)
    data, other = _data(3), _data(4)
    values = [_value(each, data) for each in (got, right)]
    if name == "objective":
        values = [
            value / _value(each, {**data, "w": other["w"]}) for value, each in zip(values, (got, right), strict=True)
        ]
    assert np.allclose(values[0], values[1], rtol=1e-9) == (row.given["claims"][0] == "pass")
