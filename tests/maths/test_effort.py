"""Effort: what exceeds a bound is left undecided with the bound named, and what is refuted stays so."""

from __future__ import annotations

import pytest

from grader.core import Message
from grader.maths.compare import compare
from grader.maths.decide import Different, Unsure, equal
from grader.maths.domains import MOST_BITS, Rationals
from grader.maths.effort import TooMuch, bounded, current, granted
from grader.maths.evaluate import Evaluator
from grader.maths.mistakes import Target, explain
from grader.maths.mistakes.expand import addends
from grader.maths.terms import Derivative, Symbol
from grader.maths.typing import typed
from grader.maths.values import Unsupported
from tests.maths.reading import scope_of, term
from tests.rows import rows

DATA = scope_of("X: n*d rows x, y: n, w: d, A: d*d, b, c")


def test_a_part_takes_from_the_whole() -> None:
    with bounded("work", 100) as whole:
        with bounded("work", 60) as part:
            part.left -= 50
        assert whole.left == 50
        with bounded("search", 60) as rest:
            assert rest.left == 50, "no more than is left of the whole"
            rest.left -= 70
            with pytest.raises(TooMuch) as found:
                rest.check()
        assert (found.value.bound, found.value.limit) == ("work", 100), "the bound that was met is the whole's"
        assert whole.exhausted


def test_what_is_granted_is_there_when_all_else_is_used_up() -> None:
    with bounded("work", 10) as whole:
        whole.left = 0
        with granted("work", 5) as own:
            assert not own.exhausted
        assert whole.exhausted


def test_nobody_bounded_it() -> None:
    assert not current().exhausted


def test_a_decision_without_work_left_is_undecided() -> None:
    with bounded("work", 10):
        current().left = 0
        decision = equal(term("b+c", DATA), term("c+b", DATA), DATA)
    assert decision == Unsure(Message("maths.bound", {"bound": "work", "limit": 10}))


def test_what_is_refuted_has_its_witness_all_the_same() -> None:
    with bounded("work", 200):  # enough for one point
        decision = equal(term("b+c", DATA), term("b-c", DATA), DATA)
    assert isinstance(decision, Different)


def test_without_work_left_no_mistake_is_searched_for() -> None:
    with bounded("work", 10):
        current().left = 0
        assert explain(term("b", DATA), lambda _: True, DATA, Target(term("-b", DATA))) is None


@pytest.mark.parametrize(
    ("a", "b"),
    rows(
        (r"\sum_{i=1}^{3000}\sum_{j=1}^{3000} b", "b", "sums of sums"),
        (r"\operatorname{tr}(\nabla_w (" * 8 + "w_1" + " w))" * 8, "b", "derivatives of derivatives of derivatives"),
        (r"\sum_{i=1}^{3000}\max(b, iz_1)", r"\sum_{i=1}^{3000}\max(iz_1, b)", "not one point, but all together"),
    ),
)
def test_the_bound_is_named(a: str, b: str) -> None:
    found = compare(a, b, "z: n, w: d, b")
    assert found.verdict == "undecided"
    assert isinstance(found.reason, Message)
    assert (found.reason.key, found.reason.fields["bound"]) == ("maths.bound", "work")


@pytest.mark.parametrize(
    ("a", "b"),
    rows(
        (r"|b^{64}|", "b^{64}", "64 times as many digits"),
        (r"|(((b)^{64})^{64})^{64}|", "(((b)^{64})^{64})^{64}", "262144 times as many"),
        (r"((((((b)^{64})^{64})^{64})^{64})^{64})^{64}+1", "c", "more than any memory holds"),
        (r"|\prod_{i=1}^{3000}(b+i)^{64}|", r"\prod_{i=1}^{3000}|b+i|^{64}", "in a product of many"),
    ),
)
def test_digits_are_bounded(a: str, b: str) -> None:
    with bounded("work", 10**9) as effort:
        found = compare(a, b, "b, c")
    assert found.verdict == "equal" or found.reason == Message("maths.bound", {"bound": "bits", "limit": MOST_BITS})
    assert 10**9 - effort.left < 1_000_000


@pytest.mark.parametrize(
    ("a", "b"),
    rows(
        (r"\exp(\exp(\exp(\exp(b))))", r"\exp(\exp(\exp(\exp(b)))) + 1", "the 1 is beyond all digits"),
        (r"2^{2^{2^{2^{2^2}}}}", "1", "a ball without bounds holds every number"),
        (r"\frac{d}{db}\exp(\exp(\exp(\exp(b))))", r"\frac{d}{db}(\exp(\exp(\exp(\exp(b))))+b)", "in a slope"),
    ),
)
def test_a_ball_that_says_nothing_is_no_agreement(a: str, b: str) -> None:
    assert compare(a, b, "b: >0").verdict == "undecided"


@pytest.mark.parametrize(
    ("wrong", "right"),
    rows(
        ("b" + "(b+1)(c+2)" * 14, "c", "28 brackets have 2^28 terms"),
        ("b" + "(b+1)(c+2)" * 14, "2b" + "(b+1)(c+2)" * 14, "the same on both sides"),
        ("1e9" * 300, "1", "one product of thousands of factors"),
        (r"\|y-Xw\|^2" * 20, "b", "20 squared norms in a row"),
        (" + ".join(["Xw"] * 150), "y", "a sum of many products of vectors"),
        (r"a \odot b" * 14, r"a \odot b", "entrywise products in entrywise products, of which none fits the next"),
    ),
)
def test_a_search_for_mistakes_ends(wrong: str, right: str) -> None:
    """Each has more repairs, or terms, than anyone could look at."""
    with bounded("work", 10**9) as effort:
        found = compare(wrong, right, "X: n*d rows x, y: n, w: d, a: n, b: n, c")
        assert found.verdict == "different"
    assert 10**9 - effort.left < 1_000_000


def test_a_product_of_many_sums_is_left_whole() -> None:
    product = term("(b+1)(c+2)" * 14, DATA)
    assert addends(product, DATA) == (product,)


def test_a_derivative_by_a_size_has_no_value() -> None:
    n, typed_ = Symbol("n"), typed(term("n b", DATA), DATA)
    with pytest.raises(Unsupported):
        Evaluator(Rationals(), {"b": Rationals().number(2)}, {"n": 3}, {}).value(Derivative(typed_.term, n))


def test_conditions_are_no_addends() -> None:
    """A bracket that closes too early is no repair of what stands in an indicator."""
    found = compare(r"\sum_{j=1}^n \mathbf 1[1/4 > 1000]", r"\sum_{j=1}^n \mathbf 1[1/4 > 1000] + b", "x: n, b")
    assert found.verdict == "different"
