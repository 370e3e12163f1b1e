"""Answers whose verdict goes without saying: model answers get all points, stubs count as not handed in."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from grader.authoring.grading import graded
from grader.authoring.kinds import is_code
from grader.authoring.places import STUBS, Place
from grader.authoring.problems import Problem
from grader.authoring.tasks import FUNCTIONS
from grader.core import Broken, Exercise, Message, Part, PartResult, Pass, Runner
from grader.course import Course

_DISPLAYED = re.compile(r"\$\$(.*?)\$\$", re.DOTALL)
MODELS = ("answer.md", "answer.zh.md")


def problems_of_models(place: Place, course: Course, runner: Runner, parts: Sequence[Part]) -> Iterator[Problem]:
    """A model answer, in each language, is right in every part but programs; the references are, as programs."""
    (exercise,) = course.exercises
    written = [part for part in parts if not is_code(part)]
    for name in MODELS if any(not is_code(part) for part in exercise.parts) else ():
        file = place.solution / name
        if not file.is_file():
            yield Problem(file, None, Message("author.no_file", {"file": name}))
            continue
        results = graded([file], course, runner)
        for part in written:
            yield from _not_right(file, f"{exercise.address}/{part.name}", results)
    yield from _other_formulas(*(place.solution / name for name in MODELS))
    for part in parts:
        if is_code(part) and _complete(place.solution / FUNCTIONS, part):
            file, address = place.solution / FUNCTIONS, f"{exercise.address}/{part.name}"
            yield from _not_right(file, address, graded([file], course, runner, part=address))


def _other_formulas(english: Path, chinese: Path) -> Iterator[Problem]:
    """The two model answers show the same formulas, so that a change of one is not forgotten in the other."""
    if english.is_file() and chinese.is_file():
        shown = [_DISPLAYED.findall(file.read_text(encoding="utf-8", errors="replace")) for file in (english, chinese)]
        if shown[0] != shown[1]:
            yield Problem(chinese, None, Message("author.models_differ"), "warning")


def _complete(numeric: Path, part: Part) -> bool:
    """Whether the functions that are asked for are there; where they are not, that is told elsewhere."""
    text = numeric.read_text(encoding="utf-8", errors="replace") if numeric.is_file() else ""
    return all(name in text for name in part.names)


def _not_right(file: Path, address: str, results: Sequence[PartResult]) -> Iterator[Problem]:
    result = next((each for each in results if each.part == address), None)
    if result is None or result.outcome == "pass" or is_broken(result):
        return
    line = next(
        (claim.finding.where.line for claim in result.claims if not isinstance(claim.finding.verdict, Pass)
         and claim.finding.where is not None),
        None,
    )  # fmt: skip
    said = Message("author.model", {"part": address, "outcome": Message(f"outcome.{result.outcome}")})
    yield Problem(file, line, said, result=result)


def is_broken(result: PartResult) -> bool:
    """Whether a check raised an exception; they are told on their own."""
    return any(isinstance(claim.finding.verdict, Broken) for claim in result.claims)


def problems_of_stubs(place: Place, exercise: Exercise, course: Course, runner: Runner) -> Iterator[Problem]:
    """The stubs and the section's notebook count as not handed in, where they are and as a copy."""
    folder = course.folder_of(exercise)
    stubs = [folder / name for name in STUBS if (folder / name).is_file()]
    yield from _filled(place.exercise, stubs, graded([folder], course, runner))
    for file in (*stubs, *folder.parent.glob("*.ipynb")):
        with TemporaryDirectory(prefix="grader-author-") as name:
            copy = Path(name) / file.name
            shutil.copyfile(file, copy)
            beside = place.exercise if file in stubs else place.exercise.parent
            yield from _filled(beside, [file], graded([copy], course, runner))


def _filled(folder: Path, files: Sequence[Path], results: Sequence[PartResult]) -> Iterator[Problem]:
    """The parts of files that are taken for an answer."""
    for result in results:
        if result.part is None or result.outcome == "missing":
            continue
        name = result.file if result.file in [file.name for file in files] else files[0].name if files else "answer.md"
        said = Message("author.stub_is_answer", {"part": result.part, "outcome": Message(f"outcome.{result.outcome}")})
        yield Problem(folder / str(name), None, said, result=result)
