"""Calling a student's training loop ``(X, y, lr, num_epochs, batch_size, seed) -> (w, b)``, and the data for it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias, assert_never

import numpy as np
import numpy.typing as npt

from grader.checks.code.call import as_json, defined_at, ended, mentions, not_written, numbers, raised_at, shown
from grader.core import (
    Absent,
    CallRaised,
    CallStopped,
    Counterexample,
    Fail,
    Finding,
    Json,
    Message,
    Missing,
    Program,
    Raised,
    Returned,
    Run,
    Words,
)

Floats: TypeAlias = npt.NDArray[np.float64]
Form: TypeAlias = tuple[Literal["numpy", "torch"], type[np.float32] | type[np.float64]]


# -------------------------------------------------------------------------------------------------- data


@dataclass(frozen=True, slots=True, eq=False)
class DataSet:
    """X (n, d) and y (n,) in double precision; ``far_off`` if some targets are far from where the rest points."""

    X: Floats
    y: Floats
    far_off: bool = False


Data: TypeAlias = Callable[[np.random.Generator], Sequence[DataSet]]

ROWS = 40
FEW = 8  # rows that a student can put in by hand
TENTH = 10  # one datum of so many is far off
DRAWS = 200

# One row, on which every step goes one way or back: its length can be read off. No step of a round length ends at
# a residual of zero, where the sign is zero and a constant step would rest.
ONE_ROW = DataSet(np.array([[0.5, 1.0]]), np.array([0.73]))


def lines(rng: np.random.Generator, rows: int = ROWS) -> Sequence[DataSet]:
    """A clean set, one with data far off, and another clean one; weights of about one, noise a twentieth of it."""
    return [_line(rng, rows, 0), _line(rng, rows, max(1, rows // TENTH)), _line(rng, rows, 0)]


def few(rng: np.random.Generator) -> Sequence[DataSet]:
    """A clean set and one with a datum far off, small enough to be shown."""
    return [_line(rng, FEW, 0), _line(rng, FEW, 1)]


def _line(rng: np.random.Generator, rows: int, far_off: int) -> DataSet:
    """Drawn until it tells methods apart: the columns are far from dependent, and data far off draw least squares
    far away but not Huber's loss, whose pull is bounded."""
    for _ in range(DRAWS):
        X = np.round(rng.normal(size=(rows, 2)), 1 if rows <= FEW else 2)
        w = rng.choice([-1.0, 1.0], 2) * rng.uniform(0.6, 1.0, 2)
        b = rng.choice([-1.0, 1.0]) * rng.uniform(0.4, 0.8)
        y = X @ w + b + rng.laplace(scale=0.05, size=rows)
        y[np.argsort(-X[:, 0])[:far_off]] -= 12.0
        found = DataSet(X, np.round(y, 2), far_off > 0)
        if np.linalg.cond(_design(found)) < 2.5 and (not far_off or _tells_apart(found, np.append(w, b))):
            break
    return found


def _design(data: DataSet) -> Floats:
    return np.column_stack([data.X, np.ones(len(data.y))])


def _tells_apart(data: DataSet, truth: Floats) -> bool:
    A, y = _design(data), data.y
    start, lowest = (float(np.sum(np.abs(y - A @ weights))) for weights in (0 * truth, truth))
    squares = np.linalg.lstsq(A, y, rcond=None)[0]
    bounded = squares
    for _ in range(100):  # Huber's loss by reweighted least squares
        root = np.sqrt(1 / np.maximum(1.0, np.abs(y - A @ bounded)))
        bounded = np.linalg.lstsq(root[:, None] * A, root * y, rcond=None)[0]
    left = [(float(np.sum(np.abs(y - A @ weights))) - lowest) / (start - lowest) for weights in (squares, bounded)]
    return left[0] > 0.4 and left[1] < 0.1


# ----------------------------------------------------------------------------------------------- training


@dataclass(frozen=True, slots=True)
class Settings:
    """The arguments after the data."""

    rate: float
    epochs: int
    batch: int
    seed: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class Weights:
    """What came back: w (d,) and b."""

    w: Floats
    b: float
    remarks: tuple[Words, ...] = ()

    @property
    def all(self) -> Floats:
        """w and b as one vector."""
        return np.append(self.w, self.b)

    def __str__(self) -> str:
        return f"w = {shown(self.w)}, b = {shown(self.b)}"


@dataclass(frozen=True, slots=True)
class Loop:
    """A student's training loop, called with the arrays of one library and precision."""

    name: str
    run: Run
    program: Program
    form: Form

    def train(self, data: DataSet, settings: Settings) -> Weights | Finding:
        """The weights after a training, or why there are none."""
        library, dtype = self.form
        X, y = data.X.astype(dtype), data.y.astype(dtype)
        args = (X, y, settings.rate, settings.epochs, settings.batch, settings.seed)
        reply = self.run.call(self.name, args, library=library)
        match reply:
            case Absent() | CallStopped():
                return ended(self.name, reply, self.run, self.program, at(data, settings))
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
        witness = Raised(call, reply.error, at(data, settings))
        return Finding(Fail(witness, hint, ("raises",)), raised_at(self.name, reply, self.program))

    def _weights(self, reply: Returned, data: DataSet, settings: Settings) -> Weights | Finding:
        columns = data.X.shape[1]
        given = list(reply.value) if isinstance(reply.value, list | tuple) else []
        parts = [numbers(part) for part in given[:2]]
        key, mistakes = "checks.code.no_weights", ("wrong_shape",)
        if len(parts) == 2 and parts[0] is not None and parts[1] is not None:
            w, b = parts[0], parts[1]
            if w.size == columns and b.size == 1:
                remarks = self._remarks(w, len(given), data, reply)
                return Weights(w.astype(float).reshape(-1), float(b.reshape(())), remarks)
            if w.size == 1 and b.size == columns:
                key, mistakes = "checks.code.swapped_weights", ("wrong_shape", "swapped")  # type: ignore[assignment]
        hint = Message(key, {"name": self.name, "d": columns})
        got = shown(list(reply.value)) if isinstance(reply.value, tuple | list) else shown(reply.value)
        witness = Counterexample(at(data, settings), f"(w, b), w: ({columns},)", got)
        return Finding(Fail(witness, hint, mistakes), defined_at(self.name, self.program))

    def _remarks(self, w: npt.NDArray[np.generic], parts: int, data: DataSet, reply: Returned) -> tuple[Words, ...]:
        remarks: list[Words] = []
        if w.ndim != 1:
            remarks.append(Message("checks.code.weights_shape", {"found": str(w.shape), "d": data.X.shape[1]}))
        if parts > 2:
            remarks.append(Message("checks.code.more_than_weights", {"name": self.name}))
        if len(reply.args) > 1 and not _untouched(data, reply.args):
            remarks.append(Message("checks.code.training_mutates", {"name": self.name}))
        return tuple(remarks)


def _untouched(data: DataSet, after: Sequence[object]) -> bool:
    return all(
        isinstance(later, np.ndarray) and np.allclose(before, later, atol=1e-6)
        for before, later in zip((data.X, data.y), after, strict=False)
    )


def at(data: DataSet, settings: Settings) -> dict[str, Json]:
    """The arguments as plain numbers."""
    return {
        **as_json({"X": data.X, "y": data.y}),
        "lr": settings.rate,
        "num_epochs": settings.epochs,
        "batch_size": settings.batch,
        "seed": settings.seed,
    }


def forms(program: Program) -> Sequence[Form]:
    """In which arrays to call: torch's own precision first where the code speaks of torch, then what else may serve."""
    torch: list[Form] = [("torch", np.float32), ("torch", np.float64)]
    numpy: list[Form] = [("numpy", np.float64)]
    return torch + numpy if mentions(program, "torch") else numpy + torch
