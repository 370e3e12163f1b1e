"""``grader author`` as it is typed: exit statuses, what is printed, and an exercise anywhere."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from grader.authoring.places import Place, places
from grader.cli import main
from grader.course import CourseError


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Any:
    """Run ``grader author`` in a folder outside of any course: (status, stdout, stderr)."""
    monkeypatch.chdir(tmp_path)

    def call(*args: str) -> tuple[int, str, str]:
        try:
            status = main(["author", *args])
        except SystemExit as error:
            status = int(error.code or 0)
        out, err = capsys.readouterr()
        return status, out, err

    return call


def test_an_exercise_is_begun_and_checked(run: Any, tmp_path: Path) -> None:
    status, out, _ = run("new", "exercises/lines/mean")
    assert (status, "exercise.py" in out) == (0, True)
    status, out, err = run("check", "exercises/lines/mean")
    assert (status, err) == (0, "")
    lines = out.splitlines()
    assert lines[0] == "exercises/lines/mean/exercise.py"
    assert lines[1] == "    ! line 1: TODO stands here and in 5 lines in all; fill it in"
    assert lines[-1].startswith("Exercises: 1, answers graded: 3, errors: 0, warnings: ")
    assert run("check", "exercises/lines/mean", "--strict")[0] == 3, "warnings count there"
    assert {path.name for path in tmp_path.rglob("*")} >= {"symbolic.py", "answers.toml"}


def test_what_is_broken_is_told_in_either_language_and_as_json(run: Any, tmp_path: Path) -> None:
    run("new", "exercises/lines/mean")
    file = tmp_path / "exercises" / "lines" / "mean" / "exercise.py"
    file.write_text("import no_such_module\n", encoding="utf-8")
    said = "ModuleNotFoundError: No module named 'no_such_module'"
    status, out, err = run("check", ".")
    assert (status, err) == (3, "")
    assert f"    ✗ line 1: this file stops here with {said}; repair it\n" in out
    assert "Traceback" not in out
    assert f"    ✗ 第 1 行：此文件在这里报错：{said}；请修改\n" in run("check", ".", "--lang", "zh")[1]
    status, out, err = run("check", ".", "--json")
    (exercise,) = json.loads(out)
    (problem,) = exercise["problems"]
    assert (status, err, exercise["usable"], exercise["answers"]) == (3, "", False, 0)
    assert (problem["file"], problem["line"], problem["level"], problem["kind"]) == (str(file), 1, "error", "raised")


def test_an_answer_that_comes_out_otherwise_is_shown_as_the_student_would_see_it(run: Any, tmp_path: Path) -> None:
    run("new", "exercises/lines/mean")
    table = tmp_path / "solutions" / "lines" / "mean" / "answers.toml"
    table.write_text(table.read_text(encoding="utf-8").replace("missing_factor", "sign"), encoding="utf-8")
    status, out, _ = run("check", "exercises/lines/mean", "--part", "a")
    assert status == 3
    assert "    ✗ line 26: answer 2 (part a, “1/n is lost in the last step”): mistake should be sign, but is" in out
    assert "                    \\sum_i x_i\n" in out, "the line of the answer"
    assert "How your formulas were read:" not in out
    assert "How your formulas were read:" in run("check", ".", "--part", "a", "--show-reading")[1]
    problems = json.loads(run("check", ".", "--part", "a", "--json")[1])[0]["problems"]
    (result,) = [problem["result"] for problem in problems if problem["result"]]
    assert (result["part"], result["outcome"]) == ("lines/mean/a", "partial")


@pytest.mark.parametrize(
    ("args", "said"),
    [
        ((), "required"),
        (("check",), "required"),
        (("check", "nowhere"), "There is no folder"),
        (("check", "."), "holds no exercise"),
        (("check", ".", "--solutions", "nowhere"), "There is no folder"),
        (("check", ".", "--lang", "fr"), "invalid choice"),
        (("new", "exercises/lines/the mean"), "cannot be the name"),
        (("new", "exercises/linear-models/mean"), "cannot be the name"),
    ],
)
def test_wrong_usage(run: Any, args: tuple[str, ...], said: str) -> None:
    status, _, err = run(*args)
    assert status == 64
    assert said in err


def test_what_an_authors_file_prints_does_not_spoil_the_json(run: Any, tmp_path: Path) -> None:
    run("new", "exercises/lines/mean")
    file = tmp_path / "solutions" / "lines" / "mean" / "numeric.py"
    file.write_text("print('hello')\n" + file.read_text(encoding="utf-8"), encoding="utf-8")
    status, out, err = run("check", ".", "--json", "--part", "code")
    assert (status, json.loads(out)[0]["answers"], "hello" in err) == (0, 1, True)


def test_nothing_is_overwritten(run: Any, tmp_path: Path) -> None:
    run("new", "exercises/lines/mean")
    before = (tmp_path / "exercises" / "lines" / "mean" / "exercise.py").read_bytes()
    status, _, err = run("new", "exercises/lines/mean")
    assert (status, "there already" in err) == (64, True)
    assert (tmp_path / "exercises" / "lines" / "mean" / "exercise.py").read_bytes() == before


def test_ctrl_c_says_where_an_endless_file_is(run: Any, tmp_path: Path) -> None:
    run("new", "exercises/lines/mean")
    file = tmp_path / "exercises" / "lines" / "mean" / "exercise.py"
    file.write_text(f"open({str(tmp_path / 'begun')!r}, 'w').close()\nwhile True:\n    pass\n", encoding="utf-8")
    command = [sys.executable, "-m", "grader", "author", "check", "."]
    with subprocess.Popen(command, cwd=tmp_path, stderr=subprocess.PIPE, text=True) as process:
        end = time.monotonic() + 60
        while not (tmp_path / "begun").exists() and time.monotonic() < end:
            time.sleep(0.05)
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert err.startswith(f"Interrupted: lines/mean: running exercise.py, in {file}, line ")
    assert "Traceback" not in err


# ------------------------------------------------------------------------------------------------ places


def _exercise(root: Path, address: str) -> Path:
    folder = root / "exercises" / address
    folder.mkdir(parents=True)
    (folder / "exercise.py").touch()
    (root / "solutions" / address).mkdir(parents=True)
    return folder


@pytest.mark.parametrize(
    "inside", [".", "exercises", "exercises/lines", "exercises/lines/mean", "exercises/lines/mean/exercise.py"]
)
def test_exercises_are_found_in_a_tree_a_section_and_by_themselves(tmp_path: Path, inside: str) -> None:
    folder = _exercise(tmp_path, "lines/mean")
    assert places(tmp_path / inside) == [Place(folder, tmp_path / "solutions" / "lines" / "mean")]


def test_solutions_may_stand_elsewhere(tmp_path: Path) -> None:
    folder = _exercise(tmp_path, "lines/mean")
    found = places(folder, tmp_path / "solutions")
    assert found == [Place(folder, tmp_path / "solutions" / "lines" / "mean")]


def test_an_exercise_that_lacks_its_declaration_is_one_all_the_same(tmp_path: Path) -> None:
    folder = _exercise(tmp_path, "lines/mean")
    (folder / "exercise.py").unlink()
    for name in ("README.md", "answer.md", "answer.py"):
        (folder / name).touch()
    assert [place.exercise for place in places(tmp_path)] == [folder]


def test_a_folder_without_exercises(tmp_path: Path) -> None:
    with pytest.raises(CourseError):
        places(tmp_path)
