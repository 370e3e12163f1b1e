"""Update rules: does ``w ← w - η g`` step against a subgradient of the loss?"""

from __future__ import annotations

from dataclasses import replace

from grader.checks.handed_in import Judged
from grader.checks.judged import decided
from grader.checks.task import Task, problem_of, reference, studied
from grader.core import Answer, Bench, Check, Fail, Finding, Pass
from grader.derivation.judge import Claimed, Study
from grader.maths.decide import Decision, Equal
from grader.maths.declare import SCALAR, Declared, Scope
from grader.maths.objectives import same_direction
from grader.maths.substitute import substitute
from grader.maths.terms import Add, Derivative, Neg, Symbol, Term
from grader.maths.typing import possible


def updates(task: Task, sample: str, otherwise: Check) -> Check:
    """A step of the answer goes against a subgradient of the loss: of one sample's (``sample`` in ``symbolic.py``, with
    the free index i) or of all. Where no such formula stands, ``otherwise`` judges the words.
    """

    def check(answer: Answer, bench: Bench) -> Finding:
        found = studied(task, answer, bench)
        losses = [reference(bench, sample)]
        if (objective := problem_of(task, bench).objective) is not None:
            losses.append(objective)
        judged = [_judged(rule, found, losses, bench.seed) for rule in found.updates]
        for item in judged:
            if isinstance(item.verdict, Pass | Fail):
                return Finding(item.verdict, item.where, remarks=item.remarks)
        return otherwise(answer, bench)

    return check


def _judged(rule: Claimed, found: Study, losses: list[Term], seed: int) -> Judged:
    """The step ``w - (new w)``, whose direction is compared; names without a meaning are positive step sizes."""
    unknown = found.scope.unknown or ""
    sort = possible(rule.term, found.scope)
    indices = dict.fromkeys(sort.subscripts if sort is not None else ())
    new = substitute(rule.term, {name: Symbol("i") for name in indices}) if len(indices) == 1 else rule.term
    scope = _with_step_sizes(new, found.scope)
    slopes = [Derivative(loss, Symbol(unknown)) for loss in losses]

    def right(step: Term) -> Decision:
        decisions = [same_direction(step, slope, scope, seed) for slope in slopes]
        return next((d for d in decisions if isinstance(d, Equal)), decisions[0])

    step = Add((Symbol(unknown), Neg(new)))
    return decided(replace(rule, term=step), right, scope, None)


def _with_step_sizes(term: Term, scope: Scope) -> Scope:
    sort = possible(term, scope)
    strangers = sort.unknown if sort is not None else frozenset[str]()
    return replace(scope, declared={**scope.declared, **{name: Declared(SCALAR, "positive") for name in strangers}})
