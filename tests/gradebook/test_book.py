"""Runs, standings, marks and history: nothing is graded twice, nothing is lost, nothing is overwritten."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import func, select

from grader.core import Broken, Fail, Marking, PartResult, Pass, Points
from grader.gradebook.book import Gradebook
from grader.gradebook.database import url_of
from grader.gradebook.decisions import NoSuchMark, decide, undo
from grader.gradebook.history import history
from grader.gradebook.kept import Kept, answer_digest
from grader.gradebook.marks import Mark
from grader.gradebook.roster import Roster, Student
from grader.gradebook.runs import Grading, begin, end, enter, enter_absent, found, last_run
from grader.gradebook.standings import grades, groups, standings
from grader.gradebook.students import enrol, roster_of
from grader.gradebook.tables import GradingRow, ResultRow, SubmissionRow
from tests.gradebook.made import OPEN, RIGHT, WRONG, A, B, graded, made_book, result, work
from tests.rows import rows


def _points(book: Gradebook, student: str, part: str) -> Points:
    every = {(row.student, row.part): row.points for row in grades(standings(book), {A: 4.0, B: 4.0})}
    return every[student, part]


# ------------------------------------------------------------------------------------------------ runs


@pytest.mark.parametrize(
    ("digest", "key", "again"),
    rows(
        ("d1", "k1", [], "the same submission to the same exercise"),
        ("d2", "k1", ["line/mean", ""], "another submission"),
        ("d1", "k2", ["line/mean"], "another exercise; what belongs to none is not graded again"),
    ),
)
def test_what_is_graded_already_is_found(digest: str, key: str, again: list[str]) -> None:
    with made_book() as book:
        graded(book, {"s01": [result("s01", A, RIGHT), result("s01", None)]})
        now = work("s01", digest, {"line/mean": key, "": "k0"})
        there = found(book, [now])["s01"]
        assert [exercise for exercise in now.keys if exercise not in there] == again


def test_what_broke_is_graded_again() -> None:
    with made_book() as book:
        graded(book, {"s01": [result("s01", A, Broken("boom"))]})
        assert found(book, [work("s01")]) == {"s01": {"": 2}}


def test_the_same_work_of_another_student_is_not_found() -> None:
    with made_book() as book:
        graded(book, {"s01": [result("s01", A, RIGHT)]})
        assert found(book, [work("s02")]) == {"s02": {}}


def _exercise(one: PartResult) -> str:
    return (one.part or "").rpartition("/")[0]


def test_results_come_back_in_the_order_of_the_course_whatever_was_graded_when() -> None:
    keys = {"line/mean": "k1", "line/other": "k2", "": "k0"}
    other = "line/other/a"
    results = [result("s01", A, RIGHT), result("s01", other, WRONG), result("s01", None)]
    with made_book() as book:
        for changed in ("k1", "k9"):
            run = begin(book, {})
            now = work("s01", keys={**keys, "line/mean": changed})
            there = found(book, [now])["s01"]
            gradings = [
                Grading(exercise, tuple(Kept.of(one) for one in results if _exercise(one) == exercise))
                for exercise in now.keys
                if exercise not in there
            ]
            enter(book, run, now, gradings, there)
            end(book, run, {}, complete=True)
        (standing,) = standings(book)
        assert [one.part for one in standing.graded] == [A, other, None]
        assert [one.result for one in standing.graded] == results


def test_where_everybody_stands_is_what_the_last_whole_run_and_those_since_say() -> None:
    with made_book() as book:
        graded(book, {name: [result(name, A, RIGHT)] for name in ("s01", "s02", "gone")})
        graded(book, {name: [result(name, A, RIGHT)] for name in ("s01", "s02")})
        assert [standing.student.key for standing in standings(book)] == ["s01", "s02"]
        cut = begin(book, {})
        enter(book, cut, work("s02", "d2"), [Grading("line/mean", (Kept.of(result("s02", A, WRONG)),))], {})
        assert [standing.submission for standing in standings(book)] == ["d1", "d2"]
        assert last_run(book).ended is None


def test_a_student_without_a_submission_has_a_row_for_each_part() -> None:
    with made_book() as book:
        enrol(book, Roster((Student("s01", "Ada", "zh"), Student("s02", None, None, {"email": "e"}))))
        run = begin(book, {})
        enter(book, run, work("s01"), [Grading("line/mean", (Kept.of(result("s01", A, RIGHT)),))], {})
        enter_absent(book, run, ["s02"])
        end(book, run, {}, complete=True)
        rows_ = grades(standings(book), {A: 4.0, B: 4.0})
        assert [(row.student, row.part, row.outcome, row.points.of) for row in rows_] == [
            ("s01", A, "pass", 2.0),
            ("s02", A, "missing", 4.0),
            ("s02", B, "missing", 4.0),
        ]


def test_a_new_roster_takes_the_place_of_the_old_one() -> None:
    with made_book() as book:
        enrol(book, Roster((Student("s01", "Ada"), Student("s02"))))
        newer = Roster((Student("s02", "Bo", "en", {"sid": "7"}), Student("s03")), "canvas", ("Homework (1)",))
        enrol(book, newer)
        assert roster_of(book) == newer


# ------------------------------------------------------------------------------------------------ marks


def _mark(**of: object) -> Mark:
    action = "points" if "points" in of else "claim" if "claim" in of else "comment"
    return Mark.new("Li", action, A, "because", **of)  # type: ignore[arg-type]  # as the tests give it


def _group(book: Gradebook, student: str) -> str:
    (standing,) = standings(book, [student])
    return next(one.kept.group for one in standing.graded if one.part == A)


def _result(book: Gradebook, student: str) -> PartResult:
    (standing,) = standings(book, [student])
    return next(one.result for one in standing.graded if one.part == A)


DIGEST = answer_digest(result("s01", A).answer)


@pytest.mark.parametrize(
    ("of", "points", "outcome"),
    rows(
        ({"claim": "Claim 2", "passes": True}, Points(4.0, 0.0, 6.0), "partial", "the open claim passes"),
        ({"claim": "Claim 2", "passes": False}, Points(2.0, 0.0, 6.0), "partial", "the open claim fails"),
        ({"claim": "Claim 3", "passes": True}, Points(4.0, 2.0, 6.0), "undecided", "a wrong one is overruled"),
        ({"claim": "Claim 1", "passes": False}, Points(0.0, 2.0, 6.0), "fail", "a right one is overruled"),
        ({"claim": "Claim 9", "passes": True}, Points(2.0, 2.0, 6.0), "partial", "a claim that is no more"),
        ({"points": 5.0}, Points(5.0, 0.0, 6.0), "partial", "points for the part; nothing is pending then"),
        ({"points": 6.0}, Points(6.0, 0.0, 6.0), "pass", "all of them"),
        ({"points": 0.0}, Points(0.0, 0.0, 6.0), "fail", "none"),
        ({"points": 60.0}, Points(6.0, 0.0, 6.0), "pass", "the part became worth less since"),
        ({}, Points(2.0, 2.0, 6.0), "partial", "a comment changes no points"),
    ),
)
def test_marks_change_a_result(of: dict[str, object], points: Points, outcome: str) -> None:
    with made_book() as book:
        graded(book, {"s01": [result("s01", A, RIGHT, OPEN, WRONG)]})
        decide(book, [_mark(student="s01", answer=DIGEST, **of)])
        assert (_points(book, "s01", A), _result(book, "s01").outcome) == (points, outcome)


def test_who_decided_and_why_is_the_evidence() -> None:
    with made_book() as book:
        graded(book, {"s01": [result("s01", A, OPEN, OPEN)]})
        decide(book, [_mark(student="s01", answer=DIGEST, claim="Claim 1", passes=True)])
        decide(book, [_mark(student="s01", answer=DIGEST, claim="Claim 2", passes=False)])
        first, second = (claim.finding.verdict for claim in _result(book, "s01").claims)
        assert first == Pass(Marking("Li", "because"))
        assert isinstance(second, Fail)
        assert second.witness == Marking("Li", "because")


def test_points_for_a_part_close_what_was_open_as_far_as_they_reach() -> None:
    with made_book() as book:
        graded(book, {"s01": [result("s01", A, OPEN, OPEN)]})
        decide(book, [_mark(student="s01", answer=DIGEST, points=2.0)])
        kinds = [type(claim.finding.verdict) for claim in _result(book, "s01").claims]
        assert kinds == [Pass, Fail]


def test_a_mark_of_a_group_is_of_all_its_members_also_of_those_who_join_later() -> None:
    with made_book() as book:
        graded(book, {"s01": [result("s01", A, OPEN)], "s02": [result("s02", A, OPEN)]})
        decide(book, [_mark(group=_group(book, "s01"), points=1.0)])
        graded(book, {name: [result(name, A, OPEN)] for name in ("s01", "s02", "s03")})
        assert {student: _points(book, student, A).earned for student in ("s01", "s02", "s03")} == dict.fromkeys(
            ("s01", "s02", "s03"), 1.0
        )


def test_a_group_s_mark_is_not_of_others() -> None:
    with made_book() as book:
        graded(book, {"s01": [result("s01", A, OPEN)], "s02": [result("s02", A, OPEN, text="$b = 2$")]})
        decide(book, [_mark(group=_group(book, "s01"), points=1.0)])
        assert _points(book, "s02", A) == Points(0.0, 2.0, 2.0)
        assert len(groups(standings(book))) == 2


def test_a_student_s_mark_goes_before_the_group_s_and_a_later_before_an_earlier_one() -> None:
    with made_book() as book:
        graded(book, {"s01": [result("s01", A, OPEN)]})
        decide(book, [_mark(student="s01", answer=DIGEST, points=0.5)])
        decide(book, [_mark(student="s01", answer=DIGEST, points=1.5)])
        decide(book, [_mark(group=_group(book, "s01"), points=1.0)])
        assert _points(book, "s01", A).earned == 1.5


@pytest.mark.parametrize(
    ("text", "holds"),
    rows(
        ("$b = 1$", True, "the same answer in another file"),
        ("  $b = 1$  \n", True, "blanks around it are nothing"),
        ("$b = 2$", False, "another answer"),
    ),
)
def test_a_mark_survives_as_long_as_the_answer_is_the_same(text: str, holds: bool) -> None:
    with made_book() as book:
        graded(book, {"s01": [result("s01", A, OPEN)]})
        decide(book, [_mark(student="s01", answer=DIGEST, points=1.0)])
        graded(book, {"s01": [result("s01", A, OPEN, text=text)]}, [work("s01", "d2")])
        assert _points(book, "s01", A) == (Points(1.0, 0.0, 2.0) if holds else Points(0.0, 2.0, 2.0))
        marks = [step for step in history(book, "s01").steps if step.mark is not None]
        assert [step.stale for step in marks] == [not holds]


def test_marks_are_taken_back_one_by_one_and_stay_in_the_history() -> None:
    with made_book() as book:
        graded(book, {"s01": [result("s01", A, OPEN)]})
        numbers = decide(book, [_mark(student="s01", answer=DIGEST, points=p) for p in (0.5, 1.0)])
        assert undo(book, "Li").id == numbers[1]
        assert _points(book, "s01", A).earned == 0.5
        assert undo(book, "Wu", numbers[0]).id == numbers[0]
        assert _points(book, "s01", A) == Points(0.0, 2.0, 2.0)
        undone = [step.undone for step in history(book, "s01").steps if step.mark is not None]
        assert [who for who, _ in filter(None, undone)] == ["Wu", "Li"]
        with pytest.raises(NoSuchMark):
            undo(book, "Li")
        with pytest.raises(NoSuchMark):
            undo(book, "Li", numbers[0])


# ---------------------------------------------------------------------------------------------- history


def test_the_history_says_what_changed_and_why() -> None:
    with made_book() as book:
        graded(book, {"s01": [result("s01", A, WRONG)]})
        graded(book, {"s01": [result("s01", A, WRONG)]})
        graded(book, {"s01": [result("s01", A, RIGHT)]}, [work("s01", "d2")])
        graded(book, {"s01": [result("s01", A, OPEN)]}, [work("s01", "d2", {"line/mean": "k2", "": "k0"})])
        past = history(book, "s01")
        told = [[(why.key) for why in step.why] for step in past.steps]
        assert told == [["book.first"], ["book.same"], ["book.new_submission"], ["book.new_key"]]
        assert [[(c.before.earned, c.after.earned) for c in step.changes] for step in past.steps] == [
            [], [], [(0.0, 2.0)], [(2.0, 0.0)],
        ]  # fmt: skip
        assert past.stands == Points(0.0, 2.0, 2.0)


def test_a_regrade_that_was_asked_for_is_told_as_one() -> None:
    with made_book() as book:
        graded(book, {"s01": [result("s01", A, WRONG)]})
        run = begin(book, {})
        enter(book, run, work("s01"), [Grading("line/mean", (Kept.of(result("s01", A, RIGHT)),)), Grading("", ())], {})
        assert [why.key for why in history(book, "s01").steps[-1].why] == ["book.again"]
        assert isinstance(_result(book, "s01").claims[0].finding.verdict, Pass)


def test_everything_that_ever_was_is_still_there() -> None:
    with made_book() as book:
        for digest in ("d1", "d2", "d3"):
            graded(book, {"s01": [result("s01", A, OPEN, text=digest)]}, [work("s01", digest)])
        with book.reading() as session:
            tables = (SubmissionRow, GradingRow, ResultRow)
            counts = [session.scalar(select(func.count()).select_from(table)) for table in tables]
        assert counts == [3, 6, 3]


# ------------------------------------------------------------------------------------------- durability


def test_what_was_entered_is_there_after_a_kill(tmp_path: Path) -> None:
    code = (
        "import os, sys\n"
        "from tests.gradebook.made import *\n"
        "book = Gradebook.open(sys.argv[1])\n"
        "run = begin(book, {})\n"
        "for number in range(5):\n"
        "    kept = Kept.of(result(f's{number}', A, RIGHT))\n"
        "    enter(book, run, work(f's{number}'), [Grading('line/mean', (kept,))], {})\n"
        "with book.writing() as session:\n"
        "    from grader.gradebook.students import row_of\n"
        "    row_of(session, 'half')\n"
        "    os.kill(os.getpid(), 9)\n"
    )
    done = subprocess.run([sys.executable, "-c", code, url_of(tmp_path)], env={**os.environ, "PYTHONPATH": "."})
    assert done.returncode == -9
    with made_book(url_of(tmp_path)) as book:
        assert [standing.student.key for standing in standings(book)] == [f"s{number}" for number in range(5)]
        assert all(isinstance(one.result.claims[0].finding.verdict, Pass) for s in standings(book) for one in s.graded)
