"""``grader grade``: a class, into a gradebook and a folder of marks."""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from grader.cli.books import book_for
from grader.cli.common import (
    INTERRUPTED,
    OK,
    STAFF,
    WrongUsage,
    assignment_of,
    course_of,
    course_options,
    output_options,
    positive,
    require_writable,
    say,
)
from grader.core import Json, Language, Message

if TYPE_CHECKING:
    from grader.batch.folder import Class
    from grader.batch.worker import Graded
    from grader.course import Course
    from grader.gradebook.book import Gradebook
    from grader.gradebook.runs import Work


def add_to(commands: Any) -> None:
    """The command and its options."""
    grade = commands.add_parser("grade", parents=[course_options(), output_options()], help="grade a class")
    grade.add_argument("submissions", type=Path, metavar="SUBMISSIONS", help="one folder or file a student, or a zip")
    grade.add_argument(
        "--only", action="append", metavar="ADDRESS",
        help="a section or an exercise that is the assignment; may be given several times (default: the whole course)",
    )  # fmt: skip
    grade.add_argument("--out", type=Path, metavar="DIR", help="gradebook, grades and feedback pages go here")
    grade.add_argument("--database", metavar="URL", help="keep the gradebook there, as postgresql://HOST/NAME")
    grade.add_argument("--roster", type=Path, metavar="FILE", help="a CSV of who is in the class")
    grade.add_argument(
        "--from", dest="system", choices=("canvas", "moodle", "gradescope", "nbgrader", "plain"),
        help="where the folder was downloaded from (default: told by its names)",
    )  # fmt: skip
    grade.add_argument("--assignment", metavar="NAME", help="which of those that nbgrader keeps")
    grade.add_argument("--workers", type=positive, default=os.cpu_count() or 1, metavar="N", help="default: all cores")
    grade.add_argument("--cluster", metavar="ADDRESS", help="grade on Dask: a scheduler's address, or local")
    grade.add_argument("--again", action="store_true", help="grade what is graded already again as well")
    grade.set_defaults(command=_grade)


@dataclass(slots=True)
class _Run:
    """One use of the command: who there is, what each handed in, what of it is graded already."""

    book: Gradebook
    number: int
    works: Mapping[str, Work]
    there: Mapping[str, Mapping[str, int]]
    absent: Sequence[str]
    graded: list[str] = field(default_factory=list)
    rung: str | None = None
    reasons: Mapping[str, str] = field(default_factory=dict)

    @property
    def todo(self) -> list[Work]:
        """Whose submissions are to be graded, in part or whole."""
        return [work for work in self.works.values() if set(work.keys) - set(self.there[work.student])]

    def enter_what_is_there(self) -> None:
        """Those of whom nothing is to be graded."""
        from grader.gradebook.runs import enter_absent, enter_found

        todo = {work.student for work in self.todo}
        ready = [work for work in self.works.values() if work.student not in todo]
        enter_found(self.book, self.number, [(work, self.there[work.student]) for work in ready])
        enter_absent(self.book, self.number, self.absent)

    def enter(self, graded: Graded) -> None:
        """One that was just graded."""
        from grader.gradebook.runs import enter

        enter(self.book, self.number, self.works[graded.student], graded.gradings, self.there[graded.student])
        self.graded.append(graded.student)
        if graded.rung is not None:
            self.rung, self.reasons = graded.rung, graded.reasons


def _grade(args: argparse.Namespace) -> int:
    from grader.batch.folder import opened_class
    from grader.batch.unpack import is_archive

    course = course_of(args)
    assignment_of(course, args.only)  # a slip in an address is told before the work
    if not (args.submissions.is_dir() or is_archive(args.submissions)):
        raise WrongUsage(Message("doors.no_such_path", {"path": str(args.submissions)}))
    if args.out is not None:
        require_writable(args.out)
    opened = opened_class(args.submissions, system=args.system, assignment=args.assignment, near=args.out)
    with opened as found, book_for(args.out, args.database) as book:
        students, absent = _matched(args, found, book)
        if not students.hand_ins:
            raise WrongUsage(Message("doors.no_submissions", {"path": str(args.submissions)}))
        return _graded(args, course, students, absent, book)


def _matched(args: argparse.Namespace, found: Class, book: Gradebook) -> tuple[Class, list[str]]:
    """The class under the names of the roster, and the keys of those on it who handed in nothing."""
    from grader.batch.folder import renamed
    from grader.gradebook.roster import match, read_roster
    from grader.gradebook.students import enrol, roster_of

    if args.roster is not None:
        enrol(book, read_roster(args.roster))
    roster = roster_of(book)
    if not roster.students:
        return found, []
    matching = match(roster, found.hand_ins)
    students = replace(renamed(found, matching.keys), remarks=(*found.remarks, *matching.remarks))
    present = {item.student for item in students.hand_ins} | matching.doubtful
    return students, [student.key for student in roster.students if student.key not in present]


def _graded(
    args: argparse.Namespace, course: Course, students: Class, absent: Sequence[str], book: Gradebook
) -> int:
    from grader.gradebook.runs import begin, end, rung_before
    from grader.reading.folder import shown
    from grader.report.run import versions

    start = time.perf_counter()
    asked = assignment_of(course, args.only).parts()
    parts: list[Json] = [{"part": address, "of": part.points} for address, _, part in asked]
    settings: dict[str, Json] = {
        "seed": args.seed,
        "workers": args.workers,
        "versions": versions(),
        "parts": parts,
        "ignored": [shown(name) for name in students.ignored],
    }
    run = _begun(args, course, students, absent, book, begin(book, settings))
    run.enter_what_is_there()
    complete = _run_through(args, course, students, run)
    about: dict[str, Json] = {
        "rung": run.rung or rung_before(book),
        "seconds": round(time.perf_counter() - start, 3),
        "graded": len(run.graded),
        "not_graded": [work.student for work in run.todo if work.student not in run.graded],
    }
    end(book, run.number, about, complete=complete)
    return _reported(args, course, students, run, time.perf_counter() - start)


def _begun(
    args: argparse.Namespace, course: Course, students: Class, absent: Sequence[str], book: Gradebook, number: int
) -> _Run:
    from grader.batch.identity import NOWHERE, exercise_keys, submission_digest
    from grader.gradebook.runs import Work, found

    asked = {NOWHERE, *(exercise.address for exercise in assignment_of(course, args.only).exercises)}
    keys = {exercise: key for exercise, key in exercise_keys(course, args.seed).items() if exercise in asked}
    works = {
        item.student: Work(item.student, submission_digest(item.paths), _names(item.paths), keys)
        for item in students.hand_ins
    }
    there = {student: {} for student in works} if args.again else found(book, works.values())
    return _Run(book, number, works, there, absent)


def _names(paths: Sequence[Path]) -> tuple[str, ...]:
    from grader.reading.folder import shown

    return tuple(shown(path.name) for path in paths)


def _run_through(args: argparse.Namespace, course: Course, students: Class, run: _Run) -> bool:
    """Grade whoever is not yet; whether everybody was reached."""
    from grader.batch.schedule import grade_class
    from grader.batch.worker import Setting, Task
    from grader.report.progress import progress

    paths = {item.student: item.paths for item in students.hand_ins}
    tasks = [
        Task(work.student, paths[work.student], tuple(key for key in work.keys if key not in run.there[work.student]))
        for work in run.todo
    ]
    lang: Language = args.lang or "en"
    with progress(len(run.works), len(run.works) - len(tasks), lang, lines=args.json) as told:

        def done(graded: Graded) -> None:
            run.enter(graded)
            told(graded.student, [kept.outcome for grading in graded.gradings for kept in grading.results])

        def stop() -> None:
            say(Message("doors.stopping"), lang)

        setting = Setting(course.folder, course.solutions, args.seed, args.unsafe)
        if args.cluster is not None:
            from grader.batch.cluster import grade_on_cluster

            def useless(worker: str, reason: Message) -> None:
                say(Message("cluster.useless", {"worker": worker, "reason": reason}), lang)

            return grade_on_cluster(
                tasks, setting, course, address=args.cluster, n_workers=args.workers, on_done=done, on_stop=stop,
                on_useless=useless,
            )  # fmt: skip
        return grade_class(tasks, setting, course, n_workers=args.workers, on_done=done, on_stop=stop)


def _reported(args: argparse.Namespace, course: Course, students: Class, run: _Run, seconds: float) -> int:
    """Write and print where the class stands now."""
    from grader.cli.outputs import class_of, write_outputs
    from grader.report.files import json_text
    from grader.report.results import result_to_json
    from grader.report.terminal import console, show_class

    lang: Language = args.lang or "en"
    members = class_of(run.book, course)
    results = [result for member in members for result in member.results]
    written = () if args.out is None else write_outputs(args.out, run.book, course, members, lang)
    if args.json:
        print(json_text([result_to_json(result, args.lang) for result in results]), end="")
    else:
        show_class(results, console(), lang)
        _say_what_was_done(args, students, run, seconds, written)
    todo = len(run.todo)
    if len(run.graded) < todo:
        done, total = len(run.works) - todo + len(run.graded), len(run.works)
        say(Message("doors.interrupted", {"done": done, "total": total}), lang)
        return INTERRUPTED
    return STAFF if any(result.outcome == "broken" for result in results) else OK


def _say_what_was_done(
    args: argparse.Namespace, students: Class, run: _Run, seconds: float, written: Sequence[str]
) -> None:
    _say_isolation(args, run)
    remarks = [words for item in students.hand_ins for words in item.remarks]
    for remark in (*students.remarks, *remarks):
        say(remark, args.lang, sys.stdout)
    if students.ignored:
        say(Message("doors.ignored", {"names": ", ".join(students.ignored)}), args.lang, sys.stdout)
    before = len(run.works) - len(run.todo)
    fields: dict[str, str | int] = {"students": len(run.graded), "seconds": f"{seconds:.1f}", "before": before}
    say(Message("doors.students_before" if before else "doors.students", fields), args.lang, sys.stdout)
    if args.out is None:
        say(Message("doors.not_written"), args.lang, sys.stdout)
    else:
        say(Message("doors.written", {"path": str(args.out), "names": ", ".join(written)}), args.lang, sys.stdout)


def _say_isolation(args: argparse.Namespace, run: _Run) -> None:
    """How student code was isolated, and where it could not be, why not."""
    if run.rung is not None:
        say(Message("jail.rung", {"rung": run.rung}), args.lang, sys.stdout)
    if run.reasons:
        reasons = "; ".join(f"{rung}: {reason}" for rung, reason in run.reasons.items())
        say(Message("jail.not_isolated", {"reasons": reasons}), args.lang)
