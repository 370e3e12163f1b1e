"""Tokens: one tokenizer for LaTeX, plain text, Unicode mathematics and mixtures of them.

What only concerns the looks is gone afterwards: fonts, sizes, spaces, colours, ``\\left``, layout environments,
annotations over and under. Names are canonical. Every token keeps its place in the source as it was written.

The hard part is a run of letters. ``Xw`` is X times w, ``xi`` is x_i, ``nlog`` is n and a logarithm, ``loss`` is one
name, ``where`` is prose: :func:`spell` decides, knowing the names that were declared.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, NamedTuple

from grader.core import Message, Words
from grader.maths import notation

MAX_LENGTH: Final = 8_000  # characters of one formula
MAX_TOKENS: Final = 4_000
MAX_DIGITS: Final = 40
_MAX_LEVEL: Final = 12  # annotations within annotations


@dataclass(frozen=True, slots=True)
class Names:
    """Canonical names that the author or the student gave.

    ``functions`` are heads of ``f(b) = …``; a declared name that is not among them stands for a quantity, so that
    ``b(x - 1)`` is a product.
    """

    declared: frozenset[str] = frozenset()
    functions: frozenset[str] = frozenset()

    def __contains__(self, name: str) -> bool:
        return name in self.declared or name in self.functions


class NotUnderstood(Exception):
    """A formula that cannot be read as a whole: why, and the place in the source where the reading stopped."""

    def __init__(self, problem: Words, start: int, end: int) -> None:
        super().__init__(problem.key if isinstance(problem, Message) else problem.en)
        self.problem = problem
        self.start = start
        self.end = end


class TooLarge(Exception):
    """A formula beyond a bound ("length", "tokens", "nesting", "number", "exponent")."""

    def __init__(self, bound: str, limit: int) -> None:
        super().__init__(f"{bound} > {limit}")
        self.bound = bound
        self.limit = limit


#: What stood before a token: nothing, a space, a thin space, a line break of the source, ``\quad``, ``&``.
NOTHING, SPACE, THIN, NEWLINE, QUAD, ALIGN = range(6)


class Token(NamedTuple):
    """A piece of a formula: its sort, its canonical value, its place, and the gap before it."""

    kind: str
    value: str
    start: int
    end: int
    gap: int


# ------------------------------------------------------------------------------------------------ spelling


@lru_cache(maxsize=8192)
def spell(
    run: str, place: str, alone: bool, follow: str, series: bool, names: Names
) -> tuple[tuple[str, str, int, int], ...]:
    """A run of letters as (sort, value, start, end), places relative to the run.

    ``place`` is what stands directly before it: ``_``, ``^``, ``{_`` for a subscript in braces that it fills.
    ``alone``: spaces or nothing on both sides; ``follow``: the next character; ``series``: the formula is of the kind
    x1 + … + xn, so that n is a subscript too.
    """
    if len(run) == 1:
        kind = "fn" if run == "E" and follow == "[" and run not in names else "name"
        return ((kind, "expectation" if kind == "fn" else run, 0, 1),)
    if run in names:
        return (("name", run, 0, len(run)),)
    if place and (special := _spell_script(run, place, follow, names)):
        return special
    if run[0] == "d" and not place and (run[1:] in notation.PLAIN_GREEK or (run[1:] in names and len(run) > 2)):
        return (("name", "d", 0, 1), ("name", notation.PLAIN_NAMES.get(run[1:], run[1:]), 1, len(run)))  # dbeta
    if place in ("_", "^"):
        rest = spell(run[1:], "", False, follow, series, names)
        return (("name", run[0], 0, 1), *((kind, value, a + 1, b + 1) for kind, value, a, b in rest))
    if word := _spell_word(run, alone, follow, names):
        return ((word[0], word[1], 0, len(run)),)
    return tuple(_spell_letters(run, series, names))


def _spell_script(run: str, place: str, follow: str, names: Names) -> tuple[tuple[str, str, int, int], ...]:
    whole = (0, len(run))
    if run in notation.ACCENT_WORDS:
        return (("word", run, *whole),)
    if run in notation.PLAIN_GREEK and run != "xi":
        return (("name", notation.PLAIN_NAMES.get(run, run), *whole),)
    if place == "{_":
        indices = set("ijklmnpqrstdN") | names.declared
        if (len(run) > 2 or run.isupper()) and not set(run) <= indices:
            return (("word", run, *whole),)
        return tuple(("name", letter, at, at + 1) for at, letter in enumerate(run))
    if place == "_" and set(run) <= notation.INDEX_LETTERS and follow != "_":
        letters = (("name", letter, at, at + 1) for at, letter in enumerate(run))
        return (("{", "{", 0, 0), *letters, ("}", "}", len(run), len(run)))
    return ()


def _spell_word(run: str, alone: bool, follow: str, names: Names) -> tuple[str, str] | None:
    """The run as one word, if it is one."""
    if op := notation.FUNCTIONS.get(run):
        return ("fn", op) if op in notation.BARE_FUNCTIONS or follow in "([{\\|‖" else ("name", run)
    if op := notation.OPTIMA.get(run):
        return "opt", op
    if op := notation.BIG.get(run):
        return "big", op
    if run == "arg":
        return "arg", run
    product = all(letter in names.declared for letter in run)
    if product:
        return None
    if run in notation.PLAIN_GREEK and run != "xi":
        return "name", notation.PLAIN_NAMES.get(run, run)
    if run == "grad":
        return "cmd", "nabla"
    if run in notation.KNOWN_NAMES:
        return "name", run
    if run in ("iid", "wrt") or (alone and run.lower() in notation.PROSE_WORDS):
        return "text", run
    if run == "constant":
        return "name", "const"
    new = len(run) >= 4 or (len(run) == 3 and bool(names.declared) and run[0] not in names.declared)
    if new and follow in ("=", "(", ":") and (run.islower() or run.istitle()):
        stuck = any(_sticky_at(run, at, names) for at in range(3))
        return None if stuck else ("name", run)
    return None


def _spell_letters(run: str, series: bool, names: Names) -> list[tuple[str, str, int, int]]:
    found: list[tuple[str, str, int, int]] = []
    at, end = 0, len(run)
    while at < end:
        piece = _declared_at(run, at, names) or _sticky_at(run, at, names)
        if piece is not None:
            kind, value, length = piece
            found.append((kind, value, at, at + length))
            at += length
            continue
        if run[at] == "T" and at and "T" not in names and _is_matrix(run[at - 1], names):
            found.append(("^", "^", at, at))
            found.append(("top", "T", at, at + 1))
            at += 1
            continue
        found.append(("name", run[at], at, at + 1))
        subscript = _subscript_at(run, at, series, names)
        at += 1
        if subscript:
            found.append(("_", "_", at, at))
            found.append(("{", "{", at, at))
            found.extend(("name", letter, at + k, at + k + 1) for k, letter in enumerate(subscript))
            at += len(subscript)
            found.append(("}", "}", at, at))
    return found


def _is_matrix(letter: str, names: Names) -> bool:
    """Whether a T behind this letter is a transpose without its mark: ``XTX``."""
    return letter in "Xwy" or letter in names.declared


def _declared_at(run: str, at: int, names: Names) -> tuple[str, str, int] | None:
    for length in range(min(len(run) - at, 12), 1, -1):
        if run[at : at + length] in names:
            return "name", run[at : at + length], length
    return None


def _sticky_at(run: str, at: int, names: Names) -> tuple[str, str, int] | None:
    """A function stuck to letters on its left or right: ``logP``, ``nlog``, ``sumxi``."""
    for word in notation.STICKY:
        rest = len(run) - at - len(word)
        if at <= 2 and 0 <= rest <= 3 and run.startswith(word, at) and not (word == "ln" and "l" in names):
            if op := notation.FUNCTIONS.get(word):
                return "fn", op, len(word)
            if op := notation.BIG.get(word):
                return "big", op, len(word)
            return "opt", word, len(word)
    return None


def _subscript_at(run: str, at: int, series: bool, names: Names) -> str:
    """The letters behind ``at`` that are subscripts written without a mark, as in ``xi``."""
    base = run[at]
    if base in "ijk" or not (base in names.declared or base in "xyzwr"):
        return ""
    letters = ""
    for letter in run[at + 1 : at + 3]:
        if letter not in "ijk" or letter in names:
            break
        letters += letter
    if not letters and series and run[at + 1 : at + 2] in ("n", "N", "m") and at + 2 == len(run):
        return run[at + 1]
    return letters


# ---------------------------------------------------------------------------------------------- the regexes

_TEXT_WORDS = "|".join(sorted(notation.TEXT_FONTS | (notation.WORD_FONTS - {"rm"}), key=len, reverse=True))
_MASTER = re.compile(
    rf"""
      (?P<space> [\s~]+ )
    | (?P<abbreviation> (?<![A-Za-z]) (?: i\.\s?i\.\s?d\.? | s\.t\. | w\.r\.t\.? | i\.e\. | e\.g\. | a\.s\. | a\.e\. ) )
    | (?P<library> (?:np|numpy|torch|jnp|math|sp|sympy)\.(?:linalg\.)?(?=[A-Za-z]) )
    | (?P<run> [A-Za-z]+ )
    | (?P<number> (?: \d+(?:\.\d+)? | \.\d+ ) (?: [eE][+-]?\d+(?![A-Za-z\d]) )? )
    | (?P<word> \\(?P<font>{_TEXT_WORDS})\*? \s* \{{ (?P<content>[^{{}}]*) \}} )
    | (?P<size> \\(?P<side>left|right|middle|[bB]igg?[lrm]?)(?![A-Za-z]) \s*
        (?P<fence> \\[A-Za-z]+ | \\[{{}}|] | [()\[\]|./<>‖⟨⟩] ) )
    | (?P<environment> \\(?P<edge>begin|end) \s* \{{ \s* (?P<env>[A-Za-z]+) \*? \s* \}} )
    | (?P<line> \\\\ (?: \s*\[\s*-?[\d.]+\s*(?:pt|em|ex|mm|cm)\s*\] )? | \\(?:newline|cr)(?![A-Za-z]) )
    | (?P<negated> \\not \s* (?: = | \\(?:in|equiv|sim)(?![A-Za-z]) ) )
    | (?P<command> \\[A-Za-z]+ )
    | (?P<escape> \\[\s\S] )
    | (?P<entity> & (?: [A-Za-z]{{2,8}} | \#\d{{1,5}} ) ; )
    | (?P<transpose> (?<=[A-Za-z\d)\]}}]) \.T(?![A-Za-z]) )
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
_EXTREMUM = re.compile(r"\s*\\?(?:,|;|!|limits|operatorname)?\s*\{?\\?(min|max)\}?(?![A-Za-z])")
_SPACED = re.compile(r"\\[,;:! ]|~")
_BRACES = re.compile(r"\\[\s\S]|[{}]")
_OPTION = re.compile(r"\s*\[[^\]\n]{0,30}\]")
_COMMENT = re.compile(r"[^\n]*")
_EATEN = re.compile(r"\*\s*\{|(?<=\})\*[ijk](?![A-Za-z])")
_RUN_FOLLOW = re.compile(r"\s*(\\left\s*)?([\s\S])?")


class _Tokenizer:
    """One pass over a source; see :func:`tokenize`."""

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
                    raise self.fail("reading.math.unopened", at, at + 1)
                partner[opened.pop()] = at
        if opened:
            raise self.fail("reading.math.unclosed", opened[-1], opened[-1] + 1)
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
        match = _MASTER.match(self.text, at)
        assert match is not None
        end = match.end() if match.lastgroup not in ("run", "number") else at + 1
        return at, end, end

    def follow(self, at: int) -> str:
        """The next visible character."""
        match = _RUN_FOLLOW.match(self.text, at)
        assert match is not None
        return match[2] or ""

    # ------------------------------------------------------------------------------------------- the pass

    def run(self, start: int, end: int) -> None:
        """Tokenize a stretch of the source."""
        self.level += 1
        if self.level > _MAX_LEVEL:
            raise TooLarge("nesting", _MAX_LEVEL)
        at = start
        while at < end:
            match = _MASTER.match(self.text, at, end)
            assert match is not None and match.lastgroup is not None
            group = match.lastgroup
            at = match.end()
            if group == "space":
                if self.gap < NEWLINE:
                    self.gap = NEWLINE if "\n" in match[0] else max(self.gap, SPACE)
                if "~" in match[0] and _DISTRIBUTION.match(self.text, at):
                    self.emit("rel", "∼", match.start(), at)
            else:
                at = _RULES[group](self, match)
            if len(self.tokens) > MAX_TOKENS:
                raise TooLarge("tokens", MAX_TOKENS)
        self.level -= 1

    def letters(self, match: re.Match[str]) -> int:
        """A run of letters, with the digits behind it."""
        start, end, run = match.start(), match.end(), match[0]
        place = self.in_script()
        if place and self.previous() == "{":
            place = "{_" if self.text[end : end + 1] == "}" else ""
            if self.previous(2) == "^" and run not in notation.ACCENT_WORDS:
                place = ""
        if len(run) == 1 and place != "{_":  # the usual case
            follow = self.follow(end) if run == "E" else ""
            spelled = spell(run, "", False, follow, False, self.names)
        else:
            alone = (self.gap != NOTHING or start == 0) and (end >= len(self.text) or self.text[end] in " \t\n,.;:")
            spelled = spell(run, place, alone, self.follow(end), self.series, self.names)
        for kind, value, a, b in spelled:
            self.emit(kind, value, start + a, start + b)
        digit = self.text[end : end + 1]
        if digit.isdecimal() and spelled[-1][0] in ("name", "fn"):
            return self._digits(end, spelled[-1][0], place)
        return end

    def _digits(self, at: int, kind: str, place: str) -> int:
        """``x1`` is x_1, ``log2(x)`` has base 2; anything else is a factor."""
        number = re.compile(r"\d+(?!\.?\d)").match(self.text, at)
        inside = bool(self.subscripts) or place in ("_", "^", "{_") or self.previous(2) == "cmd"
        if number is None or inside or (kind == "fn" and self.follow(number.end()) != "("):
            return at
        self.emit("_", "_", at, at)
        self.emit("number", number[0], at, number.end())
        return number.end()

    def number(self, match: re.Match[str]) -> int:
        start, end = match.span()
        if sum(c.isdecimal() for c in match[0]) > MAX_DIGITS:
            raise TooLarge("number", MAX_DIGITS)
        if exponent := re.search(r"[eE]([+-]?\d+)$", match[0]):
            if abs(int(exponent[1])) > MAX_DIGITS:
                raise TooLarge("number", MAX_DIGITS)
            if "e" in self.names:
                end = start + exponent.start()
        if self._takes_one_digit() and match[0][0].isdecimal():
            end = start + 1
        self.emit("number", self.text[start:end], start, end)
        return end

    def _takes_one_digit(self) -> bool:
        """Whether an argument of ``\\frac`` stands here without braces: ``\\frac12``."""
        if not self.tokens:
            return False
        last = self.tokens[-1]
        if last.kind == "cmd":
            return last.value == "frac"
        if last.kind == "}":
            return last.start in self.first_arguments
        return len(self.tokens) > 1 and last.kind in ("number", "name") and self.tokens[-2][:2] == ("cmd", "frac")

    def word(self, match: re.Match[str]) -> int:
        """``\\text{…}``, ``\\operatorname{…}``, ``\\mathrm{…}``: a function, a name, the mark of a script, or prose."""
        font, content = match["font"], match["content"]
        start, end = match.span()
        word = _SPACED.sub(" ", content).strip()
        key = word.replace(" ", "")
        if not key:
            self.gap = max(self.gap, SPACE)
            return end
        is_text = font in notation.TEXT_FONTS
        if not any(c.isalpha() for c in key) or (not is_text and not key.replace("-", "").isalpha()):
            self.run(match.start("content"), match.end("content"))
            return end
        kind, value = self._word_sort(key, content, is_text, self.follow(end))
        if kind == "letters":
            self.run(match.start("content"), match.end("content"))
        else:
            self.emit(kind, word if kind == "text" else value, start, end)
        return end

    def _word_sort(self, key: str, content: str, is_text: bool, follow: str) -> tuple[str, str]:
        script = self.in_script()
        applied = script == "^" and key in notation.FUNCTIONS and follow in ("(", "[", "{", "\\", "|")
        if script and not applied:
            if key == "T":
                return "top", "T"
            return ("name", key) if len(key) == 1 else ("word", key)
        if key in notation.FUNCTIONS and not (is_text and key != content.strip()):
            return "fn", notation.FUNCTIONS[key]
        if key in notation.OPTIMA:
            return "opt", notation.OPTIMA[key]
        if key in ("const", "constant", "const.", "Const", "常数", "常量"):
            return "name", "const"
        if key in ("sum", "prod", "arg"):
            return ("arg", "arg") if key == "arg" else ("big", key)
        if key == "d":
            return "diff", "d"
        if key in ("E", "Expectation") and follow in "[({\\_":
            return "fn", "expectation"
        if len(key) == 1 and (not is_text or key == content):
            return "name", key
        if not is_text:
            spelled = key not in self.names and all(letter in self.names.declared for letter in key)
            return ("letters", "") if spelled else ("name", key)
        one = key.isascii() and key.isalpha() and key == content
        if one and (key in self.names or key in notation.KNOWN_NAMES):
            return "name", key
        if one and follow in "=(_^" and follow and key.lower() not in notation.PROSE_WORDS:
            return "name", key
        return "text", content

    def command(self, match: re.Match[str]) -> int:
        start, end = match.span()
        name = match[0][1:]
        if name in notation.SILENT:
            return self._silent(name, end)
        spelling = notation.COMMANDS.get(name)
        if spelling is None:
            if name in self.names:
                self.emit("name", name, start, end)
                return end
            raise self._unknown(name, start, end)
        kind, value = spelling
        match kind:
            case "space":
                self.gap = max(self.gap, int(value))
            case "font":
                return self._font(name, end)
            case "over-text" | "under-text":
                return self._annotated(kind, start, end)
            case "brace":
                return self._braced(end)
            case "long":
                if option := _OPTION.match(self.text, end):
                    end = option.end()
                end = self.argument(end)[2]
                self.emit("arrow" if value == "implies" else "rel", value, start, end)
            case "minus" | "env":
                raise self._unknown(name, start, end)
            case "arg" if arg := _EXTREMUM.match(self.text, end):
                self.emit("opt", f"arg{arg[1]}", start, arg.end())
                return arg.end()
            case _:
                self.emit(kind, value, start, end)
        return end

    def _unknown(self, name: str, start: int, end: int) -> NotUnderstood:
        names = self.names.declared | set("xyw")
        for known in sorted(notation.COMMANDS, key=len, reverse=True):
            rest = name.removeprefix(known)
            if len(known) > 1 and rest != name and rest in names:
                return self.fail("reading.math.unknown_command_near", start, end, suggestion=f"\\{known} {rest}")
        telling = [known for known, (kind, _) in notation.COMMANDS.items() if kind not in ("space", "font")]
        near = difflib.get_close_matches(name, telling, n=1, cutoff=0.7)
        if near:
            return self.fail("reading.math.unknown_command_near", start, end, suggestion=f"\\{near[0]}")
        return self.fail("reading.math.unknown_command", start, end)

    def _silent(self, name: str, at: int) -> int:
        if self.text[at : at + 1] == "*":
            at += 1
        if option := _OPTION.match(self.text, at):
            at = option.end()
        at = self.argument(at)[2]
        if name in ("textcolor", "colorbox", "raisebox"):
            return self._drop_braces(at)
        self.gap = max(self.gap, SPACE)
        return at

    def _drop_braces(self, at: int) -> int:
        """The braces that begin here are no group."""
        brace = at
        while self.text[brace : brace + 1].isspace():
            brace += 1
        if self.text[brace : brace + 1] == "{":
            self.dropped |= {brace, self.partner[brace]}
        return at

    def _font(self, name: str, at: int) -> int:
        """A font says nothing, but for a bold 1 or 0, and a blackboard E."""
        inside, stop, after = self.argument(at) if self.follow(at) else (at, at, at)
        content = self.text[inside:stop].strip()
        if content in ("1", "0") and name in notation.BOLD and after > inside:
            self.emit("ones" if content == "1" else "zeros", content, at, after)
            return after
        if content == "d" and name in notation.WORD_FONTS:
            self.emit("diff", "d", at, after)
            return after
        if content == "E" and name in notation.BLACKBOARD and "E" not in self.names:
            self.emit("fn", "expectation", at, after)
            return after
        if content == "N" and name in ("mathcal", "mathscr", "cal") and self.follow(after) in ("(", "["):
            self.emit("fn", "normal", at, after)
            return after
        if self.previous() not in ("_", "^", "cmd"):
            self._drop_braces(at)
        return at

    def _annotated(self, kind: str, start: int, at: int) -> int:
        """``\\overset{!}{=}``, ``\\underset{w}{\\min}``."""
        note = self.argument(at)
        main = self.argument(note[2])
        before = len(self.tokens)
        self.run(main[0], main[1])
        made = self.tokens[before:]
        sorts = {token.kind for token in made}
        if len(made) == 1 and sorts <= {"rel", "arrow", "*", "entrywise"}:
            said = self.text[note[0] : note[1]].lower()
            if made[0].value == "=" and ("def" in said or "triangle" in said or "delta" in said):
                self.tokens[before] = made[0]._replace(value=":=")
        elif len(made) == 1 and sorts <= {"opt", "big", "fn"} and kind == "under-text":
            self.emit("_", "_", note[0], note[0])
            self.emit("{", "{", note[0], note[0])
            self.run(note[0], note[1])
            self.emit("}", "}", note[1], note[1])
        else:
            raise self.fail("reading.math.annotation", start, main[2])
        return main[2]

    def _braced(self, at: int) -> int:
        """``\\underbrace{…}_{words}`` without the words."""
        inside, stop, at = self.argument(at)
        self.run(inside, stop)
        while script := re.compile(r"\s*[_^]").match(self.text, at):
            at = self.argument(script.end())[2]
        return at

    def fence(self, match: re.Match[str]) -> int:
        """``\\left(``, ``\\big|``: a bracket whose side is known."""
        side, fence = match["side"], match["fence"]
        start, end = match.span()
        if fence == ".":
            return end
        spelling = (
            notation.ESCAPES.get(fence)
            or notation.COMMANDS.get(fence.removeprefix("\\"))
            or {"<": ("open", "<"), ">": ("close", ">")}.get(fence)
            or notation.CHARACTERS.get(fence)
        )
        if spelling is None:
            raise self.fail("reading.math.unexpected", start, end)
        kind, value = spelling
        if (
            side == "left"
            and value == "\\{"
            and re.compile(r"\s*\\begin\s*\{\s*(?:array|aligned|matrix|gathered)\s*\}").match(self.text, end)
        ):
            self.pieces = True
            return end
        if kind == "bar":
            if side == "middle" or side.endswith("m"):
                kind = "mid"
            elif side == "left" or side.endswith("l"):
                kind = "lbar"
            elif side == "right" or side.endswith("r"):
                kind = "rbar"
        elif kind not in ("open", "close", "/", "lbar", "rbar"):
            raise self.fail("reading.math.unexpected", start, end)
        self.emit(kind, value, start, end)
        return end

    def environment(self, match: re.Match[str]) -> int:
        """``\\begin`` and ``\\end``: layout is dropped, matrices and cases are kept."""
        name, (start, end) = match["env"], match.span()
        if match["edge"] == "end":
            if not self.environments or self.environments[-1].partition(":")[0] != name:
                raise self.fail("reading.math.environment_end", start, end)
            kind = self.environments.pop().partition(":")[2]
            if kind != "layout":
                self.emit("end", kind, start, end)
            return end
        kind = "layout" if name in notation.LAYOUTS else "cases" if name in notation.CASES else name
        if name not in notation.LAYOUTS | notation.CASES | notation.MATRICES:
            raise self.fail("reading.math.unknown_environment", start, end)
        if self.pieces:
            kind, self.pieces = "cases", False
        if option := re.compile(r"\s*\[[tbc]\]").match(self.text, end):
            end = option.end()
        if name in ("array", "alignat", "alignedat"):
            end = self.argument(end)[2]
        self.environments.append(f"{name}:{kind}")
        if kind != "layout":
            self.emit("begin", kind, start, end)
        elif self.tokens:
            self.gap = max(self.gap, SPACE)
        return end

    def line(self, match: re.Match[str]) -> int:
        self.emit("line", "\\\\", *match.span())
        return match.end()

    def negated(self, match: re.Match[str]) -> int:
        if match[0].endswith(("equiv", "sim")):
            raise self.fail("reading.math.unexpected", *match.span())
        self.emit("rel", "∉" if match[0].endswith("in") else "≠", *match.span())
        return match.end()

    def escape(self, match: re.Match[str]) -> int:
        start, end = match.span()
        spelling = notation.ESCAPES.get(match[0])
        if spelling is None:
            if match[0][1].isspace():
                self.gap = max(self.gap, SPACE)
                return end
            if match[0][1].isalnum() or match[0][1] not in '#$"~.;':
                raise self.fail("reading.math.unexpected", start, end)
            return end
        return self._emit_spelling(spelling, start, end)

    def entity(self, match: re.Match[str]) -> int:
        start, end = match.span()
        spelling = notation.ENTITIES.get(match[0][1:-1])
        if spelling is None:
            raise self.fail("reading.math.unexpected", start, end)
        return self._emit_spelling(spelling, start, end)

    def _emit_spelling(self, spelling: tuple[str, str], start: int, end: int) -> int:
        kind, value = spelling
        if kind == "space":
            self.gap = max(self.gap, int(value))
        elif kind == "&" and not (self.environments and not self.environments[-1].endswith(":layout")):
            self.gap = max(self.gap, ALIGN)
        else:
            self.emit(kind, value, start, end)
        return end

    def transpose(self, match: re.Match[str]) -> int:
        start, end = match.span()
        self.emit("^", "^", start, start + 1)
        self.emit("top", "T", start + 1, end)
        return end

    def dots(self, match: re.Match[str]) -> int:
        self.emit("dots", "", *match.span())
        return match.end()

    def relation(self, match: re.Match[str]) -> int:
        self.emit(*notation.ASCII_RELATIONS[match[0]], *match.span())
        return match.end()

    def brace(self, match: re.Match[str]) -> int:
        at = match.start()
        if at in self.dropped:
            return at + 1
        if match[0] == "{":
            end = self.partner[at]
            if end == at + 1 and self.previous() not in ("_", "^", "cmd"):
                return at + 2  # {} sets nothing
            if self.previous() == "_":
                self.subscripts.append(end)
            elif self.tokens and self.tokens[-1][:2] == ("cmd", "frac"):
                self.first_arguments.add(end)
        elif self.subscripts and self.subscripts[-1] == at:
            self.subscripts.pop()
        self.emit(match[0], match[0], at, at + 1)
        return at + 1

    def prose(self, match: re.Match[str]) -> int:
        script = self.in_script()
        self.emit("word" if script else "text", match[0], *match.span())
        return match.end()

    def abbreviation(self, match: re.Match[str]) -> int:
        self.emit("text", match[0], *match.span())
        return match.end()

    def library(self, match: re.Match[str]) -> int:
        return match.end()

    def character(self, match: re.Match[str]) -> int:
        at, char = match.start(), match[0]
        if char == "%" and not (self.previous() == "number" and self.gap == NOTHING):
            comment = _COMMENT.match(self.text, at)
            assert comment is not None
            return comment.end()
        if char == "\\" and at + 1 == len(self.text):
            return at + 1  # what is left of a space in LaTeX
        if char == "*" and (eaten := _EATEN.match(self.text, at)):
            raise self.fail("reading.math.eaten", *eaten.span())
        if spelling := notation.CHARACTERS.get(char):
            return self._emit_spelling(spelling, at, at + 1)
        if script := notation.script_of(char):
            return self._script(script, at)
        if char in notation.COMBINING:
            self.emit("mark", notation.COMBINING[char], at, at + 1)
            return at + 1
        letter, mark = _decomposed(char)
        if letter:
            self.emit("name", letter, at, at + 1)
            self.emit("mark", mark, at, at + 1)
            return at + 1
        if char.isalpha() or unicodedata.category(char) == "So":
            self.emit("text", char, at, at + 1)
            return at + 1
        raise self.fail("reading.math.unknown_character", at, at + 1)

    def _script(self, script: str, at: int) -> int:
        """A run of superscript or subscript characters, as a script in braces."""
        end = at
        while end < len(self.text) and notation.script_of(self.text[end]) == script:
            end += 1
        self.emit(script, script, at, at)
        self.emit("{", "{", at, at)
        word = "".join(notation.unscripted(char) for char in self.text[at:end])
        offset = 0
        for match in re.finditer(r"\d+|[\s\S]", word):
            start, stop = at + offset, at + offset + len(match[0])
            offset += len(match[0])
            if match[0].isdecimal():
                if len(match[0]) > MAX_DIGITS:
                    raise TooLarge("number", MAX_DIGITS)
                self.emit("number", match[0], start, stop)
            elif match[0] == "T" and script == "^":
                self.emit("top", "T", start, stop)
            elif match[0].isascii() and match[0].isalpha():
                self.emit("name", match[0], start, stop)
            elif spelling := notation.CHARACTERS.get(match[0]):
                self.emit(*spelling, start, stop)
            else:
                raise self.fail("reading.math.unknown_character", start, stop)
        self.emit("}", "}", end, end)
        return end


def _decomposed(char: str) -> tuple[str, str]:
    """A precomposed letter such as ŷ as its letter and mark."""
    parts = unicodedata.normalize("NFD", char)
    if len(parts) == 2 and parts[0].isascii() and parts[1] in notation.COMBINING:
        return parts[0], notation.COMBINING[parts[1]]
    return "", ""


_RULES: Final = {
    "abbreviation": _Tokenizer.abbreviation,
    "library": _Tokenizer.library,
    "run": _Tokenizer.letters,
    "number": _Tokenizer.number,
    "word": _Tokenizer.word,
    "size": _Tokenizer.fence,
    "environment": _Tokenizer.environment,
    "line": _Tokenizer.line,
    "negated": _Tokenizer.negated,
    "command": _Tokenizer.command,
    "escape": _Tokenizer.escape,
    "entity": _Tokenizer.entity,
    "transpose": _Tokenizer.transpose,
    "dots": _Tokenizer.dots,
    "relation": _Tokenizer.relation,
    "brace": _Tokenizer.brace,
    "prose": _Tokenizer.prose,
    "other": _Tokenizer.character,
}


def tokenize(source: str, names: Names = Names()) -> list[Token]:  # frozen
    """The tokens of a formula, the last of them of no sort; raises :class:`NotUnderstood`, :class:`TooLarge`."""
    work = _Tokenizer(source, names)
    work.run(0, len(work.text))
    if work.environments:
        end = len(source)
        name = work.environments[-1].partition(":")[0]
        raise work.fail("reading.math.environment_open", max(end - 1, 0), end, name=name)
    work.emit("", "", len(source), len(source))
    return work.tokens
