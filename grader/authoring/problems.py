"""A problem of an exercise: its place, what is wrong and what to do, and how much it matters."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeAlias

from grader.core import Message, PartResult

Level: TypeAlias = Literal["error", "warning", "note"]


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong in a file.

    An ``error`` makes the exercise unfit for use; a ``warning`` is something that an exercise should have and this one
    lacks; a ``note`` is for the author to judge. ``line`` counts from 1, None where the file as a whole is meant.
    ``result`` is what the grader found of an answer that did not get its verdict.
    """

    file: Path
    line: int | None
    said: Message
    level: Level = "error"
    result: PartResult | None = None


@dataclass(frozen=True, slots=True)
class Checked:
    """An exercise that was looked at: its folder, all that is wrong with it, and how many answers were graded."""

    folder: Path
    problems: tuple[Problem, ...]
    answers: int = 0

    @property
    def usable(self) -> bool:
        """Whether no problem is an error."""
        return all(problem.level != "error" for problem in self.problems)
