"""Affine functions: a column of ones makes them linear, and the best intercept is a mean."""

from grader.checks import Task, computes, derived, factors, follows, inputs, minimises
from grader.core import Claim, Exercise, Part, Text

DECLARE = "X: n*d rows x, y: n, w: d, b"
SAME = {"N": "n", "m": "n", "Y": "y"}

PRODUCT = Task(declare=DECLARE, same={**SAME, "beta": "w"})
INTERCEPT = Task(declare=DECLARE, unknown="b", objective="objective", same={**SAME, "beta": "w"}, given=True)

EXERCISE = Exercise(
    address="linear_regression/affine",
    title=Text("Affine functions", "仿射函数"),
    numbers={"en-1.0": "2"},
    parts=(
        Part(
            "a",
            Text("One product", "一个乘积"),
            claims=(
                Claim(
                    Text("The predictions are one product of features and parameters", "预测是特征与参数的一个乘积"),
                    factors(PRODUCT, "predictions", "prediction", apart=("w", "b")),
                    points=2,
                ),
                Claim(Text("Every step follows", "每一步都成立"), follows(PRODUCT, needed=False), points=1),
            ),
        ),
        Part(
            "b",
            Text("The intercept", "偏置"),
            names=("best_intercept",),
            claims=(
                Claim(Text("The result is right", "结果正确"), minimises(INTERCEPT, name="best_intercept"), points=2),
                Claim(Text("Every step follows", "每一步都成立"), follows(INTERCEPT, name="best_intercept"), points=2),
                Claim(Text("It is derived", "有推导过程"), derived(INTERCEPT), points=1),
            ),
        ),
        Part(
            "code",
            Text("A column of ones, and the predictions", "一列 1 与预测"),
            names=("add_ones", "affine"),
            claims=(
                Claim(
                    Text("add_ones returns X with a last column of ones", "add_ones 返回最后添上一列 1 的 X"),
                    computes("add_ones", inputs("X: n*d")),
                    points=1,
                ),
                Claim(
                    Text("affine returns the predictions", "affine 返回预测"),
                    computes("affine", inputs("X: n*d, w: d, b")),
                    points=1,
                ),
            ),
        ),
    ),
)
