"""A line of text as it was read: its formulas typeset, its words as they stand."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from grader.core import Link, Reading
from grader.maths import notation
from grader.report.feedback.markup import text

_DELIMITERS: Final = re.compile(r"\\[\[\]()]|\$\$?")
_LAYOUT: Final = re.compile(r"\\\\(?:\[[^\]]*\])?|&|\\(?:begin|end)\{[^}]*\}(?:\{[lcr|]*\})?")
_COMMAND: Final = re.compile(r"\\([A-Za-z]+|[,;:!> ])\s?")
_ARROWS: Final = {"implies": "⇒", "iff": "⇔"}
_WIDE: Final = 24  # characters of a formula in plain notation that may not fit on a phone


@dataclass(frozen=True, slots=True)
class Placed:
    """A reading with where it begins and ends in its passage."""

    start: int
    end: int
    reading: Reading


def formula(reading: Reading) -> str:
    """A formula as it was read: typeset, or in plain notation where it is too large for that."""
    return reading.mathml or f"<code>{text(reading.plain)}</code>"


def typeset(source: str, start: int, end: int, placed: Sequence[Placed]) -> str:
    """``source[start:end]`` with the readings in place of their formulas; nothing if there are none."""
    parts: list[str] = []
    plain, at = 0, start
    for item in placed:
        if item.start < at or item.end > end:
            continue  # inside one that is shown already
        parts += [_between(source[at : item.start]), formula(item.reading)]
        plain, at = max(plain, len(item.reading.plain)), item.end
    if not parts:
        return ""
    return scrolled("".join(parts) + _between(source[at:end]), wide=plain > _WIDE)


def scrolled(markup: str, *, wide: bool) -> str:
    """Markup in a box that scrolls sideways by itself, with the keyboard too, if it may be wide."""
    return f'<div class="read scroll" tabindex="0">{markup}</div>' if wide else f'<div class="read">{markup}</div>'


def _between(source: str) -> str:
    """What stands between formulas: words as they are, signs of relations as signs, the markup of TeX left out."""
    shown = _COMMAND.sub(_as_sign, _DELIMITERS.sub("", _LAYOUT.sub(" ", source)))
    return text(re.sub(r"\s+", " ", shown))


def _as_sign(command: re.Match[str]) -> str:
    kind, value = notation.COMMANDS.get(command[1]) or notation.ESCAPES.get(f"\\{command[1]}", ("", ""))
    match kind:
        case "rel":
            return f" {value} "
        case "arrow":
            return f" {_ARROWS[value]} "
        case "space":
            return " "
        case "font":  # of the formula behind it
            return ""
        case _:
            return command[0]


def step(link: Link, readings: Sequence[Reading]) -> str:
    """Both sides of a step as they were read, typeset if they are among the readings."""
    right = next((reading for reading in readings if reading.where == link.where), None)
    if right is not None and link.read.endswith(right.plain):
        before = link.read[: len(link.read) - len(right.plain)]
        for left in readings:
            sign = before[len(left.plain) :].strip()
            if before.startswith(f"{left.plain} ") and 0 < len(sign) <= 2 and " " not in sign:
                return f"{formula(left)} {text(sign)} {formula(right)}"
    return f"<code>{text(link.read)}</code>"
