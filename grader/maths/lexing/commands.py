"""Commands: what stands for a token by itself, what only sets fonts, and what carries notes above and below."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from grader.maths import notation
from grader.maths.lexing.suggestions import unknown_command
from grader.maths.tokens import SPACE

if TYPE_CHECKING:
    from grader.maths.lexing.scanner import Scanner

_EXTREMUM = re.compile(
    r"\s*\\?(?:,|;|!|limits|operatorname)?\s*(?:\{\s*\\?(?P<braced>min|max)\s*\}|\\?(?P<bare>min|max)(?![A-Za-z]))"
)
_OPTION = re.compile(r"\s*\[[^\]\n]{0,30}\]")
_NEXT_SCRIPT = re.compile(r"\s*[_^]")


def command(s: Scanner, match: re.Match[str]) -> int:
    start, end = match.span()
    name = match[0][1:]
    if name in notation.SILENT:
        return _silent(s, name, end)
    spelling = notation.COMMANDS.get(name)
    if spelling is None:
        if name in s.names:
            s.emit("name", name, start, end)
            return end
        raise unknown_command(s, name, start, end)
    kind, value = spelling
    match kind:
        case "space":
            s.gap = max(s.gap, int(value))
        case "font":
            return _font(s, name, end)
        case "over-text" | "under-text":
            return _annotated(s, kind, start, end)
        case "side" if s.follow(end) != ("{" if value == "left" else "}"):
            meant = f"\\{value}{'(' if value == 'left' else ')'}"
            raise s.fail("reading.math.lone_side", start, end, suggestion=meant)
        case "side":
            pass  # \left{ … \right}: the braces are a group, as they were meant to be
        case "brace":
            return _braced(s, end)
        case "clauses":
            return _clauses(s, end)
        case "long":
            if option := _OPTION.match(s.text, end):
                end = option.end()
            end = s.argument(end)[2]
            s.emit("arrow" if value == "implies" else "rel", value, start, end)
        case "unsupported":
            raise s.fail("reading.math.unsupported", start, end)
        case "env":
            raise s.fail("reading.math.environment_name", start, end)
        case "arg" if arg := _EXTREMUM.match(s.text, end):
            s.emit("opt", f"arg{arg['braced'] or arg['bare']}", start, arg.end())
            return arg.end()
        case _:
            s.emit(kind, value, start, end)
    return end


def _silent(s: Scanner, name: str, at: int) -> int:
    if s.text[at : at + 1] == "*":
        at += 1
    if option := _OPTION.match(s.text, at):
        at = option.end()
    at = s.argument(at)[2]
    if name in ("textcolor", "colorbox", "raisebox"):
        return _drop_braces(s, at)
    s.gap = max(s.gap, SPACE)
    return at


def _drop_braces(s: Scanner, at: int) -> int:
    """The braces that begin here are no group."""
    brace = at
    while s.text[brace : brace + 1].isspace():
        brace += 1
    if s.text[brace : brace + 1] == "{":
        s.dropped |= {brace, s.partner[brace]}
    return at


def _font(s: Scanner, name: str, at: int) -> int:
    """A font says nothing, but for a bold 1 or 0, and a blackboard E."""
    inside, stop, after = s.argument(at) if s.follow(at) else (at, at, at)
    content = s.text[inside:stop].strip()
    if content in ("1", "0") and name in notation.BOLD and after > inside:
        s.emit("ones" if content == "1" else "zeros", content, at, after)
        return after
    if content == "d" and name in notation.WORD_FONTS:
        s.emit("diff", "d", at, after)
        return after
    if content == "E" and name in notation.BLACKBOARD and "E" not in s.names:
        s.emit("fn", "expectation", at, after)
        return after
    if content == "V" and name in notation.BLACKBOARD and "V" not in s.names and s.follow(after) in ("(", "["):
        s.emit("fn", "var", at, after)
        return after
    if content == "N" and name in ("mathcal", "mathscr", "cal") and s.follow(after) in ("(", "["):
        s.emit("fn", "normal", at, after)
        return after
    if s.previous() not in ("_", "^", "cmd"):
        _drop_braces(s, at)
    return at


def _annotated(s: Scanner, kind: str, start: int, at: int) -> int:
    """``\\overset{!}{=}``, ``\\underset{w}{\\min}``."""
    note = s.argument(at)
    main = s.argument(note[2])
    before = len(s.tokens)
    s.run(main[0], main[1])
    made = s.tokens[before:]
    sorts = {token.kind for token in made}
    if len(made) == 1 and sorts <= {"rel", "arrow", "*", "entrywise"}:
        said = s.text[note[0] : note[1]].lower()
        if made[0].value == "=" and ("def" in said or "triangle" in said or "delta" in said):
            s.tokens[before] = made[0]._replace(value=":=")
    elif len(made) == 1 and sorts <= {"opt", "big", "fn"} and kind == "under-text":
        s.emit("_", "_", note[0], note[0])
        s.emit("{", "{", note[0], note[0])
        s.run(note[0], note[1])
        s.emit("}", "}", note[1], note[1])
    else:
        raise s.fail("reading.math.annotation", start, main[2])
    return main[2]


def _clauses(s: Scanner, at: int) -> int:
    """``\\substack{i=1 \\\\ i \\ne j}``: its lines are clauses of one limit."""
    inside, stop, after = s.argument(at)
    s.listing += 1
    s.run(inside, stop)
    s.listing -= 1
    return after


def _braced(s: Scanner, at: int) -> int:
    """``\\underbrace{…}_{words}`` without the words."""
    inside, stop, at = s.argument(at)
    s.run(inside, stop)
    while script := _NEXT_SCRIPT.match(s.text, at):
        at = s.argument(script.end())[2]
    return at
