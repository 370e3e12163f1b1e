"""First pass over a file's marks: which exercise each is in, and what it would say if it counts."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from grader.core import Exercise, Message
from grader.reading.addresses import address_in, exercise_titled, find, part_meant, part_titled
from grader.reading.editions import Found, Numbering
from grader.reading.headings import Label, is_code_heading
from grader.reading.marks import Mark

TextBetween = Callable[[Mark, Mark | None], str]

OF_THE_ANSWER = re.compile(
    r"\W*(?:my\s+|the\s+)?(?:solutions?|answers?|proof|derivation|results?|output|code|implementation|conclusion|remarks?"
    r"|notes?|steps?|method|hint|解|解答|解答过程|解析解|答案?|推导(?:过程)?|证明|结果|结论|代码|实现|方法|步骤|说明|注|备注)(?:\b|(?=[\u4e00-\u9fff])).{0,20}",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Given:
    """What the place of a file says before it is opened: its exercise, and the part if it is for one alone."""

    exercise: Exercise | None = None
    part: str | None = None


@dataclass(frozen=True, slots=True)
class Cue:
    """What a mark would say if it counts: it opens an exercise, names a part of the current one, or is a heading."""

    kind: Literal["opens", "names", "heading"]
    mark: Mark
    exercise: Exercise | None = None
    parts: tuple[str, ...] = ()
    reason: Message | None = None
    remark: Message | None = None
    explicit: bool = False

    @property
    def numeric(self) -> bool:
        """Whether it names parts by numbers."""
        return bool(self.parts) and all(part.isdigit() for part in self.parts)

    @property
    def rank(self) -> tuple[float, int]:
        """How strongly it names: outright, in a heading, bold, in a list; less in a quotation, less if indented."""
        return strength(self.mark), -self.mark.level


def strength(mark: Mark) -> float:
    """From 5, where a part is named outright, to below 1, for a letter in a quotation."""
    if mark.kind in ("tag", "grade_id", "comment"):
        return 5
    if mark.label is None or mark.label.form == "heading":
        found = 4.0
    else:
        found = 3.0 if mark.label.form == "bold" or mark.label.term or mark.label.number else 2
    return found - 2.5 if mark.label is not None and mark.label.quoted else found


def is_heading(mark: Mark) -> bool:
    return mark.kind == "heading" or (mark.label is not None and mark.label.form == "heading")


@dataclass(slots=True)
class _State:
    exercise: Exercise | None
    opener: Mark | None = None
    part: str | None = None
    part_level: int | None = None
    lost: bool = False  # under a heading that names no exercise of ours
    list_styles: set[str] = field(default_factory=set)
    steps: dict[str, int] = field(default_factory=dict)


class Exercises:
    """The first pass over a file's marks."""

    def __init__(self, marks: list[Mark], numbering: Numbering, given: Given, text: TextBetween) -> None:
        self.marks = marks
        self.numbering = numbering
        self.exercises = numbering.exercises
        self.given = given
        self.text = text
        self.state = _State(given.exercise, part=given.part)
        self.looked = False
        self.unnamed: Exercise | None = None
        self.opening: dict[int, bool] = {}
        self.letters: dict[int, bool] = {}
        self.numbered: dict[int, list[int]] = {}
        for index, mark in enumerate(marks):
            if _is_numbered_heading(mark):
                self.numbered.setdefault(mark.level, []).append(index)
        worded = [mark for mark in marks if _is_worded(mark)]
        self.worded_levels = {mark.level for mark in worded}
        self.strong = bool(worded) or any(self._opening_heading(index) for index in range(len(marks)))

    def cues(self) -> list[Cue]:
        """What each mark would say."""
        found: list[Cue] = []
        for index, mark in enumerate(self.marks):
            cue = self._cue(index, mark)
            if cue is not None:
                found.append(cue)
                self._follow(cue)
        return found

    def _follow(self, cue: Cue) -> None:
        state = self.state
        if cue.kind == "heading":
            return
        if cue.kind == "opens":
            state.exercise, state.opener, state.part = cue.exercise, cue.mark, None
            state.lost = cue.exercise is None
        if cue.parts and not (cue.kind == "names" and cue.numeric):
            state.part = cue.parts[-1]
            state.part_level = cue.mark.level
            state.steps.clear()

    def _cue(self, index: int, mark: Mark) -> Cue | None:
        match mark.kind:
            case "tag" | "comment":
                return self._addressed(mark, mark.text)
            case "grade_id":
                return self._graded(mark)
            case "label":
                return self._titled(mark) or self._labelled(index, mark)
            case "heading":
                return self._titled(mark) or self._heading(mark)

    def _addressed(self, mark: Mark, address: str) -> Cue:
        found = find(address, self.exercises, self.state.exercise or self.given.exercise)
        if found is None:
            reason = Message("reading.unknown_address", {"address": address})
            return Cue("opens", mark, reason=reason, explicit=True)
        exercise, part = found
        return Cue("opens", mark, exercise, (part.name,), explicit=True)

    def _graded(self, mark: Mark) -> Cue | None:
        for exercise in self.exercises:
            if mark.text in exercise.grade_ids:
                return self._addressed(mark, f"{exercise.address}/{exercise.grade_ids[mark.text]}")
        return None

    def _titled(self, mark: Mark) -> Cue | None:
        """A heading that is the title of an exercise, or an address."""
        state = self.state
        if not mark.text:
            return None
        address = address_in(mark.text)
        if address is not None and find(address, self.exercises, None) is not None:
            return self._addressed(mark, address)
        title = exercise_titled(mark.text, self.exercises)
        if title is None:
            return None
        exercise, letter = title
        own = mark.label.parts if mark.label is not None and mark.label.number else ()
        parts = own or ((letter,) if letter is not None else ())
        if state.part is not None and not parts and mark.level > self._level_of_exercises():
            return None  # a heading inside an answer may well mention an exercise
        if self.given.exercise is not None and exercise.address != self.given.exercise.address:
            return Cue("opens", mark, reason=self._other_exercise(mark)) if parts else None
        return Cue("opens", mark, exercise, parts)

    def _level_of_exercises(self) -> int:
        """The deepest level on which a title may open another exercise while a part is being answered."""
        opener = self.state.opener
        if opener is not None and is_heading(opener):
            return opener.level
        return 2

    def _heading(self, mark: Mark) -> Cue:
        exercise = self.state.exercise
        if exercise is not None:
            if is_code_heading(mark.text) and exercise.part("code") is not None:
                return Cue("names", mark, exercise, ("code",), explicit=True)
            part = part_titled(mark.text, exercise)
            inside = self.state.part is not None and mark.level > (self.state.part_level or 0)
            if part is not None and not inside and not OF_THE_ANSWER.fullmatch(mark.text):
                return Cue("names", mark, exercise, (part.name,), explicit=True)
        return Cue("heading", mark)

    def _labelled(self, index: int, mark: Mark) -> Cue | None:
        label = mark.label
        assert label is not None
        if not label.number:
            return self._names(mark, label.parts)
        if label.term:
            return self._worded(mark, label)
        if label.style == "compound":
            return self._compound(mark, label)
        if label.style == "dotted":
            return self._dotted(mark, label)
        if label.form == "heading":
            return self._numbered_heading(index, mark, label)
        return self._numbered_item(index, mark, label)

    def _names(self, mark: Mark, parts: tuple[str, ...]) -> Cue | None:
        exercise = self.state.exercise
        if exercise is not None:
            return Cue("names", mark, exercise, parts)
        if self.state.lost or parts[0].isdigit():
            return None
        if not self.looked:
            self.looked = True
            self.unnamed = self._exercise_of_letters(mark)
        exercise = self.unnamed
        if exercise is None:
            return None
        return Cue(
            "opens", mark, exercise, parts, remark=_by_content(mark, exercise) if len(self.exercises) > 1 else None
        )

    def _exercise_of_letters(self, mark: Mark) -> Exercise | None:
        """The exercise of a file that names parts but no exercise: it has them all, and the text speaks of it."""
        if self.strong or any(_is_worded_or_compound(other) for other in self.marks):
            return None
        letters = {p for m in self.marks if m.label and not m.label.number for p in m.label.parts if p.isalpha()}
        able = [one for one in self.exercises if all(part_meant(one, part) for part in letters)]
        if len(self.exercises) == 1:
            return able[0] if able else None
        return self.numbering.by_content(able, self.text(mark, None))

    def _worded(self, mark: Mark, label: Label) -> Cue:
        opener = self.state.opener
        inner = (
            self.state.exercise is not None
            and opener is not None
            and opener.label is not None
            and mark.level > opener.level
            and bool(opener.label.term)
            and opener.label.term != label.term
        )
        if inner and not label.parts:
            return Cue("names", mark, self.state.exercise, (label.number,))
        return self._opens(mark, label)

    def _compound(self, mark: Mark, label: Label) -> Cue | None:
        if not self.numbering.knows(label.number) and label.form != "heading":
            return None
        return self._opens(mark, label)

    def _dotted(self, mark: Mark, label: Label) -> Cue | None:
        """ "1.3" is a part of exercise 1, "3.1 Linear regression" a section of the book."""
        current = self.state.exercise
        own = current is not None and label.number in current.numbers.values()
        first = any(
            m.label and m.label.style == "dotted" and (m.label.number, *m.label.parts) == ("1", "1") for m in self.marks
        )
        if own or (self.numbering.knows(label.number) and (first or not label.rest)):
            return self._opens(mark, label)
        return Cue("heading", mark) if label.form == "heading" else None

    def _numbered_heading(self, index: int, mark: Mark, label: Label) -> Cue:
        state = self.state
        above = 0 if state.opener is None else state.opener.level
        if state.exercise is not None and mark.level > above:
            return Cue("names", mark, state.exercise, (label.number,))
        if self._opening_heading(index):
            return self._opens(mark, label)
        return Cue("heading", mark)

    def _opening_heading(self, index: int) -> bool:
        """Whether a heading that begins with a bare number ("## 2. …") opens an exercise."""
        if index not in self.opening:
            self.opening[index] = self._opens_as_heading(index)
        return self.opening[index]

    def _opens_as_heading(self, index: int) -> bool:
        mark = self.marks[index]
        label = mark.label
        if label is None or not _is_numbered_heading(mark):
            return False
        if self.given.exercise is not None or (self.worded_levels and mark.level not in self.worded_levels):
            return False
        if not self.numbering.knows(label.number):
            return any(self._opening_heading(other) for other in self._siblings(index) if self._number_known(other))
        scope = self._scope(index)
        if any(m.label.number not in ("", label.number) and _is_worded_or_compound(m) for m in scope if m.label):
            return False  # the heading of a chapter, with the exercises below it
        if not label.rest or mark.level in self.worded_levels or _has_letters(scope):
            return True
        if any(self._letters_below(other) for other in self._siblings(index)):
            return True
        text = self._text_of(index)
        found = self.numbering.exercise(label.number, text, heading=mark.shown)
        return isinstance(found, Found) and found.exercise == self.numbering.by_content(self.exercises, text)

    def _number_known(self, index: int) -> bool:
        label = self.marks[index].label
        return label is not None and self.numbering.knows(label.number)

    def _siblings(self, index: int) -> list[int]:
        """The other headings with bare numbers on this level."""
        return [other for other in self.numbered.get(self.marks[index].level, []) if other != index]

    def _letters_below(self, index: int) -> bool:
        if index not in self.letters:
            self.letters[index] = _has_letters(self._scope(index))
        return self.letters[index]

    def _scope(self, index: int) -> list[Mark]:
        """The marks below a heading, up to the next heading of its level."""
        return self.marks[index + 1 : self._end_of_scope(index)]

    def _end_of_scope(self, index: int) -> int:
        level = self.marks[index].level
        for other in range(index + 1, len(self.marks)):
            mark = self.marks[other]
            if (mark.kind == "heading" or (mark.label and mark.label.form == "heading")) and mark.level <= level:
                return other
        return len(self.marks)

    def _text_of(self, index: int) -> str:
        end = self._end_of_scope(index)
        return self.text(self.marks[index], self.marks[end] if end < len(self.marks) else None)

    def _numbered_item(self, index: int, mark: Mark, label: Label) -> Cue | None:
        state = self.state
        number = int(label.number)
        if not self.strong and self.given.exercise is None:
            if self._opens_by_letters(index, label, number):
                state.list_styles.add(label.style)
                return self._opens(mark, label)
            state.steps[label.style] = number
        if state.exercise is None:
            return None
        return Cue("names", mark, state.exercise, (label.number,))

    def _opens_by_letters(self, index: int, label: Label, number: int) -> bool:
        """Whether a list number is that of an exercise: letters follow, and it does not go on with a list of steps."""
        state = self.state
        used = label.style in state.list_styles
        if not used and not self.numbering.knows(label.number):
            return False
        next_step = state.steps.get(label.style, 0) + 1 == number
        if used and state.part is not None and not next_step:
            return True
        letter = self._next_letter(index, label.style)
        if letter is None or (state.part is not None and next_step and not used):
            return False
        return state.part is None or letter == "a" or letter <= state.part

    def _next_letter(self, index: int, style: str) -> str | None:
        """The first letter below a list number, before the next number of its list."""
        for mark in self.marks[index + 1 :]:
            label = mark.label
            if label is None or label.term or label.form == "heading" or label.style in (style, "compound"):
                return None
            if label.parts and not label.number:
                return label.parts[0]
        return None

    def _opens(self, mark: Mark, label: Label) -> Cue:
        given = self.given.exercise
        if given is not None:
            if label.number in given.numbers.values() or not given.numbers:
                return Cue("opens", mark, given, label.parts)
            return Cue("opens", mark, reason=self._other_exercise(mark))
        text, parts = self._text_below(mark, label), {*label.parts, *self._letters_until(mark, label)}
        found = self.numbering.exercise(label.number, text, heading=mark.shown, parts=parts)
        if isinstance(found, Message):
            return Cue("opens", mark, reason=found)
        remark = _by_content(mark, found.exercise) if found.by_content else None
        return Cue("opens", mark, found.exercise, label.parts, remark=remark)

    def _text_below(self, mark: Mark, label: Label) -> str:
        """The text up to the mark of another number."""
        return self.text(mark, self._after(mark, label))

    def _letters_until(self, mark: Mark, label: Label) -> set[str]:
        """The letters of parts below a mark, up to that of another number."""
        end = self._after(mark, label)
        below = self.marks[self.marks.index(mark) + 1 : None if end is None else self.marks.index(end)]
        return {part for one in below if one.label for part in one.label.parts if part.isalpha() and len(part) == 1}

    def _after(self, mark: Mark, label: Label) -> Mark | None:
        """The mark of another number that ends what stands below this one."""
        for other in self.marks[self.marks.index(mark) + 1 :]:
            one = other.label
            if (
                one is not None
                and one.number not in ("", label.number)
                and one.term == label.term
                and (one.style == label.style and other.level <= mark.level)
            ):
                return other
        return None

    def _other_exercise(self, mark: Mark) -> Message:
        assert self.given.exercise is not None
        return Message("reading.other_exercise", {"heading": mark.shown, "title": self.given.exercise.title})


def _by_content(mark: Mark, exercise: Exercise) -> Message:
    return Message("reading.by_content", {"heading": mark.shown, "title": exercise.title})


def _is_numbered_heading(mark: Mark) -> bool:
    label = mark.label
    return label is not None and label.form == "heading" and bool(label.number) and not label.term and not label.parts


def _is_worded(mark: Mark) -> bool:
    return mark.label is not None and bool(mark.label.term) and bool(mark.label.number)


def _is_worded_or_compound(mark: Mark) -> bool:
    return (
        mark.label is not None and bool(mark.label.number) and (bool(mark.label.term) or mark.label.style == "compound")
    )


def _has_letters(marks: Sequence[Mark]) -> bool:
    return any(m.label is not None and any(p.isalpha() and len(p) == 1 for p in m.label.parts) for m in marks)
