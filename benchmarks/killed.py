"""A class graded under fire: killed with SIGKILL at random moments, started again each time, and compared.

    python benchmarks/killed.py --count 40 --kills 20 --seed 0

A class is made (:mod:`made_class`), or one is given by ``--submissions``, and graded undisturbed. Then it is graded
into another folder by the same command, whose process group is killed again and again: in turn after a random time,
which is often before the first submission is graded, and a random moment after a random number of submissions more;
once all is graded, while it looks for work or writes. In the end it is left alone. It must hold that

- ``grades.csv`` and what ``grader export csv`` writes are byte for byte those of the undisturbed run, and so is
  ``results.json`` but for the computing times that it tells;
- of each submission each exercise was entered once; after every kill the database is sound, and ``grades.csv`` is
  whole if it was written before;
- nothing that was told to be graded is lost;
- no process outlives a kill: this one becomes the parent of all orphans, so that none can hide.

Prints a line a kill, and exits with 1 if anything of this fails. What is left in the folder of temporary files is told.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.made_class import made_class, the_mix, write_class
from grader.jail import kernel, watch

ROOT = Path(__file__).resolve().parents[1]
GOING_SECONDS = 10.0  # how long processes may take to find that the grader is gone
FAR = 3.0  # if every kill came as late as it may, so many times the class would have been graded in the end
JITTER = 0.3  # seconds after a submission was graded
_MEASURED = re.compile(rb'"cpu_s": [\d.e-]+')  # in results.json alone


@dataclass(frozen=True, slots=True)
class Grader:
    """The command on one class, with all that it writes below one folder."""

    submissions: Path
    course: tuple[str, ...]
    workers: int
    temporary: Path

    def grade(self, out: Path) -> list[str]:
        """The command that grades into a folder."""
        words = ("--out", str(out), "--workers", str(self.workers), "--json", *self.course)
        return self._command("grade", str(self.submissions), *words)

    def export(self, out: Path, to: Path) -> list[str]:
        """The command that exports the grades, a column for each part."""
        to.mkdir()
        return self._command("export", "csv", "--out", str(out), "--to", str(to), "--columns", "parts")

    @staticmethod
    def _command(*words: str) -> list[str]:
        return [sys.executable, "-m", "grader", *words]

    def start(self, command: Sequence[str], log: Path) -> subprocess.Popen[bytes]:
        """Start a command as the leader of a process group of its own; ``log`` takes what it says on the way."""
        environment = {**os.environ, "TMPDIR": str(self.temporary), "PYTHONPATH": str(ROOT)}
        with log.open("ab") as told:
            return subprocess.Popen(
                command, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=told,
                start_new_session=True,
            )  # fmt: skip

    def run(self, command: Sequence[str], log: Path) -> float:
        """Run a command to its end; the seconds that it took. Raises CalledProcessError."""
        start = time.perf_counter()
        status = self.start(command, log).wait()
        if status:
            print(log.read_text(errors="replace")[-3000:])
            raise subprocess.CalledProcessError(status, command)
        return time.perf_counter() - start


@dataclass(frozen=True, slots=True)
class Kill:
    """One kill: when it came, how many processes there were, how long the last of them stayed, which did not go."""

    moment: float
    processes: int
    going: float
    stayed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Moment:
    """So many seconds after so many more submissions were graded, or after the start."""

    seconds: float
    graded: int = 0


def kill_at(moment: Moment, process: subprocess.Popen[bytes], log: Path) -> Kill | None:
    """Kill a process group; None if its leader ended by itself before."""
    start = time.perf_counter()
    before = len(told(log))
    while len(told(log)) < before + moment.graded and process.poll() is None:
        time.sleep(0.005)
    with suppress(subprocess.TimeoutExpired):
        process.wait(moment.seconds)
        return None
    there = sum(1 for _ in watch.tree(process.pid))
    killed = time.perf_counter()
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    stayed = _wait_for_orphans(killed + GOING_SECONDS)
    return Kill(killed - start, there, time.perf_counter() - killed, stayed)


def told(log: Path) -> list[str]:
    """Who was told to be graded, in all starts so far."""
    lines = log.read_text(errors="replace").splitlines() if log.exists() else []
    return [str(json.loads(line)["student"]) for line in lines if line.startswith('{"student"') and line.endswith("}")]


def _wait_for_orphans(deadline: float) -> tuple[str, ...]:
    """Wait until no descendant is left; those that are left at the deadline, which are ended."""
    while below := [pid for pid in watch.tree(os.getpid()) if pid != os.getpid()]:
        with suppress(ChildProcessError):
            os.waitpid(-1, os.WNOHANG)
        if time.perf_counter() > deadline:
            names = tuple(_command_line(pid) for pid in below)
            for pid in below:
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
            return names
        time.sleep(0.005)
    return ()


def _command_line(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")[:200]
    except OSError:
        return f"process {pid}"


@dataclass(frozen=True, slots=True)
class Kept:
    """What a gradebook holds: submissions, gradings, and how many of these are there twice."""

    submissions: int = 0
    gradings: int = 0
    twice: int = 0
    sound: bool = True


def kept(out: Path) -> Kept:
    """What is in the gradebook of a folder; nothing where there is none yet, or none of its tables."""
    path = out / "gradebook.db"
    if not path.exists():
        return Kept()
    with closing(sqlite3.connect(path)) as book:
        sound = book.execute("pragma integrity_check").fetchall() == [("ok",)]
        if not book.execute("select 1 from sqlite_master where name = 'gradings'").fetchall():
            return Kept(sound=sound)
        ((submissions, gradings),) = book.execute("select count(distinct submission_id), count(*) from gradings")
        ((different,),) = book.execute("select count(*) from (select distinct submission_id, exercise from gradings)")
    return Kept(submissions, gradings, gradings - different, sound)


@dataclass(frozen=True, slots=True)
class Pace:
    """How long the class takes undisturbed, how long a start takes that finds all graded, and how many there are."""

    whole: float
    again: float
    submissions: int

    def moment(self, kill: int, kills: int, finished: bool, rng: random.Random) -> Moment:
        """When the next of so many kills comes."""
        if finished:
            return Moment(rng.uniform(0, self.again))
        if kill % 2:
            return Moment(rng.uniform(0, JITTER), rng.randint(1, max(1, 3 * self.submissions // (2 * kills))))
        return Moment(rng.uniform(0, min(self.whole, self.again + FAR * self.whole / kills)))


def under_fire(grader: Grader, out: Path, kills: int, pace: Pace, rng: random.Random) -> list[str]:
    """Grade with so many kills, then to the end; what went wrong."""
    log = out.with_suffix(".log")
    wrong: list[str] = []
    done, starts, grades = 0, 0, b""
    while done < kills:
        starts += 1
        moment = pace.moment(done, kills, bool(grades), rng)
        process = grader.start(grader.grade(out), log)
        kill = kill_at(moment, process, log)
        found = kept(out)
        if kill is None:
            print(f"  start {starts}: it ended first, {found.submissions} graded", flush=True)
            if process.returncode:
                return [*wrong, f"exit status {process.returncode}"]
            grades = (out / "grades.csv").read_bytes()
            continue
        done += 1
        print(
            f"  start {starts}: killed after {kill.moment:5.2f} s with {kill.processes} processes, which were gone"
            f" {kill.going:.2f} s later; {found.submissions} graded",
            flush=True,
        )
        wrong += [f"still there after {GOING_SECONDS:g} s: {name}" for name in kill.stayed]
        wrong += [] if found.sound else ["the database is damaged"]
        wrong += ["grades.csv is damaged"] if grades and (out / "grades.csv").read_bytes() != grades else []
    seconds = grader.run(grader.grade(out), log)
    print(f"  left alone it took {seconds:.1f} s; {starts + 1} starts in all", flush=True)
    wrong += [f"{twice} gradings were entered twice" for twice in [kept(out).twice] if twice]
    wrong += [f"{student} was told to be graded more than once" for student, n in Counter(told(log)).items() if n > 1]
    wrong += [f"said: {line}" for line in log.read_text(errors="replace").splitlines() if "Traceback" in line]
    return wrong


def differences(grader: Grader, undisturbed: Path, other: Path) -> list[str]:
    """Which files of two runs are not the same bytes."""
    pairs = [(undisturbed / name, other / name) for name in ("grades.csv", "results.json")]
    exports = [out.with_name(f"{out.name}-export") for out in (undisturbed, other)]
    for out, to in zip((undisturbed, other), exports, strict=True):
        grader.run(grader.export(out, to), out.with_suffix(".log"))
    names = {path.name for to in exports for path in to.iterdir()}
    pairs += [(exports[0] / name, exports[1] / name) for name in sorted(names)]
    for one, two in pairs:
        size = one.stat().st_size if one.exists() else 0
        print(f"  {one.name}: {size} bytes, {'the same' if _same(one, two) else 'DIFFERENT'}")
    return [f"{one.name} differs" for one, two in pairs if not _same(one, two)]


def _same(one: Path, other: Path) -> bool:
    if not (one.exists() and other.exists()):
        return False
    return _MEASURED.sub(b"", one.read_bytes()) == _MEASURED.sub(b"", other.read_bytes())


def attempt(grader: Grader, room: Path, kills: int, rng: random.Random) -> list[str]:
    """Grade undisturbed, then under fire; what went wrong."""
    undisturbed, other = room / "undisturbed", room / "killed"
    whole = grader.run(grader.grade(undisturbed), undisturbed.with_suffix(".log"))
    again = grader.run(grader.grade(undisturbed), undisturbed.with_suffix(".log"))
    total = kept(undisturbed).submissions
    print(f"undisturbed: {total} submissions in {whole:.1f} s; found graded in {again:.1f} s", flush=True)
    wrong = under_fire(grader, other, kills, Pace(whole, again, total), rng)
    left = sorted(path.name for path in grader.temporary.iterdir())
    print(f"  left in the folder of temporary files: {', '.join(left) or 'nothing'}")
    return wrong + differences(grader, undisturbed, other)


def main() -> int:
    """Grade with kills; 1 if it makes a difference."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=40, help="students of the class that is made")
    parser.add_argument("--hostile", type=float, default=0.1)
    parser.add_argument("--slow", type=float, default=0.01)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--submissions", type=Path, help="a class that is there already")
    parser.add_argument("--course", type=Path, default=ROOT, help="where exercises/ and solutions/ stand")
    parser.add_argument("--keep", type=Path, help="an empty folder, in which everything stays")
    options = parser.parse_args()
    kernel.adopt_orphans()
    with tempfile.TemporaryDirectory(prefix="killed-") as folder:
        room = options.keep or Path(folder)
        room.mkdir(exist_ok=True)
        (room / "tmp").mkdir()
        if options.submissions is None:
            made = made_class(options.count, options.hostile, options.slow, options.seed)
            write_class(room / "class", made)
            print(the_mix(made), flush=True)
        course = ("--exercises", str(options.course / "exercises"), "--solutions", str(options.course / "solutions"))
        grader = Grader(options.submissions or room / "class", course, options.workers, room / "tmp")
        wrong = attempt(grader, room, options.kills, random.Random(options.seed))
    print("\n".join(wrong) or f"{options.kills} kills made no difference")
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main())
