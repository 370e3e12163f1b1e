"""Stepping through what awaits a marker, group by group, in the terminal.

A decision holds for the whole group, also for those who join it later, and is in the gradebook at once.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from grader.core import Broken, ClaimResult, Language, Message, PartResult, Text, Undecided

if TYPE_CHECKING:
    from grader.gradebook.book import Gradebook
    from grader.gradebook.marks import Mark


@dataclass(frozen=True, slots=True)
class OpenGroup:
    """A group with something undecided: its id, who is in it, and one of its results with the marks put in."""

    id: str
    part: str
    students: tuple[str, ...]
    example: PartResult

    @property
    def claims(self) -> list[ClaimResult]:
        """The claims that await a marker."""
        return [one for one in self.example.claims if isinstance(one.finding.verdict, Undecided | Broken)]


def _typed(prompt: str) -> str:
    return input(prompt)


@dataclass(slots=True)
class Stepping:
    """A marker's way through the open groups. ``ask`` is how a line is read."""

    book: Gradebook
    marker: str
    part: str | None
    lang: Language
    ask: Callable[[str], str] = _typed
    decided: list[int] = field(default_factory=list)
    passed_over: set[str] = field(default_factory=set)

    def run(self) -> int:
        """Until nothing is open or the marker stops; how many groups are left open."""
        if not self.open_groups():
            self._tell(Message("book.nothing_open"))
            return 0
        while group := next((one for one in self.open_groups() if one.id not in self.passed_over), None):
            self._show(group)
            if not self._decide(group):
                break
        return len(self.open_groups())

    def open_groups(self) -> list[OpenGroup]:
        """What awaits a marker now, the largest groups first."""
        from grader.gradebook.standings import standings

        members: dict[str, list[PartResult]] = {}
        for standing in standings(self.book):
            for graded in standing.graded:
                if graded.part is None or (self.part is not None and graded.part != self.part):
                    continue
                if graded.points.pending > 0:
                    members.setdefault(graded.kept.group, []).append(graded.result)
        found = [
            OpenGroup(id_, results[0].part or "", tuple(sorted({one.student for one in results})), results[0])
            for id_, results in members.items()
        ]
        return sorted(found, key=lambda group: (-len(group.students), group.part, group.id))

    def _show(self, group: OpenGroup) -> None:
        from grader.report.grouped import named
        from grader.report.lines import printable, result_lines, verdict_text
        from grader.report.terminal import console, show_lines

        total = len(self.open_groups())
        print()
        self._tell(
            Message(
                "book.step",
                {
                    "at": 1 + len(self.passed_over),
                    "total": total + len(self.decided),
                    "part": group.part,
                    "group": group.id,
                    "size": len(group.students),
                    "students": named(group.students),
                },
            )
        )
        for passage in group.example.answer:
            print(printable(passage.source.strip()))
            print()
        show_lines(result_lines(group.example, self.lang), console())
        for claim in group.claims:
            reason = verdict_text(claim.finding.verdict, self.lang)
            fields: dict[str, Text | str] = {"claim": claim.says, "points": f"{claim.points:g}", "reason": reason}
            self._tell(Message("book.claim_asked", fields))

    def _decide(self, group: OpenGroup) -> bool:
        """One key; whether to go on."""
        key = self.ask(self._words(Message("book.keys"))).strip().lower()[:1]
        match key:
            case "p" | "f":
                self._claim(group, passes=key == "p")
            case "g":
                self._points(group)
            case "c":
                self._comment(group)
            case "n":
                self.passed_over.add(group.id)
            case "u":
                self._undo()
            case "q":
                return False
            case _:
                self._tell(Message("book.no_such_key", {"key": key or "⏎"}))
        return True

    def _claim(self, group: OpenGroup, *, passes: bool) -> None:
        """The first open claim of the group is decided; the next one is asked for after it."""
        from grader.gradebook.marks import Mark

        claim = group.claims[0]
        text = self.ask(self._words(Message("book.why"))).strip()
        self._enter(
            Mark.new(self.marker, "claim", group.part, text, group=group.id, claim=claim.says.en, passes=passes)
        )

    def _points(self, group: OpenGroup) -> None:
        from grader.gradebook.marks import Mark

        of = group.example.points.of
        said = self.ask(self._words(Message("book.which_points", {"of": f"{of:g}"}))).strip().replace(",", ".")
        try:
            points = float(said)
        except ValueError:
            self._tell(Message("book.no_number", {"text": said}))
            return
        if not 0 <= points <= of:
            self._tell(Message("book.points_range", {"part": group.part, "of": f"{of:g}"}))
            return
        text = self.ask(self._words(Message("book.why"))).strip()
        self._enter(Mark.new(self.marker, "points", group.part, text, group=group.id, points=points))

    def _comment(self, group: OpenGroup) -> None:
        from grader.gradebook.marks import Mark

        text = self.ask(self._words(Message("book.why"))).strip()
        if text:
            self._enter(Mark.new(self.marker, "comment", group.part, text, group=group.id))

    def _enter(self, mark: Mark) -> None:
        from grader.gradebook.decisions import decide
        from grader.report.marked import mark_words

        (number,) = decide(self.book, [mark])
        self.decided.append(number)
        self._tell(Message("book.marked", {"number": number, "what": mark_words(mark)}))

    def _undo(self) -> None:
        """Take back the last mark made here; groups that were passed over come again."""
        from grader.gradebook.decisions import undo
        from grader.report.marked import mark_words

        self.passed_over.clear()
        if not self.decided:
            self._tell(Message("book.nothing_to_undo", {"author": self.marker}))
            return
        mark = undo(self.book, self.marker, self.decided.pop())
        self._tell(Message("book.undone", {"number": mark.id, "what": mark_words(mark)}))

    def _words(self, message: Message) -> str:
        from grader.report.words import render

        return render(message, self.lang)

    def _tell(self, message: Message) -> None:
        from grader.report.lines import printable

        print(printable(self._words(message)))
