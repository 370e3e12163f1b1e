"""Made results and gradebooks for the tests of this folder."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from grader.core import (
    Agreement,
    ClaimResult,
    Counterexample,
    Fail,
    Finding,
    Link,
    Message,
    Origin,
    PartResult,
    Pass,
    Passage,
    Proof,
    Text,
    Undecided,
    Verdict,
    Where,
)
from grader.gradebook.book import Gradebook
from grader.gradebook.database import IN_MEMORY
from grader.gradebook.kept import Kept
from grader.gradebook.runs import Grading, Work, begin, end, enter, found
from grader.grading import outcome_of, points_of

A, B = "line/mean/a", "line/mean/b"
RIGHT: Verdict = Pass(Proof("exact", 1e-17))
WRONG: Verdict = Fail(Counterexample({"x": [1, 2], "k": 0.5}, "3", "2"), Message("maths.hint.sign", {}), ("sign",))
OPEN: Verdict = Undecided(Message("checks.words.unclear", {"why": Text("because", "因为")}))
WORTH = 2.0


def result(student: str, part: str | None, *verdicts: Verdict, text: str = "$b = 1$") -> PartResult:
    """A result of a part whose claims came out like this."""
    where = Where("a.md", None, 3, 1, text)
    claims = tuple(
        ClaimResult(Text(f"Claim {place}", f"第 {place} 项"), WORTH, Finding(verdict, where, fingerprint=text))
        for place, verdict in enumerate(verdicts, start=1)
    )
    return PartResult(
        student=student,
        part=part,
        outcome=outcome_of(list(verdicts)) if verdicts else "unreadable",
        points=points_of(claims),
        claims=claims,
        links=(*(Link(where, "b = 1", verdict) for verdict in verdicts), Link(where, "", Pass(Agreement(3)))),
        answer=(Passage("text", text, Origin("a.md", None, 3)),),
    )


def work(student: str, digest: str = "d1", keys: Mapping[str, str] | None = None) -> Work:
    """A submission of one file to one exercise."""
    return Work(student, digest, ("a.md",), keys or {"line/mean": "k1", "": "k0"})


@contextmanager
def made_book(url: str = IN_MEMORY) -> Iterator[Gradebook]:
    """A gradebook, closed at the end."""
    book = Gradebook.open(url)
    try:
        yield book
    finally:
        book.close()


def graded(book: Gradebook, results: Mapping[str, list[PartResult]], works: list[Work] | None = None) -> int:
    """Enter a run in which students got these results; what is there already is not entered again."""
    run = begin(book, {"parts": [{"part": A, "of": 4.0}, {"part": B, "of": 4.0}]})
    every = works or [work(student) for student in results]
    there = found(book, every)
    for item in every:
        missing = [exercise for exercise in item.keys if exercise not in there[item.student]]
        of = {
            exercise: tuple(Kept.of(one) for one in results[item.student] if (one.part is None) == (not exercise))
            for exercise in missing
        }
        gradings = [Grading(exercise, kept) for exercise, kept in of.items()]
        enter(book, run, item, gradings, there[item.student])
    end(book, run, {}, complete=True)
    return run
