"""Who handed in what: the students of a folder of submissions.

Each student is a folder, ``SUBMISSIONS/<student>/…``, or one file, ``SUBMISSIONS/<student>.ipynb`` (or another
kind that is read). A folder that was downloaded from Canvas, Moodle or Gradescope, or that nbgrader keeps, is known by
its names (:mod:`grader.batch.downloads`).
"""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from grader.batch import downloads
from grader.batch.downloads import GRADESCOPE_METADATA, Named, System
from grader.batch.unpack import OF_A_CLASS, ONLINE_TEXT, gather, is_archive, top_names, unpack
from grader.core import Message
from grader.reading.encoding import decode
from grader.reading.folder import MAX_NOTEBOOK_BYTES, SUFFIXES, load

_TIMESTAMP = "timestamp.txt"
_WITH_ARCHIVES = 3  # levels of a student's folder in which archives are looked for


@dataclass(frozen=True, slots=True)
class HandIn:
    """One student's folder, or file, or both.

    ``superseded`` are earlier attempts, which do not count. ``ids`` are what the system that it came from calls the
    student, for finding them on a roster; ``remarks`` are for the instructor.
    """

    student: str
    paths: tuple[Path, ...]
    attempt: int | None = None
    submitted: datetime | None = None
    late: bool | None = None
    superseded: tuple[Path, ...] = ()
    ids: Mapping[str, str] = field(default_factory=dict)
    remarks: tuple[Message, ...] = ()

    def __post_init__(self) -> None:
        """A name whose bytes are no text gets them written out, so that it can be kept and stays the only one."""
        name = os.fsencode(self.student).decode("utf-8", "backslashreplace")
        object.__setattr__(self, "student", name)


@dataclass(frozen=True, slots=True)
class Class:
    """The students in name order, and the names in the folder that are no submission."""

    hand_ins: tuple[HandIn, ...]
    ignored: tuple[str, ...] = ()
    system: System = "plain"
    remarks: tuple[Message, ...] = ()


_ROOM = re.compile(r"\.class-(\d+)-")


@contextmanager
def opened_class(
    path: Path, *, system: System | None = None, assignment: str | None = None, near: Path | None = None
) -> Iterator[Class]:
    """The class in a folder or a zip archive; what had to be unpacked is there until the end of the block.

    It is unpacked into the folder ``near``, else among the system's temporary files. There, what a run left behind
    that was killed is removed.
    """
    if near is not None:
        _tidy(near)
    prefix = f".class-{os.getpid()}-"
    with tempfile.TemporaryDirectory(prefix=prefix, dir=near, ignore_cleanup_errors=True) as room:
        yield find_class(path, room=Path(room), system=system, assignment=assignment)


def _tidy(folder: Path) -> None:
    """Remove the rooms of processes that are no more."""
    for path in folder.iterdir():
        owner = _ROOM.match(path.name)
        if owner is not None and not _is_alive(int(owner[1])):
            shutil.rmtree(path, ignore_errors=True)


def _is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):
        return True
    return True


def find_class(
    folder: Path, *, room: Path | None = None, system: System | None = None, assignment: str | None = None
) -> Class:
    """The class in a folder. Hidden names, and a README beside the submissions, are not students.

    ``room`` is an empty folder of the caller's: archives are unpacked into it, and the files of a download are put
    together there, one folder a student, under the names that the students gave them. Without it archives are ignored
    and files are taken where they are. ``system`` says where the folder comes from, if it is not to be recognised.
    ``assignment`` is one of several that nbgrader keeps.
    """
    if room is not None and is_archive(folder):
        inside = room / "class"
        told = unpack(folder, inside, OF_A_CLASS)
        found = find_class(_within(inside, folder.stem), room=room / "unpacked", system=system, assignment=assignment)
        return replace(found, remarks=(*told, *found.remarks))
    names = [path.name for path in folder.iterdir() if not _is_aside(path.name)]
    known = system or downloads.recognise(names)
    rooms = None if room is None else _Room(room)
    match known:
        case "canvas" | "moodle":
            return _of_names(folder, known, rooms)
        case "gradescope":
            return _of_gradescope(folder, rooms)
        case "nbgrader" | "plain":
            return _of_nbgrader(folder, assignment, rooms) or _plain(folder, rooms)


def renamed(found: Class, keys: Mapping[str, str]) -> Class:
    """The class with students' names replaced by others, as by those of a roster; two that become one are joined."""
    by_key: dict[str, HandIn] = {}
    for item in found.hand_ins:
        key = keys.get(item.student, item.student)
        named = replace(item, student=key)
        by_key[key] = named if key not in by_key else _joined(by_key[key], named, item.student)
    return replace(found, hand_ins=_sorted(by_key.values()))


def _joined(one: HandIn, other: HandIn, name: str) -> HandIn:
    times = [item.submitted for item in (one, other) if item.submitted is not None]
    fields = {"student": one.student, "name": name, "files": ", ".join(path.name for path in other.paths)}
    return replace(
        one,
        paths=(*one.paths, *other.paths),
        superseded=(*one.superseded, *other.superseded),
        submitted=max(times, default=None),
        late=one.late or other.late,
        ids={**other.ids, **one.ids},
        remarks=(*one.remarks, *other.remarks, Message("gradebook.joined", fields)),
    )


def _sorted(hand_ins: Iterable[HandIn]) -> tuple[HandIn, ...]:
    return tuple(sorted(hand_ins, key=lambda item: item.student))


# ------------------------------------------------------------------------------------------------------------ room


@dataclass(slots=True)
class _Room:
    """A folder of the caller's, and how many folders were made in it."""

    path: Path
    made: int = 0

    def new(self) -> Path:
        """A folder that nothing else uses."""
        self.made += 1
        return self.path / f"{self.made:06d}"


def _put_together(hand_in: HandIn, files: Sequence[tuple[str, Path]], rooms: _Room | None) -> HandIn:
    """The hand-in's files in one folder of the room, if there is one."""
    if rooms is None:
        return hand_in
    into = rooms.new()
    try:
        told = gather(list(files), into)
    except OSError as error:
        told = [Message("gradebook.not_copied", {"student": hand_in.student, "error": str(error)[:200]})]
        return replace(hand_in, remarks=(*hand_in.remarks, *told))
    return replace(hand_in, paths=(into,), remarks=(*hand_in.remarks, *told))


def _with_archives(hand_in: HandIn, rooms: _Room | None) -> HandIn:
    """The hand-in with its archives unpacked, if it has any."""
    if rooms is None or not any(_holds_archive(path, _WITH_ARCHIVES) for path in hand_in.paths):
        return hand_in
    return _put_together(hand_in, [(path.name, path) for path in hand_in.paths], rooms)


def _holds_archive(path: Path, levels: int) -> bool:
    if not path.is_dir():
        return is_archive(path)
    try:
        inner = list(path.iterdir()) if levels and not path.is_symlink() else []
    except OSError:  # reading tells of it
        return False
    return any(_holds_archive(one, levels - 1) for one in inner)


def _within(folder: Path, name: str) -> Path:
    """The only folder in a folder, if that is the class: named as the archive was, or holding what a class does."""
    inside = [path for path in folder.iterdir() if not _is_aside(path.name)]
    if len(inside) != 1 or not inside[0].is_dir():
        return folder
    names = [path.name for path in inside[0].iterdir()]
    is_class = any(path.is_dir() for path in inside[0].iterdir()) or downloads.recognise(names) != "plain"
    return inside[0] if (is_class and downloads.moodle(inside[0].name) is None) or inside[0].name == name else folder


# ----------------------------------------------------------------------------------------------------------- plain


def _plain(folder: Path, rooms: _Room | None) -> Class:
    paths: dict[str, list[Path]] = {}
    ignored: list[str] = []
    classes: list[Class] = []
    for path in _listed(folder):
        if rooms is not None and is_archive(path):
            if downloads.recognise(top_names(path)) != "plain":
                classes.append(find_class(path, room=rooms.new()))
            else:
                paths.setdefault(path.stem, []).append(path)
        elif (student := _student(path)) is not None:
            paths.setdefault(student, []).append(path)
        else:
            ignored.append(path.name)
    own = [_with_archives(HandIn(student, tuple(paths[student])), rooms) for student in paths]
    every = Class(
        (*own, *(item for found in classes for item in found.hand_ins)),
        (*ignored, *(name for found in classes for name in found.ignored)),
        classes[0].system if classes and not own else "plain",
        tuple(words for found in classes for words in found.remarks),
    )
    return renamed(every, {})


def _student(path: Path) -> str | None:
    """The student whose folder or file this is, if it is one."""
    if path.is_dir():
        return path.name
    return path.stem if path.suffix.lower() in SUFFIXES and path.stem.upper() != "README" else None


# --------------------------------------------------------------------------------------------- canvas and moodle


def _of_names(folder: Path, system: System, rooms: _Room | None) -> Class:
    """A class whose file and folder names tell whose they are. What has another name is a student as in any folder."""
    told: dict[str, list[tuple[Named, Path]]] = {}
    others: list[Path] = []
    for path in _listed(folder):
        named = downloads.moodle(path.name) if system == "moodle" else downloads.canvas(path.name)
        is_own = named is not None and (path.is_dir() if not named.file else path.is_file())
        if named is not None and is_own:
            told.setdefault(named.student, []).append((named, path))
        else:
            others.append(path)
    hand_ins = [_of_student(name, files, rooms) for name, files in told.items()]
    paths: dict[str, list[Path]] = {}
    ignored: list[str] = []
    for path in others:
        if (student := _student(path)) is not None:
            paths.setdefault(student, []).append(path)
        else:
            ignored.append(path.name)
    hand_ins += [_with_archives(HandIn(name, tuple(found)), rooms) for name, found in paths.items()]
    return Class(_sorted(hand_ins), tuple(ignored), system)


def _of_student(student: str, files: Sequence[tuple[Named, Path]], rooms: _Room | None) -> HandIn:
    counting, earlier = downloads.last_attempts([named for named, _ in files])
    kept = [files[index] for index in counting]
    replaced = [path for index, (_, path) in enumerate(files) if index in earlier]
    if any(not named.file for named, _ in files):  # folders of Moodle, each of one kind of submission
        kept, replaced = list(files), []
    again = max(named.again for named, _ in kept)
    late = None if kept[0][0].late is None else any(named.late for named, _ in kept)
    hand_in = HandIn(
        student,
        tuple(path for _, path in kept),
        attempt=again + 1 if again and len({named.again for named, _ in kept}) == 1 else None,
        late=late,
        superseded=tuple(replaced),
        ids=kept[0][0].ids,
        remarks=_earlier(student, replaced),
    )
    return _put_together(hand_in, [(_own_name(named, path), path) for named, path in kept], rooms)


def _own_name(named: Named, path: Path) -> str:
    if path.is_dir():
        return path.name
    return ONLINE_TEXT if named.is_online_text else named.file


def _earlier(student: str, paths: Sequence[Path]) -> tuple[Message, ...]:
    if not paths:
        return ()
    files = ", ".join(path.name for path in paths)
    return (Message("gradebook.superseded", {"student": student, "files": files}),)


# ------------------------------------------------------------------------------------------------------ gradescope


def _of_gradescope(folder: Path, rooms: _Room | None) -> Class:
    """One hand-in for each submitter, so that all members of a group have one."""
    metadata = _text(folder / GRADESCOPE_METADATA)
    told = downloads.gradescope(metadata)
    hand_ins: dict[str, HandIn] = {}
    ignored: list[str] = []
    for path in _listed(folder):
        if path.name == GRADESCOPE_METADATA:
            continue
        about = told.get(path.name, downloads.Handed(()))
        if not path.is_dir() and path.name not in told and path.suffix.lower() not in SUFFIXES:
            ignored.append(path.name)
            continue
        for person in about.submitters or ({},):
            student = downloads.student_of(person, path.stem if path.is_file() else path.name)
            item = HandIn(student, (path,), submitted=about.submitted, ids=dict(person))
            before = hand_ins.get(student)
            hand_ins[student] = item if before is None else _later(before, item)
    return Class(_sorted(_with_archives(item, rooms) for item in hand_ins.values()), tuple(ignored), "gradescope")


def _later(one: HandIn, other: HandIn) -> HandIn:
    """Of two submissions of one student the later; without times, that of the later name, whose number is higher."""
    first, last = sorted((one, other), key=_when)
    paths = (*first.superseded, *first.paths)
    return replace(last, superseded=paths, remarks=_earlier(last.student, paths))


def _when(item: HandIn) -> tuple[float, str]:
    return (0.0 if item.submitted is None else item.submitted.timestamp(), item.paths[0].name)


# -------------------------------------------------------------------------------------------------------- nbgrader


def _of_nbgrader(folder: Path, assignment: str | None, rooms: _Room | None) -> Class | None:
    """``submitted/<student>/<assignment>/`` or the exchange's inbound; None if the folder is neither.

    Of several assignments all are read, which is told, unless one is chosen.
    """
    if (folder / "submitted").is_dir() and ((folder / "source").is_dir() or (folder / "nbgrader_config.py").is_file()):
        folder = folder / "submitted"
    kept = _exchanged(folder) or _submitted(folder)
    if not kept:
        return None
    names = sorted({named.assignment for named, _ in kept if named.assignment})
    hand_ins: dict[tuple[str, str], HandIn] = {}
    for named, path in kept:
        item = HandIn(named.student, (path,), submitted=named.submitted)
        if assignment is None or named.assignment in ("", assignment):
            place = named.student, named.assignment
            hand_ins[place] = _later(hand_ins[place], item) if place in hand_ins else item
    by_student: dict[str, list[HandIn]] = {}
    for (student, _), item in sorted(hand_ins.items()):
        by_student.setdefault(student, []).append(item)
    several = Message("gradebook.several_assignments", {"names": ", ".join(names)})
    return Class(
        _sorted(_with_archives(_all_of(items), rooms) for items in by_student.values()),
        tuple(path.name for path in _listed(folder) if not path.is_dir()),
        "nbgrader",
        (several,) if assignment is None and len(names) > 1 else (),
    )


def _exchanged(folder: Path) -> list[tuple[Named, Path]]:
    return [(named, path) for path in _listed(folder) if path.is_dir() and (named := downloads.exchange(path.name))]


def _submitted(folder: Path) -> list[tuple[Named, Path]]:
    """Each student's assignments, if nbgrader collected them: then the time is with those of most students.

    A student's folder without one is an assignment without a name.
    """
    if any(not path.is_dir() and _student(path) is not None for path in _listed(folder)):
        return []
    students = [path for path in _listed(folder) if path.is_dir()]
    stamped = {path: [inner for inner in _listed(path) if (inner / _TIMESTAMP).is_file()] for path in students}
    if not students or 2 * sum(map(bool, stamped.values())) < len(students):
        return []
    found: list[tuple[Named, Path]] = []
    for path in students:
        inner = [one for one in _listed(path) if one.is_dir()] if stamped[path] else []
        found += [(Named(path.name, submitted=_time(one), assignment=one.name), one) for one in inner]
        if not inner:
            found.append((Named(path.name), path))
    return found


def _time(folder: Path) -> datetime | None:
    return downloads.time_of(_text(folder / _TIMESTAMP))


def _all_of(items: Sequence[HandIn]) -> HandIn:
    """One student's assignments as one hand-in."""
    return replace(
        items[0],
        paths=tuple(path for item in items for path in item.paths),
        submitted=max((item.submitted for item in items if item.submitted is not None), default=None),
        superseded=tuple(path for item in items for path in item.superseded),
        remarks=tuple(words for item in items for words in item.remarks),
    )


# ---------------------------------------------------------------------------------------------------------- shared


def _listed(folder: Path) -> list[Path]:
    return sorted((path for path in folder.iterdir() if not _is_aside(path.name)), key=lambda path: path.name)


def _is_aside(name: str) -> bool:
    return name.startswith((".", "__"))


def _text(path: Path) -> str:
    """The text of a small file, empty if it has none."""
    data = load(path, MAX_NOTEBOOK_BYTES, path.name)
    text = decode(data, path.name) if isinstance(data, bytes) else ""
    return text if isinstance(text, str) else ""
