"""Naming the mistake: each slip on the list is found, and no name is given that does not explain the difference."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.core import Message
from grader.maths.decide import agree
from grader.maths.mistakes import Target, explain, hint
from grader.maths.terms import Mul, Neg, Number, Term
from grader.report.words.maths import WORDS
from tests.maths.drawing import SCOPE, polynomials
from tests.maths.reading import scope_of, term
from tests.rows import rows

DATA = scope_of("X: n*d rows x, y: n, w: d, A: d*d, B: d*d, z: n, b, c, sigma: >0")


def found(right: str, wrong: str) -> tuple[str, ...]:
    goal = term(right, DATA)
    explanation = explain(term(wrong, DATA), lambda other: agree(other, goal, DATA), DATA, Target(goal))
    return explanation.mistakes if explanation is not None else ()


@pytest.mark.parametrize(
    ("right", "wrong", "mistake"),
    rows(
        ("2X^T(Xw-y)", "2X^T(y-Xw)", "sign", "the whole with the wrong sign"),
        ("y^Ty - 2w^TX^Ty", "y^Ty + 2w^TX^Ty", "sign", "one term of it"),
        (r"e^{-b^2}", r"e^{b^2}", "sign", "in an exponent"),
        ("-b - c", "b - c", "sign", "only the first minus lost"),
        ("2X^T(Xw-y)", "X^T(Xw-y)", "missing_factor", "half of it"),
        (r"\frac1n\sum_i z_i", r"\sum_i z_i", "missing_factor", "1/n lost"),
        (r"b^2 - 2bc + c^2", "b^2 - bc + c^2", "missing_factor", "2 lost from one term"),
        (r"n\log 2 + \sum_i |z_i|", r"\log 2 + \sum_i |z_i|", "missing_factor", "n lost from the log"),
        ("X^TXw - X^Ty", "X^TXw - Xy", "missing_transpose", "a transpose lost, which does not conform"),
        ("A^Tw", "Aw", "missing_transpose", "one that conforms all the same"),
        ("Aw", "A^Tw", "transposed", "a transpose too many"),
        ("(X^TX)^{-1}X^Ty", "X^Ty(X^TX)^{-1}", "order", "factors in another order"),
        ("AB", "BA", "order", "two square matrices"),
        ("(X^TX)^{-1}X^Ty", "X^TX X^Ty", "missing_inverse", "the inverse lost"),
        (r"\sum_i (z_i-b)", r"\sum_i z_i-b", "scope", "a bracket lost"),
        (r"\sum_i z_i^2", r"(\sum_i z_i)^2", "scope", "the square on the sum"),
        (r"\sum_i |z_i|", r"|\sum_i z_i|", "scope", "the bars around the sum"),
        ("2(b+c)", "2b+c", "scope", "a factor for the first term only"),
        (r"\frac{b+c}{2}", r"b+\frac{c}{2}", "scope", "a fraction under the last term only"),
        (r"\sum_i (z_i-b)^2", r"\sum_i (z_i-b)", "missing_square", "a square lost"),
        (r"\|y-Xw\|^2", r"\|y-Xw\|", "missing_square", "a norm that is not squared"),
        (r"\sum_i |z_i-b|", r"\sum_i (z_i-b)", "missing_abs", "bars lost"),
        (r"\sum_i |z_i-b|", r"\sum_i (z_i-b)^2", "missing_abs", "a square in place of bars"),
        (r"\sum_{i=1}^n z_i", r"\sum_{i=1}^{n-1} z_i", "index_range", "the last sample lost"),
        (r"\sum_{i=1}^n z_i", r"\sum_{i=2}^n z_i", "index_range", "the first one"),
        ("b^2 - 2bc + c^2", "b^2 + c^2", "missing_term", "the double product lost"),
        (r"\sum_i (z_i-b)^2", r"\sum_i z_i^2 + nb^2", "missing_term", "in a sum"),
        (r"\|y-Xw\|^2", r"y^Ty + w^TX^TXw", "missing_term", "in a norm"),
        (r"\sum_i |z_i| + \log 2", r"\sum_i |z_i|", "missing_term", "a constant lost"),
    ),
)  # fmt: skip
def test_the_likeliest_mistake(right: str, wrong: str, mistake: str) -> None:
    assert found(right, wrong)[:1] == (mistake,)


@pytest.mark.parametrize(
    ("right", "wrong", "detail"),
    rows(
        ("2b", "b", "2", "twice"),
        ("b", "2b", "1/2", "half"),
        ("b", "3b", "1/3", "a third"),
        ("7b", "2b", "7/2", "any small fraction"),
        (r"\frac1n\sum_i z_i", r"\sum_i z_i", "1/n", "a factor of the size"),
    ),
)
def test_the_factor_that_is_missing(right: str, wrong: str, detail: str) -> None:
    goal = term(right, DATA)
    explanation = explain(term(wrong, DATA), lambda other: agree(other, goal, DATA), DATA, Target(goal))
    assert explanation is not None
    assert explanation.mistakes == ("missing_factor",)
    assert isinstance(explanation.hint, Message)
    assert explanation.hint.fields == {"detail": detail}


def test_a_sign_and_a_factor_are_both_named() -> None:
    assert found("-2b", "b") == ("sign", "missing_factor")


@pytest.mark.parametrize(
    ("right", "wrong", "mistakes"),
    rows(
        ("2X^T(Xw-y)", "-X^T(Xw-y)", {"sign", "missing_factor"}, "half of it, with the wrong sign"),
        ("2X^T(Xw-y)", "X(Xw-y)", {"missing_transpose", "missing_factor", "shape"}, "what does not conform"),
        ("2A^T(Aw-b)", "A(Aw-b)", {"missing_transpose", "missing_factor"}, "a transpose and a factor"),
        ("(b-c)^2", "b^2 - c^2", {"missing_term", "sign"}, "the double product, and the sign of the square"),
        ("b^2 - 2bc + c^2", "b^2 - bc - c^2", {"missing_factor", "sign"}, "in two addends"),
        (r"\sum_i z_i^2 - 2b\sum_i z_i + nb^2", r"\sum_i z_i^2 + 2b\sum_i z_i + b^2", {"sign", "missing_factor"},
         "in a sum"),
        ("(b+c)^3", "b^3 + b^2c + bc^2 + c^3", {"missing_factor"}, "the same slip twice is named once"),
    ),
)  # fmt: skip
def test_two_slips_in_one_line_are_both_named(right: str, wrong: str, mistakes: set[str]) -> None:
    assert set(found(right, wrong)) | ({"shape"} if "shape" in mistakes else set()) == mistakes


@pytest.mark.parametrize(
    ("right", "wrong"),
    rows(
        (r"\sum_i z_i^3", r"e^b", "nothing of the one is in the other"),
        ("b^2c^3", "b^3c^2", "two powers that changed places"),
        (r"\log(1+e^b)", "b", "another function"),
    ),
)
def test_no_name_is_made_up(right: str, wrong: str) -> None:
    assert found(right, wrong) == ()


@given(polynomials, st.sampled_from([2, 3, -1, -2]).map(lambda k: Number(Fraction(k))))
@settings(max_examples=30, deadline=None)
def test_a_constant_factor_is_always_found(formula: Term, factor: Number) -> None:
    if agree(formula, Number(Fraction(0)), SCOPE):
        return
    goal = Mul((factor, formula))
    explanation = explain(formula, lambda other: agree(other, goal, SCOPE), SCOPE, Target(goal))
    assert explanation is not None
    assert ("sign" in explanation.mistakes) == (factor.value < 0)
    assert ("missing_factor" in explanation.mistakes) == (abs(factor.value) != 1)


def test_a_name_is_only_given_to_what_was_accepted() -> None:
    accepted: list[Term] = []

    def accept(other: Term) -> bool:
        right = agree(other, term("A^Tw + b", DATA), DATA)
        if right:
            accepted.append(other)
        return right

    explanation = explain(term("Aw + b", DATA), accept, DATA)
    assert explanation is not None
    assert explanation.mistakes == ("missing_transpose",)
    assert len(accepted) == 1
    assert agree(accepted[0], term("A^Tw + b", DATA), DATA)


def test_the_formula_itself_is_no_repair() -> None:
    """If everything is acceptable, the first change is taken, never the formula as it was."""
    tried: list[Term] = []
    explain(term("b", DATA), lambda other: bool(tried.append(other)), DATA)
    assert tried
    assert term("b", DATA) not in tried
    assert tried[0] == Neg(term("b", DATA))


@pytest.mark.parametrize(
    "mistake",
    ["sign", "missing_factor", "missing_transpose", "transposed", "missing_inverse", "order", "scope", "missing_term",
     "missing_square", "missing_abs", "index_range", "lost_solution", "gained_solution", "invalid_step"],
)  # fmt: skip
def test_every_mistake_has_its_words(mistake: str) -> None:
    words = hint(mistake)
    assert isinstance(words, Message)
    assert words.key in WORDS


def test_details_have_words_too() -> None:
    for mistake in ("sign", "missing_factor"):
        words = hint(mistake, "2")
        assert isinstance(words, Message)
        assert "{detail}" in WORDS[words.key].en or mistake == "sign"
