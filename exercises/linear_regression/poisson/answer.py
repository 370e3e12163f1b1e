"""Counts · 计数

To answer part b in sympy, define `poisson_objective` and `lambda_star` here,
for part c `poisson_loss` and `poisson_gradient`.
若用 sympy 回答 b 或 c，请在这里定义 `poisson_objective` 和 `lambda_star`，或 `poisson_loss` 和 `poisson_gradient`。
"""


# <!-- part: linear_regression/poisson/code -->
def poisson_nll(y, lam):
    """-log P(y | lambda) in full, with log y_i!: a number · 完整的 -log P(y | lambda)，包括 log y_i!：一个数"""
    raise NotImplementedError


def poisson_nll_log(y, log_lam):
    """The same from the logarithms of the rates · 同上，但给出的是速率的对数"""
    raise NotImplementedError
