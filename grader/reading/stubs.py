"""What is no answer: the stub's own lines, and the task's text repeated before the answer."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from grader.core import Passage
from grader.reading.names import StubCode, stub_code

_TOKEN = re.compile(r"[A-Za-z]+|\d+|[\u3400-\u9fff]|=")
_FORMULA = re.compile(r"\$[^$]*\$|\\[A-Za-z]+")
_SPOKEN = re.compile(r"[A-Za-z]{2,}|[\u3400-\u9fff]{2}")
_WORDS = re.compile(r"[^\W_]")
#: What nbgrader, otter, Jupyter and Colab write into a text cell that is yet to be filled in, and around it.
_PROMPT = re.compile(
    r"[\s_*>]*(?:YOUR ANSWER HERE|(?:type|write|enter|put) your (?:answer|solution) here(?:, replacing this text)?"
    r"|type \*?markdown\*? and latex: *\$ *\\alpha\^2 *\$|double-?click \(or enter\) to edit"
    r"|<!-- *(?:BEGIN|END) QUESTION *-->"
    r"|(?:请)?在(?:此|这里|此处|这儿)(?:处)?(?:写下|写出|写|输入|填写)(?:你的|您的)?(?:答案|解答|回答))[\s_*.。…:：]*",
    re.IGNORECASE,
)
_MARKUP_LINE = re.compile(r"#{1,6}(?!#).*|[-*_=]{3,}|<!--.*-->|>*")
_BLANK_TO_FILL = re.compile(r"_{3,}|\.\.\.|…|\bTODO\b|待", re.IGNORECASE)
#: Two paragraphs are nearly the same if they share this part of their pairs of words …
_NEARLY = 0.85
#: … and one word in this many, at most, is new. A shorter paragraph must be the same word by word.
_WORDS_PER_NEW_WORD = 20
_FEWEST_WORDS = 6
_LONGEST_TASK = 600  # characters

_ASKS = re.compile(
    r"\s*(?:please\s+)?(?:find|write|compute|calculate|derive|show|prove|explain|propose|suggest|implement|determine"
    r"|give|discuss|describe|state|use|solve|can you|could you)\b",
    re.IGNORECASE,
)
_ASKS_IN_CHINESE = re.compile(
    r"\s*(?:请|试|写出|计算|推导|找到|找出|求|证明|提出|给出|说明|解释|描述|讨论|实现|你能|能否"
    r"|(?:通过|用|使用|利用)[^。；;？?\n]{0,60}(?:写出|找到|求出|求解|计算|推导|得到))"
)
_QUESTION = re.compile(r"[?？]\s*[)）]?\s*$")


@dataclass(frozen=True, slots=True)
class Task:
    """What is handed out: its paragraphs, its lines, and its code."""

    paragraphs: tuple[Counter[tuple[str, str]], ...] = ()
    to_fill: tuple[bool, ...] = ()
    words: tuple[Counter[str], ...] = ()
    by_pair: Mapping[tuple[str, str], tuple[int, ...]] = field(default_factory=dict)
    lines: frozenset[str] = frozenset()
    code: StubCode = field(default_factory=StubCode)


NOTHING_GIVEN = Task()


def task_of(stubs: Mapping[str, tuple[Passage, ...]]) -> Task:
    """The task as it stands in the stubs of all parts."""
    passages = [passage for some in stubs.values() for passage in some]
    lines = {line.strip() for passage in passages for line in passage.source.split("\n")}
    texts = [_bare(text) for passage in passages for _, text in paragraphs(passage.source.split("\n"))]
    pairs = [_pairs(text) for text in texts]
    by_pair: dict[tuple[str, str], list[int]] = {}
    for index, counted in enumerate(pairs):
        for pair in counted:
            by_pair.setdefault(pair, []).append(index)
    return Task(
        tuple(pairs),
        tuple(_BLANK_TO_FILL.search(text) is not None for text in texts),
        tuple(Counter(_tokens(text)) for text in texts),
        {pair: tuple(found) for pair, found in by_pair.items()},
        frozenset(lines),
        stub_code(passage.source for passage in passages if passage.kind == "code"),
    )


def paragraphs(lines: list[str]) -> Iterator[tuple[int, str]]:
    """First line (from 0) and text of every run of lines that are not blank."""
    start: int | None = None
    for index, line in enumerate([*lines, ""]):
        if line.strip():
            start = index if start is None else start
        elif start is not None:
            yield start, "\n".join(lines[start:index])
            start = None


def without_task(lines: list[str], task: Task) -> list[str]:
    """The lines with those made blank that are the task: prompts, sentences of it, and paragraphs that say the same."""
    lines = ["" if _PROMPT.fullmatch(line) else line for line in lines]
    if not task.lines:
        return lines
    kept = ["" if line.strip() in task.lines and _is_sentence(line) else line for line in lines]
    for start, text in paragraphs(lines):
        if _repeats(text, task):
            count = text.count("\n") + 1
            kept[start : start + count] = [""] * count
    return kept


def _is_sentence(line: str) -> bool:
    """Words besides formulas; the signs that open and close a formula stand in every text."""
    return len(_SPOKEN.findall(_FORMULA.sub(" ", line))) > 1


def is_content(lines: Iterable[str], task: Task) -> bool:
    """Whether something is left besides headings, rules, comments and the stub's own lines."""
    return any(
        _WORDS.search(line)
        and not _MARKUP_LINE.fullmatch(line.strip())
        and line.strip() not in task.lines
        and not _PROMPT.fullmatch(line)
        for line in lines
    )


def asks(text: str) -> bool:
    """Whether a short text reads like the task rather than an answer: it asks, or tells one to do something."""
    text = text.strip().lstrip(">*_ ")
    if not is_short(text):
        return False
    return bool(_ASKS.match(text) or _ASKS_IN_CHINESE.match(text) or _QUESTION.search(text))


def is_short(text: str) -> bool:
    """Whether a text may be a task by its size: some sentences, without displayed formulas."""
    return len(text) <= _LONGEST_TASK and "$$" not in text and "\\[" not in text


def _repeats(text: str, task: Task) -> bool:
    """The same lines as the task's, or nearly the same words and nothing filled in."""
    if all(line.strip() in task.lines for line in text.split("\n")):
        return _WORDS.search(text) is not None
    tokens = _tokens(_bare(text))
    if not _FEWEST_WORDS <= len(tokens) <= 2_000:
        return False
    counted = _pairs_of(tokens)
    shared: Counter[int] = Counter()
    for pair, times in counted.items():
        for index in task.by_pair.get(pair, ()):
            shared[index] += min(times, task.paragraphs[index][pair])
    words = Counter(tokens)
    for index, common in shared.items():
        size = counted.total() + task.paragraphs[index].total()
        new = (words - task.words[index]).total()
        if 2 * common >= _NEARLY * size and new <= len(tokens) // _WORDS_PER_NEW_WORD and not task.to_fill[index]:
            return True
    return False


def _bare(text: str) -> str:
    """Without labels and markup at the starts of lines."""
    return re.sub(r"^[ \t>#*\-]*(?:\(?[a-h0-9]{1,2}[.)、][ \t]*)?", "", text, flags=re.MULTILINE)


def _tokens(text: str) -> list[str]:
    return [token.casefold() for token in _TOKEN.findall(text)]


def _pairs(text: str) -> Counter[tuple[str, str]]:
    return _pairs_of(_tokens(text))


def _pairs_of(tokens: list[str]) -> Counter[tuple[str, str]]:
    return Counter(zip(["", *tokens], [*tokens, ""], strict=True))
