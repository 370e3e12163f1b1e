"""Confirms the table ``derivations.json`` line by line, by a second route.

For every derivation the steps that can be put in numbers are transcribed here by hand, with the line they stand on:
an identity as a pair of values, an equation as what has to vanish at the solution and nowhere near it. Steps before
the first wrong line must hold; at least one step of the first wrong line must not.
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
from confirm_pairs import DRAWS, GENERIC, Undefined, agree, draw, eye, grad, inv, minus, one, second, sq, value

HERE = Path(__file__).parent
DECLARED = {
    "linear_regression/optimal_constant/a": "x: n, b",
    "linear_regression/normal_equation/a": "X: n*d rows x, y: n, w: d",
    "linear_regression/normal_equation/b": "X: n*d rows x, y: n, w: d, u: d",
    "linear_regression/normal_equation/c": "X: n*d rows x, y: n, w: d",
    "linear_regression/laplace_noise/a": "X: n*d rows x, y: n, w: d, b, s: >0",
}


def solved(part: str, values: Mapping[str, Any], shift: float) -> dict[str, Any]:
    """The inputs with the unknown at the solution of the exercise, or beside it."""
    if part.endswith("optimal_constant/a"):
        return {**values, "b": float(np.mean(values["x"])) + shift}
    X, y = values["X"], values["y"]
    return {**values, "w": inv(X.T @ X) @ X.T @ y + shift}


def vanishes(step: Callable[..., Any], values: Mapping[str, Any]) -> bool:
    """Whether the step's expression is zero; one whose shapes do not fit is not."""
    result = value(step, values)
    return result is not None and bool(np.allclose(result, 0, atol=1e-8))


def holds(part: str, kind: str, step: tuple[Callable[..., Any], ...], values: Mapping[str, Any]) -> bool:
    """Whether an identity or an equation of a derivation is right on these inputs."""
    if kind == "identity":
        digits = 3e-5 if "second" in inspect.getsource(step[0]) or "slope" in inspect.getsource(step[0]) else 1e-8
        return agree(value(step[0], values), value(step[1], values), digits)
    return vanishes(step[0], solved(part, values, 0.0)) and not vanishes(step[0], solved(part, values, 0.7))


def confirm(derivation: Mapping[str, Any]) -> int:
    """Assert that the derivation is right, or wrong first in the line that the table says; the steps looked at."""
    part = derivation["part"]
    rng = np.random.default_rng(sum(map(ord, derivation["id"])))
    steps = STEPS.get(derivation["id"], ())
    broken = set()
    for line, kind, *step in steps:
        functions = tuple(step)
        names = {name for f in functions for name in inspect.signature(f).parameters}
        for sizes in GENERIC:
            for _ in range(DRAWS // 4):
                values = draw(DECLARED[part], sizes, names, rng)
                try:
                    with warnings.catch_warnings():
                        warnings.simplefilter("ignore")
                        right = holds(part, kind, functions, values)
                except Undefined:
                    continue
                if not right:
                    broken.add(line)
    first = derivation["line"]
    assert not {line for line in broken if first is None or line < first}, f"{derivation['id']}: {broken} broken"
    transcribed = {line for line, *_ in steps}
    assert first is None or first not in transcribed or first in broken, f"{derivation['id']}: line {first} holds"
    assert first is None or first in transcribed or derivation["id"] in BY_EYE, f"{derivation['id']}: not transcribed"
    assert first is None or first <= len(derivation["text"].splitlines()), derivation["id"]
    return len(steps)


def main() -> int:
    """Confirm the whole table; the number of derivations that are not what they claim to be."""
    derivations = json.loads((HERE / "derivations.json").read_text(encoding="utf-8"))
    ids = [derivation["id"] for derivation in derivations]
    assert len(ids) == len(set(ids)), "an id stands twice"
    assert set(STEPS) <= set(ids)
    wrong = looked_at = 0
    for derivation in derivations:
        try:
            looked_at += confirm(derivation)
        except AssertionError as error:
            wrong += 1
            print(error)
    print(f"{len(derivations) - wrong} of {len(derivations)} derivations confirmed, {looked_at} steps")
    return wrong


# first wrong lines that are no formula in numbers
BY_EYE: set[str] = set()

STEPS: dict[str, tuple[tuple[Any, ...], ...]] = {
    "1a-01": (
        (2, "identity", lambda b, x: grad(lambda t: np.sum((x - t) ** 2), b), lambda b, x: -2 * np.sum(x - b)),
        (3, "equation", lambda b, n, x: np.sum(x) - n * b),
        (4, "equation", lambda b, n, x: b - np.sum(x) / n),
    ),
    "1a-02": (
        (2, "identity", lambda b, x: grad(lambda t: np.sum((x - t) ** 2), b), lambda b, x: 2 * np.sum(b - x)),
        (2, "identity", lambda b, x: 2 * np.sum(b - x), lambda b, n, x: 2 * n * b - 2 * np.sum(x)),
        (3, "equation", lambda b, n, x: n * b - np.sum(x)),
        (4, "equation", lambda b, x: b - np.mean(x)),
    ),
    "1a-03": (
        (2, "identity", lambda b, x: grad(lambda t: np.sum((x - t) ** 2), b), lambda b, x: -2 * np.sum(x - b)),
        (3, "equation", lambda b, n, x: np.sum(x) - n * b),
        (4, "equation", lambda b, n, x: b - np.sum(x) / n),
    ),
    "1a-04": (
        (2, "identity", lambda b, x: np.sum((x - b) ** 2), lambda b, n, x: np.sum(x**2) - 2 * b * np.sum(x) + n * b**2),
        (
            4,
            "identity",
            lambda b, x: np.sum((x - b) ** 2),
            lambda b, n, x: n * (b - np.mean(x)) ** 2 + np.sum(x**2) - n * np.mean(x) ** 2,
        ),
        (5, "equation", lambda b, x: b - np.mean(x)),
    ),
    "1a-05": (
        (2, "identity", lambda b, x: np.sum((x - b) ** 2), lambda b, x: np.sum((x - np.mean(x) + np.mean(x) - b) ** 2)),
        (
            3,
            "identity",
            lambda b, x: np.sum((x - b) ** 2),
            lambda b, n, x: (
                np.sum((x - np.mean(x)) ** 2)
                + 2 * (np.mean(x) - b) * np.sum(x - np.mean(x))
                + n * (np.mean(x) - b) ** 2
            ),
        ),
        (
            4,
            "identity",
            lambda b, x: np.sum((x - b) ** 2),
            lambda b, n, x: np.sum((x - np.mean(x)) ** 2) + n * (np.mean(x) - b) ** 2,
        ),
        (6, "equation", lambda b, x: b - np.mean(x)),
    ),
    "1a-06": (
        (2, "identity", lambda b, x: grad(lambda t: 0.5 * np.sum((x - t) ** 2), b), lambda b, x: -np.sum(x - b)),
        (2, "identity", lambda b, x: -np.sum(x - b), lambda b, n, x: n * b - np.sum(x)),
        (3, "equation", lambda b, n, x: n * b - np.sum(x)),
        (3, "equation", lambda b, n, x: b - np.sum(x) / n),
    ),
    "1a-07": (
        (2, "identity", lambda b, x: grad(lambda t: np.mean((x - t) ** 2), b), lambda b, n, x: -2 / n * np.sum(x - b)),
        (4, "equation", lambda b, x: np.mean(x) - b),
        (5, "equation", lambda b, x: b - np.mean(x)),
    ),
    "1a-08": (
        (2, "identity", lambda b, x: np.sum((x - b) ** 2), lambda b, n, x: sq(x - b * one(n))),
        (2, "identity", lambda b, x: np.sum((x - b) ** 2), lambda b, n, x: x.T @ x - 2 * b * (one(n).T @ x) + n * b**2),
        (
            4,
            "identity",
            lambda b, x: grad(lambda t: np.sum((x - t) ** 2), b),
            lambda b, n, x: -2 * (one(n).T @ x) + 2 * n * b,
        ),
        (5, "equation", lambda b, n, x: b - (one(n).T @ x).item() / n),
    ),
    "1a-09": (
        (2, "identity", lambda b, x: np.sum((x - b) ** 2), lambda b, n, x: n * b**2 - 2 * np.sum(x) * b + np.sum(x**2)),
        (
            3,
            "identity",
            lambda b, x: grad(lambda t: np.sum((x - t) ** 2), b),
            lambda b, n, x: 2 * n * b - 2 * np.sum(x),
        ),
        (3, "equation", lambda b, n, x: b - np.sum(x) / n),
    ),
    "1a-10": (
        (2, "identity", lambda b, x: grad(lambda t: np.sum((x - t) ** 2), b), lambda b, x: -2 * np.sum(x - b)),
        (2, "identity", lambda b, x: second(lambda t: np.sum((x - t) ** 2), b), lambda n: 2 * n),
        (3, "equation", lambda b, n, x: np.sum(x) - n * b),
        (3, "equation", lambda b, x: b - np.mean(x)),
    ),
    "1a-11": (
        (2, "identity", lambda b, x: grad(lambda t: np.sum((x - t) ** 2), b), lambda b, x: -2 * np.sum(x - b)),
        (4, "equation", lambda b, n, x: np.sum(x) - n * b),
        (5, "equation", lambda b, x: b - np.mean(x)),
    ),
    "1a-12": (
        (
            2,
            "identity",
            lambda b, x: grad(lambda t: np.sum((x - t) ** 2), b),
            lambda b, n, x: -2 * sum(x[i, 0] - b for i in range(n)),
        ),
        (
            3,
            "identity",
            lambda b, x: grad(lambda t: np.sum((x - t) ** 2), b),
            lambda b, n, x: -2 * np.sum(x) + 2 * n * b,
        ),
        (4, "equation", lambda b, n, x: n * b - np.sum(x)),
        (4, "equation", lambda b, n, x: b - np.sum(x) / n),
    ),
    "1a-13": (
        (4, "equation", lambda b, x: np.sum(-2 * (x - b))),
        (5, "equation", lambda b, n, x: np.sum(x) - n * b),
        (6, "equation", lambda b, x: b - np.mean(x)),
    ),
    "1a-14": (
        (2, "identity", lambda b, x: grad(lambda t: -np.sum((x - t) ** 2), b), lambda b, x: 2 * np.sum(x - b)),
        (3, "equation", lambda b, n, x: np.sum(x) - n * b),
        (4, "equation", lambda b, x: b - np.mean(x)),
    ),
    "1a-15": (
        (2, "identity", lambda b, x: grad(lambda t: np.sum((x - t) ** 2), b), lambda b, x: np.sum(2 * (x - b) * (-1))),
        (2, "identity", lambda b, x: grad(lambda t: np.sum((x - t) ** 2), b), lambda b, x: -2 * np.sum(x - b)),
        (3, "equation", lambda b, x: np.sum(x - b)),
        (3, "equation", lambda b, n, x: np.sum(x) - n * b),
        (3, "equation", lambda b, x: b - np.mean(x)),
    ),
    "1a-16": (
        (2, "identity", lambda b, x: grad(lambda t: np.sum((x - t) ** 2), b), lambda b, x: -2 * np.sum(x - b)),
        (2, "identity", lambda b, x: grad(lambda t: np.sum((x - t) ** 2), b), lambda b, n, x: -2 * (np.sum(x) - n * b)),
        (4, "equation", lambda b, x: b - np.mean(x)),
    ),
    "1a-17": (
        (1, "equation", lambda b, x: np.sum(x - b)),
        (2, "equation", lambda b, n, x: n * b - np.sum(x)),
        (3, "equation", lambda b, n, x: b - np.sum(x) / n),
    ),
    "1a-18": (
        (
            1,
            "identity",
            lambda b, x: grad(lambda t: np.sum((x - t) ** 2), b),
            lambda b, n, x: 2 * n * b - 2 * n * np.mean(x),
        ),
        (1, "equation", lambda b, x: b - np.mean(x)),
    ),
    "1a-19": (
        (
            2,
            "identity",
            lambda b, n, x: grad(lambda t: np.sum((x - t) ** 2) / (2 * n), b),
            lambda b, n, x: np.sum(b - x) / n,
        ),
        (2, "identity", lambda b, n, x: np.sum(b - x) / n, lambda b, x: b - np.mean(x)),
        (3, "equation", lambda b, x: b - np.mean(x)),
    ),
    "1a-20": (
        (
            1,
            "identity",
            lambda b, x: np.sum((x - b) ** 2),
            lambda b, n, x: np.sum(x**2) - 2 * n * b * np.mean(x) + n * b**2,
        ),
        (
            2,
            "identity",
            lambda b, x: grad(lambda t: np.sum((x - t) ** 2), b),
            lambda b, n, x: 2 * n * b - 2 * n * np.mean(x),
        ),
        (3, "equation", lambda b, x: b - np.mean(x)),
    ),
    "1a-21": (
        (
            2,
            "identity",
            lambda b, x: np.sum((x - (np.mean(x) + b)) ** 2),
            lambda b, x: np.sum((x - np.mean(x) - b) ** 2),
        ),
        (
            2,
            "identity",
            lambda b, x: np.sum((x - np.mean(x) - b) ** 2),
            lambda b, n, x: np.sum((x - np.mean(x)) ** 2) + n * b**2,
        ),
    ),
    "1a-22": (
        (1, "equation", lambda b, x: -2 * np.sum(x - b)),
        (2, "equation", lambda b, n, x: np.sum(x) - n * b),
        (3, "equation", lambda b, n, x: n * np.mean(x) - n * b),
        (4, "equation", lambda b, x: b - np.mean(x)),
    ),
    "1a-23": (
        (2, "identity", lambda b, x: grad(lambda t: np.sum((x - t) ** 2), b), lambda b, x: np.sum(2 * (b - x))),
        (
            2,
            "identity",
            lambda b, x: grad(lambda t: np.sum((x - t) ** 2), b),
            lambda b, n, x: 2 * n * b - 2 * np.sum(x),
        ),
        (3, "equation", lambda b, x: b - np.mean(x)),
    ),
    "1a-24": (
        (2, "identity", lambda b, x: grad(lambda t: np.sum((x - t) ** 2), b), lambda b, x: 2 * np.sum(x - b)),
        (3, "equation", lambda b, n, x: np.sum(x) - n * b),
    ),
    "1a-25": (
        (2, "identity", lambda b, x: grad(lambda t: np.sum((x - t) ** 2), b), lambda b, x: -np.sum(x - b)),
        (3, "equation", lambda b, n, x: np.sum(x) - n * b),
    ),
    "1a-26": (
        (2, "identity", lambda b, x: grad(lambda t: np.sum((x - t) ** 2), b), lambda b, x: -2 * np.sum(x - b)),
        (3, "equation", lambda b, x: -2 * np.sum(x) + 2 * b),
    ),
    "1a-27": (
        (1, "identity", lambda b, x: grad(lambda t: np.sum((x - t) ** 2), b), lambda b, x: -2 * np.sum(x - b)),
        (2, "equation", lambda b, n, x: np.sum(x) - n * b),
        (3, "equation", lambda b, x: b - np.sum(x)),
    ),
    "1a-28": (
        (1, "identity", lambda b, x: np.sum((x - b) ** 2), lambda b, x: np.sum(x**2) - 2 * b * np.sum(x) + b**2),
    ),
    "1a-29": (
        (1, "identity", lambda b, x: np.sum((x - b) ** 2), lambda b, n, x: np.sum(x**2) + 2 * b * np.sum(x) + n * b**2),
    ),
    "1a-30": ((1, "identity", lambda b, x: np.sum((x - b) ** 2), lambda b, n, x: np.sum(x**2) - n * b**2),),
    "1a-31": (
        (2, "identity", lambda b, x: grad(lambda t: np.sum((x - t) ** 2), b), lambda b, x: -2 * np.sum((x - b) ** 2)),
    ),
    "1a-32": (
        (
            2,
            "identity",
            lambda b, x: grad(lambda t: np.sum((x - t) ** 2), b),
            lambda b, n, x: -2 * np.sum(x) - 2 * n * b,
        ),
    ),
    "1a-33": (
        (1, "identity", lambda b, x: grad(lambda t: np.sum((x - t) ** 2), b), lambda b, x: -2 * np.sum(x - b)),
        (2, "equation", lambda b, n, x: np.sum(x) + n * b),
    ),
    "1a-34": (
        (1, "identity", lambda b, x: grad(lambda t: np.sum((x - t) ** 2), b), lambda b, x: -2 * np.sum(x - b)),
        (2, "equation", lambda b, n, x: np.sum(x) - n * b),
        (3, "equation", lambda b, n, x: b - n * np.sum(x)),
    ),
    "1a-35": (
        (1, "identity", lambda b, x: grad(lambda t: np.sum((x - t) ** 2), b), lambda b, x: -2 * np.sum(x - b)),
        (2, "equation", lambda b, n, x: np.sum(x) - n * b),
        (3, "equation", lambda b, n, x: b - np.sum(x) / (n - 1)),
    ),
    "1a-36": (
        (1, "identity", lambda b, x: grad(lambda t: np.sum((x - t) ** 2), b), lambda b, x: -2 * np.sum(x - b)),
        (2, "equation", lambda b, n, x: np.sum(x) - n * b),
        (3, "equation", lambda b, n, x: b - np.sum(x[1:]) / n),
    ),
    "1a-37": (
        (1, "identity", lambda b, x: grad(lambda t: np.sum((x - t) ** 2), b), lambda b, x: -2 * np.sum(x - b)),
        (2, "equation", lambda b, n, x: np.sum(x) - n * b),
        (3, "equation", lambda b, x: b - np.median(x)),
    ),
    "1a-38": ((2, "identity", lambda b, x: grad(lambda t: np.mean((x - t) ** 2), b), lambda b, x: -2 * np.sum(x - b)),),
    "1a-39": (
        (2, "identity", lambda b, x: grad(lambda t: 0.5 * np.sum((x - t) ** 2), b), lambda b, x: -2 * np.sum(x - b)),
    ),
    "1a-40": (
        (2, "identity", lambda b, x: np.sum((x - b) ** 2), lambda b, x: np.sum((x - np.mean(x) + np.mean(x) - b) ** 2)),
        (
            3,
            "identity",
            lambda b, x: np.sum((x - b) ** 2),
            lambda b, x: np.sum((x - np.mean(x)) ** 2) + (np.mean(x) - b) ** 2,
        ),
    ),
    "1a-41": (
        (
            1,
            "identity",
            lambda b, x: np.sum((x - b) ** 2),
            lambda b, n, x: n * (b - np.mean(x)) ** 2 + np.sum(x**2) - np.mean(x) ** 2,
        ),
    ),
    "1a-42": (
        (1, "identity", lambda b, x: np.sum((x - b) ** 2), lambda b, n, x: (np.sum(x) - n * b) ** 2),
        (2, "equation", lambda b, n, x: np.sum(x) - n * b),
    ),
    "1a-43": (
        (1, "identity", lambda b, x: np.sum((x - b) ** 2), lambda b, n, x: sq(x - b * one(n))),
        (1, "identity", lambda b, x: np.sum((x - b) ** 2), lambda b, n, x: x.T @ x - 2 * b * (one(n).T @ x) + b**2),
    ),
    "1a-44": (
        (2, "identity", lambda b, x: grad(lambda t: np.sum((x - t) ** 2), b), lambda b, x: -2 * np.sum(x - b)),
        (3, "identity", lambda b, x: second(lambda t: np.sum((x - t) ** 2), b), lambda b: 2 + 0 * b),
    ),
    "1a-45": ((2, "identity", lambda b, x: grad(lambda t: np.sum((x - t) ** 2), b), lambda b, x: -2 * np.sum(x) - b),),
    "1a-46": (
        (2, "identity", lambda b, x: grad(lambda t: np.sum((x - t) ** 2), b), lambda b, x: -2 * np.sum(x - b)),
        (3, "equation", lambda b, n, x: np.sum(x) - 2 * n * b),
    ),
    "1a-47": (
        (1, "identity", lambda b, x: np.sum((x - b) ** 2), lambda b, n, x: np.sum(x**2) - b * np.sum(x) + n * b**2),
    ),
    "1a-48": (
        (1, "identity", lambda b, x: grad(lambda t: np.sum((x - t) ** 2), b), lambda b, x: -2 * np.sum(x - b)),
        (2, "equation", lambda b, n, x: np.sum(x) - n * b),
        (3, "identity", lambda x: np.sum((x - np.mean(x)) ** 2), lambda n, x: np.sum(x**2) - n * np.mean(x)),
    ),
    "1a-49": (
        (2, "identity", lambda b, x: grad(lambda t: np.sum((x - t) ** 2), b), lambda b, x: -2 * np.sum(x - b)),
        (2, "identity", lambda b, x: -2 * np.sum(x - b), lambda b, x: -2 * np.sum(x) + 2 * b),
    ),
    "2a-01": ((1, "identity", lambda X, w, y: sq(y - X @ w), lambda X, w, y: (y - X @ w).T @ (y - X @ w)),),
    "2a-02": (
        (
            1,
            "identity",
            lambda X, n, w, y: sum((y[i, 0] - (X[i] @ w)[0]) ** 2 for i in range(n)),
            lambda X, w, y: sq(y - X @ w),
        ),
    ),
    "2a-03": ((2, "identity", lambda X, w, y: sq(X @ w - y), lambda X, w, y: (X @ w - y).T @ (X @ w - y)),),
    "2a-04": (
        (2, "identity", lambda X, w, y: sq(y - X @ w), lambda X, w, y: (y - X @ w).T @ (y - X @ w)),
        (3, "identity", lambda X, w, y: sq(y - X @ w), lambda X, w, y: y.T @ y - 2 * w.T @ X.T @ y + w.T @ X.T @ X @ w),
    ),
    "2a-05": (
        (
            3,
            "identity",
            lambda X, n, w, y: sum(((X[i] @ w)[0] - y[i, 0]) ** 2 for i in range(n)) / (2 * n),
            lambda X, n, w, y: sq(X @ w - y) / (2 * n),
        ),
    ),
    "2a-06": ((1, "identity", lambda X, w, y: sq(y - X @ w), lambda X, w, y: sq(y - X @ w)),),
    "2a-07": ((2, "identity", lambda X, w, y: (y - X @ w).T @ (y - X @ w), lambda X, w, y: sq(y - X @ w)),),
    "2a-08": (
        (
            1,
            "identity",
            lambda X, w, y: 0.5 * (X @ w - y).T @ (X @ w - y),
            lambda X, w, y: 0.5 * w.T @ X.T @ X @ w - y.T @ X @ w + 0.5 * y.T @ y,
        ),
    ),
    "2a-09": (
        (
            2,
            "identity",
            lambda X, n, w, y: sum((y[i, 0] - (X[i] @ w)[0]) ** 2 for i in range(n)),
            lambda X, w, y: sq(y - X @ w),
        ),
    ),
    "2a-10": (
        (1, "identity", lambda X, w, y: sq(y - X @ w), lambda X, w, y: (y - X @ w).T @ (y - X @ w)),
        (1, "identity", lambda X, w, y: sq(y - X @ w), lambda X, w, y: y.T @ y - 2 * y.T @ X @ w + w.T @ X.T @ X @ w),
    ),
    "2a-11": (
        (
            1,
            "identity",
            lambda X, d, n, w, y: sum((y[i, 0] - sum(X[i, j] * w[j, 0] for j in range(d))) ** 2 for i in range(n)),
            lambda X, w, y: sq(y - X @ w),
        ),
    ),
    "2a-12": (
        (2, "identity", lambda X, w, y: sq(y - X @ w), lambda X, w, y: (y - X @ w).T @ (y - X @ w)),
        (3, "identity", lambda X, w, y: sq(y - X @ w), lambda X, w, y: y.T @ y - w.T @ X.T @ y + w.T @ X.T @ X @ w),
    ),
    "2a-13": (
        (
            1,
            "identity",
            lambda X, n, w, y: sum((y[i, 0] - (X[i] @ w)[0]) ** 2 for i in range(n)),
            lambda X, w, y: sq(y - X.T @ w),
        ),
    ),
    "2a-14": (
        (
            1,
            "identity",
            lambda X, n, w, y: sum((y[i, 0] - (X[i] @ w)[0]) ** 2 for i in range(n)),
            lambda X, w, y: sq(y - w @ X),
        ),
    ),
    "2a-15": (
        (
            2,
            "identity",
            lambda X, n, w, y: sum((y[i, 0] - (X[i] @ w)[0]) ** 2 for i in range(n)),
            lambda X, w, y: np.sqrt(sq(y - X @ w)),
        ),
    ),
    "2a-16": (
        (4, "identity", lambda X, w, y: sq(y - X @ w), lambda X, w, y: y.T @ y - 2 * w.T @ X.T @ y - w.T @ X.T @ X @ w),
    ),
    "2a-17": (
        (4, "identity", lambda X, w, y: sq(y - X @ w), lambda X, w, y: y.T @ y - 2 * w.T @ X @ y + w.T @ X.T @ X @ w),
    ),
    "2a-18": (
        (
            1,
            "identity",
            lambda X, n, w, y: sum(((X[i] @ w)[0] - y[i, 0]) ** 2 for i in range(n)) / (2 * n),
            lambda X, n, w, y: sq(X @ w - y) / n,
        ),
    ),
    "2a-19": ((1, "identity", lambda X, w, y: sq(y - X @ w), lambda X, w, y: sq(y) - sq(X @ w)),),
    "2a-20": ((1, "identity", lambda X, w, y: sq(y - X @ w), lambda X, w, y: (y - X @ w) @ (y - X @ w).T),),
    "2a-21": (
        (
            2,
            "identity",
            lambda X, n, w, y: sum((y[i, 0] - (X[i] @ w)[0]) ** 2 for i in range(n)),
            lambda X, w, y: np.sum(y - X @ w) ** 2,
        ),
    ),
    "2a-22": (
        (1, "identity", lambda X, w, y: sq(X @ w - y), lambda X, w, y: minus(w.T @ X.T @ X @ w - 2 * y.T @ X @ w, -y)),
    ),
    "2b-01": (
        (1, "identity", lambda X, w, y: sq(y - X @ w), lambda X, w, y: y.T @ y - 2 * w.T @ X.T @ y + w.T @ X.T @ X @ w),
        (
            2,
            "identity",
            lambda X, w, y: grad(lambda t: sq(y - X @ t), w),
            lambda X, w, y: -2 * X.T @ y + 2 * X.T @ X @ w,
        ),
        (2, "identity", lambda X, w, y: -2 * X.T @ y + 2 * X.T @ X @ w, lambda X, w, y: 2 * X.T @ (X @ w - y)),
    ),
    "2b-02": (
        (
            1,
            "identity",
            lambda X, w, y: sq(y - X @ w),
            lambda X, w, y: y.T @ y - y.T @ X @ w - w.T @ X.T @ y + w.T @ X.T @ X @ w,
        ),
        (2, "identity", lambda X, w, y: y.T @ X @ w, lambda X, w, y: w.T @ X.T @ y),
        (
            3,
            "identity",
            lambda X, w, y: grad(lambda t: sq(y - X @ t), w),
            lambda X, w, y: -2 * X.T @ y + 2 * X.T @ X @ w,
        ),
    ),
    "2b-03": (
        (2, "identity", lambda X, w, y: grad(lambda t: sq(y - X @ t), w), lambda X, w, y: 2 * X.T @ (X @ w - y)),
    ),
    "2b-04": (
        (
            2,
            "identity",
            lambda X, n, w, y: grad(lambda t: sq(X @ t - y) / (2 * n), w),
            lambda X, n, w, y: X.T @ (X @ w - y) / n,
        ),
    ),
    "2b-05": (
        (2, "identity", lambda X, w, y: grad(lambda t: sq(X @ t - y) / 2, w), lambda X, w, y: X.T @ (X @ w - y)),
        (2, "identity", lambda X, w, y: X.T @ (X @ w - y), lambda X, w, y: X.T @ X @ w - X.T @ y),
    ),
    "2b-06": (
        (
            2,
            "identity",
            lambda X, w, y: grad(lambda t: sq(y - X @ t), w),
            lambda X, n, w, y: sum(2 * (y[i, 0] - (X[i] @ w)[0]) * (-X[[i]].T) for i in range(n)),
        ),
        (
            2,
            "identity",
            lambda X, w, y: grad(lambda t: sq(y - X @ t), w),
            lambda X, n, w, y: -2 * sum((y[i, 0] - (X[i] @ w)[0]) * X[[i]].T for i in range(n)),
        ),
        (3, "identity", lambda X, w, y: grad(lambda t: sq(y - X @ t), w), lambda X, w, y: -2 * X.T @ (y - X @ w)),
    ),
    "2b-07": (
        (2, "identity", lambda X, w, y: grad(lambda t: sq(y - X @ t), w), lambda X, w, y: -2 * X.T @ (y - X @ w)),
        (2, "identity", lambda X, w, y: -2 * X.T @ (y - X @ w), lambda X, w, y: 2 * X.T @ (X @ w - y)),
    ),
    "2b-08": (
        (1, "identity", lambda X, w, y: grad(lambda t: sq(y - X @ t), w), lambda X, w, y: 2 * X.T @ (X @ w - y)),
    ),
    "2b-09": (
        (1, "identity", lambda X, w, y: grad(lambda t: sq(y - X @ t) / 2, w), lambda X, w, y: X.T @ (X @ w - y)),
    ),
    "2b-10": (
        (1, "identity", lambda X, w, y: grad(lambda t: sq(y - X @ t), w), lambda X, w, y: -2 * X.T @ (y - X @ w)),
        (
            1,
            "identity",
            lambda X, w, y: grad(lambda t: sq(y - X @ t), w),
            lambda X, w, y: 2 * X.T @ X @ w - 2 * X.T @ y,
        ),
    ),
    "2b-11": (
        (
            2,
            "identity",
            lambda X, n, w, y: grad(lambda t: sq(X @ t - y) / n, w),
            lambda X, n, w, y: 2 / n * sum(((X[i] @ w)[0] - y[i, 0]) * X[[i]].T for i in range(n)),
        ),
        (
            2,
            "identity",
            lambda X, n, w, y: grad(lambda t: sq(X @ t - y) / n, w),
            lambda X, n, w, y: 2 / n * X.T @ (X @ w - y),
        ),
    ),
    "2b-12": (
        (
            1,
            "identity",
            lambda X, w, y: grad(lambda t: sq(y - X @ t), w)[1, 0],
            lambda X, n, w, y: sum(2 * ((X[i] @ w)[0] - y[i, 0]) * X[i, 1] for i in range(n)),
        ),
        (2, "identity", lambda X, w, y: grad(lambda t: sq(y - X @ t), w), lambda X, w, y: 2 * X.T @ (X @ w - y)),
    ),
    "2b-13": (
        (1, "identity", lambda u, w: grad(lambda t: u.T @ t, w), lambda u: u),
        (
            2,
            "identity",
            lambda X, w, y: grad(lambda t: t.T @ X.T @ X @ t - 2 * (X.T @ y).T @ t + y.T @ y, w),
            lambda X, w, y: 2 * X.T @ X @ w - 2 * X.T @ y,
        ),
    ),
    "2b-14": (
        (
            2,
            "identity",
            lambda X, w, y: grad(lambda t: sq(y - X @ t), w),
            lambda X, w, y: -2 * X.T @ y + 2 * X.T @ X @ w,
        ),
    ),
    "2b-15": (
        (1, "identity", lambda X, w, y: grad(lambda t: sq(y - X @ t), w), lambda X, w, y: (2 * (X @ w - y).T @ X).T),
        (2, "identity", lambda X, w, y: grad(lambda t: sq(y - X @ t), w), lambda X, w, y: 2 * X.T @ (X @ w - y)),
    ),
    "2b-16": (
        (
            2,
            "identity",
            lambda X, w, y: grad(lambda t: sq(X @ t - y) / 2, w),
            lambda X, w, y: 0.5 * grad(lambda t: t.T @ X.T @ X @ t - 2 * y.T @ X @ t + y.T @ y, w),
        ),
        (
            3,
            "identity",
            lambda X, w, y: grad(lambda t: sq(X @ t - y) / 2, w),
            lambda X, w, y: 0.5 * (2 * X.T @ X @ w - 2 * X.T @ y),
        ),
        (4, "identity", lambda X, w, y: grad(lambda t: sq(X @ t - y) / 2, w), lambda X, w, y: X.T @ (X @ w - y)),
    ),
    "2b-17": (
        (1, "identity", lambda X, w, y: sq(y - X @ w), lambda X, w, y: y.T @ y - 2 * y.T @ X @ w + w.T @ X.T @ X @ w),
        (3, "identity", lambda X, w, y: grad(lambda t: 2 * y.T @ X @ t, w), lambda X, y: 2 * X.T @ y),
        (4, "identity", lambda X, w: grad(lambda t: t.T @ X.T @ X @ t, w), lambda X, w: 2 * X.T @ X @ w),
        (
            5,
            "identity",
            lambda X, w, y: grad(lambda t: sq(y - X @ t), w),
            lambda X, w, y: 2 * X.T @ X @ w - 2 * X.T @ y,
        ),
    ),
    "2b-18": (
        (
            1,
            "identity",
            lambda X, n, w, y: grad(lambda t: sq(y - X @ t) / n, w),
            lambda X, n, w, y: -2 / n * X.T @ (y - X @ w),
        ),
        (
            1,
            "identity",
            lambda X, n, w, y: grad(lambda t: sq(y - X @ t) / n, w),
            lambda X, n, w, y: 2 / n * (X.T @ X @ w - X.T @ y),
        ),
    ),
    "2b-19": (
        (1, "identity", lambda X, w, y: grad(lambda t: sq(y - X @ t), w), lambda X, w, y: 2 * X.T @ (X @ w - y)),
        (1, "identity", lambda X, w, y: second(lambda t: sq(y - X @ t), w), lambda X: 2 * X.T @ X),
    ),
    "2b-20": ((2, "identity", lambda X, w, y: grad(lambda t: sq(y - X @ t), w), lambda X, w, y: X.T @ (X @ w - y)),),
    "2b-21": (
        (1, "identity", lambda X, w, y: sq(y - X @ w), lambda X, w, y: y.T @ y - 2 * w.T @ X.T @ y + w.T @ X.T @ X @ w),
        (2, "identity", lambda X, w, y: grad(lambda t: sq(y - X @ t), w), lambda X, w, y: -2 * X.T @ y + X.T @ X @ w),
    ),
    "2b-22": (
        (2, "identity", lambda X, w, y: grad(lambda t: sq(y - X @ t), w), lambda X, w, y: 2 * X.T @ (y - X @ w)),
    ),
    "2b-23": ((2, "identity", lambda X, w, y: grad(lambda t: sq(y - X @ t), w), lambda X, w, y: 2 * X @ (X @ w - y)),),
    "2b-24": (
        (1, "identity", lambda X, w, y: grad(lambda t: sq(y - X @ t), w), lambda X, w, y: 2 * X.T @ X @ w - 2 * X @ y),
    ),
    "2b-25": (
        (2, "identity", lambda X, w, y: grad(lambda t: sq(y - X @ t), w), lambda X, w, y: 2 * (X @ w - y) @ X.T),
    ),
    "2b-26": ((2, "identity", lambda X, w, y: grad(lambda t: sq(y - X @ t), w), lambda X, w, y: 2 * (X @ w - y)),),
    "2b-27": (
        (
            2,
            "identity",
            lambda X, n, w, y: grad(lambda t: sq(X @ t - y) / (2 * n), w),
            lambda X, w, y: X.T @ (X @ w - y),
        ),
    ),
    "2b-28": (
        (
            2,
            "identity",
            lambda X, n, w, y: grad(lambda t: sq(X @ t - y) / n, w),
            lambda X, n, w, y: X.T @ (X @ w - y) / n,
        ),
    ),
    "2b-29": (
        (1, "identity", lambda X, w, y: sq(y - X @ w), lambda X, w, y: y.T @ y - w.T @ X.T @ y + w.T @ X.T @ X @ w),
    ),
    "2b-30": (
        (1, "identity", lambda X, w, y: sq(y - X @ w), lambda X, w, y: y.T @ y - 2 * y.T @ X @ w + w.T @ X.T @ X @ w),
        (
            2,
            "identity",
            lambda X, w, y: grad(lambda t: sq(y - X @ t), w),
            lambda X, w, y: minus(2 * X.T @ X @ w, 2 * y.T @ X),
        ),
    ),
    "2b-31": (
        (2, "identity", lambda X, w, y: grad(lambda t: sq(y - X @ t), w), lambda X, w, y: -2 * np.sum(y - X @ w)),
    ),
    "2b-32": (
        (
            2,
            "identity",
            lambda X, w, y: grad(lambda t: sq(y - X @ t), w),
            lambda X, n, w, y: -2 * sum((y[i, 0] - (X[i] @ w)[0]) * X[[i]].T for i in range(n)),
        ),
        (3, "identity", lambda X, w, y: grad(lambda t: sq(y - X @ t), w), lambda X, w, y: -2 * X @ (y - X @ w)),
    ),
    "2b-33": (
        (
            2,
            "identity",
            lambda X, w, y: grad(lambda t: sq(y - X @ t), w),
            lambda X, n, w, y: 2 * sum(((X[i] @ w)[0] - y[i, 0]) * X[[i]].T for i in range(n)),
        ),
        (2, "identity", lambda X, w, y: grad(lambda t: sq(y - X @ t), w), lambda X, w, y: 2 * X.T @ (y - X @ w)),
    ),
    "2b-34": (
        (2, "identity", lambda X, w, y: grad(lambda t: sq(y - X @ t), w), lambda X, w, y: 2 * X.T @ (y - X @ w)),
    ),
    "2b-35": (
        (
            2,
            "identity",
            lambda X, w, y: grad(lambda t: sq(y - X @ t), w),
            lambda X, w, y: 2 * X.T @ X @ w - 2 * X.T @ y,
        ),
        (2, "identity", lambda X, w, y: grad(lambda t: sq(y - X @ t), w), lambda X, w, y: 2 * X.T @ X @ minus(w, y)),
    ),
    "2b-36": (
        (2, "identity", lambda X, w, y: grad(lambda t: sq(y - X @ t), w), lambda X, w, y: 2 * X.T @ (X @ w - y)),
        (3, "identity", lambda X, w, y: second(lambda t: sq(y - X @ t), w), lambda X: X.T @ X),
    ),
    "2b-37": ((1, "identity", lambda X, w: grad(lambda t: t.T @ X.T @ X @ t, w), lambda X, w: X.T @ X @ w),),
    "2b-38": (
        (
            1,
            "identity",
            lambda X, w, y: grad(lambda t: sq(y - X @ t), w),
            lambda X, w, y: -2 * np.sqrt(sq(y - X @ w)) * X,
        ),
    ),
    "2b-39": (
        (2, "identity", lambda X, w, y: grad(lambda t: sq(y - X @ t), w), lambda X, w, y: -2 * X.T @ y + 2 * X.T @ w),
    ),
    "2c-01": (
        (1, "equation", lambda X, w, y: 2 * X.T @ (X @ w - y)),
        (2, "equation", lambda X, w, y: X.T @ X @ w - X.T @ y),
        (3, "equation", lambda X, w, y: w - inv(X.T @ X) @ X.T @ y),
    ),
    "2c-02": (
        (1, "equation", lambda X, w, y: -2 * X.T @ y + 2 * X.T @ X @ w),
        (2, "equation", lambda X, w, y: X.T @ X @ w - X.T @ y),
        (3, "equation", lambda X, w, y: w - inv(X.T @ X) @ X.T @ y),
    ),
    "2c-03": (
        (2, "equation", lambda X, w, y: X.T @ (X @ w - y)),
        (3, "equation", lambda X, w, y: X.T @ X @ w - X.T @ y),
        (4, "equation", lambda X, w, y: w - inv(X.T @ X) @ X.T @ y),
    ),
    "2c-04": (
        (1, "equation", lambda X, n, w, y: X.T @ (X @ w - y) / n),
        (1, "equation", lambda X, w, y: X.T @ X @ w - X.T @ y),
        (1, "equation", lambda X, w, y: w - inv(X.T @ X) @ X.T @ y),
    ),
    "2c-05": (
        (1, "equation", lambda X, w, y: X.T @ X @ w - X.T @ y),
        (1, "equation", lambda X, w, y: w - inv(X.T @ X) @ X.T @ y),
    ),
    "2c-06": (
        (1, "equation", lambda X, n, w, y: sum(((X[i] @ w)[0] - y[i, 0]) * X[[i]].T for i in range(n))),
        (
            1,
            "equation",
            lambda X, n, w, y: sum(X[[i]].T @ X[[i]] for i in range(n)) @ w - sum(y[i, 0] * X[[i]].T for i in range(n)),
        ),
        (2, "equation", lambda X, w, y: w - inv(X.T @ X) @ X.T @ y),
    ),
    "2c-07": (
        (1, "equation", lambda X, w, y: 2 * X.T @ (X @ w - y)),
        (2, "equation", lambda X, w, y: X.T @ X @ w - X.T @ y),
        (3, "equation", lambda X, w, y: inv(X.T @ X) @ X.T @ X @ w - inv(X.T @ X) @ X.T @ y),
        (4, "equation", lambda X, w, y: w - inv(X.T @ X) @ X.T @ y),
    ),
    "2c-08": (
        (1, "equation", lambda X, w, y: (X @ w - y).T @ X),
        (1, "equation", lambda X, w, y: w.T @ X.T @ X - y.T @ X),
        (2, "equation", lambda X, w, y: w.T - y.T @ X @ inv(X.T @ X)),
        (2, "equation", lambda X, w, y: w - inv(X.T @ X) @ X.T @ y),
    ),
    "2c-09": (
        (1, "equation", lambda X, w, y: X.T @ X @ w - X.T @ y),
        (2, "equation", lambda X, w, y: w - inv(X.T @ X) @ X.T @ y),
    ),
    "2c-10": (
        (1, "equation", lambda X, w, y: X.T @ (y - X @ w)),
        (3, "equation", lambda X, w, y: w - inv(X.T @ X) @ X.T @ y),
    ),
    "2c-11": (
        (
            2,
            "identity",
            lambda X, w, y: sq(y - X @ w),
            lambda X, w, y: (
                (w - inv(X.T @ X) @ X.T @ y).T @ X.T @ X @ (w - inv(X.T @ X) @ X.T @ y)
                + y.T @ y
                - y.T @ X @ inv(X.T @ X) @ X.T @ y
            ),
        ),
        (3, "equation", lambda X, w, y: w - inv(X.T @ X) @ X.T @ y),
    ),
    "2c-12": (
        (1, "equation", lambda X, w, y: X.T @ X @ w - X.T @ y),
        (2, "equation", lambda X, w, y: w - inv(X.T @ X) @ X.T @ y),
    ),
    "2c-13": (
        (1, "equation", lambda X, w, y: -2 * X.T @ (y - X @ w)),
        (1, "equation", lambda X, w, y: X.T @ y - X.T @ X @ w),
        (1, "equation", lambda X, w, y: w - inv(X.T @ X) @ X.T @ y),
    ),
    "2c-14": (
        (1, "equation", lambda X, w, y: 2 * X.T @ X @ w - 2 * X.T @ y),
        (1, "equation", lambda X, w, y: w - inv(X.T @ X) @ (X.T @ y)),
    ),
    "2c-15": (
        (1, "equation", lambda X, w, y: 2 * X.T @ (X @ w - y)),
        (2, "equation", lambda X, w, y: X.T @ X @ w - X.T @ y),
        (3, "equation", lambda X, w, y: minus(w, (X.T @ y) @ inv(X.T @ X))),
    ),
    "2c-16": (
        (1, "equation", lambda X, w, y: X.T @ X @ w - X.T @ y),
        (2, "equation", lambda X, w, y: w - X.T @ X @ X.T @ y),
    ),
    "2c-17": (
        (1, "equation", lambda X, w, y: X.T @ (X @ w - y)),
        (2, "equation", lambda X, w, y: X @ w - y),
    ),
    "2c-18": (
        (1, "equation", lambda X, w, y: 2 * X.T @ X @ w - 2 * X.T @ y),
        (2, "equation", lambda X, w, y: X.T @ X @ w + X.T @ y),
    ),
    "2c-19": (
        (1, "equation", lambda X, w, y: 2 * X.T @ X @ w - 2 * X.T @ y),
        (2, "equation", lambda X, w, y: X.T @ X @ w - 2 * X.T @ y),
    ),
    "2c-20": (
        (1, "equation", lambda X, w, y: X.T @ X @ w - X.T @ y),
        (2, "equation", lambda X, w, y: minus(w, inv(X.T @ X) @ X @ y)),
    ),
    "2c-21": (
        (1, "equation", lambda X, w, y: X.T @ X @ w - X.T @ y),
        (2, "equation", lambda X, n, w, y: minus(w, inv(X @ X.T + eye(n)) @ X.T @ y)),
    ),
    "2c-22": (
        (1, "equation", lambda X, w, y: X.T @ X @ w - X.T @ y),
        (2, "equation", lambda X, w, y: w - inv(X) @ y),
    ),
    "2c-23": (
        (1, "equation", lambda X, w, y: X.T @ X @ w - X.T @ y),
        (2, "equation", lambda X, n, w, y: minus(w, inv(X @ X.T + eye(n)) @ X.T @ y)),
    ),
    "2c-24": (
        (1, "equation", lambda X, w, y: 2 * X.T @ (y - X @ w)),
        (2, "equation", lambda X, w, y: X.T @ y + X.T @ X @ w),
    ),
    "2c-25": (
        (1, "equation", lambda X, w, y: X.T @ X @ w - X.T @ y),
        (2, "equation", lambda X, w: minus(w, inv(X.T @ X) @ X.T)),
    ),
    "2c-26": (
        (1, "equation", lambda X, w, y: X.T @ X @ w - X.T @ y),
        (2, "equation", lambda X, w, y: w.T @ X.T @ X - y.T @ X),
        (3, "equation", lambda X, w, y: minus(w, y.T @ X @ inv(X.T @ X))),
    ),
    "2c-27": (
        (1, "equation", lambda X, w, y: X.T @ X @ w - X.T @ y),
        (2, "equation", lambda X, w, y: X @ w - y),
    ),
    "2c-28": (
        (1, "equation", lambda X, w, y: X.T @ X @ w - X.T @ y),
        (2, "equation", lambda X, d, w, y: w - inv(X.T @ X + eye(d)) @ X.T @ y),
    ),
    "2c-29": (
        (1, "equation", lambda X, n, w, y: 2 / n * X.T @ (X @ w - y)),
        (2, "equation", lambda X, w, y: X.T @ X @ w - X.T @ y),
        (3, "equation", lambda X, n, w, y: w - 2 / n * inv(X.T @ X) @ X.T @ y),
    ),
    "3a-01": (
        (
            1,
            "identity",
            lambda X, w, y: np.prod(0.5 * np.exp(-np.abs(y - X @ w))),
            lambda X, n, w, y: np.prod([0.5 * np.exp(-abs(y[i, 0] - (X[i] @ w)[0])) for i in range(n)]),
        ),
        (
            2,
            "identity",
            lambda X, w, y: -np.log(np.prod(0.5 * np.exp(-np.abs(y - X @ w)))),
            lambda X, n, w, y: n * np.log(2) + np.sum(np.abs(y - X @ w)),
        ),
    ),
    "3a-02": (
        (
            2,
            "identity",
            lambda X, w, y: np.prod(0.5 * np.exp(-np.abs(y - X @ w))),
            lambda X, n, w, y: np.prod([0.5 * np.exp(-abs(y[i, 0] - (X[i] @ w)[0])) for i in range(n)]),
        ),
        (
            3,
            "identity",
            lambda X, w, y: -np.log(np.prod(0.5 * np.exp(-np.abs(y - X @ w)))),
            lambda X, n, w, y: -sum(np.log(0.5 * np.exp(-abs(y[i, 0] - (X[i] @ w)[0]))) for i in range(n)),
        ),
        (
            3,
            "identity",
            lambda X, w, y: -np.log(np.prod(0.5 * np.exp(-np.abs(y - X @ w)))),
            lambda X, n, w, y: n * np.log(2) + np.sum(np.abs(y - X @ w)),
        ),
    ),
    "3a-03": (
        (
            1,
            "identity",
            lambda X, w, y: -np.log(np.prod(0.5 * np.exp(-np.abs(y - X @ w)))),
            lambda X, n, w, y: -sum(np.log(0.5 * np.exp(-abs(y[i, 0] - (X[i] @ w)[0]))) for i in range(n)),
        ),
        (
            2,
            "identity",
            lambda X, w, y: -np.log(np.prod(0.5 * np.exp(-np.abs(y - X @ w)))),
            lambda X, w, y: np.sum(np.log(2) + np.abs(y - X @ w)),
        ),
        (
            3,
            "identity",
            lambda X, w, y: -np.log(np.prod(0.5 * np.exp(-np.abs(y - X @ w)))),
            lambda X, n, w, y: n * np.log(2) + np.sum(np.abs(y - X @ w)),
        ),
    ),
    "3a-04": (
        (
            1,
            "identity",
            lambda X, w, y: -np.log(np.prod(0.5 * np.exp(-np.abs(y - X @ w)))),
            lambda X, n, w, y: n * np.log(2) + np.sum(np.abs(y - X @ w)),
        ),
    ),
    "3a-05": (
        (
            1,
            "identity",
            lambda X, b, w, y: np.sum(np.log(2) + np.abs(y - X @ w - b)),
            lambda X, b, n, w, y: n * np.log(2) + np.sum(np.abs(y - X @ w - b)),
        ),
    ),
    "3a-06": (
        (
            1,
            "identity",
            lambda X, b, w, y: -np.log(np.prod(0.5 * np.exp(-np.abs(y - X @ w - b)))),
            lambda X, b, n, w, y: -n * np.log(0.5) + np.sum(np.abs(y - X @ w - b)),
        ),
    ),
    "3a-07": (
        (
            1,
            "identity",
            lambda X, w, y: np.prod(0.5 * np.exp(-np.abs(y - X @ w))),
            lambda X, n, w, y: 0.5**n * np.exp(-np.sum(np.abs(y - X @ w))),
        ),
        (
            2,
            "identity",
            lambda X, w, y: np.log(np.prod(0.5 * np.exp(-np.abs(y - X @ w)))),
            lambda X, n, w, y: -n * np.log(2) - np.sum(np.abs(y - X @ w)),
        ),
        (
            3,
            "identity",
            lambda X, w, y: -np.log(np.prod(0.5 * np.exp(-np.abs(y - X @ w)))),
            lambda X, n, w, y: n * np.log(2) + np.sum(np.abs(y - X @ w)),
        ),
    ),
    "3a-08": (
        (
            3,
            "identity",
            lambda X, w, y: -np.log(np.prod(0.5 * np.exp(-np.abs(y - X @ w)))),
            lambda X, w, y: np.sum(np.abs(y - X @ w) + np.log(2)),
        ),
        (
            4,
            "identity",
            lambda X, w, y: -np.log(np.prod(0.5 * np.exp(-np.abs(y - X @ w)))),
            lambda X, n, w, y: n * np.log(2) + np.sum(np.abs(y - X @ w)),
        ),
    ),
    "3a-09": (
        (
            1,
            "identity",
            lambda X, w, y: -np.log(np.prod(0.5 * np.exp(-np.abs(y - X @ w)))),
            lambda X, n, w, y: n * np.log(2) + np.sum(np.abs(y - X @ w)),
        ),
    ),
    "3a-10": (
        (
            1,
            "identity",
            lambda X, w, y: -np.log(np.prod(0.5 * np.exp(-np.abs(y - X @ w)))),
            lambda X, n, w, y: n * np.log(2) + np.sum(np.abs(y - X @ w)),
        ),
    ),
    "3a-11": (
        (
            1,
            "identity",
            lambda X, n, w, y: -np.log(np.prod(0.5 * np.exp(-np.abs(y - X @ w)))) - n * np.log(2),
            lambda X, w, y: np.sum(np.abs(y - X @ w)),
        ),
    ),
    "3a-12": (
        (
            1,
            "identity",
            lambda X, w, y: np.log(np.prod(0.5 * np.exp(-np.abs(y - X @ w)))),
            lambda X, w, y: np.sum(-np.log(2) - np.abs(X @ w - y)),
        ),
        (
            2,
            "identity",
            lambda X, w, y: -np.log(np.prod(0.5 * np.exp(-np.abs(y - X @ w)))),
            lambda X, n, w, y: n * np.log(2) + np.sum(np.abs(y - X @ w)),
        ),
    ),
    "3a-13": (
        (
            3,
            "identity",
            lambda X, b, w, y: -np.log(np.prod(0.5 * np.exp(-np.abs(y - X @ w - b)))),
            lambda X, b, n, w, y: np.sum(np.abs(y - X @ w - b)) + n * np.log(2),
        ),
    ),
    "3a-14": (
        (
            1,
            "identity",
            lambda X, w, y: np.prod(0.5 * np.exp(-np.abs(y - X @ w))),
            lambda X, n, w, y: 2.0 ** (-n) * np.exp(-np.sum(np.abs(y - X @ w))),
        ),
        (
            2,
            "identity",
            lambda X, w, y: -np.log(np.prod(0.5 * np.exp(-np.abs(y - X @ w)))),
            lambda X, n, w, y: n * np.log(2) + np.sum(np.abs(y - X @ w)),
        ),
    ),
    "3a-15": (
        (
            1,
            "identity",
            lambda X, w, y: np.prod(0.5 * np.exp(-np.abs(y - X @ w))),
            lambda X, n, w, y: np.prod([0.5 * np.exp(-abs(y[i, 0] - (X[i] @ w)[0])) for i in range(n)]),
        ),
        (
            2,
            "identity",
            lambda X, w, y: -np.log(np.prod(0.5 * np.exp(-np.abs(y - X @ w)))),
            lambda X, w, y: np.log(2) + np.sum(np.abs(y - X @ w)),
        ),
    ),
    "3a-16": (
        (
            1,
            "identity",
            lambda X, w, y: np.prod(0.5 * np.exp(-np.abs(y - X @ w))),
            lambda X, n, w, y: np.prod([0.5 * np.exp(-abs(y[i, 0] - (X[i] @ w)[0])) for i in range(n)]),
        ),
        (
            2,
            "identity",
            lambda X, w, y: -np.log(np.prod(0.5 * np.exp(-np.abs(y - X @ w)))),
            lambda X, w, y: np.sum(np.abs(y - X @ w)),
        ),
    ),
    "3a-17": (
        (
            2,
            "identity",
            lambda X, w, y: -np.log(np.prod(0.5 * np.exp(-np.abs(y - X @ w)))),
            lambda X, n, w, y: -n * np.log(2) + np.sum(np.abs(y - X @ w)),
        ),
    ),
    "3a-18": (
        (
            2,
            "identity",
            lambda X, w, y: np.log(np.prod(0.5 * np.exp(-np.abs(y - X @ w)))),
            lambda X, n, w, y: -n * np.log(2) - np.sum(np.abs(y - X @ w)),
        ),
        (
            3,
            "identity",
            lambda X, w, y: -np.log(np.prod(0.5 * np.exp(-np.abs(y - X @ w)))),
            lambda X, n, w, y: n * np.log(2) - np.sum(np.abs(y - X @ w)),
        ),
    ),
    "3a-19": (
        (
            2,
            "identity",
            lambda X, w, y: -np.log(np.prod(0.5 * np.exp(-np.abs(y - X @ w)))),
            lambda X, n, w, y: n * np.log(2) + np.sum(y - X @ w),
        ),
    ),
    "3a-20": (
        (
            1,
            "identity",
            lambda X, w, y: np.prod(0.5 * np.exp(-np.abs(y - X @ w))),
            lambda X, w, y: np.sum(0.5 * np.exp(-np.abs(y - X @ w))),
        ),
    ),
    "3a-21": (
        (
            1,
            "identity",
            lambda X, w, y: np.prod(0.5 * np.exp(-np.abs(y - X @ w))),
            lambda X, w, y: np.prod(np.exp(-np.abs(y - X @ w))),
        ),
    ),
    "3a-22": (
        (
            1,
            "identity",
            lambda X, w, y: np.prod(0.5 * np.exp(-np.abs(y - X @ w))),
            lambda X, w, y: 0.5 * np.exp(-np.sum(np.abs(y - X @ w))),
        ),
    ),
    "3a-23": (
        (
            1,
            "identity",
            lambda X, w, y: -np.log(np.prod(0.5 * np.exp(-np.abs(y - X @ w)))),
            lambda X, w, y: np.sum(np.log(0.5) + np.abs(y - X @ w)),
        ),
    ),
    "3a-24": (
        (
            2,
            "identity",
            lambda X, w, y: -np.log(np.prod(0.5 * np.exp(-np.abs(y - X @ w)))),
            lambda X, n, w, y: n * np.log(2) + np.sqrt(sq(y - X @ w)),
        ),
    ),
    "3a-25": (
        (
            2,
            "identity",
            lambda X, w, y: -np.log(np.prod(0.5 * np.exp(-np.abs(y - X @ w)))),
            lambda X, n, w, y: n * np.log(2) + np.sum(np.abs(y - X @ w)),
        ),
        (
            3,
            "identity",
            lambda X, w, y: -np.log(np.prod(0.5 * np.exp(-np.abs(y - X @ w)))),
            lambda X, n, w, y: n * np.log(2) + abs(np.sum(y - X @ w)),
        ),
    ),
    "3a-26": (
        (
            1,
            "identity",
            lambda X, w, y: -np.log(np.prod(0.5 * np.exp(-np.abs(y - X @ w)))),
            lambda X, n, w, y: -sum(np.log(0.5 * np.exp(-abs(y[i, 0] - (X[i] @ w)[0]))) for i in range(n)),
        ),
        (
            2,
            "identity",
            lambda X, w, y: -np.log(np.prod(0.5 * np.exp(-np.abs(y - X @ w)))),
            lambda X, n, w, y: n * np.log(2) + np.sum(np.abs(y + X @ w)),
        ),
    ),
    "3a-27": (
        (
            2,
            "identity",
            lambda X, w, y: -np.log(np.prod(0.5 * np.exp(-np.abs(y - X @ w)))),
            lambda X, n, w, y: n / 2 + np.sum(np.abs(y - X @ w)),
        ),
    ),
    "3a-28": (
        (
            2,
            "identity",
            lambda X, w, y: -np.log(np.prod(0.5 * np.exp(-np.abs(y - X @ w)))),
            lambda X, n, w, y: n * np.log(2) + np.sum((y - X @ w) ** 2),
        ),
    ),
    "3a-29": (
        (
            2,
            "identity",
            lambda X, w, y: -np.log(np.prod(0.5 * np.exp(-np.abs(y - X @ w)))),
            lambda X, n, w, y: n * np.log(2) + abs(y[0, 0] - (X[0] @ w)[0]),
        ),
    ),
    "3a-30": (
        (
            2,
            "identity",
            lambda X, w, y: np.log(np.prod(0.5 * np.exp(-np.abs(y - X @ w)))),
            lambda X, n, w, y: n * np.log(2) - np.sum(np.abs(y - X @ w)),
        ),
    ),
}


if __name__ == "__main__":
    sys.exit(main() > 0)
