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
    """Some w (d,) and b that minimise :func:`absolute_loss`, as a linear program.

    Each residual is the difference of two parts that are not negative, and the sum of all parts is as small as can be:
    then one of the two is zero and the other is the absolute residual.
    """
    from scipy.optimize import linprog  # takes a while to load, and is needed only where a training loop is judged

    rows, columns = X.shape
    design = np.column_stack([X, np.ones(rows)])
    result = linprog(
        c=np.concatenate([np.zeros(columns + 1), np.ones(2 * rows)]),
        A_eq=np.hstack([design, np.eye(rows), -np.eye(rows)]),
        b_eq=y,
        bounds=[(None, None)] * (columns + 1) + [(0, None)] * (2 * rows),
        method="highs",
    )
    if not result.success:
        raise ArithmeticError(f"no least absolute deviations: {result.message}")
    return result.x[:columns], float(result.x[columns])


# ------------------------------------------------------------------ what students mistake it for, by the mistake's name


def missing_abs(X: Array, y: Array, w: Array, b: float) -> float:
    """Residuals with their signs."""
    return float(len(y) * np.log(2) + np.sum(y - X @ w - b))


def square_for_abs(X: Array, y: Array, w: Array, b: float) -> float:
    """Squared residuals."""
    return float(len(y) * np.log(2) + np.sum((y - X @ w - b) ** 2))


def normal_for_laplace(X: Array, y: Array, w: Array, b: float) -> float:
    """Under the standard normal density."""
    return float(len(y) / 2 * np.log(2 * np.pi) + np.sum((y - X @ w - b) ** 2) / 2)


def other_logarithm__base_10(X: Array, y: Array, w: Array, b: float) -> float:
    """A decimal logarithm of the 2."""
    return float(len(y) * np.log10(2) + absolute_loss(X, y, w, b))


def other_logarithm__base_2(X: Array, y: Array, w: Array, b: float) -> float:
    """A binary logarithm of the 2."""
    return float(len(y) + absolute_loss(X, y, w, b))


def missing_intercept(X: Array, y: Array, w: Array, b: float) -> float:
    """Without b."""
    return nll(X, y, w, 0 * b)


def missing_log(X: Array, y: Array, w: Array, b: float) -> float:
    """The likelihood itself."""
    return likelihood(X, y, w, b)


def mean_for_sum__of_errors(X: Array, y: Array, w: Array, b: float) -> float:
    """The mean of the absolute residuals beside a sum of constants."""
    return float(len(y) * np.log(2) + absolute_loss(X, y, w, b) / len(y))


def broadcasts(X: Array, y: Array, w: Array, b: float) -> float:
    """Every target with every prediction."""
    return float(len(y) * np.log(2) + np.sum(np.abs(y[:, None] - (X @ w)[None, :] - b)))
