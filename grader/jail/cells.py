"""A program's cells: from what stands in a notebook to Python, and running it.

Runs in the student's process. A cell is Python as it stands wherever Python accepts it; only then are notebook magics
looked for, and only in the line that Python stumbled over, so that a ``%`` that continues an expression is left alone.
"""

from __future__ import annotations

import ast
import linecache
from collections.abc import Callable
from dataclasses import dataclass
from types import TracebackType

MAX_ERROR_TEXT = 500
_MAX_MAGICS = 200
_RUN_THE_REST = ("%%time", "%%capture", "%%prun")  # cell magics around ordinary code


@dataclass(frozen=True, slots=True)
class Failure:
    """An exception: what it said, and the last line of the program that it passed (cells from 0, lines from 1)."""

    error: str
    cell: int | None
    line: int | None
    memory: bool  # it ran out of memory


def run(source: str, cell: int, namespace: dict[str, object]) -> Failure | None:
    """Run a cell in a namespace; whatever it raises, ``SystemExit`` too, ends the cell alone."""
    name = f"<cell {cell}>"
    code = plain_python(source)
    linecache.cache[name] = (len(code), None, code.splitlines(keepends=True), name)
    return attempt(lambda: exec(compile(code, name, "exec", dont_inherit=True), namespace))


def attempt(act: Callable[[], object]) -> Failure | None:
    """Do something with a student's objects; what it raises is returned."""
    try:
        act()
    except BaseException as error:
        return failure(error)
    return None


# ----------------------------------------------------------------------------------------------- magics


def plain_python(source: str) -> str:
    """The cell with its magics, shell commands and help lines made harmless; line numbers stay."""
    source = source.replace("\r\n", "\n").replace("\r", "\n").removeprefix("\ufeff")
    lines = _without_cell_magic(source.split("\n"))
    for _ in range(_MAX_MAGICS):
        wrong = _stumbling_line(lines)
        if wrong is None or not 1 <= wrong <= len(lines) or not _calm(lines, wrong - 1):
            break
    return "\n".join(lines) + "\n"


def _without_cell_magic(lines: list[str]) -> list[str]:
    for place, line in enumerate(lines):
        if line.startswith("%%"):
            rest = lines[place + 1 :] if line.split()[0] in _RUN_THE_REST else [""] * (len(lines) - place - 1)
            return [*lines[:place], "", *rest]
        if line.strip() and not line.lstrip().startswith("#"):
            break
    return lines


def _stumbling_line(lines: list[str]) -> int | None:
    try:
        ast.parse("\n".join(lines))
    except SyntaxError as error:
        return error.lineno
    except (ValueError, RecursionError, MemoryError):
        return None
    return None


def _calm(lines: list[str], place: int) -> bool:
    """Replace a magic by what it leaves to do; says whether there was one."""
    line = lines[place]
    head = line.lstrip()
    margin = line[: len(line) - len(head)]
    harmless = _harmless(head.rstrip())
    if harmless is None:
        return False
    while lines[place].endswith("\\") and place + 1 < len(lines):  # a shell command goes on in the next line
        lines[place] = margin + harmless
        place, harmless = place + 1, "pass"
    lines[place] = margin + harmless
    return True


def _harmless(statement: str) -> str | None:
    if statement.startswith("%time "):
        return statement.removeprefix("%time ").lstrip()
    if statement.startswith(("%", "!", "?")) or statement.endswith("?"):
        return "pass"
    name, equals, rest = statement.partition("=")
    if equals and rest.lstrip().startswith(("%", "!")):
        return f"{name.rstrip()} = None"
    return None


# -------------------------------------------------------------------------------------------- exceptions


def failure(error: BaseException) -> Failure:
    """What there is to say about an exception; its own methods may do anything, and are believed in nothing."""
    cell, line = _place(error)
    return Failure(_text(error), cell, line, _is_memory(error))


def _place(error: BaseException) -> tuple[int | None, int | None]:
    if isinstance(error, SyntaxError) and (cell := _cell(error.filename)) is not None:
        return cell, error.lineno
    place: tuple[int | None, int | None] = None, None
    step: TracebackType | None = error.__traceback__
    while step is not None:
        cell = _cell(step.tb_frame.f_code.co_filename)
        if cell is not None:
            place = cell, step.tb_lineno
        step = step.tb_next
    return place


def _cell(filename: object) -> int | None:
    if isinstance(filename, str) and filename.startswith("<cell ") and filename[6:-1].isdigit():
        return int(filename[6:-1])
    return None


def _text(error: BaseException) -> str:
    kind = type(error).__name__
    try:
        said = error.msg if isinstance(error, SyntaxError) else str(error)
        return "".join((kind, ": ", said))[:MAX_ERROR_TEXT] if said else kind
    except BaseException:  # a __str__ of the student's own
        return kind


def _is_memory(error: BaseException) -> bool:
    return isinstance(error, MemoryError) or (type(error) is RuntimeError and "can't allocate memory" in _text(error))
