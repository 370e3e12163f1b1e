"""Sums over some indices only: in a set, or with a condition."""

from __future__ import annotations

from dataclasses import replace

import pytest

from grader.core import Agreement, Counterexample, Proof
from grader.maths import show
from grader.maths.decide import Different, Equal, Unsure, equal
from grader.maths.declare import Scope
from grader.maths.domains import Rationals
from grader.maths.evaluate import members
from grader.maths.shapes import Ambiguous, ShapeError
from grader.maths.substitute import substitute
from grader.maths.terms import (
    Add,
    Apply,
    Collection,
    Derivative,
    Div,
    Fold,
    Index,
    Mul,
    Neg,
    Pow,
    Relation,
    RelationOp,
    Symbol,
    Term,
    free_names,
)
from grader.maths.typing import typed
from tests.maths.reading import scope_of, term
from tests.rows import rows

DECLARED = scope_of("X: n*d rows x, y: n, w: d, A: n*n, B: n subset, b", "w")
OPEN = scope_of("X: n*d rows x, y: n, w: d, b", "w")
B = Symbol("B")


def over(body: str, chosen: Term = B, index: str = "i", op: str = "sum") -> Fold:
    assert op in ("sum", "prod")
    return Fold(op, index, None, None, term(body, DECLARED), over=chosen)  # type: ignore[arg-type]  # one of the two


def given(body: Term | str, left: str, op: RelationOp, right: str, index: str = "i") -> Fold:
    condition = Relation(op, term(left, DECLARED), term(right, DECLARED))
    return Fold("sum", index, None, None, term(body, DECLARED) if isinstance(body, str) else body, given=condition)


def plain(text: str) -> Term:
    return term(text, DECLARED)


SIZE = Apply("abs", (B,))
W = Symbol("w")


@pytest.mark.parametrize("scope", [DECLARED, OPEN], ids=["declared", "not declared"])
@pytest.mark.parametrize(
    ("left", "right"),
    rows(
        (over("y_i + b"), Add((over("y_i"), Mul((SIZE, plain("b"))))), "the constant is counted |B| times"),
        (over("2y_i"), Mul((plain("2"), over("y_i"))), "a factor comes out"),
        (over("y_j", index="j"), over("y_i"), "another letter"),
        (
            Derivative(over("(w^Tx_i - y_i)^2"), W),
            over("2(w^Tx_i - y_i)x_i"),
            "the gradient of a minibatch",
        ),
        (
            Derivative(Div(over("(w^Tx_i - y_i)^2"), SIZE), W),
            Div(Mul((plain("2"), over("(w^Tx_i - y_i)x_i"))), SIZE),
            "and of its mean",
        ),
    ),
)
def test_sums_over_a_set(left: Term, right: Term, scope: Scope) -> None:
    decision = equal(left, right, scope)
    assert isinstance(decision, Equal)
    assert isinstance(decision.evidence, Proof)


WRONG = rows(
    (over("y_i + b"), Add((over("y_i"), plain("b"))), "the constant is summed too"),
    (over("y_i + b"), Add((over("y_i"), plain("nb"))), "over the set, not over all"),
    (over("y_i"), plain(r"\sum_i y_i"), "over all"),
    (Div(over("y_i"), SIZE), plain(r"\bar y"), "a mean of some is not the mean of all"),
    (Derivative(over("(w^Tx_i - y_i)^2"), W), over("(w^Tx_i - y_i)x_i"), "the 2 got lost"),
    (over("y_i^2"), Pow(over("y_i"), plain("2")), "a sum of squares"),
)


@pytest.mark.parametrize(("left", "right"), WRONG)
def test_sums_over_a_set_that_differ(left: Term, right: Term) -> None:
    decision = equal(left, right, DECLARED)
    assert isinstance(decision, Different)
    assert isinstance(decision.evidence, Counterexample)
    chosen, y = decision.evidence.at["B"], decision.evidence.at["y"]
    assert isinstance(chosen, list)
    assert isinstance(y, list)
    assert chosen
    assert set(chosen) <= set(range(1, len(y) + 1))  # as its members, which a student can look up


@pytest.mark.parametrize(("left", "right"), WRONG)
def test_a_set_that_nobody_declared_refutes_nothing(left: Term, right: Term) -> None:
    assert isinstance(equal(left, right, OPEN), Unsure)
    assert typed(left, OPEN).unknown == {"B"}


@pytest.mark.parametrize(
    ("left", "right"),
    rows(
        (over(r"e^{y_i}", op="prod"), Apply("exp", (over("y_i"),)), "a likelihood of some samples"),
        (SIZE, over("1"), "how many they are"),
        (over("y_i"), Neg(over("-y_i")), "a sign"),
        (
            over("y_i", Collection((plain("1"), plain("2")))),
            plain("y_1+y_2"),
            "members that are written out",
        ),
        (given("1", "y_i", ">", "b"), plain(r"\sum_i \mathbb{1}(y_i > b)"), "counted"),
        (given("y_i", "y_i", ">", "b"), plain(r"\sum_i y_i \mathbb{1}(y_i > b)"), "with a condition"),
        (
            Add((given("y_i", "y_i", ">", "b"), given("y_i", "y_i", "≤", "b"))),
            plain(r"\sum_i y_i"),
            "the two parts are all",
        ),
        (given("y_i", "i", "≠", "j"), plain(r"\sum_i y_i - y_j"), "all but one, that the other side names"),
        (given("A_{ij}", "i", "≠", "j"), plain(r"\sum_i\sum_j A_{ij} - \operatorname{tr}(A)"), "all but the diagonal"),
        (given("y_i y_j", "i", "<", "j"), plain(r"\frac12((\sum_i y_i)^2 - \sum_i y_i^2)"), "each pair once"),
        (
            plain(r"\frac{d}{db} \sum_i |y_i - b|"),
            Add((given("1", "y_i", "<", "b"), Neg(given("1", "y_i", ">", "b")))),
            "the slope of absolute deviations",
        ),
    ),
)
def test_products_conditions_and_members(left: Term, right: Term) -> None:
    decision = equal(left, right, DECLARED)
    assert isinstance(decision, Equal)
    assert isinstance(decision.evidence, Proof | Agreement)


@pytest.mark.parametrize(
    ("left", "right"),
    rows(
        (given("y_i", "y_i", ">", "b"), plain(r"\sum_i y_i"), "some, not all"),
        (given("1", "y_i", ">", "b"), given("1", "y_i", "<", "b"), "the other ones"),
        (given("A_{ij}", "i", "≠", "j"), plain(r"\sum_i\sum_j A_{ij}"), "the diagonal too"),
        (given("y_i y_j", "i", "<", "j"), plain(r"(\sum_i y_i)^2 - \sum_i y_i^2"), "each pair twice"),
        (
            plain(r"\frac{d}{db} \sum_i |y_i - b|"),
            Add((given("1", "y_i", ">", "b"), Neg(given("1", "y_i", "<", "b")))),
            "the sign of the slope",
        ),
    ),
)
def test_conditions_that_differ(left: Term, right: Term) -> None:
    assert isinstance(equal(left, right, DECLARED), Different)


def test_what_is_no_set() -> None:
    for chosen in (Symbol("b"), plain("y")):
        with pytest.raises(Ambiguous):
            typed(over("y_i", chosen), DECLARED)
    with pytest.raises(ShapeError):
        typed(over("w_i"), DECLARED)  # B is of numbers up to n, and w has d entries


def test_a_set_is_never_empty() -> None:
    domain = Rationals()
    for drawn, found in (((1, -1, 2), [1, 3]), ((0, 0), [1, 2]), ((-1, 1), [2])):
        assert members([domain.number(k) for k in drawn], domain) == found


def test_a_condition_is_bound_with_its_index() -> None:
    fold = given("y_i", "y_i", ">", "b")
    assert free_names(fold) == {"y", "b"}
    moved = substitute(fold, {"b": Index(Symbol("y"), (Symbol("i"),))})  # this i is another
    assert isinstance(equal(moved, given("y_j", "y_j", ">", "y_i", "j"), DECLARED), Equal)
    assert free_names(over("y_i")) == {"y", "B"}


@pytest.mark.parametrize(
    ("fold", "latex", "text"),
    rows(
        (over("y_i"), r"\sum_{i \in B} y_{i}", "∑_{i ∈ B} y_i", "a set"),
        (given("y_i", "i", "≠", "j"), r"\sum_{i \neq j} y_{i}", "∑_{i ≠ j} y_i", "another index"),
        (given("y_i", "y_i", ">", "b"), r"\sum_{i : y_{i} > b} y_{i}", "∑_{i : y_i > b} y_i", "a condition"),
        (
            replace(given("y_i", "i", "≠", "j"), low=plain("1"), high=plain("n")),
            r"\sum_{i=1, i \neq j}^{n} y_{i}",
            "∑_{i=1, i ≠ j}^{n} y_i",
            "with limits",
        ),
    ),
)
def test_how_they_are_shown(fold: Fold, latex: str, text: str) -> None:
    assert show.latex(fold) == latex
    assert show.plain(fold) == text
