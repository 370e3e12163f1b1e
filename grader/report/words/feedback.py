"""Sentences of the feedback pages, for students and for the instructor."""

from __future__ import annotations

from collections.abc import Mapping

from grader.core import Text

WORDS: Mapping[str, Text] = {
    # the student's page
    "feedback.title": Text("Feedback for {student}", "{student} 的作业反馈"),
    "feedback.heading": Text("Your feedback", "作业反馈"),
    "feedback.graded": Text("graded {when}", "批改时间：{when}"),
    "feedback.total": Text("{earned} of {of} points", "得分：{earned} / {of} 分"),
    "feedback.total_so_far": Text("{earned} of {of} points so far", "目前得分：{earned} / {of} 分"),
    "feedback.total_pending": Text(
        "{pending} more points are still to be decided by a marker; they are not lost.",
        "另有 {pending} 分待人工评阅，并未扣除。",
    ),
    "feedback.overview": Text("All parts", "各小题一览"),
    "feedback.part": Text("Part", "小题"),
    "feedback.outcome": Text("Outcome", "结果"),
    "feedback.points_head": Text("Points", "得分"),
    "feedback.points": Text("{earned} of {of} points", "{earned} / {of} 分"),
    "feedback.points_pending": Text(
        "{earned} of {of} points so far, {pending} pending", "目前 {earned} / {of} 分，{pending} 分待定"
    ),
    "feedback.points_open": Text("{pending} of {of} points pending", "共 {of} 分，其中 {pending} 分待定"),
    "feedback.worth_open": Text("{of} pending", "{of} 分待定"),
    "feedback.pending": Text("{pending} pending", "{pending} 分待定"),
    "feedback.handed_in": Text("What you handed in", "你提交的内容"),
    "feedback.cell": Text("{file}, cell {cell}", "{file} 第 {cell} 个单元格"),
    "feedback.line": Text("line", "行"),
    "feedback.see_line": Text("See the note at line {line}", "见第 {line} 行处的批注"),
    "feedback.read_as": Text("I read this as", "读作"),
    "feedback.cut": Text(
        "… {count} more characters are not shown here; your file has them.", "……还有 {count} 个字符未在此显示，见你的文件。"
    ),
    "feedback.numbers": Text("{count} numbers", "{count} 个数"),
    "feedback.as_numbers": Text("The figure as numbers", "图中的数值"),
    "feedback.broken": Text(
        "Something of ours broke here; no point is lost. The course staff will look at it.",
        "评分程序在此出错，不会扣分；课程人员会处理。",
    ),
    "feedback.no_loss": Text("No point is lost until then.", "在此之前不扣分。"),
    "feedback.because": Text("{verdict}: {mistake}", "{verdict}：{mistake}"),
    "feedback.special": Text(
        "Only special inputs like this one tell the two apart.", "只有这样的特殊输入才能区分两者。"
    ),
    "feedback.remarks": Text("Remarks", "备注"),
    "feedback.and_more": Text("… and {count} more", "……还有 {count} 项"),
    "feedback.by": Text("— {author}", "—— {author}"),
    "feedback.run": Text("When your code ran", "运行你的代码时"),
    "feedback.ran": Text(
        "Your code ran to its end without an error ({seconds} s of computing time).",
        "你的代码运行完毕，没有出错（计算用时 {seconds} 秒）。",
    ),
    "feedback.run_timeout": Text("Some of it took too much time and was stopped.", "部分代码耗时过长，已被中止。"),
    "feedback.run_memory": Text("Some of it needed too much memory and was stopped.", "部分代码占用内存过多，已被中止。"),
    "feedback.run_killed": Text("The process that ran it was killed.", "运行代码的进程被终止。"),
    "feedback.run_crashed": Text("Some of it ended the whole process.", "部分代码使整个进程结束。"),
    "feedback.run_output_limit": Text(
        "Some of it printed or returned far too much and was stopped.", "部分代码输出或返回的内容过多，已被中止。"
    ),
    "feedback.run_protocol": Text(
        "Some of it broke the connection over which its values are read.", "部分代码破坏了用于读取结果的连接。"
    ),
    "feedback.run_corrupt": Text("The file could not be run as it is.", "文件无法按原样运行。"),
    "feedback.unplaced": Text("Handed in, but for no part", "已提交但不属于任何小题"),
    "feedback.legend": Text(
        "✓ right · ◐ partly right · ✗ wrong, or could not be read · ? a marker decides · – not handed in · ! broken on "
        "our side. Points that are pending are not lost.",
        "✓ 正确 · ◐ 部分正确 · ✗ 错误或无法读懂 · ? 待人工评阅 · – 未提交 · ! 评分程序出错。待定的分数并未扣除。",
    ),
    # verdicts
    "feedback.verdict.pass": Text("right", "正确"),
    "feedback.verdict.fail": Text("wrong", "错误"),
    "feedback.verdict.unreadable": Text("could not be read", "无法读懂"),
    "feedback.verdict.missing": Text("missing", "缺少"),
    "feedback.verdict.undecided": Text("a marker decides", "待人工评阅"),
    "feedback.verdict.broken": Text("broken on our side", "评分程序出错"),
    # what shows a failure
    "feedback.witness.put_in": Text("Put in", "代入"),
    "feedback.witness.gives": Text("Yours gives", "你的结果"),
    "feedback.witness.expected": Text("Expected", "应为"),
    "feedback.witness.call": Text("Call", "调用"),
    "feedback.witness.stopped": Text("Stopped with", "报错"),
    "feedback.witness.with": Text("Input", "输入"),
    # mistakes of formulas
    "feedback.mistake.sign": Text("a sign", "符号错误"),
    "feedback.mistake.missing_factor": Text("a constant factor", "常数因子有误"),
    "feedback.mistake.missing_transpose": Text("a missing transpose", "漏了转置"),
    "feedback.mistake.transposed": Text("a transpose too many", "多了转置"),
    "feedback.mistake.missing_inverse": Text("a missing inverse", "漏了逆"),
    "feedback.mistake.order": Text("the order of factors", "因子顺序有误"),
    "feedback.mistake.shape": Text("shapes that do not fit", "形状不符"),
    "feedback.mistake.scope": Text("how far a sum or a function reaches", "求和或函数的作用范围有误"),
    "feedback.mistake.missing_term": Text("a missing term", "漏项"),
    "feedback.mistake.missing_square": Text("a missing square", "漏了平方"),
    "feedback.mistake.missing_abs": Text("a missing absolute value", "漏了绝对值"),
    "feedback.mistake.index_range": Text("the range of an index", "指标范围有误"),
    "feedback.mistake.lost_solution": Text("a lost solution", "漏解"),
    "feedback.mistake.gained_solution": Text("a solution too many", "增解"),
    "feedback.mistake.invalid_step": Text("a step that does not follow", "推导不成立"),
    # mistakes of code
    "feedback.mistake.wrong_constant": Text("a wrong constant", "常数有误"),
    "feedback.mistake.mutates_input": Text("the input is changed", "修改了输入"),
    "feedback.mistake.wrong_shape": Text("a result of another shape", "结果形状不符"),
    "feedback.mistake.not_vectorized": Text("not vectorized", "没有向量化"),
    "feedback.mistake.constant_step": Text("a constant step", "步长恒定"),
    "feedback.mistake.ascends": Text("the loss goes up", "损失上升"),
    "feedback.mistake.ignores_seed": Text("the seed is ignored", "忽略了随机种子"),
    "feedback.mistake.raises": Text("an exception", "抛出异常"),
    "feedback.mistake.timeout": Text("too much time", "超时"),
    "feedback.mistake.memory": Text("too much memory", "内存超限"),
    # figures
    "feedback.plot.training": Text(
        "{name}: the loss of what it returns, learning rate {rate}", "{name}：所返回参数的损失，学习率 {rate}"
    ),
    "feedback.plot.epochs": Text("epochs", "迭代轮数"),
    "feedback.plot.loss": Text("loss", "损失"),
    "feedback.plot.yours": Text("your loop", "你的训练循环"),
    "feedback.plot.optimum": Text("optimum", "最优值"),
    # the instructor's page
    "feedback.class.title": Text("The class", "班级情况"),
    "feedback.class.summary": Text("{students} students, graded {when}", "{students} 名学生，批改时间：{when}"),
    "feedback.class.totals": Text("Distribution of totals", "总分分布"),
    "feedback.class.mean": Text("mean {mean} of {of} points, median {median}", "平均 {mean} / {of} 分，中位数 {median}"),
    "feedback.class.with_pending": Text(
        "{count} students have points that are still pending; their totals may rise.",
        "{count} 名学生有待定的分数，总分可能上升。",
    ),
    "feedback.class.share": Text("share of the points, in percent", "得分率（%）"),
    "feedback.class.count": Text("Number", "人数"),
    "feedback.class.parts": Text("Parts", "各小题"),
    "feedback.class.mean_head": Text("Mean", "平均分"),
    "feedback.class.difficulty": Text("Points won", "得分率"),
    "feedback.class.discrimination": Text("Discrimination", "区分度"),
    "feedback.class.too_few": Text("too few", "人数过少"),
    "feedback.class.all_alike": Text("all alike", "无差异"),
    "feedback.class.explained": Text(
        "Points won: of all points that are decided, those that were earned. Discrimination: the correlation of a part's "
        "points with the rest of the total, over students with nothing pending in it; it takes ten of them.",
        "得分率：已判定的分数中获得的比例。区分度：该小题得分与其余总分的相关系数（仅计该小题没有待定分数的学生，至少十名）。",
    ),
    "feedback.class.groups": Text("Answers in groups", "答案分组"),
    "feedback.class.group": Text("Group", "组"),
    "feedback.class.example": Text("An example, and how it was read", "示例及其读法"),
    "feedback.class.mistake": Text("Mistake", "错误类型"),
    "feedback.class.waiting": Text("Awaits a marker", "待人工评阅"),
    "feedback.class.broken": Text("Broken on our side", "评分程序出错"),
    "feedback.class.nothing": Text("Handed in nothing", "未提交任何内容"),
    "feedback.class.nowhere": Text("Handed in, but for no part", "已提交但不属于任何小题"),
    "feedback.class.none": Text("None.", "无。"),
    "feedback.class.students": Text("Students", "学生"),
    "feedback.class.student": Text("Student", "学生"),
    "feedback.class.claim": Text("Claim", "评分点"),
    "feedback.class.error": Text("Error", "错误"),
    "feedback.class.total": Text("Points", "得分"),
    "feedback.class.pending": Text("Pending", "待定"),
    "feedback.class.run": Text("How it was graded", "批改方式"),
    "feedback.class.rung": Text("Isolation of student code", "学生代码的隔离方式"),
    "feedback.class.no_rung": Text("none was reported: no student code was run", "无：没有运行学生代码"),
    "feedback.class.seconds": Text("Time", "用时"),
    "feedback.class.in_seconds": Text("{seconds} s", "{seconds} 秒"),
    "feedback.class.started": Text("Started", "开始时间"),
    "feedback.class.workers": Text("Processes", "进程数"),
    "feedback.class.seed": Text("Seed", "随机种子"),
    "feedback.class.versions": Text("Versions", "版本"),
    "feedback.class.interrupted": Text(
        "The run was interrupted: {count} students are not graded yet.", "批改被中断：还有 {count} 名学生未批改。"
    ),
    "feedback.class.contents": Text("On this page", "本页内容"),
}
