"""Rewrites that are cheap and sound, made before evaluation.

They turn logs of products into sums and roots of squares into absolute values, so that many identities with exp, log
and norms become polynomial ones, which the prime field decides for all inputs.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from math import isqrt

from grader.maths.declare import Scope
from grader.maths.terms import Add, Apply, Div, Fold, Mul, Neg, Number, Pow, Symbol, Term, rebuild

_ZERO, _ONE, _TWO, _HALF = (Number(Fraction(*v)) for v in ((0, 1), (1, 1), (2, 1), (1, 2)))


def rewrite(term: Term, scope: Scope) -> Term:
    """The same value at every point where the term is defined."""
    term = rebuild(term, lambda t: rewrite(t, scope))
    match term:
        case Pow(base, Div(Number(top), Number(bottom))) if bottom:
            return rewrite(replace(term, exponent=Number(top / bottom)), scope)
        case Apply("log", (inner,)):
            return _log(inner, scope) or term
        case Apply("exp", (Apply("log", (inner,)),)):
            return inner
        case Apply("sqrt", (inner,)):
            return _sqrt(inner, scope) or term
        case Apply("abs", (inner,)):
            return _abs(inner, scope) or term
        case Apply("sgn", (inner,)) if positive(inner, scope):
            return _ONE
        case Pow(Apply("norm", (inner,)), exponent) if exponent == _TWO:
            return Apply("inner", (inner, inner), span=term.span)
        case Pow(Apply("abs", (inner,)), exponent) if exponent == _TWO:
            return Pow(inner, _TWO, span=term.span)
        case Pow(Apply("sqrt", (inner,)), exponent) if exponent == _TWO:
            return inner
        case Pow(base, exponent) if exponent == _HALF:
            return rewrite(Apply("sqrt", (base,), span=term.span), scope)
        case Pow(base, Number(value)) if value.denominator == 2 and abs(value) < 64:
            root = rewrite(Apply("sqrt", (base,), span=term.span), scope)
            return Pow(root, Number(Fraction(value.numerator)), span=term.span)
        case Pow(base, Neg(Number(value))):
            return rewrite(Pow(base, Number(-value), span=term.span), scope)
        case Pow(base, Neg(Div(Number(top), Number(bottom)))) if bottom:
            return rewrite(Pow(base, Number(-top / bottom), span=term.span), scope)
        case _:
            return term


def _log(inner: Term, scope: Scope) -> Term | None:
    match inner:
        case Apply("exp", (exponent,)):
            return exponent
        case Mul(factors) if all(positive(f, scope) for f in factors):
            return Add(tuple(_log_of(f, scope) for f in factors))
        case Div(top, bottom) if positive(top, scope) and positive(bottom, scope):
            return Add((_log_of(top, scope), Neg(_log_of(bottom, scope))))
        case Pow(base, exponent) if positive(base, scope):
            return Mul((exponent, _log_of(base, scope)))
        case Apply("sqrt", (base,)) if positive(base, scope):
            return Mul((_HALF, _log_of(base, scope)))
        case Fold("prod", _, _, _, body) if positive(body, scope):
            return replace(inner, op="sum", body=_log_of(body, scope))
        case _:
            return None


def _log_of(term: Term, scope: Scope) -> Term:
    return _log(term, scope) or Apply("log", (term,))


def log_of(term: Term, scope: Scope) -> Term:
    """log of a rewritten positive term, itself rewritten."""
    return _log_of(term, scope)


def _sqrt(inner: Term, scope: Scope) -> Term | None:
    match inner:
        case Number(value) if value >= 0:
            top, bottom = isqrt(value.numerator), isqrt(value.denominator)
            return Number(Fraction(top, bottom)) if Fraction(top, bottom) ** 2 == value else None
        case Pow(base, exponent) if exponent == _TWO:
            return base if positive(base, scope) else Apply("abs", (base,))
        case Apply("inner", (a, b)) if a == b:
            return Apply("norm", (a,))
        case Mul(factors) if all(positive(f, scope) for f in factors):
            return Mul(tuple(_sqrt_of(f, scope) for f in factors))
        case Div(top_term, bottom_term) if positive(top_term, scope) and positive(bottom_term, scope):
            return Div(_sqrt_of(top_term, scope), _sqrt_of(bottom_term, scope))
        case _:
            return None


def _sqrt_of(term: Term, scope: Scope) -> Term:
    return _sqrt(term, scope) or Apply("sqrt", (term,))


def _abs(inner: Term, scope: Scope) -> Term | None:
    if positive(inner, scope):
        return inner
    match inner:
        case Neg(negated):
            return _abs(negated, scope) or Apply("abs", (negated,))
        case Mul(factors) if any(positive(f, scope) for f in factors):
            outside = tuple(f for f in factors if positive(f, scope))
            inside = tuple(f for f in factors if not positive(f, scope))
            return Mul((*outside, Apply("abs", (Mul(inside) if len(inside) > 1 else inside[0],))))
        case Div(top, bottom) if positive(bottom, scope):
            return Div(_abs(top, scope) or Apply("abs", (top,)), bottom)
        case Apply("abs", _):
            return inner
        case _:
            return None


def positive(term: Term, scope: Scope) -> bool:
    """Whether a scalar term is surely greater than 0 wherever it is defined."""
    match term:
        case Number(value):
            return value > 0
        case Symbol(name):
            declared = scope.declared.get(name)
            kind = "any" if declared is None else declared.kind
            return name == "pi" or name in scope.dims or kind in ("positive", "distribution")
        case Mul(factors):
            return all(positive(f, scope) for f in factors)
        case Div(top, bottom):
            return positive(top, scope) and positive(bottom, scope)
        case Add(terms):
            return all(not_negative(t, scope) for t in terms) and any(positive(t, scope) for t in terms)
        case Pow(base, _):
            return positive(base, scope)
        case Apply("exp" | "sigmoid" | "factorial", _):
            return True
        case Apply("entry" | "cell", (base, *_)):
            return positive(base, scope)
        case Apply("sqrt", (inner,)):
            return positive(inner, scope)
        case Fold("prod", _, _, _, body) | Fold("sum", _, _, _, body, None, None):
            return positive(body, scope)
        case _:
            return False


def not_negative(term: Term, scope: Scope) -> bool:
    """Whether one sees of a number that it is at least 0 wherever it is defined: a sum of squares, say."""
    match term:
        case Symbol(name) if (declared := scope.declared.get(name)) is not None and declared.kind == "count":
            return True
        case Apply("abs" | "norm" | "norm1" | "norminf" | "sqrt", _):
            return True
        case Apply("inner", (a, b)):
            return a == b
        case Pow(_, Number(value)) if value.denominator == 1 and value.numerator % 2 == 0:
            return True
        case Mul(factors):
            rest = [f for f in _flat(term) if not not_negative(f, scope)]
            return all(not_negative(f, scope) for f in factors) or _is_square(rest)
        case Add(terms):
            return all(not_negative(t, scope) for t in terms)
        case Div(top, bottom):
            return not_negative(top, scope) and positive(bottom, scope)
        case Fold("sum", _, _, _, body):
            return not_negative(body, scope)
        case Number(value):
            return value >= 0
        case _:
            return positive(term, scope)


def _flat(term: Term) -> list[Term]:
    """The factors of a product, brackets and transposes of products multiplied out."""
    match term:
        case Mul(factors):
            return [part for factor in factors for part in _flat(factor)]
        case Apply("transpose", (Mul() as inner,)):
            return [_turned(part) for part in reversed(_flat(inner))]
        case _:
            return [term]


def _is_square(factors: list[Term]) -> bool:
    """``v^T A^T A v``: a product that is its own transpose factor by factor, around nothing."""
    half = len(factors) // 2
    turned = [_turned(factor) for factor in reversed(factors[half:])]
    return len(factors) % 2 == 0 and factors[:half] == turned


def _turned(factor: Term) -> Term:
    return factor.args[0] if isinstance(factor, Apply) and factor.op == "transpose" else Apply("transpose", (factor,))
