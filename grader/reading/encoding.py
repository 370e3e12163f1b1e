"""Bytes to text: UTF-8, UTF-16 and the Chinese GB18030, and a named problem where it is none of them."""

from __future__ import annotations

import codecs
import re

from grader.core import Message

# BOMs of UTF-32 begin like those of UTF-16, so they come first.
_MARKED = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# What Chinese writers type: GB2312 holds it nearly all, and other bytes that GB18030 happens to decode do not.
_SENSIBLE_SHARE = 0.9
_ASCII = re.compile(r"[\x00-\x7f]+")


def decode(data: bytes, file: str) -> str | Message:
    """The text of a file, or why there is none."""
    for mark, encoding in _MARKED:
        if data.startswith(mark):
            text = _strict(data, encoding)
            return text if text is not None else Message("reading.wrong_encoding", {"file": file, "encoding": encoding})
    if b"\0" in data:
        return _unmarked_utf16(data) or Message("reading.null_bytes", {"file": file})
    text = _strict(data, "utf-8")
    if text is not None:
        return text
    chinese = _strict(data, "gb18030")
    if chinese is not None and _sensible(chinese):
        return chinese
    return Message("reading.unknown_encoding", {"file": file})


def _strict(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeError:
        return None


def _unmarked_utf16(data: bytes) -> str | None:
    """UTF-16 without its mark: of mostly ASCII text every other byte is null."""
    nulls_even, nulls_odd = data[::2].count(0), data[1::2].count(0)
    half = len(data) / 2
    if nulls_odd > 0.3 * half and nulls_even == 0:
        return _strict(data, "utf-16-le")
    if nulls_even > 0.3 * half and nulls_odd == 0:
        return _strict(data, "utf-16-be")
    return None


def _sensible(text: str) -> bool:
    foreign = _ASCII.sub("", text)
    usual = len(foreign.encode("gb2312", "ignore")) / 2  # two bytes each
    return usual >= _SENSIBLE_SHARE * len(foreign)
