"""The ideas of an exercise, from ``rubric.toml`` in its folder of solutions.

The file is read when an answer in words is first judged, and once in a process; a frame is made when it is first
looked for. ``docs/rubrics.md`` is the author's description of it.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Final, TypeAlias

from grader.checks.words.field import FIELD
from grader.checks.words.frames import frame
from grader.checks.words.grammar import OPPOSITES, SHARED
from grader.checks.words.idea import Idea
from grader.checks.words.terms import NUMBER, Tree, Vocabulary, sequences
from grader.core import Message, Text

FILE: Final = "rubric.toml"
TERMS, SAYINGS = "terms", "frames"  # the tables that are no ideas
_FRAMES = ("affirmed", "contradicted", "also", "unless", "pardon")
_NAMES = ("beside", "topic")
_KEYS = (*_FRAMES, *_NAMES, "condition", "hint")

Table: TypeAlias = Mapping[str, object]


class RubricError(ValueError):
    """A rubric that cannot be used. ``message`` has the file, the key in it, and what to do."""

    def __init__(self, key: str, file: Path, place: str, **fields: str) -> None:
        self.message = Message(key, {"file": str(file), "place": place, **fields})
        super().__init__(", ".join([str(file), place, key, *fields.values()]))


def rubric(file: Path, name: str) -> Idea:
    """The idea of that name. Raises :class:`RubricError`."""
    idea = ideas(file).get(name)
    if idea is None:
        raise RubricError("checks.rubric.no_idea", file, f"[{name}]")
    return idea


@cache
def shared_terms() -> Tree:
    """Those that every rubric has."""
    return Tree({**SHARED, **FIELD})


@cache
def ideas(file: Path) -> Mapping[str, Idea]:
    """Every idea of a file. Raises :class:`RubricError`: for the terms of the file, and for all but its frames."""
    tables = _tables(file)
    vocabulary = Vocabulary(shared_terms(), Tree(_terms(file, tables)), OPPOSITES)
    sayings = _Sayings(file, _table(tables.get(SAYINGS, {}), file, SAYINGS))
    return {
        name: _idea(sayings, name, _table(table, file, name), vocabulary)
        for name, table in tables.items()
        if name not in (TERMS, SAYINGS)
    }


def problems(file: Path) -> list[Message]:
    """All that is wrong in a rubric, each with its place: every frame of it is read."""
    try:
        read = ideas(file)
        known = {*SHARED, *FIELD, *_terms(file, _tables(file)), NUMBER}
    except RubricError as error:
        return [error.message]
    return [
        message
        for name, idea in read.items()
        for key in (*_FRAMES, *_NAMES)
        for text in sorted(getattr(idea, key))
        for message in _trouble(file, f"[{name}] {key}", text, known)
    ]


def _trouble(file: Path, place: str, text: str, known: Iterable[str]) -> list[Message]:
    try:
        names = frame(text).names
    except ValueError as error:
        return [RubricError("checks.rubric.bad_frame", file, place, frame=text, error=str(error)).message]
    unknown = sorted(names - {*known})
    return [RubricError("checks.rubric.unknown_term", file, place, name=name).message for name in unknown]


def _tables(file: Path) -> Mapping[str, object]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise RubricError("checks.rubric.no_file", file, "") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise RubricError("checks.rubric.no_toml", file, "", error=str(error)) from error


def _table(value: object, file: Path, place: str) -> Table:
    if not isinstance(value, Mapping):
        raise RubricError("checks.rubric.no_table", file, f"[{place}]")
    return value


def _texts(value: object, file: Path, place: str) -> tuple[str, ...]:
    if not isinstance(value, Sequence) or isinstance(value, str) or not all(isinstance(one, str) for one in value):
        raise RubricError("checks.rubric.no_list", file, place)
    return tuple(value)


def _terms(file: Path, tables: Table) -> dict[str, tuple[str, ...]]:
    """The exercise's own."""
    terms = {}
    for name, value in _table(tables.get(TERMS, {}), file, TERMS).items():
        place = f"[{TERMS}] {name}"
        terms[name] = _texts(value, file, place)
        for entry in terms[name]:
            try:
                sequences(entry)
            except ValueError as error:
                raise RubricError("checks.rubric.bad_entry", file, place, entry=entry, error=str(error)) from error
    return terms


class _Sayings:
    """Frames that several ideas share: ``{small}`` stands for the one of that name."""

    def __init__(self, file: Path, named: Table) -> None:
        self.file = file
        self.named = named

    def filled(self, text: str, place: str) -> str:
        """A frame with the shared ones put in. Raises :class:`RubricError` where there is none of that name."""
        for name, value in self.named.items():
            if isinstance(value, str):
                text = text.replace(f"{{{name}}}", f"({value})")
        if "{" in text:
            name = text.partition("{")[2].partition("}")[0]
            raise RubricError("checks.rubric.unknown_frame", self.file, place, name=name)
        return text


def _idea(sayings: _Sayings, name: str, table: Table, vocabulary: Vocabulary) -> Idea:
    file = sayings.file
    unknown = set(table) - {*_KEYS}
    if unknown:
        raise RubricError("checks.rubric.unknown_key", file, f"[{name}] {min(unknown)}", known=", ".join(_KEYS))
    lists = {key: _texts(table.get(key, []), file, f"[{name}] {key}") for key in (*_FRAMES, *_NAMES)}
    frames = {key: tuple(sayings.filled(text, f"[{name}] {key}") for text in lists[key]) for key in _FRAMES}
    if not frames["affirmed"] and not lists["topic"]:
        raise RubricError("checks.rubric.nothing_affirmed", file, f"[{name}] affirmed")
    return Idea(
        vocabulary=vocabulary,
        hint=_hint(table.get("hint"), file, f"[{name}] hint"),
        beside=frozenset(lists["beside"]),
        topic=lists["topic"],
        condition=table.get("condition") is True,
        **frames,
    )


def _hint(value: object, file: Path, place: str) -> Text:
    if not isinstance(value, Mapping) or set(value) != {"en", "zh"}:
        raise RubricError("checks.rubric.no_hint", file, place)
    return Text(str(value["en"]), str(value["zh"]))
