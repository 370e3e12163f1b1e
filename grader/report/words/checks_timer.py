"""Sentences about a timer: what it measured, and what it makes of several measurements."""

from __future__ import annotations

from collections.abc import Mapping

from grader.core import Text

WORDS: Mapping[str, Text] = {
    "checks.timer.absent": Text(
        "{name} has no {method}. Add a method of that name.", "{name} 没有 {method}。请添加同名的方法。"
    ),
    "checks.timer.raises": Text(
        "{call} raises {error}. Call it yourself after a start() and a stop(), and follow the traceback.",
        "{call} 抛出 {error}。请在 start() 和 stop() 之后自己调用它，并查看回溯信息。",
    ),
    "checks.timer.busy": Text(
        "The machine was too busy to judge a short time by. Grade once more when it has less to do.",
        "机器过于繁忙，无法据以评判很短的时间。请在其较空闲时重新评分。",
    ),
    # remarks
    "checks.timer.computing_time": Text(
        "{name} measures computing time: waiting, as in time.sleep, does not count. For the time that passes take time.time "
        "or time.perf_counter.",
        "{name} 测量的是计算时间：等待（如 time.sleep）不计入。若要测量经过的时间，请用 time.time 或 time.perf_counter。",
    ),
    "checks.timer.unstarted": Text(
        "stop() of a {name} that was never started raises {error}; the task leaves open what it does.",
        "从未启动的 {name} 调用 stop() 会抛出 {error}；题目没有规定此时应如何处理。",
    ),
    "checks.timer.unstarted_ends": Text(
        "After stop() of a {name} that was never started, {outcome}; the task leaves open what it does, but this helps "
        "nobody.",
        "从未启动的 {name} 调用 stop() 之后，{outcome}；题目没有规定此时应如何处理，但这样对谁都没有帮助。",
    ),
    # one duration
    "checks.timer.returns_nothing": Text(
        "stop() of {name} returns nothing. Return the duration that was just measured.",
        "{name} 的 stop() 没有返回值。请返回刚刚测得的时长。",
    ),
    "checks.timer.no_number": Text(
        "stop() of {name} returns {got}, which is no number. Return the seconds as a float; of a timedelta that is "
        "total_seconds().",
        "{name} 的 stop() 返回 {got}，这不是一个数。请以浮点数返回秒数；若是 timedelta，请用 total_seconds()。",
    ),
    "checks.timer.unit": Text(
        "stop() of {name} returns {factor} times the seconds between start() and stop(). Look at the unit of your clock, "
        "and at which of the two readings is subtracted.",
        "{name} 的 stop() 返回的是 start() 与 stop() 之间秒数的 {factor} 倍。请检查时钟的单位，以及两次读数谁减谁。",
    ),
    "checks.timer.since_made": Text(
        "stop() of {name} returns the time since the timer was made, not since the last start(). Let start() read the "
        "clock anew.",
        "{name} 的 stop() 返回自计时器创建以来的时间，而不是自上次 start() 以来的时间。请让 start() 重新读取时钟。",
    ),
    "checks.timer.accumulates": Text(
        "stop() of {name} returns the sum of all durations so far, not the last one. Return what was just measured.",
        "{name} 的 stop() 返回到目前为止所有时长之和，而不是最后一次的时长。请返回刚刚测得的值。",
    ),
    "checks.timer.differs": Text(
        "stop() of {name} returns {got}, but {expected} seconds had passed since start(). Read the clock in both, and return "
        "the difference.",
        "{name} 的 stop() 返回 {got}，但自 start() 以来经过了 {expected} 秒。请在两者中都读取时钟，并返回差值。",
    ),
    # totals
    "checks.timer.total_nothing": Text(
        "{method}() of {name} returns nothing. Is a return statement missing?",
        "{name} 的 {method}() 没有返回值。是否缺少 return 语句？",
    ),
    "checks.timer.total_no_number": Text(
        "{method}() of {name} returns {got}. Return numbers: one, or for cumsum a list or array of them.",
        "{name} 的 {method}() 返回 {got}。请返回数：一个数，cumsum 则返回列表或数组。",
    ),
    "checks.timer.total_shape": Text(
        "{method}() of {name} returns {got}, which has another length than {expected}. avg and sum are one number, cumsum "
        "has one for each measurement.",
        "{name} 的 {method}() 返回 {got}，其长度与 {expected} 不同。avg 和 sum 是一个数，cumsum 对每次测量各有一个数。",
    ),
    "checks.timer.total_differs": Text(
        "{method}() of {name} returns {got} in place of {expected}. Compute it by hand from the durations shown.",
        "{name} 的 {method}() 返回 {got}，应为 {expected}。请用所示的时长手算。",
    ),
    "checks.timer.shared": Text(
        "{method}() of {name} counts the durations of another timer as well: {got} in place of {expected}. A list that is "
        "made in the class body, or as a default argument, is one for all timers. Make it in __init__.",
        "{name} 的 {method}() 把另一个计时器的时长也算进来了：得到 {got}，应为 {expected}。写在类体中或作为默认参数的列表为所有计时器共用。"
        "请在 __init__ 中创建它。",
    ),
    "checks.timer.not_cumulative": Text(
        "cumsum() of {name} returns the durations themselves, {got}. Its k-th entry is the sum of the first k: {expected}.",
        "{name} 的 cumsum() 返回的是各次时长本身 {got}。第 k 项应为前 k 次之和：{expected}。",
    ),
    "checks.timer.changes": Text(
        "{method}() of {name} changes the durations that the timer keeps: sum() is another one after it. Work on a copy.",
        "{name} 的 {method}() 改变了计时器保存的时长：调用之后 sum() 变了。请在副本上计算。",
    ),
}
