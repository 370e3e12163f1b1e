"""Outcomes and points exactly by the contract, and that no fault of ours costs a point."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from grader.core import (
    Absent,
    Agreement,
    Answer,
    Bench,
    Broken,
    Claim,
    Counterexample,
    Exercise,
    Fail,
    Finding,
    Link,
    Message,
    Missing,
    Origin,
    Part,
    Pass,
    Passage,
    Points,
    Program,
    Reply,
    RunReport,
    Submission,
    Text,
    Undecided,
    Unplaced,
    Unreadable,
    Verdict,
    Where,
)
from grader.course import Course
from grader.grading import all_broken, grade_submission, outcome_of

PASS = Pass(Agreement(points=3))
FAIL = Fail(Counterexample({"b": 1}, "1", "2"), Text("half", "一半"), ("missing_factor",))
UNREADABLE = Unreadable(Message("reading.token"))
MISSING = Missing(Message("checks.nothing"))
UNDECIDED = Undecided(Message("checks.unsure"))
BROKEN = Broken("KeyError: 'objective'")
PLACE = Where("a.md", None, 3, 1, "b = 0")
LINK = Link(PLACE, "b = 0", FAIL)


@pytest.mark.parametrize(
    ("verdicts", "outcome", "why"),
    [
        ([PASS, PASS], "pass", "all pass"),
        ([PASS, FAIL], "partial", "some pass, some fail"),
        ([PASS, MISSING], "partial", "a bare result: right, but not derived"),
        ([PASS, UNREADABLE], "partial", "some pass, some cannot be read"),
        ([PASS, FAIL, UNDECIDED], "partial", "a pass and a fail come before the undecided"),
        ([FAIL, FAIL], "fail", "all fail"),
        ([FAIL, MISSING], "fail", "one fails, none passes"),
        ([FAIL, UNREADABLE], "fail", "something could be read, and it is wrong"),
        ([FAIL, UNDECIDED], "fail", "one fails, none passes"),
        ([PASS, UNDECIDED], "undecided", "nothing is wrong, a marker decides the rest"),
        ([UNDECIDED], "undecided", "a marker decides"),
        ([UNDECIDED, MISSING], "undecided", "none passes, none fails, and not all is missing"),
        ([UNREADABLE, UNREADABLE], "unreadable", "nothing could be read"),
        ([UNREADABLE, MISSING], "unreadable", "what is there could not be read"),
        ([MISSING, MISSING], "missing", "none of the names is in the program"),
        ([BROKEN, PASS], "broken", "any broken claim"),
        ([BROKEN, FAIL], "broken", "any broken claim, even beside a fail"),
        ([BROKEN, UNREADABLE], "broken", "a broken claim might have read it"),
    ],
)
def test_outcome(verdicts: list[Verdict], outcome: str, why: str) -> None:
    assert outcome_of(verdicts) == outcome, why


def test_points_are_earned_pending_or_lost() -> None:
    result = _grade(_claims(PASS, FAIL, UNDECIDED, BROKEN, MISSING, UNREADABLE))
    assert result.points == Points(earned=1.0, pending=3.0 + 4.0, of=21.0)


def test_an_exception_in_a_check_is_broken_and_the_next_claim_is_still_checked() -> None:
    def raises(_answer: Answer, bench: Bench) -> Finding:
        bench.reference.numeric("nothing")
        raise AssertionError

    result = _grade((Claim(SAYS, raises, 2.0), *_claims(PASS)))
    verdict = result.claims[0].finding.verdict
    assert isinstance(verdict, Broken)
    assert "Traceback" in verdict.error
    assert "CourseError" in verdict.error
    assert result.outcome == "broken"
    assert result.points == Points(earned=1.0, pending=2.0, of=3.0)


@pytest.mark.parametrize("error", [RecursionError, MemoryError, ZeroDivisionError])
def test_every_kind_of_exception_is_ours(error: type[Exception]) -> None:
    def raises(_answer: Answer, _bench: Bench) -> Finding:
        raise error

    assert _grade((Claim(SAYS, raises),)).outcome == "broken"


def test_every_part_has_a_result_in_order_and_those_not_handed_in_are_missing() -> None:
    submission = Submission("s01", {"line/mean/b": _answer("line/mean/b")}, files=("s01.md",))
    parts = (Part("a", SAYS, _claims(PASS)), Part("b", SAYS, _claims(PASS)), Part("code", SAYS, _claims(PASS)))
    results = grade_submission(submission, _course(parts), NoRunner())
    assert [(result.part, result.outcome) for result in results] == [
        ("line/mean/a", "missing"),
        ("line/mean/b", "pass"),
        ("line/mean/code", "missing"),
    ]
    assert results[0].points == Points(0.0, 0.0, 1.0)
    assert isinstance(results[0].claims[0].finding.verdict, Missing)
    assert [result.file for result in results] == ["s01.md", "a.md", "s01.md"]


def test_earlier_parts_are_on_the_bench_and_later_ones_are_not() -> None:
    seen: list[list[str]] = []

    def looks(_answer: Answer, bench: Bench) -> Finding:
        seen.append(list(bench.earlier))
        return Finding(PASS)

    parts = tuple(Part(name, SAYS, (Claim(SAYS, looks),)) for name in "abc")
    answers = {f"line/mean/{name}": _answer(f"line/mean/{name}") for name in "abc"}
    grade_submission(Submission("s", answers), _course(parts), NoRunner())
    assert seen == [[], ["a"], ["a", "b"]]


def test_claims_of_a_part_share_a_memory_and_parts_do_not() -> None:
    studies: list[str] = []

    def studies_once(answer: Answer, bench: Bench) -> Finding:
        bench.once("derivation", lambda: studies.append(answer.part))
        return Finding(PASS)

    claims = (Claim(SAYS, studies_once), Claim(SAYS, studies_once))
    answers = {f"line/mean/{name}": _answer(f"line/mean/{name}") for name in "ab"}
    grade_submission(
        Submission("s", answers), _course((Part("a", SAYS, claims), Part("b", SAYS, claims))), NoRunner()
    )
    assert studies == ["line/mean/a", "line/mean/b"]


def test_links_and_remarks_that_claims_share_are_reported_once_in_order() -> None:
    other = Link(Where("a.md", None, 4, 1, "c"), "c", PASS)
    remarks = (Text("squared norm", "范数的平方"),)
    claims = (
        Claim(SAYS, _finds(Finding(FAIL, PLACE, (LINK, other), remarks))),
        Claim(SAYS, _finds(Finding(PASS, None, (LINK, other), remarks))),
    )
    result = _grade(claims)
    assert result.links == (LINK, other)
    assert result.remarks == remarks


def test_what_belongs_to_no_part_is_reported_after_the_parts() -> None:
    corrupt = Unplaced("s01.ipynb", Message("reading.corrupt"), fatal=True)
    picture = Unplaced("s01.md", Message("reading.picture"), PLACE)
    submission = Submission("s01", {}, (corrupt, picture), language="zh")
    results = grade_submission(submission, _course((Part("a", SAYS, _claims(PASS)),)), NoRunner())
    assert [(result.part, result.outcome, result.file) for result in results[1:]] == [
        (None, "unreadable", "s01.ipynb"),
        (None, "unreadable", "s01.md"),
    ]
    assert results[1].remarks == (Message("reading.corrupt"),)
    assert results[2].links[0].where == PLACE
    assert {result.language for result in results} == {"zh"}


def test_a_program_reports_its_run() -> None:
    report = RunReport("timeout", 2.0, part="line/mean/a")
    program = Program((Passage("code", "while True: pass", Origin("s.ipynb", 1)),))
    answer = Answer("line/mean/a", program=program)
    result = _grade(_claims(PASS), answer, OneRun(report))
    assert result.run == report
    assert result.file == "s.ipynb"


def test_a_runner_that_breaks_leaves_the_other_claims_their_results() -> None:
    program = Program((Passage("code", "x = 1", Origin("s.py")),))
    result = _grade(_claims(PASS), Answer("line/mean/a", program=program), NoRunner())
    assert result.outcome == "pass"
    assert result.run is None
    assert [words.key for words in result.remarks if isinstance(words, Message)] == ["doors.no_run"]


def test_a_student_who_could_not_be_graded_loses_nothing() -> None:
    part = Part("a", SAYS, _claims(PASS, PASS))
    (result,) = all_broken("s01", _course((part,)), "exit status -9")
    assert (result.part, result.outcome, result.points) == ("line/mean/a", "broken", Points(0.0, 3.0, 3.0))


# ------------------------------------------------------------------------------------------------- helpers

SAYS = Text("It is so", "是这样")


def _finds(finding: Finding) -> Callable[[Answer, Bench], Finding]:
    return lambda _answer, _bench: finding


def _claims(*verdicts: Verdict) -> tuple[Claim, ...]:
    """Claims worth 1, 2, 3 … points."""
    return tuple(Claim(SAYS, _finds(Finding(verdict)), float(i)) for i, verdict in enumerate(verdicts, 1))


def _answer(part: str) -> Answer:
    return Answer(part, (Passage("text", "b = 0", Origin("a.md")),))


def _course(parts: tuple[Part, ...]) -> Course:
    return Course((Exercise("line/mean", SAYS, parts),), Path("exercises"), Path("solutions"))


def _grade(claims, answer=None, runner=None):  # type: ignore[no-untyped-def]
    course = _course((Part("a", SAYS, claims),))
    submission = Submission("s01", {"line/mean/a": answer or _answer("line/mean/a")})
    return grade_submission(submission, course, runner or NoRunner())[0]


class NoRunner:
    """A runner that cannot start anything."""

    def run(self, program: Program) -> OneRun:  # noqa: ARG002
        raise OSError("no process could be started")


class OneRun:
    """A runner and the run that it always gives."""

    def __init__(self, report: RunReport) -> None:
        self.report = report

    def run(self, program: Program) -> OneRun:  # noqa: ARG002
        return self

    def value(self, name: str) -> Reply:
        return Absent(name)

    def call(self, name: str, args: object = (), *, library: str) -> Reply:  # noqa: ARG002
        return Absent(name)
