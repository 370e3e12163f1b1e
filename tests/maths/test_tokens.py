"""The tokenizer: what letters spell, which marks of the page vanish, and the places of the rest."""

from __future__ import annotations

import pytest

from grader.maths.lexing.scanner import tokenize
from grader.maths.notation import COMMANDS, FOLDING
from grader.maths.tokens import ALIGN, NEWLINE, NOTHING, QUAD, SPACE, THIN, Names, NotUnderstood, TooLarge

NAMES = Names(frozenset(["x", "b", "n", "X", "y", "w", "d", "sigma"]))


def values(source: str, names: Names = NAMES) -> str:
    """The tokens' values, side by side."""
    return " ".join(token.value or token.kind for token in tokenize(source, names)[:-1])


@pytest.mark.parametrize(
    ("run", "said"),
    [
        # letters side by side are a product of names
        ("Xw", "X w"),
        ("nb", "n b"),
        ("abc", "a b c"),
        # a subscript without its mark
        ("xi", "x _ { i }"),
        ("xij", "x _ { i j }"),
        ("2bxi", "2 b x _ { i }"),
        ("x1", "x _ 1"),
        ("x12", "x _ 12"),
        ("ij", "i j"),
        # functions stand out, alone or stuck to a letter
        ("log 2", "log 2"),
        ("nlog(2)", "n log ( 2 )"),
        ("logP(y)", "log P ( y )"),
        ("log2", "log 2"),
        ("log2(x)", "log _ 2 ( x )"),
        ("sumxi", "sum x _ { i }"),
        ("sgn(x)", "sgn ( x )"),
        ("argmin_w", "argmin _ w"),
        # Greek names and words
        ("2pi sigma", "2 pi sigma"),
        ("loss", "loss"),
        ("affine(x)", "affine ( x )"),
        ("x if y", "x if y"),
        # a transpose without its mark
        ("XTX", "X ^ T X"),
        # behind a caret or underscore one letter is taken
        ("X^Ty", "X ^ T y"),
        ("x_iy", "x _ i y"),
        ("x_ij", "x _ { i j }"),
        ("x_iy_i", "x _ i y _ i"),
        ("w_new", "w _ new"),
        ("w_{opt}", "w _ { opt }"),
        ("X_{nd}", "X _ { n d }"),
        ("w_{OLS}", "w _ { OLS }"),
    ],
)
def test_letters(run: str, said: str) -> None:
    assert values(run) == said


@pytest.mark.parametrize(
    ("source", "said"),
    [
        (r"\mathbf{x}_i", "x _ i"),
        (r"\mathbf x^\top", "x ^ T"),
        (r"x^\mathsf{T}", "x ^ T"),
        (r"\hat{\mathbf{w}}", "hat { w }"),
        (r"\vec{x_i}", "x _ i"),
        (r"{\color{red} x}", "{ x }"),
        (r"\underbrace{a + b}_{\text{sum}} c", "a + b c"),
        (r"\overset{!}{=}", "="),
        (r"\stackrel{def}{=}", ":="),
        (r"\underset{w}{\min}", "min _ { w }"),
        (r"\arg\,\min", "argmin"),
        (r"\operatorname*{arg\,min}", "argmin"),
        (r"\left( x \right.", "( x"),
        (r"a \, b \; c \quad d", "a b c d"),
        (r"\begin{aligned} a &= b \end{aligned}", "a = b"),
        (r"a \tag{1} \label{eq}", "a"),
        (r"{}-x", "- x"),
        (r"\text{ where } x", "where x"),
        (r"\text{sign}(x)", "sgn ( x )"),
        (r"\text{Loss}(x)", "Loss ( x )"),
        (r"\mathrm{Xw}", "X w"),
        (r"\mathrm{d}x", "d x"),
        (r"\not= a", "≠ a"),
        ("a &lt; b", "a < b"),
        ("x % a comment", "x"),
        ("x_{最优}", "x _ { 最优 }"),
        ("其中 x", "其中 x"),
        ("x.T", "x ^ T"),
        ("np.linalg.inv(X)", "inv ( X )"),
    ],
)
def test_looks_vanish(source: str, said: str) -> None:
    assert values(source) == said


@pytest.mark.parametrize(
    ("source", "said"),
    [
        (r"\frac12", "frac 1 2"),
        (r"\frac123", "frac 1 2 3"),
        (r"\frac1{23}", "frac 1 { 23 }"),
        (r"\frac{1}23", "frac { 1 } 2 3"),
        (r"\frac n2", "frac n 2"),
        ("12", "12"),
        ("0.5x", "0.5 x"),
        ("1e-3", "1e-3"),
        ("1..n", "1 dots n"),
    ],
)
def test_numbers(source: str, said: str) -> None:
    assert values(source) == said


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("xᵢ₊₁²", "x _ { i + 1 } ^ { 2 }"),
        ("X⁻¹", "X ^ { - 1 }"),
        ("wᵀ", "w ^ { T }"),
        ("𝐗𝐰", "X w"),
        ("（ｘ－１）", "( x - 1 )"),
        ("ŷ", "y hat"),
        ("x̄", "x bar"),
        ("ε ϵ", "epsilon epsilon"),
        ("½", "1/2"),
        ("a ⟹ b", "a implies b"),
    ],
)
def test_unicode(source: str, said: str) -> None:
    assert values(source) == said


@pytest.mark.parametrize(
    ("source", "gap"),
    [
        ("ab", NOTHING),
        ("a b", SPACE),
        (r"a\,b", THIN),
        ("a\nb", NEWLINE),
        (r"a \quad b", QUAD),
        ("a & b", ALIGN),
        (r"a\!b", NOTHING),
    ],
)
def test_gaps(source: str, gap: int) -> None:
    assert tokenize(source)[1].gap == gap


def test_cells_keep_their_ampersand() -> None:
    assert values(r"\begin{pmatrix} a & b \end{pmatrix}") == "pmatrix a & b pmatrix"


@pytest.mark.parametrize("source", ["（ａ＋𝐗）＝ xᵢ² ½ ŷ", r"\frac12\sum_{i=1}^n x_i\ \text{ja}", "Σxi 中文 a&lt;b"])
def test_places_are_in_order_and_in_the_source(source: str) -> None:
    tokens = tokenize(source)
    assert all(0 <= token.start <= token.end <= len(source) for token in tokens)
    assert [token.start for token in tokens] == sorted(token.start for token in tokens)


def test_folding_keeps_the_length() -> None:
    every = "".join(map(chr, range(0x20, 0x3000))) + "𝐗𝟏𝔼ﬁＡ｜"
    assert len(every.translate(FOLDING)) == len(every)


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_is_tokenized_or_refused_with_a_place(name: str) -> None:
    try:
        places = [(token.start, token.end) for token in tokenize(f"\\{name}{{x}}{{=}} y")[:-1]]
    except NotUnderstood as error:
        places = [(error.start, error.end)]
    assert places
    assert all(start <= end for start, end in places)


def test_the_length_is_bounded() -> None:
    with pytest.raises(TooLarge):
        tokenize("x" * 10_000)
