"""The course: which exercises there are, and their solutions.

Both stand in folders, ``exercises/<section>/<exercise>/exercise.py`` and ``solutions/<section>/<exercise>/``, and are
found by path: the engine names no exercise. An ``exercise.py`` and the two solution modules are the course staff's
own code and are run in this process; nothing that a student wrote is.
"""

from __future__ import annotations

import importlib.util
import json
import re
import sys
import tomllib
import traceback
from collections.abc import Callable, Mapping, Sequence, Set
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

from grader.core import Answer, Exercise, Message, Part, Passage, Submission

if TYPE_CHECKING:
    from grader.reading import Assignment

EXERCISES, SOLUTIONS = "exercises", "solutions"
_PROMPT = re.compile(r"^\*[^*\n]+ · [^*\n]+\*$", re.MULTILINE)


class CourseError(Exception):
    """The course cannot be used: it is ``broken``, for the staff to repair, or the path to it is wrong."""

    def __init__(self, message: Message, *, broken: bool = False) -> None:
        super().__init__(message.key)
        self.message = message
        self.broken = broken


@dataclass(frozen=True, slots=True)
class Solution:
    """The reference solutions of one exercise, loaded when they are first asked for."""

    folder: Path

    def symbolic(self, name: str) -> object:
        """The tree of a sympy expression of ``symbolic.py``, as one of a student's arrives.

        Raises :class:`CourseError` where the file or the name is missing.
        """
        from grader.jail.sympy_tree import to_tree

        return to_tree(self._named("symbolic.py", name))

    def numeric(self, name: str) -> Callable[..., object]:
        """A function of ``numeric.py``. Raises :class:`CourseError` where the file or the name is missing."""
        function = self._named("numeric.py", name)
        if not callable(function):
            fields = {"file": str(self.folder / "numeric.py"), "name": name}
            raise CourseError(Message("doors.not_a_function", fields), broken=True)
        return function

    def rubric(self, name: str) -> object:
        """An idea of ``rubric.toml``. Raises :class:`~grader.checks.words.RubricError` where it cannot be used."""
        from grader.checks.words.rubric import FILE, rubric

        return rubric(self.folder / FILE, name)

    def _named(self, file: str, name: str) -> object:
        path = self.folder / file
        module = module_of(path)
        if not hasattr(module, name):
            raise CourseError(Message("doors.no_reference", {"file": str(path), "name": name}), broken=True)
        return getattr(module, name)


@dataclass(frozen=True, slots=True)
class Course:
    """The exercises in the book's order, and where they and their solutions stand."""

    exercises: tuple[Exercise, ...]
    folder: Path
    solutions: Path
    _read: list[Assignment] = field(default_factory=list, init=False, repr=False, compare=False)  # once it was needed
    _memories: dict[str, dict[object, object]] = field(default_factory=dict, repr=False, compare=False)

    def parts(self) -> list[tuple[str, Exercise, Part]]:
        """Every part of the assignment with its address, in order."""
        return [(f"{task.address}/{part.name}", task, part) for task in self.exercises for part in task.parts]

    def folder_of(self, exercise: Exercise) -> Path:
        """Where ``exercise.py`` and the stubs stand."""
        return self.folder / exercise.address

    def reference(self, exercise: Exercise) -> Solution:
        """The solutions of an exercise."""
        return Solution(self.solutions / exercise.address)

    def memory(self, exercise: Exercise) -> dict[object, object]:
        """What its checks found out without an answer: the same for all submissions that this process grades."""
        return self._memories.setdefault(exercise.address, {})

    def assignment(self, handed_in: Sequence[Path] = ()) -> Assignment:
        """What is handed out, to tell it from answers; students may have filled in the course's own files."""
        from grader.reading import Assignment
        from grader.reading.folder import listing

        own = {file.resolve() for path in handed_in for _, file in listing(path).files if self._holds(file)}
        if own:
            return Assignment.of(self.exercises, self._stubs(own), self._answers)
        if not self._read:
            self._read.append(Assignment.of(self.exercises, self._stubs(), self._answers))
        return self._read[0]

    def _holds(self, file: Path) -> bool:
        return file.resolve().is_relative_to(self.folder)

    def _stubs(self, filled_in: Set[Path] = frozenset()) -> dict[str, tuple[Passage, ...]]:
        """What is handed out for each part: it is no answer."""
        from grader.reading import read_stubs

        def own(passage: Passage) -> Passage:
            file = self.folder / passage.origin.file
            return _as_handed_out(passage, file) if file.resolve() in filled_in else passage

        stubs = read_stubs(self.folder, self.exercises)
        return {part: tuple(own(passage) for passage in passages) for part, passages in stubs.items()}

    def _answers(self, exercise: Exercise) -> list[str]:
        """Answers to an exercise as people write them: the model answers, and those that are listed."""
        folder = self.solutions / exercise.address
        texts = [file.read_text(encoding="utf-8", errors="replace") for file in sorted(folder.glob("answer*.md"))]
        listed = folder / "answers.toml"
        if listed.is_file():
            with suppress(tomllib.TOMLDecodeError, UnicodeDecodeError):  # the author's to mend; here it is only of help
                rows = tomllib.loads(listed.read_text(encoding="utf-8")).get("answer", [])
                texts += [str(row["text"]) for row in rows if "text" in row]
        return texts

    def only(self, *addresses: str) -> Course:
        """The same course with some sections, exercises or parts alone; empty if there are no such addresses."""
        kept = []
        for task in self.exercises:
            around = {task.address, task.address.partition("/")[0]}
            parts = tuple(part for part in task.parts if {*around, f"{task.address}/{part.name}"} & {*addresses})
            if parts:
                kept.append(replace(task, parts=parts))
        return replace(self, exercises=tuple(kept))


def read_hand_in(paths: Sequence[Path], course: Course, *, student: str, part: str | None = None) -> Submission:
    """What stands in a student's files and folders; with ``part``, all of it answers that part alone.

    Of several paths that answer the same part, the last counts and the others are named.
    """
    from grader.reading import read_as_part, read_submission

    assignment = course.assignment(paths)
    if part is not None:
        read = [read_as_part(path, part, assignment.task, student=student) for path in paths]
    else:
        read = [read_submission(path, assignment, student=student) for path in paths]
    return _joined(read) if len(read) > 1 else read[0]


def _as_handed_out(passage: Passage, file: Path) -> Passage:
    """What of a passage is the course's own, where a student filled in the very file that was handed out.

    In a notebook the cells that cannot be edited, in a program the docstring at its head, and everywhere the prompts:
    in italics, in both languages.
    """
    cell = passage.origin.cell
    if cell is not None and cell in _locked_cells(file):
        return passage
    if file.suffix == ".py" and passage.kind == "text" and passage.origin.line == 1:
        return passage
    return replace(passage, source="\n".join(_PROMPT.findall(passage.source)))


def _locked_cells(notebook: Path) -> set[int]:
    cells = json.loads(notebook.read_bytes()).get("cells", [])
    return {index for index, cell in enumerate(cells) if cell.get("metadata", {}).get("editable") is False}


def _joined(read: Sequence[Submission]) -> Submission:
    first, *others = read
    answers = dict(first.answers)
    for submission in others:
        for part, answer in submission.answers.items():
            if answer.passages or answer.program is not None:
                answers[part] = _instead(answer, answers.get(part))
    return replace(
        first,
        answers=answers,
        unplaced=tuple(item for submission in read for item in submission.unplaced),
        files=tuple(name for submission in read for name in submission.files),
    )


def _instead(answer: Answer, other: Answer | None) -> Answer:
    """The answer, with the remark that another one was left aside."""
    passages = (*other.passages, *(other.program.cells if other.program else ())) if other is not None else ()
    if not passages:
        return answer
    remark = Message("doors.other_file", {"file": passages[0].origin.file})
    return replace(answer, remarks=(*answer.remarks, remark))


def find_course(start: Path, exercises: Path | None = None, solutions: Path | None = None) -> Course:
    """The course of the two given folders; one that is not given is looked for from ``start`` upwards.

    Raises :class:`CourseError` where there is none, and where an ``exercise.py`` does not load.
    """
    folder = _given_or_found(EXERCISES, exercises, [start])
    return Course(
        exercises=_load_all(folder),
        folder=folder,
        solutions=_given_or_found(SOLUTIONS, solutions, [start, folder.parent]),
    )


def _given_or_found(name: str, given: Path | None, starts: Sequence[Path]) -> Path:
    if given is not None:
        if not given.is_dir():
            raise CourseError(Message("doors.no_such_folder", {"path": str(given), "option": f"--{name}"}))
        return given.resolve()
    for start in starts:
        for folder in (start.resolve(), *start.resolve().parents):
            if any((folder / name).glob("*/*/*.py")):
                return folder / name
    raise CourseError(Message("doors.no_course", {"name": name, "path": str(starts[0].resolve())}))


def _load_all(folder: Path) -> tuple[Exercise, ...]:
    files = sorted(folder.glob("*/*/exercise.py"))
    if not files:
        raise CourseError(Message("doors.no_exercise", {"path": str(folder)}))
    return tuple(sorted((load_exercise(file) for file in files), key=book_order))


def load_exercise(file: Path) -> Exercise:
    """The ``EXERCISE`` of an ``exercise.py``. Raises :class:`CourseError` if it does not load or is not well made."""
    exercise = getattr(module_of(file), "EXERCISE", None)
    if not isinstance(exercise, Exercise):
        raise CourseError(Message("doors.not_an_exercise", {"file": str(file)}), broken=True)
    address = f"{file.parent.parent.name}/{file.parent.name}"
    if exercise.address != address:
        fields: Mapping[str, str] = {"file": str(file), "found": exercise.address, "expected": address}
        raise CourseError(Message("doors.wrong_address", fields), broken=True)
    names = [part.name for part in exercise.parts]
    for name in names:
        if names.count(name) > 1:
            raise CourseError(Message("doors.part_twice", {"file": str(file), "part": name}), broken=True)
    return exercise


def book_order(exercise: Exercise) -> tuple[str, bool, list[int], str]:
    """By section, then by the book's number ("2" before "10"), those without one last."""
    number = next(iter(exercise.numbers.values()), "")
    section, _, name = exercise.address.partition("/")
    return section, not number, [int(digits) for digits in re.findall(r"\d+", number)], name


@cache
def module_of(path: Path) -> ModuleType:
    """The module in a file of the course, run once in this process. Raises :class:`CourseError`, with the cause."""
    if not path.is_file():
        raise CourseError(Message("doors.no_course_file", {"file": str(path)}), broken=True)
    name = "course_" + re.sub(r"\W", "_", str(path.with_suffix("")))
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        raise CourseError(Message("doors.no_course_file", {"file": str(path)}), broken=True)
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module  # dataclasses look their module up by name
    try:
        spec.loader.exec_module(module)
    except Exception as error:
        del sys.modules[name]
        fields = {"file": str(path), "error": "".join(traceback.format_exception_only(error)).strip()}
        raise CourseError(Message("doors.course_file_raised", fields), broken=True) from error
    return module
