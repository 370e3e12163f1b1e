"""Reference expressions: least squares in matrix notation, its gradient and its solution.

X holds one sample a row, y the targets as a column, w the weights as a column; there is no intercept.
``objective`` is a 1-by-1 matrix, as matrix products are in sympy.
"""

from sympy import Inverse, MatrixSymbol, symbols

n, d = symbols("n d", integer=True, positive=True)
X = MatrixSymbol("X", n, d)
y = MatrixSymbol("y", n, 1)
w = MatrixSymbol("w", d, 1)

objective = (y - X * w).T * (y - X * w)
gradient = 2 * X.T * (X * w - y)
w_star = Inverse(X.T * X) * X.T * y  # where the columns of X are linearly independent
