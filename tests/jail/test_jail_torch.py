"""A program in torch, from end to end."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable

import numpy as np
import pytest

from grader.core import CallStopped, Program, Returned
from grader.jail.process import Limits
from grader.jail.runner import ProcessRunner

if importlib.util.find_spec("torch") is None:
    pytest.skip("torch is not installed", allow_module_level=True)

TORCH = """
import torch

threads = torch.get_num_threads()

def train(X, y):
    w = torch.zeros(X.shape[1], requires_grad=True, dtype=X.dtype)
    for _ in range(200):
        loss = ((X @ w - y) ** 2).mean()
        loss.backward()
        with torch.no_grad():
            w -= 0.5 * w.grad
            w.grad.zero_()
    return w, loss

def draw():
    return torch.rand(3)

def waste():
    return torch.ones(10**10)
"""


def test_torch(program: Callable[..., Program]) -> None:
    X = np.array([[1.0, 0.0], [0.0, 1.0], [1.0, 1.0]])
    with ProcessRunner(Limits(), seed=3) as runner:
        run = runner.run(program(TORCH))
        reply = run.call("train", [X, X @ [1.0, -2.0]], library="torch")
        assert isinstance(reply, Returned)
        assert isinstance(reply.value, tuple)
        np.testing.assert_allclose(reply.value[0], [1.0, -2.0], atol=1e-6)
        np.testing.assert_array_equal(reply.args[0], X)  # type: ignore[arg-type]
        assert run.value("threads") == Returned(1, "int")
        assert run.call("waste", library="torch") == CallStopped("memory")
        assert run.report.cpu_seconds < 3, "loading torch is not on the student's account"
        drawn = run.call("draw", library="torch")
        assert isinstance(drawn, Returned)
        assert drawn.kind == "torch"
        again = runner.run(program(TORCH, "")).call("draw", library="torch")
        assert isinstance(again, Returned)
        np.testing.assert_array_equal(drawn.value, again.value)  # type: ignore[arg-type]


def test_tensors_for_a_program_that_does_not_import_torch(program: Callable[..., Program]) -> None:
    with ProcessRunner(Limits(call_cpu=0.5)) as runner:
        run = runner.run(program("def twice(x):\n    return 2 * x"))
        reply = run.call("twice", [np.array([1.0])], library="torch")
        assert isinstance(reply, Returned)
        assert reply.kind == "torch"
        assert run.report.cpu_seconds < 0.5
