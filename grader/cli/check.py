"""``grader check``: a student's own check of notebooks, ``.md`` and ``.py`` files, and folders."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from grader.cli.common import (
    MARKER,
    OK,
    STAFF,
    STUDENT,
    USAGE,
    course_of,
    course_options,
    output_options,
    require_part,
    runner_of,
    say,
)
from grader.core import Broken, Message, PartResult, Runner, Undecided

if TYPE_CHECKING:
    from grader.course import Course


def add_to(commands: Any) -> None:
    """The command and its options."""
    check = commands.add_parser("check", parents=[course_options(), output_options()], help="check your own work")
    check.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="a notebook, .md or .py file, or a folder")
    check.add_argument("--part", metavar="ADDRESS", help="each file answers this part alone: SECTION/EXERCISE/PART")
    check.add_argument("--show-reading", action="store_true", help="show how every formula was read")
    check.set_defaults(command=_check)


def _check(args: argparse.Namespace) -> int:
    from grader.report.files import json_text
    from grader.report.results import result_to_json
    from grader.report.terminal import console, show_results

    course = course_of(args)
    if args.part is not None:
        require_part(args.part, course)
    missing = [path for path in args.paths if not path.exists()]
    for path in missing:
        say(Message("doors.no_such_path", {"path": str(path)}), args.lang)
    present = [path for path in args.paths if path not in missing]
    with runner_of(args.seed, unsafe=args.unsafe) as runner:
        results = [result for path in present for result in _checked(path, args, course, runner)]
        rung = runner.rung.partition(":")[0] if any(result.run for result in results) else None
    if args.json:
        print(json_text([result_to_json(result, args.lang) for result in results]), end="")
    else:
        show_results(results, console(), args.lang, show_reading=args.show_reading)
        if rung is not None:
            say(Message(f"jail.ran_{rung}"), args.lang or results[0].language, sys.stdout)
    return USAGE if missing else status_of(results)


def _checked(path: Path, args: argparse.Namespace, course: Course, runner: Runner) -> list[PartResult]:
    """The results of one file or folder; of a folder with ``--part``, those of each file in it."""
    from grader.grading import grade_paths
    from grader.reading.folder import listing

    files = [file for _, file in listing(path).files]
    if not files:
        say(Message("doors.nothing_in_folder", {"path": str(path)}), args.lang)
    student = path.resolve().name if path.is_dir() else path.stem
    if args.part is None:
        return grade_paths([path], course, runner, student=student, seed=args.seed)
    return [
        result
        for file in files
        for result in grade_paths([file], course, runner, student=file.stem, seed=args.seed, part=args.part)
    ]


def status_of(results: Sequence[PartResult]) -> int:
    """The exit status of a check: who acts next, the last of them if several must.

    Work for no part in a file that counts otherwise is told and asks nothing of the student.
    """
    used = {result.file for result in results if result.part is not None and result.outcome != "missing"}
    verdicts = [claim.finding.verdict for result in results for claim in result.claims]
    if any(isinstance(verdict, Broken) for verdict in verdicts):
        return STAFF
    if any(isinstance(verdict, Undecided) for verdict in verdicts):
        return MARKER
    right = (result.outcome == "pass" or (result.part is None and result.file in used) for result in results)
    return OK if all(right) else STUDENT
