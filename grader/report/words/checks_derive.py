"""What the checks of derivations and formulas say."""

from grader.core import Text

WORDS: dict[str, Text] = {
    "checks.derive.follows_from": Text(
        "This result follows from your line {line}, which was not right; it is not counted twice",
        "该结果由你的第 {line} 行得出，而那一行有误；不重复扣分",
    ),
    "checks.derive.hinted": Text(
        "Whether it is said that {matrix} is invertible is left to a marker", "是否说明了 {matrix} 可逆，由助教判断"
    ),
    "checks.derive.in_words": Text(
        "The answer is given in words only; a marker reads it", "答案只用文字给出；由助教阅读判断"
    ),
    "checks.derive.intercept": Text(
        "Your loss has the intercept {name}, which the task leaves out; it was judged with it",
        "你的损失含有题目中忽略的偏置 {name}；按含偏置的损失判断",
    ),
    "checks.derive.invertible": Text(
        "For this X the inverse does not exist: say what {matrix} must fulfil",
        "对这个 X 逆不存在：请说明 {matrix} 须满足的条件",
    ),
    "checks.derive.no_formula": Text(
        "The formula that is asked for was not found; write it between $ signs", "没有找到所求的公式；请写在 $ 之间"
    ),
    "checks.derive.no_gradient": Text(
        'No gradient was found; write it as "∇L = …" between $ signs', "没有找到梯度；请在 $ 之间写成 “∇L = …”"
    ),
    "checks.derive.no_result": Text(
        'No result was found; write it as "name = formula" between $ signs',
        "没有找到结果；请在 $ 之间写成 “名字 = 公式”",
    ),
    "checks.derive.no_steps": Text(
        "The result stands alone; write the steps that lead to it", "只有结果；请写出推导步骤"
    ),
    "checks.derive.not_sympy": Text(
        "{name} is of kind {kind}; give it a sympy expression", "{name} 的类型是 {kind}；请赋值为 sympy 表达式"
    ),
    "checks.derive.rows": Text(
        "{name} was read as a row, since only then do the products fit", "{name} 按行向量理解，因为只有这样乘积才匹配"
    ),
    "checks.derive.rows_open": Text(
        "This product does not fit with vectors as rows or as columns alone; a marker decides what is meant",
        "无论按行向量还是列向量，这里的乘积都不匹配；由助教判断",
    ),
    "checks.derive.raised": Text(
        "Reading {name} from your program ended in an error; run the program once from top to bottom",
        "从程序中读取 {name} 时出错；请从头到尾运行一次程序",
    ),
}
