"""Confirms the truth of every pair in ``pairs_wild.json`` by a second route, as ``confirm_pairs.py`` does.

Each formula is transcribed here by hand into numpy and run on random inputs of several sizes; nothing of the grader is
used. Vectors are columns. A transcription has no value where a denominator or a determinant vanishes.
"""

from __future__ import annotations

import inspect
import json
import math
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).parent))
from confirm_pairs import (
    DRAWS,
    Undefined,
    agree,
    det,
    diag,
    draw,
    eye,
    grad,
    inv,
    minus,
    one,
    second,
    slope,
    sq,
    tr,
    value,
    well_posed,
)

HERE = Path(__file__).parent
GENERIC = ({"n": 5, "d": 3, "k": 2}, {"n": 7, "d": 4, "k": 3}, {"n": 6, "d": 2, "k": 1})  # no two sizes are the same
SPECIAL = ({"n": 4, "d": 1, "k": 2}, {"n": 3, "d": 3, "k": 3}, {"n": 1, "d": 1, "k": 1}, {"n": 2, "d": 3, "k": 2})


def div(numerator: Any, denominator: Any) -> Any:
    """A quotient, undefined where the denominator is zero to rounding."""
    if abs(np.asarray(denominator).item()) < 1e-9:
        raise Undefined
    return numerator / denominator


def digits(name: str) -> float:
    """The relative difference up to which two transcriptions count as the same."""
    if name in BY_DIFFERENCES:
        return 3e-5
    return 1e-13 if name in PRECISE else 1e-9


def comparisons(pair: Mapping[str, Any], sizes: Mapping[str, int], rng: np.random.Generator) -> list[bool]:
    """Whether the two formulas agree, for each draw at which both have a value."""
    f, g = TRANSCRIPTIONS[pair["id"]]
    names = set(inspect.signature(f).parameters) | set(inspect.signature(g).parameters)
    same = []
    for _ in range(DRAWS):
        values = draw(pair["declare"], sizes, names, rng)
        try:
            both = value(f, values), value(g, values)
        except Undefined:
            continue
        if well_posed(*both):
            same.append(agree(*both, digits(pair["id"])))
    return same


def confirm(pair: Mapping[str, Any]) -> None:
    """Assert that the pair is what the table says it is."""
    rng = np.random.default_rng(sum(map(ord, pair["id"])))
    results = {str(sizes): comparisons(pair, sizes, rng) for sizes in GENERIC + (SPECIAL if pair["equal"] else ())}
    judged = {sizes: same for sizes, same in results.items() if same}
    assert judged, f"{pair['id']}: never evaluated"
    if pair["equal"]:
        differing = [sizes for sizes, same in judged.items() if not all(same)]
        assert not differing, f"{pair['id']}: differs at {differing}"
    else:
        assert all(sum(same) <= 0.93 * len(same) for same in judged.values()), f"{pair['id']}: agrees"


def main() -> int:
    """Confirm the whole table; the number of pairs that are not what they claim to be."""
    pairs = json.loads((HERE / "pairs_wild.json").read_text(encoding="utf-8"))
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
    "wild-gradients-31",
    "wild-gradients-32",
    "wild-gradients-33",
    "wild-gradients-34",
    "wild-second_derivatives-01",
    "wild-second_derivatives-02",
    "wild-second_derivatives-03",
    "wild-second_derivatives-04",
    "wild-second_derivatives-05",
    "wild-second_derivatives-06",
    "wild-second_derivatives-07",
    "wild-second_derivatives-08",
    "wild-determinants-09",
    "wild-determinants-10",
}

# pairs that differ in the eleventh digit: short sums, so that nearly all digits count
PRECISE = {"wild-traps-04", "wild-traps-05"}

TRANSCRIPTIONS: dict[str, tuple[Callable[..., Any], Callable[..., Any]]] = {
    "wild-scalars-01": (
        lambda b, x: np.sum((x - b) ** 2),
        lambda b, n, x: np.sum(x**2) + b * (n * b - 2 * np.sum(x)),
    ),
    "wild-scalars-02": (
        lambda b, x: np.sum((x - b) ** 2),
        lambda b, n, x: np.sum(x**2) + b * (n * b - np.sum(x)),
    ),
    "wild-scalars-03": (
        lambda b, x: np.sum((x - b) ** 2),
        lambda b, n, x: np.sum(x**2) - 2 * b * np.sum(x) + n * b**2,
    ),
    "wild-scalars-04": (
        lambda b, x: np.sum((x - b) ** 2),
        lambda b, n, x: np.sum(x**2) - 2 * b * np.sum(x) + n * b,
    ),
    "wild-scalars-05": (
        lambda b, x: np.sum((x - b) ** 2),
        lambda b, n, x: np.sum(x**2) - 2 * b * np.sum(x) + n * b**2,
    ),
    "wild-scalars-06": (
        lambda b, x: np.sum((x - b) ** 2),
        lambda b, x: np.sum((x[:-1] - b) ** 2),
    ),
    "wild-scalars-07": (
        lambda x: np.sum(x[1:] - x[:-1]),
        lambda x: x[-1] - x[0],
    ),
    "wild-scalars-08": (
        lambda x: np.sum(x[1:] - x[:-1]),
        lambda x: x[0] - x[-1],
    ),
    "wild-scalars-09": (
        lambda x: np.sum(x[1:]),
        lambda n, x: n * np.mean(x) - x[0],
    ),
    "wild-scalars-10": (
        lambda x: np.sum(x[1:]),
        lambda n, x: n * np.mean(x) - x[-1],
    ),
    "wild-scalars-11": (
        lambda b, x: np.sum((x - b) * (x + b)),
        lambda b, n, x: np.sum(x**2) - n * b**2,
    ),
    "wild-scalars-12": (
        lambda b, x: np.sum((x - b) * (x + b)),
        lambda b, x: np.sum(x**2) - b**2,
    ),
    "wild-scalars-13": (
        lambda b, x: (x[0] - b) ** 2 / 2 + (x[1] - b) ** 2 / 2,
        lambda b, x: (b - (x[0] + x[1]) / 2) ** 2 + (x[0] - x[1]) ** 2 / 4,
    ),
    "wild-scalars-14": (
        lambda b, x: (x[0] - b) ** 2 / 2 + (x[1] - b) ** 2 / 2,
        lambda b, x: (b - (x[0] + x[1]) / 2) ** 2 + (x[0] - x[1]) ** 2 / 2,
    ),
    "wild-scalars-15": (
        lambda a, b, c: (b + c) / a,
        lambda a, b, c: b / a + c / a,
    ),
    "wild-scalars-16": (
        lambda a, b, c: a / (b + c),
        lambda a, b, c: a / b + a / c,
    ),
    "wild-means-01": (
        lambda x: np.mean((x - np.mean(x)) ** 2),
        lambda x: np.mean(x**2) - np.mean(x) ** 2,
    ),
    "wild-means-02": (
        lambda x: np.mean((x - np.mean(x)) ** 2),
        lambda n, x: np.mean(x**2) - n * np.mean(x) ** 2,
    ),
    "wild-means-03": (
        lambda x, y: np.sum((x - np.mean(x)) * (y - np.mean(y))),
        lambda n, x, y: np.sum(x * y) - np.sum(x) * np.sum(y) / n,
    ),
    "wild-means-04": (
        lambda x, y: np.sum((x - np.mean(x)) * (y - np.mean(y))),
        lambda x, y: np.sum(x * y) - np.mean(x) * np.mean(y),
    ),
    "wild-means-05": (
        lambda x, y: np.sum(x * (y - np.mean(y))),
        lambda x, y: np.sum((x - np.mean(x)) * y),
    ),
    "wild-means-06": (
        lambda x, y: np.sum(x * (y - np.mean(y))),
        lambda x, y: np.sum(x * y) - np.mean(y),
    ),
    "wild-means-07": (
        lambda n, x, y: div(np.sum(x * y) - n * np.mean(x) * np.mean(y), np.sum(x**2) - n * np.mean(x) ** 2),
        lambda x, y: div(np.sum((x - np.mean(x)) * (y - np.mean(y))), np.sum((x - np.mean(x)) ** 2)),
    ),
    "wild-means-08": (
        lambda n, x, y: div(np.sum(x * y) - n * np.mean(x) * np.mean(y), np.sum(x**2) - n * np.mean(x) ** 2),
        lambda n, x, y: div(np.sum(x * y) - n * np.mean(x) * np.mean(y), np.sum(x**2) - n * np.mean(x)),
    ),
    "wild-means-09": (
        lambda b, n, x: n * (b - np.mean(x)) ** 2 + np.sum((x - np.mean(x)) ** 2),
        lambda b, x: np.sum(b**2 - 2 * b * x + x**2),
    ),
    "wild-means-10": (
        lambda b, n, x: n * (b - np.mean(x)) ** 2 + np.sum((x - np.mean(x)) ** 2),
        lambda b, x: (b - np.mean(x)) ** 2 + np.sum((x - np.mean(x)) ** 2),
    ),
    "wild-means-11": (
        lambda b, x: np.median(x + b),
        lambda b, x: np.median(x) + b,
    ),
    "wild-means-12": (
        lambda b, x: np.median(x + b),
        lambda b, n, x: np.median(x) + n * b,
    ),
    "wild-means-13": (
        lambda x: np.mean(x),
        lambda x: np.mean(x),
    ),
    "wild-means-14": (
        lambda x: np.mean(x),
        lambda x: np.median(x),
    ),
    "wild-double_sums-01": (
        lambda x: np.sum((x - x.T) ** 2),
        lambda n, x: 2 * n * np.sum(x**2) - 2 * np.sum(x) ** 2,
    ),
    "wild-double_sums-02": (
        lambda x: np.sum((x - x.T) ** 2),
        lambda n, x: 2 * n * np.sum(x**2) - 2 * np.sum(x**2),
    ),
    "wild-double_sums-03": (
        lambda n, x: sum(np.sum(x[i:]) for i in range(n)),
        lambda n, x: sum((j + 1) * x[j, 0] for j in range(n)),
    ),
    "wild-double_sums-04": (
        lambda n, x: sum(np.sum(x[i:]) for i in range(n)),
        lambda n, x: sum(j * x[j, 0] for j in range(n)),
    ),
    "wild-double_sums-05": (
        lambda x, y: np.sum(x) * np.sum(y),
        lambda x, y: np.sum(x * y.T),
    ),
    "wild-double_sums-06": (
        lambda x, y: np.sum(x) * np.sum(y),
        lambda x, y: np.sum(x * y),
    ),
    "wild-double_sums-07": (
        lambda d, n, w, X: sum(X[i, j] * w[j, 0] for i in range(n) for j in range(d)),
        lambda n, w, X: one(n).T @ X @ w,
    ),
    "wild-double_sums-08": (
        lambda d, n, w, X: sum(X[i, j] * w[j, 0] for i in range(n) for j in range(d)),
        lambda d, w, X: one(d).T @ X.T @ w,
    ),
    "wild-double_sums-09": (
        lambda d, n, X, y: sum(sum(X[i, j] * y[i, 0] for i in range(n)) ** 2 for j in range(d)),
        lambda X, y: sq(X.T @ y),
    ),
    "wild-double_sums-10": (
        lambda d, n, X, y: sum(sum(X[i, j] * y[i, 0] for i in range(n)) ** 2 for j in range(d)),
        lambda d, n, X, y: sum((X[i, j] * y[i, 0]) ** 2 for i in range(n) for j in range(d)),
    ),
    "wild-double_sums-11": (
        lambda n, x, y: sum(x[i, 0] + y[j, 0] for i in range(n) for j in range(n)),
        lambda n, x, y: n * np.sum(x) + n * np.sum(y),
    ),
    "wild-double_sums-12": (
        lambda n, x, y: sum(x[i, 0] + y[j, 0] for i in range(n) for j in range(n)),
        lambda x, y: np.sum(x) + np.sum(y),
    ),
    "wild-products-01": (
        lambda x: np.prod(2 * x),
        lambda n, x: 2.0**n * np.prod(x),
    ),
    "wild-products-02": (
        lambda x: np.prod(2 * x),
        lambda x: 2 * np.prod(x),
    ),
    "wild-products-03": (
        lambda a, x: np.prod(a * np.exp(-a * x)),
        lambda a, n, x: a**n * np.exp(-a * np.sum(x)),
    ),
    "wild-products-04": (
        lambda a, x: np.prod(a * np.exp(-a * x)),
        lambda a, n, x: a**n * np.exp(-a * np.prod(x)),
    ),
    "wild-products-05": (
        lambda p, q, z: np.prod(p**z * q ** (1 - z)),
        lambda n, p, q, z: p ** np.sum(z) * q ** (n - np.sum(z)),
    ),
    "wild-products-06": (
        lambda p, q, z: np.prod(p**z * q ** (1 - z)),
        lambda p, q, z: p ** np.sum(z) * q ** (1 - np.sum(z)),
    ),
    "wild-products-07": (
        lambda p, q, z: np.log(np.prod(p**z * q ** (1 - z))),
        lambda p, q, z: np.sum(z * np.log(p) + (1 - z) * np.log(q)),
    ),
    "wild-products-08": (
        lambda p, q, z: np.log(np.prod(p**z * q ** (1 - z))),
        lambda p, q, z: np.sum(z * np.log(p) + (1 + z) * np.log(q)),
    ),
    "wild-products-09": (
        lambda n: float(math.factorial(n)),
        lambda n: float(n * math.factorial(n - 1)),
    ),
    "wild-products-10": (
        lambda n: float(math.factorial(n)),
        lambda n: float((n - 1) * math.factorial(n - 1)),
    ),
    "wild-logs-01": (
        lambda n: np.log((1 / np.sqrt(2 * np.pi)) ** n),
        lambda n: -n / 2 * np.log(2 * np.pi),
    ),
    "wild-logs-02": (
        lambda n: np.log((1 / np.sqrt(2 * np.pi)) ** n),
        lambda n: -n * np.log(2 * np.pi),
    ),
    "wild-logs-03": (
        lambda s: np.exp(-np.log(s)),
        lambda s: 1 / s,
    ),
    "wild-logs-04": (
        lambda s: np.exp(-np.log(s)),
        lambda s: -s,
    ),
    "wild-logs-05": (
        lambda a, b: np.log(np.exp(a) + np.exp(b)),
        lambda a, b: a + np.log(1 + np.exp(b - a)),
    ),
    "wild-logs-06": (
        lambda a, b: np.log(np.exp(a) + np.exp(b)),
        lambda a, b: a + np.log(1 + np.exp(a - b)),
    ),
    "wild-logs-07": (
        lambda t: np.log(1 + np.exp(t)) - np.log(1 + np.exp(-t)),
        lambda t: t,
    ),
    "wild-logs-08": (
        lambda t: np.log(1 + np.exp(t)) - np.log(1 + np.exp(-t)),
        lambda t: 2 * t,
    ),
    "wild-logs-09": (
        lambda b: np.log(b**2),
        lambda b: 2 * np.log(abs(b)),
    ),
    "wild-logs-10": (
        lambda b: np.log(b**2),
        lambda b: 2 * np.log(b),
    ),
    "wild-logs-11": (
        lambda a, b: np.log(a * b),
        lambda a, b: np.log(a) + np.log(b),
    ),
    "wild-logs-12": (
        lambda a, b: np.log(a * b),
        lambda a, b: np.log(a) * np.log(b),
    ),
    "wild-logs-13": (
        lambda n, sigma: (2 * np.pi * sigma**2) ** (-n / 2),
        lambda n, sigma: 1 / (np.sqrt(2 * np.pi) * sigma) ** n,
    ),
    "wild-logs-14": (
        lambda n, sigma: (2 * np.pi * sigma**2) ** (-n / 2),
        lambda n, sigma: 1 / (np.sqrt(2 * np.pi) * sigma**n),
    ),
    "wild-logs-15": (
        lambda b, n: np.exp(b) ** n,
        lambda b, n: np.exp(n * b),
    ),
    "wild-logs-16": (
        lambda b, n: np.exp(b) ** n,
        lambda b, n: np.exp(b + n),
    ),
    "wild-logs-17": (
        lambda a, b: np.exp(a) * np.exp(b),
        lambda a, b: np.exp(a + b),
    ),
    "wild-logs-18": (
        lambda a, b: np.exp(a) * np.exp(b),
        lambda a, b: np.exp(a * b),
    ),
    "wild-densities-01": (
        lambda mu, sigma, x: np.exp(-0.5 * ((x[0] - mu) / sigma) ** 2) / (sigma * np.sqrt(2 * np.pi)),
        lambda mu, sigma, x: (2 * np.pi * sigma**2) ** -0.5 * np.exp(-((x[0] - mu) ** 2) / (2 * sigma**2)),
    ),
    "wild-densities-02": (
        lambda mu, sigma, x: np.exp(-0.5 * ((x[0] - mu) / sigma) ** 2) / (sigma * np.sqrt(2 * np.pi)),
        lambda mu, sigma, x: (2 * np.pi * sigma**2) ** -0.5 * np.exp(-((x[0] - mu) ** 2) / (2 * sigma)),
    ),
    "wild-densities-03": (
        lambda mu, sigma, x: -np.sum(np.log(np.exp(-((x - mu) ** 2) / (2 * sigma**2)) / (np.sqrt(2 * np.pi) * sigma))),
        lambda mu, n, sigma, x: n * np.log(sigma) + n / 2 * np.log(2 * np.pi) + np.sum((x - mu) ** 2) / (2 * sigma**2),
    ),
    "wild-densities-04": (
        lambda mu, sigma, x: -np.sum(np.log(np.exp(-((x - mu) ** 2) / (2 * sigma**2)) / (np.sqrt(2 * np.pi) * sigma))),
        lambda mu, n, sigma, x: np.log(sigma) + n / 2 * np.log(2 * np.pi) + np.sum((x - mu) ** 2) / (2 * sigma**2),
    ),
    "wild-densities-05": (
        lambda mu, s, x: np.prod(np.exp(-np.abs(x - mu) / s) / (2 * s)),
        lambda mu, n, s, x: (2 * s) ** -float(n) * np.exp(-np.sum(np.abs(x - mu)) / s),
    ),
    "wild-densities-06": (
        lambda mu, s, x: np.prod(np.exp(-np.abs(x - mu) / s) / (2 * s)),
        lambda mu, n, s, x: (2 * s) ** -float(n) * np.exp(-abs(np.sum(x - mu)) / s),
    ),
    "wild-densities-07": (
        lambda lambda_, z: np.log(np.prod(lambda_**z * np.exp(-lambda_))),
        lambda lambda_, n, z: np.sum(z) * np.log(lambda_) - n * lambda_,
    ),
    "wild-densities-08": (
        lambda lambda_, z: np.log(np.prod(lambda_**z * np.exp(-lambda_))),
        lambda lambda_, z: np.sum(z) * np.log(lambda_) - lambda_,
    ),
    "wild-densities-09": (
        lambda a, b, x: np.exp(-((x[0] - a) ** 2) / 2) / np.exp(-((x[0] - b) ** 2) / 2),
        lambda a, b, x: np.exp((a - b) * (x[0] - (a + b) / 2)),
    ),
    "wild-densities-10": (
        lambda a, b, x: np.exp(-((x[0] - a) ** 2) / 2) / np.exp(-((x[0] - b) ** 2) / 2),
        lambda a, b, x: np.exp((a - b) * (x[0] + (a + b) / 2)),
    ),
    "wild-densities-11": (
        lambda n, sigma, w, X, y: (
            (2 * np.pi) ** (-n / 2) * sigma ** -float(n) * np.exp(-sq(y - X @ w) / (2 * sigma**2))
        ),
        lambda sigma, w, X, y: np.prod(np.exp(-((y - X @ w) ** 2) / (2 * sigma**2)) / (np.sqrt(2 * np.pi) * sigma)),
    ),
    "wild-densities-12": (
        lambda n, sigma, w, X, y: (
            (2 * np.pi) ** (-n / 2) * sigma ** -float(n) * np.exp(-sq(y - X @ w) / (2 * sigma**2))
        ),
        lambda n, sigma, w, X, y: (
            (2 * np.pi) ** (-n / 2) * sigma ** -float(n) * np.exp(-np.sqrt(sq(y - X @ w)) / (2 * sigma**2))
        ),
    ),
    "wild-densities-13": (
        lambda b, w, X, y: -np.log(np.prod(0.5 * np.exp(-np.abs(y - X @ w - b)))),
        lambda b, n, w, X, y: n * np.log(2) + np.sum(np.abs(y - X @ w - b * one(n))),
    ),
    "wild-densities-14": (
        lambda b, w, X, y: -np.log(np.prod(0.5 * np.exp(-np.abs(y - X @ w - b)))),
        lambda b, n, w, X, y: n * np.log(2) + np.sum(np.abs(y - X @ w + b * one(n))),
    ),
    "wild-densities-15": (
        lambda mu, tau, x: np.log(np.sqrt(tau / (2 * np.pi)) * np.exp(-tau * (x[0] - mu) ** 2 / 2)),
        lambda mu, tau, x: 0.5 * np.log(tau) - 0.5 * np.log(2 * np.pi) - tau / 2 * (x[0] - mu) ** 2,
    ),
    "wild-densities-16": (
        lambda mu, tau, x: np.log(np.sqrt(tau / (2 * np.pi)) * np.exp(-tau * (x[0] - mu) ** 2 / 2)),
        lambda mu, tau, x: np.log(tau) - 0.5 * np.log(2 * np.pi) - tau / 2 * (x[0] - mu) ** 2,
    ),
    "wild-norms-01": (
        lambda w, X, y: sq(X @ w - y),
        lambda n, w, X, y: sum((w.T @ X[[i]].T - y[[i]]) ** 2 for i in range(n)),
    ),
    "wild-norms-02": (
        lambda w, X, y: sq(X @ w - y),
        lambda w, X, y: np.sum(X @ w - y),
    ),
    "wild-norms-03": (
        lambda w, X, y: sq(y - X @ w),
        lambda w, X, y: y.T @ y - 2 * y.T @ X @ w + w.T @ X.T @ X @ w,
    ),
    "wild-norms-04": (
        lambda w, X, y: sq(y - X @ w),
        lambda w, X, y: y.T @ y - 2 * y.T @ X.T @ w + w.T @ X.T @ X @ w,
    ),
    "wild-norms-05": (
        lambda u, v: sq(u - v) + sq(u + v),
        lambda u, v: 2 * sq(u) + 2 * sq(v),
    ),
    "wild-norms-06": (
        lambda u, v: sq(u - v) + sq(u + v),
        lambda u, v: 2 * sq(u) + sq(v),
    ),
    "wild-norms-07": (
        lambda u, v: sq(u + v) - sq(u - v),
        lambda u, v: 4 * u.T @ v,
    ),
    "wild-norms-08": (
        lambda u, v: sq(u + v) - sq(u - v),
        lambda u, v: 2 * u.T @ v,
    ),
    "wild-norms-09": (
        lambda u, v: np.sqrt(sq(u + v)),
        lambda u, v: np.sqrt(u.T @ u + 2 * u.T @ v + v.T @ v),
    ),
    "wild-norms-10": (
        lambda u, v: np.sqrt(sq(u + v)),
        lambda u, v: np.sqrt(sq(u)) + np.sqrt(sq(v)),
    ),
    "wild-norms-11": (
        lambda A: sq(A),
        lambda A: tr(A.T @ A),
    ),
    "wild-norms-12": (
        lambda A: sq(A),
        lambda A: tr(A @ A),
    ),
    "wild-norms-13": (
        lambda alpha, u: np.sqrt(sq(alpha * u)),
        lambda alpha, u: abs(alpha) * np.sqrt(sq(u)),
    ),
    "wild-norms-14": (
        lambda alpha, u: np.sqrt(sq(alpha * u)),
        lambda alpha, u: alpha * np.sqrt(sq(u)),
    ),
    "wild-norms-15": (
        lambda u, v: sq(u @ v.T),
        lambda u, v: sq(u) * sq(v),
    ),
    "wild-norms-16": (
        lambda u, v: sq(u @ v.T),
        lambda u, v: (u.T @ v) ** 2,
    ),
    "wild-norms-17": (
        lambda w: np.sum(np.abs(w)),
        lambda d, w: sum(abs(w[j, 0]) for j in range(d)),
    ),
    "wild-norms-18": (
        lambda w: np.sum(np.abs(w)),
        lambda w: abs(np.sum(w)),
    ),
    "wild-gradients-01": (
        lambda w, X, y: grad(lambda v: sq(X @ v - y), w),
        lambda w, X, y: 2 * X.T @ X @ w - 2 * X.T @ y,
    ),
    "wild-gradients-02": (
        lambda w, X, y: grad(lambda v: sq(X @ v - y), w),
        lambda w, X, y: minus(2 * X.T @ X @ w, 2 * X @ y),
    ),
    "wild-gradients-03": (
        lambda n, w, X, y: grad(lambda v: sq(X @ v - y) / (2 * n), w),
        lambda n, w, X, y: sum((w.T @ X[[i]].T - y[[i]]).item() * X[[i]].T for i in range(n)) / n,
    ),
    "wild-gradients-04": (
        lambda n, w, X, y: grad(lambda v: sq(X @ v - y) / (2 * n), w),
        lambda n, w, X, y: 2 * sum((w.T @ X[[i]].T - y[[i]]).item() * X[[i]].T for i in range(n)) / n,
    ),
    "wild-gradients-05": (
        lambda w, X, y: grad(lambda v: sq(y - X @ v), w)[0],
        lambda n, w, X, y: -2 * sum(X[i, 0] * (y[i, 0] - (X[[i]] @ w).item()) for i in range(n)),
    ),
    "wild-gradients-06": (
        lambda w, X, y: grad(lambda v: sq(y - X @ v), w)[0],
        lambda w, X, y: -2 * np.sum(y - X @ w),
    ),
    "wild-gradients-07": (
        lambda b, n, w, X, y: grad(lambda t: sq(y - X @ w - t * one(n)), b),
        lambda b, n, w, X, y: 2 * n * b - 2 * np.sum(y - X @ w),
    ),
    "wild-gradients-08": (
        lambda b, n, w, X, y: grad(lambda t: sq(y - X @ w - t * one(n)), b),
        lambda b, n, w, X, y: -2 * n * b - 2 * np.sum(y - X @ w),
    ),
    "wild-gradients-09": (
        lambda lambda_, w, X, y: grad(lambda v: sq(y - X @ v) + lambda_ * sq(v), w),
        lambda d, lambda_, w, X, y: 2 * (X.T @ X + lambda_ * eye(d)) @ w - 2 * X.T @ y,
    ),
    "wild-gradients-10": (
        lambda lambda_, w, X, y: grad(lambda v: sq(y - X @ v) + lambda_ * sq(v), w),
        lambda d, lambda_, w, X, y: (2 * X.T @ X + lambda_ * eye(d)) @ w - 2 * X.T @ y,
    ),
    "wild-gradients-11": (
        lambda b, x: grad(lambda t: np.sum(np.exp(t * x)), b),
        lambda b, x: np.sum(x * np.exp(b * x)),
    ),
    "wild-gradients-12": (
        lambda b, x: grad(lambda t: np.sum(np.exp(t * x)), b),
        lambda b, x: np.sum(b * np.exp(b * x)),
    ),
    "wild-gradients-13": (
        lambda t: grad(lambda s: 1 / (1 + np.exp(-s)), t),
        lambda t: 1 / (1 + np.exp(-t)) * (1 - 1 / (1 + np.exp(-t))),
    ),
    "wild-gradients-14": (
        lambda t: grad(lambda s: 1 / (1 + np.exp(-s)), t),
        lambda t: -np.exp(-t) / (1 + np.exp(-t)) ** 2,
    ),
    "wild-gradients-15": (
        lambda w, X, y: grad(lambda v: np.sum(np.log(1 + np.exp(-y * (X @ v)))), w),
        lambda w, X, y: -X.T @ (y / (1 + np.exp(y * (X @ w)))),
    ),
    "wild-gradients-16": (
        lambda w, X, y: grad(lambda v: np.sum(np.log(1 + np.exp(-y * (X @ v)))), w),
        lambda w, X, y: -X.T @ (y / (1 + np.exp(-y * (X @ w)))),
    ),
    "wild-gradients-17": (
        lambda w: grad(lambda v: np.sqrt(sq(v)), w),
        lambda w: w / np.sqrt(sq(w)),
    ),
    "wild-gradients-18": (
        lambda w: grad(lambda v: np.sqrt(sq(v)), w),
        lambda w: 2 * w,
    ),
    "wild-gradients-19": (
        lambda A, w: grad(lambda v: v.T @ A @ v, w),
        lambda A, w: (A + A.T) @ w,
    ),
    "wild-gradients-20": (
        lambda A, w: grad(lambda v: v.T @ A @ v, w),
        lambda A, w: 2 * A @ w,
    ),
    "wild-gradients-21": (
        lambda u, w: grad(lambda v: (u.T @ v) ** 2, w),
        lambda u, w: 2 * u @ u.T @ w,
    ),
    "wild-gradients-22": (
        lambda u, w: grad(lambda v: (u.T @ v) ** 2, w),
        lambda u, w: 2 * (u.T @ w) * w,
    ),
    "wild-gradients-23": (
        lambda s, w, X, y: grad(lambda v: (y - X @ v).T @ diag(s[:, 0]) @ (y - X @ v), w),
        lambda n, s, w, X, y: -2 * sum(s[i, 0] * (y[[i]] - X[[i]] @ w).item() * X[[i]].T for i in range(n)),
    ),
    "wild-gradients-24": (
        lambda s, w, X, y: grad(lambda v: (y - X @ v).T @ diag(s[:, 0]) @ (y - X @ v), w),
        lambda s, w, X, y: -2 * diag(s[:, 0]) @ X.T @ (y - X @ w),
    ),
    "wild-gradients-25": (
        lambda A, B: grad(lambda M: tr(M @ B), A),
        lambda B: B.T,
    ),
    "wild-gradients-26": (
        lambda A, B: grad(lambda M: tr(M @ B), A),
        lambda B: 2 * B.T,
    ),
    "wild-gradients-27": (
        lambda A, u, v: grad(lambda M: u.T @ M @ v, A),
        lambda u, v: u @ v.T,
    ),
    "wild-gradients-28": (
        lambda A, u, v: grad(lambda M: u.T @ M @ v, A),
        lambda u, v: u.T @ v,
    ),
    "wild-gradients-29": (
        lambda w, X: grad(lambda v: np.log(np.sum(np.exp(X @ v))), w),
        lambda w, X: X.T @ np.exp(X @ w) / np.sum(np.exp(X @ w)),
    ),
    "wild-gradients-30": (
        lambda w, X: grad(lambda v: np.log(np.sum(np.exp(X @ v))), w),
        lambda w, X: X.T @ np.exp(X @ w),
    ),
    "wild-gradients-31": (
        lambda b, x: slope(lambda t: np.sum(np.abs(x - t)), b),
        lambda b, x: np.sum(np.sign(b - x)),
    ),
    "wild-gradients-32": (
        lambda b, x: slope(lambda t: np.sum(np.abs(x - t)), b),
        lambda b, x: np.sum(np.sign(x - b)),
    ),
    "wild-gradients-33": (
        lambda w, X, y: slope(lambda v: np.sum(np.abs(y - X @ v)), w),
        lambda w, X, y: -X.T @ np.sign(y - X @ w),
    ),
    "wild-gradients-34": (
        lambda w, X, y: slope(lambda v: np.sum(np.abs(y - X @ v)), w),
        lambda w, X, y: -np.sign(y - X @ w),
    ),
    "wild-gradients-35": (
        lambda b, n, x: grad(lambda t: (np.sum(x) - n * t) ** 2, b),
        lambda b, n, x: 2 * n**2 * (b - np.mean(x)),
    ),
    "wild-gradients-36": (
        lambda b, n, x: grad(lambda t: (np.sum(x) - n * t) ** 2, b),
        lambda b, n, x: 2 * n * (b - np.mean(x)),
    ),
    "wild-gradients-37": (
        lambda mu, n, sigma, x: grad(lambda s: n * np.log(s) + np.sum((x - mu) ** 2) / (2 * s**2), sigma),
        lambda mu, n, sigma, x: n / sigma - np.sum((x - mu) ** 2) / sigma**3,
    ),
    "wild-gradients-38": (
        lambda mu, n, sigma, x: grad(lambda s: n * np.log(s) + np.sum((x - mu) ** 2) / (2 * s**2), sigma),
        lambda mu, n, sigma, x: n / sigma + np.sum((x - mu) ** 2) / sigma**3,
    ),
    "wild-gradients-39": (
        lambda lambda_, n, z: grad(lambda s: np.sum(z) * np.log(s) - n * s, lambda_),
        lambda lambda_, n, z: np.sum(z) / lambda_ - n,
    ),
    "wild-gradients-40": (
        lambda lambda_, n, z: grad(lambda s: np.sum(z) * np.log(s) - n * s, lambda_),
        lambda lambda_, n, z: lambda_ * np.sum(z) - n,
    ),
    "wild-second_derivatives-01": (
        lambda b, x: second(lambda t: 0.5 * np.sum((x - t) ** 2), b),
        lambda n: n,
    ),
    "wild-second_derivatives-02": (
        lambda b, x: second(lambda t: 0.5 * np.sum((x - t) ** 2), b),
        lambda: 1.0,
    ),
    "wild-second_derivatives-03": (
        lambda w, X, y: second(lambda v: 0.5 * sq(y - X @ v), w),
        lambda n, X: sum(X[[i]].T @ X[[i]] for i in range(n)),
    ),
    "wild-second_derivatives-04": (
        lambda w, X, y: second(lambda v: 0.5 * sq(y - X @ v), w),
        lambda n, X: sum(X[[i]] @ X[[i]].T for i in range(n)),
    ),
    "wild-second_derivatives-05": (
        lambda A, w: second(lambda v: v.T @ A @ v, w),
        lambda A: A + A.T,
    ),
    "wild-second_derivatives-06": (
        lambda A, w: second(lambda v: v.T @ A @ v, w),
        lambda A: 2 * A,
    ),
    "wild-second_derivatives-07": (
        lambda w, X: second(lambda v: np.sum(np.log(1 + np.exp(-(X @ v)))), w),
        lambda n, w, X: sum(
            (np.exp(X[[i]] @ w) / (1 + np.exp(X[[i]] @ w)) ** 2).item() * X[[i]].T @ X[[i]] for i in range(n)
        ),
    ),
    "wild-second_derivatives-08": (
        lambda w, X: second(lambda v: np.sum(np.log(1 + np.exp(-(X @ v)))), w),
        lambda n, w, X: sum(
            (np.exp(X[[i]] @ w) / (1 + np.exp(X[[i]] @ w))).item() * X[[i]].T @ X[[i]] for i in range(n)
        ),
    ),
    "wild-second_derivatives-09": (
        lambda a, b: grad(lambda s: s**2 + s * np.exp(s * b), a),
        lambda a, b: 2 * a + (1 + a * b) * np.exp(a * b),
    ),
    "wild-second_derivatives-10": (
        lambda a, b: grad(lambda s: s**2 + s * np.exp(s * b), a),
        lambda a, b: 2 * a + a * b * np.exp(a * b),
    ),
    "wild-matrices-01": (
        lambda A, B: (A + B) @ (A + B),
        lambda A, B: A @ A + A @ B + B @ A + B @ B,
    ),
    "wild-matrices-02": (
        lambda A, B: (A + B) @ (A + B),
        lambda A, B: A @ A + 2 * A @ B + B @ B,
    ),
    "wild-matrices-03": (
        lambda A, B: (A - B) @ (A + B),
        lambda A, B: A @ A + A @ B - B @ A - B @ B,
    ),
    "wild-matrices-04": (
        lambda A, B: (A - B) @ (A + B),
        lambda A, B: A @ A - B @ B,
    ),
    "wild-matrices-05": (
        lambda A, B: (A @ B.T).T,
        lambda A, B: B @ A.T,
    ),
    "wild-matrices-06": (
        lambda A, B: (A @ B.T).T,
        lambda A, B: A.T @ B,
    ),
    "wild-matrices-07": (
        lambda n, X: X.T @ one(n),
        lambda n, X: sum(X[[i]].T for i in range(n)),
    ),
    "wild-matrices-08": (
        lambda n, X: X.T @ one(n),
        lambda n, X: sum(X[[i]] @ X[[i]].T for i in range(n)),
    ),
    "wild-matrices-09": (
        lambda n, X: X.T @ (eye(n) - one(n) @ one(n).T / n) @ X / n,
        lambda n, X: sum(X[[i]].T @ X[[i]] for i in range(n)) / n - (X.T @ one(n) / n) @ (X.T @ one(n) / n).T,
    ),
    "wild-matrices-10": (
        lambda n, X: X.T @ (eye(n) - one(n) @ one(n).T / n) @ X / n,
        lambda n, X: sum(X[[i]].T @ X[[i]] for i in range(n)) / n - (X.T @ one(n)) @ (X.T @ one(n)).T / n,
    ),
    "wild-matrices-11": (
        lambda X, y: sq(y - X @ inv(X.T @ X) @ X.T @ y),
        lambda X, y: y.T @ y - y.T @ X @ inv(X.T @ X) @ X.T @ y,
    ),
    "wild-matrices-12": (
        lambda X, y: sq(y - X @ inv(X.T @ X) @ X.T @ y),
        lambda X, y: y.T @ y - 2 * y.T @ X @ inv(X.T @ X) @ X.T @ y,
    ),
    "wild-matrices-13": (
        lambda u, v: (u.T @ v) * u,
        lambda u, v: u @ u.T @ v,
    ),
    "wild-matrices-14": (
        lambda u, v: (u.T @ v) * u,
        lambda u, v: (u.T @ u) * v,
    ),
    "wild-matrices-15": (
        lambda A, u: u.T @ A @ u,
        lambda A, u: 0.5 * u.T @ (A + A.T) @ u,
    ),
    "wild-matrices-16": (
        lambda A, u: u.T @ A @ u,
        lambda A, u: u.T @ (A + A.T) @ u,
    ),
    "wild-matrices-17": (
        lambda A, u, v: u.T @ A @ v,
        lambda A, u, v: v.T @ A.T @ u,
    ),
    "wild-matrices-18": (
        lambda A, u, v: u.T @ A @ v,
        lambda A, u, v: v.T @ A @ u,
    ),
    "wild-matrices-19": (
        lambda w, X, y: (X @ w - y).T @ X @ w,
        lambda d, n, w, X, y: sum((X[i] @ w[:, 0] - y[i, 0]) * X[i, j] * w[j, 0] for i in range(n) for j in range(d)),
    ),
    "wild-matrices-20": (
        lambda w, X, y: (X @ w - y).T @ X @ w,
        lambda w, X, y: X @ w @ (X @ w - y).T,
    ),
    "wild-inverses-01": (
        lambda d, lambda_, X: inv(X.T @ X + lambda_ * eye(d)) @ X.T,
        lambda lambda_, n, X: X.T @ inv(X @ X.T + lambda_ * eye(n)),
    ),
    "wild-inverses-02": (
        lambda d, lambda_, X: inv(X.T @ X + lambda_ * eye(d)) @ X.T,
        lambda d, lambda_, X: X.T @ inv(X.T @ X + lambda_ * eye(d)),
    ),
    "wild-inverses-03": (
        lambda d, u, v: inv(eye(d) + u @ v.T),
        lambda d, u, v: eye(d) - u @ v.T / (1 + v.T @ u),
    ),
    "wild-inverses-04": (
        lambda d, u, v: inv(eye(d) + u @ v.T),
        lambda d, u, v: eye(d) - u @ v.T / (1 - v.T @ u),
    ),
    "wild-inverses-05": (
        lambda d, lambda_, X: inv(lambda_ * eye(d) + X.T @ X),
        lambda d, lambda_, n, X: (eye(d) - X.T @ inv(lambda_ * eye(n) + X @ X.T) @ X) / lambda_,
    ),
    "wild-inverses-06": (
        lambda d, lambda_, X: inv(lambda_ * eye(d) + X.T @ X),
        lambda d, lambda_, n, X: eye(d) / lambda_ - X.T @ inv(lambda_ * eye(n) + X @ X.T) @ X,
    ),
    "wild-inverses-07": (
        lambda A, B: inv(A) + inv(B),
        lambda A, B: inv(A) @ (A + B) @ inv(B),
    ),
    "wild-inverses-08": (
        lambda A, B: inv(A) + inv(B),
        lambda A, B: inv(A + B),
    ),
    "wild-inverses-09": (
        lambda A, B, u: inv(A @ B) @ u,
        lambda A, B, u: inv(B) @ (inv(A) @ u),
    ),
    "wild-inverses-10": (
        lambda A, B, u: inv(A @ B) @ u,
        lambda A, B, u: inv(A) @ inv(B) @ u,
    ),
    "wild-inverses-11": (
        lambda d, X, y: np.linalg.pinv(X) @ y if np.linalg.matrix_rank(X) == d else inv(X.T @ X) @ X.T @ y,
        lambda X, y: inv(X.T @ X) @ X.T @ y,
    ),
    "wild-inverses-12": (
        lambda d, X, y: np.linalg.pinv(X) @ y if np.linalg.matrix_rank(X) == d else inv(X.T @ X) @ X.T @ y,
        lambda X, y: inv(X.T @ X) @ y,
    ),
    "wild-inverses-13": (
        lambda A, u: inv(A.T) @ u,
        lambda A, u: inv(A).T @ u,
    ),
    "wild-inverses-14": (
        lambda A, u: inv(A.T) @ u,
        lambda A, u: inv(A) @ u,
    ),
    "wild-inverses-15": (
        lambda A: inv(A.T @ A),
        lambda A: inv(A) @ inv(A).T,
    ),
    "wild-inverses-16": (
        lambda X: inv(X.T @ X),
        lambda X: inv(X) @ inv(X.T),
    ),
    "wild-inverses-17": (
        lambda s, X, y: inv(X.T @ diag(s[:, 0]) @ X) @ X.T @ diag(s[:, 0]) @ y,
        lambda n, s, X, y: (
            inv(sum(s[i, 0] * X[[i]].T @ X[[i]] for i in range(n)))
            @ sum(s[i, 0] * y[i, 0] * X[[i]].T for i in range(n))
        ),
    ),
    "wild-inverses-18": (
        lambda s, X, y: inv(X.T @ diag(s[:, 0]) @ X) @ X.T @ diag(s[:, 0]) @ y,
        lambda n, s, X, y: (
            inv(sum(s[i, 0] * X[[i]].T @ X[[i]] for i in range(n))) @ sum(y[i, 0] * X[[i]].T for i in range(n))
        ),
    ),
    "wild-inverses-19": (
        lambda A, B, c: inv(c * A) @ B,
        lambda A, B, c: inv(A) @ B / c,
    ),
    "wild-inverses-20": (
        lambda A, B, c: inv(c * A) @ B,
        lambda A, B, c: c * inv(A) @ B,
    ),
    "wild-traces-01": (
        lambda X: tr(X @ X.T),
        lambda n, X: sum(sq(X[[i]]) for i in range(n)),
    ),
    "wild-traces-02": (
        lambda X: tr(X @ X.T),
        lambda n, X: sum(np.sqrt(sq(X[[i]])) for i in range(n)),
    ),
    "wild-traces-03": (
        lambda X: tr(X @ inv(X.T @ X) @ X.T),
        lambda d: d,
    ),
    "wild-traces-04": (
        lambda X: tr(X @ inv(X.T @ X) @ X.T),
        lambda n: n,
    ),
    "wild-traces-05": (
        lambda A, B: tr(A @ B @ A.T),
        lambda A, B: tr(A.T @ A @ B),
    ),
    "wild-traces-06": (
        lambda A, B: tr(A @ B @ A.T),
        lambda A, B: tr(A @ A.T @ B),
    ),
    "wild-traces-07": (
        lambda A, B: tr((A - B).T @ (A - B)),
        lambda A, B: sq(A) - 2 * tr(A.T @ B) + sq(B),
    ),
    "wild-traces-08": (
        lambda A, B: tr((A - B).T @ (A - B)),
        lambda A, B: sq(A) - 2 * tr(A @ B) + sq(B),
    ),
    "wild-traces-09": (
        lambda A, c, d: tr(A + c * eye(d)),
        lambda A, c, d: c * d + tr(A),
    ),
    "wild-traces-10": (
        lambda A, c, d: tr(A + c * eye(d)),
        lambda A, c: c + tr(A),
    ),
    "wild-determinants-01": (
        lambda A: det(2 * A),
        lambda A, d: 2.0**d * det(A),
    ),
    "wild-determinants-02": (
        lambda A: det(2 * A),
        lambda A: 2 * det(A),
    ),
    "wild-determinants-03": (
        lambda d, u, v: det(eye(d) + u @ v.T),
        lambda u, v: 1 + u.T @ v,
    ),
    "wild-determinants-04": (
        lambda d, u, v: det(eye(d) + u @ v.T),
        lambda u, v: 1 - u.T @ v,
    ),
    "wild-determinants-05": (
        lambda d, X: det(eye(d) + X.T @ X),
        lambda n, X: det(eye(n) + X @ X.T),
    ),
    "wild-determinants-06": (
        lambda X: det(X.T @ X),
        lambda X: det(X @ X.T),
    ),
    "wild-determinants-07": (
        lambda A: np.log(det(A.T @ A)),
        lambda A: 2 * np.log(abs(det(A))),
    ),
    "wild-determinants-08": (
        lambda A: np.log(det(A.T @ A)),
        lambda A: 2 * np.log(det(A)),
    ),
    "wild-determinants-09": (
        lambda A: slope(lambda M: np.log(abs(det(M))), A) if np.linalg.cond(A) < 50 else inv(0 * A),
        lambda A: inv(A).T,
    ),
    "wild-determinants-10": (
        lambda A: slope(lambda M: np.log(abs(det(M))), A) if np.linalg.cond(A) < 50 else inv(0 * A),
        lambda A: A.T,
    ),
    "wild-determinants-11": (
        lambda a, b, c, t: a * t - b * c,
        lambda a, b, c, t: a * t - c * b,
    ),
    "wild-determinants-12": (
        lambda a, b, c, t: a * t - b * c,
        lambda a, b, c, t: a * t + b * c,
    ),
    "wild-determinants-13": (
        lambda a, b: det(np.array([[1 + a**2, a * b], [a * b, 1 + b**2]])),
        lambda a, b: 1 + a**2 + b**2,
    ),
    "wild-determinants-14": (
        lambda a, b: det(np.array([[1 + a**2, a * b], [a * b, 1 + b**2]])),
        lambda a, b: 1 + a**2 + b**2 + a**2 * b**2,
    ),
    "wild-literals-01": (
        lambda a, b, c: inv(np.array([[a, b], [0, c]])),
        lambda a, b, c: np.array([[c, -b], [0, a]]) / (a * c),
    ),
    "wild-literals-02": (
        lambda a, b, c: inv(np.array([[a, b], [0, c]])),
        lambda a, b, c: np.array([[c, b], [0, a]]) / (a * c),
    ),
    "wild-literals-03": (
        lambda a, b: np.array([[a, b]]) @ np.array([[2, 1], [1, 3]]) @ np.array([[a], [b]]),
        lambda a, b: 2 * a**2 + 2 * a * b + 3 * b**2,
    ),
    "wild-literals-04": (
        lambda a, b: np.array([[a, b]]) @ np.array([[2, 1], [1, 3]]) @ np.array([[a], [b]]),
        lambda a, b: 2 * a**2 + a * b + 3 * b**2,
    ),
    "wild-blocks-01": (
        lambda b, n, w, X: np.hstack([X, one(n)]) @ np.vstack([w, [[b]]]),
        lambda b, n, w, X: X @ w + b * one(n),
    ),
    "wild-blocks-02": (
        lambda b, n, w, X: np.hstack([X, one(n)]) @ np.vstack([w, [[b]]]),
        lambda b, n, w, X: X @ w - b * one(n),
    ),
    "wild-blocks-03": (
        lambda b, w, X: np.hstack([w.T, [[b]]]) @ np.vstack([X[[0]].T, [[1.0]]]),
        lambda b, w, X: X[[0]] @ w + b,
    ),
    "wild-blocks-04": (
        lambda b, w, X: np.hstack([w.T, [[b]]]) @ np.vstack([X[[0]].T, [[1.0]]]),
        lambda w, X: X[[0]] @ w + 1,
    ),
    "wild-blocks-05": (
        lambda d, lambda_, X: np.vstack([X, np.sqrt(lambda_) * eye(d)]).T @ np.vstack([X, np.sqrt(lambda_) * eye(d)]),
        lambda d, lambda_, X: X.T @ X + lambda_ * eye(d),
    ),
    "wild-blocks-06": (
        lambda d, lambda_, X: np.vstack([X, np.sqrt(lambda_) * eye(d)]).T @ np.vstack([X, np.sqrt(lambda_) * eye(d)]),
        lambda d, lambda_, X: X.T @ X + np.sqrt(lambda_) * eye(d),
    ),
    "wild-blocks-07": (
        lambda X, y: np.hstack([X, y]).T @ np.hstack([X, y]),
        lambda X, y: np.vstack([np.hstack([X.T @ X, X.T @ y]), np.hstack([y.T @ X, y.T @ y])]),
    ),
    "wild-blocks-08": (
        lambda X, y: np.hstack([X, y]).T @ np.hstack([X, y]),
        lambda X, y: np.vstack([np.hstack([X.T @ X, X.T @ y]), np.hstack([y.T @ X, [[0.0]]])]),
    ),
    "wild-hadamard-01": (
        lambda A, u, v: diag(u[:, 0]) @ A @ diag(v[:, 0]),
        lambda A, u, v: (u @ v.T) * A,
    ),
    "wild-hadamard-02": (
        lambda A, u, v: diag(u[:, 0]) @ A @ diag(v[:, 0]),
        lambda A, u, v: (v @ u.T) * A,
    ),
    "wild-hadamard-03": (
        lambda u, v: sq(u * v),
        lambda d, u, v: sum(u[j, 0] ** 2 * v[j, 0] ** 2 for j in range(d)),
    ),
    "wild-hadamard-04": (
        lambda u, v: sq(u * v),
        lambda d, u, v: sum(u[j, 0] * v[j, 0] for j in range(d)) ** 2,
    ),
    "wild-hadamard-05": (
        lambda u, v: u * v,
        lambda u, v: diag(v[:, 0]) @ u,
    ),
    "wild-hadamard-06": (
        lambda u, v: u * v,
        lambda u, v: u.T @ v,
    ),
    "wild-hadamard-07": (
        lambda A, B, d: one(d).T @ (A * B) @ one(d),
        lambda A, B: tr(A.T @ B),
    ),
    "wild-hadamard-08": (
        lambda A, B, d: one(d).T @ (A * B) @ one(d),
        lambda A, B: tr(A @ B),
    ),
    "wild-softmax-01": (
        lambda c, z: np.exp(z[0] + c) / np.sum(np.exp(z + c)),
        lambda z: np.exp(z[0]) / np.sum(np.exp(z)),
    ),
    "wild-softmax-02": (
        lambda c, z: np.exp(z[0] + c) / np.sum(np.exp(z + c)),
        lambda c, z: np.exp(z[0]) / np.sum(np.exp(z + c)),
    ),
    "wild-softmax-03": (
        lambda z: np.log(np.exp(z[0]) / np.sum(np.exp(z))),
        lambda z: z[0] - np.log(np.sum(np.exp(z))),
    ),
    "wild-softmax-04": (
        lambda z: np.log(np.exp(z[0]) / np.sum(np.exp(z))),
        lambda z: z[0] - np.sum(z),
    ),
    "wild-softmax-05": (
        lambda c, z: np.log(np.sum(np.exp(z + c))),
        lambda c, z: c + np.log(np.sum(np.exp(z))),
    ),
    "wild-softmax-06": (
        lambda c, z: np.log(np.sum(np.exp(z + c))),
        lambda c, n, z: n * c + np.log(np.sum(np.exp(z))),
    ),
    "wild-softmax-07": (
        lambda z: grad(lambda v: np.exp(v[0, 0]) / np.sum(np.exp(v)), z)[1],
        lambda z: -np.exp(z[0]) * np.exp(z[1]) / np.sum(np.exp(z)) ** 2,
    ),
    "wild-softmax-08": (
        lambda z: grad(lambda v: np.exp(v[0, 0]) / np.sum(np.exp(v)), z)[1],
        lambda z: -np.exp(z[0]) * np.exp(z[1]) / np.sum(np.exp(z)),
    ),
    "wild-softmax-09": (
        lambda a, b: np.exp(a) / (np.exp(a) + np.exp(b)),
        lambda a, b: 1 / (1 + np.exp(b - a)),
    ),
    "wild-softmax-10": (
        lambda a, b: np.exp(a) / (np.exp(a) + np.exp(b)),
        lambda a, b: 1 / (1 + np.exp(a - b)),
    ),
    "wild-softmax-11": (
        lambda t: (1 - np.exp(-2 * t)) / (1 + np.exp(-2 * t)),
        lambda t: np.tanh(t),
    ),
    "wild-softmax-12": (
        lambda t: (1 - np.exp(-2 * t)) / (1 + np.exp(-2 * t)),
        lambda t: (1 - np.exp(-t)) / (1 + np.exp(-t)),
    ),
    "wild-abs-01": (
        lambda t: max(0, t),
        lambda t: (t + abs(t)) / 2,
    ),
    "wild-abs-02": (
        lambda t: max(0, t),
        lambda t: (t - abs(t)) / 2,
    ),
    "wild-abs-03": (
        lambda a, b: max(a, b) - min(a, b),
        lambda a, b: abs(a - b),
    ),
    "wild-abs-04": (
        lambda a, b: max(a, b) - min(a, b),
        lambda a, b: a - b,
    ),
    "wild-abs-05": (
        lambda a, b: max(a, b),
        lambda a, b: (a + b + abs(a - b)) / 2,
    ),
    "wild-abs-06": (
        lambda a, b: max(a, b),
        lambda a, b: (a + b + (a - b)) / 2,
    ),
    "wild-abs-07": (
        lambda b, x: np.sum(np.abs(x - b)),
        lambda b, x: np.sum(np.sqrt((b - x) ** 2)),
    ),
    "wild-abs-08": (
        lambda b, x: np.sum(np.abs(x - b)),
        lambda b, x: np.sqrt(np.sum((b - x) ** 2)),
    ),
    "wild-abs-09": (
        lambda a, b: abs(a * b),
        lambda a, b: abs(a) * abs(b),
    ),
    "wild-abs-10": (
        lambda a, b: abs(a + b),
        lambda a, b: abs(a) + abs(b),
    ),
    "wild-abs-11": (
        lambda t: t * np.sign(t),
        lambda t: t if t >= 0 else -t,
    ),
    "wild-abs-12": (
        lambda t: t * np.sign(t),
        lambda t: -t if t >= 0 else t,
    ),
    "wild-cases-01": (
        lambda t: 0.5 * t**2 if abs(t) <= 1 else abs(t) - 0.5,
        lambda t: abs(t) - 0.5 if abs(t) > 1 else 0.5 * t**2,
    ),
    "wild-cases-02": (
        lambda t: 0.5 * t**2 if abs(t) <= 1 else abs(t) - 0.5,
        lambda t: 0.5 * t**2 if abs(t) <= 1 else t - 0.5,
    ),
    "wild-cases-03": (
        lambda b, x: float(np.sum(x > b)) - float(np.sum(x < b)),
        lambda b, x: np.sum(np.sign(x - b)),
    ),
    "wild-cases-04": (
        lambda b, x: float(np.sum(x > b)) - float(np.sum(x < b)),
        lambda b, x: np.sum(np.sign(b - x)),
    ),
    "wild-notation-01": (
        lambda b, x: -2 * np.sum(x - b),
        lambda b, n, x: 2 * (n * b - np.sum(x)),
    ),
    "wild-notation-02": (
        lambda b, x: -2 * np.sum(x - b),
        lambda b, n, x: 2 * n * (b - np.sum(x)),
    ),
    "wild-notation-03": (
        lambda x: np.mean(x),
        lambda n, x: np.sum(x) / n,
    ),
    "wild-notation-04": (
        lambda x: np.mean(x),
        lambda n, x: n * one(n).T @ x,
    ),
    "wild-notation-05": (
        lambda w, X, y: sq(y - X @ w),
        lambda w, X, y: (y - X @ w).T @ (y - X @ w),
    ),
    "wild-notation-06": (
        lambda w, X, y: sq(y - X @ w),
        lambda w, X, y: np.sqrt(sq(y - X @ w)),
    ),
    "wild-notation-07": (
        lambda w, X, y: y.T @ y - 2 * w.T @ X.T @ y + w.T @ X.T @ X @ w,
        lambda n, w, X, y: sum((y[[i]] - w.T @ X[[i]].T) ** 2 for i in range(n)),
    ),
    "wild-notation-08": (
        lambda w, X, y: y.T @ y - 2 * w.T @ X.T @ y + w.T @ X.T @ X @ w,
        lambda w, X, y: y.T @ y - 2 * w.T @ X.T @ y + w.T @ X @ X.T @ w,
    ),
    "wild-notation-09": (
        lambda w, X, y: X.T @ (X @ w - y),
        lambda w, X, y: X.T @ X @ w - X.T @ y,
    ),
    "wild-notation-10": (
        lambda w, X, y: X.T @ (X @ w - y),
        lambda w, X, y: minus(X.T @ X @ w, y),
    ),
    "wild-notation-11": (
        lambda b, x: np.sum((x - b) ** 2),
        lambda b, n, x: np.sum(x**2) - 2 * n * b * np.mean(x) + n * b**2,
    ),
    "wild-notation-12": (
        lambda b, x: np.sum((x - b) ** 2),
        lambda b, n, x: np.sum(x**2) - 2 * b * np.mean(x) + n * b**2,
    ),
    "wild-traps-01": (
        lambda x: np.sum(x) ** 2,
        lambda n, x: x.T @ one(n) @ one(n).T @ x,
    ),
    "wild-traps-02": (
        lambda x: np.sum(x) ** 2,
        lambda x: np.sum(x**2),
    ),
    "wild-traps-03": (
        lambda b: b / 2 + b / 3,
        lambda b: 5 * b / 6,
    ),
    "wild-traps-04": (
        lambda b: b / 2 + b / 3,
        lambda b: 0.83333333333 * b,
    ),
    "wild-traps-05": (
        lambda b, x: np.sum(x) + 1e-10 * b,
        lambda x: np.sum(x),
    ),
    "wild-traps-06": (
        lambda b: np.sqrt(b**2),
        lambda b: abs(b),
    ),
    "wild-traps-07": (
        lambda b: np.sqrt(b**2),
        lambda b: b,
    ),
    "wild-traps-08": (
        lambda s: np.sqrt(s**2),
        lambda s: s,
    ),
    "wild-traps-09": (
        lambda x, y: np.sum(x) / np.sum(y),
        lambda x, y: np.mean(x) / np.mean(y),
    ),
    "wild-traps-10": (
        lambda x, y: np.sum(x) / np.sum(y),
        lambda x, y: np.sum(x / y),
    ),
    "wild-traps-11": (
        lambda w, X: (w.T @ w) * X[[0]].T,
        lambda w, X: sq(w) * X[[0]].T,
    ),
    "wild-traps-12": (
        lambda w, X: (w.T @ w) * X[[0]].T,
        lambda w, X: w @ w.T @ X[[0]].T,
    ),
    "wild-notation-13": (
        lambda b, n, w, X, y: sum((w.T @ X[[i]].T + b - y[[i]]) ** 2 for i in range(n)) / n,
        lambda b, n, w, X, y: sq(X @ w + b * one(n) - y) / n,
    ),
    "wild-notation-14": (
        lambda b, n, w, X, y: sum((w.T @ X[[i]].T + b - y[[i]]) ** 2 for i in range(n)) / n,
        lambda b, n, w, X, y: sq(X @ w - b * one(n) - y) / n,
    ),
    "wild-notation-15": (
        lambda X: tr(X.T @ X),
        lambda X: tr(X @ X.T),
    ),
    "wild-notation-16": (
        lambda X: tr(X.T @ X),
        lambda X: tr(X) ** 2,
    ),
    "wild-notation-17": (
        lambda b, n, w, X, y: np.sum(np.abs(y - X @ w - b)) / n,
        lambda b, n, w, X, y: np.sum(np.abs(X @ w + b - y)) / n,
    ),
    "wild-notation-18": (
        lambda b, n, w, X, y: np.sum(np.abs(y - X @ w - b)) / n,
        lambda b, n, w, X, y: abs(np.sum(X @ w + b - y)) / n,
    ),
    "wild-notation-19": (
        lambda X, y: y.T @ X @ inv(X.T @ X),
        lambda X, y: (inv(X.T @ X) @ X.T @ y).T,
    ),
    "wild-notation-20": (
        lambda X, y: y.T @ X @ inv(X.T @ X),
        lambda X, y: y.T @ X.T @ inv(X.T @ X),
    ),
    "wild-notation-21": (
        lambda n, w, X, y: sum((w.T @ X[[i]].T - y[[i]]).item() * X[[i]].T for i in range(n)),
        lambda w, X, y: X.T @ (X @ w - y),
    ),
    "wild-notation-22": (
        lambda n, w, X, y: sum((w.T @ X[[i]].T - y[[i]]).item() * X[[i]].T for i in range(n)),
        lambda w, X, y: np.sum(X @ w - y),
    ),
    "wild-notation-23": (
        lambda w, X, y: grad(lambda v: sq(y - X @ v), w),
        lambda w, X, y: -2 * X.T @ (y - X @ w),
    ),
    "wild-notation-24": (
        lambda w, X, y: grad(lambda v: sq(y - X @ v), w),
        lambda w, X, y: -2 * (y - X @ w),
    ),
    "wild-notation-25": (
        lambda n, X, y: (eye(n) - X @ inv(X.T @ X) @ X.T) @ y,
        lambda X, y: y - X @ inv(X.T @ X) @ (X.T @ y),
    ),
    "wild-notation-26": (
        lambda n, X, y: (eye(n) - X @ inv(X.T @ X) @ X.T) @ y,
        lambda X, y: y - X @ inv(X @ X.T) @ (X.T @ y),
    ),
    "wild-notation-27": (
        lambda w, X, y: np.sum(np.log(2) + np.abs(y - X @ w)),
        lambda n, w, X, y: np.sum(np.abs(y - X @ w)) + n * np.log(2),
    ),
    "wild-notation-28": (
        lambda w, X, y: np.sum(np.log(2) + np.abs(y - X @ w)),
        lambda w, X, y: np.log(2) + np.sum(np.abs(y - X @ w)),
    ),
    "wild-inverses-21": (
        lambda d, U, V: inv(eye(d) + U @ V.T),
        lambda d, k, U, V: eye(d) - U @ inv(eye(k) + V.T @ U) @ V.T,
    ),
    "wild-inverses-22": (
        lambda d, U, V: inv(eye(d) + U @ V.T),
        lambda d, U, V: eye(d) - U @ inv(eye(d) + U @ V.T) @ V.T,
    ),
    "wild-double_sums-13": (
        lambda n, x: sum(x[i, 0] * x[j, 0] for j in range(n) for i in range(j)),
        lambda x: (np.sum(x) ** 2 - np.sum(x**2)) / 2,
    ),
    "wild-double_sums-14": (
        lambda n, x: sum(x[i, 0] * x[j, 0] for j in range(n) for i in range(j)),
        lambda x: np.sum(x) ** 2 - np.sum(x**2),
    ),
}


if __name__ == "__main__":
    sys.exit(main() > 0)
