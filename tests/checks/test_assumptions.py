"""Is it said when a matrix can be inverted? Words that say so, hint at it, deny it, or say nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from grader.checks.assumptions import assumes
from grader.checks.task import Task
from grader.core import (
    Answer,
    Bench,
    Counterexample,
    Fail,
    Finding,
    Message,
    Missing,
    Origin,
    Pass,
    Passage,
    Program,
    Quotation,
    Undecided,
    Verdict,
)
from tests.rows import rows

TASK = Task("X: n*d rows x, y: n, w: d", "w")
RESULT = "$w=(X^TX)^{-1}X^Ty$"


class NoReference:
    def symbolic(self, name: str) -> object:
        raise AssertionError(name)

    def numeric(self, name: str) -> Callable[..., object]:
        raise AssertionError(name)


class NoPrograms:
    def run(self, program: object) -> Any:
        raise AssertionError(program)


def found(*sources: str, program: bool = False) -> Finding:
    passages = tuple(Passage("text", source, Origin("a.md", line=10 * k + 1)) for k, source in enumerate(sources))
    cells = Program((Passage("code", "w_star = 1", Origin("a.py")),)) if program else None
    bench = Bench(NoReference(), NoPrograms())
    return assumes(TASK, "X^T X", "invertible")(Answer("line/fit/c", passages, cells), bench)


@pytest.mark.parametrize(
    ("text", "kind"),
    rows(
        ("if $X^TX$ is invertible", Pass, "the plain word"),
        ("Assume that $X^\\top X$ is non-singular.", Pass, "not singular"),
        ("provided that X has full column rank", Pass, "by the rank of X"),
        ("The columns of $X$ are linearly independent.", Pass, "by its columns"),
        ("where $\\operatorname{rank}(X)=d$", Pass, "as a formula"),
        ("$\\det(X^TX) \\neq 0$", Pass, "by the determinant"),
        ("since $X^TX$ is positive definite here", Pass, "which implies it"),
        ("when the inverse exists", Pass, "by its existence"),
        ("If (X'X) can be inverted", Pass, "a verb"),
        ("当 $X^TX$ 可逆时", Pass, "in Chinese"),
        ("假设 $X$ 列满秩", Pass, "by the rank, in Chinese"),
        ("$X^TX$ is singular if the columns are dependent", Undecided, "the other side of the coin"),
        ("The data are nice.", Undecided, "a hint"),
        ("provided $n \\ge d$", Undecided, "necessary, not sufficient"),
        ("如果特征共线就不行", Undecided, "collinear, in Chinese"),
        ("", Fail, "nothing beside the result"),
        ("Multiply by the inverse.", Fail, "the inverse is used, its existence is not mentioned"),
        ("We do not need $X^TX$ to be invertible.", Undecided, "denied"),
        ("不需要可逆", Undecided, "denied in Chinese"),
        ("The matrix $X^TX$ is always invertible.", Fail, "said, and false"),
        ("$X^TX$ 总是可逆的", Fail, "said and false, in Chinese"),
        ("$X^TX$ is certainly positive definite.", Fail, "another word for always"),
    ),
)
def test_what_is_said(text: str, kind: type[Verdict]) -> None:
    assert isinstance(found(f"{text}\n\n{RESULT}").verdict, kind)


def test_a_wrong_word_beats_a_right_one() -> None:
    assert isinstance(found("If it is invertible. But it is always invertible.").verdict, Fail)


def test_the_line_is_quoted_with_its_place() -> None:
    finding = found(RESULT, "It needs\nfull column rank.")
    assert isinstance(finding.verdict, Pass)
    assert isinstance(finding.verdict.evidence, Quotation)
    assert finding.where == finding.verdict.evidence.where
    assert (finding.where.line, finding.where.text) == (12, "full column rank.")


def test_a_singular_case_is_the_witness() -> None:
    verdict = found(RESULT).verdict
    assert isinstance(verdict, Fail)
    assert isinstance(verdict.witness, Counterexample)
    design = np.array(verdict.witness.at["X"])
    assert design.shape[0] > design.shape[1]
    assert np.linalg.matrix_rank(design) < design.shape[1]
    assert np.linalg.det(design.T @ design) == pytest.approx(0)
    assert verdict.hint == Message("checks.derive.invertible", {"matrix": "X^T X"})


@pytest.mark.parametrize(
    ("program", "kind"),
    rows((False, Missing, "nothing was handed in"), (True, Fail, "an expression without a word")),
)
def test_without_text(program: bool, kind: type[Verdict]) -> None:
    assert isinstance(found(program=program).verdict, kind)


def test_a_hint_goes_to_a_marker_with_its_words() -> None:
    finding = found("collinear columns are bad")
    assert finding.verdict == Undecided(Message("checks.derive.hinted", {"matrix": "X^T X"}))
    assert finding.where is not None
    assert finding.where.text == "collinear columns are bad"
