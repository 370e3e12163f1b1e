"""The judge: does each link of a derivation follow, and from what?

Rules, in the order in which they apply to two neighbouring sides of a chain:

1. A relation that is no equality (``∈``, ``∼``, ``≈`` …) is an aside; inequalities are checked, ``∝`` up to a factor.
2. ``w ← …`` and ``w = w - ηg`` are steps of an iteration, which must go against a subgradient.
3. ``new name = e`` defines. ``argmin f = …`` states an objective: the same task if the gradients are parallel.
4. A datum alone on the left states the model, unless an equation came before.
5. ``= 0`` first or last in a chain makes an equation of its neighbour; the other links of that chain are identities.
6. ``unknown = e`` is an equation; so is what is no identity but has the unknown on exactly one side.
7. Everything else is an identity and is decided by evaluation.

An equation follows from the equation before it, from the student's own gradient or loss, or from the task's. After a
refuted link the student's own line is the new start; where that does not even fit in itself, the side before it is.
Nothing is refuted that holds a name without a meaning. A formula that stands alone is a claim if its words say so.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import pairwise
from typing import Literal

from grader.core import Fail, Message, Pass, Passage, Proof, ShapeClash, Undecided, Verdict, Where
from grader.derivation.asides import EQUALITIES, function_head, is_aside, is_lemma, is_quantity
from grader.derivation.definitions import Definition, at_their_point, collected, definition, is_function_value
from grader.derivation.identities import best, from_own_line, identity, of_the_task, refuted
from grader.derivation.ledger import ZERO, Ledger, is_zero
from grader.derivation.phrases import condition, is_contrary, is_supposed, pair, phrases, subjects
from grader.derivation.problem import Problem
from grader.derivation.relations import inequality, objective_of, order, proportional, same_minimum, solves_another
from grader.derivation.samples import sets_in, with_sets
from grader.derivation.statements import Side, Statement, read_text
from grader.derivation.steps import follows_from_ground
from grader.derivation.study import Claimed, Study
from grader.derivation.updates import Update, judged_update, update_of
from grader.maths.decide import Different, Equal, agree
from grader.maths.declare import Scope, Shape
from grader.maths.equations import equation
from grader.maths.mistakes import Target, explain
from grader.maths.objectives import same_task
from grader.maths.reader import Names
from grader.maths.shapes import Ambiguous, ShapeError
from grader.maths.terms import Accent, Apply, Derivative, Fold, Optimum, RelationOp, Symbol, Term, free_names, walk
from grader.maths.typing import misfits, possible, typed

_ORDERS: tuple[RelationOp, ...] = ("<", "≤", ">", "≥", "≺", "⪯", "≻", "⪰")
_NOTHING_SOLVED = Undecided(Message("derivation.undecided.ground"))  # where a derivative is asked for
_HESSIANS = frozenset(("H", "Hess"))
_LOSSES = frozenset(("L", "l", "ell", "J", "f", "F", "C", "E", "Q", "R", "NLL", "nll", "loss", "Loss", "cost", "Cost"))
_DEFINED = re.compile(r"(?:^|[\s$(,;，。：])([A-DF-Za-cf-z])\s*:?=(?!=)", re.MULTILINE)  # a letter with a formula
_DEFINED_E = re.compile(r"(?:^|[\s$(,;，])e(?:_\{?\w\}?)?\s*&?\s*=", re.MULTILINE)


def study(passages: Sequence[Passage], problem: Problem, context: Study | None = None, seed: int = 0) -> Study:
    """Read and judge a text. ``context`` is the study of earlier parts, whose definitions hold here too."""
    text = read_text(passages, names_of(problem, passages))
    statements = at_their_point(text.statements)
    problem = _charitable(problem, statements)
    own = with_sets(problem.scope, _sets(statements, problem.scope))
    scope, defining = collected(statements, own, context.scope if context else None, seed)
    ledger = Ledger(scope, problem, context, seed, text.prose)
    Judge(ledger, statements, defining).run()
    return Study(
        problem=problem,
        scope=ledger.scope,
        links=tuple(ledger.links),
        values=tuple(ledger.values),
        objectives=tuple(ledger.objectives),
        earlier=ledger.earlier_losses(),
        gradients=tuple(ledger.gradients),
        curvatures=tuple(ledger.curvatures),
        losses=tuple(loss for loss, _ in ledger.losses()),
        updates=tuple(ledger.updates),
        chains=tuple(tuple(ledger.claimed(side) for side in statement.sides) for statement in statements),
        ops=tuple(statement.ops for statement in statements),
        equations=ledger.equations,
        unread=text.unread,
        prose=text.prose,
        remarks=(*text.remarks, *ledger.remarks),
    )


def _sets(statements: Sequence[Statement], scope: Scope) -> tuple[str, ...]:
    """The sets of samples that a text sums over: a minibatch."""
    names = (name for statement in statements for side in statement.sides for name in sets_in(side.term))
    return tuple(name for name in dict.fromkeys(names) if not scope.knows(name))


def names_of(problem: Problem, passages: Sequence[Passage]) -> Names:
    """The names that a text may use: those of the task, and letters that the text itself gives a formula."""
    scope = problem.scope
    declared = {*scope.declared, *scope.dims, *scope.rows, *scope.same}
    for passage in passages:
        text = passage.source
        letters = _DEFINED.findall(text)
        declared.update(name for name in letters if not re.search(rf"{name}\}}?['′]*\s*(\\left\s*)?\(", text))
        if _DEFINED_E.search(text):
            declared.add("e")
    return Names(frozenset(declared - scope.operators.keys()), frozenset(scope.operators))


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
        self.number = 0  # of the statement at hand
        self.named = False  # the chain at hand is about a named quantity, so that it holds no equation to solve

    def run(self) -> None:
        """Judge all statements in order."""
        for number, statement in enumerate(self.statements):
            self.number = number
            before = self.ledger.saved()
            if len(statement.sides) == 1:
                self._single(number, statement.sides[0])
            elif (indices := pair(self.statements, number)) is not None:
                self._of_indices(indices, number, statement)
            else:
                self._chain(number, statement)
            self._take_back(number, statement, before)

    def _of_indices(
        self, indices: tuple[str, Literal["=", "≠"], str], number: int, statement: Statement
    ) -> None:
        """A chain that is claimed where two indices differ, or are the same."""
        self.ledger.scope = replace(self.ledger.scope, pair=indices)
        self._chain(number, statement)
        self.ledger.scope = replace(self.ledger.scope, pair=None)

    def _take_back(self, number: int, statement: Statement, before: Ledger) -> None:
        """What fails is no claim if it was said not to hold, or of an example alone; plain numbers always are."""
        new = self.ledger.links[len(before.links) :]
        example = self.ledger.in_example(statement.sides[0].where)
        if not any(isinstance(link.verdict, Fail) for link in new):
            return
        if not example and not is_contrary(self.statements, number):
            return
        settings = self.ledger.settings
        self.ledger.restore(before)
        self.ledger.settings = settings
        numbers = [
            right.where
            for left, right in pairwise(statement.sides)
            if not free_names(left.term) and not free_names(right.term)
        ]
        self.ledger.links += [link for link in new if example and link.where in numbers]

    def _single(self, number: int, side: Side) -> None:
        """A formula that stands alone: a task, or what the words around it say of it."""
        if isinstance(side.term, Optimum):
            self.ledger.optimum = side.term
            self.ledger.objectives.append(Claimed(objective_of(side.term), side.where))
            return
        if not isinstance(side.term, Symbol):
            self.ledger.optimum = None  # what comes next may be about this formula
        if self.ledger.strangers(side.term) or self.ledger.scope.unknown is None:
            return
        for said in phrases(self.statements, number):
            match said:
                case "derivative":
                    self._said_to_be_slope(number, side, 1)
                case "second derivative":
                    self._said_to_be_slope(number, side, 2)
                case "value" if self.ledger.has_shape_of_unknown(side.term):
                    self._stated_value(Side(Symbol(self.ledger.scope.unknown), side.where), side)
                case "same":
                    self._said_to_be_same(number, side)
                case "semidefinite":
                    self.ledger.link(side, Side(ZERO, side.where), order(self.ledger, side.term, "⪰", ZERO), "⪰")

    def _said_to_be_same(self, number: int, side: Side) -> None:
        """ "…, and this is E": the last side of the chain before, unless E is something else that is said of it."""
        before = self.statements[number - 1] if number else None
        if before is None or len(before.sides) < 2 or before.ops[-1] not in EQUALITIES:
            return
        ledger, left = self.ledger, before.sides[-1]
        shapes = [possible(term, ledger.scope) for term in (left.term, side.term)]
        alike = None not in shapes and len({str(sort.shape) for sort in shapes if sort is not None}) == 1
        both = all(ledger.mentions_unknown(term) and not ledger.is_unknown(term) for term in (left.term, side.term))
        if not alike or not both:
            return
        verdict = best(ledger, left, side, identity)
        ledger.link(left, side, verdict)
        self._carry_on(left, side, verdict)

    def _said_to_be_slope(self, number: int, side: Side, times: int) -> None:
        """ "The derivative is E": of what the sentence names, else of the student's own loss or the task's."""
        ledger = self.ledger
        loss, named = self._differentiated(number)
        if loss is None or (named and self._is_by_another(loss, side.term)):
            return
        slope = Derivative(loss, Symbol(ledger.scope.unknown or ""), times)
        left = Side(slope, side.where)
        verdict = best(ledger, left, side, identity if named else of_the_task)
        if isinstance(verdict, Fail) and not named and not ledger.mentions_unknown(side.term):
            return  # "the slope is -1 to the left": not of the whole
        ledger.link(left, side, verdict)
        wrong = side.where if isinstance(verdict, Fail) else None
        slopes = ledger.gradients if times == 1 else ledger.curvatures
        slopes.append(Claimed(side.term, side.where, wrong, isinstance(verdict, Pass)))

    def _is_by_another(self, body: Term, slope: Term) -> bool:
        """Whether "the derivative of log s(z) is 1 - s(z)" is by z: of one shape, where the unknown is a vector."""
        ledger = self.ledger
        if not ledger.scope.declared[ledger.scope.unknown or ""].shape.column:
            return False
        of, by = (possible(term, ledger.scope) for term in (body, slope))
        return of is not None and by is not None and of.shape == by.shape  # a function entry by entry, if of vectors

    def _differentiated(self, number: int) -> tuple[Term | None, bool]:
        """What "the derivative" in a sentence is of, and whether the text wrote it; None if that is not clear."""
        ledger = self.ledger
        named = [statement.sides[-1].term for statement in subjects(self.statements, number)]
        named = [term for term in named if not ledger.is_unknown(term)]
        if len(named) > 1 or any(ledger.strangers(term) for term in named):
            return None, False
        if named:
            return (named[0], True) if ledger.mentions_unknown(named[0]) else (None, False)
        loss = next((claimed.term for claimed in ledger.own_losses()), None)
        return (loss, True) if loss is not None else (ledger.problem.objective, False)

    def _chain(self, number: int, statement: Statement) -> None:
        sides, ops = statement.sides, statement.ops
        self.ledger.both_ways = statement.joint == "iff"
        self.ledger.head = function_head(self.ledger, sides[0].term)
        self.named = is_quantity(self.ledger, sides[0].term) and not self._names_vector(sides[0].term)
        if (update := update_of(self.ledger, statement)) is not None:
            self._update(update, statement)
            return
        if ops[0] in EQUALITIES and (verdict := solves_another(self.ledger, sides[0].term, sides[1].term)) is not None:
            self.ledger.link(sides[0], sides[1], verdict)
            return
        if is_aside(self.ledger, statement, last=number == len(self.statements) - 1):
            return
        if is_lemma(self.ledger, statement, self.statements):
            self._lemma(statement)
            return
        zeros = [is_zero(side.term) for side in sides]
        for place, op in enumerate(ops):
            fitting, right = self._fitting(sides, place), sides[place + 1]
            if fitting is None:
                continue
            left = sides[fitting]
            if op in EQUALITIES:
                if zeros[place] or zeros[place + 1]:
                    self._vanishing(left if zeros[place + 1] else right, right)
                elif number in self.defining and fitting == 0:
                    self._defined(left, right, self._definition(number, right, place))
                else:
                    self._equality(left, right, fitting)
            elif op in _ORDERS:
                given = condition(self.statements, number, self.ledger.is_unknown)
                inequality(self.ledger, left, op, right, place, given)
            elif op == "∝":
                proportional(self.ledger, left, right)

    def _fitting(self, sides: Sequence[Side], place: int) -> int | None:
        """The side that the one after ``place`` is compared with: what does not fit in itself is reported only once."""
        while sides[place].where in self.ledger.misfits:
            place -= 1
            if place < 0:
                return None
        return place

    def _lemma(self, statement: Statement) -> None:
        """A rule in letters of its own: a link where it holds with the shapes that fit, and else an aside.

        Between two sides in the task's letters alone, both about the unknown, it is a link in any case.
        """
        ledger = self.ledger
        for (left, right), op in zip(pairwise(statement.sides), statement.ops, strict=True):
            verdict = best(ledger, left, right, identity) if op in EQUALITIES else None
            own = bool(ledger.strangers(left.term, right.term)) or ledger.is_derivative(statement.sides[0].term)
            about = all(ledger.mentions_unknown(side.term) for side in (left, right))
            if verdict is not None and (isinstance(verdict, Pass) or (about and not own)):
                ledger.link(left, right, verdict)

    def _update(self, update: Update, statement: Statement) -> None:
        """A step of an iteration, and what it is said to be the same as."""
        ledger, (old, new, *more) = self.ledger, statement.sides
        verdict = judged_update(ledger, update, new.where)
        if verdict is not None:
            ledger.link(old, new, verdict, statement.ops[0])
        line = new.where if isinstance(verdict, Fail) else ledger.followed.get(new.where)
        if ledger.is_unknown(update.target):
            ledger.updates.append(Claimed(new.term, new.where, line, isinstance(verdict, Pass)))
        for left, right in pairwise((new, *more)):
            same = best(ledger, left, right, identity)
            again = None if isinstance(same, Pass) else judged_update(ledger, update.to(right.term), right.where)
            ledger.link(left, right, again or same)

    def _defined(self, left: Side, right: Side, item: Definition) -> None:
        ledger = self.ledger
        ledger.scope = ledger.scope.defining(item.name, item.function)
        verdict = self._misfit(right, item) or self._given(right, item.name)
        ledger.link(left, right, verdict)
        wrong = right.where if isinstance(verdict, Fail) else None
        if right.where in ledger.misfits:
            ledger.forget(item.name)
            return
        if wrong is not None:
            ledger.misstated[item.name] = wrong
        if isinstance(left.term, Accent):
            self._best_value(left, right)
        entries = item.function.indexed and len(item.function.parameters) == 2
        if item.name in _HESSIANS and (entries or self._has_shape_of_curvature(right.term)):
            ledger.curvatures.append(Claimed(right.term, right.where))
        if not self._is_of_one_sample(right.term):
            ledger.objectives.append(Claimed(right.term, right.where, wrong))

    def _has_shape_of_curvature(self, term: Term) -> bool:
        """Whether a term is a square matrix with a row for each entry of the unknown."""
        scope = self.ledger.scope
        sort = possible(term, scope)
        if sort is None or scope.unknown is None:
            return False
        rows = scope.declared[scope.unknown].shape.rows
        return sort.shape == Shape(rows, rows)

    def _best_value(self, left: Side, right: Side) -> None:
        """``\\hat w = …`` beside a free w is a value of the unknown, too, if it follows."""
        unknown = Side(Symbol(self.ledger.scope.unknown or ""), left.where)
        verdict = best(self.ledger, unknown, right, follows_from_ground)
        if isinstance(verdict, Pass) and isinstance(left.term, Accent) and self.ledger.is_of_unknown(left.term):
            self.ledger.values.append(Claimed(right.term, right.where, self.ledger.taint, True))
            self.ledger.equations += 1

    def _definition(self, number: int, right: Side, place: int) -> Definition:
        """The definition that a chain makes: by its second side, or the first that fits."""
        found = self.defining[number]
        if place == 0:
            return found
        head = self.statements[number].sides[0].term
        return definition(head, right.term, "=", self.ledger.scope, number) or found

    def _misfit(self, right: Side, item: Definition) -> Fail | None:
        """A definition whose shapes do not fit is wrong where it stands; a function's own variables may be anything."""
        ledger = self.ledger
        own = {ledger.scope.canonical(name) for name in item.function.parameters} - {ledger.scope.unknown}
        if not item.function.indexed and any(ledger.scope.knows(name) for name in own):
            return None
        if ledger.strangers(right.term) or any(not misfits(way, ledger.scope) for way in (right.term, *right.others)):
            return None
        try:
            typed(right.term, ledger.scope)
        except ShapeError as error:
            objective = ledger.problem.objective

            def accept(term: Term) -> bool:
                return objective is not None and isinstance(same_task(term, objective, ledger.scope), Equal)

            return refuted(ledger, right.term, Different(ShapeClash(error.problem)), accept, None)
        return None

    def _is_of_one_sample(self, term: Term) -> bool:
        """Whether a definition is about one sample and is no share of a loss: a residual, a prediction."""
        ledger = self.ledger
        sort = possible(term, ledger.scope)
        if sort is None or not sort.subscripts or not ledger.mentions_unknown(term):
            return False
        whole: Term = term
        for index in sort.subscripts:
            whole = Fold("sum", index, None, None, whole)
        losses = [loss for loss, _ in ledger.losses()]
        return not any(isinstance(same_task(whole, loss, ledger.scope, seed=ledger.seed), Equal) for loss in losses)

    def _given(self, right: Side, name: str) -> Verdict:
        """A definition; where the task gives the objective, a slip in writing it down is a wrong line.

        Where the objective is there to be differentiated, any other name than a usual one of a loss is of a part of it.
        """
        ledger, objective = self.ledger, self.ledger.problem.objective
        definition = Pass(Proof("definition"))
        if not ledger.problem.given or objective is None or ledger.objectives or ledger.strangers(right.term):
            return definition
        if not ledger.problem.solved and name not in _LOSSES:
            return definition
        whole = self._whole(right.term, name)
        if whole is None:
            return definition
        decision = same_task(whole, objective, ledger.scope, seed=ledger.seed)
        if not isinstance(decision, Different):
            return definition
        opposite = same_task(whole, objective, ledger.scope, opposite=True, seed=ledger.seed)
        if not isinstance(opposite, Different):
            return definition
        accept = partial(agree, b=objective, scope=ledger.scope, seed=ledger.seed)
        found = explain(whole, accept, ledger.scope, Target(objective))
        if found is None:
            return definition
        return Fail(decision.evidence, found.hint, found.mistakes)

    def _whole(self, term: Term, name: str) -> Term | None:
        """What a definition of a number that depends on the unknown says of all samples: L, or the sum of L_i."""
        sort = possible(term, self.ledger.scope)
        if not self.ledger.mentions_unknown(term) or (sort is not None and not sort.shape.scalar):
            return None
        if sort is None or not sort.subscripts:
            return term
        return Fold("sum", next(iter(sort.subscripts)), None, None, term) if name in _LOSSES else None

    def _equality(self, left: Side, right: Side, place: int) -> None:
        if isinstance(right.term, Optimum):
            same_minimum(self.ledger, left, right)
        elif isinstance(left.term, Optimum):
            self.ledger.objectives.append(Claimed(objective_of(left.term), left.where))
            inner = replace(left, term=left.term.body)
            self.ledger.link(left, right, best(self.ledger, inner, right, identity))
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
        verdict = best(ledger, left, right, identity)
        if isinstance(verdict, Fail):
            verdict = from_own_line(ledger, left, right) or verdict
        knows = [ledger.mentions_unknown(side.term) for side in (left, right)]
        one_sided = knows[0] != knows[1]
        named = self.named or any(item.where == left.where for item in ledger.curvatures[-1:])
        plain = not (named or any(self._is_no_equation(side.term) for side in (left, right)))
        if isinstance(verdict, Fail) and one_sided and plain and not self._is_loss(left.term):
            self._step(left, right, right)
            return
        if isinstance(verdict, Fail) and all(knows) and plain and self._solves_alike(left, right):
            self._step(left, right, right)
            return
        ledger.link(left, right, verdict)
        self._carry_on(left, right, verdict)

    def _is_no_equation(self, term: Term) -> bool:
        """Whether a side is a function's value, which an equality says something of; a vector's name stands for it."""
        return self.ledger.is_function(term) and not self._names_vector(term)

    def _names_vector(self, term: Term) -> bool:
        """Whether a term is a name that the text gave a vector or matrix."""
        sort = possible(term, self.ledger.scope) if isinstance(term, Symbol) else None
        return sort is not None and not sort.shape.scalar

    def _solves_alike(self, left: Side, right: Side) -> bool:
        """Whether what is no identity, first in its chain, is an equation that follows: lambda w = X^T(y - Xw)."""
        statement = self.statements[self.number]
        if left.where != statement.sides[0].where or self._is_loss(left.term):
            return False
        if len(statement.sides) != 2 and not self.ledger.is_unknown(left.term):
            return False
        match best(self.ledger, left, right, follows_from_ground):
            case Pass(Proof()):  # it has the very same solutions; what only holds at the solution says nothing
                return True
            case _:
                return False

    def _is_loss(self, term: Term) -> bool:
        """Whether a side is a loss written out, whose value is no equation to solve."""
        ledger = self.ledger
        return any(agree(term, loss, ledger.scope, ledger.seed) for loss, _ in ledger.losses())

    def _carry_on(self, left: Side, right: Side, verdict: Verdict) -> None:
        """What the left side is claimed to be, the right side is claimed to be too: gradient, loss or value."""
        ledger = self.ledger
        held = isinstance(verdict, Pass)
        wrong = right.where if isinstance(verdict, Fail) else None
        curved = next((item for item in ledger.curvatures[-1:] if item.where == left.where), None)
        if ledger.is_second_derivative(left.term) or curved is not None:
            line = None if curved is None else curved.tainted
            ledger.curvatures.append(Claimed(right.term, right.where, wrong or line, held))
            return
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
        zero = Side(ZERO, last.where)
        # where nothing is solved for, what is said to vanish may vanish everywhere
        verdict = None if self.ledger.problem.solved else best(self.ledger, side, zero, identity)
        if isinstance(verdict, Pass):
            self.ledger.link(side, zero, verdict)
            return
        known = self.ledger.mentions_unknown(side.term) or is_function_value(side.term, self.ledger.scope)
        if self.ledger.ground is None and not known:
            self._constant(side, Side(ZERO, last.where), last)
            return
        self._step(side, Side(ZERO, last.where), last)

    def _constant(self, side: Side, zero: Side, last: Side) -> None:
        """``side = 0`` without the unknown: true of all data (sgn(0) = 0), supposed of them, or a step that lost it."""
        verdict = best(self.ledger, side, zero, identity)
        if isinstance(verdict, Pass):
            self.ledger.link(side, replace(zero, where=last.where), verdict)
        elif not is_supposed(self.statements, self.number):
            self._step(side, zero, last)

    def _stated_value(self, unknown: Side, value: Side) -> None:
        verdict = best(self.ledger, unknown, value, follows_from_ground)
        if not isinstance(verdict, Pass) and not self.ledger.problem.solved and self.ledger.ground is None:
            return  # another problem's solution, named for comparison
        self.ledger.link(unknown, value, verdict)
        tainted = self.ledger.taint if isinstance(verdict, Pass) else value.where if isinstance(verdict, Fail) else None
        self.ledger.values.append(Claimed(value.term, value.where, tainted, isinstance(verdict, Pass)))
        self._advance(unknown, value, verdict)

    def _step(self, left: Side, right: Side, shown: Side) -> None:
        """An equation: does it follow from what came before?"""
        verdict = best(self.ledger, left, right, follows_from_ground)
        if not isinstance(verdict, Pass) and not self.ledger.problem.solved and self.ledger.ground is None:
            if self.ledger.problem.given and not is_supposed(self.statements, self.number):
                self.ledger.link(left, replace(right, where=shown.where), _NOTHING_SOLVED)
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
