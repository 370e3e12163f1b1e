"""Noisy features: in expectation, independent noise makes any Gram matrix invertible."""

from grader.checks import Task, computes, derived, follows, gives, inputs, says, shows_sign
from grader.core import Claim, Exercise, Part, Text

NOISE = Task(
    declare="X: n*d rows x, Z: n*d rows z white sigma, v: d, sigma: >0",
    same={"N": "n", "m": "n", "epsilon": "Z"},
)
FORM = Task(
    declare="X: n*d rows x, Z: n*d rows z white sigma, v: d nonzero, sigma: >0",
    same={"N": "n", "m": "n", "u": "v", "a": "v"},
    context=("a",),
)

EXERCISE = Exercise(
    address="linear_regression/noisy_features",
    title=Text("Noisy features", "带噪声的特征"),
    numbers={"en-1.0": "4"},
    parts=(
        Part(
            "a",
            Text("The expectation", "期望"),
            names=("expected_gram",),
            claims=(
                Claim(
                    Text("The expectation is right", "期望正确"),
                    gives(NOISE, "expected_gram", name="expected_gram"),
                    points=2,
                ),
                Claim(Text("Every step follows", "每一步都成立"), follows(NOISE, name="expected_gram"), points=2),
                Claim(Text("It is derived", "有推导过程"), derived(NOISE, "expected_gram"), points=1),
            ),
        ),
        Part(
            "b",
            Text("Full rank at last", "终于满秩"),
            names=("quadratic_form",),
            claims=(
                Claim(
                    Text("The form shows its sign", "式子能看出符号"),
                    shows_sign(FORM, "quadratic_form", name="quadratic_form"),
                    points=2,
                ),
                Claim(
                    Text("Every step follows", "每一步都成立"),
                    follows(FORM, name="quadratic_form", needed=False),
                    points=1,
                ),
            ),
        ),
        Part(
            "c",
            Text("Without full rank", "不满秩时"),
            claims=(
                Claim(Text("What goes wrong is right", "会出的问题，说得对"), says("wrong"), points=2),
                Claim(Text("The remedy helps", "补救办法有效"), says("remedy"), points=2),
            ),
        ),
        Part(
            "code",
            Text("The expectation in code", "用代码求期望"),
            names=("noisy_gram",),
            claims=(
                Claim(
                    Text("noisy_gram returns the expectation", "noisy_gram 返回期望"),
                    computes("noisy_gram", inputs("X: n*d, sigma: >0")),
                    points=2,
                ),
            ),
        ),
    ),
)
