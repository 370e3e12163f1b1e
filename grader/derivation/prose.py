"""Texts as prose and formulas.

Formulas are found where they are marked (``$…$``, ``\\[…\\]``, ```` ```math ````, an image of a rendering service …)
and also bare, in plain text: a run of tokens that are mathematics and hold a relation. A run of letters counts as
mathematics only if the declared names can spell it, so that prose stays prose.
"""

from __future__ import annotations

import html
import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, Literal, NamedTuple
from urllib.parse import unquote

from grader.core import Passage
from grader.maths import notation
from grader.maths.reader import Names, NotUnderstood, TooLarge, read

MAX_FORMULA: Final = 8_000  # characters; a formula that is not closed within them is none
MAX_LINE: Final = 6_000  # characters; no formulas are looked for in longer lines of prose


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of a passage, ``passage.source[start:end]``.

    Of a formula ``text`` is the mathematics alone: without delimiters, with quote marks and escapes of the text around
    it blanked; it has its first character at ``at`` in the source unless it was decoded from an address.
    """

    kind: Literal["prose", "formula", "picture", "code"]
    text: str
    start: int
    end: int
    at: int = -1  # where ``text`` begins in the source; -1 if it was decoded

    def place(self, start: int, end: int) -> tuple[int, int]:
        """The place in the source of ``text[start:end]``."""
        return (self.start, self.end) if self.at < 0 else (self.at + start, self.at + end)


def segments(passage: Passage, names: Names = Names()) -> tuple[Segment, ...]:  # noqa: B008  # frozen
    """The prose, formulas, pictures and code of a passage, in order; blanks and HTML comments are left out."""
    if passage.kind == "code":
        return (Segment("code", passage.source, 0, len(passage.source), 0),) if passage.source.strip() else ()
    splitter = _Splitter(passage.source, names)
    return tuple(splitter.split())


# ------------------------------------------------------------------------------------------ marked formulas

_LAYOUTS = "|".join(sorted(notation.LAYOUTS - {"split"}, key=len, reverse=True))
_OPENER = re.compile(
    rf"""
      (?P<fence> ^[ \t>]*(?:[-*+][ \t]+)? (?P<bar>`{{3,}}|~{{3,}}) [ \t]*(?P<info>[^\n`]*)$ )
    | (?P<comment> <!-- )
    | (?P<image> <img\b [^>]{{0,2000}} > )
    | (?P<picture> !\[ [^\]\n]{{0,400}} \] \(
        (?P<target>[^()\n]{{0,2000}} (?:\([^()\n]{{0,200}}\)[^()\n]{{0,200}}){{0,3}} ) \) )
    | (?P<environment> \\begin\s*\{{ (?P<env>{_LAYOUTS}) (?P<starred>\*?) \}} )
    | (?P<display> \$\$ | \\\[ )
    | (?P<ticked> \$` )
    | (?P<inline> \$ | \\\( )
    | (?P<escape> \\[\\$`*_#] )
    | (?P<ticks> `+ )
    | (?P<link> https?://[^\s)>\]]+ | \]\([^)\s]{{0,500}}\) )
    """,
    re.VERBOSE | re.MULTILINE,
)
_QUOTED = re.compile(r"\n[ \t]*(?:>[ \t]?)+")
_ADDRESS = re.compile(
    r"(?:latex\.codecogs\.com/[^?\"']*\?|/math\?math=|equation\?tex=|chart\.apis\.google\.com/[^\"']*chl=)(?P<latex>[^\"'<>]*)"
)
_DIRECTIVES = re.compile(
    r"\s*\\(?:inline|dpi\s*\{\d+\}|(?:bg|fg)_\w+|large|Large|LARGE|huge|small|tiny|displaystyle)(?![A-Za-z])\s*"
)
_DELIMITER_ROW = re.compile(r"^[ \t>]*\|?[ \t]*:?-{2,}:?[ \t]*(?:\|[ \t]*:?-{2,}:?[ \t]*)+\|?[ \t]*$", re.MULTILINE)


class _Splitter:
    """One pass over a source."""

    def __init__(self, source: str, names: Names) -> None:
        self.source = source
        self.names = names
        self.tables = _table_ranges(source)
        self.bare = _Bare(names)

    def split(self) -> Iterator[Segment]:
        """All segments in order."""
        marked = list(self._marked())
        edges = [(0, 0), *((segment.start, segment.end) for segment in marked), (len(self.source), len(self.source))]
        for place, segment in enumerate([*marked, None]):
            start, end = edges[place][1], edges[place + 1][0]
            before = marked[place - 1].kind == "formula" if place else False
            after = segment is not None and segment.kind == "formula"
            yield from self._between(start, end, before, after)
            if segment is not None and (segment.kind != "prose" or segment.text):
                yield segment

    # ------------------------------------------------------------------------------------------- marked

    def _marked(self) -> Iterator[Segment]:
        """What is marked as a formula, picture, code or comment (an empty prose segment)."""
        at = 0
        while match := _OPENER.search(self.source, at):
            found = self._at(match)
            if found is None:
                at = match.end()
                continue
            if isinstance(found, Segment):
                yield found
                at = max(found.end, match.end())
            else:
                at = found

    def _at(self, match: re.Match[str]) -> Segment | int | None:
        start = match.start()
        match match.lastgroup:
            case "fence":
                return self._fence(match)
            case "comment":
                end = self.source.find("-->", match.end())
                return Segment("prose", "", start, len(self.source) if end < 0 else end + 3)
            case "image":
                return self._image(match[0], start, match.end())
            case "picture":
                return self._image(f'"{match["target"]}"', start, match.end())
            case "environment":
                closing = f"\\end{{{match['env']}{match['starred']}}}"
                end = self.source.find(closing, match.end(), match.end() + MAX_FORMULA)
                return None if end < 0 else self._formula(start, end + len(closing), start, end + len(closing))
            case "display":
                closing = "$$" if match[0] == "$$" else "\\]"
                return self._delimited(start, match.end(), closing)
            case "ticked":
                return self._delimited(start, match.end(), "`$")
            case "inline":
                return self._dollar(start) if match[0] == "$" else self._delimited(start, match.end(), "\\)")
            case "ticks":
                return self._code(match)
            case _:
                return match.end()

    def _fence(self, match: re.Match[str]) -> Segment | None:
        closing = re.compile(rf"^[ \t>]*{re.escape(match['bar'])}[`~]*[ \t]*$", re.MULTILINE)
        end = closing.search(self.source, match.end())
        stop, after = (end.start(), end.end()) if end else (len(self.source), len(self.source))
        if match["info"].strip().split("{")[0].strip().lower() in ("math", "latex", "tex", "katex"):
            return self._formula(match.start(), after, min(match.end() + 1, stop), stop)
        return Segment("code", self.source[match.start() : after], match.start(), after, match.start())

    def _image(self, tag: str, start: int, end: int) -> Segment:
        address = _ADDRESS.search(html.unescape(tag))
        if address is None:
            return Segment("picture", self.source[start:end], start, end, start)
        latex = unquote(address["latex"]).removesuffix('"')
        while directive := _DIRECTIVES.match(latex):
            latex = latex[directive.end() :]
        return Segment("formula", latex.strip(), start, end)

    def _delimited(self, start: int, inside: int, closing: str) -> Segment | int | None:
        end = self.source.find(closing, inside, inside + MAX_FORMULA)
        if closing == "$$":
            while end > 0 and self.source[end - 1] == "\\" and self.source[end - 2] != "\\":
                end = self.source.find(closing, end + 1, inside + MAX_FORMULA)
        if end < 0:
            if closing in ("\\)", "`$"):
                return inside
            blank = re.compile(r"\n[ \t]*\n|\Z").search(self.source, inside)
            assert blank is not None
            end, closing = blank.start(), ""
        content = self.source[inside:end]
        words = closing in ("\\)", "\\]") and (_is_words(content) or re.fullmatch(r"[^\W\d_]{3,}", content))
        if not content.strip() or words:
            return end + len(closing) if closing == "$$" else inside
        return self._formula(start, end + len(closing), inside, end)

    def _dollar(self, start: int) -> Segment | int:
        """``$…$`` within a paragraph; a dollar before a number is a price unless mathematics follows."""
        end = start + 1
        limit = min(len(self.source), start + MAX_FORMULA)
        while True:
            end = self.source.find("$", end, limit)
            if end < 0:
                return start + 1
            if self.source[end - 1] != "\\" or self.source[end - 2 : end] == "\\\\":
                break
            end += 1
        content = self.source[start + 1 : end]
        if not content.strip() or re.search(r"\n[ \t>]*\n", content):
            return start + 1
        price = content[0].isdigit() and self.source[end + 1 : end + 2].isdigit()
        price = price or (content[0].isdigit() and _is_words(content, least=1))
        if price or (_is_words(content) and len(content.split()) > 3):
            return start + 1
        return self._formula(start, end + 1, start + 1, end)

    def _code(self, match: re.Match[str]) -> Segment | int:
        ticks = match[0]
        end = match.end()
        while True:
            end = self.source.find(ticks, end, end + MAX_FORMULA)
            if end < 0 or "\n\n" in self.source[match.end() : end]:
                return match.end()
            after = end + len(ticks)
            if self.source[after : after + 1] != "`":
                return Segment("code", self.source[match.end() : end], match.start(), after, match.end())
            end = after + 1

    def _formula(self, start: int, end: int, inside: int, stop: int) -> Segment:
        text = self.source[inside:stop]
        line = self.source[self.source.rfind("\n", 0, start) + 1 : start]
        if line.lstrip().startswith(">"):
            text = _QUOTED.sub(lambda quote: "\n" + " " * (len(quote[0]) - 1), text)
        if "\\|" in text and self._in_table(start):
            text = text.replace("\\|", " |")
        blank = len(text) - len(text.lstrip())
        return Segment("formula", text.strip(), start, end, inside + blank)

    # ------------------------------------------------------------------------------------------ between

    def _between(self, start: int, end: int, after_formula: bool, before_formula: bool) -> Iterator[Segment]:
        """Prose, with the bare formulas in it; ``after_formula``: a marked one stands directly before."""
        if not self.source[start:end].strip():
            return
        found = self._bare_formulas(start, end, after_formula, before_formula)
        at = start
        for a, b in found:
            yield from self._prose(at, a)
            yield Segment("formula", self.source[a:b], a, b, a)
            at = b
        yield from self._prose(at, end)

    def _prose(self, start: int, end: int) -> Iterator[Segment]:
        text = self.source[start:end]
        if any(char.isalnum() for char in text):
            yield Segment("prose", text, start, end, start)

    def _bare_formulas(self, start: int, end: int, after_formula: bool, before_formula: bool) -> list[tuple[int, int]]:
        found: list[tuple[int, int]] = []
        at = start
        while at < end:
            newline = self.source.find("\n", at, end)
            stop = end if newline < 0 else newline
            opens_line = at == 0 or self.source[at - 1] == "\n"
            closes_line = stop == len(self.source) or self.source[stop] == "\n"
            for a, b in self._cells(at, stop):
                runs = self.bare.runs(
                    self.source,
                    a,
                    b,
                    starts=opens_line or a != at,
                    ends=closes_line or b != stop,
                    touches_left=after_formula and a == start,
                    touches_right=before_formula and b == end,
                    signed=bool(found) and self._goes_on(found[-1], a, b),
                )
                for run in runs:
                    if found and self._continues(found[-1], run):
                        found[-1] = (found[-1][0], run[1])
                    else:
                        found.append(run)
            at = stop + 1
        return found

    def _in_table(self, at: int) -> bool:
        place = bisect_right(self.tables, (at, len(self.source) + 1)) - 1
        return place >= 0 and self.tables[place][0] <= at < self.tables[place][1]

    def _cells(self, start: int, end: int) -> list[tuple[int, int]]:
        """A line, or the cells of a table's row."""
        if not self._in_table(start):
            return [(start, end)]
        edges = [start - 1, *(m.start() for m in re.finditer(r"(?<!\\)\|", self.source[start:end])), end - start]
        edges = [edges[0], *(start + edge for edge in edges[1:])]
        return [(a + 1, b) for a, b in pairwise(edges) if a + 1 < b]

    def _goes_on(self, last: tuple[int, int], start: int, end: int) -> bool:
        """Whether a dash or plus that begins this line is a sign.

        It is if the line before is a formula to its very end, stands in no list and is less indented, and if this line
        states nothing of its own.
        """
        line = self.source[start:end]
        begins = _SIGNED_LINE.match(line)
        if begins is None or re.search(r"[=<>≤≥≠≈∝~∈→←⇒]", line) or self.source[last[1] : start].strip(" \t\n"):
            return False
        before = self.source[self.source.rfind("\n", 0, last[0]) + 1 : last[1]]
        return not re.match(r"[ \t]*[-+*][ \t]", before) and len(begins[1]) > len(before) - len(before.lstrip())

    def _continues(self, last: tuple[int, int], run: tuple[int, int]) -> bool:
        """Whether a run is the rest of a formula that was broken between two lines at a sign."""
        gap = self.source[last[1] : run[0]]
        if gap.strip() or gap.count("\n") != 1:
            return False
        ends, begins = self.source[last[1] - 1], self.source[run[0]]
        indent = len(gap) - gap.index("\n") - 1
        return begins == "+" or ends in "+*/" or (ends in "-−") or (begins in "-−" and indent >= 2)


def _is_words(content: str, least: int = 2) -> bool:
    """Whether what stands between delimiters is words and no mathematics."""
    if re.search(r"[\\^_=+|<>{}]|\d\s*[*/]|[∑∏√≤≥]", content):
        return False
    return len(re.findall(r"[^\W\d_]{3,}", content)) >= least


def _table_ranges(source: str) -> list[tuple[int, int]]:
    """Where the tables of a Markdown text begin and end."""
    if "|" not in source or "--" not in source:
        return []
    found: list[tuple[int, int]] = []
    for row in _DELIMITER_ROW.finditer(source):
        if found and row.start() < found[-1][1]:
            continue
        start = source.rfind("\n", 0, max(row.start() - 1, 0)) + 1
        end = row.end()
        while end < len(source):
            newline = source.find("\n", end + 1)
            line = source[end + 1 : len(source) if newline < 0 else newline]
            if "|" not in line:
                break
            end = len(source) if newline < 0 else newline
        found.append((start, end))
    return found


# -------------------------------------------------------------------------------------------- bare formulas

_SIGNED_LINE = re.compile(r"([ \t]+)[-+−][ \t]")
_MARKER = re.compile(
    r"""[ \t]*(?:>[ \t]*)*
        (?: (?: [-*+•·][ \t]+ | \#{1,6}[ \t]* | \d{1,2}(?:\.\d{1,2})*[.)、][ \t]+ | \d{1,2}[)、](?=\D)
          | [（(][\divxa-h]{1,3}[)）][ \t]+
          | [a-hivx]{1,3}[.)][ \t]+ | (?:\*\*)?(?:Step|步骤)[ \t]*\d+[ \t]*[:.：)] ) [ \t]* )*""",
    re.VERBOSE,
)
_TAGS = "p|br|b|i|em|strong|div|span|sub|sup|a|ul|ol|li|center|font|table|tr|td|th|h[1-6]|details|summary|hr|code|pre"
_PIECE = re.compile(
    rf"""
      (?P<space> [ \t\xa0\u3000]+ )
    | (?P<breaker> </?(?:{_TAGS})(?:\s+[\w-]+\s*=\s*(?:"[^"]*"|'[^']*'))*\s*/?> | https?://\S+ | \]\([^)\s]{{0,500}}\)
        | i\.\s?i\.\s?d\.? | s\.t\. | w\.r\.t\.? | i\.e\. | e\.g\. )
    | (?P<hyphenated> [A-Za-z]\d?-(?:th|norm|loss|axis|value|vector|matrix|dim|dist|regr|regul|error|term|test)[a-z]* )
    | (?P<transpose> (?<=[\w)\]])\.T\b )
    | (?P<library> (?:np|numpy|torch|math)\.(?:linalg\.)?(?=(?:sum|mean|median|abs|sign|exp|log|sqrt|inv|pinv|norm)\b) )
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
    | (?P<operator> [-+*/^_@·×⋅−–∑∏ΣΠ√∂∇±|‖∥'′⊙∘⊗∞⊤½¼²³¹⁰-⁹⁺⁻ⁿᵀᵗ₀-₉ₐ-ₜᵢⱼ½↦\u0302-\u0305] )
    | (?P<separator> [,;，；、] )
    | (?P<letter> [α-ωΑ-Ωϵϕϑ𝐀-𝟿ℓℝ𝔼ŷŵâêîôûȳā] )
    | (?P<other> [\s\S] )
    """,
    re.VERBOSE,
)
_EVIDENCE = re.compile(r"\\[A-Za-z]|[\^_∑Σ∏√‖∇∂²³ᵀ()\[\]|+*/−⁻₁ᵢ·-]|\bsum\b|\bexp\b|\blog\b|\bargmin\b|\bmedian\b")


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_ENGLISH = notation.PROSE_WORDS | _words(
    "my no up us new now any way day bad add all also but can did few his how its may not our out own per put run "
    "say set she too try two use via was who why yes you am he me go oh ok on"
)
_ALWAYS = _words("space number command relation dots power operator letter library transpose")
_FUNCTION_WORDS = frozenset(notation.FUNCTIONS) | frozenset(notation.OPTIMA) | frozenset(notation.BIG) | {"arg", "grad"}


class _Piece(NamedTuple):
    kind: str
    text: str
    start: int
    end: int


class _Bare:
    """Finds formulas without delimiters."""

    def __init__(self, names: Names) -> None:
        self.names = names
        self.known = names.declared | names.functions

    def runs(
        self,
        source: str,
        start: int,
        end: int,
        *,
        starts: bool,
        ends: bool,
        touches_left: bool,
        touches_right: bool,
        signed: bool = False,
    ) -> list[tuple[int, int]]:
        """The formulas in a line (or the part of it) ``source[start:end]``.

        ``starts``/``ends``: it begins and ends a line; ``touches_left``/``touches_right``: a marked formula stands
        directly beside it, so that a relation may stand at that edge; ``signed``: a dash that begins it is a minus.
        """
        if starts and not signed and (marker := _MARKER.match(source, start, end)):
            start = marker.end()
        text = source[start:end].rstrip()
        if not text or len(text) > MAX_LINE or not _may_hold(text):
            return []
        pieces = [
            _Piece(m.lastgroup or "", m[0], start + m.start(), start + m.end())
            for m in _PIECE.finditer(source[start : start + len(text)])
        ]
        found = []
        for run in self._split(pieces):
            run = self._trimmed(run)
            if not run:
                continue
            first, last = run[0], run[-1]
            at_left, at_right = first.start == pieces[0].start, last.end == pieces[-1].end
            whole = starts and ends and at_left and not source[last.end : start + len(text)].strip(" .,;，。；")
            whole = whole or signed
            left = (touches_left and not source[start : first.start].strip()) or (starts and at_left)
            right = (touches_right and not source[last.end : end].strip()) or (ends and at_right)
            place = self._accepted(run, whole=whole, left=left, right=right)
            if place is not None:
                found.append(place)
        return found

    # ------------------------------------------------------------------------------------------- splitting

    def _split(self, pieces: list[_Piece]) -> Iterator[list[_Piece]]:
        """Maximal runs of pieces that may be mathematics."""
        run: list[_Piece] = []
        partner = _partners(pieces)
        at = 0
        while at < len(pieces):
            piece = pieces[at]
            if piece.kind == "open" and at in partner and self._all_mathematics(pieces, at + 1, partner[at]):
                run += pieces[at : partner[at] + 1]
                at = partner[at] + 1
                continue
            if self._belongs(pieces, at, inside=False):
                run.append(piece)
            else:
                yield run
                run = []
            at += 1
        yield run

    def _all_mathematics(self, pieces: list[_Piece], start: int, end: int) -> bool:
        return start < end and all(
            self._belongs(pieces, at, inside=True) or pieces[at].kind in ("open", "close") for at in range(start, end)
        )

    def _belongs(self, pieces: list[_Piece], at: int, *, inside: bool) -> bool:
        """Whether a piece may be part of a formula; ``inside``: of a bracket, where commas and bars separate."""
        piece = pieces[at]
        match piece.kind:
            case kind if kind in _ALWAYS:
                return True
            case "identifier":
                return re.fullmatch(r"(?:[A-Za-z]\d)+", piece.text) is not None
            case "word":
                return self._is_mathematics(pieces, at)
            case "separator":
                return inside or self._in_dotted_list(pieces, at)
            case "other":
                return (piece.text == ":" and inside) or (piece.text == "!" and self._is_factorial(pieces, at))
            case _:
                return False

    def _in_dotted_list(self, pieces: list[_Piece], at: int) -> bool:
        """``x_1, …, x_n``: whether a comma stands beside dots."""
        beside = [p.kind for p in pieces[max(at - 2, 0) : at + 3] if p.kind != "space"]
        return "dots" in beside and pieces[at].text in ",，"

    def _is_factorial(self, pieces: list[_Piece], at: int) -> bool:
        before = pieces[at - 1] if at else None
        following = _beside(pieces, at, 1)
        after = following.kind if following else ""
        return before is not None and before.kind in ("word", "close") and after in ("operator", "relation", "close")

    def _is_mathematics(self, pieces: list[_Piece], at: int) -> bool:
        """Whether a word is spelled with names, or is a function with something to apply to."""
        word = pieces[at].text
        beside = pieces[at + 1 : at + 2]
        touches = any(p.kind in ("operator", "open", "number", "power") and p.text not in "-–'*/" for p in beside)
        following = _beside(pieces, at, 1)
        if word in self.known:
            return len(word) == 1 or word not in _ENGLISH or touches
        if len(word) == 1:
            return word not in ("a", "I") or self._is_operand(pieces, at)
        previous = pieces[at - 1].text if at else ""
        if previous == "^" and word[0] == "T" and len(word) <= 2:
            return True  # X^Tr
        if word[0] == "d" and word[1:] in notation.PLAIN_GREEK and previous == "/":
            return True  # d/dbeta
        if word in _FUNCTION_WORDS:
            return following is not None and self._begins_operand(pieces, following)
        if word in notation.PLAIN_GREEK and word not in _ENGLISH:
            return True
        before = pieces[at - 1] if at else None
        if len(word) == 2 and word[0] == "d" and following is not None and following.text == "/":
            return True  # dS/db
        if before is not None and before.text == "{" and at > 1 and pieces[at - 2].text in ("_", "^"):
            return len(word) <= 3
        if before is not None and before.text in ("_", "^"):
            return len(word) <= 2 or word in notation.ACCENT_WORDS or self._is_spelled(word)
        if word in notation.KNOWN_NAMES or (len(word) >= 3 and word.isalpha()):
            if following is not None and following.kind == "relation" and following.text in ("=", ":=", "＝"):
                return not self._prose_before(pieces, at) or word in notation.KNOWN_NAMES
            if word in notation.KNOWN_NAMES and following is not None and following.text in ("(", "（"):
                return True
            if len(word) > 6:
                return False
        if word in _ENGLISH or len(word) > 6:
            return False
        return self._is_spelled(word)

    def _prose_before(self, pieces: list[_Piece], at: int) -> bool:
        """Whether a new name would be the end of a phrase: ``the number of steps = 3``."""
        before = [p for p in pieces[max(at - 4, 0) : at] if p.kind != "space"]
        return len(before) >= 2 and before[-1].kind == "word" and before[-2].kind == "word" and (
            before[-1].text.lower() not in ("the", "is", "gives", "so", "hence", "then", "with", "let", "thus", "where")
        )  # fmt: skip

    def _is_spelled(self, word: str) -> bool:
        """Whether declared names spell a word: ``Xw``, ``XTX``, ``xi``, ``nb``, ``dL``, ``nlog``."""
        single = {name for name in self.known if len(name) == 1}
        bases = (single | set("xyzwrXY")) if single else set("xyzwrXYbn")
        for stuck in ("log", "exp", "sum", "sqrt"):
            if word.startswith(stuck) and len(word) - len(stuck) <= 2:
                return True
            if word.endswith(stuck) and len(word) - len(stuck) == 1 and word[0] in bases:
                return True
        if word[0] == "d" and len(word) == 2:
            return word[1] in bases | set("LlfJr")
        if len(word) > 5:
            return False
        letters = bases | {"T"} | (set("ijk") if len(word) <= 4 else set())
        return word[0] in bases and all(letter in letters or letter == "n" for letter in word)

    def _is_operand(self, pieces: list[_Piece], at: int) -> bool:
        """Whether ``a`` or ``I`` stands beside an operator or relation."""
        left, right = _beside(pieces, at, -1), _beside(pieces, at, 1)
        before, after = left.kind if left else "", right.kind if right else ""
        signs = ("operator", "relation", "power")
        return before in (*signs, "open") or after in (*signs, "close") or pieces[at].text in self.known

    def _begins_operand(self, pieces: list[_Piece], piece: _Piece) -> bool:
        if piece.kind in ("number", "open", "command", "letter"):
            return True
        if piece.kind == "operator":
            return piece.text in "_^|‖∥√∑½-−" or piece.text in "₀₁₂₃₄₅₆₇₈₉ᵢⱼ"
        return piece.kind == "word" and self._is_mathematics(pieces, pieces.index(piece))

    # -------------------------------------------------------------------------------------------- judging

    def _trimmed(self, run: list[_Piece]) -> list[_Piece]:
        """A run without what can't stand at its edges."""
        leading_star = False
        changed = True
        while run and changed:
            changed = False
            first, last = run[0], run[-1]
            if first.kind in ("space", "separator", "dots") or first.text in ("*", "_", "/", "^", "'", "’", ")", "·"):
                leading_star = leading_star or first.text in "*_"
                run, changed = run[1:], True
            elif last.kind in ("space", "separator") or last.text in ("+", "/", "^", "_", "-", "–", "·"):
                run, changed = run[:-1], True
            elif leading_star and last.text in "*_":
                run, changed, leading_star = run[:-1], True, False
            elif self._is_article(run):
                run, changed = run[1:], True
        return run

    def _is_article(self, run: list[_Piece]) -> bool:
        """Whether a run begins with a word: ``a x = 3``, ``I get``."""
        if run[0].text not in ("a", "I") or run[0].text in self.known or len(run) < 2:
            return False
        after = next((p for p in run[1:] if p.kind != "space"), None)
        return after is None or after.kind in ("word", "command", "letter", "number")

    def _accepted(self, run: list[_Piece], *, whole: bool, left: bool, right: bool) -> tuple[int, int] | None:
        """The place of a formula, if the run is one."""
        operands = [p for p in run if p.kind in ("word", "number", "letter", "command") or p.text in "∞½"]
        relations = [p for p in run if p.kind == "relation"]
        if not operands:
            return (run[0].start, run[-1].end) if left and right and len(run) == 1 and relations else None
        if run[0].kind == "relation" and not left:
            run = self._trimmed(run[1:])
            relations = relations[1:]
            if not run:
                return None
        if run[-1].kind == "relation" and not right:
            run = self._trimmed(run[:-1])
            relations = relations[:-1]
            if not run:
                return None
        text = "".join(p.text for p in run)
        evidence = len(_EVIDENCE.findall(text))
        if not (relations or evidence >= 3 or (whole and evidence)):
            return None
        goes_on = whole and run[0].kind == "relation"  # a line "= 1 + 1" below a formula
        if not goes_on and not any(p.kind in ("word", "letter", "command") for p in run):
            return None
        if relations and len(operands) < 2 and not (left or right):
            return None
        if all(p.text in ("->", "→", "-->", "<-", "←", "=>", "⇒") for p in relations) and evidence < 2 and not whole:
            return None
        if not self._reads(text) and (not relations or evidence < 4):
            return None
        return run[0].start, run[-1].end

    def _reads(self, text: str) -> bool:
        try:
            read(text, self.names)
        except (NotUnderstood, TooLarge):
            return False
        return True


def _beside(pieces: list[_Piece], at: int, step: int) -> _Piece | None:
    """The next piece to one side that is no space."""
    at += step
    while 0 <= at < len(pieces) and pieces[at].kind == "space":
        at += step
    return pieces[at] if 0 <= at < len(pieces) else None


def _may_hold(text: str) -> bool:
    """A quick look: whether a line has any sign of mathematics."""
    return bool(re.search(r"[=<>≤≥≠≈∝∼~∈→←⇒^_∑Σ∏√+*/‖|＝−]|-|\\[A-Za-z]", text))


def _partners(pieces: list[_Piece]) -> dict[int, int]:
    found: dict[int, int] = {}
    opened: list[int] = []
    for at, piece in enumerate(pieces):
        if piece.kind == "open":
            opened.append(at)
        elif piece.kind == "close" and opened:
            found[opened.pop()] = at
    return found
