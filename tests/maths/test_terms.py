"""Terms: walking and rebuilding every kind of node, names that are bound, and what equality leaves aside."""

from __future__ import annotations

from dataclasses import fields, replace
from fractions import Fraction
from typing import get_args

import pytest
from hypothesis import given

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
    children,
    free_names,
    rebuild,
    walk,
)
from tests.maths.drawing import formulas, polynomials
from tests.rows import rows

A, B, C, I = (Symbol(name) for name in "abci")  # noqa: E741  # the index of a sum
ONE = Number(Fraction(1))
CONDITION = Relation("<", A, B)

NODES: list[tuple[Term, list[Term]]] = [
    (ONE, []),
    (A, []),
    (Dots(), []),
    (Index(A, (B, C)), [A, B, C]),
    (Add((A, B, C)), [A, B, C]),
    (Neg(A), [A]),
    (Mul((A, B)), [A, B]),
    (Div(A, B), [A, B]),
    (Pow(A, B), [A, B]),
    (Apply("inner", (A, B)), [A, B]),
    (Fold("sum", "i", ONE, B, C), [ONE, B, C]),
    (Fold("prod", None, None, None, C), [C]),
    (Derivative(A, B, 2), [A, B]),
    (Derivative(A, None), [A]),
    (Optimum("argmin", (A,), B), [A, B]),
    (Cases(((A, CONDITION), (B, None))), [A, CONDITION, B]),
    (Stack(((A, B), (C, ONE))), [A, B, C, ONE]),
    (Collection((A, Dots(), B)), [A, Dots(), B]),
    (CONDITION, [A, B]),
    (Call(A, (B,), (C,)), [A, B, C]),
    (Prime(A, 2), [A]),
    (Accent("hat", A), [A]),
    (Differential(A), [A]),
]
each_node = pytest.mark.parametrize(("node", "parts"), NODES, ids=[type(node).__name__ for node, _ in NODES])


def test_every_kind_of_node_is_in_the_table() -> None:
    assert {type(node) for node, _ in NODES} == set(get_args(Term))


@each_node
def test_children_stand_from_left_to_right(node: Term, parts: list[Term]) -> None:
    assert list(children(node)) == parts
    assert next(walk(node)) == node


@each_node
def test_rebuild_reaches_exactly_the_children(node: Term, parts: list[Term]) -> None:
    seen: list[Term] = []

    def note(part: Term) -> Term:
        seen.append(part)
        return part

    assert rebuild(node, note) == node
    assert seen == parts


@each_node
def test_rebuild_puts_in_what_it_is_given(node: Term, parts: list[Term]) -> None:
    changed = rebuild(node, lambda part: replace(part, left=C) if isinstance(part, Relation) else Symbol("z"))
    assert all(part in (Symbol("z"), replace(CONDITION, left=C)) for part in children(changed))
    assert len(list(children(changed))) == len(parts)
    kept = ("op", "order", "mark", "index")
    assert all(getattr(changed, f.name) == getattr(node, f.name) for f in fields(node) if f.name in kept)


@pytest.mark.parametrize(
    ("term", "names"),
    rows(
        (Add((A, Mul((B, A)))), "ab", "each name once"),
        (Fold("sum", "i", ONE, B, Index(A, (I,))), "ab", "a sum binds its index"),
        (Fold("sum", "i", I, B, I), "bi", "but not in its own limits"),
        (Add((I, Fold("sum", "i", ONE, B, I))), "bi", "nor outside of it"),
        (Fold("sum", None, None, None, Index(A, (I,))), "ai", "an index that was not written binds nothing"),
        (Fold("sum", "i", ONE, B, Fold("prod", "c", ONE, I, Mul((A, C)))), "ab", "one inside the other"),
        (Derivative(Pow(A, B), A), "ab", "a derivative binds nothing"),
        (ONE, "", "a number has none"),
    ),
)
def test_free_names(term: Term, names: str) -> None:
    assert free_names(term) == frozenset(names)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    rows(
        (Symbol("a", span=(0, 1)), Symbol("a", span=(7, 8)), True, "where it stands takes no part"),
        (Mul((A, B), dotted=True), Mul((A, B)), True, "nor does the dot that was written"),
        (Mul((A, B)), Mul((B, A)), False, "matrices do not commute"),
        (Number(Fraction(1, 2)), Number(Fraction("0.5")), True, "numbers are exact"),
        (Fold("sum", "i", None, None, I), Fold("sum", "j", None, None, Symbol("j")), False, "index names are kept"),
    ),
)
def test_equality(one: Term, other: Term, same: bool) -> None:
    assert (one == other) is same
    assert (hash(one) == hash(other)) is same


@given(polynomials | formulas)
def test_walk_is_the_fold_of_children(term: Term) -> None:
    assert list(walk(term)) == [term, *(inner for part in children(term) for inner in walk(part))]
    assert rebuild(term, lambda part: part) == term
    assert free_names(term) <= {part.name for part in walk(term) if isinstance(part, Symbol)}
