"""Declarations: what the names of a task stand for.

The mini-language of ``grader compare --declare`` and of exercises::

    X: n*d rows x, y: n, w: d, sigma: >0, A: d*d symmetric, b

    B: n subset, epsilon: n random centred, Z: n*d rows z white sigma, y: n count

    p: q distribution, v: d nonzero

A name without a shape is a real scalar; ``rows x`` says that x_i is the i-th row of X, as a column; the letters in
shapes are dimensions (positive integers). ``B: n subset`` is a set of numbers from 1 to n that is not empty. ``random``
marks random variables, of any distribution whatever, ``centred`` those with expectation 0, and ``white sigma`` those
whose entries have expectation 0 and standard deviation sigma and are uncorrelated; see
:mod:`grader.maths.typing.chance`. ``count`` is a number of 0, 1, 2, …, ``indicator`` is 0 or 1. The entries of a
``distribution`` are positive and sum to 1; some entry of what is ``nonzero`` is not 0.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any, Literal

from grader.core import Message
from grader.maths.light import light
from grader.maths.terms import Term

# ------------------------------------------------------------------------------------------------ shapes


@light
@dataclass(frozen=True, slots=True)
class Dim:
    """A number of rows or columns: a sum of dimension names (``?1`` is one yet to be inferred) and a constant."""

    names: tuple[str, ...] = ()
    constant: int = 0

    def __str__(self) -> str:
        parts = [*self.names, *([str(self.constant)] if self.constant or not self.names else [])]
        return "+".join(parts)

    def plus(self, other: Dim) -> Dim:
        """The sum."""
        return Dim(tuple(sorted(self.names + other.names)), self.constant + other.constant)

    def at(self, sizes: Mapping[str, int]) -> int:
        """The number, given the sizes of the dimensions."""
        return sum(sizes[name] for name in self.names) + self.constant


ONE = Dim((), 1)


@light
@dataclass(frozen=True, slots=True)
class Shape:
    """Rows × columns; a scalar is 1×1, a vector n×1."""

    rows: Dim
    cols: Dim

    def __str__(self) -> str:
        return f"{self.rows}×{self.cols}"

    @property
    def scalar(self) -> bool:
        """Whether it is 1×1 at every size."""
        return self.rows == self.cols == ONE

    @property
    def column(self) -> bool:
        """Whether it is a column with more than one entry in general."""
        return self.cols == ONE and self.rows != ONE

    @property
    def square(self) -> bool:
        """Whether it is a matrix, not a number, that is known to have as many rows as columns."""
        return self.rows == self.cols != ONE and not any(name.startswith("?") for name in self.rows.names)

    @property
    def transposed(self) -> Shape:
        """The shape of the transpose."""
        return Shape(self.cols, self.rows)


SCALAR = Shape(ONE, ONE)
ARGUMENT = "#z"  # a number of which nothing is said
_MOST_REMEMBERED = 512

Kind = Literal["any", "positive", "symmetric", "integer", "count", "indicator", "subset", "distribution", "nonzero"]
_KINDS: tuple[Kind, ...] = ("symmetric", "subset", "distribution", "nonzero", "count", "indicator", "integer")
Law = Literal["any", "centred", "white"]


@light
@dataclass(frozen=True, slots=True)
class Declared:
    """A name's shape and domain."""

    shape: Shape
    kind: Kind = "any"
    law: Law | None = None  # of a random variable
    deviation: str | None = None  # the name of its standard deviation, if it is white


@dataclass(frozen=True, slots=True)
class Function:
    """A name that a text defined: ``f(b) = …``, ``r_i = …``, ``r = …`` (no parameters)."""

    parameters: tuple[str, ...]
    body: Term
    indexed: bool = False  # the parameters are subscripts


@dataclass(frozen=True, slots=True)
class Scope:
    """What the names mean, for typing a formula.

    ``rows`` maps x to X where x_i are the rows of X. ``same`` maps other names of a thing to its name. ``meanings``
    are names and densities that the author gave a meaning to. ``unknown`` is what is solved for. ``memory`` is for what
    whoever works in the scope would find out again; nothing depends on whether it is there.
    """

    declared: Mapping[str, Declared] = field(default_factory=dict)
    dims: tuple[str, ...] = ()
    rows: Mapping[str, str] = field(default_factory=dict)
    same: Mapping[str, str] = field(default_factory=dict)
    functions: Mapping[str, Function] = field(default_factory=dict)
    meanings: Mapping[str, Term] = field(default_factory=dict)
    unknown: str | None = None
    zeroed: frozenset[str] = frozenset()  # names taken as 0 throughout
    pair: tuple[str, Literal["=", "≠"], str] | None = None  # two indices that are said to be the same, or to differ
    apart: frozenset[str] = frozenset()  # marked names of the unknown (w_hat) that are not the unknown itself
    operators: Mapping[str, str] = field(default_factory=dict)  # letters that stand for one: sigma for the sigmoid
    memory: dict[object, Any] = field(default_factory=dict, init=False, compare=False, repr=False)

    def canonical(self, name: str) -> str:
        """The name that the task uses for it."""
        if name in self.declared or name in self.functions:
            return name
        return self.same.get(name, name)

    @property
    def argument(self) -> str:
        """What an operator's letter is a function of where it stands bare: the unknown, if that is a number."""
        single = self.unknown is not None and self.declared[self.unknown].shape.scalar
        return self.unknown if self.unknown is not None and single else ARGUMENT

    def knows(self, name: str) -> bool:
        """Whether the name has a meaning here."""
        name = self.canonical(name)
        known = name in self.declared or name in self.dims or name in self.functions or name in self.rows
        return known or name in self.operators

    def remember(self, key: object, found: Any) -> None:
        """Keep something in the memory, which forgets all when it is full."""
        if len(self.memory) >= _MOST_REMEMBERED:
            self.memory.clear()
        self.memory[key] = found

    def defining(self, name: str, function: Function) -> Scope:
        """The scope with one more definition."""
        return replace(self, functions={**self.functions, name: function})


class BadDeclaration(Exception):
    """A declaration that cannot be read."""

    def __init__(self, problem: Message) -> None:
        super().__init__(problem.key)
        self.problem = problem


_ENTRY = re.compile(
    r"""\s*(?P<name>\\?[^\W\d_]\w*(?:_\w+)?)\s*
        (?: : \s* (?P<shape> \w+ (?:\s*[*×x]\s*\w+)? )? \s*
            (?P<words> (?: (?: >\s*0 | real | integer | count | indicator | symmetric | subset | distribution | nonzero
                | random | centred | white\s+\w+ | rows\s+\w+ ) \s* )* )
        )? \s*$""",
    re.VERBOSE,
)


@lru_cache(maxsize=64)
def declare(text: str) -> Scope:
    """The scope that a declaration describes; raises :class:`BadDeclaration` naming the entry."""
    declared: dict[str, Declared] = {}
    dims: list[str] = []
    rows: dict[str, str] = {}
    for entry in filter(str.strip, text.split(",")):
        match = _ENTRY.match(entry)
        if match is None:
            raise BadDeclaration(Message("maths.declare.entry", {"entry": entry.strip()}))
        name = match["name"].lstrip("\\")
        words = match["words"] or ""
        shape = match["shape"]
        if shape in ("real", "integer", "count", "indicator", "symmetric", "random", "centred", "white"):
            shape, words = None, f"{shape} {words}"
        declared[name] = Declared(_shape(shape, dims), _kind(words), _law(words), _deviation(words))
        if row := re.search(r"rows\s+(\w+)", words):
            rows[row[1]] = name
    return Scope(declared=declared, dims=tuple(dims), rows=rows)


def _shape(text: str | None, dims: list[str]) -> Shape:
    if not text:
        return SCALAR
    sizes = [part.strip() for part in re.split(r"[*×]|(?<=\w)\s*x\s*(?=\w)", text)]
    for name in sizes:
        if not name.isdigit() and name not in dims:
            dims.append(name)
    found = [Dim((), int(name)) if name.isdigit() else Dim((name,)) for name in sizes]
    return Shape(found[0], found[1] if len(found) > 1 else ONE)


def _law(words: str) -> Law | None:
    if "white" in words:
        return "white"
    if "centred" in words:
        return "centred"
    return "any" if "random" in words else None


def _deviation(words: str) -> str | None:
    found = re.search(r"white\s+(\w+)", words)
    return found[1] if found else None


def _kind(words: str) -> Kind:
    if ">" in words:
        return "positive"
    return next((kind for kind in _KINDS if kind in words), "any")
