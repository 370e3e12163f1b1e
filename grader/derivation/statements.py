"""From passages to statements: every formula read, chains glued over line ends, each side with its place.

A statement is one chain of relations; the words before it are kept, since "set to zero" and "if invertible" matter.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from grader.core import Message, Passage, Where, Words
from grader.derivation.prose import Segment, segments
from grader.maths.reader import Names, NotUnderstood, Reading, TooLarge, read
from grader.maths.terms import Chain, Joint, RelationOp, Term

MOST_STATEMENTS: Final = 400  # of one text; long answers of whole chapters have a hundred


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a relation: what was read, where it stands, and other ways to read it."""

    term: Term
    where: Where
    others: tuple[Term, ...] = ()


@dataclass(frozen=True, slots=True)
class Statement:
    """A chain ``side op side op …``; ``words`` and ``then`` are the prose before and after it, up to the next formula.

    Prose is lower case.
    """

    sides: tuple[Side, ...]
    ops: tuple[RelationOp, ...]
    joint: Joint
    words: str = ""
    then: str = ""


@dataclass(frozen=True, slots=True)
class Unread:
    """A formula that was not understood, or exceeded a bound (then a marker reads it)."""

    where: Where
    problem: Words
    too_large: bool = False


@dataclass(frozen=True, slots=True)
class Text:
    """A text as statements, what could not be read, its prose, and remarks on charitable readings."""

    statements: tuple[Statement, ...]
    unread: tuple[Unread, ...]
    prose: str
    remarks: tuple[Words, ...]


@dataclass(slots=True)
class _Open:
    """The statements so far; the last one may still go on."""

    statements: list[Statement] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)
    remarks: list[Words] = field(default_factory=list)
    prose: list[str] = field(default_factory=list)
    words: str = ""
    dangling: RelationOp | None = None  # the last statement ended in this relation


def read_text(passages: Iterable[Passage], names: Names) -> Text:
    """All statements of the text passages, in order."""
    state = _Open()
    for passage in passages:
        if passage.kind != "text":
            continue
        for segment in segments(passage, names):
            if segment.kind == "formula" and len(state.statements) >= MOST_STATEMENTS:
                state.unread.append(_beyond(passage, segment))
                break
            _take(state, passage, segment, names)
        state.dangling = None
        _tell(state)
        state.words = ""
    remarks = tuple(state.remarks)
    return Text(tuple(state.statements), tuple(state.unread), "\n".join(state.prose), remarks)


def _beyond(passage: Passage, segment: Segment) -> Unread:
    """The rest of a text that holds too many statements."""
    problem = Message("maths.bound", {"bound": "statements", "limit": MOST_STATEMENTS})
    return Unread(passage.where(segment.start, segment.end), problem, too_large=True)


def _take(state: _Open, passage: Passage, segment: Segment, names: Names) -> None:
    match segment.kind:
        case "prose":
            state.prose.append(segment.text)
            state.words += segment.text.lower()
        case "picture":
            where = passage.where(segment.start, segment.end)
            state.unread.append(Unread(where, Message("derivation.picture")))
        case "formula":
            _formula(state, passage, segment, names)
        case "code":
            pass


def _tell(state: _Open) -> None:
    """Give the last statement the words that came after it."""
    if state.statements and state.words and not state.statements[-1].then:
        state.statements[-1] = replace(state.statements[-1], then=state.words)


def _formula(state: _Open, passage: Passage, segment: Segment, names: Names) -> None:
    _tell(state)
    try:
        readings = read(segment.text, names)
    except TooLarge as error:
        problem = Message("maths.bound", {"bound": error.bound, "limit": error.limit})
        state.unread.append(Unread(passage.where(segment.start, segment.end), problem, too_large=True))
        return
    except NotUnderstood as error:
        if _OPERATOR_ALONE.fullmatch(segment.text):
            state.prose.append(segment.text)
            state.words += segment.text.lower()
            return
        start, end = segment.place(error.start, error.end)
        where = replace(passage.where(start, end), text=passage.source[segment.start : segment.end])
        state.unread.append(Unread(where, error.problem))
        return
    state.remarks += [remark for remark in readings[0].remarks if remark not in state.remarks]
    for number, chain in enumerate(readings[0].chains):
        _chain(state, passage, segment, chain, _alternatives(readings, number))
    state.words = ""


def _alternatives(readings: Sequence[Reading], number: int) -> tuple[Chain, ...]:
    shape = len(readings[0].chains)
    return tuple(reading.chains[number] for reading in readings[1:] if len(reading.chains) == shape)


def _chain(state: _Open, passage: Passage, segment: Segment, chain: Chain, others: tuple[Chain, ...]) -> None:
    sides = [_side(passage, segment, chain, place, others) for place in range(len(chain.terms))]
    words = state.words + chain.words.lower()
    state.prose.append(chain.words)
    joint = chain.joint if state.words == "" else "prose"
    ops = chain.ops
    present = tuple(side for side in sides if side is not None)
    goes_on = sides[0] is None or state.dangling is not None
    if sides[0] is None and ops[0] not in _EQUALS and re.search(r"\w", state.words):
        state.words += " "  # "the second term is ≥ 0": of the term, and not of the chain before
        return
    if goes_on and state.statements:
        before = state.statements.pop()
        if state.dangling is not None:
            ops = (state.dangling, *(ops[1:] if sides[0] is None else ops))
        inner = ops if sides[-1] is not None else ops[:-1]
        state.statements.append(replace(before, sides=before.sides + present, ops=before.ops + inner))
    elif present:
        inner = ops[(sides[0] is None) : len(ops) - (sides[-1] is None)]
        state.statements.append(Statement(present, inner, joint, words))
    state.dangling = ops[-1] if sides[-1] is None and ops else None
    state.words = ""


def _side(passage: Passage, segment: Segment, chain: Chain, place: int, others: tuple[Chain, ...]) -> Side | None:
    term = chain.terms[place]
    if term is None:
        return None
    start, end = term.span or chain.span
    where = passage.where(*_whole(passage.source, *_trimmed(passage.source, *segment.place(start, end))))
    different = (other.terms[place] for other in others if len(other.terms) == len(chain.terms))
    return Side(term, where, tuple(t for t in different if t is not None and t != term))


def _trimmed(source: str, start: int, end: int) -> tuple[int, int]:
    """The stretch without blanks, relations and alignment signs around it."""
    while start < end and source[start] in " \t\n\r&=":
        start += 1
    while end > start and source[end - 1] in " \t\n\r&=":
        end -= 1
    return start, end


#: "Taking $-\\log$", "apply $\\nabla_w$": an operator that is spoken of, and applied to nothing.
_OPERATOR_ALONE = re.compile(
    r"[\s$−-]*(?:\\?(?:log|ln|exp|nabla|arg\s*\\?(?:min|max)|min|max|sum|prod|sgn|sign)"
    r"|\\d?frac\s*\{\s*(?:d|\\mathrm\{d\}|\\partial)\s*\}\s*\{\s*(?:d|\\mathrm\{d\}|\\partial)\s*\\?\w+\s*\})"
    r"(?:_\{?\\?\w+\}?)?[\s$]*"
)
_EQUALS = ("=", ":=", "≡")
_COMMAND = re.compile(r"\\[A-Za-z]+\s*$")


def _whole(source: str, start: int, end: int) -> tuple[int, int]:
    """The stretch with the braces that it cuts in two, and the command of a brace that opens it: ``\\mathbf{X``."""
    depth = lowest = 0
    for char in source[start:end]:
        depth += (char == "{") - (char == "}")
        lowest = min(lowest, depth)
    for _ in range(-lowest):
        brace = source.rfind("{", 0, start)
        if brace < 0:
            return start, end
        command = _COMMAND.search(source, 0, brace)
        start = command.start() if command else brace
    for _ in range(depth - lowest):
        brace = source.find("}", end)
        if brace < 0:
            return start, end
        end = brace + 1
    return start, end
