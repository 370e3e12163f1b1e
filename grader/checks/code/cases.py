"""Inputs for a student's function, made from a declaration of its arguments.

``inputs("X: n*d, y: n, w: d, b")`` names the arguments in their order with their axes; one without axes is a scalar,
``sigma: >0`` a positive one. Each case is one call. Besides ordinary data (n and d differ, so that a transpose or a
wrong axis shows) there are the kinds on which code that looks right goes wrong: a single datum, integers, single
precision, a large offset, columns that are almost dependent, arrays that may not be written to.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal, TypeAlias

import numpy as np
import numpy.typing as npt

Array: TypeAlias = npt.NDArray[Any]  # of any real type
Value: TypeAlias = Array | float | int

Kind: TypeAlias = Literal[
    "ordinary", "single", "integers", "float32", "offset", "ill_conditioned", "many", "read_only", "singular"
]


@dataclass(frozen=True, slots=True, eq=False)
class Case:
    """One call: the arguments by name in their order, and the names of each array's axes.

    ``solves`` names the matrix X of a function that may well solve with X^T X: its rounding errors grow with the
    square of X's condition number. ``unique`` is False where the result isn't determined by the arguments; there
    the task leaves open what must happen, and nothing costs a point.
    """

    kind: Kind
    args: Mapping[str, Value]
    axes: Mapping[str, tuple[str, ...]]
    solves: str | None = None
    unique: bool = True

    @property
    def growth(self) -> float:
        """By how much a legitimate method may magnify rounding errors beyond what the result itself does."""
        if self.solves is None or not self.unique:
            return 1.0
        return float(np.linalg.cond(np.asarray(self.args[self.solves], dtype=float)) ** 2)

    @property
    def sizes(self) -> dict[str, int]:
        """The length of each axis."""
        found: dict[str, int] = {}
        for name, axes in self.axes.items():
            found.update(zip(axes, np.shape(self.args[name]), strict=True))
        return found

    def sound(self) -> bool:
        """Whether the result is determined, and as many digits are kept as cases of this kind are meant to keep."""
        if self.solves is None or not self.unique:
            return True
        rows, columns = np.shape(self.args[self.solves])
        return rows > columns and self.growth < (1e9 if self.kind == "ill_conditioned" else 1e4)


Cases: TypeAlias = Callable[[np.random.Generator], Iterable[Case]]


def inputs(declaration: str, *, solves: str | None = None) -> Cases:
    """The cases for arguments declared as above; raises ValueError where the declaration can't be read.

    ``solves`` names the matrix (n, d) whose columns must be independent for the function's result to exist: it gets
    more rows than columns, and cases that are ill-conditioned, and singular ones that cost no points.
    """
    axes, positive = _declared(declaration)
    if solves is not None and len(axes.get(solves, ())) != 2:
        raise ValueError(f"{solves!r} is not declared as a matrix in {declaration!r}")
    return lambda rng: _cases(_Draw(axes, positive, solves, rng))


def _declared(declaration: str) -> tuple[dict[str, tuple[str, ...]], frozenset[str]]:
    axes: dict[str, tuple[str, ...]] = {}
    positive: set[str] = set()
    for item in declaration.split(","):
        name, _, shape = (part.strip() for part in item.partition(":"))
        if not name.isidentifier():
            raise ValueError(f"no name of an argument: {name!r} in {declaration!r}")
        if shape == ">0":
            positive.add(name)
            shape = ""
        axes[name] = tuple(axis.strip() for axis in shape.split("*")) if shape else ()
        if not all(axis.isidentifier() for axis in axes[name]):
            raise ValueError(f"no axes: {shape!r} in {declaration!r}")
    return axes, frozenset(positive)


@dataclass(frozen=True, slots=True)
class _Draw:
    """What is drawn from: the declaration and a generator."""

    axes: Mapping[str, tuple[str, ...]]
    positive: frozenset[str]
    solves: str | None
    rng: np.random.Generator

    @property
    def names(self) -> list[str]:
        """The axes, in the order of their first use."""
        return list(dict.fromkeys(axis for axes in self.axes.values() for axis in axes))

    def case(self, kind: Kind, *lengths: int) -> Case:
        """Real numbers of ordinary size; the axes have these lengths, in their order."""
        sizes = dict(zip(self.names, lengths, strict=False))
        args: dict[str, Value] = {}
        for name, axes in self.axes.items():
            if axes:
                args[name] = self.rng.normal(1.0, 2.0, [sizes[axis] for axis in axes])
            else:
                args[name] = float(self.rng.uniform(0.5, 2.0) if name in self.positive else self.rng.normal(1.0, 2.0))
        return Case(kind, args, self.axes, self.solves)

    def sound(self, kind: Kind, *lengths: int) -> Case:
        """The same, drawn again while a matrix to be solved with is nearly singular by chance."""
        while not (case := self.case(kind, *lengths)).sound():
            pass
        return case


def _cases(draw: _Draw) -> Iterable[Case]:
    yield draw.sound("ordinary", 7, 3, 4)
    yield draw.sound("ordinary", 10, 2, 5)  # n is even here: a median of an even number of data is a choice
    if draw.solves is None:
        yield draw.case("ordinary", 3, 5, 2)
        yield draw.case("single", 1, 2, 3)
        yield draw.case("single", 4, 1, 1)
    else:
        yield draw.sound("single", 5, 1, 3)
    yield _typed(draw.sound("integers", 8, 3, 2), np.int64)
    yield _typed(draw.sound("float32", 9, 2, 3), np.float32)
    if len(draw.axes) == 1:  # among several arguments numbers far from zero overflow an exp that is right otherwise
        yield _offset(draw.case("offset", 8, 3, 2))
    if draw.solves is not None:
        yield _nearly_dependent(draw.sound("ill_conditioned", 12, 3, 2), draw.solves)
        yield _dependent(draw.sound("singular", 6, 3, 2), draw.solves)
    yield draw.sound("many", 400, 3, 2)  # a product over them underflows where a sum does not
    yield _locked(draw.sound("read_only", 6, 3, 2))


def _typed(case: Case, dtype: type[np.int64] | type[np.float32]) -> Case:
    """Arrays of another type; where integers would leave a matrix singular its diagonal is made heavy."""
    args = dict(case.args)
    for name, value in args.items():
        if isinstance(value, np.ndarray):
            args[name] = (np.round(value) if dtype is np.int64 else value).astype(dtype)
    if dtype is np.int64 and case.solves is not None:
        matrix = np.asarray(args[case.solves])
        args[case.solves] = matrix + 9 * np.eye(*matrix.shape, dtype=np.int64)
    return replace(case, args=args)


def _offset(case: Case) -> Case:
    """Data far from zero, as years or coordinates are."""
    far = {name: value + 1e6 if isinstance(value, np.ndarray) else value for name, value in case.args.items()}
    return replace(case, args=far)


def _nearly_dependent(case: Case, matrix: str) -> Case:
    """The last column is the first plus a thousandth: a condition number of some thousands, so that X^T X loses
    seven of double precision's sixteen digits."""
    X = np.array(case.args[matrix], dtype=float)
    X[:, -1] = X[:, 0] + 1e-3 * X[:, -1]
    return replace(case, args={**case.args, matrix: X})


def _dependent(case: Case, matrix: str) -> Case:
    X = np.array(case.args[matrix], dtype=float)
    X[:, -1] = 2 * X[:, 0]
    return replace(case, args={**case.args, matrix: X}, unique=False)


def _locked(case: Case) -> Case:
    for value in case.args.values():
        if isinstance(value, np.ndarray):
            value.flags.writeable = False
    return case
