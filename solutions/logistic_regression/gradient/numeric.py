"""Logistic regression in numpy: the sigmoid, the loss, its gradient and its Hessian, for margins of any size.

Shapes: ``X`` is (n, d), ``y`` is (n,) of zeros and ones, ``w`` is (d,), ``z`` is a scalar.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]


def sigmoid(z: float | Array) -> Array:
    """1 / (1 + exp(-z)), by an exponential that is never larger than 1."""
    small = np.exp(-np.abs(z))
    return np.where(np.greater_equal(z, 0), 1, small) / (1 + small)


def slope(z: float | Array) -> Array:
    """The derivative of :func:`sigmoid`."""
    return sigmoid(z) * sigmoid(np.negative(z))


def objective(X: Array, y: Array, w: Array) -> float:
    """Minus the logarithm of the probability of the labels: the sum of log(1 + exp(z_i)) - y_i z_i, with z = Xw."""
    z = X @ w
    return float(np.sum(np.logaddexp(0, z) - y * z))


def gradient(X: Array, y: Array, w: Array) -> Array:
    """The gradient of :func:`objective` with respect to w, (d,)."""
    return X.T @ (sigmoid(X @ w) - y)


def hessian(X: Array, w: Array) -> Array:
    """The Hessian of :func:`objective` with respect to w, (d, d)."""
    return X.T @ (slope(X @ w)[:, None] * X)


def logistic_nll(X: Array, y: Array, w: Array) -> float:
    """What the exercise asks for: :func:`objective`."""
    return objective(X, y, w)


def logistic_gradient(X: Array, y: Array, w: Array) -> Array:
    """What the exercise asks for: :func:`gradient`."""
    return gradient(X, y, w)
