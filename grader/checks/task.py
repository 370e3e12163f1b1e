"""Tasks: what an exercise's derivations are about, and the one study of an answer that all its claims share."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from grader.core import Answer, Bench, Fail, Message, Passage, Undecided, Verdict
from grader.derivation.judge import study
from grader.derivation.problem import Problem
from grader.derivation.study import Study
from grader.maths.declare import SCALAR, Declared, declare
from grader.maths.effort import Effort, bounded
from grader.maths.operators import OPERATORS
from grader.maths.sympy_reader import from_tree
from grader.maths.terms import Term
from grader.maths.typing import misfits


@dataclass(frozen=True, slots=True)
class Task:
    """What an exercise's derivations are about.

    ``declare``: the symbols, in the mini-language of :mod:`grader.maths.declare`. ``unknown``: what is solved for, if
    anything is.
    ``objective``: the name in ``symbolic.py`` of what is minimised. ``same``: other names for a declared one, or for an
    operator (``sigma`` for the sigmoid).
    ``meanings``: what ``P(y|X)``, ``p(epsilon)``, ``y_hat`` … stand for, by names in ``symbolic.py``. ``optional``:
    names that a student may leave out throughout. ``context``: parts whose definitions hold in later ones.
    ``solved``: the unknown's value is asked for; where it is not, one that is mentioned by the way is no step.
    ``given``: the objective stands in the task, so that writing another one down is a slip.
    """

    declare: str
    unknown: str | None = None
    objective: str | None = None
    same: Mapping[str, str] = field(default_factory=dict)
    meanings: Mapping[str, str] = field(default_factory=dict)
    optional: tuple[str, ...] = ()
    context: tuple[str, ...] = ()
    given: bool = False
    solved: bool = True



def studied(task: Task, answer: Answer, bench: Bench, sample: str | None = None) -> Study:
    """The answer read and judged, once for all claims of a part. ``sample``: one sample's loss in ``symbolic.py``."""
    return bench.once(("study", answer.part, id(task), sample), lambda: _fresh(task, answer, bench, sample))


def _fresh(task: Task, answer: Answer, bench: Bench, sample: str | None) -> Study:
    """The study of an answer, its cost bounded."""
    problem = problem_of(task, bench)
    if sample is not None:
        problem = replace(problem, sample=reference(bench, sample))
    own = answer.part.rsplit("/", 1)[-1]
    before = [bench.earlier[part] for part in task.context if part in bench.earlier and part < own]
    earlier = [passage for part in before for passage in part.passages]
    with bounded("work", _work_for([*earlier, *answer.passages])) as effort:
        read = partial(_study, answer.passages, earlier, seed=bench.seed)
        return _in_its_layout(problem, task.unknown, read, effort)


def _work_for(passages: Sequence[Passage]) -> int:
    """What an answer may cost, in units of :mod:`grader.maths.effort`: so much, and more for a long one."""
    length = sum(len(passage.source) for passage in passages)
    return 800_000 + min(100 * length, 1_600_000)


def _in_its_layout(
    problem: Problem, unknown: str | None, read: Callable[[Problem], Study], effort: Effort
) -> Study:
    """The study with vectors as columns; with the unknown as a row if the answer holds together in that layout only."""
    columns = read(problem)
    if unknown is None or effort.exhausted:  # nothing is refuted from here on, so that rows would only look better
        return columns
    if not problem.scope.declared[unknown].shape.column or not _clashes(columns):
        return columns
    rows = read(problem.with_rows())
    if not _holds_better(rows, columns):
        return columns
    rows = _lenient(rows)
    return replace(rows, remarks=(*rows.remarks, Message("checks.derive.rows", {"name": unknown})))


def _holds_better(rows: Study, columns: Study) -> bool:
    """Whether less of an answer is at odds with its shapes with the unknown as a row, and no more is refuted."""
    refuted = [sum(isinstance(link.verdict, Fail) for link in found.links) for found in (rows, columns)]
    return _clashes(rows) < _clashes(columns) and refuted[0] <= refuted[1]


def _clashes(found: Study) -> int:
    """How many formulas do not fit in themselves, or with what they are said to be."""
    formulas = sum(misfits(side.term, found.scope) for side in found.sides)
    return formulas + sum(_is_clash(link.verdict) for link in found.links)


def _is_clash(verdict: Verdict) -> bool:
    return isinstance(verdict, Fail) and "shape" in verdict.mistakes


def _lenient(found: Study) -> Study:
    """A study in the layout of rows, in which other vectors may be rows as well: misfits are left open."""
    doubt = Undecided(Message("checks.derive.rows_open"))
    links = tuple(
        replace(link, verdict=doubt) if _is_clash(link.verdict) else link
        for link in found.links
    )
    return replace(found, links=links)


def _study(passages: Sequence[Passage], earlier: Sequence[Passage], problem: Problem, seed: int) -> Study:
    context = study(earlier, problem, None, seed) if earlier else None
    return study(passages, problem, context, seed)


def problem_of(task: Task, bench: Bench) -> Problem:
    """The problem that a task poses."""
    return bench.once_for_all(("problem", id(task)), lambda: _declared(task, bench))


def _declared(task: Task, bench: Bench) -> Problem:
    scope = declare(task.declare)
    meanings = {_meaning_key(key): reference(bench, name) for key, name in task.meanings.items()}
    operators = {name: op for name, op in task.same.items() if op in OPERATORS and not scope.knows(op)}
    same = {name: other for name, other in task.same.items() if name not in operators}
    scope = replace(scope, same=same, meanings=meanings, unknown=task.unknown, operators=operators)
    if operators and scope.argument not in scope.declared:
        scope = replace(scope, declared={**scope.declared, scope.argument: Declared(SCALAR)})
    objective = reference(bench, task.objective) if task.objective else None
    return Problem(scope, objective, task.optional, task.given, task.solved)


def _meaning_key(key: str) -> str:
    """``P(y | X)`` is looked up as ``p(y)``."""
    if "(" not in key:
        return key
    inside = re.split(r"[|;)]", key.split("(", 1)[1])[0]
    first = inside.split(",")[0].strip()
    return f"p({first.split('_')[0] if ',' in inside else first})"  # P(x_1,...,x_n | b) is of all x


def reference(bench: Bench, name: str) -> Term:
    """A formula of the solutions."""
    return bench.once_for_all(("reference", name), lambda: from_tree(bench.reference.symbolic(name)))
