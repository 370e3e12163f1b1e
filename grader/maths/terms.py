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
from typing import Literal, TypeAlias

Span: TypeAlias = tuple[int, int]


def _span() -> Span | None:
    return field(default=None, compare=False, repr=False, kw_only=True)


# ------------------------------------------------------------------------------------------ core nodes


@dataclass(frozen=True, slots=True)
class Number:
    """A literal, exact: ``1/2``, ``0.25``, ``3``."""

    value: Fraction
    span: Span | None = _span()


@dataclass(frozen=True, slots=True)
class Symbol:
    """A name: a declared quantity, a dimension (``n``), an index (``i``), a constant (``pi``, ``I``), or new."""

    name: str
    span: Span | None = _span()


@dataclass(frozen=True, slots=True)
class Index:
    """``x_i``, ``x^{(i)}``, ``X_{ij}``, ``X_{i,:}`` (a colon is ``Symbol(":")``)."""

    base: Term
    at: tuple[Term, ...]
    span: Span | None = _span()


@dataclass(frozen=True, slots=True)
class Add:
    """A sum of terms; a difference has a :class:`Neg` among them."""

    terms: tuple[Term, ...]
    span: Span | None = _span()


@dataclass(frozen=True, slots=True)
class Neg:
    """Minus a term."""

    term: Term
    span: Span | None = _span()


@dataclass(frozen=True, slots=True)
class Mul:
    """A product in the written order (matrices do not commute).

    ``dotted`` tells that a centred dot was written, which between two vectors is their inner product.
    """

    factors: tuple[Term, ...]
    dotted: bool = field(default=False, compare=False, repr=False, kw_only=True)
    span: Span | None = _span()


@dataclass(frozen=True, slots=True)
class Div:
    """A quotient, however written."""

    top: Term
    bottom: Term
    span: Span | None = _span()


@dataclass(frozen=True, slots=True)
class Pow:
    """A power; ``A^{-1}`` of a matrix is its inverse, ``v^2`` of a vector its squared norm."""

    base: Term
    exponent: Term
    span: Span | None = _span()


@dataclass(frozen=True, slots=True)
class Apply:
    """A known operator on its arguments; the operators are listed in :mod:`grader.maths.operators`."""

    op: str
    args: tuple[Term, ...]
    span: Span | None = _span()


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


@dataclass(frozen=True, slots=True)
class Optimum:
    """``\\min_w f``, ``\\arg\\min_w f``; ``by`` is empty where it was not written."""

    op: Literal["min", "max", "argmin", "argmax"]
    by: tuple[Term, ...]
    body: Term
    span: Span | None = _span()


@dataclass(frozen=True, slots=True)
class Cases:
    """Pieces and the condition of each; the condition of "otherwise" is None."""

    pieces: tuple[tuple[Term, Relation | None], ...]
    span: Span | None = _span()


@dataclass(frozen=True, slots=True)
class Stack:
    """A literal matrix by rows, or a tuple ``(x, 1)`` as a column of one entry a row; entries may be blocks."""

    rows: tuple[tuple[Term, ...], ...]
    span: Span | None = _span()


@dataclass(frozen=True, slots=True)
class Collection:
    """``\\{x_1, \\dots, x_n\\}`` or ``x_1, …, x_n`` as an argument; a :class:`Dots` may stand among the items."""

    items: tuple[Term, ...]
    span: Span | None = _span()


@dataclass(frozen=True, slots=True)
class Dots:
    """An ellipsis inside :class:`Add`, :class:`Mul` or :class:`Collection`; typing turns the run into a fold."""

    span: Span | None = _span()


@dataclass(frozen=True, slots=True)
class Relation:
    """``left op right`` as a condition inside a term (an indicator, a case)."""

    op: RelationOp
    left: Term
    right: Term
    span: Span | None = _span()


# --------------------------------------------------------------------- surface nodes, resolved by typing


@dataclass(frozen=True, slots=True)
class Call:
    """A name directly before a bracket: ``f(b)``, ``b(x-1)``, ``P(y \\mid X)``. A function's value or a product.

    ``given`` is what stands behind a bar or semicolon inside the bracket.
    """

    head: Term
    args: tuple[Term, ...]
    given: tuple[Term, ...] = ()
    span: Span | None = _span()


@dataclass(frozen=True, slots=True)
class Prime:
    """``f'``, ``X'``: a derivative of a function, a transpose of anything else."""

    term: Term
    order: int = 1
    span: Span | None = _span()


@dataclass(frozen=True, slots=True)
class Accent:
    """``\\hat w``, ``b^*``, ``\\bar x``, ``b_{\\min}``, ``w_{\\text{new}}``: a name with a mark on it.

    ``mark`` is "hat", "bar", "tilde", "star", or the word of a subscript ("min", "opt", "new", "MLE").
    """

    mark: str
    term: Term
    span: Span | None = _span()


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


def children(term: Term) -> Iterator[Term]:
    """The direct subterms, left to right."""
    match term:
        case Cases(pieces):
            for value, condition in pieces:
                yield value
                if condition is not None:
                    yield condition
        case Stack(rows):
            for row in rows:
                yield from row
        case _:
            for name in _PARTS[type(term)]:
                value = getattr(term, name)
                if isinstance(value, tuple):
                    yield from value
                elif isinstance(value, _NODES):
                    yield value


def walk(term: Term) -> Iterator[Term]:
    """The term and all its subterms, from the outside in, left to right."""
    left = [term]
    while left:
        part = left.pop()
        yield part
        if type(part) is not Symbol and type(part) is not Number:
            left.extend(reversed(tuple(children(part))))


def rebuild(term: Term, change: Callable[[Term], Term]) -> Term:
    """The term with ``change`` applied to each direct subterm; the same object if that changes none of them."""
    match term:
        case Symbol() | Number():
            return term
        case Cases(pieces):
            new = tuple((change(v), None if c is None else _relation(change(c))) for v, c in pieces)
            return replace(term, pieces=new)
        case Stack(rows):
            return replace(term, rows=tuple(tuple(change(entry) for entry in row) for row in rows))
        case _:
            changed: dict[str, object] = {}
            for name in _PARTS[type(term)]:
                value = getattr(term, name)
                if isinstance(value, tuple):
                    items = tuple([change(item) for item in value])
                    if any(a is not b for a, b in zip(items, value, strict=True)):
                        changed[name] = items
                elif isinstance(value, _NODES) and (part := change(value)) is not value:
                    changed[name] = part
            return replace(term, **changed) if changed else term  # type: ignore[arg-type]


def _relation(term: Term) -> Relation:
    assert isinstance(term, Relation)
    return term


def free_names(term: Term) -> frozenset[str]:
    """The names in a term that no sum or product of it binds."""
    match term:
        case Symbol(name):
            return frozenset((name,))
        case Fold(_, index, low, high, body, over, given):
            inside = free_names(body) | (free_names(given) if given is not None else frozenset())
            inside -= {index} if index else frozenset()
            for outside in (low, high, over):
                inside |= free_names(outside) if outside is not None else frozenset()
            return inside
        case Derivative(body, Symbol(name), _, at) if at is not None:
            return (free_names(body) - {name}) | free_names(at)
        case _:
            return frozenset().union(*(free_names(child) for child in children(term)))


_NODES = (
    Number, Symbol, Index, Add, Neg, Mul, Div, Pow, Apply, Fold, Derivative, Optimum, Cases, Stack,
    Collection, Dots, Relation, Call, Prime, Accent, Differential,
)  # fmt: skip

_PLAIN = frozenset(("span", "name", "value", "order", "op", "mark", "index", "dotted"))
_PARTS: dict[type, tuple[str, ...]] = {  # the fields of a node that may hold subterms
    node: tuple(f.name for f in fields(node) if f.name not in _PLAIN) for node in _NODES
}
