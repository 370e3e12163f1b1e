"""Relations other than equality: minimisers of the same task, inequalities, proportionality."""

from __future__ import annotations

from grader.core import Fail, Message, Pass, Proof, Undecided, Verdict
from grader.derivation.ledger import Ledger, no_meaning
from grader.derivation.statements import Side
from grader.derivation.study import Claimed
from grader.maths.decide import Decision, Different, Equal, Unsure, equal
from grader.maths.mistakes import hint
from grader.maths.objectives import same_task
from grader.maths.order import ordered
from grader.maths.terms import Apply, Derivative, Neg, Optimum, RelationOp, Symbol, Term


def same_minimum(ledger: Ledger, left: Side, right: Side) -> None:
    """``… = argmin f``: the same task as that on the left, or as the student's own loss; else f becomes that loss."""
    assert isinstance(right.term, Optimum)
    before = [*ledger.losses()]
    own = len(before) - (ledger.problem.objective is not None)
    stated = objective_of(right.term)
    ledger.objectives.append(Claimed(stated, right.where))
    if isinstance(left.term, Optimum):
        task = objective_of(left.term)
    elif own:
        task = before[0][0]
    else:
        ledger.link(left, right, Pass(Proof("definition")))
        return
    if strangers := ledger.strangers(stated, task):
        ledger.link(left, right, no_meaning(strangers))
        return
    ledger.link(left, right, _verdict(same_task(stated, task, ledger.scope, seed=ledger.seed)))


def inequality(ledger: Ledger, left: Side, op: RelationOp, right: Side, place: int) -> None:
    """An inequality that a chain ends in (``f'' = 2n > 0``), checked at sampled points.

    One that stands alone on data is a condition.
    """
    if place == 0 and not ledger.is_derivative(left.term):
        return
    if ledger.strangers(left.term, right.term) or ledger.undefined_function(left.term) is not None:
        return
    ledger.link(left, right, _verdict(ordered(left.term, op, right.term, ledger.scope, ledger.seed)))


def proportional(ledger: Ledger, left: Side, right: Side) -> None:
    """``f ∝ g``: the logs differ by a constant, so their gradients agree."""
    if ledger.strangers(left.term, right.term) or ledger.scope.unknown is None:
        ledger.link(left, right, Undecided(Message("derivation.undecided.constant")))
        return
    by = Symbol(ledger.scope.unknown)
    slopes = [Derivative(Apply("log", (side.term,)), by) for side in (left, right)]
    decision = equal(slopes[1], slopes[0], ledger.scope, ledger.seed)
    if isinstance(decision, Equal):
        ledger.link(left, right, Pass(decision.evidence))
    else:
        ledger.link(left, right, Undecided(Message("derivation.undecided.proportional")))


def _verdict(decision: Decision) -> Verdict:
    match decision:
        case Equal(evidence):
            return Pass(evidence)
        case Different(evidence):
            return Fail(evidence, hint("invalid_step"), ("invalid_step",))
        case Unsure(reason):
            return Undecided(reason)


def objective_of(optimum: Optimum) -> Term:
    """What is minimised; a maximum is the minimum of the negative."""
    return Neg(optimum.body) if optimum.op in ("max", "argmax") else optimum.body
