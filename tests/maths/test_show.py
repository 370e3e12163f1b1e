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

NAMES = Names(frozenset("x b n X y w sigma a".split()), frozenset("f"))


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
        ("0.25 a - 2 3^a" if False else "0.25 a - 2 \\cdot 3^a", r"0.25 a - 2 \cdot 3^{a}", "0.25 a - 2·3^{a}"),
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
SYMBOLS = st.sampled_from(["x", "b", "n", "X", "y", "w", "sigma", "a", "pi", "infinity", "epsilon", "f", "I"]).map(Symbol)
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


def _exponent(term: Term) -> Term:
    """An exponent as the reader makes it: a negative number is one literal; bounded."""
    match term:
        case Neg(Number(value)):
            return Number(-value)
        case _:
            return term


def _not_dots(term: Term) -> bool:
    return not isinstance(term, Symbol) or term.name not in ("I", "infinity")


def grown(terms: st.SearchStrategy[Term]) -> st.SearchStrategy[Term]:
    """Terms one level deeper."""
    several = st.lists(terms, min_size=2, max_size=3).map(tuple)
    calm = terms.filter(lambda t: not isinstance(t, Collection))
    return (
        several.map(Add)
        | several.map(Mul)
        | terms.map(Neg)
        | st.builds(Div, terms, terms)
        | st.builds(lambda base, power: Pow(base, _exponent(power)), terms, terms)
        | st.builds(lambda op, arg: Apply(op, (arg,)), st.sampled_from(UNARY), calm.filter(lambda t: not isinstance(t, Stack)))
        | st.builds(lambda op, a, b: Apply(op, (a, b)), st.sampled_from(["inner", "hadamard", "max", "normal"]), terms, terms)
        | st.builds(lambda i, body: Fold("sum", i, None, None, body), COUNTERS, terms)
        | st.builds(lambda i, body: Fold("prod", i, Number(Fraction(1)), Symbol("n"), body), COUNTERS, terms)
        | st.builds(lambda body: Derivative(body, Symbol("w")), terms)
        | st.builds(lambda body: Derivative(body, Index(Symbol("w"), (Symbol("j"),))), terms)
        | st.builds(lambda body: Derivative(body, Symbol("b"), 2), terms)
        | st.builds(lambda body: Optimum("argmin", (Symbol("w"),), body), terms)
        | st.builds(lambda args: Call(Symbol("f"), args), several)
        | st.builds(lambda a, g: Call(Symbol("p"), (a,), (g,)), terms, terms)
        | st.builds(lambda a, b: Stack(((a,), (b,))), terms, terms)
        | st.builds(lambda a, b: Stack(((a, b), (b, a))), terms, terms)
        | st.builds(lambda a, b: Apply("indicator", (Relation("≤", a, b),)), terms, terms)
        | st.just(Apply("median", (SAMPLE,)))
        | st.builds(lambda a, b: Add((a, Dots(), b)), terms.filter(_positive), terms.filter(_positive))
    )


def _positive(term: Term) -> bool:
    return not isinstance(term, Neg)


TERMS = st.recursive(LEAVES, grown, max_leaves=9)


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
