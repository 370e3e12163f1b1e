"""Cells run as in a notebook: Python as it stands, IPython for the rest, line by line."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from types import ModuleType
from typing import Any

import pytest

from grader.jail import cells, shell
from grader.jail.cells import Failure, plain_python, run


@pytest.fixture(autouse=True)
def main(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, Any]]:
    """A namespace with a shell of its own; this process gets its own displays back."""
    from IPython.core.interactiveshell import InteractiveShell

    module = ModuleType("__main__")
    monkeypatch.setitem(sys.modules, "__main__", module)
    monkeypatch.setattr(sys, "displayhook", sys.__displayhook__)
    monkeypatch.setattr(shell, "_shell", None)
    shell.settle(module, commands=True)
    yield module.__dict__
    InteractiveShell.clear_instance()
    for loop in cells._loops:
        loop.close()
    cells._loops.clear()
    shell.settle(module, commands=False)


@pytest.mark.parametrize(
    ("cell", "python"),
    [
        pytest.param("x = 1", "x = 1", id="Python stays"),
        pytest.param("x = (a\n     % b)", "x = (a\n     % b)", id="a remainder is no magic"),
        pytest.param("s = '''\n%matplotlib inline\n'''", "s = '''\n%matplotlib inline\n'''", id="nor is a string"),
        pytest.param("x = 1\r\ny = 2\r\n", "x = 1\ny = 2\n", id="line ends of Windows"),
        pytest.param("\ufeffx = 1", "x = 1", id="a byte order mark"),
        pytest.param("def f(:\n  pass", "def f(:\n  pass", id="what is wrong stays wrong"),
        pytest.param("", "", id="nothing"),
        pytest.param(
            "%matplotlib inline\nx = (a\n  % b)",
            "get_ipython().run_line_magic('matplotlib', 'inline')\nx = (a\n  % b)\n",
            id="a magic beside a remainder",
        ),
    ],
)
def test_plain_python(cell: str, python: str) -> None:
    assert plain_python(cell) == python


MAGICS: list[tuple[str, str, object]] = [
    ("%matplotlib inline\nx = 1", "x", 1),
    ("!pip install \\\n  torch\nx = 2", "x", 2),
    ("if True:\n    %time x = 3", "x", 3),
    ("x = !echo a; echo b", "x", ["a", "b"]),
    ("x = !pip install torch", "x", []),
    ("%%time\nx = 4", "x", 4),
    ("# note\n%%capture out\nprint('seen')\nx = 5", "x", 5),
    ("%%timeit -n1 -r1\nx = 6", "x", None),
    ("len?\n?len\nx = 7", "x", 7),
    ("t = %timeit -n1 -r1 -o -q 1 + 1\nx = t.loops", "x", 1),
    ("%nothing_like_it at all\nx = 8", "x", 8),
    ("%load_ext nothing_like_it\nx = 9", "x", 9),
    ("%%nothing_like_it\nx = 9", "x", None),
    ("%cd /tmp\nimport os\nx = os.getcwd()", "x", "/tmp"),
    ("%env NAME=value\nimport os\nx = os.environ['NAME']", "x", "value"),
    ("import asyncio\nasync def f(): return 10\nx = await f()", "x", 10),
    ("import asyncio\nawait asyncio.sleep(0, 11)", "x", None),
    ("from IPython.display import display\ndisplay(1)\nx = 12", "x", 12),
    ("x = get_ipython().run_line_magic('pwd', '') != ''", "x", True),
]


@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::ResourceWarning")
@pytest.mark.parametrize(("cell", "name", "value"), MAGICS)
def test_magics(main: dict[str, Any], monkeypatch: pytest.MonkeyPatch, cell: str, name: str, value: object) -> None:
    monkeypatch.chdir(sys.prefix)
    main["get_ipython"] = shell.current
    assert run(cell, 0, main) is None
    found = main.get(name)
    assert (list(found) if isinstance(found, list) else found) == value


def test_without_shell_commands(main: dict[str, Any]) -> None:
    shell.settle(sys.modules["__main__"], commands=False)
    assert run("x = !echo a\n!touch /nothing/like/it", 0, main) is None
    assert list(main["x"]) == []


def test_a_shell_of_bash_is_not_opened_without_shell_commands(main: dict[str, Any], tmp_path: Any) -> None:
    shell.settle(sys.modules["__main__"], commands=False)
    assert run(f"%%bash\ntouch {tmp_path}/seen", 0, main) is None
    assert not (tmp_path / "seen").exists()


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        ("1 + 1", "2\n"),
        ("1 + 1;", ""),
        ("x = 1", ""),
        ("None", ""),
        ("print('a')\n'b'", "a\n'b'\n"),
    ],
)
def test_the_last_expression_is_displayed(
    main: dict[str, Any], capsys: pytest.CaptureFixture[str], cell: str, shown: str
) -> None:
    assert run(cell, 0, main) is None
    assert capsys.readouterr().out == shown


def test_what_cannot_be_displayed_is_no_error(main: dict[str, Any]) -> None:
    cell = "class A:\n    def __repr__(self): raise ValueError\nA()"
    assert run(cell, 0, main) is None


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
        pytest.param("%pwd\n\n1/0", Failure("ZeroDivisionError: division by zero", 4, 3, False), id="after a magic"),
        pytest.param("x = 1\n1/0", Failure("ZeroDivisionError: division by zero", 4, 2, False), id="what is displayed"),
    ],
)
def test_run(main: dict[str, Any], cell: str, failure: Failure | None) -> None:
    assert run(cell, 4, main) == failure


def test_a_cell_that_cannot_even_be_parsed(main: dict[str, Any]) -> None:
    found = run("x = '\0'", 4, main)
    assert found is not None
    assert "null bytes" in found.error
