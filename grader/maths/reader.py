"""The reader of mathematics: a source, in whatever notation, to its readings.

A formula has one reading, or a few where its notation is ambiguous (``\\log \\sigma b``, ``1/2b``). Every token is part
of each reading, or there is none: a formula that is understood in part is never judged.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from grader.core import Message
from grader.maths.grammar.chains import formula
from grader.maths.grammar.layout import Layout, arrange
from grader.maths.grammar.parser import Parser
from grader.maths.grammar.policy import USUAL, Policy
from grader.maths.lexing.scanner import tokenize
from grader.maths.terms import Chain, children
from grader.maths.tokens import NO_NAMES, Names, NotUnderstood, TooLarge

__all__ = ["Names", "NotUnderstood", "Policy", "Reading", "TooLarge", "read"]

MAX_READINGS: Final = 4
MAX_QUOTED: Final = 40  # characters of the source in a sentence
MAX_DEPTH: Final = 100  # of a term; what walks over it afterwards needs several calls for each level


@dataclass(frozen=True, slots=True)
class Reading:
    """What a formula says, if its ambiguous notation is meant as ``policy`` says; remarks are for the student."""

    chains: tuple[Chain, ...]
    remarks: tuple[Message, ...] = ()
    policy: Policy = USUAL


def read(source: str, names: Names = NO_NAMES) -> tuple[Reading, ...]:
    """All readings of a formula, likeliest first, at most :data:`MAX_READINGS`.

    Spans count characters of ``source``. Raises :class:`NotUnderstood` with the place, or :class:`TooLarge`.
    """
    try:
        layout = arrange(tokenize(source, names), names)
        first = Parser(layout, names, USUAL)
        readings = [Reading(_shallow(formula(first), layout), tuple(first.remarks.values()), USUAL)]
    except NotUnderstood as error:
        raise _quoting(error, source) from None
    for policy in _alternatives(first.met):
        other = Parser(layout, names, policy)
        try:
            chains = _shallow(formula(other), layout)
        except (NotUnderstood, TooLarge):
            continue
        if all(chains != reading.chains for reading in readings):
            readings.append(Reading(chains, tuple(other.remarks.values()), policy))
    return tuple(readings[:MAX_READINGS])


def _shallow(chains: tuple[Chain, ...], layout: Layout) -> tuple[Chain, ...]:
    """The chains, if no term of them is too deep; a short formula can't be."""
    if len(layout.tokens) <= MAX_DEPTH:
        return chains
    level = [term for chain in chains for term in chain.terms if term is not None]
    for _ in range(MAX_DEPTH):
        level = [child for term in level for child in children(term)]
        if not level:
            return chains
    raise TooLarge("nesting", MAX_DEPTH)


def _quoting(error: NotUnderstood, source: str) -> NotUnderstood:
    """The error with the student's own characters in its sentence."""
    start, end = error.start, min(max(error.end, error.start), len(source))
    problem = error.problem
    if isinstance(problem, Message):
        said = source[start:end].strip()
        quoted = said if len(said) <= MAX_QUOTED else f"{said[:MAX_QUOTED]}…"
        problem = Message(problem.key, {**problem.fields, "text": quoted or problem.fields.get("text", "")})
    return NotUnderstood(problem, start, end)


def _alternatives(met: set[str]) -> list[Policy]:
    """The policies under which what was met reads differently."""
    found: list[Policy] = []
    if "power" in met:
        found.append(Policy(power="other"))
    if "slash" in met:
        found.append(Policy(slash="other"))
    if "short" in met:
        found.append(Policy(arguments="short"))
    if "long" in met:
        found.append(Policy(arguments="long"))
    if "slash" in met and "short" in met:
        found.append(Policy(arguments="short", slash="other"))
    return found
