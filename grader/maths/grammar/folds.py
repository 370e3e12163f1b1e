"""Sums and products: their limits, however written, and their body."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Literal

from grader.core import Message
from grader.maths.grammar.layout import (
    failure,
    misread,
)
from grader.maths.terms import (
    Fold,
    Mul,
    Neg,
    Number,
    Symbol,
    Term,
    free_names,
)
from grader.maths.tokens import Token

if TYPE_CHECKING:
    from grader.maths.grammar.parser import Parser


def fold(p: Parser) -> Term:
    """``\\sum``, ``\\prod`` with limits and body."""
    p.enter()
    token = p.advance()
    start = token.start
    op: Literal["sum", "prod"] = "sum" if token.value == "sum" else "prod"
    indices: list[tuple[str, Term | None]] = []
    high: Term | None = None
    low_given = False
    written: set[str] = set()
    while p.token.kind in ("_", "^"):
        if p.token.kind in written:
            raise p.unexpected()  # two lower or two upper limits
        written.add(p.token.kind)
        if p.token.kind == "_":
            indices, high_inside = _lower_limit(p, token)
            high = high_inside or high
            low_given = any(low is not None for _, low in indices)
        else:
            high = _upper_limit(p)
    if not indices and high is None:
        indices, high = _limits_in_words(p)
        low_given = any(low is not None for _, low in indices)
    index = _index_before_body(p) if not indices else None
    if indices and high is not None and not low_given:
        one = Number(Fraction(1))
        indices = [(name, one) for name, _ in indices]
        p.remark("lower", Message("reading.math.lower_limit", {"index": indices[0][0]}))
    if p.token.kind == "text" and p.token.value == "of":
        p.advance()
    body = _fold_body(p, token)
    if index is not None:
        body, indices = _with_index(body, index)
    at = p.span(start)
    p.depth -= 1
    if not indices:
        return _opened(p, Fold(op, None, None, high, body, span=at))
    for name, low in reversed(indices):
        body = _opened(p, Fold(op, name, low, high, body, span=at))
    return body


def _opened(p: Parser, fold: Fold) -> Fold:
    p.folds[id(fold)] = fold
    return fold


def _lower_limit(p: Parser, token: Token) -> tuple[list[tuple[str, Term | None]], Term | None]:
    """The index or indices with their lower limits, and an upper limit that stands with them."""
    p.advance()
    if p.token.kind != "{":
        return _bare_limit(p, token), None
    opening, end = p.token, p.partner[p.i]
    bad = misread("reading.math.sum_range", opening.start, p.tokens[end].end)
    p.advance()
    inner = [t for t in p.tokens[p.i : end] if t.kind != "text"]
    p.inside.append("{")
    kinds = [t.kind for t in inner]
    result: tuple[list[tuple[str, Term | None]], Term | None]
    if kinds and kinds[0] == "name" and set(kinds) <= {"name", ","}:
        result = [(t.value, None) for t in inner if t.kind == "name"], None
        p.i = end
    elif kinds[:2] == ["name", "rel"] and inner[1].value == "=":
        result = _assigned_limits(p, end)
    elif kinds[:2] == ["name", "rel"] and inner[1].value == "∈" and _whole_range(inner[2:]):
        result = [(inner[0].value, None)], None
        p.i = end
    elif kinds.count("rel") == 2 and all(t.value in ("≤", "<") for t in inner if t.kind == "rel"):
        low = p.expression()
        if p.advance().value != "≤" or p.token.kind != "name":
            raise bad
        name = p.advance().value
        if p.token.kind != "rel" or p.advance().value != "≤":
            raise bad
        result = [(name, low)], p.expression()
    elif "name" in kinds and set(kinds[1:3]) <= {","} | {"name"} and kinds[-2:-1] == ["rel"]:
        result = _assigned_limits(p, end)
    else:
        raise bad
    p.inside.pop()
    if p.i != end:
        raise bad
    p.advance()
    return result


def _assigned_limits(p: Parser, end: int) -> tuple[list[tuple[str, Term | None]], Term | None]:
    """``i=1``, ``i=1,\\dots,n``, ``i,j=1``, ``i=1..n``."""
    names = [p.advance().value]
    while p.token.kind == ",":
        p.advance()
        names.append(p.expect("name").value)
    if p.token.kind != "rel" or p.advance().value != "=":
        raise p.unexpected()
    low = p.primary() if p.tokens[p.i + 1].kind == "dots" else p.expression()
    high: Term | None = None
    if p.i < end:
        if p.token.kind == ",":
            p.advance()
        while p.token.kind not in ("dots", "}"):
            p.advance()
        if p.token.kind == "dots":
            p.advance()
        if p.token.kind == ",":
            p.advance()
        high = p.expression()
    return [(name, low) for name in names], high


def _whole_range(inner: Sequence[Token]) -> bool:
    """``[n]``, ``\\{1, \\dots, n\\}``: all of them."""
    shape = [t.kind for t in inner]
    if shape == ["open", "name", "close"] and inner[0].value == "[":
        return True
    return shape == ["open", "number", ",", "dots", ",", "name", "close"] and inner[1].value == "1"


def _bare_limit(p: Parser, token: Token) -> list[tuple[str, Term | None]]:
    if p.token.kind == "open" and p.token.value == "(":  # sum_(i=1)^n
        end = p.partner[p.i]
        p.advance()
        p.inside.append("{")
        names, _ = _assigned_limits(p, end) if p.tokens[p.i + 1].kind == "rel" else (
            [(p.expect("name").value, None)], None
        )  # fmt: skip
        p.inside.pop()
        p.close(end)
        return list(names)
    if p.token.kind != "name":
        raise failure("reading.math.sum_range", p.token)
    name = p.advance().value
    following = p.tokens[p.i : p.i + 3]
    if [t.kind for t in following] == ["rel", "number", "^"] and following[0].value == "=":  # sum_i=1^n
        p.advance()
        low = p.primary()
        return [(name, low)]
    if p.token.kind == "{":  # \sum_i{…}: the braces are the body's
        return [(name, None)]
    del token
    return [(name, None)]


def _upper_limit(p: Parser) -> Term:
    p.advance()
    return p.group() if p.token.kind == "{" else p.primary()


def _limits_in_words(p: Parser) -> tuple[list[tuple[str, Term | None]], Term | None]:
    """``sum i=1 to n of …``, ``sum from i=1 to n``, ``sum(i=1..n)``, ``sum i to n of …``."""
    i = p.i
    if p.tokens[i].kind == "text" and p.tokens[i].value == "from":
        i += 1
    if p.tokens[i].kind == "open" and i in p.related:
        end = p.partner[i]
        inner = p.tokens[i + 1 : end]
        if [t.kind for t in inner[:2]] == ["name", "rel"] and any(t.kind == "dots" for t in inner):
            p.i = i + 1
            p.inside.append("(")
            limits = _assigned_limits(p, end)
            p.inside.pop()
            p.close(end)
            return limits
    following = p.tokens[i : i + 5]
    kinds = [t.kind for t in following]
    values = [t.value for t in following]
    if kinds[:4] == ["name", "rel", "number", "text"] and values[3] == "to":
        low: Term | None = Number(Fraction(values[2]), span=(following[2].start, following[2].end))
        p.i = i + 4
    elif kinds[:2] == ["name", "text"] and values[1] == "to":
        low = None
        p.i = i + 2
    else:
        return [], None
    return [(values[0], low)], p.primary()


def _index_before_body(p: Parser) -> str | None:
    """``∑i xi``: a lone index between the sign and its body."""
    token, after = p.token, p.tokens[p.i + 1]
    if token.kind != "name" or token.value not in ("i", "j", "k") or token.value in p.names:
        return None
    if after.kind in ("name", "open", "bar", "lbar", "cmd", "fn", "{", "number", "big"):
        p.advance()
        return token.value
    return None


def _with_index(body: Term, index: str) -> tuple[Term, list[tuple[str, Term | None]]]:
    if index in free_names(body):
        return body, [(index, None)]
    factors = body.factors if isinstance(body, Mul) else (body,)
    return Mul((Symbol(index), *factors), span=body.span), []


def _fold_body(p: Parser, token: Token) -> Term:
    """The product that follows; ``sum(x)**2`` without limits is read as Python does."""
    if not (p.operand_here() or p.token.kind in ("-", "+", "pm")):
        raise failure("reading.math.missing_argument", token)
    if p.token.kind == "open" and p.tokens[p.i - 1] is token:
        after = p.partner[p.i] + 1
        if p.tokens[after].kind == "^" and p.tokens[after].value == "**":
            return p.bracket()
    start = p.token.start
    if p.token.kind in ("-", "+"):
        sign = p.advance()
        inner = p.product()
        return Neg(inner, span=p.span(start)) if sign.kind == "-" else inner
    return p.product()
