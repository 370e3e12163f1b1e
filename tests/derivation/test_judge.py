"""The judge: the table of derivations, and for each of its rules what follows, what does not and what is left open.

In the tables of this file each judged link is one character: ``+`` follows, ``-`` is refuted, ``?`` is left open.
"""

from __future__ import annotations

import json
import runpy
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from grader.checks.task import Task, studied
from grader.core import Answer, Bench, Counterexample, Fail, Message, Origin, Pass, Passage, ShapeClash, Undecided
from grader.course import find_course
from grader.derivation.judge import study
from grader.derivation.problem import Problem
from grader.derivation.study import Study
from grader.maths.declare import Scope
from grader.maths.terms import Term
from tests.maths.reading import scope_of, term
from tests.rows import rows

ROOT = Path(__file__).parents[2]
TABLE = [
    row
    for name in ("derivations", "derivations_wild")
    for row in json.loads((ROOT / "tests" / "tables" / f"{name}.json").read_text(encoding="utf-8"))
]
LEFT_OPEN = {
    "wild-1c-03": "k is how many points lie below, which only words say",
    "wild-2b-08": "L(w + h) of an L that was never written",
    "wild-2b-12": "that X'Xw is a gradient is said in a list, not in a sentence",
    "wild-2b-17": "the ridge parameter is no name of the task",
    "wild-2b-19": "plain text without a relation: formulas among the words of a sentence",
    "wild-2c-14": "an inverse that never exists",
}
TASKS = {
    "linear_regression/optimal_constant/a": "SQUARED",
    "linear_regression/optimal_constant/b": "NORMAL",
    "linear_regression/optimal_constant/c": "ABSOLUTE",
    "linear_regression/laplace_noise/c": "LIKELIHOOD",
    "linear_regression/normal_equation/a": "PROBLEM",
    "linear_regression/normal_equation/b": "GRADIENT",
    "linear_regression/normal_equation/c": "SOLUTION",
    "linear_regression/laplace_noise/a": "LIKELIHOOD",
}
NAMED = 0.95  # the share of wrong derivations whose mistake is named; it must not sink

# ------------------------------------------------------------------------------------- the table of derivations


class NoPrograms:
    """Derivations are judged without running anything."""

    def run(self, program: object) -> Any:
        raise AssertionError(f"{program} was run")


@cache
def posed(part: str) -> tuple[Task, Bench]:
    """The task of a part and a bench with its references; what is read of them is kept."""
    course = find_course(ROOT)
    exercise = next(one for one in course.exercises if part.startswith(one.address + "/"))
    task = runpy.run_path(str(course.folder_of(exercise) / "exercise.py"))[TASKS[part]]
    return task, Bench(course.reference(exercise), NoPrograms())


@cache
def of_the_table(number: int) -> Study:
    row = TABLE[number]
    task, bench = posed(row["part"])
    answer = Answer(row["part"], (Passage("text", row["text"], Origin("answer.md")),))
    bench.memory.pop(("study", answer.part, id(task), None), None)
    return studied(task, answer, bench)


def refuted(found: Study) -> list[Any]:
    return [link for link in found.links if isinstance(link.verdict, Fail)]


@pytest.mark.parametrize("number", range(len(TABLE)), ids=[f"{row['id']} {row['why']}" for row in TABLE])
def test_derivations(number: int) -> None:
    row, found = TABLE[number], of_the_table(number)
    if row["id"] in LEFT_OPEN:
        assert not refuted(found), LEFT_OPEN[row["id"]]
        return
    assert not found.unread
    if row["verdict"] == "pass":
        assert all(isinstance(link.verdict, Pass) for link in found.links)
        assert found.chains
    else:
        first = refuted(found)[0]
        assert first.where.line == row["line"]
        assert first.verdict.mistakes
        assert isinstance(first.verdict.witness, Counterexample | ShapeClash)


def test_mistakes_are_named() -> None:
    wrong = [
        number for number, row in enumerate(TABLE) if row["verdict"] == "fail" and row["id"] not in LEFT_OPEN
    ]
    named = 0
    for number in wrong:
        row = TABLE[number]
        names = {row["mistake"], *row.get("also", ())}
        named += bool(names & set(refuted(of_the_table(number))[0].verdict.mistakes))
    assert named / len(wrong) >= NAMED


# ------------------------------------------------------------------------------------------- tables of our own


def problem(declared: str, unknown: str, objective: str | None, given: bool = False, **scope: Any) -> Problem:
    names: Scope = replace(scope_of(declared, unknown), **scope)
    return Problem(names, term(objective, names) if objective else None, (), given)


MEAN = problem("x: n, b", "b", r"\sum_i (x_i-b)^2", given=True)
MEDIAN = problem("x: n, b", "b", r"\sum_i |x_i-b|", given=True)
LINES = problem("X: n*d rows x, y: n, w: d", "w", r"\|y-Xw\|^2", same={"theta": "w", "N": "n"})


def judged(text: str, task: Problem = MEAN, context: Study | None = None) -> Study:
    found = study([Passage("text", text, Origin("answer.md"))], task, context)
    assert not found.unread, found.unread
    return found


def marks(found: Study) -> str:
    return "".join({Pass: "+", Fail: "-", Undecided: "?"}[type(link.verdict)] for link in found.links)


def remarks(found: Study) -> set[str]:
    return {remark.key for remark in found.remarks if isinstance(remark, Message)}


@pytest.mark.parametrize(
    ("text", "expected"),
    rows(
        (r"$f(b)=\sum_i(x_i-b)^2$, $f'(b)=-2\sum_i(x_i-b)$", "++", "before its use"),
        (r"$f(b)=\sum_i(x_i-b)^2$, $f'(b)=2\sum_i(x_i-b)$", "+-", "a sign"),
        (r"$f'(b)=-2\sum_i(x_i-b)$ where $f(b)=\sum_i(x_i-b)^2$", "++", "after its use"),
        (r"$f(b)=\sum_i r_i^2$ with $r_i=x_i-b$, so $f'(b)=-2\sum_i r_i$", "+++", "a family"),
        (r"$f(b)=\sum_i r_i^2$ with $r_i=x_i-b$, so $f'(b)=2\sum_i r_i$", "++-", "a sign behind a family"),
        (r"$S=\sum_i x_i$. $\sum_i(x_i-b)=S-nb$", "++", "a name for a number"),
        (r"$S=\sum_i x_i$. $\sum_i(x_i-b)=S-b$", "+-", "and n lost beside it"),
        (r"$f(b)=\sum_i(x_i-b)^2$. $f(\bar x)=\sum_i x_i^2-n\bar x^2$", "++", "a function at a statistic"),
        (r"$f(b)=\sum_i(x_i-b)^2$. $f(0)=\sum_i x_i$", "+-", "at a number"),
        (r"$f(b)=\sum_i(x_i-b)^2$. $f(x_i)=\sum_j(x_j-x_i)^2$", "++", "at one of the samples, with its index"),
        (r"$f(b)=\sum_i(x_i-b)^2$. $f'(0)=-2\sum_i x_i$", "++", "the slope at 0"),
        (r"$f(b)=\sum_i(x_i-b)^2$. $f'(0)=2\sum_i x_i$", "+-", "its sign"),
        (r"$f(b)=\sum_i(x_i-b)^2$. $f'(\bar x)=0$", "+", "at the mean: a condition"),
        (r"Let $b=\bar x+h$. $\sum_i(x_i-b)^2=\sum_i(x_i-\bar x)^2+nh^2$", "++", "a shift of the unknown"),
        (r"Let $b=\bar x+h$. $\sum_i(x_i-b)^2=\sum_i(x_i-\bar x)^2+h^2$", "+-", "and n lost beside it"),
        (r"$f(b)=\sum_i(x_i-b)^2$, $f'(b)=2\sum_i(b-x_i)$. If $b<\bar x$ then $f'(b)<0$", "+++", "under a condition"),
        (r"$f(b)=\sum_i(x_i-b)^2$, $f'(b)=2\sum_i(b-x_i)$. $f'(b)>0$ for $b>\bar x$", "+++", "one that follows it"),
        (r"$f(b)=\sum_i(x_i-b)^2$, $f'(b)=2\sum_i(b-x_i)$. If $b<\bar x$ then $f'(b)>0$", "++-", "the other side"),
        (r"Take $n=2$: $b=\frac{x_1+x_2}{2}$.", "+", "a case that is spoken of"),
        ("Take $n=2$ first.\n\nThen $b=\\frac{x_1+x_2}{2}$.", "-", "in its own line alone"),
        (r"$b=\bar x$. A common slip would give $b=\sum_i x_i$.", "+", "what somebody else might say"),
        (r"$b=\bar x$. Note that $b=\sum_i x_i$ is wrong.", "+", "what is said to be wrong"),
        (r"$b=\bar x$. Then $b=\sum_i x_i$.", "+-", "what is said to be so"),
        ("$b=\\bar x$.\n\nExample: $x=(1,2,6)$ gives $b=3$, since $\\frac{1+2+6}{3}=3$.", "++", "an example"),
        ("$b=\\bar x$.\n\nExample: $x=(1,2,6)$ gives $b=3$, since $\\frac{1+2+6}{3}=4$.", "+-", "a slip in it"),
        (r"$b=\bar x$ for $n=2m+1$ points", "+", "a condition on a size"),
        (r"$\sum_i(x_i-b)=0$, $n=\sum_i x_i$, $b=\bar x$", "+-+", "an equation that lost its unknown"),
        (r"$f(b)=\sum_i(x_i-b)^2$. $b=b_0-\frac{f'(b_0)}{2n}=\bar x$", "+++", "a step of Newton from anywhere"),
        (r"$f(b)=\sum_i(x_i-b)^2$. $b=b_0-\frac{f'(b_0)}{n}=\bar x$", "+--", "twice too long"),
        ("$f(b)=\\sum_i(x_i-\\bar x)^2+n(b-\\bar x)^2$.\n\nThe second term is $\\ge 0$.", "+", "a term, not the chain"),
        (r"$b=\bar x$, since $x_1 \le b \le x_n$", "+", "where something lies is no claim"),
        (r"$\sum_i(x_i-b)^2=\sum_i(x_i-\bar x)^2+n(b-\bar x)^2=\sum_i(x_i-\bar x)^2$", "+-", "a loss is no equation"),
        (r"$f(b)=\sum_i(x_i-b)^2$. Apply $\frac{d}{db}$: $f'(b)=-2\sum_i(x_i-b)$", "++", "an operator alone"),
        (r"$f(b)=\sum_i(x_i-b)^2$. $f(x_i)=0$", "+-", "which is another index than that of the sum"),
        (r"$e_i=x_i-b$ and $\sum_i e_i^2=\sum_i(x_i-b)^2$", "++", "e is no Euler number here"),
        (r"$f(b)=\sum_i(x_i-b)$", "-", "the task gives the loss: another one is a slip"),
        (r"$f(b)=\frac{1}{2n}\sum_i(x_i-b)^2$", "+", "its scale is free"),
        (r"$f'(b)=-2\sum_i(x_i-b)$", "+", "never written: of the task's loss"),
        (r"$f'(b)=-\sum_i(x_i-b)$", "+", "up to a positive factor"),
        (r"$f'(b)=2\sum_i(x_i-b)$", "-", "and not up to a sign"),
    ),
)
def test_definitions(text: str, expected: str) -> None:
    assert marks(judged(text)) == expected


@pytest.mark.parametrize(
    ("text", "lines"),
    rows(
        ("$f(b)=\\sum_i(x_i-b)^2$\n$=\\sum_i x_i^2-2b\\sum_i x_i+nb^2$", [1, 2], "the next line goes on"),
        ("$$f(b)=\\sum_i(x_i-b)^2=$$\n$$\\sum_i x_i^2-2b\\sum_i x_i+nb^2$$", [1, 2], "the first line hangs"),
        (
            "$$\\begin{aligned}\nf(b)&=\\sum_i(x_i-b)^2\\\\\n&=\\sum_i x_i^2-2b\\sum_i x_i+nb^2\\\\\n"
            "&=n(b-\\bar x)^2+\\sum_i x_i^2-n\\bar x^2\n\\end{aligned}$$", [2, 3, 4], "an aligned environment",
        ),
        ("f(b) = sum_i (x_i-b)^2\n     = sum_i x_i^2 - 2b sum_i x_i + n b^2", [1, 2], "plain text"),
        ("$f(b)=\\sum_i(x_i-b)^2$\n\nwhich is\n\n$=\\sum_i x_i^2-2b\\sum_i x_i+nb^2$", [1, 5], "prose between"),
    ),
)  # fmt: skip
def test_chains_over_several_lines(text: str, lines: list[int]) -> None:
    found = judged(text)
    assert marks(found) == "+" * len(lines)
    assert [link.where.line for link in found.links] == lines


def test_a_slip_in_the_middle_of_a_chain_stands_on_its_line() -> None:
    found = judged("$f(b)=\\sum_i(x_i-b)^2$\n$=\\sum_i x_i^2-b\\sum_i x_i+nb^2$\n$=nb^2-b\\sum_i x_i+\\sum_i x_i^2$")
    assert marks(found) == "+-+"
    (wrong,) = refuted(found)
    assert wrong.where.line == 2
    assert wrong.where.text == r"\sum_i x_i^2-b\sum_i x_i+nb^2"
    assert wrong.verdict.mistake == "missing_factor"


@pytest.mark.parametrize(
    ("text", "expected"),
    rows(
        (r"$-2\sum_i(x_i-b)=0$", "+", "last"),
        (r"$0=-2\sum_i(x_i-b)$", "+", "first"),
        (r"$f'(b)=-2\sum_i(x_i-b)=0$", "++", "after a derivative"),
        (r"$0=f'(b)=-2\sum_i(x_i-b)$", "+", "before one"),
        (r"$-2\sum_i(x_i-b)=0$, $\sum_i(x_i-b)=0$", "++", "an equation may be scaled"),
        (r"$-2\sum_i(x_i-b)=\sum_i(x_i-b)=0$", "-+", "the links of a chain may not"),
        (r"$f'(b)=-2\sum_i x_i+2b=0$", "-+", "the slip is in the derivative, not in the equation"),
        (r"$\sum_i(x_i-b)=0$ so $\sum_i x_i=nb$ so $b=\bar x$", "+++", "to the solution"),
        (r"$\sum_i(x_i-b)=0$ so $\sum_i x_i=b$ so $b=\sum_i x_i$", "+-+", "n lost, and followed"),
        (r"$\sum_i(x_i-b)=0$ so $b=\sum_i x_i$", "+-", "n lost at the end"),
        (r"$\sum_i x_i-b=0$", "-", "the first equation does not follow from the task"),
        (r"$f'(b)=0$", "", "a condition is no formula yet"),
        (r"$-2\sum_i x_i=0$", "-", "the term with the unknown lost"),
        (r"Assume centred data, $\sum_i x_i=0$.", "", "supposed"),
        (r"$\sum_i(x_i-\bar x)=0$", "+", "true of all data"),
    ),
)
def test_what_vanishes(text: str, expected: str) -> None:
    assert marks(judged(text)) == expected


FEATURE_NOISE = Problem(scope_of("X: n*d rows x, Z: n*d rows z white sigma, sigma: >0"))


@pytest.mark.parametrize(
    ("text", "expected"),
    rows(
        (r"$E[z_{ij}z_{ik}]=0$ for $j\ne k$", "+", "said behind it"),
        (r"For $j\ne k$ we have $E[z_{ij}z_{ik}]=0$", "+", "said before it"),
        (r"$E[z_{ij}z_{ik}]=\sigma^2$ for $j\ne k$", "-", "false there"),
        (r"$E[z_{ij}z_{ik}]=0$", "?", "false where they are the same, and perhaps not meant there"),
        (r"$E[z_{ij}z_{ik}]=\sigma^2$ if $j=k$ and $0$ otherwise", "+", "where they are the same"),
        (r"$E[z_{ij}z_{ik}]=\sigma$ if $j=k$ and $0$ otherwise", "-", "false there"),
        (r"$E[z_{ij}z_{ik}]=\sigma\delta_{jk}$, which is $0$ for $j\ne k$", "-", "said of something else"),
    ),
)
def test_where_two_indices_differ(text: str, expected: str) -> None:
    assert marks(judged(text, FEATURE_NOISE)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    rows(
        (r"$E[Z^TZ]=\sum_{i=1}^n\sigma^2I=n\sigma^2I$", "++", "whatever the size of I is"),
        (r"$\mathbf 1^T\mathbf 1=n$", "+", "ones for the samples"),
        (r"$\operatorname{tr}(I)=n$", "?", "of one size alone"),
    ),
)
def test_sizes_that_nothing_says(text: str, expected: str) -> None:
    assert marks(judged(text, FEATURE_NOISE)) == expected


@pytest.mark.parametrize(
    ("text", "expected", "mistake"),
    rows(
        ("$X^TXw=X^Ty$", "+", None, "from the task's loss"),
        ("$2X^T(Xw-y)=0 \\Rightarrow X^TXw=X^Ty \\Rightarrow w=(X^TX)^{-1}X^Ty$", "+++", None, "to the solution"),
        ("$X^TXw=X^Ty \\Rightarrow w=X^Ty(X^TX)^{-1}$", "+-", "order", "an order that does not conform"),
        ("$X^TXw=X^Ty \\Rightarrow w=X^TX X^Ty$", "+-", "missing_inverse", "an inverse lost"),
        ("$X^TXw=X^Ty \\Rightarrow w=-(X^TX)^{-1}X^Ty$", "+-", "sign", "a sign"),
        ("$X^TXw=X^Ty \\Rightarrow Xw=y$", "+-", "lost_solution", "X^T cancelled"),
        ("$X^TXw=X^Ty \\Rightarrow w=X^{-1}y$", "+-", "shape", "X is not square"),
        ("$X^TXw=X^Ty \\iff w=(X^TX)^{-1}X^Ty$", "++", None, "both ways, where the inverse exists"),
        ("$X^TXw=X^Ty \\Rightarrow w^TX^TX=y^TX$", "++", None, "transposed"),
        ("$X^TXw=X^Ty \\Rightarrow w^T=y^TX(X^TX)^{-1}$", "++", None, "the solution as a row"),
    ),
)
def test_equations(text: str, expected: str, mistake: str | None) -> None:
    found = judged(text, LINES)
    assert marks(found) == expected
    wrong = refuted(found)
    assert (mistake is None) == (not wrong)
    if mistake is not None:
        assert mistake in wrong[0].verdict.mistakes


@pytest.mark.parametrize(
    ("text", "expected"),
    rows(
        (r"$b=\bar x \iff b^2=\bar x^2$", "+-", "b = -x̄ was gained"),
        (r"$b=\bar x \Rightarrow b^2=\bar x^2$", "++", "one way it holds"),
        (r"$\sum_i x_i=nb \iff b=\bar x$", "++", "both ways"),
        (r"$\sum_i x_i=nb \iff 0=0$", "+-", "everything was gained"),
    ),
)
def test_solutions_that_are_gained(text: str, expected: str) -> None:
    found = judged(text)
    assert marks(found) == expected
    for link in refuted(found):
        assert link.verdict.mistake == "gained_solution"
        assert isinstance(link.verdict.witness, Counterexample)


def test_a_weaker_equation_is_told() -> None:
    assert "derivation.remark.weaker" in remarks(judged(r"$b=\bar x \Rightarrow b^2=\bar x^2$"))


@pytest.mark.parametrize(
    ("text", "expected", "line"),
    rows(
        (
            "$f(b)=\\sum_i x_i^2-b\\sum_i x_i+nb^2$\n$f'(b)=-\\sum_i x_i+2nb$\n$b=\\frac{1}{2n}\\sum_i x_i$", "-++", 1,
            "from a loss that was written down wrongly",
        ),
        ("$f(b)=\\sum_i(x_i-b)^2$\n$f'(b)=-2\\sum_i x_i+2b=0$\n$b=\\sum_i x_i$", "+-++", 2, "from a wrong gradient"),
        ("$f'(b)=-2\\sum_i(x_i-b)$\n$\\sum_i x_i=b$\n$b=\\sum_i x_i$", "+-+", 2, "from a wrong equation"),
    ),
)  # fmt: skip
def test_one_slip_costs_once(text: str, expected: str, line: int) -> None:
    """What follows from the student's own refuted line passes, and says from which."""
    found = judged(text)
    assert marks(found) == expected
    (wrong,) = refuted(found)
    assert wrong.where.line == line
    value = found.values[-1]
    assert value.follows
    assert value.tainted is not None
    assert value.tainted.line == line


def test_a_right_value_is_not_tainted() -> None:
    found = judged("$f'(b)=-2\\sum_i(x_i-b)=0$\n$b=\\bar x$")
    assert [(value.tainted, value.follows) for value in found.values] == [(None, True)]


def test_a_right_result_after_a_slip_follows_from_the_task() -> None:
    """The last line is right though the one before is not: it is no second slip."""
    found = judged("$\\sum_i x_i=b$\n$b=\\frac1n\\sum_i x_i$")
    assert marks(found)[0] == "-"
    assert found.values[-1].where.line == 2


EARLIER = "The loss is $L(w)=\\|y-Xw\\|^2$ with residual $r=y-Xw$."


@pytest.mark.parametrize(
    ("text", "expected"),
    rows(
        (r"$\nabla L(w)=2X^T(Xw-y)$", "+", "the loss of the part before"),
        (r"$\nabla L(w)=X^T(Xw-y)$", "-", "half of its gradient: it was written"),
        (r"$\nabla L(w)=-2X^Tr$", "+", "a name of the part before"),
        (r"$L(w)=y^Ty-2y^TXw+w^TX^TXw$", "+", "its value in another form"),
        (r"$L(w)=y^Ty-y^TXw+w^TX^TXw$", "-", "and a wrong one"),
        (r"$L(w)=\frac12\|y-Xw\|^2$, $\nabla L=X^T(Xw-y)$", "++", "rescaled: defined anew"),
        (r"Let $L(w)=\|Xw\|^2$. $\nabla L=2X^TXw$", "++", "anything after let"),
        (r"Let $r=Xw-y$. $\nabla L=2X^Tr$", "++", "the residual with the other sign"),
        (r"$J(w)=w^Tw$, $\nabla J=2w$", "++", "a name of its own"),
    ),
)
def test_earlier_parts_are_context(text: str, expected: str) -> None:
    assert marks(judged(text, LINES, judged(EARLIER, LINES))) == expected


def test_losses_of_earlier_parts_are_kept() -> None:
    first = judged(EARLIER, LINES)
    second = judged(r"$\nabla L=2X^T(Xw-y)$", LINES, first)
    third = judged("$w=(X^TX)^{-1}X^Ty$", LINES, second)
    assert second.earlier == first.objectives
    assert third.earlier == (*second.earlier, *second.objectives)
    assert marks(third) == "+"


@pytest.mark.parametrize(
    ("text", "updates"),
    rows(
        (r"$\frac{\partial a^Tw}{\partial w}=a$", 0, "a rule in letters of its own"),
        (r"$\frac{\partial w^TAw}{\partial w}=(A+A^T)w$", 0, "for matrices"),
        (r"$\frac{\partial w^TAw}{\partial w}=2Aw$", 0, "whatever it assumes"),
        ("$y=Xw$", 0, "the model"),
        (r"$y=Xw+\epsilon$", 0, "with noise"),
        (r"$X\in\mathbb{R}^{n\times d}$", 0, "a size"),
        (r"$\epsilon\sim N(0,1)$", 0, "a distribution"),
        (r"$\operatorname{rank}(X)=d$", 0, "a condition"),
        (r"$w\approx 0$", 0, "a rough value"),
        (r"$\eta=0.01$", 0, "a setting"),
        (r"$w \leftarrow w-v$", 1, "a step that nobody explained"),
        (r"$w=(w_1,\dots,w_d)$", 0, "names for the entries"),
    ),
)
def test_asides_are_no_steps(text: str, updates: int) -> None:
    found = judged(text, LINES)
    assert "-" not in marks(found)
    assert "?" not in marks(found)
    assert found.values == ()
    assert len(found.updates) == updates


def test_a_setting_is_no_value() -> None:
    assert judged("For example take $b=0$. Then $b x_1 = 0$.").values == ()


def test_a_number_with_nothing_after_it_is_the_result() -> None:
    found = judged("The minimiser is $b=0$.")
    (link,) = found.links
    assert isinstance(link.verdict, Fail)
    assert link.verdict.mistakes == ("invalid_step",), "b times something is no explanation of a wrong b"
    assert len(found.values) == 1


@pytest.mark.parametrize("number", ["1", "3"])
def test_a_number_is_not_explained_by_the_unknown_itself(number: str) -> None:
    (link,) = judged(f"The minimiser is $b={number}$.").links
    assert isinstance(link.verdict, Fail)
    assert link.verdict.mistakes == ("invalid_step",)


@pytest.mark.parametrize(
    ("text", "expected"),
    rows(
        (r"$\frac b2=1/2 b$", "+", "the likelier reading is right"),
        (r"$\frac{1}{2b}=1/2b$", "?", "the other one is"),
        (r"$3b=1/2b$", "-", "none is"),
        (r"$b=1/n\sum_i x_i$", "+", "a sum behind a fraction"),
    ),
)
def test_other_readings(text: str, expected: str) -> None:
    found = judged(text if "sum" in text else f"$S=b$. {text}")
    assert marks(found)[-1] == expected


@pytest.mark.parametrize(
    ("text", "task", "names"),
    rows(
        (r"$\nabla_w(\|y-Xw\|^2+\lambda\|w\|^2)=2X^T(Xw-y)+\lambda w$", LINES, "lambda", "a name that nobody declared"),
        (r"$\sum_i(y_i-\hat y_i)^2=\sum_i(y_i-w^Tx_i)^2$", LINES, "y_hat_i", "a mark on a name with an index"),
        ("$X^TXw=v$", LINES, "v", "in an equation"),
        (r"$w=(X^TX)^{-1}X^Tz$", LINES, "z", "in a value"),
        (r"$\sum_i(x_i-b)=g(b)$", MEAN, "g", "a function that nobody wrote"),
        (r"$\sum_i(x_i-b)=\sum_i z_i$", MEAN, "z_i", "a family"),
        (r"$\|y-Xw\|^2=\|y-\hat y\|^2$", LINES, "y_hat", "a mark on a name"),
    ),
)
def test_nothing_is_refuted_that_holds_a_name_without_a_meaning(text: str, task: Problem, names: str) -> None:
    found = judged(text, task)
    assert marks(found) == "?"
    (link,) = found.links
    assert isinstance(link.verdict, Undecided)
    assert link.verdict.reason == Message("derivation.undecided.name", {"names": names})


def test_a_loss_in_names_without_a_meaning_is_a_definition_all_the_same() -> None:
    assert marks(judged(r"$L(w)=\|y-\hat y\|^2=\|y-Xw\|^2$", LINES)) == "+?"


def test_charitable_readings_are_told() -> None:
    found = judged(r"$L(w)=(y-Xw)^2=(y-Xw)^T(y-Xw)$", LINES)
    assert marks(found) == "++"
    assert "maths.remark.square" in remarks(found)


def test_what_was_left_open_is_no_ground() -> None:
    """After an equation with an unknown name the next is judged from the one before it."""
    found = judged(r"$\sum_i(x_i-b)=0$, $b=z$, $b=\bar x$")
    assert marks(found) == "+?+"


@pytest.mark.parametrize(
    ("text", "expected", "told"),
    rows(
        (r"$L(w)=\|y-Xw\|^2$, $\frac{\partial L}{\partial w}=2X^T(Xw-y)$", "++", False, "a column"),
        (r"$L(w)=\|y-Xw\|^2$, $\frac{\partial L}{\partial w}=2(Xw-y)^TX$", "++", True, "a row"),
        (r"$L(w)=\|y-Xw\|^2$, $\frac{\partial L}{\partial w^T}=2(Xw-y)^TX$", "++", False, "by a row"),
        (r"$L(w)=\|y-Xw\|^2$, $\frac{\partial L}{\partial w}=2(y-Xw)^TX$", "+-", False, "a row of the wrong sign"),
        (r"$\|y-Xw\|^2=y^Ty-2y^TXw+w^TX^TXw$, $X^TXw=y^TX$", "+-", False, "elsewhere a row is no column"),
    ),
)
def test_layouts_of_a_derivative(text: str, expected: str, told: bool) -> None:
    found = judged(text, LINES)
    assert marks(found) == expected
    assert ("derivation.remark.layout" in remarks(found)) is told


LAPLACE = replace(problem("X: n*d rows x, y: n, w: d, b", "w", r"\sum_i |y_i-w^Tx_i-b|"), optional=("b",))


@pytest.mark.parametrize(
    ("text", "expected"),
    rows(
        (r"$L(w)=\sum_i|y_i-w^Tx_i-b|$, $\nabla L=-\sum_i\operatorname{sgn}(y_i-w^Tx_i-b)x_i$", "++", "with it"),
        (r"$\nabla L=-\sum_i\operatorname{sgn}(y_i-w^Tx_i)x_i$", "+", "left out throughout"),
        (r"$L(w)=\sum_i|y_i-w^Tx_i-b|=\sum_i|y_i-w^Tx_i|$", "+-", "lost on the way"),
    ),
)
def test_optional_names(text: str, expected: str) -> None:
    assert marks(judged(text, LAPLACE)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    rows(
        (r"$\arg\min_b \sum_i(x_i-b)^2=\arg\min_b (nb^2-2b\sum_i x_i)$", "+", "constants left out"),
        (r"$\arg\min_b \sum_i(x_i-b)^2=\arg\min_b (nb^2-b\sum_i x_i)$", "-", "a factor lost"),
        (r"$\arg\max_b -\sum_i(x_i-b)^2=\arg\min_b \sum_i(x_i-b)^2$", "+", "a maximum of the negative"),
        (r"$\arg\max_b \sum_i(x_i-b)^2=\arg\min_b \sum_i(x_i-b)^2$", "-", "the sign lost"),
        (r"$b^*=\arg\min_b \frac1n\sum_i(x_i-b)^2$", "+", "a task stated"),
        (r"$f(b)=\sum_i(x_i-b)^2$, $b^*=\arg\min_b \sum_i|x_i-b|$", "+-", "another task than one's own"),
        (r"$\min_b \sum_i(x_i-b)^2=\min_b (\sum_i x_i^2-2b\sum_i x_i+nb^2)$", "+", "least values"),
    ),
)
def test_minimisers_of_the_same_task(text: str, expected: str) -> None:
    assert marks(judged(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    rows(
        (r"$f(b)=\sum_i(x_i-b)^2$, $f''(b)=2n>0$", "+++", "a second derivative"),
        (r"$f(b)=\sum_i(x_i-b)^2$, $f''(b)=2n<0$", "++-", "the wrong way round"),
        (r"$f(b)=\sum_i(x_i-b)^2$, $f''(b)=-2n>0$", "+--", "both wrong"),
        (r"$f(b)=\sum_i(x_i-b)^2\ge 0$", "++", "a sum of squares"),
        (r"$n>0$", "", "a condition"),
    ),
)
def test_inequalities(text: str, expected: str) -> None:
    assert marks(judged(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    rows(
        (r"$2n>0$", "+", "what holds for all data is a step, wherever it stands"),
        (r"$\frac{d^2}{db^2}\sum_i(x_i-b)^2=2n>0$", "++", "a second derivative written out"),
        (r"$f''(b)>0$", "+", "of the task's loss, which the text did not write"),
        (r"$x_1>b$", "", "what does not hold for all is a condition"),
        (r"$\sum_i x_i>0$", "", "also of a formula"),
        (r"$f(b)=\sum_i(x_i-b)^2$, $f''(b)=2n\ge0$", "+++", "not strictly"),
    ),
)
def test_inequalities_by_themselves(text: str, expected: str) -> None:
    assert marks(judged(text)) == expected


def test_an_inequality_is_shown_as_one() -> None:
    assert judged(r"$f''(b)=2n>0$").links[-1].read == "2 n > 0"


@pytest.mark.parametrize(
    ("text", "expected"),
    rows(
        ("The derivative is $-2\\sum_i(x_i-b)$.", "+", "a link, though no relation stands there"),
        ("The derivative with respect to $b$ is $2\\sum_i(x_i-b)$.", "-", "its sign"),
        ("The derivative of $(x_i-b)^2$ is $-2(x_i-b)$.", "+", "of what is named"),
        ("The derivative of $(x_i-b)^2$ is $2(x_i-b)$.", "-", "and its sign"),
        ("With $f(b)=\\frac12\\sum_i(x_i-b)^2$ the gradient is $-2\\sum_i(x_i-b)$.", "+-", "of one's own, exactly"),
        ("对 $b$ 求导得 $-2\\sum_i(x_i-b)$，令其为零。", "+", "in Chinese"),
        ("The slope is $-1$ to the left of all points.", "", "of a part, not of the whole"),
        ("For one term $|x_i-b|$ the gradient is $-1$ when $b<x_i$.", "", "in one case"),
        ("The second derivative is $2n$.", "+", "the second"),
        ("Hence the point of minimum is $\\bar x$.", "+", "a value"),
        ("Hence the minimiser is $\\sum_i x_i$.", "-", "a wrong one"),
        ("最优解为 $\\frac1n\\sum_i x_i$。", "+", "a value in Chinese"),
        ("$b$ 的最优值是 $x_i$ 的平均值。", "", "the words go on: it is no value"),
        ("If the minimiser is $\\sum_i x_i$, then", "", "supposed"),
        ("$n$ is large", "", "nothing is said of the task"),
    ),
)
def test_what_words_say_of_a_formula(text: str, expected: str) -> None:
    assert marks(judged(text)) == expected


SIGN = r"\operatorname{sgn}(y_i-w^Tx_i)x_i"


@pytest.mark.parametrize(
    ("text", "task", "expected"),
    rows(
        (r"$w \leftarrow w-\eta X^T(Xw-y)$", "squares", "+", "an update"),
        (r"$w=w-\eta X^T(Xw-y)$", "squares", "+", "written as an equation"),
        (r"$w_{t+1}=w_t-\eta_t X^T(Xw_t-y)$", "squares", "+", "with time"),
        (r"$w^{(t+1)}=w^{(t)}-\eta X^T(Xw^{(t)}-y)$", "squares", "+", "with time above"),
        (r"$w_{new}=w-\eta X^T(Xw-y)$", "squares", "+", "with a word"),
        (r"$w \leftarrow w-0.1\,X^T(Xw-y)$", "squares", "+", "with a number for its size"),
        (r"$w \leftarrow w+\eta X^T(Xw-y)$", "squares", "-", "uphill"),
        (r"$w \leftarrow w-\eta X^TXw$", "squares", "-", "a term lost"),
        (r"$w \leftarrow w-\eta (x_i^Tw-y_i)x_i$", "squares", "+", "of one sample"),
        (r"$w \leftarrow w-\eta (x_i^Tw-y_i)$", "squares", "-", "of one sample, x_i lost"),
        (r"$w \leftarrow w-\frac{\eta}{k}\sum_{i=1}^k(x_i^Tw-y_i)x_i$", "squares", "+", "of some samples"),
        (r"$w \leftarrow w+\frac{\eta}{k}\sum_{i=1}^k(x_i^Tw-y_i)x_i$", "squares", "-", "of some, uphill"),
        (r"$w \leftarrow w-\eta\nabla L(w)$", "squares", "+", "of a loss that was not written"),
        (r"$w \leftarrow w+\eta\nabla L(w)$", "squares", "-", "and uphill"),
        (r"$w_j \leftarrow w_j-\eta\frac{\partial L}{\partial w_j}$", "squares", "+", "an entry"),
        (r"$w=w-\eta\nabla L(w)=w-2\eta X^T(Xw-y)$", "squares", "++", "and what it is the same as"),
        (r"$w=w-\eta\nabla L(w)=w+2\eta X^T(Xw-y)$", "squares", "+-", "or not"),
        (r"$w \leftarrow w-\eta(X^T(Xw-y)+\lambda w)$", "squares", "?", "a name that is more than a size"),
        (r"With momentum, $w \leftarrow w-\eta X^TXw$", "squares", "?", "another method: not refuted"),
        (rf"$w \leftarrow w+\eta {SIGN}$", "absolute", "+", "a subgradient"),
        (rf"$w \leftarrow w-\eta {SIGN}$", "absolute", "-", "its sign"),
        (r"$w \leftarrow w+\eta(y_i-w^Tx_i)x_i$", "absolute", "-", "that of squares, as the residual is in it"),
        (r"$b \leftarrow b+\eta\operatorname{sgn}(y_i-w^Tx_i-b)$", "absolute", "+", "of the intercept"),
        (r"$b \leftarrow b-\eta\operatorname{sgn}(y_i-w^Tx_i-b)$", "absolute", "-", "its sign"),
        (
            r"$r_i=y_i-w^Tx_i$, $w \leftarrow w+\eta\operatorname{sgn}(r_i)x_i$, e.g. at $r=0.01$", "absolute", "++",
            "through a residual, of which a case is spoken of",
        ),
        (r"$L_i(w)=|y_i-w^Tx_i|$, $w \leftarrow w-\eta\nabla L_i(w)$", "absolute", "++", "of one's own sample's loss"),
        (rf"$w \leftarrow w+\frac{{\eta}}{{|B|}}\sum_{{i\in B}}{SIGN}$", "absolute", "+", "of a mini-batch"),
        (rf"$w \leftarrow w+\eta\sum_{{i\in B}}{SIGN}$", "absolute", "+", "with its size in the step size"),
        (rf"$w_{{t+1}}=w_t+\frac{{\eta}}{{|B_t|}}\sum_{{i\in B_t}}{SIGN}$", "absolute", "+", "another one each time"),
        (rf"$w \leftarrow w-\frac{{\eta}}{{|B|}}\sum_{{i\in B}}{SIGN}$", "absolute", "-", "of a mini-batch, uphill"),
        (r"$w \leftarrow w-\frac{\eta}{|B|}\sum_{i\in B}\nabla L_i(w)$", "absolute", "+", "of losses not written"),
        (r"$w \leftarrow w-\frac{\eta}{|B|}\sum_{i\in B}(w^Tx_i-y_i)$", "squares", "-", "of a mini-batch, x_i lost"),
    ),
)  # fmt: skip
def test_updates(text: str, task: str, expected: str) -> None:
    assert marks(judged(text, LINES if task == "squares" else LAPLACE)) == expected


def test_an_update_follows_from_a_wrong_gradient() -> None:
    found = judged("$L=\\|Xw-y\\|^2$\n$\\nabla L=2X^T(Xw+y)$\n$w \\leftarrow w-\\eta X^T(Xw+y)$", LINES)
    assert marks(found) == "+-+"
    (rule,) = found.updates
    assert rule.tainted is not None
    assert rule.tainted.line == 2


def test_an_uphill_step_is_called_a_sign() -> None:
    (wrong,) = refuted(judged(r"$w \leftarrow w-\eta X^T(y-Xw)$", LINES))
    assert wrong.verdict.mistakes == ("sign",)
    assert wrong.read.startswith("w ← w")


@pytest.mark.parametrize(
    ("text", "expected"),
    rows(
        (r"$\frac{\partial a^Tw}{\partial w}=a$", "+", "a must be a vector"),
        (r"$\frac{\partial a^Tw}{\partial w}=2a$", "", "never refuted"),
        (r"$\frac{\partial w^TAw}{\partial w}=(A+A^T)w$", "+", "A must be a square matrix"),
        (r"$\frac{\partial w^TAw}{\partial w}=2Aw$", "", "holds for some A only, and for which was not said"),
        (r"For symmetric $A$: $\frac{\partial w^TAw}{\partial w}=2Aw$", "+", "it was said"),
        (r"$(AB)^T=B^TA^T$", "+", "for all that fit"),
        (r"$(AB)^T=A^TB^T$", "", "and a wrong one"),
        (r"$Z=X+E$, $Z^TZ=X^TX+X^TE+E^TX+E^TE$", "++", "beside the task's data"),
        (r"$Z=X+E$, $Z^TZ=X^TX+2X^TE+E^TE$", "+?", "which leaves it open"),
    ),
)
def test_letters_of_ones_own(text: str, expected: str) -> None:
    assert marks(judged(text, LINES)) == expected


def test_an_inferred_shape_is_told() -> None:
    assert "derivation.remark.inferred" in remarks(judged(r"$\frac{\partial a^Tw}{\partial w}=a$", LINES))


@pytest.mark.parametrize(
    ("text", "expected"),
    rows(
        (r"$\arg\min_b\sum_i|y_i-b|$, so $b^*=\operatorname{median}(y_1,\dots,y_n)$", "+", "in another unknown"),
        (r"$\arg\min_b\sum_i|y_i-b|$, so $b^*=\bar y$", "-", "and not its minimiser"),
        (r"$\arg\min_b\sum_i|y_i-b|$; of $\sum_i(y_i-b)^2$ it is $b^*=\bar y$", "+", "another task in between"),
        (r"$\arg\min_{w,b}\sum_i|y_i-w^Tx_i-b|$, $b^*=\bar y$", "+", "in two unknowns: a name"),
    ),
)
def test_tasks_in_another_unknown(text: str, expected: str) -> None:
    assert marks(judged(text, LAPLACE)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    rows(
        (r"$L(w)=(y-Xw)(y-Xw)$", "-", "a definition that does not fit is wrong where it stands"),
        (r"$L(w)=(y-Xw)(y-Xw)=y^Ty-2y^TXw+w^TX^TXw$, $\nabla L=2X^T(Xw-y)$", "-++", "and only there"),
        (r"$L(w)=\sum_{i=1}^d(y_i-w^Tx_i)^2=\|y-Xw\|^2$", "-+", "a sum over the wrong index"),
        (r"$L(\theta)=\sum_{i=1}^d(y_i-\theta^Tx_i)^2=\|y-X\theta\|^2$", "-+", "by another name as well"),
        (r"$r=y-X^Tw$, $L=\|r\|^2$", "-+", "of a name beside the loss"),
        (r"$\nabla L=2X(Xw-y)=2X^TXw-2X^Ty$", "-+", "the end of a chain is compared with what fits before"),
        (r"$f(x)=w^Tx+b$", "+", "the variables of a function may be anything"),
    ),
)
def test_what_does_not_fit_is_reported_once(text: str, expected: str) -> None:
    assert marks(judged(text, LINES)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    rows(
        (r"$L_i(w)=|y_i-w^Tx_i|$, $\nabla L_i(w)=-\operatorname{sgn}(y_i-w^Tx_i)x_i$", "++", "at its own point"),
        (r"$L_i(w)=|y_i-w^Tx_i|$, $\nabla L_i(w)=\operatorname{sgn}(y_i-w^Tx_i)x_i$", "+-", "and its sign"),
        (r"$\operatorname{sgn}(0)=0$", "+", "true of all data"),
        (r"the case $w^Tx_i=y_i$", "", "a case is no step where no value is asked for"),
        (r"for squares $w=(X^TX)^{-1}X^Ty$", "", "nor is another problem's solution"),
        (r"$l(y,y')=|y-y'|$", "+", "a function of arguments of its own"),
    ),
)
def test_functions_of_samples_and_cases(text: str, expected: str) -> None:
    assert marks(judged(text, replace(LAPLACE, solved=False))) == expected


LIKELY = problem(
    "x: n, b, sigma: >0", "b", r"\sum_i (x_i-b)^2",
    meanings={"p(x)": term(r"\prod_i \frac{1}{\sqrt{2\pi\sigma^2}}e^{-\frac{(x_i-b)^2}{2\sigma^2}}",
                           scope_of("x: n, b, sigma: >0"))},
)  # fmt: skip
CONSTANT = r"-\frac n2\log(2\pi\sigma^2)"


@pytest.mark.parametrize(
    ("text", "expected"),
    rows(
        (rf"$\log P(x|b)={CONSTANT}-\frac{{1}}{{2\sigma^2}}\sum_i(x_i-b)^2$", "+", "a density of the task is a claim"),
        (rf"$\log P(x|b)={CONSTANT}-\frac{{1}}{{\sigma^2}}\sum_i(x_i-b)^2$", "-", "and can be wrong"),
        (r"$\log P(x|b)=-\frac{1}{2\sigma^2}\sum_i(x_i-b)^2+C$", "+", "some constant"),
        (r"$\log P(x|b)=-\frac{1}{\sigma^2}\sum_i(x_i-b)^2+C$", "?", "some constant cannot refute"),
        (r"$P(x|b)\propto e^{-\frac{1}{2\sigma^2}\sum_i(x_i-b)^2}$", "+", "up to a factor"),
        (r"$P(x|b)\propto e^{-\frac{1}{\sigma^2}\sum_i(x_i-b)^2}$", "?", "up to a factor of what?"),
    ),
)
def test_densities_and_constants(text: str, expected: str) -> None:
    assert marks(judged(text, LIKELY)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    rows(
        (r"$b=\operatorname{median}(x)$", "+", "a minimiser where there is no gradient to solve"),
        (r"$b=\bar x$", "-", "the mean is none"),
        (r"$\frac{d}{db}\sum_i|x_i-b|=-\sum_i\operatorname{sgn}(x_i-b)$", "+", "a derivative almost everywhere"),
        (r"$\frac{d}{db}\sum_i|x_i-b|=\sum_i\operatorname{sgn}(x_i-b)$", "-", "its sign"),
    ),
)
def test_absolute_values(text: str, expected: str) -> None:
    assert marks(judged(text, MEDIAN)) == expected


def test_differentials() -> None:
    assert marks(judged(r"$L=\|y-Xw\|^2$, $dL=-2(y-Xw)^TX\,dw$", LINES)) == "++"
    assert marks(judged(r"$L=\|y-Xw\|^2$, $dL=2(y-Xw)^TX\,dw$", LINES)) == "+-"


def test_other_names_of_the_task() -> None:
    assert marks(judged(r"$L(\theta)=\frac1N\|y-X\theta\|^2$, $\nabla_\theta L=\frac2N X^T(X\theta-y)$", LINES)) == "++"


def test_what_a_study_holds() -> None:
    found = judged("$f(b)=\\sum_i(x_i-b)^2$, $f'(b)=-2\\sum_i(x_i-b)=0$, so $b=\\frac1n\\sum_i x_i=\\bar x$.")
    shapes: Mapping[str, int] = {
        "objectives": len(found.objectives), "gradients": len(found.gradients), "values": len(found.values),
        "equations": found.equations, "chains": len(found.chains), "sides": len(found.sides),
    }  # fmt: skip
    assert shapes == {"objectives": 1, "gradients": 1, "values": 2, "equations": 2, "chains": 3, "sides": 8}
    assert found.links[0].read.startswith("f(b) = ∑")
    last: Term = found.values[-1].term
    assert last == term(r"\bar x", MEAN.scope)
    assert "so" in found.prose


def test_what_could_not_be_read_is_kept_with_the_rest() -> None:
    found = study([Passage("text", "$f(b)=\\sum_i(x_i-b)^2$\n$f'(b)=\\frac{$", Origin("answer.md"))], MEAN)
    assert marks(found) == "+"
    assert [item.where.line for item in found.unread] == [2]


@pytest.mark.parametrize("seed", range(3))
def test_no_seed_changes_a_verdict(seed: int) -> None:
    text = "$f(b)=\\sum_i(x_i-b)^2$\n$f'(b)=-2\\sum_i x_i+2b=0$\n$b=\\sum_i x_i$"
    assert marks(study([Passage("text", text, Origin("answer.md"))], MEAN, None, seed)) == "+-++"


# --------------------------------------------------------------------- what the generators of slips once got past


NOISE = replace(
    problem(
        "X: n*d rows x, y: n, w: d",
        "w",
        r"\sum_i |y_i-w^Tx_i|",
        meanings={"p(y)": term(r"\prod_i \frac12 e^{-|y_i-w^Tx_i|}", scope_of("X: n*d rows x, y: n, w: d"))},
    ),
    solved=False,
)


@pytest.mark.parametrize(
    ("text", "task", "expected"),
    rows(
        (
            r"$r_j=y_j-w^Tx_j$, $-\log P(y|X)=\sum_{j=1}^d(|r_j|+\log2)=n\log2+\sum_j|r_j|$",
            NOISE,
            "+-+",
            "the range is wrong inside of a definition, and w is seen in neither side",
        ),
        (r"$-\log P(y|X)=n\log2$", NOISE, "-", "the term with the unknown is lost: no equation to be solved"),
        (r"$g=\sum_k(x_k-b)^2$, $g'(b)=-2\sum_k(x_k-b)$, $b=\bar x$", MEAN, "+++", "a loss named without argument"),
        (r"S = sum_i (x_i-b)^2, dS/db = -2 sum_i (x_i-b)", MEAN, "++", "a derivative in plain text, any letter"),
    ),
)
def test_slips_and_writings_that_were_missed(text: str, task: Problem, expected: str) -> None:
    assert marks(judged(text, task)) == expected
