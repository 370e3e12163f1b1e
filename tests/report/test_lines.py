"""What a student reads: the failing line, its place, numbers that show it, and what to do."""

from __future__ import annotations

from dataclasses import replace

import pytest

from grader.core import (
    Agreement,
    Broken,
    CellError,
    ClaimResult,
    Counterexample,
    Evidence,
    Fail,
    Finding,
    Link,
    Marking,
    PartResult,
    Pass,
    Points,
    Proof,
    Quotation,
    Raised,
    RunReport,
    Text,
    Undecided,
    Verdict,
    Where,
)
from grader.report.lines import Line, as_text, evidence_text, place_text, printable, result_lines, run_lines

PLACE = Where("b.md", None, 3, 1, "X^\\top(Xw-y)")
HALF = Text("Your line is half of your loss's gradient.", "你的这一行是你的损失的梯度的一半。")
FAIL = Fail(Counterexample({"X": [[1, 2], [0, 1]], "w": [1, 0]}, "[2, 4]", "[1, 2]"), HALF, ("missing_factor",))


def _claim(says: str, verdict: Verdict, where: Where | None = None) -> ClaimResult:
    return ClaimResult(Text(says, says), 1.0, Finding(verdict, where))


RESULT = PartResult(
    student="s01",
    part="linear_regression/normal_equation/b",
    outcome="partial",
    points=Points(1.0, 1.0, 3.0),
    claims=(
        _claim("It was read", Pass(Proof("the same formula", 1e-17))),
        _claim("Every step follows", FAIL, PLACE),
        _claim("It is explained", Undecided(Text("no marker has seen it", "尚未评阅"))),
    ),
    links=(Link(PLACE, "Xᵀ(X w − y)", FAIL),),
    remarks=(Text("read as a squared norm", "读作范数的平方"),),
)


def test_a_wrong_step_as_the_student_sees_it() -> None:
    assert as_text(result_lines(RESULT, "en")).splitlines() == [
        "linear_regression/normal_equation/b: partly right · 1 of 3 points, 1 still to be decided",
        "    ✓ It was read",
        "    ✗ Every step follows",
        "        b.md, line 3:",
        "            X^\\top(Xw-y)",
        "        Your line is half of your loss's gradient.",
        "        Put in X = [[1, 2], [0, 1]], w = [1, 0]: yours gives [1, 2], expected is [2, 4].",
        "    ? It is explained",
        "        no marker has seen it",
        "    · read as a squared norm",
    ]


def test_on_request_how_it_was_read_and_how_a_pass_is_known() -> None:
    text = as_text(result_lines(RESULT, "en", show_reading=True))
    assert "Both sides are the same formula (the chance of an error is below 1e-17)." in text
    assert "✗ b.md, line 3: X^\\top(Xw-y)\n            I read this as  Xᵀ(X w − y)" in text


def test_in_chinese() -> None:
    text = as_text(result_lines(RESULT, "zh"))
    assert "部分正确" in text
    assert "代入 X = [[1, 2], [0, 1]], w = [1, 0]：你的结果是 [1, 2]，应为 [2, 4]。" in text


def test_what_broke_says_whose_it_is_and_shows_no_traceback() -> None:
    broken = Broken("Traceback (most recent call last):\n  File x\nKeyError: 'objective'")
    text = as_text(result_lines(replace(RESULT, outcome="broken", claims=(_claim("It is so", broken),)), "en"))
    assert "no points are lost, please tell the course staff: KeyError: 'objective'" in text
    assert "Traceback" not in text


def test_a_cell_that_raised_is_told_with_its_place() -> None:
    errors = (
        CellError(Where("a.ipynb", 0, 2, 1, "1/0"), "ZeroDivisionError: division by zero"),
        CellError(Where("a.ipynb", 3, 1, 1, "while True: pass"), "timeout"),
    )
    first, second = run_lines(RunReport("timeout", 9.0, errors), "en")
    assert "ZeroDivisionError" in first.text
    assert "1" in first.text
    assert "4" in second.text


def test_a_long_formula_is_cut_and_says_so() -> None:
    long = replace(PLACE, text="\n".join(f"= {k}" for k in range(50)))
    lines = result_lines(replace(RESULT, claims=(_claim("", FAIL, long),)), "en")
    quoted = [line.text for line in lines if line.style == "quote"]
    assert quoted == [*(f"= {k}" for k in range(8)), "…"]


@pytest.mark.parametrize(
    ("evidence", "said"),
    [
        (Proof("the same formula"), "Both sides are the same formula."),
        (Agreement(8, 30), "This agrees on 8 inputs to 30 digits."),
        (Agreement(8), "This agrees on 8 inputs."),
        (Raised("f([])", "IndexError"), "f([]) stopped with IndexError."),
        (Raised("f(x)", "IndexError", {"x": []}), "f(x) stopped with IndexError, for x = []."),
        (Quotation(PLACE), "You wrote “X^\\top(Xw-y)” (b.md, line 3)."),
        (Marking("Li", "{good}"), "Li: {good}"),
        (
            Counterexample({"X": "identity"}, "1", "0", degenerate=True),
            "Put in X = identity: yours gives 0, expected is 1. Only special inputs like this one tell the two apart.",
        ),
    ],
)
def test_evidence_in_words(evidence: Evidence, said: str) -> None:
    assert evidence_text(evidence, "en") == said


def test_cells_are_counted_from_one_as_a_reader_does() -> None:
    assert place_text(replace(PLACE, cell=0), "en") == "b.md, cell 1, line 3"
    assert place_text(replace(PLACE, cell=0), "zh") == "b.md 第 1 个单元格第 3 行"


@pytest.mark.parametrize(
    ("text", "shown", "why"),
    [
        ("\x1b[2Jgone", "\\x1b[2Jgone", "an escape sequence would clear the marker's screen"),
        ("a\rb", "a\\x0db", "a carriage return would overwrite the line"),
        ("abc\u202ecba", "abc\\x202ecba", "an override of direction would reverse what is read"),
        ("\udc80", "\\xdc80", "half a character cannot be printed"),
        ("均值 ∑ x̄\n\t", "均值 ∑ x̄\n\t", "what people write stays"),
    ],
)
def test_what_a_student_wrote_cannot_move_the_cursor(text: str, shown: str, why: str) -> None:
    assert printable(text) == shown, why


def test_a_line_knows_its_indent() -> None:
    assert str(Line("x", "", 2)) == "        x"
