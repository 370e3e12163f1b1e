"""What is wrong with exercises, as lines for the terminal, grouped by file, and as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from grader.authoring.problems import Checked, Level, Problem
from grader.core import Json, Language, Message
from grader.report.lines import Line, printable, result_lines
from grader.report.results import result_to_json
from grader.report.words import render

MARKS: Mapping[Level, str] = {"error": "✗", "warning": "!", "note": "·"}
STYLES: Mapping[Level, str] = {"error": "fail", "warning": "partial", "note": "missing"}


def exercise_lines(
    checked: Checked, lang: Language, here: Path, *, show_reading: bool = False
) -> Iterator[Line]:
    """The problems of an exercise; files are named as seen from ``here``.

    With ``show_reading`` also how the formulas of answers that came out otherwise were read.
    """
    for file in dict.fromkeys(problem.file for problem in checked.problems):
        yield Line(printable(_seen_from(here, file)), "quote")
        of_file = [problem for problem in checked.problems if problem.file == file]
        for problem in sorted(of_file, key=lambda each: (each.level == "note", each.line or 0)):
            yield from _problem_lines(problem, lang, show_reading)


def _problem_lines(problem: Problem, lang: Language, show_reading: bool) -> Iterator[Line]:
    place = "" if problem.line is None else render(Message("author.line", {"line": problem.line}), lang)
    said = printable(render(problem.said, lang))
    yield Line(f"{MARKS[problem.level]} {place}{said}", STYLES[problem.level], 1)
    if problem.result is not None:
        for line in result_lines(problem.result, lang, show_reading=show_reading):
            yield Line(line.text, line.style, line.indent + 2)


def count_line(every: Sequence[Checked], lang: Language) -> Line:
    """How many of what, in all."""
    levels = [problem.level for checked in every for problem in checked.problems]
    fields: dict[str, str | int] = {f"{level}s": levels.count(level) for level in MARKS}
    fields |= {"exercises": len(every), "answers": sum(checked.answers for checked in every)}
    worst = next((level for level in MARKS if level in levels), None)
    return Line(render(Message("author.count", fields), lang), "pass" if worst in (None, "note") else STYLES[worst])


def checked_to_json(checked: Checked, lang: Language) -> dict[str, Json]:
    """An exercise with its problems; ``result``, of an answer that came out otherwise, is as in ``results.json``."""
    return {
        "folder": str(checked.folder),
        "usable": checked.usable,
        "answers": checked.answers,
        "problems": [
            {
                "file": str(problem.file),
                "line": problem.line,
                "level": problem.level,
                "kind": problem.said.key.removeprefix("author."),
                "problem": render(problem.said, lang),
                "result": None if problem.result is None else result_to_json(problem.result, lang),
            }
            for problem in checked.problems
        ],
    }


def _seen_from(here: Path, file: Path) -> str:
    return str(file.relative_to(here)) if file.is_relative_to(here) else str(file)
