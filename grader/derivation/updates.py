"""Updates: does ``w ← w - η g`` step against a subgradient of a loss, and by how much?

An update is written with an arrow, or as an equation with its name on both sides: ``w_{t+1} = w_t - ηg``.
The step, old minus new, must be a positive factor times a subgradient: of a loss of the student's own or of the task's,
of one sample's share of it, or of a sum over some of the samples. Names without a meaning that scale the whole step
are step sizes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import partial
from itertools import product

from grader.core import Fail, Message, Pass, Undecided, Verdict, Where
from grader.derivation.identities import refuted
from grader.derivation.ledger import Ledger, bare_name, no_meaning
from grader.derivation.samples import INDEX, over_chosen, over_sets, sets_in, share_of_sample, with_sets
from grader.derivation.statements import Statement
from grader.maths.decide import Different, Equal, agree, equal
from grader.maths.declare import SCALAR, Declared, Scope
from grader.maths.substitute import substitute
from grader.maths.terms import (
    Accent,
    Add,
    Apply,
    Call,
    Derivative,
    Div,
    Index,
    Mul,
    Neg,
    Number,
    Pow,
    RelationOp,
    Symbol,
    Term,
    free_names,
    rebuild,
    walk,
)
from grader.maths.typing import possible

_EQUALITIES: tuple[RelationOp, ...] = ("=", ":=", "≡")
_COUNTERS = frozenset("tk")
_NO_STEP = frozenset(("pi", "i", "j", "k", "t"))
_ONE = Number(Fraction(1))
_TWO = Number(Fraction(2))
_SCALES = (_ONE, _TWO, Number(Fraction(1, 2)))
_VAGUE = frozenset(("invalid_step", "missing_square", "missing_abs", "missing_factor"))
_OTHER_METHODS = re.compile(
    r"huber|smooth|momentum|adam\b|regulari|ridge|lasso|decay|proximal|平滑|动量|正则|取平方", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Update:
    """The next value of a name (or of one of its entries), in terms of the present one."""

    target: Symbol | Index
    new: Term

    def to(self, new: Term) -> Update:
        """The update of the same name to another value."""
        return Update(self.target, _now(new, self.target.name) if isinstance(self.target, Symbol) else new)


# ---------------------------------------------------------------------------------------------- recognising


def update_of(ledger: Ledger, statement: Statement) -> Update | None:
    """The update that a statement begins with; None if it is none."""
    head, op, new = statement.sides[0].term, statement.ops[0], statement.sides[1].term
    name = bare_name(head.base if isinstance(head, Pow) else head)
    if name is None or (op != "←" and op not in _EQUALITIES):
        return None
    scope = ledger.scope
    canonical = scope.canonical(name)
    again = any(scope.canonical(other) == canonical for other in free_names(new))
    sized = any(not scope.knows(other) and other not in _NO_STEP for other in free_names(new))
    if canonical not in scope.declared or not again or not (sized or op == "←"):
        return None
    if isinstance(head, Index) and any(part == head for part in walk(new)):
        return Update(head, new)  # w_j = w_j - …: of an entry
    return Update(Symbol(name), _now(new, name))


def _now(term: Term, name: str) -> Term:
    """A new value in terms of ``name`` itself, for ``w_t``, ``w^{(t)}``, ``w^t`` or ``w_{old}``."""
    match term:
        case Index(Symbol(base), _) | Accent(_, Symbol(base)) if base == name:
            return Symbol(name)
        case Pow(Symbol(base), exponent) if base == name and free_names(exponent) & _COUNTERS:
            return Symbol(name)
        case _:
            return rebuild(term, lambda part: _now(part, name))


# -------------------------------------------------------------------------------------------------- judging


def judged_update(ledger: Ledger, update: Update, where: Where) -> Verdict | None:
    """Whether an update steps against a subgradient; None if it says nothing that could be judged.

    What follows from a refuted gradient of the student's own passes, and the ledger keeps from which.
    """
    new = _plain_sizes(_with_losses(ledger, update.new, update.target), ledger.scope)
    step = over_sets(Add((update.target, Neg(new))), ledger.scope)
    inside = possible(step, ledger.scope)
    if inside is not None and sets_in(inside.term):
        step = inside.term  # with what g stands for put in
    scope = with_sets(ledger.scope, sets_in(step))
    step = _at_index(step, scope)
    sizes = _strangers(step, scope)
    if not _own_names(step, scope) - sizes - {_name(update.target)}:
        return None  # w - v: a step that was explained elsewhere, or nowhere
    scope = replace(scope, declared={**scope.declared, **{name: Declared(SCALAR, "positive") for name in sizes}})
    if others := frozenset(name for name in sizes if not _scales(step, name, scope, ledger.seed)):
        return no_meaning(others)
    step = substitute(step, dict.fromkeys(sizes, _ONE))
    goals = [
        (_times(factor, slope), line)
        for slope, line in _slopes(ledger, update.target, step, scope)
        for factor in _factors(step, scope)
    ]
    for goal, line in goals:
        if agree(step, goal, scope, ledger.seed):
            decision = equal(step, goal, scope, ledger.seed)
            if isinstance(decision, Equal):
                if line is not None:
                    ledger.followed[where] = line
                return Pass(decision.evidence)
    return _refused(ledger, step, [goal for goal, _ in goals], scope)


def _refused(ledger: Ledger, step: Term, goals: list[Term], scope: Scope) -> Verdict:
    """No subgradient fits: the verdict, with its mistake where one slip away from a goal."""
    unclear = Undecided(Message("derivation.undecided.update"))
    if not goals or _OTHER_METHODS.search(ledger.prose):
        return unclear
    before, ledger.scope = ledger.scope, scope
    found: Fail | None = None
    opposite = [goal for goal in goals if agree(step, Neg(goal), scope, ledger.seed)]
    for place, goal in enumerate(opposite[:1] or goals[: len(_SCALES)]):
        decision = equal(step, goal, scope, ledger.seed)
        if not isinstance(decision, Different):
            continue
        verdict = refuted(ledger, step, decision, partial(agree, b=goal, scope=scope, seed=ledger.seed), goal)
        if found is None or (place and _plainer(verdict, found)):
            found = verdict
    ledger.scope = before
    return found or unclear


def _plainer(verdict: Fail, found: Fail) -> bool:
    """Whether a step of another size explains a refutation better: fewer slips, and none in the power of a term."""
    if _VAGUE & set(verdict.mistakes):
        return False
    return "invalid_step" in found.mistakes or len(verdict.mistakes) < len(found.mistakes)


# ----------------------------------------------------------------------------------- steps and their factors


def _plain_sizes(term: Term, scope: Scope) -> Term:
    """``\\eta_t`` and ``\\eta^{(t)}`` as one step size."""
    match term:
        case Index(Symbol(name), _) if not scope.knows(name):
            return Symbol(name)
        case _:
            return rebuild(term, lambda part: _plain_sizes(part, scope))


def _at_index(step: Term, scope: Scope) -> Term:
    """A step of one sample, with that sample's index called :data:`INDEX`."""
    sort = possible(step, scope)
    rows = scope.dims[:1]
    free = [name for name, dim in (sort.subscripts if sort is not None else {}).items() if dim.names == rows]
    return substitute(step, {free[0]: Symbol(INDEX)}) if len(free) == 1 else step


def _with_losses(ledger: Ledger, term: Term, target: Term) -> Term:
    """A step with the derivatives of losses that were never written as those of the task's."""
    scope, objective = ledger.scope, ledger.problem.objective
    match term:
        case Derivative(body, by, order) if objective is not None:
            inner = body.head if isinstance(body, Call) else body
            name = bare_name(inner)
            if name is None or scope.knows(name):
                return term
            loss: Term | None = objective
            if isinstance(inner, Index) and (loss := _share(ledger, objective, scope)) is not None:
                loss = substitute(loss, {INDEX: inner.at[0]})
            return term if loss is None else Derivative(loss, by or target, order)
        case _:
            return rebuild(term, lambda part: _with_losses(ledger, part, target))


def _strangers(term: Term, scope: Scope) -> frozenset[str]:
    sort = possible(term, scope)
    return sort.unknown if sort is not None else frozenset()


def _own_names(term: Term, scope: Scope) -> frozenset[str]:
    """Names in a step that mean something, functions and chosen samples included."""
    derivatives = {"∂"} if any(isinstance(part, Derivative) for part in walk(term)) else set()
    return frozenset(name for name in free_names(term) if scope.knows(name)) - frozenset(scope.dims) | derivatives


def _name(target: Symbol | Index) -> str:
    return bare_name(target) or ""


def _scales(step: Term, name: str, scope: Scope, seed: int) -> bool:
    """Whether a name is a factor or divisor of the whole step."""
    doubled = substitute(step, {name: Mul((_TWO, Symbol(name)))})
    return any(agree(doubled, Mul((factor, step)), scope, seed) for factor in _SCALES[1:])


def _times(factor: Term, slope: Term) -> Term:
    return slope if factor == _ONE else Mul((factor, slope))


def _factors(step: Term, scope: Scope) -> list[Term]:
    """Sizes of a step that are no mistake: a number, over the number of samples or of those chosen."""
    written = {part.value for part in walk(step) if isinstance(part, Number) and part.value > 0} - {Fraction(1)}
    sizes = (value * scale.value for value in sorted(written) for scale in _SCALES)
    numbers = dict.fromkeys((*_SCALES, *map(Number, sizes)))
    counts: list[Term] = [Symbol(name) for name in scope.dims[:1]]
    counts += [Apply("abs", (Symbol(name),)) for name in sets_in(step)]
    over = [Div(a, b) for a, b in product(numbers, counts)]
    return [*numbers, *over]


# --------------------------------------------------------------------------------------------------- slopes


def _slopes(ledger: Ledger, target: Term, step: Term, scope: Scope) -> Iterator[tuple[Term, Where | None]]:
    """The subgradients that a step may be against, with the refuted line that each goes back to."""
    chosen = next(iter(sets_in(step)), None)
    sort = possible(step, scope)
    single = sort is not None and INDEX in sort.subscripts
    for loss, line in ledger.losses():
        if chosen is None and not single:
            yield Derivative(loss, target), line
        elif (share := _share(ledger, loss, scope)) is not None:
            yield Derivative(share if chosen is None else over_chosen(share, chosen), target), line
    if isinstance(target, Symbol) and chosen is None:
        gradients = (*(ledger.context.gradients if ledger.context else ()), *ledger.gradients)
        for claimed in reversed(gradients[-3:]):
            if claimed.tainted is not None:
                yield claimed.term, claimed.tainted


def _share(ledger: Ledger, loss: Term, scope: Scope) -> Term | None:
    """One sample's share of a loss, as the author gives it for the task's."""
    if loss is ledger.problem.objective and ledger.problem.sample is not None:
        return ledger.problem.sample
    sort = possible(loss, scope)
    if sort is not None and sort.subscripts:
        return loss  # it is one already
    return share_of_sample(loss, scope)
