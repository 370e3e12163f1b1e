"""Reference expressions: the Poisson model of counts, with one rate for all or with a log-linear one.

The counts are y[1], ..., y[n]. X holds one sample a row, and sympy counts the entries of a matrix from 0.
"""

from sympy import IndexedBase, MatrixSymbol, Product, Sum, exp, factorial, log, symbols

n, d = symbols("n d", integer=True, positive=True)
i, j, k = symbols("i j k", integer=True)
lam = symbols("lambda", positive=True)
y = IndexedBase("y", integer=True, nonnegative=True)
X = MatrixSymbol("X", n, d)
w = MatrixSymbol("w", d, 1)

# part a: the probability of a count k, and its mean
mass = lam**k * exp(-lam) / factorial(k)
mean = lam

# part b: one rate for all
density = lam ** y[i] * exp(-lam) / factorial(y[i])
likelihood = Product(density, (i, 1, n))
nll = Sum(lam - y[i] * log(lam) + log(factorial(y[i])), (i, 1, n))
lambda_star = Sum(y[i], (i, 1, n)) / n

# part c: the logarithm of each rate is w^T x_i
eta = Sum(X[i - 1, j - 1] * w[j - 1, 0], (j, 1, d))
loss = Sum(exp(eta) - y[i] * eta, (i, 1, n))
