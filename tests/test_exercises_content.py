"""What authors write for an exercise agrees with itself: both languages, stubs, notebook, references, table of answers.

Nothing here needs the engine; whether every answer of a table gets its verdict is another test's question.
"""

from __future__ import annotations

import ast
import functools
import json
import math
import re
import runpy
import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import nbformat
import numpy as np
import numpy.typing as npt
import pytest

ROOT = Path(__file__).resolve().parents[1]
SECTION = "linear_regression"
EXERCISES = ("optimal_constant", "normal_equation", "laplace_noise")
NOTEBOOK = ROOT / "exercises" / SECTION / f"{SECTION}.ipynb"

#: The parts of each exercise, the functions to be written, and the fewest answers that each part's table must hold.
PARTS: dict[str, dict[str, int]] = {
    "optimal_constant": {"a": 8, "b": 8, "c": 8, "code": 6},
    "normal_equation": {"a": 8, "b": 8, "c": 8, "d": 6, "code": 6},
    "laplace_noise": {"a": 8, "b": 6, "c": 8, "code": 6},
}
FUNCTIONS = {
    "optimal_constant": ["optimal_constant(x)", "optimal_constant_l1(x)"],
    "normal_equation": ["squared_loss_gradient(X, y, w)", "normal_equation(X, y)", "singular_design()"],
    "laplace_noise": ["laplace_nll(X, y, w, b)", "sgd_laplace(X, y, lr, num_epochs, batch_size, seed)"],
}
FORMULA_MISTAKES = {
    "sign", "missing_factor", "missing_transpose", "transposed", "missing_inverse", "order", "shape", "scope",
    "missing_term", "missing_square", "missing_abs", "index_range", "lost_solution", "gained_solution", "invalid_step",
}  # fmt: skip
CODE_MISTAKES = {
    "wrong_constant", "mutates_input", "wrong_shape", "not_vectorized", "constant_step", "ascends", "ignores_seed",
    "raises", "sign", "returns_nothing",
}  # fmt: skip
VERDICTS = {"pass", "fail", "unreadable", "missing", "undecided"}
KEYS = {"part", "why", "language", "text", "code", "earlier", "outcome", "claims", "line", "mistake", "points"}


def _stub(exercise: str, file: str) -> str:
    return (ROOT / "exercises" / SECTION / exercise / file).read_text()


def _solution(exercise: str, file: str) -> Path:
    return ROOT / "solutions" / SECTION / exercise / file


def _answers(exercise: str) -> list[dict[str, Any]]:
    answers: list[dict[str, Any]] = tomllib.loads(_solution(exercise, "answers.toml").read_text())["answer"]
    return answers


EVERY_ANSWER = [
    pytest.param(exercise, answer, id=f"{exercise}/{answer['part']}: {answer['why']}")
    for exercise in EXERCISES
    for answer in _answers(exercise)
]


def _marked(text: str) -> list[str]:
    """The parts that comments name, in order, by their last component."""
    return [address.split("/")[-1] for address in re.findall(r"<!-- part: (\S+) -->", text)]


def _outcome(claims: list[str]) -> str:
    found = set(claims)
    if found == {"missing"}:
        return "missing"
    if found == {"pass"}:
        return "pass"
    if "pass" in found and found & {"fail", "missing", "unreadable"}:
        return "partial"
    return "fail" if "fail" in found and "pass" not in found else "undecided"


# ------------------------------------------------------------------------------------- tasks, stubs, models


@pytest.mark.parametrize("exercise", EXERCISES)
def test_the_task_stands_in_both_languages(exercise: str) -> None:
    english, chinese = _stub(exercise, "README.md").split("\n## 中文\n")
    assert "\n## English\n" in english
    for part in PARTS[exercise]:
        assert f"**{part}" in english, part
        assert f"**{part}" in chinese, part
    for function in FUNCTIONS[exercise]:
        assert f"def {function}" in english
        assert f"def {function}" in chinese


@pytest.mark.parametrize("exercise", EXERCISES)
def test_stubs_mark_every_part_by_its_address(exercise: str) -> None:
    text, code = _stub(exercise, "answer.md"), _stub(exercise, "answer.py")
    assert [*_marked(text), *_marked(code)] == list(PARTS[exercise])
    assert all(address.startswith(f"{SECTION}/{exercise}/") for address in re.findall(r"part: (\S+)", text + code))


@pytest.mark.parametrize("exercise", EXERCISES)
def test_stub_functions_have_the_signatures_of_the_task(exercise: str) -> None:
    functions = [node for node in ast.parse(_stub(exercise, "answer.py")).body if isinstance(node, ast.FunctionDef)]
    assert [f"{each.name}({ast.unparse(each.args)})" for each in functions] == FUNCTIONS[exercise]
    for each in functions:
        assert ast.get_docstring(each)
        assert ast.unparse(each.body[-1]) == "raise NotImplementedError"


@pytest.mark.parametrize("exercise", EXERCISES)
def test_model_answers_say_the_same_in_both_languages(exercise: str) -> None:
    english, chinese = (_solution(exercise, file).read_text() for file in ("answer.md", "answer.zh.md"))
    assert _marked(english) == _marked(chinese) == [part for part in PARTS[exercise] if part != "code"]
    formulas = [re.findall(r"\$\$(.*?)\$\$", text, re.DOTALL) for text in (english, chinese)]
    assert formulas[0] == formulas[1]
    assert len(formulas[0]) >= len(_marked(english))


# -------------------------------------------------------------------------------------------- the notebook


def test_the_notebook_is_valid_and_clean() -> None:
    nbformat.validate(json.loads(NOTEBOOK.read_text()))
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    assert (notebook.nbformat, notebook.nbformat_minor) == (4, 5)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            ast.parse(cell.source)
            assert (cell.outputs, cell.execution_count) == ([], None)


def test_the_notebook_has_a_cell_for_every_part_in_order() -> None:
    tagged = {
        cell.metadata["grader"]["part"]: cell
        for cell in nbformat.read(NOTEBOOK, as_version=4).cells
        if "grader" in cell.metadata
    }
    expected = [f"{SECTION}/{exercise}/{part}" for exercise in EXERCISES for part in PARTS[exercise]]
    assert [address for address in tagged if address.split("/")[1] in EXERCISES] == expected
    for address in expected:
        _, exercise, part = address.split("/")
        if part == "code":
            assert tagged[address].source.strip() in _stub(exercise, "answer.py")
        else:
            assert tagged[address].source in _stub(exercise, "answer.md")


# ---------------------------------------------------------------------------------- the tables of answers


@pytest.mark.parametrize(("exercise", "answer"), EVERY_ANSWER)
def test_an_answer_is_well_formed(exercise: str, answer: dict[str, Any]) -> None:
    assert set(answer) <= KEYS
    assert answer["language"] in ("en", "zh")
    assert "text" in answer or "code" in answer
    assert set(answer.get("claims", ())) <= VERDICTS
    if "claims" in answer:
        assert answer["outcome"] == _outcome(answer["claims"])
    else:
        assert answer["outcome"] == "unreadable"
    if "mistake" in answer:
        assert answer["mistake"] in (CODE_MISTAKES if answer["part"] == "code" else FORMULA_MISTAKES)
        assert "fail" in answer["claims"]
    if "line" in answer:
        assert answer["text"].split("\n")[answer["line"] - 1].strip()
        assert "fail" in answer["claims"]
    if "code" in answer:
        ast.parse(answer["code"])
    if answer["outcome"] == "missing" and "text" in answer:
        assert answer["text"].strip() in _stub(exercise, "answer.md")


@pytest.mark.parametrize("exercise", EXERCISES)
def test_every_part_has_enough_answers_right_and_wrong_in_both_languages(exercise: str) -> None:
    answers = _answers(exercise)
    assert {answer["part"] for answer in answers} == set(PARTS[exercise])
    for part, fewest in PARTS[exercise].items():
        of_part = [answer for answer in answers if answer["part"] == part]
        assert len(of_part) >= fewest, part
        assert {answer["language"] for answer in of_part} == {"en", "zh"}, part
        assert {"pass", "missing"} < {answer["outcome"] for answer in of_part}, part
        assert len({len(answer["claims"]) for answer in of_part if "claims" in answer}) == 1, part
        assert len({answer["why"] for answer in of_part}) == len(of_part), part


def test_every_mistake_in_a_formula_occurs() -> None:
    named = {a.get("mistake") for exercise in EXERCISES for a in _answers(exercise) if a["part"] != "code"}
    assert named >= FORMULA_MISTAKES


# ------------------------------------------------------------------------------------------- the references


Number = float | npt.NDArray[np.float64]
Data = Mapping[str, npt.NDArray[np.float64] | float]


def _data(rng: np.random.Generator, n: int, d: int) -> Data:
    return {
        "n": n,
        "d": d,
        "x": rng.normal(1.0, 2.0, n),
        "X": rng.normal(0.0, 1.0, (n, d)),
        "y": rng.normal(0.0, 2.0, n),
        "w": rng.normal(0.0, 1.0, d),
        "b": float(rng.normal()),
        "sigma": float(rng.uniform(0.5, 2.0)),
    }


def _value(expression: Any, data: Data) -> Number:
    """A symbolic expression in numbers: a 1-by-1 matrix as its entry, a column as (d,). Names tell what letters are."""
    found = np.asarray(_fold(expression, data))
    return float(found.item()) if found.size == 1 else found.reshape(-1)


def _fold(e: Any, data: Data) -> Any:
    match type(e).__name__:
        case "Symbol":
            return data[e.name]
        case "MatrixSymbol":
            return np.asarray(data[e.name]).reshape(int(data["n" if e.name in "Xy" else "d"]), -1)
        case "Indexed":
            return np.asarray(data[e.base.name])[int(_fold(e.indices[0], data)) - 1]
        case "MatrixElement":
            return _fold(e.parent, data)[int(_fold(e.i, data)), int(_fold(e.j, data))]
        case "Sum" | "Product":
            index, low, high = e.limits[0]
            rows = range(int(_fold(low, data)), int(_fold(high, data)) + 1)
            terms = [_fold(e.function, {**data, index.name: row}) for row in rows]
            return sum(terms) if type(e).__name__ == "Sum" else math.prod(terms)
        case "Add" | "MatAdd":
            return sum(_fold(each, data) for each in e.args)
        case "Mul" | "MatMul":
            return functools.reduce(_times, (_fold(each, data) for each in e.args))
        case "Pow":
            return _fold(e.base, data) ** _fold(e.exp, data)
        case "Transpose":
            return _fold(e.arg, data).T
        case "Inverse":
            return np.linalg.inv(_fold(e.arg, data))
        case "Abs" | "exp" | "log" as name:
            return {"Abs": np.abs, "exp": np.exp, "log": np.log}[name](_fold(e.args[0], data))
        case _:
            return float(e)


def _times(left: Any, right: Any) -> Any:
    return left @ right if np.ndim(left) == np.ndim(right) == 2 else left * right


SAME_NAME_AND_ARGUMENTS = [
    ("optimal_constant", "objective", "objective", "x b"),
    ("optimal_constant", "b_star", "b_star", "x"),
    ("optimal_constant", "absolute_objective", "absolute_objective", "x b"),
    ("optimal_constant", "likelihood", "normal_likelihood", "x b sigma"),
    ("optimal_constant", "normal_nll", "normal_nll", "x b sigma"),
    ("normal_equation", "objective", "objective", "X y w"),
    ("normal_equation", "gradient", "gradient", "X y w"),
    ("normal_equation", "w_star", "w_star", "X y"),
    ("laplace_noise", "likelihood", "likelihood", "X y w b"),
    ("laplace_noise", "nll", "nll", "X y w b"),
]


@pytest.mark.parametrize(("exercise", "symbolic", "numeric", "arguments"), SAME_NAME_AND_ARGUMENTS)
@pytest.mark.parametrize(("n", "d"), [(4, 3), (5, 2)])
def test_symbolic_and_numeric_references_agree(
    exercise: str, symbolic: str, numeric: str, arguments: str, n: int, d: int
) -> None:
    data = _data(np.random.default_rng(n), n, d)
    expression = runpy.run_path(str(_solution(exercise, "symbolic.py")))[symbolic]
    function: Callable[..., Number] = runpy.run_path(str(_solution(exercise, "numeric.py")))[numeric]
    expected = function(*(data[name] for name in arguments.split()))
    np.testing.assert_allclose(_value(expression, data), expected, rtol=1e-12)


@pytest.mark.parametrize(("exercise", "whole"), [("optimal_constant", "likelihood"), ("laplace_noise", "likelihood")])
def test_the_likelihood_is_the_product_of_densities_and_the_last_reference_its_negative_logarithm(
    exercise: str, whole: str
) -> None:
    data = _data(np.random.default_rng(1), 4, 3)
    names = runpy.run_path(str(_solution(exercise, "symbolic.py")))
    densities = [np.asarray(_value(names["density"], {**data, "i": row})) for row in range(1, 5)]
    likelihood = _value(names[whole], data)
    np.testing.assert_allclose(np.prod(densities), likelihood, rtol=1e-12)
    logarithm = _value(names["nll" if "nll" in names else "normal_nll"], data)
    np.testing.assert_allclose(-np.log(likelihood), logarithm, rtol=1e-12)


SYMPY_ANSWERS = [
    pytest.param(exercise, answer, name, id=f"{exercise}/{answer['part']}: {answer['why']}")
    for exercise in EXERCISES
    for answer in _answers(exercise)
    for name in ("b_star", "normal_nll", "objective", "gradient", "w_star", "nll")
    if answer["part"] != "code" and re.search(rf"^{name} =", answer.get("code", ""), re.MULTILINE)
]


@pytest.mark.parametrize(("exercise", "answer", "name"), SYMPY_ANSWERS)
def test_a_sympy_answer_is_called_right_exactly_if_it_is(
    exercise: str, answer: Mapping[str, Any], name: str, tmp_path: Path
) -> None:
    """By numbers: an objective may be scaled, so that it is compared after division by its value elsewhere."""
    (tmp_path / "answer.py").write_text(answer["code"])
    got = runpy.run_path(str(tmp_path / "answer.py"))[name]
    right = runpy.run_path(str(_solution(exercise, "symbolic.py")))[name]
    data, other = (_data(np.random.default_rng(seed), 5, 3) for seed in (3, 4))
    values = [np.asarray(_value(each, data)) for each in (got, right)]
    if name == "objective":
        values = [
            value / _value(each, {**data, "w": other["w"]}) for value, each in zip(values, (got, right), strict=True)
        ]
    assert np.allclose(values[0], values[1], rtol=1e-9) == (answer["claims"][0] == "pass")
