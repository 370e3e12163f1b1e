"""Loops and arrays: a stopwatch, and the sum of two arrays one number at a time and as a whole."""

from grader.checks import computes, inputs, loops, measures, totals, vectorised
from grader.core import Claim, Exercise, Part, Text

EXERCISE = Exercise(
    address="linear_regression/vectorization",
    title=Text("Loops and arrays", "循环与数组"),
    parts=(
        Part(
            "code",
            Text("A stopwatch, and two ways to add", "计时器，以及两种加法"),
            names=("Timer", "add_loop", "add_vectorized"),
            claims=(
                Claim(
                    Text("stop returns the seconds since start", "stop 返回自 start 以来的秒数"),
                    measures("Timer"),
                    points=2,
                ),
                Claim(Text("sum is that of all durations", "sum 是所有时长之和"), totals("Timer", "sum")),
                Claim(Text("avg is that of all durations", "avg 是所有时长的平均值"), totals("Timer", "avg")),
                Claim(Text("cumsum is that of all durations", "cumsum 是所有时长的累积和"), totals("Timer", "cumsum")),
                Claim(
                    Text("add_loop returns the sum of two arrays", "add_loop 返回两个数组之和"),
                    computes("add_loop", inputs("a: n, b: n")),
                ),
                Claim(
                    Text("add_loop adds the numbers one by one in a loop", "add_loop 用循环逐个相加"),
                    loops("add_loop"),
                ),
                Claim(
                    Text("add_vectorized returns the sum of two arrays", "add_vectorized 返回两个数组之和"),
                    computes("add_vectorized", inputs("a: n, b: n")),
                ),
                Claim(
                    Text("add_vectorized adds the arrays as a whole", "add_vectorized 将数组整体相加"),
                    vectorised("add_vectorized", beside="add_loop"),
                    points=2,
                ),
            ),
        ),
    ),
)
