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

RELATION = Idea(
    affirmed=(
        "(maximi*|maximum) ... likelihood ... (minimi*|least squares|sum of squares|squared error*|mean)",
        "(minimi*|least squares|squared error*|squared loss) ... (maximum likelihood|maximi* the likelihood|mle)",
        "(mean|average|bar x|solution|b|b^*) (is|=) ... (mle|maximum likelihood)",
        "(mean|average|bar x|solution|b|b^*) maximi* the (log|) likelihood",
        "largest ... squares ... smallest",
        "最大化 ... 似然 ... (最小化|平方|最小二乘)",
        "(极大似然|最大似然|最大化似然) ... (最小化|平方|最小二乘|均值|平均值)",
        "(最小化|平方|最小二乘|均值|平均值) ... (极大似然|最大似然|最大化似然)",
    ),
    contradicted=(
        "minimi* the (log|) likelihood",
        "最小化 (对数|) 似然",
        "b is the (variance|standard deviation)",
        "b 是 ... (方差|标准差)",
    ),
    topic=("normal", "gaussian", "likelihood", "mean", "正态", "高斯", "似然", "均值"),
    hint=Text(
        "Which b makes the likelihood largest, and what has to be small for that?",
        "哪个 b 使似然最大？为此什么必须小？",
    ),
)
AS_MANY = "(as many|equally many|equal number*|same number|half)"
ON_A_SIDE = "(left|right|side*|below|above|larger|smaller|greater|less)"
WHY_MEDIAN = Idea(
    affirmed=(
        f"{AS_MANY} ... {ON_A_SIDE}",
        f"{ON_A_SIDE} ... {AS_MANY}",
        "(slope|derivative|gradient|subgradient) ... (sgn|sign|number of) ... (zero|= 0|balance*|cancel*)",
        "pair* ... (smallest|largest|between)",
        "between the two of every pair",
        "(个数|点数|数目|数量) ... (相等|相同|一样)",
        "(左边|左侧|小于|右边|右侧|大于) ... (相等|相同|一样多|各占一半|一半)",
        "(导数|次梯度|梯度|斜率) ... (sgn|sign|符号) ... (零|0)",
    ),
    contradicted=(
        "mean is the value closest",
        "no optimal b",
        "(没有|不存在) (最优|最小)",
        "(去掉|忽略|drop*|ignor*) ... (绝对值|absolute value)",
    ),
    topic=("slope", "derivative", "gradient", "sign", "sgn", "robust", "outlier*", "导数", "梯度", "稳健", "离群"),
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
