"""Operators on their arguments, and the collections that they are applied to.

What typing made is typed again to itself, so that a change of a typed term can be judged like a term as read.
"""

from __future__ import annotations

from grader.core import Message
from grader.maths.declare import ONE, SCALAR, Shape
from grader.maths.operators import OPERATORS
from grader.maths.series import series
from grader.maths.shapes import Ambiguous, ShapeError, dim_term
from grader.maths.terms import Apply, Collection, Dots, Fold, Number, Optimum, Span, Stack, Symbol, Term
from grader.maths.typing.arrays import as_one_column
from grader.maths.typing.chance import covariance, expectation, holds_random, is_moment
from grader.maths.typing.folds import bare_index
from grader.maths.typing.indexing import typed_part
from grader.maths.typing.inference import ONE_TERM, Inference, Sorted
from grader.maths.typing.sets import is_set, size_of

_MOMENTS = {"var": 1, "cov": 2}
_OF_MATRICES = frozenset(("exp", "log", "sqrt"))  # have another meaning than entry by entry for a square matrix


def apply(types: Inference, term: Apply) -> Sorted:
    """An operator; those whose meaning needs more than the shapes of their arguments come first."""
    match term.op, term.args:
        case "identity", (dim,):
            size = types.as_dim(dim)
            return Apply("identity", (dim_term(size),), span=term.span), Shape(size, size)
        case ("ones" | "zeros"), ():
            n = types.unifier.fresh()
            return Apply(term.op, (Symbol(n.names[0]), ONE_TERM), span=term.span), Shape(n, ONE)
        case ("ones" | "zeros"), args:
            dims = [types.as_dim(a) for a in args] + [ONE] * (2 - len(args))
            return Apply(term.op, tuple(map(dim_term, dims)), span=term.span), Shape(*dims[:2])
        case "transpose", (Number(value),) if value == 1:  # 1^T x: the vector of ones
            return types.type(Apply("transpose", (Apply("ones", (), span=term.span),), span=term.span))
        case "transpose", (Stack((row,)) as block,) if as_one_column(types, [[types.type(entry) for entry in row]]):
            return types.type(block)  # a column, with or without ᵀ behind it
        case "indicator", (condition,):
            return Apply("indicator", (types.type(condition)[0],), span=term.span), SCALAR
        case "expectation", (_, *_):
            return expectation(types, term)
        case "var", (Collection((item,)),) if holds_random(types, item):  # no sample of numbers
            return types.type(Apply("var", (item,), span=term.span))
        case ("abs" | "norm"), (chosen,) if is_set(types, chosen):
            return size_of(types, term)
        case "entry" | "cell" | "row" | "line" | "column", _:
            return typed_part(types, term)
        case "diag", (body,) if _single_of_many(types, body):
            return types.type(Apply("diag", (Collection((body,)),), span=term.span))
        case "family", (Symbol(index), low, high, body):
            return _as_family(types, Fold("sum", index, low, high, body), term.span)
    return _by_shape(types, term)


def _single_of_many(types: Inference, body: Term) -> bool:
    """``diag(s_i)``: whether a number stands for all of its kind, by the one subscript that nothing binds."""
    if isinstance(body, Collection | Stack) or bare_index(types, body) is None:
        return False
    sort = types.apart(body)
    return sort is not None and sort.shape.scalar


def _by_shape(types: Inference, term: Apply) -> Sorted:
    operator = OPERATORS.get(term.op)
    if operator is None or operator.arity not in (None, len(term.args)):
        raise Ambiguous(Message("maths.typing.operator", {"name": term.op}), term.span)
    pairs = [types.type(a) for a in term.args]
    if len(pairs) == _MOMENTS.get(term.op) and is_moment(types, pairs):
        return covariance(types, term, pairs)
    shapes = [types.unifier.shape(shape) for _, shape in pairs]
    op = term.op
    if op == "abs" and not shapes[0].scalar:  # |A| of a square matrix is its determinant
        op = "det" if shapes[0].square else "norm"
        if op == "det":
            types.remark("determinant")
    elif op in _OF_MATRICES and shapes[0].square:
        raise Ambiguous(Message("maths.typing.matrix_function", {"name": op}), term.span)
    try:
        shape = OPERATORS[op].shape(types.unifier, shapes)
    except ShapeError as error:
        raise error.of(term.args, term.span) from None
    return Apply(op, tuple(value for value, _ in pairs), span=term.span), shape


# -------------------------------------------------------------------------------------------- collections


def collection(types: Inference, term: Collection) -> Sorted:
    """``{x_1, …, x_n}`` as a column."""
    items = term.items
    if any(isinstance(item, Dots) for item in items):
        run = series(items, "sum")
        if len(run) != 1:
            raise Ambiguous(Message("maths.typing.dots"), term.span)
        return _as_family(types, run[0], term.span)
    if len(items) > 1:
        return types.type(Stack(tuple((item,) for item in items), span=term.span))
    index = bare_index(types, items[0])
    if index is None:
        return types.type(items[0])
    return _as_family(types, Fold("sum", index, None, None, items[0], span=term.span), term.span)  # {x_i}: all of them


def _as_family(types: Inference, fold: Term, span: Span | None) -> Sorted:
    """The column of the terms of a sum, which must be numbers."""
    value, shape = types.type(fold)
    if not types.unifier.shape(shape).scalar:
        raise Ambiguous(Message("maths.typing.subscripts"), span)
    assert isinstance(value, Fold) and value.index and value.low is not None and value.high is not None
    family = Apply("family", (Symbol(value.index), value.low, value.high, value.body), span=span)
    return family, Shape(types.as_dim(value.high), ONE)


def extreme(types: Inference, term: Optimum) -> Sorted:
    """``\\min_i x_i`` is the least of them; a minimum over anything else is a statement, not a value."""
    match term:
        case Optimum("min" | "max" as op, (Symbol(index),), body) if not types.scope.knows(index):
            return types.type(Apply(op, (Collection((body,)),), span=term.span))
        case Optimum("min" | "max" as op, (), body):
            return types.type(Apply(op, (body,), span=term.span))
        case _:
            raise Ambiguous(Message("maths.typing.optimum"), term.span)
