"""Weighted least squares in numpy. Shapes: ``X`` is (n, d), ``y`` and ``c`` are (n,), ``w`` is (d,); ``c > 0``."""

import numpy as np


def objective(X, y, w, c):
    """The sum of the squared residuals, each times its sample's importance."""
    return float(np.sum(c * (y - X @ w) ** 2))


def w_star(X, y, c):
    """The minimiser of :func:`objective`, (d,): ordinary least squares after scaling each sample by the root of c."""
    root = np.sqrt(c)
    return np.linalg.lstsq(root[:, None] * X, root * y, rcond=None)[0]


def weighted_least_squares(X, y, c):
    """What the exercise asks for: :func:`w_star`."""
    return w_star(X, y, c)
