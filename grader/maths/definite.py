"""Definiteness: is vᵀHv positive for every v, and if not, for which v is it not?

By symmetric elimination: T is built so that TᵀHT becomes diagonal, a pivot at a time; a pivot that is not positive,
taken back through T, is a direction to show. Exact over the rationals; over balls "flat" is true to their precision,
and only what is surely positive or negative counts as that.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import Literal

from grader.maths import duals
from grader.maths.domains import Balls, Domain
from grader.maths.values import Matrix, Scalar, Unclear, Undefined, Value, entries, matrix, multiply, size, transpose

_NARROW = Fraction(1, 2**64)  # a ball around 0 that is narrower counts as 0


@dataclass(frozen=True, slots=True)
class Curvature:
    """What vᵀHv is: positive for all v ≠ 0; at least 0, and ``flat`` along a direction; or negative along one."""

    sign: Literal["positive", "flat", "negative"]
    along: tuple[Scalar, ...] = ()


def curvature(h: Value, domain: Domain) -> Curvature:
    """The curvature of the symmetric part of a square matrix; raises Unclear where balls are too wide to tell."""
    n, cols = size(h)
    if n != cols:
        raise Undefined("not square")
    data, half = entries(h), domain.number(Fraction(1, 2))
    work = [[half * (data[i * n + j] + data[j * n + i]) for j in range(n)] for i in range(n)]
    directions = [[domain.number(int(i == j)) for i in range(n)] for j in range(n)]
    flat: tuple[Scalar, ...] = ()
    for k in range(n):
        sign = _sign(work[k][k], domain)
        if sign < 0:
            return Curvature("negative", tuple(directions[k]))
        if sign == 0:
            if (saddle := _saddle(work, directions, k, domain)) is not None:
                return Curvature("negative", saddle)
            flat = flat or tuple(directions[k])
            continue
        for j in range(k + 1, n):
            factor = domain.divide(work[k][j], work[k][k])
            work[j] = [x - factor * above for x, above in zip(work[j], work[k], strict=True)]
            directions[j] = [x - factor * y for x, y in zip(directions[j], directions[k], strict=True)]
    return Curvature("flat", flat) if flat else Curvature("positive")


def _saddle(
    work: list[list[Scalar]], directions: list[list[Scalar]], k: int, domain: Domain
) -> tuple[Scalar, ...] | None:
    """Beside a zero on the diagonal all must be zero; else vᵀHv = −1 somewhere between the two directions."""
    for j in range(k + 1, len(work)):
        if _sign(work[k][j], domain) != 0:
            step = -domain.divide(work[j][j] + domain.number(1), domain.number(2) * work[k][j])
            return tuple(step * x + y for x, y in zip(directions[k], directions[j], strict=True))
    return None


def _sign(number: Scalar, domain: Domain) -> int:
    try:
        return domain.compare(duals.plain(number), domain.number(0))
    except Unclear:
        assert isinstance(domain, Balls)
        if abs(number) < domain.number(_NARROW):
            return 0
        raise


def shown_along(h: Value, along: tuple[Scalar, ...], domain: Domain) -> tuple[tuple[Fraction, ...], Scalar]:
    """The direction in whole or short numbers, and vᵀHv there."""
    numbers = [_fraction(x, domain) for x in along]
    common = lcm(*(x.denominator for x in numbers))
    if common <= 1000:
        numbers = [x * common for x in numbers]
    v = matrix(len(numbers), 1, [domain.number(x) for x in numbers])
    bent = multiply(transpose(v), multiply(h, v))
    assert not isinstance(bent, Matrix)
    return tuple(numbers), bent


def _fraction(number: Scalar, domain: Domain) -> Fraction:
    if isinstance(domain, Balls):
        return Fraction(round(float(number) * 1000), 1000)
    return Fraction(int(number.p), int(number.q))
