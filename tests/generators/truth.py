"""What is true of a derivation, found in floating point on the trees themselves.

Nothing here uses the grader: trees are evaluated in numpy at random inputs, derivatives are differences, and equations
are affine systems whose row spaces are compared. A sum of unlike shapes is an error, as numpy's broadcasting would hide
it.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import reduce
from typing import Any, Final

import numpy as np

from tests.generators.originals import (
    LOSS,
    Derivation,
    Limits,
    Line,
    Node,
    absolute,
    add,
    at,
    div,
    exp,
    mul,
    neg,
    power,
    product,
    root,
    sq,
    sub,
    sym,
    total,
    tr,
)

Array = np.ndarray[Any, np.dtype[np.float64]]
SIZES: Final = ((4, 2), (5, 3), (3, 2))  # samples, features
_DIGITS, _DIGITS_OF_SLOPES = 1e-9, 1e-6


class Undefined(Exception):
    """A formula without a value: shapes that do not fit, an index out of range, a singular inverse."""


class Unclear(Exception):
    """A derivation of which this module cannot say what is true."""


@dataclass(frozen=True, slots=True)
class Point:
    """Inputs, the names that the derivation defines, and the indices bound so far."""

    values: Mapping[str, Array]
    n: int
    d: int
    names: Mapping[str, tuple[tuple[str, ...], Node]] = field(default_factory=dict)
    loss: Node | None = None
    task: Node = LOSS
    unknown: str = "w"
    indices: Mapping[str, int] = field(default_factory=dict)

    def where(self, index: str, place: int) -> Point:
        """The same inputs with one more index bound."""
        return replace(self, indices={**self.indices, index: place})

    def at(self, unknown: Array) -> Point:
        """The same inputs at another value of the unknown."""
        return replace(self, values={**self.values, self.unknown: unknown})


# --------------------------------------------------------------------------------------------- evaluation


def number(value: float) -> Array:
    """A number as a 1×1 array."""
    return np.array([[value]], dtype=float)


def evaluate(node: Node, p: Point) -> Array:
    """The value of a tree, rows × columns. Raises :class:`Undefined`."""
    match node.op:
        case "num":
            return number(float(node.value))
        case "sym":
            return _symbol(node.value, p)
        case "at":
            name, indices = node.value
            return _entry(name, indices, p)
        case "loss":
            return evaluate(p.loss if p.loss is not None else p.task, p)
        case "joint" | "one":
            return evaluate(p.names[node.op][1], p)
        case "sum" | "prod":
            return _fold(node, p)
        case "slope":
            return _slope(node.args[0], p, node.value)
        case _:
            return _applied(node.op, [evaluate(arg, p) for arg in node.args])


def _symbol(name: str, p: Point) -> Array:
    if name in p.names:
        return evaluate(p.names[name][1], p)
    known = {"n": number(p.n), "d": number(p.d), "pi": number(math.pi), "ones": np.ones((p.n, 1))}
    if name == "mean":
        return number(float(np.mean(p.values["x"])))
    return known[name] if name in known else p.values[name]


def _entry(name: str, indices: tuple[str, ...], p: Point) -> Array:
    if any(index not in p.indices for index in indices):
        raise Unclear(f"{name} with an index that nothing binds")
    places = [p.indices[index] for index in indices]
    if name in p.names:
        letters, body = p.names[name]
        return evaluate(body, replace(p, indices=dict(zip(letters, places, strict=True))))
    source = p.values["X" if name == "row" else name]
    sizes = (source.size,) if name == "w" else source.shape
    if any(not 1 <= place <= size for place, size in zip(places, sizes, strict=False)):
        raise Undefined("index out of range")
    if name == "row":
        return source[places[0] - 1 : places[0], :].T
    if name == "w":  # a column, or a row
        return number(source.ravel()[places[0] - 1])
    return number(source[places[0] - 1, places[1] - 1 if len(places) > 1 else 0])


def _fold(node: Node, p: Point) -> Array:
    limits: Limits = node.value
    high = {"n": p.n, "d": p.d}[limits.high] + limits.shift
    values = [evaluate(node.args[0], p.where(limits.index, place)) for place in range(limits.low, high + 1)]
    return reduce(np.add if node.op == "sum" else np.multiply, values)


def _slope(body: Node, p: Point, index: str | None) -> Array:
    """Differences of fourth order in each entry of the unknown."""
    start, step = p.values[p.unknown], 1e-2
    result = np.zeros_like(start)
    for place in np.ndindex(start.shape):
        shift = np.zeros_like(start)
        shift[place] = step
        values = [_one(evaluate(body, p.at(start + k * shift))) for k in (-2, -1, 1, 2)]
        result[place] = (values[0] - 8 * values[1] + 8 * values[2] - values[3]) / (12 * step)
    return result if index is None else number(result.ravel()[p.indices[index] - 1])


def _one(value: Array) -> float:
    if value.shape != (1, 1):
        raise Undefined("the derivative of what is no number")
    return float(value[0, 0])


def _applied(op: str, args: list[Array]) -> Array:
    first = args[0]
    match op:
        case "add":
            if any(arg.shape != first.shape for arg in args):
                raise Undefined("a sum of unlike shapes")
            return reduce(np.add, args)
        case "neg":
            return -first
        case "mul":
            return reduce(_times, args)
        case "tr":
            return first.T
        case "inv":
            if first.shape[0] != first.shape[1] or abs(np.linalg.det(first)) < 1e-9:
                raise Undefined("no inverse")
            return np.asarray(np.linalg.inv(first), dtype=np.float64)
        case "sq" | "norm" | "norm1":
            if 1 not in first.shape:  # the norm of a row is that of its column
                raise Undefined("the norm of a matrix")
            value = np.sum(np.abs(first)) if op == "norm1" else np.sum(first**2)
            return number(float(np.sqrt(value) if op == "norm" else value))
        case _:
            return number(_of_numbers(op, [_one(arg) for arg in args]))


def _times(a: Array, b: Array) -> Array:
    if a.shape == (1, 1) or b.shape == (1, 1):
        return a * b
    if a.shape[1] != b.shape[0]:
        raise Undefined("a product of unlike shapes")
    return a @ b


def _of_numbers(op: str, args: list[float]) -> float:
    first = args[0]
    try:
        match op:
            case "div":
                return first / args[1]
            case "pow":
                return float(first ** args[1])
            case "abs":
                return abs(first)
            case "log":
                return math.log(first)
            case "exp":
                return math.exp(first)
            case "root":
                return math.sqrt(first)
    except (ValueError, ZeroDivisionError, OverflowError) as error:
        raise Undefined(str(error)) from error
    raise AssertionError(op)


# ------------------------------------------------------------------------------------ what each task is about

_X, _I = at("x", "i"), sub(at("x", "i"), sym("b"))
_RESIDUAL = sub(sym("y"), mul(sym("X"), sym("w")))
_NORMAL = div(exp(neg(div(power(_I), mul(2, power(sym("sigma")))))), root(mul(2, sym("pi"), power(sym("sigma")))))
_ERROR = add(at("y", "i"), neg(mul(tr(sym("w")), at("row", "i"))), neg(sym("b")))
_LAPLACE = mul(div(1, 2), exp(neg(absolute(_ERROR))))
_UNKNOWN: Final = {"optimal_constant": "b", "normal_equation": "w", "laplace_noise": "w"}
_TASK: Final = {
    "optimal_constant": total(power(_I)),
    "normal_equation": sq(_RESIDUAL),
    "laplace_noise": total(absolute(_ERROR)),
}
_DENSITY: Final = {"optimal_constant": _NORMAL, "laplace_noise": _LAPLACE}


def _laid_out(node: Node) -> Node:
    """The same with w as a row."""
    return tr(node) if node == sym("w") else node.having(*map(_laid_out, node.args))


def point(derivation: Derivation, sizes: tuple[int, int], rng: np.random.Generator, *, row: bool) -> Point:
    """Random inputs for a derivation, with its own names; ``row``: w is a row."""
    samples, features = sizes
    exercise = derivation.part.split("/")[0]
    values = {
        "x": rng.normal(size=(samples, 1)) + 0.3,
        "y": rng.normal(size=(samples, 1)) + 0.2,
        "X": rng.normal(size=(samples, features)),
        "w": rng.normal(size=(features, 1)),
        "b": number(rng.normal()),
        "sigma": number(0.5 + rng.random()),
    }
    if exercise == "laplace_noise" and not derivation.pair and not _mentions(derivation, "b"):
        values["b"] = number(0.0)
    if row:
        values["w"] = values["w"].T
    written = _laid_out if row else lambda node: node
    names: dict[str, tuple[tuple[str, ...], Node]] = {}
    if exercise in _DENSITY:
        density = written(_DENSITY[exercise])
        names = {"one": (("i",), density), "joint": ((), product(density))}
    loss = None
    for line in derivation.lines:
        if line.kind == "name":
            head, body = line.sides
            names[head.value if head.op == "sym" else head.value[0]] = ((line.free,) if line.free else (), body)
        if line.kind == "define":
            loss = line.sides[1]
    return Point(values, samples, features, names, loss, written(_TASK[exercise]), _UNKNOWN[exercise])


def _mentions(derivation: Derivation, name: str) -> bool:
    return any(holds(side, sym(name)) for line in derivation.lines for side in line.sides)


def holds(node: Node, part: Node) -> bool:
    """Whether a tree has this subtree."""
    return node == part or any(holds(arg, part) for arg in node.args)


def has(node: Node, op: str) -> bool:
    """Whether a tree has such an operation."""
    return node.op == op or any(has(arg, op) for arg in node.args)


# --------------------------------------------------------------------------------------------- statements


def first_wrong(derivation: Derivation, seed: int = 0) -> int | None:
    """The first line that does not follow, None if all do, w being a column or, throughout, a row.

    Raises :class:`Unclear`.
    """
    found = _first_wrong(derivation, seed, row=False)
    if found is None or derivation.pair or derivation.part.startswith("optimal"):
        return found
    return None if _first_wrong(derivation, seed, row=True) is None else found


def _first_wrong(derivation: Derivation, seed: int, *, row: bool) -> int | None:
    wrong: set[int] = set()
    for sizes in SIZES:
        rng = np.random.default_rng([seed, *sizes])
        found = _Walk(point(derivation, sizes, rng, row=row), rng, derivation.part).first(derivation.lines)
        if found is not None:
            wrong.add(found)
    return min(wrong, default=None)


@dataclass(slots=True)
class _Walk:
    """One pass over a derivation at one point."""

    p: Point
    rng: np.random.Generator
    part: str
    ground: Array | None = None  # rows [A | c] of the condition A u + c = 0

    def first(self, lines: Sequence[Line]) -> int | None:
        for place, line in enumerate(lines):
            try:
                right = self.follows(line)
            except Undefined:
                right = False
            if not right:
                return place
        return None

    def follows(self, line: Line) -> bool:
        if line.free is None:
            return self.one(line, self.p)
        last = {"i": self.p.n, "j": self.p.d}[line.free]
        return all(self.one(line, self.p.where(line.free, place)) for place in range(1, last + 1))

    def one(self, line: Line, p: Point) -> bool:
        match line.kind:
            case "name":
                if not has(line.sides[1], "loss"):
                    evaluate(line.sides[1], p)
                return True
            case "argmin":
                return self.same_task(line.sides[0])
            case "equation":
                return self.implied(*line.sides)
            case "define":
                return self.equal(line.sides[1:], p) and (
                    self.part not in ("normal_equation/a", "optimal_constant/a") or self.same_task(line.sides[-1])
                )
            case "chain":
                return self.chained(line.sides, p)

    def chained(self, sides: Sequence[Node], p: Point) -> bool:
        *rest, last = sides
        if last == Node("num", (), 0):
            return self.equal(rest, p) and self.implied(rest[-1], last)
        if sides[0] == sym(p.unknown):
            return self.implied(sides[0], sides[1]) and self.equal(sides[1:], p)
        return self.equal(sides, p)

    def equal(self, sides: Sequence[Node], p: Point) -> bool:
        """Whether all sides are equal; beside a derivative a row stands for a column."""
        rows = any(has(side, "slope") for side in sides)
        scaled = p.loss is None and any(has(side, "loss") for side in sides)
        values = [evaluate(side, p) for side in sides]
        if scaled:  # a loss that nobody wrote down has any positive factor
            return self.parallel(sides) and all(close(values[1], value, _DIGITS) for value in values[1:])
        digits = _DIGITS_OF_SLOPES if rows else _DIGITS
        return all(
            close(values[0], value, digits) or (rows and close(values[0], value.T, digits)) for value in values[1:]
        )

    def elsewhere(self) -> Point:
        """The same inputs at a random value of the unknown."""
        return self.p.at(np.asarray(self.rng.normal(size=self.p.values[self.p.unknown].shape)))

    def parallel(self, sides: Sequence[Node]) -> bool:
        ratios = []
        for _ in range(3):
            p = self.elsewhere()
            a, c = evaluate(sides[0], p), evaluate(sides[1], p)
            if a.shape != c.shape:
                c = c.T
            if a.shape != c.shape:
                return False
            ratio = float(np.vdot(a, c) / np.vdot(a, a))
            if ratio <= 0 or not close(ratio * a, c, _DIGITS_OF_SLOPES):
                return False
            ratios.append(ratio)
        return bool(np.allclose(ratios, ratios[0], rtol=1e-6))

    def same_task(self, loss: Node) -> bool:
        """Whether the gradients point the same way everywhere."""
        for _ in range(3):
            p = self.elsewhere()
            a, c = _slope(loss, p, None), _slope(p.task, p, None)
            size = float(np.linalg.norm(a) * np.linalg.norm(c))
            if size < 1e-9 or not math.isclose(float(np.vdot(a, c)) / size, 1, rel_tol=1e-7):
                return False
        return True

    def implied(self, left: Node, right: Node) -> bool:
        """Whether an equation follows from the vanishing of the loss's derivative, as all right ones do."""
        if self.ground is None:
            self.ground = self.system(Node("slope", (LOSS,)), Node("num", (), 0))
        new = self.system(left, right)
        if self.ground is None or new is None:
            raise Unclear("an equation that is not affine")
        return rank(np.vstack([self.ground, new])) == rank(self.ground)

    def system(self, left: Node, right: Node) -> Array | None:
        """The rows [A | c] of an equation, None if it is not affine in the unknown."""
        shape = self.p.values[self.p.unknown].shape
        size = math.prod(shape)

        def value(unknown: Array) -> Array:
            p = self.p.at(unknown.reshape(shape))
            a, c = evaluate(left, p), evaluate(right, p)
            zero = Node("num", (), 0)
            a, c = (np.zeros_like(c) if left == zero else a), (np.zeros_like(a) if right == zero else c)
            if a.shape != c.shape:
                raise Undefined("an equation of unlike shapes")
            return (a - c).ravel()

        zero = value(np.zeros(size))
        columns = [value(unit) - zero for unit in np.eye(size)]
        matrix = np.array(columns).T
        probe = self.rng.normal(size=size)
        if not np.allclose(matrix @ probe + zero, value(probe), rtol=1e-6, atol=1e-6):
            return None
        return np.hstack([matrix, zero[:, None]])


def rank(rows: Array) -> int:
    """The rank, of rows of any length."""
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    rows = rows[lengths[:, 0] > 1e-7] / lengths[lengths[:, 0] > 1e-7]
    return 0 if not len(rows) else int(np.linalg.matrix_rank(rows, tol=1e-6))


def close(a: Array, b: Array, digits: float) -> bool:
    """Whether two values agree."""
    return a.shape == b.shape and bool(np.allclose(a, b, rtol=digits, atol=digits))
