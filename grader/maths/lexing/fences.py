"""Brackets with a side, braces, environments and line breaks."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from grader.maths import notation
from grader.maths.tokens import SPACE

if TYPE_CHECKING:
    from grader.maths.lexing.scanner import Scanner

_LAYOUT_FOLLOWS = re.compile(r"\s*\\begin\s*\{\s*(?:array|aligned|matrix|gathered)\s*\}")
_POSITION = re.compile(r"\s*\[[tbc]\]")


def fence(s: Scanner, match: re.Match[str]) -> int:
    """``\\left(``, ``\\big|``: a bracket whose side is known."""
    side, fence = match["side"], match["fence"]
    start, end = match.span()
    if fence == ".":
        return end
    spelling = (
        notation.ESCAPES.get(fence)
        or notation.COMMANDS.get(fence.removeprefix("\\"))
        or {"<": ("open", "<"), ">": ("close", ">")}.get(fence)
        or notation.CHARACTERS.get(fence)
    )
    if spelling is None:
        raise s.fail("reading.math.unexpected", start, end)
    kind, value = spelling
    if (
        side == "left"
        and value == "\\{"
        and _LAYOUT_FOLLOWS.match(s.text, end)
    ):
        s.pieces = True
        return end
    if kind == "bar":
        if side == "middle" or side.endswith("m"):
            kind = "mid"
        elif side == "left" or side.endswith("l"):
            kind = "lbar"
        elif side == "right" or side.endswith("r"):
            kind = "rbar"
    elif kind not in ("open", "close", "/", "lbar", "rbar"):
        raise s.fail("reading.math.unexpected", start, end)
    s.emit(kind, value, start, end)
    return end


def environment(s: Scanner, match: re.Match[str]) -> int:
    """``\\begin`` and ``\\end``: layout is dropped, matrices and cases are kept."""
    name, (start, end) = match["env"], match.span()
    if match["edge"] == "end":
        if not s.environments or s.environments[-1].partition(":")[0] != name:
            raise s.fail("reading.math.environment_end", start, end)
        kind = s.environments.pop().partition(":")[2]
        if kind != "layout":
            s.emit("end", kind, start, end)
        return end
    kind = "layout" if name in notation.LAYOUTS else "cases" if name in notation.CASES else name
    if name not in notation.LAYOUTS | notation.CASES | notation.MATRICES:
        raise s.fail("reading.math.unknown_environment", start, end)
    if s.pieces:
        kind, s.pieces = "cases", False
    if option := _POSITION.match(s.text, end):
        end = option.end()
    if name in ("array", "alignat", "alignedat"):
        end = s.argument(end)[2]
    s.environments.append(f"{name}:{kind}")
    if kind != "layout":
        s.emit("begin", kind, start, end)
    elif s.tokens:
        s.gap = max(s.gap, SPACE)
    return end


def brace(s: Scanner, match: re.Match[str]) -> int:
    at = match.start()
    sign = s.text[at]
    if at in s.dropped:
        return at + 1
    if sign == "{":
        end = s.partner[at]
        if end == at + 1 and s.previous() not in ("_", "^", "cmd"):
            return at + 2  # {} sets nothing
        if s.previous() == "_":
            s.subscripts.append(end)
        elif s.previous() == "^":
            s.raised.append(end)
        elif s.tokens and s.tokens[-1][:2] == ("cmd", "frac"):
            s.first_arguments.add(end)
    elif s.subscripts and s.subscripts[-1] == at:
        s.subscripts.pop()
    elif s.raised and s.raised[-1] == at:
        s.raised.pop()
    elif s.previous() in ("opt", "big", "fn") and s.previous(2) == "{" and s.previous(3) not in ("_", "^", "cmd"):
        del s.tokens[-2]  # {\min} holds no operand
        return at + 1
    s.emit(sign, sign, at, at + 1)
    return at + 1


def line(s: Scanner, match: re.Match[str]) -> int:
    s.emit(*((",", ",") if s.listing else ("line", "\\\\")), *match.span())
    return match.end()
