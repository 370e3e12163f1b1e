"""Tables of answers, stubs and model answers: each row breaks a sound exercise in one place, and that must be told."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.authoring.answers import rows_of
from grader.authoring.checking import check_exercise
from grader.authoring.places import Place
from grader.authoring.problems import Problem
from grader.authoring.sources import answer_lines
from grader.core import Program, Run
from grader.jail.body import CannotStart
from grader.jail.runner import ProcessRunner

TABLE = "answers.toml"


LACKS = ("todo", "unprovoked", "few_answers", "no_missing_answer", "no_right_answer", "no_wrong_answer", "no_answer_in")


def _told(problems: tuple[Problem, ...]) -> list[tuple[str, int | None, str, str]]:
    """What is said, the line and file, and the level; not what a new exercise lacks anyhow."""
    told = [(each.said.key.removeprefix("author."), each.line, each.file.name, each.level) for each in problems]
    return [each for each in told if each[0] not in LACKS]


def _break(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text, f"{file.name} holds no {old}"
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_a_new_exercise_has_no_error_and_all_of_its_answers_are_graded(place: Place, runner: ProcessRunner) -> None:
    found = check_exercise(place, runner)
    assert _told(found.problems) == []
    assert (found.usable, found.answers) == (True, 3)


# Lines of the table: answer 1 begins in 6 (claims in 14), answer 2 in 16 (claims in 24), answer 3 in 28.
TABLES = [
    ("no TOML", "outcome = ", "outcome == ", "toml", 13),
    ("a stray key", "[[answer]]", "colour = 1\n[[answer]]", "toml_key", None),
    ("one table", "[[answer]]", "[answer]", "toml", 16),
    ("a misspelt key", "claims = ", "claim = ", "row_key", 14),
    ("a number for a word", 'why = "the sum set apart"', "why = 3", "row_type", 8),
    ("no reason", 'why = "the sum set apart"\n', "", "row_without", 6),
    ("another part", 'part = "a"', 'part = "b"', "row_word", 7),
    ("another language", 'language = "zh"', 'language = "fr"', "row_word", 19),
    ("another outcome", 'outcome = "partial"', 'outcome = "partly"', "row_word", 23),
    ("another verdict", '["pass", "pass", "pass"]', '["pass", "pass", "right"]', "row_word", 14),
    ("too few verdicts", '["pass", "pass", "pass"]', '["pass", "pass"]', "row_claims", 14),
    ("verdicts that are not the outcome", 'outcome = "partial"', 'outcome = "fail"', "row_outcome", 23),
    ("a line beyond the text", "line = 1", "line = 7", "row_line", 25),
    ("an earlier part that comes later", 'part = "a"', 'part = "a"\nearlier.code = "x"', "row_word", 8),
    ("earlier text that is none", 'part = "code"', 'part = "code"\nearlier.a = 3', "row_type", 30),
    ("the same reason twice", "1/n is lost in the last step", "the sum set apart", "same_reason", 18),
    ("code that is none", "def minimiser(x):", "def minimiser(x:", "row_code", 32),
    # verdicts that are not what comes out
    ("a wrong answer called right", '"fail", "fail", "pass"', '"pass", "fail", "pass"', "differs", 24),
    ("another mistake", '"missing_factor"', '"sign"', "differs", 26),
    ("a mistake in a right answer", 'outcome = "pass"', 'outcome = "pass"\nmistake = "sign"', "differs", 14),
    ("a line of a right answer", 'outcome = "pass"', 'outcome = "pass"\nline = 1', "differs", 14),
    ("other points", '["pass", "pass", "pass"]', '["pass", "pass", "pass"]\npoints = 2', "differs", 15),
    ("the right points", '["pass", "pass", "pass"]', '["pass", "pass", "pass"]\npoints = 5.0', None, None),
    ("the outcome alone, wrong", 'outcome = "fail"\nclaims = ["fail"]', 'outcome = "pass"', "differs", 38),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "said", "line"), [row[1:] for row in TABLES], ids=[row[0] for row in TABLES])
def test_what_is_wrong_in_a_table(
    place: Place, runner: ProcessRunner, old: str, new: str, said: str | None, line: int | None
) -> None:
    _break(place.solution / TABLE, old, new)
    found = check_exercise(place, runner)
    level = "warning" if said in ("same_reason", "row_code") else "error"
    told = _told(found.problems)
    assert told == [] if said is None else (said, line, TABLE, level) in told


OTHERS = [
    # what was done, the file, its text, what it becomes, what is said, line and file of it
    ("a stub that is an answer", "answer.md", "*TODO: what to write here · 在这里写什么*", "So $b = \\bar x$.",
     ("stub_is_answer", None, "answer.md")),
    ("a function that is written", "answer.py", "raise NotImplementedError", "return sum(x) / len(x)",
     ("stub_is_answer", None, "answer.py")),
    ("a model answer with a slip", "solution/answer.md", "\\frac1n", "\\frac2n", ("model", 10, "answer.md")),
    ("a model answer with dots in it", "solution/answer.zh.md", "f'(b) = 0", "...", ("model", 8, "answer.zh.md")),
    ("a reference that returns a word", "solution/numeric.py", "return b_star(x)", "return 'x'",
     ("claim_raised", 27, "exercise.py")),
    ("a check that raises", "exercise.py", "computes(", "(lambda answer, bench: 1 / 0) or computes(",
     ("raised", 29, "exercise.py")),
    ("a formula that is not there", "exercise.py", "derived(TASK)", "states(TASK, 'f')", ("claim", 19, "exercise.py")),
    ("a function that is not there", "exercise.py", 'inputs("x: n")', 'inputs("x: n"), reference="f"',
     ("claim", 27, "exercise.py")),
    ("an idea that is not there", "exercise.py", "derived(TASK)", "says('idea')",
     ("checks.rubric.no_file", None, "rubric.toml")),
]  # fmt: skip


@pytest.mark.parametrize(("name", "old", "new", "said"), [row[1:] for row in OTHERS], ids=[row[0] for row in OTHERS])
def test_what_is_wrong_with_what_is_graded(
    place: Place, runner: ProcessRunner, name: str, old: str, new: str, said: tuple[str, int | None, str]
) -> None:
    folder = place.solution if name.startswith("solution/") else place.exercise
    _break(folder / name.removeprefix("solution/"), old, new)
    if name == "exercise.py":
        _break(folder / name, "import Task,", "import says, states, Task,")
    found = check_exercise(place, runner, parts=())
    assert (*said, "error") in _told(found.problems)


def test_a_part_whose_check_is_broken_is_not_graded_and_the_others_are(place: Place, runner: ProcessRunner) -> None:
    _break(place.exercise / "exercise.py", "derived(TASK)", "lambda answer, bench: 1 / 0")
    found = check_exercise(place, runner)
    told = _told(found.problems)
    assert ("raised", 19, "exercise.py", "error") in told
    assert ("not_graded", None, TABLE, "error") in told
    assert found.answers == 1
    assert len(told) == 2, "the model answers are not told of what the check did"


def test_the_exercise_before_the_answers(place: Place, runner: ProcessRunner) -> None:
    """An exercise that does not load has one problem, not one for each answer."""
    _break(place.exercise / "exercise.py", "EXERCISE = ", "1 / 0\nEXERCISE = ")
    assert len(check_exercise(place, runner).problems) == 1


# ------------------------------------------------------------------------------------------------ places

LINES = [
    ("a key after another", "[[answer]]\npart = 'a'\nwhy = 'x'\n", [{"": 1, "part": 2, "why": 3}]),
    ("keys within a text are none", "[[answer]]\ntext = '''\nwhy = 3\n[[answer]]\n'''\nwhy = 'x'\n",
     [{"": 1, "text": 2, "why": 6}]),
    ("a text on one line", "[[answer]]\ntext = '''x'''\nwhy = 'x'\n", [{"": 1, "text": 2, "why": 3}]),
    ("an earlier part", "[[answer]]\nearlier.a = '''\nx\n'''\n\n[[answer]]\n", [{"": 1, "earlier": 2}, {"": 6}]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "lines"), [row[1:] for row in LINES], ids=[row[0] for row in LINES])
def test_lines_of_keys(text: str, lines: list[dict[str, int]]) -> None:
    assert answer_lines(text) == lines


def test_answers_in_another_form_of_toml_have_no_lines(tmp_path: Path) -> None:
    (tmp_path / TABLE).write_text("answer = [{part = 'a', why = 'x'}]\n", encoding="utf-8")
    (row,), problems = rows_of(tmp_path / TABLE)
    assert (row.part, row.line("why"), problems) == ("a", None, [])


# ------------------------------------------------------------------------------------- mistakes, and no jail


def test_mistakes_that_no_answer_provokes_are_noted(place: Place, runner: ProcessRunner) -> None:
    """Those of matrices only where there is one; the one that an answer does provoke is not among them."""
    notes = [each for each in check_exercise(place, runner).problems if each.said.key == "author.unprovoked"]
    named = {str(note.said.fields["part"]): str(note.said.fields["names"]).split(", ") for note in notes}
    assert [note.level for note in notes] == ["note", "note"]
    assert "sign" in named["a"]
    assert not {"missing_factor", "transposed", "missing_inverse"} & set(named["a"])
    assert {"mutates_input", "raises"} <= set(named["code"])


class _NoMachine:
    """A runner where nothing can isolate programs."""

    def run(self, program: Program) -> Run:
        raise CannotStart(f"no namespaces for {len(program.cells)} cells")


def test_where_no_program_can_be_run_the_rest_is_checked(place: Place) -> None:
    found = check_exercise(place, _NoMachine())
    assert ("no_jail", 27, "exercise.py", "error") in _told(found.problems)
    assert found.answers == 2, "those to part a"


def test_an_answer_over_which_a_check_breaks_is_told_with_its_line(place: Place, runner: ProcessRunner) -> None:
    broken = "lambda answer, bench: 1 / 0 if 'apart' in str(answer) else derived(TASK)(answer, bench)"
    _break(place.exercise / "exercise.py", "derived(TASK)", broken)
    _break(place.solution / TABLE, "Setting the derivative", "Set apart, the derivative set")
    told = _told(check_exercise(place, runner).problems)
    assert ("answer_broken", 6, TABLE, "error") in told
    assert ("raised", 19, "exercise.py", "error") in told
