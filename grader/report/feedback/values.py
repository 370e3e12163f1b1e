"""Inputs as mathematics: numbers, vectors and small matrices typeset, large ones as text to copy."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Final

from grader.core import Json, Language
from grader.maths.mathml import clean, math, mathml, matrix
from grader.maths.terms import Symbol
from grader.report.feedback.markup import cut, tell, text

_MOST_ENTRIES: Final = 36  # of an array that is typeset
_MOST_COLUMNS: Final = 6
_MOST_TEXT: Final = 4_000


def inputs(at: Mapping[str, Json], lang: Language) -> str:
    """Each input by name: ``X = (…)``."""
    return "".join(f"<div>{_input(name, value, lang)}</div>" for name, value in at.items())


def _input(name: str, value: Json, lang: Language) -> str:
    typeset = _typeset(value)
    if typeset is not None:
        alternative = f"{name} = {literal(value)}"
        return math(f"{_named(name)}<mo>=</mo>{typeset}", alternative)
    shown, left_out = cut(literal(value), _MOST_TEXT)
    if isinstance(value, str):
        return f"<code>{text(name)} = {text(shown)}</code>"
    more = f" {tell('cut', lang, count=left_out)}" if left_out else ""
    summary = f"<summary><code>{text(name)}</code> ({tell('numbers', lang, count=_count(value))})</summary>"
    return f"<details>{summary}<pre>{text(name)} = {text(shown)}{more}</pre></details>"


def _named(name: str) -> str:
    """A name as one letter with its subscript, or as a word."""
    if name.isidentifier() or len(name) == 1:
        inner = mathml(Symbol(name))
        return inner[inner.index(">") + 1 : inner.rindex("</math>")]
    return f"<mi>{clean(name)}</mi>"


def literal(value: Json) -> str:
    """A value as it is typed into Python; of a string its text."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)


def _typeset(value: Json) -> str | None:
    """Markup of what is small enough to be taken in; None of all else."""
    if isinstance(value, bool | str) or value is None or isinstance(value, Mapping):
        return None
    if isinstance(value, int | float):
        return _number(value)
    if 0 < len(value) <= _MOST_ENTRIES and all(_is_number(entry) for entry in value):
        if len(value) > 2 * _MOST_COLUMNS:
            return None
        entries = "<mo>,</mo>".join(_number(entry) for entry in value if isinstance(entry, int | float))
        return f'<mrow><mo form="prefix">[</mo>{entries}<mo form="postfix">]</mo></mrow>'
    return _matrix(value)


def _matrix(rows: Sequence[Json]) -> str | None:
    cells: list[list[str]] = []
    for row in rows:
        if not isinstance(row, Sequence) or isinstance(row, str) or not all(_is_number(entry) for entry in row):
            return None
        cells.append([_number(entry) for entry in row if isinstance(entry, int | float)])
    widths = {len(row) for row in cells}
    if len(widths) != 1 or not 0 < max(widths) <= _MOST_COLUMNS or len(cells) * max(widths) > _MOST_ENTRIES:
        return None
    return matrix(cells)


def _is_number(value: Json) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _number(value: float) -> str:
    shown = f"{value:.6g}" if isinstance(value, float) else str(value)
    return f"<mrow><mo>−</mo><mn>{shown[1:]}</mn></mrow>" if shown.startswith("-") else f"<mn>{shown}</mn>"


def _count(value: Json) -> int:
    if isinstance(value, Sequence) and not isinstance(value, str):
        return sum(_count(inner) for inner in value)
    return 1
