"""Answers handed in the way of ``grader check``, and how the results differ from what must come out."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from grader.authoring.answers import Row
from grader.authoring.problems import Problem
from grader.core import Fail, Message, PartResult, Runner
from grader.course import Course
from grader.grading import grade_paths

TOLERANCE = 1e-9  # of points
SEED = 0


def graded_row(row: Row, course: Course, runner: Runner, seed: int = SEED) -> PartResult:
    """The result of one answer, handed in as a notebook; lines of its text count in the cell."""
    (exercise,) = course.exercises
    with TemporaryDirectory(prefix="grader-author-") as folder:
        path = Path(folder) / "answer.ipynb"
        path.write_text(json.dumps(_notebook(exercise.address, row)), encoding="utf-8")
        return _of_part(graded([path], course, runner, seed), f"{exercise.address}/{row.part}")


def graded(
    paths: Sequence[Path], course: Course, runner: Runner, seed: int = SEED, part: str | None = None
) -> list[PartResult]:
    """The results of files and folders; with ``part``, all of them answer that part alone."""
    return grade_paths(paths, course, runner, student="author", seed=seed, part=part)


def _of_part(results: Sequence[PartResult], address: str) -> PartResult:
    return next(result for result in results if result.part == address)


def _notebook(address: str, row: Row) -> dict[str, Any]:
    given, part = row.given, f"{address}/{row.part}"
    cells = [_cell("markdown", f"{address}/{name}", text) for name, text in given.get("earlier", {}).items()]
    cells += [_cell("markdown", part, given["text"])] if "text" in given else []
    cells += [_cell("code", part, given["code"])] if "code" in given else []
    return {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": cells}


def _cell(kind: str, part: str, source: str) -> dict[str, Any]:
    code: dict[str, Any] = {"outputs": [], "execution_count": None} if kind == "code" else {}
    return {"cell_type": kind, "metadata": {"grader": {"part": part}}, "source": source, **code}


# -------------------------------------------------------------------------------------------- differences


def verdicts_of(result: PartResult) -> list[str]:
    """The verdict of each claim, as a table of answers names it."""
    return [type(claim.finding.verdict).__name__.lower() for claim in result.claims]


def mistakes_of(result: PartResult) -> list[str]:
    """All mistakes that were named, in any claim or step."""
    verdicts = [*(claim.finding.verdict for claim in result.claims), *(link.verdict for link in result.links)]
    found = [name for verdict in verdicts if isinstance(verdict, Fail) for name in verdict.mistakes]
    return list(dict.fromkeys(found))


def refuted_lines(result: PartResult) -> list[int]:
    """The lines of the first refuted step and of the first refuted claim: a formula may go over several."""
    places = [link.where for link in result.links if isinstance(link.verdict, Fail)][:1]
    failed = [claim.finding for claim in result.claims if isinstance(claim.finding.verdict, Fail)]
    places += [finding.where for finding in failed if finding.where is not None][:1]
    return [place.line + k for place in places for k in range(place.text.count("\n") + 1)]


def differences(row: Row, result: PartResult) -> Iterator[Problem]:
    """Where a result is not what the table says of the answer, at the key that says it; the result with the first."""
    given, claims = row.given, verdicts_of(result)
    found: list[tuple[str, str, str]] = []  # key, what the table says, what came out
    if "claims" in given and claims != given["claims"]:
        found.append(("claims", ", ".join(given["claims"]), ", ".join(claims)))
    elif result.outcome != given["outcome"]:
        found.append(("outcome", given["outcome"], result.outcome))
    if "points" in given and abs(result.points.earned - given["points"]) > TOLERANCE:
        found.append(("points", f"{given['points']:g}", f"{result.points.earned:g}"))
    if "mistake" in given and given["mistake"] not in (named := mistakes_of(result)):
        found.append(("mistake", given["mistake"], ", ".join(named) or "–"))
    if "line" in given and given["line"] not in (lines := refuted_lines(result)):
        found.append(("line", str(given["line"]), ", ".join(map(str, lines)) or "–"))
    for place, (key, expected, got) in enumerate(found):
        fields: dict[str, str | int] = {"number": row.number, "part": row.part, "why": given["why"]}
        said = Message("author.differs", {**fields, "key": key, "expected": expected, "found": got})
        yield Problem(row.file, row.line(key), said, result=None if place else result)
