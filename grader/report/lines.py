"""A result as lines of plain text with a style each, for the terminal (which colours them) and for pytest."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import assert_never

from grader.core import (
    Agreement,
    Broken,
    ClaimResult,
    Counterexample,
    Evidence,
    Fail,
    Json,
    Language,
    Link,
    Marking,
    Message,
    Missing,
    PartResult,
    Pass,
    Points,
    Proof,
    Quotation,
    Raised,
    RunReport,
    ShapeClash,
    Undecided,
    Unreadable,
    Verdict,
    Where,
)
from grader.report.results import verdict_name
from grader.report.words import render

MARKS: Mapping[str, str] = {
    "pass": "✓",
    "fail": "✗",
    "unreadable": "✗",
    "missing": "–",
    "undecided": "?",
    "broken": "!",
}
_BIDI_OVERRIDES = frozenset({"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"})
QUOTED_LINES = 8  # of one formula; the file has the rest


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a report. ``style`` is an outcome or a verdict, or "quote" for the student's own words, or "" ."""

    text: str
    style: str = ""
    indent: int = 0

    def __str__(self) -> str:
        return "    " * self.indent + self.text


def result_lines(result: PartResult, lang: Language, *, show_reading: bool = False) -> Iterator[Line]:
    """What a student needs to know of one part; with ``show_reading`` how each formula was read as well."""
    outcome = render(Message(f"outcome.{result.outcome}"), lang)
    if result.part is None:
        yield Line(f"{result.file}: {outcome}", result.outcome)
    else:
        yield Line(f"{result.part}: {outcome} · {points_text(result.points, lang)}", result.outcome)
    if result.outcome != "missing":
        told: list[tuple[Where, Verdict]] = []
        for claim in result.claims:
            yield from _claim_lines(claim, lang, show_reading, told)
    if show_reading and result.links:
        yield Line(render(Message("doors.as_read"), lang), "", 1)
        for link in result.links:
            yield from _link_lines(link, lang)
    for words in result.remarks:
        yield Line(f"· {printable(render(words, lang))}", "", 1)


def run_lines(run: RunReport, lang: Language) -> Iterator[Line]:
    """The cells that ended early, and why. Parts answered in one notebook share a run."""
    from grader.jail.runner import remarks

    for words in remarks(run):
        yield Line(f"· {printable(render(words, lang))}", "", 1)


def as_text(lines: Iterable[Line]) -> str:
    """The lines as one string, uncoloured."""
    return "\n".join(str(line) for line in lines)


def points_text(points: Points, lang: Language) -> str:
    """"2 of 3 points, 1 pending"."""
    fields = {"earned": f"{points.earned:g}", "of": f"{points.of:g}", "pending": f"{points.pending:g}"}
    return render(Message("doors.points_pending" if points.pending else "doors.points", fields), lang)


def place_text(where: Where, lang: Language) -> str:
    """"b.md, line 3"; in a notebook with the cell, counted from 1 as a reader would."""
    fields: dict[str, str | int] = {"file": printable(where.file), "line": where.line}
    if where.cell is None:
        return render(Message("doors.place", fields), lang)
    return render(Message("doors.place_in_cell", {**fields, "cell": where.cell + 1}), lang)


def evidence_text(evidence: Evidence, lang: Language) -> str:
    """How a verdict is known, as a sentence."""
    match evidence:
        case Proof(method, error):
            key = "doors.proof_up_to" if error else "doors.proof"
            words = Message(key, {"method": Message(f"maths.method.{method}"), "error": f"{error:.0e}"})
        case Agreement(points, digits):
            key = "doors.agreement_exact" if digits is None else "doors.agreement"
            words = Message(key, {"points": points, "digits": str(digits)})
        case Counterexample(at, expected, got, degenerate):
            key = "doors.counterexample_special" if degenerate else "doors.counterexample"
            words = Message(key, {"at": inputs_text(at), "expected": expected, "got": got})
        case ShapeClash(problem):
            return printable(render(problem, lang))
        case Raised(call, error, at):
            fields = {"call": call, "error": error, "at": inputs_text(at)}
            words = Message("doors.raised_at" if at else "doors.raised", fields)
        case Quotation(where):
            said = " ".join(where.text.split())
            words = Message("doors.quotation", {"text": said, "place": place_text(where, lang)})
        case Marking(marker, text):
            words = Message("doors.marking", {"marker": marker, "text": text})
        case other:
            assert_never(other)
    return printable(render(words, lang))


def inputs_text(at: Mapping[str, Json]) -> str:
    """"X = [[1, 2], [0, 1]], b = 3"."""
    return ", ".join(f"{name} = {_value_text(value)}" for name, value in at.items())


def verdict_text(verdict: Verdict, lang: Language) -> str:
    """What its reader should know or do next: the hint, the problem, the reason; of a pass, nothing."""
    match verdict:
        case Pass():
            return ""
        case Fail(_, words) | Unreadable(words) | Missing(words) | Undecided(words):
            return printable(render(words, lang))
        case Broken(error):
            return printable(render(Message("doors.broken", {"error": last_line(error)}), lang))
        case other:
            assert_never(other)


def last_line(error: str) -> str:
    """What a traceback ends in: the error itself."""
    return error.strip().rpartition("\n")[2]


def printable(text: str) -> str:
    """The text without control characters: a student's file must not move the cursor of who reads about it."""
    return "".join(char if char in "\n\t" or not _controls(char) else f"\\x{ord(char):02x}" for char in text)


def _controls(char: str) -> bool:
    return unicodedata.category(char) in ("Cc", "Cs") or unicodedata.bidirectional(char) in _BIDI_OVERRIDES


def _value_text(value: Json) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)


def _claim_lines(
    result: ClaimResult, lang: Language, show_evidence: bool, told: list[tuple[Where, Verdict]]
) -> Iterator[Line]:
    """A claim with its verdict; what was told of an earlier claim of the part is not told again."""
    finding = result.finding
    name = verdict_name(finding.verdict)
    yield Line(f"{MARKS[name]} {printable(render(result.says, lang))}", name, 1)
    if finding.where is not None and isinstance(finding.verdict, Fail | Unreadable):
        if (finding.where, finding.verdict) in told:
            yield Line(render(Message("doors.as_above"), lang), "", 2)
            return
        told.append((finding.where, finding.verdict))
    if finding.where is not None and not isinstance(finding.verdict, Pass | Missing):
        yield from _quote(finding.where, lang)
    yield from _verdict_lines(finding.verdict, lang, show_evidence)


def _verdict_lines(verdict: Verdict, lang: Language, show_evidence: bool) -> Iterator[Line]:
    sentences = [verdict_text(verdict, lang)]
    match verdict:
        case Fail(witness):
            sentences.append(evidence_text(witness, lang))
        case Pass(evidence) if show_evidence:
            sentences.append(evidence_text(evidence, lang))
    for sentence in dict.fromkeys(sentences):  # a shape clash may be its own hint
        yield from (Line(line, "", 2) for line in sentence.splitlines() if line.strip())


def _link_lines(link: Link, lang: Language) -> Iterator[Line]:
    name = verdict_name(link.verdict)
    place = place_text(link.where, lang)
    yield Line(f"{MARKS[name]} {place}: {printable(' '.join(link.where.text.split()))}", name, 2)
    if link.read:
        yield Line(render(Message("doors.read_as", {"read": printable(link.read)}), lang), "", 3)
    for line in _verdict_lines(link.verdict, lang, show_evidence=True):
        yield Line(line.text, line.style, 3)


def _quote(where: Where, lang: Language) -> Iterator[Line]:
    lines = [printable(line.strip()) for line in where.text.splitlines() if line.strip()]
    yield Line(f"{place_text(where, lang)}:", "", 2)
    yield from (Line(line, "quote", 3) for line in lines[:QUOTED_LINES])
    if len(lines) > QUOTED_LINES:
        yield Line("…", "quote", 3)
