"""The second derivative of cross-entropy · 交叉熵的二阶导数

To answer part a, b or c in sympy, define `logit_slope`, `logit_curvature` or `logit_hessian` here.
若用 sympy 回答 a、b 或 c，请在这里定义 `logit_slope`、`logit_curvature` 或 `logit_hessian`。
"""


# <!-- part: softmax_regression/second_derivative/code -->
def softmax(o):
    """The probabilities of the classes, shape (q,) · 各类别的概率，形状为 (q,)"""
    raise NotImplementedError


def second_derivative(o):
    """The second derivative of the loss in each logit, shape (q,) · 损失对每个对数几率的二阶导数，形状为 (q,)"""
    raise NotImplementedError
