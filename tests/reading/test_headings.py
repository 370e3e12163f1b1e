"""Labels at the starts of lines, apart from what the rest of the file makes of them."""

from __future__ import annotations

import pytest

from grader.reading.headings import heading_text, label

NAMES = [
    # (line, exercise number, parts, rest): English
    ("Exercise 2 (b)", "2", ("b",), ""),
    ("## Exercise 2", "2", (), ""),
    ("### Exercise 2(b): the gradient", "2", ("b",), "the gradient"),
    ("**Exercise 2, part b**", "2", ("b",), ""),
    ("Exercise 12:", "12", (), ""),
    ("Ex. 3", "3", (), ""),
    ("Problem 3a", "3", ("a",), ""),
    ("Problem 3a. The loss", "3", ("a",), "The loss"),
    ("Question 1.a", "1", ("a",), ""),
    ("Q1", "1", (), ""),
    ("## Q1(c)", "1", ("c",), ""),
    ("Exercise 1.3", "1", ("3",), ""),
    ("# Solution to Exercise 1(a)", "1", ("a",), ""),
    ("Answer 2b:", "2", ("b",), ""),
    ("### Answer to Problem 3 (c)", "3", ("c",), ""),
    ("## Exercise 1 (a), (b)", "1", ("a", "b"), ""),
    ("## 📝 Exercise 2", "2", (), ""),
    ("### 1.A. The best b", "1", ("a",), "The best b"),
    ("2(b)", "2", ("b",), ""),
    ("2.b", "2", ("b",), ""),
    ("2. c. Set to zero", "2", ("c",), "Set to zero"),
    ("(2)(b) the gradient", "2", ("b",), "the gradient"),
    ("1a", "1", ("a",), ""),
    ("1.a) start", "1", ("a",), "start"),
    ("## 2", "2", (), ""),
    ("## 2. Least squares", "2", (), "Least squares"),
    ("1) first", "1", (), "first"),
    ("2. second", "2", (), "second"),
    ("Part b", "", ("b",), ""),
    ("**Part b**", "", ("b",), ""),
    ("### Part (C): repair", "", ("c",), "repair"),
    ("(a) The mean", "", ("a",), "The mean"),
    ("a) The mean", "", ("a",), "The mean"),
    ("b)The mean", "", ("b",), "The mean"),
    ("a. The mean", "", ("a",), "The mean"),
    ("### b", "", ("b",), ""),
    ("- (c) The median", "", ("c",), "The median"),
    ("> **(a)** Derivative", "", ("a",), "Derivative"),
    ("**(b)**", "", ("b",), ""),
    ("<b>c.</b> The median", "", ("c",), "The median"),
    ("## Exercise 1 code", "1", ("code",), "code"),
    # Chinese
    ("练习 2.b", "2", ("b",), ""),
    ("练习2（b）", "2", ("b",), ""),
    ("### 练习问题 1", "1", (), ""),
    ("习题 3", "3", (), ""),
    ("第2题", "2", (), ""),
    ("第二题（1）", "2", ("1",), ""),
    ("## 第 3 题 c", "3", ("c",), ""),
    ("问题1.1", "1", ("1",), ""),
    ("题目 2：梯度", "2", (), "梯度"),
    ("解答 2.b", "2", ("b",), ""),
    ("(2)推导解析解", "2", (), "推导解析解"),
    ("（3）假设噪声", "3", (), "假设噪声"),
    ("二、正规方程", "2", (), "正规方程"),
    ("2、b", "2", ("b",), ""),
    ("**a. 解析解推导：**", "", ("a",), "解析解推导:"),
    ("（b）与正态分布的关系", "", ("b",), "与正态分布的关系"),
    ("a、求导", "", ("a",), "求导"),
    ("【c】中位数", "", ("c",), "中位数"),
    ("第一问", "", ("1",), ""),
    ("第二小题：似然", "", ("2",), "似然"),
    ("### b 与正态分布", "", ("b",), "与正态分布"),
]


@pytest.mark.parametrize(("line", "number", "parts", "rest"), NAMES, ids=[row[0] for row in NAMES])
def test_a_label(line: str, number: str, parts: tuple[str, ...], rest: str) -> None:
    found = label(line)
    assert found is not None
    assert (found.number, found.parts, found.rest) == (number, parts, rest)


NO_LABELS = [
    ("Exercise 2 asks for the gradient", "a sentence about an exercise"),
    ("练习2要求推导", "the same in Chinese"),
    ("## Exercises 1-3", "a range"),
    ("## Exercises 1 and 2", "two exercises"),
    ("## 3.1.7. 练习", "a section of the book"),
    ("## 3.1.2 Vectorization", "a section of the book"),
    ("## 2 layers are enough", "a number of things"),
    ("### 2d convolution", "two dimensions"),
    ("e.g. the mean", "an abbreviation"),
    ("i.e. the mean", "an abbreviation"),
    ("A: because it is convex", "an answer after Q:"),
    ("**A:** because", "the same in bold type"),
    ("- b: the bias", "a list of symbols"),
    ("b = (1/n) sum_i x_i", "a formula"),
    ("(b) = 3", "a formula in brackets"),
    ("(b - x)^2", "a formula in brackets"),
    ("2(b - x)", "a product"),
    ("2b = 3", "a product"),
    ("a) + b)", "a formula"),
    ("1.5 is the median", "a decimal number"),
    ("2.x + y", "no space after the point"),
    ("(c) 2024 the authors", "copyright"),
    ("Step A: the objective", "a step"),
    ("Case a", "a case"),
    ("ii. Loss", "a Roman number"),
    ("x_1 + x_2", "a formula"),
    ("$b$ is the mean", "a formula"),
    ("because of a.", "a letter inside the line"),
    ("[1] Author", "a reference"),
    ("2024. A year", "a year"),
    ("### A closer look", "an article"),
    ("", "nothing"),
    ("###", "a heading without words"),
    ("---", "a rule"),
]


@pytest.mark.parametrize(("line", "why"), NO_LABELS, ids=[row[0] for row in NO_LABELS])
def test_no_label(line: str, why: str) -> None:
    assert label(line) is None, why


@pytest.mark.parametrize(
    ("line", "left"),
    [
        ("(b) The mean", "    The mean"),
        ("- a. $x=1$", "     $x=1$"),
        ("**a. 解析解：** $b=1$", "            $b=1$"),
        ("**(a) $b = \\bar x$**", "      $b = \\bar x$  "),
        ("> **(a)** Derivative", "          Derivative"),
        ("## 2b: what the gradient is", ""),
        ("## 2b: g = 2 X^T (X w - y)", "       g = 2 X^T (X w - y)"),
    ],
)
def test_what_is_blanked(line: str, left: str) -> None:
    """Labels and titles go, formulas stay, and every column stays where it is."""
    found = label(line)
    assert found is not None
    for start, end in found.blank:
        line = line[:start] + " " * (end - start) + line[end:]
    assert line.rstrip() == left.rstrip()


@pytest.mark.parametrize(
    ("line", "level", "words"),
    [
        ("## Optimal constant", 2, "Optimal constant"),
        ("### The gradient ###", 3, "The gradient"),
        ("**The gradient**", 7, "The gradient"),
        ("**梯度：**", 7, "梯度:"),
        ("<h2>Loss</h2>", 2, "Loss</h2>"),
    ],
)
def test_headings(line: str, level: int, words: str) -> None:
    assert heading_text(line) == (level, words)


@pytest.mark.parametrize("line", ["*in italics*", "**bold** and more", "plain", "- a list", "**a** and **b**"])
def test_no_headings(line: str) -> None:
    assert heading_text(line) is None


def test_a_very_long_line_is_looked_at_only_at_its_start() -> None:
    found = label("Exercise 2 (b): " + "x" * 1_000_000)
    assert found is not None
    assert len(found.rest) < 1_000
