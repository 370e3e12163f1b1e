"""Words that every rubric shares: those without weight, and those that join, deny or restrict.

What stands in neither list nor among an exercise's terms is unknown, and no sentence with an unknown word is judged.
So a word belongs to :data:`NEUTRAL` only if no sentence comes to mean something else with it: "usually" does,
"rarely", "twice", "almost", "until" and "former" do not.
"""

from __future__ import annotations

from collections.abc import Mapping

from grader.checks.words.terms import IF, NEUTRAL, NO_NEED, NOT, THEN_IF

_NEUTRAL_EN = """
a an the this that these those there here it its they their them our we one you i us let my your he itself themselves
in on at of for to with by from into onto as over under about between among through via within along during upon per
is are be been being was were am has have had having do does did can could will would shall should must may might also
always again still just exactly precisely indeed general generally usually typically often commonly normally naturally
clearly obviously evidently simply easily directly immediately actually basically essentially namely very quite rather
fairly relatively really too much enough ever forever repeatedly continually constantly surely certainly formally
mathematically practically computationally numerically now both such well first firstly second secondly third finally
next e g etc x y w b k j t m r l theta beta mu get gets getting got give gives giving given yield yields yielding lead
leads become becomes obtain obtains obtained obtaining make makes making take takes taking find finds finding found
know known see seen show shows shown consider considered look looking choose chooses chosen use uses using used apply
applies applied applying compute computes computed computing calculate calculates calculated calculating solve solves
solved solving come comes go goes going keep keeps keeping remain remains stay stays mean means meant write written
happen happens happening occur occurs call called helps function functions help case cases situation situations
setting example examples model models modelling method methods approach approaches way ways question answer part
exercise task fact form formula formulas equation equations expression expressions term terms matrix matrices vector
vectors parameter parameters weight weights coefficient coefficients system linear result results conclusion notice
observe recall remember derive derived define defines denote denotes corresponding respectively original overall
entire whole full fully single last wants want forming c rest choosing choice choices version versions everywhere
smoothed numbers amount two medium sized replace replaced replacing described new current previous instead admit
admits possess optimization optimisation machine learning statistics statistical implement implemented implementation
code python numpy library tools algorithm algorithms similarly analogously quickly today anyway practice theory
principle moment respect particular certain specific simple possible able available some hat star bar sum dots ldots
cdots sim "in other words" "that is to say" ", say ," "there is" "there are" "there was" "there exists" "as a result"
"in fact" "of course" "in particular" "in general" "in practice" "in this case" "in that case" "at the same time"
"with respect to" "according to" "no matter" "no doubt" "without doubt" "not only" "that is" "which means that"
"note that" "we see that" "as follows" "in terms of" "at once" "on the other hand" "thanks to" "so called"
"in order to" "as well" "write down" "written down"
"""
_NEUTRAL_ZH = """
的 了 是 为 在 就 也 都 会 将 即 这 该 此 其 它 它们 这个 那个 这些 那些 这种 这里 那里 我们 你 可以 能 能够 得 地
一般 通常 往往 经常 总是 一直 总 总会 一定 必然 显然 明显 比较 相对 很 非常 十分 更加 更为 较 较为 太 过 上 中 内 里
个 种 一个 一种 函数 简单 把 被 对 对于 关于 从 由 给 向 到 用 使用 采用 利用 通过 根据 按照 进行 得到 得出 求 求得
求出 计算 解出 直接 应 应当 应该 必须 可 可能 来 去 后 之后 以后 前面 之间 以及 所 之 者 与 和 跟 同 及 且 并 并且 而
而且 同时 此外 另外 其中 于 这样 这样的 那样 那样的 进而 从而 由此 由此可知 可知 可见 可得 知道 看出 发现 容易 易 实际
实际上 本质 本质上 事实上 理论上 数学上 数值上 模型 方法 方式 情况 情形 场合 例子 例如 比如 譬如 如 等 公式 方程
方程组 表达式 形式 矩阵 向量 参数 权重 变量 量 数 点 题 答案 结果 结论 具体 一些 某些 某个 有些 有 存在 具有 含有 会有
出现 发生 产生 变成 成为 变得 变 做 做到 线性 线性模型 大小 本 第 首先 其次 最后 再 还 还是 又 仍 仍然 依然 始终 不断
反复 持续 来回 左右 不停 不停地 不断地 无论 不论 不管 不仅 不但 不只 以 让 使 使得 令 取 设 记 则会 就会 就是 将会
也会 会在 自然 正 正是 恰 恰好 刚好 一下 当然 其实 这时候 时间 时刻 起来 下去 多 最 更 样 单个 全部的 处于 属于 作为
看作 考虑 写出 写成 下来 算 算出 来算 随 随着 而言 以下 如下 确定 加上 剧烈 取得 吗 强制 如此 若干 再次 次 两 求解
其余 式子 式子里 注意 说明 表明 意思 部分 过程 过程中 步骤 一旦 只要 做法 因素 普通 特别 尤其 尤其是 特别是 具体来说
换句话说 也就是说 也就是 总之 综上 综上所述 位置 单 单一 式 上式 下式 该式 整个 完全 代码 实现 算法 机器学习 深度学习
统计 统计学 工程 给出 给定 表示 定义 称为 注意到 推导 代替 替代 取代 替换 简化 展开 整理 常见 思路 思想 方案 策略 手段
技巧 达到 等等 来说 即可 假定下 视角 角度 角度看 列 相应 相应的 对应 对应的
"""
#: What joins, restricts and denies. A frame may name them.
STRUCTURE: Mapping[str, tuple[str, ...]] = {
    ",": (", ", ";", ":", "、", "(", ")", " - ", "|", "-", "—"),
    "and": ("and", "which", "as well as", "while also", "moreover", "besides", "furthermore", "in addition", "whose"),
    "or": ("or", "或", "或者", "或是", "要么"),
    IF: (
        "if", "when", "if and only if", "exactly (if | when)", "iff", "whenever", "provided (that | )",
        "assuming (that | )", "as long as", "where", "当且仅当", "under the condition that", "in case", "given that",
        "suppos*", "assum*", "for the case that", "in the case of", "in cases where", "in the case that", "as soon as",
        "in situations where", "当", "若", "若是", "如果", "如", "假如", "只要", "假设", "一旦", "倘若",
    ),
    THEN_IF: ("时", "的时候", "时候", "的情况下", "情况下", "的情形下", "下", "的话", "后", "以后"),
    "because": (
        "because", "since", "as a result of", "(the | ) reason is (that | )", "due to", "because of", "因为", "由于",
        "原因是", "因",
    ),
    "so": (
        "so", "so that", "thus", "therefore", "hence", "then", "consequently", "accordingly", "it follows that",
        "which means", "this means", "that means", "implying", "意味着", "so we", "so here", "所以", "因此", "于是",
        "那么", "则", "故", "因而", "从而", "此时", "这时", "故而", "进而", "导致", "这导致", "便",
    ),
    "but": (
        "but", "however", "while", "whereas", "although", "though", "yet", "on the other hand", "by contrast",
        "in contrast", "nevertheless", "conversely", "otherwise", "unlike", "但", "但是", "然而", "不过", "可是",
        "而是", "虽然", "尽管", "反之", "相反", "否则", "却", "不像",
    ),
    "than": ("than", "比", "比起", "相比", "compared (to | with)", "相比于", "相较于", "优于"),
    "only": ("only", "merely", "solely", "只", "仅", "仅仅", "只是", "只有", "唯一"),
    "all": (
        "all", "every", "each", "各", "每", "每个", "每次", "每一", "any", "whatever", "arbitrary", "所有", "任何",
        "任意", "一切", "全部", "每一个",
    ),
    NO_NEED: (
        "no need (to | for | of | )", "not need*", "need* no", "not (necessary | required)", "unnecessary", "needless",
        "not have to", "不需要", "无需", "不必", "不用", "没必要", "没有必要", "不须", "无须", "用不着",
    ),
    NOT: (
        "not", "no", "never", "nothing", "without", "neither", "nor", "none", "non", "nobody", "nowhere", "hardly",
        "scarcely", "barely", "rarely", "seldom", "(fail | fails | failed) to", "lack*", "rather than", "instead of",
        "unlikely", "unable to", "far from", "free (of | from)", "avoid*", "prevent*", "stop*", "ceas*", "remov*",
        "eliminat*", "cure*", "impossible", "no longer", "not even", "不", "没", "没有", "无", "非", "未", "别",
        "并不", "并非", "不会", "不能", "无法", "没法", "没办法", "不再", "不可能", "从不", "不是", "不必", "毫无",
        "避免", "防止", "消除", "停止", "摆脱", "抑制", "消失", "难以", "而不是", "不可", "缺乏", "缺少", "很少",
        "极少", "鲜有",
    ),
}  # fmt: skip


def _entries(text: str) -> tuple[str, ...]:
    """The words of a list; several between quotes belong together."""
    pieces = text.split('"')
    return (*" ".join(pieces[::2]).split(), *(piece for piece in pieces[1::2] if piece.strip()))


SHARED: Mapping[str, tuple[str, ...]] = {
    NEUTRAL: (*_entries(_NEUTRAL_EN), *_entries(_NEUTRAL_ZH), "=", "cdot"),
    **STRUCTURE,
}
#: Terms that may stand in a sentence whatever it says.
LINKS = frozenset({",", "and", "or", IF, THEN_IF, "because", "so", "but", "features", "samples"})
#: What denies what: "not invertible" is "singular", and the other way round.
OPPOSITES: Mapping[str, str] = {"invertible": "singular", "small": "big", "smooth": "kink", "convex": "nonconvex"}
