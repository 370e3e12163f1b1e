"""Which language a student writes: formulas, code and markup tell nothing, the words between them do."""

from __future__ import annotations

import re

from grader.core import Language

_NOT_PROSE = re.compile(
    r"```.{0,4000}?```|\$\$.{0,2000}?\$\$|\$[^$\n]*\$|\\\[.{0,2000}?\\\]|\\\(.{0,500}?\\\)|`[^`\n]*`|<[^<>\n]{0,200}>"
    r"|\\[A-Za-z]+|https?://\S+",
    re.DOTALL,
)
_CHINESE = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]")
_WORD = re.compile(r"[A-Za-z]{2,}")
_ENOUGH = 20_000  # characters tell the language of a text of any length


def detect_language(text: str) -> Language:
    """Chinese if there are more Chinese characters than words in Latin letters, else English."""
    prose = _NOT_PROSE.sub(" ", text[:_ENOUGH])
    return "zh" if len(_CHINESE.findall(prose)) > len(_WORD.findall(prose)) else "en"
