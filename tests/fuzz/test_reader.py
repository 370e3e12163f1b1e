"""The reader on inputs that nobody wrote: all of a formula is read, or it is refused with a place inside it."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.core import Message
from grader.maths import show
from grader.maths.lexing.scanner import tokenize
from grader.maths.reader import Names, NotUnderstood, Reading, TooLarge, read
from grader.maths.terms import Cases, Span, Term, walk
from grader.report.words import render
from tests.fuzz import damaged, grown

NAMES = Names(frozenset(["X", "x", "y", "n", "w", "u", "d", "A", "B", "sigma", "a", "b", "c", "mu"]))
RANDOM = st.randoms(use_true_random=False)

QUICK = settings(max_examples=250, deadline=None)


def readings(source: str) -> tuple[Reading, ...] | NotUnderstood | TooLarge:
    """What the reader says, refusals included."""
    try:
        return read(source, NAMES)
    except (NotUnderstood, TooLarge) as refusal:
        return refusal


def check(source: str) -> None:
    """The promises that hold for every input."""
    found = readings(source)
    again = readings(source)
    if isinstance(found, NotUnderstood):
        assert 0 <= found.start <= found.end <= len(source)
        assert isinstance(again, NotUnderstood)
        assert (again.start, again.end) == (found.start, found.end)
        assert isinstance(found.problem, Message)
        for said in (render(found.problem, "en"), render(found.problem, "zh")):
            assert not said.startswith("reading.math."), "a refusal has a sentence"
    elif isinstance(found, TooLarge):
        assert isinstance(again, TooLarge)
        assert again.bound == found.bound
    else:
        assert again == found, "reading is deterministic"
        for reading in found:
            for chain in reading.chains:
                assert len(chain.terms) == len(chain.ops) + 1
                inside(source, chain.span)
                for term in filter(None, chain.terms):
                    spans_nest(source, term)


def inside(source: str, span: Span | None) -> None:
    """A place is in the source."""
    assert span is None or 0 <= span[0] <= span[1] <= len(source)


def spans_nest(source: str, term: Term) -> None:
    """Every piece of a term is in the source."""
    for part in walk(term):
        inside(source, part.span)


@QUICK
@given(RANDOM)
def test_any_formula(random: Random) -> None:
    check(grown.formula(random)[0])


@QUICK
@given(RANDOM)
def test_any_noise(random: Random) -> None:
    check(damaged.noise(random))


@QUICK
@given(RANDOM)
def test_any_damage(random: Random) -> None:
    formulas = [formula for formula, _ in damaged.formulas()]
    check(damaged.mutated(random, random.choice(formulas), formulas))


@QUICK
@given(st.text(max_size=80))
def test_any_text(source: str) -> None:
    check(source)


@QUICK
@given(RANDOM)
def test_a_formula_that_is_well_formed_is_read_or_too_large(random: Random) -> None:
    """The grammar of the fuzzer only writes what the reader knows."""
    source = grown.formula(random)[0]
    found = readings(source)
    assert not isinstance(found, NotUnderstood), f"{source}\n{source[found.start : found.end]}: {found.problem}"


@QUICK
@given(RANDOM)
def test_every_character_is_accounted_for(random: Random) -> None:
    """What is no token is a blank, a brace, or a command that only sets the looks."""
    source = grown.formula(random, depth=random.choice((1, 2)))[0]
    covered = bytearray(len(source))
    for token in tokenize(source, NAMES):
        covered[token.start : token.end] = b"\1" * (token.end - token.start)
    rest = "".join(char for char, seen in zip(source, covered, strict=True) if not seen)
    for looks in (r"\mathbf", r"\operatorname", r"\left", r"\right"):
        rest = rest.replace(looks, "")
    assert set(rest) <= set(" {}&")


@settings(max_examples=120, deadline=None)
@given(RANDOM)
def test_what_is_shown_is_read_back(random: Random) -> None:
    """In either notation the term is the same, up to how its numbers and signs were grouped the first time."""
    found = readings(grown.formula(random, depth=random.choice((1, 2)))[0])
    if isinstance(found, NotUnderstood | TooLarge):
        return
    (chain,) = found[0].chains
    (term,) = chain.terms
    assert term is not None
    as_cases = any(isinstance(part, Cases) for part in walk(term))  # plain text has no notation that is read for them
    for shown in (show.latex,) if as_cases else (show.plain, show.latex):
        once = again(shown(term))
        assert again(shown(once)) == once


def again(source: str) -> Term:
    """The one term that a shown formula reads as."""
    (chain,) = read(source, NAMES)[0].chains
    (term,) = chain.terms
    assert term is not None
    return term


@pytest.mark.parametrize("piece", [*"({|^_'!-√/=[", r"\frac", r"\hat", r"\sum", "x_", "x^", r"\left(", "x'", "a/"])
@pytest.mark.parametrize("count", [10, 60, 500, 3_000])
def test_floods(piece: str, count: int) -> None:
    check(piece * count)
    check(piece * count + "x")
    check("x" + piece * count)
