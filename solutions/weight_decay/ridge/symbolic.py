"""Reference expressions: least squares with a penalty on the weights, and the two forms of its solution.

X holds one sample a row, y the targets as a column, w the weights as a column; lam is the penalty's factor.
"""

from sympy import Identity, Inverse, MatrixSymbol, symbols

n, d = symbols("n d", integer=True, positive=True)
lam = symbols("lambda", positive=True)
X = MatrixSymbol("X", n, d)
y = MatrixSymbol("y", n, 1)
w = MatrixSymbol("w", d, 1)

objective = (y - X * w).T * (y - X * w) + lam * w.T * w
system = X.T * X + lam * Identity(d)
w_star = Inverse(system) * X.T * y
w_dual = X.T * Inverse(X * X.T + lam * Identity(n)) * y
