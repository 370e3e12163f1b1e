"""The instructor's page: valid, complete, harmless."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from grader.core import Text
from grader.report.feedback import ClassReport, GroupRow, class_page
from tests.report.feedback.made import class_report
from tests.report.feedback.validity import parsed, problems, words_of


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_page_is_valid(language: Any) -> None:
    assert problems(class_page(replace(class_report(), language=language))) == []


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("Distribution of totals", "how the class did"),
        ("Discrimination", "how a part tells students apart"),
        ("Awaits a marker", "who must act"),
        ("SecretError", "an error of ours is for the staff to see, here and nowhere else"),
        ("g1", "a group of answers by its id"),
        ("Isolation of student code bubblewrap", "how student code was isolated"),
    ],
)
def test_a_page_says(said: str, why: str) -> None:
    assert said in words_of(parsed(class_page(class_report()))), why


def test_an_empty_class_has_a_page() -> None:
    assert problems(class_page(replace(class_report(), results={}, groups=(), pages={}))) == []


EVIL = ["</script><script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "\u202e\x00\ufffe"]


@pytest.mark.parametrize("evil", EVIL)
def test_names_and_answers_are_never_markup(evil: str) -> None:
    report: ClassReport = class_report()
    named = replace(
        report,
        results={evil: next(iter(report.results.values()))},
        names={evil: evil},
        titles={part: Text(evil, evil) for part in report.titles},
        groups=[GroupRow(evil, evil, 2, evil, evil, "sign", [evil])],
    )
    page = class_page(named)
    assert problems(page) == []
    assert "<script" not in page
    assert "<img" not in page
