"""The evaluator: exact values, derivatives against differences, and the bounds that keep it from hanging."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings

from grader.maths.domains import Balls, Field, Rationals
from grader.maths.duals import Kink
from grader.maths.evaluate import MOST_EXPONENT, MOST_TURNS, Evaluator, TooMuch
from grader.maths.terms import Add, Derivative, Number, Symbol, Term
from grader.maths.typing import typed
from grader.maths.values import Unclear, Undefined, Unsupported, Value, entries, matrix
from tests.maths.drawing import SCOPE, formulas, points_of, polynomials, value_at
from tests.maths.reading import scope_of, term
from tests.rows import rows

Q = Rationals()
DATA = scope_of("X: n*d rows x, y: n, w: d, z: n, A: d*d, b", "w")
SIZES = {"n": 3, "d": 2}


def block(rows_: int, cols: int, *data: int) -> Value:
    return matrix(rows_, cols, [Q.number(k) for k in data])


VALUES = {
    "X": block(3, 2, 1, 2, 3, 4, 5, 6),
    "y": block(3, 1, 1, 0, -1),
    "z": block(3, 1, 2, -3, 4),
    "w": block(2, 1, 1, -1),
    "A": block(2, 2, 1, 2, 3, 4),
    "b": block(1, 1, 7),
}


def exact(text: str) -> list[Fraction]:
    value = value_at(term(text, DATA), DATA, VALUES, SIZES)
    return [Fraction(int(entry.p), int(entry.q)) for entry in entries(value)]


@pytest.mark.parametrize(
    ("text", "value"),
    rows(
        ("b-10", [-3], "a difference"),
        ("y_1 - y_3", [2], "entries count from 1"),
        ("Xw", [-1, -1, -1], "a product with a vector"),
        ("X^T y", [-4, -4], "a transpose"),
        ("x_2", [3, 4], "a row as a column"),
        ("X_{32}", [6], "row before column"),
        ("X_{2,:}", [3, 4], "a row"),
        ("X_{:,1}", [1, 3, 5], "a column"),
        (r"(Xw-y)^T(Xw-y)", [5], "an inner product"),
        (r"\sum_i z_i", [3], "a sum over all"),
        (r"\sum_{i=2}^n z_i", [1], "from the second"),
        (r"\sum_{i=1}^{n-1} z_i", [-1], "all but the last"),
        (r"\sum_{i=5}^{3} z_i", [0], "an empty sum is 0"),
        (r"\prod_{i=5}^{3} z_i", [1], "an empty product is 1"),
        (r"\prod_i z_i", [-24], "a product"),
        (r"\sum_i \sum_j z_i y_j", [0], "two indices"),
        (r"\sum_i z_i \sum_i y_i", [0], "one letter for two sums"),
        (r"\sum_i (z_i \sum_i z_i)", [9], "the inner sum leaves the outer index as it was"),
        (r"\sum_i |z_i|", [9], "absolute values"),
        (r"\frac1n\sum_i z_i", [1], "sizes are numbers too"),
        (r"\nabla_w (Xw-y)^T(Xw-y)", [-10, -16], "2X^T(Xw-y)"),
        (r"\nabla_w w^T A w", [-3, -3], "(A+A^T)w: no symmetry is assumed"),
        (r"\nabla^2_w w^T A w", [2, 5, 5, 8], "A+A^T"),
        (r"\nabla_w (Xw)", [1, 2, 3, 4, 5, 6], "the Jacobian of Xw is X"),
        (r"\frac{\partial}{\partial w_2} w^T A w", [-3], "one entry of a gradient"),
        (r"\frac{d}{db} b^3", [147], "a power"),
        (r"\frac{d^2}{db^2} b^3", [42], "twice"),
        (r"A^{-1}", [-2, 1, Fraction(3, 2), Fraction(-1, 2)], "an inverse"),
        (r"\det A", [-2], "a determinant"),
        ("A^2", [7, 10, 15, 22], "the square of a matrix is no square of its entries"),
        (r"\begin{pmatrix} y & z \end{pmatrix}", [1, 2, 0, -3, -1, 4], "columns side by side"),
        (r"\mathbb{1}(b > 3)", [1], "an indicator that holds"),
        (r"\mathbb{1}(b > 7)", [0], "and one that does not"),
        (r"\begin{cases} 1 & b < 0 \\ 2 & b < 8 \\ 3 & \text{otherwise} \end{cases}", [2], "the first case that holds"),
        (r"\begin{cases} 1 & b < 0 \\ 3 & \text{otherwise} \end{cases}", [3], "none before the last"),
        ("n!", [6], "a factorial"),
        ("(-2)^n", [-8], "a size in the exponent"),
    ),
)
def test_exact_values(text: str, value: list[Fraction]) -> None:
    assert exact(text) == value


@pytest.mark.parametrize(
    ("text", "error"),
    rows(
        (r"\frac{1}{b-7}", Undefined, "division by zero"),
        ("y_4", Undefined, "there is no fourth entry"),
        ("y_0", Undefined, "nor one before the first"),
        (r"(ww^T)^{-1}", Undefined, "a singular matrix"),
        (r"\begin{cases} 1 & b < 0 \end{cases}", Undefined, "no case applies"),
        (r"\frac{d}{db} |b-7|", Kink, "no slope at the kink"),
        ("b^{100}", TooMuch, "an exponent over the bound"),
        ("100!", TooMuch, "a factorial over the bound"),
        (r"\sum_{i=1}^{100000} b", TooMuch, "too many terms"),
        (r"\sum_{i=1}^{4000}\sum_{j=1}^{4000} b", TooMuch, "too much work"),
        (r"e^b", Unsupported, "no rational number"),
        (r"\lambda b", Unsupported, "a name without a value"),
    ),
)
def test_what_has_no_value(text: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        exact(text)


def test_a_bound_that_was_hit_says_which() -> None:
    cases = (("b^{100}", "exponent", MOST_EXPONENT), (r"\sum_{i=1}^{9999} b", "terms of a sum", MOST_TURNS))
    for text, bound, limit in cases:
        with pytest.raises(TooMuch) as caught:
            exact(text)
        assert (caught.value.bound, caught.value.limit) == (bound, limit)


def test_a_derivative_leaves_the_point_as_it_was() -> None:
    evaluator = Evaluator(Q, VALUES, SIZES, {})
    for text in (r"\nabla_w \frac{1}{b-7}", r"\nabla_w w^T w"):
        formula = typed(term(text, DATA), DATA).term
        try:
            evaluator.value(formula)
        except Undefined:
            assert "b-7" in text
        assert evaluator.values == VALUES
        assert evaluator.level == 0


@given(polynomials)
@settings(max_examples=60, deadline=None)
def test_the_field_agrees_with_the_rationals(formula: Term) -> None:
    """A polynomial's value in the field is the image of its rational value."""
    sort = typed(formula, SCOPE)
    field = Field(1)
    for point in points_of(SCOPE, sort)[:3]:
        value = point.evaluator(Q).value(sort.term)
        assert point.evaluator(field).value(sort.term) == field.number(Fraction(int(value.p), int(value.q)))
    assert not field.modelled


@given(polynomials)
@settings(max_examples=40, deadline=None)
def test_balls_hold_the_rational_value(formula: Term) -> None:
    sort = typed(formula, SCOPE)
    balls = Balls()
    for point in points_of(SCOPE, sort)[:2]:
        value = point.evaluator(Q).value(sort.term)
        with balls.precision():
            assert (point.evaluator(balls).value(sort.term) - value).contains(0)


@given(formulas | polynomials)
@settings(max_examples=80, deadline=None)
def test_derivatives_are_limits_of_differences(formula: Term) -> None:
    """(f(b+h) - f(b-h)) / 2h at h = 2^-200 differs from the derivative by an error of the order of h²."""
    sort = typed(formula, SCOPE)
    slope = typed(Derivative(formula, Symbol("b")), SCOPE)
    domain = Balls(1200)
    step = Fraction(1, 2**200)
    with domain.precision():
        for point in points_of(SCOPE, sort, slope)[:2]:
            evaluator = point.evaluator(domain)
            here = evaluator.values.get("b", domain.number(0))
            try:
                exact_slope = evaluator.value(slope.term)
                ends = []
                for sign in (1, -1):
                    evaluator.values["b"] = here + domain.number(sign * step)
                    ends.append(evaluator.value(sort.term))
            except (Undefined, Unclear):
                continue
            difference = (ends[0] - ends[1]) / domain.number(2 * step)
            scale = 1 + abs(exact_slope)
            assert not abs(difference - exact_slope) > scale * domain.number(Fraction(1, 2**100)), formula


def test_second_derivatives_nest() -> None:
    """d/db (b · d/db b²) = d/db 2b² = 4b."""
    b = Symbol("b")
    square = term("b^2", DATA)
    inner = term("b", DATA)
    nested = Derivative(Add((Number(Fraction(0)), term("b u", scope_of("b, u")))), b)
    assert inner == b
    formula = typed(nested, DATA).term
    value = Evaluator(Q, VALUES, SIZES, {})
    value.values["u"] = Q.number(5)
    assert value.value(formula) == 5
    twice = typed(Derivative(Derivative(square, b), b), DATA).term
    assert Evaluator(Q, VALUES, SIZES, {}).value(twice) == 2
