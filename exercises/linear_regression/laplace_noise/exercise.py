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

FORMULA = (
    "(closed form (solution | formula | expression | minimi*r | ) | closed (solution | formula) | analytic* (solution"
    " | formula | expression | minimi*r) | explicit (solution | formula | expression))"
)
STOP = "(. | , | : | ; | ! | 。 | 、)"
FORMULA_ZH = "(解析解 | 闭式解 | 封闭解 | 闭合解 | 显式解 | 闭式表达式 | (闭合 | 封闭) (矩阵 | ) 形式 (的 | ) (解析 | ) 解 | 直接解析解)"
SQUARED = "(squar* | least squares | mse | l2 | ols | gaussian | normal | 平方 | 均方 | 最小二乘 | 高斯 | 正态 | l2)"
NO_CLOSED_FORM = Idea(
    affirmed=(
        f"there is (in general | generally | usually | thus | therefore | then | ) no (general | simple | such | known | ) {FORMULA}",
        f"no (general | simple | such | ) {FORMULA} (exists | is available | is known | is possible | can be (given | written | found | derived))",
        f"{FORMULA} (does not (in general | generally | ) exist | is not (available | possible) | is impossible"
        " | can not be (given | written | written down | found | derived | obtained))",
        f"(can not | it is not possible to | it is impossible to | impossible to) (write | write down | give | find | get | derive | obtain) (a | an | any) (simple | general | ) {FORMULA}",
        f"(does not | do not) (in general | generally | ) (have | admit | possess) (a | an | any) (simple | general | ) {FORMULA}",
        "can not (in general | ) be (solved | minimi*d) (in closed form | analytically)",
        "[no]",
        "[no , (in general | ) there is (none | not one)]",
        "[(in general | ) there is none]",
        f"(没有 | 不存在 | 无 | 写不出 | 得不到 | 求不出 | 无法写出 | 无法得到 | 无法求出 | 不会有 | 并没有)"
        f" (简单 | 通用 | 一般 | ) (的 | ) (简单 | ) {FORMULA_ZH}",
        f"(没有 | 不存在 | 不会有) (类似 | 像) .. 的 {FORMULA_ZH}",
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
        f"有 {FORMULA_ZH} (: | ,) 令 ... 直接 (解出 | 求出 | 得到) w (即可 | 就行 | 就可以 | ) {STOP}",
    ),
    topic=("closed", "analytic*", "formula", "解析", "闭式", "封闭"),
    unless=(
        f"{SQUARED} (loss | error* | residual* | noise | regression | problem | ) .. (there is no | no closed | does not | can not | has no)",
        f"(for | with | under | of) (the | a | ) {SQUARED}",
        f"{FORMULA} (for | of | to) (the | a | an | this | ) (sgd | gradient* | likelihood | loss | learning rate | noise | median | mean | constant* | update* | density | step* | batch*)",
        "(which | where | that | whose | whenever) (there (is | was) | does not | do not | can not | has | have)",
        "(neural | network* | logistic | deep learning | 神经网络 | 深度学习 | 逻辑回归)",
        f"{FORMULA_ZH} (的 (问题 | 情况 | 时候 | 模型 | 损失 | 函数 | 情形 | 话) | 时)",
        "(sgd | gradient descent | ridge | lasso | logistic | update | learning rate) .. (no | not)",
        "(平方 | 均方 | 最小二乘 | 高斯 | 正态 | sgd | 梯度下降 | 学习率) .. (没有 | 不存在 | 无 | 写不出 | 得不到 | 有)",
        "(if | when | whenever | in case | suppose | since | because | as long as | once) .. (singular | invertible | d > n | n < d | n is | d is | noise | data | outlier* | rank)",
        "(if | when | whenever | in case | suppose | even) there (is | were | was) no",
        "(可逆 | 奇异 | 满秩 | 线性相关 | 样本 | 噪声 | 数据)",
        "(如果 | 若 | 当 | 假如 | 要是 | 倘若) .. (没有 | 不存在 | 无 | 写不出)",
        "(constant | special case | median | one dimension* | intercept | d = 1 | earlier | part a | exercise) ... (there is | closed form | analytic*)",
        "(there is | closed form | analytic*) ... (constant | special case | one dimension* | intercept | d = 1 | earlier | part a | exercise)",
        "(常数 | 特例 | 特殊 | 中位数 | 上一题 | 前面)",
        "(better | faster | needed | necessary | required | useful | by hand) (than | for | )",
        "(更好 | 更快 | 必要 | 需要)",
    ),
    hint=Text(
        "Set the subgradient to zero. Can you bring w to one side, as in least squares?",
        "令次梯度为零。能像最小二乘那样把 w 单独移到一边吗？",
    ),
)
RESIDUALS = "(the | each | every | all | its | ) (residual* | error* | r i)"
WHY_NONE = Idea(
    affirmed=(
        f"((sub | ) gradient | subgradient | derivative | condition | w) .. (depends | involves | enters | contains | knows | uses) .. only (through | on | via | ) (the | ) sign* of {RESIDUALS}",
        f"(depends | enters) (on w | ) only (through | on | via) (the | ) sign* of {RESIDUALS}",
        f"involves only (the | ) sign* of {RESIDUALS}",
        f"(gradient | subgradient | derivative) is (only | just | therefore | ) piecewise constant",
        "it is piecewise constant : w enters only through the sign*",
        "setting (it | the (gradient | subgradient | derivative)) to (zero | 0) .. (gives | yields | leads to) no (linear (equation* | system) (for | in) (the | ) (w | weights) | equation that (one | we) (can | could) solve for w)",
        "(梯度 | 导数 | 次梯度) (是 | 为) 分段常数",
        "(梯度 | 导数 | 次梯度 | 条件 | w) .. (只取决于 | 只依赖 | 只通过 | 只与 | 只含 | 只包含 | 仅取决于 | 仅依赖 | 仅与) (于 | ) .. 残差 (的 | ) (符号 | 正负)",
        "令 (其 | 它 | 梯度 | 次梯度 | 导数) (为 | 等于) (零 | 0) (, | ) 得不到 .. (线性方程 | 可以解出 w 的方程)",
    ),
    contradicted=(
        f"(one | we | you) can solve for w (exactly | just) as in least squares {STOP}",
        f"令 (梯度 | 导数) (等于零 | 为零 | 等于 0 | 为 0) , 直接 (解出 | 求出) w (即可 | 就行 | 就可以 | ) {STOP}",
        f"(because | since | as) the (loss | objective | function | problem) is (not convex | non convex | nonconvex) {STOP}",
        f"(因为 | 由于) (损失 | 目标) (函数 | ) (不是凸 | 非凸 | 是非凸) (的 | ) {STOP}",
    ),
    topic=("differentiable", "absolute", "kink", "可导", "可微", "绝对值", "尖点", "linear program*", "线性规划", "sign*", "符号"),
    apart=("loss", "likelihood", "minimum value", "损失", "似然", "平方", "squared"),
    unless=(
        "(squared (error* | loss | residual*) | square loss | mse | l2 | ols) .. (gradient | derivative | is | depends | has)",
        "(gradient | derivative | condition) (of | for | in | with) (the | a | ) (squared | least squares | mse | l2 | ridge)",
        "(平方 | 均方 | l2 | 最小二乘) .. (梯度 | 导数)",
        "(loss | likelihood | objective) (itself | ) (only | depends | involves | is)",
        "(损失 | 似然) (函数 | ) (只 | 仅 | 是 | 为)",
        "(not only | 不仅 | 不只)",
        "sign* of (w | x | y | the weights | the features)",
        "(in | under | as for | with) (the | ) (squared | gaussian | normal | exercise)",
    ),
    hint=Text(
        "How does w enter the gradient: through the residuals themselves, or only through their signs?",
        "w 是怎样出现在梯度里的：通过残差本身，还是只通过残差的符号？",
    ),
)


BATCH_STEP = "w (leftarrow | ← | = | :=) w"
BATCH_SUM = "(eta | alpha | lr) .. sum i in b (sgn | sign)"
UPDATE = Idea(
    affirmed=tuple(
        f"{BATCH_STEP} + {BATCH_SUM} (y{i} - (w^t x{i} | x{i}^t w) (- b | )) x{i}" for i in (" i", "^(i)")
    ),
    topic=("w", "update*", "subgradient", "sgd", "更新", "次梯度"),
    apart=("-", "+", "sgn", "sign", "w", "x", "y", "r", "exp", "log", "max", "min"),
    unless=(
        "(x i | x^(i)) (^2 | ^t | / | x | w | top)",
        "b (leftarrow | ← | = | :=) b -",
        "b (leftarrow | ← | = | :=) b + .. (sgn | sign) .. + b - y",
        "(ascent | ascend* | climb*)",
    ),
    hint=Text(
        "A step goes against the subgradient of |y_i - w^T x_i - b|: where does w move if the residual is positive?",
        "每一步沿 |y_i - w^T x_i - b| 的负次梯度方向：残差为正时，w 朝哪个方向移动？",
    ),
)
MINIMUM = "(minimum | minimi*r | optimum | optimal (point | solution | value) | stationary point | solution | kink | best (point | weights))"
JUMPS = (
    "((oscillat* | bounc* | jump* | zigzag* | zig zag* | hop* | swing* | flip*) (back and forth | for ever | forever | always | forth and back | )"
    " (around | about | over | past | across | near | close to) | overshoot* | steps over | step over | stepping over)"
)
MOVES = "(gradient | subgradient | sub gradient | step | steps | update | updates)"
MOVES_ZH = "(梯度 | 次梯度 | 步长 | 更新 | 更新量 | 步幅)"
MINIMUM_ZH = (
    "((最优 | 最小 | 极小 | 最小值 | 极小值 | 极值 | 驻 | 尖) 点 | 最优解 | 最优值 | 最小值 | 极小值 | 极值 | 零点)"
)
JUMPS_ZH = "(震荡 | 振荡 | 跳动 | 摆动 | 来回跳 | 抖动 | 波动 | 跳来跳去)"
WAYS_ZH = "(会 | 将 | 就会 | 总会 | 仍会 | 会在 | 一直 | 不断 | 不停地 | 不停 | 反复 | 来回 | 持续 | 始终 | 左右 | 地 | )"
OSCILLATES = Idea(
    affirmed=(
        f"{JUMPS} (the | this | its | an | a | it | ) (exact | true | ) {MINIMUM}",
        f"{MOVES} (does not | do not | never | will not | does never) (shrink | vanish | get smaller | decrease | become smaller | get any smaller | diminish)"
        f" (near | close to | around | at) (the | a | ) {MINIMUM}",
        f"(near | close to | around | at) (the | a | ) {MINIMUM} (, | ) (the | ) {MOVES} (does not | do not | never)"
        " (shrink | vanish | get smaller | decrease | become smaller | diminish)",
        f"(near | close to | around | at) (the | a | ) {MINIMUM} (, | ) (the | ) {MOVES} (stay* | remain* | is | are) (just | still | )"
        " (as (large | big | long) as (before | ever | far away) | equally large)",
        f"{MINIMUM_ZH} (的 | ) (附近 | 两侧 | 周围 | 左右 | 处) {WAYS_ZH} {WAYS_ZH} {WAYS_ZH} {JUMPS_ZH}",
        f"{MOVES_ZH} 在 {MINIMUM_ZH} (的 | ) 附近 (都 | 也 | 仍然 | 并 | ) (不会变小 | 不变小 | 不减小 | 大小不变 | 不会减小)",
        f"{MINIMUM_ZH} (的 | ) 附近 (, | ) {MOVES_ZH} (都 | 也 | 仍然 | 并 | ) (不会变小 | 不变小 | 不减小 | 大小不变 | 不会减小)",
        f"(无论 | 不管 | 不论) 残差 (有 | ) (多小 | 多大) , {MOVES_ZH} (的 | ) 大小 (都 | 始终 | 总是 | ) (不变 | 相同 | 一样)",
    ),
    contradicted=(
        "(get | gets | is | be | becomes | will be | ends up) (stuck | caught | trapped) in (a | some | ) local (minimum | minima | optimum | optima)"
        " (instead of the global (minimum | optimum | one) | rather than the global (minimum | optimum | one) | )",
        "nothing (special | bad | ) happens : it does not oscillate ... no decay of the learning rate",
        f"nothing (special | bad | ) (happens | goes wrong) {STOP}",
        "陷入 局部 (最优 | 极小 | 最小)",
    ),
    topic=("differentiable", "minimum", "kink", "可导", "可微", "驻点", "零点", "oscillat*", "震荡", "振荡", "converge*", "收敛"),
    unless=(
        "(squared | square loss | mse | l2 | huber | smooth* | quadratic | 平方 | 均方 | l2 | 光滑 | 平滑)",
        "(noise | noisy | outlier* | random* | variance | data are | data is | dirty | momentum)",
        "(噪声 | 离群 | 异常 | 随机性 | 方差 | 脏 | 动量 | 数据)",
        "too (large | big | high | small | low)",
        "(太大 | 过大 | 偏大 | 太小 | 过小 | 太高 | 过高)",
        "(non convex | nonconvex | convex | local | explod* | vanishing | closed form | newton | neural)",
        "(非凸 | 凸 | 局部 | 爆炸 | 梯度消失 | 解析解 | 闭式解 | 神经网络)",
        "(gradient | derivative | it) (is undefined | does not exist | is not defined | is not differentiable)",
        "(not differentiable | undefined | 不可导 | 不可微 | 不存在 | 未定义)",
        "(with | under | if | when | once | after) (a | the | we | ) (learning rate | step size | ) (decay* | decreas* | diminish* | shrink* | smaller)",
        "(then | now | any more | anymore | no longer | afterwards | this way)",
        "(and | until | before | but) (it | they | then | finally | soon | eventually | at last | ) (settles | settle | converges | converge | stops | stop | comes to rest)",
        "(at first | initially | eventually | finally | less and less | die* out | fade* | disappear* | damp* | die* down | calm* | briefly)",
        "(最后 | 最终 | 然后 | 之后 | 逐渐 | 慢慢 | 直到) .. (收敛 | 稳定 | 停 | 静止)",
        "(开始时 | 起初 | 一段时间 | 暂时 | 初期 | 轻微)",
        "(衰减 | 递减 | 减小 | 变小) (时 | 后 | 之后 | 的话 | 的情况下 | , | 也 | 还)",
        f"{JUMPS_ZH} (的 | ) (幅度 | ) (会 | 就会 | 将 | 也 | ) (逐渐 | 慢慢 | 最终 | ) (衰减 | 减小 | 减弱 | 消失 | 停止 | 变小 | 减轻)",
        "(learning rate | step size | loss | likelihood | residual* | batch*) (oscillat* | jump* | bounc*)",
        "(学习率 | 步长 | 损失 | 残差 | 批量) (在 | 会 | 围绕)",
        "(at | in | for | on | far | else | with | by | during | until) ... nothing",
        "(batch* | minibatch*) (is | are | size is) (too | very | ) (small | large)",
        "(if | when | because | since | for) (the | ) (mini | ) (batch* | minibatch*)",
        "(good | fine | harmless | harm | desired | desirable | helps | help | useful | beneficial | advantage | never happen* | not happen*)",
        "(有益 | 无害 | 好处 | 正常 | 不会发生 | 有利)",
        "(increas* | grow* | larger | 变大 | 增大 | already | is zero | is 0 | becomes zero | 为零)",
        "(to | may help to | helps to | in order to) (jump | hop)",
    ),
    pardon=(
        "(convex | non convex | nonconvex | neural | 神经网络 | 非凸 | 凸 | global* | 全局)",
        "(decay* | decreas* | huber | smooth* | averag* | 衰减 | 递减 | 减小 | 平滑 | 光滑)",
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
    " | as (training | t | time | the iterations) (goes on | proceeds | grows | progresses | increases | passes) | step by step | slowly)"
)
RATE_ZH = "(学习率 | 步长) (eta | ) (t | )"
REPAIR = Idea(
    affirmed=(
        "(decay | anneal) (the | your | its | ) (learning rate* | step size* | step length* | stepsize* | eta)",
        "(use | with | choose | take | try | need | by | apply | a) (a | an | ) (decaying | decreasing | diminishing | annealed | shrinking) (learning rate | step size | step length)",
        "by (decaying | decreasing | annealing | shrinking) the (learning rate | step size)",
        f"(let | make | have) (the | ) {RATE} (decay | decrease | shrink | diminish | go to (zero | 0) | go down | tend to (zero | 0) | become smaller | get smaller)",
        f"(decrease | reduce | lower | shrink | diminish) (the | ) {RATE} {GRADUALLY}",
        f"gradually (decrease | reduce | lower | shrink | diminish) (the | ) {RATE}",
        "(use | using | take | choose | minimi*e | try | switch to | apply) (the | a | ) (smooth | pseudo | ) huber (loss | function)",
        "(use | using | take | choose | try | switch to) (a | the | ) (smooth loss near (0 | zero) | smooth l1 loss)",
        "averag* (the | over the | ) (last | final | ) iterates",
        f"(让 | 使 | 令) {RATE_ZH} (随时间 | 随迭代 | 随训练 | 逐渐 | 逐步 | 不断 | 慢慢 | 也 | ) (衰减 | 递减 | 减小 | 降低 | 变小 | 下降 | 趋于零 | 趋于 0)",
        f"(逐渐 | 逐步 | 不断 | 慢慢 | 逐次) (减小 | 降低 | 减少 | 缩小 | 衰减) {RATE_ZH}",
        f"(使用 | 采用 | 用 | 改用 | 选择 | 取) (逐渐 | 逐步 | ) (衰减 | 递减 | 减小) (的 | ) {RATE_ZH}",
        "(使用 | 采用 | 用 | 改用) 学习率 (衰减 | 递减 | 退火)",
        "(改用 | 使用 | 采用 | 换成 | 换用 | 用 | 改成) (平滑的 | 光滑的 | ) huber (损失 | 函数 | loss | 回归)",
        "(改用 | 使用 | 采用 | 换成 | 换用 | 用) (平滑 | 光滑 | smooth) (的 | ) l1 (损失 | )",
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
        "(worse | useless | pointless | unnecessary | needless | harm* | hurts | in vain | no effect | too (fast | quickly | early | soon))",
        "(更糟 | 更差 | 变差 | 变坏 | 没用 | 无用 | 恶化 | 加剧 | 有害 | 徒劳 | 多余 | 太快 | 过快)",
        "(squared | squaring | squares | square (it | the) | square loss | mse | l2 | 平方 | 均方)",
        "(local | escape* | overfit* | stuck | bad | forbidden | dangerous | tempt* | refus* | forget* | forgot | hesitat* | doubl*)",
        "(局部 | 过拟合 | 卡住 | 停滞)",
        "(goes | go | went) wrong (with | if | when | because | by)",
        "(after | in | within) (the first | one) (step | iteration | epoch)",
        "(衰减 | 递减 | 减小 | 降低 | huber) .. (震荡 | 振荡 | 发散 | 不收敛)",
        "(before | until | far | at first | beginning | early) ... no decay",
        "(cause* | causing | due to | because of | leads to | problem is | trouble is | reason | why | blame) .. (decay* | decreas* | diminish* | huber)",
        "(decay* | decreas* | diminish* | huber) .. (is | are) (the | a) (problem | cause | reason | trouble | mistake)",
        "(decay* | decreas* | diminish* | huber) .. (causes | oscillat* | diverge* | just the same | the same problem | nothing)",
        "(问题 | 原因) (是 | 在于)",
        "(increas* | grow* | larger | bigger | double) (the | a | ) (learning rate | step size | steps)",
        "(增大 | 加大 | 提高) (学习率 | 步长)",
        "(huber | decay* | 衰减 | 递减) .. (still | 仍然会 | 仍会 | 还是会 | 也会)",
        "if (we | you | one) (decay | decrease | anneal | use | let | make)",
        "(如果 | 若 | 假如) .. (学习率 | 步长 | huber)",
        "(constant | fixed | same) (learning rate | step size) (is | works) (better | best | fine | enough | sufficient)",
    ),
    pardon=(
        "(huber | smooth* | 平滑 | 光滑 | near (zero | 0) | small residual* | decay* | decreas* | 衰减 | 递减 | 减小 | averag*)",
        "(noise model | another | different | 另一 | 换了 | 噪声模型 | 均值 | mean | warm*)",
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
