"""Names of exercises and parts: addresses, titles, and the letters or numbers that stand for a part."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from grader.core import Exercise, Part

_ADDRESS = re.compile(r"`?([\w-]+(?:/[\w-]+){1,2})`?")
_NOT_WORD = re.compile(r"[\W_]+")
_CHINESE = re.compile(r"[\u3400-\u9fff]")
#: What may stand beside a title without making it a sentence about something else.
_BESIDE_TITLE = frozenset(
    [
        "the",
        "a",
        "b",
        "c",
        "d",
        "e",
        "f",
        "g",
        "h",
        "of",
        "for",
        "and",
        "part",
        "exercise",
        "ex",
        "problem",
        "question",
        "q",
        "task",
        "solution",
        "answer",
        "derivation",
        "code",
        "my",
    ]
)
_MOST_WORDS_BESIDE = 2
_PART_AFTER_TITLE = re.compile(r"[\s:.,·/-]*(?:part\s*)?\(?(?P<part>[a-h]|code|代码)(?:\)|[.:]|\s*$)", re.IGNORECASE)


def address_in(text: str) -> str | None:
    """The address that a heading consists of, if it does: ``optimal_constant/a``."""
    match = _ADDRESS.fullmatch(text.strip())
    return match[1] if match else None


def find(address: str, exercises: Sequence[Exercise], current: Exercise | None) -> tuple[Exercise, Part] | None:
    """The part of an address: in full, as ``exercise/part``, or a part's name alone within the current exercise."""
    head, _, name = address.strip().strip("`").rpartition("/")
    if not head:
        if current is None and len(exercises) == 1:
            current = exercises[0]
        part = None if current is None else part_named(current, name)
        return None if current is None or part is None else (current, part)
    for exercise in exercises:
        if exercise.address == head or exercise.address.rpartition("/")[2] == head:
            part = part_named(exercise, name)
            if part is not None:
                return exercise, part
    return None


def part_named(exercise: Exercise, name: str) -> Part | None:
    """A part by its name, whatever its case."""
    return exercise.part(name) or exercise.part(name.lower())


def lettered(exercise: Exercise) -> tuple[Part, ...]:
    """The parts that have a letter: what is derived or explained."""
    return tuple(part for part in exercise.parts if len(part.name) == 1)


def part_meant(exercise: Exercise, written: str) -> Part | None:
    """The part that a letter, a number (1 is the first letter) or a name stands for."""
    if written.isdigit():
        parts = lettered(exercise)
        return parts[int(written) - 1] if 0 < int(written) <= len(parts) else None
    return part_named(exercise, written)


def plain(text: str) -> str:
    """Words in small letters with single spaces."""
    return _NOT_WORD.sub(" ", text.casefold()).strip()


def exercise_titled(words: str, exercises: Iterable[Exercise]) -> tuple[Exercise, str | None] | None:
    """The exercise whose title a heading consists of, give or take a word, and the part's name after it.

    The last word of its address counts as one, unless the title of some part holds it: "The gradient".
    """
    heading = plain(words)
    exercises = tuple(exercises)
    of_parts = {plain(part.title.en) for exercise in exercises for part in exercise.parts}
    found: list[tuple[int, Exercise]] = []
    for exercise in exercises:
        name = plain(exercise.address.rpartition("/")[2])
        names = set() if any(f" {name} " in f" {title} " for title in of_parts) else {name}
        length = _title_in(heading, {plain(exercise.title.en), plain(exercise.title.zh)} | names)
        if length:
            found.append((length, exercise))
    longest = max((length for length, _ in found), default=0)
    best = [exercise for length, exercise in found if length == longest]
    return (best[0], _part_after(words, best[0])) if len(best) == 1 else None


def part_titled(words: str, exercise: Exercise) -> Part | None:
    """The part whose title a heading consists of, give or take a word."""
    heading = plain(words)
    found = [part for part in exercise.parts if _title_in(heading, {plain(part.title.en), plain(part.title.zh)})]
    return found[0] if len(found) == 1 else None


def _title_in(heading: str, titles: set[str]) -> int:
    """The length of the titles in a heading; 0 if there are none or if it says much else."""
    length = 0
    for title in sorted(titles, key=len, reverse=True):
        chinese = _CHINESE.search(title) is not None
        if len(title) < (3 if chinese else 4) and title != heading:
            continue
        before, hit, after = f" {heading} ".partition(title if chinese else f" {title} ")
        if hit:
            heading = f"{before} {after}".strip()
            length = max(length, len(title))
    beside = [word for word in heading.split() if word not in _BESIDE_TITLE and not word.isdigit()]
    much = sum(max(1, len(_CHINESE.findall(word)) // 2) for word in beside) > _MOST_WORDS_BESIDE
    return 0 if much else length


def _part_after(words: str, exercise: Exercise) -> str | None:
    """The letter right after the title, as in "Optimal constant (a)"."""
    name = exercise.address.rpartition("/")[2]
    for title in (plain(exercise.title.en), plain(exercise.title.zh), plain(name)):
        pattern = r"[\W_]+".join(re.escape(word) for word in title.split())
        match = re.search(pattern, words, re.IGNORECASE) if pattern else None
        after = None if match is None else _PART_AFTER_TITLE.match(words, match.end())
        if after is not None:
            part = after["part"].lower()
            return "code" if part == "代码" else part
    return None
