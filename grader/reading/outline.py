"""Which marks of a file really begin a part, and whose.

People number everything: exercises, parts, and the steps of a derivation. So no label is judged alone. What decides:

* An explicit name (tag, comment, "Exercise 2 (b)") always counts.
* A list number is an exercise if letters follow below it, a part if the exercise's parts have numbers instead of
  letters, and a step otherwise.
* Where a part is named twice, in a heading and in a list, the heading counts: the list repeats the task.
* A heading of a higher level than the part's own ends the part.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest
from typing import Literal

from grader.core import Exercise, Message, Text
from grader.reading.addresses import lettered, part_meant
from grader.reading.counting import part_names
from grader.reading.cues import OF_THE_ANSWER, Cue, Exercises, Given, TextBetween, is_heading
from grader.reading.editions import Numbering
from grader.reading.marks import Mark

_RECAP = re.compile(r"\W*(?:summary|recap|references?|appendix|bibliography|总结|小结|参考|附录|回顾)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Turn:
    """From this mark on, what stands there is for these parts of the exercise; or it is nobody's, for a reason."""

    mark: Mark | None
    exercise: Exercise | None = None
    parts: tuple[str, ...] = ()
    reason: Message | None = None
    remark: Message | None = None


def turns_of(marks: list[Mark], numbering: Numbering, given: Given, text: TextBetween) -> list[Turn]:
    """The places where another part, or none, begins."""
    cues = Exercises(marks, numbering, given, text).cues()
    following = dict(zip_longest(marks, marks[1:]))

    def below(cue: Cue) -> str:
        """What stands after a label up to the next mark; a title in a heading is not meant."""
        label = cue.mark.label
        rest = "" if label is None or cue.mark.text else label.rest + "\n"
        return rest + text(cue.mark, following[cue.mark]).partition("\n")[2]

    names = part_names(cues, given, below)
    turns = [_start(given)]
    levels = _Levels()
    for index, cue in enumerate(cues):
        now = turns[-1]
        if cue.kind == "heading":
            turns.extend(_ended(cue, now, levels, given))
            continue
        counted = cue if cue.kind == "opens" else names.get(index)
        if counted is None or (cue.kind == "names" and levels.closed):
            continue
        turns.append(_turn(counted, now))
        levels.follow(counted, same=now.exercise is not None and now.exercise == cue.exercise)
    return turns


@dataclass(slots=True)
class _Levels:
    """The levels of the headings of the exercise and of the part, where they have any; whether the exercise is over."""

    exercise: int | None = None
    part: int | None = None
    closed: bool = False

    def follow(self, cue: Cue, *, same: bool) -> None:
        level = cue.mark.level if cue.mark.kind in ("label", "heading") and is_heading(cue.mark) else None
        if cue.kind == "opens" and not (cue.parts and same):
            self.exercise = None if cue.parts else level
        self.part = level if cue.parts else None
        self.closed = False


def _ended(cue: Cue, now: Turn, levels: _Levels, given: Given) -> Iterator[Turn]:
    """The end of a part or of the exercise at a heading without a name."""
    ends = _ends(cue.mark, levels.exercise, levels.part)
    reason = Message("reading.other_heading", {"heading": cue.mark.shown})
    if ends == "part" and now.reason is None:
        yield Turn(cue.mark, now.exercise, (), reason)
        levels.part = None
    elif ends == "exercise" and now.exercise is not None:
        yield Turn(cue.mark, given.exercise, (), reason)
        levels.part = levels.exercise = None
        levels.closed = given.exercise is None


def _start(given: Given) -> Turn:
    """What a file is for before any mark."""
    parts = (given.part,) if given.part else _sole_part(given.exercise) if given.exercise is not None else ()
    return Turn(None, given.exercise, parts, None if parts else _which_part(given.exercise))


def _turn(cue: Cue, now: Turn) -> Turn:
    """What begins with a cue. That only the content told the exercise is said with each of its parts."""
    if cue.exercise is None:
        return Turn(cue.mark, None, (), cue.reason)
    if not cue.parts:
        sole = _sole_part(cue.exercise)
        return Turn(cue.mark, cue.exercise, sole, None if sole else _which_part(cue.exercise), cue.remark)
    meant = [part_meant(cue.exercise, part) for part in cue.parts]
    names = tuple(dict.fromkeys(part.name for part in meant if part is not None))
    if not names:
        fields: dict[str, Text | Message | str | int | float] = {
            "heading": cue.mark.shown,
            "title": cue.exercise.title,
            "part": cue.parts[0],
        }
        return Turn(cue.mark, cue.exercise, (), Message("reading.unknown_part", fields))
    inherited = now.remark if cue.kind == "names" and now.remark and now.remark.key == "reading.by_content" else None
    return Turn(cue.mark, cue.exercise, names, None, cue.remark or inherited)


def _sole_part(exercise: Exercise) -> tuple[str, ...]:
    """The part that an exercise's heading alone can only mean."""
    parts = lettered(exercise) or exercise.parts
    return (parts[0].name,) if len(parts) == 1 else ()


def _which_part(exercise: Exercise | None) -> Message:
    if exercise is None:
        return Message("reading.no_part")
    parts = ", ".join(part.name for part in exercise.parts)
    return Message("reading.which_part", {"title": exercise.title, "parts": parts, "exercise": exercise.address})


def _ends(mark: Mark, exercise_level: int | None, part_level: int | None) -> Literal["exercise", "part"] | None:
    """What a heading without a name ends: it stands above the part's heading, or is a recapitulation on its level."""
    if not is_heading(mark) or OF_THE_ANSWER.fullmatch(mark.text):
        return None
    recap = _RECAP.match(mark.text) is not None
    if exercise_level is not None and (mark.level < exercise_level or (recap and mark.level == exercise_level)):
        return "exercise"
    if part_level is not None and (mark.level < part_level or (recap and mark.level == part_level)):
        return "part"
    return None
