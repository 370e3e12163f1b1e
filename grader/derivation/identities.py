"""Identities: are two neighbouring sides the same for all inputs?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from functools import partial
from typing import TypeAlias

from grader.core import Fail, Message, Pass, Proof, ShapeClash, Undecided, Verdict
from grader.derivation.inferred import holds_if_inferred
from grader.derivation.ledger import OPEN_CONSTANTS, ZERO, Ledger, bare_name, no_meaning
from grader.derivation.statements import Side
from grader.maths import show
from grader.maths.decide import Different, Equal, Unsure, agree, equal
from grader.maths.declare import Declared, Function, Scope
from grader.maths.mistakes import Accept, Target, explain, hint
from grader.maths.substitute import substitute
from grader.maths.terms import Apply, Call, Derivative, Index, Mul, Number, Pow, Symbol, Term
from grader.maths.typing import density_key, possible


def identity(ledger: Ledger, left: Term, right: Term) -> Verdict:
    """Whether two sides are the same for all inputs."""
    if (by_letter := _by_own_letter(ledger, left, right)) is not None:
        return by_letter
    strangers = ledger.strangers(left, right)
    if (sample := _of_one_sample(ledger, left, right)) is not None:
        return sample
    undefined = ledger.undefined_function(left)
    if undefined is not None:
        return of_the_task(ledger, undefined, right)
    if (undefined := ledger.undefined_function(right)) is not None and not ledger.strangers(left):
        return of_the_task(ledger, undefined, left)
    if strangers & OPEN_CONSTANTS and ledger.scope.unknown:
        return _up_to_constant(ledger, left, right)
    if strangers:
        return _in_own_letters(ledger, left, right, strangers)
    decision = equal(right, left, ledger.scope, ledger.seed)
    if isinstance(decision, Equal):
        ledger.remark(decision.remarks)
        return Pass(decision.evidence)
    if ledger.is_derivative(left) and agree(Apply("transpose", (right,)), left, ledger.scope, ledger.seed):
        return _transposed(ledger)
    if isinstance(decision, Unsure):
        return Undecided(decision.reason)
    if isinstance(decision.evidence, ShapeClash) and (total := ledger.of_the_whole(left)) is not None:
        return of_the_task(ledger, total, right)
    return refuted(ledger, right, decision, lambda term: agree(term, left, ledger.scope, ledger.seed), left)


def _by_own_letter(ledger: Ledger, left: Term, right: Term) -> Pass | None:
    """The verdict on a derivative by a name that the text defined, where it holds for any value of that name."""
    name = bare_name(left.by) if isinstance(left, Derivative) and left.by is not None else None
    scope = ledger.scope
    if name is None or name not in scope.functions:
        return None
    value = possible(Symbol(name), scope)
    if value is None or value.unknown:
        return None
    others = {other: function for other, function in scope.functions.items() if other != name}
    free = replace(scope, functions=others, declared={**scope.declared, name: Declared(value.shape)})
    for way in (right, Apply("transpose", (right,))):
        decision = equal(way, left, free, ledger.seed)
        if isinstance(decision, Equal):
            return Pass(decision.evidence)
    return None


def _transposed(ledger: Ledger) -> Pass:
    ledger.remark((Message("derivation.remark.layout"),))
    return Pass(Proof("the transpose, in the other layout of derivatives"))


def _in_own_letters(ledger: Ledger, left: Term, right: Term, strangers: frozenset[str]) -> Verdict:
    """An identity in names without a meaning: it passes with the shapes that fit, and is never refuted."""
    for way in (right, Apply("transpose", (right,))) if ledger.is_derivative(left) else (right,):
        found = holds_if_inferred(left, way, strangers, ledger.scope, ledger.prose, ledger.seed)
        if found is not None:
            verdict, remarks = found
            ledger.remark(remarks)
            return verdict
    return no_meaning(strangers)


def _of_one_sample(ledger: Ledger, left: Term, right: Term) -> Verdict | None:
    """``p(x) = …`` with x for any one of the x_i: the density of a sample; None unless it is right so."""
    if not (isinstance(left, Call) and len(left.args) == 1 and isinstance(left.args[0], Symbol)):
        return None
    name = left.args[0].name
    sample = Index(Symbol(name), (Symbol("i"),))
    meaning = ledger.scope.meanings.get(density_key((sample,)))
    if meaning is None or (density_key(left.args) not in ledger.scope.meanings and not ledger.scope.knows(name)):
        return None
    decision = equal(substitute(right, {name: sample}), meaning, ledger.scope, ledger.seed)
    return Pass(decision.evidence) if isinstance(decision, Equal) else None


def refuted(ledger: Ledger, term: Term, decision: Different, accept: Accept, expected: Term | None) -> Fail:
    found = explain(term, accept, ledger.scope, None if expected is None else Target(expected))
    if found is None and expected is not None and not ledger.is_function(expected):
        accept = partial(agree, b=term, scope=ledger.scope, seed=ledger.seed)
        found = explain(expected, accept, ledger.scope, Target(term))
    names = found.mistakes if found else ()
    if isinstance(decision.evidence, ShapeClash):
        words = found.hint if found else decision.evidence.problem
        return Fail(decision.evidence, words, (*names, "shape"))
    if found is None:
        return Fail(decision.evidence, hint("invalid_step"), ("invalid_step",))
    return Fail(decision.evidence, found.hint, names)


def _up_to_constant(ledger: Ledger, left: Term, right: Term) -> Verdict:
    by = Symbol(ledger.scope.unknown or "")
    constants = {name: ZERO for name in OPEN_CONSTANTS if not ledger.scope.knows(name)}
    sides = [Derivative(substitute(side, constants), by) for side in (left, right)]
    decision = equal(sides[1], sides[0], ledger.scope, ledger.seed)
    if isinstance(decision, Equal):
        return Pass(decision.evidence)
    return Undecided(Message("derivation.undecided.constant"))


def of_the_task(ledger: Ledger, slope: Term, right: Term) -> Verdict:
    """A gradient of a loss that was never written: that of the task's loss, up to a positive factor."""
    if strangers := ledger.strangers(right):
        return no_meaning(strangers)
    scales: list[Term] = [Number(Fraction(*q)) for q in ((1, 1), (1, 2), (2, 1))]
    size = [Pow(Symbol(name), Number(Fraction(-1))) for name in ledger.scope.dims[:1]]
    over_n: list[Term] = [Mul((scale, one)) for scale in scales for one in size]
    if ledger.problem.given and not ledger.problem.solved:  # its derivative is what is asked for
        scales, over_n = scales[:1], []
    for scale in (*scales, *over_n):
        decision = equal(right, Mul((scale, slope)), ledger.scope, ledger.seed)
        if isinstance(decision, Equal):
            return Pass(decision.evidence)
        if agree(Apply("transpose", (right,)), Mul((scale, slope)), ledger.scope, ledger.seed):
            return _transposed(ledger)
    decision = equal(right, slope, ledger.scope, ledger.seed)
    if isinstance(decision, Different):
        return refuted(ledger, right, decision, lambda term: agree(term, slope, ledger.scope, ledger.seed), slope)
    return Undecided(Message("derivation.undecided.loss"))


def from_own_line(ledger: Ledger, left: Side, right: Side) -> Verdict | None:
    """The verdict if a function means what the student wrote for it in a refuted line; None unless it passes."""
    before = ledger.scope
    for head, line in reversed(ledger.own_lines):
        ledger.scope = _meaning(before, head, line.term)
        verdict = best(ledger, left, right, identity)
        ledger.scope = before
        if isinstance(verdict, Pass):
            ledger.followed[right.where] = line.where
            return verdict
    return None


Rule: TypeAlias = Callable[[Ledger, Term, Term], Verdict]


def best(ledger: Ledger, left: Side, right: Side, rule: Rule) -> Verdict:
    """The verdict of the likeliest reading; undecided if it fails and another reading does not.

    What fails in general, but holds in a case that the text speaks of, passes.
    """
    verdict = rule(ledger, left.term, right.term)
    if not isinstance(verdict, Fail):
        return verdict
    for a in (left.term, *left.others):
        for b in (right.term, *right.others):
            if (a, b) != (left.term, right.term) and not isinstance(rule(ledger, a, b), Fail):
                return Undecided(Message("derivation.undecided.ambiguous"))
    return _in_the_case(ledger, left, right, rule) or verdict


def _in_the_case(ledger: Ledger, left: Side, right: Side, rule: Rule) -> Pass | None:
    """The verdict if the names that the text gave a number have it; None unless it passes.

    A size (n = 2) is meant for its own line alone: what holds for one size only is no derivation.
    """
    general = ledger.scope
    chosen = {
        name: setting.value
        for name, setting in ledger.settings.items()
        if isinstance(setting.value, Number)
        if name in general.declared or (name in general.dims and setting.where.line == right.where.line)
    }
    if not chosen:
        return None
    for name, number in chosen.items():
        ledger.scope = ledger.scope.defining(name, Function((), number))
    verdict = rule(ledger, left.term, right.term)
    ledger.scope = general
    if not isinstance(verdict, Pass):
        return None
    said = ", ".join(f"{name} = {show.plain(number)}" for name, number in chosen.items())
    ledger.remark((Message("derivation.remark.case", {"case": said}),))
    return verdict


def _meaning(scope: Scope, head: Term, body: Term) -> Scope:
    """The scope in which a function value or a density is what a line of the student says."""
    match head:
        case Call(Symbol(name), args, _) if name not in scope.functions:
            key = density_key(args)
            return replace(scope, meanings={**scope.meanings, key: body})
        case Call(Symbol(name), _, _) | Symbol(name):
            function = scope.functions[name]
            return scope.defining(name, replace(function, body=body))
        case _:
            return scope
