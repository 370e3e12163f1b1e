"""Terms in normal notation, as LaTeX or as plain Unicode text: what was understood, read back to the student.

Brackets stand only where they are needed, and what is shown reads back as the same term.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Final, assert_never

from grader.maths import notation
from grader.maths.terms import (
    Accent,
    Add,
    Apply,
    Call,
    Cases,
    Chain,
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
    RelationOp,
    Stack,
    Symbol,
    Term,
    free_names,
    walk,
)

# How tightly a piece of notation holds together; a looser one needs brackets where a tighter one is expected.
_LOOSE, _SUM, _SIGN, _PRODUCT, _PREFIX, _FUNCTION, _SCRIPT, _ATOM = range(8)

_LATEX_RELATIONS: Final[dict[RelationOp, str]] = {
    "=": "=", ":=": ":=", "≡": "\\equiv", "≈": "\\approx", "≠": "\\neq", "<": "<", "≤": "\\leq", ">": ">", "≥": "\\geq",
    "≪": "\\ll", "≫": "\\gg", "∝": "\\propto", "∼": "\\sim", "∈": "\\in", "∉": "\\notin", "≻": "\\succ",
    "⪰": "\\succeq", "≺": "\\prec", "⪯": "\\preceq", "←": "\\leftarrow", "→": "\\to", "⊂": "\\subset", "⊥": "\\perp",
}  # fmt: skip
_LETTERS = reversed(notation.CHARACTERS.items())  # of several forms of a letter the first is the usual one
_GREEK: Final = {name: letter for letter, (kind, name) in _LETTERS if kind == "name"}
_LATEX_FUNCTIONS: Final = frozenset(["exp", "log", "det", "sin", "cos", "tan", "tanh", "max", "min"])
_SHOWN: Final = {"laplace": "Laplace", "var": "Var", "cov": "Cov", "relu": "ReLU"}
_ACCENTS: Final = {"hat": "\\hat", "bar": "\\bar", "tilde": "\\tilde", "dot": "\\dot", "check": "\\check"}
_COMBINING: Final = {"hat": "\u0302", "bar": "\u0304", "tilde": "\u0303", "dot": "\u0307", "check": "\u030c"}


def latex(term: Term) -> str:
    """A term as LaTeX."""
    return _Writer(is_latex=True).text(term, _LOOSE)


def plain(term: Term) -> str:
    """A term as plain Unicode text."""
    return _Writer(is_latex=False).text(term, _LOOSE)


def chain(value: Chain, *, as_plain: bool = False) -> str:
    """A chain of relations; what stands before or behind it is shown as nothing."""
    write = plain if as_plain else latex
    sides = ["" if term is None else write(term) for term in value.terms]
    ops = [op if as_plain else _LATEX_RELATIONS[op] for op in value.ops]
    parts = [sides[0], *(part for pair in zip(ops, sides[1:], strict=True) for part in pair)]
    return " ".join(filter(None, parts))


class _Writer:
    """Writes terms in one of the two notations."""

    def __init__(self, *, is_latex: bool) -> None:
        self.is_latex = is_latex
        self.barred = False  # directly inside bars or the arguments of a call

    def text(self, term: Term, needed: int) -> str:
        """The term, in brackets if it holds less tightly than needed."""
        written, level = self.write(term)
        if level >= needed:
            return written
        return self.bracket(self.inside(term) if self.barred and not self.is_latex else written)

    def inside(self, term: Term, *, barred: bool = False) -> str:
        """The term between delimiters of another's."""
        outer, self.barred = self.barred, barred
        written = self.text(term, _LOOSE)
        self.barred = outer
        return written

    def bracket(self, text: str) -> str:
        return f"\\left({text}\\right)" if self.is_latex else f"({text})"

    def listed(self, terms: Sequence[Term], *, barred: bool = False) -> str:
        return ", ".join(self.inside(term, barred=barred) for term in terms)

    # -------------------------------------------------------------------------------------------- the nodes

    def write(self, term: Term) -> tuple[str, int]:
        """The term and how tightly it holds together."""
        match term:
            case Number():
                return self.number(term)
            case Symbol(name):
                return self.symbol(name), _ATOM
            case Index():
                return self.index(term), _ATOM
            case Add(terms):
                return self.add(terms), _SUM
            case Neg(inner):
                return f"-{self.text(inner, _PRODUCT)}", _SIGN
            case Mul(factors):
                return self.mul(factors), _PRODUCT
            case Div(top, bottom):
                return self.div(top, bottom)
            case Pow(base, exponent):
                return self.power(base, exponent), _SCRIPT
            case Apply():
                return self.apply(term)
            case Fold():
                return self.fold(term), _PREFIX
            case Derivative():
                return self.derivative(term)
            case Optimum():
                return self.optimum(term), _LOOSE
            case Cases():
                return self.cases(term), _ATOM
            case Stack(rows):
                return self.stack(rows), _ATOM
            case Collection(items):
                braces = ("\\left\\{", "\\right\\}") if self.is_latex else ("{", "}")
                return f"{braces[0]}{self.listed(items)}{braces[1]}", _ATOM
            case Dots():
                return ("\\dots" if self.is_latex else "…"), _ATOM
            case Relation(op, left, right):
                sign = _LATEX_RELATIONS[op] if self.is_latex else op
                return f"{self.inside(left)} {sign} {self.inside(right)}", _LOOSE
            case Call(head, args, given):
                return self.call(head, args, given), _ATOM
            case Prime(inner, order):
                return self.text(inner, _ATOM) + "'" * order, _SCRIPT
            case Accent(mark, inner):
                return self.accent(mark, inner)
            case Differential(inner):
                d = "\\mathrm{d} " if self.is_latex else "d"
                return d + self.text(inner, _SCRIPT), _PREFIX
            case _:
                assert_never(term)

    def number(self, term: Number) -> tuple[str, int]:
        value = term.value
        if value < 0:
            text, _ = self.number(Number(-value))
            return f"-{text}", _SIGN
        if value.denominator == 1:
            return str(value.numerator), _ATOM
        if (decimal := _decimal(value)) is not None:
            return decimal, _ATOM
        return self.div(Number(Fraction(value.numerator)), Number(Fraction(value.denominator)))

    def symbol(self, name: str) -> str:
        if name == "infinity":
            return "\\infty" if self.is_latex else "∞"
        if name == "nabla":
            return "\\nabla" if self.is_latex else "∇"
        if len(name) == 1 or name.startswith("#"):
            return name
        if name in notation.GREEK:
            letter = _GREEK.get(name, name)
            return f"\\{name}" if self.is_latex else letter
        if not self.is_latex:
            return name
        return f"\\mathrm{{{name}}}" if name.isascii() and name.isalpha() else f"\\text{{{name}}}"

    def index(self, term: Index) -> str:
        base = term.base
        at = ",".join(self.inside(i) for i in term.at)
        if isinstance(base, Accent) and base.mark == "ordered":
            return f"{self.grouped(base.term)}_{{({at})}}"
        short = not self.is_latex and len(term.at) == 1 and (at.isdecimal() or len(at) == 1)
        return f"{self.grouped(base)}_{at if short else f'{{{at}}}'}"

    def grouped(self, base: Term) -> str:
        """What carries a subscript."""
        if isinstance(base, Symbol) or (isinstance(base, Accent) and base.mark in _ACCENTS):
            return self.text(base, _ATOM)
        if isinstance(base, Accent) and base.mark == "star" and isinstance(base.term, Symbol):
            return self.text(base, _LOOSE)
        text = self.text(base, _ATOM)
        marked = isinstance(base, Index | Accent)
        return f"{{{text}}}" if self.is_latex and marked else self.bracket(text) if marked else text

    def add(self, terms: Sequence[Term]) -> str:
        parts: list[str] = []
        for place, term in enumerate(terms):
            sign, inner = "+", term
            if isinstance(term, Neg):
                sign, inner = "-", term.term
            elif isinstance(term, Dots) and place + 1 < len(terms) and isinstance(terms[place + 1], Neg):
                sign = "-"
            elif isinstance(term, Apply) and term.op == "pm":
                sign, inner = ("\\pm" if self.is_latex else "±"), term.args[0]
            needed = _FUNCTION if _reaches(inner, terms[place + 1 :]) else _PRODUCT
            text = self.text(inner, needed) if not isinstance(inner, Mul) or needed == _PRODUCT else self.bracket(
                self.inside(inner)
            )  # fmt: skip
            if place == 0 and sign == "+":
                parts.append(text)
            else:
                parts.append(f"{sign}{text}" if place == 0 else f" {sign} {text}")
        return "".join(parts)

    def mul(self, factors: Sequence[Term]) -> str:
        out = ""
        for place, factor in enumerate(factors):
            last = place == len(factors) - 1
            text = self.text(factor, _PREFIX if last else _FUNCTION)
            if place:
                out += self.between(factors[place - 1], factor, text)
            out += text
        return out

    def between(self, before: Term, factor: Term, text: str) -> str:
        """What stands between two factors."""
        dot = " \\cdot " if self.is_latex else "·"
        opens = text.startswith(("(", "[", "{", "\\left(", "\\left\\{", "\\begin", "\\left["))
        if text[0].isdecimal() or text[0] == "." or isinstance(before, Dots) or isinstance(factor, Dots):
            return dot if not isinstance(factor, Dots) else " "
        if opens and _looks_callable(before, listed=isinstance(factor, Stack | Collection)):
            return dot
        if opens and isinstance(factor, Collection | Stack) and not isinstance(before, Number):
            return dot
        if isinstance(before, Symbol) and before.name == "d":
            return dot
        return " "

    def div(self, top: Term, bottom: Term) -> tuple[str, int]:
        if self.is_latex:
            below = self.inside(bottom)
            if self.inside(top).startswith("d") and below.startswith("d"):
                below = self.bracket(below)  # no derivative
            return f"\\frac{{{self.inside(top)}}}{{{below}}}", _ATOM
        above = self.text(top, _FUNCTION)
        if isinstance(top, Symbol) and top.name == "d":
            above = self.bracket(above)
        return f"{above}/{self.text(bottom, _SCRIPT)}", _PRODUCT

    def power(self, base: Term, exponent: Term) -> str:
        e = isinstance(base, Symbol) and base.name == "e"
        below = self.bracket("e") if e else self.text(base, _ATOM)
        above = self.inside(exponent)
        if isinstance(exponent, Stack) or (isinstance(exponent, Symbol) and exponent.name == "T"):
            above = f"{{{above}}}"  # no number of a sample, no transpose
        if not self.is_latex and above.isascii() and above.isdecimal():
            return below + "".join("⁰¹²³⁴⁵⁶⁷⁸⁹"[int(digit)] for digit in above)
        if not self.is_latex and above == "-1":
            return f"{below}⁻¹"
        return f"{below}^{{{above}}}"

    def call(self, head: Term, args: Sequence[Term], given: Sequence[Term]) -> str:
        said = self.listed(args, barred=True)
        if given:
            said += (" \\mid " if self.is_latex else " | ") + self.listed(given, barred=True)
        name = self.text(head, _SCRIPT)
        return name + self.bracket(said)

    def accent(self, mark: str, inner: Term) -> tuple[str, int]:
        if mark == "star":
            return f"{self.text(inner, _ATOM)}^{{*}}" if self.is_latex else f"{self.text(inner, _ATOM)}^*", _SCRIPT
        if mark not in _ACCENTS:
            word = f"\\text{{{mark}}}" if self.is_latex else mark
            return f"{self.grouped(inner)}_{{{word}}}", _ATOM
        if self.is_latex:
            command = "\\overline" if mark == "bar" and not isinstance(inner, Symbol) else _ACCENTS[mark]
            return f"{command}{{{self.inside(inner)}}}", _ATOM
        text = self.text(inner, _ATOM)
        marked = unicodedata.normalize("NFC", text + _COMBINING[mark])
        return (marked, _ATOM) if len(text) == 1 else (f"\\{mark}{{{text}}}", _ATOM)

    # -------------------------------------------------------------------------------------------- operators

    def apply(self, term: Apply) -> tuple[str, int]:
        args = term.args
        match term.op, args:
            case "abs", (arg,):
                return self.bars("|", arg, ""), _ATOM
            case ("norm" | "norm1" | "norminf") as op, (arg,):
                kind = {"norm1": "1", "norminf": "\\infty" if self.is_latex else "∞"}.get(op, "")
                return self.bars("‖", arg, kind), _ATOM
            case "sqrt", (arg,):
                root = f"\\sqrt{{{self.inside(arg)}}}" if self.is_latex else f"√({self.inside(arg)})"
                return root, _ATOM if self.is_latex else _FUNCTION
            case "transpose", (arg,):
                base = self.matrix(arg.rows) if isinstance(arg, Stack) else self.text(arg, _ATOM)
                return base + ("^{\\top}" if self.is_latex else "ᵀ"), _SCRIPT
            case "pinv", (arg,):
                return self.text(arg, _ATOM) + ("^{+}" if self.is_latex else "⁺"), _SCRIPT
            case "inner", (a, b):
                inner = f"{self.inside(a)}, {self.inside(b)}"
                return (f"\\left\\langle {inner}\\right\\rangle" if self.is_latex else f"⟨{inner}⟩"), _ATOM
            case ("hadamard" | "kron") as op, (a, b):
                return self.entrywise(op, a, b), _PRODUCT
            case "factorial", (arg,):
                return self.text(arg, _ATOM) + "!", _SCRIPT
            case ("floor" | "ceil") as op, (arg,):
                left, right = ("lfloor", "rfloor") if op == "floor" else ("lceil", "rceil")
                if self.is_latex:
                    return f"\\left\\{left} {self.inside(arg)}\\right\\{right}", _ATOM
                return ("⌊{}⌋" if op == "floor" else "⌈{}⌉").format(self.inside(arg)), _ATOM
            case "pm", (arg,):
                return ("\\pm " if self.is_latex else "±") + self.text(arg, _PRODUCT), _SUM
            case ("ones" | "zeros") as op, _:
                digit = "1" if op == "ones" else "0"
                bold = f"\\mathbf{{{digit}}}" if self.is_latex else {"1": "𝟏", "0": "𝟎"}[digit]
                return bold + (f"_{{{self.listed(args)}}}" if args else ""), _ATOM
            case "identity", (size,):
                return f"I_{{{self.inside(size)}}}", _ATOM
            case "indicator", (condition,):
                one = "\\mathbf{1}" if self.is_latex else "𝟏"
                return f"{one}{self.square(self.inside(condition))}", _ATOM
            case "expectation", (arg, *by):
                over = f"_{{{self.listed(by)}}}" if by else ""
                return ("\\mathbb{E}" if self.is_latex else "𝔼") + over + self.square(self.inside(arg)), _ATOM
            case ("entry" | "cell") as op, (value, *at):
                return self.text(Index(value, tuple(at)), _ATOM), _ATOM
            case ("row" | "line" | "column") as op, (value, at):
                return self.part(op, value, at)
            case "family", (Symbol(index), low, high, body):
                limits = f"_{{{index}={self.inside(low)}}}^{{{self.inside(high)}}}"
                return self.text(Collection((body,)), _ATOM) + limits, _ATOM
            case op, _:
                return self.function(op, args), _FUNCTION

    def function(self, op: str, args: Sequence[Term]) -> str:
        if len(args) == 1 and isinstance(args[0], Collection) and op in notation.OF_A_SAMPLE:
            return self.operator(op) + (
                self.text(args[0], _ATOM)
                if self.is_latex or op in ("max", "min")
                else self.bracket(self.listed(args[0].items))
            )
        if op == "normal":
            name = "\\mathcal{N}" if self.is_latex else "N"
        elif op == "gamma":
            name = "\\Gamma" if self.is_latex else "Γ"
        else:
            name = self.operator(op)
        return name + self.bracket(self.listed(args, barred=True))

    def operator(self, op: str) -> str:
        if not self.is_latex:
            return _SHOWN.get(op, op)
        return f"\\{op}" if op in _LATEX_FUNCTIONS else f"\\operatorname{{{_SHOWN.get(op, op)}}}"

    def square(self, text: str) -> str:
        return f"\\left[{text}\\right]" if self.is_latex else f"[{text}]"

    def bars(self, bar: str, arg: Term, kind: str) -> str:
        if self.is_latex:
            command = "|" if bar == "|" else "\\|"
            text = f"\\left{command}{self.inside(arg)}\\right{command}"
            return f"{text}_{{{kind}}}" if kind else text
        text = f"{bar}{self.inside(arg, barred=True)}{bar}"
        text = f"{text}_{kind}" if kind else text
        return f"({text})" if self.barred else text

    def entrywise(self, op: str, a: Term, b: Term) -> str:
        sign = {"hadamard": ("\\odot", "⊙"), "kron": ("\\otimes", "⊗")}[op][not self.is_latex]
        simple = isinstance(a, Mul) and all(not _open_ended(f) for f in a.factors)
        same = isinstance(a, Apply) and a.op in ("hadamard", "kron")
        left = self.text(a, _PRODUCT if simple or same else _FUNCTION)
        return f"{left} {sign} {self.text(b, _FUNCTION)}"

    def part(self, op: str, value: Term, at: Term) -> tuple[str, int]:
        colon = Symbol(":")
        where = (colon, at) if op == "column" else (at, colon)
        text = self.text(Index(value, where), _ATOM)
        if op == "row":
            return text + ("^{\\top}" if self.is_latex else "ᵀ"), _SCRIPT
        return text, _ATOM

    # ------------------------------------------------------------------------------------- prefix operators

    def fold(self, term: Fold) -> str:
        sign = {"sum": ("\\sum", "∑"), "prod": ("\\prod", "∏")}[term.op][not self.is_latex]
        if term.index is not None:
            below = self.symbol(term.index)
            if term.low is not None:
                below += f"={self.inside(term.low)}"
            if term.over is not None:
                below += (" \\in " if self.is_latex else " ∈ ") + self.inside(term.over)
            if term.given is not None:
                below = self.condition(below, term.given, term.index)
            sign += f"_{{{below}}}"
        if term.high is not None:
            sign += f"^{{{self.inside(term.high)}}}"
        body = self.text(term.body, _PRODUCT)
        if term.index is None and body[0] in "ijk":
            body = self.bracket(self.inside(term.body))
        return f"{sign} {body}"

    def condition(self, below: str, given: Relation, index: str) -> str:
        """``i ≠ j``, ``i : x_i > b``, ``i=1, i ≠ j``: what stands below a sum with a condition."""
        written = self.inside(given)
        if below == self.symbol(index):
            return written if given.left == Symbol(index) else f"{below} : {written}"
        return f"{below}, {written}"

    def derivative(self, term: Derivative) -> tuple[str, int]:
        if term.at is not None:
            slope = self.text(replace(term, at=None), _ATOM)
            variable = "" if term.by is None else f"{self.inside(term.by)} = "
            where = f"{variable}{self.inside(term.at)}"
            return (f"\\left.{slope}\\right|_{{{where}}}" if self.is_latex else f"{slope}|_{{{where}}}"), _ATOM
        d, order = ("\\partial" if self.is_latex else "∂"), term.order
        raised = f"^{{{order}}}" if order > 1 else ""
        if term.by is None or isinstance(term.by, Collection):
            by = "" if term.by is None else f"_{{{self.listed(term.by.items)}}}"
            nabla = "\\nabla" if self.is_latex else "∇"
            return f"{nabla}{by}{raised} {self.operand(term.body)}", _PREFIX
        variable = self.text(term.by, _SCRIPT)
        if order > 1:
            variable = self.text(term.by, _ATOM) + raised
        simple = isinstance(term.body, Symbol | Call | Index) and term.body != Symbol("d")  # dd/dw is no fraction
        if self.is_latex:
            body = f" {self.inside(term.body)}" if simple else ""
            fraction = f"\\frac{{{d}{raised}{body}}}{{{d} {variable}}}"
            return (fraction, _ATOM) if simple else (f"{fraction} {self.operand(term.body)}", _PREFIX)
        if simple:
            return f"{d}{raised}{self.inside(term.body)}/{d}{variable}", _PRODUCT
        return f"{d}{raised}/{d}{variable} {self.operand(term.body)}", _PREFIX

    def operand(self, body: Term) -> str:
        """What a differential operator applies to."""
        return self.text(body, _SCRIPT) if not isinstance(body, Fold) else self.bracket(self.inside(body))

    def optimum(self, term: Optimum) -> str:
        spelled = {"argmin": "\\arg\\min", "argmax": "\\arg\\max"}.get(term.op, f"\\{term.op}")
        sign = spelled if self.is_latex else term.op
        by = f"_{{{self.listed(term.by)}}}" if term.by else ""
        body = self.text(term.body, _SUM)
        simple = not term.by and term.op in ("min", "max") and body.startswith(("(", "\\left(", "\\left\\{", "{"))
        return f"{sign}{by} {body}" if not simple else f"{sign}_{{}} {body}"

    # ---------------------------------------------------------------------------------------------- arrays

    def cases(self, term: Cases) -> str:
        rows = []
        for value, condition in term.pieces:
            when = "\\text{otherwise}" if self.is_latex else "otherwise"
            if condition is not None:
                when = self.inside(condition)
            rows.append(f"{self.inside(value)} & {when}" if self.is_latex else f"{self.inside(value)} if {when}")
        if self.is_latex:
            return "\\begin{cases}" + " \\\\ ".join(rows) + "\\end{cases}"
        return f"{{{'; '.join(rows)}}}"

    def stack(self, rows: Sequence[Sequence[Term]]) -> str:
        column = len(rows) > 1 and all(len(row) == 1 for row in rows)
        if column and not any(_is_turned(row[0]) for row in rows):  # (wᵀ, 1) would be a row
            return self.bracket(self.listed([row[0] for row in rows]))
        return self.matrix(rows)

    def matrix(self, rows: Sequence[Sequence[Term]]) -> str:
        if self.is_latex:
            lines = " \\\\ ".join(" & ".join(self.inside(entry) for entry in row) for row in rows)
            return f"\\begin{{pmatrix}}{lines}\\end{{pmatrix}}"
        return f"[{'; '.join(self.listed(row) for row in rows)}]"


# ------------------------------------------------------------------------------------------------- helpers


def _is_turned(term: Term) -> bool:
    return isinstance(term, Prime) or (isinstance(term, Apply) and term.op == "transpose")


def _decimal(value: Fraction) -> str | None:
    """A finite decimal, if the number is one of few digits."""
    for digits in range(1, 13):
        scaled = value * 10**digits
        if scaled.denominator == 1:
            text = str(scaled.numerator).rjust(digits + 1, "0")
            return f"{text[:-digits]}.{text[-digits:]}"
    return None


def _open_ended(term: Term) -> bool:
    """Whether what follows would be taken for a part of it."""
    return isinstance(term, Fold | Derivative | Optimum | Differential)


def _reaches(term: Term, later: Sequence[Term]) -> bool:
    """Whether a sum at the end of a term would reach over later terms."""
    folds = []
    part = term
    while True:
        match part:
            case Neg(inner):
                part = inner
            case Mul(factors):
                part = factors[-1]
            case Fold(body=body):
                folds.append(part)
                part = body
            case _:
                break
    for fold in folds:
        for other in later:
            if fold.index is not None and fold.index in free_names(other):
                return True
            if fold.index is None and any(isinstance(piece, Index) for piece in walk(other)):
                return True
    return False


def _looks_callable(term: Term, *, listed: bool) -> bool:
    """Whether a bracket behind this name could be taken for its arguments."""
    while isinstance(term, Index | Accent | Prime | Pow):
        term = term.base if isinstance(term, Index | Pow) else term.term
    if not isinstance(term, Symbol):
        return False
    name = term.name
    return listed or name in notation.FUNCTION_LETTERS or (len(name) > 1 and name not in notation.GREEK) or name in "IE"
