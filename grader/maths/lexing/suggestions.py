"""What was likely meant by what cannot be read."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

from grader.maths import notation
from grader.maths.tokens import NotUnderstood

if TYPE_CHECKING:
    from grader.maths.lexing.scanner import Scanner


def unknown_command(s: Scanner, name: str, start: int, end: int) -> NotUnderstood:
    names = s.names.declared | set("xyw")
    for known in sorted(notation.COMMANDS, key=len, reverse=True):
        rest = name.removeprefix(known)
        if len(known) > 1 and rest != name and rest in names:
            return s.fail("reading.math.unknown_command_near", start, end, suggestion=f"\\{known} {rest}")
    telling = [known for known, (kind, _) in notation.COMMANDS.items() if kind not in ("space", "font")]
    near = difflib.get_close_matches(name, telling, n=1, cutoff=0.7)
    if near:
        return s.fail("reading.math.unknown_command_near", start, end, suggestion=f"\\{near[0]}")
    return s.fail("reading.math.unknown_command", start, end)
