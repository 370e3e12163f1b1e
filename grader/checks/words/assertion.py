"""Whether a sentence says a frame and means it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set
from typing import TypeAlias

from grader.checks.words.frames import frame, occurrences
from grader.checks.words.grammar import LINKS
from grader.checks.words.hedges import CONDITION, DOUBT, PRONOUN, SUSPENDED, TAKEN_BACK, TURNS
from grader.checks.words.idea import Idea
from grader.checks.words.sentences import Sentence
from grader.checks.words.terms import IF, NO_NEED, NOT, THEN_IF, UNKNOWN, Token

_ENDS = (",", "because", "so", "but")
_DENIALS = frozenset({NOT, NO_NEED})

Span: TypeAlias = tuple[int, int]


def takes_back(sentence: Sentence) -> bool:
    """Whether a sentence says that what stands before it is wrong."""
    return TAKEN_BACK.match(sentence.text) is not None


def affirms(idea: Idea, run: Sequence[Sentence], at: int) -> bool:
    """Whether a sentence says the idea and the next one doesn't take it back."""
    said = _asserted(idea, idea.affirmed, (*idea.also, *idea.affirmed), run, at)
    return any(said) and not any(map(takes_back, run[at + 1 : at + 2]))


def contradicts(idea: Idea, run: Sequence[Sentence], at: int) -> bool:
    """Whether a sentence states the misconception without doubt or condition, and the next one doesn't turn round."""
    return not any(TURNS.match(later.text) for later in run[at + 1 : at + 2]) and any(
        not _qualified(text, spans) and not _pardoned(idea, text, spans)
        for text, spans in _asserted(idea, idea.contradicted, idea.contradicted, run, at)
    )


def mentions(idea: Idea, sentence: Sentence, frames: Sequence[str]) -> bool:
    """Whether one of the frames stands in a sentence, meant or not."""
    return any(
        True
        for text in sentence.readings
        for sought in frames
        for _ in occurrences(frame(sought), idea.vocabulary.tokens(text))
    )


def _asserted(
    idea: Idea, frames: Sequence[str], also: Sequence[str], run: Sequence[Sentence], at: int
) -> Iterator[tuple[str, tuple[Span, ...]]]:
    """The ways in which a sentence says one of the frames and means it."""
    sentence = run[at]
    if at and PRONOUN.match(sentence.text) and mentions(idea, run[at - 1], idea.unless):
        return  # "SGD is cheap. It fails when ...": of whom is that said?
    intro = idea.vocabulary.tokens(sentence.intro)
    hollow = any(token.names & _DENIALS for token in intro) or SUSPENDED.search(sentence.intro) is not None
    for text in sentence.readings:
        lead = len(text) - len(sentence.text)  # a frame behind its introduction must begin in it
        if hollow and not lead:
            continue
        tokens = idea.vocabulary.tokens(text)
        harmless = _harmless(idea, also, tokens)
        for sought in map(frame, frames):
            if sought.whole and not _opens(idea, run, at):
                continue
            for taken in occurrences(sought, tokens):
                spans = tuple((tokens[place].start, tokens[place].end) for place in sorted(taken))
                if (lead and spans[0][0] >= lead) or (sought.whole and len(spans) == 1 and _words_beside(text, spans)):
                    continue
                if _understood(idea, tokens, taken, harmless) and not _other(SUSPENDED, text, spans):
                    yield text, spans


def _opens(idea: Idea, run: Sequence[Sentence], at: int) -> bool:
    """Whether nothing stands before a sentence but headings and a question that is understood: "Is there one? No."."""
    before = [sentence for sentence in run[:at] if not sentence.heading]
    return run[at].opens or (
        len(before) == 1
        and before[0].asked
        and not any(token.names & {UNKNOWN, *_DENIALS} for token in idea.vocabulary.tokens(before[0].text))
        and mentions(idea, before[0], idea.topic)
    )


def _harmless(idea: Idea, also: Sequence[str], tokens: tuple[Token, ...]) -> list[frozenset[int]]:
    """The terms that may stand beside a frame: alone, and together as the frames of ``also``."""
    allowed = LINKS | idea.beside
    alone = frozenset(place for place, token in enumerate(tokens) if token.names <= allowed)
    return [alone, *(more for sought in map(frame, also) for more in occurrences(sought, tokens))]


def _understood(idea: Idea, tokens: Sequence[Token], taken: Set[int], harmless: Sequence[frozenset[int]]) -> bool:
    """Whether all that stands beside a frame is known to leave its meaning alone, and the frame is asserted."""
    alone, *together = harmless
    covered = alone.union(taken, *(more for more in together if not more & taken))
    if len(covered) < len(tokens):
        return False
    return idea.condition or any(_unconditional(tokens, place) for place in taken)


def _unconditional(tokens: Sequence[Token], place: int) -> bool:
    """Whether a term stands outside every condition: not behind an "if" and not before a 时."""
    if tokens[place].has(IF) or tokens[place].has(THEN_IF):
        return False
    before = next((t for t in reversed(tokens[:place]) if t.names & {IF, THEN_IF, *_ENDS}), None)
    if before is not None and before.has(IF) and not before.has(THEN_IF):
        return False
    after = next((t for t in tokens[place + 1 :] if t.names & {IF, THEN_IF, *_ENDS}), None)
    return after is None or not after.has(THEN_IF)


def _qualified(text: str, spans: Sequence[Span]) -> bool:
    """Whether a misconception is said with doubt, or under a condition that is no part of it.

    ``X^T X is always invertible if ...`` may be right. A condition between a frame's terms belongs to the frame.
    """
    return _other(DOUBT, text, spans) or _other(CONDITION, text, [(spans[0][0], spans[-1][1])])


def _pardoned(idea: Idea, text: str, spans: Sequence[Span]) -> bool:
    """Whether the same sentence says besides what excuses the misconception: "near zero"."""
    tokens = idea.vocabulary.tokens(text)
    return any(
        not all(_within((tokens[place].start, tokens[place].end), spans) for place in places)
        for sought in idea.pardon
        for places in occurrences(frame(sought), tokens)
    )


def _words_beside(text: str, spans: Sequence[Span]) -> bool:
    return any(not _within(found.span(), spans) for found in re.finditer(r"\w+", text))


def _other(words: re.Pattern[str], text: str, spans: Sequence[Span]) -> bool:
    """Whether such a word stands in the text outside the frame's own terms."""
    return any(not _within(found.span(), spans) for found in words.finditer(text))


def _within(span: Span, spans: Sequence[Span]) -> bool:
    return any(start <= span[0] and span[1] <= end for start, end in spans)
