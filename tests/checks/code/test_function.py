"""Students' functions, right and wrong, each with the reason why it is here."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest

from grader.checks.code import (
    computes,
    inputs,
    minimises_numerically,
)
from grader.core import (
    Agreement,
    Answer,
    Arrays,
    Bench,
    CallStopped,
    Check,
    Counterexample,
    Message,
    Missing,
    Pass,
    Raised,
    Reply,
    RunOutcome,
)
from tests.checks.code.students import (
    CONSTANT,
    GRADIENT,
    LAPLACE,
    LINEAR,
    MEAN,
    MEDIAN,
    NLL,
    SOLUTION,
    FromModule,
    InProcess,
    failed,
    found,
    remarked,
)

# ---------------------------------------------------------------------------------------------- the mean


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
        ("return x.sum() / (len(x) - 1 or 1)", "wrong_constant", "the same, and right for one datum"),
        ("return 2 * x.mean()", "wrong_constant", "factor 2"),
        ("return -x.mean()", "sign", "the sign"),
        ("return x.mean() + 1e-3", None, "a little beside it: no factor explains it"),
        ("return (x.min() + x.max()) / 2", "midrange", "right for two numbers, not for three"),
        ("return x[0]", None, "right for one number"),
        ("return np.median(x)", "median_for_mean", "the other question's answer"),
        ("return x - x.mean()", "wrong_shape", "an array for a number"),
        ("x -= x.mean(); return 0.0", "mutates_input", "changes the caller's data"),
        ("x.sort(); return x.mean()", "mutates_input", "right value, changed data"),
        ("return x.mean() / 0 if False else None", "returns_nothing", "no value"),
        ("b = x.mean()", "returns_nothing", "no return"),
        ("return 'mean'", "wrong_type", "a word"),
        ("return x.average()", "raises", "no such method"),
        ("return 1 / 0", "raises", "always raises"),
        ("return int(x.mean())", "truncates", "cuts the decimals off"),
        ("return sum(x) // len(x)", "truncates", "rounds down"),
        ("return float('nan')", None, "not a number compares as unequal"),
        ("return np.mean(x.astype(np.float16))", "half_precision", "half precision is not enough"),
        ("return x.mean() if x.dtype.kind == 'f' else x.sum() // len(x)", "truncates", "wrong on integers only"),
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
    assert runner.calls <= 14


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
    assert "Σ|x_i - b|" in verdict.witness.expected


# ------------------------------------------------------------------------------------- matrices


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
        ("2 * X.T @ X @ w - X.T @ y", "missing_factor"),
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
    assert "checks.code.undetermined" in remarked(finding)


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
    assert remarked(finding) == ["checks.code.loses_digits"]


@pytest.mark.parametrize(
    ("body", "mistake"),
    [
        ("X.T @ y @ np.linalg.inv(X.T @ X + np.eye(X.shape[1]))", "regularised"),
        ("np.linalg.inv(X @ X.T) @ X @ y", "raises"),
        ("np.linalg.inv(X.T @ X) @ X.T @ y / 2", "wrong_constant"),
        ("np.linalg.solve(X.T @ X, X.T @ y[:, None])", "wrong_shape"),
        ("np.linalg.inv(X.T @ X + 1e-6 * np.eye(X.shape[1])) @ X.T @ y", "regularised"),
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
        ("(np.log(2) + np.abs(y - X @ w - b)).sum()", "right"),
        ("-np.sum(np.log(0.5 * np.exp(-np.abs(y - X @ w - b))))", "not_finite"),
        ("-np.log(np.prod(0.5 * np.exp(-np.abs(y - X @ w - b))))", "not_finite"),
        ("np.abs(y - X @ w - b).sum()", "wrong_constant"),
        ("np.log(2) + np.abs(y - X @ w - b).mean()", "wrong_constant"),
        ("-len(y) * np.log(2) - np.abs(y - X @ w - b).sum()", "sign"),
        ("len(y) * np.log(2) + np.abs(y - X @ w).sum()", "missing_intercept"),
        ("len(y) * np.log(2) + np.sum((y - X @ w - b) ** 2)", "square_for_abs"),
        ("len(y) * np.log(2) + np.abs(y[:, None] - X @ w - b).sum()", "broadcasts"),
    ],
)
def test_the_likelihood(body: str, mistake: str | None) -> None:
    finding = found(NLL, f"import numpy as np\ndef laplace_nll(X, y, w, b): return {body}", LAPLACE)
    if mistake == "right":
        assert isinstance(finding.verdict, Pass), finding.verdict
    else:
        assert failed(finding).mistake == mistake


# --------------------------------------------------------------------------- what is rounding, and what is not


@pytest.mark.parametrize(
    ("body", "remark", "why"),
    [
        ("float(x.astype(np.float32).sum()) / len(x)", "single_precision", "divided in double precision"),
        ("x.mean() * (1 + 2e-7)", "rounded_constant", "a factor of seven digits"),
        ("np.float32(x.mean())", None, "a result of single precision looks like one, and is enough"),
    ],
)
def test_rounding_costs_a_remark_at_most(body: str, remark: str | None, why: str) -> None:
    finding = found(MEAN, f"import numpy as np\ndef optimal_constant(x): return {body}", CONSTANT)
    assert isinstance(finding.verdict, Pass), (why, finding.verdict)
    keys = [key for key in remarked(finding) if key != "checks.code.made_up"]
    assert keys == ([f"checks.code.{remark}"] if remark else []), why


@pytest.mark.parametrize(
    ("body", "mistake", "why"),
    [
        ("x.mean() + 1e-7 * x[0] ** 2", None, "seven digits are right, but of no constant and of no precision"),
        ("x.mean() * 1.001", "rounded_constant", "a factor of three digits"),
        ("x.mean() * 1.1", None, "no rounding any more, and no factor that is known"),
        ("np.mean(x.astype(np.float16))", "half_precision", "three digits"),
    ],
)
def test_what_looks_like_rounding(body: str, mistake: str | None, why: str) -> None:
    verdict = failed(found(MEAN, f"import numpy as np\ndef optimal_constant(x): return {body}", CONSTANT))
    assert verdict.mistake == mistake, (why, verdict)


def test_a_constant_of_single_precision_in_torch_passes() -> None:
    source = """
    import torch
    def laplace_nll(X, y, w, b):
        return len(y) * torch.log(torch.tensor(2.0)) + torch.abs(y - X @ w - b).sum()
    """
    assert isinstance(found(NLL, source, LAPLACE).verdict, Pass)


# -------------------------------------------------------------------------------------- ill-conditioned designs


@pytest.mark.parametrize(
    ("body", "remark", "why"),
    [
        ("np.linalg.lstsq(X, y, rcond=None)[0]", None, "on X itself: nothing is lost"),
        ("np.linalg.solve(np.linalg.qr(X)[1], np.linalg.qr(X)[0].T @ y)", "undetermined", "by a QR decomposition"),
        ("np.linalg.solve(X.T @ X, X.T @ y)", "loses_digits", "what the book teaches, in double precision"),
        ("np.linalg.inv(X.T @ X) @ (X.T @ y)", "loses_digits", "with an inverse"),
        ("np.linalg.solve((X.T @ X).astype('f4'), (X.T @ y).astype('f4'))", "single_gram", "X^T X in single precision"),
        ("np.linalg.inv((X.T @ X).astype('f4')) @ X.T @ y", "single_precision", "on the way, and double at the end"),
    ],
)
def test_what_the_formula_loses_is_remarked(body: str, remark: str | None, why: str) -> None:
    finding = found(SOLUTION, f"import numpy as np\ndef normal_equation(X, y): return {body}", LINEAR)
    assert isinstance(finding.verdict, Pass), (why, finding.verdict)
    assert remarked(finding)[:1] == ([f"checks.code.{remark}"] if remark else []), (why, finding.remarks)


def test_a_method_that_has_not_arrived_is_wrong() -> None:
    """Where X is well-conditioned it has: that the rest were rounding would be a wrong excuse."""
    source = """
    import numpy as np
    def normal_equation(X, y):
        w, rate = np.zeros(X.shape[1]), 1 / np.linalg.norm(X, 2) ** 2
        for _ in range(2000):
            w = w - rate * X.T @ (X @ w - y)
        return w
    """
    assert failed(found(SOLUTION, source, LINEAR)).mistakes == ()


@pytest.mark.parametrize("penalty", ["1e-8", "1e-10", "1e-3", "0.5"])
def test_a_penalty_is_found_by_its_size(penalty: str) -> None:
    body = f"np.linalg.solve(X.T @ X + {penalty} * np.eye(X.shape[1]), X.T @ y)"
    verdict = failed(found(SOLUTION, f"import numpy as np\ndef normal_equation(X, y): return {body}", LINEAR))
    assert verdict.mistake == "regularised"
    assert isinstance(verdict.hint, Message)
    assert float(str(verdict.hint.fields["penalty"])) == pytest.approx(float(penalty), rel=0.1)


# ------------------------------------------------------------------------- where the task leaves open what happens


@pytest.mark.parametrize(
    ("check", "source", "module", "remark"),
    [
        (MEAN, "def optimal_constant(x): return sum(x) / max(len(x), 1)", CONSTANT, "made_up"),
        (MEAN, "def optimal_constant(x): return sum(x) / len(x)", CONSTANT, None),
        (MEAN, "def optimal_constant(x): return sum(x) / len(x) if len(x) else None", CONSTANT, None),
        (MEAN, "def optimal_constant(x): return sum(x) / len(x) if len(x) else float('nan')", CONSTANT, None),
        (
            GRADIENT,
            "def squared_loss_gradient(X, y, w): return sum(2 * (r @ w - t) * r for r, t in zip(X, y))",
            LINEAR,
            "goes_on",
        ),
        (GRADIENT, "def squared_loss_gradient(X, y, w): return 2 * X.T @ (X @ w - y)", LINEAR, None),
        (
            MEAN,
            "import torch, numpy as np\ndef optimal_constant(x): return torch.from_numpy(x.numpy()).mean()",
            CONSTANT,
            "refuses",
        ),
        (
            MEAN,
            "import torch\ndef optimal_constant(x): return x.view(-1).double().mean() if torch.is_tensor(x) else 1 / 0",
            CONSTANT,
            None,
        ),
        (
            MEAN,
            "import torch\ndef optimal_constant(x): return x.T.view(-1, 1).squeeze(1).double().view(-1).mean()",
            CONSTANT,
            None,
        ),
    ],
)
def test_what_is_left_open_costs_a_remark_at_most(check: Check, source: str, module: Any, remark: str | None) -> None:
    finding = found(check, source, module)
    assert isinstance(finding.verdict, Pass), finding.verdict
    assert remarked(finding) == ([f"checks.code.{remark}"] if remark else [])


def test_a_loop_without_end_on_no_data_costs_nothing() -> None:
    class Endless(InProcess):
        def call(self, name: str, args: Sequence[object] = (), *, library: Arrays) -> Reply:
            if np.size(args[0]) == 0:
                return CallStopped("timeout")
            return super().call(name, args, library=library)

    finding = found(MEAN, "def optimal_constant(x): return x.mean()", CONSTANT, Endless())
    assert isinstance(finding.verdict, Pass)


# ------------------------------------------------------------------------------------------- named mistakes


@pytest.mark.parametrize(
    ("check", "signature", "body", "module", "mistakes"),
    [
        (MEAN, "optimal_constant(x)", "x.sum()", CONSTANT, ("wrong_constant", "sum_for_mean")),
        (MEAN, "optimal_constant(x)", "np.sqrt(np.mean(x ** 2))", CONSTANT, ("root_mean_square",)),
        (MEAN, "optimal_constant(x)", "np.var(x)", CONSTANT, ("returns_the_loss",)),
        (MEDIAN, "optimal_constant_l1(x)", "x[len(x) // 2]", CONSTANT, ("not_sorted",)),
        (MEDIAN, "optimal_constant_l1(x)", "np.sort(x)[len(x) // 2 - 1]", CONSTANT, ("off_by_one",)),
        (
            GRADIENT,
            "squared_loss_gradient(X, y, w)",
            "2 * X.T @ (X @ w - y) / len(y)",
            LINEAR,
            ("wrong_constant", "mean_for_sum"),
        ),
        (GRADIENT, "squared_loss_gradient(X, y, w)", "X.T @ np.sign(X @ w - y)", LINEAR, ("missing_square",)),
        (
            GRADIENT,
            "squared_loss_gradient(X, y, w)",
            "2 * ((X @ w - y)[:, None] * X).sum(1)",
            LINEAR,
            ("wrong_shape", "wrong_axis", "shape"),
        ),
        (
            GRADIENT,
            "squared_loss_gradient(X, y, w)",
            "2 * X.T @ (X @ w[:, None] - y)",
            LINEAR,
            ("wrong_shape", "broadcasts", "shape"),
        ),
        (GRADIENT, "squared_loss_gradient(X, y, w)", "2 * X @ (X @ w - y)", LINEAR, ("raises", "shape")),
        (SOLUTION, "normal_equation(X, y)", "(X.T @ X) ** -1.0 @ X.T @ y", LINEAR, ("elementwise_inverse",)),
        (SOLUTION, "normal_equation(X, y)", "X.T @ y", LINEAR, ("missing_inverse",)),
        (
            NLL,
            "laplace_nll(X, y, w, b)",
            "len(y) * np.log10(2) + np.abs(y - X @ w - b).sum()",
            LAPLACE,
            ("wrong_constant", "other_logarithm"),
        ),
        (
            NLL,
            "laplace_nll(X, y, w, b)",
            "(len(y) * np.log(2) + np.abs(y - X @ w - b).sum()) / np.log(10)",
            LAPLACE,
            ("other_logarithm",),
        ),
        (NLL, "laplace_nll(X, y, w, b)", "len(y) * np.log(2) + (y - X @ w - b).sum()", LAPLACE, ("missing_abs",)),
        (NLL, "laplace_nll(X, y, w, b)", "0.0", LAPLACE, ()),
        (NLL, "laplace_nll(X, y, w, b)", "np.abs(y).sum()", LAPLACE, ()),
        (GRADIENT, "squared_loss_gradient(X, y, w)", "np.zeros(len(w))", LINEAR, ()),
        (SOLUTION, "normal_equation(X, y)", "np.ones(X.shape[1])", LINEAR, ()),
        (MEDIAN, "optimal_constant_l1(x)", "x[0]", CONSTANT, ()),
    ],
)
def test_a_mistake_is_named_or_none(
    check: Check, signature: str, body: str, module: Any, mistakes: tuple[str, ...]
) -> None:
    verdict = failed(found(check, f"import numpy as np\ndef {signature}: return {body}", module))
    assert verdict.mistakes == mistakes, verdict
    if isinstance(verdict.witness, Counterexample):
        assert not verdict.witness.degenerate
        numbers = np.concatenate([np.ravel(value) for value in verdict.witness.at.values()])  # type: ignore[arg-type]
        assert np.array_equal(numbers, np.round(numbers)), "whole numbers"
        assert len(numbers) <= 12
