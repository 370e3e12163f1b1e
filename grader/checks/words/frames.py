"""Frames: what a sentence's terms must look like for it to say something.

``"closed better (than sgd)? & small"`` has two parts, which may stand in either order. A part is terms next to each
other, with ``( | )`` for a choice, ``?`` for what may be left out, ``*`` and ``+`` for what may be repeated. Two dots
let up to six other terms of the same clause stand between; ``!than sgd`` is ``sgd`` not behind ``than``; ``"[not]"`` is
a whole sentence that opens the answer.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import accumulate, islice

from grader.checks.words.terms import Token

TRIES = 40  # places of a part in one sentence that are looked at; more of them stand only in nonsense
WAYS = 60  # combinations of them
_PIECE = re.compile(r"!?[a-z_]\w*|\.\.|\S")
_BETWEEN = r"((?:(?!\S*/(?:not|no_need|but|,|if|when)/)\S+ ){0,6}?)"


@dataclass(frozen=True, slots=True)
class Frame:
    """The parts of a frame, as expressions over a run of terms, and the terms that it names."""

    parts: tuple[re.Pattern[str], ...]
    names: frozenset[str]
    whole: bool


@cache
def frame(text: str) -> Frame:
    """Reads a frame. Raises ValueError where it cannot be read."""
    whole = text.startswith("[") and text.endswith("]")
    parts, names = [], set()
    for part in (text[1:-1] if whole else text).split("&"):
        pieces = _PIECE.findall(part)
        names |= {piece.lstrip("!") for piece in pieces if piece.lstrip("!")[:1].isalpha()}
        try:
            pattern = re.compile(r"(?<!\S)" + "".join(map(_expression, pieces)))
        except re.error as error:
            raise ValueError(f"{error} in the frame {text!r}") from error
        if pattern.fullmatch(""):
            raise ValueError(f"an empty part in the frame {text!r}")
        parts.append(pattern)
    return Frame(tuple(parts), frozenset(names), whole)


def _expression(piece: str) -> str:
    if piece == "..":
        return _BETWEEN
    if piece == "(":
        return "(?:"
    if piece in ("|", ")", "?", "+", "*"):
        return piece
    if piece[0] == "!":
        return f"(?<!/{piece[1:]}/ )"
    if piece == "," or piece[0].isalpha():
        return rf"(?:\S*/{piece}/\S* )"
    raise ValueError(f"{piece!r} cannot stand in a frame")


def occurrences(sought: Frame, tokens: tuple[Token, ...]) -> Iterator[frozenset[int]]:
    """The places of the tokens that a frame is made of, for each way in which the tokens say it."""
    parts = []
    for pattern in sought.parts:
        places = _places(pattern, tokens)
        if not places:
            return
        parts.append(places)
    for taken in islice(_combined(parts, frozenset()), WAYS):
        if not sought.whole or len(taken) == len(tokens):
            yield taken


def _combined(parts: Sequence[Sequence[frozenset[int]]], taken: frozenset[int]) -> Iterator[frozenset[int]]:
    """One place for each part, none of them twice."""
    if not parts:
        yield taken
        return
    for place in parts[0]:
        if not taken & place:
            yield from _combined(parts[1:], taken | place)


def _places(pattern: re.Pattern[str], tokens: tuple[Token, ...]) -> list[frozenset[int]]:
    """Where a part stands, without the terms in its gaps, which have to be harmless like any others."""
    run, begins = _run(tokens)

    def between(span: tuple[int, int]) -> frozenset[int]:
        return frozenset(range(bisect_left(begins, span[0]), bisect_left(begins, span[1])))

    gaps = range(1, pattern.groups + 1)
    found = islice(pattern.finditer(run), TRIES)
    return [between(one.span()).difference(*(between(one.span(gap)) for gap in gaps)) for one in found]


@lru_cache(maxsize=256)  # every frame of an idea is looked for in the same sentence
def _run(tokens: tuple[Token, ...]) -> tuple[str, list[int]]:
    """The names of the tokens in a row, and where each begins."""
    names = [f"/{'/'.join(sorted(token.names))}/ " for token in tokens]
    return "".join(names), [*accumulate(map(len, names), initial=0)]
