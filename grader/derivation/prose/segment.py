"""A segment: a stretch of a text that is prose, a formula, a picture or code."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of a passage, ``passage.source[start:end]``.

    Of a formula ``text`` is the mathematics alone: without delimiters, with quote marks and escapes of the text around
    it blanked; it has its first character at ``at`` in the source unless it was decoded from an address.
    """

    kind: Literal["prose", "formula", "picture", "code"]
    text: str
    start: int
    end: int
    at: int = -1  # where ``text`` begins in the source; -1 if it was decoded

    def place(self, start: int, end: int) -> tuple[int, int]:
        """The place in the source of ``text[start:end]``."""
        return (self.start, self.end) if self.at < 0 else (self.at + start, self.at + end)
