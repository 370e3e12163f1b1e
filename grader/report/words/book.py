"""Sentences of the gradebook: opening it, runs, marks, history."""

from __future__ import annotations

from collections.abc import Mapping

from grader.core import Text

WORDS: Mapping[str, Text] = {
    # opening it
    "book.none_here": Text(
        "{path} holds no gradebook. Grade a class into it first (grader grade SUBMISSIONS --out {path}), or name the"
        " folder with --out DIR.",
        "{path} 中没有成绩册。请先批改班级（grader grade 提交目录 --out {path}），或用 --out 指定目录。",
    ),
    "book.bad_url": Text(
        "{url} is no database URL; one looks like postgresql://USER@HOST/NAME.",
        "{url} 不是数据库地址；地址形如 postgresql://USER@HOST/NAME。",
    ),
    "book.no_driver": Text(
        "Nothing here can open {url} ({error}). For PostgreSQL: pip install 'grader[postgres]'.",
        "无法打开 {url}（{error}）。PostgreSQL 需要：pip install 'grader[postgres]'。",
    ),
    "book.no_connection": Text(
        "The gradebook {url} cannot be opened: {error}. Check the address, that the server runs, and your rights.",
        "无法打开成绩册 {url}：{error}。请检查地址、服务器是否运行以及访问权限。",
    ),
    "book.not_a_gradebook": Text(
        "{url} is no gradebook of this program: {error}. Name another folder or database.",
        "{url} 不是本程序的成绩册：{error}。请指定其他目录或数据库。",
    ),
    "book.no_version": Text(
        "{url} has tables of these names but not this program's. Name another database.",
        "{url} 中已有同名的表，但不属于本程序。请指定其他数据库。",
    ),
    "book.newer": Text(
        "{url} was written by a newer version of the grader (schema {version}, this one knows {known}). Install that.",
        "{url} 由更新版本的评分程序写成（结构版本 {version}，本程序只认识 {known}）。请安装新版本。",
    ),
    # who and what
    "book.no_such_student": Text(
        "The gradebook has no student {student}. Did you mean: {close}?",
        "成绩册中没有学生 {student}。是否指：{close}？",
    ),
    "book.not_in_class": Text(
        "{student} is in the gradebook but not in the class of the last run, so there is nothing to mark.",
        "{student} 在成绩册中，但不在最近一次批改的班级里，没有可评阅的内容。",
    ),
    "book.no_such_group": Text(
        "There is no group {group}. `grader groups` lists them.", "没有答案组 {group}。用 grader groups 查看全部。"
    ),
    "book.no_such_part": Text(
        "{student} has no result in {part}. The parts are: {known}.", "{student} 没有 {part} 的结果。现有：{known}。"
    ),
    "book.no_such_claim": Text(
        "{part} has claims 1 to {count}: {claims}. Name one of them with --claim NUMBER.",
        "{part} 有 1 到 {count} 项：{claims}。请用 --claim 编号 指定。",
    ),
    "book.points_range": Text(
        "{part} is worth {of} points; give a number from 0 to {of}.", "{part} 满分 {of} 分；请给出 0 到 {of} 之间的数。"
    ),
    "book.would_lower": Text(
        "{count} of the group have more than {points} points already ({students}); add --lower if that is meant.",
        "组内有 {count} 人已高于 {points} 分（{students}）；若确实要降低，请加 --lower。",
    ),
    # marks
    "book.marker_says": Text("{text}", "{text}"),
    "book.marked": Text("Noted as mark {number}: {what}.", "已记为第 {number} 条评阅：{what}。"),
    "book.undone": Text("Mark {number} is taken back: {what}.", "已撤销第 {number} 条评阅：{what}。"),
    "book.nothing_to_undo": Text("{author} has no mark to take back.", "{author} 没有可撤销的评阅。"),
    "book.no_such_mark": Text(
        "There is no mark {number}, or it was taken back already. `grader history STUDENT` shows the numbers.",
        "没有第 {number} 条评阅，或已撤销。grader history 学生 会显示编号。",
    ),
    "book.mark_claim_pass": Text('"{claim}" passes', "“{claim}”通过"),
    "book.mark_claim_fail": Text('"{claim}" fails', "“{claim}”不通过"),
    "book.mark_points": Text("{points} points", "{points} 分"),
    "book.mark_comment": Text("comment", "评语"),
    "book.of_student": Text("{what} for {student} in {part}{text}", "{student} 的 {part}：{what}{text}"),
    "book.of_group": Text("{what} for group {group} in {part}{text}", "{part} 的答案组 {group}：{what}{text}"),
    "book.pages_old": Text(
        "The pages show it once you run: grader feedback --out {path}", "运行 grader feedback --out {path} 后页面即更新"
    ),
    # marking step by step
    "book.nothing_open": Text("Nothing awaits a marker.", "没有待人工评阅的内容。"),
    "book.step": Text(
        "{at} of {total}: {part}, group {group}, {size} students ({students})",
        "第 {at} / {total} 组：{part}，答案组 {group}，{size} 名学生（{students}）",
    ),
    "book.claim_asked": Text('"{claim}" ({points} points): {reason}', "“{claim}”（{points} 分）：{reason}"),
    "book.keys": Text(
        "[p]ass  [f]ail  [g]ive points  [c]omment  [n]ext  [u]ndo  [q]uit: ",
        "[p] 通过  [f] 不通过  [g] 给分  [c] 评语  [n] 下一组  [u] 撤销  [q] 退出：",
    ),
    "book.which_points": Text("Points for the part, 0 to {of}: ", "本小题得分，0 到 {of}："),
    "book.why": Text("A sentence for the student (may be empty): ", "给学生的一句话（可空）："),
    "book.no_such_key": Text("{key} is none of these keys.", "{key} 不是可用的按键。"),
    "book.no_number": Text("{text} is no number.", "{text} 不是数字。"),
    "book.left_open": Text(
        "{count} groups still await a marker; grader mark goes on with them.",
        "还有 {count} 组待人工评阅；grader mark 会继续。",
    ),
    # groups
    "book.students": Text("students: {students}", "学生：{students}"),
    "book.no_groups": Text("There are no such groups.", "没有这样的答案组。"),
    # history
    "book.run": Text("Run {number}, {when}: {earned} of {of} points", "第 {number} 次批改，{when}：{earned} / {of} 分"),
    "book.run_pending": Text(
        "Run {number}, {when}: {earned} of {of} points, {pending} pending",
        "第 {number} 次批改，{when}：{earned} / {of} 分，{pending} 分待定",
    ),
    "book.run_nothing": Text("Run {number}, {when}: nothing handed in", "第 {number} 次批改，{when}：未提交"),
    "book.first": Text("graded for the first time", "首次批改"),
    "book.same": Text("nothing changed", "没有变化"),
    "book.new_submission": Text("another submission ({digest})", "提交了新的内容（{digest}）"),
    "book.new_key": Text("the exercise or the grader changed", "练习或评分程序有改动"),
    "book.again": Text("graded again", "重新批改"),
    "book.change": Text(
        "{part}: {before} → {after} ({outcome_before} → {outcome_after})",
        "{part}：{before} → {after}（{outcome_before} → {outcome_after}）",
    ),
    "book.mark_line": Text("Mark {number}, {when}, {author}: {what}", "第 {number} 条评阅，{when}，{author}：{what}"),
    "book.mark_undone": Text("taken back by {author}, {when}", "由 {author} 于 {when} 撤销"),
    "book.mark_stale": Text(
        "no longer in force: the answer was changed after it", "不再有效：此后答案已修改"
    ),
    "book.stands": Text("Stands at {earned} of {of} points.", "目前 {earned} / {of} 分。"),
    "book.stands_pending": Text(
        "Stands at {earned} of {of} points, {pending} pending.", "目前 {earned} / {of} 分，{pending} 分待定。"
    ),
    # roster
    "book.bad_name": Text(
        "{name} is no heading; write ADDRESS=HEADING, as in total=Homework 3.",
        "{name} 不是列名；请写成 地址=列名，例如 total=作业 3。",
    ),
    "book.enrolled": Text("{count} students are on the roster.", "名册上有 {count} 名学生。"),
}
