"""The notebook of a section: made from the exercises' own tasks and stubs, and nothing of it lost."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import nbformat
import pytest

from grader.authoring.notebook import notebook_of, section_notebook
from grader.cli import main
from grader.course import CourseError

EXERCISES = Path(__file__).resolve().parents[2] / "exercises"
SECTIONS = sorted(file.parents[1] for file in EXERCISES.glob("*/*/exercise.py"))

DECLARATION = """
from grader.core import Exercise, Part, Text
EXERCISE = Exercise(
    "line/{name}", Text("{title}", "均值"),
    (Part("a", Text("First", "一"), ()), Part("b", Text("Second", "二"), ()), Part("code", Text("Code", "代码"), ())),
    {{"en-1.0": "{number}"}},
)
"""
README = """# The mean

## English

Of some numbers.

### What to hand in

**a · First.** Find it.
It is a number.

**b · Second?** Why?

**code.** Write:

```python
def half(x): ...
```

### Notation

Any.

## 中文

一些数。

### 需要提交的内容

**a · 一。** 求它。

**code。** 编写。
"""
TEXT = "# The mean\n\n<!-- part: line/mean/a -->\n## a\n\n*Find*\n\n<!-- part: line/mean/b -->\n## b\n\n*Why*\n"
CODE = '"""The mean."""\n\n\n# <!-- part: line/mean/code -->\ndef half(x):\n    raise NotImplementedError\n'


@pytest.fixture
def section(tmp_path: Path) -> Path:
    """A section with one exercise that has all, and one that has a declaration only."""
    for name, title, number in ("mean", "The mean", "2"), ("bare", "Bare", "1"):
        folder = tmp_path / "exercises" / "line" / name
        folder.mkdir(parents=True)
        (folder / "exercise.py").write_text(DECLARATION.format(name=name, title=title, number=number), encoding="utf-8")
    for file, text in ("README.md", README), ("answer.md", TEXT), ("answer.py", CODE):
        (folder.parent / "mean" / file).write_text(text, encoding="utf-8")
    return folder.parent


def _cells(section: Path) -> dict[str, Any]:
    notebook = nbformat.reads(section_notebook(section), as_version=4)
    nbformat.validate(notebook)
    return {cell.id: cell for cell in notebook.cells}


def test_each_part_has_its_task_and_a_cell_to_fill_in(section: Path) -> None:
    cells = _cells(section)
    assert cells["mean"].source == "## The mean · 均值\n\nOf some numbers.\n\n一些数。"
    assert cells["mean-a-task"].source == "### The mean, a · First · 一\n\nFind it.\nIt is a number.\n\n求它。"
    assert cells["mean-b-task"].source == "### The mean, b · Second · 二\n\nWhy?"
    assert "def half(x): ..." in cells["mean-code-task"].source
    assert "Any." not in cells["mean-code-task"].source
    assert (cells["mean-a"].source, cells["mean-b"].source) == ("*Find*", "*Why*")
    assert cells["mean-code"].source == "def half(x):\n    raise NotImplementedError"
    assert cells["mean-code"].cell_type == "code"
    for part in "a", "b", "code":
        assert cells[f"mean-{part}"].metadata == {"grader": {"part": f"line/mean/{part}"}}
        assert cells[f"mean-{part}-task"].metadata == {"editable": False}


def test_exercises_come_in_the_book_s_order(section: Path) -> None:
    names = list(_cells(section))
    assert names.index("bare") < names.index("mean")


def test_what_stands_before_the_exercises_is_kept(section: Path) -> None:
    whole = json.loads(section_notebook(section))
    assert [cell["id"] for cell in whole["cells"][:2]] == ["title", "set-up"]
    whole["cells"][0]["source"] = ["# Lines\n", "\n", "Read this."]
    notebook_of(section).write_text(json.dumps(whole), encoding="utf-8")
    again = json.loads(section_notebook(section))
    assert again["cells"][0]["source"] == ["# Lines\n", "\n", "Read this."]
    assert again["cells"][1:] == whole["cells"][1:]


def test_the_command_writes_it(section: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["author", "notebook", str(section)]) == 0
    assert capsys.readouterr().out == f"Written: {notebook_of(section)}\n"
    assert notebook_of(section).read_text(encoding="utf-8") == section_notebook(section)


def test_a_folder_without_exercises_is_named(tmp_path: Path) -> None:
    with pytest.raises(CourseError) as error:
        section_notebook(tmp_path)
    assert error.value.message.key == "author.no_exercise"


@pytest.mark.parametrize("section", SECTIONS, ids=lambda section: section.name)
def test_the_course_s_notebooks_are_made_of_its_exercises(section: Path) -> None:
    """If it fails: grader author notebook exercises/SECTION"""
    assert notebook_of(section).read_text(encoding="utf-8") == section_notebook(section)
