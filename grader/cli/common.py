"""What the commands share: exit statuses, the course, a jail, sentences to who typed the command."""

from __future__ import annotations

import argparse
import sys
import traceback
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn, TextIO

from grader.core import Language, Message

if TYPE_CHECKING:
    from grader.course import Course
    from grader.jail.runner import ProcessRunner

OK, STUDENT, MARKER, STAFF, USAGE, INTERRUPTED = 0, 1, 2, 3, 64, 130


class WrongUsage(Exception):
    """What was asked for cannot be done as it was asked."""

    def __init__(self, message: Message) -> None:
        super().__init__(message.key)
        self.message = message


class Parser(argparse.ArgumentParser):
    """argparse, with the exit status that other commands have for wrong usage."""

    def error(self, message: str) -> NoReturn:
        self.print_usage(sys.stderr)
        self.exit(USAGE, f"{self.prog}: {message}\n")


def course_options() -> Parser:
    """Where the course stands, and how answers are tried."""
    options = Parser(add_help=False)
    options.add_argument("--exercises", type=Path, metavar="DIR", help="default: found from the current folder upwards")
    options.add_argument("--solutions", type=Path, metavar="DIR", help="default: found from the current folder upwards")
    options.add_argument("--seed", type=int, default=0, help="of the inputs that answers are tried on (default: 0)")
    options.add_argument("--unsafe", action="store_true", help="run code even where this machine cannot isolate it")
    return options


def output_options() -> Parser:
    """In which form and language results are printed."""
    options = Parser(add_help=False)
    options.add_argument("--json", action="store_true", help="print results as JSON")
    options.add_argument("--lang", choices=("en", "zh"), help="language of what is printed")
    return options


def positive(text: str) -> int:
    """A whole number from 1."""
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("must be at least 1")
    return number


def course_of(args: argparse.Namespace) -> Course:
    """The course that was named, or that the current folder stands in."""
    from grader.course import find_course

    return find_course(Path.cwd(), args.exercises, args.solutions)


def assignment_of(course: Course, only: Sequence[str] | None) -> Course:
    """What of a course is to be graded: all, or sections and exercises by address or by an exercise's name.

    Raises :class:`WrongUsage` for one that the course does not have.
    """
    if only is None:
        return course
    chosen = []
    for asked in only:
        meant = [task.address for task in course.exercises if _names(task.address, asked.strip("/"))]
        if not meant:
            known = ", ".join(task.address for task in course.exercises)
            raise WrongUsage(Message("doors.no_such_exercise", {"exercise": asked, "known": known}))
        chosen += meant
    return course.only(*chosen)


def _names(address: str, asked: str) -> bool:
    section, _, name = address.partition("/")
    return asked in (address, section, name)


@contextmanager
def runner_of(seed: int, *, unsafe: bool) -> Iterator[ProcessRunner]:
    """What runs student code."""
    from grader.jail.runner import ProcessRunner

    with ProcessRunner(seed=seed, unsafe=unsafe) as runner:
        yield runner


def require_part(address: str, course: Course) -> None:
    """Raise :class:`WrongUsage` for a part that the course does not have."""
    known = [name for name, _, _ in course.parts()]
    if address not in known:
        raise WrongUsage(Message("doors.no_such_part", {"part": address, "known": ", ".join(known)}))


def require_writable(folder: Path) -> None:
    """What cannot be written is found out before the work, not after."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / ".probe").touch()
        (folder / ".probe").unlink()
    except OSError as error:
        fields = {"path": str(folder), "error": error.strerror or str(error)}
        raise WrongUsage(Message("doors.cannot_write", fields)) from error


def say(message: Message, lang: Language | None, to: TextIO | None = None) -> None:
    """Print a sentence; to standard error, if not told otherwise."""
    from grader.report.lines import printable
    from grader.report.words import render

    print(printable(render(message, lang or "en")), file=to or sys.stderr)


def trouble(error: Exception, lang: Language) -> int:
    """Say what went wrong in one sentence; of a fault of ours, where it happened as well. The exit status."""
    message = getattr(error, "message", None)
    if isinstance(message, Message):  # our own exceptions carry what there is to say
        say(message, lang)
        return STAFF if getattr(error, "broken", False) else USAGE
    traceback.print_exception(error)
    say(Message("doors.grader_broke", {"error": type(error).__name__}), lang)
    return STAFF
