"""Made results that hold every kind of verdict, evidence, passage and remark, and reports of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from grader.core import (
    Agreement,
    Broken,
    CellError,
    ClaimResult,
    Counterexample,
    Fail,
    Finding,
    Language,
    Level,
    Link,
    Marking,
    Message,
    Missing,
    Origin,
    PartResult,
    Pass,
    Passage,
    Plot,
    Points,
    Proof,
    Quotation,
    Raised,
    Reading,
    RunReport,
    Series,
    ShapeClash,
    Text,
    Undecided,
    Unreadable,
    Verdict,
    Where,
)
from grader.grading import outcome_of, points_of
from grader.maths.mathml import mathml
from grader.maths.terms import Neg, Symbol
from grader.report.feedback import ClassReport, Comment, GroupRow, StudentReport

GRADED = datetime(2026, 3, 1, 12, 30, tzinfo=UTC)
TEXT = Passage("text", "Let $f = x$.\n\nThen\n$$f\n = -x$$\nand $x = 2$.", Origin("work.md", None, 3))
CODE = Passage("code", "import numpy as np\n\ndef f(x):\n    return x[9]\n", Origin("work.ipynb", 4))


def place(passage: Passage, words: str) -> Where:
    """Where words stand in a passage."""
    start = passage.source.index(words)
    return passage.where(start, start + len(words))


def claim(verdict: Verdict, where: Where | None = None, says: str = "It holds", points: float = 1.0) -> ClaimResult:
    return ClaimResult(Text(says, f"成立（{says}）"), points, Finding(verdict, where))


WRONG = Fail(
    Counterexample({"X": [[0, 1], [1, 0.5]], "y": [1, -2], "b": 3}, "2", "-2"), Message("maths.hint.sign"), ("sign",)
)
F = Reading(place(TEXT, "f"), "f", mathml(Symbol("f")))
X = Reading(place(TEXT, "x"), "x", mathml(Symbol("x")))
MINUS_X = Reading(place(TEXT, "-x"), "-x", mathml(Neg(Symbol("x"))))
F_AGAIN = Reading(TEXT.where(TEXT.source.index("f\n"), TEXT.source.index("f\n") + 1), "f", mathml(Symbol("f")))
STOPPED = CellError(place(CODE, "    return x[9]"), "IndexError: list index out of range")
PLOT = Plot(
    Message("feedback.plot.training", {"name": "sgd", "rate": 0.5}), Message("feedback.plot.epochs"),
    Message("feedback.plot.loss"),
    (Series(Message("feedback.plot.yours"), ((1.0, 90.0), (8.0, 40.0), (64.0, 12.0))),),
    (Level(Message("feedback.plot.optimum"), 2.5),),
)  # fmt: skip


def result(
    part: str, claims: Iterable[ClaimResult] = (), *, student: str = "s1", language: Language = "en", **more: object
) -> PartResult:
    """A result with the outcome and the points that its claims make."""
    claims = tuple(claims)
    outcome = outcome_of([item.finding.verdict for item in claims])
    return PartResult(student, part, outcome, points_of(claims), claims, language=language, **more)  # type: ignore[arg-type]


def results(student: str = "s1", language: Language = "en") -> list[PartResult]:
    """Of every kind one."""
    line = place(TEXT, "x = 2")
    derivation = result(
        "sec/one/a",
        [
            claim(Pass(Proof("definition"))), claim(Pass(Quotation(line)), says="It is said"),
            claim(WRONG, MINUS_X.where, "Every step follows", 2.0),
            claim(Undecided(Message("derivation.undecided.name", {"names": "q"})), line, "The result"),
            claim(Unreadable(Text("no such sign", "没有这样的符号")), line, "It can be read"),
            claim(Missing(Message("checks.derive.no_steps")), says="It is derived"),
        ],
        student=student, language=language, answer=(TEXT,), readings=(F, X, F_AGAIN, MINUS_X), file="work.md",
        links=(Link(X.where, "f = x", Pass(Proof("definition"))), Link(MINUS_X.where, "f = -x", WRONG)),
        remarks=(Text("charitably read", "宽容地解读"),),
    )  # fmt: skip
    raised = Fail(Raised("f(x)", STOPPED.error, {"x": list(range(40))}), Text("it stops", "它报错"), ("raises",))
    code = result(
        "sec/one/code",
        [
            claim(raised, STOPPED.where, "It runs"), claim(Pass(Agreement(3, 6)), says="It agrees"),
            claim(Broken("Traceback: /srv/solutions/numeric.py line 3\nSecretError: w = 42"), says="It is fast"),
            claim(Fail(ShapeClash(Text("2 by 3 against 3", "2×3 与 3")), Text("look at the shapes", "看看形状"))),
            claim(Pass(Marking("Dr. Li", "fine after all")), says="It was marked"),
        ],
        student=student, language=language, answer=(CODE,), file="work.ipynb", plots=(PLOT,),
        run=RunReport("ok", 0.25, (STOPPED,)),
    )  # fmt: skip
    missing = result("sec/two/a", [claim(Missing(Text("nothing", "无")))], student=student, language=language)
    stray = PartResult(
        student, None, "unreadable", Points(0, 0, 0), remarks=(Text("a picture", "一张图片"),), file="scan.png",
        language=language,
    )  # fmt: skip
    return [derivation, code, missing, stray]


TITLES = {
    "sec/one/a": Text("The slope", "斜率"),
    "sec/one/code": Text("In code", "编程"),
    "sec/two/a": Text("More", "更多"),
}
EXERCISES = {"sec/one": Text("First", "第一题"), "sec/two": Text("Second", "第二题")}


def report(
    own: Sequence[PartResult] | None = None, language: Language = "en", comments: Sequence[Comment] | None = None
) -> StudentReport:
    """One student's report."""
    said = (Comment(None, "Dr. Li", "Well done."), Comment("sec/one/a", "Dr. Wu", "Mind the sign."))
    own = results(language=language) if own is None else own
    return StudentReport(
        "s1", "Ada", language, own, TITLES, EXERCISES, said if comments is None else comments, GRADED
    )


def class_report(language: Language = "en", students: int = 3) -> ClassReport:
    """A class of which the last handed in nothing."""
    everyone = {f"s{i}": results(f"s{i}", language) for i in range(1, students)}
    everyone[f"s{students}"] = []
    groups = [GroupRow("g1", "sec/one/a", 2, "f = -x", "f = -x", "sign", ("s1", "s2"))]
    run = {"rung": "bubblewrap", "seed": 0, "workers": 2, "seconds": 3.5, "started": "2026-03-01T12:00:00",
           "versions": {"python": "3.11", "torch": None}, "not_graded": ["s9"]}  # fmt: skip
    pages = {student: f"feedback/{student}.html" for student in everyone}
    return ClassReport(language, everyone, TITLES, EXERCISES, groups, run, GRADED, pages, {"s1": "Ada"})
