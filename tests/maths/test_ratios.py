"""Ratios: the number that two formulas differ by, as a factor or as a term, or that there is none."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.maths.decide import agree
from grader.maths.mistakes.ratios import constant_factor, constant_term
from grader.maths.terms import Add, Mul, Number, Term
from tests.maths.drawing import SCOPE, polynomials
from tests.maths.reading import scope_of, term
from tests.rows import rows

DATA = scope_of("X: n*d rows x, y: n, w: d, z: n, b, sigma: >0", "w")


@pytest.mark.parametrize(
    ("text", "goal", "factor"),
    rows(
        ("b", "2b", Fraction(2), "twice"),
        ("2b", "b", Fraction(1, 2), "half"),
        ("b", "-b", Fraction(-1), "the other sign"),
        ("3b", "2b", Fraction(2, 3), "two thirds"),
        ("X^T(Xw-y)", r"\nabla_w \|Xw-y\|^2", Fraction(2), "every entry of a vector"),
        ("b", "b", None, "1 is no factor worth naming"),
        ("b", "b+1", None, "a term, not a factor"),
        ("b", "nb", None, "n is no constant"),
        ("z_1", "z_2", None, "another entry"),
        ("b", "0", None, "nothing times b is 0 for every b but 0"),
        ("0", "b", None, "nor can 0 be scaled"),
        ("b", "1000b", None, "too large to be a slip"),
        ("Xw", "2w", None, "shapes that do not fit"),
        (r"|b|", r"3|b|", Fraction(3), "bars in both"),
        (r"\log\sigma", r"2\log\sigma", Fraction(2), "a log in both"),
    ),
)
def test_constant_factors(text: str, goal: str, factor: Fraction | None) -> None:
    assert constant_factor(term(text, DATA), term(goal, DATA), DATA) == factor


@pytest.mark.parametrize(
    ("text", "goal", "constant"),
    rows(
        ("b", "b+1", True, "1"),
        (r"\sum_i z_i", r"\sum_i z_i + n", True, "n is one number at each size"),
        (r"\sum_i |z_i|", r"n\log 2 + \sum_i |z_i|", True, "a log of a number"),
        (r"\sum_i |z_i|", r"n\log\sigma + \sum_i |z_i|", False, "sigma is data"),
        ("b", "b", False, "0 is no term"),
        ("b", "2b", False, "a factor"),
        ("b", "b + z_1", False, "a sample"),
        ("w", "w + X^Ty", False, "vectors"),
    ),
)
def test_constant_terms(text: str, goal: str, constant: bool) -> None:
    assert constant_term(term(text, DATA), term(goal, DATA), DATA) is constant


factors = st.fractions(-8, 8, max_denominator=8).filter(lambda q: q not in (0, 1))


@given(polynomials, factors, st.integers(0, 3))
@settings(max_examples=50, deadline=None)
def test_any_small_factor_or_term_is_found(formula: Term, factor: Fraction, seed: int) -> None:
    zero = Number(Fraction(0))
    scaled, moved = Mul((Number(factor), formula)), Add((Number(factor), formula))
    if agree(formula, zero, SCOPE):
        assert constant_factor(formula, scaled, SCOPE, seed) is None
    else:
        assert constant_factor(formula, scaled, SCOPE, seed) == factor
    assert constant_term(formula, moved, SCOPE, seed)
