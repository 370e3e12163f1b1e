"""One exercise for three graders: the same notebooks as each of them wants to find them, and what each is asked to do.

The exercise is the project's ``optimal_constant``, of which only the code is handed in: ``optimal_constant`` (the mean)
and ``optimal_constant_l1`` (a median), four points. For nbgrader and Otter the points are four hidden tests of the
kind that their manuals show, ``np.allclose`` on hidden inputs. Everything lies in one folder, the room::

    exercises/ solutions/ submissions/<student>/homework.ipynb     for the grader
    nbgrader/                                                      a course: source, release, submitted
    otter/autograder.zip  otter/<student>/homework.ipynb           for ``otter run``
"""

from __future__ import annotations

import csv
import json
import shutil
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from benchmarks.peers.machine import PEERS_VENV, ROOT, Data, Used, ours, peers_environment, watched

PART: Final = "linear_regression/optimal_constant/code"
EXERCISE: Final = "linear_regression/optimal_constant"
POINTS: Final = 4
ANSWER: Final = "answer"  # the name of the cell with what is asked for
HIDDEN: Final = (  # the function, what it is given, what it must give
    ("optimal_constant", "[1.0, 2.0, 6.0]", 3.0),
    ("optimal_constant", "[1.5, 5.0, -2.0, 8.0, 0.0]", 2.5),
    ("optimal_constant_l1", "[1.0, 2.0, 6.0]", 2.0),
    ("optimal_constant_l1", "[4.0, 2.0, 9.0, -1.0, 7.0]", 4.0),
)
SOLUTION: Final = (
    "import numpy as np\n\ndef optimal_constant(x):\n    return np.mean(x)\n\n"
    "def optimal_constant_l1(x):\n    return np.median(x)\n"
)
Cells = Sequence[str]  # of code, in order; the last holds what is asked for
SETUP_SECONDS: Final = 120.0


@dataclass(frozen=True, slots=True)
class Room:
    """Where a class lies; the notebooks by student."""

    folder: Path
    students: Mapping[str, Cells]
    doubled: frozenset[str] = frozenset()  # whose last cell stands there twice, with its name

    @property
    def home(self) -> Path:
        """The peers' home folder, so that they write nowhere else."""
        return self.folder / "home"

    def prepare(self, graders: Sequence[str]) -> None:
        """Write the class for some of the graders, the peers' own set-up included; raises if that fails."""
        self.home.mkdir(parents=True, exist_ok=True)
        for grader in graders:
            {"grader": self._for_grader, "nbgrader": self._for_nbgrader, "otter": self._for_otter}[grader]()

    def _for_grader(self) -> None:
        for kind in ("exercises", "solutions"):
            shutil.copytree(ROOT / kind / EXERCISE, self.folder / kind / EXERCISE)
        for student, cells in self.students.items():
            self._hand_in(self.folder / "submissions" / student, student, _plain(cells))

    def _for_nbgrader(self) -> None:
        course = self.folder / "nbgrader"
        solved = f"### BEGIN SOLUTION\n{SOLUTION}### END SOLUTION"
        write_notebook(course / "source/ps1/homework.ipynb", _with_tests(("import numpy as np", solved)))
        (course / "nbgrader_config.py").write_text("c = get_config()\nc.CourseDirectory.course_id = 'course'\n")
        self._must("nbgrader", ["nbgrader", "generate_assignment", "ps1"])
        self.hand_in_to_nbgrader()

    def hand_in_to_nbgrader(self) -> None:
        """The notebooks of a course that is set up."""
        course = self.folder / "nbgrader"
        for student, cells in self.students.items():
            self._hand_in(course / "submitted" / student / "ps1", student, _with_tests(cells))

    def _for_otter(self) -> None:
        folder = self.folder / "otter"
        for number, name in enumerate(dict.fromkeys(name for name, _, _ in HIDDEN), 1):
            path = folder / "tests" / f"q{number}.py"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(_otter_tests(f"q{number}", name))
        (folder / "solution.py").write_text(SOLUTION)
        self._must("otter", ["otter", "generate", "-t", "tests", "-o", "autograder.zip", "--no-environment",
                             "--no-requirements"])  # fmt: skip
        for student, cells in self.students.items():
            self._hand_in(folder / student, student, _plain(cells))
            (folder / "results" / student).mkdir(parents=True)

    def _hand_in(self, folder: Path, student: str, cells: list[Data]) -> None:
        if student in self.doubled:
            place = next(place for place, one in enumerate(cells) if one["id"] == ANSWER)
            cells.insert(place, cells[place])
        write_notebook(folder / "homework.ipynb", cells)

    def _must(self, grader: str, command: Sequence[str]) -> None:
        used = self.peer(grader, command, SETUP_SECONDS)
        if used.status:
            raise RuntimeError(f"{' '.join(command)}: {used.output[-500:]}")

    def peer(self, grader: str, command: Sequence[str], timeout: float, within: Sequence[str] = ()) -> Used:
        """Run a command of a peer in its folder, inside of another command if one is given."""
        whole = [*within, str(PEERS_VENV / "bin" / "python"), str(PEERS_VENV / "bin" / command[0]), *command[1:]]
        return watched(whole, self.folder / grader, timeout, peers_environment(self.home))

    # ------------------------------------------------------------------------------------------- grading

    def grade_ours(self, workers: int, timeout: float, out: str = "marks") -> Used:
        """``grader grade`` of the whole class."""
        command = ours(
            "grade", self.folder / "submissions", "--exercises", self.folder / "exercises", "--solutions",
            self.folder / "solutions", "--out", self.folder / out, "--workers", str(workers),
        )  # fmt: skip
        return watched(command, self.folder, timeout)

    def grade_nbgrader(self, timeout: float, within: Sequence[str] = (), cell_timeout: int = 30) -> Used:
        """``nbgrader autograde`` of the whole class; it cuts a cell off after some seconds, 30 if it is not told."""
        command = ["nbgrader", "autograde", "ps1", "--force", f"--Execute.timeout={cell_timeout}"]
        return self.peer("nbgrader", command, timeout, within)

    def grade_otter(self, student: str, timeout: float, within: Sequence[str] = ()) -> Used:
        """``otter run`` of one submission, which is all that it takes."""
        command = ["otter", "run", "-a", "autograder.zip", "-o", f"results/{student}", f"{student}/homework.ipynb"]
        return self.peer("otter", command, timeout, within)

    # -------------------------------------------------------------------------------------------- results

    def points_ours(self, out: str = "marks") -> dict[str, float]:
        """What each earned in the part; none who is not there."""
        path = self.folder / out / "grades.csv"
        if not path.exists():
            return {}
        with path.open(encoding="utf-8", newline="") as file:
            return {row["student"]: float(row["earned"]) for row in csv.DictReader(file) if row["part"] == PART}

    def ends_ours(self, out: str = "marks") -> dict[str, str]:
        """How the code of each ended that did not end well: the outcome of the run, or the system's error."""
        path = self.folder / out / "results.json"
        if not path.exists():
            return {}
        ends = {}
        for row in json.loads(path.read_text(encoding="utf-8")):
            run = row["run"] if row["part"] == PART else None
            if run and run["outcome"] != "ok":
                ends[row["student"]] = str(run["outcome"])
            elif run and run["errors"] and run["errors"][0]["error"].startswith(("OSError", "PermissionError")):
                ends[row["student"]] = str(run["errors"][0]["error"]).rpartition("] ")[2].lower()
        return ends

    def points_nbgrader(self) -> dict[str, float]:
        """What stands in the gradebook of nbgrader."""
        code = (
            "from nbgrader.api import Gradebook\n"
            "with Gradebook('sqlite:///gradebook.db') as book:\n"
            "    for one in book.assignment_submissions('ps1'): print(one.student.id, one.score)"
        )
        command = [str(PEERS_VENV / "bin" / "python"), "-c", code]
        used = watched(command, self.folder / "nbgrader", SETUP_SECONDS, peers_environment(self.home), memory=False)
        return _pairs(used.output)

    def points_otter(self) -> dict[str, float]:
        """What stands in the results of Otter; a test without a score earned nothing."""
        found = {}
        for student in self.students:
            with suppress(OSError, ValueError, TypeError):
                data = json.loads((self.folder / "otter/results" / student / "results.json").read_text())
                found[student] = float(sum(test.get("score") or 0 for test in data["tests"]))
        return found


def _pairs(text: str) -> dict[str, float]:
    found = {}
    for line in text.splitlines():
        name, _, number = line.rpartition(" ")
        with suppress(ValueError):
            found[name] = float(number)
    return found


# ------------------------------------------------------------------------------------------- notebooks


def write_notebook(path: Path, cells: Sequence[Data]) -> None:
    """A notebook of code cells."""
    path.parent.mkdir(parents=True, exist_ok=True)
    about = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    path.write_text(json.dumps({"cells": cells, "metadata": about, "nbformat": 4, "nbformat_minor": 5}))


def cell(source: str, name: str, metadata: Mapping[str, Any] | None = None) -> Data:
    """A cell of code."""
    return {"cell_type": "code", "id": name, "metadata": metadata or {}, "outputs": [], "execution_count": None,
            "source": source}  # fmt: skip


def _plain(cells: Cells) -> list[Data]:
    *before, last = cells
    found = [cell(source, f"cell{place}") for place, source in enumerate(before)]
    return [*found, cell(last, ANSWER, {"grader": {"part": PART}})]


def _with_tests(cells: Cells) -> list[Data]:
    """As nbgrader wants it: the answer in a cell for it, the tests in cells that it puts in anew when it grades."""
    *before, last = cells
    found = [cell(source, f"cell{place}") for place, source in enumerate(before)]
    found.append(cell(last, ANSWER, {"nbgrader": _mark(ANSWER, grade=False)}))
    for place, (name, given, wanted) in enumerate(HIDDEN):
        source = f"import numpy as np\nassert np.allclose({name}(np.array({given})), {wanted})"
        found.append(cell(source, f"test{place}", {"nbgrader": _mark(f"test{place}", grade=True)}))
    return found


def _mark(name: str, *, grade: bool) -> Data:
    mark: Data = {
        "grade": grade,
        "grade_id": name,
        "locked": grade,
        "schema_version": 3,
        "solution": not grade,
        "task": False,
    }
    return {**mark, "points": 1} if grade else mark


def _otter_tests(question: str, function: str) -> str:
    cases = [
        {"code": f">>> import numpy as np\n>>> assert np.allclose({name}(np.array({given})), {wanted})",
         "hidden": True, "locked": False}
        for name, given, wanted in HIDDEN
        if name == function
    ]  # fmt: skip
    suite = {"cases": cases, "scored": True, "setup": "", "teardown": "", "type": "doctest"}
    return f"OK_FORMAT = True\n\ntest = { ({'name': question, 'points': len(cases), 'suites': [suite]})!r}\n"
