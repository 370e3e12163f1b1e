"""The gradebook's commands: a class graded twice, marked, asked about, and handed to a school's system."""

from __future__ import annotations

import csv
import json
import os
import shutil
from pathlib import Path
from typing import Any

import pytest

from grader.cli import main
from tests.conftest import make_course
from tests.rows import rows

RIGHT_CODE = "def half(x):\n    return x / 2\n"


def _part_a(text: str) -> str:
    return f"<!-- part: line/mean/a -->\n{text}\n"


CLASS = {
    "s01.md": _part_a("right"),
    "s02.md": _part_a("wrong"),
    "s03.md": _part_a("unsure"),
    "s04.md": _part_a("unsure"),
    "s05.md": _part_a("unsure, otherwise"),
}


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


@pytest.fixture(scope="module")
def graded_class(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the course, the class, and the marks that it was graded into."""
    folder = make_course(tmp_path_factory.mktemp("graded"))
    (folder / "class").mkdir()
    for name, text in CLASS.items():
        (folder / "class" / name).write_text(text)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        assert main(["grade", "class", "--out", "marks", "--workers", "2"]) == 0
    return folder


@pytest.fixture
def marks(graded_class: Path, course_folder: Path) -> Path:
    """The class in the small course, and its marks: a copy, which knows nothing of where it was made."""
    shutil.copytree(graded_class / "class", course_folder / "class")
    shutil.copytree(graded_class / "marks", course_folder / "marks")
    return course_folder / "marks"


def _grades(folder: Path) -> dict[tuple[str, str], dict[str, str]]:
    with (folder / "grades.csv").open(encoding="utf-8") as file:
        return {(row["student"], row["part"]): row for row in csv.DictReader(file)}


def _groups(run: Any, folder: Path) -> dict[str, dict[str, Any]]:
    """By the first student of each."""
    status, out, _ = run("groups", "--out", str(folder), "--json")
    assert status == 0
    return {group["students"][0]: group for group in json.loads(out)}


# ------------------------------------------------------------------------------------------------- runs


def test_nothing_is_graded_twice(run: Any, marks: Path) -> None:
    before = (marks / "grades.csv").read_bytes()
    status, out, _ = run("grade", "class", "--out", str(marks))
    assert status == 0
    assert "0 students graded" in out
    assert "5 were graded before" in out
    assert (marks / "grades.csv").read_bytes() == before


def test_only_what_changed_is_graded_again(run: Any, course_folder: Path, marks: Path) -> None:
    (course_folder / "class" / "s02.md").write_text(_part_a("right"))
    _, out, _ = run("grade", "class", "--out", str(marks))
    assert "1 students graded" in out
    assert _grades(marks)["s02", "line/mean/a"]["outcome"] == "pass"
    _, out, _ = run("history", "s02", "--out", str(marks))
    assert "another submission" in out
    assert "line/mean/a: 1 → 3" in out


def test_a_changed_solution_has_everybody_graded_again(run: Any, course_folder: Path, marks: Path) -> None:
    with (course_folder / "solutions" / "line" / "mean" / "numeric.py").open("a") as file:
        file.write("# changed\n")
    _, out, _ = run("grade", "class", "--out", str(marks))
    assert "5 students" in out
    _, out, _ = run("history", "s01", "--out", str(marks))
    assert "the exercise or the grader changed" in out


def test_again_grades_everything_again(run: Any, marks: Path) -> None:
    _, out, _ = run("grade", "class", "--out", str(marks), "--again")
    assert "5 students" in out


def test_a_student_who_left_keeps_the_marks_and_is_not_listed(run: Any, course_folder: Path, marks: Path) -> None:
    (course_folder / "class" / "s05.md").unlink()
    run("grade", "class", "--out", str(marks))
    assert ("s05", "line/mean/a") not in _grades(marks)
    status, out, _ = run("history", "s05", "--out", str(marks))
    assert (status, "Run 1" in out) == (0, True)


def test_names_that_are_no_text_stop_nobody(run: Any, course_folder: Path, marks: Path) -> None:
    for name in (b"s\xff.md", b"s\xfe.md", b"\xfd.png"):
        (course_folder / "class" / os.fsdecode(name)).write_text(CLASS["s01.md"])
    status, _, err = run("grade", "class", "--out", str(marks))
    assert (err, status) == ("", 0)
    assert {"s\\xff", "s\\xfe", "s01"} <= {student for student, _ in _grades(marks)}


def test_each_student_has_a_page_and_the_instructor_one(marks: Path) -> None:
    assert sorted(path.name for path in (marks / "feedback").iterdir()) == [f"s0{k}.html" for k in range(1, 6)]
    page = (marks / "feedback" / "s02.html").read_text(encoding="utf-8")
    assert "wrong" in page
    assert "s03" not in page
    assert "feedback/s02.html" in (marks / "class.html").read_text(encoding="utf-8")


def test_a_roster_adds_who_handed_in_nothing_and_gives_languages(run: Any, course_folder: Path, marks: Path) -> None:
    names = "\n".join(f"s0{k},Name {k},{'zh' if k % 2 else 'en'}" for k in range(1, 8))
    (course_folder / "roster.csv").write_text(f"student,name,language\n{names}\n")
    status, _, _ = run("grade", "class", "--out", str(marks), "--roster", "roster.csv")
    assert status == 0
    assert _grades(marks)["s07", "line/mean/a"] == {
        "student": "s07", "part": "line/mean/a", "earned": "0.0", "pending": "0.0", "of": "3.0", "outcome": "missing",
    }  # fmt: skip
    assert 'lang="zh' in (marks / "feedback" / "s01.html").read_text(encoding="utf-8")
    assert 'lang="en"' in (marks / "feedback" / "s02.html").read_text(encoding="utf-8")
    results = json.loads((marks / "results.json").read_text(encoding="utf-8"))
    assert [row["outcome"] for row in results if row["student"] == "s06"] == ["missing", "missing"]


def test_an_assignment_is_a_part_of_the_course(run: Any, course_folder: Path, marks: Path) -> None:
    for kind in ("exercises", "solutions"):
        shutil.copytree(course_folder / kind / "line" / "mean", course_folder / kind / "line" / "other")
    exercise = course_folder / "exercises" / "line" / "other" / "exercise.py"
    exercise.write_text(exercise.read_text(encoding="utf-8").replace("line/mean", "line/other"), encoding="utf-8")
    (course_folder / "roster.csv").write_text("\n".join(["student", *(f"s0{k}" for k in range(1, 7))]))
    wide = {"line/mean/a", "line/mean/code", "line/other/a", "line/other/code"}
    for only, parts in ((), wide), (("mean",), {"line/mean/a", "line/mean/code"}), (("line",), wide):
        options = [word for name in only for word in ("--only", name)]
        status, out, _ = run("grade", "class", "--out", str(marks), "--roster", "roster.csv", *options)
        assert status == 0
        assert f"\n{0 if only else 5} students" in out, "what is graded already is found, whatever the assignment"
        for student in "s01", "s06":  # who handed in nothing misses what was asked, and no more
            assert {part for name, part in _grades(marks) if name == student} == parts
    run("grade", "class", "--out", str(marks), "--only", "mean")
    assert run("feedback", "--out", str(marks))[0] == 0
    assert {part for _, part in _grades(marks)} == {"line/mean/a", "line/mean/code"}


def test_an_assignment_that_there_is_not(run: Any, marks: Path) -> None:
    status, _, err = run("grade", "class", "--out", str(marks), "--only", "median")
    assert (status, err) == (64, "There is no exercise median. There are: line/mean.\n")


# ------------------------------------------------------------------------------------------------ marks


def test_groups_hold_the_same_answers(run: Any, marks: Path) -> None:
    groups = _groups(run, marks)
    assert groups["s03"]["students"] == ["s03", "s04"]
    assert groups["s05"]["students"] == ["s05"]
    _, out, _ = run("groups", "--out", str(marks), "--part", "line/mean/a")
    assert f"2 × {groups['s03']['group']}" in out


def test_an_award_is_for_the_whole_group_and_for_who_joins_it(run: Any, course_folder: Path, marks: Path) -> None:
    group = _groups(run, marks)["s03"]["group"]
    status, out, _ = run("award", group, "2.5", "--reason", "nearly", "--out", str(marks), "--marker", "Li")
    assert status == 0
    assert "2.5 points for group" in out
    (course_folder / "class" / "s06.md").write_text(CLASS["s03.md"])
    run("grade", "class", "--out", str(marks))
    grades = _grades(marks)
    assert {grades[student, "line/mean/a"]["earned"] for student in ("s03", "s04", "s06")} == {"2.5"}
    assert {grades[student, "line/mean/a"]["pending"] for student in ("s03", "s04", "s06")} == {"0.0"}
    assert grades["s05", "line/mean/a"]["pending"] == "2.0"
    assert "nearly" in (marks / "feedback" / "s06.html").read_text(encoding="utf-8")


def test_the_beginning_of_a_group_s_name_is_enough(run: Any, marks: Path) -> None:
    group = _groups(run, marks)["s03"]["group"]
    status, out, _ = run("comment", group[:-1], "Say why.", "--out", str(marks))
    assert (status, group in out) == (0, True)
    run("feedback", "--out", str(marks))
    assert "Say why." in (marks / "feedback" / "s04.html").read_text(encoding="utf-8")
    assert "Say why." not in (marks / "feedback" / "s05.html").read_text(encoding="utf-8")


def test_an_award_does_not_lower_in_passing(run: Any, marks: Path) -> None:
    group = _groups(run, marks)["s01"]["group"]
    status, _, err = run("award", group, "1", "--out", str(marks))
    assert (status, "s01" in err, "--lower" in err) == (64, True, True)
    assert run("award", group, "1", "--lower", "--out", str(marks))[0] == 0


def test_an_override_is_of_one_student(run: Any, marks: Path) -> None:
    args = ("override", "s03", "a", "--claim", "1", "--pass", "--reason", "read closely", "--out", str(marks))
    status, out, _ = run(*args)
    assert (status, "passes for s03" in out) == (0, True)
    run("feedback", "--out", str(marks))
    grades = _grades(marks)
    assert grades["s03", "line/mean/a"]["outcome"] == "pass"
    assert grades["s04", "line/mean/a"]["outcome"] == "undecided"
    status, out, _ = run("undo", "--out", str(marks))
    assert (status, "taken back" in out) == (0, True)
    run("feedback", "--out", str(marks))
    assert _grades(marks)["s03", "line/mean/a"]["outcome"] == "undecided"
    _, out, _ = run("history", "s03", "--out", str(marks))
    assert "taken back by" in out


@pytest.mark.parametrize(
    ("args", "says"),
    rows(
        (("award", "zz-1", "1"), "no group zz-1", "a group that is not there"),
        (("award", "", "1"), "no group", "no name at all"),
        (("override", "s3", "a", "--points", "1"), "s03", "a slip in a name: what is close is named"),
        (("override", "s03", "q", "--points", "1"), "line/mean/a", "no such part: those that are there are named"),
        (("override", "s03", "a", "--pass"), "--claim", "several claims: which one"),
        (("override", "s03", "a", "--points", "99"), "from 0 to 3", "more points than there are"),
        (("undo", "77"), "no mark 77", "a mark that is not there"),
        (("undo", "--marker", "nobody"), "nobody", "nothing to take back"),
        (("history", "nobody"), "no student nobody", "a student who is not there"),
        (("export", "csv", "--name", "total"), "ADDRESS=HEADING", "a heading without its column"),
    ),
)
def test_what_cannot_be_done_is_said(run: Any, marks: Path, args: tuple[str, ...], says: str) -> None:
    status, _, err = run(*args, "--out", str(marks))
    assert status == 64
    assert says in err
    assert "Traceback" not in err


@pytest.mark.parametrize("command", [("groups",), ("mark",), ("history", "s01"), ("feedback",), ("export", "csv")])
def test_without_a_gradebook_one_is_told_how_to_get_one(run: Any, tmp_path: Path, command: tuple[str, ...]) -> None:
    status, _, err = run(*command, "--out", str(tmp_path / "nothing"))
    assert status == 64
    assert "grader grade" in err


# ----------------------------------------------------------------------------------------- step by step


def _keys(monkeypatch: pytest.MonkeyPatch, *lines: str) -> None:
    waiting = list(lines)

    def typed(_prompt: str) -> str:
        if not waiting:
            raise EOFError
        return waiting.pop(0)

    monkeypatch.setattr("builtins.input", typed)


def test_marking_steps_through_the_groups_largest_first(
    run: Any, marks: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _keys(monkeypatch, "p", "well said", "g", "1,5", "")
    status, out, _ = run("mark", "--out", str(marks), "--marker", "Li")
    assert status == 0
    assert out.index("s03, s04") < out.index("s05)")
    run("feedback", "--out", str(marks))
    grades = _grades(marks)
    assert [grades[f"s0{k}", "line/mean/a"]["earned"] for k in (3, 4, 5)] == ["3.0", "3.0", "1.5"]
    assert "well said" in (marks / "feedback" / "s04.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("keys", "status", "pending"),
    rows(
        (("q",), 2, ["2.0", "2.0", "2.0"], "nothing was decided"),
        (("n", "n"), 2, ["2.0", "2.0", "2.0"], "both passed over"),
        (("f", "", "q"), 2, ["0.0", "0.0", "2.0"], "one decided"),
        (("f", "", "u", "q"), 2, ["2.0", "2.0", "2.0"], "and taken back"),
        (("u", "q"), 2, ["2.0", "2.0", "2.0"], "nothing to take back"),
        (("c", "hm", "q"), 2, ["2.0", "2.0", "2.0"], "a comment leaves it open"),
        (("g", "many", "q"), 2, ["2.0", "2.0", "2.0"], "no number"),
        (("g", "7", "q"), 2, ["2.0", "2.0", "2.0"], "too many points"),
        (("x", "", "q"), 2, ["2.0", "2.0", "2.0"], "other keys"),
        (("f", ""), 130, ["0.0", "0.0", "2.0"], "the terminal is closed: what was decided stays"),
    ),
)
def test_keys(
    run: Any, marks: Path, monkeypatch: pytest.MonkeyPatch, keys: tuple[str, ...], status: int, pending: list[str]
) -> None:
    _keys(monkeypatch, *keys)
    assert run("mark", "--out", str(marks))[0] == status
    run("feedback", "--out", str(marks))
    assert [_grades(marks)[f"s0{k}", "line/mean/a"]["pending"] for k in (3, 4, 5)] == pending


def test_nothing_to_mark(run: Any, marks: Path) -> None:
    status, out, _ = run("mark", "--part", "line/mean/code", "--out", str(marks))
    assert (status, "Nothing awaits a marker" in out) == (0, True)


# ---------------------------------------------------------------------------------------------- exports


def test_exports_leave_blank_what_is_pending(run: Any, course_folder: Path, marks: Path) -> None:
    status, out, _ = run("export", "csv", "--columns", "parts", "--out", str(marks), "--to", str(course_folder))
    assert (status, "gradebook.csv" in out) == (0, True)
    table = list(csv.reader((course_folder / "gradebook.csv").read_text(encoding="utf-8-sig").splitlines()))
    assert table[0][2:] == ["line/mean/a", "line/mean/code"]
    assert {row[0]: row[2] for row in table[2:]} == {"s01": "3", "s02": "1", "s03": "", "s04": "", "s05": ""}


def test_a_school_s_system_gets_its_file(run: Any, course_folder: Path, marks: Path) -> None:
    (course_folder / "roster.csv").write_text("student,sis user id,email\ns01,77,a@b.c\ns02,78,d@e.f\n")
    run("roster", "roster.csv", "--out", str(marks))
    files = {"canvas": "canvas.csv", "moodle": "moodle.csv", "gradescope": "gradescope_autograder.zip"}
    for system, file in files.items():
        status, _, _ = run("export", system, "--out", str(marks), "--name", "total=Homework 1")
        assert status == 0
        assert (marks / file).stat().st_size > 40
    assert "Homework 1" in (marks / "canvas.csv").read_text(encoding="utf-8")


def test_a_copy_of_the_folder_is_a_gradebook_as_well(run: Any, marks: Path, tmp_path: Path) -> None:
    shutil.copytree(marks, tmp_path / "copy")
    assert run("history", "s01", "--out", str(tmp_path / "copy"))[0] == 0
