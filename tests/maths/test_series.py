"""Runs with dots: what a few members and dots stand for, and where they say too little."""

from __future__ import annotations

import pytest

from grader.maths.decide import agree
from grader.maths.series import series
from grader.maths.shapes import Ambiguous
from grader.maths.terms import Add, Collection, Dots, Fold, Mul, Number, Symbol
from grader.maths.typing import typed
from tests.maths.reading import scope_of, term
from tests.rows import rows

SAMPLES = scope_of("x: n, y: n, X: n*d rows z, w: d, b")


@pytest.mark.parametrize(
    ("text", "means"),
    rows(
        (r"x_1 + x_2 + \dots + x_n", r"\sum_i x_i", "two members and the last"),
        (r"x_1 + \dots + x_n", r"\sum_i x_i", "one member and the last"),
        (r"x_1 + x_2 + x_3 + \dots + x_n", r"\sum_i x_i", "three members"),
        ("x1 + x2 + ... + xn", r"\sum_i x_i", "plain text"),
        (r"x_2 + x_3 + \cdots + x_n", r"\sum_{i=2}^n x_i", "from the second on"),
        (r"x_1 + x_2 + \dots + x_{n-1}", r"\sum_{i=1}^{n-1} x_i", "all but the last"),
        (r"x_1 + \dots + x_n + b", r"\sum_i x_i + b", "a term after the run"),
        (r"b + x_1 + \dots + x_n", r"\sum_i x_i + b", "a term before it"),
        (r"x_1^2 + \dots + x_n^2", r"\sum_i x_i^2", "squares"),
        (r"(x_1-b)^2 + (x_2-b)^2 + \dots + (x_n-b)^2", r"\sum_i (x_i-b)^2", "squares of differences"),
        (r"x_1 y_1 + x_2 y_2 + \dots + x_n y_n", r"x^T y", "products"),
        (r"|x_1-b| + \dots + |x_n-b|", r"\sum_i |x_i-b|", "absolute values"),
        (r"-x_1 - x_2 - \dots - x_n", r"-\sum_i x_i", "minus throughout"),
        (r"x_1 - x_2 - \dots - x_n", r"x_1-\sum_{i=2}^n x_i", "minus from the second on"),
        (r"1 + 2 + \dots + n", r"\frac{n(n+1)}{2}", "numbers"),
        (r"1 x_1 + 2 x_2 + \dots + n x_n", r"\sum_i i x_i", "the index as a factor"),
        (r"\frac{x_1 + x_2 + \dots + x_n}{n}", r"\bar x", "in a fraction"),
        (r"x_1 x_2 \cdots x_n", r"\prod_i x_i", "a product"),
        (r"e^{x_1} e^{x_2} \cdots e^{x_n}", r"e^{\sum_i x_i}", "a product of exponentials"),
        (r"1 \cdot 2 \cdots n", "n!", "a factorial"),
        (r"z_1 + z_2 + \dots + z_n", r"\sum_i z_i", "vectors"),
        (r"X_{11} + X_{12} + \dots + X_{1d}", r"\sum_{j=1}^d X_{1j}", "along a row"),
        (r"\max\{x_1, x_2, \dots, x_n\}", r"\max(x)", "a family"),
        (r"\operatorname{median}(x_1, \dots, x_n)", r"\operatorname{median}(x)", "as arguments"),
    ),
)
def test_runs(text: str, means: str) -> None:
    assert agree(term(text, SAMPLES), term(means, SAMPLES), SAMPLES)


@pytest.mark.parametrize(
    ("text", "other"),
    rows(
        (r"x_1 + x_2 + \dots + x_{n-1}", r"\sum_i x_i", "the last is left out"),
        (r"x_1 + \dots + x_n", "x_1 + x_2 + x_3", "true at n = 3 only"),
        (r"x_1 - x_2 - \dots - x_n", r"-\sum_i x_i", "the first has no minus"),
    ),
)
def test_runs_that_are_something_else(text: str, other: str) -> None:
    assert not agree(term(text, SAMPLES), term(other, SAMPLES), SAMPLES)


@pytest.mark.parametrize(
    "text",
    rows(
        (r"x_1 + x_3 + \dots + x_n", "every second one: the last member does not tell which"),
        (r"x_1 + y_2 + \dots + x_n", "another letter on the way"),
        (r"x_1 + x_2^2 + \dots + x_n", "another power on the way"),
        (r"b + \dots + c", "no number to count from"),
        (r"x_1 + \dots + y_n", "the last is of another kind"),
    ),
)
def test_runs_that_say_too_little(text: str) -> None:
    with pytest.raises(Ambiguous):
        typed(term(text, SAMPLES), SAMPLES)


@pytest.mark.parametrize(
    "items",
    rows(
        ((Dots(), Symbol("a")), "nothing before the dots"),
        ((Symbol("a"), Dots()), "nothing after them"),
    ),
)
def test_dots_at_an_end(items: tuple[object, ...]) -> None:
    with pytest.raises(Ambiguous) as caught:
        series(items, "sum")  # type: ignore[arg-type]
    assert str(caught.value)


def test_the_run_becomes_one_fold_in_its_place() -> None:
    items = term(r"b + x_1 + x_2 + \dots + x_n + w_1", SAMPLES)
    assert isinstance(items, Add)
    first, fold, last = series(items.terms, "sum")
    assert first == Symbol("b")
    assert last == term("w_1", SAMPLES)
    assert isinstance(fold, Fold)
    assert (fold.op, fold.low, fold.high) == ("sum", Number(term("1", SAMPLES).value), Symbol("n"))  # type: ignore[union-attr]


def test_dots_are_kept_by_the_reader() -> None:
    """The run is the typing's work: what was read still shows the dots."""
    for text, kind in ((r"x_1+\dots+x_n", Add), (r"x_1\cdots x_n", Mul), (r"\max\{x_1,\dots,x_n\}", None)):
        read = term(text, SAMPLES)
        if kind is None:
            (read,) = read.args  # type: ignore[union-attr]
            kind = Collection
        assert isinstance(read, kind)
