"""Runs with dots: ``x_1 + x_2 + \\dots + x_n`` as one sum, ``\\{x_1, \\dots, x_n\\}`` as one family."""

from __future__ import annotations

from fractions import Fraction
from typing import Literal

from grader.core import Message
from grader.maths.shapes import Ambiguous
from grader.maths.substitute import substitute
from grader.maths.terms import Add, Dots, Fold, Number, Symbol, Term, children, rebuild


def series(items: tuple[Term, ...], op: Literal["sum", "prod"]) -> tuple[Term, ...]:
    """``a, x_1, x_2, …, x_n`` with the run that the dots stand in as one fold; raises :class:`Ambiguous`."""
    dots = next(place for place, item in enumerate(items) if isinstance(item, Dots))
    if dots == 0 or dots + 1 >= len(items):
        raise Ambiguous(Message("maths.typing.dots"), items[dots].span)
    last = items[dots + 1]
    for start in range(dots):
        template = _template(items[start], last)
        if template is None:
            continue
        body, low, high = template
        before = _template(items[start - 1], last) if start else None
        if before is not None and before[0] == body:
            break  # x_1 + x_3 + … : which ones?
        if all(
            substitute(body, {"#k": Number(low + step)}) == item for step, item in enumerate(items[start:dots])
        ):
            fold = Fold(op, "#k", Number(low), high, body, span=items[dots].span)
            return (*items[:start], fold, *items[dots + 2 :])
    raise Ambiguous(Message("maths.typing.dots"), items[dots].span)


def _template(first: Term, last: Term) -> tuple[Term, Fraction, Term] | None:
    """The body over ``#k`` of which ``first`` is the member at a number and ``last`` that at the upper limit."""
    found: list[tuple[Fraction, Term]] = []

    def merge(a: Term, b: Term) -> Term | None:
        if a == b:
            return a
        if isinstance(a, Number) and isinstance(b, Symbol | Number | Add):
            if found and found[0] != (a.value, b):
                return None
            found.append((a.value, b))
            return Symbol("#k")
        if type(a) is not type(b):
            return None
        others = children(b)
        if len(children(a)) != len(others):
            return None
        merged: list[Term] = []
        for x, y in zip(children(a), others, strict=True):
            both = merge(x, y)
            if both is None:
                return None
            merged.append(both)
        supply = iter(merged)
        result = rebuild(a, lambda _: next(supply))
        same_head = rebuild(b, lambda _: Dots()) == rebuild(a, lambda _: Dots())
        return result if same_head else None

    body = merge(first, last)
    if body is None or not found:
        return None
    return body, found[0][0], found[0][1]
