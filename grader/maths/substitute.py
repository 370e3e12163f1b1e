"""Putting terms in place of names, without letting a sum's index catch a name of theirs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from grader.maths.terms import Fold, Symbol, Term, free_names, rebuild


def substitute(term: Term, by: Mapping[str, Term]) -> Term:
    """The term with free names replaced."""
    match term:
        case Symbol(name):
            return by.get(name, term)
        case Fold(_, index, _, _, _) if index is not None:
            return _under_index(term, index, {name: new for name, new in by.items() if name != index})
        case _:
            return rebuild(term, lambda t: substitute(t, by))


def _under_index(term: Fold, index: str, by: Mapping[str, Term]) -> Term:
    if any(index in free_names(new) for new in by.values()):
        fresh = f"{index}#"
        body = substitute(term.body, {index: Symbol(fresh)})
        return _under_index(replace(term, index=fresh, body=body), fresh, by)
    return rebuild(term, lambda t: substitute(t, by))
