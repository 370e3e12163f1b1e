"""The logarithm of the target · 对目标取对数

To answer part b or c in sympy, define `w_log` or `log_nll` here.
若用 sympy 回答 b 或 c，请在这里定义 `w_log` 或 `log_nll`。
"""


# <!-- part: linear_regression/log_target/code -->
def log_loss(y, y_hat):
    """The sum of squared differences of logarithms, a number · 对数之差的平方和，一个数"""
    raise NotImplementedError


def fit_log(X, y):
    """The best weights for the predictions exp(x^T w), shape (d,) · 预测为 exp(x^T w) 时最优的权重，形状为 (d,)"""
    raise NotImplementedError
