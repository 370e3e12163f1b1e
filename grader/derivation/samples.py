"""Samples: one sample's share of a loss, and sums over some of the samples.

The share of sample i is the summand of a sum over the samples, or the loss of a data set that has that sample alone. A
sum up to a number without a meaning is one over a set of samples, as ``\\sum_{i \\in B}`` is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Final

from grader.maths.declare import ONE, Declared, Dim, Scope, Shape
from grader.maths.substitute import substitute
from grader.maths.terms import Apply, Fold, Index, Number, Symbol, Term, rebuild, walk
from grader.maths.typing import depends_on

INDEX: Final = "i"
_ONE = Number(Fraction(1))


def share_of_sample(loss: Term, scope: Scope) -> Term | None:
    """One sample's share of a loss, with the free index :data:`INDEX`; None if the loss is not made of such."""
    sums = [part for part in walk(loss) if isinstance(part, Fold) and depends_on(part.body, scope.unknown, scope)]
    if sums:
        first = sums[0]
        return substitute(first.body, {first.index: Symbol(INDEX)}) if first.index else None
    alone = _alone(scope)
    if not alone or scope.unknown in alone:
        return None
    return substitute(loss, alone)


def _alone(scope: Scope) -> Mapping[str, Term]:
    """The names of the data, each for a data set of one sample."""
    if not scope.dims:
        return {}
    n = Dim((scope.dims[0],))
    found: dict[str, Term] = {scope.dims[0]: _ONE}
    for name, declared in scope.declared.items():
        if declared.shape == Shape(n, ONE):
            found[name] = Index(Symbol(name), (Symbol(INDEX),))
    for row, design in scope.rows.items():
        found[design] = Apply("transpose", (Index(Symbol(row), (Symbol(INDEX),)),))
    return found


def over_chosen(share: Term, chosen: str) -> Term:
    """The sum of a share over a set of samples."""
    return Fold("sum", INDEX, None, None, share, over=Symbol(chosen))


def over_sets(term: Term, scope: Scope) -> Term:
    """Sums up to a number without a meaning as sums over a set."""
    match term:
        case Fold("sum", str(), _, Symbol(high), body) if not scope.knows(high):
            body = rebuild(body, lambda part: over_sets(part, scope))
            return replace(term, low=None, high=None, body=body, over=Symbol(f"first_{high}"))
        case _:
            return rebuild(term, lambda part: over_sets(part, scope))


def sets_in(term: Term) -> tuple[str, ...]:
    """The sets that the sums in a term run over."""
    sets = (part.over for part in walk(term) if isinstance(part, Fold))
    return tuple(dict.fromkeys(chosen.name for chosen in sets if isinstance(chosen, Symbol)))


def with_sets(scope: Scope, names: tuple[str, ...]) -> Scope:
    """The scope in which names stand for sets of samples."""
    if not names or not scope.dims:
        return scope
    some = Declared(Shape(Dim((scope.dims[0],)), ONE), "subset")
    return replace(scope, declared={**scope.declared, **dict.fromkeys(names, some)})
