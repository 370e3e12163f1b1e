"""Marked formulas: between dollars or backslashed brackets, in environments, fences and images of rendering services.

Code, pictures and comments are found in the same pass, since what looks like a formula in them is none.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import Final
from urllib.parse import unquote

from grader.derivation.prose.pieces import LINK
from grader.derivation.prose.segment import Segment
from grader.derivation.prose.tables import Tables
from grader.maths import notation

MAX_FORMULA: Final = 8_000  # characters; a formula that is not closed within them is none

_LAYOUTS = "|".join(sorted(notation.LAYOUTS - {"split"}, key=len, reverse=True))
_OPENER = re.compile(
    rf"""
      (?P<fence> ^[ \t>]*(?:[-*+][ \t]+)? (?P<bar>`{{3,}}|~{{3,}}) [ \t]*(?P<info>[^\n`]*)$ )
    | (?P<comment> <!-- )
    | (?P<image> <img\b [^>]{{0,2000}} > )
    | (?P<picture> !\[ [^\]\n]{{0,400}} \] \(
        (?P<target>[^()\n]{{0,2000}} (?:\([^()\n]{{0,200}}\)[^()\n]{{0,200}}){{0,3}} ) \) )
    | (?P<environment> \\begin\s*\{{ (?P<env>{_LAYOUTS}) (?P<starred>\*?) \}} )
    | (?P<display> \$\$ | \\\[ )
    | (?P<ticked> \$` )
    | (?P<inline> \$ | \\\( )
    | (?P<escape> \\[\\$`*_#] )
    | (?P<ticks> `+ )
    | (?P<link> https?://[^\s)>\]]+ | {LINK} )
    """,
    re.VERBOSE | re.MULTILINE,
)
_QUOTED = re.compile(r"\n[ \t]*(?:>[ \t]?)+")
_ADDRESS = re.compile(
    r"(?:latex\.codecogs\.com/[^?\"']*\?|/math\?math=|equation\?tex=|chart\.apis\.google\.com/[^\"']*chl=)(?P<latex>[^\"'<>]*)"
)
_DIRECTIVES = re.compile(
    r"\s*\\(?:inline|dpi\s*\{\d+\}|(?:bg|fg)_\w+|large|Large|LARGE|huge|small|tiny|displaystyle)(?![A-Za-z])\s*"
)


class Marked:
    """What is marked in a source."""

    def __init__(self, source: str, tables: Tables) -> None:
        self.source = source
        self.tables = tables

    def formulas(self) -> Iterator[Segment]:
        """What is marked as a formula, picture, code or comment (an empty prose segment)."""
        at = 0
        while match := _OPENER.search(self.source, at):
            found = self._at(match)
            if found is None:
                at = match.end()
                continue
            if isinstance(found, Segment):
                yield found
                at = max(found.end, match.end())
            else:
                at = found

    def _at(self, match: re.Match[str]) -> Segment | int | None:
        start = match.start()
        match match.lastgroup:
            case "fence":
                return self._fence(match)
            case "comment":
                end = self.source.find("-->", match.end())
                return Segment("prose", "", start, len(self.source) if end < 0 else end + 3)
            case "image":
                return self._image(match[0], start, match.end())
            case "picture":
                return self._image(f'"{match["target"]}"', start, match.end())
            case "environment":
                closing = f"\\end{{{match['env']}{match['starred']}}}"
                end = self.source.find(closing, match.end(), match.end() + MAX_FORMULA)
                return None if end < 0 else self._formula(start, end + len(closing), start, end + len(closing))
            case "display":
                closing = "$$" if match[0] == "$$" else "\\]"
                return self._delimited(start, match.end(), closing)
            case "ticked":
                return self._delimited(start, match.end(), "`$")
            case "inline":
                return self._dollar(start) if match[0] == "$" else self._delimited(start, match.end(), "\\)")
            case "ticks":
                return self._code(match)
            case _:
                return match.end()

    def _fence(self, match: re.Match[str]) -> Segment | None:
        closing = re.compile(rf"^[ \t>]*{re.escape(match['bar'])}[`~]*[ \t]*$", re.MULTILINE)
        end = closing.search(self.source, match.end())
        stop, after = (end.start(), end.end()) if end else (len(self.source), len(self.source))
        if match["info"].strip().split("{")[0].strip().lower() in ("math", "latex", "tex", "katex"):
            return self._formula(match.start(), after, min(match.end() + 1, stop), stop)
        return Segment("code", self.source[match.start() : after], match.start(), after, match.start())

    def _image(self, tag: str, start: int, end: int) -> Segment:
        address = _ADDRESS.search(html.unescape(tag))
        if address is None:
            return Segment("picture", self.source[start:end], start, end, start)
        latex = unquote(address["latex"]).removesuffix('"')
        while directive := _DIRECTIVES.match(latex):
            latex = latex[directive.end() :]
        return Segment("formula", latex.strip(), start, end)

    def _delimited(self, start: int, inside: int, closing: str) -> Segment | int | None:
        end = self.source.find(closing, inside, inside + MAX_FORMULA)
        if closing == "$$":
            while end > 0 and self.source[end - 1] == "\\" and self.source[end - 2] != "\\":
                end = self.source.find(closing, end + 1, inside + MAX_FORMULA)
        if end < 0:
            if closing in ("\\)", "`$"):
                return inside
            blank = re.compile(r"\n[ \t]*\n|\Z").search(self.source, inside)
            assert blank is not None
            end, closing = blank.start(), ""
        content = self.source[inside:end]
        words = closing in ("\\)", "\\]") and (_is_words(content) or re.fullmatch(r"[^\W\d_]{3,}", content))
        if not content.strip() or words:
            return end + len(closing) if closing == "$$" else inside
        return self._formula(start, end + len(closing), inside, end)

    def _dollar(self, start: int) -> Segment | int:
        """``$…$`` within a paragraph; a dollar before a number is a price unless mathematics follows."""
        end = start + 1
        limit = min(len(self.source), start + MAX_FORMULA)
        while True:
            end = self.source.find("$", end, limit)
            if end < 0:
                return start + 1
            if self.source[end - 1] != "\\" or self.source[end - 2 : end] == "\\\\":
                break
            end += 1
        content = self.source[start + 1 : end]
        if not content.strip() or re.search(r"\n[ \t>]*\n", content):
            return start + 1
        price = content[0].isdigit() and self.source[end + 1 : end + 2].isdigit()
        price = price or (content[0].isdigit() and _is_words(content, least=1))
        if price or (_is_words(content) and len(content.split()) > 3):
            return start + 1
        return self._formula(start, end + 1, start + 1, end)

    def _code(self, match: re.Match[str]) -> Segment | int:
        ticks = match[0]
        end = match.end()
        while True:
            end = self.source.find(ticks, end, end + MAX_FORMULA)
            if end < 0 or "\n\n" in self.source[match.end() : end]:
                return match.end()
            after = end + len(ticks)
            if self.source[after : after + 1] != "`":
                return Segment("code", self.source[match.end() : end], match.start(), after, match.end())
            end = after + 1

    def _formula(self, start: int, end: int, inside: int, stop: int) -> Segment:
        text = self.source[inside:stop]
        line = self.source[self.source.rfind("\n", 0, start) + 1 : start]
        if line.lstrip().startswith(">"):
            text = _QUOTED.sub(lambda quote: "\n" + " " * (len(quote[0]) - 1), text)
        if "\\|" in text and self.tables.hold(start):
            text = text.replace("\\|", " |")
        blank = len(text) - len(text.lstrip())
        return Segment("formula", text.strip(), start, end, inside + blank)


def _is_words(content: str, least: int = 2) -> bool:
    """Whether what stands between delimiters is words and no mathematics."""
    if re.search(r"[\\^_=+|<>{}]|\d\s*[*/]|[∑∏√≤≥]", content):
        return False
    return len(re.findall(r"[^\W\d_]{3,}", content)) >= least
