"""Bare formulas: runs of pieces in plain text that are mathematics, and hold a relation or enough other evidence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from grader.derivation.prose.lexicon import Lexicon
from grader.derivation.prose.pieces import Piece, beside, partners, pieces_of
from grader.maths.reader import Names, NotUnderstood, TooLarge, read

MAX_LINE: Final = 6_000  # characters; no formulas are looked for in longer lines of prose

_MARKER = re.compile(
    r"""[ \t]*(?:>[ \t]*)*
        (?: (?: [-*+•·][ \t]+ | \#{1,6}[ \t]* | \d{1,2}(?:\.\d{1,2})*[.)、][ \t]+ | \d{1,2}[)、](?=\D)
          | [（(][\divxa-h]{1,3}[)）][ \t]+
          | [a-hivx]{1,3}[.)][ \t]+ | (?:\*\*)?(?:Step|步骤)[ \t]*\d+[ \t]*[:.：)] ) [ \t]* )*""",
    re.VERBOSE,
)
_EVIDENCE = re.compile(r"\\[A-Za-z]|[\^_∑Σ∏√‖∇∂²³ᵀ()\[\]|+*/−⁻₁ᵢ·-]|\bsum\b|\bexp\b|\blog\b|\bargmin\b|\bmedian\b")
_ALWAYS = frozenset(
    ("space", "number", "command", "relation", "dots", "slope", "power", "operator", "letter", "library", "transpose")
)


class Bare:
    """Finds formulas without delimiters."""

    def __init__(self, names: Names) -> None:
        self.names = names
        self.lexicon = Lexicon(names)

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
        pieces = pieces_of(source, start, start + len(text))
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

    def _split(self, pieces: list[Piece]) -> Iterator[list[Piece]]:
        """Maximal runs of pieces that may be mathematics."""
        run: list[Piece] = []
        partner = partners(pieces)
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

    def _all_mathematics(self, pieces: list[Piece], start: int, end: int) -> bool:
        return start < end and all(
            self._belongs(pieces, at, inside=True) or pieces[at].kind in ("open", "close") for at in range(start, end)
        )

    def _belongs(self, pieces: list[Piece], at: int, *, inside: bool) -> bool:
        """Whether a piece may be part of a formula; ``inside``: of a bracket, where commas and bars separate."""
        piece = pieces[at]
        match piece.kind:
            case kind if kind in _ALWAYS:
                return True
            case "identifier":
                return re.fullmatch(r"(?:[A-Za-z]\d)+", piece.text) is not None
            case "word":
                return self.lexicon.is_mathematics(pieces, at)
            case "separator":
                return inside or self._in_dotted_list(pieces, at)
            case "other":
                return (piece.text == ":" and inside) or (piece.text == "!" and self._is_factorial(pieces, at))
            case _:
                return False

    def _in_dotted_list(self, pieces: list[Piece], at: int) -> bool:
        """``x_1, …, x_n``: whether a comma stands beside dots."""
        beside = [p.kind for p in pieces[max(at - 2, 0) : at + 3] if p.kind != "space"]
        return "dots" in beside and pieces[at].text in ",，"

    def _is_factorial(self, pieces: list[Piece], at: int) -> bool:
        """A sign after an operand, if the formula goes on; at its end, if it is one of a fraction or logarithm."""
        before = pieces[at - 1] if at else None
        if before is None or before.kind not in ("word", "close"):
            return False
        following = beside(pieces, at, 1)
        if following is not None and following.kind in ("operator", "relation", "close"):
            return True
        ahead = beside(pieces, _operand(pieces, at - 1), -1)
        return ahead is not None and ahead.text in ("/", "log", "ln", "\\log", "\\ln")

    def _trimmed(self, run: list[Piece]) -> list[Piece]:
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

    def _is_article(self, run: list[Piece]) -> bool:
        """Whether a run begins with a word: ``a x = 3``, ``I get``."""
        if run[0].text not in ("a", "I") or run[0].text in self.lexicon.known or len(run) < 2:
            return False
        after = next((p for p in run[1:] if p.kind != "space"), None)
        return after is None or after.kind in ("word", "command", "letter", "number")

    def _accepted(self, run: list[Piece], *, whole: bool, left: bool, right: bool) -> tuple[int, int] | None:
        """The place of a formula, if the run is one."""
        operands = [p for p in run if p.kind in ("word", "number", "letter", "command", "slope") or p.text in "∞½"]
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
        if not goes_on and not any(p.kind in ("word", "letter", "command", "slope") for p in run):
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


def _operand(pieces: list[Piece], at: int) -> int:
    """Where the operand begins that ends at a piece: ``(k - 1)``, ``y_i``."""
    if pieces[at].kind == "close":
        at = next((opening for opening, closing in partners(pieces).items() if closing == at), at)
    if at > 1 and pieces[at - 1].text == "_":
        return _operand(pieces, at - 2)
    return at


def _may_hold(text: str) -> bool:
    """A quick look: whether a line has any sign of mathematics."""
    return bool(re.search(r"[=<>≤≥≠≈∝∼~∈→←⇒^_∑Σ∏√+*/‖|＝−]|-|\\[A-Za-z]", text))
