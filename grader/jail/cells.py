"""A program's cells: from what stands in a notebook to Python, and running it.

Runs in the student's process. A cell that Python accepts is run as it stands, its last expression displayed; only where
Python stumbles is IPython asked what it makes of it, which costs more, and leaves alone a ``%`` that continues an
expression.
"""

from __future__ import annotations

import ast
import asyncio
import inspect
import linecache
import re
import sys
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from types import CodeType, TracebackType

from grader.jail import shell

MAX_ERROR_TEXT = 500
MAGIC = re.compile(r"^[ \t]*[%!?]|\?[ \t]*$|=[ \t]*[%!]", re.MULTILINE)  # where there is none, IPython knows no more


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
    ended = attempt(lambda: _execute(code, name, namespace))
    attempt(_close_figures)
    return ended


def attempt(act: Callable[[], object]) -> Failure | None:
    """Do something with a student's objects; what it raises is returned."""
    try:
        act()
    except BaseException as error:
        return failure(error)
    return None


# ------------------------------------------------------------------------------------------------ cells


def plain_python(source: str) -> str:
    """The cell as Python; as it stands where that is Python, or where IPython cannot help either."""
    source = source.replace("\r\n", "\n").replace("\r", "\n").removeprefix("\ufeff")
    try:
        ast.parse(source)
    except SyntaxError:
        return _without_magics(source) if MAGIC.search(source) else source
    except (ValueError, RecursionError, MemoryError):
        pass
    return source


def _without_magics(source: str) -> str:
    try:
        return str(shell.current().transform_cell(source))
    except (SyntaxError, ValueError, ImportError, RuntimeError):  # the last after 500 magics
        return source


def _execute(code: str, name: str, namespace: dict[str, object]) -> None:
    """Run Python as a notebook does: ``await`` is allowed, and the last expression is displayed."""
    tree = ast.parse(code, name)
    shown = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    _run(compile(tree, name, "exec", ast.PyCF_ALLOW_TOP_LEVEL_AWAIT, dont_inherit=True), namespace)
    if shown is not None:
        last = ast.Interactive([shown])
        sys.displayhook = _silent if code.rstrip().endswith(";") else _show
        _run(compile(last, name, "single", ast.PyCF_ALLOW_TOP_LEVEL_AWAIT, dont_inherit=True), namespace)


def _run(code: CodeType, namespace: dict[str, object]) -> None:
    if code.co_flags & inspect.CO_COROUTINE:
        _event_loop().run_until_complete(eval(code, namespace))
    else:
        exec(code, namespace)


_loops: list[asyncio.AbstractEventLoop] = []


def _event_loop() -> asyncio.AbstractEventLoop:
    if not _loops:
        _loops.append(asyncio.new_event_loop())
        asyncio.set_event_loop(_loops[0])
    return _loops[0]


def _silent(_: object) -> None:
    """A semicolon at the end asks for no display."""


def _show(value: object) -> None:
    """Display a value; that it cannot be displayed is no error of the cell's, as in a notebook."""
    if value is None:
        return
    try:
        print(repr(value))
    except Exception:
        traceback.print_exc()


def _close_figures() -> None:
    """Figures end with their cell, as in a notebook that shows them inline. Nobody looks, so none is painted."""
    if pyplot := sys.modules.get("matplotlib.pyplot"):
        pyplot.close("all")


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
