"""Softmax and the cross-entropy of its probabilities in numpy, for logits of any size.

Shapes: the logits ``o`` and the labels ``y``, which sum to one, are (q,).
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]


def objective(o: Array, y: Array) -> float:
    """The cross-entropy as a function of the logits: log of the sum of their exponentials, minus y^T o."""
    return float(np.logaddexp.reduce(o) - y @ o)


def softmax(o: Array) -> Array:
    """The probabilities, (q,): only differences of logits matter, so the largest is taken off before exp."""
    powers = np.exp(o - np.max(o))
    return powers / powers.sum()


def second_derivative(o: Array) -> Array:
    """The second derivative of :func:`objective` in each logit, (q,): p(1 - p), with 1 - p as the sum of the others.

    Where p is close to 1, the difference 1 - p would lose all digits.
    """
    powers = np.exp(o - np.max(o))
    others = np.array([np.delete(powers, j).sum() for j in range(len(powers))])
    return powers * others / powers.sum() ** 2
