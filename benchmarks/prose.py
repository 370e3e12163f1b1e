"""Answers in words, judged: each decision with the sentence that it rests on, and how many were left to a marker.

    python benchmarks/prose.py FOLDER [--map FILE] [--half odd|even] [--file NAME] [--open]

FOLDER and ``--map`` are those of ``benchmarks/corpus.py``. ``--half`` takes the texts with an odd or an even number in
their names alone: one half to work on, the other to find out what the work was worth. ``--open`` shows the answers that
a marker has to read, too. Whether a decision is right only a reader can tell: the figures count decisions.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import textwrap
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.corpus import NoRunner, answers_of  # noqa: E402  (the script's folder is no package)
from grader.checks import says, updates  # noqa: E402
from grader.core import Answer, Bench, Check, Fail, Message, Missing, Pass, Quotation, Undecided, Verdict  # noqa: E402
from grader.course import Course, find_course  # noqa: E402


@dataclass(frozen=True)
class Decision:
    """What one claim about prose came to."""

    file: str
    part: str
    claim: str
    verdict: Verdict
    quoted: str
    answer: Answer

    @property
    def outcome(self) -> str:
        """Pass, Fail or Undecided."""
        return type(self.verdict).__name__


def in_words(check: Check, verdict: Verdict) -> bool:
    """Whether the words of an answer were judged, not its formulas."""
    if check.__module__ not in (says.__module__, updates.__module__):
        return False
    match verdict:
        case Pass(Quotation()) | Fail(Quotation()):
            return True
        case Undecided(Message(key)) | Missing(Message(key)):
            return key.startswith("checks.words.")
        case _:
            return False


def decisions(file: Path, mapped: Any, course: Course) -> Iterator[Decision]:
    """Every claim about prose of a text."""
    answers = answers_of(file, mapped, course)
    for address, exercise, part in course.parts():
        if address not in answers or part.name == "code":
            continue
        names = [other.name for other in exercise.parts]
        before = [name for name in names[: names.index(part.name)] if f"{exercise.address}/{name}" in answers]
        earlier = {name: answers[f"{exercise.address}/{name}"] for name in before}
        bench = Bench(course.reference(exercise), NoRunner(), 0, earlier)
        for claim in part.claims:
            verdict = claim.check(answers[address], bench).verdict
            if in_words(claim.check, verdict):
                yield Decision(file.name, address, claim.says.en, verdict, quoted(verdict), answers[address])


def quoted(verdict: Verdict) -> str:
    """The sentence that a decision rests on."""
    match verdict:
        case Pass(Quotation(where)) | Fail(Quotation(where)):
            return f"line {where.line}: {' '.join(where.text.split())}"
        case _:
            return ""


def chosen(file: Path, half: str | None, name: str | None) -> bool:
    """Whether a text is asked for."""
    number = re.search(r"\d+", file.name)
    odd = number is not None and int(number.group()) % 2 == 1
    return name in (None, file.name) and (half is None or odd == (half == "odd"))


def main() -> int:
    """Print the decisions and their number."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--map", type=Path, help="which lines belong to which part")
    parser.add_argument("--half", choices=("odd", "even"), help="the texts with such a number alone")
    parser.add_argument("--file", help="this text only")
    parser.add_argument("--open", action="store_true", help="show the answers that a marker has to read")
    options = parser.parse_args()
    mapped = json.loads(options.map.read_text(encoding="utf-8")) if options.map else {}
    course = find_course(ROOT)
    total: Counter[tuple[str, str]] = Counter()
    for file in sorted(options.folder.rglob("*.md")):
        if file.parent == options.folder or not chosen(file, options.half, options.file):
            continue
        for one in decisions(file, mapped.get(file.name), course):
            total[one.claim, one.outcome] += 1
            print(f"{one.outcome:<9} {one.file} {one.part}: {one.claim}")
            if one.quoted:
                print(f"    {one.quoted}")
            if options.open and isinstance(one.verdict, Undecided):
                for passage in one.answer.passages:
                    print(textwrap.indent(passage.source.strip(), "      | "))
    print_figures(total)
    return 0


def print_figures(total: Counter[tuple[str, str]]) -> None:
    """The decisions of each claim and of all."""
    outcomes = ("Pass", "Fail", "Undecided", "Missing")
    print(f"\n{'':<45}" + "".join(f"{name:>11}" for name in outcomes))
    for claim in sorted({claim for claim, _ in total}):
        print(f"{claim:<45}" + "".join(f"{total[claim, name]:>11}" for name in outcomes))
    sums = [sum(count for (_, outcome), count in total.items() if outcome == name) for name in outcomes]
    print(f"{'all':<45}" + "".join(f"{count:>11}" for count in sums))


if __name__ == "__main__":
    raise SystemExit(main())
