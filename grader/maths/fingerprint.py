"""Fingerprints: a short text that is the same for all ways to write the same thing.

A term's is made of its values at fixed points. A name's numbers depend on that name alone, so that they are the same in
every question, whatever else stands there; its layout as a row or a column makes no difference, nor does the name of an
index. Values are balls rounded to :data:`DIGITS` digits, so that logs, roots and rational forms of a quantity agree.

An equation's is that of its solutions, a relation's that of its two sides, an objective's that of the direction of its
gradient. What does not fit in itself (``X^T y (X^T X)^{-1}``) has one as well: see :mod:`~grader.maths.padded`.

A fingerprint is only for finding what is alike. No verdict rests on one, and making one takes nothing from the work
that verdicts may cost.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from hashlib import sha256
from itertools import product
from typing import Final, TypeAlias, TypeVar

import flint

from grader.maths.declare import Declared, Dim, Scope
from grader.maths.domains import Balls, Rationals
from grader.maths.effort import TooMuch, current, granted
from grader.maths.equations import Equation, NotAffine, equation, rows_of
from grader.maths.evaluate import Evaluator
from grader.maths.padded import Padded
from grader.maths.points import Block, Point, Question
from grader.maths.rewrite import rewrite
from grader.maths.shapes import Ambiguous, ShapeError
from grader.maths.terms import (
    Add,
    Derivative,
    Neg,
    Optimum,
    RelationOp,
    Symbol,
    Term,
    free_names,
)
from grader.maths.typing import Typed, typed
from grader.maths.values import (
    Scalar,
    Unclear,
    Undefined,
    Unsupported,
    Value,
    eliminate,
    entries,
    size,
)

DIGITS: Final = 12
MOST_WORK: Final = 60_000  # of one fingerprint
_BITS: Final = 256
_PRECISE: Final = flint.arb(10) ** -25  # a ball's radius, beside its middle or 1: values are sharp or do not count
_TILT: Final = Fraction(1_414_213_562_373_095_048_801_688_724_209_698_079, 10**36)
"""What values are multiplied by before they are rounded. Short fractions lie exactly on the borders of rounding, where
the last bit of a ball would decide; hardly anything lies within a ball of √2 times such a border."""

#: Sizes by the place of a dimension in the declaration: more samples than features, as (X^T X)^{-1} needs.
_TALL: Final = ((5, 3, 4, 2), (4, 2, 3, 5))
_WIDE: Final = ((2, 3, 4, 5), (3, 5, 2, 4))
_TURNS: Final = 8  # points, of one size and the other in turn
_SOLVED: Final = 2  # points at which an equation is solved
_LONGEST: Final = 20_000  # binary places of a number
_MOST_INDICES: Final = 30  # values of the free indices that are looked at

Values: TypeAlias = tuple[tuple[int, int, tuple[str, ...]], ...]  # rows, columns, entries for each value of the indices
_T = TypeVar("_T")

# ------------------------------------------------------------------------------------------------ the doors


def fingerprint(term: Term, scope: Scope) -> str:
    """The fingerprint of a term; empty if it has no value.

    Names without a meaning count as real numbers, as in :mod:`~grader.maths.decide`; sets and functions without one
    have no value.
    """
    values = _unbilled(lambda: _values(term, scope))
    return _digest("value", values) if values else ""


def of_relation(left: Term, op: RelationOp, right: Term, scope: Scope) -> str:
    """The fingerprint of ``left op right`` as a statement about two quantities; empty if neither has a value."""
    values = _unbilled(lambda: _sides(left, right, scope, ordered=op != "="))
    return _digest("relation", op, *values) if values else ""


def of_equation(left: Term, right: Term, scope: Scope) -> str:
    """The fingerprint of ``left = right`` as an equation for the unknown: that of its solutions.

    Where they cannot be found, or there are none, it is that of the difference of both sides up to a factor; and of
    what does not fit, that of its sides.
    """
    found = _unbilled(lambda: _solutions(left, right, scope) or _sides(left, right, scope))
    return _digest("equation", *found) if found else ""


def of_objective(objective: Term, scope: Scope) -> str:
    """The fingerprint of what is minimised, up to a positive factor and added constants; empty if it has no value."""
    if isinstance(objective, Optimum):
        body = objective.body
        objective = Neg(body) if objective.op in ("max", "argmax") else body
    found = _unbilled(lambda: _direction(objective, scope))
    return _digest("objective", *found) if found else fingerprint(objective, scope)


def _direction(objective: Term, scope: Scope) -> tuple[object, ...]:
    try:
        sort = typed(objective, scope)
    except (ShapeError, Ambiguous):
        return ()
    slope = Derivative(rewrite(sort.term, scope), Symbol(scope.unknown or ""))
    return _up_to_factor(slope, Question.of(scope, sort), scope, signed=True)


def _digest(*parts: object) -> str:
    return sha256(repr(parts).encode()).hexdigest()[:16]


def _unbilled(find: Callable[[], _T]) -> _T | None:
    """What is found within the bound, at no cost for the question at hand; None if the bound is too small."""
    outer = current()
    try:
        with granted("work", MOST_WORK) as inner:
            return find()
    except (TooMuch, RecursionError):
        return None
    finally:
        outer.left += inner.limit - inner.left


# ------------------------------------------------------------------------------------------ values of a term


def _values(term: Term, scope: Scope) -> tuple[Values | None, ...]:
    """The values at the fixed points; none if it has a value nowhere."""
    try:
        sort = typed(term, scope)
    except Ambiguous:
        return ()
    except ShapeError:
        return _misfit_values(term, scope)
    body = rewrite(sort.term, scope)
    for points in _stages(Question.of(scope, sort), scope):
        found = tuple(_value_at(body, sort, point) for point in points)
        if any(values is not None for values in found):
            return found
    return ()


def _misfit_values(term: Term, scope: Scope) -> tuple[Values | None, ...]:
    """What stands in for the values of a term that does not fit, marked as such."""
    for shapes in (_TALL, _WIDE):
        found = [_misfit_value(term, scope, sizes, turn) for turn, sizes in enumerate(shapes)]
        if any(values is not None for values in found):
            return (None, *found)
    return ()


def _misfit_value(term: Term, scope: Scope, sizes: Sequence[int], turn: int) -> Values | None:
    domain = Balls(_BITS)

    def evaluator(sort: Typed) -> Evaluator:
        return _point(Question.of(scope, sort), scope, sizes, turn).evaluator(domain)

    try:
        with domain.precision():
            return (_written(Padded(scope, domain, evaluator).value(term)),)
    except (Undefined, Unsupported, Unclear):
        return None


def _value_at(body: Term, sort: Typed, point: Point) -> Values | None:
    """The values for each value of the free indices; None if there is none, or it cannot be told."""
    domain = Balls(_BITS)
    found = []
    try:
        with domain.precision():
            for indices in _free(sort, point):
                evaluator = point.evaluator(domain)
                evaluator.indices.update(indices)
                found.append(_written(evaluator.value(body)))
    except (Undefined, Unsupported, Unclear):
        return None
    if len(found) > 1 and all(rows == cols == 1 for rows, cols, _ in found):
        return ((len(found), 1, tuple(entry for _, _, data in found for entry in data)),)  # g_j for all j is g
    return tuple(found)


def _written(value: Value) -> tuple[int, int, tuple[str, ...]]:
    """A value in rounded numbers; a row is written as a column."""
    rows, cols = size(value)
    if rows == 1:
        rows, cols = cols, rows
    return rows, cols, tuple(map(_rounded, entries(value)))


def _rounded(number: Scalar) -> str:
    """A ball as a number of few digits; raises :class:`Unclear` if it is too wide for them."""
    ball = flint.arb(number)
    if ball.contains(0):
        if not ball.rad() < _PRECISE:
            raise Unclear
        return "0"
    if not ball.rad() < _PRECISE * abs(ball):
        raise Unclear
    top, exponent = ball.mid().man_exp()
    if abs(exponent) > _LONGEST:
        raise Unclear
    exact = Fraction(int(top)) * Fraction(2) ** int(exponent) * _TILT
    return _in_digits(exact)


def _in_digits(exact: Fraction) -> str:
    """A number other than 0 as ``±digits·10^e``."""
    places = DIGITS - len(str(abs(exact.numerator))) + len(str(exact.denominator))
    digits = round(exact * Fraction(10) ** places)
    while abs(digits) >= 10**DIGITS:
        places -= 1
        digits = round(exact * Fraction(10) ** places)
    return f"{digits}e{-places}"


def _free(sort: Typed, point: Point) -> Iterator[dict[str, int]]:
    """The values of the free indices, each in its range: it makes no difference what they are called."""
    names = sorted(sort.subscripts)
    ranges = [range(1, _length(sort.subscripts[name], point) + 1) for name in names]
    count = 1
    for values in ranges:
        count *= len(values)
    if count > _MOST_INDICES:
        raise Undefined("too many indices")
    for chosen in product(*ranges):
        yield dict(zip(names, chosen, strict=True))


def _length(dim: Dim, point: Point) -> int:
    known = all(name in point.sizes for name in dim.names)
    return max(dim.at(point.sizes), 1) if known else 2


# --------------------------------------------------------------------------------------------- fixed points


def _stages(question: Question, scope: Scope) -> Iterator[list[Point]]:
    """Points to look at; the later ones only for what has no value at those before."""
    yield _points(question, scope)
    yield [_point(question, scope, _TALL[0], 0, positive=True)]
    yield [_point(question, scope, sizes, 0) for sizes in _WIDE]


def _points(question: Question, scope: Scope) -> list[Point]:
    """The fixed points, several of each size."""
    return [_point(question, scope, _TALL[turn % len(_TALL)], turn) for turn in range(_TURNS)]


def _point(question: Question, scope: Scope, sizes: Sequence[int], turn: int, *, positive: bool = False) -> Point:
    """One point; another one for each ``turn``. Raises TooMuch if no work is left for it."""
    current().check()
    known = {dim: sizes[place] if place < 4 else place + 2 for place, dim in enumerate(scope.dims)}
    kept = {name: replace(one, kind="positive") if positive else one for name, one in question.names.items()}
    blocks = {name: _block(name, declared, known, turn, scope) for name, declared in kept.items()}
    return Point(known, blocks, {})


def _block(name: str, declared: Declared, sizes: Mapping[str, int], turn: int, scope: Scope) -> Block:
    """The numbers of a name. A vector's depend on their place in it alone, whether it is a row or a column."""
    rows, cols = declared.shape.rows.at(sizes), declared.shape.cols.at(sizes)
    flat = rows == 1 or cols == 1
    data = []
    for i, j in product(range(rows), range(cols)):
        place = (max(i, j),) if flat else (min(i, j), max(i, j)) if declared.kind == "symmetric" else (i, j)
        drawn = sha256(f"{name} {place} {turn}".encode()).digest()
        whole = declared.kind in ("integer", "count", "indicator")
        number = Fraction(drawn[0] % 7 + 1) if whole else Fraction(drawn[0] + 1, 64)
        negative = _negative(name, turn, scope) if declared.shape.scalar else bool(drawn[1] % 2)
        positive = whole or declared.kind in ("positive", "distribution")
        data.append(-number if negative and not positive else number)
    if declared.kind == "distribution":
        return rows, cols, tuple(entry / sum(data) for entry in data)
    return rows, cols, tuple(data)


def _negative(name: str, turn: int, scope: Scope) -> bool:
    """Whether a number is negative in a turn: any two names have equal signs in some and unequal ones in others.

    These are Walsh functions, by the place of a name in the declaration.
    """
    names = list(scope.declared)
    place = names.index(name) if name in names else sha256(name.encode()).digest()[0]
    return (turn & (place % (_TURNS - 1) + 1)).bit_count() % 2 == 1


# ------------------------------------------------------------------------------------------------ equations


def _solutions(left: Term, right: Term, scope: Scope) -> tuple[object, ...]:
    """What tells an equation from others: its solutions, or else the difference of its sides up to a factor."""
    try:
        stated = equation(left, right, scope)
    except (ShapeError, Ambiguous):
        return ()
    question = Question.of(scope, *stated.sides)
    unknown = Symbol(scope.unknown or "")
    if stated.left == unknown and unknown.name not in free_names(stated.right):
        found = _values(right, scope)  # however it is made: of logs and roots, too
        return found[:_SOLVED] if len(found) == _TURNS else found
    points = _points(_with_unknown(question, scope), scope)[:_SOLVED]
    solved = [_solved(stated, point, scope) for point in points]
    if all(solved):
        return tuple(solved)
    return _up_to_factor(Add((stated.left, Neg(stated.right))), question, scope, signed=False)


def _sides(left: Term, right: Term, scope: Scope, *, ordered: bool = False) -> tuple[object, ...]:
    """The values of both sides, which may change places unless ``ordered``; of one if the other is a mere name."""
    values = [_values(side, scope) for side in (left, right)]
    return tuple(values if ordered else sorted(values, key=repr)) if any(values) else ()


def _with_unknown(question: Question, scope: Scope) -> Question:
    """The question with the dimensions of the unknown even where it does not stand in it."""
    shape = scope.declared[scope.unknown or ""].shape
    dims = {*question.dims, *shape.rows.names, *shape.cols.names}
    return replace(question, dims=tuple(name for name in scope.dims if name in dims))


def _solved(stated: Equation, point: Point, scope: Scope) -> tuple[object, ...]:
    """The solutions at a point: the one that there is, or the equations in their simplest form; none without any."""
    domain = Rationals()
    try:
        rows = rows_of(stated, point, domain, scope)
        count = len(rows[0]) - 1
        work, pivots, _ = eliminate(rows, count, domain.is_zero, domain.divide)
    except (NotAffine, Undefined, Unsupported, Unclear):
        return ()
    if any(not domain.is_zero(row[-1]) for row in work[len(pivots) :]):
        return ()
    with Balls(_BITS).precision():
        if len(pivots) == count:
            return ((count, 1, tuple(_rounded(-work[i][-1]) for i in range(count))),)
        return tuple(tuple(map(_rounded, row)) for row in work[: len(pivots)])


def _up_to_factor(difference: Term, question: Question, scope: Scope, *, signed: bool) -> tuple[object, ...]:
    """Values as multiples of the first that is not 0; ``signed``: of its size, so that signs count."""
    domain = Balls(_BITS)
    by_size: dict[int, list[Scalar]] = {}
    with domain.precision():
        for turn, point in enumerate(_points(question, scope)):
            try:
                value = point.evaluator(domain).value(difference)
                by_size.setdefault(turn % len(_TALL), []).extend(entries(value))
            except (Undefined, Unsupported, Unclear):
                continue
        try:
            return tuple(_multiples(numbers, signed) for numbers in by_size.values())
        except Unclear:
            return ()


def _multiples(numbers: Sequence[Scalar], signed: bool) -> tuple[str, ...]:
    """Numbers as multiples of the first that is not 0."""
    balls = [flint.arb(number) for number in numbers]
    unit = next((ball for ball in balls if _rounded(ball) != "0"), flint.arb(1))
    return tuple(_rounded(ball / (abs(unit) if signed else unit)) for ball in balls)
