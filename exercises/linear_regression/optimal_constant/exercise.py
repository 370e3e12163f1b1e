"""The best constant: the mean under squared error, why that means normal noise, and the median under absolute error."""

from grader.checks import Idea, Task, computes, derived, follows, inputs, minimises, minimises_numerically, says, states
from grader.core import Claim, Exercise, Part, Text

SQUARED = Task(
    declare="x: n, b",
    unknown="b",
    objective="objective",
    same={"mu": "b", "c": "b", "theta": "b", "beta": "b", "N": "n", "m": "n"},
    given=True,
)
NORMAL = Task(
    declare="x: n, b, sigma: >0",
    unknown="b",
    objective="objective",
    same={"mu": "b", "c": "b", "theta": "b", "beta": "b", "N": "n", "m": "n"},
    meanings={"p(x_i|b)": "density", "P(x_1,...,x_n|b)": "likelihood"},
    context=("a",),
)
ABSOLUTE = Task(
    declare="x: n, b",
    unknown="b",
    objective="absolute_objective",
    same={"mu": "b", "c": "b", "theta": "b", "beta": "b", "N": "n", "m": "n"},
    given=True,
)

LIKELIHOOD = "(the | this | its | ) (log | ) likelihood (function | )"
MLE = "(maximum likelihood (estimat* | solution) | mle | ml estimat*)"
SAME = (
    "(is | means | amounts to | comes down to | boils down to | reduces to | becomes | is (exactly | just | thus"
    " | then | precisely))"
)
AS = "(the same as | the same thing as | equivalent to | identical to | nothing but | )"
SQUARES = (
    "(squares | squared (error* | loss | residual* | deviation* | distance* | difference*) | (x i- b)^2 | (x i- mu )^2)"
)
OF_ALL = "(the | our | a | ) (sum | sum of | sum of the | sum of all | total | mean | average | sum i | sum i=1^n | )"
STOP = "(. | , | : | ; | ! | 。)"
MEAN = "((sample | arithmetic | ) (mean | average) | bar x | least squares (solution | estimat*))"
CENTRE = "(b | mu | (the | its | their) (mean | expectation | expected value | location) | a gaussian's location)"
BEST_ZH = "((最大化 | 极大化) (对数 | 该 | 这个 | ) 似然 (函数 | ) | (极大 | 最大) 似然 (估计 (量 | 值 | ) | 法 | ))"
OF_ALL_ZH = "(a 中的 | 题 a 中的 | 误差的 | 残差的 | 误差 | 残差 | ) "
SAME_ZH = "(就 | 正 | 恰 | 也 | 恰好 | ) (等价于 | 等同于 | 相当于 | 等于 | 就是 | 是 | 即 | 意味着)"
SQUARES_ZH = "(平方 (和 | 误差 (和 | 之和 | ) | 损失 | 之和 | ) | 均方误差 | 误差平方和)"
CENTRE_ZH = "(b | mu | 均值 | 期望 | 均值 (b | mu) | 位置参数)"
RELATION = Idea(
    affirmed=(
        f"maximi* {LIKELIHOOD} (with respect to b | over b | in b | ) {SAME} {AS} minimi* {OF_ALL} {SQUARES}",
        f"minimi* {OF_ALL} {SQUARES} (with respect to b | over b | in b | ) {SAME} {AS} (maximi* {LIKELIHOOD} |"
        f" {MLE} | maximum likelihood)",
        f"least squares {SAME} {AS} maximum likelihood",
        f"maximum likelihood {SAME} {AS} least squares",
        "(maximum likelihood and least squares | least squares and maximum likelihood)"
        " (lead to | give | yield | have | share | are | find) the same",
        f"{MEAN} ) (is | =) (thus | therefore | also | then | ) (the | a | ) {MLE} (of | for) {CENTRE}",
        f"{MEAN} (is | = | : | is (thus | therefore | also | then)) (the | a | ) {MLE} (of | for) {CENTRE}",
        f"{MLE} (of | for) {CENTRE} (is | = | is (thus | therefore | also | then)) (the | ) {MEAN}",
        f"{MEAN} maximi* {LIKELIHOOD}",
        "(likelihood | this) is (largest | maximal | highest | greatest) (where | when | exactly when | exactly"
        " where | if)"
        f" {OF_ALL} {SQUARES} is (smallest | minimal | least)",
        f"{BEST_ZH} (, | ) {SAME_ZH} (求 | ) 最小化 {OF_ALL_ZH} {SQUARES_ZH}",
        f"{BEST_ZH} (, | ) {SAME_ZH} (求 | ) 最小二乘",
        f"{BEST_ZH} (, | ) {SAME_ZH} (求 | ) 最小化 (sum | sum i | sum i=1^n | ) (x i- (b | mu ))^2",
        f"最小化 {OF_ALL_ZH} {SQUARES_ZH} .. {SAME_ZH} .. {BEST_ZH}",
        f"最小化 {OF_ALL_ZH} {SQUARES_ZH} , 在正态 (分布 | 噪声) (中 | 下) (其 | 它 | ) {SAME_ZH} .. {BEST_ZH}",
        f"最小二乘 (法 | 估计 | ) .. {SAME_ZH} .. {BEST_ZH}",
        f"(均值 | 平均值 | 平均数 | mean(x) | bar x | a 中的解 | a 的解) {SAME_ZH} .. {CENTRE_ZH} 的 (极大 |"
        " 最大) 似然 估计",
        f"{CENTRE_ZH} 的 (极大 | 最大) 似然 估计 (量 | 值 | ) {SAME_ZH} (样本 | 算术 | ) (均值 | 平均 | bar x)",
    ),
    contradicted=(
        f"minimi* {OF_ALL} {SQUARES} {SAME} {AS} minimi* (the | ) (log | ) likelihood {STOP}",
        f"maximi* {LIKELIHOOD} {SAME} {AS} maximi* {OF_ALL} {SQUARES} {STOP}",
        f"最小化 {OF_ALL_ZH} {SQUARES_ZH} {SAME_ZH} 最小化 (对数 | ) 似然 {STOP}",
        f"{BEST_ZH} {SAME_ZH} 最大化 {OF_ALL_ZH} {SQUARES_ZH} {STOP}",
        "b is the (variance | standard deviation) of the (normal | gaussian | distribution | data | noise)",
        f"b 是 (正态分布 | 高斯分布 | 数据 | 样本) 的 (方差 | 标准差) {STOP}",
    ),
    topic=("normal", "gaussian", "likelihood", "mean", "正态", "高斯", "似然", "均值"),
    apart=(
        "log",
        "likelihood",
    ),
    unless=(
        "(laplace | cauchy | uniform* | poisson | exponential* | absolute | median | outlier* | prior)",
        "(拉普拉斯 | 柯西 | 均匀 | 泊松 | 指数分布 | 绝对 | 中位数 | 离群 | 先验)",
        "(any | every | all | whatever) (the | of the | kind* of | ) (noise | distribution* | data | model*)",
        "(of | for) (the | true | ) (variance | standard deviation | sigma)",
        "(方差 | 标准差 | sigma) (^2 | ) (的 | ) (极大 | 最大) 似然",
        "(sigma = | when sigma | if sigma | n = 1)",
    ),
    beside=(
        "b mu x bar sample part normal gaussian distribution data noise model sum i 样本 正态分布 正态 高斯 数据"
        " 噪声 假设 求 题 实际 本质 概率论 做 均值 线性模型 服从 符合 设 取对数后 量 optimal mean respect log"
        " logs answer problem value 似然 极大似然 问题 | answer term terms depend factor positive whatever"
        " independent drawn suppose 确定 遵循 若 n sigma if when where 如果 当 taking logs turns product into"
        " standard deviation drops out drop maximum likelihood estimate estimation maximising maximizing means"
        " minimising minimizing squares squared error does_not_depend derivative gives least solution first"
        " second density log logarithm constant constants 与_b_无关 前 两 项 与 无关 解 估计 最小化 最大化 平方"
        " 误差 第一项 取 对数 等价于"
    ),
    hint=Text(
        "Which b makes the likelihood largest, and what has to be small for that?",
        "哪个 b 使似然最大？为此什么必须小？",
    ),
)
POINTS = "(points | data points | data | x i | observations | values | samples | numbers | of them | )"
COUNT = (
    f"((as many | equally many | (the same | an equal) number of) {POINTS}"
    " | half (of | ) (the | all | ) (points | data points | data | observations | values | samples))"
)
SIDE = "(left | right | above | below | (each | either | both) side* | larger | smaller | greater | less)"
SLOPE = "(slope | derivative | gradient | subgradient | sum of (the | ) signs)"
COUNT_ZH = "(个数 | 点数 | 数目 | 数量) (相等 | 相同 | 一样多 | 一样)"
SLOPE_ZH = "(导数 | 次梯度 | 梯度 | 斜率)"
WHY_MEDIAN = Idea(
    affirmed=(
        f"(it | {SLOPE}) (is zero | is 0 | = 0 | vanishes | cancels) (when | where | if | exactly when | exactly"
        f" where) .. {COUNT} .. {SIDE}",
        f"{SLOPE} ... (, zero | vanishes | is zero | is 0) (when | where | if | exactly when | exactly where) .."
        f" {COUNT} .. {SIDE}",
        f"{COUNT} .. {SIDE} ... {SLOPE} (is | = | becomes) (zero | 0)",
        "best (place | point | value | position) is where .. (each | both) side* (hold | have | contain)"
        " (equally many | the same number of | as many) (points | data | x i)",
        "median lies between the two (points | ) of every pair ... minimi* (all | each)",
        "signs (of the residuals | ) (cancel | sum to zero | add up to zero | sum to 0) (at | where | when) .."
        " (median | half)",
        f"(令其 | 令 {SLOPE_ZH} | {SLOPE_ZH}) (等于 | 为 | =) (零 | 0) ... (大于 | 小于 | 左 | 右 | 两侧 | 两边)"
        f" .. {COUNT_ZH}",
        f"(左右 | 两边 | 两侧) .. {COUNT_ZH} ... {SLOPE_ZH} (为 | 等于 | =) (零 | 0)",
        f"(大于 | 小于) .. (大于 | 小于) .. {COUNT_ZH} ... {SLOPE_ZH} (为 | 等于 | =) (零 | 0)",
        f"先减后增 ... (左右 | 两边 | 两侧) .. {COUNT_ZH} (之处 | 的地方 | 时 | 处) 最小",
    ),
    contradicted=(
        f"because the mean is the value closest to (all | the) (points | data) {STOP}",
        "there is no optimal b , (because | since | as) the (absolute value | function | loss | sum) is not"
        " differentiable",
        "that is why the mean is (best | optimal)",
        f"不可 (导 | 微) , (所以 | 因此 | 故 | ) (没有 | 不存在) (最优解 | 最优值 | 最优的 b | 最小值) {STOP}",
        "(去掉 | 忽略) 绝对值 后 求导 ... 仍 (然 | ) 是 (平均值 | 均值 | 平均数)",
    ),
    topic=("slope", "derivative", "gradient", "sign", "sgn", "robust", "outlier*", "导数", "梯度", "稳健", "离群"),
    apart=(
        "loss",
        "损失",
    ),
    unless=(
        "(mean | average | squared | square* | distance* | 均值 | 平均 | 平方 | 距离)",
        "(loss | objective | error | sum of (the | ) absolute values) .. (is | becomes | equals | vanish*)",
        "(损失 | 目标函数 | 误差) .. (为 | 等于 | =) (零 | 0)",
        "(other than | besides | formula | closed form)",
    ),
    beside=(
        "points point b x i sum sgn sign lie lies left right above below side sides both of them data larger"
        " smaller 点 数据 大于 小于 左 右 左右 两边 两侧 左边 右边 要求 数 令 处 once pair median every all n"
        " absolute 绝对值 损失 中位数 最小值点 odd even minimiser frac | more than long pays move odd even n two"
        " middle between minimiser minimizer exists exist subgradient slope derivative 偶数 奇数 中间 两点 之间"
        " 每个 斜率 零 不到 一半 负 超过 正 后 减去 最小值点 取 任何 值 if when where 若 如果 当 minus dots vice"
        " versa number falls rises counts count 之和 之 和 each function value 导数 次梯度 函数"
    ),
    hint=Text(
        "What happens to the sum when b moves a little to the right, past none of the points?",
        "b 向右移动一点点、不越过任何数据点时，和会怎样变化？",
    ),
)

EXERCISE = Exercise(
    address="linear_regression/optimal_constant",
    title=Text("The best constant", "最佳常数"),
    numbers={"zh-2.0": "1", "en-0.17": "1", "en-1.0": "1"},
    parts=(
        Part(
            "a",
            Text("Squared error", "平方误差"),
            names=("b_star",),
            claims=(
                Claim(Text("The result is right", "结果正确"), minimises(SQUARED, name="b_star"), points=2),
                Claim(Text("Every step follows", "每一步都成立"), follows(SQUARED, name="b_star"), points=2),
                Claim(Text("It is derived", "有推导过程"), derived(SQUARED), points=1),
            ),
        ),
        Part(
            "b",
            Text("The normal distribution", "正态分布"),
            names=("normal_nll",),
            claims=(
                Claim(
                    Text("The likelihood or its logarithm is right", "似然或其对数正确"),
                    states(NORMAL, "normal_nll", name="normal_nll", up_to="likelihood"),
                    points=2,
                ),
                Claim(Text("Its relation to part a is said", "说明了它与 a 的关系"), says(RELATION), points=2),
                Claim(
                    Text("Every step follows", "每一步都成立"),
                    follows(NORMAL, name="normal_nll", needed=False),
                    points=1,
                ),
            ),
        ),
        Part(
            "c",
            Text("Absolute error", "绝对误差"),
            claims=(
                Claim(Text("The minimiser is a median", "最小值点是中位数"), minimises(ABSOLUTE), points=2),
                Claim(Text("The reason is right", "理由正确"), says(WHY_MEDIAN), points=2),
            ),
        ),
        Part(
            "code",
            Text("Both minimisers in code", "用代码求两个最小值点"),
            names=("optimal_constant", "optimal_constant_l1"),
            claims=(
                Claim(
                    Text("optimal_constant minimises the squared error", "optimal_constant 使平方误差最小"),
                    computes("optimal_constant", inputs("x: n")),
                    points=2,
                ),
                Claim(
                    Text("optimal_constant_l1 minimises the absolute error", "optimal_constant_l1 使绝对误差最小"),
                    minimises_numerically("optimal_constant_l1", inputs("x: n"), objective="absolute_objective"),
                    points=2,
                ),
            ),
        ),
    ),
)
