"""Reference expressions: the Gram matrix of features with independent noise of variance sigma^2, in expectation."""

from sympy import Identity, MatrixSymbol, symbols

n, d = symbols("n d", integer=True, positive=True)
sigma = symbols("sigma", positive=True)
X = MatrixSymbol("X", n, d)
v = MatrixSymbol("v", d, 1)

expected_gram = X.T * X + n * sigma**2 * Identity(d)
quadratic_form = v.T * expected_gram * v
