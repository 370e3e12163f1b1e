"""The JSON of results: the names and the shapes of the contract, and nothing that JSON cannot hold."""

from __future__ import annotations

import json
from typing import Any

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
    Message,
    Missing,
    PartResult,
    Pass,
    Points,
    Proof,
    Quotation,
    Raised,
    RunReport,
    ShapeClash,
    Text,
    Undecided,
    Unreadable,
    Verdict,
    Where,
)
from grader.report.results import evidence_to_json, result_to_json, verdict_to_json

PLACE = Where("b.md", None, 3, 1, "X^\\top(Xw-y)")
IN_CELL = Where("b.ipynb", 4, 2, 5, "b = 0")
HALF = Text("exactly half", "恰好一半")
FAIL = Fail(Counterexample({"X": [[1, 2], [0, 1]]}, "2", "1"), HALF, ("missing_factor", "scope"))


def _claim(verdict: Verdict, points: float = 1.0, where: Where | None = None) -> ClaimResult:
    return ClaimResult(Text("Every step follows", "每一步都成立"), points, Finding(verdict, where))


RESULT = PartResult(
    student="s01",
    part="linear_regression/normal_equation/b",
    outcome="partial",
    points=Points(1.0, 0.5, 3.0),
    claims=(_claim(Pass(Proof("field", 1e-17))), _claim(FAIL, 2.0, PLACE)),
    links=(Link(PLACE, "Xᵀ(X w − y)", FAIL), Link(IN_CELL, "b = 0", Pass(Agreement(5, 12)))),
    remarks=(Text("squared norm", "范数的平方"),),
    file="b.md",
    run=RunReport("ok", 0.0201, (CellError(IN_CELL, "NameError: b"),)),
)


def test_a_result_has_the_shape_of_the_contract() -> None:
    found = result_to_json(RESULT)
    assert {key: found[key] for key in ("student", "file", "part", "outcome", "points", "remarks")} == {
        "student": "s01",
        "file": "b.md",
        "part": "linear_regression/normal_equation/b",
        "outcome": "partial",
        "points": {"earned": 1.0, "pending": 0.5, "of": 3.0},
        "remarks": ["squared norm"],
    }
    assert found["claims"] == [
        {
            "says": "Every step follows",
            "verdict": "pass",
            "points": {"earned": 1.0, "of": 1.0},
            "where": None,
            "mistake": None,
            "hint": None,
            "evidence": {"kind": "proof", "method": "field", "error": 1e-17},
        },
        {
            "says": "Every step follows",
            "verdict": "fail",
            "points": {"earned": 0.0, "of": 2.0},
            "where": {"file": "b.md", "line": 3, "column": 1, "text": "X^\\top(Xw-y)"},
            "mistake": "missing_factor",
            "mistakes": ["missing_factor", "scope"],
            "hint": "exactly half",
            "evidence": {
                "kind": "counterexample",
                "at": {"X": [[1, 2], [0, 1]]},
                "expected": "2",
                "got": "1",
                "degenerate": False,
            },
        },
    ]
    assert found["run"] == {
        "outcome": "ok",
        "cpu_s": 0.0201,
        "part": None,
        "errors": [{"file": "b.ipynb", "cell": 4, "line": 2, "column": 5, "text": "b = 0", "error": "NameError: b"}],
    }


def test_a_link_has_its_place_its_reading_and_what_a_claim_has() -> None:
    links: Any = result_to_json(RESULT)["links"]
    refuted, followed = links
    assert refuted["line"] == 3
    assert refuted["text"] == PLACE.text
    assert refuted["read"] == "Xᵀ(X w − y)"
    assert (refuted["mistake"], refuted["hint"]) == ("missing_factor", "exactly half")
    assert "cell" not in refuted
    assert followed["cell"] == 4
    assert followed["evidence"] == {"kind": "agreement", "points": 5, "digits": 12}


def test_the_language_is_the_submissions_unless_asked_otherwise() -> None:
    assert result_to_json(RESULT, "zh")["remarks"] == ["范数的平方"]
    chinese = PartResult("s", "a/b/c", "pass", Points(0, 0, 0), remarks=(HALF,), language="zh")
    assert result_to_json(chinese)["remarks"] == ["恰好一半"]
    assert result_to_json(chinese, "en")["remarks"] == ["exactly half"]


@pytest.mark.parametrize(
    ("verdict", "name", "hint"),
    [
        (Pass(Agreement(1)), "pass", None),
        (FAIL, "fail", "exactly half"),
        (Unreadable(HALF), "unreadable", "exactly half"),
        (Missing(HALF), "missing", "exactly half"),
        (Undecided(HALF), "undecided", "exactly half"),
        (Broken("KeyError"), "broken", None),
    ],
)
def test_verdicts(verdict: Verdict, name: str, hint: str | None) -> None:
    found = verdict_to_json(verdict, "en")
    assert (found["verdict"], found["hint"]) == (name, hint)
    assert ("error" in found) == (name == "broken"), "a traceback is for the staff, and only of our own faults"


@pytest.mark.parametrize(
    ("evidence", "found"),
    [
        (ShapeClash(Message("outcome.fail")), {"kind": "shape", "problem": "wrong"}),
        (
            Raised("f(x)", "ValueError: x", {"x": [1]}),
            {"kind": "raised", "call": "f(x)", "error": "ValueError: x", "at": {"x": [1]}},
        ),
        (
            Quotation(IN_CELL),
            {"kind": "quotation", "where": {"file": "b.ipynb", "cell": 4, "line": 2, "column": 5, "text": "b = 0"}},
        ),
        (Marking("Li", "good"), {"kind": "marking", "marker": "Li", "text": "good"}),
        (
            Counterexample({"x": [float("inf"), (float("nan"), 1)]}, "0", "nan", degenerate=True),
            {
                "kind": "counterexample",
                "at": {"x": ["inf", ["nan", 1]]},
                "expected": "0",
                "got": "nan",
                "degenerate": True,
            },
        ),
    ],
)
def test_evidence(evidence: Evidence, found: dict[str, object]) -> None:
    assert evidence_to_json(evidence, "en") == found
    json.dumps(found, allow_nan=False)
