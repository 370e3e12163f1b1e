"""Draws: who comes second finds the same points, and pays for them what the first paid."""

from __future__ import annotations

import pytest

from grader.maths.decide import Equal, equal
from grader.maths.declare import Scope
from grader.maths.domains import Field
from grader.maths.draws import evaluators
from grader.maths.effort import TooMuch, bounded, current
from grader.maths.points import Question
from grader.maths.typing import typed
from tests.maths.reading import scope_of, term

TEXT = "X: n*d rows x, y: n, w: d, b"


def question(scope: Scope) -> Question:
    return Question.of(scope, typed(term("(y-Xw)^T(y-Xw)", scope), scope))


def fresh() -> Scope:
    scope = scope_of(TEXT)
    scope.memory.clear()
    return scope


def drawn(scope: Scope, seed: int = 0) -> tuple[list[object], int]:
    with bounded("work", 10_000) as effort:
        found = [(e.values, e.sizes) for e in evaluators(question(scope), Field(seed))]
        return found, effort.left


def test_the_points_and_their_price_are_those_of_the_first_time() -> None:
    scope = fresh()
    first, second = drawn(scope), drawn(scope)
    assert first[0] == second[0]
    assert first[1] == second[1] < 10_000


def test_another_seed_draws_other_points() -> None:
    scope = fresh()
    assert drawn(scope)[0] != drawn(scope, seed=1)[0]


def test_what_was_drawn_before_does_not_change_what_comes_next() -> None:
    """Half of the points are asked for, and all of them later."""
    scope = fresh()
    half = evaluators(question(scope), Field(0))
    values = [next(half).values for _ in range(2)]
    assert [e.values for e in evaluators(question(scope), Field(0))][:2] == values
    assert drawn(scope)[0] == drawn(fresh())[0]


def test_an_evaluator_does_not_touch_what_is_kept() -> None:
    scope = fresh()
    for evaluator in evaluators(question(scope), Field(0)):
        evaluator.values.clear()
    assert all(values for values, _ in drawn(scope)[0])  # type: ignore[misc]


def test_without_work_left_there_is_no_point_though_it_is_known() -> None:
    scope = fresh()
    drawn(scope)
    asked = question(scope)
    with bounded("work", 10):
        current().left = 0
        with pytest.raises(TooMuch):
            next(evaluators(asked, Field(0)))


def test_a_decision_costs_the_same_each_time() -> None:
    scope = fresh()
    costs = []
    for _ in range(2):
        with bounded("work", 10**6) as effort:
            a, b = term("(y-Xw)^T(y-Xw)", scope), term("y^T y - 2 w^T X^T y + w^T X^T X w", scope)
            assert isinstance(equal(a, b, scope), Equal)
        costs.append(effort.left)
    assert costs[0] == costs[1]


def test_typing_the_same_term_again_costs_the_same() -> None:
    scope = fresh()
    formula = term("X^T(Xw-y)", scope)
    costs, found = [], []
    for _ in range(2):
        with bounded("work", 10**6) as effort:
            found.append(typed(formula, scope))
        costs.append(effort.left)
    assert costs[0] == costs[1] < 10**6
    assert found[0] == found[1]


def test_the_memory_of_a_scope_is_bounded() -> None:
    scope = fresh()
    for _ in range(3000):
        typed(term("b", scope), scope)
    assert len(scope.memory) < 1000
