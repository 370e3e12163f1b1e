"""Ridge regression · 岭回归

To answer part a or c in sympy, define `w_ridge` or `w_dual` here.
若用 sympy 回答 a 或 c，请在这里定义 `w_ridge` 或 `w_dual`。
"""


# <!-- part: weight_decay/ridge/code -->
def ridge(X, y, lam):
    """The weights of ridge regression, shape (d,) · 岭回归的权重，形状为 (d,)"""
    raise NotImplementedError


def ridge_dual(X, y, lam):
    """The same weights by the dual form, shape (d,) · 用对偶形式求同样的权重，形状为 (d,)"""
    raise NotImplementedError
