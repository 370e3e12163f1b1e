"""Judging one formula that was handed in: a decision becomes a verdict with its witness, its mistake and a hint."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from grader.checks.handed_in import Judged, of_body
from grader.core import Counterexample, Fail, Message, Pass, Proof, ShapeClash, Undecided, Verdict, Words
from grader.derivation.problem import Problem
from grader.derivation.study import Claimed, Study
from grader.maths.decide import Decision, Different, Equal, Unsure, agree, equal
from grader.maths.declare import Scope
from grader.maths.equations import equation
from grader.maths.minimise import minimises as is_minimiser
from grader.maths.mistakes import Accept, Target, explain, hint
from grader.maths.objectives import same_direction, same_task
from grader.maths.shapes import Ambiguous, ShapeError
from grader.maths.terms import Apply, Derivative, Mul, Neg, Number, Symbol, Term
from grader.maths.typing import Typed, possible, typed


def of(item: Claimed, verdict: Verdict, remarks: tuple[Words, ...] = ()) -> Judged:
    """The verdict on a claimed formula."""
    return Judged(verdict, item.where, remarks, item.term)


def judged_value(item: Claimed | Judged, found: Study, problem: Problem, seed: int) -> Judged:
    if isinstance(item, Judged):
        return item
    assert problem.objective is not None
    objective, scope = problem.objective, found.scope
    value = possible(item.term, scope)
    if value is not None and value.unknown:
        return of(item, _no_meaning(value))

    def right(term: Term) -> Decision:
        sort = typed(term, scope)
        if str(sort.shape) != str(scope.declared[scope.unknown or ""].shape):
            return Different(ShapeClash(Message("maths.shape.value")))
        return is_minimiser(sort, objective, scope, seed)

    return decided(item, right, scope, _minimum(objective, scope))


def _minimum(objective: Term, scope: Scope) -> Target | None:
    """The unknown at the solution of "gradient = 0"."""
    unknown = Symbol(scope.unknown or "")
    try:
        return Target(unknown, solving=equation(Derivative(objective, unknown), Number(Fraction(0)), scope))
    except (ShapeError, Ambiguous):
        return None


def judged_gradient(
    item: Claimed | Judged,
    found: Study,
    losses: list[Term],
    problem: Problem,
    seed: int,
    order: int = 1,
    entries: Derivative | None = None,
) -> Judged:
    """The verdict on a gradient or Hessian; ``entries`` is the derivative by entries that the formula is said to be."""
    if isinstance(item, Judged):
        return item
    scope = found.scope
    sort = possible(item.term, scope)
    if sort is not None and sort.unknown:
        return of(item, _no_meaning(sort))
    by = Symbol(scope.unknown or "")
    slopes = [Derivative(loss, by, order) if entries is None else of_body(entries, loss) for loss in losses]
    if not slopes:
        return _task_gradient(item, scope, problem, seed, order)

    def right(term: Term) -> Decision:
        decisions = [equal(way, slope, scope, seed) for slope in slopes for way in (term, Apply("transpose", (term,)))]
        return next((d for d in decisions if isinstance(d, Equal)), decisions[0])

    return decided(item, right, scope, Target(slopes[0]))


def _task_gradient(item: Claimed, scope: Scope, problem: Problem, seed: int, order: int) -> Judged:
    """No loss was written: the gradient of the task's up to a positive factor."""
    assert problem.objective is not None
    slope = Derivative(problem.objective, Symbol(scope.unknown or ""), order)

    def right(term: Term) -> Decision:
        decision = same_direction(term, slope, scope, seed)
        if isinstance(decision, Different):
            turned = same_direction(Apply("transpose", (term,)), slope, scope, seed)  # the other layout
            return turned if isinstance(turned, Equal) else decision
        return decision

    return decided(item, right, scope, Target(slope, "factor"))


def decided(
    item: Claimed, right: Callable[[Term], Decision], scope: Scope, target: Target | None
) -> Judged:
    """The verdict of a decision on a claimed formula; what follows from the student's own refuted line passes.

    ``target`` is what a slip is looked for against.
    """
    try:
        decision = right(item.term)
    except ShapeError as error:
        decision = Different(ShapeClash(error.problem))
    except Ambiguous as error:
        decision = Unsure(error.problem)
    match decision:
        case Equal(evidence, remarks):
            return of(item, Pass(evidence), remarks)
        case Unsure(reason):
            return of(item, Undecided(reason))
        case Different(evidence):
            if item.tainted is not None and item.follows:
                line = Message("checks.derive.follows_from", {"line": item.tainted.line})
                return of(item, Pass(Proof("follows from the student's own line")), (line,))
            return of(item, _failed(item.term, evidence, _accepted(right), scope, target))


def _accepted(right: Callable[[Term], Decision]) -> Accept:
    def accept(term: Term) -> bool:
        try:
            return isinstance(right(term), Equal)
        except (ShapeError, Ambiguous):
            return False

    return accept


def _failed(
    term: Term,
    evidence: Counterexample | ShapeClash,
    accept: Accept,
    scope: Scope,
    target: Target | None,
) -> Fail:
    found = explain(term, accept, scope, target)
    shape = ("shape",) if isinstance(evidence, ShapeClash) else ()
    if found is None:
        words = evidence.problem if isinstance(evidence, ShapeClash) else hint("invalid_step")
        return Fail(evidence, words, shape)
    return Fail(evidence, found.hint, found.mistakes + shape)


def _no_meaning(value: Typed) -> Undecided:
    return Undecided(Message("derivation.undecided.name", {"names": ", ".join(sorted(value.unknown))}))


def same_formula(item: Claimed, goal: Term, scope: Scope, seed: int) -> Judged:
    sort = possible(item.term, scope)
    if sort is not None and sort.unknown:
        return of(item, _no_meaning(sort))
    return decided(item, lambda term: equal(term, goal, scope, seed), scope, Target(goal))


def same_objective(item: Claimed, goal: Term, scope: Scope, seed: int) -> Judged:
    sort = possible(item.term, scope)
    if sort is not None and sort.unknown:
        return of(item, _no_meaning(sort))
    return decided(item, lambda term: same_task(term, goal, scope, seed=seed), scope, Target(goal, "objective"))


def same_likelihood(item: Claimed, goal: Term, scope: Scope, seed: int, head: Term | None = None) -> Judged:
    """``goal`` is the negative log-likelihood; its negative and the likelihood itself are as right.

    ``head`` is what the formula was said to be, and is not: ``-log P``, ``log P`` or ``P``, and then only as that.
    """
    sort = possible(item.term, scope)
    if sort is not None and sort.unknown - {"C", "c", "const"}:
        return of(item, _no_meaning(sort))
    by = Symbol(scope.unknown or "")
    negated: list[Term] = [Neg(item.term), Neg(Apply("log", (item.term,)))]  # of the log-likelihood, of the likelihood
    size = [Symbol(name) for name in scope.dims[:1]]
    negated += [Mul((n, way)) for n in size for way in (item.term, negated[0])]  # of the mean over the samples

    match head:
        case Neg():
            negated = []
        case Apply("log", _):
            negated = negated[:1]
        case _:
            pass

    def right(term: Term) -> Decision:
        decision = equal(Derivative(term, by), Derivative(goal, by), scope, seed)
        if isinstance(decision, Equal):
            return decision
        for way in negated:
            if agree(Derivative(way, by), Derivative(goal, by), scope, seed):
                return Equal(Proof("the same up to sign, logarithm, constants and the number of samples"))
        return decision

    return decided(item, right, scope, Target(goal, "likelihood"))
