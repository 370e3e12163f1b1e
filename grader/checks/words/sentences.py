"""The sentences of a text: no formula broken in two, none out of code, and which of them only ask."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from grader.checks.words.normal import LITERAL, normalised

LONGEST = 1500  # characters of a sentence; what is longer is no sentence that could be trusted
LARGEST = 50_000  # characters of a passage; a longer one is left to a marker


@dataclass(frozen=True, slots=True)
class Sentence:
    """``source[start:end]``, its normal form, and the line that introduces the list that it stands in.

    ``opens``: nothing but headings stands before it. ``asked``: it asks or sets a task, and so asserts nothing.
    """

    start: int
    end: int
    text: str
    intro: str = ""
    opens: bool = False
    asked: bool = False
    heading: bool = False

    @property
    def readings(self) -> tuple[str, ...]:
        """Alone, and behind its introduction."""
        return (self.text, f"{self.intro} {self.text}") if self.intro else (self.text,)


_LEFT_OUT = re.compile(
    r"(?:```|~~~)(?!math).*?(?:```|~~~|\Z)|<!--(?:(?!<!--).)*?-->|(?<!~)~~(?!~)[^\n~]*~~(?!~)", re.DOTALL
)
_MARKER = r"(?:>|#+|[-*+•·](?=\s)|\(?\d{1,2}(?:[.)、](?!\d)|）)|（\d{1,2}）|\(?[a-h][.)](?=\s)|[①-⑨])"
_LINE_START = re.compile(rf"[ \t]*(?:{_MARKER}[ \t]*)+|[ \t]*\|")
# after a displayed formula: not where the line below goes on in the middle of a sentence
_DISPLAY_ENDS = r"(?<=\$\$|\\\])[ \t]*\n(?!\s*(?!(?:and )?(?:so|hence|thus|therefore)\b)[a-z])"
_LABEL = re.compile(rf"\A(?:{_MARKER}[ \t]*)+")
_STOP = re.compile(rf"[。！？!?；;]+[”\"』」)）]*|\.(?=\s|$|[*_\"”)])|(?<=[^\x00-\x7f])\.|{_DISPLAY_ENDS}")
_ABBREVIATION = re.compile(r"(?:\b(?:e\.g|i\.e|w\.r\.t|vs|resp|cf|eq|eqs|fig|approx|i\.i\.d|etc)|^\W*\w{1,2})$", re.I)


def sentences(source: str) -> Iterator[Sentence]:
    """The sentences that a student asserts: no questions, tasks, hints or code, no formula broken in two."""
    return (sentence for sentence in run_of(source) if not sentence.asked)


@lru_cache(maxsize=8)  # the claims of a part read the same text
def run_of(source: str) -> tuple[Sentence, ...]:
    return tuple(_sentences(source))


def _sentences(source: str) -> Iterator[Sentence]:
    if len(source) > LARGEST:
        return
    source = _LEFT_OUT.sub(lambda found: re.sub(r"[^\n]", " ", found.group()), source)
    formula = bytearray(len(source) + 1)  # 1 inside a formula
    for found in LITERAL.finditer(source):
        formula[found.start() + 1 : found.end()] = b"\1" * (found.end() - found.start() - 1)
    intro, opens = "", True
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
            reading = normalised(_LABEL.sub("", text))
            if not reading:
                continue
            asked = _asked(text, reading, heading)
            lead = len(source[first:last]) - len(source[first:last].lstrip())
            begin = first + lead
            lead_in = intro if item else ""
            yield Sentence(begin, begin + len(text), reading, lead_in, opens and not heading, asked, heading)
            opens = opens and heading
            if not asked and not item and (heading or text.endswith((":", "："))):
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


_QUESTION = re.compile(
    r"什么时候|何时|为什么|为何|如何|怎么|怎样|哪里|哪些|什么|难道|[吗呢](?:\W|$)|能不能|是不是|会不会|有没有|可不可以"
)
_WHATEVER = re.compile(r"(?:无论|不论|不管|任凭)[^,。;!]*")  # no question: whatever it is
_INVERTED = re.compile(
    r"\W*(?:is|are|does|do|did|has|can|could|should|will|would) "
    r"(?:it|there|this|that|these|we|you|i|they|sgd|one|x\^t)\b(?! the same)|\W*(?:is|are) (?!not\b)"
    r"|\W*(?:why|how)\b(?!\s*:)"
)
_ENGLISH_QUESTION = re.compile(r"\W*(?:when|why|how|what|which|where|can|could|is|are|does|do|should|will)\b")
_TASK = re.compile(
    r"\W*(?:(?:exercise|练习|问题|part)?\s*[\da-h.()]{0,6}\W*)"
    r"(?:(?:find|write|derive|compute|show|suggest|propose|explain|discuss|prove|say|state|describe|answer|compare|give"
    r"|写出|请|提出|计算|推导出?|证明|说明|讨论|给出|试写|试求|回答|描述|比较)(?!\s*:)|hint|提示)"
    r"(?![a-z])"
)


def _asked(text: str, reading: str, heading: bool) -> bool:
    """Whether a sentence asks or sets a task, and so asserts nothing."""
    if text.rstrip('*_"”』」)） ').endswith(("?", "？")) or _INVERTED.match(reading):
        return True
    if _QUESTION.search(_WHATEVER.sub("", reading)):
        return True
    label = heading or (text.startswith("**") and text.endswith("**"))
    return _TASK.match(reading) is not None or (label and _ENGLISH_QUESTION.match(reading) is not None)
