"""A small course whose checks do what the answer tells them to: for testing the doors apart from the mathematics."""

from __future__ import annotations

from pathlib import Path

import pytest

EXERCISE = '''
"""An exercise of one text part in two claims and one code part."""

import os
import time

from grader.core import (
    Agreement, Claim, Counterexample, Exercise, Fail, Finding, Link, Part, Pass, Returned, Text, Undecided,
)


def obeys(answer, bench):
    text = " ".join(passage.source for passage in answer.passages)
    if "boom" in text:
        raise ZeroDivisionError("the check divides by zero")
    if "crash" in text:
        os._exit(7)
    if "once" in text:
        flag = os.environ["CRASHED_ONCE"]
        if not os.path.exists(flag):
            open(flag, "w").close()
            os._exit(7)
    if "sleep" in text:
        time.sleep(60)
    passage = answer.passages[0]
    where = passage.where(0, len(passage.source))
    if "wrong" in text:
        verdict = Fail(Counterexample({"b": 1}, "1", "2"), Text("twice as much", "多了一倍"), ("missing_factor",))
    elif "unsure" in text:
        verdict = Undecided(Text("the words are unclear", "措辞不清"))
    else:
        verdict = Pass(Agreement(3, 10))
    return Finding(verdict, where, (Link(where, "read so", verdict),))


def halves(answer, bench):
    reply = bench.runner.run(answer.program).call("half", [4.0], library="plain")
    if reply == Returned(2.0, "float", reply.args if isinstance(reply, Returned) else ()):
        return Finding(Pass(Agreement(1)))
    return Finding(Fail(Counterexample({"x": 4}, "2", str(reply)), Text("not half", "不是一半")))


EXERCISE = Exercise(
    "line/mean", Text("The mean", "均值"),
    (
        Part("a", Text("Derive it", "推导"), (
            Claim(Text("It is right", "正确"), obeys, 2.0),
            Claim(Text("It is there", "有答案"), lambda answer, bench: Finding(Pass(Agreement(1)))),
        )),
        Part("code", Text("Program it", "编程"), (Claim(Text("It halves", "减半"), halves),), names=("half",)),
    ),
    numbers={"en-1.0": "1", "zh-2.0": "1"},
)
'''

STUB_TEXT = "# The mean\n\n<!-- part: a -->\n## a\n\n*Derive it · 推导*\n"
STUB_CODE = '''"""The mean · 均值

To answer part a in sympy, define `b_star` here.
"""


# <!-- part: code -->
def half(x):
    raise NotImplementedError
'''


@pytest.fixture
def course_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with ``exercises/`` and ``solutions/``."""
    return make_course(tmp_path_factory.mktemp("course"))


def make_course(folder: Path) -> Path:
    """The small course in a folder."""
    exercise = folder / "exercises" / "line" / "mean"
    exercise.mkdir(parents=True)
    (exercise / "exercise.py").write_text(EXERCISE, encoding="utf-8")
    (exercise / "answer.md").write_text(STUB_TEXT, encoding="utf-8")
    (exercise / "answer.py").write_text(STUB_CODE, encoding="utf-8")
    solution = folder / "solutions" / "line" / "mean"
    solution.mkdir(parents=True)
    (solution / "numeric.py").write_text("def half(x):\n    return x / 2\n", encoding="utf-8")
    return folder
