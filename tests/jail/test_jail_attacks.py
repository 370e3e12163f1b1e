"""What student code may try, and what it gets: a named outcome, one lost question, and nothing left behind.

Each row is a program, the outcome of its run, and what becomes of the harmless function ``half`` that it also defines.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from pathlib import Path
from textwrap import dedent
from typing import Any

import numpy as np
import pytest

from grader.core import CallRaised, CallStopped, Program, Reply, Returned
from grader.jail.runner import ProcessRunner

Write = Callable[..., Program]
HALF = "def half(x):\n    return x / 2"


def _rows(table: Iterable[tuple[Any, ...]]) -> list[Any]:
    """On the highest rung; what has to do with processes on the others too."""
    rows = []
    for reason, code, *expected in table:
        code = dedent(code).strip()
        rows.append(pytest.param("namespaces", code, *expected, id=reason))
        if "fork" in code or "subprocess" in code or "closerange" in code:
            rows += [pytest.param(rung, code, *expected, id=f"{reason}, {rung}") for rung in ("landlock", "none")]
    return rows


RUNGS = pytest.mark.parametrize("jail", ["namespaces", "landlock", "none"], indirect=True)
IN_A_CELL: list[tuple[str, str, str]] = [
    (
        "an endless loop",
        """
        while True:
            pass
        """,
        "timeout",
    ),
    (
        "an endless loop that catches everything",
        """
        while True:
            try:
                while True: pass
            except BaseException: pass
        """,
        "timeout",
    ),
    ("sleeping", "import time; time.sleep(1000)", "timeout"),
    (
        "a loop in a child process",
        """
        import os
        if os.fork() == 0:
            while True: pass
        os.wait()
        """,
        "timeout",
    ),
    (
        "a loop in a thread",
        """
        import threading
        t = threading.Thread(target=lambda: [0 for _ in iter(int, 1)]); t.start(); t.join()
        """,
        "timeout",
    ),
    (
        "ignoring the signals of the limits",
        """
        import signal
        for s in (signal.SIGXCPU, signal.SIGTERM, signal.SIGALRM):
            signal.signal(s, lambda *_: None)
        while True: pass
        """,
        "timeout",
    ),
    (
        "raising its own limits",
        """
        import resource as r, time
        r.setrlimit(r.RLIMIT_AS, (r.getrlimit(r.RLIMIT_AS)[1],) * 2)
        x = b'x' * (3 * 10**8)
        time.sleep(100)
        """,
        "memory or timeout",  # whichever the busy machine comes to first
    ),
    (
        "a memory bomb",
        """
        x = []
        while True: x.append(b'x' * 2**24)
        """,
        "memory or timeout",
    ),
    (
        "one array too large",
        """
        import numpy as np
        x = np.ones(10**10)
        """,
        "memory",
    ),
    (
        "memory in many processes",
        """
        import os, time
        for _ in range(10):
            if os.fork() == 0:
                x = bytearray(b'x') * (100 * 2**20)
                time.sleep(100)
        time.sleep(100)
        """,
        "memory",
    ),
    (
        "a fork bomb (of bounded yield)",
        """
        import os, time
        for _ in range(9):  # far more than the limit with what other jails on the machine have
            os.fork()
        time.sleep(1000)
        """,
        "killed or ok",  # where the limit is the submission's own, the call fails and the cell ends
    ),
    ("leaving by os._exit", "import os; os._exit(0)", "crashed"),
    ("a segmentation fault", "import ctypes; ctypes.string_at(0)", "crashed"),
    (
        "endless recursion in C",
        """
        import sys
        sys.setrecursionlimit(10**9)
        def f(): return f() + 1
        class A:
            def __repr__(self): return repr([self])
        repr(A())
        """,
        "crashed",
    ),
    (
        "killing itself",
        """
        import os, signal
        os.kill(os.getpid(), signal.SIGSEGV)
        import ctypes
        ctypes.string_at(0)
        """,
        "crashed",
    ),
    ("closing every file", "import os; os.closerange(0, 1000)", "protocol"),
    (
        "closing every file, then going on",
        """
        import os; os.closerange(0, 1000)
        while True: pass
        """,
        "protocol",
    ),
    (
        "garbage into every file",
        """
        import os
        for fd in range(3, 100):
            try: os.write(fd, b'garbage!' * 100)
            except OSError: pass
        """,
        "protocol",
    ),
    (
        "a frame that claims four gigabytes",
        """
        import os
        for fd in range(3, 100):
            try: os.write(fd, b'\\xff' * 4 + b'x' * 1000)
            except OSError: pass
        """,
        "protocol",
    ),
    (
        "half a frame, then silence",
        """
        import os, time
        for fd in range(3, 100):
            try: os.write(fd, b'\\x00\\x00\\x10\\x00abc')
            except OSError: pass
        time.sleep(100)
        """,
        "timeout",
    ),
    (
        "a pickle on the line",
        """
        import os, pickle, struct
        p = pickle.dumps(os.getcwd)
        for fd in range(3, 100):
            try: os.write(fd, struct.pack('>I', len(p)) + p)
            except OSError: pass
        """,
        "protocol",
    ),
    ("endless output", "while True: print('x' * 1000)", "output_limit"),
    (
        "endless output past Python",
        """
        import os
        while True: os.write(1, b'x' * 4096)
        """,
        "output_limit",
    ),
]


@pytest.mark.parametrize(("jail", "code", "outcome"), _rows(IN_A_CELL), indirect=["jail"])
def test_a_hostile_cell_costs_its_own_cell(program: Write, runner: ProcessRunner, code: str, outcome: str) -> None:
    run = runner.run(program(HALF, code, "after = 1"))
    assert run.report.outcome in outcome.split(" or ")
    assert [error.where.cell for error in run.report.errors] == [2]
    assert run.call("half", [3.0], library="plain") == Returned(1.5, "float", (3.0,))
    assert run.value("after") == Returned(1, "int")


IN_A_CALL: list[tuple[str, str, Reply]] = [
    ("an endless loop", "while True: pass", CallStopped("timeout")),
    ("a memory bomb", "return [0] * 10**9", CallStopped("memory")),
    (
        "a list of a hundred million entries that costs nothing",
        "return [[0] * 10**4] * 10**4",
        CallStopped("output_limit"),
    ),
    ("endless output", "while True: print('x' * 1000)", CallStopped("output_limit")),
    ("leaving by os._exit", "import os; os._exit(0)", CallStopped("crashed")),
    ("leaving by sys.exit", "import sys; sys.exit(0)", CallRaised("SystemExit: 0", 0, 2)),
    ("an interrupt", "raise KeyboardInterrupt", CallRaised("KeyboardInterrupt", 0, 2)),
    ("closing every file", "import os; os.closerange(0, 1000)", CallStopped("protocol")),
    ("an endless generator", "return (i for i in iter(int, 1))", Returned("generator", "other", (3.0,))),
]


@pytest.mark.parametrize(("jail", "body", "reply"), _rows(IN_A_CALL), indirect=["jail"])
def test_a_hostile_call_costs_its_own_call(program: Write, runner: ProcessRunner, body: str, reply: Reply) -> None:
    run = runner.run(program(f"def f(x):\n    {body}", HALF))
    assert run.report.outcome == "ok"
    assert run.call("f", [3.0], library="plain") == reply
    assert run.report.outcome == (reply.outcome if isinstance(reply, CallStopped) else "ok")
    assert run.call("half", [3.0], library="plain") == Returned(1.5, "float", (3.0,))


HOSTILE_OBJECTS: list[tuple[str, str, Reply]] = [
    (
        "an object that says it is an array of doubles",
        """
        class A:
         dtype = 'float64'; shape = (2,); __array__ = lambda s: 1/0
         __class__ = property(lambda s: float)
        def f(): return A()
        """,
        CallRaised("TypeError: float() argument must be a string or a real number, not 'A'"),
    ),
    (
        "an array of another kind than it says",
        """
        import numpy as np
        class A(np.ndarray):
         dtype = property(lambda s: np.dtype('float64'))
        def f(): return np.array(['a'], dtype=object).view(A)
        """,
        CallRaised("ValueError: could not convert string to float: 'a'"),
    ),
    (
        "a list whose length lies",
        """
        class A(list):
         __len__ = lambda s: 1
         __iter__ = lambda s: iter(int, 1)
        def f(): return A()
        """,
        CallStopped("output_limit"),
    ),
    (
        "an exception whose message raises",
        """
        class E(Exception):
         def __str__(self): raise SystemExit
        def f(): raise E
        """,
        CallRaised("E", 0, 3),
    ),
    (
        "an exception whose message has no end",
        """
        class E(Exception):
         def __str__(self):
          while True: pass
        def f(): raise E
        """,
        CallStopped("timeout"),
    ),
    (
        "an exception with a message of a megabyte",
        "def f(): raise ValueError('x' * 2**20)",
        CallRaised("ValueError: " + "x" * 488, 0, 1),
    ),
    (
        "an exception that colours the terminal",
        "def f(): raise ValueError('\\x1b[31m\\n\\u202eevil')",
        CallRaised("ValueError:  [31m  evil", 0, 1),
    ),
    ("an exception with half a character", "def f(): raise ValueError('\\ud800')", CallRaised("ValueError: ?", 0, 1)),
    ("a string with half a character", "def f(): return '\\ud800'", Returned("?", "str")),
]


@pytest.mark.parametrize(("jail", "code", "reply"), _rows(HOSTILE_OBJECTS), indirect=["jail"])
def test_hostile_objects(program: Write, runner: ProcessRunner, code: str, reply: Reply) -> None:
    assert runner.run(program(code)).call("f", library="numpy") == reply


HARMLESS = [
    (
        "patching the comparison of arrays",
        """
        import numpy as np
        np.allclose = np.array_equal = np.isclose = lambda *a, **k: True
        """,
    ),
    (
        "a file that is called like a library",
        """
        open('numpy.py', 'w').write('raise SystemExit'); open('torch.py', 'w')
        import numpy as np
        """,
    ),
    (
        "warnings and noise on stderr",
        """
        import warnings, sys
        warnings.warn('deprecated')
        print('noise', file=sys.stderr)
        """,
    ),
    (
        "warnings made errors",
        """
        import warnings
        warnings.simplefilter('error')
        import numpy
        """,
    ),
    (
        "closing standard output",
        """
        import sys
        sys.stdout.close(); sys.stderr.close()
        """,
    ),
    (
        "replacing standard output",
        """
        import sys
        sys.stdout = None
        """,
    ),
    ("leaving by sys.exit", "import sys; sys.exit(1)"),
    ("leaving by exit()", "exit()"),
    ("asking for input", "name = input('name? ')"),
    (
        "a thread that never ends",
        """
        import threading, time
        threading.Thread(target=time.sleep, args=(1000,)).start()
        """,
    ),
    (
        "a process that never ends",
        """
        import subprocess
        subprocess.Popen(['sleep', '1000'])
        """,
    ),
    (
        "a process that leaves its session",
        """
        import os, time
        if os.fork() == 0:
            os.setsid()
            if os.fork() == 0:
                time.sleep(1000)
            os._exit(0)
        """,
    ),
    (
        "a folder in a folder in a folder …",
        """
        import os
        for _ in range(300):
            os.mkdir('d'); os.chdir('d')
        """,
    ),
    (
        "a folder that may not be read",
        """
        import os
        os.makedirs('a/b/c'); open('a/b/f', 'w'); os.chmod('a/b', 0); os.chmod('a', 0)
        """,
    ),
    (
        "replacing built-in functions",
        """
        import builtins
        builtins.len = builtins.isinstance = builtins.print = None
        """,
    ),
    ("replacing the namespace's own names", "__name__ = __builtins__ = None"),
]


@pytest.mark.parametrize(("jail", "code"), _rows(HARMLESS), indirect=["jail"])
def test_no_effect_on_values(program: Write, runner: ProcessRunner, code: str) -> None:
    run = runner.run(program(HALF, code))
    if "builtins." in code:
        run.call("half", [1.0], library="plain")  # may break the answers of this program, and nothing else
        return
    reply = run.call("half", [np.array([3.0])], library="numpy")
    assert run.report.outcome == "ok"
    assert isinstance(reply, Returned)
    assert np.array_equal(reply.value, [1.5])  # type: ignore[arg-type]


@RUNGS
def test_neither_the_grader_nor_its_folder_can_be_imported(program: Write, runner: ProcessRunner) -> None:
    code = "import sys\npath = list(sys.path)\nimport grader"
    run = runner.run(program(code, "from solutions import linear_regression"))
    assert [error.error.partition(":")[0] for error in run.report.errors] == ["ModuleNotFoundError"] * 2
    reply = run.value("path")
    assert isinstance(reply, Returned)
    assert isinstance(reply.value, list)
    root = Path(__file__).parents[2]
    assert not [entry for entry in reply.value if Path(entry).resolve() == root]


@RUNGS
def test_links_out_of_the_folder_are_not_followed(program: Write, runner: ProcessRunner, tmp_path: Path) -> None:
    precious = tmp_path / "precious"
    precious.mkdir()
    (precious / "file").write_text("kept")
    code = f"""
        import os
        os.makedirs("a")
        for place in ("link", "a/link"):
            os.symlink({str(precious)!r}, place)
    """
    run = runner.run(program(dedent(code)))
    assert run.report.errors == ()
    runner.close()
    assert (precious / "file").read_text() == "kept"


@pytest.mark.parametrize("jail", ["namespaces", "landlock"], indirect=True)
def test_writing_into_the_grader_s_memory(program: Write, runner: ProcessRunner) -> None:
    """Neither the grader nor the zygote can be touched, though the user may be the same."""
    code = f"open('/proc/{os.getpid()}/mem', 'r+b')"
    run = runner.run(program(code, f"import os\nos.kill({os.getpid()}, 0)"))
    kinds = [error.error.partition(":")[0] for error in run.report.errors]
    assert kinds in (["FileNotFoundError", "ProcessLookupError"], ["PermissionError", "OSError"])


@RUNGS
def test_killing_its_process_group(program: Write, runner: ProcessRunner) -> None:
    """The first process of a namespace does not obey itself, Landlock has no signals; else the group is its own."""
    run = runner.run(program(HALF, "import os\nos.kill(0, 9)"))
    assert run.report.outcome == ("killed" if runner.rung.startswith("none") else "ok")
    assert run.call("half", [3.0], library="plain") == Returned(1.5, "float", (3.0,))


@pytest.mark.parametrize("jail", ["none"], indirect=True)
def test_killing_the_supervisor(program: Write, runner: ProcessRunner) -> None:
    """What outlives the supervisor is found by its mark."""
    code = """
        import os, time
        if os.fork() == 0:
            os.setsid()
            time.sleep(1000)
        parent = os.getppid()
        assert b'boot.py' in open(f'/proc/{parent}/cmdline', 'rb').read()
        os.kill(parent, 9)
        time.sleep(1000)
    """
    run = runner.run(program(HALF, dedent(code)))
    assert run.report.outcome == "killed"
    assert run.call("half", [3.0], library="plain") == Returned(1.5, "float", (3.0,))
