"""Pieces of plain text: words, numbers, operators, relations, brackets, and what can be no part of a formula."""

from __future__ import annotations

import re
from typing import NamedTuple

#: The end of a Markdown link; ``[n/2](a + b)`` is none, since its target is no address.
LINK = r"\]\((?:[a-z][\w+.-]*:|\.{0,2}/|\#|[\w%./-]+\.[a-z]{2,5}(?=[)\#?\s]))[^)\s]{0,500}\)?"
_TAGS = "p|br|b|i|em|strong|div|span|sub|sup|a|ul|ol|li|center|font|table|tr|td|th|h[1-6]|details|summary|hr|code|pre"
_PIECE = re.compile(
    rf"""
      (?P<space> [ \t\xa0\u3000]+ )
    | (?P<breaker> </?(?:{_TAGS})(?:\s+[\w-]+\s*=\s*(?:"[^"]*"|'[^']*'))*\s*/?> | https?://\S+ | {LINK}
        | i\.\s?i\.\s?d\.? | s\.t\. | w\.r\.t\.? | i\.e\. | e\.g\. )
    | (?P<hyphenated> [A-Za-z]\d?-(?:th|norm|loss|axis|value|vector|matrix|dim|dist|regr|regul|error|term|test)[a-z]* )
    | (?P<transpose> (?<=[\w)\]])\.T\b )
    | (?P<library> (?:np|numpy|torch|math)\.(?:linalg\.)?(?=(?:sum|mean|median|abs|sign|exp|log|sqrt|inv|pinv|norm)\b) )
    | (?P<slope> (?<![A-Za-z])d[2²3³][A-Za-z]{{1,4}}/d[A-Za-z]{{1,5}}[2²3³](?!\w) )
    | (?P<identifier> (?:[A-Za-z]\d){{2,}}(?![A-Za-z_]) | [A-Za-z]{{1,30}}\d{{1,9}}[A-Za-z]\w{{0,30}}
        | [A-Za-z_]\w{{0,30}}(?:\.(?!T\b)[A-Za-z_]\w{{0,30}})+ )
    | (?P<word> [A-Za-z]+(?:['’](?:s|t|re|ll|ve|d)\b)? )
    | (?P<number> \d+(?:\.\d+)? )
    | (?P<command> \\(?:text|mbox|operatorname\*?|math[a-z]+|bm|boldsymbol)\s*\{{[^{{}}\n]{{0,60}}\}}
        | \\(?:[A-Za-z]+|[,;:!{{}}|% ]) )
    | (?P<relation> <=>|<==>|==>|=>|-->|->|<-(?=\s)|:=|=:|==|!=|<=|>=|[=<>≤≥≠≈∝∼～≡∈→←⇒⇔⟹⟺＝] | ~(?=\s*N\b) )
    | (?P<dots> \.{{3,}} | … | ⋯ )
    | (?P<power> (?<=[\w)\]])\*\*(?=[\w(-]) )
    | (?P<emphasis> \*{{2,}} | _{{2,}} )
    | (?P<open> [(\[{{（⟨] )
    | (?P<close> [)\]}}）⟩] )
    | (?P<operator> [-+*/^_@·×⋅−–∑∏ΣΠ√∂∇±|‖∥'′⊙∘⊗∞⊤½¼²³¹⁰-⁹⁺⁻⁼⁽⁾ⁿᵀᵗ₊₋₌₍₎₀-₉ₐ-ₜᵢⱼ½↦\u0302-\u0305] )
    | (?P<separator> [,;，；、] )
    | (?P<letter> [α-ωΑ-Ωϵϕϑ𝐀-𝟿ℓℝ𝔼ŷŵâêîôûȳā] )
    | (?P<other> [\s\S] )
    """,
    re.VERBOSE,
)


class Piece(NamedTuple):
    """A stretch of one kind."""

    kind: str
    text: str
    start: int
    end: int


def pieces_of(source: str, start: int, end: int) -> list[Piece]:
    """The pieces of ``source[start:end]``."""
    return [
        Piece(m.lastgroup or "", m[0], start + m.start(), start + m.end()) for m in _PIECE.finditer(source[start:end])
    ]


def beside(pieces: list[Piece], at: int, step: int) -> Piece | None:
    """The next piece to one side that is no space."""
    at += step
    while 0 <= at < len(pieces) and pieces[at].kind == "space":
        at += step
    return pieces[at] if 0 <= at < len(pieces) else None


def partners(pieces: list[Piece]) -> dict[int, int]:
    """The closing bracket of every opening one, by place."""
    found: dict[int, int] = {}
    opened: list[int] = []
    for at, piece in enumerate(pieces):
        if piece.kind == "open":
            opened.append(at)
        elif piece.kind == "close" and opened:
            found[opened.pop()] = at
    return found
