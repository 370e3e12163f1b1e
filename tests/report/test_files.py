"""Result files: whole or not at all, whatever characters a submission held."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from grader.core import Json, PartResult, Points
from grader.report.files import json_text, write_files
from grader.report.run import run_to_json, versions


@pytest.mark.parametrize("text", ["均值", "half \udc80 a character", 'a "quote"\n', "\x1b[2J"])
def test_any_text_survives(tmp_path: Path, text: str) -> None:
    write_files(tmp_path, {"results.json": json_text([text])})
    assert json.loads((tmp_path / "results.json").read_text(encoding="utf-8")) == [text]


def test_chinese_stays_readable() -> None:
    assert "均值" in json_text(["均值"])


def test_nan_is_refused_rather_than_written_as_no_json() -> None:
    with pytest.raises(ValueError, match="Out of range"):
        json_text(float("nan"))


def test_a_write_that_fails_leaves_the_old_file(tmp_path: Path) -> None:
    write_files(tmp_path / "new" / "folder", {"a.json": "1"})
    folder = tmp_path / "new" / "folder"
    (folder / ".a.json.unfinished").mkdir()
    with pytest.raises(OSError, match="unfinished"):
        write_files(folder, {"a.json": "2"})
    assert (folder / "a.json").read_text() == "1"


def test_about_a_run() -> None:
    stray = PartResult("s01", None, "unreadable", Points(0, 0, 0))
    settings: dict[str, Json] = {
        "rung": "a process of its own",
        "seed": 3,
        "workers": 2,
        "versions": versions(),
        "graded": 1,
        "seconds": 1.235,
        "not_graded": ["s02"],
    }
    started = datetime(2024, 1, 2, tzinfo=UTC)
    passed = PartResult("s01", "line/mean/a", "pass", Points(1, 0, 1))
    about = run_to_json([passed, stray], settings, started=started, complete=False)
    assert about["counts"] == {"students": 1, "graded": 1, "parts": 1, "outcomes": {"pass": 1}}
    assert (about["rung"], about["seed"], about["seconds"]) == ("a process of its own", 3, 1.235)
    assert about["interrupted"] is True
    assert about["not_graded"] == ["s02"]
    assert isinstance(about["started"], str)
    assert datetime.fromisoformat(about["started"]) == started
    known = about["versions"]
    assert isinstance(known, dict)
    assert {"python", "sympy", "numpy", "python-flint"} <= {name for name, version in known.items() if version}
