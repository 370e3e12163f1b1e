# ruff: noqa: E501
"""Who handed in what."""

from __future__ import annotations

import os
import pickle
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from grader.batch.folder import HandIn, find_class, opened_class, renamed
from grader.core import Message
from grader.reading.folder import listing
from tests.rows import rows


def _class(folder: Path, *names: str) -> dict[str, list[str]]:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.mkdir() if name.endswith("/") else path.write_text("")
    found = find_class(folder)
    students = {item.student: [path.name for path in item.paths] for item in found.hand_ins}
    assert list(students) == sorted(students), "the order is the students' names'"
    return {**students, "ignored": list(found.ignored)}


def test_a_student_is_a_folder_or_a_file(tmp_path: Path) -> None:
    assert _class(tmp_path, "s02/a.md", "s01.ipynb", "s03.md", "s04.PY", "s05/", "s06.txt") == {
        "s01": ["s01.ipynb"],
        "s02": ["s02"],
        "s03": ["s03.md"],
        "s04": ["s04.PY"],
        "s05": ["s05"],
        "s06": ["s06.txt"],
        "ignored": [],
    }


def test_a_folder_and_files_of_one_name_are_one_student(tmp_path: Path) -> None:
    assert _class(tmp_path, "s01/a.md", "s01.ipynb", "s01.md")["s01"] == ["s01", "s01.ipynb", "s01.md"]


def test_what_is_no_submission_is_named_and_what_is_hidden_is_not(tmp_path: Path) -> None:
    found = _class(tmp_path, ".git/x", "__pycache__/y", ".s01.md", "README.md", "expected.toml", "s01.md", "list.csv")
    assert found == {"s01": ["s01.md"], "ignored": ["README.md", "expected.toml", "list.csv"]}


def test_names_in_any_script(tmp_path: Path) -> None:
    found = _class(tmp_path, "王小明.ipynb", "Ana María/a.md", "s.01.md")
    assert set(found) == {"王小明", "Ana María", "s.01", "ignored"}


# --------------------------------------------------------------------------------------------------- downloads


def _fill(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def _zip(path: Path, files: dict[str, str]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return path


def _texts(item: HandIn) -> dict[str, str]:
    """What a hand-in holds, by the names under which it is read."""
    return {name: path.read_text(encoding="utf-8") for one in item.paths for name, path in listing(one).files}


def _keys(remarks: tuple[Message, ...]) -> list[str]:
    return [message.key.removeprefix("gradebook.") for message in remarks]


CANVAS = {
    "limei_12345_67890_hw.ipynb": "old",
    "limei_12345_67999_hw-1.ipynb": "new",
    "limei_12345_67998_notes.md": "notes",
    "wangyi_LATE_12346_67891_exercise_2b.md": "late",
    "zhao_12347_text.html": "<p>Let <em>b</em> be &lt; 1</p>",
}


@pytest.mark.parametrize("in_place", [True, False])
def test_a_download_from_canvas(tmp_path: Path, in_place: bool) -> None:
    folder = _fill(tmp_path / "canvas", CANVAS)
    found = find_class(folder, room=None if in_place else tmp_path / "room")
    mei, yi, zhao = found.hand_ins
    assert found.system == "canvas"
    assert [item.student for item in found.hand_ins] == ["limei_12345", "wangyi_12346", "zhao_12347"]
    assert [path.name for path in mei.superseded] == ["limei_12345_67890_hw.ipynb"]
    assert _keys(mei.remarks) == ["superseded"]
    assert (mei.late, yi.late) == (False, True)
    assert mei.ids["canvas_id"] == "12345"
    if in_place:
        assert set(_texts(mei).values()) == {"new", "notes"}
        assert zhao.paths == (folder / "zhao_12347_text.html",), "not read, but no reason to call it missing"
    else:
        assert _texts(mei) == {"hw-1.ipynb": "new", "notes.md": "notes"}, "together, under the student's own names"
        assert _texts(yi) == {"exercise_2b.md": "late"}, "a name that tells the exercise"
        assert _texts(zhao) == {"onlinetext.md": "Let b be < 1\n"}


def test_the_attempt_is_counted_where_it_is_clear(tmp_path: Path) -> None:
    folder = _fill(tmp_path, {"limei_12345_67890_hw-2.md": "3", "wangyi_12346_67891_hw.md": "1"})
    assert [item.attempt for item in find_class(folder).hand_ins] == [3, None]


def test_a_download_from_moodle(tmp_path: Path) -> None:
    files = {
        "Mei Li_101_assignsubmission_file_/hw.md": "file",
        "Mei Li_101_assignsubmission_onlinetext_/onlinetext.html": "<h2>Exercise 1 (a)</h2>The mean.<br>So.",
        "Yi Wang_102_assignsubmission_file_hw.md": "flat",
        "s03/hw.md": "by hand",
        "grades.csv": "",
    }
    found = find_class(_fill(tmp_path / "moodle", files), room=tmp_path / "room")
    assert found.system == "moodle"
    assert {item.student: _texts(item) for item in found.hand_ins} == {
        "Mei Li_101": {"hw.md": "file", "onlinetext.md": "## Exercise 1 (a)\nThe mean.\nSo.\n"},
        "Yi Wang_102": {"hw.md": "flat"},
        "s03": {"hw.md": "by hand"},
    }
    assert found.ignored == ("grades.csv",)


GRADESCOPE = {
    "submission_metadata.yml": (
        "submission_1:\n  :submitters:\n  - :name: Mei Li\n    :sid: '3001'\n    :email: mei@example.edu\n"
        "  - :name: Yi Wang\n    :email: yi@example.edu\n  :created_at: 2021-09-10 03:30:06.000000000 Z\n"
        "submission_2:\n  :submitters:\n  - :name: Mei Li\n    :sid: '3001'\n  :created_at: 2021-09-11 03:30:06.0 Z\n"
    ),
    "submission_1/hw.md": "first",
    "submission_2/hw.md": "second",
    "submission_3/hw.md": "unknown",
}


def test_a_download_from_gradescope(tmp_path: Path) -> None:
    found = find_class(_fill(tmp_path, GRADESCOPE))
    assert found.system == "gradescope"
    assert {item.student: _texts(item) for item in found.hand_ins} == {
        "3001": {"hw.md": "second"},
        "yi@example.edu": {"hw.md": "first"},
        "submission_3": {"hw.md": "unknown"},
    }, "the later of two counts, each member of a group has one, and what has no entry is a student all the same"
    mei = found.hand_ins[0]
    assert mei.submitted == datetime(2021, 9, 11, 3, 30, 6, tzinfo=UTC)
    assert [path.name for path in mei.superseded] == ["submission_1"]


NBGRADER = {
    "ada/ps1/hw.ipynb": "ada",
    "ada/ps1/timestamp.txt": "2015-02-02 15:58:23.948203 UTC",
    "ben/ps1/hw.ipynb": "ben",
    "ben/ps1/timestamp.txt": "2015-02-03 15:58:23 UTC",
}


def test_what_nbgrader_collected(tmp_path: Path) -> None:
    ada, ben = find_class(_fill(tmp_path, NBGRADER)).hand_ins
    assert _texts(ada) == {"hw.ipynb": "ada"}, "the time is no work"
    assert ben.submitted == datetime(2015, 2, 3, 15, 58, 23, tzinfo=UTC)


@pytest.mark.parametrize(
    ("more", "assignment", "read", "remarks"),
    rows(
        ({}, None, {"ada": ["ada"], "ben": ["ben"]}, [], "one assignment"),
        ({"ada/ps2/two.ipynb": "2"}, None, {"ada": ["2", "ada"], "ben": ["ben"]}, ["several_assignments"], "two, and none was chosen"),
        ({"ada/ps2/two.ipynb": "2"}, "ps2", {"ada": ["2"]}, [], "two, and one was chosen"),
        ({"eve/hw.ipynb": "eve"}, None, {"ada": ["ada"], "ben": ["ben"], "eve": ["eve"]}, [], "one came in another way"),
        ({"eve/hw.ipynb": "eve"}, "ps1", {"ada": ["ada"], "ben": ["ben"], "eve": ["eve"]}, [], "and counts whichever is chosen"),
        ({"eve.ipynb": "eve"}, None, {"ada": ["ada", "2015"], "ben": ["ben"], "eve": ["eve"]}, None, "files are no layout of nbgrader's"),
    ),
)  # fmt: skip
def test_assignments_of_nbgrader(
    tmp_path: Path, more: dict[str, str], assignment: str | None, read: dict[str, list[str]], remarks: list[str] | None
) -> None:
    found = find_class(_fill(tmp_path, {**NBGRADER, **more}), assignment=assignment)
    if remarks is None:
        assert found.system == "plain"
        assert [item.paths[0].name for item in found.hand_ins] == ["ada", "ben", "eve.ipynb"]
        return
    assert {item.student: sorted(_texts(item).values()) for item in found.hand_ins} == {
        student: sorted(texts) for student, texts in read.items()
    }
    assert _keys(found.remarks) == remarks


def test_the_folder_of_a_course_of_nbgrader(tmp_path: Path) -> None:
    course = {f"submitted/{name}": text for name, text in NBGRADER.items()}
    found = find_class(_fill(tmp_path, {**course, "source/ps1/hw.ipynb": "task"}))
    assert [item.student for item in found.hand_ins] == ["ada", "ben"]


def test_the_inbound_of_nbgraders_exchange(tmp_path: Path) -> None:
    names = {
        "ada+ps1+2015-01-27 06:21:39.262425 UTC/hw.ipynb": "first",
        "ada+ps1+2015-01-28 06:21:39.262425 UTC+xY9/hw.ipynb": "second",
        "ben+ps1+2015-01-27 06:21:39.262425 UTC/hw.ipynb": "ben",
    }
    ada, ben = find_class(_fill(tmp_path, names)).hand_ins
    assert (_texts(ada), _texts(ben)) == ({"hw.ipynb": "second"}, {"hw.ipynb": "ben"})
    assert len(ada.superseded) == 1


@pytest.mark.parametrize(
    "files",
    rows(
        (["team_1_2_final.md", "team_2_1_final.md"], "short numbers"),
        (["wang_2023_1001_hw.md", "li_2023_1002_hw.md"], "years"),
        (["s01/ps1/hw.md", "s02/ps1/hw.md"], "folders in folders without a time"),
        (["submission_1/hw.md"], "Gradescope's folders without what tells whose they are"),
        (["exercise-1.md", "exercise-2.md"], "numbers at the end"),
    ),
)
def test_an_ordinary_class_is_left_as_it_is(tmp_path: Path, files: list[str]) -> None:
    folder = _fill(tmp_path / "class", dict.fromkeys(files, "x"))
    expected = {Path(name).parts[0].removesuffix(".md"): folder / Path(name).parts[0] for name in files}
    for room in (None, tmp_path / "room"):
        found = find_class(folder, room=room)
        assert {item.student: item.paths for item in found.hand_ins} == {name: (at,) for name, at in expected.items()}
        assert (found.system, found.remarks) == ("plain", ())


def test_the_system_can_be_said(tmp_path: Path) -> None:
    folder = _fill(tmp_path, {"limei_12_34_hw.md": "x"})
    assert [item.student for item in find_class(folder).hand_ins] == ["limei_12_34_hw"]
    assert [item.student for item in find_class(folder, system="canvas").hand_ins] == ["limei_12"]
    folder = _fill(tmp_path / "two", {"limei_12345_67890_hw.md": "x"})
    assert [item.student for item in find_class(folder, system="plain").hand_ins] == ["limei_12345_67890_hw"]


# ----------------------------------------------------------------------------------------------------- archives


def test_a_students_archive(tmp_path: Path) -> None:
    folder = _fill(tmp_path / "class", {"s01.md": "plain", "s03/notes.md": "notes"})
    _zip(folder / "s02.zip", {"deep/hw.md": "zipped"})
    _zip(folder / "s03" / "code.zip", {"hw.py": "code"})
    _zip(folder / "limei_12345_67890_hw.zip", {"hw.md": "a"})
    found = find_class(folder, room=tmp_path / "room")
    assert {item.student: _texts(item) for item in found.hand_ins} == {
        "s01": {"s01.md": "plain"},
        "s02": {"s02/deep/hw.md": "zipped"},
        "s03": {"notes.md": "notes", "code/hw.py": "code"},
        "limei_12345_67890_hw": {"limei_12345_67890_hw/hw.md": "a"},
    }
    assert find_class(folder).ignored == ("limei_12345_67890_hw.zip", "s02.zip"), "without a room, as ever"


@pytest.mark.parametrize("wrapped", ["", "assignment_9_export/", "class/"])
@pytest.mark.parametrize("inside", [False, True])
def test_an_archive_of_a_class(tmp_path: Path, wrapped: str, inside: bool) -> None:
    archive = _zip(tmp_path / "in" / "class.zip", {wrapped + name: text for name, text in GRADESCOPE.items()})
    with opened_class(archive.parent if inside else archive) as found:
        assert {item.student: _texts(item) for item in found.hand_ins} == {
            "3001": {"hw.md": "second"},
            "yi@example.edu": {"hw.md": "first"},
            "submission_3": {"hw.md": "unknown"},
        }
        assert found.system == "gradescope"
        unpacked = found.hand_ins[0].paths[0]
        assert unpacked.exists()
    assert not unpacked.exists(), "nothing stays behind"


def test_an_archive_of_an_ordinary_class(tmp_path: Path) -> None:
    for names in ({"s01.md": "1", "s02/hw.md": "2"}, {"class/s01.md": "1", "class/s02.md": "2"}):
        with opened_class(_zip(tmp_path / "class.zip", names)) as found:
            assert [item.student for item in found.hand_ins] == ["s01", "s02"]


# -------------------------------------------------------------------------------------------------------- names


def test_students_get_the_rosters_names(tmp_path: Path) -> None:
    folder = _fill(tmp_path, {"a.md": "1", "b/hw.md": "2", "c.md": "3"})
    found = renamed(find_class(folder), {"a": "s01", "b": "s01"})
    assert {item.student: [path.name for path in item.paths] for item in found.hand_ins} == {
        "s01": ["a.md", "b"],
        "c": ["c.md"],
    }
    assert [item.student for item in found.hand_ins] == ["c", "s01"]
    assert _keys(found.hand_ins[1].remarks) == ["joined"]


def test_a_hand_in_travels(tmp_path: Path) -> None:
    """To the worker that grades it."""
    (item,) = find_class(_fill(tmp_path, {"limei_12345_67890_hw.md": "x"})).hand_ins
    assert pickle.loads(pickle.dumps(item)) == item


def test_what_a_killed_run_left_behind_is_removed(tmp_path: Path) -> None:
    near = tmp_path / "marks"
    gone, running = near / f".class-{2**22 + 1}-x", near / f".class-{os.getpid()}-y"
    for folder in (gone, running, near / ".class-mine"):
        (folder / "work").mkdir(parents=True)
    (tmp_path / "class").mkdir()
    (tmp_path / "class" / "s01.md").write_text("x")
    with opened_class(tmp_path / "class", near=near) as found:
        assert [item.student for item in found.hand_ins] == ["s01"]
        assert not gone.exists()
        assert len([path for path in near.iterdir() if path.name.startswith(".class-")]) == 3
    assert sorted(path.name for path in near.iterdir()) == sorted([running.name, ".class-mine"])
