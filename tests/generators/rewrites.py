"""Rewritings: another writing of the same derivation.

:func:`reordered` changes trees (order of terms and factors, ``(a-b)^2`` for ``(b-a)^2``, one of two ways to write a
thing); :class:`Style` and :class:`_Writer` choose notation, fonts, names and brackets; :func:`laid_out` puts the lines
into sentences, displays, aligned rows or plain text. Nothing here changes what is said.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import partial
from typing import Final, Literal

from tests.generators.originals import Derivation, Limits, Line, Node, div, mul, neg, original, tr, tree

# ------------------------------------------------------------------------------------------------ trees

_ROWS: Final = {"x": "n", "y": "n", "ones": "n", "r": "n", "X": "n", "w": "d", "v": "d", "A": "d"}
_COLUMNS: Final = {"X": "d", "A": "d"}


def shape(node: Node) -> tuple[str, str]:
    """Rows × columns of a right tree, by the letters n, d and 1."""
    match node.op:
        case "sym":
            return _ROWS.get(node.value, "1"), _COLUMNS.get(node.value, "1")
        case "at":
            return ("d", "1") if node.value[0] == "row" else ("1", "1")
        case "add" | "neg" | "sum" | "either" | "inv":
            return shape(node.args[0])
        case "tr":
            rows, columns = shape(node.args[0])
            return columns, rows
        case "mul":
            shapes = [found for found in map(shape, node.args) if found != ("1", "1")]
            return (shapes[0][0], shapes[-1][1]) if shapes else ("1", "1")
        case "slope":
            return ("1", "1") if node.value else ("d", "1")
        case _:
            return "1", "1"


def is_number(node: Node) -> bool:
    """Whether a tree is 1×1."""
    return shape(node) == ("1", "1")


def has(node: Node, name: str) -> bool:
    """Whether a name stands in a tree."""
    return (node.op == "sym" and node.value == name) or any(has(arg, name) for arg in node.args)


def chosen(node: Node, rng: random.Random) -> Node:
    """The tree with one way taken wherever two are offered."""
    if node.op == "either":
        return chosen(rng.choice(node.args), rng)
    return node.having(*(chosen(arg, rng) for arg in node.args))


def reordered(node: Node, rng: random.Random, rate: float = 0.3) -> Node:
    """The tree written in another order; equal to it."""
    node = node.having(*(reordered(arg, rng, rate) for arg in node.args))
    if rng.random() > rate:
        return node
    match node.op:
        case "add":
            return _shuffled_terms(node, rng)
        case "mul":
            return _shuffled_factors(node, rng)
        case "pow" if node.args[1] == tree(2) and node.args[0].op == "add":
            return node.having(_turned(node.args[0]), node.args[1])
        case "sq" | "abs" | "norm1" if node.args[0].op == "add":
            return node.having(_turned(node.args[0]))
        case "neg" if node.args[0].op == "mul":
            return _sign_moved(node, rng)
        case "div" if node.args[0].op in ("sum", "mul"):
            return mul(div(1, node.args[1]), *(node.args[0].args if node.args[0].op == "mul" else node.args[:1]))
        case _:
            return node


def _turned(node: Node) -> Node:
    """The negative of a sum, term by term: positive terms first."""
    terms = [neg(term) for term in node.args]
    return node.having(*sorted(terms, key=lambda term: term.op == "neg"))


def _shuffled_terms(node: Node, rng: random.Random) -> Node:
    terms = list(node.args)
    rng.shuffle(terms)
    if terms[0].op == "neg" and rng.random() < 0.5:
        terms.sort(key=lambda term: term.op == "neg")
    return node.having(*terms)


def _shuffled_factors(node: Node, rng: random.Random) -> Node:
    """Numbers first, then letters in any order, then sums; what is no number keeps its order."""
    factors = node.args
    if is_number(node) and all(_is_name(factor) for factor in factors) and not all(map(is_number, factors)):
        return mul(*(_flipped(factor) for factor in reversed(factors)))
    plain = [factor for factor in factors if is_number(factor) and not _has_sum(factor) and not _is_coefficient(factor)]
    rng.shuffle(plain)
    shuffled = iter(plain)
    return mul(*(next(shuffled) if factor in plain else factor for factor in factors))


def _is_name(node: Node) -> bool:
    return node.op in ("sym", "at") or (node.op == "tr" and _is_name(node.args[0]))


def _flipped(node: Node) -> Node:
    if is_number(node):
        return node
    return node.args[0] if node.op == "tr" else tr(node)


def _has_sum(node: Node) -> bool:
    return node.op in ("sum", "prod", "exp", "log") or any(_has_sum(arg) for arg in node.args)


def _is_coefficient(node: Node) -> bool:
    return node.op == "num" or (node.op == "div" and node.args[0].op == "num")


def _sign_moved(node: Node, rng: random.Random) -> Node:
    """``-2 Σ (x - b)`` as ``2 Σ (b - x)``, ``-2 X^T (y - Xw)`` as ``2 X^T (Xw - y)``."""
    factors = list(node.args[0].args)
    places = [place for place, factor in enumerate(factors) if _can_turn(factor)]
    if not places:
        return node
    place = rng.choice(places)
    factor = factors[place]
    factors[place] = factor.having(_turned(factor.args[0])) if factor.op == "sum" else _turned(factor)
    return mul(*factors)


def _can_turn(node: Node) -> bool:
    return (node.op == "add" and len(node.args) == 2) or (node.op == "sum" and _can_turn(node.args[0]))


# ------------------------------------------------------------------------------------------------ style

Notation = Literal["latex", "plain", "unicode"]


@dataclass(frozen=True, slots=True)
class Style:
    """How a text is written."""

    notation: Notation
    language: Literal["en", "zh"]
    font: str
    transpose: str
    names: dict[str, str]
    letters: dict[str, str]
    limits: str
    fraction: str
    square: str
    brackets: str
    times: str
    slope: str
    loss: str
    argument: bool  # L(w) rather than L
    log: str
    exp: str
    norm: str
    bar: str
    abs: str
    joint: str
    superscripts: bool  # x^{(i)} for x_i


_TRANSPOSES: Final = ("^T", "^T", r"^\top", r"^\top", "^{T}", r"^{\top}", r"^{\mathsf T}", r"^\mathsf{T}",
                      r"^{\mathrm T}", r"^{\mathrm{T}}", "'", r"^{\intercal}", r"^{\prime}")  # fmt: skip
_GREEK: Final = {"theta": "θ", "beta": "β", "mu": "μ", "sigma": "σ", "pi": "π"}
_LOSSES: Final = ("L", "L", "J", "f", "g", r"\ell", r"\mathcal L", r"\mathcal{L}", "F", "E", "Q", "S", "R")


def style(part: str, rng: random.Random, *, renamed: bool = True) -> Style:
    """A style for answers to a part, drawn; ``renamed``: with other names for what the task names."""
    notation: Notation = rng.choices(("latex", "plain", "unicode"), (7, 2, 1))[0]
    latex = notation == "latex"
    exercise = part.split("/")[0]
    names = {"n": rng.choice(("n", "n", "n", "N", "m"))}
    if exercise == "optimal_constant":
        names["b"] = rng.choice(("b", "b", "mu", "c", "theta", "beta"))
    else:
        names["w"] = rng.choice(("w", "w", "theta", "beta"))
        names["y"] = rng.choice(("y", "y", "y", "y", "Y"))
    if not renamed:
        names = {}
    free = [letter for letter in ("i", "i", "i", "j", "k", "l", "t") if letter != names.get("b")]
    first = rng.choice(free)
    others = [letter for letter in ("j", "k", "l", "p") if letter != first]
    second = rng.choice(others)
    third = next(letter for letter in others if letter != second)
    losses = [loss for loss in _LOSSES if latex or not loss.startswith("\\")]
    return Style(
        notation=notation,
        language=rng.choice(("en", "zh")),
        font=rng.choice(("", "", r"\mathbf", r"\boldsymbol", r"\vec", r"\bm", "upright")) if latex else "",
        transpose=rng.choice(_TRANSPOSES) if latex else "ᵀ" if notation == "unicode" else rng.choice(("^T", "^T", "'")),
        names=names,
        letters={"i": first, "j": second, "k": third},
        limits=rng.choice(("full", "full", "braces", "implicit", "limits")),
        fraction=rng.choice(("frac", "frac", "short", "dfrac", "slash", "power")) if latex else "slash",
        square=rng.choice(("norm", "norm", "norm2", "product", "inner" if latex else "norm")),
        brackets=rng.choice(("(", "(", "left", "[", "big", "leftsquare")) if latex else rng.choice(("(", "(", "[")),
        times=rng.choice(("", "", "", "thin", "dot")) if latex else rng.choice((" ", " ", "*", "")),
        slope=rng.choice(("nabla", "partial", "d", "operator", "prime")),
        loss=rng.choice(losses),
        argument=rng.random() < 0.6,
        log=rng.choice((r"\log", r"\log", r"\ln", "log")) if latex else rng.choice(("log", "ln")),
        exp=rng.choice(("e", "exp", "exp")),
        norm=rng.choice((r"\|", r"\|", r"\lVert", "left", "||", r"\Vert")) if latex else "‖"
        if notation == "unicode" else "||",
        bar=rng.choice((r"\bar x", r"\bar{x}", r"\overline{x}")) if latex else "x̄" if notation == "unicode"
        else "x_bar",
        abs=rng.choice(("|", "|", "left", r"\lvert")) if latex else "|",
        joint=rng.choice(("P", "P", "p")),
        superscripts=latex and rng.random() < 0.06,
    )  # fmt: skip


# ------------------------------------------------------------------------------------------------ writing

_SUM, _PRODUCT, _FACTOR, _ATOM = range(4)
_SUPERSCRIPT: Final = str.maketrans("0123456789-n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻ⁿ")
_SUBSCRIPT: Final = {"i": "ᵢ", "j": "ⱼ", "k": "ₖ", "l": "ₗ", "t": "ₜ", "p": "ₚ"}


class _Writer:
    """Writes trees in one style; what a style leaves open is drawn anew each time."""

    def __init__(self, part: str, how: Style, rng: random.Random) -> None:
        self.part, self.how, self.rng = part, how, rng
        self.latex = how.notation == "latex"
        self.unicode = how.notation == "unicode"
        self.unknown = "b" if part.startswith("optimal") else "w"
        self.vector = self.unknown == "w"

    # ------------------------------------------------------------------------------------------ small parts

    def name(self, internal: str) -> str:
        """A name in this style's letters and fonts."""
        how = self.how
        if internal == "mean":
            return how.bar
        if internal == "ones":
            return r"\mathbf 1" if self.latex else "𝟏"
        letter = how.names.get(internal, {"row": "x"}.get(internal, internal))
        if self.unicode:
            return _GREEK.get(letter, letter)
        if not self.latex:
            return letter
        written = f"\\{letter}" if letter in _GREEK else letter
        is_vector = internal in ("y", "w", "row", "v") or (internal in ("x", "r") and self.bold_data)
        is_matrix = internal in ("X", "A") and how.font != "\\vec"
        font = how.font if is_vector or is_matrix else ""
        if font == "upright":
            return written if letter in _GREEK else f"\\mathrm{{{letter}}}"
        if not font:
            return written
        font = r"\boldsymbol" if letter in _GREEK and font == "\\mathbf" else font
        return f"{font}{{{written}}}" if self.rng.random() < 0.7 or len(written) > 1 else f"{font} {written}"

    @property
    def bold_data(self) -> bool:
        return self.vector

    def entry(self, name: str, indices: tuple[str, ...]) -> str:
        letters = [self.how.letters[index] for index in indices]
        base = self.name(name)
        if name != "row" and self.latex:  # entries are numbers, in the usual font
            base = self.how.names.get(name, name)
            base = f"\\{base}" if base in _GREEK else base
        if self.unicode and len(letters) == 1:
            return f"{base}{_SUBSCRIPT[letters[0]]}"
        if self.how.superscripts and name in ("x", "row", "y") and len(letters) == 1:
            return f"{base}^{{({letters[0]})}}"
        return f"{base}_{letters[0]}" if len(letters) == 1 else f"{base}_{{{''.join(letters)}}}"

    def number(self, value: Fraction) -> str:
        if value.denominator == 1:
            return str(value.numerator)
        return self.quotient(str(value.numerator), str(value.denominator), _FACTOR)

    def bracket(self, inner: str) -> str:
        match self.how.brackets:
            case "left":
                return rf"\left({inner}\right)"
            case "leftsquare":
                return rf"\left[{inner}\right]"
            case "[" if not re.search(r"[\[\]]", inner):
                return f"[{inner}]"
            case "big":
                return rf"\bigl({inner}\bigr)" if self.rng.random() < 0.5 else rf"\Big({inner}\Big)"
            case _:
                return f"({inner})"

    def round(self, inner: str) -> str:
        return rf"\left({inner}\right)" if self.how.brackets == "left" else f"({inner})"

    def glued(self, left: str, right: str, mark: str) -> str:
        """Two factors side by side."""
        if right[0].isdigit() or right[0] in "½":
            mark = mark if mark.strip() and mark != r"\," else r"\cdot " if self.latex else "*"
        elif mark == "" and re.search(r"\\[A-Za-z]+$", left) and right[0].isalpha():
            mark = " "
        elif mark == "" and left[-1].isalnum() and re.match(r"[A-Za-z]{2}", right):
            mark = " "  # "n sum_i x_i"
        elif mark == "" and self.how.notation == "plain" and re.search(r"[A-Za-z]{2}$", left):
            mark = " "
        elif mark == "*" and left.endswith("*"):
            mark = ""
        return f"{left}{mark}{right}"

    # ------------------------------------------------------------------------------------------------ trees

    def text(self, node: Node, needed: int = _SUM) -> str:
        """A tree, in brackets if something holds it together less tightly than needed."""
        written, level = self.write(node)
        return written if level >= needed else self.bracket(written)

    def write(self, node: Node) -> tuple[str, int]:
        match node.op:
            case "num" if node.value < 0:
                return f"{self.minus}{self.number(-node.value)}", _SUM
            case "num":
                return self.number(node.value), _ATOM if node.value.denominator == 1 else _FACTOR
            case "sym":
                return self.name(node.value), _ATOM
            case "at":
                return self.entry(*node.value), _ATOM
            case "add":
                return self.added(node.args), _SUM
            case "neg":
                return f"{self.minus}{self.text(node.args[0], _PRODUCT)}", _SUM
            case "mul":
                return self.multiplied(node.args), _PRODUCT
            case "div":
                return self.divided(*node.args)
            case "pow":
                return self.powered(*node.args), _FACTOR
            case "tr":
                return self.transposed(node.args[0]), _FACTOR
            case "inv":
                return self.text(node.args[0], _ATOM) + self.raised("-1"), _FACTOR
            case "sq" | "norm" | "norm1":
                return self.normed(node), _FACTOR
            case "abs":
                return self.barred(self.text(node.args[0])), _ATOM
            case "sum" | "prod":
                return self.folded(node), _PRODUCT
            case "log" | "exp" | "root":
                return self.applied(node)
            case "loss":
                return self.loss(), _ATOM
            case "joint" | "one":
                return self.density(node.op), _ATOM
            case "slope":
                return self.sloped(node), _PRODUCT
        raise AssertionError(node.op)

    @property
    def minus(self) -> str:
        return "−" if self.unicode else "-"

    def added(self, terms: Sequence[Node]) -> str:
        spaced = self.rng.random() < 0.6 or not self.latex
        parts = [self.text(terms[0])]
        for term in terms[1:]:
            sign = self.minus if term.op == "neg" or (term.op == "num" and term.value < 0) else "+"
            inner = term.args[0] if term.op == "neg" else tree(-term.value) if sign != "+" else term
            parts.append(f" {sign} " if spaced else sign)
            parts.append(self.text(inner, _PRODUCT))
        return "".join(parts)

    def multiplied(self, factors: Sequence[Node]) -> str:
        mark = {"": "", " ": " ", "*": "*", "thin": r"\,", "dot": ""}[self.how.times]
        dotted = self.how.times == "dot"
        written = ""
        for place, factor in enumerate(factors):
            last = place == len(factors) - 1
            needed = _FACTOR if not last or factor.op not in ("sum", "prod", "mul") else _PRODUCT
            if factor.op in ("sum", "prod", "log") and last:
                needed = _PRODUCT
            piece = self.text(factor, needed)
            if factor.op == "log" and not last:
                piece = self.log_of(factor.args[0], always=True)
            if factor.op == "div" and not last and "/" in piece and piece[0] not in "([\\½":
                piece = self.round(piece)
            dot = r"\cdot " if dotted and place == 1 and factors[0].op == "num" else mark
            if self.unicode:
                dot = "·" if place == 1 and factors[0].op == "num" and self.rng.random() < 0.2 else mark
            written = piece if not written else self.glued(written, piece, dot)
        return written

    def divided(self, above: Node, below: Node) -> tuple[str, int]:
        if self.how.fraction == "power" and below.op == "sym" and below.value == "n" and above == tree(1):
            return f"{self.name('n')}^{{-1}}", _FACTOR
        if self.how.fraction in ("slash", "power"):
            over, under = self.text(above, _PRODUCT), self.text(below, _ATOM)
            if self.unicode and (over, under) == ("1", "2"):
                return "½", _ATOM
            return f"{over}/{under}", _PRODUCT
        return self.quotient(self.text(above), self.text(below), _FACTOR), _FACTOR

    def quotient(self, above: str, below: str, _level: int) -> str:
        match self.how.fraction:
            case "slash" | "power":
                if self.unicode and (above, below) == ("1", "2"):
                    return "½"
                return f"({above}/{below})"
            case "short" if len(above) == len(below) == 1:
                return rf"\frac{above}{below}" if above.isdigit() else rf"\frac {above}{below}"
            case "dfrac":
                return rf"\dfrac{{{above}}}{{{below}}}"
            case _:
                return rf"\frac{{{above}}}{{{below}}}"

    def raised(self, exponent: str) -> str:
        if self.unicode and re.fullmatch(r"[-0-9n]+", exponent):
            return exponent.translate(_SUPERSCRIPT)
        if self.latex:
            return f"^{exponent}" if len(exponent) == 1 and self.rng.random() < 0.7 else f"^{{{exponent}}}"
        return f"^{exponent}" if len(exponent) == 1 else f"^({exponent})"

    def powered(self, base: Node, exponent: Node) -> str:
        written = self.text(base, _ATOM)
        if base.op == "at" and self.how.superscripts and "^" in written:
            written = self.round(written)
        return written + self.raised(self.text(exponent))

    def transposed(self, inner: Node) -> str:
        written = self.text(inner, _ATOM)
        if inner.op == "at" and self.how.superscripts and "^" in written:
            written = self.round(written)
        return written + self.how.transpose

    def normed(self, node: Node) -> str:
        inner = node.args[0]
        if node.op == "sq" and self.how.square == "product":
            return self.multiplied((tr(inner), inner))
        if node.op == "sq" and self.how.square == "inner":
            written = self.text(inner)
            return rf"\langle {written}, {written}\rangle"
        bars = {"left": (r"\left\|", r"\right\|"), r"\lVert": (r"\lVert ", r"\rVert")}
        opening, closing = bars.get(self.how.norm, (self.how.norm, self.how.norm))
        opening = opening + " " if opening[-1].isalpha() else opening
        written = f"{opening}{self.text(inner)}{' ' if closing[-1:] == 'Vert' else ''}{closing}"
        if node.op == "norm1":
            return f"{written}₁" if self.unicode else f"{written}_1"
        small = "₂" if self.unicode else "_2"
        low = small if self.how.square == "norm2" else ""
        return written + low + (self.raised("2") if node.op == "sq" else "")

    def barred(self, inner: str) -> str:
        match self.how.abs:
            case "left":
                return rf"\left|{inner}\right|"
            case r"\lvert":
                return rf"\lvert {inner}\rvert"
            case _:
                return f"|{inner}|"

    def folded(self, node: Node) -> str:
        limits: Limits = node.value
        body = node.args[0]
        inner = self.text(body, _PRODUCT)
        if body.op in ("sum", "prod"):
            inner = self.text(body, _PRODUCT)
        return self.sign_of_fold(node.op, limits) + inner

    def sign_of_fold(self, op: str, limits: Limits) -> str:
        letter = self.how.letters[limits.index]
        high = self.name(limits.high) + (f"{limits.shift:+d}" if limits.shift else "")
        said = limits.said or self.how.limits != "implicit"
        if self.latex:
            sign = r"\sum" if op == "sum" else r"\prod"
            if not said:
                return f"{sign}_{letter} " if self.rng.random() < 0.7 else f"{sign}_{{{letter}}} "
            where = r"\limits" if self.how.limits == "limits" else ""
            top = high if len(high) == 1 and self.how.limits != "braces" else f"{{{high}}}"
            return f"{sign}{where}_{{{letter}={limits.low}}}^{top} "
        if self.unicode:
            sign = "∑" if op == "sum" else "∏"
            return f"{sign}_{{{letter}={limits.low}}}^{{{high}}} " if said else f"{sign}{_SUBSCRIPT[letter]} "
        sign = "sum" if op == "sum" else "prod"
        high = f"{{{high}}}" if len(high) > 1 else high
        return f"{sign}_{{{letter}={limits.low}}}^{high} " if said else f"{sign}_{letter} "

    def applied(self, node: Node) -> tuple[str, int]:
        inner = node.args[0]
        if node.op == "root":
            if self.latex:
                return rf"\sqrt{{{self.text(inner)}}}", _ATOM
            return ("√" if self.unicode else "sqrt") + f"({self.text(inner)})", _ATOM
        if node.op == "exp":
            if self.how.exp == "e" and self.latex:
                return f"e^{{{self.text(inner)}}}", _FACTOR
            return (r"\exp" if self.latex else "exp") + self.round(self.text(inner)), _FACTOR
        return self.log_of(inner), _PRODUCT

    def log_of(self, inner: Node, *, always: bool = False) -> str:
        if inner.op in ("joint", "one", "loss") and not always:
            return f"{self.how.log} {self.text(inner)}"
        if inner.op in ("num", "sym") and not always and self.rng.random() < 0.7:
            return f"{self.how.log} {self.text(inner, _FACTOR)}"
        return self.how.log + self.round(self.text(inner))

    def loss(self) -> str:
        return f"{self.how.loss}({self.name(self.unknown)})" if self.how.argument else self.how.loss

    def density(self, op: str) -> str:
        given = r"\mid " if self.latex and self.rng.random() < 0.6 else " | " if self.latex else "|"
        letter = self.how.joint
        if self.part.startswith("optimal"):
            b = self.name("b")
            x = self.entry("x", ("i",))
            data = r"x_1,\dots,x_" + self.name("n") if self.latex else "x_1,...,x_" + self.name("n")
            return f"{letter}({data}{given}{b})" if op == "joint" else f"p({x}{given}{b})"
        X, y = self.name("X"), self.name("y")
        if op == "joint":
            return f"{letter}({y}{given}{X})"
        return f"p({self.entry('y', ('i',))}{given}{self.entry('row', ('i',))})"

    # ----------------------------------------------------------------------------------------- derivatives

    def sloped(self, node: Node) -> str:
        inner, at = node.args[0], self.name(self.unknown)
        if node.value is not None:
            letter = self.how.letters[node.value]
            below = f"{at}_{letter}"
            return rf"\frac{{\partial {self.loss()}}}{{\partial {below}}}" if self.latex else f"∂{self.loss()}/∂{below}"
        if inner.op != "loss":
            return self.sloped_formula(self.text(inner, _PRODUCT))
        return self.sloped_loss(at)

    def sloped_formula(self, inner: str) -> str:
        at = self.name(self.unknown)
        if self.vector and self.how.slope in ("nabla", "prime", "d"):
            return rf"\nabla_{{{at}}} {inner}" if self.latex else f"∇_{at} {inner}" if self.unicode else f"grad {inner}"
        d = r"\partial" if self.how.slope == "partial" or self.vector else "d"
        if self.latex:
            space = " " if d == r"\partial" or at.startswith("\\") else ""
            return rf"\frac{{{d}}}{{{d}{space}{at}}} {inner}"
        d = "∂" if self.vector else "d"
        return f"{d}/{d}{at} {inner}"

    def sloped_loss(self, at: str) -> str:
        how, loss = self.how, self.loss()
        bare = how.loss
        if not self.latex:
            if self.vector and how.slope in ("nabla", "prime"):
                return f"∇{loss}" if self.unicode else f"grad {bare}({at})"
            if not self.vector and how.slope == "prime":
                return f"{bare}'({at})"
            d = "∂" if self.vector else "d"
            return f"{d}{bare}/{d}{at}"
        match how.slope:
            case "prime" if not self.vector:
                return f"{bare}'({at})"
            case "nabla" | "prime" if self.vector:
                return rf"\nabla_{{{at}}} {loss}" if self.rng.random() < 0.6 else rf"\nabla {loss}"
            case "operator" if not self.vector:
                return rf"\frac{{\mathrm d}}{{\mathrm d {at}}} {loss}"
            case "operator":
                return rf"\frac{{\partial}}{{\partial {at}}} {loss}"
            case "d" | "nabla" if not self.vector:
                return rf"\frac{{\mathrm{{d}}{loss}}}{{\mathrm{{d}}{at}}}" if how.slope == "d" else (
                    rf"\frac{{d {loss}}}{{d {at}}}")  # fmt: skip
            case _:
                return rf"\frac{{\partial {loss}}}{{\partial {at}}}"


# ----------------------------------------------------------------------------------------------- layouts

_SAY: Final[dict[str, dict[str, tuple[str, ...]]]] = {
    "let": {
        "en": ("Let", "The loss is", "We minimise", "Define", "Consider the objective", ""),
        "zh": ("设", "损失函数为", "记", "目标函数：", "令", ""),
    },
    "name": {"en": ("Let", "Write", "Put", "Define"), "zh": ("记", "设", "令", "其中")},
    "then": {"en": ("Then", "We have", "Now", ""), "zh": ("则", "有", "于是", "")},
    "slope": {
        "en": ("Differentiating,", "The gradient is", "Taking the derivative gives", "Then", "The derivative:", ""),
        "zh": ("求导得", "梯度为", "对其求导：", "则", ""),
    },
    "zero": {
        "en": ("Setting this to zero gives", "At the minimum", "Set the derivative to zero:", "So", ""),
        "zh": ("令其为零，得", "令导数等于 0：", "在最小值处", "所以", ""),
    },
    "so": {
        "en": ("so", "hence", "Therefore", "That is,", "It follows that", ""),
        "zh": ("因此", "所以", "即", "从而", ""),
    },
    "solve": {"en": ("Solving for it,", "so", "The solution is", "Hence"), "zh": ("解得", "所以", "解为", "于是")},
    "multiply": {"en": ("Multiplying by the inverse,", "Then"), "zh": ("两边乘以逆矩阵：", "则")},
    "smallest": {
        "en": ("Only the second term depends on it, and it is smallest for", "This is minimal for"),
        "zh": ("当且仅当下式成立时最小：", "因此最小值点为"),
    },
    "task": {"en": ("We solve", "The problem is", ""), "zh": ("优化问题为", "求解", "")},
    "likelihood": {"en": ("By independence", "The likelihood is"), "zh": ("由独立性，似然为", "似然函数：")},
    "density": {"en": ("The density of a sample is", ""), "zh": ("单个样本的密度为", "")},
    "logs": {"en": ("Taking logarithms,", "Then", "so", ""), "zh": ("取对数得", "则", "")},
    "together": {"en": ("In matrix form", "Together:"), "zh": ("写成矩阵形式：", "合起来")},
    "invertible": {
        "en": ("Here the columns of the matrix are linearly independent.", ""),
        "zh": ("这里要求各列线性无关。", ""),
    },
    "": {"en": ("",), "zh": ("",)},
}  # fmt: skip

Layout = Literal["sentences", "paragraph", "display", "split display", "brackets", "aligned", "align", "rows", "arrows"]
_LAYOUTS: Final[tuple[Layout, ...]] = (
    "sentences", "sentences", "paragraph", "display", "display", "split display", "brackets", "aligned", "align",
    "arrows",
)  # fmt: skip
_ARROWS: Final = (r"\Rightarrow ", r"\implies ", r"\Longrightarrow ", r"\;\Rightarrow\; ", r"\quad\Rightarrow\quad ")


@dataclass(frozen=True, slots=True)
class Written:
    """A text, and for each line of the derivation the first and last line of the text that it stands on.

    Of a pair the two formulas are the two lines of the text.
    """

    text: str
    places: tuple[tuple[int, int], ...]


class _Page:
    """Text that grows, and where the derivation's lines stand in it."""

    def __init__(self) -> None:
        self.text = ""
        self.places: list[tuple[int, int]] = []

    def put(self, text: str) -> None:
        self.text += text

    def place(self, text: str) -> None:
        """Text that is a line of the derivation."""
        first = self.text.count("\n") + 1
        self.text += text
        self.places.append((first, self.text.count("\n") + 1))


def laid_out(derivation: Derivation, how: Style, rng: random.Random) -> Written:
    """The derivation as a text."""
    writer = _Writer(derivation.part, how, rng)
    sides = [_sides(line, writer) for line in derivation.lines]
    layout: Layout = rng.choice(_LAYOUTS) if how.notation == "latex" else "rows"
    page = _Page()
    _LAY[layout](derivation, sides, how, rng, page)
    end = rng.choice(_SAY[derivation.end][how.language])
    if end:
        page.put(f"\n{end}")
    return Written(page.text, tuple(page.places))


def _sides(line: Line, writer: _Writer) -> list[str]:
    if line.kind == "argmin":
        return _task(line.sides[0], writer)
    return [writer.text(side) for side in line.sides]


def _task(loss: Node, writer: _Writer) -> list[str]:
    w, rng = writer.name("w"), writer.rng
    body = writer.text(loss, _PRODUCT)
    if not writer.latex:
        arg = rng.choice((f"min_{w} ", f"argmin_{w} "))
        return [arg + body] if arg.startswith("min") else [f"{w}* = {arg}{body}"]
    arg = rng.choice((r"\arg\min", r"\operatorname{argmin}", r"\operatorname*{arg\,min}", r"\min"))
    written = f"{arg}_{{{w}}} {body}"
    return [written] if arg.startswith(r"\min") or rng.random() < 0.3 else [f"{w}^* = {written}"]


def _words(line: Line, how: Style, rng: random.Random) -> str:
    return rng.choice(_SAY[line.say][how.language])


_Lay = Callable[[Derivation, list[list[str]], Style, random.Random, _Page], None]


def _sentences(derivation: Derivation, sides: list[list[str]], how: Style, rng: random.Random, page: _Page,
               between: str = "\n") -> None:  # fmt: skip
    stop = "." if how.language == "en" else "。"
    comma = "," if how.language == "en" else "，"
    opening, closing = rng.choice((("$", "$"), ("$", "$"), (r"\(", r"\)")))
    for place, line in enumerate(derivation.lines):
        words = _words(line, how, rng)
        space = " " if words and (how.language == "en" or rng.random() < 0.3) else ""
        mark = stop if place == len(sides) - 1 else rng.choice((comma, stop, comma))
        page.place(f"{words}{space}{opening}{' = '.join(sides[place])}{closing}{mark}")
        if place < len(sides) - 1:
            page.put(between)


def _display(derivation: Derivation, sides: list[list[str]], how: Style, rng: random.Random, page: _Page,
             marks: tuple[str, str] = ("$$", "$$")) -> None:  # fmt: skip
    opening, closing = marks
    apart = rng.choice(("", "\n"))
    for place, line in enumerate(derivation.lines):
        words = _words(line, how, rng)
        if words:
            page.put(words + "\n")
        dot = rng.choice(("", "", ".", ","))
        page.put(opening + apart)
        page.place(rng.choice(("=", " = ")).join(sides[place]) + dot)
        page.put(apart + closing + "\n" + rng.choice(("", "\n")))


def _split_display(derivation: Derivation, sides: list[list[str]], how: Style, rng: random.Random, page: _Page) -> None:
    """A chain that goes on in the next display."""
    for place, line in enumerate(derivation.lines):
        words = _words(line, how, rng)
        page.put(words + "\n" if words else "")
        first, *rest = sides[place]
        start = " = ".join([first, *rest[:1]])
        page.place("\n".join([f"$${start}$$", *(f"$$= {side}$$" for side in rest[1:])]))
        page.put("\n\n" if rng.random() < 0.3 else "\n")


def _aligned(derivation: Derivation, sides: list[list[str]], how: Style, rng: random.Random, page: _Page,
             environment: str = "aligned") -> None:  # fmt: skip
    words = _words(derivation.lines[0], how, rng)
    page.put(words + "\n" if words else "")
    around = ("$$\n", "\n$$") if environment == "aligned" else ("", "")
    page.put(f"{around[0]}\\begin{{{environment}}}\n")
    for place in range(len(derivation.lines)):
        first, *rest = sides[place]
        rows = [f"{first} &= {rest[0]}" if rest else first, *(f"&= {side}" for side in rest[1:])]
        page.place(" \\\\\n".join(rows))
        page.put(" \\\\\n" if place < len(sides) - 1 else "\n")
    page.put(f"\\end{{{environment}}}{around[1]}")


def _align(derivation: Derivation, sides: list[list[str]], how: Style, rng: random.Random, page: _Page) -> None:
    _aligned(derivation, sides, how, rng, page, rng.choice(("align", "align*", "gathered", "split", "eqnarray")[:2]))


def _arrows(derivation: Derivation, sides: list[list[str]], how: Style, rng: random.Random, page: _Page) -> None:
    """Equations joined by arrows, in one display."""
    opened = False
    arrow = rng.choice(_ARROWS)
    for place, line in enumerate(derivation.lines):
        joins = opened and line.kind == "equation"
        if opened and not joins:
            page.put("$$\n")
        if not joins:
            words = _words(line, how, rng)
            page.put((words + "\n" if words else "") + "$$")
        else:
            page.put(arrow)
        page.place(" = ".join(sides[place]))
        opened = True
    page.put("$$")


def _rows(derivation: Derivation, sides: list[list[str]], how: Style, rng: random.Random, page: _Page) -> None:
    """Plain text, a formula a row."""
    arrow = "⇒ " if how.notation == "unicode" else "=> "
    style = rng.choice(("words", "arrows", "bare"))
    for place, line in enumerate(derivation.lines):
        start = ""
        if style == "words":
            words = _words(line, how, rng)
            start = words + (" " if words else "")
        elif style == "arrows" and line.kind == "equation" and place:
            start = arrow
        joint = "\n  = " if len(sides[place]) > 2 and rng.random() < 0.4 else " = "
        first, *rest = sides[place]
        page.place(start + first + (" = " + joint.join(rest) if rest else ""))
        page.put("\n" + rng.choice(("", "\n")) if place < len(sides) - 1 else "")


_LAY: Final[dict[Layout, _Lay]] = {
    "sentences": _sentences,
    "paragraph": partial(_sentences, between=" "),
    "display": _display,
    "split display": _split_display,
    "brackets": partial(_display, marks=(r"\[", r"\]")),
    "aligned": _aligned,
    "align": _align,
    "rows": _rows,
    "arrows": _arrows,
}


# ------------------------------------------------------------------------------------------------- doors


def rewritten(derivation: Derivation, rng: random.Random) -> Derivation:
    """The derivation with its trees in another order and its equations the other way round."""
    lines = []
    for line in derivation.lines:
        sides = [reordered(chosen(side, rng), rng) for side in line.sides]
        if line.kind == "equation" and sides[0].op != "sym" and sides[0].op != "tr" and rng.random() < 0.2:
            sides.reverse()
        lines.append(replace(line, sides=tuple(sides)))
    return replace(derivation, lines=tuple(lines))


def written(derivation: Derivation, rng: random.Random) -> Written:
    """The derivation in a style drawn for it."""
    how = style(derivation.part, rng, renamed=not derivation.pair)
    while how.notation == "plain" and any(has(side, "ones") for line in derivation.lines for side in line.sides):
        how = style(derivation.part, rng, renamed=not derivation.pair)  # a column of ones has no letter there
    if derivation.pair:
        writer = _Writer(derivation.part, how, rng)
        return Written("\n".join(map(writer.text, derivation.lines[0].sides)), ((1, 2),))
    return laid_out(derivation, how, rng)


def cases(columns: Sequence[str], count: int, seed: int = 0) -> Iterator[tuple[str, Derivation, Written]]:
    """So many rewritings, as many of each column."""
    for number in range(count):
        rng = random.Random(f"{seed} {number}")
        column = columns[number % len(columns)]
        derivation = rewritten(original(column, rng), rng)
        yield column, derivation, written(derivation, rng)
