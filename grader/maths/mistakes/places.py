"""Places in a term: where a slip may be, and the term with something else there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from grader.maths.terms import Apply, Derivative, Fold, Index, Term, children, rebuild

Place: TypeAlias = tuple[int, ...]  # which child, of that which child, …, from the whole down

#: Operators whose later arguments are subscripts, limits or sizes, not formulas.
_PARTS = frozenset(("entry", "cell", "row", "line", "column"))
_SIZES = frozenset(("identity", "ones", "zeros"))


def places(term: Term) -> Iterator[tuple[Place, Term]]:
    """All places of formulas in a term, from the outside in; subscripts and limits are none."""
    yield (), term
    for at, child in _formulas(term):
        for place, part in places(child):
            yield (at, *place), part


def _formulas(term: Term) -> Iterator[tuple[int, Term]]:
    parts = children(term)
    match term:
        case Fold():
            yield next(at for at, part in enumerate(parts) if part is term.body), term.body
        case Derivative() | Index():
            yield 0, parts[0]
        case Apply(op, _) if op in _SIZES:
            return
        case Apply(op, _) if op in _PARTS:
            yield 0, parts[0]
        case Apply("family", _):
            yield 3, parts[3]
        case _:
            yield from enumerate(parts)


def at(term: Term, place: Place) -> Term:
    """What stands at a place."""
    for number in place:
        term = children(term)[number]
    return term


def put(term: Term, place: Place, new: Term) -> Term:
    """The term with another at a place."""
    if not place:
        return new
    first, rest = place[0], place[1:]
    count = -1

    def swap(part: Term) -> Term:
        nonlocal count
        count += 1
        return put(part, rest, new) if count == first else part

    return rebuild(term, swap)


def apart(a: Place, b: Place) -> bool:
    """Whether neither place lies in the other."""
    shared = min(len(a), len(b))
    return a[:shared] != b[:shared]
