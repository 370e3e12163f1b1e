"""Indexing: parts of vectors and matrices, members of families, and what an index runs over."""

from __future__ import annotations

from grader.core import Message
from grader.maths.declare import ONE, SCALAR, Dim, Shape
from grader.maths.shapes import Ambiguous, ShapeError, misshapen
from grader.maths.substitute import substitute
from grader.maths.terms import Accent, Apply, Index, Relation, Symbol, Term, walk
from grader.maths.typing.inference import ONE_TERM, Inference, Sorted
from grader.maths.typing.spelling import spelled

_TIMES = frozenset(("t", "tau"))


def index(types: Inference, term: Index) -> Sorted:
    """A subscripted term: a member of something defined, a sample, a part, or a name without a meaning."""
    base, at = term.base, tuple(subscript(types, i) for i in term.at)
    if isinstance(base, Accent) and isinstance(base.term, Symbol):
        full = f"{types.scope.canonical(base.term.name)}_{base.mark}"
        if full in types.scope.functions or f"{full}_i" in types.scope.meanings:
            base = Symbol(full, span=base.span)
        elif _is_new(types, base, full):
            return _unknown(types, full, term)
    if isinstance(base, Symbol) and (found := _of_name(types, base, at, term)) is not None:
        return found
    value, shape = types.type(base)
    return part(types, value, types.unifier.shape(shape), at, term)


def _of_name(types: Inference, base: Symbol, at: tuple[Term, ...], term: Index) -> Sorted | None:
    """What the subscripted name stands for; None if it is a part of the value of the name."""
    scope = types.scope
    name = scope.canonical(base.name)
    member = f"{name}_{spelled(at[0])}"
    if member in scope.functions or member in scope.declared:
        return types.type(Symbol(member, span=term.span))
    if name in scope.rows and name not in scope.functions:
        return _row(types, Symbol(scope.rows[name], span=base.span), at, term)
    function = scope.functions.get(name)
    if function is not None and function.indexed:
        return types.inside(substitute(function.body, dict(zip(function.parameters, at, strict=False))))
    if (meaning := scope.meanings.get(f"{name}_i")) is not None:
        return types.inside(substitute(meaning, {"i": at[0]}))
    if name == scope.unknown and _is_time(types, name, at):
        return types.type(base)
    declared = scope.declared.get(name)
    if declared is not None and declared.shape.scalar and name != scope.unknown:
        return _unknown(types, name, term)  # epsilon_i: one of many, not a part of epsilon
    if name in scope.operators or (not scope.knows(name) and name not in scope.meanings):
        return _kronecker(at, term) if name == "delta" and len(at) == 2 else _unknown(types, name, term)
    return None


def _kronecker(at: tuple[Term, ...], term: Index) -> Sorted:
    """``\\delta_{ij}``: 1 where the indices are the same."""
    return Apply("indicator", (Relation("=", at[0], at[1]),), span=term.span), SCALAR


def _is_new(types: Inference, base: Accent, full: str) -> bool:
    """Whether a marked name, such as \\hat y, stands for nothing known."""
    assert isinstance(base.term, Symbol)
    name = types.scope.canonical(base.term.name)
    known = full in types.scope.declared or full in types.scope.meanings
    return not known and name != types.scope.unknown and base.mark != "bar"


def _is_time(types: Inference, name: str, at: tuple[Term, ...]) -> bool:
    """Whether the subscript counts iterations: w_t, w_{t+1}, or any on a scalar."""
    names = {part.name for i in at for part in walk(i) if isinstance(part, Symbol)}
    return bool(names & _TIMES) or types.scope.declared[name].shape.scalar


def _unknown(types: Inference, name: str, term: Index) -> Sorted:
    full = f"{name}_{','.join(spelled(i) for i in term.at)}"
    if full in types.scope.declared or full in types.scope.functions:
        return types.type(Symbol(full, span=term.span))
    types.unknown.add(full)
    return Symbol(full, span=term.span), SCALAR


def subscript(types: Inference, term: Term) -> Term:
    """A subscript: names in it that are nothing else become free indices."""
    for inner in walk(term):
        if isinstance(inner, Symbol) and inner.name != ":" and inner.name not in types.bound:
            if inner.name in types.scope.dims or inner.name in types.free:
                continue
            types.free[inner.name] = types.unifier.fresh()
    return term


def run_over(types: Inference, at: Term, dim: Dim) -> None:
    """The index runs over a dimension; raises :class:`ShapeError` if it runs over another already."""
    if isinstance(at, Symbol):
        known = types.bound.get(at.name) or types.free.get(at.name)
        if known is not None and not types.unifier.same(known, dim):
            fields = {"index": at.name, "range": str(types.unifier.resolve(known)), "size": str(dim)}
            raise ShapeError(Message("maths.shape.index", fields), at.span)


def _row(types: Inference, design: Symbol, at: tuple[Term, ...], term: Index) -> Sorted:
    shape = types.scope.declared[design.name].shape
    if len(at) == 2:
        return part(types, design, shape, at, term)
    if len(at) != 1:
        raise Ambiguous(Message("maths.typing.subscripts"), term.span)
    run_over(types, at[0], shape.rows)
    return Apply("row", (design, at[0]), span=term.span), Shape(shape.cols, ONE)


def part(types: Inference, value: Term, shape: Shape, at: tuple[Term, ...], term: Index) -> Sorted:
    """The part of a typed value at some subscripts."""
    if len(at) == 1 and ONE in (shape.rows, shape.cols) and not shape.scalar:
        run_over(types, at[0], shape.rows if shape.cols == ONE else shape.cols)
        return Apply("entry", (value, at[0]), span=term.span), SCALAR
    if len(at) == 2 and not shape.scalar:
        if any(size == ONE and i != ONE_TERM for size, i in zip((shape.rows, shape.cols), at, strict=True)):
            raise Ambiguous(Message("maths.typing.subscripts"), term.span)  # w_{ij} of a vector
        return _cell(types, value, shape, at, term)
    if len(at) == 1 and not shape.scalar:
        run_over(types, at[0], shape.rows)
        single = Apply(types.single, (value, at[0]), span=term.span)
        return single, Shape(ONE, shape.cols) if types.single == "line" else Shape(shape.cols, ONE)
    raise misshapen("subscript", shape, term.base, term.span)


def _cell(types: Inference, value: Term, shape: Shape, at: tuple[Term, ...], term: Index) -> Sorted:
    colon = [isinstance(i, Symbol) and i.name == ":" for i in at]
    if not colon[0]:
        run_over(types, at[0], shape.rows)
    if not colon[1]:
        run_over(types, at[1], shape.cols)
    match colon:
        case [False, False]:
            return Apply("cell", (value, *at), span=term.span), SCALAR
        case [False, True]:
            return Apply("line", (value, at[0]), span=term.span), Shape(ONE, shape.cols)
        case [True, False]:
            return Apply("column", (value, at[1]), span=term.span), Shape(shape.rows, ONE)
        case _:
            return value, shape


def typed_part(types: Inference, term: Apply) -> Sorted:
    """A part as typing writes it."""
    value, shape = types.type(term.args[0])
    shape = types.unifier.shape(shape)
    at = tuple(subscript(types, i) for i in term.args[1:])
    along = (shape.cols if shape.rows == ONE else shape.rows,) if term.op == "entry" else (shape.rows, shape.cols)
    for i, dim in zip(at, along[1:] if term.op == "column" else along, strict=False):
        run_over(types, i, dim)
    parts = {"row": Shape(shape.cols, ONE), "line": Shape(ONE, shape.cols), "column": Shape(shape.rows, ONE)}
    return Apply(term.op, (value, *at), span=term.span), parts.get(term.op, SCALAR)
