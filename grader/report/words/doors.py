"""Sentences of the doors: commands, results, and what went wrong before a check could begin."""

from __future__ import annotations

from collections.abc import Mapping

from grader.core import Text

WORDS: Mapping[str, Text] = {
    # outcomes of a part
    "outcome.pass": Text("right", "正确"),
    "outcome.partial": Text("partly right", "部分正确"),
    "outcome.fail": Text("wrong", "错误"),
    "outcome.undecided": Text("awaits a marker", "待人工评阅"),
    "outcome.unreadable": Text("could not be read", "无法读懂"),
    "outcome.missing": Text("not handed in", "未提交"),
    "outcome.broken": Text("broken on our side", "评分程序出错"),
    # the course
    "doors.no_such_folder": Text(
        "{option}: there is no folder {path}. Give the folder that holds <section>/<exercise>/.",
        "{option}：文件夹 {path} 不存在。请给出包含 <章节>/<练习>/ 的文件夹。",
    ),
    "doors.no_course": Text(
        "No folder {name}/ was found in {path} or above it. Run the command inside the course, or give --{name} DIR.",
        "在 {path} 及其上级目录中没有找到 {name}/ 文件夹。请在课程目录内运行命令，或用 --{name} 指定。",
    ),
    "doors.no_exercise": Text(
        "{path} holds no <section>/<exercise>/exercise.py. Give another folder with --exercises DIR.",
        "{path} 中没有 <章节>/<练习>/exercise.py。请用 --exercises 指定其他文件夹。",
    ),
    "doors.no_course_file": Text(
        "{file} does not exist or is not a Python file; the course staff must add it.",
        "{file} 不存在或不是 Python 文件；请课程人员补上。",
    ),
    "doors.course_file_raised": Text(
        "{file} does not load: {error}. The course staff must repair it.",
        "{file} 无法加载：{error}。请课程人员修复。",
    ),
    "doors.not_an_exercise": Text(
        "{file} defines no EXERCISE = Exercise(...); the course staff must add it.",
        "{file} 没有定义 EXERCISE = Exercise(...)；请课程人员补上。",
    ),
    "doors.wrong_address": Text(
        "{file} calls itself {found}, but its folder says {expected}; the two must agree.",
        "{file} 自称 {found}，但所在文件夹是 {expected}；两者必须一致。",
    ),
    "doors.part_twice": Text(
        "{file} has two parts named {part}; the course staff must rename one.",
        "{file} 有两个名为 {part} 的小题；请课程人员改名。",
    ),
    "doors.no_reference": Text(
        "{file} defines no {name}, which a check of this exercise asks for; the course staff must add it.",
        "{file} 没有定义本练习的检查所需的 {name}；请课程人员补上。",
    ),
    "doors.not_a_function": Text(
        "{name} in {file} is not a function; the course staff must make it one.",
        "{file} 中的 {name} 不是函数；请课程人员修改。",
    ),
    # what was handed in
    "doors.no_such_path": Text(
        "There is no file or folder {path}. Check the spelling of the path.",
        "文件或文件夹 {path} 不存在。请检查路径。",
    ),
    "doors.no_such_exercise": Text(
        "There is no exercise {exercise}. There are: {known}.", "没有练习 {exercise}。现有：{known}。"
    ),
    "doors.no_such_part": Text(
        "There is no part {part}. The parts are: {known}.",
        "没有 {part} 这一小题。现有的小题：{known}。",
    ),
    "doors.nothing_in_folder": Text(
        "The folder {path} holds no .ipynb, .md or .py file, so there is nothing to check.",
        "文件夹 {path} 中没有 .ipynb、.md 或 .py 文件，没有可检查的内容。",
    ),
    "doors.no_submissions": Text(
        "{path} holds no submissions. Each student is a folder or a .ipynb, .md or .py file in it.",
        "{path} 中没有提交。每位学生应是其中的一个文件夹，或一个 .ipynb、.md 或 .py 文件。",
    ),
    "doors.not_handed_in": Text(
        "Nothing was handed in for {part}.",
        "{part} 没有提交内容。",
    ),
    "doors.other_file": Text(
        "{file} answers this part as well; only the last file counts. Keep one of them.",
        "{file} 也回答了这一小题；只有最后一个文件有效。请只保留一个。",
    ),
    "doors.not_started": Text("not started", "尚未开始"),
    "doors.no_run": Text(
        "The program could not be started ({error}); this is not the student's doing, the course staff must look.",
        "程序无法启动（{error}）；这不是学生的问题，请课程人员查看。",
    ),
    # a result
    "doors.points": Text("{earned} of {of} points", "{earned} / {of} 分"),
    "doors.points_pending": Text(
        "{earned} of {of} points, {pending} still to be decided", "{earned} / {of} 分，另有 {pending} 分待定"
    ),
    "doors.place": Text("{file}, line {line}", "{file} 第 {line} 行"),
    "doors.place_in_cell": Text("{file}, cell {cell}, line {line}", "{file} 第 {cell} 个单元格第 {line} 行"),
    "doors.as_read": Text("How your formulas were read:", "你的公式是这样被读懂的："),
    "doors.read_as": Text("I read this as  {read}", "读作  {read}"),
    "doors.broken": Text(
        "The grader broke here; no points are lost, please tell the course staff: {error}",
        "评分程序在此出错；不扣分，请告知课程人员：{error}",
    ),
    "doors.run": Text("When your code ran:", "运行你的代码时："),
    # evidence
    "doors.proof": Text("{method}.", "{method}。"),
    "doors.proof_up_to": Text(
        "{method} (the chance of an error is below {error}).", "{method}（出错概率低于 {error}）。"
    ),
    "doors.as_above": Text("The same line, for the same reason.", "同一行，原因相同。"),
    "doors.agreement": Text(
        "This agrees on {points} inputs to {digits} digits.", "在 {points} 组输入上吻合到 {digits} 位数字。"
    ),
    "doors.agreement_exact": Text("This agrees on {points} inputs.", "在 {points} 组输入上吻合。"),
    "doors.counterexample": Text(
        "Put in {at}: yours gives {got}, expected is {expected}.", "代入 {at}：你的结果是 {got}，应为 {expected}。"
    ),
    "doors.counterexample_special": Text(
        "Put in {at}: yours gives {got}, expected is {expected}. Only special inputs like this one tell the two apart.",
        "代入 {at}：你的结果是 {got}，应为 {expected}。只有这样的特殊输入才能区分两者。",
    ),
    "doors.raised": Text("{call} stopped with {error}.", "{call} 报错：{error}。"),
    "doors.raised_at": Text("{call} stopped with {error}, for {at}.", "{call} 报错：{error}，输入为 {at}。"),
    "doors.quotation": Text("You wrote “{text}” ({place}).", "你写道：“{text}”（{place}）。"),
    "doors.marking": Text("{marker}: {text}", "{marker}：{text}"),
    # comparing two formulas
    "doors.equal": Text("equal", "相等"),
    "doors.different": Text("different", "不相等"),
    "doors.undecided": Text("undecided", "无法判定"),
    "doors.unreadable": Text("not understood", "未能读懂"),
    "doors.mistakes": Text("what explains the difference: {mistakes}", "差别可能在于：{mistakes}"),
    "doors.pairs_file": Text(
        "{path} is not JSON ({error}); repair the file.",
        "{path} 不是 JSON（{error}）；请修改文件。",
    ),
    "doors.pairs_shape": Text(
        "{path} is not a list of objects with the strings a and b (and declare); repair the file.",
        "{path} 不是由含有字符串 a 和 b（以及 declare）的对象组成的列表；请修改文件。",
    ),
    "doors.two_formulas": Text(
        "compare needs two formulas, A and B, or --pairs FILE.",
        "compare 需要两个公式 A 和 B，或者 --pairs 文件。",
    ),
    # a class
    "doors.part": Text("part", "小题"),
    "doors.mean": Text("mean", "平均分"),
    "doors.students": Text("{students} students, {seconds} s", "{students} 名学生，{seconds} 秒"),
    "doors.students_before": Text(
        "{students} students graded in {seconds} s; {before} were graded before and are unchanged",
        "批改了 {students} 名学生，用时 {seconds} 秒；另有 {before} 名此前已批改且没有变化",
    ),
    "doors.so_far": Text(
        "{broken} broken on our side, {waiting} await a marker", "{broken} 名出错，{waiting} 名待人工评阅"
    ),
    "doors.stopping": Text(
        "Stopping: what is being graded is finished first. Press Ctrl-C again to drop it.",
        "正在停止：先完成正在批改的内容。再按一次 Ctrl-C 则放弃。",
    ),
    "doors.awaits_marker": Text("Awaits a marker:", "待人工评阅："),
    "doors.is_broken": Text("Broken, for the course staff:", "出错，请课程人员处理："),
    "doors.no_part": Text("Handed in, but for no part:", "已提交但不属于任何小题："),
    "doors.and_more": Text("… and {count} more", "……还有 {count} 项"),
    "doors.ignored": Text(
        "Not a submission, so left aside: {names}.", "不是提交文件，未处理：{names}。"
    ),
    "doors.written": Text("Written to {path}: {names}", "已写入 {path}：{names}"),
    "doors.not_written": Text(
        "Nothing was written; --out DIR keeps the results as files.", "未写入文件；用 --out 目录 保存结果。"
    ),
    "doors.cannot_write": Text(
        "Nothing can be written to {path}: {error}. Give another folder with --out DIR.",
        "无法写入 {path}：{error}。请用 --out 指定其他文件夹。",
    ),
    "doors.grader_broke": Text(
        "The grader itself broke ({error}, see above); please report this to the course staff.",
        "评分程序自身出错（{error}，见上）；请告知课程人员。",
    ),
    "doors.interrupted": Text(
        "Interrupted: {done} of {total} students are graded. Run the same command again to go on with the others.",
        "已中断：{total} 名学生中已批改 {done} 名。再次运行同一命令即可继续批改其余学生。",
    ),
    "doors.grading": Text("grading", "批改中"),
}
