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
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial

from grader.core import Fail, Pass, Passage, Proof, Verdict, Where
from grader.derivation.asides import EQUALITIES, function_head, is_aside, is_lemma, is_quantity
from grader.derivation.definitions import Definition, collected
from grader.derivation.identities import best, from_own_line, identity
from grader.derivation.ledger import ZERO, Ledger, is_zero
from grader.derivation.problem import Problem
from grader.derivation.relations import inequality, objective_of, proportional, same_minimum
from grader.derivation.statements import Side, Statement, read_text
from grader.derivation.steps import follows_from_ground
from grader.derivation.study import Claimed, Study
from grader.maths.decide import Different, agree
from grader.maths.equations import equation
from grader.maths.mistakes import explain
from grader.maths.objectives import same_task
from grader.maths.reader import Names
from grader.maths.shapes import Ambiguous, ShapeError
from grader.maths.terms import Apply, Optimum, RelationOp, Symbol, free_names, walk

_ORDERS: tuple[RelationOp, ...] = ("<", "≤", ">", "≥")
_DEFINED = re.compile(r"(?:^|[\s$(,;，。：])([A-DF-Za-cf-z])\s*:?=(?!=)", re.MULTILINE)  # a letter with a formula
_DEFINED_E = re.compile(r"(?:^|[\s$(,;，])e(?:_\{?\w\}?)?\s*&?\s*=", re.MULTILINE)


def study(passages: Sequence[Passage], problem: Problem, context: Study | None = None, seed: int = 0) -> Study:
    """Read and judge a text. ``context`` is the study of earlier parts, whose definitions hold here too."""
    text = read_text(passages, _names(problem, passages))
    problem = _charitable(problem, text.statements)
    scope, defining = collected(text.statements, problem.scope, context.scope if context else None, seed)
    ledger = Ledger(scope, problem, context, seed)
    Judge(ledger, text.statements, defining).run()
    return Study(
        problem=problem,
        scope=ledger.scope,
        links=tuple(ledger.links),
        values=tuple(ledger.values),
        objectives=tuple(ledger.objectives),
        earlier=ledger.earlier_losses(),
        gradients=tuple(ledger.gradients),
        losses=tuple(loss for loss, _ in ledger.losses()),
        updates=tuple(ledger.updates),
        chains=tuple(tuple(ledger.claimed(side) for side in statement.sides) for statement in text.statements),
        equations=ledger.equations,
        unread=text.unread,
        prose=text.prose,
        remarks=(*text.remarks, *ledger.remarks),
    )


def _names(problem: Problem, passages: Sequence[Passage]) -> Names:
    scope = problem.scope
    declared = {*scope.declared, *scope.dims, *scope.rows, *scope.same}
    for passage in passages:
        text = passage.source
        letters = _DEFINED.findall(text)
        declared.update(name for name in letters if not re.search(rf"{name}\}}?['′]*\s*(\\left\s*)?\(", text))
        if _DEFINED_E.search(text):
            declared.add("e")
    return Names(frozenset(declared), frozenset())


def _charitable(problem: Problem, statements: Sequence[Statement]) -> Problem:
    """The problem with optional names that never occur taken as 0."""
    used = {name for statement in statements for side in statement.sides for name in free_names(side.term)}
    absent = frozenset(name for name in problem.optional if name not in {problem.scope.canonical(u) for u in used})
    return problem.without(absent) if absent else problem


class Judge:
    """One pass over the statements of a text, which enters what it finds into the ledger."""

    def __init__(self, ledger: Ledger, statements: Sequence[Statement], defining: Mapping[int, Definition]) -> None:
        self.ledger = ledger
        self.statements = statements
        self.defining = defining  # the statements that define a name
        self.named = False  # the chain at hand is about a named quantity, so that it holds no equation to solve

    def run(self) -> None:
        """Judge all statements in order."""
        for number, statement in enumerate(self.statements):
            if len(statement.sides) == 1:
                self._single(statement.sides[0])
            else:
                self._chain(number, statement)

    def _single(self, side: Side) -> None:
        if isinstance(side.term, Optimum):
            self.ledger.objectives.append(Claimed(objective_of(side.term), side.where))

    def _chain(self, number: int, statement: Statement) -> None:
        sides, ops = statement.sides, statement.ops
        self.ledger.both_ways = statement.joint == "iff"
        self.ledger.head = function_head(self.ledger, sides[0].term)
        self.named = is_quantity(self.ledger, sides[0].term)
        if is_aside(self.ledger, statement) or is_lemma(self.ledger, statement, self.statements):
            return
        zeros = [is_zero(side.term) for side in sides]
        for place, op in enumerate(ops):
            left, right = sides[place], sides[place + 1]
            if op in EQUALITIES:
                if zeros[place] or zeros[place + 1]:
                    self._vanishing(left if zeros[place + 1] else right, right)
                elif number in self.defining and place == 0:
                    self._defined(left, right, self.defining[number])
                else:
                    self._equality(left, right, place)
            elif op in _ORDERS:
                inequality(self.ledger, left, op, right, place)
            elif op == "∝":
                proportional(self.ledger, left, right)

    def _defined(self, left: Side, right: Side, definition: Definition) -> None:
        self.ledger.scope = self.ledger.scope.defining(definition.name, definition.function)
        verdict = self._given(right)
        self.ledger.link(left, right, verdict)
        wrong = right.where if isinstance(verdict, Fail) else None
        if wrong is not None:
            self.ledger.misstated[definition.name] = wrong
        self.ledger.objectives.append(Claimed(right.term, right.where, wrong))

    def _given(self, right: Side) -> Verdict:
        """A definition; where the task gives the objective, a slip in writing it down is a wrong line."""
        ledger, objective = self.ledger, self.ledger.problem.objective
        definition = Pass(Proof("definition"))
        if not ledger.problem.given or objective is None or ledger.objectives or ledger.strangers(right.term):
            return definition
        if not ledger.mentions_unknown(right.term):
            return definition
        tasks = [same_task(right.term, objective, ledger.scope, opposite=o, seed=ledger.seed) for o in (True, False)]
        if not all(isinstance(task, Different) for task in tasks):
            return definition
        accept = partial(agree, b=objective, scope=ledger.scope, seed=ledger.seed)
        found = explain(right.term, accept, ledger.scope, objective)
        decision = tasks[-1]
        if found is None or not isinstance(decision, Different):
            return definition
        return Fail(decision.evidence, found.hint, found.mistakes)

    def _equality(self, left: Side, right: Side, place: int) -> None:
        if isinstance(right.term, Optimum):
            same_minimum(self.ledger, left, right)
        elif isinstance(left.term, Optimum):
            self.ledger.objectives.append(Claimed(objective_of(left.term), left.where))
            inner = replace(left, term=left.term.body)
            self.ledger.link(left, right, best(inner, right, partial(identity, self.ledger)))
        elif place == 0 and self.ledger.is_unknown(left.term) and not self.ledger.mentions_unknown(right.term):
            self._stated_value(left, right)
        elif place == 0 and self.ledger.is_row_of_unknown(left.term) and not self.ledger.mentions_unknown(right.term):
            self._step(left, right, right)
            verdict = self.ledger.links[-1].verdict if self.ledger.links else None
            column = Apply("transpose", (right.term,))
            self.ledger.values.append(Claimed(column, right.where, self.ledger.taint, isinstance(verdict, Pass)))
        elif self.ledger.is_unknown(right.term) and not self.ledger.mentions_unknown(left.term):
            self._stated_value(right, left)
        else:
            self._identity_or_equation(left, right)

    def _identity_or_equation(self, left: Side, right: Side) -> None:
        ledger = self.ledger
        verdict = best(left, right, partial(identity, ledger))
        if isinstance(verdict, Fail):
            verdict = from_own_line(ledger, left, right) or verdict
        one_sided = ledger.mentions_unknown(left.term) != ledger.mentions_unknown(right.term)
        plain = not (self.named or any(ledger.is_function(side.term) for side in (left, right)))
        if isinstance(verdict, Fail) and one_sided and plain:
            self._step(left, right, right)
            return
        ledger.link(left, right, verdict)
        self._carry_on(left, right, verdict)

    def _carry_on(self, left: Side, right: Side, verdict: Verdict) -> None:
        """What the left side is claimed to be, the right side is claimed to be too: gradient, loss or value."""
        ledger = self.ledger
        held = isinstance(verdict, Pass)
        wrong = right.where if isinstance(verdict, Fail) else None
        if ledger.is_derivative(left.term) or self._continues_gradient(left):
            own_line = ledger.followed.get(right.where) or self._misstated(left)
            before = ledger.gradients[-1].tainted if self._continues_gradient(left) else own_line
            ledger.gradients.append(Claimed(right.term, right.where, wrong or before, held))
        elif ledger.head is not None:
            ledger.objectives.append(Claimed(right.term, right.where, wrong, held))
            if wrong is not None:
                ledger.own_lines.append((ledger.head, right))
        elif ledger.values and ledger.values[-1].where == left.where:
            value = ledger.values[-1]
            ledger.values.append(Claimed(right.term, right.where, wrong or value.tainted, value.follows and held))

    def _misstated(self, left: Side) -> Where | None:
        """Where the function that is differentiated was defined wrongly, if it was."""
        names = (part.name for part in walk(left.term) if isinstance(part, Symbol))
        return next((self.ledger.misstated[name] for name in names if name in self.ledger.misstated), None)

    def _continues_gradient(self, left: Side) -> bool:
        return bool(self.ledger.gradients) and self.ledger.gradients[-1].where == left.where

    def _vanishing(self, side: Side, last: Side) -> None:
        """``side = 0``."""
        if self.ledger.undefined_function(side.term) is not None or self.ledger.is_function(side.term):
            self.ledger.equations += 1
            return  # "the derivative is zero": a condition, not yet a formula
        if self.ledger.is_unknown(side.term):
            self._stated_value(side, Side(ZERO, last.where))
            return
        self._step(side, Side(ZERO, last.where), last)

    def _stated_value(self, unknown: Side, value: Side) -> None:
        verdict = best(unknown, value, partial(follows_from_ground, self.ledger))
        if isinstance(verdict, Fail) and not self.ledger.problem.solved and self.ledger.ground is None:
            return  # another problem's solution, named for comparison
        self.ledger.link(unknown, value, verdict)
        tainted = self.ledger.taint if isinstance(verdict, Pass) else value.where if isinstance(verdict, Fail) else None
        self.ledger.values.append(Claimed(value.term, value.where, tainted, isinstance(verdict, Pass)))
        self._advance(unknown, value, verdict)

    def _step(self, left: Side, right: Side, shown: Side) -> None:
        """An equation: does it follow from what came before?"""
        verdict = best(left, right, partial(follows_from_ground, self.ledger))
        if isinstance(verdict, Fail) and not self.ledger.problem.solved and self.ledger.ground is None:
            return  # a case that is spoken of
        self.ledger.link(left, replace(right, where=shown.where), verdict)
        self._advance(left, right, verdict)

    def _advance(self, left: Side, right: Side, verdict: Verdict) -> None:
        """The equation just judged is what the next one follows from, unless it was left undecided."""
        self.ledger.equations += 1
        if isinstance(verdict, Fail):
            self.ledger.taint = right.where if not is_zero(right.term) else left.where
        if isinstance(verdict, Pass | Fail):
            try:
                self.ledger.ground = equation(left.term, right.term, self.ledger.scope)
            except (ShapeError, Ambiguous):
                self.ledger.ground = None
