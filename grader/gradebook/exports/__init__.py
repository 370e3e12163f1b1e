"""The grades as files: tables for people and programs, and what Canvas, Moodle and Gradescope take in.

All of them are made from a :class:`~grader.gradebook.exports.table.Table`. What is pending is left out of every file
that a school's system reads: a grade that is not there yet is no zero, and a sum of what is there is no total.
"""

from __future__ import annotations

from grader.gradebook.exports.canvas import canvas
from grader.gradebook.exports.gradescope import gradescope
from grader.gradebook.exports.moodle import moodle
from grader.gradebook.exports.plain import plain_csv, plain_json
from grader.gradebook.exports.table import Columns, Export, ExportError, Missing, Table, complete, table

__all__ = [
    "Columns",
    "Export",
    "ExportError",
    "Missing",
    "Table",
    "canvas",
    "complete",
    "gradescope",
    "moodle",
    "plain_csv",
    "plain_json",
    "table",
]
