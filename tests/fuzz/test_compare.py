"""The comparison of two formulas on inputs that nobody wrote: it has a verdict for each, the same every time."""

from __future__ import annotations

from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from grader.core import Counterexample, ShapeClash
from grader.maths.compare import compare
from tests.fuzz import damaged, grown

RANDOM = st.randoms(use_true_random=False)
VERDICTS = {"equal", "different", "undecided", "unreadable"}


def check(a: str, b: str, declared: str) -> str:
    """Compare; what is different has a witness, what is not has a reason or evidence."""
    found = compare(a, b, declared)
    assert found.verdict in VERDICTS
    if found.verdict == "different":
        assert isinstance(found.evidence, Counterexample | ShapeClash)
        assert found.mistakes
    elif found.verdict == "equal":
        assert found.evidence is not None
    else:
        assert found.reason is not None
    return found.verdict


@settings(max_examples=60, deadline=None)
@given(RANDOM)
def test_any_two_formulas(random: Random) -> None:
    check(*grown.pair(random, depth=random.choice((1, 2, 3))))


@settings(max_examples=60, deadline=None)
@given(RANDOM)
def test_a_formula_is_never_different_from_itself(random: Random) -> None:
    formula, declared = grown.formula(random, depth=random.choice((1, 2, 3)))
    assert compare(formula, formula, declared).verdict != "different"


@settings(max_examples=60, deadline=None)
@given(RANDOM)
def test_any_noise(random: Random) -> None:
    formula, declared = random.choice(damaged.formulas())
    check(damaged.noise(random), formula, declared)


@settings(max_examples=60, deadline=None)
@given(RANDOM)
def test_any_damage(random: Random) -> None:
    formulas = [text for text, _ in damaged.formulas()]
    formula, declared = random.choice(damaged.formulas())
    check(damaged.mutated(random, formula, formulas), formula, declared)
