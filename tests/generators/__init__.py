"""Generators over right derivations: rewritings that nobody may refuse, and slips that nobody may pass.

Read in this order: :mod:`originals`, right derivations as small trees; :mod:`rewrites`, which changes the writing and
not the meaning; :mod:`mutants`, which puts one slip into one line; :mod:`truth`, which finds out in floating point,
without the grader's mathematics, whether a mutant is different, and in which line first. :func:`graded` asks the
grader.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from grader.core import (
    Answer,
    Bench,
    Broken,
    Exercise,
    Fail,
    Finding,
    Missing,
    Origin,
    Pass,
    Passage,
    Program,
    Run,
    Undecided,
    Unreadable,
)
from grader.course import Course, find_course
from grader.maths.compare import compare
from tests.generators.originals import Derivation
from tests.generators.rewrites import Written

_ROOT: Final = Path(__file__).resolve().parents[2]

#: The claims of each part that are about formulas (the others are about words), by their place; steps first.
CLAIMS: Final = {
    "optimal_constant/a": (1, 0, 2),
    "optimal_constant/b": (2, 0),
    "normal_equation/a": (1, 0),
    "normal_equation/b": (1, 0),
    "normal_equation/c": (1, 0, 2),
    "laplace_noise/a": (1, 0),
}


_DECLARED: Final = {
    "optimal_constant": "x: n, b, sigma: >0",
    "normal_equation": "X: n*d rows x, y: n, w: d",
    "laplace_noise": "X: n*d rows x, y: n, w: d, b",
}


class _NoRunner:
    """No program is handed in."""

    def run(self, program: Program) -> Run:
        raise NotImplementedError(program)


@dataclass(frozen=True, slots=True)
class Grade:
    """What the grader makes of a text: a verdict for each claim, and what each refuted or undecided place says."""

    verdicts: tuple[type, ...]
    refuted: tuple[int, ...]  # the lines of the refuted links and claims, in order
    details: tuple[str, ...]

    @property
    def outcome(self) -> str:
        """The worst of the verdicts: broken, refuted, unreadable, missing, undecided or passed."""
        if Broken in self.verdicts:
            return "broken"
        if self.refuted:
            return "refuted"
        for kind, word in ((Unreadable, "unreadable"), (Missing, "missing"), (Undecided, "undecided")):
            if kind in self.verdicts:
                return word
        return "passed"


@cache
def _course() -> Course:
    return find_course(_ROOT)


@cache
def _exercise(name: str) -> tuple[Exercise, dict[object, object]]:
    """An exercise, and what its checks share over all answers (the references, read once)."""
    exercise = next(task for task in _course().exercises if task.address.endswith(f"/{name}"))
    return exercise, {}


def asked(derivation: Derivation, written: Written, *, to_first: bool = False) -> Grade:
    """What the grader makes of a derivation or of a pair of formulas as written."""
    if not derivation.pair:
        return graded(derivation.part, written.text, to_first=to_first)
    left, right = written.text.split("\n")
    found = compare(left, right, _DECLARED[derivation.part.split("/")[0]])
    kind = {"equal": Pass, "different": Fail, "undecided": Undecided, "unreadable": Unreadable}[found.verdict]
    details = () if kind is Pass else (str((found.reason, found.evidence, found.mistakes)),)
    return Grade((kind,), (1,) if kind is Fail else (), details)


def graded(part: str, text: str, *, to_first: bool = False) -> Grade:
    """The verdicts of a part's claims on a text; ``to_first``: no claims after the first that does not pass."""
    name, _, letter = part.partition("/")
    exercise, shared = _exercise(name)
    answer = Answer(f"{exercise.address}/{letter}", (Passage("text", text, Origin("answer.md")),))
    bench = Bench(_course().reference(exercise), _NoRunner(), exercise_memory=shared)
    found = exercise.part(letter)
    assert found is not None
    findings: list[Finding] = []
    for place in CLAIMS[part]:
        findings.append(found.claims[place].check(answer, bench))
        if to_first and not isinstance(findings[-1].verdict, Pass):
            break
    refuted, details = _refuted(findings)
    return Grade(tuple(type(finding.verdict) for finding in findings), refuted, details)


def _refuted(findings: list[Finding]) -> tuple[tuple[int, ...], tuple[str, ...]]:
    lines, details = [], []
    for finding in findings:
        for link in finding.links:
            if isinstance(link.verdict, Fail):
                lines.append(link.where.line)
            if not isinstance(link.verdict, Pass):
                details.append(f"{link.where.line}: {link.read} -> {link.verdict}")
        if isinstance(finding.verdict, Fail) and finding.where is not None:
            lines.append(finding.where.line)
        elif isinstance(finding.verdict, Fail):
            lines.append(0)
        if not isinstance(finding.verdict, Pass):
            details.append(str(finding.verdict))
    return tuple(lines), tuple(dict.fromkeys(details))
