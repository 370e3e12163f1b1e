"""Reference expressions: a linear model with noise of density exp(-|epsilon|)/2.

X holds one sample a row, y the targets as a column, w the weights, b the intercept. The sample index i runs from
1 to n as in the text, while sympy counts the entries of a matrix from 0: row i of X is ``X[i - 1, :]``.
In ``density`` and ``sample_loss`` the index i is free: they are of one target given its features.
"""

from sympy import Abs, MatrixSymbol, Product, Sum, exp, log, symbols

n, d = symbols("n d", integer=True, positive=True)
i, j = symbols("i j", integer=True)
b, epsilon = symbols("b epsilon", real=True)
X = MatrixSymbol("X", n, d)
y = MatrixSymbol("y", n, 1)
w = MatrixSymbol("w", d, 1)

residual = y[i - 1, 0] - Sum(X[i - 1, j - 1] * w[j - 1, 0], (j, 1, d)) - b

noise = exp(-Abs(epsilon)) / 2
sample_loss = Abs(residual)
density = noise.subs(epsilon, residual)
likelihood = Product(density, (i, 1, n))
nll = Sum(Abs(residual), (i, 1, n)) + n * log(2)
