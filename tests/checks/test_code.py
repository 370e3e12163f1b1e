"""Students' functions, right and wrong, each with the reason why it is here; and the references they are held to."""

from __future__ import annotations

import importlib.util
import math
import string
import textwrap
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any, Literal

import numpy as np
import pytest
import sympy
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from grader.checks.code import (
    Case,
    computes,
    fails_on_design,
    inputs,
    minimises_numerically,
    repeats,
    settles,
    trains,
)
from grader.checks.code.compare import Right, equals, response
from grader.checks.code.design import rank, singular
from grader.core import (
    Absent,
    Agreement,
    Answer,
    Bench,
    CallRaised,
    CallStopped,
    CellError,
    Check,
    Counterexample,
    Fail,
    Finding,
    Message,
    Missing,
    Origin,
    Pass,
    Passage,
    Program,
    Proof,
    Raised,
    Reply,
    Returned,
    RunOutcome,
    RunReport,
    Undecided,
    Where,
)
from grader.report.words.checks_code import WORDS

SOLUTIONS = Path(__file__).parents[2] / "solutions" / "linear_regression"


def solution(exercise: str) -> ModuleType:
    """The numeric reference of an exercise."""
    path = SOLUTIONS / exercise / "numeric.py"
    spec = importlib.util.spec_from_file_location(f"numeric_{exercise}", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


CONSTANT = solution("optimal_constant")
LINEAR = solution("normal_equation")
LAPLACE = solution("laplace_noise")

# ------------------------------------------------------------------------------- a runner without a jail


@dataclass
class InProcess:
    """Runs our own test programs in this process; counts the calls."""

    outcome: RunOutcome = "ok"
    stops: RunOutcome | None = None
    namespace: dict[str, Any] = field(default_factory=dict)
    errors: list[CellError] = field(default_factory=list)
    calls: int = 0

    def run(self, program: Program) -> InProcess:
        if not self.namespace:
            self.namespace["__name__"] = "student"
            for cell in program.cells:
                try:
                    exec(cell.source, self.namespace)
                except Exception as error:
                    where = Where(cell.origin.file, cell.origin.cell, 2, 1, "")
                    self.errors.append(CellError(where, f"{type(error).__name__}: {error}"))
        return self

    @property
    def report(self) -> RunReport:
        return RunReport(self.outcome, 0.0, tuple(self.errors))

    def value(self, name: str) -> Reply:
        return Returned(self.namespace[name], "numpy") if name in self.namespace else Absent(name)

    def call(self, name: str, args: Sequence[object] = (), *, library: Literal["numpy", "torch", "plain"]) -> Reply:
        self.calls += 1
        if self.stops is not None:
            return CallStopped(self.stops)
        if name not in self.namespace:
            return Absent(name)
        there = [_sent(arg, library) for arg in args]
        try:
            with np.errstate(all="ignore"):
                value = self.namespace[name](*there)
        except Exception as error:
            line = traceback.extract_tb(error.__traceback__)[-1].lineno
            return CallRaised(f"{type(error).__name__}: {error}", 0, line)
        return Returned(_back(value), type(value).__name__, tuple(_back(arg) for arg in there))


def _sent(value: object, library: str) -> object:
    if not isinstance(value, np.ndarray):
        return value
    there = np.array(value)
    if library == "torch":
        import torch

        return torch.from_numpy(there)
    there.flags.writeable = value.flags.writeable
    return there


def _back(value: object) -> object:
    if isinstance(value, tuple | list):
        return type(value)(_back(item) for item in value)
    if hasattr(value, "detach"):
        return value.detach().numpy()
    return value


@dataclass(frozen=True)
class FromModule:
    module: ModuleType

    def symbolic(self, name: str) -> object:
        raise KeyError(name)

    def numeric(self, name: str) -> Callable[..., object]:
        return getattr(self.module, name)  # type: ignore[no-any-return]


def found(check: Check, source: str, module: ModuleType, runner: InProcess | None = None) -> Finding:
    """What the check finds in a program of one cell."""
    cell = Passage("code", textwrap.dedent(source).strip() + "\n", Origin("s.py"))
    answer = Answer("part", program=Program((cell,)))
    return check(answer, Bench(FromModule(module), runner or InProcess()))


def failed(finding: Finding) -> Fail:
    assert isinstance(finding.verdict, Fail), finding.verdict
    return finding.verdict


# ---------------------------------------------------------------------------------------------- the mean

MEAN = computes("optimal_constant", inputs("x: n"))


@pytest.mark.parametrize(
    ("source", "why"),
    [
        ("import numpy as np\ndef optimal_constant(x): return np.mean(x)", "numpy's own"),
        ("def optimal_constant(x): return sum(x) / len(x)", "a loop in Python, a numpy scalar back"),
        ("def optimal_constant(x): return x.mean()", "serves both, but torch has no mean of integers"),
        ("import torch\ndef optimal_constant(x): return torch.mean(x)", "torch only, a 0-d tensor back"),
        ("import torch\ndef optimal_constant(x): return torch.mean(x).item()", "torch only, a float back"),
        (
            "import torch\ndef optimal_constant(x): return float(torch.tensor(x, dtype=torch.float32).mean())",
            "computed in single precision",
        ),
        (
            "import torch\ndef optimal_constant(x): return (torch.ones(len(x)) @ x) / len(x)",
            "torch that takes single precision only: double times float raises",
        ),
        ("import numpy as np\ndef optimal_constant(x): return np.array(x.mean())", "a 0-d array"),
        (
            "import numpy as np\ndef optimal_constant(x): return np.linalg.lstsq(np.ones((len(x), 1)), x)[0]",
            "shape (1,)",
        ),
        ("def optimal_constant(x): return 0\ndef optimal_constant(x): return x.mean()", "the last definition counts"),
        (
            """
            def optimal_constant(x):
                b = 0.0
                for k, v in enumerate(x, 1):
                    b += (v - b) / k
                return b
            """,
            "a running mean rounds otherwise",
        ),
    ],
)
def test_right_means_pass(source: str, why: str) -> None:
    finding = found(MEAN, source, CONSTANT)
    assert isinstance(finding.verdict, Pass), (why, finding.verdict)
    assert isinstance(finding.verdict.evidence, Agreement)
    assert finding.verdict.evidence.points >= 5


@pytest.mark.parametrize(
    ("body", "mistake", "why"),
    [
        ("return x.sum()", "wrong_constant", "a sum for a mean"),
        ("return x.sum() / (len(x) - 1)", "wrong_constant", "divided by n - 1; with one datum by zero"),
        ("return 2 * x.mean()", "wrong_constant", "factor 2"),
        ("return -x.mean()", "sign", "the sign"),
        ("return x.mean() + 1e-3", None, "a little beside it: no factor explains it"),
        ("return (x.min() + x.max()) / 2", None, "right for two numbers, not for three"),
        ("return x[0]", None, "right for one number"),
        ("return np.median(x)", None, "the other question's answer"),
        ("return x - x.mean()", "wrong_shape", "an array for a number"),
        ("x -= x.mean(); return 0.0", "mutates_input", "changes the caller's data"),
        ("x.sort(); return x.mean()", "mutates_input", "right value, changed data"),
        ("return x.mean() / 0 if False else None", "returns_nothing", "no value"),
        ("b = x.mean()", "returns_nothing", "no return"),
        ("return 'mean'", "wrong_type", "a word"),
        ("return x.average()", "raises", "no such method"),
        ("return 1 / 0", "raises", "always raises"),
        ("return int(x.mean())", None, "cuts the decimals off"),
        ("return float('nan')", None, "not a number compares as unequal"),
        ("return np.mean(x.astype(np.float16))", None, "half precision is not enough"),
        ("return x.mean() if x.dtype.kind == 'f' else x.sum() // len(x)", None, "wrong on integers only"),
        ("return x.mean() if len(x) > 1 else 0.0", None, "wrong on a single number only"),
        ("return abs(x.mean())", None, "right while the mean is positive"),
    ],
)
def test_wrong_means_fail_with_a_witness(body: str, mistake: str | None, why: str) -> None:
    source = "import numpy as np\ndef optimal_constant(x):\n" + textwrap.indent(body.replace("; ", "\n"), "    ")
    verdict = failed(found(MEAN, source, CONSTANT))
    assert verdict.mistake == mistake, (why, verdict)
    assert isinstance(verdict.witness, Counterexample | Raised)


def test_the_witness_is_small_and_can_be_checked_by_hand() -> None:
    verdict = failed(found(MEAN, "def optimal_constant(x): return x.sum()", CONSTANT))
    assert isinstance(verdict.witness, Counterexample)
    x = verdict.witness.at["x"]
    assert isinstance(x, list)
    assert len(x) == 2
    assert all(isinstance(entry, int) for entry in x)
    assert float(verdict.witness.expected) == pytest.approx(np.mean(x))  # type: ignore[arg-type]
    assert float(verdict.witness.got) == pytest.approx(np.sum(x))  # type: ignore[arg-type]
    assert not verdict.witness.degenerate


def test_a_witness_that_needs_three_numbers_has_three() -> None:
    verdict = failed(found(MEAN, "def optimal_constant(x): return (x.min() + x.max()) / 2", CONSTANT))
    assert isinstance(verdict.witness, Counterexample)
    assert len(verdict.witness.at["x"]) == 3  # type: ignore[arg-type]


def test_a_failure_on_one_number_only_is_called_degenerate() -> None:
    source = "def optimal_constant(x): return x.mean() if len(x) > 1 else 0.0"
    verdict = failed(found(MEAN, source, CONSTANT))
    assert isinstance(verdict.witness, Counterexample)
    assert verdict.witness.degenerate


def test_the_exception_and_its_line_are_shown() -> None:
    finding = found(MEAN, "def optimal_constant(x):\n    b = x.mean()\n    return b.no_such_thing", CONSTANT)
    verdict = failed(finding)
    assert isinstance(verdict.witness, Raised)
    assert "no_such_thing" in verdict.witness.error
    assert finding.where is not None
    assert (finding.where.line, finding.where.text.strip()) == (3, "return b.no_such_thing")


def test_the_place_is_the_last_definition() -> None:
    finding = found(MEAN, "def optimal_constant(x): return 1\n\ndef optimal_constant(x): return 2", CONSTANT)
    assert finding.where is not None
    assert finding.where.line == 3


def test_of_two_libraries_that_fail_the_one_is_told_that_the_code_takes() -> None:
    verdict = failed(found(MEAN, "import torch\ndef optimal_constant(x): return torch.sum(x)", CONSTANT))
    assert verdict.mistake == "wrong_constant"


def test_few_calls_are_needed() -> None:
    runner = InProcess()
    found(MEAN, "def optimal_constant(x): return sum(x) / len(x)", CONSTANT, runner)
    assert runner.calls <= 12


# ------------------------------------------------------------------------------- nothing to be judged


def test_no_program_is_missing() -> None:
    finding = MEAN(Answer("part"), Bench(FromModule(CONSTANT), InProcess()))
    assert isinstance(finding.verdict, Missing)


@pytest.mark.parametrize(
    ("source", "key"),
    [
        ("def other(x): return 1", "checks.code.absent"),
        ("1 / 0\ndef optimal_constant(x): return x.mean()", "checks.code.absent_after_error"),
        ("def optimal_constant(x): raise NotImplementedError", "checks.code.not_written"),
    ],
)
def test_what_is_not_there_is_missing(source: str, key: str) -> None:
    verdict = found(MEAN, source, CONSTANT).verdict
    assert isinstance(verdict, Missing)
    assert isinstance(verdict.what, Message)
    assert verdict.what.key == key


@pytest.mark.parametrize("outcome", ["timeout", "memory", "killed", "crashed", "output_limit", "protocol"])
def test_a_stopped_call_fails_by_its_name(outcome: RunOutcome) -> None:
    runner = InProcess(stops=outcome)
    verdict = failed(found(MEAN, "def optimal_constant(x): return x.mean()", CONSTANT, runner))
    assert isinstance(verdict.witness, Raised)
    assert verdict.witness.error == outcome
    assert len(verdict.witness.at["x"]) > 1  # type: ignore[arg-type]
    assert runner.calls == 1


def test_a_run_that_was_stopped_before_the_definition_fails() -> None:
    verdict = failed(found(MEAN, "a = 1", CONSTANT, InProcess(outcome="timeout")))
    assert verdict.mistake == "timeout"


def test_our_own_faults_are_not_the_students() -> None:
    with pytest.raises(AttributeError):  # which the grading reports as broken
        found(computes("f", inputs("x: n"), reference="no_such"), "def f(x): return 1", CONSTANT)


# -------------------------------------------------------------------------------------------- a median

MEDIAN = minimises_numerically("optimal_constant_l1", inputs("x: n"), objective="absolute_objective")


@pytest.mark.parametrize(
    ("source", "why"),
    [
        ("import numpy as np\ndef optimal_constant_l1(x): return np.median(x)", "the middle"),
        ("def optimal_constant_l1(x): return sorted(x)[len(x) // 2]", "the upper median of an even number"),
        ("def optimal_constant_l1(x): return sorted(x)[(len(x) - 1) // 2]", "the lower one"),
        ("import torch\ndef optimal_constant_l1(x): return torch.median(x)", "torch takes the lower one"),
        ("def optimal_constant_l1(x): return min(x, key=lambda b: abs(x - b).sum())", "by trying"),
    ],
)
def test_every_median_passes(source: str, why: str) -> None:
    finding = found(MEDIAN, source, CONSTANT)
    assert isinstance(finding.verdict, Pass), (why, finding.verdict)


@pytest.mark.parametrize(
    "body",
    [
        "x.mean()",
        "sorted(x)[0]",
        "x[len(x) // 2]",
        "abs(x - np.median(x)).sum()",
        "np.median(x) + 1e-6",
        "np.median(abs(x))",
    ],
)
def test_what_is_no_median_fails(body: str) -> None:
    verdict = failed(found(MEDIAN, f"import numpy as np\ndef optimal_constant_l1(x): return {body}", CONSTANT))
    assert isinstance(verdict.witness, Counterexample)
    assert "absolute_objective" in verdict.witness.expected


# ------------------------------------------------------------------------------------- matrices

GRADIENT = computes("squared_loss_gradient", inputs("X: n*d, y: n, w: d"))
SOLUTION = computes("normal_equation", inputs("X: n*d, y: n", solves="X"), objective="objective")


@pytest.mark.parametrize(
    "body",
    [
        "2 * X.T @ (X @ w - y)",
        "-2 * X.T @ y + 2 * X.T @ X @ w",
        "2 * ((X @ w - y) @ X)",
        "2 * ((X @ w - y)[:, None] * X).sum(0)",
        "sum(2 * (row @ w - t) * row for row, t in zip(X, y))",
    ],
)
def test_right_gradients_pass(body: str) -> None:
    finding = found(GRADIENT, f"def squared_loss_gradient(X, y, w): return {body}", LINEAR)
    assert isinstance(finding.verdict, Pass), finding.verdict


def test_a_gradient_by_autograd_passes() -> None:
    source = """
    import torch
    def squared_loss_gradient(X, y, w):
        w = w.clone().requires_grad_()
        ((y - X @ w) ** 2).sum().backward()
        return w.grad
    """
    assert isinstance(found(GRADIENT, source, LINEAR).verdict, Pass)


@pytest.mark.parametrize(
    ("body", "mistake"),
    [
        ("X.T @ (X @ w - y)", "wrong_constant"),
        ("2 * X.T @ (X @ w - y) / len(y)", "wrong_constant"),
        ("2 * X.T @ (y - X @ w)", "sign"),
        ("2 * (X.T @ (X @ w - y))[:, None]", "wrong_shape"),
        ("2 * X.T @ (X @ w[:, None] - y)", "wrong_shape"),
        ("2 * X @ (X @ w - y)", "raises"),
        ("2 * X.T @ X @ w - X.T @ y", None),
    ],
)
def test_wrong_gradients_fail(body: str, mistake: str | None) -> None:
    verdict = failed(found(GRADIENT, f"def squared_loss_gradient(X, y, w): return {body}", LINEAR))
    assert verdict.mistake == mistake, verdict


@pytest.mark.parametrize(
    "body",
    [
        "np.linalg.inv(X.T @ X) @ X.T @ y",
        "np.linalg.solve(X.T @ X, X.T @ y)",
        "np.linalg.lstsq(X, y, rcond=None)[0]",
        "np.linalg.pinv(X) @ y",
        "np.linalg.pinv(X.T @ X) @ X.T @ y",
    ],
)
def test_right_solutions_pass_however_stable(body: str) -> None:
    finding = found(SOLUTION, f"import numpy as np\ndef normal_equation(X, y): return {body}", LINEAR)
    assert isinstance(finding.verdict, Pass), finding.verdict


@pytest.mark.parametrize(
    "check",
    [SOLUTION, minimises_numerically("normal_equation", inputs("X: n*d, y: n", solves="X"), objective="objective")],
)
def test_a_solution_in_torch_passes(check: Check) -> None:
    source = "import torch\ndef normal_equation(X, y): return torch.linalg.solve(X.T @ X, X.T @ y)"
    assert isinstance(found(check, source, LINEAR).verdict, Pass)


def test_a_singular_matrix_costs_nothing_but_a_remark() -> None:
    source = """
    import numpy as np
    def normal_equation(X, y):
        if np.linalg.matrix_rank(X) < X.shape[1]:
            return np.full(X.shape[1], 1e9)
        return np.linalg.lstsq(X, y)[0]
    """
    finding = found(SOLUTION, source, LINEAR)
    assert isinstance(finding.verdict, Pass)
    assert [remark.key for remark in finding.remarks if isinstance(remark, Message)] == ["checks.code.undetermined"]


@pytest.mark.parametrize("error", ["raise ValueError('X^T X is singular')", "return np.linalg.pinv(X) @ y"])
def test_refusing_or_solving_a_singular_matrix_are_both_right(error: str) -> None:
    source = f"""
    import numpy as np
    def normal_equation(X, y):
        if np.linalg.matrix_rank(X) < X.shape[1]:
            {error}
        return np.linalg.solve(X.T @ X, X.T @ y)
    """
    finding = found(SOLUTION, source, LINEAR)
    assert isinstance(finding.verdict, Pass)
    assert not finding.remarks


@pytest.mark.parametrize(
    ("body", "mistake"),
    [
        ("X.T @ y @ np.linalg.inv(X.T @ X + np.eye(X.shape[1]))", None),
        ("np.linalg.inv(X @ X.T) @ X @ y", "raises"),
        ("np.linalg.inv(X.T @ X) @ X.T @ y / 2", "wrong_constant"),
        ("np.linalg.solve(X.T @ X, X.T @ y[:, None])", "wrong_shape"),
        ("np.linalg.inv(X.T @ X + 1e-6 * np.eye(X.shape[1])) @ X.T @ y", None),
    ],
)
def test_wrong_solutions_fail(body: str, mistake: str | None) -> None:
    verdict = failed(found(SOLUTION, f"import numpy as np\ndef normal_equation(X, y): return {body}", LINEAR))
    assert verdict.mistake == mistake, verdict
    if isinstance(verdict.witness, Counterexample):
        rows, columns = np.shape(verdict.witness.at["X"])  # type: ignore[arg-type]
        assert rows > columns


@pytest.mark.parametrize(
    ("body", "mistake"),
    [
        ("len(y) * np.log(2) + np.abs(y - X @ w - b).sum()", "right"),
        ("-np.sum(np.log(0.5 * np.exp(-np.abs(y - X @ w - b))))", "right"),
        ("np.abs(y - X @ w - b).sum()", "wrong_constant"),
        ("np.log(2) + np.abs(y - X @ w - b).mean()", "wrong_constant"),
        ("-len(y) * np.log(2) - np.abs(y - X @ w - b).sum()", "sign"),
        ("len(y) * np.log(2) + np.abs(y - X @ w).sum()", None),
        ("len(y) * np.log(2) + np.sum((y - X @ w - b) ** 2)", None),
        ("len(y) * np.log(2) + np.abs(y[:, None] - X @ w - b).sum()", None),
    ],
)
def test_the_likelihood(body: str, mistake: str | None) -> None:
    check = computes("laplace_nll", inputs("X: n*d, y: n, w: d, b"))
    finding = found(check, f"import numpy as np\ndef laplace_nll(X, y, w, b): return {body}", LAPLACE)
    if mistake == "right":
        assert isinstance(finding.verdict, Pass), finding.verdict
    else:
        assert failed(finding).mistake == mistake


# ------------------------------------------------------------------------------------------ the inputs


@pytest.mark.parametrize(
    ("declaration", "solves"),
    [("x: n", None), ("X: n*d, y: n, w: d, b", None), ("X: n*d, y: n", "X"), ("x: n, mu, sigma: >0", None)],
)
def test_inputs_have_the_declared_shapes_and_are_drawn_from_the_generator(declaration: str, solves: str | None) -> None:
    make = inputs(declaration, solves=solves)
    first, second = (list(make(np.random.default_rng(seed))) for seed in (1, 1))
    for case, again in zip(first, second, strict=True):
        assert list(case.args) == [item.split(":")[0].strip() for item in declaration.split(",")]
        assert case.sound()
        for name, value in case.args.items():
            assert np.array_equal(value, again.args[name])
            assert np.shape(value) == tuple(case.sizes[axis] for axis in case.axes[name])
    assert {"ordinary", "single", "integers", "float32", "read_only"} <= {case.kind for case in first}
    if "sigma" in declaration:
        assert all(float(case.args["sigma"]) > 0 for case in first)


@pytest.mark.parametrize(("declaration", "solves"), [("x: n+1", None), ("", None), ("x: n", "x"), ("X: n*d", "Y")])
def test_what_cannot_be_declared_is_refused(declaration: str, solves: str | None) -> None:
    with pytest.raises(ValueError, match=r"."):
        inputs(declaration, solves=solves)


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=30))
@hypothesis_settings(max_examples=100, deadline=None)
def test_another_order_of_adding_stays_within_the_tolerance(numbers: list[float]) -> None:
    case = Case("ordinary", {"x": np.array(numbers)}, {"x": ("n",)})
    judge = equals(CONSTANT.optimal_constant)
    other = sum(sorted(numbers, key=abs)) / len(numbers)
    assert isinstance(judge(case, Returned(other, "float")), Right)
    exact = math.fsum(numbers) / len(numbers)
    assert isinstance(judge(case, Returned(exact, "float")), Right)


def test_the_condition_of_a_cancelling_sum_is_large() -> None:
    case = Case("ordinary", {"x": np.array([1e6, -1e6, 1.0])}, {"x": ("n",)})
    assert 1e5 < response(CONSTANT.b_star, case) < 1e6


# ---------------------------------------------------------------------------------- a singular design

DESIGN = fails_on_design()


@pytest.mark.parametrize(
    ("value", "why"),
    [
        ("np.array([[1., 2.], [2., 4.], [3., 6.]])", "a multiple"),
        ("np.ones((5, 2))", "the same column twice"),
        ("np.array([[1, 2, 3]])", "fewer rows than columns"),
        ("np.zeros((3, 2))", "zero"),
        ("[[1, 1], [2, 2]]", "a list of lists"),
        ("np.outer(np.arange(1, 6) / 10, [1, 3])", "a multiple up to rounding"),
        ("np.array([[1, 1], [1e-9, 0], [0, 1e-9]])", "X^T X is singular in double precision"),
        ("torch.tensor([[1., 1.], [1., 1.]])", "a tensor"),
    ],
)
def test_singular_designs_pass(value: str, why: str) -> None:
    finding = found(DESIGN, f"import numpy as np, torch\ndef singular_design(): return {value}", LINEAR)
    assert isinstance(finding.verdict, Pass), (why, finding.verdict)
    assert isinstance(finding.verdict.evidence, Proof | Agreement)


@pytest.mark.parametrize(
    ("value", "mistake"),
    [
        ("np.eye(3)", None),
        ("np.array([[1, 2], [3, 4], [5, 6.1]])", None),
        ("np.array([[1, 1], [1, 1.001]])", None),
        ("np.ones(3)", "wrong_shape"),
        ("np.array([[np.nan, 1], [1, 1]])", "wrong_shape"),
        ("'singular'", "wrong_shape"),
        ("None", "wrong_shape"),
        ("[[1, 2], [1]]", "wrong_shape"),
        ("np.ones((2, 2)) * 1j", "wrong_shape"),
        ("1 / 0", "raises"),
    ],
)
def test_other_designs_fail(value: str, mistake: str | None) -> None:
    verdict = failed(found(DESIGN, f"import numpy as np\ndef singular_design(): return {value}", LINEAR))
    assert verdict.mistake == mistake, verdict


def test_a_matrix_in_place_of_the_function_is_accepted_with_a_remark() -> None:
    finding = found(DESIGN, "import numpy as np\nsingular_design = np.ones((3, 2))", LINEAR)
    assert isinstance(finding.verdict, Pass)
    assert finding.remarks


@given(st.integers(1, 4), st.integers(1, 4), st.integers(0, 3), st.integers(0, 10_000))
@hypothesis_settings(max_examples=60, deadline=None)
def test_the_rank_is_exact(rows: int, columns: int, inner: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    X = rng.integers(-3, 4, (rows, inner)) @ rng.integers(-3, 4, (inner, columns))
    assert rank(X.tolist()) == sympy.Matrix(rows, columns, X.ravel().tolist()).rank()
    assert (singular(X) is not None) == (rank(X.tolist()) < columns)


# -------------------------------------------------------------------------------------------- training

LOOP = string.Template("""
import torch
def sgd_laplace(X, y, lr, num_epochs, batch_size, seed):
    g = torch.Generator().manual_seed(seed)
    w, b, t = torch.zeros(X.shape[1], dtype=X.dtype), torch.zeros(1, dtype=X.dtype), 0
    for epoch in range(num_epochs):
        for k in torch.randperm(len(y), generator=g).split(batch_size):
            t += 1
            r = X[k] @ w + b - y[k]
            s = $gradient
            eta = $rate
            w = w $sign eta * X[k].T @ s / len(k)
            b = b $sign eta * s.mean()
    return $result
""")


def loop(gradient: str = "torch.sign(r)", rate: str = "lr / t ** 0.5", sign: str = "-", result: str = "w, b") -> str:
    return LOOP.substitute(gradient=gradient, rate=rate, sign=sign, result=result)


NUMPY_LOOP = """
import numpy as np
def sgd_laplace(X, y, lr, num_epochs, batch_size, seed):
    rng = np.random.default_rng(seed)
    w, b = np.zeros(X.shape[1]), 0.0
    for epoch in range(num_epochs):
        order = rng.permutation(len(y))
        for start in range(0, len(y), batch_size):
            k = order[start:start + batch_size]
            s = np.sign(X[k] @ w + b - y[k])
            w = w - lr / (1 + epoch) * X[k].T @ s
            b = b - lr / (1 + epoch) * s.sum()
    return w, float(b)
"""

AUTOGRAD_LOOP = """
import torch
from torch.utils.data import DataLoader, TensorDataset
def sgd_laplace(X, y, lr, num_epochs, batch_size, seed):
    torch.manual_seed(seed)
    net = torch.nn.Linear(X.shape[1], 1)
    optimizer = torch.optim.SGD(net.parameters(), lr=lr)
    schedule = torch.optim.lr_scheduler.ExponentialLR(optimizer, 0.95)
    for epoch in range(num_epochs):
        for a, t in DataLoader(TensorDataset(X, y), batch_size, shuffle=True):
            optimizer.zero_grad()
            (net(a)[:, 0] - t).abs().mean().backward()
            optimizer.step()
        schedule.step()
    return net.weight[0], net.bias
"""


@pytest.mark.parametrize(
    ("source", "why"),
    [
        (loop(), "1/sqrt(t)"),
        (loop(rate="lr"), "a constant step gets there, though it does not settle"),
        (loop(rate="lr / t"), "1/t needs a large rate"),
        (loop(rate="lr * 0.95 ** epoch"), "geometric decay"),
        (loop(gradient="r.clamp(-1, 1)", rate="lr"), "Huber's loss"),
        (loop(result="w.reshape(-1, 1), b"), "w as a column, with a remark"),
        (loop(result="[w, b.item()]"), "a list, b a float"),
        (NUMPY_LOOP, "numpy, gradients summed over the batch"),
        (AUTOGRAD_LOOP, "the library's own layers, in single precision only"),
    ],
)
def test_loops_that_train(source: str, why: str) -> None:
    finding = found(trains(), source, LAPLACE)
    assert isinstance(finding.verdict, Pass), (why, finding.verdict)


@pytest.mark.parametrize(
    ("source", "mistake", "why"),
    [
        (loop(sign="+"), "ascends", "the sign of the step"),
        (loop(rate="0"), None, "never moves"),
        (loop(gradient="2 * r", rate="lr / t ** 0.5"), None, "least squares, drawn away by the data far off"),
        (loop(result="w"), "wrong_shape", "no b"),
        (loop(result="w, b * 0"), None, "no intercept"),
        (loop(gradient="undefined"), "raises", "a name error"),
        (loop(result="w * float('nan'), b"), "ascends", "not a number"),
    ],
)
def test_loops_that_do_not_train(source: str, mistake: str | None, why: str) -> None:
    verdict = failed(found(trains(), source, LAPLACE))
    assert verdict.mistake == mistake, (why, verdict)
    assert isinstance(verdict.witness, Counterexample | Raised)


@pytest.mark.parametrize(
    ("rate", "gradient", "expected", "why"),
    [
        ("lr / t ** 0.5", "torch.sign(r)", Pass, "decays by steps"),
        ("lr / (1 + epoch)", "torch.sign(r)", Pass, "decays by epochs"),
        ("lr * (1 - epoch / num_epochs)", "torch.sign(r)", Pass, "to zero at the end, however long"),
        ("lr", "r.clamp(-1, 1)", Pass, "Huber's gradient shrinks by itself"),
        ("lr", "torch.sign(r)", Fail, "constant"),
        ("lr * 3", "torch.sign(r)", Fail, "constant, another size"),
        ("lr * 0.99 ** epoch", "torch.sign(r)", Undecided, "decays too slowly for a hundred epochs, but decays"),
        ("lr", "r / (r ** 2 + 1e-2) ** 0.5", Undecided, "smoothed by too little"),
    ],
)
def test_settling(rate: str, gradient: str, expected: type[object], why: str) -> None:
    finding = found(settles(), loop(gradient, rate), LAPLACE)
    assert isinstance(finding.verdict, expected), (why, finding.verdict)
    if isinstance(finding.verdict, Fail):
        assert finding.verdict.mistake == "constant_step"


def test_a_constant_step_in_numpy_is_seen_too() -> None:
    assert failed(found(settles(), NUMPY_LOOP.replace("lr / (1 + epoch)", "lr"), LAPLACE)).mistake == "constant_step"


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (loop(), Pass),
        (NUMPY_LOOP, Pass),
        (AUTOGRAD_LOOP, Pass),
        (loop().replace(", generator=g", ""), Fail),
        (NUMPY_LOOP.replace("default_rng(seed)", "default_rng()"), Fail),
        (NUMPY_LOOP.replace("rng.permutation(len(y))", "np.arange(len(y))"), Pass),
    ],
)
def test_the_same_seed_gives_the_same_result(source: str, expected: type[object]) -> None:
    finding = found(repeats(), source, LAPLACE)
    assert isinstance(finding.verdict, expected), finding.verdict
    if isinstance(finding.verdict, Fail):
        assert finding.verdict.mistake == "ignores_seed"


@pytest.mark.parametrize("check", [trains(), settles(), repeats()])
def test_a_loop_that_is_not_there(check: Check) -> None:
    assert isinstance(found(check, "x = 1", LAPLACE).verdict, Missing)
    assert isinstance(found(check, "def sgd_laplace(*args): raise NotImplementedError()", LAPLACE).verdict, Missing)
    assert isinstance(found(check, "x = 1", LAPLACE, InProcess(stops="timeout")).verdict, Fail)


# ------------------------------------------------------------------------------------------ references


@pytest.mark.parametrize(
    ("name", "module", "check", "needs"),
    [
        ("optimal_constant", "optimal_constant", MEAN, ""),
        ("optimal_constant_l1", "optimal_constant", MEDIAN, ""),
        ("squared_loss_gradient", "normal_equation", GRADIENT, ""),
        ("normal_equation", "normal_equation", SOLUTION, ""),
        ("singular_design", "normal_equation", DESIGN, ""),
        ("sgd_laplace", "laplace_noise", trains(), "torch"),
        ("sgd_laplace", "laplace_noise", settles(), "torch"),
        ("sgd_laplace", "laplace_noise", repeats(), "torch"),
    ],
)
def test_every_reference_passes_its_own_check(name: str, module: str, check: Check, needs: str) -> None:
    if needs:
        pytest.importorskip(needs)
    source = (SOLUTIONS / module / "numeric.py").read_text(encoding="utf-8")
    assert f"def {name}(" in source
    assert isinstance(found(check, source, solution(module)).verdict, Pass)


def test_the_names_agree_with_each_other() -> None:
    rng = np.random.default_rng(3)
    X, y, w, b = rng.normal(size=(6, 2)), rng.normal(size=6), rng.normal(size=2), 0.3
    assert LAPLACE.nll(X, y, w, b) == pytest.approx(-np.log(LAPLACE.likelihood(X, y, w, b)))
    assert CONSTANT.normal_nll(y, b, 1.7) == pytest.approx(-np.log(CONSTANT.normal_likelihood(y, b, 1.7)))
    step = 1e-6
    slopes = [
        (LINEAR.objective(X, y, w + step * e) - LINEAR.objective(X, y, w - step * e)) / (2 * step) for e in np.eye(2)
    ]
    assert LINEAR.gradient(X, y, w) == pytest.approx(slopes, rel=1e-6)
    assert LINEAR.gradient(X, y, LINEAR.w_star(X, y)) == pytest.approx([0, 0], abs=1e-12)


@given(st.integers(0, 10_000), st.integers(1, 3), st.integers(5, 25), st.booleans())
@hypothesis_settings(max_examples=40, deadline=None)
def test_the_least_absolute_deviations_are_least(seed: int, d: int, n: int, ties: bool) -> None:
    optimize = pytest.importorskip("scipy.optimize")
    rng = np.random.default_rng(seed)
    X = rng.normal(size=(n, d))
    y = X @ rng.normal(size=d) + rng.laplace(size=n)
    if ties:  # many optima, residuals of zero besides the vertex's own
        X, y = np.round(X), np.round(y)
    A = np.column_stack([X, np.ones(n)])
    if np.linalg.matrix_rank(A) <= d:
        with pytest.raises(ValueError, match="dependent"):
            LAPLACE.least_absolute_deviations(X, y)
        return
    w, b = LAPLACE.least_absolute_deviations(X, y)
    program = optimize.linprog(
        np.r_[np.zeros(d + 1), np.ones(2 * n)],
        A_eq=np.hstack([A, np.eye(n), -np.eye(n)]),
        b_eq=y,
        bounds=[(None, None)] * (d + 1) + [(0, None)] * (2 * n),
    )
    assert LAPLACE.absolute_loss(X, y, w, b) == pytest.approx(program.fun, rel=1e-9, abs=1e-9)


# ---------------------------------------------------------------------------------------------- words


def test_every_sentence_has_both_languages_and_the_same_fields() -> None:
    def fields(template: str) -> set[str]:
        return {name for _, name, _, _ in string.Formatter().parse(template) if name}

    for key, text in WORDS.items():
        assert key.startswith("checks.code.")
        assert fields(text.en) == fields(text.zh), key


def test_every_hint_has_its_words() -> None:
    sources = [
        (MEAN, "def optimal_constant(x): return x.sum()", CONSTANT),
        (MEAN, "def optimal_constant(x): return -x.mean()", CONSTANT),
        (MEAN, "def optimal_constant(x): return None", CONSTANT),
        (MEAN, "def optimal_constant(x): return x", CONSTANT),
        (MEAN, "def optimal_constant(x): x.sort(); return x.mean()", CONSTANT),
        (MEAN, "def optimal_constant(x): return y", CONSTANT),
        (DESIGN, "def singular_design(): return 1", LINEAR),
        (trains(), loop(sign="+"), LAPLACE),
        (settles(), loop(rate="lr"), LAPLACE),
    ]
    for check, source, module in sources:
        hint = failed(found(check, source, module)).hint
        assert isinstance(hint, Message)
        filled = dict.fromkeys(hint.fields, "x")
        assert WORDS[hint.key].en.format(**filled)
        for value in hint.fields.values():
            if isinstance(value, Message):
                assert value.key in WORDS
