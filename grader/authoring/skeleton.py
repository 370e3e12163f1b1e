"""The files of a new exercise: a small one that is complete, to be turned into what its author means."""

from __future__ import annotations

from pathlib import Path

from grader.core import Message
from grader.course import SOLUTIONS, CourseError

_EXERCISE = '''\
"""TODO: what the exercise is about."""

from grader.checks import Task, computes, derived, follows, inputs, minimises
from grader.core import Claim, Exercise, Part, Text

TASK = Task(declare="x: n, b", unknown="b", objective="objective")  # TODO: the symbols, and what is minimised over what

EXERCISE = Exercise(
    address="ADDRESS",
    title=Text("TODO: a title", "TODO：标题"),
    parts=(
        Part(
            "a",
            Text("TODO: the solution", "TODO：解"),
            names=("b_star",),  # a sympy expression of this name is an answer too
            claims=(
                Claim(Text("The result is right", "结果正确"), minimises(TASK, name="b_star"), points=2),
                Claim(Text("Every step follows", "每一步都成立"), follows(TASK, name="b_star"), points=2),
                Claim(Text("It is derived", "有推导过程"), derived(TASK), points=1),
            ),
        ),
        Part(
            "code",
            Text("TODO: the solution as a function", "TODO：解的函数"),
            names=("minimiser",),
            claims=(
                Claim(
                    Text("minimiser returns the solution", "minimiser 返回解"),
                    computes("minimiser", inputs("x: n")),
                    points=2,
                ),
            ),
        ),
    ),
)
'''
_README = """\
# TODO: a title · 标题

## English

TODO: the setting. You are given numbers $x_1, \\dots, x_n$.

**a · The solution.** Find the number $b$ that minimises $\\sum_i (x_i - b)^2$, and show how you get there.
Sympy: `b_star`.

**code.** Write a function:

```python
def minimiser(x): ...  # the b of part a, a number; x has shape (n,)
```

## 中文

TODO：背景。给定数 $x_1, \\dots, x_n$。

**a · 解。** 求使 $\\sum_i (x_i - b)^2$ 最小的 $b$，并写明过程。sympy 名：`b_star`。

**code。** 编写一个函数：

```python
def minimiser(x): ...  # a 中的 b，一个数；x 的形状为 (n,)
```
"""
_STUB_TEXT = """\
# TODO: a title · 标题

<!-- part: ADDRESS/a -->
## a

*TODO: what to write here · 在这里写什么*
"""
_STUB_CODE = '''\
"""TODO: a title · 标题

To answer part a in sympy, define `b_star` here.
若用 sympy 回答 a，请在这里定义 `b_star`。
"""


# <!-- part: ADDRESS/code -->
def minimiser(x):
    """TODO: what it returns · 返回什么"""
    raise NotImplementedError
'''
_SYMBOLIC = '''\
"""Reference expressions. TODO: what the symbols are. The data are x[1], ..., x[n]."""

from sympy import IndexedBase, Sum, symbols

n, i = symbols("n i", integer=True, positive=True)
b = symbols("b", real=True)
x = IndexedBase("x", real=True)

objective = Sum((x[i] - b) ** 2, (i, 1, n))
b_star = Sum(x[i], (i, 1, n)) / n
'''
_NUMERIC = '''\
"""The same in numpy, and what the part `code` asks for. TODO: the shapes. ``x`` is (n,), ``b`` a number."""

import numpy as np


def objective(x, b):
    """The sum of squared distances of the data from b."""
    return float(np.sum((x - b) ** 2))


def b_star(x):
    """The b that minimises :func:`objective`."""
    return float(np.mean(x))


def minimiser(x):
    """What the exercise asks for."""
    return b_star(x)
'''
_MODEL = """\
# TODO: a title

<!-- part: a -->
## a

$$f(b) = \\sum_{i=1}^n (x_i - b)^2, \\qquad f'(b) = -2 \\sum_{i=1}^n (x_i - b)$$

At the minimum $f'(b) = 0$, so

$$b = \\frac1n \\sum_{i=1}^n x_i .$$
"""
_MODEL_ZH = """\
# TODO：标题

<!-- part: a -->
## a

$$f(b) = \\sum_{i=1}^n (x_i - b)^2, \\qquad f'(b) = -2 \\sum_{i=1}^n (x_i - b)$$

在最小值处 $f'(b) = 0$，故

$$b = \\frac1n \\sum_{i=1}^n x_i .$$
"""
_ANSWERS = """\
# Plausible answers, right and wrong, and the verdict that each must get: at least twelve a part, in both languages.
#
# Claims: a     result (2) · every step follows (2) · it is derived (1)
#         code  minimiser (2)

[[answer]]
part = "a"
why = "the sum set apart"
language = "en"
text = '''
Setting the derivative to zero gives $\\sum_i x_i - nb = 0$, so $b = \\frac1n\\sum_i x_i$.
'''
outcome = "pass"
claims = ["pass", "pass", "pass"]

[[answer]]
part = "a"
why = "1/n is lost in the last step"
language = "zh"
text = '''
令导数为零：$\\sum_i x_i - nb = 0$，得 $b = \\sum_i x_i$。
'''
outcome = "partial"
claims = ["fail", "fail", "pass"]
line = 1
mistake = "missing_factor"

[[answer]]
part = "code"
why = "the median in place of the mean"
language = "en"
code = '''
import numpy as np

def minimiser(x):
    return np.median(x)
'''
outcome = "fail"
claims = ["fail"]
"""


def write(folder: Path) -> list[Path]:
    """Write the files of a new exercise and of its solutions; ``folder`` is ``…/exercises/<section>/<exercise>``.

    The solutions come to stand in ``…/solutions/<section>/<exercise>``. Raises :class:`CourseError` where something is
    there already, or the folders' names cannot be an address.
    """
    exercise = folder.resolve()
    for name in (exercise.name, exercise.parent.name):
        if not name.isidentifier():
            raise CourseError(Message("author.bad_name", {"name": name}))
    solution = exercise.parents[min(2, len(exercise.parents) - 1)] / SOLUTIONS / exercise.parent.name / exercise.name
    texts = {
        exercise / "exercise.py": _EXERCISE,
        exercise / "README.md": _README,
        exercise / "answer.md": _STUB_TEXT,
        exercise / "answer.py": _STUB_CODE,
        solution / "symbolic.py": _SYMBOLIC,
        solution / "numeric.py": _NUMERIC,
        solution / "answer.md": _MODEL,
        solution / "answer.zh.md": _MODEL_ZH,
        solution / "answers.toml": _ANSWERS,
    }
    for path in (exercise, solution):
        if path.exists():
            raise CourseError(Message("author.exists", {"path": str(path)}))
    for path, text in texts.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text.replace("ADDRESS", f"{exercise.parent.name}/{exercise.name}"), encoding="utf-8")
    return list(texts)
