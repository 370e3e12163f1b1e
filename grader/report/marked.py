"""Marks in words, and a student's history."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from grader.core import Json, Language, Message, Points, Text
from grader.gradebook.history import Past, Step
from grader.gradebook.marks import Mark
from grader.report.lines import Line, printable
from grader.report.words import render


def mark_words(mark: Mark) -> Message:
    """"2 points for group nb-3f9a2c in …: a reason"."""
    text = f": {mark.text}" if mark.text else ""
    fields: dict[str, str | Message] = {"what": _decision(mark), "part": mark.part or "", "text": text}
    if mark.student is not None:
        return Message("book.of_student", {**fields, "student": mark.student})
    return Message("book.of_group", {**fields, "group": mark.group or ""})


def _decision(mark: Mark) -> Message:
    match mark.action:
        case "claim":
            key = "book.mark_claim_pass" if mark.passes else "book.mark_claim_fail"
            return Message(key, {"claim": mark.claim or ""})
        case "points":
            return Message("book.mark_points", {"points": f"{mark.points or 0.0:g}"})
        case "comment":
            return Message("book.mark_comment")


def history_lines(past: Past, lang: Language) -> Iterator[Line]:
    """A student's runs and marks in the order of time: what changed, and why."""
    for step in past.steps:
        yield from _step_lines(step, lang)
    fields = _points(past.stands)
    yield Line(render(Message("book.stands_pending" if past.stands.pending else "book.stands", fields), lang), "quote")


def _step_lines(step: Step, lang: Language) -> Iterator[Line]:
    if step.mark is not None:
        fields: dict[str, str | int | Message] = {
            "number": step.mark.id,
            "when": _when(step.when),
            "author": step.mark.author,
            "what": mark_words(step.mark),
        }
        yield Line(printable(render(Message("book.mark_line", fields), lang)))
        if step.undone is not None:
            who = {"author": step.undone[0], "when": _when(step.undone[1])}
            yield Line(printable(render(Message("book.mark_undone", who), lang)), "missing", 1)
        elif step.stale:
            yield Line(render(Message("book.mark_stale"), lang), "missing", 1)
        return
    run: dict[str, str | int] = {"number": step.run, "when": _when(step.when)}
    if step.points is None:
        yield Line(render(Message("book.run_nothing", run), lang))
        return
    key = "book.run_pending" if step.points.pending else "book.run"
    yield Line(render(Message(key, {**run, **_points(step.points)}), lang))
    for why in step.why:
        yield Line(render(why, lang), "", 1)
    for change in step.changes:
        told: dict[str, str | Message] = {
            "part": change.part,
            "before": f"{change.before.earned:g}",
            "after": f"{change.after.earned:g}",
            "outcome_before": Message(f"outcome.{change.outcomes[0]}"),
            "outcome_after": Message(f"outcome.{change.outcomes[1]}"),
        }
        yield Line(printable(render(Message("book.change", told), lang)), change.outcomes[1], 2)


def _points(points: Points) -> dict[str, str | Text | Message | int | float]:
    return {"earned": f"{points.earned:g}", "of": f"{points.of:g}", "pending": f"{points.pending:g}"}


def _when(when: datetime) -> str:
    return when.astimezone().strftime("%Y-%m-%d %H:%M")


def history_to_json(past: Past, lang: Language) -> dict[str, Json]:
    """The same as objects."""
    return {"steps": [_step_json(step, lang) for step in past.steps], "stands": _points_json(past.stands)}


def _step_json(step: Step, lang: Language) -> dict[str, Json]:
    when = step.when.astimezone().isoformat(timespec="seconds")
    if step.mark is not None:
        mark = step.mark
        return {
            "mark": mark.id,
            "when": when,
            "author": mark.author,
            "action": mark.action,
            "part": mark.part,
            "group": mark.group,
            "claim": mark.claim,
            "passes": mark.passes,
            "points": mark.points,
            "text": mark.text,
            "undone": None if step.undone is None else {"author": step.undone[0]},
            "in_force": step.undone is None and not step.stale,
        }
    return {
        "run": step.run,
        "when": when,
        "points": None if step.points is None else _points_json(step.points),
        "why": [render(why, lang) for why in step.why],
        "changes": [
            {
                "part": change.part,
                "before": {**_points_json(change.before), "outcome": change.outcomes[0]},
                "after": {**_points_json(change.after), "outcome": change.outcomes[1]},
            }
            for change in step.changes
        ],
    }


def _points_json(points: Points) -> dict[str, Json]:
    return {"earned": points.earned, "pending": points.pending, "of": points.of}
