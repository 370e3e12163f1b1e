import torch


# <!-- part: code -->
def squared_loss_gradient(X, y, w):
    X, y = X.to(w.dtype), y.to(w.dtype)
    residual = X @ w - y
    return 2 * torch.einsum("ij,i->j", X, residual)


def normal_equation(X, y):
    Q, R = torch.linalg.qr(X.double())
    w = torch.linalg.solve_triangular(R, (Q.T @ y.double()).unsqueeze(1), upper=True).squeeze(1)
    return w.to(X.dtype) if X.is_floating_point() else w


def singular_design():
    return torch.ones(4, 2)
