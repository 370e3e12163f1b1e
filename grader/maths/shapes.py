"""Shapes: unification over symbolic dimensions, and the errors that typing can end in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from fractions import Fraction

from grader.core import Message, Words
from grader.maths import show
from grader.maths.declare import ONE, Dim, Shape
from grader.maths.terms import Add, Number, Span, Symbol, Term


class ShapeError(Exception):
    """Shapes that do not fit: what was combined (``a`` and ``b``, as written), and where it stands in the source.

    Many are raised and caught in a search, so that what was combined is put into words only when it is asked for.
    """

    def __init__(self, problem: Message, span: Span | None = None, parts: Sequence[Term] = ()) -> None:
        super().__init__(problem.key)
        self.span = span
        self._problem = problem
        self._parts = tuple(parts)

    @property
    def problem(self) -> Message:
        """What is wrong, in words that name the parts."""
        written = {name: show.plain(part) for name, part in zip("ab", self._parts, strict=False)}
        return Message(self._problem.key, {**self._problem.fields, **written})

    def of(self, parts: Sequence[Term], span: Span | None) -> ShapeError:
        """The same of the parts that were combined, unless it names its own."""
        return ShapeError(self._problem, self.span or span, self._parts or parts)


class Ambiguous(Exception):
    """A term that typing cannot give one meaning: a sum without an index, a subscript on nothing."""

    def __init__(self, problem: Words, span: Span | None = None) -> None:
        super().__init__(problem)
        self.problem = problem
        self.span = span


class Unifier:
    """What has been inferred of the dimensions that nobody wrote (``?1``, ``?2``, …)."""

    def __init__(self) -> None:
        self._bound: dict[str, Dim] = {}
        self._count = 0

    @property
    def inferring(self) -> bool:
        """Whether any dimension was left to be inferred."""
        return self._count > 0

    def fresh(self) -> Dim:
        """A new dimension to be inferred."""
        self._count += 1
        return Dim((f"?{self._count}",))

    def resolve(self, dim: Dim) -> Dim:
        """The dimension with all that is known put in."""
        bound = self._bound
        if not bound:
            return dim
        for name in dim.names:
            if name in bound:
                break
        else:
            return dim
        total = Dim((), dim.constant)
        for name in dim.names:
            total = total.plus(self.resolve(self._bound[name]) if name in self._bound else Dim((name,)))
        return total

    def shape(self, shape: Shape) -> Shape:
        """The shape with all that is known put in."""
        return Shape(self.resolve(shape.rows), self.resolve(shape.cols)) if self._bound else shape

    def same(self, a: Dim, b: Dim) -> bool:
        """Make the two equal if they can be."""
        a, b = self.resolve(a), self.resolve(b)
        if a == b:
            return True
        if (a.names and b.names) and (len(a.names) > 1 or len(b.names) > 1):
            a, b = _without_common(a, b)
        for one, other in ((a, b), (b, a)):
            if len(one.names) == 1 and one.constant == 0 and one.names[0].startswith("?"):
                if one.names[0] in other.names or not (other.names or other.constant > 0):
                    return False
                self._bound[one.names[0]] = other
                return True
        return False

    def same_shape(self, a: Shape, b: Shape) -> bool:
        """Make two shapes equal if they can be."""
        return self.same(a.rows, b.rows) and self.same(a.cols, b.cols)


def _without_common(a: Dim, b: Dim) -> tuple[Dim, Dim]:
    """Two sums of dimensions without what both hold: ``?1+n`` and ``d+n`` are the same if ``?1`` and ``d`` are."""
    mine, others = Counter(a.names), Counter(b.names)
    shared = min(a.constant, b.constant)
    left, right = (mine - others).elements(), (others - mine).elements()
    return Dim(tuple(left), a.constant - shared), Dim(tuple(right), b.constant - shared)


def clash(key: str, a: Shape, b: Shape, span: Span | None, parts: Sequence[Term] = ()) -> ShapeError:
    """The error for two shapes that cannot be combined, with the columns of the first and the rows of the second."""
    sizes = {"cols": str(a.cols), "rows": str(b.rows)}
    fields: dict[str, Words | str] = {"left": describe(a), "right": describe(b), **sizes}
    return ShapeError(Message(f"maths.shape.{key}", fields), span, parts)


def misshapen(key: str, shape: Shape, part: Term, span: Span | None) -> ShapeError:
    """The error for one thing that has not the shape that is needed."""
    return ShapeError(Message(f"maths.shape.{key}", {"shape": describe(shape)}), span, (part,))


def describe(shape: Shape) -> Message:
    """A shape in words: a number, a vector of n entries, an n×d matrix."""
    if shape.scalar:
        return Message("maths.shape.scalar")
    if shape.cols == ONE:
        return Message("maths.shape.vector", {"n": str(shape.rows)})
    if shape.rows == ONE:
        return Message("maths.shape.row", {"n": str(shape.cols)})
    return Message("maths.shape.matrix", {"rows": str(shape.rows), "cols": str(shape.cols)})


def dim_term(dim: Dim) -> Term:
    """A dimension as a term."""
    parts: list[Term] = [Symbol(name) for name in dim.names]
    if dim.constant or not parts:
        parts.append(Number(Fraction(dim.constant)))
    return parts[0] if len(parts) == 1 else Add(tuple(parts))
