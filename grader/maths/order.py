"""Inequalities: does ``left op right`` hold at every sampled point?

Numbers only; an order between matrices is left to a marker.
"""

from __future__ import annotations

import random
from fractions import Fraction

from grader.core import Agreement, Counterexample, Message, ShapeClash
from grader.maths import witness
from grader.maths.decide import Decision, Different, Equal, Unsure, beyond, value_at
from grader.maths.declare import Scope
from grader.maths.domains import Balls, Rationals
from grader.maths.evaluate import TooMuch
from grader.maths.points import Point, Pool, Question, sizes_for
from grader.maths.rewrite import rewrite
from grader.maths.shapes import Ambiguous, ShapeError
from grader.maths.terms import Relation, RelationOp, Term
from grader.maths.typing import typed_pair
from grader.maths.values import Unclear, Undefined, Unsupported

_POINTS = 40  # per size
_SMALL = (Fraction(sign, bottom) for sign in (1, -1) for bottom in (1, 2, 10))
_NUMBERS = Pool.of((Fraction(0), *_SMALL, Fraction(3), Fraction(-3), Fraction(1000), Fraction(-1000)))


def ordered(left: Term, op: RelationOp, right: Term, scope: Scope, seed: int = 0) -> Decision:
    """Whether the inequality between two numbers holds wherever it was sampled."""
    try:
        sides = typed_pair(left, right, scope)
    except ShapeError as error:
        return Different(ShapeClash(error.problem))
    except Ambiguous as error:
        return Unsure(error.problem)
    if not all(side.shape.scalar for side in sides):
        return Unsure(Message("maths.undecided.matrix_order"))
    relation = Relation(op, rewrite(sides[0].term, scope), rewrite(sides[1].term, scope))
    question = Question.of(scope, *sides)
    try:
        return _sampled(relation, question, seed)
    except TooMuch as error:
        return beyond(error)


def _sampled(relation: Relation, question: Question, seed: int) -> Decision:
    rng = random.Random(seed)
    for domain in (Rationals(), Balls()):
        agreed = 0
        for sizes in sizes_for(question.dims):
            for _ in range(_POINTS):
                point = question.draw(rng, sizes, _NUMBERS)
                held = _holds(relation, point, domain)
                if held is False:
                    return _refuted(relation, point, question, domain, seed)
                agreed += held is True
        if agreed >= 4:
            return Equal(Agreement(agreed))
    return Unsure(Message("maths.undecided.domain"))


def _holds(relation: Relation, point: Point, domain: Rationals | Balls) -> bool | None:
    try:
        return point.evaluator(domain).holds(relation)
    except (Undefined, Unclear, Unsupported):
        return None


def _refuted(
    relation: Relation, point: Point, question: Question, domain: Rationals | Balls, seed: int
) -> Different:
    found = witness.find(question, lambda candidate: _holds(relation, candidate, domain) is False, seed)
    shown, degenerate = found if found is not None else (point, False)
    right, left = value_at(relation.right, shown), value_at(relation.left, shown)
    return Different(Counterexample(question.shown(shown), f"{relation.op} {right}", left, degenerate), shown)
