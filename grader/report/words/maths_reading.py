"""Sentences of the reader of mathematics: why a formula was not understood, and how ambiguous notation was read.

``text`` is the student's own piece of source at which the reading stopped.
"""

from __future__ import annotations

from collections.abc import Mapping

from grader.core import Text

WORDS: Mapping[str, Text] = {
    # what cannot be read
    "reading.math.unexpected": Text(
        "I did not expect “{text}” here. Check what stands before it, or write the formula another way.",
        "这里不应出现“{text}”。请检查它前面的内容，或换一种写法。",
    ),
    "reading.math.ends_early": Text(
        "The formula ends where something more is expected. Complete it.",
        "公式在此处不完整。请补全。",
    ),
    "reading.math.missing_operand": Text(
        "Something is missing behind “{text}”. Write what it applies to, or delete it.",
        "“{text}”后面缺少内容。请写出它作用的对象，或删去它。",
    ),
    "reading.math.missing_argument": Text(
        "“{text}” has nothing to apply to. Write its argument, in brackets if it is longer than one symbol.",
        "“{text}”没有作用对象。请写出它的自变量，若不止一个符号请加括号。",
    ),
    "reading.math.unopened": Text(
        "“{text}” closes a bracket that was never opened. Add “{suggestion}” before it, or delete this.",
        "“{text}”没有对应的左括号。请在前面补上“{suggestion}”，或删去它。",
    ),
    "reading.math.unclosed": Text(
        "“{text}” is opened here and never closed. Add its other half, “{suggestion}”.",
        "此处的“{text}”没有闭合。请补上另一半“{suggestion}”。",
    ),
    "reading.math.lone_side": Text(
        "“{text}” must stand directly before a bracket. Do you mean “{suggestion}”?",
        "“{text}”后面必须直接跟括号。是否想写“{suggestion}”？",
    ),
    "reading.math.mismatched": Text(
        "“{opened}” is closed by “{text}”. Use the same kind of bracket on both sides.",
        "“{opened}”与“{text}”不配对。两边请用同一种括号。",
    ),
    "reading.math.empty_bracket": Text(
        "There is nothing in the brackets “{text}”. Fill them or delete them.",
        "括号“{text}”里没有内容。请填写或删去。",
    ),
    "reading.math.unknown_command": Text(
        "I do not know the command “{text}”. Write it with usual notation.",
        "无法识别命令“{text}”。请改用常见的写法。",
    ),
    "reading.math.unknown_command_near": Text(
        "I do not know the command “{text}”. Do you mean “{suggestion}”?",
        "无法识别命令“{text}”。是否想写“{suggestion}”？",
    ),
    "reading.math.unsupported": Text(
        "I can't work with “{text}”. Say the same without it, if you can; otherwise a marker has to read it.",
        "无法处理“{text}”。请尽量换一种不含它的写法，否则只能由人工阅读。",
    ),
    "reading.math.unknown_character": Text(
        "I do not know the character “{text}”. Replace it by usual notation.",
        "无法识别字符“{text}”。请改用常见的记号。",
    ),
    "reading.math.unknown_environment": Text(
        "I do not know the environment “{text}”. Use aligned, cases or pmatrix.",
        "无法识别环境“{text}”。请使用 aligned、cases 或 pmatrix。",
    ),
    "reading.math.environment_name": Text(
        "“{text}” needs the name of an environment in braces. Do you mean “{text}{{aligned}}”?",
        "“{text}”后面需要用花括号写出环境名。是否想写“{text}{{aligned}}”？",
    ),
    "reading.math.environment_open": Text(
        "The environment “{name}” is never ended. Add \\end{{{name}}}.",
        "环境“{name}”没有结束。请加上 \\end{{{name}}}。",
    ),
    "reading.math.environment_end": Text(
        "“{text}” ends an environment that is not open here. Let each \\end follow its own \\begin.",
        "“{text}”与当前环境不对应。请让每个 \\end 对应各自的 \\begin。",
    ),
    "reading.math.eaten": Text(
        "“{text}”: Markdown seems to have taken an underscore for emphasis. Do you mean “{suggestion}”? "
        "Put the formula between $ signs, or write “\\_” for the index.",
        "“{text}”：下划线似乎被 Markdown 当作强调符号了。是否想写“{suggestion}”？请把公式放在 $ 之间，或在下标处写“\\_”。",
    ),
    "reading.math.two_numbers": Text(
        "Two numbers side by side: what stands between them and “{text}”? Write the operator.",
        "“{text}”与前一个数字相邻，中间缺少运算符。请写出运算符。",
    ),
    "reading.math.word": Text(
        "The word “{text}” can't stand here. Put words outside the formula or into \\text{{…}}.",
        "文字“{text}”不应出现在这里。请把文字写在公式之外，或放进 \\text{{…}}。",
    ),
    "reading.math.annotation": Text(
        "I can't tell what “{text}” means: only relations and operators may carry a note above or "
        "below. Write it plainly.",
        "无法理解“{text}”：只有关系符号和算子可以带上下标注。请换成直接的写法。",
    ),
    "reading.math.relation_in_subscript": Text(
        "A relation stands in the subscript “{text}”. Limits like i=1 belong to sums and products only.",
        "下标“{text}”里有关系符号。形如 i=1 的范围只用于求和与连乘。",
    ),
    "reading.math.relation_in_bracket": Text(
        "A relation (“{text}”) stands inside brackets where a value is expected. Write it outside them.",
        "括号内出现了关系符号“{text}”，而这里应是一个值。请把它写在括号外。",
    ),
    "reading.math.double_condition": Text(
        "At “{text}” a second relation begins in one condition. Give one relation for each condition.",
        "在“{text}”处，同一条件中出现了第二个关系。请每个条件只写一个关系。",
    ),
    "reading.math.subscript_of_number": Text(
        "“{text}” is a number with a subscript. Write a name, or multiply with ·.",
        "“{text}”是带下标的数字。请改用变量名，或用 · 表示相乘。",
    ),
    "reading.math.subscript_of_function": Text(
        "I can't tell what the subscript of {name} means. Leave it out or say it in words.",
        "无法理解 {name} 的下标。请去掉它，或用文字说明。",
    ),
    "reading.math.norm": Text(
        "I know the norms 1, 2, F and ∞ only. Write another norm out by its formula.",
        "只支持 1、2、F、∞ 范数。其他范数请写出其公式。",
    ),
    "reading.math.inverse_function": Text(
        "“{text}”: is this the inverse function or one divided by the value? Write 1/f(x), or name the inverse.",
        "“{text}”：这是反函数还是函数值的倒数？倒数请写 1/f(x)，反函数请另外命名。",
    ),
    "reading.math.evaluated": Text(
        "I can't read at which point this is taken: “{text}”. Write a derivative as \\frac{{dL}}{{db}} "
        "with |_{{b=0}} behind it; put the value in yourself elsewhere.",
        "无法读懂“{text}”表示在哪一点取值。导数请写成 \\frac{{dL}}{{db}} 后接 |_{{b=0}}；其他情况请直接代入。",
    ),
    "reading.math.constraint": Text(
        "A condition (“{text}”) stands below the minimum. Write it as a statement of its own behind the formula.",
        "最小化符号下方出现了条件（“{text}”）。请把它作为单独的条件写在公式之后。",
    ),
    "reading.math.sum_range": Text(
        "I can't read the range “{text}” of the sum or product. Number its members: i=1 below, n above.",
        "无法读懂求和（连乘）的范围“{text}”。请给各项编号：下限写 i=1，上限写 n。",
    ),
    "reading.math.dots": Text(
        "The dots stand alone. Write members before and after them: x_1 + x_2 + … + x_n.",
        "省略号前后缺少项。请写出前后各项：x_1 + x_2 + … + x_n。",
    ),
    "reading.math.dots_signs": Text(
        "The signs before and after the dots differ, so I can't tell what they stand for. Make "
        "them agree or write a sum.",
        "省略号前后的符号不同，无法确定其含义。请使其一致，或改用求和号。",
    ),
    "reading.math.arity": Text(
        "{name} got another number of arguments than it takes. Check “{text}”.",
        "{name} 的自变量个数不对。请检查“{text}”。",
    ),
    "reading.math.order": Text(
        "The order of the derivative is not the same above and below in “{text}”. Write "
        "\\frac{{d^2 f}}{{db^2}} for the second.",
        "“{text}”中上下的求导阶数不一致。二阶导数请写作 \\frac{{d^2 f}}{{db^2}}。",
    ),
    "reading.math.partial": Text(
        "“{text}” without a variable to differentiate by. Write \\frac{{\\partial L}}{{\\partial w}} or \\nabla_w L.",
        "“{text}”没有写明对哪个变量求导。请写作 \\frac{{\\partial L}}{{\\partial w}} 或 \\nabla_w L。",
    ),
    "reading.math.ragged": Text(
        "The rows of this matrix differ in length. Give every row the same number of entries.",
        "矩阵各行的元素个数不同。请使每一行一样长。",
    ),
    "reading.math.empty_cell": Text(
        "An entry of this matrix is empty. Write it, a zero if that is meant.",
        "矩阵中有空缺的元素。请填写；若为零请写 0。",
    ),
    "reading.math.cases": Text(
        "I can't read the pieces of this case distinction. Write “value, & condition \\\\” with a "
        "relation as condition, and “otherwise” last.",
        "无法读懂分段函数。请按“值, & 条件 \\\\”书写，条件用关系式，最后一行可写“otherwise”。",
    ),
    # how ambiguous notation was read
    "reading.math.sum_reaches": Text(
        "I read the sum over {index} as reaching over the later terms that contain {index}. "
        "Brackets would make this clear.",
        "求和号（指标 {index}）被理解为也作用于后面含有 {index} 的项。加上括号会更清楚。",
    ),
    "reading.math.lower_limit": Text(
        "The lower limit of a sum or product is missing. I read it as {suggestion}; is that what you mean?",
        "求和（连乘）缺少下限，已理解为 {suggestion}。这是您的意思吗？",
    ),
    "reading.math.slash": Text(
        "A product behind a slash, as in 1/2b, can be read in two ways. Use brackets or \\frac.",
        "斜线后接乘积（如 1/2b）有两种读法。请加括号或使用 \\frac。",
    ),
    "reading.math.argument": Text(
        "A function without brackets before a product, as in \\log ab, can be read in two ways. Use brackets.",
        "函数后不加括号直接写乘积（如 \\log ab）有两种读法。请加括号。",
    ),
}
