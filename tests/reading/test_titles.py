"""Headings that are titles: of an exercise, by its title or the last word of its address, or of one of its parts."""

from __future__ import annotations

import pytest

from grader.core import Exercise, Part, Text
from grader.reading.addresses import exercise_titled


def _exercise(address: str, title: str, *parts: str) -> Exercise:
    return Exercise(address, Text(title, title), tuple(Part("abc"[k], Text(p, p), ()) for k, p in enumerate(parts)))


EXERCISES = (
    _exercise("linear/normal_equation", "Least squares", "The problem", "The gradient with respect to w"),
    _exercise("logistic/gradient", "Logistic regression", "The sigmoid", "Its slope"),
    _exercise("decay/ridge", "A penalty on the weights", "The minimiser"),
)


@pytest.mark.parametrize(
    ("heading", "address", "why"),
    [
        ("Logistic regression", "logistic/gradient", "the title"),
        ("Ridge", "decay/ridge", "the last word of the address"),
        ("Normal equation", "linear/normal_equation", "two of them"),
        ("b. The gradient", None, "the last word of one exercise's address is in the title of another's part"),
        ("The minimiser", None, "a part's title is no exercise's"),
    ],
)
def test_a_heading_names_an_exercise(heading: str, address: str | None, why: str) -> None:
    found = exercise_titled(heading, EXERCISES)
    assert (None if found is None else found[0].address) == address, why
