"""The normal density in code: its values, its area, and how its curve follows the mean and the standard deviation."""

from grader.checks import computes, far_out, inputs, integrates_to_one, moves_with_mu, spreads_with_sigma
from grader.core import Claim, Exercise, Part, Text

VARIANCE = Text(
    "Here sigma is used as if it were the variance. It is the standard deviation: its square stands in the exponent "
    "and under the root.",
    "这里把 sigma 当成了方差。它是标准差：指数中和根号下应是它的平方。",
)
NOT_SQUARED = Text("The distance x - mu stands in the exponent unsquared.", "指数中的 x - mu 没有平方。")
FRONT = Text(
    "The factor in front is not 1 / (sqrt(2 pi) sigma), so that the area is not 1.",
    "前面的系数不是 1 / (sqrt(2 pi) sigma)，因此面积不为 1。",
)
MISTAKES = {
    "variance_for_deviation": VARIANCE,
    "variance_for_deviation__in_the_exponent": VARIANCE,
    "variance_for_deviation__in_front": VARIANCE,
    "deviation_for_variance": Text(
        "The factor in front is divided by the square of sigma. Under the root stands sigma squared, outside it sigma.",
        "前面的系数除以了 sigma 的平方。根号里面是 sigma 的平方，根号外面是 sigma。",
    ),
    "sign_of_exponent": Text(
        "The exponent lacks its minus: the curve is lowest at mu and grows without end.",
        "指数缺了负号：曲线在 mu 处最低，并且无限增大。",
    ),
    "missing_half": Text("The exponent lacks its factor one half.", "指数缺了因子二分之一。"),
    "missing_square": NOT_SQUARED,
    "missing_square__signed": NOT_SQUARED,
    "missing_2pi": Text("The factor in front lacks 2 pi under the root.", "前面的系数里根号下缺了 2 pi。"),
    "missing_2pi__of_the_two": Text("Under the root stands pi in place of 2 pi.", "根号下是 pi，应为 2 pi。"),
    "missing_root": FRONT,
    "missing_root__of_all": FRONT,
    "inverted_factor": Text(
        "The curve is multiplied by sqrt(2 pi) sigma in place of divided. Mind the brackets: a / b * c is (a / b) * c.",
        "曲线乘以了 sqrt(2 pi) sigma，而不是除以它。注意括号：a / b * c 等于 (a / b) * c。",
    ),
    "missing_normalisation": Text(
        "That is exp alone. The factor in front makes the area 1.",
        "这里只有 exp。前面的系数使面积为 1。",
    ),
    "missing_normalisation__by_sigma": FRONT,
    "missing_mean": Text("The mean mu does not enter: the curve stays at 0.", "均值 mu 没有起作用：曲线停在 0 处。"),
    "missing_deviation": Text(
        "The deviation sigma does not enter: the curve keeps its width.", "标准差 sigma 没有起作用：曲线的宽度不变。"
    ),
    "logarithm_of_density": Text(
        "That is the logarithm of the density. Asked for is the density itself.",
        "这是密度的对数。题目要求的是密度本身。",
    ),
    "arguments_swapped": Text(
        "The numbers mu and sigma are the other way round: the arguments are x, mu, sigma.",
        "mu 和 sigma 的次序颠倒了：参数依次为 x、mu、sigma。",
    ),
}

EXERCISE = Exercise(
    address="linear_regression/normal_density",
    title=Text("The normal density", "正态密度"),
    parts=(
        Part(
            "code",
            Text("The normal density in code", "用代码计算正态密度"),
            names=("normal",),
            claims=(
                Claim(
                    Text("normal returns the density at a number", "normal 返回在一个数处的密度"),
                    computes("normal", inputs("x, mu, sigma: >0", refused="sigma"), mistakes=MISTAKES),
                    points=2,
                ),
                Claim(
                    Text("normal takes a whole array", "normal 能处理整个数组"),
                    computes("normal", inputs("x: n, mu, sigma: >0"), mistakes=MISTAKES),
                ),
                Claim(
                    Text("Far from mu it is 0, without nan or overflow", "远离 mu 处为 0，没有 nan 也不溢出"),
                    far_out("normal"),
                ),
                Claim(Text("The area under the curve is 1", "曲线下的面积为 1"), integrates_to_one("normal")),
                Claim(
                    Text("The curve is highest at mu and moves with it", "曲线在 mu 处最高，并随 mu 移动"),
                    moves_with_mu("normal"),
                ),
                Claim(
                    Text("With a larger sigma the curve spreads and gets lower", "sigma 变大时曲线变宽、变低"),
                    spreads_with_sigma("normal"),
                ),
            ),
        ),
    ),
)
