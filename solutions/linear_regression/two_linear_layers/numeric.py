"""Two linear layers without an activation between them, as one.

Shapes: ``W_1`` is (h, d), ``b_1`` is (h,), ``W_2`` is (q, h), ``b_2`` is (q,), ``x`` is (d,).
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]


def weights(W_1: Array, W_2: Array) -> Array:
    """The weights of the single layer, (q, d)."""
    return W_2 @ W_1


def offset(b_1: Array, W_2: Array, b_2: Array) -> Array:
    """The offset of the single layer, (q,)."""
    return W_2 @ b_1 + b_2


def compose(W1: Array, b1: Array, W2: Array, b2: Array) -> tuple[Array, Array]:
    """What the exercise asks for: :func:`weights` and :func:`offset`."""
    return weights(W1, W2), offset(b1, W2, b2)


def composed_weights(W1: Array, b1: Array, W2: Array, b2: Array) -> Array:
    """The first of the two."""
    return compose(W1, b1, W2, b2)[0]


def composed_offset(W1: Array, b1: Array, W2: Array, b2: Array) -> Array:
    """The second."""
    return compose(W1, b1, W2, b2)[1]
