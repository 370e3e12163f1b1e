"""Noisy features · 带噪声的特征

To answer part a or b in sympy, define `expected_gram` or `quadratic_form` here.
若用 sympy 回答 a 或 b，请在这里定义 `expected_gram` 或 `quadratic_form`。
"""


# <!-- part: linear_regression/noisy_features/code -->
def noisy_gram(X, sigma):
    """The expectation of part a, shape (d, d) · a 中的期望，形状为 (d, d)"""
    raise NotImplementedError
