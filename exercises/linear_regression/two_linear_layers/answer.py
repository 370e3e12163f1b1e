"""Two linear layers · 两个线性层

To answer part a in sympy, define `composed_W` and `composed_b` here.
若用 sympy 回答 a，请在这里定义 `composed_W` 和 `composed_b`。
"""


# <!-- part: linear_regression/two_linear_layers/code -->
def compose(W1, b1, W2, b2):
    """The pair (W, b) of the single layer, shapes (q, d) and (q,) · 合成的那一层的 (W, b)，形状为 (q, d) 和 (q,)"""
    raise NotImplementedError
