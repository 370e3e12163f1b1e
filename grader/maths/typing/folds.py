"""Sums and products: which index is meant, and what it runs over."""

from __future__ import annotations

from dataclasses import replace

from grader.core import Message
from grader.maths.declare import ONE, SCALAR, Dim, Shape
from grader.maths.infinite import INFINITY
from grader.maths.shapes import Ambiguous, ShapeError, clash, dim_term
from grader.maths.terms import Apply, Fold, Index, Relation, Span, Symbol, Term, children, walk
from grader.maths.typing import sets
from grader.maths.typing.inference import ONE_TERM, ZERO_TERM, Inference, Sorted


def fold(types: Inference, term: Fold) -> Sorted:
    """A sum or product; without an index it is over the one subscript in its body, or over a vector's entries."""
    if term.over is not None and term.index is not None:
        return sets.over_set(types, term)
    index = term.index or bare_index(types, term.body)
    if index is None:
        return _over_entries(types, term)
    if (both := sets.of_two_indices(types, term)) is not None:
        return types.type(both)
    low, high = _limit(types, term.low, index), _limit(types, term.high, index)
    if low is high is None and _is_count(types, index):  # \sum_k k p(k)
        low, high = ZERO_TERM, INFINITY
    runs = _range(types, low, high)
    body, shape, given = _body(types, term, index, runs)
    high = high if high is not None else _as_read(types, _found_range(types, runs, index, term.span))
    if term.op == "prod" and not types.unifier.shape(shape).scalar:
        raise clash("prod", shape, shape, term.span, (term.body,))
    return replace(term, index=index, low=low or ONE_TERM, high=high, body=body, given=given), shape


def _over_entries(types: Inference, term: Fold) -> Sorted:
    body, shape = types.type(term.body)
    if term.op == "sum" and not types.unifier.shape(shape).scalar and shape.cols == ONE:
        types.remark("sum_entries")
        ones = Apply("ones", (dim_term(types.unifier.resolve(shape.rows)), ONE_TERM))
        return Apply("inner", (body, ones), span=term.span), SCALAR
    raise Ambiguous(Message("maths.typing.sum_index"), term.span)


def _body(types: Inference, term: Fold, index: str, runs: Dim) -> tuple[Term, Shape, Relation | None]:
    """The body and the condition with their index bound; an outer index of the same name is hidden in them."""
    outer = types.bound.get(index)
    types.bound[index] = runs
    given = sets.condition(types, term.given)
    body, shape = types.type(term.body)
    if outer is None:
        del types.bound[index]
    else:
        types.bound[index] = outer
    return body, shape, given


def bare_index(types: Inference, body: Term) -> str | None:
    """The one subscript in a body that nothing binds yet; None if there is none or more than one."""
    names: dict[str, None] = {}

    def look(term: Term, inside: frozenset[str]) -> None:
        if isinstance(term, Fold) and term.index:
            inside |= {term.index}
        if isinstance(term, Index):
            for i in term.at:
                for part in walk(i):
                    if isinstance(part, Symbol) and part.name not in inside and part.name != ":":
                        names[part.name] = None
        for child in children(term):
            look(child, inside)

    look(body, frozenset(types.bound))
    found = [name for name in names if name not in types.scope.dims and name not in types.scope.declared]
    if len(found) > 1 and "i" in found:
        return "i"
    return found[0] if len(found) == 1 else None


def _limit(types: Inference, limit: Term | None, index: str) -> Term | None:
    if limit is None:
        return None
    value, shape = types.type(limit)
    if not types.unifier.shape(shape).scalar:
        raise ShapeError(Message("maths.shape.limit", {"index": index}), limit.span)
    return value


def _is_count(types: Inference, index: str) -> bool:
    declared = types.scope.declared.get(types.scope.canonical(index))
    return declared is not None and declared.kind == "count" and declared.law is not None and declared.shape.scalar


def _range(types: Inference, low: Term | None, high: Term | None) -> Dim:
    """The dimension that an index from 1 to n runs over; an open one for other limits."""
    if (low is None or low == ONE_TERM) and isinstance(high, Symbol) and high.name in types.scope.dims:
        return Dim((high.name,))
    return types.unifier.fresh()


def _as_read(types: Inference, dim: Dim) -> Term:
    """A dimension as a limit, with the number that the text takes it for."""
    limit = dim_term(dim)
    if not types.scope.functions.keys() & set(dim.names):
        return limit
    value, shape = types.type(limit)
    return value if types.unifier.shape(shape).scalar else limit


def _found_range(types: Inference, dim: Dim, index: str, span: Span | None) -> Dim:
    found = types.unifier.resolve(dim)
    if not found.names or not found.names[0].startswith("?"):
        return found
    if not types.scope.dims:
        raise Ambiguous(Message("maths.typing.sum_range", {"index": index}), span)
    types.unifier.same(found, Dim((types.scope.dims[0],)))
    return Dim((types.scope.dims[0],))
