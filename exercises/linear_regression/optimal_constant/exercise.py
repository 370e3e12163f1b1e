"""The best constant: the mean under squared error, why that means normal noise, and the median under absolute error."""

from grader.checks import Task, computes, derived, follows, inputs, minimises, minimises_numerically, says, states
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

LOSS_RETURNED = Text(
    "That is how small the error gets. Asked for is the b at which it gets so small.",
    "这是误差能达到的最小值；题目问的是使误差达到最小的 b。",
)
OF_SIZES = Text(
    "That takes the absolute values of the data. Errors are measured by squares or absolute values, data are not.",
    "这里对数据取了绝对值。应当取平方或绝对值的是误差，而不是数据。",
)
OFF_BY_ONE = Text(
    "That is the neighbour of the middle number. With n numbers in order, counted from 0, the middle is n // 2.",
    "这是中间那个数旁边的数。把 n 个数排好序并从 0 数起，中间的下标是 n // 2。",
)
MIDRANGE = Text(
    "That is halfway between the smallest and the largest number: what lies between them has no say in it.",
    "这是最小数与最大数的中点：中间的数都不起作用。",
)
MEAN_MISTAKES = {
    "median_for_mean": Text(
        "That is the median, which belongs to absolute errors. Set the derivative of the squared error to zero.",
        "这是中位数，对应的是绝对误差。请令平方误差的导数为零。",
    ),
    "midrange": MIDRANGE,
    "returns_the_loss__squared": LOSS_RETURNED,
    "returns_the_loss__variance": LOSS_RETURNED,
    "added_abs__mean": OF_SIZES,
    "root_mean_square": Text(
        "That is the root of the mean square: of the data themselves, not of their distances from b.",
        "这是均方根：平方的是数据本身，而不是数据到 b 的距离。",
    ),
}
MEDIAN_MISTAKES = {
    "mean_for_median": Text(
        "That is the mean, which belongs to squared errors. One number far off moves it; try x = [0, 0, 9].",
        "这是平均数，对应的是平方误差。一个离得很远的数就会把它拉走；试试 x = [0, 0, 9]。",
    ),
    "not_sorted": Text(
        "That is the middle of the list as it came. Put the numbers in order first, in a copy.",
        "这是原来次序下的中间那个数。请先（在副本中）把数排好序。",
    ),
    "off_by_one__before": OFF_BY_ONE,
    "off_by_one__after": OFF_BY_ONE,
    "midrange": MIDRANGE,
    "returns_the_loss__absolute": LOSS_RETURNED,
    "added_abs__median": OF_SIZES,
}

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
                Claim(Text("Its relation to part a is said", "说明了它与 a 的关系"), says("relation"), points=2),
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
                Claim(Text("The reason is right", "理由正确"), says("why_median"), points=2),
            ),
        ),
        Part(
            "code",
            Text("Both minimisers in code", "用代码求两个最小值点"),
            names=("optimal_constant", "optimal_constant_l1"),
            claims=(
                Claim(
                    Text("optimal_constant minimises the squared error", "optimal_constant 使平方误差最小"),
                    computes("optimal_constant", inputs("x: n"), mistakes=MEAN_MISTAKES),
                    points=2,
                ),
                Claim(
                    Text("optimal_constant_l1 minimises the absolute error", "optimal_constant_l1 使绝对误差最小"),
                    minimises_numerically(
                        "optimal_constant_l1",
                        inputs("x: n"),
                        objective="absolute_objective",
                        written="Σ|x_i - b|",
                        mistakes=MEDIAN_MISTAKES,
                    ),
                    points=2,
                ),
            ),
        ),
    ),
)
