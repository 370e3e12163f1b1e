"""Markdown as runs of text and of Python: a fenced Python block of a Markdown file counts as a code cell.

Other fences (```` ```math ````, output, other languages) stay in the text that they stand in.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from grader.core import Message, Origin, Passage, Program, Unplaced
from grader.reading.document import Document, Piece, cut_out, first_line, too_long

_FENCE = re.compile(r"[ \t]{0,12}(?:[-*+][ \t]+)?(?P<bar>`{3,}|~{3,})[ \t]*(?P<info>[^`\n]*)$")
_PYTHON = re.compile(r"\{?\s*\.?(?:python|py|python3|ipython|ipython3|pycon3?)\b", re.IGNORECASE)
_FRONT_MATTER_LINE = re.compile(r"[\w -]{1,60}:|\s*-\s|\s*#|\s*$|[ \t]+\S")
_MAX_FRONT_MATTER = 100  # lines


def read_markdown(text: str, file: str) -> Document | Unplaced:
    """The runs of text and of fenced Python in a Markdown or plain text file."""
    if refusal := too_long(file, len(text)):
        return refusal
    whole = Passage("text", text, Origin(file))
    lines = text.split("\n")
    pieces: list[Piece] = []
    unplaced: tuple[Unplaced, ...] = ()
    start = _front_matter(lines)
    for first, last, closed in _python_fences(lines):
        _append(pieces, whole, lines, start, first)
        code = _append_code(pieces, whole, lines, first + 1, last)
        if code and not closed:
            unplaced = (Unplaced(file, Message("reading.open_fence", {"line": first + 1}), first_line(code)),)
        start = last + 1
    _append(pieces, whole, lines, start, len(lines))
    cells = tuple(piece.passage for piece in pieces if piece.passage.kind == "code")
    return Document(file, tuple(pieces), Program(cells) if cells else None, unplaced)


def _append(pieces: list[Piece], whole: Passage, lines: list[str], start: int, end: int) -> None:
    if any(line.strip() for line in lines[start:end]):
        origin = Origin(whole.origin.file, None, start + 1)
        pieces.append(Piece(Passage("text", "\n".join(lines[start:end]), origin)))


def _append_code(pieces: list[Piece], whole: Passage, lines: list[str], start: int, end: int) -> Passage | None:
    """A fence inside a list item is indented as a whole; its code is not."""
    cut = cut_out(whole, lines[start:end], start)
    if cut is None:
        return None
    code = Passage("code", cut.source, cut.origin)
    pieces.append(Piece(code))
    return code


def _front_matter(lines: Sequence[str]) -> int:
    """The number of lines that a YAML header takes, which says nothing of the answer."""
    if not lines or lines[0].rstrip() != "---":
        return 0
    for index, line in enumerate(lines[1:_MAX_FRONT_MATTER], start=1):
        if line.rstrip() in ("---", "..."):
            return index + 1
        if not _FRONT_MATTER_LINE.match(line):
            return 0
    return 0


def _python_fences(lines: Sequence[str]) -> list[tuple[int, int, bool]]:
    """First line, last line and whether it is closed, of every fenced Python block."""
    return [(first, last, closed) for first, last, info, closed in fences(lines) if _PYTHON.match(info)]


def fences(lines: Sequence[str]) -> list[tuple[int, int, str, bool]]:
    """First line, last line (counted from 0), info string and whether it is closed, of every fence.

    As in CommonMark a fence ends at a bar at least as long as its own, or with the text.
    """
    found: list[tuple[int, int, str, bool]] = []
    opened: tuple[int, str, str] | None = None
    for index, line in enumerate(lines):
        match = _FENCE.match(line) if len(line) < 400 and ("```" in line or "~~~" in line) else None
        if match is None:
            continue
        bar, info = match["bar"], match["info"].strip()
        if opened is None:
            opened = (index, bar, info)
        elif bar.startswith(opened[1]) and not info:
            found.append((opened[0], index, opened[2], True))
            opened = None
    if opened is not None:
        found.append((opened[0], len(lines), opened[2], False))
    return found
