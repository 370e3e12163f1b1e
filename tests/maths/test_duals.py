"""Dual numbers: slopes against the calculus of polynomials and a few closed forms."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.maths import duals
from grader.maths.domains import Balls, Rationals
from grader.maths.duals import Dual, Kink, slopes_at

Q = Rationals()
small = st.fractions(max_denominator=50).filter(lambda q: abs(q) < 100)


def at(x: Fraction) -> Dual:
    return Dual(1, Q.number(x), (Q.number(1),))


def slope_at(level: int, value: Any) -> Any:
    (slope,) = slopes_at(level, value, 1)
    return slope


@given(small, st.lists(st.integers(-5, 5), min_size=1, max_size=6))
def test_slope_of_a_polynomial(x: Fraction, coefficients: list[int]) -> None:
    value = Q.number(0)
    for c in coefficients:  # Horner
        value = value * at(x) + c
    expected = Fraction(0)
    degree = len(coefficients) - 1
    for k, c in enumerate(coefficients):
        power = degree - k
        expected += c * power * x ** max(power - 1, 0)
    assert slope_at(1, value) == Q.number(expected)


@given(small.filter(bool), small)
def test_slope_of_a_quotient(x: Fraction, y: Fraction) -> None:
    """(y / x)' = -y / x²."""
    assert slope_at(1, duals.divide(Q, Q.number(y), at(x))) == Q.number(-y / x**2)


@given(small, small)
def test_levels_do_not_mix(x: Fraction, y: Fraction) -> None:
    """d/dx (x · d/dy (x y)) = d/dx x² = 2x: the inner derivative sees the outer variable as a constant."""
    outer = Dual(1, Q.number(x), (Q.number(1),))
    inner = Dual(2, Q.number(y), (Q.number(1),))
    inside = slope_at(2, outer * inner)
    assert slope_at(1, outer * inside) == Q.number(2 * x)


@given(small, small)
def test_several_directions_at_once(x: Fraction, y: Fraction) -> None:
    """The gradient of x² y / (y - 100)."""
    a, b = Dual(1, Q.number(x), (Q.number(1), 0)), Dual(1, Q.number(y), (0, Q.number(1)))
    expected = (2 * x * y / (y - 100), -100 * x**2 / (y - 100) ** 2)
    assert slopes_at(1, duals.divide(Q, a * a * b, b - 100), 2) == tuple(map(Q.number, expected))


def test_what_does_not_depend_on_what_was_varied_has_slopes_of_zero() -> None:
    assert slopes_at(2, at(Fraction(3)), 3) == (0, 0, 0)


@pytest.mark.parametrize(
    ("name", "x", "slope"),
    [("exp", "0", "1"), ("log", "2", "0.5"), ("sqrt", "4", "0.25"), ("abs", "-3", "-1"), ("sin", "0", "1"),
     ("cos", "0", "0"), ("tanh", "0", "1"), ("tan", "0", "1"), ("erf", "0", "1.1283791670955126")],
)  # fmt: skip
def test_known_slopes(name: str, x: str, slope: str) -> None:
    balls = Balls()
    with balls.precision():
        result = duals.function(balls, name, Dual(1, balls.number(Fraction(x)), (balls.number(1),)))
        assert abs(float(slope_at(1, result)) - float(slope)) < 1e-12


@pytest.mark.parametrize(("name", "x"), [("abs", 0), ("sgn", 0), ("floor", 0), ("floor", -2)])
def test_a_kink_has_no_slope(name: str, x: int) -> None:
    with pytest.raises(Kink):
        duals.function(Q, name, Dual(1, Q.number(x), (Q.number(1),)))


@pytest.mark.parametrize(("name", "slope"), [("abs", -1), ("sgn", 0), ("floor", 0)])
def test_beside_a_kink_there_is_one(name: str, slope: int) -> None:
    assert slope_at(1, duals.function(Q, name, Dual(1, Q.number(Fraction(-1, 2)), (Q.number(1),)))) == slope
