"""Sentences about code: what a function did wrong, on which inputs, and what helps."""

from __future__ import annotations

from collections.abc import Mapping

from grader.core import Text

WORDS: Mapping[str, Text] = {
    # there is nothing to call
    "checks.code.no_program": Text(
        "No code was handed in for {name}. Define it in a code cell or a .py file.",
        "没有提交 {name} 的代码。请在代码单元格或 .py 文件中定义它。",
    ),
    "checks.code.absent": Text(
        "The code defines no {name}. Check the spelling of the name.",
        "代码中没有定义 {name}。请检查名称的拼写。",
    ),
    "checks.code.absent_after_error": Text(
        "The code defines no {name}: line {line} raised {error} before it came to that. Put that line right first.",
        "代码中没有定义 {name}：在此之前第 {line} 行出错（{error}）。请先改正该行。",
    ),
    "checks.code.not_written": Text(
        "Your {name} is not written yet: it raises NotImplementedError. Put your code in its place.",
        "你的 {name} 尚未完成：它抛出 NotImplementedError。请将其替换为你的代码。",
    ),
    "checks.code.stopped": Text(
        "Your {name} could not be judged, since {outcome}. Run it on a small input of your own and see where it stays.",
        "无法评判 {name}，因为{outcome}。请用自己的小规模输入运行，看它停在哪里。",
    ),
    "checks.code.outcome.timeout": Text("the program ran out of time", "程序运行超时"),
    "checks.code.outcome.memory": Text("the program used more memory than allowed", "程序使用的内存超出限制"),
    "checks.code.outcome.killed": Text("the program's process was killed", "程序的进程被终止"),
    "checks.code.outcome.crashed": Text("the program's process crashed or exited", "程序的进程崩溃或退出"),
    "checks.code.outcome.output_limit": Text("the program printed more than allowed", "程序的输出超出限制"),
    "checks.code.outcome.protocol": Text(
        "no readable value came back from the program's process", "程序的进程没有返回可读的值"
    ),
    "checks.code.outcome.corrupt": Text("the program's file is damaged", "程序文件已损坏"),
    # on which inputs
    "checks.code.on.ordinary": Text("on ordinary numbers", "在普通数据上"),
    "checks.code.on.single": Text("on a single row or column", "在只有一行或一列的数据上"),
    "checks.code.on.integers": Text("on integers", "在整数数据上"),
    "checks.code.on.float32": Text("on numbers in single precision", "在单精度数据上"),
    "checks.code.on.offset": Text("on numbers far from zero", "在远离零的数据上"),
    "checks.code.on.ill_conditioned": Text("on columns that are almost dependent", "在各列几乎线性相关的数据上"),
    "checks.code.on.many": Text("on some hundred rows", "在数百行数据上"),
    "checks.code.on.read_only": Text("on arrays that must not be written to", "在只读数组上"),
    "checks.code.on.singular": Text("on linearly dependent columns", "在各列线性相关的数据上"),
    "checks.code.on.hopeless": Text(
        "on columns that are dependent but for the tenth digit", "在各列直到第十位数字才不线性相关的数据上"
    ),
    "checks.code.on.strided": Text("on tensors with gaps in memory", "在内存不连续的张量上"),
    "checks.code.on.tracked": Text("on tensors that require gradients", "在需要梯度的张量上"),
    "checks.code.on.refused": Text("on a number that is not positive", "在非正数上"),
    "checks.code.on.empty": Text("on no data", "在空数据上"),
    "checks.code.on.mismatched": Text("on arrays whose lengths do not fit", "在长度不匹配的数组上"),
    # what was wrong
    "checks.code.raises": Text(
        "Your {name} raises {error} {on} ({library} arrays). Call it with the input shown and follow the traceback.",
        "你的 {name} {on}（{library} 数组）抛出 {error}。请用所示输入调用它，并查看回溯信息。",
    ),
    "checks.code.raises_shape": Text(
        "Your {name} raises {error} {on} ({library} arrays): two shapes do not fit. Print the shape of each factor; n and d "
        "differ here, so that a missing or misplaced transpose shows.",
        "你的 {name} {on}（{library} 数组）抛出 {error}：两个形状不匹配。请打印每个因子的形状；"
        "这里 n 与 d 不同，因此缺少或放错的转置会暴露出来。",
    ),
    "checks.code.writes": Text(
        "Your {name} writes into its arguments: {error}. Make a copy, or compute a new array.",
        "你的 {name} 修改了它的参数：{error}。请先复制，或计算出新数组。",
    ),
    "checks.code.mutates": Text(
        "Your {name} changes its arguments: after the call the caller's array holds {got}. Make a copy, or avoid +=, -= and "
        "assignment into the argument.",
        "你的 {name} 改变了它的参数：调用后调用者的数组变为 {got}。请先复制，或避免对参数使用 +=、-= 和赋值。",
    ),
    "checks.code.returns_nothing": Text(
        "Your {name} returns nothing. Is a return statement missing?",
        "你的 {name} 没有返回值。是否缺少 return 语句？",
    ),
    "checks.code.not_numbers": Text(
        "Your {name} returns {got}, which is neither a number nor an array of real numbers.",
        "你的 {name} 返回 {got}，既不是数，也不是实数数组。",
    ),
    "checks.code.wrong_shape": Text(
        "Your {name} returns an array of the wrong shape: {got} in place of {expected}. Print the shape of each step; "
        "an (n, 1) minus an (n,) gives (n, n).",
        "你的 {name} 返回的数组形状不对：应为 {expected}，得到 {got}。请打印每一步的形状；(n, 1) 减 (n,) 会得到 (n, n)。",
    ),
    "checks.code.broadcasts": Text(
        "Your {name} returns {got} in place of {expected}. A shape of n more than asked for comes from an (n, 1) that met an "
        "(n,): together they make (n, n). Keep both one-dimensional.",
        "你的 {name} 返回 {got}，应为 {expected}。多出的长度 n 来自 (n, 1) 与 (n,) 的运算：二者会广播成 (n, n)。"
        "请让两者都保持一维。",
    ),
    "checks.code.column": Text(
        "Your {name} returns {got} in place of {expected}: the numbers stand in a column or a row. Flatten the result.",
        "你的 {name} 返回 {got}，应为 {expected}：数值排成了一列或一行。请把结果展平为一维。",
    ),
    "checks.code.differs": Text(
        "Your {name} returns {got} in place of {expected} {on}. Compute the example by hand and compare each step.",
        "你的 {name} {on}返回 {got}，应为 {expected}。请手算该例子，并逐步比较。",
    ),
    "checks.code.sign": Text(
        "Your {name} returns the negative of the right value, on every input tried. Look for a lost or turned minus.",
        "你的 {name} 在每个试过的输入上都返回正确值的相反数。请检查丢失或写反的负号。",
    ),
    "checks.code.sum_for_mean": Text(
        "Your {name} returns n times the right value, on every input tried: a sum where a mean is asked for. Divide by n.",
        "你的 {name} 在每个试过的输入上都返回正确值的 n 倍：题目要求的是平均，这里却是求和。请除以 n。",
    ),
    "checks.code.mean_for_sum": Text(
        "Your {name} returns the right value divided by n, on every input tried: a mean where a sum is asked for.",
        "你的 {name} 在每个试过的输入上都返回正确值除以 n：题目要求的是求和，这里却是平均。",
    ),
    "checks.code.divided_by_n_minus_1": Text(
        "Your {name} divides by n - 1 in place of n, on every input tried. That belongs to a variance, not to a mean.",
        "你的 {name} 在每个试过的输入上都除以了 n - 1 而不是 n。那是求方差时的做法，而不是求平均。",
    ),
    "checks.code.other_logarithm": Text(
        "Your {name} returns {factor} times the right value: a logarithm to another base. The natural one is meant.",
        "你的 {name} 返回正确值的 {factor} 倍：对数的底不对。应使用自然对数。",
    ),
    "checks.code.truncates": Text(
        "Your {name} returns {got} in place of {expected} {on}: what stands behind the decimal point is cut off. Look for "
        "int(), // or an array of integers.",
        "你的 {name} {on}返回 {got}，应为 {expected}：小数部分被截掉了。请检查 int()、// 或整数类型的数组。",
    ),
    "checks.code.regularised": Text(
        "Your {name} returns what least squares gives with the penalty {penalty} times the square of w. None was asked for; "
        "where X^T X is badly conditioned it changes the result.",
        "你的 {name} 返回的是带有惩罚项（w 的平方乘以 {penalty}）的最小二乘解。题目没有要求惩罚项；"
        "当 X^T X 条件数很大时，它会改变结果。",
    ),
    "checks.code.not_finite": Text(
        "Your {name} returns {got} in place of {expected} {on}: where exp of a large number becomes 0 or infinite, or a product "
        "of many small densities 0, its logarithm is lost. Take the logarithm on paper and add up.",
        "你的 {name} {on}返回 {got}，应为 {expected}：当 exp 的自变量很大、结果变成 0 或无穷，"
        "或许多很小的密度相乘变成 0 时，对数就丢失了。请先在纸上取对数，再相加。",
    ),
    "checks.code.rounded_constant": Text(
        "Your {name} is off by the same relative {size} everywhere: a constant is written with few digits. Use that of "
        "the library, such as math.pi or math.log(2).",
        "你的 {name} 处处有相同的相对误差 {size}：某个常数只写了几位数字。请使用库中的常数，例如 math.pi 或 math.log(2)。",
    ),
    "checks.code.single_precision": Text(
        "Your {name} is right to single precision only (relative error {size}): somewhere its numbers are float32. Keep the "
        "type of the data, or ask for float64.",
        "你的 {name} 只精确到单精度（相对误差 {size}）：计算中某处使用了 float32。请保持数据的类型，或使用 float64。",
    ),
    "checks.code.half_precision": Text(
        "Your {name} is right to half precision only (relative error {size}): somewhere its numbers are float16, which "
        "has three digits. Keep the type of the data.",
        "你的 {name} 只精确到半精度（相对误差 {size}）：计算中某处使用了 float16，它只有三位有效数字。请保持数据的类型。",
    ),
    "checks.code.factor": Text(
        "Your {name} returns {factor} times the right value, on every input tried. Check the factor in front, and by what "
        "you divide.",
        "你的 {name} 在每个试过的输入上都返回正确值的 {factor} 倍。请检查前面的系数以及除数。",
    ),
    "checks.code.shift": Text(
        "Your {name} is off by {shift} for each data point, on every input tried. Look for a lost or added constant.",
        "你的 {name} 在每个试过的输入上，对每个数据点都相差 {shift}。请检查丢失或多出的常数。",
    ),
    # remarks
    "checks.code.one_number": Text(
        "The value is right, but came back with {found} in place of {asked}.",
        "数值正确，但返回值的形状为 {found}，应为 {asked}。",
    ),
    "checks.code.undetermined": Text(
        "On linearly dependent columns, where the solution is not unique, {name} returns {got}, which is no minimiser; "
        "rounding errors went unnoticed. An exception, or least squares by the singular values, would be safer.",
        "当各列线性相关、解不唯一时，{name} 返回 {got}，它不是最小值点：舍入误差未被察觉。"
        "抛出异常，或用奇异值求最小二乘解，会更稳妥。",
    ),
    "checks.code.loses_digits": Text(
        "Where the columns of X are almost dependent (condition number {condition}), {name} keeps {digits} correct "
        "digits: forming X^T X squares the condition number. Least squares on X itself (lstsq, QR) keeps more.",
        "当 X 的各列几乎线性相关（条件数 {condition}）时，{name} 只保留 {digits} 位正确数字："
        "计算 X^T X 会使条件数平方。直接对 X 求最小二乘（lstsq、QR 分解）能保留更多位数。",
    ),
    "checks.code.single_gram": Text(
        "Where the columns of X are almost dependent (condition number {condition}), your {name} keeps {digits} correct "
        "digits: it works in single precision, which has seven, and X^T X squares the condition number. Form X^T X "
        "in double precision (float64), or solve least squares on X itself.",
        "当 X 的各列几乎线性相关（条件数 {condition}）时，你的 {name} 只保留 {digits} 位正确数字："
        "它使用了只有七位有效数字的单精度，而 X^T X 又使条件数平方。请用双精度（float64）计算 X^T X，或直接对 X 求最小二乘。",
    ),
    "checks.code.refuses": Text(
        "The rest is right, but {on} {name} raises {error}.",
        "其余都正确，但 {name} {on}抛出 {error}。",
    ),
    "checks.code.tracked": Text(
        "On tensors that require gradients {name} returns {got}, which is not right. Detach what you were given first.",
        "在需要梯度的张量上，{name} 返回 {got}，并不正确。请先对传入的张量调用 detach。",
    ),
    "checks.code.made_up": Text(
        "On no data {name} returns {got}, as if there were a result. An exception or nan would say that there is none.",
        "在空数据上，{name} 返回 {got}，好像存在结果一样。抛出异常或返回 nan 才能说明没有结果。",
    ),
    "checks.code.goes_on": Text(
        "On arrays whose lengths do not fit ({shapes}) {name} returns {got} without a word. Let such slips show: use "
        "array operations, or compare the lengths first.",
        "在长度不匹配的数组上（{shapes}），{name} 返回 {got} 而不报错。请让这类疏忽显现出来："
        "使用数组运算，或先比较长度。",
    ),
    # a design on which the formula fails
    "checks.code.not_a_function": Text(
        "Your {name} is a matrix; asked for was a function that returns it.",
        "你的 {name} 是一个矩阵；题目要求的是返回该矩阵的函数。",
    ),
    "checks.code.design_raises": Text(
        "Your {name}() raises {error}. It takes no arguments and returns a matrix X.",
        "你的 {name}() 抛出 {error}。它没有参数，返回一个矩阵 X。",
    ),
    "checks.code.no_matrix": Text(
        "Your {name}() returns {got}, which is no matrix of finite real numbers, (n, d) with at least one of each.",
        "你的 {name}() 返回 {got}，它不是由有限实数组成的、n 和 d 都至少为 1 的 (n, d) 矩阵。",
    ),
    "checks.code.not_singular": Text(
        "X^T X can be inverted for this X: its {d} columns are linearly independent. "
        "Make a column a combination of the others, or give X fewer rows than columns.",
        "对这个 X，X^T X 可逆：它的 {d} 列线性无关。请使某一列为其他列的线性组合，或使行数少于列数。",
    ),
    # a density and its curve
    "checks.code.not_vectorized": Text(
        "Your {name} takes single numbers only: on an array it raises {error}. Use the functions of the array's library "
        "(np.exp, torch.exp) in place of those of math.",
        "你的 {name} 只能处理单个数：对数组会抛出 {error}。请使用数组所属库的函数（np.exp、torch.exp），而不是 math 模块的函数。",
    ),
    "checks.code.not_refused": Text(
        "At {argument} = {value} {name} returns {got} without a word. Only positive values make sense there: an exception "
        "or nan would show the slip.",
        "当 {argument} = {value} 时，{name} 返回 {got} 而不报错。这里只有正数才有意义：抛出异常或返回 nan 才能暴露这一疏忽。",
    ),
    "checks.code.no_curve": Text(
        "Your {name} returns {got} where one number for each x was asked for.",
        "你的 {name} 返回 {got}，而题目要求对每个 x 返回一个数。",
    ),
    "checks.code.curve_raises": Text(
        "Your {name} raises {error}. Call it with the numbers shown and follow the traceback.",
        "你的 {name} 抛出 {error}。请用所示的数调用它，并查看回溯信息。",
    ),
    "checks.code.curve.far_out": Text(
        "Far from mu the density is 0 up to rounding; {name} returns {got}. Let the exponent be negative, "
        "exp(-large) is 0, and don't divide by exp(large), which overflows.",
        "远离 mu 处密度约为 0，而 {name} 返回 {got}。请让指数为负：exp(-很大的数) 为 0；"
        "不要除以 exp(很大的数)，它会溢出。",
    ),
    "checks.code.curve.area": Text(
        "The area under the curve must be 1 for every mu and sigma: {got}. Check the factor in front, and how sigma "
        "enters it.",
        "对任意 mu 和 sigma，曲线下的面积都应为 1，这里 {got}。请检查前面的系数，以及 sigma 在其中的位置。",
    ),
    "checks.code.curve.peak": Text(
        "The curve must be highest at x = mu: {got}. Check the sign of the exponent and that x - mu stands in it.",
        "曲线应在 x = mu 处最高，这里 {got}。请检查指数的符号，以及其中是否有 x - mu。",
    ),
    "checks.code.curve.moves": Text(
        "With another mu the same curve must stand at another place, alike on both sides of mu: {got} in place of "
        "{expected}. Let x and mu enter as x - mu alone, squared.",
        "换一个 mu，应是同一条曲线移到另一处，且关于 mu 左右对称：得到 {got}，应为 {expected}。"
        "x 与 mu 只应以 (x - mu) 的平方出现。",
    ),
    "checks.code.curve.lowers": Text(
        "With a larger sigma the curve must get lower at mu: {got} where {expected} is expected. Divide by sigma in "
        "front of exp.",
        "sigma 变大时，曲线在 mu 处应变低：得到 {got}，应有 {expected}。exp 前面的系数应除以 sigma。",
    ),
    "checks.code.curve.spreads": Text(
        "With a larger sigma the curve must get higher far from mu: {got} where {expected} is expected. Divide by the "
        "square of sigma in the exponent.",
        "sigma 变大时，曲线在远离 mu 处应变高：得到 {got}，应有 {expected}。指数中应除以 sigma 的平方。",
    ),
    "checks.code.plot.definition": Text("Three normal curves, by the definition", "三条正态曲线（按定义）"),
    "checks.code.plot.yours": Text("The same three, by your {name}", "同样的三条曲线（由你的 {name} 算出）"),
    "checks.code.plot.curve": Text("mean {mu}, standard deviation {sigma}", "均值 {mu}，标准差 {sigma}"),
    # training
    "checks.code.training_raises": Text(
        "Your {name} raises {error} ({library} arrays). Call it with the data shown and follow the traceback.",
        "你的 {name} 抛出 {error}（{library} 数组）。请用所示数据调用它，并查看回溯信息。",
    ),
    "checks.code.no_weights": Text(
        "Your {name} must return a pair (w, b): {d} weights and a number.",
        "你的 {name} 应返回一对值 (w, b)：{d} 个权重和一个数。",
    ),
    "checks.code.swapped_weights": Text(
        "Your {name} returns b before w: the pair is (w, b), the {d} weights first.",
        "你的 {name} 先返回了 b 再返回 w：应为 (w, b)，{d} 个权重在前。",
    ),
    "checks.code.more_than_weights": Text(
        "Your {name} returns more than the pair (w, b); the rest was left aside.",
        "你的 {name} 返回的不止 (w, b) 这一对值；其余部分未予考虑。",
    ),
    "checks.code.training.not_finite": Text(
        "With each of the learning rates {rates} the weights that your {name} returns become inf or nan. Print them "
        "after every step, and see which operation makes them so.",
        "在学习率 {rates} 下，你的 {name} 返回的权重都变成了 inf 或 nan。请在每一步后打印权重，找出是哪个运算造成的。",
    ),
    "checks.code.training.does_not_move": Text(
        "Your {name} returns the same weights after one epoch and after many: nothing is learnt. Check that the step is "
        "not zero and that the new weights are kept.",
        "你的 {name} 训练一轮与训练多轮返回的权重相同：什么也没有学到。请检查步长是否为零，以及更新后的权重是否被保留。",
    ),
    "checks.code.training.missing_intercept": Text(
        "In your {name} b stays 0: it is never updated. Its subgradient is minus the sum of the residuals' signs.",
        "在你的 {name} 中 b 一直为 0，从未更新。它的次梯度是残差符号之和的相反数。",
    ),
    "checks.code.training.least_squares": Text(
        "Your {name} ends where the squared error is smallest, which data far off draw away. The step must follow the "
        "sign of each residual, not its size.",
        "你的 {name} 停在平方误差最小的地方，它会被离得很远的数据拉走。每一步应只取残差的符号，而不是残差的大小。",
    ),
    "checks.code.training.broadcasts": Text(
        "Your {name} predicts the same number for every row: each target is compared with every prediction. An (n, 1) "
        "that meets an (n,) makes (n, n): keep both one-dimensional.",
        "你的 {name} 对每一行都预测出同一个数：每个目标值都与所有预测值相比较了。(n, 1) 与 (n,) 运算会变成 (n, n)："
        "请让两者都保持一维。",
    ),
    "checks.code.weights_shape": Text(
        "The weights w came back with the shape {found}; asked for was ({d},).",
        "权重 w 的形状为 {found}；题目要求为 ({d},)。",
    ),
    "checks.code.training_mutates": Text(
        "Your {name} changes the X or y that it was given. Work on a copy.",
        "你的 {name} 改变了传入的 X 或 y。请在副本上操作。",
    ),
    "checks.code.training.ascends": Text(
        "With each of the learning rates {rates} the loss after {name} is higher than at w = 0, b = 0, where it is "
        "{start}. Check the sign of the step: down is against the gradient.",
        "在学习率 {rates} 下，{name} 结束时的损失都高于 w = 0, b = 0 处的 {start}。"
        "请检查步长的符号：下降应沿负梯度方向。",
    ),
    "checks.code.training.untrained": Text(
        "With none of the learning rates {rates} does {name} come near the lowest loss (it starts at {start}). Check "
        "that it descends the loss asked for (not its square), and that every row, every weight and b take part.",
        "在学习率 {rates} 下，{name} 都未能接近最小损失（起点为 {start}）。"
        "请检查它下降的是题目要求的损失（而不是其平方），且每一行数据、每个权重和 b 都参与更新。",
    ),
    "checks.code.constant_step": Text(
        "Your {name} takes steps of the same size, {step}, in the first epochs and after {late}; w(k) are the weights after k "
        "epochs. The step does not shrink near the optimum, since the subgradient of |r| does not, and so it jumps around "
        "it for ever. Let the step decay.",
        "你的 {name} 在最初几轮和 {late} 轮之后的步长相同，都是 {step}；w(k) 是训练 k 轮之后的权重。"
        "步长在最优点附近不会变小，因为 |r| 的次梯度不会变小，于是会一直在最优点附近跳动。请让步长衰减。",
    ),
    "checks.code.unsettled": Text(
        "At the learning rate {lr} the loop ends {percent} % of the way from the optimum, and its step could not be "
        "shown to be constant.",
        "在学习率 {lr} 下，训练结束时距最优值还剩 {percent}% 的路程，但无法证明其步长是固定的。",
    ),
    "checks.code.ignores_seed": Text(
        "Your {name} returns something else when called again with the same seed. "
        "Seed the generator that shuffles the data inside the function.",
        "用相同的 seed 再次调用 {name}，结果不同。请在函数内部为打乱数据的随机数生成器设置种子。",
    ),
}
