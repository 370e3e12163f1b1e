"""Naming the mistake: which slip, undone, makes a refuted formula right?

Read in this order: :mod:`differences`, the parts in which a formula and the right one are not alike; :mod:`repairs`,
what may have stood in a part before the slip, at any of its :mod:`places`; :mod:`expand` and :mod:`ratios`, terms and
factors that got lost; :mod:`sight`, which throws out candidates at a glance; :mod:`search`, which puts them in order.

A mistake is named only if the formula with the slip undone is verified to be right, so the name always explains the
difference exactly; two slips in one line are both named.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import partial
from typing import Final, Literal

from grader.core import Message, Words
from grader.maths.declare import Dim, Scope
from grader.maths.effort import TooMuch, bounded
from grader.maths.equations import Equation, at_solution
from grader.maths.mistakes.differences import Difference, differences, mended
from grader.maths.mistakes.ratios import constant_term
from grader.maths.mistakes.repairs import Surroundings
from grader.maths.mistakes.search import Accept, Found, Scaled, Search, Slip, by_factor
from grader.maths.mistakes.sight import Placing, Sight
from grader.maths.points import Question
from grader.maths.rewrite import positive
from grader.maths.shapes import Ambiguous, ShapeError, dim_term
from grader.maths.terms import Apply, Derivative, Neg, Number, Pow, Symbol, Term, free_names
from grader.maths.typing import Typed, possible, typed_pair

__all__ = ["Accept", "Explanation", "Target", "explain", "hint"]

_SCALED: Final[dict[str, Scaled]] = {
    "nothing": "no", "factor": "positive", "objective": "positive", "likelihood": "sign",
}  # fmt: skip
_START: Final = 1_000  # what it costs to begin
_MOST_WORK: Final = 400_000
_ZERO: Final = Number(Fraction(0))
_OPEN: Final = Dim(("?",))  # the range of an index of a sum that stands around a part


@dataclass(frozen=True, slots=True)
class Explanation:
    """Mistakes that explain a refutation, likeliest first, and what is known of the first."""

    mistakes: tuple[str, ...]
    hint: Words


@dataclass(frozen=True, slots=True)
class Target:
    """What would have been right: ``goal`` as it stands, up to a positive factor, or as a task to minimise.

    ``up_to="likelihood"``: a likelihood, its logarithm or the negative of it that depends on the unknown as that does.

    ``solving``: only at the solution of this equation (for the unknown of the scope) the goal is to be met.
    """

    goal: Term
    up_to: Literal["nothing", "factor", "objective", "likelihood"] = "nothing"
    solving: Equation | None = None


def hint(mistake: str, detail: str = "") -> Words:
    """What to look at, without the answer."""
    if detail:
        return Message(f"maths.hint.{mistake}.detail", {"detail": detail})
    return Message(f"maths.hint.{mistake}")


def explain(term: Term, accept: Accept, scope: Scope, target: Target | None = None) -> Explanation | None:
    """The slips in ``term`` that, undone, make it acceptable; None if none on the list do.

    ``target`` says what is right, if that is known: most candidates can then be thrown out at a glance.
    """
    found: tuple[Slip, ...] | None = None
    with suppress(TooMuch), bounded("work", _MOST_WORK) as effort:
        effort.left -= _START
        case = _Case.of(term, accept, scope, target)
        search = case.search()
        found = case.by_factor(search) or case.by_parts() or case.as_a_whole(search)
    if found is None:
        return None
    first = found[0]
    return Explanation(tuple(dict.fromkeys(slip.mistake for slip in found)), hint(first.mistake, first.detail))


@dataclass(frozen=True, slots=True)
class _Case:
    """A refuted formula and what is right, both typed if their shapes fit, else as read."""

    term: Term
    goal: Term | None
    accept: Accept
    scope: Scope
    target: Target | None
    question: Question | None  # None: the shapes do not fit, so that each candidate is typed by itself

    @classmethod
    def of(cls, term: Term, accept: Accept, scope: Scope, target: Target | None) -> _Case:
        goal = None if target is None else target.goal
        if goal is None:
            return cls(term, None, accept, scope, target, None)
        try:
            mine, right = typed_pair(term, goal, scope)
        except (ShapeError, Ambiguous):
            return cls(term, goal, accept, scope, target, None)
        goal = right.term
        if goal == _ZERO and not mine.shape.scalar:
            goal = Apply("zeros", (dim_term(mine.shape.rows), dim_term(mine.shape.cols)))
        return cls(mine.term, goal, accept, scope, target, Question.of(scope, mine, right))

    def search(self) -> Search:
        """The search for what makes the whole right."""
        sighted = self._search(self.term, self.goal, self.accept, frozenset())
        return sighted or Search(self.term, None, self.scope, self._around(), self.accept)

    def by_factor(self, search: Search) -> tuple[Slip, ...] | None:
        """A factor of the whole."""
        found = None if self.question is None else by_factor(search)
        return None if found is None else found.slips

    def by_parts(self) -> tuple[Slip, ...] | None:
        """A slip in each of the few parts in which the formula and the right one are not alike."""
        if self.goal is None or self.target is None or self.target.up_to != "nothing":
            return None
        slips: list[Slip] = []
        mends: list[tuple[Difference, Term]] = []
        for difference in differences(self.term, self.goal):
            if not difference.place and difference.kind == "other":
                return None
            found = self._in_part(difference)
            if found is None:
                return None
            slips += found.slips
            mends.append((difference, found.term))
        return tuple(slips) if slips and self.accept(mended(self.term, mends)) else None

    def _in_part(self, difference: Difference) -> Found | None:
        if difference.kind.endswith("term"):
            return Found((Slip("missing_term"),), difference.goal)
        search = self._search(difference.part, difference.goal, lambda _: True, difference.indices)
        if search is None:
            return None
        if search.met:
            return Found((), difference.part)
        found = search.run()
        if found is None and difference.kind.endswith("factor"):
            inverse = difference.kind == "lost factor" and _is_inverse(difference.goal)
            return Found((Slip("missing_inverse" if inverse else "missing_factor"),), difference.goal)
        return found

    def as_a_whole(self, search: Search) -> tuple[Slip, ...] | None:
        """Slips anywhere in the formula."""
        found = search.run()
        if found is not None:
            return found.slips
        exact = self.target is not None and self.target.up_to == "nothing" and self.target.solving is None
        if exact and self.goal is not None and constant_term(self.term, self.goal, self.scope):
            return (Slip("missing_term"),)
        return None

    def _search(self, term: Term, goal: Term | None, accept: Accept, indices: frozenset[str]) -> Search | None:
        """The search for what takes a part to its goal; None if that has no value to be seen."""
        if goal is None or self.target is None:
            return None
        typed_goal = possible(goal, self.scope)
        if typed_goal is None:
            return None
        question = self._question(typed_goal, indices)
        shown = self._shown(typed_goal.term)
        moving = self.scope.unknown if self.target.up_to != "nothing" else None
        sight = Sight(shown, question, self._placed(), moving)
        if sight.blind:
            return None

        def core(candidate: Term) -> Term | None:
            found = candidate if self.question is not None else _core(candidate, typed_goal, self.scope)
            return None if found is None else self._shown(found)

        scaled = _SCALED[self.target.up_to]
        return Search(term, typed_goal.term, self.scope, self._around(), accept, sight, core, scaled)

    def _question(self, goal: Typed, indices: frozenset[str]) -> Question:
        """All names that candidates may hold, and the indices of the sums around a part."""
        question = self.question or Question.of(self.scope, goal)
        if self.question is None or (self.target is not None and self.target.solving is not None):
            question = replace(question, names={**self.scope.declared, **question.names}, dims=self.scope.dims)
        free = (*question.subscripts, *((name, _OPEN.names, 0) for name in sorted(indices)))
        return replace(question, subscripts=tuple(dict.fromkeys(free)))

    def _shown(self, term: Term) -> Term:
        """What is compared: the formula, or its gradient where only the task counts."""
        if self.target is None or self.target.up_to in ("nothing", "factor"):
            return term
        if self.target.up_to == "likelihood" and positive(term, self.scope):
            term = Apply("log", (term,))
        return Derivative(term, Symbol(self.scope.unknown or ""))

    def _placed(self) -> Placing | None:
        equation = None if self.target is None else self.target.solving
        return None if equation is None else partial(at_solution, equation, scope=self.scope)

    def _around(self) -> Surroundings:
        """The names of the right formula, which may have been lost."""
        names = sorted(free_names(self.goal) & self.scope.declared.keys()) if self.goal is not None else []
        columns = [name for name in names if self.scope.declared[name].shape.column]
        rows = [name for name in names if name in self.scope.rows.values()]
        samples = (*(("entry", name) for name in columns), *(("row", name) for name in rows))
        return Surroundings(self.scope.dims, tuple(names), samples)


def _core(candidate: Term, goal: Typed, scope: Scope) -> Term | None:
    """A candidate as read, typed; None if it does not fit the goal."""
    try:
        return typed_pair(candidate, goal.term, scope)[0].term
    except (ShapeError, Ambiguous):
        return None


def _is_inverse(term: Term) -> bool:
    match term:
        case Apply("inv", _):
            return True
        case Pow(_, Number(value)) | Pow(_, Neg(Number(value))):
            return value < 0 or isinstance(term.exponent, Neg)
        case _:
            return False
