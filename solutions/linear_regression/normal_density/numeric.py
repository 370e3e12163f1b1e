"""The density of the normal distribution, in numpy.

Shapes: ``x`` is () or (n,), ``mu`` and ``sigma > 0`` are scalars.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]


def normal(x: Array, mu: float, sigma: float) -> Array:
    """The density at x of the normal distribution with mean mu and standard deviation sigma."""
    return np.exp(-(((x - mu) / sigma) ** 2) / 2) / (np.sqrt(2 * np.pi) * sigma)


# ------------------------------------------------------------------ what students mistake it for, by the mistake's name


def variance_for_deviation(x: Array, mu: float, sigma: float) -> Array:
    """sigma where its square belongs, in both places: that of a distribution whose variance is sigma."""
    return np.exp(-((x - mu) ** 2) / (2 * sigma)) / np.sqrt(2 * np.pi * sigma)


def variance_for_deviation__in_the_exponent(x: Array, mu: float, sigma: float) -> Array:
    """sigma where its square belongs, in the exponent."""
    return np.exp(-((x - mu) ** 2) / (2 * sigma)) / (np.sqrt(2 * np.pi) * sigma)


def variance_for_deviation__in_front(x: Array, mu: float, sigma: float) -> Array:
    """sigma where its square belongs, under the root."""
    return np.exp(-(((x - mu) / sigma) ** 2) / 2) / np.sqrt(2 * np.pi * sigma)


def deviation_for_variance(x: Array, mu: float, sigma: float) -> Array:
    """Divided by the variance in front."""
    return np.exp(-(((x - mu) / sigma) ** 2) / 2) / (np.sqrt(2 * np.pi) * sigma**2)


def sign_of_exponent(x: Array, mu: float, sigma: float) -> Array:
    """Without the minus."""
    return np.exp(((x - mu) / sigma) ** 2 / 2) / (np.sqrt(2 * np.pi) * sigma)


def missing_half(x: Array, mu: float, sigma: float) -> Array:
    """Without the one half in the exponent."""
    return np.exp(-(((x - mu) / sigma) ** 2)) / (np.sqrt(2 * np.pi) * sigma)


def missing_square(x: Array, mu: float, sigma: float) -> Array:
    """The distance from mu is not squared."""
    return np.exp(-np.abs(x - mu) / (2 * sigma**2)) / (np.sqrt(2 * np.pi) * sigma)


def missing_square__signed(x: Array, mu: float, sigma: float) -> Array:
    """The difference from mu is not squared."""
    return np.exp(-(x - mu) / (2 * sigma**2)) / (np.sqrt(2 * np.pi) * sigma)


def missing_2pi(x: Array, mu: float, sigma: float) -> Array:
    """Without 2 pi in front."""
    return np.exp(-(((x - mu) / sigma) ** 2) / 2) / sigma


def missing_2pi__of_the_two(x: Array, mu: float, sigma: float) -> Array:
    """pi in place of 2 pi."""
    return np.exp(-(((x - mu) / sigma) ** 2) / 2) / (np.sqrt(np.pi) * sigma)


def missing_root(x: Array, mu: float, sigma: float) -> Array:
    """2 pi in place of its root."""
    return np.exp(-(((x - mu) / sigma) ** 2) / 2) / (2 * np.pi * sigma)


def missing_root__of_all(x: Array, mu: float, sigma: float) -> Array:
    """2 pi sigma^2 in place of its root."""
    return np.exp(-(((x - mu) / sigma) ** 2) / 2) / (2 * np.pi * sigma**2)


def inverted_factor(x: Array, mu: float, sigma: float) -> Array:
    """Multiplied by the root in place of divided."""
    return np.exp(-(((x - mu) / sigma) ** 2) / 2) * np.sqrt(2 * np.pi) * sigma


def missing_normalisation(x: Array, mu: float, sigma: float) -> Array:
    """exp alone."""
    return np.exp(-(((x - mu) / sigma) ** 2) / 2)


def missing_normalisation__by_sigma(x: Array, mu: float, sigma: float) -> Array:
    """Without sigma in front."""
    return np.exp(-(((x - mu) / sigma) ** 2) / 2) / np.sqrt(2 * np.pi)


def missing_mean(x: Array, mu: float, sigma: float) -> Array:
    """As if mu were 0."""
    return np.exp(-((x / sigma) ** 2) / 2) / (np.sqrt(2 * np.pi) * sigma) + 0 * mu


def missing_deviation(x: Array, mu: float, sigma: float) -> Array:
    """As if sigma were 1."""
    return np.exp(-((x - mu) ** 2) / 2) / np.sqrt(2 * np.pi) + 0 * sigma


def logarithm_of_density(x: Array, mu: float, sigma: float) -> Array:
    """The log-density."""
    return -(((x - mu) / sigma) ** 2) / 2 - np.log(np.sqrt(2 * np.pi) * sigma)


def arguments_swapped(x: Array, mu: float, sigma: float) -> Array:
    """mu and sigma the other way round."""
    return np.exp(-(((x - sigma) / mu) ** 2) / 2) / (np.sqrt(2 * np.pi) * np.abs(mu))
