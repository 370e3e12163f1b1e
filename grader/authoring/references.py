"""The two forms of a reference say the same: each formula of ``symbolic.py`` against the function of its name.

The formula is evaluated by sympy alone, on random data of several sizes: sums are written out, then the numbers put in.
So a slip in either file shows, and what the grader's own reader makes of formulas has no part in it.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any, TypeAlias

from grader.authoring.kinds import is_code, told_mistakes
from grader.authoring.loading import loaded, raised
from grader.authoring.problems import Level, Problem
from grader.authoring.sources import Declaration
from grader.authoring.tasks import FORMULAS, FUNCTIONS, tasks_of
from grader.core import Exercise, Message
from grader.maths.declare import BadDeclaration, Declared, declare
from grader.maths.points import sizes_for
from grader.maths.sympy_reader import canonical

Values: TypeAlias = Mapping[str, Any]  # numbers and numpy arrays by name
DRAWS = 3  # data sets, each of its own size
_IN_PYTHON: Mapping[str, str] = {"lam": "lambda", "lmbda": "lambda"}  # a keyword there
TOLERANCE = 1e-9  # relative, of what is computed in double precision in two ways


class CannotCompare(Exception):
    """No data can be made up for a function: a name in it is not declared."""


@dataclass(slots=True)
class Axes:
    """Names with their axes, each the name of a length or a number; the lengths; and which numbers a name admits."""

    axes: dict[str, tuple[str | int, ...]] = field(default_factory=dict)
    lengths: dict[str, None] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)
    same: dict[str, str] = field(default_factory=dict)  # other names

    def known(self, name: str) -> str:
        """The name by which a thing is known: ``lambda`` of what Python code has to call ``lam`` or ``lambda_``."""
        name = canonical(_IN_PYTHON.get(name, name))
        return name if name in self.axes or name in self.lengths else self.same.get(name, name)

    def add_declared(self, name: str, declared: Declared) -> None:
        """A name of a task: a number has no axis, a vector one."""
        shape = declared.shape
        rows, columns = (dim.names[0] if dim.names else dim.constant for dim in (shape.rows, shape.cols))
        self.add(name, () if shape.scalar else (rows,) if shape.column else (rows, columns), declared.kind)

    def add(self, name: str, axes: tuple[str | int, ...], kind: str = "any") -> None:
        """A name, unless it is known."""
        if name not in self.axes and name not in self.lengths:
            self.axes[name] = axes
            self.kinds[name] = kind


def problems_of_references(exercise: Exercise, solution: Path) -> Iterator[Problem]:
    """What is wrong with the references: a file does not load, a function is missing, two forms differ."""
    symbolic, numeric = (loaded(solution / name) for name in (FORMULAS, FUNCTIONS))
    for module in (symbolic, numeric):
        if isinstance(module, Problem):
            yield from _not_loaded(module, exercise)
    if not isinstance(numeric, Problem):
        yield from _functions(exercise, numeric, solution / FUNCTIONS)
        if not isinstance(symbolic, Problem):
            yield from _forms(exercise, symbolic, numeric, solution)


def _not_loaded(problem: Problem, exercise: Exercise) -> Iterator[Problem]:
    """A file that is not there matters only if something is asked of it."""
    needed = problem.file.exists()
    needed |= problem.file.name == FORMULAS and any(tasks_of(exercise))
    needed |= problem.file.name == FUNCTIONS and any(is_code(part) for part in exercise.parts)
    if needed:
        yield problem


def _functions(exercise: Exercise, numeric: ModuleType, file: Path) -> Iterator[Problem]:
    """The functions that a part asks for, and those that make the mistakes which its checks tell of."""
    for part in exercise.parts:
        mistaken = [name for claim in part.claims for name in told_mistakes(claim.check)]
        for name in (*part.names, *mistaken) if is_code(part) else ():
            value = getattr(numeric, name, None)
            if value is None:
                yield Problem(file, None, Message("author.no_function", {"name": name, "part": part.name}))
            elif not callable(value):
                line = Declaration(file).name(name)
                yield Problem(file, line, Message("author.not_callable", {"name": name, "part": part.name}))


# ------------------------------------------------------------------------------------------------- two forms


def shared_names(symbolic: ModuleType, numeric: ModuleType) -> list[str]:
    """The names that are a formula in one file and a function in the other."""
    formulas = [name for name, value in vars(symbolic).items() if hasattr(value, "free_symbols")]
    return [name for name in formulas if inspect.isfunction(getattr(numeric, name, None))]


def _forms(exercise: Exercise, symbolic: ModuleType, numeric: ModuleType, solution: Path) -> Iterator[Problem]:
    names = shared_names(symbolic, numeric)
    file, source = solution / FUNCTIONS, Declaration(solution / FORMULAS)
    if not names and any(tasks_of(exercise)):
        yield Problem(file, None, Message("author.nothing_shared"), "warning")
    for name in names:
        said = difference(exercise, name, getattr(symbolic, name), getattr(numeric, name))
        if isinstance(said, BaseException):
            yield raised(said, file)
        elif said is not None:
            level: Level = "warning" if said.key in ("author.cannot_compare", "author.not_finite") else "error"
            yield Problem(source.file, source.name(name), said, level)


def difference(
    exercise: Exercise, name: str, formula: Any, function: Callable[..., object]
) -> Message | Exception | None:
    """How a formula and a function of one name differ, if they do; an exception where either of them raises one."""
    import numpy as np

    parameters = list(inspect.signature(function).parameters)
    axes = _axes(exercise, formula)
    if missing := sorted(_free_names(formula) - {*map(axes.known, parameters), *axes.lengths}):
        fields = {"name": name, "names": ", ".join(missing), "parameters": ", ".join(parameters)}
        return Message("author.free_names", fields)
    for seed, sizes in enumerate(sizes_for(tuple(axes.lengths))[:DRAWS]):
        try:
            values = _draw(axes, parameters, sizes, np.random.default_rng(seed))
        except CannotCompare as error:
            return Message("author.cannot_compare", {"name": name, "parameter": str(error)})
        try:
            with np.errstate(all="ignore"):
                expected = np.asarray(function(*values.values()), dtype=float)
            if not np.all(np.isfinite(expected)):
                fields = {"name": name, "numeric": _shown(expected), "at": _data(values)}
                return Message("author.not_finite", fields)
            found = in_symbols(formula, values, sizes)
        except Exception as error:  # of the author's function, or of sympy over the author's formula
            return error
        if expected.size != found.size:
            fields = {"name": name, "symbolic": str(found.size), "numeric": str(expected.size)}
            return Message("author.forms_of_other_shape", fields)
        if not np.allclose(found, expected.ravel(), rtol=TOLERANCE, atol=TOLERANCE * _largest(expected)):
            fields = {"name": name, "symbolic": _shown(found), "numeric": _shown(expected), "at": _data(values)}
            return Message("author.forms_differ", fields)
    return None


def _axes(exercise: Exercise, formula: Any) -> Axes:
    """What the names are: as the tasks declare them, else as the formula's own symbols say."""
    import sympy

    found = Axes()
    for _, _, task in tasks_of(exercise):
        try:
            scope = declare(task.declare)
        except BadDeclaration:  # told elsewhere
            continue
        found.lengths |= dict.fromkeys(scope.dims)
        found.same |= task.same
        for name, declared in scope.declared.items():
            found.add_declared(name, declared)
    for atom in formula.atoms(sympy.MatrixSymbol):
        found.lengths |= dict.fromkeys(str(length) for length in atom.shape if length.is_Symbol)
        rows, columns = (str(length) if length.is_Symbol else int(length) for length in atom.shape)
        found.add(canonical(atom.name), (rows,) if columns == 1 else (rows, columns))
    for fold in formula.atoms(sympy.Sum, sympy.Product):
        bound = {canonical(str(index)) for index, *_ in fold.limits}
        ends = {symbol for _, *limits in fold.limits for limit in limits for symbol in limit.free_symbols}
        names = {canonical(str(symbol)) for symbol in ends}
        found.lengths |= dict.fromkeys(sorted(names - bound - set(found.axes)))
    for symbol in formula.free_symbols:
        if isinstance(symbol, sympy.Symbol):
            kind = "positive" if symbol.is_positive else "integer" if symbol.is_integer else "any"
            found.add(canonical(symbol.name), (), kind)
    return found


def _free_names(formula: Any) -> set[str]:
    """The names in a formula that no sum binds; of what has an index the name alone."""
    found = {str(getattr(symbol, "name", symbol)) for symbol in formula.free_symbols}
    return {canonical(name) for name in found if "[" not in name}


def _draw(axes: Axes, parameters: Sequence[str], sizes: Mapping[str, int], rng: Any) -> dict[str, Any]:
    """Random values of a function's parameters, under the names by which they are known."""
    values: dict[str, Any] = {}
    for parameter in parameters:
        name = axes.known(parameter)
        if name in axes.lengths:
            values[name] = sizes[name]
            continue
        if name not in axes.axes:
            raise CannotCompare(parameter)
        shape = tuple(sizes[axis] if isinstance(axis, str) else axis for axis in axes.axes[name])
        values[name] = _numbers(shape, axes.kinds[name], rng)
    return values


def _numbers(shape: tuple[int, ...], kind: str, rng: Any) -> Any:
    if kind in ("integer", "count"):
        return rng.integers(0, 6, shape)
    value = rng.normal(size=shape)
    if kind == "distribution":
        return abs(value) / abs(value).sum()
    if kind == "symmetric":
        return value + value.T
    return abs(value) + 0.1 if kind == "positive" else value


def in_symbols(formula: Any, values: Values, sizes: Mapping[str, int]) -> Any:
    """A formula's value by sympy alone, as an array of one axis."""
    import numpy as np
    import sympy

    lengths = {symbol: sizes[str(symbol)] for symbol in formula.free_symbols if str(symbol) in sizes}
    written_out = formula.subs(lengths).doit()
    indexed = written_out.atoms(sympy.Indexed)
    first = 0 if any(index == 0 for atom in indexed for index in atom.indices) else 1
    numbers: dict[Any, Any] = {}
    for atom in written_out.atoms(sympy.MatrixSymbol, sympy.Indexed, sympy.Symbol):
        value = values.get(canonical(str(getattr(atom, "base", atom))))
        if value is None:
            continue
        if isinstance(atom, sympy.MatrixSymbol):
            block = np.reshape(value, (1, -1) if atom.rows == 1 else (-1, 1)) if np.ndim(value) < 2 else value
            numbers[atom] = sympy.ImmutableMatrix(block)
        elif isinstance(atom, sympy.Indexed):
            numbers[atom] = sympy.Float(float(value[tuple(int(index) - first for index in atom.indices)]), 17)
        elif np.ndim(value) == 0:  # not the label of what has an index
            numbers[atom] = sympy.Integer(int(value)) if atom.is_integer else sympy.Float(float(value), 17)
    found = written_out.subs(numbers).doit()
    return np.array(found.tolist() if hasattr(found, "tolist") else found, dtype=float).ravel()


def _largest(array: Any) -> float:
    return float(abs(array).max()) if array.size else 0.0


def _shown(array: Any) -> str:
    numbers = [f"{float(entry):.6g}" for entry in array.ravel()[:6]]
    return f"[{', '.join(numbers)}{', …' if array.size > 6 else ''}]" if array.size > 1 else numbers[0]


def _data(values: Values) -> str:
    import numpy as np

    return ", ".join(f"{name} = {np.round(value, 3).tolist()}" for name, value in values.items())
