"""Tokens: what a formula is made of once its spelling is gone.

What only concerns the looks is gone as well: fonts, sizes, spaces, colours, ``\\left``, layout environments,
annotations over and under. Names are canonical. Every token keeps its place in the source as it was written.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, NamedTuple

from grader.core import Message, Words

MAX_LENGTH: Final = 8_000  # characters of one formula
MAX_TOKENS: Final = 4_000
MAX_DIGITS: Final = 40


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


NO_NAMES: Final = Names()


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


#: What stood before a token: nothing, a space, a thin space, a line break of the source, ``\\quad``, ``&``.
NOTHING, SPACE, THIN, NEWLINE, QUAD, ALIGN = range(6)


class Token(NamedTuple):
    """A piece of a formula: its sort, its canonical value, its place, and the gap before it."""

    kind: str
    value: str
    start: int
    end: int
    gap: int
