"""Are two formulas equal? The engine alone, for ``grader compare``."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

from grader.core import Counterexample, Evidence, Message, Words
from grader.maths import show
from grader.maths.decide import Decision, Different, Equal, Unsure, agree, equal
from grader.maths.declare import Scope, declare
from grader.maths.effort import bounded
from grader.maths.mistakes import Target, explain
from grader.maths.reader import Names, NotUnderstood, TooLarge, read
from grader.maths.terms import Accent, Call, Chain, Derivative, Index, Prime, Symbol, Term

MOST_WORK = 500_000  # of all that it takes, the naming of mistakes too

Verdict = Literal["equal", "different", "undecided", "unreadable"]


@dataclass(frozen=True, slots=True)
class Comparison:
    """The verdict with its evidence, the mistakes that explain a difference, and how the formulas were read."""

    verdict: Verdict
    evidence: Evidence | None = None
    mistakes: tuple[str, ...] = ()
    reason: Words | None = None
    read: tuple[str, str] = ("", "")
    remarks: tuple[Words, ...] = ()


class _NotOne(Exception):
    """A formula with no statement in it, or more than one."""

    def __init__(self, problem: Words) -> None:
        super().__init__(problem)
        self.problem = problem


def compare(a: str, b: str, declare_text: str = "", seed: int = 0) -> Comparison:
    """Compare two formulas as written; raises :class:`~grader.maths.declare.BadDeclaration`."""
    scope = declare(declare_text)
    names = Names(frozenset((*scope.declared, *scope.dims, *scope.rows)), frozenset())
    try:
        sides = [_ways(text, names, scope) for text in (a, b)]
    except TooLarge as error:
        return Comparison("undecided", reason=Message("maths.bound", {"bound": error.bound, "limit": error.limit}))
    except NotUnderstood as error:
        return Comparison("unreadable", reason=error.problem)
    except _NotOne as error:
        return Comparison("unreadable", reason=error.problem)
    with bounded("work", MOST_WORK):
        verdicts = [_compare(left, right, scope, seed) for left in sides[0] for right in sides[1]]
    if len({found.verdict for found in verdicts}) > 1:
        return Comparison("undecided", reason=Message("maths.compare.ambiguous"), read=verdicts[0].read)
    return verdicts[0]


def _ways(text: str, names: Names, scope: Scope) -> list[tuple[Term, ...]]:
    """The expressions of a formula, a bare name at its head dropped, for each way to read it."""
    found = []
    for reading in read(text, names):
        if not reading.chains:
            raise _NotOne(Message("maths.compare.empty"))
        chain, *others = reading.chains
        for other in others:  # the lines of an aligned environment
            if other.terms[0] is not None and chain.terms[-1] is not None:
                raise _NotOne(Message("maths.compare.several"))
            chain = replace(chain, terms=chain.terms + other.terms, ops=chain.ops + other.ops)
        found.append(_expressions(chain, scope))
    return found


def _expressions(chain: Chain, scope: Scope) -> tuple[Term, ...]:
    if any(op not in ("=", ":=", "≡") for op in chain.ops):
        raise _NotOne(Message("maths.compare.several"))
    terms = tuple(term for term in chain.terms if term is not None)
    if not terms:
        raise _NotOne(Message("maths.compare.empty"))
    if len(terms) > 1 and _is_new_name(terms[0], scope):
        terms = terms[1:]
    return terms


def _is_new_name(term: Term, scope: Scope) -> bool:
    """Whether a head is a bare name that was not declared, or the derivative of one."""
    match term:
        case Symbol(name):
            return not scope.knows(name)
        case Accent(_, inner) | Prime(inner):
            return isinstance(inner, Symbol) or _is_new_name(inner, scope)
        case Derivative(body, _, _):
            return _is_new_name(body, scope)
        case Call(head, _, _):
            return _is_new_name(head, scope)
        case Index(base, _):
            return _is_new_name(base, scope)
        case _:
            return False


def _compare(left: tuple[Term, ...], right: tuple[Term, ...], scope: Scope, seed: int) -> Comparison:
    terms = left + right
    seen = (show.plain(left[-1]), show.plain(right[-1]))
    decision: Decision = Unsure(Message("maths.undecided.domain"))
    for first, second in pairwise(terms):
        decision = equal(first, second, scope, seed)
        match decision:
            case Different(evidence):
                return _different(first, second, evidence, scope, seed, seen)
            case Unsure(reason):
                return Comparison("undecided", reason=reason, read=seen)
    assert isinstance(decision, Equal)
    return Comparison("equal", decision.evidence, read=seen, remarks=decision.remarks)


def _different(
    first: Term, second: Term, evidence: Evidence, scope: Scope, seed: int, seen: tuple[str, str]
) -> Comparison:
    """``second`` is taken for the student's; if undoing a slip in it does not help, one in the first is looked for."""
    for student, other in ((second, first), (first, second)):

        def accept(term: Term, other: Term = other) -> bool:
            return agree(term, other, scope, seed)

        found = explain(student, accept, scope, Target(other))
        if found is not None:
            names = found.mistakes
            break
    else:
        names = ()
    if not isinstance(evidence, Counterexample):
        names = (*names, "shape")
    names = names or ("invalid_step",)
    return Comparison("different", evidence, names, read=seen)
