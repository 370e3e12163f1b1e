"""Sight: may a candidate be right? Its value at a few points, in floating point, to throw out most of them cheaply.

Nothing is decided here: what may be right is verified exactly afterwards, and what may not is only not looked at
further. Values of parts that many candidates share are kept, so that a candidate costs what was changed in it.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Final, TypeAlias

from grader.maths.effort import TooMuch
from grader.maths.evaluate import Evaluator
from grader.maths.mistakes.floats import Floats
from grader.maths.points import Point, Pool, Question
from grader.maths.terms import Term
from grader.maths.values import Unclear, Undefined, Unsupported, Value, entries, matrix, size

CLOSE: Final = 1e-9  # relative; double precision leaves some 1e-15 for each of the few operations at this size
_SIZES: Final = ((3, 2, 4, 5), (4, 3, 2, 5), (3, 2, 4, 5))  # an odd and an even number of samples
#: Small, so that no exponential of a few of them leaves the range of floats.
_NUMBERS: Final = Pool.of(
    Fraction(k, bottom) for k in range(-7, 8) for bottom in (1, 3, 4, 5) if 0 < abs(k) <= 3 * bottom
)
_DRAWS: Final = 6
#: The shapes of a candidate were not checked, so that it may fail in any way.
_NO_VALUE: Final = (
    Undefined, Unsupported, Unclear, TooMuch, OverflowError, ZeroDivisionError, ValueError, TypeError, IndexError,
    AttributeError, AssertionError,
)  # fmt: skip

Numbers: TypeAlias = tuple[float, ...]
Placing: TypeAlias = Callable[[Point], Point | None]


class Remembering(Evaluator):
    """An evaluator at a point that keeps the value of each part that no sum's index and no derivative changes."""

    def __init__(self, point: Point) -> None:
        blocks = point.blocks.items()
        values = {name: matrix(rows, cols, [float(q) for q in data]) for name, (rows, cols, data) in blocks}
        super().__init__(Floats(), values, point.sizes, point.indices)
        self._free = dict(point.indices)
        self._kept: dict[int, tuple[Term, Value]] = {}

    def fresh(self, term: Term) -> Value | None:
        """The value of a whole term; None if it has none."""
        self.work, self.indices = 0, dict(self._free)
        try:
            return self.value(term)
        except _NO_VALUE:
            return None

    def value(self, term: Term) -> Value:
        """The value, as :meth:`Evaluator.value`."""
        if self.level or self.indices != self._free:
            return super().value(term)
        kept = self._kept.get(id(term))
        if kept is not None:
            return kept[1]
        value = super().value(term)
        self._kept[id(term)] = (term, value)  # the term, too: an id is free again when its object is gone
        return value


@dataclass(frozen=True, slots=True)
class View:
    """One point to look at, and the goal's entries there."""

    point: Point
    evaluator: Remembering
    shape: tuple[int, int]
    goal: Numbers

    def of(self, term: Term) -> Numbers | None:
        """The entries of a candidate; None if it has no value, or another shape than the goal."""
        value = self.evaluator.fresh(term)
        return None if value is None or size(value) != self.shape else _numbers(value)


class Sight:
    """A goal at a few points, to be compared with candidates there; the first and the last are of one size.

    ``place`` moves each point to where the comparison holds, or gives None if there is no such place near it.
    ``moving``: the last point is the first with this name alone elsewhere. Most candidates are thrown out at the first
    point; the others are drawn when one is not.
    """

    def __init__(
        self, goal: Term, question: Question, place: Placing | None = None, moving: str | None = None
    ) -> None:
        self.goal = goal
        self._moving = moving
        self._question = question
        self._place = place
        self._views: list[View | None] = []

    @property
    def blind(self) -> bool:
        """Whether the goal has no value at any point that was drawn."""
        return self.view(0) is None

    @property
    def count(self) -> int:
        """How many points there are."""
        return len(_SIZES)

    def view(self, number: int) -> View | None:
        """The view of a point; None if the goal has no value at any that was drawn."""
        while len(self._views) <= number:
            sizes = _SIZES[len(self._views)]
            there = dict(zip(self._question.dims, (*sizes, *range(6, 6 + len(self._question.dims))), strict=False))
            rng = random.Random(len(self._views))
            self._views.append(_first_view(self.goal, self._question, there, rng, self._placing(len(self._views))))
        return self._views[number]

    def _placing(self, number: int) -> Placing | None:
        """How the points of a view are moved."""
        first = self._views[0] if self._moving is not None and number == self.count - 1 else None
        if first is None:
            return self._place

        def only_moved(point: Point) -> Point:
            blocks = first.point.blocks
            return replace(point, blocks={name: point.blocks[name] if name == self._moving else blocks[name]
                                          for name in point.blocks}, indices=first.point.indices)  # fmt: skip

        return only_moved

    def first(self, term: Term) -> Numbers | None:
        """The entries of a candidate at the first point; None if it has no value there, or another shape."""
        view = self.view(0)
        return None if view is None else view.of(term)

    def may_equal(self, term: Term) -> bool:
        """False only if the term differs from the goal at a point, or has no value where the goal has one."""
        return all(self._at(number, term) for number in range(self.count))

    def _at(self, number: int, term: Term) -> bool:
        view = self.view(number)
        if view is None:
            return True
        found = view.of(term)
        return found is not None and close(found, view.goal)

    def ratios(self, term: Term) -> tuple[float, ...] | None:
        """At each point the number that takes a candidate's entries to the goal's; None if there is none."""
        found = []
        for number in range(self.count):
            view = self.view(number)
            numbers = None if view is None else view.of(term)
            ratio = None if view is None or numbers is None else ratio_of(numbers, view.goal)
            if ratio is None:
                return None
            found.append(ratio)
        return tuple(found)

    def named(self, number: int, name: str) -> float:
        """A size, or the value of a name at a point; 0 if that is no number."""
        view = self.view(number)
        assert view is not None
        value = view.evaluator.sizes.get(name, view.evaluator.values.get(name))
        return float(value) if isinstance(value, int | float) else 0.0


def _first_view(
    goal: Term, question: Question, sizes: Mapping[str, int], rng: random.Random, place: Placing | None
) -> View | None:
    view: View | None = None
    for _ in range(_DRAWS):
        drawn = question.draw(rng, sizes, _NUMBERS)
        point = drawn if place is None else place(drawn)
        if point is None:
            continue
        evaluator = Remembering(point)
        value = evaluator.fresh(goal)
        numbers = None if value is None else _numbers(value)
        if numbers is None:
            continue
        view = View(point, evaluator, size(value), numbers)
        if any(view.goal):
            break  # a goal of 0 tells no factor
    return view


def _numbers(value: Value) -> Numbers | None:
    """The entries; None if they are no numbers, as in a vector of vectors."""
    try:
        return tuple(map(float, entries(value)))
    except (TypeError, OverflowError):
        return None


def close(a: Numbers, b: Numbers) -> bool:
    """Whether all entries are the same but for rounding, which is as large as the entries of the goal ``b`` allow."""
    largest = max(map(abs, b), default=0.0)
    slack = CLOSE * min(largest, 1.0) if largest else CLOSE
    return all(math.isclose(x, y, rel_tol=CLOSE, abs_tol=slack) for x, y in zip(a, b, strict=True))


def ratio_of(numbers: Numbers, goal: Numbers) -> float | None:
    """The one number that takes each entry to the goal's."""
    largest = max(range(len(goal)), key=lambda k: abs(goal[k]))
    if abs(numbers[largest]) < CLOSE * min(abs(goal[largest]), 1.0) or not numbers[largest]:
        return None
    ratio = goal[largest] / numbers[largest]
    return ratio if ratio and close(tuple(ratio * x for x in numbers), goal) else None


def rational(number: float, most: int = 10**6) -> Fraction | None:
    """The fraction with a small denominator that a number is but for rounding; None if there is none."""
    if not math.isfinite(number):
        return None
    found = Fraction(number).limit_denominator(most)
    return found if found and math.isclose(found, number, rel_tol=CLOSE) else None
