"""Random well-formed formulas in many notations: deep, wide, with huge numbers and long sums.

Everything is drawn from a ``random.Random``, so that a seed gives the same formula again and Hypothesis can shrink one.
A formula is grown by sort (number, vector of d or of n entries, d×d matrix), mostly of shapes that conform.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

#: Symbols, and names in it that the formulas use.
DECLARED = "X: n*d rows x, y: n, w: d, u: d, A: d*d, B: d*d, sigma: >0, a, b, c"
SAMPLE = "x: n, b, sigma: >0, mu"

_INTEGERS = ("0", "1", "2", "3", "7", "10", "12", "1/2", "0.5", "0.25", "1000", "2006")
_HUGE = ("10^9", "99999999999999999999", "1e30", "123456789012345678901234567890", "10^{1000}", "2305843009213693951")
_EXPONENTS = ("2", "3", "-1", "1/2", "n", "10", "100", "999", "1000", "1001", "99999999", "-3", "2^2", "0", "i")
_LIMITS = ("n", "n", "n", "d", "3", "5", "100", "10^6", "1000000000", "n-1", "2n", "n^2", "0")


@dataclass(frozen=True, slots=True)
class Style:
    """How a formula is written: LaTeX or plain text, and what is declared."""

    latex: bool
    sample: bool  # only the numbers x_1 … x_n are there, no matrices


def formula(random: Random, depth: int | None = None) -> tuple[str, str]:
    """A formula and the declaration of its symbols."""
    style = Style(latex=random.random() < 0.7, sample=random.random() < 0.35)
    if depth is None:
        depth = random.choice((0, 1, 1, 2, 2, 2, 3, 3, 4, 6))
    return _Grower(random, style).any(depth), SAMPLE if style.sample else DECLARED


def pair(random: Random, depth: int | None = None) -> tuple[str, str, str]:
    """Two formulas with their declaration: unrelated, the same twice, or one changed at a place."""
    first, declared = formula(random, depth)
    match random.randrange(4):
        case 0:
            return first, first, declared
        case 1:
            return first, f"{first} + {random.choice(('0', '1', 'b', '10^{-30}'))}", declared
        case 2:
            return first, f"{random.choice(('2', '-', '1/2 ', '0 '))}({first})", declared
        case _:
            style = Style(latex=random.random() < 0.5, sample=declared == SAMPLE)
            return first, _Grower(random, style).any(depth or 2), declared


_HEADS = (
    "L(w) = ",
    "f(b) = ",
    "b = ",
    "w = ",
    "w^* = ",
    "\\frac{dL}{db} = ",
    "\\nabla_w L = ",
    "0 = ",
    "",
    "-\\log P(y|X) = ",
)
_JOINTS = (" = ", " = ", " \\Rightarrow ", " \\\\ = ", " \\le ", " \\propto ", ", ", " \\iff ", " \\approx ", " = 0, ")
_SENTENCES = (
    "Let $%s$.", "Then $$%s$$ follows.", "Setting $%s$ to zero gives", "令 $%s$，得", "所以 $$%s$$", "$%s$",
    "so %s", "> $%s$", "1. \\(%s\\)", "\\[%s\\]", "\\begin{aligned}%s\\end{aligned}", "- minimise $%s$", "%s",
    "where $%s$ is invertible", "```math\n%s\n```", "# %s",
)  # fmt: skip


def derivation(random: Random, depth: int | None = None) -> str:
    """Lines of prose and formulas."""
    lines = []
    for _ in range(random.choice((1, 2, 3, 5, 10))):
        said = random.choice(_HEADS)
        said += random.choice(_JOINTS).join(formula(random, depth)[0] for _ in range(random.choice((1, 1, 2, 3))))
        lines.append(random.choice(_SENTENCES) % said)
    return "\n".join(lines)


class _Grower:
    """Grows formulas in one style."""

    def __init__(self, random: Random, style: Style) -> None:
        self.random = random
        self.style = style
        self.indices: list[str] = []

    def any(self, depth: int) -> str:
        """A formula of any sort."""
        if self.style.sample:
            return self.number(depth)
        return self.random.choice((self.number, self.number, self.features, self.samples, self.matrix))(depth)

    def pick(self, *grow: Callable[[], str]) -> str:
        return self.random.choice(grow)()

    def write(self, latex: str, plain: str) -> str:
        return latex if self.style.latex or self.random.random() < 0.1 else plain

    def bracket(self, text: str) -> str:
        return self.write(f"\\left({text}\\right)", f"({text})") if self.random.random() < 0.5 else f"({text})"

    # ----------------------------------------------------------------------------------------- the sorts

    def number(self, depth: int) -> str:
        """A number."""
        if depth <= 0:
            return self.leaf()
        inner = depth - 1
        grow = [
            lambda: self.added(self.number, inner),
            lambda: self.added(self.number, inner),
            lambda: self.product(inner),
            lambda: self.quotient(inner),
            lambda: f"{self.bracket(self.number(inner))}^{{{self.exponent(inner)}}}",
            lambda: self.folded(inner),
            lambda: self.folded(inner),
            lambda: self.applied(inner),
            lambda: self.derived(inner),
            lambda: self.cases(inner),
            lambda: self.write(f"\\left|{self.number(inner)}\\right|", f"|{self.number(inner)}|"),
            lambda: "-" + self.factor(inner),
            lambda: self.listed(inner),
        ]
        if not self.style.sample:
            grow += [
                lambda: self.norm(self.pick(lambda: self.features(inner), lambda: self.samples(inner))),
                lambda: f"{self.bracket(self.features(inner))}{self.transposed()} {self.bracket(self.features(inner))}",
                lambda: self.write(rf"\operatorname{{tr}}({self.matrix(inner)})", f"tr({self.matrix(inner)})"),
                lambda: self.write(rf"\log\det({self.matrix(inner)})", f"det({self.matrix(inner)})"),
                lambda: self.write(rf"\langle {self.features(inner)}, {self.features(inner)}\rangle",
                                   f"⟨{self.features(inner)}, {self.features(inner)}⟩"),
            ]  # fmt: skip
        return self.random.choice(grow)()

    def features(self, depth: int) -> str:
        """A vector of d entries."""
        if depth <= 0:
            return self.random.choice(("w", "u", r"\mathbf{w}", "w", "x_i" if "i" in self.indices else "w", "x_1"))
        inner = depth - 1
        return self.pick(
            lambda: self.added(self.features, inner),
            lambda: f"X{self.transposed()} {self.bracket(self.samples(inner))}",
            lambda: f"{self.bracket(self.matrix(inner))} {self.features(0)}",
            lambda: f"{self.factor(inner)} {self.features(0)}",
            lambda: rf"\nabla_w {self.bracket(self.number(inner))}",
            lambda: rf"\frac{{\partial}}{{\partial w}} {self.bracket(self.number(inner))}",
            lambda: f"{self.bracket(self.matrix(inner))}^{{-1}} {self.features(0)}",
            lambda: rf"{self.features(0)} \odot {self.bracket(self.features(inner))}",
        )

    def samples(self, depth: int) -> str:
        """A vector of n entries."""
        if depth <= 0:
            return self.random.choice(("y", "Xw", "Xw - y", r"\mathbf{X}\mathbf{w}", r"\mathbf{1}", "X u"))
        inner = depth - 1
        return self.pick(
            lambda: self.added(self.samples, inner),
            lambda: f"X {self.bracket(self.features(inner))}",
            lambda: f"{self.factor(inner)} {self.samples(0)}",
            lambda: rf"\operatorname{{sgn}}({self.samples(inner)})",
            lambda: rf"{self.samples(0)} \odot {self.bracket(self.samples(inner))}",
        )

    def matrix(self, depth: int) -> str:
        """A d×d matrix."""
        if depth <= 0:
            return self.random.choice(("A", "B", "I", "X^T X", r"\mathbf{X}^\top\mathbf{X}", "w w^T", "I_d"))
        inner = depth - 1
        power = self.random.choice(("-1", "2", "T", "3", "100", "1000", "-T", r"\dagger", "-5"))
        return self.pick(
            lambda: self.added(self.matrix, inner),
            lambda: f"{self.bracket(self.matrix(inner))} {self.bracket(self.matrix(inner))}",
            lambda: f"{self.bracket(self.matrix(inner))}^{{{power}}}",
            lambda: f"{self.factor(inner)} {self.matrix(0)}",
            lambda: rf"\operatorname{{diag}}({self.features(inner)})",
            lambda: rf"\nabla_w^2 {self.bracket(self.number(inner))}",
            lambda: rf"\frac{{\partial^2 {self.bracket(self.number(inner))}}}{{\partial w \partial w^\top}}",
            lambda: rf"{self.bracket(self.matrix(inner))}^{{\top}}",
        )

    # ---------------------------------------------------------------------------------------- the pieces

    def leaf(self) -> str:
        names = (
            ("b", r"\sigma", r"\mu", "n")
            if self.style.sample
            else ("a", "b", "c", r"\sigma", "n", "d", "w_1", "X_{11}")
        )
        if self.indices and self.random.random() < 0.6:
            at = self.random.choice(self.indices)
            members = (f"x_{at}", f"x_{{{at}}}", f"x^{{({at})}}", at, f"x_{{{at}+1}}")
            return self.random.choice(members if self.style.sample else (f"y_{at}", f"w_{at}", f"X_{{{at}1}}", at))
        if self.random.random() < 0.06:
            return self.random.choice(_HUGE)
        name = self.random.choice((*names, *self.random.sample(_INTEGERS, 3)))
        return name if self.style.latex else name.removeprefix("\\")

    def factor(self, depth: int) -> str:
        return self.leaf() if depth <= 0 else self.bracket(self.number(depth))

    def product(self, depth: int) -> str:
        left, right = self.factor(depth), self.factor(depth)
        signs = (" * ", r" \cdot ") if self.style.latex else ("*", " * ")
        bare = right[0].isdigit()  # two numbers side by side are no product
        return f"{left}{self.random.choice(signs if bare else (' ', *signs))}{right}"

    def transposed(self) -> str:
        return self.random.choice(("^T", r"^\top", "'", "^{T}", "ᵀ"))

    def added(self, sort: Callable[[int], str], depth: int) -> str:
        width = self.random.choice((2, 2, 2, 3, 4, 40 if depth < 2 else 3))
        return "".join(self.random.choice((" + ", " - ")) + sort(depth) for _ in range(width)).removeprefix(" + ")

    def quotient(self, depth: int) -> str:
        top, bottom = self.number(depth), self.number(depth)
        return self.write(rf"\frac{{{top}}}{{{bottom}}}", f"({top})/({bottom})")

    def exponent(self, depth: int) -> str:
        return self.number(depth) if self.random.random() < 0.15 else self.random.choice(_EXPONENTS)

    def norm(self, of: str) -> str:
        bars = self.random.choice((("||", "||"), (r"\|", r"\|"), (r"\lVert ", r"\rVert"), (r"\left\|", r"\right\|")))
        kind = self.random.choice(("^2", "_2^2", "", "_1", r"_\infty", "_F^2"))
        return f"{bars[0]}{of}{bars[1]}{kind}"

    def folded(self, depth: int) -> str:
        index = self.random.choice("ijk")
        self.indices.append(index)
        body = self.pick(lambda: self.number(depth), lambda: self.bracket(self.number(depth)))
        self.indices.pop()
        high = self.random.choice(_LIMITS)
        sign = self.random.choice(("sum", "sum", "sum", "prod"))
        limits = self.random.choice(
            (f"_{{{index}=1}}^{{{high}}}", f"_{index}", f"_{{{index}=1}}^n", f"_{index}^{{{high}}}")
        )
        return f"{self.write(chr(92) + sign, sign)}{limits} {body}"

    def applied(self, depth: int) -> str:
        name = self.random.choice(("exp", "log", "sqrt", "sgn", "sin", "tanh", "abs", "floor", "sigmoid", "factorial"))
        of = self.number(depth)
        return self.write(rf"\operatorname{{{name}}}({of})", f"{name}({of})")

    def derived(self, depth: int) -> str:
        of, by = self.bracket(self.number(depth)), self.random.choice(("b", r"\sigma", "b"))
        order = self.random.choice(("", "", "", "^2", "^4", "^9"))
        return self.pick(
            lambda: rf"\frac{{d{order}}}{{d{by}{order}}} {of}",
            lambda: rf"\frac{{\partial{order} {of}}}{{\partial {by}{order}}}",
            lambda: rf"\partial_{{{by}}} {of}",
        )

    def cases(self, depth: int) -> str:
        pieces = rf"{self.number(depth)} & {self.leaf()} > {self.leaf()} \\ {self.number(depth)} & \text{{otherwise}}"
        return self.pick(
            lambda: rf"\begin{{cases}} {pieces} \end{{cases}}",
            lambda: rf"\mathbf{{1}}[{self.number(depth)} > {self.leaf()}]",
        )

    def listed(self, depth: int) -> str:
        name = self.random.choice((r"\max", r"\min", "median", "mean", r"\operatorname{Var}"))
        if self.style.sample and self.random.random() < 0.5:
            return f"{name}({self.random.choice(('x_1, ..., x_n', 'x', 'x_1, x_2', 'x_i'))})"
        return f"{name}({self.number(depth)}, {self.number(depth)})"
