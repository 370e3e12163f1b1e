"""Steps: does an equation to be solved follow from what came before it?

From the equation before it, the student's own gradient or loss set to zero, or the task's.
"""

from __future__ import annotations

from collections.abc import Iterator

from grader.core import Fail, Message, Pass, ShapeClash, Undecided, Verdict, Where
from grader.derivation.identities import refuted
from grader.derivation.ledger import ZERO, Ledger, is_zero, no_meaning
from grader.maths.decide import Different, Equal, Unsure
from grader.maths.equations import Breaks, Equation, Follows, equation, extra_solution, follows
from grader.maths.minimise import minimises
from grader.maths.mistakes import Accept, explain, hint
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
    decision = Different(ShapeClash(error.problem))
    return refuted(ledger, right if ledger.is_unknown(left) else left, decision, _acceptor(ledger, left, right), None)


def _broken(ledger: Ledger, left: Term, right: Term, broken: Breaks) -> Verdict:
    whole = right if ledger.is_unknown(left) or not is_zero(right) else left
    found = explain(whole, _acceptor(ledger, left, right), ledger.scope)
    if found is not None:
        return Fail(broken.evidence, found.hint, found.mistakes)
    return Fail(broken.evidence, hint(broken.how), (broken.how,))


def _acceptor(ledger: Ledger, left: Term, right: Term) -> Accept:
    """Whether a changed side makes the equation follow from what came before."""
    ground = next(iter(_grounds(ledger)), None)
    change_left = not (ledger.is_unknown(left) or not is_zero(right))

    def accept(term: Term) -> bool:
        if ground is None:
            return False
        sides = (term, right) if change_left else (left, term)
        found = _equation(ledger, *sides)
        if found is None:
            return False
        step = follows(ground[0], found, ledger.scope, ledger.seed)
        return isinstance(step, Follows) and not step.weaker

    return accept


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
