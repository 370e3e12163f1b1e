"""Sentences as terms: which of an exercise's words stand in a sentence, in order, and what was not understood.

A *term* is a name for all the words that mean one thing in an exercise, in both languages: ``closed`` for "closed
form", "normal equation", "解析解". Words without weight are dropped, as "the" or "一般"; what is neither a term nor
such a word is :data:`UNKNOWN`, and a sentence with an unknown word in it is never judged.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, pairwise, product

from grader.checks.words.normal import normalised

UNKNOWN = "_"
NUMBER = "num"
NEUTRAL = ""
NOT, NO_NEED = "not", "no_need"
_DENIALS = frozenset({NOT, NO_NEED})
IF, THEN_IF = "if", "when"  # opens a condition; ends one, as 时 does
KEPT = 2000  # sentences whose terms are remembered: the claims of a part read the same ones
MOST = 1000  # sequences of words that one entry may stand for
_COST = {UNKNOWN: 100.0, NEUTRAL: 1.02}
_PLAIN = frozenset(
    {"not", "non", "no longer", "never", "不", "非", "未", "不是", "并不", "并非", "不再", "没有", "不会"}
)  # turn round
_STAR = "\ue000"
_UNIT = re.compile(r"[a-z]+|\d+|[^\s]")
_PATTERN_UNIT = re.compile(rf"[a-z]+{_STAR}?|\d+|[^\s]")
_EXAMPLE = re.compile(r"\((?:e\.g\.|for example|for instance|such as|say,|例如|比如|譬如)[^()]*\)|\([^()]*, say\)")
_DROPPED = frozenset("\"'.!?[]*~#^。！？「」『』《》…")


@dataclass(frozen=True, slots=True)
class Token:
    """A term's names (usually one) with its place in the sentence's normal form."""

    names: frozenset[str]
    start: int
    end: int

    def has(self, name: str) -> bool:
        """Whether it is that term."""
        return name in self.names


@dataclass(slots=True)
class _Node:
    """A place in a tree of entries: what it is the end of, and how they go on."""

    words: dict[str, _Node] = field(default_factory=dict)
    starts: dict[str, _Node] = field(default_factory=dict)  # by how a word begins, any ending
    names: set[str] = field(default_factory=set)

    def after(self, unit: str) -> Iterator[_Node]:
        if unit in self.words:
            yield self.words[unit]
        for begin, node in self.starts.items():
            if unit.startswith(begin):
                yield node


class Tree:
    """All entries of some terms, to be found word by word."""

    def __init__(self, terms: Mapping[str, Iterable[str]]) -> None:
        self._root = _Node()
        for name, entries in terms.items():
            for sequence in (sequence for entry in entries for sequence in sequences(entry)):
                self._end_of(sequence).add(name)

    def _end_of(self, sequence: Sequence[str]) -> set[str]:
        node = self._root
        for word in sequence:
            if word.endswith(_STAR):
                node = node.starts.setdefault(word[:-1], _Node())
            else:
                node = node.words.setdefault(word, _Node())
        return node.names

    def entries(self, units: Sequence[str], at: int) -> dict[int, frozenset[str]]:
        """Every entry that begins there, by where it ends."""
        found = {}
        nodes, end = [self._root], at
        while nodes and end < len(units):
            nodes = [later for node in nodes for later in node.after(units[end])]
            end += 1
            names = frozenset(name for node in nodes for name in node.names)
            if names:
                found[end] = names
        return found


class Vocabulary:
    """The terms that all exercises share and an exercise's own, and where they stand in a text.

    What is an entry of the ``own`` terms is none of the ``shared`` ones, but a denial stays one.
    """

    def __init__(self, shared: Tree, own: Tree, opposites: Mapping[str, str]) -> None:
        self._shared, self._own = shared, own
        self._opposites = {**opposites, **{other: name for name, other in opposites.items()}}
        self._read: dict[str, tuple[Token, ...]] = {}

    def tokens(self, text: str) -> tuple[Token, ...]:
        """The terms of a sentence in its normal form: as much of it understood, in as few pieces, as can be."""
        if text not in self._read:
            if len(self._read) >= KEPT:
                self._read.clear()
            self._read[text] = tuple(self._turned(text, self._told(text)))
        return self._read[text]

    def _told(self, text: str) -> list[Token]:
        """Without what is unknown in an example between brackets: whatever it is, it is one of the things meant."""
        examples = [found.span() for found in _EXAMPLE.finditer(text)]
        return [
            token
            for token in self._pieces(text)
            if not token.names & {UNKNOWN, NUMBER} or not any(a <= token.start and token.end <= b for a, b in examples)
        ]

    def _pieces(self, text: str) -> list[Token]:
        places = [found.span() for found in _UNIT.finditer(text)]
        units = [text[start:end] for start, end in places]
        best: list[tuple[float, int, frozenset[str]]] = [(0.0, 0, frozenset())] * (len(units) + 1)
        for at in range(len(units) - 1, -1, -1):
            unit = units[at]
            names = frozenset() if unit in _DROPPED else frozenset({NUMBER if unit.isdigit() else UNKNOWN})
            best[at] = (best[at + 1][0] + (_COST[UNKNOWN] if names else 0.0), at + 1, names)
            for end, names in self._entries(units, at).items():
                cost = best[end][0] + (_COST[NEUTRAL] if names == {NEUTRAL} else 1.01 if names == {NOT} else 1.0)
                if cost < best[at][0]:
                    best[at] = (cost, end, names)
        found, at = [], 0
        while at < len(units):
            _, end, names = best[at]
            if names - {NEUTRAL}:
                found.append(Token(names - {NEUTRAL}, places[at][0], places[end - 1][1]))
            at = end
        return found

    def _entries(self, units: Sequence[str], at: int) -> dict[int, frozenset[str]]:
        shared, own = self._shared.entries(units, at), self._own.entries(units, at)
        return {**shared, **{end: names | (shared.get(end, frozenset()) & _DENIALS) for end, names in own.items()}}

    def _turned(self, text: str, tokens: Sequence[Token]) -> Iterator[Token]:
        """With "not invertible" as "singular"."""
        at = 0
        while at < len(tokens):
            here = tokens[at]
            other = None
            if text[here.start : here.end] in _PLAIN and at + 1 < len(tokens):
                after = tokens[at + 1]
                other = next((self._opposites[name] for name in after.names if name in self._opposites), None)
                if other is not None:
                    here = Token(frozenset({other}), here.start, after.end)
            yield here
            at += 1 if other is None else 2


def sequences(entry: str) -> list[tuple[str, ...]]:
    """The sequences of words that an entry stands for: ``"(very | ) small*"``. Raises ValueError where it can't.

    Brackets with a bar in them hold alternatives, others stand for themselves.
    """
    units = _PATTERN_UNIT.findall(normalised(". " + entry.replace("*", _STAR)))[1:]  # a sign at its head is no marker
    if len(units) == 1:
        return [(units[0],)]
    found = _alternatives(units, entry)
    if not all(found):
        raise ValueError(f"nothing to look for in {entry!r}")
    return found


def _alternatives(units: Sequence[str], entry: str) -> list[tuple[str, ...]]:
    bars = _bars(units)
    if bars:
        ends = [-1, *bars, len(units)]
        return [one for first, last in pairwise(ends) for one in _alternatives(units[first + 1 : last], entry)]
    run: list[tuple[str, ...]] = [()]
    at = 0
    while at < len(units):
        inner: list[tuple[str, ...]] = [(units[at],)]
        end = at + 1
        if units[at] == "(":
            end = _closing(units, at, entry)
            if _bars(units[at + 1 : end]):
                inner, end = _alternatives(units[at + 1 : end], entry), end + 1
            else:
                end = at + 1
        run = [(*one, *other) for one, other in product(run, inner)]
        if len(run) > MOST:
            raise ValueError(f"more than {MOST} ways to say {entry!r}")
        at = end
    return run


def _bars(units: Sequence[str]) -> list[int]:
    """The places of the bars that stand in no bracket."""
    depths = accumulate({"(": 1, ")": -1}.get(unit, 0) for unit in units)
    return [at for at, (unit, depth) in enumerate(zip(units, depths, strict=True)) if unit == "|" and depth == 0]


def _closing(units: Sequence[str], at: int, entry: str) -> int:
    depth = 0
    for place in range(at, len(units)):
        depth += {"(": 1, ")": -1}.get(units[place], 0)
        if depth == 0:
            return place
    raise ValueError(f"an open bracket in {entry!r}")
