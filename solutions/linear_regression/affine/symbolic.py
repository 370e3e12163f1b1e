"""Reference expressions: an affine function of the features, and its best intercept.

X holds one sample a row; the sample index i runs from 1 to n as in the text, while sympy counts the entries of a matrix
from 0. In ``prediction`` the index i is free: it is for one sample.
"""

from sympy import MatrixSymbol, OneMatrix, Sum, symbols

n, d = symbols("n d", integer=True, positive=True)
i, j = symbols("i j", integer=True)
b = symbols("b", real=True)
X = MatrixSymbol("X", n, d)
y = MatrixSymbol("y", n, 1)
w = MatrixSymbol("w", d, 1)

predictions = X * w + b * OneMatrix(n, 1)
prediction = Sum(X[i - 1, j - 1] * w[j - 1, 0], (j, 1, d)) + b

objective = Sum((y[i - 1, 0] - prediction) ** 2, (i, 1, n))
best_intercept = Sum(y[i - 1, 0] - Sum(X[i - 1, j - 1] * w[j - 1, 0], (j, 1, d)), (i, 1, n)) / n
