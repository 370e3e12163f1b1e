"""Ridge regression: its minimiser, why that always exists, and the dual form."""

from grader.checks import Task, computes, definite, derived, follows, inputs, inverts, minimises
from grader.core import Claim, Exercise, Part, Text

DECLARE = "X: n*d rows x, y: n, w: d, lambda: >0, v: d nonzero"
SAME = {"theta": "w", "beta": "w", "N": "n", "m": "n", "Y": "y", "lam": "lambda", "u": "v", "z": "v", "a": "v"}

PRIMAL = Task(declare=DECLARE, unknown="w", objective="objective", same=SAME, given=True)
EXISTS = Task(declare=DECLARE, unknown="w", objective="objective", same=SAME, solved=False)
DUAL = Task(declare=DECLARE, unknown="w", objective="objective", same=SAME, context=("a",))

EXERCISE = Exercise(
    address="weight_decay/ridge",
    title=Text("Ridge regression", "岭回归"),
    parts=(
        Part(
            "a",
            Text("The minimiser", "最小值点"),
            names=("w_ridge",),
            claims=(
                Claim(Text("The result is right", "结果正确"), minimises(PRIMAL, name="w_ridge"), points=2),
                Claim(Text("Every step follows", "每一步都成立"), follows(PRIMAL, name="w_ridge"), points=2),
                Claim(Text("It is derived", "有推导过程"), derived(PRIMAL), points=1),
            ),
        ),
        Part(
            "b",
            Text("Why the inverse exists", "逆矩阵为什么存在"),
            claims=(
                Claim(
                    Text("It is shown that the matrix is positive definite", "证明了矩阵是正定的"),
                    definite(EXISTS, "system"),
                    points=2,
                ),
                Claim(Text("Every step follows", "每一步都成立"), follows(EXISTS, needed=False), points=1),
            ),
        ),
        Part(
            "c",
            Text("The dual form", "对偶形式"),
            names=("w_dual",),
            claims=(
                Claim(Text("The result is right", "结果正确"), minimises(DUAL, name="w_dual"), points=1),
                Claim(
                    Text("The matrix that is inverted is n by n", "求逆的矩阵是 n×n 的"),
                    inverts(DUAL, "n*n", name="w_dual"),
                    points=1,
                ),
                Claim(Text("Every step follows", "每一步都成立"), follows(DUAL, name="w_dual"), points=2),
                Claim(Text("It is derived", "有推导过程"), derived(DUAL), points=1),
            ),
        ),
        Part(
            "code",
            Text("Both forms in code", "用代码实现两种形式"),
            names=("ridge", "ridge_dual"),
            claims=(
                Claim(
                    Text("ridge returns the weights", "ridge 返回权重"),
                    computes("ridge", inputs("X: n*d, y: n, lam: >0")),
                    points=2,
                ),
                Claim(
                    Text("ridge_dual returns the same weights", "ridge_dual 返回同样的权重"),
                    computes("ridge_dual", inputs("X: n*d, y: n, lam: >0")),
                    points=2,
                ),
            ),
        ),
    ),
)
