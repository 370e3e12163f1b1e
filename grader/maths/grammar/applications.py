"""Functions and optima with what they apply to.

Without brackets a function takes the product that follows, as far as the policy says.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Final, Literal

from grader.core import Message
from grader.maths import notation
from grader.maths.grammar import brackets, scripts
from grader.maths.grammar.layout import (
    ENDERS,
    OPERANDS,
    failure,
    misread,
    times,
)
from grader.maths.grammar.scripts import Mark
from grader.maths.terms import (
    Apply,
    Call,
    Collection,
    Div,
    Dots,
    Fold,
    Index,
    Mul,
    Neg,
    Number,
    Optimum,
    Pow,
    Stack,
    Symbol,
    Term,
)
from grader.maths.tokens import Token

if TYPE_CHECKING:
    from grader.maths.grammar.parser import Parser

_LOOSE: Final = frozenset(("log", "sin", "cos", "tan"))  # log(x)^2 may be meant either way


def function(p: Parser) -> Term:
    """A known function with its scripts and argument."""
    token = p.advance()
    op = token.value
    p.enter()
    base: Term | None = None
    over: tuple[Term, ...] = ()  # of an expectation: what it is taken over
    marks: list[Mark] = []
    while p.token.kind in ("_", "^"):
        if p.token.kind == "^":
            marks += scripts.superscript(p, Number(Fraction(0)))
        elif op == "expectation":
            over = _distributed(p)
        else:
            base = _function_subscript(p, op)
    if op == "exp" and len(marks) == 1 and marks[0][0] == "pow" and not p.operand_here():
        p.depth -= 1
        assert not isinstance(marks[0][1], tuple)
        return Apply("exp", (marks[0][1],), span=p.span(token.start))
    result = _applied(p, op, token)
    if over:
        if not isinstance(result, Apply):
            raise failure("reading.math.subscript_of_function", token, name="E")
        result = Apply(op, (*result.args, *over), span=result.span)
    if op == "log" and base is not None:
        result = Div(result, Apply("log", (base,), span=base.span), span=p.span(token.start))
    for kind, what in marks:
        if kind != "pow" or isinstance(what, tuple):
            raise failure("reading.math.unexpected", token)
        result = Pow(result, what, span=p.span(token.start))
    p.depth -= 1
    return result


def _distributed(p: Parser) -> tuple[Term, ...]:
    """``\\mathbb E_{x}``, ``\\mathbb E_{x, y}``, ``\\mathbb E_{x \\sim p}``."""
    p.advance()
    if p.token.kind != "{":
        return (p.postfix_free(),)
    end = p.partner[p.i]
    p.advance()
    p.inside.append("{")
    found: list[Term] = []
    while p.i < end:
        token = p.token
        if token.kind in ("word", "text"):
            p.advance()
            found.append(Symbol(token.value.strip(), span=(token.start, token.end)))
        else:
            found.append(p.condition())
        if p.token.kind in (",", ";"):
            p.advance()
    p.inside.pop()
    p.close(end)
    return tuple(found)


def _function_subscript(p: Parser, op: str) -> Term | None:
    at = p.token
    marks = scripts.subscript(p)
    if len(marks) == 1 and isinstance(marks[0][1], tuple) and len(marks[0][1]) == 1:
        term = marks[0][1][0]
        if op == "log":
            return None if term == Symbol("e") else term
        if op in notation.OF_A_SAMPLE and isinstance(term, Symbol):
            return None
    raise failure("reading.math.subscript_of_function", at, name=op)


def _applied(p: Parser, op: str, token: Token) -> Term:
    """The function on its argument."""
    kind = p.token.kind
    if kind == "open" or (kind == "{" and p.tokens[p.i - 1].kind in ("fn", "opt")):
        as_set = p.token.value in ("\\{", "{")
        opening = p.token
        args, given = p.arguments()
        if opening.value == "\\{":
            brackets.skip_family(p)
        if given:
            head = {"expectation": "E", "normal": "N"}.get(op, op)
            return Call(Symbol(head, span=(token.start, token.end)), args, given, span=p.span(token.start))
        if op in _LOOSE and p.token.kind == "^" and len(args) == 1 and opening.value in ("(", "["):
            of_argument = op == "log" and _is_symbolic(p)  # a power with a letter is what logs are taken of
            if not of_argument:
                p.met.add("power")
            if of_argument or (opening.end - opening.start > 1) == (p.policy.power == "usual"):  # with \left
                powered = p.postfix(args[0], opening.start)
                return Apply(op, (powered,), span=p.span(token.start))
        return _apply(p, op, args, as_set, token)
    if kind in ("+", "-") and op in notation.BARE_FUNCTIONS and p.tokens[p.i + 1].kind not in ENDERS:
        sign = p.advance()
        inner = _bare_argument(p)
        arg = Neg(inner, span=p.span(sign.start)) if sign.kind == "-" else inner
        return Apply(op, (arg,), span=p.span(token.start))
    if not p.operand_here():
        alone = p.i == 1 and not p.token.kind  # the formula only names the function
        if alone or op in ("median", "mean", "laplace", "normal", "var", "rank"):
            return Symbol(op, span=(token.start, token.end))
        raise failure("reading.math.missing_argument", token)
    return _apply(p, op, (_bare_argument(p),), False, token)


def _is_symbolic(p: Parser) -> bool:
    """Whether a letter stands in the exponent that begins here."""
    return any(token.kind == "name" for token in p.tokens[p.i + 1 : p.argument_end(p.i + 1)])


def _apply(p: Parser, op: str, args: tuple[Term, ...], as_set: bool, token: Token) -> Term:
    span = p.span(token.start)
    if op in notation.OF_A_SAMPLE:
        dotted = any(isinstance(arg, Dots) for arg in args)
        single = len(args) == 1 and isinstance(args[0], Index)
        if as_set or dotted or single:
            args = (Collection(args, span=span),)
    elif op == "diag" and len(args) > 1:
        dotted = any(isinstance(arg, Dots) for arg in args)
        args = (Collection(args, span=span) if dotted else Stack(tuple((arg,) for arg in args), span=span),)
    elif any(isinstance(arg, Dots) for arg in args) and op != "logsumexp":
        raise misread("reading.math.dots", *span)
    wanted = {"inner": 2, "cov": 2, "normal": 2, "laplace": 2, "hadamard": 2, "solve": 2}.get(op, 1)
    free = op in notation.OF_A_SAMPLE or op in ("expectation", "logsumexp", "normal", "laplace")
    if len(args) != wanted and not free:
        raise misread("reading.math.arity", *span, name=op)
    if op == "solve":  # np.linalg.solve(A, b)
        return Mul((Apply("inv", args[:1], span=span), args[1]), span=span)
    return Apply(op, args, span=span)


def _bare_argument(p: Parser) -> Term:
    """The argument of a function without brackets: the product that follows, as far as the policy says."""
    start = p.token.start
    if p.token.kind in ("bar", "lbar"):
        return p.factor()
    first = p.factor()
    factors = [first]
    if isinstance(first, Fold):
        return first
    while True:
        token = p.token
        is_first = isinstance(first, Number) and len(factors) == 1
        if token.kind == "/" and is_first and p.tokens[p.i + 1].kind == "number":  # log 1/2
            p.advance()
            factors = [Div(first, p.factor(), span=p.span(start))]
            continue
        reach = _reach(p, token)
        if not reach:
            break
        p.met.add("short" if reach == "near" else "long")
        if p.policy.arguments == "short" or (p.policy.arguments == "usual" and reach == "far"):
            break
        if reach == "near":
            p.remark("argument", Message("reading.math.argument"))
        if token.kind == "/":
            p.stack()
            p.advance()
            factors = [Div(times(factors, p.span(start)), p.signed_factor(), span=p.span(start))]
        elif token.kind == "*":
            p.advance()
            factors.append(p.signed_factor())
        else:
            factors.append(p.factor())
    return times(factors, p.span(start))


def _reach(p: Parser, token: Token) -> Literal["", "near", "far"]:
    """Whether the next factor may belong to a bare argument: surely not, usually, or at a stretch."""
    if token.kind in ("*", "/"):
        return "far" if p.tokens[p.i + 1].kind in OPERANDS else ""
    if token.kind in ("big", "opt", "arg", "diff") or (token.kind == "fn" and token.value not in ("exp", "sqrt")):
        return ""
    if token.kind == "cmd" and token.value == "nabla":
        return ""
    if not p.begins_factor():
        return ""
    return "far" if token.kind in ("open", "bar", "lbar") else "near"


def optimum(p: Parser) -> Term:
    """``\\min``, ``\\arg\\min`` … with what is varied; on a list of numbers their least or greatest."""
    p.enter()
    token = p.advance()
    if token.kind == "arg":
        if p.token.kind != "opt":
            raise failure("reading.math.missing_argument", token)
        op = f"arg{p.advance().value}"
    else:
        op = token.value
    by: tuple[Term, ...] = ()
    while p.token.kind in ("_", "^"):
        if p.token.kind == "^":
            raise p.unexpected()
        by = _varied(p)
    if not by and op in ("min", "max") and p.token.kind in ("open", "{") and _is_list(p):
        result = _applied(p, op, token)
        p.depth -= 1
        return result
    if not p.operand_here() and p.token.kind not in ("-", "+"):
        raise failure("reading.math.missing_argument", token)
    body = p.expression()
    p.depth -= 1
    return Optimum(_optimum(op), by, body, span=p.span(token.start))


def _varied(p: Parser) -> tuple[Term, ...]:
    p.advance()
    if p.token.kind != "{":
        return (p.postfix_free(),)
    end = p.partner[p.i]
    p.advance()
    p.inside.append("{")
    found: list[Term] = []
    while p.i < end:
        if p.token.kind == "text":
            p.advance()
            continue
        found.append(p.expression())
        if p.token.kind == "rel":  # w \in \mathbb R^d
            if p.token.value != "∈":
                raise failure("reading.math.constraint", p.token)
            while p.i < end and not (p.token.kind == "," and _names_follow(p, end)):
                p.i = p.partner[p.i] + 1 if p.token.kind in ("open", "{") else p.i + 1
        if p.token.kind in (",", ";"):
            p.advance()
    p.inside.pop()
    p.close(end)
    return tuple(found)


def _names_follow(p: Parser, end: int) -> bool:
    return p.i + 1 < end and p.tokens[p.i + 1].kind == "name"


def _is_list(p: Parser) -> bool:
    """Whether the bracket holds several numbers, or a sample."""
    inner = p.tokens[p.i + 1 : p.partner[p.i]]
    return p.holds_comma(p.i) or (len(inner) <= 4 and all(t.kind in ("name", "_", "{", "}", "number") for t in inner))


def _optimum(op: str) -> Literal["min", "max", "argmin", "argmax"]:
    value: Literal["min", "max", "argmin", "argmax"] = op  # type: ignore[assignment]  # the tables hold no others
    return value
