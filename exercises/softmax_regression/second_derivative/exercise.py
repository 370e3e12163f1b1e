"""Softmax and cross-entropy: the loss differentiated twice, and the variance that comes out."""

from grader.checks import Task, computes, derived, follows, gradient, inputs, states
from grader.core import Claim, Exercise, Part, Text

LOGITS = Task(
    declare="o: q, y: q distribution, Z: random indicator",
    unknown="o",
    objective="objective",
    same={"z": "o", "n": "q", "K": "q"},
    meanings={"y_hat": "probabilities", "P(Z)": "probability"},
    given=True,
    solved=False,
)

EXERCISE = Exercise(
    address="softmax_regression/second_derivative",
    title=Text("The second derivative of cross-entropy", "交叉熵的二阶导数"),
    parts=(
        Part(
            "a",
            Text("The derivative in one logit", "对一个对数几率的导数"),
            names=("logit_slope",),
            claims=(
                Claim(
                    Text("The derivative is right", "导数正确"),
                    states(LOGITS, "first_derivative", name="logit_slope"),
                    points=2,
                ),
                Claim(Text("Every step follows", "每一步都成立"), follows(LOGITS, name="logit_slope"), points=1),
                Claim(Text("It is derived", "有推导过程"), derived(LOGITS, "first_derivative"), points=1),
            ),
        ),
        Part(
            "b",
            Text("The second derivative in one logit", "对一个对数几率的二阶导数"),
            names=("logit_curvature",),
            claims=(
                Claim(
                    Text("The second derivative is right", "二阶导数正确"),
                    states(LOGITS, "curvature", name="logit_curvature"),
                    points=2,
                ),
                Claim(Text("Every step follows", "每一步都成立"), follows(LOGITS, name="logit_curvature"), points=1),
                Claim(Text("It is derived", "有推导过程"), derived(LOGITS, "curvature"), points=1),
            ),
        ),
        Part(
            "c",
            Text("The Hessian", "Hessian 矩阵"),
            names=("logit_hessian",),
            claims=(
                Claim(
                    Text("The Hessian is right", "Hessian 矩阵正确"),
                    gradient(LOGITS, name="logit_hessian", order=2),
                    points=2,
                ),
                Claim(
                    Text("Every step follows", "每一步都成立"),
                    follows(LOGITS, name="logit_hessian", needed=False),
                    points=1,
                ),
            ),
        ),
        Part(
            "d",
            Text("The variance of an indicator", "示性变量的方差"),
            claims=(
                Claim(Text("The variance is right", "方差正确"), states(LOGITS, "curvature"), points=2),
                Claim(Text("Every step follows", "每一步都成立"), follows(LOGITS, needed=False), points=1),
            ),
        ),
        Part(
            "code",
            Text("Softmax and second derivative in code", "用代码求 softmax 与二阶导数"),
            names=("softmax", "second_derivative"),
            claims=(
                Claim(
                    Text("softmax returns the probabilities, for large logits too", "softmax 返回概率，数值很大时也对"),
                    computes("softmax", inputs("o: q")),
                    points=2,
                ),
                Claim(
                    Text("second_derivative returns the second derivatives", "second_derivative 返回各二阶导数"),
                    computes("second_derivative", inputs("o: q")),
                    points=2,
                ),
            ),
        ),
    ),
)
