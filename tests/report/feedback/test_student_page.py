"""The student's page: valid, complete, harmless, in two languages, and silent about what is not the student's."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from typing import Any

import pytest

from grader.core import Message, Origin, PartResult, Passage, RunReport, Text
from grader.report.feedback import Comment, student_page
from tests.report.feedback.made import CODE, TEXT, report, result, results
from tests.report.feedback.validity import name_of, parsed, problems, words_of


def page_of(*own: PartResult, **more: Any) -> str:
    return student_page(report(own or None, **more))


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_page_is_valid(language: Any) -> None:
    assert problems(page_of(language=language)) == []


def test_a_page_of_nothing_is_valid() -> None:
    assert problems(student_page(report([], comments=[]))) == []


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("Ada (s1)", "whose it is"),
        ("graded 2026-03-01 12:30 UTC", "when it was graded"),
        ("4 of 13 points so far", "the total"),
        ("2 more points are still to be decided", "what is pending is not lost"),
        ("◐ partly right", "an outcome by its sign and its word"),
        ("– not handed in", "what is missing"),
        ("See the note at line 7: a sign", "a claim refers to its line and names the mistake"),
        ("✗ wrong: a sign", "the note at the line"),
        ("Check the signs, term by term", "the hint"),
        ("Yours gives -2 Expected 2", "the witness"),
        ("charitably read", "remarks"),
        ("Well done. — Dr. Li", "a comment on the whole"),
        ("Mind the sign. — Dr. Wu", "a comment on a part"),
        ("Dr. Li: fine after all", "what a marker decided"),
        ("Something of ours broke here; no point is lost", "a failure of ours"),
        ("IndexError: list index out of range", "what the code raised"),
        ("scan.png", "a file that belongs to no part"),
        ("a picture", "and why"),
        ("2 by 3 against 3", "shapes that clash"),
        ("no such sign", "what could not be read"),
        ("You wrote “x = 2” (work.md, line 8).", "the student's own words"),
        ("x (40 numbers)", "a long input is folded away"),
        ("your loop 64 12", "a figure's numbers as text"),
    ],
)
def test_a_page_says(said: str, why: str) -> None:
    assert said in words_of(parsed(page_of())), why


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("SecretError", "an error of ours"), ("Traceback", "an error of ours"), ("solutions", "where they are"),
        ("s2", "another student"),
    ],
)  # fmt: skip
def test_a_page_never_says(said: str, why: str) -> None:
    assert said not in page_of(), why


def test_lines_stand_with_their_numbers_and_marks() -> None:
    tree = parsed(page_of())
    rows = [words_of(item) for item in tree.iter() if name_of(item) == "li" and "is-" in item.get("class", "")]
    starts = [re.match(r"line (\d+) (\D)", row) for row in rows]
    assert [(match[1], match[2]) for match in starts if match] == [("3", "✓"), ("7", "✗"), ("8", "✗"), ("4", "✗")]


def test_formulas_are_typeset_as_they_were_read() -> None:
    tree = parsed(page_of())
    read = [words_of(item) for item in tree.iter() if item.get("class", "").startswith("read")]
    assert read[0] == "Let f = x."
    assert "f = −x" in read, "the step of the note, its two sides from two lines"
    inputs = next(words_of(item) for item in tree.iter() if item.get("class") == "inputs")
    assert inputs == "X=(0110.5) y=[1,−2] b=3"


def test_pending_points_are_no_zero() -> None:
    own = [item for item in results() if item.part == "sec/one/code"]
    waiting = result("sec/one/code", own[0].claims[2:3], answer=(CODE,))
    text = words_of(parsed(page_of(waiting)))
    assert "1 of 1 points pending" in text
    assert "0 of 1 points so far 1 more points are still to be decided" in text
    assert "In code ! broken on our side 1 pending" in text
    assert "0 / 1" not in text


@pytest.mark.parametrize("outcome", ["timeout", "memory", "killed", "crashed", "output_limit", "protocol", "corrupt"])
def test_how_a_run_ended(outcome: Any) -> None:
    stopped = replace(results()[1], run=RunReport(outcome, 9.0, (), "sec/one/code"))
    page = page_of(stopped)
    assert "(In code)" in words_of(parsed(page))
    assert "feedback." not in page


def test_every_sentence_is_in_the_students_language() -> None:
    text = words_of(parsed(page_of(language="zh")))
    left = set(re.findall(r"[A-Za-z]{4,}", text))
    own = " ".join([TEXT.source, CODE.source, "Well done Mind the sign fine after all work ipynb scan IndexError list"
                    "index out of range Every step follows The result can read derived runs agrees fast marked said"
                    "holds code return numpy import none"])  # fmt: skip
    assert {word for word in left if word.lower() not in own.lower()} == set()


# -------------------------------------------------------------------------------------------------- hostile text

HOSTILE = [
    "</script><script>alert(1)</script>", "<img src=x onerror=alert(1)>", "</pre></li></ol><h1>You passed</h1>",
    '" onmouseover="alert(1)" x="', "</style><style>*{display:none}</style>", "]]></math><mtext><x-evil>",
    "&lt;b&gt;&#0;&nbsp", "\u202eabc\u2066def", "nul\x00bell\x07esc\x1b[2Jff\x0cc1\x9b", "\ud800\udfff\ufffe\U0010ffff",
    "javascript:alert(1)", "<!--", "line\r\nnext\rlast", "{0}{name}%s",
]  # fmt: skip


def replaced(value: Any, change: Callable[[str], str]) -> Any:
    """A report with every text that may come from outside changed; markup of ours, keys and closed sets are kept."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, Text | Message):
        return Text(change("en"), change("zh"))
    if is_dataclass(value) and not isinstance(value, type):
        kept = {"kind", "outcome", "language", "part", "mathml", "graded", "method", "titles", "exercises"}
        new = {f.name: replaced(getattr(value, f.name), change) for f in fields(value) if f.name not in kept}
        return replace(value, **new)
    if isinstance(value, tuple | list):
        return type(value)(replaced(item, change) for item in value)
    if isinstance(value, dict):
        return {change(key): replaced(item, change) for key, item in value.items()}
    return value


@pytest.mark.parametrize("evil", HOSTILE)
def test_no_text_is_ever_markup(evil: str) -> None:
    """Each kind of text in turn: appended to what is there, and in its place."""
    shape = tags(page_of())
    for change in (lambda text: text + evil, lambda text: evil + text):
        page = student_page(replaced(report(), change))
        assert problems(page) == []
        assert set(tags(page)) <= set(shape)
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", page)
    only = student_page(replaced(report(), lambda _: evil))
    assert problems(only) == []


def tags(page: str) -> list[str]:
    return [element.tag for element in parsed(page).iter() if isinstance(element.tag, str)]


def test_a_hostile_answer_is_shown_as_it_is() -> None:
    evil = Passage("text", "before </ol><script>alert(1)</script>\nafter", Origin("<b>.md"))
    page = page_of(result("sec/one/a", results()[0].claims[:1], answer=(evil,)))
    assert "before </ol><script>alert(1)</script>" in words_of(parsed(page))


@pytest.mark.parametrize("source", ["x" * 10_000_000, "x\n" * 5_000_000, "\u202e" * 1_000_000, "$x$ " * 500_000])
def test_a_huge_answer_is_cut_with_a_remark(source: str) -> None:
    page = page_of(result("sec/one/a", results()[0].claims, answer=(Passage("text", source, Origin("a.md")),)))
    assert len(page) < 500_000
    assert "more characters are not shown here" in page
    assert problems(page) == []


def test_many_passages_are_cut_with_a_remark() -> None:
    cells = tuple(Passage("code", f"x = {i}", Origin("a.ipynb", i)) for i in range(500))
    page = page_of(result("sec/one/code", results()[1].claims, answer=cells))
    assert "… and 470 more" in words_of(parsed(page))
    assert problems(page) == []


def test_a_comment_on_an_unanswered_part_is_shown() -> None:
    page = page_of(comments=[Comment("sec/two/a", "Dr. Li", "Hand it in next week.")])
    assert "Hand it in next week." in words_of(parsed(page))
    assert problems(page) == []
