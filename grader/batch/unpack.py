"""Archives and online texts of a download, as files in a folder of our own.

An archive is a stranger's: nothing is written outside of the folder, links are not made, and the number of entries, the
size of each and of all together are bounded by what really comes out, whatever the archive says of itself. What is left
out is told.
"""

from __future__ import annotations

import html
import re
import shutil
import stat
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from grader.core import Message
from grader.reading.encoding import decode
from grader.reading.folder import MAX_DEPTH, MAX_NOTEBOOK_BYTES, shown

#: A text that was typed into a form of Moodle or Canvas, by the name that it has in Moodle's downloads.
ONLINE_TEXT = "onlinetext.html"

_CHUNK = 1 << 16
_UTF8_NAME = 0x800  # flag of an entry whose name is UTF-8; others are in whatever the writer's machine used
_ENCRYPTED = 0x1
_MAX_TOLD = 20


@dataclass(frozen=True, slots=True)
class Bounds:
    """The most that an archive may hold: entries, and bytes in all."""

    entries: int
    size: int


OF_A_STUDENT = Bounds(2_000, 256_000_000)
OF_A_CLASS = Bounds(200_000, 16_000_000_000)


def is_archive(path: Path) -> bool:
    """Whether a file is named like a zip archive and is one, as far as its first bytes tell."""
    if path.suffix.lower() != ".zip" or path.is_symlink() or not path.is_file():
        return False
    try:
        with path.open("rb") as stream:
            return stream.read(2) == b"PK"
    except OSError:
        return False


def top_names(archive: Path) -> set[str]:
    """The names at the top of an archive, or below its only folder; none if it can't be read."""
    try:
        with zipfile.ZipFile(archive) as opened:
            paths = [parts for info in opened.infolist()[: OF_A_CLASS.entries] if (parts := _parts(_name(info)))]
    except Exception:  # as below: a stranger's file may be wrong in any way
        return set()
    tops = {parts[0] for parts in paths}
    inner = {parts[1] for parts in paths if len(parts) > 1}
    return inner if len(tops) == 1 and inner else tops


def unpack(archive: Path, into: Path, bounds: Bounds) -> list[Message]:
    """Write what an archive holds into a folder, which is made; what was left out and why."""
    told: list[Message] = []
    name = shown(archive.name)
    into.mkdir(parents=True, exist_ok=True)
    room = bounds.size
    try:
        with zipfile.ZipFile(archive) as opened:
            entries = opened.infolist()
            if len(entries) > bounds.entries:
                about: dict[str, str | int] = {"file": name, "entries": len(entries), "limit": bounds.entries}
                return [Message("gradebook.archive_entries", about)]
            for info in entries:
                taken, problem = _entry(opened, info, into, min(room, MAX_NOTEBOOK_BYTES))
                room -= taken
                if problem is not None:
                    told.append(Message(problem, {"file": name, "entry": shown(_name(info))[:200]}))
                if room <= 0:
                    told.append(Message("gradebook.archive_size", {"file": name, "limit_mb": bounds.size // 1_000_000}))
                    break
    except (
        Exception
    ) as error:  # a stranger's file may be wrong in any way, and each comes out as one that can't be read
        told.append(
            Message("gradebook.archive_corrupt", {"file": name, "error": f"{type(error).__name__}: {error}"[:200]})
        )
    return told[:_MAX_TOLD]


def _entry(opened: zipfile.ZipFile, info: zipfile.ZipInfo, into: Path, limit: int) -> tuple[int, str | None]:
    """Write one entry: the bytes that came out of it, also in vain, and the key of why it was left out, if it was."""
    name = _name(info)
    parts = _parts(name)
    if name.endswith("/") or not parts or any(part.startswith((".", "__MACOSX")) for part in parts if part != ".."):
        return 0, None
    if name.startswith("/") or ".." in parts or ":" in parts[0] or "\0" in name or len(parts) > MAX_DEPTH:
        return 0, "gradebook.archive_path"
    if stat.S_IFMT(info.external_attr >> 16) not in (0, stat.S_IFREG):
        return 0, "gradebook.archive_link"
    if info.flag_bits & _ENCRYPTED:
        return 0, "gradebook.archive_encrypted"
    return _written(opened, info, into.joinpath(*parts), limit)


def _written(opened: zipfile.ZipFile, info: zipfile.ZipInfo, target: Path, limit: int) -> tuple[int, str | None]:
    written = 0
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with opened.open(info) as source, target.open("wb") as out:
            while written <= limit and (chunk := source.read(_CHUNK)):
                written += len(chunk)
                out.write(chunk)
    except Exception:  # a damaged entry, or a name that the file system does not take
        with suppress(OSError):
            target.unlink()
        return written, "gradebook.archive_entry"
    if written > limit:
        target.unlink()
        return written, "gradebook.archive_entry_size"
    return written, None


def _name(info: zipfile.ZipInfo) -> str:
    """The entry's name; those that are not marked as UTF-8 are often UTF-8 or GB18030 all the same."""
    name = info.filename
    if not info.flag_bits & _UTF8_NAME and not name.isascii():
        try:
            text = decode(name.encode("cp437"), "")
        except UnicodeError:
            text = name
        name = text if isinstance(text, str) else name
    return name.replace("\\", "/")


def _parts(name: str) -> tuple[str, ...]:
    return tuple(part for part in PurePosixPath(name).parts if part not in ("/", "."))


# -------------------------------------------------------------------------------------------------------- gathering


def gather(files: list[tuple[str, Path]], into: Path) -> list[Message]:
    """Put files and folders into one folder under their own names, archives unpacked and online texts as Markdown.

    The names are those that students gave, which tell the exercise; a name that is there already gets a number.
    """
    into.mkdir(parents=True, exist_ok=True)
    told: list[Message] = []
    for name, path in files:
        if path.is_dir():
            told += _gather_folder(path, into)
        else:
            told += _gather_file(name, path, into)
    return told


def _gather_folder(folder: Path, into: Path) -> list[Message]:
    told: list[Message] = []
    for path in sorted(folder.iterdir()):
        if path.name.startswith((".", "__")):
            continue
        if path.is_dir() and not path.is_symlink():
            shutil.copytree(path, _free(into / path.name), symlinks=True, ignore=shutil.ignore_patterns(".*", "__*"))
        else:
            told += _gather_file(path.name, path, into)
    for archive in [path for path in _files(into) if is_archive(path)]:
        told += unpack(archive, _free(archive.with_suffix("")), OF_A_STUDENT)
        archive.unlink()
    return told


def _gather_file(name: str, path: Path, into: Path) -> list[Message]:
    if path.is_symlink():
        shutil.copy(path, _free(into / name), follow_symlinks=False)
    elif is_archive(path):
        return unpack(path, _free(into / Path(name).stem), OF_A_STUDENT)
    elif name == ONLINE_TEXT:
        text = decode(path.read_bytes()[:MAX_NOTEBOOK_BYTES], name)
        if isinstance(text, Message):
            return [text]
        _free(into / f"{Path(name).stem}.md").write_text(as_markdown(text), encoding="utf-8", errors="replace")
    elif path.is_file():
        shutil.copyfile(path, _free(into / name))
    return []


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in sorted(folder.rglob("*")) if path.is_file() and not path.is_symlink())


def _free(path: Path) -> Path:
    """The path, or, where something is there already, the next one with a number."""
    number, free = 1, path
    while free.exists() or free.is_symlink():
        number += 1
        free = path.with_name(f"{path.stem} ({number}){path.suffix}")
    return free


# ------------------------------------------------------------------------------------------------------ online text

_BLOCKS = frozenset({"p", "div", "br", "li", "tr", "ul", "ol", "table", "pre", "blockquote", "section", "hr"})
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_UNSEEN = frozenset({"script", "style", "head", "title", "template"})


_TAG = re.compile(r"(<[^<>]{0,5000}>)")
_TAG_NAME = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
_ATTRIBUTE = re.compile(r"([\w-]{1,40})\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")


def as_markdown(page: str) -> str:
    """The text of a page that a student typed into a form: headings with their signs, blocks on lines of their own."""
    pieces: list[str] = []
    unseen = 0
    for piece in _TAG.split(page.replace("\r\n", "\n")):
        tag = _TAG_NAME.match(piece)
        if tag is None:
            if not unseen and not piece.startswith(("<!", "<?")):
                pieces.append(html.unescape(piece))
            continue
        name, ends = tag[2].lower(), bool(tag[1])
        if name in _UNSEEN:
            unseen = max(0, unseen - 1) if ends else unseen + 1
        elif not unseen:
            pieces.append(_end(name) if ends else _start(name, piece))
    lines = [line.replace("\N{NO-BREAK SPACE}", " ").rstrip() for line in "".join(pieces).split("\n")]
    kept = [line for index, line in enumerate(lines) if line or (index and lines[index - 1])]
    return "\n".join(kept).strip() + "\n"


def _start(name: str, tag: str) -> str:
    if name == "img":  # editors keep the source of a formula in its picture
        named = {match[1].lower(): html.unescape(match[2] or match[3] or "") for match in _ATTRIBUTE.finditer(tag)}
        formula = named.get("data-equation-content")
        return f" ${formula}$ " if formula else f" ![{named.get('alt', '')}](picture) "
    if name in _HEADINGS:
        return f"\n\n{'#' * int(name[1])} "
    return "\n\n" if name == "p" else "\n- " if name == "li" else "\n" if name in _BLOCKS else ""


def _end(name: str) -> str:
    return "\n" if name in _HEADINGS or (name in _BLOCKS and name not in ("br", "hr")) else ""
