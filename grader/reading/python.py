"""Text in Python source: comment blocks, the Markdown cells of the percent format, and strings that stand alone.

What a student derives in a ``.py`` file stands there. Comments that explain the code next to them do not count,
unless they name a part.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence

from grader.core import Message, Origin, Passage, Program, Unplaced
from grader.reading.document import Document, Piece, cut_out, too_long
from grader.reading.headings import names_part
from grader.reading.names import parsed
from grader.reading.others import without_calls

_CELL = re.compile(r"#[ \t]*(?:%%|\+[ \t]*\[|In\s?\[)")
_TEXT_CELL = re.compile(r"#[ \t]*(?:%%|\+).*\[(?:markdown|md|raw)\]")
_ASIDE = re.compile(r"#(?:!|.*?coding[:=]|[ \t]*-\*-)|#[ \t]*[+-]{1,3}[ \t]*$")
_OPENING = re.compile(r"[ \t]*[rRuU]?(?:\"\"\"|'''|\"|')")
_CLOSING = re.compile(r"(?:\"\"\"|'''|\"|')[ \t]*(?:;[ \t]*)?(?:#.*)?$")
#: A comment block of at least this many lines right above code is text, a shorter one explains the code.
_LONG_BLOCK = 3


def read_script(text: str, file: str) -> Document | Unplaced:
    """A Python file: its comments and free strings are text, the whole file is the program."""
    if refusal := too_long(file, len(text)):
        return refusal
    called = without_calls([text])
    whole = Passage("code", called.get(0, text), Origin(file))
    remarks = (Message("reading.other_grader_script", {"file": file}),) if called else ()
    program = Program((whole,)) if whole.source.strip() else None
    return Document(file, code_pieces(whole), program, script=True, remarks=remarks)


def code_pieces(passage: Passage) -> tuple[Piece, ...]:
    """A file or a cell of Python as runs of text and of code, in order."""
    lines = passage.source.split("\n")
    pieces: list[Piece] = []
    start = 0
    for first, last, text in _blocks(passage, lines):
        if text is not None:
            _append_code(pieces, passage, lines, start, first)
            pieces.append(text)
            start = last
    _append_code(pieces, passage, lines, start, len(lines))
    return tuple(pieces)


def _append_code(pieces: list[Piece], passage: Passage, lines: Sequence[str], start: int, end: int) -> None:
    if any(line.strip() for line in lines[start:end]):
        origin = passage.origin
        here = Origin(origin.file, origin.cell, origin.line + start, origin.column)
        pieces.append(Piece(Passage("code", "\n".join(lines[start:end]), here)))


def _blocks(passage: Passage, lines: list[str]) -> Iterator[tuple[int, int, Piece | None]]:
    """First line and the line after the last (from 0) of every comment and free string, with its text if any."""
    strings, inside = _strings(passage.source)
    index = 0
    in_text_cell = False
    while index < len(lines):
        line = lines[index]
        last = index + 1
        if index in strings:
            last = strings[index]
            yield index, last, _string_text(passage, lines[index:last], index)
        elif line.startswith("#") and index not in inside and not _ASIDE.match(line):
            if _CELL.match(line):
                in_text_cell = _TEXT_CELL.match(line) is not None
            else:
                last = _end_of_comment(lines, index, inside)
                yield index, last, _comment_text(passage, lines, index, last, in_text_cell)
        index = last


def _end_of_comment(lines: Sequence[str], index: int, inside: set[int]) -> int:
    while index < len(lines) and lines[index].startswith("#") and index not in inside and not _CELL.match(lines[index]):
        index += 1
    return index


def _strings(source: str) -> tuple[dict[int, int], set[int]]:
    """The strings that stand alone at the top level (first line and the line after the last), and all lines that
    begin inside some string."""
    tree = parsed(source)
    alone: dict[int, int] = {}
    inside: set[int] = set()
    if tree is None:
        return alone, inside
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant | ast.JoinedStr) and node.end_lineno is not None:
            inside.update(range(node.lineno, node.end_lineno))
    for statement in tree.body:
        match statement:
            case ast.Expr(value=ast.Constant(value=str())) if statement.end_lineno is not None:
                alone.setdefault(statement.lineno - 1, statement.end_lineno)
    return alone, inside


def _string_text(passage: Passage, lines: list[str], first: int) -> Piece | None:
    """The lines of a string, its quotes replaced by blanks so that columns stay."""
    lines = [*lines]
    lines[0] = _OPENING.sub(lambda match: " " * len(match[0]), lines[0], count=1)
    lines[-1] = _CLOSING.sub("", lines[-1])
    text = cut_out(_as_text(passage, 0), lines, first)
    return None if text is None else Piece(text, casual=True)


def _comment_text(passage: Passage, lines: Sequence[str], first: int, last: int, in_text_cell: bool) -> Piece | None:
    """The text of a comment block, if it is more than a remark on the code that follows."""
    bare = [line[1:] for line in lines[first:last]]
    cut = 2 if all(line[:1] in (" ", "\t", "") for line in bare) else 1
    text = [line[cut - 1 :] for line in bare]
    named = any(names_part(line) for line in text)
    alone = last == len(lines) or not lines[last].strip() or _CELL.match(lines[last]) is not None
    if not (in_text_cell or named or alone or len(text) >= _LONG_BLOCK):
        return None
    cut_text = cut_out(_as_text(passage, cut), text, first)
    return None if cut_text is None else Piece(cut_text, casual=not (in_text_cell or named))


def _as_text(passage: Passage, cut: int) -> Passage:
    """A text passage with the same origin, of which ``cut`` characters are cut off the left."""
    origin = passage.origin
    return Passage("text", passage.source, Origin(origin.file, origin.cell, origin.line, origin.column + cut))
