"""Scripts: what stands above and below a name, and what it means for that name.

A superscript may be an exponent, a transpose, an inverse, a star, a number of the sample or a word; a subscript an
index or a word. Accents are applied first, then indices, then the rest in the order in which it was written.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Final, TypeAlias

from grader.maths import notation
from grader.maths.grammar.layout import (
    SCRIPTS,
    failure,
    misread,
    named,
)
from grader.maths.terms import (
    Accent,
    Apply,
    Collection,
    Derivative,
    Index,
    Mul,
    Neg,
    Number,
    Pow,
    Prime,
    Span,
    Stack,
    Symbol,
    Term,
)
from grader.maths.tokens import TooLarge

if TYPE_CHECKING:
    from grader.maths.grammar.parser import Parser

MAX_EXPONENT: Final = 1_000
#: A script by its sort: "pow" with the exponent, "index" with the indices, "accent:hat", "transpose" …
Mark: TypeAlias = tuple[str, tuple[Term, ...]] | tuple[str, Term]
_MARK_ORDER: Final = {"accent": 0, "star": 0, "index": 1, "ordered": 1}


def scripts(p: Parser, base: Term, start: int) -> Term:
    marks: list[Mark] = []
    while p.token.kind in SCRIPTS:
        match p.token.kind:
            case "_":
                marks += subscript(p)
            case "^":
                marks += superscript(p, base)
            case "'":
                marks.append((f"prime{p.advance().value}", ()))
            case _:
                marks.append((f"accent:{p.advance().value}", ()))
    return marked(p, base, marks, start)


def marked(p: Parser, base: Term, marks: Sequence[Mark], start: int) -> Term:
    """The base with its marks: accents closest, then subscripts, then the rest in order."""
    at = p.span(start)
    if (by := _differentiated_by(p, base, marks)) is not None:
        return Derivative(base, by, span=at)
    order = sorted(marks, key=lambda mark: _MARK_ORDER.get(mark[0].partition(":")[0], 2))
    for _ in marks[2:]:
        p.stack()
    for kind, what in order:
        sort, _, value = kind.partition(":")
        match sort:
            case "accent":
                base = Accent(value, base, span=at)
            case "star":
                base = Accent("star", base, span=at)
            case "index" if isinstance(what, tuple):
                base = _indexed(p, base, what, at)
            case "ordered" if isinstance(what, tuple):
                base = Index(Accent("ordered", base, span=at), what, span=at)
            case "pow" if not isinstance(what, tuple):
                base = Pow(base, what, span=at)
            case "transpose":
                literal = isinstance(base, Stack | Collection) and _is_tuple(p, base)
                base = base if literal else Apply("transpose", (base,), span=at)
            case "inverse-transpose":
                base = Apply("transpose", (Pow(base, Number(Fraction(-1)), span=at),), span=at)
            case "pinv":
                base = Apply("pinv", (base,), span=at)
            case _:  # prime1, prime2 …
                order_of = int(sort.removeprefix("prime"))
                before = base.order if isinstance(base, Prime) else 0
                inner = base.term if isinstance(base, Prime) else base
                base = Prime(inner, before + order_of, span=at)
    return base


def _differentiated_by(p: Parser, base: Term, marks: Sequence[Mark]) -> Term | None:
    """The variable of ``(…)'_b``, a derivative as it is written after brackets."""
    if named(base) is not None or [kind for kind, _ in marks] != ["prime1", "index"]:
        return None
    what = marks[1][1]
    by = what[0] if isinstance(what, tuple) and len(what) == 1 else None
    return by if isinstance(by, Symbol) and by.name in p.names.declared else None


def _is_tuple(p: Parser, base: Stack | Collection) -> bool:
    """Whether it was written ``(a, b)``; such a tuple is a column, as it is with ᵀ behind it."""
    if isinstance(base, Stack) and len(base.rows) == 1:
        return False
    opening = next((t for t in p.tokens if base.span and t.start == base.span[0] and t.kind == "open"), None)
    if opening is None:
        return False
    return opening.value == "(" or isinstance(base, Collection)


def _indexed(p: Parser, base: Term, at: tuple[Term, ...], span: Span) -> Term:
    match base:
        case Symbol("I") if "I" not in p.names and len(at) == 1 and not _is_counter(at[0]):
            return Apply("identity", (_side(at[0]),), span=span)
        case Number(value) if value in (0, 1) and len(at) == 1 and isinstance(at[0], Symbol):
            return Apply("ones" if value == 1 else "zeros", at, span=span)
        case Number():
            raise misread("reading.math.subscript_of_number", *span)
        case Symbol(name) if name.isupper() and len(at) == 1 and _two_digits(at[0]):  # X_{12}
            return Index(base, _digits(at[0]), span=span)
        case Pow() if len(at) == 1 and _two_digits(at[0]):  # (A^2)_{12}
            return Index(base, _digits(at[0]), span=span)
        case Accent(("hat" | "tilde" | "star") as mark, Index(inner, first)):
            return Index(Index(Accent(mark, inner, span=base.span), first, span=base.span), at, span=span)
        case _:
            return Index(base, at, span=span)


def _digits(term: Term) -> tuple[Term, ...]:
    """The digits of a two-digit subscript, each as one."""
    digits = str(term.value) if isinstance(term, Number) else ""
    return tuple(Number(Fraction(digit), span=term.span) for digit in digits)


def superscript(p: Parser, base: Term) -> list[Mark]:
    """What ``^`` and its argument mean for this base."""
    p.enter()
    p.advance()
    marks = _braced_superscript(p, base) if p.token.kind == "{" else _bare_superscript(p, base)
    p.depth -= 1
    return marks


def _braced_superscript(p: Parser, base: Term) -> list[Mark]:
    end = p.partner[p.i]
    p.advance()
    if p.i == end:
        raise p.unexpected()
    marks: list[Mark] = []
    p.inside.append("{")
    while p.i < end:
        if (mark := _mark(p, base, end)) is not None:
            marks.append(mark)
        else:
            marks.append(("pow", _exponent(p.expression())))
            break
    p.inside.pop()
    p.close(end)
    return marks


def _mark(p: Parser, base: Term, end: int) -> tuple[str, tuple[Term, ...]] | None:
    """A superscript that is no exponent: T, *, †, (i), a word."""
    token = p.token
    rest = end - p.i
    if token.kind == "top" or (token.kind == "name" and token.value == "T" and rest == 1 and "T" not in p.names):
        p.advance()
        return "transpose", ()
    if token.kind == "star" or (token.kind == "*" and token.value == "*"):
        p.advance()
        return "star", ()
    if token.kind == "'":
        return f"prime{p.advance().value}", ()
    if token.kind == "dagger" or (token.kind == "+" and rest == 1):
        p.advance()
        return "pinv", ()
    if token.kind == "-" and rest == 2 and (p.tokens[p.i + 1].kind == "top" or _is_t(p, p.i + 1)):
        p.i += 2
        return "inverse-transpose", ()
    if token.kind == "word" or (token.kind == "text" and rest == 1):
        p.advance()
        word = token.value.strip()
        return f"accent:{notation.ACCENT_NAMES.get(word, word)}", ()
    if token.kind == "open" and token.value == "(" and _counts(p, base) and _ends_marks(p, end):
        return _counter(p)
    return None


def _is_t(p: Parser, i: int) -> bool:
    token = p.tokens[i]
    return token.kind == "name" and token.value == "T" and "T" not in p.names


def _counts(p: Parser, base: Term) -> bool:
    """Whether a bracket in the superscript of this base is a number of a sample."""
    return named(base) is not None and not (isinstance(base, Symbol) and base.name == "e" and not p.e_is_name)


def _ends_marks(p: Parser, end: int) -> bool:
    after = p.partner[p.i] + 1
    kind, single = p.tokens[after].kind, after - p.i == 3
    starred = kind == "*" and p.tokens[after].value == "*" and after == end - 1
    return after == end or kind in ("top", "'", "star") or starred or (kind == "number" and single) or _is_t(p, after)


def _counter(p: Parser) -> tuple[str, tuple[Term, ...]]:
    end = p.partner[p.i]
    p.advance()
    p.inside.append("(")
    items = [p.expression()]
    while p.token.kind == ",":
        p.advance()
        items.append(p.expression())
    p.inside.pop()
    p.close(end)
    return "index", tuple(items)


def _bare_superscript(p: Parser, base: Term) -> list[Mark]:
    token = p.token
    if token.kind == "+" or token.kind in ("top", "star", "dagger", "'", "word") or _is_t(p, p.i) or (
        token.kind == "*" and token.value == "*"
    ):  # fmt: skip
        mark = _mark(p, base, p.i + 1)
        assert mark is not None
        return [mark]
    if token.kind == "-":
        p.advance()
        if p.token.kind == "top" or _is_t(p, p.i):
            p.advance()
            return [("inverse-transpose", ())]
        start = token.start
        inner = _script_operand(p, base)
        return [("pow", _exponent(Neg(inner, span=p.span(start))))]
    if token.kind == "open" and token.value == "(":
        content = p.tokens[p.i + 1 : p.partner[p.i]]
        if len(content) == 1 and _counts(p, base):
            if content[0].value == "T" and content[0].kind in ("top", "name"):
                p.i += 3
                return [("transpose", ())]
            if content[0].value in notation.INDEX_LETTERS and content[0].value not in p.names:
                return [_counter(p)]
    return [("pow", _exponent(_script_operand(p, base)))]


def _script_operand(p: Parser, base: Term) -> Term:
    """A superscript without braces; another one on top of it belongs to it."""
    start = p.token.start
    operand = p.primary()
    if p.token.kind == "_" and isinstance(base, Symbol) and base.name == "e" and isinstance(operand, Symbol):
        operand = marked(p, operand, subscript(p), start)
    if p.token.kind == "^" and isinstance(operand, Symbol | Number | Index):
        operand = marked(p, operand, superscript(p, operand), start)
    return operand


def _exponent(term: Term) -> Term:
    """An exponent; a negative literal is one number."""
    if isinstance(term, Neg) and isinstance(term.term, Number):
        term = Number(-term.term.value, span=term.span)
    if isinstance(term, Number) and abs(term.value) > MAX_EXPONENT:
        raise TooLarge("exponent", MAX_EXPONENT)
    return term


def subscript(p: Parser) -> list[Mark]:
    """What ``_`` and its argument mean."""
    p.enter()
    p.advance()
    if p.token.kind == "{":
        marks = _braced_subscript(p)
    elif p.token.kind == "open" and p.token.value == "(":
        marks = [_counter(p)]
    else:
        marks = [_subscript_item(p)]
    p.depth -= 1
    return marks


def _subscript_item(p: Parser) -> tuple[str, tuple[Term, ...]]:
    """One token as a subscript."""
    token = p.token
    match token.kind:
        case "word":
            word = token.value.strip()
            mark = f"accent:{notation.ACCENT_NAMES.get(word, word)}"
        case "opt" | "fn":
            mark = f"accent:{token.value}"
        case "*" | "star":
            mark = "star"
        case "name" | "number" | "cmd":
            return "index", (p.primary(),)
        case _:
            raise p.unexpected()
    p.advance()
    return mark, ()


def _braced_subscript(p: Parser) -> list[Mark]:
    opening = p.i
    end = p.partner[p.i]
    if opening in p.related:
        raise misread("reading.math.relation_in_subscript", p.token.start, p.tokens[end].end)
    p.advance()
    p.inside.append("{")
    marks: list[Mark] = []
    indices: list[Term] = []
    if p.token.kind == "open" and p.token.value == "(" and p.partner[p.i] == end - 1:
        marks.append(("ordered", _counter(p)[1]))
    while p.i < end:
        indices += _subscript_part(p, end, marks)
        if p.token.kind == "," and p.i < end - 1:
            p.advance()
    p.inside.pop()
    p.close(end)
    if indices:
        marks.append(("index", tuple(indices)))
    if not marks:
        raise failure("reading.math.unexpected", p.tokens[end])
    return marks


def _subscript_part(p: Parser, end: int, marks: list[Mark]) -> list[Term]:
    """The subscripts up to the next comma; words go to the marks."""
    kinds = []
    for token in p.tokens[p.i : end]:
        if token.kind == ",":
            break
        kinds.append(token.kind)
    stop = p.i + len(kinds)
    if kinds and all(kind in ("word", "opt", "fn", "text", "star", "*") for kind in kinds):
        words = [t.value.strip() for t in p.tokens[p.i : stop]]
        p.i = stop
        if words in (["*"], ["star"]):
            marks.append(("star", ()))
        else:
            word = " ".join(words)
            marks.append((f"accent:{notation.ACCENT_NAMES.get(word, word)}", ()))
        return []
    if kinds == [":"]:
        token = p.advance()
        return [Symbol(":", span=(token.start, token.end))]
    if kinds and all(kind in ("name", "number") for kind in kinds):
        return [p.primary() for _ in kinds]
    return [p.expression()]


def _is_counter(term: Term) -> bool:
    return isinstance(term, Symbol) and term.name in ("i", "j", "k")


def _two_digits(term: Term) -> bool:
    return isinstance(term, Number) and term.value.denominator == 1 and 11 <= term.value <= 99 and term.value % 10 != 0


def _side(term: Term) -> Term:
    """The size of a square matrix: ``I_{n \\times n}`` is I_n."""
    return term.factors[0] if isinstance(term, Mul) and len(set(map(str, term.factors))) == 1 else term
