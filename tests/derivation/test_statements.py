"""Statements: chains glued over line ends, each side with its place, and what could not be read."""

from __future__ import annotations

import pytest

from grader.core import Message, Origin, Passage
from grader.derivation.statements import MOST_STATEMENTS, Text, read_text
from grader.maths import show
from grader.maths.reader import Names
from tests.rows import rows

NAMES = Names(frozenset(("x", "b", "n", "X", "y", "w")), frozenset())


def text_of(*sources: str, kind: str = "text") -> Text:
    passages = [Passage(kind, source, Origin("a.md", line=10 * k + 1)) for k, source in enumerate(sources)]  # type: ignore[arg-type]
    return read_text(passages, NAMES)


def chains(text: Text) -> list[str]:
    """Every statement as ``side op side …``."""
    found = []
    for statement in text.statements:
        parts = [show.plain(statement.sides[0].term)]
        for op, side in zip(statement.ops, statement.sides[1:], strict=True):
            parts += [op, show.plain(side.term)]
        found.append(" ".join(parts))
    return found


@pytest.mark.parametrize(
    ("source", "expected"),
    rows(
        ("$b = 2$", ["b = 2"], "one relation"),
        ("$b = 2 = 1+1$", ["b = 2 = 1 + 1"], "a chain"),
        ("$b = 2$ and $w = 3$", ["b = 2", "w = 3"], "two formulas"),
        ("$b = 2, w = 3$", ["b = 2", "w = 3"], "a comma ends a chain"),
        (r"$b = 2 \Rightarrow w = 3$", ["b = 2", "w = 3"], "so does an arrow"),
        ("$b$", ["b"], "a formula that stands alone"),
        ("$$b = 2$$\n$$= 1+1$$", ["b = 2 = 1 + 1"], "the next begins with a relation"),
        ("$$b =$$\n$$2$$", ["b = 2"], "the first ends in one"),
        ("$$b =$$\n$$= 2$$", ["b = 2"], "the relation stands at both ends"),
        (r"$$\begin{aligned} b &= 2 \\ &= 1+1 \end{aligned}$$", ["b = 2 = 1 + 1"], "an aligned environment"),
        (r"$$\begin{aligned} b &= 2 \\ w &= 3 \end{aligned}$$", ["b = 2", "w = 3"], "of two chains"),
        ("b = 2n\n  = n + n", ["b = 2 n = n + n"], "plain text"),
        ("b = 2\n  = 1 + 1", ["b = 2 = 1 + 1"], "a line of plain text without a letter"),
        ("$b = 2 < 3$", ["b = 2 < 3"], "an inequality at the end"),
        ("$b = 2$ (see above)\n\n$= 1+1$", ["b = 2 = 1 + 1"], "prose between"),
        ("No formula at all.", [], "prose alone"),
        ("", [], "nothing"),
    ),
)
def test_chains(source: str, expected: list[str]) -> None:
    found = text_of(source)
    assert chains(found) == expected
    assert found.unread == ()


def test_a_relation_at_the_end_of_a_passage_does_not_reach_the_next() -> None:
    assert chains(text_of("$b =$", "$2$")) == ["b", "2"]


def test_code_passages_are_left_aside() -> None:
    assert chains(text_of("b = 2", kind="code")) == []


@pytest.mark.parametrize(
    ("source", "places"),
    rows(
        ("So $b = 2$.", [(1, 5, "b"), (1, 9, "2")], "in a line"),
        ("One.\n\n$$\nb\n= 2\n$$", [(4, 1, "b"), (5, 3, "2")], "over several"),
        (r"$$\begin{aligned}b &= 2\\&= 3\end{aligned}$$", [(1, 18, "b"), (1, 23, "2"), (1, 29, "3")], "aligned"),
    ),
)
def test_places(source: str, places: list[tuple[int, int, str]]) -> None:
    found = [side.where for statement in text_of(source).statements for side in statement.sides]
    assert [(where.line, where.column, where.text) for where in found] == places


def test_lines_count_in_the_file() -> None:
    found = text_of("$b=1$", "\n$b=2$")
    assert [statement.sides[0].where.line for statement in found.statements] == [1, 12]


@pytest.mark.parametrize(
    ("source", "joint"),
    rows(
        (r"$b=1 \Rightarrow w=2$", "implies", "an arrow"),
        (r"$b=1 \iff w=2$", "iff", "an equivalence"),
        (r"$b=1,\ w=2$", "comma", "a comma"),
        ("$b=1$, so $w=2$", "prose", "words"),
    ),
)
def test_how_the_second_hangs_on_the_first(source: str, joint: str) -> None:
    assert text_of(source).statements[1].joint == joint


def test_words_before_a_formula_are_kept_in_lower_case() -> None:
    found = text_of("Let $b=1$. Setting it to ZERO gives $w=2$")
    first, second = (statement.words for statement in found.statements)
    assert "let" in first
    assert "setting it to zero gives" in second
    assert "let" not in second
    assert "Setting" in found.prose


def test_other_readings_are_kept_at_their_side() -> None:
    (statement,) = text_of("$w = 1/2b$").statements
    assert statement.sides[0].others == ()
    assert [show.plain(other) for other in statement.sides[1].others] != []


@pytest.mark.parametrize(
    ("source", "key", "line", "too_large"),
    rows(
        ("Fine.\n$b = \\frac{1}{$", "maths", 2, False, "a brace that is not closed"),
        ("$b = + * 2$", "maths", 1, False, "no operand"),
        ("![my derivation](photo.jpg)", "derivation.picture", 1, False, "a picture"),
        ("$" + "(" * 400 + "b" + ")" * 400 + "$", "maths.bound", 1, True, "beyond a bound: a marker reads it"),
    ),
)
def test_what_could_not_be_read(source: str, key: str, line: int, too_large: bool) -> None:
    (unread,) = text_of(source).unread
    assert isinstance(unread.problem, Message)
    assert unread.problem.key.startswith(key) or unread.problem.key.startswith("reading")
    assert unread.where.line == line
    assert unread.too_large is too_large


def test_a_text_of_more_statements_than_a_chapter_has_is_read_up_to_the_bound() -> None:
    found = text_of("Fine.\n" + "$b = 1$ and\n" * (MOST_STATEMENTS + 50))
    assert len(found.statements) == MOST_STATEMENTS
    (unread,) = found.unread
    assert unread.too_large
    assert unread.where.line == MOST_STATEMENTS + 2
    assert unread.problem == Message("maths.bound", {"bound": "statements", "limit": MOST_STATEMENTS})


def test_what_follows_an_unread_formula_is_still_read() -> None:
    found = text_of("$b = \\frac{1}{$\n\n$w = 2$")
    assert len(found.unread) == 1
    assert chains(found) == ["w = 2"]
