"""Attacks on the marks: wrong answers that would pass where a grader lets them judge themselves. None earns a point.

Every row hands in both functions of an exercise, wrong, with something beside them that is meant to help.
"""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

import pytest

from grader.core import PartResult
from grader.course import Course, find_course
from grader.grading import grade_paths
from grader.jail.runner import ProcessRunner
from tests.attacks.stage import LIMITS, ROOT, Stage

EXERCISE = "linear_regression/optimal_constant"
BOTH = """
def optimal_constant(x): return answer(x)
def optimal_constant_l1(x): return answer(x)
"""
LIAR = """
class Liar(float):
    __eq__ = __ne__ = __lt__ = __le__ = __gt__ = __ge__ = lambda *_: True
    __sub__ = __rsub__ = __abs__ = __mul__ = lambda *_: Liar(0)
    __hash__ = float.__hash__
"""
ROWS: dict[str, str] = {
    "comparisons of numpy that always agree": """
        import numpy as np
        np.allclose = np.isclose = np.array_equal = np.testing.assert_allclose = lambda *_, **__: True
        np.abs = np.linalg.norm = np.max = lambda *_, **__: 0.0
        def answer(x): return 1e6
    """,
    "built-in functions that always agree": """
        import builtins
        real = isinstance
        def answer(x): return 1e6
        builtins.abs = lambda *_: 0; builtins.all = builtins.any = lambda *_: True
        builtins.isinstance = lambda a, b: True if b is bool else real(a, b)
    """,
    "a number that equals all": LIAR + "def answer(x): return Liar(1e6)",
    "an array of numbers that equal all": LIAR
    + "import numpy as np\ndef answer(x): return np.array(Liar(1e6), dtype=object)",
    "an array class that equals all": """
        import numpy as np
        class Liar(np.ndarray):
            __eq__ = lambda *_: True
            __array_ufunc__ = lambda *_, **__: np.True_
            __array_finalize__ = lambda self, _: None
        def answer(x): return np.array(1e6).view(Liar)
    """,
    "an object that is made an array when looked at": """
        import sys
        class Lazy:
            def __array__(self, *_, **__): return sys._getframe(1).f_locals.get('expected', 1e6)
            def __float__(self): return 1e6
            __class__ = property(lambda self: float)
        def answer(x): return Lazy()
    """,
    "an object whose pickle would run a command": """
        import os
        class Bomb:
            def __reduce__(self): return os.system, ("echo x > CANARY",)
        def answer(x): return [Bomb()]
    """,
    "not a number": "def answer(x): return float('nan')",
    "infinity": "def answer(x): return float('inf')",
    "an array of many candidates": "import numpy as np\ndef answer(x): return np.linspace(x.min(), x.max(), 10**5)",
    "an array with no entries": "import numpy as np\ndef answer(x): return np.zeros(0)",
    "an array of not-a-numbers": "import numpy as np\ndef answer(x): return np.full(x.shape, np.nan)",
    "a shape that is no shape": """
        import numpy as np
        def answer(x): return np.lib.stride_tricks.as_strided(np.zeros(1), (2**20, 2**20), (0, 0))
    """,
    "lists in lists": "def answer(x):\n    a = []\n    for _ in range(10**4): a = [a]\n    return a",
    "a list that holds itself": "def answer(x):\n    a = [1.0]\n    a.append(a)\n    return a",
    "a huge integer": "def answer(x): return 10**10**5",
    "a string": "def answer(x): return 'nan'",
    "a truth value": "def answer(x): return True",
    "nothing": "def answer(x): return None",
    "a word that says it passed": "def answer(x): raise Exception('PASS 4/4')",
    "leaving as if all were well": "def answer(x):\n    import os\n    os._exit(0)",
    "leaving politely": "def answer(x): raise SystemExit(0)",
    "changing its input to fit": "def answer(x):\n    x[:] = 0.0\n    return 0.0",
    "looking for the expected value in the callers": """
        import sys
        def answer(x):
            frame = sys._getframe()
            while frame := frame.f_back:
                for name in ('expected', 'reference', 'optimum', 'truth'):
                    if name in frame.f_locals: return frame.f_locals[name]
            return 1e6
    """,
    "looking for the reference among all objects": """
        import gc, types
        def answer(x):
            for f in gc.get_objects():
                if isinstance(f, types.FunctionType) and f.__name__ in ('b_star', 'objective'): return f(x)
            return 1e6
    """,
    "running the solution": """
        import runpy
        def answer(x):
            try: return runpy.run_path(ROOT + '/solutions/linear_regression/optimal_constant/numeric.py')['b_star'](x)
            except OSError: return 1e6
    """,
    "importing the solution": """
        import sys
        sys.path[:0] = [ROOT, ROOT + '/solutions']
        def answer(x):
            try: from solutions.linear_regression.optimal_constant.numeric import b_star
            except ImportError: return 1e6
            return b_star(x)
    """,
    "rewriting the solution": """
        def answer(x):
            try: open(ROOT + '/solutions/linear_regression/optimal_constant/numeric.py', 'a')
            except OSError: return 1e6
    """,
    "writing its own replies": """
        import os, struct
        def answer(x):
            for number in range(3, 9):
                try: os.write(number, struct.pack('>I', 6) + b'\\x93\\xa1t\\x01\\xa1p')
                except OSError: pass
            return 1e6
    """,
    "rewriting the harness": """
        import gc
        for thing in gc.get_objects():
            if type(thing).__name__ == '_Service': thing._answer = lambda *_: ('returned', 'float', 0.0, [])
        def answer(x): return 1e6
    """,
    "modules of the grader of its own": """
        import sys, types
        for name in ('grader', 'grader.core', 'grader.checks', 'grader.jail.values'):
            sys.modules[name] = types.ModuleType(name)
        sys.modules['grader.core'].Fail = sys.modules['grader.core'].Pass = None
        def answer(x): return 1e6
    """,
    "rewriting its cells by the shell": """
        get_ipython().ast_transformers.append(type('T', (), {'visit': lambda self, tree: tree})())
        def answer(x): return 1e6
    """,
    "a float class of its own": """
        import builtins
        builtins.float = type('float', (), {'__new__': lambda cls, *_: 0})
        def answer(x): return 1e6
    """,
    "tracing what is called": """
        import sys
        def trace(frame, event, arg):
            for name in list(frame.f_locals):
                if 'expect' in name: frame.f_locals[name] = 1e6
            return trace
        sys.settrace(trace); sys.setprofile(trace)
        def answer(x): return 1e6
    """,
}


@pytest.fixture(scope="module")
def course() -> Course:
    """The course itself."""
    return find_course(ROOT)


def _grade(stage: Stage, course: Course, folder: Path, code: str, part: str = "code") -> PartResult:
    folder.mkdir(exist_ok=True)
    text = dedent(code).strip().replace("ROOT", repr(str(ROOT))).replace("CANARY", str(stage.canary))
    (folder / "answer.py").write_text(f"{text}\n")
    address = f"{EXERCISE}/{part}"
    with ProcessRunner(LIMITS, jail=stage.jail) as runner:
        results = grade_paths([folder / "answer.py"], course, runner, student="s", part=address)
    return next(result for result in results if result.part == address)


@pytest.mark.parametrize("name", ROWS)
def test_a_wrong_answer_earns_nothing(stage: Stage, course: Course, tmp_path: Path, name: str) -> None:
    result = _grade(stage, course, tmp_path, dedent(ROWS[name]).strip() + BOTH)
    assert result.outcome not in ("missing", "broken", "undecided"), result
    assert (result.points.earned, result.points.pending) == (0.0, 0.0), result
    stage.check()


def test_the_right_answer_earns_all(stage: Stage, course: Course, tmp_path: Path) -> None:
    code = "import numpy as np\ndef optimal_constant(x): return float(np.mean(x))\n"
    result = _grade(stage, course, tmp_path, code + "def optimal_constant_l1(x): return float(np.median(x))")
    assert result.points.earned == result.points.of == 4.0


SYMBOLIC = {
    "a name that would be a program": """
        import sympy as sp
        b_star = sp.Symbol("__import__('os').system('echo x > CANARY')") + sp.Symbol('x')
    """,
    "a class of sympy's with arguments of its own": """
        import sympy as sp
        class Evil(sp.Expr):
            args = property(lambda self: (self, self))
            __eq__ = lambda *_: True
            __hash__ = sp.Expr.__hash__
            __module__ = 'sympy.core.add'
        Evil.__name__ = 'Add'
        b_star = Evil()
    """,
    "a text that would be a program": "b_star = \"__import__('os').system('echo x > CANARY')\"",
    "a power tower": "import sympy as sp\nx = sp.Symbol('x')\nfor _ in range(60): x = x**x\nb_star = x",
    "a number with a million digits": "import sympy as sp\nb_star = sp.Integer(10)**10**6",
}


@pytest.mark.parametrize("name", SYMBOLIC)
def test_a_hostile_expression_earns_nothing(stage: Stage, course: Course, tmp_path: Path, name: str) -> None:
    result = _grade(stage, course, tmp_path, SYMBOLIC[name], part="a")
    assert result.outcome != "broken", result
    assert result.points.earned == 0.0, result
    stage.check()
