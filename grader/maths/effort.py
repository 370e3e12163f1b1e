"""Effort: how much work an answer may cost, counted and never timed, so that no verdict depends on the machine.

Whoever asks says what the answer may cost (:func:`bounded`), the whole before its parts; whoever works takes from
what is left (:func:`current`) and, where work can be left off, looks whether anything is left. A unit is about what
one number in the value of one node costs: half a microsecond to one.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Final

BOUNDLESS: Final = 2**62


class TooMuch(Exception):
    """A bound of the evaluation was exceeded."""

    def __init__(self, bound: str, limit: int) -> None:
        super().__init__(f"{bound} over {limit}")
        self.bound = bound
        self.limit = limit


@dataclass(slots=True, eq=False)
class Effort:
    """What is left of a bound."""

    bound: str
    limit: int
    left: int

    @property
    def exhausted(self) -> bool:
        """Whether all is used up."""
        return self.left <= 0

    def check(self) -> None:
        """Raise :class:`TooMuch` if all is used up."""
        if self.left <= 0:
            raise TooMuch(self.bound, self.limit)


_CURRENT: Final[ContextVar[Effort | None]] = ContextVar("effort", default=None)


def current() -> Effort:
    """The effort of the question at hand; without end if nobody bounded it."""
    return _CURRENT.get() or Effort("work", BOUNDLESS, BOUNDLESS)


@contextmanager
def bounded(bound: str, most: int) -> Iterator[Effort]:
    """Work inside may cost ``most``, and no more than is left of the bound around it."""
    outer = current()
    given = min(most, outer.left)
    inner = Effort(bound, most, given) if most <= outer.left else Effort(outer.bound, outer.limit, given)
    token = _CURRENT.set(inner)
    try:
        yield inner
    finally:
        _CURRENT.reset(token)
        outer.left -= given - inner.left


@contextmanager
def granted(bound: str, most: int) -> Iterator[Effort]:
    """Work inside may cost ``most`` whatever is left around it: what an answer that is known still needs."""
    outer = current()
    inner = Effort(bound, most, most)
    token = _CURRENT.set(inner)
    try:
        yield inner
    finally:
        _CURRENT.reset(token)
        outer.left -= most - inner.left
