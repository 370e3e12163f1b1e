"""Checks of formulas that are no value of an unknown: what something equals, and the form that it is written in."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from grader.checks.handed_in import Judged, from_program
from grader.checks.judged import of, same_formula
from grader.checks.task import Task, studied
from grader.checks.task import reference as reference_term
from grader.core import Answer, Bench, Check, Fail, Finding, Message, Missing, Pass, Undecided, Unreadable, Words
from grader.derivation.definitions import own_names
from grader.derivation.ledger import bare_name, is_zero
from grader.derivation.study import Claimed, Study
from grader.maths.decide import agree
from grader.maths.declare import Scope
from grader.maths.fingerprint import fingerprint
from grader.maths.infinite import INFINITY
from grader.maths.rewrite import not_negative, rewrite
from grader.maths.terms import Accent, Apply, Fold, Index, Mul, Symbol, Term, free_names, walk
from grader.maths.typing import misfits, possible

_MOST_PARTS = 60  # of an answer's formulas that are compared with what is asked for

# ------------------------------------------------------------------------------------- what something equals


def gives(task: Task, reference: str, name: str | None = None, *, named: bool = False) -> Check:
    """The answer gives a formula, by its name in ``symbolic.py``, for what equals it by other names or by a limit.

    The formula holds none but the reference's names, and no expectation or infinite sum that the reference doesn't.
    ``named``: it may stand for a name of the student's own (``W = …``), or be a part of a larger formula.
    """

    def check(answer: Answer, bench: Bench) -> Finding:
        found = studied(task, answer, bench)
        goal = reference_term(bench, reference)

        def judged(item: Claimed | Judged) -> Judged:
            return item if isinstance(item, Judged) else same_formula(item, goal, found.scope, bench.seed)

        verdicts = [*_given(goal, found, judged, named), *(judged(item) for item in from_program(answer, bench, name))]
        return _together(verdicts, found, answer, Message("checks.forms.not_given"))

    return check


def _given(goal: Term, found: Study, judged: Callable[[Claimed], Judged], named: bool) -> tuple[Judged, ...]:
    """The verdict on the first right formula, else on the last one that is said to be what is asked for."""
    scope = found.scope
    wrong: tuple[Claimed, ...] = ()
    for chain in found.chains:
        own = [side for side in chain if _is_closed(side.term, goal, scope)]
        for side in own:
            if not agree(side.term, goal, scope):
                continue
            others = [other for other in chain if other.term != side.term]
            is_head = side.term == chain[0].term
            if (others or named) and (not is_head or any(agree(o.term, goal, scope) for o in others if o not in own)):
                return (judged(side),)
        end = chain[-1]
        if len(chain) > 1 and end in own and _is_said(chain, goal, scope, named):
            wrong = (end,)
    if named and (part := _part(goal, found)) is not None:
        return (judged(part),)
    return tuple(judged(item) for item in wrong)


def _is_said(chain: tuple[Claimed, ...], goal: Term, scope: Scope, named: bool) -> bool:
    """Whether the end of a chain is said to be what is asked for: it holds something of that value, or its name."""
    head, end = chain[0].term, chain[-1].term
    if any(side is not chain[-1] and agree(side.term, goal, scope) for side in chain):
        return True
    if not named or bare_name(head) is None or isinstance(end, Symbol | Accent | Index) or is_zero(end):
        return False
    sorts = possible(end, scope), possible(goal, scope)
    fits = sorts[0] is not None and sorts[1] is not None and sorts[0].shape == sorts[1].shape
    return (fits or misfits(end, scope)) and len(_names(end, scope)) > 1


def _part(goal: Term, found: Study) -> Claimed | None:
    """A part of a larger formula that is what is asked for: the brackets in ``(AB)x + (Ac + d)``."""
    left = _MOST_PARTS
    for side in found.sides:
        for part in walk(side.term):
            if isinstance(part, Symbol) or not _is_closed(part, goal, found.scope):
                continue
            left -= 1
            if left < 0:
                return None
            if agree(part, goal, found.scope):
                return replace(side, term=part)
    return None


def _is_closed(term: Term, goal: Term, scope: Scope) -> bool:
    """Whether a formula holds no other names than the one that is asked for, and no limit that is to be taken."""
    allowed = _names(goal, scope)
    sort = possible(term, scope)
    if not _names(term, scope) <= allowed:
        return False
    if sort is None:
        return True
    return not sort.unknown and not any(_is_limit(part) for part in walk(sort.term))


def _is_limit(term: Term) -> bool:
    match term:
        case Apply("expectation" | "expected", _):
            return True
        case Fold(_, _, _, high, _):
            return high == INFINITY
        case _:
            return False


def _names(term: Term, scope: Scope) -> frozenset[str]:
    """The declared names in a formula, definitions put in where they have a meaning."""
    sort = possible(term, scope)
    names = free_names(sort.term) if sort is not None else own_names(term, scope)
    return frozenset(map(scope.canonical, names)) & scope.declared.keys()


# ----------------------------------------------------------------------------------------------- one product


def factors(task: Task, *references: str, apart: tuple[str, ...]) -> Check:
    """The answer writes one of some formulas of ``symbolic.py`` as one product of two things.

    The one is made of the declared names ``apart`` alone, all of them, the other of the other names.
    """

    def check(answer: Answer, bench: Bench) -> Finding:
        found = studied(task, answer, bench)
        scope, goals = found.scope, [reference_term(bench, name) for name in references]
        products = [side for side in found.sides if _is_product(side.term, frozenset(apart), scope)]
        verdicts: list[Judged] = []
        for goal in goals:
            sort = possible(goal, scope)
            alike = [side for side in products if _alike(side.term, goal, scope)]
            for side in alike:
                for way in (side.term, Apply("transpose", (side.term,))):
                    if agree(way, goal, scope):
                        right = same_formula(replace(side, term=way), goal, scope, bench.seed)
                        return _together([replace(right, term=goal)], found, answer, Message("checks.forms.no_factors"))
            if sort is not None and alike and not verdicts:
                verdicts = [same_formula(alike[-1], goal, scope, bench.seed)]
        return _together(verdicts, found, answer, Message("checks.forms.no_factors"))

    return check


def _is_product(term: Term, apart: frozenset[str], scope: Scope) -> bool:
    sort = possible(term, scope)
    if sort is None or sort.unknown:
        return _is_misfit_product(term, apart, scope)
    return _separated(sort.term, apart, scope)


def _is_misfit_product(term: Term, apart: frozenset[str], scope: Scope) -> bool:
    """Whether a product of which the shapes don't fit was meant as one of the two things."""
    return isinstance(term, Mul) and misfits(term, scope) and _are_apart(term.factors, apart, scope, whole=False)


def _separated(term: Term, apart: frozenset[str], scope: Scope) -> bool:
    match term:
        case Apply("transpose", (inner,)) | Fold("sum", _, _, _, inner, None, None):
            return _separated(inner, apart, scope)
        case Apply("inner", parts):
            return _are_apart(parts, apart, scope)
        case Mul(parts):
            return _are_apart(parts, apart, scope)
        case _:
            return False


def _are_apart(parts: Iterable[Term], apart: frozenset[str], scope: Scope, *, whole: bool = True) -> bool:
    """Whether each factor is made of the names apart or of the others, and there are both; ``whole``: of all names."""
    held = [_names(part, scope) for part in parts]
    ours = [names for names in held if names & apart]
    pure = all(names <= apart for names in ours)
    complete = frozenset().union(*ours) == apart or not whole
    return pure and complete and bool(ours) and any(names - apart for names in held)


def _alike(term: Term, goal: Term, scope: Scope) -> bool:
    """Whether two formulas are of one shape, or the first doesn't fit in itself."""
    mine, other = possible(term, scope), possible(goal, scope)
    if mine is None:
        return misfits(term, scope)
    return other is not None and mine.shape in (other.shape, other.shape.transposed)


# ------------------------------------------------------------------------------------------------- its sign


def shows_sign(task: Task, reference: str, name: str | None = None) -> Check:
    """The answer writes a formula of ``symbolic.py`` so that one sees that it is never negative: in squares, say."""

    def check(answer: Answer, bench: Bench) -> Finding:
        found = studied(task, answer, bench)
        goal, scope = reference_term(bench, reference), found.scope
        verdicts: list[Judged] = []
        for chain in found.chains:
            same = [side for side in chain if agree(side.term, goal, scope)]
            if (seen := next((side for side in same if _is_seen(side.term, scope)), None)) is not None:
                verdicts = [same_formula(seen, goal, scope, bench.seed)]
                break
            end = chain[-1]
            if same and end not in same and not is_zero(end.term) and _alike(end.term, goal, scope):
                verdicts = [same_formula(end, goal, scope, bench.seed)]
        for item in from_program(answer, bench, name):
            verdicts.append(item if isinstance(item, Judged) else _seen(item, goal, scope, bench.seed))
        return _together(verdicts, found, answer, Message("checks.forms.no_sign"))

    return check


def _seen(item: Claimed, goal: Term, scope: Scope, seed: int) -> Judged:
    judged = same_formula(item, goal, scope, seed)
    if isinstance(judged.verdict, Pass) and not _is_seen(item.term, scope):
        return of(item, Undecided(Message("checks.forms.no_sign")))
    return judged


def _is_seen(term: Term, scope: Scope) -> bool:
    sort = possible(term, scope)
    return sort is not None and not_negative(rewrite(sort.term, scope), scope)


# ------------------------------------------------------------------------------------------------- verdicts


def _together(verdicts: list[Judged], found: Study, answer: Answer, open_: Words) -> Finding:
    """Several forms of one answer: one that is refuted fails the claim; text without any is left to a marker."""
    if any(isinstance(item.verdict, Fail) for item in verdicts) and any(not item.too_large for item in found.unread):
        verdicts = []  # what was not understood may be the result
    order: tuple[type, ...] = (Fail, Unreadable, Undecided, Pass)
    for kind in order:
        for item in verdicts:
            if isinstance(item.verdict, kind):
                own = "" if item.term is None else fingerprint(item.term, found.scope)
                return Finding(item.verdict, item.where, remarks=item.remarks, fingerprint=own)
    if found.unread:
        first = found.unread[0]
        verdict = Undecided(first.problem) if first.too_large else Unreadable(first.problem)
        return Finding(verdict, first.where)
    if any(passage.source.strip() for passage in answer.passages):
        return Finding(Undecided(open_))
    return Finding(Missing(Message("checks.derive.no_formula")))
