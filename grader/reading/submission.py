"""From files to a submission: every file is read and cut by part, and several files are made one hand-in."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from pathlib import Path, PurePosixPath

from grader.core import Answer, Exercise, Language, Message, Passage, Program, Submission, Unplaced, Words
from grader.reading.addresses import part_meant
from grader.reading.cues import Given
from grader.reading.document import Document, cut_out, tidy
from grader.reading.editions import Numbering
from grader.reading.encoding import decode
from grader.reading.folder import MAX_NOTEBOOK_BYTES, MAX_TEXT_BYTES, Listing, listing, load
from grader.reading.headings import label
from grader.reading.language import detect_language
from grader.reading.markdown import read_markdown
from grader.reading.marks import marks_of
from grader.reading.notebook import read_notebook
from grader.reading.parts import Assignment, Placed, place, remark_on
from grader.reading.python import read_script
from grader.reading.stubs import NOTHING_GIVEN, Task, is_content, without_task

_SEPARATORS = re.compile(r"[_\s]+")
_STEM_TERMS = frozenset(
    {"exercise", "ex", "exer", "problem", "prob", "question", "q", "练习", "习题", "练习题", "题", "题目"}
)


def read_submission(path: Path, assignment: Assignment, *, student: str) -> Submission:
    """What a student handed in: a notebook, a Markdown, text or Python file, or a folder of them.

    There is an answer for every part of the exercises; one that was not handed in has neither passages nor a program.
    Files and cells that cannot be read, and work that belongs to no part, are named in ``unplaced``. Nothing that a
    file holds raises.
    """
    found = listing(path)
    unplaced = list(found.unplaced)
    placed: list[Placed] = []
    for name, file in found.files:
        document = _document(name, file)
        if isinstance(document, Unplaced):
            unplaced.append(document)
            continue
        placed.append(place(document, assignment, _given(path, name, assignment, detect_language(document.text))))
    for one in placed:
        unplaced.extend(one.unplaced)
    addresses = [f"{exercise.address}/{part.name}" for exercise in assignment.exercises for part in exercise.parts]
    answers = {address: _answer(address, placed) for address in addresses}
    return Submission(student, answers, tuple(unplaced), _names(found), _language(placed))


def read_as_part(path: Path, address: str, task: Task = NOTHING_GIVEN, *, student: str) -> Submission:
    """A file (or each file of a folder) as the answer to one part alone: labels in it are no turns to other parts."""
    found = listing(path)
    unplaced = list(found.unplaced)
    placed: list[Placed] = []
    for name, file in found.files:
        document = _document(name, file)
        if isinstance(document, Unplaced):
            unplaced.append(document)
            continue
        placed.append(_whole(document, address, task))
    for one in placed:
        unplaced.extend(one.unplaced)
    return Submission(student, {address: _answer(address, placed)}, tuple(unplaced), _names(found), _language(placed))


def read_stubs(path: Path, exercises: Sequence[Exercise]) -> dict[str, tuple[Passage, ...]]:
    """What is handed out for each part, from the course's own files: stubs, notebooks and the task's text.

    What belongs to an exercise as a whole stands with its first part. The result is what :meth:`Assignment.of` takes.
    """
    unread = Assignment.of(exercises)
    stubs: dict[str, list[Passage]] = {
        f"{exercise.address}/{part.name}": [] for exercise in exercises for part in exercise.parts
    }
    found = Listing()
    if path.exists():
        found = listing(path, of_the_course=True)
    for name, file in found.files:
        document = _document(name, file)
        if isinstance(document, Unplaced) or file.name == "exercise.py":
            continue
        given = _given(path, name, unread, "en")
        placed = place(document, unread, given)
        passages = [piece.passage for piece in document.pieces]
        if document.program is not None:
            passages += document.program.cells
        home = given.exercise or (exercises[0] if exercises else None)
        if home is not None and home.parts:
            stubs[f"{home.address}/{home.parts[0].name}"] += passages
        for address, texts in placed.texts.items():
            stubs[address] += texts
    return {address: tuple(dict.fromkeys(passages)) for address, passages in stubs.items()}


# ------------------------------------------------------------------------------------------------------ one file


def _document(name: str, path: Path) -> Document | Unplaced:
    """A file's text and code, or why it can't be read."""
    suffix = PurePosixPath(name).suffix.lower()
    data = load(path, MAX_NOTEBOOK_BYTES if suffix == ".ipynb" else MAX_TEXT_BYTES, name)
    if isinstance(data, Message):
        return Unplaced(name, data, fatal=True)
    if not data.strip():
        return Unplaced(name, Message("reading.empty_file", {"file": name}))
    text = decode(data, name)
    if isinstance(text, Message):
        return Unplaced(name, text, fatal=True)
    if not text.strip():
        return Unplaced(name, Message("reading.empty_file", {"file": name}))
    match suffix:
        case ".ipynb":
            return read_notebook(text, name)
        case ".py":
            return read_script(tidy(text), name)
        case _:
            return read_markdown(tidy(text), name)


def _given(path: Path, name: str, assignment: Assignment, language: Language) -> Given:
    """What a file's place says: the folder of an exercise, and a file name such as ``exercise_2b`` or ``a``."""
    file = PurePosixPath(name)
    # A file or an exercise's folder may be named alone; then the folders around it say whose it is.
    around = Path(os.path.abspath(path)).parts[-3:]
    folders = [*(around[:-1] if path.is_file() else around), *file.parts[:-1]]
    exercise = part = None
    for folder in folders:
        found = next((one for one in assignment.exercises if one.address.rpartition("/")[2] == folder), None)
        if found is not None:
            exercise, part = found, None
        elif exercise is not None and exercise.part(folder) is not None:
            part = folder
    return _by_stem(file.stem, assignment, language, exercise, part)


def _by_stem(
    stem: str, assignment: Assignment, language: Language, exercise: Exercise | None, part: str | None
) -> Given:
    named = next((one for one in assignment.exercises if one.address.rpartition("/")[2] == stem), None)
    if named is not None:
        return Given(exercise or named, part)
    words = _SEPARATORS.sub(" ", stem)
    if exercise is not None:
        found = part_meant(exercise, words) if not words.isdigit() else None
        if found is None:
            said = label(words)
            found = part_meant(exercise, said.parts[0]) if said is not None and said.term == "part" else None
        return Given(exercise, found.name if found is not None else part)
    said = label(words)
    if said is None or said.rest or not said.number or not (said.term in _STEM_TERMS or said.style == "compound"):
        return Given()
    meant = Numbering(assignment.exercises, language, {}).exercise(said.number, "", heading=stem)
    if isinstance(meant, Message) or meant.by_content:
        return Given()
    of_stem = part_meant(meant.exercise, said.parts[0]) if said.parts else None
    if said.parts and of_stem is None:
        return Given()
    return Given(meant.exercise, None if of_stem is None else of_stem.name)


def _whole(document: Document, address: str, task: Task) -> Placed:
    """All of a file for one part. A label of that part is blanked, since "(b) x = …" is no product."""
    placed = Placed(document.file, document.script, detect_language(document.text))
    placed.unplaced.extend(document.unplaced)
    name = address.rpartition("/")[2]
    texts: list[Passage] = []
    blanks: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for mark in marks_of(document.pieces):
        own = mark.label is not None and name in mark.label.parts
        if mark.kind == "comment" or own:
            blanks.setdefault(mark.place, []).extend(mark.blank)
    for index, piece in enumerate(document.pieces):
        if piece.passage.kind == "code" or document.is_given(piece.passage):
            continue
        lines = piece.passage.source.split("\n")
        for number, line in enumerate(lines):
            for first, last in blanks.get((index, number), ()):
                line = line[:first] + " " * (min(last, len(line)) - first) + line[last:]
            lines[number] = line
        lines = without_task(lines, task)
        passage = cut_out(piece.passage, lines, 0)
        if passage is not None and is_content(lines, task):
            texts.append(passage)
            remark_on(passage, address, placed)
    placed.prose = "\n".join(passage.source for passage in texts)
    if texts:
        placed.texts[address] = texts
    placed.give_program(document, [address], task)
    return placed


# -------------------------------------------------------------------------------------------------- several files


def _answer(address: str, placed: Sequence[Placed]) -> Answer:
    """What the files hold for a part: the text of the last document and the last script, and the last program."""
    passages: list[Passage] = []
    remarks: list[Words] = []
    for script in (False, True):
        holding = [one for one in placed if one.script == script and one.texts.get(address)]
        if holding:
            passages += holding[-1].texts[address]
            remarks += holding[-1].remarks.get(address, [])
        remarks += _left_out(holding)
    programs = [one for one in placed if address in one.programs]
    program: Program | None = programs[-1].programs[address] if programs else None
    if programs:
        remarks += programs[-1].remarks.get(address, [])
    remarks += _left_out(programs)
    return Answer(
        address,
        tuple(passages),
        program,
        tuple(remark for i, remark in enumerate(remarks) if remark not in remarks[:i]),
    )


def _left_out(holding: Sequence[Placed]) -> list[Message]:
    if len(holding) < 2:
        return []
    others = ", ".join(one.file for one in holding[:-1])
    return [Message("reading.other_files", {"used": holding[-1].file, "others": others})]


def _names(found: Listing) -> tuple[str, ...]:
    names = [name for name, _ in found.files] + [item.file for item in found.unplaced]
    return tuple(sorted(dict.fromkeys(names)))


def _language(placed: Sequence[Placed]) -> Language:
    """The language of what the student wrote, or, if that is nothing, of the files."""
    own = "\n".join(one.prose for one in placed)
    if own.strip():
        return detect_language(own)
    return placed[0].language if placed else "en"
