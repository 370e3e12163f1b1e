"""Lines as they were read: formulas in their places, words as they stand, the markup of TeX left out."""

from __future__ import annotations

import re

import pytest

from grader.core import Link, Origin, Pass, Passage, Proof, Reading, Where
from grader.report.feedback.listing import Note, holds, listing
from grader.report.feedback.typeset import Placed, step, typeset


def placed(source: str, *formulas: str) -> list[Placed]:
    """The formulas where they stand, one behind the other, typeset as ``<i>…</i>``."""
    found, at = [], 0
    for formula in formulas:
        start = source.index(formula, at)
        at = start + len(formula)
        where = Where("a.md", None, 1, start + 1, formula)
        found.append(Placed(start, at, Reading(where, formula, f"<i>{formula}</i>")))
    return found


@pytest.mark.parametrize(
    ("source", "formulas", "shown", "why"),
    [
        ("$b = 1$.", ["b", "1"], "<i>b</i> = <i>1</i>.", "without the dollars"),
        ("so $b$, hence $q$", ["b", "q"], "so <i>b</i>, hence <i>q</i>", "words between formulas"),
        (r"\[ b \leq 1 \]", ["b", "1"], " <i>b</i> ≤ <i>1</i> ", "a relation by its sign"),
        (r"$b \Rightarrow c$", ["b", "c"], "<i>b</i> ⇒ <i>c</i>", "an arrow by its sign"),
        (r"b &= 1 \\", ["b", "1"], "<i>b</i> = <i>1</i> ", "marks of alignment"),
        (r"$b\quad(1)$", ["b"], "<i>b</i> (1)", "space is space"),
        (r"$b$ \foo c", ["b"], r"<i>b</i> \foo c", "an unknown command stays"),
        ("$b$ <b>x</b> & y", ["b"], "<i>b</i> &lt;b&gt;x&lt;/b&gt; y", "words are no markup"),
        (r"$x \sim \mathcal N(b)$", ["x", "N(b)"], "<i>x</i> ∼ <i>N(b)</i>", "a font goes with its formula"),
        ("only words", [], "", "nothing was read"),
    ],
)
def test_typeset(source: str, formulas: list[str], shown: str, why: str) -> None:
    markup = typeset(source, 0, len(source), placed(source, *formulas))
    assert re.sub(r"</?div[^>]*>", "", markup) == shown, why


def test_a_formula_inside_another_is_shown_once() -> None:
    whole, part = placed("a + b", "a + b")[0], placed("a + b", "b")[0]
    assert typeset("a + b", 0, 5, [whole, part]) == '<div class="read"><i>a + b</i></div>'


def test_a_step_has_both_sides_typeset() -> None:
    source = "f = g = h"
    readings = [item.reading for item in placed(source, "f", "g", "h")]
    right = readings[2].where
    assert step(Link(right, "g = h", Pass(Proof("definition"))), readings) == "<i>g</i> = <i>h</i>"
    assert step(Link(right, "q < 1 = h", Pass(Proof("definition"))), readings) == "<code>q &lt; 1 = h</code>"


TEXT = Passage("text", "one\n\n$a\n+ b$\nlast", Origin("a.md", None, 10))


@pytest.mark.parametrize(
    ("where", "inside"),
    [
        (Where("a.md", None, 10, 1, "one"), True), (Where("a.md", None, 14, 1, "last"), True),
        (Where("a.md", None, 15, 1, "x"), False), (Where("a.md", None, 9, 1, "x"), False),
        (Where("b.md", None, 10, 1, "one"), False), (Where("a.md", 1, 10, 1, "one"), False),
    ],
)  # fmt: skip
def test_where_a_place_is(where: Where, inside: bool) -> None:
    assert holds(TEXT, where) is inside


def rows(markup: str) -> list[str]:
    return re.findall(r"<li.*?</li>", markup, re.DOTALL)


def test_lines_that_a_formula_joins_stand_together() -> None:
    formula = Where("a.md", None, 12, 2, "a\n+ b")
    found = rows(listing(TEXT, [Reading(formula, "a + b", "<i>a + b</i>")], [Note(formula, "pass")], "a", "en"))
    assert [re.search(r"</span>(\d+)</span>", row)[1] for row in found] == ["10", "12", "14"]  # type: ignore[index]
    assert "$a\n+ b$" in found[1]
    assert "<i>a + b</i>" in found[1]
    assert 'class="is-pass"' in found[1]


def test_the_gravest_verdict_marks_a_line() -> None:
    there = Where("a.md", None, 10, 1, "one")
    found = rows(listing(TEXT, [], [Note(there, name) for name in ("pass", "undecided", "fail")], "a", "en"))
    assert 'class="is-fail"' in found[0]


def test_a_reading_of_other_words_is_left_out() -> None:
    other = Where("a.md", None, 10, 1, "two")
    assert "<i>" not in listing(TEXT, [Reading(other, "2", "<i>2</i>")], [], "a", "en")
