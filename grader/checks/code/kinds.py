"""On which inputs a function is tried: a table, each kind with the reason why it is there.

Ordinary data come first (n and d differ, so that a transpose or a wrong axis shows), then the kinds on which code
that looks right goes wrong, then those of which the task does not say what must happen: there an exception, a nan or
any other sane answer is right, and the rest gets a remark.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TypeAlias

import numpy as np

from grader.checks.code.cases import Args, Array, Case, Cases, Declared, Kind, Value, declared, draw

FAR = 1e8  # with noise of size 1 on it, squares are 1e16: none of the noise's digits are left in a sum of them

NUMBERS = 5  # calls of a function that takes no arrays
LARGE = 300.0  # times numbers of about 1: an exp of some of them overflows, 1/(1 + exp) of others rounds to 0 or 1
MANY = 200.0  # a count whose factorial is no double

_Change: TypeAlias = Callable[[Array], Array]


def _arrays(change: _Change, args: Args) -> dict[str, Value]:
    return {name: change(value) if isinstance(value, np.ndarray) else value for name, value in args.items()}


def _integers(args: Args, declared: Declared) -> Args:
    """Whole numbers; where rounding would leave a matrix singular its diagonal is made heavy."""
    changed: dict[str, Value] = {}
    for name, value in args.items():
        whole = np.maximum(np.round(value), 1 if name in declared.positive else -np.inf)
        changed[name] = whole.astype(np.int64) if isinstance(value, np.ndarray) else int(whole)
    if declared.solves is not None:
        matrix = np.asarray(changed[declared.solves])
        changed[declared.solves] = matrix + 9 * np.eye(*matrix.shape, dtype=np.int64)
    return changed


def _single_precision(args: Args, _: Declared) -> Args:
    return _arrays(lambda value: value.astype(np.float32), args)


def _far(args: Args, declared: Declared) -> Args:
    away = {**dict.fromkeys(declared.counts, MANY), **dict.fromkeys(declared.far, FAR)}
    return {name: value + away[name] if name in away else value for name, value in args.items()}


def _large(args: Args, declared: Declared) -> Args:
    return {name: LARGE * value if name in declared.large else value for name, value in args.items()}


def _nearly_dependent(distance: float) -> Callable[[Args, Declared], Args]:
    """The last column is the first plus ``distance`` times itself: a condition number of some 1/distance."""

    def alter(args: Args, declared: Declared) -> Args:
        X = np.array(args[str(declared.solves)], dtype=float)
        if X.shape[1] > 1:
            X[:, -1] = X[:, 0] + distance * X[:, -1]
        return {**args, str(declared.solves): X}

    return alter


def _dependent(args: Args, declared: Declared) -> Args:
    X = np.array(args[str(declared.solves)], dtype=float)
    X[:, -1] = 2 * X[:, 0]
    return {**args, str(declared.solves): X}


def _locked(args: Args, _: Declared) -> Args:
    def lock(value: Array) -> Array:
        value = value.copy()
        value.flags.writeable = False
        return value

    return _arrays(lock, args)


def _large_counts(args: Args, declared: Declared) -> Args:
    """Counts of some hundreds."""
    return {name: 70 * value if name in declared.counts else value for name, value in args.items()}


def _not_positive(args: Args, declared: Declared) -> Args:
    return {**args, str(declared.refused): -1.0}


def _mismatched(args: Args, declared: Declared) -> Args:
    """The last of the arrays that share an axis has one entry more along it."""
    last = [name for name, axes in declared.axes.items() if declared.shared in axes][-1]
    place = declared.axes[last].index(str(declared.shared))
    array = np.asarray(args[last])
    return {**args, last: np.concatenate([array, np.take(array, [0], axis=place)], axis=place)}


def _solves(declared: Declared) -> bool:
    return declared.solves is not None


KINDS = (
    Kind(
        "ordinary",
        "n is even once: a median of an even number of data is a choice. n < d once: nothing may hang on n > d",
        sizes=((7, 3, 4), (10, 2, 5), (3, 5, 2)),
        solving=((7, 3, 4), (10, 2, 5)),
    ),
    Kind(
        "single",
        "one row, or one column: an index, a squeeze or n - 1 goes wrong there",
        sizes=((1, 2, 3), (4, 1, 1)),
        solving=((5, 1, 3),),
        small=((1, 2), (2, 1), (3, 1)),
    ),
    Kind(
        "integers",
        "whole numbers overflow, or are divided without their fraction; torch has no mean of them",
        sizes=((8, 3, 2),),
        alter=_integers,
        in_torch="may_refuse",
    ),
    Kind(
        "float32",
        "single precision comes in, so that single precision may come out",
        sizes=((9, 2, 3),),
        alter=_single_precision,
    ),
    Kind(
        "offset",
        "data far from zero, as years and coordinates are: differences of squares lose every digit, exp underflows; "
        "counts whose factorial overflows",
        sizes=((8, 3, 2),),
        alter=_far,
        suits=lambda declared: bool(declared.far or declared.counts),
    ),
    Kind(
        "offset",
        "weights so large that exp of a product overflows, and the log of a probability is of one that rounds to 0",
        sizes=((8, 3, 2),),
        alter=_large,
        suits=lambda declared: bool(declared.large),
    ),
    Kind(
        "ill_conditioned",
        "X^T X loses seven of double precision's sixteen digits: a small ridge or a wrong route shows here",
        sizes=((12, 3, 2),),
        alter=_nearly_dependent(1e-3),
        suits=_solves,
        worst=1e5,
    ),
    Kind(
        "ill_conditioned",
        "X^T X loses thirteen digits; the result is still right to some, and single precision has none left",
        sizes=((12, 3, 2),),
        alter=_nearly_dependent(1e-6),
        suits=_solves,
        stance="may_refuse",
        in_torch="may_refuse",
        worst=1e8,
    ),
    Kind(
        "hopeless",
        "X^T X loses all digits, the singular values of X keep six of them: worth knowing, and worth no point",
        sizes=((12, 3, 2),),
        alter=_nearly_dependent(1e-10),
        suits=_solves,
        stance="open",
        in_torch="open",
        worst=1e13,
    ),
    Kind(
        "many",
        "a product over some hundred densities underflows where a sum does not, a factorial of some hundreds overflows",
        sizes=((400, 3, 2),),
        alter=_large_counts,
        small=(),
    ),
    Kind(
        "read_only",
        "arrays that must not be written to, and that lie in memory with gaps",
        sizes=((6, 3, 2),),
        alter=_locked,
        in_torch=None,
        layout="strided",
    ),
    Kind(
        "strided",
        "tensors that lie in memory with gaps, which a view refuses",
        sizes=((6, 3, 2),),
        in_torch="may_refuse",
        in_numpy=False,
        layout="strided",
    ),
    Kind(
        "tracked",
        "tensors that require gradients, as parameters do: numpy refuses them",
        sizes=((6, 3, 2),),
        in_torch="open",
        in_numpy=False,
        layout="tracked",
    ),
    Kind(
        "singular",
        "the solution is not unique: an exception and any minimiser are right",
        sizes=((6, 3, 2),),
        alter=_dependent,
        suits=_solves,
        stance="open",
        in_torch="open",
    ),
    Kind(
        "refused",
        "a standard deviation of -1: its square is as good as that of 1, so that nothing shows",
        sizes=((4, 3, 2),),
        alter=_not_positive,
        suits=lambda declared: declared.refused is not None,
        stance="open",
        in_torch="open",
        small=(),
    ),
    Kind("empty", "no data at all", sizes=((0, 3, 2),), stance="open", in_torch="open", small=()),
    Kind(
        "mismatched",
        "one target more than rows: a loop over the shorter one goes on as if nothing were wrong",
        sizes=((5, 3, 2),),
        alter=_mismatched,
        suits=lambda declared: declared.shared is not None,
        stance="open",
        in_torch="open",
    ),
)


def inputs(
    declaration: str,
    *,
    solves: str | None = None,
    far: str | None = None,
    refused: str | None = None,
    large: str = "",
) -> Cases:
    """The cases for arguments declared as above; raises ValueError where the declaration can't be read.

    ``solves`` names the matrix (n, d) whose columns must be independent for the function's result to exist: it gets
    more rows than columns, and cases that are ill-conditioned, and singular ones that cost no points. ``far`` names
    the arrays that may lie far from zero, if it isn't the only argument. ``refused`` names a positive number for which
    a function should not take one that isn't; whether it does costs no point. ``large`` names arrays whose numbers
    may be some hundreds.
    """
    known = declared(declaration, solves, far, refused, large)

    def cases(rng: np.random.Generator) -> Iterator[Case]:
        if not known.lengths:  # numbers alone: most kinds are about arrays
            yield from (_drawn(KINDS[0], known, (), rng) for _ in range(NUMBERS))
        for kind in KINDS if known.lengths else [kind for kind in KINDS if kind.name in ("integers", "refused")]:
            if kind.suits is None or kind.suits(known):
                for lengths in _sizes(kind, known):
                    yield _drawn(kind, known, lengths, rng)

    return cases


def _sizes(kind: Kind, known: Declared) -> Iterator[tuple[int, ...]]:
    """The lengths that differ in axes that there are."""
    sizes = kind.solving or kind.sizes if known.solves is not None else kind.sizes
    for lengths in dict.fromkeys(each[: len(known.lengths)] for each in sizes):
        if kind.name != "single" or 1 in lengths:
            yield lengths


def _drawn(kind: Kind, known: Declared, lengths: tuple[int, ...], rng: np.random.Generator) -> Case:
    """Drawn again while a matrix to be solved with is nearly singular by chance."""
    while True:
        base = Case(replace(kind, worst=100.0), draw(known, lengths, rng), known)
        if kind.stance == "open" or base.sound():
            return made(kind, base.args, known)


def made(kind: Kind, args: Args, known: Declared) -> Case:
    """The case of a kind that ordinary arguments make."""
    return Case(kind, kind.alter(args, known) if kind.alter else args, known)
