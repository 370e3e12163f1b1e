"""Mutants: right derivations with one slip in one line.

A slip is a function of a node that offers other nodes in its place; :func:`mutants_of` puts each of them in everywhere.
What comes out may still be right (half an equation is the same equation): :mod:`truth` decides.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
from typing import Final

from tests.generators.originals import Derivation, Limits, Line, Node, add, mul, neg, original, sym, tree
from tests.generators.rewrites import Written, is_number, rewritten, shape, written
from tests.generators.truth import Unclear, first_wrong

Slip = Callable[[Node], Iterator[Node]]

# ------------------------------------------------------------------------------------------------- slips


def _factor(node: Node) -> Iterator[Node]:
    """A number lost, doubled, or a factor n lost; one over n upside down."""
    if node.op == "mul":
        for place, factor in enumerate(node.args):
            if factor.op in ("num", "div") or (factor.op == "sym" and is_number(factor)):
                rest = node.args[:place] + node.args[place + 1 :]
                yield rest[0] if len(rest) == 1 else mul(*rest)
    if node.op == "num" and node.value.denominator == 1 and node.value > 0:
        yield tree(2 * node.value)
    if node.op == "div":
        if node.args[0].op != "num":
            yield node.args[0]
        if node.args[1].op == "mul":
            yield from (node.having(node.args[0], factor) for factor in node.args[1].args)
    if node.op in ("sum", "sq", "prod") and node.op != "prod":
        yield mul(2, node)


def _sign(node: Node) -> Iterator[Node]:
    """The other sign of a term."""
    match node.op:
        case "neg":
            yield node.args[0]
        case "add":
            for place, term in enumerate(node.args):
                yield node.having(*node.args[:place], neg(term), *node.args[place + 1 :])
        case "sum" | "mul" | "exp":
            yield neg(node)


def _transpose(node: Node) -> Iterator[Node]:
    """A transpose lost or added."""
    if node.op == "tr":
        yield node.args[0]
    if node.op in ("sym", "at") and not is_number(node):
        yield Node("tr", (node,))


def _inverse(node: Node) -> Iterator[Node]:
    """An inverse lost."""
    if node.op == "inv":
        yield node.args[0]


def _order(node: Node) -> Iterator[Node]:
    """Two factors, none a number, the other way round."""
    if node.op == "mul":
        for place, (left, right) in enumerate(pairwise(node.args)):
            if not is_number(left) and not is_number(right) and left != right:
                yield node.having(*node.args[:place], right, left, *node.args[place + 2 :])


def _scope(node: Node) -> Iterator[Node]:
    """A bracket lost, or closed too late or too early."""
    if node.op == "sum" and node.args[0].op == "add":
        first, *rest = node.args[0].args
        if not any(_uses(term, node.value.index) for term in rest):
            yield add(node.having(first), *rest)
    if node.op == "sum" and node.args[0].op in ("abs", "pow"):
        inner = node.args[0]
        yield inner.having(node.having(inner.args[0]), *inner.args[1:])
    if node.op == "mul" and node.args[-1].op == "add":
        first, *rest = node.args[-1].args
        yield add(mul(*node.args[:-1], first), *rest)
    if node.op == "pow" and node.args[0].op == "add":
        *rest, last = node.args[0].args
        squared = neg(node.having(last.args[0], node.args[1])) if last.op == "neg" else node.having(last, node.args[1])
        yield add(*rest, squared)
    if node.op == "add" and len(node.args) == 2 and node.args[0].op == "mul" and node.args[0].args[0].op != "num":
        first, *others = node.args[0].args
        if is_number(first):
            yield mul(first, add(others[0] if len(others) == 1 else mul(*others), node.args[1]))


def _uses(node: Node, index: str) -> bool:
    return (node.op == "at" and index in node.value[1]) or any(_uses(arg, index) for arg in node.args)


def _term(node: Node) -> Iterator[Node]:
    """A term lost."""
    if node.op == "add":
        for place in range(len(node.args)):
            rest = node.args[:place] + node.args[place + 1 :]
            yield rest[0] if len(rest) == 1 else add(*rest)


def _square(node: Node) -> Iterator[Node]:
    """A square lost."""
    if node.op == "pow" and node.args[1] == tree(2):
        yield node.args[0]
    if node.op == "sq":
        yield Node("norm", node.args)


def _absolute(node: Node) -> Iterator[Node]:
    """Bars lost."""
    if node.op == "abs":
        yield node.args[0]


def _range(node: Node) -> Iterator[Node]:
    """A sum that leaves out the first or the last, or runs over features for samples."""
    if node.op in ("sum", "prod"):
        limits: Limits = node.value
        yield replace(node, value=replace(limits, shift=-1, said=True))
        yield replace(node, value=replace(limits, low=2, said=True))
        if limits.high == "n" and shape(node.args[0]) == ("1", "1"):
            yield replace(node, value=replace(limits, high="d", said=True))


SLIPS: Final[dict[str, Slip]] = {
    "factor": _factor,
    "sign": _sign,
    "transpose": _transpose,
    "inverse": _inverse,
    "order": _order,
    "scope": _scope,
    "term": _term,
    "square": _square,
    "absolute": _absolute,
    "range": _range,
}
KINDS: Final = (*SLIPS, "swap")

# ------------------------------------------------------------------------------------------ derivations


@dataclass(frozen=True, slots=True)
class Mutant:
    """A derivation with one slip: its kind and the line it was put into."""

    derivation: Derivation
    kind: str
    line: int


def everywhere(node: Node, slip: Slip) -> Iterator[Node]:
    """All trees with the slip in one place."""
    yield from slip(node)
    if node.op == "slope":
        return  # what is differentiated is copied, and a slip in it would be another task
    for place, child in enumerate(node.args if node.op != "pow" else node.args[:1]):
        for other in everywhere(child, slip):
            if node.op == other.op == "tr":
                continue  # a transpose of a transpose, which nobody writes
            yield node.having(*node.args[:place], other, *node.args[place + 1 :])


def mutants_of(derivation: Derivation, kind: str) -> list[Mutant]:
    """All mutants of one kind."""
    if kind == "swap":
        return list(_swapped(derivation))
    found = []
    for place, line in enumerate(derivation.lines):
        for side, node in enumerate(line.sides):
            if node.op in ("loss", "joint", "one") or (line.kind == "name" and side == 0):
                continue
            for other in everywhere(node, SLIPS[kind]):
                if other != node and not _is_head_changed(node, other) and not _is_foreign(derivation, other):
                    found.append(Mutant(_with_side(derivation, place, side, other), kind, place))
    return found


def _is_head_changed(old: Node, new: Node) -> bool:
    """Whether a slip only changed what a chain is about: -log P for log P, -f' for f'."""
    return any(_is_name(node) for node in (old, new)) and any(_is_name(_core(node)) for node in (old, new))


def _is_foreign(derivation: Derivation, node: Node) -> bool:
    """Whether a sum runs to d where there are no features."""
    if not derivation.part.startswith("optimal"):
        return False
    return (node.op in ("sum", "prod") and node.value.high == "d") or any(
        _is_foreign(derivation, arg) for arg in node.args
    )


def _core(node: Node) -> Node:
    return _core(node.args[0]) if node.op in ("neg", "log", "slope", "tr") else node


def _is_name(node: Node) -> bool:
    return node.op in ("loss", "joint", "one", "slope") or node == sym("w") or node == sym("b")


def _with_side(derivation: Derivation, place: int, side: int, node: Node) -> Derivation:
    line = derivation.lines[place]
    sides = (*line.sides[:side], node, *line.sides[side + 1 :])
    return _with_line(derivation, place, replace(line, sides=sides))


def _with_line(derivation: Derivation, place: int, line: Line) -> Derivation:
    return replace(derivation, lines=(*derivation.lines[:place], line, *derivation.lines[place + 1 :]))


def _swapped(derivation: Derivation) -> Iterator[Mutant]:
    """Two lines, or what stands on the right of two lines, the other way round."""
    lines = derivation.lines
    for place, (first, second) in enumerate(pairwise(lines)):
        if "name" in (first.kind, second.kind):
            continue
        swapped = (*lines[:place], second, first, *lines[place + 2 :])
        yield Mutant(replace(derivation, lines=swapped), "swap", place)
        if first.free or second.free:
            continue
        one = replace(first, sides=(*first.sides[:-1], second.sides[-1]))
        two = replace(second, sides=(*second.sides[:-1], first.sides[-1]))
        yield Mutant(_with_line(_with_line(derivation, place, one), place + 1, two), "swap", place)


# ------------------------------------------------------------------------------------------------ quotas


@dataclass(frozen=True, slots=True)
class Case:
    """A mutant that is different: where it is so first, and its text."""

    mutant: Mutant
    wrong: int
    written: Written

    @property
    def places(self) -> set[int]:
        """The lines of the text where it may be refuted: the slip's, and the first that does not follow."""
        spans = (self.written.places[self.mutant.line], self.written.places[self.wrong])
        return {line for first, last in spans for line in range(first, last + 1)}


def drawn(column: str, kind: str, rng: random.Random) -> Mutant | None:
    """A mutant of a kind, of a derivation drawn and rewritten; None if that offers none."""
    found = mutants_of(rewritten(original(column, rng), rng), kind)
    return rng.choice(found) if found else None


@cache
def possible(column: str, kind: str) -> bool:
    """Whether there are such slips at all: no inverse is lost where none stands."""
    return any(drawn(column, kind, random.Random(f"{column} {kind} {number}")) for number in range(30))


def cases(columns: Sequence[str], count: int, seed: int = 0) -> Iterator[tuple[str, str, Case | str]]:
    """So many mutants that are different, as many of each column and kind; why others were discarded, in between."""
    cells = [(column, kind) for column in columns for kind in KINDS if possible(column, kind)]
    for number in range(count):
        column, kind = cells[number % len(cells)]
        for attempt in range(60):
            rng = random.Random(f"{seed} {number} {attempt}")
            found = _case(column, kind, rng)
            if found is None:
                continue
            yield column, kind, found
            if isinstance(found, Case):
                break


def _case(column: str, kind: str, rng: random.Random) -> Case | str | None:
    mutant = drawn(column, kind, rng)
    if mutant is None:
        return None
    try:
        wrong = first_wrong(mutant.derivation)
    except Unclear:
        return "unclear"
    return "equal" if wrong is None else Case(mutant, wrong, written(mutant.derivation, rng))
