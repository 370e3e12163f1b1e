"""``grader compare``: are two formulas equal; the engine alone."""

from __future__ import annotations

import argparse
import time
import traceback
from pathlib import Path
from typing import Any

from grader.cli.common import MARKER, OK, STAFF, STUDENT, WrongUsage, output_options
from grader.core import Json, Language, Message


def add_to(commands: Any) -> None:
    """The command and its options."""
    compare = commands.add_parser("compare", parents=[output_options()], help="are two formulas equal")
    compare.add_argument("a", nargs="?", metavar="A", help="a formula, LaTeX or plain text")
    compare.add_argument("b", nargs="?", metavar="B", help="another")
    compare.add_argument("--declare", default="", metavar="NAMES", help='"X: n*d rows x, y: n, sigma: >0"')
    compare.add_argument("--pairs", type=Path, metavar="FILE", help='a JSON list of {"a", "b", "declare"}')
    compare.set_defaults(command=_compare)


COMPARED = {"equal": OK, "different": STUDENT, "unreadable": STUDENT, "undecided": MARKER, "broken": STAFF}


def _compare(args: argparse.Namespace) -> int:
    if args.pairs is not None:
        return _compare_pairs(args.pairs, args.lang or "en")
    if args.a is None or args.b is None:
        raise WrongUsage(Message("doors.two_formulas"))
    from grader.maths.compare import compare
    from grader.maths.declare import BadDeclaration
    from grader.report.comparison import comparison_lines, comparison_to_json
    from grader.report.files import json_text
    from grader.report.terminal import console, show_lines

    lang: Language = args.lang or "en"
    try:
        comparison = compare(args.a.strip(), args.b.strip(), args.declare)
    except BadDeclaration as error:
        raise WrongUsage(error.problem) from error
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
        raise WrongUsage(Message("doors.no_such_path", {"path": str(path)})) from error
    except ValueError as error:
        raise WrongUsage(Message("doors.pairs_file", {"path": str(path), "error": str(error)})) from error
    well_made = isinstance(pairs, list) and all(
        isinstance(pair, dict) and all(isinstance(pair.get(key, ""), str) for key in ("a", "b", "declare"))
        and "a" in pair and "b" in pair
        for pair in pairs
    )
    if not well_made:
        raise WrongUsage(Message("doors.pairs_shape", {"path": str(path)}))
    return pairs  # type: ignore[no-any-return]  # as checked
