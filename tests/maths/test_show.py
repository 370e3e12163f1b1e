"""Showing terms: the notation a reader would write, and that it reads back as the same term."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.maths import show
from grader.maths.reader import Names, read
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
    Stack,
    Symbol,
    Term,
)

NAMES = Names(frozenset(["x", "b", "n", "X", "y", "w", "sigma", "a"]), frozenset("f"))


def reread(text: str) -> Term | None:
    """The one term that a text reads as, in its likeliest reading."""
    (chain,) = read(text, NAMES)[0].chains
    (term,) = chain.terms
    return term


@pytest.mark.parametrize(
    ("source", "latex", "plain"),
    [
        (r"b=\frac1n\sum_{i=1}^nx_i", r"b = \frac{1}{n} \sum_{i=1}^{n} x_{i}", "b = (1/n) ∑_{i=1}^{n} x_i"),
        ("X^T(Xw-y)", r"X^{\top} \left(X w - y\right)", "Xᵀ (X w - y)"),
        ("inv(X^TX) X^Ty", r"\operatorname{inv}\left(X^{\top} X\right) X^{\top} y", "inv(Xᵀ X) Xᵀ y"),
        ("(X'X)^{-1}X'y", r"\left(X' X\right)^{-1} X' y", "(X' X)⁻¹ X' y"),
        ("||y-Xw||^2", r"\left\|y - X w\right\|^{2}", "‖y - X w‖²"),
        ("e^{-|x|/2}", r"\exp\left(-\frac{\left|x\right|}{2}\right)", "exp(-(|x|)/2)"),
        (r"-\log P(y\mid X)", r"-\log\left(P\left(y \mid X\right)\right)", "-log(P(y | X))"),
        (r"\sum_i \log 2 + |x_i|", r"\sum_{i} \left(\log\left(2\right) + \left|x_{i}\right|\right)", None),
        (r"\left(\sum_i x_i\right) - x_i", r"\left(\sum_{i} x_{i}\right) - x_{i}", "(∑_{i} x_i) - x_i"),
        (r"-2\sum_i x_i - b", r"-2 \sum_{i} x_{i} - b", "-2 ∑_{i} x_i - b"),
        (r"\hat w_i + b^* + w_{\min}", r"\hat{w}_{i} + b^{*} + w_{\text{min}}", "ŵ_i + b^* + w_{min}"),
        (r"\frac{dL}{db} = 0", r"\frac{\partial L}{\partial b} = 0", "∂L/∂b = 0"),
        (r"\nabla_w \|w\|^2", r"\frac{\partial}{\partial w} \left\|w\right\|^{2}", "∂/∂w ‖w‖²"),
        (r"w^* = \arg\min_w L(w)", r"w^{*} = \arg\min_{w} L\left(w\right)", "w^* = argmin_{w} L(w)"),
        (r"b = \operatorname{median}(x_1, \dots, x_n)", None, "b = median(x_1, …, x_n)"),
        (r"x \in \mathbb R^{n\times d}", r"x \in R^{n d}", "x ∈ R^{n d}"),
        (r"0.25 a - 2 \cdot 3^a", r"0.25 a - 2 \cdot 3^{a}", "0.25 a - 2·3^{a}"),
        (r"\mathbf 1^\top I_n \mathbf 1[x > 0]", r"\mathbf{1}^{\top} I_{n} \mathbf{1}\left[x > 0\right]", None),
        ("= b", "= b", "= b"),
    ],
)
def test_shown(source: str, latex: str | None, plain: str | None) -> None:
    (chain,) = read(source, NAMES)[0].chains
    if latex is not None:
        assert show.chain(chain) == latex
    if plain is not None:
        assert show.chain(chain, as_plain=True) == plain


@pytest.mark.parametrize(
    ("term", "latex"),
    [
        (Mul((Add((Symbol("a"), Symbol("b"))), Symbol("c"))), r"\left(a + b\right) c"),
        (Add((Symbol("a"), Neg(Add((Symbol("b"), Symbol("c")))))), r"a - \left(b + c\right)"),
        (Neg(Neg(Symbol("a"))), r"-\left(-a\right)"),
        (Pow(Neg(Symbol("a")), Number(Fraction(2))), r"\left(-a\right)^{2}"),
        (Pow(Pow(Symbol("a"), Symbol("b")), Symbol("c")), r"\left(a^{b}\right)^{c}"),
        (Mul((Symbol("a"), Neg(Symbol("b")))), r"a \left(-b\right)"),
        (Mul((Fold("sum", "i", None, None, Symbol("a")), Symbol("b"))), r"\left(\sum_{i} a\right) b"),
        (Mul((Symbol("f"), Add((Symbol("a"), Symbol("b"))))), r"f \cdot \left(a + b\right)"),
        (Number(Fraction(1, 3)), r"\frac{1}{3}"),
        (Number(Fraction(-1, 4)), "-0.25"),
        (Apply("entry", (Symbol("x"), Symbol("i"))), "x_{i}"),
        (Apply("cell", (Symbol("X"), Symbol("i"), Symbol("j"))), "X_{i,j}"),
        (Apply("row", (Symbol("X"), Symbol("i"))), r"X_{i,:}^{\top}"),
    ],
)
def test_brackets(term: Term, latex: str) -> None:
    assert show.latex(term) == latex


# ------------------------------------------------------------------------------------ what is shown reads back

INTEGERS = st.integers(0, 12).map(lambda n: Number(Fraction(n)))
DECIMALS = st.sampled_from([Fraction(1, 2), Fraction(5, 4), Fraction(1, 10)]).map(Number)
SYMBOLS = st.sampled_from(["x", "b", "n", "X", "y", "w", "sigma", "a", "pi", "infinity", "epsilon", "f", "I"]).map(
    Symbol
)
COUNTERS = st.sampled_from(["i", "j", "k"])
MARKED = st.sampled_from([Accent(mark, Symbol("w")) for mark in ("hat", "bar", "tilde", "star", "min", "opt", "MLE")])
LEAVES = (
    INTEGERS | DECIMALS | SYMBOLS | MARKED
    | st.builds(lambda name, at: Index(Symbol(name), (Symbol(at),)), st.sampled_from(["x", "y", "X"]), COUNTERS)
    | st.builds(lambda i, j: Index(Symbol("X"), (Symbol(i), Symbol(j))), COUNTERS, COUNTERS)
    | st.just(Index(Symbol("x"), (Add((Symbol("i"), Number(Fraction(1)))),)))
    | st.just(Index(Accent("hat", Symbol("y")), (Symbol("i"),)))
    | st.just(Apply("ones", ())) | st.just(Apply("identity", (Symbol("n"),)))
    | st.just(Prime(Symbol("f"))) | st.just(Prime(Symbol("X"), 2))
)  # fmt: skip
SAMPLE = Collection((Index(Symbol("x"), (Number(Fraction(1)),)), Dots(), Index(Symbol("x"), (Symbol("n"),))))
UNARY = ("abs", "norm", "norm1", "norminf", "exp", "log", "sqrt", "sgn", "transpose", "pinv", "tr", "det", "factorial",
         "sin", "tanh", "diag", "floor", "expectation", "gamma")  # fmt: skip


def exponent(term: Term) -> Term:
    """An exponent as the reader makes it: a negative literal is one number."""
    return Number(-term.term.value) if isinstance(term, Neg) and isinstance(term.term, Number) else term


def positive(term: Term) -> Term:
    """The term without its sign: dots have the sign of what follows them."""
    return term.term if isinstance(term, Neg) else term


ONE, N, W, B = Number(Fraction(1)), Symbol("n"), Symbol("w"), Symbol("b")


@st.composite
def terms(draw: st.DrawFn, depth: int = 3) -> Term:
    """A term of the kinds that the reader makes."""
    kind = draw(st.integers(0, 26)) if depth else 0
    if kind < 4:
        return draw(LEAVES)
    a, b = draw(terms(depth - 1)), draw(terms(depth - 1))
    match kind:
        case 4:
            return Add((a, b, draw(terms(depth - 1))))
        case 5:
            return Add((a, b))
        case 6:
            return Add((positive(a), Dots(), positive(b)))
        case 7:
            return Mul((a, b, draw(terms(depth - 1))))
        case 8:
            return Mul((a, b))
        case 9:
            return Neg(a)
        case 10:
            return Div(a, b)
        case 11:
            return Pow(a, exponent(b))
        case 12 | 13:
            return Apply(draw(st.sampled_from(UNARY)), (a,) if not isinstance(a, Stack | Collection) else (W,))
        case 14:
            return Apply(draw(st.sampled_from(["inner", "hadamard", "max", "normal"])), (a, b))
        case 15:
            return Fold("sum", draw(COUNTERS), None, None, a)
        case 16:
            return Fold("prod", draw(COUNTERS), ONE, N, a)
        case 17:
            return Derivative(a, W)
        case 18:
            return Derivative(a, Index(W, (Symbol("j"),)))
        case 19:
            return Derivative(a, B, 2)
        case 20:
            return Optimum("argmin", (W, B), a)
        case 21:
            return Call(Symbol("f"), (a, b))
        case 22:
            return Call(Symbol("p"), (a,), (b,))
        case 23:
            return Stack(((a,), (b,)))
        case 24:
            return Stack(((a, b), (b, a)))
        case 25:
            return Apply("indicator", (Relation("≤", a, b),))
        case _:
            return Apply("median", (SAMPLE,))


TERMS = terms()


@settings(max_examples=500, deadline=None)
@given(TERMS)
def test_latex_reads_back(term: Term) -> None:
    assert reread(show.latex(term)) == term


@settings(max_examples=500, deadline=None)
@given(TERMS)
def test_plain_reads_back(term: Term) -> None:
    assert reread(show.plain(term)) == term


def test_cases_read_back() -> None:
    term = Cases(((Symbol("x"), Relation(">", Symbol("x"), Number(Fraction(0)))), (Neg(Symbol("x")), None)))
    assert reread(show.latex(term)) == term


def test_differentials_read_back() -> None:
    term = Mul((Number(Fraction(2)), Differential(Symbol("w"))))
    assert reread(show.latex(term)) == term
    assert reread(show.plain(term)) == term
