"""Laplace noise: its negative log-likelihood, why it has no closed-form minimiser, and a stochastic method."""

from grader.checks import Task, computes, follows, inputs, repeats, says, settles, states, trains, updates
from grader.core import Claim, Exercise, Part, Text

LIKELIHOOD = Task(
    declare="X: n*d rows x, y: n, w: d, b, epsilon",
    unknown="w",
    objective="nll",
    same={"theta": "w", "beta": "w", "N": "n", "m": "n", "Y": "y"},
    meanings={"P(y|X)": "likelihood", "p(y_i|x_i)": "density", "p(epsilon)": "noise"},
    optional=("b",),
    solved=False,
)

NLL_MISTAKES = {
    "missing_abs": Text(
        "The residuals are added up with their signs, so that they cancel. The density holds |ε|.",
        "残差带着正负号相加，会互相抵消。密度中是 |ε|。",
    ),
    "square_for_abs": Text(
        "The residuals are squared. That belongs to the normal density; here it is exp(-|ε|).",
        "这里对残差取了平方。那是正态密度；这里的密度是 exp(-|ε|)。",
    ),
    "normal_for_laplace": Text(
        "That is the negative log-likelihood under the normal density. Here it is ½ exp(-|ε|).",
        "这是正态密度下的负对数似然。这里的密度是 ½ exp(-|ε|)。",
    ),
    "other_logarithm__base_10": Text(
        "The constant is a logarithm to the base 10. The natural one, np.log or math.log, undoes exp.",
        "常数项用了以 10 为底的对数。与 exp 互逆的是自然对数 np.log 或 math.log。",
    ),
    "other_logarithm__base_2": Text(
        "The constant is a logarithm to the base 2. The natural one, np.log or math.log, undoes exp.",
        "常数项用了以 2 为底的对数。与 exp 互逆的是自然对数 np.log 或 math.log。",
    ),
    "missing_intercept": Text(
        "The residual lacks b: it is y - Xw - b.",
        "残差里缺了 b：应为 y - Xw - b。",
    ),
    "missing_log": Text(
        "That is the likelihood itself. Asked for is minus its logarithm.",
        "这是似然本身。题目要求的是它的对数的相反数。",
    ),
    "mean_for_sum__of_errors": Text(
        "The absolute errors are averaged, the constants are not: sum over the samples in both.",
        "绝对误差取了平均，常数项却没有：两者都应对样本求和。",
    ),
    "broadcasts": Text(
        "Every target is compared with every prediction: an (n, 1) that meets an (n,) makes (n, n). Keep both (n,).",
        "每个目标值都与所有预测值相减了：(n, 1) 与 (n,) 运算会变成 (n, n)。请让两者都保持 (n,)。",
    ),
}

EXERCISE = Exercise(
    address="linear_regression/laplace_noise",
    title=Text("Laplace noise", "拉普拉斯噪声"),
    numbers={"zh-2.0": "3", "en-0.17": "3", "en-1.0": "5"},
    parts=(
        Part(
            "a",
            Text("The negative log-likelihood", "负对数似然"),
            names=("nll",),
            claims=(
                Claim(
                    Text("The negative log-likelihood is right", "负对数似然正确"),
                    states(LIKELIHOOD, "nll", name="nll"),
                    points=2,
                ),
                Claim(
                    Text("Every step follows", "每一步都成立"),
                    follows(LIKELIHOOD, name="nll", needed=False),
                    points=1,
                ),
            ),
        ),
        Part(
            "b",
            Text("Is there a closed form?", "有没有闭式解？"),
            claims=(
                Claim(Text("In general there is none", "一般没有闭式解"), says("no_closed_form"), points=2),
                Claim(Text("The reason is right", "理由正确"), says("why_none"), points=2),
            ),
        ),
        Part(
            "c",
            Text("A stochastic method", "一种随机方法"),
            claims=(
                Claim(
                    Text("The update is right", "更新公式正确"),
                    updates(LIKELIHOOD, "sample_loss", otherwise=says("update")),
                    points=2,
                ),
                Claim(Text("What goes wrong is right", "会出的问题，说得对"), says("oscillates"), points=2),
                Claim(Text("The repair works", "解决办法有效"), says("repair"), points=2),
            ),
        ),
        Part(
            "code",
            Text("Likelihood and training loop", "似然与训练循环"),
            names=("laplace_nll", "sgd_laplace"),
            claims=(
                Claim(
                    Text("laplace_nll returns the negative log-likelihood", "laplace_nll 返回负对数似然"),
                    computes("laplace_nll", inputs("X: n*d, y: n, w: d, b", far="y"), mistakes=NLL_MISTAKES),
                    points=2,
                ),
                Claim(
                    Text("sgd_laplace comes close to the minimum", "sgd_laplace 接近最小值点"),
                    trains("sgd_laplace"),
                    points=2,
                ),
                Claim(
                    Text("sgd_laplace settles there instead of jumping about", "sgd_laplace 停在那里而不来回跳动"),
                    settles("sgd_laplace"),
                    points=2,
                ),
                Claim(
                    Text("The same seed gives the same result", "种子相同则结果相同"),
                    repeats("sgd_laplace"),
                    points=1,
                ),
            ),
        ),
    ),
)
