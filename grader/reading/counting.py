"""Second pass: which of the letters and numbers name a part, and which are items of a list inside an answer."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from grader.core import Exercise, Message
from grader.reading.addresses import lettered, part_meant
from grader.reading.cues import Cue, Given, strength
from grader.reading.editions import EDITIONS_WITH_NUMBERED_PARTS, words_in
from grader.reading.stubs import asks


def part_names(cues: Sequence[Cue], given: Given, text: Callable[[Cue], str]) -> dict[int, Cue | None]:
    """For every cue that names parts: the cue as it counts, or None where it is part of an answer."""
    found: dict[int, Cue | None] = {}
    for exercise in {cue.exercise.address: cue.exercise for cue in cues if cue.exercise is not None}.values():
        own = [(index, cue) for index, cue in enumerate(cues) if cue.exercise is not None and cue.exercise == exercise]
        lettered_ones = [cue for _, cue in own if cue.parts and not cue.numeric and cue.parts != ("code",)]
        found.update(_letters(own, given, text))
        numbered = [(index, cue) for index, cue in own if cue.kind == "names" and cue.numeric]
        if lettered_ones or given.part is not None:
            counting = {
                i for i, cue in numbered if given.part is None and cue.mark.label and cue.mark.label.term == "part"
            }
        else:
            counting = _numbers(own, numbered, exercise, text)
        for index, cue in numbered:
            found[index] = _numbered_part(cue) if index in counting else None
    return found


def _numbered_part(cue: Cue) -> Cue:
    remark = Message("reading.numbered_part", {"heading": cue.mark.shown})
    return Cue(cue.kind, cue.mark, cue.exercise, cue.parts, cue.reason, remark, cue.explicit)


def _letters(
    own: Sequence[tuple[int, Cue]], given: Given, text: Callable[[Cue], str]
) -> Iterator[tuple[int, Cue | None]]:
    """The letters that count: of two that name a part the stronger, and none of a list inside an answer.

    A heading with nothing below it gives way to a list, which then holds the answers.
    """
    ranks: dict[str, tuple[float, int]] = {}
    for _, cue in own:
        for part in cue.parts if cue.mark.label is None or text(cue).strip() else ():
            ranks[part] = max(ranks.get(part, cue.rank), cue.rank)
    inner: tuple[str, str, int] | None = None
    styles: set[str] = set()
    for index, cue in own:
        if cue.kind == "opens" or (cue.kind == "names" and not cue.numeric and _outright(cue)):
            inner = None
            styles.update([cue.mark.label.style] if cue.mark.label is not None else [])
            if cue.kind == "names":
                yield index, cue
            continue
        if cue.numeric or cue.mark.label is None or cue.exercise is None:
            continue
        letter, style = cue.parts[0], cue.mark.label.style
        goes_on = inner is not None and inner == (style, chr(ord(letter) - 1), cue.mark.level)
        unknown = part_meant(cue.exercise, letter) is None and style not in styles
        if given.part is not None or unknown or goes_on or ranks.get(letter, cue.rank) > cue.rank:
            inner = (style, letter, cue.mark.level)
            yield index, None
        else:
            styles.add(style)
            yield index, cue


def _outright(cue: Cue) -> bool:
    """Whether a letter stands where nobody writes a list: in a heading or bold type, or with the word "part"."""
    label = cue.mark.label
    if cue.explicit or label is None:
        return True
    return not label.quoted and (label.form != "plain" or bool(label.term))


def _numbers(
    own: Sequence[tuple[int, Cue]],
    numbered: Sequence[tuple[int, Cue]],
    exercise: Exercise,
    text: Callable[[Cue], str],
) -> set[int]:
    """The numbers that are parts 1, 2, 3 and not steps: those of the first list that can be one."""
    if not numbered:
        return set()
    first = min((cue for _, cue in numbered), key=lambda cue: (-strength(cue.mark), cue.mark.place))
    shape = _shape(first)
    runs: list[list[tuple[int, Cue]]] = []
    last, again = 0, False
    for index, cue in own:
        if cue.kind == "opens":
            last, again = 0, True
        elif cue.kind == "names" and cue.numeric and _shape(cue) == shape:
            number = int(cue.parts[0])
            if number <= last or again or not runs:
                runs.append([])
            runs[-1].append((index, cue))
            last, again = number, False
    counting: set[int] = set()
    previous: list[tuple[int, Cue]] = []
    after_heading = _after_heading(own, runs)
    for run in runs:
        repeats_task = bool(previous) and 2 * sum(asks(_words(cue, text)) for _, cue in previous) >= len(previous)
        if _may_be_parts(run, exercise, text) and (not counting or repeats_task or run[0][0] in after_heading):
            counting.update(index for index, _ in run)
            previous = run
    return counting


def _after_heading(own: Sequence[tuple[int, Cue]], runs: Sequence[Sequence[tuple[int, Cue]]]) -> set[int]:
    """The first numbers of the runs that directly follow a mark of the exercise itself."""
    starts = {run[0][0] for run in runs}
    found: set[int] = set()
    before: Cue | None = None
    for index, cue in own:
        if index in starts and before is not None and before.kind == "opens":
            found.add(index)
        before = cue
    return found


def _shape(cue: Cue) -> tuple[str, int]:
    label = cue.mark.label
    return ("", cue.mark.level) if label is None else (label.style, cue.mark.level)


def _may_be_parts(run: Sequence[tuple[int, Cue]], exercise: Exercise, text: Callable[[Cue], str]) -> bool:
    """Whether a list can be that of the parts: not longer, and so numbered in some edition or alike in words."""
    numbers = [int(cue.parts[0]) for _, cue in run]
    label = run[0][1].mark.label
    if label is not None and (label.form == "heading" or label.term):
        return not (len(run) == 1 and str(numbers[0]) in exercise.numbers.values() and not label.term)
    if max(numbers) > len(lettered(exercise)):
        return False
    if any(edition in exercise.numbers for edition in EDITIONS_WITH_NUMBERED_PARTS):
        return True
    return 2 * sum(_like_its_title(cue, exercise, text) for _, cue in run) >= len(run)


def _words(cue: Cue, text: Callable[[Cue], str]) -> str:
    """An item with its title."""
    return f"{cue.mark.text}\n{text(cue)}".strip()


def _like_its_title(cue: Cue, exercise: Exercise, text: Callable[[Cue], str]) -> bool:
    """Whether an item shares more words with the title of the part of its number than with any other's."""
    words = words_in(_words(cue, text)[:300])
    scores = {part.name: len(words & words_in(part.title.en + "\n" + part.title.zh)) for part in lettered(exercise)}
    part = part_meant(exercise, cue.parts[0])
    if part is None:
        return False
    score = scores.pop(part.name)
    return score > max(scores.values(), default=0)
