"""The answer to ``grader compare``, as JSON and as lines."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from grader.core import Json, Language, Message
from grader.report.lines import Line, evidence_text, printable
from grader.report.results import evidence_to_json
from grader.report.words import render

if TYPE_CHECKING:
    from grader.maths.compare import Comparison

STYLES = {"equal": "pass", "different": "fail", "undecided": "undecided", "unreadable": "unreadable"}


def comparison_to_json(comparison: Comparison, lang: Language) -> dict[str, Json]:
    """The verdict with its evidence; ``read`` is how the two were understood."""
    evidence = comparison.evidence
    return {
        "verdict": comparison.verdict,
        "evidence": None if evidence is None else evidence_to_json(evidence, lang),
        "mistake": comparison.mistakes[0] if comparison.mistakes else None,
        "mistakes": list(comparison.mistakes),
        "hint": None if comparison.reason is None else render(comparison.reason, lang),
        "read": list(comparison.read),
        "remarks": [render(words, lang) for words in comparison.remarks],
    }


def comparison_lines(comparison: Comparison, lang: Language) -> Iterator[Line]:
    """The verdict, how it is known, and how the two were read."""
    yield Line(render(Message(f"doors.{comparison.verdict}"), lang), STYLES[comparison.verdict])
    if comparison.evidence is not None:
        yield Line(evidence_text(comparison.evidence, lang), "", 1)
    if comparison.reason is not None:
        yield Line(printable(render(comparison.reason, lang)), "", 1)
    if comparison.mistakes:
        names = ", ".join(comparison.mistakes)
        yield Line(render(Message("doors.mistakes", {"mistakes": names}), lang), "", 1)
    for words in comparison.remarks:
        yield Line(f"· {printable(render(words, lang))}", "", 1)
    for formula in comparison.read:
        if formula:
            yield Line(render(Message("doors.read_as", {"read": printable(formula)}), lang), "", 1)
