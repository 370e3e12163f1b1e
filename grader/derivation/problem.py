"""The problem that a derivation is about, as the author declared it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from grader.maths.declare import Scope
from grader.maths.terms import Term


@dataclass(frozen=True, slots=True)
class Problem:
    """What the symbols mean, what is minimised, and which names a student may leave out throughout."""

    scope: Scope
    objective: Term | None = None
    optional: tuple[str, ...] = ()
    given: bool = False  # the objective stands in the task
    solved: bool = True  # the unknown's value is asked for

    def without(self, names: frozenset[str]) -> Problem:
        """The problem with optional names taken as 0."""
        return replace(self, scope=replace(self.scope, zeroed=names))
