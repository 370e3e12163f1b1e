"""The table of answers, ``answers.toml``: plausible answers, right and wrong, with the verdict that each must get."""

from __future__ import annotations

import ast
import difflib
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

from grader.authoring.kinds import is_prose
from grader.authoring.problems import Level, Problem
from grader.authoring.sources import answer_lines
from grader.core import (
    Exercise,
    Fail,
    Message,
    Missing,
    Outcome,
    Part,
    Pass,
    Quotation,
    Undecided,
    Unreadable,
    Verdict,
    Where,
)
from grader.grading import outcome_of

TABLE = "answers.toml"
FEWEST, FEWEST_IN_WORDS = 12, 8  # answers to a part; to one that is judged by its words alone
OUTCOMES = tuple(outcome for outcome in get_args(Outcome) if outcome != "broken")

_NOTHING = Message("outcome.missing")
_WORDS = Quotation(Where("", None, 1, 1, ""))
VERDICTS: Mapping[str, Verdict] = {
    "pass": Pass(_WORDS),
    "fail": Fail(_WORDS, _NOTHING),
    "unreadable": Unreadable(_NOTHING),
    "missing": Missing(_NOTHING),
    "undecided": Undecided(_NOTHING),
}
KEYS: Mapping[str, type | tuple[type, ...]] = {
    "part": str,
    "why": str,
    "language": str,
    "text": str,
    "code": str,
    "earlier": dict,
    "outcome": str,
    "claims": list,
    "line": int,
    "mistake": str,
    "points": (int, float),
}
NEEDED = ("part", "why", "language", "outcome")


@dataclass(frozen=True, slots=True)
class Row:
    """One answer of the table: its number and line in the file, and what stands under its keys."""

    file: Path
    number: int
    lines: Mapping[str, int]
    given: Mapping[str, Any]

    @property
    def part(self) -> str:
        """The name of the part that it answers."""
        return str(self.given["part"])

    def line(self, key: str = "") -> int | None:
        """The line of a key, or of the answer as a whole."""
        return self.lines.get(key, self.lines.get(""))

    def problem(self, said: Message, key: str = "", level: Level = "error") -> Problem:
        """A problem at a key of it."""
        return Problem(self.file, self.line(key), said, level)


def rows_of(file: Path) -> tuple[list[Row], list[Problem]]:
    """The answers of a table, and why there are none if it cannot be read."""
    try:
        text = file.read_text(encoding="utf-8")
    except FileNotFoundError:
        return [], [Problem(file, None, Message("author.no_file", {"file": file.name}))]
    except OSError as error:
        return [], [Problem(file, None, Message("author.not_read", {"error": error.strerror or str(error)}))]
    except UnicodeDecodeError as error:
        return [], [Problem(file, None, Message("author.not_utf8", {"error": str(error)}))]
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        place = re.search(r"at line (\d+)", str(error))
        return [], [Problem(file, int(place[1]) if place else None, Message("author.toml", {"error": str(error)}))]
    problems = [Problem(file, None, Message("author.toml_key", {"key": key})) for key in table if key != "answer"]
    given = table.get("answer", [])
    if not isinstance(given, list) or not all(isinstance(each, dict) for each in given):
        return [], [*problems, Problem(file, None, Message("author.toml_tables"))]
    lines = answer_lines(text)
    if len(lines) != len(given):  # written in another way than one table after the other
        lines = [{} for _ in given]
    return [Row(file, number, lines[number - 1], each) for number, each in enumerate(given, 1)], problems


# ------------------------------------------------------------------------------------------- one answer


def misshapen(row: Row, exercise: Exercise) -> Iterator[Problem]:
    """What in an answer is not as the format has it; an answer with such a problem cannot be graded."""
    given = row.given
    for key in given:
        if key not in KEYS:
            near = difflib.get_close_matches(key, KEYS, 1)
            yield row.problem(Message("author.row_key", {"key": key, "known": ", ".join(near or KEYS)}), key)
        elif not isinstance(given[key], KEYS[key]) or isinstance(given[key], bool):
            yield row.problem(Message("author.row_type", {"key": key, "found": type(given[key]).__name__}), key)
    earlier = given.get("earlier")
    if isinstance(earlier, dict) and not all(isinstance(text, str) for text in earlier.values()):
        yield row.problem(Message("author.row_type", {"key": "earlier", "found": "…"}), "earlier")
    for key in NEEDED:
        if key not in given:
            yield row.problem(Message("author.row_without", {"key": key}))
    if "text" not in given and "code" not in given:
        yield row.problem(Message("author.row_without", {"key": "text / code"}))
    yield from _words(row, exercise)


def _words(row: Row, exercise: Exercise) -> Iterator[Problem]:
    """Keys whose values are of a few words."""
    given = row.given
    parts = [part.name for part in exercise.parts]
    yield from _known(row, "part", [given.get("part")], parts)
    yield from _known(row, "language", [given.get("language")], ["en", "zh"])
    yield from _known(row, "outcome", [given.get("outcome")], OUTCOMES)
    if isinstance(given.get("earlier"), dict) and given.get("part") in parts:
        yield from _known(row, "earlier", list(given["earlier"]), parts[: parts.index(given["part"])])
    if isinstance(given.get("claims"), list):
        yield from _known(row, "claims", given["claims"], list(VERDICTS))
        yield from _claims(row, exercise)
    if isinstance(given.get("line"), int):
        lines = str(given.get("text", "")).split("\n")
        if not 1 <= given["line"] <= len(lines) or not lines[given["line"] - 1].strip():
            yield row.problem(Message("author.row_line", {"line": given["line"]}), "line")


def _known(row: Row, key: str, words: Sequence[object], known: Sequence[str]) -> Iterator[Problem]:
    for word in words:
        if word is not None and word not in known:
            said = Message("author.row_word", {"key": key, "word": str(word), "known": ", ".join(known)})
            yield row.problem(said, key)


def _claims(row: Row, exercise: Exercise) -> Iterator[Problem]:
    """One verdict a claim, and the outcome that they come to."""
    claims, part = row.given["claims"], exercise.part(str(row.given.get("part")))
    if part is not None and len(claims) != len(part.claims):
        said = Message("author.row_claims", {"found": len(claims), "expected": len(part.claims), "part": part.name})
        yield row.problem(said, "claims")
    elif all(isinstance(word, str) and word in VERDICTS for word in claims):
        outcome = outcome_of([VERDICTS[word] for word in claims])
        if row.given.get("outcome") in OUTCOMES and outcome != row.given["outcome"]:
            said = Message("author.row_outcome", {"outcome": row.given["outcome"], "expected": outcome})
            yield row.problem(said, "outcome")


# ------------------------------------------------------------------------------------------ all of them


def coverage(rows: Sequence[Row], part: Part, file: Path) -> Iterator[Problem]:
    """What the answers to a part lack: right and wrong ones, both languages, enough of them, a reason for each."""

    def lacks(key: str, line: int | None = None, **fields: str | int) -> Problem:
        return Problem(file, line, Message(key, {"part": part.name, **fields}), "warning")

    fewest = FEWEST_IN_WORDS if is_prose(part) else FEWEST
    if len(rows) < fewest:
        yield lacks("author.few_answers", found=len(rows), fewest=fewest)
    if not rows:
        return
    outcomes = {row.given["outcome"] for row in rows}
    if "pass" not in outcomes:
        yield lacks("author.no_right_answer")
    if not outcomes & {"fail", "partial"}:
        yield lacks("author.no_wrong_answer")
    if "missing" not in outcomes:
        yield lacks("author.no_missing_answer")
    for language in sorted({"en", "zh"} - {row.given["language"] for row in rows}):
        yield lacks("author.no_answer_in", lang=language)
    reasons: dict[str, int] = {}
    for row in rows:
        other = reasons.setdefault(row.given["why"], row.number)
        if other != row.number:
            yield lacks("author.same_reason", row.line("why"), number=row.number, other=other)
        if "code" in row.given and (error := _syntax_error(row.given["code"])) is not None:
            yield lacks("author.row_code", row.line("code"), number=row.number, error=error)


def _syntax_error(code: str) -> str | None:
    try:
        ast.parse(code)
    except SyntaxError as error:
        return f"SyntaxError: {error.msg} ({error.lineno})"
    return None
