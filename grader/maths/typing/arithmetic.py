"""Arithmetic: sums, products, quotients and powers of numbers, vectors and matrices."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from grader.core import Message
from grader.maths.declare import ONE, SCALAR, Shape
from grader.maths.operators import OPERATORS
from grader.maths.series import series
from grader.maths.shapes import Ambiguous, ShapeError, clash, dim_term, misshapen
from grader.maths.terms import Add, Apply, Div, Dots, Mul, Neg, Number, Pow, Span, Stack, Term
from grader.maths.typing.inference import Inference, Sorted


def number(_: Inference, term: Number) -> Sorted:
    """A literal."""
    return term, SCALAR


def negative(types: Inference, term: Neg) -> Sorted:
    """Minus a term."""
    result, shape = types.type(term.term)
    return Neg(result, span=term.span), shape


# --------------------------------------------------------------------------------------------------- sums


def add(types: Inference, term: Add) -> Sorted:
    """A sum; a run with dots in it is a fold."""
    if any(isinstance(t, Dots) for t in term.terms):
        return types.type(replace(term, terms=series(term.terms, "sum")))
    pairs = [types.type(t) for t in term.terms]
    shape = pairs[0][1]
    for written, (value, other) in zip(term.terms[1:], pairs[1:], strict=True):
        shape = sum_shape(types, shape, other, value.span or term.span, (term.terms[0], written))
    return Add(tuple(value for value, _ in pairs), span=term.span), shape


def sum_shape(types: Inference, a: Shape, b: Shape, span: Span | None, parts: Sequence[Term] = ()) -> Shape:
    """The shape of a sum of two; a number is added to every entry of a vector."""
    a, b = types.unifier.shape(a), types.unifier.shape(b)
    if a == b:
        return a
    wide = b if a.scalar else a
    if a.scalar != b.scalar and ONE in (wide.rows, wide.cols):
        if not _open(wide):
            types.remark("broadcast")
        return wide
    if not types.unifier.same_shape(a, b):
        raise clash("add", a, b, span, [part.term if isinstance(part, Neg) else part for part in parts])
    return types.unifier.shape(a)


def _open(shape: Shape) -> bool:
    return any(name.startswith("?") for dim in (shape.rows, shape.cols) for name in dim.names)


# ----------------------------------------------------------------------------------------------- products


def multiply(types: Inference, term: Mul) -> Sorted:
    """A product; a run with dots in it is a fold."""
    if any(isinstance(f, Dots) for f in term.factors):
        return types.type(replace(term, factors=series(term.factors, "prod")))
    first = term.factors[0]
    if isinstance(first, Apply) and first.op in ("hadamard", "kron") and len(first.args) == 2:
        return _entrywise(types, term, first)
    return _product(types, term, [types.type(f) for f in term.factors])


def _entrywise(types: Inference, term: Mul, first: Apply) -> Sorted:
    """``y ⊙ Xw``: of y and X, times w, or, if it fits so only, of y and Xw."""
    left, right, *rest = [types.type(f) for f in (*first.args, *term.factors[1:])]
    try:
        return _product(types, term, [_joined(types, first, left, right), *rest])
    except ShapeError:
        behind = Mul((first.args[1], *term.factors[1:]))
        whole = replace(first, args=(first.args[0], behind))
        return _joined(types, whole, left, _product(types, behind, [right, *rest]))


def _joined(types: Inference, term: Apply, left: Sorted, right: Sorted) -> Sorted:
    shapes = [types.unifier.shape(shape) for _, shape in (left, right)]
    try:
        shape = OPERATORS[term.op].shape(types.unifier, shapes)
    except ShapeError as error:
        raise error.of(term.args, term.span) from None
    return Apply(term.op, (left[0], right[0]), span=term.span), shape


def _product(types: Inference, term: Mul, pairs: list[Sorted]) -> Sorted:
    if term.dotted and len(pairs) == 2 and _are_columns(types, pairs[0][1], pairs[1][1]):
        return Apply("inner", (pairs[0][0], pairs[1][0]), span=term.span), SCALAR
    shape = pairs[0][1]
    try:
        for value, other in pairs[1:]:
            shape = _product_shape(types, shape, other, value.span or term.span)
    except ShapeError as error:
        try:
            return _from_the_right(types, pairs, term.span)
        except ShapeError:
            if _are_written_columns(types, term, pairs):
                return Apply("inner", (pairs[0][0], pairs[1][0]), span=term.span), SCALAR
            raise _first_misfit(types, term, pairs) or error from None
    return replace(term, factors=tuple(value for value, _ in pairs)), shape


def _are_written_columns(types: Inference, term: Mul, pairs: list[Sorted]) -> bool:
    """``(w, b)^T (x, 1)``: two columns that are written out, with or without ᵀ."""
    written = [f.args[0] if isinstance(f, Apply) and f.op == "transpose" else f for f in term.factors]
    literal = all(isinstance(factor, Stack) for factor in written)
    return len(pairs) == 2 and literal and _are_columns(types, pairs[0][1], pairs[1][1])


def _from_the_right(types: Inference, pairs: list[Sorted], span: Span | None) -> Sorted:
    """``w^T x_i x_i`` as w^T (x_i x_i), if that fits."""
    shape = pairs[-1][1]
    for value, other in reversed(pairs[:-1]):
        shape = _product_shape(types, other, shape, value.span or span)
    grouped = pairs[-1][0]
    for value, _ in reversed(pairs[:-1]):
        grouped = Mul((value, grouped), span=span)
    return grouped, shape


def _first_misfit(types: Inference, term: Mul, pairs: list[Sorted]) -> ShapeError | None:
    """The first two factors side by side, numbers left out, that do not fit."""
    factors = [
        (written, value.span or term.span, shape)
        for written, (value, shape) in zip(term.factors, pairs, strict=True)
        if not types.unifier.shape(shape).scalar
    ]
    for (left, _, a), (right, span, b) in pairwise(factors):
        a, b = types.unifier.shape(a), types.unifier.shape(b)
        if not types.unifier.same(a.cols, b.rows):
            return clash(_misfit(a, b), a, b, span, (left, right))
    return None


def _misfit(a: Shape, b: Shape) -> str:
    """In which words: the usual slips with columns and rows have their own."""
    if a.column:
        return "columns" if b.column else "column"
    return "by_row" if b.rows == ONE else "product"


def _are_columns(types: Inference, a: Shape, b: Shape) -> bool:
    """Whether both are column vectors of one size."""
    a, b = types.unifier.shape(a), types.unifier.shape(b)
    return a.column and b.column and types.unifier.same(a.rows, b.rows)


def _product_shape(types: Inference, a: Shape, b: Shape, span: Span | None) -> Shape:
    a, b = types.unifier.shape(a), types.unifier.shape(b)
    if a.scalar or b.scalar:
        return b if a.scalar else a
    if not types.unifier.same(a.cols, b.rows):
        raise clash("factors", a, b, span)
    return types.unifier.shape(Shape(a.rows, b.cols))


# ----------------------------------------------------------------------------------- quotients and powers


def divide(types: Inference, term: Div) -> Sorted:
    """A quotient, by a number only."""
    top, shape = types.type(term.top)
    bottom, below = types.type(term.bottom)
    if not types.unifier.shape(below).scalar:
        raise clash("divide", shape, types.unifier.shape(below), term.bottom.span or term.span, (term.top, term.bottom))
    return Div(top, bottom, span=term.span), shape


def power(types: Inference, term: Pow) -> Sorted:
    """A power: of a number, of a square matrix, or the square of a vector."""
    base, shape = types.type(term.base)
    exponent, power_shape = types.type(term.exponent)
    shape = types.unifier.shape(shape)
    if not types.unifier.shape(power_shape).scalar:
        raise misshapen("exponent", types.unifier.shape(power_shape), term.exponent, term.exponent.span)
    if shape.scalar:
        if isinstance(term.base, Apply) and term.base.op == "abs" and isinstance(base, Apply) and base.op == "det":
            raise Ambiguous(Message("maths.typing.bars"), term.span)  # |A|^2: of a determinant, or of a norm
        return Pow(base, exponent, span=term.span), SCALAR
    whole = exponent.value if isinstance(exponent, Number) and exponent.value.denominator == 1 else None
    if isinstance(exponent, Neg) and isinstance(exponent.term, Number):
        whole = -exponent.term.value
    if whole == 2 and ONE in (shape.rows, shape.cols):
        types.remark("square")
        return Apply("inner", (base, base), span=term.span), SCALAR
    if not types.unifier.same(shape.rows, shape.cols):
        raise misshapen("inverse" if whole == -1 else "power", shape, term.base, term.span)
    if whole == -1:
        return Apply("inv", (base,), span=term.span), types.unifier.shape(shape)
    if whole is None or not abs(whole) <= 16:
        raise Ambiguous(Message("maths.typing.power"), term.span)
    if whole == 0:
        return Apply("identity", (dim_term(shape.rows),), span=term.span), shape
    factor = base if whole > 0 else Apply("inv", (base,), span=term.span)
    return Mul((factor,) * abs(int(whole)), span=term.span), types.unifier.shape(shape)
