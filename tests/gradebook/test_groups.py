"""Answer groups: one group for an answer in all its notations, another group for another answer."""

from __future__ import annotations

import random
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from grader.core import (
    Agreement,
    Answer,
    Broken,
    ClaimResult,
    Counterexample,
    Fail,
    Finding,
    Link,
    Message,
    Missing,
    Origin,
    PartResult,
    Pass,
    Passage,
    Points,
    Program,
    Quotation,
    Raised,
    Reading,
    Runner,
    Submission,
    Text,
    Undecided,
    Unreadable,
    Verdict,
    Where,
)
from grader.course import Course, find_course
from grader.gradebook.groups import group_of, groups_of
from grader.grading import grade_part
from grader.jail.runner import ProcessRunner
from tests.generators import CLAIMS, mutants, rewrites
from tests.generators.originals import PARTS, Derivation, original
from tests.rows import rows

ROOT = Path(__file__).resolve().parents[2]
TABLE = tomllib.loads(Path(__file__).with_name("answers_in_groups.toml").read_text(encoding="utf-8"))["answer"]
SIZE = 500  # of the class that is made of the table

# --------------------------------------------------------------------------------------- answers in notations


@dataclass(frozen=True, slots=True)
class HandedIn:
    """A row of the table (by its number) in one of its notations, graded."""

    row: int
    result: PartResult


def graded(
    course: Course, runner: Runner, student: str, address: str, text: str, *, formulas: bool = False
) -> PartResult:
    """One student's result; ``formulas``: in the claims about formulas alone, not in those about words."""
    name, _, letter = address.partition("/")
    exercise = next(task for task in course.exercises if task.address.endswith(f"/{name}"))
    part = exercise.part(letter)
    assert part is not None
    if formulas:
        part = replace(part, claims=tuple(part.claims[place] for place in CLAIMS[address]))
    whole = f"{exercise.address}/{letter}"
    kind = "code" if letter == "code" else "text"
    passage = Passage("code" if kind == "code" else "text", text, Origin(f"{student}.md"))
    answer = Answer(whole, (), Program((passage,))) if kind == "code" else Answer(whole, (passage,))
    return grade_part(Submission(student, {whole: answer}), exercise, part, course=course, runner=runner)


@pytest.fixture(scope="module")
def course() -> Course:
    return find_course(ROOT)


@pytest.fixture(scope="module")
def runner() -> Iterator[Runner]:
    with ProcessRunner(seed=0) as runner:
        yield runner


@pytest.fixture(scope="module")
def handed_in(course: Course, runner: Runner) -> list[HandedIn]:
    """Every row in all its notations."""
    return [
        HandedIn(number, graded(course, runner, f"s{number}.{place}", row["part"], text))
        for number, row in enumerate(TABLE)
        for place, text in enumerate(row["written"])
    ]


def by_row(handed_in: list[HandedIn]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for one in handed_in:
        found.setdefault(f"{one.row}: {TABLE[one.row]['why']}", set()).add(group_of(one.result))
    return found


def test_the_table_is_large_enough() -> None:
    assert sum(row["wrong"] for row in TABLE) >= 20
    assert min(len(row["written"]) for row in TABLE) >= 6


def test_an_answer_is_one_group_in_all_notations(handed_in: list[HandedIn]) -> None:
    assert {why: ids for why, ids in by_row(handed_in).items() if len(ids) != 1} == {}


def test_two_answers_are_two_groups(handed_in: list[HandedIn]) -> None:
    assert len({id_ for ids in by_row(handed_in).values() for id_ in ids}) == len(TABLE)


def test_wrong_answers_are_not_right(handed_in: list[HandedIn]) -> None:
    passed = {one.row for one in handed_in if one.result.outcome == "pass"}
    assert passed == {number for number, row in enumerate(TABLE) if not row["wrong"]}


def dressed(text: str, number: int) -> str:
    """The same answer in another file: a heading, blank lines, blanks at the ends of lines."""
    title = ("", "# Answer\n\n", "## My solution\n\n", "解：\n\n", "---\n\n")[number % 5]
    blank = text.replace("\n\n", "\n\n\n") if number % 3 == 1 else text
    return (title + blank + "\n" * (number % 4)).replace("\n", " \n" if number % 7 == 3 else "\n")


@pytest.mark.usefixtures("unnamed")
def test_a_class_with_twenty_wrong_answers_has_twenty_groups(course: Course, runner: Runner) -> None:
    """Half a thousand submissions; no two wrong ones of a part are the same text."""
    wrong = [row for row in TABLE if row["wrong"] and not row["part"].endswith("code")][:20]
    results = []
    for number in range(SIZE):
        row = wrong[number % len(wrong)]
        turn = number // len(wrong)
        text = dressed(row["written"][turn % len(row["written"])], turn)
        results.append(graded(course, runner, f"s{number:03}", row["part"], text))
    groups = groups_of(results)
    assert [len(group.students) for group in groups] == [SIZE // 20] * 20


@pytest.fixture
def unnamed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Which slip it was is not looked for: that takes most of the time, and no group depends on it."""
    for module in ("derivation.identities", "derivation.steps", "checks.judged"):
        monkeypatch.setattr(f"grader.{module}.explain", lambda *_args, **_more: None)


# ------------------------------------------------------------------------------------------------ generators

NOTATIONS = 3  # of each derivation and each slip
DRAWN = 84  # derivations
SPLIT = 0.05  # of the slips, at most: where the judge blames another line in another notation


def in_notations(derivation: Derivation, rng: random.Random, course: Course, runner: Runner) -> set[str]:
    """The groups of a derivation, rewritten in several ways."""
    written = [rewrites.written(rewrites.rewritten(derivation, rng), rng).text for _ in range(NOTATIONS)]
    return {group_of(graded(course, runner, "s", derivation.part, text, formulas=True)) for text in written}


@pytest.mark.usefixtures("unnamed")
def test_rewritings_stay_in_their_group_and_slips_leave_it(course: Course, runner: Runner) -> None:
    right: set[str] = set()
    slips: list[set[str]] = []
    for number in range(DRAWN):
        rng = random.Random(f"groups {number}")
        derivation = rewrites.rewritten(original(PARTS[number % len(PARTS)], rng), rng)
        groups = in_notations(derivation, rng, course, runner)
        assert len(groups) == 1, derivation
        right |= groups
        kind = mutants.KINDS[number // len(PARTS) % len(mutants.KINDS)]
        mutant = different(mutants.mutants_of(derivation, kind), rng)
        if mutant is not None:
            slips.append(in_notations(mutant, rng, course, runner))
    assert not right & set().union(*slips)
    assert sum(len(groups) > 1 for groups in slips) <= SPLIT * len(slips)
    assert len(set().union(*slips)) >= 0.7 * len(slips)  # some slips come to the same wrong line


def different(found: list[mutants.Mutant], rng: random.Random) -> Derivation | None:
    """A derivation with a slip that makes a difference."""
    for mutant in rng.sample(found, len(found)):
        try:
            if mutants.first_wrong(mutant.derivation) is not None:
                return mutant.derivation
        except mutants.Unclear:
            continue
    return None


# ------------------------------------------------------------------------------------------------ made results

PLACE = Where("a.md", None, 3, 1, "X^T y = w")
OTHER_PLACE = Where("b.ipynb", 4, 7, 2, "w = X'y")
SAID = Text("It is right", "正确")
HINT = Message("maths.hint.sign")
PASS = Pass(Agreement(1))


def made(*findings: Finding, part: str = "section/normal_equation/b", student: str = "s", text: str = "") -> PartResult:
    """A result of these findings."""
    claims = tuple(ClaimResult(SAID, 1.0, finding) for finding in findings)
    answer = (Passage("text", text, Origin("a.md")),) if text else ()
    return PartResult(student, part, "fail", Points(0.0, 0.0, 1.0), claims, answer=answer)


def failed(at: Mapping[str, Any], got: str, *mistakes: str) -> Finding:
    return Finding(Fail(Counterexample(at, "1", got), HINT, mistakes), PLACE)


def raised(error: str) -> Finding:
    return Finding(Fail(Raised("f(x)", error), HINT, ("raises",)), PLACE)


@pytest.mark.parametrize(
    ("one", "other"),
    rows(
        (
            made(Finding(Fail(Counterexample({"b": 1}, "1", "2"), HINT, ("sign",)), PLACE, fingerprint="f")),
            made(Finding(Fail(Counterexample({"b": 2}, "4", "1"), HINT), OTHER_PLACE, fingerprint="f")),
            "one wrong line: witness, mistake and place do not count",
        ),
        (made(failed({"x": [1.0]}, "[0.3333333333]")), made(failed({"x": [1.0]}, "[0.33333333331]")), "digits"),
        (made(failed({"x": [0]}, "-0")), made(failed({"x": [0]}, "0")), "a sign of zero"),
        (
            made(failed({"seed": 0, "X": [1]}, "step = 0.9", "constant_step")),
            made(failed({"seed": 0, "X": [1]}, "step = 0.4", "constant_step")),
            "a training loop's numbers are its own",
        ),
        (
            made(raised("TypeError: <object at 0x7f01> in /home/a/answer.py, line 3")),
            made(raised("TypeError: <object at 0x7ee2> in /srv/b/work.py, line 12")),
            "addresses, paths and lines of an error",
        ),
        (
            made(Finding(Unreadable(HINT), replace(PLACE, text=r"$w = \left( X$"))),
            made(Finding(Unreadable(Message("other")), replace(OTHER_PLACE, text=r"w=(X"))),
            "what could not be read, blanks aside",
        ),
        (
            made(Finding(Undecided(HINT), replace(PLACE, text="It is the MEAN， I think."))),
            made(Finding(Undecided(HINT), replace(OTHER_PLACE, text="it is the mean, i  think"))),
            "words: case, blanks, punctuation and width",
        ),
        (
            made(Finding(Undecided(HINT)), text="Because $x=1$ it is small."),
            made(Finding(Undecided(HINT)), text="because $y=2$\nit is small"),
            "words of the whole answer, formulas aside",
        ),
        (
            made(Finding(Fail(Quotation(PLACE), HINT), PLACE)),
            made(Finding(Fail(Quotation(OTHER_PLACE), HINT), OTHER_PLACE)),
            "a misconception in other words",
        ),
        (
            made(Finding(Broken("Traceback: a\nKeyError: 'x'"))),
            made(Finding(Broken("Traceback: b\nKeyError: 'x'"))),
            "an error of ours, wherever it was raised",
        ),
    ),
)  # fmt: skip
def test_one_group(one: PartResult, other: PartResult) -> None:
    assert group_of(one) == group_of(replace(other, student="t", file="t.md", language="zh"))


@pytest.mark.parametrize(
    ("one", "other"),
    rows(
        (made(Finding(PASS, fingerprint="f")), made(Finding(PASS, fingerprint="g")), "results"),
        (made(failed({"x": [1]}, "1")), made(failed({"x": [1]}, "2")), "values that came back"),
        (made(failed({"x": [1]}, "1")), made(failed({"x": [2]}, "1")), "inputs"),
        (made(raised("TypeError: a")), made(raised("ValueError: a")), "types of an error"),
        (
            made(Finding(Unreadable(HINT), replace(PLACE, text="w = X - (y"))),
            made(Finding(Unreadable(HINT), replace(PLACE, text="w = X + (y"))),
            "signs in what could not be read",
        ),
        (
            made(Finding(Undecided(HINT), replace(PLACE, text="the mean"))),
            made(Finding(Undecided(HINT), replace(PLACE, text="the median"))),
            "words",
        ),
        (
            made(Finding(PASS), failed({"x": [1]}, "1")),
            made(failed({"x": [1]}, "1"), Finding(PASS)),
            "the claim that failed",
        ),
        (made(part="section/normal_equation/b"), made(part="section/normal_equation/c"), "parts"),
        (made(Finding(Fail(Quotation(PLACE), HINT), PLACE)), made(Finding(Undecided(HINT), PLACE)), "verdicts"),
    ),
)  # fmt: skip
def test_two_groups(one: PartResult, other: PartResult) -> None:
    assert group_of(one) != group_of(other)


def test_what_is_missing_is_one_group() -> None:
    missing: Verdict = Missing(HINT)
    whole = replace(made(Finding(missing)), outcome="missing")
    stub = replace(made(Finding(Missing(Message("other"))), text="# stub"), outcome="missing")
    assert group_of(whole) == group_of(stub)


def test_an_id_can_be_typed_and_stays() -> None:
    result = made(Finding(PASS, fingerprint="f"))
    assert group_of(result) == "nb-ceb0b197"
    assert group_of(replace(result, part="section/optimal_constant/code")).startswith("ocode-")
    lost = PartResult("s", None, "unreadable", Points(0, 0, 0), remarks=(HINT,), file="x.ipynb")
    assert group_of(lost).startswith("file-")
    assert group_of(lost) == group_of(replace(lost, file="y.ipynb", student="t"))


def test_the_largest_group_comes_first_with_its_shortest_example() -> None:
    wrong = Finding(Fail(Counterexample({"b": 1}, "1", "2"), HINT, ("sign",)), PLACE, fingerprint="f")
    unnamed = replace(wrong, verdict=Fail(Counterexample({"b": 1}, "1", "2"), HINT))
    link = Link(PLACE, "Xᵀ y = w", wrong.verdict)
    short = replace(made(unnamed, student="b", text="short"), links=(link,))
    results = [
        made(Finding(PASS), student="z"),
        made(wrong, student="c", text="a longer answer"),
        short,
        made(wrong, student="a", text="another long answer"),
    ]
    first, second = groups_of(results)
    assert (first.students, first.part, first.outcome) == (("a", "b", "c"), "section/normal_equation/b", "fail")
    assert (first.mistake, first.example, first.line, first.read) == ("sign", short, PLACE, "Xᵀ y = w")
    assert (second.students, second.mistake, second.line, second.read) == (("z",), None, None, "")
    assert [group.id for group in groups_of(reversed(results))] == [first.id, second.id]


def test_a_result_without_a_step_is_read_from_the_readings() -> None:
    reading = Reading(PLACE, "w = Xᵀ y", "<math/>")
    result = replace(made(Finding(Undecided(HINT), PLACE)), readings=(reading,))
    assert groups_of([result])[0].read == "w = Xᵀ y"
