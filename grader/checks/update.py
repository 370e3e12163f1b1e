"""Update rules: does ``w ← w - η g`` step against a subgradient of the loss?"""

from __future__ import annotations

from grader.checks.task import Task, studied
from grader.core import Answer, Bench, Check, Fail, Finding, Pass
from grader.derivation.study import Claimed, Study


def updates(task: Task, sample: str, otherwise: Check) -> Check:
    """A step of the answer goes against a subgradient of the loss: of all samples, of some of them, or of one.

    ``sample`` is one sample's loss in ``symbolic.py``, with the free index i. Where no formula stands that could be
    judged, ``otherwise`` judges the words.
    """

    def check(answer: Answer, bench: Bench) -> Finding:
        found = studied(task, answer, bench, sample)
        for rule in found.updates:
            finding = _finding(rule, found)
            if finding is not None:
                return finding
        return otherwise(answer, bench)

    return check


def _finding(rule: Claimed, found: Study) -> Finding | None:
    """The verdict on an update's link; None if it was left open.

    A step that follows from a refuted gradient fails with it: where the update is asked, no other claim costs the slip.
    """
    place = rule.tainted if rule.tainted is not None and rule.follows else rule.where
    verdict = next((link.verdict for link in found.links if link.where == place), None)
    return Finding(verdict, place) if isinstance(verdict, Pass | Fail) else None
