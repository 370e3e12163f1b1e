"""A stopwatch, and the sum of two arrays in both ways: one pair of numbers at a time, and as a whole.

Shapes: ``a`` and ``b`` are (n,).
"""

from __future__ import annotations

import time

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]


class Timer:
    """Measures durations, in seconds, and keeps all of them."""

    def __init__(self) -> None:
        self.times: list[float] = []
        self.start()

    def start(self) -> None:
        """Begin a measurement."""
        self._began = time.perf_counter()

    def stop(self) -> float:
        """End it; returns its duration."""
        self.times.append(time.perf_counter() - self._began)
        return self.times[-1]

    def avg(self) -> float:
        """The mean of all durations; raises ZeroDivisionError before the first."""
        return sum(self.times) / len(self.times)

    def sum(self) -> float:
        """The sum of all durations."""
        return sum(self.times)

    def cumsum(self) -> list[float]:
        """The running sums: as many as there are durations."""
        return [float(total) for total in np.cumsum(self.times)]


def add_loop(a: Array, b: Array) -> Array:
    """a + b, (n,), by a loop over the numbers."""
    total = np.zeros(len(a))
    for i in range(len(a)):
        total[i] = a[i] + b[i]
    return total


def add_vectorized(a: Array, b: Array) -> Array:
    """a + b, (n,), by one operation on the arrays."""
    return a + b
