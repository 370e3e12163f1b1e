"""Typing: what a formula means where its names do, the shapes that come out, and what does not fit."""

from __future__ import annotations

from dataclasses import replace

import pytest

from grader.core import Message
from grader.maths.decide import agree
from grader.maths.declare import Function, Scope
from grader.maths.shapes import Ambiguous, ShapeError
from grader.maths.terms import Apply, Fold, Mul, Symbol, walk
from grader.maths.typing import density_key, depends_on, possible, typed, typed_pair
from tests.maths.reading import scope_of, term
from tests.rows import rows

DATA = scope_of("X: n*d rows x, y: n, w: d, A: d*d, b, sigma: >0", "w")
SAMPLE = scope_of("x: n, b", "b")
DEFINED = replace(
    SAMPLE,
    functions={
        "f": Function(("b",), term(r"\sum_i (x_i-b)^2", SAMPLE)),
        "r": Function(("i",), term("x_i-b", SAMPLE), indexed=True),
        "c": Function((), term(r"\sum_i x_i", SAMPLE)),
        "around": Function((), Symbol("around")),
    },
)


def key_of(error: ShapeError | Ambiguous) -> str:
    assert isinstance(error.problem, Message)
    return error.problem.key


@pytest.mark.parametrize(
    "text",
    ["X_{ij}w_j", "x_i^Tw", r"\sum_i x_i x_i^T", r"\{y_i\}", r"\nabla_w \|Xw-y\|^2", r"\bar y", "A_{1,:}",
     r"\mathbf 1^Ty", r"(X^TX + \sigma I)^{-1}", r"\begin{cases} b & b>0 \\ 0 & b\le 0\end{cases}", r"\max_i y_i",
     "dw"],
)  # fmt: skip
def test_a_typed_term_types_to_itself(text: str) -> None:
    once = typed(term(text, DATA), DATA)
    assert typed(once.term, DATA) == replace(once, remarks=())


@pytest.mark.parametrize(
    ("text", "shape"),
    rows(
        ("X^T(Xw-y)", "d×1", "a gradient is a column"),
        ("w^T X^T", "1×n", "a row"),
        (r"\|Xw-y\|^2", "1×1", "a norm is a number"),
        (r"(Xw-y)^T(Xw-y)", "1×1", "so is an inner product"),
        (r"(X^T X)^{-1}", "d×d", "an inverse"),
        (r"X^T X + \sigma I", "d×d", "the identity takes the size it is added to"),
        ("x_i", "d×1", "a row of X counts as a column"),
        ("x_i x_i^T", "d×d", "and its outer product is a matrix"),
        ("w^T x_i x_i", "d×1", "read from the right where the left does not fit"),
        ("X_{i,:} w", "1×1", "a written-out row is a row"),
        ("X_{:,j}", "n×1", "a column of X"),
        (r"\sum_{i=1}^n x_i y_i", "d×1", "a sum of columns"),
        (r"\nabla_w \|Xw-y\|^2", "d×1", "a gradient has the shape of what it is by"),
        (r"\nabla_w (Xw)", "n×d", "a Jacobian has a row for each entry"),
        (r"\frac{\partial}{\partial w^T} \|Xw-y\|^2", "1×d", "by a row: the other layout"),
        (r"\frac{\partial}{\partial w_j} \|Xw-y\|^2", "1×1", "by one entry"),
        (r"\nabla^2_w \|Xw-y\|^2", "d×d", "a Hessian"),
        ("A^2", "d×d", "a power of a square matrix"),
        ("w^2", "1×1", "the square of a vector is its squared norm"),
        (r"\begin{pmatrix} X & y \end{pmatrix}", "n×d+1", "blocks side by side"),
        (r"\begin{pmatrix} X \\ I \end{pmatrix}", "d+n×d", "rows of blocks have one width"),
        (r"\begin{pmatrix} I & X^T \\ X & I \end{pmatrix}", "d+n×d+n", "in both directions"),
        (r"\begin{pmatrix} X \\ I \end{pmatrix}^T\begin{pmatrix} X \\ I \end{pmatrix}", "d×d", "n + d twice"),
        ("Xw + b", "n×1", "a number is added to every entry"),
        (r"y \odot (Xw)", "n×1", "entry by entry"),
        (r"y \odot Xw", "n×1", "read from the right where the left does not fit"),
        (r"\operatorname{diag}(w)", "d×d", "a vector on a diagonal"),
        (r"\bar x", "d×1", "the mean of the rows"),
        (r"\bar y", "1×1", "the mean of the entries"),
        (r"\mathbf 1^T y", "1×1", "as many ones as needed"),
    ),
)
def test_shapes(text: str, shape: str) -> None:
    assert str(typed(term(text, DATA), DATA).shape) == shape


@pytest.mark.parametrize(
    ("text", "key"),
    rows(
        ("X y", "product", "inner sizes differ"),
        ("Xw - w", "add", "n entries and d"),
        (r"\frac{y}{w}", "divide", "division by a vector"),
        ("X^{-1}", "inverse", "only square matrices have one"),
        ("X^2", "power", "nor a square"),
        ("2^w", "exponent", "a vector in the exponent"),
        (r"y \odot w", "entrywise", "entry by entry needs one shape"),
        (r"\operatorname{tr}(X)", "square", "a trace of what is not square"),
        (r"\sum_i y_i w_i", "index", "one index over n and over d"),
        (r"\sum_{i=1}^d y_i", "index", "limits that do not fit the vector"),
        (r"\prod_i x_i", "prod", "a product of vectors"),
    ),
)
def test_what_does_not_fit(text: str, key: str) -> None:
    with pytest.raises(ShapeError) as caught:
        typed(term(text, DATA), DATA)
    assert key_of(caught.value) == f"maths.shape.{key}"


@pytest.mark.parametrize(
    ("text", "key"),
    rows(
        (r"\sum b", "sum_index", "a sum of what has no index"),
        (r"\nabla_{Xw} b", "derivative", "by what is no name"),
        ("A^{0.5}", "power", "a root of a matrix"),
        ("x_{ijk}", "subscripts", "three subscripts of a row"),
        (r"\hat{(w+w)}", "accent", "a hat on a sum"),
        (r"\min_w b", "optimum", "a statement is no value"),
        ("around", "circular", "defined by itself"),
    ),
)
def test_what_has_no_one_meaning(text: str, key: str) -> None:
    scope = replace(DATA, functions={"around": Function((), Symbol("around"))})
    with pytest.raises(Ambiguous) as caught:
        typed(Symbol("around") if text == "around" else term(text, scope), scope)
    assert key_of(caught.value) == f"maths.typing.{key}"


@pytest.mark.parametrize(
    ("text", "means"),
    rows(
        ("f(b)", r"\sum_i (x_i-b)^2", "the value of a function"),
        ("f", r"\sum_i (x_i-b)^2", "its name alone"),
        ("f(2)", r"\sum_i (x_i-2)^2", "at a number"),
        (r"f(\bar x)", r"\sum_i (x_i-\bar x)^2", "at a statistic"),
        ("f'(b)", r"-2\sum_i (x_i-b)", "a prime on a function is its derivative"),
        ("f''(b)", "2n", "two of them"),
        (r"\frac{df}{db}", r"-2\sum_i (x_i-b)", "by a name"),
        ("b(b-1)", "b^2-b", "a number before a bracket is a product"),
        ("n(b-1)", "nb-n", "so is a dimension"),
        ("r_i", "x_i-b", "a family at its own index"),
        ("r_j", "x_j-b", "at another"),
        ("r_1", "x_1-b", "at a number"),
        ("r^T r", r"\sum_i (x_i-b)^2", "a family as a vector"),
        (r"\|r\|_1", r"\sum_i |x_i-b|", "in a norm"),
        ("c - nb", r"\sum_i (x_i-b)", "a name for a number"),
        ("x'x", r"\sum_i x_i^2", "a prime on a vector is a transpose"),
        (r"\sum (x_i-b)", r"\sum_{i=1}^n x_i - nb", "the bare subscript is the index"),
        (r"\sum_i \sum_j x_i x_j", r"(\sum_i x_i)^2", "two indices"),
        (r"\max\{x_1,\dots,x_n\}", r"\max(x)", "all of them"),
        (r"\operatorname{median}(x_i)", r"\operatorname{median}(x)", "one for all"),
        (r"\min_i x_i", r"\min(x)", "the least of them"),
        (r"|x-b|^2", r"\sum_i (x_i-b)^2", "bars around a vector are its norm"),
    ),
)
def test_meanings(text: str, means: str) -> None:
    assert agree(term(text, DEFINED), term(means, DEFINED), DEFINED)


def test_a_prime_on_a_matrix_is_a_transpose() -> None:
    assert agree(term("X'X", DATA), term("X^TX", DATA), DATA)


@pytest.mark.parametrize(
    ("text", "key"),
    rows(
        ("Xw + b", "broadcast", "a number added to a vector"),
        ("w^2", "square", "the square of a vector"),
        (r"\sum y", "sum_entries", "the sum of a vector"),
    ),
)
def test_charitable_readings_are_told(text: str, key: str) -> None:
    remarks = typed(term(text, DATA), DATA).remarks
    assert [remark.key for remark in remarks if isinstance(remark, Message)] == [f"maths.remark.{key}"]


@pytest.mark.parametrize(
    ("text", "unknown"),
    rows(
        (r"X^T X w + \lambda w", {"lambda"}, "a name that nobody declared"),
        ("b + g(b)", {"g"}, "a function that nobody wrote"),
        (r"\hat y_i - b", {"y_hat_i"}, "a mark makes another name"),
        ("z_i + z_j", {"z_i", "z_j"}, "two of a family that nobody wrote"),
        (r"\hat w", set(), "the unknown, however marked"),
        ("w_t", set(), "and at any time"),
        (r"\pi b", set(), "a constant"),
        ("h'", {"h"}, "a derivative of nothing"),
    ),
)
def test_names_without_a_meaning(text: str, unknown: set[str]) -> None:
    assert typed(term(text, DATA), DATA).unknown == unknown


def test_free_indices_run_over_what_they_are_an_index_of() -> None:
    found = typed(term("y_i - w_j", DATA), DATA)
    assert {name: str(dim) for name, dim in found.subscripts.items()} == {"i": "n", "j": "d"}


def test_limits_that_were_not_written_are_put_in() -> None:
    for text, high in ((r"\sum_i y_i", "n"), (r"\sum_j w_j", "d")):
        (fold,) = (part for part in walk(typed(term(text, DATA), DATA).term) if isinstance(part, Fold))
        assert fold.high == Symbol(high)


def test_a_product_with_a_dot_between_columns_is_inner() -> None:
    assert isinstance(typed(term(r"w \cdot w", DATA), DATA).term, Apply)
    assert isinstance(typed(term(r"b \cdot b", DATA), DATA).term, Mul)


def test_other_names_and_names_taken_as_zero() -> None:
    scope = replace(DATA, same={"theta": "w", "N": "n"}, zeroed=frozenset(("b",)))
    assert typed(term(r"X\theta + b", scope), scope).unknown == frozenset()
    assert agree(term(r"X\theta + b", scope), term("Xw", scope), scope)
    assert agree(term(r"\frac1N \sum_i y_i", scope), term(r"\bar y", scope), scope)


def test_meanings_of_the_author() -> None:
    scope = replace(DATA, meanings={"p(y)": term("b^2", DATA), "y_hat": term("Xw", DATA)})
    assert agree(term("P(y|X)", scope), term("b^2", scope), scope)
    assert agree(term(r"y - \hat y", scope), term("y-Xw", scope), scope)
    noise = replace(DATA, meanings={"p(epsilon)": term(r"\epsilon^2", scope_of("epsilon"))})
    assert agree(term("p(y_i - b)", noise), term("(y_i-b)^2", noise), noise)


@pytest.mark.parametrize(
    ("text", "key"),
    rows(
        (r"p(y \mid X)", "p(y)", "what stands behind the bar is left aside"),
        (r"P(x_1, \dots, x_n \mid b)", "p(x)", "of all x"),
        ("p(x_i)", "p(x_i)", "of one"),
        (r"p(\epsilon)", "p(epsilon)", "of the noise"),
    ),
)
def test_density_keys(text: str, key: str) -> None:
    found = term(text, DATA)
    assert density_key(found.args) == key  # type: ignore[union-attr]  # a call


@pytest.mark.parametrize(
    ("text", "depends"),
    rows(
        (r"\sum_i (x_i-b)^2", True, "written out"),
        ("f(b)", True, "inside a definition"),
        ("c", False, "a definition without it"),
        ("f(2)", False, "the function at a number"),
    ),
)
def test_dependence_on_the_unknown(text: str, depends: bool) -> None:
    assert depends_on(term(text, DEFINED), "b", DEFINED) is depends


def test_two_sides_are_typed_in_one_inference() -> None:
    left, right = typed_pair(term("I", DATA), term("X^TX", DATA), DATA)
    assert str(left.shape) == str(right.shape) == "d×d"
    with pytest.raises(ShapeError):
        typed_pair(term("I", DATA), term("X", DATA), DATA)
    typed_pair(term("X^Ty", DATA), term("0", DATA), DATA)  # 0 fits everywhere


def test_an_identity_of_no_known_size_is_told() -> None:
    with pytest.raises(Ambiguous) as caught:
        typed_pair(term(r"\operatorname{tr}(I)", DATA), term("b", DATA), DATA)  # n, or d
    assert key_of(caught.value) == "maths.typing.size"


def test_what_has_no_meaning_is_none() -> None:
    assert possible(term("Xy", DATA), DATA) is None
    assert possible(term(r"\sum b", DATA), DATA) is None
    scope: Scope = DATA
    assert possible(term("Xw", scope), scope) == typed(term("Xw", scope), scope)
