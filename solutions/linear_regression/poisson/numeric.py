"""The Poisson model of counts: negative log-likelihoods, the best single rate, and the gradient of a log-linear one.

Shapes: ``y`` is (n,), ``X`` is (n, d), ``w`` is (d,); rates ``lam`` and their logarithms are (n,) or scalars.
"""

from __future__ import annotations

from math import lgamma

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]


def log_factorials(y: Array) -> float:
    """The sum of log y_i!, by the log of the gamma function: 171! is too large for a double."""
    return sum(lgamma(count + 1) for count in y)


def nll(y: Array, lam: Array | float) -> float:
    """Minus the log of the probability of independent counts y of rate lam."""
    return float(np.sum(lam - y * np.log(lam)) + log_factorials(y))


def lambda_star(y: Array) -> float:
    """The one rate that minimises :func:`nll`: the mean."""
    return float(np.mean(y))


def loss(X: Array, y: Array, w: Array) -> float:
    """:func:`nll` of the rates exp(X w), but for what does not depend on w."""
    eta = X @ w
    return float(np.sum(np.exp(eta) - y * eta))


def poisson_nll(y: Array, lam: Array) -> float:
    """What the exercise asks for: :func:`nll`."""
    return nll(y, lam)


def poisson_nll_log(y: Array, log_lam: Array) -> float:
    """The same from the logarithms of the rates."""
    return float(np.sum(np.exp(log_lam) - y * log_lam) + log_factorials(y))
