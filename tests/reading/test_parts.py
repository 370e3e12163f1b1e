# ruff: noqa: E501
"""Which text of a file goes to which part: what people write, and what must not be taken for a part."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from grader.core import Message, Submission

Texts = Callable[[Submission], dict[str, str]]
OC, NE, LN = "optimal_constant", "normal_equation", "laplace_noise"

#: (why it is here, the file, text by part, the reasons for what belongs to no part)
PLACED: list[tuple[str, str, dict[str, str], list[str]]] = [
    # ---------------------------------------------------------------------------------- headings and labels, English
    ("headings with the part", "## Exercise 1 (a)\nMean.\n## Exercise 1 (b)\nNormal.", {f"{OC}/a": "Mean.", f"{OC}/b": "Normal."}, []),
    ("exercise and part headings", "# Exercise 2\n## (a)\nLoss.\n## (b)\nGradient.", {f"{NE}/a": "Loss.", f"{NE}/b": "Gradient."}, []),
    ("part headings with titles", "# Problem 2\n### Part c: solve\nNormal equation.", {f"{NE}/c": "Normal equation."}, []),
    ("letters in lists", "Exercise 1:\na. Mean.\nb. Normal.", {f"{OC}/a": "Mean.", f"{OC}/b": "Normal."}, []),
    ("bracketed letters", "**Exercise 3**\n\n(a) Sum.\n\n(c) Step.", {f"{LN}/a": "Sum.", f"{LN}/c": "Step."}, []),
    ("compound labels in running text", "1a. Mean.\n\n2b. Gradient.", {f"{OC}/a": "Mean.", f"{NE}/b": "Gradient."}, []),
    ("compound labels with points", "2. b. Gradient.\n\n2. c. Solution.", {f"{NE}/b": "Gradient.", f"{NE}/c": "Solution."}, []),
    ("Q and a letter", "## Q1a\nMean.\n## Q3 (b)\nNone.", {f"{OC}/a": "Mean.", f"{LN}/b": "None."}, []),
    ("solution to", "## Solution to Exercise 2 (d)\nSmall d.", {f"{NE}/d": "Small d."}, []),
    ("bold labels", "**Exercise 2**\n\n**(a)** Loss.\n\n**(b)** Gradient.", {f"{NE}/a": "Loss.", f"{NE}/b": "Gradient."}, []),
    ("bold titles", "## 2\n**a. Objective:** Loss.\n\n**b. Gradient:**\n\nZero.", {f"{NE}/a": "Loss.", f"{NE}/b": "Zero."}, []),
    ("in a block quote", "> **Exercise 1**\n>\n> **(a)** Mean.\n>\n> **(b)** Normal.", {f"{OC}/a": "Mean.", f"{OC}/b": "Normal."}, []),
    ("underlined headings", "Exercise 2\n==========\n\n(b)\n---\n\nGradient.", {f"{NE}/b": "--- Gradient."}, []),
    ("numbers that letters follow", "1) a) Mean.\nb) Normal.", {f"{OC}/a": "Mean.", f"{OC}/b": "Normal."}, []),
    ("list numbers with letters below", "1)\na) Mean.\nb) Normal.\n2)\na) Loss.", {f"{OC}/a": "Mean.", f"{OC}/b": "Normal.", f"{NE}/a": "Loss."}, []),
    ("a number in brackets, then a letter", "(2) On least squares\n\n(b) Gradient.", {f"{NE}/b": "On least squares Gradient."}, []),
    ("headings with bare numbers", "## 1\n### a\nMean.\n## 2\n### b\nGradient.", {f"{OC}/a": "Mean.", f"{NE}/b": "Gradient."}, []),
    ("upper-case letters", "#### 1.A. Find b\nMean.\n#### 1.B. Why\nNormal.", {f"{OC}/a": "Mean.", f"{OC}/b": "Normal."}, []),
    ("several letters in one heading", "## Exercise 1 (a), (b)\nBoth.", {f"{OC}/a": "Both.", f"{OC}/b": "Both."}, []),
    ("the exercise's title", "## The normal equation\n### (b)\nGradient.", {f"{NE}/b": "Gradient."}, []),
    ("title and letter", "## Laplace noise (c)\nStep.", {f"{LN}/c": "Step."}, []),
    ("title, comma, letter", "### The best constant, b\nNormal.", {f"{OC}/b": "Normal."}, []),
    ("the title wins over a number of another edition", "## Exercise 4: Laplace noise\n(a) Sum.", {f"{LN}/a": "Sum."}, []),
    ("the exercise's name", "## optimal_constant\n(a) Mean.", {f"{OC}/a": "Mean."}, []),
    ("an address as heading", "## `laplace_noise/b`\nNone.", {f"{LN}/b": "None."}, []),
    ("part titles", "## Exercise 2\n### The gradient\nTwice.\n### The matrix equation\nInverse.", {f"{NE}/b": "Twice.", f"{NE}/c": "Inverse."}, []),
    ("a code heading", "## Exercise 1\n### Code\nSee below.", {f"{OC}/code": "See below."}, []),
    # ------------------------------------------------------------------------------------------------------- Chinese
    ("练习 with letters", "练习 2.b\n梯度为零。\n练习 2.c\n可逆时有解。", {f"{NE}/b": "梯度为零。", f"{NE}/c": "可逆时有解。"}, []),
    ("第几题", "第1题\n（a）均值。\n（b）正态。", {f"{OC}/a": "均值。", f"{OC}/b": "正态。"}, []),
    ("Chinese numerals", "## 第三题\n### a\n求和。", {f"{LN}/a": "求和。"}, []),
    ("一、二、", "一、最佳的数\na. 均值。\nb. 正态。\n二、最小二乘\na. 损失。", {f"{OC}/a": "最佳的数 均值。", f"{OC}/b": "正态。", f"{NE}/a": "最小二乘 损失。"}, []),
    ("习题", "### 习题 3\n**c.** 次梯度。", {f"{LN}/c": "次梯度。"}, []),
    ("(2)… a.", "(2)最小二乘的解\na. 损失函数。\nb. 梯度。", {f"{NE}/a": "最小二乘的解 损失函数。", f"{NE}/b": "梯度。"}, []),
    ("问题1.1", "问题1.1\n均值最优。\n问题1.2\n与正态分布有关。", {f"{OC}/a": "均值最优。", f"{OC}/b": "与正态分布有关。"}, []),
    ("第一问", "## 练习 1\n### 第一问\n均值。\n### 第二问\n正态。", {f"{OC}/a": "均值。", f"{OC}/b": "正态。"}, []),
    ("Chinese titles", "## 正规方程\n### 梯度\n二倍。", {f"{NE}/b": "二倍。"}, []),
    ("bilingual title", "## Laplace noise · 拉普拉斯噪声\n(b) 没有。", {f"{LN}/b": "没有。"}, []),
    # ----------------------------------------------------------------------------------------------- the 1.0 edition
    ("parts 1, 2, 3", "## Exercise 1\n1. The mean.\n2. The normal.\n3. The median.", {f"{OC}/a": "The mean.", f"{OC}/b": "The normal.", f"{OC}/c": "The median."}, []),
    ("numbers on their own lines", "## Q1\n1.\n\nThe mean.\n\n2.\n\nThe normal.", {f"{OC}/a": "The mean.", f"{OC}/b": "The normal."}, []),
    ("exercise 5 there is exercise 3 elsewhere", "## Exercise 5\n1. Sum.", {f"{LN}/a": "Sum."}, []),
    ("1.3", "## Exercise 1.3\nThe median.", {f"{OC}/c": "The median."}, []),
    ("dotted headings", "# Exercises\n## 1.1\nThe mean.\n## 1.2\nThe normal.", {f"{OC}/a": "The mean.", f"{OC}/b": "The normal."}, []),
    # ------------------------------------------------------------------------------------------------------- comments
    ("a comment within the exercise", "# Exercise 2\n<!-- part: b -->\nTwice.", {f"{NE}/b": "Twice."}, []),
    ("full addresses, several in a cell", f"<!-- part: linear_regression/{OC}/a -->\nMean.\n<!-- part: {NE}/b -->\nTwice.", {f"{OC}/a": "Mean.", f"{NE}/b": "Twice."}, []),
    ("a comment beside text", f"<!-- part: {OC}/a --> Mean.", {f"{OC}/a": "Mean."}, []),
    ("a comment wins over the heading before it", f"## Exercise 1 (a)\n<!-- part: {OC}/b -->\nNormal.", {f"{OC}/b": "Normal."}, []),
    ("comment, then the stub's heading", f"<!-- part: {OC}/a -->\n## a\n\nMean.\n\n<!-- part: {OC}/b -->\n## b\n\nNormal.", {f"{OC}/a": "Mean.", f"{OC}/b": "Normal."}, []),
    ("a comment inside a fence is text", "## Exercise 1 (a)\n```\n<!-- part: b -->\n```\nMean.", {f"{OC}/a": "``` <!-- part: b --> ``` Mean."}, []),
    # ---------------------------------------------------------------------------------------- not a part: steps, items
    ("numbered steps", "## Exercise 1 (a)\n1. Define the loss.\n2. Differentiate.\n3. Solve.", {f"{OC}/a": "1. Define the loss. 2. Differentiate. 3. Solve."}, []),
    ("bold numbered steps", "**Exercise 2 (c)**\n\n**1. Set to zero**\n\nZero.\n\n**2. Solve**\n\nInverse.", {f"{NE}/c": "**1. Set to zero** Zero. **2. Solve** Inverse."}, []),
    ("steps in brackets", "## Exercise 2\na.\n(1) Expand.\n(2) Collect.\nb. Twice.", {f"{NE}/a": "(1) Expand. (2) Collect.", f"{NE}/b": "Twice."}, []),
    ("numbered steps in Chinese", "### 1. 常数\n**a. 推导：**\n1. **定义损失**：平方和。\n2. **求导**：得零。\n**b. 关系：**\n正态。", {f"{OC}/a": "1. **定义损失**：平方和。 2. **求导**：得零。", f"{OC}/b": "正态。"}, []),
    ("steps below list numbers", "1.\na. Mean.\n1. Differentiate.\n2. Solve.\nb. Normal.\n2.\na. Loss.", {f"{OC}/a": "Mean. 1. Differentiate. 2. Solve.", f"{OC}/b": "Normal.", f"{NE}/a": "Loss."}, []),
    ("numbered headings of steps", "## Exercise 1 (a)\n### 1. Loss\nSum.\n### 2. Zero\nMean.", {f"{OC}/a": "### 1. Loss Sum. ### 2. Zero Mean."}, []),
    ("a list inside an answer", "## Exercise 2 (d)\nIt fails if\n(a) X is wide,\n(b) X is huge.\n## Exercise 2 (b)\nTwice.\n## Exercise 2 (a)\nLoss.", {f"{NE}/d": "It fails if (a) X is wide, (b) X is huge.", f"{NE}/b": "Twice.", f"{NE}/a": "Loss."}, []),
    ("an indented list inside an answer", "Exercise 2\n(a) Loss.\n(d) It fails if\n    (a) X is wide,\n    (b) X is huge.\n(b) Twice.", {f"{NE}/a": "Loss.", f"{NE}/d": "It fails if (a) X is wide, (b) X is huge.", f"{NE}/b": "Twice."}, []),
    ("a reference at the start of a line", "## Exercise 1\n(a) Mean, so as we see from\n(b) it is normal.", {f"{OC}/a": "Mean, so as we see from (b) it is normal."}, []),
    ("a label in a formula", "## Exercise 1 (a)\n$$\n(b) x\n$$\nMean.", {f"{OC}/a": "$$ (b) x $$ Mean."}, []),
    ("a label in a formula left open", "## Exercise 1 (a)\n$$ x = 1\n\n## Exercise 1 (b)\nNormal.", {f"{OC}/a": "$$ x = 1", f"{OC}/b": "Normal."}, []),
    ("a list of symbols", "## Exercise 2 (a)\nwhere\n- b: the bias\n- d: the width", {f"{NE}/a": "where - b: the bias - d: the width"}, []),
    ("problems inside an answer", "## Exercise 3\n### (c)\n#### Problem 1: jumps\nYes.\n#### Problem 2: kinks\nAlso.", {f"{LN}/c": "#### Problem 1: jumps Yes. #### Problem 2: kinks Also."}, []),
    ("another exercise's title inside an answer", "## Exercise 3\n### (b)\n#### The normal equation\nNot here.", {f"{LN}/b": "#### The normal equation Not here."}, []),
    ("a subheading on the part's level", "#### 1.A. Best b\nZero.\n#### Solution\nMean.", {f"{OC}/a": "Zero. #### Solution Mean."}, []),
    ("a section of the book is no exercise", "## 3.1. Linear regression\nNotes.\n## Exercise 1 (a)\nMean.", {f"{OC}/a": "Mean."}, []),
    ("a chapter is no exercise", "# 3 Linear networks\nNotes.\n## 练习 1\na. 均值最优。", {f"{OC}/a": "均值最优。"}, []),
    ("numbered chapters of notes are no exercises", "## 1. Data\nLoad.\n## 2. Model\nFit.\n# Exercises\n### Exercise 1 (a)\nMean.", {f"{OC}/a": "Mean."}, []),
    # ------------------------------------------------------------------------------------- the task before the answer
    ("quoted task", "## 1. Constants\n> a. Find b.\n> b. Relate it.\n\n**a.** Mean.\n\n**b.** Normal.", {f"{OC}/a": "Mean.", f"{OC}/b": "Normal."}, []),
    ("the task's list, then the answers", "(1)Constants\na. Find the best b.\nb. How does it relate to the normal distribution?\na. Mean.\nb. Normal.", {f"{OC}/a": "Constants Mean.", f"{OC}/b": "Normal."}, []),
    ("the same in Chinese", "(2)最小二乘\na. 写出优化问题。\nb. 计算梯度。\na. 平方和。\nb. 二倍。", {f"{NE}/a": "最小二乘 平方和。", f"{NE}/b": "二倍。"}, []),
    ("the same with numbers", "### Exercise 1\n1. Find b.\n2. How does it relate?\n3. What if?\n\n1. The mean.\n2. The normal.\n3. The median.", {f"{OC}/a": "The mean.", f"{OC}/b": "The normal.", f"{OC}/c": "The median."}, []),
    ("two answers, neither a task", "## Exercise 1\n(a) Mean.\n(a) Really the mean.", {f"{OC}/a": "Mean. Really the mean."}, []),
    ("task in bold, answers in a list", "## Exercise 1\n**(a) Find b.**\n\n**(b) Why?**\n\na. Mean.\n\nb. Normal.", {f"{OC}/a": "Mean.", f"{OC}/b": "Normal."}, []),
    ("definitions before the first part go with it", "## Exercise 2\nLet r = Xw - y.\n### (a)\nLoss.\n### (b)\nTwice.", {f"{NE}/a": "Let r = Xw - y. Loss.", f"{NE}/b": "Twice."}, []),
    # --------------------------------------------------------------------------------------------------- set-up, ends
    ("set-up before the first part", "Name: somebody\n\nSome notes.\n\n## Exercise 1 (a)\nMean.", {f"{OC}/a": "Mean."}, []),
    ("another heading ends the part", "### Exercise 1 (a)\nMean.\n# Diary\nSunny.", {f"{OC}/a": "Mean."}, ["reading.other_heading"]),
    ("a summary ends the part", "## Exercise 1 (a)\nMean.\n## Summary\nAll is well.", {f"{OC}/a": "Mean."}, ["reading.other_heading"]),
    ("after the end letters are no parts", "## Exercise 1\n### (a)\nMean.\n# 总结\na. 好。", {f"{OC}/a": "Mean."}, ["reading.other_heading"]),
    ("an empty answer", "## Exercise 1 (a)\n\n## Exercise 1 (b)\nNormal.", {f"{OC}/b": "Normal."}, []),
    ("only headings", "# Homework\n## Exercise 1\n### (a)\n", {}, []),
    # ------------------------------------------------------------------------------------------ belongs to no part
    ("no label at all", "The mean is best.", {}, ["reading.no_part"]),
    ("an exercise without a part", "## Exercise 1\nThe mean is best.", {}, ["reading.which_part"]),
    ("an exercise that is not ours", "## Exercise 1 (a)\nMean.\n## Exercise 7\nShares.", {f"{OC}/a": "Mean."}, ["reading.unknown_exercise"]),
    ("letters below such an exercise", "## Exercise 1 (a)\nMean.\n## Exercise 7\n(a) Shares.", {f"{OC}/a": "Mean."}, ["reading.unknown_exercise"]),
    ("a letter too many", "## Exercise 1 (e)\nMore.", {}, ["reading.unknown_part"]),
    ("a list that goes on too far", "## Exercise 1\n(a) Mean.\n(b) Normal.\n(d) More.", {f"{OC}/a": "Mean.", f"{OC}/b": "Normal."}, ["reading.unknown_part"]),
    ("a wrong address", "<!-- part: optimal_constant/z -->\nMore.", {}, ["reading.unknown_address"]),
    ("letters without an exercise", "(a) Mean.\n\n(b) Normal.", {}, ["reading.no_part"]),
    ("letters without an exercise, told by the words", "(a) The negative log-likelihood of Laplace noise.\n\n(c) Stochastic steps.", {f"{LN}/a": "The negative log-likelihood of Laplace noise.", f"{LN}/c": "Stochastic steps."}, []),
    ("more numbers than parts", "## Exercise 1\n1. Loss.\n2. Zero.\n3. Sum.\n4. Mean.", {}, ["reading.which_part"]),
    ("numbers where the parts have letters", "## Exercise 2\n1. Expand.\n2. Collect.", {}, ["reading.which_part"]),
    ("numbers with the words of the parts", "## Exercise 2\n1. The matrix notation is short.\n2. The gradient is twice.", {f"{NE}/a": "The matrix notation is short.", f"{NE}/b": "The gradient is twice."}, []),
]  # fmt: skip


@pytest.mark.parametrize(("why", "text", "placed", "unplaced"), PLACED, ids=[row[0] for row in PLACED])
def test_placing(why: str, text: str, placed: dict[str, str], unplaced: list[str], read: Any, texts: Texts) -> None:
    submission = read({"s01.md": text})
    assert texts(submission) == placed, why
    assert [_key(item.problem) for item in submission.unplaced] == unplaced, why


def _key(words: object) -> str:
    return words.key if isinstance(words, Message) else ""


REMARKS = [
    ("## Exercise 1\n1. The mean.", "reading.numbered_part"),
    ("(a) The negative log-likelihood of Laplace noise.", "reading.by_content"),
    ("## Exercise 1 (a)\n![derivation](photo.png)", "reading.picture"),
    ("## Exercise 1 (a)\nMean. <img src='x.png'>", "reading.picture"),
    ("## Exercise 1 (a)\nMean.\n## Exercise 1 (a)\nMean.", "reading.duplicate"),
]


@pytest.mark.parametrize(("text", "key"), REMARKS)
def test_what_was_decided_is_said(text: str, key: str, read: Any) -> None:
    submission = read({"s01.md": text})
    assert [_key(remark) for answer in submission.answers.values() for remark in answer.remarks] == [key]


def test_every_part_has_an_answer(read: Any, exercises: Any) -> None:
    submission = read({"s01.md": "## Exercise 1 (a)\nMean."})
    assert list(submission.answers) == [f"{one.address}/{part.name}" for one in exercises for part in one.parts]
    missing = [answer for answer in submission.answers.values() if not answer.passages and answer.program is None]
    assert len(missing) == len(submission.answers) - 1


def test_a_passage_knows_its_place(read: Any, answer: Any) -> None:
    source = "## Exercise 2\n\n(a) Let r = Xw - y,\n    L = r'r.\n\n> (b) Twice.\n> $g = 2X'r$\n"
    submission = read({"s01.md": source})
    lines = source.split("\n")
    seen = 0
    for part in ("normal_equation/a", "normal_equation/b"):
        for passage in answer(submission, part).passages:
            for word in passage.source.split():
                where = passage.where(start := passage.source.index(word), start + len(word))
                assert lines[where.line - 1][where.column - 1 :].startswith(word)
                seen += 1
    assert seen == 13


def test_unplaced_work_is_quoted(read: Any) -> None:
    (item,) = read({"s01.md": "## Exercise 7\n\nShares go up.\nAnd down.\n"}).unplaced
    assert item.where is not None
    assert (item.where.line, item.where.column, item.where.text) == (3, 1, "Shares go up.")
    assert not item.fatal


@pytest.mark.parametrize(
    ("text", "language"),
    [("## 练习 1 (a)\n均值最优。", "zh"), ("## Exercise 1 (a)\nThe mean.", "en")],
)
def test_the_language(text: str, language: str, read: Any) -> None:
    assert read({"s01.md": text}).language == language
