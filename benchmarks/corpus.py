"""Real answers, read and judged: what was understood, what each link came to, and how that compares with labels.

    python benchmarks/corpus.py FOLDER [--map FILE] [--file NAME] [--readings] [--prose]

FOLDER holds texts (``*.md``, in a folder in it) and ``labels.json``: a list of ``{"file", "exercise", "part", "claim",
"correct": "true" | "false" | "partial", "why"}``; an exercise is the language and number of an edition, ``zh1``. A text
is cut into answers as a submission is, without the lines between its first two ``---``. Where its headings don't tell,
``--map`` gives the parts: ``{NAME: [{"part": ADDRESS, "lines": [[first, last]], "cut": columns}]}``.

Nothing is run: code in the texts is left out. A link's verdict is one character: ``+`` follows, ``-`` is refuted, ``?``
is left open.
"""

from __future__ import annotations

import argparse
import json
import re
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from grader.core import (
    Answer,
    Bench,
    Counterexample,
    Exercise,
    Fail,
    Finding,
    Link,
    Origin,
    Part,
    Pass,
    Passage,
    Program,
    Run,
    ShapeClash,
    Undecided,
    Verdict,
)
from grader.course import Course, find_course, read_hand_in
from grader.derivation.judge import names_of, study
from grader.derivation.problem import Problem
from grader.derivation.prose import Segment, segments
from grader.derivation.study import Study
from grader.maths import show
from grader.maths.reader import NotUnderstood, TooLarge, read
from grader.report.words import render

ROOT = Path(__file__).parents[1]
EDITIONS = {"zh": ("zh-2.0",), "en": ("en-1.0", "en-0.17")}


class NoRunner:
    """Code in the texts is left out, so none is run."""

    def run(self, program: Program) -> Run:
        """Never called."""
        raise AssertionError(program)


# ------------------------------------------------------------------------------------------------- the texts


def answers_of(file: Path, mapped: Sequence[Mapping[str, Any]] | None, course: Course) -> dict[str, Answer]:
    """The answers of a text by part, its header left out."""
    lines = without_header(file.read_text(encoding="utf-8").split("\n"))
    if mapped is None:
        with tempfile.TemporaryDirectory() as folder:
            copy = Path(folder) / file.name
            copy.write_text("\n".join(lines), encoding="utf-8")
            found = read_hand_in([copy], course, student="")
        return {part: Answer(part, answer.passages) for part, answer in found.answers.items() if answer.passages}
    answers = {}
    for entry in mapped:
        cut = entry.get("cut", 0)
        passages = tuple(
            Passage("text", "\n".join(line[cut:] for line in lines[first - 1 : last]), Origin(file.name, None, first))
            for first, last in entry["lines"]
        )
        answers[entry["part"]] = Answer(entry["part"], passages)
    return answers


def without_header(lines: list[str]) -> list[str]:
    """The lines with those of the header blank, so that the rest keep their numbers."""
    if lines[:1] != ["---"]:
        return lines
    end = lines.index("---", 1) + 1
    return [""] * end + lines[end:]


# ----------------------------------------------------------------------------------------------- one answer


@dataclass(frozen=True)
class Seen:
    """One answer: its formulas, what the judge made of them, and what the claims of its part came to."""

    file: str
    part: str
    answer: Answer
    study: Study
    findings: Mapping[str, Finding] = field(default_factory=dict)

    @cached_property
    def formulas(self) -> list[tuple[Passage, Segment]]:
        """Every formula in the text, with the passage that it stands in."""
        names = names_of(self.study.problem, self.answer.passages)
        return [
            (passage, segment)
            for passage in self.answer.passages
            for segment in segments(passage, names)
            if segment.kind == "formula"
        ]

    def unread(self) -> list[tuple[Passage, Segment]]:
        """The formulas that were not understood."""
        names = names_of(self.study.problem, self.answer.passages)
        found = []
        for passage, segment in self.formulas:
            try:
                read(segment.text, names)
            except (NotUnderstood, TooLarge):
                found.append((passage, segment))
        return found

    def asides(self) -> list[str]:
        """The chains that got no link, as they were read."""
        judged = {link.where for link in self.study.links}
        return [
            f"{chain[0].where.line}: " + "  ~  ".join(show.plain(side.term) for side in chain)
            for chain in self.study.chains
            if len(chain) > 1 and not judged & {side.where for side in chain}
        ]


def seen(file: str, exercise: Exercise, part: Part, answers: Mapping[str, Answer], bench: Bench) -> Seen:
    """An answer judged by the claims of its part; a part in words is studied as the problem of its neighbours."""
    answer = answers[f"{exercise.address}/{part.name}"]
    findings = {claim.says.en: claim.check(answer, bench) for claim in part.claims}
    found = [item for key, item in bench.memory.items() if isinstance(key, tuple) and key[0] == "study"]
    if found:
        assert isinstance(found[-1], Study)
        return Seen(file, answer.part, answer, found[-1], findings)
    return Seen(file, answer.part, answer, study(answer.passages, any_problem(exercise, bench), None, 0), findings)


def any_problem(exercise: Exercise, bench: Bench) -> Problem:
    """The problem of the last part of the exercise that has one."""
    for part in exercise.parts:
        for claim in part.claims if part.name != "code" else ():
            claim.check(Answer(f"{exercise.address}/{part.name}"), bench)
    problems = [item for key, item in bench.memory.items() if isinstance(key, tuple) and key[0] == "problem"]
    assert isinstance(problems[-1], Problem)
    return problems[-1]


# ---------------------------------------------------------------------------------------------- the figures


def main() -> int:
    """Print what was read, what was refuted and how the labels are met; 1 if a label is contradicted."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--map", type=Path, help="which lines belong to which part")
    parser.add_argument("--file", help="this text only")
    parser.add_argument("--readings", action="store_true", help="show every formula as it was read")
    parser.add_argument("--prose", action="store_true", help="show what was taken for prose")
    options = parser.parse_args()
    mapped = json.loads(options.map.read_text(encoding="utf-8")) if options.map else {}
    course = find_course(ROOT)
    files = [file for file in sorted(options.folder.rglob("*.md")) if file.parent != options.folder]
    everything: list[Seen] = []
    for file in files:
        if options.file in (None, file.name):
            everything += list(of_file(file, mapped.get(file.name), course))
    for one in everything:
        print_links(one)
        if options.readings:
            print_readings(one)
        if options.prose:
            print_prose(one)
    print_figures(everything)
    labels = json.loads((options.folder / "labels.json").read_text(encoding="utf-8"))
    return print_labels([label for label in labels if options.file in (None, Path(label["file"]).name)],
                        everything, course)  # fmt: skip


def of_file(file: Path, mapped: Sequence[Mapping[str, Any]] | None, course: Course) -> Iterator[Seen]:
    """All answers of a text, judged."""
    answers = answers_of(file, mapped, course)
    for address, exercise, part in course.parts():
        if address not in answers or part.name == "code":
            continue
        names = [other.name for other in exercise.parts]
        earlier = {
            name: answers[f"{exercise.address}/{name}"]
            for name in names[: names.index(part.name)]
            if f"{exercise.address}/{name}" in answers
        }
        bench = Bench(course.reference(exercise), NoRunner(), 0, earlier)
        yield seen(file.name, exercise, part, answers, bench)


MARKS = {Pass: "+", Fail: "-", Undecided: "?"}


def mark(verdict: Verdict) -> str:
    """One character for a verdict."""
    return MARKS.get(type(verdict), "0")


def print_links(one: Seen) -> None:
    """Every link with its verdict, what was left aside, and what could not be read."""
    print(f"\n== {one.file}  {one.part}")
    for link in one.study.links:
        print(f"  {mark(link.verdict)} {link.where.line}: {link.read}{reason(link)}")
    for aside in one.asides():
        print(f"  · {aside}")
    for item in one.study.unread:
        print(f"  ! {item.where.line}: {item.where.text!r}: {render(item.problem, 'en')}")
    for remark in one.study.remarks:
        print(f"  # {render(remark, 'en')}")
    for says, finding in one.findings.items():
        detail = render(finding.verdict.hint, "en") if isinstance(finding.verdict, Fail) else ""
        print(f"  [{type(finding.verdict).__name__}] {says} {detail}")


def reason(link: Link) -> str:
    """Why a link does not follow."""
    match link.verdict:
        case Fail(witness, hint, mistakes):
            shown = ""
            if isinstance(witness, Counterexample):
                shown = f"at {dict(witness.at)}: yours {witness.got}, expected {witness.expected}"
            elif isinstance(witness, ShapeClash):
                shown = render(witness.problem, "en")
            return f"\n      {', '.join(mistakes)}: {render(hint, 'en')}\n      {shown}"
        case Undecided(problem):
            return f"\n      {render(problem, 'en')}"
        case _:
            return ""


def print_readings(one: Seen) -> None:
    """Every formula beside what it was read as."""
    names = names_of(one.study.problem, one.answer.passages)
    for passage, segment in one.formulas:
        try:
            chains = read(segment.text, names)[0].chains
        except (NotUnderstood, TooLarge):
            continue
        line = passage.where(segment.start, segment.end).line
        print(f"  {line}: {' '.join(segment.text.split())}")
        for chain in chains:
            sides = [show.plain(term) if term is not None else "…" for term in chain.terms]
            ops = [*chain.ops, ""]
            print("        " + " ".join(f"{side} {op}" for side, op in zip(sides, ops, strict=False)))


def print_prose(one: Seen) -> None:
    """What was taken for prose."""
    names = names_of(one.study.problem, one.answer.passages)
    for passage in one.answer.passages:
        for segment in segments(passage, names):
            if segment.kind != "formula":
                line = passage.where(segment.start, segment.end).line
                print(f"  {segment.kind} {line}: {' '.join(segment.text.split())}")


def print_figures(everything: Sequence[Seen]) -> None:
    """The totals."""
    formulas = sum(len(one.formulas) for one in everything)
    unread = sum(len(one.unread()) for one in everything)
    links = Counter(mark(link.verdict) for one in everything for link in one.study.links)
    asides = sum(len(one.asides()) for one in everything)
    print(f"\n{formulas} formulas, {formulas - unread} read ({1 - unread / max(formulas, 1):.1%}), {unread} unread")
    print(f"{sum(links.values())} links: {links['+']} follow, {links['-']} refuted, {links['?']} left open")
    print(f"{asides} chains without a link (conditions, the model, definitions of the data)")


# -------------------------------------------------------------------------------------------------- labels


def print_labels(labels: Sequence[Mapping[str, str]], everything: Sequence[Seen], course: Course) -> int:
    """Every label beside what the judge says of the formula it names; 1 if one is contradicted."""
    print()
    total: Counter[str] = Counter()
    for label in labels:
        address = address_of(label, course)
        ones = [one for one in everything if one.file == Path(label["file"]).name and one.part == address]
        found = verdicts_on(label, ones[0], course) if ones else {}
        outcome = compared(label["correct"], found)
        total[outcome] += 1
        where = f"{Path(label['file']).name} {label['exercise']}{label['part']}"
        print(f"{outcome:>12}  {where:<14} {label['correct']:<8} {shown(found)}\n{'':14}{label['claim'][:100]}"
              + (f"\n{'':14}({label['why']})" if label["why"] else ""))  # fmt: skip
    print(dict(total))
    return int(total["CONTRADICTED"] > 0)


def address_of(label: Mapping[str, str], course: Course) -> str:
    """The address of the part that a label is about; '' if it is in no exercise of the course."""
    language, number = label["exercise"][:2], label["exercise"][2:]
    for edition in EDITIONS[language]:
        for exercise in course.exercises:
            if exercise.numbers.get(edition) == number:
                return f"{exercise.address}/{label['part'].split('-')[0]}"
    return ""


def verdicts_on(label: Mapping[str, str], one: Seen, course: Course) -> dict[str, str]:
    """What links and claims say of the formula of a label; a formula without a link is handed in alone."""
    wanted = plain(label["claim"])
    links = [link for link in one.study.links if touches(plain(unquote(link.where.text)), wanted)]
    found = {}
    if links:
        found["links"] = "".join(mark(link.verdict) for link in links)
    elif re.search(r"\\[a-z]", label["claim"]):
        found["alone"] = alone(label["claim"], one.part, course)
    claims = "".join(mark(finding.verdict) for finding in one.findings.values())
    found["claims"] = claims
    return found


def alone(formula: str, address: str, course: Course) -> str:
    """What the first claim of a part says of a formula that is the whole answer."""
    exercise, part = next((task, part) for found, task, part in course.parts() if found == address)
    passage = Passage("text", f"${formula.strip('$')}$", Origin(""))
    bench = Bench(course.reference(exercise), NoRunner())
    return mark(part.claims[0].check(Answer(address, (passage,)), bench).verdict)


def plain(formula: str) -> str:
    """A formula without blanks and delimiters."""
    return re.sub(r"[\s$&]|\\[,;]", "", formula).removesuffix(",").removesuffix(".")


def touches(link: str, claim: str) -> bool:
    """Whether a link's right side is what a claim ends in, or holds it."""
    return len(link) > 1 and (claim.endswith(link) or claim in link or (len(link) > 8 and link in claim))


def compared(correct: str, found: Mapping[str, str]) -> str:
    """Whether the verdicts bear a label out."""
    if not found:
        return "elsewhere"
    links = found.get("links", found.get("alone", "0"))
    if set(links) == {"0"}:
        claims = set(found["claims"]) - {"0"}
        contradicted = claims == {"-"} if correct == "true" else claims == {"+"} and correct == "false"
        return "CONTRADICTED" if contradicted else "in words"
    if "-" in links:
        return "CONTRADICTED" if correct == "true" else "met"
    if correct == "false":
        return "CONTRADICTED" if set(links) == {"+"} else "left open"
    return "met" if "+" in links else "left open"


def shown(found: Mapping[str, str]) -> str:
    """The verdicts in one line."""
    return "  ".join(f"{name} {marks}" for name, marks in found.items())


if __name__ == "__main__":
    raise SystemExit(main())
