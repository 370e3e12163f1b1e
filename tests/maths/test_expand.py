"""Expanding: the addends that squares and products are the sum of."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings

from grader.maths.decide import agree
from grader.maths.declare import Function
from grader.maths.mistakes.expand import addends, negative
from grader.maths.terms import Add, Neg, Symbol, Term
from tests.maths.drawing import SCOPE, polynomials
from tests.maths.reading import scope_of, term
from tests.rows import rows

DATA = scope_of("X: n*d rows x, y: n, w: d, z: n, b, c", "w")
DEFINED = replace(
    DATA, functions={"f": Function(("b",), term(r"\sum_i (z_i-b)^2", DATA)), "s": Function((), term("b+c", DATA))}
)


@pytest.mark.parametrize(
    ("text", "parts"),
    rows(
        ("b+c", ["b", "c"], "a sum"),
        ("b-c", ["b", "-c"], "a difference"),
        ("-(b-c)", ["-b", "c"], "a minus before a bracket"),
        ("b(c+1)", ["bc", "b"], "a factor before a bracket"),
        ("(b+c)(b-c)", ["b^2", "-bc", "cb", "-c^2"], "two brackets"),
        ("(b+c)^2", ["b^2", "2bc", "c^2"], "a square has the double product"),
        (r"\sum_i (z_i-b)", [r"\sum_i z_i", "-nb"], "a sum of differences"),
        (r"\sum_i (z_i-b)^2", [r"\sum_i z_i^2", r"-2b\sum_i z_i", "nb^2"], "a sum of squares"),
        (r"\|y-Xw\|^2", ["y^Ty", "-2y^TXw", "w^TX^TXw"], "a squared norm"),
        ("(y-Xw)^T(y-Xw)", ["y^Ty", "-y^TXw", "-w^TX^Ty", "w^TX^TXw"], "written as a product"),
        ("X^T(Xw-y)", ["X^TXw", "-X^Ty"], "a matrix before a bracket"),
        (r"\frac{d}{db}(b^2+cb)", ["2b", "c"], "a derivative of a sum"),
        ("f(b)", [r"\sum_i z_i^2", r"-2b\sum_i z_i", "nb^2"], "a definition is put in"),
        ("bc", ["bc"], "nothing to expand"),
        ("(b+c)^3", ["(b+c)^3"], "cubes are left as they are"),
    ),
)
def test_addends(text: str, parts: list[str]) -> None:
    found = addends(term(text, DEFINED), DEFINED)
    left = list(found)
    for part in parts:
        match = next((a for a in left if agree(a, term(part, DEFINED), DEFINED)), None)
        assert match is not None, (part, left)
        left.remove(match)
    assert not left


@given(polynomials)
@settings(max_examples=60, deadline=None)
def test_the_addends_of_a_polynomial_sum_to_it(formula: Term) -> None:
    assert agree(Add((*addends(formula, SCOPE), term("0", SCOPE))), formula, SCOPE)


def test_what_has_too_many_addends_is_left_whole() -> None:
    wide = term("(b+1)(c+2)(b+3)(c+4)", DATA)
    assert addends(wide, DATA) == (wide,)


def test_a_definition_that_needs_itself_ends() -> None:
    scope = replace(DATA, functions={"s": Function((), term("s+1", DATA))})
    assert addends(Symbol("s"), scope)


def test_a_double_minus_is_left_out() -> None:
    assert negative(Symbol("b")) == Neg(Symbol("b"))
    assert negative(Neg(Symbol("b"))) == Symbol("b")
