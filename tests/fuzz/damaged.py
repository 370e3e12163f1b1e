"""Inputs that are no formulas, or no longer ones: random characters, and texts with pieces lost, doubled or swapped."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from random import Random

_TABLES = Path(__file__).parents[1] / "tables"
_ALPHABETS = (
    "".join(map(chr, range(32, 127))),
    "\\{}[]()$_^&|=+-*/<>~#%'\"`!,.;: \n\t0123456789abcdinwxyXT",
    "".join(map(chr, range(0, 256))),
    "αβσΣ∑∏∂∇√∞≤≥≠→⇒‖⟨⟩⊤ᵀ²ⁿ₁ᵢ½𝐗𝟙ŷx̄中文令，。：；（）「」\u200b\u202e\ufeff\ud7ff\U0010ffff",
)
_PIECES = (
    r"\frac", r"\sum_", r"\left(", r"\right.", r"\begin{cases}", r"\end{aligned}", r"\begin", r"\text{", "_{i=1}", "^{",
    "}" , "{", r"\underset{", r"\overset", r"\nabla_w", r"\partial", "||", r"\|", "$$", "$", r"\[", r"\)", "&nbsp;",
    "&#123;", r"\mathbf", "x_i", "Xw", r"\dots", "...", "=", r"\\", "<!-- part: a -->", "```math", "# 2 (b)", "sum",
    "log", "e^", "d/db", "1e9", "9" * 60, "x" * 300, r"\cmd" + "a" * 200, "−", "²", "́", "\x00", "\r", "√" * 30,
    "!" * 30, "'" * 30, "^" * 20, "_" * 20, r"\hat" * 20, "(" * 40, "|" * 30, "-" * 50, r"\not", r"\over",
    r"\middle|", "@", "?",
)  # fmt: skip


@cache
def formulas() -> tuple[tuple[str, str], ...]:
    """Formulas of the table of pairs, with their declarations; those held out are left alone."""
    rows = json.loads((_TABLES / "pairs.json").read_text(encoding="utf-8"))
    return tuple((row[side], row["declare"]) for row in rows if not row["held_out"] for side in "ab")


@cache
def derivations() -> tuple[str, ...]:
    """Texts of the table of derivations; those held out are left alone."""
    rows = json.loads((_TABLES / "derivations.json").read_text(encoding="utf-8"))
    return tuple(row["text"] for row in rows if not row["held_out"])


def pieces(text: str, size: int = 1_500) -> Iterator[str]:
    """A long text in pieces of whole paragraphs, of about that many characters."""
    piece = ""
    for paragraph in re.split(r"\n\s*\n", text):
        if piece and len(piece) + len(paragraph) > size:
            yield piece
            piece = ""
        piece += f"\n\n{paragraph}"
    yield piece


def noise(random: Random) -> str:
    """Characters and pieces of notation by chance."""
    match random.randrange(5):
        case 0:
            data = random.randbytes(random.choice((3, 10, 40, 200)))
            return data.decode(random.choice(("utf-8", "latin-1", "utf-16-le")), errors="replace")
        case 1:
            return "".join(random.choices(_PIECES, k=random.choice((2, 5, 12, 40))))
        case 2:
            return random.choice(("", " ")).join(random.choices((*_PIECES, *"xbwXyin=+-()"), k=random.randrange(1, 40)))
        case 3:
            return random.choice(_PIECES) * random.choice((2, 50, 500, 3000))
        case _:
            return "".join(random.choices(random.choice(_ALPHABETS), k=random.choice((1, 5, 20, 80, 400))))


_TOKEN = re.compile(r"\\[A-Za-z]+|\\.|[A-Za-z]+|\d+|\s+|.", re.DOTALL)


def mutated(random: Random, text: str, others: Sequence[str]) -> str:
    """A text with one to five slices lost, doubled, swapped, taken from another text, or overwritten."""
    tokens = _TOKEN.findall(text)
    for _ in range(random.choice((1, 1, 2, 3, 5))):
        if not tokens:
            break
        at = random.randrange(len(tokens))
        end = min(at + random.choice((1, 1, 1, 2, 5, 20)), len(tokens))
        match random.randrange(6):
            case 0:
                del tokens[at:end]
            case 1:
                tokens[at:at] = tokens[at:end]
            case 2:
                to = random.randrange(len(tokens))
                tokens[at], tokens[to] = tokens[to], tokens[at]
            case 3:
                other = _TOKEN.findall(random.choice(others)) or [""]
                start = random.randrange(len(other))
                tokens[at:end] = other[start : start + random.choice((1, 2, 5, 20))]
            case 4:
                tokens[at] = random.choice(_PIECES)
            case _:
                tokens[at:at] = tokens[at:end] * random.choice((2, 10, 60))
    return "".join(tokens)
