"""Reference expressions: cross-entropy of a softmax as a function of the logits, differentiated twice.

The logits are o[1], ..., o[q] and the labels y[1], ..., y[q], which sum to one. In ``probability``,
``first_derivative`` and ``curvature`` (the second derivative) the index j is free: they are of that logit.
"""

from sympy import IndexedBase, MatrixSymbol, OneMatrix, Sum, exp, log, symbols

q = symbols("q", integer=True, positive=True)
j, k = symbols("j k", integer=True)
o = IndexedBase("o", real=True)
y = IndexedBase("y", real=True)

objective = log(Sum(exp(o[k]), (k, 1, q))) - Sum(y[k] * o[k], (k, 1, q))
probability = exp(o[j]) / Sum(exp(o[k]), (k, 1, q))
first_derivative = probability - y[j]
curvature = probability * (1 - probability)

column = MatrixSymbol("o", q, 1)
probabilities = column.applyfunc(exp) / (OneMatrix(1, q) * column.applyfunc(exp))[0, 0]
