"""Repairs: for each kind of slip, what may have stood in the place of a node before the slip.

A repair is a guess. It is named only after the repaired formula was verified to be right, so a guess too many costs
time, never truth. :data:`REPAIRS` lists the kinds in the order of how often the slip occurs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise
from typing import Final

from grader.maths.mistakes.expand import negative
from grader.maths.terms import (
    Accent,
    Add,
    Apply,
    Cases,
    Div,
    Fold,
    Index,
    Mul,
    Neg,
    Number,
    Pow,
    Relation,
    RelationOp,
    Symbol,
    Term,
)

ONE: Final = Number(Fraction(1))
TWO: Final = Number(Fraction(2))
_THREE: Final = Number(Fraction(3))
_HALF: Final = Number(Fraction(1, 2))
_FLIPPED: Final[dict[RelationOp, RelationOp]] = {"<": ">", ">": "<", "≤": "≥", "≥": "≤"}
_ENTRYWISE: Final = frozenset(("exp", "log", "sqrt", "abs", "sgn", "norm", "norm1"))


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a repair may put in besides what the formula holds: dimensions, and names of the right formula.

    ``names`` may be lost as factors, ``samples`` (the operator that takes one, and the data) inside a sum over them.
    """

    dims: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    samples: tuple[tuple[str, str], ...] = ()

    @property
    def sizes(self) -> tuple[Term, ...]:
        """The number of samples, as a factor that gets lost."""
        return tuple(Symbol(name) for name in self.dims[:1])


Repair = Callable[[Term, Surroundings], Iterator[Term]]


def _with(items: tuple[Term, ...], place: int, item: Term) -> tuple[Term, ...]:
    return (*items[:place], item, *items[place + 1 :])


def _product(factors: tuple[Term, ...]) -> Term:
    return factors[0] if len(factors) == 1 else Mul(factors)


# -------------------------------------------------------------------------------------- signs and factors


def _sign(term: Term, _: Surroundings) -> Iterator[Term]:
    """The other sign of one addend, of an exponent, or of a condition."""
    match term:
        case Add(terms):
            for place, part in enumerate(terms):
                yield replace(term, terms=_with(terms, place, negative(part)))
        case Neg(inner):
            yield inner
        case Apply("exp" | "sgn", (inner,)):
            yield replace(term, args=(negative(inner),))
        case Relation(op, _, _) if op in _FLIPPED:
            yield replace(term, op=_FLIPPED[op])
        case Cases(pieces):
            for place, (value, condition) in enumerate(pieces):
                yield replace(term, pieces=(*pieces[:place], (negative(value), condition), *pieces[place + 1 :]))


def _factor(term: Term, around: Surroundings) -> Iterator[Term]:
    """A factor lost from one addend, from what a sum or product runs over, or not taken n times."""
    match term:
        case Add(terms):
            yield from _without_one(terms, around)
            names = tuple(Symbol(name) for name in around.names)
            for place, part in enumerate(terms):
                for factor in (TWO, _HALF, _THREE, *around.sizes, *names):
                    scaled = Mul((part, factor)) if factor in names else Mul((factor, part))
                    yield replace(term, terms=_with(terms, place, scaled))
        case Fold("prod", _, _, _, body):
            yield from (replace(term, body=Mul((factor, body))) for factor in (TWO, _HALF))
        case Fold("sum", str(index), _, _, body):
            for op, name in around.samples:
                yield replace(term, body=Mul((body, Apply(op, (Symbol(name), Symbol(index))))))
        case Mul((first, *rest)) if rest and not isinstance(first, Fold | Symbol):
            for size in around.sizes:
                yield Mul((Pow(first, size), *rest))
        case Apply("exp", (inner,)):
            yield from (replace(term, args=(Mul((factor, inner)),)) for factor in (TWO, _HALF))
        case Cases(pieces):
            for place, (value, condition) in enumerate(pieces):
                for factor in (TWO, _HALF):
                    piece = (Mul((factor, value)), condition)
                    yield replace(term, pieces=(*pieces[:place], piece, *pieces[place + 1 :]))
        case Div(top, Mul((first, *rest))):
            yield Div(top, _product(tuple(rest)))
            yield Div(top, _product((first, *rest[:-1])))


def _without_one(terms: tuple[Term, ...], around: Surroundings) -> Iterator[Term]:
    """``n`` where ``n - 1`` was written."""
    match terms:
        case (Symbol(name), Number() | Neg(Number())) if name in around.dims:
            yield terms[0]


def _into_product(term: Term, _: Surroundings) -> Iterator[Term]:
    """``∏ c z`` where ``c ∏ z`` was written: a factor that was not taken n times."""
    match term:
        case Mul((*front, Fold("prod", _, _, _, body) as fold)) if front:
            yield replace(fold, body=Mul((*front, body)))


# ------------------------------------------------------------------------------------------------ matrices


def _lost_transpose(term: Term, _: Surroundings) -> Iterator[Term]:
    """A factor without its transpose; ``2 A w`` for ``(A + A^T) w``."""
    match term:
        case Mul(factors):
            for place, factor in enumerate(factors):
                if not isinstance(factor, Number) and not _is_transposed(factor):
                    yield replace(term, factors=_with(factors, place, Apply("transpose", (factor,))))
            if factors[0] == TWO and len(factors) > 2:
                for place, factor in enumerate(factors[1:]):
                    yield _product(_with(factors[1:], place, Add((factor, Apply("transpose", (factor,))))))
        case Pow(base, exponent) if exponent == TWO:
            yield Mul((Apply("transpose", (base,)), base))
            yield Mul((base, Apply("transpose", (base,))))
        case Div(top, bottom) if not _is_transposed(top):
            yield Div(Apply("transpose", (top,)), bottom)
        case Add(terms):
            for place, part in enumerate(terms):
                if not _is_transposed(part):
                    yield replace(term, terms=_with(terms, place, Apply("transpose", (part,))))
        case Apply("inv" | "det" | "tr" as op, (Symbol() as inner,)):
            yield Apply(op, (Apply("transpose", (inner,)),))


def _is_transposed(term: Term) -> bool:
    return isinstance(term, Apply) and term.op == "transpose"


def _gained_transpose(term: Term, _: Surroundings) -> Iterator[Term]:
    """A transpose too many, or row and column of a cell exchanged."""
    match term:
        case Apply("transpose", (inner,)):
            yield inner
        case Apply("cell", (matrix, row, column)):
            yield replace(term, args=(matrix, column, row))
        case Index(matrix, (row, column)):
            yield replace(term, at=(column, row))


def _order(term: Term, _: Surroundings) -> Iterator[Term]:
    """Factors in another order; ``2 A B`` for ``A B + B A``."""
    match term:
        case Mul(factors):
            for place, (left, right) in enumerate(pairwise(factors)):
                yield replace(term, factors=(*factors[:place], right, left, *factors[place + 2 :]))
            if len(factors) > 2:
                yield replace(term, factors=(factors[-1], *factors[:-1]))
                yield replace(term, factors=(*factors[1:], factors[0]))
                yield replace(term, factors=(factors[-1], *factors[1:-1], factors[0]))
            if factors[0] == TWO and len(factors) == 3:
                yield Add((Mul((factors[1], factors[2])), Mul((factors[2], factors[1]))))


def _lost_inverse(term: Term, _: Surroundings) -> Iterator[Term]:
    """A factor, or a run of factors, without its inverse."""
    match term:
        case Mul(factors):
            for place, factor in enumerate(factors):
                if not isinstance(factor, Number | Pow):
                    yield replace(term, factors=_with(factors, place, Apply("inv", (factor,))))
            for size in range(2, min(3, len(factors)) + 1):
                for start in range(len(factors) - size + 1):
                    inverted = Apply("inv", (Mul(factors[start : start + size]),))
                    yield _product((*factors[:start], inverted, *factors[start + size :]))
        case Apply("det" | "tr" as op, (inner,)):
            yield Apply(op, (Apply("inv", (inner,)),))
        case Symbol():
            yield Apply("inv", (term,))


# ---------------------------------------------------------------------------------------- brackets and sums


def _scope(term: Term, _: Surroundings) -> Iterator[Term]:
    """A bracket lost or gained: around a sum's terms, what a factor multiplies, or what a function is applied to."""
    match term:
        case Fold("sum", _, _, _, body):
            yield from _out_of_sum(term, body)
        case Add((first, *rest)):
            yield from _gathered(first, rest)
            yield from _under_the_last(term)
        case Mul(factors):
            yield from _around_product(factors)
        case Pow(base, exponent):
            yield from _into_power(base, exponent)
        case Apply(op, (inner,)) if op in _ENTRYWISE:
            yield from _into_function(op, inner)
        case Div(Apply(op, (inner,)), bottom) if op in _ENTRYWISE:
            yield Apply(op, (Div(inner, bottom),))


def _out_of_sum(fold: Fold, body: Term) -> Iterator[Term]:
    match body:
        case Add((first, *rest)):
            yield Add((replace(fold, body=first), *rest))
        case Pow(base, exponent):
            yield Pow(replace(fold, body=base), exponent)
        case Apply(op, (inner,)) if op in _ENTRYWISE and op != "log":
            yield Apply(op, (replace(fold, body=inner),))
        case Mul((*front, Fold("sum", _, _, _, inner) as second)) if front:
            yield replace(fold, body=replace(second, body=Mul((*front, inner))))


def _under_the_last(term: Add) -> Iterator[Term]:
    """``(a + b)/c`` for ``a + b/c``, and ``(a + b)^2`` for ``a + b^2``."""
    *front, last = term.terms
    sign, bare = (Neg, last.term) if isinstance(last, Neg) else (_plain, last)
    match bare:
        case Div(top, bottom):
            yield Div(Add((*front, sign(top))), bottom)
        case Pow(base, exponent):
            yield Pow(Add((*front, sign(base))), exponent)


def _plain(term: Term) -> Term:
    return term


def _gathered(first: Term, rest: list[Term]) -> Iterator[Term]:
    """``first`` with the terms after it taken into the bracket, sum, fraction or function that it ends in."""
    match first:
        case Neg(inner):
            for gathered in _gathered(inner, rest):
                yield Neg(gathered)
            yield Neg(Add((inner, *rest)))
            yield Neg(Add((inner, *(Neg(t) for t in rest))))
        case Fold(_, _, _, _, body):
            yield replace(first, body=Add((body, *rest)))
            yield replace(first, body=Add((body, *(Neg(t) for t in rest))))
            for gathered in _gathered(body, rest):
                yield replace(first, body=gathered)
        case Mul((*front, last)) if front:
            yield Mul((*front, Add((last, *rest))))
            for gathered in _gathered(last, rest):
                yield Mul((*front, gathered))
        case Div(top, bottom):
            yield Div(Add((top, *rest)), bottom)
        case Apply(_, (*front, last)) if not isinstance(last, Relation):
            yield replace(first, args=(*front, Add((last, *rest))))


def _around_product(factors: tuple[Term, ...]) -> Iterator[Term]:
    """What a function, power or factor reaches: too little of a product, or too much."""
    *front, last = factors
    match last:
        case Add((first, *rest)):
            yield Add((_product((*front, first)), *rest))
        case Fold("sum", _, _, _, Pow(base, exponent)):
            yield Pow(Mul((*front, replace(last, body=base))), exponent)
        case Pow(base, exponent):
            yield Pow(_product((*front, base)), exponent)
        case Apply(op, (inner,)) if op in _ENTRYWISE:
            yield Apply(op, (Mul((*front, inner)),))
    for place, factor in enumerate(factors[:-1]):
        if isinstance(factor, Apply) and factor.op in _ENTRYWISE:
            inside = Apply(factor.op, (Mul((factor.args[0], *factors[place + 1 :])),))
            yield _product((*factors[:place], inside))


def _into_power(base: Term, exponent: Term) -> Iterator[Term]:
    match base:
        case Fold("sum", _, _, _, Fold("sum", _, _, _, body) as inner):
            yield replace(base, body=Pow(inner, exponent))
            yield replace(base, body=replace(inner, body=Pow(body, exponent)))
        case Fold("sum", _, _, _, body):
            yield replace(base, body=Pow(body, exponent))
        case Mul((*front, last)) if front:
            yield Mul((*front, Pow(last, exponent)))
            if isinstance(last, Fold):
                yield Mul((*front, replace(last, body=Pow(last.body, exponent))))
        case Apply(op, (inner,)) if op in _ENTRYWISE:
            yield Apply(op, (Pow(inner, exponent),))
        case Add((*front, last)):
            squared = Neg(Pow(last.term, exponent)) if isinstance(last, Neg) else Pow(last, exponent)
            yield Add((*front, squared))


def _into_function(op: str, inner: Term) -> Iterator[Term]:
    """What a function was applied to reaches too far."""
    match inner:
        case Apply(other, (argument,)) if other in _ENTRYWISE:
            yield Apply(other, (Apply(op, (argument,)),))
        case Fold("sum", _, _, _, body) if op != "log":  # no slip of a bracket: a law that does not hold
            yield replace(inner, body=Apply(op, (body,)))
        case Add((first, *rest)):
            yield Add((Apply(op, (first,)), *rest))
        case Mul((*front, last)) if front:
            yield Mul((*front, Apply(op, (last,))))
            yield Mul((Apply(op, (front[0],)), *front[1:], last))
        case Div(top, bottom):
            yield Div(Apply(op, (top,)), bottom)
        case Neg(Div(top, bottom)):
            yield Div(Apply(op, (Neg(top),)), bottom)
        case Pow(base, exponent) if op != "sqrt":  # the root of a square is no square of a root
            yield Pow(Apply(op, (base,)), exponent)


def _range(term: Term, around: Surroundings) -> Iterator[Term]:
    """A sum or product that begins or ends elsewhere, runs over the other dimension, or should be none."""
    if not isinstance(term, Fold):
        return
    for name in around.dims:
        yield replace(term, low=ONE, high=Symbol(name))
    if term.high is not None:
        yield replace(term, high=Add((term.high, ONE)))
        yield replace(term, low=ONE)
    if term.index is not None:
        yield term.body


# -------------------------------------------------------------------------------- squares, bars and addends


def _is_a_quantity(term: Term) -> bool:
    part = isinstance(term, Apply) and term.op in ("entry", "cell", "norm", "abs", "mean", "median")
    return part or isinstance(term, Add | Symbol | Index | Accent)


def _square(term: Term, _: Surroundings) -> Iterator[Term]:
    """A square or root lost, or one too many."""
    if _is_a_quantity(term):
        yield Pow(term, TWO)
    match term:
        case Pow(Apply("abs" | "norm", _) as base, exponent) if exponent == TWO:
            yield base
        case Div(top, bottom) if not isinstance(bottom, Number):
            yield Div(top, Apply("sqrt", (bottom,)))
        case Apply("sqrt", (inner,)):
            yield inner
        case Apply("inner", (a, b)) if a == b:
            yield Apply("norm", (a,))


def _absolute(term: Term, _: Surroundings) -> Iterator[Term]:
    """Bars lost, or a square in place of them."""
    match term:
        case Pow(base, exponent) if exponent == TWO:
            yield Apply("abs", (base,))
        case Neg(inner) if _is_a_quantity(inner):
            yield Apply("abs", (inner,))
        case _ if _is_a_quantity(term):
            yield Apply("abs", (term,))


def _addend(term: Term, _: Surroundings) -> Iterator[Term]:
    """A term too many, the one of ``1 + x`` under a fraction, or the transpose beside ``A``."""
    match term:
        case Add(terms):
            for place in range(len(terms)):
                rest = terms[:place] + terms[place + 1 :]
                yield rest[0] if len(rest) == 1 else replace(term, terms=rest)
        case Div(top, bottom) if not isinstance(bottom, Number):
            yield Div(top, Add((ONE, bottom)))
        case Mul(factors):
            for place, factor in enumerate(factors):
                if isinstance(factor, Symbol):
                    yield _product(_with(factors, place, Add((factor, Apply("transpose", (factor,))))))


REPAIRS: Final[tuple[tuple[str, Repair], ...]] = (
    ("sign", _sign),
    ("missing_transpose", _lost_transpose),
    ("transposed", _gained_transpose),
    ("order", _order),
    ("missing_inverse", _lost_inverse),
    ("scope", _scope),
    ("missing_square", _square),
    ("missing_abs", _absolute),
    ("index_range", _range),
    ("missing_factor", _factor),
    ("missing_factor", _into_product),
    ("missing_term", _addend),
)
