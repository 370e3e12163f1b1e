"""Jupyter notebooks as runs of text and code.

The format is read for what is asked of it here: each cell's kind, source and the tags of its part. Ids, outputs,
attachments and the rest are left aside, so that what is wrong with them costs nobody an answer: any minor version
of format 4 is read, valid or not. Older formats go through nbformat's own conversion.
"""

from __future__ import annotations

import contextlib
import json
import logging
import warnings
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from grader.core import Message, Origin, Passage, Program, Unplaced
from grader.reading.document import Document, Piece, refused, tidy, too_long
from grader.reading.others import closes, idle, is_handed_out, is_locked, is_test, without_calls
from grader.reading.python import code_pieces
from grader.reading.stubs import Task, is_content

#: More cells than this are refused by name.
MAX_CELLS = 5_000


def read_notebook(text: str, file: str) -> Document | Unplaced:
    """The cells of a notebook, or why there are none."""
    try:
        notebook = json.loads(text)
    except RecursionError:
        return refused(file, "reading.notebook_too_deep")
    except ValueError as error:
        return refused(file, "reading.notebook_corrupt", error=str(error)[:200])
    if isinstance(notebook, dict) and "cells" not in notebook and "worksheets" in notebook:
        notebook = _converted(notebook)
    cells = notebook.get("cells") if isinstance(notebook, dict) else None
    if not isinstance(cells, list):
        return refused(file, "reading.notebook_without_cells")
    if not cells:
        return Document(file, (), None, (Unplaced(file, Message("reading.empty_notebook", {"file": file})),))
    if len(cells) > MAX_CELLS:
        return refused(file, "reading.too_many_cells", cells=len(cells), limit=MAX_CELLS)
    return _document(cells, file)


def _document(cells: list[Any], file: str) -> Document | Unplaced:
    unplaced: list[Unplaced] = []
    sources: dict[int, str] = {}
    for index, cell in enumerate(cells):
        source = _source(cell)
        if source is None:
            unplaced.append(Unplaced(file, Message("reading.corrupt_cell", {"cell": index + 1})))
        else:
            sources[index] = source
    if refusal := too_long(file, sum(map(len, sources.values()))):
        return refusal
    given = frozenset(index for index, source in sources.items() if is_handed_out(cells[index], source))
    code = {index: source for index, source in sources.items() if cells[index].get("cell_type") == "code"}
    calls = _calls(code)
    given |= _written_by_otter(cells, sources, calls)
    code.update(calls)
    pieces: list[Piece] = []
    for index, source in sources.items():
        tag, grade_id = _tags(cells[index])
        if index not in code:
            pieces.append(Piece(Passage("text", source, Origin(file, index)), tag, grade_id))
        else:
            pieces.extend(_code(Passage("code", code[index], Origin(file, index)), tag, grade_id))
    tests = idle(frozenset(index for index in given if is_test(cells[index])), code)
    run = [index for index, source in code.items() if source.strip() and index not in tests]
    program = tuple(Passage("code", code[index], Origin(file, index)) for index in run)
    remarks = (Message("reading.other_grader", {"cells": _numbers(calls)}),) if calls else ()
    return Document(
        file, tuple(pieces), Program(program) if program else None, tuple(unplaced), given=given, remarks=remarks
    )


def _calls(code: Mapping[int, str]) -> dict[int, str]:
    """The code cells that call another grader, without these calls."""
    order = list(code)
    return {order[place]: source for place, source in without_calls(list(code.values())).items()}


def _written_by_otter(cells: list[Any], sources: Mapping[int, str], calls: Mapping[int, str]) -> set[int]:
    """The text cells that otter wrote into a notebook: what is asked, and what stands above its last calls.

    Nothing signs them, so of the locked cells only those count below which the answer, or such a call, stands.
    """
    found: set[int] = set()
    for index, source in sources.items() if calls else ():
        if index in calls or cells[index].get("cell_type") == "code" or not is_locked(cells[index]) or not source:
            continue
        below = cells[index + 1] if index + 1 in sources else {}
        if index + 1 in calls:
            is_given = not calls[index + 1] and closes(sources[index + 1])
        else:
            is_text = below.get("cell_type") == "markdown" and not is_locked(below)
            is_given = is_text and is_content(sources[index + 1].split("\n"), Task())
        if is_given:
            found.add(index)
    return found


def _numbers(cells: Iterable[int]) -> str:
    return ", ".join(str(index + 1) for index in sorted(cells))


def _code(passage: Passage, tag: str | None, grade_id: str | None) -> Iterator[Piece]:
    for piece in code_pieces(passage):
        yield Piece(piece.passage, tag, grade_id, piece.casual)


def _source(cell: object) -> str | None:
    """The source of a cell, which is one string or a list of lines; None if it is neither."""
    if not isinstance(cell, dict):
        return None
    source = cell.get("source", "")
    if isinstance(source, list) and all(isinstance(line, str) for line in source):
        source = "".join(source)
    return tidy(source) if isinstance(source, str) else None


def _tags(cell: Mapping[str, Any]) -> tuple[str | None, str | None]:
    metadata = cell.get("metadata")
    return _text_at(metadata, "grader", "part"), _text_at(metadata, "nbgrader", "grade_id")


def _text_at(value: object, *keys: str) -> str | None:
    for key in keys:
        value = value.get(key) if isinstance(value, dict) else None
    return value.strip() if isinstance(value, str) and value.strip() else None


def _converted(notebook: dict[str, Any]) -> object:
    """A notebook of format 1 to 3 as format 4; what it takes is not worth knowing where it fails."""
    import nbformat

    try:
        with _silence():
            # Without outputs there is less to convert and less that can be wrong.
            for sheet in notebook["worksheets"]:
                for cell in sheet["cells"]:
                    cell.pop("outputs", None)
                    if cell.get("cell_type") == "code":
                        cell["outputs"] = []
            return dict(nbformat.reads(json.dumps(notebook), as_version=4))
    except Exception:  # a stranger's file may be wrong in any way, and each comes out as "no cells"
        return None


@contextlib.contextmanager
def _silence() -> Iterator[None]:
    """Keep nbformat's remarks on invalid notebooks from the screen."""
    log = logging.getLogger("traitlets")
    before = log.disabled
    log.disabled = True
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        log.disabled = before
