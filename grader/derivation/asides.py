"""Asides: what a text says besides its steps, and what is never refuted: the model, conditions, updates, lemmas."""

from __future__ import annotations

from collections.abc import Sequence

from grader.derivation.ledger import OPEN_CONSTANTS, Ledger, bare_name
from grader.derivation.statements import Statement
from grader.derivation.study import Claimed
from grader.maths.decide import agree
from grader.maths.terms import Apply, Call, Number, RelationOp, Symbol, Term, free_names

EQUALITIES: tuple[RelationOp, ...] = ("=", ":=", "≡")


def is_aside(ledger: Ledger, statement: Statement) -> bool:
    """The model or a condition: a datum alone on the left that no equation came before; an update; a setting."""
    head, op = statement.sides[0].term, statement.ops[0]
    if op == "←":
        _update(ledger, statement)
        return True
    if op not in EQUALITIES:
        return False
    if isinstance(head, Apply) and head.op == "rank":
        return True
    name = bare_name(head)
    canonical = ledger.scope.canonical(name) if name is not None else None
    if canonical == ledger.scope.unknown and canonical is not None:
        if _is_update(ledger, statement):
            _update(ledger, statement)
            return True
        return _is_setting(ledger, statement)
    if canonical in ledger.scope.declared and ledger.ground is None:
        return not agree(head, statement.sides[1].term, ledger.scope, ledger.seed)
    return False


def is_lemma(ledger: Ledger, statement: Statement, statements: Sequence[Statement]) -> bool:
    """A general rule in letters of its own, which stand nowhere else: ``d(a^T w)/dw = a``."""
    letters = ledger.strangers(statement.sides[0].term) - OPEN_CONSTANTS
    if not letters or function_head(ledger, statement.sides[0].term) is not None:
        return False
    if ledger.undefined_function(statement.sides[0].term) is not None:
        return False
    return not any(
        letters & free_names(side.term)
        for other in statements
        if other is not statement
        for side in other.sides
    )


def _is_update(ledger: Ledger, statement: Statement) -> bool:
    """``w = w - \\eta g``, ``w_{t+1} = w_t - …``: the unknown on both sides beside a name without a meaning."""
    right = free_names(statement.sides[1].term)
    unknown = any(ledger.scope.canonical(name) == ledger.scope.unknown for name in right)
    return unknown and any(not ledger.scope.knows(name) and name not in ("pi", "i", "j", "k", "t") for name in right)


def _update(ledger: Ledger, statement: Statement) -> None:
    new = statement.sides[1]
    if ledger.scope.canonical(bare_name(statement.sides[0].term) or "") == ledger.scope.unknown:
        ledger.updates.append(Claimed(new.term, new.where))


def _is_setting(ledger: Ledger, statement: Statement) -> bool:
    """``b = 0`` as an example is no step."""
    return isinstance(statement.sides[1].term, Number) and ledger.ground is None


def function_head(ledger: Ledger, term: Term) -> Term | None:
    """A function's value or a density at the head of a chain; not a derivative."""
    if ledger.is_derivative(term):
        return None
    density = isinstance(term, Call) and isinstance(term.head, Symbol) and term.head.name in "pP"
    return term if density or ledger.is_function(term) else None
