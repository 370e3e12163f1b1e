"""Runs of letters and digits, and words in fonts: what they spell where they stand."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from grader.maths import notation
from grader.maths.lexing import fences
from grader.maths.lexing.spelling import spell
from grader.maths.tokens import MAX_DIGITS, NOTHING, SPACE, TooLarge

if TYPE_CHECKING:
    from grader.maths.lexing.scanner import Scanner

_INDEX_NUMBER = re.compile(r"\d+(?!\.?\d)")
_TEN_TO = re.compile(r"[eE]([+-]?\d+)$")
_OF_ORDER = re.compile(r"d(?P<order>[2-4])(?P<of>[A-Za-z]?) ?/ ?d(?P<by>[A-Za-z])(?P=order)(?![A-Za-z\d])")
_SPACED = re.compile(r"\\[,;:! ]|~")


def letters(s: Scanner, match: re.Match[str]) -> int:
    """A run of letters, with the digits behind it."""
    start, end, run = match.start(), match.end(), match[0]
    if run == "d" and (quotient := _OF_ORDER.match(s.text, start)):
        return _of_order(s, quotient)
    place = s.in_script()
    if place and s.previous() == "{":
        place = "{_" if s.text[end : end + 1] == "}" else ""
        if s.previous(2) == "^" and run not in notation.ACCENT_WORDS:
            place = ""
    if len(run) == 1 and place != "{_":  # the usual case
        follow = s.follow(end) if run == "E" else ""
        spelled = spell(run, "", False, follow, False, s.names)
    else:
        alone = (s.gap != NOTHING or start == 0) and (end >= len(s.text) or s.text[end] in " \t\n,.;:")
        spelled = spell(run, place, alone, s.follow(end), s.series, s.names)
    for kind, value, a, b in spelled:
        s.emit(kind, value, start + a, start + b)
    digit = s.text[end : end + 1]
    if digit.isdecimal() and spelled[-1][0] in ("name", "fn"):
        return _digits(s, end, spelled[-1][0], place)
    return end


def _of_order(s: Scanner, match: re.Match[str]) -> int:
    """``d2L/db2`` in plain text: d^2L/db^2."""
    order = match["order"]
    start, end = match.span()
    s.emit("diff", "d", start, start + 1)
    s.emit("^", "^", start + 1, start + 1)
    s.emit("number", order, start + 1, start + 2)
    if match["of"]:
        s.emit("name", match["of"], *match.span("of"))
    slash = s.text.index("/", start)
    s.emit("/", "/", slash, slash + 1)
    s.emit("diff", "d", match.start("by") - 1, match.start("by"))
    s.emit("name", match["by"], *match.span("by"))
    s.emit("^", "^", end - 1, end - 1)
    s.emit("number", order, end - 1, end)
    return end


def _digits(s: Scanner, at: int, kind: str, place: str) -> int:
    """``x1`` is x_1, ``log2(x)`` has base 2; anything else is a factor."""
    number = _INDEX_NUMBER.match(s.text, at)
    inside = bool(s.subscripts) or place in ("_", "^", "{_") or s.previous(2) == "cmd"
    if number is None or inside or (kind == "fn" and s.follow(number.end()) != "("):
        return at
    s.emit("_", "_", at, at)
    s.emit("number", number[0], at, number.end())
    return number.end()


def number(s: Scanner, match: re.Match[str]) -> int:
    start, end = match.span()
    if sum(c.isdecimal() for c in match[0]) > MAX_DIGITS:
        raise TooLarge("number", MAX_DIGITS)
    if exponent := _TEN_TO.search(match[0]):
        if abs(int(exponent[1])) > MAX_DIGITS:
            raise TooLarge("number", MAX_DIGITS)
        if "e" in s.names:
            end = start + exponent.start()
    if _takes_one_digit(s) and match[0][0].isdecimal():
        end = start + 1
    s.emit("number", s.text[start:end].replace("{,}", "").replace(",", ""), start, end)
    return end


def _takes_one_digit(s: Scanner) -> bool:
    """Whether an argument of ``\\frac`` stands here without braces: ``\\frac12``."""
    if not s.tokens:
        return False
    last = s.tokens[-1]
    if last.kind == "cmd":
        return last.value == "frac"
    if last.kind == "}":
        return last.start in s.first_arguments
    return len(s.tokens) > 1 and last.kind in ("number", "name") and s.tokens[-2][:2] == ("cmd", "frac")


def switched(s: Scanner, match: re.Match[str]) -> int:
    """``{\\rm sgn}``: a word in an old switch of fonts."""
    if s.previous() == "cmd":  # it may be two letters
        return fences.brace(s, match)
    run = match["letters"]
    kind, value = _word_sort(s, run, run, False, s.follow(match.end()))
    if kind == "letters":
        s.run(match.start("letters"), match.end("letters"))
    else:
        s.emit(kind, value, *match.span())
    return match.end()


def word(s: Scanner, match: re.Match[str]) -> int:
    """``\\text{…}``, ``\\operatorname{…}``, ``\\mathrm{…}``: a function, a name, the mark of a script, or prose."""
    font, content = match["font"], match["content"]
    start, end = match.span()
    word = _SPACED.sub(" ", content).strip()
    key = word.replace(" ", "")
    if not key:
        s.gap = max(s.gap, SPACE)
        return end
    is_text = font in notation.TEXT_FONTS
    if not any(c.isalpha() for c in key) or (not is_text and not key.replace("-", "").isalpha()):
        s.run(match.start("content"), match.end("content"))
        return end
    kind, value = _word_sort(s, key, content, is_text, s.follow(end))
    if kind == "letters":
        s.run(match.start("content"), match.end("content"))
    else:
        s.emit(kind, word if kind == "text" else value, start, end)
    return end


def _word_sort(s: Scanner, key: str, content: str, is_text: bool, follow: str) -> tuple[str, str]:
    script = s.in_script()
    applied = script == "^" and key in notation.FUNCTIONS and follow in ("(", "[", "{", "\\", "|")
    if script and not applied:
        if key == "T":
            return "top", "T"
        return ("name", key) if len(key) == 1 else ("word", key)
    if key in notation.FUNCTIONS and not (is_text and key != content.strip()):
        return "fn", notation.FUNCTIONS[key]
    if key in notation.OPTIMA:
        return "opt", notation.OPTIMA[key]
    if key in ("const", "constant", "const.", "Const", "常数", "常量"):
        return "name", "const"
    if key in ("sum", "prod", "arg"):
        return ("arg", "arg") if key == "arg" else ("big", key)
    if key == "d":
        return "diff", "d"
    if key in ("E", "Expectation") and follow in "[({\\_":
        return "fn", "expectation"
    if key == "grad":
        return "cmd", "nabla"
    if len(key) == 1 and (not is_text or key == content):
        return "name", key
    if not is_text:
        if key not in s.names and (key.lower() in notation.PROSE_WORDS or key.lower() in notation.OTHERWISE):
            return "text", key
        spelled = key not in s.names and all(letter in s.names.declared for letter in key)
        return ("letters", "") if spelled else ("name", key)
    one = key.isascii() and key.isalpha() and key == content
    if one and (key in s.names or key in notation.KNOWN_NAMES):
        return "name", key
    if one and follow in "=(_^" and follow and key.lower() not in notation.PROSE_WORDS:
        return "name", key
    return "text", content
