"""Sentences of what surrounds the grading of a class: downloads, the roster, exports, other graders' notebooks."""

from __future__ import annotations

from collections.abc import Mapping

from grader.core import Text

WORDS: Mapping[str, Text] = {
    # what other graders leave in a notebook
    "reading.other_grader": Text(
        "Calls of another grader, such as otter, were left out of the program (cells {cells}). This costs nothing.",
        "其他评分工具（如 otter）的调用未运行（第 {cells} 个单元格）。这不影响得分。",
    ),
    "reading.other_grader_script": Text(
        "Calls of another grader, such as otter, were left out of {file}. This costs nothing.",
        "{file} 中其他评分工具（如 otter）的调用未运行。这不影响得分。",
    ),
    # what was downloaded
    "gradebook.superseded": Text(
        "{student}: the last attempt counts; not read: {files}.", "{student}：以最后一次提交为准；未读取：{files}。"
    ),
    "gradebook.joined": Text(
        "{student}: what was handed in as {name} ({files}) is theirs as well; all of it was read.",
        "{student}：以 {name} 提交的内容（{files}）也属于该学生；已一并读取。",
    ),
    "gradebook.not_copied": Text(
        "{student}: the files could not be put together ({error}) and are read where they are. Check the disk.",
        "{student}：无法整理其文件（{error}），在原处读取。请检查磁盘。",
    ),
    "gradebook.several_assignments": Text(
        "There are several assignments here: {names}. All were read together; choose one of them.",
        "这里有多次作业：{names}。已全部一起读取；请选择其中一次。",
    ),
    "gradebook.archive_entries": Text(
        "{file} holds {entries} entries, more than the {limit} that are unpacked. Hand in only the answers.",
        "{file} 有 {entries} 个条目，超过可解压的 {limit} 个。请只提交答案。",
    ),
    "gradebook.archive_size": Text(
        "{file} holds more than {limit_mb} MB; what comes after was not unpacked. Leave out data.",
        "{file} 解压后超过 {limit_mb} MB，其后的内容未解压。请去掉数据。",
    ),
    "gradebook.archive_entry_size": Text(
        "{file}: {entry} is too large and was left out. Leave out pictures and data.",
        "{file}：{entry} 过大，未解压。请去掉图片和数据。",
    ),
    "gradebook.archive_corrupt": Text(
        "{file} could not be unpacked to its end ({error}). Make the archive again.",
        "{file} 无法完整解压（{error}）。请重新打包。",
    ),
    "gradebook.archive_entry": Text(
        "{file}: {entry} could not be unpacked and was left out. Make the archive again.",
        "{file}：{entry} 无法解压，已跳过。请重新打包。",
    ),
    "gradebook.archive_path": Text(
        "{file}: {entry} would lie outside of the archive's folder and was left out. Make the archive again.",
        "{file}：{entry} 会位于压缩包的文件夹之外，已跳过。请重新打包。",
    ),
    "gradebook.archive_link": Text(
        "{file}: {entry} is a link and was left out. Put the file itself in.",
        "{file}：{entry} 是链接，已跳过。请放入文件本身。",
    ),
    "gradebook.archive_encrypted": Text(
        "{file}: {entry} has a password and was left out. Make the archive without one.",
        "{file}：{entry} 有密码，已跳过。请不加密码重新打包。",
    ),
    # the roster
    "gradebook.roster_empty": Text(
        "{file} is empty. Export the roster again.",
        "{file} 是空文件。请重新导出名单。",
    ),
    "gradebook.roster_no_heading": Text(
        "{file}, line {line}: none of the columns names a student ({found}). Write a first line such as"
        " student,name,language or use what Canvas, Moodle or Gradescope exports.",
        "{file} 第 {line} 行：没有一列能识别学生（{found}）。请在首行写 student,name,language，"
        "或使用 Canvas、Moodle、Gradescope 导出的文件。",
    ),
    "gradebook.roster_no_students": Text(
        "{file} names no student after line {line}. Export the roster again.",
        "{file} 第 {line} 行之后没有学生。请重新导出名单。",
    ),
    "gradebook.roster_no_key": Text(
        "{file}, line {line}: the student has no id here. Fill it in, or take the line out.",
        "{file} 第 {line} 行：该学生没有编号。请补上，或删去这一行。",
    ),
    "gradebook.roster_twice": Text(
        "{file}, line {line}: {student} stands in line {first} already. Take one of the lines out.",
        "{file} 第 {line} 行：{student} 已在第 {first} 行出现。请删去其中一行。",
    ),
    "gradebook.roster_wide_row": Text(
        "{file}, line {line}: {cells} cells under {columns} headings. Put text with commas between quotation marks.",
        "{file} 第 {line} 行：有 {cells} 个单元格，但只有 {columns} 列。请把含逗号的文字放在引号中。",
    ),
    "gradebook.roster_broken_row": Text(
        "{file}, line {line}: the row cannot be read ({error}). Look for a quotation mark that is not closed.",
        "{file} 第 {line} 行：无法读取（{error}）。请检查是否有未闭合的引号。",
    ),
    "gradebook.roster_rounded": Text(
        "{file}, line {line}: a spreadsheet has rounded the id to {value}. Export the roster again and do not save it"
        " from the spreadsheet.",
        "{file} 第 {line} 行：电子表格把编号舍入成了 {value}。请重新导出名单，不要用电子表格保存。",
    ),
    "gradebook.roster_language": Text(
        "{file}, line {line}: “{language}” is not a language of the grader. Write en or zh, or nothing.",
        "{file} 第 {line} 行：不支持语言“{language}”。请写 en 或 zh，或留空。",
    ),
    "gradebook.roster_too_long": Text(
        "{file}, line {line}: more than {limit} students. Export one class.",
        "{file} 第 {line} 行：学生超过 {limit} 名。请只导出一个班级。",
    ),
    "gradebook.ambiguous": Text(
        "{student} may be any of these on the roster: {others}. Nobody was chosen, and they have blanks where nothing"
        " else is theirs; rename the submission to one of them.",
        "{student} 可能是名单上的：{others}。未作选择；没有其他提交的，成绩留空。请把提交改名为其中之一。",
    ),
    "gradebook.not_on_roster": Text(
        "{student} is not on the roster. Add them or rename the submission; until then students without a submission"
        " have blanks instead of zeros, for it may be theirs.",
        "{student} 不在名单上。请加入名单或给提交改名；在此之前，没有提交的学生成绩留空而不记零分，因为它可能属于其中一人。",
    ),
    # exports
    "gradebook.no_grades": Text("There are no grades yet. Grade the class first.", "还没有成绩。请先批改。"),
    "gradebook.no_such_column": Text(
        "There is no column {name}. The columns are: {known}.", "没有 {name} 这一列。现有的列：{known}。"
    ),
    "gradebook.heading_twice": Text(
        "The heading “{heading}” is empty or stands over two columns. Give each column its own.",
        "标题“{heading}”为空或用于两列。请给每列不同的标题。",
    ),
    "gradebook.left_blank": Text(
        "Left blank, because something awaits a marker or is not known: {students} students ({names}).",
        "因有待人工评阅或情况不明而留空：{students} 名学生（{names}）。",
    ),
    "gradebook.canvas_unknown": Text(
        "Left out, because the roster has no Canvas id of theirs: {students} students ({names})."
        " Use the gradebook that Canvas exports as the roster.",
        "名单中没有其 Canvas 编号而未导出：{students} 名学生（{names}）。请用 Canvas 导出的成绩册作为名单。",
    ),
    "gradebook.canvas_new": Text(
        "Canvas has no assignment of these names and will offer to make them: {names}. To meet one that is there,"
        " give its heading as it stands in Canvas's export, with the number.",
        "Canvas 中没有这些名称的作业，导入时会新建：{names}。若要对应已有作业，请按 Canvas 导出文件中的标题（含编号）填写。",
    ),
    "gradebook.moodle_unknown": Text(
        "Left out, because the roster has nothing under “{column}” for them: {students} students ({names})."
        " Moodle stops at a student whom it cannot find.",
        "名单中没有其“{column}”而未导出：{students} 名学生（{names}）。Moodle 遇到找不到的学生会中止导入。",
    ),
    "gradebook.gradescope_unknown": Text(
        "Left out, because the roster has no address of theirs: {students} students ({names}).",
        "名单中没有其邮箱而未导出：{students} 名学生（{names}）。",
    ),
}
