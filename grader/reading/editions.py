"""Which exercise does a bare number mean?

The book's editions number their exercises differently. The language of the text leaves the editions in that language;
where these leave two exercises, the parts that are named leave those that have them, and what stands below the number
is compared with each of them: the words of their titles, tasks and known answers, and the pieces of formulas. What
stays ambiguous is said, never guessed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from grader.core import Exercise, Language, Message, Passage, Text

#: The English edition numbers the parts of its exercises from 1.0 on: its 1.3 is part c.
EDITIONS_WITH_NUMBERED_PARTS = ("en-1.0",)

_LATIN = re.compile(r"[a-z]{4,}")
_CHINESE = re.compile(r"[\u3400-\u9fff]{2,}")
_STEM = 6  # "minimise", "minimizer" and "minimum" count as different words, "minimise" and "minimising" as one
#: What formulas are written with, apart from letters, digits and brackets; and what only says how they look.
_SIGNS = frozenset("^_=+-*/|∑ᵀ√·<>≤≥∂∇'")
_LOOKS = re.compile(
    r"\\(?:mathbf|mathrm|mathbb|boldsymbol|bm|left|right|displaystyle|limits|quad|qquad|,|;|:|!)(?![A-Za-z])|[\s{}$&]|\\\\"
)
_TRANSPOSE = re.compile(r"\^\{?\s*(?:\\top|\\mathsf\{?T\}?|\\intercal|T\b|⊤)\s*\}?|'|⊤")
_PIECE = 4  # characters
#: Content decides if this many words or pieces of one exercise occur, and at least twice as many as of any other.
_FEWEST_WORDS = 2
_REACH = 20_000


@dataclass(frozen=True, slots=True)
class Numbering:
    """The exercises, the language of the text, the words that tell them apart, and the highest number that occurs."""

    exercises: tuple[Exercise, ...]
    language: Language
    words: Mapping[str, frozenset[str]] = field(default_factory=dict)
    highest: int = 0

    def knows(self, number: str) -> bool:
        """Whether any edition has an exercise of that number."""
        return any(number in exercise.numbers.values() for exercise in self.exercises)

    def exercise(self, number: str, text: str, *, heading: str, parts: Collection[str] = ()) -> Found | Message:
        """The exercise of a number, with the parts and the text below it to decide by, or the reason why it is none."""
        near = self._numbered(number, own=True)
        outgrown = self._outgrown()
        live = {address for edition, address in near if edition not in outgrown}
        if len(live) == 1:
            return Found(self._at(live.pop()))
        candidates = {address for _, address in near or self._numbered(number, own=False)}
        if not candidates:
            return Message("reading.unknown_exercise", {"number": number, "heading": heading})
        meant = [self._at(address) for address in sorted(candidates)]
        able = [one for one in meant if all(one.part(name) for name in parts if name.isalpha())]
        chosen = able[0] if len(able) == 1 < len(meant) else self._nearest(meant, text, sorted(candidates))
        if chosen is not None:
            return Found(chosen, by_content=True)
        titles = listed(exercise.title for exercise in self.exercises if exercise.address in candidates)
        return Message("reading.ambiguous_number", {"number": number, "titles": titles, "heading": heading})

    def by_content(self, candidates: Sequence[Exercise], text: str) -> Exercise | None:
        """The one of these that the text speaks of, if it speaks clearly of one; all exercises compete."""
        return self._nearest(candidates, text, list(self.words))

    def _nearest(self, candidates: Sequence[Exercise], text: str, rivals: Sequence[str]) -> Exercise | None:
        scores = dict.fromkeys(rivals, 0)
        for feature in features(text[:_REACH]):
            owners = [address for address in rivals if feature in self.words.get(address, ())]
            if len(owners) == 1:
                scores[owners[0]] += 1
        ranked = sorted(scores.values(), reverse=True)
        best = [exercise for exercise in candidates if scores.get(exercise.address, 0) == ranked[0]] if ranked else []
        second = ranked[1] if len(ranked) > 1 else 0
        if len(best) == 1 and ranked[0] >= max(_FEWEST_WORDS, 2 * second):
            return best[0]
        return None

    def _numbered(self, number: str, *, own: bool) -> set[tuple[str, str]]:
        return {
            (edition, exercise.address)
            for exercise in self.exercises
            for edition, its in exercise.numbers.items()
            if its == number and (edition.partition("-")[0] == self.language) == own
        }

    def _outgrown(self) -> set[str]:
        """The editions whose exercises are fewer than the numbers that occur: not they are meant, if another may be."""
        last: dict[str, int] = {}
        for exercise in self.exercises:
            for edition, number in exercise.numbers.items():
                if edition.partition("-")[0] == self.language and number.isdigit():
                    last[edition] = max(last.get(edition, 0), int(number))
        outgrown = {edition for edition, number in last.items() if number < self.highest}
        return outgrown if len(outgrown) < len(last) else set()

    def _at(self, address: str) -> Exercise:
        return next(exercise for exercise in self.exercises if exercise.address == address)


@dataclass(frozen=True, slots=True)
class Found:
    """An exercise, and whether only the content told which one a number meant."""

    exercise: Exercise
    by_content: bool = False


class Vocabulary(Mapping[str, frozenset[str]]):
    """By its address what each exercise is told by: its titles, its stubs, and answers to it as far as there are any.

    Made when it is first asked for, since hardly any text needs it.
    """

    def __init__(
        self,
        exercises: Iterable[Exercise],
        stubs: Mapping[str, tuple[Passage, ...]],
        answers: Callable[[Exercise], Iterable[str]] = lambda _: (),
    ) -> None:
        self._exercises, self._stubs, self._answers = tuple(exercises), stubs, answers
        self._found: dict[str, frozenset[str]] = {}

    def __getitem__(self, address: str) -> frozenset[str]:
        return self._made()[address]

    def __iter__(self) -> Iterator[str]:
        return iter(self._made())

    def __len__(self) -> int:
        return len(self._exercises)

    def _made(self) -> dict[str, frozenset[str]]:
        if not self._found:
            self._found = {exercise.address: features("\n".join(self._texts(exercise))) for exercise in self._exercises}
        return self._found

    def _texts(self, exercise: Exercise) -> Iterator[str]:
        yield exercise.address.rpartition("/")[2].replace("_", " ")
        for title in (exercise.title, *(part.title for part in exercise.parts)):
            yield from (title.en, title.zh)
        for address, passages in self._stubs.items():
            if address.rpartition("/")[0] == exercise.address:
                yield from (passage.source for passage in passages if passage.kind == "text")
        yield from self._answers(exercise)


def features(text: str) -> frozenset[str]:
    """The words of a text and the pieces of its formulas."""
    return words_in(text) | pieces_in(text)


def words_in(text: str) -> frozenset[str]:
    """The words of a text by their stems, and pairs of Chinese characters."""
    stems = {word[:_STEM] for word in _LATIN.findall(text.casefold())}
    pairs = {run[index : index + 2] for run in _CHINESE.findall(text) for index in range(len(run) - 1)}
    return frozenset(stems | pairs)


def pieces_in(text: str) -> frozenset[str]:
    """The pieces of four characters of what looks like formulas, fonts, spaces and braces aside."""
    found: set[str] = set()
    for line in text.splitlines():
        bare = _LOOKS.sub("", _TRANSPOSE.sub("ᵀ", line)).replace("\\", "")
        pieces = {bare[at : at + _PIECE] for at in range(len(bare) - _PIECE + 1)}
        found |= {piece for piece in pieces if len(_SIGNS.intersection(piece)) > 0}
    return frozenset(found)


def listed(titles: Iterable[Text]) -> Text:
    """Titles in a row."""
    some = list(titles)
    return Text(", ".join(title.en for title in some), "、".join(title.zh for title in some))
