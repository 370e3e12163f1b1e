"""Finding and loading a course, and the sentence for each way in which that fails."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.core import Message
from grader.course import Course, CourseError, find_course

EXERCISE = """
from grader.core import Exercise, Part, Text
EXERCISE = Exercise({address!r}, Text("t", "t"), (Part("a", Text("a", "a"), ()),), numbers={numbers!r})
"""


def _add(root: Path, address: str, number: str = "", source: str = EXERCISE) -> Path:
    folder = root / "exercises" / address
    folder.mkdir(parents=True)
    numbers = {"zh-2.0": number} if number else {}
    (folder / "exercise.py").write_text(source.format(address=address, numbers=numbers))
    solution = root / "solutions" / address
    solution.mkdir(parents=True)
    (solution / "symbolic.py").write_text("from sympy import Symbol\nb = Symbol('b')\nsquare = b**2\n")
    (solution / "numeric.py").write_text("def square(b):\n    return b * b\n\nlimit = 3\n")
    return folder


def _message(error: pytest.ExceptionInfo[CourseError]) -> Message:
    return error.value.message


def test_exercises_come_in_the_books_order(tmp_path: Path) -> None:
    for name, number in [("last", ""), ("ten", "10"), ("two", "2"), ("deep", "3.1.2")]:
        _add(tmp_path, f"line/{name}", number)
    course = find_course(tmp_path)
    assert [task.address for task in course.exercises] == ["line/two", "line/deep", "line/ten", "line/last"]
    assert [address for address, _, _ in course.parts()][:2] == ["line/two/a", "line/deep/a"]
    assert course.folder_of(course.exercises[0]) == tmp_path / "exercises" / "line" / "two"


@pytest.mark.parametrize("inside", [".", "exercises", "exercises/line/mean"])
def test_a_course_is_found_from_any_folder_of_it(tmp_path: Path, inside: str) -> None:
    _add(tmp_path, "line/mean")
    assert find_course(tmp_path / inside) == Course(
        find_course(tmp_path).exercises, tmp_path / "exercises", tmp_path / "solutions"
    )


def test_given_folders_go_before_found_ones(tmp_path: Path) -> None:
    _add(tmp_path / "here", "line/mean")
    _add(tmp_path / "there", "line/median")
    course = find_course(tmp_path / "here", tmp_path / "there" / "exercises", tmp_path / "there" / "solutions")
    assert [task.address for task in course.exercises] == ["line/median"]
    assert course.solutions == tmp_path / "there" / "solutions"


def test_solutions_stand_beside_given_exercises_if_nowhere_above(tmp_path: Path) -> None:
    _add(tmp_path / "course", "line/mean")
    (tmp_path / "elsewhere").mkdir()
    course = find_course(tmp_path / "elsewhere", tmp_path / "course" / "exercises")
    assert course.solutions == tmp_path / "course" / "solutions"


def test_one_exercise_of_a_course(tmp_path: Path) -> None:
    _add(tmp_path, "line/mean")
    _add(tmp_path, "line/median")
    course = find_course(tmp_path)
    assert [task.address for task in course.only("line/median").exercises] == ["line/median"]
    assert [address for address, _, _ in course.only("line/median/a").parts()] == ["line/median/a"]
    assert [task.address for task in course.only("line").exercises] == [task.address for task in course.exercises]
    assert course.only("line/mode").exercises == ()


@pytest.mark.parametrize(
    ("source", "key"),
    [
        ("1 / 0", "doors.course_file_raised"),
        ("def (", "doors.course_file_raised"),
        ("import no_such_package", "doors.course_file_raised"),
        ("TASK = 1", "doors.not_an_exercise"),
        ("EXERCISE = 'line/mean'", "doors.not_an_exercise"),
        (EXERCISE.replace("{address!r}", "'line/other'"), "doors.wrong_address"),
        (EXERCISE.replace("()),)", "()), Part('a', Text('a', 'a'), ()))"), "doors.part_twice"),
    ],
)
def test_a_broken_exercise_is_named(tmp_path: Path, source: str, key: str) -> None:
    folder = _add(tmp_path, "line/mean", source=source)
    with pytest.raises(CourseError) as error:
        find_course(tmp_path)
    assert _message(error).key == key
    assert _message(error).fields["file"] == str(folder / "exercise.py")
    assert error.value.broken


@pytest.mark.parametrize(
    ("given", "key"), [(None, "doors.no_course"), ("no", "doors.no_such_folder"), (".", "doors.no_exercise")]
)
def test_a_missing_course_is_a_wrong_path_not_a_broken_course(tmp_path: Path, given: str | None, key: str) -> None:
    with pytest.raises(CourseError) as error:
        find_course(tmp_path, None if given is None else tmp_path / given)
    assert _message(error).key == key
    assert not error.value.broken


def test_the_reference_in_numbers(tmp_path: Path) -> None:
    _add(tmp_path, "line/mean")
    course = find_course(tmp_path)
    assert course.reference(course.exercises[0]).numeric("square")(3) == 9


def test_the_reference_in_symbols_arrives_as_a_tree(tmp_path: Path) -> None:
    _add(tmp_path, "line/mean")
    course = find_course(tmp_path)
    tree = course.reference(course.exercises[0]).symbolic("square")
    assert tree == ["Pow", ["Symbol", "b"], ["Integer", 2]]


@pytest.mark.parametrize(
    ("form", "name", "key"),
    [
        ("symbolic", "cube", "doors.no_reference"),
        ("numeric", "cube", "doors.no_reference"),
        ("numeric", "limit", "doors.not_a_function"),
    ],
)
def test_a_reference_that_is_not_there_is_the_staffs_to_add(tmp_path: Path, form: str, name: str, key: str) -> None:
    _add(tmp_path, "line/mean")
    course = find_course(tmp_path)
    with pytest.raises(CourseError) as error:
        getattr(course.reference(course.exercises[0]), form)(name)
    assert _message(error).key == key
    assert error.value.broken


def test_a_solution_without_its_file(tmp_path: Path) -> None:
    _add(tmp_path, "line/mean")
    (tmp_path / "solutions/line/mean/symbolic.py").unlink()
    course = find_course(tmp_path)
    with pytest.raises(CourseError) as error:
        course.reference(course.exercises[0]).symbolic("square")
    assert _message(error).key == "doors.no_course_file"
