"""Reference expressions: the best constant under squared and under absolute error, and the normal model behind it.

The data are x[1], ..., x[n]; b is the constant. In ``density`` the index i is free: it is the density of one sample.
"""

from sympy import Abs, IndexedBase, Product, Sum, exp, log, pi, sqrt, symbols

n = symbols("n", integer=True, positive=True)
i = symbols("i", integer=True)
b = symbols("b", real=True)
sigma = symbols("sigma", positive=True)
x = IndexedBase("x", real=True)

# parts a and c: what is to be minimised, and where the first has its minimum (every median minimises the second)
objective = Sum((x[i] - b) ** 2, (i, 1, n))
b_star = Sum(x[i], (i, 1, n)) / n
absolute_objective = Sum(Abs(x[i] - b), (i, 1, n))

# part b: each x[i] is b plus normal noise of standard deviation sigma, independently
density = exp(-((x[i] - b) ** 2) / (2 * sigma**2)) / sqrt(2 * pi * sigma**2)
likelihood = Product(density, (i, 1, n))
normal_nll = objective / (2 * sigma**2) + n * log(2 * pi * sigma**2) / 2
