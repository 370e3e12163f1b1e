"""The normal equation: least squares in matrix notation, its gradient, its solution, and when that is of use."""

from grader.checks import (
    Idea,
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

DECLARE = "X: n*d rows x, y: n, w: d"
SAME = {"theta": "w", "beta": "w", "N": "n", "m": "n", "Y": "y"}

PROBLEM = Task(declare=DECLARE, unknown="w", objective="objective", same=SAME)
GRADIENT = Task(declare=DECLARE, unknown="w", objective="objective", same=SAME, context=("a",))
SOLUTION = Task(declare=DECLARE, unknown="w", objective="objective", same=SAME, context=("a", "b"))

PREFERRED = "(better|prefer*|use it|use this|suit*|good|ideal*|attractive)"
SMALL = "(small|moderate|not too large|not too many|few|low dimension*)"
BETTER = Idea(
    affirmed=(
        f"{PREFERRED} ... {SMALL}",
        f"{PREFERRED} ... (fit* in memory|exact|one step|at once|directly)",
        f"{SMALL} ... {PREFERRED}",
        "(no|without) ... (learning rate|iteration*|step size|tuning)",
        "exact (solution|optimum|minimum|answer|weights) (in one|at once|directly|immediately)",
        "(更好|更优|更合适|适合|优先|效果好) ... (较小|很小|不大|不多|不高|少|一步|精确|直接)",
        "(较小|很小|不大|不多|不高|小规模|维度低|少) ... (更好|更优|更合适|适合|优先|效果好|较好|好)",
        "(不需要|不必|无需|不用) ... (学习率|迭代|调参)",
        "一步 ... 精确",
    ),
    contradicted=(
        "(better than (sgd|stochastic gradient descent)|better) ... (millions|huge|very large|very many)",
        "invert* the matrix is cheap",
        "convex ... (better|good|prefer*)",
        "(better|good|prefer*) ... convex",
        "凸函数 ... (更好|较好|更优)",
        "(更好|较好|更优) ... (数据量很大|维度很高|海量|凸函数)",
    ),
    topic=("better", "prefer*", "更好", "exact", "精确", "small", "depends"),
    apart=("sgd", "gradient", "梯度", "fail*", "失效"),
    hint=Text(
        "What does the formula cost for many features, and what does it spare you compared with SGD?",
        "特征很多时这个公式的代价如何？与 SGD 相比它省去了什么？",
    ),
)
SINGULAR = (
    "(singular|not invertible|non invertible|no inverse|dependent|collinear*|not full rank|rank deficient"
    "|more features than samples|fewer samples than features|d > n|n < d)"
)
BREAKS = "(fail*|not work|not exist|break*|not possible|undefined|not be used|not unique|useless)"
DEAR = "(too expensive|expensive|too slow|slow|costly|too long|too much)"
SINGULAR_ZH = "(不可逆|奇异|线性相关|共线|不满秩|少于特征数|特征数多于)"
BREAKS_ZH = "(失效|不存在|不适用|无法|不能|失败)"
FAILS = Idea(
    affirmed=(
        f"{BREAKS} ... {SINGULAR}",
        f"{SINGULAR} ... {BREAKS}",
        "(only works|works only|requires|needs) ... (invertible|full rank|full column rank|independent)",
        f"{DEAR} ... (o(d^3)|d^3|many features|large|memory|invert*)",
        f"(many features|large|huge|o(d^3)|d^3) ... {DEAR}",
        f"{SINGULAR_ZH} ... {BREAKS_ZH}",
        f"{BREAKS_ZH} ... {SINGULAR_ZH}",
        "(维度|特征|数据) ... (很大|很高|太大|太高|巨大|很多) ... (代价|开销|慢|困难|内存|不适用|失效)",
    ),
    contradicted=(
        "(never|does not|can not) fail*",
        "always (invertible|works)",
        "fail* when x^t x is invertible",
        "(non convex|not convex|local minim*) ... fail*",
        "fail* ... (non convex|not convex|local minim*)",
        "(非凸|局部最优) ... 失效",
        "(永远|总是|一定|从来|绝对) (不会失效|可逆)",
    ),
    topic=("fail*", "singular", "invertible", "失效", "可逆", "not work"),
    apart=("sgd", "gradient", "梯度"),
    hint=Text(
        "Try two columns that are the same. What becomes of (X^T X)^{-1}?",
        "让 X 的两列相同试一试：(X^T X)^{-1} 会怎样？",
    ),
)

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
                Claim(Text("When it is better is right", "何时更好，说得对"), says(BETTER), points=2),
                Claim(Text("When it fails is right", "何时失效，说得对"), says(FAILS), points=2),
            ),
        ),
        Part(
            "code",
            Text("Gradient, solution and a counterexample", "梯度、解与一个反例"),
            names=("squared_loss_gradient", "normal_equation", "singular_design"),
            claims=(
                Claim(
                    Text("squared_loss_gradient returns the gradient", "squared_loss_gradient 返回梯度"),
                    computes("squared_loss_gradient", inputs("X: n*d, y: n, w: d")),
                    points=2,
                ),
                Claim(
                    Text("normal_equation returns the weights of least squares", "normal_equation 返回最小二乘的权重"),
                    computes("normal_equation", inputs("X: n*d, y: n", solves="X"), objective="objective"),
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
