"""Terms for tests, read from text in a declared scope."""

from __future__ import annotations

from dataclasses import replace

from grader.maths.declare import Scope, declare
from grader.maths.reader import Names, read
from grader.maths.terms import Term


def scope_of(text: str, unknown: str | None = None) -> Scope:
    """The scope of a declaration, with what is solved for."""
    return replace(declare(text), unknown=unknown)


def term(text: str, scope: Scope) -> Term:
    """The one term that a formula is."""
    names = Names(frozenset((*scope.declared, *scope.dims, *scope.rows)), frozenset())
    (found,) = read(text, names)[0].chains[0].terms
    assert found is not None
    return found
