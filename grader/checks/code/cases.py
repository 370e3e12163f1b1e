"""One call of a student's function, and the declaration of its arguments.

``inputs("X: n*d, y: n, w: d, b")`` names the arguments in their order with their axes; one without axes is a scalar.
Behind that may stand what numbers they are: ``sigma: >0`` is positive, ``y: n count`` are counts 0, 1, 2 …, ``y: n
label`` are labels 0 and 1. Which kinds of inputs are made of it stands in :mod:`grader.checks.code.kinds`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Literal, TypeAlias

import numpy as np
import numpy.typing as npt

Array: TypeAlias = npt.NDArray[Any]  # of any real type
Value: TypeAlias = Array | float | int
Args: TypeAlias = Mapping[str, Value]

Stance: TypeAlias = Literal["must", "may_refuse", "open"]
"""What is asked of a function on such inputs: the right result; that or an exception; or nothing at all, since the task
leaves open what must happen, so that whatever happens costs no point."""

Layout: TypeAlias = Literal["plain", "strided", "tracked"]
"""How arrays lie in memory (strided: with gaps), or that tensors require gradients (tracked)."""

SMALL = ((2, 3), (3, 2), (4, 2), (5, 3))  # n and d of the examples that a student sees: never equal, never 1


@dataclass(frozen=True)
class Declared:
    """The arguments by name in their order, with the names of their axes.

    ``solves`` names the matrix X of a function that may well solve with X^T X: its columns must be independent for a
    result to exist, and rounding errors grow with the square of its condition number. ``far`` names the arrays whose
    numbers may lie far from zero, ``large`` those that may be some hundreds of either sign, ``refused`` a positive
    number that is tried where it isn't positive.
    """

    axes: Mapping[str, tuple[str, ...]]
    positive: frozenset[str] = frozenset()
    counts: frozenset[str] = frozenset()
    labels: frozenset[str] = frozenset()
    solves: str | None = None
    far: tuple[str, ...] = ()
    large: tuple[str, ...] = ()
    refused: str | None = None

    @cached_property
    def lengths(self) -> tuple[str, ...]:
        """The names of all axes, in the order of their first use."""
        return tuple(dict.fromkeys(axis for axes in self.axes.values() for axis in axes))

    @property
    def shared(self) -> str | None:
        """The first axis that two arrays have in common."""
        names = [axis for axes in self.axes.values() for axis in axes]
        return next((axis for axis in self.lengths if names.count(axis) > 1), None)


@dataclass(frozen=True, slots=True)
class Kind:
    """A sort of inputs, and why functions are tried on it.

    ``sizes`` are lengths of the axes in their order, one call each, and ``solving`` those of functions that solve with
    a matrix, which needs more rows than columns. ``alter`` makes what is special of ordinary arguments, so that the
    small example of a student is special in the same way; ``small`` are its sizes, none where nothing small is alike.
    ``worst`` is the largest condition number that chance may give the matrix.
    """

    name: str
    why: str
    sizes: tuple[tuple[int, ...], ...]
    solving: tuple[tuple[int, ...], ...] = ()
    alter: Callable[[Args, Declared], Args] | None = None
    suits: Callable[[Declared], bool] | None = None
    stance: Stance = "must"
    in_torch: Stance | None = "must"  # None: not tried
    in_numpy: bool = True
    layout: Layout = "plain"
    small: tuple[tuple[int, ...], ...] = SMALL
    worst: float = 100.0


@dataclass(frozen=True)
class Case:
    """One call: its arguments by name, in their order."""

    kind: Kind
    args: Args
    declared: Declared

    @cached_property
    def growth(self) -> float:
        """By how much a legitimate method may magnify rounding errors beyond what the result itself does."""
        return 1.0 if self.kind.stance == "open" else self.condition**2

    @cached_property
    def condition(self) -> float:
        """The condition number of the matrix that is solved with; 1 where there is none."""
        if self.declared.solves is None:
            return 1.0
        matrix = np.asarray(self.args[self.declared.solves], dtype=float)
        return float(np.linalg.cond(matrix)) if matrix.size else 1.0

    @cached_property
    def sizes(self) -> dict[str, int]:
        """The length of each axis."""
        found: dict[str, int] = {}
        for name, axes in self.declared.axes.items():
            for axis, length in zip(axes, np.shape(self.args[name]), strict=True):
                found.setdefault(axis, length)
        return found

    @property
    def operations(self) -> int:
        """How many numbers come in, as the measure of how many are added up."""
        return max(1, sum(np.size(value) for value in self.args.values()))

    @property
    def single(self) -> bool:
        """Whether any array is of single precision."""
        return any(getattr(value, "dtype", None) == np.float32 for value in self.args.values())

    def sound(self) -> bool:
        """Whether the result is determined, and as many digits are kept as are meant to be."""
        if self.declared.solves is None or self.kind.stance == "open":
            return True
        rows, columns = np.shape(self.args[self.declared.solves])
        return rows > columns >= 1 and self.condition < self.kind.worst

    def with_args(self, args: Args) -> Case:
        """The same call with other arguments."""
        return replace(self, args=args)


Cases: TypeAlias = Callable[[np.random.Generator], Iterable[Case]]


def declared(
    declaration: str,
    solves: str | None = None,
    far: str | None = None,
    refused: str | None = None,
    large: str = "",
) -> Declared:
    """The arguments of a declaration; raises ValueError where it cannot be read.

    ``far`` names arrays as "y, w"; left out, it is the only argument if that is an array.
    """
    axes: dict[str, tuple[str, ...]] = {}
    domains: dict[str, set[str]] = {">0": set(), "count": set(), "label": set()}
    for item in declaration.split(","):
        name, _, shape = (part.strip() for part in item.partition(":"))
        if not name.isidentifier():
            raise ValueError(f"no name of an argument: {name!r} in {declaration!r}")
        for domain, names in domains.items():
            if shape.endswith(domain) and shape.removesuffix(domain)[-1:] in ("", " "):
                names.add(name)
                shape = shape.removesuffix(domain).strip()
        axes[name] = tuple(axis.strip() for axis in shape.split("*")) if shape else ()
        if not all(axis.isidentifier() for axis in axes[name]):
            raise ValueError(f"no axes: {shape!r} in {declaration!r}")
    if solves is not None and len(axes.get(solves, ())) != 2:
        raise ValueError(f"{solves!r} is not declared as a matrix in {declaration!r}")
    if far is None:
        away = tuple(axes) if len(axes) == 1 and solves is None else ()
    else:
        away = tuple(name.strip() for name in far.split(",")) if far else ()
    wide = tuple(name.strip() for name in large.split(",") if name.strip())
    if not all(axes.get(name) for name in (*away, *wide)):
        raise ValueError(f"no arrays: {far!r}, {large!r} in {declaration!r}")
    if refused is not None and refused not in domains[">0"]:
        raise ValueError(f"{refused!r} is not declared as positive in {declaration!r}")
    positive, counts, labels = (frozenset(names) for names in domains.values())
    return Declared(axes, positive, counts, labels, solves, away, wide, refused)


# ------------------------------------------------------------------------------------------------ drawing


def draw(declared: Declared, lengths: tuple[int, ...], rng: np.random.Generator, *, whole: bool = False) -> Args:
    """Ordinary arguments whose axes have these lengths: numbers of about 1, or small ``whole`` ones of either sign."""
    sizes = dict(zip(declared.lengths, lengths, strict=False))
    args: dict[str, Value] = {}
    for name, axes in declared.axes.items():
        numbers = _numbers([sizes.get(axis, 2) for axis in axes], name, declared, rng, whole)
        args[name] = numbers if axes else float(numbers)
    return args


def _numbers(shape: list[int], name: str, declared: Declared, rng: np.random.Generator, whole: bool) -> Array:
    if name in declared.counts | declared.labels:
        return rng.integers(0, 6 if name in declared.counts else 2, shape).astype(float)
    if name in declared.positive or (whole and not shape):  # a scalar may be a divisor
        return rng.integers(1, 4, shape).astype(float) if whole else rng.uniform(0.5, 2.0, shape)
    return _whole(shape, rng) if whole else rng.normal(1.0, 2.0, shape)


def _whole(shape: list[int], rng: np.random.Generator) -> Array:
    """Small whole numbers, not all the same, and no matrix that is degenerate at first sight."""
    low = int(rng.choice([0, 0, -3]))
    while True:
        array: Array = rng.integers(low, 5, shape).astype(float)
        if array.size < 2 or (np.ptp(array) > 0 and (array.ndim != 2 or _rows_differ(array))):
            return array


def _rows_differ(matrix: Array) -> bool:
    """No row or column is zero, and no row stands twice."""
    distinct = len(np.unique(matrix, axis=0)) == len(matrix)
    return distinct and bool(np.all(np.any(matrix != 0, axis=0)) and np.all(np.any(matrix != 0, axis=1)))
