"""Literal matrices and case distinctions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.maths import notation
from grader.maths.grammar.layout import (
    failure,
    misread,
)
from grader.maths.terms import (
    Apply,
    Cases,
    Relation,
    Stack,
    Term,
)

if TYPE_CHECKING:
    from grader.maths.grammar.parser import Parser


def matrix(p: Parser) -> Term:
    """A literal matrix."""
    p.enter()
    opening, end = p.token, p.partner[p.i]
    p.advance()
    p.inside.append("env")
    rows: list[tuple[Term, ...]] = []
    row: list[Term] = []
    while p.i < end:
        if p.token.kind == "line":
            p.advance()
            if row:
                rows.append(tuple(row))
                row = []
            continue
        row.append(p.dots() if p.token.kind == "dots" else p.expression())
        if p.token.kind == "&":
            p.advance()
            if p.token.kind in ("line", "&", "end"):
                raise failure("reading.math.empty_cell", p.token)
        elif p.token.kind not in ("line", "end"):
            raise p.unexpected()
    if row:
        rows.append(tuple(row))
    p.inside.pop()
    p.close(end)
    p.depth -= 1
    span = p.span(opening.start)
    if not rows or any(len(row) != len(rows[0]) for row in rows):
        raise misread("reading.math.ragged", *span)
    stack = Stack(tuple(rows), span=span)
    match opening.value:
        case "vmatrix":
            return Apply("det", (stack,), span=span)
        case "Vmatrix":
            return Apply("norm", (stack,), span=span)
        case _:
            return stack


def cases(p: Parser) -> Term:
    """Pieces with their conditions."""
    p.enter()
    opening, end = p.token, p.partner[p.i]
    p.advance()
    p.inside.append("env")
    pieces: list[tuple[Term, Relation | None]] = []
    while p.i < end:
        if p.token.kind == "line":
            p.advance()
            continue
        value = p.expression()
        pieces.append((value, _piece_condition(p, end)))
    p.inside.pop()
    p.close(end)
    p.depth -= 1
    if not pieces or any(condition is None for _, condition in pieces[:-1]):
        raise misread("reading.math.cases", opening.start, p.tokens[end].end)
    return Cases(tuple(pieces), span=p.span(opening.start))


def _piece_condition(p: Parser, end: int) -> Relation | None:
    """The condition of a piece; None is "otherwise"."""
    words: list[str] = []
    found: Relation | None = None
    while p.i < end and p.token.kind != "line":
        token = p.token
        if token.kind in (",", "&", ".", ";", ":") or (token.kind == "text"):
            words += [token.value.strip()] if token.kind == "text" else []
            p.advance()
            continue
        if found is not None:
            raise failure("reading.math.double_condition", token)
        condition = p.condition()
        if not isinstance(condition, Relation):
            raise misread("reading.math.cases", token.start, p.tokens[p.i - 1].end)
        found = condition
    if found is None:
        said = [word.strip(" ,.，。()（）").lower() for word in words if word]
        if said and not any(word in notation.OTHERWISE for word in said):
            raise misread("reading.math.cases", p.tokens[p.i - 1].start, p.token.start)
    return found
