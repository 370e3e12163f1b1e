"""No rewriting is refused, no slip escapes; and the generators do what they say."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from tests.generators import Grade, asked, graded, mutants, rewrites
from tests.generators.mutants import KINDS, SLIPS, Case, everywhere, possible
from tests.generators.originals import (
    COLUMNS,
    LOSS,
    Derivation,
    Line,
    Node,
    add,
    at,
    chain,
    define,
    equation,
    mul,
    neg,
    original,
    power,
    slope,
    sq,
    sub,
    sym,
    total,
    tr,
)
from tests.generators.truth import first_wrong

REWRITINGS = MUTANTS = 43  # of each column


@pytest.fixture
def unnamed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Refuted steps stay refuted, but which slip it was is not looked for: that takes most of the time."""
    for module in ("derivation.identities", "derivation.steps", "checks.judged", "maths.compare"):
        monkeypatch.setattr(f"grader.{module}.explain", lambda *_args, **_more: None)


@pytest.mark.usefixtures("unnamed")
@pytest.mark.parametrize("column", COLUMNS)
def test_no_rewriting_is_refused(column: str) -> None:
    grades = [
        (written.text, asked(derivation, written)) for _, derivation, written in rewrites.cases([column], REWRITINGS)
    ]
    refused = [(text, grade.details) for text, grade in grades if grade.outcome not in ("passed", "undecided")]
    undecided = [(text, grade.details) for text, grade in grades if grade.outcome == "undecided"]
    assert not refused, refused[0]
    assert len(undecided) <= 0.02 * len(grades), undecided[0]


@pytest.mark.usefixtures("unnamed")
@pytest.mark.parametrize("column", COLUMNS)
def test_no_slip_escapes(column: str) -> None:
    seen: dict[str, list[Grade]] = {}
    for _, kind, case in mutants.cases([column], MUTANTS):
        if isinstance(case, Case):
            grade = asked(case.mutant.derivation, case.written, to_first=True)
            assert grade.outcome != "passed", f"{kind}: {case.written.text}"
            seen.setdefault(kind, []).append(grade)
    assert set(seen) == {kind for kind in KINDS if possible(column, kind)}
    grades = [grade for found in seen.values() for grade in found]
    assert sum(grade.outcome == "refuted" for grade in grades) >= 0.8 * len(grades)


# ------------------------------------------------------------------------------------- the generators' own


def test_every_rewriting_is_true() -> None:
    for column in COLUMNS:
        for _, derivation, _ in rewrites.cases([column], 8, seed=5):
            assert first_wrong(derivation) is None, derivation


def test_the_same_seed_gives_the_same_texts() -> None:
    once, again = ([written.text for *_, written in rewrites.cases(COLUMNS, 30, seed=3)] for _ in range(2))
    assert once == again
    assert once != [written.text for *_, written in rewrites.cases(COLUMNS, 30, seed=4)]


def test_styles_differ() -> None:
    rng = random.Random(1)
    derivation = original("normal_equation/b", rng)
    texts = [rewrites.written(rewrites.rewritten(derivation, rng), rng).text for _ in range(100)]
    assert len(set(texts)) == 100
    for mark in ("\\mathbf", "\\begin{align", "\\top", "\\theta", "$$", "\\[", "ᵀ"):
        assert any(mark in text for text in texts), mark


b, n, xi = sym("b"), sym("n"), at("x", "i")
_SUM = total(xi)


def _constant(*lines: Line) -> Derivation:
    return Derivation("by hand", "optimal_constant/a", lines)


_LINES = (
    define(total(power(sub(xi, b)))),
    chain(slope(LOSS), mul(-2, total(sub(xi, b)))),
    equation(mul(n, b), _SUM),
)


@pytest.mark.parametrize(
    ("place", "line", "wrong"),
    [
        (1, chain(slope(LOSS), mul(2, total(sub(b, xi)))), None),  # the same derivative
        (1, chain(slope(LOSS), mul(-1, total(sub(xi, b)))), 1),  # a factor lost
        (1, chain(slope(LOSS), mul(-2, sub(_SUM, b))), 1),  # n lost
        (0, define(total(power(add(xi, b)))), 0),  # another task
        (2, equation(sub(mul(2, n, b), mul(2, _SUM)), 0), None),  # twice the equation
        (2, equation(b, _SUM), 2),  # another solution
        (2, equation(0, 0), None),  # says nothing, and holds
        (2, equation(mul(n, n), n), 2),  # holds for n = 1 alone
    ],
)
def test_truth_of_lines(place: int, line: Line, wrong: int | None) -> None:
    lines = [*_LINES]
    lines[place] = line
    assert first_wrong(_constant(*lines)) == wrong


X, y, w = sym("X"), sym("y"), sym("w")


@pytest.mark.parametrize(
    ("gradient", "right"),
    [
        (mul(2, tr(X), sub(mul(X, w), y)), True),
        (mul(2, tr(sub(mul(X, w), y)), X), True),  # as a row
        (mul(2, X, sub(mul(X, w), y)), False),  # no such product
        (mul(2, tr(X), sub(y, mul(X, w))), False),
        (mul(tr(X), sub(mul(X, w), y)), False),
    ],
)
def test_truth_of_gradients(gradient: Node, right: bool) -> None:
    lines = (define(sq(sub(y, mul(X, w)))), chain(slope(LOSS), gradient))
    assert (first_wrong(Derivation("by hand", "normal_equation/b", lines)) is None) == right


@pytest.mark.parametrize(
    ("kind", "before", "after"),
    [
        ("factor", mul(2, X, w), mul(X, w)),
        ("sign", sub(y, mul(X, w)), add(y, mul(X, w))),
        ("transpose", mul(tr(X), y), mul(X, y)),
        ("order", mul(X, w), mul(w, X)),
        ("scope", total(sub(xi, b)), sub(_SUM, b)),
        ("term", sub(xi, b), xi),
        ("square", power(xi), xi),
        ("absolute", Node("abs", (xi,)), xi),
        ("inverse", Node("inv", (X,)), X),
    ],
)
def test_slips(kind: str, before: Node, after: Node) -> None:
    assert after in list(everywhere(before, SLIPS[kind]))


def test_a_slip_is_in_one_place() -> None:
    found = list(everywhere(sub(power(xi), power(b)), SLIPS["square"]))
    assert found == [sub(xi, power(b)), add(power(xi), neg(b))]


def test_a_row_throughout_is_another_layout() -> None:
    derivation = Derivation("by hand", "normal_equation/a", (define(sq(sub(y, mul(X, tr(w))))),))
    assert first_wrong(derivation) is None
    assert first_wrong(replace(derivation, part="normal_equation/b")) is None


def test_the_grader_is_asked() -> None:
    text = "$b = \\frac1n\\sum_i x_i$"
    assert graded("optimal_constant/a", f"$-2\\sum_i(x_i-b)=0$, hence {text}").outcome == "passed"
    refuted = graded("optimal_constant/a", f"$-2\\sum_i(x_i+b)=0$,\n\nhence {text}")
    assert (refuted.outcome, refuted.refuted[0]) == ("refuted", 1)
