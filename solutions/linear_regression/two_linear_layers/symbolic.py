"""Reference expressions: two linear layers without an activation between them are one."""

from sympy import MatrixSymbol, symbols

d, h, q = symbols("d h q", integer=True, positive=True)
x = MatrixSymbol("x", d, 1)
W_1 = MatrixSymbol("W_1", h, d)
b_1 = MatrixSymbol("b_1", h, 1)
W_2 = MatrixSymbol("W_2", q, h)
b_2 = MatrixSymbol("b_2", q, 1)

output = W_2 * (W_1 * x + b_1) + b_2
weights = W_2 * W_1
offset = W_2 * b_1 + b_2
