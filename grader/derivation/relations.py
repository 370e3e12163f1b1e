"""Relations other than equality: minimisers of the same task, inequalities, proportionality."""

from __future__ import annotations

import re
from dataclasses import replace

from grader.core import Fail, Message, Pass, Proof, Undecided, Verdict
from grader.derivation.ledger import Ledger, bare_name, no_meaning
from grader.derivation.statements import Side
from grader.derivation.study import Claimed
from grader.maths.decide import Decision, Different, Equal, Unsure, equal
from grader.maths.minimise import minimises
from grader.maths.mistakes import hint
from grader.maths.objectives import same_task
from grader.maths.order import ordered
from grader.maths.terms import Apply, Derivative, Neg, Optimum, Relation, RelationOp, Symbol, Term
from grader.maths.typing import depends_on, possible

INVERTIBLE = re.compile(
    r"invertib|non-?singular|full\s+(column\s+)?rank|linearly\s+independent|可逆|满秩|非奇异|线性无关", re.IGNORECASE
)


def same_minimum(ledger: Ledger, left: Side, right: Side) -> None:
    """``… = argmin f``: the same task as that on the left, or as the student's own loss; else f becomes that loss."""
    assert isinstance(right.term, Optimum)
    ledger.optimum = right.term
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


def solves_another(ledger: Ledger, head: Term, value: Term) -> Verdict | None:
    """``b^* = …`` after ``\\argmin_b f``, where the task is about w: is it a minimiser of f? None if it is no such."""
    name, optimum = bare_name(head), ledger.optimum
    if optimum is None or name is None:
        return None
    variables = [ledger.scope.canonical(bare_name(by) or "") for by in optimum.by]
    unknown = ledger.scope.canonical(name)
    if variables != [unknown] or unknown == ledger.scope.unknown or unknown not in ledger.scope.declared:
        return None
    scope = replace(ledger.scope, unknown=unknown)
    stated = possible(value, scope)
    if stated is None or stated.unknown or depends_on(value, unknown, scope) or ledger.strangers(optimum.body):
        return None
    return _verdict(minimises(stated, objective_of(optimum), scope, ledger.seed))


def inequality(
    ledger: Ledger, left: Side, op: RelationOp, right: Side, place: int, given: Relation | None = None
) -> None:
    """An inequality: a second-order condition (``f'' = 2n > 0``, ``\\nabla^2 L \\succeq 0``), or a bound.

    What a chain or a derivative is said to fulfil is a claim. An inequality that stands alone and does not hold for all
    data is a condition on them. ``given`` is a condition on the unknown: "when b < x̄, …".
    """
    slope = ledger.undefined_function(left.term)
    judged = left if slope is None else replace(left, term=slope)
    if ledger.strangers(judged.term, right.term):
        return
    if place == 0 and isinstance(left.term, Symbol):
        return
    verdict = order(ledger, judged.term, op, right.term, given)
    claim = place > 0 or (ledger.is_derivative(left.term) and slope is None)
    if claim or isinstance(verdict, Pass):
        ledger.link(left, right, verdict, op)


_LOEWNER: dict[RelationOp, RelationOp] = {"≥": "⪰", ">": "≻", "≤": "⪯", "<": "≺"}
_WEAKER: dict[RelationOp, RelationOp] = {"≻": "⪰", "≺": "⪯"}


def order(ledger: Ledger, left: Term, op: RelationOp, right: Term, given: Relation | None = None) -> Verdict:
    """Whether an inequality holds; between matrices it is meant as definiteness.

    A matrix that is only semidefinite for all data is definite where it can be inverted.
    """
    sort = possible(left, ledger.scope)
    if sort is not None and not sort.shape.scalar:
        op = _LOEWNER.get(op, op)
    verdict = _verdict(ordered(left, op, right, ledger.scope, ledger.seed, given=given))
    if not isinstance(verdict, Fail) or op not in _WEAKER:
        return verdict
    weaker = _verdict(ordered(left, _WEAKER[op], right, ledger.scope, ledger.seed))
    if not isinstance(weaker, Pass):
        return verdict
    if INVERTIBLE.search(ledger.prose):
        return Pass(Proof("semidefinite, and definite where it is invertible, as is assumed"))
    return Undecided(Message("derivation.undecided.definite"))


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
