"""What people decide, and how it changes a result: a claim passed or failed, points for a part, a comment.

A mark of one student's answer goes before one of the group that it is in, and a later mark before an earlier one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Literal, TypedDict, Unpack

from grader.core import (
    Broken,
    ClaimResult,
    Fail,
    Marking,
    Message,
    Outcome,
    PartResult,
    Pass,
    Points,
    Undecided,
    Verdict,
)
from grader.grading import outcome_of, points_of

Action = Literal["claim", "points", "comment"]


class _Of(TypedDict, total=False):
    """Whose answer a mark is of, and what it decides."""

    student: str
    answer: str
    group: str
    claim: str
    passes: bool
    points: float


@dataclass(frozen=True, slots=True)
class Mark:
    """A decision with its author and time.

    It is of one student's ``answer`` (a digest) to a part, or of a ``group`` of answers. ``claim`` is what the claim
    says, in English, and ``passes`` the decision; ``points`` are those of the whole part.
    """

    id: int
    made: datetime
    author: str
    action: Action
    part: str | None
    text: str
    student: str | None = None
    answer: str | None = None
    group: str | None = None
    claim: str | None = None
    passes: bool | None = None
    points: float | None = None

    @classmethod
    def new(cls, author: str, action: Action, part: str | None, text: str, **of: Unpack[_Of]) -> Mark:
        """A mark that is not in a gradebook yet, which gives it its number and time."""
        return cls(0, datetime.now(UTC), author, action, part, text, **of)


def in_force(marks: Sequence[Mark], *, student: str, part: str | None, answer: str, group: str) -> list[Mark]:
    """The marks that apply to an answer, those that go before others last."""
    of_group = [mark for mark in marks if mark.group == group and mark.part == part and mark.student is None]
    own = [mark for mark in marks if mark.student == student and mark.part == part and mark.answer == answer]
    return sorted(of_group, key=lambda mark: mark.id) + sorted(own, key=lambda mark: mark.id)


def marked(result: PartResult, marks: Sequence[Mark]) -> PartResult:
    """The result with the marks that are in force put in."""
    claims = list(result.claims)
    award: Mark | None = None
    for mark in marks:
        if mark.action == "claim":
            claims = [_decided(claim, mark) if claim.says.en == mark.claim else claim for claim in claims]
        elif mark.action == "points":
            award = mark
    if award is not None:
        return _awarded(result, claims, award)
    if all(mark.action == "comment" for mark in marks):
        return result
    outcome = outcome_of([claim.finding.verdict for claim in claims])
    return replace(result, claims=tuple(claims), outcome=outcome, points=points_of(claims))


def _decided(claim: ClaimResult, mark: Mark) -> ClaimResult:
    return replace(claim, finding=replace(claim.finding, verdict=_verdict(mark, passes=bool(mark.passes))))


def _verdict(mark: Mark, *, passes: bool) -> Verdict:
    marking = Marking(mark.author, mark.text)
    return Pass(marking) if passes else Fail(marking, Message("book.marker_says", {"text": mark.text}))


def _awarded(result: PartResult, claims: Sequence[ClaimResult], mark: Mark) -> PartResult:
    """The part has the points; of what was still open, as many claims pass as they pay for."""
    of = result.points.of
    earned = min(max(mark.points or 0.0, 0.0), of)
    left = earned - points_of(claims).earned
    decided = []
    for claim in claims:
        if isinstance(claim.finding.verdict, Undecided | Broken):
            passes = claim.points <= left
            left -= claim.points if passes else 0.0
            verdict = _verdict(mark, passes=passes)
            claim = replace(claim, finding=replace(claim.finding, verdict=verdict))
        decided.append(claim)
    outcome: Outcome = "pass" if earned == of else "partial" if earned > 0 else "fail"
    return replace(result, claims=tuple(decided), outcome=outcome, points=Points(earned, 0.0, of))
