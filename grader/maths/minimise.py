"""Minimisers: does a value minimise an objective?

Where the gradient is affine the value must solve "gradient = 0". Elsewhere, and at kinks, where there is no derivative
to trust, objective values are compared: at the claimed value, at every number that occurs in the data and between
them, and nearby; exact, in rationals.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise

from grader.core import Agreement, Counterexample, Message
from grader.maths import witness
from grader.maths.decide import MOST_WORK, Decision, Different, Equal, Unsure, beyond, written
from grader.maths.declare import Scope
from grader.maths.domains import Balls, Domain, Rationals
from grader.maths.effort import TooMuch, bounded
from grader.maths.equations import Breaks, Equation, Follows, follows
from grader.maths.points import RATIONALS, Point, Question, sizes_for
from grader.maths.rewrite import rewrite
from grader.maths.shapes import Ambiguous, ShapeError
from grader.maths.terms import Derivative, Number, Symbol, Term
from grader.maths.typing import Typed, typed
from grader.maths.values import Scalar, Unclear, Undefined, Unsupported, Value, entries, matrix, size

_NEAR = Fraction(1, 1000)


def minimises(value: Typed, objective: Term, scope: Scope, seed: int = 0) -> Decision:
    """Whether ``value`` is a minimiser over the scope's unknown of a (convex) ``objective``, for all data."""
    assert scope.unknown is not None
    try:
        goal = typed(objective, scope)
    except (ShapeError, Ambiguous) as error:
        return Unsure(error.problem)  # it says nothing of the value
    body, claimed = rewrite(goal.term, scope), rewrite(value.term, scope)
    unknown = Symbol(scope.unknown)
    flat = Equation(Derivative(body, unknown), Number(Fraction(0)), (goal, goal))
    stated = Equation(unknown, claimed, (value, value))
    match follows(flat, stated, scope, seed):
        case Follows(evidence):
            return Equal(evidence)
        case Breaks(evidence):
            return Different(evidence)
        case Unsure():
            pass
    try:
        with bounded("work", MOST_WORK):
            question = Question.of(scope, goal, value)
            exact = _by_values(body, claimed, question, Rationals(), scope, seed)
            if not isinstance(exact, Unsure):
                return exact
            balls = Balls()
            with balls.precision():
                refuted = _by_values(body, claimed, question, balls, scope, seed)
            return refuted if isinstance(refuted, Different) else exact
    except TooMuch as error:
        return beyond(error)


def _by_values(
    body: Term, claimed: Term, question: Question, domain: Rationals | Balls, scope: Scope, seed: int
) -> Decision:
    rng = random.Random(seed + 1)
    agreed = 0

    def better(point: Point) -> tuple[Value, Value] | None:
        return _better(body, claimed, point, domain, scope)

    def differs(point: Point) -> bool:
        try:
            return better(point) is not None
        except (Undefined, Unsupported, Unclear):
            return False

    for sizes in sizes_for(question.dims):
        for _ in range(4):
            point = question.draw(rng, sizes, RATIONALS)
            try:
                lower = better(point)
            except Undefined:
                continue
            except (Unsupported, Unclear):
                return Unsure(Message("maths.undecided.domain"))
            if lower is not None:
                found = witness.find(question, differs, seed)
                shown, degenerate = found if found is not None else (point, False)
                return _different(body, claimed, shown, degenerate, question, domain, scope)
            agreed += 1
    if agreed < 4:
        return Unsure(Message("maths.undecided.domain"))
    return Equal(Agreement(agreed))


def _different(
    body: Term,
    claimed: Term,
    point: Point,
    degenerate: bool,
    question: Question,
    domain: Rationals | Balls,
    scope: Scope,
) -> Different:
    lower = _better(body, claimed, point, domain, scope)
    assert lower is not None
    data = {name: shown for name, shown in question.shown(point).items() if name != scope.unknown}
    evidence = Counterexample(
        data, f"{scope.unknown} = {written(lower[0])}", f"{scope.unknown} = {written(lower[1])}", degenerate
    )
    return Different(evidence, point)


def _better(body: Term, claimed: Term, point: Point, domain: Domain, scope: Scope) -> tuple[Value, Value] | None:
    """A value at which the objective is lower than at the claimed one, and the claimed one; None if none is found."""
    evaluator = point.evaluator(domain)
    name = scope.unknown or ""
    here = evaluator.value(claimed)

    def height(at: Value) -> Scalar:
        evaluator.values[name] = at
        result = evaluator.value(body)
        if size(result) != (1, 1):
            raise Undefined("not a number")
        return result

    lowest, best = height(here), None
    for candidate in _candidates(here, point, domain, scope):
        try:
            there = height(candidate)
            is_lower = domain.compare(there, lowest) < 0
        except (Undefined, Unclear):  # of a ball
            if isinstance(domain, Rationals):
                raise
            continue
        if is_lower:
            lowest, best = there, candidate
    return None if best is None else (best, here)


def _candidates(here: Value, point: Point, domain: Domain, scope: Scope) -> Iterator[Value]:
    rows, cols = size(here)
    numbers = sorted({entry for name, (_, _, data) in point.blocks.items() if name != scope.unknown for entry in data})
    if rows == cols == 1:
        middles = [(a + b) / 2 for a, b in pairwise(numbers)]
        yield from (domain.number(number) for number in (*numbers, *middles))
        if numbers:
            yield domain.number(sum(numbers, Fraction(0)) / len(numbers))
    now = entries(here)
    for scale in (1, 30, 1000):
        for place in range(len(now)):
            for sign in (1, -1):
                step = domain.number(sign * scale * _NEAR)
                yield matrix(rows, cols, [x + step if k == place else x for k, x in enumerate(now)])
