"""What is said of derivations: what could not be decided, charitable readings."""

from grader.core import Text

WORDS: dict[str, Text] = {
    "derivation.picture": Text(
        "A picture stands here in place of a formula; type the formula so that it can be checked",
        "此处是图片而非公式；请输入公式以便检查",
    ),
    "derivation.remark.inferred": Text(
        "{name} was not explained; it was taken for {shape}, since then the products fit",
        "没有说明 {name} 是什么；按 {shape} 理解，因为这样乘积才匹配",
    ),
    "derivation.remark.case": Text("Taken as the case {case} that you speak of", "按你所说的特例 {case} 判断"),
    "derivation.remark.layout": Text(
        "The gradient was accepted in the other layout (as a row in place of a column)", "梯度按另一种布局（行向量）接受"
    ),
    "derivation.remark.weaker": Text(
        "One equation is right but says less than the one before it: it has more solutions",
        "有一个方程正确但弱于上一步：它的解更多",
    ),
    "derivation.undecided.ambiguous": Text(
        "This can be read in two ways, and only one of them is right; set brackets", "此式有两种读法，只有一种正确；请加括号"
    ),
    "derivation.undecided.constant": Text(
        "Whether the constant left open here is free of the unknown is left to a marker", "此处未写明的常数留给助教判断"
    ),
    "derivation.undecided.definite": Text(
        "This matrix is positive semidefinite; it is definite only where it can be inverted, which was not said",
        "该矩阵是半正定的；只有在可逆时才是正定的，而这一点没有说明",
    ),
    "derivation.undecided.ground": Text(
        "It is not clear which equation this follows from; write the step before it", "看不出由哪一步得到；请写出前一步"
    ),
    "derivation.undecided.loss": Text(
        "The function that is differentiated here was never written down; write it", "被求导的函数没有写出；请写出"
    ),
    "derivation.undecided.name": Text(
        "{names}: no meaning was given to this name; say what it stands for", "{names}：没有说明其含义；请说明它表示什么"
    ),
    "derivation.undecided.not_affine": Text(
        "This equation is not linear in the unknown and is left to a marker", "该方程关于未知量不是线性的，留给助教判断"
    ),
    "derivation.undecided.update": Text(
        "This step is against no subgradient of the loss as it stands; a marker decides whether the method does what is said",
        "这一步不是损失的次梯度方向；该方法是否如所述由助教判断",
    ),
    "derivation.undecided.proportional": Text(
        "Whether the two are proportional could not be shown; a marker decides", "无法判断两者是否成比例；由助教判断"
    ),
}
