"""The normal equation: least squares in matrix notation, its gradient, its solution, and when that is of use."""

from grader.checks import (
    Task,
    assumes,
    computes,
    derived,
    fails_on_design,
    follows,
    gradient,
    inputs,
    minimises,
    says,
    states,
)
from grader.core import Claim, Exercise, Part, Text

DECLARE = "X: n*d rows x, y: n, w: d, b"
SAME = {"theta": "w", "beta": "w", "N": "n", "m": "n", "Y": "y"}

PROBLEM = Task(declare=DECLARE, unknown="w", objective="objective", same=SAME, optional=("b",))
GRADIENT = Task(declare=DECLARE, unknown="w", objective="objective", same=SAME, optional=("b",), context=("a",))
SOLUTION = Task(declare=DECLARE, unknown="w", objective="objective", same=SAME, optional=("b",), context=("a", "b"))

TWO_TERMS = Text(
    "The factor 2 is there in one term and lost in the other: both come from the same square.",
    "因子 2 在一项中有，在另一项中丢了：两项来自同一个平方。",
)
TERM_LOST = Text(
    "One of the two terms is missing: the residual is Xw - y, with both.",
    "两项中缺了一项：残差是 Xw - y，二者缺一不可。",
)
NO_INVERSE = Text(
    "That is not solved for w yet: X^T X w = X^T y needs the inverse of X^T X, or np.linalg.solve.",
    "这里还没有解出 w：由 X^T X w = X^T y 求 w 需要 X^T X 的逆，或使用 np.linalg.solve。",
)
GRADIENT_MISTAKES = {
    "missing_factor__targets": TWO_TERMS,
    "missing_factor__predictions": TWO_TERMS,
    "missing_term__targets": TERM_LOST,
    "missing_term__predictions": TERM_LOST,
    "missing_square": Text(
        "That is the gradient of the sum of absolute errors. Squares pull the more, the larger the residual is.",
        "这是绝对误差之和的梯度。对平方误差来说，残差越大，拉力越大。",
    ),
    "wrong_axis": Text(
        "That sums over the features and leaves one number for each sample. Sum over the samples: shape (d,).",
        "这里沿特征求和，每个样本剩下一个数。应沿样本求和，形状为 (d,)。",
    ),
    "missing_inner_derivative": Text(
        "That is the derivative by the residuals, one for each sample. Multiply with theirs by w, which is X.",
        "这是对残差的导数，每个样本一个。还要乘以残差对 w 的导数，即 X。",
    ),
    "returns_the_loss": Text(
        "That is the loss itself. Asked for is its gradient, one number for each weight.",
        "这是损失本身。题目要求的是它的梯度，每个权重对应一个数。",
    ),
}
SOLUTION_MISTAKES = {
    "missing_inverse__gram": NO_INVERSE,
    "missing_inverse__none": NO_INVERSE,
    "elementwise_inverse": Text(
        "1 / (X^T X) and ** -1 divide entry by entry. The inverse of a matrix is np.linalg.inv.",
        "1 / (X^T X) 和 ** -1 是逐个元素取倒数。矩阵的逆是 np.linalg.inv。",
    ),
    "one_column_at_a_time": Text(
        "Each weight is found as if its column were alone. Columns that are not orthogonal share what they explain.",
        "每个权重都是当作只有这一列时求出的。各列不正交时，它们共同解释目标值。",
    ),
    "adds_intercept": Text(
        "Those are the weights of a model with an intercept, or of centred data. This model has no intercept.",
        "这是带偏置的模型（或中心化后的数据）的权重。这里的模型没有偏置。",
    ),
    "returns_predictions": Text(
        "Those are the predictions Xw, one for each sample. Asked for are the weights, shape (d,).",
        "这是预测值 Xw，每个样本一个。题目要求的是权重，形状为 (d,)。",
    ),
}

EXERCISE = Exercise(
    address="linear_regression/normal_equation",
    title=Text("The normal equation", "正规方程"),
    numbers={"zh-2.0": "2", "en-0.17": "2"},
    parts=(
        Part(
            "a",
            Text("The problem in matrix notation", "用矩阵记号写出问题"),
            names=("objective",),
            claims=(
                Claim(
                    Text("The optimisation problem is right", "优化问题正确"),
                    states(PROBLEM, "objective", name="objective", up_to="objective"),
                    points=2,
                ),
                Claim(
                    Text("Every step follows", "每一步都成立"),
                    follows(PROBLEM, name="objective", needed=False),
                    points=1,
                ),
            ),
        ),
        Part(
            "b",
            Text("The gradient with respect to w", "对 w 的梯度"),
            names=("gradient",),
            claims=(
                Claim(
                    Text("It is the gradient of your loss", "它是你的损失的梯度"),
                    gradient(GRADIENT, name="gradient"),
                    points=2,
                ),
                Claim(
                    Text("Every step follows", "每一步都成立"),
                    follows(GRADIENT, name="gradient", needed=False),
                    points=1,
                ),
            ),
        ),
        Part(
            "c",
            Text("The solution of the matrix equation", "矩阵方程的解"),
            names=("w_star",),
            claims=(
                Claim(Text("The result is right", "结果正确"), minimises(SOLUTION, name="w_star"), points=2),
                Claim(Text("Every step follows", "每一步都成立"), follows(SOLUTION, name="w_star"), points=2),
                Claim(Text("It is derived", "有推导过程"), derived(SOLUTION), points=1),
                Claim(
                    Text("It is said when X^T X is invertible", "说明了 X^T X 何时可逆"),
                    assumes(SOLUTION, "X^T X", "invertible"),
                    points=1,
                ),
            ),
        ),
        Part(
            "d",
            Text("Against stochastic gradient descent", "与随机梯度下降比较"),
            claims=(
                Claim(Text("When it is better is right", "何时更好，说得对"), says("better"), points=2),
                Claim(Text("When it fails is right", "何时失效，说得对"), says("fails"), points=2),
            ),
        ),
        Part(
            "code",
            Text("Gradient, solution and a counterexample", "梯度、解与一个反例"),
            names=("squared_loss_gradient", "normal_equation", "singular_design"),
            claims=(
                Claim(
                    Text("squared_loss_gradient returns the gradient", "squared_loss_gradient 返回梯度"),
                    computes("squared_loss_gradient", inputs("X: n*d, y: n, w: d"), mistakes=GRADIENT_MISTAKES),
                    points=2,
                ),
                Claim(
                    Text("normal_equation returns the weights of least squares", "normal_equation 返回最小二乘的权重"),
                    computes(
                        "normal_equation",
                        inputs("X: n*d, y: n", solves="X"),
                        objective="objective",
                        mistakes=SOLUTION_MISTAKES,
                    ),
                    points=2,
                ),
                Claim(
                    Text(
                        "singular_design returns an X on which the formula fails", "singular_design 返回使公式失效的 X"
                    ),
                    fails_on_design("singular_design"),
                    points=1,
                ),
            ),
        ),
    ),
)
