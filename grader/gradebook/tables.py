"""The tables of the gradebook. Rows are added and never changed, but for the end of a run.

A student hands in submissions, each known by the digest of its files. A grading is what came of one submission in one
exercise, under a key that stands for everything the outcome depends on besides the submission; its results are one a
part. A run is one use of ``grader grade``; it draws on gradings that it made and on those it found made. Marks are what
people decide: each stands until another takes it back.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import JSON, DateTime, Dialect, ForeignKey, Index, LargeBinary, MetaData, String, Text, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import TypeDecorator

NAMES = {  # so that a later migration finds each constraint by the same name in every database
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}


class Moment(TypeDecorator[datetime]):
    """A time in UTC, also from SQLite, which keeps no zone, and from a server, which tells it in its own."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, _: Dialect) -> datetime | None:
        """To UTC."""
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, _: Dialect) -> datetime | None:
        """In UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """What all tables share."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map = {datetime: Moment(), dict[str, Any]: JSON, list[Any]: JSON}  # noqa: RUF012


class StudentRow(Base):
    """A student, by the name of their folder or file; the rest is from the roster."""

    __tablename__ = "students"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(400), unique=True)
    name: Mapped[str | None] = mapped_column(Text)
    language: Mapped[str | None] = mapped_column(String(8))
    ids: Mapped[dict[str, Any]]  # what the school's systems call them
    enrolled: Mapped[bool]  # on the roster


class RosterRow(Base):
    """A roster that was read: where it came from, and its other columns, which in Canvas are its assignments."""

    __tablename__ = "rosters"

    id: Mapped[int] = mapped_column(primary_key=True)
    read: Mapped[datetime]
    system: Mapped[str] = mapped_column(String(16))
    columns: Mapped[list[Any]]


class SubmissionRow(Base):
    """What a student handed in, by the digest of its files' names and bytes."""

    __tablename__ = "submissions"
    __table_args__ = (UniqueConstraint("student_id", "digest"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    student_id: Mapped[int] = mapped_column(ForeignKey("students.id"))
    digest: Mapped[str] = mapped_column(String(64))
    files: Mapped[list[Any]]
    seen: Mapped[datetime]


class RunRow(Base):
    """One use of ``grader grade``. ``ended`` is empty while it goes on, and for ever if it was killed."""

    __tablename__ = "runs"

    id: Mapped[int] = mapped_column(primary_key=True)
    started: Mapped[datetime]
    ended: Mapped[datetime | None]
    settings: Mapped[dict[str, Any]]  # seed, workers, versions


class GradingRow(Base):
    """What came of a submission in one exercise; ``exercise`` is empty for what belongs to none."""

    __tablename__ = "gradings"
    __table_args__ = (Index(None, "submission_id", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    submission_id: Mapped[int] = mapped_column(ForeignKey("submissions.id"))
    exercise: Mapped[str] = mapped_column(String(400))
    key: Mapped[str] = mapped_column(String(64))
    run_id: Mapped[int] = mapped_column(ForeignKey("runs.id"))
    made: Mapped[datetime]
    broken: Mapped[bool]  # something of ours failed, so that the next run tries again


class ResultRow(Base):
    """The result of one part, with points as the grader found them, before any mark.

    ``answer`` is a digest of what was handed in for the part; ``answer_group`` holds all answers that are
    mathematically the same. ``data`` is the whole, as :mod:`grader.gradebook.codec` packs it.
    """

    __tablename__ = "results"
    __table_args__ = (Index(None, "part", "answer_group"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    grading_id: Mapped[int] = mapped_column(ForeignKey("gradings.id"), index=True)
    part: Mapped[str | None] = mapped_column(String(400))
    outcome: Mapped[str] = mapped_column(String(16))
    earned: Mapped[float]
    pending: Mapped[float]
    of: Mapped[float]
    answer: Mapped[str] = mapped_column(String(64))
    answer_group: Mapped[str] = mapped_column(String(64))
    data: Mapped[bytes] = mapped_column(LargeBinary)


class EntryRow(Base):
    """A student in a run. ``submission_id`` is empty for one who handed in nothing."""

    __tablename__ = "entries"
    __table_args__ = (UniqueConstraint("run_id", "student_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("runs.id"))
    student_id: Mapped[int] = mapped_column(ForeignKey("students.id"), index=True)
    submission_id: Mapped[int | None] = mapped_column(ForeignKey("submissions.id"))


class EntryGradingRow(Base):
    """A grading that a student's entry in a run rests on, made in it or found made; ``place`` is its exercise's."""

    __tablename__ = "entry_gradings"

    entry_id: Mapped[int] = mapped_column(ForeignKey("entries.id"), primary_key=True)
    grading_id: Mapped[int] = mapped_column(ForeignKey("gradings.id"), primary_key=True)
    place: Mapped[int]


class MarkRow(Base):
    """What a person decided, of one student's answer or of a group of answers.

    ``action`` is ``claim`` (``passes`` says which way), ``points``, ``comment`` or ``undo`` (of the mark ``undoes``).
    A student's mark holds as long as the answer has the same digest, a group's for all who are ever in it.
    """

    __tablename__ = "marks"
    __table_args__ = (Index(None, "part", "answer_group"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    made: Mapped[datetime]
    author: Mapped[str] = mapped_column(Text)
    action: Mapped[str] = mapped_column(String(16))
    part: Mapped[str | None] = mapped_column(String(400))
    answer_group: Mapped[str | None] = mapped_column(String(64))
    student_id: Mapped[int | None] = mapped_column(ForeignKey("students.id"), index=True)
    answer: Mapped[str | None] = mapped_column(String(64))
    claim: Mapped[str | None] = mapped_column(Text)  # what it says, in English
    passes: Mapped[bool | None]
    points: Mapped[float | None]
    text: Mapped[str] = mapped_column(Text)
    undoes: Mapped[int | None] = mapped_column(ForeignKey("marks.id"))
