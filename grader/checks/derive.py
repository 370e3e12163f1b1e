"""Checks of derivations and formulas: what an author writes in a claim.

All checks of one task share one :class:`~grader.derivation.judge.Study` of the answer, made once. A formula may be
handed in as LaTeX, plain text or sympy; every form that is handed in is judged, and one that is refuted fails.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Literal, TypeAlias

from grader.checks.handed_in import (
    Judged,
    differentiated,
    from_program,
    intercepts,
    last,
    like_unknown,
    named_in_words,
    own_losses,
)
from grader.checks.judged import judged_gradient, judged_value, same_formula, same_likelihood, same_objective
from grader.checks.task import Task, studied
from grader.checks.task import reference as reference_term
from grader.core import (
    Answer,
    Bench,
    Check,
    Fail,
    Finding,
    Message,
    Missing,
    Pass,
    Proof,
    Quotation,
    Undecided,
    Unreadable,
    Verdict,
    Where,
    Words,
)
from grader.derivation.ledger import is_zero
from grader.derivation.readings import readings
from grader.derivation.study import Claimed, Study
from grader.maths.decide import Equal, agree
from grader.maths.declare import Scope
from grader.maths.fingerprint import fingerprint, of_objective
from grader.maths.objectives import same_task
from grader.maths.terms import Accent, Apply, Call, Index, Neg, Optimum, Symbol, Term
from grader.maths.typing import density_key, depends_on, misfits, possible

UpTo = Literal["nothing", "objective", "likelihood"]
Identify: TypeAlias = Callable[[Term, Scope], str]

# ------------------------------------------------------------------------------------------------ claims


def follows(task: Task, name: str | None = None, *, needed: bool = True) -> Check:
    """Every link follows, judged from what the student wrote.

    Without any step it passes if ``needed`` is False, where only the result is asked, and is missing otherwise.
    """

    def check(answer: Answer, bench: Bench) -> Finding:
        found = studied(task, answer, bench)
        verdict = _steps(found, answer, name, needed, bench)
        place = _place(verdict, found)
        mark = _of_step(verdict, place, found)
        return Finding(verdict, place, found.links, found.remarks, readings(found), mark)

    return check


def derived(task: Task) -> Check:
    """Steps lead to the result; a bare result leaves it missing."""

    def check(answer: Answer, bench: Bench) -> Finding:
        found = studied(task, answer, bench)
        if not found.values:
            return Finding(Missing(Message("checks.derive.no_result")))
        step = _step_before(found, found.values[-1])
        if step is None:
            return Finding(Missing(Message("checks.derive.no_steps")))
        return Finding(Pass(Quotation(step)))

    return check


def _step_before(found: Study, result: Claimed) -> Where | None:
    """The first formula before the result that is a step: no definition or model, and no objective restated."""
    steps = {link.where for link in found.links if link.verdict != Pass(Proof("definition"))}
    values = {value.where for value in found.values}
    for chain in found.chains:
        places = {side.where for side in chain}
        if result.where in places:
            return None
        if places & values:
            continue
        if len(chain) > 1:
            is_step = bool(places & steps) or any(is_zero(side.term) for side in chain)
        else:
            is_step = _is_step(chain[0], found)
        if is_step:
            return max(chain, key=lambda side: len(side.where.text)).where
    return None


def _is_step(side: Claimed, found: Study) -> bool:
    """Whether a formula that stands alone leads somewhere: it holds the unknown and is no loss."""
    scope = found.scope
    if _is_head(side.term) or not depends_on(side.term, scope.unknown, scope):
        return False
    return not any(agree(side.term, loss, scope) for loss in found.losses)


def minimises(task: Task, name: str | None = None) -> Check:
    """The answer gives the unknown as a minimiser of the objective: every median counts, and every scaling."""

    def check(answer: Answer, bench: Bench) -> Finding:
        found = studied(task, answer, bench)
        problem = found.problem
        verdicts = [
            judged_value(item, found, problem, bench.seed)
            for item in (*last(found.values or named_in_words(found, answer)), *from_program(answer, bench, name))
        ]
        states_something = any(len(chain) > 1 for chain in found.chains)
        if not verdicts and not states_something and not found.unread and _has_text(answer):
            return Finding(Undecided(Message("checks.derive.in_words")), links=found.links)
        return _together(verdicts, found, Message("checks.derive.no_result"))

    return check


def _has_text(answer: Answer) -> bool:
    return any(passage.source.strip() for passage in answer.passages)


def gradient(task: Task, name: str | None = None) -> Check:
    """The answer gives the gradient of the student's own loss (earlier parts count), else of the task's."""

    def check(answer: Answer, bench: Bench) -> Finding:
        found = studied(task, answer, bench)
        problem = found.problem
        own = own_losses(found)
        items = (*last(found.gradients or like_unknown(found)), *from_program(answer, bench, name))
        verdicts = []
        for item in items:
            losses = own if isinstance(item, Judged) else [*differentiated(item, found), *own]
            verdicts.append(judged_gradient(item, found, losses, problem, bench.seed))
        return _together(verdicts, found, Message("checks.derive.no_gradient"))

    return check


def states(task: Task, reference: str, name: str | None = None, *, up_to: UpTo = "nothing") -> Check:
    """The answer states the reference formula of that name in ``symbolic.py``.

    ``up_to="objective"``: the same minimisation task, up to a positive factor and added constants.
    ``up_to="likelihood"``: the likelihood, its logarithm or the negative of it, constants aside.
    """

    def check(answer: Answer, bench: Bench) -> Finding:
        found = studied(task, answer, bench)
        goal = found.problem.laid_out(reference_term(bench, reference))
        judge = {"nothing": same_formula, "objective": same_objective, "likelihood": same_likelihood}[up_to]
        identify = of_objective if up_to == "objective" else fingerprint

        def judged(item: Claimed | Judged) -> Judged:
            if isinstance(item, Judged):
                return item
            result = judge(item, goal, found.scope, bench.seed)
            if not isinstance(result.verdict, Pass):
                return _with_intercept(item, result)
            # a likelihood, its logarithm and the negative of it are one result
            return replace(result, term=goal) if up_to == "likelihood" else result

        def _with_intercept(item: Claimed, otherwise: Judged) -> Judged:
            for name, shifted in intercepts(item, goal, found):
                result = judge(item, shifted, found.scope, bench.seed)
                if isinstance(result.verdict, Pass):
                    told = Message("checks.derive.intercept", {"name": name})
                    return replace(result, remarks=(*result.remarks, told))
            return otherwise

        text = _any_right(found, judged) if up_to == "likelihood" else _last_result(found, goal, judged, bench.seed)
        verdicts = [*text, *(judged(item) for item in from_program(answer, bench, name))]
        return _together(verdicts, found, Message("checks.derive.no_formula"), identify)

    return check


# ----------------------------------------------------------------------------------------------- verdicts


def _any_right(found: Study, judged: Callable[[Claimed], Judged]) -> tuple[Judged, ...]:
    """The verdict on the first right formula for a number that depends on the unknown, else on the last of them.

    "It contains a term -(x_i - b)^2" states no likelihood.
    """
    results = [
        (judged(side), len(chain) > 1 or not _of_one_sample(side.term, found.scope))
        for chain in found.chains
        for side in chain
        if not _is_head(side.term) and _is_number(side.term, found.scope)
    ]
    right = next((result for result, _ in results if isinstance(result.verdict, Pass)), None)
    return (right,) if right is not None else tuple(result for result, whole in results if whole)[-1:]


def _of_one_sample(term: Term, scope: Scope) -> bool:
    """Whether a formula is about one sample, whose index is free in it: a term that is spoken of."""
    sort = possible(term, scope)
    return sort is not None and bool(sort.subscripts)


def _last_result(
    found: Study, goal: Term, judged: Callable[[Claimed], Judged], seed: int
) -> tuple[Judged, ...]:
    """The verdict on the last statement of a result: the end of a chain.

    What only leaves out constants ("so minimise …") is no other result than the one before it.
    """
    chains = [chain for chain in found.chains if not isinstance(chain[0].term, Index)]  # r_i = … names a residual
    chains = [chain for chain in chains if not _is_density(chain[0].term, found.scope)]  # P(y|X) = … is a step to it
    chains = [chain for chain in chains if any(_is_number(_objective_of(s).term, found.scope) for s in chain)]
    ends = [_objective_of(chain[-1]) for chain in chains]
    for end in reversed(ends):
        result = judged(end)
        if isinstance(result.verdict, Pass):
            return (result,)
        if not isinstance(same_task(end.term, goal, found.scope, seed=seed), Equal):
            break
    return tuple(judged(end) for end in ends[-1:])


def _is_density(term: Term, scope: Scope) -> bool:
    return isinstance(term, Call) and bool(term.args) and density_key(term.args) in scope.meanings


def _objective_of(side: Claimed) -> Claimed:
    """What is minimised, where a side says "minimise …"."""
    if not isinstance(side.term, Optimum):
        return side
    body = side.term.body
    return replace(side, term=Neg(body) if side.term.op in ("max", "argmax") else body)


def _is_head(term: Term) -> bool:
    """A name for a quantity rather than a formula for it: P(y|X), -log L(b)."""
    match term:
        case Neg(inner) | Apply("log", (inner,)):
            return _is_head(inner)
        case _:
            return isinstance(term, Call | Symbol | Accent)


def _is_number(term: Term, scope: Scope) -> bool:
    """Whether a side is, or was meant as, a formula for a number that depends on the unknown."""
    sort = possible(term, scope)
    if term == Symbol(scope.unknown or "") or not depends_on(term, scope.unknown, scope):
        return False
    return misfits(term, scope) if sort is None else sort.shape.scalar


def _steps(found: Study, answer: Answer, name: str | None, needed: bool, bench: Bench) -> Verdict:
    """One verdict on all links: the first that fails, else what keeps it from passing.

    A result that stands alone is no step: it is judged by the claim on the result.
    """
    links = [link for link in found.links if link.verdict != Pass(Proof("definition"))]
    values = {value.where for value in found.values}
    if all(link.where in values for link in links) and not found.unread and found.equations < 2:
        return _no_steps(answer, name, needed, bench)
    for link in links:
        if isinstance(link.verdict, Fail):
            return link.verdict
    unread = [item for item in found.unread if not item.too_large]
    if unread:
        return Unreadable(unread[0].problem)
    if found.unread:
        return Undecided(found.unread[0].problem)
    for link in links:
        if isinstance(link.verdict, Undecided):
            return link.verdict
    return links[-1].verdict if links else _no_steps(answer, name, needed, bench)


def _no_steps(answer: Answer, name: str | None, needed: bool, bench: Bench) -> Verdict:
    if not needed and answer.passages:
        last = answer.passages[-1]
        return Pass(Quotation(last.where(0, len(last.source.strip()))))
    if not needed and any(isinstance(item, Claimed) for item in from_program(answer, bench, name)):
        return Pass(Proof("only the result is asked"))
    return Missing(Message("checks.derive.no_steps"))


def _place(verdict: Verdict, found: Study) -> Where | None:
    match verdict:
        case Unreadable() | Undecided() if found.unread:
            return found.unread[0].where
        case _:
            return next((link.where for link in found.links if link.verdict is verdict), None)


def _of_step(verdict: Verdict, place: Where | None, found: Study) -> str:
    """The fingerprint of the step that a verdict on all of them is about; empty if it is about no single one."""
    if isinstance(verdict, Fail):
        return next((link.fingerprint for link in found.links if link.verdict is verdict), "")
    if isinstance(verdict, Undecided):
        return next((fingerprint(side.term, found.scope) for side in found.sides if side.where == place), "")
    return ""


def _together(verdicts: list[Judged], found: Study, missing: Words, identify: Identify = fingerprint) -> Finding:
    """Several forms of one answer: one that is refuted fails the claim.

    ``identify`` makes the fingerprint of the one that the verdict is about.
    """
    if any(isinstance(item.verdict, Fail) for item in verdicts) and any(not item.too_large for item in found.unread):
        verdicts = []  # what was not understood may be the result
    order: tuple[type, ...] = (Fail, Unreadable, Undecided, Pass)
    for kind in order:
        for item in verdicts:
            if isinstance(item.verdict, kind):
                own = "" if item.term is None else identify(item.term, found.scope)
                return Finding(item.verdict, item.where, remarks=item.remarks, fingerprint=own)
    if found.unread:
        first = found.unread[0]
        verdict = Undecided(first.problem) if first.too_large else Unreadable(first.problem)
        return Finding(verdict, first.where)
    return Finding(Missing(missing))
