"""What a derivation must show besides its result: an identity, a definite matrix, and which matrix is inverted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from grader.checks.handed_in import Judged, from_program, last
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
    Quotation,
    Undecided,
    Verdict,
    Where,
)
from grader.derivation.ledger import is_zero
from grader.derivation.study import Claimed, Study
from grader.maths.decide import Equal, agree
from grader.maths.declare import Scope, declare
from grader.maths.objectives import same_task
from grader.maths.terms import Apply, Mul, Number, Pow, RelationOp, Symbol, Term, free_names, walk
from grader.maths.typing import possible

# ------------------------------------------------------------------------------------------- an identity


def shows(task: Task, *pairs: tuple[str, str]) -> Check:
    """The answer leads from one reference formula to another that has the same value, in steps.

    Of each pair of names in ``symbolic.py`` the first holds names that the second does not, which is how a student's
    formula is told to be the one or the other. Any one pair is enough.
    """

    def check(answer: Answer, bench: Bench) -> Finding:
        found = studied(task, answer, bench)
        ends = [tuple(found.problem.laid_out(reference_term(bench, name)) for name in pair) for pair in pairs]
        missing = Message("checks.derive.no_formula")
        steps = 0  # chains in which what the first holds alone stands on one side and cancels on another
        for chain in _joined(found):
            alone = [_names(first, found.scope) - _names(second, found.scope) for first, second in ends]
            steps += any(_cancels(names, chain, found.scope) for names in alone)
            for first, second in ends:
                here, there = (_places(chain, goal, found.scope) for goal in (first, second))
                if not here or not there:
                    continue
                if steps > 1 or any(abs(a - b) > 1 for a in here for b in there):
                    return Finding(Pass(Quotation(chain[there[-1]].where)), chain[there[-1]].where)
                missing = Message("checks.derive.no_steps")
        return Finding(Missing(missing))

    return check


def _cancels(names: frozenset[str], chain: Sequence[Claimed], scope: Scope) -> bool:
    """Whether names stand on some sides of a chain and not on all."""
    return {bool(_names(side.term, scope) & names) for side in chain} == {True, False}


def _joined(found: Study) -> Iterator[Sequence[Claimed]]:
    """The chains of a text, each with those that go on from its last side."""
    chain: list[Claimed] = []
    for following in found.chains:
        if chain and len(following) > 1 and agree(chain[-1].term, following[0].term, found.scope):
            chain += following[1:]
            continue
        if chain:
            yield chain
        chain = list(following)
    if chain:
        yield chain


def _places(chain: Sequence[Claimed], goal: Term, scope: Scope) -> list[int]:
    """Where in a chain a formula stands that holds the names of another and has its value, up to a positive factor."""
    names = _names(goal, scope)
    return [at for at, side in enumerate(chain) if _names(side.term, scope) == names and _same(side.term, goal, scope)]


def _names(term: Term, scope: Scope) -> frozenset[str]:
    sort = possible(term, scope)
    return free_names(sort.term) & scope.declared.keys() if sort is not None else frozenset()


def _same(term: Term, goal: Term, scope: Scope) -> bool:
    sort = possible(goal, scope)
    if agree(term, goal, scope):
        return True
    return sort is not None and not sort.subscripts and isinstance(same_task(term, goal, scope), Equal)


# ------------------------------------------------------------------------------------- a definite matrix

_UP: tuple[RelationOp, ...] = (">", "≻")
_LEVEL: tuple[RelationOp, ...] = ("=", ":=", "≡", "≥", "⪰")


def definite(task: Task, matrix: str) -> Check:
    """The answer shows that a matrix, by its name in ``symbolic.py``, is positive definite.

    Either vᵀMv > 0 for a vector that the task declares ``nonzero``, or as a sum of matrices of which the order is said,
    or that Mv = 0 for v = 0 alone. Where it is argued in words, a marker reads it.
    """

    def check(answer: Answer, bench: Bench) -> Finding:
        found = studied(task, answer, bench)
        system = found.problem.laid_out(reference_term(bench, matrix))
        refuted = {link.where for link in found.links if isinstance(link.verdict, Fail)}
        for chain, ops in zip(found.chains, found.ops, strict=True):
            place = None if refuted & {side.where for side in chain} else _positive(chain, ops, system, found)
            if place is not None:
                return Finding(Pass(Quotation(place)), place)
        if found.chains or any(passage.source.strip() for passage in answer.passages):
            return Finding(Undecided(Message("checks.shown.in_words")))
        return Finding(Missing(Message("checks.derive.no_formula")))

    return check


def _positive(chain: Sequence[Claimed], ops: Sequence[RelationOp], system: Term, found: Study) -> Where | None:
    """Where a chain says that the matrix is above 0, or its form, after a step; None if it doesn't."""
    scope = found.scope
    vectors = [name for name, declared in scope.declared.items() if declared.kind == "nonzero"]
    forms = [Mul((Apply("transpose", (Symbol(name),)), system, Symbol(name))) for name in vectors]
    zero = next((at for at, side in enumerate(chain) if is_zero(side.term)), None)
    for start, side in enumerate(chain):
        if zero is None or start == zero:
            continue
        between = ops[start:zero] if start < zero else ops[zero:start]
        is_form = any(agree(side.term, form, scope) for form in forms)
        ordered = any(op in _UP for op in between) and all(op in _UP + _LEVEL for op in between)
        if is_form and ordered and (zero - start > 1 or _orders(found) > 1):
            return side.where
        if agree(side.term, system, scope) and ordered and _orders(found) > 1:
            return side.where
    return _only_at_zero(chain, ops, forms, vectors, found)


def _orders(found: Study) -> int:
    """How many chains say rightly of a matrix or number that it is at least, or more than, something."""
    right = {link.where for link in found.links if isinstance(link.verdict, Pass)}
    chains = zip(found.chains, found.ops, strict=True)
    return sum(chain[-1].where in right and any(op in (*_UP, "⪰", "≥") for op in ops) for chain, ops in chains)


def _only_at_zero(
    chain: Sequence[Claimed], ops: Sequence[RelationOp], forms: Sequence[Term], vectors: Sequence[str], found: Study
) -> Where | None:
    """``0 = vᵀMv = ‖Xv‖² + λ‖v‖²``, and then ``v = 0``."""
    scope = found.scope
    forms_here = [side for side in chain if any(agree(side.term, form, scope) for form in forms)]
    if len(forms_here) < 2 or not any(is_zero(side.term) for side in chain) or any(op != "=" for op in ops):
        return None
    for other in found.chains:
        match [side.term for side in other]:
            case [Symbol(name), last_term] if scope.canonical(name) in vectors and is_zero(last_term):
                return other[0].where
    return None


# --------------------------------------------------------------------------------- which matrix is inverted


def inverts(task: Task, size: str, name: str | None = None) -> Check:
    """The value of the unknown is given by the inverse of a matrix of that size (``n*n``), and of no other."""
    wanted = str(declare(f"A: {size}").declared["A"].shape)

    def check(answer: Answer, bench: Bench) -> Finding:
        found = studied(task, answer, bench)
        items = [*last(found.values), *from_program(answer, bench, name)]
        values = [item for item in items if isinstance(item, Claimed)]
        others = [item for item in items if isinstance(item, Judged)]
        for value in values:
            verdict = _of_size(value, wanted, found.scope)
            if not isinstance(verdict, Pass):
                return Finding(verdict, value.where)
        if values:
            return Finding(Pass(Quotation(values[-1].where)), values[-1].where)
        if others:
            return Finding(others[0].verdict, others[0].where)
        return Finding(Missing(Message("checks.derive.no_result")))

    return check


def _of_size(value: Claimed, wanted: str, scope: Scope) -> Verdict:
    sizes = set(_inverted(value.term, scope))
    fields = {"size": wanted, "sizes": ", ".join(sorted(sizes))}
    if sizes == {wanted}:
        return Pass(Quotation(value.where))
    if not sizes:
        return Undecided(Message("checks.shown.no_inverse", fields))
    return Fail(Quotation(value.where), Message("checks.shown.other_inverse", fields))


def _inverted(term: Term, scope: Scope) -> Iterator[str]:
    """The sizes of the matrices that a formula inverts."""
    sort = possible(term, scope)
    for part in walk(sort.term if sort is not None else term):
        match part:
            case Apply("inv" | "pinv", (inner,)):
                pass
            case Pow(inner, Number(value)) if value < 0:
                pass
            case _:
                continue
        matrix = possible(inner, scope)
        if matrix is not None and not matrix.shape.scalar:
            yield str(matrix.shape)
