"""An affine function as a linear one of features with a column of ones.

Shapes: ``X`` is (n, d), ``y`` is (n,), ``w`` is (d,), ``b`` is a scalar.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]


def add_ones(X: Array) -> Array:
    """X with a last column of ones, (n, d + 1)."""
    return np.column_stack([X, np.ones(len(X), dtype=X.dtype)])


def affine(X: Array, w: Array, b: float) -> Array:
    """The predictions X w + b, (n,), as one product."""
    return add_ones(X) @ np.append(w, b)


def predictions(X: Array, w: Array, b: float) -> Array:
    """What part a is about: :func:`affine`."""
    return affine(X, w, b)


def objective(X: Array, y: Array, w: Array, b: float) -> float:
    """The sum of squared residuals."""
    return float(np.sum((y - affine(X, w, b)) ** 2))


def best_intercept(X: Array, y: Array, w: Array) -> float:
    """The b that minimises :func:`objective` for given weights: the mean of what the weights leave over."""
    return float(np.mean(y - X @ w))
