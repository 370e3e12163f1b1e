"""A training loop ``(X, y, lr, num_epochs, batch_size, seed) -> (w, b)`` against the true optimum of its loss.

Three questions, a check each. Does it train: is most of the way from the zero weights to the optimum covered, at one
of several learning rates (which of them suits is a matter of the method)? Does it settle: is it near the optimum, and
do its steps get smaller, so that it stays there, or is its step constant, so that it must jump for ever? Does it
repeat: does the same seed give the same result?

The data come clean, with noise as the model has it, and with a tenth of them far off on one side, which the least
absolute deviations ignore and least squares follow.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from grader.checks.code.call import defined_at, opened, quietly
from grader.checks.code.loop import Data, DataSet, Floats, Loop, Settings, Weights, at, few, forms, lines
from grader.checks.code.step import LATE, RATE, Steps, settings, steps
from grader.core import (
    Agreement,
    Answer,
    Bench,
    Check,
    Counterexample,
    Fail,
    Finding,
    Level,
    Message,
    Pass,
    Plot,
    Raised,
    Series,
    Undecided,
)

RATES = (0.1, 0.5, 0.02)  # per mean gradient; with a gradient summed over the batch the last suits
EPOCHS = 50
BATCHES = (5, 8, 7)  # of the data sets in turn; 7 does not divide 40
MARGIN = 0.2  # of the way left: Huber's loss, a legitimate repair, is drawn 0.1 of it by the data that are far off
SETTLED = 0.03  # of the way left on clean data; 1/sqrt(t) leaves 0.001 at a rate that suits

LONG = 100  # epochs at the large rate where steps can't be read off; 1/sqrt(t) leaves 0.01, a constant step 0.2

PLOTTED = (0, 1, 2, 4, 8, 16, 32, 64, 128)  # epochs, up to as many as the loop was trained for
PLOT_SECONDS = 2.0  # of computing time; a figure is worth no more


# ------------------------------------------------------------------------------------------------- checks


def trains(
    name: str = "sgd_laplace",
    *,
    objective: str = "absolute_loss",
    optimum: str = "least_absolute_deviations",
    written: str = "Σ|y - Xw - b|",
    data: Data = lines,
) -> Check:
    """The loop reaches the minimum of ``objective(X, y, w, b)`` up to a fifth of the way from w = 0, b = 0.

    ``optimum(X, y)`` returns the minimising (w, b); both are functions of ``numeric.py``. ``written`` is the objective
    as a formula for students.
    """

    def check(answer: Answer, bench: Bench) -> Finding:
        way = _Way(bench, objective, optimum, written)
        study = _study(name, answer, bench, way, data)
        if isinstance(study, Finding):
            return study
        last = study.sets[-1]
        if last.best.left > MARGIN:
            return _untrained(study, way)
        place = defined_at(name, study.loop.program)
        return Finding(Pass(Agreement(len(study.sets), 1)), place, remarks=last.best.weights.remarks)

    return quietly(check)


def settles(
    name: str = "sgd_laplace",
    *,
    objective: str = "absolute_loss",
    optimum: str = "least_absolute_deviations",
    written: str = "Σ|y - Xw - b|",
    data: Data = lines,
) -> Check:
    """The loop comes to rest at the optimum of a loss with kinks.

    It passes if its steps are seen to get smaller and it is near the optimum, and fails if they are seen to stay the
    same. Where they can't be read off, it passes if it ends near the optimum though the learning rate is large. What
    is left, such as a loop that is far from the optimum for another reason, awaits a marker.
    """

    def check(answer: Answer, bench: Bench) -> Finding:
        way = _Way(bench, objective, optimum, written)
        study = _study(name, answer, bench, way, data)
        if isinstance(study, Finding):
            return study
        found = steps(study.loop, study.sets[0].data)
        if found.kind == "constant":
            return _constant(study, found, way)
        if found.kind == "shrinks" and study.near:
            return Finding(Pass(Agreement(len(study.sets), 1)), defined_at(name, study.loop.program))
        return _at_a_large_rate(study, way)

    return quietly(check)


def repeats(name: str = "sgd_laplace") -> Check:
    """The same seed gives the same result; what another seed gives is left open."""

    def check(answer: Answer, bench: Bench) -> Finding:
        run = opened(name, answer, bench)
        if isinstance(run, Finding):
            return run
        assert answer.program is not None
        data = few(np.random.default_rng(bench.seed))[0]
        settings = Settings(rate=0.1, epochs=20, batch=3, seed=1)
        first: Finding | None = None
        for form in forms(answer.program):
            loop = Loop(name, run, answer.program, form)
            once = loop.train(data, settings)
            if isinstance(once, Finding):
                first = first or once
                continue
            again = loop.train(data, settings)
            return again if isinstance(again, Finding) else _alike(loop, data, settings, once, again)
        assert first is not None
        return first

    return quietly(check)


def _alike(loop: Loop, data: DataSet, settings: Settings, once: Weights, again: Weights) -> Finding:
    place = defined_at(loop.name, loop.program)
    if np.allclose(once.all, again.all, rtol=1e-5, atol=1e-6, equal_nan=True):
        return Finding(Pass(Agreement(1, 5)), place)
    witness = Counterexample(at(data, settings), str(once), str(again))
    hint = Message("checks.code.ignores_seed", {"name": loop.name})
    return Finding(Fail(witness, hint, ("ignores_seed",)), place)


# ---------------------------------------------------------------------------------------------- judging


class _Way:
    """How much is left of the way from zero weights to the optimum: 1 at the start, 0 at the end."""

    def __init__(self, bench: Bench, objective: str, optimum: str, written: str) -> None:
        self.written = written
        self._loss = bench.reference.numeric(objective)
        self._optimum = bench.reference.numeric(optimum)
        self._ends: dict[int, tuple[DataSet, tuple[float, float]]] = {}

    def loss(self, data: DataSet, weights: Weights) -> float:
        return float(np.asarray(self._loss(data.X, data.y, weights.w, weights.b)))

    def ends(self, data: DataSet) -> tuple[float, float]:
        """The loss at zero weights and the lowest that there is."""
        if id(data) not in self._ends:
            start = self.loss(data, Weights(np.zeros(data.X.shape[1]), 0.0))
            best = self._optimum(data.X, data.y)
            assert isinstance(best, tuple)
            lowest = self.loss(data, Weights(np.asarray(best[0], dtype=float), float(best[1])))
            self._ends[id(data)] = data, (start, lowest)
        return self._ends[id(data)][1]

    def left(self, data: DataSet, weights: Weights) -> float:
        start, lowest = self.ends(data)
        left = (self.loss(data, weights) - lowest) / (start - lowest)
        return left if np.isfinite(left) else float("inf")


@dataclass(frozen=True, slots=True)
class _Training:
    settings: Settings
    weights: Weights
    left: float


@dataclass(frozen=True, slots=True)
class _OnSet:
    """The trainings on one data set, at one learning rate after the other."""

    data: DataSet
    trainings: tuple[_Training, ...]

    @property
    def best(self) -> _Training:
        return min(self.trainings, key=lambda training: training.left)


@dataclass(frozen=True, slots=True)
class _Study:
    """A loop on one data set after the other, up to the first on which it does not train."""

    loop: Loop
    sets: tuple[_OnSet, ...]

    @property
    def near(self) -> bool:
        """On every set the optimum was reached, up to what the data far off may pull away."""
        return all(each.best.left <= (MARGIN if each.data.far_off else SETTLED) for each in self.sets)


def _study(name: str, answer: Answer, bench: Bench, way: _Way, data: Data) -> _Study | Finding:
    """The trainings that all claims of a part look at, made once."""
    run = opened(name, answer, bench)
    if isinstance(run, Finding):
        return run
    program = answer.program
    assert program is not None

    def study() -> _Study | Finding:
        sets = data(np.random.default_rng(bench.seed))
        first: _Study | Finding | None = None
        for form in forms(program):
            found = _studied(Loop(name, run, program, form), sets, way)
            if isinstance(found, _Study) and found.sets[-1].best.left <= MARGIN:
                return found
            # a failure after training tells more than an exception over the other library's arrays
            if first is None or (_is_raised(first) and not _is_raised(found)):
                first = found
        assert first is not None
        return first

    return bench.once(("training", name), study)


def _studied(loop: Loop, sets: Sequence[DataSet], way: _Way) -> _Study | Finding:
    done: list[_OnSet] = []
    for place, data in enumerate(sets):
        found = _on_set(loop, data, Settings(0.0, EPOCHS, BATCHES[place % len(BATCHES)], place), way)
        if isinstance(found, Finding):
            return found
        done.append(found)
        if found.best.left > MARGIN:
            break
    return _Study(loop, tuple(done))


def _on_set(loop: Loop, data: DataSet, settings: Settings, way: _Way) -> _OnSet | Finding:
    """At one rate after the other, until one is good enough."""
    trainings: list[_Training] = []
    for rate in RATES:
        settings = replace(settings, rate=rate)
        weights = loop.train(data, settings)
        if isinstance(weights, Finding):
            return weights
        trainings.append(_Training(settings, weights, way.left(data, weights)))
        if trainings[-1].left <= (MARGIN if data.far_off else SETTLED):
            break
    return _OnSet(data, tuple(trainings))


def _is_raised(found: _Study | Finding) -> bool:
    return isinstance(found, Finding) and isinstance(found.verdict, Fail) and isinstance(found.verdict.witness, Raised)


# ------------------------------------------------------------------------------------------- not trained


def _untrained(study: _Study, way: _Way) -> Finding:
    loop, failed = study.loop, study.sets[-1]
    mistake = _mistake(study, way)
    shown = _small(study, way, mistake) or failed
    start, lowest = way.ends(shown.data)
    best = shown.best
    fields = {"name": loop.name, "start": f"{start:.3g}", "rates": ", ".join(map(str, sorted(RATES)))}
    hint = Message(f"checks.code.training.{mistake or 'untrained'}", fields)
    expected = f"{way.written} ≤ {lowest + MARGIN * (start - lowest):.3g}"
    got = f"{way.written} = {way.loss(shown.data, best.weights):.3g} ({best.weights})"
    witness = Counterexample(at(shown.data, best.settings), expected, got)
    verdict = Fail(witness, hint, (mistake,) if mistake else ())
    place, remarks = defined_at(loop.name, loop.program), best.weights.remarks
    return Finding(verdict, place, remarks=remarks, plots=_curve(loop, failed.data, failed.best.settings, way))


def _small(study: _Study, way: _Way, mistake: str | None) -> _OnSet | None:
    """The same failure on data that can be put in by hand."""
    far_off = study.sets[-1].data.far_off
    for data in few(np.random.default_rng(7)):
        if data.far_off == far_off:
            settings = replace(study.sets[-1].best.settings, epochs=EPOCHS * 2, batch=3)
            found = _on_set(study.loop, data, settings, way)
            if isinstance(found, _OnSet) and found.best.left > MARGIN:
                again = _Study(study.loop, (found,))
                return found if mistake is None or _mistake(again, way) == mistake else None
    return None


def _mistake(study: _Study, way: _Way) -> str | None:
    """What explains that the loop did not come near; None where nothing is sure."""
    failed = study.sets[-1]
    trainings = failed.trainings
    if not any(np.all(np.isfinite(training.weights.all)) for training in trainings):
        return "not_finite"
    if failed.data.far_off and min(_left_of_squares(failed.data, training) for training in trainings) < 0.05:
        return "least_squares"
    if all(training.weights.b == 0 for training in trainings) and np.any(failed.best.weights.w):
        return "missing_intercept"
    if np.any(failed.best.weights.w) and all(_all_pairs(failed.data, training) for training in trainings):
        return "broadcasts"
    after_one = study.loop.train(failed.data, replace(trainings[0].settings, epochs=1))
    if isinstance(after_one, Weights):
        if np.array_equal(after_one.all, trainings[0].weights.all):
            return "does_not_move"
        grew = way.loss(failed.data, trainings[0].weights) > way.loss(failed.data, after_one)
        if grew and not failed.data.far_off and all(training.left > 1.0 for training in trainings):
            return "ascends"
    return None


def _left_of_squares(data: DataSet, training: _Training) -> float:
    """How much is left of the way to the minimum of squared errors."""
    A = np.column_stack([data.X, np.ones(len(data.y))])

    def loss(weights: Floats) -> float:
        return float(np.sum((data.y - A @ weights) ** 2))

    best = np.linalg.lstsq(A, data.y, rcond=None)[0].astype(np.float64)
    start, lowest = loss(0 * best), loss(best)
    return (loss(training.weights.all) - lowest) / (start - lowest)


def _all_pairs(data: DataSet, training: _Training) -> bool:
    """Whether all rows are predicted much alike, by a median: the best there is if targets meet all predictions."""
    predictions = data.X @ training.weights.w + training.weights.b
    low, high = np.quantile(data.y, [0.4, 0.6])
    return bool(np.std(predictions) < 0.3 * np.std(data.y) and low <= np.median(predictions) <= high)


# ------------------------------------------------------------------------------------------- not settled


def _constant(study: _Study, found: Steps, way: _Way) -> Finding:
    """The failure of a loop whose steps are seen to be equal in early and in late epochs."""
    loop, late = study.loop, LATE[0]
    moved = f"|w({late + 1}) - w({late})|"
    witness = Counterexample(
        at(found.data, settings(found.data, late)),
        f"{moved} < |w(2) - w(1)|",
        f"{moved} = |w(2) - w(1)| = {_moved(found):.3g}",
    )
    hint = Message("checks.code.constant_step", {"name": loop.name, "step": f"{found.late:.3g}", "late": late})
    verdict = Fail(witness, hint, ("constant_step",))
    data = study.sets[0].data
    plots = _curve(loop, data, Settings(RATE, late, len(data.y)), way)
    return Finding(verdict, defined_at(loop.name, loop.program), plots=plots)


def _moved(found: Steps) -> float:
    """How far such a step moves (w, b) on a single row."""
    return found.late * float(np.linalg.norm(np.append(found.data.X[0], 1.0)))


def _at_a_large_rate(study: _Study, way: _Way) -> Finding:
    loop = study.loop
    place = defined_at(loop.name, loop.program)
    settings = Settings(RATE, LONG, BATCHES[0])
    sets, left = [each.data for each in study.sets[:2]], []
    for data in sets:
        weights = loop.train(data, settings)
        if isinstance(weights, Finding):
            return weights
        left.append(way.left(data, weights))
    if study.near and left[0] <= SETTLED and max(left) <= MARGIN:
        return Finding(Pass(Agreement(len(sets), 1)), place)
    percent = f"{100 * max(left):.0f}" if max(left) < 10 else "> 1000"
    reason = Message("checks.code.unsettled", {"lr": RATE, "percent": percent})
    farthest = sets[left.index(max(left))]
    return Finding(Undecided(reason), place, plots=_curve(loop, farthest, settings, way))


# ---------------------------------------------------------------------------------------------- the figure


def _curve(loop: Loop, data: DataSet, settings: Settings, way: _Way) -> tuple[Plot, ...]:
    """The loss of what the loop returns after more and more epochs, beside the lowest that there is.

    Each point is a training of its own from the same seed, shorter than the one that was judged. There is no figure
    where the loop does not bear being asked so often.
    """
    before = loop.run.report.cpu_seconds
    points: list[tuple[float, float]] = []
    for epochs in (*(number for number in PLOTTED if number < settings.epochs), settings.epochs):
        if loop.run.report.cpu_seconds - before > PLOT_SECONDS:
            return ()
        weights = loop.train(data, replace(settings, epochs=epochs))
        if isinstance(weights, Finding):
            if epochs == 0:
                continue  # a loop may define something in its first round only
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
