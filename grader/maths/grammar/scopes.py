"""How far a sum reaches: over later terms that hold its index, and no further.

So ``\\sum_i \\log 2 + |y_i - w^T x_i|`` sums both terms and ``-2\\sum_i x_i - b`` one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from grader.core import Message
from grader.maths.terms import (
    Add,
    Fold,
    Index,
    Mul,
    Neg,
    Span,
    Symbol,
    Term,
    children,
    free_names,
    walk,
)
from grader.maths.tokens import Names

if TYPE_CHECKING:
    from grader.maths.grammar.parser import Parser


@dataclass(frozen=True, slots=True)
class _Free:
    """The names in a term that nothing in it binds: all of them, and those in subscripts."""

    names: frozenset[str]
    subscripts: frozenset[str]


def extend_folds(p: Parser, terms: Sequence[Term]) -> list[Term]:
    """A sum's scope reaches over later terms that hold its index."""
    found: list[Term] = []
    for term in terms:
        names = _free(term)
        for place in range(len(found) - 1, -1, -1):
            longer = _absorb(p, found[place], found[place + 1 :], term, names)
            if longer is not None:
                found[place:] = [longer]
                break
        else:
            found.append(term)
    return found


def _absorb(p: Parser, term: Term, between: list[Term], last: Term, names: _Free) -> Term | None:
    """The term with later ones taken into the sum at its end, if the last of them holds the index."""
    match term:
        case Fold() if id(term) in p.folds:
            body = _absorb(p, term.body, between, last, names)
            if body is None:
                if not _holds(names, term, p.names):
                    return None
                parts = term.body.terms if id(term) in p.grown and isinstance(term.body, Add) else (term.body,)
                body = Add((*parts, *between, last), span=_joined(term.body.span, last.span))
                p.remark("scope", Message("reading.math.sum_reaches", {"index": term.index or "i"}))
            longer = replace(term, body=body, span=_joined(term.span, last.span))
            p.folds[id(longer)] = longer
            p.grown[id(longer)] = longer
            return longer
        case Neg(inner):
            longer_inner = _absorb(p, inner, between, last, names)
            return None if longer_inner is None else replace(term, term=longer_inner)
        case Mul(factors):
            tail = _absorb(p, factors[-1], between, last, names)
            return None if tail is None else replace(term, factors=(*factors[:-1], tail))
        case _:
            return None


def _joined(first: Span | None, last: Span | None) -> Span | None:
    return (first[0], last[1]) if first and last else None


def _free(term: Term) -> _Free:
    return _Free(free_names(term), frozenset(_subscripts(term)))


def _holds(free: _Free, fold: Fold, names: Names) -> bool:
    """Whether a term after a sum holds the sum's index; of a sum without one, some subscript."""
    if fold.index is not None:
        return fold.index in free.names
    wanted = _subscripts(fold.body) - names.declared
    return bool(wanted & free.subscripts) if wanted else bool(free.subscripts - names.declared)


def _subscripts(term: Term) -> set[str]:
    """Names that stand in subscripts and that no sum in the term binds."""
    found: set[str] = set()

    def look(part: Term, bound: frozenset[str]) -> None:
        if isinstance(part, Fold):
            if part.index is None:
                return  # it binds whatever subscript it finds
            bound |= {part.index}
        elif isinstance(part, Index):
            leaves = {leaf.name for at in part.at for leaf in walk(at) if isinstance(leaf, Symbol)}
            found.update(leaves - bound)
        for child in children(part):
            look(child, bound)

    look(term, frozenset((":",)))
    return found
