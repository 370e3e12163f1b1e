"""The scanner: one pass over LaTeX, plain text, Unicode mathematics and mixtures of them.

A regular expression finds the next piece, the rule for its sort turns it into tokens. What only concerns the looks
leaves no token.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Final

from grader.core import Message
from grader.maths import notation
from grader.maths.lexing import commands, fences, letters, signs
from grader.maths.tokens import (
    ALIGN,
    MAX_LENGTH,
    MAX_TOKENS,
    NEWLINE,
    NO_NAMES,
    NOTHING,
    SPACE,
    Names,
    NotUnderstood,
    Token,
    TooLarge,
)

_MAX_LEVEL: Final = 12  # annotations within annotations

_TEXT_WORDS = "|".join(sorted(notation.TEXT_FONTS | (notation.WORD_FONTS - {"rm"}), key=len, reverse=True))
MASTER = re.compile(
    rf"""
      (?P<space> [\s~]+ )
    | (?P<abbreviation> (?<![A-Za-z]) (?: i\.\s?i\.\s?d\.? | s\.t\. | w\.r\.t\.? | i\.e\. | e\.g\. | a\.s\. | a\.e\. ) )
    | (?P<library> (?:np|numpy|torch|jnp|math|sp|sympy)\.(?:linalg\.)?(?=[A-Za-z]) )
    | (?P<run> [A-Za-z]+ )
    | (?P<number> (?: \d{{1,3}}(?:(?:\{{,\}}\d{{3}})+|(?:,000)+)(?!\d) | \d+(?:\.\d+)? | \.\d+ )
        (?: [eE][+-]?\d+(?![A-Za-z\d]) )? )
    | (?P<word> \\(?P<font>{_TEXT_WORDS})\*? \s* \{{ (?P<content>[^{{}}]*) \}} )
    | (?P<size> \\(?P<side>left|right|middle|[bB]igg?[lrm]?)(?![A-Za-z]) \s*
        (?P<fence> \\[A-Za-z]+ | \\[{{}}|] | [()\[\]|./<>‖⟨⟩] ) )
    | (?P<environment> \\(?P<edge>begin|end) \s* \{{ \s* (?P<env>[A-Za-z]+) \*? \s* \}} )
    | (?P<switched> \{{ \s* \\(?:rm|it|sf|tt)(?![A-Za-z]) \s* (?P<letters>[A-Za-z]+) \s* \}} )
    | (?P<line> \\\\ (?: \s*\[\s*-?[\d.]+\s*(?:pt|em|ex|mm|cm)\s*\] )? | \\(?:newline|cr)(?![A-Za-z]) )
    | (?P<negated> \\not \s* (?: = | \\(?:in|equiv|sim)(?![A-Za-z]) ) )
    | (?P<command> \\[A-Za-z]+ )
    | (?P<escape> \\[\s\S] )
    | (?P<entity> & (?: [A-Za-z]{{2,8}} | \#\d{{1,5}} ) ; )
    | (?P<transpose> (?<=[A-Za-z\d)\]}}]) \.T(?![A-Za-z]) )
    | (?P<method> (?<=[A-Za-z\d)\]}}]) \.(?:dot|matmul)(?=\() )
    | (?P<html> </?su[bp]\s*> )
    | (?P<dots> \.{{2,}} | \.\s\.\s\. )
    | (?P<relation> <==>|<=>|==>|=>|-->|->|<--|<-(?![\d.A-Za-z(\\])|:=|=:|==|!=|<=|>=|=<|<<|>>|\*\*|\|\| )
    | (?P<brace> [{{}}] )
    | (?P<prose> [\u2e80-\u2fff\u3003-\u9fff\uac00-\ud7af\uf900-\ufaff“”！？《》—]+ )
    | (?P<other> [\s\S] )
    """,
    re.VERBOSE | re.ASCII,  # the digits of other alphabets are no numbers here
)
_SERIES = re.compile(r"[A-Za-z]1(?!\d).*(?:\.\.|…|⋯|\\[lc]?dots)", re.DOTALL)
_DISTRIBUTION = re.compile(r"\s*(?:\\mathcal\s*)?\{?\s*(?:N|U|Normal|Laplace|Uniform)\b")
_BRACES = re.compile(r"\\[\s\S]|[{}]")
_RUN_FOLLOW = re.compile(r"\s*(\\left\s*)?([\s\S])?")


class Scanner:
    """One pass over a source: where it is, and what was found."""

    def __init__(self, source: str, names: Names) -> None:
        if len(source) > MAX_LENGTH:
            raise TooLarge("length", MAX_LENGTH)
        self.text = source if source.isascii() else source.translate(notation.FOLDING)
        self.names = names
        self.tokens: list[Token] = []
        self.gap = NOTHING
        self.series = bool(_SERIES.search(self.text))
        self.dropped: set[int] = set()  # braces of fonts
        self.subscripts: list[int] = []  # where the subscripts in braces end
        self.raised: list[int] = []  # where the superscripts in braces end
        self.listing = 0  # inside \substack, whose lines are clauses
        self.first_arguments: set[int] = set()  # where the first arguments of fractions end
        self.environments: list[str] = []
        self.level = 0
        self.pieces = False  # a \left\{ stands before this environment
        self.partner = self._match_braces() if "{" in self.text or "}" in self.text else {}

    # --------------------------------------------------------------------------------------------- helpers

    def fail(self, key: str, start: int, end: int, **fields: str | Message) -> NotUnderstood:
        return NotUnderstood(Message(key, {"text": self.text[start:end], **fields}), start, end)

    def _match_braces(self) -> dict[int, int]:
        partner: dict[int, int] = {}
        opened: list[int] = []
        for match in _BRACES.finditer(self.text):
            at = match.start()
            if match[0] == "{":
                opened.append(at)
            elif match[0] == "}":
                if not opened:
                    raise self.fail("reading.math.unopened", at, at + 1, suggestion="{")
                partner[opened.pop()] = at
        if opened:
            raise self.fail("reading.math.unclosed", opened[-1], opened[-1] + 1, suggestion="}")
        return partner

    def emit(self, kind: str, value: str, start: int, end: int) -> None:
        self.tokens.append(Token(kind, value, start, end, self.gap))
        self.gap = NOTHING

    def previous(self, back: int = 1) -> str:
        """The sort of an earlier token."""
        return self.tokens[-back].kind if len(self.tokens) >= back else ""

    def in_script(self) -> str:
        """``_`` or ``^`` if the next token begins a script."""
        last = self.previous()
        if last in ("_", "^"):
            return last
        if last == "{" and self.previous(2) in ("_", "^"):
            return self.previous(2)
        return ""

    def argument(self, at: int) -> tuple[int, int, int]:
        """Where the next argument of a command begins and ends, and what comes after it."""
        while at < len(self.text) and self.text[at].isspace():
            at += 1
        if at >= len(self.text):
            raise self.fail("reading.math.missing_argument", max(at - 1, 0), at)
        if self.text[at] == "{":
            return at + 1, self.partner[at], self.partner[at] + 1
        match = MASTER.match(self.text, at)
        assert match is not None
        end = match.end() if match.lastgroup not in ("run", "number") else at + 1
        return at, end, end

    def follow(self, at: int) -> str:
        """The next visible character."""
        match = _RUN_FOLLOW.match(self.text, at)
        assert match is not None
        return match[2] or ""

    def emit_spelling(self, spelling: notation.Spelling, start: int, end: int) -> int:
        kind, value = spelling
        if kind == "space":
            self.gap = max(self.gap, int(value))
        elif kind == "&" and not (self.environments and not self.environments[-1].endswith(":layout")):
            self.gap = max(self.gap, ALIGN)
        else:
            self.emit(kind, value, start, end)
        return end

    # ------------------------------------------------------------------------------------------- the pass

    def run(self, start: int, end: int) -> None:
        """Tokenize a stretch of the source."""
        self.level += 1
        if self.level > _MAX_LEVEL:
            raise TooLarge("nesting", _MAX_LEVEL)
        at = start
        while at < end:
            match = MASTER.match(self.text, at, end)
            assert match is not None and match.lastgroup is not None
            group = match.lastgroup
            at = match.end()
            if group == "space":
                if self.gap < NEWLINE:
                    self.gap = NEWLINE if "\n" in match[0] else max(self.gap, SPACE)
                if "~" in match[0] and _DISTRIBUTION.match(self.text, at):
                    self.emit("rel", "∼", match.start(), at)
            else:
                at = RULES[group](self, match)
            if len(self.tokens) > MAX_TOKENS:
                raise TooLarge("tokens", MAX_TOKENS)
        self.level -= 1


RULES: Final[Mapping[str, Callable[[Scanner, re.Match[str]], int]]] = {
    "abbreviation": signs.abbreviation,
    "library": signs.library,
    "run": letters.letters,
    "number": letters.number,
    "word": letters.word,
    "switched": letters.switched,
    "size": fences.fence,
    "environment": fences.environment,
    "line": fences.line,
    "negated": signs.negated,
    "command": commands.command,
    "escape": signs.escape,
    "entity": signs.entity,
    "transpose": signs.transpose,
    "method": signs.method,
    "html": signs.html_script,
    "dots": signs.dots,
    "relation": signs.relation,
    "brace": fences.brace,
    "prose": signs.prose,
    "other": signs.character,
}


def tokenize(source: str, names: Names = NO_NAMES) -> list[Token]:
    """The tokens of a formula, the last of them of no sort; raises :class:`NotUnderstood`, :class:`TooLarge`."""
    work = Scanner(source, names)
    work.run(0, len(work.text))
    if work.environments:
        end = len(source)
        name = work.environments[-1].partition(":")[0]
        raise work.fail("reading.math.environment_open", max(end - 1, 0), end, name=name)
    work.emit("", "", len(source), len(source))
    return work.tokens
