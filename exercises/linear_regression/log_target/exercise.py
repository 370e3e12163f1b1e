"""Squared error on logarithms: what it measures, how it is minimised, and which noise stands behind it."""

from grader.checks import Task, assumes, computes, derived, follows, inputs, minimises, shows, states
from grader.core import Claim, Exercise, Part, Text

SAME = {"theta": "w", "beta": "w", "N": "n", "m": "n", "Y": "y"}

SCALE = Task(
    declare="y: n >0, y_hat: n >0, c: >0",
    unknown="y_hat",
    objective="loss",
    same={"N": "n", "m": "n", "yhat": "y_hat", "alpha": "c", "a": "c", "k": "c", "lambda": "c"},
)
WEIGHTS = Task(
    declare="X: n*d rows x, y: n >0, w: d",
    unknown="w",
    objective="objective",
    same=SAME,
    meanings={"y_hat_i": "prediction"},
)
NOISE = Task(
    declare="X: n*d rows x, y: n >0, w: d, sigma: >0, epsilon",
    unknown="w",
    objective="objective",
    same=SAME,
    meanings={"P(y|X)": "likelihood", "p(y_i|x_i)": "density", "y_hat_i": "prediction"},
    context=("b",),
)

EXERCISE = Exercise(
    address="linear_regression/log_target",
    title=Text("The logarithm of the target", "对目标取对数"),
    numbers={"en-1.0": "7"},
    parts=(
        Part(
            "a",
            Text("What the loss measures", "这个损失衡量什么"),
            claims=(
                Claim(
                    Text("It is shown that a common factor cancels", "证明了公共因子会消去"),
                    shows(SCALE, ("scaled", "loss"), ("scaled_error", "error")),
                    points=2,
                ),
                Claim(Text("Every step follows", "每一步都成立"), follows(SCALE), points=2),
            ),
        ),
        Part(
            "b",
            Text("The minimiser", "最小值点"),
            names=("w_log",),
            claims=(
                Claim(Text("The result is right", "结果正确"), minimises(WEIGHTS, name="w_log"), points=2),
                Claim(Text("Every step follows", "每一步都成立"), follows(WEIGHTS, name="w_log"), points=2),
                Claim(Text("It is derived", "有推导过程"), derived(WEIGHTS), points=1),
                Claim(
                    Text("It is said when X^T X is invertible", "说明了 X^T X 何时可逆"),
                    assumes(WEIGHTS, "X^T X", "invertible"),
                    points=1,
                ),
            ),
        ),
        Part(
            "c",
            Text("The log-normal likelihood", "对数正态似然"),
            names=("log_nll",),
            claims=(
                Claim(
                    Text("The likelihood or its logarithm is right", "似然或其对数正确"),
                    states(NOISE, "nll", name="log_nll", up_to="likelihood"),
                    points=2,
                ),
                Claim(
                    Text("Every step follows", "每一步都成立"), follows(NOISE, name="log_nll", needed=False), points=1
                ),
            ),
        ),
        Part(
            "code",
            Text("Loss and fit in code", "用代码求损失与拟合"),
            names=("log_loss", "fit_log"),
            claims=(
                Claim(
                    Text("log_loss returns the loss", "log_loss 返回损失"),
                    computes("log_loss", inputs("y: n >0, y_hat: n >0")),
                    points=2,
                ),
                Claim(
                    Text("fit_log returns the best weights", "fit_log 返回最优的权重"),
                    computes("fit_log", inputs("X: n*d, y: n >0", solves="X"), objective="objective"),
                    points=2,
                ),
            ),
        ),
    ),
)
