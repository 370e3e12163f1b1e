"""Literal matrices, blocks, pieces by case, and conditions."""

from __future__ import annotations

from dataclasses import replace

from grader.core import Message
from grader.maths.declare import SCALAR, Dim, Shape
from grader.maths.shapes import Ambiguous, clash
from grader.maths.terms import Cases, Dots, Relation, Stack
from grader.maths.typing.arithmetic import sum_shape
from grader.maths.typing.inference import Inference, Sorted


def relation(types: Inference, term: Relation) -> Sorted:
    """A condition inside a term."""
    left, right = types.type(term.left)[0], types.type(term.right)[0]
    return replace(term, left=left, right=right), SCALAR


def cases(types: Inference, term: Cases) -> Sorted:
    """Pieces, which have one shape."""
    pieces = []
    shape: Shape | None = None
    for value, condition in term.pieces:
        result, found = types.type(value)
        shape = found if shape is None else sum_shape(types, shape, found, value.span, (term.pieces[0][0], value))
        test = None if condition is None else types.type(condition)[0]
        assert test is None or isinstance(test, Relation)
        pieces.append((result, test))
    assert shape is not None
    return replace(term, pieces=tuple(pieces)), shape


def stack(types: Inference, term: Stack) -> Sorted:
    """Blocks by rows, as high and wide as they are together; what is open of a width is as the first row says."""
    rows = [[types.type(entry) for entry in row] for row in term.rows]
    for row, written in zip(rows, term.rows, strict=True):
        for (_, shape), block in zip(row[1:], written[1:], strict=True):
            if not types.unifier.same(shape.rows, row[0][1].rows):
                raise clash("stack", row[0][1], shape, term.span, (written[0], block))
    widths = [_total(types, [shape.cols for _, shape in row]) for row in rows]
    for width in widths[1:]:
        types.unifier.same(widths[0], width)  # if not, it has no value
    height = _total(types, [row[0][1].rows for row in rows])
    values = tuple(tuple(value for value, _ in row) for row in rows)
    return replace(term, rows=values), Shape(height, types.unifier.resolve(widths[0]))


def _total(types: Inference, dims: list[Dim]) -> Dim:
    total = Dim()
    for dim in dims:
        total = total.plus(types.unifier.resolve(dim))
    return total


def dots(_: Inference, term: Dots) -> Sorted:
    """An ellipsis outside a run has no meaning."""
    raise Ambiguous(Message("maths.typing.dots"), term.span)
