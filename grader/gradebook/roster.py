"""The roster: who takes part, by the names that the school's systems give them.

Read are the gradebook that Canvas exports (as ``GradebookExporter`` of canvas-lms writes it), the participants and the
grades that Moodle exports, Gradescope's roster, and a plain table of one's own::

    student,name,language
    s01,李梅,zh
    s02,Tom Brown,en

The system is told by the headings. What is wrong is raised with its line: a roster that is half understood gives
somebody a zero.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, Protocol, TypeVar

from grader.core import Language, Message
from grader.reading.encoding import decode
from grader.reading.folder import load, shown

System = Literal["plain", "canvas", "moodle", "gradescope"]

MAX_BYTES = 32_000_000
MAX_STUDENTS = 100_000


class RosterError(Exception):
    """The roster cannot be used; the message says where, why, and what to do."""

    def __init__(self, message: Message) -> None:
        super().__init__(message.key)
        self.message = message


@dataclass(frozen=True, slots=True)
class Student:
    """One student. ``key`` is the name used everywhere here; ``ids`` are what the systems call them.

    Of ``ids`` there may be ``canvas_id``, ``sis_user_id``, ``sis_login_id``, ``section``, ``idnumber``, ``username``,
    ``email``, ``sid``, ``first_name`` and ``last_name``.
    """

    key: str
    name: str | None = None
    language: Language | None = None
    ids: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Roster:
    """The students in the order of the file, and the file's other columns, which in Canvas are its assignments."""

    students: tuple[Student, ...]
    system: System = "plain"
    columns: tuple[str, ...] = ()

    def student(self, key: str) -> Student | None:
        """The student of that key."""
        return next((student for student in self.students if student.key == key), None)


# --------------------------------------------------------------------------------------------------------- reading

# What the columns are called, in any letters and spacing. The first that is there counts.
_HEADINGS: Mapping[str, tuple[str, ...]] = {
    "key": ("student", "学生"),
    "name": ("name", "full name", "display name", "student name", "姓名", "全名"),
    "first_name": ("first name", "firstname", "given name", "名", "名字"),
    "last_name": ("last name", "lastname", "surname", "family name", "姓", "姓氏"),
    "language": ("language", "lang", "语言"),
    "email": ("email", "email address", "e-mail", "mail", "邮箱", "电子邮件", "电子邮件地址", "电子邮箱", "邮件地址"),
    "idnumber": ("id number", "idnumber", "id 号", "id号", "编号"),
    "username": ("username", "user name", "login", "用户名"),
    "sid": ("sid", "student id", "student number", "学号"),
    "canvas_id": ("canvas_id", "canvas id", "canvas user id"),
    "sis_user_id": ("sis user id", "sis_user_id"),
    "sis_login_id": ("sis login id", "sis_login_id"),
    "section": ("section", "sections", "class", "班级"),
}
#: Which column names a student where there is none for it, most telling first.
_KEYS: Mapping[System, tuple[str, ...]] = {
    "plain": ("key", "sid", "username", "email"),
    "canvas": ("sis_login_id", "sis_user_id", "canvas_id"),
    "moodle": ("username", "email", "idnumber"),
    "gradescope": ("sid", "email"),
}
_LANGUAGES: Mapping[str, Language] = {
    **dict.fromkeys(("en", "eng", "english", "英文", "英语"), "en"),
    **dict.fromkeys(("zh", "chi", "zho", "cn", "chinese", "中文", "汉语", "简体中文"), "zh"),
}
_ROUNDED = re.compile(r"\d(?:[.,]\d+)?E\+?\d+", re.IGNORECASE)
_SHIELDED = re.compile(r'="(.*)"', re.DOTALL)  # Canvas puts a name that begins with "=" like this
_TEST_STUDENT = "Student, Test"  # everybody's, at the end of a Canvas gradebook
_POSTING = re.compile(r"\s*(?:Muted|Manual Posting.*)?\s*", re.IGNORECASE)


def read_roster(path: Path) -> Roster:
    """The students of a CSV file. Raises :class:`RosterError`."""
    name = shown(path.name)
    data = load(path, MAX_BYTES, name)
    if isinstance(data, Message):
        raise RosterError(data)
    text = decode(data, name)
    if isinstance(text, Message):
        raise RosterError(text)
    return parse_roster(text, name)


def parse_roster(text: str, file: str) -> Roster:
    """The students of a text with commas, semicolons or tabs between its columns. Raises :class:`RosterError`."""
    rows = _rows(text.removeprefix("\ufeff"), file)
    if not rows:
        raise _error("gradebook.roster_empty", file, 1)
    (line, headings), *rest = rows
    system, places = _columns(headings, file, line)
    known = set(places.values())
    columns = tuple(heading.strip() for index, heading in enumerate(headings) if index not in known)
    lines: dict[str, int] = {}
    students: list[Student] = []
    for line, row in rest:
        if (system == "canvas" and _is_aside(row)) or not any(cell.strip() for cell in row):
            continue
        _require_width(row, headings, file, line)
        student = _student(system, {name: _cell(row, index) for name, index in places.items()}, file, line)
        if student.key in lines:
            raise _error("gradebook.roster_twice", file, line, student=student.key, first=lines[student.key])
        if len(students) >= MAX_STUDENTS:
            raise _error("gradebook.roster_too_long", file, line, limit=MAX_STUDENTS)
        lines[student.key] = line
        students.append(student)
    if not students:
        raise _error("gradebook.roster_no_students", file, line)
    return Roster(tuple(students), system, columns)


def _error(key: str, file: str, line: int, **fields: str | int) -> RosterError:
    return RosterError(Message(key, {"file": file, "line": line, **fields}))


def _rows(text: str, file: str) -> list[tuple[int, list[str]]]:
    """The rows with the lines that they begin in; blank ones are left out."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    first = next((line for line in text.split("\n") if line.strip()), "")
    delimiter = max(",;\t", key=lambda sign: _known(next(csv.reader([first], delimiter=sign), [])))
    reader = csv.reader(io.StringIO(text), delimiter=delimiter, strict=True)
    rows: list[tuple[int, list[str]]] = []
    line = 1
    try:
        for row in reader:
            if any(cell.strip() for cell in row):
                rows.append((line, row))
            line = reader.line_num + 1
    except csv.Error as error:
        raise _error("gradebook.roster_broken_row", file, line, error=str(error)) from error
    return rows


def _known(headings: Sequence[str]) -> int:
    names = {name for some in _HEADINGS.values() for name in some} | {"id"}
    return sum(_heading(heading) in names for heading in headings)


def _heading(text: str) -> str:
    return " ".join(text.strip().casefold().split())


def _columns(headings: Sequence[str], file: str, line: int) -> tuple[System, dict[str, int]]:
    """Which system wrote the file, and where its columns stand."""
    names = [_heading(heading) for heading in headings]
    is_canvas = "id" in names[1:3] and "section" in names and names[0] in ("student", "lastname")
    if is_canvas:
        names = names[: names.index("section") + 1]  # what follows are assignments, which may be called anything
    places = {
        field: names.index(found)
        for field, accepted in _HEADINGS.items()
        if (found := next((name for name in accepted if name in names), None)) is not None
    }
    if is_canvas:
        places["canvas_id"] = names.index("id")
        if names[0] == "student":
            places["name"] = places.pop("key")
        return "canvas", places
    if "key" in places:
        return "plain", places
    if ("idnumber" in places or "email address" in names or "电子邮件地址" in names) and "sid" not in places:
        system: System = "moodle"
    else:
        system = "gradescope" if "email" in places else "plain"
    if not any(name in places for name in _KEYS[system]):
        raise _error("gradebook.roster_no_heading", file, line, found=", ".join(headings)[:200])
    return system, places


def _is_aside(row: Sequence[str]) -> bool:
    """Whether a row of a Canvas gradebook is none of a student: points possible, posting policy, the test student."""
    first = row[0] if row else ""
    return "Points Possible" in first or first == _TEST_STUDENT or all(_POSTING.fullmatch(cell) for cell in row)


def _require_width(row: Sequence[str], headings: Sequence[str], file: str, line: int) -> None:
    if any(cell.strip() for cell in row[len(headings) :]):
        raise _error("gradebook.roster_wide_row", file, line, cells=len(row), columns=len(headings))


def _cell(row: Sequence[str], index: int) -> str:
    text = row[index].strip() if index < len(row) else ""
    shielded = _SHIELDED.fullmatch(text)
    return shielded[1].strip() if shielded is not None else text


def _student(system: System, cells: Mapping[str, str], file: str, line: int) -> Student:
    for name in ("canvas_id", "sis_user_id", "sid", "idnumber"):
        if _ROUNDED.fullmatch(cells.get(name, "")):
            raise _error("gradebook.roster_rounded", file, line, value=cells[name])
    key = next((cells[name] for name in _KEYS[system] if cells.get(name)), None)
    if key is None or (system == "plain" and "key" in cells and not cells["key"]):
        raise _error("gradebook.roster_no_key", file, line)
    ids = {name: cell for name, cell in cells.items() if cell and name not in ("key", "name", "language")}
    return Student(key, _name(cells), _language(cells.get("language", ""), file, line), ids)


def _name(cells: Mapping[str, str]) -> str | None:
    if cells.get("name"):
        return cells["name"]
    first, last = cells.get("first_name", ""), cells.get("last_name", "")
    if not (first and last):
        return first or last or None
    return f"{last}{first}" if _is_chinese(first + last) else f"{first} {last}"


def _is_chinese(text: str) -> bool:
    return all("\u3400" <= letter <= "\u9fff" for letter in text)


def _language(cell: str, file: str, line: int) -> Language | None:
    if not cell:
        return None
    word = cell.casefold().strip()
    found = _LANGUAGES.get(word) or _LANGUAGES.get(re.split(r"[-_ ]", word)[0])
    if found is None:
        raise _error("gradebook.roster_language", file, line, language=cell[:50])
    return found


# -------------------------------------------------------------------------------------------------------- matching


class HandedIn(Protocol):
    """A hand-in as far as its name tells whose it is."""

    @property
    def student(self) -> str: ...

    @property
    def ids(self) -> Mapping[str, str]: ...


@dataclass(frozen=True, slots=True)
class Matching:
    """Whose the hand-ins are.

    ``keys`` are the roster's keys by the hand-ins' names. ``doubtful`` are the keys of students to whom a hand-in may
    belong that could not be told apart: they are not known to have handed in nothing.
    """

    keys: Mapping[str, str]
    doubtful: frozenset[str] = frozenset()
    remarks: tuple[Message, ...] = ()


def match(roster: Roster, hand_ins: Iterable[HandedIn]) -> Matching:
    """Find each hand-in's student on the roster; one that fits nobody, or several, keeps its name, and that is told."""
    index = _Index.of(roster.students)
    keys: dict[str, str] = {}
    doubtful: set[str] = set()
    remarks: list[Message] = []
    for hand_in in hand_ins:
        found = index.find(hand_in.student, hand_in.ids)
        if len(found) == 1:
            keys[hand_in.student] = found[0]
            continue
        fields = {"student": hand_in.student, "others": ", ".join(found)}
        remarks.append(Message("gradebook.ambiguous" if found else "gradebook.not_on_roster", fields))
        doubtful.update(found)
    # What fits nobody may be anybody's who has nothing else.
    if any(remark.key == "gradebook.not_on_roster" for remark in remarks):
        doubtful.update(student.key for student in roster.students if student.key not in keys.values())
    return Matching(keys, frozenset(doubtful - set(keys.values())), tuple(remarks))


_K = TypeVar("_K")
_EXACT = ("canvas_id", "sid", "email", "idnumber", "username", "sis_user_id", "sis_login_id")


@dataclass(frozen=True, slots=True)
class _Index:
    """The students by everything that may name them, the surest first."""

    by_id: Mapping[tuple[str, str], tuple[str, ...]]
    by_key: Mapping[str, tuple[str, ...]]
    by_any: Mapping[str, tuple[str, ...]]
    by_name: Mapping[str, tuple[str, ...]]

    @classmethod
    def of(cls, students: Collection[Student]) -> _Index:
        ids = [(student, name, value) for student in students for name, value in student.ids.items() if name in _EXACT]
        return cls(
            _grouped(((name, value.casefold()), student.key) for student, name, value in ids),
            _grouped((student.key.casefold(), student.key) for student in students),
            _grouped((word, student.key) for student, _, value in ids for word in _words(value)),
            _grouped((name, student.key) for student in students for name in _names(student)),
        )

    def find(self, name: str, ids: Mapping[str, str]) -> tuple[str, ...]:
        """The keys that the surest way to find any gives."""
        for kind in _EXACT:
            found = self.by_id.get((kind, ids.get(kind, "").casefold()), ())
            if found:
                return found
        if "canvas_id" in ids and any(kind == "canvas_id" for kind, _ in self.by_id):
            return ()  # the roster knows everybody's number, and this is nobody's
        plain = name.casefold()
        called = ids.get("name", name)
        return self.by_key.get(plain, ()) or self.by_any.get(plain, ()) or self.by_name.get(squeezed(called), ())


def _grouped(pairs: Iterable[tuple[_K, str]]) -> dict[_K, tuple[str, ...]]:
    found: dict[_K, dict[str, None]] = {}
    for key, value in pairs:
        found.setdefault(key, {})[value] = None
    return {key: tuple(values) for key, values in found.items()}


def _words(value: str) -> Iterator[str]:
    """An id, and of an address the part before the @."""
    yield value.casefold()
    head, at, _ = value.casefold().partition("@")
    if at and head:
        yield head


def _names(student: Student) -> Iterator[str]:
    """A student's name as systems squeeze it: "Li, Mei" is ``limei`` in Canvas and "Mei Li" in Moodle."""
    for text in dict.fromkeys((student.name or "", *_both_orders(student))):
        if squeezed(text):
            yield squeezed(text)


def _both_orders(student: Student) -> Iterator[str]:
    first, last = student.ids.get("first_name", ""), student.ids.get("last_name", "")
    if first and last:
        yield f"{first} {last}"
        yield f"{last} {first}"
    name = student.name or ""
    last, comma, first = name.partition(",")
    if comma:
        yield f"{first} {last}"
        return
    *before, end = name.split() or [""]
    if before:
        yield " ".join((end, *before))  # the family name last, as most write, or first, as in a Canvas file
        yield " ".join((*name.split()[1:], name.split()[0]))


def squeezed(name: str) -> str:
    """A name without case, spaces and signs."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", name).casefold())
