"""Three exercises like those of the section, without checks, and short ways to hand something in."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

import pytest

from grader.core import Answer, Exercise, Part, Passage, Submission, Text
from grader.reading import Assignment, read_submission

SECTION = "linear_regression"


def _part(name: str, en: str, zh: str, *names: str) -> Part:
    return Part(name, Text(en, zh), (), names)


EXERCISES = (
    Exercise(
        f"{SECTION}/optimal_constant",
        Text("The best constant", "最佳常数"),
        (
            _part("a", "Squared error", "平方误差", "b_star"),
            _part("b", "The normal distribution", "正态分布", "normal_nll"),
            _part("c", "Absolute error", "绝对误差"),
            _part("code", "Code", "代码", "optimal_constant", "optimal_constant_l1"),
        ),
        {"zh-2.0": "1", "en-0.17": "1", "en-1.0": "1"},
        {"oc-first": "a", "oc-second": "b"},
    ),
    Exercise(
        f"{SECTION}/normal_equation",
        Text("The normal equation", "正规方程"),
        (
            _part("a", "The problem in matrix notation", "矩阵记号", "objective"),
            _part("b", "The gradient", "梯度", "gradient"),
            _part("c", "The matrix equation", "求解", "w_star"),
            _part("d", "Compared with gradient descent", "与随机梯度下降比较"),
            _part("code", "Code", "代码", "squared_loss_gradient", "normal_equation", "singular_design"),
        ),
        {"zh-2.0": "2", "en-0.17": "2"},
    ),
    Exercise(
        f"{SECTION}/laplace_noise",
        Text("Laplace noise", "拉普拉斯噪声"),
        (
            _part("a", "The negative log-likelihood", "负对数似然", "nll"),
            _part("b", "A closed form", "解析解"),
            _part("c", "Stochastic gradient descent", "随机梯度下降"),
            _part("code", "Code", "代码", "laplace_nll", "sgd_laplace"),
        ),
        {"zh-2.0": "3", "en-0.17": "3", "en-1.0": "5"},
    ),
)

File = str | bytes | dict[str, Any]


class Read(Protocol):
    """Hands in files by name and reads them."""

    def __call__(
        self,
        files: Mapping[str, File],
        *,
        stubs: Mapping[str, tuple[Passage, ...]] | None = None,
        exercises: Sequence[Exercise] = EXERCISES,
    ) -> Submission: ...


@pytest.fixture(scope="session")
def exercises() -> tuple[Exercise, ...]:
    return EXERCISES


@pytest.fixture
def write(tmp_path: Path) -> Callable[[Mapping[str, File]], Path]:
    def written(files: Mapping[str, File]) -> Path:
        """The only file, or the folder of all."""
        root = tmp_path / "hand-in"
        for name, content in files.items():
            file = root / name
            file.parent.mkdir(parents=True, exist_ok=True)
            if isinstance(content, dict):
                content = json.dumps(content)
            file.write_bytes(content if isinstance(content, bytes) else content.encode())
        return root / next(iter(files)) if len(files) == 1 and "/" not in next(iter(files)) else root

    return written


@pytest.fixture
def read(write: Callable[[Mapping[str, File]], Path]) -> Read:
    def reading(
        files: Mapping[str, File],
        *,
        stubs: Mapping[str, tuple[Passage, ...]] | None = None,
        exercises: Sequence[Exercise] = EXERCISES,
    ) -> Submission:
        return read_submission(write(files), Assignment.of(exercises, stubs), student="s01")

    return reading


@pytest.fixture
def texts() -> Callable[[Submission], dict[str, str]]:
    """The text of every part that has any, by address without the section, with single spaces."""

    def of(submission: Submission) -> dict[str, str]:
        return {
            address.removeprefix(SECTION + "/"): " ".join(" ".join(p.source for p in answer.passages).split())
            for address, answer in submission.answers.items()
            if answer.passages
        }

    return of


@pytest.fixture
def answer() -> Callable[[Submission, str], Answer]:
    return lambda submission, address: submission.answers[f"{SECTION}/{address}"]


@pytest.fixture
def notebook() -> Callable[..., dict[str, Any]]:
    """A notebook of cells given as (kind, source) or (kind, source, metadata)."""

    def made(*cells: tuple[Any, ...]) -> dict[str, Any]:
        made_cells = [
            {
                "cell_type": {"md": "markdown", "code": "code", "raw": "raw"}[kind],
                "id": f"cell-{index}",
                "metadata": rest[0] if rest else {},
                "source": source,
                **({"outputs": [], "execution_count": None} if kind == "code" else {}),
            }
            for index, (kind, source, *rest) in enumerate(cells)
        ]
        return {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": made_cells}

    return made
