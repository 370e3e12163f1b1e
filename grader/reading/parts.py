"""A file's text and code, cut at the turns of its outline and given to the parts."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from grader.core import Exercise, Language, Message, Passage, Program, Text, Unplaced, Where, Words
from grader.reading.cues import Given
from grader.reading.document import Document, Piece, cut_out, first_line
from grader.reading.editions import Numbering, Vocabulary
from grader.reading.headings import label
from grader.reading.language import detect_language
from grader.reading.marks import Mark, marks_of
from grader.reading.names import contents
from grader.reading.outline import Turn, turns_of
from grader.reading.stubs import Task, asks, is_content, is_short, paragraphs, task_of, without_task

#: A file with more labels and headings than this is refused by name.
MAX_MARKS = 2_000

_TEXT_REACH = 20_000  # characters of text that may decide what a number means
_QUOTE = re.compile(r"[ \t]*(?:>[ \t]?)+")
_PICTURE = re.compile(r"!\[[^\]\n]{0,300}\]\(|<img\b", re.IGNORECASE)
_PYTHON_FENCE = re.compile(r"^[ \t]*(?:```|~~~)[ \t]*(?:python|py)\b", re.MULTILINE | re.IGNORECASE)
_LABEL = re.compile(r"[ \t>*_-]*\(?(?:[a-h]|\d{1,2})[.)、][ \t]*")


@dataclass(frozen=True, slots=True)
class Assignment:
    """What is known of the assignment while its hand-ins are read: made once, for all of a class."""

    exercises: tuple[Exercise, ...]
    task: Task
    words: Mapping[str, frozenset[str]]

    @classmethod
    def of(
        cls,
        exercises: Sequence[Exercise],
        stubs: Mapping[str, tuple[Passage, ...]] | None = None,
        answers: Callable[[Exercise], Iterable[str]] = lambda _: (),
    ) -> Assignment:
        """``stubs`` are the passages handed out for each part: what repeats them is no answer.

        ``answers`` gives answers to an exercise, which help to tell what a number means.
        """
        stubs = stubs or {}
        return cls(tuple(exercises), task_of(stubs), Vocabulary(exercises, stubs, answers))

    @property
    def grade_ids(self) -> frozenset[str]:
        """All ids of nbgrader cells that are mapped to a part."""
        return frozenset(name for exercise in self.exercises for name in exercise.grade_ids)


@dataclass(slots=True)
class Placed:
    """What one file holds for each part, by address."""

    file: str
    script: bool = False
    language: Language = "en"
    texts: dict[str, list[Passage]] = field(default_factory=dict)
    programs: dict[str, Program] = field(default_factory=dict)
    remarks: dict[str, list[Words]] = field(default_factory=dict)
    unplaced: list[Unplaced] = field(default_factory=list)
    prose: str = ""

    def remark(self, address: str, words: Words) -> None:
        """Tell it once."""
        if words not in self.remarks.setdefault(address, []):
            self.remarks[address].append(words)

    def give_program(self, document: Document, addresses: Iterable[str], task: Task) -> None:
        """The document's program to these parts, if there is anything in it."""
        cells = () if document.program is None else document.program.cells
        if any(contents(cell.source, task.code).filled for cell in cells if not document.is_given(cell)):
            self.give(document, addresses)

    def give(self, document: Document, addresses: Iterable[str]) -> None:
        """The document's program to these parts, with the remarks on it."""
        for address in addresses:
            if document.program is not None:
                self.programs[address] = document.program
                for words in document.remarks:
                    self.remark(address, words)


@dataclass(slots=True)
class _Chunk:
    """Lines of one piece that belong together, from line ``first`` (counted from 0) on."""

    piece: Piece
    first: int
    lines: list[str]
    quoted: bool = False

    def passage(self) -> Passage | None:
        return cut_out(self.piece.passage, self.lines, self.first)

    @property
    def text(self) -> str:
        return "\n".join(self.lines).strip()


@dataclass(slots=True)
class _Section:
    turn: Turn
    chunks: list[_Chunk] = field(default_factory=list)
    code: list[Piece] = field(default_factory=list)

    def holds(self, task: Task) -> bool:
        """Whether it holds text of the student's own."""
        return any(is_content(chunk.lines, task) for chunk in self.chunks)

    @property
    def text(self) -> str:
        return "\n".join(chunk.text for chunk in self.chunks).strip()

    @property
    def addresses(self) -> Iterator[str]:
        for part in self.turn.parts:
            if self.turn.exercise is not None:
                yield f"{self.turn.exercise.address}/{part}"


def place(document: Document, course: Assignment, given: Given) -> Placed:
    """The text and code of a file by part."""
    prose = "\n".join(without_task(document.own_text.split("\n"), course.task)).strip()
    placed = Placed(document.file, document.script, detect_language(prose or document.text), prose=prose)
    placed.unplaced.extend(document.unplaced)
    marks = marks_of(document.pieces, course.grade_ids)
    if len(marks) > MAX_MARKS:
        problem = Message("reading.too_many_labels", {"labels": len(marks), "limit": MAX_MARKS})
        placed.unplaced.append(Unplaced(document.file, problem, fatal=True))
        return placed
    sections = _sections(document, marks, _turns(document, marks, course, given, placed.language), course.task)
    _drop_repeated_tasks(sections, course.task)
    _join_introductions(sections, course.task)
    for section in sections:
        _give(section, placed, course.task)
    _give_programs(document, sections, placed, course, given)
    _report(sections, placed, course.task)
    return placed


def _turns(document: Document, marks: list[Mark], course: Assignment, given: Given, language: Language) -> list[Turn]:
    numbers = [
        int(mark.label.number)
        for mark in marks
        if mark.label is not None and mark.label.number and (mark.label.term or mark.label.style == "compound")
    ]
    numbering = Numbering(course.exercises, language, course.words, max(numbers, default=0))
    lines = [piece.passage.source.split("\n") if piece.passage.kind == "text" else [] for piece in document.pieces]

    def between(mark: Mark, other: Mark | None) -> str:
        """The text from a mark on, with its own line, up to another."""
        end = (len(lines), 0) if other is None else other.place
        found: list[str] = []
        size = 0
        for piece in range(mark.piece, min(end[0] + 1, len(lines))):
            first = mark.line if piece == mark.piece else 0
            last = end[1] if piece == end[0] else len(lines[piece])
            for line in lines[piece][first:last]:
                found.append(line)
                size += len(line) + 1
                if size > _TEXT_REACH:
                    return "\n".join(found)
        return "\n".join(found)

    return turns_of(marks, numbering, given, between)


# ---------------------------------------------------------------------------------------------------------- cutting


def _sections(document: Document, marks: Sequence[Mark], turns: Sequence[Turn], task: Task) -> list[_Section]:
    """The stretches between the turns, labels and quotation marks blanked, paragraphs of the task left out."""
    sections = [_Section(turn) for turn in turns]
    blanks = {mark: mark.blank for mark in marks if mark.kind == "comment"}
    blanks.update({turn.mark: turn.mark.blank for turn in turns if turn.mark is not None})
    blanks.update(_own_labels(document, turns))
    at_line: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for mark, spans in blanks.items():
        at_line.setdefault(mark.place, []).extend(spans)
    current = 0
    for index, piece in enumerate(document.pieces):
        here = [number for number, turn in enumerate(turns) if turn.mark is not None and turn.mark.piece == index]
        if piece.passage.kind == "code":
            current = here[-1] if here else current
            if not document.is_given(piece.passage):
                sections[current].code.append(piece)
            continue
        lines = piece.passage.source.split("\n")
        start = 0
        for number in [*here, None]:
            end = len(lines) if number is None else _line(turns[number])
            chunk = _chunk(piece, lines, start, end, {n: at_line.get((index, n), []) for n in range(start, end)}, task)
            if not document.is_given(piece.passage):
                sections[current].chunks.append(chunk)
            start = end
            current = current if number is None else number
    return sections


def _own_labels(document: Document, turns: Sequence[Turn]) -> Iterator[tuple[Mark, tuple[tuple[int, int], ...]]]:
    """The label at the head of a cell that a tag has already placed: "**1 (a)** We look for …"."""
    for turn in turns:
        if turn.mark is not None and turn.mark.kind in ("tag", "grade_id"):
            lines = document.pieces[turn.mark.piece].passage.source.split("\n")
            number = next((number for number, line in enumerate(lines) if line.strip()), 0)
            found = label(lines[number])
            if found is not None and set(found.parts) & set(turn.parts):
                yield replace(turn.mark, line=number), found.blank


def _line(turn: Turn) -> int:
    return 0 if turn.mark is None else turn.mark.line


def _chunk(
    piece: Piece, lines: list[str], start: int, end: int, blanks: Mapping[int, list[tuple[int, int]]], task: Task
) -> _Chunk:
    kept: list[str] = []
    quoted = True
    for number in range(start, end):
        line = lines[number]
        for first, last in blanks.get(number, ()):
            line = line[:first] + " " * (min(last, len(line)) - first) + line[last:]
        quote = _QUOTE.match(line)
        if quote is not None and quote[0].strip():
            line = " " * quote.end() + line[quote.end() :]
        elif line.strip():
            quoted = False
        kept.append(line)
    return _Chunk(piece, start, without_task(kept, task), quoted)


# ----------------------------------------------------------------------------------- what is no answer, and what is


def _drop_repeated_tasks(sections: Sequence[_Section], task: Task) -> None:
    """Of two lists of the same parts the first repeats the task, if it reads like one: the second has the answers."""
    by_exercise: dict[str, list[_Section]] = {}
    for section in sections:
        if section.turn.exercise is not None and section.turn.parts:
            by_exercise.setdefault(section.turn.exercise.address, []).append(section)
    for own in by_exercise.values():
        seen: set[tuple[str, ...]] = set()
        run: list[_Section] = []
        for section in own:
            if section.turn.parts in seen:
                break
            seen.add(section.turn.parts)
            run.append(section)
        later = {part for section in own[len(run) :] if section.holds(task) for part in section.turn.parts}
        filled = [section for section in run if section.holds(task)]
        asking = [section for section in filled if asks(_unlabelled(section.text))]
        if not later or 2 * len(asking) < len(filled):
            continue
        dropped = filled if 3 * len(asking) >= 2 * len(filled) else asking
        for section in dropped:
            if later.issuperset(section.turn.parts) and is_short(section.text):
                section.chunks.clear()


def _unlabelled(text: str) -> str:
    match = _LABEL.match(text)
    return text[match.end() :] if match is not None else text


def _join_introductions(sections: list[_Section], task: Task) -> None:
    """What stands under an exercise's heading before its first part goes with that part, unless it quotes the task."""
    for index, section in enumerate(sections[:-1]):
        turn = section.turn
        if turn.exercise is None or turn.parts or turn.reason is None or turn.reason.key != "reading.which_part":
            continue
        following = next((other for other in sections[index + 1 :] if other.holds(task)), None)
        if following is None or following.turn.exercise is not turn.exercise or not following.turn.parts:
            continue
        chunks = [chunk for chunk in section.chunks if not chunk.quoted]
        for chunk in chunks:
            chunk.lines = _without_questions(chunk.lines)
        following.chunks[:0] = [chunk for chunk in chunks if is_content(chunk.lines, task)]
        section.chunks.clear()


def _without_questions(lines: list[str]) -> list[str]:
    """The lines of an introduction without the paragraphs that ask: a list of what is to be done."""
    kept = [*lines]
    for start, text in paragraphs(lines):
        block = text.split("\n")
        asking = [asks(_unlabelled(line)) for line in block]
        if 2 * sum(asking) >= len(block):
            kept[start : start + len(block)] = [""] * len(block)
    return kept


# ----------------------------------------------------------------------------------------------------------- giving


def _give(section: _Section, placed: Placed, task: Task) -> None:
    """A section's text to its parts."""
    passages = [passage for chunk in section.chunks if (passage := chunk.passage()) is not None]
    if not section.holds(task):
        return
    for address in section.addresses:
        given = placed.texts.setdefault(address, [])
        if section.turn.remark is not None:
            placed.remark(address, section.turn.remark)
        for passage in passages:
            if any(passage.source == other.source for other in given):
                placed.remark(address, Message("reading.duplicate", _place(first_line(passage))))
                continue
            given.append(passage)
            remark_on(passage, address, placed)


def remark_on(passage: Passage, address: str, placed: Placed) -> None:
    """Remarks on what cannot be read in a passage: pictures, and code that does not run."""
    picture = _PICTURE.search(passage.source)
    if picture is not None:
        placed.remark(address, Message("reading.picture", _place(passage.where(*picture.span()))))
    fence = _PYTHON_FENCE.search(passage.source) if passage.origin.cell is not None else None
    if fence is not None:
        placed.remark(address, Message("reading.code_in_text", _place(passage.where(*fence.span()))))


def _place(where: Where) -> dict[str, Text | Message | str | int | float]:
    return {"place": place_of(where)}


def place_of(where: Where) -> Message:
    """A place in words: a line of a file, or of a notebook's cell (cells counted from 1)."""
    if where.cell is None:
        return Message("reading.line", {"file": where.file, "line": where.line})
    return Message("reading.cell_line", {"file": where.file, "cell": where.cell + 1, "line": where.line})


def _give_programs(
    document: Document, sections: Sequence[_Section], placed: Placed, course: Assignment, given: Given
) -> None:
    """The program to the parts whose names it defines, and to those under whose heading there is code."""
    if document.program is None:
        return
    own = [cell for cell in document.program.cells if not document.is_given(cell)]
    looked_at = [contents(cell.source, course.task.code) for cell in own]
    names = frozenset[str]().union(*(one.names for one in looked_at))
    for exercise in course.exercises:
        if given.exercise is not None and exercise.address != given.exercise.address:
            continue
        for part in exercise.parts:
            if names.intersection(part.names):
                placed.give(document, [f"{exercise.address}/{part.name}"])
    for section in sections:
        if any(contents(piece.passage.source, course.task.code).filled for piece in section.code):
            placed.give(document, section.addresses)


# -------------------------------------------------------------------------------------------------------- reporting


def _report(sections: Sequence[_Section], placed: Placed, task: Task) -> None:
    """Work that belongs to no part; what stands before the first part is set-up if there are parts at all."""
    anything = any(placed.texts.values()) or bool(placed.programs)
    for section in sections:
        reason = section.turn.reason
        if section.turn.parts or reason is None or (reason.key == "reading.no_part" and anything):
            continue
        for chunk in section.chunks:
            passage = chunk.passage()
            if passage is not None and not chunk.piece.casual and is_content(chunk.lines, task):
                placed.unplaced.append(Unplaced(placed.file, reason, first_line(passage)))
                break
