"""What the commands print: results of a check, the summary of a class, a comparison; coloured on a terminal.

Nothing that a student wrote is taken as markup, and no control character of it reaches the terminal.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import get_args

from rich.console import Console
from rich.table import Table
from rich.text import Text as Styled

from grader.core import Broken, Language, Message, Outcome, PartResult, Undecided
from grader.report.lines import Line, last_line, printable, result_lines, run_lines, verdict_text
from grader.report.words import render

STYLES = {
    "pass": "green",
    "partial": "yellow",
    "fail": "red",
    "unreadable": "red",
    "missing": "dim",
    "undecided": "cyan",
    "broken": "magenta",
    "quote": "bold",
}
LISTED = 20  # of a class, what awaits somebody; results.json has them all


def console(*, stderr: bool = False) -> Console:
    """A console that colours on a terminal only and takes nothing as markup."""
    return Console(stderr=stderr, markup=False, highlight=False, emoji=False, soft_wrap=True)


def show_lines(lines: Iterable[Line], to: Console) -> None:
    """Print lines in their styles."""
    for line in lines:
        to.print(Styled(str(line), STYLES.get(line.style, "")))


def show_results(
    results: Sequence[PartResult], to: Console, lang: Language | None, *, show_reading: bool = False
) -> None:
    """A check: every part that was handed in, then the names of the others, of exercises that were begun if any was."""
    for result in results:
        if result.outcome != "missing":
            show_lines(result_lines(result, lang or result.language, show_reading=show_reading), to)
            to.print()
    stops = [line for result in results if result.run for line in run_lines(result.run, lang or result.language)]
    if stops:  # parts answered in one notebook share its run
        said = render(Message("doors.run"), lang or results[0].language)
        show_lines([Line(said, "fail"), *dict.fromkeys(stops), Line("")], to)
    begun = {_exercise(result) for result in results if result.part and result.outcome != "missing"}
    missing = [result for result in results if result.outcome == "missing"]
    missing = [result for result in missing if not begun or _exercise(result) in begun]
    if missing:
        said = render(Message("outcome.missing"), lang or missing[0].language)
        show_lines([Line(f"{said}: {', '.join(_by_exercise(missing))}", "missing")], to)


def _exercise(result: PartResult) -> str:
    return (result.part or "").rpartition("/")[0]


def _by_exercise(results: Iterable[PartResult]) -> list[str]:
    """"optimal_constant (a, b)": the parts of one exercise together."""
    parts: dict[str, list[str]] = {}
    for result in results:
        exercise, _, part = (result.part or "").rpartition("/")
        parts.setdefault(exercise, []).append(part)
    return [f"{exercise} ({', '.join(dict.fromkeys(names))})" for exercise, names in parts.items()]


def show_class(results: Sequence[PartResult], to: Console, lang: Language) -> None:
    """A class: outcomes and mean points a part, then what awaits a marker, what broke, what belongs nowhere."""
    if results:
        to.print(_table(results, lang))
    groups = (
        ("doors.awaits_marker", "undecided", [line for result in results for line in _waiting(result, lang)]),
        ("doors.is_broken", "broken", [line for result in results for line in _broken(result)]),
        ("doors.no_part", "unreadable", [line for result in results for line in _nowhere(result, lang)]),
    )
    for key, style, lines in groups:
        if lines:
            show_lines([Line(render(Message(key), lang), style)], to)
            show_lines((Line(line, "", 1) for line in lines[:LISTED]), to)
        if len(lines) > LISTED:
            more = Message("doors.and_more", {"count": len(lines) - LISTED})
            show_lines([Line(render(more, lang), "", 1)], to)


def _table(results: Sequence[PartResult], lang: Language) -> Table:
    outcomes = [name for name in get_args(Outcome) if any(r.outcome == name for r in results if r.part)]
    outcomes.sort(key=list(STYLES).index)
    table = Table(box=None, pad_edge=False)
    table.add_column(render(Message("doors.part"), lang), no_wrap=True)
    for name in outcomes:
        table.add_column(render(Message(f"outcome.{name}"), lang), justify="right", style=STYLES[name])
    table.add_column(render(Message("doors.mean"), lang), justify="right", no_wrap=True)
    section = ""
    for part in dict.fromkeys(result.part for result in results if result.part):
        rows = [result for result in results if result.part == part]
        counts = Counter(result.outcome for result in rows)
        mean = sum(result.points.earned for result in rows) / len(rows)
        if part.partition("/")[0] != section:
            section = part.partition("/")[0]
            table.add_row(section)
        cells = [str(counts[outcome] or "·") for outcome in outcomes]
        table.add_row(f"  {part.partition('/')[2]}", *cells, f"{mean:.2f} / {rows[0].points.of:g}")
    return table


def _waiting(result: PartResult, lang: Language) -> list[str]:
    return [
        f"{_name(result)}: {render(item.says, lang)}. {verdict_text(item.finding.verdict, lang)}"
        for item in result.claims
        if isinstance(item.finding.verdict, Undecided)
    ]


def _broken(result: PartResult) -> list[str]:
    errors = [item.finding.verdict.error for item in result.claims if isinstance(item.finding.verdict, Broken)]
    return [f"{_name(result)}: {printable(last_line(error))}" for error in dict.fromkeys(errors)]


def _nowhere(result: PartResult, lang: Language) -> list[str]:
    if result.part is not None:
        return []
    return [f"{_name(result)}: {printable(render(words, lang))}" for words in result.remarks]


def _name(result: PartResult) -> str:
    return printable(f"{result.student} {result.part or result.file}")
