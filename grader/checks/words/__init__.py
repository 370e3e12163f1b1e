"""Is an idea said in prose? Decided only where it is plain; everything else awaits a marker.

A sentence is read as a run of *terms* (:mod:`~grader.checks.words.terms`): ``closed better than sgd if features
small``, whatever words and language it is written in. An :class:`Idea` holds *frames* that affirm it, and frames of the
misconception: ``closed better & small``. A frame counts if it stands in one sentence of the student's, and that
sentence is understood to its last word:

* every other term in it is one that the idea lets stand beside, every other word is known to have no weight;
* every negation is part of a frame;
* something of the frame stands outside of conditions: "if there is no closed form, ..." asserts nothing;
* it is no question, no task or hint copied from the exercise, no code, not struck out;
* nothing suspends it: whether, even if, unless, "some say", "it is wrong that"; nor is it taken back behind it;
* and a misconception is not behind "maybe", "if" or "I think": those who fail must have meant it.

So what was never foreseen is never judged; only an example in brackets may hold unknown words. Formulas are read as
text (:func:`normalised`), which is enough for terms.
"""

from __future__ import annotations

from grader.checks.words.assertion import affirms, contradicts, mentions, takes_back
from grader.checks.words.idea import Idea
from grader.checks.words.normal import normalised
from grader.checks.words.rubric import RubricError
from grader.checks.words.sentences import run_of, sentences
from grader.core import (
    Answer,
    Bench,
    Check,
    Fail,
    Finding,
    Message,
    Missing,
    Pass,
    Quotation,
    Undecided,
    Where,
)

__all__ = ["Idea", "RubricError", "judged", "normalised", "says", "sentences"]


def says(name: str) -> Check:
    """The check that an answer's text says an idea of the exercise's ``rubric.toml``.

    Pass and Fail quote the sentence. No text at all is Missing; text that says neither, or both, is Undecided.
    """

    def check(answer: Answer, bench: Bench) -> Finding:
        idea = bench.reference.rubric(name)
        assert isinstance(idea, Idea), f"{name} of the rubric is no idea"
        return judged(answer, idea)

    return check


def judged(answer: Answer, idea: Idea) -> Finding:
    """What an answer's text says of an idea."""
    texts = [passage for passage in answer.passages if passage.kind == "text" and passage.source.strip()]
    if not texts:
        return Finding(Missing(Message("checks.words.no_text")))
    said = [(passage, sentence) for passage in texts for sentence in run_of(passage.source)]
    run = [sentence for _, sentence in said]
    acquitted = [at for at, sentence in enumerate(run) if mentions(idea, sentence, idea.pardon)]
    taken_back = max((at for at, sentence in enumerate(run) if takes_back(sentence)), default=0)
    for_it = against = about = None
    for at, (passage, sentence) in enumerate(said):
        if sentence.asked:
            continue
        place = passage.where(sentence.start, sentence.end)
        if for_it is None and affirms(idea, run, at):
            for_it = place
        open_to_doubt = taken_back > at or any(other != at for other in acquitted[:2])
        if against is None and not open_to_doubt and contradicts(idea, run, at):
            against = place
        if about is None and mentions(idea, sentence, (*idea.topic, *idea.affirmed, *idea.contradicted)):
            about = place
    return _finding(idea, for_it, against, about)


def _finding(idea: Idea, for_it: Where | None, against: Where | None, about: Where | None) -> Finding:
    if for_it is not None and against is not None:
        return Finding(Undecided(Message("checks.words.both", {"one": for_it.line, "other": against.line})), for_it)
    if for_it is not None:
        return Finding(Pass(Quotation(for_it)), for_it)
    if against is not None:
        return Finding(Fail(Quotation(against), idea.hint), against)
    if about is not None:
        return Finding(Undecided(Message("checks.words.about", {"line": about.line})), about)
    return Finding(Undecided(Message("checks.words.nowhere")))
