"""The command ``grader``: check one's work, compare formulas, grade a class and keep its gradebook, write exercises.

Exit status: the highest that applies of 0 nothing failed, 1 something failed or awaits the student, 2 something awaits
a marker, 3 an exercise or the grader is broken; 64 for wrong usage; 130 when interrupted. ``grade`` gives 0 once the
class was graded, whatever it earned, and 3 if anything was broken.

One module a command; each adds its parser and says what it does when it is called, and loads what it needs only then.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from grader.cli import author, check, compare, export, feedback, grade, groups, history, mark, roster
from grader.cli.common import INTERRUPTED, OK, Parser, trouble


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command; the exit status."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")  # a terminal without ✓ still gets its results
    args = parser().parse_args(_shielded(sys.argv[1:] if argv is None else argv))
    try:
        status: int = args.command(args)
        sys.stdout.flush()
        return status
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # the reader left, as `head` does
        return OK
    except Exception as error:
        return trouble(error, args.lang or "en")


def parser() -> Parser:
    """The parser of all commands."""
    every = Parser(prog="grader", description="Checks exercises of a machine-learning textbook section.")
    commands = every.add_subparsers(title="commands", required=True, metavar="COMMAND")
    for command in (check, compare, grade, groups, mark, history, feedback, export, roster, author):
        command.add_to(commands)
    return every


def _shielded(argv: Sequence[str]) -> list[str]:
    """The arguments with a blank before each formula that begins with a minus, which argparse takes for an option."""
    if not argv or argv[0] != "compare":
        return list(argv)
    return [f" {arg}" if arg.startswith("-") and not arg.startswith("--") and arg != "-h" else arg for arg in argv]
