"""A function is called on many inputs, in numpy and if need be in torch; the first failure becomes the witness.

A function that serves one of the two libraries is complete: torch is tried only where numpy failed. What a library
refuses by itself is no fault: torch has no mean of integers, and a network's weights in single precision don't
multiply with data in double.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias, assert_never

import numpy as np

from grader.checks.code.call import as_json, defined_at, ended, mentions, not_written, opened, raised_at
from grader.checks.code.cases import Case, Cases
from grader.checks.code.compare import Comparison, Judge, Right, Trial, Wrong, equals, reaches_minimum, untouched
from grader.checks.code.explain import explain, on
from grader.checks.code.shrink import smallest
from grader.core import (
    Absent,
    Agreement,
    Answer,
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
    Words,
)

Library: TypeAlias = Literal["numpy", "torch"]


def computes(name: str, cases: Cases, *, reference: str | None = None, objective: str | None = None) -> Check:
    """The function ``name`` returns what the reference function does (of the same name, unless told).

    Where a case has no unique result (a singular X) an exception is right, and so is every minimiser of ``objective``,
    a function of ``numeric.py``; anything else gets a remark.
    """

    def check(answer: Answer, bench: Bench) -> Finding:
        function = bench.reference.numeric(reference or name)
        unique = equals(function)
        among = None if objective is None else reaches_minimum(objective, bench.reference.numeric(objective), function)

        def judge(case: Case, reply: Returned) -> Comparison:
            return unique(case, reply) if case.unique or among is None else among(case, reply)

        return _examine(name, cases, judge, answer, bench)

    return check


def minimises_numerically(name: str, cases: Cases, *, objective: str, reference: str | None = None) -> Check:
    """The function ``name`` returns a minimiser of ``objective``, any one.

    ``objective`` is a function of ``numeric.py`` that takes the same arguments and then the minimiser;
    ``reference`` (of the same name as the function, unless told) finds one.
    """

    def check(answer: Answer, bench: Bench) -> Finding:
        minimiser = bench.reference.numeric(reference or name)
        judge = reaches_minimum(objective, bench.reference.numeric(objective), minimiser)
        return _examine(name, cases, judge, answer, bench)

    return check


# ---------------------------------------------------------------------------------------------- examining


@dataclass(frozen=True, slots=True)
class _Exam:
    """A function under examination, in one library."""

    name: str
    run: Run
    program: Program
    judge: Judge
    library: Library

    def call(self, case: Case) -> Trial | Absent | CallStopped:
        reply = self.run.call(self.name, list(case.args.values()), library=self.library)
        match reply:
            case Absent() | CallStopped():
                return reply
            case CallRaised():
                return Trial(case, reply)
            case Returned():
                return Trial(case, untouched(case, reply) or self.judge(case, reply))
            case other:
                assert_never(other)

    def call_kindly(self, case: Case) -> Trial | Absent | CallStopped:
        """Called again in single precision, where torch refused to mix it with double."""
        trial = self.call(case)
        if self.library == "numpy" or not isinstance(trial, Trial) or not isinstance(trial.result, CallRaised):
            return trial
        single = {
            name: value.astype(np.float32) if isinstance(value, np.ndarray) else value
            for name, value in case.args.items()
        }
        return self.call(replace(case, args=single))

    def trials(self, cases: Sequence[Case]) -> list[Trial] | Finding:
        """One of each case that counts for this library, or what put an end to it."""
        done: list[Trial] = []
        for case in cases:
            if self.library == "torch" and case.kind in ("integers", "read_only"):
                continue  # torch has no read-only tensors, and refuses many operations on integers
            trial = self.call_kindly(case)
            if not isinstance(trial, Trial):
                return ended(self.name, trial, self.run, self.program, as_json(case.args))
            done.append(trial)
            if len(done) == 2 and all(isinstance(each.result, CallRaised) for each in done):
                break  # it does not take ordinary inputs; more of them tell no more
        return done


def _examine(name: str, cases: Cases, judge: Judge, answer: Answer, bench: Bench) -> Finding:
    run = opened(name, answer, bench)
    if isinstance(run, Finding):
        return run
    assert answer.program is not None
    drawn = list(cases(np.random.default_rng(bench.seed)))
    failed: list[tuple[_Exam, list[Trial]]] = []
    libraries: tuple[Library, ...] = ("numpy", "torch")
    for library in libraries:
        exam = _Exam(name, run, answer.program, judge, library)
        trials = exam.trials(drawn)
        if isinstance(trials, Finding):
            return _failure(*failed[0]) if failed else trials
        if not _failures(trials):
            return _passed(name, trials, answer.program)
        failed.append((exam, trials))
        if not isinstance(_failures(trials)[0].result, CallRaised) and not mentions(answer.program, "torch"):
            break  # it takes numpy and errs there; that it may get by on tensors is chance
    return _failure(*_told(failed, answer.program))


def _failures(trials: Sequence[Trial]) -> list[Trial]:
    return [trial for trial in trials if trial.case.unique and not isinstance(trial.result, Right)]


def _told(failed: Sequence[tuple[_Exam, list[Trial]]], program: Program) -> tuple[_Exam, list[Trial]]:
    """The library whose failure helps the student: the one that the function takes, or that the code speaks of."""
    if len(failed) == 1:
        return failed[0]
    numpy, torch = failed
    returned = [sum(isinstance(trial.result, Right | Wrong) for trial in trials) for _, trials in failed]
    if bool(returned[0]) != bool(returned[1]):
        return numpy if returned[0] else torch
    return torch if mentions(program, "torch") and not mentions(program, "np|numpy") else numpy


def _passed(name: str, trials: Sequence[Trial], program: Program) -> Finding:
    right = [trial.result for trial in trials if isinstance(trial.result, Right) and trial.case.unique]
    remarks: list[Words] = list({result.remark.key: result.remark for result in right if result.remark}.values())
    for trial in trials:
        if isinstance(trial.result, Wrong):
            fields = {"name": name, "got": trial.result.got}
            remarks.append(Message("checks.code.undetermined", fields))
    evidence = Agreement(len(right), min(result.digits for result in right))
    return Finding(Pass(evidence), defined_at(name, program), remarks=tuple(remarks))


# ------------------------------------------------------------------------------------------------ failing


def _failure(exam: _Exam, trials: Sequence[Trial]) -> Finding:
    first = _failures(trials)[0]
    if isinstance(first.result, CallRaised) and not_written(first.result):
        return Finding(Missing(Message("checks.code.not_written", {"name": exam.name})))
    shown = _shrunk(exam, first)
    match shown.result:
        case CallRaised():
            return _raised(exam, shown, shown.result)
        case Wrong():
            return _wrong(exam, trials, shown, shown.result)
        case Right():
            raise AssertionError("a failure was shrunk to a case that is right")
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

    smallest(trial.case, fails)
    return kept


def _way(trial: Trial) -> str | None:
    match trial.result:
        case CallRaised(error):
            return error.partition(":")[0]
        case Wrong(how):
            return how
        case Right():
            return None
        case other:
            assert_never(other)


def _degenerate(case: Case) -> bool:
    return case.kind == "single" or 1 in case.sizes.values()


def _raised(exam: _Exam, trial: Trial, reply: CallRaised) -> Finding:
    locked = "read-only" in reply.error
    call = f"{exam.name}({', '.join(trial.case.args)})"
    hint = Message(
        "checks.code.writes" if locked else "checks.code.raises",
        {"name": exam.name, "error": reply.error, "library": exam.library, "on": on(trial.case)},
    )
    verdict = Fail(
        Raised(call, reply.error, as_json(trial.case.args)), hint, ("mutates_input" if locked else "raises",)
    )
    return Finding(verdict, raised_at(exam.name, reply, exam.program))


def _wrong(exam: _Exam, trials: Sequence[Trial], trial: Trial, result: Wrong) -> Finding:
    witness = Counterexample(as_json(trial.case.args), result.expected, result.got, _degenerate(trial.case))
    hint, mistakes = explain(exam.name, [each for each in trials if each.case.unique], trial.case, result)
    return Finding(Fail(witness, hint, mistakes), defined_at(exam.name, exam.program))
