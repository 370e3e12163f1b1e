# ruff: noqa: E501
"""What a program defines, by a look at its source."""

from __future__ import annotations

import pytest

from grader.reading.names import Contents, contents, stub_code

STUB = 'def optimal_constant(x):\n    """The best b."""\n    raise NotImplementedError\n\n\nn_points = 10\n'

DEFINED: list[tuple[str, str, set[str], bool]] = [
    ("a function", "def f(x):\n    return x", {"f"}, True),
    ("an async function", "async def f(x):\n    return x", {"f"}, True),
    ("a class", "class Timer:\n    def stop(self):\n        return 1", {"Timer"}, True),
    ("a value", "b_star = 1", {"b_star"}, True),
    ("a value with a type", "b_star: float = 1", {"b_star"}, True),
    ("several", "a, (b, *c) = 1, (2, 3)", {"a", "b", "c"}, True),
    ("a chain", "a = b = 1", {"a", "b"}, True),
    ("inside if and try", "if x:\n    a = 1\nelse:\n    b = 2\ntry:\n    c = 3\nexcept E:\n    d = 4", {"a", "b", "c", "d"}, True),
    ("inside with and for", "with f() as g:\n    for i in x:\n        a = i", {"a", "i"}, True),
    ("names inside a function are its own", "def f():\n    a = 1", {"f"}, True),
    ("attributes are no names", "x.a = 1\nx[0] = 2", set(), True),
    ("a call", "print(1)", set(), True),
    ("an import is no work", "import numpy as np\nfrom scipy.stats import norm", set(), False),
    ("comments", "# nothing", set(), False),
    ("a text", '"""To do."""', set(), False),
    ("pass", "pass", set(), False),
    ("a function to be written", "def f(x):\n    raise NotImplementedError", set(), False),
    ("with a message", "def f(x):\n    raise NotImplementedError('to do')", set(), False),
    ("with dots", 'def f(x):\n    """Doc."""\n    ...', set(), False),
    ("with pass", "def f(x):\n    pass", set(), False),
    ("a class to be written", "class Timer:\n    def stop(self):\n        ...", set(), False),
    ("a value to be given", "b_star = None\nnll = ...", set(), False),
    ("a function that raises by itself", "def f(x):\n    raise ValueError", {"f"}, True),
    ("the stub, spaced in another way", "def optimal_constant( x ):\n  '''The best b.'''\n  raise NotImplementedError", set(), False),
    ("a line of the stub", "n_points = 10", set(), False),
    ("the stub filled in", "def optimal_constant(x):\n    return x.mean()", {"optimal_constant"}, True),
    ("notebook commands", "%matplotlib inline\n!pip install x\nb_star = 1\nhelp?", {"b_star"}, True),
    ("a timed cell", "%%time\nb_star = 1", {"b_star"}, True),
    ("another language", "%%html\n<b>x</b>", set(), True),
    ("code that does not parse", "def f(x:\n    return\nb_star = (", {"f", "b_star"}, True),
    ("code that does not parse, commented out", "# x = (", set(), False),
    ("too deep to parse", "x = " + "(" * 5_000, {"x"}, True),
    ("a null character", "x = 1\0", {"x"}, True),
    ("nothing", "", set(), False),
]  # fmt: skip


@pytest.mark.parametrize(("why", "source", "names", "filled"), DEFINED, ids=[row[0] for row in DEFINED])
def test_contents(why: str, source: str, names: set[str], filled: bool) -> None:
    assert contents(source, stub_code([STUB])) == Contents(frozenset(names), filled), why
