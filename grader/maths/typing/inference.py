"""One inference: what is known of the shapes, ranges and names of the terms that are typed together.

The rules that type each kind of node stand in the other modules of this package; :data:`Rules` names the rule of
every node, and an inference asks it for each subterm.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal, TypeAlias

from grader.core import Message, Words
from grader.maths.declare import Dim, Scope, Shape
from grader.maths.effort import current
from grader.maths.shapes import Ambiguous, ShapeError, Unifier, clash, dim_term
from grader.maths.terms import Add, Apply, Number, Symbol, Term, rebuild, walk
from grader.maths.typing.certainty import settled

Sorted: TypeAlias = tuple[Term, Shape]  # a term's core form and its shape
Rule: TypeAlias = "Callable[[Inference, Any], Sorted]"
Rules: TypeAlias = Mapping[type, Rule]

ONE_TERM = Number(Fraction(1))
ZERO_TERM = Number(Fraction(0))
_START = 40  # what an inference costs before its first node
_COST = 8  # of a node
_SIZED = {"identity": "I", "ones": "𝟏", "zeros": "𝟎"}
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

    def __init__(
        self,
        scope: Scope,
        single: Literal["line", "row"],
        rules: Rules,
        size: str | None = None,
        blocks: Literal["across", "down"] = "across",
    ) -> None:
        self.scope = scope
        self.blocks = blocks  # how vectors and ones stand in [x, 1]
        self.size = size if size is not None or len(scope.dims) != 1 else scope.dims[0]  # of what may have any
        self.single = single  # what X_i of a matrix X is
        self.unifier = Unifier()
        self.bound: dict[str, Dim] = {}
        self.free: dict[str, Dim] = {}
        self.unknown: set[str] = set()
        self.sets: dict[str, Dim] = {}  # sets of indices that nobody declared, and the range that each is a part of
        self.single_rows: list[str] = []  # heights that are 1 unless something says otherwise
        self.chances = False  # whether there is an expectation
        self.roots: list[Term] = []  # the terms, and the definitions in them, as they were written
        self.summed_over: set[str] = set()  # the sets that the sums in the first so many roots run over
        self.surveyed = 0
        self._rules = rules
        self._remarks: dict[str, Words] = {}
        self._depth = 0
        self._effort = current()
        self._effort.left -= _START

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
        sides = self._finished(left, left_shape), self._finished(right, right_shape)
        open_ = next((size for side in sides for size in _open_sizes(side.term)), None)
        if open_ is not None and sides[0].term != sides[1].term:
            raise Ambiguous(Message("maths.typing.size", {"name": _SIZED[open_.op]}), open_.span)
        return sides

    def apart(self, term: Term) -> Typed | None:
        """The term typed on its own, in this scope; None if it has no meaning there."""
        try:
            return Inference(self.scope, self.single, self._rules).finish(term)
        except (ShapeError, Ambiguous):
            return None

    def _finished(self, term: Term, shape: Shape) -> Typed:
        for name in self.single_rows:
            if self.unifier.resolve(Dim((name,))) == Dim((name,)):
                self.unifier.same(Dim((name,)), Dim((), 1))
        closed = self._close(term) if self.unifier.inferring else term
        if self.unifier.inferring and self.size is not None:  # what may have any size has the only one there is
            for size in _open_sizes(closed):
                for name in _open_names(size):
                    self.unifier.same(Dim((name,)), Dim((self.size,)))
            closed = self._close(closed)
        free = {name: self.unifier.resolve(dim) for name, dim in self.free.items()}
        return Typed(closed, self.unifier.shape(shape), frozenset(self.unknown), free, tuple(self._remarks.values()))

    def _close(self, term: Term) -> Term:
        """Put in the dimensions that were inferred on the way."""
        if isinstance(term, Symbol):
            return dim_term(self.unifier.resolve(Dim((term.name,)))) if term.name.startswith("?") else term
        return term if isinstance(term, Number) else rebuild(term, self._close)

    # ------------------------------------------------------------------------------------------ for rules

    def type(self, term: Term) -> Sorted:
        """The term's core form and shape."""
        self._effort.left -= _COST
        if self._effort.exhausted:
            raise Ambiguous(Message("maths.bound", {"bound": self._effort.bound, "limit": self._effort.limit}))
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


def _open_sizes(term: Term) -> Iterator[Apply]:
    """Vectors and matrices of ones, zeros or the identity whose size is not known."""
    for part in walk(term):
        if isinstance(part, Apply) and part.op in _SIZED and _open_names(part):
            yield part


def _open_names(size: Apply) -> list[str]:
    names = (part.name for arg in size.args for part in walk(arg) if isinstance(part, Symbol))
    return [name for name in names if name.startswith("?")]


def _zero(term: Term) -> bool:
    return isinstance(term, Number) and term.value == 0
