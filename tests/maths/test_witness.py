"""Witnesses: they differ when put in, exactly; nothing simpler would do; special inputs are called so."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.maths import witness
from grader.maths.decide import Different, equal
from grader.maths.declare import Scope
from grader.maths.domains import Rationals
from grader.maths.points import Point, Question
from grader.maths.rewrite import rewrite
from grader.maths.terms import Add, Neg, Number, Term
from grader.maths.typing import Typed, typed_pair
from grader.maths.values import Undefined, Value
from tests.maths.drawing import SCOPE, polynomials
from tests.maths.reading import scope_of, term
from tests.rows import rows

DATA = scope_of("X: n*d rows x, y: n, w: d, A: d*d, S: d*d symmetric, sigma: >0, b, c, z: n")
SIMPLER = [Fraction(k) for k in (0, 1, 2, -1, 3, -2)]  # the first is the simplest


def values(sides: tuple[Typed, Typed], point: Point, scope: Scope) -> list[Value | None]:
    """Both sides at a point, exactly; None where there is no value."""
    found: list[Value | None] = []
    for side in sides:
        try:
            found.append(point.evaluator(Rationals()).value(rewrite(side.term, scope)))
        except Undefined:
            found.append(None)
    return found


def differ(sides: tuple[Typed, Typed], point: Point, scope: Scope) -> bool:
    left, right = values(sides, point, scope)
    return left != right


def simpler_points(point: Point, scope: Scope) -> list[tuple[str, Fraction, Point]]:
    """Every point with one entry replaced by a simpler number that its declaration allows; none all zero."""
    found = []
    for name, (rows_, cols, data) in point.blocks.items():
        kind = scope.declared[name].kind
        for place, now in enumerate(data):
            for number in SIMPLER[: SIMPLER.index(now)] if now in SIMPLER else SIMPLER:
                if kind == "positive" and number <= 0:
                    continue
                entries = list(data)
                entries[place] = number
                if kind == "symmetric":
                    entries[place % cols * cols + place // cols] = number
                if any(entries):
                    blocks = {**point.blocks, name: (rows_, cols, tuple(entries))}
                    found.append((name, number, replace(point, blocks=blocks)))
    return found


UNEQUAL = rows(
    ("b^2", "|b|", "equal at 0, 1 and -1"),
    ("(b+c)^2", "b^2+c^2", "equal if one of them is 0"),
    ("b(b-1)(b-2)", "0", "equal at the simplest numbers"),
    (r"\sum_i (z_i-b)", r"\sum_i z_i - b", "n lost"),
    (r"\sum_i z_i^2", r"(\sum_i z_i)^2", "a square on the sum"),
    (r"\sum_i |z_i|", r"|\sum_i z_i|", "bars around the sum"),
    (r"\max(z)", r"\operatorname{median}(z)", "two statistics"),
    (r"2X^T(Xw-y)", r"2X^T(y-Xw)", "a sign"),
    (r"2X^T(Xw-y)", r"X^T(Xw-y)", "a factor"),
    (r"(X^TX)^{-1}X^Ty", r"X^TX X^Ty", "an inverse lost"),
    ("w^TAw", "w^TA^Tw + w_1", "a term too many"),
    ("Aw", "A^Tw", "a transpose"),
    ("SA", "AS", "an order"),
    (r"\sigma b", r"\sigma^2 b", "a square: 1 would not tell"),
    (r"\frac{1}{b}", "b", "undefined at 0, equal at 1 and -1"),
)


@pytest.mark.parametrize(("a", "b"), UNEQUAL)
def test_a_witness_tells_the_two_apart_and_is_minimal(a: str, b: str) -> None:
    decision = equal(term(a, DATA), term(b, DATA), DATA)
    assert isinstance(decision, Different)
    point = decision.point
    assert point is not None
    sides = typed_pair(term(a, DATA), term(b, DATA), DATA)
    assert differ(sides, point, DATA)
    for name, number, simpler in simpler_points(point, DATA):
        assert not differ(sides, simpler, DATA), f"{name} with {number} would do"


@pytest.mark.parametrize(("a", "b"), UNEQUAL)
def test_a_witness_is_not_special_if_it_need_not_be(a: str, b: str) -> None:
    decision = equal(term(a, DATA), term(b, DATA), DATA)
    assert isinstance(decision, Different)
    point, evidence = decision.point, decision.evidence
    assert point is not None
    assert not getattr(evidence, "degenerate", True)
    assert all(any(data) for _, _, data in point.blocks.values())
    assert len(set(point.sizes.values())) == len(point.sizes)
    assert point.sizes.get("n", 2) >= 2


@given(polynomials, st.integers(1, 3))
@settings(max_examples=40, deadline=None)
def test_random_polynomials_with_something_added(formula: Term, more: int) -> None:
    other = Add((formula, Neg(Number(Fraction(more)))))
    decision = equal(formula, other, SCOPE)
    assert isinstance(decision, Different)
    assert decision.point is not None
    assert differ(typed_pair(formula, other, SCOPE), decision.point, SCOPE)


def question(text: str) -> Question:
    sides = typed_pair(term(text, DATA), term(text, DATA), DATA)
    return Question.of(DATA, *sides)


@pytest.mark.parametrize(
    ("text", "differs", "degenerate"),
    rows(
        ("Xw", lambda point: point.sizes["n"] == point.sizes["d"], True, "square X only"),
        ("Xw", lambda point: point.sizes["n"] < point.sizes["d"], True, "fewer samples than features only"),
        ("Xw", lambda point: point.sizes["n"] > point.sizes["d"], False, "the usual case"),
        ("y", lambda point: point.sizes["n"] == 1, True, "one sample only"),
        ("b", lambda point: not any(point.blocks["b"][2]), True, "zero only"),
        ("b", lambda point: point.blocks["b"][2][0] < 0, False, "any negative number"),
        ("b", lambda _: False, None, "nowhere"),
    ),
)
def test_special_inputs_are_called_so(text: str, differs: witness.Differs, degenerate: bool | None) -> None:
    found = witness.find(question(text), differs, 0)
    if degenerate is None:
        assert found is None
    else:
        assert found is not None
        assert differs(found[0])
        assert found[1] is degenerate


def test_entries_shrink_to_the_simplest() -> None:
    found = witness.find(question("y + b"), lambda point: point.sizes["n"] >= 2, 0)
    assert found is not None
    point, _ = found
    assert point.sizes == {"n": 2}
    assert point.blocks["y"][2] == (0, 1), "one entry is not 0, so that not all are"
    assert point.blocks["b"][2] == (1,)


@pytest.mark.parametrize("seed", range(5))
def test_declared_kinds_are_kept(seed: int) -> None:
    found = witness.find(question(r"\sigma S"), lambda point: point.sizes["d"] == 2, seed)
    assert found is not None
    point, _ = found
    assert point.blocks["sigma"][2][0] > 0
    assert point.blocks["S"][2][1] == point.blocks["S"][2][2]


def test_a_seed_gives_the_same_witness() -> None:
    a, b = term("Aw", DATA), term("A^Tw", DATA)
    assert equal(a, b, DATA, 3) == equal(a, b, DATA, 3)
