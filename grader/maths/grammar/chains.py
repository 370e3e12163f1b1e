"""Chains: a formula as one or more lines of relations, with prose, arrows and line breaks between them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from grader.maths.grammar.layout import (
    SEPARATORS,
    relation_of,
)
from grader.maths.terms import (
    Chain,
    Collection,
    Joint,
    RelationOp,
    Term,
)
from grader.maths.tokens import NEWLINE, QUAD, Token

if TYPE_CHECKING:
    from grader.maths.grammar.parser import Parser

_JOINTS: Final[dict[Joint, int]] = {"start": 0, "comma": 1, "line": 2, "prose": 3, "implies": 4, "iff": 5}


def formula(p: Parser) -> tuple[Chain, ...]:
    """All chains of the formula."""
    chains: list[Chain] = []
    joint: Joint = "start"
    words: list[str] = []
    asides: list[int] = []
    ended = True  # by a separator

    def join(new: Joint) -> None:
        nonlocal joint
        if _JOINTS[new] > _JOINTS[joint]:
            joint = new

    while (token := p.token).kind:
        kind = token.kind
        if kind in SEPARATORS:
            p.advance()
            ended = True
            if kind == "text":
                words.append(token.value.strip())
                join("prose")
            elif kind == "arrow":
                join("iff" if token.value == "iff" else "implies")
            elif chains:
                join("line" if kind == "line" else "comma")
        elif kind == "rel" and token.value == "→" and (p.line_relates(p.i + 1) if ended else bool(chains)):
            p.advance()
            ended = True
            join("implies")
        elif kind == "open" and (p.is_prose_bracket() or (ended is False and p.i in p.related)
                                 or (ended and _wraps_equation(p))):  # fmt: skip
            if p.is_prose_bracket():
                words.append(" ".join(t.value for t in p.tokens[p.i + 1 : p.partner[p.i]]))
                p.i = p.partner[p.i] + 1
                join("prose")
            else:
                asides.append(p.partner[p.i])
                p.advance()
                if chains:
                    join("comma")
            ended = True
        elif asides and p.i == asides[-1]:
            asides.pop()
            p.advance()
            ended = True
        else:
            if not ended:
                if token.gap not in (QUAD, NEWLINE):
                    raise p.unexpected()
                join("comma" if token.gap == QUAD else "line")
            chains.append(chain(p, joint, " ".join(filter(None, words))))
            joint, words, ended = "start", [], False
            if p.token.kind == "" or not chains:
                continue
    return tuple(chains)


def _wraps_equation(p: Parser) -> bool:
    """Whether a whole equation stands in this bracket at the beginning of a chain: ``(i = 1, …, n)``."""
    if p.i not in p.related or p.token.value not in ("(", "["):
        return False
    return p.tokens[p.partner[p.i] + 1].kind in SEPARATORS | {""}


def chain(p: Parser, joint: Joint, words: str) -> Chain:
    """``e0 op e1 op e2 …``."""
    start = p.token.start
    terms: list[Term | None] = []
    ops: list[RelationOp] = []
    p.links = 0
    p.folds = {}
    terms.append(None if p.token.kind == "rel" else listed(p))
    while p.token.kind == "rel":
        token = p.token
        following = p.tokens[p.i + 1 : p.i + 3]
        if token.value == "→" and following[0].kind == "opt" and following[1].kind in SEPARATORS | {""}:
            p.advance()  # "… → min" says what is to be done with the formula before it
            p.advance()
            break
        if token.value == "→" and _joins_equations(p, bool(ops)):
            break
        p.advance()
        p.links += 1
        ops.append(relation_of(token))
        _over_the_line(p, token)
        if p.token.kind in SEPARATORS | {""} and p.token.kind != "text":
            terms.append(None)
            break
        terms.append(listed(p))
    return Chain(tuple(terms), tuple(ops), joint, words, p.span(start))


def _over_the_line(p: Parser, relation: Token) -> None:
    """A relation at the end of a line: the next may repeat it."""
    broken = False
    while p.token.kind == "line":
        p.advance()
        broken = True
    if broken and p.token.kind == "rel" and p.token.value == relation.value:
        p.advance()


def _joins_equations(p: Parser, linked: bool) -> bool:
    """Whether an arrow stands for "implies": between two equations."""
    if linked:
        return True
    level = 0
    for token in p.tokens[p.i + 1 :]:
        if token.kind in ("open", "{", "begin"):
            level += 1
        elif token.kind in ("close", "}", "end"):
            level -= 1
        elif level == 0 and token.kind == "rel":
            return token.value in ("=", "≤", "≥", "<", ">")
        elif level == 0 and token.kind in SEPARATORS:
            return False
    return False


def listed(p: Parser) -> Term:
    """A side of a relation: an expression, or a list with dots in it such as ``x_1, …, x_n``."""
    start = p.token.start
    first = p.expression()
    if p.token.kind != "," or not _dots_in_list(p):
        return first
    items = [first]
    while p.token.kind == ",":
        p.advance()
        if p.token.kind == "dots":
            items.append(p.dots())
        else:
            items.append(p.expression())
    return Collection(tuple(items), span=p.span(start))


def _dots_in_list(p: Parser) -> bool:
    for i in range(p.i, len(p.tokens) - 2):
        token = p.tokens[i]
        if token.kind == "," and p.tokens[i + 1].kind == "dots":
            return p.tokens[i + 2].kind == ","
        if token.kind in ("rel", "arrow", "text", "line", ";", "."):
            return False
    return False
