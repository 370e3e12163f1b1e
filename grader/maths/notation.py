"""The spellings of mathematics: commands, Unicode characters and words, each with what it stands for.

Tables only. A spelling maps to a *sort* and a value; the tokenizer turns them into tokens, the parser knows what each
sort does. To add a spelling is to add a row here; a new operator also needs its meaning in
:mod:`grader.maths.operators` and its way of being written in :mod:`grader.maths.show`.
"""

from __future__ import annotations

import unicodedata
from typing import Final

from grader.maths.terms import RelationOp

Spelling = tuple[str, str]  # sort, value


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())



# ------------------------------------------------------------------------------------------------- letters

_LETTERS = (
    "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi pi rho sigma tau upsilon phi chi psi "
    "omega Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega ell"
)
GREEK: Final = {name: name for name in _LETTERS.split()}
_VARIANTS = {"varepsilon": "epsilon", "vartheta": "theta", "varphi": "phi", "varrho": "rho", "varsigma": "sigma"}
_GREEK_LETTERS = {
    **dict(zip("αβγδεζηθικλμνξπρστυφχψω", GREEK, strict=False)),
    **{"ς": "sigma", "ϑ": "theta", "ϱ": "rho", "Γ": "Gamma", "Δ": "Delta", "Θ": "Theta", "Λ": "Lambda", "Ξ": "Xi"},
    **{"Υ": "Upsilon", "Φ": "Phi", "Ψ": "Psi", "Ω": "Omega", "ℓ": "ell"},
}

#: Greek names that are read as such without a backslash; the short ones are too often letters side by side.
PLAIN_GREEK: Final = (frozenset(GREEK) - {"ell"}) | {"eps", "infty", "infinity", "inf"}
PLAIN_NAMES: Final = {"eps": "epsilon", "infty": "infinity", "inf": "infinity"}

#: Names of several letters that people write without any mark.
KNOWN_NAMES: Final = _words(
    "loss Loss cost Cost MSE mse RSS rss SSE sse SSR MAE mae NLL nll LL error err const lr bias obj"
)

#: Heads that are functions before a bracket unless they were declared as something else.
FUNCTION_LETTERS: Final = KNOWN_NAMES | _words(
    "f g h F G H J L l ell P p q Q O E R S phi Phi psi Psi sigma rho Gamma nabla"
)

#: Letters that count samples and features: a subscript of several is several indices.
INDEX_LETTERS: Final = frozenset("ijklt")

#: Words that mark a name as another of its kind: ``b_{\min}``, ``w_{new}``, ``w_OLS``.
ACCENT_WORDS: Final = _words(
    "min max opt optimal new old best star hat bar tilde next prev final init true train test pred est sol avg "
    "mean med median MLE ML MAP OLS LS LSE LAD MAE MSE ols mle ridge lasso reg"
)  # fmt: skip
#: Of these words, the ones that are an accent of their own.
ACCENT_NAMES: Final = {"hat": "hat", "bar": "bar", "tilde": "tilde", "star": "star"}

# ----------------------------------------------------------------------------------------------- operators

#: Spellings of functions, with a backslash, in ``\operatorname`` and as plain words.
FUNCTIONS: Final = {
    "exp": "exp", "log": "log", "ln": "log", "sqrt": "sqrt", "sign": "sgn", "sgn": "sgn", "signum": "sgn",
    "Sign": "sgn", "median": "median", "med": "median", "Median": "median", "mean": "mean", "avg": "mean",
    "average": "mean", "Mean": "mean", "tr": "tr", "Tr": "tr", "trace": "tr", "Trace": "tr", "det": "det",
    "diag": "diag", "Diag": "diag", "rank": "rank", "rk": "rank", "Rank": "rank", "var": "var", "Var": "var",
    "cov": "cov", "Cov": "cov", "abs": "abs", "Abs": "abs", "norm": "norm", "sin": "sin", "cos": "cos", "tan": "tan",
    "tanh": "tanh", "sigmoid": "sigmoid", "softmax": "softmax", "logsumexp": "logsumexp", "relu": "relu",
    "ReLU": "relu", "erf": "erf", "inv": "inv", "pinv": "pinv", "transpose": "transpose", "floor": "floor",
    "laplace": "laplace", "Laplace": "laplace", "Lap": "laplace", "factorial": "factorial",
}  # fmt: skip

#: Functions that are only known by their place in a library of Python, since their names are words of prose as well.
LIBRARY_FUNCTIONS: Final = {"dot": "inner", "inner": "inner", "vdot": "inner", "solve": "solve"}

#: Functions that people put before an operand without brackets; the rest need one.
BARE_FUNCTIONS: Final = _words("exp log sqrt sgn median mean tr det diag rank sin cos tan tanh var inv")

#: Functions of a sample: a single subscripted argument stands for all of its members.
OF_A_SAMPLE: Final = frozenset(("median", "mean", "var", "max", "min"))

OPTIMA: Final = {
    "min": "min", "max": "max", "argmin": "argmin", "argmax": "argmax", "minimize": "min", "minimise": "min",
    "maximize": "max", "maximise": "max",
}  # fmt: skip
BIG: Final = {"sum": "sum", "prod": "prod"}

#: Plain words that stick to their neighbours: ``logP(y)``, ``nlog 2``.
STICKY: Final = ("argmin", "argmax", "median", "sqrt", "prod", "sign", "sgn", "log", "exp", "sum", "ln")

#: Words of English that are never a product of their letters when they stand alone.
PROSE_WORDS: Final = _words(
    "a an and are as at be because but by denote define equals find for from gives get has hence have here if in "
    "into is it its let means must of on one or otherwise our set since so such than that the then there "
    "therefore thus to we when where which with yields"
)  # fmt: skip
OTHERWISE: Final = _words("otherwise else other o.w. ow 其他 其它 否则 其余 其它情况 其他情况")

# ----------------------------------------------------------------------------------------------- relations

_RELATIONS: dict[RelationOp, str] = {
    "=": "",
    ":=": "coloneqq coloneq triangleq doteq",
    "≡": "equiv",
    "≈": "approx simeq cong approxeq",
    "≠": "neq ne",
    "<": "lt",
    "≤": "leq le leqslant",
    ">": "gt",
    "≥": "geq ge geqslant",
    "≪": "ll",
    "≫": "gg",
    "∝": "propto varpropto",
    "∼": "sim",
    "∈": "in",
    "∉": "notin",
    "≻": "succ",
    "⪰": "succeq succcurlyeq",
    "≺": "prec",
    "⪯": "preceq preccurlyeq",
    "←": "leftarrow gets larr longleftarrow",
    "→": "to rightarrow rarr longrightarrow mapsto longmapsto",
    "⊂": "subset subseteq",
    "⊥": "perp",
}
_ARROWS = {
    "implies": "Rightarrow implies Longrightarrow rArr Rarr therefore leadsto rightsquigarrow",
    "iff": "iff Leftrightarrow Longleftrightarrow lrArr",
}
_UNICODE_RELATIONS = {
    "≜": ":=", "≔": ":=", "≐": ":=", "≃": "≈", "≅": "≈", "⩽": "≤", "⩾": "≥", "≦": "≤", "≧": "≥", "⊆": "⊂", "⟵": "←",
    "⟶": "→", "↦": "→", "≽": "⪰", "≼": "⪯", "∶": ":",
}  # fmt: skip

#: Relations of several ASCII characters.
ASCII_RELATIONS: Final[dict[str, Spelling]] = {
    "<=>": ("arrow", "iff"), "<==>": ("arrow", "iff"), "==>": ("arrow", "implies"), "=>": ("arrow", "implies"),
    "-->": ("rel", "→"), "->": ("rel", "→"), "<--": ("rel", "←"), "<-": ("rel", "←"), ":=": ("rel", ":="),
    "=:": ("rel", "="), "==": ("rel", "="), "!=": ("rel", "≠"), "<=": ("rel", "≤"), ">=": ("rel", "≥"),
    "=<": ("rel", "≤"), "<<": ("rel", "≪"), ">>": ("rel", "≫"), "**": ("^", "**"), "||": ("bar", "||"),
    "=": ("rel", "="), "<": ("rel", "<"), ">": ("rel", ">"),
}  # fmt: skip

# ------------------------------------------------------------------------------------------------ commands

_FONTS = _words(
    "mathbf boldsymbol bm pmb bold vec mathcal mathscr mathbb mathfrak overrightarrow underline mathop boxed fbox "
    "mathord mathbin mathrel mathnormal ensuremath bf rm it cal sf tt bfseries mathbb mathds mathbbm textbf "
    "textit mathrm mathit mathsf mathtt operatorname text textrm mbox hbox textnormal textsf texttt Bbb"
)
_SPACES = _words(
    "displaystyle textstyle scriptstyle limits nolimits nonumber notag big Big bigg Bigg strut small "
    "large Large normalsize hfill newline allowbreak centering noindent relax"
)
FRACTIONS = ["frac", "dfrac", "tfrac", "cfrac", "nicefrac"]
_ACCENTS = {
    "hat": "hat", "widehat": "hat", "bar": "bar", "overline": "bar", "tilde": "tilde", "widetilde": "tilde",
    "dot": "dot", "check": "check",
}  # fmt: skip

#: Commands of mathematics that the grader has no meaning for.
_UNSUPPORTED = _words(
    "int iint iiint oint lim limsup liminf sup inf bigcup bigcap cup cap setminus oplus ominus coprod bigoplus mod "
    "bmod pmod gcd not cancel bcancel sout xcancel ddot triangle angle aleph Re Im"
)

COMMANDS: Final[dict[str, Spelling]] = {
    **{name: ("name", name) for name in GREEK},
    **{name: ("name", value) for name, value in _VARIANTS.items()},
    **{name: ("fn", op) for name, op in FUNCTIONS.items()},
    **{name: ("opt", op) for name, op in OPTIMA.items()},
    **{name: ("big", op) for name, op in BIG.items()},
    **{name: ("rel", op) for op, names in _RELATIONS.items() for name in names.split()},
    **{name: ("arrow", kind) for kind, names in _ARROWS.items() for name in names.split()},
    **{name: ("font", name) for name in _FONTS},
    **dict.fromkeys(_SPACES, ("space", "1")),
    **dict.fromkeys(FRACTIONS, ("cmd", "frac")),
    **{name: ("cmd", mark) for name, mark in _ACCENTS.items()},
    "left": ("side", "left"), "right": ("side", "right"),
    "sqrt": ("cmd", "sqrt"),
    "partial": ("diff", "∂"),
    "nabla": ("cmd", "nabla"),
    "hbar": ("name", "h"), "imath": ("name", "i"), "jmath": ("name", "j"),
    "infty": ("name", "infinity"), "R": ("name", "R"), "emptyset": ("name", "emptyset"),
    "arg": ("arg", "arg"), "argmin": ("opt", "argmin"), "argmax": ("opt", "argmax"),
    "cdot": ("*", "·"), "times": ("*", "×"), "ast": ("*", "*"), "bullet": ("*", "·"),
    "odot": ("entrywise", "hadamard"), "circ": ("entrywise", "hadamard"), "otimes": ("entrywise", "kron"),
    "div": ("/", "/"), "over": ("over", "over"), "choose": ("over", "choose"), "atop": (",", ","),
    "substack": ("clauses", ""), "binom": ("cmd", "binom"), "dbinom": ("cmd", "binom"), "tbinom": ("cmd", "binom"),
    "given": ("mid", "|"), "impliedby": ("text", "because"), "varnothing": ("name", "emptyset"),
    "pm": ("pm", "pm"), "mp": ("pm", "mp"),
    "top": ("top", "T"), "intercal": ("top", "T"), "dagger": ("dagger", "dagger"), "dag": ("dagger", "dagger"),
    "prime": ("'", "1"), "star": ("star", "star"),
    "dots": ("dots", ""), "ldots": ("dots", ""), "cdots": ("dots", ""), "vdots": ("dots", ""), "ddots": ("dots", ""),
    "dotsc": ("dots", ""), "dotsb": ("dots", ""), "dotsm": ("dots", ""), "hdots": ("dots", ""),
    "mid": ("mid", "|"), "vert": ("bar", "|"), "Vert": ("bar", "‖"), "parallel": ("bar", "‖"),
    "lvert": ("lbar", "|"), "rvert": ("rbar", "|"), "lVert": ("lbar", "‖"), "rVert": ("rbar", "‖"),
    "langle": ("open", "<"), "rangle": ("close", ">"), "lfloor": ("open", "floor"), "rfloor": ("close", "floor"),
    "lceil": ("open", "ceil"), "rceil": ("close", "ceil"), "lbrace": ("open", "\\{"), "rbrace": ("close", "\\}"),
    "lbrack": ("open", "["), "rbrack": ("close", "]"), "lparen": ("open", "("), "rparen": ("close", ")"),
    "colon": (":", ":"), "quad": ("space", "4"), "qquad": ("space", "4"), "thinspace": ("space", "2"),
    "because": ("text", ""), "forall": ("text", "for all"), "exists": ("text", "there is"),
    "blacksquare": ("text", ""), "square": ("text", ""), "Box": ("text", ""), "qed": ("text", ""),
    "And": ("text", "and"), "land": ("text", "and"),
    "wedge": ("text", "and"), "Leftarrow": ("text", "because"), "Longleftarrow": ("text", "because"),
    **dict.fromkeys(_UNSUPPORTED, ("unsupported", "")),
    "overset": ("over-text", ""), "stackrel": ("over-text", ""), "underset": ("under-text", ""),
    "xrightarrow": ("long", "→"), "xleftarrow": ("long", "←"), "xlongequal": ("long", "="),
    "xRightarrow": ("long", "implies"),
    "underbrace": ("brace", "_"), "overbrace": ("brace", "^"),
    "begin": ("env", ""), "end": ("env", ""),
}  # fmt: skip

#: Commands whose argument in braces says nothing about the meaning.
SILENT: Final = _words(
    "tag label ref eqref hspace vspace phantom hphantom vphantom color textcolor colorbox raisebox footnotesize "
    "style class require kern mspace"
)
#: Fonts that mark a 1 or 0 as a vector, and an E as an expectation.
BOLD: Final = _words("mathbf boldsymbol bm pmb bold mathbb bf mathds mathbbm vec Bbb")
BLACKBOARD: Final = _words("mathbb mathds mathbbm Bbb mathrm operatorname text")
#: Fonts whose several letters are a word.
WORD_FONTS: Final = _words("operatorname mathrm mathit mathsf mathtt rm")
TEXT_FONTS: Final = _words("text intertext textrm mbox hbox textnormal textsf texttt textbf textit")

ESCAPES: Final[dict[str, Spelling]] = {
    "\\{": ("open", "\\{"), "\\}": ("close", "\\}"), "\\|": ("bar", "‖"), "\\,": ("space", "2"),
    "\\;": ("space", "1"), "\\:": ("space", "1"), "\\!": ("space", "0"), "\\>": ("space", "1"),
    "\\#": ("count", "#"),
    "\\ ": ("space", "1"), "\\/": ("space", "0"), "\\%": ("%", "%"), "\\_": ("_", "_"), "\\&": ("space", "1"),
    "\\-": ("space", "0"), "\\*": ("*", "*"), "\\\n": ("space", "1"), "\\=": ("rel", "="), "\\^": ("^", "^"),
    "\\'": ("'", "1"), "\\(": ("space", "1"), "\\)": ("space", "1"), "\\[": ("space", "1"), "\\]": ("space", "1"),
}  # fmt: skip

ENTITIES: Final[dict[str, Spelling]] = {
    "nbsp": ("space", "1"), "thinsp": ("space", "2"), "ensp": ("space", "1"), "emsp": ("space", "1"),
    "lt": ("rel", "<"), "gt": ("rel", ">"), "le": ("rel", "≤"), "ge": ("rel", "≥"), "ne": ("rel", "≠"),
    "amp": ("&", "&"), "minus": ("-", "-"), "times": ("*", "×"), "sum": ("big", "sum"), "quot": ("space", "1"),
    "sigma": ("name", "sigma"), "mu": ("name", "mu"), "epsilon": ("name", "epsilon"), "#39": ("'", "1"),
    "middot": ("*", "·"), "sdot": ("*", "·"), "zwnj": ("space", "0"),
}  # fmt: skip

#: Environments by what they are; others are not understood.
LAYOUTS: Final = _words(
    "aligned align alignat alignedat gathered gather split eqnarray equation multline multlined flalign math "
    "displaymath"
)  # fmt: skip
MATRICES: Final = _words("pmatrix bmatrix matrix Bmatrix vmatrix Vmatrix smallmatrix array")
CASES: Final = frozenset(("cases", "dcases", "rcases", "numcases"))

# ------------------------------------------------------------------------------------------------- Unicode

CHARACTERS: Final[dict[str, Spelling]] = {
    **{letter: ("name", name) for letter, name in _GREEK_LETTERS.items()},
    **{op: ("rel", op) for op in _RELATIONS if len(op) == 1 and not op.isascii()},
    **{char: ("rel", op) for char, op in _UNICODE_RELATIONS.items() if op != ":"},
    "∶": (":", ":"),
    **dict.fromkeys("⇒⟹⟾∴", ("arrow", "implies")),
    **dict.fromkeys("⇔⟺", ("arrow", "iff")),
    **dict.fromkeys("⇐⟸∵", ("text", "because")),
    "Σ": ("Sigma", "sum"), "Π": ("Sigma", "prod"), "∑": ("big", "sum"), "∏": ("big", "prod"),
    "∂": ("diff", "∂"), "∇": ("cmd", "nabla"), "√": ("fn", "sqrt"), "∞": ("name", "infinity"),
    "·": ("*", "·"), "⋅": ("*", "·"), "∙": ("*", "·"), "•": ("*", "·"), "×": ("*", "×"), "∗": ("*", "*"),
    "÷": ("/", "/"), "∕": ("/", "/"), "⊙": ("entrywise", "hadamard"), "∘": ("entrywise", "hadamard"),
    "⊗": ("entrywise", "kron"), "±": ("pm", "pm"), "∓": ("pm", "mp"),
    "‖": ("bar", "‖"), "∥": ("bar", "‖"), "⟨": ("open", "<"), "⟩": ("close", ">"), "〈": ("open", "<"),
    "〉": ("close", ">"), "⌊": ("open", "floor"), "⌋": ("close", "floor"), "⌈": ("open", "ceil"),
    "⌉": ("close", "ceil"), "′": ("'", "1"), "″": ("'", "2"), "…": ("dots", ""), "⋯": ("dots", ""),
    "⊤": ("top", "T"), "⊺": ("top", "T"), "†": ("dagger", "dagger"), "⋆": ("star", "star"), "★": ("star", "star"),
    "½": ("half", "1/2"), "¼": ("half", "1/4"), "¾": ("half", "3/4"), "⅓": ("half", "1/3"), "⅔": ("half", "2/3"),
    "𝟙": ("ones", "1"), "𝟏": ("ones", "1"), "𝟎": ("zeros", "0"), "𝔼": ("fn", "expectation"), "∀": ("text", "for all"),
    "∃": ("text", "there is"), "∧": ("text", "and"), "∅": ("name", "emptyset"),
    "+": ("+", "+"), "-": ("-", "-"), "*": ("*", "*"), "/": ("/", "/"), "@": ("*", "@"), "^": ("^", "^"),
    "_": ("_", "_"), "'": ("'", "1"), "!": ("!", "!"), ",": (",", ","), ";": (";", ";"), ":": (":", ":"),
    ".": (".", "."), "(": ("open", "("), ")": ("close", ")"), "[": ("open", "["), "]": ("close", "]"),
    "|": ("bar", "|"), "=": ("rel", "="), "<": ("rel", "<"), ">": ("rel", ">"), "%": ("%", "%"),
    "&": ("&", "&"), "`": ("space", "1"), "\u200b": ("space", "0"), "\u2061": ("space", "0"), "\u2062": ("space", "0"),
    "\u2063": ("space", "0"), "\ufeff": ("space", "0"), "\u200c": ("space", "0"), "\u2060": ("space", "0"),
}  # fmt: skip

#: Combining marks over a letter.
COMBINING: Final = {"\u0302": "hat", "\u0304": "bar", "\u0305": "bar", "\u0303": "tilde", "\u0307": "dot"}

_FOLDED = {
    "−": "-", "–": "-", "‐": "-", "‑": "-", "﹣": "-", "。": ".", "、": ",", "∣": "|", "｜": "|", "’": "'", "‘": "'",
    "ʹ": "'", "′": "′", "〔": "(", "〕": ")", "【": "[", "】": "]", "∼": "∼", "～": "∼", "˜": "~", "ˆ": "^",
    "\xa0": " ", "\u2009": " ", "\u3000": " ",
}  # fmt: skip
_KEPT = frozenset("ℓ½¼¾⅓⅔𝟙𝟏𝟎𝔼…⋯″′‖∥≠∉⇏\u3000")


class _Folding(dict[int, int]):
    """A table for ``str.translate`` that keeps the length: full-width and mathematical letters to plain ones."""

    def __missing__(self, code: int) -> int:
        char = chr(code)
        folded = _FOLDED.get(char, char)
        if folded == char and code > 127 and char not in _KEPT and not script_of(char):
            normal = unicodedata.normalize("NFKC", char)
            folded = " " if unicodedata.category(char) == "Zs" else normal if len(normal) == 1 else char
        if len(self) < 20_000:
            self[code] = ord(folded)
        return ord(folded)


def script_of(char: str) -> str:
    """``^`` for a superscript character, ``_`` for a subscript one, else nothing."""
    if char == "ᵀ":
        return "^"
    kind = unicodedata.decomposition(char).partition(" ")[0]
    return {"<super>": "^", "<sub>": "_"}.get(kind, "")


def unscripted(char: str) -> str:
    """The character that a superscript or subscript one stands for."""
    normal = unicodedata.normalize("NFKC", char)
    return _FOLDED.get(normal, normal)


FOLDING: Final = _Folding()
