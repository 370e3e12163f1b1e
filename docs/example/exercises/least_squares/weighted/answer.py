"""Weighted least squares · 加权最小二乘

To answer part a in sympy, define `w_star` here.
若用 sympy 回答 a，请在这里定义 `w_star`。
"""


# <!-- part: least_squares/weighted/code -->
def weighted_least_squares(X, y, c):
    """The w of part a, shape (d,) · a 中的 w，形状为 (d,)"""
    raise NotImplementedError
