"""Asides: what a text says besides its steps, and what is never refuted: the model, conditions, lemmas."""

from __future__ import annotations

from collections.abc import Sequence

from grader.derivation.definitions import are_indices, is_function_value
from grader.derivation.ledger import OPEN_CONSTANTS, Ledger, Setting, bare_name
from grader.derivation.statements import Side, Statement
from grader.maths.decide import agree
from grader.maths.terms import (
    Accent,
    Apply,
    Call,
    Cases,
    Collection,
    Derivative,
    Dots,
    Index,
    Mul,
    Neg,
    Number,
    RelationOp,
    Stack,
    Symbol,
    Term,
    free_names,
    walk,
)

EQUALITIES: tuple[RelationOp, ...] = ("=", ":=", "≡")


def is_aside(ledger: Ledger, statement: Statement, *, last: bool) -> bool:
    """The model or a condition: a datum alone on the left that no equation came before; a setting.

    ``last``: no statement comes after it in its text.
    """
    head, op = statement.sides[0].term, statement.ops[0]
    if op not in EQUALITIES:
        return op == "←" or _is_range(statement)
    if all(_is_size(side, ledger) for side in statement.sides):
        return True
    if are_indices([side.term for side in statement.sides], ledger.scope):
        return True  # a condition on indices
    right = statement.sides[1].term
    if isinstance(head, Apply) and (head.op == "rank" or (isinstance(right, Cases) and _is_name(head.args[0]))):
        return True  # a condition; what a standard function is
    if _names_entries(head, right):
        return True
    name = bare_name(head)
    if isinstance(head, Apply) and len(head.args) == 1 and "epsilon" in free_names(right):
        name = bare_name(head.args[0])  # log y = Xw + epsilon
    canonical = ledger.scope.canonical(name) if name is not None else None
    if canonical == ledger.scope.unknown and canonical is not None:
        return _is_setting(ledger, statement, last)
    if name is not None and canonical is not None and _is_setting_of(ledger, canonical, right):
        ledger.settings[canonical] = Setting(right, statement.sides[1].where)
        return True  # r = 0.01, x = (1, 2, 6): a case that is spoken of
    if canonical in ledger.scope.dims and not _holds_data(ledger, right):
        return not agree(head, right, ledger.scope, ledger.seed)  # n = 2m + 1: a condition
    if canonical in ledger.scope.declared and (ledger.ground is None or "epsilon" in free_names(right)):
        return not agree(head, right, ledger.scope, ledger.seed)
    return False


def _is_setting_of(ledger: Ledger, name: str, right: Term) -> bool:
    """Whether a name gets a number, or data numbers."""
    if isinstance(right, Number):
        return True
    declared = ledger.scope.declared.get(name)
    data = declared is not None and not declared.shape.scalar and name != ledger.scope.unknown
    return data and isinstance(right, Stack | Collection) and not free_names(right)


def _holds_data(ledger: Ledger, term: Term) -> bool:
    """Whether data or the unknown stand in a term."""
    named = {ledger.scope.canonical(name) for name in free_names(term)}
    return bool(named & (ledger.scope.declared.keys() | ledger.scope.rows.keys()))


def _is_range(statement: Statement) -> bool:
    """``x_1 \\le b \\le x_2``: names and numbers in a row say where something lies."""
    plain = all(isinstance(side.term, Symbol | Index | Accent | Number) for side in statement.sides)
    return plain and len(statement.sides) > 2 and all(op in ("<", "≤", ">", "≥") for op in statement.ops)


def _is_size(side: Side, ledger: Ledger) -> bool:
    """``(d \\times n) \\cdot (n \\times 1)``: which sizes are multiplied, not numbers."""
    parts = [part for part in walk(side.term) if not isinstance(part, Mul | Number)]
    sizes = all(isinstance(part, Symbol) and ledger.scope.canonical(part.name) in ledger.scope.dims for part in parts)
    return sizes and any(sign in side.where.text for sign in ("×", "\\times"))


def _names_entries(head: Term, right: Term) -> bool:
    """``w = (w_1, …, w_d)``: what the entries of a vector are called."""
    if not isinstance(right, Collection):
        return False
    name = bare_name(head)
    entries = [item for item in right.items if not isinstance(item, Dots)]
    return name is not None and all(isinstance(item, Index) and item.base == Symbol(name) for item in entries)


def _is_name(term: Term) -> bool:
    return isinstance(term, Symbol)


def _is_data(by: Term | None, ledger: Ledger) -> bool:
    """Whether a derivative is taken by a datum, or by a letter without a meaning."""
    name = bare_name(by) if by is not None else None
    if name is None or ledger.scope.canonical(name) == ledger.scope.unknown:
        return False
    declared = ledger.scope.declared.get(ledger.scope.canonical(name))
    return declared is None or not declared.shape.scalar


def is_lemma(ledger: Ledger, statement: Statement, statements: Sequence[Statement]) -> bool:
    """A general rule in letters of its own, which stand nowhere else: ``d(a^T w)/dw = a``."""
    head = statement.sides[0].term
    if ledger.undefined_function(head) is not None or is_function_value(head, ledger.scope):
        return False
    if isinstance(head, Derivative) and _is_data(head.by, ledger):
        # d|x|/dx is of a function of one variable, not of the task's; dL/dz is of what the text says z is
        name = None if head.by is None else bare_name(head.by)
        return name is None or name not in ledger.scope.functions or bare_name(head.body) is None
    letters = ledger.strangers(head) - OPEN_CONSTANTS
    if not letters or function_head(ledger, head) is not None:
        return False
    named = {ledger.scope.canonical(name) for side in statement.sides for name in free_names(side.term)}
    if named & (ledger.scope.declared.keys() | ledger.scope.rows.keys()) - {ledger.scope.unknown}:
        return False  # it is about the task's data
    return not any(
        letters & free_names(side.term)
        for other in statements
        if other is not statement
        for side in other.sides
    )


def _is_setting(ledger: Ledger, statement: Statement, last: bool) -> bool:
    """``b = 0`` as an example is no step; with nothing after it, it is no example but the result that was asked for."""
    result = last and ledger.problem.solved
    return isinstance(statement.sides[1].term, Number) and ledger.ground is None and not result


def function_head(ledger: Ledger, term: Term) -> Term | None:
    """A function's value or a density at the head of a chain; not a derivative."""
    if ledger.is_derivative(term):
        return None
    density = isinstance(term, Call) and isinstance(term.head, Symbol) and term.head.name in "pP"
    return term if density or ledger.is_function(term) else None


def is_quantity(ledger: Ledger, term: Term) -> bool:
    """Whether a head names a quantity: a function's value, a density, or minus or the log of one."""
    match term:
        case Neg(inner) | Apply("log", (inner,)):
            return is_quantity(ledger, inner)
        case Call(Symbol(), args, _) if any(ledger.is_unknown(arg) for arg in args):
            return True  # also where its formula has lost the unknown
        case _:
            return function_head(ledger, term) is not None
