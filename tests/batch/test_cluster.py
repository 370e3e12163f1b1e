"""A class over Dask workers: the same grades as over local processes, also if workers are lost."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from grader.batch.cluster import LOCAL, ClusterTrouble, _Class, grade_on_cluster
from grader.batch.folder import find_class
from grader.batch.parcel import MAX_BYTES, CannotTravel, packed, packed_tree, unpacked, unpacked_tree
from grader.batch.worker import Graded, Setting, Task
from grader.cli import main
from grader.core import Broken, Message
from grader.course import Course, find_course
from grader.reading.folder import MAX_FILES, MAX_TEXT_BYTES, listing
from tests.rows import rows

# ------------------------------------------------------------------------------------------------- parcels


def _many(folder: Path) -> None:
    for number in range(MAX_FILES + 3):
        (folder / f"{number:04}.md").touch()


def _deep(folder: Path) -> None:
    folder.joinpath(*"abcdefghijklmnopqrstu").mkdir(parents=True)


def _large(folder: Path) -> None:
    (folder / "a.md").touch()
    os.truncate(folder / "a.md", MAX_TEXT_BYTES + 1)


def _links(folder: Path) -> None:
    (folder / "a.md").write_text("a")
    (folder / "same.md").symlink_to("a.md")
    (folder / "out.md").symlink_to("/etc/passwd")
    (folder / "none.md").symlink_to("nowhere.md")
    (folder / "itself.md").symlink_to("itself.md")


TREES: list[tuple[Callable[[Path], object], str]] = [
    (lambda folder: (folder / "a.md").write_bytes(b"\xff\x00\r\n"), "bytes stay as they are"),
    (lambda folder: (folder / "作业 1.ipynb").write_text("{}"), "names in any script"),
    (lambda folder: (folder / "figure.png").write_bytes(b"png"), "what cannot be read is named"),
    (lambda folder: (folder / "data.csv").write_text("1"), "data are passed over"),
    (lambda folder: (folder / ".git").mkdir(), "what is hidden as well"),
    (lambda folder: os.mkfifo(folder / "pipe.md"), "what is no file"),
    (lambda _: None, "an empty folder"),
    (_many, "too many files"),
    (_deep, "folders that are too deep"),
    (_large, "a file that is too large"),
    (_links, "links within the folder, out of it, to nothing and to themselves"),
]


@pytest.mark.parametrize("make", rows(*TREES))
def test_a_copy_reads_as_the_original_does(tmp_path: Path, make: Callable[[Path], object]) -> None:
    folder = tmp_path / "here" / "normal_equation" / "b"
    folder.mkdir(parents=True)
    make(folder)
    (there,) = unpacked(packed([folder]), tmp_path / "there")
    assert there.parts[-3:] == folder.parts[-3:], "the folders around it tell whose exercise it is"
    first, second = listing(folder), listing(there)
    assert [name for name, _ in second.files] == [name for name, _ in first.files]
    assert second.unplaced == first.unplaced
    small = [(one, other) for (_, one), (_, other) in zip(first.files, second.files, strict=True)
             if one.stat().st_size <= MAX_TEXT_BYTES]  # fmt: skip
    assert all(one.read_bytes() == other.read_bytes() for one, other in small)
    assert [other.stat().st_size for _, other in second.files] == [one.stat().st_size for _, one in first.files]


def test_files_of_one_name_stay_apart(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "hw.md").write_text(name)
    paths = [tmp_path / "one" / "hw.md", tmp_path / "two" / "hw.md", tmp_path / "gone.md"]
    copies = unpacked(packed(paths), tmp_path / "there")
    assert [path.read_text() for path in copies[:2]] == ["one", "two"]
    assert listing(copies[2]).unplaced == listing(paths[2]).unplaced


def test_what_is_too_large_does_not_travel(tmp_path: Path) -> None:
    for number in range(5):
        (tmp_path / f"{number}.ipynb").touch()
        os.truncate(tmp_path / f"{number}.ipynb", MAX_BYTES // 4)
    with pytest.raises(CannotTravel):
        packed([tmp_path])


def test_a_course_travels(course_folder: Path) -> None:
    (course_folder / "exercises" / "__pycache__").mkdir()
    (course_folder / "exercises" / "__pycache__" / "x.pyc").touch()
    there = unpacked_tree(packed_tree(course_folder / "exercises"), course_folder / "there")
    assert sorted(path.name for path in there.rglob("*") if path.is_file()) == ["answer.md", "answer.py", "exercise.py"]
    assert packed_tree(there) == packed_tree(course_folder / "exercises")


# ------------------------------------------------------------------------------------------------- a class


@dataclass
class _Ran:
    """What came of a class."""

    complete: bool = True
    stops: int = 0
    graded: list[Graded] = field(default_factory=list)

    def outcomes(self) -> dict[str, str]:
        """The outcome of part a by student."""
        return {one.student: kept.outcome for one in self.graded for grading in one.gradings
                for kept in grading.results if kept.part == "line/mean/a"}  # fmt: skip

    def error(self, student: str) -> str:
        """What broke."""
        (one,) = (one for one in self.graded if one.student == student)
        verdict = one.gradings[0].results[0].result(student).claims[0].finding.verdict
        assert isinstance(verdict, Broken)
        return verdict.error


def _made(course_folder: Path, texts: dict[str, str]) -> Path:
    folder = course_folder / "class"
    folder.mkdir(exist_ok=True)
    for student, text in texts.items():
        (folder / f"{student}.md").write_text(f"<!-- part: line/mean/a -->\n{text}\n")
    return folder


def _grade(
    course_folder: Path,
    texts: dict[str, str],
    *,
    address: str = LOCAL,
    n_workers: int = 2,
    seconds: float = 60.0,
) -> _Ran:
    folder, course, ran = _made(course_folder, texts), find_course(course_folder), _Ran()

    def stop() -> None:
        ran.stops += 1

    ran.complete = grade_on_cluster(
        [Task(item.student, item.paths, ("line/mean", "")) for item in find_class(folder).hand_ins],
        Setting(course.folder, course.solutions), course,
        address=address, n_workers=n_workers, on_done=ran.graded.append, on_stop=stop, seconds=seconds,
    )  # fmt: skip
    return ran


def _waiting(course_folder: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, Path]:
    """Who writes "sleep" waits until the second file is there, and says so in the first, with the worker's number."""
    exercise = course_folder / "exercises" / "line" / "mean" / "exercise.py"
    text = exercise.read_text()
    assert SLEEPS in text
    exercise.write_text(text.replace(SLEEPS, WAITS))
    here, on = course_folder / "here", course_folder / "on"
    monkeypatch.setenv("IS_HERE", str(here))
    monkeypatch.setenv("GO_ON", str(on))
    return here, on


SLEEPS = "        time.sleep(60)\n"
WAITS = """
        here, on = os.environ["IS_HERE"], os.environ["GO_ON"]
        with open(here + ".new", "w") as file:
            file.write(str(os.getpid()))
        os.rename(here + ".new", here)
        while not os.path.exists(on):
            time.sleep(0.1)
"""


def _once_there(here: Path, then: Callable[[int], None]) -> threading.Thread:
    """Do something with the number of the worker that waits, beside the test."""

    def wait() -> None:
        deadline = time.monotonic() + 120.0
        while not here.exists() and time.monotonic() < deadline:
            time.sleep(0.1)
        then(int(here.read_text()))

    thread = threading.Thread(target=wait)
    thread.start()
    return thread


def test_a_killed_worker_costs_a_retry_and_no_grade(course_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    here, on = _waiting(course_folder, monkeypatch)
    texts = {"s01": "right", "s02": "wrong", "s03": "sleep wrong", "s04": "unsure", "s05": "right", "s06": "wrong"}
    _made(course_folder, texts)
    monkeypatch.chdir(course_folder)
    on.touch()
    assert main(["grade", "class", "--out", "undisturbed", "--workers", "2"]) == 0
    on.unlink()
    here.unlink()
    killed: list[int] = []

    def kill(worker: int) -> None:
        assert f"PPid:\t{os.getpid()}\n" in Path(f"/proc/{worker}/status").read_text(), "it was started here"
        os.kill(worker, signal.SIGKILL)
        killed.append(worker)
        on.touch()

    thread = _once_there(here, kill)
    assert main(["grade", "class", "--out", "disturbed", "--workers", "2", "--cluster", "local"]) == 0
    thread.join()
    assert killed, "in the middle of a grading"
    assert here.read_text() != str(killed[0]), "another worker graded it"
    for name in ("grades.csv", "results.json"):
        one, other = ((course_folder / out / name).read_bytes() for out in ("undisturbed", "disturbed"))
        assert one == other
        assert one.count(b"s03") >= 2


def test_what_loses_two_workers_is_broken_and_no_other(course_folder: Path) -> None:
    """One ends its worker, one takes too long."""
    texts = {"s01": "crash", "s02": "sleep", "s03": "right", "s04": "wrong", "s05": "boom"}
    before = _children()
    ran = _grade(course_folder, texts, seconds=6.0)
    assert ran.outcomes() == {"s01": "broken", "s02": "broken", "s03": "pass", "s04": "partial", "s05": "broken"}
    for student in ("s01", "s02"):
        assert "took over 6 s; tried 2 times" in ran.error(student)
    assert "ZeroDivisionError" in ran.error("s05")
    assert ran.complete
    assert {one.rung is None for one in ran.graded if one.student in ("s03", "s04", "s05")} == {False}
    assert _children() == before, "no process stays behind"


@pytest.mark.parametrize(
    ("presses", "graded"),
    rows((1, ["s01", "s02"], "once: what is in flight is finished"), (2, ["s01"], "twice: it is not")),
)
def test_interrupted(course_folder: Path, monkeypatch: pytest.MonkeyPatch, presses: int, graded: list[str]) -> None:
    here, on = _waiting(course_folder, monkeypatch)

    def press(_: int) -> None:
        for _ in range(presses):
            os.kill(os.getpid(), signal.SIGINT)
            time.sleep(1.5)
        on.touch()

    before = _children()
    thread = _once_there(here, press)
    ran = _grade(course_folder, {"s01": "right", "s02": "sleep", "s03": "right"}, n_workers=1)
    thread.join()
    assert not ran.complete
    assert ran.stops == 1
    assert [one.student for one in ran.graded] == graded
    assert _children() == before, "no process stays behind"


# ------------------------------------------------------------------------------------------------ a cluster


@contextmanager
def _cluster(folder: Path, **options: Any) -> Iterator[str]:
    """Workers that somebody else has started; the scheduler's address."""
    from distributed import LocalCluster

    scheduler = {"dashboard_address": "127.0.0.1:0", "dashboard": False}
    with LocalCluster(
        n_workers=2, processes=True, memory_limit=0, host="127.0.0.1", silence_logs=50, scheduler_kwargs=scheduler,
        local_directory=str(folder), **options,
    ) as cluster:  # fmt: skip
        yield cluster.scheduler_address


def test_a_cluster_by_its_address(course_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two classes one after the other; then what it refuses."""
    with _cluster(course_folder, threads_per_worker=1) as address:
        for _ in range(2):
            ran = _grade(course_folder, {"s01": "right", "s02": "wrong", "s03": "unsure"}, address=address)
            assert ran.outcomes() == {"s01": "pass", "s02": "partial", "s03": "undecided"}
            assert ran.complete
        monkeypatch.setattr("grader.batch.cluster.exercise_keys", lambda *_: {"line/mean": "of another engine"})
        assert _trouble(course_folder, address) == "cluster.other_engine"


class _Growing:
    """A client of a cluster that one worker more has joined at each look; all but the first are of another engine."""

    def __init__(self) -> None:
        self.looks = 0

    def nthreads(self) -> dict[str, int]:
        self.looks += 1
        return {f"w{number}": 1 for number in range(self.looks)}

    def run(self, *_: object, workers: list[str], **__: object) -> dict[str, object]:
        other = Message("cluster.other_engine", {"worker": "its own name"})
        return {worker: True if worker == "w0" else other for worker in workers}


def test_a_worker_that_joins_later_and_cannot_grade_is_named_once() -> None:
    told: list[tuple[str, str]] = []
    course = Course((), Path(), Path())
    class_ = _Class(
        _Growing(), "station", course, deque(), lambda _: None, lambda who, why: told.append((who, why.key)), 1.0
    )
    for _ in range(3):
        class_._look()
    assert told == [("w1", "cluster.other_engine"), ("w2", "cluster.other_engine")]
    assert class_.ready == {"w0"}


def test_workers_with_several_threads_are_refused(course_folder: Path) -> None:
    with _cluster(course_folder, threads_per_worker=2) as address:
        assert _trouble(course_folder, address) == "cluster.threads"


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:9", "nonsense://there", "tcp://127.0.0.1"])
def test_addresses_that_lead_nowhere(course_folder: Path, monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    monkeypatch.setattr("grader.batch.cluster.CONNECT_SECONDS", 1.0)
    assert _trouble(course_folder, address) == "cluster.no_connection"


def test_without_dask_it_is_said_what_to_install(
    course_folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    monkeypatch.chdir(course_folder)
    _made(course_folder, {"s01": "right"})
    assert main(["grade", "class", "--cluster", "local"]) == 64
    assert "pip install 'grader[cluster]'" in capsys.readouterr().err


def _trouble(course_folder: Path, address: str) -> str:
    with pytest.raises(ClusterTrouble) as caught:
        _grade(course_folder, {"s01": "right"}, address=address)
    return caught.value.message.key


def _children() -> set[str]:
    """Children of this process, apart from multiprocessing's own tracker of resources."""
    found = set()
    for pid in Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children").read_text().split():
        command = Path(f"/proc/{pid}/cmdline").read_bytes().decode().replace("\0", " ")
        if "resource_tracker" not in command:
            found.add(command)
    return found
