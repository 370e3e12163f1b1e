"""Sentences of the reading of hand-ins: files, cells, and work that belongs to no part."""

from __future__ import annotations

from collections.abc import Mapping

from grader.core import Text

WORDS: Mapping[str, Text] = {
    # places
    "reading.line": Text("{file}, line {line}", "{file} 第 {line} 行"),
    "reading.cell_line": Text("{file}, cell {cell}, line {line}", "{file} 第 {cell} 个单元格第 {line} 行"),
    # a file that is not read
    "reading.no_such_file": Text(
        "{file} cannot be found ({error}). Check the name.",
        "找不到 {file}（{error}）。请检查文件名。",
    ),
    "reading.cannot_open": Text(
        "{file} cannot be opened ({error}). Check its permissions and hand it in again.",
        "无法打开 {file}（{error}）。请检查文件权限后重新提交。",
    ),
    "reading.not_a_file": Text(
        "{file} is neither a file nor a folder. Hand in the file itself.",
        "{file} 既不是文件也不是文件夹。请提交文件本身。",
    ),
    "reading.link_outside": Text(
        "{file} is a link out of the hand-in and was not followed. Hand in the file itself.",
        "{file} 是指向提交目录之外的链接，未被读取。请提交文件本身。",
    ),
    "reading.not_readable": Text(
        "{file} is of a kind that is not read. Hand in a notebook, or a .md, .txt or .py file.",
        "{file} 的格式无法读取。请提交 notebook，或 .md、.txt、.py 文件。",
    ),
    "reading.too_big": Text(
        "{file} is larger than {limit_mb} MB and was not read. Leave out pictures and data.",
        "{file} 超过 {limit_mb} MB，未被读取。请去掉图片和数据。",
    ),
    "reading.too_long": Text(
        "{file} holds {characters} characters, more than the {limit} that are read. Hand in only the answers.",
        "{file} 有 {characters} 个字符，超过可读取的 {limit} 个。请只提交答案。",
    ),
    "reading.too_many_files": Text(
        "From {file} on nothing was read: the folder holds more than {limit} files. Hand in only the answers.",
        "从 {file} 起未再读取：文件夹中的文件超过 {limit} 个。请只提交答案。",
    ),
    "reading.too_deep": Text(
        "The folder {file} lies more than {limit} levels deep and was not read. Move the answers up.",
        "文件夹 {file} 超过 {limit} 层，未被读取。请把答案移到上层。",
    ),
    "reading.empty_file": Text(
        "{file} is empty. Hand in the file with your answers.", "{file} 是空文件。请提交写有答案的文件。"
    ),
    "reading.wrong_encoding": Text(
        "{file} begins like {encoding} but is not. Save it as UTF-8 and hand it in again.",
        "{file} 的开头像 {encoding} 编码，内容却不是。请另存为 UTF-8 后重新提交。",
    ),
    "reading.null_bytes": Text(
        "{file} is no text: it contains null bytes. Save it as UTF-8 text and hand it in again.",
        "{file} 不是文本：其中含有空字节。请另存为 UTF-8 文本后重新提交。",
    ),
    "reading.unknown_encoding": Text(
        "{file} is neither UTF-8 nor UTF-16 nor GB18030. Save it as UTF-8 and hand it in again.",
        "{file} 既不是 UTF-8，也不是 UTF-16 或 GB18030。请另存为 UTF-8 后重新提交。",
    ),
    "reading.notebook_corrupt": Text(
        "{file} is no valid notebook file ({error}). Open and save it in Jupyter, then hand it in again.",
        "{file} 不是有效的 notebook 文件（{error}）。请在 Jupyter 中打开并保存后重新提交。",
    ),
    "reading.notebook_too_deep": Text(
        "{file} is nested too deeply for a notebook. Save it in Jupyter and hand it in again.",
        "{file} 的嵌套层数过多，不是正常的 notebook。请在 Jupyter 中保存后重新提交。",
    ),
    "reading.notebook_without_cells": Text(
        "{file} is no notebook: it has no list of cells. Save it in Jupyter and hand it in again.",
        "{file} 不是 notebook：其中没有单元格列表。请在 Jupyter 中保存后重新提交。",
    ),
    "reading.empty_notebook": Text(
        "{file} has no cells. Hand in the notebook with your answers.",
        "{file} 中没有单元格。请提交写有答案的 notebook。",
    ),
    "reading.too_many_cells": Text(
        "{file} has {cells} cells, more than the {limit} that are read. Hand in only the answers.",
        "{file} 有 {cells} 个单元格，超过可读取的 {limit} 个。请只提交答案。",
    ),
    "reading.too_many_labels": Text(
        "The file has {labels} headings and numbered items, more than the {limit} that are read."
        " Hand in only the answers.",
        "文件中有 {labels} 个标题和编号，超过可读取的 {limit} 个。请只提交答案。",
    ),
    # a part of a file that is not read
    "reading.corrupt_cell": Text(
        "Cell {cell} is damaged and was left out. Copy its text into a new cell.",
        "第 {cell} 个单元格已损坏，未被读取。请把内容复制到新的单元格中。",
    ),
    "reading.open_fence": Text(
        "The code block that begins in line {line} is never closed, so all that follows was read as code."
        " Add a line ```.",
        "从第 {line} 行开始的代码块没有结束，其后的内容都被当作代码。请补上一行 ```。",
    ),
    # work that belongs to no part
    "reading.no_part": Text(
        "No part is named here. Write a heading such as “Exercise 2 (b)”,"
        " or <!-- part: b --> with the part's address.",
        "这里没有写明是哪一部分。请加上标题，如“练习 2 (b)”，或写 <!-- part: b -->，冒号后为该部分的地址。",
    ),
    "reading.which_part": Text(
        "This stands under “{title}” but does not say which part it answers."
        " Write (a), (b), … before it; parts: {parts}.",
        "这段内容在“{title}”之下，但没有写明回答哪一部分。请在前面写 (a)、(b) 等；各部分为：{parts}。",
    ),
    "reading.unknown_part": Text(
        "“{heading}” names part {part}, which “{title}” does not have. Correct the letter or number.",
        "“{heading}”指第 {part} 部分，但“{title}”没有这一部分。请改正字母或编号。",
    ),
    "reading.unknown_exercise": Text(
        "“{heading}” names exercise {number}, which is not part of this assignment. Correct the number, or write"
        " <!-- part: … --> with the part's address.",
        "“{heading}”指练习 {number}，本次作业没有这道题。请改正编号，或写 <!-- part: … -->，冒号后为该部分的地址。",
    ),
    "reading.unknown_address": Text(
        "“{address}” is not the address of a part. Write, for example, exercise/a with the exercise's name.",
        "“{address}”不是任何部分的地址。请写成“练习名/a”的形式。",
    ),
    "reading.ambiguous_number": Text(
        "“{heading}”: exercise {number} may be any of: {titles}. The editions of the book number them differently;"
        " write the title, or <!-- part: … --> with the part's address.",
        "“{heading}”：练习 {number} 可能是：{titles}。各版教材的编号不同；请写出题目名称，"
        "或写 <!-- part: … -->，冒号后为该部分的地址。",
    ),
    "reading.other_heading": Text(
        "This stands under “{heading}”, which names no part. Put it under the part that it answers.",
        "这段内容在“{heading}”之下，而该标题没有指明任何部分。请把它放到所回答的部分之下。",
    ),
    "reading.other_exercise": Text(
        "“{heading}” names another exercise, but this file is for “{title}”. Move it to that exercise's file.",
        "“{heading}”指另一道题，而本文件属于“{title}”。请把它移到那道题的文件中。",
    ),
    # remarks on an answer
    "reading.other_files": Text(
        "Several files answer this part. {used} counts; not read for this part: {others}.",
        "有多个文件回答了这一部分。以 {used} 为准；这一部分未读取：{others}。",
    ),
    "reading.numbered_part": Text(
        "“{heading}” was taken for a part of the exercise by its number."
        " If it is not, write the part's letter, as (a).",
        "“{heading}”按编号被当作本题的一部分。若不是，请写出该部分的字母，如 (a)。",
    ),
    "reading.by_content": Text(
        "“{heading}” does not say for certain which exercise it means; by its words it was taken for “{title}”."
        " If that is wrong, write the title.",
        "“{heading}”没有确切指明是哪道题；根据内容，把它当作“{title}”。若不对，请写出题目名称。",
    ),
    "reading.picture": Text(
        "There is a picture here ({place}); pictures are not read. Write its formulas as text.",
        "这里有一张图片（{place}）；图片不会被读取。请用文字写出其中的公式。",
    ),
    "reading.code_in_text": Text(
        "This Python code stands in a text cell ({place}) and does not run. Put it in a code cell.",
        "这段 Python 代码写在文本单元格里（{place}），不会运行。请放到代码单元格中。",
    ),
    "reading.duplicate": Text(
        "The same text is handed in twice ({place}); it was read once.",
        "同样的内容提交了两次（{place}），只读取一次。",
    ),
}
