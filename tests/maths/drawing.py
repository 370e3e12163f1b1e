"""Random terms and points for property tests, and their values."""

from __future__ import annotations

import random
from collections.abc import Mapping
from fractions import Fraction

from hypothesis import strategies as st

from grader.maths.declare import Scope, declare
from grader.maths.domains import Domain, Rationals
from grader.maths.evaluate import Evaluator
from grader.maths.points import RATIONALS, Point, Question, sizes_for
from grader.maths.terms import Add, Apply, Div, Fold, Index, Mul, Neg, Number, Pow, Symbol, Term
from grader.maths.typing import Typed, typed
from grader.maths.values import Value

SCOPE: Scope = declare("b, c, sigma: >0, x: n, y: n")

numbers = st.fractions(-3, 3, max_denominator=3).map(Number)
names = st.sampled_from([Symbol("b"), Symbol("c"), Symbol("sigma"), Symbol("n")])
entries = st.sampled_from([Index(Symbol("x"), (Symbol("i"),)), Index(Symbol("y"), (Symbol("i"),))])


def _polynomial(inner: st.SearchStrategy[Term]) -> st.SearchStrategy[Term]:
    pairs = st.tuples(inner, inner)
    return st.one_of(
        pairs.map(Add),
        pairs.map(Mul),
        inner.map(Neg),
        st.builds(Pow, inner, st.integers(0, 3).map(lambda k: Number(Fraction(k)))),
    )


def _with_functions(inner: st.SearchStrategy[Term]) -> st.SearchStrategy[Term]:
    applied = st.builds(lambda op, arg: Apply(op, (arg,)), st.sampled_from(["exp", "log", "sqrt", "abs", "sgn"]), inner)
    powers = st.sampled_from([Fraction(-1), Fraction(1, 2), Fraction(-1, 2), Fraction(3, 2), Fraction(2)])
    return st.one_of(_polynomial(inner), applied, applied, st.builds(Pow, inner, powers.map(Number)),
                     st.builds(Div, inner, inner))  # fmt: skip


def sums(body: st.SearchStrategy[Term]) -> st.SearchStrategy[Term]:
    """Sums over i = 1 … n."""
    return body.map(lambda term: Fold("sum", "i", Number(Fraction(1)), Symbol("n"), term))


#: Polynomials in numbers, names and sums over the entries of x and y.
polynomials = st.recursive(
    st.one_of(numbers, names, sums(st.recursive(st.one_of(names, entries), _polynomial, max_leaves=3))),
    _polynomial,
    max_leaves=5,
)
#: Formulas in numbers and names with exp, log, roots, absolute values and quotients.
formulas = st.recursive(st.one_of(numbers, names), _with_functions, max_leaves=5)


def points_of(scope: Scope, *sides: Typed, seed: int = 0) -> list[Point]:
    """One rational point for each of the usual sizes."""
    question, rng = Question.of(scope, *sides), random.Random(seed)
    return [question.draw(rng, sizes, RATIONALS) for sizes in sizes_for(question.dims)]


def value_at(
    term: Term, scope: Scope, values: Mapping[str, Value], sizes: Mapping[str, int], domain: Domain | None = None
) -> Value:
    """The exact value of a term as written, at given values."""
    return Evaluator(domain or Rationals(), values, sizes, {}).value(typed(term, scope).term)
