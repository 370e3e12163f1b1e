"""The schema's versions, one module each; see :mod:`grader.gradebook.database`."""
