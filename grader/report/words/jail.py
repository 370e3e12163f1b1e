"""Sentences about running a student's program and reading its values."""

from __future__ import annotations

from collections.abc import Mapping

from grader.core import Text

WORDS: Mapping[str, Text] = {
    "jail.rung": Text("Isolation of student code: {rung}", "学生代码的隔离方式：{rung}"),
    "jail.ran_namespaces": Text(
        "Your code ran isolated (rung namespaces): it saw a folder of its own and the libraries, and no network.",
        "你的代码在隔离环境中运行（级别 namespaces）：它只能看到自己的文件夹和程序库，没有网络。",
    ),
    "jail.ran_landlock": Text(
        "Your code ran isolated (rung landlock, without namespaces): it could read the libraries, write to a folder of "
        "its own, and use no network.",
        "你的代码在隔离环境中运行（级别 landlock，没有命名空间）：它只能读取程序库、写入自己的文件夹，不能使用网络。",
    ),
    "jail.ran_none": Text(
        "Your code ran WITHOUT isolation (rung none): it could read and write whatever you can.",
        "你的代码在没有隔离的情况下运行（级别 none）：凡是你能读写的，它都能读写。",
    ),
    "jail.not_isolated": Text(
        "Nothing here can isolate student code ({reasons}), so it is not run, and what needs it stays pending. Install "
        "bubblewrap and libseccomp2 and allow user namespaces, or accept the risk with --unsafe.",
        "本机无法隔离学生代码（{reasons}），因此不会运行它，需要运行代码的小题保持待定。"
        "请安装 bubblewrap 和 libseccomp2 并允许用户命名空间，或用 --unsafe 接受风险。",
    ),
    "jail.in_cell": Text("{file}, cell {cell}, line {line}", "{file} 第 {cell} 个单元格第 {line} 行"),
    "jail.in_file": Text("{file}, line {line}", "{file} 第 {line} 行"),
    "jail.cell_error": Text(
        "{place}: `{text}` ended with {error}. What this cell defines after that line is missing; later cells were "
        "still run. Correct the line, then restart and run everything from the top.",
        "{place}：`{text}` 引发了 {error}。此单元格中该行之后的定义因此缺失，"
        "后面的单元格仍已运行。请改正这一行，然后重启并从头运行全部代码。",
    ),
    "jail.timeout": Text(
        "{place}: the code that begins here took too much time and was stopped; the rest was run without it. Look for "
        "a loop that does not end, or take fewer steps.",
        "{place}：从这里开始的代码耗时过长，已被中止；"
        "其余代码在没有它的情况下运行。请检查是否有不会结束的循环，或减少步数。",
    ),
    "jail.memory": Text(
        "{place}: the code that begins here needs too much memory and was stopped; the rest was run without it. Look "
        "for an array that is larger than the task needs.",
        "{place}：从这里开始的代码占用内存过多，已被中止；"
        "其余代码在没有它的情况下运行。请检查是否有超出题目需要的大数组。",
    ),
    "jail.killed": Text(
        "{place}: the process that ran this code was killed, or started too many others. Leave out what starts or "
        "ends processes; the task needs none of it.",
        "{place}：运行这段代码的进程被终止，或启动了过多的进程。请删去启动或结束进程的代码，题目并不需要它们。",
    ),
    "jail.crashed": Text(
        "{place}: the code that begins here ended the whole process, by `os._exit`, a crash of a library or endless "
        "recursion; the rest was run without it. Let the code return normally.",
        "{place}：从这里开始的代码使整个进程结束（例如 `os._exit`、库崩溃或无限递归）；"
        "其余代码在没有它的情况下运行。请让代码正常返回。",
    ),
    "jail.output_limit": Text(
        "{place}: the code that begins here prints or returns far too much and was stopped; the rest was run without "
        "it. Print less.",
        "{place}：从这里开始的代码输出或返回的内容过多，已被中止；其余代码在没有它的情况下运行。请减少输出。",
    ),
    "jail.protocol": Text(
        "{place}: the code that begins here broke the connection over which its values are read; the rest was run "
        "without it. Leave open files alone that the code did not open itself.",
        "{place}：从这里开始的代码破坏了用于读取结果的连接；"
        "其余代码在没有它的情况下运行。请不要操作并非由自己的代码打开的文件。",
    ),
    "jail.sympy_unknown": Text(
        "Your sympy expression has a part that is not understood here: {head}. Write it with sums, products, powers, "
        "Abs, exp, log and matrix symbols, or hand in the formula as text.",
        "您的 sympy 表达式中含有此处无法理解的部分：{head}。"
        "请改用求和、乘积、幂、Abs、exp、log 和矩阵符号来书写，或以文本形式提交公式。",
    ),
    "jail.sympy_mixed_bases": Text(
        "Your sympy expression counts the same entries from 0 in one place and from 1 in another ({head}), so that it "
        "cannot be told which are meant. Let all sums begin at 1, or all at 0; X[i, j] of a matrix symbol begins at 0.",
        "您的 sympy 表达式在一处从 0 开始编号，在另一处又从 1 开始（{head}），无法判断所指的是哪些元素。"
        "请让所有求和都从 1 开始，或都从 0 开始；矩阵符号的 X[i, j] 从 0 开始。",
    ),
    "jail.sympy_too_large": Text(
        "Your sympy expression is too large to be read (at {head}). Write sums with Sum instead of writing out their "
        "terms, and do not expand products.",
        "您的 sympy 表达式过大，无法读取（位于 {head}）。请用 Sum 表示求和而不要逐项写出，也不要展开乘积。",
    ),
    "jail.sympy_malformed": Text(
        "What your program gives is no sympy expression ({head}). Assign the expression itself to the name that the "
        "task asks for.",
        "您的程序给出的不是 sympy 表达式（{head}）。请把表达式本身赋给题目要求的名称。",
    ),
}
