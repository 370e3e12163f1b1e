"""Sums over some values of an index only: ``i \\in B``, ``|B|``, ``i : x_i > b``, ``i \\ne j``.

A typed sum runs over the whole range, with the condition that its index must meet in ``given``; that it is in a set is
the condition ``i ∈ B``. A set that nobody declared is ``Apply("?B", ())``: some set, the same wherever it is named.
"""

from __future__ import annotations

from dataclasses import replace

from grader.core import Message
from grader.maths.declare import SCALAR, Dim
from grader.maths.shapes import Ambiguous, dim_term
from grader.maths.substitute import substitute
from grader.maths.terms import (
    Add,
    Apply,
    Collection,
    Dots,
    Fold,
    Index,
    Mul,
    Relation,
    Symbol,
    Term,
    children,
    free_names,
    walk,
)
from grader.maths.typing.indexing import run_over
from grader.maths.typing.inference import ONE_TERM, Inference, Sorted
from grader.maths.typing.spelling import spelled

_BETWEEN_INDICES = frozenset(("≠", "<", ">", "≤", "≥"))


def over_set(types: Inference, term: Fold) -> Sorted:
    """A fold with a set in place of limits."""
    assert term.over is not None and term.index is not None
    match term.over:
        case Collection(items) if items and not any(isinstance(item, Dots) for item in items):
            parts = tuple(substitute(term.body, {term.index: item}) for item in items)
            if term.given is not None:
                raise Ambiguous(Message("maths.typing.set"), term.span)
            return types.type((Add if term.op == "sum" else Mul)(parts, span=term.span))
        case Symbol() | Index():
            known, dim = _set(types, term.over)
            condition = Relation("∈", Symbol(term.index), known)
            high = dim_term(dim) if isinstance(known, Symbol) else None  # else it is found from what is summed
            if term.given is not None:  # i ∈ B and more
                raise Ambiguous(Message("maths.typing.set"), term.span)
            return types.type(replace(term, low=ONE_TERM, high=high, over=None, given=condition))
        case _:
            raise Ambiguous(Message("maths.typing.set"), term.span)


def _set(types: Inference, term: Term) -> tuple[Term, Dim]:
    """A set of indices, and the range that it is a part of."""
    name = types.scope.canonical(spelled(term))
    declared = types.scope.declared.get(name)
    if declared is not None:
        if declared.kind != "subset":
            raise Ambiguous(Message("maths.typing.set"), term.span)
        return Symbol(name, span=term.span), declared.shape.rows
    if name not in types.sets:
        types.sets[name] = types.unifier.fresh()
    types.unknown.add(name)
    return Apply(f"?{name}", (), span=term.span), types.sets[name]


def is_set(types: Inference, term: Term) -> bool:
    """Whether a name is declared as a set of indices, or a sum beside it runs over it."""
    if not isinstance(term, Symbol | Index):
        return False
    name = types.scope.canonical(spelled(term))
    declared = types.scope.declared.get(name)
    if declared is not None:
        return declared.kind == "subset"
    return not types.scope.knows(name) and (name in types.sets or name in _summed_over(types))


def _summed_over(types: Inference) -> set[str]:
    """The sets that the sums in the terms typed here run over."""
    for root in types.roots[types.surveyed :]:
        for part in walk(root):
            if isinstance(part, Fold) and part.over is not None:
                types.summed_over.add(spelled(part.over))
    types.surveyed = len(types.roots)
    return types.summed_over


def size_of(types: Inference, term: Apply) -> Sorted:
    """``|B|``: how many indices are in a set."""
    known, dim = _set(types, term.args[0])
    condition = Relation("∈", Symbol("#in"), known)
    return Fold("sum", "#in", ONE_TERM, dim_term(dim), ONE_TERM, given=condition, span=term.span), SCALAR


# -------------------------------------------------------------------------------------------- conditions


def of_two_indices(types: Inference, term: Fold) -> Fold | None:
    """``\\sum_{i \\ne j} a_{ij}`` where nothing else says what j is: a sum over both; None if something does."""
    match term.given:
        case Relation(op, Symbol(first), Symbol(second)) if op in _BETWEEN_INDICES and first == term.index:
            if second in types.bound or types.scope.knows(second) or _means_something(types, term, second):
                return None
            inner = Fold(term.op, second, None, None, term.body, given=term.given, span=term.span)
            return replace(term, body=inner, given=None)
        case _:
            return None


def _means_something(types: Inference, term: Fold, name: str) -> bool:
    """Whether an index stands free outside of the sums over it and another one."""

    def free_in(part: Term) -> bool:
        if isinstance(part, Symbol):
            return part.name == name
        if isinstance(part, Fold):
            if part.index == name:
                return False
            if isinstance(part.given, Relation) and part.given.right == Symbol(name):
                return False
        return any(map(free_in, children(part)))

    return name not in free_names(term.body) or any(map(free_in, types.roots))


def condition(types: Inference, term: Relation | None) -> Relation | None:
    """The typed condition of a fold; a set in it is typed already."""
    if term is None:
        return None
    if term.op == "∈":
        at, chosen = term.left, term.right
        if isinstance(chosen, Apply):
            run_over(types, at, types.sets[chosen.op.removeprefix("?")])
        return term
    if term.op not in ("=", "≠", "<", "≤", ">", "≥"):
        raise Ambiguous(Message("maths.typing.set"), term.span)
    left, left_shape = types.type(term.left)
    right, right_shape = types.type(term.right)
    if not (types.unifier.shape(left_shape).scalar and types.unifier.shape(right_shape).scalar):
        raise Ambiguous(Message("maths.typing.set"), term.span)
    return replace(term, left=left, right=right)
