"""Confirms the table ``derivations_wild.json`` line by line, by a second route, as ``confirm_derivations.py`` does.

For every derivation the steps that can be put in numbers are transcribed by hand into numpy, with the line they stand
on: an identity as a pair of values, an equation as what vanishes at the solution and not beside it. Steps before the
first wrong line must hold, and at least one step on it must not. Nothing of the grader is used.
"""

from __future__ import annotations

import inspect
import json
import sys
import warnings
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).parent))
from confirm_derivations import solved, vanishes
from confirm_pairs import DRAWS, GENERIC, Undefined, agree, draw, grad, inv, minus, one, second, slope, sq, tr, value

HERE = Path(__file__).parent
CONSTANT = "x: n, b, h, sigma: >0"
LINEAR = "X: n*d rows x, y: n, w: d, b, u: d, lambda: >0"


def declared(part: str) -> str:
    """The symbols that the transcriptions of a part may use."""
    return CONSTANT if "optimal_constant" in part else LINEAR


def minimum(part: str, values: Mapping[str, Any], shift: float) -> dict[str, Any]:
    """The inputs with the unknown at the least-squares solution, or beside it."""
    return solved("optimal_constant/a" if "optimal_constant" in part else part, values, shift)


def holds(part: str, kind: str, step: tuple[Callable[..., Any], ...], values: Mapping[str, Any]) -> bool:
    """Whether an identity or an equation is right on these inputs."""
    if kind == "identity":
        source = "".join(inspect.getsource(f) for f in step)
        digits = 3e-5 if "second(" in source or "slope(" in source else 1e-8
        return agree(value(step[0], values), value(step[1], values), digits)
    return vanishes(step[0], minimum(part, values, 0.0)) and not vanishes(step[0], minimum(part, values, 0.7))


def broken_lines(derivation: Mapping[str, Any]) -> set[int]:
    """The lines on which a transcribed step fails somewhere."""
    part = derivation["part"]
    rng = np.random.default_rng(sum(map(ord, derivation["id"])))
    broken = set()
    for line, kind, *step in STEPS[derivation["id"]]:
        functions = tuple(step)
        names = {name for f in functions for name in inspect.signature(f).parameters}
        judged = 0
        for sizes in GENERIC * (DRAWS // 4):
            values = draw(declared(part), sizes, names, rng)
            try:
                with warnings.catch_warnings():
                    warnings.simplefilter("ignore")
                    right = holds(part, kind, functions, values)
            except Undefined:
                continue
            judged += 1
            if not right:
                broken.add(line)
        assert judged, f"{derivation['id']}: line {line} never evaluated"
    return broken


def confirm(derivation: Mapping[str, Any]) -> int:
    """Assert that the derivation is right, or wrong first in the line that the table says; the steps looked at."""
    name, first = derivation["id"], derivation["line"]
    lines = {line for line, *_ in STEPS[name]}
    assert max(lines) <= len(derivation["text"].splitlines()), f"{name}: no such line"
    broken = broken_lines(derivation)
    assert (derivation["verdict"] == "pass") == (first is None), name
    if first is None:
        assert not broken, f"{name}: {sorted(broken)} broken"
    else:
        assert min(broken, default=0) == first, f"{name}: broken are {sorted(broken)}, not {first} first"
    return len(STEPS[name])


def main() -> int:
    """Confirm the whole table; the number of derivations that are not what they claim to be."""
    derivations = json.loads((HERE / "derivations_wild.json").read_text(encoding="utf-8"))
    ids = [derivation["id"] for derivation in derivations]
    assert len(ids) == len(set(ids)), "an id stands twice"
    assert set(ids) == set(STEPS), set(ids) ^ set(STEPS)
    wrong = looked_at = 0
    for derivation in derivations:
        try:
            looked_at += confirm(derivation)
        except AssertionError as error:
            wrong += 1
            print(error)
    print(f"{len(derivations) - wrong} of {len(derivations)} derivations confirmed, {looked_at} steps")
    return wrong


STEPS: dict[str, tuple[tuple[Any, ...], ...]] = {
    "wild-1a-01": (
        (4, "identity", lambda b, x: grad(lambda t: np.sum((x - t) ** 2), b), lambda b, x: 2 * np.sum(b - x)),
        (5, "equation", lambda b, n, x: n * b - np.sum(x)),
        (6, "equation", lambda b, n, x: b - np.sum(x) / n),
    ),
    "wild-1a-02": (
        (2, "identity", lambda b, x: grad(lambda t: np.sum((x - t) ** 2), b), lambda b, n, x: -2 * (np.sum(x) - n * b)),
        (3, "equation", lambda b, n, x: np.sum(x) - n * b),
        (4, "equation", lambda b, x: b - np.mean(x)),
    ),
    "wild-1a-03": (
        (
            3,
            "identity",
            lambda b, x: np.sum((x - b) ** 2),
            lambda b, n, x: n * b**2 - 2 * b * n * np.mean(x) + np.sum(x**2),
        ),
        (
            4,
            "identity",
            lambda b, x: np.sum((x - b) ** 2),
            lambda b, n, x: n * (b - np.mean(x)) ** 2 + np.sum(x**2) - n * np.mean(x) ** 2,
        ),
        (6, "equation", lambda b, x: b - np.mean(x)),
    ),
    "wild-1a-04": (
        (
            2,
            "identity",
            lambda b, n, x: grad(lambda t: np.sum((x - t) ** 2) / (2 * n), b),
            lambda b, n, x: np.sum(b - x) / n,
        ),
        (3, "identity", lambda b, n, x: np.sum(b - x) / n, lambda b, x: b - np.mean(x)),
        (5, "equation", lambda b, x: b - np.mean(x)),
    ),
    "wild-1a-05": (
        (
            2,
            "identity",
            lambda h, x: np.sum((x - np.mean(x) - h) ** 2),
            lambda h, n, x: np.sum((x - np.mean(x)) ** 2) - 2 * h * np.sum(x - np.mean(x)) + n * h**2,
        ),
        (3, "identity", lambda x: np.sum(x - np.mean(x)), lambda: 0.0),
        (
            4,
            "identity",
            lambda h, x: np.sum((x - np.mean(x) - h) ** 2),
            lambda h, n, x: np.sum((x - np.mean(x)) ** 2) + n * h**2,
        ),
    ),
    "wild-1a-06": (
        (4, "identity", lambda b, x: grad(lambda t: np.sum((x - t) ** 2), b), lambda b, x: -2 * np.sum(x - b)),
        (6, "equation", lambda b, n, x: np.sum(x) - n * b),
        (7, "equation", lambda b, x: b - np.mean(x)),
    ),
    "wild-1a-07": (
        (
            4,
            "identity",
            lambda b, x: grad(lambda t: np.sum((x - t) ** 2), b),
            lambda b, n, x: -2 * np.sum(x) + 2 * n * b,
        ),
        (4, "equation", lambda b, n, x: -2 * np.sum(x) + 2 * n * b),
        (5, "equation", lambda b, x: b - np.mean(x)),
    ),
    "wild-1a-08": (
        (1, "identity", lambda b, x: grad(lambda t: np.sum((x - t) ** 2), b), lambda b, x: np.sum(2 * (x - b) * -1)),
        (2, "identity", lambda b, x: grad(lambda t: np.sum((x - t) ** 2), b), lambda b, x: -2 * np.sum(x - b)),
        (3, "equation", lambda b, x: np.sum(x - b)),
        (4, "equation", lambda b, n, x: np.sum(x) - n * b),
    ),
    "wild-1a-09": (
        (
            1,
            "identity",
            lambda b, x: np.sum((x - b) ** 2),
            lambda b, n, x: x.T @ x - 2 * b * one(n).T @ x + b**2 * one(n).T @ one(n),
        ),
        (
            3,
            "identity",
            lambda b, x: grad(lambda t: np.sum((x - t) ** 2), b),
            lambda b, n, x: 2 * n * b - 2 * one(n).T @ x,
        ),
        (5, "equation", lambda b, n, x: b - one(n).T @ x / n),
        (7, "equation", lambda b, x: b - np.mean(x)),
    ),
    "wild-1a-10": (
        (2, "identity", lambda b, x: np.sum((x - b) ** 2), lambda b, n, x: n * b**2 - 2 * np.sum(x) * b + np.sum(x**2)),
        (3, "identity", lambda n, x: 2 * np.sum(x) / (2 * n), lambda n, x: np.sum(x) / n),
        (3, "equation", lambda b, n, x: b - np.sum(x) / n),
    ),
    "wild-1a-11": (
        (2, "identity", lambda b, x: grad(lambda t: np.sum((x - t) ** 2), b), lambda b, x: -2 * np.sum(x - b)),
        (
            2,
            "identity",
            lambda b, x: grad(lambda t: np.sum((x - t) ** 2), b),
            lambda b, n, x: -2 * n * (np.mean(x) - b),
        ),
        (4, "equation", lambda b, x: b - np.mean(x)),
    ),
    "wild-1a-12": (
        (2, "identity", lambda b, x: grad(lambda t: -0.5 * np.sum((x - t) ** 2), b), lambda b, x: np.sum(x - b)),
        (4, "equation", lambda b, n, x: np.sum(x) - n * b),
        (4, "equation", lambda b, x: b - np.mean(x)),
    ),
    "wild-1a-13": (
        (
            2,
            "identity",
            lambda b, x: grad(lambda t: np.sum((x - t) ** 2), b),
            lambda b, n, x: 2 * n * b - 2 * np.sum(x),
        ),
        (3, "equation", lambda b, n, x: b - np.sum(x) / n),
    ),
    "wild-1a-14": (
        (2, "identity", lambda b, x: np.mean((x - b) ** 2), lambda b, x: np.mean(x**2) - 2 * b * np.mean(x) + b**2),
        (
            3,
            "identity",
            lambda b, x: np.mean((x - b) ** 2),
            lambda b, x: np.mean(x**2) - np.mean(x) ** 2 + (b - np.mean(x)) ** 2,
        ),
        (4, "equation", lambda b, x: b - np.mean(x)),
    ),
    "wild-1a-15": (
        (4, "identity", lambda b, x: grad(lambda t: np.sum((x - t) ** 2), b), lambda b, x: 2 * np.sum(x - b)),
    ),
    "wild-1a-16": (
        (2, "identity", lambda b, x: grad(lambda t: np.sum((x - t) ** 2), b), lambda b, x: -2 * np.sum(x - b)),
        (3, "identity", lambda b, x: -2 * np.sum(x - b), lambda b, x: -2 * (np.sum(x) - b)),
    ),
    "wild-1a-17": (
        (
            3,
            "identity",
            lambda b, x: np.sum((x - b) ** 2),
            lambda b, n, x: n * b**2 - 2 * b * n * np.mean(x) + np.sum(x**2),
        ),
        (4, "identity", lambda b, x: np.sum((x - b) ** 2), lambda b, n, x: n * (b - np.mean(x)) ** 2 + np.sum(x**2)),
    ),
    "wild-1a-18": (
        (2, "identity", lambda b, x: grad(lambda t: np.sum((x - t) ** 2), b), lambda b, x: -2 * np.sum(x - b)),
        (3, "equation", lambda b, n, x: -2 * np.sum(x) - 2 * n * b),
    ),
    "wild-1a-19": (
        (
            2,
            "identity",
            lambda h, x: np.sum((x - np.mean(x) - h) ** 2),
            lambda h, x: np.sum((x - np.mean(x)) ** 2) - 2 * h * np.sum(x - np.mean(x)) + h**2,
        ),
    ),
    "wild-1a-20": (
        (2, "identity", lambda b, x: grad(lambda t: np.sum((x - t) ** 2), b), lambda b, x: -2 * np.sum(x - b)),
        (3, "equation", lambda b, n, x: np.sum(x) - n * b),
        (4, "equation", lambda b, n, x: b - n * np.sum(x)),
    ),
    "wild-1a-21": (
        (2, "identity", lambda b, x: grad(lambda t: np.sum((x - t) ** 2), b), lambda b, x: -2 * np.sum(x[:-1] - b)),
    ),
    "wild-1a-22": (
        (
            1,
            "identity",
            lambda b, x: np.sum((x - b) ** 2),
            lambda b, n, x: n * b**2 - 2 * b * np.sum(x) + np.sum(x) ** 2,
        ),
    ),
    "wild-1a-23": (
        (
            1,
            "identity",
            lambda b, x: grad(lambda t: np.sum((x - t) ** 2), b),
            lambda b, n, x: 2 * n * b - 2 * np.sum(x),
        ),
        (3, "identity", lambda b, x: grad(lambda t: np.sum((x - t) ** 2), 0.0 * b), lambda: 0.0),
    ),
    "wild-1a-24": (
        (3, "identity", lambda b, x: grad(lambda t: np.sum((x - t) ** 2), b), lambda b, x: np.sum(2 * (x - b))),
    ),
    "wild-1a-25": (
        (
            2,
            "identity",
            lambda b, n, x: grad(lambda t: np.sum((x - t) ** 2) / (2 * n), b),
            lambda b, x: -np.mean(x - b),
        ),
        (3, "identity", lambda b, n, x: second(lambda t: np.sum((x - t) ** 2) / (2 * n), b), lambda n: n),
    ),
    "wild-1a-26": (
        (2, "identity", lambda b, x: grad(lambda t: np.sum((x - t) ** 2), b), lambda b, x: -2 * np.sum(x - b)),
        (3, "identity", lambda b, x: -2 * np.sum(x - b), lambda b, x: -2 * np.sum(x) + 2 * b),
    ),
    "wild-1a-27": (
        (2, "identity", lambda b, x: grad(lambda t: np.sum((x - t) ** 2), b), lambda b, x: -2 * np.sum((x - b) ** 2)),
    ),
    "wild-1a-28": (
        (1, "equation", lambda b, x: np.sum(x - b)),
        (2, "identity", lambda x: np.mean(x) + 0 * x, lambda x: x),
    ),
    "wild-1a-29": (
        (2, "identity", lambda b, x: grad(lambda t: np.sum((x - t) ** 2), b), lambda b, x: 2 * np.sum(x - b)),
        (2, "identity", lambda b, x: 2 * np.sum(x - b), lambda b, x: 2 * np.sum(x) - 2 * b),
    ),
    "wild-1b-01": (
        (
            2,
            "identity",
            lambda b, sigma, x: np.prod(np.exp(-((x - b) ** 2) / (2 * sigma**2)) / np.sqrt(2 * np.pi * sigma**2)),
            lambda b, n, sigma, x: (2 * np.pi * sigma**2) ** (-n / 2) * np.exp(-np.sum((x - b) ** 2) / (2 * sigma**2)),
        ),
        (
            4,
            "identity",
            lambda b, sigma, x: (
                -np.log(np.prod(np.exp(-((x - b) ** 2) / (2 * sigma**2)) / np.sqrt(2 * np.pi * sigma**2)))
            ),
            lambda b, n, sigma, x: n / 2 * np.log(2 * np.pi * sigma**2) + np.sum((x - b) ** 2) / (2 * sigma**2),
        ),
    ),
    "wild-1b-02": (
        (
            2,
            "identity",
            lambda b, sigma, x: np.log(
                np.prod(np.exp(-((x - b) ** 2) / (2 * sigma**2)) / np.sqrt(2 * np.pi * sigma**2))
            ),
            lambda b, sigma, x: np.sum(-np.log(sigma) - 0.5 * np.log(2 * np.pi) - (x - b) ** 2 / (2 * sigma**2)),
        ),
        (
            4,
            "identity",
            lambda b, sigma, x: np.sum(x - b) / sigma**2,
            lambda b, n, sigma, x: n / sigma**2 * (np.mean(x) - b),
        ),
        (5, "equation", lambda b, x: b - np.mean(x)),
    ),
    "wild-1b-03": (
        (
            2,
            "identity",
            lambda b, sigma, x: (
                -np.log(np.prod(np.exp(-((x - b) ** 2) / (2 * sigma**2)) / np.sqrt(2 * np.pi * sigma**2)))
            ),
            lambda b, n, sigma, x: (
                n * np.log(sigma) + n / 2 * np.log(2 * np.pi) + np.sum((x - b) ** 2) / (2 * sigma**2)
            ),
        ),
    ),
    "wild-1b-04": (
        (
            2,
            "identity",
            lambda b, x: -np.log(np.exp(-0.5 * (x - b) ** 2) / np.sqrt(2 * np.pi)),
            lambda b, x: 0.5 * np.log(2 * np.pi) + 0.5 * (x - b) ** 2,
        ),
        (
            3,
            "identity",
            lambda b, x: -np.sum(np.log(np.exp(-0.5 * (x - b) ** 2) / np.sqrt(2 * np.pi))),
            lambda b, n, x: n / 2 * np.log(2 * np.pi) + 0.5 * np.sum((x - b) ** 2),
        ),
    ),
    "wild-1b-05": (
        (
            2,
            "identity",
            lambda b, sigma, x: np.log(
                np.prod(np.exp(-((x - b) ** 2) / (2 * sigma**2)) / np.sqrt(2 * np.pi * sigma**2))
            ),
            lambda b, n, sigma, x: -n * np.log(np.sqrt(2 * np.pi) * sigma) - np.sum((x - b) ** 2) / (2 * sigma**2),
        ),
        (4, "equation", lambda b, x: b - np.mean(x)),
    ),
    "wild-1b-06": (
        (
            3,
            "identity",
            lambda b, sigma, x: (
                -np.log(np.prod(np.exp(-((x - b) ** 2) / (2 * sigma**2)) / np.sqrt(2 * np.pi * sigma**2)))
            ),
            lambda b, n, sigma, x: n * np.log(np.sqrt(2 * np.pi) * sigma) + np.sum((x - b) ** 2) / (2 * sigma**2),
        ),
    ),
    "wild-1b-07": (
        (
            3,
            "identity",
            lambda b, sigma, x: np.prod(np.exp(-((x - b) ** 2) / (2 * sigma**2)) / np.sqrt(2 * np.pi * sigma**2)),
            lambda b, sigma, x: np.exp(-np.sum((x - b) ** 2) / (2 * sigma**2)) / (np.sqrt(2 * np.pi) * sigma),
        ),
    ),
    "wild-1b-08": (
        (
            1,
            "identity",
            lambda b, sigma, x: np.prod(np.exp(-((x - b) ** 2) / (2 * sigma**2)) / np.sqrt(2 * np.pi * sigma**2)),
            lambda b, n, sigma, x: (2 * np.pi * sigma**2) ** (-n / 2) * np.exp(-np.sum((x - b) ** 2) / (2 * sigma**2)),
        ),
        (
            2,
            "identity",
            lambda b, sigma, x: (
                -np.log(np.prod(np.exp(-((x - b) ** 2) / (2 * sigma**2)) / np.sqrt(2 * np.pi * sigma**2)))
            ),
            lambda b, n, sigma, x: n / 2 * np.log(2 * np.pi * sigma**2) - np.sum((x - b) ** 2) / (2 * sigma**2),
        ),
    ),
    "wild-1b-09": (
        (
            2,
            "identity",
            lambda b, sigma, x: (
                -np.log(np.prod(np.exp(-((x - b) ** 2) / (2 * sigma**2)) / np.sqrt(2 * np.pi * sigma**2)))
            ),
            lambda b, n, sigma, x: n * np.log(2 * np.pi * sigma**2) + np.sum((x - b) ** 2) / (2 * sigma**2),
        ),
    ),
    "wild-1b-10": (
        (
            2,
            "identity",
            lambda b, sigma, x: grad(lambda t: -np.sum((x - t) ** 2) / (2 * sigma**2), b),
            lambda b, sigma, x: np.sum(x - b) / (2 * sigma**2),
        ),
    ),
    "wild-1b-11": (
        (
            3,
            "identity",
            lambda b, sigma, x: (
                -np.log(np.prod(np.exp(-((x - b) ** 2) / (2 * sigma**2)) / np.sqrt(2 * np.pi * sigma**2)))
            ),
            lambda b, n, sigma, x: n * np.log(np.sqrt(2 * np.pi) * sigma) + np.sum(x - b) ** 2 / (2 * sigma**2),
        ),
    ),
    "wild-1c-01": (
        (1, "identity", lambda b, x: slope(lambda t: np.sum(np.abs(x - t)), b), lambda b, x: -np.sum(np.sign(x - b))),
    ),
    "wild-1c-02": (
        (2, "identity", lambda b, x: slope(lambda t: np.sum(np.abs(x - t)), b), lambda b, x: np.sum(np.sign(b - x))),
    ),
    "wild-1c-03": (
        (
            2,
            "identity",
            lambda b, x: slope(lambda t: np.sum(np.abs(x - t)), b),
            lambda b, n, x: 2 * float(np.sum(x < b)) - n,
        ),
    ),
    "wild-1c-04": ((1, "identity", lambda b, x: np.abs(x - b), lambda b, x: np.maximum(x - b, b - x)),),
    "wild-1c-05": (
        (1, "identity", lambda b, x: np.minimum(abs(x[0] - b) + abs(x[1] - b) - abs(x[1] - x[0]), 0), lambda: 0.0),
    ),
    "wild-1c-06": (
        (2, "identity", lambda b, x: slope(lambda t: np.sum(np.abs(x - t)), b), lambda b, x: np.sum(np.sign(x - b))),
    ),
    "wild-1c-07": (
        (2, "identity", lambda b, x: slope(lambda t: np.sum(np.abs(x - t)), b), lambda b, x: -np.sum(np.sign(x - b))),
        (4, "identity", lambda x: 0.0 + np.median(x), lambda x: np.mean(x)),
    ),
    "wild-1c-08": (
        (
            3,
            "identity",
            lambda b, x: slope(lambda t: np.abs(x[0] - t).item(), b),
            lambda b, x: -(x[0] - b) / (x[0] - b) ** 2,
        ),
    ),
    "wild-2a-01": (
        (
            1,
            "identity",
            lambda n, w, X, y: sum((w.T @ X[[i]].T - y[[i]]) ** 2 for i in range(n)) / (2 * n),
            lambda n, w, X, y: (X @ w - y).T @ (X @ w - y) / (2 * n),
        ),
        (
            3,
            "identity",
            lambda n, w, X, y: (X @ w - y).T @ (X @ w - y) / (2 * n),
            lambda n, w, X, y: sq(X @ w - y) / (2 * n),
        ),
    ),
    "wild-2a-02": (
        (
            2,
            "identity",
            lambda w, X, y: (y - X @ w).T @ (y - X @ w),
            lambda n, w, X, y: sum((y[[i]] - w.T @ X[[i]].T) ** 2 for i in range(n)),
        ),
    ),
    "wild-2a-03": (
        (1, "identity", lambda w, X, y: sq(X @ w - y), lambda w, X, y: w.T @ X.T @ X @ w - 2 * y.T @ X @ w + y.T @ y),
    ),
    "wild-2a-04": (
        (
            2,
            "identity",
            lambda d, n, w, X, y: sum((y[i, 0] - sum(X[i, j] * w[j, 0] for j in range(d))) ** 2 for i in range(n)),
            lambda w, X, y: sq(y - X @ w),
        ),
    ),
    "wild-2a-05": (
        (3, "identity", lambda w, X, y: sq(y - X @ w), lambda w, X, y: y.T @ y - 2 * w.T @ X.T @ y + w.T @ X.T @ X @ w),
    ),
    "wild-2a-06": ((1, "identity", lambda w, X, y: sq(y - X @ w), lambda w, X, y: tr((y - X @ w) @ (y - X @ w).T)),),
    "wild-2a-07": (
        (
            2,
            "identity",
            lambda w, X, y: sq(y - X @ w),
            lambda w, X, y: y.T @ y - y.T @ X @ w - w.T @ X.T @ y + w.T @ X.T @ X @ w,
        ),
        (3, "identity", lambda w, X, y: sq(y - X @ w), lambda w, X, y: y.T @ y - 2 * X.T @ w.T @ y + w.T @ X.T @ X @ w),
    ),
    "wild-2a-08": ((3, "identity", lambda w, X, y: sq(y - X @ w), lambda w, X, y: np.sqrt(sq(X @ w - y))),),
    "wild-2a-09": (
        (2, "identity", lambda w, X, y: sq(y - X @ w), lambda w, X, y: y.T @ y - 2 * w.T @ X.T @ y - w.T @ X.T @ X @ w),
    ),
    "wild-2a-10": (
        (
            1,
            "identity",
            lambda n, w, X, y: sum((X[[i]] @ w - y[[i]]) ** 2 for i in range(n)),
            lambda w, X, y: sq(X @ w - y),
        ),
        (
            2,
            "identity",
            lambda n, w, X, y: sq(X @ w - y) / n,
            lambda n, w, X, y: w.T @ X.T @ X @ w / n - 2 * y.T @ X @ w + y.T @ y,
        ),
    ),
    "wild-2b-01": (
        (
            2,
            "identity",
            lambda w, X, y: grad(lambda v: sq(y - X @ v), w),
            lambda d, n, w, X, y: np.vstack(
                [
                    [sum(2 * (sum(X[i, j] * w[j, 0] for j in range(d)) - y[i, 0]) * X[i, k] for i in range(n))]
                    for k in range(d)
                ]
            ),
        ),
        (3, "identity", lambda w, X, y: grad(lambda v: sq(y - X @ v), w), lambda w, X, y: 2 * X.T @ (X @ w - y)),
    ),
    "wild-2b-02": (
        (3, "identity", lambda w, X, y: grad(lambda v: sq(y - X @ v), w).T, lambda w, X, y: -2 * (y - X @ w).T @ X),
        (5, "identity", lambda w, X, y: grad(lambda v: sq(y - X @ v), w), lambda w, X, y: -2 * X.T @ (y - X @ w)),
    ),
    "wild-2b-03": (
        (
            3,
            "identity",
            lambda n, w, X, y: grad(lambda v: sq(X @ v - y) / (2 * n), w),
            lambda n, w, X, y: sum(2 * (w.T @ X[[i]].T - y[[i]]).item() * X[[i]].T for i in range(n)) / (2 * n),
        ),
        (
            5,
            "identity",
            lambda n, w, X, y: grad(lambda v: sq(X @ v - y) / (2 * n), w),
            lambda n, w, X, y: X.T @ (X @ w - y) / n,
        ),
    ),
    "wild-2b-04": (
        (1, "identity", lambda w, X, y: sq(y - X @ w), lambda w, X, y: w.T @ X.T @ X @ w - 2 * y.T @ X @ w + y.T @ y),
        (2, "identity", lambda w, X: grad(lambda v: v.T @ X.T @ X @ v, w), lambda w, X: 2 * X.T @ X @ w),
        (3, "identity", lambda w, X, y: grad(lambda v: -2 * y.T @ X @ v, w), lambda X, y: -2 * X.T @ y),
        (
            4,
            "identity",
            lambda w, X, y: grad(lambda v: sq(y - X @ v), w),
            lambda w, X, y: 2 * X.T @ X @ w - 2 * X.T @ y,
        ),
    ),
    "wild-2b-05": (
        (1, "identity", lambda w, X, y: grad(lambda v: sq(y - X @ v), w).T, lambda w, X, y: -2 * (y - X @ w).T @ X),
        (2, "identity", lambda w, X, y: grad(lambda v: sq(y - X @ v), w), lambda w, X, y: -2 * X.T @ (y - X @ w)),
        (3, "identity", lambda w, X, y: second(lambda v: sq(y - X @ v), w), lambda X: 2 * X.T @ X),
    ),
    "wild-2b-06": (
        (
            1,
            "identity",
            lambda w, X, y: grad(lambda v: sq(y - X @ v), w),
            lambda n, w, X, y: -2 * sum((y[i, 0] - (X[[i]] @ w).item()) * X[[i]].T for i in range(n)),
        ),
        (2, "identity", lambda w, X, y: grad(lambda v: sq(y - X @ v), w), lambda w, X, y: -2 * X.T @ (y - X @ w)),
        (
            3,
            "identity",
            lambda w, X, y: grad(lambda v: sq(y - X @ v), w),
            lambda w, X, y: 2 * X.T @ X @ w - 2 * X.T @ y,
        ),
    ),
    "wild-2b-07": (
        (4, "identity", lambda w, X, y: grad(lambda v: sq(y - X @ v), w), lambda w, X, y: 2 * X.T @ (X @ w - y)),
    ),
    "wild-2b-08": (
        (
            1,
            "identity",
            lambda u, w, X, y: sq(X @ w + X @ u - y) - sq(X @ w - y),
            lambda u, w, X, y: 2 * (X @ w - y).T @ X @ u + sq(X @ u),
        ),
        (2, "identity", lambda w, X, y: grad(lambda v: sq(y - X @ v), w), lambda w, X, y: 2 * X.T @ (X @ w - y)),
    ),
    "wild-2b-09": (
        (
            2,
            "identity",
            lambda w, X, y: grad(lambda v: sq(y - X @ v), w),
            lambda d, n, w, X, y: np.vstack(
                [
                    [sum(2 * (sum(X[i, j] * w[j, 0] for j in range(d)) - y[i, 0]) * X[i, k] for i in range(n))]
                    for k in range(d)
                ]
            ),
        ),
        (3, "identity", lambda w, X, y: grad(lambda v: sq(y - X @ v), w), lambda w, X, y: 2 * X @ (X @ w - y)),
    ),
    "wild-2b-10": (
        (2, "identity", lambda w, X, y: grad(lambda v: sq(y - X @ v), w).T, lambda w, X, y: -(y - X @ w).T @ X),
    ),
    "wild-2b-11": (
        (
            3,
            "identity",
            lambda n, w, X, y: grad(lambda v: sq(X @ v - y) / (2 * n), w),
            lambda n, w, X, y: sum((w.T @ X[[i]].T - y[[i]]).item() * X[[i]].T for i in range(n)) / n,
        ),
        (
            4,
            "identity",
            lambda n, w, X, y: grad(lambda v: sq(X @ v - y) / (2 * n), w),
            lambda w, X, y: X.T @ (X @ w - y),
        ),
    ),
    "wild-2b-12": (
        (1, "identity", lambda w, X, y: sq(y - X @ w), lambda w, X, y: w.T @ X.T @ X @ w - 2 * y.T @ X @ w + y.T @ y),
        (2, "identity", lambda w, X: grad(lambda v: v.T @ X.T @ X @ v, w), lambda w, X: X.T @ X @ w),
    ),
    "wild-2b-13": (
        (2, "identity", lambda w, X, y: grad(lambda v: sq(y - X @ v), w), lambda w, X, y: -2 * (y - X @ w) @ X),
    ),
    "wild-2b-14": (
        (
            2,
            "identity",
            lambda w, X, y: grad(lambda v: sq(y - X @ v), w),
            lambda n, w, X, y: 2 * sum((y[i, 0] - (X[[i]] @ w).item()) * X[[i]].T for i in range(n)),
        ),
    ),
    "wild-2b-15": (
        (1, "identity", lambda w, X, y: sq(y - X @ w), lambda w, X, y: y.T @ y - 2 * w.T @ X.T @ y + w.T @ X.T @ X @ w),
        (
            2,
            "identity",
            lambda w, X, y: grad(lambda v: sq(y - X @ v), w),
            lambda w, X, y: -2 * X.T @ y + 2 * X @ X.T @ w,
        ),
    ),
    "wild-2b-16": (
        (
            1,
            "identity",
            lambda w, X, y: grad(lambda v: 0.5 * sq(X @ v - y), w),
            lambda n, w, X, y: sum((X[[i]] @ w - y[[i]]).item() * X[[i]].T for i in range(n)),
        ),
        (2, "identity", lambda w, X, y: grad(lambda v: 0.5 * sq(X @ v - y), w), lambda w, X, y: minus(X.T @ X @ w, y)),
    ),
    "wild-2b-17": (
        (
            2,
            "identity",
            lambda lambda_, w, X, y: grad(lambda v: sq(y - X @ v) + lambda_ * sq(v), w),
            lambda lambda_, w, X, y: -2 * X.T @ (y - X @ w) + lambda_ * w,
        ),
    ),
    "wild-2b-18": (
        (
            1,
            "identity",
            lambda w, X, y: grad(lambda v: sq(y - X @ v), w),
            lambda d, n, w, X, y: np.vstack(
                [[-2 * sum((y[i, 0] - (X[[i]] @ w).item()) * X[i, k] for i in range(n))] for k in range(d)]
            ),
        ),
        (
            2,
            "identity",
            lambda w, X, y: grad(lambda v: sq(y - X @ v), w),
            lambda d, w, X, y: -2 * sum((y[i, 0] - (X[[i]] @ w).item()) * X[[i]].T for i in range(d)),
        ),
    ),
    "wild-2b-19": (
        (3, "identity", lambda w, X, y: grad(lambda v: -2 * y.T @ X @ v, w), lambda X, y: -2 * X.T @ y),
        (4, "identity", lambda w, X: grad(lambda v: v.T @ X.T @ X @ v, w), lambda X: 2 * X.T @ X),
    ),
    "wild-2b-20": (
        (2, "identity", lambda w, X, y: sq(y - X @ w), lambda w, X, y: y.T @ y - 2 * y.T @ X @ w + w.T @ X.T @ X @ w),
        (
            3,
            "identity",
            lambda w, X, y: grad(lambda v: sq(y - X @ v), w),
            lambda w, X, y: -2 * y.T @ X.T + 2 * X.T @ X @ w,
        ),
    ),
    "wild-2b-21": (
        (1, "identity", lambda w, X, y: grad(lambda v: sq(y - X @ v), w), lambda w, X, y: 2 * X.T @ (y - X @ w)),
    ),
    "wild-2c-01": (
        (4, "equation", lambda w, X, y: -2 * X.T @ (y - X @ w)),
        (5, "equation", lambda w, X, y: X.T @ X @ w - X.T @ y),
        (6, "equation", lambda w, X, y: w - inv(X.T @ X) @ X.T @ y),
    ),
    "wild-2c-02": (
        (1, "equation", lambda w, X, y: 2 * X.T @ (X @ w - y)),
        (3, "equation", lambda w, X, y: X.T @ X @ w - X.T @ y),
        (5, "equation", lambda w, X, y: w - inv(X.T @ X) @ X.T @ y),
    ),
    "wild-2c-03": (
        (1, "equation", lambda w, X, y: X.T @ (y - X @ w)),
        (
            2,
            "equation",
            lambda n, w, X, y: sum(X[[i]].T @ X[[i]] for i in range(n)) @ w - sum(X[[i]].T * y[i, 0] for i in range(n)),
        ),
        (3, "equation", lambda w, X, y: w - inv(X.T @ X) @ X.T @ y),
    ),
    "wild-2c-04": (
        (
            2,
            "identity",
            lambda w, X, y: sq(y - X @ w),
            lambda w, X, y: (
                (w - inv(X.T @ X) @ X.T @ y).T @ X.T @ X @ (w - inv(X.T @ X) @ X.T @ y)
                + y.T @ y
                - (inv(X.T @ X) @ X.T @ y).T @ X.T @ X @ inv(X.T @ X) @ X.T @ y
            ),
        ),
        (4, "equation", lambda w, X, y: w - inv(X.T @ X) @ X.T @ y),
    ),
    "wild-2c-05": (
        (2, "equation", lambda w, X, y: X.T @ X @ w - X.T @ y),
        (3, "equation", lambda w, X, y: w - inv(X.T @ X) @ X.T @ y),
    ),
    "wild-2c-06": (
        (1, "equation", lambda w, X, y: 2 * (X @ w - y).T @ X),
        (2, "equation", lambda w, X, y: w.T @ X.T @ X - y.T @ X),
        (3, "equation", lambda w, X, y: w.T - y.T @ X @ inv(X.T @ X)),
        (4, "equation", lambda w, X, y: w - inv(X.T @ X) @ X.T @ y),
    ),
    "wild-2c-07": (
        (
            1,
            "identity",
            lambda n, w, X, y: grad(lambda v: sq(y - X @ v) / n, w),
            lambda n, w, X, y: -2 / n * X.T @ (y - X @ w),
        ),
        (2, "equation", lambda w, X, y: X.T @ X @ w - X.T @ y),
        (4, "equation", lambda n, w, X, y: w - inv(X.T @ X / n) @ (X.T @ y / n)),
        (4, "equation", lambda w, X, y: w - inv(X.T @ X) @ X.T @ y),
    ),
    "wild-2c-08": (
        (2, "equation", lambda w, X, y: X.T @ X @ w - X.T @ y),
        (5, "equation", lambda w, X, y: w - inv(X.T @ X) @ X.T @ y),
    ),
    "wild-2c-09": (
        (1, "equation", lambda w, X, y: X.T @ (X @ w - y)),
        (3, "equation", lambda w, X, y: X.T @ X @ w - X.T @ y),
        (4, "equation", lambda w, X, y: w - inv(X.T @ X) @ X.T @ y),
    ),
    "wild-2c-10": (
        (3, "equation", lambda w, X, y: -2 * X.T @ (y - X @ w)),
        (4, "equation", lambda w, X, y: X.T @ X @ w - X.T @ y),
        (5, "equation", lambda w, X, y: w - X.T @ y @ inv(X.T @ X)),
    ),
    "wild-2c-11": (
        (1, "equation", lambda w, X, y: 2 * X.T @ (X @ w - y)),
        (2, "equation", lambda w, X, y: X.T @ X @ w - X.T @ y),
        (3, "equation", lambda w, X, y: X @ w - y),
    ),
    "wild-2c-12": (
        (1, "equation", lambda w, X, y: X.T @ X @ w - X.T @ y),
        (3, "equation", lambda w, X, y: w - inv(X) @ y),
    ),
    "wild-2c-13": (
        (1, "equation", lambda w, X, y: 2 * X.T @ (X @ w - y)),
        (2, "equation", lambda w, X, y: minus(X.T @ X @ w, y)),
    ),
    "wild-2c-14": (
        (
            1,
            "equation",
            lambda n, w, X, y: sum(X[[i]].T @ X[[i]] for i in range(n)) @ w - sum(X[[i]].T * y[i, 0] for i in range(n)),
        ),
        (
            2,
            "equation",
            lambda n, w, X, y: w - sum(np.linalg.pinv(X[[i]].T @ X[[i]]) @ X[[i]].T * y[i, 0] for i in range(n)),
        ),
    ),
    "wild-2c-15": (
        (1, "equation", lambda w, X, y: -2 * X.T @ y + 2 * X.T @ X @ w),
        (2, "equation", lambda w, X, y: X.T @ X @ w + X.T @ y),
    ),
    "wild-2c-16": (
        (1, "equation", lambda w, X, y: X.T @ X @ w - X.T @ y),
        (3, "equation", lambda w, X, y: w - X.T @ X @ X.T @ y),
    ),
    "wild-2c-17": (
        (1, "equation", lambda w, X, y: X.T @ X @ w - X.T @ y),
        (4, "equation", lambda w, X, y: w - inv(X @ X.T) @ X.T @ y),
    ),
    "wild-2c-18": (
        (1, "equation", lambda w, X, y: w.T @ X.T @ X - y.T @ X),
        (2, "equation", lambda w, X, y: w.T - y.T @ X @ inv(X.T @ X)),
        (3, "equation", lambda w, X, y: w - inv(X.T @ X) @ X @ y),
    ),
    "wild-2c-19": (
        (1, "equation", lambda w, X, y: -2 * X.T @ (y - X @ w)),
        (2, "equation", lambda w, X, y: X.T @ y - 2 * X.T @ X @ w),
    ),
    "wild-2c-20": (
        (1, "equation", lambda w, X, y: X.T @ X @ w - X.T @ y),
        (2, "equation", lambda w, X, y: w - inv(X.T @ X) @ X.T @ y),
        (3, "equation", lambda w, X, y: w - inv(X.T @ X) @ X @ y),
    ),
    "wild-3a-01": (
        (
            2,
            "identity",
            lambda b, w, X, y: np.prod(0.5 * np.exp(-np.abs(y - X @ w - b))),
            lambda b, n, w, X, y: 2.0**-n * np.exp(-np.sum(np.abs(y - X @ w - b))),
        ),
        (
            3,
            "identity",
            lambda b, w, X, y: -np.log(np.prod(0.5 * np.exp(-np.abs(y - X @ w - b)))),
            lambda b, n, w, X, y: n * np.log(2) + np.sum(np.abs(y - X @ w - b)),
        ),
    ),
    "wild-3a-02": (
        (
            2,
            "identity",
            lambda b, w, X, y: -np.log(np.prod(0.5 * np.exp(-np.abs(y - X @ w - b)))),
            lambda b, w, X, y: np.sum(np.log(2) + np.abs(y - X @ w - b)),
        ),
        (
            3,
            "identity",
            lambda b, w, X, y: -np.log(np.prod(0.5 * np.exp(-np.abs(y - X @ w - b)))),
            lambda b, n, w, X, y: n * np.log(2) + np.sum(np.abs(y - X @ w - b * one(n))),
        ),
    ),
    "wild-3a-03": (
        (
            1,
            "identity",
            lambda w, X, y: -np.log(np.prod(0.5 * np.exp(-np.abs(y - X @ w)))),
            lambda w, X, y: -np.sum(np.log(0.5 * np.exp(-np.abs(y - X @ w)))),
        ),
        (
            2,
            "identity",
            lambda w, X, y: -np.log(np.prod(0.5 * np.exp(-np.abs(y - X @ w)))),
            lambda w, X, y: -np.sum(np.log(0.5) - np.abs(y - X @ w)),
        ),
        (
            3,
            "identity",
            lambda w, X, y: -np.log(np.prod(0.5 * np.exp(-np.abs(y - X @ w)))),
            lambda n, w, X, y: n * np.log(2) + np.sum(np.abs(y - X @ w)),
        ),
    ),
    "wild-3a-04": (
        (
            4,
            "identity",
            lambda b, w, X, y: -np.log(np.prod(0.5 * np.exp(-np.abs(y - X @ w - b)))),
            lambda b, w, X, y: np.sum(np.log(2) + np.abs(y - X @ w - b)),
        ),
        (
            5,
            "identity",
            lambda b, w, X, y: -np.log(np.prod(0.5 * np.exp(-np.abs(y - X @ w - b)))),
            lambda b, n, w, X, y: n * np.log(2) + np.sum(np.abs(y - X @ w - b * one(n))),
        ),
    ),
    "wild-3a-05": (
        (
            2,
            "identity",
            lambda b, w, X, y: np.log(np.prod(0.5 * np.exp(-np.abs(y - X @ w - b)))),
            lambda b, n, w, X, y: -n * np.log(2) - np.sum(np.abs(y - X @ w - b)),
        ),
        (
            3,
            "identity",
            lambda b, w, X, y: -np.log(np.prod(0.5 * np.exp(-np.abs(y - X @ w - b)))),
            lambda b, n, w, X, y: n * np.log(2) + np.sum(np.abs(X @ w + b - y)),
        ),
    ),
    "wild-3a-06": (
        (
            2,
            "identity",
            lambda b, w, X, y: -np.log(np.prod(0.5 * np.exp(-np.abs(y - X @ w - b)))),
            lambda b, n, w, X, y: np.sum(np.abs(y - X @ w - b)) + n * np.log(2),
        ),
    ),
    "wild-3a-07": (
        (
            3,
            "identity",
            lambda b, w, X, y: -np.log(np.prod(0.5 * np.exp(-np.abs(y - X @ w - b)))),
            lambda b, n, w, X, y: -n * np.log(0.5) + np.sum(np.abs(y - X @ w - b)),
        ),
        (4, "identity", lambda n: -n * np.log(0.5), lambda n: n * np.log(2)),
    ),
    "wild-3a-08": (
        (
            2,
            "identity",
            lambda b, w, X, y: -np.log(0.5 * np.exp(-np.abs(y - X @ w - b))),
            lambda b, w, X, y: np.log(2) + np.abs(y - X @ w - b),
        ),
        (
            3,
            "identity",
            lambda b, w, X, y: -np.log(np.prod(0.5 * np.exp(-np.abs(y - X @ w - b)))),
            lambda b, n, w, X, y: n * np.log(2) + np.sum(np.abs(y - X @ w - b)),
        ),
    ),
    "wild-3a-09": (
        (
            2,
            "identity",
            lambda b, w, X, y: np.prod(0.5 * np.exp(-np.abs(y - X @ w - b))),
            lambda b, w, X, y: 0.5 * np.exp(-np.sum(np.abs(y - X @ w - b))),
        ),
    ),
    "wild-3a-10": (
        (
            2,
            "identity",
            lambda b, w, X, y: -np.log(np.prod(0.5 * np.exp(-np.abs(y - X @ w - b)))),
            lambda b, n, w, X, y: n * np.log(2) - np.sum(np.abs(y - X @ w - b)),
        ),
    ),
    "wild-3a-11": (
        (
            1,
            "identity",
            lambda w, X, y: -np.log(np.prod(0.5 * np.exp(-np.abs(y - X @ w)))),
            lambda w, X, y: -np.sum(np.log(0.5 * np.exp(-np.abs(y - X @ w)))),
        ),
        (
            2,
            "identity",
            lambda w, X, y: -np.log(np.prod(0.5 * np.exp(-np.abs(y - X @ w)))),
            lambda n, w, X, y: n * np.log(2) + np.sum(y - X @ w),
        ),
    ),
    "wild-3a-12": (
        (
            1,
            "identity",
            lambda b, w, X, y: -np.log(np.prod(0.5 * np.exp(-np.abs(y - X @ w - b)))),
            lambda b, n, w, X, y: n * np.log(2) + np.sum(np.abs(y - X @ w - b)),
        ),
        (
            2,
            "identity",
            lambda b, w, X, y: -np.log(np.prod(0.5 * np.exp(-np.abs(y - X @ w - b)))),
            lambda b, n, w, X, y: n * np.log(2) + np.sqrt(sq(y - X @ w - b)),
        ),
    ),
    "wild-3a-13": (
        (
            4,
            "identity",
            lambda w, X, y: -np.log(np.prod(0.5 * np.exp(-np.abs(y - X @ w)))),
            lambda w, X, y: np.prod(np.log(2) + np.abs(y - X @ w)),
        ),
    ),
    "wild-3a-14": (
        (
            2,
            "identity",
            lambda b, w, X, y: np.log(np.prod(0.5 * np.exp(-np.abs(y - X @ w - b)))),
            lambda b, n, w, X, y: -n * np.log(2) - np.sum(np.abs(y - X @ w - b)),
        ),
        (
            3,
            "identity",
            lambda b, w, X, y: -np.log(np.prod(0.5 * np.exp(-np.abs(y - X @ w - b)))),
            lambda b, n, w, X, y: n * np.log(2) + np.sum(np.abs(y + X @ w + b)),
        ),
    ),
    "wild-3a-15": (
        (1, "identity", lambda epsilon: -np.log(0.5 * np.exp(-abs(epsilon))), lambda epsilon: np.log(2) + abs(epsilon)),
        (
            2,
            "identity",
            lambda b, w, X, y: -np.log(np.prod(0.5 * np.exp(-np.abs(y - X @ w - b)))),
            lambda b, n, w, X, y: n * np.log(2) + abs(np.sum(y - X @ w - b)),
        ),
    ),
    "wild-3a-16": (
        (
            2,
            "identity",
            lambda b, w, X, y: -np.log(np.prod(0.5 * np.exp(-np.abs(y - X @ w - b)))),
            lambda b, w, X, y: np.sum(np.abs(y - X @ w - b)),
        ),
    ),
    "wild-3a-17": (
        (
            2,
            "identity",
            lambda b, w, X, y: -np.log(np.prod(0.5 * np.exp(-np.abs(y - X @ w - b)))),
            lambda b, w, X, y: np.sum(0.5 + np.abs(y - X @ w - b)),
        ),
    ),
    "wild-3a-18": (
        (
            1,
            "identity",
            lambda b, w, X, y: -np.log(np.prod(0.5 * np.exp(-np.abs(y - X @ w - b)))),
            lambda b, n, w, X, y: n * np.log(2) + np.sum(np.abs(y - X @ w - b)),
        ),
        (
            2,
            "identity",
            lambda b, w, X, y: -np.log(np.prod(0.5 * np.exp(-np.abs(y - X @ w - b)))),
            lambda b, n, w, X, y: n * np.log(2) + sum(np.abs(y[i, 0] - X @ w - b) for i in range(n)),
        ),
    ),
    "wild-3a-19": (
        (
            1,
            "identity",
            lambda b, w, X, y: -np.log(np.prod(0.5 * np.exp(-np.abs(y - X @ w - b)))),
            lambda b, w, X, y: -np.sum(np.log(0.5 * np.exp(-np.abs(y - X @ w - b)))),
        ),
        (
            2,
            "identity",
            lambda b, w, X, y: -np.log(np.prod(0.5 * np.exp(-np.abs(y - X @ w - b)))),
            lambda b, w, X, y: -np.sum(np.log(0.5) + np.abs(y - X @ w - b)),
        ),
    ),
    "wild-3c-01": (
        (
            2,
            "identity",
            lambda b, w, X, y: slope(lambda v: np.abs(y[0, 0] - (X[[0]] @ v).item() - b), w),
            lambda b, w, X, y: -np.sign(y[0, 0] - (X[[0]] @ w).item() - b) * X[[0]].T,
        ),
    ),
    "wild-3c-02": (
        (
            2,
            "identity",
            lambda w, X, y: slope(lambda v: np.abs(y[0, 0] - (X[[0]] @ v).item()), w),
            lambda w, X, y: np.sign((X[[0]] @ w).item() - y[0, 0]) * X[[0]].T,
        ),
    ),
    "wild-3c-03": (
        (
            3,
            "identity",
            lambda b, w, X, y: slope(lambda v: np.abs(y[0, 0] - (X[[0]] @ v).item() - b), w),
            lambda b, w, X, y: -np.sign(y[0, 0] - (X[[0]] @ w).item() - b) * X[[0]].T,
        ),
    ),
    "wild-3c-04": (
        (
            2,
            "identity",
            lambda w, X, y: slope(lambda v: np.abs(y[0, 0] - (X[[0]] @ v).item()), w),
            lambda w, X, y: np.sign(y[0, 0] - (X[[0]] @ w).item()) * X[[0]].T,
        ),
    ),
    "wild-3c-05": (
        (
            2,
            "identity",
            lambda w, X, y: slope(lambda v: np.abs(y[0, 0] - (X[[0]] @ v).item()), w),
            lambda w, X, y: -np.sign(y[0, 0] - (X[[0]] @ w).item()),
        ),
    ),
    "wild-3c-06": (
        (
            2,
            "identity",
            lambda b, w, X, y: slope(lambda t: np.abs(X[[0]] @ w + t - y[[0]]).item(), b),
            lambda b, w, X, y: -np.sign(X[[0]] @ w + b - y[[0]]),
        ),
    ),
}


if __name__ == "__main__":
    sys.exit(main() > 0)
