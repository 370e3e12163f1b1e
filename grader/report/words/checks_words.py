"""Sentences about prose: what of it was found, and who looks at the rest."""

from __future__ import annotations

from collections.abc import Mapping

from grader.core import Text

WORDS: Mapping[str, Text] = {
    "checks.words.no_text": Text(
        "There is no text to this part. Write your answer in sentences, in a text cell or a .md file.",
        "本题没有文字内容。请在文本单元格或 .md 文件中用句子作答。",
    ),
    "checks.words.both": Text(
        "Line {one} says it and line {other} says the contrary; a marker decides. State which of the two you mean.",
        "第 {one} 行说了这一点，第 {other} 行又说了相反的话，由人工评阅。请说明你的结论是哪一个。",
    ),
    "checks.words.about": Text(
        "Line {line} speaks of it, but whether it says what is asked a marker must decide. "
        "A plain sentence that states it is read at once.",
        "第 {line} 行谈到了这一点，但是否答到要点需人工评阅。用一句明确的话陈述即可自动判定。",
    ),
    "checks.words.nowhere": Text(
        "Nothing in the text was recognised as an answer to this; a marker reads it. "
        "A plain sentence that states it is read at once.",
        "文中没有识别出对此的回答，由人工评阅。用一句明确的话陈述即可自动判定。",
    ),
}
