"""What is wrong with an exercise, for the one who writes it: declaration, task, stubs, references, table of answers.

Read :mod:`~grader.authoring.checking` first, which says what is looked at in which order. Each other module looks at
one thing and yields :class:`~grader.authoring.problems.Problem` s. An exercise may stand anywhere; nothing is written
beside it.
"""
