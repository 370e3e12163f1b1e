"""What makes two gradings the same: the digest of a submission, and a key an exercise for all else that matters.

An outcome depends on the submission's files by name and content; on the exercise's and the solutions' files; on the
outlines and stubs of all exercises, which decide what belongs to which part; on the engine and the libraries that it
reckons with; and on the seed. It does not depend on the machine, the student's name, or the words of the reports.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import grader
from grader.course import Course
from grader.reading.folder import listing

NOWHERE = ""  # the key of what belongs to no exercise
_ENGINE = ("core.py", "course.py", "grading.py", "checks", "derivation", "jail", "maths", "reading")
_LIBRARIES = ("ipython", "matplotlib", "numpy", "python-flint", "scipy", "sympy", "torch")
_STUBS = (".md", ".py", ".ipynb")


def submission_digest(paths: Sequence[Path]) -> str:
    """The same for the same files with the same names, wherever they lie."""
    digest = hashlib.sha256()
    for path in paths:
        found = listing(path)
        for name, file in sorted(found.files):
            _add(digest, name, _bytes_of(file))
        for item in found.unplaced:  # what is only named in the results: a picture, a file too large
            _add(digest, item.file, repr(item.problem).encode("utf-8", "backslashreplace"))
    return digest.hexdigest()


def exercise_keys(course: Course, seed: int) -> dict[str, str]:
    """By exercise, in the order of the course, and for what belongs to none."""
    common = _common(course, seed)
    keys = {}
    for exercise in course.exercises:
        digest = hashlib.sha256(common)
        for folder in (course.folder, course.solutions):
            _add_files(digest, folder / exercise.address)
        keys[exercise.address] = digest.hexdigest()
    return {**keys, NOWHERE: hashlib.sha256(common).hexdigest()}


def _common(course: Course, seed: int) -> bytes:
    digest = hashlib.sha256(_engine())
    _add(digest, "seed", str(seed).encode())
    for exercise in course.exercises:
        parts = [(part.name, part.names) for part in exercise.parts]
        outline = (exercise.address, parts, sorted(exercise.numbers.items()), sorted(exercise.grade_ids.items()))
        _add(digest, exercise.address, repr(outline).encode())
    stubs = (path for path in course.folder.rglob("*") if path.suffix in _STUBS and path.name != "exercise.py")
    for path in sorted(stubs):
        _add(digest, str(path.relative_to(course.folder)), _bytes_of(path))
    return digest.digest()


@cache
def _engine() -> bytes:
    """The engine's own modules, and the versions of what it reckons with."""
    root = Path(grader.__file__).parent
    digest = hashlib.sha256()
    for name in _ENGINE:
        _add_files(digest, root / name, suffixes=(".py",))
    for library in _LIBRARIES:
        _add(digest, library, _version(library).encode())
    return digest.digest()


def _version(library: str) -> str:
    try:
        return version(library)
    except PackageNotFoundError:
        return ""


def _add_files(digest: hashlib._Hash, path: Path, suffixes: Iterable[str] = ()) -> None:
    files = [path] if path.is_file() else [file for file in path.rglob("*") if file.is_file()]
    for file in sorted(files):
        if "__pycache__" not in file.parts and (not suffixes or file.suffix in suffixes):
            _add(digest, str(file.relative_to(path.parent)), _bytes_of(file))


def _bytes_of(file: Path) -> bytes:
    """The content; what cannot be read has a content of its own, so that it is graded again once it can."""
    try:
        return file.read_bytes()
    except OSError as error:
        return f"unreadable: {error.errno}".encode()


def _add(digest: hashlib._Hash, name: str, data: bytes) -> None:
    digest.update(f"{name}\0{len(data)}\0".encode("utf-8", "surrogateescape") + data)
