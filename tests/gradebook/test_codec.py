"""Results as bytes and back: nothing is lost, and nothing else is taken for a result."""

from __future__ import annotations

import zlib
from dataclasses import fields, replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.core import (
    Broken,
    CellError,
    Counterexample,
    Fail,
    Level,
    Marking,
    Message,
    Missing,
    PartResult,
    Pass,
    Plot,
    Points,
    Quotation,
    Raised,
    Reading,
    RunReport,
    Series,
    ShapeClash,
    Text,
    Unreadable,
    Verdict,
    Where,
)
from grader.gradebook.codec import packed, unpacked
from tests.gradebook.made import OPEN, RIGHT, WRONG, A, result

WHERE = Where("n.ipynb", 3, 1, 2, "\\frac{1}{2}\n& = 0 – 令")
VERDICTS: list[Verdict] = [
    RIGHT,
    WRONG,
    OPEN,
    Pass(Quotation(WHERE)),
    Pass(Marking("Li", "fine")),
    Fail(ShapeClash(Message("shape", {"left": Message("n", {"k": 1, "x": 1.5}), "t": Text("a", "b")})), Text("e", "z")),
    Fail(Raised("f(x)", "ValueError: no", {"X": [[1, 2], [3, 4.5]], "no": None}), Text("e", "z"), ("raises",)),
    Fail(Counterexample({"x": [float("inf"), -0.0]}, "1", "2", degenerate=True), Text("e", "z")),
    Unreadable(Message("maths.bound", {"bound": "work", "limit": 8})),
    Missing(Text("nothing", "无")),
    Broken("Traceback\n…"),
]  # fmt: skip


@pytest.mark.parametrize("verdict", VERDICTS, ids=lambda verdict: type(verdict).__name__)
def test_what_is_packed_comes_back(verdict: Verdict) -> None:
    before = replace(
        result("s01", A, verdict, RIGHT),
        remarks=(Message("doors.as_above"), Text("e", "z")),
        run=RunReport("timeout", 1.25, (CellError(WHERE, "ZeroDivisionError"),), "code"),
        language="zh",
        readings=(Reading(WHERE, "b = 0", "<math/>"),),
    )
    assert unpacked(packed(before), "s01") == before


def test_work_for_no_part_comes_back() -> None:
    before = PartResult("s01", None, "unreadable", Points(0.0, 0.0, 0.0), file="x.png")
    assert unpacked(packed(before), "s01") == before


def test_a_result_belongs_to_whom_it_is_given() -> None:
    assert packed(result("s01", A, RIGHT)) == packed(result("s02", A, RIGHT))
    assert unpacked(packed(result("s01", A, RIGHT)), "s02") == result("s02", A, RIGHT)


def test_every_field_of_a_result_is_kept() -> None:
    """Whoever adds a field to a result has it filled in here."""
    full = replace(
        result("s01", A, RIGHT),
        file="a.md",
        remarks=(Text("e", "z"),),
        run=RunReport("ok", 0.5, (CellError(WHERE, "e"),), "code"),
        language="zh",
        readings=(Reading(WHERE, "b", "<math/>"),),
        plots=(Plot(Text("t", "t"), Text("x", "x"), Text("y", "y"), (Series(Text("s", "s"), ((0.0, 1.5),)),),
                    (Level(Text("l", "l"), 2.0),)),),
    )  # fmt: skip
    empty = PartResult("", None, "missing", Points(0.0, 0.0, 0.0))
    assert all(getattr(full, one.name) != getattr(empty, one.name) for one in fields(PartResult))
    assert unpacked(packed(full), "s01") == full


@pytest.mark.parametrize("data", [b"", b"no", *map(zlib.compress, (b"{}", b"[1]", b'{"part": 3}'))])
def test_other_bytes_are_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match="no result"):
        unpacked(data, "s01")


JSON: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=8,
)


@settings(max_examples=60, deadline=None)
@given(at=st.dictionaries(st.text(max_size=5), JSON, max_size=3), text=st.text())
def test_any_input_and_any_text_comes_back(at: dict[str, Any], text: str) -> None:
    before = result("s", A, Fail(Counterexample(at, text, text), Text(text, text)), text=text)
    assert unpacked(packed(before), "s") == before
