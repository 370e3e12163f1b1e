"""The page for the instructor: how the class did, what answers there were, and who must act."""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, get_args
from urllib.parse import quote

from grader.core import Broken, ClaimResult, Json, Language, Message, Outcome, PartResult, Text, Undecided
from grader.report.feedback import marks
from grader.report.feedback.figures import histogram
from grader.report.feedback.markup import cut, number, page, said, tell, text
from grader.report.feedback.statistics import Discrimination, in_tenths, of_part, totals
from grader.report.lines import last_line
from grader.report.words import render

__all__ = ["ClassReport", "GroupRow", "class_page"]

_MOST_NAMED: Final = 12  # students in a row before the rest is folded away
_MOST_ERROR: Final = 400
_MOST_EXAMPLE: Final = 600


@dataclass(frozen=True, slots=True)
class GroupRow:
    """Answers to a part that are mathematically the same: one example as it was written and as it was read."""

    id: str
    part: str
    size: int
    example: str
    read: str
    mistake: str | None
    students: Sequence[str]


@dataclass(frozen=True, slots=True)
class ClassReport:
    """All that the instructor's page is made of.

    ``results`` are by student; one on the roster who handed in nothing may have none. ``pages`` are the relative paths
    of the students' pages, ``names`` their names where they are known. ``run`` is what ``run.json`` holds.
    """

    language: Language
    results: Mapping[str, Sequence[PartResult]]
    titles: Mapping[str, Text]
    exercises: Mapping[str, Text]
    groups: Sequence[GroupRow]
    run: Mapping[str, Json]
    graded: datetime
    pages: Mapping[str, str] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)


def class_page(report: ClassReport) -> str:
    """The page as HTML."""
    lang = report.language
    sections = (
        ("totals", _totals(report)), ("parts", _parts(report)), ("waiting", _waiting(report)),
        ("broken", _broken(report)), ("groups", _groups(report)), ("nowhere", _nowhere(report)),
        ("nothing", _nothing(report)), ("students", _students(report)), ("run", _run(report)),
    )  # fmt: skip
    links = "".join(f'<li><a href="#{name}">{tell(f"class.{name}", lang)}</a></li>' for name, _ in sections)
    contents = f'<nav aria-label="{tell("class.contents", lang)}"><ul>{links}</ul></nav>'
    when = report.graded.strftime("%Y-%m-%d %H:%M")
    summary = tell("class.summary", lang, students=len(report.results), when=when)
    header = f"<header><h1>{tell('class.title', lang)}</h1><p>{summary}</p></header>"
    body = "".join(
        f'<section aria-labelledby="{name}"><h2 id="{name}">{tell(f"class.{name}", lang)}</h2>{content}</section>'
        for name, content in sections
    )
    title = render(Message("feedback.class.title"), lang)
    return page(title, lang, f'<div class="wide">{header}<main>{contents}{body}</main></div>')


# ------------------------------------------------------------------------------------------------ sections


def _totals(report: ClassReport) -> str:
    lang = report.language
    points = list(totals(report.results).values())
    if not points:
        return _none(lang)
    earned = [total.earned for total in points]
    of = max(total.of for total in points)
    middle = {"mean": number(statistics.mean(earned)), "median": number(statistics.median(earned)), "of": number(of)}
    pending = sum(1 for total in points if total.pending)
    waiting = f"<p>{tell('class.with_pending', lang, count=pending)}</p>" if pending else ""
    edges = [10.0 * i for i in range(11)]
    axes = tell("class.share", lang), tell("class.count", lang)
    title = tell("class.mean", lang, **middle)
    return histogram(in_tenths(points), edges, "totals-figure", title, axes, lang) + waiting


def _parts(report: ClassReport) -> str:
    lang = report.language
    parts = list(dict.fromkeys(r.part for own in report.results.values() for r in own if r.part is not None))
    head = [tell(key, lang) for key in ("part", "class.mean_head", "class.difficulty", "class.discrimination")]
    outcomes = _outcomes(report)
    head += [said(Message(f"outcome.{name}"), lang) for name in outcomes]
    rows = []
    for part in parts:
        found = of_part(part, report.results)
        counts = Counter(r.outcome for own in report.results.values() for r in own if r.part == part)
        share = "–" if found.difficulty is None else f"{100 * found.difficulty:.0f} %"
        mean = f"{number(found.mean)} / {number(found.of)}"
        row = [_title(part, report), mean, share, _discrimination(found.discrimination, lang)]
        rows.append([*row, *(str(counts[name] or "·") for name in outcomes)])
    explained = f'<p class="quiet">{tell("class.explained", lang)}</p>'
    return _table(head, rows, lang, numeric=range(1, len(head))) + explained


def _outcomes(report: ClassReport) -> list[Outcome]:
    there = {result.outcome for own in report.results.values() for result in own if result.part is not None}
    order: tuple[Outcome, ...] = ("pass", "partial", "fail", "unreadable", "undecided", "missing", "broken")
    assert set(order) == set(get_args(Outcome))
    return [name for name in order if name in there]


def _discrimination(value: Discrimination, lang: Language) -> str:
    return tell(f"class.{value}", lang) if isinstance(value, str) else f"{value:.2f}".replace("-", "−")


def _waiting(report: ClassReport) -> str:
    """What awaits a marker, by part and claim, the most frequent first."""
    found: dict[tuple[str, str], dict[str, float]] = {}
    for student, result, claim in _claims(report):
        if isinstance(claim.finding.verdict, Undecided):
            there = found.setdefault((result.part or "", said(claim.says, report.language)), {})
            there[student] = there.get(student, 0.0) + claim.points
    rows = [
        [_title(part, report), says, number(sum(students.values())), str(len(students)), _named(students, report)]
        for (part, says), students in sorted(found.items(), key=lambda item: -len(item[1]))
    ]
    keys = ("part", "class.claim", "class.pending", "class.count", "class.students")
    return _table([tell(key, report.language) for key in keys], rows, report.language, numeric=(2, 3))


def _broken(report: ClassReport) -> str:
    """What broke on our side, by part and the last line of the error."""
    found: dict[tuple[str, str], dict[str, None]] = {}
    for student, result, claim in _claims(report):
        if isinstance(claim.finding.verdict, Broken):
            error = last_line(claim.finding.verdict.error)[:_MOST_ERROR]
            found.setdefault((result.part or "", error), {})[student] = None
    rows = [
        [_title(part, report), f"<code>{text(error)}</code>", str(len(students)), _named(students, report)]
        for (part, error), students in sorted(found.items(), key=lambda item: -len(item[1]))
    ]
    keys = ("part", "class.error", "class.count", "class.students")
    return _table([tell(key, report.language) for key in keys], rows, report.language, numeric=(2,))


def _groups(report: ClassReport) -> str:
    lang = report.language
    rows = []
    for group in report.groups:
        example, left_out = cut(group.example, _MOST_EXAMPLE)
        read, _ = cut(group.read, _MOST_EXAMPLE)
        shown = f"<code>{text(example)}{' …' if left_out else ''}</code>"
        if group.read:
            shown += f'<br><span class="quiet">{text(read)}</span>'
        named = marks.mistake_name(group.mistake, lang)
        row = [f"<code>{text(group.id)}</code>", _title(group.part, report), shown, named, str(group.size)]
        rows.append([*row, _named(group.students, report)])
    keys = ("class.group", "part", "class.example", "class.mistake", "class.count", "class.students")
    return _table([tell(key, lang) for key in keys], rows, lang, numeric=(4,))


def _nowhere(report: ClassReport) -> str:
    items = [
        f"<li>{_student(student, report)}: <code>{text(result.file or '')}</code>: "
        f"{' '.join(said(words, report.language) for words in result.remarks)}</li>"
        for student, own in report.results.items()
        for result in own
        if result.part is None
    ]
    return f"<ul>{''.join(items)}</ul>" if items else _none(report.language)


def _nothing(report: ClassReport) -> str:
    """Students none of whose parts were handed in; a file that could not be read stands under another heading too."""
    absent = [
        student
        for student, own in report.results.items()
        if all(result.outcome == "missing" for result in own if result.part is not None)
    ]
    return f"<p>{_named(absent, report)}</p>" if absent else _none(report.language)


def _students(report: ClassReport) -> str:
    lang = report.language
    rows = [
        [_student(student, report), f"{number(total.earned)} / {number(total.of)}", number(total.pending)]
        for student, total in totals(report.results).items()
    ]
    keys = ("class.student", "class.total", "class.pending")
    return _table([tell(key, lang) for key in keys], rows, lang, numeric=(1, 2))


def _run(report: ClassReport) -> str:
    lang, run = report.language, report.run
    rung = run.get("rung")
    entries = [("rung", text(str(rung)) if rung else tell("class.no_rung", lang))]
    if "seconds" in run:
        entries.append(("seconds", tell("class.in_seconds", lang, seconds=str(run["seconds"]))))
    entries += [(key, text(str(run[key]))) for key in ("started", "workers", "seed") if key in run]
    versions = run.get("versions")
    if isinstance(versions, Mapping):
        listed = ", ".join(f"{name} {version}" for name, version in versions.items() if version is not None)
        entries.append(("versions", text(listed)))
    items = "".join(f"<dt>{tell(f'class.{key}', lang)}</dt><dd>{value}</dd>" for key, value in entries)
    left = run.get("not_graded")
    stopped = ""
    if isinstance(left, Sequence) and not isinstance(left, str) and left:
        stopped = f'<p class="fail">{tell("class.interrupted", lang, count=len(left))}</p>'
    return f'{stopped}<dl class="witness">{items}</dl>'


# ------------------------------------------------------------------------------------------------- pieces


def _claims(report: ClassReport) -> Iterator[tuple[str, PartResult, ClaimResult]]:
    for student, own in report.results.items():
        for result in own:
            for claim in result.claims:
                yield student, result, claim


def _title(part: str, report: ClassReport) -> str:
    """A part by its exercise and its title."""
    title = report.titles.get(part)
    if title is None:
        return text(part)
    exercise = report.exercises.get(part.rpartition("/")[0])
    own = said(title, report.language)
    return own if exercise is None else f'<span class="quiet">{said(exercise, report.language)}</span><br>{own}'


def _student(student: str, report: ClassReport) -> str:
    """A student by id and name, with a link to the page."""
    name = report.names.get(student)
    shown = text(f"{student} ({name})" if name else student)
    path = report.pages.get(student)
    return shown if path is None else f'<a href="{text("./" + quote(path, errors="replace"))}">{shown}</a>'


def _named(students: Sequence[str] | Mapping[str, object], report: ClassReport) -> str:
    """Students by id, many of them folded away."""
    shown = [_student(student, report) for student in students]
    first = ", ".join(shown[:_MOST_NAMED])
    rest = shown[_MOST_NAMED:]
    if not rest:
        return first
    more = tell("and_more", report.language, count=len(rest))
    return f"{first}<details><summary>{more}</summary>{', '.join(rest)}</details>"


def _table(head: Sequence[str], rows: Sequence[Sequence[str]], lang: Language, *, numeric: Sequence[int]) -> str:
    """A table whose first column heads its rows; cells are markup. It scrolls by itself where it is too wide."""
    if not rows:
        return _none(lang)
    right = [' class="n"' if i in numeric else "" for i in range(len(head))]
    top = "".join(f'<th scope="col"{kind}>{cell}</th>' for kind, cell in zip(right, head, strict=True))
    lines = []
    for row in rows:
        cells = "".join(f"<td{kind}>{cell}</td>" for kind, cell in zip(right[1:], row[1:], strict=True))
        lines.append(f'<tr><th scope="row">{row[0]}</th>{cells}</tr>')
    table = f"<table><thead><tr>{top}</tr></thead><tbody>{''.join(lines)}</tbody></table>"
    return f'<div class="scroll" tabindex="0">{table}</div>'


def _none(lang: Language) -> str:
    return f"<p>{tell('class.none', lang)}</p>"
