"""A function is called on many inputs, in numpy and if need be in torch; the first failure becomes the witness.

A function that serves one of the two libraries is complete: torch is tried only where numpy failed. What a library
refuses by itself is no fault: torch has no mean of integers, and a network's weights in single precision don't
multiply with data in double.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias, assert_never

import numpy as np

from grader.checks.code.call import as_json, defined_at, ended, mentions, not_written, opened, quietly, raised_at, shown
from grader.checks.code.cases import Args, Case, Cases, Stance, draw
from grader.checks.code.compare import ILL, Right, Trial, Wrong, equals, evaluate, reaches_minimum, untouched
from grader.checks.code.explain import Fields, Mistake, does_not_conform, explain, on, takes_numbers_only
from grader.checks.code.kinds import KINDS, made
from grader.checks.code.open_cases import Standard, loses_digits, refused
from grader.checks.code.rounding import Slip, slip
from grader.checks.code.shrink import smallest, with_scalars_as_arrays
from grader.core import (
    Absent,
    Agreement,
    Answer,
    Arrays,
    Bench,
    CallRaised,
    CallStopped,
    Check,
    Counterexample,
    Fail,
    Finding,
    Message,
    Missing,
    Pass,
    Program,
    Raised,
    Returned,
    Run,
    Text,
    Words,
)

Library: TypeAlias = Literal["numpy", "torch"]
Mistakes: TypeAlias = Mapping[str, Text]
"""What students mistake the task for, by name, with what to tell them: each is a function of ``numeric.py`` that takes
the same arguments and makes that very mistake. Several forms of one mistake are told apart behind a double underscore:
``off_by_one__before`` and ``off_by_one__after`` are both named ``off_by_one``."""


def computes(
    name: str,
    cases: Cases,
    *,
    reference: str | None = None,
    objective: str | None = None,
    mistakes: Mistakes | None = None,
    item: int | None = None,
) -> Check:
    """The function ``name`` returns what the reference function does (of the same name, unless told).

    Of a function that returns several things, ``item`` is the place, from 0, of the one that the reference returns.
    Where a case has no unique result (a singular X) an exception is right, and so is every minimiser of ``objective``,
    a function of ``numeric.py``; anything else gets a remark.
    """

    def check(answer: Answer, bench: Bench) -> Finding:
        function = bench.reference.numeric(reference or name)
        among = None
        if objective is not None:
            among = reaches_minimum(objective, bench.reference.numeric(objective), function)
        standard = Standard(function, equals(function), among, item)
        return _examine(name, cases, standard, _known(mistakes, bench), answer, bench)

    return quietly(check)


def minimises_numerically(
    name: str,
    cases: Cases,
    *,
    objective: str,
    reference: str | None = None,
    written: str | None = None,
    mistakes: Mistakes | None = None,
) -> Check:
    """The function ``name`` returns a minimiser of ``objective``, any one.

    ``objective`` is a function of ``numeric.py`` that takes the same arguments and then the minimiser, ``written`` is
    it as a formula for students; ``reference`` (of the same name as the function, unless told) finds a minimiser.
    """

    def check(answer: Answer, bench: Bench) -> Finding:
        minimiser = bench.reference.numeric(reference or name)
        judge = reaches_minimum(written or objective, bench.reference.numeric(objective), minimiser)
        return _examine(name, cases, Standard(minimiser, judge, judge), _known(mistakes, bench), answer, bench)

    return quietly(check)


def _known(mistakes: Mistakes | None, bench: Bench) -> list[Mistake]:
    return [
        Mistake(name.partition("__")[0], bench.reference.numeric(name), hint) for name, hint in (mistakes or {}).items()
    ]


# ---------------------------------------------------------------------------------------------- examining


@dataclass(frozen=True, slots=True)
class _Exam:
    """A function under examination, in one library."""

    name: str
    run: Run
    program: Program
    standard: Standard
    mistakes: Sequence[Mistake]
    library: Library

    def stance(self, case: Case) -> Stance | None:
        """What is asked of the function on a case; None where it isn't called."""
        if self.library == "torch":
            return case.kind.in_torch
        return case.kind.stance if case.kind.in_numpy else None

    def call(self, case: Case) -> Trial | Absent | CallStopped:
        reply = self.run.call(self.name, list(case.args.values()), library=_arrays(self.library, case))
        match reply:
            case Absent() | CallStopped():
                return reply
            case CallRaised():
                return Trial(case, reply)
            case Returned():
                reply = self.standard.chosen(reply)
                if self.stance(case) == "open":
                    return Trial(case, reply)
                return Trial(case, untouched(case, reply) or self.standard.judge(case, reply))
            case other:
                assert_never(other)

    def call_kindly(self, case: Case) -> Trial | Absent | CallStopped:
        """Called again where torch refused: to mix single precision with double, or to work on Python's numbers."""
        trial = self.call(case)
        for args in _torch_forms(case) if self.library == "torch" else ():
            if not isinstance(trial, Trial) or not isinstance(trial.result, CallRaised):
                return trial
            again = self.call(case.with_args(args))
            trial = again if not isinstance(again, Trial) or not isinstance(again.result, CallRaised) else trial
        return trial

    def trials(self, cases: Sequence[Case]) -> list[Trial] | Finding:
        """One of each case that is for this library, or what put an end to it."""
        done: list[Trial] = []
        for case in cases:
            stance = self.stance(case)
            if stance is None:
                continue
            trial = self.call_kindly(case)
            if not isinstance(trial, Trial):
                if stance == "open" and isinstance(trial, CallStopped):
                    continue  # no point hangs on it
                return ended(self.name, trial, self.run, self.program, as_json(case.args))
            done.append(trial)
            if len(done) == 2 and all(isinstance(each.result, CallRaised) for each in done):
                break  # it does not take ordinary inputs; more of them tell no more
        return done

    def failures(self, trials: Sequence[Trial]) -> list[Trial]:
        """Those that cost points."""
        return [trial for trial in trials if self._fails(trial)]

    def _fails(self, trial: Trial) -> bool:
        stance = self.stance(trial.case)
        if isinstance(trial.result, CallRaised):
            locked = trial.case.kind.name == "read_only"
            return stance == "must" and (not locked or _writes(trial.result))
        return isinstance(trial.result, Wrong) and stance != "open"

    def judged(self, trials: Sequence[Trial]) -> list[Trial]:
        """Those whose values were compared."""
        return [trial for trial in trials if isinstance(trial.result, Right | Wrong)]

    def slip(self, trials: Sequence[Trial]) -> Slip | None:
        """What explains all failures as rounding."""
        if any(isinstance(trial.result, CallRaised) for trial in self.failures(trials)):
            return None
        return slip(self.judged(trials), self.program, lambda: self._exact(trials[0].case))

    def _exact(self, like: Case) -> bool:
        """Right to all digits on small whole numbers."""
        rng = np.random.default_rng(11)
        small = (made(KINDS[0], draw(like.declared, (5, 3), rng, whole=True), like.declared) for _ in range(20))
        sound = [case for case in small if case.sound()][:2]
        replies = [self.call(case) for case in sound]
        return all(isinstance(reply, Trial) and isinstance(reply.result, Right) for reply in replies)


def _arrays(library: Library, case: Case) -> Arrays:
    if case.kind.layout == "strided":
        return "torch_strided" if library == "torch" else "numpy_strided"
    return "torch_tracked" if case.kind.layout == "tracked" else library


def _in_single(args: Args) -> Args:
    return {name: value.astype(np.float32) if isinstance(value, np.ndarray) else value for name, value in args.items()}


def _torch_forms(case: Case) -> Iterator[Args]:
    """The arguments in single precision, and with numbers as tensors."""
    yield _in_single(case.args)
    if any(not axes for axes in case.declared.axes.values()):
        tensors = with_scalars_as_arrays(case.args)
        yield from (tensors, _in_single(tensors))


def _writes(reply: CallRaised) -> bool:
    return "read-only" in reply.error


def _examine(
    name: str, cases: Cases, standard: Standard, mistakes: Sequence[Mistake], answer: Answer, bench: Bench
) -> Finding:
    run = opened(name, answer, bench)
    if isinstance(run, Finding):
        return run
    assert answer.program is not None
    drawn = list(cases(np.random.default_rng(bench.seed)))
    failed: list[tuple[_Exam, list[Trial]]] = []
    libraries: tuple[Library, ...] = ("numpy", "torch")
    for library in libraries:
        exam = _Exam(name, run, answer.program, standard, mistakes, library)
        trials = exam.trials(drawn)
        if isinstance(trials, Finding):
            return _failure(*failed[0]) if failed else trials
        failures = exam.failures(trials)
        if not failures:
            return _passed(exam, trials)
        rounded = exam.slip(trials)
        if rounded is not None and rounded.harmless:
            return _passed(exam, trials, rounded)
        failed.append((exam, trials))
        if not isinstance(failures[0].result, CallRaised) and not mentions(answer.program, "torch"):
            break  # it takes numpy and errs there; that it may get by on tensors is chance
    return _failure(*_told(failed, answer.program))


def _told(failed: Sequence[tuple[_Exam, list[Trial]]], program: Program) -> tuple[_Exam, list[Trial]]:
    """The library whose failure helps the student: the one that the function takes, or that the code speaks of."""
    if len(failed) == 1:
        return failed[0]
    numpy, torch = failed
    returned = [len(exam.judged(trials)) for exam, trials in failed]
    if bool(returned[0]) != bool(returned[1]):
        return numpy if returned[0] else torch
    return torch if mentions(program, "torch") and not mentions(program, "np|numpy") else numpy


def _passed(exam: _Exam, trials: Sequence[Trial], rounded: Slip | None = None) -> Finding:
    right = [trial for trial in trials if isinstance(trial.result, Right)]
    # how few digits X^T X keeps of an ill-conditioned X says nothing about how sure the verdict is
    digits = [trial.result.digits for trial in right if isinstance(trial.result, Right) and trial.case.condition <= ILL]
    evidence = Agreement(len(exam.judged(trials)), min(digits, default=6))
    remarks = list(_remarks(exam, trials))
    if rounded is not None:  # tracked tensors are rounded as others are
        remarks = [remark for remark in remarks if remark.key != "checks.code.tracked"] + [rounded.message(exam.name)]
    kept: list[Words] = list({remark.key: remark for remark in remarks}.values())
    return Finding(Pass(evidence), defined_at(exam.name, exam.program), remarks=tuple(kept))


def _remarks(exam: _Exam, trials: Sequence[Trial]) -> Iterator[Message]:
    for trial in trials:
        match trial.result:
            case Right(_, remarks, kept, single):
                yield from remarks
                if kept is not None:
                    yield loses_digits(exam.name, trial.case, kept, single=single)
            case CallRaised() if exam.stance(trial.case) != "open":
                yield refused(exam.name, trial.case, trial.result)
            case Returned() | CallRaised():
                remarked = exam.standard.remark(exam.name, trial.case, trial.result)
                if remarked is not None:
                    yield remarked
            case Wrong():
                pass  # excused as a whole


# ------------------------------------------------------------------------------------------------ failing


def _failure(exam: _Exam, trials: Sequence[Trial]) -> Finding:
    first = exam.failures(trials)[0]
    if isinstance(first.result, CallRaised) and not_written(first.result):
        return Finding(Missing(Message("checks.code.not_written", {"name": exam.name})))
    shown = _shrunk(exam, first)
    match shown.result:
        case CallRaised():
            return _raised(exam, shown, shown.result)
        case Wrong():
            return _wrong(exam, trials, shown, shown.result)
        case Right() | Returned():
            raise AssertionError("a failure was shrunk to a case that is none")
        case other:
            assert_never(other)


def _shrunk(exam: _Exam, trial: Trial) -> Trial:
    """The smallest case that fails in the same way."""
    kept = trial

    def fails(case: Case) -> bool:
        nonlocal kept
        again = exam.call(case)
        alike = isinstance(again, Trial) and _way(again) == _way(trial) is not None
        if alike and isinstance(again, Trial):
            kept = again
        return alike

    def tidy(case: Case) -> float:
        numbers = sum(float(np.sum(np.abs(np.asarray(value, dtype=float)))) for value in case.args.values())
        return len(shown(evaluate(exam.standard.reference, case))) + numbers / 1000

    smallest(trial.case, fails, tidy)
    return kept


def _way(trial: Trial) -> str | None:
    match trial.result:
        case CallRaised(error):
            return error.partition(":")[0]
        case Wrong(how):
            return how
        case Right() | Returned():
            return None
        case other:
            assert_never(other)


def _degenerate(case: Case) -> bool:
    return case.kind.name == "single" or 1 in case.sizes.values()


def _raised(exam: _Exam, trial: Trial, reply: CallRaised) -> Finding:
    locked, clash = _writes(reply), does_not_conform(reply.error)
    call = f"{exam.name}({', '.join(trial.case.args)})"
    only = takes_numbers_only(reply.error)
    key = "writes" if locked else "raises_shape" if clash else "not_vectorized" if only else "raises"
    fields: Fields = {"name": exam.name, "error": reply.error, "library": exam.library, "on": on(trial.case)}
    hint = Message(f"checks.code.{key}", fields)
    mistakes: tuple[str, ...] = ("mutates_input",) if locked else ("raises",)
    mistakes = (*mistakes, "shape") if clash else ("not_vectorized", *mistakes) if only else mistakes
    verdict = Fail(Raised(call, reply.error, as_json(trial.case.args)), hint, mistakes)
    return Finding(verdict, raised_at(exam.name, reply, exam.program))


def _wrong(exam: _Exam, trials: Sequence[Trial], trial: Trial, result: Wrong) -> Finding:
    witness = Counterexample(as_json(trial.case.args), result.expected, result.got, _degenerate(trial.case))
    rounded = exam.slip(trials)
    if rounded is not None:
        hint, mistakes = rounded.message(exam.name), (rounded.kind,)
        return Finding(Fail(witness, hint, mistakes), defined_at(exam.name, exam.program))
    judged = [each for each in trials if exam.stance(each.case) == "must"]
    words, named = explain(exam.name, judged, trial.case, result, exam.mistakes)
    return Finding(Fail(witness, words, named), defined_at(exam.name, exam.program))
