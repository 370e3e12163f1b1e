"""The constant that lies closest to n numbers, in numpy: by squares it is the mean, by absolute values a median.

Shapes: ``x`` is (n,), ``b`` and ``sigma`` are scalars, ``sigma > 0``.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]


def objective(x: Array, b: float) -> float:
    """The sum of squared distances of the data from b."""
    return float(np.sum((x - b) ** 2))


def b_star(x: Array) -> float:
    """The b that minimises :func:`objective`: the mean."""
    return float(np.mean(x))


def absolute_objective(x: Array, b: float) -> float:
    """The sum of absolute distances of the data from b."""
    return float(np.sum(np.abs(x - b)))


def normal_likelihood(x: Array, b: float, sigma: float) -> float:
    """The density of independent data x under a normal distribution with mean b and standard deviation sigma."""
    return float(np.prod(np.exp(-((x - b) ** 2) / (2 * sigma**2)) / np.sqrt(2 * np.pi * sigma**2)))


def normal_nll(x: Array, b: float, sigma: float) -> float:
    """Minus the logarithm of :func:`normal_likelihood`."""
    return float(len(x) / 2 * np.log(2 * np.pi * sigma**2) + objective(x, b) / (2 * sigma**2))


def optimal_constant(x: Array) -> float:
    """What the exercise asks for under squares: the mean."""
    return b_star(x)


def optimal_constant_l1(x: Array) -> float:
    """What the exercise asks for under absolute values: a median (with n even, the middle of all medians)."""
    return float(np.median(x))
