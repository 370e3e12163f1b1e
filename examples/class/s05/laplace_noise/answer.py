import numpy as np


# <!-- part: code -->
def laplace_nll(X, y, w, b):
    return np.sum(np.log(2) + np.abs(y - X @ w - b))


def sgd_laplace(X, y, lr, num_epochs, batch_size, seed):
    rng = np.random.default_rng(seed)
    n, d = X.shape
    w = np.zeros(d)
    b = 0.0
    t = 0
    for epoch in range(num_epochs):
        index = rng.permutation(n)
        for k in range(0, n, batch_size):
            part = index[k:k + batch_size]
            t += 1
            eta = lr / np.sqrt(t)
            s = np.sign(X[part] @ w + b - y[part])
            w = w + eta * X[part].T @ s / len(part)
            b = b + eta * np.mean(s)
    return w, b
