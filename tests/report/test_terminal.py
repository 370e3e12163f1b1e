"""What the commands print."""

from __future__ import annotations

import io
from typing import Any

from rich.console import Console

from grader.core import (
    Agreement,
    Broken,
    ClaimResult,
    Finding,
    Message,
    Outcome,
    PartResult,
    Pass,
    Points,
    Text,
    Undecided,
    Verdict,
)
from grader.report.terminal import LISTED, show_class, show_results

PASS = Pass(Agreement(1))
UNSURE = Undecided(Text("the words are unclear", "措辞不清"))


def _result(student: str, part: str | None, outcome: Outcome, *verdicts: Verdict, earned: float = 0.0) -> PartResult:
    claims = tuple(ClaimResult(Text("It is [so]", "如此"), 1.0, Finding(verdict)) for verdict in verdicts)
    return PartResult(student, part, outcome, Points(earned, 0.0, 2.0), claims, file=f"{student}.md")


def _printed(show: Any, *args: Any) -> str:
    screen = Console(file=io.StringIO(), width=200, markup=False, highlight=False)
    show(args[0], screen, *args[1:])
    text: Any = screen.file
    return str(text.getvalue())


def test_a_check_shows_what_was_handed_in_and_names_the_rest() -> None:
    results = [
        _result("s", "line/mean/a", "pass", PASS, earned=2.0),
        _result("s", "line/mean/b", "missing"),
        _result("s", "line/mean/c", "missing"),
    ]
    text = _printed(show_results, results, None)
    assert "line/mean/a: right · 2 of 2 points\n    ✓ It is [so]\n" in text
    assert "not handed in: line/mean (b, c)\n" in text


def test_a_check_names_missing_parts_of_what_was_begun() -> None:
    begun = _result("s", "line/mean/a", "pass", PASS)
    others = [_result("s", part, "missing") for part in ("line/mean/b", "line/median/a")]
    assert "not handed in: line/mean (b)\n" in _printed(show_results, [begun, *others], None)
    assert "not handed in: line/mean (b), line/median (a)\n" in _printed(show_results, others, None)


def test_a_class_in_a_table_with_means_and_what_awaits_somebody() -> None:
    results = [
        _result("s01", "line/mean/a", "pass", PASS, earned=2.0),
        _result("s01", "line/mean/b", "undecided", UNSURE),
        _result("s02", "line/mean/a", "broken", Broken("Traceback\nKeyError: 'b'")),
        _result("s02", "line/mean/b", "missing"),
        PartResult("s02", None, "unreadable", Points(0, 0, 0), remarks=(Message("outcome.fail"),), file="s02.ipynb"),
    ]
    lines = [" ".join(line.split()) for line in _printed(show_class, results, "en").splitlines()]
    assert lines[0] == "part right not handed in awaits a marker broken on our side mean"
    assert lines[1:] == [
        "line",
        "mean/a 1 · · 1 1.00 / 2",
        "mean/b · 1 1 · 0.00 / 2",
        "Awaits a marker:",
        "s01 line/mean/b: It is [so]. the words are unclear",
        "Broken, for the course staff:",
        "s02 line/mean/a: KeyError: 'b'",
        "Handed in, but for no part:",
        "s02 s02.ipynb: wrong",
    ]


def test_long_lists_are_cut_and_counted() -> None:
    results = [_result(f"s{k:02}", "line/mean/a", "undecided", UNSURE) for k in range(LISTED + 5)]
    text = _printed(show_class, results, "en")
    assert text.count("the words are unclear") == LISTED
    assert "… and 5 more" in text
