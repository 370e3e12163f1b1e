"""Cells become Python: magics go, everything else stays, line by line."""

from __future__ import annotations

import pytest

from grader.jail.cells import Failure, plain_python, run


@pytest.mark.parametrize(
    ("cell", "python"),
    [
        pytest.param("x = 1", "x = 1\n", id="Python stays"),
        pytest.param("%matplotlib inline\nx = 1", "pass\nx = 1\n", id="a line magic"),
        pytest.param("!pip install torch\nx = 1", "pass\nx = 1\n", id="a shell command"),
        pytest.param("!pip install \\\n  torch\nx = 1", "pass\npass\nx = 1\n", id="over two lines"),
        pytest.param("if x:\n    %time y = f()\n", "if x:\n    y = f()\n\n", id="what is timed is done"),
        pytest.param("%timeit f()", "pass\n", id="what is only timed is not"),
        pytest.param("files = !ls\nx = 1", "files = None\nx = 1\n", id="the output of a shell command"),
        pytest.param("%%time\nx = 1", "\nx = 1\n", id="a cell magic around Python"),
        pytest.param("# note\n%%capture out\nx = 1", "# note\n\nx = 1\n", id="after a comment"),
        pytest.param("%%bash\nrm -rf /", "\n\n", id="another language"),
        pytest.param("%%timeit\nx = 1", "\n\n", id="a cell that is only timed leaves no names"),
        pytest.param("np.mean?\n?np\nx = 1", "pass\npass\nx = 1\n", id="help"),
        pytest.param("x = (a\n     % b)", "x = (a\n     % b)\n", id="a remainder is no magic"),
        pytest.param("s = '''\n%matplotlib inline\n'''", "s = '''\n%matplotlib inline\n'''\n", id="nor is a string"),
        pytest.param("%magic\nx = (a\n  % b)", "pass\nx = (a\n  % b)\n", id="nor beside a magic"),
        pytest.param("x = 1\r\ny = 2\r\n", "x = 1\ny = 2\n\n", id="line ends of Windows"),
        pytest.param("\ufeffx = 1", "x = 1\n", id="a byte order mark"),
        pytest.param("def f(:\n  pass", "def f(:\n  pass\n", id="what is wrong stays wrong"),
        pytest.param("", "\n", id="nothing"),
    ],
)
def test_plain_python(cell: str, python: str) -> None:
    assert plain_python(cell) == python


def test_a_thousand_magics_end() -> None:
    assert plain_python("%magic\n" * 1000).count("pass") == 200


@pytest.mark.parametrize(
    ("cell", "failure"),
    [
        pytest.param("x = 1", None, id="nothing wrong"),
        pytest.param("x = 1\n\nf(", Failure("SyntaxError: '(' was never closed", 4, 3, False), id="no Python"),
        pytest.param("x = 1\nraise ValueError", Failure("ValueError", 4, 2, False), id="without a message"),
        pytest.param("raise MemoryError", Failure("MemoryError", 4, 1, True), id="out of memory"),
        pytest.param(
            'raise RuntimeError("can\'t allocate memory")',
            Failure("RuntimeError: can't allocate memory", 4, 1, True),
            id="out of memory in torch's words",
        ),
        pytest.param("exec('1/0')", Failure("ZeroDivisionError: division by zero", 4, 1, False), id="inside exec"),
    ],
)
def test_run(cell: str, failure: Failure | None) -> None:
    assert run(cell, 4, {}) == failure


def test_a_cell_that_cannot_even_be_parsed() -> None:
    found = run("x = '\0'", 4, {})
    assert found is not None
    assert "null bytes" in found.error
