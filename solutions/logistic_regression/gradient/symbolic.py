"""Reference expressions: the sigmoid, its derivative, the loss of logistic regression, its gradient and Hessian.

X holds one sample a row, y the labels 0 and 1 as a column, w the weights. The sample index i runs from 1 to n, while
sympy counts the entries of a matrix from 0; in ``probability`` it is free.
"""

from sympy import DiagMatrix, Lambda, MatrixSymbol, Sum, exp, log, symbols

n, d = symbols("n d", integer=True, positive=True)
i, j = symbols("i j", integer=True)
z = symbols("z", real=True)
X = MatrixSymbol("X", n, d)
y = MatrixSymbol("y", n, 1)
w = MatrixSymbol("w", d, 1)

sigmoid = 1 / (1 + exp(-z))
slope = exp(-z) / (1 + exp(-z)) ** 2

margin = Sum(X[i - 1, j - 1] * w[j - 1, 0], (j, 1, d))
probability = 1 / (1 + exp(-margin))
objective = Sum(log(1 + exp(margin)) - y[i - 1, 0] * margin, (i, 1, n))
gradient = X.T * ((X * w).applyfunc(Lambda(z, sigmoid)) - y)
hessian = X.T * DiagMatrix((X * w).applyfunc(Lambda(z, slope))) * X
