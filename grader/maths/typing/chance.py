"""Expectations: which names in them are random.

Declared with ``random`` a name may have any distribution, jointly with the others; with ``centred`` one of expectation
0. If no name of a scope is declared so, every name inside of an expectation may be random, but for the unknown and what
stands beside a subscript (``E_x``: x alone is).

The typed ``expectation(body, x, y, …)`` is evaluated in the prime field only, as a weighted mean over some random
values that the names take together. What holds there holds for every distribution, as E[aX + b] = aE[X] + b does. What
does not may hold for some, as E[XY] = E[X]E[Y] does for independent ones, and E[X] = mu does by definition of mu: it is
left to a marker, but for what :mod:`grader.maths.typing.certainty` finds.
"""

from __future__ import annotations

from grader.core import Message
from grader.maths.declare import ONE, SCALAR, Shape
from grader.maths.shapes import Ambiguous, clash
from grader.maths.terms import Add, Apply, Mul, Neg, Relation, Symbol, Term, free_names
from grader.maths.typing.inference import Inference, Sorted


def expectation(types: Inference, term: Apply) -> Sorted:
    """``E[body]``, ``E_x[body]``; of a constant it is the constant."""
    types.chances = True
    body, shape = types.type(term.args[0])
    return expected(types, body, term.args[1:]), shape


def expected(types: Inference, body: Term, by: tuple[Term, ...] = ()) -> Term:
    """The expectation of a typed term, over some names or all that may be random."""
    names = _named(types, by) if by else _random(types, body)
    if not names:
        return body
    return Apply("expectation", (body, *(_marked(types, name) for name in sorted(names))), span=body.span)


def _marked(types: Inference, name: str) -> Term:
    declared = types.scope.declared.get(name)
    is_centred = declared is not None and declared.law == "centred"
    return Apply("centred", (Symbol(name),)) if is_centred else Symbol(name)


def _named(types: Inference, by: tuple[Term, ...]) -> frozenset[str]:
    names = set()
    for part in by:
        name = part.left if isinstance(part, Relation) else part
        if not isinstance(name, Symbol):
            raise Ambiguous(Message("maths.typing.expectation"), part.span)
        known = types.scope.canonical(name.name)
        names.add(types.scope.rows.get(known, known))
    return frozenset(names)


def _random(types: Inference, body: Term) -> frozenset[str]:
    declared = types.scope.declared
    names = frozenset(name for name in free_names(body) if name in declared or name in types.unknown)
    if any(known.law for known in declared.values()):
        return frozenset(name for name in names if name in declared and declared[name].law)
    return names - {types.scope.unknown}


# ----------------------------------------------------------------------------------------------- moments


def is_moment(types: Inference, args: list[Sorted]) -> bool:
    """Whether a variance is that of random variables, and not of the entries of a vector of data."""
    for value, shape in args:
        if types.unifier.shape(shape).scalar:
            return True
        if any(types.scope.declared[name].law for name in free_names(value) if name in types.scope.declared):
            return True
    return False


def covariance(types: Inference, term: Apply, args: list[Sorted]) -> Sorted:
    """E[(a − E a)(b − E b)ᵀ], a matrix for columns; the variance is the covariance with itself."""
    types.chances = True
    (a, left), (b, right) = args[0], args[-1]
    left, right = types.unifier.shape(left), types.unifier.shape(right)
    if not (left.cols == right.cols == ONE):
        raise clash("entrywise", left, right, term.span, (term.args[0], term.args[-1]))
    a, b = (Add((part, Neg(expected(types, part)))) for part in (a, b))
    if left.scalar and right.scalar:
        return expected(types, Mul((a, b), span=term.span)), SCALAR
    return expected(types, Mul((a, Apply("transpose", (b,))), span=term.span)), Shape(left.rows, right.rows)
