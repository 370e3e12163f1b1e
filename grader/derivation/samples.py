"""Samples: one sample's share of a loss, and sums over some of the samples.

The share of sample i is the summand of a sum over the samples, or the loss of a data set that has that sample alone. A
sum over some samples, ``\\sum_{i \\in B}`` or up to a number without a meaning, is one over all of them with weights
``in_B``: what holds for all weights holds for every choice.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Final

from grader.maths.declare import ONE, Declared, Dim, Scope, Shape
from grader.maths.substitute import substitute
from grader.maths.terms import Apply, Fold, Index, Mul, Number, Symbol, Term, free_names, rebuild, walk
from grader.maths.typing import depends_on

INDEX: Final = "i"
CHOSEN: Final = "in_"  # before the name of a set of samples, or of their number
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


def over_chosen(share: Term, weights: str) -> Term:
    """The sum of a share over the chosen samples."""
    return Fold("sum", INDEX, None, None, Mul((Index(Symbol(weights), (Symbol(INDEX),)), share)))


def with_weights(term: Term, scope: Scope) -> Term:
    """Sums up to a number without a meaning, as sums over chosen samples; ``|B|`` as the sum of their weights."""
    sets = {name.removeprefix(CHOSEN) for name in free_names(term) if name.startswith(CHOSEN)}

    def weighted(part: Term) -> Term:
        match part:
            case Fold("sum", index, _, Symbol(high), body) if index is not None and not scope.knows(high):
                at = Index(Symbol(CHOSEN + high), (Symbol(index),))
                return replace(part, low=None, high=None, body=Mul((at, rebuild(body, weighted))))
            case Apply("abs", (Symbol(name),)) if name in sets:
                return Fold("sum", INDEX, None, None, Index(Symbol(CHOSEN + name), (Symbol(INDEX),)))
            case _:
                return rebuild(part, weighted)

    return weighted(term)


def with_chosen(scope: Scope, term: Term) -> Scope:
    """The scope in which the weights that stand in a term are vectors of positive numbers."""
    names = [name for name in free_names(term) if name.startswith(CHOSEN)]
    if not names or not scope.dims:
        return scope
    weights = Declared(Shape(Dim((scope.dims[0],)), ONE), "positive")
    return replace(scope, declared={**scope.declared, **dict.fromkeys(names, weights)})
