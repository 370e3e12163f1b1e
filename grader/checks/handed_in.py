"""What was handed in for a formula: statements of the text, values named in words, and sympy expressions by name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

from grader.core import (
    Absent,
    Answer,
    Bench,
    CallRaised,
    CallStopped,
    Fail,
    Message,
    Origin,
    Passage,
    Raised,
    Returned,
    Unreadable,
    Verdict,
    Where,
    Words,
)
from grader.derivation.study import Claimed, Study
from grader.maths.decide import agree
from grader.maths.declare import Scope, Shape
from grader.maths.substitute import substitute
from grader.maths.sympy_reader import UnknownNode, statement_from_tree
from grader.maths.terms import (
    Add,
    Apply,
    Collection,
    Derivative,
    Div,
    Index,
    Mul,
    Neg,
    Number,
    Symbol,
    Term,
)
from grader.maths.typing import depends_on, possible


@dataclass(frozen=True, slots=True)
class Judged:
    """A verdict on one form of the answer. ``term`` is the formula, where there is one that could be read."""

    verdict: Verdict
    where: Where | None = None
    remarks: tuple[Words, ...] = ()
    term: Term | None = None


def last(items: tuple[Claimed, ...]) -> tuple[Claimed, ...]:
    return items[-1:]


def from_program(answer: Answer, bench: Bench, name: str | None) -> Iterator[Claimed | Judged]:
    """The sympy expression that the student's program defines under that name, if it does."""
    if name is None or answer.program is None:
        return
    match bench.runner.run(answer.program).value(name):
        case Returned(value, "sympy", _):
            where = _defined_at(answer, name)
            try:
                terms = statement_from_tree(value).terms
            except UnknownNode as error:
                yield Judged(Unreadable(error.problem), where)
                return
            if terms[-1] is not None:
                yield Claimed(terms[-1], where)
        case Returned(_, kind, _):
            problem = Message("checks.derive.not_sympy", {"name": name, "kind": kind})
            if kind != "none":
                yield Judged(Unreadable(problem), _defined_at(answer, name))
        case CallRaised(error, _, _):
            yield Judged(Fail(Raised(name, error), Message("checks.derive.raised", {"name": name})))
        case CallStopped(outcome):
            yield Judged(Fail(Raised(name, outcome), Message("checks.derive.raised", {"name": name})))
        case Absent():
            return


def _defined_at(answer: Answer, name: str) -> Where:
    """The line that gives a name its value, as far as that can be seen."""
    assert answer.program is not None
    pattern = re.compile(rf"^{re.escape(name)}\s*=.*$", re.MULTILINE)
    for cell in reversed(answer.program.cells):
        if (found := pattern.search(cell.source)) is not None:
            return cell.where(*found.span())
    return Passage("code", name, Origin(answer.program.cells[0].origin.file)).where(0, len(name))


_IN_WORDS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"\bmedian\b|中位数", re.IGNORECASE), "median"),
    (re.compile(r"\b(sample |arithmetic )?(mean|average)\b|均值|平均(值|数)", re.IGNORECASE), "mean"),
)
_DENIED = re.compile(r"\bnot\b|n't\b|\bunlike\b|\binstead\b|\bversus\b|\bvs\b|不是|并非|而不|对比|相比", re.IGNORECASE)
_SENTENCES = re.compile(r"[^.。;；!！?？\n]+")


def named_in_words(found: Study, answer: Answer) -> tuple[Claimed, ...]:
    """ "The minimiser is the median": a value given by its name, where no formula gives it."""
    columns = [name for name, declared in found.scope.declared.items() if declared.shape.column]
    data = next((name for name in columns if name != found.scope.unknown), None)
    if data is None:
        return ()
    for passage in answer.passages:
        for sentence in _SENTENCES.finditer(passage.source):
            if _DENIED.search(sentence[0]):
                continue
            names = [op for pattern, op in _IN_WORDS if pattern.search(sentence[0])]
            if len(names) == 1:
                return (Claimed(Apply(names[0], (Symbol(data),)), passage.where(*sentence.span())),)
    return ()


def like_unknown(found: Study, order: int = 1) -> tuple[Claimed, ...]:
    """Formulas that hold the unknown, of the shape of a gradient or Hessian, where no derivative sign marks one."""
    scope = found.scope
    assert scope.unknown is not None
    shape = scope.declared[scope.unknown].shape
    if order == 2:
        shape = Shape(shape.rows, shape.rows)
    return tuple(side for side in found.sides if side.term != Symbol(scope.unknown) and _fits(side.term, shape, scope))


def _fits(term: Term, shape: Shape, scope: Scope) -> bool:
    sort = possible(term, scope)
    return sort is not None and shape in (sort.shape, sort.shape.transposed) and depends_on(term, scope.unknown, scope)


def own_losses(found: Study) -> list[Term]:
    """The student's own losses, the last first: what they wrote in this part and in those before."""
    scope = found.scope
    return [
        item.term for item in reversed((*found.earlier, *found.objectives)) if is_objective(item.term, scope)
    ]


def differentiated(item: Claimed, found: Study, order: int = 1) -> list[Term]:
    """The loss whose derivative by the unknown a formula is said to be, where it is written out there itself."""
    scope = found.scope
    heads = (chain[0].term for chain in found.chains if any(side.where == item.where for side in chain[1:]))
    return [
        head.body
        for head in heads
        if isinstance(head, Derivative) and head.order == order and _is_by_unknown(head, scope)
        if is_objective(head.body, scope)
    ]


def by_entries(item: Claimed, found: Study) -> Derivative | None:
    """The derivative by entries of the unknown that a formula is said to be, where its chain begins with one."""
    heads = [chain[0].term for chain in found.chains if any(side.where == item.where for side in chain[1:])]
    for head in heads:
        match head:
            case Derivative(_, Index()):
                return head
            case Index(Symbol("H"), (i, j)):
                unknown = Symbol(found.scope.unknown or "")
                return Derivative(Derivative(unknown, Index(unknown, (j,))), Index(unknown, (i,)))
    return None


def of_body(slope: Derivative, loss: Term) -> Derivative:
    """The same derivative, of another loss."""
    body = slope.body
    return replace(slope, body=of_body(body, loss) if isinstance(body, Derivative) else loss)


def _is_by_unknown(slope: Derivative, scope: Scope) -> bool:
    return slope.by is None or (isinstance(slope.by, Symbol) and scope.canonical(slope.by.name) == scope.unknown)


def is_objective(term: Term, scope: Scope) -> bool:
    """Whether a term is a number that depends on the unknown, with a meaning throughout."""
    sort = possible(term, scope)
    return (
        sort is not None and sort.shape.scalar and not sort.unknown and depends_on(term, scope.unknown, scope)
    )


def in_form_of(item: Term, goal: Term, scope: Scope) -> Term:
    """A formula for each i, with the index that another one has; as the vector of all if that one is a vector."""
    asked, given = possible(goal, scope), possible(item, scope)
    if asked is None or given is None or len(asked.subscripts) != 1 or not asked.shape.scalar:
        return goal
    ((index, dim),) = asked.subscripts.items()
    others = [name for name, other in given.subscripts.items() if other == dim]
    if given.shape.scalar and len(others) == 1 and index not in given.subscripts:
        return substitute(goal, {index: Symbol(others[0])})
    if given.subscripts or given.shape.scalar:
        return goal
    column = Collection((goal,))
    return column if given.shape.column else Apply("transpose", (column,))


def is_like(item: Term, goal: Term, scope: Scope) -> bool:
    """Whether a formula is of another's shape, or the vector of all where that one is for each i."""
    given, asked = possible(item, scope), possible(in_form_of(item, goal, scope), scope)
    return given is not None and asked is not None and given.shape == asked.shape


def is_rescaled(loss: Term, objective: Term, scope: Scope) -> bool:
    """Whether a loss is a multiple of the task's, by a half, two, or one over the number of samples."""
    by = Symbol(scope.unknown or "")
    halves: list[Term] = [Number(Fraction(*factor)) for factor in ((1, 1), (1, 2), (2, 1))]
    shares: list[Term] = [Div(half, Symbol(size)) for half in halves for size in scope.dims[:1]]
    slope = Derivative(objective, by)
    return any(agree(Derivative(loss, by), Mul((factor, slope)), scope) for factor in (*halves, *shares))


def intercepts(item: Claimed, goal: Term, found: Study) -> Iterator[tuple[str, Term]]:
    """The goal for a formula with an intercept that the task leaves out: a loss in y becomes one in y - b."""
    scope = found.scope
    for name in found.problem.optional:
        if depends_on(goal, name, scope) or not depends_on(item.term, name, scope):
            continue
        for column, declared in scope.declared.items():
            if declared.shape.column and column != scope.unknown:
                yield name, substitute(goal, {column: Add((Symbol(column), Neg(Symbol(name))))})
