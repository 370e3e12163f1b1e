"""The author's guide says what the code does, and its example is right."""

from __future__ import annotations

import argparse
import dataclasses
import inspect
import re
from pathlib import Path
from typing import Any

import pytest

import grader.checks as checks
from grader.authoring.answers import KEYS, OUTCOMES, VERDICTS
from grader.authoring.checking import check_exercise
from grader.authoring.mistakes import IN_FORMULAS, IN_FUNCTIONS, MISTAKES
from grader.authoring.places import places
from grader.checks import Task
from grader.cli import author
from grader.core import Claim, Exercise, Part
from grader.jail.runner import ProcessRunner
from grader.maths.declare import declare

DOCS = Path(__file__).parents[2] / "docs"
GUIDE = (DOCS / "authoring.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"<!-- (file|part of): (\S+) -->\n```\w+\n(.*?)```", GUIDE, re.DOTALL)
CHECKS = [name for name in checks.__all__ if name[0].islower() and name != "inputs"]


def _row(name: str) -> str:
    """The row of a table that begins with a call of this name."""
    found = [line for line in GUIDE.splitlines() if re.match(rf"\| [^|]*`{name}\(", line)]
    assert len(found) == 1, f"{name} has {len(found)} rows"
    return found[0]


@pytest.mark.parametrize("name", CHECKS)
def test_a_check_stands_in_the_guide_with_its_arguments(name: str) -> None:
    row, parameters = _row(name), inspect.signature(getattr(checks, name)).parameters
    for parameter in parameters:
        assert re.search(rf"\b{parameter.removesuffix('s')}s?\b", row), parameter
    assert set(re.findall(r"(\w+)=", row.split("|")[1])) <= set(parameters)


def test_the_arguments_of_inputs_stand_in_the_guide() -> None:
    (call,) = re.findall(r"`inputs\(declaration, ([^`]*)\)`", GUIDE)
    assert ["declaration", *re.findall(r"(\w+)=", call)] == list(inspect.signature(checks.inputs).parameters)


@pytest.mark.parametrize("name", [name for name in checks.__all__ if name not in CHECKS])
def test_whatever_else_is_exported_stands_in_the_guide(name: str) -> None:
    assert re.search(rf"`{name}\b", GUIDE)


def test_the_guide_names_no_check_that_is_not_there() -> None:
    rows = [line for line in GUIDE.splitlines() if re.match(r"\| `\w+\(", line)]
    named = [name for row in rows for name in re.findall(r"`(\w+)\(", row.split("|")[1])]
    assert sorted(named) == sorted(CHECKS)


def test_every_check_has_its_mistakes_listed() -> None:
    assert sorted(MISTAKES) == sorted(CHECKS)
    named = {mistake for mistakes in MISTAKES.values() for mistake in mistakes}
    assert {*IN_FORMULAS, *IN_FUNCTIONS, *named} <= set(re.findall(r"`(\w+)`", GUIDE))


@pytest.mark.parametrize("kind", [Exercise, Part, Claim, Task])
def test_every_field_of_a_declaration_is_told(kind: Any) -> None:
    named = set(re.findall(r"`(\w+)`", GUIDE))
    plain = {"name", "claims", "parts", "says", "check", "points"}  # told in sentences
    assert {field.name for field in dataclasses.fields(kind)} - plain <= named


def test_every_key_and_word_of_the_table_is_told() -> None:
    assert {*KEYS, *OUTCOMES, *VERDICTS} - {"earlier"} <= set(re.findall(r"`(\w+)`", GUIDE))
    assert "`earlier." in GUIDE


def test_the_declarations_of_the_guide_can_be_read() -> None:
    table = GUIDE.split("| entry | meaning |")[1].split("\n\n")[0]
    for cell in [line.split("|")[1] for line in table.splitlines()[2:]]:
        for entry in re.findall(r"`([^`]+)`", cell):
            whole = re.match(r"\w+:|\w$", entry)
            declare(entry if whole else f"z: {entry}")  # some are what may stand behind a name


def test_every_option_of_the_command_is_told() -> None:
    commands = argparse.ArgumentParser().add_subparsers()
    author.add_to(commands)
    actions = commands.choices["author"]._subparsers._group_actions[0].choices["check"]._actions  # type: ignore[union-attr]
    options = {option for action in actions for option in action.option_strings if option.startswith("--")}
    assert options - {"--help"} <= set(re.findall(r"--[a-z-]+", GUIDE))


# -------------------------------------------------------------------------------------------- the example


@pytest.mark.parametrize(("kind", "name", "text"), BLOCKS, ids=[name for _, name, _ in BLOCKS])
def test_a_block_of_the_guide_is_what_stands_in_the_example(kind: str, name: str, text: str) -> None:
    file = (DOCS / "example" / name).read_text(encoding="utf-8")
    if kind == "file":
        assert text == file
    else:
        assert all(answer.strip() in file for answer in text.split("\n\n[[answer]]"))


def test_no_code_of_the_guide_is_left_out() -> None:
    assert len(BLOCKS) == len(re.findall(r"```(?:python|toml|markdown)\n", GUIDE)) == 5


def test_the_example_is_right() -> None:
    (place,) = places(DOCS / "example")
    with ProcessRunner(seed=0) as runner:
        found = check_exercise(place, runner)
    assert [problem.said for problem in found.problems if problem.level != "note"] == []
    assert found.answers == 26
