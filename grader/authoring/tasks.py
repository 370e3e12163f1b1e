"""The tasks that claims are about: can their declarations be read, and do the formulas that they name fit them?"""

from __future__ import annotations

from collections.abc import Iterator
from types import ModuleType

from grader.authoring.kinds import held
from grader.authoring.loading import raised
from grader.authoring.problems import Problem
from grader.authoring.sources import Declaration
from grader.checks import Task
from grader.checks.task import problem_of
from grader.core import Bench, Exercise, Message
from grader.course import CourseError, Solution
from grader.maths.declare import BadDeclaration, Scope, declare
from grader.maths.operators import OPERATORS
from grader.maths.shapes import Ambiguous, ShapeError
from grader.maths.sympy_reader import UnknownNode, from_tree
from grader.maths.terms import Term
from grader.maths.typing import depends_on, typed

FORMULAS, FUNCTIONS = "symbolic.py", "numeric.py"


def tasks_of(exercise: Exercise) -> Iterator[tuple[str, int, Task]]:
    """Each task once, with the part and the number of the claim that names it first."""
    seen: set[int] = set()
    for part in exercise.parts:
        for number, claim in enumerate(part.claims, 1):
            for task in held(claim.check, Task):
                if id(task) not in seen:
                    seen.add(id(task))
                    yield part.name, number, task


def problems_of_tasks(exercise: Exercise, source: Declaration, module: ModuleType, bench: Bench) -> Iterator[Problem]:
    """What is wrong with the tasks of an exercise; ``bench`` has its solutions."""
    for part, number, task in tasks_of(exercise):
        named = next((name for name, value in vars(module).items() if value is task), None)
        said = list(_declared(task, exercise))
        line = source.name(named) if named else source.claim(part, number)
        yield from (Problem(source.file, line, message) for message in said)
        if not said:
            yield from _formulas(task, bench)


def _declared(task: Task, exercise: Exercise) -> Iterator[Message]:
    """What cannot be read in a task, and what it names that is not there."""
    try:
        scope = declare(task.declare)
    except BadDeclaration as error:
        yield Message("author.declaration", {"problem": error.problem})
        return
    unknown = () if task.unknown is None else (task.unknown,)
    same = [name for name in task.same.values() if name not in OPERATORS]
    for field, names in (("unknown", unknown), ("optional", task.optional), ("same", same)):
        for name in names:
            if not scope.knows(name):
                known = ", ".join([*scope.declared, *scope.dims, *scope.rows])
                yield Message("author.undeclared", {"field": field, "name": name, "known": known})
    parts = [part.name for part in exercise.parts]
    for name in task.context:
        if name not in parts:
            yield Message("author.context", {"name": name, "known": ", ".join(parts)})


def _formulas(task: Task, bench: Bench) -> Iterator[Problem]:
    """The formulas that a task names exist, can be read, and fit what it declares."""
    assert isinstance(bench.reference, Solution)
    source = Declaration(bench.reference.folder / FORMULAS)
    names = dict.fromkeys([*([task.objective] if task.objective else []), *task.meanings.values()])
    terms = {name: _term(name, bench.reference, source) for name in names}
    unread = [term for term in terms.values() if isinstance(term, Problem)]
    yield from unread
    if unread:
        return
    scope = problem_of(task, bench).scope
    for name, term in terms.items():
        assert not isinstance(term, Problem)
        fits = list(_misfit(name, term, scope))
        yield from (Problem(source.file, source.name(name), said) for said in fits)
        if not fits:
            others = list(_others(name, term, scope))
            yield from (Problem(source.file, source.name(name), said, "warning") for said in others)
            if name == task.objective:
                said_of_it = _no_objective(name, term, scope)
                yield from (Problem(source.file, source.name(name), said) for said in said_of_it)


def _term(name: str, solution: Solution, source: Declaration) -> Term | Problem:
    """A formula of ``symbolic.py`` as the grader reads it."""
    try:
        return from_tree(solution.symbolic(name))
    except CourseError as error:
        if error.__cause__ is not None:
            return raised(error.__cause__, source.file)
        return Problem(source.file, None, error.message)
    except UnknownNode as error:
        said = Message("author.formula", {"name": name, "problem": error.problem})
        return Problem(source.file, source.name(name), said)
    except Exception as error:  # whatever the author wrote in place of a formula
        return Problem(source.file, source.name(name), raised(error, source.file).said)


def _misfit(name: str, term: Term, scope: Scope) -> Iterator[Message]:
    try:
        typed(term, scope)
    except (ShapeError, Ambiguous) as error:
        yield Message("author.formula_misfits", {"name": name, "problem": error.problem})


def _others(name: str, term: Term, scope: Scope) -> Iterator[Message]:
    if unknown := typed(term, scope).unknown:
        yield Message("author.formula_of_others", {"name": name, "names": ", ".join(sorted(unknown))})


def _no_objective(name: str, term: Term, scope: Scope) -> Iterator[Message]:
    """An objective is a number that depends on what is solved for."""
    shape = typed(term, scope).shape
    if not shape.scalar:
        yield Message("author.no_number", {"name": name, "shape": str(shape)})
    if scope.unknown is not None and not depends_on(term, scope.unknown, scope):
        yield Message("author.without_unknown", {"name": name, "unknown": scope.unknown})
