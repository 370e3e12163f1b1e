"""All places in a file that might say which part follows: tags of cells, comments, labels and headings."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from grader.reading.document import Piece
from grader.reading.headings import PLAIN_LEVEL, Label, heading_text, label
from grader.reading.markdown import fences

MarkKind = Literal["tag", "grade_id", "comment", "label", "heading"]

_COMMENT = re.compile(
    r"<!--[ \t]*(?:grader[ \t]*[.:][ \t]*)?part[ \t]*[:=：][ \t]*([^<>\n]{0,200}?)[ \t]*-->", re.IGNORECASE
)
_UNDERLINE = re.compile(r"[ \t]{0,3}(?:(=+)|-{3,})[ \t]*")
_HASHES = re.compile(r"[ \t]{0,3}#{1,6}[ \t]")
_DISPLAY = re.compile(r"\$\$|\\\[|\\\]|\\begin\{|\\end\{")
_COMMA = re.compile(r"[,，、(]\s*$")
_WORD_BEFORE = re.compile(
    r"(?:\b(?:in|and|of|by|from|parts?|see|as|with|or|to|than|equations?|eq|for|both|using|the)|[由见如从与和在据])\s*$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Mark:
    """A place where another part may begin: the index of its piece and its line in it, counted from 0.

    ``text`` is the address of a tag or comment, or the words of a heading; ``blank`` the columns of the line that are
    no answer.
    """

    kind: MarkKind
    piece: int
    line: int
    text: str = ""
    level: int = PLAIN_LEVEL
    label: Label | None = None
    blank: tuple[tuple[int, int], ...] = ()
    shown: str = ""

    @property
    def place(self) -> tuple[int, int]:
        """For ordering."""
        return self.piece, self.line


def marks_of(pieces: Sequence[Piece], grade_ids: Collection[str] = ()) -> list[Mark]:
    """The marks of a file, in order. A cell with a tag or a known grade id of its own is not looked into."""
    found: list[Mark] = []
    for index, piece in enumerate(pieces):
        if piece.tag is not None:
            found.append(Mark("tag", index, 0, piece.tag, shown=piece.tag))
        elif piece.grade_id is not None and piece.grade_id in grade_ids:
            found.append(Mark("grade_id", index, 0, piece.grade_id, shown=piece.grade_id))
        elif piece.passage.kind == "text":
            found.extend(_in_text(piece.passage.source.split("\n"), index))
    return found


def _in_text(lines: list[str], piece: int) -> Iterator[Mark]:
    quiet = _quiet(lines)
    for number, line in enumerate(lines):
        if quiet[number] or not line.strip():
            continue
        if "<!--" in line:
            for match in _COMMENT.finditer(line):
                yield Mark("comment", piece, number, match[1], blank=(match.span(),), shown=match[0])
        if (mark := _on_line(lines, number, piece)) is not None:
            yield mark


def _on_line(lines: Sequence[str], number: int, piece: int) -> Mark | None:
    line = lines[number]
    underlined = _underlined(lines, number)
    heading = heading_text(line, underlined)
    found = label(line, underlined)
    if found is not None and number > 0 and _goes_on(lines[number - 1], found):
        found = None
    shown = line.strip()[:100]
    if found is not None:
        words = heading[1] if heading is not None else ""
        return Mark("label", piece, number, words, found.level, found, found.blank, shown)
    if heading is not None:
        blank = () if "=" in heading[1] else ((0, len(line)),)
        return Mark("heading", piece, number, heading[1], heading[0], None, blank, shown)
    return None


def _goes_on(before: str, found: Label) -> bool:
    """Whether a letter in brackets belongs to the sentence of the line before: "as we saw in / (b) the mean is …"."""
    if found.form != "plain" or found.style not in ("(a)", "(A)", "a)", "A)") or not before.strip():
        return False
    if _COMMA.search(before[-10:]):
        item = label(before)
        return item is None or item.style != found.style  # items of a list may end in commas
    return _WORD_BEFORE.search(before[-40:]) is not None


def _underlined(lines: Sequence[str], number: int) -> int:
    """The level of a heading that is underlined, in Markdown's older way of writing them; 0 if it is none."""
    if number + 1 >= len(lines) or (number > 0 and lines[number - 1].strip()) or len(lines[number]) > 200:
        return 0
    match = _UNDERLINE.fullmatch(lines[number + 1][:80])
    return 0 if match is None else 1 if match[1] else 2


def _quiet(lines: list[str]) -> list[bool]:
    """The lines inside fences and displayed formulas, where a label is none.

    A formula left open by mistake ends at the next blank line or heading, so that it hides no part.
    """
    quiet = [False] * len(lines)
    for first, last, _, _ in fences(lines):
        quiet[first : last + 1] = [True] * (min(last, len(lines) - 1) + 1 - first)
    inside, depth = False, 0
    for number, line in enumerate(lines):
        if quiet[number]:
            continue
        if not line.strip() or _HASHES.match(line):
            inside, depth = False, 0
        quiet[number] = inside or depth > 0
        for sign in _DISPLAY.findall(line) if "$$" in line or "\\" in line else ():
            match sign:
                case "$$":
                    inside = not inside
                case "\\[" | "\\]":
                    inside = sign == "\\["
                case _:
                    depth = max(0, depth + (1 if sign.startswith("\\b") else -1))
    return quiet
