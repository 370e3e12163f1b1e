"""The tables of a Markdown text: where they stand, and the cells of a row."""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import pairwise

_DELIMITER_ROW = re.compile(r"^[ \t>]*\|?[ \t]*:?-{2,}:?[ \t]*(?:\|[ \t]*:?-{2,}:?[ \t]*)+\|?[ \t]*$", re.MULTILINE)


class Tables:
    """The tables of a source."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.ranges = _table_ranges(source)

    def hold(self, at: int) -> bool:
        """Whether a place is in a table."""
        place = bisect_right(self.ranges, (at, len(self.source) + 1)) - 1
        return place >= 0 and self.ranges[place][0] <= at < self.ranges[place][1]

    def cells(self, start: int, end: int) -> list[tuple[int, int]]:
        """A line, or the cells of a table's row."""
        if not self.hold(start):
            return [(start, end)]
        edges = [start - 1, *(m.start() for m in re.finditer(r"(?<!\\)\|", self.source[start:end])), end - start]
        edges = [edges[0], *(start + edge for edge in edges[1:])]
        return [(a + 1, b) for a, b in pairwise(edges) if a + 1 < b]


def _table_ranges(source: str) -> list[tuple[int, int]]:
    """Where the tables of a Markdown text begin and end."""
    if "|" not in source or "--" not in source:
        return []
    found: list[tuple[int, int]] = []
    for row in _DELIMITER_ROW.finditer(source):
        if found and row.start() < found[-1][1]:
            continue
        start = source.rfind("\n", 0, max(row.start() - 1, 0)) + 1
        end = row.end()
        while end < len(source):
            newline = source.find("\n", end + 1)
            line = source[end + 1 : len(source) if newline < 0 else newline]
            if "|" not in line:
                break
            end = len(source) if newline < 0 else newline
        found.append((start, end))
    return found
