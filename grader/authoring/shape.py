"""Is an ``EXERCISE`` put together of the right things? A slip here would show as an exception much later."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from grader.authoring.problems import Level, Problem
from grader.authoring.sources import Declaration
from grader.core import Claim, Exercise, Message, Part, Text


@dataclass(frozen=True, slots=True)
class _Teller:
    """Makes problems at places of one ``exercise.py``."""

    source: Declaration

    def say(self, line: int | None, key: str, level: Level = "error", **fields: str | int) -> Problem:
        return Problem(self.source.file, line, Message(key, fields), level)

    def type(self, line: int | None, what: str, found: object, expected: str) -> Problem:
        shown = type(found).__name__ if not isinstance(found, type) else found.__name__
        return self.say(line, "author.type", what=what, found=shown, expected=expected)


def misshapen(exercise: Exercise, source: Declaration) -> Iterator[Problem]:
    """What in an exercise is not of its type, named twice or empty."""
    tell, line = _Teller(source), source.exercise()
    if not isinstance(exercise.address, str):
        yield tell.type(line, "address", exercise.address, '"<section>/<exercise>"')
    yield from _text(tell, line, "title", exercise.title)
    yield from _strings(tell, line, "numbers", exercise.numbers)
    if not isinstance(exercise.parts, tuple):
        yield tell.type(line, "parts", exercise.parts, "(Part(…), Part(…),)")
        return
    if not exercise.parts:
        yield tell.say(line, "author.no_parts")
    for number, part in enumerate(exercise.parts, 1):
        if not isinstance(part, Part):
            yield tell.type(line, f"parts[{number - 1}]", part, "Part(…)")
            continue
        yield from _part(tell, part)
    yield from _names(tell, exercise)


def _names(tell: _Teller, exercise: Exercise) -> Iterator[Problem]:
    parts = [part for part in exercise.parts if isinstance(part, Part) and isinstance(part.name, str)]
    names = [part.name for part in parts]
    for name in dict.fromkeys(names):
        if names.count(name) > 1:
            yield tell.say(tell.source.part(name), "author.part_twice", part=name)
    yield from _strings(tell, tell.source.exercise(), "grade_ids", exercise.grade_ids)
    if isinstance(exercise.grade_ids, Mapping):
        for cell, part in exercise.grade_ids.items():
            if part not in names:
                known = ", ".join(names)
                yield tell.say(tell.source.exercise(), "author.grade_id", cell=cell, part=str(part), known=known)


def _part(tell: _Teller, part: Part) -> Iterator[Problem]:
    line = tell.source.part(part.name) if isinstance(part.name, str) else tell.source.exercise()
    if not isinstance(part.name, str) or not part.name.isidentifier():
        yield tell.say(line, "author.part_name", part=str(part.name))
    yield from _text(tell, line, f'Part("{part.name}").title', part.title)
    if not isinstance(part.names, tuple) or not all(isinstance(n, str) and n.isidentifier() for n in part.names):
        yield tell.type(line, f'Part("{part.name}").names', part.names, '("name",)')
    if not isinstance(part.claims, tuple):
        yield tell.type(line, f'Part("{part.name}").claims', part.claims, "(Claim(…),)")
        return
    if not part.claims:
        yield tell.say(line, "author.no_claims", part=part.name)
    for number, claim in enumerate(part.claims, 1):
        yield from _claim(tell, part.name, number, claim)


def _claim(tell: _Teller, part: str, number: int, claim: Claim) -> Iterator[Problem]:
    line = tell.source.claim(part, number)
    what = f'Part("{part}").claims[{number - 1}]'
    if not isinstance(claim, Claim):
        yield tell.type(line, what, claim, "Claim(…)")
        return
    yield from _text(tell, line, f"{what}.says", claim.says)
    if not callable(claim.check) or isinstance(claim.check, type):
        yield tell.type(line, f"{what}.check", claim.check, "minimises(TASK), computes(…), …")
    if isinstance(claim.points, bool) or not isinstance(claim.points, int | float):
        yield tell.type(line, f"{what}.points", claim.points, "2 or 0.5")
    elif not 0 < claim.points < float("inf"):
        yield tell.say(line, "author.points", what=what, points=f"{claim.points:g}")


def _text(tell: _Teller, line: int | None, what: str, text: Text) -> Iterator[Problem]:
    """A text must be there in both languages."""
    if not isinstance(text, Text):
        yield tell.type(line, what, text, 'Text("English", "中文")')
        return
    for lang, said in (("en", text.en), ("zh", text.zh)):
        if not isinstance(said, str) or not said.strip():
            yield tell.say(line, "author.no_text", what=what, lang=lang)


def _strings(tell: _Teller, line: int | None, what: str, given: Mapping[str, str]) -> Iterator[Problem]:
    if not isinstance(given, Mapping) or not all(isinstance(text, str) for pair in given.items() for text in pair):
        yield tell.type(line, what, given, '{"en-1.0": "2"}')
