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
    solved=False,
)

FORMULA = (
    "(closed form (solution | formula | expression | minimi*r | ) | closed (solution | formula) | analytic* (solution"
    " | formula | expression | minimi*r) | explicit (solution | formula | expression))"
)
STOP = "(. | , | : | ; | ! | 。 | 、)"
FORMULA_ZH = (
    "(闭式解析解 | 解析解 | 闭式解 | 封闭解 | 闭合解 | 显式解 | 闭式表达式 | (闭合 | 封闭) (矩阵 | ) 形式 (的 |"
    " ) (解析 | ) 解 | 直接解析解)"
)
SQUARED = "(squar* | least squares | mse | l2 | ols | gaussian | normal | 平方 | 均方 | 最小二乘 | 高斯 | 正态 | l2)"
NO_CLOSED_FORM = Idea(
    affirmed=(
        "there is (in general | generally | usually | thus | therefore | then | ) no (general | simple | such |"
        f" known | ) {FORMULA}",
        f"no (general | simple | such | ) {FORMULA} (exists | is available | is known | is possible | can be"
        " (given | written | found | derived))",
        f"{FORMULA} (does not (in general | generally | ) exist | is not (available | possible) | is impossible"
        " | can not be (given | written | written down | found | derived | obtained))",
        "(can not | it is not possible to | it is impossible to | impossible to) (write | write down | give |"
        f" find | get | derive | obtain) (a | an | any) (simple | general | ) {FORMULA}",
        "(does not | do not) (in general | generally | ) (have | admit | possess) (a | an | any) (simple |"
        f" general | ) {FORMULA}",
        "can not (in general | ) be (solved | minimi*d) (in closed form | analytically)",
        "[no]",
        "[no , (in general | ) there is (none | not one)]",
        "[(in general | ) there is none]",
        f"(没有 | 不存在 | 无 | 写不出 | 得不到 | 求不出 | 无法写出 | 无法得到 | 无法求出 | 不会有 | 并没有)"
        f" (简单 | 通用 | 一般 | ) (的 | ) (简单 | ) {FORMULA_ZH}",
        f"(没有 | 不存在 | 不会有) (类似 | 像) .. 的 (简单 | 一般 | ) {FORMULA_ZH}",
        f"{FORMULA_ZH} (一般 | 通常 | ) (不存在 | 写不出 | 求不出 | 无法写出 | 无法求出)",
        "[不能]",
        "[没有]",
        "[写不出]",
        "[写不出来]",
    ),
    contradicted=(
        f"not true that there is no {FORMULA}",
        f"there is (always | indeed | of course | clearly | ) (a | an) {FORMULA} {STOP}",
        "yes (: | ,) w (hat | ) = (X^T X)^{-1} X^T y",
        f"有 {FORMULA_ZH} (: | ,) 令 (梯度 | 导数 | 次梯度) (等于零 | 为零 | 等于 0 | 为 0) (, | ) 直接 (解出 |"
        f" 求出 | 得到) w (即可 | 就行 | 就可以 | ) {STOP}",
    ),
    topic=("closed", "analytic*", "formula", "解析", "闭式", "封闭"),
    unless=(
        f"{SQUARED} (loss | error* | residual* | noise | regression | problem | ) .. (there is no | no closed |"
        " does not | can not | has no)",
        f"(for | with | under | of) (the | a | ) {SQUARED}",
        "(平方 | 均方 | 最小二乘 | 高斯 | 正态 | sgd | 梯度下降) .. (没有 | 不存在 | 无 | 写不出 | 得不到 | 有)",
        "(if | when | which | where | that | whose | suppose) (there is no | does not | do not | can not | has no)",
        "(如果 | 若 | 当 | 假如) .. (没有 | 不存在 | 无 | 写不出)",
        "对于 (平方 | 均方 | 最小二乘 | 线性回归)",
        "线性回归 (没有 | 不存在 | 无)",
        f"{FORMULA_ZH} (的 (问题 | 情况 | 时候 | 模型 | 损失 | 情形) | 时)",
        "(constant | special case | median | part a | exercise) ... (there is | closed form | analytic*)",
        "(there is | closed form | analytic*) ... (constant | special case | part a | exercise)",
        "(噪声 | 常数 | 特例 | 中位数 | 可逆)",
    ),
    beside=(
        "problem linear model solution minimiser minimizer absolute loss errors general least deviations l1 问题"
        " 线性模型 最小值点 绝对值 损失 误差 回归 最小二乘 法 那样 线性回归 拉普拉斯 噪声 | squared error loss 0"
        " differentiable not no sign signs residuals solved iteratively linear program condition minimum only"
        " involves median targets solution constant b there x residual zero kink 不像 平方 线性规划 求解 迭代"
        " 方法 用 只能 凸 优化 次梯度 下降 等 相比 不同 if when where 若 如果 当 函数 但 仍 以下 通过 指数分布"
        " 导致 绝对 误差 not_differentiable its kinks"
    ),
    hint=Text(
        "Set the subgradient to zero. Can you bring w to one side, as in least squares?",
        "令次梯度为零。能像最小二乘那样把 w 单独移到一边吗？",
    ),
)
RESIDUALS = "(the | each | every | all | its | ) (residual* | error* | r i)"
WHY_NONE = Idea(
    affirmed=(
        "((sub | ) gradient | subgradient | derivative | condition | w) .. (depends | involves | enters |"
        f" contains | knows | uses) .. only (through | on | via | ) (the | ) sign* of {RESIDUALS}",
        f"(depends | enters) (on w | ) only (through | on | via) (the | ) sign* of {RESIDUALS}",
        f"involves only (the | ) sign* of {RESIDUALS}",
        "(gradient | subgradient | derivative) is (only | just | therefore | ) piecewise constant",
        "it is piecewise constant : w enters only through the sign*",
        "setting (it | the (gradient | subgradient | derivative)) to (zero | 0) .. (gives | yields | leads to)"
        " no (linear (equation* | system) (for | in) (the | ) (w | weights) | equation that (one | we) (can |"
        " could) solve for w)",
        "(梯度 | 导数 | 次梯度) (是 | 为) 分段常数",
        "(梯度 | 导数 | 次梯度 | 条件 | w) .. (只取决于 | 只依赖 | 只通过 | 只与 | 只含 | 只包含 | 仅取决于 |"
        " 仅依赖 | 仅与) (于 | ) .. 残差 (的 | ) (符号 | 正负)",
        "令 (其 | 它 | 梯度 | 次梯度 | 导数) (为 | 等于) (零 | 0) (, | ) 得不到 .. (线性方程 | 可以解出 w 的方程)",
    ),
    contradicted=(
        f"(one | we | you) can solve for w (exactly | just) as in least squares {STOP}",
        f"令 (梯度 | 导数) (等于零 | 为零 | 等于 0 | 为 0) , 直接 (解出 | 求出) w (即可 | 就行 | 就可以 | ) {STOP}",
        "(because | since | as) the (loss | objective | function | problem) is (not convex | non convex |"
        f" nonconvex) {STOP}",
        f"(因为 | 由于) (损失 | 目标) (函数 | ) (不是凸 | 非凸 | 是非凸) (的 | ) {STOP}",
    ),
    topic=(
        "differentiable",
        "absolute",
        "kink",
        "可导",
        "可微",
        "绝对值",
        "尖点",
        "(linear program* | 线性规划 | sign* | 符号)",
    ),
    apart=(
        "loss",
        "损失",
    ),
    unless=(
        "(gradient | derivative | condition) (of | for | in | with) (the | a | ) (squared | least squares | mse)",
        "(squared | square | 平方 | 均方)",
        "(loss | likelihood | objective) (itself | ) (only | depends | involves | is)",
        "(损失 | 似然) (函数 | ) (只 | 仅 | 是 | 为)",
        "sign* of (w | x | y)",
    ),
    beside=(
        "w b minimum gradient subgradient derivative residuals residual absolute condition zero setting equation"
        " respect through 绝对值 损失 残差 梯度 关于 起作用 组 令 符号 次梯度 为零 | gives no equation could"
        " solve solved setting zero linear as least squares like if when where 若 如果 当 sub sum sign y t x"
        " program iteratively piecewise constant 只 取决于 得不到 线性方程 组 用 线性规划 迭代 方法 求解"
        " 分段常数 absolute 有 解析解 即可"
    ),
    hint=Text(
        "How does w enter the gradient: through the residuals themselves, or only through their signs?",
        "w 是怎样出现在梯度里的：通过残差本身，还是只通过残差的符号？",
    ),
)


BATCH_STEP = "w (leftarrow | ← | = | :=) w"
BATCH_SUM = "(eta | alpha | lr) .. sum i in b (sgn | sign)"
UPDATE = Idea(
    affirmed=tuple(f"{BATCH_STEP} + {BATCH_SUM} (y{i} - (w^t x{i} | x{i}^t w) (- b | )) x{i}" for i in (" i", "^(i)")),
    topic=("w", "update*", "subgradient", "sgd", "更新", "次梯度"),
    apart=(
        "-",
        "+",
        "w",
    ),
    unless=(
        "(x i | x^(i)) (^2 | ^t | / | x | w | top)",
        "b (leftarrow | ← | = | :=) b -",
        "b (leftarrow | ← | = | :=) b + .. (sgn | sign) .. + b - y",
    ),
    beside=(
        "minibatch batch b update w set step eta i m 更新 小批量 | if when where 若 如果 当 leftarrow sum sgn"
        " sign y t x qquad"
    ),
    hint=Text(
        "A step goes against the subgradient of |y_i - w^T x_i - b|: where does w move if the residual is positive?",
        "每一步沿 |y_i - w^T x_i - b| 的负次梯度方向：残差为正时，w 朝哪个方向移动？",
    ),
)
MINIMUM = (
    "(minimum | minimi*r | optimum | optimal (point | solution | value) | stationary point | solution | kink |"
    " best (point | weights))"
)
JUMPS = (
    "((oscillat* | bounc* | jump* | zigzag* | zig zag* | hop* | swing* | flip*) (back and forth | for ever |"
    " forever | always | forth and back | )"
    " (around | about | over | past | across | near | close to) | overshoot* | steps over | step over | stepping"
    " over)"
)
MOVES = "(gradient | subgradient | sub gradient | step | steps | update | updates)"
MOVES_ZH = "(梯度 | 次梯度 | 步长 | 更新 | 更新量 | 步幅)"
MINIMUM_ZH = (
    "((最优 | 最小 | 极小 | 最小值 | 极小值 | 极值 | 驻 | 尖) 点 | 最优解 | 最优值 | 最小值 | 极小值 | 极值 | 零点)"
)
JUMPS_ZH = "(震荡 | 振荡 | 跳动 | 摆动 | 来回跳 | 抖动 | 波动 | 跳来跳去)"
WAYS_ZH = (
    "(会 | 将 | 就会 | 总会 | 仍会 | 会在 | 一直 | 不断 | 不停地 | 不停 | 反复 | 来回 | 持续 | 始终 | 左右 | 地 | )"
)
OSCILLATES = Idea(
    affirmed=(
        f"{JUMPS} (the | this | its | an | a | it | ) (exact | true | ) {MINIMUM}",
        f"{MOVES} (does not | do not | never | will not | does never) (shrink | vanish | get smaller | decrease |"
        " become smaller | get any smaller | diminish)"
        f" (near | close to | around | at) (the | a | ) {MINIMUM}",
        f"(near | close to | around | at) (the | a | ) {MINIMUM} (, | ) (the | ) {MOVES} (does not | do not | never)"
        " (shrink | vanish | get smaller | decrease | become smaller | diminish)",
        f"(near | close to | around | at) (the | a | ) {MINIMUM} (, | ) (the | ) {MOVES} (stay* | remain* | is |"
        " are) (just | still | )"
        " (as (large | big | long) as (before | ever | far away) | equally large)",
        f"{MINIMUM_ZH} (的 | ) (附近 | 两侧 | 周围 | 左右 | 处) {WAYS_ZH} {WAYS_ZH} {WAYS_ZH} {JUMPS_ZH}",
        f"{MOVES_ZH} 在 {MINIMUM_ZH} (的 | ) 附近 (都 | 也 | 仍然 | 并 | ) (不会变小 | 不变小 | 不减小 | 大小不变"
        " | 不会减小)",
        f"{MINIMUM_ZH} (的 | ) 附近 (, | ) {MOVES_ZH} (都 | 也 | 仍然 | 并 | ) (不会变小 | 不变小 | 不减小 |"
        " 大小不变 | 不会减小)",
        f"(无论 | 不管 | 不论) 残差 (有 | ) (多小 | 多大) , {MOVES_ZH} (的 | ) 大小 (都 | 始终 | 总是 | ) (不变 |"
        " 相同 | 一样)",
    ),
    contradicted=(
        "(get | gets | is | be | becomes | will be | ends up) (stuck | caught | trapped) in (a | some | ) local"
        " (minimum | minima | optimum | optima)"
        " (instead of the global (minimum | optimum | one) | rather than the global (minimum | optimum | one) | )",
        "nothing (special | bad | ) happens : it does not oscillate ... no decay of the learning rate",
        f"nothing (special | bad | ) (happens | goes wrong) {STOP}",
        "陷入 局部 (最优 | 极小 | 最小)",
    ),
    topic=(
        "differentiable",
        "minimum",
        "kink",
        "可导",
        "可微",
        "驻点",
        "零点",
        "(oscillat* | converge* | 震荡 | 振荡 | 收敛)",
    ),
    unless=(
        "(squared | mse | l2 | huber | smooth* | noise | noisy | closed form | newton | 平方 | 均方 | 平滑 |"
        " 光滑 | 噪声 | 解析解)",
        "(with | under | if | when | once | after) (a | the | we | ) (learning rate | step size | ) (decay* |"
        " decreas* | diminish* | shrink* | smaller)",
        "(衰减 | 递减 | 减小) (时 | 后 | 之后 | 的话 | 的情况下 | , | 也 | 还)",
        "(and | until | before | but | or) (it | they | then | ) (settles | settle | converges | converge |"
        " stops | stop)",
        "(最后 | 最终 | 然后 | 之后 | 逐渐 | 直到) .. (收敛 | 稳定 | 停)",
        "(learning rate | step size | loss | residual* | batch*) (oscillat* | jump* | bounc*)",
        "(学习率 | 步长 | 损失 | 残差 | 批量) (在 | 会 | 围绕)",
        "(then | now | at | in | for | on | with | by | far) ... nothing",
        "(non convex | nonconvex | neural | 非凸 | 神经网络)",
        "(is | already) (zero | 0)",
    ),
    pardon=(
        "(convex | non convex | nonconvex | neural | 神经网络 | 非凸 | 凸 | global* | 全局)",
        "(decay* | decreas* | huber | smooth* | averag* | 衰减 | 递减 | 减小 | 平滑 | 光滑)",
    ),
    beside=(
        "constant fixed learning rate step size eta sgd parameters weights iterates w gradient again forever"
        " iterate updates sign iteration algorithm method near 学习率 固定 参数 迭代 步长 权重 更新 问题 一直"
        " 恒定 不变 常数 附近 次 反复 needed necessary nothing oscillate | learning rate constant fixed step"
        " size distance proportional small residual however never settles converge converges gets sign only"
        " depends same gradient zero decay decaying decrease over time sgn 应 让 衰减 递减 学习率 固定 不 无法"
        " 收敛 越过 残差 多小 接近 if when where 若 如果 当 settle never_settle never_settles never_shrinks"
        " never_converges what_goes_wrong no_matter_how does_not_get_smaller does_not_shrink does_not_converge"
        " not_converge optimum smaller shrink shrinks pushed back oscillating around minimum 无论 梯度 大小"
        " 最小值点 最优点 被 推 回来 再次 再 振幅 成正比 而不是 稳定 收敛到 某个 精确 位置 可能 到 很 远 近"
    ),
    hint=Text(
        "Take one sample whose residual is tiny. How long is the next step?",
        "取一个残差极小的样本：下一步有多长？",
    ),
)
RATE = "((learning rate* | step size* | step length* | stepsize*) | steps | eta (t | ))"
GRADUALLY = (
    "(over time | gradually | during training | with time | with t | with every (epoch | step | iteration | pass)"
    " | with each (epoch | step | iteration | pass) | after (each | every) (epoch | step | iteration | pass)"
    " | as (training | t | time | the iterations) (goes on | proceeds | grows | progresses | increases | passes)"
    " | step by step | slowly)"
)
RATE_ZH = "(学习率 | 步长) (eta | ) (t | )"
REPAIR = Idea(
    affirmed=(
        "(decay | anneal) (the | your | its | ) (learning rate* | step size* | step length* | stepsize* | eta)",
        "(use | with | choose | take | try | need | by | apply | a) (a | an | ) (decaying | decreasing |"
        " diminishing | annealed | shrinking) (learning rate | step size | step length)",
        "by (decaying | decreasing | annealing | shrinking) the (learning rate | step size)",
        f"(let | make | have) (the | ) {RATE} (decay | decrease | shrink | diminish | go to (zero | 0) | go down"
        " | tend to (zero | 0) | become smaller | get smaller)",
        f"(decrease | reduce | lower | shrink | diminish) (the | ) {RATE} {GRADUALLY}",
        f"gradually (decrease | reduce | lower | shrink | diminish) (the | ) {RATE}",
        "(use | using | take | choose | minimi*e | try | switch to | apply) (the | a | ) (smooth | pseudo | )"
        " huber (loss | function)",
        "(use | using | take | choose | try | switch to) (a | the | ) (smooth loss near (0 | zero) | smooth l1 loss)",
        "averag* (the | over the | ) (last | final | ) iterates",
        f"(让 | 使 | 令) {RATE_ZH} (随时间 | 随迭代 | 随训练 | 逐渐 | 逐步 | 不断 | 慢慢 | 也 | ) (衰减 | 递减 |"
        " 减小 | 降低 | 变小 | 下降 | 趋于零 | 趋于 0)",
        f"(逐渐 | 逐步 | 不断 | 慢慢 | 逐次) (减小 | 降低 | 减少 | 缩小 | 衰减) {RATE_ZH}",
        f"(使用 | 采用 | 用 | 改用 | 选择 | 取) (逐渐 | 逐步 | ) (衰减 | 递减 | 减小) (的 | ) {RATE_ZH}",
        "(使用 | 采用 | 用 | 改用) 学习率 (衰减 | 递减 | 退火)",
        "(改用 | 使用 | 采用 | 换成 | 换用 | 用 | 改成) (平滑的 | 光滑的 | ) huber (损失 | 函数 | loss | 回归)",
        "(改用 | 使用 | 采用 | 换成 | 换用 | 用) (平滑 | 光滑 | smooth) (的 | ) l1 (损失 | -loss | loss | )",
    ),
    contradicted=(
        "fix (it | this | that) by squaring the (error* | loss | residual*) (instead | ) (. | ,)",
        "取平方 (就 | 后 | 便 | 后就 | 就会) (可导 | 可微)",
        "(increase | raise) the (learning rate | step size) over time",
        "restart from several (initial values | initiali*ations | starting points | points)",
        "no decay of the learning rate is (needed | necessary)",
    ),
    topic=("minibatch*", "mini batch*", "subgradient", "learning rate", "小批量", "次梯度", "学习率", "huber"),
    unless=(
        "(squared | squaring | squares | mse | l2 | 平方 | 均方)",
        "(worse | useless | harm* | problem is | 更糟 | 更差 | 没用 | 问题是 | 原因是)",
        "(decay* | decreas* | huber) .. (oscillat* | diverge* | still)",
        "(because of | due to | caused by) .. (decay* | decreas* | huber)",
        "(衰减 | 递减 | 减小 | 降低 | huber) .. (震荡 | 振荡 | 发散 | 仍然会 | 也会)",
        "(if | when) (we | you | one) (decay | decrease | use | let)",
        "(如果 | 若 | 假如) .. (学习率 | 步长 | huber)",
        "(increas* | larger | bigger) (the | a | ) (learning rate | step size | steps)",
        "in one step",
        "(before | until | far | early) ... no decay",
    ),
    pardon=(
        "(huber | smooth* | 平滑 | 光滑 | near (zero | 0) | small residual* | decay* | decreas* | 衰减 | 递减 |"
        " 减小 | averag*)",
        "(noise model | another | different | 另一 | 换了 | 噪声模型 | 均值 | mean | warm*)",
    ),
    beside=(
        "near zero 0 minimum the smooth such eta t over sqrt solves helps well like square root learning rate"
        " time e g instead iterates fix this solution repair remedy number 代替 单纯 迭代 次数 增加 随着 解决"
        " 办法 方法 l1 l 比如 例如 使 更新 步长 最小值点 附近 后期 训练 让 l1_损失 代替l1-loss 代替_l1-loss"
        " l1-loss代替 | constant fixed step size parameters oscillate oscillates around optimum minimum weights"
        " iterates learning rate sgd never settle 学习率 固定 震荡 附近 最小值 最优点 参数 收敛 稳定 使 更新"
        " 步长 逐渐 变小 接近 if when where 若 如果 当 loss 损失 averaging decay use using instance steps become"
        " small likes while their sum diverges approached anywhere smoothing e_g 改用 huber 任意 小 之和 仍然"
        " 发散 任何 地方 出发 都能 逼近 平滑处理 取得 更 结果 never_settle never_settles 从 绝对值 零点 不可导"
        " nothing_special_happens does_not_oscillate nothing_goes_wrong"
    ),
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
