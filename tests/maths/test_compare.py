"""Comparing two formulas as written: the table of pairs, and what a formula may look like."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from grader.core import Counterexample, Message, Proof, ShapeClash
from grader.maths.compare import Comparison, Verdict, compare
from grader.maths.declare import BadDeclaration
from tests.rows import rows

TABLES = Path(__file__).parents[1] / "tables"
PAIRS = [
    pair
    for name in ("pairs", "pairs_wild")
    for pair in json.loads((TABLES / f"{name}.json").read_text(encoding="utf-8"))
]
UNEQUAL = [pair for pair in PAIRS if not pair["equal"] and pair["mistake"]]

NAMED = 0.86  # the share of unequal pairs whose mistake is named; it must not sink


@cache
def compared(number: int) -> Comparison:
    pair = PAIRS[number]
    return compare(pair["a"], pair["b"], pair["declare"])


@pytest.mark.parametrize("number", range(len(PAIRS)), ids=[f"{pair['id']} {pair['why']}" for pair in PAIRS])
def test_pairs(number: int) -> None:
    pair: dict[str, Any] = PAIRS[number]
    found = compared(number)
    assert found.verdict == ("equal" if pair["equal"] else "different"), (pair["a"], pair["b"])
    if found.verdict == "different":
        assert found.mistakes
        assert isinstance(found.evidence, Counterexample | ShapeClash)


def test_mistakes_are_named() -> None:
    named = 0
    for number, pair in enumerate(PAIRS):
        if pair in UNEQUAL:
            named += bool({pair["mistake"], *pair.get("also", ())} & set(compared(number).mistakes))
    assert named / len(UNEQUAL) >= NAMED


def test_a_counterexample_shows_two_values() -> None:
    for number, pair in enumerate(PAIRS):
        evidence = compared(number).evidence
        if isinstance(evidence, Counterexample):
            assert evidence.expected != evidence.got, pair["id"]
            assert "?" not in evidence.expected + evidence.got, pair["id"]


@pytest.mark.parametrize(
    ("a", "b", "verdict"),
    rows(
        ("L = (b-1)^2 = b^2-2b+1", "b^2-2b+1", "equal", "a new name at the head is dropped"),
        (r"L(b) = (b-1)^2", "(1-b)^2", "equal", "also with its argument"),
        (r"\frac{dL}{db} = 2b", "2b", "equal", "or its derivative"),
        (r"L'(b) = 2b", "2b", "equal", "by a prime"),
        (r"\nabla_w L = 2w", "2w", "equal", "by a nabla"),
        (r"\hat y = Xw", "Xw", "equal", "with a hat"),
        ("r_i = b", "b", "equal", "with a subscript"),
        ("b = 2", "2", "different", "a declared name is no head: b is not 2"),
        ("L = b^2 = b^3", "b^2", "different", "all of a chain must be equal"),
        ("b^2", "(b)(b) = b^2 = bb", "equal", "a chain on the other side"),
        ("L = b", "M = b", "equal", "two heads"),
        (r"\begin{aligned} L &= (b-1)^2 \\ &= b^2-2b+1 \end{aligned}", "(b-1)^2", "equal", "an aligned environment"),
        ("x^Ty", "y^Tx", "equal", "numbers"),
        ("1/2b", r"\frac{b}{2}", "undecided", "one half of b, or 1 over 2b"),
        ("b^2 < 3", "b", "unreadable", "an inequality"),
        ("b = 1, b = 2", "b", "unreadable", "several statements"),
        ("b +", "b", "unreadable", "half a formula"),
        (r"\frac{b}{", "b", "unreadable", "a brace that is not closed"),
        ("b", r"\foo b", "unreadable", "a command that is not known"),
        ("b^{100}", "b^{100}+b^{99}-b^{99}", "undecided", "beyond the bound on exponents"),
        (r"\sum_{i=1}^{100000} b", "100000 b", "undecided", "beyond the bound on sums"),
    ),
)
def test_what_a_formula_may_look_like(a: str, b: str, verdict: Verdict) -> None:
    found = compare(a, b, "b, X: n*d, y: n, w: d, x: n")
    assert found.verdict == verdict
    if verdict in ("undecided", "unreadable"):
        assert isinstance(found.reason, Message)
    else:
        assert found.evidence is not None


def test_how_the_formulas_were_read() -> None:
    found = compare(r"\frac12\mathbf w^\top\mathbf w", r"\tfrac{1}{2}\|w\|^2", "w: d")
    assert found.read == ("(1/2) wᵀ w", "(1/2) ‖w‖²")
    assert isinstance(found.evidence, Proof)


def test_remarks_on_charitable_readings() -> None:
    found = compare("w^2", "w^Tw", "w: d")
    assert found.verdict == "equal"
    assert [remark.key for remark in found.remarks if isinstance(remark, Message)] == ["maths.remark.square"]


@pytest.mark.parametrize(
    ("a", "b", "mistakes"),
    rows(
        ("2b", "b", ("missing_factor",), "the second is taken for the student's"),
        ("b", "-2b", ("sign", "missing_factor"), "a sign and a factor"),
        ("X^Ty", "Xy", ("missing_transpose", "shape"), "a shape is named beside its cause"),
        ("w", "y", ("shape",), "or alone"),
        ("b^3c^2", "b^2c^3", ("invalid_step",), "nothing that explains it"),
        ("b^3c^2", "e^b", ("invalid_step",), "at all"),
    ),
)
def test_mistakes(a: str, b: str, mistakes: tuple[str, ...]) -> None:
    assert compare(a, b, "b, c, X: n*d, y: n, w: d").mistakes == mistakes


def test_a_bad_declaration_is_the_callers() -> None:
    with pytest.raises(BadDeclaration):
        compare("b", "b", "b: 1 2 3")


@pytest.mark.parametrize("seed", range(3))
def test_no_seed_changes_a_verdict(seed: int) -> None:
    for number in range(0, len(PAIRS), 40):
        pair = PAIRS[number]
        assert compare(pair["a"], pair["b"], pair["declare"], seed).verdict == compared(number).verdict
