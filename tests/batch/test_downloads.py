# ruff: noqa: E501
"""The names that Canvas, Moodle, Gradescope and nbgrader give to what was handed in."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.batch import downloads
from grader.batch.downloads import Named, last_attempts
from tests.rows import rows


@pytest.mark.parametrize(
    ("name", "student", "file", "ids", "again", "late"),
    rows(
        ("limei_12345_67890_hw.ipynb", "limei_12345", "hw.ipynb", {"canvas_id": "12345", "name": "limei"}, 0, False, "the plain case"),
        ("limei_LATE_12345_67890_hw.ipynb", "limei_12345", "hw.ipynb", {"canvas_id": "12345", "name": "limei"}, 0, True, "late"),
        ("limei_late_12345_67890_hw.ipynb", "limei_12345", "hw.ipynb", {"canvas_id": "12345", "name": "limei"}, 0, True, "late, as it once was written"),
        ("limei_12345_67890_hw-1.ipynb", "limei_12345", "hw-1.ipynb", {"canvas_id": "12345", "name": "limei"}, 1, False, "the second upload of a name"),
        ("limei_12345_67890_hw-12.ipynb", "limei_12345", "hw-12.ipynb", {"canvas_id": "12345", "name": "limei"}, 12, False, "the thirteenth"),
        ("limei_12345_67890_my_hw_3_4.ipynb", "limei_12345", "my_hw_3_4.ipynb", {"canvas_id": "12345", "name": "limei"}, 0, False, "numbers in the student's own name of the file"),
        ("李梅_12345_67890_作业 1.ipynb", "李梅_12345", "作业 1.ipynb", {"canvas_id": "12345", "name": "李梅"}, 0, False, "Chinese names"),
        ("oneil_10230000000012345_67890_a.md", "oneil_10230000000012345", "a.md", {"canvas_id": "10230000000012345", "name": "oneil"}, 0, False, "the long number of a user of another server"),
        ("limei_12345_text.html", "limei_12345", "text.html", {"canvas_id": "12345", "name": "limei"}, 0, False, "typed into the form"),
        ("limei_12345_link.html", "limei_12345", "link.html", {"canvas_id": "12345", "name": "limei"}, 0, False, "an address handed in"),
        ("anon_Ab3xY_67890_hw.ipynb", "anon_Ab3xY", "hw.ipynb", {}, 0, False, "anonymous grading"),
        ("LATE_anon_Ab3xY_67890_hw.ipynb", "anon_Ab3xY", "hw.ipynb", {}, 0, True, "anonymous and late"),
    ),
)  # fmt: skip
def test_names_of_canvas(name: str, student: str, file: str, ids: dict[str, str], again: int, late: bool) -> None:
    named = downloads.canvas(name)
    assert named is not None
    assert (named.student, named.file, dict(named.ids), named.again, named.late) == (student, file, ids, again, late)


@pytest.mark.parametrize(
    "name",
    rows(
        ("s01.ipynb", "an ordinary file"),
        ("li_mei.ipynb", "a name in two words"),
        ("s01_12345.ipynb", "one number"),
        ("limei_12345_67890", "no file"),
        ("12345_67890_", "no file name"),
        ("", "nothing"),
    ),
)
def test_what_is_no_name_of_canvas(name: str) -> None:
    assert downloads.canvas(name) is None


@pytest.mark.parametrize(
    ("name", "student", "file", "who"),
    rows(
        ("Mei Li_12345_assignsubmission_file_", "Mei Li_12345", "", "Mei Li", "a folder, as Moodle 3 writes it"),
        ("Mei Li_12345_assignsubmission_file", "Mei Li_12345", "", "Mei Li", "a folder, as Moodle 4 writes it"),
        ("Mei Li_12345_assignsubmission_file_hw_2.ipynb", "Mei Li_12345", "hw_2.ipynb", "Mei Li", "a file in one folder for all"),
        ("Mei Li_12345_assignsubmission_onlinetext_", "Mei Li_12345", "", "Mei Li", "a folder of an online text"),
        ("Mei Li_12345_assignsubmission_onlinetext_onlinetext.html", "Mei Li_12345", "onlinetext.html", "Mei Li", "an online text"),
        ("Participant_88_assignsubmission_file_", "Participant_88", "", "Participant", "blind marking"),
        ("李梅_12345_assignsubmission_file_", "李梅_12345", "", "李梅", "a Chinese name"),
        ("O'Neil-Smith Ana María_7_assignsubmission_file_", "O'Neil-Smith Ana María_7", "", "O'Neil-Smith Ana María", "signs in a name"),
    ),
)  # fmt: skip
def test_names_of_moodle(name: str, student: str, file: str, who: str) -> None:
    named = downloads.moodle(name)
    assert named is not None
    assert (named.student, named.file, named.ids["name"]) == (student, file, who)
    assert named.is_online_text == ("onlinetext" in name)


@pytest.mark.parametrize(
    ("name", "student", "assignment", "when"),
    rows(
        ("bitdiddle+ps1+2015-01-27 06:21:39.262425 UTC", "bitdiddle", "ps1", datetime(2015, 1, 27, 6, 21, 39, 262425, UTC), "the first form"),
        ("bitdiddle+ps1+2015-01-27 06:21:39.262425 UTC+aB3-x_9", "bitdiddle", "ps1", datetime(2015, 1, 27, 6, 21, 39, 262425, UTC), "with something random"),
        ("ben+a+ps1+2015-01-27 06:21:39 UTC", "ben+a", "ps1", datetime(2015, 1, 27, 6, 21, 39, 0, UTC), "a plus in the student's name"),
    ),
)  # fmt: skip
def test_names_in_the_exchange_of_nbgrader(name: str, student: str, assignment: str, when: datetime) -> None:
    named = downloads.exchange(name)
    assert named is not None
    assert (named.student, named.assignment, named.submitted) == (student, assignment, when)


@pytest.mark.parametrize("name", ["ada+ps1", "ada+ps1+today", "c++ notes", "ada+ps1+2015-13-45 06:21:39 UTC"])
def test_what_is_no_name_in_the_exchange(name: str) -> None:
    assert downloads.exchange(name) is None


@pytest.mark.parametrize(
    ("names", "system"),
    rows(
        (["s01.ipynb", "s02", "README.md"], "plain", "an ordinary class"),
        ([], "plain", "an empty folder"),
        (["limei_12345_67890_hw.ipynb", "wangyi_LATE_12346_67891_hw-1.ipynb"], "canvas", "Canvas"),
        (["limei_12345_67890_hw.ipynb", "wangyi.ipynb"], "canvas", "one more, put there by hand"),
        (["limei_12345_67890_hw.ipynb", "s01", "s02", "s03"], "plain", "one name among many that is like Canvas's"),
        (["team_1_2_final.ipynb", "team_2_1_final.ipynb"], "plain", "short numbers are a class's own"),
        (["wang_2023_1001_hw.md", "li_2023_1002_hw.md"], "plain", "a year and a number on the class list: one number, two people"),
        (["limei_12345_text.html"], "canvas", "only an online text"),
        (["anon_Ab3xY_67890_hw.ipynb", "anon_Cd4zW_67891_hw.ipynb"], "canvas", "anonymous"),
        (["Mei Li_12345_assignsubmission_file_", "notes.txt"], "moodle", "Moodle's word is its own"),
        (["submission_1", "submission_2", "submission_metadata.yml"], "gradescope", "Gradescope's file is its own"),
        (["submission_1", "submission_2"], "plain", "without it a folder is a student"),
        (["ada+ps1+2015-01-27 06:21:39 UTC"], "nbgrader", "the exchange"),
    ),
)  # fmt: skip
def test_recognising(names: list[str], system: str) -> None:
    assert downloads.recognise(names) == system


@pytest.mark.parametrize(
    ("text", "when"),
    rows(
        ("2015-02-02 15:58:23.948203 UTC", datetime(2015, 2, 2, 15, 58, 23, 948203, UTC), "nbgrader's"),
        ("2021-09-10 03:30:06.153612000 Z\n", datetime(2021, 9, 10, 3, 30, 6, 153612, UTC), "Gradescope's, with nanoseconds"),
        ("2021-09-10T03:30:06+08:00", datetime(2021, 9, 10, 3, 30, 6, 0, timezone(timedelta(hours=8))), "east of London"),
        ("2021-09-10 03:30:06 -0330", datetime(2021, 9, 10, 3, 30, 6, 0, timezone(-timedelta(hours=3, minutes=30))), "west, by half hours"),
        ("2021-09-10 03:30:06", datetime(2021, 9, 10, 3, 30, 6, 0, UTC), "without a zone"),
        ("2015-02-02 15:58:23 America/Los_Angeles", datetime(2015, 2, 2, 23, 58, 23, 0, UTC), "a zone by its name"),
        ("2015-02-02 15:58:23 Nowhere/At_All", None, "a zone that does not exist"),
        ("2015-02-30 15:58:23", None, "a day that does not exist"),
        ("2015-02-02 15:58:23 ../../etc/passwd", None, "a path"),
        ("2015-02-02 15:58:23 +9999", None, "a shift that does not exist"),
        ("yesterday", None, "no time"),
        ("", None, "nothing"),
    ),
)  # fmt: skip
def test_times(text: str, when: datetime | None) -> None:
    assert downloads.time_of(text) == when


METADATA = """\
---
submission_101:
  :submitters:
  - :name: Mei Li
    :sid: '3001'
    :email: mei@example.edu
  :created_at: 2021-09-10 03:30:06.153612000 Z
  :score: 3.0
  :results:
    tests:
    - name: ":submitters: are not here"
      output: |
        submission_999:
          :name: nobody
  :history:
  - :id: 100
    :created_at: 2021-09-01 03:30:06.000000000 Z
'submission_102':
    :submitters:
    - :name: "Ana Mar\\u00eda"
      :email: ana@example.edu
    - :name: 'O''Neil'
      :sid:
submission_103: &1
  :submitters: []
"""


def test_metadata_of_gradescope() -> None:
    found = downloads.gradescope(METADATA)
    assert list(found) == ["submission_101", "submission_102", "submission_103"], "what is printed by a test is no entry"
    assert found["submission_101"].submitters == ({"name": "Mei Li", "sid": "3001", "email": "mei@example.edu"},)
    assert found["submission_101"].submitted == datetime(2021, 9, 10, 3, 30, 6, 153612, UTC), "not that of an earlier one"
    assert found["submission_103"].submitters == ()


def test_all_members_of_a_group() -> None:
    assert downloads.gradescope(METADATA)["submission_102"].submitters == (
        {"name": "Ana María", "email": "ana@example.edu"},
        {"name": "O'Neil"},
    )


@pytest.mark.parametrize(
    ("files", "counting"),
    rows(
        ([("hw.md", 1)], [0], "one"),
        ([("hw.md", 1), ("hw-1.md", 2)], [1], "the second upload counts"),
        ([("hw-2.md", 3), ("hw.md", 1), ("hw-1.md", 2)], [0], "in any order"),
        ([("hw-10.md", 11), ("hw-9.md", 10), ("hw.md", 1)], [0], "by number, not by letters"),
        ([("hw.md", 1), ("HW-1.md", 2)], [1], "letters of another size"),
        ([("hw.md", 7), ("hw.md", 5)], [0], "two downloads in one folder: the file that came later"),
        ([("hw.md", 1), ("hw-1.ipynb", 2)], [0, 1], "files of two kinds"),
        ([("exercise-1.md", 1), ("exercise-2.md", 2)], [0, 1], "the student's own numbers"),
        ([("exercise-1.md", 1), ("exercise-1.md", 9)], [1], "the same with an own number"),
        ([("a.md", 1), ("b.md", 2), ("a-1.md", 3)], [1, 2], "another file beside"),
    ),
)  # fmt: skip
def test_the_last_attempt_counts(files: list[tuple[str, int]], counting: list[int]) -> None:
    named = [Named("s", file, again=downloads.split_attempt(file)[1], serial=serial) for file, serial in files]
    kept, earlier = last_attempts(named)
    assert kept == counting
    assert sorted(kept + earlier) == list(range(len(files))), "nothing is lost without a word"


PIECES = st.sampled_from(("limei", "_", "12345", "LATE", "anon", "-1", ".ipynb", "assignsubmission", "file", "+", " ", "李", "2015-01-27 06:21:39", "text.html", ":", "'", '"', "\n", "  ", "- ", ":submitters:", ":name:", "\\u12"))  # fmt: skip
NAMES = st.lists(PIECES | st.text(max_size=3), max_size=20).map("".join)


@settings(max_examples=300, deadline=None)
@given(NAMES, st.lists(NAMES, max_size=5))
def test_nothing_in_a_name_raises(name: str, names: list[str]) -> None:
    for parse in (downloads.canvas, downloads.moodle, downloads.exchange):
        named = parse(name)
        assert named is None or named.student, "a student has a name"
    assert downloads.recognise(names) in ("plain", "canvas", "moodle", "gradescope", "nbgrader")
    assert all(isinstance(key, str) for key in downloads.gradescope(name))
    downloads.time_of(name)


@settings(max_examples=100, deadline=None)
@given(st.from_regex(r"[a-z]{1,10}", fullmatch=True), st.integers(1000, 10**17), st.integers(1000, 10**9), st.booleans(), st.from_regex(r"[\w. -]{1,20}\.md", fullmatch=True))  # fmt: skip
def test_canvas_names_round_trip(who: str, user: int, serial: int, late: bool, file: str) -> None:
    named = downloads.canvas(f"{who}_{'LATE_' if late else ''}{user}_{serial}_{file}")
    assert named is not None
    assert (named.student, named.file, named.serial, named.late) == (f"{who}_{user}", file, serial, late)
