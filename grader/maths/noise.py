"""Laws of white noise on finitely many values, by exact rationals: entries of mean 0 and variance 1, uncorrelated.

The law of a number chooses a reflection and how far its values lie from 0. Moments of a higher order differ from law to
law, those of the second order do not.
"""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache


@lru_cache(maxsize=512)
def atom(k: int, count: int, law: int) -> tuple[Fraction, tuple[Fraction, ...]]:
    """The k-th pair of values, v and -v, of ``count`` entries, and the probability of each of the two.

    Over all k the sum of 2 · probability · v vᵀ is the identity, and the probabilities add up to less than 1.
    """
    distance = count + k + 1 + law * (k % 3 + 1)
    normal = [Fraction((3 + 2 * law) ** (i % 3) + i + law) for i in range(count)]
    length = sum(entry * entry for entry in normal)
    axis = [Fraction(i == k) - 2 * normal[i] * normal[k] / length for i in range(count)]
    return Fraction(1, 2 * distance * distance), tuple(distance * entry for entry in axis)
