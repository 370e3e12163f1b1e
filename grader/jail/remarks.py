"""What a run's report tells the student: the cells that ended early, and why."""

from __future__ import annotations

from grader.core import CellError, Message, RunReport

_STOPS = frozenset(("timeout", "memory", "killed", "crashed", "output_limit", "protocol"))


def remarks(report: RunReport) -> tuple[Message, ...]:
    """A message for each cell that ended early. The error of a cell that was stopped is the outcome's name."""
    return tuple(_remark(error) for error in report.errors)


def _remark(error: CellError) -> Message:
    where = error.where
    place = (
        Message("jail.in_file", {"file": where.file, "line": where.line})
        if where.cell is None
        else Message("jail.in_cell", {"file": where.file, "cell": where.cell + 1, "line": where.line})
    )
    if error.error in _STOPS:
        return Message(f"jail.{error.error}", {"place": place})
    return Message("jail.cell_error", {"place": place, "text": where.text, "error": error.error})
