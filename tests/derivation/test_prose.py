"""Splitting texts: what is a formula, what is prose, and that every piece knows its place."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.core import Origin, Passage
from grader.derivation.prose import Segment, segments
from grader.maths.reader import Names

NAMES = Names(frozenset(["x", "b", "n", "X", "y", "w", "d", "sigma", "mu", "epsilon", "lambda", "eta"]))


def split(text: str, names: Names = NAMES) -> tuple[Segment, ...]:
    """The segments of a text."""
    return segments(Passage("text", text, Origin("a.md")), names)


def said(text: str, names: Names = NAMES) -> list[str]:
    """Each segment as its kind and text."""
    return [f"{s.kind}: {s.text if s.kind == 'code' else s.text.strip()}" for s in split(text, names)]


ROWS: list[tuple[str, list[str]]] = [
    ("Setting it to zero gives b = 1/n sum x_i.", ["prose: Setting it to zero gives", "formula: b = 1/n sum x_i"]),
    (
        "so X^T X w = X^T y, hence w = (X^T X)^{-1} X^T y",
        ["prose: so", "formula: X^T X w = X^T y", "prose: , hence", "formula: w = (X^T X)^{-1} X^T y"],
    ),
    ("L(b) = sum (x_i - b)^2", ["formula: L(b) = sum (x_i - b)^2"]),
    ("b* = (1/n)∑i xi", ["formula: b* = (1/n)∑i xi"]),
    (
        "The loss is $L$ and it costs $5 and $10 dollars.",
        ["prose: The loss is", "formula: L", "prose: and it costs $5 and $10 dollars."],
    ),
    ("- b = 3", ["formula: b = 3"]),
    ("* 2 X^T(Xw - y) = 0", ["formula: 2 X^T(Xw - y) = 0"]),
    ("1. w = (X^T X)^{-1} X^T y", ["prose: 1.", "formula: w = (X^T X)^{-1} X^T y"]),
    ("(a) b = mean(x)", ["prose: (a)", "formula: b = mean(x)"]),
    ("a) We get b = \\bar x.", ["prose: a) We get", "formula: b = \\bar x"]),
    ("> $$\n> a = b\n> $$", ["formula: a = b"]),
    (
        "令L(b)=sum (x_i-b)^2，求导得 dL/db = -2 sum(x_i-b)=0。",
        ["prose: 令", "formula: L(b)=sum (x_i-b)^2", "prose: ，求导得", "formula: dL/db = -2 sum(x_i-b)=0"],
    ),
    ("所以b=1/n sum xi", ["prose: 所以", "formula: b=1/n sum xi"]),
    (
        "| a | $\\|x\\|$ |\n|---|---|\n| b = 3 | text |",
        ["prose: | a |", "formula: |x |", "formula: b = 3", "prose: | text |"],
    ),
    ("```math\na = b\n```", ["formula: a = b"]),
    ("```python\na = b\n```", ["code: ```python\na = b\n```"]),
    ("`b = 3` and b = 4", ["code: b = 3", "prose: and", "formula: b = 4"]),
    ("<!-- b = 3 --> w = 2", ["formula: w = 2"]),
    ("**b = mean(x)**", ["formula: b = mean(x)"]),
    (
        "The minimum is at b = mean(x) (the average).",
        ["prose: The minimum is at", "formula: b = mean(x)", "prose: (the average)."],
    ),
    ("I = b + a is a matrix", ["formula: I = b + a", "prose: is a matrix"]),
    ("a matrix X is invertible", ["prose: a matrix X is invertible"]),
    ("If n = 1 then x = b.", ["prose: If", "formula: n = 1", "prose: then", "formula: x = b"]),
    ("X.T @ (X @ w - y) = 0", ["formula: X.T @ (X @ w - y) = 0"]),
    ("w = np.linalg.inv(X.T @ X) @ X.T @ y", ["formula: w = np.linalg.inv(X.T @ X) @ X.T @ y"]),
    (
        "The gradient is 2X^T(Xw - y), which is zero if Xw = y.",
        ["prose: The gradient is", "formula: 2X^T(Xw - y)", "prose: , which is zero if", "formula: Xw = y"],
    ),
    ("-2 sum(x_i - b) = 0", ["formula: -2 sum(x_i - b) = 0"]),
    ("\\$5 is $b$", ["prose: \\$5 is", "formula: b"]),
    ("see https://a.b/c?x=1&y=2 for b = 3", ["prose: see https://a.b/c?x=1&y=2 for", "formula: b = 3"]),
    ("x_1, ..., x_n ~ N(mu, sigma^2)", ["formula: x_1, ..., x_n ~ N(mu, sigma^2)"]),
    ("L(b) = sum x_i^2\n     - 2b sum x_i + n b^2", ["formula: L(b) = sum x_i^2\n     - 2b sum x_i + n b^2"]),
    (
        "dL/db = 2nb - 2 sum x_i\n      = 2n(b - mean(x))",
        ["formula: dL/db = 2nb - 2 sum x_i", "formula: = 2n(b - mean(x))"],
    ),
    ("X^T X w = X^T y => w = (X^T X)^{-1} X^T y", ["formula: X^T X w = X^T y => w = (X^T X)^{-1} X^T y"]),
    ("Step 2: set it to zero: X^T(Xw - y) = 0", ["prose: Step 2: set it to zero:", "formula: X^T(Xw - y) = 0"]),
    ("gradient = 2 X^T (X w - y)", ["formula: gradient = 2 X^T (X w - y)"]),
    ("$b$ = $\\frac1n \\sum x_i$", ["formula: b", "formula: =", "formula: \\frac1n \\sum x_i"]),
    ("$\\nabla L$ = 2X^T(Xw-y)", ["formula: \\nabla L", "formula: = 2X^T(Xw-y)"]),
    ("\\begin{align} a &= b \\\\ c &= d \\end{align}", ["formula: \\begin{align} a &= b \\\\ c &= d \\end{align}"]),
    (
        "text \\( a = b \\) text \\[ c = d \\] end",
        ["prose: text", "formula: a = b", "prose: text", "formula: c = d", "prose: end"],
    ),
    ("![](https://latex.codecogs.com/svg.latex?b%20%3D%203)", ["formula: b = 3"]),
    (
        '<img src="https://latex.codecogs.com/svg.latex?w%5E*%3D%28X%5ETX%29%5E%7B-1%7DX%5ETy" />',
        ["formula: w^*=(X^TX)^{-1}X^Ty"],
    ),
    ("![photo](photo.png)", ["picture: ![photo](photo.png)"]),
    (
        "||Xw − y||^2 is minimised by w = (XᵀX)⁻¹Xᵀy",
        ["formula: ||Xw − y||^2", "prose: is minimised by", "formula: w = (XᵀX)⁻¹Xᵀy"],
    ),
    ("min over w of ||y - Xw||^2", ["prose: min over w of", "formula: ||y - Xw||^2"]),
    ("p(y|x) = 1/2 exp(-|y - w^T x - b|)", ["formula: p(y|x) = 1/2 exp(-|y - w^T x - b|)"]),
    ("-log P(y|X) = n log 2 + sum |y_i - w^T x_i|", ["formula: -log P(y|X) = n log 2 + sum |y_i - w^T x_i|"]),
    ("We use SGD -> slow", ["prose: We use SGD -> slow"]),
    ("It's x's median, isn't it?", ["prose: It's x's median, isn't it?"]),
    (
        "f(b) = (x_1 - b)^2 + ... + (x_n - b)^2, so f'(b) = 0",
        ["formula: f(b) = (x_1 - b)^2 + ... + (x_n - b)^2", "prose: , so", "formula: f'(b) = 0"],
    ),
    ("where r = y - Xw is the residual", ["prose: where", "formula: r = y - Xw", "prose: is the residual"]),
    ("$$\nL = a\n$$\n\n$$\n= b\n$$", ["formula: L = a", "formula: = b"]),
    ("$$ unclosed = 3", ["formula: unclosed = 3"]),
    ("\\[note\\] this is it", ["prose: \\[note\\] this is it"]),
    ("b = x_(n/2)", ["formula: b = x_(n/2)"]),
    ("so $b$ = median.", ["prose: so", "formula: b", "formula: = median"]),
    ("so b = mean, of course", ["prose: so", "formula: b = mean", "prose: , of course"]),
    ("the median is b", ["prose: the median is b"]),
    ("Let e = y - Xw (the error).", ["prose: Let", "formula: e = y - Xw", "prose: (the error)."]),
    ("b=mean(x)是μ的极大似然估计量", ["formula: b=mean(x)", "prose: 是μ的极大似然估计量"]),
    ("since x_i - b has mean 0", ["prose: since x_i - b has mean 0"]),
    ("w ← w − η sign(wᵀx_i − y_i) x_i", ["formula: w ← w − η sign(wᵀx_i − y_i) x_i"]),
    ("n*b = x1 + x2 + ... + xn", ["formula: n*b = x1 + x2 + ... + xn"]),
    (
        "As d/db = -2 sum(x_i - b) we get b = \\frac{1}{n}\\sum x_i.",
        ["prose: As", "formula: d/db = -2 sum(x_i - b)", "prose: we get", "formula: b = \\frac{1}{n}\\sum x_i"],
    ),
    ("2(b - x_i)", ["formula: 2(b - x_i)"]),
    ("x - y", ["formula: x - y"]),
    ("Hello world", ["prose: Hello world"]),
    ("2020-01-01", ["prose: 2020-01-01"]),
    ("part a. / b.", ["prose: part a. / b."]),
    ("and/or", ["prose: and/or"]),
    ("the L1-norm |x_i - b|", ["prose: the L1-norm", "formula: |x_i - b|"]),
    ("# 3. b = 1/n sum x_i", ["prose: # 3.", "formula: b = 1/n sum x_i"]),
    ("$`a + b`$ is inline", ["formula: a + b", "prose: is inline"]),
    ("$$a=b$$ $$c=d$$", ["formula: a=b", "formula: c=d"]),
    ("(X^T X) is invertible", ["formula: (X^T X)", "prose: is invertible"]),
    ("b = \\text{mean}", ["formula: b = \\text{mean}"]),
    (
        "1) 求导得 -2∑(xi − b) = 0，解得 b = (x1 + ... + xn)/n。",
        ["prose: 1) 求导得", "formula: -2∑(xi − b) = 0", "prose: ，解得", "formula: b = (x1 + ... + xn)/n"],
    ),
    (
        "（2）若 $X^TX$ 可逆，则 w = (X^T X)^{-1} X^T y",
        ["prose: （2）若", "formula: X^TX", "prose: 可逆，则", "formula: w = (X^T X)^{-1} X^T y"],
    ),
    (
        "由于 $\\epsilon = y - Xw$ （噪声），所以\n$$\np(y|X) = 1\n$$",
        ["prose: 由于", "formula: \\epsilon = y - Xw", "prose: （噪声），所以", "formula: p(y|X) = 1"],
    ),
    (
        "We have $$L = \\|r\\|^2$$ and then\n$$\n\\nabla L = 0\n$$",
        ["prose: We have", "formula: L = \\|r\\|^2", "prose: and then", "formula: \\nabla L = 0"],
    ),
    (
        "- $X \\in \\mathbb{R}^{n \\times d}$：输入矩阵\n- $y$: targets",
        ["formula: X \\in \\mathbb{R}^{n \\times d}", "prose: ：输入矩阵\n-", "formula: y", "prose: : targets"],
    ),
    (
        "> The answer is $b$\n> and b = mean(x).",
        ["prose: > The answer is", "formula: b", "prose: > and", "formula: b = mean(x)"],
    ),
    ("This costs $20, and $b$ is 3.", ["prose: This costs $20, and", "formula: b", "prose: is 3."]),
    ("A $5 bill and a $10 bill", ["prose: A $5 bill and a $10 bill"]),
    ("as n grows, the error is small", ["prose: as n grows, the error is small"]),
    (
        "Let L(w) = ||y - Xw||^2. Then ∇L(w) = -2X^T(y - Xw).",
        ["prose: Let", "formula: L(w) = ||y - Xw||^2", "prose: . Then", "formula: ∇L(w) = -2X^T(y - Xw)"],
    ),
    ("argmin_b sum |x_i - b| is the median", ["formula: argmin_b sum |x_i - b|", "prose: is the median"]),
    ("x̄ = (1/n) Σ x_i", ["formula: x̄ = (1/n) Σ x_i"]),
    ("E[(x - b)^2] = Var(x) + (mean(x) - b)^2", ["formula: E[(x - b)^2] = Var(x) + (mean(x) - b)^2"]),
    ("then b = 3; also n > 1", ["prose: then", "formula: b = 3", "prose: ; also", "formula: n > 1"]),
    ("for all i: x_i >= 0", ["prose: for all i:", "formula: x_i >= 0"]),
    ("w_{t+1} = w_t - η ∇L(w_t)", ["formula: w_{t+1} = w_t - η ∇L(w_t)"]),
    ("A = X^T X + n sigma^2 I", ["formula: A = X^T X + n sigma^2 I"]),
    ("A = X^T X + lambda I, which is invertible", ["formula: A = X^T X + lambda I", "prose: , which is invertible"]),
    ("b = 2 I think", ["formula: b = 2", "prose: I think"]),
    ("p = lambda^x e^(-lambda) / x!", ["formula: p = lambda^x e^(-lambda) / x!"]),
    ("L = sum_i log y_i!", ["formula: L = sum_i log y_i!"]),
    ("p = lambda^(x-1) / (x-1)! and so on", ["formula: p = lambda^(x-1) / (x-1)!", "prose: and so on"]),
]


@pytest.mark.parametrize(("text", "expected"), ROWS, ids=[row[0] for row in ROWS])
def test_splits(text: str, expected: list[str]) -> None:
    assert said(text) == expected


def test_the_table_is_large() -> None:
    assert len(ROWS) >= 60


@pytest.mark.parametrize("text", [row[0] for row in ROWS] + ["\n\n".join(row[0] for row in ROWS)], ids=str)
def test_segments_are_in_order_and_at_their_place(text: str) -> None:
    end = 0
    for segment in split(text):
        assert end <= segment.start < segment.end <= len(text)
        end = segment.end
        if segment.at >= 0:
            assert segment.start <= segment.at
            there = text[segment.at : segment.at + len(segment.text)]
            assert there.replace(">", " ").replace("\\|", " |") == segment.text.replace(">", " ").replace("\\|", " |")


@pytest.mark.parametrize(
    ("text", "declared", "expected"),
    [
        # letters are a formula only if declared names spell them
        ("so uv = 1 here", "u v", ["prose: so", "formula: uv = 1", "prose: here"]),
        ("the cost is an = 3", "b", ["prose: the cost is an = 3"]),
        ("by xb = yb we get it", "x y b", ["prose: by", "formula: xb = yb", "prose: we get it"]),
        ("a is small, so a + b = c", "a b c", ["prose: a is small, so", "formula: a + b = c"]),
    ],
)
def test_names_decide(text: str, declared: str, expected: list[str]) -> None:
    assert said(text, Names(frozenset(declared.split()))) == expected


def test_a_quoted_block_loses_its_marks_and_keeps_its_places() -> None:
    text = "> $$\n> a\n> = b\n> $$"
    (segment,) = split(text)
    assert segment.text.split() == ["a", "=", "b"]
    at = segment.text.index("b")
    assert text[slice(*segment.place(at, at + 1))] == "b"


def test_a_decoded_formula_has_the_place_of_its_tag() -> None:
    text = '<img src="https://latex.codecogs.com/svg.latex?a%20=%20b" />'
    (segment,) = split(text)
    assert (segment.text, segment.place(0, 1)) == ("a = b", (0, len(text)))


def test_code_is_one_piece() -> None:
    (segment,) = segments(Passage("code", "b = x.mean()\n", Origin("a.py")), NAMES)
    assert (segment.kind, segment.text) == ("code", "b = x.mean()\n")


def test_blanks_and_comments_leave_nothing() -> None:
    assert split("\n  \n<!-- part: a -->\n---\n") == ()


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.sampled_from([*(row[0] for row in ROWS), "$", "$$", "`", "\\(", "\\[", "|", ">", "\n", "<img ", "("]))
)
def test_any_text_splits(pieces: list[str]) -> None:
    text = " ".join(pieces)[:4000]
    end = 0
    for segment in split(text):
        assert end <= segment.start < segment.end <= len(text)
        end = segment.end


@pytest.mark.parametrize(
    "piece", ["$", "$$ ", "\\(", "`", "<img ", "<!--", "![](", "](", "(", "|", "x = ", "a.b", "x_"]
)
def test_floods_take_little_time(piece: str) -> None:
    start = time.process_time()
    split(piece * (60_000 // len(piece)))
    assert time.process_time() - start < 5
