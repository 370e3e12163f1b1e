"""Number domains: the laws that each must keep, since a proof in the field rests on them."""

from __future__ import annotations

from fractions import Fraction

import flint
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.maths.domains import PRIME, Balls, Field, Rationals
from grader.maths.values import Undefined, Unsupported

residues = st.integers(1, PRIME - 2)  # log(-1) has no value
fractions = st.fractions(max_denominator=1000).filter(lambda q: abs(q) < 10**6)


@given(residues)
def test_random_functions_keep_their_laws(a: int) -> None:
    """exp(-a) exp(a) = 1, log(1/a) = -log a, odd and even functions: true of the real ones, so true of these."""
    field = Field(3)
    x = field.number(a)
    one = field.number(1)
    assert field.function("exp", x) * field.function("exp", -x) == one
    assert field.function("log", x) + field.function("log", 1 / x) == 0
    for odd in ("sgn", "sin", "tanh", "erf"):
        assert field.function(odd, -x) == -field.function(odd, x)
    assert field.function("cos", -x) == field.function("cos", x)
    assert field.function("abs", x) == field.function("sgn", x) * x == field.function("abs", -x)
    assert field.modelled


smooth = st.builds(Fraction, st.integers(1, 900), st.integers(1, 900))


@given(smooth, smooth)
def test_log_of_numbers_is_additive(a: Fraction, b: Fraction) -> None:
    """Over prime factors below 1000, which trial division finds."""
    field = Field(1)
    assert field.log_number(a) + field.log_number(b) == field.log_number(a * b)


@given(fractions, fractions)
def test_field_is_the_image_of_the_rationals(a: Fraction, b: Fraction) -> None:
    field, rationals = Field(0), Rationals()
    for value in (a + b, a * b, a - b):
        assert field.number(value).__class__ is flint.nmod
    assert field.number(a) * field.number(b) == field.number(a * b)
    assert field.number(a) + field.number(b) == field.number(a + b)
    assert rationals.number(a) * rationals.number(b) == rationals.number(a * b)


@given(fractions, fractions)
def test_order_agrees_between_rationals_and_balls(a: Fraction, b: Fraction) -> None:
    rationals, balls = Rationals(), Balls()
    order = rationals.compare(rationals.number(a), rationals.number(b))
    if a != b:
        assert balls.compare(balls.number(a), balls.number(b)) == order
    assert order == (a > b) - (a < b)


@pytest.mark.parametrize(
    ("domain", "call", "error", "why"),
    [
        (Field(0), lambda d: d.divide(d.number(1), d.number(0)), Undefined, "division by zero"),
        (Field(0), lambda d: d.function("log", d.number(0)), Undefined, "log 0"),
        (Field(0), lambda d: d.compare(d.number(1), d.number(2)), Unsupported, "a field has no order"),
        (Rationals(), lambda d: d.function("sqrt", d.number(2)), Unsupported, "√2 is not rational"),
        (Rationals(), lambda d: d.function("sqrt", d.number(-1)), Undefined, "root of a negative number"),
        (Rationals(), lambda d: d.pi, Unsupported, "π is not rational"),
        (Balls(), lambda d: d.function("log", d.number(-1)), Undefined, "log of a negative number"),
        (Balls(), lambda d: d.divide(d.number(1), d.number(0)), Undefined, "division by zero"),
    ],
)
def test_what_has_no_value(domain: object, call: object, error: type[Exception], why: str) -> None:
    with pytest.raises(error):
        call(domain)  # type: ignore[operator]
    assert why


def test_rational_roots_are_exact() -> None:
    rationals = Rationals()
    assert rationals.function("sqrt", rationals.number(Fraction(9, 4))) == flint.fmpq(3, 2)


def test_ball_precision_is_put_back() -> None:
    before = flint.ctx.prec
    with Balls(512).precision():
        assert flint.ctx.prec == 512
    assert flint.ctx.prec == before


def test_a_seed_gives_other_random_functions() -> None:
    assert Field(1).function("exp", Field(1).number(5)) != Field(2).function("exp", Field(2).number(5))
