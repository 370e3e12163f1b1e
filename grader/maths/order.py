"""Inequalities: does ``left op right`` hold at every sampled point?

Between numbers it is the order of the numbers. Between square matrices it is that of their difference H as a form:
``⪰`` says vᵀHv ≥ 0 for every v, decided exactly at each point (:mod:`grader.maths.definite`), and a v with vᵀHv < 0 is
the witness. ``≥`` between matrices is read so too, but refuted only if it fails entry by entry as well. What is never
negative, but definite at some inputs only (``X^T X ≻ 0`` needs an X of full column rank, which a text may have assumed
anywhere), is left to a marker; it is refuted only if it is definite at no sampled input.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from typing import Literal, TypeAlias

from grader.core import Agreement, Counterexample, Message, ShapeClash
from grader.maths import show, witness
from grader.maths.decide import MOST_WORK, Decision, Different, Equal, Unsure, beyond, value_at, written
from grader.maths.declare import SCALAR, Scope, Shape
from grader.maths.definite import Curvature, curvature, shown_along
from grader.maths.domains import Balls, Rationals
from grader.maths.effort import TooMuch, bounded
from grader.maths.points import RATIONALS, Point, Pool, Question, sizes_for
from grader.maths.rewrite import rewrite
from grader.maths.shapes import Ambiguous, ShapeError, describe
from grader.maths.terms import Add, Neg, Relation, RelationOp, Term
from grader.maths.typing import Typed, typed_pair
from grader.maths.values import Unclear, Undefined, Unsupported, Value, each, entries, transpose

_Ordered: TypeAlias = Rationals | Balls

_POINTS = 40  # of numbers, per size
_SMALL = (Fraction(sign, bottom) for sign in (1, -1) for bottom in (1, 2, 10))
_NUMBERS = Pool.of((Fraction(0), *_SMALL, Fraction(3, 2), Fraction(3), Fraction(-3), Fraction(1000), Fraction(-1000)))
_MATRICES = 6  # of each kind, per size
_SINGULAR = Pool.of(Fraction(k) for k in (0, 1, -1, 1, 0, 2))  # often of less than full rank

_OF_NUMBERS: dict[RelationOp, RelationOp] = {"⪰": "≥", "≻": ">", "⪯": "≤", "≺": "<"}
_UPWARDS: dict[RelationOp, bool] = {"≥": True, ">": True, "≤": False, "<": False}
_STRICT: frozenset[RelationOp] = frozenset((">", "<"))


def ordered(
    left: Term, op: RelationOp, right: Term, scope: Scope, seed: int = 0, *, given: Relation | None = None
) -> Decision:
    """Whether the inequality between two numbers, or two square matrices, holds wherever it was sampled.

    An inequality between numbers may be ``given`` another one, which holds at all points that count.
    """
    if given is not None:
        return _given(Relation(op, left, right), given, scope, seed)
    try:
        sides = typed_pair(left, right, scope)
    except ShapeError as error:
        return Different(ShapeClash(error.problem))
    except Ambiguous as error:
        return Unsure(error.problem)
    shape = next((side.shape for side in sides if not side.shape.scalar), SCALAR)
    try:
        with bounded("work", MOST_WORK):
            return _of_shape(shape, sides, op, scope, seed)
    except TooMuch as error:
        return beyond(error)


def _of_shape(shape: Shape, sides: tuple[Typed, Typed], op: RelationOp, scope: Scope, seed: int) -> Decision:
    question = Question.of(scope, *sides)
    left, right = (rewrite(side.term, scope) for side in sides)
    if shape.scalar:
        return _of_numbers(Relation(_OF_NUMBERS.get(op, op), left, right), question, seed)
    if _OF_NUMBERS.get(op, op) not in _UPWARDS or shape.column or shape.transposed.column:
        return Unsure(Message("maths.undecided.matrix_order"))
    if not shape.square:
        if op in _OF_NUMBERS:
            written = show.plain(left if sides[1].shape.scalar else right)
            return Different(ShapeClash(Message("maths.shape.square", {"left": describe(shape), "a": written})))
        return Unsure(Message("maths.undecided.matrix_order"))
    return _Form(Add((left, Neg(right))), op, question, seed).decided()


def _given(relation: Relation, given: Relation, scope: Scope, seed: int) -> Decision:
    """An inequality between numbers where another one holds."""
    try:
        pairs = [typed_pair(one.left, one.right, scope) for one in (relation, given)]
    except (ShapeError, Ambiguous) as error:
        return Unsure(error.problem)
    if not all(side.shape.scalar for pair in pairs for side in pair):
        return Unsure(Message("maths.undecided.matrix_order"))
    claim, condition = (
        Relation(_OF_NUMBERS.get(one.op, one.op), rewrite(left.term, scope), rewrite(right.term, scope))
        for one, (left, right) in zip((relation, given), pairs, strict=True)
    )
    try:
        with bounded("work", MOST_WORK):
            return _of_numbers(claim, Question.of(scope, *pairs[0], *pairs[1]), seed, condition)
    except TooMuch as error:
        return beyond(error)


def _guarded(domain: _Ordered, question: Callable[[], bool | None]) -> bool | None:
    if isinstance(domain, Balls):
        with domain.precision():
            return question()
    return question()


# ------------------------------------------------------------------------------------------------ numbers


def _of_numbers(relation: Relation, question: Question, seed: int, given: Relation | None = None) -> Decision:
    rng = random.Random(seed)
    drawn = question.names or question.subscripts or not question.dims
    points = _POINTS if drawn else 1  # ``2n > 0`` is the same at all points of a size
    # what is strict for every vector that is not 0 has to hold for those that a singular matrix takes to 0
    singular = any(declared.kind == "nonzero" for declared in question.names.values())
    for domain in (Rationals(), Balls()):
        agreed = 0
        for sizes in sizes_for(question.dims):
            for turn in range(2 * points if singular else points):
                point = question.draw(rng, sizes, _NUMBERS if turn < points else _SINGULAR)
                held = _holds(relation, point, domain, given)
                if held is False:
                    return _refuted(relation, point, question, domain, seed, given)
                agreed += held is True
        if agreed >= 4:
            return Equal(Agreement(agreed))
    return Unsure(Message("maths.undecided.domain"))


def _holds(relation: Relation, point: Point, domain: _Ordered, given: Relation | None = None) -> bool | None:
    """Whether the relation holds at a point; None where that cannot be told, or what is given does not hold."""
    if given is not None and _holds(given, point, domain) is not True:
        return None
    try:
        return _guarded(domain, lambda: point.evaluator(domain).holds(relation))
    except (Undefined, Unclear, Unsupported):
        return None


def _refuted(
    relation: Relation, point: Point, question: Question, domain: _Ordered, seed: int, given: Relation | None
) -> Different:
    found = witness.find(question, lambda candidate: _holds(relation, candidate, domain, given) is False, seed)
    shown, degenerate = found if found is not None else (point, False)
    right, left = value_at(relation.right, shown), value_at(relation.left, shown)
    return Different(Counterexample(question.shown(shown), f"{relation.op} {right}", left, degenerate), shown)


# ----------------------------------------------------------------------------------------------- matrices

_Found = Literal["positive", "flat", "negative", "skew", None]  # None: it has no value at the point


@dataclass(slots=True)
class _Form:
    """The claim that a square matrix is definite: ``term`` above, or below, 0 in the order of forms."""

    term: Term  # left − right
    op: RelationOp
    question: Question
    seed: int

    @property
    def upwards(self) -> bool:
        return _UPWARDS[_OF_NUMBERS.get(self.op, self.op)]

    @property
    def strict(self) -> bool:
        return _OF_NUMBERS.get(self.op, self.op) in _STRICT

    def decided(self) -> Decision:
        """The decision of the first domain that can evaluate the matrix."""
        for domain in (Rationals(), Balls()):
            decision = self._sampled(domain)
            if decision is not None:
                return decision
        return Unsure(Message("maths.undecided.domain"))

    def _sampled(self, domain: _Ordered) -> Decision | None:
        counts: dict[_Found, int] = {}
        for point in self._points():
            found = self._at(point, domain)
            if found == "negative":
                return self._refuted(point, domain, "negative")
            counts[found] = counts.get(found, 0) + 1
        definite, flat = counts.get("positive", 0), counts.get("flat", 0)
        if counts.get("skew"):
            return Unsure(Message("maths.undecided.not_symmetric"))
        if definite + flat < 4:
            return None
        if self.strict and flat:
            return self._not_strict(definite, domain)
        remarks = () if self.op in _OF_NUMBERS else (Message("maths.remark.semidefinite"),)
        return Equal(Agreement(definite + flat, None if isinstance(domain, Rationals) else 19), remarks)

    def _points(self) -> Iterator[Point]:
        """Points of general position, and points at which matrices are often singular."""
        rng = random.Random(self.seed)
        for sizes in sizes_for(self.question.dims):
            for numbers in (RATIONALS, _SINGULAR):
                for _ in range(_MATRICES):
                    yield self.question.draw(rng, sizes, numbers)

    def _value(self, point: Point, domain: _Ordered) -> Value:
        value = point.evaluator(domain).value(self.term)
        return value if self.upwards else each(lambda x: -x, value)

    def _curvature(self, point: Point, domain: _Ordered) -> tuple[Value, Curvature]:
        value = self._value(point, domain)
        return value, curvature(value, domain)

    def _at(self, point: Point, domain: _Ordered) -> _Found:
        found: _Found = None

        def look() -> bool:
            nonlocal found
            value, curved = self._curvature(point, domain)
            found = curved.sign
            if found == "negative" and not self._fails(value, curved, domain):
                found = None
            elif found != "negative" and not _is_symmetric(value, domain):
                found = "skew"
            return True

        try:
            _guarded(domain, look)
        except (Undefined, Unclear, Unsupported):
            return None
        return found

    def _fails(self, value: Value, curved: Curvature, domain: _Ordered) -> bool:
        """Whether vᵀHv < 0 for the numbers shown, and the claim is false entry by entry too if it may mean that."""
        _, bent = shown_along(value, curved.along, domain)
        zero = domain.number(0)
        entrywise = self.op in _OF_NUMBERS or any(domain.compare(x, zero) < 0 for x in entries(value))
        return domain.compare(bent, zero) < 0 and entrywise

    def _not_strict(self, definite: int, domain: _Ordered) -> Decision:
        """Flat somewhere: a condition is missing, or, if it is definite nowhere, the claim is false."""
        if definite or isinstance(domain, Balls):
            return Unsure(Message("maths.undecided.strictly_definite"))
        flat = next(point for point in self._points() if self._at(point, domain) == "flat")
        return self._refuted(flat, domain, "flat")

    def _refuted(self, point: Point, domain: _Ordered, how: _Found) -> Different:
        found = witness.find(self.question, lambda candidate: self._at(candidate, domain) == how, self.seed)
        shown, degenerate = found if found is not None else (point, False)
        evidence: list[Counterexample] = []
        _guarded(domain, partial(self._tell, shown, degenerate, domain, evidence))
        return Different(evidence[0], shown)

    def _tell(self, point: Point, degenerate: bool, domain: _Ordered, evidence: list[Counterexample]) -> bool:
        value, curved = self._curvature(point, domain)
        along, bent = shown_along(value, curved.along, domain)
        sign = 1 if self.upwards else -1
        h = written(each(lambda x: sign * x, value))
        name = next(letter for letter in "vuzqs" if letter not in self.question.names)
        numbers = [int(x) if x.denominator == 1 else str(x) for x in along]
        at = {**self.question.shown(point), name: numbers[0] if len(numbers) == 1 else numbers}
        expected = f"{name}^T H {name} {_OF_NUMBERS.get(self.op, self.op)} 0, H = {h}"
        evidence.append(Counterexample(at, expected, f"{name}^T H {name} = {written(sign * bent)}", degenerate))
        return True


def _is_symmetric(value: Value, domain: _Ordered) -> bool:
    """Whether a matrix is its own transpose; over balls, whether it may be."""
    pairs = zip(entries(value), entries(transpose(value)), strict=True)
    if isinstance(domain, Balls):
        return not any(x < y or x > y for x, y in pairs)
    return all(x == y for x, y in pairs)
