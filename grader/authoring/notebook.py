"""A section's notebook, made from its exercises: the tasks of their READMEs, and their stubs as the cells to fill in.

An exercise's README is one part a language, ``## English`` and ``## 中文``. Each begins with what all parts share; its
first ``###`` section holds the parts, each as a paragraph that opens with its name in bold: ``**a · The problem.** …``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from itertools import takewhile, zip_longest
from pathlib import Path
from typing import Any, Final

from grader.core import Exercise, Message, Part
from grader.course import CourseError, book_order, load_exercise

Cell = dict[str, Any]

_LANGUAGE: Final = re.compile(r"^## .*\n", re.MULTILINE)
_SECTION: Final = re.compile(r"^### .*\n", re.MULTILINE)
_TASK: Final = re.compile(r"^\*\*(?P<part>\w+)\b[^*\n]*\*\*[ \t]*", re.MULTILINE)
_MARK: Final = re.compile(r"^(?:# )?<!-- part: (?P<address>[\w/]+) -->[ \t]*\n(?:#+ .*\n)?", re.MULTILINE)
_KERNEL: Final = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}


def section_notebook(section: Path) -> str:
    """The notebook of a folder ``exercises/<section>``, its exercises in the book's order, as a file's text.

    What stands before the first exercise in the notebook that is there is kept: the title, and imports. Raises
    :class:`CourseError` where there is no exercise, or one that does not load.
    """
    exercises = sorted((load_exercise(file) for file in section.glob("*/exercise.py")), key=book_order)
    if not exercises:
        raise CourseError(Message("author.no_exercise", {"path": str(section)}))
    cells = [*_head(section), *(cell for exercise in exercises for cell in _of_exercise(section.parent, exercise))]
    whole = {"cells": cells, "metadata": _KERNEL, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"


def notebook_of(section: Path) -> Path:
    """Where a section's notebook stands."""
    return section / f"{section.name}.ipynb"


def _head(section: Path) -> list[Cell]:
    file = notebook_of(section)
    if not file.is_file():
        title = _text("title", f"# {section.name.replace('_', ' ').capitalize()}", editable=False)
        return [title, _code("set-up", "# Imports that all parts share · 各部分共用的导入")]
    cells: list[Cell] = json.loads(file.read_text(encoding="utf-8"))["cells"]
    return list(takewhile(lambda cell: not "".join(cell["source"]).startswith("## "), cells))


def _of_exercise(exercises: Path, exercise: Exercise) -> Iterator[Cell]:
    folder = exercises / exercise.address
    name = folder.name.replace("_", "-")
    readme = _read(folder / "README.md")
    texts, programs = (_stubs(_read(folder / file)) for file in ("answer.md", "answer.py"))
    title = f"## {exercise.title.en} · {exercise.title.zh}"
    yield _text(name, "\n\n".join([title, *_introductions(readme)]), editable=False)
    for part in exercise.parts:
        address = f"{exercise.address}/{part.name}"
        yield _text(f"{name}-{part.name}-task", _task(exercise, part, readme), editable=False)
        if address in texts:
            yield _text(f"{name}-{part.name}", texts[address], part=address)
        if address in programs:
            yield _code(f"{name}-{part.name}" + "-program" * (address in texts), programs[address], part=address)


def _task(exercise: Exercise, part: Part, readme: str) -> str:
    said = [tasks[part.name] for tasks in map(_tasks, _languages(readme)) if part.name in tasks]
    return "\n\n".join([f"### {exercise.title.en}, {part.name} · {part.title.en} · {part.title.zh}", *said])


# ------------------------------------------------------------------------------------------------ the README


def _languages(readme: str) -> list[str]:
    """What stands below the headings of languages."""
    return _LANGUAGE.split(readme)[1:]


def _introductions(readme: str) -> list[str]:
    """What all parts share, by language."""
    return [text for one in _languages(readme) if (text := _SECTION.split(one)[0].strip())]


def _tasks(language: str) -> Mapping[str, str]:
    """The task of each part by its name, without the name."""
    pieces = _SECTION.split(language)
    inside = pieces[1] if len(pieces) > 1 else ""
    return {match["part"]: text for match, text in _pieces(_TASK, inside)}


# ------------------------------------------------------------------------------------------------- the stubs


def _read(file: Path) -> str:
    return file.read_text(encoding="utf-8") if file.is_file() else ""


def _stubs(text: str) -> Mapping[str, str]:
    """What is to be filled in for each part, by its address."""
    return {match["address"]: piece for match, piece in _pieces(_MARK, text)}


def _pieces(opening: re.Pattern[str], text: str) -> Iterator[tuple[re.Match[str], str]]:
    """Each place where something opens, and the text from there to the next."""
    found = list(opening.finditer(text))
    for match, after in zip_longest(found, found[1:]):
        yield match, text[match.end() : after.start() if after else None].strip()


# -------------------------------------------------------------------------------------------------- the cells


def _text(name: str, source: str, *, part: str | None = None, editable: bool = True) -> Cell:
    metadata: dict[str, Any] = {} if editable else {"editable": False}
    if part is not None:
        metadata["grader"] = {"part": part}
    return {"cell_type": "markdown", "id": name, "metadata": metadata, "source": _lines(source)}


def _code(name: str, source: str, *, part: str | None = None) -> Cell:
    metadata = {} if part is None else {"grader": {"part": part}}
    return {
        "cell_type": "code", "execution_count": None, "id": name, "metadata": metadata, "outputs": [],
        "source": _lines(source),
    }  # fmt: skip


def _lines(source: str) -> list[str]:
    return source.splitlines(keepends=True)
