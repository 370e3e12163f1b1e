"""The vocabulary of the grader: what is asked, what is handed in, what is found.

Everything else imports this module and it imports nothing but the standard library.

* An :class:`Exercise` has :class:`Part` s (one thing to hand in); a part has :class:`Claim` s: a sentence
  that could be false, the :class:`Check` that would find out, and points.
* A :class:`Submission` holds one :class:`Answer` a part: passages of text, and the program whose names are read.
* A :data:`Verdict` is a closed union, and each member says who acts next.
* :data:`Evidence` says how a verdict is known.

Layers below the report never write sentences: they hand on a :class:`Message` (a key and its fields), which
``grader.report.words`` turns into the reader's language. Authors of exercises write a :class:`Text` in both.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol, TypeAlias, TypeVar

Language: TypeAlias = Literal["en", "zh"]

# --------------------------------------------------------------------------------------------------- words


@dataclass(frozen=True, slots=True)
class Text:
    """A sentence that an author wrote in both languages."""

    en: str
    zh: str


@dataclass(frozen=True, slots=True)
class Message:
    """A sentence of the grader's own: a key of the word lists and the fields of its template."""

    key: str
    fields: Mapping[str, Text | Message | str | int | float] = field(default_factory=dict)


Words: TypeAlias = Text | Message

# ----------------------------------------------------------------------------------------- where it stands


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a passage begins: a file, the notebook cell in it (0-based index), and the line (1-based).

    In a notebook lines count within the cell, elsewhere within the file. ``column`` is what was cut off the
    left of each line (1-based), as with the ``# `` of a comment block.
    """

    file: str
    cell: int | None = None
    line: int = 1
    column: int = 1


@dataclass(frozen=True, slots=True)
class Where:
    """A stretch of a student's source, verbatim, with its place (lines and columns 1-based)."""

    file: str
    cell: int | None
    line: int
    column: int
    text: str


@dataclass(frozen=True, slots=True)
class Passage:
    """A run of text or code that a student handed in, with its origin."""

    kind: Literal["text", "code"]
    source: str
    origin: Origin

    def where(self, start: int, end: int) -> Where:
        """The place of ``source[start:end]``."""
        before = self.source[:start]
        newline = before.rfind("\n")
        return Where(
            file=self.origin.file,
            cell=self.origin.cell,
            line=self.origin.line + before.count("\n"),
            column=self.origin.column + start - newline - 1,
            text=self.source[start:end],
        )


# ------------------------------------------------------------------------------------- what was handed in


@dataclass(frozen=True, slots=True)
class Program:
    """Code to be run once, top to bottom, in one namespace: the cells of a notebook or one Python file."""

    cells: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """All that was handed in for one part.

    ``passages`` is the text, in order. ``program`` is the code whose namespace holds what the part asks for by name;
    parts answered in one notebook share one program. Both are empty when nothing was handed in.
    """

    part: str
    passages: tuple[Passage, ...] = ()
    program: Program | None = None
    remarks: tuple[Words, ...] = ()


@dataclass(frozen=True, slots=True)
class Unplaced:
    """Handed in, but not an answer to any part: a corrupt file, a picture, work under no known heading."""

    file: str
    problem: Words
    where: Where | None = None
    fatal: bool = False  # nothing of the file could be read


@dataclass(frozen=True, slots=True)
class Submission:
    """What one student handed in: answers by part address, and what belongs to no part."""

    student: str
    answers: Mapping[str, Answer]
    unplaced: tuple[Unplaced, ...] = ()
    files: tuple[str, ...] = ()
    language: Language = "en"


# ----------------------------------------------------------------------------------------------- evidence

Json: TypeAlias = bool | int | float | str | Sequence["Json"] | Mapping[str, "Json"] | None


@dataclass(frozen=True, slots=True)
class Proof:
    """Holds for all inputs. ``error`` bounds the probability that exact random evaluation erred."""

    method: str
    error: float = 0.0


@dataclass(frozen=True, slots=True)
class Agreement:
    """Holds on ``points`` sampled inputs to ``digits`` decimal digits (None: exactly)."""

    points: int
    digits: int | None = None


@dataclass(frozen=True, slots=True)
class Counterexample:
    """Inputs on which the answer differs: anyone can put them in and see it."""

    at: Mapping[str, Json]
    expected: str
    got: str
    degenerate: bool = False  # only special inputs (zero, square, one row) tell the two apart


@dataclass(frozen=True, slots=True)
class ShapeClash:
    """A product, sum or comparison of things whose shapes do not fit."""

    problem: Words


@dataclass(frozen=True, slots=True)
class Raised:
    """A call that ended in an exception, on an input that it should have taken."""

    call: str
    error: str
    at: Mapping[str, Json] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Quotation:
    """The student's own words."""

    where: Where


@dataclass(frozen=True, slots=True)
class Marking:
    """What a marker wrote."""

    marker: str
    text: str


Evidence: TypeAlias = Proof | Agreement | Counterexample | ShapeClash | Raised | Quotation | Marking

# ------------------------------------------------------------------------------------------------ verdicts


@dataclass(frozen=True, slots=True)
class Pass:
    """True; nobody needs to act."""

    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Fail:
    """False, as the witness shows; the student acts. ``mistakes`` names what explains it, likeliest first."""

    witness: Evidence
    hint: Words
    mistakes: tuple[str, ...] = ()

    @property
    def mistake(self) -> str | None:
        """The likeliest explanation."""
        return self.mistakes[0] if self.mistakes else None


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Not understood; the student writes it another way."""

    problem: Words


@dataclass(frozen=True, slots=True)
class Missing:
    """Not handed in; the student does."""

    what: Words


@dataclass(frozen=True, slots=True)
class Undecided:
    """Neither shown right nor shown wrong; a marker decides."""

    reason: Words


@dataclass(frozen=True, slots=True)
class Broken:
    """The exercise or the grader failed; the course staff act, and no point is lost."""

    error: str


Verdict: TypeAlias = Pass | Fail | Unreadable | Missing | Undecided | Broken


@dataclass(frozen=True, slots=True)
class Link:
    """One step of a derivation: what the student wrote, how it was read, whether it follows.

    ``fingerprint`` of a refuted step: the same for all steps that are mathematically the same, in any notation; empty
    where none could be made.
    """

    where: Where
    read: str
    verdict: Verdict
    fingerprint: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """A formula as it was understood: where it stands, in plain notation, and as presentation MathML."""

    where: Where
    plain: str
    mathml: str


@dataclass(frozen=True, slots=True)
class Series:
    """A named line of a plot: points (x, y), x ascending; a y that is not finite leaves a gap."""

    name: Words
    points: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Level:
    """A named horizontal line of a plot to compare with: the optimum."""

    name: Words
    y: float


@dataclass(frozen=True, slots=True)
class Plot:
    """What a small figure shows, as data: its title, the labels of its axes, its lines and its levels."""

    title: Words
    x: Words
    y: Words
    series: tuple[Series, ...]
    levels: tuple[Level, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check found: a verdict, its place in the answer, the links judged on the way, and free remarks.

    ``readings`` are the answer's formulas as they were understood. ``fingerprint`` is that of what was judged, as a
    link's: two results that are mathematically the same share it. ``plots`` show what numbers alone show badly.
    """

    verdict: Verdict
    where: Where | None = None
    links: tuple[Link, ...] = ()
    remarks: tuple[Words, ...] = ()
    readings: tuple[Reading, ...] = ()
    fingerprint: str = ""
    plots: tuple[Plot, ...] = ()


# --------------------------------------------------------------------------------------- running a program

RunOutcome: TypeAlias = Literal["ok", "timeout", "memory", "killed", "crashed", "output_limit", "protocol", "corrupt"]


@dataclass(frozen=True, slots=True)
class CellError:
    """An exception that ended a cell while the program ran; the cells after it were still run."""

    where: Where
    error: str  # "ZeroDivisionError: division by zero"


@dataclass(frozen=True, slots=True)
class RunReport:
    """How a program's run went."""

    outcome: RunOutcome
    cpu_seconds: float
    errors: tuple[CellError, ...] = ()
    part: str | None = None  # the part that a limit was hit in


@dataclass(frozen=True, slots=True)
class Absent:
    """The program defines no such name."""

    name: str


@dataclass(frozen=True, slots=True)
class CallRaised:
    """The call (or the reading of the value) ended in an exception; ``line`` counts in its cell."""

    error: str
    cell: int | None = None
    line: int | None = None


@dataclass(frozen=True, slots=True)
class CallStopped:
    """The call exceeded a limit or ended the process."""

    outcome: RunOutcome


@dataclass(frozen=True, slots=True)
class Returned:
    """A plain value that came back: numbers, strings, lists, numpy arrays, or a whitelisted tree.

    ``kind`` tells what it was on the student's side ("float", "int", "numpy", "torch", "sympy", "tuple", "none" …);
    torch tensors arrive as numpy arrays. ``args`` are the arguments after the call, for finding mutated inputs.
    """

    value: object
    kind: str
    args: tuple[object, ...] = ()


Reply: TypeAlias = Returned | Absent | CallRaised | CallStopped


Arrays: TypeAlias = Literal[
    "numpy", "torch", "plain", "numpy_strided", "torch_strided", "torch_tracked", "numpy_long"
]
"""As what arrays arrive at a student's function: of a library, with gaps between their numbers in memory (strided),
tracked for gradients, or in long double; "plain" makes nested lists of them."""


@dataclass(frozen=True, slots=True)
class Counted:
    """What a call with arrays of +inf and -inf cost the interpreter, and how much of the result was their sum, nan.

    ``steps`` of Python, ``sums`` made in numpy and torch, ``boxed`` blocks of Python's memory while a sum was made.
    Not ``intact``: the program interfered with the counting. See :mod:`grader.jail.counting`.
    """

    steps: int
    sums: int
    boxed: int
    nans: int
    intact: bool


class Run(Protocol):
    """A program after its run: names can be read and functions called, in the student's own process."""

    @property
    def report(self) -> RunReport:
        """How it went so far."""

    def value(self, name: str) -> Reply:
        """The value of a global name."""

    def call(self, name: str, args: Sequence[object] = (), *, library: Arrays) -> Reply:
        """Call a function on inputs of our choice; arrays arrive there as the given library's."""

    def count(
        self, name: str, args: Sequence[object], *, library: Arrays
    ) -> Counted | Absent | CallRaised | CallStopped:
        """Call a function twice, on equal inputs, and count what it does."""

    def time(self, name: str, args: Sequence[object], *, library: Arrays) -> Reply:
        """The seconds that a call takes, by a clock of the student's process: to look at, not to judge by."""

    def make(self, name: str) -> Reply:
        """Make an instance of a class, without arguments, and keep it in the place of the one made before."""

    def ask(self, name: str, attribute: str) -> Reply:
        """What a method of the instance returns, called without arguments, or what an attribute of it holds.

        Absent where it has no such attribute.
        """

    def work(self, seconds: float) -> Reply:
        """Let the student's process use so much computing time."""

    @property
    def cpu(self) -> float:
        """Seconds of computing time that the program has used so far, looked up now."""


class Runner(Protocol):
    """The seam behind which student code runs."""

    def run(self, program: Program) -> Run:
        """The run of a program; the same program is run once however often it is asked for."""


class Reference(Protocol):
    """The solutions of one exercise."""

    def symbolic(self, name: str) -> object:
        """A sympy expression or relation of ``symbolic.py``."""

    def numeric(self, name: str) -> Callable[..., object]:
        """A function of ``numeric.py``."""

    def rubric(self, name: str) -> object:
        """What an answer in words must say: a table of ``rubric.toml``, as ``grader.checks.words`` reads it."""


_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Bench:
    """All that a check may use besides the answer."""

    reference: Reference
    runner: Runner
    seed: int = 0
    earlier: Mapping[str, Answer] = field(default_factory=dict)  # by part name, of the same exercise
    memory: dict[object, object] = field(default_factory=dict)  # of this answer
    exercise_memory: dict[object, object] = field(default_factory=dict)  # of all answers to the exercise

    def once(self, key: object, study: Callable[[], _T]) -> _T:
        """The result of a study that several claims of a part share, made only once."""
        return _remembered(self.memory, key, study)

    def once_for_all(self, key: object, study: Callable[[], _T]) -> _T:
        """The result of a study that no answer has a part in, made once for all submissions."""
        return _remembered(self.exercise_memory, key, study)


def _remembered(memory: dict[object, object], key: object, study: Callable[[], _T]) -> _T:
    if key not in memory:
        memory[key] = study()
    return memory[key]  # type: ignore[return-value]  # stored under this key by the same study


Check: TypeAlias = Callable[[Answer, Bench], Finding]

# ------------------------------------------------------------------------------------------------- the task


@dataclass(frozen=True, slots=True)
class Claim:
    """A sentence that could be false, the check that would find out, and what it is worth."""

    says: Text
    check: Check
    points: float = 1.0


@dataclass(frozen=True, slots=True)
class Part:
    """One thing to hand in. ``names`` are what a program may define for it."""

    name: str
    title: Text
    claims: tuple[Claim, ...]
    names: tuple[str, ...] = ()

    @property
    def points(self) -> float:
        """The sum over its claims."""
        return sum(claim.points for claim in self.claims)


@dataclass(frozen=True, slots=True)
class Exercise:
    """A task with its parts.

    ``numbers`` gives its number in each edition of the book, the edition's language first: ``{"zh-2.0": "2",
    "en-0.17": "2"}``. ``grade_ids`` maps nbgrader's cell ids to part names.
    """

    address: str
    title: Text
    parts: tuple[Part, ...]
    numbers: Mapping[str, str] = field(default_factory=dict)
    grade_ids: Mapping[str, str] = field(default_factory=dict)

    def part(self, name: str) -> Part | None:
        """The part of that name."""
        return next((part for part in self.parts if part.name == name), None)


# ---------------------------------------------------------------------------------------------- the result

Outcome: TypeAlias = Literal["missing", "unreadable", "broken", "pass", "partial", "fail", "undecided"]


@dataclass(frozen=True, slots=True)
class Points:
    """What was earned, what awaits somebody, and what there was to earn."""

    earned: float
    pending: float
    of: float


@dataclass(frozen=True, slots=True)
class ClaimResult:
    """A claim, by what it says and is worth, with what was found of it."""

    says: Text
    points: float
    finding: Finding


@dataclass(frozen=True, slots=True)
class PartResult:
    """One student's result in one part; ``part`` is None for a file that belongs to none.

    ``answer`` is what was handed in for the part, as it was read: text and code, in order.
    """

    student: str
    part: str | None
    outcome: Outcome
    points: Points
    claims: tuple[ClaimResult, ...] = ()
    links: tuple[Link, ...] = ()
    remarks: tuple[Words, ...] = ()
    file: str | None = None
    run: RunReport | None = None
    language: Language = "en"
    answer: tuple[Passage, ...] = ()
    readings: tuple[Reading, ...] = ()
    plots: tuple[Plot, ...] = ()
