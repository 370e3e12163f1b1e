"""sympy expressions as trees of plain lists: ``[head, argument, …]``, with strings and integers as leaves.

The walk runs where the expression lives: in the student's process for an answer, in the course staff's for a reference.
Only the tree travels, so that whatever a student made of sympy's classes stays behind. :mod:`grader.maths.sympy_reader`
turns trees into terms, without sympy.

A class that is not in the lists below becomes ``["?", its name]``; the walk is of bounded size and depth.
"""

from __future__ import annotations

from typing import Any

MAX_NODES = 20_000
MAX_LEVELS = 80
MAX_NAME = 200

Tree = list[object]

_AS_THEY_ARE = frozenset((
    "Add", "Mul", "Pow", "exp", "log", "Abs", "sign", "Max", "Min", "Sum", "Product", "Derivative",
    "sin", "cos", "tan", "tanh", "erf", "gamma", "floor", "factorial", "re", "im", "conjugate",
    "Piecewise", "ExprCondPair", "Tuple", "And", "Or", "Not", "BooleanTrue", "BooleanFalse",
    "Equality", "Unequality", "StrictLessThan", "LessThan", "StrictGreaterThan", "GreaterThan",
    "MatAdd", "MatMul", "MatPow", "Transpose", "Inverse", "Trace", "Determinant", "HadamardProduct", "HadamardPower",
    "MatrixElement", "MatrixSlice", "Identity", "ZeroMatrix", "OneMatrix", "DiagMatrix",
    "KroneckerProduct", "DotProduct", "DiagonalOf", "BlockMatrix",
    "Indexed", "KroneckerDelta", "Heaviside", "Subs", "Pi", "Exp1", "Infinity", "NegativeInfinity",
))  # fmt: skip
_RENAMED = {"Adjoint": "Transpose", "DiagonalMatrix": "DiagMatrix"}


class TooLarge(Exception):
    """More than the grader takes."""


def to_tree(expression: Any) -> Tree:
    """The tree of a sympy expression, relation or matrix; raises TooLarge."""
    return _Walk().tree(expression, 0)


class _Walk:
    """One walk; counts its nodes and gives dummy symbols names of their own."""

    def __init__(self) -> None:
        self._room = MAX_NODES
        self._dummies: dict[Any, str] = {}

    def tree(self, node: Any, level: int) -> Tree:
        import sympy

        self._room -= 1
        if self._room < 0 or level > MAX_LEVELS:
            raise TooLarge
        if isinstance(node, sympy.Rational):
            return self._rational(node)
        if isinstance(node, sympy.Float):
            return ["Float", _decimal(node)]
        if isinstance(node, sympy.MatrixBase):
            entries = [self.tree(entry, level + 1) for entry in node.flat()]
            return ["Matrix", int(node.rows), int(node.cols), *entries]
        if isinstance(node, sympy.core.function.AppliedUndef):
            return ["AppliedUndef", _name(node.func.__name__), *self._arguments(node, level)]
        return self._named(node, level) or self._composed(node, level)

    def _rational(self, number: Any) -> Tree:
        top, bottom = int(number.p), int(number.q)
        return ["Integer", top] if bottom == 1 else ["Rational", top, bottom]

    def _named(self, node: Any, level: int) -> Tree | None:
        """Nodes that carry a name."""
        import sympy

        match node:
            case sympy.Dummy():
                return ["Symbol", self._dummies.setdefault(node, f"{_name(node.name)}__{len(self._dummies) + 1}")]
            case sympy.Symbol():
                return ["Symbol" if node.is_commutative else "NoncommutativeSymbol", _name(node.name)]
            case sympy.MatrixSymbol():
                return ["MatrixSymbol", _name(node.name), *(self.tree(size, level + 1) for size in node.shape)]
            case sympy.IndexedBase():
                return ["IndexedBase", _name(str(node.label))]
            case sympy.Idx():
                return ["Symbol", _name(str(node.label))]
            case _:
                return None

    def _composed(self, node: Any, level: int) -> Tree:
        kind = type(node)
        head = _RENAMED.get(kind.__name__, kind.__name__)
        if not _of_sympy(kind):
            return ["?", _name(kind.__name__)]
        if head == "ElementwiseApplyFunction":
            return self._entrywise(node, level)
        return [head, *self._arguments(node, level)] if head in _AS_THEY_ARE else ["?", head]

    def _entrywise(self, node: Any, level: int) -> Tree:
        """``v.applyfunc(exp)`` as ``["Entrywise", "exp", v]``; other functions as ``["Lambda", variable, body]``."""
        body, variable = node.function.expr, node.function.variables
        name = type(body).__name__
        function: object = name
        if body.args != variable or name not in _AS_THEY_ARE or not _of_sympy(type(body)):
            function = ["Lambda", self.tree(variable[0], level + 1), self.tree(body, level + 1)]
        return ["Entrywise", function, self.tree(node.expr, level + 1)]

    def _arguments(self, node: Any, level: int) -> list[Tree]:
        return [self.tree(argument, level + 1) for argument in node.args]


def _of_sympy(kind: type) -> bool:
    return kind.__module__.split(".")[0] == "sympy"


def _decimal(number: Any) -> str:
    """The shortest decimal of a float, "0.5"; what is not finite is no number here and reads so."""
    return repr(float(number)) if number._prec == 53 else str(number)


def _name(name: object) -> str:
    text = str(name)
    if len(text) > MAX_NAME:
        raise TooLarge
    return text
