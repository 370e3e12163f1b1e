"""``grader check`` tells a student how the code was isolated, if there was code, and starts no jail only to tell."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from grader.cli import main
from grader.jail import ladder
from grader.jail.body import Jail

CODE = "def half(x):\n    return x / 2\n"
TEXT = "<!-- part: line/mean/a -->\nIt is so.\n"
TOLD = [
    pytest.param("namespaces", "en", "Your code ran isolated (rung namespaces)", id="namespaces"),
    pytest.param("landlock", "en", "Your code ran isolated (rung landlock", id="landlock"),
    pytest.param("none", "en", "Your code ran WITHOUT isolation (rung none)", id="none"),
    pytest.param("namespaces", "zh", "你的代码在隔离环境中运行（级别 namespaces）", id="namespaces in Chinese"),
    pytest.param("landlock", "zh", "你的代码在隔离环境中运行（级别 landlock", id="landlock in Chinese"),
    pytest.param("none", "zh", "你的代码在没有隔离的情况下运行（级别 none）", id="none in Chinese"),
]


@pytest.fixture
def code(course_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A file with code for the small course."""
    monkeypatch.chdir(course_folder)
    file = tmp_path / "half.py"
    file.write_text(CODE)
    return str(file)


@pytest.mark.parametrize(("jail", "lang", "told"), TOLD, indirect=["jail"])
def test_the_last_line_tells_the_rung(
    code: str, jail: Jail, lang: str, told: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(ladder, "shared", lambda **_: jail)
    main(["check", code, "--part", "line/mean/code", "--lang", lang])
    assert capsys.readouterr().out.splitlines()[-1].startswith(told)


def test_json_is_the_list_of_results_alone(code: str, capsys: pytest.CaptureFixture[str]) -> None:
    main(["check", code, "--part", "line/mean/code", "--json"])
    out = capsys.readouterr().out
    (result,) = json.loads(out)
    assert result["run"]["outcome"] == "ok"
    assert "isolat" not in out


def test_without_code_there_is_no_jail_and_no_word_of_one(
    course_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(course_folder)
    monkeypatch.setattr(ladder, "shared", lambda **_: pytest.fail("a jail was asked for"))
    file = tmp_path / "a.md"
    file.write_text(TEXT)
    main(["check", str(file)])
    assert "rung" not in capsys.readouterr().out


def test_of_code_that_could_not_be_run_it_is_not_said_that_it_ran(
    code: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(ladder, "shared", lambda **_: ladder.Refuse({"namespaces": "no bubblewrap"}))
    main(["check", code, "--part", "line/mean/code"])
    out = capsys.readouterr().out
    assert "no bubblewrap" in out
    assert "Your code ran" not in out
