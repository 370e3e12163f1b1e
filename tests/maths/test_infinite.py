"""Infinite sums: what they are known to be, what they are not, and which are left open."""

from __future__ import annotations

import flint
import pytest

from grader.core import Agreement
from grader.maths.decide import Different, Equal, Unsure, equal
from grader.maths.domains import Balls
from grader.maths.evaluate import Evaluator
from grader.maths.infinite import summands
from grader.maths.reader import NotUnderstood
from grader.maths.typing import typed
from grader.maths.values import Unsupported
from tests.maths.reading import scope_of, term
from tests.rows import rows

RATE = scope_of("lambda: >0, a")
LETTERS = scope_of("k, a, b")


@pytest.mark.parametrize(
    ("left", "right"),
    rows(
        (r"\sum_{k=0}^\infty \frac{\lambda^k}{k!}", r"e^\lambda", "the series of exp"),
        (r"\sum_{k=0}^\infty \frac{(-a)^k}{k!}", r"e^{-a}", "terms of alternating sign"),
        (r"\sum_{k=0}^\infty \frac{k \lambda^k e^{-\lambda}}{k!}", r"\lambda", "a mean"),
        (r"\sum_{k=0}^\infty k^2\frac{\lambda^k e^{-\lambda}}{k!}", r"\lambda + \lambda^2", "a second moment"),
        (r"\sum_{k=0}^\infty (k-\lambda)^2\frac{\lambda^k e^{-\lambda}}{k!}", r"\lambda", "a sum to a power"),
        (r"\sum_{k=0}^\infty k(k-1)\frac{\lambda^k}{k!}", r"\lambda^2 e^\lambda", "two lines"),
        (r"\sum_{k=1}^\infty \frac{\lambda^k}{(k-1)!}", r"\lambda\sum_{j=0}^\infty \frac{\lambda^j}{j!}", "shifted"),
        (r"\sum_{k=0}^\infty 2^{-k}", "2", "a geometric series"),
        (r"\sum_{k=0}^\infty (k+1)2^{-k}", "4", "and one with a line in it"),
        (r"\sum_{k=0}^\infty e^{-k}", r"\frac{1}{1-e^{-1}}", "a power of e"),
        (r"\sum_{k=0}^\infty \frac{1}{(k+1)2^k}", r"2\log 2", "a line below"),
        (r"\sum_{k=0}^\infty \frac{a}{3^k}", r"\frac{3a}{2}", "a factor without the index"),
    ),
)
def test_what_holds(left: str, right: str) -> None:
    decision = equal(term(left, RATE), term(right, RATE), RATE)
    assert isinstance(decision, Equal)
    assert isinstance(decision.evidence, Agreement)


@pytest.mark.parametrize(
    ("left", "right"),
    rows(
        (r"\sum_{k=0}^\infty \frac{\lambda^k}{k!}", r"e^{-\lambda}", "a sign"),
        (r"\sum_{k=1}^\infty \frac{\lambda^k}{k!}", r"e^\lambda", "the first term is missing"),
        (r"\sum_{k=0}^\infty \frac{\lambda^k e^{-\lambda}}{k!}", r"\lambda", "it sums to 1"),
        (r"\sum_{k=0}^\infty \frac{\lambda^k}{k!}", r"e^\lambda + 10^{-15}", "a difference that is hard to see"),
        (r"\sum_{k=0}^\infty 2^{-k}", "1", "it begins at 1, not at 1/2"),
    ),
)
def test_what_does_not(left: str, right: str) -> None:
    assert isinstance(equal(term(left, RATE), term(right, RATE), RATE), Different)


@pytest.mark.parametrize(
    ("left", "right"),
    rows(
        (r"\sum_{k=1}^\infty \frac{1}{k}", "100", "it has no end"),
        (r"\sum_{k=1}^\infty \frac{1}{k^2}", r"\frac{\pi^2}{6}", "it comes down too slowly for a bound of this kind"),
        (r"\sum_{k=0}^\infty \frac{\lambda^{k-1}}{(k-1)!}", r"e^\lambda", "1/(-1)! is 0 to some"),
        (r"\sum_{k=0}^\infty \sin(k) 2^{-k}", "1", "a summand of another kind"),
        (r"\frac{d}{da}\sum_{k=0}^\infty \frac{a^k}{k!}", "e^a", "a derivative through an infinite sum"),
        (r"\prod_{k=1}^\infty 2^{-k}", "0", "no sum"),
    ),
)
def test_what_is_left_open(left: str, right: str) -> None:
    assert isinstance(equal(term(left, RATE), term(right, RATE), RATE), Unsure)


@pytest.mark.parametrize(
    ("body", "at"),
    rows(
        ("k^2 a^k", 40, "a power and a number to a power"),
        (r"\frac{(k+3)^2 a^{2k}}{k!}", 12, "a factorial"),
        (r"\frac{(2k-5)(k+b)}{3^k}", 12, "two lines"),
        (r"\frac{a^k b}{k^2 \cdot 2^k}", 9, "lines below"),
        (r"e^{-k/2}(k-b)^3", 30, "a power of e"),
    ),
)
def test_the_rest_is_no_more_than_its_bound(body: str, at: int) -> None:
    """Against the sum of the next 400 absolute values, at a = 3/4 and b = 7/3."""
    domain = Balls()
    with domain.precision():
        numbers = {"a": flint.arb(3) / 4, "b": flint.arb(7) / 3}
        evaluator = Evaluator(domain, numbers, {}, {"k": at})
        found = typed(term(body, LETTERS), LETTERS).term
        bounds = [part.rest(at, evaluator.scalar) for part in summands(found, "k")]
        assert None not in bounds
        rest = flint.arb(0)
        for k in range(at, at + 400):
            evaluator.indices["k"] = k
            rest += abs(evaluator.scalar(found))
        assert rest <= sum(bounds, flint.arb(0))


@pytest.mark.parametrize("body", [r"\log(k+1)", "k^k", "2^{k^2}", "(2k)!", r"\frac{1}{(2k)!}", "k!"])
def test_other_summands_are_refused(body: str) -> None:
    with pytest.raises(Unsupported):
        summands(typed(term(body, LETTERS), LETTERS).term, "k")


def test_dots_at_the_end_of_a_series_are_read_and_left_open() -> None:
    """A series without end is no mistake of writing, as dots after the last of n numbers are."""
    left = term(r"1 + \lambda + \frac{\lambda^2}{2!} + \cdots", RATE)
    assert isinstance(equal(left, term(r"e^\lambda", RATE), RATE), Unsure)
    with pytest.raises(NotUnderstood):
        term(r"\lambda + \lambda^2 + \cdots", RATE)
