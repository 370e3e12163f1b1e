"""Terms: what a formula says, as a tree.

Readers (LaTeX, plain text, sympy) produce these; typing (:mod:`grader.maths.typing`) resolves the *surface*
nodes, whose meaning depends on what the names stand for; the evaluator folds over the rest.

Names are canonical: ``x``, ``X``, ``sigma``, ``epsilon``; fonts are dropped, ``\\varepsilon`` is ``epsilon``.
Every node keeps its ``span`` in the source it was read from, which takes no part in equality.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, fields, replace
from fractions import Fraction
from itertools import chain, islice
from operator import attrgetter
from typing import Any, Literal, TypeAlias

from grader.maths.light import light

Span: TypeAlias = tuple[int, int]


def _span() -> Span | None:
    return field(default=None, compare=False, repr=False, kw_only=True)


# ------------------------------------------------------------------------------------------ core nodes


@light
@dataclass(frozen=True, slots=True)
class Number:
    """A literal, exact: ``1/2``, ``0.25``, ``3``."""

    value: Fraction
    span: Span | None = _span()


@light
@dataclass(frozen=True, slots=True)
class Symbol:
    """A name: a declared quantity, a dimension (``n``), an index (``i``), a constant (``pi``, ``I``), or new."""

    name: str
    span: Span | None = _span()


@light
@dataclass(frozen=True, slots=True)
class Index:
    """``x_i``, ``x^{(i)}``, ``X_{ij}``, ``X_{i,:}`` (a colon is ``Symbol(":")``)."""

    base: Term
    at: tuple[Term, ...]
    span: Span | None = _span()


@light
@dataclass(frozen=True, slots=True)
class Add:
    """A sum of terms; a difference has a :class:`Neg` among them."""

    terms: tuple[Term, ...]
    span: Span | None = _span()


@light
@dataclass(frozen=True, slots=True)
class Neg:
    """Minus a term."""

    term: Term
    span: Span | None = _span()


@light
@dataclass(frozen=True, slots=True)
class Mul:
    """A product in the written order (matrices do not commute).

    ``dotted`` tells that a centred dot was written, which between two vectors is their inner product.
    """

    factors: tuple[Term, ...]
    dotted: bool = field(default=False, compare=False, repr=False, kw_only=True)
    span: Span | None = _span()


@light
@dataclass(frozen=True, slots=True)
class Div:
    """A quotient, however written."""

    top: Term
    bottom: Term
    span: Span | None = _span()


@light
@dataclass(frozen=True, slots=True)
class Pow:
    """A power; ``A^{-1}`` of a matrix is its inverse, ``v^2`` of a vector its squared norm."""

    base: Term
    exponent: Term
    span: Span | None = _span()


@light
@dataclass(frozen=True, slots=True)
class Apply:
    """A known operator on its arguments; the operators are listed in :mod:`grader.maths.operators`."""

    op: str
    args: tuple[Term, ...]
    span: Span | None = _span()


@light
@dataclass(frozen=True, slots=True)
class Fold:
    """``\\sum``, ``\\prod`` over an index; limits that were not written are None, as is an index that was not.

    ``over`` is the set that the index runs through (``i \\in B``), in place of limits. ``given`` is the condition that
    it must meet (``i : x_i > b``, ``i \\ne j``).
    """

    op: Literal["sum", "prod"]
    index: str | None
    low: Term | None
    high: Term | None
    body: Term
    over: Term | None = None
    given: Relation | None = None
    span: Span | None = _span()


@light
@dataclass(frozen=True, slots=True)
class Derivative:
    """The derivative of ``body`` with respect to ``by`` (``order`` times), gradients and Hessians included.

    ``by`` is None where it was not written (``\\nabla L``). It is taken ``at`` a value of that variable, which is bound
    then (``f'(0)``), or else where the variable is.
    """

    body: Term
    by: Term | None
    order: int = 1
    at: Term | None = None
    span: Span | None = _span()


@light
@dataclass(frozen=True, slots=True)
class Optimum:
    """``\\min_w f``, ``\\arg\\min_w f``; ``by`` is empty where it was not written."""

    op: Literal["min", "max", "argmin", "argmax"]
    by: tuple[Term, ...]
    body: Term
    span: Span | None = _span()


@light
@dataclass(frozen=True, slots=True)
class Cases:
    """Pieces and the condition of each; the condition of "otherwise" is None."""

    pieces: tuple[tuple[Term, Relation | None], ...]
    span: Span | None = _span()


@light
@dataclass(frozen=True, slots=True)
class Stack:
    """A literal matrix by rows, or a tuple ``(x, 1)`` as a column of one entry a row; entries may be blocks."""

    rows: tuple[tuple[Term, ...], ...]
    span: Span | None = _span()


@light
@dataclass(frozen=True, slots=True)
class Collection:
    """``\\{x_1, \\dots, x_n\\}`` or ``x_1, …, x_n`` as an argument; a :class:`Dots` may stand among the items."""

    items: tuple[Term, ...]
    span: Span | None = _span()


@light
@dataclass(frozen=True, slots=True)
class Dots:
    """An ellipsis inside :class:`Add`, :class:`Mul` or :class:`Collection`; typing turns the run into a fold."""

    span: Span | None = _span()


@light
@dataclass(frozen=True, slots=True)
class Relation:
    """``left op right`` as a condition inside a term (an indicator, a case)."""

    op: RelationOp
    left: Term
    right: Term
    span: Span | None = _span()


# --------------------------------------------------------------------- surface nodes, resolved by typing


@light
@dataclass(frozen=True, slots=True)
class Call:
    """A name directly before a bracket: ``f(b)``, ``b(x-1)``, ``P(y \\mid X)``. A function's value or a product.

    ``given`` is what stands behind a bar or semicolon inside the bracket.
    """

    head: Term
    args: tuple[Term, ...]
    given: tuple[Term, ...] = ()
    span: Span | None = _span()


@light
@dataclass(frozen=True, slots=True)
class Prime:
    """``f'``, ``X'``: a derivative of a function, a transpose of anything else."""

    term: Term
    order: int = 1
    span: Span | None = _span()


@light
@dataclass(frozen=True, slots=True)
class Accent:
    """``\\hat w``, ``b^*``, ``\\bar x``, ``b_{\\min}``, ``w_{\\text{new}}``: a name with a mark on it.

    ``mark`` is "hat", "bar", "tilde", "star", or the word of a subscript ("min", "opt", "new", "MLE").
    """

    mark: str
    term: Term
    span: Span | None = _span()


@light
@dataclass(frozen=True, slots=True)
class Differential:
    """``dL``, ``\\mathrm d w``: standing alone, outside a fraction."""

    term: Term
    span: Span | None = _span()


Term: TypeAlias = (
    Number | Symbol | Index | Add | Neg | Mul | Div | Pow | Apply | Fold | Derivative | Optimum | Cases | Stack
    | Collection | Dots | Relation | Call | Prime | Accent | Differential
)  # fmt: skip

# -------------------------------------------------------------------------------------------- statements

RelationOp: TypeAlias = Literal[
    "=", ":=", "≡", "≈", "≠", "<", "≤", ">", "≥", "≪", "≫", "∝", "∼", "∈", "∉", "≻", "⪰", "≺", "⪯", "←", "→", "⊂", "⊥"
]

Joint: TypeAlias = Literal["start", "implies", "iff", "comma", "line", "prose"]


@dataclass(frozen=True, slots=True)
class Chain:
    """``e0 op1 e1 op2 e2 …`` with no arrow of implication in it.

    ``terms`` has one more member than ``ops``; the first is None where the chain goes on from what stands
    before it (``&= …``), the last is None where it ends in a relation. ``joint`` says how it hangs on the
    chain before it; ``words`` is the prose between the two.
    """

    terms: tuple[Term | None, ...]
    ops: tuple[RelationOp, ...] = ()
    joint: Joint = "start"
    words: str = ""
    span: Span = (0, 0)


# ---------------------------------------------------------------------------------------------- walking


def children(term: Term) -> tuple[Term, ...]:
    """The direct subterms, left to right."""
    return _CHILDREN[type(term)](term)


def walk(term: Term) -> Iterator[Term]:
    """The term and all its subterms, from the outside in, left to right."""
    left = [term]
    while left:
        part = left.pop()
        yield part
        inner = _CHILDREN[type(part)](part)
        if inner:
            left.extend(inner[::-1])


def rebuild(term: Term, change: Callable[[Term], Term]) -> Term:
    """The term with ``change`` applied to each direct subterm; the same object if that changes none of them."""
    before = _CHILDREN[type(term)](term)
    after = tuple([change(part) for part in before])
    for old, new in zip(before, after, strict=True):
        if old is not new:
            return _REMADE[type(term)](term, after)
    return term


def free_names(term: Term) -> frozenset[str]:
    """The names in a term that no sum or product of it binds."""
    found: set[str] = set()
    _collect_free(term, found)
    return frozenset(found)


def _collect_free(term: Term, found: set[str]) -> None:
    if isinstance(term, Symbol):
        found.add(term.name)
    elif isinstance(term, Fold):
        inside = free_names(term.body) | (free_names(term.given) if term.given is not None else frozenset())
        found |= inside - {term.index}
        for part in (term.low, term.high, term.over):
            if part is not None:
                _collect_free(part, found)
    elif isinstance(term, Derivative) and term.at is not None and isinstance(term.by, Symbol):
        found |= free_names(term.body) - {term.by.name}
        _collect_free(term.at, found)
    else:
        for part in children(term):
            _collect_free(part, found)


# ------------------------------------------------------------------------- the subterms of each kind of node

_Parts: TypeAlias = tuple[Term, ...]

_NODES = (
    Number, Symbol, Index, Add, Neg, Mul, Div, Pow, Apply, Fold, Derivative, Optimum, Cases, Stack,
    Collection, Dots, Relation, Call, Prime, Accent, Differential,
)  # fmt: skip
_PLAIN = frozenset(("span", "name", "value", "order", "op", "mark", "index", "dotted"))
_FIELDS: dict[type, tuple[str, ...]] = {  # the fields of a node that may hold subterms
    node: tuple(f.name for f in fields(node) if f.name not in _PLAIN) for node in _NODES
}


def _parts(term: Any) -> _Parts:
    found: list[Term] = []
    for name in _FIELDS[type(term)]:
        value = getattr(term, name)
        if isinstance(value, tuple):
            found += value
        elif value is not None:
            found.append(value)
    return tuple(found)


def _with_parts(term: Any, parts: _Parts) -> Term:
    left = iter(parts)
    changed: dict[str, Any] = {}
    for name in _FIELDS[type(term)]:
        value = getattr(term, name)
        if isinstance(value, tuple):
            changed[name] = tuple(islice(left, len(value)))
        elif value is not None:
            changed[name] = next(left)
    found: Term = replace(term, **changed)
    return found


def _parts_of_cases(term: Cases) -> _Parts:
    return tuple(part for piece in term.pieces for part in piece if part is not None)


def _cases_with(term: Cases, parts: _Parts) -> Cases:
    left = iter(parts)
    pieces: list[tuple[Term, Relation | None]] = []
    for _, condition in term.pieces:
        value = next(left)
        pieces.append((value, None if condition is None else _relation(next(left))))
    return replace(term, pieces=tuple(pieces))


def _relation(term: Term) -> Relation:
    assert isinstance(term, Relation)
    return term


def _stack_with(term: Stack, parts: _Parts) -> Stack:
    left = iter(parts)
    return replace(term, rows=tuple(tuple(islice(left, len(row))) for row in term.rows))


_CHILDREN: dict[type, Callable[[Any], _Parts]] = {
    **dict.fromkeys(_NODES, _parts),  # those below are frequent, or not as regular
    Number: lambda _: (),
    Symbol: lambda _: (),
    Add: attrgetter("terms"),
    Neg: lambda term: (term.term,),
    Mul: attrgetter("factors"),
    Div: attrgetter("top", "bottom"),
    Pow: attrgetter("base", "exponent"),
    Apply: attrgetter("args"),
    Cases: _parts_of_cases,
    Stack: lambda term: tuple(chain.from_iterable(term.rows)),
}
_REMADE: dict[type, Callable[[Any, _Parts], Term]] = {
    **dict.fromkeys(_NODES, _with_parts),
    Add: lambda term, parts: Add(parts, span=term.span),
    Neg: lambda term, parts: Neg(parts[0], span=term.span),
    Mul: lambda term, parts: Mul(parts, dotted=term.dotted, span=term.span),
    Div: lambda term, parts: Div(parts[0], parts[1], span=term.span),
    Pow: lambda term, parts: Pow(parts[0], parts[1], span=term.span),
    Apply: lambda term, parts: Apply(term.op, parts, span=term.span),
    Cases: _cases_with,
    Stack: _stack_with,
}
