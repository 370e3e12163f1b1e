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


# ------------------------------------------------------------------ what students mistake it for, by the mistake's name


def median_for_mean(x: Array) -> float:
    """The other question's answer."""
    return float(np.median(x))


def mean_for_median(x: Array) -> float:
    """The other question's answer."""
    return float(np.mean(x))


def midrange(x: Array) -> float:
    """Halfway between the smallest and the largest number."""
    return float((np.min(x) + np.max(x)) / 2)


def not_sorted(x: Array) -> float:
    """The middle of the list, which is the median only of a list in order."""
    return float(x[len(x) // 2])


def off_by_one__before(x: Array) -> float:
    """The number before the middle of those in order."""
    return float(np.sort(x)[len(x) // 2 - 1])


def off_by_one__after(x: Array) -> float:
    """The number after the middle of those in order."""
    return float(np.sort(x)[min(len(x) // 2 + 1, len(x) - 1)])


def returns_the_loss__squared(x: Array) -> float:
    """How low the objective gets, in place of where."""
    return objective(x, b_star(x))


def returns_the_loss__variance(x: Array) -> float:
    """The mean squared distance from the mean, in place of the mean."""
    return float(np.var(x))


def returns_the_loss__absolute(x: Array) -> float:
    """How low the objective gets, in place of where."""
    return absolute_objective(x, optimal_constant_l1(x))


def added_abs__mean(x: Array) -> float:
    """The mean of the sizes: the absolute value is that of the errors, not of the data."""
    return float(np.mean(np.abs(x)))


def added_abs__median(x: Array) -> float:
    """The median of the sizes: the absolute value is that of the errors, not of the data."""
    return float(np.median(np.abs(x)))


def root_mean_square(x: Array) -> float:
    """The root of the mean of the squares."""
    return float(np.sqrt(np.mean(x**2)))
