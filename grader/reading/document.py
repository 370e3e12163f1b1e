"""What one file holds, before any of it is taken for an answer: runs of text and of code in order."""

from __future__ import annotations

import re
from dataclasses import dataclass

from grader.core import Message, Origin, Passage, Program, Unplaced, Where, Words

#: The most characters of text and code that one file may hold once pictures and outputs are left out.
MAX_CHARACTERS = 1_000_000

_DATA_URI = re.compile(r"(data:image/[\w.+-]{1,40};base64,)[A-Za-z0-9+/=%]{40,}")


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text or of code. ``tag`` and ``grade_id`` are what the cell's metadata say of its part.

    A ``casual`` piece is a comment beside code: an answer where a part is named, and no loss where none is.
    """

    passage: Passage
    tag: str | None = None
    grade_id: str | None = None
    casual: bool = False


@dataclass(frozen=True, slots=True)
class Document:
    """One file that could be read. Its code pieces tell where code stands, its program is what runs.

    ``given`` are the cells that the course handed out and nobody changed: they tell the parts apart, and are no answer.
    ``remarks`` are on the program.
    """

    file: str
    pieces: tuple[Piece, ...]
    program: Program | None = None
    unplaced: tuple[Unplaced, ...] = ()
    script: bool = False
    given: frozenset[int] = frozenset()
    remarks: tuple[Words, ...] = ()

    @property
    def text(self) -> str:
        """All its text, for telling the language."""
        return "\n".join(piece.passage.source for piece in self.pieces if piece.passage.kind == "text")

    @property
    def own_text(self) -> str:
        """Its text without the cells that were handed out."""
        own = (piece.passage for piece in self.pieces if not self.is_given(piece.passage))
        return "\n".join(passage.source for passage in own if passage.kind == "text")

    def is_given(self, passage: Passage) -> bool:
        """Whether the passage is the course's own, unchanged."""
        return passage.origin.cell is not None and passage.origin.cell in self.given


def tidy(text: str) -> str:
    """Text with plain line ends, without embedded pictures, null characters and halves of characters.

    A picture in the text itself can be megabytes of letters, so its data is cut out; the rest of that line moves left.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "\N{REPLACEMENT CHARACTER}")
    if not text.isascii():
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return _DATA_URI.sub(r"\1", text) if "base64," in text else text


def too_long(file: str, characters: int) -> Unplaced | None:
    """The refusal of a file that holds more text than anybody writes."""
    if characters <= MAX_CHARACTERS:
        return None
    return refused(file, "reading.too_long", characters=characters, limit=MAX_CHARACTERS)


def refused(file: str, key: str, **fields: str | int) -> Unplaced:
    """A file of which nothing could be read."""
    return Unplaced(file, Message(key, {"file": file, **fields}), fatal=True)


def first_line(passage: Passage, *, longest: int = 200) -> Where:
    """The first line of a passage that is not blank."""
    start = len(passage.source) - len(passage.source.lstrip())
    end = passage.source.find("\n", start)
    return passage.where(start, min(end if end >= 0 else len(passage.source), start + longest))


def cut_out(passage: Passage, lines: list[str], first: int) -> Passage | None:
    """The passage of some of its lines (``first`` counts from 0), without blank edges and common indentation.

    ``lines`` may have blanks in place of what is no answer, such as a label; None if nothing else is left.
    """
    filled = [index for index, line in enumerate(lines) if line.strip()]
    if not filled:
        return None
    kept = lines[filled[0] : filled[-1] + 1]
    cut = min(len(line) - len(line.lstrip()) for line in kept if line.strip())
    origin = passage.origin
    return Passage(
        passage.kind,
        "\n".join(line[cut:].rstrip() for line in kept),
        Origin(origin.file, origin.cell, origin.line + first + filled[0], origin.column + cut),
    )
