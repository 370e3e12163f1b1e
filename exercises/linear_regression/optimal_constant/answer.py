"""The best constant · 最佳常数

To answer part a or b in sympy, define `b_star` or `normal_nll` here.
若用 sympy 回答 a 或 b，请在这里定义 `b_star` 或 `normal_nll`。
"""


# <!-- part: linear_regression/optimal_constant/code -->
def optimal_constant(x):
    """The number b with the smallest sum of (x_i - b)^2 · 使平方误差之和最小的数"""
    raise NotImplementedError


def optimal_constant_l1(x):
    """A number b with the smallest sum of |x_i - b| · 使绝对误差之和最小的数"""
    raise NotImplementedError
