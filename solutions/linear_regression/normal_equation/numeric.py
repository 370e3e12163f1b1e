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


# ------------------------------------------------------------------ what students mistake it for, by the mistake's name


def missing_factor__targets(X: Array, y: Array, w: Array) -> Array:
    """The 2 is lost in one of two terms."""
    return 2 * X.T @ X @ w - X.T @ y


def missing_factor__predictions(X: Array, y: Array, w: Array) -> Array:
    """The 2 is lost in the other of two terms."""
    return X.T @ X @ w - 2 * X.T @ y


def missing_term__targets(X: Array, y: Array, w: Array) -> Array:
    """The gradient of ||Xw||^2."""
    return 2 * X.T @ (X @ w) + 0 * (X.T @ y)


def missing_term__predictions(X: Array, y: Array, w: Array) -> Array:
    """The gradient of -2 y^T X w."""
    return -2 * X.T @ y + 0 * w


def missing_square(X: Array, y: Array, w: Array) -> Array:
    """A subgradient of the sum of absolute errors."""
    return X.T @ np.sign(X @ w - y)


def wrong_axis(X: Array, y: Array, w: Array) -> Array:
    """Summed over the features in place of the samples, (n,)."""
    return 2 * np.sum((X @ w - y)[:, None] * X, axis=1)


def missing_inner_derivative(X: Array, y: Array, w: Array) -> Array:
    """The derivative by the residuals, (n,), without that of the residuals by w."""
    return 2 * (X @ w - y)


def returns_the_loss(X: Array, y: Array, w: Array) -> float:
    """How large the loss is, in place of how it changes."""
    return objective(X, y, w)


def missing_inverse__gram(X: Array, y: Array) -> Array:
    """Multiplied by X^T X in place of its inverse."""
    return X.T @ X @ X.T @ y


def missing_inverse__none(X: Array, y: Array) -> Array:
    """The right-hand side of the normal equations."""
    return X.T @ y


def elementwise_inverse(X: Array, y: Array) -> Array:
    """One divided by each entry of X^T X."""
    return (1 / (X.T @ X)) @ X.T @ y


def one_column_at_a_time(X: Array, y: Array) -> Array:
    """Each weight as if its column were alone."""
    return X.T @ y / np.sum(X**2, axis=0)


def adds_intercept(X: Array, y: Array) -> Array:
    """The weights beside an intercept, which this model does not have."""
    return np.linalg.lstsq(X - X.mean(axis=0), y - y.mean(), rcond=None)[0]


def returns_predictions(X: Array, y: Array) -> Array:
    """What the weights predict, (n,), in place of the weights."""
    return X @ w_star(X, y)
