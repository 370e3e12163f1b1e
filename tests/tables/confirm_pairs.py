"""Confirms the truth of every pair in ``pairs.json`` by a second route.

Each formula of the table is transcribed here by hand into numpy, as a function of the declared symbols. Run as a
script it draws inputs of several sizes and asserts that the two transcriptions agree (``equal: true``) or that they
differ (``equal: false``; a product whose shapes do not fit counts as different). It uses nothing of the grader.

Vectors are columns of shape (n, 1), so that a missing transpose shows as a shape. ``x[i, 0]`` is the entry x_{i+1},
``X[[i]].T`` the (i+1)-th row of X as a column.
"""

from __future__ import annotations

import inspect
import json
import re
import sys
import warnings
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np

HERE = Path(__file__).parent
GENERIC = ({"n": 5, "d": 3}, {"n": 7, "d": 2}, {"n": 6, "d": 4})  # n > d, both at least 2
SPECIAL = ({"n": 4, "d": 1}, {"n": 3, "d": 3}, {"n": 1, "d": 1}, {"n": 2, "d": 2}, {"n": 2, "d": 3})
DRAWS = 40

det = np.linalg.det
tr = np.trace
diag = np.diag


SINGULAR: list[bool] = []  # set while a transcription inverts a singular matrix


class Undefined(Exception):
    """The transcription has no value here (an index beyond the sample, a singular matrix)."""


def inv(matrix: np.ndarray) -> np.ndarray:
    """The inverse, undefined where rounding would make one up."""
    if matrix.shape[0] != matrix.shape[1]:
        raise ValueError("shape mismatch")
    if not np.linalg.cond(matrix) < 3e4:
        SINGULAR.append(True)
        return np.full(matrix.shape, np.nan)
    return np.linalg.inv(matrix)


def one(n: int) -> np.ndarray:
    """The vector of ones."""
    return np.ones((n, 1))


def eye(n: int) -> np.ndarray:
    """The identity matrix."""
    return np.eye(n)


def sq(r: np.ndarray) -> Any:
    """The squared norm of a vector, or the squared Frobenius norm of a matrix."""
    return np.sum(r * r)


def minus(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """A difference without broadcasting: shapes that differ do not fit."""
    if a.shape != b.shape:
        raise ValueError("shape mismatch")
    return a - b


def col(values: list[Any]) -> np.ndarray:
    """A column of the given entries."""
    return np.array([[np.asarray(value).item()] for value in values])


def grad(f: Callable[[Any], Any], at: Any) -> Any:
    """The gradient of a smooth real function by complex steps: no rounding error to speak of."""
    if np.ndim(at) == 0:
        return np.asarray(f(at + 1e-30j)).item().imag / 1e-30
    out = np.zeros(at.shape)
    for index in np.ndindex(at.shape):
        step = np.zeros(at.shape, dtype=complex)
        step[index] = 1e-30j
        out[index] = np.asarray(f(at + step)).item().imag / 1e-30
    return out


def slope(f: Callable[[Any], Any], at: Any) -> Any:
    """The gradient by central differences, for functions with kinks (linear between them)."""
    h = 1e-6
    if np.ndim(at) == 0:
        return (np.asarray(f(at + h)).item() - np.asarray(f(at - h)).item()) / (2 * h)
    out = np.zeros(at.shape)
    for index in np.ndindex(at.shape):
        step = np.zeros(at.shape)
        step[index] = h
        out[index] = (np.asarray(f(at + step)).item() - np.asarray(f(at - step)).item()) / (2 * h)
    return out


def second(f: Callable[[Any], Any], at: Any) -> Any:
    """The second derivative (or Hessian) by differences of complex steps."""
    h = 1e-5
    if np.ndim(at) == 0:
        return (grad(f, at + h) - grad(f, at - h)) / (2 * h)
    columns = []
    for k in range(at.shape[0]):
        step = np.zeros(at.shape)
        step[k] = h
        columns.append((grad(f, at + step) - grad(f, at - step)) / (2 * h))
    return np.hstack(columns)


def draw(declare: str, sizes: Mapping[str, int], names: set[str], rng: np.random.Generator) -> dict[str, Any]:
    """One random value for every symbol: those of the declaration, and plain real scalars for the rest."""
    values: dict[str, Any] = dict(sizes)
    for item in filter(None, (piece.strip() for piece in declare.split(","))):
        found = re.fullmatch(r"(\w+)(?:\s*:\s*(.*?))?(?:\s+rows\s+\w+)?", item)
        assert found, item
        name, kind = found[1], (found[2] or "").strip()
        if not kind:
            values[name] = float(rng.normal())
        elif kind.startswith(">"):
            values[name] = float(rng.uniform(0.3, 2.5))
        else:
            shape = [int(part) if part.isdigit() else sizes[part] for part in kind.split("*")]
            values[name] = rng.normal(size=(shape[0], shape[1] if len(shape) == 2 else 1))
    for name in sorted({name.rstrip("_") for name in names} - set(values)):
        values[name] = float(rng.normal())
    values["lambda_"] = values.get("lambda")  # a reserved word
    return values


def value(f: Callable[..., Any], values: Mapping[str, Any]) -> np.ndarray | None:
    """The value of a transcription, None where its shapes do not fit."""
    SINGULAR.clear()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", RuntimeWarning)  # log of a negative number: NaN, "undefined"
            result = np.asarray(f(**{name: values[name] for name in inspect.signature(f).parameters}))
    except (IndexError, np.linalg.LinAlgError) as error:
        raise Undefined from error
    except ValueError as error:
        if "mismatch" in str(error) or "broadcast" in str(error) or "aligned" in str(error) or "1 for" in str(error):
            return None
        raise
    if SINGULAR:
        raise Undefined
    return result.reshape(()) if result.size == 1 else result


def agree(first: np.ndarray | None, second_: np.ndarray | None, digits: float) -> bool:
    """Whether two values are the same to rounding (both undefined counts as the same)."""
    if first is None or second_ is None or first.shape != second_.shape:
        return False
    return bool(np.allclose(first, second_, rtol=digits, atol=digits / 10, equal_nan=True))


def well_posed(first: np.ndarray | None, second_: np.ndarray | None) -> bool:
    """Whether the values are moderate enough for a comparison to mean anything."""
    return all(v is None or bool(np.all(np.isnan(v) | (np.abs(v) < 1e7))) for v in (first, second_))


def confirm(pair: Mapping[str, Any]) -> None:
    """Assert that the pair is what the table says it is."""
    f, g = TRANSCRIPTIONS[pair["id"]]
    names = set(inspect.signature(f).parameters) | set(inspect.signature(g).parameters)
    rng = np.random.default_rng(sum(map(ord, pair["id"])))
    judged, told_apart = 0, False
    for sizes in GENERIC + (SPECIAL if pair["equal"] else ()):
        same = []
        for _ in range(DRAWS):
            values = draw(pair["declare"], sizes, names, rng)
            try:
                pair_of_values = value(f, values), value(g, values)
            except Undefined:
                continue
            if well_posed(*pair_of_values):
                same.append(agree(*pair_of_values, 3e-5 if pair["id"] in BY_DIFFERENCES else 1e-9))
        judged += bool(same)
        if pair["equal"]:
            assert all(same), f"{pair['id']}: differs at {sizes}"
        elif same:
            told_apart |= sum(same) <= len(same) * 0.93  # at one size at least; no rare accident
    assert pair["equal"] or told_apart, f"{pair['id']}: agrees"
    assert judged, f"{pair['id']}: never evaluated"


def main() -> int:
    """Confirm the whole table; the number of pairs that are not what they claim to be."""
    pairs = json.loads((HERE / "pairs.json").read_text(encoding="utf-8"))
    ids = [pair["id"] for pair in pairs]
    assert len(ids) == len(set(ids)), "an id stands twice"
    assert set(ids) == set(TRANSCRIPTIONS), set(ids) ^ set(TRANSCRIPTIONS)
    wrong = 0
    for pair in pairs:
        try:
            confirm(pair)
        except AssertionError as error:
            wrong += 1
            print(error)
    print(f"{len(pairs) - wrong} of {len(pairs)} pairs confirmed")
    return wrong


# derivatives by finite differences: fewer digits
BY_DIFFERENCES = {
    "gradients-09",
    "gradients-10",
    "gradients-20",
    "gradients-21",
    "gradients-22",
    "gradients-23",
    "gradients-24",
    "gradients-29",
    "gradients-30",
    "gradients-37",
    "gradients-38",
    "gradients-42",
    "gradients-49",
}

TRANSCRIPTIONS: dict[str, tuple[Callable[..., Any], Callable[..., Any]]] = {
    "first-scalars-01": (
        lambda b, x: np.sum((x - b) ** 2),
        lambda b, n, x: np.sum(x**2) - 2 * b * np.sum(x) + n * b**2,
    ),
    "first-scalars-02": (
        lambda b, x: np.sum((x - b) ** 2),
        lambda b, x: np.sum(x**2) - 2 * b * np.sum(x) + b**2,
    ),
    "first-scalars-03": (
        lambda x: np.mean(x),
        lambda n, x: sum(x[i, 0] for i in range(n)) / n,
    ),
    "first-scalars-04": (
        lambda x: np.mean(x),
        lambda x: np.sum(x),
    ),
    "first-scalars-05": (
        lambda b, x: -2 * np.sum(x - b),
        lambda b, n, x: 2 * n * b - 2 * np.sum(x),
    ),
    "first-scalars-06": (
        lambda b, x: -2 * np.sum(x - b),
        lambda b, n, x: -2 * np.sum(x) - 2 * n * b,
    ),
    "first-scalars-07": (
        lambda b, x: -2 * np.sum(x - b),
        lambda b, x: -2 * np.sum(x) + 2 * b,
    ),
    "first-scalars-08": (
        lambda b, x: np.sum((x - b) ** 2),
        lambda b, n, x: sum((b - x[j, 0]) ** 2 for j in range(n)),
    ),
    "first-scalars-09": (
        lambda b, n, x: np.sum(x) - n * b,
        lambda b, n, x: sum(x[i, 0] - b for i in range(n)),
    ),
    "first-scalars-10": (
        lambda b, x: np.sum((x - b) ** 2),
        lambda b, x: np.sum((x[:-1] - b) ** 2),
    ),
    "first-matrices-01": (
        lambda X, w, y: sq(y - X @ w),
        lambda X, w, y: (y - X @ w).T @ (y - X @ w),
    ),
    "first-matrices-02": (
        lambda X, w, y: sq(X @ w - y),
        lambda X, w, y: y.T @ y - 2 * (w.T @ X.T @ y) + w.T @ X.T @ X @ w,
    ),
    "first-matrices-03": (
        lambda X, w, y: sq(y - X @ w),
        lambda X, w, y: y.T @ y - 2 * (w.T @ X.T @ y) + w.T @ X.T @ w,
    ),
    "first-matrices-04": (
        lambda X, w, y: 2 * X.T @ (X @ w - y),
        lambda X, w, y: 2 * X @ (X @ w - y),
    ),
    "first-matrices-05": (
        lambda X, y: inv(X.T @ X) @ X.T @ y,
        lambda X, n, y: inv(sum(X[[i]].T @ X[[i]] for i in range(n))) @ sum(y[i, 0] * X[[i]].T for i in range(n)),
    ),
    "first-matrices-06": (
        lambda X, y: inv(X.T @ X) @ X.T @ y,
        lambda X, y: (X.T @ y) @ inv(X.T @ X),
    ),
    "first-matrices-07": (
        lambda X, w, y: X.T @ (X @ w - y),
        lambda X, n, w, y: sum(X[[i]].T * (X[i] @ w - y[i])[0] for i in range(n)),
    ),
    "first-matrices-08": (
        lambda X, w, y: sq(y - X @ w),
        lambda X, w, y: np.linalg.norm(y - X @ w),
    ),
    "first-matrices-09": (
        lambda X, w, y: 2 * X.T @ X @ w - 2 * X.T @ y,
        lambda X, w, y: 2 * X.T @ X @ w - X.T @ y,
    ),
    "first-matrices-10": (
        lambda X, w, y: X.T @ (y - X @ w),
        lambda X, w, y: -X.T @ (X @ w - y),
    ),
    "first-logs-01": (
        lambda mu, n, sigma, x: sum(
            np.log(np.exp(-((x[i, 0] - mu) ** 2) / (2 * sigma**2)) / (np.sqrt(2 * np.pi) * sigma)) for i in range(n)
        ),
        lambda mu, n, sigma, x: -n / 2 * np.log(2 * np.pi * sigma**2) - np.sum((x - mu) ** 2) / (2 * sigma**2),
    ),
    "first-logs-02": (
        lambda mu, n, sigma, x: sum(
            np.log(np.exp(-((x[i, 0] - mu) ** 2) / (2 * sigma**2)) / (np.sqrt(2 * np.pi) * sigma)) for i in range(n)
        ),
        lambda mu, sigma, x: -1 / 2 * np.log(2 * np.pi * sigma**2) - np.sum((x - mu) ** 2) / (2 * sigma**2),
    ),
    "first-logs-03": (
        lambda mu, n, sigma, x: sum(
            np.log(np.exp(-((x[i, 0] - mu) ** 2) / (2 * sigma**2)) / (np.sqrt(2 * np.pi) * sigma)) for i in range(n)
        ),
        lambda mu, n, sigma, x: -n / 2 * np.log(2 * np.pi * sigma**2) + np.sum((x - mu) ** 2) / (2 * sigma**2),
    ),
    "first-logs-04": (
        lambda n, sigma: n / 2 * np.log(2 * np.pi * sigma**2),
        lambda n, sigma: n * np.log(sigma) + n / 2 * np.log(2 * np.pi),
    ),
    "first-logs-05": (
        lambda n, sigma: n / 2 * np.log(2 * np.pi * sigma**2),
        lambda n, sigma: n / 2 * np.log(sigma) + n / 2 * np.log(2 * np.pi),
    ),
    "first-logs-06": (
        lambda x: np.log(np.exp(-(x[0, 0] ** 2))) + np.log(np.exp(-(x[1, 0] ** 2))),
        lambda x: -(x[0, 0] ** 2) - x[1, 0] ** 2,
    ),
    "first-logs-07": (
        lambda x: np.prod(np.exp(-x)),
        lambda x: np.exp(-np.sum(x)),
    ),
    "first-logs-08": (
        lambda x: np.prod(np.exp(-x)),
        lambda x: np.sum(np.exp(-x)),
    ),
    "first-logs-09": (
        lambda x: -np.log(np.prod(0.5 * np.exp(-np.abs(x)))),
        lambda x: np.log(2) + np.sum(np.abs(x)),
    ),
    "first-logs-10": (
        lambda x: -np.log(np.prod(0.5 * np.exp(-np.abs(x)))),
        lambda n, x: n * np.log(2) + sum(abs(x[i, 0]) for i in range(n)),
    ),
    "first-abs-01": (
        lambda b, x: np.sum(np.abs(x - b)),
        lambda b, x: np.sum(np.abs(b - x)),
    ),
    "first-abs-02": (
        lambda b, x: np.sum(np.abs(x - b)),
        lambda b, x: abs(np.sum(x - b)),
    ),
    "first-abs-03": (
        lambda b, x: np.sum(np.abs(x - b)),
        lambda b, x: np.sum(x - b),
    ),
    "first-abs-04": (
        lambda a: abs(a) ** 2,
        lambda a: a**2,
    ),
    "first-abs-05": (
        lambda a, b: np.sqrt((a - b) ** 2),
        lambda a, b: abs(a - b),
    ),
    "first-abs-06": (
        lambda a, b: np.sqrt((a - b) ** 2),
        lambda a, b: a - b,
    ),
    "first-abs-07": (
        lambda a, b: abs(a * b),
        lambda a, b: abs(a) * abs(b),
    ),
    "first-abs-08": (
        lambda a, b: abs(a + b),
        lambda a, b: abs(a) + abs(b),
    ),
    "first-abs-09": (
        lambda a: a * np.sign(a),
        lambda a: abs(a),
    ),
    "first-abs-10": (
        lambda x, y: np.sum(np.abs(y - x)),
        lambda x, y: np.sum(np.abs(y + x)),
    ),
    "scalars-01": (
        lambda b, x: np.sum((x - b) ** 2),
        lambda b, n, x: np.sum(x**2) - 2 * n * b * np.mean(x) + n * b**2,
    ),
    "scalars-02": (
        lambda b, x: np.sum((x - b) ** 2),
        lambda b, x: np.sum(x - b**2),
    ),
    "scalars-03": (
        lambda b, x: np.sum((x - b) ** 2),
        lambda b, n, x: np.sum((x - np.mean(x)) ** 2) + n * (np.mean(x) - b) ** 2,
    ),
    "scalars-04": (
        lambda b, x: np.sum((x - b) ** 2),
        lambda b, x: np.sum((x - np.mean(x)) ** 2) + (np.mean(x) - b) ** 2,
    ),
    "scalars-05": (
        lambda b, n, x: n * (b - np.sum(x) / n) ** 2 + np.sum(x**2) - np.sum(x) ** 2 / n,
        lambda b, x: np.sum((x - b) ** 2),
    ),
    "scalars-06": (
        lambda b, n, x: n * (b - np.sum(x) / n) ** 2 + np.sum(x**2) - np.sum(x) ** 2 / n,
        lambda b, n, x: n * (b - np.sum(x) / n) ** 2 + np.sum(x**2) - np.sum(x**2) / n,
    ),
    "scalars-07": (
        lambda n, x: sum(x[i, 0] for i in range(n)),
        lambda x: np.sum(x),
    ),
    "scalars-08": (
        lambda x: np.sum(x),
        lambda x: np.sum(x[1:]),
    ),
    "scalars-09": (
        lambda x: np.mean(x),
        lambda x: np.mean(x),
    ),
    "scalars-10": (
        lambda x: np.mean(x),
        lambda n, x: np.sum(x) / (n - 1),
    ),
    "scalars-11": (
        lambda b, n, x: np.sum(x) / n - b,
        lambda b, x: np.mean(x - b),
    ),
    "scalars-12": (
        lambda b, n, x: np.sum(x) / n - b,
        lambda b, n, x: (np.sum(x) - b) / n,
    ),
    "scalars-13": (
        lambda b, x: np.sum(x - b),
        lambda b, x: np.sum(x) - b,
    ),
    "scalars-14": (
        lambda b, x: np.sum(x * (x - b)),
        lambda b, x: np.sum(x**2) - b * np.sum(x),
    ),
    "scalars-15": (
        lambda b, x: np.sum(x * (x - b)),
        lambda b, n, x: np.sum(x**2) - n * b,
    ),
    "scalars-16": (
        lambda b, x: np.sum((x - b) ** 2),
        lambda b, x: np.sum(x**2 - 2 * b * x + b**2),
    ),
    "scalars-17": (
        lambda b, x: np.sum((x - b) ** 2),
        lambda b, x: np.sum(x**2 - b * x + b**2),
    ),
    "scalars-18": (
        lambda b, x: np.sum((x - b) ** 2),
        lambda b, n, x: np.sum(x**2) - n * b**2,
    ),
    "scalars-19": (
        lambda b, x: np.sum((x - b) ** 2),
        lambda b, n, x: np.sum(x**2) + 2 * b * np.sum(x) + n * b**2,
    ),
    "scalars-20": (
        lambda b, n, x: np.sum(x) + sum(b for i in range(n)),
        lambda b, n, x: n * (np.mean(x) + b),
    ),
    "scalars-21": (
        lambda b, n, x: np.sum(x) + n * b,
        lambda b, n, x: n * np.mean(x) + b,
    ),
    "scalars-22": (
        lambda a, b, c: (a + b) / c,
        lambda a, b, c: a / c + b / c,
    ),
    "scalars-23": (
        lambda a, b, c: (a + b) / c,
        lambda a, b, c: a + b / c,
    ),
    "scalars-24": (
        lambda a, b: (a - b) * (a + b),
        lambda a, b: a**2 - b**2,
    ),
    "scalars-25": (
        lambda a, b: (a - b) ** 2,
        lambda a, b: a**2 - b**2,
    ),
    "scalars-26": (
        lambda a, b: (a - b) ** 2,
        lambda a, b: a**2 - 2 * a * b + b**2,
    ),
    "scalars-27": (
        lambda a, b: (a - b) ** 2,
        lambda a, b: a**2 - 2 * a * b - b**2,
    ),
    "scalars-28": (
        lambda a, b: 1 / (1 + b / a),
        lambda a, b: a / (a + b),
    ),
    "scalars-29": (
        lambda a, b: a / (a + b),
        lambda a, b: 1 + a / b,
    ),
    "scalars-30": (
        lambda a, b: a**3 - b**3,
        lambda a, b: (a - b) * (a**2 + a * b + b**2),
    ),
    "scalars-31": (
        lambda a, b: (a + b) ** 3,
        lambda a, b: a**3 + a**2 * b + a * b**2 + b**3,
    ),
    "scalars-32": (
        lambda a, b, c: -(a - (b - c)),
        lambda a, b, c: b - a - c,
    ),
    "scalars-33": (
        lambda a, b, c: -(a - (b - c)),
        lambda a, b, c: b - a + c,
    ),
    "scalars-34": (
        lambda a, b: np.exp(a) * np.exp(b),
        lambda a, b: np.exp(a + b),
    ),
    "scalars-35": (
        lambda a, b: np.exp(a) * np.exp(b),
        lambda a, b: np.exp(a * b),
    ),
    "scalars-36": (
        lambda x: x,
        lambda x: 1.000001 * x + 0 * x,
    ),
    "scalars-37": (
        lambda b, m, x, y: np.sum((y - m * x - b) ** 2),
        lambda b, m, n, x, y: (
            np.sum(y**2)
            + m**2 * np.sum(x**2)
            + n * b**2
            - 2 * m * np.sum(x * y)
            - 2 * b * np.sum(y)
            + 2 * m * b * np.sum(x)
        ),
    ),
    "scalars-38": (
        lambda b, m, x, y: np.sum((y - m * x - b) ** 2),
        lambda b, m, n, x, y: np.sum(y**2) + m**2 * np.sum(x**2) + n * b**2 - 2 * m * np.sum(x * y) - 2 * b * np.sum(y),
    ),
    "matrices-01": (
        lambda X, w, y: sq(y - X @ w),
        lambda X, n, w, y: sum((y[i, 0] - (X[i] @ w)[0]) ** 2 for i in range(n)),
    ),
    "matrices-02": (
        lambda X, w, y: sq(y - X @ w),
        lambda X, w, y: sq(y + X @ w),
    ),
    "matrices-03": (
        lambda X, w, y: (y - X @ w).T @ (y - X @ w),
        lambda X, w, y: y.T @ y - y.T @ X @ w - (X @ w).T @ y + (X @ w).T @ (X @ w),
    ),
    "matrices-04": (
        lambda X, w, y: sq(y - X @ w),
        lambda X, w, y: y.T @ y - y.T @ X @ w + w.T @ X.T @ X @ w,
    ),
    "matrices-05": (
        lambda X, w, y: sq(y - X @ w),
        lambda X, w, y: y.T @ y + 2 * w.T @ X.T @ y + w.T @ X.T @ X @ w,
    ),
    "matrices-06": (
        lambda X, w, y: sq(y - X @ w),
        lambda X, w, y: y.T @ y - 2 * w.T @ X.T @ y - w.T @ X.T @ X @ w,
    ),
    "matrices-07": (
        lambda X, w, y: sq(y - X @ w),
        lambda X, w, y: y.T @ y - 2 * w.T @ X @ y + w.T @ X.T @ X @ w,
    ),
    "matrices-08": (
        lambda X, w, y: sq(y - X @ w),
        lambda X, w, y: y.T @ y - (X @ w).T @ (X @ w),
    ),
    "matrices-09": (
        lambda X, w, y: sq(y - X @ w),
        lambda X, w, y: (y - X @ w) @ (y - X @ w).T,
    ),
    "matrices-10": (
        lambda X, w, y: sq(y - X @ w),
        lambda X, w, y: sq(y - w @ X),
    ),
    "matrices-11": (
        lambda X, w, y: sq(y - X @ w),
        lambda X, w, y: sq(y - X.T @ w),
    ),
    "matrices-12": (
        lambda X, w, y: (X @ w).T @ y,
        lambda X, w, y: y.T @ X @ w,
    ),
    "matrices-13": (
        lambda X, w: w.T @ X.T @ X @ w,
        lambda X, w: sq(X @ w),
    ),
    "matrices-14": (
        lambda X, w: w.T @ X.T @ X @ w,
        lambda X, w: np.linalg.norm(X @ w),
    ),
    "matrices-15": (
        lambda X, w: w.T @ X.T @ X @ w,
        lambda X, w: w.T @ X @ X.T @ w,
    ),
    "matrices-16": (
        lambda X, w, y: 2 * X.T @ (X @ w - y),
        lambda X, w, y: -2 * X.T @ y + 2 * X.T @ X @ w,
    ),
    "matrices-17": (
        lambda X, w, y: 2 * X.T @ (X @ w - y),
        lambda X, n, w, y: 2 * sum(((X[i] @ w)[0] - y[i, 0]) * X[[i]].T for i in range(n)),
    ),
    "matrices-18": (
        lambda X, w, y: 2 * X.T @ X @ w - 2 * X.T @ y,
        lambda X, w, y: -2 * X.T @ (y - X @ w),
    ),
    "matrices-19": (
        lambda X, w, y: 2 * X.T @ (X @ w - y),
        lambda X, w, y: X.T @ (X @ w - y),
    ),
    "matrices-20": (
        lambda X, w, y: 2 * X.T @ (X @ w - y),
        lambda X, w, y: 2 * X.T @ (y - X @ w),
    ),
    "matrices-21": (
        lambda X, w, y: 2 * X.T @ (X @ w - y),
        lambda X, w, y: 2 * (X @ w - y) @ X.T,
    ),
    "matrices-22": (
        lambda X, w, y: 2 * X.T @ (X @ w - y),
        lambda X, w, y: 2 * (X @ w - y).T @ X,
    ),
    "matrices-23": (
        lambda X, w, y: 2 * X.T @ (X @ w - y),
        lambda X, w, y: 2 * X.T @ X @ w - 2 * y,
    ),
    "matrices-24": (
        lambda X, w, y: 2 * X.T @ (X @ w - y),
        lambda X, y: 2 * X.T @ minus(X, y),
    ),
    "matrices-25": (
        lambda X, w, y: 2 * X.T @ (X @ w - y),
        lambda X, w, y: 2 * X.T @ (X @ w) ** 2 - 2 * X.T @ y,
    ),
    "matrices-26": (
        lambda X, y: inv(X.T @ X) @ X.T @ y,
        lambda X, y: inv(X.T @ X) @ X.T @ y,
    ),
    "matrices-27": (
        lambda X, y: inv(X.T @ X) @ X.T @ y,
        lambda X, n, y: inv(X.T @ X / n) @ (X.T @ y / n),
    ),
    "matrices-28": (
        lambda X, y: inv(X.T @ X) @ X.T @ y,
        lambda X, n, y: inv(X @ X.T + 0 * eye(n)) @ X.T @ y,
    ),
    "matrices-29": (
        lambda X, y: inv(X.T @ X) @ X.T @ y,
        lambda X, y: inv(X.T @ X) @ X @ y,
    ),
    "matrices-30": (
        lambda X, y: inv(X.T @ X) @ X.T @ y,
        lambda X, y: X.T @ X @ X.T @ y,
    ),
    "matrices-31": (
        lambda X, y: inv(X.T @ X) @ X.T @ y,
        lambda X, y: y.T @ X @ inv(X.T @ X),
    ),
    "matrices-32": (
        lambda X, y: inv(X.T @ X) @ X.T @ y,
        lambda X, w: inv(X.T @ X) @ X.T @ w,
    ),
    "matrices-33": (
        lambda X, y: inv(X.T @ X) @ X.T @ y,
        lambda X, y: 2 * inv(X.T @ X) @ X.T @ y,
    ),
    "matrices-34": (
        lambda X, y: inv(X.T @ X) @ X.T @ y,
        lambda X, y: -inv(X.T @ X) @ X.T @ y,
    ),
    "matrices-35": (
        lambda X, y: inv(X.T @ X) @ X.T @ y,
        lambda X, d, y: inv(X.T @ X + eye(d)) @ X.T @ y,
    ),
    "matrices-36": (
        lambda X, w: X @ inv(X.T @ X) @ X.T @ X @ w,
        lambda X, w: X @ w,
    ),
    "matrices-37": (
        lambda X, y: X @ inv(X.T @ X) @ X.T @ X @ inv(X.T @ X) @ X.T @ y,
        lambda X, y: X @ inv(X.T @ X) @ X.T @ y,
    ),
    "matrices-38": (
        lambda X, w, y: X.T @ (y - X @ inv(X.T @ X) @ X.T @ y) + w,
        lambda w: w,
    ),
    "matrices-39": (
        lambda X, w, y: sq(X @ w) + sq(y) - 2 * (X @ w).T @ y,
        lambda X, w, y: sq(X @ w - y),
    ),
    "matrices-40": (
        lambda X, w, y: sq(X @ w - y),
        lambda X, w, y: sq(X @ w) + sq(y) - (X @ w).T @ y,
    ),
    "matrices-41": (
        lambda X, n, w, y: sq(X @ w - y) / (2 * n),
        lambda X, n, w, y: sum(0.5 * ((X[i] @ w)[0] - y[i, 0]) ** 2 for i in range(n)) / n,
    ),
    "matrices-42": (
        lambda X, n, w, y: sq(X @ w - y) / (2 * n),
        lambda X, n, w, y: sq(X @ w - y) / n,
    ),
    "matrices-43": (
        lambda n, y: one(n).T @ y,
        lambda y: np.sum(y),
    ),
    "matrices-44": (
        lambda X, w, y: sq(y - X @ w),
        lambda X, w, y: (X @ w - y).T @ (X @ w - y),
    ),
    "matrices-45": (
        lambda X, d, lambda_, y: inv(X.T @ X + lambda_ * eye(d)) @ X.T @ y,
        lambda X, lambda_, n, y: X.T @ inv(X @ X.T + lambda_ * eye(n)) @ y,
    ),
    "matrices-46": (
        lambda X, d, lambda_, y: inv(X.T @ X + lambda_ * eye(d)) @ X.T @ y,
        lambda X, d, lambda_, y: inv(X.T @ X - lambda_ * eye(d)) @ X.T @ y,
    ),
    "matrices-47": (
        lambda X, d, lambda_, y: inv(X.T @ X + lambda_ * eye(d)) @ X.T @ y,
        lambda X, d, y: inv(X.T @ X + eye(d)) @ X.T @ y,
    ),
    "matrices-48": (
        lambda A, B: (A @ B).T,
        lambda A, B: B.T @ A.T,
    ),
    "matrices-49": (
        lambda A, B: (A @ B).T,
        lambda A, B: A.T @ B.T,
    ),
    "matrices-50": (
        lambda A, B: inv(A @ B),
        lambda A, B: inv(B) @ inv(A),
    ),
    "matrices-51": (
        lambda A, B: inv(A @ B),
        lambda A, B: inv(A) @ inv(B),
    ),
    "matrices-52": (
        lambda A: inv(A.T),
        lambda A: inv(A).T,
    ),
    "matrices-53": (
        lambda A, u: inv(A).T @ u,
        lambda A, u: inv(A.T) @ u,
    ),
    "matrices-54": (
        lambda A: inv(A.T),
        lambda A: inv(A),
    ),
    "matrices-55": (
        lambda A, B, u: A @ B @ u,
        lambda A, B, u: B @ A @ u,
    ),
    "matrices-56": (
        lambda A, B: (A + B) @ (A + B),
        lambda A, B: A @ A + A @ B + B @ A + B @ B,
    ),
    "matrices-57": (
        lambda A, B: (A + B) @ (A + B),
        lambda A, B: A @ A + 2 * A @ B + B @ B,
    ),
    "matrices-58": (
        lambda A, B: inv(A + B),
        lambda A, B: inv(A) + inv(B),
    ),
    "matrices-59": (
        lambda A, u, v: u.T @ A @ v,
        lambda A, u, v: v.T @ A.T @ u,
    ),
    "matrices-60": (
        lambda A, u, v: u.T @ A @ v,
        lambda A, u, v: v.T @ A @ u,
    ),
    "matrices-61": (
        lambda u, v: sq(u + v),
        lambda u, v: sq(u) + 2 * u.T @ v + sq(v),
    ),
    "matrices-62": (
        lambda u, v: sq(u + v),
        lambda u, v: sq(u) + sq(v),
    ),
    "matrices-63": (
        lambda u, v: sq(u - v),
        lambda u, v: sq(u) - 2 * u.T @ v - sq(v),
    ),
    "matrices-64": (
        lambda A, u, v: inv(A + u @ v.T),
        lambda A, u, v: inv(A) - inv(A) @ u @ v.T @ inv(A) / (1 + (v.T @ inv(A) @ u).item()),
    ),
    "matrices-65": (
        lambda A, u, v: inv(A + u @ v.T),
        lambda A, u, v: inv(A) + inv(A) @ u @ v.T @ inv(A) / (1 + (v.T @ inv(A) @ u).item()),
    ),
    "matrices-66": (
        lambda A, u, v: inv(A + u @ v.T),
        lambda A, u, v: inv(A) - inv(A) @ u @ v.T @ inv(A) / (v.T @ inv(A) @ u).item(),
    ),
    "matrices-67": (
        lambda A, B: inv(A) - inv(B),
        lambda A, B: inv(A) @ (B - A) @ inv(B),
    ),
    "matrices-68": (
        lambda A, B: inv(A) - inv(B),
        lambda A, B: inv(A) @ (A - B) @ inv(B),
    ),
    "matrices-69": (
        lambda A, u: u.T @ (A + A.T) @ u,
        lambda A, u: 2 * u.T @ A @ u,
    ),
    "matrices-70": (
        lambda A, u: (A + A.T) @ u,
        lambda A, u: 2 * A @ u,
    ),
    "matrices-71": (
        lambda u, v: u @ v.T,
        lambda u, v: v @ u.T,
    ),
    "matrices-72": (
        lambda u, v: (u @ v.T) @ u,
        lambda u, v: (v.T @ u).item() * u,
    ),
    "matrices-73": (
        lambda X, w, y: sq(y - X @ w),
        lambda X, w, y: y.T @ y - 2 * y.T @ X @ w + w.T @ X.T @ X @ w,
    ),
    "matrices-74": (
        lambda X: X.T @ X,
        lambda X, n: sum(X[[i]].T @ X[[i]] for i in range(n)),
    ),
    "matrices-75": (
        lambda X, y: X.T @ y,
        lambda X, n, y: sum(y[i, 0] * X[[i]].T for i in range(n)),
    ),
    "matrices-76": (
        lambda X, w, y: X.T @ X @ w - X.T @ y,
        lambda X, w, y: -(y.T @ X - w.T @ X.T @ X).T,
    ),
    "matrices-77": (
        lambda X, w, y: y.T @ y - w.T @ X.T @ y - y.T @ X @ w + w.T @ X.T @ X @ w,
        lambda X, w, y: sq(X @ w - y),
    ),
    "matrices-78": (
        lambda X, w, y: sq(X @ w - y),
        lambda X, w, y: y.T @ y - 2 * w.T @ X.T @ y + w.T @ X.T @ X @ w,
    ),
    "matrices-79": (
        lambda X, w, y: (X @ w - y).T @ (X @ w + y),
        lambda X, w, y: y.T @ y - 2 * w.T @ X.T @ y + w.T @ X.T @ X @ w,
    ),
    "matrices-80": (
        lambda X, n, w, y: sum((y[i, 0] - (X[i] @ w)[0]) ** 2 for i in range(n)),
        lambda X, w, y: sq(y - X @ w),
    ),
    "matrices-81": (
        lambda A, B: A @ (B + A),
        lambda A, B: A @ B + A @ A,
    ),
    "matrices-82": (
        lambda A, u: A @ inv(A) @ u,
        lambda u: u,
    ),
    "matrices-83": (
        lambda u, v: u.T @ v,
        lambda d, u, v: sum(v[i, 0] * u[i, 0] for i in range(d)),
    ),
    "matrices-84": (
        lambda A, u: sq(A @ u),
        lambda A, u: u.T @ A.T @ A @ u,
    ),
    "matrices-85": (
        lambda A, B, u: (A + B).T @ u,
        lambda A, B, u: A.T @ u + B.T @ u,
    ),
    "matrices-86": (
        lambda u, v: u.T @ v,
        lambda d, u, v: sum(u[j, 0] * v[j, 0] for j in range(d)),
    ),
    "matrices-87": (
        lambda A, B: inv(inv(A) @ B),
        lambda A, B: inv(B) @ A,
    ),
    "matrices-88": (
        lambda A: inv(2 * A),
        lambda A: inv(A) / 2,
    ),
    "matrices-89": (
        lambda A: inv(2 * A),
        lambda A: 2 * inv(A),
    ),
    "logs-01": (
        lambda a, b: np.log(a * b),
        lambda a, b: np.log(a) + np.log(b),
    ),
    "logs-02": (
        lambda a, b: np.log(a * b),
        lambda a, b: np.log(a) * np.log(b),
    ),
    "logs-03": (
        lambda a, b: np.log(a + b),
        lambda a, b: np.log(a) + np.log(b),
    ),
    "logs-04": (
        lambda a, b: np.log(a / b),
        lambda a, b: np.log(a) - np.log(b),
    ),
    "logs-05": (
        lambda a, b: np.log(a / b),
        lambda a, b: np.log(a) / np.log(b),
    ),
    "logs-06": (
        lambda a, b: np.log(a / b),
        lambda a, b: np.log(b) - np.log(a),
    ),
    "logs-07": (
        lambda: np.log(0.5),
        lambda: -np.log(2),
    ),
    "logs-08": (
        lambda: -np.log(0.5),
        lambda: -np.log(2),
    ),
    "logs-09": (
        lambda a: np.log(np.sqrt(a)),
        lambda a: 0.5 * np.log(a),
    ),
    "logs-10": (
        lambda a: np.log(np.sqrt(a)),
        lambda a: np.sqrt(np.log(a)),
    ),
    "logs-11": (
        lambda a, b: np.exp(np.log(a) + 2 * np.log(b)),
        lambda a, b: a * b**2,
    ),
    "logs-12": (
        lambda a: np.log(a**2),
        lambda a: 2 * np.log(a),
    ),
    "logs-13": (
        lambda a: np.log(a**2),
        lambda a: np.log(a) ** 2,
    ),
    "logs-14": (
        lambda a, x: x**a,
        lambda a, x: np.exp(a * np.log(x)),
    ),
    "logs-15": (
        lambda a, b, x: x ** (a + b),
        lambda a, b, x: x**a + x**b,
    ),
    "logs-16": (
        lambda r: np.log(r**2),
        lambda r: 2 * np.log(abs(r)),
    ),
    "logs-17": (
        lambda r: np.log(r**2),
        lambda r: 2 * np.log(r),
    ),
    "logs-18": (
        lambda r, s: np.log(np.exp(r) + np.exp(s)),
        lambda r, s: r + s,
    ),
    "logs-19": (
        lambda r, s: np.log(np.exp(r) * np.exp(s)),
        lambda r, s: r + s,
    ),
    "logs-20": (
        lambda r, s: np.log(np.exp(r) + np.exp(s)),
        lambda r, s: r + np.log(1 + np.exp(s - r)),
    ),
    "logs-21": (
        lambda r, s: np.log(np.exp(r) + np.exp(s)),
        lambda r, s: r + np.log(1 + np.exp(r - s)),
    ),
    "logs-22": (
        lambda X, n, w, y: -np.log(np.prod([0.5 * np.exp(-abs(y[i, 0] - (X[i] @ w)[0])) for i in range(n)])),
        lambda X, n, w, y: n * np.log(2) + np.sum(np.abs(y - X @ w)),
    ),
    "logs-23": (
        lambda X, n, w, y: -np.log(np.prod([0.5 * np.exp(-abs(y[i, 0] - (X[i] @ w)[0])) for i in range(n)])),
        lambda X, n, w, y: n * np.log(2) + np.sum(np.abs(y - X @ w)),
    ),
    "logs-24": (
        lambda X, w, y: np.sum(np.log(2) + np.abs(y - X @ w)),
        lambda X, n, w, y: n * np.log(2) + np.sum(np.abs(y - X @ w)),
    ),
    "logs-25": (
        lambda X, n, w, y: sum(np.log(2) + abs(y[i, 0] - (X[i] @ w)[0]) for i in range(n)),
        lambda X, n, w, y: -n * np.log(1 / 2) + np.sum(np.abs(y - X @ w)),
    ),
    "logs-26": (
        lambda X, n, w, y: -np.log(np.prod([0.5 * np.exp(-abs(y[i, 0] - (X[i] @ w)[0])) for i in range(n)])),
        lambda X, w, y: np.sum(np.abs(y - X @ w)),
    ),
    "logs-27": (
        lambda X, n, w, y: -np.log(np.prod([0.5 * np.exp(-abs(y[i, 0] - (X[i] @ w)[0])) for i in range(n)])),
        lambda X, n, w, y: -n * np.log(2) + np.sum(np.abs(y - X @ w)),
    ),
    "logs-28": (
        lambda X, n, w, y: -np.log(np.prod([0.5 * np.exp(-abs(y[i, 0] - (X[i] @ w)[0])) for i in range(n)])),
        lambda X, n, w, y: n * np.log(2) + np.sum(y - X @ w),
    ),
    "logs-29": (
        lambda X, n, w, y: -np.log(np.prod([0.5 * np.exp(-abs(y[i, 0] - (X[i] @ w)[0])) for i in range(n)])),
        lambda X, n, w, y: n * np.log(2) + np.sum((y - X @ w) ** 2),
    ),
    "logs-30": (
        lambda X, n, w, y: -np.log(np.prod([0.5 * np.exp(-abs(y[i, 0] - (X[i] @ w)[0])) for i in range(n)])),
        lambda X, n, w, y: n * np.log(2) - np.sum(np.abs(y - X @ w)),
    ),
    "logs-31": (
        lambda X, n, w, y: n * np.log(2) + np.sum(np.abs(y - X @ w)),
        lambda X, n, w, y: n * np.log(2) + np.linalg.norm(y - X @ w),
    ),
    "logs-32": (
        lambda X, n, sigma, w, y: sq(y - X @ w) / (2 * sigma**2) + n / 2 * np.log(2 * np.pi * sigma**2),
        lambda X, n, sigma, w, y: (
            -sum(
                np.log(np.exp(-((y[i, 0] - (X[i] @ w)[0]) ** 2) / (2 * sigma**2)) / (sigma * np.sqrt(2 * np.pi)))
                for i in range(n)
            )
        ),
    ),
    "logs-33": (
        lambda X, n, sigma, w, y: sq(y - X @ w) / (2 * sigma**2) + n / 2 * np.log(2 * np.pi * sigma**2),
        lambda X, n, sigma, w, y: sq(y - X @ w) / (2 * sigma**2) + n * np.log(2 * np.pi * sigma**2),
    ),
    "logs-34": (
        lambda X, n, sigma, w, y: sq(y - X @ w) / (2 * sigma**2) + n / 2 * np.log(2 * np.pi * sigma**2),
        lambda X, n, sigma, w, y: sq(y - X @ w) / (2 * sigma) + n / 2 * np.log(2 * np.pi * sigma**2),
    ),
    "logs-35": (
        lambda c, z: np.log(np.prod(c * np.exp(z))),
        lambda c, n, z: n * np.log(c) + np.sum(z),
    ),
    "logs-36": (
        lambda c, z: np.log(np.prod(c * np.exp(z))),
        lambda c, z: np.log(c) + np.sum(z),
    ),
    "logs-37": (
        lambda c, z: np.prod(c * z),
        lambda c, n, z: c**n * np.prod(z),
    ),
    "logs-38": (
        lambda c, z: np.prod(c * z),
        lambda c, z: c * np.prod(z),
    ),
    "logs-39": (
        lambda c, z: np.prod(c * z),
        lambda c, n, z: n * c * np.prod(z),
    ),
    "logs-40": (
        lambda n, z: np.log(np.sum(np.exp(z))) - np.log(n),
        lambda z: np.log(np.mean(np.exp(z))),
    ),
    "logs-41": (
        lambda z: np.log(np.sum(np.exp(z))),
        lambda z: np.sum(z),
    ),
    "logs-42": (
        lambda z: np.prod(z),
        lambda z: np.prod(z[:-1]),
    ),
    "logs-43": (
        lambda z: np.prod(z**2),
        lambda z: np.prod(z) ** 2,
    ),
    "abs-01": (
        lambda b, y: np.sum(np.abs(y - b)),
        lambda b, y: np.sum(np.sqrt((y - b) ** 2)),
    ),
    "abs-02": (
        lambda b, y: np.sum(np.abs(y - b)),
        lambda b, y: np.sum((y - b) * np.sign(y - b)),
    ),
    "abs-03": (
        lambda b, y: np.sum(np.abs(y - b)),
        lambda b, y: np.sum((y - b) * np.sign(b - y)),
    ),
    "abs-04": (
        lambda a: np.sign(a) * abs(a),
        lambda a: a,
    ),
    "abs-05": (
        lambda a: abs(a),
        lambda a: a,
    ),
    "abs-06": (
        lambda a: abs(a),
        lambda a: -a,
    ),
    "abs-07": (
        lambda a, b: abs(a - b),
        lambda a, b: abs(a) - abs(b),
    ),
    "abs-08": (
        lambda a, b: abs(a - b),
        lambda a, b: abs(b - a),
    ),
    "abs-09": (
        lambda a: abs(a**2),
        lambda a: a**2,
    ),
    "abs-10": (
        lambda a: abs(a) ** 3,
        lambda a: a**2 * abs(a),
    ),
    "abs-11": (
        lambda a: abs(a) ** 3,
        lambda a: a**3,
    ),
    "abs-12": (
        lambda b, x: np.sum(np.abs(x - b)),
        lambda b, x: np.sum(np.abs(x)) - b,
    ),
    "abs-13": (
        lambda b, x: np.sum(np.abs(x - b)),
        lambda b, x: np.sum(np.abs(x - b) ** 2),
    ),
    "abs-14": (
        lambda b, x: np.sum(np.abs(x - b)),
        lambda b, x: np.mean(np.abs(x - b)),
    ),
    "abs-15": (
        lambda x, y: np.sum(np.abs(y - x)),
        lambda x, y: np.sum(np.abs(x - y)),
    ),
    "abs-16": (
        lambda x, y: np.sum(np.abs(y - x)),
        lambda x, y: np.sum(np.abs(y)) - np.sum(np.abs(x)),
    ),
    "abs-17": (
        lambda a: abs(-2 * a),
        lambda a: 2 * abs(a),
    ),
    "abs-18": (
        lambda a: abs(-2 * a),
        lambda a: -2 * abs(a),
    ),
    "abs-19": (
        lambda a, b: (abs(a + b) + abs(a - b)) / 2,
        lambda a, b: max(abs(a), abs(b)),
    ),
    "abs-20": (
        lambda a, b: (abs(a + b) + abs(a - b)) / 2,
        lambda a: abs(a),
    ),
    "abs-21": (
        lambda a, b: np.sign(a) * np.sign(b),
        lambda a, b: np.sign(a * b),
    ),
    "abs-22": (
        lambda a, b: np.sign(a) + np.sign(b),
        lambda a, b: np.sign(a + b),
    ),
    "abs-23": (
        lambda b, x: -np.sign(x[0, 0] - b),
        lambda b, x: np.sign(b - x[0, 0]),
    ),
    "abs-24": (
        lambda b, x: -np.sum(np.sign(x - b)),
        lambda b, x: np.sum(np.sign(x - b)),
    ),
    "abs-25": (
        lambda b, x: -np.sum(np.sign(x - b)),
        lambda b, x: -np.sum(x - b),
    ),
    "abs-26": (
        lambda a: np.exp(-abs(a)),
        lambda a: np.exp(-np.sqrt(a**2)),
    ),
    "abs-27": (
        lambda a: np.exp(-abs(a)),
        lambda a: np.exp(-a),
    ),
    "abs-28": (
        lambda b, n, x: sum(abs(x[i, 0] - b) for i in range(n)),
        lambda b, x: np.sum(np.abs(b - x)),
    ),
    "abs-29": (
        lambda a, b: abs(a * b),
        lambda a, b: abs(a) * abs(b),
    ),
    "abs-30": (
        lambda a, b: abs(a / b),
        lambda a, b: abs(a) / abs(b),
    ),
    "abs-31": (
        lambda x: np.sum(np.abs(x)) ** 2,
        lambda x: np.sum(np.abs(x)) ** 2,
    ),
    "abs-32": (
        lambda x: np.sum(np.abs(x)) ** 2,
        lambda x: np.sum(np.abs(x) ** 2),
    ),
    "gradients-01": (
        lambda X, w, y: grad(lambda v: sq(y - X @ v), w),
        lambda X, w, y: 2 * X.T @ (X @ w - y),
    ),
    "gradients-02": (
        lambda X, w, y: grad(lambda v: sq(y - X @ v), w),
        lambda X, w, y: -2 * X.T @ y + 2 * X.T @ X @ w,
    ),
    "gradients-03": (
        lambda X, w, y: grad(lambda v: sq(y - X @ v), w),
        lambda X, n, w, y: -2 * sum((y[i, 0] - (X[i] @ w)[0]) * X[[i]].T for i in range(n)),
    ),
    "gradients-04": (
        lambda X, n, w, y: grad(lambda v: sq(X @ v - y) / (2 * n), w),
        lambda X, n, w, y: X.T @ (X @ w - y) / n,
    ),
    "gradients-05": (
        lambda X, n, w, y: grad(lambda v: sum(0.5 * ((X[i] @ v)[0] - y[i, 0]) ** 2 for i in range(n)), w),
        lambda X, w, y: X.T @ X @ w - X.T @ y,
    ),
    "gradients-06": (
        lambda X, lambda_, w, y: grad(lambda v: sq(y - X @ v) + lambda_ * sq(v), w),
        lambda X, lambda_, w, y: 2 * X.T @ (X @ w - y) + 2 * lambda_ * w,
    ),
    "gradients-07": (
        lambda X, w: grad(lambda v: v.T @ X.T @ X @ v, w),
        lambda X, w: 2 * X.T @ X @ w,
    ),
    "gradients-08": (
        lambda X, w, y: grad(lambda v: y.T @ X @ v, w),
        lambda X, y: X.T @ y,
    ),
    "gradients-09": (
        lambda X, w, y: slope(lambda v: np.sum(np.abs(y - X @ v)), w),
        lambda X, n, w, y: -sum(np.sign(y[i, 0] - (X[i] @ w)[0]) * X[[i]].T for i in range(n)),
    ),
    "gradients-10": (
        lambda X, w, y: slope(lambda v: np.sum(np.abs(y - X @ v)), w),
        lambda X, w, y: X.T @ np.sign(X @ w - y),
    ),
    "gradients-11": (
        lambda X, w, y: grad(lambda v: sq(y - X @ v), w),
        lambda X, w, y: X.T @ (X @ w - y),
    ),
    "gradients-12": (
        lambda X, w, y: grad(lambda v: sq(y - X @ v), w),
        lambda X, w, y: 2 * X.T @ (y - X @ w),
    ),
    "gradients-13": (
        lambda X, w, y: grad(lambda v: sq(y - X @ v), w),
        lambda X, w, y: 2 * X @ (X @ w - y),
    ),
    "gradients-14": (
        lambda X, w, y: grad(lambda v: sq(y - X @ v), w),
        lambda X, w, y: 2 * (X @ w - y),
    ),
    "gradients-15": (
        lambda X, n, w, y: grad(lambda v: sq(X @ v - y) / (2 * n), w),
        lambda X, w, y: X.T @ (X @ w - y),
    ),
    "gradients-16": (
        lambda X, lambda_, w, y: grad(lambda v: sq(y - X @ v) + lambda_ * sq(v), w),
        lambda X, lambda_, w, y: 2 * X.T @ (X @ w - y) + lambda_ * w,
    ),
    "gradients-17": (
        lambda X, lambda_, w, y: grad(lambda v: sq(y - X @ v) + lambda_ * sq(v), w),
        lambda X, lambda_, w, y: 2 * X.T @ (X @ w - y) + 2 * lambda_,
    ),
    "gradients-18": (
        lambda X, w, y: grad(lambda v: y.T @ X @ v, w),
        lambda X, y: y.T @ X,
    ),
    "gradients-19": (
        lambda X, w: grad(lambda v: v.T @ X.T @ X @ v, w),
        lambda X, w: X.T @ X @ w,
    ),
    "gradients-20": (
        lambda X, w, y: slope(lambda v: np.sum(np.abs(y - X @ v)), w),
        lambda X, n, w, y: sum(np.sign(y[i, 0] - (X[i] @ w)[0]) * X[[i]].T for i in range(n)),
    ),
    "gradients-21": (
        lambda X, w, y: slope(lambda v: np.sum(np.abs(y - X @ v)), w),
        lambda X, w, y: -np.sum(np.sign(y - X @ w)),
    ),
    "gradients-22": (
        lambda X, w, y: slope(lambda v: np.sum(np.abs(y - X @ v)), w),
        lambda X, n, w, y: -sum(abs(y[i, 0] - (X[i] @ w)[0]) * X[[i]].T for i in range(n)),
    ),
    "gradients-23": (
        lambda X, w, y: second(lambda v: sq(y - X @ v), w),
        lambda X: 2 * X.T @ X,
    ),
    "gradients-24": (
        lambda X, w, y: second(lambda v: sq(y - X @ v), w),
        lambda X: 2 * X @ X.T,
    ),
    "gradients-25": (
        lambda b, x: grad(lambda c: np.sum((x - c) ** 2), b),
        lambda b, x: -2 * np.sum(x - b),
    ),
    "gradients-26": (
        lambda b, x: grad(lambda c: np.sum((x - c) ** 2), b),
        lambda b, n, x: 2 * n * b - 2 * n * np.mean(x),
    ),
    "gradients-27": (
        lambda b, m, x, y: grad(lambda c: np.sum((y - m * x - c) ** 2), b),
        lambda b, m, x, y: -2 * np.sum(y - m * x - b),
    ),
    "gradients-28": (
        lambda b, m, x, y: grad(lambda c: np.sum((y - c * x - b) ** 2), m),
        lambda b, m, x, y: -2 * np.sum(x * (y - m * x - b)),
    ),
    "gradients-29": (
        lambda b, x: second(lambda c: np.sum((x - c) ** 2), b),
        lambda n: 2 * n,
    ),
    "gradients-30": (
        lambda b, x: slope(lambda c: np.sum(np.abs(x - c)), b),
        lambda b, x: -np.sum(np.sign(x - b)),
    ),
    "gradients-31": (
        lambda b, x: -2 * np.sum(x - b),
        lambda b, x: 2 * np.sum(b - x),
    ),
    "gradients-32": (
        lambda b, x: grad(lambda c: np.sum((x - c) ** 2), b),
        lambda b, x: 2 * np.sum(x - b),
    ),
    "gradients-33": (
        lambda b, x: grad(lambda c: np.sum((x - c) ** 2), b),
        lambda b, x: -np.sum(x - b),
    ),
    "gradients-34": (
        lambda b, x: grad(lambda c: np.sum((x - c) ** 2), b),
        lambda b, x: -2 * (x[0, 0] - b),
    ),
    "gradients-35": (
        lambda b, x: grad(lambda c: np.sum((x - c) ** 2), b),
        lambda b, x: -2 * np.sum((x - b) ** 2),
    ),
    "gradients-36": (
        lambda b, m, x, y: grad(lambda c: np.sum((y - c * x - b) ** 2), m),
        lambda b, m, x, y: -2 * np.sum(y - m * x - b),
    ),
    "gradients-37": (
        lambda b, x: second(lambda c: np.sum((x - c) ** 2), b),
        lambda: 2.0,
    ),
    "gradients-38": (
        lambda b, x: slope(lambda c: np.sum(np.abs(x - c)), b),
        lambda b, x: np.sum(np.sign(x - b)),
    ),
    "gradients-39": (
        lambda u, w: grad(lambda v: u.T @ v, w),
        lambda u: u,
    ),
    "gradients-40": (
        lambda A, w: grad(lambda v: v.T @ A @ v, w),
        lambda A, w: (A + A.T) @ w,
    ),
    "gradients-41": (
        lambda w: grad(lambda v: sq(v), w),
        lambda w: 2 * w,
    ),
    "gradients-42": (
        lambda u, w: slope(lambda v: np.sqrt(sq(v - u)), w),
        lambda u, w: (w - u) / np.sqrt(sq(w - u)),
    ),
    "gradients-43": (
        lambda t: grad(lambda v: np.exp(-(v**2) / 2), t),
        lambda t: -t * np.exp(-(t**2) / 2),
    ),
    "gradients-44": (
        lambda t: grad(lambda v: np.log(1 + np.exp(v)), t),
        lambda t: 1 / (1 + np.exp(-t)),
    ),
    "gradients-45": (
        lambda t: grad(lambda v: np.sqrt(1 + v**2), t),
        lambda t: t / np.sqrt(1 + t**2),
    ),
    "gradients-46": (
        lambda s, t: grad(lambda v: np.log(v) + t**2 / (2 * v**2), s),
        lambda s, t: 1 / s - t**2 / s**3,
    ),
    "gradients-47": (
        lambda A, w: grad(lambda v: v.T @ A @ v, w),
        lambda A, w: 2 * A @ w,
    ),
    "gradients-48": (
        lambda A, w: grad(lambda v: v.T @ A @ v, w),
        lambda A, w: A @ w,
    ),
    "gradients-49": (
        lambda u, w: slope(lambda v: np.sqrt(sq(v - u)), w),
        lambda u, w: 2 * (w - u),
    ),
    "gradients-50": (
        lambda t: grad(lambda v: np.exp(-(v**2) / 2), t),
        lambda t: t * np.exp(-(t**2) / 2),
    ),
    "gradients-51": (
        lambda t: grad(lambda v: np.log(1 + np.exp(v)), t),
        lambda t: 1 / (1 + np.exp(t)),
    ),
    "gradients-52": (
        lambda s, t: grad(lambda v: np.log(v) + t**2 / (2 * v**2), s),
        lambda s, t: 1 / s - t**2 / (2 * s**3),
    ),
    "densities-01": (
        lambda mu, sigma, x: np.exp(-((x - mu) ** 2) / (2 * sigma**2)) / np.sqrt(2 * np.pi * sigma**2),
        lambda mu, sigma, x: np.exp(-0.5 * ((x - mu) / sigma) ** 2) / (sigma * np.sqrt(2 * np.pi)),
    ),
    "densities-02": (
        lambda mu, sigma, x: np.exp(-((x - mu) ** 2) / (2 * sigma**2)) / np.sqrt(2 * np.pi * sigma**2),
        lambda mu, sigma, x: (2 * np.pi * sigma**2) ** (-0.5) * np.exp(-((x - mu) ** 2) / (2 * sigma**2)),
    ),
    "densities-03": (
        lambda mu, sigma, x: 1 / (sigma * np.sqrt(2 * np.pi)) * np.exp(-((x - mu) ** 2) / (2 * sigma**2)),
        lambda mu, sigma, x: 1 / (np.sqrt(2 * np.pi) * sigma) * np.exp(-((mu - x) ** 2) / (2 * sigma**2)),
    ),
    "densities-04": (
        lambda mu, sigma, x: np.exp(-((x - mu) ** 2) / (2 * sigma**2)) / np.sqrt(2 * np.pi * sigma**2),
        lambda mu, sigma, x: np.exp(-((x - mu) ** 2) / sigma**2) / np.sqrt(2 * np.pi * sigma**2),
    ),
    "densities-05": (
        lambda mu, sigma, x: np.exp(-((x - mu) ** 2) / (2 * sigma**2)) / np.sqrt(2 * np.pi * sigma**2),
        lambda mu, sigma, x: np.exp(-((x - mu) ** 2) / (2 * sigma)) / np.sqrt(2 * np.pi * sigma**2),
    ),
    "densities-06": (
        lambda mu, sigma, x: np.exp(-((x - mu) ** 2) / (2 * sigma**2)) / np.sqrt(2 * np.pi * sigma**2),
        lambda mu, sigma, x: np.exp((x - mu) ** 2 / (2 * sigma**2)) / np.sqrt(2 * np.pi * sigma**2),
    ),
    "densities-07": (
        lambda mu, sigma, x: np.exp(-((x - mu) ** 2) / (2 * sigma**2)) / np.sqrt(2 * np.pi * sigma**2),
        lambda mu, sigma, x: np.exp(-(x - mu) / (2 * sigma**2)) / np.sqrt(2 * np.pi * sigma**2),
    ),
    "densities-08": (
        lambda mu, sigma, x: np.exp(-((x - mu) ** 2) / (2 * sigma**2)) / np.sqrt(2 * np.pi * sigma**2),
        lambda mu, sigma, x: np.exp(-((x - mu) ** 2) / (2 * sigma**2)) / (2 * np.pi * sigma**2),
    ),
    "densities-09": (
        lambda mu, sigma, x: np.exp(-((x - mu) ** 2) / (2 * sigma**2)) / np.sqrt(2 * np.pi * sigma**2),
        lambda mu, sigma, x: np.exp(-((x - mu) ** 2) / (2 * sigma**2)) / np.sqrt(2 * np.pi),
    ),
    "densities-10": (
        lambda mu, sigma, x: np.exp(-((x - mu) ** 2) / (2 * sigma**2)) / np.sqrt(2 * np.pi * sigma**2),
        lambda mu, sigma, x: np.exp(-((x - mu) ** 2) / (2 * sigma**2)) / (np.sqrt(2 * np.pi) * sigma**2),
    ),
    "densities-11": (
        lambda mu, sigma, x: np.exp(-((x - mu) ** 2) / (2 * sigma**2)) / np.sqrt(2 * np.pi * sigma**2),
        lambda mu, sigma, x: np.exp(-((x + mu) ** 2) / (2 * sigma**2)) / np.sqrt(2 * np.pi * sigma**2),
    ),
    "densities-12": (
        lambda mu, n, sigma, x: np.prod(
            [np.exp(-((x[i, 0] - mu) ** 2) / (2 * sigma**2)) / np.sqrt(2 * np.pi * sigma**2) for i in range(n)]
        ),
        lambda mu, n, sigma, x: (2 * np.pi * sigma**2) ** (-n / 2) * np.exp(-np.sum((x - mu) ** 2) / (2 * sigma**2)),
    ),
    "densities-13": (
        lambda mu, n, sigma, x: np.prod(
            [np.exp(-((x[i, 0] - mu) ** 2) / (2 * sigma**2)) / np.sqrt(2 * np.pi * sigma**2) for i in range(n)]
        ),
        lambda mu, sigma, x: (2 * np.pi * sigma**2) ** (-1 / 2) * np.exp(-np.sum((x - mu) ** 2) / (2 * sigma**2)),
    ),
    "densities-14": (
        lambda t: 0.5 * np.exp(-abs(t)),
        lambda t: np.exp(-abs(t)) / 2,
    ),
    "densities-15": (
        lambda t: 0.5 * np.exp(-abs(t)),
        lambda t: np.exp(-abs(t) / 2),
    ),
    "densities-16": (
        lambda t: 0.5 * np.exp(-abs(t)),
        lambda t: np.exp(-abs(t)),
    ),
    "densities-17": (
        lambda b, s, t: np.exp(-abs(t - b) / s) / (2 * s),
        lambda b, s, t: np.exp(-abs((t - b) / s)) / (2 * s),
    ),
    "densities-18": (
        lambda b, s, t: np.exp(-abs(t - b) / s) / (2 * s),
        lambda b, s, t: np.exp(-(t - b) / s) / (2 * s),
    ),
    "densities-19": (
        lambda b, x: np.prod(0.5 * np.exp(-np.abs(x - b))),
        lambda b, n, x: 2.0 ** (-n) * np.exp(-np.sum(np.abs(x - b))),
    ),
    "densities-20": (
        lambda b, x: np.prod(0.5 * np.exp(-np.abs(x - b))),
        lambda b, x: 0.5 * np.exp(-np.sum(np.abs(x - b))),
    ),
    "densities-21": (
        lambda b, x: np.prod(0.5 * np.exp(-np.abs(x - b))),
        lambda b, x: np.sum(0.5 * np.exp(-np.abs(x - b))),
    ),
    "densities-22": (
        lambda b, x: np.prod(0.5 * np.exp(-np.abs(x - b))),
        lambda b, n, x: 0.5**n * np.exp(-np.sum(np.abs(x - b))),
    ),
    "densities-23": (
        lambda t: np.exp(-(t**2) / 2) / np.sqrt(2 * np.pi),
        lambda t: 1 / np.sqrt(2 * np.pi) * np.exp(-(t**2) / 2),
    ),
    "densities-24": (
        lambda s, t: -np.log(np.exp(-abs(t) / s) / (2 * s)),
        lambda s, t: np.log(2 * s) + abs(t) / s,
    ),
    "densities-25": (
        lambda sigma, t: np.log(np.exp(-(t**2) / (2 * sigma**2)) / (np.sqrt(2 * np.pi) * sigma)),
        lambda sigma, t: -0.5 * np.log(2 * np.pi) - np.log(sigma) - t**2 / (2 * sigma**2),
    ),
    "densities-26": (
        lambda sigma, t: np.log(np.exp(-(t**2) / (2 * sigma**2)) / (np.sqrt(2 * np.pi) * sigma)),
        lambda sigma, t: -0.5 * np.log(2 * np.pi) + np.log(sigma) - t**2 / (2 * sigma**2),
    ),
    "means-01": (
        lambda x: np.mean(x),
        lambda n, x: sum(x[i, 0] for i in range(n)) / n,
    ),
    "means-02": (
        lambda x: np.mean(x),
        lambda n, x: np.sum(x) / n,
    ),
    "means-03": (
        lambda x: np.mean((x - np.mean(x)) ** 2),
        lambda x: np.mean(x**2) - np.mean(x) ** 2,
    ),
    "means-04": (
        lambda x: np.mean((x - np.mean(x)) ** 2),
        lambda x: np.mean(x**2) - np.mean(x),
    ),
    "means-05": (
        lambda x: np.mean((x - np.mean(x)) ** 2),
        lambda x: np.mean(x**2) + np.mean(x) ** 2,
    ),
    "means-06": (
        lambda x: np.mean((x - np.mean(x)) ** 2),
        lambda n, x: np.sum((x - np.mean(x)) ** 2) / (n - 1),
    ),
    "means-07": (
        lambda x, y: np.sum((x - np.mean(x)) * (y - np.mean(y))),
        lambda n, x, y: np.sum(x * y) - n * np.mean(x) * np.mean(y),
    ),
    "means-08": (
        lambda x, y: np.sum((x - np.mean(x)) * (y - np.mean(y))),
        lambda x, y: np.sum((x - np.mean(x)) * y),
    ),
    "means-09": (
        lambda x, y: np.sum((x - np.mean(x)) * (y - np.mean(y))),
        lambda x, y: np.sum(x * y) - np.mean(x) * np.mean(y),
    ),
    "means-10": (
        lambda x, y: np.sum((x - np.mean(x)) * (y - np.mean(y))),
        lambda x, y: np.sum(x * y),
    ),
    "means-11": (
        lambda b, x: np.sum(x - np.mean(x)) + b,
        lambda b: b,
    ),
    "means-12": (
        lambda x: np.mean(x),
        lambda x: np.median(x),
    ),
    "means-13": (
        lambda x: np.median(x),
        lambda x: np.median(x),
    ),
    "means-14": (
        lambda x: np.median(x),
        lambda x: (x[0, 0] + x[-1, 0]) / 2,
    ),
    "means-15": (
        lambda x: np.mean(x) ** 2,
        lambda x: np.mean(x**2),
    ),
    "means-16": (
        lambda n, x: n * np.mean(x) ** 2,
        lambda n, x: np.sum(x) ** 2 / n,
    ),
    "means-17": (
        lambda n, x: n * np.mean(x) ** 2,
        lambda n, x: np.sum(x**2) / n,
    ),
    "means-18": (
        lambda x: (x[0, 0] + x[1, 0] + x[2, 0]) / 3,
        lambda x: np.mean(x[:3]),
    ),
    "means-19": (
        lambda x: np.mean(x),
        lambda n, x: sum(x[i, 0] / (i + 1) for i in range(n)),
    ),
    "means-20": (
        lambda x: np.mean(x),
        lambda n, x: n * np.sum(x),
    ),
    "means-21": (
        lambda c, n, x: sum(c * x[i, 0] / n for i in range(n)) / c,
        lambda x: np.mean(x),
    ),
    "means-22": (
        lambda x, y: np.mean(x) - np.mean(y),
        lambda x, y: np.mean(x) - np.sum(y),
    ),
    "means-23": (
        lambda x, y: np.mean(x) - np.mean(y),
        lambda x, y: np.mean(x - y),
    ),
    "traces-01": (
        lambda A, B: tr(A @ B),
        lambda A, B: tr(B @ A),
    ),
    "traces-02": (
        lambda A, B, C: tr(A @ B @ C),
        lambda A, B, C: tr(C @ A @ B),
    ),
    "traces-03": (
        lambda A, B, C: tr(A @ B @ C),
        lambda A, B, C: tr(A @ C @ B),
    ),
    "traces-04": (
        lambda A, B: tr(A.T @ B),
        lambda A, B: np.sum(A * B),
    ),
    "traces-05": (
        lambda A, B: tr(A.T @ B),
        lambda A, B: tr(A @ B),
    ),
    "traces-06": (
        lambda u, v: tr(u @ v.T),
        lambda u, v: v.T @ u,
    ),
    "traces-07": (
        lambda A, u, v: u.T @ A @ v,
        lambda A, u, v: tr(A @ v @ u.T),
    ),
    "traces-08": (
        lambda A, u, v: u.T @ A @ v,
        lambda A, u, v: tr(A @ u @ v.T),
    ),
    "traces-09": (
        lambda A, B: tr(A @ B),
        lambda A, B: tr(A) * tr(B),
    ),
    "traces-10": (
        lambda A, B: tr(A + B),
        lambda A, B: tr(A) + tr(B),
    ),
    "traces-11": (
        lambda A, B: det(A @ B),
        lambda A, B: det(A) * det(B),
    ),
    "traces-12": (
        lambda A, B: det(A + B),
        lambda A, B: det(A) + det(B),
    ),
    "traces-13": (
        lambda A: det(inv(A)),
        lambda A: 1 / det(A),
    ),
    "traces-14": (
        lambda A: det(inv(A)),
        lambda A: det(A),
    ),
    "traces-15": (
        lambda A: det(2 * A),
        lambda A, d: 2.0**d * det(A),
    ),
    "traces-16": (
        lambda A: det(2 * A),
        lambda A: 2 * det(A),
    ),
    "traces-17": (
        lambda A: det(A.T),
        lambda A: det(A),
    ),
    "traces-18": (
        lambda A: det(-A) * det(A),
        lambda A: -(det(A) ** 2),
    ),
    "traces-19": (
        lambda A, B: tr(inv(B) @ A @ B),
        lambda A: tr(A),
    ),
    "traces-20": (
        lambda A, B: inv(B) @ A @ B,
        lambda A: A,
    ),
    "traces-21": (
        lambda A: sq(A),
        lambda A: tr(A.T @ A),
    ),
    "traces-22": (
        lambda A: sq(A),
        lambda A: tr(A @ A),
    ),
    "traces-23": (
        lambda d, u, v: det(eye(d) + u @ v.T),
        lambda u, v: 1 + v.T @ u,
    ),
    "traces-24": (
        lambda d, u, v: det(eye(d) + u @ v.T),
        lambda u, v: v.T @ u,
    ),
    "traces-25": (
        lambda X: tr(X.T @ X),
        lambda X, n: sum(sq(X[[i]]) for i in range(n)),
    ),
    "traces-26": (
        lambda X: tr(X @ inv(X.T @ X) @ X.T),
        lambda d: d,
    ),
    "traces-27": (
        lambda X: tr(X @ inv(X.T @ X) @ X.T),
        lambda n: n,
    ),
    "traces-28": (
        lambda X: tr(X @ X.T),
        lambda X: tr(X.T @ X),
    ),
    "traces-29": (
        lambda n: tr(eye(n)),
        lambda d: tr(eye(d)),
    ),
    "hadamard-01": (
        lambda a, b, n: one(n).T @ (a * b),
        lambda a, b: a.T @ b,
    ),
    "hadamard-02": (
        lambda a, b: a * b,
        lambda a, b: diag(a[:, 0]) @ b,
    ),
    "hadamard-03": (
        lambda a, b: a * b,
        lambda a, b: b * a,
    ),
    "hadamard-04": (
        lambda a, b, n: one(n).T @ (a * b),
        lambda a, b: a * b,
    ),
    "hadamard-05": (
        lambda a, b, c: (a * b).T @ c,
        lambda a, b, c: a.T @ (b * c),
    ),
    "hadamard-06": (
        lambda a, b, c: (a * b).T @ c,
        lambda a, b, c, n: sum(a[i, 0] * b[i, 0] * c[i, 0] for i in range(n)),
    ),
    "hadamard-07": (
        lambda a, b, c: (a * b).T @ c,
        lambda a, b, c: (a.T @ b) * (b.T @ c),
    ),
    "hadamard-08": (
        lambda a, b, c: a * (b + c),
        lambda a, b, c: a * b + a * c,
    ),
    "hadamard-09": (
        lambda a, b, c: a * (b + c),
        lambda a, b, c: a * b + c,
    ),
    "hadamard-10": (
        lambda a, b: a * b,
        lambda a, b: a.T @ b,
    ),
    "hadamard-11": (
        lambda a, b: a * b,
        lambda a, b: a @ b.T,
    ),
    "hadamard-12": (
        lambda A, B: (A * B).T,
        lambda A, B: A.T * B.T,
    ),
    "hadamard-13": (
        lambda A, B: A * B,
        lambda A, B: A @ B,
    ),
    "hadamard-14": (
        lambda A, B, u, v: u.T @ (A * B) @ v,
        lambda A, B, u, v: tr(diag(u[:, 0]) @ A @ diag(v[:, 0]) @ B.T),
    ),
    "hadamard-15": (
        lambda A, B, u, v: u.T @ (A * B) @ v,
        lambda A, B, u, v: tr(diag(u[:, 0]) @ A @ diag(v[:, 0]) @ B),
    ),
    "hadamard-16": (
        lambda A, u, v: (u @ v.T) * A,
        lambda A, u, v: diag(u[:, 0]) @ A @ diag(v[:, 0]),
    ),
    "hadamard-17": (
        lambda A, u, v: (u @ v.T) * A,
        lambda A, u, v: diag(v[:, 0]) @ A @ diag(u[:, 0]),
    ),
    "hadamard-18": (
        lambda A, B, u: (A * B) @ u,
        lambda A, B, u: (A @ u) * (B @ u),
    ),
    "softmax-01": (
        lambda z: np.log(np.sum(np.exp(z))),
        lambda c, z: c + np.log(np.sum(np.exp(z - c))),
    ),
    "softmax-02": (
        lambda z: np.log(np.sum(np.exp(z))),
        lambda c, z: np.log(np.sum(np.exp(z - c))),
    ),
    "softmax-03": (
        lambda z: np.log(np.sum(np.exp(z))),
        lambda c, z: -c + np.log(np.sum(np.exp(z - c))),
    ),
    "softmax-04": (
        lambda z: -np.log(np.exp(z[0, 0]) / np.sum(np.exp(z))),
        lambda z: np.log(np.sum(np.exp(z))) - z[0, 0],
    ),
    "softmax-05": (
        lambda z: -np.log(np.exp(z[0, 0]) / np.sum(np.exp(z))),
        lambda z: z[0, 0] - np.log(np.sum(np.exp(z))),
    ),
    "softmax-06": (
        lambda z: -np.log(np.exp(z[0, 0]) / np.sum(np.exp(z))),
        lambda z: np.sum(z) - z[0, 0],
    ),
    "softmax-07": (
        lambda z: np.exp(z[0, 0]) / np.sum(np.exp(z)),
        lambda z: 1 / np.sum(np.exp(z - z[0, 0])),
    ),
    "softmax-08": (
        lambda c, z: np.exp(z[0, 0] + c) / np.sum(np.exp(z + c)),
        lambda z: np.exp(z[0, 0]) / np.sum(np.exp(z)),
    ),
    "softmax-09": (
        lambda z: np.exp(z[0, 0]) / np.sum(np.exp(z)),
        lambda z: z[0, 0] / np.sum(z),
    ),
    "softmax-10": (
        lambda z: np.exp(z[0, 0]) / np.sum(np.exp(z)),
        lambda z: np.exp(z[0, 0]) / np.exp(np.sum(z)),
    ),
    "softmax-11": (
        lambda t: 1 / (1 + np.exp(-t)),
        lambda t: np.exp(t) / (1 + np.exp(t)),
    ),
    "softmax-12": (
        lambda t: 1 / (1 + np.exp(-t)),
        lambda t: 1 / (1 + np.exp(t)),
    ),
    "softmax-13": (
        lambda t: 1 - 1 / (1 + np.exp(-t)),
        lambda t: 1 / (1 + np.exp(t)),
    ),
    "softmax-14": (
        lambda s, t: np.exp(t) / (np.exp(t) + np.exp(s)),
        lambda s, t: 1 / (1 + np.exp(-(t - s))),
    ),
    "softmax-15": (
        lambda s, t: np.exp(t) / (np.exp(t) + np.exp(s)),
        lambda s, t: 1 / (1 + np.exp(t - s)),
    ),
    "softmax-16": (
        lambda z: grad(lambda v: np.log(np.sum(np.exp(v))), z)[0, 0],
        lambda z: np.exp(z[0, 0]) / np.sum(np.exp(z)),
    ),
    "softmax-17": (
        lambda z: grad(lambda v: np.log(np.sum(np.exp(v))), z)[0, 0],
        lambda z: 1 / np.sum(np.exp(z)),
    ),
    "softmax-18": (
        lambda t: (np.exp(t) - np.exp(-t)) / (np.exp(t) + np.exp(-t)),
        lambda t: np.tanh(t),
    ),
    "softmax-19": (
        lambda t: np.tanh(t),
        lambda t: 1 / (1 + np.exp(-2 * t)) - 1,
    ),
    "cases-01": (
        lambda r: r if r > 0 else -r,
        lambda r: abs(r),
    ),
    "cases-02": (
        lambda r: np.where(r > 0, r, r),
        lambda r: abs(r),
    ),
    "cases-03": (
        lambda r: float((r > 0) - (r < 0)),
        lambda r: np.sign(r),
    ),
    "cases-04": (
        lambda r: float((r < 0) - (r > 0)),
        lambda r: np.sign(r),
    ),
    "cases-05": (
        lambda r: 0.5 * r**2 if abs(r) <= 1 else abs(r) - 0.5,
        lambda r: abs(r) - 0.5 if abs(r) > 1 else r**2 / 2,
    ),
    "cases-06": (
        lambda r: 0.5 * r**2 if abs(r) <= 1 else abs(r) - 0.5,
        lambda r: r**2 if abs(r) <= 1 else abs(r) - 0.5,
    ),
    "cases-07": (
        lambda r: 0.5 * r**2 if abs(r) <= 1 else abs(r) - 0.5,
        lambda r: 0.5 * r**2 if abs(r) <= 1 else abs(r),
    ),
    "cases-08": (
        lambda r: 0.5 * r**2 if abs(r) <= 1 else abs(r) - 0.5,
        lambda r: 0.5 * r**2 if abs(r) <= 1 else r - 0.5,
    ),
    "cases-09": (
        lambda r: max(r, 0),
        lambda r: (r + abs(r)) / 2,
    ),
    "cases-10": (
        lambda r: max(r, 0),
        lambda r: (r - abs(r)) / 2,
    ),
    "cases-11": (
        lambda a, b: max(a, b),
        lambda a, b: (a + b + abs(a - b)) / 2,
    ),
    "cases-12": (
        lambda a, b: max(a, b),
        lambda a, b: (a + b + (a - b)) / 2,
    ),
    "cases-13": (
        lambda a, b: min(a, b),
        lambda a, b: -max(-a, -b),
    ),
    "cases-14": (
        lambda a, b: min(a, b),
        lambda a, b: max(-a, -b),
    ),
    "cases-15": (
        lambda r: r * (1 if r > 0 else 0),
        lambda r: max(0, r),
    ),
    "cases-16": (
        lambda r: r * (1 if r > 0 else 0),
        lambda r: r * (1 if r < 0 else 0),
    ),
    "cases-17": (
        lambda b, z: float(np.sum(z > b) + np.sum(z <= b)),
        lambda n: n,
    ),
    "cases-18": (
        lambda t: t if t >= 0 else 0,
        lambda t: max(t, 0),
    ),
    "double_sums-01": (
        lambda n, x: sum((x[i, 0] - x[j, 0]) ** 2 for i in range(n) for j in range(n)),
        lambda n, x: 2 * n * np.sum(x**2) - 2 * np.sum(x) ** 2,
    ),
    "double_sums-02": (
        lambda n, x: sum((x[i, 0] - x[j, 0]) ** 2 for i in range(n) for j in range(n)),
        lambda x: 2 * np.sum(x**2) - 2 * np.sum(x) ** 2,
    ),
    "double_sums-03": (
        lambda n, x: sum((x[i, 0] - x[j, 0]) ** 2 for i in range(n) for j in range(n)),
        lambda n, x: 2 * n * np.sum(x**2) - 2 * np.sum(x**2),
    ),
    "double_sums-04": (
        lambda n, x, y: sum(x[i, 0] * y[j, 0] for i in range(n) for j in range(n)),
        lambda x, y: np.sum(x) * np.sum(y),
    ),
    "double_sums-05": (
        lambda x, y: np.sum(x) * np.sum(y),
        lambda x, y: np.sum(x * y),
    ),
    "double_sums-06": (
        lambda A, d, u, v: sum(A[i, j] * u[i, 0] * v[j, 0] for i in range(d) for j in range(d)),
        lambda A, u, v: u.T @ A @ v,
    ),
    "double_sums-07": (
        lambda A, d, u, v: sum(A[i, j] * u[i, 0] * v[j, 0] for i in range(d) for j in range(d)),
        lambda A, u, v: v.T @ A @ u,
    ),
    "double_sums-08": (
        lambda A: np.sum(A**2),
        lambda A: tr(A @ A.T),
    ),
    "double_sums-09": (
        lambda A: np.sum(A**2),
        lambda A: np.sum(A) ** 2,
    ),
    "double_sums-10": (
        lambda n, x: sum(x[j, 0] for i in range(n) for j in range(i + 1)),
        lambda n, x: sum((n - j) * x[j, 0] for j in range(n)),
    ),
    "double_sums-11": (
        lambda n, x: sum(x[j, 0] for i in range(n) for j in range(i + 1)),
        lambda n, x: sum((n - j - 1) * x[j, 0] for j in range(n)),
    ),
    "double_sums-12": (
        lambda x: np.sum(x) ** 2,
        lambda n, x: np.sum(x**2) + 2 * sum(x[i, 0] * x[j, 0] for i in range(n) for j in range(i + 1, n)),
    ),
    "double_sums-13": (
        lambda x: np.sum(x) ** 2,
        lambda n, x: np.sum(x**2) + sum(x[i, 0] * x[j, 0] for i in range(n) for j in range(i + 1, n)),
    ),
    "double_sums-14": (
        lambda x: np.sum(x) ** 2,
        lambda x: np.sum(x**2),
    ),
    "double_sums-15": (
        lambda A, d: sum(A[0, k] * A[k, 0] for k in range(d)),
        lambda A: (A @ A)[0, 0],
    ),
    "double_sums-16": (
        lambda A, d: sum(A[0, k] * A[k, 0] for k in range(d)),
        lambda A, d: sum(A[0, k] * A[0, k] for k in range(d)),
    ),
    "double_sums-17": (
        lambda X, d, n, w, y: sum((y[i, 0] - sum(X[i, j] * w[j, 0] for j in range(d))) ** 2 for i in range(n)),
        lambda X, w, y: sq(y - X @ w),
    ),
    "double_sums-18": (
        lambda X, d, n, w, y: sum((y[i, 0] - sum(X[i, j] * w[j, 0] for j in range(d))) ** 2 for i in range(n)),
        lambda X, d, n, w, y: sum((y[i, 0] - X[i, j] * w[j, 0]) ** 2 for i in range(n) for j in range(d)),
    ),
    "double_sums-19": (
        lambda X, d, n, w, y: sum(X[i, j] * y[i, 0] * w[j, 0] for i in range(n) for j in range(d)),
        lambda X, w, y: y.T @ X @ w,
    ),
    "double_sums-20": (
        lambda X, d, n, w, y: sum(X[i, j] * y[i, 0] * w[j, 0] for i in range(n) for j in range(d)),
        lambda X, d, w, y: sum(X[i, i] * y[i, 0] * w[i, 0] for i in range(d)),
    ),
    "notation-01": (
        lambda b, x: np.sum((x - b) ** 2),
        lambda b, n, x: sum((x[i, 0] - b) ** 2 for i in range(n)),
    ),
    "notation-02": (
        lambda x: np.mean(x),
        lambda n, x: sum(x[i, 0] for i in range(n)) / n,
    ),
    "notation-03": (
        lambda n, x: np.sum(x) / n,
        lambda x: np.mean(x),
    ),
    "notation-04": (
        lambda n, x, y: sum(x[i, 0] * y[i, 0] for i in range(n)),
        lambda x, y: np.sum(x * y),
    ),
    "notation-05": (
        lambda b, mu, sigma: np.exp(-((b - mu) ** 2) / (2 * sigma**2)),
        lambda b, mu, sigma: np.exp(-((mu - b) ** 2) / (2 * sigma**2)),
    ),
    "notation-06": (
        lambda sigma: np.log(2 * np.pi) + 2 * np.log(sigma),
        lambda sigma: np.log(2 * np.pi * sigma**2),
    ),
    "notation-07": (
        lambda b, x: np.sum((x - b) ** 2),
        lambda b, n, x: sum((x[i, 0] - b) ** 2 for i in range(n)),
    ),
    "notation-08": (
        lambda b, x: np.sum((x - b) ** 2),
        lambda b, n, x: sum((x[i, 0] - b) ** 2 for i in range(n)),
    ),
    "notation-09": (
        lambda x: np.mean(x),
        lambda n, x: np.sum(x) / n,
    ),
    "notation-10": (
        lambda mu, sigma, x: np.sum((x - mu) ** 2) / (2 * sigma**2),
        lambda mu, n, sigma, x: sum((x[i, 0] - mu) ** 2 / (2 * sigma**2) for i in range(n)),
    ),
    "notation-11": (
        lambda b, mu: np.sign(b - mu) * abs(b - mu),
        lambda b, mu: b - mu,
    ),
    "notation-12": (
        lambda sigma: np.sqrt(2 * np.pi * sigma**2),
        lambda sigma: sigma * np.sqrt(2 * np.pi),
    ),
    "notation-13": (
        lambda b, x: np.sum((x - b) ** 2),
        lambda b, x: np.sum(x - b),
    ),
    "notation-14": (
        lambda sigma: np.sqrt(2 * np.pi * sigma**2),
        lambda sigma: np.sqrt(2 * np.pi) * sigma**2,
    ),
    "notation-15": (
        lambda b, x: np.sum((x - b) ** 2),
        lambda b, x: np.sum(x - b) ** 2,
    ),
    "notation-16": (
        lambda x: np.mean(x),
        lambda n, x: x[0, 0] / n,
    ),
    "notation-17": (
        lambda X, w: X.T @ X @ w,
        lambda X, w: X.T @ (X @ w),
    ),
    "notation-18": (
        lambda X, y: inv(X.T @ X) @ X.T @ y,
        lambda X, y: inv(X.T @ X) @ (X.T @ y),
    ),
    "notation-19": (
        lambda X, w, y: sq(y - X @ w),
        lambda X, w, y: sq(X @ w - y),
    ),
    "notation-20": (
        lambda X, w, y: (y - X @ w).T @ (y - X @ w),
        lambda X, n, w, y: sum((y[i, 0] - (X[i] @ w)[0]) ** 2 for i in range(n)),
    ),
    "notation-21": (
        lambda X, n, y: sum(X[[i]].T * y[i, 0] for i in range(n)),
        lambda X, y: X.T @ y,
    ),
    "notation-22": (
        lambda X, w, y: sq(y - X @ w),
        lambda X, w, y: (X @ w - y).T @ (X @ w - y),
    ),
    "notation-23": (
        lambda X, w, y: y.T @ y - y.T @ X @ w + w.T @ X.T @ X @ w,
        lambda X, w, y: (X @ w - y).T @ (X @ w - y),
    ),
    "notation-24": (
        lambda X, y: inv(X.T @ X) @ X.T @ y,
        lambda X, y: (X.T @ X) @ X.T @ y,
    ),
    "notation-25": (
        lambda X, w, y: X.T @ (X @ w - y),
        lambda X, w, y: minus(X.T @ X @ w, y),
    ),
    "notation-26": (
        lambda X, n, y: sum(X[[i]].T * y[i, 0] for i in range(n)),
        lambda X, y: X @ y,
    ),
    "scalars-39": (
        lambda b, x: np.sum(2 * x - 2 * b),
        lambda b, n, x: 2 * (np.sum(x) - n * b),
    ),
    "scalars-40": (
        lambda n, x: np.sum(x) ** 2 - n * np.sum(x**2),
        lambda n, x: -n * np.sum((x - np.mean(x)) ** 2),
    ),
    "scalars-41": (
        lambda n: sum(i for i in range(1, n + 1)),
        lambda n: n * (n + 1) / 2,
    ),
    "scalars-42": (
        lambda b, x: np.sum((x - b) ** 2) - np.sum(x**2),
        lambda b, n, x: n * b * (b - 2 * np.mean(x)),
    ),
    "scalars-43": (
        lambda b, x: 0.5 * np.sum((x - b) ** 2) + 0.5 * np.sum((x + b) ** 2),
        lambda b, n, x: np.sum(x**2) + n * b**2,
    ),
    "logs-44": (
        lambda n: -np.log(0.5**n),
        lambda n: n * np.log(2),
    ),
    "logs-45": (
        lambda a, b: np.log(a**2 / b),
        lambda a, b: 2 * np.log(a) - np.log(b),
    ),
    "logs-46": (
        lambda a: np.log(1 / a),
        lambda a: -np.log(a),
    ),
    "logs-47": (
        lambda a: np.log(1 / a),
        lambda a: 1 / np.log(a),
    ),
    "densities-27": (
        lambda mu, sigma, x: np.exp(-(x**2 - 2 * mu * x + mu**2) / (2 * sigma**2)),
        lambda mu, sigma, x: np.exp(-((x - mu) ** 2) / (2 * sigma**2)),
    ),
    "densities-28": (
        lambda mu, x: np.exp(-(x**2) / 2) / np.sqrt(2 * np.pi) * np.exp(-(mu**2) / 2) / np.sqrt(2 * np.pi),
        lambda mu, x: np.exp(-(x**2 + mu**2) / 2) / (2 * np.pi),
    ),
}


if __name__ == "__main__":
    sys.exit(main() > 0)
