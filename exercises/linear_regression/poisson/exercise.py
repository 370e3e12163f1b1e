"""Counts: the Poisson model, its mean, its likelihood, and the loss of a linear model of the log of its rate."""

from grader.checks import Task, computes, derived, follows, gives, gradient, inputs, minimises, states
from grader.core import Claim, Exercise, Part, Text

SAME = {"N": "n", "m": "n", "theta": "lambda", "mu": "lambda"}

MEAN = Task(
    declare="k: count random, lambda: >0",
    same={"K": "k", "X": "k", "Y": "k", "x": "k", "y": "k", "N": "k", "theta": "lambda", "mu": "lambda"},
    meanings={"p(k)": "mass"},
)
RATE = Task(
    declare="y: n count, lambda: >0",
    unknown="lambda",
    objective="nll",
    same={**SAME, "k": "y", "x": "y"},
    meanings={"P(y|lambda)": "likelihood", "p(y_i|lambda)": "density"},
)
LOG_LINEAR = Task(
    declare="X: n*d rows x, y: n count, w: d",
    unknown="w",
    objective="loss",
    same={"N": "n", "m": "n", "theta": "w", "beta": "w"},
    meanings={"eta_i": "eta"},
)

EXERCISE = Exercise(
    address="linear_regression/poisson",
    title=Text("Counts", "计数"),
    numbers={"en-1.0": "8"},
    parts=(
        Part(
            "a",
            Text("The mean", "均值"),
            claims=(
                Claim(Text("The mean is lambda", "均值是 lambda"), gives(MEAN, "mean"), points=1),
                Claim(Text("Every step follows", "每一步都成立"), follows(MEAN), points=2),
                Claim(Text("It is derived", "有推导过程"), derived(MEAN, "mean"), points=2),
            ),
        ),
        Part(
            "b",
            Text("One rate for all", "共同的速率"),
            names=("poisson_objective", "lambda_star"),
            claims=(
                Claim(
                    Text("The negative log-likelihood is right", "负对数似然正确"),
                    states(RATE, "nll", name="poisson_objective", up_to="likelihood"),
                    points=2,
                ),
                Claim(Text("The minimiser is right", "最小值点正确"), minimises(RATE, name="lambda_star"), points=2),
                Claim(Text("Every step follows", "每一步都成立"), follows(RATE, name="lambda_star"), points=1),
                Claim(Text("It is derived", "有推导过程"), derived(RATE), points=1),
            ),
        ),
        Part(
            "c",
            Text("A rate that depends on features", "依赖于特征的速率"),
            names=("poisson_loss", "poisson_gradient"),
            claims=(
                Claim(
                    Text("The loss is right", "损失正确"),
                    states(LOG_LINEAR, "loss", name="poisson_loss", up_to="objective"),
                    points=2,
                ),
                Claim(
                    Text("It is the gradient of your loss", "它是你的损失的梯度"),
                    gradient(LOG_LINEAR, name="poisson_gradient"),
                    points=2,
                ),
                Claim(
                    Text("Every step follows", "每一步都成立"),
                    follows(LOG_LINEAR, name="poisson_gradient", needed=False),
                    points=1,
                ),
            ),
        ),
        Part(
            "code",
            Text("Likelihoods in code", "用代码求似然"),
            names=("poisson_nll", "poisson_nll_log"),
            claims=(
                Claim(
                    Text("poisson_nll returns the negative log-likelihood", "poisson_nll 返回负对数似然"),
                    computes("poisson_nll", inputs("y: n count, lam: n >0")),
                    points=2,
                ),
                Claim(
                    Text("poisson_nll_log returns it from log rates", "poisson_nll_log 由速率的对数求出它"),
                    computes("poisson_nll_log", inputs("y: n count, log_lam: n")),
                    points=2,
                ),
            ),
        ),
    ),
)
