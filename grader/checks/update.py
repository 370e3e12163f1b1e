"""Update rules: does ``w ← w - η g`` step against a subgradient of the loss?"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from grader.checks.handed_in import Judged
from grader.checks.judged import decided
from grader.checks.task import Task, reference, studied
from grader.core import Answer, Bench, Check, Fail, Finding, Pass
from grader.derivation.study import Claimed, Study
from grader.maths.decide import Decision, agree, equal
from grader.maths.declare import SCALAR, Declared, Scope
from grader.maths.substitute import substitute
from grader.maths.terms import Add, Derivative, Div, Mul, Neg, Number, Symbol, Term
from grader.maths.typing import possible


def updates(task: Task, sample: str, otherwise: Check) -> Check:
    """A step of the answer goes against a subgradient of the loss: of one sample's (``sample`` in ``symbolic.py``, with
    the free index i) or of all. Where no such formula stands, ``otherwise`` judges the words.
    """

    def check(answer: Answer, bench: Bench) -> Finding:
        found = studied(task, answer, bench)
        losses = [found.problem.laid_out(reference(bench, sample))]
        if found.problem.objective is not None:
            losses.append(found.problem.objective)
        judged = [_judged(rule, found, losses, bench.seed) for rule in found.updates]
        for item in judged:
            if isinstance(item.verdict, Pass | Fail):
                return Finding(item.verdict, item.where, remarks=item.remarks)
        return otherwise(answer, bench)

    return check


def _judged(rule: Claimed, found: Study, losses: list[Term], seed: int) -> Judged:
    """The step ``w - (new w)``, which must be a subgradient times a step size: a name without a meaning."""
    unknown = found.scope.unknown or ""
    sort = possible(rule.term, found.scope)
    indices = dict.fromkeys(sort.subscripts if sort is not None else ())
    new = substitute(rule.term, {name: Symbol("i") for name in indices}) if len(indices) == 1 else rule.term
    names = _step_sizes(new, found.scope)
    scope = replace(
        found.scope, declared={**found.scope.declared, **{name: Declared(SCALAR, "positive") for name in names}}
    )
    slopes = [Derivative(loss, Symbol(unknown)) for loss in losses]
    wanted = [Mul((factor, slope)) for slope in slopes for factor in _factors(names, scope)]

    def right(step: Term) -> Decision:
        matching = next((goal for goal in wanted if agree(step, goal, scope, seed)), wanted[0])
        return equal(step, matching, scope, seed)

    step = Add((Symbol(unknown), Neg(new)))
    return decided(replace(rule, term=step), right, scope, wanted[0], exact=True)


def _step_sizes(term: Term, scope: Scope) -> tuple[str, ...]:
    sort = possible(term, scope)
    return tuple(sorted(sort.unknown)) if sort is not None else ()


def _factors(names: tuple[str, ...], scope: Scope) -> list[Term]:
    """Step sizes: a name, a name over another (the size of a batch) or over n, twice and half of these."""
    singles: list[Term] = [Symbol(name) for name in names] or [Number(Fraction(1))]
    below: list[Term] = [Symbol(name) for name in (*names, *scope.dims[:1])]
    found = [*singles, *(Div(a, b) for a in singles for b in below if a != b)]
    return [*found, *(Mul((Number(Fraction(*q)), factor)) for q in ((2, 1), (1, 2)) for factor in found)]
