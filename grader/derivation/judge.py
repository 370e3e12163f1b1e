"""The judge: does each link of a derivation follow, and from what?

Rules, in the order in which they apply to two neighbouring sides of a chain:

1. A relation that is no equality (``∈``, ``∼``, ``≈`` …) is an aside; inequalities are checked, ``∝`` up to a factor.
2. ``new name = e`` defines. ``argmin f = …`` states an objective: the same task if the gradients are parallel.
3. A datum alone on the left states the model, unless an equation came before.
4. ``= 0`` first or last in a chain makes an equation of its neighbour; the other links of that chain are identities.
5. ``unknown = e`` is an equation; so is what is no identity but has the unknown on exactly one side.
6. Everything else is an identity and is decided by evaluation.

An equation follows from the equation before it, from the student's own gradient or loss, or from the task's. After a
refuted link the student's own line is the new start. Nothing is refuted that holds a name without a meaning.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from grader.core import Fail, Link, Message, Pass, Passage, Proof, ShapeClash, Undecided, Verdict, Where, Words
from grader.derivation.definitions import Definition, definition, functions_of, is_function_value
from grader.derivation.problem import Problem
from grader.derivation.statements import Side, Statement, Unread, read_text
from grader.maths import show
from grader.maths.decide import Different, Equal, Unsure, agree, equal
from grader.maths.declare import Function, Scope
from grader.maths.equations import Breaks, Equation, Follows, equation, extra_solution, follows
from grader.maths.minimise import minimises
from grader.maths.mistakes import Accept, explain, hint
from grader.maths.objectives import same_task
from grader.maths.order import ordered
from grader.maths.reader import Names
from grader.maths.shapes import Ambiguous, ShapeError
from grader.maths.substitute import substitute
from grader.maths.terms import (
    Accent,
    Apply,
    Call,
    Derivative,
    Differential,
    Index,
    Mul,
    Neg,
    Number,
    Optimum,
    Pow,
    Prime,
    RelationOp,
    Symbol,
    Term,
    free_names,
)
from grader.maths.typing import density_key, depends_on, typed

_EQUALITIES: tuple[RelationOp, ...] = ("=", ":=", "≡")
_ORDERS: tuple[RelationOp, ...] = ("<", "≤", ">", "≥")
_ZERO = Number(Fraction(0))
_CONSTANTS = frozenset(("const", "C", "c", "K"))
_INDICES = frozenset(("i", "j", "k", "l", "pi", "I", "infinity"))
_LET_WORDS = ("let", "define", "redefine", "令", "设", "记", "定义")
_DEFINED_E = re.compile(r"(?:^|[\s$(,;，])e(?:_\{?\w\}?)?\s*&?\s*=", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Claimed:
    """A formula that a text states for something, with its place.

    ``tainted`` is the refuted line that it follows from, if it follows from one; ``follows``: whether its link held.
    """

    term: Term
    where: Where
    tainted: Where | None = None
    follows: bool = False


@dataclass(frozen=True, slots=True)
class Study:
    """What a text states, and how each of its links was judged."""

    scope: Scope
    links: tuple[Link, ...]
    values: tuple[Claimed, ...]  # of the unknown
    objectives: tuple[Claimed, ...]  # losses, the student's own, in this part
    earlier: tuple[Claimed, ...]  # losses of the parts before
    gradients: tuple[Claimed, ...]
    losses: tuple[Term, ...]  # what is minimised: the task's objective and the student's own
    updates: tuple[Claimed, ...]  # new values of the unknown in a step of an iteration
    chains: tuple[tuple[Claimed, ...], ...]  # every formula that stands in the text, chain by chain
    equations: int
    unread: tuple[Unread, ...]
    prose: str
    remarks: tuple[Words, ...]

    @property
    def sides(self) -> tuple[Claimed, ...]:
        """Every formula that stands in the text."""
        return tuple(side for chain in self.chains for side in chain)


def study(passages: Sequence[Passage], problem: Problem, context: Study | None = None, seed: int = 0) -> Study:
    """Read and judge a text. ``context`` is the study of earlier parts, whose definitions hold here too."""
    names = _names(problem, passages)
    text = read_text(passages, names)
    judge = Judge(problem, text.statements, context, seed)
    judge.run()
    return Study(
        scope=judge.scope,
        links=tuple(judge.links),
        values=tuple(judge.values),
        objectives=tuple(judge.objectives),
        earlier=(*context.earlier, *context.objectives) if context else (),
        gradients=tuple(judge.gradients),
        losses=tuple(loss for loss, _ in judge.losses()),
        updates=tuple(judge.updates),
        chains=tuple(tuple(judge.claimed(side) for side in statement.sides) for statement in text.statements),
        equations=judge.equations,
        unread=text.unread,
        prose=text.prose,
        remarks=(*text.remarks, *judge.remarks),
    )


def _names(problem: Problem, passages: Sequence[Passage]) -> Names:
    scope = problem.scope
    declared = {*scope.declared, *scope.dims, *scope.rows, *scope.same}
    if any(_DEFINED_E.search(passage.source) for passage in passages):
        declared.add("e")
    return Names(frozenset(declared), frozenset())


class Judge:
    """One pass over the statements of a text."""

    def __init__(self, problem: Problem, statements: Sequence[Statement], context: Study | None, seed: int) -> None:
        self.statements = statements
        self.seed = seed
        self.links: list[Link] = []
        self.values: list[Claimed] = []
        self.objectives: list[Claimed] = []
        self.gradients: list[Claimed] = []
        self.updates: list[Claimed] = []
        self.remarks: list[Words] = []
        self.equations = 0
        self.head: Term | None = None  # the function value that the chain at hand is about
        self.own_lines: list[tuple[Term, Side]] = []  # what a refuted line says that a function value is
        self.followed: dict[Where, Where] = {}  # what follows from a refuted line, and that line
        self.both_ways = False  # the statement at hand claims an equivalence
        self.ground: Equation | None = None  # the last equation that was not left undecided
        self.taint: Where | None = None  # the refuted line that the ground goes back to
        self.context = context
        self.problem = _charitable(problem, statements)
        self.scope, self.defined = self._definitions(self.problem.scope)

    # -------------------------------------------------------------------------------------------- set-up

    def _definitions(self, scope: Scope) -> tuple[Scope, frozenset[int]]:
        """The scope with all that the text defines, and which statements do so."""
        earlier: dict[str, Function] = dict(self.context.scope.functions) if self.context else {}
        found: list[Definition] = []
        for number, statement in enumerate(self.statements):
            if len(statement.sides) > 1:
                item = definition(
                    statement.sides[0].term, statement.sides[1].term, statement.ops[0], scope, number
                )
                if item is not None:
                    found.append(item)
        first: dict[str, Definition] = {}
        for item in found:
            first.setdefault(item.name, item)
        own = {name: item for name, item in first.items() if self._redefines(item, earlier, scope)}
        functions = {**earlier, **functions_of(own.values())}
        return replace(scope, functions=functions), frozenset(item.statement for item in own.values())

    def _redefines(self, item: Definition, earlier: dict[str, Function], scope: Scope) -> bool:
        """Whether the text gives the name a meaning of its own: a new name, or one that it plainly sets anew."""
        before = earlier.get(item.name)
        if before is None:
            return True
        known = replace(scope, functions=earlier)
        if agree(item.function.body, before.body, known, self.seed):
            return False
        words = self.statements[item.statement].words
        if any(word in words for word in _LET_WORDS):
            return True
        tasks = [same_task(item.function.body, before.body, known, opposite=o, seed=self.seed) for o in (False, True)]
        return any(isinstance(task, Equal) for task in tasks)  # rescaled, or the likelihood of the same squares

    def run(self) -> None:
        """Judge all statements in order."""
        for number, statement in enumerate(self.statements):
            if len(statement.sides) == 1:
                self._single(statement.sides[0])
            else:
                self._chain(number, statement)

    def _single(self, side: Side) -> None:
        if isinstance(side.term, Optimum) and side.term.op in ("min", "argmin", "max", "argmax"):
            self._objective(side.term, side.where)

    def _objective(self, optimum: Optimum, where: Where) -> None:
        body = Neg(optimum.body) if optimum.op in ("max", "argmax") else optimum.body
        self.objectives.append(Claimed(body, where))

    # ------------------------------------------------------------------------------------------ the chain

    def _chain(self, number: int, statement: Statement) -> None:
        sides, ops = statement.sides, statement.ops
        self.both_ways = statement.joint == "iff"
        self.head = self._function_head(sides[0].term)
        if self._is_aside(statement) or self._is_lemma(statement):
            return
        zeros = [_is_zero(side.term) for side in sides]
        for place, op in enumerate(ops):
            left, right = sides[place], sides[place + 1]
            if op in _EQUALITIES:
                if zeros[place] or zeros[place + 1]:
                    self._vanishing(left if zeros[place + 1] else right, right)
                elif number in self.defined and place == 0:
                    self._defined(left, right)
                else:
                    self._equality(left, right, place)
            elif op in _ORDERS:
                self._order(left, op, right, place)
            elif op == "∝":
                self._proportional(left, right)

    def _function_head(self, term: Term) -> Term | None:
        """A function's value or a density at the head of a chain; not a derivative."""
        if self._is_derivative(term):
            return None
        density = isinstance(term, Call) and isinstance(term.head, Symbol) and term.head.name in "pP"
        return term if density or self._is_function(term) else None

    def _is_aside(self, statement: Statement) -> bool:
        """The model or a condition: a datum alone on the left that no equation came before; an update; a setting."""
        head, op = statement.sides[0].term, statement.ops[0]
        if op == "←":
            self._update(statement)
            return True
        if op not in _EQUALITIES:
            return False
        if isinstance(head, Apply) and head.op == "rank":
            return True
        name = _bare_name(head)
        canonical = self.scope.canonical(name) if name is not None else None
        if canonical == self.scope.unknown and canonical is not None:
            if self._is_update(statement):
                self._update(statement)
                return True
            return self._is_setting(statement)
        if canonical in self.scope.declared and self.ground is None:
            return not agree(head, statement.sides[1].term, self.scope, self.seed)
        return False

    def _is_lemma(self, statement: Statement) -> bool:
        """A general rule in letters of its own, which stand nowhere else: ``d(a^T w)/dw = a``."""
        letters = self._strangers(statement.sides[0].term) - _CONSTANTS
        if not letters or self._function_head(statement.sides[0].term) is not None:
            return False
        if self._undefined_function(statement.sides[0].term) is not None:
            return False
        return not any(
            letters & free_names(side.term)
            for other in self.statements
            if other is not statement
            for side in other.sides
        )

    def _is_update(self, statement: Statement) -> bool:
        """``w = w - \\eta g``, ``w_{t+1} = w_t - …``: the unknown on both sides beside a name without a meaning."""
        right = free_names(statement.sides[1].term)
        unknown = any(self.scope.canonical(name) == self.scope.unknown for name in right)
        return unknown and any(not self.scope.knows(name) and name not in ("pi", "i", "j", "k", "t") for name in right)

    def _update(self, statement: Statement) -> None:
        new = statement.sides[1]
        if self.scope.canonical(_bare_name(statement.sides[0].term) or "") == self.scope.unknown:
            self.updates.append(Claimed(new.term, new.where))

    def _is_setting(self, statement: Statement) -> bool:
        """``b = 0`` as an example is no step."""
        return isinstance(statement.sides[1].term, Number) and self.ground is None

    def _defined(self, left: Side, right: Side) -> None:
        self._link(left, right, self._given(right))
        self.objectives.append(Claimed(right.term, right.where))

    def _given(self, right: Side) -> Verdict:
        """A definition; where the task gives the objective, a slip in writing it down is a wrong line."""
        objective = self.problem.objective
        if not self.problem.given or objective is None or self.objectives or not self._mentions_unknown(right.term):
            return Pass(Proof("definition"))
        for opposite in (False, True):
            decision = same_task(right.term, objective, self.scope, opposite=opposite, seed=self.seed)
            if not isinstance(decision, Different) or self._strangers(right.term):
                return Pass(Proof("definition"))
        decision = same_task(right.term, objective, self.scope, seed=self.seed)
        found = explain(right.term, lambda term: agree(term, objective, self.scope, self.seed), self.scope, objective)
        if found is None or not isinstance(decision, Different):
            return Pass(Proof("definition"))
        return Fail(decision.evidence, found.hint, found.mistakes)

    # ---------------------------------------------------------------------------------------- equalities

    def _equality(self, left: Side, right: Side, place: int) -> None:
        if isinstance(right.term, Optimum):
            self._argmin(left, right)
        elif isinstance(left.term, Optimum):
            self._objective(left.term, left.where)
            inner = replace(left, term=left.term.body)
            self._link(left, right, self._best(inner, right, self._identity))
        elif place == 0 and self._is_unknown(left.term) and not self._mentions_unknown(right.term):
            self._stated_value(left, right)
        elif place == 0 and self._is_row_of_unknown(left.term) and not self._mentions_unknown(right.term):
            self._step(left, right, right)
            verdict = self.links[-1].verdict
            column = Apply("transpose", (right.term,))
            self.values.append(Claimed(column, right.where, self.taint, isinstance(verdict, Pass)))
        elif self._is_unknown(right.term) and not self._mentions_unknown(left.term):
            self._stated_value(right, left)
        else:
            self._identity_or_equation(left, right)

    def _identity_or_equation(self, left: Side, right: Side) -> None:
        verdict = self._best(left, right, self._identity)
        if isinstance(verdict, Fail):
            verdict = self._from_own_line(left, right) or verdict
        own_line = self.followed.get(right.where)
        one_sided = self._mentions_unknown(left.term) != self._mentions_unknown(right.term)
        plain = not any(self._is_function(side.term) for side in (left, right))
        if isinstance(verdict, Fail) and one_sided and plain:
            self._step(left, right, right)
            return
        self._link(left, right, verdict)
        if self._is_derivative(left.term) or self._continues_gradient(left):
            before = self.gradients[-1].tainted if self._continues_gradient(left) else own_line
            tainted = right.where if isinstance(verdict, Fail) else before
            self.gradients.append(Claimed(right.term, right.where, tainted, isinstance(verdict, Pass)))
        elif self.head is not None:
            tainted = right.where if isinstance(verdict, Fail) else None
            self.objectives.append(Claimed(right.term, right.where, tainted, isinstance(verdict, Pass)))
            if tainted is not None:
                self.own_lines.append((self.head, right))
        elif self.values and self.values[-1].where == left.where:
            value = self.values[-1]
            tainted = right.where if isinstance(verdict, Fail) else value.tainted
            follows_on = value.follows and isinstance(verdict, Pass)
            self.values.append(Claimed(right.term, right.where, tainted, follows_on))

    def claimed(self, side: Side) -> Claimed:
        """A side as a formula that the text states, with the refuted line that it follows from, if it does."""
        line = self.followed.get(side.where)
        return Claimed(side.term, side.where, line, line is not None)

    def _from_own_line(self, left: Side, right: Side) -> Verdict | None:
        """The verdict if a function means what the student wrote for it in a refuted line; None unless it passes."""
        before = self.scope
        for head, line in reversed(self.own_lines):
            self.scope = _meaning(before, head, line.term)
            verdict = self._best(left, right, self._identity)
            self.scope = before
            if isinstance(verdict, Pass):
                self.followed[right.where] = line.where
                return verdict
        return None

    def _continues_gradient(self, left: Side) -> bool:
        return bool(self.gradients) and self.gradients[-1].where == left.where

    def _identity(self, left: Term, right: Term) -> Verdict:
        """Whether two sides are the same for all inputs."""
        strangers = self._strangers(left, right)
        if (sample := self._of_one_sample(left, right)) is not None:
            return sample
        undefined = self._undefined_function(left)
        if undefined is not None:
            return self._of_the_task(undefined, right)
        if strangers & _CONSTANTS and self.scope.unknown:
            return self._up_to_constant(left, right)
        decision = equal(right, left, self.scope, self.seed)
        if isinstance(decision, Equal):
            self._remark(decision.remarks)
            return Pass(decision.evidence)
        if self._is_derivative(left) and agree(Apply("transpose", (right,)), left, self.scope, self.seed):
            self._remark((Message("derivation.remark.layout"),))
            return Pass(Proof("the transpose, in the other layout of derivatives"))
        if strangers:
            return _no_meaning(strangers)
        if isinstance(decision, Unsure):
            return Undecided(decision.reason)
        return self._refuted(right, decision, lambda term: agree(term, left, self.scope, self.seed), left)

    def _of_one_sample(self, left: Term, right: Term) -> Verdict | None:
        """``p(x) = …`` with x for any one of the x_i: the density of a sample; None unless it is right so."""
        if not (isinstance(left, Call) and len(left.args) == 1 and isinstance(left.args[0], Symbol)):
            return None
        name = left.args[0].name
        sample = Index(Symbol(name), (Symbol("i"),))
        meaning = self.scope.meanings.get(density_key((sample,)))
        if meaning is None or (density_key(left.args) not in self.scope.meanings and not self.scope.knows(name)):
            return None
        decision = equal(substitute(right, {name: sample}), meaning, self.scope, self.seed)
        return Pass(decision.evidence) if isinstance(decision, Equal) else None

    def _refuted(self, term: Term, decision: Different, accept: Accept, expected: Term | None) -> Fail:
        found = explain(term, accept, self.scope, expected)
        if found is None and expected is not None and not self._is_function(expected):
            found = explain(expected, lambda other: agree(other, term, self.scope, self.seed), self.scope, term)
        names = found.mistakes if found else ()
        if isinstance(decision.evidence, ShapeClash):
            words = found.hint if found else decision.evidence.problem
            return Fail(decision.evidence, words, (*names, "shape"))
        if found is None:
            return Fail(decision.evidence, hint("invalid_step"), ("invalid_step",))
        return Fail(decision.evidence, found.hint, names)

    def _up_to_constant(self, left: Term, right: Term) -> Verdict:
        by = Symbol(self.scope.unknown or "")
        constants = {name: _ZERO for name in _CONSTANTS if not self.scope.knows(name)}
        sides = [Derivative(substitute(side, constants), by) for side in (left, right)]
        decision = equal(sides[1], sides[0], self.scope, self.seed)
        if isinstance(decision, Equal):
            return Pass(decision.evidence)
        return Undecided(Message("derivation.undecided.constant"))

    def _undefined_function(self, left: Term) -> Term | None:
        """The derivative of a function that was never written, as one of the task's loss; None for all else."""
        objective = self.problem.objective
        match left:
            case Derivative(body, by, order) if objective is not None:
                inner = body.head if isinstance(body, Call) else body
                name = _bare_name(inner)
                if name is not None and not self.scope.knows(name) and name not in self.scope.meanings:
                    return Derivative(objective, by, order)
            case Prime(Symbol(name), order) | Call(Prime(Symbol(name), order), _, _) if objective is not None:
                if not self.scope.knows(name) and self.scope.unknown:
                    return Derivative(objective, Symbol(self.scope.unknown), order)
            case Differential(Symbol(name)) if objective is not None and not self.scope.knows(name):
                return Differential(objective)
        return None

    def _of_the_task(self, slope: Term, right: Term) -> Verdict:
        """A gradient of a loss that was never written: that of the task's loss, up to a positive factor."""
        if strangers := self._strangers(right):
            return _no_meaning(strangers)
        scales = [Number(Fraction(*q)) for q in ((1, 1), (1, 2), (2, 1))]
        over_n = [Mul((scale, Pow(Symbol(self.scope.dims[0]), Number(Fraction(-1))))) for scale in scales]
        for scale in (*scales, *(over_n if self.scope.dims else ())):
            decision = equal(right, Mul((scale, slope)), self.scope, self.seed)
            if isinstance(decision, Equal):
                return Pass(decision.evidence)
        decision = equal(right, slope, self.scope, self.seed)
        if isinstance(decision, Different):
            return self._refuted(right, decision, lambda term: agree(term, slope, self.scope, self.seed), slope)
        return Undecided(Message("derivation.undecided.loss"))

    # ---------------------------------------------------------------------------------------- equations

    def _vanishing(self, side: Side, last: Side) -> None:
        """``side = 0``."""
        if self._undefined_function(side.term) is not None or self._is_function(side.term):
            self.equations += 1
            return  # "the derivative is zero": a condition, not yet a formula
        if self._is_unknown(side.term):
            self._stated_value(side, Side(_ZERO, last.where))
            return
        self._step(side, Side(_ZERO, last.where), last)

    def _stated_value(self, unknown: Side, value: Side) -> None:
        verdict = self._best(unknown, value, self._follows)
        self._link(unknown, value, verdict)
        tainted = self.taint if isinstance(verdict, Pass) else value.where if isinstance(verdict, Fail) else None
        self.values.append(Claimed(value.term, value.where, tainted, isinstance(verdict, Pass)))
        self._advance(unknown, value, verdict)

    def _step(self, left: Side, right: Side, shown: Side) -> None:
        """An equation: does it follow from what came before?"""
        verdict = self._best(left, right, self._follows)
        self._link(left, replace(right, where=shown.where), verdict)
        self._advance(left, right, verdict)

    def _advance(self, left: Side, right: Side, verdict: Verdict) -> None:
        """The equation just judged is what the next one follows from, unless it was left undecided."""
        self.equations += 1
        if isinstance(verdict, Fail):
            self.taint = right.where if not _is_zero(right.term) else left.where
        if isinstance(verdict, Pass | Fail):
            try:
                self.ground = equation(left.term, right.term, self.scope)
            except (ShapeError, Ambiguous):
                self.ground = None

    def _follows(self, left: Term, right: Term) -> Verdict:
        """Whether the equation ``left = right`` follows from the equation before, or from a gradient set to zero."""
        if strangers := self._strangers(left, right):
            return _no_meaning(strangers)
        try:
            stated = equation(left, right, self.scope)
        except ShapeError as error:
            return self._misshapen(left, right, error)
        except Ambiguous as error:
            return Undecided(error.problem)
        first: Breaks | None = None
        not_affine = False
        for ground, taint in self._grounds():
            match follows(ground, stated, self.scope, self.seed):
                case Follows(evidence, weaker):
                    if weaker and self.both_ways:
                        return self._gained(ground, stated)
                    if weaker:
                        self._remark((Message("derivation.remark.weaker"),))
                    self.taint = taint
                    return Pass(evidence)
                case Breaks() as broken:
                    first = first or broken
                case Unsure():
                    not_affine = True
        if not_affine and first is None:
            return self._by_objective(left, right)
        if first is None:
            return Undecided(Message("derivation.undecided.ground"))
        return self._broken(left, right, first)

    def _gained(self, ground: Equation, stated: Equation) -> Verdict:
        """An equivalence that holds in one direction only."""
        evidence = extra_solution(ground, stated, self.scope, self.seed)
        if evidence is None:
            return Undecided(Message("derivation.undecided.ground"))
        return Fail(evidence, hint("gained_solution"), ("gained_solution",))

    def _grounds(self) -> Iterator[tuple[Equation, Where | None]]:
        """What an equation may follow from, nearest first, with the refuted line that each goes back to."""
        if self.ground is not None:
            yield self.ground, self.taint
        zero = _ZERO
        earlier = self.context.gradients[-1:] if self.context else ()
        for claimed in reversed((*earlier, *self.gradients[-3:])):
            if (found := self._equation(claimed.term, zero)) is not None:
                yield found, claimed.tainted
        for loss, tainted in self.losses():
            slope = Derivative(loss, Symbol(self.scope.unknown or ""))
            if (found := self._equation(slope, zero)) is not None:
                yield found, tainted

    def losses(self) -> Iterator[tuple[Term, Where | None]]:
        """The student's own losses, the last first, then the task's, with the refuted line that each is."""
        for claimed in reversed((*self._earlier(), *self.objectives)):
            if self._mentions_unknown(claimed.term) and not self._strangers(claimed.term):
                yield claimed.term, claimed.tainted
        if self.problem.objective is not None:
            yield self.problem.objective, None

    def _earlier(self) -> tuple[Claimed, ...]:
        return (*self.context.earlier, *self.context.objectives) if self.context else ()

    def _equation(self, left: Term, right: Term) -> Equation | None:
        if self._strangers(left, right):
            return None
        try:
            return equation(left, right, self.scope)
        except (ShapeError, Ambiguous):
            return None

    def _misshapen(self, left: Term, right: Term, error: ShapeError) -> Verdict:
        decision = Different(ShapeClash(error.problem))
        return self._refuted(right if self._is_unknown(left) else left, decision, self._acceptor(left, right), None)

    def _broken(self, left: Term, right: Term, broken: Breaks) -> Verdict:
        whole = right if self._is_unknown(left) or not _is_zero(right) else left
        found = explain(whole, self._acceptor(left, right), self.scope)
        if found is not None:
            return Fail(broken.evidence, found.hint, found.mistakes)
        return Fail(broken.evidence, hint(broken.how), (broken.how,))

    def _acceptor(self, left: Term, right: Term) -> Accept:
        """Whether a changed side makes the equation follow from what came before."""
        ground = next(iter(self._grounds()), None)
        change_left = not (self._is_unknown(left) or not _is_zero(right))

        def accept(term: Term) -> bool:
            if ground is None:
                return False
            sides = (term, right) if change_left else (left, term)
            found = self._equation(*sides)
            if found is None:
                return False
            step = follows(ground[0], found, self.scope, self.seed)
            return isinstance(step, Follows) and not step.weaker

        return accept

    def _by_objective(self, left: Term, right: Term) -> Verdict:
        """A stated value where no gradient can be solved exactly: is it a minimiser?"""
        if not self._is_unknown(left):
            return Undecided(Message("derivation.undecided.not_affine"))
        try:
            value = typed(right, self.scope)
        except (ShapeError, Ambiguous) as error:
            return Undecided(error.problem)
        for loss, _ in self.losses():
            decision = minimises(value, loss, self.scope, self.seed)
            match decision:
                case Equal(evidence):
                    return Pass(evidence)
                case Different(evidence):
                    return Fail(evidence, hint("invalid_step"), ("invalid_step",))
                case Unsure(reason):
                    return Undecided(reason)
        return Undecided(Message("derivation.undecided.ground"))

    # ------------------------------------------------------------------------------- the other relations

    def _argmin(self, left: Side, right: Side) -> None:
        assert isinstance(right.term, Optimum)
        before = [*self.losses()]
        own = len(before) - (self.problem.objective is not None)
        self._objective(right.term, right.where)
        stated = self.objectives[-1].term
        if isinstance(left.term, Optimum):
            task = Neg(left.term.body) if left.term.op in ("max", "argmax") else left.term.body
        elif own:
            task = before[0][0]
        else:
            self._link(left, right, Pass(Proof("definition")))
            return
        if strangers := self._strangers(stated, task):
            self._link(left, right, _no_meaning(strangers))
            return
        decision = same_task(stated, task, self.scope, seed=self.seed)
        match decision:
            case Equal(evidence):
                self._link(left, right, Pass(evidence))
            case Different(evidence):
                self._link(left, right, Fail(evidence, hint("invalid_step"), ("invalid_step",)))
            case Unsure(reason):
                self._link(left, right, Undecided(reason))

    def _order(self, left: Side, op: RelationOp, right: Side, place: int) -> None:
        """An inequality that a chain ends in (``f'' = 2n > 0``), checked at sampled points; one that stands alone on
        data is a condition."""
        if place == 0 and not self._is_derivative(left.term):
            return
        if self._strangers(left.term, right.term) or self._undefined_function(left.term) is not None:
            return
        decision = ordered(left.term, op, right.term, self.scope, self.seed)
        match decision:
            case Equal(evidence):
                self._link(left, right, Pass(evidence))
            case Different(evidence):
                self._link(left, right, Fail(evidence, hint("invalid_step"), ("invalid_step",)))
            case Unsure(reason):
                self._link(left, right, Undecided(reason))

    def _proportional(self, left: Side, right: Side) -> None:
        """``f ∝ g``: the logs differ by a constant, so their gradients agree."""
        if self._strangers(left.term, right.term) or self.scope.unknown is None:
            self._link(left, right, Undecided(Message("derivation.undecided.constant")))
            return
        by = Symbol(self.scope.unknown)
        slopes = [Derivative(Apply("log", (side.term,)), by) for side in (left, right)]
        decision = equal(slopes[1], slopes[0], self.scope, self.seed)
        if isinstance(decision, Equal):
            self._link(left, right, Pass(decision.evidence))
        else:
            self._link(left, right, Undecided(Message("derivation.undecided.proportional")))

    # -------------------------------------------------------------------------------------------- helpers

    def _best(self, left: Side, right: Side, judge: Callable[[Term, Term], Verdict]) -> Verdict:
        """The verdict of the likeliest reading; undecided if it fails and another reading does not."""
        verdict = judge(left.term, right.term)
        if not isinstance(verdict, Fail):
            return verdict
        for a in (left.term, *left.others):
            for b in (right.term, *right.others):
                if (a, b) != (left.term, right.term) and not isinstance(judge(a, b), Fail):
                    return Undecided(Message("derivation.undecided.ambiguous"))
        return verdict

    def _link(self, left: Side, right: Side, verdict: Verdict) -> None:
        read = f"{show.plain(left.term)} = {show.plain(right.term)}"
        self.links.append(Link(right.where, read, verdict))

    def _remark(self, remarks: Sequence[Words]) -> None:
        self.remarks += [remark for remark in remarks if remark not in self.remarks]

    def _is_unknown(self, term: Term) -> bool:
        """The unknown alone, however marked: b, b^*, \\hat b, b_{\\min}."""
        inner = term.term if isinstance(term, Accent) and term.mark != "bar" else term
        return isinstance(inner, Symbol) and self.scope.canonical(inner.name) == self.scope.unknown

    def _is_row_of_unknown(self, term: Term) -> bool:
        return isinstance(term, Apply) and term.op == "transpose" and self._is_unknown(term.args[0])

    def _mentions_unknown(self, term: Term) -> bool:
        return depends_on(term, self.scope.unknown, self.scope)

    def _is_derivative(self, term: Term) -> bool:
        return isinstance(term, Derivative | Prime | Differential) or (
            isinstance(term, Call | Index) and isinstance(_head(term), Derivative | Prime)
        )

    def _is_function(self, term: Term) -> bool:
        return self._is_derivative(term) or (is_function_value(term, self.scope) and self._mentions_unknown(term))

    def _strangers(self, *terms: Term) -> frozenset[str]:
        """Names without a meaning in the terms."""
        found: set[str] = set()
        for term in terms:
            try:
                found |= typed(term, self.scope).unknown
            except (ShapeError, Ambiguous):
                found |= {name for name in free_names(term) if not self._has_meaning(name)}
        return frozenset(found)

    def _has_meaning(self, name: str) -> bool:
        return self.scope.knows(name) or name in _INDICES or name in self.scope.meanings


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


def _charitable(problem: Problem, statements: Sequence[Statement]) -> Problem:
    """The problem with optional names that never occur taken as 0."""
    used = {name for statement in statements for side in statement.sides for name in free_names(side.term)}
    absent = frozenset(name for name in problem.optional if name not in {problem.scope.canonical(u) for u in used})
    return problem.without(absent) if absent else problem


def _head(term: Call | Index) -> Term:
    return term.head if isinstance(term, Call) else term.base


def _bare_name(term: Term) -> str | None:
    """The name of a bare symbol, marked or with a subscript."""
    match term:
        case Symbol(name):
            return name
        case Accent(mark, inner) if mark != "bar":
            return _bare_name(inner)
        case Index(base, _):
            return _bare_name(base)
        case _:
            return None


def _is_zero(term: Term) -> bool:
    return term == _ZERO or (isinstance(term, Apply) and term.op == "zeros")


def _no_meaning(names: frozenset[str]) -> Undecided:
    return Undecided(Message("derivation.undecided.name", {"names": ", ".join(sorted(names))}))
