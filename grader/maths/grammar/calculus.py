"""Derivatives in every notation: quotients of differentials, nabla, subscripts, and differentials alone."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from grader.maths import notation
from grader.maths.grammar import scripts
from grader.maths.grammar.layout import (
    OPERANDS,
    SCRIPTS,
    bar_value,
    failure,
    misread,
)
from grader.maths.terms import (
    Apply,
    Derivative,
    Differential,
    Div,
    Index,
    Neg,
    Number,
    Pow,
    Relation,
    Symbol,
    Term,
)
from grader.maths.tokens import NOTHING, THIN, Token, TooLarge

if TYPE_CHECKING:
    from grader.maths.grammar.parser import Parser

MAX_ORDER: Final = 4  # of a derivative


def fraction(p: Parser, token: Token) -> Term:
    top = p.i + 1
    bottom = p.argument_end(top) if p.tokens[top].kind else top
    d, by = top + (p.tokens[top].kind == "{"), bottom + 1
    quotient = (_is_d(p, d) and _is_d(p, by)) or (_is_delta(p, d) and _is_delta(p, by))
    if quotient and p.tokens[bottom].kind == "{" and p.partner[bottom] - bottom > 2:
        return _derivative_fraction(p, token, top, bottom)
    p.advance()
    above = p.argument(token)
    below = p.argument(token)
    return Div(above, below, span=p.span(token.start))


def _is_d(p: Parser, i: int) -> bool:
    token = p.tokens[i]
    return token.kind == "diff" or (token.kind == "name" and token.value == "d")


def _is_delta(p: Parser, i: int) -> bool:
    token = p.tokens[i]
    return token.kind == "name" and token.value == "delta" and "delta" not in p.names


def _derivative_fraction(p: Parser, token: Token, top: int, bottom: int) -> Term:
    """``\\frac{\\partial L}{\\partial w}``, ``\\frac{d^2}{db^2} f``."""
    p.enter()
    braced = p.tokens[top].kind == "{"
    end = p.partner[top] if braced else top + 1
    p.i = top + (2 if braced else 1)
    p.inside.append("{")
    order = _order(p) if p.i < end else 1
    body = p.expression() if p.i < end else None
    p.inside.pop()
    if p.i != end:
        raise p.unexpected()
    p.i = bottom + 1
    variables = _variables(p, p.partner[bottom])
    p.close(p.partner[bottom])
    if body is None:
        body = _differentiated(p, token)
    result = _derived(p, body, variables, order, token)
    p.depth -= 1
    return result


def _order(p: Parser) -> int:
    """``^2`` behind a d."""
    if p.token.kind != "^":
        return 1
    p.advance()
    exponent = p.group() if p.token.kind == "{" else p.primary()
    if isinstance(exponent, Number) and exponent.value > MAX_ORDER:
        raise TooLarge("order", MAX_ORDER)
    if not isinstance(exponent, Number) or exponent.value not in range(1, MAX_ORDER + 1):
        raise misread("reading.math.order", *(exponent.span or (p.token.start, p.token.end)))
    return int(exponent.value)


def _variables(p: Parser, end: int) -> list[tuple[Term, int]]:
    """``dw``, ``db^2``, ``\\partial w \\partial w^\\top``, ``\\partial w_j`` with how often each."""
    found: list[tuple[Term, int]] = []
    while p.i < end:
        if not (_is_d(p, p.i) or _is_delta(p, p.i)):
            raise p.unexpected()
        p.advance()
        p.inside.append("call")  # b(…) is no call here
        start = p.token.start
        by = scripts.scripts(p, p.primary(), start) if p.token.kind in OPERANDS else None
        p.inside.pop()
        if by is None:
            raise p.unexpected()
        if isinstance(by, Pow) and isinstance(by.exponent, Number) and by.exponent.value in range(2, MAX_ORDER + 1):
            found.append((by.base, int(by.exponent.value)))
        else:
            found.append((by, 1))
    return found


def _derived(p: Parser, body: Term, variables: list[tuple[Term, int]], order: int, token: Token) -> Term:
    span = p.span(token.start)
    if order == 1 and len(variables) == 1 and variables[0][1] > 1:  # by the square itp: ∂L/∂σ²
        by, times = variables[0]
        return Derivative(body, Pow(by, Number(Fraction(times)), span=by.span), span=span)
    if sum(times for _, times in variables) != order:
        raise misread("reading.math.order", *span)
    plain = [by.args[0] if isinstance(by, Apply) and by.op == "transpose" and order > 1 else by for by, _ in variables]
    if all(by == plain[0] for by in plain):
        return Derivative(body, plain[0], order, span=span)
    for by, times in reversed(variables):
        body = Derivative(body, by, times, span=span)
    return body


def _differentiated(p: Parser, token: Token) -> Term:
    """What stands behind ``d/db``: the product that follows."""
    if not p.operand_here() and p.token.kind != "-":
        raise failure("reading.math.missing_argument", token)
    return signed_product(p)


def signed_product(p: Parser) -> Term:
    """A product that may have a sign."""
    start = p.token.start
    if p.token.kind == "-":
        p.advance()
        return Neg(p.product(), span=p.span(start))
    return p.product()


def nabla(p: Parser, token: Token) -> Term:
    p.enter()
    p.advance()
    by: Term | None = None
    order = 1
    if _is_variable(p, token):
        by = p.primary()
    while p.token.kind in ("_", "^"):
        if p.token.kind == "_":
            by = _derivative_subscript(p)
        else:
            order = _order(p)
    if not p.operand_here() and not (p.token.kind == "-" and by is not None):
        if p.token.kind in ("rel", "") and order == 1:  # "∇ = …": a name for the gradient
            p.depth -= 1
            symbol = Symbol("nabla", span=(token.start, token.end))
            return symbol if by is None else Index(symbol, (by,), span=p.span(token.start))
        raise failure("reading.math.missing_argument", token)
    body = p.factor() if _is_function_here(p) else signed_product(p)
    p.depth -= 1
    return Derivative(body, by, order, span=p.span(token.start))


def _is_variable(p: Parser, token: Token) -> bool:
    """Whether a declared name stuck to a typed ∇ says by what: ``∇w ‖Xw - y‖²``; ``∇f(w)`` is of f."""
    name, after = p.token, p.tokens[p.i + 1]
    stuck = token.end - token.start == 1 and name.kind == "name" and name.gap == NOTHING
    if not stuck or name.value not in p.names.declared:
        return False
    return after.gap != NOTHING and after.kind in OPERANDS | {"bar"}


def taken_at(p: Parser, derivative: Derivative, start: int) -> Term:
    """``\\frac{dL}{db}|_{b=0}``: the derivative at a value of its variable."""
    bar = p.advance()
    p.advance()
    end = p.partner[p.i]
    p.advance()
    p.inside.append("{")
    held = p.condition()
    p.inside.pop()
    p.close(end)
    known = isinstance(held, Relation) and held.op == "=" and derivative.at is None
    if not (known and isinstance(held, Relation) and held.left == derivative.by):
        raise failure("reading.math.evaluated", bar)
    return replace(derivative, at=held.right, span=p.span(start))


def _derivative_subscript(p: Parser) -> Term:
    """The ``w`` of ``\\nabla_w`` or ``\\partial_w``; several are a collection."""
    p.advance()
    start = p.token.start
    if p.token.kind == "{":
        return p.group()
    return p.postfix_free() if p.token.kind != "bar" else _bad(p, start)


def _bad(p: Parser, start: int) -> Term:
    raise misread("reading.math.unexpected", start, p.token.end)


def _is_function_here(p: Parser) -> bool:
    """Whether a function's name comes next, whose value is all that ``\\nabla`` takes."""
    token = p.token
    if token.kind != "name":
        return False
    if token.value in p.functions:
        return True
    return token.value in notation.FUNCTION_LETTERS and token.value not in p.names


def begins_differential(p: Parser, after: Token) -> bool:
    """Whether a plain d is that of calculus: ``dL/db``, ``dw``; a declared d is only in quotients."""
    if p.i and p.tokens[p.i - 1].kind == "name" and p.token.gap == NOTHING:
        before = p.tokens[p.i - 1]
        if before.end == p.token.start and before.end - before.start == 1:
            return _is_quotient(p, p.i)
    if _is_quotient(p, p.i):
        return True
    if "d" in p.functions or (after.gap != NOTHING and after.kind not in ("name", "cmd")):
        return False
    if p.d_is_name:
        return p.token.gap == THIN and after.kind == "name" and after.gap == NOTHING
    if after.kind == "open":
        return after.value in ("([" if p.d_is_differential else "(") and p.i not in p.related
    return after.kind in ("name", "cmd") and after.gap == NOTHING


def _is_quotient(p: Parser, i: int) -> bool:
    """Whether ``d…/d…`` stands here."""
    j = i + 1
    if p.tokens[j].kind == "^":
        j = p.argument_end(j + 1)
    if p.tokens[j].kind != "/":
        j = _skip_operand(p, j)
    if p.tokens[j].kind != "/" or not _is_d(p, j + 1):
        return False
    below = p.tokens[j + 2]
    return below.kind in ("name", "cmd", "{", "open") and (below.gap == NOTHING or p.tokens[j + 1].kind == "diff")


def _skip_operand(p: Parser, j: int) -> int:
    """The token after a simple operand: a name, bracket or norm with its scripts and arguments."""
    kind = p.tokens[j].kind
    if kind in ("bar", "lbar"):
        j = _after_bar(p, j)
    elif kind in ("name", "open", "{", "cmd"):
        j = p.argument_end(j + 1) if kind == "cmd" else p.argument_end(j)
    else:
        return j
    while p.tokens[j].kind in ("_", "^", "'", "mark", "open"):
        if p.tokens[j].kind in ("_", "^"):
            if not p.tokens[j + 1].kind:
                return j
            j += 1
        j = p.argument_end(j)
    return j


def _after_bar(p: Parser, j: int) -> int:
    """The token after the bar that closes the one at j."""
    i = j + 1
    while p.tokens[i].kind:
        token = p.tokens[i]
        if token.kind in ("bar", "rbar") and bar_value(token) == bar_value(p.tokens[j]):
            return i + 1
        if token.kind in ("close", "}", "end"):
            break
        i = p.partner[i] + 1 if token.kind in ("open", "{", "begin") else i + 1
    return j


def differential(p: Parser, token: Token) -> Term:
    """A d or ∂: of a quotient, with a subscript, or alone."""
    p.enter()
    if _is_quotient(p, p.i):
        result = _quotient(p, token)
    elif token.kind == "diff" and p.tokens[p.i + 1].kind == "_":
        p.advance()
        by = _derivative_subscript(p)
        order = _order(p)
        body = p.factor() if _is_function_here(p) else _differentiated(p, token)
        result = Derivative(body, by, order, span=p.span(token.start))
    elif token.value == "∂":
        raise failure("reading.math.partial", token)
    else:
        p.advance()
        if p.token.kind not in OPERANDS:
            raise failure("reading.math.missing_argument", token)
        result = Differential(p.factor(), span=p.span(token.start))
    p.depth -= 1
    return result


def _quotient(p: Parser, token: Token) -> Term:
    """``dL/db``, ``∂/∂b (…)``, ``d^2L/db^2``."""
    p.advance()
    order = _order(p)
    body: Term | None = None
    if p.token.kind != "/":
        end = _skip_operand(p, p.i)
        start = p.token.start
        inner = p.primary()
        body = p.postfix(inner, start)
        if p.i != end:
            raise p.unexpected()
    p.expect("/")
    p.advance()
    start = p.token.start
    by = p.primary()
    by = scripts.scripts(p, by, start) if p.token.kind in SCRIPTS else by
    times = 1
    if isinstance(by, Pow) and isinstance(by.exponent, Number):
        by, times = (by.base, int(by.exponent.value)) if by.exponent.value in range(2, MAX_ORDER + 1) else (by, 1)
    if body is None:
        body = _differentiated(p, token)
    return _derived(p, body, [(by, times)], order, token)
