"""What happens when the jail itself fails: it is started again and asked again, and it never costs a student."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from grader.core import Broken, Program, Returned
from grader.course import find_course
from grader.grading import grade_paths
from grader.jail import watch
from grader.jail.body import Body, CannotStart, Jail, Lost
from grader.jail.ladder import Refuse, choose, try_out
from grader.jail.launch import Zygote
from grader.jail.runner import ProcessRunner
from tests.jail.jails import LIMITS

Write = Callable[..., Program]
CELLS = ("x = 1", "def half(x):\n    return x / 2")


@pytest.fixture(params=["namespaces", "landlock"])
def own(request: pytest.FixtureRequest) -> Iterator[Zygote]:
    """A jail that may be broken."""
    jail = Zygote(request.param)
    try:
        try_out(jail)
    except (CannotStart, Lost) as error:
        jail.close()
        pytest.skip(f"this machine has no rung {request.param}: {error}")
    yield jail
    jail.close()


def _kill_zygote(jail: Zygote) -> None:
    """Above it are bubblewrap's processes, where there are any, and below it the children, which die with it."""
    pids = list(watch.tree(jail.pid or 0))
    os.kill(pids[2] if jail.rung.startswith("namespaces") else pids[0], signal.SIGKILL)
    deadline = time.monotonic() + 5
    while any(_runs(pid) for pid in pids):
        assert time.monotonic() < deadline
        time.sleep(0.01)


def _runs(pid: int) -> bool:
    """Whether a process is more than an entry that nobody has asked for."""
    try:
        return b"State:\tZ" not in Path(f"/proc/{pid}/status").read_bytes()
    except OSError:
        return False


RESERVED = """
import gc, sys
sys.path.insert(0, sys.argv[1])
from grader.jail import zygote
longest = lambda: max(end - start for start, end in zygote._own_memory())
before = longest()
zygote._reserve(32)
gc.collect()
print(before, longest())
"""


@pytest.mark.skipif(sys.platform != "linux", reason="there is no /proc to see it in")
def test_what_is_reserved_for_objects_lies_in_one_piece_and_stays() -> None:
    """Huge pages cover it only then: in pieces it would be copied page by page at every fork."""
    command = [sys.executable, "-c", RESERVED, str(Path(__file__).parents[2])]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
    before, after = map(int, done.stdout.split())
    assert before < 32 * 2**20 <= after


def test_a_zygote_that_dies_between_two_questions(program: Write, own: Zygote) -> None:
    with ProcessRunner(LIMITS, jail=own) as runner:
        run = runner.run(program(*CELLS))
        for _ in range(2):
            before = own.pid
            _kill_zygote(own)
            assert run.call("half", [3.0], library="plain") == Returned(1.5, "float", (3.0,))
            assert own.pid != before
        assert run.report.outcome == "ok", "nothing of it is the student's"
        assert run.report.errors == ()


def test_a_zygote_that_dies_before_the_next_program(program: Write, own: Zygote) -> None:
    with ProcessRunner(LIMITS, jail=own) as runner:
        runner.run(program(*CELLS))
        runner.close()
        _kill_zygote(own)
        assert runner.run(program(*CELLS, "y = 2")).value("y") == Returned(2, "int")


class Failing:
    """A jail that is lost a few times, or always."""

    rung, isolates = "failing: in a test", True

    def __init__(self, jail: Jail, times: int) -> None:
        self._jail, self.left = jail, times

    def tasks(self) -> int:
        return self._jail.tasks()

    def start(self, ends: tuple[int, int, int], modules: Sequence[str]) -> tuple[Body, Sequence[str]]:
        self.left -= 1
        if self.left >= 0:
            raise Lost("gone")
        return self._jail.start(ends, modules)

    def close(self) -> None:
        self._jail.close()


def test_a_start_that_fails_is_tried_again(program: Write, jail: Jail) -> None:
    with ProcessRunner(LIMITS, jail=Failing(jail, 2)) as runner:
        assert runner.run(program(*CELLS)).value("x") == Returned(1, "int")
    with ProcessRunner(LIMITS, jail=Failing(jail, 99)) as runner, pytest.raises(CannotStart, match="gone"):
        runner.run(program(*CELLS))


@pytest.mark.parametrize("broken", [lambda jail: Failing(jail, 99), lambda _: Refuse({"namespaces": "not here"})])
def test_a_fault_of_ours_is_broken_and_never_a_zero(
    course_folder: Path, jail: Jail, broken: Callable[[Jail], Jail]
) -> None:
    course = find_course(course_folder)
    answer = course_folder / "s01.py"
    answer.write_text(CELLS[1])
    with ProcessRunner(LIMITS, jail=broken(jail)) as runner:
        (result,) = grade_paths([answer], course, runner, student="s01", part="line/mean/code")
    assert result.outcome == "broken"
    assert (result.points.earned, result.points.pending) == (0.0, result.points.of)
    assert all(isinstance(claim.finding.verdict, Broken) for claim in result.claims)


@pytest.mark.parametrize(("unsafe", "rung"), [(True, "none: "), (False, "none: this machine cannot")])
def test_the_ladder_ends_in_a_refusal_unless_told(monkeypatch: pytest.MonkeyPatch, unsafe: bool, rung: str) -> None:
    def nowhere(*_: object) -> None:
        raise CannotStart("not on this machine")

    monkeypatch.setattr(Zygote, "start", nowhere)
    monkeypatch.delenv("GRADER_UNSAFE", raising=False)
    jail = choose(unsafe=unsafe)
    assert jail.rung.startswith(rung)
    assert not jail.isolates
    assert isinstance(jail, Refuse) == (not unsafe)
    jail.close()
