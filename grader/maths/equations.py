"""Equations to solve: does one follow from another?

Both are evaluated on the same random data. If they are affine in the unknown u, A u + c = 0, then comparing the ranks
of [A | c], [B | d] and both stacked tells whether they have the same solutions, or whether some were lost or gained.
An equation that is affine once it is multiplied by a power of u, a number that is not 0, counts as that: n - s/u = 0.
Over the prime field this holds for all data with an error bound; the witness is found in small rationals.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import product
from typing import Literal, TypeAlias

from grader.core import Agreement, Counterexample, Message, Proof, ShapeClash
from grader.maths import witness
from grader.maths.decide import MOST_WORK, Different, Unsure, beyond, value_at, vanishes, written
from grader.maths.declare import Dim, Scope
from grader.maths.domains import PRIME, Balls, Domain, Field, NarrowBalls, Rationals
from grader.maths.duals import divide
from grader.maths.effort import TooMuch, bounded, current
from grader.maths.evaluate import Evaluator
from grader.maths.points import RATIONALS, Point, Pool, Question, residues, sizes_for
from grader.maths.rewrite import rewrite
from grader.maths.shapes import Ambiguous, ShapeError
from grader.maths.terms import Apply, Symbol, Term, free_names, walk
from grader.maths.typing import Typed, typed_pair
from grader.maths.values import (
    Scalar,
    Unclear,
    Undefined,
    Unsupported,
    Value,
    eliminate,
    entries,
    matrix,
    subtract,
)

_DIGITS = 30  # to which balls of 128 bits agree, at the sizes drawn here
_NARROW_DIGITS = 19  # of what counts as 0 among them where equations are solved
_EXACT = Rationals()

Rows: TypeAlias = list[tuple[Scalar, ...]]


class NotAffine(Exception):
    """The equation is not affine in the unknown."""


@dataclass(frozen=True, slots=True)
class Equation:
    """``left = right``, to be solved for the scope's unknown; both sides typed and rewritten."""

    left: Term
    right: Term
    sides: tuple[Typed, Typed]

    @property
    def unknown_names(self) -> frozenset[str]:
        """Names without a meaning in it."""
        return self.sides[0].unknown | self.sides[1].unknown


def equation(left: Term, right: Term, scope: Scope) -> Equation:
    """The equation of two terms as read; raises ShapeError or Ambiguous."""
    a, b = typed_pair(left, right, scope)
    return Equation(rewrite(a.term, scope), rewrite(b.term, scope), (a, b))


@dataclass(frozen=True, slots=True)
class Follows:
    """The second has the solutions of the first; ``weaker``: it has more."""

    evidence: Proof | Agreement
    weaker: bool = False


@dataclass(frozen=True, slots=True)
class Breaks:
    """The second does not have the solutions of the first."""

    evidence: Counterexample
    how: Literal["lost_solution", "gained_solution", "invalid_step"]


Step: TypeAlias = Follows | Breaks | Unsure

_POINTS = 2
_MOST_CLEARED = 3  # the highest power of the unknown that an equation is multiplied by
_SIMPLE = Pool.of(Fraction(k) for k in (0, 1, 2))


def follows(first: Equation, second: Equation, scope: Scope, seed: int = 0) -> Step:
    """Whether the second equation follows from the first."""
    question = _question(first, second, scope)
    try:
        with bounded("work", MOST_WORK):
            try:
                return _by_rank(first, second, question, scope, seed)
            except NotAffine:
                return _by_solution(first, second, question, scope, seed)
    except TooMuch as error:
        return beyond(error)


def _by_rank(first: Equation, second: Equation, question: Question, scope: Scope, seed: int) -> Step:
    verdict = _over_the_field(first, second, question, scope, seed)
    if verdict == "same" or verdict == "weaker":
        error = 2**16 / PRIME
        return Follows(Proof("solution sets compared in a prime field", error), weaker=verdict == "weaker")
    if verdict is None:
        return _over_rationals(first, second, question, scope, seed)
    return _broken(first, second, question, scope, seed)


def _question(first: Equation, second: Equation, scope: Scope) -> Question:
    """What both equations hold, and the dimensions of the unknown even where it does not stand in them."""
    question = Question.of(scope, *first.sides, *second.sides)
    shape = scope.declared[scope.unknown or ""].shape
    needed = {*question.dims, *shape.rows.names, *shape.cols.names}
    return replace(question, dims=tuple(name for name in scope.dims if name in needed))


def _over_the_field(first: Equation, second: Equation, question: Question, scope: Scope, seed: int) -> str | None:
    """How the solution sets compare on random data; None if the field cannot evaluate them."""
    rng = random.Random(seed)
    domain = Field(seed)
    found: set[str] = set()
    for sizes in sizes_for(question.dims):
        for _ in range(1 if question.dims else _POINTS):
            point = question.draw(rng, sizes, residues(seed))
            try:
                found.add(_compare(first, second, point, domain, scope))
            except Undefined:
                continue
            except Unsupported:
                return None
    if not found:
        return None
    if domain.modelled and found != {"same"}:
        return None
    return _worst(found)


def _by_solution(first: Equation, second: Equation, question: Question, scope: Scope, seed: int) -> Step:
    """An equation that is not affine holds at the one solution of the first, or it does not follow."""
    rng = random.Random(seed)
    domain = Rationals()
    agreed = 0
    for sizes in sizes_for(question.dims):
        for _ in range(4):
            point = question.draw(rng, sizes, RATIONALS)
            try:
                if not _holds_at_solution(first, second, point, domain, scope):
                    return Unsure(Message("maths.undecided.not_affine"))
                agreed += 1
            except (Undefined, Unsupported, Unclear):
                continue
            except NotAffine:
                return Unsure(Message("maths.undecided.not_affine"))
    if agreed < 4:
        return Unsure(Message("maths.undecided.not_affine"))
    return Follows(Agreement(agreed), weaker=True)


def _holds_at_solution(first: Equation, second: Equation, point: Point, domain: Domain, scope: Scope) -> bool:
    rows = rows_of(first, point, domain, scope)
    count = len(rows[0]) - 1
    work, pivots, _ = _eliminated(rows, count, domain)
    if len(pivots) < count or any(not domain.is_zero(row[-1]) for row in work[count:]):
        raise Undefined("not one solution")
    shape = scope.declared[scope.unknown or ""].shape
    at = matrix(shape.rows.at(point.sizes), shape.cols.at(point.sizes), [-work[i][-1] for i in range(count)])
    return _vanishes_at(second, at, point, domain, scope)


def extra_solution(first: Equation, second: Equation, scope: Scope, seed: int = 0) -> Counterexample | None:
    """Data and a small solution of the second equation that does not solve the first."""
    question = _question(first, second, scope)
    rng = random.Random(seed)
    domain = Rationals()
    shape = scope.declared[scope.unknown or ""].shape
    for sizes in sizes_for(question.dims):
        point = question.draw(rng, sizes, _SIMPLE)
        rows, cols = shape.rows.at(sizes), shape.cols.at(sizes)
        for at in _solutions(second, point, rows, cols, domain, scope):
            try:
                solves = [_vanishes_at(one, at, point, domain, scope) for one in (first, second)]
            except (Undefined, Unsupported, Unclear):
                continue
            if solves == [False, True]:
                data = {name: shown for name, shown in question.shown(point).items() if name != scope.unknown}
                expected = solution(rows_of(first, point, domain, scope), domain, scope, point)
                return Counterexample(data, f"{scope.unknown} = {expected}", f"{scope.unknown} = {written(at)}")
    return None


def _solutions(
    equation_: Equation, point: Point, rows: int, cols: int, domain: Domain, scope: Scope
) -> Iterator[Value]:
    """Values that may solve an equation: small numbers, and the solutions with one free entry set to 1."""
    for numbers in product((0, 1, -1, 2), repeat=rows * cols):
        yield matrix(rows, cols, [domain.number(k) for k in numbers])
    try:
        work, pivots, _ = _eliminated(rows_of(equation_, point, domain, scope), rows * cols, domain)
    except (NotAffine, Undefined, Unsupported, Unclear):
        return
    for free in set(range(rows * cols)) - set(pivots):
        entries_ = [domain.number(int(k == free)) for k in range(rows * cols)]
        for row, pivot in enumerate(pivots):
            entries_[pivot] = -work[row][-1] - work[row][free]
        yield matrix(rows, cols, entries_)


def _vanishes_at(equation_: Equation, at: Value, point: Point, domain: Domain, scope: Scope) -> bool:
    evaluator = point.evaluator(domain)
    evaluator.values[scope.unknown or ""] = at
    residual = subtract(evaluator.value(equation_.left), evaluator.value(equation_.right))
    return all(domain.is_zero(entry) for entry in entries(residual))


def _worst(found: set[str]) -> str:
    return next(kind for kind in ("other", "lost", "weaker", "same") if kind in found)


def _over_rationals(first: Equation, second: Equation, question: Question, scope: Scope, seed: int) -> Step:
    rng = random.Random(seed)
    found: set[str] = set()
    agreed = 0
    for sizes in sizes_for(question.dims):
        for _ in range(4):
            try:
                found.add(_compare(first, second, question.draw(rng, sizes, RATIONALS), Rationals(), scope))
                agreed += 1
            except Undefined:
                continue
            except (Unsupported, Unclear):
                step = _by_value(first, second, question, scope, seed)
                return _over_balls(first, second, question, scope, seed) if isinstance(step, Unsure) else step
    if agreed < 4:
        return Unsure(Message("maths.undecided.domain"))
    if _worst(found) in ("same", "weaker"):
        return Follows(Agreement(agreed), weaker=_worst(found) == "weaker")
    return _broken(first, second, question, scope, seed)


def _over_balls(first: Equation, second: Equation, question: Question, scope: Scope, seed: int) -> Step:
    """The same where logs or roots of data stand in the coefficients."""
    rng = random.Random(seed)
    domain = NarrowBalls()
    found: list[str] = []
    with domain.precision():
        for sizes in sizes_for(question.dims):
            for _ in range(2):
                try:
                    found.append(_compare(first, second, question.draw(rng, sizes, RATIONALS), domain, scope))
                except (Undefined, Unclear):
                    continue
                except Unsupported:
                    return Unsure(Message("maths.undecided.domain"))
        if len(found) < 4:
            return Unsure(Message("maths.undecided.domain"))
        if (worst := _worst(set(found))) in ("same", "weaker"):
            return Follows(Agreement(len(found), _NARROW_DIGITS), weaker=worst == "weaker")
        return _broken(first, second, question, scope, seed, domain)


def _by_value(first: Equation, second: Equation, question: Question, scope: Scope, seed: int) -> Step:
    """A stated value with roots or logs in it, compared in balls with the one solution of the first equation."""
    unknown = scope.unknown or ""
    if second.left != Symbol(unknown) or unknown in free_names(second.right):
        return Unsure(Message("maths.undecided.domain"))

    def same(point: Point) -> bool | None:
        solved = at_solution(first, point, scope)
        return None if solved is None else _agrees_in_balls(second, solved)

    rng = random.Random(seed)
    agreed = 0
    for sizes in sizes_for(question.dims):
        for _ in range(2):
            held = same(question.draw(rng, sizes, RATIONALS))
            if held is False:
                return _other_value(first, second, question, scope, seed, same)
            agreed += held is True
    return Follows(Agreement(agreed, _DIGITS)) if agreed >= 4 else Unsure(Message("maths.undecided.domain"))


def _agrees_in_balls(stated: Equation, point: Point) -> bool | None:
    """Whether a stated value is the unknown's at a point; None where it has none."""
    domain = Balls()
    try:
        with domain.precision():
            evaluator = point.evaluator(domain)
            return vanishes(subtract(evaluator.value(stated.left), evaluator.value(stated.right)), domain)
    except (Undefined, Unsupported, Unclear):
        return None


def _other_value(
    first: Equation,
    second: Equation,
    question: Question,
    scope: Scope,
    seed: int,
    same: Callable[[Point], bool | None],
) -> Step:
    """The refutation: a small point at which the stated value is not the solution."""
    found = witness.find(question, lambda point: same(point) is False, seed)
    solved = None if found is None else at_solution(first, found[0], scope)
    if found is None or solved is None:
        return Unsure(Message("maths.undecided.no_witness"))
    unknown = scope.unknown or ""
    shown = {name: value for name, value in question.shown(found[0]).items() if name != unknown}
    expected, got = value_at(second.left, solved), value_at(second.right, solved)
    evidence = Counterexample(shown, f"{unknown} = {expected}", f"{unknown} = {got}", found[1])
    return Breaks(evidence, "invalid_step")


def _broken(
    first: Equation,
    second: Equation,
    question: Question,
    scope: Scope,
    seed: int,
    domain: Rationals | NarrowBalls = _EXACT,
) -> Step:
    def differs(point: Point) -> bool:
        try:
            return _compare(first, second, point, domain, scope) in ("other", "lost")
        except (Undefined, Unsupported, Unclear, NotAffine):
            return False

    found = witness.find(question, differs, seed)
    if found is None:
        return Unsure(Message("maths.undecided.no_witness"))
    point, degenerate = found
    how = _compare(first, second, point, domain, scope)
    expected = solution(rows_of(first, point, domain, scope), domain, scope, point)
    got = solution(rows_of(second, point, domain, scope), domain, scope, point)
    shown = {name: value for name, value in question.shown(point).items() if name != scope.unknown}
    unknown = scope.unknown or ""
    evidence = Counterexample(shown, f"{unknown} = {expected}", f"{unknown} = {got}", degenerate)
    return Breaks(evidence, "lost_solution" if how == "lost" else "invalid_step")


def _compare(first: Equation, second: Equation, point: Point, domain: Domain, scope: Scope) -> str:
    """same, weaker (more solutions), lost (fewer) or other."""
    a = rows_of(first, point, domain, scope)
    b = rows_of(second, point, domain, scope)
    if _stated_inverse(second) and _rank([row[:-1] for row in a], domain) < len(a[0]) - 1:
        raise Undefined("a stated inverse is judged where there is one solution")
    ranks = [_rank(rows, domain) for rows in (a, b, a + b)]
    if _rank([row[:-1] for row in a], domain) < ranks[0]:
        raise Undefined("from an equation without a solution anything follows")
    if ranks[0] == ranks[1] == ranks[2]:
        return "same"
    if ranks[2] == ranks[0]:
        return "weaker"
    if ranks[2] == ranks[1]:
        return "lost"
    return "other"


def _rank(rows: Rows, domain: Domain) -> int:
    if not rows:
        return 0
    return len(_eliminated(rows, len(rows[0]), domain)[1])


def _eliminated(rows: Rows, columns: int, domain: Domain) -> tuple[list[list[Scalar]], list[int], Scalar]:
    current().left -= len(rows) * columns * min(len(rows), columns)
    return eliminate(rows, columns, domain.is_zero, lambda x, y: divide(domain, x, y))


def rows_of(equation_: Equation, point: Point, domain: Domain, scope: Scope) -> Rows:
    """The rows [A | c] of A u + c = 0 at a point, for every value of a free index; raises :class:`NotAffine`."""
    assert scope.unknown is not None
    shape = scope.declared[scope.unknown].shape
    rows, cols = shape.rows.at(point.sizes), shape.cols.at(point.sizes)
    zero, one = domain.number(0), domain.number(1)
    found: Rows = []
    for indices in _for_every_index(equation_, point):
        evaluator = point.evaluator(domain)
        evaluator.indices.update(indices)
        residual = _Residual(equation_, scope.unknown, (rows, cols), evaluator)
        try:
            constant = residual([zero] * (rows * cols))
        except Undefined:
            if rows * cols > 1:
                raise
            found += _cleared(residual, domain)
            continue
        columns = []
        for place in range(rows * cols):
            moved = residual([one if k == place else zero for k in range(rows * cols)])
            columns.append(tuple(x - c for x, c in zip(moved, constant, strict=True)))
        _check_affine(residual, columns, constant, domain)
        found += [(*(column[i] for column in columns), constant[i]) for i in range(len(constant))]
    return found


def _cleared(residual: Callable[[list[Scalar]], tuple[Scalar, ...]], domain: Domain) -> Rows:
    """The rows of an equation in a number u that is undefined at u = 0, multiplied by u or a power of it."""
    at = [domain.number(k) for k in (1, 2, 3, 7)]
    values = [residual([u]) for u in at]
    for power in range(1, _MOST_CLEARED + 1):
        cleared = [[_times(x, u, power) for x in value] for value, u in zip(values, at, strict=True)]
        lines = [_line(entry, domain) for entry in zip(*cleared, strict=True)]
        if None not in lines:
            rows = [line for line in lines if line is not None]
            if any(domain.is_zero(start) and not domain.is_zero(slope) for slope, start in rows):
                raise Undefined("0 would be its solution")
            return list(rows)
    raise NotAffine


def _times(value: Scalar, u: Scalar, power: int) -> Scalar:
    for _ in range(power):
        value = value * u
    return value


def _line(values: Sequence[Scalar], domain: Domain) -> tuple[Scalar, Scalar] | None:
    """The slope and the start of the affine function with these values at 1, 2, 3 and 7; None if there is none."""
    slope = values[1] - values[0]
    start = values[0] - slope
    fits = all(domain.is_zero(v - start - k * slope) for v, k in zip(values[2:], (3, 7), strict=True))
    return (slope, start) if fits else None


class _Residual:
    """What is left over of an equation at a value of the unknown; a side without the unknown is evaluated once."""

    def __init__(self, equation_: Equation, unknown: str, shape: tuple[int, int], evaluator: Evaluator) -> None:
        self._sides = [(side, unknown in free_names(side)) for side in (equation_.left, equation_.right)]
        self._unknown, self._shape, self._evaluator = unknown, shape, evaluator
        self._fixed: dict[int, Value] = {}

    def __call__(self, u: list[Scalar]) -> tuple[Scalar, ...]:
        self._evaluator.values[self._unknown] = matrix(*self._shape, u)
        return entries(subtract(self._value(0), self._value(1)))

    def _value(self, number: int) -> Value:
        side, moves = self._sides[number]
        if moves:
            return self._evaluator.value(side)
        if number not in self._fixed:
            self._fixed[number] = self._evaluator.value(side)
        return self._fixed[number]


def _for_every_index(equation_: Equation, point: Point) -> Iterator[dict[str, int]]:
    """The values of the free indices: an equation with one of them holds for all of its range."""
    ranges = {name: dim for side in equation_.sides for name, dim in side.subscripts.items()}
    names = sorted(ranges)
    sizes = [ranges[name].at(point.sizes) if _known(ranges[name], point) else 1 for name in names]
    for values in product(*(range(1, size + 1) for size in sizes)):
        yield dict(zip(names, values, strict=True))


def _known(dim: Dim, point: Point) -> bool:
    return all(name in point.sizes for name in dim.names)


def _stated_inverse(equation_: Equation) -> bool:
    return any(isinstance(part, Apply) and part.op in ("inv", "pinv") for part in walk(equation_.right))


def _check_affine(
    residual: Callable[[list[Scalar]], tuple[Scalar, ...]],
    columns: list[tuple[Scalar, ...]],
    constant: tuple[Scalar, ...],
    domain: Domain,
) -> None:
    probe = [domain.number(k * k + 2) for k in range(len(columns))]
    there = residual(probe)
    for i, value in enumerate(there):
        expected = constant[i]
        for u, column in zip(probe, columns, strict=True):
            expected = expected + u * column[i]
        if not domain.is_zero(value - expected):
            raise NotAffine


def solution(rows: Rows, domain: Domain, scope: Scope, point: Point) -> str:
    """The solution of A u + c = 0 for a person: numbers, "none" or "not unique"."""
    assert scope.unknown is not None
    count = len(rows[0]) - 1
    work, pivots, _ = _eliminated(rows, count, domain)
    if any(not domain.is_zero(row[-1]) for row in work[len(pivots) :]):
        return "∅"
    if len(pivots) < count:
        return "?"
    shape = scope.declared[scope.unknown].shape
    values = [-work[i][-1] for i in range(count)]
    return written(matrix(shape.rows.at(point.sizes), shape.cols.at(point.sizes), values))


def at_solution(equation_: Equation, point: Point, scope: Scope) -> Point | None:
    """The point with the unknown at the one solution that the equation has there; None if it has not one."""
    domain = Rationals()
    try:
        rows = rows_of(equation_, point, domain, scope)
        count = len(rows[0]) - 1
        work, pivots, _ = _eliminated(rows, count, domain)
    except (NotAffine, Undefined, Unsupported, Unclear, TooMuch):
        return None
    if len(pivots) < count or any(not domain.is_zero(row[-1]) for row in work[count:]):
        return None
    shape = scope.declared[scope.unknown or ""].shape
    solved = tuple(Fraction(int(-work[i][-1].p), int(work[i][-1].q)) for i in range(count))
    block = (shape.rows.at(point.sizes), shape.cols.at(point.sizes), solved)
    return replace(point, blocks={**point.blocks, scope.unknown or "": block})


def from_error(error: ShapeError | Ambiguous) -> Different | Unsure:
    """The decision that an equation which cannot be typed comes to."""
    if isinstance(error, ShapeError):
        return Different(ShapeClash(error.problem))
    return Unsure(error.problem)
