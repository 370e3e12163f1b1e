"""Points: the sizes and the numbers at which formulas are compared, and how a point is shown."""

from __future__ import annotations

import random
from dataclasses import replace
from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.maths.declare import SCALAR, Declared, Kind
from grader.maths.domains import PRIME, Rationals
from grader.maths.points import RATIONALS, Point, Pool, Question, residues, sizes_for
from grader.maths.typing import typed
from tests.maths.reading import scope_of, term
from tests.rows import rows

DATA = scope_of("X: n*d rows x, y: n, w: d, S: d*d symmetric, sigma: >0, k: integer, b", "w")

NAMES = "ndmk"


def question(*texts: str) -> Question:
    return Question.of(DATA, *(typed(term(text, DATA), DATA) for text in texts))


@pytest.mark.parametrize("count", [2, 3, 4])
@pytest.mark.parametrize("literal", [0, 5, 12, 100])
def test_sizes_tell_dimensions_apart(count: int, literal: int) -> None:
    """n and d always differ, any two dimensions at several sizes, and both n > d and n < d occur."""
    dims = NAMES[:count]
    found = sizes_for(dims, literal)
    assert len(found) >= 5
    assert all(min(sizes.values()) >= 2 for sizes in found)
    assert all(sizes["n"] != sizes["d"] for sizes in found)
    assert {sizes["n"] > sizes["d"] for sizes in found} == {True, False}
    assert found[0]["n"] > found[0]["d"], "so that X^T X is invertible where a witness is looked for first"
    for a, b in combinations(dims, 2):
        assert sum(sizes[a] != sizes[b] for sizes in found) >= 2


@given(st.integers(4, 12))
def test_a_size_beyond_the_numbers_in_the_formula(literal: int) -> None:
    assert max(sizes["n"] for sizes in sizes_for("n", literal)) > literal


def test_no_dimensions_one_size() -> None:
    assert sizes_for(()) == [{}]


@pytest.mark.parametrize(
    ("texts", "names", "dims", "free"),
    rows(
        (("Xw",), {"X", "w"}, ("n", "d"), (), "names with their sizes"),
        (("b",), {"b"}, (), (), "a number has no size"),
        (("b", "Xw-y"), {"b", "X", "w", "y"}, ("n", "d"), (), "what both sides need"),
        ((r"\sum_i y_i",), {"y"}, ("n",), (), "a bound index is not drawn"),
        (("y_i",), {"y"}, ("n",), ("i",), "a free one is"),
        ((r"\{y_1,\dots,y_n\}",), {"y"}, ("n",), (), "nor is that of a family"),
        (("nb",), {"b"}, ("n",), (), "a size as a number"),
        ((r"\pi b",), {"b"}, (), (), "a constant is no name"),
        ((r"\lambda w",), {"lambda", "w"}, ("d",), (), "a name that nobody declared is a number"),
        ((r"\nabla_w b",), {"b", "w"}, ("d",), (), "what a derivative is by"),
    ),
)
def test_questions(texts: tuple[str, ...], names: set[str], dims: tuple[str, ...], free: tuple[str, ...]) -> None:
    found = question(*texts)
    assert set(found.names) == names
    assert found.dims == dims
    assert tuple(name for name, _, _ in found.subscripts) == free


@given(st.integers(0, 1000))
def test_what_is_drawn_is_of_the_declared_kind(seed: int) -> None:
    asked = question(r"w^T S w + \sigma k b + y_i + \sum_j X_{1j}")
    point = asked.draw(random.Random(seed), {"n": 3, "d": 2}, RATIONALS)
    assert point.blocks["sigma"][2][0] > 0
    assert point.blocks["k"][2][0].denominator == 1
    rows_, cols, data = point.blocks["S"]
    assert (rows_, cols) == (2, 2)
    assert data[1] == data[2]
    assert point.blocks["X"][:2] == (3, 2)
    assert 1 <= point.indices["i"] <= 3


def test_a_seed_draws_the_same_point() -> None:
    asked = question("Xw - y")
    one, same, other = (asked.draw(random.Random(seed), {"n": 3, "d": 2}, RATIONALS) for seed in (1, 1, 2))
    assert one == same != other


def test_numbers_to_draw_from() -> None:
    assert min(RATIONALS.every) < 0 < max(RATIONALS.every)
    assert 0 not in RATIONALS.every
    assert any(number.denominator > 1 for number in RATIONALS.every)
    pool = residues(3)
    assert all(0 < number < PRIME for number in pool.every)
    assert residues(3) == pool
    assert residues(4) != pool
    assert len(set(pool.every)) == len(pool.every)


@pytest.mark.parametrize(
    ("kind", "admitted"),
    rows(
        ("any", [-2, Fraction(1, 2), 3], "every number"),
        ("symmetric", [-2, Fraction(1, 2), 3], "also for the entries of a symmetric matrix"),
        ("positive", [Fraction(1, 2), 3], "numbers above 0"),
        ("integer", [-2, 3], "whole numbers"),
    ),
)
def test_what_a_domain_admits(kind: Kind, admitted: list[Fraction]) -> None:
    pool = Pool.of([Fraction(-2), Fraction(1, 2), Fraction(3)])
    assert list(pool.admitted(Declared(SCALAR, kind))) == admitted


@pytest.mark.parametrize(
    ("texts", "sizes", "blocks", "shown"),
    rows(
        (("b",), {}, {"b": (1, 1, (Fraction(1, 2),))}, {"b": "1/2"}, "a fraction as text"),
        (("b",), {}, {"b": (1, 1, (Fraction(3),))}, {"b": 3}, "a whole number as one"),
        (("y",), {"n": 2}, {"y": (2, 1, (Fraction(1), Fraction(2)))}, {"y": [1, 2]}, "a vector, its size with it"),
        (
            ("X",), {"n": 1, "d": 2}, {"X": (1, 2, (Fraction(1), Fraction(2)))}, {"X": [[1, 2]]},
            "a matrix row by row, also a single one",
        ),
        (("nb",), {"n": 4}, {"b": (1, 1, (Fraction(1),))}, {"n": 4, "b": 1}, "a size that nothing else shows"),
    ),
)  # fmt: skip
def test_points_as_they_are_shown(
    texts: tuple[str, ...],
    sizes: dict[str, int],
    blocks: dict[str, tuple[int, int, tuple[Fraction, ...]]],
    shown: dict[str, object],
) -> None:
    assert question(*texts).shown(Point(sizes, blocks, {})) == shown


def test_free_indices_are_shown() -> None:
    asked = question("y_i")
    point = asked.draw(random.Random(0), {"n": 3}, RATIONALS)
    assert asked.shown(replace(point, indices={"i": 2}))["i"] == 2


def test_values_of_a_point() -> None:
    point = Point({"n": 2}, {"y": (2, 1, (Fraction(1, 2), Fraction(3))), "b": (1, 1, (Fraction(4),))}, {"i": 2})
    evaluator = point.evaluator(Rationals())
    assert evaluator.value(typed(term("y_i + b", DATA), DATA).term) == 7
