"""The command ``grader``: check one's own work, compare two formulas, grade a class.

Exit status: the highest that applies of 0 nothing failed, 1 something failed or awaits the student, 2 something awaits
a marker, 3 an exercise or the grader is broken; 64 for wrong usage; 130 when interrupted. ``grade`` gives 0 once the
class was graded, whatever it earned, and 3 if anything was broken.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn, TextIO

from grader.core import Broken, Json, Language, Message, PartResult, Runner, Undecided

if TYPE_CHECKING:
    from grader.batch.folder import Class
    from grader.batch.schedule import ClassRun
    from grader.course import Course

OK, STUDENT, MARKER, STAFF, USAGE, INTERRUPTED = 0, 1, 2, 3, 64, 130


class _WrongUsage(Exception):
    """What was asked for cannot be done as it was asked."""

    def __init__(self, message: Message) -> None:
        super().__init__(message.key)
        self.message = message


class _Parser(argparse.ArgumentParser):
    """argparse, with the exit status that other commands have for wrong usage."""

    def error(self, message: str) -> NoReturn:
        self.print_usage(sys.stderr)
        self.exit(USAGE, f"{self.prog}: {message}\n")


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command; the exit status."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")  # a terminal without ✓ still gets its results
    args = _parser().parse_args(_shielded(sys.argv[1:] if argv is None else argv))
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
        return _trouble(error, args.lang or "en")


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="grader", description="Checks exercises of a machine-learning textbook section.")
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")

    course = _Parser(add_help=False)
    course.add_argument("--exercises", type=Path, metavar="DIR", help="default: found from the current folder upwards")
    course.add_argument("--solutions", type=Path, metavar="DIR", help="default: found from the current folder upwards")
    course.add_argument("--seed", type=int, default=0, help="of the inputs that answers are tried on (default: 0)")
    course.add_argument("--unsafe", action="store_true", help="run code even where this machine cannot isolate it")
    output = _Parser(add_help=False)
    output.add_argument("--json", action="store_true", help="print results as JSON")
    output.add_argument("--lang", choices=("en", "zh"), help="language of what is printed")

    check = commands.add_parser("check", parents=[course, output], help="check your own work")
    check.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="a notebook, .md or .py file, or a folder")
    check.add_argument("--part", metavar="ADDRESS", help="each file answers this part alone: SECTION/EXERCISE/PART")
    check.add_argument("--show-reading", action="store_true", help="show how every formula was read")
    check.set_defaults(command=_check)

    compare = commands.add_parser("compare", parents=[output], help="are two formulas equal")
    compare.add_argument("a", nargs="?", metavar="A", help="a formula, LaTeX or plain text")
    compare.add_argument("b", nargs="?", metavar="B", help="another")
    compare.add_argument("--declare", default="", metavar="NAMES", help='"X: n*d rows x, y: n, sigma: >0"')
    compare.add_argument("--pairs", type=Path, metavar="FILE", help='a JSON list of {"a", "b", "declare"}')
    compare.set_defaults(command=_compare)

    grade = commands.add_parser("grade", parents=[course, output], help="grade a class")
    grade.add_argument("submissions", type=Path, metavar="SUBMISSIONS", help="one folder or file a student")
    grade.add_argument("--out", type=Path, metavar="DIR", help="write results.json, grades.csv and run.json here")
    grade.add_argument("--workers", type=_positive, default=os.cpu_count() or 1, metavar="N", help="default: all cores")
    grade.set_defaults(command=_grade)
    return parser


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("must be at least 1")
    return number


def _shielded(argv: Sequence[str]) -> list[str]:
    """The arguments with a blank before each formula that begins with a minus, which argparse takes for an option."""
    if not argv or argv[0] != "compare":
        return list(argv)
    return [f" {arg}" if arg.startswith("-") and not arg.startswith("--") and arg != "-h" else arg for arg in argv]


# ----------------------------------------------------------------------------------------------- check


def _check(args: argparse.Namespace) -> int:
    from grader.report.files import json_text
    from grader.report.results import result_to_json
    from grader.report.terminal import console, show_results

    course = _course(args)
    if args.part is not None:
        _require_part(args.part, course)
    missing = [path for path in args.paths if not path.exists()]
    for path in missing:
        _say(Message("doors.no_such_path", {"path": str(path)}), args.lang)
    present = [path for path in args.paths if path not in missing]
    with _runner(args.seed, unsafe=args.unsafe) as runner:
        results = [result for path in present for result in _checked(path, args, course, runner)]
    if args.json:
        print(json_text([result_to_json(result, args.lang) for result in results]), end="")
    else:
        show_results(results, console(), args.lang, show_reading=args.show_reading)
    return USAGE if missing else status_of(results)


def _checked(path: Path, args: argparse.Namespace, course: Course, runner: Runner) -> list[PartResult]:
    """The results of one file or folder; of a folder with ``--part``, those of each file in it."""
    from grader.grading import grade_paths
    from grader.reading.folder import listing

    files = [file for _, file in listing(path).files]
    if not files:
        _say(Message("doors.nothing_in_folder", {"path": str(path)}), args.lang)
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


# --------------------------------------------------------------------------------------------- compare

COMPARED = {"equal": OK, "different": STUDENT, "unreadable": STUDENT, "undecided": MARKER, "broken": STAFF}


def _compare(args: argparse.Namespace) -> int:
    if args.pairs is not None:
        return _compare_pairs(args.pairs, args.lang or "en")
    if args.a is None or args.b is None:
        raise _WrongUsage(Message("doors.two_formulas"))
    from grader.maths.compare import compare
    from grader.maths.declare import BadDeclaration
    from grader.report.comparison import comparison_lines, comparison_to_json
    from grader.report.files import json_text
    from grader.report.terminal import console, show_lines

    lang: Language = args.lang or "en"
    try:
        comparison = compare(args.a.strip(), args.b.strip(), args.declare)
    except BadDeclaration as error:
        raise _WrongUsage(error.problem) from error
    if args.json:
        print(json_text(comparison_to_json(comparison, lang)), end="")
    else:
        show_lines(comparison_lines(comparison, lang), console())
    return COMPARED[comparison.verdict]


def _compare_pairs(path: Path, lang: Language) -> int:
    """Every pair of the file, as a JSON list; a pair that breaks the grader does not take the others along."""
    from grader.report.files import json_text

    answers = [_compared(pair, lang) for pair in _pairs(path)]
    print(json_text(answers), end="")
    return max((COMPARED[str(answer["verdict"])] for answer in answers), default=OK)


def _compared(pair: dict[str, str], lang: Language) -> dict[str, Json]:
    from grader.maths.compare import compare
    from grader.maths.declare import BadDeclaration
    from grader.report.comparison import comparison_to_json
    from grader.report.words import render

    start = time.perf_counter()
    try:
        answer = comparison_to_json(compare(pair["a"], pair["b"], pair.get("declare", "")), lang)
    except BadDeclaration as error:
        answer = {"verdict": "unreadable", "evidence": None, "mistake": None, "hint": render(error.problem, lang)}
    except Exception:
        answer = {"verdict": "broken", "evidence": None, "mistake": None, "error": traceback.format_exc().rstrip()}
    return {**answer, "ms": round((time.perf_counter() - start) * 1000, 3)}


def _pairs(path: Path) -> list[dict[str, str]]:
    """The pairs of a file; other fields of them are left alone."""
    import json

    try:
        pairs = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise _WrongUsage(Message("doors.no_such_path", {"path": str(path)})) from error
    except ValueError as error:
        raise _WrongUsage(Message("doors.pairs_file", {"path": str(path), "error": str(error)})) from error
    well_made = isinstance(pairs, list) and all(
        isinstance(pair, dict) and all(isinstance(pair.get(key, ""), str) for key in ("a", "b", "declare"))
        and "a" in pair and "b" in pair
        for pair in pairs
    )
    if not well_made:
        raise _WrongUsage(Message("doors.pairs_shape", {"path": str(path)}))
    return pairs  # type: ignore[no-any-return]  # as checked


# ----------------------------------------------------------------------------------------------- grade


def _grade(args: argparse.Namespace) -> int:
    from datetime import datetime

    from grader.batch.folder import find_class
    from grader.batch.schedule import grade_class
    from grader.batch.worker import Setting
    from grader.report.run import run_to_json

    course = _course(args)
    if not args.submissions.is_dir():
        raise _WrongUsage(Message("doors.no_such_path", {"path": str(args.submissions)}))
    students = find_class(args.submissions)
    if not students.hand_ins:
        raise _WrongUsage(Message("doors.no_submissions", {"path": str(args.submissions)}))
    if args.out is not None:
        _require_writable(args.out)
    _say_isolation(args)
    started, start = datetime.now().astimezone(), time.perf_counter()
    with _progress(len(students.hand_ins), args.lang or "en") as on_done:
        setting = Setting(course.folder, course.solutions, args.seed, args.unsafe)
        run = grade_class(students.hand_ins, setting, course, n_workers=args.workers, on_done=on_done)
    about = run_to_json(
        run.results,
        rung=run.rung,
        seed=args.seed,
        workers=args.workers,
        started=started,
        seconds=time.perf_counter() - start,
        not_graded=run.not_graded,
        ignored=students.ignored,
    )
    return _report_class(args, students, run, about)


def _say_isolation(args: argparse.Namespace) -> None:
    """Tell at the start how student code will be isolated, and where it cannot be, why not."""
    from contextlib import closing

    from grader.jail.ladder import Refuse, choose

    with closing(choose(unsafe=args.unsafe)) as jail:
        if not args.json:
            _say(Message("jail.rung", {"rung": jail.rung}), args.lang, sys.stdout)
        if isinstance(jail, Refuse):
            reasons = "; ".join(f"{rung}: {reason}" for rung, reason in jail.reasons.items())
            _say(Message("jail.not_isolated", {"reasons": reasons}), args.lang)


def _report_class(args: argparse.Namespace, students: Class, run: ClassRun, about: dict[str, Json]) -> int:
    from grader.gradebook.grades import grades_csv
    from grader.report.files import json_text, write_files
    from grader.report.results import result_to_json
    from grader.report.terminal import console, show_class

    lang: Language = args.lang or "en"
    results = json_text([result_to_json(result, args.lang) for result in run.results])
    if args.out is not None:
        write_files(
            args.out, {"results.json": results, "grades.csv": grades_csv(run.results), "run.json": json_text(about)}
        )
    if args.json:
        print(results, end="")
    else:
        show_class(run.results, console(), lang)
        if students.ignored:
            _say(Message("doors.ignored", {"names": ", ".join(students.ignored)}), lang, sys.stdout)
        count, seconds = len(students.hand_ins) - len(run.not_graded), f"{about['seconds']:.1f}"
        _say(Message("doors.students", {"students": count, "seconds": seconds}), lang, sys.stdout)
        written = Message("doors.written", {"path": str(args.out), "names": "results.json, grades.csv, run.json"})
        _say(Message("doors.not_written") if args.out is None else written, lang, sys.stdout)
    if run.not_graded:
        total = len(students.hand_ins)
        _say(Message("doors.interrupted", {"done": total - len(run.not_graded), "total": total}), lang)
        return INTERRUPTED
    return STAFF if any(result.outcome == "broken" for result in run.results) else OK


@contextmanager
def _progress(total: int, lang: Language) -> Iterator[Callable[[], None]]:
    """A bar on a terminal that a worker's report moves on; elsewhere nothing."""
    from rich.progress import Progress

    from grader.report.terminal import console
    from grader.report.words import render

    screen = console(stderr=True)
    with Progress(console=screen, disable=not screen.is_terminal, transient=True) as progress:
        bar = progress.add_task(render(Message("doors.grading"), lang), total=total)
        yield lambda: progress.advance(bar)


# ---------------------------------------------------------------------------------------------- common


def _course(args: argparse.Namespace) -> Course:
    from grader.course import find_course

    return find_course(Path.cwd(), args.exercises, args.solutions)


@contextmanager
def _runner(seed: int, *, unsafe: bool) -> Iterator[Runner]:
    from grader.jail.runner import ProcessRunner

    with ProcessRunner(seed=seed, unsafe=unsafe) as runner:
        yield runner


def _require_part(address: str, course: Course) -> None:
    known = [name for name, _, _ in course.parts()]
    if address not in known:
        raise _WrongUsage(Message("doors.no_such_part", {"part": address, "known": ", ".join(known)}))


def _require_writable(folder: Path) -> None:
    """What cannot be written is found out before the work, not after."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / ".probe").touch()
        (folder / ".probe").unlink()
    except OSError as error:
        fields = {"path": str(folder), "error": error.strerror or str(error)}
        raise _WrongUsage(Message("doors.cannot_write", fields)) from error


def _say(message: Message, lang: Language | None, to: TextIO | None = None) -> None:
    from grader.report.lines import printable
    from grader.report.words import render

    print(printable(render(message, lang or "en")), file=to or sys.stderr)


def _trouble(error: Exception, lang: Language) -> int:
    """Say what went wrong in one sentence; of a fault of ours, where it happened as well."""
    from grader.course import CourseError

    match error:
        case _WrongUsage(message=message):
            _say(message, lang)
            return USAGE
        case CourseError(message=message, broken=broken):
            _say(message, lang)
            return STAFF if broken else USAGE
        case _:
            traceback.print_exception(error)
            _say(Message("doors.grader_broke", {"error": type(error).__name__}), lang)
            return STAFF
