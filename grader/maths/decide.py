"""Deciding whether two terms are equal, by evaluation.

1. Prime field, at several sizes: an identity between polynomials or rational functions holds there for all inputs
   with an error bound (Schwartz–Zippel); real functions are replaced by random ones that keep their laws.
2. If it does not hold and no such function was used, the two differ: a witness is searched in small rationals.
3. Otherwise exact rationals (|·|, sgn, max, median), else balls (exp, log, roots): a difference is a refutation,
   agreement at every point is :class:`~grader.core.Agreement`.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import TypeAlias

import flint

from grader.core import Agreement, Counterexample, Message, Proof, ShapeClash, Words
from grader.maths import draws, witness
from grader.maths.declare import Scope
from grader.maths.domains import PRIME, Balls, Domain, Field, Rationals
from grader.maths.duals import Kink
from grader.maths.effort import TooMuch, bounded
from grader.maths.evaluate import Evaluator
from grader.maths.points import RATIONALS, Point, Question, sizes_for
from grader.maths.rewrite import log_of, positive, rewrite
from grader.maths.shapes import Ambiguous, ShapeError
from grader.maths.terms import Apply, Fold, Number, Symbol, Term, walk
from grader.maths.typing import Typed, typed_pair
from grader.maths.values import Matrix, Scalar, Unclear, Undefined, Unsupported, Value, entries, subtract

_REAL_POINTS = 8  # per size
_ENOUGH = 4  # of them, for agreement
_PRECISIONS = (128, 512)
_DIGITS = 30  # to which balls of 128 bits agree, at the sizes drawn here
MOST_WORK = 250_000  # of one decision, its witness aside
_WIDEST = flint.arb(2) ** -40  # of a ball that counts as 0: what is larger than that would have been seen
_DEGREE = 2**12  # of the polynomials within the evaluator's bounds, for the error bound


@dataclass(frozen=True, slots=True)
class Equal:
    """The two are the same."""

    evidence: Proof | Agreement
    remarks: tuple[Words, ...] = ()


@dataclass(frozen=True, slots=True)
class Different:
    """The two differ; ``expected`` is the second's value."""

    evidence: Counterexample | ShapeClash
    point: Point | None = None


@dataclass(frozen=True, slots=True)
class Unsure:
    """Neither could be shown."""

    reason: Words


Decision: TypeAlias = Equal | Different | Unsure


def beyond(error: TooMuch) -> Unsure:
    """A question whose evaluation exceeded a bound."""
    return Unsure(Message("maths.bound", {"bound": error.bound, "limit": error.limit}))


def equal(a: Term, b: Term, scope: Scope, seed: int = 0) -> Decision:
    """Whether ``a`` and ``b`` are the same for all inputs; names without a meaning count as real numbers."""
    try:
        left, right = typed_pair(a, b, scope)
    except ShapeError as error:
        return Different(ShapeClash(error.problem))
    except Ambiguous as error:
        return _of_some_size(a, b, error, scope, seed)
    decision = equal_typed(left, right, scope, seed)
    if isinstance(decision, Equal):
        both = left.remarks + right.remarks
        return replace(decision, remarks=tuple(r for k, r in enumerate(both) if r not in both[:k]))
    return decision


def _of_some_size(a: Term, b: Term, error: Ambiguous, scope: Scope, seed: int) -> Decision:
    """Two terms that may be of several sizes are the same if they are for all of them.

    Of an 𝟏 it is enough if they are for the first, the number of samples (``1^T 1 = n``).
    """
    if not (isinstance(error.problem, Message) and error.problem.key == "maths.typing.size"):
        return Unsure(error.problem)
    only_ones = not any(part == Symbol("I") for side in (a, b) for part in walk(side))
    decisions: list[Decision] = []
    for size in scope.dims[:1] if only_ones else scope.dims:
        try:
            decisions.append(equal_typed(*typed_pair(a, b, scope, size), scope, seed))
        except (ShapeError, Ambiguous):
            return Unsure(error.problem)
    return decisions[0] if all(isinstance(found, Equal) for found in decisions) else Unsure(error.problem)


def equal_typed(left: Typed, right: Typed, scope: Scope, seed: int = 0) -> Decision:
    """The same for terms that are typed already."""
    left, right = (replace(side, term=rewrite(side.term, scope)) for side in (left, right))
    if left.term == right.term:
        return Equal(Proof("the same formula"))
    question = Question.of(scope, left, right)
    try:
        with bounded("work", MOST_WORK):
            return _decide(left.term, right.term, question, seed)
    except TooMuch as error:
        return beyond(error)


def _decide(a: Term, b: Term, question: Question, seed: int) -> Decision:
    field_pair = _logs(a, b, question.scope)
    held, modelled = _in_field(*field_pair, question, seed)
    if held:
        return Equal(Proof("random evaluation in a prime field", error=_DEGREE / PRIME))
    domains: tuple[Rationals | Balls, ...] = (Rationals(), *(Balls(bits) for bits in _PRECISIONS))
    for domain in domains:
        decision = _in_reals(a, b, question, domain, seed, searching=not modelled and isinstance(domain, Rationals))
        if decision is not None:
            return decision
    return Unsure(Message("maths.undecided.domain"))


def agree(a: Term, b: Term, scope: Scope, seed: int = 0) -> bool:
    """Whether the two are the same, as :func:`equal`, without a search for a witness."""
    try:
        with bounded("work", MOST_WORK):
            return _agree(a, b, scope, seed)
    except (ShapeError, Ambiguous, TooMuch):
        return False


def _agree(a: Term, b: Term, scope: Scope, seed: int) -> bool:
    left, right = typed_pair(a, b, scope)
    pair = _logs(rewrite(left.term, scope), rewrite(right.term, scope), scope)
    question = Question.of(scope, left, right)
    held, modelled = _in_field(*pair, question, seed)
    if held or not modelled:
        return held
    for domain in (Rationals(), Balls()):
        found = _sampled(*pair, question, domain, seed)
        if isinstance(found, Point):
            return False
        if found >= _ENOUGH:
            return True
    return False


def _logs(a: Term, b: Term, scope: Scope) -> tuple[Term, Term]:
    """Positive quantities with exponentials are equal if their logs are, which are often polynomials."""
    if not any(isinstance(part, Apply) and part.op == "exp" for side in (a, b) for part in walk(side)):
        return a, b
    if positive(a, scope) and positive(b, scope):
        return log_of(a, scope), log_of(b, scope)
    return a, b


def _in_field(a: Term, b: Term, question: Question, seed: int) -> tuple[bool, bool]:
    """Whether the identity holds in the prime field, and whether random functions stood in for real ones."""
    domain = Field(seed)
    held = 0
    for evaluator in draws.evaluators(question, domain, _largest_literal(a, b)):
        try:
            same = _same(a, b, evaluator)
        except (Unsupported, Unclear):
            return False, True
        except Undefined:
            continue
        if not same:
            return False, domain.modelled
        held += 1
    return held >= 2, True


def _same_at(a: Term, b: Term, point: Point, domain: Domain) -> bool:
    return _same(a, b, point.evaluator(domain))


def _same(a: Term, b: Term, evaluator: Evaluator) -> bool:
    """Whether the two agree at a point; undefined only if both are."""
    values: list[Value | None] = []
    for side in (a, b):
        try:
            values.append(evaluator.value(side))
        except Kink:
            raise  # a derivative is compared where it exists
        except Undefined:
            values.append(None)
    if values[0] is None or values[1] is None:
        if values[0] is values[1] or any(_has_inverse(side) for side in (a, b)):
            raise Undefined("undefined here")
        return False
    difference = subtract(values[0], values[1])
    same = vanishes(difference, evaluator.domain)
    if evaluator.noisy and not same:
        _check_moments(a, b, evaluator, difference)
    return same


def _check_moments(a: Term, b: Term, evaluator: Evaluator, difference: Value) -> None:
    """Raises Unsupported for a difference that depends on more of a white noise than its second moments."""
    for law in (1, 2):
        evaluator.noise = law
        other = subtract(evaluator.value(a), evaluator.value(b))
        if not vanishes(subtract(other, difference), evaluator.domain):
            raise Unsupported("higher moments of white noise")


def vanishes(difference: Value, domain: Domain) -> bool:
    """Whether a value is 0; for balls, whether it may be. Raises :class:`Unclear` for a ball that says nothing."""
    return all(may_vanish(entry, domain) for entry in entries(difference))


def may_vanish(number: Scalar, domain: Domain) -> bool:
    """Whether a number is 0, or is a small ball around 0; a wide one, or one without bounds, raises Unclear."""
    if not isinstance(domain, Balls):
        return bool(number == 0)
    ball = flint.arb(number)
    if not ball.contains(0):
        return False
    if not ball.rad() < _WIDEST:
        raise Unclear
    return True


def _in_reals(
    a: Term, b: Term, question: Question, domain: Rationals | Balls, seed: int, searching: bool
) -> Decision | None:
    """The decision of an ordered domain; None if it cannot evaluate the question."""
    found = _sampled(a, b, question, domain, seed)
    if isinstance(found, Point):

        def differs(point: Point) -> bool:
            try:
                return not _guarded(domain, partial(_same_at, a, b, point, domain))
            except (Undefined, Unclear, Unsupported):
                return False

        return _witnessed(a, b, question, found, differs, seed)
    if found >= _ENOUGH and not searching:
        return Equal(Agreement(found, None if isinstance(domain, Rationals) else _DIGITS))
    return None


def _sampled(a: Term, b: Term, question: Question, domain: Rationals | Balls, seed: int) -> Point | int:
    """A point at which the two differ, or how many there are at which they are the same."""
    rng = random.Random(seed + 1)
    agreed = 0
    supported = False
    for sizes in sizes_for(question.dims, _largest_literal(a, b)):
        for _ in range(_REAL_POINTS):
            point = question.draw(rng, sizes, RATIONALS)
            try:
                same = _guarded(domain, partial(_same_at, a, b, point, domain))
            except Undefined:
                continue
            except (Unsupported, Unclear):
                if isinstance(domain, Rationals) and not supported:
                    return 0
                continue
            supported = True
            if not same:
                return point
            agreed += 1
    return agreed


def _guarded(domain: Domain, question: Callable[[], bool]) -> bool:
    if isinstance(domain, Balls):
        with domain.precision():
            return question()
    return question()


def _witnessed(
    a: Term, b: Term, question: Question, point: Point, differs: witness.Differs, seed: int
) -> Decision:
    found = witness.find(question, differs, seed)
    shown, degenerate = found if found is not None else (point, False)
    return Different(
        Counterexample(question.shown(shown), value_at(b, shown), value_at(a, shown), degenerate),
        shown,
    )


def value_at(term: Term, point: Point) -> str:
    """The value at a point for a person: exact if rational, else six digits; "undefined" if there is none."""
    for domain in (Rationals(), Balls()):
        try:
            if isinstance(domain, Balls):
                with domain.precision():
                    return written(point.evaluator(domain).value(term))
            return written(point.evaluator(domain).value(term))
        except Undefined:
            return "undefined"
        except (Unsupported, Unclear):
            continue
    return "?"


def written(value: Value) -> str:
    """A value as text: ``3/2``, ``1.41421``, ``[1, 2]``, ``[[1, 0], [0, 1]]``."""
    if not isinstance(value, Matrix):
        return _number(value)
    if value.cols == 1:
        return "[" + ", ".join(map(_number, value.data)) + "]"
    return "[" + ", ".join("[" + ", ".join(map(_number, value.row(i))) + "]" for i in range(value.rows)) + "]"


def _number(value: object) -> str:
    if isinstance(value, flint.arb):
        return f"{float(value):.6g}"
    return str(value)


def _has_inverse(term: Term) -> bool:
    return any(isinstance(part, Apply) and part.op in ("inv", "pinv") for part in walk(term))


def _largest_literal(*terms: Term) -> int:
    """The largest whole number that stands where it could be a size or a limit."""
    found = 0
    for term in terms:
        for part in walk(term):
            limits: tuple[Term | None, ...] = ()
            if isinstance(part, Fold):
                limits = (part.low, part.high)
            elif isinstance(part, Apply):
                limits = part.args[1:]
            for limit in limits:
                if isinstance(limit, Number) and limit.value.denominator == 1:
                    found = max(found, int(limit.value))
    return found
