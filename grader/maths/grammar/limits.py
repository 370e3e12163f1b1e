"""The limits of sums and products: what the index is, from where to where it runs, over which set, on which condition.

Below the sign stand clauses, parted by commas, colons, bars or lines: ``i = 1``, ``i \\in B``, ``1 \\le i < j \\le n``,
``x_i > b``. What is no range of an index is a condition on it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from grader.maths.grammar.layout import failure, misread, relation_of
from grader.maths.terms import Collection, Fold, Index, Number, Relation, RelationOp, Stack, Symbol, Term, walk
from grader.maths.tokens import NotUnderstood

if TYPE_CHECKING:
    from grader.maths.grammar.parser import Parser

_PARTING: Final = frozenset((",", ";", ":", "mid", "bar", "line"))
_CLOSING: Final = _PARTING | {"}", "close", ""}
_ONE: Final = Number(Fraction(1))


@dataclass(slots=True)
class Limits:
    """Indices with their lower limits, and the upper limit, the set and the condition that they share."""

    indices: list[tuple[str, Term | None]] = field(default_factory=list)
    high: Term | None = None
    over: Term | None = None
    given: Relation | None = None

    @property
    def low_given(self) -> bool:
        """Whether a lower limit was written."""
        return any(low is not None for _, low in self.indices)


def below(p: Parser) -> Limits:
    """What stands behind ``_``."""
    p.advance()
    if p.token.kind == "{":
        return _braced(p)
    if p.token.kind == "open" and p.token.value == "(":  # sum_(i=1)^n
        end = p.partner[p.i]
        p.advance()
        p.inside.append("{")
        found = _clauses(p, end)
        p.inside.pop()
        p.close(end)
        return found
    if p.token.kind != "name":
        raise failure("reading.math.sum_range", p.token)
    name = p.advance().value
    following = p.tokens[p.i : p.i + 3]
    if [t.kind for t in following] == ["rel", "number", "^"] and following[0].value == "=":  # sum_i=1^n
        p.advance()
        return Limits([(name, p.primary())])
    return Limits([(name, None)])


def above(p: Parser) -> Term:
    """What stands behind ``^``."""
    p.advance()
    return p.group() if p.token.kind == "{" else p.primary()


def _braced(p: Parser) -> Limits:
    opening, end = p.token, p.partner[p.i]
    p.advance()
    p.inside.append("{")
    try:
        found = _clauses(p, end)
    except NotUnderstood as error:
        if error.start < error.end:  # the place is known better
            raise misread("reading.math.sum_range", opening.start, p.tokens[end].end) from None
        raise
    p.inside.pop()
    if p.i != end or not found.indices:
        raise misread("reading.math.sum_range", opening.start, p.tokens[end].end)
    p.advance()
    return found


def _clauses(p: Parser, end: int) -> Limits:
    found = Limits()
    while p.i < end:
        _clause(p, end, found)
        while p.i < end and p.token.kind in _PARTING:
            p.advance()
    if found.given is not None and not found.indices:
        index = _only_index(p, found.given)
        if index is not None:
            found.indices.append((index, None))
    return found


def _clause(p: Parser, end: int, found: Limits) -> None:
    """One clause: an index, its range, or a condition."""
    token, after = p.token, p.tokens[p.i + 1]
    assigned = token.kind == "name" and after.kind == "rel" and after.value == "="
    if token.kind == "name" and after.kind in _CLOSING:
        found.indices.append((p.advance().value, None))
    elif assigned and (not found.low_given or _is_range(p, end)):
        _assigned(p, end, found)
    elif _member(p, end):
        _elements(p, end, found)
    else:
        _condition(p, found)


def _is_range(p: Parser, end: int) -> bool:
    """Whether another index gets its range here: ``i=1, j=1``."""
    return p.i + 2 < end and p.tokens[p.i + 2].kind in ("number", "name") and p.tokens[p.i + 3].kind in _CLOSING


def _assigned(p: Parser, end: int, found: Limits) -> None:
    """``i=1``, ``i=1,\\dots,n``, ``i=1..n``, ``i = 1 to n``; the same limit for the indices before it: ``i,j=1``."""
    name = p.advance().value
    p.advance()
    low = p.primary() if p.tokens[p.i + 1].kind == "dots" else p.expression()
    found.indices = [(other, low if limit is None else limit) for other, limit in found.indices]
    found.indices.append((name, low))
    at = p.i
    while at < end and p.tokens[at].kind in (",", "number"):
        at += 1  # i=1,2,…,n
    if p.tokens[at].kind == "dots":
        p.i = at + 1
        if p.token.kind == ",":
            p.advance()
        found.high = p.expression()
    elif p.token.kind == "text" and p.token.value == "to":
        p.advance()
        found.high = p.expression()


def _member(p: Parser, end: int) -> bool:
    """Whether ``i ∈ …`` or ``(x_i, y_i) ∈ …`` comes next."""
    if p.token.kind == "open":
        after = p.tokens[p.partner[p.i] + 1]
    else:
        at = p.i
        while at < end and p.tokens[at].kind not in ("rel", "mid", ":", "text"):
            at += 1
        after = p.tokens[at]
    return (after.kind == "rel" and after.value == "∈") or (after.kind == "text" and after.value == "in")


def _elements(p: Parser, end: int, found: Limits) -> None:
    """``i ∈ B``: over a set; ``i ∈ [n]``, ``i ∈ {1, …, n}`` is over all."""
    member = p.expression()
    place = p.token
    p.advance()
    whole = _whole_range(p)
    if whole is None:
        if p.i >= end:
            raise failure("reading.math.sum_range", place)
        found.over = p.expression()
    else:
        found.high = whole[1]
    index = member.name if isinstance(member, Symbol) else _only_index(p, member)
    if index is None:
        raise failure("reading.math.sum_range", place)
    if whole is not None:
        found.indices = [(other, whole[0] if limit is None else limit) for other, limit in found.indices]
    found.indices.append((index, None if whole is None else whole[0]))


def _whole_range(p: Parser) -> tuple[Term | None, Term | None] | None:
    """The limits of ``[n]`` (all: none), ``[1, n]``, ``{1, …, n}``; None if it is no such range."""
    opening = p.token
    if opening.kind != "open" or opening.value not in ("[", "\\{"):
        return None
    shape = [t.kind for t in p.tokens[p.i + 1 : p.partner[p.i]]]
    if opening.value == "[" and shape == ["name"]:
        p.i += 3
        return None, None
    dotted = "dots" in shape and opening.value == "\\{"
    if not dotted and not (opening.value == "[" and shape.count(",") == 1):
        return None
    held = p.bracket()
    items = held.items if isinstance(held, Collection) else _entries(held)
    if len(items) < 2:
        raise failure("reading.math.sum_range", opening)
    if (items[0], items[-1]) == (_ONE, Symbol("n")):
        return None, None
    return items[0], items[-1]


def _entries(term: Term) -> tuple[Term, ...]:
    return tuple(entry for row in term.rows for entry in row) if isinstance(term, Stack) else ()


def _condition(p: Parser, found: Limits) -> None:
    """``x_i > b``, ``i \\ne j``, ``1 \\le i \\le n``, ``1 \\le i < j \\le n``."""
    start = p.token.start
    sides: list[Term] = [p.expression()]
    ops: list[RelationOp] = []
    while p.token.kind == "rel":
        ops.append(relation_of(p.advance()))
        sides.append(p.expression())
    bad = misread("reading.math.sum_range", start, p.span(start)[1])
    if len(ops) >= 2:
        names = [side.name for side in sides[1:-1] if isinstance(side, Symbol)]
        if len(names) != len(ops) - 1 or len(names) > 2 or ops[0] != "≤" or ops[-1] != "≤" or found.indices:
            raise bad
        found.indices = [(name, sides[0]) for name in names]
        found.high = sides[-1]
        if len(names) == 1:
            return
        sides, ops = sides[1:3], ops[1:2]
    if len(ops) != 1 or found.given is not None:
        raise bad
    found.given = Relation(ops[0], sides[0], sides[1], span=p.span(start))


def _only_index(p: Parser, term: Term) -> str | None:
    """The one name that subscripts in a term have in common; of ``i ≠ j`` the first."""
    if isinstance(term, Relation) and isinstance(term.left, Symbol) and term.left.name not in p.names:
        return term.left.name
    found = {
        leaf.name
        for part in walk(term) if isinstance(part, Index)
        for at in part.at for leaf in walk(at) if isinstance(leaf, Symbol)
    } - p.names.declared  # fmt: skip
    return found.pop() if len(found) == 1 else None


def begins_set(p: Parser, i: int) -> bool:
    """Whether a set of indices given by a condition begins at token i: ``\\{i : x_i > b\\}``."""
    shape = p.tokens[i : i + 3]
    curly = shape[0].kind == "open" and shape[0].value == "\\{"
    return curly and shape[1].kind == "name" and shape[2].kind in (":", "mid", "bar") and i in p.related


def size_of_set(p: Parser, start: int) -> Term:
    """How many indices are in the set that begins here: a sum of ones."""
    if not begins_set(p, p.i):
        raise p.unexpected()
    end = p.partner[p.i]
    p.advance()
    p.inside.append("{")
    found = _clauses(p, end)
    p.inside.pop()
    p.close(end)
    at = p.span(start)
    if len(found.indices) != 1:
        raise misread("reading.math.sum_range", *at)
    return Fold("sum", found.indices[0][0], None, None, _ONE, found.over, found.given, span=at)


def in_words(p: Parser) -> Limits:
    """``sum i=1 to n of …``, ``sum from i=1 to n``, ``sum(i=1..n)``, ``sum i=1..n (…)``, ``sum i to n of …``."""
    i = p.i
    if p.tokens[i].kind == "text" and p.tokens[i].value == "from":
        i += 1
    if p.tokens[i].kind == "open" and i in p.related:
        end = p.partner[i]
        inner = p.tokens[i + 1 : end]
        if [t.kind for t in inner[:2]] == ["name", "rel"] and any(t.kind == "dots" for t in inner):
            p.i = i + 1
            p.inside.append("(")
            found = _clauses(p, end)
            p.inside.pop()
            p.close(end)
            return found
    following = p.tokens[i : i + 5]
    if not _to(following):
        return Limits()
    name = following[0].value
    if following[1].kind == "text":
        p.i = i + 2
        return Limits([(name, None)], p.primary())
    low = Number(Fraction(following[2].value), span=(following[2].start, following[2].end))
    p.i = i + 4
    return Limits([(name, low)], p.primary())


def _to(following: Sequence[object]) -> bool:
    """Whether ``i = 1 to``, ``i = 1 ..`` or ``i to`` stands here."""
    kinds = [getattr(t, "kind", "") for t in following]
    values = [getattr(t, "value", "") for t in following]
    if kinds[:2] == ["name", "text"]:
        return values[1] == "to"
    assigned = kinds[:3] == ["name", "rel", "number"] and values[1] == "="
    return assigned and (kinds[3:4] == ["dots"] or (kinds[3:4] == ["text"] and values[3] == "to"))
