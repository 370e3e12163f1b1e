"""Loops and arrays · 循环与数组"""


# <!-- part: linear_regression/vectorization/code -->
class Timer:
    """A stopwatch: measures durations in seconds and keeps them · 计时器：以秒为单位测量并保存各次时长"""

    def start(self):
        """Begin a measurement · 开始一次测量"""
        raise NotImplementedError

    def stop(self):
        """End it, and return its duration · 结束测量并返回这一次的时长"""
        raise NotImplementedError

    def avg(self):
        """The mean of all durations · 所有时长的平均值"""
        raise NotImplementedError

    def sum(self):
        """The sum of all durations · 所有时长之和"""
        raise NotImplementedError

    def cumsum(self):
        """The running sums, one for each duration · 累积和，每次时长对应一个"""
        raise NotImplementedError


def add_loop(a, b):
    """a + b, shape (n,), by a loop over the numbers · 用循环逐个相加"""
    raise NotImplementedError


def add_vectorized(a, b):
    """a + b, shape (n,), without a loop · 不用循环"""
    raise NotImplementedError
