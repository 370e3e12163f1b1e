"""Calling a student's function: the program's run, the place of the function, and how values are shown."""

from __future__ import annotations

import functools
import math
import re
import sys
from collections.abc import Mapping
from decimal import Decimal

import numpy as np

from grader.checks.code.cases import Array, Value
from grader.core import (
    Absent,
    Answer,
    Bench,
    CallRaised,
    CallStopped,
    Check,
    Fail,
    Finding,
    Json,
    Message,
    Missing,
    Passage,
    Program,
    Raised,
    Run,
    Verdict,
    Where,
)


def quietly(check: Check) -> Check:
    """The check, whose arithmetic says nothing of what overflows in it: a student may return inf, or 1e308."""

    @functools.wraps(check)
    def quiet(answer: Answer, bench: Bench) -> Finding:
        with np.errstate(all="ignore"):
            return check(answer, bench)

    return quiet


def opened(name: str, answer: Answer, bench: Bench) -> Run | Finding:
    """The run of the answer's program, or why there is none."""
    if answer.program is None:
        return Finding(Missing(Message("checks.code.no_program", {"name": name})))
    return bench.runner.run(answer.program)


def absent(name: str, run: Run) -> Finding:
    """The program defines no such name; where a cell of it raised, that is named as the likely cause."""
    if run.report.outcome != "ok":
        return Finding(_stopped(name, run.report.outcome, {}))
    for fault in run.report.errors:
        said = Message("checks.code.absent_after_error", {"name": name, "error": fault.error, "line": fault.where.line})
        return Finding(Missing(said), fault.where)
    return Finding(Missing(Message("checks.code.absent", {"name": name})))


def ended(
    name: str, reply: Absent | CallStopped, run: Run, program: Program, at: Mapping[str, Json] | None = None
) -> Finding:
    """There is nothing to call, or nothing left that could be called after a call with the arguments ``at``."""
    if isinstance(reply, Absent):
        return absent(name, run)
    return Finding(_stopped(name, reply.outcome, at or {}), defined_at(name, program))


def _stopped(name: str, outcome: str, at: Mapping[str, Json]) -> Verdict:
    hint = Message("checks.code.stopped", {"name": name, "outcome": Message(f"checks.code.outcome.{outcome}")})
    return Fail(Raised(f"{name}({', '.join(at)})", outcome, at), hint, (outcome,))


def not_written(reply: CallRaised) -> bool:
    """A stub says so itself."""
    return reply.error.startswith("NotImplementedError")


# ------------------------------------------------------------------------------------------------ places


def defined_at(name: str, program: Program) -> Where | None:
    """The line in which the program last defines a name."""
    own = re.escape(name)
    pattern = re.compile(rf"^[ \t]*(?:def\s+{own}\s*\(|class\s+{own}\b|{own}\s*=(?!=)).*$", re.MULTILINE)
    for cell in reversed(program.cells):
        found = list(pattern.finditer(cell.source))
        if found:
            return cell.where(*found[-1].span())
    return None


def raised_at(name: str, reply: CallRaised, program: Program) -> Where | None:
    """The line that raised, where the reply tells it, else that of the definition."""
    cell = _cell(reply.cell, program)
    if cell is not None and reply.line is not None:
        lines = cell.source.split("\n")
        if 1 <= reply.line <= len(lines):
            start = sum(len(line) + 1 for line in lines[: reply.line - 1])
            return cell.where(start, start + len(lines[reply.line - 1]))
    return defined_at(name, program)


def _cell(index: int | None, program: Program) -> Passage | None:
    """The cell of a program by its place among the program's cells."""
    return program.cells[index] if index is not None and 0 <= index < len(program.cells) else None


def mentions(program: Program, library: str) -> bool:
    """Whether the code names a library."""
    return any(re.search(rf"\b{library}\b", cell.source) for cell in program.cells)


# ---------------------------------------------------------------------------------------- showing values


def shown(value: object, digits: int = 6) -> str:
    """A number or array as one writes it down: ``2.5``, ``[[1, 2], [3, 4]]``."""
    if isinstance(value, np.ndarray):
        if value.size > _MOST_SHOWN:
            return f"{value.dtype} {value.shape}"
        return shown(value.tolist(), digits)
    match value:
        case bool() | None:
            return str(value)
        case int() if abs(value) > sys.float_info.max:
            return f"{Decimal(value):.{digits}g}"
        case int() | float():
            return f"{value:.{digits}g}"
        case list() | tuple():
            return "[" + ", ".join(shown(item, digits) for item in value) + "]"
        case np.generic():
            return shown(value.item(), digits)
        case _:
            return repr(value)[:80]


def shown_apart(expected: object, got: object) -> tuple[str, str]:
    """Two values with as many digits as it takes to see them differ."""
    for digits in (6, 10, 17):
        pair = shown(expected, digits), shown(got, digits)
        if pair[0] != pair[1]:
            return pair
    return pair


_MOST_SHOWN = 60  # numbers of an array
_FIRST = 3  # rows of one with more


def as_json(args: Mapping[str, Value]) -> dict[str, Json]:
    """Arguments as plain numbers, whole ones as integers."""
    return {name: _few(value) if isinstance(value, np.ndarray) else _plain(value) for name, value in args.items()}


def _few(array: Array) -> Json:
    """An array as lists; of a long one its first rows, as nobody puts in hundreds of numbers by hand."""
    if array.size <= _MOST_SHOWN:
        return _plain(array.tolist())
    return [*(_plain(row) for row in array[:_FIRST].tolist()), f"… ({' × '.join(map(str, array.shape))})"]


def _plain(value: object) -> Json:
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if isinstance(value, float) and math.isfinite(value) and value == int(value) and abs(value) < 2**53:
        return int(value)
    return value if isinstance(value, int | float) else str(value)


def numbers(value: object) -> Array | None:
    """A returned value as an array of real numbers: (), (d,), … None where it isn't one."""
    if value is None or isinstance(value, str | bytes | dict | bool):
        return None
    try:
        array: Array = np.asarray(value)
    except ValueError:  # rows of different lengths
        return None
    if array.dtype.kind == "c" and not np.any(array.imag):
        array = array.real
    return array if array.dtype.kind in "iuf" else None
