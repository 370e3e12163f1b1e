"""Assumptions: is it said when a matrix can be inverted?"""

from __future__ import annotations

import re
from typing import Literal

from grader.checks.task import Task, studied
from grader.core import (
    Answer,
    Bench,
    Check,
    Counterexample,
    Fail,
    Finding,
    Message,
    Missing,
    Pass,
    Quotation,
    Undecided,
    Where,
)


def assumes(task: Task, matrix: str, condition: Literal["invertible"]) -> Check:
    """The answer states that ``matrix`` is invertible; a singular case is the witness when it is said nowhere."""
    assert condition == "invertible"

    def check(answer: Answer, bench: Bench) -> Finding:
        found = studied(task, answer, bench)
        if (said := _quoted(_ALWAYS, answer)) is not None:
            return Finding(_singular(matrix), said)
        if (said := _quoted(_DENIED, answer)) is not None:
            return Finding(Undecided(Message("checks.derive.hinted", {"matrix": matrix})), said)
        if (said := _quoted(_STATED, answer)) is not None:
            return Finding(Pass(Quotation(said)), said)
        if (said := _quoted(_HINTED, answer)) is not None:
            return Finding(Undecided(Message("checks.derive.hinted", {"matrix": matrix})), said)
        if not found.values and not any(passage.source.strip() for passage in answer.passages):
            return Finding(_singular(matrix) if answer.program else Missing(Message("checks.derive.no_result")))
        return Finding(_singular(matrix))

    return check


def _singular(matrix: str) -> Fail:
    """Two columns of which one is twice the other."""
    det = f"det({matrix}) = 0"
    witness = Counterexample({"X": [[1, 2], [2, 4], [3, 6]]}, det, f"({matrix})^{{-1}}")
    return Fail(witness, Message("checks.derive.invertible", {"matrix": matrix}), ("missing_term",))


def _quoted(pattern: re.Pattern[str], answer: Answer) -> Where | None:
    for passage in answer.passages:
        if (said := pattern.search(passage.source)) is not None:
            return passage.where(*_line(passage.source, said.start()))
    return None


def _line(source: str, at: int) -> tuple[int, int]:
    """The line that stands around a place."""
    end = source.find("\n", at)
    return source.rfind("\n", 0, at) + 1, end if end >= 0 else len(source)


_ALWAYS = re.compile(
    r"(always|certainly|necessarily)\s+(be\s+)?(invertib|non-?singular|positive\s+definite)"
    r"|(总是|总|一定|必然|必定|恒|绝对)(是)?(可逆|正定|满秩)",
    re.IGNORECASE,
)
_DENIED = re.compile(
    r"(\bnot|n't|\bno|\bnever|\bwithout)\b[^.\n]{0,40}\b(need|require|assum|condition)|\bnever\s+(be\s+)?invertib"
    r"|(不需要|无需|不必|不用|不要求|无须)[^。\n]{0,20}(可逆|满秩|非奇异|正定)",
    re.IGNORECASE,
)
_STATED = re.compile(
    r"invertib|can\s+be\s+inverted|non-?singular|not\s+singular|full\s+(column\s+)?rank|linearly\s+independent|positive\s+definite"
    r"|(inverse|it)\s+exists|assume\s+(it\s+)?to\s+exist|has\s+an\s+inverse|inverse\s+to\s+exist"
    r"|\\det[^$\n]*(\\neq?|≠|!=)\s*0|rank\W*X\W*=\s*d"
    r"|可逆|满秩|非奇异|列满秩|线性无关|正定|逆(矩阵)?存在|存在逆",
    re.IGNORECASE,
)
_HINTED = re.compile(
    r"singular|collinear|\brank\b|independent|assum|provided|exist|\bn\s*(\\geq?|>=?|≥)\s*d\b|\bnice"
    r"|well[- ]behaved|奇异|共线|秩|假设|存在|条件",
    re.IGNORECASE,
)
