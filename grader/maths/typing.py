"""Typing: what a term means in a scope.

Resolves the surface nodes (is ``b(x-1)`` a product? is ``x'`` a transpose? which sum does a bare subscript belong to?),
puts in definitions, infers shapes and the limits of sums, and reports what does not fit. The result holds core nodes
only, with indexing as ``Apply("entry" | "cell" | "row" | "line" | "column", …)``:

===============  =========================================================
``entry(v, i)``  the i-th entry of a vector
``cell(A,i,j)``  A_ij
``row(A, i)``    the i-th row of A, as a column
``line(A, i)``   the i-th row of A, as a row
``column(A,j)``  the j-th column of A
``family(i, low, high, e)``  the column of e for i = low … high
===============  =========================================================
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal

from grader.core import Message, Words
from grader.maths.declare import ONE, SCALAR, Dim, Function, Scope, Shape
from grader.maths.operators import OPERATORS
from grader.maths.series import series
from grader.maths.shapes import Ambiguous, ShapeError, Unifier, clash, describe, dim_term
from grader.maths.substitute import substitute
from grader.maths.terms import (
    Accent,
    Add,
    Apply,
    Call,
    Cases,
    Collection,
    Derivative,
    Differential,
    Div,
    Dots,
    Fold,
    Index,
    Mul,
    Neg,
    Number,
    Optimum,
    Pow,
    Prime,
    Relation,
    Span,
    Stack,
    Symbol,
    Term,
    children,
    free_names,
    rebuild,
    walk,
)

CONSTANTS = frozenset(("pi", "infinity"))
_DENSITY_HEADS = frozenset("pPf")
_TIMES = frozenset(("t", "tau"))
_STATISTICS = {
    **dict.fromkeys(("mean", "average", "均值", "平均值", "平均数", "样本均值", "算术平均值"), "mean"),
    **dict.fromkeys(("median", "中位数", "样本中位数"), "median"),
}
_ONE_TERM = Number(Fraction(1))


@dataclass(frozen=True, slots=True)
class Typed:
    """A term ready to be evaluated."""

    term: Term
    shape: Shape
    unknown: frozenset[str]  # names without a meaning
    subscripts: Mapping[str, Dim]  # free indices and what they run over
    remarks: tuple[Words, ...]


def typed(term: Term, scope: Scope, *, against: Shape | None = None) -> Typed:
    """The term with its meaning; raises :class:`ShapeError` or :class:`Ambiguous`.

    ``X_i`` is read as a row first and, if that does not fit, as a column. ``against`` is a shape that the result
    should have if its own is still open (``0``, ``I``).
    """
    try:
        return Typer(scope, "line").finish(term, against)
    except ShapeError:
        if not any(isinstance(part, Index) for part in walk(term)):
            raise
        try:
            return Typer(scope, "row").finish(term, against)
        except ShapeError:
            pass
        raise


def typed_pair(a: Term, b: Term, scope: Scope) -> tuple[Typed, Typed]:
    """Two sides that should be the same thing, typed in one inference; raises as :func:`typed` does."""
    try:
        return Typer(scope, "line").finish_pair(a, b)
    except ShapeError:
        if not any(isinstance(part, Index) for side in (a, b) for part in walk(side)):
            raise
        try:
            return Typer(scope, "row").finish_pair(a, b)
        except ShapeError:
            pass
        raise


def density_key(args: tuple[Term, ...]) -> str:
    """The name under which the meaning of a density of these arguments is kept: ``p(y)``, ``p(x_i)``."""
    first = args[0]
    if isinstance(first, Index) and any(isinstance(arg, Dots) for arg in args):
        first = first.base  # p(x_1, …, x_n) is of all x
    return f"p({_spelled(first)})"


def possible(term: Term, scope: Scope) -> Typed | None:
    """The typed term, or None if it has no meaning here."""
    try:
        return typed(term, scope)
    except (ShapeError, Ambiguous):
        return None


def misfits(term: Term, scope: Scope) -> bool:
    """Whether the shapes in a term do not fit."""
    try:
        typed(term, scope)
    except ShapeError:
        return True
    except Ambiguous:
        pass
    return False


def depends_on(term: Term, name: str | None, scope: Scope) -> bool:
    """Whether a name stands in a term once definitions are put in."""
    sort = possible(term, scope)
    if sort is None:
        return any(scope.canonical(free) == name for free in free_names(term))
    return any(isinstance(part, Symbol) and part.name == name for part in walk(sort.term))


class Typer:
    """One inference: shapes, ranges and names of the terms that are typed with it."""

    def __init__(self, scope: Scope, single: Literal["line", "row"]) -> None:
        self.scope = scope
        self.single = single  # what X_i of a matrix X is
        self.unifier = Unifier()
        self.bound: dict[str, Dim] = {}
        self.free: dict[str, Dim] = {}
        self.unknown: set[str] = set()
        self.remarks: dict[str, Words] = {}
        self.depth = 0

    # ------------------------------------------------------------------------------------------ the doors

    def finish(self, term: Term, against: Shape | None = None) -> Typed:
        """Type one term."""
        result, shape = self.type(term)
        if against is not None:
            self.unifier.same_shape(shape, against)
        return self._finished(result, shape)

    def finish_pair(self, a: Term, b: Term) -> tuple[Typed, Typed]:
        """Type two terms that should be the same thing."""
        left, left_shape = self.type(a)
        right, right_shape = self.type(b)
        if not (self.unifier.same_shape(left_shape, right_shape) or _zero(left) or _zero(right)):
            raise clash("equal", self.unifier.shape(left_shape), self.unifier.shape(right_shape), b.span)
        return self._finished(left, left_shape), self._finished(right, right_shape)

    def _finished(self, term: Term, shape: Shape) -> Typed:
        free = {name: self.unifier.resolve(dim) for name, dim in self.free.items()}
        return Typed(
            self._close(term), self.unifier.shape(shape), frozenset(self.unknown), free, tuple(self.remarks.values())
        )

    def _close(self, term: Term) -> Term:
        """Put in the dimensions that were inferred on the way."""
        if isinstance(term, Symbol) and term.name.startswith("?"):
            return dim_term(self.unifier.resolve(Dim((term.name,))))
        return rebuild(term, self._close)

    def remark(self, key: str, **fields: str) -> None:
        """Tell the student about a charitable reading."""
        self.remarks[key] = Message(f"maths.remark.{key}", fields)

    # -------------------------------------------------------------------------------------------- folding

    def type(self, term: Term) -> tuple[Term, Shape]:
        """The term's core form and shape."""
        match term:
            case Number():
                return term, SCALAR
            case Symbol():
                return self._symbol(term)
            case Index():
                return self._index(term)
            case Add(terms) if any(isinstance(t, Dots) for t in terms):
                return self.type(replace(term, terms=series(terms, "sum")))
            case Mul(factors) if any(isinstance(f, Dots) for f in factors):
                return self.type(replace(term, factors=series(factors, "prod")))
            case Add():
                return self._add(term)
            case Neg(inner):
                result, shape = self.type(inner)
                return replace(term, term=result), shape
            case Mul():
                return self._mul(term)
            case Div():
                return self._div(term)
            case Pow():
                return self._pow(term)
            case Apply():
                return self._apply(term)
            case Fold():
                return self._fold(term)
            case Derivative():
                return self._derivative(term)
            case Cases():
                return self._cases(term)
            case Stack():
                return self._stack(term)
            case Relation(_, left, right):
                a, b = self.type(left)[0], self.type(right)[0]
                return replace(term, left=a, right=b), SCALAR
            case Call():
                return self._call(term)
            case Prime():
                return self._prime(term)
            case Accent():
                return self._accent(term)
            case Differential(inner):
                return self._differential(inner)
            case Collection(items):
                return self._collection(items, term.span)
            case Optimum():
                return self._extreme(term)
            case Dots():
                raise Ambiguous(Message("maths.typing.dots"), term.span)

    # --------------------------------------------------------------------------------------------- leaves

    def _symbol(self, term: Symbol) -> tuple[Term, Shape]:
        name = term.name
        if name in self.bound or name in self.free:
            return term, SCALAR
        name = self.scope.canonical(name)
        if name in self.scope.zeroed:
            return Number(Fraction(0), span=term.span), SCALAR
        if name in self.scope.functions:
            function = self.scope.functions[name]
            return self._family(function) if function.indexed else self._inside(function.body)
        if name in self.scope.declared:
            return replace(term, name=name), self.scope.declared[name].shape
        if name in self.scope.dims or name in CONSTANTS:
            return replace(term, name=name), SCALAR
        if name in self.scope.rows:  # a bare x, where x_i are the rows: some sample
            return self._index(Index(term, (Symbol("i"),), span=term.span))
        if name == "I":
            n = self.unifier.fresh()
            return Apply("identity", (_dim_symbol(n),), span=term.span), Shape(n, n)
        if name in self.scope.meanings:
            return self._inside(self.scope.meanings[name])
        if (named := self._named_value(name)) is not None:
            return named, SCALAR
        self.unknown.add(name)
        return term, SCALAR

    def _named_value(self, name: str) -> Term | None:
        """``b = mean``, ``b = \\text{中位数}``: a statistic of the data, given by its name alone."""
        op = _STATISTICS.get(name)
        columns = [known for known, d in self.scope.declared.items() if d.shape.column and known != self.scope.unknown]
        return Apply(op, (Symbol(columns[0]),)) if op is not None and columns else None

    def _family(self, function: Function) -> tuple[Term, Shape]:
        """``r`` where the text gave r_i: the vector of them all."""
        if len(function.parameters) != 1:
            raise Ambiguous(Message("maths.typing.subscripts"))
        fold, shape = self._inside(Fold("sum", function.parameters[0], None, None, function.body))
        assert isinstance(fold, Fold) and fold.index and fold.low is not None and fold.high is not None
        if not self.unifier.shape(shape).scalar:
            raise Ambiguous(Message("maths.typing.subscripts"))
        family = Apply("family", (Symbol(fold.index), fold.low, fold.high, fold.body))
        return family, Shape(self._as_dim(fold.high), ONE)

    def _inside(self, body: Term) -> tuple[Term, Shape]:
        """A definition's body; a definition that needs itself has no meaning."""
        self.depth += 1
        if self.depth > 20:
            raise Ambiguous(Message("maths.typing.circular"))
        try:
            return self.type(body)
        finally:
            self.depth -= 1

    def _accent(self, term: Accent) -> tuple[Term, Shape]:
        base = term.term
        if isinstance(base, Index):
            return self.type(Index(Accent(term.mark, base.base, span=base.span), base.at, span=term.span))
        if not isinstance(base, Symbol):
            if term.mark == "bar":
                return self.type(Apply("mean", (base,), span=term.span))
            raise Ambiguous(Message("maths.typing.accent", {"mark": term.mark}), term.span)
        name = self.scope.canonical(base.name)
        full = f"{name}_{term.mark}"
        for known in (full, f"{base.name}_{term.mark}"):
            if known in self.scope.functions or known in self.scope.declared or known in self.scope.meanings:
                return self._symbol(Symbol(known, span=term.span))
        if term.mark == "bar":
            return self._bar(name, term)
        if name == self.scope.unknown:
            return self._symbol(Symbol(name, span=term.span))
        self.unknown.add(full)
        return Symbol(full, span=term.span), SCALAR

    def _bar(self, name: str, term: Accent) -> tuple[Term, Shape]:
        declared = self.scope.declared.get(name)
        if declared is not None and declared.shape.column:
            return Apply("mean", (Symbol(name, span=term.span),), span=term.span), SCALAR
        if name in self.scope.rows:
            design = self.scope.declared[self.scope.rows[name]]
            body = Apply("row", (Symbol(self.scope.rows[name]), Symbol("#bar")))
            high = dim_term(design.shape.rows)
            mean = Div(Fold("sum", "#bar", _ONE_TERM, high, body), high, span=term.span)
            return mean, Shape(design.shape.cols, ONE)
        self.unknown.add(f"{name}_bar")
        return Symbol(f"{name}_bar", span=term.span), SCALAR

    def _call(self, term: Call) -> tuple[Term, Shape]:
        head = term.head
        if isinstance(head, Symbol):
            name = self.scope.canonical(head.name)
            function = self.scope.functions.get(name)
            if function is not None and function.parameters and not function.indexed:
                return self._inside(substitute(function.body, _arguments(function, term.args)))
            if function is not None and not function.parameters and self._is_the_unknown(term.args):
                return self._symbol(head)  # S(w) where the text says S = …
            if (meaning := self._density(head.name, term)) is not None:
                return self._inside(meaning)
            if (name in self.scope.declared or name in self.scope.dims or function is not None) and len(term.args) == 1:
                return self.type(Mul((head, term.args[0]), span=term.span))
            for arg in term.args:
                self.type(arg)
            self.unknown.add(head.name)
            return Symbol(head.name, span=term.span), SCALAR
        if isinstance(head, Prime | Derivative):
            return self.type(head)  # f'(b): at the very point that it is defined for
        if isinstance(head, Accent | Index) and len(term.args) == 1:
            return self.type(Mul((head, term.args[0]), span=term.span))
        raise Ambiguous(Message("maths.typing.call"), term.span)

    def _is_the_unknown(self, args: tuple[Term, ...]) -> bool:
        names = [self.scope.canonical(arg.name) for arg in args if isinstance(arg, Symbol)]
        return len(args) == 1 and names == [self.scope.unknown]

    def _density(self, head: str, term: Call) -> Term | None:
        """The author's meaning of ``P(y | X)``, ``p(\\epsilon_i)`` …, by what stands left of the bar."""
        if head not in _DENSITY_HEADS or not term.args:
            return None
        args = tuple(self._canonical_names(arg) for arg in term.args)
        key = density_key(args)
        if key in self.scope.meanings:
            return self.scope.meanings[key]
        match args:
            case (Index(Symbol(name), (Symbol(index),)),) if f"p({name}_i)" in self.scope.meanings:
                return substitute(self.scope.meanings[f"p({name}_i)"], {"i": Symbol(index)})
        if (noise := self.scope.meanings.get("p(epsilon)")) is not None and len(term.args) == 1 and not term.given:
            return substitute(noise, {"epsilon": term.args[0]})
        return None

    def _canonical_names(self, term: Term) -> Term:
        """A term with the task's names for things."""
        return substitute(term, {name: Symbol(self.scope.canonical(name)) for name in free_names(term)})

    def _prime(self, term: Prime) -> tuple[Term, Shape]:
        inner = term.term
        if isinstance(inner, Symbol):
            name = self.scope.canonical(inner.name)
            function = self.scope.functions.get(name)
            if function is not None and self._is_of_one(function):
                by = Symbol(function.parameters[0] if function.parameters else self.scope.unknown or "")
                return self.type(Derivative(function.body, by, term.order, span=term.span))
            if function is None and not self.scope.knows(name):
                self.unknown.add(inner.name)
                return inner, SCALAR
        return self.type(Apply("transpose", (inner,), span=term.span))

    def _is_of_one(self, function: Function) -> bool:
        """Whether a prime on a defined name is a derivative: f(b), or a number named without its argument."""
        if function.parameters:
            return len(function.parameters) == 1 and not function.indexed
        sort = possible(function.body, self.scope)
        return self.scope.unknown is not None and sort is not None and sort.shape.scalar

    def _differential(self, inner: Term) -> tuple[Term, Shape]:
        """d of the unknown is a free direction; d of anything else is its derivative in that direction."""
        unknown = self.scope.unknown
        if unknown is None:
            raise Ambiguous(Message("maths.typing.differential"), inner.span)
        by = Symbol(unknown)
        shape = self.scope.declared[unknown].shape
        direction = Symbol(f"d {unknown}")
        if isinstance(inner, Symbol) and self.scope.canonical(inner.name) == unknown:
            return direction, shape
        body, body_shape = self.type(inner)
        slope = Derivative(body, by, span=inner.span)
        if body_shape.scalar:
            return Mul((Apply("transpose", (slope,)), direction)), SCALAR
        return Mul((slope, direction)), body_shape

    # ------------------------------------------------------------------------------------------- indexing

    def _index(self, term: Index) -> tuple[Term, Shape]:
        base, at = term.base, tuple(self._subscript(i) for i in term.at)
        if isinstance(base, Accent) and isinstance(base.term, Symbol):
            full = f"{self.scope.canonical(base.term.name)}_{base.mark}"
            if full in self.scope.functions or f"{full}_i" in self.scope.meanings:
                base = Symbol(full, span=base.span)
            elif self._is_new(base, full):
                return self._unknown_indexed(full, term)
        if isinstance(base, Symbol):
            name = self.scope.canonical(base.name)
            if f"{name}_{_spelled(at[0])}" in self.scope.functions:
                return self._symbol(Symbol(f"{name}_{_spelled(at[0])}", span=term.span))
            if name in self.scope.rows and name not in self.scope.functions:
                return self._row(Symbol(self.scope.rows[name], span=base.span), at, term)
            function = self.scope.functions.get(name)
            if function is not None and function.indexed:
                return self._inside(substitute(function.body, dict(zip(function.parameters, at, strict=False))))
            if (meaning := self.scope.meanings.get(f"{name}_i")) is not None:
                return self._inside(substitute(meaning, {"i": at[0]}))
            if name == self.scope.unknown and self._is_time(name, at):
                return self._symbol(base)
            declared = self.scope.declared.get(name)
            if declared is not None and declared.shape.scalar and name != self.scope.unknown:
                return self._unknown_indexed(name, term)  # epsilon_i: one of many, not a part of epsilon
            if not self.scope.knows(name) and name not in self.scope.meanings:
                return self._unknown_indexed(name, term)
        value, shape = self.type(base)
        return self._part(value, self.unifier.shape(shape), at, term)

    def _is_new(self, base: Accent, full: str) -> bool:
        """Whether a marked name, such as \\hat y, stands for nothing known."""
        assert isinstance(base.term, Symbol)
        name = self.scope.canonical(base.term.name)
        known = full in self.scope.declared or full in self.scope.meanings
        return not known and name != self.scope.unknown and base.mark != "bar"

    def _is_time(self, name: str, at: tuple[Term, ...]) -> bool:
        """Whether the subscript counts iterations: w_t, w_{t+1}, or any on a scalar."""
        names = {part.name for i in at for part in walk(i) if isinstance(part, Symbol)}
        return bool(names & _TIMES) or self.scope.declared[name].shape.scalar

    def _unknown_indexed(self, name: str, term: Index) -> tuple[Term, Shape]:
        full = f"{name}_{','.join(_spelled(i) for i in term.at)}"
        if full in self.scope.declared or full in self.scope.functions:
            return self._symbol(Symbol(full, span=term.span))
        self.unknown.add(full)
        return Symbol(full, span=term.span), SCALAR

    def _subscript(self, term: Term) -> Term:
        """A subscript: names in it that are nothing else become free indices."""
        for part in walk(term):
            if isinstance(part, Symbol) and part.name != ":" and part.name not in self.bound:
                if part.name in self.scope.dims or part.name in self.free:
                    continue
                self.free[part.name] = self.unifier.fresh()
        return term

    def _over(self, index: Term, dim: Dim) -> None:
        """The index runs over a dimension."""
        if isinstance(index, Symbol):
            known = self.bound.get(index.name) or self.free.get(index.name)
            if known is not None and not self.unifier.same(known, dim):
                fields = {"index": index.name, "range": str(self.unifier.resolve(known)), "size": str(dim)}
                raise ShapeError(Message("maths.shape.index", fields), index.span)

    def _row(self, design: Symbol, at: tuple[Term, ...], term: Index) -> tuple[Term, Shape]:
        shape = self.scope.declared[design.name].shape
        if len(at) == 2:
            return self._part(design, shape, at, term)
        if len(at) != 1:
            raise Ambiguous(Message("maths.typing.subscripts"), term.span)
        self._over(at[0], shape.rows)
        return Apply("row", (design, at[0]), span=term.span), Shape(shape.cols, ONE)

    def _part(self, value: Term, shape: Shape, at: tuple[Term, ...], term: Index) -> tuple[Term, Shape]:
        if len(at) == 1 and ONE in (shape.rows, shape.cols) and not shape.scalar:
            self._over(at[0], shape.rows if shape.cols == ONE else shape.cols)
            return Apply("entry", (value, at[0]), span=term.span), SCALAR
        if len(at) == 2 and not shape.scalar:
            return self._cell(value, shape, at, term)
        if len(at) == 1 and not shape.scalar:
            self._over(at[0], shape.rows)
            part = Apply(self.single, (value, at[0]), span=term.span)
            return part, Shape(ONE, shape.cols) if self.single == "line" else Shape(shape.cols, ONE)
        raise ShapeError(Message("maths.shape.subscript", {"shape": describe(shape)}), term.span)

    def _cell(self, value: Term, shape: Shape, at: tuple[Term, ...], term: Index) -> tuple[Term, Shape]:
        colon = [isinstance(i, Symbol) and i.name == ":" for i in at]
        if not colon[0]:
            self._over(at[0], shape.rows)
        if not colon[1]:
            self._over(at[1], shape.cols)
        match colon:
            case [False, False]:
                return Apply("cell", (value, *at), span=term.span), SCALAR
            case [False, True]:
                return Apply("line", (value, at[0]), span=term.span), Shape(ONE, shape.cols)
            case [True, False]:
                return Apply("column", (value, at[1]), span=term.span), Shape(shape.rows, ONE)
            case _:
                return value, shape

    # ----------------------------------------------------------------------------------------- arithmetic

    def _add(self, term: Add) -> tuple[Term, Shape]:
        pairs = [self.type(t) for t in term.terms]
        shape = pairs[0][1]
        for value, other in pairs[1:]:
            shape = self._sum_shape(shape, other, value.span or term.span)
        return replace(term, terms=tuple(value for value, _ in pairs)), shape

    def _sum_shape(self, a: Shape, b: Shape, span: Span | None) -> Shape:
        a, b = self.unifier.shape(a), self.unifier.shape(b)
        wide = b if a.scalar else a
        if a.scalar != b.scalar and ONE in (wide.rows, wide.cols):
            if not _open(wide):
                self.remark("broadcast")
            return wide
        if not self.unifier.same_shape(a, b):
            raise clash("add", a, b, span)
        return self.unifier.shape(a)

    def _mul(self, term: Mul) -> tuple[Term, Shape]:
        first = term.factors[0]
        if isinstance(first, Apply) and first.op in ("hadamard", "kron"):  # y ⊙ Xw: of y and Xw, if it fits so only
            try:
                return self._product(term)
            except ShapeError:
                left, right = first.args
                return self.type(replace(first, args=(left, Mul((right, *term.factors[1:])))))
        return self._product(term)

    def _product(self, term: Mul) -> tuple[Term, Shape]:
        pairs = [self.type(f) for f in term.factors]
        if term.dotted and len(pairs) == 2 and self._are_columns(pairs[0][1], pairs[1][1]):
            return Apply("inner", (pairs[0][0], pairs[1][0]), span=term.span), SCALAR
        shape = pairs[0][1]
        try:
            for value, other in pairs[1:]:
                shape = self._product_shape(shape, other, value.span or term.span)
        except ShapeError:
            shape = pairs[-1][1]
            for value, other in reversed(pairs[:-1]):  # w^T x_i x_i read from the right
                shape = self._product_shape(other, shape, value.span or term.span)
            grouped = pairs[-1][0]
            for value, _ in reversed(pairs[:-1]):
                grouped = Mul((value, grouped), span=term.span)
            return grouped, shape
        return replace(term, factors=tuple(value for value, _ in pairs)), shape

    def _are_columns(self, a: Shape, b: Shape) -> bool:
        """Whether both are column vectors of one size."""
        a, b = self.unifier.shape(a), self.unifier.shape(b)
        return a.column and b.column and self.unifier.same(a.rows, b.rows)

    def _product_shape(self, a: Shape, b: Shape, span: Span | None) -> Shape:
        a, b = self.unifier.shape(a), self.unifier.shape(b)
        if a.scalar or b.scalar:
            return b if a.scalar else a
        if not self.unifier.same(a.cols, b.rows):
            raise clash("product", a, b, span)
        return self.unifier.shape(Shape(a.rows, b.cols))

    def _div(self, term: Div) -> tuple[Term, Shape]:
        top, shape = self.type(term.top)
        bottom, below = self.type(term.bottom)
        if not self.unifier.shape(below).scalar:
            raise clash("divide", shape, self.unifier.shape(below), term.bottom.span or term.span)
        return replace(term, top=top, bottom=bottom), shape

    def _pow(self, term: Pow) -> tuple[Term, Shape]:
        base, shape = self.type(term.base)
        exponent, power_shape = self.type(term.exponent)
        shape = self.unifier.shape(shape)
        if not self.unifier.shape(power_shape).scalar:
            raise ShapeError(Message("maths.shape.exponent", {"shape": describe(power_shape)}), term.exponent.span)
        if shape.scalar:
            return replace(term, base=base, exponent=exponent), SCALAR
        whole = exponent.value if isinstance(exponent, Number) and exponent.value.denominator == 1 else None
        if isinstance(exponent, Neg) and isinstance(exponent.term, Number):
            whole = -exponent.term.value
        if whole == 2 and ONE in (shape.rows, shape.cols):
            self.remark("square")
            return Apply("inner", (base, base), span=term.span), SCALAR
        if not self.unifier.same(shape.rows, shape.cols):
            key = "inverse" if whole == -1 else "power"
            raise ShapeError(Message(f"maths.shape.{key}", {"shape": describe(shape)}), term.span)
        if whole == -1:
            return Apply("inv", (base,), span=term.span), self.unifier.shape(shape)
        if whole is None or not 0 <= whole <= 16:
            raise Ambiguous(Message("maths.typing.power"), term.span)
        if whole == 0:
            return Apply("identity", (dim_term(shape.rows),), span=term.span), shape
        return Mul((base,) * int(whole), span=term.span), self.unifier.shape(shape)

    # ------------------------------------------------------------------------------------------ operators

    def _apply(self, term: Apply) -> tuple[Term, Shape]:
        match term.op, term.args:
            case "identity", (dim,):
                size = self._as_dim(dim)
                return Apply("identity", (dim_term(size),), span=term.span), Shape(size, size)
            case ("ones" | "zeros"), ():
                n = self.unifier.fresh()
                return Apply(term.op, (_dim_symbol(n), _ONE_TERM), span=term.span), Shape(n, ONE)
            case ("ones" | "zeros"), args:
                dims = [self._as_dim(a) for a in args] + [ONE] * (2 - len(args))
                return Apply(term.op, tuple(map(dim_term, dims)), span=term.span), Shape(*dims[:2])
            case "transpose", (Number(value),) if value == 1:  # 1^T x: the vector of ones
                return self.type(Apply("transpose", (Apply("ones", (), span=term.span),), span=term.span))
            case "indicator", (condition,):
                return Apply("indicator", (self.type(condition)[0],), span=term.span), SCALAR
            case "entry" | "cell" | "row" | "line" | "column", _:
                raise Ambiguous(Message("maths.typing.operator", {"name": term.op}), term.span)
        operator = OPERATORS.get(term.op)
        if operator is None or operator.arity not in (None, len(term.args)):
            raise Ambiguous(Message("maths.typing.operator", {"name": term.op}), term.span)
        pairs = [self.type(a) for a in term.args]
        shapes = [self.unifier.shape(shape) for _, shape in pairs]
        op = "norm" if term.op == "abs" and not shapes[0].scalar else term.op
        try:
            shape = OPERATORS[op].shape(self.unifier, shapes)
        except ShapeError as error:
            raise ShapeError(error.problem, error.span or term.span) from None
        return replace(term, op=op, args=tuple(value for value, _ in pairs)), shape

    def _as_dim(self, term: Term) -> Dim:
        match term:
            case Number(value) if value.denominator == 1:
                return Dim((), int(value))
            case Symbol(name) if self.scope.canonical(name) in self.scope.dims:
                return Dim((self.scope.canonical(name),))
            case Add((Symbol(name), Number(value))) if name in self.scope.dims and value.denominator == 1:
                return Dim((name,), int(value))
            case _:
                return self.unifier.fresh()

    def _collection(self, items: tuple[Term, ...], span: Span | None) -> tuple[Term, Shape]:
        if any(isinstance(item, Dots) for item in items):
            run = series(items, "sum")
            if len(run) != 1:
                raise Ambiguous(Message("maths.typing.dots"), span)
            body = run[0]
            assert isinstance(body, Fold) and body.index is not None
            value, _ = self.type(body)
            assert isinstance(value, Fold) and value.index and value.low is not None and value.high is not None
            family = Apply("family", (Symbol(value.index), value.low, value.high, value.body), span=span)
            return family, Shape(self.unifier.fresh(), ONE)
        if len(items) == 1:
            index = self._bare_index(items[0])
            if index is not None:  # {x_i}: all of them
                fold, _ = self._fold(Fold("sum", index, None, None, items[0], span=span))
                assert isinstance(fold, Fold) and fold.low is not None and fold.high is not None
                return Apply("family", (Symbol(index), fold.low, fold.high, fold.body), span=span), Shape(
                    self.unifier.fresh(), ONE
                )
            return self.type(items[0])
        return self.type(Stack(tuple((item,) for item in items), span=span))

    def _extreme(self, term: Optimum) -> tuple[Term, Shape]:
        """``\\min_i x_i`` is the least of them; a minimum over anything else is a statement, not a value."""
        match term:
            case Optimum("min" | "max" as op, (Symbol(index),), body) if not self.scope.knows(index):
                return self.type(Apply(op, (Collection((body,)),), span=term.span))
            case Optimum("min" | "max" as op, (), body):
                return self.type(Apply(op, (body,), span=term.span))
            case _:
                raise Ambiguous(Message("maths.typing.optimum"), term.span)

    # ---------------------------------------------------------------------------------- sums and products

    def _bare_index(self, body: Term) -> str | None:
        """The one subscript in a body that nothing binds yet; None if there is none or more than one."""
        names: dict[str, None] = {}

        def look(term: Term, inside: frozenset[str]) -> None:
            if isinstance(term, Fold) and term.index:
                inside |= {term.index}
            if isinstance(term, Index):
                for i in term.at:
                    for part in walk(i):
                        if isinstance(part, Symbol) and part.name not in inside and part.name != ":":
                            names[part.name] = None
            for child in children(term):
                look(child, inside)

        look(body, frozenset(self.bound))
        found = [name for name in names if name not in self.scope.dims and name not in self.scope.declared]
        if len(found) > 1 and "i" in found:
            return "i"
        return found[0] if len(found) == 1 else None

    def _fold(self, term: Fold) -> tuple[Term, Shape]:
        index = term.index or self._bare_index(term.body)
        if index is None:
            body, shape = self.type(term.body)
            if term.op == "sum" and not self.unifier.shape(shape).scalar and shape.cols == ONE:
                self.remark("sum_entries")
                ones = Apply("ones", (dim_term(self.unifier.resolve(shape.rows)), _ONE_TERM))
                return Apply("inner", (body, ones), span=term.span), SCALAR
            raise Ambiguous(Message("maths.typing.sum_index"), term.span)
        low = self._limit(term.low, index)
        high = self._limit(term.high, index)
        span_dim = self._range(low, high)
        outer = self.bound.get(index)
        self.bound[index] = span_dim
        body, shape = self.type(term.body)
        if outer is None:
            del self.bound[index]
        else:
            self.bound[index] = outer
        high = high if high is not None else dim_term(self._found_range(span_dim, index, term.span))
        if term.op == "prod" and not self.unifier.shape(shape).scalar:
            raise clash("prod", shape, shape, term.span)
        return replace(term, index=index, low=low or _ONE_TERM, high=high, body=body), shape

    def _limit(self, limit: Term | None, index: str) -> Term | None:
        if limit is None:
            return None
        value, shape = self.type(limit)
        if not self.unifier.shape(shape).scalar:
            raise ShapeError(Message("maths.shape.limit", {"index": index}), limit.span)
        return value

    def _range(self, low: Term | None, high: Term | None) -> Dim:
        """The dimension that an index from 1 to n runs over; an open one for other limits."""
        if (low is None or low == _ONE_TERM) and isinstance(high, Symbol) and high.name in self.scope.dims:
            return Dim((high.name,))
        return self.unifier.fresh()

    def _found_range(self, dim: Dim, index: str, span: Span | None) -> Dim:
        found = self.unifier.resolve(dim)
        if not found.names or not found.names[0].startswith("?"):
            return found
        if not self.scope.dims:
            raise Ambiguous(Message("maths.typing.sum_range", {"index": index}), span)
        self.unifier.same(found, Dim((self.scope.dims[0],)))
        return Dim((self.scope.dims[0],))

    # ----------------------------------------------------------------------------------------- the others

    def _derivative(self, term: Derivative) -> tuple[Term, Shape]:
        by = term.by
        if by is None:
            if self.scope.unknown is None:
                raise Ambiguous(Message("maths.typing.derivative"), term.span)
            by = Symbol(self.scope.unknown)
        if isinstance(by, Apply) and by.op == "transpose" and term.order == 1:
            return self.type(Apply("transpose", (replace(term, by=by.args[0]),), span=term.span))
        if isinstance(by, Index) and isinstance(by.base, Symbol | Accent):
            slope = self.type(Derivative(term.body, by.base, term.order, span=term.span))
            return self._part(slope[0], slope[1], tuple(self._subscript(i) for i in by.at), by)
        where = self.type(by)[0]
        if not isinstance(where, Symbol) or where.name not in self.scope.declared:
            if isinstance(where, Symbol):
                self.unknown.add(where.name)
                return where, SCALAR
            raise Ambiguous(Message("maths.typing.derivative"), term.span)
        body, shape = self.type(term.body)
        point = self.scope.declared[where.name].shape
        for _ in range(term.order):
            body, shape = Derivative(body, where, span=term.span), self._slope_shape(shape, point, term.span)
        return body, shape

    def _slope_shape(self, shape: Shape, point: Shape, span: Span | None) -> Shape:
        shape = self.unifier.shape(shape)
        if shape.scalar:
            return point
        if point.scalar:
            return shape
        if shape.cols == ONE and point.cols == ONE:
            return Shape(shape.rows, point.rows)
        if shape.rows == ONE and point.cols == ONE:
            return Shape(shape.cols, point.rows)
        raise Ambiguous(Message("maths.typing.jacobian"), span)

    def _cases(self, term: Cases) -> tuple[Term, Shape]:
        pieces = []
        shape: Shape | None = None
        for value, condition in term.pieces:
            result, found = self.type(value)
            shape = found if shape is None else self._sum_shape(shape, found, value.span)
            test = None if condition is None else self.type(condition)[0]
            assert test is None or isinstance(test, Relation)
            pieces.append((result, test))
        assert shape is not None
        return replace(term, pieces=tuple(pieces)), shape

    def _stack(self, term: Stack) -> tuple[Term, Shape]:
        rows = [[self.type(entry) for entry in row] for row in term.rows]
        for row in rows:
            for _, shape in row[1:]:
                if not self.unifier.same(shape.rows, row[0][1].rows):
                    raise clash("stack", row[0][1], shape, term.span)
        height, width = Dim(), Dim()
        for row in rows:
            height = height.plus(self.unifier.resolve(row[0][1].rows))
        for _, shape in rows[0]:
            width = width.plus(self.unifier.resolve(shape.cols))
        values = tuple(tuple(value for value, _ in row) for row in rows)
        return replace(term, rows=values), Shape(height, width)


# ------------------------------------------------------------------------------------------------- helpers


def _arguments(function: Function, args: tuple[Term, ...]) -> dict[str, Term]:
    return dict(zip(function.parameters, args, strict=False))


def _dim_symbol(dim: Dim) -> Term:
    return Symbol(dim.names[0])


def _open(shape: Shape) -> bool:
    return any(name.startswith("?") for dim in (shape.rows, shape.cols) for name in dim.names)


def _zero(term: Term) -> bool:
    return isinstance(term, Number) and term.value == 0


def _spelled(term: Term) -> str:
    """A name with its subscripts, for looking it up."""
    match term:
        case Symbol(name):
            return name
        case Number(value):
            return str(value)
        case Index(base, at):
            return f"{_spelled(base)}_{','.join(_spelled(i) for i in at)}"
        case Accent(mark, inner):
            return f"{_spelled(inner)}_{mark}"
        case Collection((first, *_)) | Stack(((first,), *_)):
            return _spelled(first.base) if isinstance(first, Index) else _spelled(first)
        case Add((first, *rest)):
            return _spelled(first) + "".join(f"+{_spelled(t)}" for t in rest)
        case _:
            return "…"


