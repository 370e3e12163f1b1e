"""A class of any size, made from the eighteen submissions of ``examples/class``.

    python benchmarks/made_class.py OUT --count 500 --hostile 0.1 --slow 0.01 --seed 0

Each student's work is one of the examples written anew: other letters (θ or β for w, μ or c for b, where the exercise
allows it), other signs for a transpose, a norm, a fraction, a logarithm and the limits of sums, equal forms of terms;
other names of variables, numbers, comments and prints in code; other words for the same; none, one or several slips;
a notebook, a Markdown file or a folder. No two are the same bytes, and the same seed makes the same class.

The mix:

- ``--hostile`` of the class (a tenth) tries what the table ``ATTACKS`` holds, in turn: it ends, kills, forks, takes
  memory, patches, reads, shouts down the wire, prints without end, or hands in what is no notebook, or no formula. None
  of these takes more than a few seconds to stop;
- ``--slow`` of it (one in a hundred, at least one) never ends: a loop in a cell, a loop in a function, a sleep. Each
  costs what the limits allow, 20 to 40 s of computing or minutes of waiting; they come on top of the hostile ones,
  and there are none if nothing is hostile;
- the rest is ordinary, of all examples alike; the one that never ends (s11) is counted among the slow.
"""

from __future__ import annotations

import argparse
import ast
import io
import json
import random
import re
import sys
import tokenize
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from pathlib import Path
from textwrap import dedent, indent
from typing import Any, Final, Literal

EXAMPLES = Path(__file__).resolve().parents[1] / "examples" / "class"
NEVER_ENDS, CORRUPT = "s11", "s15"  # examples that are no ordinary ones
SLIPS_OF = (0, 0, 0, 0, 1, 1, 1, 2, 2, 3)  # how many slips a submission has, each of these alike

Files = dict[str, bytes]


# -------------------------------------------------------------------------------------------------- examples


@dataclass(frozen=True, slots=True)
class Cell:
    """A stretch of text or of code; ``part`` as a notebook's metadata name it."""

    kind: Literal["text", "code"]
    source: str
    part: str | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file of a submission by its name in the student's folder."""

    name: str
    cells: tuple[Cell, ...]

    @property
    def suffix(self) -> str:
        """What kind of file it is."""
        return Path(self.name).suffix


def read_examples(folder: Path = EXAMPLES) -> dict[str, tuple[Sheet, ...]]:
    """The sheets of each example by its name; of the corrupt one, none."""
    found = {}
    for path in sorted(folder.iterdir()):
        files = [path] if path.is_file() else sorted(file for file in path.rglob("*") if file.is_file())
        base = path.parent if path.is_file() else path
        name = path.stem
        found[name] = () if name == CORRUPT else tuple(_sheet(file, str(file.relative_to(base))) for file in files)
    return found


def _sheet(path: Path, name: str) -> Sheet:
    text = path.read_text(encoding="utf-8")
    match path.suffix:
        case ".ipynb":
            return Sheet(name, tuple(_cell(cell) for cell in json.loads(text)["cells"]))
        case ".py":
            return Sheet(name, (Cell("code", text),))
        case _:
            pieces = re.split(r"\n(?=#{1,3} )", text)
            return Sheet(name, tuple(Cell("text", piece) for piece in pieces))


def _cell(cell: Mapping[str, Any]) -> Cell:
    kind: Literal["text", "code"] = "code" if cell["cell_type"] == "code" else "text"
    return Cell(kind, "".join(cell["source"]), cell["metadata"].get("grader", {}).get("part"))


# ----------------------------------------------------------------------------------------------------- slips

#: What it is called, in which kind of cell, what stands there, and what a student puts in its place.
SLIPS: Final = (
    ("factor", "text", r"(?<![\d}])2(?=X\^)", ""),
    ("factor", "text", r"\b2 (?=X\^T|X'X)", ""),
    ("sign", "text", r"-2\\sum", r"2\\sum"),
    ("sign", "text", r"-2 sum_i", "2 sum_i"),
    ("sign", "text", r"(?<== )-2(?=X\^)", "2"),
    ("scale", "text", r"\\frac\{1\}\{n\}\\sum", r"\\sum"),
    ("constant", "text", r"n ?\\log 2", r"\\log 2"),
    ("constant", "text", r"\\frac\{n\}\{2\}\\log", r"n\\log"),
    ("absolute value", "text", r"\\sum_\{i=1\}\^n \|(y_i[^|$]*)\|", r"\\sum_{i=1}^n (\1)"),
    ("order", "text", r"\(X\^(\\top|T) ?X\)\^\{-1\} ?X\^\1 ?y", r"X^\1 y (X^\1 X)^{-1}"),
    ("transpose", "text", r"X\^(\\top|T) ?X ?w = X\^\1 ?y", r"XX^\1 w = X^\1 y"),
    ("square", "text", r"\(x_i ?- ?b\)\^2\$", "(x_i - b)$"),
    ("uphill", "text", r"(w \\leftarrow w) \+", r"\1 -"),
    ("no condition", "text", r"If \$X\^\\top X\$ is invertible[^:]*: *", ""),
    ("factor", "code", r"return 2 \* (?=X\.T|torch)", "return "),
    ("mean for median", "code", r"np\.median", "np.mean"),
    ("constant", "code", r"len\(y\) \* (?=np\.log|log)", ""),
    ("uphill", "code", r"w = w - (?=step|eta)", "w = w + "),
    ("misspelt", "code", r"np\.abs\(", "np.absolut("),
    ("transpose", "code", r"np\.linalg\.solve\(X\.T @ X, ", "np.linalg.solve(X @ X.T, "),
    ("full rank", "code", r"return np\.zeros\(\(3, 2\)\)", "return np.eye(3)"),
    ("not divided", "code", r"sum\(x\) / len\(x\)", "sum(x)"),
)  # fmt: skip


def with_slips(sheets: Sequence[Sheet], count: int, rng: random.Random) -> tuple[tuple[Sheet, ...], list[str]]:
    """The sheets with up to ``count`` slips put in, and the names of these."""
    made: list[str] = []
    for name, kind, before, after in rng.sample(SLIPS, len(SLIPS)):
        places = [
            (row, column)
            for row, sheet in enumerate(sheets)
            for column, cell in enumerate(sheet.cells)
            if cell.kind == kind and re.search(before, cell.source)
        ]
        if len(made) == count or not places:
            continue
        row, column = rng.choice(places)
        source = re.sub(before, after, sheets[row].cells[column].source, count=1)
        sheets = _with_cell(sheets, row, column, source)
        made.append(name)
    return tuple(sheets), made


def _with_cell(sheets: Sequence[Sheet], row: int, column: int, source: str) -> tuple[Sheet, ...]:
    cells = list(sheets[row].cells)
    cells[column] = replace(cells[column], source=source)
    return (*sheets[:row], replace(sheets[row], cells=tuple(cells)), *sheets[row + 1 :])


# -------------------------------------------------------------------------------------------------- notation

_FORMULA = re.compile(r"\$\$.*?\$\$|\$[^$\n]+\$", re.DOTALL)
_TOKEN = re.compile(
    r"\\(?:operatorname|begin|end|text|mathrm|mathsf|mathbb)\s*\{[^}]*\}|\\mathcal\s*(?:[A-Z]|\{[A-Z]\})"
    r"|\\mathbb\s*[A-Z]|\\[A-Za-z]+|\\.|[A-Za-z]|.",
    re.DOTALL,
)
_TRANSPOSE = re.compile(r"\^(?:\\top|T(?![a-z])|\{\\mathsf T\})")
_HEADING = re.compile(
    r"(?m)^(?:#{1,3} *)?(?:Exercise|练习) *(?P<number>\d)|^\((?P<bracketed>\d)\) a\."
    r"|^# (?P<title>The best constant|The normal equation|Laplace noise)"
)
_EXERCISES = ("optimal_constant", "normal_equation", "laplace_noise")
_TITLES = ("The best constant", "The normal equation", "Laplace noise")
_UNKNOWN: Final = {  # the letter that each exercise asks for, and those that it takes for it
    "optimal_constant": ("b", (r"\mu", "c", r"\theta", r"\beta")),
    "normal_equation": ("w", (r"\theta", r"\beta")),
    "laplace_noise": ("w", (r"\theta", r"\beta")),
}
#: Formulas that say the same; each is looked for as it stands.
_EQUAL: Final = (
    (r"\|y - Xw\|^2", r"\|Xw - y\|^2"),
    (r"(x_i - b)^2", r"(b - x_i)^2"),
    (r"w^\top x_i", r"x_i^\top w"),
    (r"w^T x_i", r"x_i^T w"),
    (r"-2\sum_{i=1}^n (x_i - b)", r"2\sum_{i=1}^n (b - x_i)"),
    (r"2X^\top (Xw - y)", r"-2X^\top (y - Xw)"),
    (r"2X^\top(Xw - y)", r"2(X^\top X w - X^\top y)"),
    (r"-2X^\top y + 2X^\top X w", r"2X^\top X w - 2X^\top y"),
)
_TRANSPOSES = (r"^\top ", "^T ", r"^{\top}", r"^{T}", r"^{\mathsf T}", r"^{\intercal}", "'")
_LETTERS_OF_SUMS = ("i", "j", "k", "l", "t")


@dataclass(frozen=True, slots=True)
class Style:
    """How one student writes. ``letters``: by exercise, what stands for which letter."""

    letters: Mapping[str, Mapping[str, str]]
    transpose: str
    limits: str
    fraction: str
    norm: tuple[str, str]
    log: str
    bold: bool
    equal: frozenset[int]
    space: str
    plain: str


def style_of(sheets: Iterable[Sheet], rng: random.Random) -> Style:
    """A style, drawn; no new letter of it stands in the exercise already."""
    texts: dict[str, str] = {}
    for exercise, text in _by_exercise(sheets):
        texts[exercise] = texts.get(exercise, "") + " ".join(_FORMULA.findall(text))
    bold = rng.random() < 0.5
    return Style(
        letters={exercise: _letters(exercise, text, bold, rng) for exercise, text in texts.items()},
        transpose=rng.choice(_TRANSPOSES),
        limits=rng.choice((r"_{@=1}^n", r"_{@=1}^{n}", "_@")),
        fraction=rng.choice((r"\frac", r"\frac", r"\dfrac", r"\tfrac", "/")),
        norm=rng.choice(((r"\|", r"\|"), (r"\lVert ", r"\rVert "), (r"\left\|", r"\right\|"))),
        log=rng.choice((r"\log", r"\ln")),
        bold=bold,
        equal=frozenset(index for index in range(len(_EQUAL)) if rng.random() < 0.4),
        space=rng.choice((" ", " ", r"\;", r"\, ", "  ")),
        plain=rng.choice(("w", "theta", "beta")),
    )


def _by_exercise(sheets: Iterable[Sheet]) -> list[tuple[str, str]]:
    """The texts in order, each with the exercise that it belongs to."""
    found: list[tuple[str, str]] = []
    for sheet in sheets:
        current = ""
        for cell in sheet.cells:
            if cell.kind == "text":
                pieces, current = _pieces(cell, current)
                found += pieces
    return found


def _pieces(cell: Cell, current: str) -> tuple[list[tuple[str, str]], str]:
    """A text cut where another exercise begins; and the exercise in which it ends."""
    if cell.part is not None:
        return [(cell.part.split("/")[1], cell.source)], current
    hits = list(_HEADING.finditer(cell.source))
    if not hits:
        return [(current, cell.source)], current
    pieces = [(current, cell.source[: hits[0].start()])]
    for hit, end in zip(hits, [*(hit.start() for hit in hits[1:]), len(cell.source)], strict=True):
        number = hit["number"] or hit["bracketed"]
        current = _EXERCISES[int(number) - 1 if number else _TITLES.index(hit["title"])]
        pieces.append((current, cell.source[hit.start() : end]))
    return pieces, current


def _letters(exercise: str, text: str, bold: bool, rng: random.Random) -> dict[str, str]:
    if exercise not in _UNKNOWN:
        return {}
    there = set(_TOKEN.findall(text))
    letters: dict[str, str] = {}

    def offer(letter: str, others: Sequence[str], chance: float) -> None:
        free = [other for other in others if other not in there and other not in letters.values()]
        if letter in there and free and rng.random() < chance:
            letters[letter] = rng.choice(free)

    unknown, others = _UNKNOWN[exercise]
    if not (bold and r"\mathbf" in text):
        offer(unknown, others, 0.6)
    offer("n", ("N", "m"), 0.25)
    offer("i" if "i" in there else "k", [letter for letter in _LETTERS_OF_SUMS if letter != "d"], 0.5)
    offer("L", ("J", r"\mathcal{L}", "Q", "R"), 0.4)
    return letters


def in_style(text: str, exercise: str, style: Style) -> str:
    """A text with its formulas written in a style; where it marks none, only w has another name."""
    if "$" not in text:
        return re.sub(r"(?<![A-Za-z\\])w(?![A-Za-z])", style.plain, text)
    letters = style.letters.get(exercise, {})
    return _FORMULA.sub(lambda match: _formula(match[0], letters, style), text)


def _formula(text: str, letters: Mapping[str, str], style: Style) -> str:
    for index in style.equal:
        one, other = _EQUAL[index]
        text = text.replace(one, other)
    if not style.bold:
        text = re.sub(r"\\mathbf(?:\{([A-Za-z])\}| ([A-Za-z]))", lambda match: " " + (match[1] or match[2]), text)
    text = _TRANSPOSE.sub(lambda _: style.transpose, text)
    text = re.sub(r"\\(sum|prod)_\{?([a-z])(?:=1\}\^\{?n\}?)?(?![a-z])\}?",
                  lambda match: rf"\{match[1]}" + style.limits.replace("@", match[2]) + " ", text)  # fmt: skip
    text = re.sub(r"\\frac\{(\w)\}\{(\w)\}", lambda match: _fraction(match[1], match[2], style), text)
    if text.count(r"\|") % 2 == 0 and r"\mid" not in text:
        signs = iter(style.norm * text.count(r"\|"))
        text = re.sub(r"\\\|", lambda _: next(signs), text)
    text = re.sub(r"\\(?:log|ln)(?![a-z])", lambda _: style.log, text)
    return _relettered(text, letters).replace(" = ", f"{style.space}={style.space}")


def _fraction(over: str, under: str, style: Style) -> str:
    return f"({over}/{under})" if style.fraction == "/" else f"{style.fraction}{{{over}}}{{{under}}}"


def _relettered(text: str, letters: Mapping[str, str]) -> str:
    parts: list[str] = []
    for token in _TOKEN.findall(text):
        new = letters.get(token, token)
        if parts and re.search(r"\\[A-Za-z]+$", parts[-1]) and re.match("[A-Za-z]", new):
            parts.append(" ")
        parts.append(new)
    return "".join(parts)


# ----------------------------------------------------------------------------------------------------- words

#: Ways to say the same.
SAYINGS: Final = (
    ("Setting the gradient to zero gives", "Setting it to zero yields", "The gradient must be zero:"),
    ("Differentiating term by term,", "Term by term the derivative is", "We differentiate each term:"),
    ("Set to zero:", "Setting this to zero:", "At the minimum it is zero:"),
    ("Expanding the square,", "Multiplying out,", "We expand the square:"),
    ("Taking the negative logarithm,", "With the negative logarithm,", "Now we take minus the logarithm:"),
    ("which means", "that is,", "so"),
    ("and therefore", "hence", "so that"),
    ("In general there is no closed form.", "There is no closed form in general."),
    ("My solutions. Each cell belongs to one part.", "Here are my answers.", "I worked on this alone."),
    ("Notes and code.", "My notes.", "Everything in one notebook."),
    ("Maximising it is the same as minimising", "To maximise it means to minimise"),
    ("Take one sample and step along", "For one sample, step along"),
    ("With a fixed step size it oscillates", "If the step size is fixed, it oscillates"),
    ("展开得", "展开后得到", "把平方展开："),
    ("求导得", "求导得到", "对它求导："),
    ("令梯度为零：", "令梯度等于零：", "梯度为零时："),
    ("所以", "因此", "于是"),
    ("即样本均值。", "这就是样本均值。", "也就是样本的平均值。"),
    ("每次取一个样本，用次梯度更新：", "随机取一个样本，按次梯度更新：", "对一个样本用次梯度更新："),
)
HEADS = (
    "Name: student {number}", "Student no. {number}", "Submitted by {number}, no collaborators.", "学号：{number}",
    "Homework, version {number}", "Written with the notes of week {number}.",
)  # fmt: skip


def reworded(text: str, rng: random.Random) -> str:
    """A text with some sayings replaced."""
    for ways in SAYINGS:
        there = next((way for way in ways if way in text), None)
        if there is not None:
            text = text.replace(there, rng.choice(ways), 1)
    return text


# ------------------------------------------------------------------------------------------------------ code

_NAMES: Final = {
    "rng": ("generator", "random", "rs"), "n": ("num", "n_samples", "size"), "d": ("dim", "n_features", "p"),
    "values": ("v", "data", "xs"), "residual": ("r", "res", "error"), "r": ("res", "diff", "delta"),
    "order": ("perm", "shuffled", "idx"), "rows": ("batch", "chosen", "sel"), "side": ("s", "sign", "signs"),
    "step": ("eta", "rate", "h"), "done": ("t", "steps", "count"), "total": ("T", "n_steps", "all_steps"),
    "idx": ("perm", "order", "index"), "j": ("rows", "batch", "part"), "s": ("sg", "signs", "direction"),
    "eta": ("rate", "step", "alpha"), "epoch": ("e", "ep", "_"), "t": ("step", "counter", "k"),
    "A": ("inverse", "G_inv", "M"), "index": ("perm", "order", "shuffled"), "part": ("batch", "rows", "mini"),
}  # fmt: skip
_NUMBERS: Final[tuple[tuple[str, Callable[[random.Random], str]], ...]] = (
    (r"\[\[1\.0, 2\.0\], \[2\.0, 4\.0\], \[3\.0, 6\.0\]\]", lambda rng: _multiples(rng)),
    (r"np\.zeros\(\(3, 2\)\)", lambda rng: f"np.zeros(({rng.randint(3, 9)}, {rng.randint(2, 3)}))"),
    (r"torch\.ones\(4, 2\)", lambda rng: f"torch.ones({rng.randint(3, 9)}, {rng.randint(2, 3)})"),
    (r"3 \* \(1 - done", lambda rng: f"{rng.choice(('2', '2.5', '3', '4'))} * (1 - done"),
    (r"data = \[2\.0, 3\.0, 7\.0\]", lambda rng: f"data = {[rng.randint(1, 99) / 2 for _ in range(4)]}"),
)
_REMARKS = ("checked by hand", "as in the lecture", "see the text above", "vectorised", "TODO tidy up", "用向量化写法")
_TRIES: Final = (
    ("optimal_constant", "print('best constant of the sample', optimal_constant(np.array([{a}, {b}, {c}])))"),
    ("sgd_laplace", """
        gen = np.random.default_rng({seed})
        A, v = gen.normal(size=({n}, 2)), gen.normal(size={n})
        print(sgd_laplace(A, v, lr={lr}, num_epochs={epochs}, batch_size=10, seed={seed}))"""),
    ("normal_equation", "print(normal_equation(np.array([[1.0, {a}], [1.0, {b}], [1.0, -1.0]]), np.arange(3.0)))"),
)  # fmt: skip


def _multiples(rng: random.Random) -> str:
    factor = rng.choice((2, 3, -1, 0.5))
    return str([[float(a), factor * a] for a in rng.sample(range(1, 30), 3)])


def recoded(source: str, rng: random.Random) -> str:
    """Code with other names, numbers and remarks, that does the same."""
    for pattern, number in _NUMBERS:
        source = re.sub(pattern, lambda _, number=number: number(rng), source)  # type: ignore[misc]
    source = _renamed(source, rng)
    lines = source.split("\n")
    for place in range(len(lines) - 1, -1, -1):
        if lines[place].lstrip().startswith(("return", "w = w", "for ")) and rng.random() < 0.25:
            margin = lines[place][: len(lines[place]) - len(lines[place].lstrip())]
            lines.insert(place, f"{margin}# {rng.choice(_REMARKS)}")
    return "\n".join(lines)


def _renamed(source: str, rng: random.Random) -> str:
    """Some local variables of each function under other names, which stand nowhere in the source."""
    taken = set(re.findall(r"\w+", source))
    edits: list[tuple[int, int, str, str]] = []
    tokens = list(tokenize.generate_tokens(io.StringIO(source).readline))
    for function in [node for node in ast.parse(source).body if isinstance(node, ast.FunctionDef)]:
        stored = {n.id for n in ast.walk(function) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}
        local = stored - {argument.arg for argument in function.args.args}
        names = {}
        for name in sorted(local):
            free = [new for new in _NAMES.get(name, (f"{name}_", f"my_{name}", f"{name}0")) if new not in taken]
            if free and rng.random() < 0.6:
                names[name] = rng.choice(free)
                taken.add(names[name])
        for before, token in pairwise(tokens):
            inside = function.lineno <= token.start[0] <= (function.end_lineno or 0)
            if inside and token.type == tokenize.NAME and token.string in names and before.string != ".":
                edits.append((*token.start, token.string, names[token.string]))
    lines = source.split("\n")
    for row, column, old, new in sorted(edits, reverse=True):
        line = lines[row - 1]
        lines[row - 1] = line[:column] + new + line[column + len(old) :]
    return "\n".join(lines)


def tried(code: str, rng: random.Random) -> str:
    """A cell in which the student tries a function of theirs; empty if there is none to try in numpy."""
    ways = [way for name, way in _TRIES if f"def {name}(" in code and "import torch" not in code]
    if not ways or "import numpy as np" not in code:
        return ""
    numbers = {
        "a": rng.randint(1, 50), "b": rng.randint(51, 99), "c": rng.randint(100, 200) / 8, "n": rng.randint(20, 60),
        "seed": rng.randint(0, 999), "lr": rng.choice((0.01, 0.03, 0.05, 0.1)), "epochs": rng.randint(2, 20),
    }  # fmt: skip
    return dedent(rng.choice(ways)).strip().format(**numbers)


# --------------------------------------------------------------------------------------------------- hostile

Place = Literal["cell", "call", "text", "file"]


@dataclass(frozen=True, slots=True)
class Attack:
    """``source`` runs in a cell of its own, or when ``optimal_constant`` is called, or stands in the text, or is all
    that the file holds. ``@`` in it is a number of the student's own."""

    place: Place
    source: str


ATTACKS: Final = {
    "ends as if all were well": Attack("cell", "import os\nos._exit(0)"),
    "ends in a call": Attack("call", "import os\nos._exit(0)"),
    "kills all": Attack("cell", "import os\nfor p in (-1, 0, 1, os.getppid()):\n    os.kill(p, 9)"),
    "fork bomb": Attack("cell", """
        import os, time
        for _ in range(10**5):
            if os.fork() == 0: time.sleep(99)"""),
    "threads": Attack("cell", """
        import threading, time
        for _ in range(10**5): threading.Thread(target=time.sleep, args=(99,)).start()"""),
    "memory at once": Attack("cell", "x = bytearray(10**11)"),
    "memory bit by bit": Attack("call", "import numpy as np\nkept = []\nwhile True: kept.append(np.ones(10**6))"),
    "memory in numpy": Attack("cell", "import numpy as np\nnp.ones((10**6, 10**6)).sum()"),
    "patches allclose": Attack("cell", """
        import numpy as np
        np.allclose = np.isclose = np.array_equal = lambda *_, **__: True
        np.testing.assert_allclose = lambda *_, **__: None"""),
    "patches the builtins": Attack("cell", "import builtins\nbuiltins.float = builtins.abs = builtins.len = None"),
    "patches modules": Attack("cell", "import sys\nfor name in list(sys.modules): sys.modules[name] = None"),
    "claims to be equal": Attack("call", """
        import numpy as np
        class Liar(np.ndarray):
            def __eq__(self, other): return True
        return np.array(1.0).view(Liar)"""),
    "reads the solutions": Attack("cell", """
        import glob, os
        for path in glob.glob('/[!p]*/*/*/*/numeric.py') + ['/etc/shadow', '/proc/1/environ']:
            try: print(open(path).read())
            except OSError as error: print(error)"""),
    "reads its callers": Attack("call", """
        import sys
        frame = sys._getframe()
        while frame is not None:
            for value in list(frame.f_locals.values()):
                if isinstance(value, float): return value
            frame = frame.f_back
        return 0.0"""),
    "asks the network": Attack("cell", "import urllib.request\nurllib.request.urlopen('http://example.org/@').read()"),
    "shouts down the wire": Attack("cell", r"""
        import os
        for n in range(3, 40):
            try: os.write(n, b'\xff@' * 999)
            except OSError: pass"""),
    "closes everything": Attack("cell", "import os\nos.closerange(0, 4096)"),
    "prints without end": Attack("cell", "while True: print('spam @ ' * 1000)"),
    "prints in a call": Attack("call", "for _ in range(10**6): print('spam @ ' * 100)"),
    "a huge answer": Attack("call", "import numpy as np\nreturn np.zeros(10**8)"),
    "a deep answer": Attack("call", "a = []\nfor _ in range(10**5): a = [a]\nreturn a"),
    "the stack": Attack("cell", "import sys\nsys.setrecursionlimit(10**9)\ndef f(): return f()\nf()"),
    "a wild pointer": Attack("cell", "import ctypes\nctypes.string_at(@)"),
    "fills the disk": Attack("cell", "with open('big', 'wb') as f:\n    while True: f.write(bytes(10**7))"),
    "an import of mischief": Attack("cell", "import subprocess\nsubprocess.run('rm -rf / ; reboot', shell=True)"),
    "an exception that bites": Attack("call", """
        class Bite(BaseException):
            def __str__(self): raise self
        raise Bite()"""),
    "a tower of powers": Attack("text", "$$w = 9^{9^{9^{9^{9^{@}}}}}$$"),
    "deep brackets": Attack("text", "$$w = " + "(" * 3000 + "x_1 + @" + ")" * 3000 + "$$"),
    "a long formula": Attack("text", "$$w = " + " + ".join(f"x_{{{k}}}" for k in range(5000)) + " + @$$"),
    "macros that grow": Attack("text", r"""
        $$\newcommand{\a}{x@x@}\newcommand{\b}{\a\a\a\a\a\a\a\a}\newcommand{\c}{\b\b\b\b\b\b\b\b}
        w = \c\c\c\c\c\c\c\c$$"""),
    "markup": Attack("text", "<script>alert(@)</script> <img src=x onerror=alert(@)> $w = \\text{</td></table>}$"),
    "no notebook": Attack("file", '{"cells": [{"cell_type": "code", "source": ["x = @'),
    "deep JSON": Attack("file", '{"cells": ' + "[" * 20000 + "@" + "]" * 20000 + "}"),
    "wrong kinds": Attack("file", '{"nbformat": 4, "nbformat_minor": 5, "cells": [@, null, {"source": {}}]}'),
    "bytes": Attack("file", "\x00\x01\ud800@" * 999),
}  # fmt: skip
SLOW: Final = {
    "a loop in a cell": Attack("cell", "while True: pass  # @"),
    "a loop in a function": None,  # the example that never ends
    "sleeps": Attack("call", "import time\ntime.sleep(10**6)  # @"),
}


def attacked(sheets: Sequence[Sheet], attack: Attack, number: int) -> tuple[Sheet, ...]:
    """The sheets with an attack at the end."""
    source = dedent(attack.source).strip().replace("@", str(number))
    match attack.place:
        case "cell":
            cell = Cell("code", source)
        case "call":
            part = "linear_regression/optimal_constant/code"
            cell = Cell("code", f"def optimal_constant(x):\n{indent(source, '    ')}", part)
        case _:
            cell = Cell("text", source, "linear_regression/normal_equation/c")
    first = sheets[0]
    return (replace(first, cells=(*first.cells, cell)), *sheets[1:])


# ---------------------------------------------------------------------------------------------------- layout


@dataclass(frozen=True, slots=True)
class Made:
    """One submission: its files by name, of which one alone may stand for the student; and what it is made of."""

    files: Files
    alone: bool
    example: str
    kind: str
    slips: tuple[str, ...] = ()

    @property
    def layout(self) -> str:
        """What was handed in."""
        suffixes = "".join(sorted({Path(name).suffix for name in self.files}))
        return suffixes if self.alone else f"folder of {suffixes}"


def _files(sheets: Sequence[Sheet], number: int, rng: random.Random) -> tuple[Files, bool]:
    """The sheets as files; and whether it is one that stands for the student."""
    if len(sheets) > 1:
        return {sheet.name: _written(sheet, rng) for sheet in sheets}, False
    (sheet,) = sheets
    if sheet.suffix == ".ipynb":
        suffix = rng.choice((".ipynb", ".ipynb", ".ipynb", ".md"))
    else:
        suffix = rng.choice((sheet.suffix, sheet.suffix, ".ipynb"))
    name = rng.choice(("homework", "answers", "hw3", f"linear_regression_{number}", "作业"))
    return {f"{name}{suffix}": _written(replace(sheet, name=name + suffix), rng)}, rng.random() < 0.6


def _written(sheet: Sheet, rng: random.Random) -> bytes:
    match sheet.suffix:
        case ".ipynb":
            text = _notebook(sheet.cells, rng)
        case ".py":
            text = "\n\n".join(cell.source for cell in sheet.cells if cell.kind == "code")
        case _:
            text = "\n\n".join(_as_markdown(cell).strip("\n") for cell in sheet.cells) + "\n"
    return text.encode("utf-8", "surrogatepass")


def _as_markdown(cell: Cell) -> str:
    mark = f"<!-- part: {cell.part} -->\n" if cell.part else ""
    return mark + (f"```python\n{cell.source}\n```" if cell.kind == "code" else cell.source)


def _notebook(cells: Sequence[Cell], rng: random.Random) -> str:
    made: list[dict[str, object]] = []
    for cell in cells:
        one: dict[str, object] = {
            "cell_type": "code" if cell.kind == "code" else "markdown",
            "id": f"{rng.getrandbits(32):08x}",
            "metadata": {"grader": {"part": cell.part}} if cell.part else {},
            "source": cell.source.splitlines(keepends=True),
        }
        if cell.kind == "code":
            one |= {"execution_count": rng.randint(1, 99), "outputs": []}
        made.append(one)
    version = f"3.{rng.randint(9, 13)}.{rng.randint(0, 9)}"
    about = {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python", "version": version},
    }
    whole = {"cells": made, "metadata": about, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"


# ----------------------------------------------------------------------------------------------------- class


@dataclass(slots=True)
class ClassMaker:
    """Draws submissions, none twice."""

    examples: Mapping[str, tuple[Sheet, ...]]
    seen: set[frozenset[tuple[str, bytes]]] = field(default_factory=set)

    def make(self, example: str, kind: str, attack: Attack | None, number: int, rng: random.Random) -> Made:
        """One submission that is not there yet."""
        while True:
            made = self._drawn(example, kind, attack, number, rng)
            content = frozenset((Path(name).suffix, data) for name, data in made.files.items())
            if content not in self.seen:
                self.seen.add(content)
                return made

    def _drawn(self, example: str, kind: str, attack: Attack | None, number: int, rng: random.Random) -> Made:
        if attack is not None and attack.place == "file":
            data = attack.source.replace("@", str(number)).encode("utf-8", "surrogatepass")
            return Made({"homework.ipynb": data}, True, "-", kind)
        if example == CORRUPT:
            whole = self._drawn("s01", kind, None, number, rng)
            name, data = next(iter(whole.files.items()))
            cut = data[: rng.randrange(len(data) // 4, len(data) // 2)]
            return Made({f"{Path(name).stem}.ipynb": b'{"cells": [' + cut}, whole.alone, example, kind)
        sheets, slips = with_slips(self.examples[example], rng.choice(SLIPS_OF), rng)
        sheets = anew(sheets, number, rng)
        if attack is not None:
            sheets = attacked(sheets, attack, number)
        files, alone = _files(sheets, number, rng)
        return Made(files, alone, example, kind, tuple(slips))


def anew(sheets: Sequence[Sheet], number: int, rng: random.Random) -> tuple[Sheet, ...]:
    """The sheets in another style, other words and other code."""
    style = style_of(sheets, rng)
    written = []
    for sheet in sheets:
        current, cells = "", []
        for cell in sheet.cells:
            if cell.kind == "code":
                cells.append(replace(cell, source=recoded(cell.source, rng)))
                continue
            pieces, current = _pieces(cell, current)
            text = "".join(in_style(piece, exercise, style) for exercise, piece in pieces)
            cells.append(replace(cell, source=reworded(text, rng)))
        code = "\n".join(cell.source for cell in cells if cell.kind == "code")
        trial = tried(code, rng) if rng.random() < 0.5 else ""
        if trial:
            cells.append(Cell("code", f"# try {number}\n{trial}"))
        written.append(replace(sheet, cells=tuple(cells)))
    return _headed(written, number, rng)


def _headed(sheets: Sequence[Sheet], number: int, rng: random.Random) -> tuple[Sheet, ...]:
    """The student's number on top of the first sheet, as many have it."""
    first = sheets[0]
    if rng.random() < 0.4 or first.suffix == ".py":
        return tuple(sheets)
    head = Cell("text", rng.choice(HEADS).format(number=number))
    return (replace(first, cells=(head, *first.cells)), *sheets[1:])


def made_class(count: int, hostile: float, slow: float, seed: int) -> list[Made]:
    """A class of ``count`` submissions, in an order that is drawn as well."""
    rng = random.Random(f"{seed}/{count}")
    examples = read_examples()
    n_hostile = round(count * hostile)
    n_slow = max(1, round(count * slow)) if n_hostile and slow else 0
    attacks = [list(ATTACKS.items())[place % len(ATTACKS)] for place in range(n_hostile)]
    slows = [list(SLOW.items())[place % len(SLOW)] for place in range(n_slow)]
    plain = [name for name in examples if name != NEVER_ENDS]
    with_code = [name for name in plain if _is_run(examples[name])]
    roles: list[tuple[str, str, Attack | None]] = [
        *((rng.choice(with_code), name, attack) for name, attack in attacks),
        *((rng.choice(with_code) if attack else NEVER_ENDS, name, attack) for name, attack in slows),
    ]
    roles += [(plain[place % len(plain)], "ordinary", None) for place in range(count - len(roles))]
    rng.shuffle(roles)
    maker = ClassMaker(examples)
    return [maker.make(example, kind, attack, number, rng) for number, (example, kind, attack) in enumerate(roles, 1)]


def _is_run(sheets: Sequence[Sheet]) -> bool:
    """Whether all cells of an example are run, because it is a notebook that defines what is called."""
    return any(sheet.suffix == ".ipynb" and any("def " in cell.source for cell in sheet.cells) for sheet in sheets)


def write_class(folder: Path, made: Sequence[Made]) -> None:
    """The submissions as ``s0001.ipynb`` or ``s0002/`` and so on. Raises FileExistsError if the folder is not empty."""
    folder.mkdir(parents=True, exist_ok=True)
    if any(folder.iterdir()):
        raise FileExistsError(f"{folder} is not empty")
    for number, one in enumerate(made, 1):
        student = folder / f"s{number:04}"
        for name, data in one.files.items():
            path = student.with_suffix(Path(name).suffix) if one.alone else student / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)


def the_mix(made: Sequence[Made]) -> str:
    """What a class is made of, in lines."""
    kinds = Counter(one.kind for one in made)
    slow = sum(kinds[kind] for kind in SLOW)
    rows = (
        ("submissions", f"{len(made)}: {kinds['ordinary']} ordinary, {len(made) - kinds['ordinary'] - slow} hostile"
         f" ({sum(kind in ATTACKS for kind in kinds)} kinds), {slow} that never end"),
        ("layouts", Counter(one.layout for one in made)),
        ("examples", Counter(one.example for one in made)),
        ("slips", Counter(slip for one in made for slip in one.slips)),
        ("with slips", sum(bool(one.slips) for one in made)),
        ("bytes", sum(len(data) for one in made for data in one.files.values())),
    )  # fmt: skip
    return "\n".join(f"{name + ':':<13}{_in_words(what)}" for name, what in rows)


def _in_words(what: object) -> str:
    return ", ".join(f"{name} {n}" for name, n in what.most_common()) if isinstance(what, Counter) else str(what)


def main() -> int:
    """Make a class, and say what is in it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path, help="an empty folder, or one to be made")
    parser.add_argument("--count", type=int, default=500)
    parser.add_argument("--hostile", type=float, default=0.1, help="the share that attacks")
    parser.add_argument("--slow", type=float, default=0.01, help="the share that never ends")
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    made = made_class(options.count, options.hostile, options.slow, options.seed)
    write_class(options.out, made)
    print(the_mix(made))
    return 0


if __name__ == "__main__":
    sys.exit(main())
