"""sympy's trees are read as what was meant. The trees come from sympy itself, by the route that an answer takes."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

import pytest
import sympy as sp
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.jail.sympy_tree import to_tree
from grader.maths.decide import Different, Equal, equal
from grader.maths.sympy_reader import UnknownNode, canonical, from_tree, named, statement_from_tree
from grader.maths.terms import (
    Accent,
    Add,
    Apply,
    Call,
    Cases,
    Chain,
    Derivative,
    Div,
    Fold,
    Index,
    Mul,
    Neg,
    Number,
    Pow,
    Relation,
    Stack,
    Symbol,
    Term,
)
from grader.report.words.jail import WORDS
from tests.maths.reading import scope_of
from tests.maths.reading import term as term_of

b, c = sp.symbols("b c", real=True)
sigma = sp.Symbol("sigma", positive=True)
i, j = sp.symbols("i j", integer=True)
n, d = sp.symbols("n d", integer=True, positive=True)
x, y = sp.IndexedBase("x"), sp.IndexedBase("y")
X, Y, w = sp.MatrixSymbol("X", n, d), sp.MatrixSymbol("y", n, 1), sp.MatrixSymbol("w", d, 1)
A, B = sp.symbols("A B", commutative=False)
f = sp.Function("f")


def num(value: int | Fraction) -> Number:
    return Number(Fraction(value))


def _symbols(names: str) -> list[Symbol]:
    return [Symbol(name) for name in names.split()]


B_, N, D, I_, J, S, W, XX, YY, SIGMA = _symbols("b n d i j x w X y sigma")
ONE, TWO, HALF = num(1), num(2), num(Fraction(1, 2))
XT = Apply("transpose", (XX,))
X_I = Index(S, (I_,))


def total(body: Term, index: str = "i", low: Term = ONE, high: Term = N) -> Fold:
    return Fold("sum", index, low, high, body)


SQUARES = total(Pow(Add((Neg(B_), X_I)), TWO))
SCALARS: list[tuple[Any, Term]] = [
    (sp.Integer(3), num(3)),
    (sp.Integer(-3), Neg(num(3))),
    (sp.Rational(-1, 2), Neg(HALF)),
    (sp.Float(0.1), num(Fraction(1, 10))),
    (sp.Float(1e-20), num(Fraction(1, 10**20))),
    (-b, Neg(B_)),
    (b - c, Add((B_, Neg(Symbol("c"))))),
    (-2 * b, Neg(Mul((TWO, B_)))),
    (1 / b, Div(ONE, B_)),
    (b**-2, Div(ONE, Pow(B_, TWO))),
    (-c / b, Neg(Div(Symbol("c"), B_))),
    (c / (b * n), Div(Symbol("c"), Mul((B_, N)))),
    (sp.sqrt(b), Apply("sqrt", (B_,))),
    (1 / sp.sqrt(b), Div(ONE, Apply("sqrt", (B_,)))),
    (b ** sp.Rational(3, 2), Pow(B_, num(Fraction(3, 2)))),
    (b**n, Pow(B_, N)),
    (b ** (-n), Pow(B_, Neg(N))),
    (sp.exp(-b), Apply("exp", (Neg(B_),))),
    (sp.E, Apply("exp", (ONE,))),
    (sp.log(2 * sp.pi * sigma**2), Apply("log", (Mul((TWO, Symbol("pi"), Pow(SIGMA, TWO))),))),
    (sp.Abs(b - 1), Apply("abs", (Add((Neg(ONE), B_)),))),
    (sp.Abs(b - 1).diff(b), Apply("sgn", (Add((Neg(ONE), B_)),))),
    (sp.Max(b, 1), Apply("max", (ONE, B_))),
    (sp.re(sp.Symbol("z")), Symbol("z")),
    (f(b), Call(Symbol("f"), (B_,))),
    (sp.Function("norm")(b), Apply("norm", (B_,))),
    (sp.Derivative(f(b), (b, 2)), Derivative(Call(Symbol("f"), (B_,)), B_, 2)),
    (sp.KroneckerDelta(i, j), Apply("indicator", (Relation("=", I_, J),))),
    (
        sp.Piecewise((b, b > 0), (-b, True)),
        Cases(((B_, Relation(">", B_, num(0))), (Neg(B_), None))),
    ),
    (
        sp.Piecewise((b, (b > 0) & (b < 1)), (1, True)),
        Cases(((Cases(((B_, Relation("<", B_, ONE)), (ONE, None))), Relation(">", B_, num(0))), (ONE, None))),
    ),
    (
        sp.Piecewise((b, (b > 1) | (b < 0)), (1, True)),
        Cases(((B_, Relation(">", B_, ONE)), (B_, Relation("<", B_, num(0))), (ONE, None))),
    ),
]


@pytest.mark.parametrize(("expression", "term"), SCALARS, ids=[str(expression) for expression, _ in SCALARS])
def test_scalars(expression: Any, term: Term) -> None:
    assert from_tree(to_tree(expression)) == term


RESIDUAL = Add((Neg(YY), Mul((XX, W))))
MATRICES: list[tuple[Any, Term]] = [
    (X.T * Y, Mul((XT, YY))),
    (X.T * Y / n, Div(Mul((XT, YY)), N)),
    (-2 * X.T * (X * w - Y), Neg(Mul((TWO, XT, RESIDUAL)))),
    ((X.T * X).I * X.T * Y, Mul((Pow(Mul((XT, XX)), num(-1)), XT, YY))),
    ((X.T * X) ** -1, Pow(Mul((XT, XX)), num(-1))),
    (sp.Trace(X.T * X), Apply("tr", (Mul((XT, XX)),))),
    (sp.det(X.T * X), Apply("det", (Mul((XT, XX)),))),
    (sp.Identity(d), Apply("identity", (D,))),
    (sp.ZeroMatrix(n, d), Apply("zeros", (N, D))),
    (sp.OneMatrix(n, 1), Apply("ones", (N, ONE))),
    (sp.hadamard_product(X, X), Apply("hadamard", (XX, XX))),
    (sp.HadamardProduct(Y, X * w), Apply("hadamard", (YY, Mul((XX, W))))),
    (sp.Matrix([[1, b], [0, 2]]), Stack(((ONE, B_), (num(0), TWO)))),
    (Y.applyfunc(sp.sign), Apply("sgn", (YY,))),
    (A * B**-1, Mul((Symbol("A"), Pow(Symbol("B"), num(-1))))),
    (2 * A / n, Mul((TWO, Div(ONE, N), Symbol("A")))),
    # entries count from 0 in sympy, from 1 here
    (X[0, 1], Index(XX, (ONE, TWO))),
    (X[i, j], Index(XX, (I_, J))),  # any entry
    (X[n - 1, 0], Index(XX, (N, ONE))),
    (w[0, 0], Index(W, (ONE,))),
    (w.T[0, 1], Index(W, (TWO,))),
    (X[0, :], Index(XX, (ONE, Symbol(":")))),
    (X[:, 1], Index(XX, (Symbol(":"), TWO))),
    (sp.MatrixSymbol("v", 1, 1)[0, 0], Symbol("v")),
]


@pytest.mark.parametrize(("expression", "term"), MATRICES, ids=[str(expression) for expression, _ in MATRICES])
def test_matrices(expression: Any, term: Term) -> None:
    assert from_tree(to_tree(expression)) == term


def test_the_entry_of_a_product_that_is_a_number_is_the_product() -> None:
    squares = to_tree((X * w - Y).T * (X * w - Y))
    assert from_tree(["MatrixElement", squares, ["Integer", 0], ["Integer", 0]]) == from_tree(squares)


SUMS: list[tuple[str, Any, Term]] = [
    ("from 1", sp.Sum((x[i] - b) ** 2, (i, 1, n)), SQUARES),
    ("from 0", sp.Sum((x[i] - b) ** 2, (i, 0, n - 1)), SQUARES),
    ("from 0 by an index with a range", sp.Sum((x[sp.Idx("i", n)] - b) ** 2, sp.Idx("i", n)), SQUARES),
    ("one term too many stays so", sp.Sum(x[i], (i, 0, n)), total(X_I, high=Add((N, ONE)))),
    ("one too few stays so", sp.Sum(x[i], (i, 1, n - 1)), total(X_I, high=Add((N, Neg(ONE))))),
    ("neighbours", sp.Sum(x[i] * x[i + 1], (i, 0, n - 2)),
     total(Mul((X_I, Index(S, (Add((I_, ONE)),)))), high=Add((N, Neg(ONE))))),
    ("the index as a number", sp.Sum(i * x[i], (i, 0, n - 1)), total(Mul((Add((I_, Neg(ONE))), X_I)))),
    ("an index that subscripts nothing", sp.Sum(i, (i, 0, n)), total(I_, low=num(0))),
    ("nothing to move elsewhere in a sum from 0", sp.Sum(x[i], (i, 0, n - 1)) * sp.Sum(j, (j, 1, n)),
     Mul((total(J, "j"), total(X_I)))),
    ("any entry of an expression that counts from 0", x[i] - sp.Sum(x[j], (j, 0, n - 1)) / n,
     Add((Neg(Div(total(Index(S, (J,)), "j"), N)), X_I))),
    ("the last entry of an expression that counts from 0", x[n - 1] - sp.Sum(x[j], (j, 0, n - 1)),
     Add((Neg(total(Index(S, (J,)), "j")), Index(S, (N,))))),
    ("a first entry 0 tells too", x[0], Index(S, (ONE,))),
    ("a first entry 1 does not", x[1], Index(S, (ONE,))),
    ("two indices", sp.Sum(x[i] * y[j], (i, 0, j), (j, 0, n - 1)),
     total(total(Mul((X_I, Index(YY, (J,)))), high=J), "j")),
    ("a product", sp.Product(sp.exp(-sp.Abs(x[i])), (i, 1, n)),
     Fold("prod", "i", ONE, N, Apply("exp", (Neg(Apply("abs", (X_I,))),)))),
    ("a matrix from 0", sp.Sum(X[i, 0] * Y[i, 0], (i, 0, n - 1)), total(Mul((Index(XX, (I_, ONE)), Index(YY, (I_,)))))),
    ("a matrix by an index from 1, moved in the subscript", sp.Sum(Y[i - 1, 0], (i, 1, n)), total(Index(YY, (I_,)))),
    ("a matrix of two indexed names", sp.Sum(sp.IndexedBase("X")[i, j] * sp.IndexedBase("w")[j], (j, 0, d - 1)),
     total(Mul((Index(W, (J,)), Index(XX, (I_, J)))), "j", high=D)),
]  # fmt: skip


@pytest.mark.parametrize(("expression", "term"), [pytest.param(e, t, id=reason) for reason, e, t in SUMS])
def test_sums(expression: Any, term: Term) -> None:
    assert from_tree(to_tree(expression)) == term


MIXED = [
    ("sums from 0 and from 1", sp.Sum(x[i], (i, 0, n - 1)) + sp.Sum(x[i] ** 2, (i, 1, n))),
    ("an entry 0 beside sums from 1", sp.Sum(x[i], (i, 1, n)) - x[0]),
    ("a matrix's entry by an index from 1", sp.Sum(Y[i, 0], (i, 1, n))),
    ("a matrix and an indexed name by one index from 1", sp.Sum(Y[i, 0] * x[i], (i, 1, n))),
    ("in the two sides of an equation", sp.Eq(sp.Sum(x[i], (i, 0, n - 1)), sp.Sum(y[i], (i, 1, n)))),
]


@pytest.mark.parametrize("expression", [pytest.param(e, id=reason) for reason, e in MIXED])
def test_mixed_conventions_are_not_guessed(expression: Any) -> None:
    with pytest.raises(UnknownNode) as caught:
        statement_from_tree(to_tree(expression))
    assert caught.value.reason == "mixed_bases"


STATEMENTS = [
    (sp.Eq(b, c, evaluate=False), Chain((B_, Symbol("c")), ("=",))),
    (sp.Ne(b, c), Chain((B_, Symbol("c")), ("≠",))),
    (b <= c, Chain((B_, Symbol("c")), ("≤",))),
    (b > c, Chain((B_, Symbol("c")), (">",))),
    (b, Chain((B_,))),
]


@pytest.mark.parametrize(("expression", "chain"), STATEMENTS, ids=str)
def test_statements(expression: Any, chain: Chain) -> None:
    assert statement_from_tree(to_tree(expression)) == chain


# --------------------------------------------------------------------------------- judged as formulas are

SCOPE = scope_of("X: n*d rows x, y: n, w: d, z: d, P: d*d, Q: d*d, b, c, sigma: >0", "w")
z, P, Q = sp.MatrixSymbol("z", d, 1), sp.MatrixSymbol("P", d, d), sp.MatrixSymbol("Q", d, d)
k = sp.Symbol("k", integer=True)
ABSOLUTE = sp.Sum(sp.Abs(Y[i, 0] - (X * w)[i, 0]), (i, 0, n - 1))
SHARES = sp.exp(z[i, 0]) / sp.Sum(sp.exp(z[j, 0]), (j, 0, d - 1))
DENSITY = sp.exp(-(b**2) / (2 * sigma**2)) / sp.sqrt(2 * sp.pi * sigma**2)

JUDGED: list[tuple[str, Any, str, str]] = [
    ("a quadratic form, differentiated by sympy", ((X * w - Y).T * (X * w - Y)).diff(w), "2X^T(Xw-y)", "X^T(Xw-y)"),
    ("the normal equation", (X.T * X).inv() * X.T * Y, "(X^TX)^{-1}X^Ty", "(XX^T)^{-1}X^Ty"),
    ("a ridge", (X.T * X + sigma * sp.Identity(d)).inv() * X.T * Y, r"(X^TX+\sigma I)^{-1}X^Ty", "(X^TX)^{-1}X^Ty"),
    ("a derivative left standing", sp.Derivative((b - c) ** 2, b), "2(b-c)", "b-c"),
    ("of a sum", sp.Sum((y[i] - b) ** 2, (i, 1, n)).diff(b), r"-2\sum_i (y_i-b)", r"2\sum_i (y_i-b)"),
    ("by one of many", sp.Sum((y[i] - b) ** 2, (i, 1, n)).diff(y[k]), "2(y_k-b)", "2(y_k+b)"),
    ("by a matrix", sp.Trace(Q * P).diff(P), "Q^T", "Q"),
    ("of a log-determinant", sp.Derivative(sp.log(sp.Determinant(P)), P), "P^{-T}", "P^{-1}"),
    ("a trace", sp.Trace(X.T * X), r"\|X\|_F^2", r"\|X\|_F"),
    ("a power of a matrix", P**-2, "P^{-1}P^{-1}", "P^{-1}"),
    ("absolute deviations", ABSOLUTE, r"\|y-Xw\|_1", r"\|y-Xw\|_2"),
    ("softmax by entries", SHARES, r"\operatorname{softmax}(z)_i", "e^{z_i}"),
    ("entry by entry", (X * w).applyfunc(sp.exp), "e^{Xw}", "Xw"),
    ("a Hadamard product", sp.HadamardProduct(Y, X * w), r"y \odot (Xw)", r"y \odot y"),
    ("a sum by ones", sp.OneMatrix(1, n) * Y, r"\sum_i y_i", r"\bar y"),
    ("a diagonal", sp.DiagMatrix(z) * w, r"z \odot w", "w^T z"),
    ("a literal", sp.Matrix([b, c]).T * sp.Matrix([b, c]), r"\begin{pmatrix} b^2+c^2 \end{pmatrix}", "b+c"),
    ("pieces", sp.Piecewise((b, b > 0), (-b, True)), "|b|", "b"),
    ("the larger one", sp.Max(b, c), r"\max(b,c)", r"\min(b,c)"),
    ("a sign", sp.Abs(b - c).diff(b), r"\operatorname{sgn}(b-c)", r"\operatorname{sgn}(c-b)"),
    ("one of many", sp.Sum(sp.KroneckerDelta(i, k) * y[i], (i, 1, n)), "y_k", r"\sum_i y_i"),
    ("a density", DENSITY, r"\frac{1}{\sqrt{2\pi}\sigma}e^{-\frac{b^2}{2\sigma^2}}", r"e^{-\frac{b^2}{2\sigma^2}}"),
    ("a likelihood", sp.Product(sp.exp(-y[i]), (i, 1, n)), r"e^{-\sum_i y_i}", r"\sum_i e^{-y_i}"),
    ("exact numbers", sp.Rational(1, 3) * b, "b/3", "0.333333b"),
]


@pytest.mark.parametrize(("expression", "right", "wrong"), [pytest.param(*row, id=why) for why, *row in JUDGED])
def test_judged_as_formulas_are(expression: Any, right: str, wrong: str) -> None:
    read = from_tree(to_tree(expression))
    assert isinstance(equal(read, term_of(right, SCOPE), SCOPE), Equal)
    assert isinstance(equal(read, term_of(wrong, SCOPE), SCOPE), Different)


VECTOR = ["MatrixSymbol", "z", ["Symbol", "d"], ["Integer", 1]]
LOGISTIC = to_tree(1 / (1 + sp.exp(-sp.Symbol("s"))))
TREES: list[tuple[str, Any, str, str]] = [
    ("a step", ["Heaviside", ["Symbol", "b"], ["Integer", 1]], r"\mathbb{1}(b \ge 0)", r"\mathbb{1}(b \le 0)"),
    ("every pair", ["KroneckerProduct", VECTOR, ["Symbol", "b"]], "bz", "z"),
    ("an inner product", ["DotProduct", VECTOR, VECTOR], "z^Tz", "zz^T"),
    ("a diagonal", ["DiagonalOf", to_tree(P)], r"\operatorname{diag}(P)", r"\operatorname{tr}(P)"),
    ("blocks", ["BlockMatrix", ["Matrix", 1, 2, to_tree(P), to_tree(Q)]], r"\begin{pmatrix} P & Q \end{pmatrix}",
     r"\begin{pmatrix} Q & P \end{pmatrix}"),
    ("absolute values", ["Entrywise", "Abs", VECTOR], r"\operatorname{sgn}(z) \odot z", "z"),
    ("a function of its own", ["Entrywise", ["Lambda", ["Symbol", "s"], LOGISTIC], VECTOR],
     r"\operatorname{sigmoid}(z)", r"\operatorname{tanh}(z)"),
    ("a cube", ["HadamardPower", VECTOR, ["Integer", 3]], r"z \odot z \odot z", r"z \odot z"),
    ("a slope at a value",
     ["Subs", ["Derivative", to_tree(b**2), ["Tuple", ["Symbol", "b"], ["Integer", 1]]], ["Tuple", ["Symbol", "b"]],
      ["Tuple", ["Symbol", "c"]]], "2c", "2b"),
]  # fmt: skip


@pytest.mark.parametrize(("tree", "right", "wrong"), [pytest.param(*row, id=why) for why, *row in TREES])
def test_trees_judged_as_formulas_are(tree: object, right: str, wrong: str) -> None:
    read = from_tree(tree)
    assert isinstance(equal(read, term_of(right, SCOPE), SCOPE), Equal)
    assert isinstance(equal(read, term_of(wrong, SCOPE), SCOPE), Different)


# ------------------------------------------------------------------------------------------- what is not read

UNKNOWN: list[tuple[Any, str, str]] = [
    (to_tree(sp.Integral(b, b)), "Integral", "unknown"),
    (to_tree(1 + sp.besselj(0, b)), "besselj", "unknown"),
    (to_tree(sp.zoo), "ComplexInfinity", "unknown"),
    (to_tree(sp.true), "BooleanTrue", "unknown"),
    (["Abs", to_tree(X * w)], "Abs", "unknown"),  # entrywise, or a norm: nobody can say
    (to_tree(X[0:2, :]), "MatrixSlice", "unknown"),
    ([], "list", "malformed"),
    ("Symbol", "str", "malformed"),
    (None, "NoneType", "malformed"),
    (["Symbol"], "Symbol", "unknown"),
    (["Symbol", 3], "Symbol", "unknown"),
    (["Add"], "Add", "unknown"),
    (["Add", 3], "int", "malformed"),
    (["Integer", True], "bool", "malformed"),
    (["Integer", 0.5], "float", "malformed"),
    (["Rational", 1, 0], "Rational", "unknown"),
    (["Float", "1e999999999"], "Float", "unknown"),
    (["Float", "nan"], "Float", "unknown"),
    (["Float", "1_0"], "Float", "unknown"),
    (["Integer", 10**5000], "Integer", "too_large"),
    (["Symbol", "x" * 1000], "Symbol", "too_large"),
    (["Matrix", 2, 2, ["Integer", 1]], "Matrix", "unknown"),
    (["Sum", ["Integer", 1], ["Tuple", ["Symbol", "i"]]], "Sum", "unknown"),
    (["Add", *[["Integer", 1]] * 30_000], "Add", "too_large"),
]


@pytest.mark.parametrize(("tree", "head", "reason"), UNKNOWN, ids=[f"{h} {r}" for _, h, r in UNKNOWN])
def test_unknown(tree: object, head: str, reason: str) -> None:
    with pytest.raises(UnknownNode) as caught:
        statement_from_tree(tree)
    assert (caught.value.head, caught.value.reason) == (head, reason)
    problem = caught.value.problem
    assert head in WORDS[problem.key].en.format(**problem.fields)


def test_a_deep_tree_is_too_large() -> None:
    tree: list[object] = ["Symbol", "b"]
    for _ in range(5000):
        tree = ["exp", tree]
    with pytest.raises(UnknownNode) as caught:
        from_tree(tree)
    assert caught.value.reason == "too_large"


HEADS = [
    "Add", "Mul", "Pow", "Sum", "Tuple", "Indexed", "IndexedBase", "MatrixElement", "MatrixSlice", "MatrixSymbol",
    "Symbol", "Integer", "Rational", "Float", "Piecewise", "ExprCondPair", "And", "Not", "Derivative", "Matrix",
    "Equality", "MatMul", "Inverse", "Transpose", "AppliedUndef", "?", "exp", "Identity", "HadamardProduct",
]  # fmt: skip
ANY_TREE = st.recursive(
    st.sampled_from([*HEADS, "i", "x"]) | st.integers(-2, 3) | st.none() | st.floats(),
    lambda inner: st.tuples(st.sampled_from(HEADS), st.lists(inner, max_size=4)).map(lambda pair: [pair[0], *pair[1]]),
    max_leaves=25,
)


@given(ANY_TREE)
def test_whatever_arrives_is_a_term_or_unknown(tree: object) -> None:
    try:
        term = from_tree(tree)
    except UnknownNode:
        return
    assert isinstance(term, Term.__args__)  # type: ignore[attr-defined]


# ----------------------------------------------------------------------------------------------------- names


@pytest.mark.parametrize(
    ("name", "term"),
    [
        ("x", Symbol("x")),
        (r"\sigma", Symbol("sigma")),
        (r"\varepsilon", Symbol("epsilon")),
        ("ε", Symbol("epsilon")),
        ("Σ", Symbol("Sigma")),
        ("lambda_", Symbol("lambda")),
        ("lamda", Symbol("lambda")),
        (r"\mathbf{X}", Symbol("X")),
        (r"\boldsymbol w", Symbol("w")),
        ("x_i", Index(Symbol("x"), (Symbol("i"),))),
        ("x_{12}", Index(Symbol("x"), (num(12),))),
        ("b_star", Accent("star", Symbol("b"))),
        ("b^*", Accent("star", Symbol("b"))),
        ("xbar", Accent("bar", Symbol("x"))),
        (r"\hat{w}", Accent("hat", Symbol("w"))),
        ("w_hat", Accent("hat", Symbol("w"))),
        ("sigma_hat", Accent("hat", Symbol("sigma"))),
        ("b_opt", Accent("opt", Symbol("b"))),
        ("loss", Symbol("loss")),
        ("vector", Symbol("vector")),
        ("variance", Symbol("variance")),
        ("learning_rate", Symbol("learning_rate")),
    ],
)
def test_names(name: str, term: Term) -> None:
    assert named(name) == term


@given(st.text(max_size=20))
def test_any_name_is_a_name(name: str) -> None:
    assert named(name)
    assert isinstance(canonical(name), str)


# ------------------------------------------------------------------------------------------------- meaning

DATA = {"x": [1.5, -2.0, 0.25, 3.0], "y": [2.0, 1.0, -1.0, 0.5]}
VALUES = {"b": 0.75, "c": -1.25, "n": 4.0, "sigma": 1.5}


def _sign(number: float) -> float:
    return math.copysign(1, number) if number else 0.0


def _value(term: Term, names: Mapping[str, float]) -> float:
    """What a term of scalars says, by the letter."""
    recur: Callable[[Term], float] = lambda t: _value(t, names)  # noqa: E731
    match term:
        case Number(value):
            return float(value)
        case Symbol(name):
            return names[name]
        case Index(Symbol(name), (at,)):
            place = recur(at)
            assert place == int(place)
            assert 1 <= place <= 4, "a term counts from 1"
            return DATA[name][int(place) - 1]
        case Add(terms):
            return sum(map(recur, terms))
        case Neg(inner):
            return -recur(inner)
        case Mul(factors):
            return math.prod(map(recur, factors))
        case Div(top, bottom):
            return recur(top) / recur(bottom)
        case Pow(base, exponent):
            return recur(base) ** recur(exponent)
        case Apply(op, (arg,)):
            known: dict[str, Callable[[float], float]]
            known = {"sqrt": math.sqrt, "exp": math.exp, "abs": abs, "cos": math.cos, "sin": math.sin, "sgn": _sign}
            return float(known[op](recur(arg)))
        case Fold(_, str(index), low, high, body) if low is not None and high is not None:
            places = range(int(recur(low)), int(recur(high)) + 1)
            return sum(_value(body, {**names, index: float(place)}) for place in places)
        case _:
            raise AssertionError(term)


def _sympy_value(expression: Any, first: int) -> float:
    data = {sp.IndexedBase(name)[k + first]: value for name, values in DATA.items() for k, value in enumerate(values)}
    at = {symbol: VALUES[str(symbol)] for symbol in (b, c, sigma)}
    return float(expression.subs(n, 4).doit().subs(data).subs(at))


LEAVES = st.sampled_from([b, c, sigma, n, sp.Integer(2), sp.Rational(-1, 3), sp.Float(0.5)])
INSIDE = st.sampled_from([x[i], y[i], x[i] - b, i * y[i], b - c * x[i]])


@st.composite
def expressions(draw: st.DrawFn, first: int) -> Any:
    def fold() -> Any:
        body = draw(INSIDE) * draw(INSIDE) ** draw(st.sampled_from([1, 2]))
        low, high = draw(st.sampled_from([(0, 0), (0, -1)]))
        neighbour = draw(st.booleans()) and high == -1
        return sp.Sum(body * x[i + 1] if neighbour else body, (i, first + low, n - 1 + first + high))

    parts = [fold(), *draw(st.lists(LEAVES, min_size=1, max_size=3))]
    made = draw(st.permutations(parts))
    whole = made[0]
    for part in made[1:]:
        how = draw(st.sampled_from(["+", "-", "*", "/", "abs", "exp", "sqrt"]))
        whole = {
            "+": lambda a, p: a + p, "-": lambda a, p: a - p, "*": lambda a, p: a * p, "/": lambda a, p: p / (1 + a**2),
            "abs": lambda a, p: sp.Abs(a) + p, "exp": lambda a, p: p * sp.exp(-a**2),
            "sqrt": lambda a, p: p + sp.sqrt(1 + a**2),
        }[how](whole, part)  # fmt: skip
    return whole


@pytest.mark.parametrize("first", [0, 1])
@settings(max_examples=30, deadline=None)
@given(st.data())
def test_a_term_says_what_sympy_says(first: int, data: st.DataObject) -> None:
    expression = data.draw(expressions(first))
    assert _value(from_tree(to_tree(expression)), VALUES) == pytest.approx(_sympy_value(expression, first), rel=1e-9)
