"""An exercise whose checks tell what they raise: grading keeps an exception's text, an author needs its place."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import wraps

from grader.core import Answer, Bench, Check, Claim, Exercise, Finding, Part


@dataclass(frozen=True, slots=True)
class Fault:
    """An exception of a check: the part, the number of the claim from 1, and what was raised."""

    part: str
    claim: int
    error: Exception


@dataclass(slots=True)
class Watch:
    """What the checks of an exercise raised, each fault once."""

    faults: list[Fault] = field(default_factory=list)
    _seen: set[tuple[str, str, str]] = field(default_factory=set)

    def exercise(self, exercise: Exercise) -> Exercise:
        """The same exercise, watched."""
        return replace(exercise, parts=tuple(self._part(part) for part in exercise.parts))

    def broken(self, part: str) -> bool:
        """Whether a check of the part raised an exception."""
        return any(fault.part == part for fault in self.faults)

    def _part(self, part: Part) -> Part:
        claims = (self._claim(part.name, number, claim) for number, claim in enumerate(part.claims, 1))
        return replace(part, claims=tuple(claims))

    def _claim(self, part: str, number: int, claim: Claim) -> Claim:
        check: Check = claim.check

        @wraps(check)  # what kind of check it is can still be seen
        def watching(answer: Answer, bench: Bench) -> Finding:
            try:
                return check(answer, bench)
            except Exception as error:  # of the author's files or of ours; grading goes on with it
                self._note(Fault(part, number, error))
                raise

        return replace(claim, check=watching)

    def _note(self, fault: Fault) -> None:
        key = (fault.part, type(fault.error).__name__, str(fault.error))
        if key not in self._seen:
            self._seen.add(key)
            self.faults.append(fault)
