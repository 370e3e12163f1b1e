"""Putting terms in place of names, without letting a sum's index catch a name of theirs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from grader.maths.terms import Accent, Derivative, Fold, Relation, Symbol, Term, free_names, rebuild


def substitute(term: Term, by: Mapping[str, Term]) -> Term:
    """The term with free names replaced."""
    match term:
        case Symbol(name):
            return by.get(name, term)
        case Accent(mark, Symbol(name)) if mark != "bar":  # y_hat is a name of its own
            new = by.get(name)
            return by.get(f"{name}_{mark}") or (replace(term, term=new) if isinstance(new, Symbol) else term)
        case Fold(_, index, _, _, _) if index is not None:
            return _under_index(term, index, {name: new for name, new in by.items() if name != index})
        case Derivative(_, Symbol(name), _, at) if at is not None:  # its variable is bound
            inside = {other: new for other, new in by.items() if other != name}
            return replace(term, body=substitute(term.body, inside), at=substitute(at, by))
        case _:
            return rebuild(term, lambda t: substitute(t, by))


def _under_index(term: Fold, index: str, by: Mapping[str, Term]) -> Term:
    if any(index in free_names(new) for new in by.values()):
        fresh = f"{index}#"
        renamed = {index: Symbol(fresh)}
        given = None if term.given is None else substitute(term.given, renamed)
        assert given is None or isinstance(given, Relation)
        return _under_index(replace(term, index=fresh, body=substitute(term.body, renamed), given=given), fresh, by)
    return rebuild(term, lambda t: substitute(t, by))
