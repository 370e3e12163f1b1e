"""Update rules: does ``w ← w - η g`` step against a subgradient of the loss?"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Final

from grader.checks.task import Task, studied
from grader.core import Answer, Bench, Check, Fail, Finding, Pass, Undecided
from grader.derivation.samples import over_sets, sets_in, with_sets
from grader.derivation.study import Claimed, Study
from grader.derivation.updates import Update
from grader.maths.declare import Scope
from grader.maths.fingerprint import fingerprint
from grader.maths.substitute import substitute
from grader.maths.terms import Add, Index, Neg, Number, Symbol, Term, rebuild
from grader.maths.typing import possible

_ONE: Final = Number(Fraction(1))


def updates(task: Task, sample: str, otherwise: Check) -> Check:
    """A step of the answer goes against a subgradient of the loss: of all samples, of some of them, or of one.

    ``sample`` is one sample's loss in ``symbolic.py``, with the free index i. Where no formula stands that could be
    judged, ``otherwise`` judges the words.
    """

    def check(answer: Answer, bench: Bench) -> Finding:
        found = studied(task, answer, bench, sample)
        for rule in found.updates:
            finding = _finding(rule, found)
            if finding is not None:
                return finding
        said = otherwise(answer, bench)
        if isinstance(said.verdict, Undecided) and found.updates:
            return replace(said, fingerprint=_fingerprint(found.updates[0].term, found))
        return said

    return check


def _finding(rule: Claimed, found: Study) -> Finding | None:
    """The verdict on an update's link; None if it was left open.

    A step that follows from a refuted gradient fails with it: where the update is asked, no other claim costs the slip.
    """
    place = rule.tainted if rule.tainted is not None and rule.follows else rule.where
    verdict = next((link.verdict for link in found.links if link.where == place), None)
    if not isinstance(verdict, Pass | Fail):
        return None
    return Finding(verdict, place, fingerprint=_fingerprint(rule.term, found))


def _fingerprint(new: Term, found: Study) -> str:
    """The fingerprint of an update's step, whatever its size and the set of samples that it is over are called."""
    scope = found.scope
    unknown = Symbol(scope.unknown or "")
    step = over_sets(Add((unknown, Neg(Update(unknown, new).to(new).new))), scope)
    step = _plain_sizes(step, scope)
    sets = {name: Symbol(f"chosen_{place}") for place, name in enumerate(sets_in(step)) if not scope.knows(name)}
    step = substitute(step, sets)
    scope = with_sets(scope, tuple(symbol.name for symbol in sets.values()))
    sort = possible(step, scope)
    sizes = sort.unknown if sort is not None else frozenset()
    return fingerprint(substitute(step, dict.fromkeys(sizes, _ONE)), scope)


def _plain_sizes(term: Term, scope: Scope) -> Term:
    """``\\eta_t`` and ``\\eta^{(t)}`` as one step size."""
    match term:
        case Index(Symbol(name), _) if not scope.knows(name):
            return Symbol(name)
        case _:
            return rebuild(term, lambda part: _plain_sizes(part, scope))
