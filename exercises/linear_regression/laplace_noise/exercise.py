"""Laplace noise: its negative log-likelihood, why it has no closed-form minimiser, and a stochastic method."""

from grader.checks import Idea, Task, computes, follows, inputs, repeats, says, settles, states, trains, updates
from grader.core import Claim, Exercise, Part, Text

LIKELIHOOD = Task(
    declare="X: n*d rows x, y: n, w: d, b, epsilon",
    unknown="w",
    objective="nll",
    same={"theta": "w", "beta": "w", "N": "n", "m": "n", "Y": "y"},
    meanings={"P(y|X)": "likelihood", "p(y_i|x_i)": "density", "p(epsilon)": "noise"},
    optional=("b",),
)

NO_CLOSED_FORM = Idea(
    affirmed=(
        "no (simple|general|such|) (closed form|closed|analytic|analytical|explicit) (solution|formula|expression|)",
        "no (simple|such) (formula|solution)",
        "(closed form|analytic|analytical|explicit) (solution|formula|) ... (not exist|not available)",
        "not ... (closed form|analytic solution|analytical solution|explicit formula)",
        "in general there is none",
        "no, ",
        "no.",
        "(没有|不存在|无法写出|写不出|得不到|求不出|无) ... (解析解|闭式解|封闭解|闭合解|闭合形式|封闭形式)",
        "(解析解|闭式解|封闭解|闭合解) ... (不存在|写不出|求不出)",
        "不能。",
        "不能,",
        "没有。",
    ),
    contradicted=(
        "yes",
        "not true that there is no (closed form|analytic solution)",
        "there is (a|an) (closed form|analytic solution|analytical solution)",
        "(can solve|solve) for w (exactly|directly)",
        "有 (解析解|闭式解|封闭解)",
        "直接解出",
    ),
    topic=("closed", "analytic*", "formula", "解析", "闭式", "封闭"),
    hint=Text(
        "Set the subgradient to zero. Can you bring w to one side, as in least squares?",
        "令次梯度为零。能像最小二乘那样把 w 单独移到一边吗？",
    ),
)
WHY_NONE = Idea(
    affirmed=(
        "(gradient|subgradient|derivative|condition|it|w) ... (only|merely) ... (sign*|sgn)",
        "(gradient|subgradient|derivative) ... piecewise constant",
        "signs of the residual*",
        "(no|not a) linear (equation*|system)",
        "(no equation|nonlinear equation*|can not be solved) ... for w",
        "linear program*",
        "(梯度|导数|次梯度|条件) ... (分段常数|符号|sign|sgn)",
        "残差 ... 符号",
        "(得不到|不是|没有) ... 线性方程",
        "线性规划",
    ),
    contradicted=(
        "(exactly|just) as in least squares",
        "令梯度 (等于零|为零|等于0|为0) ... 直接解出",
    ),
    topic=("differentiable", "absolute", "kink", "可导", "可微", "绝对值", "尖点"),
    hint=Text(
        "How does w enter the gradient: through the residuals themselves, or only through their signs?",
        "w 是怎样出现在梯度里的：通过残差本身，还是只通过残差的符号？",
    ),
)
UPDATE = Idea(
    affirmed=(
        "w ... + ... (sgn|sign)(y (i|^(i)|) (-|) (w^t x|x) (i|^(i)|i^t w|^t w|) ((-|) b|)) x",
        "w ... - ... (sgn|sign)((w^t x|x) (i|^(i)|i^t w|^t w|) (+ b|) (-|) y (i|^(i)|)) x",
        "w ... - ... (sgn|sign)(hat y (i|^(i)|) (-|) y (i|^(i)|)) x",
        "r (i|^(i)|) = y (i|^(i)|) (-|) ... w (=|leftarrow|<-) w + ... (sgn|sign)(r (i|^(i)|)) x",
    ),
    contradicted=(
        "w ... (leftarrow|=|<-) w - ... (sgn|sign)(y (i|^(i)|) (-|) (w^t x|x) (i|^(i)|i^t w|^t w|) ((-|) b|)) x",
        "w ... (leftarrow|=|<-) w + ... (sgn|sign)((w^t x|x) (i|^(i)|i^t w|^t w|) (+ b|) (-|) y (i|^(i)|)) x",
        "eta (y (i|^(i)|) (-|) (w^t x|x) (i|^(i)|i^t w|^t w|) ((-|) b|)) x",
    ),
    topic=("w", "update*", "subgradient", "sgd", "更新", "次梯度"),
    apart=("-", "sgn", "sign"),
    hint=Text(
        "A step goes against the subgradient of |y_i - w^T x_i - b|: where does w move if the residual is positive?",
        "每一步沿 |y_i - w^T x_i - b| 的负次梯度方向：残差为正时，w 朝哪个方向移动？",
    ),
)
OSCILLATES = Idea(
    affirmed=(
        "oscillat*",
        "(bounc*|jump*|overshoot*|zigzag*|step over) ... (minimum|optimum|around|about|back)",
        "(never|not) (settle*|converge*|come to rest)",
        "(gradient|step|it) ... (not|never) (get smaller|shrink*|vanish*|decrease*|become smaller)",
        "(size|magnitude) of the (gradient|step) ... same",
        "(震荡|振荡|来回|摆动|跳动)",
        "(不收敛|无法收敛|难以收敛|不能收敛)",
        "梯度 ... (不变|不会变小|不减小|大小相同)",
    ),
    contradicted=(
        "(not|never) oscillate",
        "nothing goes wrong",
        "(stuck|caught|trapped) in a local (minimum|optimum)",
        "local (minimum|optimum) instead of",
        "(不会|没有) (震荡|振荡)",
        "陷入局部最优",
        "局部最优 ... 而不是 ... 全局",
    ),
    topic=("differentiable", "minimum", "kink", "可导", "可微", "驻点", "零点"),
    hint=Text(
        "Take one sample whose residual is tiny. How long is the next step?",
        "取一个残差极小的样本：下一步有多长？",
    ),
)
REPAIR = Idea(
    affirmed=(
        "(decay*|decreas*|diminish*|anneal*|shrink*) ... (learning rate*|step*|eta)",
        "(learning rate*|step size*|steps|eta) ... (decay*|decreas*|diminish*|anneal*|go to zero|goes to zero|-> 0|0)",
        "reduc* ... (learning rate|step size|eta) ... (over time|gradually|later|with)",
        "huber",
        "smooth ... (loss|approximation|near|version)",
        "averag* ... iterates",
        "(学习率|步长) ... (衰减|递减|减小|变小|降低|下降|趋于零)",
        "(衰减|递减|减小|降低) ... (学习率|步长)",
        "(平滑|光滑) ... (损失|近似|l1)",
    ),
    contradicted=(
        "squar* the (error*|loss|residual*|absolute value*)",
        "(取平方|改成平方|换成平方|用平方损失|平方误差代替)",
        "(increas*|larger|bigger) ... (learning rate|step size|steps)",
        "restart",
        "no decay",
        "(增大|加大|提高) ... (学习率|步长)",
    ),
    topic=("minibatch*", "mini batch*", "subgradient", "learning rate", "小批量", "次梯度", "学习率"),
    hint=Text(
        "The minimum must stay where it is, and the steps must become as small as you like.",
        "最小值点必须保持不变，而步长必须可以任意小。",
    ),
)

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
                Claim(Text("In general there is none", "一般没有闭式解"), says(NO_CLOSED_FORM), points=2),
                Claim(Text("The reason is right", "理由正确"), says(WHY_NONE), points=2),
            ),
        ),
        Part(
            "c",
            Text("A stochastic method", "一种随机方法"),
            claims=(
                Claim(
                    Text("The update is right", "更新公式正确"),
                    updates(LIKELIHOOD, "sample_loss", otherwise=says(UPDATE)),
                    points=2,
                ),
                Claim(Text("What goes wrong is right", "会出的问题，说得对"), says(OSCILLATES), points=2),
                Claim(Text("The repair works", "解决办法有效"), says(REPAIR), points=2),
            ),
        ),
        Part(
            "code",
            Text("Likelihood and training loop", "似然与训练循环"),
            names=("laplace_nll", "sgd_laplace"),
            claims=(
                Claim(
                    Text("laplace_nll returns the negative log-likelihood", "laplace_nll 返回负对数似然"),
                    computes("laplace_nll", inputs("X: n*d, y: n, w: d, b")),
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
