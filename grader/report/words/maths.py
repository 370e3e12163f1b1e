"""What the maths package says: shapes, readings, limits of decision, hints for mistakes."""

from grader.core import Text

WORDS: dict[str, Text] = {
    # ------------------------------------------------------------------------------------------- shapes
    "maths.shape.scalar": Text("a number", "一个数"),
    "maths.shape.vector": Text("a vector of {n} entries", "{n} 维列向量"),
    "maths.shape.row": Text("a row of {n} entries", "{n} 维行向量"),
    "maths.shape.matrix": Text("a matrix of size {rows}×{cols}", "{rows}×{cols} 矩阵"),
    "maths.shape.add": Text(
        "These cannot be added: “{a}” is {left}, and “{b}” is {right}; check for a lost transpose or factor",
        "无法相加：“{a}” 是{left}，而 “{b}” 是{right}；请检查是否漏了转置或因子",
    ),
    "maths.shape.product": Text(
        "“{a}” times “{b}” does not fit: “{b}” is {right} and has {rows} rows, so “{a}” would need {rows} columns; “{a}” is {left} and has {cols}",
        "“{a}” 乘 “{b}” 形状不符：“{b}” 是{right}，有 {rows} 行，因此 “{a}” 应有 {rows} 列；而 “{a}” 是{left}，有 {cols} 列",
    ),
    "maths.shape.column": Text(
        "“{a}” times “{b}” does not fit: “{b}” is {right} and has {rows} rows, so “{a}” would need {rows} columns; “{a}” is {left}, a single column; check the order, or for a lost transpose",
        "“{a}” 乘 “{b}” 形状不符：“{b}” 是{right}，有 {rows} 行，因此 “{a}” 应有 {rows} 列；而 “{a}” 是{left}，只有一列；请检查次序或是否漏了转置",
    ),
    "maths.shape.columns": Text(
        "“{a}” times “{b}” does not fit: both are columns ({left}, {right}); for an inner product, transpose the first",
        "“{a}” 乘 “{b}” 形状不符：两者都是列向量（{left}、{right}）；若要内积，请将前者转置",
    ),
    "maths.shape.by_row": Text(
        "“{a}” times “{b}” does not fit: “{b}” is {right}, a single row, so “{a}” would have to be a column; “{a}” is {left}; check for a transpose too many",
        "“{a}” 乘 “{b}” 形状不符：“{b}” 是{right}，只有一行，因此 “{a}” 应为列向量；而 “{a}” 是{left}；请检查是否多了转置",
    ),
    "maths.shape.factors": Text(
        "The factors of this product do not fit: {left} times {right}; the columns of the first must match the rows of the second",
        "乘积中各因子形状不符：{left}乘{right}；前者的列数应等于后者的行数",
    ),
    "maths.shape.divide": Text(
        "“{a}” cannot be divided by “{b}”, which is {right}; only division by a number has a meaning (for a matrix, multiply by its inverse)",
        "“{a}” 不能除以 “{b}”，它是{right}；只能除以数（对矩阵请乘以逆矩阵）",
    ),
    "maths.shape.entrywise": Text(
        "An entrywise product needs two of the same shape: “{a}” is {left}, and “{b}” is {right}",
        "逐元素乘积要求形状相同：“{a}” 是{left}，而 “{b}” 是{right}",
    ),
    "maths.shape.equal": Text(
        "The two sides do not have the same shape: {left} on the left, {right} on the right",
        "等式两边形状不同：左边是{left}，右边是{right}",
    ),
    "maths.shape.inner": Text(
        "An inner product needs two of the same shape: “{a}” is {left}, and “{b}” is {right}",
        "内积要求形状相同：“{a}” 是{left}，而 “{b}” 是{right}",
    ),
    "maths.shape.kron": Text(
        "The product of “{a}”, {left}, and “{b}”, {right}, is not one that the grader can read; write it out",
        "无法读懂 “{a}”（{left}）与 “{b}”（{right}）的这种乘积；请展开写出",
    ),
    "maths.shape.prod": Text(
        "A product over an index is of numbers, and “{a}” is {left}; write a matrix product out",
        "连乘的对象应为数，而 “{a}” 是{left}；矩阵乘积请展开写出",
    ),
    "maths.shape.square": Text(
        "This needs a square matrix, and “{a}” is {left}", "这里需要方阵，而 “{a}” 是{left}"
    ),
    "maths.shape.stack": Text(
        "Blocks in one row need the same height: “{a}” is {left}, and “{b}” is {right}",
        "同一行的分块高度应相同：“{a}” 是{left}，而 “{b}” 是{right}",
    ),
    "maths.shape.inverse": Text(
        "Only a square matrix has an inverse, and “{a}” is {shape}", "只有方阵才有逆，而 “{a}” 是{shape}"
    ),
    "maths.shape.power": Text(
        "A power needs a number or a square matrix, and “{a}” is {shape}; check for a lost transpose",
        "幂的底应为数或方阵，而 “{a}” 是{shape}；请检查是否漏了转置",
    ),
    "maths.shape.exponent": Text(
        "An exponent must be a number, and “{a}” is {shape}", "指数应为数，而 “{a}” 是{shape}"
    ),
    "maths.shape.subscript": Text(
        "This subscript does not fit “{a}”, which is {shape}; check the number of subscripts",
        "下标与 “{a}” 不符，它是{shape}；请检查下标个数",
    ),
    "maths.shape.index": Text(
        "The index {index} runs over {range} here and over {size} there; use another letter for one of them",
        "指标 {index} 在一处取遍 {range}，在另一处取遍 {size}；请换一个字母",
    ),
    "maths.shape.limit": Text("The limits of the sum over {index} must be numbers", "对 {index} 求和的上下限应为数"),
    "maths.shape.objective": Text(
        "What is minimised must be a number; check for a lost norm, square or transpose",
        "被最小化的量应为数；请检查是否漏了范数、平方或转置",
    ),
    "maths.shape.value": Text(
        "This does not have the shape of what is asked for; check for a lost transpose",
        "结果的形状与所求不符；请检查是否漏了转置",
    ),
    # ------------------------------------------------------------------------------------------ readings
    "maths.remark.broadcast": Text(
        "A number added to a vector was read as added to each entry", "数与向量相加，按逐元素相加理解"
    ),
    "maths.remark.filled": Text(
        "A {number} beside a block of several rows was read as a column of them",
        "与多行的块并列的 {number} 按由它组成的一列理解",
    ),
    "maths.remark.determinant": Text(
        "Bars around a square matrix were read as its determinant", "方阵外的竖线按行列式理解"
    ),
    "maths.remark.semidefinite": Text(
        "An inequality between matrices was read as one of definiteness (⪰, ≻)", "矩阵之间的不等式按（半）正定理解"
    ),
    "maths.remark.square": Text(
        "The square of a vector was read as its squared norm", "向量的平方按其范数的平方理解"
    ),
    "maths.remark.sum_entries": Text(
        "A sum without an index was read as the sum of the entries", "没有指标的求和按各分量之和理解"
    ),
    "maths.typing.optimum": Text(
        'A minimum inside a formula is not evaluated; write it as a statement of its own, "w* = argmin …"',
        "公式内部的最小值不作计算；请单独写成“w* = argmin …”",
    ),
    "maths.typing.dots": Text(
        "It is not clear how the dots go on; write the first terms and the last, or a sum sign",
        "省略号的规律不清楚；请写出前几项与最后一项，或用求和号",
    ),
    "maths.typing.circular": Text(
        "A name is defined by itself here; give one of the two another name", "某个名字由自身定义；请换一个名字"
    ),
    "maths.typing.accent": Text(
        'What "{mark}" means on this expression is not clear; put it on a single name',
        "“{mark}” 记号加在此式上含义不清；请只加在单个名字上",
    ),
    "maths.typing.call": Text(
        "It is not clear whether this is a product or a function; write a multiplication sign",
        "无法判断这是乘积还是函数；请写出乘号",
    ),
    "maths.typing.differential": Text(
        "It is not clear what this differential is taken by; name the variable", "微分的变量不明确；请写明变量"
    ),
    "maths.typing.subscripts": Text("Too many subscripts here; one sample has one", "下标过多；一个样本只有一个下标"),
    "maths.typing.power": Text(
        "This power of a matrix is not one that the grader can read; write the product out",
        "无法读懂矩阵的这个幂；请写成乘积",
    ),
    "maths.typing.bars": Text(
        "Bars around a square matrix, squared, may be a norm or a determinant; write \\|A\\| or \\det A",
        "方阵竖线的平方可能是范数也可能是行列式；请写 \\|A\\| 或 \\det A",
    ),
    "maths.typing.matrix_function": Text(
        "{name} of a square matrix may be meant entry by entry or as a function of the matrix; a marker decides",
        "方阵的 {name} 可能指逐元素运算，也可能指矩阵函数；由助教判断",
    ),
    "maths.typing.expectation": Text(
        "It is not clear over what this expectation is taken; name the random variable", "期望对什么取不明确；请写明随机变量"
    ),
    "maths.typing.set": Text(
        "It is not clear which indices this sum runs over; write them as i ∈ B, or as a condition on numbers",
        "求和取遍哪些指标不明确；请写成 i ∈ B，或写成对数的条件",
    ),
    "maths.typing.size": Text(
        "It is not clear how large {name} is here; write its size, as in \\mathbf 1_n",
        "这里的 {name} 有多大不明确；请写出大小，例如 \\mathbf 1_n",
    ),
    "maths.typing.operator": Text(
        'The operator "{name}" is not known with these arguments; write it out', "运算“{name}”用法不明；请展开写出"
    ),
    "maths.typing.sum_index": Text(
        "It is not clear what this sum runs over; write its index, as in \\sum_i", "求和指标不明确；请写出，如 \\sum_i"
    ),
    "maths.typing.sum_range": Text(
        "The limits of the sum over {index} are not clear; write them", "对 {index} 求和的范围不明确；请写出上下限"
    ),
    "maths.typing.derivative": Text(
        "It is not clear by what this derivative is taken; name the variable", "求导的变量不明确；请写明变量"
    ),
    "maths.typing.jacobian": Text(
        "The derivative of a matrix by a vector is left to a marker", "矩阵对向量的导数留给助教判断"
    ),
    # ------------------------------------------------------------------------------------ limits, compare
    "maths.bound": Text(
        "Too large to decide: {bound} is over the bound of {limit}; a marker decides",
        "规模过大无法判断：{bound} 超过上限 {limit}；由助教判断",
    ),
    "maths.undecided.domain": Text(
        "The two could not be evaluated at enough points to decide; a marker decides",
        "可计算的取样点不足，无法判断；由助教判断",
    ),
    "maths.undecided.not_affine": Text(
        "This equation is not linear in the unknown and is left to a marker", "该方程关于未知量不是线性的，留给助教判断"
    ),
    "maths.undecided.no_witness": Text(
        "The two seem to differ, but no small example shows it; a marker decides",
        "两者似乎不同，但没有找到小的反例；由助教判断",
    ),
    "maths.undecided.matrix_order": Text(
        "An inequality between vectors, or between matrices that are not square, is left to a marker",
        "向量之间或非方阵之间的不等式留给助教判断",
    ),
    "maths.undecided.not_symmetric": Text(
        "Definiteness is a property of symmetric matrices, and this one is not always symmetric; a marker decides",
        "正定性是对称矩阵的性质，而此矩阵不总是对称；由助教判断",
    ),
    "maths.undecided.strictly_definite": Text(
        "This is positive (or negative) semidefinite for all inputs, but definite only for some, as when X has full"
        " column rank; a marker looks for that condition",
        "此矩阵对所有输入半定，但只在某些条件下（例如 X 列满秩）才严格定；由助教查看是否说明了条件",
    ),
    "maths.compare.ambiguous": Text(
        "This can be read in two ways, and they differ; set brackets", "此式有两种读法且结果不同；请加括号"
    ),
    "maths.compare.empty": Text("There is no formula here; give one a side", "此处没有公式；每边请给一个公式"),
    "maths.compare.several": Text(
        "Give one formula a side: an expression, or a chain of equalities", "每边请给一个公式：一个式子或一串等式"
    ),
    "maths.declare.entry": Text(
        'The declaration "{entry}" cannot be read; write "X: n*d rows x, y: n, sigma: >0, b"',
        "声明“{entry}”无法读懂；写法如 “X: n*d rows x, y: n, sigma: >0, b”",
    ),
    # -------------------------------------------------------------------------------------------- hints
    "maths.hint.sign": Text("Check the signs, term by term", "逐项检查正负号"),
    "maths.hint.sign.detail": Text(
        "This is −1 times what it should be: check the sign", "与应有的结果差一个负号：请检查符号"
    ),
    "maths.hint.missing_factor": Text("A constant factor of one term got lost or was added", "某一项丢了或多了常数因子"),
    "maths.hint.missing_factor.detail": Text(
        "Multiplied by {detail} it would be right: find where that factor got lost or was added",
        "乘以 {detail} 才正确：请找出该因子在哪里丢失或多出",
    ),
    "maths.hint.missing_transpose": Text("A transpose is missing: check the shapes", "漏了一个转置：请检查形状"),
    "maths.hint.transposed": Text("A transpose too many: check the shapes", "多了一个转置：请检查形状"),
    "maths.hint.missing_inverse": Text("An inverse is missing", "漏了一个逆"),
    "maths.hint.order": Text(
        "The order of the factors is not right; matrices do not commute", "因子次序不对；矩阵乘法不可交换"
    ),
    "maths.hint.scope": Text(
        "Check what the sum or the factor in front extends over: a bracket is missing or too many",
        "请检查求和号或前面因子的作用范围：少了或多了括号",
    ),
    "maths.hint.missing_term": Text("A term got lost", "丢了一项"),
    "maths.hint.missing_square": Text("A square got lost", "丢了平方"),
    "maths.hint.missing_abs": Text("An absolute value is missing or was put in place of another power", "缺少绝对值"),
    "maths.hint.index_range": Text("Check where the sum begins and ends", "请检查求和的起止"),
    "maths.hint.lost_solution": Text(
        "This equation has fewer solutions than the one before it: a step was divided by something, or too much was concluded",
        "该方程的解比上一步少：可能除掉了某个量，或推断过强",
    ),
    "maths.hint.gained_solution": Text(
        "This equation has solutions that the one before it does not have", "该方程比上一步多出了解"
    ),
    "maths.hint.invalid_step": Text(
        "Put the numbers into both sides of the step and follow where they part", "把数字代入这一步的两边，看从哪里开始不同"
    ),
    # ------------------------------------------------------------------------- how a proof was found
    "maths.method.definition": Text("This gives the name its meaning", "这是对名字的定义"),
    "maths.method.exact elimination: rank(X) < d": Text(
        "Exact elimination shows that the rank of X is less than d", "精确消元表明 X 的秩小于 d"
    ),
    "maths.method.follows from the student's own line": Text(
        "This follows from your own line", "由你自己的那一行推出"
    ),
    "maths.method.only the result is asked": Text("Only the result is asked for", "只要求结果"),
    "maths.method.random evaluation in a prime field": Text(
        "This holds for all inputs: the two sides agree at random points of a prime field",
        "对所有输入都成立：两边在素数域的随机点上相等",
    ),
    "maths.method.solution sets compared in a prime field": Text(
        "This holds for all inputs: both equations have the same solutions on random data",
        "对所有输入都成立：两个方程在随机数据上的解相同",
    ),
    "maths.method.semidefinite, and definite where it is invertible, as is assumed": Text(
        "It is semidefinite for all data, and definite where it is invertible, as you assume",
        "它对任何数据都是半正定的；在你所假设的可逆条件下是正定的",
    ),
    "maths.method.the gradients are proportional": Text(
        "The same problem for all inputs: the gradients point the same way", "对所有输入都是同一问题：梯度方向相同"
    ),
    "maths.method.the same formula": Text("Both sides are the same formula", "两边是同一个式子"),
    "maths.method.the same up to sign, logarithm, constants and the number of samples": Text(
        "The same up to its sign, its logarithm, constants and the number of samples", "至多相差符号、对数、常数和样本数"
    ),
    "maths.method.the transpose, in the other layout of derivatives": Text(
        "The transpose, in the other layout of derivatives", "按另一种求导布局的转置"
    ),
}
