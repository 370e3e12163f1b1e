"""A training loop ``(X, y, lr, num_epochs, batch_size, seed) -> (w, b)`` against the true optimum of its loss.

Three questions, a check each. Does it train: is most of the way from the zero weights to the optimum covered, at one
of several learning rates (which of them suits is a matter of the method)? Does it settle: does it end close to the
optimum even at a large learning rate, or is its step constant, so that it must jump for ever? Does it repeat: does
the same seed give the same result?

The data come in two sets: noise as the model has it, and a tenth of the data far off on one side, which the least
absolute deviations ignore and least squares follow.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias, assert_never

import numpy as np
import numpy.typing as npt

from grader.checks.code.call import as_json, defined_at, ended, mentions, not_written, numbers, opened, raised_at, shown
from grader.core import (
    Absent,
    Agreement,
    Answer,
    Bench,
    CallRaised,
    CallStopped,
    Check,
    Counterexample,
    Fail,
    Finding,
    Json,
    Level,
    Message,
    Missing,
    Pass,
    Plot,
    Program,
    Raised,
    Returned,
    Run,
    Series,
    Undecided,
    Words,
)

Floats: TypeAlias = npt.NDArray[np.float64]
Form: TypeAlias = tuple[Literal["numpy", "torch"], type[np.float32] | type[np.float64]]

RATES = (0.1, 0.5, 0.02)  # per mean gradient; with a gradient summed over the batch the last suits
EPOCHS = 50
BATCH = 5
MARGIN = 0.2  # of the way left: Huber's loss, a legitimate repair, is drawn 0.14 of it by the data that are far off

LARGE_RATE = 0.5
LONG = 100
SETTLED = 0.03  # of the way left at the large rate; with a constant step 0.2 is left, with 1/sqrt(t) 0.002
LATE = 200  # an epoch by which every schedule has begun to decay

PLOTTED = (1, 2, 4, 8, 16, 32, 64, 128)  # epochs, up to as many as the loop was trained for
PLOT_SECONDS = 2.0  # of computing time; a figure is worth no more


@dataclass(frozen=True, slots=True, eq=False)
class DataSet:
    """X (n, d) and y (n,) in double precision."""

    X: Floats
    y: Floats


Data: TypeAlias = Callable[[np.random.Generator], Sequence[DataSet]]


def lines(rng: np.random.Generator, rows: int = 40) -> Sequence[DataSet]:
    """A clean set and one with data far off; weights of size about one, noise a twentieth, two decimals."""
    sets = []
    for far_off in (0, rows // 10):
        X = np.round(rng.normal(size=(rows, 2)), 2)
        w = rng.choice([-1.0, 1.0], 2) * rng.uniform(0.6, 1.0, 2)
        b = rng.choice([-1.0, 1.0]) * rng.uniform(0.4, 0.8)
        y = X @ w + b + rng.laplace(scale=0.05, size=rows)
        y[np.argsort(-X[:, 0])[:far_off]] -= 12.0
        sets.append(DataSet(X, np.round(y, 2)))
    return sets


# ------------------------------------------------------------------------------------------------- checks


def trains(
    name: str = "sgd_laplace",
    *,
    objective: str = "absolute_loss",
    optimum: str = "least_absolute_deviations",
    data: Data = lines,
) -> Check:
    """The loop reaches the minimum of ``objective(X, y, w, b)`` up to a fifth of the way from w = 0, b = 0.

    ``optimum(X, y)`` returns the minimising (w, b); both are functions of ``numeric.py``.
    """

    def check(answer: Answer, bench: Bench) -> Finding:
        run = opened(name, answer, bench)
        if isinstance(run, Finding):
            return run
        assert answer.program is not None
        way = _Way(bench, objective, optimum)
        sets = data(np.random.default_rng(bench.seed))
        first: Finding | None = None
        for form in _forms(answer.program):
            found = _trained(_Loop(name, run, answer.program, form), sets, way)
            if isinstance(found.verdict, Pass):
                return found
            # a failure after training tells more than an exception over the other library's arrays
            if first is None or (_is_raised(first) and not _is_raised(found)):
                first = found
        assert first is not None
        return first

    return check


def settles(
    name: str = "sgd_laplace",
    *,
    objective: str = "absolute_loss",
    optimum: str = "least_absolute_deviations",
    data: Data = lines,
) -> Check:
    """The loop comes to rest at the optimum of a loss with kinks, though the learning rate is large.

    It fails if its step is shown to be constant: from a run over all data at once its size can be read off.
    A loop that is still far from the optimum for another reason awaits a marker.
    """

    def check(answer: Answer, bench: Bench) -> Finding:
        run = opened(name, answer, bench)
        if isinstance(run, Finding):
            return run
        assert answer.program is not None
        sets = data(np.random.default_rng(bench.seed))
        loop = _served(name, run, answer.program, sets[0])
        if isinstance(loop, Finding):
            return loop
        way = _Way(bench, objective, optimum)
        return _constant_step(loop, sets[0], way) or _settled(loop, sets, way)

    return check


def repeats(name: str = "sgd_laplace", *, data: Data = lines) -> Check:
    """The same seed gives the same result; what another seed gives is left open."""

    def check(answer: Answer, bench: Bench) -> Finding:
        run = opened(name, answer, bench)
        if isinstance(run, Finding):
            return run
        assert answer.program is not None
        sets = data(np.random.default_rng(bench.seed))
        loop = _served(name, run, answer.program, sets[0])
        if isinstance(loop, Finding):
            return loop
        settings = Settings(rate=0.1, epochs=3, batch=BATCH, seed=1)
        twice = loop.train(sets[0], settings), loop.train(sets[0], settings)
        for weights in twice:
            if isinstance(weights, Finding):
                return weights
        once, again = (weights for weights in twice if isinstance(weights, _Weights))
        place = defined_at(name, answer.program)
        if np.allclose(once.all, again.all, rtol=1e-5, atol=1e-6, equal_nan=True):
            return Finding(Pass(Agreement(1, 5)), place)
        witness = Counterexample(_at(sets[0], settings), str(once), str(again))
        return Finding(Fail(witness, Message("checks.code.ignores_seed", {"name": name}), ("ignores_seed",)), place)

    return check


# ------------------------------------------------------------------------------------------ calling a loop


@dataclass(frozen=True, slots=True)
class Settings:
    """The arguments after the data."""

    rate: float
    epochs: int
    batch: int
    seed: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class _Weights:
    """What came back: w (d,) and b."""

    w: Floats
    b: float
    remarks: tuple[Words, ...] = ()

    @property
    def all(self) -> Floats:
        return np.append(self.w, self.b)

    def __str__(self) -> str:
        return f"w = {shown(self.w)}, b = {shown(self.b)}"


@dataclass(frozen=True, slots=True)
class _Loop:
    """A student's training loop, called with the arrays of one library and precision."""

    name: str
    run: Run
    program: Program
    form: Form

    def train(self, data: DataSet, settings: Settings) -> _Weights | Finding:
        library, dtype = self.form
        X, y = data.X.astype(dtype), data.y.astype(dtype)
        args = (X, y, settings.rate, settings.epochs, settings.batch, settings.seed)
        reply = self.run.call(self.name, args, library=library)
        match reply:
            case Absent() | CallStopped():
                return ended(self.name, reply, self.run, self.program, _at(data, settings))
            case CallRaised():
                return self._raised(reply, data, settings)
            case Returned():
                return self._weights(reply, data, settings)
            case other:
                assert_never(other)

    def _raised(self, reply: CallRaised, data: DataSet, settings: Settings) -> Finding:
        if not_written(reply):
            return Finding(Missing(Message("checks.code.not_written", {"name": self.name})))
        call = f"{self.name}(X, y, lr, num_epochs, batch_size, seed)"
        hint = Message(
            "checks.code.training_raises", {"name": self.name, "error": reply.error, "library": self.form[0]}
        )
        witness = Raised(call, reply.error, _at(data, settings))
        return Finding(Fail(witness, hint, ("raises",)), raised_at(self.name, reply, self.program))

    def _weights(self, reply: Returned, data: DataSet, settings: Settings) -> _Weights | Finding:
        columns = data.X.shape[1]
        parts = [numbers(part) for part in reply.value] if isinstance(reply.value, list | tuple) else []
        if len(parts) == 2:
            w, b = parts
            if w is not None and b is not None and w.size == columns and b.size == 1:
                remarks: list[Words] = []
                if w.ndim != 1:
                    remarks.append(Message("checks.code.weights_shape", {"found": str(w.shape), "d": columns}))
                if len(reply.args) > 1 and not _untouched(data, reply.args):
                    remarks.append(Message("checks.code.training_mutates", {"name": self.name}))
                return _Weights(w.astype(float).reshape(-1), float(b.reshape(())), tuple(remarks))
        hint = Message("checks.code.no_weights", {"name": self.name, "d": columns})
        got = shown(list(reply.value)) if isinstance(reply.value, tuple | list) else shown(reply.value)
        witness = Counterexample(_at(data, settings), f"(w, b), w: ({columns},)", got)
        return Finding(Fail(witness, hint, ("wrong_shape",)), defined_at(self.name, self.program))


def _untouched(data: DataSet, after: Sequence[object]) -> bool:
    return all(
        isinstance(later, np.ndarray) and np.allclose(before, later, atol=1e-6)
        for before, later in zip((data.X, data.y), after, strict=False)
    )


def _at(data: DataSet, settings: Settings) -> dict[str, Json]:
    return {
        **as_json({"X": data.X, "y": data.y}),
        "lr": settings.rate,
        "num_epochs": settings.epochs,
        "batch_size": settings.batch,
        "seed": settings.seed,
    }


def _forms(program: Program) -> Sequence[Form]:
    """In which arrays to call: torch's own precision first where the code speaks of torch, then what else may serve."""
    torch: list[Form] = [("torch", np.float32), ("torch", np.float64)]
    numpy: list[Form] = [("numpy", np.float64)]
    return torch + numpy if mentions(program, "torch") else numpy + torch


def _served(name: str, run: Run, program: Program, data: DataSet) -> _Loop | Finding:
    """The loop with arrays that it takes, or how it fails with the likeliest ones."""
    first: Finding | None = None
    for form in _forms(program):
        loop = _Loop(name, run, program, form)
        found = loop.train(data, Settings(rate=0.1, epochs=1, batch=BATCH))
        if isinstance(found, _Weights):
            return loop
        first = first or found
    assert first is not None
    return first


def _is_raised(finding: Finding) -> bool:
    return isinstance(finding.verdict, Fail) and isinstance(finding.verdict.witness, Raised)


# ---------------------------------------------------------------------------------------------- judging


class _Way:
    """How much is left of the way from zero weights to the optimum: 1 at the start, 0 at the end."""

    def __init__(self, bench: Bench, objective: str, optimum: str) -> None:
        self.name = objective
        self._loss = bench.reference.numeric(objective)
        self._optimum = bench.reference.numeric(optimum)

    def loss(self, data: DataSet, weights: _Weights) -> float:
        return float(np.asarray(self._loss(data.X, data.y, weights.w, weights.b)))

    def ends(self, data: DataSet) -> tuple[float, float]:
        """The loss at zero weights and the lowest that there is."""
        start = self.loss(data, _Weights(np.zeros(data.X.shape[1]), 0.0))
        best = self._optimum(data.X, data.y)
        assert isinstance(best, tuple)
        return start, self.loss(data, _Weights(np.asarray(best[0], dtype=float), float(best[1])))

    def left(self, data: DataSet, weights: _Weights) -> float:
        start, lowest = self.ends(data)
        left = (self.loss(data, weights) - lowest) / (start - lowest)
        return left if np.isfinite(left) else float("inf")


def _trained(loop: _Loop, sets: Sequence[DataSet], way: _Way) -> Finding:
    remarks: tuple[Words, ...] = ()
    for data in sets:
        best: tuple[float, Settings, _Weights] | None = None
        for rate in RATES:
            settings = Settings(rate, EPOCHS, BATCH)
            weights = loop.train(data, settings)
            if isinstance(weights, Finding):
                return weights
            remarks = weights.remarks
            left = way.left(data, weights)
            if best is None or left < best[0]:
                best = left, settings, weights
            if left <= MARGIN:
                break
        assert best is not None
        if best[0] > MARGIN:
            return _untrained(loop, data, best, way)
    return Finding(Pass(Agreement(len(sets), 1)), defined_at(loop.name, loop.program), remarks=remarks)


def _untrained(loop: _Loop, data: DataSet, best: tuple[float, Settings, _Weights], way: _Way) -> Finding:
    left, settings, weights = best
    start, lowest = way.ends(data)
    ascends = left > 1.0  # at every learning rate, since this is the best of them
    fields = {"name": loop.name, "start": f"{start:.3g}", "rates": ", ".join(map(str, sorted(RATES)))}
    hint = Message("checks.code.ascends" if ascends else "checks.code.untrained", fields)
    expected = f"{way.name} ≤ {lowest + MARGIN * (start - lowest):.3g}"
    got = f"{way.name} = {way.loss(data, weights):.3g} ({weights})"
    witness = Counterexample(_at(data, settings), expected, got)
    place = defined_at(loop.name, loop.program)
    verdict = Fail(witness, hint, ("ascends",) if ascends else ())
    return Finding(verdict, place, remarks=weights.remarks, plots=_curve(loop, data, settings, way))


def _settled(loop: _Loop, sets: Sequence[DataSet], way: _Way) -> Finding:
    settings = Settings(LARGE_RATE, LONG, BATCH)
    left: list[float] = []
    for data in sets:
        weights = loop.train(data, settings)
        if isinstance(weights, Finding):
            return weights
        left.append(way.left(data, weights))
    place = defined_at(loop.name, loop.program)
    if left[0] <= SETTLED and max(left) <= MARGIN:
        return Finding(Pass(Agreement(len(sets), 1)), place)
    reason = Message("checks.code.unsettled", {"lr": LARGE_RATE, "percent": f"{100 * max(left):.0f}"})
    farthest = sets[left.index(max(left))]
    return Finding(Undecided(reason), place, plots=_curve(loop, farthest, settings, way))


def _constant_step(loop: _Loop, data: DataSet, way: _Way) -> Finding | None:
    """The failure of a loop whose steps are shown to be equal in an early and in a late epoch.

    With all data in one batch an epoch is one step, minus its size times the subgradient of the mean absolute
    residual. The subgradient is known where no residual is zero, so that the size can be read off.
    """
    early, late = (_step(loop, data, epochs) for epochs in (range(1, 5), range(LATE, LATE + 4)))
    if early is None or late is None or abs(early - late) > 1e-3 * early:
        return None
    settings = Settings(LARGE_RATE, LATE, len(data.y))
    witness = Counterexample(_at(data, settings), f"step < {early:.3g}", f"step = {late:.3g}")
    hint = Message("checks.code.constant_step", {"name": loop.name, "step": f"{late:.3g}", "late": LATE})
    verdict, place = Fail(witness, hint, ("constant_step",)), defined_at(loop.name, loop.program)
    return Finding(verdict, place, plots=_curve(loop, data, settings, way))


def _step(loop: _Loop, data: DataSet, epochs: range) -> float | None:
    """The size of the step after the first of these epochs at which it can be read off."""
    for before, after in _pairs(loop, data, epochs):
        residual = data.y - data.X @ before.w - before.b
        if np.min(np.abs(residual)) < 1e-4:
            continue  # in single precision its sign is not sure
        sign = np.sign(residual) / len(data.y)
        descent = np.append(data.X.T @ sign, np.sum(sign))
        moved = after.all - before.all
        size = float(moved @ descent / (descent @ descent)) if np.any(descent) else 0.0
        straight = np.linalg.norm(moved - size * descent) <= 1e-3 * np.linalg.norm(moved)
        return size if straight and size > 0 else None
    return None


def _pairs(loop: _Loop, data: DataSet, epochs: range) -> Iterator[tuple[_Weights, _Weights]]:
    """The weights after so many epochs and after one more."""
    before = loop.train(data, Settings(LARGE_RATE, epochs[0], len(data.y)))
    for epoch in epochs:
        after = loop.train(data, Settings(LARGE_RATE, epoch + 1, len(data.y)))
        if isinstance(before, Finding) or isinstance(after, Finding):
            return
        yield before, after
        before = after


def _curve(loop: _Loop, data: DataSet, settings: Settings, way: _Way) -> tuple[Plot, ...]:
    """The loss of what the loop returns after more and more epochs, beside the lowest that there is.

    Each point is a training of its own from the same seed, shorter than the one that was judged. There is no figure
    where the loop does not bear being asked so often.
    """
    before = loop.run.report.cpu_seconds
    points: list[tuple[float, float]] = []
    for epochs in (*(few for few in PLOTTED if few < settings.epochs), settings.epochs):
        if loop.run.report.cpu_seconds - before > PLOT_SECONDS:
            return ()
        weights = loop.train(data, replace(settings, epochs=epochs))
        if isinstance(weights, Finding):
            return ()
        points.append((float(epochs), way.loss(data, weights)))
    finite = tuple(point for point in points if np.isfinite(point[1]))
    if len(finite) < 3:
        return ()
    return (
        Plot(
            title=Message("feedback.plot.training", {"name": loop.name, "rate": settings.rate}),
            x=Message("feedback.plot.epochs"),
            y=Message("feedback.plot.loss"),
            series=(Series(Message("feedback.plot.yours"), finite),),
            levels=(Level(Message("feedback.plot.optimum"), way.ends(data)[1]),),
        ),
    )
