"""Laplace noise · 拉普拉斯噪声

To answer part a in sympy, define `nll` here.
若用 sympy 回答 a，请在这里定义 `nll`。
"""


# <!-- part: linear_regression/laplace_noise/code -->
def laplace_nll(X, y, w, b):
    """The negative log-likelihood, a number · 负对数似然，一个数"""
    raise NotImplementedError


def sgd_laplace(X, y, lr, num_epochs, batch_size, seed):
    """Weights (shape (d,)) and intercept found by your stochastic method · 用你的随机方法求得的权重与偏置"""
    raise NotImplementedError
