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
    by_entries,
    differentiated,
    from_program,
    in_form_of,
    intercepts,
    is_like,
    is_rescaled,
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
from grader.maths.terms import Accent, Apply, Call, Derivative, Differential, Index, Neg, Optimum, Symbol, Term
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


def derived(task: Task, reference: str | None = None) -> Check:
    """Steps lead to the result; a bare result leaves it missing.

    The result is the unknown's value or, if a name in ``symbolic.py`` is given, the last formula of that one's shape.
    """

    def check(answer: Answer, bench: Bench) -> Finding:
        found = studied(task, answer, bench)
        if reference is None:
            result = next(iter(last(found.values)), None)
        else:
            result = _last_like(found.problem.laid_out(reference_term(bench, reference)), found)
        if result is None:
            return Finding(Missing(Message("checks.derive.no_result")))
        step = _step_before(found, result) if reference is None else _step_to(found, result)
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
            is_step = is_step and not _is_loss_alone(chain, found)
        else:
            is_step = _is_step(chain[0], found)
        if is_step:
            return max(chain, key=lambda side: len(side.where.text)).where
    return None


def _is_loss_alone(chain: tuple[Claimed, ...], found: Study) -> bool:
    """``-log P(y | b) = …``: what the loss is."""
    if len(chain) != 2 or not _is_head(chain[0].term):
        return False
    return any(agree(chain[1].term, loss, found.scope) for loss in found.losses)


def _last_like(goal: Term, found: Study) -> Claimed | None:
    """The last formula at the end of a chain that is of the shape of another, and holds the unknown."""
    scope = found.scope
    for chain in reversed(found.chains):
        sort = possible(chain[-1].term, scope)
        fits = misfits(chain[-1].term, scope) if sort is None else is_like(chain[-1].term, goal, scope)
        about = scope.unknown is None or depends_on(chain[-1].term, scope.unknown, scope)
        if fits and about and (len(chain) > 1 or chain[-1].term == goal or not _is_head(chain[-1].term)):
            return chain[-1]
    return None


def _step_to(found: Study, result: Claimed) -> Where | None:
    """A formula between the head of the result's chain and the result, or a step before that chain."""
    for chain in found.chains:
        if result.where in (side.where for side in chain):
            return chain[1].where if len(chain) > 2 else None
        if len(chain) > 2 or (len(chain) == 2 and not isinstance(chain[0].term, Call | Symbol | Accent | Index)):
            return chain[-1].where
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


def gradient(task: Task, name: str | None = None, *, order: Literal[1, 2] = 1) -> Check:
    """The answer gives the gradient of the student's own loss (earlier parts count), else of the task's.

    ``order=2``: the Hessian.
    """

    def check(answer: Answer, bench: Bench) -> Finding:
        found = studied(task, answer, bench)
        problem = found.problem
        own = own_losses(found)
        if problem.given and problem.objective is not None:  # what else depends on the unknown is no loss
            alike = [loss for loss in own if is_rescaled(loss, problem.objective, found.scope)]
            own = alike or [problem.objective, *own]
        stated = found.gradients if order == 1 else found.curvatures
        items = (*last(stated or like_unknown(found, order)), *from_program(answer, bench, name))
        verdicts = []
        for item in items:
            losses = own if isinstance(item, Judged) else [*differentiated(item, found, order), *own]
            head = None if isinstance(item, Judged) else by_entries(item, found)
            verdicts.append(judged_gradient(item, found, losses, problem, bench.seed, order, head))
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
        if up_to == "likelihood":

            def judge(item: Claimed, goal: Term, scope: Scope, seed: int) -> Judged:
                return same_likelihood(item, goal, scope, seed, _refuted_head(item, found))

        identify = of_objective if up_to == "objective" else fingerprint

        def judged(item: Claimed | Judged) -> Judged:
            if isinstance(item, Judged):
                return item
            result = judge(item, in_form_of(item.term, goal, found.scope), found.scope, bench.seed)
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


def _refuted_head(item: Claimed, found: Study) -> Term | None:
    """What a formula is said to be in its chain, where that was refuted."""
    if not any(link.where == item.where and isinstance(link.verdict, Fail) for link in found.links):
        return None
    return next(chain[0].term for chain in found.chains if any(side.where == item.where for side in chain))


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
    chains = [chain for chain in found.chains if not _names_one(chain[0].term)]  # r_i = … names a residual
    chains = [chain for chain in chains if not _is_density(chain[0].term, found.scope)]  # P(y|X) = … is a step to it
    if _is_the_objective(goal, found, seed):  # what is said of its derivatives comes after it
        chains = [chain for chain in chains if not isinstance(chain[0].term, Derivative | Differential)]
    if not _of_one_sample(goal, found.scope):
        chains = [chain for chain in chains if len(chain) > 1 or not _of_one_sample(chain[0].term, found.scope)]
    chains = [chain for chain in chains if any(_is_number(_objective_of(s).term, found.scope, goal) for s in chain)]
    ends = [_objective_of(_last_formula(chain, found.scope)) for chain in chains]
    for end in reversed(ends):
        result = judged(end)
        if isinstance(result.verdict, Pass):
            return (result,)
        if not isinstance(same_task(end.term, goal, found.scope, seed=seed), Equal):
            break
    return tuple(judged(end) for end in ends[-1:])


def _names_one(term: Term) -> bool:
    return isinstance(term, Index) and isinstance(term.base, Symbol | Accent)


def _is_the_objective(goal: Term, found: Study, seed: int) -> bool:
    """Whether what is asked for is what is minimised, or is minimised together with it."""
    objective = found.problem.objective
    if objective is None or not any(isinstance(chain[0].term, Derivative | Differential) for chain in found.chains):
        return False
    return isinstance(same_task(goal, objective, found.scope, seed=seed), Equal)


def _last_formula(chain: tuple[Claimed, ...], scope: Scope) -> Claimed:
    """The last side of a chain, or the one before it if that only names a quantity without a formula: ``E = L''``."""
    for side in reversed(chain):
        sort = possible(side.term, scope)
        named = isinstance(side.term, Derivative) or _is_head(side.term)
        if sort is None or not (named and sort.unknown):
            return side
    return chain[-1]


def _is_density(term: Term, scope: Scope) -> bool:
    if not (isinstance(term, Call) and isinstance(term.head, Symbol) and term.head.name in "pPf" and term.args):
        return False
    return density_key(term.args) in scope.meanings


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


def _is_number(term: Term, scope: Scope, goal: Term | None = None) -> bool:
    """Whether a side is, or was meant as, a formula for a number that depends on the unknown, or is like the goal."""
    sort = possible(term, scope)
    if term == Symbol(scope.unknown or "") or not depends_on(term, scope.unknown, scope):
        return False
    if sort is None:
        return misfits(term, scope)
    return sort.shape.scalar or (goal is not None and is_like(term, goal, scope))


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
