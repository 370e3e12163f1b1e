"""Letters of one's own: what shape must a name have that was never explained?

A rule such as ``d(a^T w)/dw = a`` is about any a for which it makes sense. The shape is inferred: a name is taken for
the first of the usual things (a capital for a matrix, a small letter for a number) with which both sides fit. What
holds then is accepted; what does not is left open, since something may have been assumed that was not said.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import islice, product
from typing import Final

from grader.core import Message, Pass, Words
from grader.maths.decide import Equal, equal
from grader.maths.declare import ONE, SCALAR, Declared, Dim, Scope, Shape
from grader.maths.shapes import Ambiguous, ShapeError, describe
from grader.maths.terms import Term
from grader.maths.typing import typed_pair

MAX_TRIED: Final = 300  # combinations of shapes
_SYMMETRIC = re.compile(r"symmetric|对称", re.IGNORECASE)


def holds_if_inferred(
    left: Term, right: Term, names: frozenset[str], scope: Scope, prose: str, seed: int
) -> tuple[Pass, tuple[Words, ...]] | None:
    """The verdict on an identity that holds with the shapes inferred for some names, with remarks; None if it does not.

    A square matrix counts as symmetric where the text says that something is.
    """
    shapes = inferred(left, right, names, scope)
    if shapes is None:
        return None
    for symmetric in (False, True) if _SYMMETRIC.search(prose) else (False,):
        known = _with(scope, shapes, symmetric)
        decision = equal(right, left, known, seed)
        if isinstance(decision, Equal):
            return Pass(decision.evidence), (*decision.remarks, *_told(shapes))
    return None


def inferred(left: Term, right: Term, names: frozenset[str], scope: Scope) -> Mapping[str, Shape] | None:
    """The first shapes with which the two sides fit each other; None if there are none."""
    ordered = sorted(names)
    for shapes in islice(product(*(_usual(name, scope) for name in ordered)), MAX_TRIED):
        found = dict(zip(ordered, shapes, strict=True))
        try:
            sides = typed_pair(left, right, _with(scope, found, False))
        except (ShapeError, Ambiguous):
            continue
        if not any(side.unknown for side in sides):
            return found
    return None


def _usual(name: str, scope: Scope) -> Iterator[Shape]:
    """What a name usually stands for, likeliest first."""
    base, _, mark = name.rpartition("_")
    if mark and scope.canonical(base) in scope.declared:
        yield scope.declared[scope.canonical(base)].shape  # X_tilde beside X
    dims = [Dim((letter,)) for letter in scope.dims]
    columns = [Shape(dim, ONE) for dim in dims]
    if name[:1].isupper() and len(base or name) == 1:
        yield from (Shape(rows, cols) for rows in dims for cols in dims)
        yield from columns
    yield SCALAR
    yield from columns


def _with(scope: Scope, shapes: Mapping[str, Shape], symmetric: bool) -> Scope:
    declared = {
        name: Declared(shape, "symmetric" if symmetric and shape.rows == shape.cols != ONE else "any")
        for name, shape in shapes.items()
    }
    return replace(scope, declared={**scope.declared, **declared})


def _told(shapes: Mapping[str, Shape]) -> tuple[Words, ...]:
    return tuple(
        Message("derivation.remark.inferred", {"name": name.replace("_", " "), "shape": describe(shape)})
        for name, shape in shapes.items()
        if not shape.scalar
    )
