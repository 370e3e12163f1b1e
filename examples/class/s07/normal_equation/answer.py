import numpy as np


# <!-- part: code -->
def squared_loss_gradient(X, y, w):
    return -2 * (y - X @ w) @ X


def normal_equation(X, y):
    return np.linalg.solve(X.T @ X, X.T @ y)


def singular_design():
    return [[1, 1, 0], [0, 0, 1]]
