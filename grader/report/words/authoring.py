"""What `grader author` says: each sentence has the cause and the remedy; the place stands before it."""

from __future__ import annotations

from collections.abc import Mapping

from grader.core import Text

WORDS: Mapping[str, Text] = {
    # where
    "author.no_folder": Text(
        "There is no folder {path}. Check the spelling of the path.",
        "文件夹 {path} 不存在。请检查路径。",
    ),
    "author.no_exercise": Text(
        "{path} holds no exercise. Give a folder with an exercise.py, or one that holds <section>/<exercise>/.",
        "{path} 中没有练习。请给出含有 exercise.py 的文件夹，或包含 <章节>/<练习>/ 的文件夹。",
    ),
    "author.no_solutions": Text(
        "this folder is missing, so nothing was graded; make it, or name with --solutions the one that holds {address}/",
        "缺少此文件夹，因此没有批改任何答案；请建立它，或用 --solutions 指出包含 {address}/ 的文件夹",
    ),
    "author.no_file": Text(
        "{file} is missing; add it", "缺少 {file}；请补上"
    ),
    "author.not_utf8": Text(
        "this is not UTF-8 ({error}); save the file as UTF-8", "不是 UTF-8 编码（{error}）；请存为 UTF-8"
    ),
    "author.not_read": Text("this file cannot be read ({error}); change its permissions", "无法读取此文件（{error}）；请更改权限"),
    "author.exists": Text(
        "{path} is there already; nothing was written. Give another folder.",
        "{path} 已经存在；没有写入任何文件。请换一个文件夹。",
    ),
    "author.notebook": Text("Written: {file}", "已写入：{file}"),
    "author.made": Text(
        "Written: {files}. Fill in what is marked with TODO, then run: grader author check {path}",
        "已写入：{files}。请填写标有 TODO 的地方，然后运行：grader author check {path}",
    ),
    "author.bad_name": Text(
        "{name} cannot be the name of a section or an exercise: use letters, digits and underscores.",
        "{name} 不能作为章节或练习的名称：请使用字母、数字和下划线。",
    ),
    # Python files
    "author.raised": Text(
        "this file stops here with {error}; repair it", "此文件在这里报错：{error}；请修改"
    ),
    "author.not_declared": Text(
        "EXERCISE is not defined; end the file with EXERCISE = Exercise(…)",
        "没有定义 EXERCISE；请在文件末尾写 EXERCISE = Exercise(…)",
    ),
    "author.type": Text(
        "{what} is a {found}, but should be {expected}", "{what} 的类型是 {found}，应为 {expected}"
    ),
    "author.address": Text(
        'the address is "{found}", but the folders say "{expected}"; make them equal',
        "address 是 “{found}”，而文件夹是 “{expected}”；请使两者一致",
    ),
    "author.no_parts": Text("the exercise has no parts; add Part(…) to parts", "练习没有小题；请在 parts 中加入 Part(…)"),
    "author.part_twice": Text("two parts are named {part}; rename one", "有两个名为 {part} 的小题；请改名"),
    "author.part_name": Text(
        '"{part}" cannot be the name of a part: use letters, digits and underscores, such as "a" or "code"',
        "“{part}” 不能作为小题名：请使用字母、数字和下划线，如 “a” 或 “code”",
    ),
    "author.no_claims": Text(
        "part {part} claims nothing, so there is nothing to judge; add Claim(…)", "小题 {part} 没有任何论断，无从判断；请加入 Claim(…)"
    ),
    "author.grade_id": Text(
        'grade_ids gives the cell "{cell}" to the part {part}, which is not one of {known}',
        "grade_ids 把单元格 “{cell}” 归给小题 {part}，而小题只有 {known}",
    ),
    "author.points": Text(
        "{what}.points is {points}; a claim is worth more than 0 points", "{what}.points 为 {points}；论断的分值须大于 0"
    ),
    "author.no_text": Text(
        'the text of {what} is empty in {lang}; write Text("English", "中文")', "{what} 的文字缺少 {lang} 版本；请写成 Text(\"English\", \"中文\")"
    ),
    # tasks
    "author.declaration": Text("the declaration of this Task cannot be read: {problem}", "此 Task 的声明无法读懂：{problem}"),
    "author.undeclared": Text(
        "{field} names {name}, which declare does not hold (it has {known}); declare it",
        "{field} 提到 {name}，但 declare 中没有它（只有 {known}）；请声明",
    ),
    "author.context": Text(
        "context names the part {name}, which is not one of {known}", "context 提到小题 {name}，而小题只有 {known}"
    ),
    "author.formula": Text("the grader cannot read the formula {name}: {problem}", "评分程序读不懂公式 {name}：{problem}"),
    "author.formula_misfits": Text(
        "the formula {name} does not fit the declaration of the task: {problem}", "公式 {name} 与任务的声明不符：{problem}"
    ),
    "author.formula_of_others": Text(
        "the formula {name} holds {names}, which no declaration names; declare them, or correct the names",
        "公式 {name} 含有没有声明的 {names}；请声明或改正名称",
    ),
    "author.no_number": Text(
        "the objective {name} is {shape}; what is minimised must be a number", "目标函数 {name} 的形状是 {shape}；被最小化的必须是一个数"
    ),
    "author.without_unknown": Text(
        "the objective {name} does not depend on the unknown {unknown}", "目标函数 {name} 与未知量 {unknown} 无关"
    ),
    # references
    "author.no_function": Text(
        "part {part} asks for {name}, which this file does not define; add it", "小题 {part} 要求 {name}，而此文件没有定义它；请补上"
    ),
    "author.not_callable": Text(
        "part {part} asks for the function {name}, which is something else here; make it a function",
        "小题 {part} 要求函数 {name}，而这里的 {name} 不是函数；请改为函数",
    ),
    "author.nothing_shared": Text(
        "no function here has the name of a formula in symbolic.py, so the two are not compared; give them common names",
        "这里没有与 symbolic.py 中公式同名的函数，无法互相核对；请使用相同的名称",
    ),
    "author.free_names": Text(
        "the formula {name} depends on {names}, which the function {name}({parameters}) in numeric.py does not take",
        "公式 {name} 依赖 {names}，而 numeric.py 中的函数 {name}({parameters}) 没有这些参数",
    ),
    "author.cannot_compare": Text(
        "{name} was not compared with the function in numeric.py: nothing says what its parameter {parameter} is; "
        "declare it in a Task, or rename it",
        "{name} 没有与 numeric.py 中的函数核对：不知道参数 {parameter} 是什么；请在 Task 中声明它或改名",
    ),
    "author.not_finite": Text(
        "{name} was not compared with the function in numeric.py, which gives {numeric} at {at}; "
        "declare what must be positive with >0",
        "{name} 没有与 numeric.py 中的函数核对：后者在 {at} 处给出 {numeric}；必须为正的量请用 >0 声明",
    ),
    "author.forms_of_other_shape": Text(
        "{name} has {symbolic} entries here and {numeric} in numeric.py; correct one of them",
        "{name} 在这里有 {symbolic} 个元素，在 numeric.py 中有 {numeric} 个；请改正其一",
    ),
    "author.forms_differ": Text(
        "{name} is {symbolic} here and {numeric} in numeric.py, at {at}; correct one of them",
        "{name} 在这里为 {symbolic}，在 numeric.py 中为 {numeric}（取 {at}）；请改正其一",
    ),
    # what is handed out
    "author.todo": Text("TODO stands here and in {count} lines in all; fill it in", "这里有 TODO，全文共 {count} 行；请填写"),
    "author.no_language": Text(
        'the heading "{heading}" is missing; the task stands in both languages', "缺少标题 “{heading}”；题目须有两种语言"
    ),
    "author.task_without_part": Text(
        "the task under “{heading}” does not name part {part}; write **{part} · …**",
        "“{heading}” 下的题目没有提到小题 {part}；请写 **{part} · …**",
    ),
    "author.task_without_name": Text(
        "the task under “{heading}” does not hold `{name}`, as the stub has it", "“{heading}” 下的题目没有写出与答题模板一致的 `{name}`"
    ),
    "author.not_marked": Text(
        "part {address} has no place here; add the line <!-- part: {address} -->",
        "这里没有小题 {address} 的位置；请加上一行 <!-- part: {address} -->",
    ),
    "author.marks_no_part": Text(
        "this line marks {address}, which is not one of: {known}", "这一行标出 {address}，而此处应有的只有：{known}"
    ),
    "author.marked_out_of_order": Text(
        "the parts do not stand in the order of the exercise: {known}", "小题的顺序与练习不一致：{known}"
    ),
    "author.stub_without": Text(
        "{name} is not to be filled in here; add def {name}(…): raise NotImplementedError",
        "这里没有可填写的 {name}；请加上 def {name}(…): raise NotImplementedError",
    ),
    "author.stub_says_nothing": Text(
        "{name} has no docstring that says what it returns", "{name} 没有说明返回值的文档字符串"
    ),
    "author.stub_is_answer": Text(
        "part {part} of what is handed out is taken for an answer ({outcome}), so that everyone has answered; write it "
        "as a prompt in italics, in both languages: *English · 中文*, or as functions that raise NotImplementedError",
        "发下去的小题 {part} 被当成了答案（{outcome}），这样人人都算作答；请写成两种语言的斜体提示 *English · 中文*，"
        "或写成抛出 NotImplementedError 的函数",
    ),
    "author.no_notebook": Text("this is not a notebook ({error}); save it again with Jupyter", "这不是笔记本（{error}）；请用 Jupyter 重新保存"),
    "author.not_in_notebook": Text(
        "no cell of the section's notebook is tagged with a part of {address}; add some if it belongs in it",
        "该章的笔记本中没有标为 {address} 的单元格；如果应当包含，请加上",
    ),
    "author.no_cell": Text(
        'no cell is for part {address}; tag one with the metadata {{"grader": {{"part": "{address}"}}}}',
        '没有用于小题 {address} 的单元格；请用元数据 {{"grader": {{"part": "{address}"}}}} 标记一个',
    ),
    "author.cell_was_run": Text("the cell of part {address} holds outputs; clear them", "小题 {address} 的单元格含有输出；请清除"),
    "author.cell_differs": Text(
        "the cell of part {address} is not what stands in the stub; make them equal", "小题 {address} 的单元格与答题模板不同；请使两者一致"
    ),
    # answers
    "author.toml": Text("this is not TOML ({error}); correct it", "这不是 TOML（{error}）；请改正"),
    "author.toml_key": Text(
        "the key {key} means nothing here; each answer is a table under [[answer]]", "键 {key} 在这里没有意义；每个答案是 [[answer]] 下的一张表"
    ),
    "author.toml_tables": Text("answer must be a list of tables; write [[answer]]", "answer 必须是表的列表；请写 [[answer]]"),
    "author.row_key": Text("no answer has the key {key}; did you mean {known}?", "答案没有键 {key}；是否指 {known}？"),
    "author.row_type": Text("{key} has a value of the wrong type ({found})", "{key} 的值类型不对（{found}）"),
    "author.row_without": Text("this answer lacks {key}; add it", "此答案缺少 {key}；请补上"),
    "author.row_word": Text('{key} says "{word}", which is not one of: {known}', "{key} 中的 “{word}” 不在其中：{known}"),
    "author.row_claims": Text(
        "claims has {found} verdicts, but part {part} has {expected} claims", "claims 有 {found} 个判定，而小题 {part} 有 {expected} 个论断"
    ),
    "author.row_outcome": Text(
        "the outcome is given as {outcome}, but such claims make it {expected}", "outcome 写的是 {outcome}，而这些论断的结果是 {expected}"
    ),
    "author.row_line": Text("the text has nothing in line {line}", "text 的第 {line} 行没有内容"),
    "author.row_code": Text(
        "the code of answer {number} (part {part}) is not Python: {error}; so it is right only if that is its point",
        "第 {number} 个答案（小题 {part}）的代码不是 Python：{error}；只有这正是它的用意时才对",
    ),
    "author.few_answers": Text(
        "answers to part {part}: {found}; write at least {fewest}, right and wrong", "小题 {part} 有 {found} 个答案；请至少写 {fewest} 个，有对有错"
    ),
    "author.no_right_answer": Text(
        "no answer to part {part} is right; add some, written in ways unlike the reference",
        "小题 {part} 没有正确的答案；请加上一些写法与参考解不同的",
    ),
    "author.no_wrong_answer": Text(
        "no answer to part {part} is wrong; add the slips that students make", "小题 {part} 没有错误的答案；请加上学生常犯的错误"
    ),
    "author.no_missing_answer": Text(
        'no answer to part {part} is the stub itself; add one with outcome = "missing"',
        "小题 {part} 没有以答题模板为答案的一项；请加上 outcome = \"missing\" 的一项",
    ),
    "author.no_answer_in": Text("no answer to part {part} is in {lang}; add some", "小题 {part} 没有语言为 {lang} 的答案；请加上"),
    "author.same_reason": Text(
        "answers {other} and {number} to part {part} have the same reason; say why each is here",
        "小题 {part} 的第 {other} 与第 {number} 个答案理由相同；请说明各自的用意",
    ),
    "author.differs": Text(
        "answer {number} (part {part}, “{why}”): {key} should be {expected}, but is {found}",
        "第 {number} 个答案（小题 {part}，“{why}”）：{key} 应为 {expected}，实为 {found}",
    ),
    "author.answer_broken": Text(
        "answer {number} (part {part}, “{why}”) cannot be judged: {error}; if it is a check of ours, report it",
        "第 {number} 个答案（小题 {part}，“{why}”）无法判定：{error}；如果是我们提供的检查，请告知我们",
    ),
    "author.not_graded": Text(
        "{count} answers were not graded, as a check of their part is broken", "{count} 个答案没有批改，因为其小题的检查出错"
    ),
    "author.unprovoked": Text(
        "no answer to part {part} is told of: {names}; add those that a student could make here",
        "小题 {part} 没有答案触发：{names}；学生在这里可能犯的，请加上",
    ),
    "author.models_differ": Text(
        "the displayed formulas are not those of answer.md; both model answers should show the same ones",
        "陈列公式与 answer.md 不同；两份参考答案应给出相同的公式",
    ),
    "author.model": Text("the model answer to {part} should be right, but is: {outcome}", "{part} 的参考答案应为正确，结果却是：{outcome}"),
    # checks
    "author.claim": Text("claim {claim} of part {part} cannot be checked: {problem}", "小题 {part} 的第 {claim} 个论断无法检查：{problem}"),
    "author.claim_raised": Text(
        "claim {claim} of part {part} cannot be checked: its check stops with {error}; if it is one of ours, report it",
        "小题 {part} 的第 {claim} 个论断无法检查：检查函数报错 {error}；如果是我们提供的检查，请告知我们",
    ),
    "author.no_jail": Text(
        "programs cannot be run here, so code was not graded ({error}); --unsafe runs yours without isolation",
        "此处无法运行程序，因此没有批改代码（{error}）；--unsafe 可在不隔离的情况下运行你自己的代码",
    ),
    # what is being done, and what came of it
    "author.doing.loading": Text("{address}: running exercise.py", "{address}：运行 exercise.py"),
    "author.doing.files": Text("{address}: reading what is handed out", "{address}：读取发给学生的文件"),
    "author.doing.references": Text("{address}: comparing symbolic.py with numeric.py", "{address}：核对 symbolic.py 与 numeric.py"),
    "author.doing.probing": Text("{address}: trying the checks", "{address}：试用各项检查"),
    "author.doing.stubs": Text("{address}: grading the stubs", "{address}：批改答题模板"),
    "author.doing.models": Text("{address}: grading the model answers", "{address}：批改参考答案"),
    "author.doing.answer": Text(
        "{address}: grading {done} of {total}, answer {number} (line {line} of answers.toml)",
        "{address}：批改第 {done} 个（共 {total} 个）：答案 {number}（answers.toml 第 {line} 行）",
    ),
    "author.interrupted": Text("Interrupted: {doing}", "已中断：{doing}"),
    "author.interrupted_at": Text("Interrupted: {doing}, in {file}, line {line}", "已中断：{doing}，位于 {file} 第 {line} 行"),
    "author.line": Text("line {line}: ", "第 {line} 行："),
    "author.count": Text(
        "Exercises: {exercises}, answers graded: {answers}, errors: {errors}, warnings: {warnings}, notes: {notes}",
        "练习 {exercises} 个，批改答案 {answers} 个；错误 {errors}，警告 {warnings}，提示 {notes}",
    ),
}
