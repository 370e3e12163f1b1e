"""What two formulas differ by: a constant factor, or a constant term, found by evaluating both at the same points."""

from __future__ import annotations

import random
from collections.abc import Iterator
from fractions import Fraction

from grader.maths.declare import Scope
from grader.maths.domains import PRIME, Field
from grader.maths.effort import TooMuch
from grader.maths.points import Question, residues, sizes_for
from grader.maths.rewrite import rewrite
from grader.maths.shapes import Ambiguous, ShapeError
from grader.maths.terms import Term
from grader.maths.typing import typed_pair
from grader.maths.values import Scalar, Undefined, Unsupported, entries, size

_POINTS = 3
_LARGEST = 64  # numerator and denominator of a factor worth naming


def constant_factor(term: Term, goal: Term, scope: Scope, seed: int = 0) -> Fraction | None:
    """The number k, other than 1, with k · term = goal at all sampled points; None if there is none."""
    factor: Fraction | None = None
    for mine, right in _values(term, goal, scope, seed):
        for x, y in zip(mine, right, strict=True):
            if (x == 0) != (y == 0):
                return None
            if x == 0:
                continue
            here = _small_rational(int(y / x))
            if here is None or (factor is not None and here != factor):
                return None
            factor = here
    return None if factor == 1 else factor


def constant_term(term: Term, goal: Term, scope: Scope, seed: int = 0) -> bool:
    """Whether goal - term is the same number, not 0, at all points of one size: a term without any data in it."""
    at_size: dict[int, int] = {}
    for number, (mine, right) in enumerate(_values(term, goal, scope, seed)):
        if len(mine) != 1:
            return False
        missing = int(right[0] - mine[0])
        if not missing or at_size.setdefault(number // _POINTS, missing) != missing:
            return False
    return bool(at_size)


def _values(term: Term, goal: Term, scope: Scope, seed: int) -> Iterator[tuple[tuple[Scalar, ...], tuple[Scalar, ...]]]:
    """The entries of both at random points of the prime field, three points a size; nothing if they do not fit."""
    try:
        sides = typed_pair(term, goal, scope)
        terms = [rewrite(side.term, scope) for side in sides]
        question = Question.of(scope, *sides)
        rng = random.Random(seed + 7)
        for sizes in sizes_for(question.dims)[:3]:
            for _ in range(_POINTS):
                evaluator = question.draw(rng, sizes, residues(seed)).evaluator(Field(seed))
                mine, right = (evaluator.value(t) for t in terms)
                if size(mine) != size(right):
                    return
                yield entries(mine), entries(right)
    except (ShapeError, Ambiguous, TooMuch, Undefined, Unsupported):
        return


def _small_rational(residue: int) -> Fraction | None:
    """The fraction with small numerator and denominator that a residue is; None if there is none."""
    for bottom in range(1, _LARGEST + 1):
        top = residue * bottom % PRIME
        if top > PRIME // 2:
            top -= PRIME
        if abs(top) <= _LARGEST:
            return Fraction(top, bottom)
    return None
