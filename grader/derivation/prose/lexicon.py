"""Words: which of them are mathematics? Those that declared names spell, and functions with something to apply to."""

from __future__ import annotations

from grader.derivation.prose.pieces import Piece, beside
from grader.maths import notation
from grader.maths.reader import Names


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_ENGLISH = notation.PROSE_WORDS | _words(
    "my no up us new now any way day bad add all also but can did few his how its may not our out own per put run "
    "say set she too try two use via was who why yes you am he me go oh ok on"
)
_STATISTICS = _words("median mean average")  # each alone says which number of the data is meant
_FUNCTION_WORDS = frozenset(notation.FUNCTIONS) | frozenset(notation.OPTIMA) | frozenset(notation.BIG) | {"arg", "grad"}


class Lexicon:
    """What the words of a text may stand for, given the names that it declares."""

    def __init__(self, names: Names) -> None:
        self.known = names.declared | names.functions

    def is_mathematics(self, pieces: list[Piece], at: int) -> bool:
        """Whether a word is spelled with names, or is a function with something to apply to."""
        word = pieces[at].text
        after = pieces[at + 1 : at + 2]
        touches = any(p.kind in ("operator", "open", "number", "power") and p.text not in "-–'*/" for p in after)
        following = beside(pieces, at, 1)
        if word in self.known:
            return len(word) == 1 or word not in _ENGLISH or touches
        if len(word) == 1:
            return word not in ("a", "I") or self._is_operand(pieces, at)
        previous = pieces[at - 1].text if at else ""
        if previous == "^" and word[0] == "T" and len(word) <= 2:
            return True  # X^Tr
        if word[0] == "d" and word[1:] in notation.PLAIN_GREEK and previous == "/":
            return True  # d/dbeta
        if word in _STATISTICS and (following is None or following.kind in ("separator", "other")):
            previous_piece = beside(pieces, at, -1)
            return previous_piece is not None and previous_piece.kind == "relation"  # b = median
        if word in _FUNCTION_WORDS:
            return following is not None and self.begins_operand(pieces, following)
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

    def _prose_before(self, pieces: list[Piece], at: int) -> bool:
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

    def _is_operand(self, pieces: list[Piece], at: int) -> bool:
        """Whether ``a`` or ``I`` stands beside an operator or relation, or an ``I`` ends a product: ``n sigma^2 I``."""
        left, right = beside(pieces, at, -1), beside(pieces, at, 1)
        before, after = left.kind if left else "", right.kind if right else ""
        signs = ("operator", "relation", "power")
        if pieces[at].text == "I" and left is not None and left.end < pieces[at].start:
            ended = right is None or right.kind == "separator" or right.text in (".", "。")
            if ended and (before in ("number", "close", "letter", "command") or (
                before == "word" and left.text in notation.PLAIN_GREEK
            )):
                return True
        return before in (*signs, "open") or after in (*signs, "close") or pieces[at].text in self.known

    def begins_operand(self, pieces: list[Piece], piece: Piece) -> bool:
        """Whether a function without brackets may be applied to what a piece begins."""
        if piece.kind in ("number", "open", "command", "letter"):
            return True
        if piece.kind == "operator":
            return piece.text in "_^|‖∥√∑∏ΣΠ∂∇½-−" or piece.text in "₀₁₂₃₄₅₆₇₈₉ᵢⱼ"
        return piece.kind == "word" and self.is_mathematics(pieces, pieces.index(piece))
