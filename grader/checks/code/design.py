"""Does a student's X make X^T X singular? Decided by the rank of X, in exact arithmetic.

Every floating-point number is a fraction, so the rank of a small X is found exactly. An X that is singular but for
rounding (``0.3`` for ``3 * 0.1``) is meant to be singular, and in floating point the formula fails on it: it counts.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import assert_never

import numpy as np
import numpy.typing as npt

from grader.checks.code.call import as_json, defined_at, ended, not_written, numbers, opened, quietly, raised_at, shown
from grader.checks.code.cases import Array
from grader.core import (
    Absent,
    Agreement,
    Answer,
    Bench,
    CallRaised,
    CallStopped,
    Check,
    Counterexample,
    Evidence,
    Fail,
    Finding,
    Message,
    Missing,
    Pass,
    Program,
    Proof,
    Raised,
    Returned,
    Words,
)

Floats = npt.NDArray[np.float64]

EXACTLY = 400  # entries; beyond it exact elimination takes too long, and singular values decide


def fails_on_design(name: str = "singular_design") -> Check:
    """The function ``name`` takes nothing and returns a real matrix X, (n, d), for which X^T X is singular.

    A global of that name that holds the matrix itself counts as well.
    """

    def check(answer: Answer, bench: Bench) -> Finding:
        run = opened(name, answer, bench)
        if isinstance(run, Finding):
            return run
        assert answer.program is not None
        reply = run.call(name, (), library="numpy")
        remarks: tuple[Words, ...] = ()
        if isinstance(reply, CallRaised) and "not callable" in reply.error:
            reply = run.value(name)
            remarks = (Message("checks.code.not_a_function", {"name": name}),)
        match reply:
            case Absent() | CallStopped():
                return ended(name, reply, run, answer.program)
            case CallRaised():
                return _raised(name, reply, answer.program)
            case Returned(value):
                found = _judged(name, value)
                return Finding(found, defined_at(name, answer.program), remarks=remarks)
            case other:
                assert_never(other)

    return quietly(check)


def _raised(name: str, reply: CallRaised, program: Program) -> Finding:
    if not_written(reply):
        return Finding(Missing(Message("checks.code.not_written", {"name": name})))
    hint = Message("checks.code.design_raises", {"name": name, "error": reply.error})
    return Finding(Fail(Raised(f"{name}()", reply.error), hint, ("raises",)), raised_at(name, reply, program))


def _judged(name: str, value: object) -> Pass | Fail:
    found = numbers(value)
    if found is None or found.ndim != 2 or not found.size or not np.all(np.isfinite(found)):
        hint = Message("checks.code.no_matrix", {"name": name, "got": shown(value)})
        return Fail(Counterexample({}, "X, (n, d)", shown(value)), hint, ("wrong_shape",))
    X = found.astype(float)
    known = singular(X)
    if known is not None:
        return Pass(known)
    d = X.shape[1]
    hint = Message("checks.code.not_singular", {"name": name, "d": d})
    at = as_json({"X": found})
    return Fail(Counterexample(at, f"rank(X) < {d}", f"rank(X) = {np.linalg.matrix_rank(X)}"), hint)


def singular(X: Array) -> Evidence | None:
    """How it is known that X^T X is singular; None where it is not."""
    columns = X.shape[1]
    if X.size <= EXACTLY and rank(X.tolist()) < columns:
        return Proof("exact elimination: rank(X) < d")
    values = X.astype(float)
    gram = values.T @ values
    if columns and min(_numerical_rank(values), _numerical_rank(gram)) < columns:
        return Agreement(1, 15)  # singular to all digits of double precision
    return None


def rank(rows: Sequence[Sequence[float]]) -> int:
    """The rank of a matrix of floating-point numbers, exactly: by elimination over the fractions that they are."""
    left = [[Fraction(entry) for entry in row] for row in rows]
    found = 0
    for column in range(len(left[0]) if left else 0):
        pivot = next((row for row in left[found:] if row[column]), None)
        if pivot is None:
            continue
        at = next(index for index in range(found, len(left)) if left[index] is pivot)
        left[found], left[at] = left[at], left[found]
        for index in range(found + 1, len(left)):
            factor = left[index][column] / pivot[column]
            if factor:
                left[index] = [entry - factor * over for entry, over in zip(left[index], pivot, strict=True)]
        found += 1
    return found


def _numerical_rank(matrix: Floats) -> int:
    return int(np.linalg.matrix_rank(matrix)) if matrix.size else 0
