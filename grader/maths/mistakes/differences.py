"""Differences: the smallest parts in which a formula and the right one are not alike.

Sums are compared as bags of addends, products from both ends. Where the two are built alike but for a part, the slip
is in that part, and small formulas are compared instead of large ones.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Final, Literal

from grader.maths.mistakes.places import Place, put
from grader.maths.substitute import substitute
from grader.maths.terms import (
    Add,
    Apply,
    Derivative,
    Fold,
    Index,
    Mul,
    Number,
    Pow,
    Relation,
    Symbol,
    Term,
    children,
    rebuild,
)

MOST: Final = 3  # differences; with more the two are not alike
_ZERO: Final = Number(Fraction(0))
_ONE: Final = Number(Fraction(1))
_HOLE: Final = Symbol("#")

Kind = Literal["other", "lost term", "gained term", "lost factor", "gained factor"]


@dataclass(frozen=True, slots=True)
class Difference:
    """A part, and what stands in its place in the right formula; 0 or 1 where nothing does.

    ``node`` makes what stands at ``place`` of the whole from what stands for the part. ``indices`` are those of the
    sums around it.
    """

    part: Term
    goal: Term
    place: Place = ()
    node: Callable[[Term], Term] = lambda new: new
    kind: Kind = "other"
    indices: frozenset[str] = frozenset()


def differences(term: Term, goal: Term) -> tuple[Difference, ...]:
    """The parts in which the two are not alike: the whole if they have nothing in common, none if they are the same."""
    found = tuple(_differences(term, goal, (), frozenset()))
    return found if len(found) <= MOST else (Difference(term, goal),)


def mended(term: Term, mends: Sequence[tuple[Difference, Term]]) -> Term:
    """The whole with each of some differences mended."""
    for difference, new in mends:
        term = put(term, difference.place, difference.node(new))
    return term


def _differences(term: Term, goal: Term, place: Place, indices: frozenset[str]) -> Iterator[Difference]:
    if term == goal:
        return
    match term, goal:
        case Add(), Add():
            found = _of_sums(term, goal, place, indices)
        case Mul(), Mul():
            found = _of_products(term.factors, goal.factors, place, indices)
        case Mul(), _:
            found = _of_products(term.factors, (goal,), place, indices)
        case _, Mul():
            found = _of_products((term,), goal.factors, place, indices)
        case Fold(), Fold() if _same_limits(term, goal):
            named = {goal.index: Symbol(term.index)} if goal.index and term.index else {}
            renamed = substitute(goal.body, named)
            at = next(k for k, child in enumerate(children(term)) if child is term.body)
            found = _differences(term.body, renamed, (*place, at), indices | {term.index or ""})
        case _ if _alike(term, goal):
            found = _of_children(term, goal, place, indices)
        case _:
            found = iter((Difference(term, goal, place, indices=indices),))
    yield from found


def _same_limits(a: Fold, b: Fold) -> bool:
    return replace(a, body=_HOLE, index=None) == replace(b, body=_HOLE, index=None)


def _alike(a: Term, b: Term) -> bool:
    """Whether the two are one construction on other parts, none of which is a subscript, a limit or an exponent."""
    if type(a) is not type(b) or isinstance(a, Fold | Index | Relation | Symbol | Number | Add | Mul):
        return False
    if isinstance(a, Apply) and a.op in ("entry", "cell", "row", "line", "column", "family", "identity", "ones"):
        return False
    if isinstance(a, Pow) and isinstance(b, Pow) and a.exponent != b.exponent:
        return False
    if isinstance(a, Derivative) and isinstance(b, Derivative) and a.by != b.by:
        return False
    return _frame(a) == _frame(b)


def _frame(term: Term) -> Term:
    """A node without what it is made of."""
    return rebuild(term, lambda part: Relation("=", _HOLE, _HOLE) if isinstance(part, Relation) else _HOLE)


def _of_children(a: Term, b: Term, place: Place, indices: frozenset[str]) -> Iterator[Difference]:
    for at, (one, other) in enumerate(zip(children(a), children(b), strict=True)):
        yield from _differences(one, other, (*place, at), indices)


def _of_sums(a: Add, b: Add, place: Place, indices: frozenset[str]) -> Iterator[Difference]:
    mine, right = _without_common(a.terms, b.terms)
    kept = tuple(term for at, term in enumerate(a.terms) if at not in mine)
    if not mine and not right:
        return
    if not mine or not right:
        kind: Kind = "gained term" if not right else "lost term"
        part = _added(tuple(a.terms[at] for at in mine)) if mine else _ZERO
        goal = _added(tuple(b.terms[at] for at in right)) if right else _ZERO
        yield Difference(part, goal, place, lambda new: Add((*kept, new)), kind, indices)
    elif len(mine) == len(right) <= MOST:
        for at, other in zip(mine, right, strict=True):
            yield from _differences(a.terms[at], b.terms[other], (*place, at), indices)
    else:
        part, goal = _added(tuple(a.terms[at] for at in mine)), _added(tuple(b.terms[at] for at in right))
        yield Difference(part, goal, place, lambda new: _added((*kept, new)), indices=indices)


def _without_common(a: Sequence[Term], b: Sequence[Term]) -> tuple[list[int], list[int]]:
    """The places of the addends of each that are not among the other's."""
    left: dict[Term, list[int]] = {}
    for at in reversed(range(len(b))):
        left.setdefault(b[at], []).append(at)
    mine = []
    for at, term in enumerate(a):
        same = left.get(term)
        if same:
            same.pop()
        else:
            mine.append(at)
    return mine, sorted(at for places in left.values() for at in places)


def _of_products(
    a: tuple[Term, ...], b: tuple[Term, ...], place: Place, indices: frozenset[str]
) -> Iterator[Difference]:
    front = 0
    while front < min(len(a), len(b)) and a[front] == b[front]:
        front += 1
    back = 0
    while back < min(len(a), len(b)) - front and a[-1 - back] == b[-1 - back]:
        back += 1
    before, after = a[:front], a[len(a) - back :]
    mine, right = a[front : len(a) - back], b[front : len(b) - back]
    if len(mine) == len(right) == 1 and len(a) > 1:
        yield from _differences(mine[0], right[0], (*place, front), indices)
        return
    kind: Kind = "other" if mine and right else "lost factor" if right else "gained factor"

    def node(new: Term) -> Term:
        return _multiplied((*before, new, *after))

    yield Difference(_multiplied(mine), _multiplied(right), place, node, kind, indices)


def _added(terms: tuple[Term, ...]) -> Term:
    return terms[0] if len(terms) == 1 else Add(terms)


def _multiplied(factors: tuple[Term, ...]) -> Term:
    return _ONE if not factors else factors[0] if len(factors) == 1 else Mul(factors)
