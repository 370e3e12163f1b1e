"""Linear regression with noise of density exp(-|e|)/2: the likelihood, the optimum, and stochastic descent to it.

Shapes: ``X`` is (n, d), ``y`` is (n,), ``w`` is (d,), ``b`` is a scalar.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    import torch

Array = npt.NDArray[np.float64]


def absolute_loss(X: Array, y: Array, w: Array, b: float) -> float:
    """The sum of the absolute residuals |y_i - x_i^T w - b|."""
    return float(np.sum(np.abs(y - X @ w - b)))


def likelihood(X: Array, y: Array, w: Array, b: float) -> float:
    """The density of independent targets y, given X."""
    return float(np.prod(np.exp(-np.abs(y - X @ w - b)) / 2))


def nll(X: Array, y: Array, w: Array, b: float) -> float:
    """Minus the logarithm of :func:`likelihood`."""
    return float(len(y) * np.log(2) + absolute_loss(X, y, w, b))


def laplace_nll(X: Array, y: Array, w: Array, b: float) -> float:
    """What the exercise asks for: :func:`nll`."""
    return nll(X, y, w, b)


def sgd_laplace(
    X: torch.Tensor, y: torch.Tensor, lr: float, num_epochs: int, batch_size: int, seed: int
) -> tuple[torch.Tensor, torch.Tensor]:
    """Weights (d,) and bias () after subgradient descent on the mean absolute residual of minibatches.

    The subgradient of |r| keeps its size however small r is, so a fixed step jumps around the optimum for ever:
    the t-th step is lr / sqrt(t), which goes to zero and still adds up to any distance.
    """
    import torch

    shuffle = torch.Generator().manual_seed(seed)
    w = torch.zeros(X.shape[1], dtype=X.dtype)
    b = torch.zeros((), dtype=X.dtype)
    step = 0
    for _ in range(num_epochs):
        for rows in torch.randperm(len(y), generator=shuffle).split(batch_size):
            step += 1
            rate = lr / step**0.5
            sign = torch.sign(X[rows] @ w + b - y[rows])
            w = w - rate * (X[rows].T @ sign) / len(rows)
            b = b - rate * sign.mean()
    return w, b


# ------------------------------------------------------------------------------------- the exact optimum


def least_absolute_deviations(X: Array, y: Array) -> tuple[Array, float]:
    """The w (d,) and b that minimise :func:`absolute_loss`, by descent from vertex to vertex (simplex).

    Some optimum passes through as many points as there are parameters. From such a vertex, an edge lets go of one
    point and keeps the others; where no edge leads down the vertex is optimal, since the loss is convex. On an edge
    the loss is a weighted sum of |r_i - t q_i|, so that a weighted median of r_i / q_i is the best place on it.
    Raises ValueError where the columns of (X, 1) are dependent.
    """
    A = np.column_stack([X, np.ones(len(y))]).astype(float)
    if np.linalg.matrix_rank(A) < A.shape[1]:
        raise ValueError("the columns of X and the constant are linearly dependent")
    # A vertex with a residual of zero besides its own points can make the descent go in circles: move y a little.
    scale = 1e-11 * (1 + np.max(np.abs(y)))
    target = y + scale * np.random.default_rng(0).uniform(-1, 1, len(y))
    start = np.linalg.lstsq(A, target, rcond=None)[0]
    through = _independent_rows(A, np.argsort(np.abs(target - A @ start)))
    while True:
        inverse = np.linalg.inv(A[through])
        residual = target - A @ (inverse @ target[through])
        residual[through] = 0.0
        pull = -inverse.T @ (A.T @ np.sign(residual))
        leaving = int(np.argmax(np.abs(pull)))
        slope = 1.0 - abs(pull[leaving])
        if slope >= -1e-9:
            theta = np.linalg.solve(A[through], y[through])
            return theta[:-1], float(theta[-1])
        through[leaving] = _lowest(residual, A @ (-np.sign(pull[leaving]) * inverse[:, leaving]), slope)


def _independent_rows(A: Array, order: npt.NDArray[np.intp]) -> list[int]:
    """The first rows in that order that are linearly independent, as many as A has columns."""
    rows: list[int] = []
    for row in order:
        if np.linalg.matrix_rank(A[[*rows, row]]) == len(rows) + 1:
            rows.append(int(row))
        if len(rows) == A.shape[1]:
            break
    return rows


def _lowest(residual: Array, speed: Array, slope: float) -> int:
    """The row at whose zero the loss stops to fall along an edge, where residuals change by -speed."""
    ahead = np.flatnonzero((residual * speed > 0) & (np.abs(speed) > 1e-12))
    for row in ahead[np.argsort(residual[ahead] / speed[ahead])]:
        slope += 2 * abs(speed[row])
        if slope >= 0:
            return int(row)
    raise ArithmeticError("the loss falls without end along an edge")  # impossible: it is bounded below
