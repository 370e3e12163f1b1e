"""Least squares in numpy: the objective, its gradient, and the weights at which the gradient vanishes.

Shapes: ``X`` is (n, d), ``y`` is (n,), ``w`` is (d,).
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]


def objective(X: Array, y: Array, w: Array) -> float:
    """The squared norm of the residual y - Xw."""
    residual = y - X @ w
    return float(residual @ residual)


def gradient(X: Array, y: Array, w: Array) -> Array:
    """The gradient of :func:`objective` with respect to w, (d,)."""
    return 2 * X.T @ (X @ w - y)


def w_star(X: Array, y: Array) -> Array:
    """A minimiser of :func:`objective`, (d,): the only one where the columns of X are independent, else the shortest.

    By the singular values of X, whose condition number is the root of that of X^T X.
    """
    return np.linalg.lstsq(X, y, rcond=None)[0]


def squared_loss_gradient(X: Array, y: Array, w: Array) -> Array:
    """What the exercise asks for: :func:`gradient`."""
    return gradient(X, y, w)


def normal_equation(X: Array, y: Array) -> Array:
    """What the exercise asks for: :func:`w_star`."""
    return w_star(X, y)


def singular_design() -> Array:
    """Data on which (X^T X)^{-1} does not exist: the second column is twice the first."""
    return np.array([[1.0, 2.0], [2.0, 4.0], [3.0, 6.0]])
