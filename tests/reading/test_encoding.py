"""Bytes to text."""

from __future__ import annotations

import codecs

import pytest

from grader.core import Message
from grader.reading.encoding import decode

ENGLISH = "## Exercise 1 (a)\nThe mean, 100 %.\n"
CHINESE = "## 练习 1 (a)\n令导数为零，得到算术平均值。\n"

GOOD = [
    ("UTF-8", CHINESE.encode(), CHINESE),
    ("UTF-8 with a mark", codecs.BOM_UTF8 + CHINESE.encode(), CHINESE),
    ("UTF-16", CHINESE.encode("utf-16"), CHINESE),
    ("UTF-16, big end first", codecs.BOM_UTF16_BE + CHINESE.encode("utf-16-be"), CHINESE),
    ("UTF-32", CHINESE.encode("utf-32"), CHINESE),
    ("UTF-16 without its mark", ENGLISH.encode("utf-16-le"), ENGLISH),
    ("the same, big end first", ENGLISH.encode("utf-16-be"), ENGLISH),
    ("GB18030", CHINESE.encode("gb18030"), CHINESE),
    ("GBK", CHINESE.encode("gbk"), CHINESE),
    ("only a mark", codecs.BOM_UTF8, ""),
    ("emoji", "📝 均值".encode(), "📝 均值"),
]


@pytest.mark.parametrize(("why", "data", "text"), GOOD, ids=[row[0] for row in GOOD])
def test_decoded(why: str, data: bytes, text: str) -> None:
    assert decode(data, "s01.md") == text, why


BAD = [
    ("Latin-1", "Die L\xf6sung f\xfcr alle W\xe4rme: r\xe9sum\xe9".encode("latin-1"), "reading.unknown_encoding"),
    ("random bytes", bytes(range(128, 256)) * 3, "reading.unknown_encoding"),
    ("a picture", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "reading.null_bytes"),
    ("text with a null byte", b"The mean\0 is best, and this is only text.", "reading.null_bytes"),
    ("a mark of UTF-16 before something else", codecs.BOM_UTF16_LE + b"abc", "reading.wrong_encoding"),
    ("a mark of UTF-8 before something else", codecs.BOM_UTF8 + b"\xff\xfe", "reading.wrong_encoding"),
]


@pytest.mark.parametrize(("why", "data", "key"), BAD, ids=[row[0] for row in BAD])
def test_not_decoded(why: str, data: bytes, key: str) -> None:
    found = decode(data, "s01.md")
    assert isinstance(found, Message), why
    assert (found.key, found.fields["file"]) == (key, "s01.md")
