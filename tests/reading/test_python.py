# ruff: noqa: E501
"""Text in Python files: what counts, where it stands, and what is only a remark on the code."""

from __future__ import annotations

from typing import Any

import pytest

from grader.core import Origin, Passage
from grader.reading.python import code_pieces, read_script

OC, NE = "optimal_constant", "normal_equation"


def _runs(source: str) -> list[str]:
    pieces = code_pieces(Passage("code", source, Origin("s01.py")))
    return [f"{p.passage.kind} {p.passage.origin.line}:{p.passage.origin.column} {p.passage.source}" for p in pieces]


RUNS = [
    ("code alone", "x = 1", ["code 1:1 x = 1"]),
    ("a free comment", "# The mean.\n\nx = 1", ["text 1:3 The mean.", "code 2:1 \nx = 1"]),
    ("a comment that explains the code", "# learning rate\nlr = 1", ["code 1:1 # learning rate\nlr = 1"]),
    ("a comment that names a part", "# 2(b)\ng = 1", ["text 1:3 2(b)", "code 2:1 g = 1"]),
    ("a longer comment", "# Let\n# b be\n# 1.\nb = 1", ["text 1:3 Let\nb be\n1.", "code 4:1 b = 1"]),
    ("a comment at the end", "x = 1\n# Done.", ["code 1:1 x = 1", "text 2:3 Done."]),
    ("comments without a space", "#a\n#b\n", ["text 1:2 a\nb"]),
    ("mixed spaces are cut by the smaller width", "# a\n#b\n", ["text 1:2  a\nb"]),
    ("an empty comment line", "# a\n#\n# b\n", ["text 1:3 a\n\nb"]),
    ("Markdown headings in comments", "# ## Exercise 1\n# Mean.\n", ["text 1:3 ## Exercise 1\nMean."]),
    ("comments inside a function", "def f():\n    # no text\n    return 1", ["code 1:1 def f():\n    # no text\n    return 1"]),
    ("hashes inside a string", 'x = """\n# no text\n"""\n', ['code 1:1 x = """\n# no text\n"""\n']),
    ("the first string", '"""The mean."""\nx = 1', ["text 1:4 The mean.", "code 2:1 x = 1"]),
    ("a string that stands alone", 'x = 1\n"""\n(a)\nMean.\n"""', ["code 1:1 x = 1", "text 3:1 (a)\nMean."]),
    ("a raw string", 'r"""\n$\\bar x$\n"""', ["text 2:1 $\\bar x$"]),
    ("the string of a function is code", 'def f():\n    """Doc."""', ['code 1:1 def f():\n    """Doc."""']),
    ("first lines for the machine", "#!/usr/bin/env python\n# coding: utf-8\n\n# Text.\n", ["code 1:1 #!/usr/bin/env python\n# coding: utf-8\n", "text 4:3 Text."]),
    ("the percent format", "# %% [markdown]\n# Mean.\n# %%\n# lr\nlr = 1", ["code 1:1 # %% [markdown]", "text 2:3 Mean.", "code 3:1 # %%\n# lr\nlr = 1"]),
    ("input numbers", "# Text.\n# In[3]:\n\nx = 1", ["text 1:3 Text.", "code 2:1 # In[3]:\n\nx = 1"]),
    ("code that does not parse", "# Text.\n\nx = (", ["text 1:3 Text.", "code 2:1 \nx = ("]),
]  # fmt: skip


@pytest.mark.parametrize(("why", "source", "runs"), RUNS, ids=[row[0] for row in RUNS])
def test_runs(why: str, source: str, runs: list[str]) -> None:
    assert _runs(source) == runs, why


def test_a_script_is_its_own_program(read: Any, texts: Any, answer: Any) -> None:
    source = "# Exercise 2\n# (b) Twice: $2X^T(Xw-y)$\n\ngradient = 2\n\n# (c)\n# Inverse.\n"
    submission = read({"s01.py": source})
    assert texts(submission) == {f"{NE}/b": "Twice: $2X^T(Xw-y)$", f"{NE}/c": "Inverse."}
    (cell,) = answer(submission, f"{NE}/b").program.cells
    assert (cell.source, cell.origin) == (source, Origin("s01.py"))
    (passage,) = answer(submission, f"{NE}/b").passages
    where = passage.where(passage.source.index("$"), len(passage.source))
    assert (where.line, where.column, where.text) == (2, 14, "$2X^T(Xw-y)$")
    assert source.split("\n")[1][13:] == where.text


def test_comments_without_a_part_are_no_complaint(read: Any) -> None:
    assert read({"s01.py": "# My solution.\n\ndef optimal_constant(x):\n    return 1\n"}).unplaced == ()


def test_a_text_cell_without_a_part_is_reported(read: Any) -> None:
    submission = read({"s01.py": "# %% [markdown]\n# The mean is best.\n"})
    assert [item.where.text for item in submission.unplaced] == ["The mean is best."]


def test_warnings_of_the_student_s_code_are_silent() -> None:
    assert read_script('x = "\\s"\nif x is 3: pass\n', "s01.py") is not None
