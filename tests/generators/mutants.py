"""Mutants: right derivations with one slip in one line.

A slip is a function of a node that offers other nodes in its place; :func:`mutants_of` puts each of them in everywhere.
What comes out may still be right (half an equation is the same equation): :mod:`truth` decides.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from tests.generators.originals import Derivation, Limits, Line, Node, add, mul, neg, sq, sym, tree
from tests.generators.rewrites import is_number, shape

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
    for place, child in enumerate(node.args):
        for other in everywhere(child, slip):
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
                if other != node and not _is_head_changed(node, other):
                    found.append(Mutant(_with_side(derivation, place, side, other), kind, place))
    return found


def _is_head_changed(old: Node, new: Node) -> bool:
    """Whether a slip only changed what a chain is about: -log P for log P, -f' for f'."""
    return any(_is_name(node) for node in (old, new)) and any(_is_name(_core(node)) for node in (old, new))


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


def drawn(derivation: Derivation, kind: str, rng: random.Random) -> Mutant | None:
    """One mutant of a kind, None if the derivation offers none."""
    found = mutants_of(derivation, kind)
    return rng.choice(found) if found else None


__all__ = ["KINDS", "Mutant", "drawn", "mutants_of", "sq"]
