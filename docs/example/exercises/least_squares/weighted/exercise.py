"""Weighted least squares: samples that count more or less, and the weights that suit them."""

from grader.checks import Task, assumes, computes, derived, follows, inputs, minimises
from grader.core import Claim, Exercise, Part, Text

TASK = Task(
    declare="X: n*d rows x, y: n, w: d, c: n >0",
    unknown="w",
    objective="objective",
    same={"theta": "w", "beta": "w", "N": "n", "m": "n"},
    meanings={"C": "importance"},
)

EXERCISE = Exercise(
    address="least_squares/weighted",
    title=Text("Weighted least squares", "加权最小二乘"),
    parts=(
        Part(
            "a",
            Text("The solution", "解"),
            names=("w_star",),
            claims=(
                Claim(Text("The result is right", "结果正确"), minimises(TASK, name="w_star"), points=2),
                Claim(Text("Every step follows", "每一步都成立"), follows(TASK, name="w_star"), points=2),
                Claim(Text("It is derived", "有推导过程"), derived(TASK), points=1),
                Claim(
                    Text("It is said when X^T C X is invertible", "说明了 X^T C X 何时可逆"),
                    assumes(TASK, "X^T C X", "invertible"),
                    points=1,
                ),
            ),
        ),
        Part(
            "code",
            Text("The solution in code", "用代码求解"),
            names=("weighted_least_squares",),
            claims=(
                Claim(
                    Text("weighted_least_squares returns the solution", "weighted_least_squares 返回解"),
                    computes("weighted_least_squares", inputs("X: n*d, y: n, c: n >0", solves="X")),
                    points=2,
                ),
            ),
        ),
    ),
)
