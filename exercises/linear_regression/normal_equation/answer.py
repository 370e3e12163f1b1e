"""The normal equation · 正规方程

To answer part a, b or c in sympy, define `objective`, `gradient` or `w_star` here.
若用 sympy 回答 a、b 或 c，请在这里定义 `objective`、`gradient` 或 `w_star`。
"""


# <!-- part: linear_regression/normal_equation/code -->
def squared_loss_gradient(X, y, w):
    """The gradient of ||y - Xw||^2 with respect to w, shape (d,) · 对 w 的梯度，形状为 (d,)"""
    raise NotImplementedError


def normal_equation(X, y):
    """The weights of least squares, shape (d,) · 最小二乘的权重，形状为 (d,)"""
    raise NotImplementedError


def singular_design():
    """A matrix X for which the formula of part c is not defined · 使 c 的公式没有定义的矩阵 X"""
    raise NotImplementedError
