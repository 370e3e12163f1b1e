"""Sentences for the author of a rubric: the file, the key in it, and what to do."""

from __future__ import annotations

from collections.abc import Mapping

from grader.core import Text

WORDS: Mapping[str, Text] = {
    "checks.rubric.no_file": Text(
        "{file} is missing, and a claim of this exercise says(…) what stands in it; write it (docs/rubrics.md).",
        "缺少 {file}，而本练习有一项用 says(…) 引用了它；请编写该文件（见 docs/rubrics.md）。",
    ),
    "checks.rubric.no_toml": Text(
        "{file} is not TOML: {error}. Repair the file at that place.",
        "{file} 不是合法的 TOML：{error}。请修改该处。",
    ),
    "checks.rubric.no_idea": Text(
        "{file} has no table {place}, which a claim says(…); add it or correct the name in exercise.py.",
        "{file} 中没有 says(…) 所引用的表 {place}；请补上，或改正 exercise.py 中的名称。",
    ),
    "checks.rubric.no_table": Text(
        "{file}: {place} must be a table of keys; write it as {place} on a line of its own.",
        "{file}：{place} 必须是表；请单独写一行 {place}。",
    ),
    "checks.rubric.unknown_key": Text(
        "{file}: {place} is no key of a rubric. Known are: {known}.",
        "{file}：{place} 不是评分要点的键。可用的键：{known}。",
    ),
    "checks.rubric.nothing_affirmed": Text(
        "{file}: {place} is missing or empty, and so is topic; list what a right answer says.",
        "{file}：{place} 缺失或为空，topic 也为空；请列出正确答案的说法。",
    ),
    "checks.rubric.no_list": Text(
        "{file}: {place} must be a list of texts in quotes.",
        "{file}：{place} 必须是带引号字符串的列表。",
    ),
    "checks.rubric.no_hint": Text(
        '{file}: {place} must be {{ en = "…", zh = "…" }}, a sentence for the student in each language.',
        '{file}：{place} 必须写成 {{ en = "…", zh = "…" }}，即两种语言各一句给学生的提示。',
    ),
    "checks.rubric.bad_entry": Text(
        "{file}: {place} has an entry that cannot be read, “{entry}”: {error}. Alternatives stand in (a | b).",
        "{file}：{place} 中有无法读懂的词条“{entry}”：{error}。可选项写作 (a | b)。",
    ),
    "checks.rubric.bad_frame": Text(
        "{file}: {place} has a frame that cannot be read, “{frame}”: {error}. docs/rubrics.md tells how to write it.",
        "{file}：{place} 中有无法读懂的句式“{frame}”：{error}。写法见 docs/rubrics.md。",
    ),
    "checks.rubric.unknown_term": Text(
        "{file}: {place} names the term “{name}”, which there is not; add it to [terms] or correct the name.",
        "{file}：{place} 用到了不存在的词类“{name}”；请在 [terms] 中补上，或改正名称。",
    ),
    "checks.rubric.unknown_frame": Text(
        "{file}: {place} uses {{{name}}}, which [frames] does not have; add it there or correct the name.",
        "{file}：{place} 用到了 {{{name}}}，但 [frames] 中没有；请补上或改正名称。",
    ),
}
