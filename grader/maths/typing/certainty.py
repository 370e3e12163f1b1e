"""Which identities of expectations are refuted by random variables that always take one value.

Only where nothing that a text may have assumed could make them true: both sides are expectations of what is affine in
names declared random, and every other name stands inside of one (one that stands outside only, as ``mu`` in
``E[X] = mu``, may be defined so). There the typed ``expected`` takes the place of ``expectation``: its value, besides
that in the prime field, is that of its body, with 0 for the names of expectation 0.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import replace
from typing import Final

from grader.maths.declare import Scope
from grader.maths.terms import (
    Add,
    Apply,
    Div,
    Fold,
    Mul,
    Neg,
    Number,
    Pow,
    Stack,
    Symbol,
    Term,
    children,
    free_names,
    rebuild,
    walk,
)

_LINEAR: Final = frozenset(("transpose", "tr", "diag", "mean", "entry", "cell", "row", "line", "column"))
_BILINEAR: Final = frozenset(("inner", "hadamard", "kron"))


def settled(scope: Scope, unknown: Collection[str], left: Term, right: Term) -> tuple[Term, Term]:
    """The two sides, with ``expected`` for what may be refuted by names that take one value."""
    found = [list(_expectations(side)) for side in (left, right)]
    if not all(found):
        return left, right
    declared = scope.declared
    inside: set[str] = set()
    random: set[str] = set()
    for apply in (*found[0], *found[1]):
        body, names = apply.args[0], _names(apply)
        if not all(name in declared and declared[name].law for name in names) or _degree(body, names) > 1:
            return left, right
        random |= names
        inside |= free_names(body)
    outside = {name for side in (left, right) for name in _outside(side) if name in declared or name in unknown}
    if outside & random or not outside <= inside:
        return left, right
    return _certain(left), _certain(right)


def _expectations(term: Term) -> Iterator[Apply]:
    return (part for part in walk(term) if isinstance(part, Apply) and part.op == "expectation")


def _outside(term: Term) -> Iterator[str]:
    """The names that stand outside of every expectation."""
    if isinstance(term, Symbol):
        yield term.name
    elif not (isinstance(term, Apply) and term.op == "expectation"):
        for child in children(term):
            yield from _outside(child)


def _certain(term: Term) -> Term:
    """``expected`` for ``expectation``."""
    term = rebuild(term, _certain)
    return replace(term, op="expected") if isinstance(term, Apply) and term.op == "expectation" else term


def _names(apply: Apply) -> set[str]:
    """The random names of an expectation."""
    return {part.name for arg in apply.args[1:] for part in walk(arg) if isinstance(part, Symbol)}


def _degree(term: Term, names: set[str]) -> int:
    """The degree of a typed term in some names; 2 for all that may be more than 1."""

    def of(part: Term) -> int:
        return _degree(part, names)

    def most(parts: tuple[Term, ...], combine: Callable[[list[int]], int]) -> int:
        return min(2, combine([of(part) for part in parts]))

    match term:
        case Symbol(name):
            return int(name in names)
        case Number():
            return 0
        case Add(parts):
            return most(parts, max)
        case Mul(parts):
            return most(parts, sum)
        case Neg(inner):
            return of(inner)
        case Div(top, bottom):
            return of(top) if of(bottom) == 0 else 2
        case Pow(base, _) if of(base):
            return 2
        case Apply("expectation", _):
            return 0 if names >= _names(term) else 2
        case Apply(op, (first, *rest)) if op in _LINEAR and not any(map(of, rest)):
            return of(first)
        case Apply(op, args) if op in _BILINEAR:
            return most(args, sum)
        case Fold("sum", _, _, _, body, None, None):
            return of(body)
        case Stack(rows):
            return most(tuple(entry for row in rows for entry in row), max)
        case _:
            return 0 if not free_names(term) & names else 2
