"""What is remarked, without points, where the task leaves open what must happen.

An exception is right there, and so is every other sane answer: a minimiser where many are, a nan for the mean of
nothing. What is worth a word is a number that looks like a result and is none.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TypeAlias

import numpy as np

from grader.checks.code.call import numbers, shown
from grader.checks.code.cases import Case
from grader.checks.code.compare import Floats, Judge, Right, evaluate, largest
from grader.checks.code.explain import on
from grader.core import CallRaised, Message, Returned

LOST = 0.01  # of the result: fewer than two digits are left


@dataclass(frozen=True, slots=True)
class Standard:
    """What a function is held to: its reference, who judges its values, and who judges where many are right.

    ``item`` is the place of what is judged, where a function returns several things.
    """

    reference: Callable[..., object]
    judge: Judge
    among: Judge | None = None
    item: int | None = None

    def chosen(self, reply: Returned) -> Returned:
        """The reply with the one thing that is judged; what doesn't hold it stays as it is."""
        value = reply.value
        if self.item is None or not isinstance(value, tuple | list) or len(value) <= self.item:
            return reply
        return replace(reply, value=value[self.item])

    def remark(self, name: str, case: Case, reply: Returned | CallRaised) -> Message | None:
        """What is worth a word on what came of a call that costs no point."""
        if isinstance(reply, CallRaised):
            return refused(name, case, reply) if case.kind.layout != "plain" or case.kind.stance != "open" else None
        return _REMARKS[case.kind.name](self, name, case, reply)


def refused(name: str, case: Case, reply: CallRaised) -> Message:
    """The function does not take such inputs, and need not."""
    return Message("checks.code.refuses", {"name": name, "error": reply.error, "on": on(case)})


def loses_digits(name: str, case: Case, kept: int, *, single: bool = False) -> Message:
    """So many digits are left on an ill-conditioned X, where others would keep more."""
    key = "checks.code.single_gram" if single else "checks.code.loses_digits"
    return Message(key, {"name": name, "digits": kept, "condition": f"{case.condition:.0e}"})


def _singular(standard: Standard, name: str, case: Case, reply: Returned) -> Message | None:
    if standard.among is None or isinstance(standard.among(case, reply), Right):
        return None
    return Message("checks.code.undetermined", {"name": name, "got": shown(_array(reply))})


def _hopeless(standard: Standard, name: str, case: Case, reply: Returned) -> Message | None:
    found, right = _array(reply), evaluate(standard.reference, case)
    if found is not None and found.shape == right.shape and largest(found - right) <= LOST * largest(right):
        return None
    return loses_digits(name, case, 0)


def _tracked(standard: Standard, name: str, case: Case, reply: Returned) -> Message | None:
    if isinstance(standard.judge(case, reply), Right):
        return None
    return Message("checks.code.tracked", {"name": name, "got": shown(reply.value)})


def _empty(standard: Standard, name: str, case: Case, reply: Returned) -> Message | None:
    """The sum of nothing is 0, and a gradient of it; any other number was made up."""
    found, right = _array(reply), _of_nothing(standard, case)
    if found is None or not found.size or not np.all(np.isfinite(found)):
        return None
    if right is not None and np.all(np.isfinite(right)) and not np.any(found) and not np.any(right):
        return None
    return Message("checks.code.made_up", {"name": name, "got": shown(found)})


def _of_nothing(standard: Standard, case: Case) -> Floats | None:
    try:
        return evaluate(standard.reference, case)
    except (ValueError, IndexError, np.linalg.LinAlgError):
        return None


def _mismatched(_: Standard, name: str, case: Case, reply: Returned) -> Message | None:
    found = _array(reply)
    if found is None or not np.all(np.isfinite(found)):
        return None
    shapes = ", ".join(
        f"{arg}: {'×'.join(map(str, np.shape(value)))}" for arg, value in case.args.items() if np.shape(value)
    )
    return Message("checks.code.goes_on", {"name": name, "got": shown(found), "shapes": shapes})


def _refused(_: Standard, name: str, case: Case, reply: Returned) -> Message | None:
    found = _array(reply)
    if found is None or not np.all(np.isfinite(found)):
        return None
    argument = str(case.declared.refused)
    fields = {"name": name, "argument": argument, "value": f"{float(case.args[argument]):g}", "got": shown(found)}
    return Message("checks.code.not_refused", fields)


def _array(reply: Returned) -> Floats | None:
    found = numbers(reply.value)
    return None if found is None else found.astype(float)


_Remark: TypeAlias = Callable[[Standard, str, Case, Returned], Message | None]

_REMARKS: Mapping[str, _Remark] = {
    "singular": _singular,
    "hopeless": _hopeless,
    "tracked": _tracked,
    "empty": _empty,
    "mismatched": _mismatched,
    "refused": _refused,
}
