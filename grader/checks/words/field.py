"""The terms of the field that any rubric may use: by name, as students write them in English and Chinese.

An exercise adds its own in ``rubric.toml``; entries under a name that stands here are added to these.
"""

from __future__ import annotations

from collections.abc import Mapping

_SAME = "(the same | same | identical | equivalent)"

FIELD: Mapping[str, tuple[str, ...]] = {
    # ---- methods
    "closed": (
        "closed (form | ) (solution* | formula* | expression* | approach | method | minimi*r* | )",
        "closed form matrix solution", "solv* (it | the system | the equations | them | ) directly", "direct* solv*",
        "(analytic* | explicit | direct) (solution* | formula* | expression* | approach | method)", "analytically",
        "normal equation* (solution | approach | method | )", "(this | the) formula", "in closed form", "closed forms",
        "(x^t x)^-1 x^t y", "(x^t x)^(-1) x^t y", "matrix inversion",
        "(直接 | 闭式 | 封闭 | 精确 | 显式 | ) 解析 (解 | 解法 | 表达式 | 形式 | 公式 | 方法 | 的解 | 形式的解 | )",
        "解析解方法", "解析方法",
        "(闭式 | 封闭 | 闭合 | 显式) (矩阵 | ) (形式 | ) (的 | ) (解析 | ) (解 | 表达式 | 形式 | 公式)",
        "封闭形式 (的 | ) 解析解", "正规方程 (组 | 法 | ) (的 | ) (解 | 解法 | 求解 | )", "正则方程 (组 | ) (求解 | )",
        "直接求解", "(这个 | 该 | 上述 | 此) 公式", "矩阵求逆",
    ),
    "sgd": (
        "(stochastic | minibatch | mini batch | ) (sub | ) gradient descent", "sgd", "gd", "(sub | ) gradient method*",
        "stochastic method*", "iterative (method* | optimi*ation | optimi*er* | algorithm* | solver*)",
        "mini batch sgd", "minibatch sgd",
        "(随机 | 小批量 | 小批量随机 | ) (次 | ) 梯度 (下降 | 法 | 下降法 | 下降算法 | 下降方法)",
        "(随机 | 小批量 | ) sgd", "随机方法", "(迭代 | 优化) (方法 | 算法 | 法)", "小批量",
    ),
    "batch_gd": ("(full | ) batch gradient descent", "bgd", "(全 | ) 批量 梯度 下降 (法 | )", "批梯度下降 (法 | )"),
    "ridge": (
        "ridge (regression | )", "regulari*", "lambda*", "pseudo inverse*", "pseudoinverse*", "pinv", "lasso", "svd",
        "qr", "cholesky", "奇异值分解", "newton*", "penalt*", "prior*", "岭 (回归 | )", "正则 (化 | 项 | )", "伪逆",
        "广义逆", "牛顿 (法 | )", "先验", "惩罚 (项 | )",
    ),
    # ---- sizes, costs and judgements
    "need": ("need*", "require*", "necessary", "necessity", "需要", "需", "要", "必要", "所需"),
    "value": ("value", "values", "值", "(真实 | 实际 | 观测 | 预测) 值", "eigenvalue*", "特征值", "特征向量"),
    "in_case": ("(的 | ) 场景", "的情况", "的情形", "的场合", "情形"),
    "unlike": ("unlike", "in contrast to", "as opposed to", "different (from | to | than)", "不像", "不同于", "不同"),
    "small": (
        "small", "only a few", "a few", "smaller", "few", "low", "lower", "moderate", "modest",
        "not (too | very | so | that) (large | big | high | many)", "tiny", "manageable", "limited", "小", "少",
        "较小", "较少", "很小", "比较小", "比较少", "不大", "不多", "不高", "不太 (大 | 多 | 高)",
        "不是 (很 | 太 | 特别) (大 | 多 | 高)", "不 (很 | 特别 | 算 | 会太) (大 | 多 | 高)", "低", "较低", "适中",
        "有限", "中小", "中等",
    ),
    "small_scale": (
        "low dimension* (data | problem* | )", "small scale", "moderately sized", "小规模", "低维", "规模小",
        "中小规模", "小数据 (集 | )",
    ),
    "big": (
        "large", "larger", "big", "bigger", "huge", "high", "higher", "many", "too many", "million*", "millions of",
        "enormous*", "massive", "large scale", "high dimension*", "very many", "vast", "thousands of", "大", "多",
        "较大", "很大", "很多", "很高", "太大", "太多", "太高", "非常大", "非常多", "非常高", "极大", "极高", "极多",
        "巨大", "庞大", "过大", "过高", "过多", "高", "较高", "较多", "大规模", "海量", "高维", "上百万", "超大",
        "特别 (大 | 多 | 高)", "大量", "百万",
    ),
    "size": (
        "dimension* (of the (features | data | problem | input) | )",
        "(size | amount) of (the | ) (data | data set | dataset | training set | sample | samples | problem)",
        "(data | training) set* (size | )", "data sets", "dataset", "datasets", "problem size", "sample size",
        "(design | data) matrix", "scale", "size", "number*", "数目", "dimensional*", "data size",
        "数据集 (的 | ) (规模 | 大小 | )", "数据规模", "(问题 | ) 规模", "数据维度", "参数 (数 | 数量 | 个数 | 量)",
        "矩阵 (的 | ) (规模 | 维度)", "数量",
    ),
    "better": (
        "better", "best", "preferable", "preferred", "superior", "faster",
        "more (efficient | convenient | accurate | suitable | practical | attractive)", "(an | ) advantage", "win",
        "wins", "beat*", "outperform*", "good choice", "favour*", "prefer", "suitable", "work* (well | fine | best)",
        "ideal", "quicker", "well suited", "更好", "更优", "更快", "更合适", "更适合", "更适用", "较好", "较快",
        "更高效", "更方便", "更可取", "更划算", "更有优势", "优势", "最好", "优", "好", "更有效", "更有效率", "快",
        "适合 (于 | )", "适用 (于 | )", "合适", "可行", "更简单", "更准确", "更精确", "更容易", "要好", "比较快",
        "有效", "更为 (高效 | 有效 | 合适 | 方便)", "首选", "效果 (更 | 要 | 会更 | 较 | 会 | ) 好", "方便", "速度快",
        "效率高",
    ),
    "worse": (
        "worse", "slow", "slower", "useless", "harm*", "bad", "inefficient", "impractical", "infeasible", "struggle*",
        "prohibitive*", "慢", "较慢", "很慢", "更慢", "太慢", "差", "更差", "较差", "不好", "效率低", "低效", "没用",
        "速度慢", "不现实", "不可行", "不适合", "困难", "更糟",
    ),
    "depend": ("depend*", "取决于", "依赖"),
    "dear": (
        "(too | very | prohibitively | computationally | so | extremely | more | ) (expensive | costly | slow)",
        "(cost* | takes | is) (o (d^3) | o(d^3) | d^3 | o(n d^2) | o(d^2) | nd^2) (operations | time | flops | )",
        "(needs | requires | ) (o (d^3) | o(d^3) | d^3 | o(n d^2) | o(d^2) | nd^2) (operations | time | flops | )",
        "cubic* (in d | )", "(out of | too much) memory", "out of reach", "n d^2 + d^3", "nd^2 + d^3", "o(nd^2 + d^3)",
        "not fit (in | into) memory",
        "(计算 | 求逆 | ) (代价 | 开销 | 成本 | 计算量 | 复杂度) (太 | 很 | 过 | 非常 | 极 | 会很 | ) (高 | 大 | 昂贵)",
        "昂贵", "太贵", "耗时", "o(d^3)", "o(n^3)", "内存 (不足 | 不够)", "开销大", "计算量大", "成本高",
    ),
    "cheap": (
        "cheap*", "(fits | fit) (in | into | in the) memory", "feasible", "affordable", "代价 (小 | 低)", "计算量小",
        "(放得进 | 放得下 | 装得进 | 放进 | 放入 | 装进 | 装入) 内存", "开销小", "便宜", "在内存中处理",
    ),
    "cost": (
        "cost*", "time", "complexity", "runtime", "effort", "memory", "flops", "operations", "computation*", "speed",
        "cubic", "quadratic*", "o(d^2)", "o(nd)", "代价", "开销", "成本", "计算量", "复杂度", "时间复杂度", "内存",
        "速度", "运算", "计算成本", "计算代价", "效率", "求解速度",
    ),
    "exact": (
        "exact", "exactness", "global (optimum | minimum | optima | one | )", "精确 (解 | 的解 | )", "准确 (解 | )",
        "全局最优 (解 | 点 | )",
    ),
    "once": (
        "in (one | a single) (go | step | shot)", "(one | single) step", "one shot", "without (any | ) iterat*",
        "non iterative*", "instantly", "一步 (到位 | )", "一次 (性 | )", "一次 (计算 | 求解)", "一下子", "无需迭代",
        "不需要迭代", "不用迭代", "不必迭代",
    ),
    "tuning": (
        "tun*", "hyperparameter*", "hyper parameter*", "epoch*",
        "(adjust | adjusting | choosing) (the | a | ) learning rate", "调 (参 | 整 | 节 | )", "超参 (数 | )",
        "选择学习率", "轮",
    ),
    # ---- likelihood
    "likelihood": (
        "(log | ) likelihood* (function | )", "loglikelihood", "(对数 | ) 似然 (函数 | 值 | )", "l (b)", "l (mu)",
        "log l", "log (of | ) the likelihood",
    ),
    "nll": (
        "negative log likelihood*", "nll", "minus (the | ) log likelihood", "- log (likelihood | l | p)",
        "(likelihood's | ) negative logarithm", "负 (的 | ) 对数 (的 | ) 似然 (函数 | )", "似然 (函数 | ) 的负对数",
        "neg log likelihood", "negative (of the | ) likelihood", "-log likelihood",
    ),
    "mle": (
        "maximum likelihood (estimat* | solution* | principle | method | fit | )", "mle", "ml estimat*", "ml solution",
        "(极大 | 最大) 似然 (估计 (量 | 值 | 法 | ) | 法 | 解 | )", "mle估计", "(极大 | 最大) 化 (的 | ) 似然估计",
    ),
    "maximise": (
        "maximize", "maximise", "maximizes", "maximises", "maximizing", "maximising", "maximized", "maximised",
        "maximization", "maximisation", "argmax", "arg max", "最大化", "极大化", "使 最大",
        "求 (极大 | 最大 | 最大值)", "取最大 (值 | )",
    ),
    "minimise": (
        "minimize", "minimise", "minimizes", "minimises", "minimized", "minimised", "minimizing", "minimising",
        "minimisation", "minimization", "argmin", "arg min", "最小化", "极小化", "求 (极小 | 最小 | 最小值)",
    ),
    "largest": (
        "largest", "maximal", "highest", "greatest", "as (large | big) as possible", "最大", "达到最大",
        "取 (到 | 得 | ) 最大 (值 | )", "最大值",
    ),
    "smallest": (
        "smallest", "minimal", "lowest", "least", "as small as possible", "最小", "达到最小",
        "取 (到 | 得 | ) 最小 (值 | )",
    ),
    "squares": (
        "(sum | sums | total) (of | of the | of all | over all | ) squares",
        "(sum | sums | total) (of | of the | of all | over all | ) squared (error* | loss* | residual* | deviation*)",
        "(sum | sums | total) (of | of the | of all | over all | ) squared (distance* | difference*)", "squares",
        "squared (error* | loss* | residual* | deviation* | distance* | difference*)",
        "(sum | sum i | sum i=1^n | sum i = 1^n | ) (x i - (b | mu))^2", "mse", "sse",
        "(mean | sum of | ) square* error*", "quadratic (loss | error | cost)", "(l2 | l 2) (loss | norm | error | )",
        "(its | their | the) squares",
        "(误差 | 残差 | 偏差 | ) (的 | ) 平方 (和 | 误差 | 损失 | 误差和 | 误差之和 | 之和 | 的和 | 误差损失 | )",
        "均方 (误差 | 损失 | )", "平方 (误差 | 损失 | ) 函数", "l2 损失",
    ),
    "least_squares": (
        "least squares (problem | loss | objective | criterion | error | solution | estimat* | )", "ols",
        "最小二乘 (法 | 估计 | 问题 | 解 | )",
    ),
    "linreg": ("(ordinary | ) linear regression", "线性回归"),
    "myself": ("i (can | could | do not | did | am | have | know)", "i do not", "as i", "my", "我", "我们班"),
    "absolute": (
        "absolute (value* | error* | loss* | deviation* | difference* | residual* | )",
        "(l1 | l 1) (loss | -loss | norm | error | )", "mae", "least absolute deviation*", "lad",
        "(平均 | ) 绝对 (值 | 误差 | 损失 | 值误差 | 值损失 | 偏差 | 值之和 | )", "l1 (损失 | 范数 | )",
        "最小绝对偏差", "modulus",
    ),
    "same": (
        f"(is | are | ) {_SAME} (to | as | thing as | problem as | )", "amounts to", "comes down to", "boils down to",
        "reduces to", "equals", "means", "coincide* (with | )", "nothing (but | else than)", "corresponds to",
        "is the same thing as", "turns into", "⇔", "<=>", "leftrightarrow", "equivalently", "agree*", "becomes",
        "equal", "equal to", "等价 (于 | )", "等同 (于 | )", "相当于", "等于", "就是", "也就是", "意味着", "正是",
        "恰是", "恰好是", "一致", "相同", "即是", "正好是", "便是", "等价地", "对应 (于 | )", "转化为", "化为", "变成",
        "归结为", "一样", "(是 | ) 一样的", "同一个",
    ),
    "mean": (
        "(sample | arithmetic | empirical | ) (mean | average) (of (the | ) (data | samples | sample | x i) | )",
        "bar x", "x bar", "(样本 | 算术 | ) (均值 | 平均 | 平均值 | 平均数)", "mean (x)", "1/n sum (i | i=1^n | ) x i",
    ),
    "median": ("(a | the | sample | any | ) median*", "中位数", "中值"),
    "normal": (
        "normal* (distribut* | noise | errors | data | model | )",
        "gauss* (distribut* | noise | errors | data | model | )", "(正态 | 高斯) (分布 | 噪声 | 误差 | 模型 | )",
        "normally distributed", "iid", "i i d", "独立 (同 | ) 分布", "独立", "independent*",
    ),
    "variance": ("variance*", "standard deviation*", "sigma", "sigma^2", "方差", "标准差", "spread"),
    "noise": (
        "noise", "nois*", "error*", "distribut*", "density", "densities", "噪声", "噪音", "误差", "分布",
        "密度 (函数 | )", "概率密度",
    ),
    "other_noise": (
        "laplac*", "cauchy", "uniform*", "poisson", "exponential*", "heavy tail*", "skew*", "outlier*", "拉普拉斯",
        "柯西", "均匀", "泊松", "指数 (分布 | )", "离群 (点 | 值 | )", "异常值", "重尾",
    ),
    # ---- matrices
    "gram": (
        "x^t x", "(x^t x)", "gram matrix", "matrix x^t x", "the matrix to (be inverted | invert)", "格拉姆矩阵",
        "矩阵 x^t x", "帽子矩阵", "设计矩阵",
    ),
    "singular": (
        "singular (or nearly so | )", "(nearly | almost | close to) singular", "rank deficient", "degenerate",
        "singularity", "ill posed", "lack* (full | column) rank", "奇异 (的 | )", "不可逆", "秩亏", "不满秩",
        "没有逆 (矩阵 | )", "逆 (矩阵 | ) 不存在", "秩不足", "非满秩", "列不满秩", "无法求逆", "不能求逆",
        "不存在逆 (矩阵 | )", "求不了逆", "not (of | have | ) full (column | ) rank", "has no inverse",
        "have no inverse", "noninvertible", "no inverse", "not be inverted", "rank (x | ) < d", "不是满秩", "退化",
    ),
    "invertible": (
        "invertible", "nonsingular", "non singular", "regular", "full (column | ) rank", "inverted", "可逆", "满秩",
        "列满秩", "非奇异", "inverse exists", "逆矩阵存在", "有逆 (矩阵 | )",
    ),
    "inverse": (
        "inverse", "inverses", "inversion*", "invert", "inverting", "(x^t x)^-1", "(x^t x)^(-1)", "逆", "逆矩阵",
        "求逆", "的逆",
    ),
    "dependent": (
        "(linearly | linear | ) dependen* (columns | features | )", "collinear*", "multicollinear*",
        "multi collinear*", "perfectly correlated", "(exactly | completely) correlated",
        "duplicate* (columns | features | )", "redundant (columns | features | )",
        "(columns | features) (coincide | repeat)", "identical (columns | features)",
        "(two | some) (equal | identical) (columns | features)", "线性相关", "共线 (性 | )", "多重共线 (性 | )",
        "完全相关", "重复的 (列 | 特征)", "重复 (列 | 特征)", "列相同", "冗余特征", "存在多重共线 (性 | )",
        "(one | a | some) (column | feature) is a (multiple | linear combination) of (another | the others | others)",
        "线性依赖", "(完全 (的 | ) | ) 线性关系",
    ),
    "correlated": (
        "(highly | strongly | ) correlated", "(high | strong | ) correlation*", "高度相关 (性 | )", "强相关", "相关性",
        "(高度 | 强) 相关",
    ),
    "independent": ("(linearly | linear) independen* (columns | features | )", "线性无关", "线性独立"),
    "problem": ("problem*", "问题"),
    "loss": ("loss*", "objective*", "损失 (函数 | )", "目标 (函数 | )"),
    "fame": ("(better | well | best) known", "好用", "著名"),
    "features": (
        "(the | ) number of (features | columns | variables | dimensions | parameters) (d | )", "feature*", "columns",
        "variables", "dimensions", "d", "特征 (数 | 数量 | 个数 | 数目 | 维度 | 维数 | ) (d | )", "变量数", "列数",
        "维度 (d | )", "维数", "p",
    ),
    "samples": (
        "(the | ) number of (samples | observations | examples | rows | data points) (n | )", "samples",
        "observations", "examples", "rows", "data points", "training examples", "n", "data",
        "(样本 | 数据) (数 | 量 | 数量 | 个数 | 数目 | ) (n | )", "行数", "观测 (数 | )",
    ),
    "more": (
        "more", "> ", ">>", "exceed*", "(is | are | ) (larger | greater | bigger | higher) than", "outnumber*", "多于",
        "大于", "超过", "高于", "远大于", "大过",
    ),
    "less": (
        "fewer", "less", "<", "<<", "(is | are | ) (smaller | fewer | less | lower) than", "少于", "小于", "不足",
        "低于", "远小于",
    ),
    "exist": ("exist*", "is available", "available", "defined", "存在", "有定义", "成立"),
    "undefined": ("undefined", "没有定义", "无定义"),
    "fail": (
        "fail", "fails", "failed", "break", "breaks", "break* down", "not work",
        "not (be | ) (used | applied | computed | evaluated | applicable | usable | available | defined)",
        "useless then", "inapplicable", "unusable", "collapse*", "go* wrong", "not hold", "失效", "失败", "不适用",
        "不能 (使用 | 用 | 应用)", "无法 (使用 | 应用 | 求解 | 计算 | 直接求解)", "不可用", "不成立", "崩溃",
        "难以 (使用 | 求解 | 计算)", "用不了", "行不通", "不可行",
    ),
    "work": (
        "work", "works", "apply", "applies", "valid", "requires that", "requires", "needs", "可用", "要求",
        "前提 (是 | 条件是 | )",
    ),
    # ---- calculus
    "gradient": (
        "(sub | ) gradient*", "(sub | ) derivative*", "subgradient*", "subderivative*", "(sub)gradient*",
        "(sub) gradient*", "slope*", "subdifferential", "stationarity condition",
        "(optimality | first order) condition*", "graidient", "differential", "(次 | ) 梯度", "(次 | ) 导数", "斜率",
        "(次 | ) 微分", "一阶条件", "偏导 (数 | )", "求导 (结果 | )",
    ),
    "second": ("second derivative", "hessian", "二阶导数", "海森"),
    "zero": ("zero", "0", "vanish*", "零", "归零", "为零", "等于零"),
    "sign": (
        "sign*", "sgn*", "符号 (函数 | )", "正负 (号 | )", "± 1", "±1", "plus or minus 1", "plus or minus one",
        "+ 1 or - 1", "1 or - 1", "- 1 or 1", "±",
    ),
    "residual": ("residual*", "prediction error*", "r i", "残差", "y i - w^t x i (- b | )"),
    "kink": (
        "(not | non) (differentiable | smooth)", "nondifferentiable", "kink*", "nonsmooth", "corner*",
        "不可 (导 | 微)", "尖点", "不光滑", "不平滑", "不可导 (点 | 的)", "折点",
    ),
    "smooth": ("(能 | 可以) 求导", "differentiable", "smooth*", "可导", "可微", "光滑", "平滑 (处理 | )"),
    "convex": ("convex*", "凸 (函数 | 的 | 优化 | )"),
    "nonconvex": (
        "not convex", "non convex", "nonconvex", "非凸", "不是凸 (函数 | 的 | )", "neural net*", "神经网络",
        "multimodal",
    ),
    # ---- optimisation
    "minimum": (
        "minimum", "minima", "minimizer", "minimiser", "minimizers", "minimisers", "optimum", "optima",
        "optimal (point* | solution* | value* | b | w | )", "stationary point", "solution",
        "best (point* | weights | value*)", "bottom", "the target",
        "(最优 | 最小 | 极小 | 最小值 | 极小值 | 极值 | 驻 | 最低) 点", "最优解", "最优值", "最小值", "极小值", "极值",
        "最优", "零点", "最优位置", "最优参数",
    ),
    "approx": ("approximat*", "近似", "逼近"),
    "near": (
        "approach*", "as we (approach | get close to | get near)", "across", "near", "close to", "around", "about",
        "nearby", "in the (vicinity | neighbo*) of", "附近", "周围", "两侧", "左右", "旁边", "邻域", "接近", "靠近",
        "处",
    ),
    "local": (
        "local (minim* | optim* | solution*)", "局部 (最优 (解 | 点 | ) | 极小 (值 | 点 | ) | 最小 (值 | 点 | ))",
    ),
    "stuck": ("stuck", "trapped", "caught", "陷入", "卡在", "困在"),
    "oscillate": (
        "oscillat* (back and forth | forth and back | )", "bounc* (back and forth | )", "jump* (back and forth | )",
        "zigzag*", "zig zag*", "hop* (back and forth | )", "swing* (back and forth | )", "flip* (back and forth | )",
        "jitter*", "fluctuat*", "wander* (around | about)", "震荡", "振荡", "跳动", "摆动",
        "(来回 | 左右 | 反复) (跳 | 跳动 | 摆 | 摆动 | 震荡 | 振荡)", "抖动", "波动", "跳来跳去", "晃动", "摇摆",
        "徘徊",
    ),
    "overshoot": (
        "overshoot*", "step* (over | past)", "(jump* | hop*) (over | across | past)", "越过", "跨过", "冲过",
    ),
    "settle": ("settle*", "converg*", "come to rest", "收敛", "稳定", "停 (下 | 在 | 下来 | )", "平稳", "稳定下来"),
    "rate": (
        "(the | a | ) learning rate* (eta | alpha | )", "lr", "step (size* | length*) (eta | alpha | )",
        "stepsize* (eta | )", "eta (t | )", "alpha", "学习率 (eta | ) (t | )", "步长 (eta | )", "步幅",
    ),
    "fixed": ("constant", "fixed", "same size", "固定", "恒定", "不变", "常数", "恒定的", "定值"),
    "decay": (
        "decay*", "decreas*", "diminish*", "anneal*", "shrink*", "reduc*", "lower*",
        "(go* | tend* | converge*) to (zero | 0)", "(become* | get* | make) smaller", "go down", "smaller and smaller",
        "衰减", "递减", "减小", "降低", "变小", "下降", "趋于 (零 | 0)", "退火", "减少", "缩小", "趋近于 (零 | 0)",
        "调小", "越来越小",
    ),
    "gradually": (
        "over time", "gradually", "during training", "with time", "with t",
        "with (every | each) (epoch | step | iteration | pass)",
        "(after | at | in) (each | every) (epoch | step | iteration | pass)",
        "as (training | t | time) (goes on | proceeds | grows | progresses | increases | passes)",
        "as (the iterations | optimization | optimisation) (goes on | proceeds | progresses | increases | passes)",
        "as the number of (steps | iterations | epochs | updates) (grows | increases)", "step by step", "slowly",
        "逐渐", "逐步", "不断", "慢慢", "逐次",
        "随 (着 | ) (时间 | 迭代 | 训练 | 迭代次数 | 训练的进行 | 迭代进行 | 训练进行) (的增加 | 增加 | )", "动态",
        "越来越",
    ),
    "grow": ("increas*", "rais*", "larger and larger", "grow*", "增大", "提高", "增加", "变大"),
    "huber": (
        "(smooth | pseudo | ) huber (loss | function | )", "smooth l1 (loss | -loss | )", "smooth l 1 (loss | )",
        "(平滑 | 光滑) (的 | ) l1 (损失 | loss | )",
        "(平滑的 | 光滑的 | 伪 | ) huber (损失 | 函数 | loss | 回归 | 损失函数 | )",
        "smooth (approximat* (of | to | ) (the | ) (absolute (value | loss) | ) | loss near (zero | 0))",
        "(平滑 | 光滑) (的 | ) (近似 | 损失 (函数 | ))", "log cosh",
    ),
    "average": ("averag*", "polyak*", "(取 | ) 平均"),
    "iterates": ("(the | ) (last | final | ) iterates", "iterate*", "迭代 (值 | 点 | 结果)", "后期参数"),
    "update": ("update*", "step*", "move*", "iteration*", "更新 (量 | )", "迭代", "移动", "每步"),
    "batch": ("batch* (size | )", "批量 (大小 | )"),
    "squaring": ("squar*", "取平方", "平方 (后 | 一下 | 化)", "平方起来"),
}  # fmt: skip
