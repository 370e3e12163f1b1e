"""Sentences about loops and whole arrays, counted in steps of the interpreter."""

from __future__ import annotations

from collections.abc import Mapping

from grader.core import Text

WORDS: Mapping[str, Text] = {
    "checks.steps.python_loop": Text(
        "For {n} numbers {name} takes {steps} steps of the Python interpreter, for {more} numbers {more_steps}: it handles "
        "them one at a time. Let one operation of the library work on the whole arrays.",
        "{name} 处理 {n} 个数用 {steps} 个 Python 解释器步骤，处理 {more} 个数用 {more_steps} 个：它是逐个处理的。"
        "请用库的一个运算处理整个数组。",
    ),
    "checks.steps.hidden_loop": Text(
        "For {n} numbers {name} makes {sums} additions, for {more} numbers {more_sums}: the loop runs inside a function "
        "such as map or np.vectorize, but it is a loop. Let one operation of the library work on the whole arrays.",
        "{name} 处理 {n} 个数做了 {sums} 次加法运算，处理 {more} 个数做了 {more_sums} 次：循环藏在 map 或 np.vectorize 之类的函数里，"
        "但仍是循环。请用库的一个运算处理整个数组。",
    ),
    "checks.steps.no_loop": Text(
        "For {n} numbers and for {more}, {name} makes as many additions, {more_sums}: it adds the arrays as a whole. The "
        "task asks for a loop here, to compare with. Go through the numbers one by one.",
        "{name} 处理 {n} 个数和 {more} 个数所做的加法运算一样多，都是 {more_sums} 次：它是整体相加的。这里要求用循环，以便比较。"
        "请逐个处理这些数。",
    ),
    "checks.steps.counted": Text(
        "{name}, counted: {steps} steps of the Python interpreter for {n} numbers, {more_steps} for {more}",
        "{name} 的计数：处理 {n} 个数用 {steps} 个 Python 解释器步骤，处理 {more} 个数用 {more_steps} 个",
    ),
    "checks.steps.open": Text(
        "It could not be counted whether {name} adds the numbers as a whole or one by one: the additions happen outside of "
        "numpy and torch, or the numbers are Python objects. A marker looks at the code.",
        "无法计数 {name} 是整体相加还是逐个相加：加法不是由 numpy 或 torch 完成的，或者这些数是 Python 对象。将由批改者查看代码。",
    ),
    "checks.steps.loops_besides": Text(
        "{name} adds the arrays as a whole, but also does something for each number, such as printing it. A marker looks at "
        "the code.",
        "{name} 将数组整体相加，但另外还对每个数逐个做了些什么，例如打印。将由批改者查看代码。",
    ),
    "checks.steps.interferes": Text(
        "{name} changes Python's tracing (sys.settrace), so that its steps can't be counted. A marker looks at the code.",
        "{name} 改动了 Python 的跟踪（sys.settrace），无法计数其步骤。将由批改者查看代码。",
    ),
    "checks.steps.adds_first": Text(
        "How {name} adds can be seen once it returns the sum of two arrays. Put that right first.",
        "等 {name} 能返回两个数组之和，才能看出它是怎样相加的。请先改正这一点。",
    ),
    # the figure
    "checks.steps.times": Text(
        "Time of one call, measured (the verdicts do not depend on it)", "一次调用所用的时间（实测，不影响评判）"
    ),
    "checks.steps.numbers": Text("numbers in each array", "每个数组中数的个数"),
    "checks.steps.seconds": Text("seconds", "秒"),
}
