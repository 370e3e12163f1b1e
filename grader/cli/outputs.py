"""What is written for a class: results, grades, a page a student and one for the instructor."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from grader.core import Json, Language, PartResult, Text

if TYPE_CHECKING:
    from grader.course import Course
    from grader.gradebook.book import Gradebook
    from grader.gradebook.standings import Standing
    from grader.report.feedback import ClassReport, StudentReport


CLASS_PAGE, PAGES = "class.html", "feedback"


@dataclass(frozen=True, slots=True)
class Member:
    """A student of the class with the results that stand, marks put in."""

    standing: Standing
    results: tuple[PartResult, ...]

    @property
    def key(self) -> str:
        """The student's name in the gradebook."""
        return self.standing.student.key


def class_of(book: Gradebook, course: Course, students: Iterable[str] | None = None) -> list[Member]:
    """Everybody of the class; who handed in nothing has every part missing."""
    from grader.gradebook.runs import last_run
    from grader.gradebook.standings import standings
    from grader.grading import all_missing

    asked = course.only(*(item["part"] for item in last_run(book).settings["parts"]))
    members = []
    for standing in standings(book, students):
        student = standing.student
        results = tuple(graded.result for graded in standing.graded)
        if standing.submission is None:
            results = tuple(all_missing(student.key, asked, student.language or "en"))
        members.append(Member(standing, results))
    return members


def write_outputs(
    folder: Path, book: Gradebook, course: Course, members: Sequence[Member], language: Language
) -> tuple[str, ...]:
    """Write everything of a class into its folder; the names, the folder of pages as one."""
    from grader.gradebook.database import FILE
    from grader.gradebook.grades import grades_csv
    from grader.report.files import json_text, write_files
    from grader.report.results import result_to_json

    results = [result for member in members for result in member.results]
    files = {
        "results.json": json_text([result_to_json(result) for result in results]),
        "grades.csv": grades_csv(results),
        "run.json": json_text(about_run(book, results)),
    }
    write_files(folder, files)
    write_pages(folder, book, course, members, language)
    return (*files, CLASS_PAGE, f"{PAGES}/", *([FILE] if (folder / FILE).exists() else []))


def about_run(book: Gradebook, results: Sequence[PartResult]) -> dict[str, Json]:
    """The last run, as ``run.json`` tells it."""
    from grader.gradebook.runs import last_run
    from grader.report.run import run_to_json

    run = last_run(book)
    return run_to_json(results, run.settings, started=run.started, complete=run.ended is not None)


def write_pages(
    folder: Path, book: Gradebook, course: Course, members: Sequence[Member], language: Language
) -> int:
    """A page for each student, and the instructor's; how many."""
    from grader.gradebook.runs import last_run
    from grader.report.feedback import class_page, student_page
    from grader.report.files import write_files

    graded = last_run(book).started.astimezone()
    names = page_names(member.key for member in members)
    pages = {names[member.key]: student_page(student_report(member, course, graded)) for member in members}
    write_files(folder / PAGES, pages)
    write_files(folder, {CLASS_PAGE: class_page(class_report(book, course, members, names, language))})
    return len(pages) + 1


def student_report(member: Member, course: Course, graded: datetime) -> StudentReport:
    """What a student's page is made of."""
    from grader.report.feedback import Comment, StudentReport

    student = member.standing.student
    marks = (mark for graded_part in member.standing.graded for mark in graded_part.marks)
    comments = tuple(Comment(mark.part, mark.author, mark.text) for mark in marks if mark.action == "comment")
    return StudentReport(
        student=student.key,
        name=student.name,
        language=student.language or (member.results[0].language if member.results else "en"),
        results=member.results,
        titles=titles_of(course),
        exercises={exercise.address: exercise.title for exercise in course.exercises},
        comments=comments,
        graded=graded,
    )


def titles_of(course: Course) -> dict[str, Text]:
    """The titles of parts by address."""
    return {address: part.title for address, _, part in course.parts()}


def class_report(
    book: Gradebook, course: Course, members: Sequence[Member], pages: Mapping[str, str], language: Language
) -> ClassReport:
    """What the instructor's page is made of."""
    from grader.gradebook.runs import last_run
    from grader.gradebook.standings import groups
    from grader.report.feedback import ClassReport, GroupRow

    results = [result for member in members for result in member.results]
    rows = [
        GroupRow(
            id=group.id,
            part=group.part,
            size=len(group.students),
            example=group.line.text if group.line is not None else "",
            read=group.read,
            mistake=group.mistake,
            students=group.students,
        )
        for group in groups([member.standing for member in members])
        if group.part is not None
    ]
    return ClassReport(
        language=language,
        results={member.key: member.results for member in members},
        titles=titles_of(course),
        exercises={exercise.address: exercise.title for exercise in course.exercises},
        groups=rows,
        run=about_run(book, results),
        graded=last_run(book).started.astimezone(),
        pages={student: f"{PAGES}/{page}" for student, page in pages.items()},
        names={member.key: name for member in members if (name := member.standing.student.name)},
    )


def page_names(students: Iterable[str]) -> dict[str, str]:
    """File names of pages, which differ also where letters of either case are the same."""
    names: dict[str, str] = {}
    taken: set[str] = set()
    for student in students:
        plain = re.sub(r'[\\/:*?"<>|\x00-\x1f]', "_", student).strip(". ") or "_"
        name, number = f"{plain}.html", 1
        while name.casefold() in taken:
            number += 1
            name = f"{plain}-{number}.html"
        taken.add(name.casefold())
        names[student] = name
    return names
