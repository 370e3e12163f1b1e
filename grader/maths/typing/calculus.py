"""Derivatives, primes and differentials: by what they are taken, and the shape that comes out."""

from __future__ import annotations

from dataclasses import replace

from grader.core import Message
from grader.maths.declare import ONE, SCALAR, Function, Shape
from grader.maths.shapes import Ambiguous
from grader.maths.terms import Accent, Apply, Derivative, Differential, Index, Mul, Prime, Span, Symbol
from grader.maths.typing.indexing import part, subscript
from grader.maths.typing.inference import Inference, Sorted


def derivative(types: Inference, term: Derivative) -> Sorted:
    """A derivative by the unknown, by another name, by its transpose or by a part of it."""
    by = term.by
    if by is None:
        if types.scope.unknown is None:
            raise Ambiguous(Message("maths.typing.derivative"), term.span)
        by = Symbol(types.scope.unknown)
    if isinstance(by, Apply) and by.op == "transpose" and term.order == 1:
        return types.type(Apply("transpose", (replace(term, by=by.args[0]),), span=term.span))
    if isinstance(by, Index) and isinstance(by.base, Symbol | Accent):
        slope, shape = types.type(Derivative(term.body, by.base, term.order, span=term.span))
        return part(types, slope, shape, tuple(subscript(types, i) for i in by.at), by)
    where = types.type(by)[0]
    if not isinstance(where, Symbol) or where.name not in types.scope.declared:
        if isinstance(where, Symbol):
            types.unknown.add(where.name)
            return where, SCALAR
        raise Ambiguous(Message("maths.typing.derivative"), term.span)
    body, shape = types.type(term.body)
    point = types.scope.declared[where.name].shape
    for _ in range(term.order):
        body, shape = Derivative(body, where, span=term.span), _slope_shape(types, shape, point, term.span)
    return body, shape


def _slope_shape(types: Inference, shape: Shape, point: Shape, span: Span | None) -> Shape:
    shape = types.unifier.shape(shape)
    if shape.scalar:
        return point
    if point.scalar:
        return shape
    if shape.cols == ONE and point.cols == ONE:
        return Shape(shape.rows, point.rows)
    if shape.rows == ONE and point.cols == ONE:
        return Shape(shape.cols, point.rows)
    raise Ambiguous(Message("maths.typing.jacobian"), span)


def prime(types: Inference, term: Prime) -> Sorted:
    """A derivative of a function, a transpose of anything else."""
    inner = term.term
    if isinstance(inner, Symbol):
        name = types.scope.canonical(inner.name)
        function = types.scope.functions.get(name)
        if function is not None and _is_of_one(types, function):
            by = Symbol(function.parameters[0] if function.parameters else types.scope.unknown or "")
            return types.type(Derivative(function.body, by, term.order, span=term.span))
        if function is None and not types.scope.knows(name):
            types.unknown.add(inner.name)
            return inner, SCALAR
    return types.type(Apply("transpose", (inner,), span=term.span))


def _is_of_one(types: Inference, function: Function) -> bool:
    """Whether a prime on a defined name is a derivative: f(b), or a number named without its argument."""
    if function.parameters:
        return len(function.parameters) == 1 and not function.indexed
    sort = types.apart(function.body)
    return types.scope.unknown is not None and sort is not None and sort.shape.scalar


def differential(types: Inference, term: Differential) -> Sorted:
    """d of the unknown is a free direction; d of anything else is its derivative in that direction."""
    inner, unknown = term.term, types.scope.unknown
    if unknown is None:
        raise Ambiguous(Message("maths.typing.differential"), inner.span)
    direction = Symbol(f"d {unknown}")
    if isinstance(inner, Symbol) and types.scope.canonical(inner.name) == unknown:
        return direction, types.scope.declared[unknown].shape
    body, body_shape = types.type(inner)
    slope = Derivative(body, Symbol(unknown), span=inner.span)
    if body_shape.scalar:
        return Mul((Apply("transpose", (slope,)), direction)), SCALAR
    return Mul((slope, direction)), body_shape
