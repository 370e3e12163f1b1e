"""Inequalities: held at every sampled point, or refuted by one."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.core import Counterexample, Message, ShapeClash
from grader.maths.decide import Different, Equal, Unsure
from grader.maths.definite import curvature, shown_along
from grader.maths.domains import Rationals
from grader.maths.operators import OPERATORS
from grader.maths.order import ordered
from grader.maths.terms import Relation, RelationOp
from grader.maths.values import matrix
from tests.maths.reading import scope_of, term
from tests.rows import rows

DATA = scope_of("x: n, y: n, X: n*d, w: d, b, c, sigma: >0")


@pytest.mark.parametrize(
    ("left", "op", "right"),
    rows(
        ("b^2", "≥", "0", "a square"),
        ("n", ">", "0", "a size"),
        (r"\sigma", ">", "0", "declared so"),
        (r"|b+c|", "≤", "|b|+|c|", "the triangle"),
        (r"(x^Ty)^2", "≤", r"\|x\|^2\|y\|^2", "Cauchy and Schwarz"),
        (r"\|Xw\|^2", "≥", "0", "a squared norm"),
        (r"\sum_i (x_i-\bar x)^2", "≤", r"\sum_i (x_i-b)^2", "the mean is the best constant"),
        (r"\sum_i |x_i-\operatorname{median}(x)|", "≤", r"\sum_i |x_i-b|", "so is the median"),
        (r"\max(x)", "≥", r"\bar x", "no mean above the largest"),
        ("2", "<", "3", "numbers"),
        (r"\log 2", ">", "0", "a log of a number"),
        ("e^b", ">", "0", "an exponential"),
    ),
)
def test_what_holds(left: str, op: RelationOp, right: str) -> None:
    assert isinstance(ordered(term(left, DATA), op, term(right, DATA), DATA), Equal)


@pytest.mark.parametrize(
    ("left", "op", "right"),
    rows(
        ("b", "≥", "0", "b has any sign"),
        ("b^2", "≥", "b", "between 0 and 1"),
        ("b^2", ">", "0", "at 0"),
        ("|b|", "<", "100", "large numbers"),
        (r"\sum_i x_i^2", ">", r"\sum_i x_i", "small samples"),
        (r"\sigma", "<", "1", "any positive number"),
        (r"x^Ty", "≥", "0", "vectors that point away from each other"),
        (r"\bar x", "≥", r"\operatorname{median}(x)", "either may be the larger"),
        ("|b+c|", "≥", "|b|+|c|", "the triangle turned round"),
        ("0", ">", "0", "not strictly"),
        ("3", "≤", "2", "numbers"),
    ),
)
def test_what_does_not(left: str, op: RelationOp, right: str) -> None:
    decision = ordered(term(left, DATA), op, term(right, DATA), DATA)
    assert isinstance(decision, Different)
    assert isinstance(decision.evidence, Counterexample)
    assert decision.evidence.expected.startswith(op)


@pytest.mark.parametrize(
    ("left", "op", "right", "where", "verdict"),
    rows(
        ("b", ">", "1", ("b", ">", "2"), Equal, "what is more than two is more than one"),
        ("b", ">", "2", ("b", ">", "1"), Different, "and not the other way round"),
        (r"\sum_i (b-x_i)", ">", "0", ("b", ">", r"\bar x"), Equal, "a slope beyond the mean"),
        (r"\sum_i (b-x_i)", ">", "0", ("b", "<", r"\bar x"), Different, "before it"),
    ),
)
def test_what_holds_where_another_inequality_does(
    left: str, op: RelationOp, right: str, where: tuple[str, RelationOp, str], verdict: type
) -> None:
    condition = Relation(where[1], term(where[0], DATA), term(where[2], DATA))
    decision = ordered(term(left, DATA), op, term(right, DATA), DATA, given=condition)
    assert isinstance(decision, verdict)


def test_the_witness_is_the_simplest() -> None:
    decision = ordered(term("b", DATA), "≥", term("0", DATA), DATA)
    assert isinstance(decision, Different)
    assert isinstance(decision.evidence, Counterexample)
    assert dict(decision.evidence.at) == {"b": -1}
    assert (decision.evidence.got, decision.evidence.expected) == ("-1", "≥ 0")


def test_shapes_that_do_not_fit() -> None:
    decision = ordered(term("x", DATA), "≥", term("w", DATA), DATA)
    assert isinstance(decision, Different)
    assert isinstance(decision.evidence, ShapeClash)


@pytest.mark.parametrize(
    ("left", "right"),
    rows(
        ("X", "0", "a matrix that is not square: entry by entry?"),
        ("x", "y", "of vectors"),
        (r"\sum b", "0", "no one meaning"),
    ),
)
def test_what_is_left_to_a_marker(left: str, right: str) -> None:
    assert isinstance(ordered(term(left, DATA), "≥", term(right, DATA), DATA), Unsure)


FORMS = scope_of("X: n*d rows x, y: n, w: d, z: d, A: d*d, S: d*d symmetric, P: d*d, b, c, lambda: >0", "w")
OUTER = r"\operatorname{softmax}(z)\operatorname{softmax}(z)^T"
SOFTMAX = rf"\operatorname{{diag}}(\operatorname{{softmax}}(z)) - {OUTER}"


@pytest.mark.parametrize(
    ("left", "op", "right"),
    rows(
        ("X^TX", "⪰", "0", "a Gram matrix"),
        ("0", "⪯", "X^TX", "the other way round"),
        ("X^TX", "≥", "0", "with the sign for numbers"),
        ("-X^TX", "⪯", "0", "negative semidefinite"),
        (r"\nabla_w^2 \|Xw-y\|^2", "⪰", "0", "the Hessian of least squares"),
        (r"X^TX + \lambda I", "≻", "0", "ridge: no condition on X"),
        (r"X^TX + \lambda I", "≻", "X^TX", "more than without"),
        (r"X^TX + \lambda I", "⪰", r"\lambda I", "at least the penalty"),
        (r"\nabla_w^2 (\|Xw-y\|^2 + \lambda w^Tw)", "≻", "0", "strictly convex"),
        ("ww^T", "⪰", "0", "of rank one"),
        (r"(w^Tw) I - ww^T", "⪰", "0", "Cauchy and Schwarz"),
        ("A^TA", "⪰", "0", "of any matrix"),
        (SOFTMAX, "⪰", "0", "log-sum-exp is convex, though flat along the ones"),
        (r"\nabla_w^2 \sum_i \log(1+e^{w^Tx_i})", "⪰", "0", "the logistic loss is convex"),
        ("b^2", "⪰", "0", "of numbers"),
    ),
)
def test_forms_that_are_definite(left: str, op: RelationOp, right: str) -> None:
    assert isinstance(ordered(term(left, FORMS), op, term(right, FORMS), FORMS), Equal)


@pytest.mark.parametrize(
    ("left", "op", "right"),
    rows(
        ("X^TX", "⪯", "0", "the wrong way"),
        ("-2X^TX", "⪰", "0", "a sign"),
        ("S", "⪰", "0", "symmetric is not yet semidefinite"),
        ("S", "≥", "0", "and not of positive entries either"),
        ("A+A^T", "⪰", "0", "nor is this"),
        ("bI", "⪰", "0", "b has any sign"),
        (r"X^TX - \lambda I", "⪰", "0", "λ may be larger"),
        ("X^TX", "⪰", "I", "small X"),
        ("ww^T", "⪰", "(w^Tw) I", "Cauchy and Schwarz turned round"),
        ("ww^T", "≻", "0", "flat across w, whatever w is"),
        ("0 A", "≻", "0", "not strictly"),
        (rf"-({SOFTMAX})", "⪰", "0", "its sign, by balls"),
        ("A", "⪰", "0", "vᵀAv < 0 for some v, symmetric or not"),
        ("b", "⪰", "0", "of numbers"),
    ),
)
def test_forms_that_are_not(left: str, op: RelationOp, right: str) -> None:
    decision = ordered(term(left, FORMS), op, term(right, FORMS), FORMS)
    assert isinstance(decision, Different)
    assert isinstance(decision.evidence, Counterexample)


@pytest.mark.parametrize(
    ("left", "op", "right", "key"),
    rows(
        ("X^TX", "≻", "0", "strictly_definite", "if X has full column rank, which may have been said"),
        (r"2X^TX", ">", "0", "strictly_definite", "with the sign for numbers"),
        ("A^TA", "≻", "0", "strictly_definite", "if A is regular"),
        (SOFTMAX, "≻", "0", "strictly_definite", "balls cannot tell 0 from a small number"),
        ("A^TA + A - A^T", "⪰", "0", "not_symmetric", "definite as a form, but no symmetric matrix"),
        (r"\begin{pmatrix} 1 & 2 \\ 2 & 1 \end{pmatrix}", "≥", "0", "domain", "positive entries, but not as a form"),
    ),
)
def test_forms_left_to_a_marker(left: str, op: RelationOp, right: str, key: str) -> None:
    decision = ordered(term(left, FORMS), op, term(right, FORMS), FORMS)
    assert isinstance(decision, Unsure)
    assert isinstance(decision.reason, Message)
    assert decision.reason.key == f"maths.undecided.{key}"


def test_a_form_that_is_not_square_does_not_conform() -> None:
    decision = ordered(term("X", FORMS), "⪰", term("0", FORMS), FORMS)
    assert isinstance(decision, Different)
    assert isinstance(decision.evidence, ShapeClash)


def test_the_witness_of_a_form_names_a_direction() -> None:
    """Anyone can put it in: vᵀHv from the numbers shown."""
    decision = ordered(term("A+A^T", FORMS), "⪰", term("0", FORMS), FORMS)
    assert isinstance(decision, Different)
    assert isinstance(decision.evidence, Counterexample)
    at = decision.evidence.at
    a, v = at["A"], at["v"]
    assert isinstance(a, list)
    assert isinstance(v, list)
    bent = sum(Fraction(v[i]) * 2 * Fraction(a[i][j]) * Fraction(v[j]) for i in range(len(v)) for j in range(len(v)))
    assert bent < 0
    assert decision.evidence.got == f"v^T H v = {bent}"
    assert decision.evidence.expected.startswith("v^T H v ≥ 0")


@given(st.integers(1, 4), st.data())
@settings(max_examples=150, deadline=None)
def test_curvature_by_principal_minors(n: int, data: st.DataObject) -> None:
    """Sylvester: positive if the leading minors are; never negative if all principal minors are not."""
    domain = Rationals()
    upper = data.draw(st.lists(st.integers(-3, 3), min_size=n * n, max_size=n * n))
    h = [[domain.number(upper[min(i, j) * n + max(i, j)]) for j in range(n)] for i in range(n)]

    def minor(kept: tuple[int, ...]) -> Fraction:
        block = matrix(len(kept), len(kept), [h[i][j] for i in kept for j in kept])
        value = OPERATORS["det"].value(domain, [block])
        return Fraction(int(value.p), int(value.q))

    value = matrix(n, n, [x for row in h for x in row])
    found = curvature(value, domain)
    definite = all(minor(tuple(range(k + 1))) > 0 for k in range(n))
    semidefinite = all(minor(kept) >= 0 for k in range(n) for kept in combinations(range(n), k + 1))
    assert found.sign == ("positive" if definite else "flat" if semidefinite else "negative")
    if found.sign != "positive":
        along, bent = shown_along(value, found.along, domain)
        assert any(along)
        assert bent < 0 if found.sign == "negative" else bent == 0
