"""Expectations: which names in them are random.

Declared with ``random`` a name may have any distribution, jointly with the others; with ``centred`` one of expectation
0, with ``white`` one whose entries together have expectation 0, are uncorrelated, and have one standard deviation. If
no name of a scope is declared so, every name inside of an expectation may be random, but for the unknown and what
stands beside a subscript (``E_x``: x alone is).

The typed ``expectation(body, x, y, …)`` is evaluated in the prime field only, as a weighted mean over some random
values that the names take together. What holds there holds for every distribution, as E[aX + b] = aE[X] + b does. What
does not may hold for some, as E[XY] = E[X]E[Y] does for independent ones, and E[X] = mu does by definition of mu: it is
left to a marker, but for what :mod:`grader.maths.typing.certainty` finds. Where everything random is white, second
moments are known: an expectation that depends on nothing else has its value in every domain, and may be refuted.

A ``count`` that is declared random, and to whose probabilities the author gave a meaning, ``p(k)``, has the expectation
Σ_k g(k) p(k); an ``indicator`` is 1 with the probability that is the meaning of ``p(Z)``.
"""

from __future__ import annotations

from grader.core import Message
from grader.maths.declare import ONE, SCALAR, Shape
from grader.maths.infinite import INFINITY
from grader.maths.shapes import Ambiguous, clash
from grader.maths.substitute import substitute
from grader.maths.terms import Add, Apply, Fold, Mul, Neg, Relation, Symbol, Term, free_names
from grader.maths.typing.inference import ONE_TERM, ZERO_TERM, Inference, Sorted


def expectation(types: Inference, term: Apply) -> Sorted:
    """``E[body]``, ``E_x[body]``; of a constant it is the constant."""
    types.chances = True
    if (series := _over_values(types, term)) is not None:
        return types.type(series)
    body, shape = types.type(term.args[0])
    return expected(types, body, term.args[1:]), shape


def _over_values(types: Inference, term: Apply) -> Term | None:
    """The expectation of what holds one random count or indicator, as a sum over its values; None for any other."""
    scope, body = types.scope, term.args[0]
    letters = [name for name in free_names(body) if name not in types.bound]
    random = {scope.canonical(name) for name in letters} & {name for name, known in scope.declared.items() if known.law}
    if len(random) != 1:
        return None
    (name,) = random
    chance = scope.meanings.get(f"p({name})")
    kind = scope.declared[name].kind
    if chance is None or kind not in ("count", "indicator"):
        return None
    if kind == "indicator":
        own = [letter for letter in letters if scope.canonical(letter) == name]
        at_one, at_zero = (substitute(body, dict.fromkeys(own, value)) for value in (ONE_TERM, ZERO_TERM))
        return Add((Mul((chance, at_one)), Mul((Add((ONE_TERM, Neg(chance))), at_zero))), span=term.span)
    turn = Symbol("#count")
    inside = substitute(body, {letter: turn for letter in letters if scope.canonical(letter) == name})
    return Fold("sum", turn.name, ZERO_TERM, INFINITY, Mul((inside, substitute(chance, {name: turn}))), span=term.span)


def expected(types: Inference, body: Term, by: tuple[Term, ...] = ()) -> Term:
    """The expectation of a typed term, over some names or all that may be random."""
    names = _named(types, by) if by else _random(types, body)
    if not names:
        return body
    return Apply("expectation", (body, *(_marked(types, name) for name in sorted(names))), span=body.span)


def _marked(types: Inference, name: str) -> Term:
    declared = types.scope.declared.get(name)
    if declared is not None and declared.deviation is not None:
        return Apply("white", (Symbol(name), Symbol(declared.deviation)))
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


def holds_random(types: Inference, term: Term) -> bool:
    """Whether a name that is declared random stands in a term as read."""
    names = (types.scope.canonical(name) for name in free_names(term))
    known = (types.scope.declared.get(types.scope.rows.get(name, name)) for name in names)
    return any(declared is not None and declared.law is not None for declared in known)


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
    if _over_values(types, Apply("expectation", term.args[:1])) is not None:  # the means first: nothing is random there
        means = [types.type(Apply("expectation", (part,)))[0] for part in term.args]
        away = [Add((part, Neg(mean))) for part, mean in zip(term.args, means, strict=True)]
        return expectation(types, Apply("expectation", (Mul((away[0], away[-1])),), span=term.span))
    (a, left), (b, right) = args[0], args[-1]
    left, right = types.unifier.shape(left), types.unifier.shape(right)
    if not (left.cols == right.cols == ONE):
        raise clash("entrywise", left, right, term.span, (term.args[0], term.args[-1]))
    a, b = (Add((part, Neg(expected(types, part)))) for part in (a, b))
    if left.scalar and right.scalar:
        return expected(types, Mul((a, b), span=term.span)), SCALAR
    return expected(types, Mul((a, Apply("transpose", (b,))), span=term.span)), Shape(left.rows, right.rows)
