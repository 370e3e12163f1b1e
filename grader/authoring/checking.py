"""The check of an exercise: what is looked at, in which order, and what is left out where something is broken.

1. ``exercise.py`` runs, declares an exercise, and every value in it is of its type.
2. Task, stubs and notebook hold every part, in both languages.
3. The declarations of tasks can be read, references exist, and their two forms agree.
4. Every check judges some answer without an exception; the parts of those that cannot are not graded.
5. Stubs count as not handed in, model answers and reference programs are right, and every answer of the table gets its
   verdict.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from grader.authoring.answers import TABLE, Row, coverage, misshapen, rows_of
from grader.authoring.files import problems_of_files, unfinished
from grader.authoring.grading import SEED, differences, graded_row, mistakes_of
from grader.authoring.kinds import is_code
from grader.authoring.loading import exercise_of, raised
from grader.authoring.mistakes import unprovoked
from grader.authoring.places import DECLARATION, Place, staged
from grader.authoring.problems import Checked, Problem
from grader.authoring.references import problems_of_references
from grader.authoring.solved import is_broken, problems_of_models, problems_of_stubs
from grader.authoring.sources import Declaration
from grader.authoring.tasks import problems_of_tasks
from grader.authoring.watched import Fault, Watch
from grader.checks.words import RubricError, rubric
from grader.core import Answer, Bench, Broken, Exercise, Message, Origin, Part, PartResult, Passage, Program, Runner
from grader.course import Course, CourseError, Solution, module_of
from grader.jail.body import CannotStart

Told = Callable[[Message], None]  # what is being done: a sentence


@dataclass(slots=True)
class _Work:
    """An exercise under check."""

    place: Place
    exercise: Exercise
    source: Declaration
    runner: Runner
    told: Told
    seed: int
    parts: Collection[str] | None
    watch: Watch = field(default_factory=Watch)
    answers: int = 0

    def tell(self, key: str, **fields: str | int) -> None:
        self.told(Message(key, {"address": self.place.address, **fields}))


def check_exercise(
    place: Place,
    runner: Runner,
    told: Told = lambda _: None,
    seed: int = SEED,
    parts: Collection[str] | None = None,
) -> Checked:
    """All that is wrong with an exercise. ``told`` is called before each step with what is done in it.

    ``parts`` names those whose answers in the table are graded, if not all.
    """
    told(Message("author.doing.loading", {"address": place.address}))
    exercise, problems = exercise_of(place)
    if exercise is None:
        return Checked(place.exercise, tuple(problems))
    work = _Work(place, exercise, Declaration(place.exercise / DECLARATION), runner, told, seed, parts)
    problems += before_grading(place, exercise, runner, told)
    with staged(place, work.watch.exercise(exercise)) as course:
        problems += _judged(work, course)
    distinct = [problem for at, problem in enumerate(problems) if problem not in problems[:at]]
    return Checked(place.exercise, tuple(distinct), work.answers)


def before_grading(
    place: Place, exercise: Exercise, runner: Runner, told: Told = lambda _: None
) -> Iterator[Problem]:
    """What is wrong with files, tasks, references and rubrics."""
    told(Message("author.doing.files", {"address": place.address}))
    yield from problems_of_files(place, exercise)
    yield from unfinished(place)
    if not place.solution.is_dir():
        yield Problem(place.solution, None, Message("author.no_solutions", {"address": place.address}))
        return
    told(Message("author.doing.references", {"address": place.address}))
    file = place.exercise / DECLARATION
    bench = Bench(Solution(place.solution), runner)
    yield from problems_of_tasks(exercise, Declaration(file), module_of(file), bench)
    yield from problems_of_references(exercise, place.solution)
    yield from problems_of_rubric(place.solution / rubric.FILE)


def problems_of_rubric(file: Path) -> Iterator[Problem]:
    """Ideas and phrases that cannot be read."""
    if file.exists():
        yield from (Problem(file, None, said) for said in rubric.problems(file))


def _judged(work: _Work, course: Course) -> Iterator[Problem]:
    """What comes out where answers are graded."""
    (exercise,) = course.exercises
    if not work.place.solution.is_dir():
        return
    work.tell("author.doing.probing")
    for part in exercise.parts:
        _probe(part, exercise, course, work)
    sound = [part for part in work.exercise.parts if not work.watch.broken(part.name)]
    work.tell("author.doing.stubs")
    yield from problems_of_stubs(work.place, exercise, course, work.runner)
    work.tell("author.doing.models")
    yield from problems_of_models(work.place, course, work.runner, sound)
    yield from _table(work, course, sound)
    yield from (_fault(fault, work) for fault in work.watch.faults)


def _probe(part: Part, exercise: Exercise, course: Course, work: _Work) -> None:
    """Judge an answer that says nothing, so that a check shows what it cannot load or read; the watch notes it."""
    begins = Origin("answer.md")
    address = f"{exercise.address}/{part.name}"
    program = Program((Passage("code", "nothing = None", begins),)) if is_code(part) else None
    answer = Answer(address, (Passage("text", "Nothing is said here.", begins),), program)
    bench = Bench(course.reference(exercise), work.runner, work.seed, {}, exercise_memory=course.memory(exercise))
    for claim in part.claims:
        try:
            claim.check(answer, bench)
        except Exception:  # noted by the watch, with its place
            continue


def _fault(fault: Fault, work: _Work) -> Problem:
    """An exception of a check, at the author's line that raised it, else at the claim."""
    error, file = fault.error, work.source.file
    line = work.source.claim(fault.part, fault.claim)
    where: dict[str, str | int] = {"part": fault.part, "claim": fault.claim}
    if isinstance(error, RubricError):
        return Problem(work.place.solution / rubric.FILE, None, error.message)
    if isinstance(error, CannotStart):
        return Problem(file, line, Message("author.no_jail", {"error": str(error)}))
    said = getattr(error, "message", None) or getattr(error, "problem", None)
    if isinstance(error, CourseError) and error.__cause__ is not None:
        return raised(error.__cause__, work.place.solution / "numeric.py")
    if isinstance(said, Message):
        return Problem(file, line, Message("author.claim", {**where, "problem": said}))
    found = raised(error, work.place.solution / "numeric.py")
    if found.line is None:
        found = raised(error, file)
    if found.line is not None:
        return found
    said = Message("author.claim_raised", {**where, "error": f"{type(error).__name__}: {error}"})
    return Problem(file, line, said)


# ------------------------------------------------------------------------------------------- the table


def _table(work: _Work, course: Course, sound: Sequence[Part]) -> Iterator[Problem]:
    """The table's form, what it lacks, and the verdict of each of its answers."""
    file = work.place.solution / TABLE
    rows, problems = rows_of(file)
    yield from problems
    if problems and not rows:
        return
    found = {row.number: list(misshapen(row, work.exercise)) for row in rows}
    for each in found.values():
        yield from each
    made = [row for row in rows if not found[row.number]]
    for part in work.exercise.parts if len(made) == len(rows) else ():
        yield from coverage([row for row in made if row.part == part.name], part, file)
    asked = [part for part in work.exercise.parts if work.parts is None or part.name in work.parts]
    names = [part.name for part in asked if part in sound]
    yield from _rows([row for row in made if row.part in names], work, course, file)
    left = sum(row.part in [part.name for part in asked] and row.part not in names for row in made)
    if left:
        yield Problem(file, None, Message("author.not_graded", {"count": left}))


def _broken_answer(row: Row, result: PartResult) -> Problem:
    verdicts = [claim.finding.verdict for claim in result.claims]
    error = next(verdict.error for verdict in verdicts if isinstance(verdict, Broken))
    said = error.strip().rpartition("\n")[2]
    fields: dict[str, str | int] = {"number": row.number, "part": row.part, "why": row.given["why"], "error": said}
    return row.problem(Message("author.answer_broken", fields))


def _rows(rows: Sequence[Row], work: _Work, course: Course, file: Path) -> Iterator[Problem]:
    named: dict[str, set[str]] = {row.part: set() for row in rows}
    for row in rows:
        work.tell("author.doing.answer", number=row.number, line=row.line() or 0, total=len(rows), done=work.answers)
        result = graded_row(row, course, work.runner, work.seed)
        work.answers += 1
        named[row.part] |= set(mistakes_of(result))
        if not is_broken(result):
            yield from differences(row, result)
        else:
            yield _broken_answer(row, result)
    for part in work.exercise.parts:
        if part.name in named:
            yield from unprovoked(part, named[part.name], file)

