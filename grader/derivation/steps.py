"""Steps: does an equation to be solved follow from what came before it?

From the equation before it, the student's own gradient or loss set to zero, or the task's.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from grader.core import Fail, Message, Pass, ShapeClash, Undecided, Verdict, Where
from grader.derivation.ledger import ZERO, Ledger, is_zero, no_meaning
from grader.maths.decide import Different, Equal, Unsure
from grader.maths.equations import Breaks, Equation, Follows, equation, extra_solution, follows
from grader.maths.minimise import minimises
from grader.maths.mistakes import Explanation, Target, explain, hint
from grader.maths.shapes import Ambiguous, ShapeError
from grader.maths.terms import Derivative, Symbol, Term
from grader.maths.typing import typed


def follows_from_ground(ledger: Ledger, left: Term, right: Term) -> Verdict:
    """Whether the equation ``left = right`` follows from the equation before, or from a gradient set to zero."""
    if strangers := ledger.strangers(left, right):
        return no_meaning(strangers)
    try:
        stated = equation(left, right, ledger.scope)
    except ShapeError as error:
        return _misshapen(ledger, left, right, error)
    except Ambiguous as error:
        return Undecided(error.problem)
    first: Breaks | None = None
    not_affine = False
    for ground, taint in _grounds(ledger):
        match follows(ground, stated, ledger.scope, ledger.seed):
            case Follows(evidence, weaker):
                if weaker and ledger.both_ways:
                    return _gained(ledger, ground, stated)
                if weaker:
                    ledger.remark((Message("derivation.remark.weaker"),))
                ledger.taint = taint
                return Pass(evidence)
            case Breaks() as broken:
                first = first or broken
            case Unsure():
                not_affine = True
    if not_affine and first is None:
        return _by_objective(ledger, left, right)
    if first is None:
        return Undecided(Message("derivation.undecided.ground"))
    return _broken(ledger, left, right, first)


def _gained(ledger: Ledger, ground: Equation, stated: Equation) -> Verdict:
    """An equivalence that holds in one direction only."""
    evidence = extra_solution(ground, stated, ledger.scope, ledger.seed)
    if evidence is None:
        return Undecided(Message("derivation.undecided.ground"))
    return Fail(evidence, hint("gained_solution"), ("gained_solution",))


def _grounds(ledger: Ledger) -> Iterator[tuple[Equation, Where | None]]:
    """What an equation may follow from, nearest first, with the refuted line that each goes back to."""
    if ledger.ground is not None:
        yield ledger.ground, ledger.taint
    zero = ZERO
    earlier = ledger.context.gradients[-1:] if ledger.context else ()
    for claimed in reversed((*earlier, *ledger.gradients[-3:])):
        if (found := _equation(ledger, claimed.term, zero)) is not None:
            yield found, claimed.tainted
    for loss, tainted in ledger.losses():
        slope = Derivative(loss, Symbol(ledger.scope.unknown or ""))
        if (found := _equation(ledger, slope, zero)) is not None:
            yield found, tainted


def _equation(ledger: Ledger, left: Term, right: Term) -> Equation | None:
    if ledger.strangers(left, right):
        return None
    try:
        return equation(left, right, ledger.scope)
    except (ShapeError, Ambiguous):
        return None


def _misshapen(ledger: Ledger, left: Term, right: Term, error: ShapeError) -> Verdict:
    evidence = ShapeClash(error.problem)
    found = _explained(ledger, left, right)
    names = found.mistakes if found is not None else ()
    return Fail(evidence, error.problem if found is None else found.hint, (*names, "shape"))


def _broken(ledger: Ledger, left: Term, right: Term, broken: Breaks) -> Verdict:
    found = _explained(ledger, left, right)
    if found is not None:
        return Fail(broken.evidence, found.hint, found.mistakes)
    return Fail(broken.evidence, hint(broken.how), (broken.how,))


def _explained(ledger: Ledger, left: Term, right: Term) -> Explanation | None:
    """The slip in one side of an equation: undone, the equation follows from what came before."""
    ground = next(iter(_grounds(ledger)), None)
    if ground is None:
        return None

    def follows_with(one: Term, other: Term) -> bool:
        found = _equation(ledger, one, other)
        if found is None:
            return False
        step = follows(ground[0], found, ledger.scope, ledger.seed)
        return isinstance(step, Follows) and not step.weaker

    sides = ((right, left), (left, right))
    for term, other in sides[1:] if is_zero(right) else sides[:1] if ledger.is_unknown(left) else sides:
        found = explain(term, partial(follows_with, other), ledger.scope, Target(other, solving=ground[0]))
        if found is not None:
            return found
    return None


def _by_objective(ledger: Ledger, left: Term, right: Term) -> Verdict:
    """A stated value where no gradient can be solved exactly: is it a minimiser?"""
    if not ledger.is_unknown(left):
        return Undecided(Message("derivation.undecided.not_affine"))
    try:
        value = typed(right, ledger.scope)
    except (ShapeError, Ambiguous) as error:
        return Undecided(error.problem)
    for loss, _ in ledger.losses():
        decision = minimises(value, loss, ledger.scope, ledger.seed)
        match decision:
            case Equal(evidence):
                return Pass(evidence)
            case Different(evidence):
                return Fail(evidence, hint("invalid_step"), ("invalid_step",))
            case Unsure(reason):
                return Undecided(reason)
    return Undecided(Message("derivation.undecided.ground"))
