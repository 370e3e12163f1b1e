"""What was handed in, line by line, with a mark at each line that was judged and a note where one is due."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from grader.core import Language, Passage, Reading, Where
from grader.report.feedback.marks import sign
from grader.report.feedback.markup import cut, tell, text
from grader.report.feedback.typeset import Placed, typeset

MOST_SHOWN: Final = 20_000  # characters of a passage; the student has the rest
_MOST_LINES: Final = 400
_GRAVE: Final = ("fail", "unreadable", "broken", "undecided", "missing", "pass")  # the first is a line's mark


@dataclass(frozen=True, slots=True)
class Note:
    """A verdict's name and place, and the markup of what is said there; a pass says nothing.

    ``reads``: it tells how what stands there was read.
    """

    where: Where
    name: str
    markup: str = ""
    reads: bool = False


@dataclass(frozen=True, slots=True)
class _Row:
    """Lines of a passage that belong together: its first line's number and the stretch of source."""

    line: int
    start: int
    end: int


def holds(passage: Passage, where: Where) -> bool:
    """Whether a place lies in a passage."""
    begin = passage.origin
    if (begin.file, begin.cell) != (where.file, where.cell):
        return False
    return begin.line <= where.line <= begin.line + passage.source.count("\n")


def listing(passage: Passage, readings: Sequence[Reading], notes: Sequence[Note], label: str, lang: Language) -> str:
    """A passage as a list of lines. ``label`` (markup) names it; readings and notes of other places are left out."""
    source, left_out = cut(passage.source.rstrip(), MOST_SHOWN)
    starts = [0, *(i + 1 for i, char in enumerate(source) if char == "\n")]
    if len(starts) > _MOST_LINES:
        left_out += len(source) - starts[_MOST_LINES]
        source, starts = source[: starts[_MOST_LINES]], starts[:_MOST_LINES]
    inside = _Offsets(passage, source, starts)
    placed = sorted(inside.placed(readings), key=lambda item: (item.start, -item.end))
    there = [(offset, note) for note in notes if (offset := inside.offset(note.where)) is not None]
    spans = [(item.start, item.end) for item in placed]
    spans += [(offset, min(offset + len(note.where.text), len(source))) for offset, note in there]
    rows = list(_rows(passage, source, starts, spans))
    begins = [row.start for row in rows]
    formulas: dict[int, list[Placed]] = {}
    for item in placed:
        formulas.setdefault(bisect_right(begins, item.start) - 1, []).append(item)
    own: dict[int, list[Note]] = {}
    for offset, note in there:
        own.setdefault(bisect_right(begins, offset) - 1, []).append(note)
    items = [
        _item(source, row, formulas.get(i, []), own.get(i, []), lang)
        for i, row in enumerate(rows)
        if i in own or passage.kind == "code" or source[row.start : row.end].strip()
    ]
    kind = " code" if passage.kind == "code" else ""
    more = f'<p class="quiet">{tell("cut", lang, count=left_out)}</p>' if left_out else ""
    return f'<ol class="lines{kind}" aria-label="{label}">{"".join(items)}</ol>{more}'


class _Offsets:
    """Places as offsets in the shown source of a passage."""

    def __init__(self, passage: Passage, source: str, starts: Sequence[int]) -> None:
        self.passage, self.source, self.starts = passage, source, starts

    def offset(self, where: Where) -> int | None:
        """Where a place begins; None if it lies elsewhere."""
        if not holds(self.passage, where):
            return None
        line = where.line - self.passage.origin.line
        if line >= len(self.starts):
            return None
        end = self.starts[line + 1] - 1 if line + 1 < len(self.starts) else len(self.source)
        return min(self.starts[line] + max(0, where.column - self.passage.origin.column), end)

    def placed(self, readings: Sequence[Reading]) -> Iterator[Placed]:
        """The readings that stand here, word for word."""
        for reading in readings:
            start = self.offset(reading.where)
            said = reading.where.text
            if start is not None and self.source.startswith(said, start):
                yield Placed(start, start + len(said), reading)


def _rows(
    passage: Passage, source: str, starts: Sequence[int], spans: Sequence[tuple[int, int]]
) -> Iterator[_Row]:
    """The lines, those together over which a formula or a note's place reaches."""
    inner = {i for start, end in spans for i in range(start + 1, end) if source[i - 1] == "\n"}
    begin = [i for i, start in enumerate(starts) if start not in inner]
    for first, after in pairwise([*begin, len(starts)]):
        end = starts[after] - 1 if after < len(starts) else len(source)
        yield _Row(passage.origin.line + first, starts[first], end)


def _item(source: str, row: _Row, formulas: Sequence[Placed], notes: Sequence[Note], lang: Language) -> str:
    name = next((name for name in _GRAVE if any(note.name == name for note in notes)), "")
    mark = sign(name, lang) if name else "<span></span>"
    number = f'<span class="at"><span class="out">{tell("line", lang)} </span>{row.line}</span>'
    stood = f'<span class="source">{_indented(source[row.start : row.end].rstrip())}</span>'
    told = len(formulas) <= 2 and any(note.reads for note in notes)  # one step, which the note shows
    read = "" if told else typeset(source, row.start, row.end, formulas)
    said = "".join(dict.fromkeys(note.markup for note in notes))
    attribute = f' class="is-{name}"' if name else ""
    return f"<li{attribute}>{number}{mark}{stood}{read}{said}</li>"


def _indented(line: str) -> str:
    """A line with its words apart from its indentation, which no mark underlines."""
    words = line.lstrip()
    return f"{text(line[: len(line) - len(words)])}<span>{text(words)}</span>"
