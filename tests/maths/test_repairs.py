"""Repairs: for each kind of slip, the right formula is among what is offered for the wrong one."""

from __future__ import annotations

import pytest

from grader.maths.decide import agree
from grader.maths.mistakes.places import places, put
from grader.maths.mistakes.repairs import REPAIRS, Surroundings
from grader.maths.typing import typed
from tests.maths.reading import scope_of, term
from tests.rows import rows

DATA = scope_of("X: n*d rows x, y: n, w: d, A: d*d, B: d*d, z: n, b, c, sigma: >0, lambda")
AROUND = Surroundings(DATA.dims, ("lambda", "sigma", "w"), (("entry", "z"), ("row", "X")))


@pytest.mark.parametrize(
    ("wrong", "right", "mistake"),
    rows(
        ("b + c", "b - c", "sign", "an addend"),
        (r"e^{b}", r"e^{-b}", "sign", "an exponent"),
        (r"\mathbb{1}[b > 0]", r"\mathbb{1}[b < 0]", "sign", "a condition"),
        ("2Aw", "(A + A^T)w", "missing_transpose", "twice a matrix that is not symmetric"),
        (r"\operatorname{tr}(A^2)", r"\operatorname{tr}(A^TA)", "missing_transpose", "a square for a product"),
        ("A_{12}", "A_{21}", "transposed", "row and column of a cell"),
        ("A^2 + 2AB + B^2", "(A+B)^2", "order", "matrices that do not commute"),
        (r"\det A", r"\det(A^{-1})", "missing_inverse", "under a determinant"),
        (r"\sum_i z_i - b", r"\sum_i (z_i - b)", "scope", "the bracket of a sum"),
        (r"\sum_i (z_i - b^2)", r"\sum_i (z_i - b)^2", "scope", "the bracket under a square"),
        (r"\sum_i |z_i| - b", r"\sum_i |z_i - b|", "scope", "bars closed early"),
        (r"\sqrt{2}\,\sigma", r"\sqrt{2\sigma}", "scope", "a root that ends early"),
        (r"\frac{e^{-b}}{2}", r"e^{-b/2}", "scope", "a fraction that belongs into the exponent"),
        (r"\sqrt{\log\sigma}", r"\log\sqrt\sigma", "scope", "two functions the other way round"),
        (r"(\sum_i z_i)^2", r"\sum_i z_i^2", "scope", "the square of a sum"),
        (r"\frac1n\sum_i z_i^2", r"\bar z^2", "scope", "a mean of squares"),
        (r"\bar z", r"\bar z^2", "missing_square", "a mean"),
        (r"\frac{b}{2\sigma}", r"\frac{b}{\sqrt{2\sigma}}", "missing_square", "a root lost below a fraction"),
        ("-b", "|b|", "missing_abs", "with a sign"),
        (r"\sum_{i=1}^{d} w_i", r"\sum_{i=1}^{n} z_i", None, "no slip: other data"),
        (r"\sum_{i=2}^n z_i", r"\sum_{i=1}^n z_i", "index_range", "the first sample lost"),
        (r"\frac{1}{n-1}\sum_i z_i", r"\frac1n\sum_i z_i", "missing_factor", "n - 1 for n"),
        (r"c\prod_i z_i", r"\prod_i cz_i", "missing_factor", "a constant that was not taken n times"),
        ("A^TA + I", r"A^TA + \lambda I", "missing_factor", "a name lost from one term"),
        (r"\sum_i (z_i - b)", r"\sum_i (z_i - b)z_i", "missing_factor", "a sample lost under a sum"),
        ("2A^Tw + 2\\lambda", r"2A^Tw + 2\lambda w", "missing_factor", "the vector lost from one term"),
        (r"\frac{b}{c}", r"\frac{b}{1+c}", "missing_term", "the one below a fraction"),
        ("b + c + 1", "b + c", "missing_term", "a term too many"),
        ("Aw", "(A + A^T)w", "missing_term", "the transpose beside a matrix"),
    ),
)  # fmt: skip
def test_the_right_formula_is_offered(wrong: str, right: str, mistake: str | None) -> None:
    formula, goal = typed(term(wrong, DATA), DATA).term, term(right, DATA)
    offered = {
        name
        for name, repair in REPAIRS
        for place, part in places(formula)
        for new in repair(part, AROUND)
        if agree(put(formula, place, new), goal, DATA)
    }
    assert mistake in offered if mistake is not None else not offered
