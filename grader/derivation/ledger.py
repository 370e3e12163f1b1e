"""The ledger: what is known at some point of a text, and what the terms in it are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from copy import copy
from dataclasses import dataclass, field, fields, replace
from fractions import Fraction

from grader.core import Fail, Link, Message, ShapeClash, Undecided, Verdict, Where, Words
from grader.derivation.definitions import is_function_value, marked_name
from grader.derivation.problem import Problem
from grader.derivation.statements import Side
from grader.derivation.study import Claimed, Study
from grader.maths import show
from grader.maths.declare import Scope
from grader.maths.equations import Equation
from grader.maths.fingerprint import of_equation, of_objective, of_relation
from grader.maths.shapes import Ambiguous, ShapeError
from grader.maths.terms import (
    Accent,
    Apply,
    Call,
    Derivative,
    Differential,
    Index,
    Number,
    Optimum,
    Prime,
    RelationOp,
    Symbol,
    Term,
    free_names,
)
from grader.maths.typing import depends_on, misfits, possible, typed

ZERO = Number(Fraction(0))
OPEN_CONSTANTS = frozenset(("const", "C", "c", "K"))
_EQUALITIES: tuple[RelationOp, ...] = ("=", ":=", "≡")
_INDICES = frozenset(("i", "j", "k", "l", "pi", "I", "infinity"))


@dataclass(frozen=True, slots=True)
class Setting:
    """``\\sigma = 1``, ``n = 2``, ``x = (1, 2, 6)``: a case that the text speaks of."""

    value: Term
    where: Where


@dataclass(slots=True)
class Ledger:
    """What the text has said so far. ``scope`` holds all its definitions, ``context`` the parts before it."""

    scope: Scope
    problem: Problem
    context: Study | None
    seed: int
    prose: str = ""  # all words of the text
    links: list[Link] = field(default_factory=list)
    values: list[Claimed] = field(default_factory=list)
    objectives: list[Claimed] = field(default_factory=list)
    gradients: list[Claimed] = field(default_factory=list)
    curvatures: list[Claimed] = field(default_factory=list)
    updates: list[Claimed] = field(default_factory=list)
    remarks: list[Words] = field(default_factory=list)
    equations: int = 0
    head: Term | None = None  # the function value that the chain at hand is about
    own_lines: list[tuple[Term, Side]] = field(default_factory=list)  # what a refuted line says a function value is
    misstated: dict[str, Where] = field(default_factory=dict)  # functions that were defined wrongly, and where
    optimum: Optimum | None = None  # the last task that was stated
    misfits: set[Where] = field(default_factory=set)  # sides that do not fit in themselves, already refuted
    followed: dict[Where, Where] = field(default_factory=dict)  # what follows from a refuted line, and that line
    both_ways: bool = False  # the statement at hand claims an equivalence
    ground: Equation | None = None  # the last equation that was not left undecided
    taint: Where | None = None  # the refuted line that the ground goes back to
    settings: dict[str, Setting] = field(default_factory=dict)  # names that the text gave a number, as a case

    def link(self, left: Side, right: Side, verdict: Verdict, op: RelationOp = "=") -> None:
        """Enter a judged link."""
        read = f"{show.plain(left.term)} {op} {show.plain(right.term)}"
        fingerprint = self._fingerprint(left.term, op, right.term) if isinstance(verdict, Fail) else ""
        self.links.append(Link(right.where, read, verdict, fingerprint))
        if isinstance(verdict, Fail) and isinstance(verdict.witness, ShapeClash) and misfits(right.term, self.scope):
            self.misfits.add(right.where)

    def _fingerprint(self, left: Term, op: RelationOp, right: Term) -> str:
        """The fingerprint of a step: of an equation to solve by its solutions, of all else by what its sides are."""
        if isinstance(right, Optimum):
            return of_objective(right, self.scope)
        if isinstance(left, Optimum):
            return of_relation(left.body, op, right, self.scope)
        of_the_task = self.undefined_function(left)
        if op not in _EQUALITIES or of_the_task is not None or not self._is_to_solve(left, right):
            return of_relation(of_the_task or left, "=" if op in _EQUALITIES else op, right, self.scope)
        return of_equation(left, right, self.scope)

    def _is_to_solve(self, left: Term, right: Term) -> bool:
        """Whether an equality restricts the unknown, rather than saying what a function is."""
        if self.scope.unknown is None or self.is_function(left) or self.is_function(right):
            return False
        if is_function_value(left, self.scope) and misfits(left, self.scope):
            return False  # a definition that does not fit, of which one cannot see that it holds the unknown
        return is_zero(left) or is_zero(right) or self.mentions_unknown(left) != self.mentions_unknown(right)

    def saved(self) -> Ledger:
        """What is known now, for going back to it."""
        kept = copy(self)
        for part in fields(self):
            value = getattr(self, part.name)
            if isinstance(value, list | dict | set):
                setattr(kept, part.name, value.copy())
        return kept

    def restore(self, saved: Ledger) -> None:
        """Go back to what was known then."""
        for part in fields(self):
            setattr(self, part.name, getattr(saved, part.name))

    def in_example(self, where: Where) -> bool:
        """Whether a place stands in a line that gave a size or data a value: its numbers hold for these alone."""
        return any(
            setting.where.line == where.line and setting.where.cell == where.cell
            and (name in self.scope.dims or not self.scope.declared[name].shape.scalar)
            for name, setting in self.settings.items()
            if name in self.scope.dims or name in self.scope.declared
        )  # fmt: skip

    def forget(self, name: str) -> None:
        """Take back the meaning of a name whose definition does not fit."""
        functions = {other: function for other, function in self.scope.functions.items() if other != name}
        self.scope = replace(self.scope, functions=functions)

    def remark(self, remarks: Sequence[Words]) -> None:
        """Enter remarks, each once."""
        self.remarks += [remark for remark in remarks if remark not in self.remarks]

    def is_unknown(self, term: Term) -> bool:
        """The unknown alone, however marked: b, b^*, \\hat b, b_{\\min}."""
        inner = term.term if isinstance(term, Accent) and term.mark != "bar" else term
        if isinstance(term, Accent) and marked_name(term, self.scope) in self.scope.apart:
            return False
        return isinstance(inner, Symbol) and self.scope.canonical(inner.name) == self.scope.unknown

    def is_of_unknown(self, term: Accent) -> bool:
        """Whether a mark is on the unknown."""
        return isinstance(term.term, Symbol) and self.scope.canonical(term.term.name) == self.scope.unknown

    def has_shape_of_unknown(self, term: Term) -> bool:
        """Whether a term without the unknown in it has the unknown's shape."""
        sort = possible(term, self.scope)
        if sort is None or sort.subscripts or self.mentions_unknown(term):
            return False
        return str(sort.shape) == str(self.scope.declared[self.scope.unknown or ""].shape)

    def is_row_of_unknown(self, term: Term) -> bool:
        """The unknown, transposed."""
        match term:
            case Apply("transpose", (inner,)) | Prime(inner, 1):
                return self.is_unknown(inner)
            case _:
                return False

    def mentions_unknown(self, term: Term) -> bool:
        """Whether the unknown stands in a term, definitions put in."""
        return depends_on(term, self.scope.unknown, self.scope)

    def is_derivative(self, term: Term) -> bool:
        """Whether a term is a derivative or differential."""
        if isinstance(term, Call | Index):
            term = _head(term)
        if isinstance(term, Prime):
            name = bare_name(term.term)
            return name is not None and self.scope.canonical(name) not in self.scope.declared
        return isinstance(term, Derivative | Differential)

    def is_second_derivative(self, term: Term) -> bool:
        """Whether a term is a derivative of a derivative: a curvature, and no gradient."""
        if isinstance(term, Call | Index):
            term = _head(term)
        if isinstance(term, Derivative) and term.order == 1:
            return isinstance(term.body, Derivative)  # by two entries of the unknown
        return isinstance(term, Prime | Derivative) and term.order > 1

    def is_function(self, term: Term) -> bool:
        """Whether a term is a function's value, which depends on the unknown, or a derivative."""
        return self.is_derivative(term) or (is_function_value(term, self.scope) and self.mentions_unknown(term))

    def strangers(self, *terms: Term) -> frozenset[str]:
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

    def losses(self) -> Iterator[tuple[Term, Where | None]]:
        """The student's own losses, the last first, then the task's, with the refuted line that each is."""
        for claimed in self.own_losses():
            yield claimed.term, claimed.tainted
        if self.problem.objective is not None:
            yield self.problem.objective, None

    def own_losses(self) -> Iterator[Claimed]:
        """The student's own losses, the last first: numbers that depend on the unknown."""
        for claimed in reversed((*self.earlier_losses(), *self.objectives)):
            sort = possible(claimed.term, self.scope)
            number = sort is None or sort.shape.scalar
            if number and self.mentions_unknown(claimed.term) and not self.strangers(claimed.term):
                yield claimed

    def earlier_losses(self) -> tuple[Claimed, ...]:
        """Losses of the parts before."""
        return (*self.context.earlier, *self.context.objectives) if self.context else ()

    def undefined_function(self, left: Term) -> Term | None:
        """The derivative of a function that was never written, as one of the task's loss; None for all else."""
        objective = self.problem.objective
        match left:
            case Derivative(Derivative() as below, by, order):
                slope = self.undefined_function(below)
                return None if slope is None else Derivative(slope, by, order)
            case Derivative(body, by, order) if objective is not None:
                inner = body.head if isinstance(body, Call) else body
                name = bare_name(inner)
                if name is not None and not self.scope.knows(name) and name not in self.scope.meanings:
                    return Derivative(objective, by, order)
            case Prime(Symbol(name), order) | Call(Prime(Symbol(name), order), _, _) if objective is not None:
                if not self.scope.knows(name) and self.scope.unknown:
                    return Derivative(objective, Symbol(self.scope.unknown), order)
            case Differential(Symbol(name)) if objective is not None and not self.scope.knows(name):
                return Differential(objective)
        return None

    def of_the_whole(self, left: Term) -> Term | None:
        """The derivative of L, where the text gave only L_i: one of the task's loss; None for all else."""
        match left:
            case Derivative(Symbol(name), by, order) if self.problem.objective is not None:
                function = self.scope.functions.get(name)
                if function is not None and function.indexed:
                    return Derivative(self.problem.objective, by, order)
        return None

    def claimed(self, side: Side) -> Claimed:
        """A side as a formula that the text states, with the refuted line that it follows from, if it does."""
        line = self.followed.get(side.where)
        return Claimed(side.term, side.where, line, line is not None)


def _head(term: Call | Index) -> Term:
    return term.head if isinstance(term, Call) else term.base


def bare_name(term: Term) -> str | None:
    """The name of a bare symbol, marked or with a subscript."""
    match term:
        case Symbol(name):
            return name
        case Accent(mark, inner) if mark != "bar":
            return bare_name(inner)
        case Index(base, _):
            return bare_name(base)
        case _:
            return None


def is_zero(term: Term) -> bool:
    """Whether a side is 0, as a number or a vector."""
    return term == ZERO or (isinstance(term, Apply) and term.op == "zeros")


def no_meaning(names: frozenset[str]) -> Undecided:
    """The verdict on what holds names without a meaning."""
    return Undecided(Message("derivation.undecided.name", {"names": ", ".join(sorted(names))}))
