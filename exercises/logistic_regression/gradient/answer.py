"""The gradient of logistic regression · 逻辑回归的梯度

To answer part a, b or c in sympy, define `sigmoid_slope`, `nll_gradient` or `nll_hessian` here.
若用 sympy 回答 a、b 或 c，请在这里定义 `sigmoid_slope`、`nll_gradient` 或 `nll_hessian`。
"""


# <!-- part: logistic_regression/gradient/code -->
def logistic_nll(X, y, w):
    """Minus the logarithm of the probability of the labels, a number · 标签概率的负对数，一个数"""
    raise NotImplementedError


def logistic_gradient(X, y, w):
    """The gradient of that loss with respect to w, shape (d,) · 该损失对 w 的梯度，形状为 (d,)"""
    raise NotImplementedError
