"""Objectives: are two of them the same task?

They are if their gradients point the same way wherever both are sampled; a positive factor and added constants do not
matter, nor does an increasing function of the whole. Comparing the order of values at random points is too weak.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from grader.core import Agreement, Counterexample, Message, Proof, ShapeClash
from grader.maths import witness
from grader.maths.decide import MOST_WORK, Decision, Different, Equal, Unsure, beyond, may_vanish, value_at
from grader.maths.declare import Scope
from grader.maths.domains import PRIME, Balls, Domain, Field, Rationals
from grader.maths.effort import TooMuch, bounded
from grader.maths.points import RATIONALS, Point, Question, residues, sizes_for
from grader.maths.rewrite import rewrite
from grader.maths.shapes import Ambiguous, ShapeError
from grader.maths.terms import Derivative, Symbol, Term
from grader.maths.typing import typed, typed_pair
from grader.maths.values import Scalar, Unclear, Undefined, Unsupported, Value, entries, size

_STEPS = tuple(Fraction(k, 4) for k in (-7, -3, -1, 1, 2, 5, 9))


def same_task(stated: Term, task: Term, scope: Scope, *, opposite: bool = False, seed: int = 0) -> Decision:
    """Whether minimising ``stated`` is the same as minimising ``task`` (``opposite``: maximising ``stated``)."""
    assert scope.unknown is not None
    try:
        sides = [typed(term, scope) for term in (stated, task)]
    except ShapeError as error:
        return Different(ShapeClash(error.problem))
    except Ambiguous as error:
        return Unsure(error.problem)
    if not all(side.shape.scalar for side in sides):
        return Different(ShapeClash(Message("maths.shape.objective")))
    slopes = [Derivative(rewrite(side.term, scope), Symbol(scope.unknown)) for side in sides]
    return _decided(slopes, -1 if opposite else 1, Question.of(scope, *sides), scope, seed)


def same_direction(stated: Term, gradient: Term, scope: Scope, seed: int = 0) -> Decision:
    """Whether two gradients are the same up to a positive factor."""
    try:
        sides = typed_pair(stated, gradient, scope)
    except ShapeError as error:
        return Different(ShapeClash(error.problem))
    except Ambiguous as error:
        return Unsure(error.problem)
    slopes = [rewrite(side.term, scope) for side in sides]
    return _decided(slopes, 1, Question.of(scope, *sides), scope, seed)


def _decided(slopes: Sequence[Term], sign: int, question: Question, scope: Scope, seed: int) -> Decision:
    try:
        with bounded("work", MOST_WORK):
            proved = _proportional(slopes, question, scope, seed)
            return _sampled(slopes, sign, question, scope, seed, proved)
    except TooMuch as error:
        return beyond(error)


def _gradients(slopes: Sequence[Term], point: Point, domain: Domain, moved: tuple[str, Value] | None) -> list[Value]:
    """The values of both gradients, with the unknown elsewhere if it was ``moved``."""
    evaluator = point.evaluator(domain)
    evaluator.values.update([moved] if moved is not None else [])
    return [evaluator.value(slope) for slope in slopes]


def _proportional(slopes: Sequence[Term], question: Question, scope: Scope, seed: int) -> bool:
    """Whether one gradient is a multiple of the other that does not depend on the unknown, over the prime field."""
    rng = random.Random(seed)
    held = 0
    for sizes in sizes_for(question.dims):
        domain = Field(seed)
        here, there = (question.draw(rng, sizes, residues(seed)) for _ in range(2))
        try:
            a, b = _gradients(slopes, here, domain, None)
            moved = there.evaluator(domain).values.get(scope.unknown or "")
            c, d = _gradients(slopes, here, domain, None if moved is None else (scope.unknown or "", moved))
        except (Undefined, Unsupported):
            return False
        first, second = entries(a) + entries(c), entries(b) + entries(d)
        if len(first) != len(second) or not _parallel(first, second, domain):
            return False
        held += 1
    return held >= 2


def _parallel(a: Sequence[Scalar], b: Sequence[Scalar], domain: Domain) -> bool:
    pairs = list(zip(a, b, strict=True))
    for i, (x, y) in enumerate(pairs):
        for u, v in pairs[i + 1 :]:
            if not may_vanish(x * v - y * u, domain):
                return False
    return True


def _sampled(
    slopes: Sequence[Term], sign: int, question: Question, scope: Scope, seed: int, proved: bool
) -> Decision:
    rng = random.Random(seed + 1)
    for domain in (Rationals(), Balls()):
        agreed = 0
        for sizes in sizes_for(question.dims):
            for _ in range(2):
                point = question.draw(rng, sizes, RATIONALS)
                # where they are parallel by a factor without the unknown in it, one place is enough
                alike: set[bool | None] = set()
                for place in [point] if proved else _around(point, scope):
                    alike.add(same := _aligned(slopes, sign, place, domain))
                    if same is False:
                        return _different(slopes, sign, place, domain, question, seed)
                agreed += True in alike
        if agreed >= 4:
            evidence = Proof("the gradients are proportional", 2**16 / PRIME) if proved else Agreement(agreed)
            return Equal(evidence)
    return Unsure(Message("maths.undecided.domain"))


def _aligned(slopes: Sequence[Term], sign: int, point: Point, domain: Rationals | Balls) -> bool | None:
    """Whether the gradients point the same way at a point; None if that cannot be evaluated."""
    try:
        if isinstance(domain, Balls):
            with domain.precision():
                return _point_alike(slopes, sign, point, domain)
        return _point_alike(slopes, sign, point, domain)
    except (Undefined, Unclear, Unsupported):
        return None


def _point_alike(slopes: Sequence[Term], sign: int, point: Point, domain: Domain) -> bool:
    a, b = _gradients(slopes, point, domain, None)
    if size(a) != size(b) or not _parallel(entries(a), entries(b), domain):
        return False
    products = [sign * x * y for x, y in zip(entries(a), entries(b), strict=True)]
    if any(domain.compare(p, domain.number(0)) < 0 for p in products if not may_vanish(p, domain)):
        return False
    zero = [all(may_vanish(x, domain) for x in entries(side)) for side in (a, b)]
    return zero[0] == zero[1]


def _around(point: Point, scope: Scope) -> list[Point]:
    """Places to compare gradients at: the drawn one, steps from it, and for a scalar the data and their mean."""
    name = scope.unknown or ""
    if name not in point.blocks:
        return [point]
    rows, cols, data = point.blocks[name]
    places = [tuple(entry + step for entry in data) for step in (Fraction(0), *_STEPS[:3])]
    if rows == cols == 1:
        numbers = [entry for other, (_, _, block) in point.blocks.items() if other != name for entry in block]
        if numbers:
            mean = sum(numbers, Fraction(0)) / len(numbers)
            places += [(mean,)] + [(number + step / 64,) for number in numbers for step in (Fraction(1), Fraction(-1))]
    return [replace(point, blocks={**point.blocks, name: (rows, cols, place)}) for place in places]


def _different(
    slopes: Sequence[Term], sign: int, point: Point, domain: Rationals | Balls, question: Question, seed: int
) -> Different:
    """The refutation: at a small point, or else at the one that was found, the gradients point different ways."""
    found = witness.find(question, lambda candidate: _aligned(slopes, sign, candidate, domain) is False, seed)
    shown, degenerate = found if found is not None else (point, False)
    got, expected = (f"∇ = {value_at(slope, shown)}" for slope in slopes)
    return Different(Counterexample(question.shown(shown), expected, got, degenerate), shown)
