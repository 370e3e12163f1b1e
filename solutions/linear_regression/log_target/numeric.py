"""Squared error on logarithms in numpy: the loss, the best linear model, and the log-normal likelihood.

Shapes: ``X`` is (n, d), ``y`` and ``y_hat`` are (n,) and positive, ``w`` is (d,), ``sigma`` is a positive scalar.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]


def loss(y: Array, y_hat: Array) -> float:
    """The sum of squared differences of logarithms."""
    return float(np.sum(np.log(y / y_hat) ** 2))


def objective(X: Array, y: Array, w: Array) -> float:
    """:func:`loss` of the predictions exp(Xw)."""
    return float(np.sum((np.log(y) - X @ w) ** 2))


def w_star(X: Array, y: Array) -> Array:
    """A minimiser of :func:`objective`, (d,): least squares with log y as the target."""
    return np.linalg.lstsq(X, np.log(y), rcond=None)[0]


def nll(X: Array, y: Array, w: Array, sigma: float) -> float:
    """Minus the log-likelihood if log y_i is normal with mean x_i^T w and standard deviation sigma."""
    constants = np.sum(np.log(y)) + len(y) / 2 * np.log(2 * np.pi * sigma**2)
    return float(constants + objective(X, y, w) / (2 * sigma**2))


def log_loss(y: Array, y_hat: Array) -> float:
    """What the exercise asks for: :func:`loss`."""
    return loss(y, y_hat)


def fit_log(X: Array, y: Array) -> Array:
    """What the exercise asks for: :func:`w_star`."""
    return w_star(X, y)
