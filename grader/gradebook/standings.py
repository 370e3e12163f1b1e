"""Where everybody stands: the newest results of each student, with the marks that are in force."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from grader.core import Outcome, PartResult, Points
from grader.gradebook.book import Gradebook
from grader.gradebook.decisions import all_marks
from grader.gradebook.grades import Grade
from grader.gradebook.groups import Group, groups_from
from grader.gradebook.kept import Kept
from grader.gradebook.marks import Mark, in_force, marked
from grader.gradebook.roster import Student
from grader.gradebook.students import student_of
from grader.gradebook.tables import EntryGradingRow, EntryRow, ResultRow, RunRow, StudentRow, SubmissionRow


@dataclass(frozen=True, slots=True)
class Graded:
    """A result as the grader found it, the marks of it that are in force, and what both come to."""

    kept: Kept
    student: str
    marks: tuple[Mark, ...] = ()

    @property
    def part(self) -> str | None:
        """Its part's address."""
        return self.kept.part

    @property
    def result(self) -> PartResult:
        """The result with its marks."""
        return marked(self.kept.result(self.student), self.marks)

    @property
    def points(self) -> Points:
        """The points with its marks."""
        return self.result.points if self._changed else self.kept.points

    @property
    def outcome(self) -> Outcome:
        """The outcome with its marks."""
        return self.result.outcome if self._changed else self.kept.outcome

    @property
    def _changed(self) -> bool:
        return any(mark.action != "comment" for mark in self.marks)


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a student stands. Without a submission there are no results."""

    student: Student
    submission: str | None
    graded: tuple[Graded, ...] = ()


def standings(book: Gradebook, students: Iterable[str] | None = None) -> list[Standing]:
    """Everybody, by key: who is in the last run that came to its end, or in one that began since."""
    with book.reading() as session:
        entries = _newest_entries(session, None if students is None else list(students))
        results = _results_of(session, [entry.id for entry, _, _ in entries])
        marks = by_part(all_marks(session))
        return [
            Standing(
                student_of(student),
                digest,
                tuple(_graded(kept, student.key, marks) for kept in results.get(entry.id, ())),
            )
            for entry, student, digest in entries
        ]


def by_part(marks: Iterable[Mark]) -> Mapping[str | None, list[Mark]]:
    """Marks by the part that they are of."""
    found: defaultdict[str | None, list[Mark]] = defaultdict(list)
    for mark in marks:
        found[mark.part].append(mark)
    return found


def _graded(kept: Kept, student: str, marks: Mapping[str | None, Sequence[Mark]]) -> Graded:
    of_part = marks.get(kept.part, ())
    applying = in_force(of_part, student=student, part=kept.part, answer=kept.answer, group=kept.group)
    return Graded(kept, student, tuple(applying))


def _newest_entries(
    session: Session, students: Sequence[str] | None
) -> list[tuple[EntryRow, StudentRow, str | None]]:
    since = select(func.coalesce(func.max(RunRow.id), 0)).where(RunRow.ended.is_not(None)).scalar_subquery()
    newest = select(func.max(EntryRow.id)).where(EntryRow.run_id >= since).group_by(EntryRow.student_id)
    query = (
        select(EntryRow, StudentRow, SubmissionRow.digest)
        .join(StudentRow, StudentRow.id == EntryRow.student_id)
        .outerjoin(SubmissionRow, SubmissionRow.id == EntryRow.submission_id)
        .where(EntryRow.id.in_(newest))
    )
    if students is not None:
        query = query.where(StudentRow.key.in_(students))
    rows = [(entry, student, digest) for entry, student, digest in session.execute(query)]
    return sorted(rows, key=lambda row: row[1].key)  # a server's order may be another


def _results_of(session: Session, entries: Sequence[int]) -> dict[int, list[Kept]]:
    """By entry its results, in the order of exercises and parts."""
    found: dict[int, list[Kept]] = {}
    for start in range(0, len(entries), 500):  # a statement holds only so many values
        query = (
            select(EntryGradingRow.entry_id, ResultRow)
            .join(ResultRow, ResultRow.grading_id == EntryGradingRow.grading_id)
            .where(EntryGradingRow.entry_id.in_(entries[start : start + 500]))
            .order_by(EntryGradingRow.entry_id, EntryGradingRow.place, ResultRow.id)
        )
        for entry, row in session.execute(query):
            found.setdefault(entry, []).append(kept_of(row))
    return found


def kept_of(row: ResultRow) -> Kept:
    """The result of a row."""
    points = Points(row.earned, row.pending, row.of)
    return Kept(row.part, cast(Outcome, row.outcome), points, row.answer, row.answer_group, row.data)




def groups(class_: Iterable[Standing]) -> list[Group]:
    """The groups of answers of a class, as the grader found them, the largest first."""
    members: dict[str, list[PartResult]] = {}
    for standing in class_:
        for graded in standing.graded:
            members.setdefault(graded.kept.group, []).append(graded.kept.result(graded.student))
    return groups_from(members)


def grades(class_: Iterable[Standing], parts: Mapping[str, float]) -> list[Grade]:
    """The points of a class. ``parts`` are those of the assignment with their points, for who handed in nothing."""
    rows = []
    for standing in class_:
        student = standing.student.key
        if standing.submission is None:
            rows += [Grade(student, part, Points(0.0, 0.0, of), "missing") for part, of in parts.items()]
        rows += [Grade(student, one.part, one.points, one.outcome) for one in standing.graded if one.part is not None]
    return rows
