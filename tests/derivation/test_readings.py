"""Readings: every formula of a text with its place, in order, as it was judged."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from dataclasses import replace

import pytest

from grader.core import Origin, Passage
from grader.derivation.judge import study
from grader.derivation.problem import Problem
from grader.derivation.readings import MOST_NODES, readings
from grader.maths.terms import Add, Symbol
from tests.maths.reading import scope_of, term

SCOPE = scope_of("x: n, b", "b")
MEAN = Problem(SCOPE, term(r"\sum_i (x_i-b)^2", SCOPE), (), True)


def read_of(text: str, origin: Origin | None = None) -> list[tuple[int, str, str]]:
    """Line, source and plain notation of each reading."""
    found = readings(study([Passage("text", text, origin or Origin("a.md"))], MEAN))
    return [(reading.where.line, reading.where.text, reading.plain) for reading in found]


@pytest.mark.parametrize(
    ("text", "read", "why"),
    [
        ("", [], "nothing is read of nothing"),
        ("The mean is best.", [], "words are no formulas"),
        (r"$f(b) = \sum_i (x_i-b)^2$", [(1, "f(b)", "f(b)"), (1, r"\sum_i (x_i-b)^2", "∑_{i} (x_i - b)²")],
         "both sides, in order"),
        ("$b = 1$\n\n$b = 1$", [(1, "b", "b"), (1, "1", "1"), (3, "b", "b"), (3, "1", "1")],
         "what is written twice stands in two places"),
        (r"$-2\sum_i(x_i-b) = 0 \Rightarrow nb = \sum_i x_i$",
         [(1, r"-2\sum_i(x_i-b)", "-2 ∑_{i} (x_i - b)"), (1, "0", "0"), (1, "nb", "n b"),
          (1, r"\sum_i x_i", "∑_{i} x_i")],
         "over an arrow"),
        ("$$\\begin{aligned} b &= 1 \\\\ &= 2 \\end{aligned}$$", [(1, "b", "b"), (1, "1", "1"), (1, "2", "2")],
         "a chain over lines has each side once"),
    ],
)  # fmt: skip
def test_readings(text: str, read: list[tuple[int, str, str]], why: str) -> None:
    assert read_of(text) == read, why


def test_a_place_counts_in_its_file() -> None:
    (first, *_) = readings(study([Passage("text", "so\n$b = 1$", Origin("a.ipynb", 2, 5))], MEAN))
    assert (first.where.file, first.where.cell, first.where.line, first.where.column) == ("a.ipynb", 2, 6, 2)


def test_every_reading_is_typeset() -> None:
    found = readings(study([Passage("text", r"$b = \frac{1}{n}\sum_i x_i < 3$", Origin("a.md"))], MEAN))
    assert [ET.fromstring(reading.mathml).get("alttext") for reading in found] == [reading.plain for reading in found]


@pytest.mark.parametrize(("terms", "typeset"), [(MOST_NODES - 1, True), (MOST_NODES, False)])
def test_what_is_too_large_is_not_typeset(terms: int, typeset: bool) -> None:
    """A sum of so many terms has one node more."""
    found = study([Passage("text", "$b = 1$", Origin("a.md"))], MEAN)
    side = replace(found.chains[0][0], term=Add((Symbol("b"),) * terms))
    (reading,) = readings(replace(found, chains=((side,),)))
    assert bool(reading.mathml) == typeset
    assert reading.plain.startswith("b + b")
