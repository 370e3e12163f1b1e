"""The command: exit statuses, wrong input, what is printed and what is written."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from grader.cli import main

RIGHT_CODE = "def half(x):\n    return x / 2\n"


@pytest.fixture
def run(course_folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Any:
    """Run a command inside the small course: (status, stdout, stderr)."""
    monkeypatch.chdir(course_folder)

    def call(*args: str) -> tuple[int, str, str]:
        try:
            status = main(args)
        except SystemExit as error:
            status = int(error.code or 0)
        out, err = capsys.readouterr()
        return status, out, err

    return call


def _write(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def _part_a(text: str) -> str:
    return f"<!-- part: line/mean/a -->\n{text}\n"


# ------------------------------------------------------------------------------------------ start and help


def test_help_loads_nothing_heavy() -> None:
    code = (
        "import sys; from grader.cli import main\n"
        "try: main(['--help'])\n"
        "except SystemExit: pass\n"
        "heavy = {'torch', 'sympy', 'numpy', 'flint', 'nbformat', 'rich'} & set(sys.modules)\n"
        "sys.exit(f'loaded {heavy}' if heavy else 0)"
    )
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)


def test_importing_the_package_loads_nothing_heavy() -> None:
    code = "import sys, grader, grader.core; sys.exit(bool({'torch', 'sympy', 'numpy'} & set(sys.modules)))"
    subprocess.run([sys.executable, "-c", code], check=True)


@pytest.mark.parametrize(
    "args",
    [
        (),
        ("mark",),
        ("check",),
        ("check", "--no-such-option", "a.md"),
        ("check", "a.md", "--lang", "fr"),
        ("grade", ".", "--workers", "0"),
        ("grade", ".", "--workers", "two"),
        ("compare", "x"),
        ("compare",),
        ("compare", "--pairs", "nowhere.json"),
    ],
)
def test_wrong_usage_is_64(run: Any, args: tuple[str, ...]) -> None:
    status, out, err = run(*args)
    assert status == 64
    assert out == ""
    assert err.strip()
    assert "Traceback" not in err


# ------------------------------------------------------------------------------------------------- check


@pytest.mark.parametrize(
    ("text", "status", "says"),
    [
        ("right", 0, "line/mean/a: right · 3 of 3 points"),
        ("wrong", 1, "Put in b = 1: yours gives 2, expected is 1."),
        ("unsure", 2, "awaits a marker · 1 of 3 points, 2 still to be decided"),
        ("boom", 3, "no points are lost, please tell the course staff: ZeroDivisionError: the check divides by zero"),
    ],
)
def test_the_status_says_who_acts_next(run: Any, tmp_path: Path, text: str, status: int, says: str) -> None:
    _write(tmp_path, {"a.md": f"It is {text}, is it not?"})
    found, out, err = run("check", str(tmp_path / "a.md"), "--part", "line/mean/a")
    assert (found, err) == (status, "")
    assert says in out


def test_the_highest_status_of_several_files_applies(run: Any, tmp_path: Path) -> None:
    _write(tmp_path, {"a.md": "right", "b.md": "unsure", "c.md": "wrong"})
    assert run("check", str(tmp_path), "--part", "line/mean/a")[0] == 2


def test_a_part_that_is_missing_awaits_the_student(run: Any, tmp_path: Path) -> None:
    _write(tmp_path, {"a.md": _part_a("right")})
    status, out, _ = run("check", str(tmp_path / "a.md"))
    assert status == 1
    assert "not handed in: line/mean (code)" in out


def test_json_has_every_part_of_every_path(run: Any, tmp_path: Path) -> None:
    _write(tmp_path, {"a.md": _part_a("right"), "b.md": _part_a("wrong"), "b.py": RIGHT_CODE})
    _, out, _ = run("check", str(tmp_path / "a.md"), str(tmp_path / "b.md"), "--json")
    results = json.loads(out)
    assert [(result["student"], result["part"], result["outcome"]) for result in results] == [
        ("a", "line/mean/a", "pass"),
        ("a", "line/mean/code", "missing"),
        ("b", "line/mean/a", "partial"),
        ("b", "line/mean/code", "missing"),
    ]
    assert results[0]["file"].endswith("a.md")
    assert results[2]["links"][0]["text"] == "wrong"
    assert results[2]["links"][0]["line"] == 2
    assert results[2]["claims"][0]["mistake"] == "missing_factor"


def test_a_folder_is_one_submission(run: Any, tmp_path: Path) -> None:
    _write(tmp_path, {"s01/a.md": _part_a("right"), "s01/b.py": "# <!-- part: line/mean/code -->\n" + RIGHT_CODE})
    status, out, _ = run("check", str(tmp_path / "s01"), "--json")
    assert [(result["student"], result["outcome"]) for result in json.loads(out)] == [("s01", "pass"), ("s01", "pass")]
    assert status == 0


def test_work_for_no_part_is_told_and_asks_nothing_where_the_file_counts(run: Any, tmp_path: Path) -> None:
    code = "# <!-- part: line/mean/code -->\n" + RIGHT_CODE
    stray = "\n<!-- part: line/mean/z -->\nIt is wrong, but this part does not exist.\n"
    _write(tmp_path, {"s01/a.md": _part_a("right") + stray, "s01/b.py": code})
    status, out, _ = run("check", str(tmp_path / "s01"))
    assert "a.md" in out
    assert status == 0
    _write(tmp_path, {"s02/a.md": _part_a("right"), "s02/b.py": code, "s02/c.ipynb": "{"})
    status, out, _ = run("check", str(tmp_path / "s02"))
    assert "c.ipynb" in out
    assert status == 1, "nothing of this file could be read"


def test_with_part_each_file_of_a_folder_is_an_answer_of_its_own(run: Any, tmp_path: Path) -> None:
    _write(tmp_path, {"a.md": "right", "b.md": "wrong"})
    _, out, _ = run("check", str(tmp_path), "--part", "line/mean/a", "--json")
    assert [(result["student"], result["part"], result["outcome"]) for result in json.loads(out)] == [
        ("a", "line/mean/a", "pass"),
        ("b", "line/mean/a", "partial"),
    ]


def test_the_reading_is_shown_on_request(run: Any, tmp_path: Path) -> None:
    _write(tmp_path, {"a.md": "right"})
    args = ("check", str(tmp_path / "a.md"), "--part", "line/mean/a")
    assert "I read this as  read so" not in run(*args)[1]
    assert "I read this as  read so" in run(*args, "--show-reading")[1]


def test_the_language_is_the_submissions_unless_asked_otherwise(run: Any, tmp_path: Path) -> None:
    _write(tmp_path, {"a.md": "因为这是对的，所以答案成立。wrong"})
    args = ("check", str(tmp_path / "a.md"), "--part", "line/mean/a")
    assert "代入 b = 1" in run(*args)[1]
    assert "Put in b = 1" in run(*args, "--lang", "en")[1]
    assert json.loads(run(*args, "--json", "--lang", "zh")[1])[0]["claims"][0]["hint"] == "多了一倍"


def test_an_unfilled_stub_is_missing(run: Any, course_folder: Path) -> None:
    status, out, _ = run("check", str(course_folder / "exercises" / "line" / "mean"), "--json")
    assert [result["outcome"] for result in json.loads(out) if result["part"]] == ["missing", "missing"]
    assert status == 1


# ------------------------------------------------------------------------------------------ wrong input


def test_a_missing_path_is_named_and_the_others_are_still_checked(run: Any, tmp_path: Path) -> None:
    _write(tmp_path, {"a.md": _part_a("right")})
    status, out, err = run("check", str(tmp_path / "nowhere.md"), str(tmp_path / "a.md"))
    assert status == 64
    assert err.count("\n") == 1
    assert "nowhere.md" in err
    assert "line/mean/a: right" in out


def test_an_unknown_part_is_named_with_those_that_exist(run: Any, tmp_path: Path) -> None:
    _write(tmp_path, {"a.md": "right"})
    status, _, err = run("check", str(tmp_path / "a.md"), "--part", "line/mean/z")
    assert status == 64
    assert err == "There is no part line/mean/z. The parts are: line/mean/a, line/mean/code.\n"


def test_an_empty_folder_says_so(run: Any, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    status, _, err = run("check", str(tmp_path / "empty"))
    assert status == 1
    assert "holds no .ipynb, .md or .py file" in err


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("a.ipynb", b'{"cells": [', "cut off"),
        ("a.ipynb", b"", "empty file"),
        ("a.ipynb", b"[1, 2]", "JSON, but no notebook"),
        ("a.md", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00", "a picture with another ending"),
        ("a.md", b"<!-- part: line/mean/a -->\n" + b"x + y = z\n" * 500_000, "5 MB of Markdown"),
    ],
)
def test_a_file_that_cannot_be_read_is_one_clear_sentence(
    run: Any, tmp_path: Path, name: str, content: bytes, why: str
) -> None:
    (tmp_path / name).write_bytes(content)
    status, out, err = run("check", str(tmp_path / name), "--json")
    assert (status, err) == (1, ""), why
    (lost,) = [result for result in json.loads(out) if result["part"] is None]
    assert lost["outcome"] == "unreadable"
    assert lost["file"].endswith(name)
    assert len(lost["remarks"]) == 1
    assert not lost["remarks"][0].startswith("reading."), "a sentence, not its key"


def test_a_file_that_is_not_utf8_is_read_if_its_encoding_is_plain(run: Any, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes("均值是对的，所以答案成立。right".encode("gb18030"))
    status, out, _ = run("check", str(tmp_path / "a.md"), "--part", "line/mean/a", "--json")
    results = json.loads(out)
    assert status in (0, 1)
    assert "均值是对的" in results[0]["links"][0]["text"] or results[-1]["outcome"] == "unreadable"


@pytest.mark.parametrize(("option", "status"), [("--exercises", 64), ("--solutions", 64)])
def test_a_course_folder_that_is_not_there(run: Any, tmp_path: Path, option: str, status: int) -> None:
    _write(tmp_path, {"a.md": "right"})
    found, _, err = run("check", str(tmp_path / "a.md"), option, str(tmp_path / "nowhere"))
    assert found == status
    assert option in err
    assert err.count("\n") == 1


def test_no_course_anywhere(run: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    _write(tmp_path, {"a.md": "right"})
    status, _, err = run("check", "../a.md")
    assert status == 64
    assert "No folder exercises/" in err


def test_a_broken_exercise_is_3(run: Any, course_folder: Path, tmp_path: Path) -> None:
    (course_folder / "exercises" / "line" / "mean" / "exercise.py").write_text("1 / 0")
    _write(tmp_path, {"a.md": "right"})
    status, _, err = run("check", str(tmp_path / "a.md"))
    assert status == 3
    assert "ZeroDivisionError" in err
    assert "Traceback" not in err


# ------------------------------------------------------------------------------------------------- grade


def _class_of(folder: Path) -> None:
    _write(
        folder,
        {
            "class/s01.md": _part_a("right"),
            "class/s02/a.md": _part_a("wrong"),
            "class/s02/b.py": "# <!-- part: line/mean/code -->\n" + RIGHT_CODE,
            "class/s03.md": _part_a("unsure"),
            "class/s04.ipynb": "{",
            "class/roster.csv": "not a submission",
        },
    )


def test_a_class_is_graded_into_files_and_a_summary(run: Any, tmp_path: Path) -> None:
    _class_of(tmp_path)
    out_folder = tmp_path / "marks"
    status, out, err = run("grade", str(tmp_path / "class"), "--out", str(out_folder), "--workers", "2")
    assert (err, status) == ("", 0), "the class was graded, whatever it earned"
    results = json.loads((out_folder / "results.json").read_text(encoding="utf-8"))
    assert [(result["student"], result["part"], result["outcome"]) for result in results] == [
        ("s01", "line/mean/a", "pass"),
        ("s01", "line/mean/code", "missing"),
        ("s02", "line/mean/a", "partial"),
        ("s02", "line/mean/code", "pass"),
        ("s03", "line/mean/a", "undecided"),
        ("s03", "line/mean/code", "missing"),
        ("s04", "line/mean/a", "missing"),
        ("s04", "line/mean/code", "missing"),
        ("s04", None, "unreadable"),
    ]
    rows = list(csv.DictReader((out_folder / "grades.csv").read_text(encoding="utf-8").splitlines()))
    assert len(rows) == 8
    assert rows[4] == {
        "student": "s03", "part": "line/mean/a", "earned": "1.0", "pending": "2.0", "of": "3.0", "outcome": "undecided",
    }  # fmt: skip
    about = json.loads((out_folder / "run.json").read_text(encoding="utf-8"))
    assert about["counts"]["students"] == 4
    assert about["counts"]["parts"] == 8
    assert about["counts"]["outcomes"] == {"missing": 4, "partial": 1, "pass": 2, "undecided": 1}
    assert about["rung"]
    assert about["ignored"] == ["roster.csv"]
    assert about["interrupted"] is False
    assert "s03 line/mean/a: It is right. the words are unclear" in out
    assert "s04.ipynb" in out
    assert "roster.csv" in out


def test_a_class_as_json(run: Any, tmp_path: Path) -> None:
    _class_of(tmp_path)
    status, out, _ = run("grade", str(tmp_path / "class"), "--json", "--workers", "1")
    assert status == 0
    assert len(json.loads(out)) == 9
    assert not (tmp_path / "marks").exists()


def test_what_broke_is_3_and_pending(run: Any, tmp_path: Path) -> None:
    _write(tmp_path, {"class/s01.md": _part_a("boom"), "class/s02.md": _part_a("right")})
    status, out, _ = run("grade", str(tmp_path / "class"), "--out", str(tmp_path / "marks"), "--workers", "1")
    assert status == 3
    assert "s01 line/mean/a: ZeroDivisionError: the check divides by zero" in out
    first = json.loads((tmp_path / "marks" / "results.json").read_text(encoding="utf-8"))[0]
    assert first["points"] == {"earned": 1.0, "pending": 2.0, "of": 3.0}
    assert "Traceback" in first["claims"][0]["error"]


@pytest.mark.parametrize("name", ["nowhere", "empty", "file.md"])
def test_no_class_is_64(run: Any, tmp_path: Path, name: str) -> None:
    (tmp_path / "empty").mkdir()
    _write(tmp_path, {"file.md": "x"})
    status, _, err = run("grade", str(tmp_path / name))
    assert status == 64
    assert name in err
    assert err.count("\n") == 1


def test_a_folder_that_cannot_be_written_is_found_out_before_the_work(run: Any, tmp_path: Path) -> None:
    _class_of(tmp_path)
    _write(tmp_path, {"marks.md": "a file is in the way"})
    status, out, err = run("grade", str(tmp_path / "class"), "--out", str(tmp_path / "marks.md"))
    assert (status, out) == (64, "")
    assert "Nothing can be written" in err


# ----------------------------------------------------------------------------------------------- compare


@pytest.mark.parametrize(
    ("a", "b", "status", "verdict"),
    [
        ("x + y", "y + x", 0, "equal"),
        ("-x", "-1 * x", 0, "equal"),
        ("x - y", "y - x", 1, "different"),
        ("x +", "x", 1, "unreadable"),
    ],
)
def test_compare(run: Any, a: str, b: str, status: int, verdict: str) -> None:
    found, out, err = run("compare", a, b, "--declare", "x, y", "--json")
    assert (found, err) == (status, "")
    answer = json.loads(out)
    assert answer["verdict"] == verdict
    assert (answer["evidence"] is not None) == (verdict in ("equal", "different"))


def test_compare_in_words(run: Any) -> None:
    status, out, _ = run("compare", "2x", "x", "--declare", "x")
    assert status == 1
    assert out.startswith("different\n")
    assert "yours gives" in out


def test_pairs_are_answered_in_order_each_with_its_time(run: Any, tmp_path: Path) -> None:
    pairs = [
        {"a": "x", "b": "x", "declare": "x", "id": "kept aside"},
        {"a": "x", "b": "2x", "declare": "x"},
        {"a": "x", "b": "x +", "declare": ""},
        {"a": "x", "b": "x", "declare": "X: ???"},
    ]
    (tmp_path / "pairs.json").write_text(json.dumps(pairs))
    status, out, _ = run("compare", "--pairs", str(tmp_path / "pairs.json"))
    answers = json.loads(out)
    assert [answer["verdict"] for answer in answers] == ["equal", "different", "unreadable", "unreadable"]
    assert all(answer["ms"] >= 0 for answer in answers)
    assert status == 1


@pytest.mark.parametrize("content", ["{", '{"a": "x", "b": "x"}', '[{"a": "x"}]', '[{"a": 1, "b": "x"}]', '["x"]'])
def test_a_file_that_holds_no_pairs_is_64(run: Any, tmp_path: Path, content: str) -> None:
    (tmp_path / "pairs.json").write_text(content)
    status, out, err = run("compare", "--pairs", str(tmp_path / "pairs.json"))
    assert (status, out) == (64, "")
    assert "pairs.json" in err


def test_a_declaration_that_cannot_be_read_is_64(run: Any) -> None:
    status, _, err = run("compare", "x", "x", "--declare", "X: ???")
    assert status == 64
    assert "X: ???" in err
