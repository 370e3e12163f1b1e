"""Literal matrices, blocks, pieces by case, and conditions."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from grader.core import Message
from grader.maths.declare import ONE, SCALAR, Dim, Shape
from grader.maths.shapes import Ambiguous, clash, dim_term
from grader.maths.terms import Apply, Cases, Dots, Index, Number, Relation, Stack, Symbol, Term, walk
from grader.maths.typing.arithmetic import sum_shape
from grader.maths.typing.indexing import subscript
from grader.maths.typing.inference import ONE_TERM, Inference, Sorted

_FILLS = {Fraction(0): "zeros", Fraction(1): "ones"}


def relation(types: Inference, term: Relation) -> Sorted:
    """A condition inside a term; a letter in it that stands as a subscript elsewhere is that index."""
    for side in (term.left, term.right):
        if isinstance(side, Symbol) and not types.scope.knows(side.name) and _is_subscript(types, side.name):
            subscript(types, side)
    left, right = types.type(term.left)[0], types.type(term.right)[0]
    return replace(term, left=left, right=right), SCALAR


def _is_subscript(types: Inference, name: str) -> bool:
    """Whether a name stands as a subscript in the terms that are typed together."""
    indices = (i for root in types.roots for part in walk(root) if isinstance(part, Index) for i in part.at)
    return any(Symbol(name) in walk(i) for i in indices)


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
    if as_one_column(types, rows):
        rows = [[block] for block in rows[0]]
    elif (across := _beside(types, rows)) is not None:
        rows = [across]
    written = [entry for row in term.rows for entry in row]
    rows = _zeros_below(types, [_filled(types, row) for row in rows])
    for row in rows:
        for at, (_, shape) in enumerate(row[1:], 1):
            if not types.unifier.same(shape.rows, row[0][1].rows):
                raise clash("stack", row[0][1], shape, term.span, (written[0], written[at]))
    widths = [_total(types, [shape.cols for _, shape in row]) for row in rows]
    for width in widths[1:]:
        types.unifier.same(widths[0], width)  # if not, it has no value
    height = _total(types, [row[0][1].rows for row in rows])
    values = tuple(tuple(value for value, _ in row) for row in rows)
    return replace(term, rows=values), Shape(height, types.unifier.resolve(widths[0]))


def as_one_column(types: Inference, rows: list[list[Sorted]]) -> bool:
    """Whether ``[w, b]`` is meant as one column: a vector and numbers, which can't stand side by side."""
    if len(rows) != 1 or len(rows[0]) == 1:
        return False
    shapes = [types.unifier.shape(shape) for _, shape in rows[0]]
    if any(shape.cols != ONE or _is_open(shape.rows) for shape in shapes) or len({s.rows for s in shapes}) == 1:
        return False
    single = [value for (value, _), shape in zip(rows[0], shapes, strict=True) if shape.scalar]
    return types.blocks == "down" or not all(isinstance(v, Number) and v.value in _FILLS for v in single)


def _beside(types: Inference, rows: list[list[Sorted]]) -> list[Sorted] | None:
    """``(X, 1)`` in round brackets: a matrix and a column beside it, since they can't stand one above the other."""
    if len(rows) < 2 or any(len(row) != 1 for row in rows):
        return None
    row = [block for (block,) in rows]
    shapes = [types.unifier.shape(shape) for _, shape in row]
    if any(_is_open(shape.cols) for shape in shapes) or len({shape.cols for shape in shapes}) == 1:
        return None
    filled = _filled(types, row)
    heights = {types.unifier.shape(shape).rows for _, shape in filled}
    return filled if len([rows for rows in heights if not _is_open(rows)]) == 1 else None


def _is_open(dim: Dim) -> bool:
    return any(name.startswith("?") for name in dim.names)


def _filled(types: Inference, row: list[Sorted]) -> list[Sorted]:
    """``[X, 1]``: a 1 or 0 beside a block of several rows stands for a column of them."""
    heights = [types.unifier.shape(shape).rows for _, shape in row]
    known = (rows for rows in heights if not _is_open(rows))
    tall = next((rows for rows in known if rows != ONE), None)
    if tall is None:
        return row

    def column(value: Term, shape: Shape) -> Sorted:
        if not isinstance(value, Number) or value.value not in _FILLS:
            return value, shape
        types.remark("filled", number=str(value.value))
        return Apply(_FILLS[value.value], (dim_term(tall), ONE_TERM), span=value.span), Shape(tall, ONE)

    return [column(*block) for block in row]


def _zeros_below(types: Inference, rows: list[list[Sorted]]) -> list[list[Sorted]]:
    """``(y, 0)``: a 0 above or below a vector is as many zeros as fit, or one if any number does."""
    shapes = [types.unifier.shape(shape) for row in rows for _, shape in row]
    if not all(len(row) == 1 for row in rows) or not any(shape.column for shape in shapes):
        return rows

    def block(value: Term, shape: Shape) -> Sorted:
        if not (isinstance(value, Number) and value.value == 0):
            return value, shape
        height = types.unifier.fresh()
        types.single_rows.append(height.names[0])
        return Apply("zeros", (dim_term(height), ONE_TERM), span=value.span), Shape(height, ONE)

    return [[block(*row[0])] for row in rows]


def _total(types: Inference, dims: list[Dim]) -> Dim:
    total = Dim()
    for dim in dims:
        total = total.plus(types.unifier.resolve(dim))
    return total


def dots(_: Inference, term: Dots) -> Sorted:
    """An ellipsis outside a run has no meaning."""
    raise Ambiguous(Message("maths.typing.dots"), term.span)
