"""Text that came from anywhere as harmless HTML, and the frame of a page."""

from __future__ import annotations

import re
from html import escape
from typing import Final

from grader.core import Language, Message, Text, Words
from grader.report.feedback.style import STYLE
from grader.report.words import render

LANG_TAGS: Final = {"en": "en", "zh": "zh-Hans"}

# What a terminal must not see (grader.report.lines.printable), and what is no character at all in a page.
_UNFIT: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef]|"
    "[" + "".join(chr(plane << 16 | end) for plane in range(17) for end in (0xFFFE, 0xFFFF)) + "]"
)
_NO_SCRIPT: Final = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"


def text(raw: str) -> str:
    """Text for between tags and for attributes; control characters are shown by their numbers."""
    return escape(_UNFIT.sub(lambda match: f"\\x{ord(match[0]):02x}", raw))


def said(words: Words | str, lang: Language) -> str:
    """A sentence in a language, for between tags."""
    return text(render(words, lang))


def tell(key: str, lang: Language, **fields: Text | Message | str | int | float) -> str:
    """One of the pages' own sentences."""
    return said(Message(f"feedback.{key}", fields), lang)


def cut(raw: str, most: int) -> tuple[str, int]:
    """At most so many characters, and how many are left out."""
    return raw[:most], max(0, len(raw) - most)


def number(value: float) -> str:
    """Points as people write them: 2, 0.5, 33.33."""
    return f"{round(value, 2):g}"


def page(title: str, lang: Language, body: str) -> str:
    """A whole page around the markup of its body; ``title`` is plain text."""
    return (
        f'<!DOCTYPE html>\n<html lang="{LANG_TAGS[lang]}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_NO_SCRIPT}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="referrer" content="no-referrer">\n'
        f"<title>{text(title)}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n{body}\n</body>\n</html>\n"
    )
