"""Runs: what one use of ``grader grade`` adds to the gradebook, student by student, and what it finds there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from grader.core import Json
from grader.gradebook.book import Gradebook, now
from grader.gradebook.kept import Kept
from grader.gradebook.students import row_of
from grader.gradebook.tables import (
    EntryGradingRow,
    EntryRow,
    GradingRow,
    ResultRow,
    RunRow,
    StudentRow,
    SubmissionRow,
)


@dataclass(frozen=True, slots=True)
class Work:
    """A student's submission: the digest of its files, and by exercise the key of all else that its outcome depends on.

    What belongs to no exercise has the key of the empty name. Exercises are in the order of the course.
    """

    student: str
    digest: str
    files: tuple[str, ...]
    keys: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Grading:
    """What came of a submission in one exercise: the results of its parts, in order."""

    exercise: str
    results: tuple[Kept, ...]

    @property
    def broken(self) -> bool:
        """Whether something of ours failed in it."""
        return any(result.outcome == "broken" for result in self.results)


def begin(book: Gradebook, settings: Mapping[str, Json]) -> int:
    """A new run; its number."""
    with book.writing() as session:
        run = RunRow(started=now(), settings=dict(settings))
        session.add(run)
        session.flush()
        return run.id


def end(book: Gradebook, run: int, about: Mapping[str, Json], *, complete: bool) -> None:
    """No more comes of a run; it is ended if it is through with everybody. ``about`` is added to its settings."""
    with book.writing() as session:
        row = session.get_one(RunRow, run)
        row.settings = {**row.settings, **about}
        if complete:
            row.ended = now()


def found(book: Gradebook, works: Iterable[Work]) -> dict[str, dict[str, int]]:
    """By student and exercise the newest grading of the very same work; where something broke, there is none."""
    query = (
        select(StudentRow.key, SubmissionRow.digest, GradingRow.key, func.max(GradingRow.id))
        .join(SubmissionRow, SubmissionRow.id == GradingRow.submission_id)
        .join(StudentRow, StudentRow.id == SubmissionRow.student_id)
        .where(GradingRow.broken.is_(False))
        .group_by(StudentRow.key, SubmissionRow.digest, GradingRow.key)
    )
    with book.reading() as session:
        made = {(student, digest, key): number for student, digest, key, number in session.execute(query)}
    return {
        work.student: {
            exercise: made[work.student, work.digest, key]
            for exercise, key in work.keys.items()
            if (work.student, work.digest, key) in made
        }
        for work in works
    }


def enter(book: Gradebook, run: int, work: Work, graded: Sequence[Grading], there: Mapping[str, int]) -> None:
    """A student was graded in a run. ``there``: by exercise the gradings that were found made."""
    with book.writing() as session:
        _enter(session, run, work, graded, there)


def enter_found(book: Gradebook, run: int, works: Iterable[tuple[Work, Mapping[str, int]]]) -> None:
    """Students of whom everything was found made, all at once."""
    with book.writing() as session:
        for work, there in works:
            _enter(session, run, work, (), there)


def enter_absent(book: Gradebook, run: int, students: Iterable[str]) -> None:
    """Students on the roster who handed in nothing."""
    with book.writing() as session:
        for key in students:
            session.add(EntryRow(run_id=run, student_id=row_of(session, key).id, submission_id=None))


def _enter(session: Session, run: int, work: Work, graded: Sequence[Grading], there: Mapping[str, int]) -> None:
    student = row_of(session, work.student)
    submission = _submission(session, student, work)
    entry = EntryRow(run_id=run, student_id=student.id, submission_id=submission.id)
    session.add(entry)
    session.flush()
    numbers = dict(there)
    for grading in graded:
        numbers[grading.exercise] = _add(session, run, submission, work.keys[grading.exercise], grading)
    places = {exercise: place for place, exercise in enumerate(work.keys)}
    rests_on = [
        {"entry_id": entry.id, "grading_id": number, "place": places[exercise]} for exercise, number in numbers.items()
    ]
    if rests_on:
        session.execute(insert(EntryGradingRow), rests_on)


def _submission(session: Session, student: StudentRow, work: Work) -> SubmissionRow:
    here = (SubmissionRow.student_id == student.id) & (SubmissionRow.digest == work.digest)
    row = session.scalar(select(SubmissionRow).where(here))
    if row is None:
        row = SubmissionRow(student_id=student.id, digest=work.digest, files=list(work.files), seen=now())
        session.add(row)
        session.flush()
    return row


def _add(session: Session, run: int, submission: SubmissionRow, key: str, grading: Grading) -> int:
    row = GradingRow(
        submission_id=submission.id,
        exercise=grading.exercise,
        key=key,
        run_id=run,
        made=now(),
        broken=grading.broken,
    )
    session.add(row)
    session.flush()
    results = [
        {
            "grading_id": row.id,
            "part": kept.part,
            "outcome": kept.outcome,
            "earned": kept.points.earned,
            "pending": kept.points.pending,
            "of": kept.points.of,
            "answer": kept.answer,
            "answer_group": kept.group,
            "data": kept.data,
        }
        for kept in grading.results
    ]
    if results:
        session.execute(insert(ResultRow), results)
    return row.id


@dataclass(frozen=True, slots=True)
class Run:
    """A run as the gradebook keeps it; ``ended`` is None for one that was cut short, or still goes on."""

    number: int
    started: datetime
    ended: datetime | None
    settings: Mapping[str, Any]


def rung_before(book: Gradebook) -> str | None:
    """How student code was isolated when some was graded last; None if none ever was."""
    with book.reading() as session:
        settings = session.scalars(select(RunRow.settings).order_by(RunRow.id.desc()))
        return next((rung for one in settings if (rung := one.get("rung"))), None)


def last_run(book: Gradebook) -> Run:
    """The run that began last. Raises LookupError in a gradebook without one."""
    with book.reading() as session:
        row = session.scalar(select(RunRow).order_by(RunRow.id.desc()).limit(1))
        if row is None:
            raise LookupError("no run")
        return Run(row.id, row.started, row.ended, row.settings)
