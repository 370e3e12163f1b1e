"""Reference expressions: squared error on logarithms, its minimiser over linear models, and the likelihood behind it.

The targets y[1], ..., y[n] and the predictions y_hat[1], ..., y_hat[n] are positive, c is a positive factor. X holds
one sample a row, w the weights; the sample index i runs from 1 to n, while sympy counts the entries of a matrix from 0.
In ``error``, ``scaled_error``, ``prediction`` and ``density`` the index i is free.
"""

from sympy import IndexedBase, Inverse, MatrixSymbol, Product, Sum, exp, log, pi, sqrt, symbols

n, d = symbols("n d", integer=True, positive=True)
i, j = symbols("i j", integer=True)
c, sigma = symbols("c sigma", positive=True)
y = IndexedBase("y", positive=True)
y_hat = IndexedBase("y_hat", positive=True)
X = MatrixSymbol("X", n, d)
w = MatrixSymbol("w", d, 1)

# part a
error = log(y[i]) - log(y_hat[i])
scaled_error = log(c * y[i], evaluate=False) - log(c * y_hat[i], evaluate=False)
loss = Sum(error**2, (i, 1, n))
scaled = Sum(scaled_error**2, (i, 1, n))

# part b
linear = Sum(X[i - 1, j - 1] * w[j - 1, 0], (j, 1, d))
prediction = exp(linear)
objective = Sum((log(y[i]) - linear) ** 2, (i, 1, n))
targets = MatrixSymbol("y", n, 1)
w_star = Inverse(X.T * X) * X.T * targets.applyfunc(log)  # where the columns of X are linearly independent

# part c
density = exp(-((log(y[i]) - linear) ** 2) / (2 * sigma**2)) / (y[i] * sqrt(2 * pi * sigma**2))
likelihood = Product(density, (i, 1, n))
nll = Sum(log(y[i]), (i, 1, n)) + n * log(2 * pi * sigma**2) / 2 + objective / (2 * sigma**2)
