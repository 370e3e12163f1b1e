"""Answer groups: results of one part that a marker can treat as one, whoever handed them in and however it is written.

Two answers are in one group if each claim came out the same for the same reason. What the reason is depends on what was
handed in:

* formulas: what was judged, the first refuted step and the result, by its :mod:`~grader.maths.fingerprint`;
* code: the first counterexample, its numbers rounded, or the error without what differs from run to run;
* what could not be read, and words that await a marker: the text itself, without what is only typing.

A group has an id that a person can type. It depends on the answer alone, so that it is the same in every run.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import chain
from typing import Final, TypeAlias, assert_never

from grader.core import (
    Broken,
    ClaimResult,
    Counterexample,
    Fail,
    Finding,
    Json,
    Message,
    Missing,
    Outcome,
    PartResult,
    Pass,
    Quotation,
    Raised,
    ShapeClash,
    Text,
    Undecided,
    Unreadable,
    Where,
    Words,
)
from grader.derivation.prose import segments

DIGITS: Final = 6  # of numbers that came back from code: more are of the machine, not of the mistake
_HEX: Final = 8  # of an id: among a thousand groups, two share it once in ten thousand classes

Reason: TypeAlias = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Results that can be treated as one, with the shortest of them as an example.

    ``line`` is what the example's first claim that does not pass is about (its first claim, if all pass), and ``read``
    how that was understood; ``mistake`` is the first that was named.
    """

    id: str
    part: str | None
    outcome: Outcome
    mistake: str | None
    students: tuple[str, ...]
    example: PartResult
    line: Where | None
    read: str


def group_of(result: PartResult) -> str:
    """The id of the group that a result belongs to: ``nb-3f9a2c41`` for part b of the normal equation."""
    reasons = _reasons(result)
    digest = sha256(repr((result.part, result.outcome, reasons)).encode()).hexdigest()[:_HEX]
    return f"{_initials(result.part)}-{digest}"


def groups_of(results: Iterable[PartResult]) -> list[Group]:
    """The groups of some results, the largest first, else in the order of the parts."""
    members: dict[str, list[PartResult]] = {}
    for result in results:
        members.setdefault(group_of(result), []).append(result)
    return groups_from(members)


def groups_from(members: Mapping[str, Sequence[PartResult]]) -> list[Group]:
    """The same from results by the id of their group."""
    return sorted(
        (_group(id_, found) for id_, found in members.items()),
        key=lambda group: (-len(group.students), group.part or "~", group.id),
    )


def _group(id_: str, members: Sequence[PartResult]) -> Group:
    example = min(members, key=lambda one: (sum(len(part.source) for part in one.answer), one.student))
    finding = _telling(example)
    line = None if finding is None else finding.where
    return Group(
        id=id_,
        part=example.part,
        outcome=example.outcome,
        mistake=_mistake(members),
        students=tuple(sorted({one.student for one in members})),
        example=example,
        line=line,
        read="" if line is None else _read(example, line),
    )


def _initials(part: str | None) -> str:
    if part is None:
        return "file"
    *_, exercise, name = ("", *part.split("/"))
    return f"{exercise[:1]}{name}"


# ----------------------------------------------------------------------------------------------- the example


def _telling(result: PartResult) -> Finding | None:
    """The finding that says most about a result: of the first claim that failed, or is open, or of the first."""
    findings = [claim.finding for claim in result.claims]
    kinds: tuple[type, ...] = (Fail, Unreadable, Undecided, Broken, Missing, Pass)
    return next((one for kind in kinds for one in findings if isinstance(one.verdict, kind)), None)


def _mistake(members: Sequence[PartResult]) -> str | None:
    """The mistake that was named most often: another notation may have hidden it."""
    named = Counter(name for one in members if (name := _named(one)) is not None)
    return max(sorted(named), key=lambda name: named[name], default=None)


def _named(result: PartResult) -> str | None:
    verdicts = [claim.finding.verdict for claim in result.claims]
    return next((verdict.mistake for verdict in verdicts if isinstance(verdict, Fail) and verdict.mistake), None)


def _read(result: PartResult, place: Where) -> str:
    """How the formula at a place was understood, as far as the result tells."""
    links = (link.read for link in result.links if link.where == place)
    readings = (reading.plain for reading in result.readings if reading.where == place)
    return next(chain(links, readings), "")


# ------------------------------------------------------------------------------------------------- reasons


def _reasons(result: PartResult) -> tuple[Reason, ...]:
    """What tells a result from others in its part, claim by claim."""
    if result.part is None:
        return (("unplaced", *_key(result.remarks[0])),) if result.remarks else ()
    if result.outcome == "missing":
        return ()
    return tuple(_reason(claim, result) for claim in result.claims)


def _reason(claim: ClaimResult, result: PartResult) -> Reason:
    """A claim's verdict, and why."""
    finding = claim.finding
    match finding.verdict:
        case Pass():
            return ("pass", finding.fingerprint)
        case Fail() as verdict:
            return ("fail", *_of_failure(verdict, finding, result))
        case Unreadable(problem):
            return ("unreadable", *(_key(problem) if finding.where is None else (formula_text(finding.where.text),)))
        case Undecided():
            return ("undecided", finding.fingerprint or _open_text(finding, result))
        case Missing():
            return ("missing",)
        case Broken(error):
            return ("broken", stable_error(error.strip().rpartition("\n")[2]))
        case other:
            assert_never(other)


def _of_failure(verdict: Fail, finding: Finding, result: PartResult) -> Reason:
    """Why a claim failed: what was judged, or else the witness."""
    if finding.fingerprint:
        return (finding.fingerprint,)
    match verdict.witness:
        case Counterexample(at, _, got):
            if verdict.mistakes and "seed" in at:
                return verdict.mistakes  # of a training loop: its numbers tell how it was written, not what is wrong
            return (*verdict.mistakes, repr(_rounded(at)), rounded_text(got))
        case Raised(_, error):
            return (*verdict.mistakes, stable_error(error))
        case ShapeClash() if finding.where is not None:
            return (*verdict.mistakes, formula_text(_read(result, finding.where) or finding.where.text))
        case Quotation():
            return _key(verdict.hint)  # a misconception: many words for one idea
        case _:
            return (*verdict.mistakes, *_key(verdict.hint))


def _open_text(finding: Finding, result: PartResult) -> str:
    """The words that a marker has to read: those that were found, or all of them."""
    if finding.where is not None:
        return prose_text(finding.where.text)
    prose = (
        segment.text
        for passage in result.answer
        if passage.kind == "text"
        for segment in segments(passage)
        if segment.kind == "prose"
    )
    return prose_text(" ".join(prose))


def _key(words: Words) -> Reason:
    """What a sentence is, in no language."""
    match words:
        case Message(key):
            return (key,)
        case Text(en):
            return (en,)
        case other:
            assert_never(other)


# --------------------------------------------------------------------------------------- numbers and texts

_WIDE: Final = {**{code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}, 0x3000: 0x20}
_BLANKS: Final = re.compile(r"\s+|\\[,;:! ]|\\q?quad(?![A-Za-z])|~|\\(?:left|right)(?![A-Za-z])|[$&]")
_NUMBER: Final = re.compile(r"-?\d+(?:\.\d*)?(?:[eE][-+]?\d+)?")
_ADDRESS: Final = re.compile(r"0x[0-9A-Fa-f]+")
_PATH: Final = re.compile(r"(?:[A-Za-z]:)?(?:[/\\][\w.<>~+-]+)+|<(?:ipython-input|cell)[^>]*>|\b[\w-]+\.py\b")
_LINE: Final = re.compile(r"\b(?:line|cell|in\s*\[)\s*\d+\]?", re.IGNORECASE)


def formula_text(text: str) -> str:
    """A formula that could not be read, without blanks, dollars and the width of its characters."""
    return _BLANKS.sub("", text.translate(_WIDE)).rstrip(".,;")


def prose_text(text: str) -> str:
    """Words without case, blanks, punctuation and the width of their characters."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(char for char in folded if char.isalnum())


def stable_error(error: str) -> str:
    """The type and message of an exception without addresses, paths and line numbers."""
    for pattern in (_ADDRESS, _PATH, _LINE):
        error = pattern.sub("…", error)
    return " ".join(error.split())


def rounded_text(text: str) -> str:
    """A text with its numbers rounded."""
    return _NUMBER.sub(lambda found: _short(float(found[0])), text)


def _rounded(value: Json) -> Json:
    """Plain data with its numbers rounded, by name in order."""
    match value:
        case bool() | None:
            return value
        case int() | float():
            return _short(value)
        case str():
            return rounded_text(value)
        case Mapping():
            return {name: _rounded(value[name]) for name in sorted(value)}
        case _:
            return [_rounded(item) for item in value]


def _short(number: float) -> str:
    return "0" if number == 0 else f"{number:.{DIGITS}g}" if abs(number) < 2**53 else str(number)
