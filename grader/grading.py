"""From a submission to results: every claim of every part is checked, and the part gets its outcome and points.

A claim is pass or fail; partial credit is the sum over claims. What the grader or the course broke never costs a
point: an exception inside a check is :class:`~grader.core.Broken`, and its points are pending.
"""

from __future__ import annotations

import re
import traceback
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TypeVar, assert_never

from grader.core import (
    Answer,
    Bench,
    Broken,
    Claim,
    ClaimResult,
    Exercise,
    Fail,
    Finding,
    Language,
    Link,
    Message,
    Missing,
    Outcome,
    Part,
    PartResult,
    Pass,
    Passage,
    Points,
    Runner,
    RunReport,
    Submission,
    Undecided,
    Unplaced,
    Unreadable,
    Verdict,
)
from grader.course import Course, read_hand_in

_T = TypeVar("_T")


def grade_submission(submission: Submission, course: Course, runner: Runner, seed: int = 0) -> list[PartResult]:
    """The result of every part of the course, in its order, then of what belongs to no part."""
    parts = [
        grade_part(submission, exercise, part, course=course, runner=runner, seed=seed)
        for _, exercise, part in course.parts()
    ]
    return parts + [_unplaced(submission, item) for item in submission.unplaced]


def grade_paths(
    paths: Sequence[Path],
    course: Course,
    runner: Runner,
    *,
    student: str,
    seed: int = 0,
    part: str | None = None,
    exercises: Collection[str] | None = None,
) -> list[PartResult]:
    """The results of one student's files and folders; with ``part``, all of them answer that part alone.

    ``exercises``: the addresses of those to grade, if not all. An exception on the way is ours: every part is broken,
    and no point is lost.
    """
    asked = course if part is None else course.only(part)
    if exercises is not None:
        asked = replace(asked, exercises=tuple(task for task in asked.exercises if task.address in exercises))
    try:
        submission = read_hand_in(paths, course, student=student, part=part)
        return grade_submission(submission, asked, runner, seed)
    except Exception:
        return all_broken(student, asked, traceback.format_exc().rstrip())


def all_broken(student: str, course: Course, error: str) -> list[PartResult]:
    """The results of a student whom the grader could not grade: all points are pending."""
    return [_broken(student, exercise, part, error) for _, exercise, part in course.parts()]


def all_missing(student: str, course: Course, language: Language = "en") -> list[PartResult]:
    """The results of a student who handed in nothing."""
    nothing = Submission(student, {}, language=language)
    return [
        _not_handed_in(nothing, address, part, Answer(address)) for address, _, part in course.parts()
    ]


def grade_part(
    submission: Submission, exercise: Exercise, part: Part, *, course: Course, runner: Runner, seed: int = 0
) -> PartResult:
    """One student's result in one part."""
    address = f"{exercise.address}/{part.name}"
    answer = submission.answers.get(address, Answer(address))
    if not answer.passages and answer.program is None:
        return _not_handed_in(submission, address, part, answer)
    earlier = _earlier(submission, exercise, part)
    bench = Bench(course.reference(exercise), runner, seed, earlier, exercise_memory=course.memory(exercise))
    claims = tuple(ClaimResult(claim.says, claim.points, _check(claim, answer, bench)) for claim in part.claims)
    findings = [result.finding for result in claims]
    run, trouble = _run_report(answer, runner)
    return PartResult(
        student=submission.student,
        part=address,
        outcome=outcome_of([finding.verdict for finding in findings]),
        points=points_of(claims),
        claims=claims,
        links=_distinct(link for finding in findings for link in finding.links),
        remarks=_distinct([*answer.remarks, *trouble, *(words for finding in findings for words in finding.remarks)]),
        file=_file_of(answer),
        run=run,
        language=submission.language,
        answer=_handed_in(answer, part),
        readings=_distinct(reading for finding in findings for reading in finding.readings),
        plots=_distinct(plot for finding in findings for plot in finding.plots),
    )


def _broken(student: str, exercise: Exercise, part: Part, error: str) -> PartResult:
    claims = tuple(ClaimResult(claim.says, claim.points, Finding(Broken(error))) for claim in part.claims)
    return PartResult(student, f"{exercise.address}/{part.name}", "broken", points_of(claims), claims)


def outcome_of(verdicts: Sequence[Verdict]) -> Outcome:
    """The outcome of a part that was handed in: the first that applies, as the contract lists them.

    A part of which every claim is missing (its names are nowhere in the program) counts as not handed in.
    """
    kinds = [type(verdict) for verdict in verdicts]
    passed, failed = Pass in kinds, Fail in kinds
    lost = Missing in kinds or Unreadable in kinds
    if kinds and all(kind is Missing for kind in kinds):
        return "missing"
    if Unreadable in kinds and all(kind in (Missing, Unreadable) for kind in kinds):
        return "unreadable"
    if Broken in kinds:
        return "broken"
    if all(kind is Pass for kind in kinds):
        return "pass"
    if passed and (failed or lost):
        return "partial"
    return "fail" if failed else "undecided"


def points_of(claims: Iterable[ClaimResult]) -> Points:
    """Earned by claims that pass; pending where a marker or the staff must act."""
    earned = pending = of = 0.0
    for result in claims:
        points = result.points
        of += points
        match result.finding.verdict:
            case Pass():
                earned += points
            case Undecided() | Broken():
                pending += points
            case Fail() | Unreadable() | Missing():
                pass
            case other:
                assert_never(other)
    return Points(earned, pending, of)


def _check(claim: Claim, answer: Answer, bench: Bench) -> Finding:
    try:
        return claim.check(answer, bench)
    except Exception as error:  # whatever it is, it is ours, and the next claim must still be checked
        return Finding(Broken("".join(traceback.format_exception(error)).rstrip()))


def _earlier(submission: Submission, exercise: Exercise, part: Part) -> dict[str, Answer]:
    names = [other.name for other in exercise.parts]
    earlier = names[: names.index(part.name)]
    answers = {name: submission.answers.get(f"{exercise.address}/{name}") for name in earlier}
    return {name: answer for name, answer in answers.items() if answer is not None}


def _not_handed_in(submission: Submission, address: str, part: Part, answer: Answer) -> PartResult:
    missing = Finding(Missing(Message("doors.not_handed_in", {"part": address})))
    claims = tuple(ClaimResult(claim.says, claim.points, missing) for claim in part.claims)
    return PartResult(
        student=submission.student,
        part=address,
        outcome="missing",
        points=points_of(claims),
        claims=claims,
        remarks=answer.remarks,
        file=submission.files[0] if len(submission.files) == 1 else None,
        language=submission.language,
    )


def _unplaced(submission: Submission, item: Unplaced) -> PartResult:
    """What belongs to no part, with its place if only a passage of the file is meant."""
    return PartResult(
        student=submission.student,
        part=None,
        outcome="unreadable",
        points=Points(0.0, 0.0, 0.0),
        links=() if item.where is None else (Link(item.where, "", Unreadable(item.problem)),),
        remarks=(item.problem,),
        file=item.file,
        language=submission.language,
    )


def _run_report(answer: Answer, runner: Runner) -> tuple[RunReport | None, list[Message]]:
    """How the program ran. Checks that needed it have asked for the same run before, so it costs nothing more."""
    if answer.program is None:
        return None, []
    try:
        return runner.run(answer.program).report, []
    except Exception as error:  # checks that need the run are broken by it; the others must keep their results
        return None, [Message("doors.no_run", {"error": "".join(traceback.format_exception_only(error)).strip()})]


def _handed_in(answer: Answer, part: Part) -> tuple[Passage, ...]:
    """What a reader of the result wants to see: the text, and of the program the cells that hold the part's names."""
    cells = answer.program.cells if answer.program is not None else ()
    names = re.compile(rf"\b(?:{'|'.join(map(re.escape, part.names))})\b") if part.names else None
    told = [cell for cell in cells if names is not None and names.search(cell.source)]
    passages = _distinct([*answer.passages, *told])
    return tuple(sorted(passages, key=lambda item: (item.origin.file, item.origin.cell or 0, item.origin.line)))


def _file_of(answer: Answer) -> str | None:
    passages = answer.passages or (answer.program.cells if answer.program else ())
    return passages[0].origin.file if passages else None


def _distinct(items: Iterable[_T]) -> tuple[_T, ...]:
    """Each item once, in order: claims that share a study report its links alike."""
    kept: list[_T] = []
    for item in items:
        if item not in kept:
            kept.append(item)
    return tuple(kept)
