"""The made class: the same for the same seed, nobody like another, and ordinary work that is still in order."""

from __future__ import annotations

import ast
import json
import random
import re
from collections import Counter
from pathlib import Path

import pytest

from benchmarks.made_class import (
    ATTACKS,
    SLIPS,
    SLOW,
    Cell,
    Sheet,
    in_style,
    made_class,
    read_examples,
    recoded,
    style_of,
    with_slips,
    write_class,
)

COUNT = 120


def test_the_same_seed_makes_the_same_class() -> None:
    assert made_class(30, 0.1, 0.01, 1) == made_class(30, 0.1, 0.01, 1)
    assert made_class(30, 0.1, 0.01, 1) != made_class(30, 0.1, 0.01, 2)


def test_no_two_are_the_same_bytes(tmp_path: Path) -> None:
    write_class(tmp_path / "class", made_class(COUNT, 0.1, 0.01, 0))
    students = sorted((tmp_path / "class").iterdir())
    contents = {
        tuple(file.read_bytes() for file in sorted(path.rglob("*")) if file.is_file()) or path.read_bytes()
        for path in students
    }
    assert len(students) == len(contents) == COUNT


@pytest.mark.parametrize(
    ("hostile", "slow", "attacks", "endless"),
    [
        (0.1, 0.01, 12, 1),  # the mix of the docstring
        (0.0, 0.01, 0, 0),  # an ordinary class has none that never ends
        (0.5, 0.0, 60, 0),  # hostile, and all of it ends
    ],
)
def test_the_mix(hostile: float, slow: float, attacks: int, endless: int) -> None:
    kinds = Counter(one.kind for one in made_class(COUNT, hostile, slow, 0))
    assert sum(n for kind, n in kinds.items() if kind in ATTACKS) == attacks
    assert sum(n for kind, n in kinds.items() if kind in SLOW) == endless
    assert kinds["ordinary"] == COUNT - attacks - endless


def test_a_class_has_notebooks_files_and_folders() -> None:
    layouts = {one.layout for one in made_class(COUNT, 0.0, 0.0, 0)}
    assert {".ipynb", ".md", "folder of .ipynb", "folder of .md", "folder of .md.py"} <= layouts


def test_code_of_the_ordinary_is_still_python() -> None:
    for one in made_class(COUNT, 0.0, 0.0, 3):
        for name, data in one.files.items():
            if name.endswith(".py"):
                ast.parse(data.decode())
            elif name.endswith(".ipynb") and one.example != "s15":  # that one is corrupt
                cells = json.loads(data)["cells"]
                for cell in cells:
                    if cell["cell_type"] == "code":
                        ast.parse("".join(cell["source"]))


@pytest.mark.parametrize(
    ("text", "exercise", "letter"),
    [
        (r"$\nabla_w L = 2X^\top X w$", "normal_equation", "w"),  # in an index, and beside another letter
        (r"$f'(b) = -2\sum_{i=1}^n (x_i - b)$", "optimal_constant", "b"),  # in brackets
    ],
)
def test_letters_change_everywhere_or_nowhere(text: str, exercise: str, letter: str) -> None:
    sheet = Sheet("a.md", (Cell("text", text, f"linear_regression/{exercise}/a"),))
    before = _letters_of(text).count(letter)
    left = set()
    for seed in range(30):
        style = style_of([sheet], random.Random(seed))
        count = _letters_of(in_style(text, exercise, style)).count(letter)
        assert count == (0 if letter in style.letters[exercise] else before)
        left.add(count)
    assert left == {0, before}


def _letters_of(text: str) -> list[str]:
    """The letters of a formula that belong to no command."""
    return re.findall("[A-Za-z]", re.sub(r"\\[A-Za-z]+", " ", text))


def test_code_written_anew_does_the_same() -> None:
    source = read_examples()["s01"][0].cells[-1].source
    calls = {node.func.attr for node in ast.walk(ast.parse(source)) if _is_method(node)}
    seen = set()
    for seed in range(20):
        new = recoded(source, random.Random(seed))
        assert {node.func.attr for node in ast.walk(ast.parse(new)) if _is_method(node)} == calls
        assert _shape(new) == _shape(source)  # the same tree, but for names and numbers
        seen.add(new)
    assert len(seen) > 15


def _is_method(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)


def _shape(source: str) -> list[str]:
    return [type(node).__name__ for node in ast.walk(ast.parse(source))]


@pytest.mark.parametrize("slip", SLIPS, ids=lambda slip: f"{slip[0]}: {slip[2]}")
def test_every_slip_can_be_made(slip: tuple[str, str, str, str]) -> None:
    _, kind, before, after = slip
    cells = [cell for sheets in read_examples().values() for sheet in sheets for cell in sheet.cells]
    fitting = [cell.source for cell in cells if cell.kind == kind and re.search(before, cell.source)]
    assert fitting
    assert all(re.sub(before, after, source, count=1) != source for source in fitting)


def test_as_many_slips_as_asked_for() -> None:
    sheets = read_examples()["s01"]
    for count in range(4):
        changed, names = with_slips(sheets, count, random.Random(count))
        cells = [(one, two) for one, two in zip(sheets[0].cells, changed[0].cells, strict=True) if one != two]
        assert len(names) == count
        assert bool(cells) == bool(count)
