"""Lines of prose between marked formulas, with the bare formulas in them, which may go on over a line's end."""

from __future__ import annotations

import re

from grader.derivation.prose.bare import Bare
from grader.derivation.prose.tables import Tables
from grader.maths.reader import Names

_SIGNED_LINE = re.compile(r"([ \t]+)[-+−][ \t]")


class Lines:
    """Finds the bare formulas of a source."""

    def __init__(self, source: str, tables: Tables, names: Names) -> None:
        self.source = source
        self.tables = tables
        self.bare = Bare(names)

    def formulas(self, start: int, end: int, after_formula: bool, before_formula: bool) -> list[tuple[int, int]]:
        """The places of the bare formulas in a stretch of prose, which marked ones may stand directly beside."""
        found: list[tuple[int, int]] = []
        at = start
        while at < end:
            newline = self.source.find("\n", at, end)
            stop = end if newline < 0 else newline
            opens_line = at == 0 or self.source[at - 1] == "\n"
            closes_line = stop == len(self.source) or self.source[stop] == "\n"
            for a, b in self.tables.cells(at, stop):
                runs = self.bare.runs(
                    self.source,
                    a,
                    b,
                    starts=opens_line or a != at,
                    ends=closes_line or b != stop,
                    touches_left=after_formula and a == start,
                    touches_right=before_formula and b == end,
                    signed=bool(found) and self._goes_on(found[-1], a, b),
                )
                for run in runs:
                    if found and self._continues(found[-1], run):
                        found[-1] = (found[-1][0], run[1])
                    else:
                        found.append(run)
            at = stop + 1
        return found

    def _goes_on(self, last: tuple[int, int], start: int, end: int) -> bool:
        """Whether a dash or plus that begins this line is a sign.

        It is if the line before is a formula to its very end, stands in no list and is less indented, and if this line
        states nothing of its own.
        """
        line = self.source[start:end]
        begins = _SIGNED_LINE.match(line)
        if begins is None or re.search(r"[=<>≤≥≠≈∝~∈→←⇒]", line) or self.source[last[1] : start].strip(" \t\n"):
            return False
        before = self.source[self.source.rfind("\n", 0, last[0]) + 1 : last[1]]
        return not re.match(r"[ \t]*[-+*][ \t]", before) and len(begins[1]) > len(before) - len(before.lstrip())

    def _continues(self, last: tuple[int, int], run: tuple[int, int]) -> bool:
        """Whether a run is the rest of a formula that was broken between two lines at a sign."""
        gap = self.source[last[1] : run[0]]
        if gap.strip() or gap.count("\n") != 1:
            return False
        ends, begins = self.source[last[1] - 1], self.source[run[0]]
        indent = len(gap) - gap.index("\n") - 1
        return begins == "+" or ends in "+*/" or (ends in "-−") or (begins in "-−" and indent >= 2)
