"""Where exercises and their solutions stand, and a copy of one that can be graded apart from everything around it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from grader.core import Exercise, Message
from grader.course import EXERCISES, SOLUTIONS, Course, CourseError

DECLARATION = "exercise.py"
STUBS = ("answer.md", "answer.py")
_HANDED_OUT = ("README.md", *STUBS)


@dataclass(frozen=True, slots=True)
class Place:
    """The folder of an exercise and that of its solutions; either may lack files."""

    exercise: Path
    solution: Path

    @property
    def address(self) -> str:
        """``<section>/<exercise>``, as the folders say."""
        return f"{self.exercise.parent.name}/{self.exercise.name}"

    @property
    def notebooks(self) -> list[Path]:
        """The notebooks of the section."""
        return sorted(self.exercise.parent.glob("*.ipynb"))


def places(folder: Path, solutions: Path | None = None) -> list[Place]:
    """The exercises of a folder: it is one, or a section of them, or holds sections or ``exercises/`` with sections.

    ``solutions`` holds ``<section>/<exercise>/``; if it is not given, a folder of that name is looked for from the
    exercise upwards. Raises :class:`CourseError` where there is no exercise at all.
    """
    folder = folder.resolve()
    if folder.name == DECLARATION and folder.is_file():
        folder = folder.parent
    if not folder.is_dir():
        raise CourseError(Message("author.no_folder", {"path": str(folder)}))
    if solutions is not None and not solutions.is_dir():
        raise CourseError(Message("author.no_folder", {"path": str(solutions)}))
    found = _exercises(folder)
    if not found:
        raise CourseError(Message("author.no_exercise", {"path": str(folder)}))
    return [Place(each, _solution(each, solutions)) for each in found]


def _exercises(folder: Path) -> list[Path]:
    if (folder / DECLARATION).exists() or _begun(folder):
        return [folder]
    for deeper in ("*", "*/*", f"{EXERCISES}/*/*"):
        found = [each for each in sorted(folder.glob(deeper)) if (each / DECLARATION).exists() or _begun(each)]
        if found:
            return found
    return []


def _begun(folder: Path) -> bool:
    """Whether a folder without a declaration holds the rest of an exercise."""
    return all((folder / name).exists() for name in _HANDED_OUT)


def _solution(exercise: Path, solutions: Path | None) -> Path:
    address = Path(exercise.parent.name, exercise.name)
    if solutions is not None:
        return solutions.resolve() / address
    for folder in exercise.parents[1:]:
        if (folder / SOLUTIONS / address).is_dir():
            return folder / SOLUTIONS / address
    return exercise.parents[min(2, len(exercise.parents) - 1)] / SOLUTIONS / address


@contextmanager
def staged(place: Place, exercise: Exercise) -> Iterator[Course]:
    """A course of one exercise, copied: what stands beside it is neither read nor written."""
    with TemporaryDirectory(prefix="grader-author-") as name:
        root = Path(name).resolve()
        copy = root / EXERCISES / place.address
        copy.mkdir(parents=True)
        _copy([place.exercise / file for file in _HANDED_OUT], copy)
        _copy(place.notebooks, copy.parent)
        yield Course((exercise,), root / EXERCISES, place.solution.parents[1])


def _copy(files: Sequence[Path], folder: Path) -> None:
    for file in files:
        if file.is_file():
            shutil.copyfile(file, folder / file.name)
