"""Who handed in what."""

from __future__ import annotations

from pathlib import Path

from grader.batch.folder import find_class


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
