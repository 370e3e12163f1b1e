"""The README opens with what a student really sees."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from grader.cli import main

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def block(language: str) -> str:
    found = re.search(rf"```{language}\n(.*?)```", README, re.DOTALL)
    assert found is not None
    return found[1]


def test_the_opening_is_what_the_grader_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "homework.md").write_text(block("markdown"), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    course = ["--exercises", str(ROOT / "exercises"), "--solutions", str(ROOT / "solutions")]
    status = main(["check", "homework.md", *course])
    said = capsys.readouterr().out.partition("not handed in")[0]
    assert status == 1
    assert said.split() == block("text").split()
