"""Logistic regression: the derivative of the sigmoid, the gradient of the loss, and its Hessian."""

from grader.checks import Task, computes, derived, follows, gradient, inputs, states
from grader.core import Claim, Exercise, Part, Text

DECLARE = "X: n*d rows x, y: n, w: d"
SAME = {"theta": "w", "beta": "w", "N": "n", "m": "n", "sigma": "sigmoid"}

SIGMOID = Task(
    declare="z",
    unknown="z",
    objective="sigmoid",
    same={"x": "z", "t": "z", "sigma": "sigmoid"},
    given=True,
    solved=False,
)
LOSS = Task(
    declare=DECLARE,
    unknown="w",
    objective="objective",
    same=SAME,
    meanings={"y_hat_i": "probability"},
    given=True,
    solved=False,
)

LABELS = inputs("X: n*d, y: n label, w: d", large="w")

EXERCISE = Exercise(
    address="logistic_regression/gradient",
    title=Text("The gradient of logistic regression", "逻辑回归的梯度"),
    parts=(
        Part(
            "a",
            Text("The derivative of the sigmoid", "S 型函数的导数"),
            names=("sigmoid_slope",),
            claims=(
                Claim(
                    Text("The derivative is right", "导数正确"),
                    states(SIGMOID, "slope", name="sigmoid_slope"),
                    points=2,
                ),
                Claim(Text("Every step follows", "每一步都成立"), follows(SIGMOID, name="sigmoid_slope"), points=1),
                Claim(Text("It is derived", "有推导过程"), derived(SIGMOID, "slope"), points=1),
            ),
        ),
        Part(
            "b",
            Text("The gradient of the loss", "损失的梯度"),
            names=("nll_gradient",),
            claims=(
                Claim(
                    Text("It is the gradient of your loss", "它是你的损失的梯度"),
                    gradient(LOSS, name="nll_gradient"),
                    points=2,
                ),
                Claim(Text("Every step follows", "每一步都成立"), follows(LOSS, name="nll_gradient"), points=1),
                Claim(Text("It is derived", "有推导过程"), derived(LOSS, "gradient"), points=1),
            ),
        ),
        Part(
            "c",
            Text("The Hessian of the loss", "损失的 Hessian 矩阵"),
            names=("nll_hessian",),
            claims=(
                Claim(
                    Text("It is the Hessian of your loss", "它是你的损失的 Hessian 矩阵"),
                    gradient(LOSS, name="nll_hessian", order=2),
                    points=2,
                ),
                Claim(
                    Text("Every step follows", "每一步都成立"),
                    follows(LOSS, name="nll_hessian", needed=False),
                    points=1,
                ),
            ),
        ),
        Part(
            "code",
            Text("Loss and gradient in code", "用代码求损失与梯度"),
            names=("logistic_nll", "logistic_gradient"),
            claims=(
                Claim(
                    Text("logistic_nll returns the loss, for large weights too", "logistic_nll 返回损失，大权重也对"),
                    computes("logistic_nll", LABELS),
                    points=2,
                ),
                Claim(
                    Text("logistic_gradient returns its gradient", "logistic_gradient 返回它的梯度"),
                    computes("logistic_gradient", LABELS),
                    points=2,
                ),
            ),
        ),
    ),
)
