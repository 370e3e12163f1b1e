"""Fingerprints: the same for all ways to write a thing, different for different things."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from grader.maths.declare import Declared, Function, Scope, Shape
from grader.maths.effort import bounded
from grader.maths.fingerprint import fingerprint, of_equation, of_objective, of_relation
from grader.maths.terms import Term
from tests.maths.reading import scope_of, term
from tests.rows import rows

TABLES = Path(__file__).resolve().parents[1] / "tables"
MATRICES = "X: n*d rows x, y: n, w: d, b"
NUMBERS = "x: n, b, sigma: >0"


def of(text: str, scope: Scope) -> str:
    return fingerprint(term(text, scope), scope)


# ------------------------------------------------------------------------------------------------- the tables


def pairs() -> list[dict[str, Any]]:
    tables = (json.loads((TABLES / f"{name}.json").read_text(encoding="utf-8")) for name in ("pairs", "pairs_wild"))
    return [row for table in tables for row in table]


def both(row: dict[str, Any]) -> tuple[str, str]:
    """The fingerprints of a pair; empty ones where a formula is a chain of several terms."""
    scope = scope_of(row["declare"])
    try:
        return of(row["a"], scope), of(row["b"], scope)
    except ValueError:
        return "", ""


def test_equal_formulas_of_the_tables_have_one_fingerprint() -> None:
    found = {row["id"]: both(row) for row in pairs() if row["equal"]}
    assert [id_ for id_, (a, b) in found.items() if a != b] == []
    assert sum(bool(a) for a, _ in found.values()) >= 370


def test_different_formulas_of_the_tables_have_two() -> None:
    """A row in place of a column is the one mistake that a fingerprint is not to see: in gradients it is a layout."""
    found = {row["id"]: both(row) for row in pairs() if not row["equal"]}
    alike = [row["mistake"] for row in pairs() if not row["equal"] and len({*found[row["id"]]} - {""}) == 1]
    transposed = [mistake for mistake in alike if mistake == "transposed"]
    empty = [id_ for id_, (a, b) in found.items() if bool(a) != bool(b)]
    assert len(alike) == len(transposed) + len(empty)
    assert len(transposed) == 3
    assert len(empty) <= 2
    assert sum(bool(a and b) for a, b in found.values()) >= 370


# ----------------------------------------------------------------------------------------------------- terms


@pytest.mark.parametrize(
    ("declare", "one", "other"),
    rows(
        (NUMBERS, r"\sum_i (x_i-b)^2", r"\sum_{j=1}^n x_j^2 - 2nb\bar x + nb^2", "a square multiplied out"),
        (NUMBERS, r"\log\prod_i e^{-(x_i-b)^2}", r"-\sum_i (b-x_i)^2", "logs and products"),
        (NUMBERS, r"x_i - b", r"x_k - b", "a free index has no name"),
        (NUMBERS, r"\frac{d}{db}\sum_i (x_i-b)^2", r"-2\sum_i (x_i-b)", "a derivative and its value"),
        (NUMBERS, r"\frac{1}{\sqrt{2\pi}\sigma}", r"(2\pi\sigma^2)^{-1/2}", "roots"),
        (MATRICES, r"2X^T(Xw-y)", r"2(Xw-y)^TX", "a column and its row"),
        (MATRICES, r"X^T(y-Xw)", r"\sum_i (y_i - w^Tx_i)x_i", "sums for matrices"),
        (MATRICES, r"-2\sum_i X_{ij}(y_i - x_i^Tw)", r"-2X^T(y-Xw)", "all entries of a vector are the vector"),
        (MATRICES, r"-2X(y-Xw)", r"2X(Xw-y)", "what does not fit, its sign moved"),
        (MATRICES, r"(XX^T)^{-1}X^Ty", r"(XX^T)^{-1}\sum_i y_ix_i", "what does not fit, with a sum in it"),
        (MATRICES, r"\|y-X^Tw\|^2", r"(y-X^Tw)^T(y-X^Tw)", "what does not fit, its norm written out"),
        (MATRICES, r"\sum_i |y_i - wx_i|", r"\sum_k |wx_k - y_k|", "what does not fit, under a sum"),
        (MATRICES, r"\sum_i y_ix_i + \lambda w", r"X^Ty + w\lambda", "a name without a meaning is a number"),
    ),
)
def test_one_fingerprint(declare: str, one: str, other: str) -> None:
    scope = scope_of(declare, "b")
    assert of(one, scope) == of(other, scope) != ""


@pytest.mark.parametrize(
    ("declare", "one", "other"),
    rows(
        (NUMBERS, r"\sum_i (x_i-b)", r"\sum_i x_i - b", "n times b, or b"),
        (NUMBERS, r"\sum_i |x_i-b|", r"|\sum_i (x_i-b)|", "bars around the sum"),
        (NUMBERS, r"\sum_i |x_i|", r"\sum_i x_i", "bars lost"),
        (NUMBERS, r"\frac1n\sum_i x_i", r"\frac{1}{n-1}\sum_i x_i", "n - 1 for n"),
        (NUMBERS, r"\sum_{i=1}^n x_i", r"\sum_{i=1}^{n-1} x_i", "the last one left out"),
        (NUMBERS, r"\sum_{i=1}^n x_i", "x_1+x_2+x_3+x_4+x_5", "of one size only"),
        (NUMBERS, r"|b|", "-b", "on one side of 0 only"),
        (NUMBERS, r"n\sigma", r"n\sigma^2", "a square lost"),
        (MATRICES, r"X^TXw", r"XX^Tw", "fits and does not fit"),
        (MATRICES, r"X(y-Xw)", r"X(y+Xw)", "neither fits"),
        (MATRICES, r"X^Ty(X^TX)^{-1}", r"(XX^T)^{-1}X^Ty", "neither fits, order and product"),
    ),
)  # fmt: skip
def test_two_fingerprints(declare: str, one: str, other: str) -> None:
    scope = scope_of(declare, "b")
    found = of(one, scope), of(other, scope)
    assert "" not in found
    assert found[0] != found[1]


def test_a_name_has_its_numbers_whatever_else_is_there() -> None:
    few, many = scope_of("x: n, b"), scope_of("x: n, b, sigma: >0, y: n")
    assert of(r"\sum_i (x_i-b)^2", few) == of(r"\sum_i (x_i-b)^2", many)


def test_another_name_for_a_thing_is_that_thing() -> None:
    scope = replace(scope_of(MATRICES, "w"), same={"theta": "w", "N": "n"})
    assert of(r"\frac1N X^T(X\theta-y)", scope) == of(r"\frac1n X^T(Xw-y)", scope)


def test_the_unknown_may_be_a_row() -> None:
    columns = scope_of(MATRICES, "w")
    shape = columns.declared["w"].shape
    layout = replace(columns, declared={**columns.declared, "w": Declared(Shape(shape.cols, shape.rows))})
    assert of("Xw-y", columns) == of("Xw^T-y", layout)


def test_a_definition_is_put_in() -> None:
    scope = scope_of(MATRICES, "w")
    defined = scope.defining("r", Function((), term("y-Xw", scope)))
    assert of("r^Tr", defined) == of(r"\|y-Xw\|^2", scope)


@pytest.mark.parametrize(
    ("text", "declare"),
    rows(
        (r"g(b)+1", "b", "a function that nobody defined"),
        (r"\sum_{i\in B} x_i", "x: n, b", "a set that nobody declared"),
        (r"(b-b)^{-1}", "b", "no value anywhere"),
    ),
)
def test_no_fingerprint(text: str, declare: str) -> None:
    assert of(text, scope_of(declare)) == ""


def test_a_fingerprint_costs_no_work_of_a_verdict() -> None:
    scope = scope_of(MATRICES, "w")
    with bounded("work", 1_000) as effort:
        assert of(r"(X^TX)^{-1}X^Ty", scope) != ""
        assert effort.left == 1_000


def test_a_fingerprint_gives_up_on_what_is_too_large() -> None:
    sums = "".join(rf"\sum_{{{index}=1}}^n " for index in "ijklpqrst")
    assert of(sums + "x_i x_j x_k x_l x_p x_q x_r x_s x_t", scope_of("x: n")) == ""


# ------------------------------------------------------------------------------------------------- equations


def sides(text: str, scope: Scope) -> tuple[Term, Term]:
    left, right = text.split("=")
    return term(left, scope), term(right, scope)


@pytest.mark.parametrize(
    ("declare", "unknown", "one", "other"),
    rows(
        (MATRICES, "w", "X^TXw = 2X^Ty", r"\frac12 X^TXw - X^Ty = 0", "scaled, all on one side"),
        (MATRICES, "w", "X^TXw = 2X^Ty", "2y^TX = w^TX^TX", "transposed, the other way round"),
        (MATRICES, "w", "X^TXw = 2X^Ty", "w = 2(X^TX)^{-1}X^Ty", "solved"),
        (NUMBERS, "b", r"\sum_i x_i = b", r"2b - 2n\bar x = 0", "a number"),
        (NUMBERS, "b", r"b = \sqrt{2}\bar x", r"b = \frac{2}{\sqrt2 n}\sum_i x_i", "a value that is not rational"),
        (MATRICES, "w", "Xw = y", "2y - 2Xw = 0", "without a solution: the same difference"),
        (NUMBERS, "b", r"\sum_i \text{sgn}(x_i-b) = 0", r"\sum_i \text{sgn}(b-x_i) = 0", "not affine"),
        (MATRICES, "w", "X^Tw X = X^Ty", "X^Ty = X^TwX", "does not fit"),
    ),
)
def test_one_equation(declare: str, unknown: str, one: str, other: str) -> None:
    scope = scope_of(declare, unknown)
    assert of_equation(*sides(one, scope), scope) == of_equation(*sides(other, scope), scope) != ""


@pytest.mark.parametrize(
    ("declare", "unknown", "one", "other"),
    rows(
        (MATRICES, "w", "X^TXw = 2X^Ty", "X^TXw = X^Ty", "a factor on one side"),
        (MATRICES, "w", "Xw = y", "Xw = 2y", "neither has a solution"),
        (NUMBERS, "b", r"\sum_i x_i = 0", r"\sum_i x_i^2 = 0", "the unknown is lost in both"),
        (NUMBERS, "b", r"\sum_i |x_i-b| = 0", r"\sum_i (x_i-b)^2 = 0", "neither is affine"),
    ),
)
def test_two_equations(declare: str, unknown: str, one: str, other: str) -> None:
    scope = scope_of(declare, unknown)
    found = of_equation(*sides(one, scope), scope), of_equation(*sides(other, scope), scope)
    assert "" not in found
    assert found[0] != found[1]


def test_a_relation_is_about_both_sides() -> None:
    scope = scope_of(NUMBERS, "b")
    whole, half, slope = (term(text, scope) for text in (r"(b-1)^2", r"\frac12(b-1)^2", "b-1"))
    assert of_relation(whole, "=", slope, scope) != of_relation(half, "=", slope, scope)
    assert of_relation(whole, "=", slope, scope) == of_relation(slope, "=", whole, scope)
    assert of_relation(whole, "≥", slope, scope) != of_relation(slope, "≥", whole, scope)


def test_an_objective_is_known_up_to_scale() -> None:
    scope = scope_of(MATRICES, "w")
    texts = (r"\|y-Xw\|^2", r"\frac{1}{2n}\|Xw-y\|^2 + 3", r"-\|y-Xw\|^2", r"\|y-X w\|")
    loss, scaled, negative, root = (of_objective(term(text, scope), scope) for text in texts)
    assert loss == scaled != ""
    assert len({loss, negative, root}) == 3


def test_wherever_the_work_ends_over_what_does_not_fit_nothing_escapes(monkeypatch: pytest.MonkeyPatch) -> None:
    scope = scope_of(MATRICES, "w")
    misfit = term(r"\sum_{i=1}^n (y_i - w x_i)^2", scope)
    whole = fingerprint(misfit, scope)
    found = set()
    for most in range(0, 3000, 5):
        monkeypatch.setattr("grader.maths.fingerprint.MOST_WORK", most)
        found.add(fingerprint(misfit, replace(scope)))  # which remembers nothing yet
    assert found <= {"", whole}
    assert "" in found
