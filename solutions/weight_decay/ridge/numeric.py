"""Ridge regression in numpy: the penalised objective, and its minimiser in both forms.

Shapes: ``X`` is (n, d), ``y`` is (n,), ``w`` is (d,), ``lam`` is a scalar, greater than 0.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]


def objective(X: Array, y: Array, w: Array, lam: float) -> float:
    """The squared norm of the residual y - Xw, plus lam times that of w."""
    residual = y - X @ w
    return float(residual @ residual + lam * w @ w)


def w_star(X: Array, y: Array, lam: float) -> Array:
    """The minimiser of :func:`objective`, (d,): a system of d equations."""
    return np.linalg.solve(X.T @ X + lam * np.eye(X.shape[1]), X.T @ y)


def w_dual(X: Array, y: Array, lam: float) -> Array:
    """The same weights, (d,), from a system of n equations."""
    return X.T @ np.linalg.solve(X @ X.T + lam * np.eye(X.shape[0]), y)


def ridge(X: Array, y: Array, lam: float) -> Array:
    """What the exercise asks for: :func:`w_star`."""
    return w_star(X, y, lam)


def ridge_dual(X: Array, y: Array, lam: float) -> Array:
    """What the exercise asks for: :func:`w_dual`."""
    return w_dual(X, y, lam)
