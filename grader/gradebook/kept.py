"""A result as the gradebook keeps it: packed, with what is asked of it often beside the bytes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from grader.core import Outcome, PartResult, Passage, Points
from grader.gradebook.codec import packed, unpacked
from grader.gradebook.groups import group_of


@dataclass(frozen=True, slots=True)
class Kept:
    """A result of one part. ``answer`` is a digest of what was handed in for it, ``group`` that of its answer."""

    part: str | None
    outcome: Outcome
    points: Points
    answer: str
    group: str
    data: bytes

    @classmethod
    def of(cls, result: PartResult) -> Kept:
        """Pack a result."""
        answer = answer_digest(result.answer)
        return cls(result.part, result.outcome, result.points, answer, group_of(result), packed(result))

    def result(self, student: str) -> PartResult:
        """The result again, as a student's."""
        return unpacked(self.data, student)


def answer_digest(passages: Iterable[Passage]) -> str:
    """The same for the same words and code, wherever in a file they stand."""
    digest = hashlib.sha256()
    for passage in passages:
        source = "\n".join(line.rstrip() for line in passage.source.strip().splitlines())
        data = source.encode("utf-8", "surrogatepass")
        digest.update(f"{passage.kind} {len(data)}\n".encode() + data)
    return digest.hexdigest()
