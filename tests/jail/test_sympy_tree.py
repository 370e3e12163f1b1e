"""sympy expressions as trees."""

from __future__ import annotations

from typing import Any

import pytest
import sympy as sp

from grader.jail import wire
from grader.jail.sympy_tree import TooLarge, to_tree

b = sp.Symbol("b")
i = sp.Symbol("i", integer=True)
n, d = sp.symbols("n d", integer=True, positive=True)
x, F = sp.IndexedBase("x"), sp.Function("f")
X, w = sp.MatrixSymbol("X", n, d), sp.MatrixSymbol("w", d, 1)

B, I_, N, D = ["Symbol", "b"], ["Symbol", "i"], ["Symbol", "n"], ["Symbol", "d"]
ONE, TWO = ["Integer", 1], ["Integer", 2]
X_TREE, W_TREE = ["MatrixSymbol", "X", N, D], ["MatrixSymbol", "w", D, ONE]


class Strange(sp.Function):
    """A function of the student's own."""


@pytest.mark.parametrize(
    ("expression", "tree"),
    [
        (sp.Integer(0), ["Integer", 0]),
        (sp.S.NegativeOne, ["Integer", -1]),
        (sp.Integer(10) ** 40, ["Integer", 10**40]),
        (sp.S.Half, ["Rational", 1, 2]),
        (sp.Float(0.1), ["Float", "0.1"]),
        (sp.Float("0.1", 30), ["Float", "0.100000000000000000000000000000"]),
        (b, B),
        (sp.Symbol("A", commutative=False), ["NoncommutativeSymbol", "A"]),
        (sp.Idx("i"), I_),
        (sp.sqrt(b), ["Pow", B, ["Rational", 1, 2]]),
        (sp.exp(b), ["exp", B]),
        (sp.pi, ["Pi"]),
        (sp.E, ["Exp1"]),
        (sp.oo, ["Infinity"]),
        (sp.Sum(x[i], (i, 1, n)), ["Sum", ["Indexed", ["IndexedBase", "x"], I_], ["Tuple", I_, ONE, N]]),
        (X * w, ["MatMul", X_TREE, W_TREE]),
        (X.T, ["Transpose", X_TREE]),
        (X.adjoint(), ["Transpose", X_TREE]),
        ((X.T * X).I, ["Inverse", ["MatMul", ["Transpose", X_TREE], X_TREE], ["Integer", -1]]),
        (w[i, 0], ["MatrixElement", W_TREE, I_, ["Integer", 0]]),
        (w.applyfunc(sp.exp), ["Entrywise", "exp", W_TREE]),
        (
            w.applyfunc(sp.Lambda(b, b**2 + 1)),
            ["Entrywise", ["Lambda", B, ["Add", ONE, ["Pow", B, TWO]]], W_TREE],
        ),
        (sp.KroneckerProduct(X, w), ["KroneckerProduct", X_TREE, W_TREE]),
        (sp.DotProduct(w, w), ["DotProduct", W_TREE, W_TREE]),
        (sp.DiagonalOf(X), ["DiagonalOf", X_TREE]),
        (sp.BlockMatrix([[X, X]]), ["BlockMatrix", ["Matrix", 1, 2, X_TREE, X_TREE]]),
        (sp.Heaviside(b), ["Heaviside", B, ["Rational", 1, 2]]),
        (
            sp.Subs(sp.Derivative(F(b), b), b, 2),
            ["Subs", ["Derivative", ["AppliedUndef", "f", B], ["Tuple", B, ONE]], ["Tuple", B], ["Tuple", TWO]],
        ),
        (sp.Identity(n), ["Identity", N]),
        (sp.Matrix([[1, b]]), ["Matrix", 1, 2, ONE, B]),
        (sp.ImmutableMatrix([[b]]), ["Matrix", 1, 1, B]),
        (sp.Eq(b, 2), ["Equality", B, TWO]),
        (sp.Function("f")(b), ["AppliedUndef", "f", B]),
        (sp.Derivative(sp.Function("f")(b), b), ["Derivative", ["AppliedUndef", "f", B], ["Tuple", B, ONE]]),
        (Strange(b), ["?", "Strange"]),
        (sp.Integral(b, b), ["?", "Integral"]),
        (sp.zoo, ["?", "ComplexInfinity"]),
        (sp.nan, ["?", "NaN"]),
        (b + sp.Integral(b, b), ["Add", B, ["?", "Integral"]]),
    ],
    ids=str,
)
def test_trees(expression: Any, tree: object) -> None:
    assert to_tree(expression) == tree
    assert wire.unpack(wire.pack(wire.Tree(to_tree(expression)))) == wire.Tree(tree)  # type: ignore[arg-type]


def test_dummies_of_one_name_stay_apart() -> None:
    first, second = sp.Dummy("k"), sp.Dummy("k")
    assert to_tree(sp.Tuple(first, second, first)) == [
        "Tuple",
        ["Symbol", "k__1"],
        ["Symbol", "k__2"],
        ["Symbol", "k__1"],
    ]


def _tower() -> Any:
    tower = b
    for _ in range(100):
        tower = sp.Tuple(tower)
    return tower


def _shared() -> Any:
    """Small in memory, where parts are shared; a tree has them apart."""
    shared = sp.Tuple(b, b)
    for _ in range(40):
        shared = sp.Tuple(shared, shared)
    return shared


@pytest.mark.parametrize(
    "expression",
    [
        pytest.param(sp.Add(*sp.symbols("a:30000")), id="wide"),
        pytest.param(_tower(), id="deep"),
        pytest.param(_shared(), id="shared parts"),
        pytest.param(sp.zeros(200, 200), id="a large matrix"),
        pytest.param(sp.Symbol("x" * 1000), id="a long name"),
    ],
)
def test_too_large(expression: Any) -> None:
    with pytest.raises(TooLarge):
        to_tree(expression)
