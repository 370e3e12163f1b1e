"""Reads sympy expressions, which arrive as trees of plain lists (:mod:`grader.jail.sympy_tree`), without sympy.

What sympy writes in one way is turned back into what people write: a factor −1 is a minus, a negative power a quotient,
a power ½ a root.

Subscripts are where conventions differ. A term counts from 1. ``X[i, j]`` of a matrix symbol counts from 0. ``x[i]``
of an ``IndexedBase`` counts from where the sums over its index begin: from 0 if they begin at 0, else from 1; if some
begin at 0 and some at 1, nobody can say. A sum that counts from 0 is read with its index moved by one:
``Sum(x[i], (i, 0, n - 1))`` is the sum of x_i for i from 1 to n. An index that no sum binds stands for any place, and
is moved with the rest.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from functools import reduce
from typing import Literal, TypeAlias

from grader.core import Message
from grader.maths import notation
from grader.maths.substitute import substitute
from grader.maths.terms import (
    Accent,
    Add,
    Apply,
    Call,
    Cases,
    Chain,
    Collection,
    Derivative,
    Div,
    Fold,
    Index,
    Mul,
    Neg,
    Number,
    Pow,
    Relation,
    RelationOp,
    Stack,
    Symbol,
    Term,
)

MAX_NODES = 20_000
MAX_LEVELS = 100
MAX_BITS = 4096
MAX_NAME = 200
MAX_EXPONENT = 400  # of a decimal

Tree: TypeAlias = Sequence[object]
Shape: TypeAlias = tuple[Tree, Tree]
Reason: TypeAlias = Literal["unknown", "malformed", "mixed_bases", "too_large"]


class UnknownNode(Exception):
    """A tree, or a part of it, that is not understood; ``head`` is sympy's name of the part."""

    def __init__(self, head: str, reason: Reason = "unknown") -> None:
        super().__init__(f"{head}: {reason}")
        self.head = head
        self.reason = reason

    @property
    def problem(self) -> Message:
        """What to tell the student."""
        return Message(f"jail.sympy_{self.reason}", {"head": self.head})


def from_tree(tree: object) -> Term:
    """The term of an expression's tree; raises UnknownNode."""
    root = _checked(tree)
    try:
        from_zero = _counts_from_zero(root)
        return _Reader(from_zero, _generic(root, from_zero)).term(root)
    except RecursionError:
        raise UnknownNode(_head(root), "too_large") from None


def statement_from_tree(tree: object) -> Chain:
    """A relation as a chain of its two sides, anything else as a chain of one term; raises UnknownNode."""
    match from_tree(tree):
        case Relation(op, left, right):
            return Chain(terms=(left, right), ops=(op,))
        case term:
            return Chain(terms=(term,))


# ------------------------------------------------------------------------------------------------- trees


def _checked(tree: object) -> Tree:
    """The tree, if it is one: lists that begin with a name, of bounded size; leaves are strings and integers."""
    room = MAX_NODES
    waiting: list[tuple[object, int]] = [(tree, 0)]
    while waiting:
        part, level = waiting.pop()
        room -= 1
        if room < 0 or level > MAX_LEVELS:
            raise UnknownNode(_head(tree), "too_large")
        match part:
            case [str(), *parts]:
                waiting += [(inner, level + 1) for inner in parts]
            case bool():
                raise UnknownNode("bool", "malformed")
            case int() if part.bit_length() > MAX_BITS:
                raise UnknownNode("Integer", "too_large")
            case str() if len(part) > MAX_NAME:
                raise UnknownNode("Symbol", "too_large")
            case int() | str() if level > 0:
                pass
            case _:
                raise UnknownNode(_head(part), "malformed")
    assert isinstance(tree, Sequence)
    return tree


def _head(tree: object) -> str:
    match tree:
        case [str(head), *_]:
            return head
        case _:
            return type(tree).__name__


def _parts(tree: Tree) -> Iterator[Tree]:
    """The arguments of a node that are nodes themselves."""
    for part in tree[1:]:
        if isinstance(part, Sequence) and not isinstance(part, str):
            yield part


def _is_integer(tree: Tree, value: int) -> bool:
    return list(tree) == ["Integer", value]


# ------------------------------------------------------------------------------------ where counting begins

_SUBSCRIPTED = {"Indexed": frozenset(("Indexed",)), "any": frozenset(("Indexed", "MatrixElement", "MatrixSlice"))}


def _counts_from_zero(tree: Tree) -> bool:
    """Whether the indexed names of an expression count from 0."""
    begins = set(_beginnings(tree))
    if begins == {0, 1}:
        raise UnknownNode("Indexed", "mixed_bases")
    return begins == {0}


def _beginnings(tree: Tree) -> Iterator[int]:
    """Where the sums begin whose index subscripts an indexed name; and 0 for a subscript 0."""
    match tree:
        case ["Sum" | "Product", body, *limits] if isinstance(body, Sequence):
            names = _subscripts(body, "Indexed")
            for limit in limits:
                match limit:
                    case ["Tuple", ["Symbol", str(name)], ["Integer", 0 | 1 as low], _] if name in names:
                        yield low
        case ["Indexed", _, *subscripts] if ["Integer", 0] in (list(s) for s in subscripts if isinstance(s, Sequence)):
            yield 0
    for part in _parts(tree):
        yield from _beginnings(part)


def _subscripts(tree: Tree, of: Literal["Indexed", "any"]) -> frozenset[str]:
    """The names that stand in subscripts."""
    inside: Iterable[frozenset[str]]
    if tree[0] in _SUBSCRIPTED[of]:
        inside = (_names(part) for part in list(_parts(tree))[1:])
    else:
        inside = (_subscripts(part, of) for part in _parts(tree))
    return frozenset().union(*inside)


def _names(tree: Tree) -> frozenset[str]:
    match tree:
        case ["Symbol", str(name)]:
            return frozenset((name,))
        case _:
            return frozenset().union(*(_names(part) for part in _parts(tree)))


def _bare(tree: Tree, head: Literal["Indexed", "MatrixElement"]) -> frozenset[str]:
    """The names that stand alone as a subscript of such nodes."""
    match tree:
        case [str(found), _, *subscripts] if found == head:
            here = frozenset(s[1] for s in subscripts if isinstance(s, Sequence) and len(s) == 2 and s[0] == "Symbol")
        case _:
            here = frozenset()
    return here.union(*(_bare(part, head) for part in _parts(tree)))


def _counts(tree: Tree) -> frozenset[str]:
    """The names that limits and sizes hold: those count things and are no index."""
    match tree:
        case ["Tuple", ["Symbol", _], *limits] | ["MatrixSymbol", _, *limits]:
            here = frozenset().union(*(_names(limit) for limit in limits if isinstance(limit, Sequence)))
        case _:
            here = frozenset()
    return here.union(*(_counts(part) for part in _parts(tree)))


def _generic(tree: Tree, from_zero: bool) -> dict[str, int]:
    """The indices that stand for any place and count from 0, with how much less they are than what is read for them."""
    in_matrices, indexed = _bare(tree, "MatrixElement"), _bare(tree, "Indexed")
    counting_from_zero = in_matrices | indexed if from_zero else in_matrices - indexed
    return dict.fromkeys(counting_from_zero - _counts(tree), -1)


# ------------------------------------------------------------------------------------------------- shapes


def _shape(tree: Tree) -> Shape | None:
    """The sizes of a matrix expression, as trees; None of a scalar."""
    match tree:
        case ["MatrixSymbol", _, rows, cols] | ["ZeroMatrix" | "OneMatrix", rows, cols]:
            return _as_shape(rows, cols)
        case ["Matrix", int(rows), int(cols), *_]:
            return ("Integer", rows), ("Integer", cols)
        case ["Identity", size]:
            return _as_shape(size, size)
        case ["Transpose", inner]:
            shape = _shape_of(inner)
            return None if shape is None else (shape[1], shape[0])
        case ["DiagonalOf", inner]:
            shape = _shape_of(inner)
            return None if shape is None else (shape[0], ("Integer", 1))
        case ["DiagMatrix", inner]:
            shape = _shape_of(inner)
            return None if shape is None else (shape[0], shape[0])
        case ["Inverse" | "MatPow" | "HadamardPower", inner, *_] | ["Entrywise", _, inner]:
            return _shape_of(inner)
        case ["MatAdd" | "HadamardProduct" | "MatMul", *parts]:
            shapes = [shape for part in parts if (shape := _shape_of(part)) is not None]
            return (shapes[0][0], shapes[-1][1]) if shapes else None
        case _:
            return None


def _shape_of(part: object) -> Shape | None:
    return _shape(part) if isinstance(part, Sequence) and not isinstance(part, str) else None


def _as_shape(rows: object, cols: object) -> Shape:
    if isinstance(rows, Sequence) and isinstance(cols, Sequence):
        return rows, cols
    raise UnknownNode("MatrixSymbol", "malformed")


def _is_number(shape: Shape | None) -> bool:
    return shape is None or all(_is_integer(size, 1) for size in shape)


# ------------------------------------------------------------------------------------------------ reading

_FUNCTIONS = {
    "exp": "exp", "log": "log", "Abs": "abs", "sign": "sgn", "sin": "sin", "cos": "cos", "tan": "tan", "tanh": "tanh",
    "erf": "erf", "gamma": "gamma", "floor": "floor", "factorial": "factorial",
}  # fmt: skip
_ENTRYWISE = {name: op for name, op in _FUNCTIONS.items() if name != "Abs"}  # a vector between bars is its norm
_OF_MATRICES = {"Trace": "tr", "Determinant": "det", "Transpose": "transpose", "DiagMatrix": "diag",
                "DiagonalOf": "diag"}  # fmt: skip
_OF_TWO = {"KroneckerProduct": "kron", "DotProduct": "inner"}
_OF_SIZES = {"Identity": "identity", "ZeroMatrix": "zeros", "OneMatrix": "ones"}
_OF_SEVERAL = {"Max": "max", "Min": "min"}
_FOLDS: dict[str, Literal["sum", "prod"]] = {"Sum": "sum", "Product": "prod"}
_RELATIONS: dict[str, RelationOp] = {
    "Equality": "=", "Unequality": "≠", "StrictLessThan": "<", "LessThan": "≤", "StrictGreaterThan": ">",
    "GreaterThan": "≥",
}  # fmt: skip
_NEGATED: dict[RelationOp, RelationOp] = {"=": "≠", "≠": "=", "<": "≥", "≥": "<", "≤": ">", ">": "≤"}
_CONSTANTS: dict[str, Term] = {
    "Pi": Symbol("pi"),
    "Exp1": Apply("exp", (Number(Fraction(1)),)),
    "Infinity": Symbol("infinity"),
    "NegativeInfinity": Neg(Symbol("infinity")),
}
_STEP: tuple[RelationOp, RelationOp] = (">", "=")
_COLON = Symbol(":")


class _Reader:
    """Turns the trees of one expression into terms."""

    def __init__(self, from_zero: bool, moved: dict[str, int]) -> None:
        self._base = 1 if from_zero else 0  # to be added to the subscripts of indexed names
        self._moved = moved  # indices that stand for themselves and so much more

    def term(self, tree: object) -> Term:
        match tree:
            case ["Integer", int(value)]:
                return _signed(Fraction(value))
            case ["Rational", int(top), int(bottom)] if bottom > 0:
                return _signed(Fraction(top, bottom))
            case ["Float", str(text)]:
                return _signed(_decimal(text))
            case ["Symbol", str(name)]:
                return _plus(*self._linear(tree)) if name in self._moved else named(name)
            case ["NoncommutativeSymbol" | "IndexedBase", str(name)] | ["MatrixSymbol", str(name), _, _]:
                return named(name)
            case ["Add" | "MatAdd", *terms] if terms:
                return Add(tuple(self.term(t) for t in terms)) if len(terms) > 1 else self.term(terms[0])
            case ["Mul" | "MatMul", *factors] if factors:
                return self._product(_trees(factors))
            case ["Pow", base, exponent]:
                return self._power(base, exponent)
            case ["MatPow" | "Inverse", base, exponent]:
                return Pow(self.term(base), self._exponent(exponent))
            case [str(head), *args]:
                return self._rest(head, args)
            case _:
                raise UnknownNode(_head(tree), "malformed")

    def _rest(self, head: str, args: list[object]) -> Term:
        match head, args:
            case (("Sum" | "Product"), [body, *limits]) if limits:
                return self._fold(_FOLDS[head], body, limits)
            case "Indexed", [base, *at] if at:
                return Index(self.term(base), tuple(self._subscript(a, self._base) for a in at))
            case "MatrixElement", [base, row, col]:
                return self._element(base, row, col)
            case "MatrixSlice", [base, rows, cols]:
                return self._slice(base, rows, cols)
            case "Derivative", [body, *by] if by:
                return reduce(self._derivative, by, self.term(body))
            case "Piecewise", [*pieces] if pieces:
                return self._cases(pieces)
            case "Matrix", [int(rows), int(cols), *entries] if rows > 0 and len(entries) == rows * cols:
                terms = [self.term(entry) for entry in entries]
                return Stack(tuple(tuple(terms[i * cols : (i + 1) * cols]) for i in range(rows)))
            case "HadamardProduct", [first, *others]:
                return reduce(lambda a, b: Apply("hadamard", (a, self.term(b))), others, self.term(first))
            case "HadamardPower", [base, ["Integer", int(times)]] if 2 <= times <= 8:
                return reduce(lambda a, b: Apply("hadamard", (a, b)), [self.term(base)] * times)
            case "HadamardPower", [base, ["Rational", 1, 2]]:
                return Apply("sqrt", (self.term(base),))
            case "BlockMatrix", [["Matrix", *_] as blocks]:
                return self.term(blocks)
            case "Subs", [["Derivative", *_] as slope, ["Tuple", variable], ["Tuple", value]]:
                return self._slope_at(self.term(slope), self.term(variable), self.term(value))
            case "AppliedUndef", [str(name), *given] if given:
                return self._call(name, given)
            case "Tuple", items:
                return Collection(tuple(self.term(item) for item in items))
            case _:
                return self._operator(head, args)

    def _operator(self, head: str, args: list[object]) -> Term:
        match head, args:
            case _, [] if head in _CONSTANTS:
                return _CONSTANTS[head]
            case _, [left, right] if head in _RELATIONS:
                return Relation(_RELATIONS[head], self.term(left), self.term(right))
            case "Heaviside", [inner, at_zero]:
                return self._step(self.term(inner), self.term(at_zero))
            case _, [left, right] if head in _OF_TWO:
                return Apply(_OF_TWO[head], (self.term(left), self.term(right)))
            case "KroneckerDelta", [left, right]:
                return Apply("indicator", (Relation("=", self.term(left), self.term(right)),))
            case (("re" | "conjugate"), [inner]):  # all numbers here are real
                return self.term(inner)
            case "im", [_]:
                return Number(Fraction(0))
            case _, [inner] if head in _FUNCTIONS and _is_number(_shape_of(inner)):
                return Apply(_FUNCTIONS[head], (self.term(inner),))
            case "Entrywise", [str(name), inner] if name in _ENTRYWISE:
                return Apply(_ENTRYWISE[name], (self.term(inner),))
            case "Entrywise", ["Abs", inner]:
                vector = self.term(inner)
                return Apply("hadamard", (Apply("sgn", (vector,)), vector))
            case "Entrywise", [["Lambda", ["Symbol", str(name)], body], inner] if self._is_column(inner):
                return self._of_each(name, body, self.term(inner))
            case _, [inner] if head in _OF_MATRICES:
                return Apply(_OF_MATRICES[head], (self.term(inner),))
            case _, [*inner] if head in _OF_SIZES or (head in _OF_SEVERAL and inner):
                return Apply({**_OF_SIZES, **_OF_SEVERAL}[head], tuple(self.term(part) for part in inner))
            case "?", [str(name)]:
                raise UnknownNode(name)
            case _:
                raise UnknownNode(head)

    # ------------------------------------------------------------------------------ products and powers

    def _product(self, factors: Sequence[Tree]) -> Term:
        """Signs to the front, negative powers below the line, the rest in order; sympy puts scalars before matrices."""
        sign = 1
        top: list[Term] = []
        bottom: list[Term] = []
        ordered = any("NoncommutativeSymbol" in _heads(factor) for factor in factors)
        for factor in factors:
            value = _rational(factor)
            if value is not None:
                sign = -sign if value < 0 else sign
                top += [Number(abs(value))] if abs(value) != 1 else []
                continue
            term = self.term(factor)
            if isinstance(term, Div) and factor[0] == "Pow" and not ordered:
                bottom.append(term.bottom)
            else:
                top.append(term)
        product = _times(top)
        product = Div(product, _times(bottom)) if bottom else product
        return Neg(product) if sign < 0 else product

    def _power(self, base: object, exponent: object) -> Term:
        value = _rational(exponent)
        if value is None:
            return Pow(self.term(base), self.term(exponent))
        if "NoncommutativeSymbol" in _heads(base):
            return Pow(self.term(base), Number(value))
        power = _positive_power(self.term(base), abs(value))
        return Div(Number(Fraction(1)), power) if value < 0 else power

    def _exponent(self, tree: object) -> Term:
        value = _rational(tree)
        return Number(value) if value is not None else self.term(tree)

    # ------------------------------------------------------------------------------- sums and subscripts

    def _fold(self, op: Literal["sum", "prod"], body: object, limits: Sequence[object]) -> Term:
        """The innermost sum comes first in sympy's limits; a sum's limits may hold the indices of those around it."""
        *inner, outermost = limits
        match outermost:
            case ["Tuple", ["Symbol", str(name)], low, high]:
                move = self._move(name, low, body)
                low_term, high_term = self._subscript(low, move), self._subscript(high, move)
                before = self._moved
                self._moved = {**before, name: -move}
                folded = self._fold(op, body, inner) if inner else self.term(body)
                self._moved = before
                return Fold(op, canonical(name), low_term, high_term, folded)
            case _:
                raise UnknownNode("Sum" if op == "sum" else "Product")

    def _move(self, name: str, low: object, body: object) -> int:
        """How far a sum's index moves so that what it subscripts counts from 1."""
        if not isinstance(body, Sequence) or not isinstance(low, Sequence):
            raise UnknownNode("Sum", "malformed")
        if name in _subscripts(body, "Indexed"):
            if self._base == 0 and name in _bare(body, "MatrixElement"):
                raise UnknownNode("MatrixElement", "mixed_bases")
            return self._base
        if name not in _subscripts(body, "any"):
            return 0
        if _is_integer(low, 1) and name in _bare(body, "MatrixElement"):
            raise UnknownNode("MatrixElement", "mixed_bases")
        return 1 if _is_integer(low, 0) else 0

    def _subscript(self, tree: object, more: int) -> Term:
        """A subscript or a limit, with an integer added; integers are put together."""
        others, constant = self._linear(tree)
        return _plus(others, constant + more)

    def _linear(self, tree: object) -> tuple[tuple[Term, ...], int]:
        """A sum's terms that are no integers, and the sum of those that are."""
        match tree:
            case ["Integer", int(value)]:
                return (), value
            case ["Symbol", str(name)] if name in self._moved:
                return (Symbol(canonical(name)),), self._moved[name]
            case ["Add", *terms]:
                parts = [self._linear(term) for term in terms]
                return tuple(other for others, _ in parts for other in others), sum(number for _, number in parts)
            case _:
                return (self.term(tree),), 0

    def _element(self, base: object, row: object, col: object) -> Term:
        match base:
            case ["Transpose", inner]:
                return self._element(inner, col, row)
        shape = _shape_of(base)
        if shape is None:
            raise UnknownNode("MatrixElement")
        if _is_number(shape):
            return self.term(base)
        at = {False: (row, col), True: (row,)}[_is_integer(shape[1], 1)]
        return Index(self.term(base), tuple(self._subscript(place, 1) for place in at))

    def _slice(self, base: object, rows: object, cols: object) -> Term:
        """A row or a column of a matrix."""
        shape = _shape_of(base)
        if shape is None:
            raise UnknownNode("MatrixSlice")
        at = tuple(self._places(part, size) for part, size in zip((rows, cols), shape, strict=True))
        return Index(self.term(base), at)

    def _places(self, part: object, size: Tree) -> Term:
        match part:
            case ["Tuple", low, high, ["Integer", 1]]:
                (start, first), (end, last) = self._linear(low), self._linear(high)
                if not start and first == 0 and high == size:
                    return _COLON
                if start == end and last - first == 1:
                    return _plus(start, last)
        raise UnknownNode("MatrixSlice")

    # ------------------------------------------------------------------------------------------ the rest

    def _derivative(self, body: Term, by: object) -> Term:
        match by:
            case ["Tuple", variable, ["Integer", int(order)]] if 0 < order <= 8:
                return Derivative(body, self.term(variable), order)
            case _:
                raise UnknownNode("Derivative")

    def _slope_at(self, slope: Term, variable: Term, value: Term) -> Term:
        match slope:
            case Derivative(by=by) if by == variable:
                return replace(slope, at=value)
            case _:
                raise UnknownNode("Subs")

    def _step(self, inner: Term, at_zero: Term) -> Term:
        """0 below 0, 1 above."""
        zero = Number(Fraction(0))
        above, at = (Relation(op, inner, zero) for op in _STEP)
        return Cases(((Number(Fraction(1)), above), (at_zero, at), (zero, None)))

    def _is_column(self, tree: object) -> bool:
        shape = _shape_of(tree)
        return shape is not None and _is_integer(shape[1], 1)

    def _of_each(self, name: str, body: object, vector: Term) -> Term:
        """A function of one number on each entry of a vector."""
        place = "i#"
        return Collection((substitute(self.term(body), {canonical(name): Index(vector, (Symbol(place),))}),))

    def _call(self, name: str, given: Sequence[object]) -> Term:
        terms = tuple(self.term(part) for part in given)
        if name in notation.FUNCTIONS:
            return Apply(notation.FUNCTIONS[name], terms)
        return Call(named(name), terms)

    def _cases(self, pieces: Sequence[object]) -> Term:
        """Pieces in order; a piece under several conditions at once holds further cases inside."""
        match pieces:
            case [["ExprCondPair", value, ["BooleanTrue"]], *_]:
                return Cases(((self.term(value), None),))
            case [["ExprCondPair", value, ["And", first, *others]], *rest] if (
                len(others) in (1, 2, 3) and len(pieces) <= 4
            ):
                remaining: list[object] = ["And", *others] if len(others) > 1 else _list(others[0])
                inner = self._cases([["ExprCondPair", value, remaining], *rest])
                return _joined(inner, self._condition(first), self._cases(rest) if rest else None)
            case [["ExprCondPair", value, ["Or", *conditions]], *rest] if conditions:
                apart = [["ExprCondPair", value, condition] for condition in conditions]
                return self._cases([*apart, *rest])
            case [["ExprCondPair", value, ["BooleanFalse"]], *rest] if rest:
                return self._cases(rest)
            case [["ExprCondPair", value, condition], *rest]:
                return _joined(self.term(value), self._condition(condition), self._cases(rest) if rest else None)
            case _:
                raise UnknownNode("Piecewise", "malformed")

    def _condition(self, tree: object) -> Relation:
        match tree:
            case ["Not", inner]:
                condition = self._condition(inner)
                return Relation(_NEGATED[condition.op], condition.left, condition.right)
            case _:
                condition_term = self.term(tree)
                if not isinstance(condition_term, Relation):
                    raise UnknownNode(_head(tree))
                return condition_term


def _joined(value: Term, condition: Relation, rest: Term | None) -> Cases:
    """A piece before others; pieces of one level are kept in one list."""
    further = rest.pieces if isinstance(rest, Cases) else ()
    return Cases(((value, condition), *further))


def _trees(parts: Sequence[object]) -> list[Tree]:
    return [_list(part) for part in parts]


def _list(part: object) -> list[object]:
    if isinstance(part, Sequence) and not isinstance(part, str):
        return list(part)
    raise UnknownNode(_head(part), "malformed")


def _heads(tree: object) -> frozenset[str]:
    if not isinstance(tree, Sequence) or isinstance(tree, str):
        return frozenset()
    return frozenset((_head(tree),)).union(*(_heads(part) for part in _parts(tree)))


# ------------------------------------------------------------------------------------------------ numbers


def _rational(tree: object) -> Fraction | None:
    match tree:
        case ["Integer", int(value)]:
            return Fraction(value)
        case ["Rational", int(top), int(bottom)] if bottom > 0:
            return Fraction(top, bottom)
        case ["Float", str(text)]:
            return _decimal(text)
        case _:
            return None


def _decimal(text: str) -> Fraction:
    match = re.fullmatch(r"-?\d{1,400}(\.\d{0,400})?(e[+-]?(\d{1,4}))?", text)
    if match is None or int(match[3] or 0) > MAX_EXPONENT:
        raise UnknownNode("Float")
    return Fraction(text)


def _signed(value: Fraction) -> Term:
    return Neg(Number(-value)) if value < 0 else Number(value)


def _plus(terms: Sequence[Term], constant: int) -> Term:
    """Terms and an integer, as one writes it: ``i``, ``i - 1``."""
    everything = [*terms, *([_signed(Fraction(constant))] if constant or not terms else [])]
    return everything[0] if len(everything) == 1 else Add(tuple(everything))


def _times(factors: Sequence[Term]) -> Term:
    if not factors:
        return Number(Fraction(1))
    return factors[0] if len(factors) == 1 else Mul(tuple(factors))


def _positive_power(base: Term, exponent: Fraction) -> Term:
    if exponent == 1:
        return base
    return Apply("sqrt", (base,)) if exponent == Fraction(1, 2) else Pow(base, Number(exponent))


# -------------------------------------------------------------------------------------------------- names

_FONT = re.compile(r"\\(?:mathbf|boldsymbol|mathrm|mathit|bm|vec|text)\s*\{?\s*(\w+)\s*\}?")
_MARKED = re.compile(r"([A-Za-z]+?)[_^]?\{?(hat|bar|tilde|star|\*)\}?")
_UNDER = re.compile(r"\\?(hat|bar|tilde)\{(\w+)\}")  # the mark stands before the name
_SUBSCRIPT = re.compile(r"([A-Za-z]+)_\{?(\w+)\}?")


def canonical(name: str) -> str:
    """A name without fonts and backslashes, Greek letters by their names."""
    name = _FONT.sub(r"\1", name.strip()).replace("\\", "").rstrip("_") or name
    name = "".join(_letter(letter) for letter in name)
    bare = name.removeprefix("var")
    return "lambda" if name == "lamda" else bare if bare in notation.GREEK else name


def named(name: str) -> Term:
    """The term that a symbol's name says: ``x_i`` has a subscript, ``b_star`` and ``xbar`` have a mark."""
    if match := _UNDER.fullmatch(name):
        return Accent(match[1], named(match[2]))
    name = canonical(name)
    if (match := _MARKED.fullmatch(name)) and _is_letter(match[1]):
        return Accent({"*": "star"}.get(match[2], match[2]), Symbol(match[1]))
    if (match := _SUBSCRIPT.fullmatch(name)) and _is_letter(match[1]):
        base, sub = Symbol(match[1]), match[2]
        if sub.isdecimal() and len(sub) < 10:
            return Index(base, (Number(Fraction(int(sub))),))
        if _is_letter(sub):
            return Index(base, (Symbol(sub),))
        if sub in notation.ACCENT_WORDS:
            return Accent(sub, base)
    return Symbol(name)


def _is_letter(name: str) -> bool:
    return (len(name) == 1 and name.isalpha()) or name in notation.GREEK


def _letter(letter: str) -> str:
    words = unicodedata.name(letter, "").split()
    match words:
        case ["GREEK", "SMALL" | "CAPITAL" as size, "LETTER", name, *_]:
            return name.lower() if size == "SMALL" else name.capitalize()
        case _:
            return letter
