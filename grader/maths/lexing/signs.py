"""Single characters and the short signs that several make: relations, dots, entities, Unicode scripts, prose."""

from __future__ import annotations

import html
import re
import unicodedata
from typing import TYPE_CHECKING, Final

from grader.maths import notation
from grader.maths.tokens import MAX_DIGITS, NOTHING, SPACE, TooLarge

if TYPE_CHECKING:
    from grader.maths.lexing.scanner import Scanner

_COMMENT = re.compile(r"[^\n]*")
_EATEN = re.compile(r"\*\s*\{|(?<=\})\*[ijk](?![A-Za-z])")
_WORD = re.compile(r"[A-Za-z]+")
_MAX_SHOWN: Final = 30  # characters of a subscript in a suggestion
_SCRIPT_PARTS = re.compile(r"\d+|[\s\S]")


def escape(s: Scanner, match: re.Match[str]) -> int:
    start, end = match.span()
    spelling = notation.ESCAPES.get(match[0])
    if spelling is None:
        if match[0][1].isspace():
            s.gap = max(s.gap, SPACE)
            return end
        if match[0][1].isalnum() or match[0][1] not in '$"~.;':
            raise s.fail("reading.math.unexpected", start, end)
        return end
    return s.emit_spelling(spelling, start, end)


def entity(s: Scanner, match: re.Match[str]) -> int:
    start, end = match.span()
    char = html.unescape(match[0])
    spelling = notation.ENTITIES.get(match[0][1:-1]) or notation.CHARACTERS.get(char.translate(notation.FOLDING))
    if spelling is None:
        raise s.fail("reading.math.unexpected", start, end)
    return s.emit_spelling(spelling, start, end)


def html_script(s: Scanner, match: re.Match[str]) -> int:
    """``x<sub>i</sub>``, ``b<sup>2</sup>``."""
    start, end = match.span()
    if match[0][1] == "/":
        s.emit("}", "}", start, end)
    else:
        sign = "_" if "sub" in match[0] else "^"
        s.emit(sign, sign, start, start)
        s.emit("{", "{", start, end)
    return end


def method(s: Scanner, match: re.Match[str]) -> int:
    """``A.dot(B)`` is a product."""
    s.emit("*", "@", *match.span())
    return match.end()


def negated(s: Scanner, match: re.Match[str]) -> int:
    if match[0].endswith(("equiv", "sim")):
        raise s.fail("reading.math.unexpected", *match.span())
    s.emit("rel", "∉" if match[0].endswith("in") else "≠", *match.span())
    return match.end()


def relation(s: Scanner, match: re.Match[str]) -> int:
    s.emit(*notation.ASCII_RELATIONS[match[0]], *match.span())
    return match.end()


def transpose(s: Scanner, match: re.Match[str]) -> int:
    start, end = match.span()
    s.emit("^", "^", start, start + 1)
    s.emit("top", "T", start + 1, end)
    return end


def dots(s: Scanner, match: re.Match[str]) -> int:
    s.emit("dots", "", *match.span())
    return match.end()


def prose(s: Scanner, match: re.Match[str]) -> int:
    script = s.in_script()
    s.emit("word" if script else "text", match[0], *match.span())
    return match.end()


def abbreviation(s: Scanner, match: re.Match[str]) -> int:
    s.emit("text", match[0], *match.span())
    return match.end()


def library(s: Scanner, match: re.Match[str]) -> int:
    """``np.``, ``torch.linalg.`` say nothing, but that ``np.dot`` and ``np.linalg.solve`` are functions."""
    if (word := _WORD.match(s.text, match.end())) and (op := notation.LIBRARY_FUNCTIONS.get(word[0])):
        s.emit("fn", op, *word.span())
        return word.end()
    return match.end()


def character(s: Scanner, match: re.Match[str]) -> int:
    at, char = match.start(), match[0]
    if char == "%" and not (s.previous() == "number" and s.gap == NOTHING):
        comment = _COMMENT.match(s.text, at)
        assert comment is not None
        return comment.end()
    if char == "\\" and at + 1 == len(s.text):
        return at + 1  # what is left of a space in LaTeX
    if char == "*" and (eaten := _EATEN.match(s.text, at)):
        raise s.fail("reading.math.eaten", *eaten.span(), suggestion=_uneaten(s, *eaten.span()))
    if spelling := notation.CHARACTERS.get(char):
        if spelling[0] in ("top", "dagger") and not s.raised and s.previous() in ("name", "close", "}", "rbar"):
            s.emit("^", "^", at, at)  # X⊤ without a caret
        return s.emit_spelling(spelling, at, at + 1)
    if script := notation.script_of(char):
        return _script(s, script, at)
    if char in notation.COMBINING:
        s.emit("mark", notation.COMBINING[char], at, at + 1)
        return at + 1
    letter, mark = _decomposed(char)
    if letter:
        s.emit("name", letter, at, at + 1)
        s.emit("mark", mark, at, at + 1)
        return at + 1
    if char.isalpha() or unicodedata.category(char) == "So":
        s.emit("text", char, at, at + 1)
        return at + 1
    raise s.fail("reading.math.unknown_character", at, at + 1)


def _uneaten(s: Scanner, start: int, end: int) -> str:
    """What stood there before Markdown took the underscore: ``\\sum_{i=1}`` for ``\\sum*{i=1}``."""
    if s.text[end - 1] != "{":
        return f"_{s.text[start + 1 : end]}"
    before = s.text[s.tokens[-1].start : s.tokens[-1].end] if s.tokens else ""
    group = s.text[end - 1 : s.partner[end - 1] + 1]
    return f"{before}_{group if len(group) <= _MAX_SHOWN else '{…}'}"


def _script(s: Scanner, script: str, at: int) -> int:
    """A run of superscript or subscript characters, as a script in braces."""
    end = at
    while end < len(s.text) and notation.script_of(s.text[end]) == script:
        end += 1
    s.emit(script, script, at, at)
    s.emit("{", "{", at, at)
    word = "".join(notation.unscripted(char) for char in s.text[at:end])
    offset = 0
    for match in _SCRIPT_PARTS.finditer(word):
        start, stop = at + offset, at + offset + len(match[0])
        offset += len(match[0])
        if match[0].isdecimal():
            if len(match[0]) > MAX_DIGITS:
                raise TooLarge("number", MAX_DIGITS)
            s.emit("number", match[0], start, stop)
        elif match[0] == "T" and script == "^":
            s.emit("top", "T", start, stop)
        elif match[0].isascii() and match[0].isalpha():
            s.emit("name", match[0], start, stop)
        elif spelling := notation.CHARACTERS.get(match[0]):
            s.emit(*spelling, start, stop)
        else:
            raise s.fail("reading.math.unknown_character", start, stop)
    s.emit("}", "}", end, end)
    return end


def _decomposed(char: str) -> tuple[str, str]:
    """A precomposed letter such as ŷ as its letter and mark."""
    parts = unicodedata.normalize("NFD", char)
    if len(parts) == 2 and parts[0].isascii() and parts[1] in notation.COMBINING:
        return parts[0], notation.COMBINING[parts[1]]
    return "", ""
