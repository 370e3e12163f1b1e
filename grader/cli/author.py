"""``grader author``: for those who write exercises.

``check`` says what is wrong with some, wherever they stand; ``new`` begins one; ``notebook`` makes that of a section.
Exit status of ``check``: 0 where every exercise can be used (with ``--strict``: and has no warnings either), 3 where
one is broken; 64 for wrong usage.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stdout
from pathlib import Path
from typing import TYPE_CHECKING, Any

from grader.cli.common import INTERRUPTED, OK, STAFF, Parser, output_options, runner_of, say
from grader.core import Language, Message

if TYPE_CHECKING:
    from grader.authoring.places import Place
    from grader.authoring.problems import Checked


def add_to(commands: Any) -> None:
    """The command and its options."""
    author = commands.add_parser("author", help="check an exercise that you write, or begin one")
    actions = author.add_subparsers(title="actions", required=True, metavar="ACTION", parser_class=Parser)
    check = actions.add_parser("check", parents=[output_options()], help="what is wrong with exercises")
    check.add_argument("folders", nargs="+", type=Path, metavar="FOLDER", help="an exercise, a section, or all of them")
    check.add_argument("--solutions", type=Path, metavar="DIR", help="default: found from the exercise upwards")
    check.add_argument("--part", action="append", metavar="NAME", help="grade the answers to this part only")
    check.add_argument("--strict", action="store_true", help="warnings count as errors for the exit status")
    check.add_argument("--show-reading", action="store_true", help="show how answers' formulas were read")
    check.add_argument("--seed", type=int, default=0, help="of the inputs that answers are tried on (default: 0)")
    check.add_argument("--unsafe", action="store_true", help="run code even where this machine cannot isolate it")
    check.set_defaults(command=_check)
    new = actions.add_parser("new", help="write the files of a new exercise, to be filled in")
    new.add_argument("folder", type=Path, metavar="FOLDER", help="exercises/SECTION/EXERCISE, which is not there yet")
    new.add_argument("--lang", choices=("en", "zh"), help="language of what is printed")
    new.set_defaults(command=_new)
    notebook = actions.add_parser("notebook", help="write a section's notebook, from its exercises")
    notebook.add_argument("folder", type=Path, metavar="FOLDER", help="exercises/SECTION")
    notebook.add_argument("--lang", choices=("en", "zh"), help="language of what is printed")
    notebook.set_defaults(command=_notebook)


def _check(args: argparse.Namespace) -> int:
    from grader.authoring.places import places
    from grader.report.authored import checked_to_json, count_line, exercise_lines
    from grader.report.files import json_text
    from grader.report.terminal import console, show_lines

    lang: Language = args.lang or "en"
    found = list(dict.fromkeys(place for folder in args.folders for place in places(folder, args.solutions)))
    every: list[Checked] = []
    doing: list[Message] = []
    try:
        with (
            runner_of(args.seed, unsafe=args.unsafe) as runner,
            _shown(lang, doing, quiet=args.json) as told,
            redirect_stdout(sys.stderr),  # what the author's files print
        ):
            every += _checked(found, runner, told, args)
    except KeyboardInterrupt as interrupt:
        say(_interrupted(interrupt, doing, found), lang)
        return INTERRUPTED
    if args.json:
        print(json_text([checked_to_json(checked, lang) for checked in every]), end="")
    else:
        for checked in every:
            show_lines(exercise_lines(checked, lang, Path.cwd(), show_reading=args.show_reading), console())
        show_lines([count_line(every, lang)], console())
    levels = {problem.level for checked in every for problem in checked.problems}
    return STAFF if "error" in levels or (args.strict and "warning" in levels) else OK


def _checked(found: list[Place], runner: Any, told: Callable[[Message], None], args: Any) -> Iterator[Checked]:
    from grader.authoring.checking import check_exercise

    for place in found:
        yield check_exercise(place, runner, told, args.seed, args.part)


@contextmanager
def _shown(lang: Language, doing: list[Message], *, quiet: bool) -> Iterator[Callable[[Message], None]]:
    """What to call with what is being done: kept, and shown in a line that moves where a person looks on."""
    from grader.report.terminal import console
    from grader.report.words import render

    screen = console(stderr=True)
    if quiet or not screen.is_terminal:
        yield doing.append
        return
    with screen.status("") as status:

        def told(message: Message) -> None:
            doing.append(message)
            status.update(render(message, lang))

        yield told


def _interrupted(interrupt: BaseException, doing: list[Message], found: list[Place]) -> Message:
    """What was going on; in a file of the author's, at which line."""
    from grader.authoring.sources import raised_in

    folders = [folder for place in found for folder in (place.exercise, place.solution)]
    where = raised_in(interrupt, *folders)
    now: Message | str = doing[-1] if doing else ""
    if where is None or where[1] is None:
        return Message("author.interrupted", {"doing": now})
    return Message("author.interrupted_at", {"doing": now, "file": str(where[0]), "line": where[1]})


def _new(args: argparse.Namespace) -> int:
    from grader.authoring.skeleton import write

    files = write(args.folder)
    fields = {"files": ", ".join(str(file) for file in files), "path": str(args.folder)}
    say(Message("author.made", fields), args.lang, sys.stdout)
    return OK


def _notebook(args: argparse.Namespace) -> int:
    from grader.authoring.notebook import notebook_of, section_notebook
    from grader.report.files import write_files

    section: Path = args.folder.resolve()
    file = notebook_of(section)
    write_files(section, {file.name: section_notebook(section)})
    say(Message("author.notebook", {"file": str(file)}), args.lang, sys.stdout)
    return OK
