"""The section of one part: points claim by claim, the answer with its marks, figures, remarks, comments.

What is to be said of a line stands once, at the line; a claim that it decided refers to it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from grader.core import (
    Broken,
    ClaimResult,
    Evidence,
    Fail,
    Language,
    Marking,
    Message,
    Missing,
    PartResult,
    Pass,
    Passage,
    Quotation,
    Reading,
    Undecided,
    Unreadable,
    Verdict,
    Where,
)
from grader.report.feedback import marks
from grader.report.feedback.evidence import explained, shown
from grader.report.feedback.figures import figure
from grader.report.feedback.listing import Note, holds, listing
from grader.report.feedback.markup import cut, number, said, tell, text
from grader.report.feedback.typeset import formula, scrolled, step
from grader.report.lines import QUOTED_LINES, place_text
from grader.report.results import verdict_name

_MOST_PASSAGES: Final = 30
_MOST_REMARKS: Final = 50
_MOST_QUOTED: Final = 1_000
_MOST_REPEATED: Final = 100  # of words that stand below anyway


@dataclass(frozen=True, slots=True)
class Comment:
    """What a marker wrote on a part, or on the whole submission (None)."""

    part: str | None
    author: str
    text: str


def part_section(result: PartResult, name: str, title: str, comments: Sequence[Comment], lang: Language) -> str:
    """The section; ``name`` is unique in the page, ``title`` is markup."""
    notes = _Notes(result, name, lang)
    claims = "".join(notes.claim(claim) for claim in result.claims)
    told = notes.all()
    head = (
        f'<div class="title"><h3 id="{name}">{title}</h3>'
        f"<span>{marks.outcome(result.outcome, lang)} · {points(result, lang)}</span></div>"
        f'<p class="quiet"><code>{text(result.part or "")}</code></p>'
    )
    body = [head, comments_of(comments, lang), f'<ul class="claims">{claims}</ul>' if claims else ""]
    body.append(_handed_in(result, told, lang))
    body += [figure(plot, f"{name}-f{i}", lang) for i, plot in enumerate(result.plots)]
    body.append(remarks_of([said(words, lang) for words in result.remarks], lang))
    return f'<section aria-labelledby="{name}">{"".join(body)}</section>'


def points(result: PartResult, lang: Language) -> str:
    """What was earned, and what is still open, which is never shown as 0."""
    earned, pending, of = result.points.earned, result.points.pending, result.points.of
    fields = {"earned": number(earned), "of": number(of), "pending": number(pending)}
    if pending and not earned:
        return tell("points_open", lang, **fields)
    return tell("points_pending" if pending else "points", lang, **fields)


def comments_of(comments: Sequence[Comment], lang: Language) -> str:
    """What markers wrote."""
    return "".join(
        f"<blockquote><p>{text(comment.text)}</p><p class=\"quiet\">{tell('by', lang, author=comment.author)}</p>"
        "</blockquote>"
        for comment in comments
    )


def remarks_of(remarks: Sequence[str], lang: Language) -> str:
    """Remarks, given as markup."""
    if not remarks:
        return ""
    more = len(remarks) - _MOST_REMARKS
    items = [*remarks[:_MOST_REMARKS], *([tell("and_more", lang, count=more)] if more > 0 else [])]
    return f"<h4>{tell('remarks', lang)}</h4><ul>{''.join(f'<li>{item}</li>' for item in items)}</ul>"


def _handed_in(result: PartResult, notes: Sequence[Note], lang: Language) -> str:
    if not result.answer:
        return ""
    shown_passages = [
        _passage(passage, result, notes, lang) for passage in result.answer[:_MOST_PASSAGES]
    ]
    more = len(result.answer) - _MOST_PASSAGES
    rest = f'<p class="quiet">{tell("and_more", lang, count=more)}</p>' if more > 0 else ""
    return f"<h4>{tell('handed_in', lang)}</h4>{''.join(shown_passages)}{rest}"


def _passage(passage: Passage, result: PartResult, notes: Sequence[Note], lang: Language) -> str:
    origin = passage.origin
    place = text(origin.file) if origin.cell is None else tell("cell", lang, file=origin.file, cell=origin.cell + 1)
    lines = listing(passage, result.readings, notes, place, lang)
    return f'<p class="quiet">{place}</p>{lines}'


# -------------------------------------------------------------------------------------------------- notes


@dataclass(slots=True)
class _Notes:
    """What is said at the lines of an answer, each verdict once however many claims rest on it."""

    result: PartResult
    name: str
    lang: Language
    notes: list[Note] = field(default_factory=list)
    told: list[tuple[Where, Evidence | Verdict, str]] = field(default_factory=list)

    def claim(self, claim: ClaimResult) -> str:
        """A claim with its points, and why it did not pass: here, or at the line that the reader is sent to."""
        verdict = claim.finding.verdict
        name = verdict_name(verdict)
        head = (
            f"{marks.sign(name, self.lang)}<span>{said(claim.says, self.lang)}</span>"
            f'<span class="quiet">{self._worth(claim)}</span>'
        )
        return f"<li>{head}{self._why(claim)}</li>"

    def _worth(self, claim: ClaimResult) -> str:
        of = number(claim.points)
        match claim.finding.verdict:
            case Pass():
                return tell("points", self.lang, earned=of, of=of)
            case Undecided() | Broken():
                return tell("worth_open", self.lang, of=of)
            case _:
                return tell("points", self.lang, earned="0", of=of)

    def _why(self, claim: ClaimResult) -> str:
        verdict, where = claim.finding.verdict, claim.finding.where
        match verdict:
            case Pass(Quotation(there) as evidence) if len(there.text) <= _MOST_REPEATED:
                return f'<div class="quiet">{shown(evidence, self.lang)}</div>'
            case Pass(Marking() as evidence):
                return f"<div>{shown(evidence, self.lang)}</div>"
            case Pass():
                return ""
            case Missing():
                return f'<div class="quiet">{explained(verdict, self.lang)}</div>'
        if where is None or not self._is_shown(where):
            return f"<div>{self._quoted(where)}{self._note(verdict, where, '')}</div>"
        target = self._at_line(verdict, where)
        told = marks.with_mistake(Message("feedback.see_line", {"line": where.line}), verdict, self.lang)
        return f'<div><a href="#{target}">{told}</a></div>'

    def all(self) -> list[Note]:
        """The notes of claims and of links."""
        for link in self.result.links:
            if isinstance(link.verdict, Pass | Missing):
                self.notes.append(Note(link.where, verdict_name(link.verdict)))
            else:
                self._at_line(link.verdict, link.where)
        self.notes += [Note(place, "fail") for place in self._stops()]
        return self.notes

    def _stops(self) -> Iterator[Where]:
        """Lines of the shown code at which the run of its cell ended."""
        errors = self.result.run.errors if self.result.run is not None else ()
        return (error.where for error in errors)

    def _is_shown(self, where: Where) -> bool:
        return any(holds(passage, where) for passage in self.result.answer[:_MOST_PASSAGES])

    def _at_line(self, verdict: Verdict, where: Where) -> str:
        """Say a verdict at its line unless the same is said there; the note's name in the page."""
        known: Evidence | Verdict = verdict.witness if isinstance(verdict, Fail) else verdict
        for place, other, target in self.told:
            if (place, other) == (where, known):
                return target
        target = f"{self.name}-n{len(self.told) + 1}"
        self.told.append((where, known, target))
        markup = self._note(verdict, where, target)
        self.notes.append(Note(where, verdict_name(verdict), markup, reads=bool(self._read(where))))
        return target

    def _note(self, verdict: Verdict, where: Where | None, target: str) -> str:
        name = verdict_name(verdict)
        head = marks.with_mistake(Message(f"feedback.verdict.{name}"), verdict, self.lang)
        attribute = f' id="{target}"' if target else ""
        read = self._read(where) if where is not None and isinstance(verdict, Fail | Undecided | Unreadable) else ""
        first = f'<p class="head">{marks.bare(name)} {head}</p>'
        return f'<div class="note {name}"{attribute}>{first}{read}{explained(verdict, self.lang)}</div>'

    def _read(self, where: Where) -> str:
        """How what stands there was read: the step, or the formula."""
        link = next((link for link in self.result.links if link.where == where and link.read), None)
        reading: Reading | None = next((r for r in self.result.readings if r.where == where), None)
        if link is not None:
            markup = step(link, self.result.readings)
        elif reading is not None:
            markup = formula(reading)
        else:
            return ""
        return f"<div>{tell('read_as', self.lang)} {scrolled(markup, wide=True)}</div>"

    def _quoted(self, where: Where | None) -> str:
        """The student's own words with their place, where they are not among what is shown."""
        if where is None:
            return ""
        start, _ = cut(where.text, _MOST_QUOTED)
        quoted = "\n".join(start.strip().splitlines()[:QUOTED_LINES])
        return f'<p class="quiet">{text(place_text(where, self.lang))}</p><pre>{text(quoted)}</pre>'


