"""Rewrites: what they turn a formula into, and that they change no value."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings

from grader.maths.domains import Balls
from grader.maths.rewrite import log_of, not_negative, positive, rewrite
from grader.maths.terms import Term
from grader.maths.typing import typed
from grader.maths.values import Unclear, Undefined
from tests.maths.drawing import SCOPE, formulas, points_of
from tests.maths.reading import scope_of, term
from tests.rows import rows

NAMES = scope_of("b, c, sigma: >0, s: >0, x: n, X: n*d, w: d, y: n")


@pytest.mark.parametrize(
    ("text", "becomes"),
    rows(
        (r"\log(\sigma s)", r"\log\sigma+\log s", "a product of positive factors"),
        (r"\log(\sigma b)", r"\log(\sigma b)", "b may be negative: the log stays whole"),
        (r"\log\frac{\sigma}{s}", r"\log\sigma-\log s", "a quotient"),
        (r"\log \sigma^2", r"2\log\sigma", "a power of a positive base"),
        (r"\log (b^2)", r"\log (b^2)", "not 2 log b"),
        (r"\log\sqrt{\sigma}", r"0.5\log\sigma", "a root"),
        (r"\log(\exp(b))", "b", "the inverse of exp"),
        (r"\exp(\log b)", "b", "where it is defined"),
        (r"\log\prod_{i=1}^n \exp(x_i)", r"\sum_{i=1}^n x_i", "a product over samples"),
        (r"\log\prod_{i=1}^n x_i", r"\log\prod_{i=1}^n x_i", "of what may be negative"),
        (r"\sqrt{b^2}", "|b|", "the root of a square is |b|"),
        (r"\sqrt{\sigma^2}", r"\sigma", "or the base, if positive"),
        (r"\sqrt{\frac94}", r"\frac32", "the root of a square number"),
        (r"\sqrt2", r"\sqrt2", "of any other"),
        (r"\sqrt{\sigma s}", r"\sqrt\sigma\sqrt s", "factors that are positive"),
        (r"\sqrt{bc}", r"\sqrt{bc}", "both may be negative"),
        ("|b|^2", "b^2", "a square loses the bars"),
        (r"|\sigma|", r"\sigma", "so does a positive name"),
        (r"|-b|", "|b|", "and a minus"),
        (r"|\sigma b|", r"\sigma|b|", "a positive factor moves out"),
        (r"\left|\frac{b}{\sigma}\right|", r"\frac{|b|}{\sigma}", "a positive divisor too"),
        ("||b||", "|b|", "twice is once"),
        (r"\operatorname{sgn}(\sigma)", "1", "the sign of what is positive"),
        (r"\operatorname{sgn}(b)", r"\operatorname{sgn}(b)", "of what is not known"),
        ("b^{0.5}", r"\sqrt b", "a power of one half"),
        ("b^{1/2}", r"\sqrt b", "written as a fraction"),
        (r"(\sqrt{b})^2", "b", "where the root is defined"),
        ("b+c", "b+c", "nothing to do"),
    ),
)
def test_what_becomes_of_it(text: str, becomes: str) -> None:
    expected = term(becomes.replace("||b||", "|b|"), NAMES)
    source = term(r"\operatorname{abs}(|b|)" if text == "||b||" else text, NAMES)
    assert rewrite(source, NAMES) == expected


def test_a_squared_norm_becomes_an_inner_product() -> None:
    squared = rewrite(typed(term(r"\|Xw-y\|^2", NAMES), NAMES).term, NAMES)
    inner = rewrite(typed(term(r"\langle Xw-y, Xw-y \rangle", NAMES), NAMES).term, NAMES)
    assert squared == inner
    root = rewrite(typed(term(r"\sqrt{\langle w, w \rangle}", NAMES), NAMES).term, NAMES)
    assert root == typed(term(r"\|w\|", NAMES), NAMES).term


@given(formulas)
@settings(max_examples=150, deadline=None)
def test_the_value_stays_where_there_is_one(formula: Term) -> None:
    """Original and rewritten agree as balls at every point where the original is defined."""
    sort = typed(formula, SCOPE)
    changed = rewrite(sort.term, SCOPE)
    domain = Balls(256)
    with domain.precision():
        for point in points_of(SCOPE, sort):
            try:
                before = point.evaluator(domain).value(sort.term)
            except (Undefined, Unclear):
                continue
            try:
                after = point.evaluator(domain).value(changed)
            except Unclear:
                continue
            assert (before - after).contains(0), (formula, changed)


@given(formulas)
@settings(max_examples=100, deadline=None)
def test_what_is_called_positive_is(formula: Term) -> None:
    sort = typed(formula, SCOPE)
    if not positive(sort.term, SCOPE):
        return
    domain = Balls(256)
    with domain.precision():
        for point in points_of(SCOPE, sort):
            try:
                value = point.evaluator(domain).value(sort.term)
            except (Undefined, Unclear):
                continue
            assert not value <= 0, formula


@given(formulas)
@settings(max_examples=100, deadline=None)
def test_a_second_time_changes_nothing(formula: Term) -> None:
    once = rewrite(typed(formula, SCOPE).term, SCOPE)
    assert rewrite(once, SCOPE) == once


@pytest.mark.parametrize(
    ("text", "sure"),
    rows(
        (r"\sigma", True, "declared so"),
        ("b", False, "any real number"),
        ("n", True, "a size is at least 1"),
        (r"2\pi\sigma^2", True, "a product"),
        (r"-\sigma", False, "a minus"),
        (r"\sigma - s", False, "a difference"),
        (r"\sigma + b^2", True, "a square added"),
        ("b^2", False, "a square may be 0"),
        ("b^2 + 1", True, "and one is not"),
        (r"e^{-|b|}", True, "an exponential"),
        (r"1 + \sum_i |x_i|", True, "a sum of absolute values"),
        (r"\prod_i e^{x_i}", True, "a product of positive ones"),
        (r"\log\sigma", False, "a log has any sign"),
        (r"\frac{\sigma}{b}", False, "nor is the sign of b known below"),
    ),
)
def test_what_is_surely_positive(text: str, sure: bool) -> None:
    assert positive(typed(term(text, NAMES), NAMES).term, NAMES) is sure


FORMS = scope_of("X: n*d rows x, v: d, s: >0, b, k: count")


@pytest.mark.parametrize(
    ("text", "seen"),
    rows(
        (r"\|Xv\|^2 + s\|v\|^2", True, "squared norms"),
        ("(Xv)^T(Xv)", True, "a product with itself"),
        ("v^TX^TXv", True, "without brackets"),
        ("n s^2 v^T v", True, "with numbers in front"),
        (r"\sum_i (x_i^Tv)^2", True, "a sum of squares"),
        ("k + b^2", True, "a count"),
        ("v^T(X^TX + sI)v", False, "never negative, but one does not see it"),
        ("v^TX^TXv - s", False, "a difference"),
        ("b v^Tv", False, "b has any sign"),
    ),
)
def test_what_is_seen_to_be_no_less_than_zero(text: str, seen: bool) -> None:
    assert not_negative(rewrite(typed(term(text, FORMS), FORMS).term, FORMS), FORMS) is seen


def test_logs_of_products_are_split_to_the_bottom() -> None:
    found = log_of(rewrite(term(r"\frac{\sigma e^{b}}{s}", NAMES), NAMES), NAMES)
    plain = replace(term(r"\log\sigma + b", NAMES))
    assert found == replace(term(r"u - \log s", NAMES), terms=(plain, *term(r"u - \log s", NAMES).terms[1:]))  # type: ignore[union-attr]
