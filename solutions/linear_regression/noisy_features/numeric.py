"""The Gram matrix of features with independent noise of variance sigma^2, in expectation.

Shapes: ``X`` is (n, d), ``v`` is (d,), ``sigma`` is a scalar, ``sigma > 0``.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]


def expected_gram(X: Array, sigma: float) -> Array:
    """E[(X + Z)^T (X + Z)], (d, d): each entry of the diagonal collects the variance of n independent numbers."""
    n, d = X.shape
    return X.T @ X + n * sigma**2 * np.eye(d)


def quadratic_form(X: Array, sigma: float, v: Array) -> float:
    """v^T A v for the matrix A of :func:`expected_gram`."""
    return float(v @ expected_gram(X, sigma) @ v)


def noisy_gram(X: Array, sigma: float) -> Array:
    """What the exercise asks for: :func:`expected_gram`."""
    return expected_gram(X, sigma)
