"""Reference expressions: least squares in which sample i counts c_i times."""

from sympy import DiagMatrix, Inverse, MatrixSymbol, symbols

n, d = symbols("n d", integer=True, positive=True)
X = MatrixSymbol("X", n, d)
y = MatrixSymbol("y", n, 1)
w = MatrixSymbol("w", d, 1)
c = MatrixSymbol("c", n, 1)

importance = DiagMatrix(c)
objective = (y - X * w).T * importance * (y - X * w)
w_star = Inverse(X.T * importance * X) * X.T * importance * y
