"""What was likely meant by what cannot be read."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING, Final

from grader.maths import notation
from grader.maths.tokens import NotUnderstood

if TYPE_CHECKING:
    from grader.maths.lexing.scanner import Scanner


#: Commands that are read but that LaTeX does not have, or that nobody means.
_NOT_MEANT: Final = frozenset(["larr", "rarr", "rArr", "Rarr", "lrArr", "R", "intercal", "imath", "jmath", "dot"])
_TELLING: Final = [
    name
    for name, (kind, _) in notation.COMMANDS.items()
    if kind not in ("space", "unsupported", "env", "side")
    and name not in _NOT_MEANT
    and (kind != "font" or len(name) > 4)
]
_LONGEST_FIRST: Final = sorted((name for name in notation.COMMANDS if len(name) > 1), key=len, reverse=True)
_MAX_NAME: Final = 24  # letters of a command that is compared with known ones


def unknown_command(s: Scanner, name: str, start: int, end: int) -> NotUnderstood:
    """An unknown command, with the known one that it begins with or that it is nearly spelled like."""
    if len(name) > _MAX_NAME:
        return s.fail("reading.math.unknown_command", start, end)
    names = s.names.declared | set("xyw")
    for known in _LONGEST_FIRST:
        rest = name.removeprefix(known)
        if rest != name and rest in names:
            return s.fail("reading.math.unknown_command_near", start, end, suggestion=f"\\{known} {rest}")
    near = difflib.get_close_matches(name, _TELLING, n=1, cutoff=0.7)
    if near:
        return s.fail("reading.math.unknown_command_near", start, end, suggestion=f"\\{near[0]}")
    return s.fail("reading.math.unknown_command", start, end)
