"""Terms as presentation MathML: what was understood, typeset for a page that has no script.

The sibling of :mod:`grader.maths.show`, over the same nodes, typed or as read. Every ``math`` element has the plain
text of :func:`grader.maths.show.plain` as its ``alttext``. Names come from students, so all text is escaped.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from html import escape
from typing import Final, assert_never

from grader.maths import notation, show
from grader.maths.terms import (
    Accent,
    Add,
    Apply,
    Call,
    Cases,
    Collection,
    Derivative,
    Differential,
    Div,
    Dots,
    Fold,
    Index,
    Mul,
    Neg,
    Number,
    Optimum,
    Pow,
    Prime,
    Relation,
    Stack,
    Symbol,
    Term,
    free_names,
)

# How tightly a piece of notation holds together; a looser one needs brackets where a tighter one is expected.
_LOOSE, _SUM, _SIGN, _PRODUCT, _PREFIX, _FUNCTION, _SCRIPT, _ATOM = range(8)

_NO_CHARACTERS: Final = "".join(chr(plane << 16 | end) for plane in range(17) for end in (0xFFFE, 0xFFFF))
_UNFIT: Final = re.compile(
    f"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef{_NO_CHARACTERS}]"
)
_WORD: Final = re.compile(r"(?:<\w+>)?<mi>\w\w")  # log, arg min
_APPLIED: Final = "<mo>\u2061</mo>"  # an invisible sign for "of"
_TIMES: Final = "<mo>\u2062</mo>"  # an invisible sign of multiplication
_SPACE: Final = '<mspace width="0.2em"/>'
_COMMA: Final = "<mo>,</mo>"
_MINUS: Final = "<mo>−</mo>"
_TOPS: Final = {"hat": "^", "bar": "‾", "tilde": "~", "dot": "˙", "check": "ˇ"}
_NAMES: Final = {"laplace": "Laplace", "var": "Var", "cov": "Cov", "relu": "ReLU", "normal": "𝒩", "gamma": "Γ"}
_ENTRYWISE: Final = {"hadamard": "⊙", "kron": "⊗"}
_OPTIMA: Final = {"argmin": "arg min", "argmax": "arg max"}


def mathml(term: Term) -> str:
    """A term as a ``math`` element."""
    return math(_inside(term).xml, show.plain(term))


def math(inner: str, alternative: str) -> str:
    """A ``math`` element around markup, with its text for those who cannot see it. Limits stand below and above."""
    return f'<math displaystyle="true" alttext="{clean(alternative)}">{inner}</math>'


def clean(text: str) -> str:
    """Text as character data or an attribute's value; what no page may hold is a replacement character."""
    return escape(_UNFIT.sub("\ufffd", text))


def table(rows: Iterable[Iterable[str]], *, left: bool = False) -> str:
    """Markup of cells as an ``mtable``, centred or ``left`` aligned."""
    lines = "".join(f"<mtr>{''.join(f'<mtd>{cell}</mtd>' for cell in row)}</mtr>" for row in rows)
    return f'<mtable columnalign="left">{lines}</mtable>' if left else f"<mtable>{lines}</mtable>"


def matrix(rows: Iterable[Iterable[str]]) -> str:
    """Markup of cells as a matrix in round brackets."""
    return _fenced("(", table(rows), ")").xml


# ------------------------------------------------------------------------------------------------- pieces


@dataclass(frozen=True, slots=True)
class _Piece:
    """Markup with how tightly it holds together; ``single``: it is exactly one element."""

    xml: str
    level: int = _ATOM
    single: bool = True

    @property
    def one(self) -> str:
        """The markup as one element."""
        return self.xml if self.single else f"<mrow>{self.xml}</mrow>"


def _row(xml: str, level: int) -> _Piece:
    return _Piece(xml, level, single=False)


def _element(tag: str, *parts: str, level: int = _ATOM) -> _Piece:
    return _Piece(f"<{tag}>{''.join(parts)}</{tag}>", level)


def _name(text: str) -> str:
    return f"<mi>{clean(text)}</mi>"


def _sign(text: str) -> str:
    return f"<mo>{clean(text)}</mo>"


def _fenced(left: str, xml: str, right: str) -> _Piece:
    opened = f'<mo form="prefix" stretchy="true">{left}</mo>'
    return _element("mrow", opened, xml, f'<mo form="postfix" stretchy="true">{right}</mo>')


def _at(term: Term, needed: int) -> _Piece:
    """The term, in brackets if it holds less tightly than needed."""
    piece = _write(term)
    return piece if piece.level >= needed else _fenced("(", piece.xml, ")")


def _inside(term: Term) -> _Piece:
    return _at(term, _LOOSE)


def _listed(terms: Sequence[Term]) -> str:
    return _COMMA.join(_inside(term).xml for term in terms)


def _script(nucleus: str, below: str, above: str, level: int = _SCRIPT) -> _Piece:
    """A nucleus with what stands below and above at its right; nothing is empty text."""
    match bool(below), bool(above):
        case True, True:
            return _element("msubsup", nucleus, below, above, level=level)
        case True, False:
            return _element("msub", nucleus, below, level=level)
        case False, True:
            return _element("msup", nucleus, above, level=level)
        case _:
            return _Piece(nucleus, level)


# ------------------------------------------------------------------------------------------------ the nodes


def _write(term: Term) -> _Piece:
    match term:
        case Number(value):
            return _number(value)
        case Symbol(name):
            return _Piece(_symbol(name))
        case Index():
            return _raised(term, "", _ATOM)
        case Add(terms):
            return _add(terms)
        case Neg(inner):
            return _row(_MINUS + _at(inner, _PRODUCT).xml, _SIGN)
        case Mul(factors):
            return _mul(factors)
        case Div(top, bottom):
            return _element("mfrac", _inside(top).one, _inside(bottom).one)
        case Pow(base, exponent):
            return _raised(base, _inside(exponent).one)
        case Apply():
            return _apply(term)
        case Fold():
            return _fold(term)
        case Derivative():
            return _derivative(term)
        case Optimum(op, by, body):
            sign = _name(_OPTIMA.get(op, op))
            sign = _element("munder", sign, f"<mrow>{_listed(by)}</mrow>").xml if by else sign
            return _row(sign + _SPACE + _at(body, _SUM).xml, _LOOSE)
        case Cases(pieces):
            return _cases(pieces)
        case Stack(rows):
            return _Piece(matrix([_inside(entry).xml for entry in row] for row in rows))
        case Collection(items):
            return _fenced("{", _listed(items), "}")
        case Dots():
            return _Piece(_sign("…"))
        case Relation(op, left, right):
            return _row(_inside(left).xml + _sign(op) + _inside(right).xml, _LOOSE)
        case Call(head, args, given):
            said = _listed(args) + (_sign("∣") + _listed(given) if given else "")
            return _row(_at(head, _SCRIPT).xml + _APPLIED + _fenced("(", said, ")").xml, _ATOM)
        case Prime(inner, order):
            return _raised(inner, _sign("′" * order))
        case Accent(mark, inner):
            return _accent(term, mark, inner)
        case Differential(inner):
            return _row('<mi mathvariant="normal">d</mi>' + _at(inner, _SCRIPT).xml, _PREFIX)
        case _:
            assert_never(term)


def _number(value: Fraction) -> _Piece:
    if value < 0:
        return _row(_MINUS + _number(-value).xml, _SIGN)
    text = show.plain(Number(value))
    if "/" in text:
        return _element("mfrac", f"<mn>{value.numerator}</mn>", f"<mn>{value.denominator}</mn>")
    return _Piece(f"<mn>{text}</mn>")


def _symbol(name: str) -> str:
    return _name(show.plain(Symbol(name)))


def _raised(base: Term, above: str, level: int = _SCRIPT) -> _Piece:
    """A base with a superscript, which stands over the base's own subscript; ``above`` is one element or nothing."""
    match base:
        case Index(Accent("ordered", inner), at):
            return _script(_at(inner, _ATOM).one, _fenced("(", _listed(at), ")").one, above, level)
        case Index(Accent("star", Symbol() as inner), at) if not above:
            return _script(_write(inner).one, f"<mrow>{_listed(at)}</mrow>", _sign("*"), level)
        case Index(Accent("star", _) | Index() as inner, at):  # scripts of its own
            return _script(_fenced("(", _write(inner).xml, ")").one, f"<mrow>{_listed(at)}</mrow>", above, level)
        case Index(inner, at):
            return _script(_at(inner, _ATOM).one, f"<mrow>{_listed(at)}</mrow>", above, level)
        case Accent(mark, inner) if mark not in _TOPS and mark != "star":
            return _script(_at(inner, _ATOM).one, f"<mtext>{clean(mark)}</mtext>", above, level)
        case _:
            return _script(_at(base, _ATOM).one, "", above, level)


def _add(terms: Sequence[Term]) -> _Piece:
    parts: list[str] = []
    for place, term in enumerate(terms):
        sign, inner = "+", term
        if isinstance(term, Neg):
            sign, inner = "−", term.term
        elif isinstance(term, Dots) and place + 1 < len(terms) and isinstance(terms[place + 1], Neg):
            sign = "−"
        elif isinstance(term, Apply) and term.op == "pm" and len(term.args) == 1:
            sign, inner = "±", term.args[0]
        if place or sign != "+":
            parts.append(_sign(sign))
        parts.append(_at(inner, _FUNCTION if _reaches(inner, terms[place + 1 :]) else _PRODUCT).xml)
    return _row("".join(parts), _SUM)


def _reaches(term: Term, later: Sequence[Term]) -> bool:
    """Whether a sum at the end of a term would seem to go on over later terms, which have its index."""
    while not isinstance(term, Fold):
        match term:
            case Neg(inner):
                term = inner
            case Mul((*_, last)):
                term = last
            case _:
                return False
    if term.index is None:
        return bool(later)
    return any(term.index in free_names(other) for other in later) or _reaches(term.body, later)


def _mul(factors: Sequence[Term]) -> _Piece:
    parts: list[str] = []
    for place, factor in enumerate(factors):
        piece = _at(factor, _PREFIX if place == len(factors) - 1 else _FUNCTION)
        if place:
            parts.append(_between(factors[place - 1], factor, piece.xml))
        parts.append(piece.xml)
    return _row("".join(parts), _PRODUCT)


def _between(before: Term, factor: Term, text: str) -> str:
    """What parts two factors: a dot where they would be taken for one number or for a function's value."""
    called = isinstance(before, Symbol) and isinstance(factor, Add | Neg | Stack | Collection | Relation)
    if called and isinstance(before, Symbol):
        called = before.name in notation.FUNCTION_LETTERS or len(before.name) > 1
    digit = isinstance(factor, Number) or (isinstance(factor, Pow) and isinstance(factor.base, Number))
    if digit or called:
        return _sign("·")
    return _TIMES + (_SPACE if _WORD.match(text) or isinstance(factor, Differential) else "")


def _accent(term: Accent, mark: str, inner: Term) -> _Piece:
    if mark == "star":
        return _raised(inner, _sign("*"))
    if mark not in _TOPS:
        return _raised(term, "", _ATOM)
    stretchy = "false" if isinstance(inner, Symbol) else "true"
    over = f'<mo stretchy="{stretchy}">{_TOPS[mark]}</mo>'
    return _Piece(f'<mover accent="true">{_inside(inner).one}{over}</mover>')


# ------------------------------------------------------------------------------------------------ operators


def _apply(term: Apply) -> _Piece:
    args = term.args
    match term.op, args:
        case "abs", (arg,):
            return _fenced("|", _inside(arg).xml, "|")
        case ("norm" | "norm1" | "norminf") as op, (arg,):
            kind = {"norm1": "<mn>1</mn>", "norminf": _name("∞")}.get(op, "")
            return _script(_fenced("‖", _inside(arg).xml, "‖").one, kind, "", _ATOM)
        case "sqrt", (arg,):
            return _element("msqrt", _inside(arg).xml)
        case "transpose", (arg,):
            return _raised(arg, _sign("⊤"))
        case "pinv", (arg,):
            return _raised(arg, _sign("+"))
        case "inv", (arg,):
            return _raised(arg, f"<mrow>{_MINUS}<mn>1</mn></mrow>")
        case "inner", (a, b):
            return _fenced("⟨", _inside(a).xml + _COMMA + _inside(b).xml, "⟩")
        case ("hadamard" | "kron") as op, (a, b):
            return _row(_at(a, _FUNCTION).xml + _sign(_ENTRYWISE[op]) + _at(b, _FUNCTION).xml, _PRODUCT)
        case "factorial", (arg,):
            return _row(_at(arg, _ATOM).xml + _sign("!"), _SCRIPT)
        case "floor", (arg,):
            return _fenced("⌊", _inside(arg).xml, "⌋")
        case "ceil", (arg,):
            return _fenced("⌈", _inside(arg).xml, "⌉")
        case "pm", (arg,):
            return _row(_sign("±") + _at(arg, _PRODUCT).xml, _SUM)
        case ("ones" | "zeros") as op, _:
            digit = "<mn>𝟏</mn>" if op == "ones" else "<mn>𝟎</mn>"
            return _script(digit, f"<mrow>{_listed(args)}</mrow>" if args else "", "", _ATOM)
        case "identity", (size,):
            return _script(_name("I"), _inside(size).one, "", _ATOM)
        case "indicator", (condition,):
            return _row("<mn>𝟏</mn>" + _fenced("[", _inside(condition).xml, "]").xml, _FUNCTION)
        case "expectation", (arg, *by):
            sign = _script(_name("𝔼"), f"<mrow>{_listed(by)}</mrow>" if by else "", "", _ATOM)
            return _row(sign.xml + _fenced("[", _inside(arg).xml, "]").xml, _FUNCTION)
        case "family", (Symbol(index), low, high, body):
            below = f"<mrow>{_symbol(index)}{_sign('=')}{_inside(low).xml}</mrow>"
            return _script(_fenced("{", _inside(body).xml, "}").one, below, _inside(high).one, _ATOM)
        case _:
            return _part(term) or _function(term.op, args)


def _part(term: Apply) -> _Piece | None:
    """An entry, row or column of an array; None of anything else."""
    colon = Symbol(":")
    match term.op, term.args:
        case ("entry" | "cell"), (value, *at):
            return _raised(Index(value, tuple(at)), "", _ATOM)
        case "row", (value, at):
            return _raised(Index(value, (at, colon)), _sign("⊤"))
        case "line", (value, at):
            return _raised(Index(value, (at, colon)), "", _ATOM)
        case "column", (value, at):
            return _raised(Index(value, (colon, at)), "", _ATOM)
        case _:
            return None


def _function(op: str, args: Sequence[Term]) -> _Piece:
    head = _name(_NAMES.get(op, op)) + _APPLIED
    if len(args) == 1 and isinstance(args[0], Collection):
        braces = ("{", "}") if op in ("max", "min") else ("(", ")")
        return _row(head + _fenced(braces[0], _listed(args[0].items), braces[1]).xml, _FUNCTION)
    return _row(head + _fenced("(", _listed(args), ")").xml, _FUNCTION)


# --------------------------------------------------------------------------- what is written before its operand


def _fold(term: Fold) -> _Piece:
    sign = _sign({"sum": "∑", "prod": "∏"}[term.op])
    below = f"<mrow>{_below(term)}</mrow>" if term.index is not None else ""
    above = _inside(term.high).one if term.high is not None else ""
    match bool(below), bool(above):
        case True, True:
            sign = f"<munderover>{sign}{below}{above}</munderover>"
        case True, False:
            sign = f"<munder>{sign}{below}</munder>"
        case False, True:
            sign = f"<mover>{sign}{above}</mover>"
    return _row(sign + _at(term.body, _PRODUCT).xml, _PREFIX)


def _below(term: Fold) -> str:
    """``i = 1``, ``i ∈ B``, ``i ≠ j``, ``i : x_i > b``, ``i = 1, i ≠ j``."""
    assert term.index is not None
    index = _symbol(term.index)
    limit = ""
    if term.low is not None:
        limit += _sign("=") + _inside(term.low).xml
    if term.over is not None:
        limit += _sign("∈") + _inside(term.over).xml
    if term.given is None:
        return index + limit
    condition = _inside(term.given).xml
    if limit:
        return index + limit + _COMMA + condition
    return condition if term.given.left == Symbol(term.index) else index + _sign(":") + condition


def _derivative(term: Derivative) -> _Piece:
    if term.at is not None:
        slope = _at(replace(term, at=None), _ATOM).xml
        where = _inside(term.at).xml
        if term.by is not None:
            where = _inside(term.by).xml + _sign("=") + where
        bar = '<mo form="postfix" stretchy="true">|</mo>'
        return _element("msub", f"<mrow>{slope}{bar}</mrow>", f"<mrow>{where}</mrow>")
    order = f"<mn>{term.order}</mn>" if term.order > 1 else ""
    if term.by is None or isinstance(term.by, Collection):
        below = "" if term.by is None else f"<mrow>{_listed(term.by.items)}</mrow>"
        nabla = _script(_sign("∇"), below, order, _ATOM)
        return _row(nabla.xml + _operand(term.body).xml, _PREFIX)
    simple = isinstance(term.body, Symbol | Call | Index)
    d = _script(_sign("∂"), "", order, _ATOM).xml
    variable = _raised(term.by, order).xml if order else _at(term.by, _SCRIPT).xml
    fraction = _element("mfrac", f"<mrow>{d}{_inside(term.body).xml if simple else ''}</mrow>",
                        f"<mrow>{_sign('∂')}{variable}</mrow>")  # fmt: skip
    return fraction if simple else _row(fraction.xml + _operand(term.body).xml, _PREFIX)


def _operand(body: Term) -> _Piece:
    """What a differential operator applies to."""
    return _at(body, _SCRIPT)


def _cases(pieces: Sequence[tuple[Term, Relation | None]]) -> _Piece:
    rows = []
    for value, condition in pieces:
        when = "<mtext>otherwise</mtext>" if condition is None else f"<mtext>if</mtext>{_SPACE}{_inside(condition).xml}"
        rows.append((_inside(value).xml, when))
    opened = '<mo form="prefix" stretchy="true">{</mo>'
    return _element("mrow", opened, table(rows, left=True))
