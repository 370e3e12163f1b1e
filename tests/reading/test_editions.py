"""What a bare number means, in the editions of the book."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Literal

import pytest

from grader.core import Exercise, Message, Origin, Part, Passage, Text
from grader.reading.editions import Found, Numbering, Vocabulary, pieces_in, words_in


def _exercise(name: str, title: str, numbers: dict[str, str]) -> Exercise:
    parts = (Part("a", Text("First", "一"), ()), Part("b", Text("Second", "二"), ()))
    return Exercise(f"s/{name}", Text(title, title), parts, numbers)


#: Exercise 2 is another one in each English edition.
SHARED = (
    _exercise("gradient", "Gradient descent with momentum", {"zh-2.0": "1", "en-0.17": "2", "en-1.0": "3"}),
    _exercise("median", "Median of absolute values", {"zh-2.0": "2", "en-0.17": "1", "en-1.0": "2"}),
)

RESOLVED: list[tuple[str, str, Literal["en", "zh"], int, str, str | None, bool]] = [
    ("the language leaves one edition", "2", "zh", 0, "", "median", False),
    ("two editions, told by the words", "2", "en", 0, "The median of the absolute values.", "median", True),
    ("two editions, told by the other's words", "2", "en", 0, "Momentum and descent.", "gradient", True),
    ("two editions, nothing to tell them by", "2", "en", 0, "We solve this.", None, False),
    ("two editions, words of both", "2", "en", 0, "Median, absolute; momentum, descent.", None, False),
    ("an edition outgrown", "2", "en", 3, "", "median", False),
    ("no edition has it", "9", "en", 9, "The median of absolute values.", None, False),
    ("only another language has it, and the words agree", "3", "zh", 0, "Momentum and descent.", "gradient", True),
    ("only another language has it, and no words agree", "3", "zh", 0, "梯度。", None, False),
]


@pytest.mark.parametrize(
    ("why", "number", "language", "highest", "text", "name", "by_content"), RESOLVED, ids=[row[0] for row in RESOLVED]
)
def test_numbers(
    why: str,
    number: str,
    language: Literal["en", "zh"],
    highest: int,
    text: str,
    name: str | None,
    by_content: bool,
) -> None:
    numbering = Numbering(SHARED, language, Vocabulary(SHARED, {}), highest)
    found = numbering.exercise(number, text, heading=f"Exercise {number}")
    if name is None:
        assert isinstance(found, Message), why
    else:
        assert isinstance(found, Found), why
        assert (found.exercise.address, found.by_content) == (f"s/{name}", by_content), why


def test_an_ambiguous_number_is_said_with_its_meanings(read: Any) -> None:
    (item,) = read({"s01.md": "## Exercise 2 (a)\nWe solve this.\n"}, exercises=SHARED).unplaced
    assert isinstance(item.problem, Message)
    assert item.problem.key == "reading.ambiguous_number"
    assert item.problem.fields["titles"] == Text(
        "Gradient descent with momentum, Median of absolute values",
        "Gradient descent with momentum、Median of absolute values",
    )


def test_the_words_below_a_number_decide(read: Any) -> None:
    submission = read({"s01.md": "## Exercise 2 (a)\nThe median of absolute values.\n"}, exercises=SHARED)
    answer = submission.answers["s/median/a"]
    assert len(answer.passages) == 1
    assert [remark.key for remark in answer.remarks if isinstance(remark, Message)] == ["reading.by_content"]


def test_in_a_file_with_exercise_5_a_2_is_of_the_edition_that_has_5(read: Any, texts: Any) -> None:
    """That edition's exercise 2 is none of ours, so nothing is guessed."""
    submission = read({"s01.md": "## Exercise 2 (a)\nAffine maps.\n## Exercise 5\n1. Sum.\n"})
    assert texts(submission) == {"laplace_noise/a": "Sum."}
    assert len(submission.unplaced) == 1


def test_stubs_lend_their_words() -> None:
    stub = {"s/gradient/a": (Passage("text", "Roll down the hill", Origin("answer.md")),)}
    found = Vocabulary(SHARED, stub)
    assert {"roll", "hill"} <= found["s/gradient"]
    assert "hill" not in found["s/median"]


@pytest.mark.parametrize(
    ("why", "text", "parts", "name"),
    [
        ("pieces of a known answer, in no words", r"$$2\mathbf{X}^\top (Xw - y)$$", (), "gradient"),
        ("the same formula with other marks", "2X^T(Xw-y)", (), "gradient"),
        ("a formula of the other", "$|x_i - b|$", (), "median"),
        ("a formula of neither", r"$\lambda^k$", (), None),
        ("only one of them has the part", "We solve this.", ("c",), "median"),
        ("both have the part", "We solve this.", ("b",), None),
        ("neither has the part", "We solve this.", ("e",), None),
    ],
)
def test_answers_and_parts_tell_exercises_apart(why: str, text: str, parts: tuple[str, ...], name: str | None) -> None:
    gradient, median = SHARED
    longer = replace(median, parts=(*median.parts, Part("c", Text("Third", "三"), ())))
    known = {"s/gradient": [r"$X^\top(X w-y)$"], "s/median": [r"$\sum_i |x_i-b|$"]}
    words = Vocabulary((gradient, longer), {}, lambda exercise: known[exercise.address])
    found = Numbering((gradient, longer), "en", words).exercise("2", text, heading="Exercise 2", parts=parts)
    assert (found.exercise.address if isinstance(found, Found) else None) == (name and f"s/{name}"), why


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        (r"$\mathbf{X}^{\top} y$", set()),
        (r"$\mathbf{X}^{\top} (y)$", {"Xᵀ(y", "ᵀ(y)"}),
        ("X'(y)", {"Xᵀ(y", "ᵀ(y)"}),
        ("The mean (of all)", set()),
    ],
)
def test_pieces(text: str, pieces: set[str]) -> None:
    assert pieces_in(text) == pieces


@pytest.mark.parametrize(
    ("text", "words"),
    [("Minimising, minimise!", {"minimi"}), ("the b", set()), ("正态分布", {"正态", "态分", "分布"}), ("均", set())],
)
def test_words(text: str, words: set[str]) -> None:
    assert words_in(text) == words
