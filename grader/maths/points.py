"""Points: values for the names of a question, drawn once as rationals and mapped to every domain."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from grader.core import Json
from grader.maths.declare import SCALAR, Declared, Scope
from grader.maths.domains import PRIME, Domain, Rationals
from grader.maths.effort import current
from grader.maths.evaluate import Evaluator, members
from grader.maths.terms import Apply, Derivative, Fold, Symbol, Term, children, walk
from grader.maths.typing import Typed
from grader.maths.values import Value, matrix

_EXACT = Rationals()
Block = tuple[int, int, tuple[Fraction, ...]]  # rows, columns, entries row by row


@dataclass(frozen=True, slots=True)
class Pool:
    """Numbers to draw from, and those of them that a domain admits."""

    every: tuple[Fraction, ...]
    positive: tuple[Fraction, ...]
    whole: tuple[Fraction, ...]
    counts: tuple[Fraction, ...]

    @classmethod
    def of(cls, numbers: Iterable[Fraction]) -> Pool:
        """The pool of some numbers, which hold a positive and a whole one."""
        every = tuple(numbers)
        whole = tuple(q for q in every if q.denominator == 1)
        return cls(every, tuple(q for q in every if q > 0), whole, tuple(q for q in whole if q >= 0))

    def admitted(self, declared: Declared) -> tuple[Fraction, ...]:
        """The numbers of a declared name's domain."""
        match declared.kind:
            case "positive" | "distribution":
                return self.positive
            case "integer":
                return self.whole
            case "count":
                return self.counts
            case "indicator":
                return Fraction(0), Fraction(1)
            case _:
                return self.every


@dataclass(frozen=True, slots=True)
class Point:
    """Sizes of the dimensions, blocks of rationals by name, and the free indices."""

    sizes: Mapping[str, int]
    blocks: Mapping[str, Block]
    indices: Mapping[str, int]

    def evaluator(self, domain: Domain) -> Evaluator:
        """An evaluator at this point."""
        values: dict[str, Value] = {
            name: matrix(rows, cols, [domain.number(entry) for entry in data])
            for name, (rows, cols, data) in self.blocks.items()
        }
        found = Evaluator(domain, values, self.sizes, self.indices)
        found.effort.left -= 2 + sum(len(data) for _, _, data in self.blocks.values())
        return found


def _plain(value: Fraction) -> int | str:
    return int(value) if value.denominator == 1 else str(value)


@dataclass(frozen=True, slots=True)
class Question:
    """What must be drawn to evaluate some terms: names with their shapes, dimensions, free indices."""

    scope: Scope
    names: Mapping[str, Declared]
    dims: tuple[str, ...]
    subscripts: tuple[tuple[str, tuple[str, ...], int], ...]  # index, the dimension names of its range, constant
    averaged: frozenset[str] = frozenset()  # random names of which only expectations stand there

    @classmethod
    def of(cls, scope: Scope, *sides: Typed) -> Question:
        """The question that some typed terms pose together."""
        names: dict[str, Declared] = {}
        dims: set[str] = set()
        for side in sides:
            bound = {part.index for part in walk(side.term) if isinstance(part, Fold)} | {
                part.args[0].name
                for part in walk(side.term)
                if isinstance(part, Apply) and part.op == "family" and isinstance(part.args[0], Symbol)
            }
            for name in _symbols(side.term):
                if name in bound or name in side.subscripts or name in ("pi", "infinity"):
                    continue
                if name in scope.dims:
                    dims.add(name)
                else:
                    names[name] = _declared(name, scope)
        subscripts = {name: dim for side in sides for name, dim in side.subscripts.items()}
        for declared in names.values():
            dims.update(declared.shape.rows.names + declared.shape.cols.names)
        for dim in subscripts.values():
            dims.update(name for name in dim.names if name in scope.dims)
        ordered = tuple(name for name in scope.dims if name in dims)
        free = tuple((name, dim.names, dim.constant) for name, dim in sorted(subscripts.items()))
        seen = {name for side in sides for name in _values(side.term)}
        averaged = frozenset(name for name, declared in names.items() if declared.law and name not in seen)
        return cls(scope, names, ordered, free, averaged)

    def draw(self, rng: random.Random, sizes: Mapping[str, int], numbers: Pool) -> Point:
        """A point of the given sizes with entries from a pool; raises TooMuch if no work is left for it."""
        effort = current()
        effort.check()
        effort.left -= 4 * len(self.names)
        blocks = {}
        for name, declared in sorted(self.names.items()):
            rows, cols = declared.shape.rows.at(sizes), declared.shape.cols.at(sizes)
            blocks[name] = (rows, cols, _entries(rng, declared, rows, cols, numbers))
        return Point(sizes, blocks, self._indices(rng, sizes))

    def shown(self, point: Point) -> dict[str, Json]:
        """The point as plain data: numbers, lists for vectors, rows and sets, and sizes that nothing else shows."""
        kept = [d for name, d in self.names.items() if name not in self.averaged]
        visible = {name for d in kept for name in d.shape.rows.names + d.shape.cols.names}
        found: dict[str, Json] = {name: point.sizes[name] for name in self.dims if name not in visible}
        for name, (rows, cols, data) in point.blocks.items():
            if name in self.averaged:
                continue
            shape = self.names[name].shape
            numbers = [_plain(entry) for entry in data]
            if self.names[name].kind == "subset":
                found[name] = list(members([_EXACT.number(entry) for entry in data], _EXACT))
            elif shape.scalar:
                found[name] = numbers[0]
            elif shape.column:
                found[name] = numbers
            else:
                found[name] = [numbers[i * cols : (i + 1) * cols] for i in range(rows)]
        found.update(point.indices)
        return found

    def _indices(self, rng: random.Random, sizes: Mapping[str, int]) -> dict[str, int]:
        found = {}
        for name, dims, constant in self.subscripts:
            known = all(dim in sizes for dim in dims)
            most = sum(sizes[dim] for dim in dims) + constant if known else 2
            found[name] = rng.randint(1, max(most, 1))
        if self.scope.pair is not None:
            j, op, k = self.scope.pair
            if j in found and k in found and op == "=":
                found[j] = found[k]
            elif j in found and k in found and found[j] == found[k]:
                found[j] += 1 if found[j] == 1 else -1
        return found


def _symbols(term: Term) -> Iterator[str]:
    for part in walk(term):
        if isinstance(part, Symbol):
            yield part.name
        elif isinstance(part, Derivative) and isinstance(part.by, Symbol):
            yield part.by.name


def _values(term: Term) -> Iterator[str]:
    """The names whose own values a term depends on: not those that expectations are taken over."""
    if isinstance(term, Apply) and term.op == "expectation":
        random = {name for part in term.args[1:] for name in list(_symbols(part))[:1]}
        yield from (name for name in _values(term.args[0]) if name not in random)
        return
    if isinstance(term, Derivative) and isinstance(term.by, Symbol):
        yield term.by.name
    if isinstance(term, Symbol):
        yield term.name
    for child in children(term):
        yield from _values(child)


def _declared(name: str, scope: Scope) -> Declared:
    if name.startswith("d "):
        return Declared(scope.declared[name[2:]].shape)
    return scope.declared.get(name, Declared(SCALAR))


def _entries(
    rng: random.Random, declared: Declared, rows: int, cols: int, numbers: Pool
) -> tuple[Fraction, ...]:
    data = rng.choices(numbers.admitted(declared), k=rows * cols)
    if declared.kind == "symmetric":
        data = [data[min(i, j) * cols + max(i, j)] for i in range(rows) for j in range(cols)]
    elif declared.kind == "distribution":
        total = sum(data, Fraction(0))
        data = [entry / total for entry in data]
    elif declared.kind == "nonzero" and not any(data):
        data[rng.randrange(len(data))] = Fraction(1)
    return tuple(data)


@lru_cache(maxsize=8)
def residues(seed: int) -> Pool:
    """Numbers for the prime field: a pool of uniform residues."""
    rng = random.Random(seed)
    return Pool.of(Fraction(rng.randrange(1, PRIME)) for _ in range(1024))


RATIONALS = Pool.of(Fraction(sign * top, bottom) for sign in (1, -1) for top in range(1, 14) for bottom in (1, 2, 3, 5))
"""Numbers for sampling: both signs, several sizes, never 0."""


def sizes_for(dims: Sequence[str], literal: int = 0) -> list[dict[str, int]]:
    """Sizes to sample: several, the dimensions all different, the first ones larger (n > d) and one the other way.

    ``literal`` is the largest whole number in the question: a size beyond it is among them, so that an identity of
    one size only (``\\sum x_i = x_1 + … + x_5``) is seen through.
    """
    if not dims:
        return [{}]
    rows = [(3, 2, 4, 5), (5, 3, 4, 2), (4, 2, 3, 5), (2, 3, 4, 5), (7, 2, 3, 4)]
    if 3 < literal <= 12:
        rows.append((literal + 1, 3, 2, 4))
    return [{dim: row[min(k, 3)] + max(k - 3, 0) for k, dim in enumerate(dims)} for row in rows]
