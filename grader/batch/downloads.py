"""What the names in a download tell: who handed in, which file, which attempt, when.

Canvas names a file by the student, the student's number and the file's (``ContentZipper`` of canvas-lms)::

    limei_LATE_12345_67890_homework-1.ipynb      limei_12345_text.html       anon_Ab3xY_67890_homework.ipynb

Moodle names a folder or a file by the student, a number of the participant and the kind of submission
(``mod_assign\\downloader``)::

    Mei Li_12345_assignsubmission_file_/homework.ipynb      Mei Li_12345_assignsubmission_file_homework.ipynb

Gradescope names a folder by the submission and says the rest in ``submission_metadata.yml``. nbgrader keeps
``submitted/<student>/<assignment>/`` with a ``timestamp.txt``, and in its exchange
``<student>+<assignment>+<time>+<random>/``.

Nothing here opens a file, and nothing that a name holds raises.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone
from pathlib import PurePosixPath
from typing import Literal
from zoneinfo import ZoneInfo

System = Literal["plain", "canvas", "moodle", "gradescope", "nbgrader"]
GRADESCOPE_METADATA = "submission_metadata.yml"

# Both numbers count all of a Canvas server's users and files: they are long, which a student's own numbering is not.
_CANVAS = re.compile(
    r"(?:(?P<name>(?!LATE_)\w{1,200}?)_)?(?:(?P<late>LATE|late)_)?(?P<user>\d{1,20}|anon_[A-Za-z0-9]{1,10})_"
    r"(?:(?P<serial>\d{1,20})_(?P<file>.+)|(?P<text>text|link)\.html)",
    re.DOTALL,
)
_FEWEST_DIGITS = 3
_MOODLE = re.compile(
    r"(?P<name>[^_].{0,250}?)_(?P<number>\d{1,15})_assignsubmission_(?P<kind>[a-z]+)(?:_(?P<file>.*))?", re.DOTALL
)
_EXCHANGE = re.compile(
    r"(?P<student>.{1,200}?)\+(?P<assignment>[^+]{1,200})\+(?P<time>\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d[^+]{0,60})"
    r"(?:\+(?P<random>[\w-]{1,100}))?"
)
_ATTEMPT = re.compile(r"(?P<stem>.+)-(?P<again>\d{1,3})")
_TIME = re.compile(
    r"\s*(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?\s*"
    r"(?:(Z|UTC|GMT)|([+-]\d\d):?(\d\d)|([A-Za-z_]+/[\w/+-]+))?\s*"
)


@dataclass(frozen=True, slots=True)
class Named:
    """What a name tells. ``file`` is the student's own name of a file, empty if the name is a folder's.

    ``again`` counts uploads of one file name in Canvas, and ``serial`` grows with time. ``ids`` are what the system
    calls the student, for finding them on a roster.
    """

    student: str
    file: str = ""
    ids: Mapping[str, str] = field(default_factory=dict)
    again: int = 0
    serial: int = 0
    late: bool | None = None
    submitted: datetime | None = None
    assignment: str = ""
    is_online_text: bool = False


def canvas(name: str) -> Named | None:
    """A file of Canvas's *Download Submissions*."""
    match = _CANVAS.fullmatch(name)
    if match is None:
        return None
    who, user, file = match["name"] or "", match["user"], match["file"] or f"{match['text']}.html"
    ids = {"canvas_id": user} if user.isdigit() else {}
    if who:
        ids["name"] = who
    _, again = split_attempt(file)
    return Named(
        student="_".join(filter(None, (who, user))),
        file=file,
        ids=ids,
        again=again,
        serial=int(match["serial"] or 0),
        late=match["late"] is not None,
        is_online_text=match["text"] == "text",
    )


def moodle(name: str) -> Named | None:
    """A folder or a file of Moodle's *Download all submissions*."""
    match = _MOODLE.fullmatch(name)
    if match is None:
        return None
    who, number, file = match["name"].strip(), match["number"], match["file"] or ""
    if not who:
        return None
    ids = {"name": who, "moodle_participant": number}
    return Named(f"{who}_{number}", file, ids, is_online_text=match["kind"] == "onlinetext")


def exchange(name: str) -> Named | None:
    """A folder in the ``inbound`` of nbgrader's exchange."""
    match = _EXCHANGE.fullmatch(name)
    when = time_of(match["time"]) if match is not None else None
    if match is None or when is None:
        return None
    return Named(match["student"], submitted=when, assignment=match["assignment"])


def split_attempt(file: str) -> tuple[str, int]:
    """A file name without the number that Canvas adds to one used before, and that number: ``hw.md`` and 1."""
    path = PurePosixPath(file)
    match = _ATTEMPT.fullmatch(path.stem)
    return (f"{match['stem']}{path.suffix}", int(match["again"])) if match is not None else (file, 0)


def recognise(names: Collection[str]) -> System:
    """The system that a folder with these names was downloaded from; ``plain`` if it looks like none.

    Of names in the manner of Canvas at least half must be, their numbers must be long, and each number must be one
    person's: in ``wang_2023_1001_hw.md`` the first number is a year.
    """
    if GRADESCOPE_METADATA in names:
        return "gradescope"
    if any(moodle(name) for name in names):
        return "moodle"
    if any(exchange(name) for name in names):
        return "nbgrader"
    found = [named for name in names if (named := canvas(name)) is not None and _is_long(named)]
    people = {(named.ids.get("canvas_id"), named.ids.get("name")) for named in found}
    one_name_each = len({user for user, _ in people}) == len(people)
    return "canvas" if found and 2 * len(found) >= len(names) and one_name_each else "plain"


def _is_long(named: Named) -> bool:
    user = named.ids.get("canvas_id", "")
    return min(len(user) or _FEWEST_DIGITS, len(str(named.serial)) if named.serial else 99) >= _FEWEST_DIGITS


# ------------------------------------------------------------------------------------------------------ gradescope


@dataclass(frozen=True, slots=True)
class Handed:
    """A submission in Gradescope's metadata: the ids of each of its submitters, and its time."""

    submitters: tuple[Mapping[str, str], ...]
    submitted: datetime | None = None


_ENTRY = re.compile(r"(\S.*?):\s*(?:&\w+)?")
_FIELD = re.compile(r"( *)(- )?:(\w{1,40}):(?: +(.*))?")
_OF_A_PERSON = frozenset({"name", "sid", "email"})
_DEEPEST = 8  # of what is read: items of a list below a key, themselves indented by four


def gradescope(metadata: str) -> dict[str, Handed]:
    """Who handed in which folder, from ``submission_metadata.yml``.

    Of the YAML only what is needed is read: keys of submissions at the left edge, ``:created_at:`` and ``:submitters:``
    right below, and the plain or quoted values of the submitters. Test results stand deeper and are passed over.
    """
    found: dict[str, Handed] = {}
    for name, lines in _blocks(metadata):
        people: list[dict[str, str]] = []
        created: datetime | None = None
        inside = False
        edge = lines[0][0] if lines else 0
        for indent, item, key, value in lines:
            if indent <= edge and not item:
                inside = key == "submitters"
                created = time_of(value) if key == "created_at" else created
            elif inside and indent <= edge + 4:
                if item:
                    people.append({})
                if people and key in _OF_A_PERSON and value:
                    people[-1][key] = value
        found[name] = Handed(tuple(person for person in people if person), created)
    return found


def _blocks(metadata: str) -> Iterator[tuple[str, list[tuple[int, bool, str, str]]]]:
    """Each entry with its fields: indentation, whether an item of a list begins, key and value."""
    name: str | None = None
    lines: list[tuple[int, bool, str, str]] = []
    for line in metadata.splitlines():
        if not line.startswith((" ", "-", "#")) and (entry := _ENTRY.fullmatch(line[:500])) is not None:
            if name is not None:
                yield name, lines
            name, lines = _scalar(entry[1]), []
        elif (match := _FIELD.fullmatch(line[:2_000])) is not None and len(match[1]) <= _DEEPEST:
            lines.append((len(match[1]), match[2] is not None, match[3], _scalar(match[4] or "")))
    if name is not None:
        yield name, lines


def _scalar(text: str) -> str:
    text = text.strip()
    if len(text) >= 2 and text[0] == text[-1] == "'":
        return text[1:-1].replace("''", "'")
    if len(text) >= 2 and text[0] == text[-1] == '"':
        return re.sub(r"\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|(.))", _unescaped, text[1:-1])
    return "" if text in ("~", "null", "|", ">", "|-", ">-") else text


def _unescaped(match: re.Match[str]) -> str:
    code = match[1] or match[2]
    return chr(int(code, 16)) if code else {"n": "\n", "t": "\t"}.get(match[3], match[3])


def student_of(person: Mapping[str, str], otherwise: str) -> str:
    """The name by which a submitter is known: what most likely is unique."""
    return person.get("sid") or person.get("email") or person.get("name") or otherwise


# ------------------------------------------------------------------------------------------------------------ times


def time_of(text: str) -> datetime | None:
    """A moment as nbgrader and Gradescope write it; one without a zone is UTC, as nbgrader takes it."""
    match = _TIME.fullmatch(text[:100])
    if match is None:
        return None
    day, clock, fraction, utc, hours, minutes, zone = match.groups()
    try:
        moment = datetime.fromisoformat(f"{day} {clock}").replace(microsecond=int((fraction or "0")[:6].ljust(6, "0")))
        if zone:
            return moment.replace(tzinfo=ZoneInfo(zone))
        if hours and not utc:
            shift = timedelta(hours=abs(int(hours)), minutes=int(minutes))
            return moment.replace(tzinfo=timezone(-shift if hours.startswith("-") else shift))
        return moment.replace(tzinfo=UTC)
    except (ValueError, KeyError, OSError):  # a day or a zone that does not exist
        return None


# ------------------------------------------------------------------------------------------------------- attempts


def last_attempts(files: Sequence[Named]) -> tuple[list[int], list[int]]:
    """Of one student's files in Canvas, those (by index) that count, and those that a later upload replaced.

    ``hw-1.md`` replaces ``hw.md``. Without an ``hw.md`` beside them, ``hw-1.md`` and ``hw-2.md`` may be the student's
    own names of two files, so both count.
    """
    by_name: dict[str, list[int]] = {}
    for index, named in enumerate(files):
        by_name.setdefault(split_attempt(named.file)[0].casefold(), []).append(index)
    counting: list[int] = []
    for indices in by_name.values():
        if any(files[index].again == 0 for index in indices):
            counting.append(max(indices, key=lambda index: (files[index].again, files[index].serial)))
        else:
            latest = {files[index].again: index for index in sorted(indices, key=lambda index: files[index].serial)}
            counting.extend(latest.values())
    return sorted(counting), sorted(set(range(len(files))) - set(counting))
