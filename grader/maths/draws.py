"""Draws: the points at which questions are asked in the prime field, drawn once for all questions of the same names.

Two decisions in one scope mostly hold the same names, as do a formula and what it was before a slip. Who comes later
pays what the first paid, so that no verdict depends on who was first.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from grader.maths.domains import Field
from grader.maths.effort import BOUNDLESS, bounded, current
from grader.maths.evaluate import Evaluator
from grader.maths.points import Question, residues, sizes_for
from grader.maths.values import Value


@dataclass(frozen=True, slots=True)
class _Drawn:
    """A point with its values in the field, and what the drawing cost."""

    values: Mapping[str, Value]
    sizes: Mapping[str, int]
    indices: Mapping[str, int]
    cost: int


@dataclass(slots=True)
class _Draws:
    """What was drawn so far, and where the next comes from."""

    rng: random.Random
    drawn: list[_Drawn] = field(default_factory=list)


def evaluators(question: Question, domain: Field, literal: int = 0) -> Iterator[Evaluator]:
    """An evaluator at each point where an identity is checked: one a size, or two where nothing has a size.

    ``literal`` is the largest whole number in the question. Raises TooMuch where no work is left for a point.
    """
    scope = question.scope
    key = ("draws", domain.seed, literal, question.dims, question.subscripts, *sorted(question.names))
    draws: _Draws | None = scope.memory.get(key)
    if draws is None:
        draws = _Draws(random.Random(domain.seed))
        scope.remember(key, draws)
    for number, sizes in enumerate(sizes_for(question.dims, literal) * (1 if question.dims else 2)):
        if number == len(draws.drawn):
            draws.drawn.append(_draw(question, domain, draws.rng, sizes))
        else:
            effort = current()
            effort.check()
            effort.left -= draws.drawn[number].cost
        drawn = draws.drawn[number]
        yield Evaluator(domain, drawn.values, drawn.sizes, drawn.indices)


def _draw(question: Question, domain: Field, rng: random.Random, sizes: Mapping[str, int]) -> _Drawn:
    with bounded("work", BOUNDLESS) as effort:
        before = effort.left
        point = question.draw(rng, sizes, residues(domain.seed))
        values = dict(point.evaluator(domain).values)
        return _Drawn(values, point.sizes, point.indices, before - effort.left)
