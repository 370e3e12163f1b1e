"""Labels at the start of a line: which exercise or part does it name, if any?

This module knows only how people write labels, in English and Chinese: "Exercise 2 (b)", "### 1.A.", "练习 2.b",
"第2题", "Q1", "**a. 解析解：**", "(2)", "c)". Which of them count, where steps of a derivation are numbered as well,
is decided with a view of the whole file in ``outline``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

Form = Literal["heading", "bold", "plain"]

#: Only the beginning of a line can be a label; longer lines are looked at no further.
_REACH = 240
BOLD_LEVEL = 7  # below the six levels of Markdown headings
PLAIN_LEVEL = 8

_HALF_WIDTH = {wide: wide - 0xFEE0 for wide in range(0xFF01, 0xFF5F)} | {0x3000: 0x20, 0xA0: 0x20}

_DIGITS = {"一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}

_DRESS = re.compile(
    r"(?P<indent>[ \t]*)(?P<quote>(?:>[ \t]*)*)(?P<hash>\#{1,6}(?!\#)[ \t]*)?(?P<bullet>(?:[-*+•·●][ \t]+)?)"
    r"(?:\[[ xX]\][ \t]+)?(?:[\u2190-\u245f\u2500-\u2bff\ufe0f\u200d\U0001f000-\U0001faff]+[ \t]*)?"
    r"(?P<bold>\*{1,3}|_{1,3}|<(?:b|strong|u|h[1-6])>|【)?[ \t]*"
)
_CLOSERS = {"【": r"】", "<b>": r"</b>", "<strong>": r"</strong>", "<u>": r"</u>"}

_NUMBER = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})"
_LEAD = (
    r"(?:(?:my\s+)?(?:solutions?|answers?|ans\b|proof|derivation|解答|答案|答|解|证明|推导)"
    r"\s*(?:to|of|for)?\s*:?\s*(?:the\s+)?)?"
)
_EXERCISE_WORD = (
    r"(?P<term>exercises?|exer|ex|problems?|prob|questions?|q|tasks?|练习问题|练习题|练习|习题|问题|题目|思考题|题)"
)
_PART_WORD = r"(?:(?:sub-?)?parts?|小题|小问|部分|第)"
_PART_TAIL = r"(?:\s*(?:小题|小问|问|部分))?"
_OPERATOR = re.compile(r"[ \t]*(?:[=+/^<>&|×·∈≤≥]|\*(?!\*)|-(?!-?[ \t]|[^\W\d]))|[_^({\[]")

_WORDED = re.compile(
    rf"{_LEAD}(?:{_EXERCISE_WORD}\s*[.:]?\s*(?:no\.?\s*|\#\s*)?\(?\s*(?P<n>{_NUMBER})(?![0-9])(?P<close>\s?\))?(?:\s*题)?"
    rf"|第\s*(?P<n2>{_NUMBER})\s*(?:道)?大?(?:个)?(?:练习|习)?题)",
    re.IGNORECASE,
)
_SOLVED = re.compile(
    r"(?:solutions?|answers?|ans|解答|答案|解|答)\s*(?:to|of|for)?\s*\(?(?P<n>\d{1,2})(?!\d)\)?", re.IGNORECASE
)
_PART_WORDED = re.compile(
    rf"(?:(?:sub-?)?parts?\s*[:.]?\s*\(?(?P<p1>[a-h]|\d)\)?(?![A-Za-z0-9])"
    rf"|第\s*\(?(?P<p2>{_NUMBER}|[a-h])\)?\s*(?:小题|小问|问|部分)"
    rf"|(?:小题|小问)\s*\(?(?P<p3>[a-h]|\d)\)?(?![A-Za-z0-9]))",
    re.IGNORECASE,
)
_AFTER_NUMBER = re.compile(
    rf"\s*[.,、:_-]?\s*\(\s*(?P<bracketed>[a-h])\s*\)"
    rf"|\s*[.,、:_-]?\s*\(?{_PART_WORD}\s*\(?\s*(?P<worded>[a-h]|\d)(?![A-Za-z0-9])\s*\)?{_PART_TAIL}"
    rf"|[.、_-]?(?P<tight>[a-h])(?![A-Za-z0-9_'’])"
    rf"|[.,、:)]?\s+(?P<spaced>[a-h])(?=\s*[.):、]|\s*[*_]{{1,3}}|\s*$)"
    rf"|\s*\(\s*(?P<digit>\d)\s*\)"
    rf"|\.(?P<dotted>\d)(?!\d|\.\d)",
    re.IGNORECASE,
)
_AFTER_WORDED_NUMBER = re.compile(r"\s+(?P<loose>[b-h])(?=\s)")
_MORE_LETTERS = re.compile(
    r"\s*(?:,|、|&|\+|/|\band\b|和|与|及)\s*\(?(?P<more>[a-h])\)?(?![A-Za-z0-9])|\s*\((?P<next>[a-h])\)", re.IGNORECASE
)
_RANGE = re.compile(r"\s*(?:[-–—~～至到]|to\b|and\b|与|和|及|&)\s*\(?\d|\.\d|\s*,\s*\d", re.IGNORECASE)
_TRIPLE = re.compile(r"\.\d")

_COMPOUND = re.compile(
    r"\(?(?P<n>\d{1,2})\)?(?:"
    r"\s*[.、:_-]?\s*\(\s*(?P<bracketed>[a-h])\s*\)"
    r"|[.、_-]?(?P<tight>[a-h])(?=\s*[.):、]|\s*$|\s*[*_]{1,3}(?:\s|$)|[\u4e00-\u9fff]|(?P<space>[ \t]))"
    r"|[.)、]?\s+(?P<spaced>[a-h])(?=[.)、]|(?P<colon>:)|\s*$)"
    r"|\.(?P<dotted>\d)(?!\d|\.\d)(?=[.):、]?(?:\s|$|[*_\u4e00-\u9fff]))"
    r")",
    re.IGNORECASE,
)
_AT_END = r"\s*$|\s*(?:[*_]{1,3}|】|</\w+>)\s*$"
_BARE_NUMBER = re.compile(
    rf"(?P<open>\()?(?P<n>\d{{1,2}})(?:(?P<after>\.\)|[.)、:])(?![0-9])(?!\w*\.\w)|(?={_AT_END}|(?P<space>[ \t])))"
    r"|(?P<copen>\()?(?P<c>[一二三四五六七八九十]{1,2})(?P<cafter>[)、.])"
)
_BARE_LETTER = re.compile(
    r"(?P<open>\()\s*(?P<a>[a-hA-H])\s*\)[.:、]?"
    r"|(?P<b>[a-hA-H])(?P<after>\.\)|[.)、:])"
    rf"|(?P<c>[a-h])(?={_AT_END}|】|[ \t]*[\u4e00-\u9fff])"
)
_CODE_WORD = re.compile(
    r"(?:the\s+)?(?:code|implementation|programming|代码|程序|编程|代码实现|实现)(?:\s*(?:part|answer|部分))?\s*[.:]?\s*",
    re.IGNORECASE,
)
_NOT_A_PART = re.compile(r"\s*(?:©|copyright|\d{4}\b|all rights)", re.IGNORECASE)
_PUNCTUATION = re.compile(r"[ \t]*[.):、\]】]*")


@dataclass(frozen=True, slots=True)
class Label:
    """What a line's label says. ``number`` and ``parts`` are as written: digits or lower-case letters.

    ``level`` is that of a heading (1 to 6), or one below. ``style`` is the label's shape, as "1." or "(a)": items of
    one list have one style. ``end`` is the column after the label, ``blank`` the columns that are no answer.
    """

    form: Form
    level: int
    quoted: bool
    term: str
    number: str
    parts: tuple[str, ...]
    style: str
    rest: str
    blank: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Dressed:
    """A line without what decorates it: quotation marks, hashes, a bullet, bold type."""

    form: Form
    level: int
    quoted: bool
    start: int
    text: str  # from start on, in half-width characters: the same columns
    closer: str  # a pattern for the end of the bold type, or ""


def undressed(line: str, underlined: int = 0) -> Dressed:
    """A line's beginning and the form in which it is written; ``underlined`` is the level of an underlined heading."""
    match = _DRESS.match(line[:_REACH])
    assert match is not None  # every group may be empty
    bold = match["bold"] or ""
    closer = _CLOSERS.get(bold, re.escape(bold))
    if bold.startswith("<h"):
        closer = re.escape("</" + bold[1:])
    text = line[match.end() : _REACH].translate(_HALF_WIDTH)
    hashes = len((match["hash"] or "").strip())
    quoted = bool(match["quote"])
    if hashes or underlined or bold.startswith("<h"):
        level = hashes or underlined or int(bold[2])
        return Dressed("heading", level, quoted, match.end(), text, closer)
    if bold and not match["bullet"]:
        return Dressed("bold", BOLD_LEVEL, quoted, match.end(), text, closer)
    indent = len(match["indent"].expandtabs(4))
    form: Form = "bold" if bold else "plain"
    return Dressed(form, PLAIN_LEVEL + min(indent // 2, 8), quoted, match.end(), text, closer)


def heading_text(line: str, underlined: int = 0) -> tuple[int, str] | None:
    """Level and words of a line that is a heading as a whole: by hashes, underlined, or all in bold type."""
    dressed = undressed(line, underlined)
    if dressed.form == "heading":
        return dressed.level, dressed.text.rstrip(" #*_")
    if dressed.form == "bold" and dressed.closer not in ("", r"\*", "_"):  # italics are no heading
        match = re.fullmatch(rf"(?P<words>.*?)[ \t]*{dressed.closer}[ \t]*:?[ \t]*", dressed.text)
        if match is not None and not re.search(dressed.closer, match["words"]):
            return dressed.level, match["words"]
    return None


def names_part(line: str) -> bool:
    """Whether a line names an exercise or a part outright, or could: for telling text from comments on code."""
    if "part:" in line and "<!--" in line:
        return True
    found = label(line)
    return found is not None and (bool(found.term) or bool(found.parts) or found.form == "heading")


def label(line: str, underlined: int = 0) -> Label | None:
    """The label at the start of a line, if it has one."""
    dressed = undressed(line, underlined)
    if not dressed.text:
        return None
    return _worded(dressed, line) or _part_worded(dressed, line) or _compound(dressed, line) or _bare(dressed, line)


def _worded(dressed: Dressed, line: str) -> Label | None:
    """ "Exercise 2 (b)", "Q1", "练习 2.b", "第2题 (1)", "Answer 2b"."""
    match = _WORDED.match(dressed.text)
    if match is not None:
        number, term = match["n"] or match["n2"], (match["term"] or "题").lower()
    else:
        match = _SOLVED.match(dressed.text)
        if match is None:
            return None
        number, term = match["n"], "answer"
    end = match.end()
    after = _AFTER_NUMBER.match(dressed.text, end) or _AFTER_WORDED_NUMBER.match(dressed.text, end)
    parts = _named(after)
    if after is not None:
        end = after.end()
        parts, end = _more(dressed, parts, end)
        if _TRIPLE.match(dressed.text, end):
            return None
    elif _RANGE.match(dressed.text, end) or (dressed.text[end : end + 1].isalnum() and dressed.text[end].isascii()):
        return None
    if dressed.form == "plain" and not _ends_label(dressed.text, end):
        return None
    return _label(dressed, line, end, term=term, number=_digits(number), parts=parts, style="worded")


def _part_worded(dressed: Dressed, line: str) -> Label | None:
    """ "Part b", "第一问", "(c) 小题"."""
    match = _PART_WORDED.match(dressed.text)
    if match is None or (dressed.form == "plain" and not _ends_label(dressed.text, match.end())):
        return None
    parts = tuple(_digits(part.lower()) for part in match.groups() if part)
    parts, end = _more(dressed, parts, match.end())
    return _label(dressed, line, end, term="part", parts=parts, style="part")


def _compound(dressed: Dressed, line: str) -> Label | None:
    """ "2(b)", "2.b", "2. c.", "1.3"."""
    match = _COMPOUND.match(dressed.text)
    if match is None or _operator_after(dressed, match.end()):
        return None
    loose = match["space"] is not None or match["colon"] is not None
    if loose and dressed.form == "plain":
        return None
    if (
        match["space"] is not None
        and match["tight"].lower() == "d"
        and re.match(r"\s*[a-z]", dressed.text[match.end() :])
    ):
        return None  # "2d convolution", "3D plots"
    if match["dotted"] and dressed.form == "plain" and re.match(r"\s*[a-z]", dressed.text[match.end() :]):
        return None  # "2.5 is the value"
    parts, end = _more(dressed, _named(match), match.end())
    style = "dotted" if match["dotted"] else "compound"
    return _label(dressed, line, end, number=match["n"], parts=parts, style=style)


def _bare(dressed: Dressed, line: str) -> Label | None:
    """ "2.", "(2)", "## 2 Derivation", "二、" and "a.", "(b)", "c)"."""
    match = _BARE_NUMBER.match(dressed.text)
    if match is not None:
        return _bare_number(dressed, line, match)
    match = _BARE_LETTER.match(dressed.text)
    return None if match is None else _bare_letter(dressed, line, match)


def _bare_number(dressed: Dressed, line: str, match: re.Match[str]) -> Label | None:
    number = match["n"] or match["c"]
    if bool(match["open"]) and match["after"] not in (")", ".)"):
        return None
    after = match["after"] or match["cafter"] or ""
    rest = dressed.text[match.end() :]
    if dressed.form != "heading":
        if not after or after == ":" or _operator_after(dressed, match.end()):
            return None
        if after != "、" and _runs_on(rest):
            return None  # "1.x", "2)y"
    elif match["space"] is not None and re.match(r"\s*[a-z]", rest):
        return None  # "## 2 layers"
    style = ("(" if match["open"] or match["copen"] else "") + ("1" if match["n"] else "一") + after
    return _label(dressed, line, match.end(), number=_digits(number), style=style)


def _bare_letter(dressed: Dressed, line: str, match: re.Match[str]) -> Label | None:
    letter = match["a"] or match["b"] or match["c"]
    rest = dressed.text[match.end() :]
    if _NOT_A_PART.match(rest) or _operator_after(dressed, match.end()):
        return None
    colon = match["after"] == ":"
    if dressed.form == "plain" and (match["c"] or colon):
        return None  # "b: the bias"
    if colon and letter.isupper():
        return None  # "Q: … A: …"
    if match["b"] and not colon and _runs_on(rest):
        return None  # "e.g."
    parts, end = _more(dressed, (letter.lower(),), match.end())
    shape = "A" if letter.isupper() else "a"
    style = f"({shape})" if match["a"] else shape + (match["after"] or "")
    return _label(dressed, line, end, parts=parts, style=style)


def _operator_after(dressed: Dressed, end: int) -> bool:
    """Whether a formula goes on after what looks like a label, as in "(b) = 3"."""
    closing = re.compile(dressed.closer).match(dressed.text, end) if dressed.closer else None
    return _OPERATOR.match(dressed.text, end if closing is None else closing.end()) is not None


def _runs_on(rest: str) -> bool:
    """Whether a letter or digit follows directly, as in "1.x"; "b)The mean" has only lost its space."""
    return re.match(r"(?![A-Z][a-z])[A-Za-z0-9]", rest) is not None


def _label(
    dressed: Dressed,
    line: str,
    end: int,
    *,
    term: str = "",
    number: str = "",
    parts: tuple[str, ...] = (),
    style: str,
) -> Label:
    tail = _PUNCTUATION.match(dressed.text, end)
    end = end if tail is None else tail.end()
    blank = [(dressed.start - _opened(dressed, line), dressed.start + end)]
    rest = dressed.text[end:]
    closing = re.search(dressed.closer, rest) if dressed.closer else None
    if closing is not None:
        title = rest[: closing.start()]
        whole = "=" not in title  # a title in bold type is no answer, a formula is
        first = end if whole else end + closing.start()
        blank.append((dressed.start + first, dressed.start + end + closing.end()))
        rest = title + rest[closing.end() :]
    if not parts and number and _CODE_WORD.fullmatch(rest):
        parts = ("code",)
    blank[0] = (max(blank[0][0], 0), blank[0][1])
    if dressed.form == "heading" and "=" not in rest:
        blank = [(0, len(line))]
    return Label(
        dressed.form, dressed.level, dressed.quoted, term, number, parts, style, rest.strip(" #"), tuple(blank)
    )


def _opened(dressed: Dressed, line: str) -> int:
    """How many characters before the label decorate it; the whole decoration goes with the label."""
    return dressed.start - (len(line) - len(line.lstrip()))


def is_code_heading(words: str) -> bool:
    """Whether a heading says just "Code"."""
    return _CODE_WORD.fullmatch(words) is not None


def _named(match: re.Match[str] | None) -> tuple[str, ...]:
    if match is None:
        return ()
    groups = match.groupdict()
    names = ("bracketed", "worded", "tight", "spaced", "digit", "dotted", "loose")
    return tuple(groups[name].lower() for name in names if groups.get(name))


def _more(dressed: Dressed, parts: tuple[str, ...], end: int) -> tuple[tuple[str, ...], int]:
    """ "(a), (b)" in a heading names both."""
    while dressed.form != "plain" and parts and parts[0].isalpha():
        match = _MORE_LETTERS.match(dressed.text, end)
        if match is None:
            break
        parts += ((match["more"] or match["next"]).lower(),)
        end = match.end()
    return parts, end


def _ends_label(text: str, end: int) -> bool:
    """In running text a label stands alone or has a mark after it: "Exercise 2 asks for …" is no label."""
    return re.match(r"\s*(?:$|[.:、,)*\]】—–-])", text[end:]) is not None


def _digits(number: str) -> str:
    """A number in digits: 十二 is 12."""
    if number.isascii():
        return str(int(number)) if number.isdigit() else number
    tens, ten, ones = number.rpartition("十")
    if not ten:
        return str(_DIGITS.get(number, 0))
    return str(10 * _DIGITS.get(tens, 1) + _DIGITS.get(ones, 0))
