"""How far a class is: a line on a terminal that moves, lines of JSON for machines, else nothing."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from grader.core import Language, Message, Outcome
from grader.report.terminal import console
from grader.report.words import render

Told = Callable[[str, Sequence[Outcome]], None]


@contextmanager
def progress(total: int, done: int, lang: Language, *, lines: bool) -> Iterator[Told]:
    """What to call with a student and the outcomes of their parts, each time that one is graded.

    ``done`` of ``total`` were graded before. It is all on standard error.
    """
    if lines:
        yield _lines(total, done)
        return
    screen = console(stderr=True)
    if not screen.is_terminal:
        yield lambda _student, _outcomes: None
        return
    with _bar(total, done, lang) as told:
        yield told


def _lines(total: int, done: int) -> Told:
    """One object a student; ``rate`` is students a second, ``left`` the seconds that the rest will take."""
    start, count = time.monotonic(), 0

    def told(student: str, outcomes: Sequence[Outcome]) -> None:
        nonlocal count
        count += 1
        seconds = time.monotonic() - start
        rate = count / seconds if seconds else 0.0
        line = {
            "student": student,
            "outcomes": list(outcomes),
            "done": done + count,
            "total": total,
            "rate": round(rate, 3),
            "left": round((total - done - count) / rate, 1) if rate else None,
        }
        print(json.dumps(line, ensure_ascii=False), file=sys.stderr, flush=True)

    return told


@contextmanager
def _bar(total: int, done: int, lang: Language) -> Iterator[Told]:
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    started, count, broken, waiting = time.monotonic(), 0, 0, 0
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(compact=True),
        TextColumn("{task.fields[trouble]}"),
    )
    with Progress(*columns, console=console(stderr=True), transient=True) as shown:
        description = render(Message("doors.grading"), lang)
        bar = shown.add_task(description, total=total, completed=done, rate="", trouble="")

        def told(_student: str, outcomes: Sequence[Outcome]) -> None:
            nonlocal count, broken, waiting
            count += 1
            broken += "broken" in outcomes
            waiting += "undecided" in outcomes
            rate = f"{count / max(time.monotonic() - started, 1e-9):.1f}/s"
            trouble = Message("doors.so_far", {"broken": broken, "waiting": waiting})
            shown.update(bar, advance=1, rate=rate, trouble=render(trouble, lang) if broken or waiting else "")

        yield told
