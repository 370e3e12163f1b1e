"""Is an idea said in prose? Decided only where it is plain; everything else awaits a marker.

An :class:`Idea` holds phrases that affirm it and phrases of the misconception. An author writes a phrase as people
say it, with alternatives in brackets and gaps: ``"X^T X ... (not invertible | singular)"``, ``"oscillat*"`` for every
ending. A phrase counts if it stands in one sentence of the student's that asserts it:

* not in a question, in a task or a hint copied from the exercise, or in code;
* with no negation in its clauses other than its own: ``"is not singular"`` affirms nothing, nor does it deny;
* with nothing that suspends it: whether, even if, unless, "it is wrong that";
* and a misconception not behind "maybe", "if" or "I think", nor before a "but": those who fail must have meant it.

Formulas are read as text: fonts, dollars and braces of LaTeX dropped, spaces and case of no account, so that
``$\\mathbf{X}^\\top \\mathbf X$`` is ``X^T X``. That is enough for phrases, which is why no formula is parsed here.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice, pairwise
from typing import TypeAlias

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
    Text,
    Undecided,
    Where,
)

GAP = 60  # characters at most between the pieces of a phrase
LONGEST = 1500  # characters of a sentence; what is longer is no sentence that could be trusted
LARGEST = 50_000  # characters of a passage; a longer one is left to a marker
TRIES = 50  # places of one phrase in one sentence that are looked at; more of them stand only in nonsense


@dataclass(frozen=True, slots=True)
class Idea:
    """What one claim asks for.

    ``affirmed`` and ``contradicted`` are phrases (syntax above), ``topic`` those that only show that the student
    speaks of it, ``apart`` words that must not stand in a phrase's gaps: with "SGD" among them, "closed form ...
    better" isn't found in "compared with the closed form, SGD is better". A sentence with a phrase of ``unless`` counts
    for nothing. ``hint`` tells a student who holds the misconception what to think about.
    """

    affirmed: tuple[str, ...]
    hint: Text
    contradicted: tuple[str, ...] = ()
    topic: tuple[str, ...] = ()
    apart: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()


def says(idea: Idea) -> Check:
    """The check that an answer's text says an idea.

    Pass and Fail quote the sentence. No text at all is Missing; text that says neither, or both, is Undecided.
    Raises ValueError where a phrase of the idea cannot be read.
    """
    for phrase in (*idea.affirmed, *idea.contradicted, *idea.topic, *idea.apart, *idea.unless):
        _pieces(phrase)  # an author's slip shows when the exercise loads

    def check(answer: Answer, bench: Bench) -> Finding:  # noqa: ARG001  (every check has this form)
        texts = [passage for passage in answer.passages if passage.kind == "text" and passage.source.strip()]
        if not texts:
            return Finding(Missing(Message("checks.words.no_text")))
        for_it = against = about = None
        for passage in texts:
            for sentence in sentences(passage.source):
                place = passage.where(sentence.start, sentence.end)
                counts = not _mentions(sentence, idea.unless)
                if for_it is None and counts and _asserts(sentence, idea.affirmed, idea.apart):
                    for_it = place
                if against is None and counts and _asserts(sentence, idea.contradicted, idea.apart, surely=True):
                    against = place
                if about is None and _mentions(sentence, (*idea.topic, *idea.affirmed, *idea.contradicted)):
                    about = place
        return _finding(idea, for_it, against, about)

    return check


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


# ---------------------------------------------------------------------------------------------- sentences


@dataclass(frozen=True, slots=True)
class Sentence:
    """``source[start:end]``, and how it reads: alone, and behind the line that introduces its list."""

    start: int
    end: int
    readings: tuple[str, ...]


# what opens twice before it closes is no formula: without that rule an unclosed one costs quadratic time
_LITERAL = re.compile(r"\$\$.*?\$\$|\$[^$\n]*\$|\\\[(?:(?!\\\[).)*?\\\]|\\\((?:(?!\\\().)*?\\\)", re.DOTALL)
_LEFT_OUT = re.compile(r"(?:```|~~~)(?!math).*?(?:```|~~~|\Z)|<!--(?:(?!<!--).)*?-->", re.DOTALL)
_MARKER = r"(?:>|#+|[-*+•·](?=\s)|\(?\d{1,2}(?:[.)、](?!\d)|）)|（\d{1,2}）|\(?[a-h][.)](?=\s)|[①-⑨])"
_LINE_START = re.compile(rf"[ \t]*(?:{_MARKER}[ \t]*)+|[ \t]*\|")
_STOP = re.compile(r"[。！？!?；;]+[”\"』」)）]*|\.(?=\s|$|[*_\"”)])|(?<=[^\x00-\x7f])\.|(?<=\$\$|\\\])[ \t]*\n")
_ABBREVIATION = re.compile(
    r"(?:\b(?:e\.g|i\.e|w\.r\.t|vs|resp|cf|eq|eqs|fig|approx|i\.i\.d|no|etc)|^\W*\w{1,2})$", re.I
)


def sentences(source: str) -> Iterator[Sentence]:
    """The sentences that a student asserts: no questions, tasks, hints or code, no formula broken in two."""
    if len(source) > LARGEST:
        return
    source = _LEFT_OUT.sub(lambda found: re.sub(r"[^\n]", " ", found.group()), source)
    formula = bytearray(len(source) + 1)  # 1 inside a formula
    for found in _LITERAL.finditer(source):
        formula[found.start() + 1 : found.end()] = b"\1" * (found.end() - found.start() - 1)
    intro = ""
    for start, end in _blocks(source, formula):
        block = source[start:end]
        heading = block.lstrip().startswith("#")
        item = not heading and _LINE_START.match(block) is not None
        if not item:
            intro = ""
        for first, last in _split(source, start, end, formula):
            text = source[first:last].strip()
            if not text or len(text) > LONGEST:
                continue
            reading = normalised(text)
            if not _asked(text, reading, heading):
                both = (reading, f"{intro} {reading}") if intro and item else (reading,)
                lead = len(source[first:last]) - len(source[first:last].lstrip())
                yield Sentence(first + lead, first + lead + len(text), both)
                if (heading or text.endswith((":", "："))) and not item:
                    intro = reading if reading.endswith(":") else reading + ":"


def _blocks(source: str, formula: bytearray) -> Iterator[tuple[int, int]]:
    """Paragraphs, list items, headings and table cells, as spans; a line break in a formula ends none."""
    start = 0
    ended = False  # a heading ends with its line
    for line in re.finditer(r"[^\n]*(?:\n|\Z)", source):
        begin, text = line.start(), line.group()
        inside = formula[begin]
        if not inside and (ended or not text.strip() or _LINE_START.match(text)) and begin > start:
            if source[start:begin].strip():
                yield start, begin
            start = begin
        ended = not inside and text.lstrip().startswith("#")
    if source[start:].strip():
        yield start, len(source)


def _split(source: str, start: int, end: int, formula: bytearray) -> Iterator[tuple[int, int]]:
    begin = start
    for stop in _STOP.finditer(source, start, end):
        at = stop.start()
        if formula[at]:
            continue
        if source[at] == "." and _ABBREVIATION.search(source[begin:at]):
            continue
        yield begin, stop.end()
        begin = stop.end()
    if begin < end:
        yield begin, end


_QUESTION = re.compile(r"什么时候|何时|为什么|为何|如何|怎么|怎样|哪里|哪些|什么|[吗呢](?:\W|$)|能不能|是不是|会不会")
_ENGLISH_QUESTION = re.compile(r"\W*(?:when|why|how|what|which|where|can|could|is|are|does|do|should|will)\b")
_TASK = re.compile(
    r"\W*(?:(?:exercise|练习|问题|part)?\s*[\da-h.()]{0,6}\W*)"
    r"(?:find|write|derive|compute|show|suggest|propose|explain|discuss|prove|hint|提示|写出|请|提出|计算|推导出?|证明|说明|讨论)"
    r"(?![a-z])"
)


def _asked(text: str, reading: str, heading: bool) -> bool:
    """Whether a sentence asks or sets a task, and so asserts nothing."""
    if text.rstrip('*_"”』」)） ').endswith(("?", "？")) or _QUESTION.search(reading):
        return True
    label = heading or (text.startswith("**") and text.endswith("**"))
    return _TASK.match(reading) is not None or (label and _ENGLISH_QUESTION.match(reading) is not None)


# -------------------------------------------------------------------------------------------- normal form

_FONTS = (
    r"mathbf|boldsymbol|bm|pmb|mathrm|mathsf|mathcal|mathbb|mathit|textbf|textit|text|operatorname\*?|vec|mbox|rm|bf"
)
_REPLACED: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), to)
    for pattern, to in (
        (r"<[a-z/][^>]*>|&nbsp;", " "),
        (r"\\begin\s*\{[a-z*]+\}|\\end\s*\{[a-z*]+\}", " "),
        (rf"\\(?:{_FONTS})(?![a-z])\s*", ""),
        (r"\\(?:left|right|big|bigl|bigr|limits|displaystyle|quad|qquad)(?![a-z])|\\[,;!: ()\[\]]", " "),
        (r"\^\s*\{?\s*(?:\\top|\\intercal|\\mathsf\s*t|\{?t\}?|⊤|\\prime)\s*\}?(?![a-z])", "^t"),
        (r"\^\s*\{?\s*(?:\\top|\\intercal)\s*\}?", "^t "),
        (r"\\d?frac\s*\{([^{}]*)\}\s*\{([^{}]*)\}", r"\1/\2"),
        (r"\\gg(?![a-z])", ">>"),
        (r"\\ll(?![a-z])", "<<"),
        (r"\\(?:ge|geq)(?![a-z])|≥", ">="),
        (r"\\(?:le|leq)(?![a-z])|≤", "<="),
        (r"\\(?:ne|neq)(?![a-z])|≠", "!="),
        (r"\\(?:to|rightarrow|rarr)(?![a-z])|→", "->"),
        (r"\\pm(?![a-z])", "±"),
        (r"\\(?:cdot|times)(?![a-z])", " "),
        (r"≫", ">>"),
        (r"η", "eta"),
        (r"\\([a-z]+)", r" \1 "),
        (r"[$\\{}`*~]+", ""),
        (r"_", " "),
        (r"^\s*[>#|]+", ""),
        (r"[–—−]", "-"),
        (r"[‘’′]", "'"),
        (r"[“”„]", '"'),
        (r"\bcan't|\bcannot", "can not"),
        (r"\bwon't", "will not"),
        (r"n't\b", " not"),
        (r"\b(it|that|this|there|here|what|which)'s\b", r"\1 is"),
        (r"\bx'\s*x\b|\bx\.t\s*@?\s*x\b|\bxtx\b", "x^t x"),
        (r"\^t(?=[a-z]{1,2}(?![a-z]))", "^t "),
        (r"(?<=[a-z]{2})-(?=[a-z]{2})", " "),  # a hyphen, not a minus
        (r"\s+", " "),
    )
)
_SUPERSCRIPTS = str.maketrans({"ᵀ": "^T", "⊤": "^T", "⁻": "^-", "¹": "1", "²": "^2", "³": "^3", "ₜ": "_t"})


def normalised(text: str) -> str:
    """A sentence in the form in which phrases are looked for: lower case, ASCII punctuation, bare formulas."""
    text = unicodedata.normalize("NFKC", text.translate(_SUPERSCRIPTS)).lower()
    for pattern, to in _REPLACED:
        text = pattern.sub(to, text)
    return text.strip()


# ------------------------------------------------------------------------------------------------ phrases

Phrase: TypeAlias = tuple[re.Pattern[str], ...]
_ANY_ENDING = "\ue000"


@cache
def _pieces(phrase: str) -> Phrase:
    """The pieces of a phrase between its gaps; raises ValueError where there is nothing to look for."""
    pieces = tuple(_piece(part) for part in phrase.split("..."))
    if any(piece.fullmatch("") for piece in pieces):
        raise ValueError(f"an empty piece in the phrase {phrase!r}")
    return pieces


def _piece(text: str) -> re.Pattern[str]:
    """One piece as a pattern; brackets with a bar in them are alternatives, others stand for themselves."""
    return re.compile(r"\s*".join(_alternatives(text)))


def _alternatives(text: str) -> Iterator[str]:
    plain, at = "", 0
    while at < len(text):
        end = _closing(text, at) if text[at] == "(" else None
        options = _options(text[at + 1 : end]) if end is not None else [""]
        if end is None or len(options) == 1:
            plain += text[at]
            at += 1
            continue
        if plain.strip():
            yield _literal(plain)
        yield "(?:" + "|".join(r"\s*".join(_alternatives(option)) for option in options) + ")"
        plain, at = "", end + 1
    if plain.strip():
        yield _literal(plain)


def _closing(text: str, at: int) -> int:
    """Where the bracket that opens there closes; raises ValueError where it doesn't."""
    depth = 0
    for place in range(at, len(text)):
        depth += {"(": 1, ")": -1}.get(text[place], 0)
        if depth == 0:
            return place
    raise ValueError(f"an open bracket in the phrase {text!r}")


def _options(text: str) -> list[str]:
    """The text between bars that stand in no further bracket."""
    options, depth = [""], 0
    for sign in text:
        depth += {"(": 1, ")": -1}.get(sign, 0)
        if sign == "|" and depth == 0:
            options.append("")
        else:
            options[-1] += sign
    return options


def _literal(text: str) -> str:
    """Signs as they are with any space between them, words as whole words."""
    tokens = re.findall(rf"[a-z]+{_ANY_ENDING}?|\d+|[^\sa-z\d]", normalised(text.replace("*", _ANY_ENDING)))
    return r"\s*".join(_token(token) for token in tokens)


def _token(token: str) -> str:
    if token.endswith(_ANY_ENDING):
        return rf"(?<![a-z]){token[:-1]}[a-z]*"
    return rf"(?<![a-z]){token}(?![a-z])" if token.isascii() and token.isalpha() else re.escape(token)


Span: TypeAlias = tuple[int, int]


def _matches(phrase: Phrase, text: str) -> Iterator[tuple[Span, ...]]:
    """Where the pieces stand, in their order, with no more than a gap between them."""
    places = [[found.span() for found in piece.finditer(text)] for piece in phrase]

    def rest(index: int, after: int) -> Iterator[tuple[Span, ...]]:
        if index == len(places):
            yield ()
            return
        for span in places[index]:
            if index == 0 or after <= span[0] <= after + GAP:
                for further in rest(index + 1, span[1]):
                    yield (span, *further)

    yield from rest(0, 0)


# ---------------------------------------------------------------------------------------------- assertion

_NEGATION = re.compile(
    r"\b(?:not(?! only)|no(?! matter| doubt)|never|nothing|without|neither|nor|none|non|hardly|rarely"
    r"|fail(?:s|ed)? to|lacks?|rather than|instead of|unlikely|avoid(?:s|ing)?|prevent(?:s|ing)?)\b"
    r"|不(?![断同仅但过妨])|没|(?<!有)无(?!论|穷)|非(?!常)|未(?!知)|别(?!的)(?<![分特差类])|避免|防止"
)
_CLAUSE_END = re.compile(
    r"[,;:、]|\((?=[a-z]{2}|[\u4e00-\u9fff])| [|-] |--|(?<!not )\b(?:because|since|so(?! that))\b"
    r"|\b(?:and|but|therefore|hence|thus|while|whereas|which|where|however|although)\b"
    r"|但|(?<!是)因为|因此|所以|从而|(?<!是)由于|而且|并且|故|然而"
)
_SUSPENDED = re.compile(
    r"\b(?:whether|even (?:if|when|though|for)|unless|wrong|false|incorrect|mistaken(?:ly)?|myth"
    r"|misconception|contrary|i guess|not sure|do not know|no idea|not a problem|no problem|does not matter"
    r"|still works?|still fine|one might think|it seems)\b"
    r"|是否|即使|即便|哪怕|除非|错误|误区|以为|并非|能否|不确定|不知道|猜|不影响|没关系|没问题|与否|仍然可以|仍可"
)
_DOUBT = re.compile(
    r"\b(?:maybe|perhaps|might|may|could|would|possibly|probably|i think|i believe|i guess|seems?|should"
    r"|but|however|although|though|yet)\b"
    r"|可能|也许|大概|应该|或许|觉得|似乎|好像|感觉|我想|但|不过|然而|虽然|尽管"
)
_CONDITION = re.compile(
    r"\b(?:if|when|whenever|provided|assuming|given|as long as|under the condition)\b"
    r"|当|若|如果|只要|假设|(?<![此同])时(?!间|常|刻)|满秩"
)


def _asserts(sentence: Sentence, phrases: Sequence[str], apart: Sequence[str], *, surely: bool = False) -> bool:
    """Whether the sentence says one of the phrases and means it; ``surely``: without doubt, condition or but."""
    return any(
        _meant(text, spans, apart) and not (surely and _qualified(text, spans))
        for text in sentence.readings
        if not _SUSPENDED.search(text)
        for phrase in phrases
        for spans in islice(_matches(_pieces(phrase), text), TRIES)
    )


def _qualified(text: str, spans: Sequence[Span]) -> bool:
    """Whether a misconception is said with doubt, or under a condition that is no part of it.

    ``X^T X is always invertible if ...`` may be right. A condition between a phrase's pieces belongs to the phrase.
    """
    whole = [(spans[0][0], spans[-1][1])]
    return _other(_DOUBT, text, 0, len(text), spans) or _other(_CONDITION, text, 0, len(text), whole)


def _meant(text: str, spans: Sequence[Span], apart: Sequence[str]) -> bool:
    """Whether nothing but the phrase itself negates it, and its gaps hold none of the words to be kept apart."""
    gaps = [text[one[1] : two[0]] for one, two in pairwise(spans)]
    if any(piece.search(gap) for word in apart for piece in _pieces(word) for gap in gaps):
        return False
    ends = [0, *(found.end() for found in _CLAUSE_END.finditer(text)), len(text)]
    first = max(end for end in ends if end <= spans[0][0])
    last = min(end for end in ends if end >= spans[-1][1])
    return not _other(_NEGATION, text, first, last, spans)


def _other(words: re.Pattern[str], text: str, first: int, last: int, spans: Sequence[Span]) -> bool:
    """Whether such a word stands there outside the phrase's own pieces."""
    return any(
        not any(span[0] <= found.start() and found.end() <= span[1] for span in spans)
        for found in words.finditer(text, first, last)
    )


def _mentions(sentence: Sentence, phrases: Sequence[str]) -> bool:
    return any(True for text in sentence.readings for phrase in phrases for _ in _matches(_pieces(phrase), text))
