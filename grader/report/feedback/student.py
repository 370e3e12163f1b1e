"""The page that a student gets: what was handed in, what of it is right, and what to do about the rest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from grader.core import Language, Message, PartResult, RunReport, Text
from grader.report.feedback import marks
from grader.report.feedback.markup import number, page, said, tell, text
from grader.report.feedback.part import Comment, comments_of, part_section, remarks_of
from grader.report.lines import run_lines
from grader.report.words import render

__all__ = ["Comment", "StudentReport", "student_page"]

_MOST_STOPS: Final = 30


@dataclass(frozen=True, slots=True)
class StudentReport:
    """All that a student's page is made of.

    ``results`` are those of this student alone. ``titles`` and ``exercises`` are by the address of a part and of an
    exercise. ``graded`` is when.
    """

    student: str
    name: str | None
    language: Language
    results: Sequence[PartResult]
    titles: Mapping[str, Text]
    exercises: Mapping[str, Text]
    comments: Sequence[Comment]
    graded: datetime


@dataclass(frozen=True, slots=True)
class _Entry:
    """A part in the page: its result, its name there, its title as markup, and what markers wrote on it."""

    result: PartResult
    name: str
    title: str
    comments: tuple[Comment, ...]

    @property
    def has_section(self) -> bool:
        """Whether there is more to say than that it was not handed in."""
        return self.result.outcome != "missing" or bool(self.result.remarks or self.result.answer or self.comments)


def student_page(report: StudentReport) -> str:
    """The page as HTML. It holds nothing of another student, and no error of ours in more words than that it is one."""
    lang = report.language
    entries = _entries(report)
    whole = comments_of([comment for comment in report.comments if comment.part is None], lang)
    parts = "".join(_exercise(exercise, entries, report) for exercise in _exercises(entries))
    main = f"<main>{whole}{_overview(entries, report)}{parts}{_run(report)}{_unplaced(report)}</main>"
    title = render(Message("feedback.title", {"student": report.name or report.student}), lang)
    return page(title, lang, f"{_header(report)}{main}<footer>{tell('legend', lang)}</footer>")


def _entries(report: StudentReport) -> list[_Entry]:
    found: list[_Entry] = []
    for result in report.results:
        if result.part is not None:
            title = report.titles.get(result.part)
            shown = text(result.part) if title is None else said(title, report.language)
            own = tuple(comment for comment in report.comments if comment.part == result.part)
            found.append(_Entry(result, f"part{len(found) + 1}", shown, own))
    return found


def _exercise_of(entry: _Entry) -> str:
    return (entry.result.part or "").rpartition("/")[0]


def _exercises(entries: Sequence[_Entry]) -> list[str]:
    return list(dict.fromkeys(_exercise_of(entry) for entry in entries))


def _exercise_title(exercise: str, report: StudentReport) -> str:
    title = report.exercises.get(exercise)
    return text(exercise) if title is None else said(title, report.language)


def _header(report: StudentReport) -> str:
    lang = report.language
    parts = [result for result in report.results if result.part is not None]
    earned, pending, of = (
        number(sum(getattr(result.points, name) for result in parts)) for name in ("earned", "pending", "of")
    )
    total = tell("total_so_far" if pending != "0" else "total", lang, earned=earned, of=of)
    waiting = f'<p class="undecided">{tell("total_pending", lang, pending=pending)}</p>' if pending != "0" else ""
    who = text(report.name or report.student)
    known_as = f" ({text(report.student)})" if report.name else ""
    when = report.graded.strftime("%Y-%m-%d %H:%M") + (f" {report.graded.tzname()}" if report.graded.tzinfo else "")
    return (
        f"<header><h1>{tell('heading', lang)}</h1>"
        f"<p>{who}{known_as} · {tell('graded', lang, when=when)}</p>"
        f'<p class="total">{total}</p>{waiting}</header>'
    )


def _overview(entries: Sequence[_Entry], report: StudentReport) -> str:
    lang = report.language
    bodies = []
    for exercise in _exercises(entries):
        own = [entry for entry in entries if _exercise_of(entry) == exercise]
        head = f'<tr><th scope="rowgroup" colspan="3">{_exercise_title(exercise, report)}</th></tr>'
        bodies.append(f"<tbody>{head}{''.join(_overview_row(entry, lang) for entry in own)}</tbody>")
    columns = ("part", "outcome", "points_head")
    cells = "".join(
        f'<th scope="col"{" class=n" if key == "points_head" else ""}>{tell(key, lang)}</th>' for key in columns
    )
    table = f"<table><thead><tr>{cells}</tr></thead>{''.join(bodies)}</table>"
    return f'<nav aria-labelledby="overview"><h2 id="overview">{tell("overview", lang)}</h2>{table}</nav>'


def _overview_row(entry: _Entry, lang: Language) -> str:
    result = entry.result
    name = f'<a href="#{entry.name}">{entry.title}</a>' if entry.has_section else entry.title
    short = result.points
    shown = f"{number(short.earned)} / {number(short.of)}"
    if short.pending:
        open_points = tell("pending", lang, pending=number(short.pending))
        shown = open_points if not short.earned else f"{shown}<br>{open_points}"
    return (
        f'<tr><th scope="row">{name}</th><td>{marks.outcome(result.outcome, lang)}</td><td class="n">{shown}</td></tr>'
    )


def _exercise(exercise: str, entries: Sequence[_Entry], report: StudentReport) -> str:
    own = [entry for entry in entries if _exercise_of(entry) == exercise and entry.has_section]
    if not own:
        return ""
    name = f"of-{own[0].name}"
    sections = "".join(
        part_section(entry.result, entry.name, entry.title, entry.comments, report.language) for entry in own
    )
    title = _exercise_title(exercise, report)
    return f'<section aria-labelledby="{name}"><h2 id="{name}">{title}</h2>{sections}</section>'


def _run(report: StudentReport) -> str:
    """How the code ran. Parts that were answered in one notebook share its run, whose stops are told once."""
    lang = report.language
    runs = [result.run for result in report.results if result.run is not None]
    if not runs:
        return ""
    stops = list(dict.fromkeys(line.text for run in runs for line in run_lines(run, lang)))
    said_of = dict.fromkeys(_ended(run, report) for run in runs if run.outcome != "ok")
    if not stops and not said_of:
        seconds = f"{max(run.cpu_seconds for run in runs):.2f}"
        said_of = {tell("ran", lang, seconds=seconds): None}
    items = [*said_of, *(text(line.removeprefix("· ")) for line in stops[:_MOST_STOPS])]
    listed = "".join(f"<li>{item}</li>" for item in items)
    return f'<section aria-labelledby="run"><h2 id="run">{tell("run", lang)}</h2><ul>{listed}</ul></section>'


def _ended(run: RunReport, report: StudentReport) -> str:
    outcome = tell(f"run_{run.outcome}", report.language)
    title = report.titles.get(run.part or "")
    return outcome if title is None else f"{outcome} ({said(title, report.language)})"


def _unplaced(report: StudentReport) -> str:
    lang = report.language
    items = []
    for result in report.results:
        if result.part is None:
            remarks = remarks_of([said(words, lang) for words in result.remarks], lang)
            items.append(f"<h3>{text(result.file or '')}</h3>{remarks}")
    if not items:
        return ""
    heading = f'<h2 id="unplaced">{tell("unplaced", lang)}</h2>'
    return f'<section aria-labelledby="unplaced">{heading}{"".join(items)}</section>'
