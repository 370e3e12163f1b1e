"""What the judge makes of a text: formulas stated for something, links judged, and what could not be read."""

from __future__ import annotations

from dataclasses import dataclass

from grader.core import Link, Where, Words
from grader.derivation.problem import Problem
from grader.derivation.statements import Unread
from grader.maths.declare import Scope
from grader.maths.terms import RelationOp, Term


@dataclass(frozen=True, slots=True)
class Claimed:
    """A formula that a text states for something, with its place.

    ``tainted`` is the refuted line that it follows from, if it follows from one; ``follows``: whether its link held.
    """

    term: Term
    where: Where
    tainted: Where | None = None
    follows: bool = False


@dataclass(frozen=True, slots=True)
class Study:
    """What a text states, and how each of its links was judged."""

    problem: Problem  # as it was read: the layout chosen, optional names left out
    scope: Scope
    links: tuple[Link, ...]
    values: tuple[Claimed, ...]  # of the unknown
    objectives: tuple[Claimed, ...]  # losses, the student's own, in this part
    earlier: tuple[Claimed, ...]  # losses of the parts before
    gradients: tuple[Claimed, ...]
    curvatures: tuple[Claimed, ...]  # second derivatives
    losses: tuple[Term, ...]  # what is minimised: the task's objective and the student's own
    updates: tuple[Claimed, ...]  # new values of the unknown in a step of an iteration
    chains: tuple[tuple[Claimed, ...], ...]  # every formula that stands in the text, chain by chain
    ops: tuple[tuple[RelationOp, ...], ...]  # the relation signs of each chain
    equations: int
    unread: tuple[Unread, ...]
    prose: str
    remarks: tuple[Words, ...]

    @property
    def sides(self) -> tuple[Claimed, ...]:
        """Every formula that stands in the text."""
        return tuple(side for chain in self.chains for side in chain)
