"""Putting terms in place of names."""

from __future__ import annotations

from collections.abc import Mapping

from grader.maths.terms import Fold, Symbol, Term, rebuild


def substitute(term: Term, by: Mapping[str, Term]) -> Term:
    """The term with free names replaced."""
    match term:
        case Symbol(name):
            return by.get(name, term)
        case Fold(_, index, _, _, _) if index in by:
            return rebuild(term, lambda t: substitute(t, {k: v for k, v in by.items() if k != index}))
        case _:
            return rebuild(term, lambda t: substitute(t, by))
