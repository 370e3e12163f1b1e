"""One inference: what is known of the shapes, ranges and names of the terms that are typed together.

The rules that type each kind of node stand in the other modules of this package; :data:`Rules` names the rule of
every node, and an inference asks it for each subterm.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal, TypeAlias

from grader.core import Message, Words
from grader.maths.declare import Dim, Scope, Shape
from grader.maths.shapes import Ambiguous, ShapeError, Unifier, clash, dim_term
from grader.maths.terms import Add, Number, Symbol, Term, rebuild
from grader.maths.typing.certainty import settled

Sorted: TypeAlias = tuple[Term, Shape]  # a term's core form and its shape
Rule: TypeAlias = "Callable[[Inference, Any], Sorted]"
Rules: TypeAlias = Mapping[type, Rule]

ONE_TERM = Number(Fraction(1))
_DEEPEST = 20  # definitions inside definitions


@dataclass(frozen=True, slots=True)
class Typed:
    """A term ready to be evaluated."""

    term: Term
    shape: Shape
    unknown: frozenset[str]  # names without a meaning
    subscripts: Mapping[str, Dim]  # free indices and what they run over
    remarks: tuple[Words, ...]


class Inference:
    """Shapes, ranges and names of the terms that are typed with it."""

    def __init__(self, scope: Scope, single: Literal["line", "row"], rules: Rules) -> None:
        self.scope = scope
        self.single = single  # what X_i of a matrix X is
        self.unifier = Unifier()
        self.bound: dict[str, Dim] = {}
        self.free: dict[str, Dim] = {}
        self.unknown: set[str] = set()
        self.sets: dict[str, Dim] = {}  # sets of indices that nobody declared, and the range that each is a part of
        self.chances = False  # whether there is an expectation
        self.roots: list[Term] = []  # the terms, and the definitions in them, as they were written
        self._rules = rules
        self._remarks: dict[str, Words] = {}
        self._depth = 0

    # ------------------------------------------------------------------------------------------ the doors

    def finish(self, term: Term, against: Shape | None = None) -> Typed:
        """Type one term."""
        self.roots.append(term)
        result, shape = self.type(term)
        if against is not None:
            self.unifier.same_shape(shape, against)
        return self._finished(result, shape)

    def finish_pair(self, a: Term, b: Term) -> tuple[Typed, Typed]:
        """Type two terms that should be the same thing."""
        self.roots += (a, b)
        left, left_shape = self.type(a)
        right, right_shape = self.type(b)
        if not (self.unifier.same_shape(left_shape, right_shape) or _zero(left) or _zero(right)):
            raise clash("equal", self.unifier.shape(left_shape), self.unifier.shape(right_shape), b.span)
        if self.chances:
            left, right = settled(self.scope, self.unknown, left, right)
        return self._finished(left, left_shape), self._finished(right, right_shape)

    def apart(self, term: Term) -> Typed | None:
        """The term typed on its own, in this scope; None if it has no meaning there."""
        try:
            return Inference(self.scope, self.single, self._rules).finish(term)
        except (ShapeError, Ambiguous):
            return None

    def _finished(self, term: Term, shape: Shape) -> Typed:
        free = {name: self.unifier.resolve(dim) for name, dim in self.free.items()}
        closed = self._close(term) if self.unifier.inferring else term
        return Typed(closed, self.unifier.shape(shape), frozenset(self.unknown), free, tuple(self._remarks.values()))

    def _close(self, term: Term) -> Term:
        """Put in the dimensions that were inferred on the way."""
        if isinstance(term, Symbol):
            return dim_term(self.unifier.resolve(Dim((term.name,)))) if term.name.startswith("?") else term
        return term if isinstance(term, Number) else rebuild(term, self._close)

    # ------------------------------------------------------------------------------------------ for rules

    def type(self, term: Term) -> Sorted:
        """The term's core form and shape."""
        return self._rules[type(term)](self, term)

    def inside(self, body: Term) -> Sorted:
        """The same for a definition's body; a definition that needs itself has no meaning."""
        self._depth += 1
        if self._depth > _DEEPEST:
            raise Ambiguous(Message("maths.typing.circular"))
        self.roots.append(body)
        try:
            return self.type(body)
        finally:
            self._depth -= 1

    def remark(self, key: str, **fields: str) -> None:
        """Tell the student about a charitable reading."""
        self._remarks[key] = Message(f"maths.remark.{key}", fields)

    def as_dim(self, term: Term) -> Dim:
        """The dimension that a term names; an open one for any other term."""
        match term:
            case Number(value) if value.denominator == 1:
                return Dim((), int(value))
            case Symbol(name) if self.scope.canonical(name) in self.scope.dims:
                return Dim((self.scope.canonical(name),))
            case Add((Symbol(name), Number(value))) if name in self.scope.dims and value.denominator == 1:
                return Dim((name,), int(value))
            case _:
                return self.unifier.fresh()


def _zero(term: Term) -> bool:
    return isinstance(term, Number) and term.value == 0
