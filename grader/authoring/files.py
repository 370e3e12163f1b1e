"""What is handed out: the task in both languages, the stubs, the section's notebook."""

from __future__ import annotations

import ast
import json
import re
import warnings
from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import Any

from grader.authoring.kinds import is_code
from grader.authoring.places import DECLARATION, STUBS, Place
from grader.authoring.problems import Level, Problem
from grader.core import Exercise, Message, Part

README = "README.md"
ENGLISH, CHINESE = "## English", "## 中文"
_TODO = re.compile(r"\bTODO\s*[:：]")
_MARKER = re.compile(r"<!-- part: (\S+) -->")


def problems_of_files(place: Place, exercise: Exercise) -> Iterator[Problem]:
    """What is wrong with the files that students are given."""
    yield from _task(place.exercise / README, exercise)
    yield from _stubs(place, exercise)
    for notebook in place.notebooks:
        yield from _notebook(notebook, place, exercise)


def _say(path: Path, line: int | None, key: str, level: Level = "error", **fields: str | int) -> Problem:
    return Problem(path, line, Message(key, fields), level)


def _text(file: Path) -> str | Problem:
    """What stands in a file, or why it is not to be had."""
    if not file.is_file():
        return _say(file, None, "author.no_file", file=file.name)
    try:
        return file.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        return _say(file, None, "author.not_utf8", error=str(error))
    except OSError as error:
        return _say(file, None, "author.not_read", error=error.strerror or str(error))


def unfinished(place: Place) -> Iterator[Problem]:
    """The files in which something is still to be filled in; not the stubs, where students fill in."""
    files = [place.exercise / DECLARATION, place.exercise / README]
    for file in (*files, *sorted(place.solution.glob("*.md")), *sorted(place.solution.glob("*.py"))):
        lines = [number for number, line in enumerate(_read(file).split("\n"), 1) if _TODO.search(line)]
        if lines:
            yield _say(file, lines[0], "author.todo", "warning", count=len(lines))


# --------------------------------------------------------------------------------------------- the task


def _task(file: Path, exercise: Exercise) -> Iterator[Problem]:
    """The task tells every part, and every function to be written, in both languages."""
    text = _text(file)
    if isinstance(text, Problem):
        yield text
        return
    heads = _heads(file.parent / STUBS[1])
    for heading, section in ((ENGLISH, _section(text, ENGLISH)), (CHINESE, _section(text, CHINESE))):
        if section is None:
            yield _say(file, None, "author.no_language", heading=heading)
            continue
        line = text[: text.index(heading)].count("\n") + 1
        for part in exercise.parts:
            if f"**{part.name}" not in section:
                yield _say(file, line, "author.task_without_part", "warning", heading=heading, part=part.name)
            for name in part.names if is_code(part) else ():
                head = heads.get(name, name)
                if head not in section:
                    yield _say(file, line, "author.task_without_name", "warning", heading=heading, name=head)


def _heads(stub: Path) -> dict[str, str]:
    """The first line of each definition in a stub, as it must stand in the task: ``def f(x, y)``, ``class T``."""
    try:
        body = ast.parse(_read(stub)).body
    except SyntaxError:  # told with the stub
        return {}
    functions = [node for node in body if isinstance(node, ast.FunctionDef)]
    heads = {node.name: f"def {node.name}({ast.unparse(node.args)})" for node in functions}
    return heads | {node.name: f"class {node.name}" for node in body if isinstance(node, ast.ClassDef)}


def _section(text: str, heading: str) -> str | None:
    """What stands under a heading of the second level, up to the next one."""
    found = re.search(rf"^{re.escape(heading)}[ \t]*$(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL)
    return None if found is None else found[1]


# -------------------------------------------------------------------------------------------- the stubs


def _stubs(place: Place, exercise: Exercise) -> Iterator[Problem]:
    """Every part is marked in the stub that it belongs in, by its address; the functions are there to be filled in."""
    for name, of_code in zip(STUBS, (False, True), strict=True):
        parts = [part for part in exercise.parts if is_code(part) is of_code]
        file = place.exercise / name
        if not parts and not file.exists():
            continue
        text = _text(file)
        if isinstance(text, Problem):
            yield text
            continue
        yield from _markers(file, text, [f"{exercise.address}/{part.name}" for part in parts])
        if name.endswith(".py"):
            yield from _functions(file, text, parts)


def _markers(file: Path, text: str, expected: Sequence[str]) -> Iterator[Problem]:
    found = [(match[1], text[: match.start()].count("\n") + 1) for match in _MARKER.finditer(text)]
    marked = [address for address, _ in found]
    for address in expected:
        if address not in marked:
            yield _say(file, None, "author.not_marked", address=address)
    for address, line in found:
        if address not in expected:
            yield _say(file, line, "author.marks_no_part", address=address, known=", ".join(expected))
    kept = [address for address in marked if address in expected]
    if sorted(kept) == sorted(expected) and kept != list(expected):
        yield _say(file, None, "author.marked_out_of_order", known=", ".join(expected))


def _functions(file: Path, text: str, parts: Sequence[Part]) -> Iterator[Problem]:
    try:
        tree = ast.parse(text)
    except SyntaxError as error:
        yield _say(file, error.lineno, "author.raised", error=f"SyntaxError: {error.msg}")
        return
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    written = {node.name: node for node in tree.body if isinstance(node, kinds)}
    for name in chain.from_iterable(part.names for part in parts):
        node = written.get(name)
        if node is None:
            yield _say(file, None, "author.stub_without", name=name)
        elif ast.get_docstring(node) is None:
            yield _say(file, node.lineno, "author.stub_says_nothing", "warning", name=name)


# ----------------------------------------------------------------------------------------- the notebook


def _notebook(file: Path, place: Place, exercise: Exercise) -> Iterator[Problem]:
    """The section's notebook has a cell for every part, tagged with its address, with what the stub holds there."""
    text = _text(file)
    if isinstance(text, Problem):
        yield text
        return
    import nbformat

    try:
        cells = json.loads(text)["cells"]
        with warnings.catch_warnings(action="ignore"):  # cells without ids are as good as others
            nbformat.validate(json.loads(text))
        tagged = {cell["metadata"]["grader"]["part"]: cell for cell in cells if "grader" in cell["metadata"]}
    except (ValueError, KeyError, TypeError, nbformat.ValidationError) as error:
        first = str(error).split("\n", 1)[0]
        yield _say(file, None, "author.no_notebook", error=f"{type(error).__name__}: {first}")
        return
    addresses = [f"{exercise.address}/{part.name}" for part in exercise.parts]
    if not set(addresses) & set(tagged):
        yield _say(file, None, "author.not_in_notebook", "note", address=exercise.address)
        return
    for address in addresses:
        if address not in tagged:
            yield _say(file, None, "author.no_cell", address=address)
    if [address for address in tagged if address in addresses] != [each for each in addresses if each in tagged]:
        yield _say(file, None, "author.marked_out_of_order", known=", ".join(addresses))
    stubs = "\n".join(_read(place.exercise / name) for name in STUBS)
    for address in addresses:
        if address in tagged:
            yield from _cell(file, address, tagged[address], stubs)


def _cell(file: Path, address: str, cell: dict[str, Any], stubs: str) -> Iterator[Problem]:
    if cell.get("outputs") or cell.get("execution_count"):
        yield _say(file, None, "author.cell_was_run", address=address)
    source = cell.get("source", "")
    source = source if isinstance(source, str) else "".join(source)
    if source.strip() not in stubs:
        yield _say(file, None, "author.cell_differs", "warning", address=address)


def _read(file: Path) -> str:
    text = _text(file)
    return "" if isinstance(text, Problem) else text
