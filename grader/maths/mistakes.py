"""Naming the mistake: which slip, undone, makes a refuted formula right?

Each candidate is the student's formula with one change of the kind that slips call for. A mistake is named only
if the changed formula is verified to be right, so the name always explains the difference exactly.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import partial
from itertools import islice

from grader.core import Message, Words
from grader.maths.declare import Scope
from grader.maths.expand import addends, negative
from grader.maths.glance import Glance
from grader.maths.ratios import constant_factor, constant_term
from grader.maths.terms import (
    Accent,
    Add,
    Apply,
    Div,
    Fold,
    Index,
    Mul,
    Neg,
    Number,
    Pow,
    Symbol,
    Term,
    children,
    rebuild,
    walk,
)

Accept = Callable[[Term], bool]

_TWO = Number(Fraction(2))
_FACTORS = tuple(Number(Fraction(*q)) for q in ((2, 1), (1, 2), (4, 1), (1, 4), (3, 1), (1, 3)))
_MOST_TRIED = 240
_MOST_DECIDED = 100  # of those that no glance throws out


@dataclass(frozen=True, slots=True)
class Explanation:
    """Mistakes that explain a refutation, likeliest first, and what is known of the first."""

    mistakes: tuple[str, ...]
    hint: Words


@dataclass(frozen=True, slots=True)
class Repair:
    """A changed formula and the name of the slip that the change undoes."""

    mistake: str
    term: Term
    detail: str = ""


def explain(
    term: Term, accept: Accept, scope: Scope, expected: Term | None = None, *, exact: bool = False
) -> Explanation | None:
    """The slip in ``term`` that, undone, makes it acceptable; None if none on the list does.

    ``expected`` is a right formula, where there is one: a term that was lost is looked for in it. ``exact``: nothing
    but that very formula is acceptable, so that most candidates can be thrown out at a glance.
    """
    glance = Glance(expected, scope) if exact and expected is not None else None
    if expected is not None and (found := _by_factor(term, expected, scope)) is not None:
        return found
    most = _MOST_TRIED if glance is not None else _MOST_DECIDED
    for repair in islice(_repairs(term, scope, expected), most):
        if repair.term == term or (glance is not None and not glance.may_equal(repair.term)):
            continue
        if accept(repair.term):
            return Explanation((repair.mistake,), hint(repair.mistake, repair.detail))
    if expected is not None and constant_term(term, expected, scope):
        return Explanation(("missing_term",), hint("missing_term"))
    return None


def _by_factor(term: Term, expected: Term, scope: Scope) -> Explanation | None:
    """A constant factor that the values of the two differ by."""
    factor = constant_factor(term, expected, scope)
    if factor == -1:
        return Explanation(("sign",), hint("sign", "-1"))
    if factor is not None:
        names = ("sign", "missing_factor") if factor < 0 else ("missing_factor",)
        return Explanation(names, hint("missing_factor", str(factor)))
    return None


def hint(mistake: str, detail: str = "") -> Words:
    """What to look at, without the answer."""
    if detail:
        return Message(f"maths.hint.{mistake}.detail", {"detail": detail})
    return Message(f"maths.hint.{mistake}")


def _repairs(term: Term, scope: Scope, expected: Term | None) -> Iterator[Repair]:
    """Candidates in the order of how often the slip occurs; changes of the whole before changes of a part."""
    yield Repair("sign", Neg(term), "-1")
    for factor in _FACTORS:
        yield Repair("missing_factor", Mul((factor, term)), str(factor.value))
    for name in scope.dims[:1]:
        yield Repair("missing_factor", Mul((Symbol(name), term)), name)
        yield Repair("missing_factor", Div(term, Symbol(name)), f"1/{name}")
        yield Repair("missing_factor", Div(Mul((_TWO, term)), Symbol(name)), f"2/{name}")
        yield Repair("missing_factor", Div(Mul((Symbol(name), term)), _TWO), f"{name}/2")
    size = Symbol(scope.dims[0]) if scope.dims else _TWO
    factors = partial(_factors, size)
    for place in (_signs, _transposes, _orders, _inverses, _scopes, _squares, _absolutes, _ranges, factors):
        for mistake, changed in _everywhere(term, place):
            yield Repair(mistake, changed)
    for mistake, changed in _all_alike(term, (_signs, _transposes)):
        yield Repair(mistake, changed)
    for _, once in islice(_everywhere(term, _signs), 6):
        for _, twice in islice(_everywhere(once, _signs), 6):
            yield Repair("sign", twice)
    if expected is not None:
        for lost in addends(expected, scope):
            yield Repair("missing_term", Add((term, lost)))
            yield Repair("missing_term", Add((term, negative(lost))))
            yield Repair("missing_term", Add((term, Mul((_TWO, lost)))))
    yield Repair("transposed", Apply("transpose", (term,)))


Change = Callable[[Term], Iterator[tuple[str, Term]]]


def _everywhere(term: Term, change: Change) -> Iterator[tuple[str, Term]]:
    """The term with one node changed, for each node and each way to change it."""
    yield from change(term)
    parts = list(children(term))
    for place, part in enumerate(parts):
        for mistake, changed in _everywhere(part, change):
            yield mistake, _with_child(term, place, changed)


def _all_alike(term: Term, changes: tuple[Change, ...]) -> Iterator[tuple[str, Term]]:
    """The term with every occurrence of a part that stands in it several times changed alike."""
    parts = list(walk(term))
    repeated = [part for k, part in enumerate(parts) if part in parts[:k] and not isinstance(part, Number | Symbol)]
    for part in dict.fromkeys(repeated):
        for change in changes:
            for mistake, changed in change(part):
                yield mistake, _replaced(term, part, changed)


def _replaced(term: Term, part: Term, by: Term) -> Term:
    return by if term == part else rebuild(term, lambda t: _replaced(t, part, by))


def _with_child(term: Term, place: int, child: Term) -> Term:
    count = -1

    def swap(part: Term) -> Term:
        nonlocal count
        count += 1
        return child if count == place else part

    return rebuild(term, swap)


def _signs(term: Term) -> Iterator[tuple[str, Term]]:
    if isinstance(term, Add):
        for place, part in enumerate(term.terms):
            flipped = part.term if isinstance(part, Neg) else Neg(part)
            yield "sign", replace(term, terms=_put(term.terms, place, flipped))
    elif isinstance(term, Neg):
        yield "sign", term.term
    elif isinstance(term, Apply) and term.op in ("exp", "sgn"):
        yield "sign", replace(term, args=(Neg(term.args[0]),))


def _transposes(term: Term) -> Iterator[tuple[str, Term]]:
    if isinstance(term, Apply) and term.op == "transpose":
        yield "transposed", term.args[0]
    elif isinstance(term, Mul):
        for place, factor in enumerate(term.factors):
            if not isinstance(factor, Number) and not (isinstance(factor, Apply) and factor.op == "transpose"):
                flipped = Apply("transpose", (factor,))
                yield "missing_transpose", replace(term, factors=_put(term.factors, place, flipped))
    elif isinstance(term, Pow | Div):
        for place, part in enumerate(children(term)):
            if isinstance(part, Symbol):
                yield "missing_transpose", _with_child(term, place, Apply("transpose", (part,)))


def _orders(term: Term) -> Iterator[tuple[str, Term]]:
    if not isinstance(term, Mul) or len(term.factors) < 2:
        return
    factors = term.factors
    for place in range(len(factors) - 1):
        swapped = (*factors[:place], factors[place + 1], factors[place], *factors[place + 2 :])
        yield "order", replace(term, factors=swapped)
    if len(factors) > 2:
        yield "order", replace(term, factors=(factors[-1], *factors[:-1]))
        yield "order", replace(term, factors=(*factors[1:], factors[0]))


def _inverses(term: Term) -> Iterator[tuple[str, Term]]:
    minus = Number(Fraction(-1))
    if isinstance(term, Mul):
        for place, factor in enumerate(term.factors):
            if not isinstance(factor, Number | Pow):
                yield "missing_inverse", replace(term, factors=_put(term.factors, place, Pow(factor, minus)))
        for size in (2, 3):
            for start in range(len(term.factors) - size + 1):
                inverted = Pow(Mul(term.factors[start : start + size]), minus)
                rest = (*term.factors[:start], inverted, *term.factors[start + size :])
                yield "missing_inverse", rest[0] if len(rest) == 1 else replace(term, factors=rest)


def _squares(term: Term) -> Iterator[tuple[str, Term]]:
    if isinstance(term, Add | Symbol | Index | Accent) or (isinstance(term, Apply) and term.op in ("norm", "abs")):
        yield "missing_square", Pow(term, _TWO)


def _absolutes(term: Term) -> Iterator[tuple[str, Term]]:
    if isinstance(term, Add | Symbol | Index):
        yield "missing_abs", Apply("abs", (term,))
    elif isinstance(term, Pow) and term.exponent == _TWO:
        yield "missing_abs", Apply("abs", (term.base,))


def _scopes(term: Term) -> Iterator[tuple[str, Term]]:
    """A bracket lost or gained: around a sum's terms, around what a factor multiplies, or around what is squared."""
    match term:
        case Fold(_, _, _, _, Add((first, *rest))):
            yield "scope", Add((replace(term, body=first), *rest))
        case Fold("sum", _, _, _, Pow(base, exponent)):
            yield "scope", Pow(replace(term, body=base), exponent)
        case Fold("sum", _, _, _, Apply("abs" as op, (inner,))):
            yield "scope", Apply(op, (replace(term, body=inner),))
        case Pow(Fold("sum", _, _, _, body) as fold, exponent):
            yield "scope", replace(fold, body=Pow(body, exponent))
        case Apply("abs", (Fold("sum", _, _, _, body) as fold,)):
            yield "scope", replace(fold, body=Apply("abs", (body,)))
        case Add((first, *rest)):
            for gathered in _gathered(first, rest):
                yield "scope", gathered
            if isinstance(term.terms[-1], Div):
                last = term.terms[-1]
                yield "scope", Div(Add((*term.terms[:-1], last.top)), last.bottom)
        case Mul((*front, Add((first, *rest)))) if front:
            yield "scope", Add((Mul((*front, first)), *rest))
        case _:
            return


def _gathered(first: Term, rest: list[Term]) -> Iterator[Term]:
    """``first`` with the terms after it taken into the bracket, sum or fraction that it ends in."""
    match first:
        case Neg(inner):
            for gathered in _gathered(inner, rest):
                yield Neg(gathered)
            yield Neg(Add((inner, *rest)))
            yield Neg(Add((inner, *(Neg(t) for t in rest))))
        case Fold(_, _, _, _, body):
            yield replace(first, body=Add((body, *rest)))
            yield replace(first, body=Add((body, *(Neg(t) for t in rest))))
        case Mul((*front, last)) if front:
            yield Mul((*front, Add((last, *rest))))
            for gathered in _gathered(last, rest):
                yield Mul((*front, gathered))
        case Div(top, bottom):
            yield Div(Add((top, *rest)), bottom)
        case _:
            return


def _ranges(term: Term) -> Iterator[tuple[str, Term]]:
    if isinstance(term, Fold):
        one = Number(Fraction(1))
        yield "index_range", replace(term, low=None, high=None)
        if term.high is not None:
            yield "index_range", replace(term, high=Add((term.high, one)))
            yield "index_range", replace(term, low=Number(Fraction(1)))
        if term.index is not None:
            yield "index_range", term.body


def _factors(size: Term, term: Term) -> Iterator[tuple[str, Term]]:
    """A constant lost from one addend, from what a sum or product runs over, or a constant not taken n times."""
    match term:
        case Add(terms):
            for place, part in enumerate(terms):
                for factor in (*_FACTORS[:2], size):
                    yield "missing_factor", replace(term, terms=_put(terms, place, Mul((factor, part))))
        case Fold("prod", _, _, _, body):
            for factor in _FACTORS[:2]:
                yield "missing_factor", replace(term, body=Mul((factor, body)))
        case Mul((first, *rest)) if rest and isinstance(first, Number | Div):
            yield "missing_factor", Mul((Pow(first, size), *rest))
        case Apply("exp", (inner,)):
            for factor in _FACTORS[:2]:
                yield "missing_factor", replace(term, args=(Mul((factor, inner)),))
        case _:
            return


def _put(items: tuple[Term, ...], place: int, item: Term) -> tuple[Term, ...]:
    return (*items[:place], item, *items[place + 1 :])
