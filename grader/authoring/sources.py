"""Lines in an author's files: where a part is declared, where an answer stands, which line raised."""

from __future__ import annotations

import ast
import re
import traceback
from collections.abc import Iterator
from pathlib import Path

_TABLE = re.compile(r"\s*\[\[\s*answer\s*\]\]\s*(?:#.*)?$")
_KEY = re.compile(r"\s*(\w+)(?:\.\w+)?\s*=")
_LONG = ("'''", '"""')


def raised_in(error: BaseException, *folders: Path) -> tuple[Path, int | None] | None:
    """The file of the folders, and the line of it, in which an exception arose; the innermost of several."""
    if isinstance(error, SyntaxError) and error.filename and _within(Path(error.filename), folders):
        return Path(error.filename), error.lineno
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if _within(Path(frame.filename), folders)]
    return (Path(frames[-1].filename), frames[-1].lineno) if frames else None


def _within(file: Path, folders: tuple[Path, ...]) -> bool:
    return any(file.is_relative_to(folder) for folder in folders)


class Declaration:
    """The source of an ``exercise.py``: the lines of what it declares, where they can be told from the text."""

    def __init__(self, file: Path) -> None:
        self.file = file
        try:
            self._tree: ast.AST = ast.parse(file.read_text(encoding="utf-8"))
        except (OSError, ValueError, SyntaxError):
            self._tree = ast.Module([], [])

    def exercise(self) -> int | None:
        """The line of ``EXERCISE = …``."""
        return self.name("EXERCISE")

    def name(self, name: str) -> int | None:
        """The line that gives a name its value."""
        for node in ast.walk(self._tree):
            targets = node.targets if isinstance(node, ast.Assign) else []
            if isinstance(node, ast.AnnAssign):
                targets = [node.target]
            if any(isinstance(target, ast.Name) and target.id == name for target in targets):
                return getattr(node, "lineno", None)
        return None

    def part(self, name: str) -> int | None:
        """The line of ``Part("name", …)``."""
        node = self._part(name)
        return None if node is None else node.lineno

    def claim(self, part: str, number: int) -> int | None:
        """The line of a part's claim, counted from 1; of the part where claims are not written out in it."""
        node = self._part(part)
        if node is None:
            return self.exercise()
        claims = sorted(call.lineno for call in _calls(node, "Claim"))
        return claims[number - 1] if number <= len(claims) else node.lineno

    def _part(self, name: str) -> ast.Call | None:
        for call in _calls(self._tree, "Part"):
            given = [*call.args[:1], *(word.value for word in call.keywords if word.arg == "name")]
            if any(isinstance(value, ast.Constant) and value.value == name for value in given):
                return call
        return None


def _calls(node: ast.AST, name: str) -> Iterator[ast.Call]:
    for each in ast.walk(node):
        if isinstance(each, ast.Call) and isinstance(each.func, ast.Name) and each.func.id == name:
            yield each


def answer_lines(text: str) -> list[dict[str, int]]:
    """For each ``[[answer]]`` of a table of answers the lines of its keys; its own is under the empty name."""
    found: list[dict[str, int]] = []
    closing = ""
    for number, line in enumerate(text.split("\n"), 1):
        if closing:
            closing = "" if closing in line else closing
            continue
        if _TABLE.match(line):
            found.append({"": number})
        elif found and (key := _KEY.match(line)):
            found[-1].setdefault(key[1], number)
        for quotes in _LONG:
            if line.count(quotes) == 1:
                closing = quotes
    return found
