"""Products, written or not, and quotients."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from grader.core import Message
from grader.maths.grammar.layout import OPERANDS, failure, times
from grader.maths.terms import Apply, Div, Neg, Number, Term
from grader.maths.tokens import NEWLINE, NOTHING, QUAD, THIN, Token

if TYPE_CHECKING:
    from grader.maths.grammar.parser import Parser


def product(p: Parser) -> Term:
    """Factors, written side by side or with a sign between them, and quotients."""
    p.enter()
    start = p.token.start
    factors = [p.factor()]
    dotted = False
    while True:
        token = p.token
        kind = token.kind
        if kind == "*":
            dotted = dotted or token.value == "·"
            p.advance()
            p.skip_lines()
            factors.append(p.dots() if p.token.kind == "dots" and p.tokens[p.i + 1].kind == "*" else p.signed_factor())
        elif kind == "/":
            p.stack()
            p.advance()
            bottom = _below(p, factors)
            top = times(factors, p.span(start))
            factors = [Div(top, bottom, span=p.span(start))]
        elif kind == "entrywise":
            p.stack()
            p.advance()
            left = times(factors, p.span(start))
            right = p.signed_factor()
            factors = [Apply(token.value, (left, right), span=p.span(start))]
        elif kind == "dots" and _dots_in_product(p, factors):
            factors.append(p.dots())
        elif p.begins_factor():
            factors.append(p.factor())
        else:
            break
    p.depth -= 1
    return times(factors, p.span(start), dotted=dotted)


def signed_factor(p: Parser) -> Term:
    """A factor after a written operator, which may have a sign: ``a \\cdot -b``."""
    start = p.token.start
    if p.token.kind in ("-", "+"):
        p.stack()
        sign = p.advance().kind
        inner = p.signed_factor()
        return Neg(inner, span=p.span(start)) if sign == "-" else inner
    return p.factor()


def _dots_in_product(p: Parser, factors: Sequence[Term]) -> bool:
    following = p.tokens[p.i + 1].kind
    return bool(factors) and (following in OPERANDS or following == "*")


def begins_factor(p: Parser) -> bool:
    """Whether the next token begins a factor that is multiplied without a sign."""
    token = p.token
    kind = token.kind
    if kind == "bar":
        return _bar_opens(p, token)
    if kind not in OPERANDS:
        return False
    if token.gap >= NEWLINE and not p.inside and _breaks_here(p, token):
        return False
    if kind == "open" and not p.inside and (p.is_prose_bracket() or p.i in p.related):
        return False
    if kind == "number" and p.tokens[p.i - 1].kind == "number":
        raise failure("reading.math.two_numbers", token)
    return True


def _breaks_here(p: Parser, token: Token) -> bool:
    """Outside brackets a wide gap ends a chain; a line break does if an equation stands on both sides."""
    if token.gap == QUAD:
        return True
    return token.gap == NEWLINE and p.links > 0 and p.line_relates(p.i)


def _bar_opens(p: Parser, token: Token) -> bool:
    """Whether a bar after an operand opens; inside its like it closes, alone in P( | ) it parts."""
    innermost = p.inside[-1] if p.inside else ""
    if innermost in ("|", "||"):
        return False
    if innermost == "set" or p.evaluated_here() or (innermost == "call" and _bars_left(p) % 2):
        return False
    return token.gap < QUAD or bool(p.inside)


def _bars_left(p: Parser) -> int:
    """How many bars stand from here to the end of the bracket: in E[2 |x|] they pair, in P(y | x) one parts."""
    level = count = 0
    for token in p.tokens[p.i :]:
        if token.kind in ("open", "{", "begin"):
            level += 1
        elif token.kind in ("close", "}", "end"):
            level -= 1
        if level < 0:
            break
        count += level == 0 and token.kind == "bar"
    return count


def _below(p: Parser, factors: Sequence[Term]) -> Term:
    """What a slash divides by; ``1/2b`` may mean 1/(2b)."""
    first = p.token
    start = first.start
    bottom = p.signed_factor()
    token = p.token
    if first.kind in ("open", "{", "bar", "lbar", "fn") or token.kind not in (
        "name", "number", "open", "cmd", "half", "lbar", "bar"
    ) or not p.begins_factor():  # fmt: skip
        return bottom
    spaced = token.gap not in (NOTHING, THIN) and not _after_command(p)
    if spaced and token.kind not in ("name", "number"):
        return bottom
    p.met.add("slash")
    tight = (
        token.kind == "name"
        and not spaced
        and isinstance(bottom, Number)
        and not (len(factors) == 1 and isinstance(factors[0], Number))
    )
    if tight == (p.policy.slash == "usual"):
        below = [bottom]
        while p.token.kind in ("name", "number", "open", "cmd", "half") and p.begins_factor():
            below.append(p.factor())
        bottom = times(below, p.span(start))
    p.remark("slash", Message("reading.math.slash"))
    return bottom


def _after_command(p: Parser) -> bool:
    """Whether the gap before the next token only ends a command's name."""
    before, token = p.tokens[p.i - 1], p.token
    return before.kind == "name" and before.end - before.start > 1 and token.start - before.end == 1
