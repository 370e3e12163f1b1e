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
        "{name} is not written yet: it raises NotImplementedError. Put your code in its place.",
        "{name} 尚未完成：它抛出 NotImplementedError。请将其替换为你的代码。",
    ),
    "checks.code.stopped": Text(
        "{name} could not be judged, since {outcome}. Run it on a small input of your own and see where it stays.",
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
    # what was wrong
    "checks.code.raises": Text(
        "{name} raises {error} {on} ({library} arrays). Call it with the input shown and follow the traceback.",
        "{name} {on}（{library} 数组）抛出 {error}。请用所示输入调用它，并查看回溯信息。",
    ),
    "checks.code.writes": Text(
        "{name} writes into its arguments: {error}. Make a copy, or compute a new array.",
        "{name} 修改了它的参数：{error}。请先复制，或计算出新数组。",
    ),
    "checks.code.mutates": Text(
        "{name} changes its arguments: after the call the caller's array holds {got}. Make a copy, or avoid +=, -= and "
        "assignment into the argument.",
        "{name} 改变了它的参数：调用后调用者的数组变为 {got}。请先复制，或避免对参数使用 +=、-= 和赋值。",
    ),
    "checks.code.returns_nothing": Text(
        "{name} returns nothing. Is a return statement missing?",
        "{name} 没有返回值。是否缺少 return 语句？",
    ),
    "checks.code.not_numbers": Text(
        "{name} returns {got}, which is neither a number nor an array of real numbers.",
        "{name} 返回 {got}，既不是数，也不是实数数组。",
    ),
    "checks.code.wrong_shape": Text(
        "{name} returns an array of the wrong shape: {got} in place of {expected}. Print the shape of each step; "
        "an (n, 1) minus an (n,) gives (n, n).",
        "{name} 返回的数组形状不对：应为 {expected}，得到 {got}。请打印每一步的形状；(n, 1) 减 (n,) 会得到 (n, n)。",
    ),
    "checks.code.differs": Text(
        "{name} returns {got} in place of {expected} {on}. Compute the example by hand and compare each step.",
        "{name} {on}返回 {got}，应为 {expected}。请手算该例子，并逐步比较。",
    ),
    "checks.code.sign": Text(
        "{name} returns the negative of the right value, on every input tried. Look for a lost or turned minus.",
        "{name} 在每个试过的输入上都返回正确值的相反数。请检查丢失或写反的负号。",
    ),
    "checks.code.factor": Text(
        "{name} returns {factor} times the right value, on every input tried. Check the factor in front, and by what "
        "you divide.",
        "{name} 在每个试过的输入上都返回正确值的 {factor} 倍。请检查前面的系数以及除数。",
    ),
    "checks.code.shift": Text(
        "{name} is off by {shift} for each data point, on every input tried. Look for a lost or added constant.",
        "{name} 在每个试过的输入上，对每个数据点都相差 {shift}。请检查丢失或多出的常数。",
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
    # a design on which the formula fails
    "checks.code.not_a_function": Text(
        "{name} is a matrix; asked for was a function that returns it.",
        "{name} 是一个矩阵；题目要求的是返回该矩阵的函数。",
    ),
    "checks.code.design_raises": Text(
        "{name}() raises {error}. It takes no arguments and returns a matrix X.",
        "{name}() 抛出 {error}。它没有参数，返回一个矩阵 X。",
    ),
    "checks.code.no_matrix": Text(
        "{name}() returns {got}, which is no matrix of finite real numbers, (n, d).",
        "{name}() 返回 {got}，它不是由有限实数组成的 (n, d) 矩阵。",
    ),
    "checks.code.not_singular": Text(
        "X^T X can be inverted for this X: its {d} columns are linearly independent. "
        "Make a column a combination of the others, or give X fewer rows than columns.",
        "对这个 X，X^T X 可逆：它的 {d} 列线性无关。请使某一列为其他列的线性组合，或使行数少于列数。",
    ),
    # training
    "checks.code.training_raises": Text(
        "{name} raises {error} ({library} arrays). Call it with the data shown and follow the traceback.",
        "{name} 抛出 {error}（{library} 数组）。请用所示数据调用它，并查看回溯信息。",
    ),
    "checks.code.no_weights": Text(
        "{name} must return a pair (w, b): {d} weights and a number.",
        "{name} 应返回一对值 (w, b)：{d} 个权重和一个数。",
    ),
    "checks.code.weights_shape": Text(
        "w came back with the shape {found}; asked for was ({d},).",
        "w 的形状为 {found}；题目要求为 ({d},)。",
    ),
    "checks.code.training_mutates": Text(
        "{name} changes the X or y that it was given. Work on a copy.",
        "{name} 改变了传入的 X 或 y。请在副本上操作。",
    ),
    "checks.code.ascends": Text(
        "With each of the learning rates {rates} the loss after {name} is higher than at w = 0, b = 0, where it is "
        "{start}. Check the sign of the step: down is against the gradient.",
        "在学习率 {rates} 下，{name} 结束时的损失都高于 w = 0, b = 0 处的 {start}。"
        "请检查步长的符号：下降应沿负梯度方向。",
    ),
    "checks.code.untrained": Text(
        "With none of the learning rates {rates} does {name} come near the lowest loss (it starts at {start}). Check "
        "that it descends the loss asked for (not its square), and that every row, every weight and b take part.",
        "在学习率 {rates} 下，{name} 都未能接近最小损失（起点为 {start}）。"
        "请检查它下降的是题目要求的损失（而不是其平方），且每一行数据、每个权重和 b 都参与更新。",
    ),
    "checks.code.constant_step": Text(
        "{name} takes steps of the same size, {step}, in the first epochs and in epoch {late}. The subgradient of |r| "
        "doesn't shrink near the optimum, so a constant step jumps around it for ever: let the step decay.",
        "{name} 在最初几轮和第 {late} 轮的步长相同，都是 {step}。|r| 的次梯度在最优点附近不会变小，"
        "因此固定步长会一直在最优点附近跳动：请让步长衰减。",
    ),
    "checks.code.unsettled": Text(
        "At the learning rate {lr} the loop ends {percent} % of the way from the optimum, and its step could not be "
        "shown to be constant.",
        "在学习率 {lr} 下，训练结束时距最优值还剩 {percent}% 的路程，但无法证明其步长是固定的。",
    ),
    "checks.code.ignores_seed": Text(
        "{name} returns something else when called again with the same seed. "
        "Seed the generator that shuffles the data inside the function.",
        "用相同的 seed 再次调用 {name}，结果不同。请在函数内部为打乱数据的随机数生成器设置种子。",
    ),
}
