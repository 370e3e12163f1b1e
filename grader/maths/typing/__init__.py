"""Typing: what a term means in a scope.

Resolves the surface nodes (is ``b(x-1)`` a product? is ``x'`` a transpose? which sum does a bare subscript belong to?),
puts in definitions, infers shapes and the limits of sums, and reports what does not fit. The result holds core nodes
only, with indexing as ``Apply("entry" | "cell" | "row" | "line" | "column", …)``:

===============  =========================================================
``entry(v, i)``  the i-th entry of a vector
``cell(A,i,j)``  A_ij
``row(A, i)``    the i-th row of A, as a column
``line(A, i)``   the i-th row of A, as a row
``column(A,j)``  the j-th column of A
``family(i, low, high, e)``  the column of e for i = low … high
``jacobian(f')`` the derivative of a vector by a vector: a row for each entry of the vector
``expectation(e, x, …)`` the expectation of e over the names x, …; see :mod:`~grader.maths.typing.chance`
``?g(a)``        the value of a function g that nobody defined
===============  =========================================================

Here are the doors; :mod:`~grader.maths.typing.inference` holds the state, and each other module the rules of one kind
of node.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, TypeVar

from grader.maths.declare import Scope, Shape
from grader.maths.effort import BOUNDLESS, bounded, current
from grader.maths.shapes import Ambiguous, ShapeError
from grader.maths.terms import (
    Accent,
    Add,
    Apply,
    Call,
    Cases,
    Collection,
    Derivative,
    Differential,
    Div,
    Dots,
    Fold,
    Index,
    Mul,
    Neg,
    Number,
    Optimum,
    Pow,
    Prime,
    Relation,
    Stack,
    Symbol,
    Term,
    free_names,
    walk,
)
from grader.maths.typing import applying, arithmetic, arrays, calculus, folds, indexing, names
from grader.maths.typing.inference import Inference, Rules, Typed
from grader.maths.typing.names import CONSTANTS, density_key

__all__ = ["CONSTANTS", "Typed", "density_key", "depends_on", "misfits", "possible", "typed", "typed_pair"]

_RULES: Rules = {
    Number: arithmetic.number,
    Symbol: names.symbol,
    Index: indexing.index,
    Add: arithmetic.add,
    Neg: arithmetic.negative,
    Mul: arithmetic.multiply,
    Div: arithmetic.divide,
    Pow: arithmetic.power,
    Apply: applying.apply,
    Fold: folds.fold,
    Derivative: calculus.derivative,
    Optimum: applying.extreme,
    Cases: arrays.cases,
    Stack: arrays.stack,
    Collection: applying.collection,
    Dots: arrays.dots,
    Relation: arrays.relation,
    Call: names.call,
    Prime: calculus.prime,
    Accent: names.accent,
    Differential: calculus.differential,
}

_Result = TypeVar("_Result")


def typed(term: Term, scope: Scope, *, against: Shape | None = None) -> Typed:
    """The term with its meaning; raises :class:`ShapeError` or :class:`Ambiguous`.

    ``X_i`` is read as a row first and, if that does not fit, as a column. ``against`` is a shape that the result
    should have if its own is still open (``0``, ``I``).
    """
    key, effort = (id(term), against), current()
    known: _Known | None = scope.memory.get(key)
    if known is None or known.cost >= effort.left:  # with too little left it fails where it must
        known = _found_out(term, scope, against)
        scope.remember(key, known)
    else:
        effort.left -= known.cost
    return known.typed


@dataclass(frozen=True, slots=True)
class _Known:
    """A term that was typed in a scope, and what that cost; whoever asks again pays it again."""

    term: Term  # kept, so that its id stays its own
    typed: Typed
    cost: int


def _found_out(term: Term, scope: Scope, against: Shape | None) -> _Known:
    with bounded("work", BOUNDLESS) as effort:
        before = effort.left
        found = _either_way(lambda types: types.finish(term, against), scope, term)
        return _Known(term, found, before - effort.left)


def typed_pair(a: Term, b: Term, scope: Scope, size: str | None = None) -> tuple[Typed, Typed]:
    """Two sides that should be the same thing, typed in one inference; raises as :func:`typed` does.

    ``size`` is the dimension of an 𝟏 or I that may have any.
    """
    return _either_way(lambda types: types.finish_pair(a, b), scope, a, b, size=size)


def _either_way(
    finish: Callable[[Inference], _Result], scope: Scope, *terms: Term, size: str | None = None
) -> _Result:
    """With ``X_i`` as a row and, if that does not fit, as a column; then with ``[x, 1]`` as one column."""
    try:
        return finish(Inference(scope, "line", _RULES, size))
    except ShapeError as error:
        first = error
    for single, blocks in _other_ways(terms, scope):
        try:
            return finish(Inference(scope, single, _RULES, size, blocks))
        except ShapeError:
            pass
    raise first


def _other_ways(
    terms: Sequence[Term], scope: Scope
) -> Iterator[tuple[Literal["line", "row"], Literal["across", "down"]]]:
    indexed = any(isinstance(part, Index) for term in terms for part in walk(term))
    if indexed:
        yield "row", "across"
    if _has_blocks(terms, scope):
        yield "line", "down"
        if indexed:
            yield "row", "down"


def _has_blocks(terms: Sequence[Term], scope: Scope) -> bool:
    """Whether a row of blocks stands in the terms, or in what the text defined."""
    bodies = (function.body for function in scope.functions.values())
    parts = (part for term in (*terms, *bodies) for part in walk(term))
    return any(isinstance(part, Stack) and len(part.rows) == 1 < len(part.rows[0]) for part in parts)


def possible(term: Term, scope: Scope) -> Typed | None:
    """The typed term, or None if it has no meaning here."""
    try:
        return typed(term, scope)
    except (ShapeError, Ambiguous):
        return None


def misfits(term: Term, scope: Scope) -> bool:
    """Whether the shapes in a term do not fit."""
    try:
        typed(term, scope)
    except ShapeError:
        return True
    except Ambiguous:
        pass
    return False


def depends_on(term: Term, name: str | None, scope: Scope) -> bool:
    """Whether a name stands in a term once definitions are put in."""
    sort = possible(term, scope)
    if sort is None:
        return any(scope.canonical(free) == name for free in free_names(term))
    return name in free_names(sort.term)
