"""Feedback as pages of HTML: one for a student, one for the instructor.

A page is one file: no script, no network, its style sheet in itself. :func:`student_page` shows only what a
:class:`~grader.core.PartResult` holds, which is what its student may see; :func:`class_page` is for the course's staff.

:mod:`.markup` makes text harmless and holds a page together; :mod:`.style` is how it looks; :mod:`.marks` are signs and
words for verdicts; :mod:`.values` and :mod:`.evidence` show numbers and how a verdict is known; :mod:`.typeset` and
:mod:`.listing` show an answer line by line; :mod:`.figures` draws; :mod:`.part` is the section of one part.
"""

from grader.report.feedback.class_page import ClassReport, GroupRow, class_page
from grader.report.feedback.student import Comment, StudentReport, student_page

__all__ = ["ClassReport", "Comment", "GroupRow", "StudentReport", "class_page", "student_page"]
