"""Texts as prose and formulas.

Formulas are found where they are marked (``$…$``, ``\\[…\\]``, ```` ```math ````, an image of a rendering service …)
and also bare, in plain text: a run of tokens that are mathematics and hold a relation. A run of letters counts as
mathematics only if the declared names can spell it, so that prose stays prose.

Read :mod:`segment`, :mod:`tables` and :mod:`marked`; then :mod:`pieces`, :mod:`lexicon`, :mod:`bare` and :mod:`lines`
for what stands between marked formulas.
"""

from __future__ import annotations

from collections.abc import Iterator

from grader.core import Passage
from grader.derivation.prose.lines import Lines
from grader.derivation.prose.marked import Marked
from grader.derivation.prose.segment import Segment
from grader.derivation.prose.tables import Tables
from grader.maths.reader import Names

__all__ = ["Segment", "segments"]


def segments(passage: Passage, names: Names = Names()) -> tuple[Segment, ...]:  # noqa: B008  # frozen
    """The prose, formulas, pictures and code of a passage, in order; blanks and HTML comments are left out."""
    if passage.kind == "code":
        return (Segment("code", passage.source, 0, len(passage.source), 0),) if passage.source.strip() else ()
    splitter = _Splitter(passage.source, names)
    return tuple(splitter.split())


class _Splitter:
    """One pass over a source."""

    def __init__(self, source: str, names: Names) -> None:
        self.source = source
        tables = Tables(source)
        self.marked = Marked(source, tables)
        self.lines = Lines(source, tables, names)

    def split(self) -> Iterator[Segment]:
        """All segments in order."""
        marked = list(self.marked.formulas())
        edges = [(0, 0), *((segment.start, segment.end) for segment in marked), (len(self.source), len(self.source))]
        for place, segment in enumerate([*marked, None]):
            start, end = edges[place][1], edges[place + 1][0]
            before = marked[place - 1].kind == "formula" if place else False
            after = segment is not None and segment.kind == "formula"
            yield from self._between(start, end, before, after)
            if segment is not None and (segment.kind != "prose" or segment.text):
                yield segment

    def _between(self, start: int, end: int, after_formula: bool, before_formula: bool) -> Iterator[Segment]:
        """Prose, with the bare formulas in it; ``after_formula``: a marked one stands directly before."""
        if not self.source[start:end].strip():
            return
        found = self.lines.formulas(start, end, after_formula, before_formula)
        at = start
        for a, b in found:
            yield from self._prose(at, a)
            yield Segment("formula", self.source[a:b], a, b, a)
            at = b
        yield from self._prose(at, end)

    def _prose(self, start: int, end: int) -> Iterator[Segment]:
        text = self.source[start:end]
        if any(char.isalnum() for char in text):
            yield Segment("prose", text, start, end, start)
