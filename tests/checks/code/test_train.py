"""Training loops, right and wrong, each with the reason why it is here."""

from __future__ import annotations

import string

import numpy as np
import pytest

from grader.core import (
    Check,
    Counterexample,
    Fail,
    Missing,
    Pass,
    Raised,
)
from tests.checks.code.students import (
    LAPLACE,
    REPEATS,
    SETTLES,
    TRAINS,
    InProcess,
    failed,
    found,
)

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


COLUMNS = """
import numpy as np
def sgd_laplace(X, y, lr, num_epochs, batch_size, seed):
    np.random.seed(seed)
    n, d = X.shape
    w, b = np.random.normal(0, 0.01, (d, 1)), np.zeros(1)
    for epoch in range(num_epochs):
        order = np.random.permutation(n)
        for i in range(0, n, batch_size):
            k = order[i:i + batch_size]
            e = y[k].reshape(-1, 1) - (X[k] @ w + b)
            w += lr / (1 + epoch) * X[k].T @ np.sign(e) / len(k)
            b += lr / (1 + epoch) * np.sign(e).mean()
    return w, b
"""

SINGLES = """
import numpy as np
def sgd_laplace(X, y, lr, num_epochs, batch_size, seed):
    rng = np.random.default_rng(seed)
    w, b = np.zeros(X.shape[1]), np.float64(0)
    for epoch in range(num_epochs):
        for i in rng.permutation(len(y)):
            s = np.sign(y[i] - X[i] @ w - b)
            w = w + lr / (epoch + 1) * s * X[i]
            b = b + lr / (epoch + 1) * s
    return w, b
"""

WATCHED = """
import numpy as np
def sgd_laplace(X, y, lr, num_epochs, batch_size, seed):
    rng = np.random.default_rng(seed)
    w, b, before, best = np.zeros(X.shape[1]), 0.0, np.inf, (np.inf, 0, 0)
    for epoch in range(num_epochs):
        order = rng.permutation(len(y))
        for i in range(0, len(y), batch_size):
            k = order[i:i + batch_size]
            s = np.sign(y[k] - X[k] @ w - b)
            w = w + $rate * X[k].T @ s / len(k)
            b = b + $rate * s.mean()
        loss = np.abs(y - X @ w - b).mean()
        $watch
        before = loss
    return $result
"""

STANDARDISED = """
import numpy as np
def sgd_laplace(X, y, lr, num_epochs, batch_size, seed):
    rng = np.random.default_rng(seed)
    mean, spread = X.mean(0), X.std(0)
    Z, w, b, t = (X - mean) / spread, np.zeros(X.shape[1]), 0.0, 0
    for epoch in range(num_epochs):
        order = rng.permutation(len(y))
        for i in range(0, len(y), batch_size):
            k = order[i:i + batch_size]
            t += 1
            s = np.sign(y[k] - Z[k] @ w - b)
            w = w + lr / t ** 0.5 * Z[k].T @ s / len(k)
            b = b + lr / t ** 0.5 * s.mean()
    return w / spread, b - w / spread @ mean
"""


def watched(watch: str = "pass", rate: str = "lr", result: str = "w, b") -> str:
    return string.Template(WATCHED).substitute(watch=watch, rate=rate, result=result)


def layers(schedule: str = "", loss: str = "(net(a)[:, 0] - t).abs().mean()", descent: str = "SGD(") -> str:
    """The library's own layers; without a schedule the learning rate stays as it is."""
    source = AUTOGRAD_LOOP.replace("(net(a)[:, 0] - t).abs().mean()", loss).replace("SGD(", descent)
    if not schedule:
        return source.replace("        schedule.step()\n", "")
    return source.replace("ExponentialLR(optimizer, 0.95)", schedule)


UNSEEDED = loop().replace(", generator=g", "")
AVERAGED = loop(rate="lr", result="W, B").replace(
    "            b = b - eta * s.mean()\n",
    "            b = b - eta * s.mean()\n"
    "            W = w if t == 1 else W + (w - W) / t\n"
    "            B = b if t == 1 else B + (b - B) / t\n",
)
RELATIVE = "MultiStepLR(optimizer, [num_epochs // 2, num_epochs * 3 // 4], 0.1)"
HUBER = "torch.nn.functional.smooth_l1_loss(net(a)[:, 0], t)"
PASS, JUMPS, LEFT = ("pass", "pass", "pass"), ("pass", "constant_step", "pass"), ("pass", "undecided", "pass")


@pytest.mark.parametrize(
    ("source", "expected", "why"),
    [
        (COLUMNS, PASS, "numpy's global generator, weights as a column, b in an array"),
        (SINGLES, PASS, "one sample at a time, whatever the batch size; numpy's scalars"),
        (SINGLES.replace("/ (epoch + 1) ", ""), JUMPS, "the same with a constant step"),
        (COLUMNS.replace("order[i:i + batch_size]", "order"), PASS, "all rows each time"),
        (STANDARDISED, PASS, "standardised columns, which a single row does not have"),
        (STANDARDISED.replace(" / t ** 0.5", ""), LEFT, "the same with a constant step: it can't be read off"),
        (AVERAGED, PASS, "a constant step, and the average of all weights"),
        (watched(), JUMPS, "a constant step"),
        (
            watched("best = min(best, (loss, tuple(w), b))", result="(np.array(best[1]), best[2])"),
            PASS,
            "the best kept",
        ),
        (
            watched("if abs(before - loss) < 1e-4: break"),
            JUMPS,
            "stops early, by chance; its steps are as long as ever",
        ),
        (watched("if abs(before - loss) < 1e-9: break", "lr / (1 + epoch)"), PASS, "decays and stops early"),
        (watched("lr = lr / 2 if loss > before else lr"), PASS, "half the step where the loss has grown"),
        (layers(), JUMPS, "layers and a constant rate"),
        (layers("StepLR(optimizer, 10, 0.5)"), PASS, "half the rate every ten epochs"),
        (layers("CosineAnnealingLR(optimizer, max(num_epochs, 1))"), PASS, "to zero at the end, however long"),
        (layers(RELATIVE), PASS, "a tenth of the rate in the last half, however long"),
        (layers(loss=HUBER), PASS, "Huber's loss and a constant rate"),
        (loop("(10 * r).clamp(-1, 1)", "lr"), PASS, "a narrow Huber loss, which jumps at a large rate only"),
        (layers(descent="Adam("), LEFT, "a method of its own whose steps are neither equal nor seen to decay"),
        (layers("ExponentialLR(optimizer, 0.95)", descent="Adam("), PASS, "the same with a decaying rate"),
        (loop(result="w, b, [1.0]"), PASS, "the losses as a third thing"),
        (loop(result="w.numpy(), b.item()"), PASS, "tensors in, numpy's array and a float out"),
    ],
)
def test_what_students_write(source: str, expected: tuple[str, str, str], why: str) -> None:
    verdicts = [found(check, source, LAPLACE).verdict for check in (TRAINS, SETTLES, REPEATS)]
    told = tuple(
        verdict.mistake if isinstance(verdict, Fail) else type(verdict).__name__.lower() for verdict in verdicts
    )
    assert told == expected, (why, verdicts)


def test_a_witness_can_be_put_in_by_hand() -> None:
    for check, source in ((TRAINS, loop(sign="+")), (SETTLES, loop(rate="lr")), (REPEATS, UNSEEDED)):
        verdict = failed(found(check, source, LAPLACE))
        assert isinstance(verdict.witness, Counterexample)
        X = verdict.witness.at["X"]
        assert len(X) <= 8  # type: ignore[arg-type]
        assert np.shape(X) == (len(verdict.witness.at["y"]), 2)  # type: ignore[arg-type]


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
    finding = found(TRAINS, source, LAPLACE)
    assert isinstance(finding.verdict, Pass), (why, finding.verdict)


@pytest.mark.parametrize(
    ("source", "mistake", "why"),
    [
        (loop(sign="+"), "ascends", "the sign of the step"),
        (loop(rate="0"), "does_not_move", "never moves"),
        (
            loop(gradient="2 * r", rate="lr / t ** 0.5"),
            "least_squares",
            "least squares, drawn away by the data far off",
        ),
        (
            loop(gradient="2 * r", rate="lr"),
            "least_squares",
            "the same with a constant step, which ends above the start",
        ),
        (layers("ExponentialLR(optimizer, 0.95)", "(net(a) - t).abs().mean()"), "broadcasts", "(n, 1) minus (n,)"),
        (loop().replace("b = b - eta * s.mean()", "pass"), "missing_intercept", "b is never updated"),
        (loop().replace("w = w - eta * X[k].T @ s / len(k)", "pass"), None, "w is never updated"),
        (loop(result="b, w"), "wrong_shape", "the other way round"),
        (loop(result="{'w': w, 'b': b}"), "wrong_shape", "by name"),
        (loop(result="w"), "wrong_shape", "no b"),
        (loop(result="w, b * 0"), "missing_intercept", "no intercept"),
        (loop(gradient="undefined"), "raises", "a name error"),
        (loop(result="w * float('nan'), b"), "not_finite", "not a number"),
    ],
)
def test_loops_that_do_not_train(source: str, mistake: str | None, why: str) -> None:
    verdict = failed(found(TRAINS, source, LAPLACE))
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
        ("lr * 0.99 ** epoch", "torch.sign(r)", Pass, "decays slowly, but decays"),
        ("lr", "r / (r ** 2 + 1e-2) ** 0.5", Pass, "smoothed around the kink: at rest if the rate is low"),
    ],
)
def test_settling(rate: str, gradient: str, expected: type[object], why: str) -> None:
    finding = found(SETTLES, loop(gradient, rate), LAPLACE)
    assert isinstance(finding.verdict, expected), (why, finding.verdict)
    if isinstance(finding.verdict, Fail):
        assert finding.verdict.mistake == "constant_step"


def test_a_constant_step_in_numpy_is_seen_too() -> None:
    assert failed(found(SETTLES, NUMPY_LOOP.replace("lr / (1 + epoch)", "lr"), LAPLACE)).mistake == "constant_step"


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (loop(), Pass),
        (NUMPY_LOOP, Pass),
        (AUTOGRAD_LOOP, Pass),
        (UNSEEDED, Fail),
        (AUTOGRAD_LOOP.replace("    torch.manual_seed(seed)\n", ""), Fail),
        (NUMPY_LOOP.replace("default_rng(seed)", "default_rng()"), Fail),
        (NUMPY_LOOP.replace("rng.permutation(len(y))", "np.arange(len(y))"), Pass),
    ],
)
def test_the_same_seed_gives_the_same_result(source: str, expected: type[object]) -> None:
    finding = found(REPEATS, source, LAPLACE)
    assert isinstance(finding.verdict, expected), finding.verdict
    if isinstance(finding.verdict, Fail):
        assert finding.verdict.mistake == "ignores_seed"


@pytest.mark.parametrize("check", [TRAINS, SETTLES, REPEATS])
def test_a_loop_that_is_not_there(check: Check) -> None:
    assert isinstance(found(check, "x = 1", LAPLACE).verdict, Missing)
    assert isinstance(found(check, "def sgd_laplace(*args): raise NotImplementedError()", LAPLACE).verdict, Missing)
    assert isinstance(found(check, "x = 1", LAPLACE, InProcess(stops="timeout")).verdict, Fail)
