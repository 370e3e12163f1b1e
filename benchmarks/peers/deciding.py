"""Are two formulas equal? The grader beside Math-Verify and sympy, on the same pairs, each in a process of its own."""

from __future__ import annotations

import json
import os
import select
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Final

from benchmarks.peers.machine import PEERS_VENV, ROOT, Data, floor, installed, peers_environment, quantile
from benchmarks.peers.pairs import Pair, all_pairs
from benchmarks.peers.targets import Target, shown, table

TITLE: Final = "Deciding whether two formulas are equal"
OURS: Final = "grader"
VERDICT: Final = "grader, the verdict alone"
THEIRS: Final = {
    "math-verify": "Math-Verify",
    "sympy-antlr": "sympy, `parse_latex` by ANTLR, `simplify`",
    "sympy-lark": "sympy, `parse_latex` by Lark, `simplify`",
}
TIME_OUT: Final = 10.0  # seconds a pair
WARM_UP: Final = (  # none of the pairs; what a process reads and builds at its first uses
    (r"\sum_{k=1}^m (z_k-1)^2", r"\sum_{k=1}^m z_k^2-2\sum_{k=1}^m z_k+m", "z: m"),
    (r"\frac{d}{ds}\ln(s^2+1)", r"\frac{2s}{s^2+1}", "s"),
    (r"(q+1)^2", "q^2+2q", "q"),
    (r"\|p\|^2", r"p^\top p", "p: m"),
    (r"e^{|s|}", r"\exp(\sqrt{s^2})", "s"),
)
NUMBERS: Final = {"full": (30, 20), "quick": (4, 3)}  # per half: from the tables, from the generators
QUICK_WRITTEN: Final = 6  # every so many of the written pairs
START_WITHIN: Final = 60.0  # seconds for a process to import what it needs


class CannotStart(Exception):
    """A tool that is not installed, or does not work here."""


@dataclass(slots=True)
class Judge:
    """A process that answers pairs, started anew when it had to be killed."""

    command: Sequence[str]
    environment: Mapping[str, str] | None
    folder: Path
    process: subprocess.Popen[bytes] | None = field(default=None, init=False)
    restarts: int = field(default=0, init=False)

    def answer(self, a: str, b: str, declare: str) -> Data:
        """The verdict with its milliseconds; ``timeout`` or ``died`` if there is none."""
        process = self.process or self.start()
        reply = self._ask(process, a, b, declare, TIME_OUT)
        if isinstance(reply, str):
            self.close()
            self.restarts += 1
            return {"parsed": False, "verdict": reply, "ms": 1e3 * TIME_OUT if reply == "timeout" else None}
        return reply

    def start(self) -> subprocess.Popen[bytes]:
        """A warm process; raises :class:`CannotStart`."""
        self.process = subprocess.Popen(
            self.command, cwd=self.folder, env=self.environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL, bufsize=0,
        )  # fmt: skip
        for pair in WARM_UP:
            reply = self._ask(self.process, *pair, START_WITHIN)
            if isinstance(reply, str):
                self.close()
                raise CannotStart(f"does not answer `{pair[0]}`: {reply}")
        return self.process

    @staticmethod
    def _ask(process: subprocess.Popen[bytes], a: str, b: str, declare: str, within: float) -> Data | str:
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            process.stdin.write(json.dumps({"a": a, "b": b, "declare": declare}).encode() + b"\n")
        except BrokenPipeError:
            return "died"
        deadline, line = time.monotonic() + within, b""
        while not line.endswith(b"\n"):
            ready, _, _ = select.select([process.stdout], [], [], max(0.0, deadline - time.monotonic()))
            if not ready:
                return "timeout"
            piece = os.read(process.stdout.fileno(), 65536)
            if not piece:
                return "died"
            line += piece
        found: Data = json.loads(line)
        return found

    def close(self) -> None:
        """End the process."""
        if self.process is not None:
            self.process.kill()
            self.process.communicate()
            self.process = None


def judges(folder: Path) -> dict[str, Judge]:
    """All that can run here."""
    here = Path(__file__).parent / "judges"
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    own = [sys.executable, "-P", str(here / "ours.py")]
    found = {OURS: Judge(own, environment, folder), VERDICT: Judge([*own, "--verdict"], environment, folder)}
    if installed():
        python = str(PEERS_VENV / "bin" / "python")
        for name in THEIRS:
            found[name] = Judge([python, "-P", str(here / "theirs.py"), name], peers_environment(folder), folder)
    return found


def pairs_of(mode: str) -> list[Pair]:
    """The pairs of a full or a quick run."""
    pairs = all_pairs(*NUMBERS[mode])
    if mode == "full":
        return pairs
    written = [pair for pair in pairs if pair.source == "written"]
    halves = [[pair for pair in written if pair.equal is equal][::QUICK_WRITTEN] for equal in (True, False)]
    return [*halves[0], *halves[1], *(pair for pair in pairs if pair.source != "written")]


def measure(mode: str) -> Data:
    """Every pair to every tool, one tool after the other on each pair, so that all meet the same machine."""
    pairs = pairs_of(mode)
    answers: dict[str, list[Data]] = {}
    absent: dict[str, str] = {}
    before = floor()
    with tempfile.TemporaryDirectory(prefix="deciding-") as room, ExitStack() as stack:
        running = judges(Path(room))
        for judge in running.values():
            stack.callback(judge.close)
        for name in list(running):
            try:
                running[name].start()
            except CannotStart as error:
                absent[name] = str(error)
                del running[name]
        for pair in pairs:
            for name, judge in running.items():
                answers.setdefault(name, []).append(judge.answer(pair.a, pair.b, pair.declare))
    return {
        "floor_ms": [before, floor()],
        "pairs": [asdict(pair) for pair in pairs],
        "answers": answers,
        "absent": absent,
        "restarts": {name: judge.restarts for name, judge in running.items()},
    }


OUTCOMES = ("accepted", "false accept", "refused", "right refused", "undecided", "unparsed", "timeout", "died")
COLUMNS = ("accepted", "right refused", "refused", "false accept", "undecided", "unparsed", "timeout", "died")


def outcome(pair: Mapping[str, object], answer: Mapping[str, object]) -> str:
    """How an answer fared: right (accepted, refused), wrong (false accept, right refused), or none, and why."""
    verdict = answer["verdict"]
    if verdict in ("timeout", "died"):
        return str(verdict)
    if not answer["parsed"]:
        return "unparsed"
    if verdict == "equal":
        return "accepted" if pair["equal"] else "false accept"
    if verdict == "different":
        return "right refused" if pair["equal"] else "refused"
    return "undecided"


def summary(pairs: Sequence[Data], answers: Sequence[Data], ours: Sequence[Data]) -> Data:
    """Counts of outcomes; milliseconds over all pairs, and over those that the tool decided, beside ours on these."""
    found = [outcome(pair, answer) for pair, answer in zip(pairs, answers, strict=True)]
    times = [answer["ms"] for answer in answers if answer["ms"] is not None]
    decided = [place for place, word in enumerate(found) if word in OUTCOMES[:4]]
    theirs_then, ours_then = (
        quantile([side[place]["ms"] for place in decided] or [0.0], 0.5) for side in (answers, ours)
    )
    counts = Counter(found)
    return {
        **{word: counts[word] for word in OUTCOMES},
        "median": quantile(times, 0.5),
        "p95": quantile(times, 0.95),
        "decided": len(decided),
        "median_decided": theirs_then,
        "ours_there": ours_then,
        "ratio": theirs_then / ours_then if ours_then else 0.0,
    }


def summaries(data: Data, source: str | None = None) -> dict[str, Data]:
    """Of each tool, over all pairs or those of one source."""
    kept = [place for place, pair in enumerate(data["pairs"]) if source in (None, pair["source"])]
    pick = {name: [answers[place] for place in kept] for name, answers in data["answers"].items()}
    pairs = [data["pairs"][place] for place in kept]
    return {name: summary(pairs, answers, pick[OURS]) for name, answers in pick.items()}


def targets(data: Data) -> list[Target]:
    """What was wanted of the grader."""
    found = summaries(data)
    ours, number = found[OURS], len(data["pairs"])
    open_ = sum(ours[word] for word in ("undecided", "unparsed", "timeout", "died"))
    peers = [one for name, one in found.items() if name in THEIRS]
    rows = [
        Target("falsely accepted", ours["false accept"], 0),
        Target("right, and refused", ours["right refused"], 0),
        Target("undecided", 100 * open_ / number, 2, "%"),
        Target("median a pair, verdict alone", found[VERDICT]["median"], 1, "ms"),
        Target("median a pair, with the slip named", ours["median"], 1, "ms"),
    ]
    if peers:
        faster = min(one["median_decided"] for one in peers if one["decided"])
        all_ = min(one["median"] for one in peers)
        rows.append(Target("times faster than the fastest peer, in its median over what it decides, ours over all",
                           faster / ours["median"], 40, at_most=False))  # fmt: skip
        rows.append(Target("the same, with what it fails to read, which is soon done", all_ / ours["median"], 40,
                           at_most=False))  # fmt: skip
    return rows


def render(data: Data) -> list[str]:
    """The section in Markdown."""
    sources = Counter(pair["source"] for pair in data["pairs"])
    halves = Counter(pair["equal"] for pair in data["pairs"])
    lines = [
        f"{len(data['pairs'])} pairs, {halves[True]} equal and {halves[False]} with a slip: {sources['written']} "
        f"written for this comparison, {sources['tables']} drawn from `tests/tables`, {sources['made']} rewritings and "
        "mutants that were made. Every tool in a warm process of its own, each pair once, one tool after the other; "
        f"{TIME_OUT:g} s a pair, then the process is killed. A tool that cannot read a formula has decided nothing: "
        "that is not counted against it as a wrong verdict. The last columns: its median over the pairs that it "
        "decided, and how many times that is of ours on the same pairs. Where formulas differ the grader names the "
        "slip and shows numbers; the second row leaves the slip out, as the others do. sympy is told which symbols are "
        "real, positive or whole and which are e and π, a product that it takes for a call is made one again, and "
        "what does not simplify to zero is tried in numbers. The commands: "
        "`judges/ours.py`, with `--verdict` for the second row, and `judges/theirs.py` with the tool's name, in "
        "`benchmarks/peers`.",
        "",
        "| | equal: accepted | refused | slip: refused | **accepted** | undecided | not read | timed out | died "
        "| median ms | p95 ms | median decided | × ours |",
        "|---|---|---|---|---|---|---|---|---|---|---|---|---|",
    ]
    lines += [_row(name, one) for name, one in summaries(data).items()]
    lines += [f"| {THEIRS.get(name, name)} | could not be run: {why} |" for name, why in data["absent"].items()]
    lines += ["", "Of these, the pairs written for this comparison, whose notation every one of the tools documents or "
              "leaves out by its scope (matrices, norms):", "",
              "| | right | wrong | no verdict | median ms |", "|---|---|---|---|---|"]  # fmt: skip
    for name, one in summaries(data, "written").items():
        right, wrong = one["accepted"] + one["refused"], one["false accept"] + one["right refused"]
        none = sum(one[word] for word in OUTCOMES[4:])
        lines.append(f"| {THEIRS.get(name, name)} | {right} | {wrong} | {none} | {shown(one['median'])} |")
    lines += ["", *_families(data), "", *_wrong(data), *table(targets(data))]
    return lines


def _row(name: str, one: Data) -> str:
    counts = [one[word] for word in COLUMNS]
    figures = [shown(one[key]) for key in ("median", "p95", "median_decided", "ratio")]
    return f"| {THEIRS.get(name, name)} | " + " | ".join([*map(str, counts), *figures]) + " |"


def _families(data: Data) -> Iterable[str]:
    """Right verdicts by family of the written pairs."""
    names = list(data["answers"])
    families: dict[str, Counter[str]] = {}
    for place, pair in enumerate(data["pairs"]):
        if pair["source"] != "written":
            continue
        count = families.setdefault(pair["family"], Counter())
        count["all"] += 1
        for name in names:
            count[name] += outcome(pair, data["answers"][name][place]) in ("accepted", "refused")
    yield "Right verdicts by family (the written pairs):"
    yield ""
    yield "| | pairs | " + " | ".join(THEIRS.get(name, name) for name in names) + " |"
    yield "|---|" + "---|" * (len(names) + 1)
    for family, count in sorted(families.items()):
        yield f"| {family} | {count['all']} | " + " | ".join(str(count[name]) for name in names) + " |"


def _wrong(data: Data) -> Iterable[str]:
    """Some wrong verdicts of each, as they were given."""
    for name, answers in data["answers"].items():
        for word in ("false accept", "right refused"):
            rows = [pair for pair, answer in zip(data["pairs"], answers, strict=True) if outcome(pair, answer) == word]
            if rows:
                yield f"{THEIRS.get(name, name)}, {word} ({len(rows)}), for example:"
                yield ""
                for row in sorted(rows, key=lambda row: (row["source"] != "written", len(row["a"] + row["b"])))[:4]:
                    yield f"- `{row['a']}` and `{row['b']}`"
                yield ""
