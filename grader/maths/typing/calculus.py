"""Derivatives, primes and differentials: by what they are taken, and the shape that comes out."""

from __future__ import annotations

from dataclasses import replace

from grader.core import Message
from grader.maths.declare import ONE, SCALAR, Function, Shape
from grader.maths.shapes import Ambiguous, clash
from grader.maths.terms import Accent, Apply, Call, Derivative, Differential, Index, Mul, Prime, Span, Symbol, Term
from grader.maths.typing.indexing import part, subscript
from grader.maths.typing.inference import Inference, Sorted


def derivative(types: Inference, term: Derivative) -> Sorted:
    """A derivative by the unknown, by another name, by its transpose or by a part of it."""
    by = term.by
    if by is None:
        if types.scope.unknown is None:
            raise Ambiguous(Message("maths.typing.derivative"), term.span)
        by = Symbol(types.scope.unknown)
        if (called := _gradient_of_a_call(types, term, by)) is not None:
            return called
    if isinstance(by, Apply) and by.op == "transpose" and term.order == 1:
        return types.type(Apply("transpose", (replace(term, by=by.args[0]),), span=term.span))
    if isinstance(by, Index) and isinstance(by.base, Symbol | Accent):  # a part of the derivative by all of it
        slope, shape = types.type(Derivative(term.body, by.base, term.order, span=term.span))
        entry = tuple(subscript(types, i) for i in by.at)
        diagonal = term.order if len(entry) == 1 else 1  # twice by one entry
        return part(types, slope, shape, entry * diagonal, by)
    where = _variable(types, by)
    if not isinstance(where, Symbol) or where.name not in types.scope.declared:
        if isinstance(where, Symbol):
            types.unknown.add(where.name)
            return where, SCALAR
        raise Ambiguous(Message("maths.typing.derivative"), term.span)
    body, shape = types.type(term.body)
    point = types.scope.declared[where.name].shape
    at = None if term.at is None else types.type(term.at)[0]
    for time in range(term.order):
        here = at if time == term.order - 1 else None
        body, shape = _slope(types, Derivative(body, where, at=here, span=term.span), shape, point)
    return body, shape


def _slope(types: Inference, slope: Derivative, shape: Shape, point: Shape) -> Sorted:
    """The derivative of a body of one shape by a variable of another."""
    among_vectors = not types.unifier.shape(shape).scalar and not point.scalar
    value = Apply("jacobian", (slope,), span=slope.span) if among_vectors else slope
    return value, _slope_shape(types, shape, point, slope.span)


def _variable(types: Inference, by: Term) -> Term:
    """What a derivative is taken by; ``x``, where x_i are the rows of X, is all of X."""
    if isinstance(by, Symbol) and (design := types.scope.rows.get(types.scope.canonical(by.name))) is not None:
        return Symbol(design, span=by.span)
    return types.type(by)[0]


def _gradient_of_a_call(types: Inference, term: Derivative, by: Symbol) -> Sorted | None:
    """``\\nabla L(w_0)``: the gradient of L there, and not of the number L(w_0); None if L is not known."""
    match term.body:
        case Call(Symbol(name), (_,), ()) as called:
            function = types.scope.functions.get(types.scope.canonical(name))
            if function is not None and not function.indexed and function.parameters == (by.name,):
                return slope_at(types, Derivative(function.body, by, term.order, span=term.span), called.args)
    return None


def slope_at(types: Inference, slope: Prime | Derivative, args: tuple[Term, ...]) -> Sorted:
    """``f'(b)`` at the variable itself, however marked; ``f'(0)`` at another value of it."""
    value, shape = types.type(slope)
    if isinstance(value, Apply) and value.op == "jacobian":
        inner, _ = _moved(types, value.args[0], shape, args)
        return replace(value, args=(inner,)), shape
    return _moved(types, value, shape, args)


def _moved(types: Inference, value: Term, shape: Shape, args: tuple[Term, ...]) -> Sorted:
    """A derivative at the value that it was called with."""
    if len(args) != 1 or not (isinstance(value, Derivative) and isinstance(value.by, Symbol)):
        return value, shape
    at, point = types.type(args[0])
    variable = value.by.name
    if at == Symbol(variable):
        return value, shape
    if not types.unifier.same_shape(point, types.scope.declared[variable].shape):
        raise clash("equal", types.unifier.shape(point), types.scope.declared[variable].shape, args[0].span)
    return replace(value, at=at), shape


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
        primed = inner.name + "'" * term.order
        if primed in types.scope.functions:  # a name of its own, that the text gave a formula
            return types.type(Symbol(primed, span=term.span))
        function = types.scope.functions.get(name)
        if name in types.scope.operators:
            return types.type(Derivative(inner, Symbol(types.scope.argument), term.order, span=term.span))
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
    direction, point = Symbol(f"d {unknown}"), types.scope.declared[unknown].shape
    if isinstance(inner, Symbol) and types.scope.canonical(inner.name) == unknown:
        return direction, point
    body, body_shape = types.type(inner)
    slope, _ = _slope(types, Derivative(body, Symbol(unknown), span=inner.span), body_shape, point)
    if body_shape.scalar:
        return Mul((Apply("transpose", (slope,)), direction)), SCALAR
    return Mul((slope, direction)), body_shape
