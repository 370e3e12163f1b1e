"""The study of a derivation on texts that nobody wrote: every one is studied to its end, the same every time."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.checks.task import Task, studied
from grader.core import Answer, Bench, Origin, Passage, Program, Run
from grader.course import find_course
from grader.derivation.study import Study
from tests.fuzz import damaged, grown

ROOT = Path(__file__).parents[2]
RANDOM = st.randoms(use_true_random=False)
TASKS = {
    "linear_regression/optimal_constant/a": Task("x: n, b", "b", "objective"),
    "linear_regression/normal_equation/c": Task("X: n*d rows x, y: n, w: d", "w", "objective", same={"beta": "w"}),
}


class NoRunner:
    """Derivations run no code."""

    def run(self, program: Program) -> Run:
        """Never called."""
        raise AssertionError(program)


@cache
def reference(part: str) -> Any:
    """The reference of a part's exercise."""
    course = find_course(ROOT)
    address = part.rpartition("/")[0]
    return course.reference(next(e for e in course.exercises if e.address == address))


def study(part: str, text: str) -> Study:
    """The study of a text as the answer to a part."""
    answer = Answer(part, (Passage("text", text, Origin("answer.md")),))
    return studied(TASKS[part], answer, Bench(reference(part), NoRunner()))


def check(part: str, text: str) -> None:
    """It ends, and everything it points at is in the text."""
    found = study(part, text)
    lines = text.count("\n") + text.count("\r") + 2
    for link in found.links:
        assert 1 <= link.where.line <= lines
    for unread in found.unread:
        assert 1 <= unread.where.line <= lines
    assert len(study(part, text).links) == len(found.links)


@pytest.mark.parametrize("part", TASKS)
@settings(max_examples=12, deadline=None)
@given(random=RANDOM)
def test_any_derivation(part: str, random: Random) -> None:
    check(part, grown.derivation(random, depth=2))


@pytest.mark.parametrize("part", TASKS)
@settings(max_examples=25, deadline=None)
@given(random=RANDOM)
def test_any_noise(part: str, random: Random) -> None:
    check(part, damaged.noise(random))


@pytest.mark.parametrize("part", TASKS)
@settings(max_examples=15, deadline=None)
@given(random=RANDOM)
def test_any_damage(part: str, random: Random) -> None:
    texts = damaged.derivations()
    check(part, damaged.mutated(random, random.choice(texts), texts))
