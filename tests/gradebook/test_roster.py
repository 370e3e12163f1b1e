# ruff: noqa: E501
"""Rosters of every kind, and whose a hand-in is."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.gradebook.roster import MAX_BYTES, Roster, RosterError, Student, match, parse_roster, read_roster, squeezed
from grader.report.words import WORDS, render
from tests.rows import rows

CANVAS = (
    "Student,ID,SIS User ID,SIS Login ID,Section,Homework 1 (4711),Current Score,Final Score\n"
    ",,,,,Manual Posting,,\n"
    "    Points Possible,,,,,10,(read only),(read only)\n"
    '"Li, Mei",12345,S001,mli,Section A,,,\n'
    '"Wang, Yi",12346,S002,ywang,Section B,7,70,70\n'
    '"Student, Test",99999,,0a1b2c3d,Section A,,,\n'
)
MOODLE = (
    "First name,Last name,ID number,Institution,Department,Email address,Assignment: Homework 1 (Real)\n"
    "Mei,Li,S001,,,mei@example.edu,-\n"
    "梅,李,S002,,,li@example.edu,7.00\n"
)
GRADESCOPE = "First Name,Last Name,SID,Email,Role,Section\nMei,Li,3001,mei@example.edu,Student,A\nYi,Wang,,yi@example.edu,Student,B\n"
PLAIN = "student,name,language,email\ns01,李梅,zh,mei@example.edu\ns02,Tom Brown,en,\ns03,,,\n"


def test_the_gradebook_of_canvas() -> None:
    roster = parse_roster(CANVAS, "grades.csv")
    assert roster.system == "canvas"
    assert roster.students == (
        Student("mli", "Li, Mei", None, {"canvas_id": "12345", "sis_user_id": "S001", "sis_login_id": "mli", "section": "Section A"}),
        Student("ywang", "Wang, Yi", None, {"canvas_id": "12346", "sis_user_id": "S002", "sis_login_id": "ywang", "section": "Section B"}),
    ), "without the points, the posting policy and the test student"  # fmt: skip
    assert roster.columns[0] == "Homework 1 (4711)"


@pytest.mark.parametrize(
    ("text", "students"),
    rows(
        ("Student,ID,SIS Login ID,Section,Class\n\"Li, Mei\",1,mli,A,3\n", [("mli", "Li, Mei")], "an assignment that is called like a column of a roster"),
        ("Student,ID,SIS User ID,SIS Login ID,Integration ID,Root Account,Section\n\"Li, Mei\",1,S1,mli,,,A\n", [("mli", "Li, Mei")], "more columns of the school's"),
        ("LastName,FirstName,ID,SIS Login ID,Section\nLi,Mei,1,mli,A\n", [("mli", "Mei Li")], "names in two columns"),
        ("Student,ID,Section\n\"Li, Mei\",12345,A\n", [("12345", "Li, Mei")], "no ids of the school's"),
        ('Student,ID,Section\n"=""=cmd""",12345,A\n', [("12345", "=cmd")], "a name as Canvas shields it from spreadsheets"),
        ("Student;ID;SIS Login ID;Section\nLi, Mei;1;mli;A\n", [("mli", "Li, Mei")], "as written where the comma is the decimal sign"),
    ),
)  # fmt: skip
def test_gradebooks_of_canvas(text: str, students: list[tuple[str, str]]) -> None:
    roster = parse_roster(text, "grades.csv")
    assert roster.system == "canvas"
    assert [(student.key, student.name) for student in roster.students] == students


@pytest.mark.parametrize(
    ("text", "system", "students"),
    rows(
        (MOODLE, "moodle", [("mei@example.edu", "Mei Li", None), ("li@example.edu", "李梅", None)], "grades of Moodle; a Chinese name begins with the family's"),
        ("Username,First name,Surname,Email address\nmli,Mei,Li,mei@example.edu\n", "moodle", [("mli", "Mei Li", None)], "participants of Moodle"),
        ("名,姓氏,ID号,电子邮件地址\n梅,李,S1,li@example.edu\n", "moodle", [("li@example.edu", "李梅", None)], "Moodle in Chinese"),
        (GRADESCOPE, "gradescope", [("3001", "Mei Li", None), ("yi@example.edu", "Yi Wang", None)], "Gradescope; who has no number is known by the address"),
        ("Name,SID,Email\nMei Li,3001,mei@example.edu\n", "gradescope", [("3001", "Mei Li", None)], "Gradescope with one column for names"),
        (PLAIN, "plain", [("s01", "李梅", "zh"), ("s02", "Tom Brown", "en"), ("s03", None, None)], "one's own"),
        ("student\ns01\ns02\n", "plain", [("s01", None, None), ("s02", None, None)], "keys alone"),
        ("学号,姓名,语言\n2023001,李梅,中文\n", "plain", [("2023001", "李梅", "zh")], "one's own in Chinese"),
        ("student\tlanguage\ns01\tzh-CN\ns02\tEnglish\n", "plain", [("s01", None, "zh"), ("s02", None, "en")], "tabs; languages as people write them"),
        ("Student ; Name\ns01;Mei, the first\n", "plain", [("s01", "Mei, the first", None)], "semicolons and blanks"),
        ("student,name\r\n\r\ns01,Mei\r\n,\r\n", "plain", [("s01", "Mei", None)], "line ends of Windows and blank lines"),
        ('student,name\ns01,"Mei\nLi"\ns02,B\n', "plain", [("s01", "Mei\nLi", None), ("s02", "B", None)], "a name in two lines"),
        ("\ufeffstudent,name\ns01,Mei\n", "plain", [("s01", "Mei", None)], "a byte-order mark"),
    ),
)  # fmt: skip
def test_rosters(text: str, system: str, students: list[tuple[str, str | None, str | None]]) -> None:
    roster = parse_roster(text, "roster.csv")
    assert roster.system == system
    assert [(student.key, student.name, student.language) for student in roster.students] == students


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "utf-16"])
def test_encodings(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "roster.csv").write_bytes(PLAIN.encode(encoding))
    assert read_roster(tmp_path / "roster.csv") == parse_roster(PLAIN, "roster.csv")


@pytest.mark.parametrize(
    ("text", "key", "line"),
    rows(
        ("", "gradebook.roster_empty", 1, "nothing"),
        (" \n\n", "gradebook.roster_empty", 1, "blank lines"),
        ("s01,Mei\ns02,Tom\n", "gradebook.roster_no_heading", 1, "no headings"),
        ("name,language\nMei,zh\n", "gradebook.roster_no_heading", 1, "nothing that tells two of one name apart"),
        ("student,name\n", "gradebook.roster_no_students", 1, "nobody"),
        ("student,name\ns01,Mei\n,Tom\n", "gradebook.roster_no_key", 3, "a student without a key"),
        ("student,name\ns01,Mei\ns02,Tom\ns01,Ana\n", "gradebook.roster_twice", 4, "a key twice"),
        ("student,name\ns01,Li, Mei\n", "gradebook.roster_wide_row", 2, "a comma that is not quoted"),
        ('student,name\ns01,"Mei\ns02,Tom\n', "gradebook.roster_broken_row", 2, "a quotation mark that is not closed"),
        ('student,name\ns01,"Mei" Li\n', "gradebook.roster_broken_row", 2, "text after a quotation"),
        ('student,name\ns01,"M\nL"\ns02,T,x\n', "gradebook.roster_wide_row", 4, "lines are the file's, not the rows'"),
        ("student,language\ns01,fr\n", "gradebook.roster_language", 2, "a language that there is not"),
        ("Student,ID,Section\nMei,1.02300E+16,A\n", "gradebook.roster_rounded", 2, "a number that a spreadsheet spoilt"),
    ),
)  # fmt: skip
def test_what_is_wrong_is_said_with_its_line(text: str, key: str, line: int) -> None:
    with pytest.raises(RosterError) as raised:
        parse_roster(text, "roster.csv")
    message = raised.value.message
    assert (message.key, message.fields["line"], message.fields["file"]) == (key, line, "roster.csv")
    assert f"line {line}" in render(message, "en") or "{line}" not in WORDS[key].en
    assert render(message, "zh") != render(message, "en")


@pytest.mark.parametrize(
    ("data", "key"),
    rows(
        (b"\x00\x01\x02", "reading.null_bytes", "no text"),
        (b"\xff\xfe\x00", "reading.wrong_encoding", "half a character"),
        (b"x" * (MAX_BYTES + 1), "reading.too_big", "too large"),
        (None, "reading.cannot_open", "not there"),
    ),
)
def test_files_that_cannot_be_read(tmp_path: Path, data: bytes | None, key: str) -> None:
    if data is not None:
        (tmp_path / "roster.csv").write_bytes(data)
    with pytest.raises(RosterError) as raised:
        read_roster(tmp_path / "roster.csv")
    assert raised.value.message.key == key


# -------------------------------------------------------------------------------------------------------- matching


@dataclass(frozen=True)
class HandedIn:
    student: str
    ids: dict[str, str] = field(default_factory=dict)


def _canvas(name: str, number: str) -> HandedIn:
    return HandedIn(f"{name}_{number}", {"canvas_id": number, "name": name})


def _moodle(name: str, number: str) -> HandedIn:
    return HandedIn(f"{name}_{number}", {"name": name, "moodle_participant": number})


OF_CANVAS = parse_roster(CANVAS, "grades.csv")
OF_MOODLE = parse_roster(MOODLE, "grades.csv")
NAMESAKES = Roster(
    (
        Student("s01", "Li, Mei", None, {"email": "mei@one.edu"}),
        Student("s02", "Mei Li", None, {"email": "mei@two.edu"}),
        Student("s03", "Tom Brown", None, {"email": "tom@one.edu"}),
    )
)


@pytest.mark.parametrize(
    ("roster", "hand_in", "keys"),
    rows(
        (OF_CANVAS, _canvas("limei", "12345"), ["mli"], "by Canvas's number"),
        (OF_CANVAS, _canvas("someone", "12345"), ["mli"], "by the number, whatever the name is now"),
        (OF_CANVAS, _canvas("limei", "77777"), [], "another number is another person, whatever the name"),
        (OF_CANVAS, HandedIn("mli"), ["mli"], "by the key"),
        (OF_CANVAS, HandedIn("MLI"), ["mli"], "in letters of any size"),
        (OF_CANVAS, HandedIn("s001"), ["mli"], "by another id"),
        (OF_CANVAS, HandedIn("12345"), ["mli"], "by the number as a name"),
        (OF_CANVAS, HandedIn("Mei Li"), ["mli"], "by the name, the family's last"),
        (OF_CANVAS, HandedIn("li-mei"), ["mli"], "by the name, the family's first"),
        (OF_CANVAS, HandedIn("mei"), [], "half a name is none"),
        (OF_MOODLE, _moodle("Mei Li", "101"), ["mei@example.edu"], "Moodle, by the name"),
        (OF_MOODLE, _moodle("李梅", "102"), ["li@example.edu"], "Moodle, a Chinese name"),
        (OF_MOODLE, _moodle("梅 李", "102"), ["li@example.edu"], "as Moodle shows it where the first name comes first"),
        (OF_MOODLE, HandedIn("mei"), ["mei@example.edu"], "what stands before the @"),
        (OF_MOODLE, _moodle("Participant", "88"), [], "blind marking"),
        (parse_roster(GRADESCOPE, "r.csv"), HandedIn("3001", {"sid": "3001", "name": "M. Li"}), ["3001"], "Gradescope, by the number"),
        (parse_roster(GRADESCOPE, "r.csv"), HandedIn("x", {"email": "YI@example.edu"}), ["yi@example.edu"], "Gradescope, by the address"),
        (NAMESAKES, HandedIn("Mei Li"), ["s01", "s02"], "two of one name"),
        (NAMESAKES, HandedIn("mei"), ["s01", "s02"], "two addresses that begin alike"),
        (NAMESAKES, HandedIn("mei@two.edu"), ["s02"], "and the whole address tells"),
    ),
)  # fmt: skip
def test_whose_a_hand_in_is(roster: Roster, hand_in: HandedIn, keys: list[str]) -> None:
    found = match(roster, [hand_in])
    assert found.keys == ({hand_in.student: keys[0]} if len(keys) == 1 else {})
    said = [] if len(keys) == 1 else ["gradebook.ambiguous" if keys else "gradebook.not_on_roster"]
    assert [remark.key for remark in found.remarks] == said
    if len(keys) > 1:
        assert found.doubtful == set(keys)


def test_what_is_nobodys_may_be_anybodys() -> None:
    found = match(NAMESAKES, [HandedIn("tom@one.edu"), HandedIn("mie")])
    assert found.keys == {"tom@one.edu": "s03"}
    assert found.doubtful == {"s01", "s02"}, "one of them may have handed it in"
    assert match(NAMESAKES, [HandedIn("tom@one.edu")]).doubtful == frozenset()


@pytest.mark.parametrize(
    ("name", "bare"),
    [("Li, Mei", "limei"), ("O'Neil-Smith", "oneilsmith"), ("Ａｎａ", "ana"), ("李 梅", "李梅"), ("ß_ß", "ssss"), ("-", "")],
)
def test_squeezed(name: str, bare: str) -> None:
    assert squeezed(name) == bare


# ------------------------------------------------------------------------------------------------------------ fuzz

CELLS = st.sampled_from(("student", "Student", "ID", "Section", "name", "Email", "SID", "language", "zh", "s01", "=1", "", " ", '"', "    Points Possible", "1E+5", "李")) | st.text(max_size=4)  # fmt: skip
TABLES = st.tuples(st.sampled_from(",;\t"), st.lists(st.lists(CELLS, max_size=6), max_size=6)).map(
    lambda drawn: "\n".join(drawn[0].join(row) for row in drawn[1])
)


def _read(text: str) -> Roster | RosterError:
    try:
        return parse_roster(text, "roster.csv")
    except RosterError as error:
        return error


@settings(max_examples=400, deadline=None)
@given(TABLES | st.text())
def test_any_text_is_a_roster_or_an_error_with_its_place(text: str) -> None:
    roster = _read(text)
    if isinstance(roster, RosterError):
        line = roster.message.fields["line"]
        assert roster.message.key in WORDS
        assert isinstance(line, int)
        assert 1 <= line <= text.count("\n") + text.count("\r") + 1
        return
    keys = [student.key for student in roster.students]
    assert keys
    assert all(keys)
    assert len(set(keys)) == len(keys)
    found = match(roster, [HandedIn(key) for key in keys])
    assert all(found.keys.get(key, key).casefold() == key.casefold() for key in keys)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.from_regex(r"[a-z0-9]{1,8}", fullmatch=True), min_size=1, max_size=8, unique=True), st.text(max_size=8))
def test_a_key_always_finds_its_student(keys: list[str], other: str) -> None:
    roster = Roster(tuple(Student(key, name=keys[-1 - index]) for index, key in enumerate(keys)))
    found = match(roster, [HandedIn(key) for key in keys])
    assert found.keys == {key: key for key in keys}, "also where it is another's name"
    assert match(roster, [HandedIn(other)]).keys.get(other, keys[0]) in keys
