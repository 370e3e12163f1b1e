"""What a tree of processes uses."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator

import pytest

from grader.jail import watch

SPEND = """
import os, sys, time
x = b"x" * (50 * 2**20)
while time.process_time() < 0.2: pass
for _ in sys.argv[1:]:
    if os.fork() == 0:
        break
print(flush=True)
sys.stdin.read()
"""


@pytest.fixture(params=[[], ["fork", "fork"]], ids=["one process", "three that share their memory"])
def spender(request: pytest.FixtureRequest) -> Iterator[tuple[int, int]]:
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    command = [sys.executable, "-c", SPEND, *request.param]
    environment = {"MARK": f"of-{os.getpid()}"}
    with subprocess.Popen(command, env=environment, start_new_session=True, **pipes) as process:  # type: ignore[call-overload]
        for _ in range(1 + len(request.param)):
            process.stdout.readline()
        yield process.pid, 1 + len(request.param)
        process.stdin.close()


def test_usage(spender: tuple[int, int]) -> None:
    pid, processes = spender
    pids = list(watch.tree(pid))
    assert len(pids) == processes
    assert sorted(watch.group(pid)) == sorted(pids)
    assert 0.15 <= watch.cpu_seconds(pids) < 5
    assert 50 * 2**20 <= watch.shared_memory_bytes(pids) < 100 * 2**20
    assert processes * 50 * 2**20 <= watch.memory_bytes(pids) < processes * 100 * 2**20
    assert pid in watch.children(os.getpid())
    assert len(watch.marked(f"MARK=of-{os.getpid()}".encode())) == processes
    assert watch.tasks(pid) == 1
    assert watch.tasks_of_user() >= processes


def test_a_process_that_is_gone() -> None:
    gone = 2**22 + 1
    assert (watch.cpu_seconds([gone]), watch.memory_bytes([gone]), watch.shared_memory_bytes([gone])) == (0.0, 0, 0)
    assert watch.tasks(gone) == 0
    assert watch.children(gone) == []
