"""Two linear layers without an activation between them are one linear layer."""

from grader.checks import Task, computes, follows, gives, inputs, says
from grader.core import Claim, Exercise, Part, Text

LAYERS = Task(declare="x: d, W_1: h*d, b_1: h, W_2: q*h, b_2: q")
LAYERS_IN_CODE = "W1: h*d, b1: h, W2: q*h, b2: q"

EXERCISE = Exercise(
    address="linear_regression/two_linear_layers",
    title=Text("Two linear layers", "两个线性层"),
    numbers={"en-1.0": "6"},
    parts=(
        Part(
            "a",
            Text("One layer", "一层就够"),
            names=("composed_W", "composed_b"),
            claims=(
                Claim(
                    Text("The weights of the single layer are right", "合成层的权重正确"),
                    gives(LAYERS, "weights", name="composed_W", named=True),
                    points=2,
                ),
                Claim(
                    Text("Its offset is right", "合成层的偏置正确"),
                    gives(LAYERS, "offset", name="composed_b", named=True),
                    points=2,
                ),
                Claim(
                    Text("Every step follows", "每一步都成立"),
                    follows(LAYERS, name="composed_W", needed=False),
                    points=1,
                ),
            ),
        ),
        Part(
            "b",
            Text("Training", "训练"),
            claims=(
                Claim(Text("What becomes of convexity is right", "凸性的变化，说得对"), says("convexity"), points=2),
                Claim(Text("Which matrices are reached is right", "能得到哪些矩阵，说得对"), says("reach"), points=2),
            ),
        ),
        Part(
            "code",
            Text("The single layer in code", "用代码求合成层"),
            names=("compose",),
            claims=(
                Claim(
                    Text("compose returns the weights", "compose 返回权重"),
                    computes("compose", inputs(LAYERS_IN_CODE), reference="composed_weights", item=0),
                    points=1,
                ),
                Claim(
                    Text("compose returns the offset", "compose 返回偏置"),
                    computes("compose", inputs(LAYERS_IN_CODE), reference="composed_offset", item=1),
                    points=1,
                ),
            ),
        ),
    ),
)
