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

DECLARE = "X: n*d rows x, y: n, w: d, b"
SAME = {"theta": "w", "beta": "w", "N": "n", "m": "n", "Y": "y"}

PROBLEM = Task(declare=DECLARE, unknown="w", objective="objective", same=SAME, optional=("b",))
GRADIENT = Task(declare=DECLARE, unknown="w", objective="objective", same=SAME, optional=("b",), context=("a",))
SOLUTION = Task(declare=DECLARE, unknown="w", objective="objective", same=SAME, optional=("b",), context=("a", "b"))

SGD = (
    "(sgd | gd | bgd | gradient descent | gradient method* | stochastic method* | iterative method* | minibatch*"
    " | mini batch*)"
)
SGD_ZH = "(sgd | gd | 梯度下降 (法 | ) | 梯度法 | 迭代法 | 迭代方法 | 随机方法)"
DOES = (
    "(is | are | was | would | will | can | could | may | might | must | should | has | have | had | needs |"
    " need | does"
    " | do | fail* | work* | break* | become* | get* | give* | take* | converge* | diverge* | handle* | require*"
    " | use*"
    " | run* | win* | suffer* | also | still | too | beat* | outperform* | perform* | find* | gain* | stop* |"
    " oscillat*"
    " | : | , | . | as | better | faster | wins | struggle*)"
)
OF_SGD = (
    f"{SGD} {DOES}",
    "(with | by | of | for | in | use | using | prefer* | choose | run | running | apply | about | favour* | via"
    f" | when | if) {SGD}",
    f"{SGD_ZH} (, | : | 。 | 有 | 要 | 每 | 只 | 法 | 会 | 也 | 则 | 可 | 能 | 需要 | 不 | 无 | 的 | 在 | 是 | 就"
    " | 将 | 失 | 效果 | 表现 | 收敛 | 并 | 仍 | 容易 | 往往 | 通常)",
    f"(用 | 使用 | 采用 | 选择 | 对 | 对于 | 选 | 让 | 时 (, | ) | 当) (随机 | 小批量 | 批量 | ) {SGD_ZH}",
    "(ridge | lambda | regulari* | pseudo inverse | pseudoinverse | pinv | lasso | newton | 岭 | 正则 | 伪逆 |"
    " 广义逆 | 牛顿)",
)
CLOSED = (
    "(the | a | using the | ) (closed form (solution | formula | approach | ) | analytic* (solution | formula |"
    " approach) | normal equation*"
    " | (this | the) formula | (exact | direct) solution)"
)
CLOSED_ZH = "(解析解 | 闭式解 | 封闭解 | 闭合解 | 正规方程 (组 | ) | (这个 | 该) 公式)"
SIZE = (
    "(number of (features | samples | rows | columns | dimensions | variables | examples | data points |"
    " parameters) | dimension* | data (set | ) | dataset | problem)"
)
IS_SMALL = (
    "(is | are) (fairly | rather | relatively | quite | very | both | ) (small | moderate | low | not (too |"
    " very) (large | big | high))"
)
SMALL = (
    f"({SIZE} (d | n | ) {IS_SMALL} | (d | n | d and n | n and d) {IS_SMALL}"
    " | (small | smaller | moderate | low) (dimension* | problem* | data | data set* | dataset* | d | n |"
    " number* of (features | samples))"
    " | (few | not too many) (features | samples | dimensions | variables | columns | parameters | data points |"
    " examples))"
)
STOP = "(. | , | : | ; | ! | 。 | 、)"
IS_BETTER = (
    "(is | works | would be | will be | performs | is (clearly | often | usually | much | then | generally))"
    " (better | preferable | preferred | faster | best | superior)"
)
THAN_SGD = (
    "(than (stochastic gradient descent | gradient descent | sgd) | to (stochastic gradient descent | gradient"
    " descent | sgd) | )"
)
AT_ONCE = (
    "((the | an | you get the | gives the | ) exact (solution | minimum | optimum | answer | weights |"
    " minimi*er) (at once"
    " | directly | immediately | in one (go | step | shot) | without iterat*)"
    " | no (learning rate | step size | iteration* | tuning) | without (a learning rate | iteration* | tuning))"
)
DATA_ZH = (
    "(数据 (量 | 集 | 规模 | 维度 | ) | 样本 (数 | 量 | 数量 | ) | 特征 (数 | 维度 | 数量 | 维数 | ) | 维度 |"
    " 维数 | d | n | (问题 | ) 规模)"
)
SMALL_ZH = (
    f"({DATA_ZH} (d | n | ) (都 | 均 | 比较 | 相对 | 也 | ) (较小 | 较少 | 很小 | 很少 | 不大 | 不多 | 不高 |"
    " 不太大 | 不太高 | 不是很大"
    " | 较低 | 不算大 | 适中 | 小 | 少 | 低) | 小规模 (数据 | 问题) | 小数据 (集 | ) | 低维 (数据 | 问题 | ))"
)
BETTER_ZH = (
    f"(比 (随机 | 小批量 | ) {SGD_ZH} | 优于 | ) (会 | 往往 | 通常 | 效果 | 就 | 要 | 可能 | 表现 | 是 | 明显 | )"
    " (更好 | 更优 | 更快 | 更合适 | 更适合 | 较好 | 更高效 | 更方便 | 更可取 | 更划算)"
)
BETTER = Idea(
    affirmed=(
        f"{CLOSED} {IS_BETTER} {THAN_SGD} (when | if | for | as long as | whenever | on) .. {SMALL}",
        f"(when | if | for | as long as | whenever | on) .. {SMALL} (, | ) {CLOSED} {IS_BETTER} (. | , | : | ; |"
        " than | because | since | as | and)",
        "(better | prefer* | use it | use this | use the formula) (when | if | for | whenever | as long as) .."
        f" {SMALL} ... {AT_ONCE}",
        f"(when | if | for | whenever) .. {SMALL} (, | ) (it | this) is (better | preferable | faster) ... {AT_ONCE}",
        f"better when .. {SMALL} and .. X^T X ... fits (in | into) memory",
        f"{SMALL_ZH} (时 | 的时候 | 的情况下 | 的情形 | ) (, | ) (用 | 使用 | 采用 | ) {CLOSED_ZH} {BETTER_ZH}"
        f" (了 | 一些 | ) ({STOP} | 因为 | 由于)",
        f"{CLOSED_ZH} 在 .. {SMALL_ZH} .. 时 {BETTER_ZH} (了 | 一些 | ) ({STOP} | 因为 | 由于)",
        f"{CLOSED_ZH} (更 | ) (适合 | 适用于) .. {SMALL_ZH} (的情况 | 的情形 | 的问题 | 的数据 | ) {STOP}",
        f"更好的 (情形 | 情况 | 场合) : {SMALL_ZH} ... X^T X 放得进内存",
    ),
    contradicted=(
        f"{CLOSED} is better {THAN_SGD} (when there are | if there are | with | for) (millions of | a million |"
        " very many | a huge number of) (features | dimensions)",
        "当 .. 凸函数 时 .. (用 | 使用 | ) (解析解 | 这种方法) (更好 | 较好 | 更优)",
        "当 .. 凸函数 时 ... 使用这种方法 比使用 随机梯度下降 要好",
    ),
    topic=("better", "prefer*", "更好", "exact", "精确", "small", "depends"),
    unless=(
        *OF_SGD,
        f"than {CLOSED}",
        f"(比 | 优于 | 胜过 | 代替) (使用 | 用 | ) {CLOSED_ZH}",
    ),
    beside=(
        "d n there number features samples solve solution exact optimum gives linear one using use size formula"
        " x t tune inverting fits memory 数据量 特征 维度 样本 矩阵 易于 计算 可逆 使用 用 集 规模 问题 数 损失"
        " 函数 if when where 若 如果 当 | no learning rate iterations tuning sgd matrix moderate fits memory"
        " epochs convergence 一步 得到 精确解 求出 无需 不需要 不必 不用 调 学习率 迭代 需要 精确 cheap"
        " no_learning_rate no_iterations no_step_size no_tuning step"
    ),
    hint=Text(
        "What does the formula cost for many features, and what does it spare you compared with SGD?",
        "特征很多时这个公式的代价如何？与 SGD 相比它省去了什么？",
    ),
)
SINGULAR = (
    "(X^T X (is | becomes | will be | gets | is (then | also)) (singular | not invertible | non invertible |"
    " rank deficient"
    " | not (of | ) full rank) | X^T X (has no inverse | can not be inverted | does not have full rank)"
    " | (features | columns | columns of X | some features | some columns) are (linearly dependent | collinear |"
    " perfectly correlated)"
    " | there are (more features than (samples | observations | examples | data points | rows) | fewer (samples"
    " | observations | examples | data points | rows) than features) | d > n | n < d)"
)
BREAKS = (
    "(fails | breaks | breaks down | does not work | does not exist | is undefined | is not defined | is not"
    " available"
    " | is not applicable | can not be (used | applied | computed | evaluated))"
)
METHOD = f"(it | {CLOSED} | this method | the method | this approach | the inverse)"
TOO_DEAR = "too (expensive | slow | costly)"
MANY = (
    "((very | too | so | extremely) many (features | dimensions) | d (is | gets | becomes) (very | too |"
    " extremely) large)"
)
SINGULAR_ZH = (
    "(X^T X (不可逆 | 奇异 | 不满秩 | 没有逆 | 是奇异 | 不是满秩) | 特征 (之间 | ) (线性相关 | 共线 |"
    " 存在多重共线性 | 完全相关)"
    " | 特征 (数 | 数量 | 个数 | 维度 | ) (多于 | 大于 | 超过) 样本 | 样本 (数 | 量 | 数量 | 个数 | ) (少于 |"
    " 小于) 特征 | d > n | n < d | d 大于 n)"
)
METHOD_ZH = f"({CLOSED_ZH} | 公式 | 该方法 | 这种方法 | 此方法 | 逆矩阵 | 逆 | 它)"
BREAKS_ZH = (
    f"({METHOD_ZH} (就 | 会 | 就会 | 也 | 则 | 便 | ) (失效 | 不适用 | 不存在 (了 | ) {STOP} | 无法 (使用 | 求解"
    f" | 计算 | 求逆) {STOP}"
    f" | 不能 (使用 | 用 | 求逆) {STOP} | 没有定义) | 时 (, | ) (就 | 会 | 就会 | ) (失效 | 不适用 | 无法求逆 |"
    " 不能求逆))"
)
MANY_ZH = (
    "(特征 (维度 | 数 | 数量 | 维数 | ) | 维度 | 维数 | d ) (很大 | 很高 | 很多 | 太大 | 太高 | 太多 | 非常大 |"
    " 非常高 | 非常多 | 过高 | 过大 | 巨大)"
)
FAILS = Idea(
    affirmed=(
        f"{METHOD} (then | also | ) {BREAKS} (when | if | whenever | as soon as | because | since | where) .."
        f" {SINGULAR}",
        f"(when | if | whenever | as soon as) .. {SINGULAR} ... {METHOD} (then | ) {BREAKS}",
        f"{METHOD} (then | also | ) {BREAKS} (when | if | in these cases | in the following cases) : ... {SINGULAR}",
        f"{METHOD} (works only | only works | is only defined | is defined only | exists only | only exists)"
        " (when | if) .. X^T X ..  (is invertible | can be inverted | has full rank | is nonsingular)",
        "this (only works | works only) (when | if) .. X^T X .. (is invertible | can be inverted | has full rank)",
        f"(with | for | when there are | if there are | when | if) {MANY} (, | ) {METHOD} (is | becomes | gets)"
        f" (far | much | ) {TOO_DEAR}",
        f"{METHOD} (also | ) (is | becomes | gets) (also | far | much | ) {TOO_DEAR} (when | if | for | with) .."
        f" {MANY}",
        f"{SINGULAR_ZH} ... {BREAKS_ZH}",
        f"(失效 | 不适用) (的 | ) (情形 | 情况 | 场景 | ) (: | 是 | 是指) ... {SINGULAR_ZH}",
        f"{MANY_ZH} 时 (, | ) .. (求逆 | 计算 | 公式 | 解析解) .. (代价 | 开销 | 计算量 | 复杂度) .. (太高 | 太大"
        " | 过高 | 过大 | 高昂)",
    ),
    contradicted=(
        f"{METHOD} never fails (, | ) (because | since | as) X^T X is (always | necessarily | certainly)"
        " (invertible | nonsingular | positive definite)",
        "[X^T X is (always | necessarily | certainly) (invertible | nonsingular | positive definite)]",
        f"{METHOD} fails (when | if) X^T X is (invertible | nonsingular | not singular) {STOP}",
        "[X^T X (总是 | 一定 | 必然 | 永远 | 必定) (是 | ) 可逆 (的 | )]",
        "当 .. 非凸 时 ... 局部最优 ... (这种方法 | 解析解) (就 | 就会 | 会 | ) 失效",
    ),
    topic=("fail*", "singular", "invertible", "失效", "可逆", "not work"),
    unless=(
        *OF_SGD,
        "(orthogonal | independent | full rank | full column rank | 正交 | 线性无关 | 满秩) ... (always |"
        " necessarily | 总是 | 一定)",
    ),
    beside=(
        "d n x t example matrix inverse there columns features two some exactly formula method closed form 特征"
        " 线性相关 样本 数 少于 多于 矩阵 这个 公式 解析解 正规方程 大于 也 不可逆 o 之间 损失 函数 陷入"
        " linearly dependent if when where 若 如果 当 | more fewer less than samples features linearly dependent"
        " collinear same equal instance 必然 如此 线性相关 之间 inverting takes time o quantity metres feet say"
        " catch meaning your perfect copies each other not_perfect 同一个 量 既 用 米 又 英尺 记录 cost costs"
        " memory not_unique not_invertible are_not"
    ),
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
