"""From files to answers by part.

A notebook, a Markdown, text or Python file, or a folder of them becomes a :class:`~grader.core.Submission`. What
belongs to which part is said, in this order, by the cell's ``metadata.grader.part``, by nbgrader's grade id, by a
comment ``<!-- part: a -->``, and by the headings and labels that people write. No file stops anything: what cannot be
read or belongs to no part is named.
"""

from __future__ import annotations

from grader.reading.language import detect_language
from grader.reading.parts import Assignment
from grader.reading.submission import read_as_part, read_stubs, read_submission

__all__ = ["Assignment", "detect_language", "read_as_part", "read_stubs", "read_submission"]
