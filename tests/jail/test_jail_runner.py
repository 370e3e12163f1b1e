"""Programs run, values read and functions called, as any student's ordinary notebook would have it."""

from __future__ import annotations

import os
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import textwrap
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from grader.core import Absent, CallRaised, CallStopped, Origin, Passage, Program, Returned
from grader.jail import watch
from grader.jail.alone import SingleUse
from grader.jail.body import CannotStart, Jail
from grader.jail.launch import Zygote
from grader.jail.lockdown import Rung
from grader.jail.process import Limits
from grader.jail.remarks import remarks
from grader.jail.runner import ProcessRunner, modules_of
from grader.report.words.jail import WORDS

Write = Callable[..., Program]
ROOT = Path(__file__).parents[2]
LIMITS = Limits(cell_cpu=0.4, call_cpu=0.4, wall=5.0, restarts=2)


def test_cells_run_in_one_namespace_and_later_ones_after_an_error(program: Write, runner: ProcessRunner) -> None:
    run = runner.run(program("a = 1", "b = a + 1\n1 / 0\nc = 3", "d = b + 1"))
    assert [run.value(name) for name in "abcd"] == [
        Returned(1, "int"),
        Returned(2, "int"),
        Absent("c"),
        Returned(3, "int"),
    ]
    (error,) = run.report.errors
    assert error.error == "ZeroDivisionError: division by zero"
    assert (error.where.cell, error.where.line, error.where.column, error.where.text) == (2, 2, 1, "1 / 0")
    assert run.report.outcome == "ok"


@pytest.mark.parametrize(
    ("cell", "error", "line"),
    [
        pytest.param("\n\ndef f(:\n    pass", "SyntaxError: invalid syntax", 3, id="what is no Python"),
        pytest.param("x = 1\n  y = 2", "IndentationError: unexpected indent", 2, id="wrong indentation"),
        pytest.param(
            "import nothing_like_it", "ModuleNotFoundError: No module named 'nothing_like_it'", 1, id="import"
        ),
        pytest.param(
            "def f():\n    raise ValueError('no')\n\nf()", "ValueError: no", 2, id="the innermost line counts"
        ),
        pytest.param(
            "import json\n\njson.loads('{')", "JSONDecodeError: ", 3, id="of a library, the student's own line"
        ),
        pytest.param("x = 1\n\f\n1 / 0", "ZeroDivisionError", 3, id="a page break is no line of its own"),
        pytest.param("input()", "EOFError: EOF when reading a line", 1, id="there is nobody to ask"),
    ],
)
def test_where_a_cell_failed(program: Write, runner: ProcessRunner, cell: str, error: str, line: int) -> None:
    (found,) = runner.run(program(cell)).report.errors
    assert found.error.startswith(error)
    assert found.where.line == line


def test_a_file_counts_its_own_lines(runner: ProcessRunner) -> None:
    run = runner.run(Program((Passage("code", "x = 1\ny = z", Origin("answer.py", None, 11)),)))
    (error,) = run.report.errors
    assert (error.where.file, error.where.cell, error.where.line, error.where.text) == ("answer.py", None, 12, "y = z")


def test_what_a_call_raises_names_the_cell_of_the_program_and_its_line(program: Write, runner: ProcessRunner) -> None:
    run = runner.run(program("x = 1", "def f(x):\n    return g(x)\n\ndef g(x):\n    return x.nothing"))
    assert run.call("f", [1.0], library="plain") == CallRaised(
        "AttributeError: 'float' object has no attribute 'nothing'", 1, 5
    )
    assert run.call("x", [1.0], library="plain") == CallRaised("TypeError: 'int' object is not callable")
    assert run.call("f", [1.0, 2.0], library="plain") == CallRaised(
        "TypeError: f() takes 1 positional argument but 2 were given"
    )
    assert run.call("h", [], library="plain") == Absent("h")


FUNCTION = """
import numpy as np

def change(a, k):
    a *= k
    return a.sum(), a.tolist()
"""


def test_arguments_after_the_call(program: Write, runner: ProcessRunner) -> None:
    argument = np.array([1.0, 2.0])
    reply = runner.run(program(FUNCTION)).call("change", [argument, 2.0], library="numpy")
    assert isinstance(reply, Returned)
    assert reply.value == (6.0, [2.0, 4.0])
    assert reply.kind == "tuple"
    np.testing.assert_array_equal(reply.args[0], [2.0, 4.0])  # type: ignore[call-overload]
    assert reply.args[1] == 2.0
    assert argument.tolist() == [1.0, 2.0]


def test_a_locked_argument_cannot_be_changed(program: Write, runner: ProcessRunner) -> None:
    argument = np.array([1.0, 2.0])
    argument.flags.writeable = False
    reply = runner.run(program(FUNCTION)).call("change", [argument, 2.0], library="numpy")
    assert isinstance(reply, CallRaised)
    assert "read-only" in reply.error


def test_plain_lists_come_back_as_the_arrays_that_they_were(program: Write, runner: ProcessRunner) -> None:
    run = runner.run(program("def f(rows):\n    rows[0][0] = 5.0\n    return [type(rows).__name__, len(rows)]"))
    reply = run.call("f", [np.zeros((3, 2))], library="plain")
    assert isinstance(reply, Returned)
    assert reply.value == ["list", 3]
    assert isinstance(reply.args[0], np.ndarray)
    assert reply.args[0][0, 0] == 5.0


@pytest.mark.parametrize("argument", [object(), np.array([object()]), 2**5000])
def test_our_own_wrong_argument_is_our_error(program: Write, runner: ProcessRunner, argument: object) -> None:
    with pytest.raises(TypeError):
        runner.run(program("def f(x): return x")).call("f", [argument], library="numpy")


def test_sympy_values_arrive_as_trees(program: Write, runner: ProcessRunner) -> None:
    run = runner.run(program("from sympy import *\nb = Symbol('b')\nb_star = b**2 / 2\nM = Matrix([[b]])"))
    half = ["Rational", 1, 2]
    square = ["Pow", ["Symbol", "b"], ["Integer", 2]]
    assert run.value("b_star") == Returned(["Mul", half, square], "sympy")
    assert run.value("M") == Returned(["Matrix", 1, 1, ["Symbol", "b"]], "sympy")
    assert run.value("Symbol") == Returned("type", "callable")


def test_a_sympy_class_of_the_student_s_own_is_only_a_name_here(program: Write, runner: ProcessRunner) -> None:
    code = """
        import sympy
        class Add(sympy.Expr):
            args = property(lambda self: 1 / 0)
        x = sympy.sin(Add()) if False else Add()
    """
    assert runner.run(program(textwrap.dedent(code))).value("x") == Returned(["?", "Add"], "sympy")


def test_an_endless_loop_costs_one_question(program: Write) -> None:
    slow = "def slow():\n    while True: pass"
    with ProcessRunner(LIMITS) as runner:
        run = runner.run(program("count = []", slow, "def fast(): return 7"))
        assert run.call("fast", library="plain") == Returned(7, "int")
        assert run.call("slow", library="plain") == CallStopped("timeout")
        assert run.call("fast", library="plain") == Returned(7, "int")
        assert run.report.outcome == "timeout"
        assert 0.4 <= run.report.cpu_seconds < 1.5


def test_an_endless_function_is_not_called_for_ever(program: Write) -> None:
    with ProcessRunner(LIMITS) as runner:
        run = runner.run(program("def spin():\n    while True: pass", "def fast(): return 7"))
        for _ in range(5):
            assert run.call("spin", library="plain") == CallStopped("timeout")
        assert run.call("fast", library="plain") == Returned(7, "int"), "two stops leave processes to be started"
        assert run.report.cpu_seconds < 2.5


def test_a_bounded_number_of_new_processes(program: Write) -> None:
    with ProcessRunner(LIMITS) as runner:
        run = runner.run(program("import os\ndef leave(): os._exit(1)\ndef stay(): return 1"))
        for _ in range(LIMITS.restarts):
            assert run.call("leave", library="plain") == CallStopped("crashed")
            assert run.call("stay", library="plain") == Returned(1, "int")
        assert run.call("leave", library="plain") == CallStopped("crashed")
        assert run.call("stay", library="plain") == CallStopped("crashed"), "no more new processes"


def test_slow_cells_are_left_out_of_the_next_process(program: Write) -> None:
    with ProcessRunner(LIMITS) as runner:
        run = runner.run(program("a = 1", "while True: pass", "b = 2", "while True: pass", "c = 3"))
        assert [run.value(name) for name in "abc"] == [Returned(1, "int"), Returned(2, "int"), Returned(3, "int")]
        assert [(error.where.cell, error.error) for error in run.report.errors] == [(2, "timeout"), (6, "timeout")]


def test_the_sum_of_the_times_is_bounded_too(program: Write) -> None:
    limits = replace(LIMITS, cell_cpu=0.2, total_cpu=0.5, restarts=10)
    with ProcessRunner(limits) as runner:
        run = runner.run(program(*["while True: pass"] * 6))
        assert run.value("x") == CallStopped("timeout")
        assert run.report.cpu_seconds < 2.0


def test_a_program_is_run_once(program: Write, runner: ProcessRunner) -> None:
    cells = ("import os\ntoken = os.urandom(8).hex()", "a = 1")
    assert runner.run(program(*cells)) is runner.run(program(*cells))
    assert runner.run(program(*cells)).value("token") == runner.run(program(*cells)).value("token")
    assert runner.run(program(*cells)).value("token") != runner.run(program(*cells, "b = 2")).value("token")


def test_processes_that_were_not_asked_for_long_are_ended(program: Write) -> None:
    with ProcessRunner(LIMITS, live=2) as runner:
        runs = [runner.run(program(f"a = {number}")) for number in range(4)]
        assert [run.awake for run in runs] == [False, False, True, True]
        assert [run.value("a") for run in runs] == [Returned(number, "int") for number in range(4)]
        assert all(run.report.outcome == "ok" for run in runs)


DRAWS = "import random\nimport numpy as np\nvalues = [random.random(), np.random.rand(), float(np.random.normal())]"


def test_random_numbers_follow_the_seed(program: Write) -> None:
    found = []
    for seed in (1, 1, 2):
        with ProcessRunner(LIMITS, seed) as runner:
            found.append(runner.run(program(DRAWS)).value("values"))
    assert found[0] == found[1]
    assert found[0] != found[2]


def test_the_folder_is_empty_and_of_the_program_s_own(program: Write, runner: ProcessRunner) -> None:
    code = """
        import os, sys
        seen = [os.listdir(), os.listdir(os.environ['HOME']), sys.stdin.read(), __name__, sys.argv]
        variables = sorted(os.environ)
        open('helper.py', 'w').write('x = 5')
        import helper
        x = helper.x
    """
    run = runner.run(program(textwrap.dedent(code)))
    assert run.value("seen") == Returned([[], [], "", "__main__", ["program"]], "list")
    assert run.value("x") == Returned(5, "int")
    variables = run.value("variables")
    assert isinstance(variables, Returned)
    assert isinstance(variables.value, list)
    assert not [name for name in variables.value if name.startswith("PYTHON")]


def test_source_can_be_inspected(program: Write, runner: ProcessRunner) -> None:
    run = runner.run(program("import inspect\ndef f():\n    return 1\nsource = inspect.getsource(f)"))
    assert run.value("source") == Returned("def f():\n    return 1\n", "str")


def test_drawing_without_a_library_for_it(program: Write) -> None:
    code = """
        %matplotlib inline
        import numpy as np
        import matplotlib.pyplot as plt
        from IPython.display import display as show
        from tqdm import tqdm
        fig, ax = plt.subplots(figsize=(3, 2))
        line, = ax.plot(np.arange(3), label='x')
        plt.title('a'); plt.show(); show(fig); display(1)
        total = sum(i for i in tqdm(range(4)))
    """
    with ProcessRunner() as runner:
        run = runner.run(program(textwrap.dedent(code).strip()))
        assert run.report.errors == ()
        assert run.value("total") == Returned(6, "int")


@pytest.mark.parametrize("jail", ["namespaces", "landlock"], indirect=True)
def test_a_notebook_s_own_ways(program: Write, jail: Jail) -> None:
    """Each a cell, under the filter of system calls: none may end with an error."""
    cells = (
        "%%bash\necho hello > note",
        "lines = !cat note",
        "%%time\nimport asyncio\nslept = 1",
        "async def f():\n    await asyncio.sleep(0.01)\n    return 2\nawaited = await f()",
        "import multiprocessing as mp\nwith mp.get_context('fork').Pool(2) as p: pooled = p.map(abs, [-1, -2])",
        "import threading\nt = threading.Thread(target=lambda: None); t.start(); t.join()",
        "import subprocess\nran = subprocess.run(['echo', 'x'], capture_output=True, text=True).stdout",
        "import tempfile\nwith tempfile.NamedTemporaryFile() as f: f.write(b'x')",
        "from IPython.display import display, Markdown\ndisplay(Markdown('# x'))",
        "get_ipython().run_line_magic('timeit', '-n1 -r1 1')",
    )
    with ProcessRunner(replace(LIMITS, cell_cpu=5.0), jail=jail) as runner:
        run = runner.run(program(*cells))
        errors = [error.error for error in run.report.errors]
        found = {name: run.value(name) for name in ("lines", "awaited", "ran")}
    shared_memory_is_denied = ["PermissionError: [Errno 13] Permission denied"]
    assert errors == ([] if jail.rung.startswith("namespaces") else shared_memory_is_denied)
    assert found == {
        "lines": Returned(["hello"], "list"), "awaited": Returned(2, "int"), "ran": Returned("x\n", "str")
    }  # fmt: skip


def test_what_is_printed_goes_nowhere(program: Write, runner: ProcessRunner, capfd: pytest.CaptureFixture[str]) -> None:
    run = runner.run(program("import sys\nprint('secret')\nprint('secret', file=sys.stderr)", "x = 1"))
    assert run.value("x") == Returned(1, "int")
    runner.close()
    assert "secret" not in "".join(capfd.readouterr())


@pytest.mark.parametrize("jail", ["namespaces", "landlock", "none"], indirect=True)
def test_the_rung_says_what_is_in_force(jail: Jail) -> None:
    with ProcessRunner(LIMITS, jail=jail) as runner:
        name, _, words = runner.rung.partition(": ")
    assert name in ("namespaces", "landlock", "none")
    assert ("NO ISOLATION" in words) == (name == "none") == (not jail.isolates)


def test_closing_twice_and_asking_after_closing(program: Write) -> None:
    runner = ProcessRunner(LIMITS)
    run = runner.run(program("a = 1"))
    runner.close()
    runner.close()
    assert run.value("a") == Returned(1, "int"), "the process is started again"
    run.sleep()


@pytest.mark.parametrize("rung", ["namespaces", "landlock", "none"])
def test_no_process_at_all_is_our_error(program: Write, monkeypatch: pytest.MonkeyPatch, rung: Rung | Any) -> None:
    monkeypatch.setattr(sys, "executable", "/bin/false")
    jail: Jail = SingleUse() if rung == "none" else Zygote(rung)
    with ProcessRunner(LIMITS, jail=jail) as runner, pytest.raises(CannotStart):
        runner.run(program("a = 1"))
    jail.close()


FORGED = """
import os, sys, struct
def f():
    caller = sys._getframe(1)
    while "self" not in caller.f_locals or not hasattr(caller.f_locals["self"], "_send"):
        caller = caller.f_back
    caller.f_locals["self"]._send((NUMBER, *REPLY))
    os._exit(0)
"""


@pytest.mark.parametrize(
    ("reply", "found"),
    [
        pytest.param('("returned", "float", 1.0, [])', Returned(1.0, "float"), id="a value like any other"),
        pytest.param('("returned", "float", [1.0], [])', CallStopped("protocol"), id="a value of another kind"),
        pytest.param('("returned", "spam", 1.0, [])', CallStopped("protocol"), id="a kind that there is not"),
        pytest.param('("ready", True)', CallStopped("protocol"), id="an answer to another question"),
        pytest.param('("raised", "x", 99, 99, False)', CallRaised("x"), id="a line that there is not"),
        pytest.param('("raised", "x", "0", None, False)', CallRaised("x"), id="a line that is none"),
    ],
)
def test_forged_replies(program: Write, runner: ProcessRunner, reply: str, found: object) -> None:
    run = runner.run(program(FORGED.replace("NUMBER", "3").replace("REPLY", reply)))
    assert run.call("f", library="plain") == found


def test_a_forged_reply_to_a_question_not_yet_asked(program: Write, runner: ProcessRunner) -> None:
    run = runner.run(program(FORGED.replace("NUMBER", "4").replace("REPLY", '("returned", "float", 1.0, [])')))
    assert run.call("f", library="plain") == CallStopped("protocol")


# ------------------------------------------------------------------------------- the grader itself ends

GRADER = """
import sys, time
sys.path.insert(0, {root!r})
import tempfile
tempfile.tempdir = {folder!r}
from grader.core import Origin, Passage, Program
from grader.jail.alone import SingleUse
from grader.jail.launch import Zygote
from grader.jail.runner import ProcessRunner
with ProcessRunner(jail={jail}) as runner:
    print("begun", flush=True)
    run = runner.run(Program((Passage("code", "import time\\nprint('x')\\n{code}", Origin("a.py")),)))
    print("run", flush=True)
    {after}
"""
PATIENCE = 60.0  # seconds, for a machine that does other things as well
MADE = {  # by rung: the jail, and how many processes there are with the grader; bubblewrap is two of them
    "none": ("SingleUse()", 3), "namespaces": ("Zygote()", 5), "landlock": ("Zygote('landlock')", 3),
}  # fmt: skip


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGKILL])
@pytest.mark.parametrize("during", ["a cell", "a pause"])
@pytest.mark.parametrize(("jail", "rung"), [(rung, rung) for rung in MADE], indirect=["jail"])
def test_nothing_outlives_the_grader(
    request: pytest.FixtureRequest, sent: signal.Signals, during: str, jail: Jail, rung: str
) -> None:
    assert jail.rung.startswith(rung), "skipped where there is none"
    made, processes = MADE[rung]
    sleep = "time.sleep(100)"
    code, after = (sleep, "") if during == "a cell" else ("", sleep)
    folder = Path(tempfile.mkdtemp(dir="/tmp", prefix="outlive-"))  # nobody else's jails are looked at
    folder.chmod(0o1777)  # as /tmp: a jail of root's is run by another user
    request.addfinalizer(lambda: shutil.rmtree(folder, ignore_errors=True))
    script = GRADER.format(root=str(ROOT), folder=str(folder), code=code, after=after, jail=made)
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as grader:
        assert grader.stdout is not None
        grader.stdout.readline()
        if during == "a pause":
            grader.stdout.readline()
        _wait_until(lambda: len(list(watch.tree(grader.pid))) == processes)
        time.sleep(0.2)
        with ExitStack() as held:
            below = [_held(pid, held) for pid in watch.tree(grader.pid)]
            grader.send_signal(sent)
            grader.communicate(timeout=PATIENCE)
            assert grader.returncode != 0
            _wait_until(lambda: all(_has_ended(pidfd) for pidfd in below))
    _wait_until(lambda: not os.listdir(folder))


def _held(pid: int, held: ExitStack) -> int:
    """A process by a file descriptor, which no later process of the same number can be taken for."""
    pidfd = os.pidfd_open(pid)
    held.callback(os.close, pidfd)
    return pidfd


def _has_ended(pidfd: int) -> bool:
    return bool(select.select([pidfd], [], [], 0)[0])


def _wait_until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.02)


# ------------------------------------------------------------------------------------------- small things


@pytest.mark.parametrize(
    ("code", "modules"),
    [
        ("x = 1", ()),
        ("import numpy as np", ("numpy",)),
        ("import os, torch", ("torch",)),
        ("from torch import nn\nfrom numpy.linalg import inv", ("numpy", "torch")),
        ("def f():\n    import sympy as sp", ("sympy",)),
        ("import torchvision, mynumpy", ()),
        ("from d2l import torch as d2l", ()),
        ("# import torch\nx = 'torch'", ()),
        ("import random # numpy", ()),
        ("import matplotlib.pyplot as plt", ("matplotlib.pyplot",)),
        ("x = 1\n%timeit f()", ("IPython",)),
        ("from IPython.display import display", ("IPython",)),
        ("x = (a\n     % b)", ("IPython",)),
    ],
)
def test_modules_of(program: Write, code: str, modules: tuple[str, ...]) -> None:
    assert modules_of(program(code)) == modules


def test_remarks(program: Write, runner: ProcessRunner) -> None:
    run = runner.run(program("x = 1", "import os; os._exit(0)", "1 / 0"))
    found = remarks(run.report)
    assert [message.key for message in found] == ["jail.crashed", "jail.cell_error"]
    for message in found:
        fields: dict[str, Any] = dict(message.fields)
        assert WORDS[message.key].en.format(**fields)
        assert WORDS[message.key].zh.format(**fields)


def test_as_an_ordinary_user(tmp_path: Path) -> None:
    """The tests may run as root; then this one also runs a program as somebody else, where that one can read Python."""
    if os.geteuid() != 0:
        pytest.skip("this is an ordinary user already")
    tmp_path.chmod(0o777)
    code = f"""
        import os, sys, tempfile
        os.setgid(54321); os.setuid(54321)
        tempfile.tempdir = {str(tmp_path)!r}
        sys.path.insert(0, {str(Path(__file__).parents[2])!r})
        from grader.core import Origin, Passage, Program
        from grader.jail.runner import ProcessRunner
        with ProcessRunner() as runner:
            run = runner.run(Program((Passage("code", "import os\\nu = os.getuid()", Origin("a.py")),)))
            print(runner.rung, run.value("u"))
    """
    command = [sys.executable, "-c", textwrap.dedent(code)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, cwd="/", check=False)
    if "Permission" in done.stderr or "ModuleNotFound" in done.stderr:
        pytest.skip("Python lies where only root may read")
    assert "value=54321" in done.stdout, done.stderr
