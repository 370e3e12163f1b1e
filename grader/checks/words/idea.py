"""What one claim about prose asks for."""

from __future__ import annotations

from dataclasses import dataclass

from grader.checks.words.terms import Vocabulary
from grader.core import Text


@dataclass(frozen=True, slots=True)
class Idea:
    """What a right answer says and what the misconception says, as frames over the terms of a vocabulary.

    ``affirmed`` and ``contradicted`` are frames. ``beside`` names the terms that may stand in such a sentence
    without meaning anything to the idea: a sentence with any other term or an unknown word in it is not judged.
    ``also`` are frames that may stand beside what is affirmed, and that cannot be told by single terms: "SGD is
    better when there is much data" beside "the closed form is better when there is little". Where the sentence
    before says a frame of ``unless``, one that begins with "it" speaks of something else. A misconception is left to
    a marker if a frame of ``pardon`` stands anywhere else in the text: "square it", where the loss is Huber's.
    ``topic`` are terms that show that the student speaks of it. An idea that is itself a condition, "when X^T X is
    singular", is said in a condition too if ``condition`` is set. ``hint`` tells a student who holds the
    misconception what to think about. Without ``affirmed`` there is nothing to pass: a marker reads the words.
    """

    vocabulary: Vocabulary
    affirmed: tuple[str, ...]
    hint: Text
    contradicted: tuple[str, ...] = ()
    beside: frozenset[str] = frozenset()
    also: tuple[str, ...] = ()
    topic: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    pardon: tuple[str, ...] = ()
    condition: bool = False
