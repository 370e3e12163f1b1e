"""A sentence in the form in which phrases are looked for."""

from __future__ import annotations

import re
import unicodedata

# what opens twice before it closes is no formula: without that rule an unclosed one costs quadratic time
LITERAL = re.compile(r"\$\$.*?\$\$|\$[^$\n]*\$|\\\[(?:(?!\\\[).)*?\\\]|\\\((?:(?!\\\().)*?\\\)", re.DOTALL)

_FONTS = (
    r"mathbf|boldsymbol|bm|pmb|mathrm|mathsf|mathcal|mathbb|mathit|textbf|textit|text|operatorname\*?|vec|mbox|rm|bf"
)
_REPLACED: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), to)
    for pattern, to in (
        (r"<[a-z/][^>]*>|&nbsp;", " "),
        (r"\\begin\s*\{[a-z*]+\}|\\end\s*\{[a-z*]+\}", " "),
        (rf"(?<=[a-z}}])\\(?:{_FONTS})(?![a-z])\s*", " "),
        (rf"\\(?:{_FONTS})(?![a-z])\s*", ""),
        (r"\\(?:left|right|big|bigl|bigr|limits|displaystyle|quad|qquad)(?![a-z])|\\[,;!: ()\[\]]", " "),
        (r"\^\s*\{?\s*(?:\\top|\\intercal|\\mathsf\s*t|\{?t\}?|⊤|\\prime)\s*\}?(?![a-z])", "^t"),
        (r"\^\s*\{?\s*(?:\\top|\\intercal)\s*\}?", "^t "),
        (r"\\d?frac\s*\{([^{}]*)\}\s*\{([^{}]*)\}", r"\1/\2"),
        (r"\\d?frac\s*([0-9a-z])\s*([0-9a-z])(?![a-z])", r"\1/\2"),
        (r"\\gg(?![a-z])", ">>"),
        (r"\\ll(?![a-z])", "<<"),
        (r"\\(?:ge|geq)(?![a-z])|≥", ">="),
        (r"\\(?:le|leq)(?![a-z])|≤", "<="),
        (r"\\(?:ne|neq)(?![a-z])|≠", "!="),
        (r"\\(?:to|rightarrow|rarr)(?![a-z])|→", "->"),
        (r"\\pm(?![a-z])", "±"),
        (r"\\(?:cdot|times)(?![a-z])", " "),
        (r"≫", ">>"),
        (r"\\([a-z]+)", r" \1 "),
        (r"[$\\{}`*~]+", ""),
        (r"_", " "),
        (r"^\s*[>#|]+", ""),
        (r"(?<=[a-z\u4e00-\u9fff])—+|—+(?=[a-z\u4e00-\u9fff])", " - "),  # a dash between words
        (r"[‐–—−]", "-"),
        (r"[‘’′]", "'"),
        (r"[“”„]", '"'),
        (r"\bcan't|\bcannot", "can not"),
        (r"\bwon't", "will not"),
        (r"n't\b", " not"),
        (r"\b(it|that|this|there|here|what|which)'s\b", r"\1 is"),
        (r"\bx'\s*x\b|\bx\.t\s*@?\s*x\b|\bxtx\b", "x^t x"),
        (r"\^t(?=[a-z]{1,2}(?![a-z]))", "^t "),
        (r"\s+", " "),
    )
)
_GREEK = ["alpha", "beta", "gamma", "delta", "epsilon", "eta", "theta", "lambda", "mu", "sigma", "tau", "phi"]
_BEFORE = "".join(f"(?<!{name})" for name in _GREEK)
_AFTER = f"(?!(?:{'|'.join(_GREEK)})\\b)"
_HYPHEN = re.compile(  # between words that are no letters' names, outside formulas; every other one is a minus
    rf"{LITERAL.pattern}|(?<=[a-z]{{3}}){_BEFORE}-{_AFTER}(?=[a-z]{{3}})", re.DOTALL
)
_LETTERS = str.maketrans({letter: f" {name} " for letter, name in zip("αβγδεηθλμστφ", _GREEK, strict=True)})
_SUPERSCRIPTS = str.maketrans({"ᵀ": "^T", "⊤": "^T", "⁻": "^-", "¹": "1", "²": "^2", "³": "^3", "ₜ": "_t"})


def normalised(text: str) -> str:
    """A sentence in the form in which phrases are looked for: lower case, ASCII punctuation, bare formulas."""
    text = unicodedata.normalize("NFKC", text.translate(_SUPERSCRIPTS)).lower().translate(_LETTERS)
    text = _HYPHEN.sub(lambda found: found.group() if len(found.group()) > 1 else " ", text)
    for pattern, to in _REPLACED:
        text = pattern.sub(to, text)
    return text.strip()
