"""A student's history: every run and every mark, what changed with it, and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from grader.core import Message, Outcome, Points
from grader.gradebook.book import Gradebook
from grader.gradebook.decisions import mark_of
from grader.gradebook.kept import Kept
from grader.gradebook.marks import Mark
from grader.gradebook.standings import kept_of, standings
from grader.gradebook.tables import (
    EntryGradingRow,
    EntryRow,
    GradingRow,
    MarkRow,
    ResultRow,
    RunRow,
    StudentRow,
    SubmissionRow,
)

_DIGITS = 8  # of a submission's digest: enough to tell two apart


@dataclass(frozen=True, slots=True)
class Change:
    """A part that came out otherwise than in the run before."""

    part: str
    before: Points
    after: Points
    outcomes: tuple[Outcome, Outcome]


@dataclass(frozen=True, slots=True)
class Step:
    """A run, or a mark. ``points`` are None where nothing was handed in.

    ``undone`` says who took a mark back, and when. ``stale``: the student has changed the answer since the mark.
    """

    when: datetime
    run: int = 0
    points: Points | None = None
    why: tuple[Message, ...] = ()
    changes: tuple[Change, ...] = ()
    mark: Mark | None = None
    undone: tuple[str, datetime] | None = None
    stale: bool = False


@dataclass(frozen=True, slots=True)
class Past:
    """All steps in the order of time, and the points that stand now."""

    steps: tuple[Step, ...]
    stands: Points


@dataclass(frozen=True, slots=True)
class _Entry:
    run: int
    when: datetime
    submission: str | None
    gradings: tuple[tuple[str, str, int], ...]  # exercise, key, the run that made it
    results: Mapping[str, Kept]


def history(book: Gradebook, student: str) -> Past:
    """The history of a student, by key."""
    with book.reading() as session:
        entries = _entries(session, student)
        marks = _marks(session, student, entries)
    runs = [_step(before, entry) for before, entry in zip([None, *entries], entries, strict=False)]
    steps = sorted([*runs, *marks], key=lambda step: step.when)
    stands = [graded.points for standing in standings(book, [student]) for graded in standing.graded]
    return Past(tuple(steps), _sum(stands))


def _step(before: _Entry | None, entry: _Entry) -> Step:
    points = None if entry.submission is None else _sum([kept.points for kept in entry.results.values()])
    why = _why(before, entry)
    changes = () if before is None else tuple(_changes(before.results, entry.results))
    return Step(entry.when, entry.run, points, why, changes)


def _why(before: _Entry | None, entry: _Entry) -> tuple[Message, ...]:
    if entry.submission is None:
        return ()
    if before is None:
        return (Message("book.first"),)
    why = []
    if before.submission != entry.submission:
        why.append(Message("book.new_submission", {"digest": entry.submission[:_DIGITS]}))
    keys = [{exercise: key for exercise, key, _ in one.gradings} for one in (before, entry)]
    made_now = any(run == entry.run for _, _, run in entry.gradings)
    if keys[0] != keys[1]:
        why.append(Message("book.new_key"))
    elif not why and made_now:
        why.append(Message("book.again"))
    return tuple(why) or (Message("book.same"),)


def _changes(before: Mapping[str, Kept], after: Mapping[str, Kept]) -> list[Change]:
    return [
        Change(part, before[part].points, kept.points, (before[part].outcome, kept.outcome))
        for part, kept in after.items()
        if part in before and (before[part].points, before[part].outcome) != (kept.points, kept.outcome)
    ]


def _entries(session: Session, student: str) -> list[_Entry]:
    query = (
        select(EntryRow.id, RunRow.id, RunRow.started, SubmissionRow.digest)
        .join(StudentRow, StudentRow.id == EntryRow.student_id)
        .join(RunRow, RunRow.id == EntryRow.run_id)
        .outerjoin(SubmissionRow, SubmissionRow.id == EntryRow.submission_id)
        .where(StudentRow.key == student)
        .order_by(RunRow.id)
    )
    return [
        _Entry(run, when, digest, *_of_entry(session, entry)) for entry, run, when, digest in session.execute(query)
    ]


def _of_entry(session: Session, entry: int) -> tuple[tuple[tuple[str, str, int], ...], dict[str, Kept]]:
    gradings = session.scalars(
        select(GradingRow)
        .join(EntryGradingRow, EntryGradingRow.grading_id == GradingRow.id)
        .where(EntryGradingRow.entry_id == entry)
        .order_by(EntryGradingRow.place)
    ).all()
    query = select(ResultRow).where(ResultRow.grading_id.in_([row.id for row in gradings])).order_by(ResultRow.id)
    results = {row.part: kept_of(row) for row in session.scalars(query) if row.part is not None}
    return tuple((row.exercise, row.key, row.run_id) for row in gradings), results


def _marks(session: Session, student: str, entries: Sequence[_Entry]) -> list[Step]:
    """Marks of the student's answers, and of groups that one of them is or was in."""
    query = select(MarkRow, StudentRow.key).outerjoin(StudentRow, StudentRow.id == MarkRow.student_id)
    rows = session.execute(query.order_by(MarkRow.id))
    every = [(row, key) for row, key in rows]
    undone = {row.undoes: (row.author, row.made) for row, _ in every if row.action == "undo"}
    groups = {kept.group for entry in entries for kept in entry.results.values()}
    now = entries[-1].results if entries else {}
    steps = []
    for row, key in every:
        if row.action == "undo" or not (key == student or (key is None and row.answer_group in groups)):
            continue
        mark = mark_of(row, key)
        steps.append(Step(mark.made, mark=mark, undone=undone.get(row.id), stale=not _holds(mark, now)))
    return steps


def _holds(mark: Mark, now: Mapping[str, Kept]) -> bool:
    kept = now.get(mark.part or "")
    if kept is None:
        return False
    return kept.answer == mark.answer if mark.student is not None else kept.group == mark.group


def _sum(points: Sequence[Points]) -> Points:
    return Points(
        sum(one.earned for one in points), sum(one.pending for one in points), sum(one.of for one in points)
    )
