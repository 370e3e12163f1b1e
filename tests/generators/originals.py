"""Right derivations as small trees.

A tree is made of :class:`Node` s of one kind, so that a slip or a rewriting is a function of a node. ``x`` and ``y``
are columns of data, ``row`` holds the rows of X as columns, ``ones`` is a column of ones, ``mean`` the mean of x.
:func:`either` offers two ways to write the same thing, of which a rewriting takes one.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any, Final, Literal

# ------------------------------------------------------------------------------------------------- trees


@dataclass(frozen=True, slots=True)
class Node:
    """An operation on subtrees. ``value`` is what is no tree: a number, a name, indices, limits."""

    op: str
    args: tuple[Node, ...] = ()
    value: Any = None

    def having(self, *args: Node) -> Node:
        """The same operation on other subtrees."""
        return replace(self, args=args)


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits of a sum or product; ``said``: they have to be written."""

    index: str
    high: str
    low: int = 1
    shift: int = 0  # the upper limit is high + shift
    said: bool = False


Tree = Node | int | Fraction


def tree(value: Tree) -> Node:
    """Numbers as trees."""
    return value if isinstance(value, Node) else Node("num", (), Fraction(value))


def sym(name: str) -> Node:
    """A name."""
    return Node("sym", (), name)


def at(name: str, *indices: str) -> Node:
    """An entry of a column, a row of X, an entry of X."""
    return Node("at", (), (name, indices))


def neg(inner: Tree) -> Node:
    """The negative; of a negative, the thing itself."""
    inner = tree(inner)
    return inner.args[0] if inner.op == "neg" else Node("neg", (inner,))


def add(*terms: Tree) -> Node:
    """A sum of terms."""
    return Node("add", tuple(map(tree, terms)))


def sub(a: Tree, b: Tree) -> Node:
    """A difference."""
    return add(a, neg(b))


def mul(*factors: Tree) -> Node:
    """A product, in this order."""
    return Node("mul", tuple(map(tree, factors)))


def div(a: Tree, b: Tree) -> Node:
    """A quotient of numbers."""
    return Node("div", (tree(a), tree(b)))


def power(base: Tree, exponent: Tree = 2) -> Node:
    """A number to a power."""
    return Node("pow", (tree(base), tree(exponent)))


def _unary(op: str) -> Callable[[Tree], Node]:
    return lambda inner: Node(op, (tree(inner),))


tr, inv, sq, norm, norm1 = _unary("tr"), _unary("inv"), _unary("sq"), _unary("norm"), _unary("norm1")
absolute, log, exp, root = _unary("abs"), _unary("log"), _unary("exp"), _unary("root")
slope = _unary("slope")  # the derivative in the unknown
argmin = _unary("argmin")


def entry_slope(inner: Tree, index: str) -> Node:
    """The derivative in one entry of the unknown."""
    return Node("slope", (tree(inner),), index)


def total(body: Tree, index: str = "i", high: str = "n") -> Node:
    """A sum from 1 to ``high``."""
    return Node("sum", (tree(body),), Limits(index, high))


def product(body: Tree, index: str = "i", high: str = "n") -> Node:
    """A product from 1 to ``high``."""
    return Node("prod", (tree(body),), Limits(index, high))


def either(*ways: Node) -> Node:
    """Several ways to write one thing."""
    return Node("either", ways)


LOSS: Final = Node("loss")
JOINT: Final = Node("joint")  # the likelihood by its name: P(y|X), P(x_1, …, x_n|b)
ONE: Final = Node("one")  # the density of one sample by its name: p(y_i|x_i)

# ------------------------------------------------------------------------------------------- derivations

Kind = Literal["define", "name", "chain", "equation", "argmin"]


@dataclass(frozen=True, slots=True)
class Line:
    """One statement, sides joined by "=".

    ``define``: the loss, what it is, and other forms of it. ``name``: a name of the student's own. ``chain``: equal
    sides; a 0 at the end makes an equation of the side before it. ``equation``: holds at the solution. ``argmin``: the
    task alone. ``say`` is the kind of words before it; ``free`` an index that runs over all samples or features.
    """

    kind: Kind
    sides: tuple[Node, ...]
    say: str
    free: str | None = None


@dataclass(frozen=True, slots=True)
class Derivation:
    """A right derivation for a part; ``end`` is the kind of words after it. ``pair``: two formulas, to be compared."""

    name: str
    part: str
    lines: tuple[Line, ...]
    end: str = ""
    pair: bool = False


def define(*forms: Tree) -> Line:
    """The student's own loss."""
    return Line("define", (LOSS, *map(tree, forms)), "let")


def named(head: Node, body: Tree, free: str | None = None) -> Line:
    """A name of the student's own."""
    return Line("name", (head, tree(body)), "name", free)


def chain(*sides: Tree, say: str = "then", free: str | None = None) -> Line:
    """Equal sides."""
    return Line("chain", tuple(map(tree, sides)), say, free)


def equation(left: Tree, right: Tree, say: str = "so") -> Line:
    """An equation for the unknown."""
    return Line("equation", (tree(left), tree(right)), say)


@dataclass(frozen=True, slots=True)
class Scale:
    """A factor in front of the loss, carried through all lines: ``factor``, over n if ``by_n``."""

    factor: Fraction
    by_n: bool

    def of(self, k: int, *factors: Tree) -> Node:
        """``k`` times the scale times the factors."""
        number, sign = abs(self.factor * k), self.factor * k < 0
        if self.by_n:
            below = sym("n") if number.denominator == 1 else mul(number.denominator, sym("n"))
            parts: tuple[Tree, ...] = (div(number.numerator, below), *factors)
        else:
            parts = (number, *factors) if number != 1 else factors
        scaled = tree(parts[0]) if len(parts) == 1 else mul(*parts)
        return neg(scaled) if sign else scaled

    def of_n(self, k: int, *factors: Tree) -> Node:
        """``k`` n times the scale times the factors."""
        if not self.by_n:
            return self.of(k, sym("n"), *factors)
        return Scale(self.factor, False).of(k, *factors)


SCALES: Final = tuple(Scale(Fraction(1, k), by_n) for k in (1, 2) for by_n in (False, True))
PLAIN: Final = SCALES[0]

b, n, sigma, mean, ones = sym("b"), sym("n"), sym("sigma"), sym("mean"), sym("ones")
X, x, y, w = sym("X"), sym("x"), sym("y"), sym("w")
xi, yi, row = at("x", "i"), at("y", "i"), at("row", "i")
XtX, Xty = mul(tr(X), X), mul(tr(X), y)

# --------------------------------------------------------------------------------------- the best constant

_SUM = total(xi)
_MEAN = either(mul(div(1, n), _SUM), mean, div(_SUM, n))


def _by_derivative(s: Scale) -> list[Line]:
    return [
        define(s.of(1, total(power(sub(xi, b))))),
        chain(slope(LOSS), s.of(-2, total(sub(xi, b))), say="slope"),
        equation(sub(_SUM, mul(n, b)), 0, say="zero"),
        equation(b, _MEAN),
    ]


def _inner_derivative(s: Scale) -> list[Line]:
    inside = mul(*s.of(2, sub(xi, b)).args, -1) if s.of(2, b).op == "mul" else mul(sub(xi, b), -1)
    return [
        define(s.of(1, total(power(sub(xi, b))))),
        chain(slope(LOSS), total(inside), s.of(-2, total(sub(xi, b))), say="slope"),
        equation(mul(n, b), _SUM, say="zero"),
        equation(b, _MEAN),
    ]


def _one_chain(s: Scale) -> list[Line]:
    loss = s.of(1, total(power(sub(xi, b))))
    return [
        chain(slope(loss), s.of(-2, total(sub(xi, b))), sub(s.of_n(2, b), s.of(2, _SUM)), 0, say="slope"),
        equation(mul(n, b), _SUM),
        equation(b, _MEAN),
    ]


def _squares_completed(_: Scale) -> list[Line]:
    apart = sub(mean, b)
    spread = total(power(sub(xi, mean)))
    return [
        chain(
            total(power(sub(xi, b))),
            total(power(add(xi, neg(mean), mean, neg(b)))),
            add(spread, mul(2, apart, total(sub(xi, mean))), mul(n, power(apart))),
            add(spread, mul(n, power(apart))),
        ),
        equation(b, mean, say="smallest"),
    ]


def _parabola(s: Scale) -> list[Line]:
    squares = s.of(1, total(power(xi)))
    return [
        define(s.of(1, total(power(sub(xi, b)))), add(s.of_n(1, power(b)), neg(s.of(2, b, _SUM)), squares)),
        chain(slope(LOSS), sub(s.of_n(2, b), s.of(2, _SUM)), say="slope"),
        equation(sub(s.of_n(2, b), s.of(2, _SUM)), 0, say="zero"),
        equation(b, _MEAN),
    ]


def _with_ones(s: Scale) -> list[Line]:
    expanded = add(s.of(1, tr(x), x), neg(s.of(2, b, tr(ones), x)), s.of_n(1, power(b)))
    return [
        define(s.of(1, sq(sub(x, mul(b, ones)))), expanded),
        chain(slope(LOSS), add(neg(s.of(2, tr(ones), x)), s.of_n(2, b)), say="slope"),
        equation(b, either(mul(div(1, n), tr(ones), x), div(mul(tr(ones), x), n)), say="zero"),
    ]


def _residuals(s: Scale) -> list[Line]:
    r = at("r", "i")
    return [
        named(r, sub(xi, b), free="i"),
        define(s.of(1, total(power(r)))),
        chain(slope(LOSS), s.of(-2, total(r)), s.of(-2, sub(_SUM, mul(n, b))), say="slope"),
        equation(mul(n, b), _SUM, say="zero"),
        equation(b, _MEAN),
    ]


def _conditions(_: Scale) -> list[Line]:
    return [
        equation(mul(-2, total(sub(xi, b))), 0, say="zero"),
        equation(sub(_SUM, total(b)), 0),
        equation(sub(mul(n, mean), mul(n, b)), 0),
        equation(b, mean),
    ]


def _mean_named(s: Scale) -> list[Line]:
    return [
        define(s.of(1, total(power(sub(xi, b))))),
        chain(slope(LOSS), sub(s.of_n(2, b), s.of_n(2, mean)), s.of_n(2, sub(b, mean)), say="slope"),
        equation(b, mean, say="zero"),
    ]


# ----------------------------------------------------------------------------------------- normal density


def _normal(_: Scale) -> list[Line]:
    one = mul(div(1, root(mul(2, sym("pi"), power(sigma)))), exp(neg(div(power(sub(xi, b)), mul(2, power(sigma))))))
    squares = mul(div(1, mul(2, power(sigma))), total(power(sub(xi, b))))
    return [
        chain(JOINT, product(one), say="likelihood"),
        chain(neg(log(JOINT)), add(mul(div(n, 2), log(mul(2, sym("pi"), power(sigma)))), squares), say="logs"),
    ]


def _normal_logs(_: Scale) -> list[Line]:
    pi2 = mul(2, sym("pi"))
    squares = div(total(power(sub(xi, b))), mul(2, power(sigma)))
    one = sub(neg(div(log(mul(pi2, power(sigma))), 2)), div(power(sub(xi, b)), mul(2, power(sigma))))
    expanded = add(neg(mul(div(n, 2), log(pi2))), neg(mul(n, log(sigma))), neg(squares))
    return [chain(log(JOINT), total(one), expanded, say="logs")]


def _normal_one(_: Scale) -> list[Line]:
    one = mul(div(1, mul(root(mul(2, sym("pi"))), sigma)), exp(neg(div(power(sub(xi, b)), mul(2, power(sigma))))))
    return [
        chain(ONE, one, say="density", free="i"),
        chain(JOINT, product(one), say="likelihood"),
    ]


# --------------------------------------------------------------------------------------- the normal equation

_PREDICTED = either(mul(tr(w), row), mul(tr(row), w))
_RESIDUAL = sub(y, mul(X, w))
_SQUARES = total(power(sub(yi, _PREDICTED)))


def _sums_to_norm(s: Scale) -> list[Line]:
    return [define(s.of(1, _SQUARES), s.of(1, sq(_RESIDUAL)))]


def _multiplied_out(s: Scale) -> list[Line]:
    expanded = add(s.of(1, tr(y), y), neg(s.of(2, tr(w), tr(X), y)), s.of(1, tr(w), tr(X), X, w))
    return [define(s.of(1, sq(_RESIDUAL)), s.of(1, tr(_RESIDUAL), _RESIDUAL), expanded)]


def _task_alone(s: Scale) -> list[Line]:
    return [Line("argmin", (either(s.of(1, sq(_RESIDUAL)), s.of(1, _SQUARES)),), "task")]


def _by_entries(s: Scale) -> list[Line]:
    entries = total(mul(at("X", "i", "j"), at("w", "j")), "j", "d")
    return [define(s.of(1, total(power(sub(yi, entries)))), s.of(1, sq(_RESIDUAL)))]


def _residual_named(s: Scale) -> list[Line]:
    r = sym("r")
    return [named(r, _RESIDUAL), define(s.of(1, tr(r), r), s.of(1, tr(_RESIDUAL), _RESIDUAL))]


def _gradient(s: Scale) -> list[Line]:
    twice = sub(s.of(2, tr(X), X, w), s.of(2, tr(X), y))
    return [
        *_multiplied_out(s),
        chain(slope(LOSS), twice, s.of(2, tr(X), sub(mul(X, w), y)), say="slope"),
    ]


def _gradient_sums(s: Scale) -> list[Line]:
    return [
        define(s.of(1, _SQUARES)),
        chain(
            slope(LOSS),
            s.of(-2, total(mul(sub(yi, _PREDICTED), row))),
            s.of(-2, tr(X), _RESIDUAL),
            say="slope",
        ),
    ]


def _gradient_inner(_: Scale) -> list[Line]:
    return [
        define(_SQUARES),
        chain(
            slope(LOSS),
            total(mul(2, sub(yi, _PREDICTED), neg(row))),
            neg(mul(2, total(mul(row, sub(yi, _PREDICTED))))),
            say="slope",
        ),
    ]


def _gradient_residual(s: Scale) -> list[Line]:
    r = sym("r")
    return [
        named(r, _RESIDUAL),
        define(s.of(1, sq(r))),
        chain(slope(LOSS), s.of(-2, tr(X), r), s.of(2, tr(X), sub(mul(X, w), y)), say="slope"),
    ]


def _gradient_bare(s: Scale) -> list[Line]:
    return [chain(slope(s.of(1, sq(_RESIDUAL))), s.of(-2, tr(X), _RESIDUAL), say="slope")]


def _gradient_terms(_: Scale) -> list[Line]:
    linear, quadratic = mul(tr(w), tr(X), y), mul(tr(w), tr(X), X, w)
    return [
        define(add(mul(tr(y), y), neg(mul(2, linear)), quadratic)),
        chain(slope(linear), Xty),
        chain(slope(quadratic), mul(2, tr(X), X, w)),
        chain(slope(LOSS), sub(mul(2, tr(X), X, w), mul(2, tr(X), y)), say="slope"),
    ]


def _gradient_entries(s: Scale) -> list[Line]:
    entries = total(mul(at("X", "i", "k"), at("w", "k")), "k", "d")
    return [
        define(s.of(1, total(power(sub(entries, yi))))),
        chain(
            entry_slope(LOSS, "j"),
            s.of(2, total(mul(sub(entries, yi), at("X", "i", "j")))),
            say="slope",
            free="j",
        ),
        chain(slope(LOSS), s.of(2, tr(X), sub(mul(X, w), y)), say="together"),
    ]


def _gradient_no_loss(_: Scale) -> list[Line]:
    return [chain(slope(LOSS), mul(2, tr(X), sub(mul(X, w), y)), sub(mul(2, XtX, w), mul(2, Xty)), say="slope")]


_SOLUTION = mul(inv(XtX), tr(X), y)


def _solved(s: Scale) -> list[Line]:
    return [
        equation(s.of(2, tr(X), sub(mul(X, w), y)), 0, say="zero"),
        equation(mul(tr(X), X, w), Xty),
        equation(w, _SOLUTION, say="solve"),
    ]


def _whole(s: Scale) -> list[Line]:
    return [
        define(s.of(1, sq(_RESIDUAL))),
        chain(slope(LOSS), s.of(2, tr(X), sub(mul(X, w), y)), 0, say="slope"),
        equation(sub(mul(tr(X), X, w), Xty), 0),
        equation(w, _SOLUTION, say="solve"),
    ]


def _multiplied(_: Scale) -> list[Line]:
    return [
        equation(mul(-2, tr(X), _RESIDUAL), 0, say="zero"),
        equation(Xty, mul(tr(X), X, w)),
        equation(mul(inv(XtX), tr(X), X, w), mul(inv(XtX), tr(X), y), say="multiply"),
        equation(w, _SOLUTION, say="solve"),
    ]


def _by_rows(s: Scale) -> list[Line]:
    outer, right = total(mul(row, tr(row))), total(mul(yi, row))
    return [
        equation(s.of(1, total(mul(sub(_PREDICTED, yi), row))), 0, say="zero"),
        equation(mul(outer, w), right),
        Line("chain", (w, mul(inv(outer), right), _SOLUTION), "solve"),
    ]


def _as_rows(_: Scale) -> list[Line]:
    return [
        equation(mul(tr(sub(mul(X, w), y)), X), 0, say="zero"),
        equation(mul(tr(w), tr(X), X), mul(tr(y), X)),
        equation(tr(w), mul(tr(y), X, inv(XtX)), say="multiply"),
        equation(w, _SOLUTION, say="solve"),
    ]


def _with_names(_: Scale) -> list[Line]:
    a, v = sym("A"), sym("v")
    return [
        named(a, XtX),
        named(v, Xty),
        equation(sub(mul(2, a, w), mul(2, v)), 0, say="zero"),
        equation(mul(a, w), v),
        Line("chain", (w, mul(inv(a), v), _SOLUTION), "solve"),
    ]


# ------------------------------------------------------------------------------------------- Laplace noise


def _error(intercept: bool) -> Node:
    return add(yi, neg(_PREDICTED), neg(b)) if intercept else sub(yi, _PREDICTED)


def _density(intercept: bool) -> Node:
    return mul(div(1, 2), exp(neg(absolute(_error(intercept)))))


def _nll(error: Node) -> Node:
    return add(mul(n, log(2)), total(absolute(error)))


def _laplace(intercept: bool) -> list[Line]:
    return [
        chain(ONE, _density(intercept), say="density", free="i"),
        chain(JOINT, product(_density(intercept)), say="likelihood"),
        chain(neg(log(JOINT)), _nll(_error(intercept)), say="logs"),
    ]


def _laplace_chain(intercept: bool) -> list[Line]:
    return [
        chain(
            neg(log(JOINT)),
            neg(total(log(_density(intercept)))),
            total(add(log(2), absolute(_error(intercept)))),
            _nll(_error(intercept)),
            say="logs",
        )
    ]


def _laplace_matrix(intercept: bool) -> list[Line]:
    error = add(y, neg(mul(X, w)), neg(mul(b, ones))) if intercept else _RESIDUAL
    long = add(mul(n, log(2)), norm1(error))
    return [chain(neg(log(JOINT)), _nll(_error(intercept)), long, say="logs")]


def _laplace_named(intercept: bool) -> list[Line]:
    r = at("r", "i")
    return [
        named(r, _error(intercept), free="i"),
        chain(neg(log(JOINT)), total(add(absolute(r), log(2))), _nll(r), say="logs"),
    ]


def _laplace_joined(intercept: bool) -> list[Line]:
    joined = mul(power(div(1, 2), n), exp(neg(total(absolute(_error(intercept))))))
    together = sub(neg(mul(n, log(2))), total(absolute(_error(intercept))))
    return [
        chain(JOINT, product(_density(intercept)), joined, say="likelihood"),
        chain(log(JOINT), together, say="logs"),
        chain(neg(log(JOINT)), _nll(_error(intercept)), say="so"),
    ]


# ------------------------------------------------------------------------------------------------- the list

_SCALED: Final[tuple[tuple[str, str, Callable[[Scale], list[Line]]], ...]] = (
    ("derivative", "optimal_constant/a", _by_derivative),
    ("inner derivative", "optimal_constant/a", _inner_derivative),
    ("one chain", "optimal_constant/a", _one_chain),
    ("squares completed", "optimal_constant/a", _squares_completed),
    ("parabola", "optimal_constant/a", _parabola),
    ("with ones", "optimal_constant/a", _with_ones),
    ("residuals", "optimal_constant/a", _residuals),
    ("conditions", "optimal_constant/a", _conditions),
    ("mean named", "optimal_constant/a", _mean_named),
    ("normal", "optimal_constant/b", _normal),
    ("normal logs", "optimal_constant/b", _normal_logs),
    ("normal one", "optimal_constant/b", _normal_one),
    ("sums to norm", "normal_equation/a", _sums_to_norm),
    ("multiplied out", "normal_equation/a", _multiplied_out),
    ("task alone", "normal_equation/a", _task_alone),
    ("by entries", "normal_equation/a", _by_entries),
    ("residual named", "normal_equation/a", _residual_named),
    ("gradient", "normal_equation/b", _gradient),
    ("gradient of sums", "normal_equation/b", _gradient_sums),
    ("inner gradient", "normal_equation/b", _gradient_inner),
    ("gradient by residual", "normal_equation/b", _gradient_residual),
    ("bare gradient", "normal_equation/b", _gradient_bare),
    ("gradient by terms", "normal_equation/b", _gradient_terms),
    ("gradient by entries", "normal_equation/b", _gradient_entries),
    ("gradient, no loss", "normal_equation/b", _gradient_no_loss),
    ("solved", "normal_equation/c", _solved),
    ("whole", "normal_equation/c", _whole),
    ("multiplied", "normal_equation/c", _multiplied),
    ("by rows", "normal_equation/c", _by_rows),
    ("as rows", "normal_equation/c", _as_rows),
    ("with names", "normal_equation/c", _with_names),
)
_LAPLACE: Final[tuple[tuple[str, Callable[[bool], list[Line]]], ...]] = (
    ("laplace", _laplace),
    ("laplace chain", _laplace_chain),
    ("laplace matrix", _laplace_matrix),
    ("laplace named", _laplace_named),
    ("laplace joined", _laplace_joined),
)

PARTS: Final = (
    "optimal_constant/a",
    "optimal_constant/b",
    "normal_equation/a",
    "normal_equation/b",
    "normal_equation/c",
    "laplace_noise/a",
)


#: The columns of the quotas: the parts, and pairs of formulas of all of them.
COLUMNS: Final = (*PARTS, "pairs")


def original(column: str, rng: random.Random) -> Derivation:
    """A right derivation for the part, drawn: its route, the scale of its loss, with or without the intercept."""
    return _pair(rng) if column == "pairs" else _derivation(column, rng)


def _pair(rng: random.Random) -> Derivation:
    """Two sides of a chain that hold no name but those of the task."""
    while True:
        derivation = _derivation(rng.choice(PARTS), rng)
        chains = [[side for side in line.sides if not _needs_context(side)] for line in derivation.lines
                  if line.kind in ("define", "chain") and line.free is None]  # fmt: skip
        chains = [sides for sides in chains if len(sides) > 1]
        if chains:
            a, b = rng.sample(rng.choice(chains), 2)
            return Derivation(derivation.name, derivation.part, (chain(a, b),), pair=True)


def _needs_context(side: Node) -> bool:
    own = side in (sym("r"), sym("A"), sym("v")) or (side.op == "at" and side.value[0] == "r")
    context = own or side.op in ("loss", "joint", "one", "slope") or side in (tree(0), w)
    return context or any(_needs_context(arg) for arg in side.args)


def _derivation(part: str, rng: random.Random) -> Derivation:
    scaled = [(name, make) for name, of, make in _SCALED if of == part]
    end = "invertible" if part == "normal_equation/c" else ""
    if scaled:
        name, make = rng.choice(scaled)
        return Derivation(name, part, tuple(make(rng.choice((PLAIN, *SCALES)))), end)
    name, write = rng.choice(_LAPLACE)
    return Derivation(name, part, tuple(write(rng.random() < 0.6)), end)
